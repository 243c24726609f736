/* takes   names of files in one folder
 * gives   their bytes; new bytes for them; their list
 * method  every file is opened relative to the folder's descriptor, by one name without a
 *         slash and without following a link, so that nothing beside the folder is reached
 * cost    one read, one write */
#define _POSIX_C_SOURCE 200809L

#include "serve.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOST_LISTED = 500, PIECE = 1 << 16 };

bool folder_is_name(const char *name)
{
    size_t n = strlen(name);
    if (n == 0 || n >= SERVE_NAME_BYTES - 16 || name[0] == '.')
        return false;
    for (const char *c = name; *c; c++)
        if (*c == '/' || *c == '\\' || (unsigned char)*c < 0x20 || *c == 0x7F)
            return false;
    return true;
}

static bool read_all(int fd, size_t most, struct buffer *out)
{
    char piece[PIECE];
    for (;;) {
        ssize_t got = read(fd, piece, sizeof piece);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return got == 0;
        if (out->n + (size_t)got > most) {
            errno = EFBIG;
            return false;
        }
        if (buffer_put(out, piece, (size_t)got)) {
            errno = ENOMEM;
            return false;
        }
    }
}

bool folder_read(const struct folder *folder, const char *name, size_t most, struct buffer *out)
{
    struct stat about;
    if (!folder_is_name(name)) {
        errno = ENOENT;
        return false;
    }
    /* a pipe would wait for its writer: no waiting, and only files are read */
    int fd = openat(folder->fd, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (fd < 0)
        return false;
    bool ok = fstat(fd, &about) == 0;
    if (ok && !S_ISREG(about.st_mode)) {
        errno = EISDIR;
        ok = false;
    }
    ok = ok && read_all(fd, most, out);
    int why = errno;
    close(fd);
    errno = why;
    return ok;
}

static bool write_all(int fd, const char *bytes, size_t n)
{
    while (n) {
        ssize_t put = write(fd, bytes, n);
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            return false;
        bytes += put;
        n -= (size_t)put;
    }
    return fsync(fd) == 0;
}

bool folder_write(const struct folder *folder, const char *name, const char *bytes, size_t n)
{
    char part[SERVE_NAME_BYTES + 16];
    snprintf(part, sizeof part, ".%s.part", name);
    int fd = openat(folder->fd, part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0666);
    if (fd < 0)
        return false;
    bool ok = write_all(fd, bytes, n);
    int why = errno;
    if (close(fd) != 0 && ok) {
        ok = false;
        why = errno;
    }
    if (ok && renameat(folder->fd, part, folder->fd, name) != 0) {
        ok = false;
        why = errno;
    }
    if (!ok)
        unlinkat(folder->fd, part, 0);
    errno = why;
    return ok;
}

bool folder_has(const struct folder *folder, const char *name)
{
    struct stat about;
    return fstatat(folder->fd, name, &about, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(about.st_mode);
}

static bool may_be_story(const char *name)
{
    static const char *const endings[] = {".fountain", ".spmd", ".fdx", ".xml", ".tei", ".txt", ".text"};
    const char *ending = strrchr(name, '.');
    for (size_t i = 0; ending && i < sizeof endings / sizeof *endings; i++)
        if (strcasecmp(ending, endings[i]) == 0)
            return true;
    return false;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

void folder_list(const struct folder *folder, struct buffer *out)
{
    char *name[MOST_LISTED];
    size_t n = 0;
    int fd = openat(folder->fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *listing = fd >= 0 ? fdopendir(fd) : NULL;
    if (!listing && fd >= 0)
        close(fd);
    for (struct dirent *entry; listing && n < MOST_LISTED && (entry = readdir(listing));)
        if (folder_is_name(entry->d_name) && may_be_story(entry->d_name) && folder_has(folder, entry->d_name) &&
            (name[n] = strdup(entry->d_name)))
            n++;
    if (listing)
        closedir(listing);
    qsort(name, n, sizeof *name, by_name);
    buffer_put(out, "[", 1);
    for (size_t i = 0; i < n; i++) {
        buffer_put(out, ",", i > 0);
        buffer_json(out, name[i]);
        free(name[i]);
    }
    buffer_put(out, "]", 1);
}
