/*
 * takes   a text whose words have tags and heads; the model
 * gives   its entities and its events
 * method  the words, each with that which it depends on, go through a layer and two of simple
 *         recurrent units, some hundred at a time; entity.c reads the entities off them, and a
 *         word is an event where its output says so
 * cost    about 170,000 products of 16 bits a word
 */
#include "text/entity_net.h"

#include "base/err.h"
#include "base/pool.h"
#include "base/vec.h"
#include "text/stretch.h"

#include <string.h>

const struct entity_slot *entity_slot(const struct entity_slot *slot, uint32_t n_slots, uint32_t hash)
{
    uint32_t at = hash & (n_slots - 1);
    while (slot[at].hash && slot[at].hash != hash)
        at = (at + 1) & (n_slots - 1);
    return &slot[at];
}

static bool open_words(struct str bytes, struct entity_net *out)
{
    struct entity_words_image head;
    if (bytes.n < sizeof head)
        return false;
    memcpy(&head, bytes.at, sizeof head);
    if (head.mark != ENTITY_WORDS_MARK || head.n_slots == 0 || head.n_slots > 1u << 20 ||
        (head.n_slots & (head.n_slots - 1)) || head.n_rows == 0 || head.n_rows > UINT16_MAX ||
        head.step > ENTITY_ROW_MOST)
        return false;
    size_t n_slots = head.n_slots * sizeof(struct entity_slot);
    if (bytes.n != sizeof head + n_slots + (size_t)head.n_rows * NET_WIDTH)
        return false;
    out->slot = (const void *)(bytes.at + sizeof head);
    out->value = (const void *)(bytes.at + sizeof head + n_slots);
    out->n_slots = head.n_slots;
    out->step = (int32_t)head.step;
    uint32_t empty = 0;
    for (uint32_t i = 0; i < head.n_slots; i++) {
        const struct entity_slot *slot = &out->slot[i];
        empty += slot->hash == 0;
        if (slot->row >= head.n_rows || slot->noun >= ENTITY_CLASSES || slot->other >= ENTITY_CLASSES)
            return false;
    }
    return empty > 0; // or a search might not end
}

bool entity_open(const struct model *model, struct entity_net *out)
{
    size_t n = 0, n_words = 0;
    const struct entity_image *image = model_section(model, "entity.net", &n);
    const char *words = model_section(model, "entity.words", &n_words);
    if (!image || !words || n != sizeof *image || image->mark != ENTITY_MARK ||
        !open_words((struct str){words, n_words}, out))
        return false;
    out->image = image;
    out->in = (struct dense){image->in, ENTITY_IN, NET_WIDTH, image->scale[0]};
    for (uint32_t l = 0; l < ENTITY_LAYERS; l++)
        out->layer[l] = (struct dense){image->layer[l].weight, NET_WIDTH, NET_GATED, image->scale[1 + l]};
    out->out = (struct dense){image->out, NET_WIDTH, ENTITY_OUT, image->scale[1 + ENTITY_LAYERS]};
    return true;
}

/* What was found in a stretch. */
struct found {
    VEC(struct entity) entity;
    VEC(uint32_t) event;
};

/* What all workers share. */
struct walk {
    struct text *text;
    struct text_net words;
    struct entity_net net;
    struct entity_lemma *lemma;  // [text->lemma.n]
    struct entity_tags tags;
    struct stretches stretches;
    struct found *found;         // [stretches.n], each in the memory of who found it
    struct worker *worker;       // [stretches.n_workers]
};

/* What one of them writes to. */
struct worker {
    struct arena keep, arena, *scratch; // the first worker's is the caller's
    struct net_cache *cache;
    bool is_quoted;
    struct str *form;            // [NET_CHUNK]
    uint16_t *edge;              // [3][NET_CHUNK]: heads and extents
    uint16_t (*row)[ENTITY_ROWS]; // [NET_CHUNK]
    struct entity_piece *piece;  // [NET_CHUNK]
    uint32_t n, n_pieces;
    int16_t *word, *pair, *x, *other; // [NET_CHUNK][NET_WIDTH], pair [ENTITY_IN]
    int32_t *y;                  // [NET_CHUNK][NET_GATED]
    struct entity *decoded;      // [TREE_MOST]
    bool has_failed;             // no memory
};

static bool walk_new(struct walk *w, struct arena *scratch)
{
    const struct map *lemma = &w->text->lemma;
    w->lemma = ARENA_NEW_RAW(scratch, struct entity_lemma, lemma->n + 1u);
    if (!w->lemma || !stretches_cut(w->text, scratch, &w->stretches))
        return false;
    w->found = ARENA_NEW(scratch, struct found, w->stretches.n);
    w->worker = ARENA_NEW(scratch, struct worker, w->stretches.n_workers);
    if (!w->found || !w->worker)
        return false;
    for (uint32_t i = 0; i < lemma->n; i++) {
        uint32_t hash = entity_hash(lemma->key[i]);
        const struct entity_slot *slot = entity_slot(w->net.slot, w->net.n_slots, hash);
        w->lemma[i] = (struct entity_lemma){slot->row, slot->noun, slot->other,
                                            entity_small(lemma->key[i], hash)};
    }
    entity_tags_init(&w->tags);
    return true;
}

