/*
 * takes   a chunk of words behind all layers of the network
 * gives   the head of every word and its relation to it
 * method  every pair of word and head has a score: how well the two fit, how far they are
 *         apart, how likely the one is a head at all (after Dozat and Manning 2017); then
 *         the best tree, and a label for each of its arcs
 * cost    O(n) products of NET_ARC a word, n the words of its sentence, at most TREE_MOST
 */
#include "text/net.h"

#include "text/tagset.h"

#include <string.h>

enum {
    N_ALL = 4 * NET_ARC,
    WIDE = (TREE_MOST + NET_BLOCK) / NET_BLOCK * NET_BLOCK,
    PAIR_ONE = 256,  // 1.0 in the heads
    PAIR_MOST = 4000 // NET_ARC times this and NET_MOST is below 2^31
};
_Static_assert((int64_t)NET_ARC * PAIR_MOST * NET_MOST < INT32_MAX, "no sum overflows");

struct work {
    int16_t dep[NET_CHUNK * NET_ARC], head[NET_CHUNK * NET_ARC], hidden[NET_CHUNK * NET_LABEL];
    float label[NET_CHUNK * 2 * NET_LABEL];
    int32_t place[NET_CHUNK * NET_PLACE_OUT];
    int32_t pair[NET_CHUNK * NET_PAIR_OUT];
    int16_t heads[WIDE * NET_ARC];        // the heads of one sentence, laid out as weights
    float alone[WIDE];
    int32_t fit[TREE_MOST * WIDE];        // [dependent][head]
    float score[(TREE_MOST + 1) * (TREE_MOST + 1)];
    uint32_t tree[TREE_MOST + 1];
};

static size_t tree_at(void)
{
    return (sizeof(struct work) + 63) / 64 * 64;
}

size_t parse_work_bytes(void)
{
    return tree_at() + tree_work_bytes(TREE_MOST);
}

static float leaky(float x)
{
    float less = 0.1f * x;
    return x > less ? x : less; // without a branch that would be guessed wrongly half of the time
}

/* What each word is as a dependent and as a head. */
static void prepare(const struct text_net *net, struct chunk *chunk, struct work *w)
{
    const struct dense *dense = &net->dense[NET_ARCS];
    net_dense(dense, chunk->x, chunk->n, chunk->y);
    const float *bias = net->image->arcs_bias;
    for (uint32_t i = 0; i < chunk->n; i++) {
        const int32_t *y = chunk->y + (size_t)i * N_ALL;
        for (uint32_t k = 0; k < NET_ARC; k++) {
            int16_t dep = net_quantum(leaky((float)y[k] * dense->scale + bias[k]));
            w->dep[i * NET_ARC + k] = dep;
            w->head[i * NET_ARC + k] =
                net_quantum(leaky((float)y[NET_ARC + k] * dense->scale + bias[NET_ARC + k]));
        }
        for (uint32_t k = 0; k < 2 * NET_LABEL; k++)
            w->label[i * 2 * NET_LABEL + k] =
                (float)y[2 * NET_ARC + k] * dense->scale + bias[2 * NET_ARC + k];
    }
    net_dense(&net->dense[NET_PAIR], w->head, chunk->n, w->pair);
    net_dense(&net->dense[NET_PLACE], w->dep, chunk->n, w->place);
}

static int16_t pair_quantum(float x)
{
    float most = (float)PAIR_MOST, y = x * (float)PAIR_ONE;
    y = y < most ? y : most;
    y = y > -most ? y : -most;
    return (int16_t)((int32_t)(y + most + 0.5f) - PAIR_MOST);
}

