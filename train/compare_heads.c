/*
 * takes   TRAIN.conllu DEV.conllu TAGGED.conllu [VECTORS]; TAGGED is DEV with predicted tags,
 *         as `whose annotate --to conllu --from conllu` gives it; VECTORS of train/vectors.c
 * gives   accuracy and speed of the other family of parsers, for docs/models.md
 * method  arc-hybrid transitions, greedy (Kuhlmann et al. 2011), the dynamic oracle of Goldberg
 *         and Nivre (2013); averaged perceptrons over hashed features after Zhang and Nivre
 *         (2011): one chooses the move, another the relation of each arc.  With VECTORS a
 *         word has a cluster besides, of 256 that k-means finds.  Trees that cross
 *         are learnt by the moves that lose least.  Relations without their subtypes.
 * cost    a quarter of a minute, 800 MB
 */
#include "text/tagset.h"
#include "text/text.h"
#include "treebank.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
    ROWS = 1 << 22,     // of moves
    LABEL_ROWS = 1 << 20,
    LABELS = 52,
    MOST = 112,         // features of a state
    LONGEST = 512,      // words; longer sentences are left out
    PASSES = 12,
    CLUSTERS = 256,     // of words, by their vectors
    WIDTH = 96,         // of vectors
    SHIFT = 0, LEFT, RIGHT, N_MOVES
};

typedef float four __attribute__((vector_size(16)));

struct table {
    uint32_t width, rows; // width a multiple of 4
    float *w, *sum;       // [rows][width]
    uint32_t *when, now;
};

/* Places are 1 to n; n + 1 is the root, behind the last word; 0 is no word. */
struct state {
    const struct gold *word; // the tags are those that the parser sees
    const uint8_t *cluster;  // [n], or NULL
    uint32_t n, top, next;
    uint32_t stack[LONGEST + 2], head[LONGEST + 2];
    uint32_t left[2][LONGEST + 2], right[2][LONGEST + 2]; // outermost children and the ones before them
    uint8_t n_left[LONGEST + 2], n_right[LONGEST + 2], label[LONGEST + 2];
};

struct list {
    uint32_t n, at[MOST];
};

static void *must(void *p)
{
    if (!p) {
        fputs("out of memory\n", stderr);
        exit(1);
    }
    return p;
}

static struct table table_new(uint32_t rows, uint32_t width)
{
    struct table t = {.rows = rows, .width = width};
    size_t n = (size_t)rows * width;
    t.w = must(aligned_alloc(64, n * sizeof(float)));
    t.sum = must(calloc(n, sizeof(float)));
    t.when = must(calloc(n, sizeof(uint32_t)));
    memset(t.w, 0, n * sizeof(float));
    return t;
}

static void change(struct table *t, const struct list *f, uint32_t which, float by)
{
    for (uint32_t i = 0; i < f->n; i++) {
        size_t at = (size_t)(f->at[i] & (t->rows - 1)) * t->width + which;
        t->sum[at] += t->w[at] * (float)(t->now - t->when[at]);
        t->when[at] = t->now;
        t->w[at] += by;
    }
}

static void average(const struct table *t, float *out)
{
    for (size_t i = 0; i < (size_t)t->rows * t->width; i++)
        out[i] = (t->sum[i] + t->w[i] * (float)(t->now - t->when[i])) / (float)t->now;
}

static void scores(const float *w, uint32_t rows, uint32_t width, const struct list *f, float *out)
{
    four sum[LABELS / 4] = {0};
    uint32_t n = width / 4;
    for (uint32_t i = 0; i < f->n; i++) {
        const four *row = (const four *)(w + (size_t)(f->at[i] & (rows - 1)) * width);
        for (uint32_t k = 0; k < n; k++)
            sum[k] += row[k];
    }
    memcpy(out, sum, width * sizeof(float));
}

/* ---- features ---- */

