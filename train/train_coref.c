/*
 * takes   the model of English; SPLIT.tsv; the folder of LitBank
 * gives   the weights of coreference (data/coref_weights.tsv on standard output); on
 *         standard error how well they do
 * method  log-loss over the candidates of every mention (Durrett and Klein 2013), by
 *         AdaGrad.  The first passes see clusters as they should be, the later ones as
 *         the resolver makes them, so that it learns to live with its own mistakes
 *         (Ross et al. 2011)
 *
 * usage: train_coref MODEL SPLIT.tsv LITBANK cv OUTDIR       cross-validated over the authors of train
 *        train_coref MODEL SPLIT.tsv LITBANK dev OUTDIR      learnt from train, clusters of dev
 *        train_coref MODEL SPLIT.tsv LITBANK weights         learnt from train, weights
 * OUTDIR: NAME.tsv for each work, a line for each mention: first byte, byte behind, cluster.
 */
#include "people/coref.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_WORKS = 100, FOLDS = 5 };

enum { PASSES = 12 };
static const double RATE = 0.05, DECAY = 1e-4, DROP = 0.15;

struct work {
    char name[120], author[40];
    bool is_dev;
    struct arena arena;
    struct doc doc;
    struct text text;
    struct coref_text coref;
    uint32_t *gold;   // [n_entities]
    uint32_t fold;
};

static void die(const char *what, const char *which)
{
    fprintf(stderr, "%s: %s\n", which, what);
    exit(1);
}

static char *read_file(const char *path, size_t *n)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        die("cannot be read", path);
    fseek(file, 0, SEEK_END);
    long size = ftell(file);
    rewind(file);
    char *bytes = aligned_alloc(64, ((size_t)size + 65) / 64 * 64 + 64);
    if (!bytes || fread(bytes, 1, (size_t)size, file) != (size_t)size)
        die("cannot be read", path);
    fclose(file);
    bytes[size] = '\0';
    *n = (size_t)size;
    return bytes;
}

/* ---- the gold mentions ---- */

struct gold_mention {
    struct entity entity;
    uint32_t id, cluster;
};

static int by_span(const void *x, const void *y)
{
    const struct gold_mention *a = x, *b = y;
    if (a->entity.first != b->entity.first)
        return a->entity.first < b->entity.first ? -1 : 1;
    if (a->entity.n != b->entity.n)
        return a->entity.n > b->entity.n ? -1 : 1;
    return (a->id > b->id) - (a->id < b->id);
}

/* The word of a span whose head lies outside it; of several the first noun, else the last. */
static uint32_t head_of(const struct text *text, uint32_t first, uint32_t n)
{
    uint32_t best = first + n - 1;
    for (uint32_t i = first; i < first + n; i++) {
        uint32_t head = text->node[i].head;
        if (head != NODE_ROOT && head >= first && head < first + n)
            continue;
        const char *upos = upos_name(text->node[i].upos);
        if (!strcmp(upos, "NOUN") || !strcmp(upos, "PROPN") || !strcmp(upos, "PRON"))
            return i;
        best = i;
    }
    return best;
}

static uint32_t hash_of(const char *name)
{
    uint32_t h = 2166136261u;
    for (; *name; name++)
        h = (h ^ (unsigned char)*name) * 16777619u;
    return h | 0x80000000u;
}

