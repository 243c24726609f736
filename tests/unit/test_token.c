/* token.c, contraction.c, abbrev.c: what is one token, and where it is cut. */
#include "text/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/* Tokens between spaces, cuts as '|'. */
static const char *tokens(const char *text, char *out, size_t cap)
{
    struct token_scan scan = {.text = str_c(text)};
    struct piece piece;
    size_t n = 0;
    out[0] = '\0';
    while (token_next(&scan, &piece) && n + piece.at.end - piece.at.start + 8 < cap) {
        if (n)
            out[n++] = ' ';
        for (uint32_t i = piece.at.start; i < piece.at.end; i++) {
            for (uint32_t c = 0; c < piece.n_cuts; c++)
                if (piece.cut[c] == i)
                    out[n++] = '|';
            out[n++] = text[i];
        }
        out[n] = '\0';
    }
    return out;
}

static void expect(const char *text, const char *wanted)
{
    char out[512];
    assert_string_equal(tokens(text, out, sizeof out), wanted);
}

static void contractions_are_cut_as_the_treebank_does(void **state)
{
    (void)state;
    expect("I don't", "I do|n't");
    expect("he'll she\xE2\x80\x99" "d I'd've", "he|'ll she|\xE2\x80\x99" "d I|'d|'ve");
    expect("Anna's cannot gonna", "Anna|'s can|not gon|na");
    expect("CAN'T Won't", "CA|N'T Wo|n't");
    expect("'Tis 'twas 'em o'clock ma'am", "'T|is 't|was 'em o'clock ma'am");
    expect("the brothers' boat", "the brothers|' boat");
    expect("goin' home", "goin' home");
    expect("wont cant ill were", "wont cant ill were");
    expect("the 1920's and the '20s", "the 1920|'s and the '20s");
}

static void points_belong_to_abbreviations_alone(void **state)
{
    (void)state;
    expect("Mr. Oak and Dr. Elm.", "Mr. Oak and Dr. Elm .");
    expect("He sat. Sat. 5 May", "He sat . Sat. 5 May");
    expect("the U.S. fleet, e.g. one", "the U.S. fleet , e.g. one");
    expect("salt, etc. The end", "salt , etc . The end");
    expect("salt, etc. and so on", "salt , etc. and so on");
    expect("No. 5 and no. I said", "No. 5 and no. I said");
    expect("say no. She left", "say no . She left");
    expect("J. M. Oak", "J. M. Oak");
    expect("It was I. We", "It was I . We");
    expect("made in the U.S.", "made in the U.S .");
}

static void hyphens_part_but_for_prefixes(void **state)
{
    (void)state;
    expect("a well-known man", "a well - known man");
    expect("anti-war re-read", "anti-war re-read");
    expect("wait--no", "wait -- no");
    expect("wait\xE2\x80\x94no \xE2\x80\x93 yes", "wait \xE2\x80\x94 no \xE2\x80\x93 yes");
    expect("1914-1918", "1914 - 1918");
}

static void numbers_hold_together(void **state)
{
    (void)state;
    expect("at 5:30 on 3/11/1902 for $1,250.50", "at 5:30 on 3/11/1902 for $ 1,250.50");
    expect("1/2 of 9/11, 35mm at 5pm", "1 / 2 of 9/11 , 35 mm at 5 pm");
    expect("713-555-0102 and 555-0102", "713-555-0102 and 555-0102");
    expect("50% \xC2\xA3" "20 US$5", "50 % \xC2\xA3 20 US$ 5");
    expect("1-2-3-4", "1-2-3-4");
}

static void marks_run_together_when_they_are_one(void **state)
{
    (void)state;
    expect("What?! No... yes\xE2\x80\xA6 so", "What ?! No ... yes \xE2\x80\xA6 so");
    expect("Stop!...", "Stop ! ...");
    expect("* * * ***", "* * * ***");
    expect("_Never_ said", "_ Never _ said");
    expect("fine :) yes ;-)", "fine :) yes ;-)");
    expect("(see [2])", "( see [ 2 ] )");
}

static void quotations_open_and_close(void **state)
{
    (void)state;
    expect("\"Go,\" he said.", "\" Go , \" he said .");
    expect("'Go,' he said. 'I won't.'", "' Go , ' he said . ' I wo|n't . '");
    expect("\xE2\x80\x98Go,\xE2\x80\x99 he", "\xE2\x80\x98 Go , \xE2\x80\x99 he");
    expect("\xC2\xABGo\xC2\xBB \xE2\x80\x9EGo\xE2\x80\x9C", "\xC2\xAB Go \xC2\xBB \xE2\x80\x9E Go \xE2\x80\x9C");
    expect("''Go''", "'' Go ''");
}

static void links_are_one_token(void **state)
{
    (void)state;
    expect("see http://example.org/a?b=(c).", "see http://example.org/a?b=(c) .");
    expect("write to ann.oak@example.org, or www.example.org!",
           "write to ann.oak@example.org , or www.example.org !");
    expect("the file story.txt is", "the file story.txt is");
}

static void other_scripts_and_emoji_are_tokens(void **state)
{
    (void)state;
    expect("\xD0\x94\xD0\xB0, \xD7\xA9\xD7\x9C", "\xD0\x94\xD0\xB0 , \xD7\xA9\xD7\x9C");
    expect("ok \xF0\x9F\x91\x8D\xF0\x9F\x8F\xBD yes", "ok \xF0\x9F\x91\x8D\xF0\x9F\x8F\xBD yes");
    expect("a\xC2\xA0" "b", "a b");
    expect("", "");
    expect("\xFF\xFE", "\xFF \xFE");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(contractions_are_cut_as_the_treebank_does),
        cmocka_unit_test(points_belong_to_abbreviations_alone),
        cmocka_unit_test(hyphens_part_but_for_prefixes),
        cmocka_unit_test(numbers_hold_together),
        cmocka_unit_test(marks_run_together_when_they_are_one),
        cmocka_unit_test(quotations_open_and_close),
        cmocka_unit_test(links_are_one_token),
        cmocka_unit_test(other_scripts_and_emoji_are_tokens),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