static void put(struct list *f, uint32_t kind, uint32_t a, uint32_t b, uint32_t c)
{
    uint32_t h = kind * 0x9E3779B1u ^ a * 0x85EBCA6Bu;
    h = (h ^ h >> 16) * 0x2C1B3C6Du + b * 0xC2B2AE35u;
    h = (h ^ h >> 15) * 0x297A2D39u + c * 0x27D4EB2Fu;
    h = (h ^ h >> 16) * 0x7FEB352Du;
    f->at[f->n++] = h ^ h >> 15;
}

struct seen {
    uint32_t word, tag, coarse, label, cluster;
};

static struct seen look(const struct state *s, uint32_t place)
{
    if (place == 0 || place > s->n)
        return (struct seen){place ? 2 : 1, place ? 62 : 63, place ? 62 : 63, place ? 62 : 63, place ? 256 : 257};
    const struct gold *w = &s->word[place - 1];
    return (struct seen){w->is.word, w->xpos, w->upos, s->label[place], s->cluster ? s->cluster[place - 1] : 0};
}

static uint32_t far(uint32_t a, uint32_t b)
{
    uint32_t d = a && b ? b - a : 0;
    return d < 6 ? d : d < 11 ? 6 : 7;
}

static void move_features(const struct state *s, struct list *f)
{
    uint32_t p0 = s->top ? s->stack[s->top - 1] : 0, p1 = s->top > 1 ? s->stack[s->top - 2] : 0;
    uint32_t p2 = s->top > 2 ? s->stack[s->top - 3] : 0, q0 = s->next;
    uint32_t q1 = q0 <= s->n ? q0 + 1 : 0, q2 = q0 < s->n ? q0 + 2 : 0;
    struct seen s0 = look(s, p0), s1 = look(s, p1), s2 = look(s, p2), b0 = look(s, q0), b1 = look(s, q1), b2 = look(s, q2);
    struct seen s0l = look(s, s->left[0][p0]), s0r = look(s, s->right[0][p0]), s0r2 = look(s, s->right[1][p0]);
    struct seen s0l2 = look(s, s->left[1][p0]), b0l = look(s, s->left[0][q0]), b0l2 = look(s, s->left[1][q0]);
    struct seen s1l = look(s, s->left[0][p1]), s1r = look(s, s->right[0][p1]), s1r2 = look(s, s->right[1][p1]);
    uint32_t d0 = far(p0, q0), d1 = far(p1, p0), k = 0;
    f->n = 0;
    put(f, k++, 0, 0, 0);
    const struct seen *one[] = {&s0, &s1, &b0, &b1, &b2, &s2};
    for (uint32_t i = 0; i < 6; i++) {
        put(f, k++, one[i]->word, one[i]->tag, 0);
        put(f, k++, one[i]->tag, 0, 0);
        if (i < 4)
            put(f, k++, one[i]->word, 1, 0);
    }
    put(f, k++, s0.word, b0.word, 0);
    put(f, k++, s0.word, b0.tag, s0.tag);
    put(f, k++, s0.tag, b0.word, b0.tag);
    put(f, k++, s0.tag, b0.tag, 0);
    put(f, k++, s1.word, s0.word, 0);
    put(f, k++, s1.word, s0.tag, s1.tag);
    put(f, k++, s1.tag, s0.word, s0.tag);
    put(f, k++, s1.tag, s0.tag, 0);
    put(f, k++, s1.tag, b0.tag, 0);
    put(f, k++, s1.word, b0.word, 0);
    put(f, k++, s1.word, b0.tag, 1);
    put(f, k++, s1.tag, b0.word, 1);
    put(f, k++, b0.tag, b1.tag, 0);
    put(f, k++, b0.word, b1.tag, 0);
    put(f, k++, b0.tag, b1.word, 0);
    put(f, k++, s0.tag, b0.tag, b1.tag);
    put(f, k++, s0.word, b0.tag, b1.tag);
    put(f, k++, b0.tag, b1.tag, b2.tag);
    put(f, k++, s0.tag | b0.tag << 8, b1.tag, b2.tag);
    put(f, k++, s1.tag, s0.tag, b0.tag);
    put(f, k++, s1.word, s0.tag, b0.tag);
    put(f, k++, s1.tag, s0.word, b0.tag);
    put(f, k++, s1.tag, s0.tag, b0.word);
    put(f, k++, s1.tag | s0.tag << 8, b0.tag, b1.tag);
    put(f, k++, s2.tag, s1.tag, s0.tag);
    put(f, k++, s2.tag | s1.tag << 8, s0.tag, b0.tag);
    // what the words have so far
    put(f, k++, s0.tag, s0l.tag | s0l.label << 8, b0.tag);
    put(f, k++, s0.tag, s0r.tag | s0r.label << 8, b0.tag);
    put(f, k++, s0.tag, b0.tag, b0l.tag | b0l.label << 8);
    put(f, k++, s1.tag, s1l.tag | s1l.label << 8, s0.tag);
    put(f, k++, s1.tag, s1r.tag | s1r.label << 8, s0.tag);
    put(f, k++, s1.tag, s0.tag, s0l.tag | s0l.label << 8);
    put(f, k++, s1.tag, s0.tag, s0r.tag | s0r.label << 8);
    put(f, k++, s0.word, s0l.label, s0r.label);
    put(f, k++, s1.word, s1l.label, s1r.label);
    put(f, k++, b0.word, b0l.label, 0);
    put(f, k++, s0.tag, s0r.label | s0r2.label << 8, 1);
    put(f, k++, s0.tag, s0l.label | s0l2.label << 8, 2);
    put(f, k++, s1.tag, s1r.label | s1r2.label << 8, 3);
    put(f, k++, b0.tag, b0l.label | b0l2.label << 8, 4);
    put(f, k++, s0.tag, s0l.tag, s0l2.tag);
    put(f, k++, s0.tag, s0r.tag, s0r2.tag);
    put(f, k++, b0.tag, b0l.tag, b0l2.tag);
    put(f, k++, s0r.word, s0.tag, b0.tag);
    put(f, k++, b0l.word, s0.tag, b0.tag);
    put(f, k++, s0l.word, s0.tag, b0.tag);
    put(f, k++, s1r.word, s1.tag, s0.tag);
    // how many they have, how far they are
    put(f, k++, s0.word, s->n_left[p0], s->n_right[p0]);
    put(f, k++, s0.tag, s->n_left[p0], s->n_right[p0]);
    put(f, k++, s1.word, s->n_left[p1], s->n_right[p1]);
    put(f, k++, s1.tag, s->n_left[p1], s->n_right[p1]);
    put(f, k++, b0.word, s->n_left[q0], 0);
    put(f, k++, b0.tag, s->n_left[q0], 0);
    put(f, k++, s0.tag, b0.tag, d0);
    put(f, k++, s0.word, d0, 0);
    put(f, k++, b0.word, d0, 0);
    put(f, k++, s1.tag, s0.tag, d1);
    put(f, k++, s1.word, d1, 1);
    put(f, k++, s0.word, d1, 2);
    put(f, k++, d0, d1, s->top < 3 ? s->top : 3);
    put(f, k++, s1.coarse | s0.coarse << 8 | b0.coarse << 16, d0, d1);
    put(f, k++, s1.coarse | s0.coarse << 8 | b0.coarse << 16, s0l.label | s0r.label << 8, b0l.label | s1r.label << 8);
    if (!s->cluster)
        return;
    for (uint32_t i = 0; i < 4; i++)
        put(f, k++, one[i]->cluster, one[i]->tag, 0);
    put(f, k++, s0.cluster, b0.cluster, 0);
    put(f, k++, s1.cluster, s0.cluster, 0);
    put(f, k++, s1.cluster, b0.cluster, 0);
    put(f, k++, s0.cluster, b0.tag, s0.tag);
    put(f, k++, s0.tag, b0.cluster, b0.tag);
    put(f, k++, s1.cluster, s0.tag, s1.tag);
    put(f, k++, s1.tag, s0.cluster, s0.tag);
    put(f, k++, s1.cluster, s0.cluster, b0.cluster);
    put(f, k++, s1.cluster, s0.tag, b0.tag);
    put(f, k++, s1.tag, s0.cluster, b0.tag);
    put(f, k++, s1.tag, s0.tag, b0.cluster);
}

