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
#include "base/vec.h"

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

struct walk {
    struct text *text;
    struct arena *keep, *scratch;
    struct text_net words;
    struct entity_net net;
    struct net_cache *cache;
    struct entity_lemma *lemma;  // [text->lemma.n]
    struct entity_tags tags;
    bool is_quoted;
    struct str *form;            // [NET_CHUNK]
    uint16_t *edge;              // [3][NET_CHUNK]: heads and extents
    uint16_t (*row)[ENTITY_ROWS]; // [NET_CHUNK]
    struct entity_piece *piece;  // [NET_CHUNK]
    uint32_t n, n_pieces;
    int16_t *word, *pair, *x, *other; // [NET_CHUNK][NET_WIDTH], pair [ENTITY_IN]
    int32_t *y;                  // [NET_CHUNK][NET_GATED]
    struct entity *found;        // [TREE_MOST]
    VEC(struct entity) entity;
    VEC(uint32_t) event;
};

static bool walk_new(struct walk *w)
{
    struct arena *a = w->scratch;
    const struct map *lemma = &w->text->lemma;
    w->cache = net_cache_new(w->text->n_nodes, a);
    w->lemma = ARENA_NEW_RAW(a, struct entity_lemma, lemma->n + 1u);
    w->form = ARENA_NEW_RAW(a, struct str, NET_CHUNK);
    w->edge = ARENA_NEW_RAW(a, uint16_t, 3 * NET_CHUNK);
    w->row = arena_alloc_raw(a, NET_CHUNK, sizeof *w->row, alignof(uint16_t));
    w->piece = ARENA_NEW_RAW(a, struct entity_piece, NET_CHUNK);
    w->word = ARENA_NEW_RAW(a, int16_t, NET_CHUNK * NET_WIDTH);
    w->pair = ARENA_NEW_RAW(a, int16_t, NET_CHUNK * ENTITY_IN);
    w->x = ARENA_NEW_RAW(a, int16_t, NET_CHUNK * NET_WIDTH);
    w->other = ARENA_NEW_RAW(a, int16_t, NET_CHUNK * NET_WIDTH);
    w->y = ARENA_NEW_RAW(a, int32_t, NET_CHUNK * NET_GATED);
    w->found = ARENA_NEW_RAW(a, struct entity, TREE_MOST);
    if (!w->cache || !w->lemma || !w->form || !w->edge || !w->row || !w->piece || !w->word ||
        !w->pair || !w->x || !w->other || !w->y || !w->found)
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

static void add_piece(struct walk *w, uint32_t first, uint32_t n)
{
    uint16_t *edge = w->edge + w->n;
    struct entity_piece *piece = &w->piece[w->n_pieces++];
    *piece = (struct entity_piece){&w->tags, w->text->node, first, n, edge, edge + NET_CHUNK,
                                   edge + 2 * NET_CHUNK, w->row + w->n};
    entity_piece(piece, w->lemma, &w->is_quoted);
    w->n += n;
}

/* x of the chunk from its words, those that they depend on, and the rows of their tables. */
static bool run_words(struct walk *w)
{
    struct arena_mark mark = arena_mark(w->scratch);
    for (uint32_t i = 0; i < w->n; i++) {
        w->form[i] = text_form(w->text, w->piece[0].first + i, w->scratch);
        if (!w->form[i].at)
            return false;
    }
    net_words(&w->words, w->cache, w->form, w->n, w->word);
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
    net_dense(&w->net.in, w->pair, w->n, w->y);
    for (uint32_t i = 0; i < w->n; i++) {
        const int16_t *row[ENTITY_ROWS + 1];
        int16_t own[NET_WIDTH];
        uint32_t lemma = w->text->node[w->piece[0].first + i].lemma;
        const int8_t *value =
            w->net.value + (size_t)(lemma == MAP_NONE ? 0u : w->lemma[lemma].row) * NET_WIDTH;
        for (uint32_t k = 0; k < NET_WIDTH; k++)
            own[k] = (int16_t)(value[k] * w->net.step);
        for (uint32_t r = 0; r < ENTITY_ROWS; r++)
            row[r] = w->net.image->row[w->row[i][r]];
        row[ENTITY_ROWS] = own;
        net_add_rows(w->y + (size_t)i * NET_WIDTH, w->net.in.scale, row, ENTITY_ROWS + 1,
                     w->x + (size_t)i * NET_WIDTH);
    }
    return true;
}

static void run_layers(struct walk *w)
{
    for (uint32_t l = 0; l < ENTITY_LAYERS; l++) {
        const struct net_layer_image *image = &w->net.image->layer[l];
        net_dense(&w->net.layer[l], w->x, w->n, w->y);
        for (uint32_t p = 0, first = 0; p < w->n_pieces; first += w->piece[p++].n)
            net_gated(w->y + (size_t)first * NET_GATED, w->net.layer[l].scale, image->bias,
                      image->memory, w->x + (size_t)first * NET_WIDTH, w->piece[p].n,
                      w->other + (size_t)first * NET_WIDTH);
        int16_t *x = w->x;
        w->x = w->other;
        w->other = x;
    }
    net_dense(&w->net.out, w->x, w->n, w->y);
}

static whose_status flush(struct walk *w, whose_error *err)
{
    if (!w->n)
        return WHOSE_OK;
    if (!run_words(w))
        return fail_nomem(err);
    run_layers(w);
    for (uint32_t p = 0, first = 0; p < w->n_pieces; first += w->piece[p++].n) {
        const struct entity_piece *piece = &w->piece[p];
        struct entity_view view = {w->y + (size_t)first * ENTITY_OUT, w->net.image->out_bias,
                                   w->net.out.scale};
        uint32_t n = entity_decode(w->net.image, piece, &view, w->found);
        for (uint32_t i = 0; i < n; i++) {
            struct entity *to = VEC_PUSH(&w->entity, w->keep);
            if (!to)
                return fail_nomem(err);
            *to = w->found[i];
        }
        for (uint32_t i = 0; i < piece->n; i++) {
            if (!(entity_output(&view, i, ENTITY_EVENT) >= w->net.image->event_least))
                continue;
            uint32_t *to = VEC_PUSH(&w->event, w->scratch);
            if (!to)
                return fail_nomem(err);
            *to = piece->first + i;
        }
    }
    if (w->n_pieces)
        text_tell(w->text, w->piece[w->n_pieces - 1].first + w->piece[w->n_pieces - 1].n);
    w->n = w->n_pieces = 0;
    return WHOSE_OK;
}

static whose_status walk(struct walk *w, whose_error *err)
{
    struct text *text = w->text;
    if (!walk_new(w))
        return fail_nomem(err);
    for (uint32_t s = 0; s < text->n_sentences; s++) {
        const struct sentence *sentence = &text->sentence[s];
        if (s && sentence->block != sentence[-1].block)
            w->is_quoted = false;
        for (uint32_t done = 0; done < sentence->n;) {
            uint32_t n = sentence->n - done < TREE_MOST ? sentence->n - done : TREE_MOST;
            if (w->n + n > NET_CHUNK)
                TRY(flush(w, err));
            add_piece(w, sentence->first + done, n);
            done += n;
        }
    }
    TRY(flush(w, err));
    text->event = ARENA_NEW_RAW(w->keep, uint32_t, w->event.n + 1);
    if (!text->event)
        return fail_nomem(err);
    if (w->event.n)
        memcpy(text->event, w->event.at, w->event.n * sizeof *text->event);
    text->n_events = w->event.n;
    text->entity = w->entity.at;
    text->n_entities = w->entity.n;
    return WHOSE_OK;
}

whose_status entities_find(const struct model *model, struct text *text, struct arena *keep,
                           struct arena *scratch, whose_error *err)
{
    struct walk w = {.text = text, .keep = keep, .scratch = scratch};
    if (!net_open(model, &w.words) || !entity_open(model, &w.net))
        return WHOSE_OK;
    text->has_entities = true;
    struct arena_mark mark = arena_mark(scratch);
    whose_status status = walk(&w, err);
    arena_rewind(scratch, mark);
    return status;
}
