/*
 * takes   the model; the forms of words
 * gives   the words as activations, and these through the layers of the network
 * method  a word is the sum of its own vector and of those of its parts; words come
 *         again, so that the last of each kind are kept
 * cost    one look for a word that was seen lately, else ten sums of NET_WIDTH
 */
#include "text/net.h"

#include <string.h>

static size_t padded(size_t n)
{
    return (n + 63) / 64 * 64;
}

static bool open_words(struct str bytes, struct net_words *out)
{
    struct net_words_image head;
    if (bytes.n < sizeof head)
        return false;
    memcpy(&head, bytes.at, sizeof head);
    if (head.mark != NET_WORDS_MARK || head.n_words > UINT16_MAX || head.n_slots > 1u << 20 ||
        head.n_slots <= head.n_words || (head.n_slots & (head.n_slots - 1)))
        return false;
    size_t rows = head.n_words + 1, at[8] = {padded(sizeof head)};
    at[1] = at[0] + padded(head.n_slots * sizeof(uint32_t));
    at[2] = at[1] + padded(head.n_slots * sizeof(uint16_t));
    at[3] = at[2] + padded(rows * sizeof(float));
    at[4] = at[3] + padded(rows * NET_WIDTH);
    at[5] = at[4] + padded(FEATURE_BUCKETS * sizeof(float));
    at[6] = at[5] + (size_t)FEATURE_BUCKETS * NET_WIDTH;
    if (bytes.n != at[6])
        return false;
    *out = (struct net_words){.hash = (const void *)(bytes.at + at[0]),
                              .row = (const void *)(bytes.at + at[1]),
                              .scale = (const void *)(bytes.at + at[2]),
                              .value = (const void *)(bytes.at + at[3]),
                              .part_scale = (const void *)(bytes.at + at[4]),
                              .part = (const void *)(bytes.at + at[5]),
                              .n_words = head.n_words,
                              .n_slots = head.n_slots};
    uint32_t empty = 0;
    for (uint32_t i = 0; i < head.n_slots; i++) {
        empty += out->hash[i] == 0;
        if (out->row[i] > head.n_words)
            return false;
    }
    return empty > 0; // or a search might not end
}

bool net_open(const struct model *model, struct text_net *out)
{
    size_t n = 0, n_words = 0;
    const struct net_image *image = model_section(model, "text.net", &n);
    const char *words = model_section(model, "text.words", &n_words);
    if (!image || !words || n != sizeof *image || image->mark != NET_MARK ||
        !open_words((struct str){words, n_words}, &out->words))
        return false;
    out->image = image;
    for (uint32_t l = 0; l < NET_LAYERS; l++)
        out->dense[NET_LAYER + l] =
            (struct dense){image->layer[l].weight, NET_WIDTH, NET_GATED, image->scale[l]};
    const float *scale = image->scale;
    out->dense[NET_TAG] =
        (struct dense){image->tag, NET_WIDTH, NET_UPOS_PAD + NET_XPOS_PAD, scale[NET_TAG]};
    out->dense[NET_ARCS] = (struct dense){image->arcs, NET_WIDTH, 4 * NET_ARC, scale[NET_ARCS]};
    out->dense[NET_PAIR] = (struct dense){image->pair, NET_ARC, NET_PAIR_OUT, scale[NET_PAIR]};
    out->dense[NET_PLACE] = (struct dense){image->place, NET_ARC, NET_PLACE_OUT, scale[NET_PLACE]};
    out->dense[NET_REL] = (struct dense){image->rel, NET_LABEL, NET_REL_PAD, scale[NET_REL]};
    return true;
}

struct net_cache {
    uint32_t n; // a power of two
    struct {
        uint64_t key; // 0: nothing
        int16_t x[NET_WIDTH];
    } *row;
};

struct net_cache *net_cache_new(uint32_t n_words, struct arena *scratch)
{
    struct net_cache *cache = ARENA_NEW(scratch, struct net_cache, 1);
    if (!cache)
        return NULL;
    cache->n = 64;
    while (cache->n < n_words / 4 && cache->n < 1u << 14)
        cache->n *= 2;
    cache->row = arena_alloc(scratch, cache->n, sizeof *cache->row, 8);
    return cache->row ? cache : NULL;
}

static uint64_t form_key(struct str form)
{
    uint64_t h = 0x9E3779B97F4A7C15u ^ form.n, part;
    struct str s = form.n > 128 ? str_part(form, form.n - 128, form.n) : form;
    size_t i = 0;
    for (; i + 8 <= s.n; i += 8) {
        memcpy(&part, s.at + i, 8);
        h = (h ^ part) * 0xD6E8FEB86659FD93u;
        h ^= h >> 32;
    }
    part = 0;
    memcpy(&part, s.at + i, s.n - i);
    h = (h ^ part) * 0xD6E8FEB86659FD93u;
    h ^= h >> 29;
    h *= 0xD6E8FEB86659FD93u;
    h ^= h >> 32;
    return h ? h : 1;
}

static uint32_t word_row(const struct net_words *words, uint32_t hash)
{
    if (!hash)
        return words->n_words;
    uint32_t at = hash & (words->n_slots - 1);
    while (words->hash[at] && words->hash[at] != hash)
        at = (at + 1) & (words->n_slots - 1);
    return words->hash[at] ? words->row[at] : words->n_words;
}

static void make_word(const struct net_words *words, struct str form, int16_t *x)
{
    struct features is;
    features_of(form, &is);
    const int8_t *row[1 + N_FEATURES];
    float scale[1 + N_FEATURES];
    uint32_t own = word_row(words, is.word);
    row[0] = words->value + (size_t)own * NET_WIDTH;
    scale[0] = words->scale[own];
    for (uint32_t f = 0; f < N_FEATURES; f++) {
        row[1 + f] = words->part + (size_t)is.part[f] * NET_WIDTH;
        scale[1 + f] = words->part_scale[is.part[f]];
    }
    net_sum_rows(row, scale, 1 + N_FEATURES, x);
}

void net_words(const struct text_net *net, struct net_cache *cache, const struct str *form,
               uint32_t n, int16_t *x)
{
    for (uint32_t i = 0; i < n; i++) {
        uint64_t key = form_key(form[i]);
        uint32_t at = (uint32_t)(key >> 7) & (cache->n - 1);
        // Past this length the key does not see all of a word, and such words do not come again.
        if (form[i].n > 64 || cache->row[at].key != key) {
            make_word(&net->words, form[i], cache->row[at].x);
            cache->row[at].key = form[i].n > 64 ? 0 : key;
        }
        memcpy(x + (size_t)i * NET_WIDTH, cache->row[at].x, sizeof cache->row[at].x);
    }
}

void net_layer(const struct text_net *net, uint32_t layer, struct chunk *chunk)
{
    const struct dense *dense = &net->dense[NET_LAYER + layer];
    const struct net_layer_image *image = &net->image->layer[layer];
    net_dense(dense, chunk->x, chunk->n, chunk->y);
    for (uint32_t p = 0; p < chunk->n_pieces; p++) {
        size_t at = chunk->piece[p].first;
        net_gated(chunk->y + at * NET_GATED, dense->scale, image->bias, image->memory,
                  chunk->x + at * NET_WIDTH, chunk->piece[p].n, chunk->other + at * NET_WIDTH);
    }
    int16_t *x = chunk->x;
    chunk->x = chunk->other;
    chunk->other = x;
}