static void label_features(const struct state *s, uint32_t dep, uint32_t head, struct list *f)
{
    struct seen d = look(s, dep), h = look(s, head), dl = look(s, s->left[0][dep]), dr = look(s, s->right[0][dep]);
    struct seen before = look(s, dep - 1), after = look(s, dep + 1);
    struct seen hl = look(s, s->left[0][head]), hr = look(s, s->right[0][head]);
    uint32_t way = dep < head, k = 100, apart = way ? far(dep, head) : far(head, dep) + 8;
    f->n = 0;
    put(f, k++, way, 0, 0);
    put(f, k++, d.word, way, 0);
    put(f, k++, d.tag, way, d.coarse);
    put(f, k++, h.word, way, 0);
    put(f, k++, h.tag, way, h.coarse);
    put(f, k++, d.tag, h.tag, way);
    put(f, k++, d.word, h.tag, way);
    put(f, k++, d.tag, h.word, way);
    put(f, k++, d.word, h.word, way);
    put(f, k++, d.tag, h.tag, apart);
    put(f, k++, d.word, dl.label, dr.label | way << 8);
    put(f, k++, d.tag, dl.word, h.tag | way << 8);
    put(f, k++, d.tag, dl.label | dl.tag << 8, h.tag | way << 8);
    put(f, k++, d.tag, dr.label | dr.tag << 8, h.tag | way << 8);
    put(f, k++, h.word, d.coarse | hl.label << 8, hr.label | way << 8);
    put(f, k++, h.tag, d.tag | hl.label << 8, hr.label | way << 8);
    put(f, k++, d.tag, h.tag, before.tag | way << 8);
    put(f, k++, d.tag, h.tag, after.tag | way << 8);
    put(f, k++, d.tag, before.word, way);
    put(f, k++, dl.word, h.word, way);
    put(f, k++, d.tag, s->n_left[dep] | way << 8, s->n_right[dep]);
    for (uint32_t i = 3; i < 7 && dep <= s->n; i++) // endings
        put(f, k + i, s->word[dep - 1].is.part[i], h.tag, way);
    if (!s->cluster)
        return;
    put(f, k + 10, d.cluster, h.cluster, way);
    put(f, k + 11, d.cluster, h.tag, way);
    put(f, k + 12, d.tag, h.cluster, way);
    put(f, k + 13, dl.cluster, d.cluster, h.tag | way << 8);
}

