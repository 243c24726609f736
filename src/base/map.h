/* map: string -> small number, in order of first sight.  Open addressing,
 * linear probing, FNV-1a; growth keeps it at most half full. */
#ifndef BASE_MAP_H
#define BASE_MAP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"

#define MAP_NONE UINT32_MAX

struct map {
    struct arena *arena;  // keys that map_add() copies, and the tables
    struct str *key;      // [n], by number
    uint32_t *slot;       // [n_slots], number + 1, or 0
    uint32_t *hash;       // [n]
    uint32_t n, cap, n_slots;
};

void map_init(struct map *map, struct arena *arena);

/* The number of `key`, or MAP_NONE. */
uint32_t map_find(const struct map *map, struct str key);

/* The number of `key`, which is copied and given the next number when new.
 * MAP_NONE when there is no memory. */
uint32_t map_add(struct map *map, struct str key);

#endif