static void read_gold(struct work *w, const char *path)
{
    static struct gold_mention mention[4096];
    static const char *const TYPE[N_ENTITY_TYPES] = {"PER", "FAC", "GPE", "LOC", "VEH", "ORG"};
    size_t n;
    uint32_t n_mentions = 0;
    char *text = read_file(path, &n);
    for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n")) {
        char *at[9];
        int k = 0;
        for (char *p = line; p && k < 9; k++) {
            at[k] = p;
            p = strchr(p, '\t');
            if (p)
                *p++ = '\0';
        }
        if (!strcmp(at[0], "MENTION") && k == 9) {
            struct gold_mention *m = &mention[n_mentions++];
            const struct sentence *a = &w->text.sentence[atoi(at[2])], *b = &w->text.sentence[atoi(at[4])];
            uint32_t first = a->first + (uint32_t)atoi(at[3]), last = b->first + (uint32_t)atoi(at[5]);
            m->id = (uint32_t)atoi(at[1] + 1);
            m->cluster = 100000 + m->id;
            m->entity = (struct entity){.first = first, .n = last - first + 1, .sure = 1};
            m->entity.head = head_of(&w->text, first, last - first + 1);
            m->entity.kind = !strcmp(at[8], "PROP") ? ENTITY_PROP : !strcmp(at[8], "NOM") ? ENTITY_NOM : ENTITY_PRON;
            for (int t = 0; t < N_ENTITY_TYPES; t++)
                if (!strcmp(at[7], TYPE[t]))
                    m->entity.type = (uint8_t)t;
        } else if (!strcmp(at[0], "COREF")) {
            for (uint32_t i = 0; i < n_mentions; i++)
                if (mention[i].id == (uint32_t)atoi(at[1] + 1))
                    mention[i].cluster = hash_of(at[2]);
        }
    }
    qsort(mention, n_mentions, sizeof *mention, by_span);
    w->text.entity = ARENA_NEW(&w->arena, struct entity, n_mentions + 1);
    w->gold = ARENA_NEW(&w->arena, uint32_t, n_mentions + 1);
    for (uint32_t i = 0; i < n_mentions; i++) {
        w->text.entity[i] = mention[i].entity;
        w->gold[i] = mention[i].cluster;
    }
    w->text.n_entities = n_mentions;
    free(text);
}

static void read_work(struct work *w, const char *folder, const struct model *model)
{
    char path[400];
    size_t n;
    struct arena scratch;
    whose_error err = {0};
    arena_init(&w->arena, NULL);
    arena_init(&scratch, NULL);
    snprintf(path, sizeof path, "%s/coref/%s.txt", folder, w->name);
    char *bytes = read_file(path, &n);
    if (conllu_read((struct str){bytes, n}, true, &w->arena, &scratch, &w->doc, &w->text, &err) != WHOSE_OK ||
        parse_sentences(model, &w->text, &w->arena, &scratch, &err) != WHOSE_OK)
        die(err.message, path);
    snprintf(path, sizeof path, "%s/coref/%s.ann", folder, w->name);
    read_gold(w, path);
    if (coref_describe(&w->text, NULL, NULL, 0, &w->arena, &w->coref, &err) != WHOSE_OK)
        die(err.message, path);
    arena_free(&scratch);
}

/* ---- learning ---- */

struct learner {
    float *weight, *square; // [n]; sums of squared slopes
    uint32_t n;
};

static uint32_t seed;

static double dice(void)
{
    seed = seed * 1664525u + 1013904223u;
    return (double)(seed >> 8) / 16777216.0;
}

static void learner_init(struct learner *l)
{
    l->n = coref_n_features();
    l->weight = calloc(l->n, sizeof *l->weight);
    l->square = calloc(l->n, sizeof *l->square);
    seed = 12345;
    if (!l->weight || !l->square)
        exit(1);
}

static void learner_free(struct learner *l)
{
    free(l->weight);
    free(l->square);
}

/* One step uphill: probability from wrong candidates to right ones. */
static void learn_from(struct learner *l, const struct coref_choice *choice, const bool *right)
{
    double all = 1e-9;
    for (uint32_t k = 0; k < choice->n; k++)
        all += right[k] ? (double)choice->p[k] : 0;
    for (uint32_t k = 0; k < choice->n; k++) {
        double push = (right[k] ? (double)choice->p[k] / all : 0) - (double)choice->p[k];
        for (uint32_t f = 0; f < choice->n_features[k] && fabs(push) > 1e-4; f++) {
            uint32_t at = choice->feature[k][f];
            double slope = push - DECAY * (double)l->weight[at];
            l->square[at] += (float)(slope * slope);
            l->weight[at] += (float)(RATE * slope / (1e-3 + sqrt((double)l->square[at])));
        }
    }
}

/* Leave out some of the features, so that none is leant on alone. */
static void drop(struct coref_choice *choice)
{
    for (uint32_t k = 0; k < choice->n; k++)
        for (uint32_t f = 0; f < choice->n_features[k];)
            if (dice() < DROP)
                choice->feature[k][f] = choice->feature[k][--choice->n_features[k]];
            else
                f++;
}

/* Which of the candidates are right, where clusters may be mixed: those most of whose
 * mentions are of the right entity; if there are none, the new one. */
