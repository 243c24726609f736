/* model_file.c: what is written is read again; nothing damaged is. */
#include "learn/learn.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct arena arena;

static int begin(void **state)
{
    (void)state;
    arena_init(&arena, NULL);
    return 0;
}

static int end(void **state)
{
    (void)state;
    arena_free(&arena);
    return 0;
}

static struct str two_parts(void)
{
    struct model_writer writer;
    struct model_part tags = {.name = STR("tags"), .bytes = STR("0123456789"), .data = STR("a bank"),
                              .licence = STR("CC0"), .score = STR("96"), .command = STR("train")};
    struct model_part heads = {.name = STR("heads"), .bytes = STR("")};
    struct str file;
    model_writer_init(&writer, &arena);
    assert_int_equal(model_writer_add(&writer, &tags, NULL), WHOSE_OK);
    assert_int_equal(model_writer_add(&writer, &heads, NULL), WHOSE_OK);
    assert_int_equal(model_writer_end(&writer, STR("small"), &file, NULL), WHOSE_OK);
    return file;
}

static void what_is_written_is_read(void **state)
{
    (void)state;
    struct str file = two_parts();
    struct model model;
    size_t n;
    assert_int_equal(model_open(file, &model, NULL), WHOSE_OK);
    assert_int_equal(model.n_sections, 2);
    assert_true(str_eq(model_name(&model), STR("small")));
    const char *tags = model_section(&model, "tags", &n);
    assert_non_null(tags);
    assert_int_equal(n, 10);
    assert_memory_equal(tags, "0123456789", 10);
    assert_int_equal((size_t)(tags - file.at) % MODEL_ALIGN, 0);
    struct model_part part = model_part(&model, 0);
    assert_true(str_eq(part.data, STR("a bank")) && str_eq(part.licence, STR("CC0")));
    assert_true(str_eq(part.score, STR("96")) && str_eq(part.command, STR("train")));
    assert_non_null(model_section(&model, "heads", &n));
    assert_int_equal(n, 0);
    assert_null(model_section(&model, "tag", &n));
    assert_null(model_section(NULL, "tags", &n));
}

static void the_same_parts_give_the_same_bytes(void **state)
{
    (void)state;
    assert_true(str_eq(two_parts(), two_parts()));
}

/* Opens a copy that ends at a page-like border of its own, so that a checker sees
 * every read behind it. */
static whose_status open_copy(const char *bytes, size_t n, whose_error *err)
{
    char *copy = malloc(n ? n : 1);
    struct model model;
    assert_non_null(copy);
    memcpy(copy, bytes, n);
    whose_status status = model_open((struct str){copy, n}, &model, err);
    free(copy);
    return status;
}

static void every_changed_byte_is_seen(void **state)
{
    (void)state;
    struct str file = two_parts();
    char *copy = arena_alloc(&arena, file.n, 1, alignof(max_align_t));
    for (size_t i = 0; i < file.n; i++) {
        whose_error err = {0};
        memcpy(copy, file.at, file.n);
        copy[i] = (char)(copy[i] ^ 0x41);
        assert_int_equal(open_copy(copy, file.n, &err), WHOSE_E_INPUT);
        assert_true(err.message[0] != '\0');
    }
}

static void every_cut_is_seen(void **state)
{
    (void)state;
    struct str file = two_parts();
    for (size_t n = 0; n < file.n; n++)
        assert_int_equal(open_copy(file.at, n, NULL), WHOSE_E_INPUT);
}

static void what_is_too_large_is_refused(void **state)
{
    (void)state;
    struct model_writer writer;
    struct model_part part = {.name = STR("a-name-that-is-much-too-long"), .bytes = STR("")};
    struct str file;
    model_writer_init(&writer, &arena);
    assert_int_equal(model_writer_add(&writer, &part, NULL), WHOSE_E_LIMIT);
    char *large = arena_alloc(&arena, MODEL_MOST_BYTES, 1, 1);
    part = (struct model_part){.name = STR("large"), .bytes = {large, MODEL_MOST_BYTES}};
    assert_int_equal(model_writer_add(&writer, &part, NULL), WHOSE_OK);
    assert_int_equal(model_writer_end(&writer, STR("large"), &file, NULL), WHOSE_E_LIMIT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_is_written_is_read, begin, end),
        cmocka_unit_test_setup_teardown(the_same_parts_give_the_same_bytes, begin, end),
        cmocka_unit_test_setup_teardown(every_changed_byte_is_seen, begin, end),
        cmocka_unit_test_setup_teardown(every_cut_is_seen, begin, end),
        cmocka_unit_test_setup_teardown(what_is_too_large_is_refused, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
