/* map: strings to small numbers. */
#include "base/map.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
// cmocka.h needs the headers above before it
#include <cmocka.h>

static void numbers_follow_the_order_of_first_sight(void **state)
{
    (void)state;
    struct arena arena;
    struct map map;
    arena_init(&arena, NULL);
    map_init(&map, &arena);
    assert_int_equal(map_find(&map, STR("anna")), MAP_NONE);
    assert_int_equal(map_add(&map, STR("anna")), 0);
    assert_int_equal(map_add(&map, STR("ben")), 1);
    assert_int_equal(map_add(&map, STR("anna")), 0);
    assert_int_equal(map_find(&map, STR("ben")), 1);
    assert_int_equal(map_find(&map, STR("be")), MAP_NONE);
    assert_int_equal(map.n, 2);
    assert_true(str_eq(map.key[1], STR("ben")));
    arena_free(&arena);
}

static void the_empty_key_and_keys_with_nul_are_keys(void **state)
{
    (void)state;
    struct arena arena;
    struct map map;
    arena_init(&arena, NULL);
    map_init(&map, &arena);
    assert_int_equal(map_add(&map, STR("")), 0);
    assert_int_equal(map_add(&map, STR("a\0b")), 1);
    assert_int_equal(map_add(&map, STR("a\0c")), 2);
    assert_int_equal(map_find(&map, STR("")), 0);
    assert_int_equal(map_find(&map, STR("a\0c")), 2);
    arena_free(&arena);
}

static void keys_are_copied(void **state)
{
    (void)state;
    struct arena arena;
    struct map map;
    arena_init(&arena, NULL);
    map_init(&map, &arena);
    char key[] = "nora";
    assert_int_equal(map_add(&map, str_c(key)), 0);
    memset(key, 'x', 4);
    assert_int_equal(map_find(&map, STR("nora")), 0);
    assert_int_equal(map_find(&map, STR("xxxx")), MAP_NONE);
    arena_free(&arena);
}

static void every_one_of_many_keys_is_found_after_growth(void **state)
{
    (void)state;
    enum { N = 100000 };
    struct arena arena;
    struct map map;
    char key[32];
    arena_init(&arena, NULL);
    map_init(&map, &arena);
    for (uint32_t i = 0; i < N; i++) {
        (void)snprintf(key, sizeof key, "person %u", i);
        assert_int_equal(map_add(&map, str_c(key)), i);
    }
    assert_int_equal(map.n, N);
    assert_true(map.n_slots >= 2 * map.n);
    for (uint32_t i = 0; i < N; i++) {
        (void)snprintf(key, sizeof key, "person %u", i);
        assert_int_equal(map_find(&map, str_c(key)), i);
    }
    arena_free(&arena);
}

static void *refuse_after(void *user, void *old, size_t old_bytes, size_t new_bytes)
{
    (void)old_bytes;
    size_t *left = user;
    if (new_bytes == 0) {
        free(old);
        return NULL;
    }
    if (*left == 0)
        return NULL;
    --*left;
    return realloc(old, new_bytes);
}

static void without_memory_nothing_is_added_and_the_rest_stays(void **state)
{
    (void)state;
    struct arena arena;
    struct map map;
    char key[32];
    size_t left = 2;
    uint32_t n = 0;
    arena_init(&arena, &(whose_allocator){refuse_after, &left});
    map_init(&map, &arena);
    for (;; n++) {
        (void)snprintf(key, sizeof key, "person %u", n);
        if (map_add(&map, str_c(key)) == MAP_NONE)
            break;
    }
    assert_int_equal(map.n, n);
    assert_int_equal(map_find(&map, str_c(key)), MAP_NONE);
    for (uint32_t i = 0; i < n; i++) {
        (void)snprintf(key, sizeof key, "person %u", i);
        assert_int_equal(map_find(&map, str_c(key)), i);
    }
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_follow_the_order_of_first_sight),
        cmocka_unit_test(the_empty_key_and_keys_with_nul_are_keys),
        cmocka_unit_test(keys_are_copied),
        cmocka_unit_test(every_one_of_many_keys_is_found_after_growth),
        cmocka_unit_test(without_memory_nothing_is_added_and_the_rest_stays),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
