/* Reports of small Fountain scripts, through the public header. */
#include "whose.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char mill[] =
    "Title: The Mill\nAuthor: Nobody Much\n\n"
    "INT. MILL - DAY\n\n"
    "ADA, 40, flour to the elbows, stops the wheel.\n\n"
    "ADA\nYou are late. I have ground all of it alone since four.\n\n"
    "BEN\n(sitting down)\nI am not late.\n\n"
    "EXT. WEIR - NIGHT\n\n"
    "Ada opens the sluice.\n\n"
    "ADA (V.O.)\nThat was the year the river went the other way.\n\n"
    "= a synopsis\n\n"
    "CUT TO:\n\n"
    "INT. MILL - DAWN\n\n"
    "Ada sweeps.\n\n"
    "ADA\nGo home, Ben.\n\n"
    "BEN\nI am home.\n";

struct output {
    char *at;
    size_t n, cap;
};

static int keep(void *user, const void *bytes, size_t n)
{
    struct output *out = user;
    if (out->cap - out->n < n + 1) {
        out->cap = (out->n + n + 1) * 2;
        out->at = realloc(out->at, out->cap);
        assert_non_null(out->at);
    }
    memcpy(out->at + out->n, bytes, n);
    out->n += n;
    out->at[out->n] = '\0';
    return 0;
}

static whose_report *read_story(const char *story, size_t n)
{
    whose_report *report;
    whose_error err = {.message = ""};
    if (whose_read("story.fountain", story, n, NULL, &report, &err) != WHOSE_OK)
        fail_msg("%s", err.message);
    return report;
}

static struct output view_of(const char *story, size_t n, whose_view view, whose_form form,
                             const char *subject, const whose_style *style)
{
    struct output out = {0};
    whose_error err = {.message = ""};
    whose_report *report = read_story(story, n);
    if (whose_report_write(report, view, form, subject, style, keep, &out, &err) != WHOSE_OK)
        fail_msg("%s", err.message);
    whose_report_free(report);
    return out;
}

static struct output mill_view(whose_view view, whose_form form, const char *subject,
                               const whose_style *style)
{
    return view_of(mill, sizeof mill - 1, view, form, subject, style);
}

static void has(const struct output *out, const char *part)
{
    if (!strstr(out->at, part))
        fail_msg("\"%s\" is not in:\n%s", part, out->at);
}

static void has_not(const struct output *out, const char *part)
{
    if (strstr(out->at, part))
        fail_msg("\"%s\" is in:\n%s", part, out->at);
}

/* Cells of ASCII text are bytes; other text is not given to it. */
static size_t longest_line(const struct output *out)
{
    size_t most = 0, now = 0;
    for (size_t i = 0; i < out->n; i++) {
        now = out->at[i] == '\n' ? 0 : now + 1;
        most = now > most ? now : most;
    }
    return most;
}

static void the_report_says_first_that_nothing_leaves_then_whose_story_it_is(void **state)
{
    (void)state;
    struct output out = mill_view(WHOSE_VIEW_READ, WHOSE_FORM_PLAIN, NULL, NULL);
    assert_non_null(memchr(out.at, '\n', out.n));
    *(char *)memchr(out.at, '\n', out.n) = '\0';
    has(&out, "nothing leaves");
    out.at[strlen(out.at)] = '\n';
    has(&out, "The Mill\nby Nobody Much");
    has(&out, "It is Ada's story (");
    has(&out, "Who is in it");
    assert_true(strstr(out.at, "It is Ada's") < strstr(out.at, "Who is in it"));
    free(out.at);
}

static void lines_keep_to_the_width(void **state)
{
    (void)state;
    for (uint32_t columns = 40; columns <= 200; columns += 20) {
        whose_style style = {.columns = columns};
        struct output out = mill_view(WHOSE_VIEW_READ, WHOSE_FORM_PLAIN, NULL, &style);
        assert_true(longest_line(&out) <= columns);
        free(out.at);
        out = mill_view(WHOSE_VIEW_WHO, WHOSE_FORM_PLAIN, "ada", &style);
        assert_true(longest_line(&out) <= columns);
        free(out.at);
    }
}

