/* takes   a predicate in its sentence
 * gives   whether it is said to be so, not to be so, asked, coming, possible or seeming
 * method  walk from the predicate towards the root: negation, auxiliaries and conjunctions
 *         of each clause, and the words that select an event without saying that it happened
 *         (Sauri and Pustejovsky, FactBank, 2009; Karttunen, Implicative Verbs, 1971)
 * cost    O(depth x children), both bounded */
#include "story/clause.h"

#include <string.h>

enum { DEPTH_MOST = 10 };

struct seen {
    bool denied, coming, possible, seeming;
};

static bool is_any(const struct clauses *c, uint32_t node, enum small_word first,
                   enum small_word last)
{
    for (enum small_word w = first; w <= last; w++)
        if (clause_is(c, node, w))
            return true;
    return false;
}

/* "as if", "as though": the second word hangs on the first or stands beside it. */
static bool is_as_if(const struct clauses *c, uint32_t mark)
{
    uint32_t next = mark + 1;
    return clause_is(c, mark, WORD_AS) && next < c->text->n_nodes &&
           (clause_is(c, next, WORD_IF) || clause_is(c, next, WORD_THOUGH));
}

static void look_at_children(const struct clauses *c, uint32_t node, struct seen *seen)
{
    uint32_t n = 0;
    for (uint32_t k = c->first_child[node]; k != NODE_ROOT && n < CHILDREN_MOST;
         k = c->next_sibling[k], n++) {
        switch (clause_relation(c, k)) {
        case REL_ADVMOD:
        case REL_DET:
        case REL_SUBJECT:
        case REL_SUBJECT_PASSIVE:
        case REL_OTHER: // "nor" and "neither" begin a clause as its conjunction
            if (is_any(c, k, WORD_NOT, WORD_NONE))
                seen->denied = !seen->denied;
            else if (is_any(c, k, WORD_ALMOST, WORD_MAYBE))
                seen->possible = true;
            break;
        case REL_AUX:
            if (is_any(c, k, WORD_WILL, WORD_SHALL))
                seen->coming = true;
            else if (is_any(c, k, WORD_MAY, WORD_OUGHT))
                seen->possible = true;
            break;
        case REL_MARK:
        case REL_CASE:
            if (is_as_if(c, k) || clause_is(c, k, WORD_LIKE))
                seen->seeming = true;
            else if (is_any(c, k, WORD_IF, WORD_WHETHER))
                seen->possible = true;
            break;
        default:
            break;
        }
    }
}

static void look_at_selector(const struct clauses *c, const uint8_t (*makes)[3], uint32_t node,
                             struct seen *seen)
{
    enum part part = clause_part(c, node);
    if (part == PART_VERB && str_eq_nocase(doc_str(c->text->doc, c->text->node[node].at), STR("ought")))
        seen->possible = true; // an auxiliary in sense, a verb in the tree
    uint32_t lemma = c->text->node[node].lemma;
    if (lemma == MAP_NONE || part < PART_VERB || part > PART_ADJECTIVE)
        return;
    switch (makes[lemma][part - PART_VERB]) {
    case FACT_POSSIBLE:
        seen->possible = true;
        break;
    case FACT_SEEMING:
        seen->seeming = true;
        break;
    case FACT_DENIED:
        seen->denied = true;
        break;
    default:
        break;
    }
}

static bool has_infinitive(const struct clauses *c, uint32_t verb)
{
    uint32_t mark = clause_child(c, verb, REL_MARK);
    return mark != NODE_ROOT && clause_is(c, mark, WORD_TO);
}

static bool is_command(const struct clauses *c, uint32_t node)
{
    enum relation relation = clause_relation(c, node);
    bool may_be = c->text->node[node].head == NODE_ROOT || relation == REL_CCOMP || relation == REL_PARATAXIS;
    return may_be && clause_part(c, node) == PART_VERB && clause_child(c, node, REL_MARK) == NODE_ROOT &&
           strcmp(xpos_name(c->text->node[node].xpos), "VB") == 0 &&
           clause_child(c, node, REL_SUBJECT) == NODE_ROOT &&
           clause_child(c, node, REL_AUX) == NODE_ROOT;
}

static bool is_under_way(const struct clauses *c, uint32_t node)
{
    if (strcmp(xpos_name(c->text->node[node].xpos), "VBG") != 0)
        return false;
    uint32_t aux = clause_child(c, node, REL_AUX);
    if (aux != NODE_ROOT && clause_is(c, aux, WORD_BE))
        return true;
    return clause_relation(c, node) == REL_AMOD; // "the dying man"
}

/* A question mark closes the sentence, quotation marks behind it aside. */
static bool is_asked(const struct clauses *c, uint32_t predicate, uint32_t sentence_end)
{
    enum { MARKS_MOST = 6 };
    for (uint32_t i = sentence_end, n = 0; i-- > predicate + 1 && n < MARKS_MOST; n++) {
        struct str form = doc_str(c->text->doc, c->text->node[i].at);
        if (str_find(form, STR("?")) < form.n)
            return true;
        if (form.n && is_ascii_letter(form.at[0]))
            return false;
    }
    return false;
}

enum fact_modality clause_modality(const struct clauses *c, const uint8_t (*makes)[3],
                                   uint32_t sentence_end, uint32_t predicate)
{
    struct seen seen = {.coming = is_under_way(c, predicate), .possible = is_command(c, predicate)};
    uint32_t node = predicate;
    bool shares = true; // are the words around the clause above also about the predicate?
    for (uint32_t depth = 0; depth < DEPTH_MOST; depth++) {
        if (shares)
            look_at_children(c, node, &seen);
        uint32_t head = c->text->node[node].head;
        if (head >= c->text->n_nodes)
            break;
        enum relation relation = clause_relation(c, node);
        shares = true;
        if (relation == REL_CONJ) {
            shares = clause_child(c, node, REL_SUBJECT) == NODE_ROOT;
        } else if (relation == REL_XCOMP || relation == REL_CCOMP) {
            look_at_selector(c, makes, head, &seen);
        } else if ((relation == REL_OBJECT || relation == REL_OBLIQUE || relation == REL_NMOD) &&
                   node == predicate && clause_part(c, node) == PART_NOUN) {
            look_at_selector(c, makes, head, &seen);
            break;
        } else if (relation == REL_ADVCL || relation == REL_ACL) {
            if (has_infinitive(c, node)) {
                seen.possible = true;
                look_at_selector(c, makes, head, &seen);
            }
            break;
        } else {
            break;
        }
        node = head;
    }
    if (seen.seeming)
        return FACT_SEEMING;
    if (seen.denied)
        return FACT_DENIED;
    if (seen.possible)
        return FACT_POSSIBLE;
    if (is_asked(c, predicate, sentence_end))
        return FACT_ASKED;
    return seen.coming ? FACT_COMING : FACT_REAL;
}
