/*
 * takes   tagged words with their heads
 * gives   which rows of the network's tables each word has; the spans that may belong to a head
 * method  a span begins where a child of its head does, or in the run of words before it that may
 *         stand in a noun phrase; it ends where a child or a name does, before one of the next marks,
 *         or where the phrase above ends: parsers attach relative clauses badly.  Of LitBank's spans
 *         these are 98 %
 * cost    linear in the words; of a piece, words times its depth
 */
#include "text/entity_net.h"

#include <string.h>

enum { MOST_EDGES = 12, RUN = 8, NAME_RUN = 6, MARKS = 3, UP = 2 };

uint32_t entity_hash(struct str lemma)
{
    char key[FEATURE_KEY];
    uint32_t n = features_key(lemma, key), hash = features_hash((struct str){key, n}, 41);
    return hash ? hash : 1;
}

uint8_t entity_small(struct str lemma, uint32_t hash)
{
    if (str_eq_nocase(lemma, STR("not")) || str_eq_nocase(lemma, STR("never")))
        return ENTITY_NOT;
    return (uint8_t)(1 + (hash >> 8) % (ENTITY_SMALL - 3));
}

static uint64_t tag_set(const char *const *name)
{
    uint64_t set = 0;
    for (; *name; name++)
        set |= (uint64_t)1 << xpos_find(str_c(*name));
    return set;
}

static uint64_t relation_set(const char *const *name)
{
    uint64_t set = 0;
    for (; *name; name++)
        set |= (uint64_t)1 << deprel_find(str_c(*name));
    return set;
}

#define TAGS(...) tag_set((const char *const[]){__VA_ARGS__, NULL})
#define RELATIONS(...) relation_set((const char *const[]){__VA_ARGS__, NULL})

void entity_tags_init(struct entity_tags *is)
{
    *is = (struct entity_tags){
        .run = TAGS("DT", "JJ", "JJR", "JJS", "NN", "NNS", "NNP", "NNPS", "PRP$", "POS", "CD", "VBN", "VBG", "HYPH",
                    "PDT", "AFX", "``", "''", "RB", "FW"),
        .name = TAGS("NNP", "NNPS", "CD", "POS", "''"),
        .stop = TAGS(",", ".", ":", "''", "-RRB-"),
        .alone = TAGS("PRP", "PRP$"),
        .open = TAGS("``"),
        .close = TAGS("''"),
        .determiner = RELATIONS("det", "det:predet", "nmod:poss", "nummod"),
        .possessor = RELATIONS("nmod:poss"),
        .case_mark = RELATIONS("case"),
        .auxiliary = RELATIONS("aux", "aux:pass"),
        .mark = RELATIONS("mark", "cc"),
        .outside = RELATIONS("case", "mark", "cc", "punct", "nsubj", "nsubj:pass", "nsubj:outer", "cop", "advcl", "aux"),
        .punct = RELATIONS("punct"),
        .subject = RELATIONS("nsubj", "nsubj:pass"),
        .object = RELATIONS("obj"),
        .copula = RELATIONS("cop"),
        .apposition = RELATIONS("appos"),
        .relative = RELATIONS("acl:relcl"),
        .adverb = RELATIONS("advmod"),
    };
}

static bool is_in(uint64_t set, uint8_t number)
{
    return set >> number & 1;
}

static void find_extents(struct entity_piece *p)
{
    for (uint32_t i = 0; i < p->n; i++) {
        uint32_t head = p->node[p->first + i].head;
        p->head[i] = head >= p->first && head - p->first < p->n ? (uint16_t)(head - p->first) : ENTITY_NONE;
        p->low[i] = p->high[i] = (uint16_t)i;
    }
    for (uint32_t i = 0; i < p->n; i++) {
        uint32_t at = p->head[i];
        for (uint32_t steps = 0; at != ENTITY_NONE && steps < p->n; steps++) {
            if (p->low[at] > i)
                p->low[at] = (uint16_t)i;
            if (p->high[at] < i)
                p->high[at] = (uint16_t)i;
            at = p->head[at];
        }
    }
}

static uint32_t distance(uint32_t from, uint32_t to)
{
    uint32_t d = from > to ? from - to : to - from;
    uint32_t step = d < 5 ? d - 1 : d < 8 ? 4 : d < 14 ? 5 : 6;
    return 1 + step + (from > to ? 7 : 0);
}

