/* What the files of compare share.  Stays inside src/compare. */
#ifndef COMPARE_INTERNAL_H
#define COMPARE_INTERNAL_H

#include "compare/compare.h"

/* A run of words, by its hash, and the only place that has it. */
struct shingle {
    uint64_t hash; // 0: empty
    uint32_t place;
};

#define PLACE_SEVERAL UINT32_MAX

/* Runs of words and where they occur; open addressing. */
struct shingles {
    struct shingle *slot;
    uint32_t n_slots; // a power of two
};

/* shingles.c */
uint64_t *shingle_words(const struct text *text, struct arena *scratch); // [text.word.n], NULL: no memory
bool shingles_init(struct shingles *s, uint32_t n_words, struct arena *scratch);
void shingles_add(struct shingles *s, uint64_t hash, uint32_t place);
uint32_t shingles_place(const struct shingles *s, uint64_t hash); // DOC_NONE: not there

/* Visit the runs of words of a stretch of tokens; a shorter stretch is one run. */
struct shingle_scan {
    const struct text *text;
    const uint64_t *word; // from shingle_words()
    uint32_t at, end;     // tokens
    uint64_t window[4];
    uint32_t n;           // words seen
    bool is_short_done;
};
bool shingle_next(struct shingle_scan *scan, uint64_t *hash);

whose_status match_people(const struct side side[N_SIDES], struct arena *keep,
                          struct arena *scratch, struct compared *out, whose_error *err);
whose_status align_scenes(const struct side side[N_SIDES], struct arena *keep,
                          struct arena *scratch, struct compared *out, whose_error *err);

#endif
