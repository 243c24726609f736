/* bench: what each stage costs.
 *
 * takes   bench [--runs K] [--grow BYTES] [--model FILE] FILE; with --grow the story
 *         of the file is repeated until it has so many bytes
 * gives   a table: stage, milliseconds, ns a byte, MB/s, bytes of memory; with --model
 *         another, of sentences, tags and heads: tokens a second, bytes a token
 * method  the stages are called one by one as the pipeline calls them, in one thread, whose
 *         processor time counts; of K runs (5) the best is told for each stage.  Heads
 *         cannot be had without tags: tags are timed alone, then both together, over the
 *         same words
 */
#include "base/arena.h"
#include "base/err.h"
#include "doc/doc.h"
#include "learn/learn.h"
#include "people/people.h"
#include "read/internal.h"
#include "read/read.h"
#include "report/report.h"
#include "story/story.h"
#include "text/text.h"
#include "verdict/verdict.h"
#include "whose.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum stage { DECODE, READ, TEXT, SENTENCES, TAGS, HEADS, PEOPLE, STORY, VERDICT, REPORT, N_STAGES };

static const char *const stage_name[N_STAGES] = {
    [DECODE] = "decode", [READ] = "read",   [TEXT] = "text",     [SENTENCES] = "sentences",
    [TAGS] = "tags",     [HEADS] = "heads", [PEOPLE] = "people", [STORY] = "story",
    [VERDICT] = "verdict", [REPORT] = "report",
};

struct cost {
    double ms;
    size_t n_bytes; // kept at the end of the stage, without scratch
};

/* What the arenas of one run hold, scratch and the unused ends of their blocks counted. */
struct meter {
    size_t live, most;
};

struct measured {
    struct cost cost[N_STAGES];
    struct findings findings;
    uint32_t n_tokens, n_sentences;
    size_t most_bytes; // of the arenas at any time up to the heads
};

static void *metered(void *user, void *old, size_t old_bytes, size_t new_bytes)
{
    struct meter *meter = user;
    if (new_bytes == 0) {
        free(old);
        meter->live -= old_bytes;
        return NULL;
    }
    void *got = realloc(old, new_bytes);
    if (got) {
        meter->live = meter->live - old_bytes + new_bytes;
        meter->most = meter->live > meter->most ? meter->live : meter->most;
    }
    return got;
}

