/* takes   the bytes of stories, and statements that correct them
 * gives   how far each has been read; the latest report on each
 * method  every story is read by a worker.  A report that somebody is looking at while a new
 *         one takes its place is kept until the last look at it ends.  Of the stories only
 *         corrections are written, beside them in the folder
 * cost    the bytes of each story and its report in memory, within limits that let the
 *         oldest go */
#define _POSIX_C_SOURCE 200809L

#include "serve.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_STORIES = 64, MOST_CORRECTIONS = 1 << 20 };
static const size_t most_kept = (size_t)512 << 20; // bytes of stories, arriving and read

enum state { STATE_WAITING, STATE_READING, STATE_READY, STATE_FAILED };
static const char *const state_name[] = {"waiting", "reading", "ready", "failed"};

struct edition {
    whose_report *report;
    unsigned n_users; // the shelf is one
};

struct story {
    struct shelf *shelf;
    uint32_t id;
    char name[SERVE_NAME_BYTES];
    struct buffer bytes;
    enum state state;
    const char *stage;
    double done;
    bool is_stale;   // corrected while it was read
    unsigned n_readings; // how often a report was made
    char message[512];
    struct edition *edition; // NULL: none yet
};

struct shelf {
    struct lock *lock;
    struct lock *writing; // one at a time changes corrections
    const struct folder *folder;
    const whose_model *model;
    struct workers *workers;
    struct story *story[MOST_STORIES]; // oldest first
    uint32_t n, last_id;
    size_t n_bytes;
};

/* ---- bytes that grow ---- */

int buffer_put(void *buffer, const void *bytes, size_t n)
{
    struct buffer *out = buffer;
    if (n >= out->cap - out->n) { // one more for NUL
        size_t cap = out->cap ? out->cap : 4096;
        while (n >= cap - out->n)
            cap *= 2;
        char *at = realloc(out->at, cap);
        if (!at) {
            out->has_failed = true;
            return 1;
        }
        out->at = at;
        out->cap = cap;
    }
    if (n)
        memcpy(out->at + out->n, bytes, n);
    out->n += n;
    out->at[out->n] = '\0';
    return 0;
}

void buffer_print(struct buffer *out, const char *format, ...)
{
    char line[1024];
    va_list args;
    va_start(args, format);
    int n = vsnprintf(line, sizeof line, format, args);
    va_end(args);
    if (n > 0)
        buffer_put(out, line, (size_t)n < sizeof line ? (size_t)n : sizeof line - 1);
}

void buffer_json(struct buffer *out, const char *s)
{
    buffer_put(out, "\"", 1);
    for (; *s; s++) {
        unsigned char c = (unsigned char)*s;
        if (c == '"' || c == '\\' || c == '<' || c < 0x20)
            buffer_print(out, "\\u%04x", c);
        else
            buffer_put(out, s, 1);
    }
    buffer_put(out, "\"", 1);
}

/* ---- editions ---- */

const whose_report *edition_report(const struct edition *edition)
{
    return edition->report;
}

/* The lock is held; what is returned is to be freed without it. */
static whose_report *leave(struct edition *edition)
{
    if (!edition || --edition->n_users)
        return NULL;
    whose_report *report = edition->report;
    free(edition);
    return report;
}

struct edition *shelf_borrow(struct shelf *shelf, uint32_t id)
{
    struct edition *edition = NULL;
    lock_hold(shelf->lock);
    for (uint32_t i = 0; i < shelf->n; i++)
        if (shelf->story[i]->id == id)
            edition = shelf->story[i]->edition;
    if (edition)
        edition->n_users++;
    lock_release(shelf->lock);
    return edition;
}

void shelf_return(struct shelf *shelf, struct edition *edition)
{
    lock_hold(shelf->lock);
    whose_report *report = leave(edition);
    lock_release(shelf->lock);
    whose_report_free(report);
}

/* ---- reading ---- */

static void note_progress(void *user, const char *stage, double done)
{
    struct story *story = user;
    lock_hold(story->shelf->lock);
    story->stage = stage;
    story->done = done;
    lock_release(story->shelf->lock);
}

