#include "base/sink.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct store {
    char at[1 << 16];
    size_t n, room; // `write` fails when more than `room` would be kept
};

static int keep(void *user, const void *bytes, size_t n)
{
    struct store *store = user;
    if (n > store->room - store->n)
        return 1;
    memcpy(store->at + store->n, bytes, n);
    store->n += n;
    return 0;
}

static void begin(struct sink *sink, struct store *store, size_t room)
{
    store->n = 0;
    store->room = room < sizeof store->at ? room : sizeof store->at;
    sink_init(sink, keep, store);
}

static struct store store;
static struct sink sink;

static void check(const char *expected)
{
    assert_int_equal(sink_end(&sink, NULL), WHOSE_OK);
    assert_int_equal(store.n, strlen(expected));
    assert_memory_equal(store.at, expected, store.n);
}

static void pieces_come_out_in_order(void **state)
{
    (void)state;
    begin(&sink, &store, sizeof store.at);
    SINK_PUT(&sink, "a");
    sink_char(&sink, 'b');
    sink_uint(&sink, 0);
    sink_uint(&sink, UINT64_MAX);
    sink_printf(&sink, "%s-%d", "c", -7);
    check("ab018446744073709551615c--7");
}

static void more_than_the_buffer_comes_out_whole(void **state)
{
    (void)state;
    static char large[3 * SINK_BYTES + 5];
    memset(large, 'x', sizeof large);
    begin(&sink, &store, sizeof store.at);
    SINK_PUT(&sink, "<");
    sink_put(&sink, (struct str){large, sizeof large});
    for (uint32_t i = 0; i < SINK_BYTES + 1; i++)
        sink_char(&sink, 'y');
    SINK_PUT(&sink, ">");
    assert_int_equal(sink_end(&sink, NULL), WHOSE_OK);
    assert_int_equal(store.n, sizeof large + SINK_BYTES + 3);
    assert_int_equal(sink.n_written, store.n);
    assert_true(store.at[0] == '<' && store.at[sizeof large] == 'x' &&
                store.at[sizeof large + 1] == 'y' && store.at[store.n - 1] == '>');
}

static void the_first_failure_sticks(void **state)
{
    (void)state;
    whose_error err = {.status = WHOSE_OK};
    begin(&sink, &store, 10);
    for (uint32_t i = 0; i < 3 * SINK_BYTES; i++)
        sink_char(&sink, 'z');
    store.room = sizeof store.at;
    SINK_PUT(&sink, "too late");
    assert_int_equal(sink_end(&sink, &err), WHOSE_E_SYSTEM);
    assert_int_equal(store.n, 0);
    assert_true(strlen(err.message) > 0);
}

static void json_strings_are_escaped(void **state)
{
    (void)state;
    begin(&sink, &store, sizeof store.at);
    sink_json(&sink, STR("a\"b\\c\n\t\r\x1B\x7F"));
    sink_json(&sink, STR(""));
    check("\"a\\\"b\\\\c\\n\\t\\r\\u001b\\u007f\"\"\"");
}

static void json_strings_are_always_utf8(void **state)
{
    (void)state;
    begin(&sink, &store, sizeof store.at);
    sink_json(&sink, STR("\xC3\xA9 \xFF \xE2\x82 \xEF\xBF\xBD \xED\xA0\x80"));
    check("\"\xC3\xA9 \xEF\xBF\xBD \xEF\xBF\xBD\xEF\xBF\xBD \xEF\xBF\xBD"
          " \xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pieces_come_out_in_order),
        cmocka_unit_test(more_than_the_buffer_comes_out_whole),
        cmocka_unit_test(the_first_failure_sticks),
        cmocka_unit_test(json_strings_are_escaped),
        cmocka_unit_test(json_strings_are_always_utf8),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
