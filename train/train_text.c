/*
 * takes   TRAIN.conllu DEV.conllu VECTORS OUT [OPTION VALUE]...; DEV may be "fold:K": the
 *         K-th of five parts of TRAIN is kept for measuring; OUT may be "-"
 * gives   OUT.net and OUT.words, sections of the model; scores on DEV while it learns.
 * cost    about 6 s a pass over 200,000 words
 */
#include "train_text.h"

#include "text/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static bool same_relation(uint8_t a, uint8_t b)
{
    struct str x = str_c(deprel_name(a)), y = str_c(deprel_name(b));
    return str_eq(str_part(x, 0, str_find(x, STR(":"))), str_part(y, 0, str_find(y, STR(":"))));
}

static void score(struct net *net, const struct options *o, const struct treebank *dev, int pass, double loss,
                  double seconds)
{
    uint32_t upos = 0, xpos = 0, uas = 0, las = 0, n = 0;
    struct gold *out = malloc(sizeof *out * dev->word.n);
    for (uint32_t s = 0; s < dev->sentence.n; s += 16) {
        uint32_t m = dev->sentence.n - s < 16 ? dev->sentence.n - s : 16;
        net_run(net, o, dev, s, m, out + n);
        for (uint32_t i = 0; i < m; i++)
            n += dev->sentence.at[s + i].n;
    }
    for (uint32_t i = 0; i < n; i++) {
        const struct gold *a = &out[i], *b = &dev->word.at[i];
        upos += a->upos == b->upos;
        xpos += a->xpos == b->xpos;
        uas += a->head == b->head;
        las += a->head == b->head && same_relation(a->deprel, b->deprel);
    }
    free(out);
    printf("%s pass %d loss %.4f upos %.2f xpos %.2f uas %.2f las %.2f %.0fs\n", o->name, pass, loss, 100.0 * upos / n,
           100.0 * xpos / n, 100.0 * uas / n, 100.0 * las / n, seconds);
    fflush(stdout);
}

/* The k-th fifth of the sentences, in one stretch, so that no document is on both sides but
 * at its ends. */
static void part_off(struct treebank *train, struct treebank *dev, uint32_t k, struct arena *arena)
{
    uint32_t n = train->sentence.n, from = n / 5 * (k % 5), to = k % 5 == 4 ? n : from + n / 5, left = 0;
    for (uint32_t s = 0; s < n; s++) {
        struct gold_sentence at = train->sentence.at[s];
        if (s < from || s >= to) {
            train->sentence.at[left++] = at;
            continue;
        }
        struct gold_sentence *here = VEC_PUSH(&dev->sentence, arena);
        *here = (struct gold_sentence){dev->word.n, at.n};
        for (uint32_t i = 0; i < at.n; i++) {
            struct gold *w = VEC_PUSH(&dev->word, arena);
            *w = train->word.at[at.first + i];
        }
    }
    train->sentence.n = left;
}

int main(int argc, char **argv)
{
    if (argc < 5)
        return 2;
    struct options o = {.name = "net", .rate = 0.0018f, .drop_input = 0.25f, .drop_layer = 0.25f, .drop_out = 0.35f,
                        .drop_word = 0.15f, .passes = 25, .batch = 250, .parse = 1};
    uint64_t seed = 0;
    for (int i = 5; i + 1 < argc; i += 2) {
        float x = (float)atof(argv[i + 1]);
        const char *k = argv[i];
        if (!strcmp(k, "rate")) o.rate = x;
        else if (!strcmp(k, "in")) o.drop_input = x;
        else if (!strcmp(k, "layer")) o.drop_layer = x;
        else if (!strcmp(k, "out")) o.drop_out = x;
        else if (!strcmp(k, "word")) o.drop_word = x;
        else if (!strcmp(k, "passes")) o.passes = (int)x;
        else if (!strcmp(k, "batch")) o.batch = (int)x;
        else if (!strcmp(k, "parse")) o.parse = (int)x;
        else if (!strcmp(k, "name")) o.name = argv[i + 1];
        else if (!strcmp(k, "seed")) seed = (uint64_t)x;
    }
    struct arena arena;
    arena_init(&arena, &(whose_allocator){0});
    struct treebank train = {0}, dev = {0};
    treebank_read(treebank_file(argv[1]), &arena, &train);
    if (str_starts(str_c(argv[2]), STR("fold:")))
        part_off(&train, &dev, (uint32_t)atoi(argv[2] + 5), &arena);
    else
        treebank_read(treebank_file(argv[2]), &arena, &dev);
    struct net net;
    net_new(&net, argv[3], seed);
    fprintf(stderr, "%u + %u words, %zu parameters in layers\n", train.word.n, dev.word.n, net.at.n - net.at.dense);
    uint32_t *order = malloc(train.sentence.n * sizeof *order);
    for (uint32_t i = 0; i < train.sentence.n; i++)
        order[i] = i;
    uint64_t words = 0, all = 0;
    for (uint32_t i = 0; i < train.sentence.n; i++)
        all += (uint64_t)train.sentence.at[i].n * (uint64_t)o.passes;
    clock_t start = clock();
    for (int pass = 1; pass <= o.passes; pass++) {
        for (uint32_t i = train.sentence.n - 1; i > 0; i--) {
            uint32_t j = (uint32_t)(net_uniform(&net) * (float)(i + 1)), t = order[i];
            j = j > i ? i : j;
            order[i] = order[j];
            order[j] = t;
        }
        double loss = 0;
        uint32_t steps = 0;
        for (uint32_t s = 0; s < train.sentence.n;) {
            uint32_t n = 0, in_batch = 0;
            while (s + n < train.sentence.n && in_batch < (uint32_t)o.batch)
                in_batch += train.sentence.at[order[s + n++]].n;
            float left = 1 - (float)words / (float)all;
            float warm = net.steps < 200 ? (float)(net.steps + 1) / 200 : 1;
            loss += net_learn(&net, &o, &train, order + s, n, o.rate * warm * (0.02f + 0.98f * left));
            s += n;
            words += in_batch;
            steps++;
        }
        score(&net, &o, &dev, pass, loss / steps, (double)(clock() - start) / CLOCKS_PER_SEC);
    }
    if (!strcmp(argv[4], "-"))
        return 0;
    return net_export(&net, &train, argv[4]);
}
