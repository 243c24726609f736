/* predicates: which words state a deed, a state or a tie between people, and which
 * words leave open whether it happened.  Stays inside src/story. */
#ifndef STORY_PREDICATES_H
#define STORY_PREDICATES_H

#include "story/clause.h"

enum fact_role { ROLE_NONE, ROLE_AGENT, ROLE_PATIENT };
enum fact_place { PLACE_ANY, PLACE_STAGE, PLACE_PROSE };

struct predicate {
    const char *lemma, *second; // second: a word that must follow, or ""
    enum part part;
    enum fact_kind kind;
    enum fact_role subject, object, owner;
    enum fact_place place;
};

struct predicates {
    uint16_t (*of)[3];  // [lemma] row + 1 of verb, noun, adjective; 0: none
    uint8_t (*makes)[3]; // [lemma] enum fact_modality of what stands under it
    uint32_t *second;   // [row] number of the second word, MAP_NONE when it has none
};

whose_status predicates_read(const struct text *text, struct arena *scratch,
                             struct predicates *out, whose_error *err);

/* The predicate that this word is, or NULL. */
const struct predicate *predicate_of(const struct predicates *p, const struct clauses *c,
                                     uint32_t node, uint32_t sentence_end);

#endif