static bool mark_right(const struct work *w, const struct coref_state *state, const struct coref_choice *choice,
                       const uint32_t *main_of, bool *right)
{
    uint32_t gold = w->gold[choice->mention];
    bool any = false;
    right[0] = false;
    for (uint32_t k = 1; k < choice->n; k++) {
        right[k] = main_of[choice->cluster[k]] == gold;
        any = any || right[k];
    }
    bool seen = false;
    for (uint32_t c = 0; c < state->n_clusters && !any; c++)
        seen = seen || main_of[c] == gold;
    right[0] = !any;
    return any || !seen;
}

/* The gold entity of most mentions of a cluster. */
static uint32_t main_entity(const struct work *w, const struct coref_state *state, uint32_t cluster)
{
    uint32_t best = COREF_NONE, n_best = 0;
    for (uint32_t i = 0; i < w->text.n_entities; i++) {
        uint32_t n = 0;
        if (state->of[i] != cluster)
            continue;
        for (uint32_t k = 0; k < w->text.n_entities; k++)
            n += state->of[k] == cluster && w->gold[k] == w->gold[i];
        if (n > n_best) {
            n_best = n;
            best = w->gold[i];
        }
        if (i > 400 && n_best > 20)
            break;
    }
    return best;
}

struct measure {
    double loss;
    uint32_t n, n_right, n_reached;
    uint32_t kind[N_REFS][4]; // right, new in place of old, old in place of new, another old
};

/* Go over one work; learn when `l` may. */
static void walk(struct work *w, struct learner *l, bool learns, double own, struct measure *sum, uint32_t *clusters)
{
    static uint32_t main_of[8192];
    static struct coref_choice choice;
    bool right[COREF_CANDIDATES];
    struct arena arena;
    struct coref_state state;
    whose_error err;
    arena_init(&arena, NULL);
    if (coref_begin(&w->coref, 0, &arena, &state, &err) != WHOSE_OK)
        die("no memory", w->name);
    for (uint32_t i = 0; i < w->text.n_entities; i++) {
        uint32_t m = w->coref.order[i], best = 0, pick = 0;
        coref_choose(&state, m, &choice);
        if (learns)
            drop(&choice);
        coref_weigh(l->weight, &choice);
        bool reached = mark_right(w, &state, &choice, main_of, right);
        best = coref_best(&choice);
        double p = 0;
        for (uint32_t k = 0; k < choice.n; k++)
            p += right[k] ? (double)choice.p[k] : 0;
        sum->loss -= log(p > 1e-9 ? p : 1e-9);
        sum->n++;
        sum->n_right += right[best];
        sum->n_reached += reached;
        sum->kind[w->coref.mention[m].ref][right[best] ? 0 : best == 0 ? 1 : right[0] ? 2 : 3]++;
        if (learns && reached)
            learn_from(l, &choice, right);
        if (!learns || dice() < own) {
            pick = best;
        } else {
            for (uint32_t k = 0; k < choice.n && !right[pick]; k++)
                pick = k;
        }
        uint32_t number = choice.cluster[pick];
        if (learns && pick == 0 && !reached) // far away: the state is kept as it should be
            for (uint32_t c = 0; c < state.n_clusters; c++)
                if (main_of[c] == w->gold[m])
                    number = c;
        number = coref_put(&state, m, number);
        main_of[number] = main_entity(w, &state, number);
    }
    if (clusters)
        memcpy(clusters, state.of, w->text.n_entities * sizeof *clusters);
    arena_free(&arena);
}

static void learn(struct work **work, uint32_t n, uint32_t left_out, struct learner *l)
{
    learner_init(l);
    for (int pass = 0; pass < PASSES; pass++) {
        struct measure sum = {0};
        double own = pass < PASSES / 3 ? 0 : 0.5 + 0.5 * pass / PASSES;
        for (uint32_t i = 0; i < n; i++) {
            struct work *w = work[(uint64_t)(i + (uint32_t)pass * 13) * 7919 % n];
            if (!w->is_dev && w->fold != left_out)
                walk(w, l, true, own, &sum, NULL);
        }
    }
}

