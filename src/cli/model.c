/* takes   the name of a model file, or none
 * gives   the model, over a read-only mapping of its file
 * method  without a name the first of: beside the program, ../models of it, and
 *         ../share/whose of it
 * cost    one pass over the file for its checksum */
#define _POSIX_C_SOURCE 200809L

#include "cli.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* Larger files are no models; the library says so of them. */
static const off_t most_bytes = (off_t)1 << 30;

static int map_file(int fd, struct model_file *out)
{
    struct stat about;
    if (fstat(fd, &about) != 0 || !S_ISREG(about.st_mode) || about.st_size > most_bytes ||
        about.st_size == 0) {
        say(out->path, 0, "this is no model of whose");
        return EXIT_SYSTEM;
    }
    out->n_bytes = (size_t)about.st_size;
    out->bytes = mmap(NULL, out->n_bytes, PROT_READ, MAP_PRIVATE, fd, 0);
    if (out->bytes == MAP_FAILED) {
        out->bytes = NULL;
        say(out->path, 0, "cannot be read: %s", strerror(errno));
        return EXIT_SYSTEM;
    }
    whose_error err;
    if (whose_model_open_bytes(out->bytes, out->n_bytes, NULL, &out->model, &err) != WHOSE_OK) {
        say(out->path, 0, "%s", err.message);
        return EXIT_SYSTEM;
    }
    return EXIT_DONE;
}

/* The folder that the program lies in, with the last slash. */
static bool own_folder(char *out, size_t cap)
{
    ssize_t n = readlink("/proc/self/exe", out, cap - 1);
    if (n <= 0)
        return false;
    out[n] = '\0';
    char *slash = strrchr(out, '/');
    if (slash)
        slash[1] = '\0';
    return slash != NULL;
}

static int find_file(struct model_file *out)
{
    static const char *const places[] = {"", "../models/", "../share/whose/"};
    char folder[2048];
    if (!own_folder(folder, sizeof folder))
        return -1;
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        snprintf(out->path, sizeof out->path, "%s%swhose.model", folder, places[i]);
        int fd = open(out->path, O_RDONLY | O_CLOEXEC);
        if (fd >= 0)
            return fd;
    }
    return -1;
}

int open_model(const char *path, struct model_file *out)
{
    *out = (struct model_file){.model = NULL};
    int fd;
    if (path) {
        snprintf(out->path, sizeof out->path, "%s", path);
        fd = open(path, O_RDONLY | O_CLOEXEC);
        if (fd < 0)
            say(path, 0, "cannot be opened: %s", strerror(errno));
    } else {
        fd = find_file(out);
        if (fd < 0)
            say(NULL, 0, "there is no whose.model beside the program or in its data directory; "
                         "name one with --model, or none with --model none");
    }
    if (fd < 0)
        return EXIT_SYSTEM;
    int code = map_file(fd, out);
    close(fd);
    if (code != EXIT_DONE)
        close_model(out);
    return code;
}

void close_model(struct model_file *file)
{
    whose_model_free(file->model);
    if (file->bytes)
        munmap(file->bytes, file->n_bytes);
    file->model = NULL;
    file->bytes = NULL;
}
