/*
 * takes   the trained network
 * gives   its sections of the model file
 * method  weights to 16 bits, so that no sum of a row can overflow; vectors of words and
 *         their parts to 8 bits with a scale for each
 * cost    linear
 */
#include "train_text.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* w(in, out) = from[in * stride_in + out * stride_out]; columns past n_real are 0. */
struct source {
    const float *at;
    size_t stride_in, stride_out, n_real;
};

static float quantise(const struct source *from, int n_from, uint32_t n_in, uint32_t n_out, int16_t *to)
{
    float *w = calloc((size_t)n_in * n_out, sizeof *w);
    size_t column = 0;
    for (int f = 0; f < n_from; f++)
        for (size_t o = 0; o < from[f].n_real; o++, column++)
            for (size_t i = 0; i < n_in; i++)
                w[i * n_out + column] = from[f].at[i * from[f].stride_in + o * from[f].stride_out];
    double most = 0, heaviest = 0;
    for (uint32_t o = 0; o < n_out; o++) {
        double sum = 0;
        for (uint32_t i = 0; i < n_in; i++) {
            double size = fabs((double)w[i * n_out + o]);
            sum += size;
            most = size > most ? size : most;
        }
        heaviest = sum > heaviest ? sum : heaviest;
    }
    double scale = 32000 / most, safe = 2147000000.0 / NET_MOST / heaviest - 1;
    if (scale > safe)
        scale = safe;
    for (uint32_t o = 0; o < n_out; o++)
        for (uint32_t i = 0; i < n_in; i++)
            to[((size_t)(o / NET_BLOCK) * (n_in / 2) + i / 2) * NET_BLOCK * 2 + (o % NET_BLOCK) * 2 + i % 2] =
                (int16_t)lrint((double)w[i * n_out + o] * scale);
    free(w);
    return (float)(1 / scale / NET_ONE);
}

static void through(const float *x, const float *w, size_t n_in, size_t n_out, float *y)
{
    for (size_t i = 0; i < n_in; i++)
        for (size_t o = 0; o < n_out; o++)
            y[o] += x[i] * w[i * n_out + o];
}

static int write_all(const char *name, const char *end, const void *bytes, size_t n)
{
    char path[1024];
    snprintf(path, sizeof path, "%s.%s", name, end);
    FILE *f = fopen(path, "wb");
    return !f || fwrite(bytes, 1, n, f) != n || fclose(f) != 0;
}

static int export_layers(const struct net *net, const struct treebank *bank, const char *name)
{
    struct net_image *to = calloc(1, sizeof *to);
    const struct net_at *at = &net->at;
    const float *p = net->p;
    to->mark = NET_MARK;
    for (int l = 0; l < NET_LAYERS; l++) {
        to->scale[l] = quantise(&(struct source){p + at->layer[l].weight, NET_GATED, 1, NET_GATED}, 1, NET_WIDTH,
                                NET_GATED, to->layer[l].weight);
        memcpy(to->layer[l].bias, p + at->layer[l].bias, sizeof to->layer[l].bias);
        memcpy(to->layer[l].memory, p + at->layer[l].memory, sizeof to->layer[l].memory);
    }
    to->scale[NET_TAG] =
        quantise(&(struct source){p + at->tag, N_TAG_OUT, 1, N_TAG_OUT}, 1, NET_WIDTH, N_TAG_OUT, to->tag);
    struct source arcs[4] = {{p + at->dep, NET_ARC, 1, NET_ARC}, {p + at->head, NET_ARC, 1, NET_ARC},
                             {p + at->label_dep, NET_LABEL, 1, NET_LABEL},
                             {p + at->label_head, NET_LABEL, 1, NET_LABEL}};
    to->scale[NET_ARCS] = quantise(arcs, 4, NET_WIDTH, 4 * NET_ARC, to->arcs);
    struct source pair[2] = {{p + at->pair, NET_ARC, 1, NET_ARC}, {p + at->alone, 1, 0, 1}};
    to->scale[NET_PAIR] = quantise(pair, 2, NET_ARC, NET_PAIR_OUT, to->pair);
    to->scale[NET_PLACE] =
        quantise(&(struct source){p + at->place, 1, NET_ARC, NET_PLACES}, 1, NET_ARC, NET_PLACE_OUT, to->place);
    to->scale[NET_REL] =
        quantise(&(struct source){p + at->label_out, N_REL_OUT, 1, N_REL_OUT}, 1, NET_LABEL, N_REL_OUT, to->rel);
    memcpy(to->tag_bias, p + at->tag_bias, sizeof to->tag_bias);
    memcpy(to->arcs_bias, p + at->dep_bias, NET_ARC * sizeof(float));
    memcpy(to->arcs_bias + NET_ARC, p + at->head_bias, NET_ARC * sizeof(float));
    memcpy(to->arcs_bias + 2 * NET_ARC, p + at->label_bias, NET_LABEL * sizeof(float));
    memcpy(to->rel_bias, p + at->label_out_bias, sizeof to->rel_bias);
    float head[NET_ARC];
    memcpy(head, p + at->head_bias, sizeof head);
    through(p + at->root, p + at->head, NET_WIDTH, NET_ARC, head);
    for (int k = 0; k < NET_ARC; k++) {
        head[k] = head[k] > 0 ? head[k] : 0.1f * head[k];
        to->root_alone[0] += head[k] * p[at->alone + (size_t)k];
    }
    through(head, p + at->pair, NET_ARC, NET_ARC, to->root_pair);
    memcpy(to->root_label, p + at->label_bias, sizeof to->root_label);
    memset(to->root_label, 0, sizeof to->root_label);
    through(p + at->root, p + at->label_head, NET_WIDTH, NET_LABEL, to->root_label);
    for (size_t x = 0; x < TAGSET_XPOS; x++)
        for (size_t k = 0; k < NET_WIDTH; k++)
            to->tag_in[x][k] = net_quantum(p[at->tag_in + x * NET_WIDTH + k]);
    for (uint32_t i = 0; i < bank->word.n; i++)
        to->together[bank->word.at[i].upos] |= (uint64_t)1 << bank->word.at[i].xpos;
    int failed = write_all(name, "net", to, sizeof *to);
    free(to);
    return failed;
}

