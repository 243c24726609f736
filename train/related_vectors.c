/*
 * takes   OUT, and on standard input words in small letters, a sentence a line
 * gives   OUT.stems: each word and its stem; OUT.near: each stem that is not rare, how often it
 *         was seen, and the stems nearest to it with their cosines
 * method  skip-gram with negative sampling over stems (Mikolov et al. 2013), a window of six to
 *         both sides, so that words of one subject come near each other
 * cost    about 20 s a pass over 9 million words; nearest ones O(stems^2)
 */
#include "base/arena.h"
#include "base/map.h"
#include "find/related.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WIDTH = 64, WINDOW = 6, NEGATIVE = 6, LEAST = 8, PASSES = 6, DRAWS = 1 << 22, NEAREST = 24,
       LINE_WORDS = 4096, WORD_BYTES = 256 };

static const float least_cosine = 0.40f;

static void *must(void *p)
{
    if (!p) {
        fputs("out of memory\n", stderr);
        exit(1);
    }
    return p;
}

struct corpus {
    struct map stem, word;
    uint32_t *n_seen, cap_seen;
    uint32_t *token;
    size_t n, cap;
};

static void add_token(struct corpus *c, uint32_t token)
{
    if (c->n == c->cap)
        c->token = must(realloc(c->token, (c->cap = c->cap * 2 + 65536) * sizeof *c->token));
    c->token[c->n++] = token;
}

static void add_word(struct corpus *c, struct str word, FILE *stems)
{
    char bytes[STEM_MOST];
    struct str stem = {bytes, stem_of(word, bytes)};
    uint32_t id = map_add(&c->stem, stem), n_words = c->word.n;
    if (map_add(&c->word, word) == n_words)
        fprintf(stems, "%.*s %.*s\n", (int)word.n, word.at, (int)stem.n, stem.at);
    if (id >= c->cap_seen) {
        uint32_t cap = c->cap_seen * 2 + 65536;
        c->n_seen = must(realloc(c->n_seen, cap * sizeof *c->n_seen));
        memset(c->n_seen + c->cap_seen, 0, (cap - c->cap_seen) * sizeof *c->n_seen);
        c->cap_seen = cap;
    }
    c->n_seen[id]++;
    add_token(c, id);
}

static void read_corpus(struct corpus *c, FILE *stems)
{
    char word[WORD_BYTES];
    size_t n = 0;
    for (int b; (b = getchar()) != EOF;) {
        if (b != ' ' && b != '\n') {
            if (n < sizeof word)
                word[n++] = (char)b;
            continue;
        }
        if (n)
            add_word(c, (struct str){word, n}, stems);
        n = 0;
        if (b == '\n')
            add_token(c, MAP_NONE);
    }
}

