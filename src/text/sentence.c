/* takes   the blocks of a doc
 * gives   text.node and text.sentence
 * method  each paragraph is walked piece by piece (token.c) and parted where boundary.c,
 *         with the weights of the model part "sentences", says so.  Holes are taken
 *         out first, so that "un*likely*" is one word, and put back into the spans.
 *         The blocks of a paragraph, narration and speech, are one stretch: a
 *         sentence may begin in what is said and end in who says it
 * cost    O(text); 24 bytes a word, and a copy of a paragraph that has holes */
#include "base/err.h"
#include "text/internal.h"

#include <string.h>

struct split {
    struct text *text;
    struct arena *keep;
    const int16_t *weight; // [BOUNDARY_SLOTS], or NULL
    VEC(struct node) node;
    VEC(struct sentence) sentence;
    struct str clean;      // the paragraph without its holes
    uint32_t start;        // of the paragraph in the text
    uint32_t first_hole, n_holes; // in it
    uint32_t hole, shift;  // holes passed, and how many bytes they were
};

/* The place in the text of a byte of the clean paragraph; calls come in order. */
static uint32_t place_of(struct split *s, uint32_t off)
{
    const struct doc *doc = s->text->doc;
    while (s->hole < s->n_holes) {
        struct span hole = doc->hole.at[s->first_hole + s->hole];
        uint32_t start = hole.start > s->start ? hole.start : s->start;
        if (start > s->start + off + s->shift)
            break;
        s->shift += hole.end - start;
        s->hole++;
    }
    return s->start + off + s->shift;
}

static struct span span_of(struct split *s, uint32_t start, uint32_t end)
{
    uint32_t from = place_of(s, start);
    return (struct span){from, place_of(s, end - 1) + 1};
}

static bool push_node(struct split *s, uint32_t start, uint32_t end, uint8_t flags)
{
    struct node *node = VEC_PUSH(&s->node, s->keep);
    if (!node)
        return false;
    node->at = s->n_holes ? span_of(s, start, end) : (struct span){s->start + start, s->start + end};
    node->head = NODE_ROOT;
    node->lemma = MAP_NONE;
    node->flags = flags;
    if (node->at.end - node->at.start != end - start)
        node->flags |= NODE_BROKEN;
    return true;
}

static bool push_piece(struct split *s, const struct piece *piece)
{
    uint32_t start = piece->at.start;
    uint8_t first = piece->n_cuts ? NODE_MULTI : 0;
    for (uint32_t c = 0; c < piece->n_cuts; c++) {
        if (!push_node(s, start, piece->cut[c], c ? NODE_INNER : first))
            return false;
        start = piece->cut[c];
    }
    uint8_t flags = (uint8_t)((piece->n_cuts ? NODE_INNER : 0) | (piece->space_after ? NODE_SPACE : 0));
    return push_node(s, start, piece->at.end, flags);
}

static bool ends_here(const struct split *s, const struct boundary *b)
{
    int may = boundary_may(b);
    if (may < 2)
        return may == 1;
    if (!s->weight)
        return boundary_rule(b);
    uint32_t slot[BOUNDARY_FEATURES], n = boundary_features(b, slot);
    int32_t score = 0;
    for (uint32_t i = 0; i < n; i++)
        score += s->weight[slot[i]];
    return score > 0;
}

static bool split_paragraph(struct split *s, uint32_t block)
{
    struct boundary b;
    struct piece piece;
    bool ended = true;
    uint32_t first = s->node.n;
    boundary_begin(&b, s->clean);
    while (boundary_next(&b, ended, &piece)) {
        if (!push_piece(s, &piece))
            return false;
        ended = ends_here(s, &b);
        if (!ended)
            continue;
        struct sentence *sentence = VEC_PUSH(&s->sentence, s->keep);
        if (!sentence)
            return false;
        *sentence = (struct sentence){first, s->node.n - first, block};
        first = s->node.n;
    }
    return true;
}

