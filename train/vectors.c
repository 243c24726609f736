/*
 * takes   OUT TRAIN.conllu SPLIT.tsv LITBANK_ORIGINAL_DIR: raw words of the training works
 * gives   OUT: a mark, count and width, then for each word its hash, count and vector;
 *         OUT.txt: the raw words of the novels, a sentence a line
 * method  skip-gram with negative sampling and an output vector for each place in the
 *         window (Ling et al. 2015), so that vectors tell what a word does
 * cost    about a minute a pass over 6 million words
 */
#include "base/arena.h"
#include "base/map.h"
#include "text/features.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WIDTH = 96, WINDOW = 3, PLACES = 2 * WINDOW, NEGATIVE = 5, LEAST = 4, PASSES = 4, DRAWS = 1 << 22 };

struct corpus {
    struct arena arena;
    struct map word;
    uint32_t *n_seen, n_seen_cap;
    uint32_t *token; // word numbers; UINT32_MAX ends a sentence
    size_t n, cap;
    FILE *out;             // where the words go as they stand, or NULL
};

static void *must(void *p)
{
    if (!p) {
        fputs("out of memory\n", stderr);
        exit(1);
    }
    return p;
}

static void put(struct corpus *c, uint32_t token)
{
    if (c->n == c->cap)
        c->token = must(realloc(c->token, (c->cap = c->cap * 2 + 4096) * sizeof *c->token));
    c->token[c->n++] = token;
}

static void add_word(struct corpus *c, struct str form)
{
    char key[FEATURE_KEY];
    uint32_t n = features_key(form, key);
    if (!n)
        return;
    if (c->out)
        fprintf(c->out, "%.*s ", (int)form.n, form.at);
    uint32_t id = map_add(&c->word, (struct str){key, n});
    if (id >= c->n_seen_cap) {
        uint32_t cap = c->n_seen_cap * 2 + 4096;
        c->n_seen = must(realloc(c->n_seen, cap * sizeof *c->n_seen));
        memset(c->n_seen + c->n_seen_cap, 0, (cap - c->n_seen_cap) * sizeof *c->n_seen);
        c->n_seen_cap = cap;
    }
    c->n_seen[id]++;
    put(c, id);
}

static char *slurp(const char *path, size_t *n)
{
    FILE *f = fopen(path, "rb");
    if (!f) {
        fprintf(stderr, "cannot open %s\n", path);
        exit(1);
    }
    fseek(f, 0, SEEK_END);
    *n = (size_t)ftell(f);
    rewind(f);
    char *text = must(malloc(*n + 1));
    if (fread(text, 1, *n, f) != *n)
        exit(1);
    text[*n] = 0;
    fclose(f);
    return text;
}

static void add_conllu(struct corpus *c, const char *path)
{
    size_t n;
    char *text = slurp(path, &n);
    struct str rest = {text, n};
    while (rest.n) {
        struct str line = str_cut(&rest, '\n');
        if (!line.n)
            put(c, UINT32_MAX);
        else if (line.at[0] != '#') {
            struct str id = str_cut(&line, '\t');
            if (str_find(id, STR("-")) == id.n && str_find(id, STR(".")) == id.n)
                add_word(c, str_cut(&line, '\t'));
        }
    }
    free(text);
}

static int is_word_byte(unsigned char b)
{
    return b >= 0x80 || (b >= '0' && b <= '9') || ((b | 0x20) >= 'a' && (b | 0x20) <= 'z');
}

static void end_sentence(struct corpus *c)
{
    if (c->n && c->token[c->n - 1] != UINT32_MAX && c->out)
        fputc('\n', c->out);
    put(c, UINT32_MAX);
}

/* Cut as the treebank does, roughly: this text is for counting only. */
static void add_raw_word(struct corpus *c, struct str w)
{
    static const char *const tail[] = {"n't", "'s", "'ll", "'re", "'ve", "'d", "'m"};
    for (size_t k = 0; k < sizeof tail / sizeof *tail; k++) {
        struct str t = str_c(tail[k]);
        if (w.n > t.n && str_eq_nocase(str_part(w, w.n - t.n, w.n), t)) {
            add_word(c, str_part(w, 0, w.n - t.n));
            add_word(c, t);
            return;
        }
    }
    if (str_eq_nocase(w, STR("cannot"))) {
        add_word(c, STR("can"));
        add_word(c, STR("not"));
    } else {
        add_word(c, w);
    }
}

