/*
 * takes   text with its sentences; the model
 * gives   part-of-speech tags, features and lemma of every word; heads and relations too
 *         when they are asked for
 * method  see encode.c and parse.c: words go through the layers some hundred at a time,
 *         whole sentences where these are no longer than TREE_MOST; threads share the text
 * cost    about 100,000 products of 16 bits a word, twice that and some with heads; memory
 *         that does not grow with the text but for the lemmas
 */
#include "text/net.h"

#include "base/err.h"
#include "base/pool.h"
#include "text/stretch.h"
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

/* What all workers share. */
struct walk {
    struct text *text;
    struct text_net net;
    bool has_heads;
    struct stretches stretches;
    struct worker *worker; // [stretches.n_workers]
};

/* What one of them writes to. */
struct worker {
    struct arena arena, *scratch; // the first worker's is the caller's
    struct net_cache *cache;
    struct str *form; // [NET_CHUNK]
    struct chunk chunk;
    bool has_failed; // no memory
};

static bool flush(struct walk *w, struct worker *worker)
{
    struct chunk *chunk = &worker->chunk;
    struct node *node = w->text->node + chunk->first;
    struct arena_mark mark = arena_mark(worker->scratch);
    for (uint32_t i = 0; i < chunk->n; i++) {
        worker->form[i] = text_form(w->text, chunk->first + i, worker->scratch);
        if (!worker->form[i].at)
            return false;
    }
    net_words(&w->net, worker->cache, worker->form, chunk->n, chunk->x);
    arena_rewind(worker->scratch, mark);
    uint32_t l = 0;
    while (l < NET_TAG_LAYERS)
        net_layer(&w->net, l++, chunk);
    tag_chunk(&w->net, chunk, node);
    if (w->has_heads) {
        tell_tags(&w->net, chunk, node);
        while (l < NET_LAYERS)
            net_layer(&w->net, l++, chunk);
        parse_chunk(&w->net, chunk, w->text->node);
    }
    chunk->first += chunk->n;
    if (worker == w->worker)
        text_tell(w->text, chunk->first);
    chunk->n = chunk->n_pieces = 0;
    return true;
}

static bool worker_new(const struct walk *w, struct worker *worker)
{
    struct arena *a = worker->scratch;
    struct chunk *chunk = &worker->chunk;
    worker->cache = net_cache_new(w->text->n_nodes, a);
    worker->form = ARENA_NEW_RAW(a, struct str, NET_CHUNK);
    chunk->x = ARENA_NEW_RAW(a, int16_t, NET_CHUNK * NET_WIDTH);
    chunk->other = ARENA_NEW_RAW(a, int16_t, NET_CHUNK * NET_WIDTH);
    chunk->y = ARENA_NEW_RAW(a, int32_t, NET_CHUNK * NET_GATED);
    if (w->has_heads)
        chunk->work = arena_alloc_raw(a, 1, parse_work_bytes(), alignof(max_align_t));
    return worker->cache && worker->form && chunk->x && chunk->other && chunk->y &&
           (chunk->work || !w->has_heads);
}

static void read_stretch(void *of, uint32_t at_worker, uint32_t i)
{
    struct walk *w = of;
    struct worker *worker = &w->worker[at_worker];
    struct chunk *chunk = &worker->chunk;
    if (worker->has_failed || (!worker->cache && !worker_new(w, worker))) {
        worker->has_failed = true;
        return;
    }
    chunk->root = NODE_ROOT;
    for (uint32_t s = w->stretches.at[i].first; s < w->stretches.at[i].end; s++) {
        const struct sentence *sentence = &w->text->sentence[s];
        for (uint32_t done = 0; done < sentence->n;) {
            uint32_t n = sentence->n - done < TREE_MOST ? sentence->n - done : TREE_MOST;
            if (chunk->n + n > NET_CHUNK && !flush(w, worker)) {
                worker->has_failed = true;
                return;
            }
            if (!chunk->n)
                chunk->first = sentence->first + done;
            chunk->piece[chunk->n_pieces].first = chunk->n;
            chunk->piece[chunk->n_pieces].n = n;
            chunk->piece[chunk->n_pieces++].goes_on = done > 0;
            chunk->n += n;
            done += n;
        }
    }
    worker->has_failed = chunk->n && !flush(w, worker);
}

static bool give_lemma(struct text *text, const struct endings *endings, struct lately *lately,
                       struct node *node, struct arena *scratch)
{
    struct str form = text_form(text, (uint32_t)(node - text->node), scratch);
    if (!form.at)
        return false;
    uint64_t key = ((uint64_t)features_hash(form, 3) << 32 | features_hash(form, 77)) +
                   64u * node->upos + node->xpos;
    struct lately *row = &lately[(key ^ key >> 32) & (N_LATELY - 1)];
    if (form.n > 64 || row->key != key) {
        char *out = ARENA_NEW_RAW(scratch, char, form.n * 3 + 16);
        if (!out)
            return false;
        size_t n = lemma_of(endings, form, node->upos, node->xpos, &row->feats, out);
        row->lemma = map_add(&text->lemma, (struct str){out, n});
        row->key = key;
        if (row->lemma == MAP_NONE)
            return false;
    }
    node->lemma = row->lemma;
    node->feats = row->feats;
    return true;
}

/* In the order of the text, since their numbers are. */
static whose_status give_lemmas(const struct model *model, struct text *text, struct arena *keep,
                                struct arena *scratch, whose_error *err)
{
    struct endings endings;
    if (!text->lemma.arena)
        map_init(&text->lemma, keep);
    if (!endings_open(model, &endings))
        return WHOSE_OK;
    struct lately *lately = ARENA_NEW(scratch, struct lately, N_LATELY);
    if (!lately)
        return fail_nomem(err);
    for (uint32_t i = 0; i < text->n_nodes; i++) {
        struct arena_mark mark = arena_mark(scratch);
        if (!give_lemma(text, &endings, lately, &text->node[i], scratch))
            return fail_nomem(err);
        arena_rewind(scratch, mark);
    }
    return WHOSE_OK;
}

static whose_status walk(const struct model *model, struct text *text, bool with_heads,
                         struct arena *keep, struct arena *scratch, whose_error *err)
{
    struct walk w = {.text = text, .has_heads = with_heads};
    if (!text->n_nodes || !net_open(model, &w.net))
        return WHOSE_OK;
    struct arena_mark mark = arena_mark(scratch);
    if (!stretches_cut(text, scratch, &w.stretches))
        return fail_nomem(err);
    uint32_t n_workers = w.stretches.n_workers;
    w.worker = ARENA_NEW(scratch, struct worker, n_workers);
    if (!w.worker)
        return fail_nomem(err);
    for (uint32_t i = 0; i < n_workers; i++) {
        arena_init(&w.worker[i].arena, NULL);
        w.worker[i].scratch = i ? &w.worker[i].arena : scratch;
    }
    pool_run(n_workers, w.stretches.n, read_stretch, &w);
    bool has_failed = false;
    for (uint32_t i = 0; i < n_workers; i++) {
        has_failed = has_failed || w.worker[i].has_failed;
        arena_free(&w.worker[i].arena);
    }
    arena_rewind(scratch, mark);
    if (has_failed)
        return fail_nomem(err);
    TRY(give_lemmas(model, text, keep, scratch, err));
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
