/*
 * takes   sentences of LitBank as rows of tables, with what people annotated
 * gives   the network that finds entities and events in them
 * method  a word is the vector that the network of tags has of it, that of the word which it
 *         depends on, and rows for its tag, its relation, its class in WordNet and its little words;
 *         two layers of simple recurrent units (Lei et al. 2018); heads, kinds and events read
 *         off each word, spans off their first word, last word and head; Adam, and the mean
 *         of the parameters of the later steps
 * cost    about 600,000 multiplications a word
 */
#include "train_entities.h"

#include "sru.h"
#include "text_math.h"

float learner_uniform(struct learner *l)
{
    uint64_t *s = &l->random;
    *s ^= *s << 13;
    *s ^= *s >> 7;
    *s ^= *s << 17;
    return (float)(*s >> 40) / 16777216.0f;
}

static size_t take(size_t *n, size_t more)
{
    size_t at = *n;
    *n += (more + 15) / 16 * 16;
    return at;
}

static void scatter(struct learner *l, size_t at, size_t n, float width)
{
    for (size_t i = 0; i < n; i++)
        l->p[at + i] = (learner_uniform(l) * 2 - 1) * width;
}

void learner_new(struct learner *l, uint32_t n_rows, uint64_t seed)
{
    *l = (struct learner){.n_rows = n_rows, .random = 0x9E3779B97F4A7C15u ^ (seed * 0xD6E8FEB86659FD93u)};
    size_t n = 0;
    struct entity_place *at = &l->at;
    at->lemma = take(&n, (size_t)n_rows * NET_WIDTH);
    at->dense = n;
    at->in = take(&n, ENTITY_IN * NET_WIDTH);
    at->row = take(&n, (size_t)N_ENTITY_ROWS * NET_WIDTH);
    for (int k = 0; k < ENTITY_LAYERS; k++) {
        at->layer[k].weight = take(&n, NET_WIDTH * NET_GATED);
        at->layer[k].bias = take(&n, 4 * NET_HALF);
        at->layer[k].memory = take(&n, 4 * NET_HALF);
    }
    at->out = take(&n, (size_t)NET_WIDTH * ENTITY_OUT);
    at->out_bias = take(&n, ENTITY_OUT);
    at->span_row = take(&n, (size_t)N_SPAN_ROWS * ENTITY_SPAN);
    at->span = take(&n, ENTITY_SPAN);
    at->n = n;
    l->p = floats(n);
    l->g = floats(n);
    l->m = floats(n);
    l->v = floats(n);
    l->mean = floats(n);
    l->is_touched = must(calloc(n_rows, 1));
    l->image = must(calloc(1, sizeof *l->image));
    scatter(l, at->in, ENTITY_IN * NET_WIDTH, 0.03f);
    for (size_t k = 0; k < NET_WIDTH; k++)
        l->p[at->in + k * NET_WIDTH + k] += 1;
    scatter(l, at->row, (size_t)N_ENTITY_ROWS * NET_WIDTH, 0.05f);
    for (int k = 0; k < ENTITY_LAYERS; k++) {
        scatter(l, at->layer[k].weight, NET_WIDTH * NET_GATED, 0.15f);
        scatter(l, at->layer[k].memory, 4 * NET_HALF, 0.1f);
    }
    scatter(l, at->out, (size_t)NET_WIDTH * ENTITY_OUT, 0.1f);
    scatter(l, at->span_row, (size_t)N_SPAN_ROWS * ENTITY_SPAN, 0.1f);
    scatter(l, at->span, ENTITY_SPAN, 0.2f);
}

void learner_free(struct learner *l)
{
    free(l->p);
    free(l->g);
    free(l->m);
    free(l->v);
    free(l->mean);
    free(l->is_touched);
    free(l->image);
}

/* ---- some sentences on their way through the layers ---- */

struct batch {
    uint32_t n, n_samples;
    struct sample *const *sample;
    uint32_t *first;                   // [n_samples]
    uint8_t *is_dropped;               // [n]: words that are seen as unknown
    float *x, *x_mask;                 // [n][ENTITY_IN]
    float *in[ENTITY_LAYERS + 1], *mask[ENTITY_LAYERS + 1]; // [n][NET_WIDTH]
    float *gated[ENTITY_LAYERS], *state[ENTITY_LAYERS];
    float *out;                        // [n][ENTITY_OUT]
};

