/* arena and vec: memory that is given back all at once, and arrays that grow in it. */
#include "base/arena.h"
#include "base/str.h"
#include "base/vec.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
// cmocka.h needs the headers above before it
#include <cmocka.h>

/* Counts what is lent and refuses every request after the `left`th. */
struct budget {
    size_t left, live, calls;
};

static void *limited(void *user, void *old, size_t old_bytes, size_t new_bytes)
{
    struct budget *budget = user;
    if (new_bytes == 0) {
        assert_true(!old || budget->live >= old_bytes);
        budget->live -= old ? old_bytes : 0;
        free(old);
        return NULL;
    }
    budget->calls++;
    if (budget->left == 0)
        return NULL;
    void *got = realloc(old, new_bytes);
    assert_non_null(got);
    budget->left--;
    budget->live += new_bytes - (old ? old_bytes : 0);
    return got;
}

static void memory_is_zeroed_and_aligned(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, NULL);
    for (size_t i = 1; i < 200; i++) {
        assert_non_null(ARENA_NEW(&arena, char, i));
        uint64_t *numbers = ARENA_NEW(&arena, uint64_t, i);
        assert_non_null(numbers);
        assert_int_equal((uintptr_t)numbers % alignof(uint64_t), 0);
        for (size_t k = 0; k < i; k++)
            assert_true(numbers[k] == 0);
        memset(numbers, 0xFF, i * sizeof *numbers);
    }
    arena_free(&arena);
}

static void a_rewound_arena_gives_the_same_zeroed_memory_again(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, NULL);
    assert_non_null(ARENA_NEW(&arena, char, 100));
    size_t used = arena_used(&arena);
    struct arena_mark mark = arena_mark(&arena);
    char *first = ARENA_NEW(&arena, char, 50);
    assert_non_null(first);
    memset(first, 'x', 50);
    arena_rewind(&arena, mark);
    assert_int_equal(arena_used(&arena), used);
    char *second = ARENA_NEW(&arena, char, 50);
    assert_ptr_equal(first, second);
    for (size_t i = 0; i < 50; i++)
        assert_int_equal(second[i], 0);
    arena_free(&arena);
}

static void rewinding_over_blocks_gives_them_back_but_one(void **state)
{
    (void)state;
    struct budget budget = {.left = SIZE_MAX};
    struct arena arena;
    arena_init(&arena, &(whose_allocator){limited, &budget});
    struct arena_mark empty = arena_mark(&arena);
    char *kept = ARENA_NEW(&arena, char, 8);
    assert_non_null(kept);
    memcpy(kept, "kept it", 8);
    size_t used = arena_used(&arena);
    struct arena_mark mark = arena_mark(&arena);
    size_t live = 0;
    for (int round = 0; round < 10; round++) {
        for (int i = 0; i < 4; i++)
            assert_non_null(ARENA_NEW_RAW(&arena, char, 100000));
        arena_rewind(&arena, mark);
        assert_int_equal(arena_used(&arena), used);
        assert_string_equal(kept, "kept it");
        if (round == 0)
            live = budget.live;
        assert_int_equal(budget.live, live); // what stays does not grow from round to round
    }
    // one request fits into the block that stayed: no call of the allocator
    size_t calls = budget.calls;
    for (int round = 0; round < 10; round++) {
        assert_non_null(ARENA_NEW_RAW(&arena, char, 10000));
        arena_rewind(&arena, mark);
    }
    assert_int_equal(budget.calls, calls);
    arena_rewind(&arena, empty);
    assert_int_equal(arena_used(&arena), 0);
    arena_free(&arena);
    assert_int_equal(budget.live, 0);
}

static void growing_the_last_allocation_keeps_its_place_and_bytes(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, NULL);
    char *at = ARENA_NEW_RAW(&arena, char, 4);
    assert_non_null(at);
    memcpy(at, "abcd", 4);
    char *longer = arena_grow(&arena, at, 4, 400, 1);
    assert_ptr_equal(at, longer);
    assert_memory_equal(longer, "abcd", 4);
    assert_non_null(ARENA_NEW(&arena, char, 1)); // now it is not the last any more
    char *moved = arena_grow(&arena, longer, 400, 800, 1);
    assert_non_null(moved);
    assert_true(moved != longer);
    assert_memory_equal(moved, "abcd", 4);
    assert_memory_equal(longer, "abcd", 4);
    arena_free(&arena);
}

static void a_size_that_overflows_is_refused(void **state)
{
    (void)state;
    struct budget budget = {.left = SIZE_MAX};
    struct arena arena;
    arena_init(&arena, &(whose_allocator){limited, &budget});
    assert_null(arena_alloc(&arena, SIZE_MAX, 1, 1));
    assert_null(arena_alloc(&arena, SIZE_MAX / 2, 16, 8));
    assert_null(arena_alloc(&arena, 16, SIZE_MAX / 2, 8));
    assert_int_equal(budget.live, 0);
    arena_free(&arena);
}

static void bytes_double_so_that_calls_stay_few(void **state)
{
    (void)state;
    struct budget budget = {.left = SIZE_MAX};
    struct arena arena;
    arena_init(&arena, &(whose_allocator){limited, &budget});
    for (int i = 0; i < 100000; i++)
        assert_non_null(ARENA_NEW(&arena, char, 100));
    assert_true(budget.calls < 40);
    assert_true(arena_used(&arena) >= 10000000);
    arena_free(&arena);
    assert_int_equal(budget.live, 0);
}

static void a_refused_request_leaves_the_arena_as_it_was(void **state)
{
    (void)state;
    struct budget budget = {.left = 1};
    struct arena arena;
    arena_init(&arena, &(whose_allocator){limited, &budget});
    char *at = ARENA_NEW(&arena, char, 8);
    assert_non_null(at);
    memcpy(at, "kept it", 8);
    size_t used = arena_used(&arena);
    assert_null(ARENA_NEW(&arena, char, (size_t)1 << 24));
    assert_null(arena_grow(&arena, at, 8, (size_t)1 << 24, 1));
    assert_string_equal(at, "kept it");
    assert_int_equal(arena_used(&arena), used);
    arena_free(&arena);
    assert_int_equal(budget.live, 0);
}

static void a_vector_keeps_its_items_and_zeroes_new_ones(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, NULL);
    VEC(struct str) names = {0};
    for (uint32_t i = 0; i < 10000; i++) {
        struct str *name = VEC_PUSH(&names, &arena);
        assert_non_null(name);
        assert_null(name->at);
        assert_int_equal(name->n, 0);
        name->at = "x";
        name->n = i;
        if (i % 100 == 0) // something else between, so that growth must move
            assert_non_null(ARENA_NEW(&arena, char, 3));
    }
    assert_int_equal(names.n, 10000);
    for (uint32_t i = 0; i < names.n; i++)
        assert_int_equal(names.at[i].n, i);
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory_is_zeroed_and_aligned),
        cmocka_unit_test(a_rewound_arena_gives_the_same_zeroed_memory_again),
        cmocka_unit_test(rewinding_over_blocks_gives_them_back_but_one),
        cmocka_unit_test(growing_the_last_allocation_keeps_its_place_and_bytes),
        cmocka_unit_test(a_size_that_overflows_is_refused),
        cmocka_unit_test(bytes_double_so_that_calls_stay_few),
        cmocka_unit_test(a_refused_request_leaves_the_arena_as_it_was),
        cmocka_unit_test(a_vector_keeps_its_items_and_zeroes_new_ones),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