static void colour_and_blocks_come_only_when_asked_for(void **state)
{
    (void)state;
    struct output out = mill_view(WHOSE_VIEW_READ, WHOSE_FORM_PLAIN, NULL, NULL);
    for (size_t i = 0; i < out.n; i++)
        assert_true((unsigned char)out.at[i] < 0x80 && out.at[i] != '\x1B');
    free(out.at);
    out = mill_view(WHOSE_VIEW_READ, WHOSE_FORM_PLAIN, NULL,
                    &(whose_style){.colour = 1, .utf8 = 1});
    has(&out, "\x1B[");
    has(&out, "\xE2\x96\x88");
    free(out.at);
}

static void json_has_the_fields_of_the_contract_in_order(void **state)
{
    (void)state;
    static const char *const key[] = {"{\"schema\":1,", "\"source\":{", "\"counts\":{",
                                      "\"origin\":[", "\"characters\":[", "\"segments\":[",
                                      "\"presence\":[", "\"speeches\":[", "\"mentions\":[",
                                      "\"verdict\":{"};
    struct output out = mill_view(WHOSE_VIEW_READ, WHOSE_FORM_JSON, NULL, NULL);
    const char *at = out.at;
    for (size_t i = 0; i < sizeof key / sizeof *key; i++) {
        const char *next = strstr(at, key[i]);
        if (!next)
            fail_msg("%s is missing or late", key[i]);
        at = next;
    }
    has(&out, "\"kind\":\"screenplay\"");
    has(&out, "\"voice\":\"voice-over\"");
    has(&out, "\"changed_in\":");
    has(&out, "\"weighing\":{\"temperature\":");
    has_not(&out, "\"level\":null");
    free(out.at);
}

static void every_line_of_the_text_has_a_row(void **state)
{
    (void)state;
    struct output out = mill_view(WHOSE_VIEW_LINES, WHOSE_FORM_TSV, NULL, NULL);
    has(&out, "1\tM\n2\tM\n3\t-\n4\tS\n5\t-\n6\tN\n7\t-\n8\tC\n9\tD\n10\t-\n11\tC\n12\tE\n13\tD\n");
    has(&out, "\tT\n");
    size_t rows = 0, lines = 0;
    for (size_t i = 0; i < out.n; i++)
        rows += out.at[i] == '\n';
    for (size_t i = 0; i < sizeof mill - 1; i++)
        lines += mill[i] == '\n';
    assert_int_equal(rows, lines);
    free(out.at);
}

static void line_ends_of_three_kinds_give_the_same_rows(void **state)
{
    (void)state;
    struct output lf = mill_view(WHOSE_VIEW_LINES, WHOSE_FORM_TSV, NULL, NULL);
    for (int kind = 0; kind < 2; kind++) {
        char other[2 * sizeof mill];
        size_t n = 0;
        for (size_t i = 0; i < sizeof mill - 1; i++) {
            if (mill[i] == '\n')
                other[n++] = '\r';
            if (mill[i] != '\n' || kind == 0)
                other[n++] = mill[i];
        }
        struct output out = view_of(other, n, WHOSE_VIEW_LINES, WHOSE_FORM_TSV, NULL, NULL);
        assert_string_equal(out.at, lf.at);
        free(out.at);
    }
    free(lf.at);
}

static void the_table_has_a_row_for_each_measure_and_candidate(void **state)
{
    (void)state;
    struct output out = mill_view(WHOSE_VIEW_READ, WHOSE_FORM_TSV, NULL, NULL);
    assert_memory_equal(out.at, "measure\treading\tcharacter\tperson\tvalue\tunit\tshare\tweight\ttrust\t"
                                 "pull\tfavours\n",
                        73);
    has(&out, "words spoken\toccupied_by\t0\tAda\t");
    for (char *line = out.at; *line;) {
        char *stop = strchr(line, '\n');
        assert_non_null(stop);
        uint32_t n_tabs = 0;
        for (char *c = line; c < stop; c++)
            n_tabs += *c == '\t';
        assert_int_equal(n_tabs, 10);
        line = stop + 1;
    }
    free(out.at);
}

static void a_dossier_goes_through_the_scenes_in_order(void **state)
{
    (void)state;
    struct output out = mill_view(WHOSE_VIEW_WHO, WHOSE_FORM_PLAIN, "ben", NULL);
    has(&out, "Ben");
    has(&out, "I am not late.");
    has(&out, "with Ada");
    assert_true(strstr(out.at, "MILL - DAY") < strstr(out.at, "MILL - DAWN"));
    free(out.at);
}