static float *mask_new(struct learner *l, const struct batch *b, uint32_t width, float drop)
{
    float *mask = floats((size_t)b->n * width), *one = floats(width);
    for (uint32_t s = 0; s < b->n_samples; s++) {
        for (uint32_t k = 0; k < width; k++)
            one[k] = learner_uniform(l) < drop ? 0 : 1 / (1 - drop);
        for (uint32_t i = 0; i < b->sample[s]->piece.n; i++)
            memcpy(mask + (size_t)(b->first[s] + i) * width, one, width * sizeof *one);
    }
    free(one);
    return mask;
}

static void batch_new(struct batch *b, struct sample *const *sample, uint32_t n)
{
    *b = (struct batch){.n_samples = n, .sample = sample};
    b->first = must(malloc(n * sizeof *b->first));
    for (uint32_t s = 0; s < n; s++) {
        b->first[s] = b->n;
        b->n += sample[s]->piece.n;
    }
    b->is_dropped = must(calloc(b->n, 1));
    b->x = floats((size_t)b->n * ENTITY_IN);
    for (int k = 0; k <= ENTITY_LAYERS; k++)
        b->in[k] = floats((size_t)b->n * NET_WIDTH);
    for (int k = 0; k < ENTITY_LAYERS; k++) {
        b->gated[k] = floats((size_t)b->n * NET_GATED);
        b->state[k] = floats((size_t)b->n * NET_WIDTH);
    }
    b->out = floats((size_t)b->n * ENTITY_OUT);
}

static void batch_free(struct batch *b)
{
    free(b->first);
    free(b->is_dropped);
    free(b->x);
    free(b->x_mask);
    for (int k = 0; k <= ENTITY_LAYERS; k++) {
        free(b->in[k]);
        free(b->mask[k]);
    }
    for (int k = 0; k < ENTITY_LAYERS; k++) {
        free(b->gated[k]);
        free(b->state[k]);
    }
    free(b->out);
}

static void layer_run(const struct learner *l, struct batch *b, int k, float *out)
{
    const struct sru_at *at = &l->at.layer[k];
    struct sru_batch layer = {b->in[k], b->gated[k], b->state[k]};
    multiply(layer.gated, layer.in, l->p + at->weight, b->n, NET_WIDTH, NET_GATED);
    for (uint32_t s = 0; s < b->n_samples; s++)
        sru_run(l->p, at, &layer, b->first[s], b->sample[s]->piece.n, out);
}

/* From dh to the gradient of the layer's input, which is added to dx. */
static void layer_back(struct learner *l, struct batch *b, int k, const float *dh, float *dx)
{
    const struct sru_at *at = &l->at.layer[k];
    struct sru_batch layer = {b->in[k], b->gated[k], b->state[k]};
    float *du = floats((size_t)b->n * NET_GATED);
    for (uint32_t s = 0; s < b->n_samples; s++)
        sru_back(l->p, l->g, at, &layer, b->first[s], b->sample[s]->piece.n, dh, du, dx);
    multiply_back(layer.in, l->p + at->weight, du, dx, l->g + at->weight, b->n, NET_WIDTH, NET_GATED);
    free(du);
}

/* A row that says what the word is, which an unknown word does not have. */
static bool is_of_word(uint16_t row)
{
    return row >= ROW_CLASS && row < ROW_HEAD_CLASS;
}

