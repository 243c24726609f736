/*
 * takes   text with its sentences; the model
 * gives   part-of-speech tags, features and lemma of every word; heads and relations too
 *         when they are asked for
 * method  see encode.c and parse.c: words go through the layers some hundred at a time,
 *         whole sentences where these are no longer than TREE_MOST
 * cost    about 100,000 products of 16 bits a word, twice that and some with heads; memory
 *         that does not grow with the text but for the lemmas
 */
#include "text/net.h"

#include "base/err.h"
#include "text/tagset.h"

#include <string.h>

/* The best pair of tags that go together. */
static void best_tags(const float *score, const uint64_t *together, uint8_t *upos, uint8_t *xpos)
{
    const float *fine = score + NET_UPOS_PAD;
    uint32_t u = 1, x = 1;
    for (uint32_t k = 2; k < TAGSET_UPOS; k++)
        u = score[k] > score[u] ? k : u;
    for (uint32_t k = 2; k < TAGSET_XPOS; k++)
        x = fine[k] > fine[x] ? k : x;
    if (!(together[u] >> x & 1)) {
        float most = -1e30f;
        for (uint32_t a = 1; a < TAGSET_UPOS; a++)
            for (uint32_t b = 1; b < TAGSET_XPOS; b++)
                if ((together[a] >> b & 1) && score[a] + fine[b] > most) {
                    most = score[a] + fine[b];
                    u = a;
                    x = b;
                }
    }
    *upos = (uint8_t)u;
    *xpos = (uint8_t)x;
}

void tag_chunk(const struct text_net *net, struct chunk *chunk, struct node *node)
{
    enum { OUT = NET_UPOS_PAD + NET_XPOS_PAD };
    const struct dense *dense = &net->dense[NET_TAG];
    net_dense(dense, chunk->x, chunk->n, chunk->y);
    for (uint32_t i = 0; i < chunk->n; i++) {
        float score[OUT];
        for (uint32_t k = 0; k < OUT; k++)
            score[k] = (float)chunk->y[(size_t)i * OUT + k] * dense->scale + net->image->tag_bias[k];
        best_tags(score, net->image->together, &node[i].upos, &node[i].xpos);
    }
}

/* The tags as the layers of the parser see them. */
static void tell_tags(const struct text_net *net, struct chunk *chunk, const struct node *node)
{
    for (uint32_t i = 0; i < chunk->n; i++) {
        const int16_t *more = net->image->tag_in[node[i].xpos];
        int16_t *x = chunk->x + (size_t)i * NET_WIDTH;
        for (uint32_t k = 0; k < NET_WIDTH; k++) {
            int32_t sum = x[k] + more[k];
            sum = sum > NET_MOST ? NET_MOST : sum;
            x[k] = (int16_t)(sum < -NET_MOST ? -NET_MOST : sum);
        }
    }
}

/* Lemmas of words that were seen lately, by form and tag. */
struct lately {
    uint64_t key;
    uint32_t lemma;
    uint16_t feats;
};

enum { N_LATELY = 1 << 13 };

struct walk {
    const struct model *model;
    struct text *text;
    struct arena *scratch;
    struct text_net net;
    struct endings endings;
    bool has_endings, has_heads;
    struct net_cache *cache;
    struct lately *lately;
    struct str *form; // [NET_CHUNK]
    struct chunk chunk;
};

static whose_status give_lemma(struct walk *w, struct str form, struct node *node)
{
    uint64_t key = ((uint64_t)features_hash(form, 3) << 32 | features_hash(form, 77)) +
                   64u * node->upos + node->xpos;
    struct lately *row = &w->lately[(key ^ key >> 32) & (N_LATELY - 1)];
    if (form.n > 64 || row->key != key) {
        struct arena_mark mark = arena_mark(w->scratch);
        char *out = ARENA_NEW_RAW(w->scratch, char, form.n * 3 + 16);
        if (!out)
            return WHOSE_E_NOMEM;
        size_t n = lemma_of(&w->endings, form, node->upos, node->xpos, &row->feats, out);
        row->lemma = map_add(&w->text->lemma, (struct str){out, n});
        row->key = key;
        arena_rewind(w->scratch, mark);
        if (row->lemma == MAP_NONE)
            return WHOSE_E_NOMEM;
    }
    node->lemma = row->lemma;
    node->feats = row->feats;
    return WHOSE_OK;
}

