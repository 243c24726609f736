/* str: views of bytes, compared, trimmed and cut. */
#include "base/str.h"
#include "base/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
// cmocka.h needs the headers above before it
#include <cmocka.h>

static void equality_and_order_are_those_of_bytes(void **state)
{
    (void)state;
    assert_true(str_eq(STR("abc"), STR("abc")));
    assert_false(str_eq(STR("abc"), STR("abC")));
    assert_false(str_eq(STR("abc"), STR("ab")));
    assert_true(str_eq(STR(""), (struct str){NULL, 0}));
    assert_true(str_eq_nocase(STR("Fade IN:"), STR("fade in:")));
    assert_false(str_eq_nocase(STR("a"), STR("ab")));
    assert_false(str_eq_nocase(STR("\xC3\xA9"), STR("\xC3\x89"))); // ASCII case only
    assert_true(str_cmp(STR("a"), STR("b")) < 0);
    assert_true(str_cmp(STR("ab"), STR("a")) > 0);
    assert_int_equal(str_cmp(STR(""), STR("")), 0);
    assert_true(str_cmp(STR("\xC3"), STR("z")) > 0); // bytes count without a sign
}

static void heads_and_tails_are_recognised(void **state)
{
    (void)state;
    assert_true(str_starts(STR("INT. HOUSE"), STR("INT")));
    assert_true(str_starts(STR("x"), STR("")));
    assert_false(str_starts(STR("IN"), STR("INT")));
    assert_true(str_starts_nocase(STR("int. house"), STR("INT")));
    assert_false(str_starts_nocase(STR("exterior"), STR("INT")));
    assert_true(str_ends(STR("CUT TO:"), STR("TO:")));
    assert_false(str_ends(STR("O:"), STR("TO:")));
    assert_true(str_ends(STR("x"), STR("")));
}

static void trimming_takes_blanks_from_both_ends_only(void **state)
{
    (void)state;
    assert_true(str_eq(str_trim(STR(" \t\r\n a b \f\v")), STR("a b")));
    assert_int_equal(str_trim(STR(" \n ")).n, 0);
    assert_int_equal(str_trim((struct str){NULL, 0}).n, 0);
}

static void finding_gives_the_first_place_or_the_length(void **state)
{
    (void)state;
    assert_int_equal(str_find(STR("aaab"), STR("aab")), 1);
    assert_int_equal(str_find(STR("abc"), STR("c")), 2);
    assert_int_equal(str_find(STR("abc"), STR("d")), 3);
    assert_int_equal(str_find(STR("abc"), STR("abcd")), 3);
    assert_int_equal(str_find(STR("abc"), STR("")), 0);
    assert_int_equal(str_find((struct str){NULL, 0}, STR("a")), 0);
}

static void cutting_walks_through_all_parts(void **state)
{
    (void)state;
    struct str rest = STR("one\n\ntwo");
    assert_true(str_eq(str_cut(&rest, '\n'), STR("one")));
    assert_true(str_eq(str_cut(&rest, '\n'), STR("")));
    assert_true(str_eq(str_cut(&rest, '\n'), STR("two")));
    assert_int_equal(rest.n, 0);
    assert_int_equal(str_cut(&rest, '\n').n, 0);
    struct str nothing = {NULL, 0};
    assert_int_equal(str_cut(&nothing, '\n').n, 0);
}

static void a_part_stays_inside_its_string(void **state)
{
    (void)state;
    assert_true(str_eq(str_part(STR("abcdef"), 2, 4), STR("cd")));
    assert_true(str_eq(str_part(STR("abc"), 1, 100), STR("bc")));
    assert_int_equal(str_part(STR("abc"), 50, 100).n, 0);
    assert_int_equal(str_part(STR("abc"), 2, 1).n, 0);
}

static void a_kept_string_outlives_its_source_and_ends_in_nul(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, NULL);
    char source[] = "Hedda";
    struct str kept = str_keep(&arena, str_c(source));
    memset(source, 'x', sizeof source - 1);
    assert_true(str_eq(kept, STR("Hedda")));
    assert_int_equal(kept.at[kept.n], '\0');
    struct str nothing = str_keep(&arena, STR(""));
    assert_non_null(nothing.at);
    assert_int_equal(nothing.n, 0);
    assert_int_equal(str_c(NULL).n, 0);
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equality_and_order_are_those_of_bytes),
        cmocka_unit_test(heads_and_tails_are_recognised),
        cmocka_unit_test(trimming_takes_blanks_from_both_ends_only),
        cmocka_unit_test(finding_gives_the_first_place_or_the_length),
        cmocka_unit_test(cutting_walks_through_all_parts),
        cmocka_unit_test(a_part_stays_inside_its_string),
        cmocka_unit_test(a_kept_string_outlives_its_source_and_ends_in_nul),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
