/* fountain: what tests/spec/fountain.md cannot show: places, pages, how sure, odd bytes. */
#include "read/read.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
// cmocka.h needs the headers above before it
#include <cmocka.h>

struct story {
    struct arena keep, scratch;
    struct doc doc;
    whose_error err;
    whose_status status;
};

static void open_story(struct story *s, const char *name, struct str bytes)
{
    memset(s, 0, sizeof *s);
    arena_init(&s->keep, NULL);
    arena_init(&s->scratch, NULL);
    s->status = read_doc(str_c(name), bytes, &s->keep, &s->scratch, &s->doc, &s->err);
}

static void close_story(struct story *s)
{
    arena_free(&s->keep);
    arena_free(&s->scratch);
}

static void assert_text(const struct story *s, struct span at, const char *expected)
{
    struct str got = doc_str(&s->doc, at);
    assert_int_equal(got.n, strlen(expected));
    assert_memory_equal(got.at, expected, got.n);
}

static void a_cue_is_cited_without_the_marks_of_the_format(void **state)
{
    (void)state;
    struct story s;
    open_story(&s, "x.fountain", STR("  @McAvoy (V.O.)(cont'd) ^  \n  Evening.  \n\nANNA #low\nYes.\n"));
    assert_int_equal(s.status, WHOSE_OK);
    assert_int_equal(s.doc.speech.n, 2);
    assert_text(&s, s.doc.speech.at[0].cue, "McAvoy (V.O.)(cont'd)");
    assert_text(&s, s.doc.speech.at[0].at, "@McAvoy (V.O.)(cont'd) ^  \n  Evening.");
    assert_text(&s, s.doc.speech.at[1].cue, "ANNA");
    assert_text(&s, s.doc.block.at[1].at, "Evening.");
    assert_int_equal(s.doc.speech.at[0].n_blocks, 2);
    assert_int_equal(s.doc.speech.at[1].first_block, 2);
    close_story(&s);
}

static void a_heading_is_cited_without_mark_and_number(void **state)
{
    (void)state;
    struct story s;
    open_story(&s, "x.fountain", STR(".THE SHOP #4b# #bell\n\nDust.\n"));
    assert_int_equal(s.doc.segment.n, 1);
    assert_text(&s, s.doc.segment.at[0].heading, "THE SHOP");
    assert_int_equal(s.doc.segment.at[0].number.n, 2);
    assert_int_equal(s.doc.segment.at[0].at.end, s.doc.text.n);
    close_story(&s);
}

static void the_text_outlives_the_file(void **state)
{
    (void)state;
    struct story s;
    char file[] = "INT. CAF\xC3\x89\n\nRain.\n";
    struct str bytes = {file, sizeof file - 1};
    open_story(&s, "x.fountain", bytes);
    memset(file, 'x', sizeof file - 1);
    assert_true(str_eq(s.doc.text, STR("INT. CAF\xC3\x89\n\nRain.\n")));
    assert_true(s.doc.is_own_text);
    close_story(&s);
}

static void offsets_count_behind_a_byte_order_mark(void **state)
{
    (void)state;
    struct story s;
    open_story(&s, "", STR("\xEF\xBB\xBF" "INT. SHOP\n\nRain.\n"));
    assert_int_equal(s.doc.segment.at[0].at.start, 0);
    assert_int_equal(doc_run_at(&s.doc, 11)->byte, 3);
    assert_int_equal(doc_line_at(&s.doc, 11), 3);
    close_story(&s);
}

/* A paragraph of `n` lines, each as wide as a page. */
static size_t put_lines(char *out, uint32_t n)
{
    size_t at = 0;
    for (uint32_t i = 0; i < n; i++)
        at += (size_t)sprintf(out + at, "%s", "Sixty columns of nothing much, so that this fills one line.\n");
    at += (size_t)sprintf(out + at, "\n");
    return at;
}

static void fifty_five_lines_fill_a_page(void **state)
{
    (void)state;
    static char text[20000];
    size_t n = (size_t)sprintf(text, "INT. ONE\n\n");
    n += put_lines(text + n, 53); // with heading and gap: 55
    size_t second = n;
    n += (size_t)sprintf(text + n, "INT. TWO\n\nRain.\n");
    struct story s;
    open_story(&s, "x.fountain", (struct str){text, n});
    assert_int_equal(s.doc.run.n, 2);
    assert_int_equal(s.doc.run.at[1].at.start, second);
    assert_int_equal(s.doc.run.at[1].page, 2);
    assert_int_equal(s.doc.run.at[1].byte, second);
    assert_int_equal(s.doc.segment.at[0].eighths, 8);
    assert_int_equal(s.doc.segment.at[1].eighths, 1);
    assert_int_equal(doc_run_at(&s.doc, (uint32_t)second)->page, 2);
    assert_int_equal(doc_line_at(&s.doc, (uint32_t)second), 57);
    close_story(&s);
}

static void a_page_break_turns_the_page_and_a_long_paragraph_too(void **state)
{
    (void)state;
    static char text[20000];
    size_t n = (size_t)sprintf(text, "INT. ONE\n\n===\n\n");
    n += put_lines(text + n, 120);
    struct story s;
    open_story(&s, "x.fountain", (struct str){text, n});
    assert_int_equal(s.doc.run.n, 4);
    assert_int_equal(s.doc.run.at[3].page, 4);
    assert_int_equal(s.doc.run.at[3].at.end, s.doc.text.n);
    close_story(&s);
}

