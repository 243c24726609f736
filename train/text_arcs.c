/*
 * takes   sentences behind the last layer
 * gives   the scores of heads and relations, their gradients, and the best tree
 * method  arcs and labels by word pairs (after Dozat and Manning 2017)
 * cost    quadratic in the words of a sentence
 */
#include "text_arcs.h"

#include "text/text.h"

#include "text_math.h"

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

double arcs_learn(struct net *net, const struct batch *b, float *dh, float scale)
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
    const float *h = b->in[NET_LAYERS];
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

void arcs_best(struct net *net, const struct batch *b, struct gold *out)
{
    struct arcs a;
    arcs_run(net, b, &a);
    for (uint32_t s = 0; s < b->n_sentences; s++) {
        struct gold_sentence at = b->sentence[s];
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
