/*
 * post: what somebody wrote about a story, and the claims in it put to the story.
 * takes   a review, a forum post or a feed as bytes; who plays whom, if that is known
 * gives   its claims in their order, whom each is about, and what the text says of it
 * method  words are searched for phrases of claims; names and pronouns around a phrase are its
 *         people.  The names of those who wrote are never kept
 */
#ifndef POST_POST_H
#define POST_POST_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"
#include "base/vec.h"
#include "claim/claim.h"
#include "doc/doc.h"
#include "people/people.h"
#include "story/story.h"
#include "text/text.h"
#include "verdict/verdict.h"
#include "whose.h"

/* ---- read.c: bytes -> sentences ---- */

struct post_sentence {
    struct str text;     // a view of post.text
    struct span at;      // bytes of the post as it was given
    uint32_t entry;      // of a feed; else 0
};

struct post {
    struct str text;     // UTF-8 without markup
    uint32_t *origin;    // [text.n + 1]: the byte of the post that each byte comes from
    VEC(struct post_sentence) sentence;
    uint32_t n_entries;
};

enum { POST_MOST_BYTES = 8 << 20 };

/* Odd markup is never an error; WHOSE_E_LIMIT above POST_MOST_BYTES, WHOSE_E_INPUT when the words
 * are of another language than English, WHOSE_E_NOMEM. */
struct billing;
whose_status post_read(struct str bytes, const struct cast *cast, const struct billing *billing,
                       struct arena *keep, struct arena *scratch,
                       struct post *out, whose_error *err);

/* ---- billing.c: who plays whom ---- */

struct billed {
    struct str actor;
    uint32_t person;     // of the story, or PERSON_NONE when the role is nobody's there
    uint32_t order;      // from 1, as the list says
};

struct billing {
    VEC(struct billed) row;
};

/* From "actor, role, order" a line, commas or tabs; a first line without a number in its place
 * may name the columns.  Lines that are not understood are left out. */
whose_status billing_read(struct str bytes, const struct cast *cast, struct arena *keep,
                          struct arena *scratch, struct billing *out, whose_error *err);

/* ---- claims.c: sentences -> claims ---- */

enum post_kind {
    POST_STORY_OF, POST_TELLS, POST_DIES, POST_LIVES, POST_KILLS, POST_MARRIES, POST_SAYS,
    POST_CARES, POST_HARMS, POST_ENDS, POST_CHANGES, POST_FALLS, POST_SAVED, POST_PAST,
    POST_BILLING, POST_APPARENT, POST_OPINION, N_POST_KINDS
};

extern const char *const post_kind_name[N_POST_KINDS]; // as in the JSON: "story-of", ...

struct post_claim {
    enum post_kind kind;
    uint32_t subject, object; // persons, or PERSON_NONE
    bool is_denied;
    bool is_both;             // of POST_STORY_OF: the object owns it too, and is not denied
    struct str text;          // the sentence
    struct str quoted;        // what is said, of POST_SAYS and of POST_OPINION
    struct span source;       // of the sentence, in the post's bytes
    uint32_t place;           // word of the sentence
};

struct post_claims {
    VEC(struct post_claim) claim;
    uint32_t n_named;         // places where somebody of the story is named
    struct str unclear;       // the first name that fits several people; empty when there is none
    bool is_of_another;       // it names people, and none of the story: then there are no claims
};

whose_status post_claims(const struct post *post, const struct cast *cast,
                         const struct verdict *verdict, const struct billing *billing,
                         struct arena *keep, struct arena *scratch, struct post_claims *out,
                         whose_error *err);

/* ---- answer.c ---- */

enum { POST_QUOTES = 4 };

struct post_answer {
    enum claim_verdict verdict;
    bool is_opinion;          // nothing that the text could say
    bool has_share;
    double share;             // probability that the claim holds
    uint32_t n_looked;        // places looked at
    uint32_t n_for, n_against;
    struct claim_quote speaks_for[POST_QUOTES], speaks_against[POST_QUOTES];
};

struct told {
    const struct doc *doc;
    const struct text *text;
    const struct cast *cast;
    const struct story *story;
    const struct verdict *verdict;
};

whose_status post_answer(const struct told *told, const struct billing *billing,
                         const struct post_claim *claim, struct arena *scratch,
                         struct post_answer *out, whose_error *err);

#endif
