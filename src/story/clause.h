/* clause: what stands where around a verb, from the tree of Universal Dependencies.
 * Stays inside src/story. */
#ifndef STORY_CLAUSE_H
#define STORY_CLAUSE_H

#include "story/story.h"

enum relation {
    REL_OTHER,
    REL_SUBJECT,
    REL_SUBJECT_PASSIVE,
    REL_OBJECT,
    REL_OBLIQUE,
    REL_OBLIQUE_AGENT,
    REL_NMOD,
    REL_OWNER,
    REL_APPOS,
    REL_NAME, // flat and compound: the parts of one name
    REL_AMOD,
    REL_ACL,
    REL_RELATIVE,
    REL_ADVCL,
    REL_CCOMP,
    REL_XCOMP,
    REL_CONJ,
    REL_AUX,
    REL_AUX_PASSIVE,
    REL_COPULA,
    REL_CASE,
    REL_MARK,
    REL_DET,
    REL_ADVMOD,
    REL_PARATAXIS,
    N_RELATIONS
};

enum part { PART_OTHER, PART_VERB, PART_NOUN, PART_ADJECTIVE, PART_PRONOUN, PART_PROPER };

/* Small words that bear on whether something happened. */
enum small_word {
    WORD_NOT, WORD_NEVER, WORD_NO, WORD_NOR, WORD_NEITHER, WORD_NOBODY, WORD_NONE,
    WORD_WILL, WORD_SHALL, WORD_MAY, WORD_MIGHT, WORD_CAN, WORD_COULD, WORD_SHOULD, WORD_WOULD,
    WORD_MUST, WORD_OUGHT, WORD_IF, WORD_UNLESS, WORD_LEST, WORD_WHETHER, WORD_AS, WORD_THOUGH,
    WORD_TO, WORD_WITH, WORD_OF, WORD_BY, WORD_BE, WORD_ALMOST, WORD_NEARLY, WORD_PERHAPS, WORD_RATHER,
    WORD_MAYBE, WORD_LIKE,
    N_SMALL_WORDS
};

struct clauses {
    const struct text *text;
    uint32_t *first_child;  // [node], NODE_ROOT when it has none; children in text order
    uint32_t *next_sibling; // [node]
    uint8_t relation[UINT8_MAX + 1]; // of the numbers of deprel
    uint8_t part[UINT8_MAX + 1];     // of the numbers of upos
    uint32_t small[N_SMALL_WORDS];   // lemma numbers
};

whose_status clauses_read(const struct text *text, struct arena *scratch, struct clauses *out,
                          whose_error *err);

static inline enum relation clause_relation(const struct clauses *c, uint32_t node)
{
    return (enum relation)c->relation[c->text->node[node].deprel];
}

static inline enum part clause_part(const struct clauses *c, uint32_t node)
{
    return (enum part)c->part[c->text->node[node].upos];
}

static inline bool clause_is(const struct clauses *c, uint32_t node, enum small_word word)
{
    return c->small[word] != MAP_NONE && c->text->node[node].lemma == c->small[word];
}

/* Words have a handful of children; what has more is no sentence, and no more are looked at. */
enum { CHILDREN_MOST = 48 };

/* The first child with this relation, or NODE_ROOT. */
uint32_t clause_child(const struct clauses *c, uint32_t node, enum relation relation);

/* The first child in one of the relations of a complement with this preposition, or NODE_ROOT. */
uint32_t clause_complement(const struct clauses *c, uint32_t node, enum small_word preposition);

bool clause_is_passive(const struct clauses *c, uint32_t verb);

/* Who does it: its own subject, that of the verb that it hangs on, the noun that a
 * relative or participle clause stands behind; NODE_ROOT when nobody is said. */
uint32_t clause_subject(const struct clauses *c, uint32_t verb);

/* ---- modality.c ---- */

/* Did what the predicate says happen, as far as its sentence tells?
 * takes   `makes`: [lemma] what verb, noun and adjective of this lemma make of what stands
 *         under them, enum fact_modality, three to a lemma in the order of PART_VERB... */
enum fact_modality clause_modality(const struct clauses *c, const uint8_t (*makes)[3],
                                   uint32_t sentence_end, uint32_t predicate);

#endif