/* Copy the stretch without its holes; one that has none is its own copy. */
static bool clean_stretch(struct split *s, struct span at, struct arena *scratch)
{
    const struct doc *doc = s->text->doc;
    s->clean = doc_str(doc, at);
    s->start = at.start;
    s->first_hole = doc_hole_after(doc, at.start);
    s->n_holes = s->hole = s->shift = 0;
    while (s->first_hole + s->n_holes < doc->hole.n &&
           doc->hole.at[s->first_hole + s->n_holes].start < at.end)
        s->n_holes++;
    if (s->n_holes == 0)
        return true;
    char *copy = ARENA_NEW_RAW(scratch, char, at.end - at.start);
    size_t n = 0;
    uint32_t from = at.start;
    if (!copy)
        return false;
    for (uint32_t h = 0; h < s->n_holes; h++) {
        struct span hole = doc->hole.at[s->first_hole + h];
        if (hole.start > from) {
            memcpy(copy + n, doc->text.at + from, hole.start - from);
            n += hole.start - from;
        }
        from = hole.end;
    }
    if (from < at.end) {
        memcpy(copy + n, doc->text.at + from, at.end - from);
        n += at.end - from;
    }
    s->clean = (struct str){copy, n};
    return true;
}

whose_status text_sentences(const struct model *model, struct text *text, struct arena *keep,
                            struct arena *scratch, whose_error *err)
{
    size_t n_bytes = 0;
    struct split s = {.text = text, .keep = keep};
    s.weight = model_section(model, "sentences", &n_bytes);
    if (s.weight && n_bytes != BOUNDARY_SLOTS * sizeof *s.weight)
        return fail(err, WHOSE_E_INPUT, 0, "the model's part \"sentences\" has another size than "
                                           "this version of whose reads: train it again");
    const struct doc *doc = text->doc;
    for (uint32_t b = 0, next; b < doc->block.n; b = next) {
        struct span at = doc->block.at[b].at;
        for (next = b + 1; next < doc->block.n && doc->block.at[next].goes_on; next++)
            at.end = doc->block.at[next].at.end;
        if (doc->block.at[b].kind == BLOCK_OTHER)
            continue;
        struct arena_mark mark = arena_mark(scratch);
        if (!clean_stretch(&s, at, scratch) || !split_paragraph(&s, b))
            return fail_nomem(err);
        arena_rewind(scratch, mark);
    }
    text->node = s.node.at;
    text->n_nodes = s.node.n;
    text->sentence = s.sentence.at;
    text->n_sentences = s.sentence.n;
    map_init(&text->lemma, keep);
    return WHOSE_OK;
}

uint32_t text_node_at(const struct text *text, uint32_t off)
{
    uint32_t low = 0, high = text->n_nodes;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (text->node[middle].at.end <= off)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

struct str text_form(const struct text *text, uint32_t node, struct arena *scratch)
{
    const struct doc *doc = text->doc;
    const struct node *n = &text->node[node];
    struct str form = doc_str(doc, n->at);
    if (!(n->flags & NODE_BROKEN))
        return form;
    char *copy = ARENA_NEW_RAW(scratch, char, form.n);
    if (!copy)
        return (struct str){NULL, 0};
    size_t used = 0;
    uint32_t hole = doc_hole_after(doc, n->at.start);
    for (uint32_t i = n->at.start; i < n->at.end;) {
        if (hole < doc->hole.n && doc->hole.at[hole].start <= i) {
            i = doc->hole.at[hole++].end;
            continue;
        }
        copy[used++] = doc->text.at[i++];
    }
    return (struct str){copy, used};
}

struct span text_passage_at(const struct text *text, uint32_t off)
{
    uint32_t lo = 0, hi = text->n_sentences;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (text->node[text->sentence[mid].first].at.start <= off)
            lo = mid + 1;
        else
            hi = mid;
    }
    if (lo) {
        const struct sentence *sentence = &text->sentence[lo - 1];
        struct span at = {text->node[sentence->first].at.start,
                          text->node[sentence->first + sentence->n - 1].at.end};
        if (at.end > off)
            return at;
    }
    uint32_t block = doc_block_at(text->doc, off);
    return block == DOC_NONE ? (struct span){0, 0} : text->doc->block.at[block].at;
}
