/*
 * takes   TRAIN.conllu DEV.conllu
 * gives   accuracy and speed of the other design for tags, for docs/models.md
 * method  greedy averaged perceptron over hashed features (Collins 2002): the word, its
 *         parts and shape, its neighbours two each way, the two tags before
 * cost    about two minutes
 */
#include "text/tagset.h"
#include "treebank.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { ROWS = 1 << 20, TAGS = 32, PASSES = 8, MOST = 40 };

struct row {
    float w[TAGS], sum[TAGS];
    uint32_t when[TAGS];
};

static uint32_t mix(uint32_t kind, uint32_t a, uint32_t b)
{
    uint32_t h = (kind * 0x9E3779B1u) ^ (a * 0x85EBCA6Bu) ^ ((b + 1) * 0xC2B2AE35u);
    h ^= h >> 15;
    h *= 0x2C1B3C6Du;
    return (h ^ h >> 13) & (ROWS - 1);
}

static uint32_t features(const struct gold *w, uint32_t n, uint32_t i, uint32_t t1, uint32_t t2, uint32_t *out)
{
    uint32_t to = 0, word[5];
    for (int k = -2; k <= 2; k++) {
        int64_t j = (int64_t)i + k;
        word[k + 2] = j < 0 ? 1 : j >= n ? 2 : w[j].is.word;
    }
    for (uint32_t f = 0; f < N_FEATURES; f++)
        out[to++] = mix(1 + f, w[i].is.part[f], 0);
    out[to++] = mix(20, t1, 0);
    out[to++] = mix(21, t1, t2);
    out[to++] = mix(22, t1, word[2]);
    out[to++] = mix(23, 0, 0);
    for (uint32_t k = 0; k < 5; k++)
        out[to++] = mix(24 + k, word[k], 0);
    out[to++] = mix(30, word[1], word[2]);
    out[to++] = mix(31, word[2], word[3]);
    out[to++] = mix(32, t1, word[3]);
    for (uint32_t f = 3; f < N_FEATURES; f += 2) {
        if (i)
            out[to++] = mix(40 + f, w[i - 1].is.part[f], 0);
        if (i + 1 < n)
            out[to++] = mix(60 + f, w[i + 1].is.part[f], 0);
    }
    return to;
}

static uint32_t best(const struct row *row, const uint32_t *f, uint32_t n)
{
    float score[TAGS] = {0};
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t t = 0; t < TAGS; t++)
            score[t] += row[f[i]].w[t];
    uint32_t at = 1;
    for (uint32_t t = 2; t < TAGSET_UPOS; t++)
        at = score[t] > score[at] ? t : at;
    return at;
}

static void change(struct row *row, const uint32_t *f, uint32_t n, uint32_t tag, float by, uint32_t now)
{
    for (uint32_t i = 0; i < n; i++) {
        struct row *r = &row[f[i]];
        r->sum[tag] += r->w[tag] * (float)(now - r->when[tag]);
        r->when[tag] = now;
        r->w[tag] += by;
    }
}

static uint32_t pass(struct row *row, const struct treebank *bank, const uint32_t *order, uint32_t *now, int learns)
{
    uint32_t right = 0;
    for (uint32_t s = 0; s < bank->sentence.n; s++) {
        struct gold_sentence at = bank->sentence.at[order ? order[s] : s];
        const struct gold *w = bank->word.at + at.first;
        uint32_t t1 = 0, t2 = 0;
        for (uint32_t i = 0; i < at.n; i++) {
            uint32_t f[MOST], n = features(w, at.n, i, t1, t2, f), tag = best(row, f, n);
            right += tag == w[i].upos;
            ++*now;
            if (learns && tag != w[i].upos) {
                change(row, f, n, w[i].upos, 1, *now);
                change(row, f, n, tag, -1, *now);
            }
            t2 = t1;
            t1 = tag;
        }
    }
    return right;
}

int main(int argc, char **argv)
{
    if (argc != 3)
        return 2;
    struct arena arena;
    arena_init(&arena, &(whose_allocator){0});
    struct treebank train = {0}, dev = {0};
    treebank_read(treebank_file(argv[1]), &arena, &train);
    treebank_read(treebank_file(argv[2]), &arena, &dev);
    struct row *row = calloc(ROWS, sizeof *row);
    uint32_t *order = malloc(train.sentence.n * sizeof *order), now = 0;
    if (!row || !order)
        return 1;
    uint32_t random = 1;
    for (uint32_t i = 0; i < train.sentence.n; i++)
        order[i] = i;
    for (int p = 0; p < PASSES; p++) {
        for (uint32_t i = train.sentence.n - 1; i > 0; i--) {
            random = random * 1664525u + 1013904223u;
            uint32_t j = (random >> 4) % (i + 1), t = order[i];
            order[i] = order[j];
            order[j] = t;
        }
        pass(row, &train, order, &now, 1);
    }
    for (uint32_t r = 0; r < ROWS; r++)
        for (uint32_t t = 0; t < TAGS; t++)
            row[r].w[t] = (row[r].sum[t] + row[r].w[t] * (float)(now - row[r].when[t])) / (float)now;
    clock_t start = clock();
    uint32_t right = pass(row, &dev, NULL, &now, 0);
    double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
    printf("perceptron: upos %.2f, %.0fk words/s without reading and features of words\n",
           100.0 * right / dev.word.n, dev.word.n / seconds / 1000);
    return 0;
}
