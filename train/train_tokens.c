/* takes   a treebank in CoNLL-U; --held to keep every tenth paragraph for measuring
 * gives   a model file with the part "sentences": weights of where sentences end
 * method  the treebank's raw text is cut into pieces as in use; each place where a
 *         sentence may end is an example of a logistic regression over hashed
 *         features (boundary.c), by stochastic gradient descent with averaging;
 *         the lengths that it sees are those of the true sentences
 * cost    O(text) a pass; a minute for 200,000 words */
#include "base/arena.h"
#include "base/err.h"
#include "learn/learn.h"
#include "text/text.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PASSES = 16, HELD = 10, UNIT = 512 };

static const double RATE = 0.1, SHRINK = 1e-3;

struct example {
    uint32_t first, n; // in slots
    bool ends, is_held;
};

struct examples {
    struct arena arena;
    VEC(struct example) example;
    VEC(uint32_t) slot;
    uint32_t n_sure, n_sure_wrong;
};

static bool add_example(struct examples *e, const struct boundary *b, bool ends, bool is_held)
{
    uint32_t slot[BOUNDARY_FEATURES], n = boundary_features(b, slot);
    struct example *example = VEC_PUSH(&e->example, &e->arena);
    if (!example)
        return false;
    *example = (struct example){e->slot.n, n, ends, is_held};
    for (uint32_t i = 0; i < n; i++) {
        uint32_t *s = VEC_PUSH(&e->slot, &e->arena);
        if (!s)
            return false;
        *s = slot[i];
    }
    return true;
}

/* One paragraph; `s` is its first sentence, and is moved behind its last. */
static bool collect_block(struct examples *e, const struct text *text, uint32_t *s, bool is_held)
{
    uint32_t block = text->sentence[*s].block;
    struct span at = text->doc->block.at[block].at;
    struct boundary b;
    struct piece piece;
    bool ended = true;
    boundary_begin(&b, doc_str(text->doc, at));
    while (boundary_next(&b, ended, &piece)) {
        uint32_t end = at.start + piece.at.end;
        const struct sentence *open = &text->sentence[*s];
        uint32_t stop = text->node[open->first + open->n - 1].at.end;
        ended = end == stop;
        int may = boundary_may(&b);
        if (may == 2 && !add_example(e, &b, ended, is_held))
            return false;
        e->n_sure += may < 2;
        e->n_sure_wrong += may < 2 && may != (int)ended;
        while (end >= stop && *s + 1 < text->n_sentences && text->sentence[*s].block == block) {
            ++*s;
            if (text->sentence[*s].block != block)
                break;
            open = &text->sentence[*s];
            stop = text->node[open->first + open->n - 1].at.end;
        }
    }
    while (*s < text->n_sentences && text->sentence[*s].block == block)
        ++*s;
    return true;
}

static double score_of(const struct examples *e, const struct example *x, const double *weight)
{
    double score = 0;
    for (uint32_t i = 0; i < x->n; i++)
        score += weight[e->slot.at[x->first + i]];
    return score;
}

static void measure(const struct examples *e, const double *weight, const char *what, bool held)
{
    uint32_t n_right = 0, n_said = 0, n_true = 0;
    for (uint32_t i = 0; i < e->example.n; i++) {
        const struct example *x = &e->example.at[i];
        if (x->is_held != held)
            continue;
        bool says = score_of(e, x, weight) > 0;
        n_right += says && x->ends;
        n_said += says;
        n_true += x->ends;
    }
    printf("%s: right %u, said %u, true %u, F1 %.2f\n", what, n_right, n_said, n_true,
           n_said + n_true ? 200.0 * n_right / (n_said + n_true) : 0.0);
}

/* Averaged over all steps: sum of weight, by the step at which it was last changed. */
static void fit(const struct examples *e, double *weight, double *sum)
{
    uint32_t *order = malloc(e->example.n * sizeof *order);
    uint32_t n = 0;
    uint64_t seed = 1;
    if (!order)
        exit(1);
    for (uint32_t i = 0; i < e->example.n; i++)
        if (!e->example.at[i].is_held)
            order[n++] = i;
    for (int pass = 0; pass < PASSES; pass++) {
        double rate = RATE * (1.0 - (double)pass / PASSES);
        for (uint32_t i = n; i > 1; i--) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            uint32_t k = (uint32_t)((seed >> 33) % i), other = order[k];
            order[k] = order[i - 1];
            order[i - 1] = other;
        }
        for (uint32_t i = 0; i < n; i++) {
            const struct example *x = &e->example.at[order[i]];
            double p = 1.0 / (1.0 + exp(-score_of(e, x, weight)));
            double step = rate * ((x->ends ? 1.0 : 0.0) - p);
            for (uint32_t f = 0; f < x->n; f++) {
                double *w = &weight[e->slot.at[x->first + f]];
                *w += step - rate * SHRINK * *w;
            }
        }
        if (pass >= PASSES / 2)
            for (uint32_t s = 0; s < BOUNDARY_SLOTS; s++)
                sum[s] += weight[s] / (PASSES - PASSES / 2);
    }
    free(order);
}