static void narrow(const float *x, int8_t *to, float *scale)
{
    float most = 1e-9f;
    for (int k = 0; k < NET_WIDTH; k++)
        most = fabsf(x[k]) > most ? fabsf(x[k]) : most;
    *scale = most / 127;
    for (int k = 0; k < NET_WIDTH; k++)
        to[k] = (int8_t)lrintf(x[k] / *scale);
}

static size_t padded(size_t n)
{
    return (n + 63) / 64 * 64;
}

static int export_words(const struct net *net, const char *name)
{
    size_t rows = net->n_words + 1, n_slots = 64;
    while (n_slots < 2 * rows)
        n_slots *= 2;
    struct net_words_image head = {.mark = NET_WORDS_MARK, .n_words = net->n_words, .n_slots = (uint32_t)n_slots};
    size_t at[7] = {padded(sizeof head)};
    at[1] = at[0] + padded(n_slots * sizeof(uint32_t));
    at[2] = at[1] + padded(n_slots * sizeof(uint16_t));
    at[3] = at[2] + padded(rows * sizeof(float));
    at[4] = at[3] + padded(rows * NET_WIDTH);
    at[5] = at[4] + padded(FEATURE_BUCKETS * sizeof(float));
    at[6] = at[5] + (size_t)FEATURE_BUCKETS * NET_WIDTH;
    char *out = calloc(1, at[6]);
    memcpy(out, &head, sizeof head);
    uint32_t *hash = (void *)(out + at[0]);
    uint16_t *row = (void *)(out + at[1]);
    float *scale = (void *)(out + at[2]), *part_scale = (void *)(out + at[4]);
    for (uint32_t w = 0; w < rows; w++) {
        float x[NET_WIDTH];
        memcpy(x, net->p + net->at.word + (size_t)w * NET_WIDTH, sizeof x);
        if (w < net->n_words)
            through(net->pre + (size_t)w * PRE_WIDTH, net->p + net->at.pre, PRE_WIDTH, NET_WIDTH, x);
        narrow(x, (int8_t *)out + at[3] + (size_t)w * NET_WIDTH, &scale[w]);
        if (w == net->n_words || !net->word_key[w])
            continue;
        size_t slot = net->word_key[w] & (n_slots - 1);
        while (hash[slot])
            slot = (slot + 1) & (n_slots - 1);
        hash[slot] = net->word_key[w];
        row[slot] = (uint16_t)w;
    }
    for (uint32_t b = 0; b < FEATURE_BUCKETS; b++)
        narrow(net->p + net->at.part + (size_t)b * NET_WIDTH, (int8_t *)out + at[5] + (size_t)b * NET_WIDTH,
               &part_scale[b]);
    int failed = write_all(name, "words", out, at[6]);
    free(out);
    return failed;
}

int net_export(const struct net *net, const struct treebank *bank, const char *name)
{
    return export_layers(net, bank, name) || export_words(net, name);
}