/* ---- transitions ---- */

static void state_new(struct state *s, const struct gold *word, const uint8_t *cluster, uint32_t n)
{
    s->word = word;
    s->cluster = cluster;
    s->n = n;
    s->top = 0;
    s->next = 1;
    size_t cells = n + 2;
    memset(s->head, 0, cells * sizeof *s->head);
    for (int i = 0; i < 2; i++) {
        memset(s->left[i], 0, cells * sizeof *s->left[i]);
        memset(s->right[i], 0, cells * sizeof *s->right[i]);
    }
    memset(s->n_left, 0, cells);
    memset(s->n_right, 0, cells);
    memset(s->label, 0, cells);
}

static bool may(const struct state *s, uint32_t move)
{
    bool at_end = s->next > s->n;
    return move == SHIFT ? !at_end : move == LEFT ? s->top > 0 && (!at_end || s->top == 1) : s->top > 1;
}

/* Arcs of the gold tree that can no longer be had after the move. */
static uint32_t cost(const struct state *s, const uint32_t *gold, uint32_t move)
{
    uint32_t lost = 0, b = s->next;
    if (move == SHIFT) {
        for (uint32_t i = 0; i < s->top; i++)
            lost += gold[s->stack[i]] == b || (i + 1 < s->top && gold[b] == s->stack[i]);
        return lost;
    }
    uint32_t top = s->stack[s->top - 1], h = gold[top];
    for (uint32_t i = b; i <= s->n; i++)
        lost += gold[i] == top;
    return lost + (move == LEFT ? h > b || (s->top > 1 && h == s->stack[s->top - 2]) : h >= b);
}

