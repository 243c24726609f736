/* takes   names of files, "-" for standard input
 * gives   a report on the work whose parts they are, with the corrections beside them
 * method  each file is read whole rather than mapped: a file that shrinks while it
 *         is read then ends early and does not kill the program
 * cost    one read, one copy in memory; nothing above the size limit is read */
#define _POSIX_C_SOURCE 200809L

#include "cli.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct part {
    const char *name; // for messages
    char *bytes;
    size_t n;
};

enum { PATH_BYTES = 4096 };

static const size_t first_bytes = (size_t)1 << 16;

static int too_large(const char *name)
{
    say(name, 0, "larger than 1 GiB, the most that can be read");
    return EXIT_INPUT;
}

static int read_whole(int fd, size_t expected, struct part *part)
{
    size_t cap = expected ? expected + 1 : first_bytes;
    part->bytes = malloc(cap);
    if (!part->bytes) {
        say(part->name, 0, "not enough memory");
        return EXIT_SYSTEM;
    }
    for (;;) {
        if (part->n == cap) {
            char *more = realloc(part->bytes, cap * 2);
            if (!more) {
                say(part->name, 0, "not enough memory");
                return EXIT_SYSTEM;
            }
            part->bytes = more;
            cap *= 2;
        }
        ssize_t got = read(fd, part->bytes + part->n, cap - part->n);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0) {
            say(part->name, 0, "cannot be read: %s", strerror(errno));
            return EXIT_SYSTEM;
        }
        if (got == 0)
            return EXIT_DONE;
        part->n += (size_t)got;
        if (part->n > WHOSE_MAX_BYTES)
            return too_large(part->name);
    }
}

static int load(const char *file, struct part *part)
{
    bool is_stdin = strcmp(file, "-") == 0;
    part->name = is_stdin ? "standard input" : file;
    int fd = is_stdin ? STDIN_FILENO : open(file, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        say(part->name, 0, errno == ENOENT ? "there is no such file" : "cannot be opened: %s",
            strerror(errno));
        return EXIT_SYSTEM;
    }
    struct stat about;
    int code = EXIT_DONE;
    if (fstat(fd, &about) != 0) {
        say(part->name, 0, "cannot be read: %s", strerror(errno));
        code = EXIT_SYSTEM;
    } else if (S_ISDIR(about.st_mode)) {
        say(part->name, 0, "is a directory, not a story: name the file in it");
        code = EXIT_INPUT;
    } else if (S_ISREG(about.st_mode) && about.st_size > (off_t)WHOSE_MAX_BYTES) {
        code = too_large(part->name);
    } else {
        code = read_whole(fd, S_ISREG(about.st_mode) ? (size_t)about.st_size : 0, part);
    }
    if (!is_stdin)
        close(fd);
    return code;
}

int read_bytes(const char *file, char **bytes, size_t *n)
{
    struct part part = {.n = 0};
    int code = load(file, &part);
    *bytes = part.bytes;
    *n = part.n;
    if (code != EXIT_DONE) {
        free(part.bytes);
        *bytes = NULL;
    }
    return code;
}

static int exit_code(whose_status status)
{
    switch (status) {
    case WHOSE_OK:
        return EXIT_DONE;
    case WHOSE_E_FORMAT:
    case WHOSE_E_INPUT:
    case WHOSE_E_LIMIT:
        return EXIT_INPUT;
    case WHOSE_E_NAME:
        return EXIT_USAGE;
    case WHOSE_E_NOMEM:
    case WHOSE_E_SYSTEM:
        break;
    }
    return EXIT_SYSTEM;
}

/* The parts, stories first and `n_fixes` files of corrections behind them. */
static int read_parts(const whose_options *how, const struct part *part, int n_parts, int n_fixes,
                      whose_report **report)
{
    whose_work *work = NULL;
    whose_error err = {.status = WHOSE_OK};
    const char *concerned = n_parts == 1 ? part[0].name : NULL;
    whose_status status = whose_work_new(how, &work, &err);
    for (int i = 0; status == WHOSE_OK && i < n_parts + n_fixes; i++) {
        status = whose_work_add(work, i < n_parts ? WHOSE_STORY : WHOSE_CORRECTIONS, part[i].name,
                                part[i].bytes, part[i].n, &err);
        if (status != WHOSE_OK)
            concerned = part[i].name;
    }
    if (status == WHOSE_OK)
        status = whose_work_read(work, report, &err);
    whose_work_free(work);
    if (status != WHOSE_OK)
        say(concerned, strstr(err.message, "line ") ? 0 : err.line, "%s", err.message);
    return exit_code(status);
}

