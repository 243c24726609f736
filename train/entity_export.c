/*
 * takes   the trained network of entities and events
 * gives   its sections of the model file
 * method  weights to 16 bits, so that no sum of a row can overflow; rows that are added to words
 *         to activations, those of lemmas to 8 bits with one step for all
 * cost    linear
 */
#include "train_entities.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Weights [n_in][n_out] in the order of struct dense; what makes a sum a number again. */
static float quantise(const float *w, uint32_t n_in, uint32_t n_out, int16_t *to)
{
    double most = 0, heaviest = 0;
    for (uint32_t o = 0; o < n_out; o++) {
        double sum = 0;
        for (uint32_t i = 0; i < n_in; i++) {
            double size = fabs((double)w[(size_t)i * n_out + o]);
            sum += size;
            most = size > most ? size : most;
        }
        heaviest = sum > heaviest ? sum : heaviest;
    }
    double scale = 32000 / most, safe = 2147000000.0 / NET_MOST / heaviest - 1;
    scale = scale > safe ? safe : scale;
    for (uint32_t o = 0; o < n_out; o++)
        for (uint32_t i = 0; i < n_in; i++)
            to[((size_t)(o / NET_BLOCK) * (n_in / 2) + i / 2) * NET_BLOCK * 2 + (o % NET_BLOCK) * 2 + i % 2] =
                (int16_t)lrint((double)w[(size_t)i * n_out + o] * scale);
    return (float)(1 / scale / NET_ONE);
}

static int write_all(const char *name, const char *end, const void *head, size_t n_head, const void *bytes, size_t n)
{
    char path[1024];
    snprintf(path, sizeof path, "%s.%s", name, end);
    FILE *f = fopen(path, "wb");
    return !f || fwrite(head, 1, n_head, f) != n_head || fwrite(bytes, 1, n, f) != n || fclose(f) != 0;
}

static float held(float x, float most)
{
    return x > most ? most : x < -most ? -most : x;
}

static int export_layers(const struct learner *l, float least, float event_least, const char *name)
{
    struct entity_image *to = calloc(1, sizeof *to);
    const struct entity_place *at = &l->at;
    const float *p = l->p;
    to->mark = ENTITY_MARK;
    to->least = least;
    to->event_least = event_least;
    to->scale[0] = quantise(p + at->in, ENTITY_IN, NET_WIDTH, to->in);
    for (int k = 0; k < ENTITY_LAYERS; k++) {
        to->scale[1 + k] = quantise(p + at->layer[k].weight, NET_WIDTH, NET_GATED, to->layer[k].weight);
        memcpy(to->layer[k].bias, p + at->layer[k].bias, sizeof to->layer[k].bias);
        memcpy(to->layer[k].memory, p + at->layer[k].memory, sizeof to->layer[k].memory);
    }
    to->scale[1 + ENTITY_LAYERS] = quantise(p + at->out, NET_WIDTH, ENTITY_OUT, to->out);
    memcpy(to->out_bias, p + at->out_bias, sizeof to->out_bias);
    for (size_t r = 0; r < N_ENTITY_ROWS; r++)
        for (size_t k = 0; k < NET_WIDTH; k++)
            to->row[r][k] = (int16_t)lrintf(held(p[at->row + r * NET_WIDTH + k] * NET_ONE, ENTITY_ROW_MOST));
    memcpy(to->span_row, p + at->span_row, sizeof to->span_row);
    memcpy(to->span, p + at->span, sizeof to->span);
    int failed = write_all(name, "net", to, sizeof *to, NULL, 0);
    free(to);
    return failed;
}

static int export_words(const struct learner *l, const struct entity_slot *slot, uint32_t n_slots, const char *name)
{
    const float *p = l->p + l->at.lemma;
    size_t n = (size_t)l->n_rows * NET_WIDTH, n_slot_bytes = n_slots * sizeof *slot;
    float most = 0;
    for (size_t i = 0; i < n; i++)
        most = fabsf(p[i]) > most ? fabsf(p[i]) : most;
    most = most * NET_ONE < ENTITY_ROW_MOST ? most * NET_ONE : ENTITY_ROW_MOST;
    struct entity_words_image head = {.mark = ENTITY_WORDS_MARK, .n_slots = n_slots, .n_rows = l->n_rows,
                                      .step = (uint32_t)ceilf(most / 127)};
    head.step = head.step ? head.step : 1;
    char *bytes = malloc(n_slot_bytes + n);
    memcpy(bytes, slot, n_slot_bytes);
    int8_t *value = (int8_t *)bytes + n_slot_bytes;
    for (size_t i = 0; i < n; i++)
        value[i] = (int8_t)lrintf(held(p[i] * NET_ONE / (float)head.step, 127));
    int failed = write_all(name, "words", &head, sizeof head, bytes, n_slot_bytes + n);
    free(bytes);
    return failed;
}

int learner_export(const struct learner *l, const struct entity_slot *slot, uint32_t n_slots, float least,
                   float event_least, const char *name)
{
    return export_layers(l, least, event_least, name) || export_words(l, slot, n_slots, name);
}