static void attach(struct state *s, uint32_t dep, uint32_t head, uint8_t label)
{
    s->head[dep] = head;
    s->label[dep] = label;
    uint32_t(*side)[LONGEST + 2] = dep < head ? s->left : s->right;
    uint8_t *n = dep < head ? s->n_left : s->n_right;
    side[1][head] = side[0][head];
    side[0][head] = dep;
    n[head] = n[head] < 5 ? (uint8_t)(n[head] + 1) : 5;
}

static uint32_t best_move(const struct state *s, const float *score)
{
    uint32_t at = N_MOVES;
    for (uint32_t m = 0; m < N_MOVES; m++)
        if (may(s, m) && (at == N_MOVES || score[m] > score[at]))
            at = m;
    return at;
}

static uint8_t best_label(const float *score)
{
    uint8_t at = 1;
    for (uint8_t k = 2; k < LABELS; k++)
        at = score[k] > score[at] ? k : at;
    return at;
}

/* The head and relation of each word, in `s`. */
static void parse(struct state *s, const float *move, const float *label, uint8_t root)
{
    struct list f;
    float score[LABELS];
    while (s->next <= s->n || s->top) {
        move_features(s, &f);
        scores(move, ROWS, 4, &f, score);
        uint32_t m = best_move(s, score);
        if (m == SHIFT) {
            s->stack[s->top++] = s->next++;
            continue;
        }
        uint32_t dep = s->stack[--s->top], head = m == LEFT ? s->next : s->stack[s->top - 1];
        uint8_t relation = root;
        if (head <= s->n) {
            label_features(s, dep, head, &f);
            scores(label, LABEL_ROWS, LABELS, &f, score);
            score[root] = -1e9f;
            relation = best_label(score);
        }
        attach(s, dep, head, relation);
    }
}

static uint32_t random_next(uint32_t *random)
{
    *random = *random * 1664525u + 1013904223u;
    return *random >> 8;
}

static void learn(struct state *s, struct table *move, struct table *label, bool explore, uint32_t *random, uint8_t root)
{
    struct list f;
    float score[LABELS];
    uint32_t gold[LONGEST + 2] = {0};
    for (uint32_t i = 1; i <= s->n; i++)
        gold[i] = s->word[i - 1].head ? s->word[i - 1].head : s->n + 1;
    while (s->next <= s->n || s->top) {
        move_features(s, &f);
        scores(move->w, ROWS, 4, &f, score);
        uint32_t m = best_move(s, score), lost[N_MOVES], least = UINT32_MAX, right = N_MOVES;
        for (uint32_t k = 0; k < N_MOVES; k++)
            if (may(s, k)) {
                lost[k] = cost(s, gold, k);
                least = lost[k] < least ? lost[k] : least;
            }
        for (uint32_t k = 0; k < N_MOVES; k++)
            if (may(s, k) && lost[k] == least && (right == N_MOVES || score[k] > score[right]))
                right = k;
        move->now++;
        if (lost[m] > least) {
            change(move, &f, right, 1);
            change(move, &f, m, -1);
            if (!explore || random_next(random) % 10 == 0)
                m = right;
        }
        if (m == SHIFT) {
            s->stack[s->top++] = s->next++;
            continue;
        }
        uint32_t dep = s->stack[--s->top], head = m == LEFT ? s->next : s->stack[s->top - 1];
        uint8_t relation = root, wanted = s->word[dep - 1].deprel;
        if (head <= s->n) {
            label_features(s, dep, head, &f);
            scores(label->w, LABEL_ROWS, LABELS, &f, score);
            score[root] = -1e9f;
            relation = best_label(score);
            label->now++;
            if (head == gold[dep] && relation != wanted && wanted && wanted != root) {
                change(label, &f, wanted, 1);
                change(label, &f, relation, -1);
                relation = explore ? relation : wanted;
            }
        }
        attach(s, dep, head, relation);
    }
}

