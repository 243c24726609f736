/* takes   novels and, for each, who speaks its speeches
 * gives   the weights of src/people/speakers_infer.c, as rows of data/speaker_weights.tsv
 * method  gradient of the log-likelihood of the known speakers, all others summed out;
 *         steps by AdaGrad, drawn towards the defaults.  First every group (author) is
 *         left out in turn and read with the weights of the rest; then all together
 *
 * usage: train_speakers MODEL GROUP NOVEL.txt GOLD.tsv [GROUP NOVEL.txt GOLD.tsv ...] > WEIGHTS.tsv
 * MODEL: gives the heads of words, as the program has them
 * GOLD.tsv: number of the speech, TAB, name of its speaker; made by train/speaker_gold.py
 */
#include "people/speakers.h"
#include "read/read.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_NOVELS = 64, ROUNDS = 40 };

struct example {
    struct turn *turn;
    uint8_t *fixed;
    uint32_t n;
    uint32_t group;
};

struct gold {
    char **name;       // [speech], or NULL
    uint32_t n;
};

struct gathered {
    VEC(struct example) example;
    struct arena *arena;
    const struct gold *gold;
    uint32_t group;
    uint32_t n_known, n_reached;
};

static char *read_file(const char *path, size_t *n)
{
    FILE *file = fopen(path, "rb");
    char *bytes = NULL;
    *n = 0;
    if (!file) {
        perror(path);
        exit(2);
    }
    for (size_t cap = 1 << 16, got = 1; got; cap *= 2) {
        bytes = realloc(bytes, cap + 1);
        if (!bytes)
            exit(2);
        got = fread(bytes + *n, 1, cap - *n, file);
        *n += got;
        if (*n < cap)
            break;
    }
    fclose(file);
    bytes[*n] = '\0';
    return bytes;
}

static struct gold read_gold(const char *path)
{
    size_t n;
    struct gold gold = {0};
    char *line = read_file(path, &n);
    while (line && *line) {
        char *end = strchr(line, '\n'), *tab = strchr(line, '\t');
        if (end)
            *end = '\0';
        uint32_t speech = (uint32_t)strtoul(line, NULL, 10);
        if (tab && speech >= gold.n) {
            gold.name = realloc(gold.name, (speech + 1) * sizeof *gold.name);
            if (!gold.name)
                exit(2);
            while (gold.n <= speech)
                gold.name[gold.n++] = NULL;
        }
        if (tab)
            gold.name[speech] = tab + 1;
        line = end ? end + 1 : NULL;
    }
    return gold;
}

static whose_status gather(void *user, struct novel *n, struct talk *talk, whose_error *err)
{
    struct gathered *g = user;
    struct example *e = VEC_PUSH(&g->example, g->arena);
    (void)err;
    if (!e)
        exit(2);
    e->n = talk->n;
    e->group = g->group;
    e->turn = ARENA_NEW_RAW(g->arena, struct turn, talk->n);
    e->fixed = ARENA_NEW_RAW(g->arena, uint8_t, talk->n);
    if (!e->turn || !e->fixed)
        exit(2);
    memcpy(e->turn, talk->turn, talk->n * sizeof *e->turn);
    for (uint32_t t = 0; t < talk->n; t++) {
        const struct turn *turn = &talk->turn[t];
        e->fixed[t] = TALK_PEOPLE;
        if (turn->speech >= g->gold->n || !g->gold->name[turn->speech])
            continue;
        g->n_known++;
        for (uint32_t k = 0; k < turn->n; k++)
            if (str_eq_nocase(n->g->label.at[turn->who[k]].shown, str_c(g->gold->name[turn->speech])))
                e->fixed[t] = (uint8_t)k;
        g->n_reached += e->fixed[t] < TALK_PEOPLE;
    }
    return WHOSE_OK;
}

static void read_novel(const struct model *model, const char *path, struct gathered *g)
{
    struct arena keep, scratch;
    struct doc doc;
    struct text text;
    struct cast cast = {0};
    struct novel novel;
    whose_error err = {0};
    size_t n;
    char *bytes = read_file(path, &n);
    arena_init(&keep, NULL);
    arena_init(&scratch, NULL);
    struct gathering gathering = {.doc = &doc, .text = &text, .keep = &keep, .scratch = &scratch, .cast = &cast};
    if (read_doc(str_c(path), (struct str){bytes, n}, &keep, &scratch, &doc, &err) != WHOSE_OK ||
        text_read(&doc, &keep, &scratch, &text, &err) != WHOSE_OK ||
        text_sentences(model, &text, &keep, &scratch, &err) != WHOSE_OK ||
        parse_sentences(model, &text, &keep, &scratch, &err) != WHOSE_OK) {
        fprintf(stderr, "%s: %s\n", path, err.message);
        exit(2);
    }
    map_init(&gathering.by_key, &keep);
    if (novel_cast(&novel, &gathering, &err) != WHOSE_OK || speakers_walk(&novel, gather, g, &err) != WHOSE_OK)
        exit(2);
    arena_free(&scratch);
    arena_free(&keep);
    free(bytes);
}