static const struct entity_lemma *lemma_of_node(const struct entity_lemma *lemma, const struct node *node)
{
    static const struct entity_lemma none = {0};
    return node->lemma == MAP_NONE ? &none : &lemma[node->lemma];
}

void entity_piece(struct entity_piece *p, const struct entity_lemma *lemma, bool *is_quoted)
{
    const struct entity_tags *is = p->is;
    const struct node *node = p->node;
    uint32_t first = p->first, n = p->n;
    uint8_t children[TREE_MOST] = {0}, little[TREE_MOST][4]; // determiner, case, auxiliary, mark
    memset(little, 0, sizeof little);
    find_extents(p);
    for (uint32_t i = 0; i < n; i++) {
        const struct node *w = &node[first + i];
        if (p->head[i] == ENTITY_NONE)
            continue;
        uint32_t h = p->head[i];
        uint8_t small = lemma_of_node(lemma, w)->small;
        if (is_in(is->determiner, w->deprel) && !little[h][0])
            little[h][0] = is_in(is->possessor, w->deprel) && !is_in(is->alone, w->xpos) ? ENTITY_OTHER : small;
        else if (is_in(is->case_mark, w->deprel) && !little[h][1])
            little[h][1] = small;
        else if (is_in(is->auxiliary, w->deprel) && !little[h][2])
            little[h][2] = small;
        else if (is_in(is->mark, w->deprel) && !little[h][3])
            little[h][3] = small;
        children[h] |= (uint8_t)(is_in(is->subject, w->deprel) << 0 | is_in(is->object, w->deprel) << 1 |
                                 is_in(is->copula, w->deprel) << 2 | is_in(is->apposition, w->deprel) << 3 |
                                 is_in(is->relative, w->deprel) << 4 |
                                 (is_in(is->adverb, w->deprel) && small == ENTITY_NOT) << 5 |
                                 is_in(is->possessor, w->deprel) << 6 | (h < i) << 7);
    }
    for (uint32_t i = 0; i < n; i++) {
        const struct node *w = &node[first + i];
        const struct entity_lemma *own = lemma_of_node(lemma, w);
        uint32_t h = p->head[i];
        bool has = h != ENTITY_NONE;
        const struct node *head = has ? &node[first + h] : NULL;
        if (is_in(is->open, w->xpos))
            *is_quoted = true;
        else if (is_in(is->close, w->xpos))
            *is_quoted = false;
        uint32_t row[ENTITY_ROWS] = {
            ROW_TAG + w->xpos,
            ROW_RELATION + w->deprel,
            ROW_HEAD_TAG + (has ? head->xpos : TAGSET_XPOS),
            ROW_HEAD_RELATION + (has ? head->deprel : TAGSET_DEPREL),
            ROW_DISTANCE + (has ? distance(i, h) : 0),
            ROW_CLASS + own->noun,
            ROW_OTHER_CLASS + own->other,
            ROW_HEAD_CLASS + (has ? lemma_of_node(lemma, head)->noun : 0u),
            ROW_DETERMINER + little[i][0],
            ROW_CASE + little[i][1],
            ROW_AUXILIARY + little[i][2],
            ROW_MARK + little[i][3],
            ROW_HEAD_AUXILIARY + (has ? little[h][2] : 0u),
            ROW_HEAD_MARK + (has ? little[h][3] : 0u),
            ROW_CHILDREN + children[i],
            ROW_QUOTED + (uint32_t)*is_quoted,
        };
        for (uint32_t k = 0; k < ENTITY_ROWS; k++)
            p->row[i][k] = (uint16_t)row[k];
    }
}

/* ---- spans ---- */

struct edges {
    uint16_t at[MOST_EDGES];
    uint32_t n;
};

static void add_edge(struct edges *edges, uint32_t at)
{
    for (uint32_t i = 0; i < edges->n; i++)
        if (edges->at[i] == at)
            return;
    if (edges->n < MOST_EDGES)
        edges->at[edges->n++] = (uint16_t)at;
}

static const struct node *word(const struct entity_piece *p, uint32_t i)
{
    return &p->node[p->first + i];
}