/* UTF-8 general punctuation, made ASCII so that the cutter below sees one byte. */
static size_t straighten(char *t, size_t n)
{
    size_t to = 0;
    for (size_t i = 0; i < n;) {
        unsigned char *u = (unsigned char *)t + i;
        if (u[0] == 0xE2 && i + 2 < n && u[1] == 0x80) {
            unsigned char k = u[2];
            i += 3;
            if (k >= 0x90 && k <= 0x95) {
                t[to++] = '-';
                if (k >= 0x94)
                    t[to++] = '-';
            } else if (k == 0x98 || k == 0x99) {
                t[to++] = '\'';
            } else if (k == 0x9C || k == 0x9D) {
                t[to++] = '"';
            } else {
                t[to++] = ' ';
            }
        } else {
            t[to++] = t[i++];
        }
    }
    return to;
}

static void add_raw(struct corpus *c, const char *path)
{
    size_t n;
    char *t = slurp(path, &n);
    n = straighten(t, n);
    for (size_t i = 0; i < n;) {
        unsigned char b = (unsigned char)t[i];
        if (b == '\n' && i + 1 < n && (t[i + 1] == '\n' || t[i + 1] == '\r')) {
            end_sentence(c);
            i++;
        } else if (b <= ' ' || b == '_' || b == '*') {
            i++;
        } else if (is_word_byte(b)) {
            size_t from = i;
            while (i < n && (is_word_byte((unsigned char)t[i]) ||
                             ((t[i] == '\'' || t[i] == ',' || t[i] == '.') && i + 1 < n &&
                              is_word_byte((unsigned char)t[i + 1]))))
                i++;
            struct str w = {t + from, i - from};
            if (i < n && t[i] == '.' && w.n <= 3 && w.at[0] >= 'A' && w.at[0] <= 'Z' &&
                (str_eq(w, STR("Mr")) || str_eq(w, STR("Mrs")) || str_eq(w, STR("Dr")) ||
                 str_eq(w, STR("St")) || w.n == 1)) {
                i++;
                w.n++;
            }
            add_raw_word(c, w);
        } else if (b == '-' && i + 1 < n && t[i + 1] == '-') {
            while (i < n && t[i] == '-')
                i++;
            add_word(c, STR("-"));
        } else {
            add_word(c, (struct str){t + i, 1});
            i++;
            if (b != '.' && b != '!' && b != '?')
                continue;
            if (i < n && (t[i] == '"' || t[i] == '\''))
                add_word(c, (struct str){t + i++, 1});
            if (i < n && (t[i] == ' ' || t[i] == '\n' || t[i] == '\r') &&
                !(i + 1 < n && t[i + 1] >= 'a' && t[i + 1] <= 'z'))
                end_sentence(c);
        }
    }
    end_sentence(c);
    free(t);
}

