/* takes   the words of a text
 * gives   its runs of four words as numbers, and a table of where each occurs
 * method  shingles (Broder 1997), hashed; a run that two places have tells neither
 * cost    O(words) */
#include "compare/internal.h"

enum { RUN = 4 };

static uint64_t mix(uint64_t h)
{
    h ^= h >> 33;
    h *= 0xFF51AFD7ED558CCDu;
    h ^= h >> 33;
    return h;
}

uint64_t *shingle_words(const struct text *text, struct arena *scratch)
{
    uint64_t *hash = ARENA_NEW_RAW(scratch, uint64_t, (size_t)text->word.n + 1);
    for (uint32_t w = 0; hash && w < text->word.n; w++) {
        struct str key = text->word.key[w];
        uint64_t h = 14695981039346656037u;
        for (size_t i = 0; i < key.n; i++)
            h = (h ^ (unsigned char)key.at[i]) * 1099511628211u;
        hash[w] = mix(h);
    }
    return hash;
}

bool shingles_init(struct shingles *s, uint32_t n_words, struct arena *scratch)
{
    s->n_slots = 16;
    while (s->n_slots / 2 < n_words && s->n_slots < (1u << 30))
        s->n_slots *= 2;
    s->slot = ARENA_NEW(scratch, struct shingle, s->n_slots);
    return s->slot != NULL;
}

static struct shingle *slot_of(const struct shingles *s, uint64_t hash)
{
    uint32_t at = (uint32_t)hash & (s->n_slots - 1);
    while (s->slot[at].hash && s->slot[at].hash != hash)
        at = (at + 1) & (s->n_slots - 1);
    return &s->slot[at];
}

void shingles_add(struct shingles *s, uint64_t hash, uint32_t place)
{
    struct shingle *slot = slot_of(s, hash);
    if (!slot->hash)
        *slot = (struct shingle){hash, place};
    else if (slot->place != place)
        slot->place = PLACE_SEVERAL;
}

uint32_t shingles_place(const struct shingles *s, uint64_t hash)
{
    const struct shingle *slot = slot_of(s, hash);
    return slot->hash ? slot->place : DOC_NONE;
}

static uint64_t run_hash(const struct shingle_scan *scan, uint32_t n)
{
    uint64_t h = n;
    for (uint32_t i = 0; i < n; i++)
        h = mix(h * 31 + scan->window[(scan->n - n + i) % RUN]);
    return h ? h : 1;
}

bool shingle_next(struct shingle_scan *scan, uint64_t *hash)
{
    while (scan->at < scan->end) {
        uint32_t word = scan->text->token[scan->at++].word;
        if (word == MAP_NONE)
            continue;
        scan->window[scan->n++ % RUN] = scan->word[word];
        if (scan->n >= RUN) {
            *hash = run_hash(scan, RUN);
            return true;
        }
    }
    if (scan->n == 0 || scan->n >= RUN || scan->is_short_done)
        return false;
    scan->is_short_done = true;
    *hash = run_hash(scan, scan->n);
    return true;
}
