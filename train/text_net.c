/*
 * takes   sentences with their tags and heads
 * gives   the network that tags and parses
 * method  word = vector of raw text, own vector, vectors of its parts; four layers of
 *         simple recurrent units both ways (Lei et al. 2018) with rational gates; tags
 *         read off behind the second, arcs and labels by word pairs behind the fourth
 *         (after Dozat and Manning 2017); Adam
 * cost    about 2 million multiplications a word
 */
#include "train_text.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef float vec __attribute__((vector_size(64), aligned(4)));

static void *must(void *p)
{
    if (!p) {
        fputs("out of memory\n", stderr);
        exit(1);
    }
    return p;
}

static float *floats(size_t n)
{
    void *p = aligned_alloc(64, (n * sizeof(float) + 127) / 64 * 64);
    memset(must(p), 0, (n * sizeof(float) + 127) / 64 * 64);
    return p;
}

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

/* c[m][n] += a[m][k] b[k][n]; n a multiple of 16. */
static void multiply(float *c, const float *a, const float *b, size_t m, size_t k, size_t n)
{
    for (size_t j = 0; j < n; j += 32) {
        size_t two = j + 32 <= n;
        for (size_t i = 0; i < m; i += 6) {
            size_t rows = m - i < 6 ? m - i : 6;
            vec s[6][2] = {0};
            if (rows == 6 && two) {
                const float *r = a + i * k;
                for (size_t x = 0; x < k; x++) {
                    vec b0 = *(const vec *)(b + x * n + j), b1 = *(const vec *)(b + x * n + j + 16);
#pragma GCC unroll 6
                    for (size_t y = 0; y < 6; y++) {
                        s[y][0] += r[y * k + x] * b0;
                        s[y][1] += r[y * k + x] * b1;
                    }
                }
            } else {
                for (size_t x = 0; x < k; x++)
                    for (size_t y = 0; y < rows; y++) {
                        s[y][0] += a[(i + y) * k + x] * *(const vec *)(b + x * n + j);
                        if (two)
                            s[y][1] += a[(i + y) * k + x] * *(const vec *)(b + x * n + j + 16);
                    }
            }
            for (size_t y = 0; y < rows; y++) {
                *(vec *)(c + (i + y) * n + j) += s[y][0];
                if (two)
                    *(vec *)(c + (i + y) * n + j + 16) += s[y][1];
            }
        }
    }
}

static float *transposed(const float *a, size_t rows, size_t columns)
{
    float *t = floats(rows * columns);
    for (size_t i = 0; i < rows; i++)
        for (size_t j = 0; j < columns; j++)
            t[j * rows + i] = a[i * columns + j];
    return t;
}