static void score_heads(const struct text_net *net, struct work *w, uint32_t first, uint32_t n)
{
    float pair = net->dense[NET_PAIR].scale, place = net->dense[NET_PLACE].scale;
    uint32_t wide = (n + NET_BLOCK) / NET_BLOCK * NET_BLOCK;
    memset(w->heads, 0, (size_t)wide * NET_ARC * sizeof *w->heads);
    for (uint32_t h = 0; h <= n; h++) {
        int16_t *to = w->heads + (size_t)(h / NET_BLOCK) * NET_BLOCK * NET_ARC + (h % NET_BLOCK) * 2;
        const int32_t *from = h ? w->pair + (size_t)(first + h - 1) * NET_PAIR_OUT : NULL;
        for (uint32_t k = 0; k < NET_ARC; k += 2)
            for (uint32_t side = 0; side < 2; side++)
                to[(size_t)k * NET_BLOCK + side] = pair_quantum(
                    from ? (float)from[k + side] * pair : net->image->root_pair[k + side]);
        w->alone[h] = from ? (float)from[NET_ARC] * pair : net->image->root_alone[0];
    }
    struct dense fit = {w->heads, NET_ARC, wide, 1.0f / ((float)NET_ONE * (float)PAIR_ONE)};
    net_dense(&fit, w->dep + (size_t)first * NET_ARC, n, w->fit);
    for (uint32_t d = 1; d <= n; d++) {
        const int32_t *far = w->place + (size_t)(first + d - 1) * NET_PLACE_OUT;
        const int32_t *line = w->fit + (size_t)(d - 1) * wide;
        float *out = w->score + (size_t)d * (n + 1);
        for (uint32_t h = 0; h <= n; h++)
            out[h] = (float)line[h] * fit.scale + w->alone[h] +
                     (h == d ? -1e9f : (float)far[net_place(d, h)] * place);
    }
}

/* What each arc of the tree is called. */
static void label(const struct text_net *net, struct chunk *chunk, struct work *w, struct node *node)
{
    for (uint32_t i = 0; i < chunk->n; i++) {
        uint32_t head = node[chunk->first + i].head;
        bool is_inside = head >= chunk->first && head - chunk->first < chunk->n;
        const float *a = w->label + (size_t)i * 2 * NET_LABEL;
        const float *b = is_inside ? w->label + (size_t)(head - chunk->first) * 2 * NET_LABEL + NET_LABEL
                                   : net->image->root_label;
        for (uint32_t k = 0; k < NET_LABEL; k++)
            w->hidden[(size_t)i * NET_LABEL + k] = net_quantum(leaky(a[k] + b[k]));
    }
    const struct dense *dense = &net->dense[NET_REL];
    net_dense(dense, w->hidden, chunk->n, chunk->y);
    uint8_t root = deprel_find(STR("root")), loose = deprel_find(STR("parataxis"));
    for (uint32_t i = 0; i < chunk->n; i++) {
        struct node *to = &node[chunk->first + i];
        if (to->head == NODE_ROOT) {
            to->deprel = root;
            continue;
        }
        if (to->head < chunk->first) {
            to->deprel = loose;
            continue;
        }
        const int32_t *y = chunk->y + (size_t)i * NET_REL_PAD;
        uint32_t best = 0;
        float most = -1e30f;
        for (uint32_t k = 1; k < TAGSET_DEPREL; k++) {
            float s = (float)y[k] * dense->scale + net->image->rel_bias[k];
            if (s > most && k != root) {
                most = s;
                best = k;
            }
        }
        to->deprel = (uint8_t)best;
    }
}

void parse_chunk(const struct text_net *net, struct chunk *chunk, struct node *node)
{
    struct work *w = chunk->work;
    prepare(net, chunk, w);
    for (uint32_t p = 0; p < chunk->n_pieces; p++) {
        uint32_t first = chunk->piece[p].first, n = chunk->piece[p].n;
        score_heads(net, w, first, n);
        tree_best(w->score, n, w->tree, (char *)chunk->work + tree_at());
        for (uint32_t d = 1; d <= n; d++) {
            uint32_t at = chunk->first + first + d - 1;
            if (w->tree[d])
                node[at].head = chunk->first + first + w->tree[d] - 1;
            else if (chunk->piece[p].goes_on) // the rest of a sentence too long to parse at once
                node[at].head = chunk->root;
            else
                node[at].head = NODE_ROOT;
            if (!w->tree[d] && !chunk->piece[p].goes_on)
                chunk->root = at;
        }
    }
    label(net, chunk, w, node);
}