static void find_lefts(const struct entity_piece *p, uint32_t head, struct edges *out)
{
    const struct entity_tags *is = p->is;
    add_edge(out, head);
    uint32_t at = head;
    for (uint32_t i = head; i-- > p->low[head];) { // children from the nearest outwards
        if (p->head[i] != head)
            continue;
        if (p->high[i] + 1u != at || is_in(is->outside, word(p, i)->deprel))
            break;
        at = p->low[i];
        add_edge(out, at);
    }
    for (uint32_t k = 1; k <= RUN && k <= head && is_in(is->run, word(p, head - k)->xpos); k++)
        add_edge(out, head - k);
}

static void find_rights(const struct entity_piece *p, uint32_t head, struct edges *out)
{
    const struct entity_tags *is = p->is;
    add_edge(out, head);
    uint32_t at = head;
    for (uint32_t i = head + 1; i <= p->high[head]; i++) {
        if (p->head[i] != head)
            continue;
        if (p->low[i] > at + 1 && !(p->low[i] == at + 2 && is_in(is->punct, word(p, at + 1)->deprel)))
            break;
        at = p->high[i];
        if (!is_in(is->punct, word(p, i)->deprel))
            add_edge(out, at);
    }
    for (uint32_t k = 1; k <= NAME_RUN && head + k < p->n && is_in(is->name, word(p, head + k)->xpos); k++)
        add_edge(out, head + k);
    uint32_t marks = 0;
    for (uint32_t i = head + 1; i < p->n && marks < MARKS; i++)
        if (is_in(is->stop, word(p, i)->xpos)) {
            add_edge(out, i - 1);
            marks++;
        }
    at = p->head[head];
    for (uint32_t k = 0; k < UP && at != ENTITY_NONE; k++, at = p->head[at]) {
        uint32_t high = p->high[at];
        if (high > head)
            add_edge(out, high - is_in(is->punct, word(p, high)->deprel));
    }
}

static uint32_t length_row(uint32_t n)
{
    return n <= 8 ? n - 1 : n < 11 ? 8 : n < 15 ? 9 : n < 20 ? 10 : n < 30 ? 11 : 12;
}

static void describe(const struct entity_piece *p, uint32_t head, uint32_t from, uint32_t to,
                     struct entity_span *out)
{
    uint8_t last = 0, next = 0, first = 0, before = 0;
    uint32_t strangers = 0;
    for (uint32_t i = p->low[head]; i <= p->high[head]; i++) {
        if (p->head[i] != head)
            continue;
        uint8_t deprel = word(p, i)->deprel;
        if (i < from)
            before = deprel;
        else if (i < head)
            first = first ? first : deprel;
        else if (i <= to)
            last = deprel;
        else
            next = next ? next : deprel;
    }
    for (uint32_t i = from; i <= to && strangers < 3; i++)
        strangers += i != head && (p->head[i] == ENTITY_NONE || p->head[i] < from || p->head[i] > to);
    uint32_t row[SPAN_ROWS] = {
        SPAN_LAST_CHILD + last,
        SPAN_NEXT_CHILD + next,
        SPAN_FIRST_CHILD + first,
        SPAN_CHILD_BEFORE + before,
        SPAN_TAG_BEFORE + (from ? word(p, from - 1)->xpos : 0u),
        SPAN_TAG_FIRST + word(p, from)->xpos,
        SPAN_TAG_LAST + word(p, to)->xpos,
        SPAN_TAG_BEHIND + (to + 1 < p->n ? word(p, to + 1)->xpos : 0u),
        SPAN_LENGTH + length_row(to - from + 1),
        SPAN_SHAPE + 4 * strangers + 2u * (from == p->low[head]) + (to == p->high[head]),
    };
    out->from = (uint16_t)from;
    out->to = (uint16_t)to;
    for (uint32_t k = 0; k < SPAN_ROWS; k++)
        out->row[k] = (uint16_t)row[k];
}

uint32_t entity_spans(const struct entity_piece *p, uint32_t head, struct entity_span *out)
{
    struct edges left = {.n = 0}, right = {.n = 0};
    if (is_in(p->is->alone, word(p, head)->xpos)) {
        add_edge(&left, head);
        add_edge(&right, head);
    } else {
        find_lefts(p, head, &left);
        find_rights(p, head, &right);
    }
    uint32_t n = 0;
    for (uint32_t a = 0; a < left.n; a++)
        for (uint32_t b = 0; b < right.n && n < ENTITY_MOST_SPANS; b++)
            describe(p, head, left.at[a], right.at[b], &out[n++]);
    return n;
}