static void learn(const struct gathered *g, uint32_t left_out, struct chain *chain, float weight[N_FEATURES])
{
    static double square[N_FEATURES], known[N_FEATURES], free_[N_FEATURES];
    float start[N_FEATURES];
    speakers_defaults(start);
    memcpy(weight, start, sizeof start);
    memset(square, 0, sizeof square);
    for (int round = 0; round < ROUNDS; round++)
        for (uint32_t i = 0; i < g->example.n; i++) {
            /* conversations of one book follow each other: a stride mixes the books */
            const struct example *e = &g->example.at[(uint64_t)i * 7919 % g->example.n];
            struct talk talk = {e->turn, e->n};
            if (e->group == left_out)
                continue;
            memset(known, 0, sizeof known);
            memset(free_, 0, sizeof free_);
            speakers_infer(&talk, chain, weight, e->fixed, known);
            speakers_infer(&talk, chain, weight, NULL, free_);
            for (uint32_t f = 0; f < N_FEATURES; f++) {
                double slope = known[f] - free_[f] - 0.0004 * (double)(weight[f] - start[f]);
                if (known[f] == 0 && free_[f] == 0)
                    continue;
                square[f] += slope * slope;
                weight[f] += (float)(0.15 * slope / (1 + sqrt(square[f])));
            }
        }
}

static void measure(const struct gathered *g, uint32_t group, struct chain *chain, const float *weight,
                    uint32_t *right, uint32_t *all)
{
    for (uint32_t i = 0; i < g->example.n; i++) {
        const struct example *e = &g->example.at[i];
        struct talk talk = {e->turn, e->n};
        if (group != UINT32_MAX && e->group != group)
            continue;
        speakers_infer(&talk, chain, weight, NULL, NULL);
        for (uint32_t t = 0; t < e->n; t++) {
            uint32_t best = 0;
            for (uint32_t k = 1; k < e->turn[t].n; k++)
                if (e->turn[t].p[k] > e->turn[t].p[best])
                    best = k;
            *right += e->fixed[t] == best;
            *all += e->fixed[t] < TALK_PEOPLE;
        }
    }
}

int main(int argc, char **argv)
{
    struct arena arena;
    arena_init(&arena, NULL);
    struct gathered g = {.arena = &arena};
    struct chain *chain = speakers_chain(&arena);
    const char *group_name[MOST_NOVELS];
    uint32_t n_groups = 0;
    float weight[N_FEATURES];
    struct model model;
    size_t n_model = 0;
    char *bytes = argc > 1 ? read_file(argv[1], &n_model) : NULL;
    if (!bytes || model_open((struct str){bytes, n_model}, &model, NULL) != WHOSE_OK) {
        fprintf(stderr, "%s is no model\n", argc > 1 ? argv[1] : "nothing");
        return 2;
    }
    for (int i = 2; i + 2 < argc && chain; i += 3) {
        uint32_t group = 0;
        while (group < n_groups && strcmp(group_name[group], argv[i]) != 0)
            group++;
        if (group == n_groups && n_groups < MOST_NOVELS)
            group_name[n_groups++] = argv[i];
        struct gold gold = read_gold(argv[i + 2]);
        g.gold = &gold;
        g.group = group;
        read_novel(&model, argv[i + 1], &g);
    }
    if (!chain || g.example.n == 0) {
        fprintf(stderr, "usage: train_speakers MODEL GROUP NOVEL.txt GOLD.tsv [...] > WEIGHTS.tsv\n");
        return 2;
    }
    fprintf(stderr, "%u speeches are known, of %u the speaker is a candidate\n", g.n_known, g.n_reached);
    uint32_t right = 0, all = 0;
    speakers_defaults(weight);
    measure(&g, UINT32_MAX, chain, weight, &right, &all);
    fprintf(stderr, "defaults: %.1f %%\n", 100.0 * right / all);
    uint32_t sum_right = 0, sum_all = 0;
    for (uint32_t group = 0; group < n_groups && n_groups > 1; group++) {
        right = all = 0;
        learn(&g, group, chain, weight);
        measure(&g, group, chain, weight, &right, &all);
        fprintf(stderr, "%-20s left out: %.1f %% of %u\n", group_name[group], 100.0 * right / (all ? all : 1), all);
        sum_right += right;
        sum_all += all;
    }
    if (sum_all)
        fprintf(stderr, "cross-validated: %.1f %%\n", 100.0 * sum_right / sum_all);
    learn(&g, UINT32_MAX, chain, weight);
    right = all = 0;
    measure(&g, UINT32_MAX, chain, weight, &right, &all);
    fprintf(stderr, "on what was learnt from: %.1f %%\n", 100.0 * right / all);
    printf("# Weights of the speakers of quotations, learnt by train/train_speakers.c on the train novels of PDNC\n"
           "# (Project Dialogism Novel Corpus), whose repository states no licence: build with\n"
           "# -Dspeaker_weights=false to leave them out.  feature<TAB>weight\n");
    for (uint32_t f = 0; f < N_FEATURES; f++) {
        char name[48];
        speakers_feature_name(f, name);
        printf("%s\t%.3f\n", name, (double)weight[f]);
    }
    arena_free(&arena);
    free(bytes);
    return 0;
}