static bool worker_new(const struct walk *walk, struct worker *w)
{
    struct arena *a = w->scratch;
    w->cache = net_cache_new(walk->text->n_nodes, a);
    w->form = ARENA_NEW_RAW(a, struct str, NET_CHUNK);
    w->edge = ARENA_NEW_RAW(a, uint16_t, 3 * NET_CHUNK);
    w->row = arena_alloc_raw(a, NET_CHUNK, sizeof *w->row, alignof(uint16_t));
    w->piece = ARENA_NEW_RAW(a, struct entity_piece, NET_CHUNK);
    w->word = ARENA_NEW_RAW(a, int16_t, NET_CHUNK * NET_WIDTH);
    w->pair = ARENA_NEW_RAW(a, int16_t, NET_CHUNK * ENTITY_IN);
    w->x = ARENA_NEW_RAW(a, int16_t, NET_CHUNK * NET_WIDTH);
    w->other = ARENA_NEW_RAW(a, int16_t, NET_CHUNK * NET_WIDTH);
    w->y = ARENA_NEW_RAW(a, int32_t, NET_CHUNK * NET_GATED);
    w->decoded = ARENA_NEW_RAW(a, struct entity, TREE_MOST);
    return w->cache && w->form && w->edge && w->row && w->piece && w->word && w->pair && w->x &&
           w->other && w->y && w->decoded;
}

static void add_piece(const struct walk *walk, struct worker *w, uint32_t first, uint32_t n)
{
    uint16_t *edge = w->edge + w->n;
    struct entity_piece *piece = &w->piece[w->n_pieces++];
    *piece = (struct entity_piece){&walk->tags, walk->text->node, first, n, edge, edge + NET_CHUNK,
                                   edge + 2 * NET_CHUNK, w->row + w->n};
    entity_piece(piece, walk->lemma, &w->is_quoted);
    w->n += n;
}

/* x of the chunk from its words, those that they depend on, and the rows of their tables. */
static bool run_words(const struct walk *walk, struct worker *w)
{
    struct arena_mark mark = arena_mark(w->scratch);
    for (uint32_t i = 0; i < w->n; i++) {
        w->form[i] = text_form(walk->text, w->piece[0].first + i, w->scratch);
        if (!w->form[i].at)
            return false;
    }
    net_words(&walk->words, w->cache, w->form, w->n, w->word);
    arena_rewind(w->scratch, mark);
    for (uint32_t p = 0, first = 0; p < w->n_pieces; first += w->piece[p++].n)
        for (uint32_t i = 0; i < w->piece[p].n; i++) {
            int16_t *to = w->pair + (size_t)(first + i) * ENTITY_IN;
            uint32_t head = w->piece[p].head[i];
            memcpy(to, w->word + (size_t)(first + i) * NET_WIDTH, NET_WIDTH * sizeof *to);
            if (head == ENTITY_NONE)
                memset(to + NET_WIDTH, 0, NET_WIDTH * sizeof *to);
            else
                memcpy(to + NET_WIDTH, w->word + (size_t)(first + head) * NET_WIDTH,
                       NET_WIDTH * sizeof *to);
        }
    net_dense(&walk->net.in, w->pair, w->n, w->y);
    for (uint32_t i = 0; i < w->n; i++) {
        const int16_t *row[ENTITY_ROWS + 1];
        int16_t own[NET_WIDTH];
        uint32_t lemma = walk->text->node[w->piece[0].first + i].lemma;
        const int8_t *value =
            walk->net.value + (size_t)(lemma == MAP_NONE ? 0u : walk->lemma[lemma].row) * NET_WIDTH;
        for (uint32_t k = 0; k < NET_WIDTH; k++)
            own[k] = (int16_t)(value[k] * walk->net.step);
        for (uint32_t r = 0; r < ENTITY_ROWS; r++)
            row[r] = walk->net.image->row[w->row[i][r]];
        row[ENTITY_ROWS] = own;
        net_add_rows(w->y + (size_t)i * NET_WIDTH, walk->net.in.scale, row, ENTITY_ROWS + 1,
                     w->x + (size_t)i * NET_WIDTH);
    }
    return true;
}

static void run_layers(const struct walk *walk, struct worker *w)
{
    for (uint32_t l = 0; l < ENTITY_LAYERS; l++) {
        const struct net_layer_image *image = &walk->net.image->layer[l];
        net_dense(&walk->net.layer[l], w->x, w->n, w->y);
        for (uint32_t p = 0, first = 0; p < w->n_pieces; first += w->piece[p++].n)
            net_gated(w->y + (size_t)first * NET_GATED, walk->net.layer[l].scale, image->bias,
                      image->memory, w->x + (size_t)first * NET_WIDTH, w->piece[p].n,
                      w->other + (size_t)first * NET_WIDTH);
        int16_t *x = w->x;
        w->x = w->other;
        w->other = x;
    }
    net_dense(&walk->net.out, w->x, w->n, w->y);
}