/* Of y = x w: gradients of w, and of x unless dx is NULL.  [m][k] [k][n] */
static void multiply_back(const float *x, const float *w, const float *dy, float *dx, float *dw, size_t m,
                          size_t k, size_t n)
{
    float *xt = transposed(x, m, k);
    multiply(dw, xt, dy, k, m, n);
    free(xt);
    if (dx) {
        float *wt = transposed(w, k, n);
        multiply(dx, dy, wt, m, n, k);
        free(wt);
    }
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
    size_t row = 8 + PRE_WIDTH * sizeof(float);
    net->word_key = must(malloc(net->n_words * 4));
    net->word_seen = must(malloc(net->n_words * 4));
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
        memcpy(&net->word_seen[i], from + 4, 4);
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
    at->mask = take(&n, NET_WIDTH);
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

void net_from(struct net *net, const char *path, float shrink, int keep)
{
    struct str bytes = treebank_file(path);
    if (bytes.n != net->at.n * sizeof *net->p) {
        fprintf(stderr, "%s: not parameters of this network\n", path);
        exit(1);
    }
    float *from = floats(net->at.n);
    memcpy(from, bytes.at, bytes.n);
    for (size_t i = 0; i < net->at.dense + PRE_WIDTH * NET_WIDTH; i++)
        net->p[i] = from[i] * shrink; // words, parts, the way in
    for (int l = 0; l < keep; l++) {
        const struct layer_at *at = &net->at.layer[l];
        for (size_t i = 0; i < NET_WIDTH * NET_GATED; i++)
            net->p[at->weight + i] = from[at->weight + i] / (i / NET_HALF % 3 ? shrink : 1);
        for (size_t i = 0; i < 4 * NET_HALF; i++) {
            net->p[at->bias + i] = from[at->bias + i];
            net->p[at->memory + i] = from[at->memory + i] / shrink;
        }
    }
    free(from);
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

/* ---- one batch ---- */

struct batch {
    uint32_t n, n_sentences;
    struct gold_sentence *sentence; // first: in this batch
    const struct gold **word;       // [n]
    uint32_t *row;                  // [n]: of the word's own vector
    uint8_t *is_hidden;             // [n], or NULL
    float *pre;                     // [n][PRE_WIDTH]
    float *in[NET_LAYERS + 1];      // [n][NET_WIDTH]: of each layer, and the last's output
    float *mask[NET_LAYERS + 1];    // of what was left out, or NULL
    float *gated[NET_LAYERS];       // [n][NET_GATED]: candidates and gates, after the gates' curve
    float *state[NET_LAYERS];       // [n][NET_WIDTH]
    float *tag;                     // [n][N_TAG_OUT]
    uint8_t *upos, *xpos;
};

static float gate(float x)
{
    return 0.5f + 0.5f * x / (1 + fabsf(x));
}

static float gate_slope(float y)
{
    float u = 1 - fabsf(2 * y - 1);
    return 0.5f * u * u;
}

static void layer_run(const struct net *net, struct batch *b, int l, float *out)
{
    const float *p = net->p, *x = b->in[l];
    const struct layer_at *at = &net->at.layer[l];
    float *u = b->gated[l], *c = b->state[l];
    memset(u, 0, (size_t)b->n * NET_GATED * sizeof *u);
    multiply(u, x, p + at->weight, b->n, NET_WIDTH, NET_GATED);
    for (uint32_t s = 0; s < b->n_sentences; s++)
        for (int way = 0; way < 2; way++) {
            float before[NET_HALF] = {0};
            const float *bias = p + at->bias + way * 2 * NET_HALF;
            const float *memory = p + at->memory + way * 2 * NET_HALF;
            for (uint32_t i = 0; i < b->sentence[s].n; i++) {
                size_t t = b->sentence[s].first + (way ? b->sentence[s].n - 1 - i : i);
                float *z = u + t * NET_GATED + way * 3 * NET_HALF;
                float *ct = c + t * NET_WIDTH + way * NET_HALF;
                float *ht = out + t * NET_WIDTH + way * NET_HALF;
                const float *xt = x + t * NET_WIDTH + way * NET_HALF;
                for (int k = 0; k < NET_HALF; k++) {
                    float f = gate(z[NET_HALF + k] + memory[k] * before[k] + bias[k]);
                    float r = gate(z[2 * NET_HALF + k] + memory[NET_HALF + k] * before[k] + bias[NET_HALF + k]);
                    float now = f * before[k] + (1 - f) * z[k];
                    z[NET_HALF + k] = f;
                    z[2 * NET_HALF + k] = r;
                    ct[k] = before[k] = now;
                    ht[k] = r * now + (1 - r) * xt[k];
                }
            }
        }
}

/* From dh to the gradient of the layer's input, which is added to dx. */
static void layer_back(struct net *net, struct batch *b, int l, const float *dh, float *dx)
{
    const float *p = net->p, *x = b->in[l];
    const struct layer_at *at = &net->at.layer[l];
    const float *u = b->gated[l], *c = b->state[l];
    float *du = floats((size_t)b->n * NET_GATED);
    for (uint32_t s = 0; s < b->n_sentences; s++)
        for (int way = 0; way < 2; way++) {
            float dc[NET_HALF] = {0};
            static const float none[NET_HALF];
            const float *memory = p + at->memory + way * 2 * NET_HALF;
            float *dbias = net->g + at->bias + way * 2 * NET_HALF;
            float *dmemory = net->g + at->memory + way * 2 * NET_HALF;
            uint32_t n = b->sentence[s].n;
            for (uint32_t i = n; i-- > 0;) {
                size_t t = b->sentence[s].first + (way ? n - 1 - i : i);
                const float *z = u + t * NET_GATED + way * 3 * NET_HALF;
                const float *ct = c + t * NET_WIDTH + way * NET_HALF;
                const float *before = i == 0 ? none : way ? ct + NET_WIDTH : ct - NET_WIDTH;
                const float *xt = x + t * NET_WIDTH + way * NET_HALF;
                const float *dht = dh + t * NET_WIDTH + way * NET_HALF;
                float *dxt = dx + t * NET_WIDTH + way * NET_HALF;
                float *dz = du + t * NET_GATED + way * 3 * NET_HALF;
                for (int k = 0; k < NET_HALF; k++) {
                    float f = z[NET_HALF + k], r = z[2 * NET_HALF + k];
                    float dr = dht[k] * (ct[k] - xt[k]) * gate_slope(r);
                    dxt[k] += dht[k] * (1 - r);
                    float d = dc[k] + dht[k] * r;
                    float df = d * (before[k] - z[k]) * gate_slope(f);
                    dz[k] = d * (1 - f);
                    dz[NET_HALF + k] = df;
                    dz[2 * NET_HALF + k] = dr;
                    dbias[k] += df;
                    dbias[NET_HALF + k] += dr;
                    dmemory[k] += df * before[k];
                    dmemory[NET_HALF + k] += dr * before[k];
                    dc[k] = d * f + df * memory[k] + dr * memory[NET_HALF + k];
                }
            }
        }
    multiply_back(x, p + at->weight, du, dx, net->g + at->weight, b->n, NET_WIDTH, NET_GATED);
    free(du);
}

/* Noise: one mask a sentence, so that a unit that is left out is left out throughout. */
static float *mask_new(struct net *net, const struct batch *b, float drop)
{
    float *mask = floats((size_t)b->n * NET_WIDTH);
    for (uint32_t s = 0; s < b->n_sentences; s++) {
        float one[NET_WIDTH];
        for (int k = 0; k < NET_WIDTH; k++)
            one[k] = net_uniform(net) < drop ? 0 : 1 / (1 - drop);
        for (uint32_t i = 0; i < b->sentence[s].n; i++)
            memcpy(mask + (size_t)(b->sentence[s].first + i) * NET_WIDTH, one, sizeof one);
    }
    return mask;
}

static void masked(float *x, const float *mask, size_t n)
{
    if (mask)
        for (size_t i = 0; i < n; i++)
            x[i] *= mask[i];
}

static void softmax(float *x, uint32_t from, uint32_t to)
{
    float most = x[from], sum = 0;
    for (uint32_t k = from; k < to; k++)
        most = x[k] > most ? x[k] : most;
    for (uint32_t k = from; k < to; k++)
        sum += x[k] = expf(x[k] - most);
    for (uint32_t k = from; k < to; k++)
        x[k] /= sum;
}

static uint32_t best(const float *x, uint32_t from, uint32_t to)
{
    uint32_t at = from;
    for (uint32_t k = from; k < to; k++)
        if (x[k] > x[at])
            at = k;
    return at;
}

static void batch_new(struct batch *b, const struct net *net, const struct treebank *bank,
                      const uint32_t *sentence, uint32_t n)
{
    *b = (struct batch){.n_sentences = n};
    b->sentence = must(malloc(n * sizeof *b->sentence));
    for (uint32_t s = 0; s < n; s++) {
        b->sentence[s] = (struct gold_sentence){b->n, bank->sentence.at[sentence[s]].n};
        b->n += b->sentence[s].n;
    }
    b->word = must(malloc(b->n * sizeof *b->word));
    b->row = must(malloc(b->n * sizeof *b->row));
    b->upos = must(calloc(b->n, 1));
    b->xpos = must(calloc(b->n, 1));
    for (uint32_t s = 0; s < n; s++)
        for (uint32_t i = 0; i < b->sentence[s].n; i++) {
            const struct gold *w = &bank->word.at[bank->sentence.at[sentence[s]].first + i];
            b->word[b->sentence[s].first + i] = w;
            b->row[b->sentence[s].first + i] = net_word(net, w->is.word);
        }
    b->pre = floats((size_t)b->n * PRE_WIDTH);
    for (int l = 0; l <= NET_LAYERS; l++)
        b->in[l] = floats((size_t)b->n * NET_WIDTH);
    for (int l = 0; l < NET_LAYERS; l++) {
        b->gated[l] = floats((size_t)b->n * NET_GATED);
        b->state[l] = floats((size_t)b->n * NET_WIDTH);
    }
    b->tag = floats((size_t)b->n * N_TAG_OUT);
}

static void batch_free(struct batch *b)
{
    free(b->sentence);
    free(b->word);
    free(b->row);
    free(b->upos);
    free(b->xpos);
    free(b->pre);
    for (int l = 0; l <= NET_LAYERS; l++) {
        free(b->in[l]);
        free(b->mask[l]);
    }
    for (int l = 0; l < NET_LAYERS; l++) {
        free(b->gated[l]);
        free(b->state[l]);
    }
    free(b->tag);
}

/* All layers and the tags; `o` NULL: without noise. */
static void batch_run(struct net *net, struct batch *b, const struct options *o, int parse)
{
    size_t cells = (size_t)b->n * NET_WIDTH;
    const float *p = net->p;
    for (uint32_t i = 0; i < b->n; i++) {
        if (o && b->row[i] != net->n_words && net_uniform(net) < o->drop_word)
            b->row[i] = net->n_words;
        if (b->row[i] != net->n_words && !(b->is_hidden && b->is_hidden[i]))
            memcpy(b->pre + (size_t)i * PRE_WIDTH, net->pre + (size_t)b->row[i] * PRE_WIDTH,
                   PRE_WIDTH * sizeof(float));
    }
    multiply(b->in[0], b->pre, p + net->at.pre, b->n, PRE_WIDTH, NET_WIDTH);
    for (uint32_t i = 0; i < b->n; i++) {
        float *x = b->in[0] + (size_t)i * NET_WIDTH;
        if (b->is_hidden && b->is_hidden[i]) {
            memcpy(x, p + net->at.mask, NET_WIDTH * sizeof *x);
            continue;
        }
        const float *own = p + net->at.word + (size_t)b->row[i] * NET_WIDTH;
        for (int k = 0; k < NET_WIDTH; k++)
            x[k] += own[k];
        for (int f = 0; f < N_FEATURES; f++) {
            const float *part = p + net->at.part + (size_t)b->word[i]->is.part[f] * NET_WIDTH;
            for (int k = 0; k < NET_WIDTH; k++)
                x[k] += part[k];
        }
    }
    for (int l = 0; l < NET_LAYERS; l++) {
        if (o)
            b->mask[l] = mask_new(net, b, l ? o->drop_layer : o->drop_input);
        masked(b->in[l], b->mask[l], cells);
        layer_run(net, b, l, b->in[l + 1]);
        if (l + 1 == NET_TAG_LAYERS && !b->is_hidden) {
            for (uint32_t i = 0; i < b->n; i++)
                memcpy(b->tag + (size_t)i * N_TAG_OUT, p + net->at.tag_bias, N_TAG_OUT * sizeof(float));
            multiply(b->tag, b->in[l + 1], p + net->at.tag, b->n, NET_WIDTH, N_TAG_OUT);
            for (uint32_t i = 0; i < b->n; i++) {
                float *t = b->tag + (size_t)i * N_TAG_OUT;
                b->upos[i] = (uint8_t)best(t, 1, TAGSET_UPOS);
                b->xpos[i] = (uint8_t)(best(t, N_UPOS_PAD + 1, N_UPOS_PAD + TAGSET_XPOS) - N_UPOS_PAD);
                if (parse)
                    for (int k = 0; k < NET_WIDTH; k++)
                        b->in[l + 1][(size_t)i * NET_WIDTH + k] +=
                            p[net->at.tag_in + (size_t)b->xpos[i] * NET_WIDTH + k];
            }
            if (!parse)
                return;
        }
    }
    if (o)
        b->mask[NET_LAYERS] = mask_new(net, b, o->drop_out);
    masked(b->in[NET_LAYERS], b->mask[NET_LAYERS], cells);
}

/* ---- heads and labels ---- */

struct arcs {
    float *dep, *head, *pair;       // [n][NET_ARC], [n + sentences] with the root before each
    float *label_dep, *label_head;  // [n][NET_LABEL]
    float root_head[NET_ARC], root_pair[NET_ARC], root_label[NET_LABEL];
};

static float leaky(float x)
{
    return x > 0 ? x : 0.1f * x;
}

static void biased(float *y, const float *bias, uint32_t rows, uint32_t width)
{
    for (uint32_t i = 0; i < rows; i++)
        for (uint32_t k = 0; k < width; k++)
            y[(size_t)i * width + k] = leaky(y[(size_t)i * width + k] + (bias ? bias[k] : 0));
}

static void arcs_run(struct net *net, const struct batch *b, struct arcs *a)
{
    const float *p = net->p, *h = b->in[NET_LAYERS];
    const struct net_at *at = &net->at;
    *a = (struct arcs){0};
    a->dep = floats((size_t)b->n * NET_ARC);
    a->head = floats((size_t)b->n * NET_ARC);
    a->pair = floats((size_t)b->n * NET_ARC);
    a->label_dep = floats((size_t)b->n * NET_LABEL);
    a->label_head = floats((size_t)b->n * NET_LABEL);
    multiply(a->dep, h, p + at->dep, b->n, NET_WIDTH, NET_ARC);
    biased(a->dep, p + at->dep_bias, b->n, NET_ARC);
    multiply(a->head, h, p + at->head, b->n, NET_WIDTH, NET_ARC);
    biased(a->head, p + at->head_bias, b->n, NET_ARC);
    multiply(a->pair, a->head, p + at->pair, b->n, NET_ARC, NET_ARC);
    multiply(a->root_head, p + at->root, p + at->head, 1, NET_WIDTH, NET_ARC);
    biased(a->root_head, p + at->head_bias, 1, NET_ARC);
    multiply(a->root_pair, a->root_head, p + at->pair, 1, NET_ARC, NET_ARC);
    multiply(a->label_dep, h, p + at->label_dep, b->n, NET_WIDTH, NET_LABEL);
    multiply(a->label_head, h, p + at->label_head, b->n, NET_WIDTH, NET_LABEL);
    multiply(a->root_label, p + at->root, p + at->label_head, 1, NET_WIDTH, NET_LABEL);
}

static float dot(const float *a, const float *b)
{
    vec s = {0};
    for (int k = 0; k < NET_ARC; k += 16)
        s += *(const vec *)(a + k) * *(const vec *)(b + k);
    float sum = 0;
    for (int k = 0; k < 16; k++)
        sum += s[k];
    return sum;
}

static float alone(const struct net *net, const float *head)
{
    return dot(net->p + net->at.alone, head);
}

/* score[d][h] of one sentence. */
static void arcs_score(const struct net *net, const struct arcs *a, struct gold_sentence s, float *score)
{
    uint32_t n = s.n;
    const float *place = net->p + net->at.place;
    float *free_of = floats(n + 1);
    free_of[0] = alone(net, a->root_head);
    for (uint32_t h = 1; h <= n; h++)
        free_of[h] = alone(net, a->head + (size_t)(s.first + h - 1) * NET_ARC);
    for (uint32_t d = 1; d <= n; d++) {
        const float *dep = a->dep + (size_t)(s.first + d - 1) * NET_ARC;
        float far[NET_PLACES];
        for (int k = 0; k < NET_PLACES; k++)
            far[k] = dot(dep, place + k * NET_ARC);
        for (uint32_t h = 0; h <= n; h++) {
            const float *pair = h ? a->pair + (size_t)(s.first + h - 1) * NET_ARC : a->root_pair;
            score[(size_t)d * (n + 1) + h] =
                h == d ? -1e9f : dot(dep, pair) + far[net_place(d, h)] + free_of[h];
        }
    }
    free(free_of);
}

static void label_score(const struct net *net, const struct arcs *a, size_t d, int64_t h, float hidden[NET_LABEL],
                        float out[N_REL_OUT])
{
    const float *p = net->p;
    const float *head = h < 0 ? a->root_label : a->label_head + (size_t)h * NET_LABEL;
    for (int k = 0; k < NET_LABEL; k++)
        hidden[k] = leaky(a->label_dep[d * NET_LABEL + (size_t)k] + head[k] + p[net->at.label_bias + (size_t)k]);
    memcpy(out, p + net->at.label_out_bias, N_REL_OUT * sizeof *out);
    multiply(out, hidden, p + net->at.label_out, 1, NET_LABEL, N_REL_OUT);
}

static void arcs_free(struct arcs *a)
{
    free(a->dep);
    free(a->head);
    free(a->pair);
    free(a->label_dep);
    free(a->label_head);
}

static void unleaky(float *dy, const float *y, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (y[i] <= 0)
            dy[i] *= 0.1f;
}

static void sum_rows(float *sum, const float *x, uint32_t rows, uint32_t width)
{
    for (uint32_t i = 0; i < rows; i++)
        for (uint32_t k = 0; k < width; k++)
            sum[k] += x[(size_t)i * width + k];
}

/* Losses of heads and labels, and their gradients; dh is that of the last layer. */
static double arcs_learn(struct net *net, const struct batch *b, float *dh, float scale)
{
    struct arcs a;
    arcs_run(net, b, &a);
    const struct net_at *at = &net->at;
    float *p = net->p, *g = net->g;
    float *ddep = floats((size_t)b->n * NET_ARC), *dhead = floats((size_t)b->n * NET_ARC);
    float *dpair = floats((size_t)b->n * NET_ARC);
    float *dld = floats((size_t)b->n * NET_LABEL), *dlh = floats((size_t)b->n * NET_LABEL);
    float droot_head[NET_ARC] = {0}, droot_pair[NET_ARC] = {0}, droot_label[NET_LABEL] = {0};
    float *out_t = transposed(p + at->label_out, NET_LABEL, N_REL_OUT);
    double loss = 0;
    for (uint32_t s = 0; s < b->n_sentences; s++) {
        struct gold_sentence at_s = b->sentence[s];
        uint32_t n = at_s.n;
        float *score = floats((size_t)(n + 1) * (n + 1));
        arcs_score(net, &a, at_s, score);
        for (uint32_t d = 1; d <= n; d++) {
            float *row = score + (size_t)d * (n + 1);
            size_t i = at_s.first + d - 1;
            uint32_t gold = b->word[i]->head;
            softmax(row, 0, n + 1);
            loss -= log((double)row[gold] + 1e-9);
            row[gold] -= 1;
            float *dd = ddep + i * NET_ARC;
            const float *dep = a.dep + i * NET_ARC;
            float dfar[NET_PLACES] = {0};
            for (uint32_t h = 0; h <= n; h++) {
                float w = row[h] * scale;
                if (h == d || fabsf(row[h]) < 1e-5f)
                    continue;
                dfar[net_place(d, h)] += w;
                const float *pair = h ? a.pair + (size_t)(at_s.first + h - 1) * NET_ARC : a.root_pair;
                const float *head = h ? a.head + (size_t)(at_s.first + h - 1) * NET_ARC : a.root_head;
                float *dp = h ? dpair + (size_t)(at_s.first + h - 1) * NET_ARC : droot_pair;
                float *dhd = h ? dhead + (size_t)(at_s.first + h - 1) * NET_ARC : droot_head;
                for (int k = 0; k < NET_ARC; k++) {
                    dd[k] += w * pair[k];
                    dp[k] += w * dep[k];
                    dhd[k] += w * p[at->alone + (size_t)k];
                    g[at->alone + (size_t)k] += w * head[k];
                }
            }
            for (size_t f = 0; f < NET_PLACES; f++)
                if (dfar[f] != 0)
                    for (size_t k = 0; k < NET_ARC; k++) {
                        dd[k] += dfar[f] * p[at->place + f * NET_ARC + k];
                        g[at->place + f * NET_ARC + k] += dfar[f] * dep[k];
                    }
            float hidden[NET_LABEL], out[N_REL_OUT], dhidden[NET_LABEL] = {0};
            int64_t h = gold ? (int64_t)at_s.first + gold - 1 : -1;
            label_score(net, &a, i, h, hidden, out);
            softmax(out, 1, TAGSET_DEPREL);
            uint32_t rel = b->word[i]->deprel;
            if (!rel)
                continue;
            loss -= log((double)out[rel] + 1e-9);
            out[rel] -= 1;
            out[0] = 0;
            for (int k = TAGSET_DEPREL; k < N_REL_OUT; k++)
                out[k] = 0;
            for (int k = 0; k < N_REL_OUT; k++) {
                out[k] *= scale;
                g[at->label_out_bias + (size_t)k] += out[k];
            }
            for (size_t k = 0; k < NET_LABEL; k++)
                for (size_t r = 0; r < N_REL_OUT; r++)
                    g[at->label_out + k * N_REL_OUT + r] += hidden[k] * out[r];
            multiply(dhidden, out, out_t, 1, N_REL_OUT, NET_LABEL);
            unleaky(dhidden, hidden, NET_LABEL);
            float *dl = h < 0 ? droot_label : dlh + (size_t)h * NET_LABEL;
            for (size_t k = 0; k < NET_LABEL; k++) {
                dld[i * NET_LABEL + k] += dhidden[k];
                dl[k] += dhidden[k];
                g[at->label_bias + k] += dhidden[k];
            }
        }
        free(score);
    }
    const float *h = b->in[NET_LABEL ? NET_LAYERS : 0];
    float *droot = g + at->root;
    multiply_back(a.head, p + at->pair, dpair, dhead, g + at->pair, b->n, NET_ARC, NET_ARC);
    multiply_back(a.root_head, p + at->pair, droot_pair, droot_head, g + at->pair, 1, NET_ARC, NET_ARC);
    unleaky(dhead, a.head, (size_t)b->n * NET_ARC);
    unleaky(droot_head, a.root_head, NET_ARC);
    unleaky(ddep, a.dep, (size_t)b->n * NET_ARC);
    sum_rows(g + at->head_bias, dhead, b->n, NET_ARC);
    sum_rows(g + at->head_bias, droot_head, 1, NET_ARC);
    sum_rows(g + at->dep_bias, ddep, b->n, NET_ARC);
    multiply_back(h, p + at->dep, ddep, dh, g + at->dep, b->n, NET_WIDTH, NET_ARC);
    multiply_back(h, p + at->head, dhead, dh, g + at->head, b->n, NET_WIDTH, NET_ARC);
    multiply_back(p + at->root, p + at->head, droot_head, droot, g + at->head, 1, NET_WIDTH, NET_ARC);
    multiply_back(h, p + at->label_dep, dld, dh, g + at->label_dep, b->n, NET_WIDTH, NET_LABEL);
    multiply_back(h, p + at->label_head, dlh, dh, g + at->label_head, b->n, NET_WIDTH, NET_LABEL);
    multiply_back(p + at->root, p + at->label_head, droot_label, droot, g + at->label_head, 1, NET_WIDTH,
                  NET_LABEL);
    free(out_t);
    free(ddep);
    free(dhead);
    free(dpair);
    free(dld);
    free(dlh);
    arcs_free(&a);
    return loss;
}

/* ---- steps ---- */

static float *row_gradient(struct net *net, uint32_t row)
{
    if (!net->is_touched[row]) {
        net->is_touched[row] = 1;
        net->touched[net->n_touched++] = row;
    }
    return net->g + (row <= net->n_words ? net->at.word + (size_t)row * NET_WIDTH
                                         : net->at.part + (size_t)(row - net->n_words - 1) * NET_WIDTH);
}

static void adam(struct net *net, size_t from, size_t to, float rate)
{
    const float b1 = 0.9f, b2 = 0.98f;
    for (size_t i = from; i < to; i++) {
        float g = net->g[i];
        net->m[i] = b1 * net->m[i] + (1 - b1) * g;
        net->v[i] = b2 * net->v[i] + (1 - b2) * g * g;
        net->p[i] -= rate * net->m[i] / (sqrtf(net->v[i]) + 1e-8f);
        net->g[i] = 0;
    }
}

static void step(struct net *net, float rate)
{
    net->steps++;
    double t = (double)net->steps;
    rate *= (float)(sqrt(1 - pow(0.98, t)) / (1 - pow(0.9, t)));
    adam(net, net->at.dense, net->at.n, rate);
    for (uint32_t i = 0; i < net->n_touched; i++) {
        uint32_t row = net->touched[i];
        size_t at = row <= net->n_words ? net->at.word + (size_t)row * NET_WIDTH
                                        : net->at.part + (size_t)(row - net->n_words - 1) * NET_WIDTH;
        adam(net, at, at + NET_WIDTH, rate);
        net->is_touched[row] = 0;
    }
    net->n_touched = 0;
}

static double tags_learn(struct net *net, struct batch *b, float *dh, float scale)
{
    double loss = 0;
    for (uint32_t i = 0; i < b->n; i++) {
        float *t = b->tag + (size_t)i * N_TAG_OUT;
        uint32_t from[2] = {1, N_UPOS_PAD + 1}, to[2] = {TAGSET_UPOS, N_UPOS_PAD + TAGSET_XPOS};
        uint32_t gold[2] = {b->word[i]->upos, N_UPOS_PAD + b->word[i]->xpos};
        for (int k = 0; k < 2; k++) {
            softmax(t, from[k], to[k]);
            loss -= log((double)t[gold[k]] + 1e-9);
            if (gold[k] >= from[k])
                t[gold[k]] -= 1;
            else
                memset(t + from[k], 0, (to[k] - from[k]) * sizeof *t);
        }
        for (uint32_t k = 0; k < N_TAG_OUT; k++) {
            int live = (k >= 1 && k < TAGSET_UPOS) || (k > N_UPOS_PAD && k < N_UPOS_PAD + TAGSET_XPOS);
            t[k] = live ? t[k] * scale : 0;
        }
    }
    return loss;
    (void)net, (void)dh;
}

/* From the gradient of the first layer's input to the words; frees it. */
static void words_back(struct net *net, struct batch *b, float *dh)
{
    multiply_back(b->pre, net->p + net->at.pre, dh, NULL, net->g + net->at.pre, b->n, PRE_WIDTH, NET_WIDTH);
    for (uint32_t i = 0; i < b->n; i++) {
        const float *d = dh + (size_t)i * NET_WIDTH;
        if (b->is_hidden && b->is_hidden[i]) {
            for (int k = 0; k < NET_WIDTH; k++)
                net->g[net->at.mask + (size_t)k] += d[k];
            continue;
        }
        for (int f = -1; f < N_FEATURES; f++) {
            float *to = row_gradient(net, f < 0 ? b->row[i] : net->n_words + 1 + b->word[i]->is.part[f]);
            for (int k = 0; k < NET_WIDTH; k++)
                to[k] += d[k];
        }
    }
    free(dh);
}

float net_learn(struct net *net, const struct options *o, const struct treebank *bank, const uint32_t *sentence,
                uint32_t n, float rate)
{
    struct batch b;
    batch_new(&b, net, bank, sentence, n);
    batch_run(net, &b, o, o->parse);
    const struct net_at *at = &net->at;
    float scale = 1.0f / (float)b.n;
    size_t cells = (size_t)b.n * NET_WIDTH;
    float *dh = floats(cells);
    double loss = 0;
    int top = NET_TAG_LAYERS;
    if (o->parse) {
        top = NET_LAYERS;
        loss += arcs_learn(net, &b, dh, scale);
        masked(dh, b.mask[NET_LAYERS], cells);
    }
    loss += tags_learn(net, &b, dh, scale);
    for (int l = top - 1; l >= 0; l--) {
        if (l + 1 == NET_TAG_LAYERS) {
            // The output that the tags saw is the next layer's input without its noise and the tags' own vectors.
            float *h = floats(cells);
            layer_run(net, &(struct batch){.n = b.n, .n_sentences = b.n_sentences, .sentence = b.sentence,
                                           .in = {b.in[0], b.in[1], b.in[2]},
                                           .gated = {b.gated[0], b.gated[1]}, .state = {b.state[0], b.state[1]}},
                      l, h);
            if (o->parse)
                for (uint32_t i = 0; i < b.n; i++)
                    for (size_t k = 0; k < NET_WIDTH; k++)
                        net->g[at->tag_in + (size_t)b.xpos[i] * NET_WIDTH + k] += dh[(size_t)i * NET_WIDTH + k];
            multiply_back(h, net->p + at->tag, b.tag, dh, net->g + at->tag, b.n, NET_WIDTH, N_TAG_OUT);
            sum_rows(net->g + at->tag_bias, b.tag, b.n, N_TAG_OUT);
            free(h);
        }
        float *dx = floats(cells);
        layer_back(net, &b, l, dh, dx);
        masked(dx, b.mask[l], cells);
        free(dh);
        dh = dx;
    }
    words_back(net, &b, dh);
    step(net, rate);
    uint32_t words = b.n;
    batch_free(&b);
    return (float)(loss / words);
}

enum { WRONG = 512 }; // guesses that each right one is weighed against

static void guess_new(struct net *net)
{
    net->guess = floats((size_t)net->n_words * NET_WIDTH);
    net->guess_m = floats((size_t)net->n_words * NET_WIDTH);
    net->guess_v = floats((size_t)net->n_words * NET_WIDTH);
    double all = 0, upto = 0;
    for (uint32_t w = 0; w < net->n_words; w++)
        all += pow(net->word_seen[w], 0.75);
    net->n_bag = 1 << 20;
    net->bag = must(malloc(net->n_bag * sizeof *net->bag));
    uint32_t at = 0;
    for (uint32_t w = 0; w < net->n_words; w++) {
        upto += pow(net->word_seen[w], 0.75) / all;
        while (at < net->n_bag && (at < upto * net->n_bag || w + 1 == net->n_words))
            net->bag[at++] = w;
    }
}

float net_guess(struct net *net, const struct options *o, const struct treebank *bank, const uint32_t *sentence,
                uint32_t n, float rate)
{
    if (!net->guess)
        guess_new(net);
    struct batch b;
    batch_new(&b, net, bank, sentence, n);
    b.is_hidden = must(calloc(b.n, 1));
    uint32_t *asked = must(malloc(b.n * sizeof *asked)), n_asked = 0;
    for (uint32_t i = 0; i < b.n; i++)
        if (net_uniform(net) < 0.18f) {
            b.is_hidden[i] = 1;
            if (b.row[i] != net->n_words)
                asked[n_asked++] = i;
        }
    if (!n_asked) {
        free(asked);
        free(b.is_hidden);
        batch_free(&b);
        return 0;
    }
    batch_run(net, &b, o, 1);
    size_t cells = (size_t)b.n * NET_WIDTH, width = WRONG;
    uint32_t wrong[WRONG];
    float *o_w = floats((size_t)WRONG * NET_WIDTH), *h = floats((size_t)n_asked * NET_WIDTH);
    for (uint32_t k = 0; k < WRONG; k++) {
        wrong[k] = net->bag[draw(net) % net->n_bag];
        memcpy(o_w + (size_t)k * NET_WIDTH, net->guess + (size_t)wrong[k] * NET_WIDTH, NET_WIDTH * sizeof(float));
    }
    for (uint32_t i = 0; i < n_asked; i++)
        memcpy(h + (size_t)i * NET_WIDTH, b.in[NET_LAYERS] + (size_t)asked[i] * NET_WIDTH, NET_WIDTH * sizeof(float));
    float *o_t = transposed(o_w, WRONG, NET_WIDTH), *score = floats(n_asked * width);
    multiply(score, h, o_t, n_asked, NET_WIDTH, width);
    float *dh = floats(cells), *d_h = floats((size_t)n_asked * NET_WIDTH), *d_o = floats((size_t)WRONG * NET_WIDTH);
    float *d_right = floats((size_t)n_asked * NET_WIDTH);
    float scale = 1.0f / (float)n_asked;
    double loss = 0;
    for (uint32_t i = 0; i < n_asked; i++) {
        // Words that are drawn often would be held down too much: each score loses the logarithm of its odds.
        uint32_t right = b.row[asked[i]];
        const float *out = net->guess + (size_t)right * NET_WIDTH, *hi = h + (size_t)i * NET_WIDTH;
        float s = 0, sum = 0, *row = score + i * width;
        for (int k = 0; k < NET_WIDTH; k++)
            s += out[k] * hi[k];
        float share = (float)pow(net->word_seen[right], 0.75);
        s -= logf(share);
        float most = s;
        for (size_t k = 0; k < width; k++) {
            row[k] -= logf((float)pow(net->word_seen[wrong[k]], 0.75));
            if (wrong[k] == right)
                row[k] = -1e9f;
            most = row[k] > most ? row[k] : most;
        }
        for (size_t k = 0; k < width; k++)
            sum += row[k] = expf(row[k] - most);
        float e = expf(s - most);
        sum += e;
        loss -= log((double)(e / sum) + 1e-12);
        for (size_t k = 0; k < width; k++)
            row[k] *= scale / sum;
        float g = (e / sum - 1) * scale;
        for (int k = 0; k < NET_WIDTH; k++) {
            d_h[(size_t)i * NET_WIDTH + (size_t)k] += g * out[k];
            d_right[(size_t)i * NET_WIDTH + (size_t)k] += g * hi[k];
        }
    }
    multiply(d_h, score, o_w, n_asked, width, NET_WIDTH);
    float *score_t = transposed(score, n_asked, width);
    multiply(d_o, score_t, h, width, n_asked, NET_WIDTH);
    for (uint32_t i = 0; i < n_asked; i++)
        memcpy(dh + (size_t)asked[i] * NET_WIDTH, d_h + (size_t)i * NET_WIDTH, NET_WIDTH * sizeof(float));
    for (uint32_t i = 0; i < n_asked + WRONG; i++) { // plain Adagrad: a row a time
        uint32_t w = i < WRONG ? wrong[i] : b.row[asked[i - WRONG]];
        const float *d = i < WRONG ? d_o + (size_t)i * NET_WIDTH : d_right + (size_t)(i - WRONG) * NET_WIDTH;
        float *to = net->guess + (size_t)w * NET_WIDTH, *v = net->guess_v + (size_t)w * NET_WIDTH;
        for (int k = 0; k < NET_WIDTH; k++) {
            v[k] += d[k] * d[k];
            to[k] -= 10 * rate * d[k] / (sqrtf(v[k]) + 1e-6f);
        }
    }
    masked(dh, b.mask[NET_LAYERS], cells);
    for (int l = NET_LAYERS - 1; l >= 0; l--) {
        float *dx = floats(cells);
        layer_back(net, &b, l, dh, dx);
        masked(dx, b.mask[l], cells);
        free(dh);
        dh = dx;
    }
    words_back(net, &b, dh);
    step(net, rate);
    free(o_w), free(h), free(o_t), free(score), free(d_h), free(d_o), free(d_right), free(score_t), free(asked);
    free(b.is_hidden);
    batch_free(&b);
    return (float)(loss / n_asked);
}

void net_run(struct net *net, const struct options *o, const struct treebank *bank, uint32_t sentence, uint32_t n,
             struct gold *out)
{
    struct batch b;
    uint32_t *which = must(malloc(n * sizeof *which));
    for (uint32_t i = 0; i < n; i++)
        which[i] = sentence + i;
    batch_new(&b, net, bank, which, n);
    free(which);
    batch_run(net, &b, NULL, o->parse);
    for (uint32_t i = 0; i < b.n; i++) {
        out[i] = *b.word[i];
        out[i].upos = b.upos[i];
        out[i].xpos = b.xpos[i];
    }
    if (o->parse) {
        struct arcs a;
        arcs_run(net, &b, &a);
        for (uint32_t s = 0; s < b.n_sentences; s++) {
            struct gold_sentence at = b.sentence[s];
            if (at.n > TREE_MOST)
                continue;
            float *score = floats((size_t)(at.n + 1) * (at.n + 1));
            uint32_t *head = must(malloc((at.n + 1) * sizeof *head));
            void *work = must(malloc(tree_work_bytes(at.n)));
            arcs_score(net, &a, at, score);
            tree_best(score, at.n, head, work);
            for (uint32_t d = 1; d <= at.n; d++) {
                float hidden[NET_LABEL], rel[N_REL_OUT];
                label_score(net, &a, at.first + d - 1, head[d] ? (int64_t)at.first + head[d] - 1 : -1, hidden, rel);
                static const char root[] = "root";
                uint8_t is_root = deprel_find(str_c(root));
                rel[is_root] = head[d] ? -1e9f : 1e9f;
                out[at.first + d - 1].head = head[d];
                out[at.first + d - 1].deprel = (uint8_t)best(rel, 1, TAGSET_DEPREL);
            }
            free(score);
            free(head);
            free(work);
        }
        arcs_free(&a);
    }
    batch_free(&b);
}
