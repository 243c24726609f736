/* takes   sentences with tags and heads
 * gives   children of a word, subject and complements of a verb
 * method  one pass links every word to its children; a subject that is not said is looked
 *         for along the relations over which English shares it (control, coordination,
 *         relative and participle clauses: Universal Dependencies, de Marneffe et al. 2021)
 * cost    O(nodes), then O(1) a question */
#include "story/clause.h"

#include "base/err.h"

#include <string.h>

static const struct {
    const char *name;
    enum relation relation;
} relation_of[] = {
    {"nsubj", REL_SUBJECT},      {"nsubj:outer", REL_SUBJECT}, {"nsubj:pass", REL_SUBJECT_PASSIVE},
    {"obj", REL_OBJECT},         {"iobj", REL_OBJECT},         {"obl", REL_OBLIQUE},
    {"obl:agent", REL_OBLIQUE_AGENT}, {"nmod", REL_NMOD},      {"nmod:poss", REL_OWNER},
    {"appos", REL_APPOS},        {"flat", REL_NAME},           {"compound", REL_NAME},
    {"nmod:desc", REL_NAME},     {"amod", REL_AMOD},           {"acl", REL_ACL},
    {"acl:relcl", REL_RELATIVE}, {"advcl", REL_ADVCL},         {"advcl:relcl", REL_ADVCL},
    {"ccomp", REL_CCOMP},        {"xcomp", REL_XCOMP},         {"conj", REL_CONJ},
    {"aux", REL_AUX},            {"aux:pass", REL_AUX_PASSIVE}, {"cop", REL_COPULA},
    {"case", REL_CASE},          {"mark", REL_MARK},           {"det", REL_DET},
    {"advmod", REL_ADVMOD},      {"parataxis", REL_PARATAXIS},
};

static const char *const small_word[N_SMALL_WORDS] = {
    [WORD_NOT] = "not",       [WORD_NEVER] = "never",     [WORD_NO] = "no",
    [WORD_NOR] = "nor",       [WORD_NEITHER] = "neither", [WORD_NOBODY] = "nobody",
    [WORD_NONE] = "none",     [WORD_WILL] = "will",       [WORD_SHALL] = "shall",
    [WORD_MAY] = "may",       [WORD_MIGHT] = "might",     [WORD_CAN] = "can",
    [WORD_COULD] = "could",   [WORD_SHOULD] = "should",   [WORD_WOULD] = "would",
    [WORD_MUST] = "must",     [WORD_OUGHT] = "ought",     [WORD_IF] = "if",
    [WORD_UNLESS] = "unless", [WORD_LEST] = "lest",       [WORD_WHETHER] = "whether",
    [WORD_AS] = "as",         [WORD_THOUGH] = "though",   [WORD_TO] = "to",
    [WORD_WITH] = "with",     [WORD_OF] = "of",           [WORD_BY] = "by",
    [WORD_BE] = "be",         [WORD_ALMOST] = "almost",   [WORD_NEARLY] = "nearly",
    [WORD_PERHAPS] = "perhaps", [WORD_RATHER] = "rather", [WORD_MAYBE] = "maybe",   [WORD_LIKE] = "like",
};

static void number_tags(struct clauses *c)
{
    for (uint32_t i = 0; i <= UINT8_MAX; i++) {
        const char *name = deprel_name((uint8_t)i), *upos = upos_name((uint8_t)i);
        for (size_t r = 0; r < sizeof relation_of / sizeof *relation_of; r++)
            if (strcmp(name, relation_of[r].name) == 0)
                c->relation[i] = (uint8_t)relation_of[r].relation;
        c->part[i] = strcmp(upos, "VERB") == 0    ? PART_VERB
                     : strcmp(upos, "NOUN") == 0  ? PART_NOUN
                     : strcmp(upos, "ADJ") == 0   ? PART_ADJECTIVE
                     : strcmp(upos, "PRON") == 0  ? PART_PRONOUN
                     : strcmp(upos, "PROPN") == 0 ? PART_PROPER
                                                  : PART_OTHER;
    }
    for (uint32_t w = 0; w < N_SMALL_WORDS; w++)
        c->small[w] = map_find(&c->text->lemma, str_c(small_word[w]));
}

