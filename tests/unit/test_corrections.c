/* The statements of a file of corrections. */
#include "people/corrections.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct arena arena;
static whose_error err;

static struct corrections read_all(const char *bytes, size_t n, whose_status wanted)
{
    struct corrections out = {0};
    memset(&err, 0, sizeof err);
    arena_init(&arena, NULL);
    whose_status status = corrections_read(STR("/a/b/x.whose"), (struct str){bytes, n}, &arena, &out, &err);
    if (status != wanted)
        fail_msg("%.60s: status %d: %s", bytes, (int)status, err.message);
    return out;
}

static struct corrections read(const char *text)
{
    return read_all(text, strlen(text), WHOSE_OK);
}

static void assert_statement(const struct corrections *c, uint32_t i, enum correction_kind kind,
                             uint32_t line, const char *a, const char *b)
{
    assert_true(i < c->at.n);
    assert_int_equal(c->at.at[i].kind, kind);
    assert_int_equal(c->at.at[i].line, line);
    assert_string_equal(c->at.at[i].a.at, a);
    assert_string_equal(c->at.at[i].b.at, b);
}

static void every_statement_is_read(void **state)
{
    (void)state;
    struct corrections c = read("merge Ada, Mrs. Marsh\nSPLIT Tom Marsh from Tom\nrename Ada to Ada Marsh\n"
                                "pronouns Old Pell They\nnarrator Ada\nnarrator nobody\nignore London\n"
                                "speaker \"You are late\" is Ada\n");
    assert_int_equal(c.at.n, 8);
    assert_string_equal(c.file.at[0].at, "x.whose");
    assert_statement(&c, 0, CORRECT_MERGE, 1, "Ada", "Mrs. Marsh");
    assert_statement(&c, 1, CORRECT_SPLIT, 2, "Tom Marsh", "Tom");
    assert_statement(&c, 2, CORRECT_RENAME, 3, "Ada", "Ada Marsh");
    assert_statement(&c, 3, CORRECT_PRONOUNS, 4, "Old Pell", "");
    assert_int_equal(c.at.at[3].gender, GENDER_THEY);
    assert_statement(&c, 4, CORRECT_NARRATOR, 5, "Ada", "");
    assert_statement(&c, 5, CORRECT_NARRATOR, 6, "", "");
    assert_statement(&c, 6, CORRECT_IGNORE, 7, "London", "");
    assert_statement(&c, 7, CORRECT_SPEAKER, 8, "Ada", "You are late");
    arena_free(&arena);
}

static void lists_are_pairs(void **state)
{
    (void)state;
    struct corrections c = read("merge Ada, Mrs. Marsh, \"the Miller, Ada\"\nignore London, Paris\n");
    assert_int_equal(c.at.n, 4);
    assert_statement(&c, 1, CORRECT_MERGE, 1, "Ada", "the Miller, Ada");
    assert_statement(&c, 3, CORRECT_IGNORE, 2, "Paris", "");
    arena_free(&arena);
}

static void quotation_marks_hold_anything(void **state)
{
    (void)state;
    struct corrections c = read("split \"from here\" from \xE2\x80\x9Cto # there\xE2\x80\x9D # not this\r\n"
                                "speaker \"He said \"go\" is all\" is \"Ada\"\n");
    assert_int_equal(c.at.n, 2);
    assert_statement(&c, 0, CORRECT_SPLIT, 1, "from here", "to # there");
    assert_statement(&c, 1, CORRECT_SPEAKER, 2, "Ada", "He said \"go\" is all");
    arena_free(&arena);
}

static void comments_blank_lines_and_marks_are_passed_over(void **state)
{
    (void)state;
    struct corrections c = read("\xEF\xBB\xBF# a comment\n\n   \t\n  merge A#1, B # the rest\n#merge C, D");
    assert_int_equal(c.at.n, 1);
    assert_statement(&c, 0, CORRECT_MERGE, 4, "A#1", "B");
    arena_free(&arena);
}

static void a_line_that_cannot_be_read_is_told_with_its_number(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "marge A, B", "merge A", "merge A,", "merge , B", "merge \"A, B", "split A", "split A and B",
        "rename A", "rename to B", "pronouns A", "pronouns she", "pronouns A him", "narrator", "ignore",
        "speaker You are late is Ada", "speaker \"You are late\"", "speaker \"You are late\" is",
        "speaker \"\" is Ada", "merge \"A\" \"B\"", "merge A, \xFF",
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        char text[128];
        snprintf(text, sizeof text, "merge A, B\n\n%s\n", bad[i]);
        read_all(text, strlen(text), WHOSE_E_INPUT);
        assert_int_equal(err.line, 3);
        assert_int_equal(err.offset, 12);
        assert_true(strlen(err.message) > 10);
        arena_free(&arena);
    }
}

static void there_is_an_end_to_it(void **state)
{
    (void)state;
    enum { MANY = 1001, LARGE = (1 << 20) + 1 };
    static const char line[] = "ignore A\n";
    char *text = malloc(LARGE);
    assert_non_null(text);
    for (int i = 0; i < MANY; i++)
        memcpy(text + (size_t)i * (sizeof line - 1), line, sizeof line - 1);
    struct corrections c = read_all(text, (MANY - 1) * (sizeof line - 1), WHOSE_OK);
    assert_int_equal(c.at.n, MANY - 1);
    arena_free(&arena);
    read_all(text, MANY * (sizeof line - 1), WHOSE_E_LIMIT);
    arena_free(&arena);
    memset(text, '#', LARGE);
    read_all(text, LARGE, WHOSE_E_LIMIT);
    arena_free(&arena);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_statement_is_read),
        cmocka_unit_test(lists_are_pairs),
        cmocka_unit_test(quotation_marks_hold_anything),
        cmocka_unit_test(comments_blank_lines_and_marks_are_passed_over),
        cmocka_unit_test(a_line_that_cannot_be_read_is_told_with_its_number),
        cmocka_unit_test(there_is_an_end_to_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