static uint64_t draw(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

static float dot(const float *a, const float *b)
{
    float s = 0;
    for (int k = 0; k < WIDTH; k++)
        s += a[k] * b[k];
    return s;
}

int main(int argc, char **argv)
{
    if (argc != 5) {
        fputs("usage: vectors OUT TRAIN.conllu SPLIT.tsv LITBANK_ORIGINAL\n", stderr);
        return 2;
    }
    struct corpus c = {0};
    arena_init(&c.arena, &(whose_allocator){0});
    map_init(&c.word, &c.arena);
    add_conllu(&c, argv[2]);
    char name_out[1024];
    snprintf(name_out, sizeof name_out, "%s.txt", argv[1]);
    c.out = must(fopen(name_out, "wb"));
    size_t n_split;
    char *split = slurp(argv[3], &n_split);
    struct str rest = {split, n_split};
    while (rest.n) {
        struct str line = str_cut(&rest, '\n');
        if (!str_starts(line, STR("litbank/")) || !str_ends(line, STR("\ttrain")))
            continue;
        struct str name = str_cut(&line, '\t');
        char path[1024];
        snprintf(path, sizeof path, "%s/%.*s.txt", argv[4], (int)(name.n - 8), name.at + 8);
        add_raw(&c, path);
    }
    free(split);
    if (fclose(c.out))
        return 1;

    uint32_t n_words = 0, *number = must(malloc(c.word.n * sizeof *number));
    for (uint32_t i = 0; i < c.word.n; i++)
        number[i] = c.n_seen[i] >= LEAST ? n_words++ : UINT32_MAX;
    fprintf(stderr, "%zu tokens, %u words, %u kept\n", c.n, c.word.n, n_words);
    uint32_t *seen = must(malloc(n_words * sizeof *seen)), *key = must(malloc(n_words * sizeof *key));
    for (uint32_t i = 0; i < c.word.n; i++)
        if (number[i] != UINT32_MAX) {
            seen[number[i]] = c.n_seen[i];
            key[number[i]] = features_hash(c.word.key[i], 0);
        }
    uint32_t *bag = must(malloc(DRAWS * sizeof *bag));
    double sum = 0, upto = 0;
    for (uint32_t w = 0; w < n_words; w++)
        sum += pow(seen[w], 0.75);
    for (uint32_t w = 0, at = 0; w < n_words; w++) {
        upto += pow(seen[w], 0.75);
        while (at < DRAWS && at < upto / sum * DRAWS)
            bag[at++] = w;
        if (w == n_words - 1)
            while (at < DRAWS)
                bag[at++] = w;
    }
    float *in = must(malloc((size_t)n_words * WIDTH * sizeof *in));
    float *out = must(calloc((size_t)n_words * PLACES * WIDTH, sizeof *out)); // [word][place][WIDTH]
    uint64_t state = 88172645463325252u;
    for (size_t i = 0; i < (size_t)n_words * WIDTH; i++)
        in[i] = ((float)(draw(&state) >> 40) / 16777216.0f - 0.5f) / WIDTH;
    static float sigmoid[1024];
    for (int i = 0; i < 1024; i++)
        sigmoid[i] = (float)(1 / (1 + exp(-(i - 512) / 64.0)));
    uint32_t *line = must(malloc(100000 * sizeof *line));
    size_t done = 0, all = c.n * PASSES;
    for (int pass = 0; pass < PASSES; pass++) {
        for (size_t at = 0; at < c.n;) {
            uint32_t n = 0;
            for (; at < c.n && c.token[at] != UINT32_MAX && n < 99999; at++, done++) {
                uint32_t w = number[c.token[at]];
                if (w == UINT32_MAX)
                    continue;
                double keep = sqrt(1e-3 * (double)c.n / seen[w]);
                if (keep < 1 && (double)(draw(&state) >> 40) / 16777216.0 > keep) {
                    line[n++] = w | 0x80000000u; // a context, not a centre: places stay true
                    continue;
                }
                line[n++] = w;
            }
            while (at < c.n && c.token[at] == UINT32_MAX)
                at++, done++;
            float rate = 0.03f * (1 - (float)done / (float)all);
            if (rate < 0.0005f)
                rate = 0.0005f;
            for (uint32_t i = 0; i < n; i++) {
                if (line[i] >> 31)
                    continue;
                float *v = in + (size_t)line[i] * WIDTH;
                float grad[WIDTH] = {0};
                for (int p = 0; p < PLACES; p++) {
                    int64_t j = (int64_t)i + (p < WINDOW ? p - WINDOW : p - WINDOW + 1);
                    if (j < 0 || j >= n)
                        continue;
                    for (int k = 0; k <= NEGATIVE; k++) {
                        uint32_t target = k ? bag[draw(&state) >> 42] : line[j] & 0x7FFFFFFFu;
                        float *o = out + ((size_t)target * PLACES + (size_t)p) * WIDTH;
                        float score = dot(v, o);
                        float y = score > 7.9f ? 1 : score < -7.9f ? 0 : sigmoid[(int)(score * 64 + 512)];
                        float g = ((k ? 0.0f : 1.0f) - y) * rate;
                        for (int d = 0; d < WIDTH; d++)
                            grad[d] += g * o[d];
                        for (int d = 0; d < WIDTH; d++)
                            o[d] += g * v[d];
                    }
                }
                for (int d = 0; d < WIDTH; d++)
                    v[d] += grad[d];
            }
        }
        fprintf(stderr, "pass %d\n", pass + 1);
    }
    FILE *f = fopen(argv[1], "wb");
    if (!f)
        return 1;
    uint32_t head[3] = {0x31434556, n_words, WIDTH};
    fwrite(head, sizeof head, 1, f);
    for (uint32_t w = 0; w < n_words; w++) {
        fwrite(&key[w], 4, 1, f);
        fwrite(&seen[w], 4, 1, f);
        fwrite(in + (size_t)w * WIDTH, sizeof *in, WIDTH, f);
    }
    return fclose(f) != 0;
}