static whose_status flush(struct walk *w, whose_error *err)
{
    struct chunk *chunk = &w->chunk;
    if (!chunk->n)
        return WHOSE_OK;
    struct node *node = w->text->node + chunk->first;
    struct arena_mark mark = arena_mark(w->scratch);
    for (uint32_t i = 0; i < chunk->n; i++) {
        w->form[i] = text_form(w->text, chunk->first + i, w->scratch);
        if (!w->form[i].at)
            return fail_nomem(err);
    }
    net_words(&w->net, w->cache, w->form, chunk->n, chunk->x);
    uint32_t l = 0;
    while (l < NET_TAG_LAYERS)
        net_layer(&w->net, l++, chunk);
    tag_chunk(&w->net, chunk, node);
    if (w->has_endings)
        for (uint32_t i = 0; i < chunk->n; i++)
            if (give_lemma(w, w->form[i], &node[i]) != WHOSE_OK)
                return fail_nomem(err);
    arena_rewind(w->scratch, mark);
    if (w->has_heads) {
        tell_tags(&w->net, chunk, node);
        while (l < NET_LAYERS)
            net_layer(&w->net, l++, chunk);
        parse_chunk(&w->net, chunk, w->text->node);
    }
    chunk->first += chunk->n;
    text_tell(w->text, chunk->first);
    chunk->n = chunk->n_pieces = 0;
    return WHOSE_OK;
}

static whose_status walk(const struct model *model, struct text *text, bool with_heads,
                         struct arena *keep, struct arena *scratch, whose_error *err)
{
    struct walk w = {.model = model, .text = text, .scratch = scratch, .has_heads = with_heads};
    if (!text->n_nodes || !net_open(model, &w.net))
        return WHOSE_OK;
    w.has_endings = endings_open(model, &w.endings);
    if (!text->lemma.arena)
        map_init(&text->lemma, keep);
    struct arena_mark mark = arena_mark(scratch);
    struct chunk *chunk = &w.chunk;
    w.cache = net_cache_new(text->n_nodes, scratch);
    w.lately = ARENA_NEW(scratch, struct lately, N_LATELY);
    w.form = ARENA_NEW_RAW(scratch, struct str, NET_CHUNK);
    chunk->x = ARENA_NEW_RAW(scratch, int16_t, NET_CHUNK * NET_WIDTH);
    chunk->other = ARENA_NEW_RAW(scratch, int16_t, NET_CHUNK * NET_WIDTH);
    chunk->y = ARENA_NEW_RAW(scratch, int32_t, NET_CHUNK * NET_GATED);
    chunk->work = with_heads ? arena_alloc_raw(scratch, 1, parse_work_bytes(), alignof(max_align_t))
                             : NULL;
    if (!w.cache || !w.lately || !w.form || !chunk->x || !chunk->other || !chunk->y ||
        (with_heads && !chunk->work))
        return fail_nomem(err);
    chunk->root = NODE_ROOT;
    for (uint32_t s = 0; s < text->n_sentences; s++) {
        const struct sentence *sentence = &text->sentence[s];
        for (uint32_t done = 0; done < sentence->n;) {
            uint32_t n = sentence->n - done < TREE_MOST ? sentence->n - done : TREE_MOST;
            if (chunk->n + n > NET_CHUNK)
                TRY(flush(&w, err));
            if (!chunk->n)
                chunk->first = sentence->first + done;
            chunk->piece[chunk->n_pieces].first = chunk->n;
            chunk->piece[chunk->n_pieces].n = n;
            chunk->piece[chunk->n_pieces++].goes_on = done > 0;
            chunk->n += n;
            done += n;
        }
    }
    TRY(flush(&w, err));
    arena_rewind(scratch, mark);
    return WHOSE_OK;
}

whose_status tag_sentences(const struct model *model, struct text *text, struct arena *keep,
                           struct arena *scratch, whose_error *err)
{
    return walk(model, text, false, keep, scratch, err);
}

/* Tags too, since the layers that find heads stand on those that find tags. */
whose_status parse_sentences(const struct model *model, struct text *text, struct arena *keep,
                             struct arena *scratch, whose_error *err)
{
    return walk(model, text, true, keep, scratch, err);
}