static void assert_refused(const char *name, struct str bytes, const char *word)
{
    struct story s;
    open_story(&s, name, bytes);
    assert_int_equal(s.status, WHOSE_E_FORMAT);
    assert_non_null(strstr(s.err.message, word));
    close_story(&s);
}

static void what_is_no_script_is_refused_in_words(void **state)
{
    (void)state;
    assert_refused("a", STR(""), "empty");
    assert_refused("a", STR(" \n\t\n"), "blanks");
    assert_refused("a.fountain", STR("%PDF-1.4\n..."), "PDF");
    assert_refused("a.fountain", STR("PK\x03\x04rest"), "ZIP");
    assert_refused("a.fountain", STR("{\\rtf1 Hello}"), "RTF");
    assert_refused("a", STR("\x01\x02\x03\x04\x05\x06\x07\x08 binary"), "binary");
}

static void assert_looks_like(const char *name, struct str bytes, const char *word)
{
    struct story s;
    open_story(&s, name, bytes);
    assert_int_equal(s.status, WHOSE_OK);
    assert_non_null(s.doc.not_a_story);
    assert_non_null(strstr(s.doc.not_a_story, word));
    close_story(&s);
}

static void what_is_text_and_no_script_is_named(void **state)
{
    (void)state;
    assert_looks_like("a.c",
                      STR("#include <stdio.h>\n\nint main(void)\n{\n    return 0;\n}\n\n"
                          "EXPORT\nvoid f(void);\n\nEXPORT\nvoid g(void);\n"),
                      "source code");
    assert_looks_like("a.csv", STR("a,b,c\n1,2,3\n4,5,6\n7,8,9\n"), "table");
    assert_looks_like("a.log",
                      STR("12:00:01 started\n12:00:02 reading\n12:00:03 done\n12:00:04 bye\n"),
                      "log");
    assert_looks_like("poem.txt",
                      STR("The river goes\nwhere rivers go\n\nand no one knows\nhow slow, how slow\n"),
                      "verse");
}

static void a_script_is_known_by_its_bytes_or_else_by_its_name(void **state)
{
    (void)state;
    static const char *const text[] = {
        "INT. SHOP - DAY\n\nRain.\n",
        "Title: A\nAuthor: B\n\nRain.\n",
        "ANNA\nHello.\n\nBEN\nHello.\n\nThey nod.\n",
        "INT. SHOP - DAY\r\rRain.\r",
    };
    for (size_t i = 0; i < sizeof text / sizeof *text; i++) {
        struct story s;
        open_story(&s, "", str_c(text[i]));
        assert_int_equal(s.status, WHOSE_OK);
        close_story(&s);
    }
    struct story s;
    open_story(&s, "rain.fountain", STR("Rain.\n"));
    assert_int_equal(s.status, WHOSE_OK);
    close_story(&s);
}

static void a_nul_is_a_blank(void **state)
{
    (void)state;
    struct story s;
    open_story(&s, "x.fountain", STR("INT. SHOP\n\0\nANNA\0\nHello,\0you.\n\0\nRain.\n"));
    assert_int_equal(s.status, WHOSE_OK);
    assert_int_equal(s.doc.speech.n, 1);
    assert_text(&s, s.doc.speech.at[0].cue, "ANNA");
    struct str words = doc_clean(&s.doc, s.doc.block.at[2].at, &s.keep);
    assert_true(str_eq(words, STR("Hello, you.")));
    close_story(&s);
}

/* Each of these once cost, or could cost, the square of its length. */
static void hostile_text_is_read_in_linear_time(void **state)
{
    (void)state;
    static const char *const piece[] = {"[[",      "/*",  "/* BEAT: ", "[[\n",  "*a ",  "_",
                                        "\\",      "#a ", "*a",        "[[x]]\n", "A\n\n", "(\n",
                                        "A\n(x\n", "=\n", "# a\n",     "/**/",    "AAAA", "@A\n\n"};
    enum { N_BYTES = 400000 };
    char *text = malloc(N_BYTES + 64);
    assert_non_null(text);
    for (size_t i = 0; i < sizeof piece / sizeof *piece; i++) {
        size_t n = (size_t)sprintf(text, "INT. A\n\n");
        while (n < N_BYTES)
            n += (size_t)sprintf(text + n, "%s", piece[i]);
        struct story s;
        open_story(&s, "x.fountain", (struct str){text, n});
        assert_int_equal(s.status, WHOSE_OK);
        close_story(&s);
    }
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_cue_is_cited_without_the_marks_of_the_format),
        cmocka_unit_test(a_heading_is_cited_without_mark_and_number),
        cmocka_unit_test(the_text_outlives_the_file),
        cmocka_unit_test(offsets_count_behind_a_byte_order_mark),
        cmocka_unit_test(fifty_five_lines_fill_a_page),
        cmocka_unit_test(a_page_break_turns_the_page_and_a_long_paragraph_too),
        cmocka_unit_test(what_is_no_script_is_refused_in_words),
        cmocka_unit_test(what_is_text_and_no_script_is_named),
        cmocka_unit_test(a_script_is_known_by_its_bytes_or_else_by_its_name),
        cmocka_unit_test(a_nul_is_a_blank),
        cmocka_unit_test(hostile_text_is_read_in_linear_time),
    };
    return cmocka_run_group_tests_name("fountain", tests, NULL, NULL);
}
