#include "base/arena.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_BYTES = 16 * 1024, LARGEST_STEP = 64 * 1024 * 1024 };

struct arena_block {
    struct arena_block *below;
    size_t used, n_bytes; // of `bytes`
    max_align_t bytes[];
};

static void *libc_resize(void *user, void *old, size_t old_bytes, size_t new_bytes)
{
    (void)user;
    (void)old_bytes;
    if (new_bytes == 0) {
        free(old);
        return NULL;
    }
    return realloc(old, new_bytes);
}

void arena_init(struct arena *arena, const whose_allocator *allocator)
{
    arena->top = NULL;
    if (allocator && allocator->resize)
        arena->allocator = *allocator;
    else
        arena->allocator = (whose_allocator){.resize = libc_resize, .user = NULL};
}

bool arena_is_libc(const struct arena *arena)
{
    return arena->allocator.resize == libc_resize;
}

static void drop_top(struct arena *arena)
{
    struct arena_block *block = arena->top;
    arena->top = block->below;
    arena->allocator.resize(arena->allocator.user, block, sizeof *block + block->n_bytes, 0);
}

void arena_free(struct arena *arena)
{
    while (arena->top)
        drop_top(arena);
}

static void *bump(struct arena_block *block, size_t bytes, size_t align)
{
    size_t at = (block->used + align - 1) & ~(align - 1);
    if (at > block->n_bytes || bytes > block->n_bytes - at)
        return NULL;
    block->used = at + bytes;
    return (char *)block->bytes + at;
}

void *arena_alloc_raw(struct arena *arena, size_t n, size_t size, size_t align)
{
    if (size != 0 && n > (SIZE_MAX / 4) / size)
        return NULL;
    size_t bytes = n * size;
    void *got = arena->top ? bump(arena->top, bytes, align) : NULL;
    if (got)
        return got;
    size_t step = arena->top ? arena->top->n_bytes * 2 : FIRST_BYTES;
    if (step > LARGEST_STEP)
        step = LARGEST_STEP;
    if (step < bytes)
        step = bytes;
    struct arena_block *block =
        arena->allocator.resize(arena->allocator.user, NULL, 0, sizeof *block + step);
    if (!block)
        return NULL;
    *block = (struct arena_block){.below = arena->top, .used = 0, .n_bytes = step};
    arena->top = block;
    return bump(block, bytes, align);
}

void *arena_alloc(struct arena *arena, size_t n, size_t size, size_t align)
{
    void *got = arena_alloc_raw(arena, n, size, align);
    if (got)
        memset(got, 0, n * size);
    return got;
}

void *arena_grow(struct arena *arena, void *old, size_t old_bytes, size_t new_bytes, size_t align)
{
    struct arena_block *top = arena->top;
    if (old && top && (char *)old + old_bytes == (char *)top->bytes + top->used &&
        new_bytes >= old_bytes && new_bytes - old_bytes <= top->n_bytes - top->used) {
        top->used += new_bytes - old_bytes;
        return old;
    }
    void *got = arena_alloc_raw(arena, 1, new_bytes, align);
    if (got && old_bytes)
        memcpy(got, old, old_bytes < new_bytes ? old_bytes : new_bytes);
    return got;
}

struct arena_mark arena_mark(const struct arena *arena)
{
    return (struct arena_mark){arena->top, arena->top ? arena->top->used : 0};
}

void arena_rewind(struct arena *arena, struct arena_mark mark)
{
    if (arena->top == mark.top) {
        if (arena->top)
            arena->top->used = mark.used;
        return;
    }
    /* the block above the mark stays, empty: a loop of marks and rewinds does
     * not go back to the allocator each time */
    while (arena->top->below != mark.top)
        drop_top(arena);
    arena->top->used = 0;
    if (mark.top)
        mark.top->used = mark.used;
}

size_t arena_used(const struct arena *arena)
{
    size_t n = 0;
    for (const struct arena_block *block = arena->top; block; block = block->below)
        n += block->used;
    return n;
}
