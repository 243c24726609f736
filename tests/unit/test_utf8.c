/* utf8: decoding right and wrong bytes, classes of letters, keys of names. */
#include "base/utf8.h"
#include "base/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
// cmocka.h needs the headers above before it
#include <cmocka.h>

static void every_code_point_survives_writing_and_reading(void **state)
{
    (void)state;
    for (uint32_t c = 0; c <= 0x10FFFF; c++) {
        if (c >= 0xD800 && c < 0xE000)
            continue;
        char bytes[UTF8_MAX_BYTES];
        size_t n = utf8_put(c, bytes), at = 0, start = n;
        struct str s = {bytes, n};
        if (utf8_next(s, &at) != c || at != n || utf8_before(s, n, &start) != c || start != 0 ||
            utf8_valid(s) != n)
            fail_msg("U+%04X does not survive", (unsigned)c);
    }
}

static void wrong_sequences_give_one_replacement_a_byte(void **state)
{
    (void)state;
    const struct {
        struct str bytes;
        size_t n_replaced;
    } cases[] = {
        {STR("\x80"), 1},             // continuation without a head
        {STR("\xC0\xAF"), 2},         // overlong
        {STR("\xE0\x80\xAF"), 3},     // overlong
        {STR("\xED\xA0\x80"), 3},     // half of a surrogate pair
        {STR("\xF4\x90\x80\x80"), 4}, // above U+10FFFF
        {STR("\xFF\xFE"), 2},
        {STR("\xE2\x82"), 2},         // cut off
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t n = 0;
        for (size_t at = 0; at < cases[i].bytes.n; n++)
            assert_int_equal(utf8_next(cases[i].bytes, &at), UTF8_REPLACEMENT);
        assert_int_equal(n, cases[i].n_replaced);
        assert_int_equal(utf8_valid(cases[i].bytes), 0);
    }
    assert_int_equal(utf8_valid(STR("abc\xE2\x82")), 3);
    assert_int_equal(utf8_valid(STR("\xEF\xBF\xBD")), 3); // a U+FFFD that is written is valid
}

static void going_back_over_wrong_bytes_takes_them_one_by_one(void **state)
{
    (void)state;
    struct str s = STR("a\x80\x80");
    size_t start = 0;
    assert_int_equal(utf8_before(s, 3, &start), UTF8_REPLACEMENT);
    assert_int_equal(start, 2);
    assert_int_equal(utf8_before(s, 2, &start), UTF8_REPLACEMENT);
    assert_int_equal(start, 1);
    assert_int_equal(utf8_before(s, 1, &start), 'a');
    assert_int_equal(start, 0);
}

static void letters_of_many_scripts_are_classified(void **state)
{
    (void)state;
    assert_true(utf8_is_letter('a') && utf8_is_letter(0x00E9) && utf8_is_letter(0x0416));
    assert_true(utf8_is_letter(0x4E2D) && utf8_is_letter(0x0627));
    assert_false(utf8_is_letter('3') || utf8_is_letter('-') || utf8_is_letter(0x2014));
    assert_true(utf8_is_digit('7') && utf8_is_digit(0x0663));
    assert_true(utf8_is_upper(0x00C9) && utf8_is_upper(0x0416) && utf8_is_upper('Q'));
    assert_false(utf8_is_upper(0x00E9) || utf8_is_upper(0x4E2D) || utf8_is_upper('7'));
    assert_true(utf8_is_lower(0x00DF) && !utf8_is_lower('A'));
    assert_int_equal(utf8_lower(0x00C9), 0x00E9);
    assert_int_equal(utf8_upper(0x0436), 0x0416);
    assert_int_equal(utf8_lower(0x4E2D), 0x4E2D);
    assert_true(utf8_is_space(0x00A0) && utf8_is_space(0x3000) && utf8_is_space('\t'));
    assert_true(utf8_is_mark(0x0301) && !utf8_is_mark('a'));
}

static void width_counts_terminal_cells(void **state)
{
    (void)state;
    assert_int_equal(utf8_width(STR("abc")), 3);
    assert_int_equal(utf8_width(STR("\xE4\xB8\xAD\xE6\x96\x87")), 4); // two wide characters
    assert_int_equal(utf8_width(STR("e\xCC\x81")), 1);                // e with a combining accent
    assert_int_equal(utf8_width(STR("\a\x1B")), 0);
}

static void spellings_of_one_name_meet_in_one_key(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, NULL);
    const struct {
        struct str written, key;
    } cases[] = {
        {STR("ANNE-MARIE"), STR("anne marie")},
        {STR("Anne  Marie "), STR("anne marie")},
        {STR("O'BRIEN"), STR("obrien")},
        {STR("O\xE2\x80\x99" "Brien"), STR("obrien")},
        {STR("BJ\xC3\x96RN"), STR("bjorn")},
        {STR("Bjo\xCC\x88rn"), STR("bjorn")},
        {STR("C-3PO"), STR("c 3po")},
        {STR("Mrs. Gray"), STR("mrs gray")},
        {STR("\xD0\x90\xD0\x9D\xD0\x9D\xD0\x90"), STR("\xD0\xB0\xD0\xBD\xD0\xBD\xD0\xB0")},
        {STR("?!"), STR("")},
        {STR(""), STR("")},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct str key = utf8_name_key(cases[i].written, &arena);
        assert_non_null(key.at);
        if (!str_eq(key, cases[i].key))
            fail_msg("the key of \"%.*s\" is \"%.*s\"", STR_ARGS(cases[i].written), STR_ARGS(key));
    }
    arena_free(&arena);
}

static void a_key_of_any_bytes_stays_inside_its_memory(void **state)
{
    (void)state;
    struct arena arena;
    char bytes[300];
    uint32_t seed = 7;
    arena_init(&arena, NULL);
    for (int round = 0; round < 2000; round++) {
        struct arena_mark mark = arena_mark(&arena);
        size_t n = (size_t)round % sizeof bytes;
        for (size_t i = 0; i < n; i++) {
            seed = seed * 1664525u + 1013904223u;
            bytes[i] = (char)(seed >> 24);
        }
        struct str key = utf8_name_key((struct str){bytes, n}, &arena);
        assert_non_null(key.at);
        assert_true(key.n <= 3 * n + 1);
        assert_int_equal(utf8_valid(key), key.n);
        arena_rewind(&arena, mark);
    }
    // U+FDFA falls apart into 18 letters: the longest expansion there is
    assert_non_null(utf8_name_key(STR("\xEF\xB7\xBA\xEF\xB7\xBA\xEF\xB7\xBA"), &arena).at);
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_code_point_survives_writing_and_reading),
        cmocka_unit_test(wrong_sequences_give_one_replacement_a_byte),
        cmocka_unit_test(going_back_over_wrong_bytes_takes_them_one_by_one),
        cmocka_unit_test(letters_of_many_scripts_are_classified),
        cmocka_unit_test(width_counts_terminal_cells),
        cmocka_unit_test(spellings_of_one_name_meet_in_one_key),
        cmocka_unit_test(a_key_of_any_bytes_stays_inside_its_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