/* The corrections beside a story: its name and ".whose", else that in place of its ending. */
static void corrections_name(const struct folder *folder, const char *story, char out[SERVE_NAME_BYTES])
{
    const char *ending = strrchr(story, '.');
    int stem = ending && ending != story ? (int)(ending - story) : (int)strlen(story);
    snprintf(out, SERVE_NAME_BYTES, "%s.whose", story);
    if (folder_has(folder, out))
        return;
    snprintf(out, SERVE_NAME_BYTES, "%.*s.whose", stem, story);
    if (!folder_has(folder, out))
        snprintf(out, SERVE_NAME_BYTES, "%s.whose", story);
}

/* Empty when there are none; false with errno when they cannot be read. */
static bool load_corrections(const struct folder *folder, const char *name, struct buffer *out)
{
    return folder_read(folder, name, MOST_CORRECTIONS, out) || errno == ENOENT;
}

static whose_status read_story(struct story *story, whose_report **report, whose_error *err)
{
    struct buffer fixes = {0};
    char name[SERVE_NAME_BYTES];
    whose_work *work = NULL;
    const whose_options how = {.model = story->shelf->model, .progress = note_progress, .progress_user = story};
    corrections_name(story->shelf->folder, story->name, name);
    if (!load_corrections(story->shelf->folder, name, &fixes)) {
        snprintf(err->message, sizeof err->message, "%s cannot be read: %s", name, strerror(errno));
        free(fixes.at);
        return WHOSE_E_SYSTEM;
    }
    whose_status status = whose_work_new(&how, &work, err);
    if (status == WHOSE_OK)
        status = whose_work_add(work, WHOSE_STORY, story->name, story->bytes.at, story->bytes.n, err);
    if (status == WHOSE_OK && fixes.n)
        status = whose_work_add(work, WHOSE_CORRECTIONS, name, fixes.at, fixes.n, err);
    if (status == WHOSE_OK)
        status = whose_work_read(work, report, err);
    whose_work_free(work);
    free(fixes.at);
    return status;
}

static void story_free(struct story *story)
{
    free(story->bytes.at);
    free(story);
}

static void run_reading(void *user)
{
    struct story *story = user;
    struct shelf *shelf = story->shelf;
    bool again = true;
    while (again) {
        whose_report *report = NULL, *old = NULL;
        whose_error err = {.status = WHOSE_OK};
        lock_hold(shelf->lock);
        story->state = STATE_READING;
        story->is_stale = false;
        lock_release(shelf->lock);
        whose_status status = read_story(story, &report, &err);
        struct edition *edition = status == WHOSE_OK ? calloc(1, sizeof *edition) : NULL;
        if (edition)
            *edition = (struct edition){report, 1};
        lock_hold(shelf->lock);
        if (edition) {
            old = leave(story->edition);
            story->edition = edition;
            story->n_readings++;
        } else {
            snprintf(story->message, sizeof story->message, "%s",
                     err.message[0] ? err.message : whose_status_words(status ? status : WHOSE_E_NOMEM));
        }
        again = story->is_stale;
        if (!again)
            story->state = edition ? STATE_READY : STATE_FAILED;
        lock_release(shelf->lock);
        whose_report_free(old);
        if (!edition)
            whose_report_free(report);
    }
}

/* ---- the shelf ---- */

struct shelf *shelf_new(const struct folder *folder, const whose_model *model, struct workers *workers)
{
    struct shelf *shelf = calloc(1, sizeof *shelf);
    if (!shelf)
        return NULL;
    *shelf = (struct shelf){.lock = lock_new(), .writing = lock_new(), .folder = folder, .model = model,
                            .workers = workers};
    if (shelf->lock && shelf->writing)
        return shelf;
    lock_free(shelf->lock);
    lock_free(shelf->writing);
    free(shelf);
    return NULL;
}

/* The lock is held. */
static whose_report *take_off(struct shelf *shelf, uint32_t i)
{
    struct story *story = shelf->story[i];
    whose_report *report = leave(story->edition);
    shelf->n_bytes -= story->bytes.n;
    memmove(&shelf->story[i], &shelf->story[i + 1], (shelf->n - i - 1) * sizeof(struct story *));
    shelf->n--;
    story_free(story);
    return report;
}

void shelf_free(struct shelf *shelf)
{
    if (!shelf)
        return;
    while (shelf->n)
        whose_report_free(take_off(shelf, 0));
    lock_free(shelf->lock);
    lock_free(shelf->writing);
    free(shelf);
}