static double now_ms(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static struct str load(const char *path)
{
    FILE *file = fopen(path, "rb");
    char *bytes = NULL;
    size_t n = 0, cap = 0;
    for (size_t got = 1; file && got; n += got) {
        if (n == cap) {
            cap = cap ? cap * 2 : 65536;
            char *more = realloc(bytes, cap);
            if (!more)
                break;
            bytes = more;
        }
        got = fread(bytes + n, 1, cap - n, file);
    }
    if (file)
        (void)fclose(file);
    return (struct str){bytes, n};
}

static struct str grown(struct str s, size_t n)
{
    char *bytes = malloc(n);
    if (!bytes)
        return (struct str){NULL, 0};
    for (size_t at = 0; at < n; at += s.n)
        memcpy(bytes + at, s.at, s.n < n - at ? s.n : n - at);
    return (struct str){bytes, n};
}

static int forget(void *user, const void *bytes, size_t n)
{
    (void)bytes;
    *(size_t *)user += n;
    return 0;
}

struct pass {
    struct arena keep, scratch;
    whose_error err;
    double start;
    size_t before; // bytes kept when the stage began
    struct cost *cost;
};

static void stage_begin(struct pass *pass)
{
    pass->before = arena_used(&pass->keep);
    pass->start = now_ms();
}

static whose_status stage_end(struct pass *pass, enum stage stage, whose_status status)
{
    double ms = now_ms() - pass->start;
    struct cost *cost = &pass->cost[stage];
    if (status != WHOSE_OK) {
        (void)fprintf(stderr, "%s: %s\n", stage_name[stage], pass->err.message);
        return status;
    }
    if (cost->ms == 0 || ms < cost->ms)
        cost->ms = ms;
    cost->n_bytes = arena_used(&pass->keep) - pass->before;
    arena_rewind(&pass->scratch, (struct arena_mark){0});
    return WHOSE_OK;
}

#define STAGE(pass, stage, call)           \
    do {                                   \
        stage_begin(pass);                 \
        TRY(stage_end(pass, stage, call)); \
    } while (0)

/* On a copy of the text, so that the stages behind it meet what they meet without it. */
static whose_status english(const struct model *model, struct text text, struct pass *pass,
                            const struct meter *meter, struct measured *m)
{
    struct arena *keep = &pass->keep, *scratch = &pass->scratch;
    struct arena_mark mark = arena_mark(keep);
    STAGE(pass, SENTENCES, text_sentences(model, &text, keep, scratch, &pass->err));
    struct text tagged = text; // the same nodes, lemmas of its own
    struct arena_mark tags = arena_mark(keep);
    STAGE(pass, TAGS, tag_sentences(model, &tagged, keep, scratch, &pass->err));
    arena_rewind(keep, tags);
    STAGE(pass, HEADS, parse_sentences(model, &text, keep, scratch, &pass->err));
    m->n_tokens = text.n_nodes;
    m->n_sentences = text.n_sentences;
    m->most_bytes = meter->most;
    arena_rewind(keep, mark);
    return WHOSE_OK;
}

static whose_status stages(const char *path, struct str bytes, const struct model *model,
                           struct pass *pass, const struct meter *meter, struct measured *m)
{
    struct findings *f = &m->findings;
    struct arena *keep = &pass->keep, *scratch = &pass->scratch;
    whose_error *err = &pass->err;
    size_t n_written = 0;
    struct sink sink;
    struct input input = {.name = str_c(path), .bytes = bytes};
    struct arena_mark mark = arena_mark(keep);
    STAGE(pass, DECODE, decode_text(bytes, keep, &input, err));
    arena_rewind(keep, mark);
    STAGE(pass, READ, read_doc(str_c(path), bytes, keep, scratch, &f->doc, err));
    STAGE(pass, TEXT, text_read(&f->doc, keep, scratch, &f->text, err));
    if (model)
        TRY(english(model, f->text, pass, meter, m));
    STAGE(pass, PEOPLE, people_find(&f->doc, &f->text, NULL, keep, scratch, &f->cast, err));
    STAGE(pass, STORY, story_read(&f->doc, &f->text, &f->cast, keep, scratch, &f->story, err));
    STAGE(pass, VERDICT, verdict_weigh(&f->doc, &f->text, &f->cast, &f->story, NULL, keep, scratch,
                                      &f->verdict, err));
    sink_init(&sink, forget, &n_written);
    STAGE(pass, REPORT, report_write(f, WHOSE_VIEW_READ, WHOSE_FORM_PLAIN, STR(""),
                                    &(whose_style){.columns = 80}, scratch, &sink, err));
    return sink_end(&sink, err);
}

static whose_status once(const char *path, struct str bytes, const struct model *model,
                         struct measured *m)
{
    struct meter meter = {0};
    struct pass pass = {.cost = m->cost};
    m->findings = (struct findings){.path = str_c(path), .n_bytes = bytes.n};
    arena_init(&pass.keep, &(whose_allocator){metered, &meter});
    arena_init(&pass.scratch, &(whose_allocator){metered, &meter});
    whose_status status = stages(path, bytes, model, &pass, &meter, m);
    arena_free(&pass.keep);
    arena_free(&pass.scratch);
    return status;
}

static void row(const char *name, const struct cost *cost, size_t n)
{
    (void)printf("| %-8s | %9.2f | %7.2f | %8.1f | %11zu |\n", name, cost->ms,
                 cost->ms * 1e6 / (double)n, (double)n / 1e6 / (cost->ms / 1e3), cost->n_bytes);
}

static void row_of_words(const char *name, const struct cost *cost, size_t n, uint32_t n_tokens)
{
    (void)printf("| %-17s | %9.2f | %7.2f | %8.0f | %11zu | %11.1f |\n", name, cost->ms,
                 cost->ms * 1e6 / (double)n, (double)n_tokens / (cost->ms / 1e3), cost->n_bytes,
                 (double)cost->n_bytes / (double)n_tokens);
}

static struct cost sum(const struct measured *m, const enum stage *stage, size_t n)
{
    struct cost all = {0};
    for (size_t i = 0; i < n; i++) {
        all.ms += m->cost[stage[i]].ms;
        all.n_bytes += m->cost[stage[i]].n_bytes;
    }
    return all;
}

static void table_of_words(const struct measured *m, size_t n, size_t n_model)
{
    uint32_t n_tokens = m->n_tokens;
    struct cost tags = sum(m, (enum stage[]){READ, TEXT, SENTENCES, TAGS}, 4);
    struct cost heads = sum(m, (enum stage[]){READ, TEXT, SENTENCES, HEADS}, 4);
    (void)printf("\n%u tokens in %u sentences\n\n", n_tokens, m->n_sentences);
    (void)printf("| stage             |        ms | ns/byte | tokens/s | bytes kept  | bytes/token |\n");
    (void)printf("|-------------------|----------:|--------:|---------:|------------:|------------:|\n");
    row_of_words("sentences", &m->cost[SENTENCES], n, n_tokens);
    row_of_words("tags", &m->cost[TAGS], n, n_tokens);
    row_of_words("tags and heads", &m->cost[HEADS], n, n_tokens);
    row_of_words("raw text to tags", &tags, n, n_tokens);
    row_of_words("raw text to heads", &heads, n, n_tokens);
    (void)printf("\nMost memory at any time, with scratch: %zu bytes, %.1f a token, and the model of %zu.\n",
                 m->most_bytes, (double)m->most_bytes / (double)n_tokens, n_model);
}

static void table(const struct measured *m, size_t n)
{
    struct cost all = sum(m, (enum stage[]){READ, TEXT, PEOPLE, STORY, VERDICT, REPORT}, 6);
    (void)printf("| stage    |        ms | ns/byte |     MB/s | bytes kept  |\n");
    (void)printf("|----------|----------:|--------:|---------:|------------:|\n");
    for (int i = 0; i < N_STAGES; i++)
        if (i < SENTENCES || i > HEADS)
            row(stage_name[i], &m->cost[i], n);
    row("all", &all, n); // decoding is a part of reading; it is timed again by itself
}

static whose_status measure(const char *path, struct str bytes, struct str model_bytes,
                            unsigned long n_runs)
{
    struct model model;
    whose_error err = {0};
    struct measured m = {.n_tokens = 0};
    if (model_bytes.n && model_open(model_bytes, &model, &err) != WHOSE_OK) {
        (void)fprintf(stderr, "the model: %s\n", err.message);
        return WHOSE_E_INPUT;
    }
    for (unsigned long i = 0; i < n_runs; i++)
        TRY(once(path, bytes, model_bytes.n ? &model : NULL, &m));
    const char *name = strrchr(path, '/');
    (void)printf("%s, %zu bytes, best of %lu\n\n", name ? name + 1 : path, bytes.n, n_runs);
    table(&m, bytes.n);
    if (m.n_tokens)
        table_of_words(&m, bytes.n, model_bytes.n);
    return WHOSE_OK;
}

static bool load_or_say(const char *path, struct str *out)
{
    *out = load(path);
    if (!out->n)
        (void)fprintf(stderr, "%s: cannot be read, or is empty\n", path);
    return out->n != 0;
}

static void drop(struct str s)
{
    free((void *)(uintptr_t)s.at);
}

int main(int argc, char **argv)
{
    unsigned long n_runs = 5, grow = 0;
    const char *model_path = NULL;
    int at = 1;
    for (; at + 1 < argc && argv[at][0] == '-' && argv[at][1]; at += 2) {
        if (strcmp(argv[at], "--runs") == 0)
            n_runs = strtoul(argv[at + 1], NULL, 10);
        else if (strcmp(argv[at], "--grow") == 0)
            grow = strtoul(argv[at + 1], NULL, 10);
        else if (strcmp(argv[at], "--model") == 0)
            model_path = argv[at + 1];
        else
            break;
    }
    if (at + 1 != argc || n_runs == 0) {
        (void)fprintf(stderr, "usage: bench [--runs K] [--grow BYTES] [--model FILE] FILE\n");
        return 2;
    }
    struct str file = {NULL, 0}, model = {NULL, 0};
    int code = 3;
    if (load_or_say(argv[at], &file) && (!model_path || load_or_say(model_path, &model))) {
        struct str bytes = grow > file.n ? grown(file, grow) : file;
        if (!bytes.at) {
            (void)fprintf(stderr, "no memory for %lu bytes\n", grow);
            code = 4;
        } else if (measure(argv[at], bytes, model, n_runs) == WHOSE_OK) {
            code = 0;
        }
        if (bytes.at != file.at)
            drop(bytes);
    }
    drop(model);
    drop(file);
    return code;
}