/* ---- clusters ---- */

enum { VECTORS_HEAD = 12, VECTORS_ROW = 8 + WIDTH * 4 }; // bytes; a row: hash, how often, vector

/* The cluster of each vector, which is made one long. */
static uint8_t *clusters(struct str vectors)
{
    uint32_t n, rows[CLUSTERS];
    memcpy(&n, vectors.at + 4, sizeof n);
    uint8_t *of = must(calloc(n, 1));
    float *x = must(malloc((size_t)n * WIDTH * sizeof *x));
    static float mean[WIDTH][CLUSTERS], sum[CLUSTERS][WIDTH];
    for (uint32_t i = 0; i < n; i++) {
        float *v = x + (size_t)i * WIDTH, square = 1e-9f;
        memcpy(v, vectors.at + VECTORS_HEAD + (size_t)i * VECTORS_ROW + 8, WIDTH * sizeof *v);
        for (uint32_t k = 0; k < WIDTH; k++)
            square += v[k] * v[k];
        for (uint32_t k = 0; k < WIDTH; k++)
            v[k] /= sqrtf(square);
    }
    for (uint32_t c = 0; c < CLUSTERS; c++)
        for (uint32_t k = 0; k < WIDTH; k++)
            mean[k][c] = x[(size_t)(c * (n / CLUSTERS)) * WIDTH + k];
    for (int pass = 0; pass < 12; pass++) {
        memset(sum, 0, sizeof sum);
        memset(rows, 0, sizeof rows);
        for (uint32_t i = 0; i < n; i++) {
            float fit[CLUSTERS] = {0};
            const float *v = x + (size_t)i * WIDTH;
            for (uint32_t k = 0; k < WIDTH; k++)
                for (uint32_t c = 0; c < CLUSTERS; c++)
                    fit[c] += v[k] * mean[k][c];
            uint32_t at = 0;
            for (uint32_t c = 1; c < CLUSTERS; c++)
                at = fit[c] > fit[at] ? c : at;
            of[i] = (uint8_t)at;
            rows[at]++;
            for (uint32_t k = 0; k < WIDTH; k++)
                sum[at][k] += v[k];
        }
        for (uint32_t c = 0; c < CLUSTERS; c++) {
            float square = 1e-9f;
            for (uint32_t k = 0; k < WIDTH; k++)
                square += sum[c][k] * sum[c][k];
            for (uint32_t k = 0; k < WIDTH && rows[c]; k++)
                mean[k][c] = sum[c][k] / sqrtf(square);
        }
    }
    free(x);
    return of;
}

static uint8_t *clusters_of(const struct treebank *bank, struct str vectors, const uint8_t *of)
{
    enum { SLOTS = 1 << 17 };
    uint32_t n, *slot = must(calloc(SLOTS, sizeof *slot)); // row + 1
    memcpy(&n, vectors.at + 4, sizeof n);
    for (uint32_t i = 0; i < n && i < SLOTS / 2; i++) {
        uint32_t key, at;
        memcpy(&key, vectors.at + VECTORS_HEAD + (size_t)i * VECTORS_ROW, sizeof key);
        for (at = key % SLOTS; slot[at]; at = (at + 1) % SLOTS)
            ;
        slot[at] = i + 1;
    }
    uint8_t *out = must(calloc(bank->word.n, 1)); // of unknown words, 0
    for (uint32_t i = 0; i < bank->word.n; i++)
        for (uint32_t at = bank->word.at[i].is.word % SLOTS; slot[at]; at = (at + 1) % SLOTS) {
            uint32_t key;
            memcpy(&key, vectors.at + VECTORS_HEAD + (size_t)(slot[at] - 1) * VECTORS_ROW, sizeof key);
            if (key == bank->word.at[i].is.word) {
                out[i] = of[slot[at] - 1];
                break;
            }
        }
    free(slot);
    return out;
}

/* ---- measuring ---- */

