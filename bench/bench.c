/* bench: what each stage costs.
 *
 * takes   bench [--runs K] [--grow BYTES] FILE; with --grow the story of the file
 *         is repeated until it has so many bytes
 * gives   a table: stage, milliseconds, ns a byte, MB/s, bytes of memory
 * method  the stages are called one by one as the pipeline calls them; of K runs
 *         (5) the best is told for each stage
 */
#include "base/arena.h"
#include "doc/doc.h"
#include "people/people.h"
#include "read/internal.h"
#include "read/read.h"
#include "report/report.h"
#include "story/story.h"
#include "text/text.h"
#include "verdict/verdict.h"
#include "whose.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum stage { DECODE, READ, TEXT, PEOPLE, STORY, VERDICT, REPORT, N_STAGES };

static const char *const stage_name[N_STAGES] = {
    [DECODE] = "decode",   [READ] = "read",       [TEXT] = "text",
    [PEOPLE] = "people",   [STORY] = "story",     [VERDICT] = "verdict",
    [REPORT] = "report",
};

struct cost {
    double ms;
    size_t n_bytes; // kept at the end of the stage, without scratch
};

static double now_ms(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
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

#define STAGE(stage, call)                                                        \
    do {                                                                          \
        size_t before = arena_used(&keep);                                        \
        double start = now_ms();                                                  \
        whose_status stage_status = (call);                                       \
        double ms = now_ms() - start;                                             \
        if (stage_status != WHOSE_OK) {                                           \
            (void)fprintf(stderr, "%s: %s\n", stage_name[stage], err.message);    \
            arena_free(&keep);                                                    \
            arena_free(&scratch);                                                 \
            return stage_status;                                                  \
        }                                                                         \
        if (cost[stage].ms == 0 || ms < cost[stage].ms)                           \
            cost[stage].ms = ms;                                                  \
        cost[stage].n_bytes = arena_used(&keep) - before;                         \
        arena_rewind(&scratch, (struct arena_mark){0});                           \
    } while (0)

static whose_status once(const char *path, struct str bytes, struct cost cost[N_STAGES],
                         struct findings *findings)
{
    struct arena keep, scratch;
    whose_error err = {0};
    size_t n_written = 0;
    struct sink sink;
    struct input input = {.name = str_c(path), .bytes = bytes};
    *findings = (struct findings){.path = str_c(path), .n_bytes = bytes.n};
    arena_init(&keep, NULL);
    arena_init(&scratch, NULL);
    STAGE(DECODE, decode_text(bytes, &keep, &input, &err));
    STAGE(READ, read_doc(str_c(path), bytes, &keep, &scratch, &findings->doc, &err));
    STAGE(TEXT, text_read(&findings->doc, &keep, &scratch, &findings->text, &err));
    STAGE(PEOPLE, people_find(&findings->doc, &findings->text, &keep, &scratch, &findings->cast, &err));
    STAGE(STORY, story_read(&findings->doc, &findings->text, &findings->cast, &keep, &scratch,
                            &findings->story, &err));
    STAGE(VERDICT, verdict_weigh(&findings->doc, &findings->text, &findings->cast, &findings->story,
                                 &keep, &scratch, &findings->verdict, &err));
    sink_init(&sink, forget, &n_written);
    STAGE(REPORT, report_write(findings, WHOSE_VIEW_READ, WHOSE_FORM_PLAIN, STR(""),
                               &(whose_style){.columns = 80}, &scratch, &sink, &err));
    arena_free(&keep);
    arena_free(&scratch);
    return sink_end(&sink, &err);
}

static void row(const char *name, const struct cost *cost, size_t n)
{
    (void)printf("| %-8s | %9.2f | %7.2f | %8.1f | %11zu |\n", name, cost->ms,
                 cost->ms * 1e6 / (double)n, (double)n / 1e6 / (cost->ms / 1e3), cost->n_bytes);
}

int main(int argc, char **argv)
{
    unsigned long n_runs = 5, grow = 0;
    int at = 1;
    for (; at + 1 < argc && argv[at][0] == '-' && argv[at][1]; at += 2) {
        if (strcmp(argv[at], "--runs") == 0)
            n_runs = strtoul(argv[at + 1], NULL, 10);
        else if (strcmp(argv[at], "--grow") == 0)
            grow = strtoul(argv[at + 1], NULL, 10);
        else
            break;
    }
    if (at + 1 != argc || n_runs == 0) {
        (void)fprintf(stderr, "usage: bench [--runs K] [--grow BYTES] FILE\n");
        return 2;
    }
    struct str file = load(argv[at]);
    if (!file.n) {
        (void)fprintf(stderr, "%s: cannot be read, or is empty\n", argv[at]);
        free((void *)(uintptr_t)file.at);
        return 3;
    }
    struct str bytes = grow > file.n ? grown(file, grow) : file;
    if (!bytes.at) {
        (void)fprintf(stderr, "no memory for %lu bytes\n", grow);
        return 4;
    }
    struct cost cost[N_STAGES] = {0};
    struct findings findings;
    for (unsigned long i = 0; i < n_runs; i++)
        if (once(argv[at], bytes, cost, &findings) != WHOSE_OK)
            return 3;
    struct cost all = {0};
    // decoding is a part of reading; it is timed again by itself
    for (int i = READ; i < N_STAGES; i++) {
        all.ms += cost[i].ms;
        all.n_bytes += cost[i].n_bytes;
    }
    const char *name = strrchr(argv[at], '/');
    (void)printf("%s, %zu bytes, best of %lu\n\n", name ? name + 1 : argv[at], bytes.n, n_runs);
    (void)printf("| stage    |        ms | ns/byte |     MB/s | bytes kept  |\n");
    (void)printf("|----------|----------:|--------:|---------:|------------:|\n");
    for (int i = 0; i < N_STAGES; i++)
        row(stage_name[i], &cost[i], bytes.n);
    row("all", &all, bytes.n);
    if (bytes.at != file.at)
        free((void *)(uintptr_t)bytes.at);
    free((void *)(uintptr_t)file.at);
    return 0;
}
