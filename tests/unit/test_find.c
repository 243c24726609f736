#include "find/find.h"

#include "find/related.h"
#include "small_story.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { ORLA, PIP, WREN };

static int begin(void **state)
{
    static const char *const name[] = {"Orla", "Pip", "Wren"};
    struct small *s = calloc(1, sizeof *s);
    small_must(s != NULL);
    small_begin(s, DOC_SCREENPLAY, 3, name);
    small_scene(s, "INT. LIGHTHOUSE - NIGHT");
    small_action(s, "The lamp turns. A gull strikes the glass and slides down it.");
    small_says(s, ORLA, VOICE_ON, "Somebody has to carry the oil up, and it was always me.");
    small_says(s, PIP, VOICE_ON, "I could carry some.");
    small_says(s, ORLA, VOICE_ON, "So what are your plans, then?");
    small_says(s, PIP, VOICE_ON, "I thought of moving to the mainland. There is work in the yards.");
    small_says(s, ORLA, VOICE_ON, "Nobody comes back from there.");
    small_scene(s, "EXT. JETTY - DAY");
    small_action(s, "Wren counts the crates twice.");
    small_says(s, WREN, VOICE_ON, "Eleven barrels of herring and not one of them paid for.");
    small_says(s, PIP, VOICE_ON, "They will be paid for on Friday.");
    small_says(s, WREN, VOICE_ON, "You have said that on three Fridays.");
    small_end(s);
    *state = s;
    return 0;
}

static int end(void **state)
{
    struct small *s = *state;
    small_free(s);
    free(s);
    return 0;
}

static whose_status look(struct small *s, const char *memory, struct found *found)
{
    return find_memory(str_c(memory), &s->doc, &s->text, &s->cast, &s->scratch, found, NULL);
}

static void check_first(struct small *s, const char *memory, const char *words, uint32_t speaker)
{
    struct found found;
    assert_int_equal(look(s, memory, &found), WHOSE_OK);
    if (!found.n_passages)
        fail_msg("%s: nothing found", memory);
    const struct find_piece *piece = &found.passage[0].piece[0];
    struct str text = doc_str(&s->doc, piece->at);
    if (str_find(text, str_c(words)) == text.n)
        fail_msg("%s: found \"%.*s\"", memory, STR_ARGS(text));
    assert_int_equal(piece->speaker, speaker);
}

static void the_same_words_are_as_close_as_can_be(void **state)
{
    struct found found;
    assert_int_equal(look(*state, "Nobody comes back from there.", &found), WHOSE_OK);
    assert_true(found.n_passages > 0);
    assert_true(found.passage[0].close > 0.99f);
    assert_int_equal(found.passage[0].piece[0].speaker, ORLA);
    assert_int_equal(found.passage[0].piece[0].to, PIP);
}

static void a_paraphrase_is_found(void **state)
{
    check_first(*state, "where will you go, what do you intend?", "your plans", ORLA);
    check_first(*state, "no one ever returns from that place", "Nobody comes back", ORLA);
    check_first(*state, "I was thinking of going to live on the mainland", "mainland", PIP);
}

static void words_may_be_changed_misspelt_or_forgotten(void **state)
{
    check_first(*state, "Eleven barels of hering and none of them payed for", "Eleven barrels", WREN);
    check_first(*state, "somebody must carry oil and it's always me", "carry the oil", ORLA);
}

static void directions_are_searched_too(void **state)
{
    check_first(*state, "a seagull hits the window", "A gull strikes the glass", PERSON_NONE);
    check_first(*state, "Wren counts the boxes", "counts the crates", PERSON_NONE);
}

static void several_parts_are_found_beside_each_other(void **state)
{
    struct found found;
    assert_int_equal(look(*state, "She asks him \xE2\x80\x9Cwhat are your plans?\xE2\x80\x9D and he says "
                                  "\xE2\x80\x9CMove to the mainland\xE2\x80\x9D", &found), WHOSE_OK);
    assert_int_equal(found.n_parts, 2);
    assert_true(found.n_passages > 0);
    assert_int_equal(found.passage[0].n_pieces, 2);
    assert_int_equal(found.passage[0].piece[0].speaker, ORLA);
    assert_int_equal(found.passage[0].piece[1].speaker, PIP);
    assert_true(found.passage[0].piece[0].at.end <= found.passage[0].piece[1].at.start);
}

