/*
 * find: a line as somebody remembers it, and where the story says it.
 * takes   struct doc, text, cast; the memory as a person types it
 * gives   the closest passages, best first, each with who says it, to whom and how close it is
 * method  words by their stems and by words that mean nearly the same; sentences weighed by
 *         what they share with the memory, in what order, and how much of them it covers
 */
#ifndef FIND_FIND_H
#define FIND_FIND_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"
#include "doc/doc.h"
#include "people/people.h"
#include "text/text.h"
#include "whose.h"

enum { FIND_PARTS = 4, FIND_BEST = 5 };

/* What one part of a memory was found to be. */
struct find_piece {
    uint32_t part;             // of the memory
    struct span at;            // whole sentences
    float close;               // 0 to 1; 1: the same words
    uint32_t speech;           // in doc.speech; DOC_NONE: narration or a direction
    uint32_t speaker, to;      // persons, or PERSON_NONE when not known
};

/* A place of the story that may be meant; its pieces in the order of the memory's parts. */
struct find_passage {
    float close;
    uint32_t n_pieces;
    struct find_piece piece[FIND_PARTS];
};

struct found {
    struct str memory;
    uint32_t n_parts;
    struct str part[FIND_PARTS];
    uint32_t n_looked;         // sentences
    uint32_t n_passages;
    struct find_passage passage[FIND_BEST];
};

/* From here on a passage may well be the one that is meant; below it shares some words. */
static const float find_close_from = 0.4f;

/* Look for `memory`, of which the first words only count when it is very long.  `found` has no
 * passage when the memory has no word that the story knows.  Views of `memory` stay in it.
 * WHOSE_E_INPUT when there is no word in the memory; WHOSE_E_NOMEM. */
whose_status find_memory(struct str memory, const struct doc *doc, const struct text *text,
                         const struct cast *cast, struct arena *scratch, struct found *out,
                         whose_error *err);

enum { FIND_STEM = 32 };

/* The stem of a word in small letters under which its forms meet, "goes" and "went" too; its
 * length. */
uint32_t find_stem(struct str word, char out[FIND_STEM]);

/* Is it a word of the language, and not only a name? */
bool find_is_word(struct str word);

#endif
