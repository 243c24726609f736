/*
 * claim: what a viewer says, put to the evidence.
 * takes   a sentence as a person types it: "Brutus, not Caesar", "Ophelia dies"
 * gives   whom it is about, and what the evidence says of it
 */
#ifndef CLAIM_CLAIM_H
#define CLAIM_CLAIM_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"
#include "doc/doc.h"
#include "people/people.h"
#include "story/story.h"
#include "text/text.h"
#include "verdict/verdict.h"
#include "whose.h"

enum leaning { LEANS_FOR, LEANS_AGAINST, LEANS_NEITHER };

enum claim_verdict { CLAIM_SUPPORTED, CLAIM_CONTRADICTED, CLAIM_CONTESTED, CLAIM_NOT_IN_TEXT };

enum claim_kind {
    CLAIM_STORY_OF,
    CLAIM_TELLS,
    CLAIM_DIES,
    CLAIM_LIVES,
    CLAIM_KILLS,
    CLAIM_MARRIES,
    N_CLAIM_KINDS
};

extern const char *const claim_kind_name[N_CLAIM_KINDS]; // as in the JSON: "story-of", ...

enum { CLAIM_QUOTES = 5 };

/* A passage that speaks for or against a claim. */
struct claim_quote {
    struct span at;
    const char *why;
};

struct claim {
    struct str text;
    enum claim_kind kind;
    bool is_denied;                    // "does not marry"
    uint32_t n_looked;                 // places looked at
    uint32_t n_for, n_against;
    struct claim_quote speaks_for[CLAIM_QUOTES], speaks_against[CLAIM_QUOTES]; // of an event
    uint32_t subject, object;          // persons; object PERSON_NONE when nobody is denied:
                                       // then the strongest other candidate is `rival`
    uint32_t rival;                    // the person weighed against
    enum claim_verdict verdict;
    double share;                      // probability that the claim holds, 0 to 1
    enum leaning leans[N_MEASURES];    // [measure], LEANS_NEITHER when missing
    struct evidence evidence[N_MEASURES]; // of two candidates: 0 the subject, 1 the rival
};

/* Understand the claim and weigh it.  WHOSE_E_NAME when a name in it fits nobody
 * or several people, WHOSE_E_INPUT when there is no name in it.  Without a rival
 * (one person only) the evidence is left empty and `rival` is PERSON_NONE. */
whose_status claim_weigh(struct str claim, const struct doc *doc, const struct text *text,
                         const struct cast *cast, const struct story *story,
                         const struct verdict *verdict, struct arena *scratch, struct claim *out,
                         whose_error *err);

/* The one person whom `typed` means; WHOSE_E_NAME with the nearest names when it
 * fits nobody, with their names when it fits several. */
whose_status claim_person(struct str typed, const struct cast *cast, struct arena *scratch,
                          uint32_t *person, whose_error *err);

#endif
