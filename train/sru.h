/* sru: a layer of simple recurrent units both ways (Lei et al. 2018) with rational gates, forward and
 * backward, and Adam; for the networks that learn.  The code lies here for the reason that text_math.h gives. */
#ifndef TRAIN_SRU_H
#define TRAIN_SRU_H

#include "text/net.h"
#include "text_math.h"

/* Where a layer lies in the array of parameters. */
struct sru_at {
    size_t weight;      // [NET_WIDTH][NET_GATED]
    size_t bias;        // [way][forget, carry][NET_HALF]
    size_t memory;      // as bias: how much the state before counts
};

/* A layer on its way: inputs, candidates and gates (after the gates' curve), states; rows of words. */
struct sru_batch {
    const float *in;    // [n][NET_WIDTH]
    float *gated;       // [n][NET_GATED]
    float *state;       // [n][NET_WIDTH]
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

/* One sentence of n words from row `first`, whose candidates are made: gates and states, and `out` [rows][NET_WIDTH]. */
static void sru_run(const float *p, const struct sru_at *at, const struct sru_batch *b, size_t first, uint32_t n,
                    float *out)
{
    for (size_t way = 0; way < 2; way++) {
        float before[NET_HALF] = {0};
        const float *bias = p + at->bias + way * 2 * NET_HALF;
        const float *memory = p + at->memory + way * 2 * NET_HALF;
        for (uint32_t i = 0; i < n; i++) {
            size_t t = first + (way ? n - 1 - i : i);
            float *z = b->gated + t * NET_GATED + way * 3 * NET_HALF;
            float *ct = b->state + t * NET_WIDTH + way * NET_HALF;
            float *ht = out + t * NET_WIDTH + way * NET_HALF;
            const float *xt = b->in + t * NET_WIDTH + way * NET_HALF;
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

/* The same sentence back: from dh to the gradients of the candidates du (zeros before), of bias and memory in g, and of
 * the input, which is added to dx. */
static void sru_back(const float *p, float *g, const struct sru_at *at, const struct sru_batch *b, size_t first,
                     uint32_t n, const float *dh, float *du, float *dx)
{
    static const float none[NET_HALF];
    for (size_t way = 0; way < 2; way++) {
        float dc[NET_HALF] = {0};
        const float *memory = p + at->memory + way * 2 * NET_HALF;
        float *dbias = g + at->bias + way * 2 * NET_HALF;
        float *dmemory = g + at->memory + way * 2 * NET_HALF;
        for (uint32_t i = n; i-- > 0;) {
            size_t t = first + (way ? n - 1 - i : i);
            const float *z = b->gated + t * NET_GATED + way * 3 * NET_HALF;
            const float *ct = b->state + t * NET_WIDTH + way * NET_HALF;
            const float *before = i == 0 ? none : way ? ct + NET_WIDTH : ct - NET_WIDTH;
            const float *xt = b->in + t * NET_WIDTH + way * NET_HALF;
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
}

/* What learns: parameters, their gradients, and the two means of Adam; all [n]. */
struct adam {
    float *p, *g, *m, *v;
};

static void adam_step(const struct adam *a, size_t from, size_t to, float rate)
{
    const float b1 = 0.9f, b2 = 0.98f;
    for (size_t i = from; i < to; i++) {
        float g = a->g[i];
        a->m[i] = b1 * a->m[i] + (1 - b1) * g;
        a->v[i] = b2 * a->v[i] + (1 - b2) * g * g;
        a->p[i] -= rate * a->m[i] / (sqrtf(a->v[i]) + 1e-8f);
        a->g[i] = 0;
    }
}

/* The rate of step `t`, the first 1, corrected for means that begin at nothing. */
static float adam_rate(float rate, double t)
{
    return rate * (float)(sqrt(1 - pow(0.98, t)) / (1 - pow(0.9, t)));
}

#endif