static void write_clusters(struct work *w, struct learner *l, const char *folder, struct measure *sum)
{
    static uint32_t clusters[8192];
    char path[400];
    walk(w, l, false, 1, sum, clusters);
    snprintf(path, sizeof path, "%s/%s.tsv", folder, w->name);
    FILE *file = fopen(path, "w");
    if (!file)
        die("cannot be written", path);
    for (uint32_t k = 0; k < w->text.n_entities; k++) {
        const struct entity *e = &w->text.entity[k];
        uint32_t last = e->first + e->n - 1;
        fprintf(file, "%u\t%u\t%u\n", w->text.node[e->first].at.start, w->text.node[last].at.end, clusters[k]);
    }
    fclose(file);
}

/* A row for each value of a template, a column for each way of referring. */
static void print_weights(const struct learner *l)
{
    char name[64];
    printf("# Weights of coreference, learnt by train/train_coref.c from the train excerpts of LitBank\n"
           "# (Bamman et al. 2020, github.com/dbamman/litbank), CC BY 4.0.\n# feature");
    for (uint32_t r = 0; r < N_REFS; r++) {
        coref_feature_name(r, name);
        printf("\t%s", strchr(name, '/') + 1);
    }
    for (uint32_t f = 0; f < l->n; f++) {
        coref_feature_name(f, name);
        if (f % N_REFS == 0) {
            *strchr(name, '/') = '\0';
            printf("\n%s", name);
        }
        printf(l->weight[f] == 0 ? "\t0" : "\t%.3f", (double)l->weight[f]);
    }
    printf("\n");
}

int main(int argc, char **argv)
{
    static struct work works[MOST_WORKS];
    static struct work *work[MOST_WORKS];
    uint32_t n = 0, n_authors = 0;
    char author[MOST_WORKS][40];
    struct model model;
    whose_error err = {0};
    size_t size;
    if (argc < 5) {
        fprintf(stderr, "usage: train_coref MODEL SPLIT.tsv LITBANK cv|dev|weights [OUTDIR]\n");
        return 2;
    }
    char *bytes = read_file(argv[1], &size);
    if (model_open((struct str){bytes, size}, &model, &err) != WHOSE_OK)
        die(err.message, argv[1]);
    char *split = read_file(argv[2], &size), *save = NULL;
    for (char *line = strtok_r(split, "\n", &save); line; line = strtok_r(NULL, "\n", &save)) {
        char name[120], who[40], part[10];
        if (sscanf(line, "litbank/%119[^\t]\t%39[^\t]\t%9s", name, who, part) != 3 || n == MOST_WORKS)
            continue;
        struct work *w = &works[n];
        strcpy(w->name, name);
        strcpy(w->author, who);
        w->is_dev = !strcmp(part, "dev");
        uint32_t a = 0;
        while (a < n_authors && strcmp(author[a], who) != 0)
            a++;
        if (a == n_authors)
            strcpy(author[n_authors++], who);
        w->fold = a % FOLDS;
        work[n++] = w;
        read_work(w, argv[3], &model);
    }
    struct learner l;
    struct measure sum = {0};
    if (!strcmp(argv[4], "cv") && argc > 5) {
        for (uint32_t fold = 0; fold < FOLDS; fold++) {
            learn(work, n, fold, &l);
            for (uint32_t i = 0; i < n; i++)
                if (!work[i]->is_dev && work[i]->fold == fold)
                    write_clusters(work[i], &l, argv[5], &sum);
            learner_free(&l);
        }
    } else {
        learn(work, n, FOLDS, &l);
        for (uint32_t i = 0; i < n && argc > 5; i++)
            if (work[i]->is_dev)
                write_clusters(work[i], &l, argv[5], &sum);
    }
    if (!strcmp(argv[4], "weights"))
        print_weights(&l);
    if (sum.n)
        fprintf(stderr, "loss %.4f, right %.2f %% of %u, reached %.2f %%\n", sum.loss / sum.n,
                100.0 * sum.n_right / sum.n, sum.n, 100.0 * sum.n_reached / sum.n);
    for (uint32_t r = 0; r < N_REFS && sum.n; r++) {
        char name[64];
        coref_feature_name(r, name);
        const uint32_t *n_kind = sum.kind[r];
        fprintf(stderr, "%-14s %5u right, %4u missed, %4u too many, %4u other\n", strchr(name, '/') + 1, n_kind[0],
                n_kind[1], n_kind[2], n_kind[3]);
    }
    return 0;
}
