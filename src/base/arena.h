/* arena: memory that is given back all at once, or down to a mark.
 *
 * One arena per result, one for scratch.  Nobody frees a single object, so an
 * early return leaks nothing.  Blocks double, so n bytes cost O(log n) calls
 * of the allocator. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stdalign.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "whose.h"

struct arena_block;

struct arena {
    whose_allocator allocator;
    struct arena_block *top; // the block in use; older blocks hang below it
};

struct arena_mark {
    struct arena_block *top;
    size_t used;
};

/* An empty arena; `allocator` with resize NULL means malloc. */
void arena_init(struct arena *arena, const whose_allocator *allocator);
void arena_free(struct arena *arena);
/* Its memory is malloc()'s, which serves many threads. */
bool arena_is_libc(const struct arena *arena);

/* Zeroed memory, or NULL.  `align` is a power of two up to alignof(max_align_t). */
void *arena_alloc(struct arena *arena, size_t n, size_t size, size_t align);

/* As arena_alloc, not zeroed. */
void *arena_alloc_raw(struct arena *arena, size_t n, size_t size, size_t align);

/* Make the last allocation (`old`, of `old_bytes`) `new_bytes` long, in place
 * where it can, else copied; other allocations are copied always.  NULL when
 * there is no memory: the old one is still there. */
void *arena_grow(struct arena *arena, void *old, size_t old_bytes, size_t new_bytes, size_t align);

struct arena_mark arena_mark(const struct arena *arena);
void arena_rewind(struct arena *arena, struct arena_mark mark);

/* Bytes handed out and not rewound. */
size_t arena_used(const struct arena *arena);

#define ARENA_NEW(arena, type, n) ((type *)arena_alloc(arena, n, sizeof(type), alignof(type)))
#define ARENA_NEW_RAW(arena, type, n) \
    ((type *)arena_alloc_raw(arena, n, sizeof(type), alignof(type)))

#endif