static void words_run(struct learner *l, struct batch *b, const struct options *o)
{
    const float *p = l->p;
    for (uint32_t s = 0; s < b->n_samples; s++) {
        const struct sample *from = b->sample[s];
        for (uint32_t i = 0; i < from->piece.n && o; i++)
            b->is_dropped[b->first[s] + i] =
                (uint8_t)(learner_uniform(l) < o->drop_word ? 1 + (learner_uniform(l) < 0.3f) : 0);
        for (uint32_t i = 0; i < from->piece.n; i++) {
            float *x = b->x + (size_t)(b->first[s] + i) * ENTITY_IN;
            uint32_t at[2] = {i, from->piece.head[i]};
            for (int side = 0; side < 2; side++)
                if (at[side] != ENTITY_NONE)
                    memcpy(x + side * NET_WIDTH,
                           (b->is_dropped[b->first[s] + at[side]] ? from->work->unknown : from->work->known) +
                               (size_t)(from->piece.first + at[side]) * NET_WIDTH,
                           NET_WIDTH * sizeof *x);
        }
    }
    if (o) {
        b->x_mask = mask_new(l, b, ENTITY_IN, o->drop_input);
        masked(b->x, b->x_mask, (size_t)b->n * ENTITY_IN);
    }
    multiply(b->in[0], b->x, p + l->at.in, b->n, ENTITY_IN, NET_WIDTH);
    for (uint32_t s = 0; s < b->n_samples; s++)
        for (uint32_t i = 0; i < b->sample[s]->piece.n; i++) {
            float *x = b->in[0] + (size_t)(b->first[s] + i) * NET_WIDTH;
            uint8_t dropped = b->is_dropped[b->first[s] + i];
            for (uint32_t r = 0; r <= ENTITY_ROWS; r++) {
                if ((r == ENTITY_ROWS && dropped) ||
                    (r < ENTITY_ROWS && dropped > 1 && is_of_word(b->sample[s]->piece.row[i][r])))
                    continue;
                const float *row = r < ENTITY_ROWS
                                       ? p + l->at.row + (size_t)b->sample[s]->piece.row[i][r] * NET_WIDTH
                                       : p + l->at.lemma + (size_t)b->sample[s]->lemma_row[i] * NET_WIDTH;
                for (int k = 0; k < NET_WIDTH; k++)
                    x[k] += row[k];
            }
        }
}

static void words_back(struct learner *l, struct batch *b, const float *dx)
{
    multiply_back(b->x, l->p + l->at.in, dx, NULL, l->g + l->at.in, b->n, ENTITY_IN, NET_WIDTH);
    for (uint32_t s = 0; s < b->n_samples; s++)
        for (uint32_t i = 0; i < b->sample[s]->piece.n; i++) {
            const float *d = dx + (size_t)(b->first[s] + i) * NET_WIDTH;
            uint8_t dropped = b->is_dropped[b->first[s] + i];
            uint16_t lemma = b->sample[s]->lemma_row[i];
            for (uint32_t r = 0; r <= ENTITY_ROWS; r++) {
                if ((r == ENTITY_ROWS && (dropped || !lemma)) ||
                    (r < ENTITY_ROWS && dropped > 1 && is_of_word(b->sample[s]->piece.row[i][r])))
                    continue;
                float *row = r < ENTITY_ROWS ? l->g + l->at.row + (size_t)b->sample[s]->piece.row[i][r] * NET_WIDTH
                                             : l->g + l->at.lemma + (size_t)lemma * NET_WIDTH;
                if (r == ENTITY_ROWS)
                    l->is_touched[lemma] = 1;
                for (int k = 0; k < NET_WIDTH; k++)
                    row[k] += d[k];
            }
        }
}

/* `o` NULL: without noise. */
static void batch_run(struct learner *l, struct batch *b, const struct options *o)
{
    words_run(l, b, o);
    for (int k = 0; k <= ENTITY_LAYERS; k++) {
        if (o) {
            b->mask[k] = mask_new(l, b, NET_WIDTH, k == ENTITY_LAYERS ? o->drop_out : k ? o->drop_layer : 0);
            masked(b->in[k], b->mask[k], (size_t)b->n * NET_WIDTH);
        }
        if (k < ENTITY_LAYERS)
            layer_run(l, b, k, b->in[k + 1]);
    }
    for (uint32_t i = 0; i < b->n; i++)
        memcpy(b->out + (size_t)i * ENTITY_OUT, l->p + l->at.out_bias, ENTITY_OUT * sizeof(float));
    multiply(b->out, b->in[ENTITY_LAYERS], l->p + l->at.out, b->n, NET_WIDTH, ENTITY_OUT);
}

/* ---- what is to be learnt ---- */

static double choose(const float *out, float *d, uint32_t from, uint32_t n, const float *goal, float scale)
{
    float x[ENTITY_MOST_SPANS];
    double loss = 0;
    memcpy(x, out + from, n * sizeof *x);
    softmax(x, 0, n);
    for (uint32_t k = 0; k < n; k++) {
        d[from + k] += (x[k] - goal[k]) * scale;
        loss -= goal[k] > 0 ? (double)goal[k] * log((double)x[k] + 1e-9) : 0;
    }
    return loss;
}