static void every_kind_of_quotation_mark_parts_a_memory(void **state)
{
    static const char *const marked[] = {
        "'your plans' then 'the mainland'", "\"your plans\" then \"the mainland\"",
        "\xE2\x80\x98your plans\xE2\x80\x99 then \xE2\x80\x98the mainland\xE2\x80\x99",
        "\xC2\xABYour plans\xC2\xBB then \xC2\xABthe mainland\xC2\xBB",
        "\xE2\x80\x9Eyour plans\xE2\x80\x9D then \xE2\x80\x9Ethe mainland\xE2\x80\x9D",
    };
    for (size_t i = 0; i < sizeof marked / sizeof *marked; i++) {
        struct found found;
        assert_int_equal(look(*state, marked[i], &found), WHOSE_OK);
        if (found.n_parts != 2)
            fail_msg("%s: %u parts", marked[i], found.n_parts);
    }
    struct found found; // an apostrophe opens nothing
    assert_int_equal(look(*state, "they'll be paid for, won't they, on Friday's boat", &found),
                     WHOSE_OK);
    assert_int_equal(found.n_parts, 1);
}

static void the_speaker_who_is_named_decides_between_like_lines(void **state)
{
    struct found found;
    assert_int_equal(look(*state, "Wren says it was Friday", &found), WHOSE_OK);
    assert_int_equal(found.passage[0].piece[0].speaker, WREN);
    assert_int_equal(look(*state, "Pip says it was Friday", &found), WHOSE_OK);
    assert_int_equal(found.passage[0].piece[0].speaker, PIP);
}

static void what_is_not_there_is_not_called_close(void **state)
{
    static const char *const absent[] = {"the emperor surrendered his trumpets at Vienna",
                                         "\xE5\xA4\xA9\xE6\xB0\x97", "xqzt"};
    for (size_t i = 0; i < sizeof absent / sizeof *absent; i++) {
        struct found found;
        assert_int_equal(look(*state, absent[i], &found), WHOSE_OK);
        if (found.n_passages && found.passage[0].close >= find_close_from)
            fail_msg("%s: %g", absent[i], (double)found.passage[0].close);
    }
}

static void odd_memories_do_no_harm(void **state)
{
    static const char *const empty[] = {"", "   ", "...", "\"\"", "'", "\xE2\x80\x9C\xE2\x80\x9D"};
    struct found found;
    for (size_t i = 0; i < sizeof empty / sizeof *empty; i++)
        assert_int_equal(look(*state, empty[i], &found), WHOSE_E_INPUT);
    assert_int_equal(look(*state, "\xFF\xFE oil \xC0", &found), WHOSE_OK);
    enum { LARGE = 1 << 20 };
    char *large = malloc(LARGE + 1);
    assert_non_null(large);
    for (size_t i = 0; i < LARGE; i++)
        large[i] = "herring 'oil' "[i % 14];
    large[LARGE] = '\0';
    assert_int_equal(look(*state, large, &found), WHOSE_OK);
    free(large);
}

static void stems_meet(void **state)
{
    static const char *const alike[][2] = {
        {"cries", "cry"}, {"tries", "try"}, {"asked", "asking"}, {"carries", "carry"}, {"hoping", "hope"},   {"running", "run"},
        {"relational", "relate"}, {"plans", "planned"}};
    (void)state;
    for (size_t i = 0; i < sizeof alike / sizeof *alike; i++) {
        char a[STEM_MOST], b[STEM_MOST];
        uint32_t n = stem_of(str_c(alike[i][0]), a), m = stem_of(str_c(alike[i][1]), b);
        if (n != m || memcmp(a, b, n) != 0)
            fail_msg("%s: %.*s, %s: %.*s", alike[i][0], (int)n, a, alike[i][1], (int)m, b);
    }
    assert_true(str_eq(related_base(STR("went")), STR("go")));
    assert_true(related_is_function(STR("the")));
    assert_false(related_is_function(STR("herring")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_words_are_as_close_as_can_be),
        cmocka_unit_test(a_paraphrase_is_found),
        cmocka_unit_test(words_may_be_changed_misspelt_or_forgotten),
        cmocka_unit_test(directions_are_searched_too),
        cmocka_unit_test(several_parts_are_found_beside_each_other),
        cmocka_unit_test(every_kind_of_quotation_mark_parts_a_memory),
        cmocka_unit_test(the_speaker_who_is_named_decides_between_like_lines),
        cmocka_unit_test(what_is_not_there_is_not_called_close),
        cmocka_unit_test(odd_memories_do_no_harm),
        cmocka_unit_test(stems_meet),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
