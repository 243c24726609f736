/* What the files of find share.  Stays inside src/find. */
#ifndef FIND_INTERNAL_H
#define FIND_INTERNAL_H

#include "base/map.h"
#include "find/find.h"
#include "find/related.h"

/* A sentence, or a piece of a very long one. */
struct unit {
    uint32_t first, n; // tokens, with marks
    uint32_t block;
    float weight;      // of all its words
    bool asks;         // ends in a question mark
};

/* The story, ready to be searched. */
struct index {
    const struct doc *doc;
    const struct text *text;
    const struct cast *cast;
    struct unit *unit;
    uint32_t n_units;
    uint32_t *term;      // [text.word.n]: the number of a word's stem
    struct map stem;
    float *weight;       // [stem.n]: how much a word of it tells
    uint32_t *first;     // [stem.n + 1], into posting
    uint32_t *posting;   // units in which the stem occurs
    float most_weight;   // of a stem that occurs once
};

enum { MEMORY_WORDS = 96, MEMORY_PART_BYTES = 4096 };

/* A stem of the story that may stand for a word of the memory. */
struct likeness {
    uint32_t term;
    float like; // 0 to 1
};

struct memory_word {
    struct str key;            // in lower case
    float weight;
    uint32_t person;           // whom it names, or PERSON_NONE
    uint32_t first, n;         // in memory.likeness, most like first
};

/* One part of a memory: the words of a quotation, or all of it. */
struct memory {
    struct memory_word word[MEMORY_WORDS];
    uint32_t n_words;
    uint32_t n_sentences;
    bool asks;
    bool is_spoken;            // somebody speaks to somebody
    uint32_t speaker;          // whom the memory names as the one who says it, or PERSON_NONE
    float weight;              // of all its words
    VEC(struct likeness) likeness;
};

whose_status index_build(const struct doc *doc, const struct text *text, const struct cast *cast,
                         struct arena *scratch, struct index *out, whose_error *err);

/* The weight of a word that the story has `n` times in `of` sentences. */
float index_weight(struct str word, uint32_t n, uint32_t of);

/* memory.c */
uint32_t memory_parts(struct str memory, struct str part[FIND_PARTS]);
whose_status memory_read(struct str part, const struct index *index, struct arena *scratch,
                         struct memory *out, whose_error *err);
/* Whom the words before a quotation name last, or PERSON_NONE. */
uint32_t memory_speaker(struct str context, const struct index *index, struct arena *scratch);

/* search.c: the windows of the story that are closest to one part, best first. */
enum { SEARCH_BEST = 48 };

struct window {
    uint32_t first, n; // units
    float score;
};

whose_status search_part(const struct index *index, const struct memory *memory,
                         struct arena *scratch, struct window out[SEARCH_BEST], uint32_t *n,
                         whose_error *err);
uint32_t search_speaker(const struct index *index, uint32_t block);

#endif