static void without_subtypes(struct treebank *bank)
{
    for (uint32_t i = 0; i < bank->word.n; i++) {
        struct str name = str_c(deprel_name(bank->word.at[i].deprel));
        uint8_t plain = deprel_find(str_part(name, 0, str_find(name, STR(":"))));
        bank->word.at[i].deprel = plain ? plain : bank->word.at[i].deprel;
    }
}

static void measure(const char *name, const struct treebank *tags, const struct treebank *dev, const uint8_t *cluster,
                    const float *move, const float *label, uint8_t root, struct state *s)
{
    enum { TIMES = 5 };
    uint32_t uas = 0, las = 0;
    clock_t spent = 0;
    for (uint32_t i = 0; i < dev->sentence.n * TIMES; i++) {
        struct gold_sentence at = dev->sentence.at[i % dev->sentence.n];
        if (at.n > LONGEST)
            continue;
        clock_t start = clock();
        state_new(s, tags->word.at + at.first, cluster ? cluster + at.first : NULL, at.n);
        parse(s, move, label, root);
        spent += clock() - start;
        for (uint32_t k = 1; k <= at.n && i < dev->sentence.n; k++) {
            const struct gold *w = &dev->word.at[at.first + k - 1];
            bool right = s->head[k] == (w->head ? w->head : at.n + 1);
            uas += right;
            las += right && s->label[k] == w->deprel;
        }
    }
    printf("arc-hybrid, %s: uas %.2f las %.2f, %.0fk words/s, parsing alone\n", name, 100.0 * uas / dev->word.n,
           100.0 * las / dev->word.n, (double)dev->word.n * TIMES * CLOCKS_PER_SEC / (double)spent / 1000);
    fflush(stdout);
}

int main(int argc, char **argv)
{
    if (argc < 4)
        return 2;
    struct arena arena;
    arena_init(&arena, &(whose_allocator){0});
    struct treebank train = {0}, dev = {0}, tagged = {0};
    treebank_read(treebank_file(argv[1]), &arena, &train);
    treebank_read(treebank_file(argv[2]), &arena, &dev);
    treebank_read(treebank_file(argv[3]), &arena, &tagged);
    if (dev.word.n != tagged.word.n)
        return 1;
    without_subtypes(&train);
    without_subtypes(&dev);
    uint8_t root = deprel_find(STR("root")), *of_train = NULL, *of_dev = NULL;
    if (argc > 4) {
        struct str vectors = treebank_file(argv[4]);
        uint8_t *of = clusters(vectors);
        of_train = clusters_of(&train, vectors, of);
        of_dev = clusters_of(&dev, vectors, of);
    }
    struct table move = table_new(ROWS, 4), label = table_new(LABEL_ROWS, LABELS);
    float *move_mean = must(aligned_alloc(64, (size_t)ROWS * 4 * sizeof(float)));
    float *label_mean = must(aligned_alloc(64, (size_t)LABEL_ROWS * LABELS * sizeof(float)));
    struct state *s = must(malloc(sizeof *s));
    uint32_t *order = must(malloc(train.sentence.n * sizeof *order)), random = 1;
    for (uint32_t i = 0; i < train.sentence.n; i++)
        order[i] = i;
    for (int pass = 1; pass <= PASSES; pass++) {
        for (uint32_t i = train.sentence.n - 1; i > 0; i--) {
            uint32_t j = random_next(&random) % (i + 1), t = order[i];
            order[i] = order[j];
            order[j] = t;
        }
        for (uint32_t i = 0; i < train.sentence.n; i++) {
            struct gold_sentence at = train.sentence.at[order[i]];
            if (at.n > LONGEST)
                continue;
            state_new(s, train.word.at + at.first, of_train ? of_train + at.first : NULL, at.n);
            learn(s, &move, &label, pass > 1, &random, root);
        }
        if (pass % 3 == 0) {
            average(&move, move_mean);
            average(&label, label_mean);
            printf("pass %d, ", pass);
            measure("predicted tags", &tagged, &dev, of_dev, move_mean, label_mean, root, s);
        }
    }
    measure("gold tags", &dev, &dev, of_dev, move_mean, label_mean, root, s);
    return 0;
}