static void span_scores(const struct learner *l, const struct sample *s, uint32_t i, const float *out,
                        float hidden[][ENTITY_SPAN], float *score)
{
    uint32_t n = s->n_spans[i];
    const struct entity_span *span = s->span.at + s->first_span[i];
    const float *last = l->p + l->at.span;
    for (uint32_t c = 0; c < n; c++) {
        const float *a = out + (size_t)span[c].from * ENTITY_OUT + ENTITY_FROM;
        const float *b = out + (size_t)span[c].to * ENTITY_OUT + ENTITY_TO;
        const float *h = out + (size_t)i * ENTITY_OUT + ENTITY_HEAD;
        float *x = hidden[c];
        score[c] = 0;
        for (int k = 0; k < ENTITY_SPAN; k++)
            x[k] = a[k] + b[k] + h[k];
        for (int r = 0; r < SPAN_ROWS; r++) {
            const float *row = l->p + l->at.span_row + (size_t)span[c].row[r] * ENTITY_SPAN;
            for (int k = 0; k < ENTITY_SPAN; k++)
                x[k] += row[k];
        }
        for (int k = 0; k < ENTITY_SPAN; k++) {
            x[k] = x[k] > 0 ? x[k] : 0;
            score[c] += x[k] * last[k];
        }
    }
}

static double span_learn(struct learner *l, const struct sample *s, uint32_t i, const float *out, float *dout,
                         float scale)
{
    uint32_t n = s->n_spans[i];
    const struct entity_span *span = s->span.at + s->first_span[i];
    float hidden[ENTITY_MOST_SPANS][ENTITY_SPAN], score[ENTITY_MOST_SPANS], d[ENTITY_MOST_SPANS] = {0};
    const float *last = l->p + l->at.span;
    span_scores(l, s, i, out, hidden, score);
    double loss = choose(score, d, 0, n, s->p_span + s->first_span[i], scale);
    for (uint32_t c = 0; c < n; c++) {
        float *a = dout + (size_t)span[c].from * ENTITY_OUT + ENTITY_FROM;
        float *b = dout + (size_t)span[c].to * ENTITY_OUT + ENTITY_TO;
        float *h = dout + (size_t)i * ENTITY_OUT + ENTITY_HEAD;
        float dx[ENTITY_SPAN];
        for (int k = 0; k < ENTITY_SPAN; k++) {
            l->g[l->at.span + (size_t)k] += d[c] * hidden[c][k];
            dx[k] = hidden[c][k] > 0 ? d[c] * last[k] : 0;
            a[k] += dx[k];
            b[k] += dx[k];
            h[k] += dx[k];
        }
        for (int r = 0; r < SPAN_ROWS; r++) {
            float *row = l->g + l->at.span_row + (size_t)span[c].row[r] * ENTITY_SPAN;
            for (int k = 0; k < ENTITY_SPAN; k++)
                row[k] += dx[k];
        }
    }
    return loss;
}

static double event_learn(const float *out, float *d, float goal, float scale)
{
    float p = 1 / (1 + expf(-out[ENTITY_EVENT]));
    d[ENTITY_EVENT] += (p - goal) * scale;
    return -(double)goal * log((double)p + 1e-9) - (1 - (double)goal) * log(1 - (double)p + 1e-9);
}

/* ---- steps ---- */

static void update(struct learner *l, const struct options *o, float rate)
{
    struct adam a = {l->p, l->g, l->m, l->v};
    rate = adam_rate(rate, (double)++l->steps);
    adam_step(&a, l->at.dense, l->at.n, rate);
    for (uint32_t r = 1; r < l->n_rows; r++)
        if (l->is_touched[r]) {
            adam_step(&a, l->at.lemma + (size_t)r * NET_WIDTH, l->at.lemma + (size_t)(r + 1) * NET_WIDTH, rate);
            l->is_touched[r] = 0;
        }
    float keep = l->steps < 100 ? 0.9f : o->average;
    if (l->steps % 4 == 0)
        for (size_t i = 0; i < l->at.n; i++)
            l->mean[i] = keep * l->mean[i] + (1 - keep) * l->p[i];
}

