/*
 * takes   vectors of raw text
 * gives   the parameters of the network before it learns: where each part lies, and noise
 * cost    the size of the network
 */
#include "train_text.h"

#include "text_math.h"

static uint64_t draw(struct net *net)
{
    uint64_t *s = &net->random;
    *s ^= *s << 13;
    *s ^= *s >> 7;
    *s ^= *s << 17;
    return *s;
}

float net_uniform(struct net *net)
{
    return (float)(draw(net) >> 40) / 16777216.0f;
}

static size_t take(size_t *n, size_t more)
{
    size_t at = *n;
    *n += (more + 15) / 16 * 16;
    return at;
}

static void scatter(struct net *net, size_t at, size_t n, float width)
{
    for (size_t i = 0; i < n; i++)
        net->p[at + i] = (net_uniform(net) * 2 - 1) * width;
}

void net_new(struct net *net, const char *vectors, uint64_t seed)
{
    *net = (struct net){.random = 0x9E3779B97F4A7C15u ^ (seed * 0xD6E8FEB86659FD93u)};
    struct str bytes = treebank_file(vectors);
    uint32_t head[3];
    memcpy(head, bytes.at, sizeof head);
    if (head[0] != 0x31434556 || head[2] != PRE_WIDTH) {
        fprintf(stderr, "%s: not vectors\n", vectors);
        exit(1);
    }
    net->n_words = head[1];
    size_t row = 8 + PRE_WIDTH * sizeof(float); // hash, how often it was seen, vector
    net->word_key = must(malloc(net->n_words * 4));
    net->pre = floats((size_t)net->n_words * PRE_WIDTH);
    uint32_t *order = must(malloc(net->n_words * 8));
    for (uint32_t i = 0; i < net->n_words; i++) {
        memcpy(&order[2 * i], bytes.at + sizeof head + i * row, 4);
        order[2 * i + 1] = i;
    }
    for (uint32_t gap = net->n_words / 2; gap; gap /= 2) // Shell sort
        for (uint32_t i = gap; i < net->n_words; i++)
            for (uint32_t j = i; j >= gap && order[2 * (j - gap)] > order[2 * j]; j -= gap) {
                uint32_t t[2];
                memcpy(t, &order[2 * j], 8);
                memcpy(&order[2 * j], &order[2 * (j - gap)], 8);
                memcpy(&order[2 * (j - gap)], t, 8);
            }
    for (uint32_t i = 0; i < net->n_words; i++) {
        const char *from = bytes.at + sizeof head + order[2 * i + 1] * row;
        memcpy(&net->word_key[i], from, 4);
        float *v = net->pre + (size_t)i * PRE_WIDTH, sum = 0;
        memcpy(v, from + 8, PRE_WIDTH * sizeof(float));
        for (int k = 0; k < PRE_WIDTH; k++)
            sum += v[k] * v[k];
        float scale = sum > 0 ? 3.0f / sqrtf(sum) : 0; // rare words' vectors are short; length tells frequency, which the own vectors learn
        for (int k = 0; k < PRE_WIDTH; k++)
            v[k] *= scale;
    }
    free(order);

    size_t n = 0;
    struct net_at *at = &net->at;
    at->word = take(&n, (size_t)(net->n_words + 1) * NET_WIDTH);
    at->part = take(&n, (size_t)FEATURE_BUCKETS * NET_WIDTH);
    at->dense = n;
    at->pre = take(&n, PRE_WIDTH * NET_WIDTH);
    for (int l = 0; l < NET_LAYERS; l++) {
        at->layer[l].weight = take(&n, NET_WIDTH * NET_GATED);
        at->layer[l].bias = take(&n, 4 * NET_HALF);
        at->layer[l].memory = take(&n, 4 * NET_HALF);
    }
    at->tag = take(&n, NET_WIDTH * N_TAG_OUT);
    at->tag_bias = take(&n, N_TAG_OUT);
    at->tag_in = take(&n, N_XPOS_PAD * NET_WIDTH);
    at->root = take(&n, NET_WIDTH);
    at->dep = take(&n, NET_WIDTH * NET_ARC);
    at->dep_bias = take(&n, NET_ARC);
    at->head = take(&n, NET_WIDTH * NET_ARC);
    at->head_bias = take(&n, NET_ARC);
    at->pair = take(&n, NET_ARC * NET_ARC);
    at->place = take(&n, NET_PLACES * NET_ARC);
    at->alone = take(&n, NET_ARC);
    at->label_dep = take(&n, NET_WIDTH * NET_LABEL);
    at->label_head = take(&n, NET_WIDTH * NET_LABEL);
    at->label_bias = take(&n, NET_LABEL);
    at->label_out = take(&n, NET_LABEL * N_REL_OUT);
    at->label_out_bias = take(&n, N_REL_OUT);
    at->n = n;
    net->p = floats(n);
    net->g = floats(n);
    net->m = floats(n);
    net->v = floats(n);
    uint32_t rows = net->n_words + 1 + FEATURE_BUCKETS;
    net->touched = must(malloc(rows * sizeof *net->touched));
    net->is_touched = must(calloc(rows, 1));
    scatter(net, at->part, (size_t)FEATURE_BUCKETS * NET_WIDTH, 0.15f);
    scatter(net, at->pre, PRE_WIDTH * NET_WIDTH, 0.15f);
    for (int l = 0; l < NET_LAYERS; l++) {
        scatter(net, at->layer[l].weight, NET_WIDTH * NET_GATED, 0.15f);
        scatter(net, at->layer[l].memory, 4 * NET_HALF, 0.3f);
        for (size_t k = 0; k < 4 * NET_HALF; k++)
            net->p[at->layer[l].bias + k] = k / NET_HALF % 2 ? -0.5f : 0.3f;
    }
    scatter(net, at->tag, NET_WIDTH * N_TAG_OUT, 0.08f);
    scatter(net, at->tag_in, N_XPOS_PAD * NET_WIDTH, 0.1f);
    scatter(net, at->root, NET_WIDTH, 0.5f);
    scatter(net, at->dep, NET_WIDTH * NET_ARC, 0.15f);
    scatter(net, at->head, NET_WIDTH * NET_ARC, 0.15f);
    scatter(net, at->pair, NET_ARC * NET_ARC, 0.15f);
    scatter(net, at->label_dep, NET_WIDTH * NET_LABEL, 0.12f);
    scatter(net, at->label_head, NET_WIDTH * NET_LABEL, 0.12f);
    scatter(net, at->label_out, NET_LABEL * N_REL_OUT, 0.12f);
}

uint32_t net_word(const struct net *net, uint32_t key)
{
    uint32_t low = 0, high = net->n_words;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        if (net->word_key[middle] == key)
            return middle;
        if (net->word_key[middle] < key)
            low = middle + 1;
        else
            high = middle;
    }
    return net->n_words;
}
