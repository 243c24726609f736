#include "base/map.h"

#include <string.h>

static uint32_t hash_of(struct str key)
{
    uint32_t h = 2166136261u;
    for (size_t i = 0; i < key.n; i++)
        h = (h ^ (unsigned char)key.at[i]) * 16777619u;
    return h;
}

void map_init(struct map *map, struct arena *arena)
{
    *map = (struct map){.arena = arena};
}

static uint32_t probe(const struct map *map, struct str key, uint32_t hash)
{
    uint32_t mask = map->n_slots - 1;
    uint32_t i = (hash * 2654435769u) & mask;
    while (map->slot[i]) {
        uint32_t number = map->slot[i] - 1;
        if (map->hash[number] == hash && str_eq(map->key[number], key))
            break;
        i = (i + 1) & mask;
    }
    return i;
}

uint32_t map_find(const struct map *map, struct str key)
{
    if (map->n_slots == 0)
        return MAP_NONE;
    uint32_t found = map->slot[probe(map, key, hash_of(key))];
    return found ? found - 1 : MAP_NONE;
}

static bool grow(struct map *map)
{
    uint32_t cap = map->cap ? map->cap * 2 : 32;
    uint32_t n_slots = cap * 2;
    struct str *key = ARENA_NEW_RAW(map->arena, struct str, cap);
    uint32_t *hash = ARENA_NEW_RAW(map->arena, uint32_t, cap);
    uint32_t *slot = ARENA_NEW(map->arena, uint32_t, n_slots);
    if (!key || !hash || !slot)
        return false;
    if (map->n) {
        memcpy(key, map->key, map->n * sizeof *key);
        memcpy(hash, map->hash, map->n * sizeof *hash);
    }
    map->key = key;
    map->hash = hash;
    map->slot = slot;
    map->cap = cap;
    map->n_slots = n_slots;
    for (uint32_t i = 0; i < map->n; i++)
        slot[probe(map, key[i], hash[i])] = i + 1;
    return true;
}

uint32_t map_add(struct map *map, struct str key)
{
    uint32_t hash = hash_of(key);
    if (map->n_slots) {
        uint32_t found = map->slot[probe(map, key, hash)];
        if (found)
            return found - 1;
    }
    if (map->n == map->cap && !grow(map))
        return MAP_NONE;
    struct str copy = str_keep(map->arena, key);
    if (!copy.at)
        return MAP_NONE;
    uint32_t number = map->n++;
    map->key[number] = copy;
    map->hash[number] = hash;
    map->slot[probe(map, key, hash)] = number + 1;
    return number;
}
