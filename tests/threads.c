/* threads: the same bytes give the same result with one thread or eight.
 *
 * takes   [--model FILE] STORY...
 * gives   TAP
 * method  every story is read and written as JSON by one thread, in memory of the caller's, in
 *         which no other is begun; then three times over by each of eight threads that share the
 *         model and may begin more; all must be the same to the byte.
 *         Under ThreadSanitizer it also shows that readers share nothing that they write
 * cost    25 readings of each story */
#include "whose.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { N_THREADS = 8, N_ROUNDS = 3, MOST_STORIES = 16 };

struct bytes {
    char *at;
    size_t n, cap;
    bool failed;
};

static int gather(void *user, const void *piece, size_t n)
{
    struct bytes *b = user;
    if (n > b->cap - b->n) {
        size_t cap = (b->n + n) * 2 + 4096;
        char *more = realloc(b->at, cap);
        if (!more) {
            b->failed = true;
            return 1;
        }
        b->at = more;
        b->cap = cap;
    }
    memcpy(b->at + b->n, piece, n);
    b->n += n;
    return 0;
}

static bool load(const char *path, struct bytes *out)
{
    char piece[65536];
    FILE *file = fopen(path, "rb");
    size_t n = 0;
    while (file && (n = fread(piece, 1, sizeof piece, file)) > 0 && gather(out, piece, n) == 0)
        ;
    bool good = file && !ferror(file) && !out->failed && out->n > 0;
    if (file)
        fclose(file);
    return good;
}

struct stories {
    const char *path[MOST_STORIES];
    struct bytes file[MOST_STORIES], json[MOST_STORIES]; // json: by one thread
    int n;
    const whose_model *model;
};

static void *resize(void *user, void *old, size_t old_bytes, size_t new_bytes)
{
    (void)user;
    (void)old_bytes;
    if (new_bytes)
        return realloc(old, new_bytes);
    free(old);
    return NULL;
}

static bool read_one(const struct stories *stories, int i, whose_allocator allocator, struct bytes *json)
{
    const whose_options options = {.model = stories->model, .allocator = allocator};
    whose_report *report;
    whose_error err = {.status = WHOSE_OK};
    whose_status status = whose_read(stories->path[i], stories->file[i].at, stories->file[i].n, &options,
                                     &report, &err);
    if (status == WHOSE_OK)
        status = whose_report_write(report, WHOSE_VIEW_READ, WHOSE_FORM_JSON, NULL, NULL, gather, json, &err);
    if (status != WHOSE_OK)
        printf("# %s: %s\n", stories->path[i], err.message);
    whose_report_free(report);
    return status == WHOSE_OK && json->n > 0;
}

struct worker {
    const struct stories *stories;
    pthread_t thread;
    int first;                  // each begins with another story
    bool differs[MOST_STORIES];
};

static void *work(void *user)
{
    struct worker *w = user;
    for (int round = 0; round < N_ROUNDS; round++)
        for (int k = 0; k < w->stories->n; k++) {
            int i = (w->first + k) % w->stories->n;
            const struct bytes *wanted = &w->stories->json[i];
            struct bytes json = {0};
            if (!read_one(w->stories, i, (whose_allocator){0}, &json) || json.n != wanted->n ||
                memcmp(json.at, wanted->at, json.n) != 0)
                w->differs[i] = true;
            free(json.at);
        }
    return NULL;
}

int main(int argc, char **argv)
{
    static struct stories stories;
    static struct worker worker[N_THREADS];
    struct bytes model_bytes = {0};
    whose_model *model = NULL;
    int n_failed = 0, first = 1;
    if (argc > 2 && strcmp(argv[1], "--model") == 0) {
        if (!load(argv[2], &model_bytes) ||
            whose_model_open_bytes(model_bytes.at, model_bytes.n, NULL, &model, NULL) != WHOSE_OK) {
            printf("Bail out! %s is no model\n", argv[2]);
            return 1;
        }
        first = 3;
    }
    stories.model = model;
    for (int i = first; i < argc && stories.n < MOST_STORIES; i++) {
        stories.path[stories.n] = argv[i];
        if (!load(argv[i], &stories.file[stories.n]) ||
            !read_one(&stories, stories.n, (whose_allocator){resize, NULL}, &stories.json[stories.n])) {
            printf("Bail out! %s cannot be read\n", argv[i]);
            return 1;
        }
        stories.n++;
    }
    for (int t = 0; t < N_THREADS; t++) {
        worker[t].stories = &stories;
        worker[t].first = t;
        if (pthread_create(&worker[t].thread, NULL, work, &worker[t]) != 0) {
            printf("Bail out! no thread\n");
            return 1;
        }
    }
    for (int t = 0; t < N_THREADS; t++)
        pthread_join(worker[t].thread, NULL);
    for (int i = 0; i < stories.n; i++) {
        bool differs = false;
        for (int t = 0; t < N_THREADS; t++)
            differs = differs || worker[t].differs[i];
        n_failed += differs;
        const char *slash = strrchr(stories.path[i], '/');
        printf("%sok %d - %s reads the same in %d threads\n", differs ? "not " : "", i + 1,
               slash ? slash + 1 : stories.path[i], N_THREADS);
        free(stories.file[i].at);
        free(stories.json[i].at);
    }
    printf("1..%d\n", stories.n);
    whose_model_free(model);
    free(model_bytes.at);
    return n_failed > 0 || stories.n == 0;
}
