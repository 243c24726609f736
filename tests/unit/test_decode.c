/* decode: bytes of an encoding that nobody names. */
#include "read/internal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
// cmocka.h needs the headers above before it
#include <cmocka.h>

static void assert_decoded(struct str bytes, const char *encoding, struct str text,
                           uint32_t n_replaced)
{
    struct arena keep;
    struct input in = {.bytes = bytes};
    arena_init(&keep, NULL);
    assert_int_equal(decode_text(bytes, &keep, &in, NULL), WHOSE_OK);
    assert_true(str_eq(in.encoding, str_c(encoding)));
    assert_int_equal(in.text.n, text.n);
    assert_memory_equal(in.text.at, text.at, text.n);
    assert_int_equal(in.n_replaced, n_replaced);
    arena_free(&keep);
}

static void valid_utf8_stays_as_it_is(void **state)
{
    (void)state;
    assert_decoded(STR("plain"), "UTF-8", STR("plain"), 0);
    assert_decoded(STR("caf\xC3\xA9 \xF0\x9F\x98\x86"), "UTF-8",
                   STR("caf\xC3\xA9 \xF0\x9F\x98\x86"), 0);
    assert_decoded(STR("\xEF\xBF\xBD is no fault"), "UTF-8", STR("\xEF\xBF\xBD is no fault"), 0);
    assert_decoded(STR("\xEF\xBB\xBFmark"), "UTF-8", STR("mark"), 0);
    assert_decoded(STR("a\0b"), "UTF-8", STR("a\0b"), 0);
}

static void utf16_is_known_by_its_mark_or_its_nuls(void **state)
{
    (void)state;
    assert_decoded(STR("\xFF\xFE" "H\0i\0\x19\x20"), "UTF-16LE", STR("Hi\xE2\x80\x99"), 0);
    assert_decoded(STR("\xFE\xFF\0H\0i"), "UTF-16BE", STR("Hi"), 0);
    assert_decoded(STR("H\0e\0l\0l\0o\0"), "UTF-16LE", STR("Hello"), 0);
    assert_decoded(STR("\0H\0e\0l\0l\0o"), "UTF-16BE", STR("Hello"), 0);
    assert_decoded(STR("\xFF\xFE\x3D\xD8\x06\xDE"), "UTF-16LE", STR("\xF0\x9F\x98\x86"), 0);
}

static void halves_of_utf16_are_replaced_and_counted(void **state)
{
    (void)state;
    assert_decoded(STR("\xFF\xFE\x3D\xD8" "A\0"), "UTF-16LE", STR("\xEF\xBF\xBD" "A"), 1);
    assert_decoded(STR("\xFF\xFE" "A\0B"), "UTF-16LE", STR("A\xEF\xBF\xBD"), 1);
}

static void what_is_not_utf8_is_windows_1252(void **state)
{
    (void)state;
    assert_decoded(STR("caf\xE9 \x93ok\x94"), "Windows-1252",
                   STR("caf\xC3\xA9 \xE2\x80\x9Cok\xE2\x80\x9D"), 0);
    assert_decoded(STR("no\x81such"), "Windows-1252", STR("no\xEF\xBF\xBDsuch"), 1);
}

static void a_few_broken_bytes_do_not_make_utf8_something_else(void **state)
{
    (void)state;
    assert_decoded(STR("\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9 \xFF!"), "UTF-8",
                   STR("\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9 \xEF\xBF\xBD!"), 1);
    assert_decoded(STR("\xEF\xBB\xBF" "a\xC3"), "UTF-8", STR("a\xEF\xBF\xBD"), 1);
}

static void every_byte_can_be_decoded(void **state)
{
    (void)state;
    char bytes[256];
    for (int i = 0; i < 256; i++)
        bytes[i] = (char)i;
    for (size_t n = 0; n <= sizeof bytes; n++) {
        struct arena keep;
        struct input in = {.bytes = {bytes, n}};
        arena_init(&keep, NULL);
        assert_int_equal(decode_text((struct str){bytes + 256 - n, n}, &keep, &in, NULL), WHOSE_OK);
        arena_free(&keep);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(valid_utf8_stays_as_it_is),
        cmocka_unit_test(utf16_is_known_by_its_mark_or_its_nuls),
        cmocka_unit_test(halves_of_utf16_are_replaced_and_counted),
        cmocka_unit_test(what_is_not_utf8_is_windows_1252),
        cmocka_unit_test(a_few_broken_bytes_do_not_make_utf8_something_else),
        cmocka_unit_test(every_byte_can_be_decoded),
    };
    return cmocka_run_group_tests_name("decode", tests, NULL, NULL);
}