/* The file of corrections beside a story: its name and ".whose", or that in place of its
 * ending; false when there is none. */
static bool find_corrections(const char *story, char *out, size_t cap)
{
    const char *slash = strrchr(story, '/'), *name = slash ? slash + 1 : story;
    const char *ending = strrchr(name, '.');
    size_t stem = ending && ending != name ? (size_t)(ending - story) : strlen(story);
    if (strcmp(story, "-") == 0 || strlen(story) + sizeof ".whose" > cap)
        return false;
    memcpy(out, story, strlen(story));
    memcpy(out + strlen(story), ".whose", sizeof ".whose");
    if (access(out, F_OK) == 0)
        return true;
    memcpy(out + stem, ".whose", sizeof ".whose");
    return strcmp(out, story) != 0 && access(out, F_OK) == 0;
}

/* Load what corrects the stories: the file named, or those beside the stories. */
static int load_corrections(const char *named, char **file, int n_files, struct part *part,
                            char (*path)[PATH_BYTES], int *n)
{
    *n = 0;
    if (named) {
        *n = 1;
        return load(named, &part[0]);
    }
    int code = EXIT_DONE;
    for (int i = 0; i < n_files && code == EXIT_DONE; i++) {
        bool again = false;
        if (!find_corrections(file[i], path[*n], sizeof *path))
            continue;
        for (int k = 0; k < *n; k++)
            again = again || strcmp(path[k], path[*n]) == 0;
        if (!again) {
            code = load(path[*n], &part[*n]);
            (*n)++;
        }
    }
    return code;
}

/* `options` NULL: without corrections. */
static int read_all(const struct options *options, const whose_options *how, char **file,
                    int n_files, whose_report **report)
{
    *report = NULL;
    struct part *part = calloc(2 * (size_t)n_files, sizeof *part);
    char (*path)[PATH_BYTES] = calloc((size_t)n_files, sizeof *path);
    int n_fixes = 0;
    if (!part || !path) {
        free(part);
        free(path);
        say(NULL, 0, "not enough memory");
        return EXIT_SYSTEM;
    }
    int code = EXIT_DONE;
    size_t total = 0;
    for (int i = 0; code == EXIT_DONE && i < n_files; i++) {
        code = load(file[i], &part[i]);
        total += part[i].n;
        if (code == EXIT_DONE && total > WHOSE_MAX_BYTES) {
            say(NULL, 0, "the files together are larger than 1 GiB, the most that can be read");
            code = EXIT_INPUT;
        }
    }
    if (code == EXIT_DONE && options)
        code = load_corrections(options->corrections, file, n_files, part + n_files, path, &n_fixes);
    if (code == EXIT_DONE)
        code = read_parts(how, part, n_files, n_fixes, report);
    for (int i = 0; i < 2 * n_files; i++)
        free(part[i].bytes);
    free(part);
    free(path);
    return code;
}

int read_files(const whose_options *how, char **file, int n_files, whose_report **report)
{
    return read_all(NULL, how, file, n_files, report);
}

int read_story(const struct options *options, const whose_options *how, char **file, int n_files,
               struct reading *out)
{
    whose_options with = how ? *how : (whose_options){.model = NULL};
    *out = (struct reading){.report = NULL};
    if (!options->model || strcmp(options->model, "none") != 0) {
        int code = open_model(options->model, &out->file);
        if (code != EXIT_DONE)
            return code;
        with.model = out->file.model;
    }
    int code = read_all(with.depth != WHOSE_DEPTH_TEXT ? options : NULL, &with, file, n_files,
                        &out->report);
    if (code != EXIT_DONE)
        close_model(&out->file);
    return code;
}

void close_story(struct reading *reading)
{
    whose_report_free(reading->report);
    close_model(&reading->file);
}