static void claims_are_answered_with_both_sides(void **state)
{
    (void)state;
    struct output out = mill_view(WHOSE_VIEW_CLAIM, WHOSE_FORM_PLAIN, "Ben, not Ada", NULL);
    has(&out, "Contradicted: it is Ada's story, not Ben's");
    has(&out, "Against");
    free(out.at);
    out = mill_view(WHOSE_VIEW_CLAIM, WHOSE_FORM_JSON, "Ada, not Ben", NULL);
    has(&out, "\"kind\":\"story-of\"");
    has(&out, "\"verdict\":\"supported\"");
    has(&out, "\"leans\":\"for\"");
    free(out.at);
}

static void control_characters_of_a_story_do_not_come_out(void **state)
{
    (void)state;
    static const char wild[] =
        "Title: A\x1B[2J\xC2\x9B"
        "31m\xE2\x80\xAE!\n\n"
        "INT. MILL\x07 - DAY\n\nAda\x1B[31m waits.\n\n"
        "ADA\nLate\x1B]0;gone\x07, and \x9B late again, as every single day.\n\n"
        "BEN\nI am\b\b\b not \x7F late.\n\nADA\nYou are.\n";
    struct output out;
    const whose_view view[] = {WHOSE_VIEW_READ, WHOSE_VIEW_WHO, WHOSE_VIEW_CLAIM};
    for (size_t v = 0; v < 3; v++) {
        out = view_of(wild, sizeof wild - 1, view[v], WHOSE_FORM_PLAIN, "Ada", NULL);
        for (size_t i = 0; i < out.n; i++) {
            unsigned char c = (unsigned char)out.at[i];
            assert_true((c >= 0x20 && c != 0x7F) || c == '\n');
            assert_false(c == 0xC2 && (unsigned char)out.at[i + 1] < 0xA0);
        }
        has_not(&out, "\xE2\x80\xAE");
        free(out.at);
    }
}

static void a_story_without_people_gets_a_report_that_says_why(void **state)
{
    (void)state;
    static const char empty[] = "INT. MILL - DAY\n\nThe wheel turns.\n\nEXT. WEIR - DAY\n\nRain.\n";
    struct output out =
        view_of(empty, sizeof empty - 1, WHOSE_VIEW_READ, WHOSE_FORM_PLAIN, NULL, NULL);
    has(&out, "It cannot be said whose story it is.");
    free(out.at);
    out = view_of(empty, sizeof empty - 1, WHOSE_VIEW_READ, WHOSE_FORM_JSON, NULL, NULL);
    has(&out, "\"answer\":\"nobody\",\"because\":\"");
    has(&out, "\"apparent\":null");
    free(out.at);
}

static int stop_at_once(void *user, const void *bytes, size_t n)
{
    (void)user;
    (void)bytes;
    (void)n;
    return 1;
}

static void a_receiver_that_stops_is_reported(void **state)
{
    (void)state;
    whose_report *report = read_story(mill, sizeof mill - 1);
    whose_error err = {.message = ""};
    for (int view = WHOSE_VIEW_READ; view <= WHOSE_VIEW_VERDICT; view++)
        assert_int_equal(whose_report_write(report, (whose_view)view, WHOSE_FORM_PLAIN,
                                            view == WHOSE_VIEW_WHY ? "scenes: Ada" : "Ada",
                                            NULL, stop_at_once, NULL, &err),
                         WHOSE_E_SYSTEM);
    whose_report_free(report);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_report_says_first_that_nothing_leaves_then_whose_story_it_is),
        cmocka_unit_test(lines_keep_to_the_width),
        cmocka_unit_test(colour_and_blocks_come_only_when_asked_for),
        cmocka_unit_test(json_has_the_fields_of_the_contract_in_order),
        cmocka_unit_test(every_line_of_the_text_has_a_row),
        cmocka_unit_test(line_ends_of_three_kinds_give_the_same_rows),
        cmocka_unit_test(the_table_has_a_row_for_each_measure_and_candidate),
        cmocka_unit_test(a_dossier_goes_through_the_scenes_in_order),
        cmocka_unit_test(claims_are_answered_with_both_sides),
        cmocka_unit_test(control_characters_of_a_story_do_not_come_out),
        cmocka_unit_test(a_story_without_people_gets_a_report_that_says_why),
        cmocka_unit_test(a_receiver_that_stops_is_reported),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
