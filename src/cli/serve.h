/* serve: the local page.  Seen by the files of `whose serve` only.
 *
 * cmd_serve.c      the subcommand, and HTTP by libmicrohttpd
 * serve_answer.c   what each address answers
 * serve_shelf.c    the stories read so far, and their corrections
 * serve_folder.c   the chosen folder, and nothing beside it
 * serve_workers.c  threads that read, and locks
 * serve_peer.c     whose connection it is */
#ifndef SERVE_H
#define SERVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "whose.h"

enum { SERVE_NAME_BYTES = 256 };

/* ---- bytes that grow ---- */

/* All zero is empty; `at` is freed by its owner. */
struct buffer {
    char *at;
    size_t n, cap;
    bool has_failed; // no memory: what was put since is lost
};

/* A whose_write: 1 when there is no memory. */
int buffer_put(void *buffer, const void *bytes, size_t n);
void buffer_print(struct buffer *out, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* `s` as a JSON string. */
void buffer_json(struct buffer *out, const char *s);

/* ---- threads ---- */

struct lock;
struct lock *lock_new(void); // NULL: no memory
void lock_free(struct lock *lock);
void lock_hold(struct lock *lock);
void lock_release(struct lock *lock);

struct workers;
/* `n` threads; NULL when there is no memory. */
struct workers *workers_start(unsigned n);
/* `run(user)` in one of the threads, in the order in which jobs were given; false: no memory. */
bool workers_give(struct workers *workers, void (*run)(void *user), void *user);
/* Wait for the jobs that have begun; drop the others. */
void workers_stop(struct workers *workers);

/* ---- the folder ---- */

/* A folder that was opened; `path` is for people. */
struct folder {
    int fd;
    const char *path;
};

/* What a file may be called: one name, no path, not hidden, no control characters. */
bool folder_is_name(const char *name);
/* A file of the folder, whole; false with errno.  Links are not followed; EFBIG when above `most`. */
bool folder_read(const struct folder *folder, const char *name, size_t most, struct buffer *out);
/* The file is there whole and new, or as it was; false with errno. */
bool folder_write(const struct folder *folder, const char *name, const char *bytes, size_t n);
bool folder_has(const struct folder *folder, const char *name);
/* Names of files that may be stories, as a JSON array. */
void folder_list(const struct folder *folder, struct buffer *out);

/* ---- the shelf ---- */

struct shelf;
/* A report that somebody is looking at. */
struct edition;

struct shelf *shelf_new(const struct folder *folder, const whose_model *model,
                        struct workers *workers); // NULL: no memory
/* When no worker is busy with it any more. */
void shelf_free(struct shelf *shelf);

/* A new story, which will be read; the bytes are the shelf's then.  Its number, or 0: no memory. */
uint32_t shelf_add(struct shelf *shelf, const char *name, struct buffer *bytes);
/* Room for bytes that arrive: false when too many are on their way. */
bool shelf_expect(struct shelf *shelf, size_t n);
void shelf_unexpect(struct shelf *shelf, size_t n);

/* How far a story is, or all of them, as JSON; false: there is no such story. */
bool shelf_put_one(struct shelf *shelf, uint32_t id, struct buffer *out);
void shelf_put_all(struct shelf *shelf, struct buffer *out);

/* The latest report on a story, or NULL when there is none; to be given back. */
struct edition *shelf_borrow(struct shelf *shelf, uint32_t id);
void shelf_return(struct shelf *shelf, struct edition *edition);
const whose_report *edition_report(const struct edition *edition);

/* The story's corrections as text; false: no such story. */
bool shelf_put_corrections(struct shelf *shelf, uint32_t id, struct buffer *out);
/* Add statements to the story's corrections, or take the last line that is equal away, and read it
 * again.  NULL, or why not; the file is then as it was. */
const char *shelf_correct(struct shelf *shelf, uint32_t id, const char *statements, bool is_away,
                          char message[512]);

/* ---- answers ---- */

struct request {
    const char *method, *path;
    const char *name, *other; // arguments of the address, or NULL
    struct buffer body;       // ends in NUL, which is not counted
};

struct reply {
    unsigned status;
    const char *type;
    bool is_page;         // the page's own policy holds
    char download[64];    // the name to save it under, or empty
    struct buffer body;
};

struct server {
    struct shelf *shelf;
    const struct folder *folder;
    struct buffer page; // allowed to ask its own server
    char policy[1024];  // its Content-Security-Policy
};

/* The most bytes that may be sent to an address; 0: nothing may be. */
size_t serve_most_bytes(const char *method, const char *path);
/* The page with its policy; false: no memory. */
bool serve_page(struct server *server);
void serve_answer(struct server *server, struct request *request, struct reply *reply);
/* `{"error": ...}` */
void serve_refuse(struct reply *reply, unsigned status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* ---- peers ---- */

/* Whether the other end of a loopback connection is this user's, or root's; true too where the
 * system does not tell.  Ports as numbers of this machine. */
bool peer_is_own(unsigned peer_port, unsigned own_port);

#endif