static uint64_t draw(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

static double part(uint64_t *state)
{
    return (double)(draw(state) >> 40) / 16777216.0;
}

struct net {
    float *in, *out;
    const uint32_t *bag;
    uint64_t state;
    float sigmoid[1024];
};

static void learn(struct net *net, uint32_t centre, uint32_t context, float rate)
{
    float *in = net->in + (size_t)centre * WIDTH, change[WIDTH] = {0};
    for (int k = 0; k <= NEGATIVE; k++) {
        uint32_t w = k ? net->bag[draw(&net->state) % DRAWS] : context;
        if (k && w == context)
            continue;
        float *out = net->out + (size_t)w * WIDTH, sum = 0;
        for (int i = 0; i < WIDTH; i++)
            sum += in[i] * out[i];
        float p = sum >= 8 ? 1 : sum <= -8 ? 0 : net->sigmoid[(int)(sum * 64) + 512];
        float step = ((k == 0) - p) * rate;
        for (int i = 0; i < WIDTH; i++) {
            change[i] += step * out[i];
            out[i] += step * in[i];
        }
    }
    for (int i = 0; i < WIDTH; i++)
        in[i] += change[i];
}

static void learn_line(struct net *net, const uint32_t *line, uint32_t n, float rate)
{
    for (uint32_t i = 0; i < n; i++) {
        uint32_t reach = 1 + (uint32_t)(draw(&net->state) % WINDOW);
        uint32_t from = i > reach ? i - reach : 0, to = i + reach < n ? i + reach : n - 1;
        for (uint32_t j = from; j <= to; j++)
            if (j != i)
                learn(net, line[i], line[j], rate);
    }
}

static void learn_all(struct net *net, const struct corpus *c, const uint32_t *number,
                      const uint32_t *seen)
{
    static uint32_t line[LINE_WORDS];
    size_t done = 0, all = c->n * PASSES;
    for (int pass = 0; pass < PASSES; pass++) {
        for (size_t at = 0; at < c->n;) {
            uint32_t n = 0;
            for (; at < c->n && c->token[at] != MAP_NONE; at++, done++) {
                uint32_t w = number[c->token[at]];
                if (w == MAP_NONE || n == LINE_WORDS)
                    continue;
                double keep = sqrt(1e-4 * (double)c->n / seen[w]);
                if (keep >= 1 || part(&net->state) <= keep)
                    line[n++] = w;
            }
            for (; at < c->n && c->token[at] == MAP_NONE; at++)
                done++;
            float rate = 0.03f * (1 - (float)done / (float)all);
            learn_line(net, line, n, rate < 0.0005f ? 0.0005f : rate);
        }
        fprintf(stderr, "pass %d\n", pass + 1);
    }
}

static void print_near(const float *vector, uint32_t n, const struct str *stem, const uint32_t *seen,
                       FILE *out)
{
    for (uint32_t a = 0; a < n; a++) {
        uint32_t best[NEAREST], n_best = 0;
        float cosine[NEAREST];
        for (uint32_t b = 0; b < n; b++) {
            float sum = 0;
            for (int i = 0; i < WIDTH; i++)
                sum += vector[(size_t)a * WIDTH + i] * vector[(size_t)b * WIDTH + i];
            if (a == b || sum < least_cosine || (n_best == NEAREST && sum <= cosine[NEAREST - 1]))
                continue;
            uint32_t at = n_best < NEAREST ? n_best++ : NEAREST - 1;
            for (; at && cosine[at - 1] < sum; at--) {
                cosine[at] = cosine[at - 1];
                best[at] = best[at - 1];
            }
            cosine[at] = sum;
            best[at] = b;
        }
        fprintf(out, "%.*s %u", (int)stem[a].n, stem[a].at, seen[a]);
        for (uint32_t i = 0; i < n_best; i++)
            fprintf(out, " %.*s %.3f", (int)stem[best[i]].n, stem[best[i]].at, (double)cosine[i]);
        fputc('\n', out);
    }
}

static FILE *create(const char *name, const char *tail)
{
    char path[1024];
    snprintf(path, sizeof path, "%s%s", name, tail);
    return must(fopen(path, "wb"));
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        fputs("usage: related_vectors OUT <WORDS\n", stderr);
        return 2;
    }
    struct arena arena;
    struct corpus c = {.n = 0};
    arena_init(&arena, &(whose_allocator){0});
    map_init(&c.stem, &arena);
    map_init(&c.word, &arena);
    FILE *stems = create(argv[1], ".stems"), *near = create(argv[1], ".near");
    read_corpus(&c, stems);
    uint32_t *number = must(malloc(c.stem.n * sizeof *number)), n = 0;
    for (uint32_t i = 0; i < c.stem.n; i++)
        number[i] = c.n_seen[i] >= LEAST ? n++ : MAP_NONE;
    fprintf(stderr, "%zu words, %u stems, %u kept\n", c.n, c.stem.n, n);
    uint32_t *seen = must(malloc(n * sizeof *seen)), *bag = must(malloc((size_t)DRAWS * sizeof *bag));
    struct str *stem = must(malloc(n * sizeof *stem));
    double sum = 0, upto = 0;
    for (uint32_t i = 0; i < c.stem.n; i++)
        if (number[i] != MAP_NONE) {
            seen[number[i]] = c.n_seen[i];
            stem[number[i]] = c.stem.key[i];
            sum += pow(c.n_seen[i], 0.75);
        }
    for (uint32_t w = 0, at = 0; w < n; w++) {
        upto += pow(seen[w], 0.75);
        while (at < DRAWS && (at < upto / sum * DRAWS || w == n - 1))
            bag[at++] = w;
    }
    static struct net net = {.state = 88172645463325252u};
    net.bag = bag;
    net.in = must(malloc((size_t)n * WIDTH * sizeof *net.in));
    net.out = must(calloc((size_t)n * WIDTH, sizeof *net.out));
    for (size_t i = 0; i < (size_t)n * WIDTH; i++)
        net.in[i] = ((float)part(&net.state) - 0.5f) / WIDTH;
    for (int i = 0; i < 1024; i++)
        net.sigmoid[i] = (float)(1 / (1 + exp(-(i - 512) / 64.0)));
    learn_all(&net, &c, number, seen);
    for (uint32_t w = 0; w < n; w++) {
        float *v = net.in + (size_t)w * WIDTH, length = 0;
        for (int i = 0; i < WIDTH; i++)
            length += v[i] * v[i];
        for (int i = 0; i < WIDTH; i++)
            v[i] /= sqrtf(length);
    }
    print_near(net.in, n, stem, seen, near);
    return fclose(near) || fclose(stems);
}