whose_status clauses_read(const struct text *text, struct arena *scratch, struct clauses *out,
                          whose_error *err)
{
    uint32_t n = text->n_nodes;
    *out = (struct clauses){.text = text};
    out->first_child = ARENA_NEW_RAW(scratch, uint32_t, (size_t)n + 1);
    out->next_sibling = ARENA_NEW_RAW(scratch, uint32_t, (size_t)n + 1);
    if (!out->first_child || !out->next_sibling)
        return fail_nomem(err);
    number_tags(out);
    for (uint32_t i = 0; i < n; i++)
        out->first_child[i] = out->next_sibling[i] = NODE_ROOT;
    for (uint32_t i = n; i-- > 0;) {
        uint32_t head = text->node[i].head;
        if (head >= n)
            continue;
        out->next_sibling[i] = out->first_child[head];
        out->first_child[head] = i;
    }
    return WHOSE_OK;
}

uint32_t clause_child(const struct clauses *c, uint32_t node, enum relation relation)
{
    uint32_t n = 0;
    for (uint32_t k = c->first_child[node]; k != NODE_ROOT && n < CHILDREN_MOST;
         k = c->next_sibling[k], n++)
        if (clause_relation(c, k) == relation)
            return k;
    return NODE_ROOT;
}

uint32_t clause_complement(const struct clauses *c, uint32_t node, enum small_word preposition)
{
    uint32_t n = 0;
    for (uint32_t k = c->first_child[node]; k != NODE_ROOT && n < CHILDREN_MOST;
         k = c->next_sibling[k], n++) {
        enum relation relation = clause_relation(c, k);
        if (relation != REL_OBLIQUE && relation != REL_OBLIQUE_AGENT && relation != REL_NMOD)
            continue;
        uint32_t mark = clause_child(c, k, REL_CASE);
        if (mark != NODE_ROOT && clause_is(c, mark, preposition))
            return k;
    }
    return NODE_ROOT;
}

bool clause_is_passive(const struct clauses *c, uint32_t verb)
{
    if (clause_child(c, verb, REL_AUX_PASSIVE) != NODE_ROOT ||
        clause_child(c, verb, REL_SUBJECT_PASSIVE) != NODE_ROOT ||
        clause_child(c, verb, REL_OBLIQUE_AGENT) != NODE_ROOT)
        return true;
    /* a bare participle: "murdered by", "the murdered man" */
    enum relation relation = clause_relation(c, verb);
    return (relation == REL_ACL || relation == REL_AMOD) &&
           strcmp(xpos_name(c->text->node[verb].xpos), "VBN") == 0;
}

/* Behind "who" stands the noun before the relative clause. */
static uint32_t antecedent(const struct clauses *c, uint32_t verb, uint32_t subject)
{
    if (clause_relation(c, verb) != REL_RELATIVE || clause_part(c, subject) != PART_PRONOUN)
        return subject;
    const char *tag = xpos_name(c->text->node[subject].xpos);
    bool is_relative = tag[0] == 'W' || strcmp(tag, "IN") == 0;
    return is_relative ? c->text->node[verb].head : subject;
}

uint32_t clause_subject(const struct clauses *c, uint32_t verb)
{
    enum { STEPS_MOST = 8 };
    for (uint32_t step = 0; step < STEPS_MOST; step++) {
        uint32_t subject = clause_child(c, verb, REL_SUBJECT);
        if (subject == NODE_ROOT)
            subject = clause_child(c, verb, REL_SUBJECT_PASSIVE);
        if (subject != NODE_ROOT)
            return antecedent(c, verb, subject);
        uint32_t head = c->text->node[verb].head;
        if (head >= c->text->n_nodes)
            return NODE_ROOT;
        switch (clause_relation(c, verb)) {
        case REL_ACL:
        case REL_AMOD:
            return head;
        case REL_XCOMP: {
            uint32_t object = clause_child(c, head, REL_OBJECT);
            if (object != NODE_ROOT)
                return object;
            break;
        }
        case REL_ADVCL:
        case REL_CONJ:
            break;
        default:
            return NODE_ROOT;
        }
        verb = head;
    }
    return NODE_ROOT;
}
