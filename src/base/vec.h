/* vec: growing arrays in an arena.
 *
 *   VEC(struct block) blocks = {0};
 *   struct block *b = VEC_PUSH(&blocks, arena);   // zeroed, or NULL: no memory
 *
 * Amortised O(1); at most half of the arena's bytes for it lie fallow. */
#ifndef BASE_VEC_H
#define BASE_VEC_H

#include <stdalign.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

#define VEC(type)        \
    struct {             \
        type *at;        \
        uint32_t n, cap; \
    }

#define VEC_PUSH(vec, arena)                                                                   \
    (((vec)->n < (vec)->cap ||                                                                 \
      vec_reserve((void **)&(vec)->at, &(vec)->cap, (vec)->n, sizeof *(vec)->at, arena))       \
         ? memset(&(vec)->at[(vec)->n], 0, sizeof *(vec)->at), &(vec)->at[(vec)->n++]          \
         : NULL)

#include <stdbool.h>
#include <string.h>

static inline bool vec_reserve(void **at, uint32_t *cap, uint32_t n, size_t size,
                               struct arena *arena)
{
    uint32_t more = *cap ? *cap * 2 : 16;
    if (more <= *cap)
        return false;
    void *got = arena_grow(arena, *at, (size_t)n * size, (size_t)more * size, alignof(max_align_t));
    if (!got)
        return false;
    *at = got;
    *cap = more;
    return true;
}

#endif