float learner_step(struct learner *l, const struct options *o, struct sample *const *sample, uint32_t n, float rate)
{
    struct batch b;
    batch_new(&b, sample, n);
    batch_run(l, &b, o);
    float *dout = floats((size_t)b.n * ENTITY_OUT), scale = 1.0f / (float)b.n;
    double loss = 0;
    for (uint32_t s = 0; s < n; s++)
        for (uint32_t i = 0; i < sample[s]->piece.n; i++) {
            size_t at = (size_t)(b.first[s] + i) * ENTITY_OUT;
            float *d = dout + at;
            const float *out = b.out + at;
            const struct goal *goal = &sample[s]->goal[i];
            float is_head = 1 - goal->label[0];
            loss += choose(out, d, ENTITY_LABEL, 1 + N_ENTITY_TYPES, goal->label, scale);
            loss += event_learn(out, d, goal->event, scale * o->event_share);
            if (is_head < 0.05f)
                continue;
            loss += choose(out, d, ENTITY_KIND, N_ENTITY_KINDS, goal->kind, scale * is_head);
            if (sample[s]->n_spans[i] > 1)
                loss += span_learn(l, sample[s], i, b.out + (size_t)b.first[s] * ENTITY_OUT,
                                   dout + (size_t)b.first[s] * ENTITY_OUT, scale * is_head);
        }
    size_t cells = (size_t)b.n * NET_WIDTH;
    float *dh = floats(cells);
    multiply_back(b.in[ENTITY_LAYERS], l->p + l->at.out, dout, dh, l->g + l->at.out, b.n, NET_WIDTH, ENTITY_OUT);
    sum_rows(l->g + l->at.out_bias, dout, b.n, ENTITY_OUT);
    masked(dh, b.mask[ENTITY_LAYERS], cells);
    free(dout);
    for (int k = ENTITY_LAYERS - 1; k >= 0; k--) {
        float *dx = floats(cells);
        layer_back(l, &b, k, dh, dx);
        masked(dx, b.mask[k], cells);
        free(dh);
        dh = dx;
    }
    words_back(l, &b, dh);
    free(dh);
    update(l, o, rate);
    uint32_t words = b.n;
    batch_free(&b);
    return (float)(loss / words);
}

void learner_swap(struct learner *l)
{
    float *p = l->p;
    l->p = l->mean;
    l->mean = p;
}

static void add_softmax(const float *out, uint32_t n, float share, float *to)
{
    float x[ENTITY_MOST_SPANS];
    memcpy(x, out, n * sizeof *x);
    softmax(x, 0, n);
    for (uint32_t k = 0; k < n; k++)
        to[k] += x[k] * share;
}

static void choose_heads(struct sample *s, const float *out, struct arena *arena)
{
    for (uint32_t i = 0; i < s->piece.n; i++) {
        float label[1 + N_ENTITY_TYPES] = {0};
        struct entity_span span[ENTITY_MOST_SPANS];
        add_softmax(out + (size_t)i * ENTITY_OUT + ENTITY_LABEL, 1 + N_ENTITY_TYPES, 1, label);
        if (label[0] > 0.8f)
            continue;
        s->first_span[i] = s->span.n;
        s->n_spans[i] = (uint16_t)entity_spans(&s->piece, i, span);
        for (uint32_t c = 0; c < s->n_spans[i]; c++)
            *(struct entity_span *)must(VEC_PUSH(&s->span, arena)) = span[c];
    }
    s->p_span = ARENA_NEW(arena, float, s->span.n + 1);
}

void learner_teach(struct learner *l, struct sample *s, bool is_first, float share, struct arena *arena)
{
    float *out = learner_run(l, &s, 1);
    if (is_first)
        choose_heads(s, out, arena);
    for (uint32_t i = 0; i < s->piece.n; i++) {
        const float *at = out + (size_t)i * ENTITY_OUT;
        struct goal *goal = &s->goal[i];
        add_softmax(at + ENTITY_LABEL, 1 + N_ENTITY_TYPES, share, goal->label);
        add_softmax(at + ENTITY_KIND, N_ENTITY_KINDS, share, goal->kind);
        goal->event += share / (1 + expf(-at[ENTITY_EVENT]));
        if (!s->n_spans[i])
            continue;
        float hidden[ENTITY_MOST_SPANS][ENTITY_SPAN], score[ENTITY_MOST_SPANS];
        span_scores(l, s, i, out, hidden, score);
        add_softmax(score, s->n_spans[i], share, s->p_span + s->first_span[i]);
    }
    free(out);
}

float *learner_run(struct learner *l, struct sample *const *sample, uint32_t n)
{
    struct batch b;
    batch_new(&b, sample, n);
    batch_run(l, &b, NULL);
    float *out = b.out;
    b.out = NULL;
    batch_free(&b);
    return out;
}
