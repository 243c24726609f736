/* What the files of the claim stage share.  Stays inside src/claim. */
#ifndef CLAIM_INTERNAL_H
#define CLAIM_INTERNAL_H

#include "claim/claim.h"

/* The claim taken apart: names as they were typed. */
struct claim_words {
    enum claim_kind kind;
    struct str subject, object; // object empty when there is none
    bool is_denied;
};

/* parse.c: whether `claim`, with straight apostrophes, says that somebody dies, lives,
 * kills, marries or tells; false: it is about whose story it is, or nothing that is known. */
bool claim_parse(struct str claim, struct claim_words *out);

/* A claim about an event, and all that is known. */
struct weighing {
    const struct doc *doc;
    const struct text *text;
    const struct cast *cast;
    const struct story *story;
    const struct verdict *verdict;
    struct claim *out;
};

/* events.c: answer a claim whose kind, people and denial are known. */
void claim_weigh_event(const struct doc *doc, const struct text *text, const struct cast *cast,
                       const struct story *story, const struct verdict *verdict,
                       struct claim *out);

/* quotes.c: the passages for and against the claim as it is affirmed. */
void claim_quote_event(const struct weighing *w);

#endif