static bool flush(const struct walk *walk, struct worker *w, struct found *found)
{
    if (!run_words(walk, w))
        return false;
    run_layers(walk, w);
    for (uint32_t p = 0, first = 0; p < w->n_pieces; first += w->piece[p++].n) {
        const struct entity_piece *piece = &w->piece[p];
        struct entity_view view = {w->y + (size_t)first * ENTITY_OUT, walk->net.image->out_bias,
                                   walk->net.out.scale};
        uint32_t n = entity_decode(walk->net.image, piece, &view, w->decoded);
        for (uint32_t i = 0; i < n; i++) {
            struct entity *to = VEC_PUSH(&found->entity, &w->keep);
            if (!to)
                return false;
            *to = w->decoded[i];
        }
        for (uint32_t i = 0; i < piece->n; i++) {
            if (!(entity_output(&view, i, ENTITY_EVENT) >= walk->net.image->event_least))
                continue;
            uint32_t *to = VEC_PUSH(&found->event, &w->keep);
            if (!to)
                return false;
            *to = piece->first + i;
        }
    }
    if (w == walk->worker)
        text_tell(walk->text, w->piece[w->n_pieces - 1].first + w->piece[w->n_pieces - 1].n);
    w->n = w->n_pieces = 0;
    return true;
}

static void read_stretch(void *of, uint32_t at_worker, uint32_t i)
{
    struct walk *walk = of;
    struct worker *w = &walk->worker[at_worker];
    const struct text *text = walk->text;
    if (w->has_failed || (!w->cache && !worker_new(walk, w))) {
        w->has_failed = true;
        return;
    }
    w->is_quoted = false;
    for (uint32_t s = walk->stretches.at[i].first; s < walk->stretches.at[i].end; s++) {
        const struct sentence *sentence = &text->sentence[s];
        if (s && sentence->block != sentence[-1].block)
            w->is_quoted = false;
        for (uint32_t done = 0; done < sentence->n;) {
            uint32_t n = sentence->n - done < TREE_MOST ? sentence->n - done : TREE_MOST;
            if (w->n + n > NET_CHUNK && !flush(walk, w, &walk->found[i])) {
                w->has_failed = true;
                return;
            }
            add_piece(walk, w, sentence->first + done, n);
            done += n;
        }
    }
    w->has_failed = w->n && !flush(walk, w, &walk->found[i]);
}

/* What the workers found, in the order of the text. */
static bool gather(const struct walk *w, struct arena *keep)
{
    struct text *text = w->text;
    uint32_t n_entities = 0, n_events = 0;
    for (uint32_t i = 0; i < w->stretches.n; i++) {
        n_entities += w->found[i].entity.n;
        n_events += w->found[i].event.n;
    }
    text->entity = ARENA_NEW_RAW(keep, struct entity, n_entities + 1u);
    text->event = ARENA_NEW_RAW(keep, uint32_t, n_events + 1u);
    if (!text->entity || !text->event)
        return false;
    for (uint32_t i = 0; i < w->stretches.n; i++) {
        const struct found *found = &w->found[i];
        if (found->entity.n)
            memcpy(text->entity + text->n_entities, found->entity.at,
                   found->entity.n * sizeof *text->entity);
        if (found->event.n)
            memcpy(text->event + text->n_events, found->event.at, found->event.n * sizeof *text->event);
        text->n_entities += found->entity.n;
        text->n_events += found->event.n;
    }
    return true;
}

static whose_status walk(struct walk *w, struct arena *keep, struct arena *scratch, whose_error *err)
{
    if (!walk_new(w, scratch))
        return fail_nomem(err);
    uint32_t n_workers = w->stretches.n_workers;
    for (uint32_t i = 0; i < n_workers; i++) {
        struct worker *worker = &w->worker[i];
        arena_init(&worker->arena, NULL);
        worker->scratch = i ? &worker->arena : scratch;
        arena_init(&worker->keep, &scratch->allocator);
    }
    pool_run(n_workers, w->stretches.n, read_stretch, w);
    bool has_failed = false;
    for (uint32_t i = 0; i < n_workers; i++)
        has_failed = has_failed || w->worker[i].has_failed;
    has_failed = has_failed || !gather(w, keep);
    for (uint32_t i = 0; i < n_workers; i++) {
        arena_free(&w->worker[i].arena);
        arena_free(&w->worker[i].keep);
    }
    return has_failed ? fail_nomem(err) : WHOSE_OK;
}

whose_status entities_find(const struct model *model, struct text *text, struct arena *keep,
                           struct arena *scratch, whose_error *err)
{
    struct walk w = {.text = text};
    if (!net_open(model, &w.words) || !entity_open(model, &w.net))
        return WHOSE_OK;
    text->has_entities = true;
    struct arena_mark mark = arena_mark(scratch);
    whose_status status = walk(&w, keep, scratch, err);
    arena_rewind(scratch, mark);
    return status;
}