/* Let the oldest go until there is room; the lock is held. */
static bool make_room(struct shelf *shelf, size_t n)
{
    for (uint32_t i = 0; i < shelf->n && (shelf->n >= MOST_STORIES || shelf->n_bytes + n > most_kept);) {
        enum state state = shelf->story[i]->state;
        if (state == STATE_READY || state == STATE_FAILED)
            whose_report_free(take_off(shelf, i));
        else
            i++;
    }
    return shelf->n < MOST_STORIES && shelf->n_bytes + n <= most_kept;
}

bool shelf_expect(struct shelf *shelf, size_t n)
{
    lock_hold(shelf->lock);
    bool ok = shelf->n_bytes + n <= most_kept || make_room(shelf, n);
    if (ok)
        shelf->n_bytes += n;
    lock_release(shelf->lock);
    return ok;
}

void shelf_unexpect(struct shelf *shelf, size_t n)
{
    lock_hold(shelf->lock);
    shelf->n_bytes -= n;
    lock_release(shelf->lock);
}

uint32_t shelf_add(struct shelf *shelf, const char *name, struct buffer *bytes)
{
    uint32_t id = 0;
    struct story *story = calloc(1, sizeof *story);
    if (!story)
        return 0;
    story->shelf = shelf;
    story->bytes = *bytes;
    snprintf(story->name, sizeof story->name, "%s", name);
    lock_hold(shelf->lock);
    if (make_room(shelf, bytes->n) && workers_give(shelf->workers, run_reading, story)) {
        story->id = id = ++shelf->last_id;
        shelf->n_bytes += bytes->n;
        shelf->story[shelf->n++] = story;
    }
    lock_release(shelf->lock);
    if (id)
        *bytes = (struct buffer){0};
    else
        free(story);
    return id;
}

static void put_story(const struct story *story, struct buffer *out)
{
    static const char *const answer[] = {"one", "shared", "contested", "nobody"};
    buffer_print(out, "{\"id\":%u,\"name\":", story->id);
    buffer_json(out, story->name);
    buffer_print(out, ",\"bytes\":%zu,\"state\":\"%s\",\"readings\":%u,\"done\":%.3f,\"stage\":", story->bytes.n,
                 state_name[story->state], story->n_readings, story->state == STATE_READY ? 1.0 : story->done);
    buffer_json(out, story->stage ? story->stage : "waiting");
    if (story->state == STATE_FAILED) {
        buffer_print(out, ",\"message\":");
        buffer_json(out, story->message);
    }
    if (story->edition) {
        const whose_report *report = story->edition->report;
        uint32_t owner = whose_report_owner(report);
        buffer_print(out, ",\"answer\":\"%s\",\"owner\":", answer[whose_report_answer(report)]);
        if (owner == WHOSE_NOBODY) {
            buffer_print(out, "null");
        } else {
            buffer_json(out, whose_report_character(report, owner).name);
            buffer_print(out, ",\"share\":%.6f", whose_report_character(report, owner).share);
        }
    }
    buffer_print(out, "}");
}

bool shelf_put_one(struct shelf *shelf, uint32_t id, struct buffer *out)
{
    bool is_there = false;
    lock_hold(shelf->lock);
    for (uint32_t i = 0; i < shelf->n && !is_there; i++) {
        is_there = shelf->story[i]->id == id;
        if (is_there)
            put_story(shelf->story[i], out);
    }
    lock_release(shelf->lock);
    return is_there;
}

void shelf_put_all(struct shelf *shelf, struct buffer *out)
{
    lock_hold(shelf->lock);
    buffer_put(out, "[", 1);
    for (uint32_t i = 0; i < shelf->n; i++) {
        buffer_put(out, ",", i > 0);
        put_story(shelf->story[i], out);
    }
    buffer_put(out, "]", 1);
    lock_release(shelf->lock);
}

/* ---- corrections ---- */

static bool name_of(struct shelf *shelf, uint32_t id, char out[SERVE_NAME_BYTES])
{
    bool is_there = false;
    lock_hold(shelf->lock);
    for (uint32_t i = 0; i < shelf->n && !is_there; i++) {
        is_there = shelf->story[i]->id == id;
        if (is_there)
            memcpy(out, shelf->story[i]->name, SERVE_NAME_BYTES);
    }
    lock_release(shelf->lock);
    return is_there;
}

