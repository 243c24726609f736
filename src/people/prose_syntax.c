/* takes   the heads of the words of a novel, where a model gave them
 * gives   who does what: the subject of a verb, also of one that shares its subject
 *         with another ("rose, crossed the room and said", "calling out"), and to
 *         whom something is said
 * method  the relations of Universal Dependencies, read within a window around the
 *         word, so that a sentence without an end costs no more than any other
 * cost    O(WINDOW) a question */
#include "people/novel.h"

#include <string.h>

enum { WINDOW = 48, STEPS = 6 };

bool syntax_is(const struct novel *n, uint32_t node, const char *relation)
{
    return strcmp(deprel_name(n->text->node[node].deprel), relation) == 0;
}

bool syntax_starts(const struct novel *n, uint32_t node, const char *relation)
{
    return strncmp(deprel_name(n->text->node[node].deprel), relation, strlen(relation)) == 0;
}

void syntax_begin(struct novel *n)
{
    for (uint32_t i = 0; i < n->text->n_nodes && !n->has_heads; i++)
        n->has_heads = n->text->node[i].head != NODE_ROOT;
}

uint32_t syntax_node(const struct novel *n, uint32_t token)
{
    uint32_t node = n->has_heads ? text_node_at(n->text, n->text->token[token].at.start) : n->text->n_nodes;
    return node < n->text->n_nodes && n->text->node[node].at.start < n->text->token[token].at.end ? node : NODE_ROOT;
}

uint32_t syntax_token(const struct novel *n, uint32_t node)
{
    uint32_t low = 0, high = n->text->n_tokens, off = n->text->node[node].at.start;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (n->text->token[middle].at.end <= off)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

uint32_t syntax_child(const struct novel *n, uint32_t node, const char *relation)
{
    uint32_t from = node > WINDOW ? node - WINDOW : 0;
    for (uint32_t k = from; k < n->text->n_nodes && k < node + WINDOW; k++)
        if (n->text->node[k].head == node && syntax_starts(n, k, relation))
            return k;
    return NODE_ROOT;
}

static bool is_relative(const struct novel *n, uint32_t node)
{
    struct str form = doc_str(n->doc, n->text->node[node].at);
    return str_eq_nocase(form, STR("who")) || str_eq_nocase(form, STR("which")) || str_eq_nocase(form, STR("that"));
}

uint32_t syntax_subject(const struct novel *n, uint32_t verb)
{
    for (int step = 0; step < STEPS && verb != NODE_ROOT; step++) {
        uint32_t subject = syntax_child(n, verb, "nsubj"), head = n->text->node[verb].head;
        if (subject != NODE_ROOT && !is_relative(n, subject))
            return subject;
        /* "heard Willoughby say", "begged her to speak" */
        uint32_t object = syntax_is(n, verb, "xcomp") ? syntax_child(n, head, "obj") : NODE_ROOT;
        if (object != NODE_ROOT && object > head && object < verb)
            return object;
        if (syntax_is(n, verb, "acl:relcl") || syntax_is(n, verb, "acl"))
            return head;
        if (subject != NODE_ROOT || !(syntax_starts(n, verb, "conj") || syntax_starts(n, verb, "advcl") ||
                                      syntax_starts(n, verb, "xcomp") || syntax_starts(n, verb, "parataxis")))
            return NODE_ROOT;
        verb = head;
    }
    return NODE_ROOT;
}

/* The node that the words of a name hang on. */
uint32_t syntax_top(const struct novel *n, uint32_t node)
{
    for (int step = 0; step < STEPS; step++) {
        uint32_t head = n->text->node[node].head;
        if (head == NODE_ROOT || !(syntax_is(n, node, "flat") || syntax_is(n, node, "compound")))
            break;
        node = head;
    }
    return node;
}