static char *read_file(const char *path, size_t *n)
{
    FILE *file = fopen(path, "rb");
    char *bytes = NULL;
    long size = -1;
    if (file && fseek(file, 0, SEEK_END) == 0)
        size = ftell(file);
    if (size >= 0 && (bytes = malloc((size_t)size + 1)) != NULL) {
        rewind(file);
        *n = fread(bytes, 1, (size_t)size, file);
    }
    if (file)
        fclose(file);
    return bytes;
}

static int write_model(struct examples *e, const double *weight, const char *path)
{
    int16_t *table = ARENA_NEW(&e->arena, int16_t, BOUNDARY_SLOTS);
    struct model_writer writer;
    struct str file;
    whose_error err = {0};
    if (!table)
        return 1;
    for (uint32_t i = 0; i < BOUNDARY_SLOTS; i++) {
        double w = weight[i] * UNIT;
        table[i] = (int16_t)lround(w > 32767 ? 32767 : w < -32767 ? -32767 : w);
    }
    struct model_part part = {
        .name = STR("sentences"),
        .bytes = {(const char *)table, BOUNDARY_SLOTS * sizeof *table},
        .data = STR("Universal Dependencies English Web Treebank, train"),
        .licence = STR("CC BY-SA 4.0"),
        .score = STR("docs/models.md"),
        .command = STR("train_tokens ewt/train.conllu OUT"),
    };
    model_writer_init(&writer, &e->arena);
    whose_status status = model_writer_add(&writer, &part, &err);
    if (status == WHOSE_OK)
        status = model_writer_end(&writer, STR("whose-sentences"), &file, &err);
    FILE *out = status == WHOSE_OK ? fopen(path, "wb") : NULL;
    bool is_written = out && fwrite(file.at, 1, file.n, out) == file.n;
    if (out)
        is_written = fclose(out) == 0 && is_written;
    if (!is_written)
        fprintf(stderr, "%s: %s\n", path, err.message[0] ? err.message : "cannot be written");
    return !is_written;
}

int main(int argc, char **argv)
{
    bool has_held = argc > 3 && strcmp(argv[3], "--held") == 0;
    size_t n_bytes = 0;
    char *bytes = argc > 2 ? read_file(argv[1], &n_bytes) : NULL;
    if (!bytes) {
        fprintf(stderr, "usage: train_tokens TRAIN.conllu OUT.model [--held]\n");
        return 2;
    }
    static struct doc doc;
    static struct text text;
    static struct examples e;
    struct arena keep, scratch;
    whose_error err = {0};
    arena_init(&keep, NULL);
    arena_init(&scratch, NULL);
    arena_init(&e.arena, NULL);
    whose_status status = conllu_read((struct str){bytes, n_bytes}, false, &keep, &scratch, &doc,
                                      &text, &err);
    if (status != WHOSE_OK) {
        fprintf(stderr, "%s: %s\n", argv[1], err.message);
        return 1;
    }
    for (uint32_t s = 0; s < text.n_sentences;)
        if (!collect_block(&e, &text, &s, has_held && text.sentence[s].block % HELD == 0))
            return 1;
    double *weight = calloc(BOUNDARY_SLOTS, sizeof *weight), *sum = calloc(BOUNDARY_SLOTS, sizeof *sum);
    if (!weight || !sum)
        return 1;
    fit(&e, weight, sum);
    printf("%u places, %u sure, of these %u wrong\n", e.example.n, e.n_sure, e.n_sure_wrong);
    measure(&e, sum, "seen", false);
    measure(&e, sum, "held", true);
    int code = write_model(&e, sum, argv[2]);
    free(weight);
    free(sum);
    free(bytes);
    arena_free(&e.arena);
    arena_free(&keep);
    arena_free(&scratch);
    return code;
}