bool shelf_put_corrections(struct shelf *shelf, uint32_t id, struct buffer *out)
{
    char story[SERVE_NAME_BYTES], name[SERVE_NAME_BYTES];
    if (!name_of(shelf, id, story))
        return false;
    corrections_name(shelf->folder, story, name);
    return load_corrections(shelf->folder, name, out);
}

/* Read the story again; when it is being read, once more when that has ended. */
static bool read_again(struct shelf *shelf, uint32_t id)
{
    bool ok = false;
    lock_hold(shelf->lock);
    for (uint32_t i = 0; i < shelf->n; i++) {
        struct story *story = shelf->story[i];
        if (story->id != id)
            continue;
        if (story->state == STATE_READING) {
            ok = story->is_stale = true;
        } else if (story->state == STATE_WAITING) {
            ok = true;
        } else {
            ok = workers_give(shelf->workers, run_reading, story);
            if (ok)
                story->state = STATE_WAITING;
        }
    }
    lock_release(shelf->lock);
    return ok;
}

/* Without the last line that is `line`; false when there is none. */
static bool cut_line(struct buffer *text, const char *line)
{
    size_t n = strlen(line), found = SIZE_MAX, end = 0;
    for (size_t at = 0; at < text->n; at = end + 1) {
        const char *next = memchr(text->at + at, '\n', text->n - at);
        end = next ? (size_t)(next - text->at) : text->n;
        size_t width = end - at - (end > at && text->at[end - 1] == '\r');
        if (width == n && memcmp(text->at + at, line, n) == 0)
            found = at;
    }
    if (found == SIZE_MAX)
        return false;
    const char *next = memchr(text->at + found, '\n', text->n - found);
    size_t behind = next ? (size_t)(next - text->at) + 1 : text->n;
    memmove(text->at + found, text->at + behind, text->n - behind);
    text->n -= behind - found;
    return true;
}

static bool add_lines(struct buffer *text, const char *statements)
{
    if (text->n && text->at[text->n - 1] != '\n')
        buffer_put(text, "\n", 1);
    buffer_put(text, statements, strlen(statements));
    if (text->n && text->at[text->n - 1] != '\n')
        buffer_put(text, "\n", 1);
    return !text->has_failed && text->n <= MOST_CORRECTIONS;
}

/* NULL, or what is wrong with these corrections. */
static const char *try_corrections(const struct buffer *text, const char *name, char message[512])
{
    whose_work *work = NULL;
    whose_error err = {.status = WHOSE_OK};
    whose_status status = whose_work_new(NULL, &work, &err);
    if (status == WHOSE_OK && text->n)
        status = whose_work_add(work, WHOSE_CORRECTIONS, name, text->at, text->n, &err);
    whose_work_free(work);
    snprintf(message, 512, "%s", err.message);
    return status == WHOSE_OK ? NULL : message;
}

const char *shelf_correct(struct shelf *shelf, uint32_t id, const char *statements, bool is_away,
                          char message[512])
{
    struct buffer text = {0};
    char story[SERVE_NAME_BYTES], name[SERVE_NAME_BYTES];
    const char *why = NULL;
    if (!name_of(shelf, id, story))
        return "there is no such story any more";
    lock_hold(shelf->writing);
    corrections_name(shelf->folder, story, name);
    if (!load_corrections(shelf->folder, name, &text)) {
        snprintf(message, 512, "%s cannot be read: %s; nothing was changed", name, strerror(errno));
        why = message;
    } else if (!(is_away ? cut_line(&text, statements) : add_lines(&text, statements))) {
        why = is_away ? "this line is not in the corrections any more"
                      : "the corrections would be larger than 1 MiB; nothing was changed";
    } else {
        why = try_corrections(&text, name, message);
    }
    if (!why && !folder_write(shelf->folder, name, text.at ? text.at : "", text.n)) {
        snprintf(message, 512, "%s cannot be written: %s; nothing was changed", name, strerror(errno));
        why = message;
    }
    lock_release(shelf->writing);
    free(text.at);
    if (!why && !read_again(shelf, id))
        why = "the corrections are written, but the story cannot be read again now";
    return why;
}
