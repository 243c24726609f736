/*
 * takes   sentences with their tags and heads
 * gives   the network that tags and parses them
 * method  word = vector of raw text, own vector, vectors of its parts; four layers of
 *         simple recurrent units both ways (Lei et al. 2018) with rational gates; tags
 *         read off behind the second, arcs and labels behind the fourth; Adam
 * cost    about 2 million multiplications a word
 */
#include "text_arcs.h"
#include "text_math.h"

static void layer_run(const struct net *net, struct batch *b, int l, float *out)
{
    const struct sru_at *at = &net->at.layer[l];
    struct sru_batch layer = {b->in[l], b->gated[l], b->state[l]};
    memset(layer.gated, 0, (size_t)b->n * NET_GATED * sizeof *layer.gated);
    multiply(layer.gated, layer.in, net->p + at->weight, b->n, NET_WIDTH, NET_GATED);
    for (uint32_t s = 0; s < b->n_sentences; s++)
        sru_run(net->p, at, &layer, b->sentence[s].first, b->sentence[s].n, out);
}

/* From dh to the gradient of the layer's input, which is added to dx. */
static void layer_back(struct net *net, struct batch *b, int l, const float *dh, float *dx)
{
    const struct sru_at *at = &net->at.layer[l];
    struct sru_batch layer = {b->in[l], b->gated[l], b->state[l]};
    float *du = floats((size_t)b->n * NET_GATED);
    for (uint32_t s = 0; s < b->n_sentences; s++)
        sru_back(net->p, net->g, at, &layer, b->sentence[s].first, b->sentence[s].n, dh, du, dx);
    multiply_back(layer.in, net->p + at->weight, du, dx, net->g + at->weight, b->n, NET_WIDTH, NET_GATED);
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
        if (b->row[i] != net->n_words)
            memcpy(b->pre + (size_t)i * PRE_WIDTH, net->pre + (size_t)b->row[i] * PRE_WIDTH,
                   PRE_WIDTH * sizeof(float));
    }
    multiply(b->in[0], b->pre, p + net->at.pre, b->n, PRE_WIDTH, NET_WIDTH);
    for (uint32_t i = 0; i < b->n; i++) {
        float *x = b->in[0] + (size_t)i * NET_WIDTH;
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
        if (l + 1 == NET_TAG_LAYERS) {
            for (uint32_t i = 0; i < b->n; i++)
                memcpy(b->tag + (size_t)i * N_TAG_OUT, p + net->at.tag_bias, N_TAG_OUT * sizeof(float));
            multiply(b->tag, b->in[l + 1], p + net->at.tag, b->n, NET_WIDTH, N_TAG_OUT);
            for (uint32_t i = 0; i < b->n; i++) {
                float *t = b->tag + (size_t)i * N_TAG_OUT;
                b->upos[i] = (uint8_t)best(t, 1, TAGSET_UPOS);
                b->xpos[i] = (uint8_t)(best(t, N_UPOS_PAD + 1, N_UPOS_PAD + TAGSET_XPOS) - N_UPOS_PAD);
                if (parse)
                    for (int k = 0; k < NET_WIDTH; k++)
                        b->in[l + 1][(size_t)i * NET_WIDTH + (size_t)k] +=
                            p[net->at.tag_in + (size_t)b->xpos[i] * NET_WIDTH + (size_t)k];
            }
            if (!parse)
                return;
        }
    }
    if (o)
        b->mask[NET_LAYERS] = mask_new(net, b, o->drop_out);
    masked(b->in[NET_LAYERS], b->mask[NET_LAYERS], cells);
}

static float *row_gradient(struct net *net, uint32_t row)
{
    if (!net->is_touched[row]) {
        net->is_touched[row] = 1;
        net->touched[net->n_touched++] = row;
    }
    return net->g + (row <= net->n_words ? net->at.word + (size_t)row * NET_WIDTH
                                         : net->at.part + (size_t)(row - net->n_words - 1) * NET_WIDTH);
}

/* From the gradient of the first layer's input to the words; frees it. */
static void words_back(struct net *net, struct batch *b, float *dh)
{
    multiply_back(b->pre, net->p + net->at.pre, dh, NULL, net->g + net->at.pre, b->n, PRE_WIDTH, NET_WIDTH);
    for (uint32_t i = 0; i < b->n; i++) {
        const float *d = dh + (size_t)i * NET_WIDTH;
        for (int f = -1; f < N_FEATURES; f++) {
            float *to = row_gradient(net, f < 0 ? b->row[i] : net->n_words + 1 + b->word[i]->is.part[f]);
            for (int k = 0; k < NET_WIDTH; k++)
                to[k] += d[k];
        }
    }
    free(dh);
}

/* ---- steps ---- */

static void step(struct net *net, float rate)
{
    struct adam a = {net->p, net->g, net->m, net->v};
    rate = adam_rate(rate, (double)++net->steps);
    adam_step(&a, net->at.dense, net->at.n, rate);
    for (uint32_t i = 0; i < net->n_touched; i++) {
        uint32_t row = net->touched[i];
        size_t at = row <= net->n_words ? net->at.word + (size_t)row * NET_WIDTH
                                        : net->at.part + (size_t)(row - net->n_words - 1) * NET_WIDTH;
        adam_step(&a, at, at + NET_WIDTH, rate);
        net->is_touched[row] = 0;
    }
    net->n_touched = 0;
}

static double tags_learn(struct batch *b, float scale)
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
    loss += tags_learn(&b, scale);
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
    if (o->parse)
        arcs_best(net, &b, out);
    batch_free(&b);
}
