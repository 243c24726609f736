/* find_lines [--claim] STORY [MODEL] <LINES: looks for every line of standard input in one story that is read once,
 * or puts it to the story as a claim.
 * Prints for each "LINE milliseconds" and the JSON of `whose find` or `whose claim`, or "ERROR" and why there is none. */
#include "whose.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static int put(void *user, const void *bytes, size_t n)
{
    return fwrite(bytes, 1, n, user) != n;
}

static char *read_file(const char *path, size_t *n)
{
    FILE *file = fopen(path, "rb");
    if (!file || fseek(file, 0, SEEK_END) != 0)
        return NULL;
    *n = (size_t)ftell(file);
    rewind(file);
    char *bytes = malloc(*n + 1);
    if (bytes && fread(bytes, 1, *n, file) != *n)
        bytes = NULL;
    fclose(file);
    return bytes;
}

static double now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

int main(int argc, char **argv)
{
    size_t n, n_model = 0;
    bool is_claim = argc > 1 && strcmp(argv[1], "--claim") == 0;
    argc -= is_claim;
    argv += is_claim;
    char *story = argc > 1 ? read_file(argv[1], &n) : NULL;
    char *bytes = argc > 2 ? read_file(argv[2], &n_model) : NULL;
    whose_error err = {.status = WHOSE_OK};
    whose_model *model = NULL;
    whose_report *report;
    if (!story || (argc > 2 && !bytes)) {
        fputs("usage: find_lines [--claim] STORY [MODEL] <LINES\n", stderr);
        return 2;
    }
    if (bytes && whose_model_open_bytes(bytes, n_model, NULL, &model, &err) != WHOSE_OK) {
        fprintf(stderr, "%s\n", err.message);
        return 3;
    }
    whose_options options = {.model = model};
    if (whose_read(argv[1], story, n, &options, &report, &err) != WHOSE_OK) {
        fprintf(stderr, "%s\n", err.message);
        return 3;
    }
    static char line[1 << 16];
    while (fgets(line, sizeof line, stdin)) {
        line[strcspn(line, "\n")] = '\0';
        double from = now_ms();
        FILE *out = tmpfile();
        whose_status status = whose_report_write(report, is_claim ? WHOSE_VIEW_CLAIM : WHOSE_VIEW_FIND,
                                                 WHOSE_FORM_JSON, line, NULL, put, out, &err);
        printf("LINE %.2f\n", now_ms() - from);
        if (status != WHOSE_OK)
            printf("ERROR %s\n", err.message);
        rewind(out);
        for (int c; status == WHOSE_OK && (c = getc(out)) != EOF;)
            putchar(c);
        fclose(out);
    }
    whose_report_free(report);
    whose_model_free(model);
    free(story);
    free(bytes);
    return 0;
}
