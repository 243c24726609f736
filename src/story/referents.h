/* referents: which person a word of a sentence means.  Stays inside src/story. */
#ifndef STORY_REFERENTS_H
#define STORY_REFERENTS_H

#include "story/clause.h"

struct referent {
    uint32_t person; // PERSON_NONE: not known
    float sure;      // probability that the person is right
    bool is_name;    // called by a name here
};

struct referents {
    const struct doc *doc;
    const struct text *text;
    const struct cast *cast;
    const struct clauses *clauses;
    uint32_t *mention_of; // [node] index of the mention that covers it, or UINT32_MAX
    uint32_t *before;     // [sentence] mentions that begin before it
};

/* The sentence in question, and what is known of its place. */
struct setting {
    uint32_t sentence, first, end; // nodes
    uint32_t speech;               // that is spoken here, or DOC_NONE
    uint32_t last_speech;          // the last that began before; DOC_NONE: none
    bool is_direction;
};

whose_status referents_read(const struct doc *doc, const struct text *text,
                            const struct cast *cast, const struct clauses *clauses,
                            struct arena *scratch, struct referents *out, whose_error *err);

/* Who is meant by `node` with all that hangs on it.  `other` is a person who is not
 * meant, since that one fills another place of the same verb; or PERSON_NONE. */
struct referent referent_of(const struct referents *r, const struct setting *at, uint32_t node,
                            uint32_t other);

/* Who is meant where a direction names nobody: "Dies." */
struct referent referent_unsaid(const struct referents *r, const struct setting *at);

#endif
