/* A model of random weights, in the shape of the trained one: what comes out is no English,
 * but all of the code runs. */
#ifndef TESTS_UNIT_MADE_MODEL_H
#define TESTS_UNIT_MADE_MODEL_H

#include "text/entity_net.h"
#include "text/net.h"
#include "text/tagset.h"

#include <stdlib.h>
#include <string.h>

static uint32_t made_random(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

static void made_weights(int16_t *to, size_t n, uint32_t *state)
{
    for (size_t i = 0; i < n; i++)
        to[i] = (int16_t)((int32_t)(made_random(state) % 601) - 300);
}

static void made_floats(float *to, size_t n, uint32_t *state)
{
    for (size_t i = 0; i < n; i++)
        to[i] = (float)(made_random(state) % 1001) / 1000.0f - 0.5f;
}

/* Sections "entity.net" and "entity.words". */
static void made_entities(struct arena *arena, struct str *net, struct str *words)
{
    uint32_t state = 5;
    struct entity_image *image = ARENA_NEW(arena, struct entity_image, 1);
    image->mark = ENTITY_MARK;
    image->least = 0.1f;
    for (int k = 0; k < 4; k++)
        image->scale[k] = 1.0f / (1500.0f * (float)NET_ONE);
    made_weights(image->in, sizeof image->in / 2, &state);
    for (int l = 0; l < ENTITY_LAYERS; l++) {
        made_weights(image->layer[l].weight, NET_WIDTH * NET_GATED, &state);
        made_floats(image->layer[l].bias, 4 * NET_HALF, &state);
        made_floats(image->layer[l].memory, 4 * NET_HALF, &state);
    }
    made_weights(image->out, sizeof image->out / 2, &state);
    made_weights(&image->row[0][0], sizeof image->row / 2, &state);
    made_floats(&image->span_row[0][0], sizeof image->span_row / sizeof(float), &state);
    made_floats(image->span, ENTITY_SPAN, &state);
    enum { N_SLOTS = 4, N_ROWS = 2 };
    size_t n = sizeof(struct entity_words_image) + N_SLOTS * sizeof(struct entity_slot) + N_ROWS * NET_WIDTH;
    struct entity_words_image *head = arena_alloc(arena, n, 1, 16);
    *head = (struct entity_words_image){.mark = ENTITY_WORDS_MARK, .n_slots = N_SLOTS, .n_rows = N_ROWS, .step = 3};
    struct entity_slot *slot = (void *)(head + 1);
    slot[1] = (struct entity_slot){.hash = 1, .row = 1, .noun = 2, .other = ENTITY_CLASSES - 1};
    memset(slot + N_SLOTS, 9, N_ROWS * NET_WIDTH);
    *net = (struct str){(const char *)image, sizeof *image};
    *words = (struct str){(const char *)head, n};
}

/* All live in `arena`; the bytes are aligned. */
static struct str made_model(struct arena *arena)
{
    uint32_t state = 7;
    struct net_image *net = ARENA_NEW(arena, struct net_image, 1);
    net->mark = NET_MARK;
    for (int k = 0; k < N_NET_DENSE; k++)
        net->scale[k] = 1.0f / (1500.0f * (float)NET_ONE);
    for (int l = 0; l < NET_LAYERS; l++) {
        made_weights(net->layer[l].weight, NET_WIDTH * NET_GATED, &state);
        made_floats(net->layer[l].bias, 4 * NET_HALF, &state);
        made_floats(net->layer[l].memory, 4 * NET_HALF, &state);
    }
    made_weights(net->tag, sizeof net->tag / 2, &state);
    made_weights(net->arcs, sizeof net->arcs / 2, &state);
    made_weights(net->pair, sizeof net->pair / 2, &state);
    made_weights(net->place, sizeof net->place / 2, &state);
    made_weights(net->rel, sizeof net->rel / 2, &state);
    made_floats(net->root_pair, NET_ARC, &state);
    made_floats(net->root_label, NET_LABEL, &state);
    made_weights(&net->tag_in[0][0], (size_t)NET_XPOS_PAD * NET_WIDTH, &state);
    for (uint32_t u = 1; u < TAGSET_UPOS; u++)
        net->together[u] = ((uint64_t)1 << u) | ((uint64_t)1 << (u + 17)) | 2;

    enum { N_SLOTS = 64, N_WORDS = 1 };
    size_t n = 64 + N_SLOTS * 4 + N_SLOTS * 2 + 64 + (N_WORDS + 1) * NET_WIDTH +
               FEATURE_BUCKETS * 4 + (size_t)FEATURE_BUCKETS * NET_WIDTH;
    char *words = arena_alloc(arena, n, 1, 16);
    struct net_words_image head = {.mark = NET_WORDS_MARK, .n_words = N_WORDS, .n_slots = N_SLOTS};
    memcpy(words, &head, sizeof head);
    char *parts = words + n - (size_t)FEATURE_BUCKETS * NET_WIDTH;
    float *scale = (float *)(void *)(parts - FEATURE_BUCKETS * 4);
    for (uint32_t i = 0; i < FEATURE_BUCKETS; i++)
        scale[i] = 0.01f;
    for (size_t i = 0; i < (size_t)FEATURE_BUCKETS * NET_WIDTH; i++)
        parts[i] = (char)(made_random(&state) % 200);

    struct { struct endings_image head; struct ending_slot slot[8]; struct ending_rule rule[1]; }
        *endings = arena_alloc(arena, 1, sizeof *endings, 16);
    endings->head = (struct endings_image){.mark = ENDINGS_MARK, .n_lemma = 4, .n_feats = 4, .n_rules = 1};
    endings->rule[0].lower = 1;

    struct str entity_net, entity_words;
    made_entities(arena, &entity_net, &entity_words);

    struct model_writer writer;
    model_writer_init(&writer, arena);
    struct model_part part[] = {
        {.name = STR("text.net"), .bytes = {(const char *)net, sizeof *net}},
        {.name = STR("text.words"), .bytes = {words, n}},
        {.name = STR("text.endings"),
         .bytes = {(const char *)endings, sizeof endings->head + 8 * sizeof(struct ending_slot) +
                                              sizeof(struct ending_rule)}},
        {.name = STR("entity.net"), .bytes = entity_net},
        {.name = STR("entity.words"), .bytes = entity_words},
    };
    struct str out = {0};
    for (size_t i = 0; i < sizeof part / sizeof *part; i++) {
        part[i].data = part[i].licence = part[i].score = part[i].command = STR("made up");
        if (model_writer_add(&writer, &part[i], NULL) != WHOSE_OK)
            return out;
    }
    if (model_writer_end(&writer, STR("made"), &out, NULL) != WHOSE_OK)
        return (struct str){0};
    return out;
}

#endif
