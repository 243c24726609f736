/* takes   a request: method, address, what was sent
 * gives   the reply
 * method  a table of views that are written as the library writes them; the rest by hand.
 *           GET  /                       the page
 *           GET  /stories                the stories read so far, and the files of the folder
 *           POST /stories?name=          a story's bytes; its number
 *           POST /open?name=             the same for a file of the folder
 *           GET  /story/N                how far it is
 *           GET  /story/N/report.json    and the other views
 *           POST /story/N/claim, find, post        an answer as JSON
 *           GET  /story/N/corrections, POST the same, POST /story/N/corrections/away
 *           GET  /compare?name=N&other=N
 * cost    that of the view */
#define _POSIX_C_SOURCE 200809L

#include "serve.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const size_t most_story = (size_t)64 << 20, most_post = (size_t)8 << 20, most_line = (size_t)64 << 10;
static const char json_type[] = "application/json", plain_type[] = "text/plain; charset=utf-8";

static const struct {
    const char *name;
    whose_view view;
    whose_form form;
    const char *type;
    bool is_download;
} views[] = {
    {"report.json", WHOSE_VIEW_READ, WHOSE_FORM_JSON, json_type, false},
    {"text", WHOSE_VIEW_TEXT, WHOSE_FORM_PLAIN, plain_type, false},
    {"report.html", WHOSE_VIEW_READ, WHOSE_FORM_HTML, "text/html; charset=utf-8", true},
    {"card.svg", WHOSE_VIEW_CARD, WHOSE_FORM_PLAIN, "image/svg+xml", true},
    {"speeches.csv", WHOSE_VIEW_SPEECHES, WHOSE_FORM_PLAIN, "text/csv; charset=utf-8", true},
    {"corrections.draft", WHOSE_VIEW_FIX, WHOSE_FORM_PLAIN, plain_type, false},
};

void serve_refuse(struct reply *reply, unsigned status, const char *format, ...)
{
    char message[640];
    va_list args;
    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    reply->status = status;
    reply->type = json_type;
    reply->is_page = false;
    reply->download[0] = '\0';
    reply->body.n = 0;
    buffer_print(&reply->body, "{\"error\":");
    buffer_json(&reply->body, message);
    buffer_print(&reply->body, "}\n");
}

/* The number behind "/story/", and what follows it; 0: another address. */
static uint32_t story_of(const char *path, const char **rest)
{
    static const char start[] = "/story/";
    uint32_t id = 0;
    if (strncmp(path, start, sizeof start - 1) != 0)
        return 0;
    path += sizeof start - 1;
    for (; *path >= '0' && *path <= '9' && id < 100000000; path++)
        id = id * 10 + (uint32_t)(*path - '0');
    *rest = *path == '/' ? path + 1 : path;
    return *path == '/' || *path == '\0' ? id : 0;
}

size_t serve_most_bytes(const char *method, const char *path)
{
    const char *rest;
    if (strcmp(method, "POST") != 0)
        return 0;
    if (strcmp(path, "/stories") == 0)
        return most_story;
    if (strcmp(path, "/open") == 0)
        return 1;
    if (!story_of(path, &rest))
        return 0;
    if (strcmp(rest, "post") == 0)
        return most_post;
    return strcmp(rest, "claim") == 0 || strcmp(rest, "find") == 0 || strcmp(rest, "corrections") == 0 ||
                   strcmp(rest, "corrections/away") == 0
               ? most_line
               : 0;
}

bool serve_page(struct server *server)
{
    /* a kept page asks nobody; one that is served may ask its own server */
    static const char none[] = "connect-src 'none'", own[] = "connect-src 'self'", start[] = "content=\"default-src";
    size_t n;
    const char *page = whose_page(&n);
    if (buffer_put(&server->page, page, n))
        return false;
    char *place = strstr(server->page.at, none);
    if (place)
        memcpy(place, own, sizeof own - 1);
    const char *policy = strstr(server->page.at, start), *end = policy ? strchr(policy + 9, '"') : NULL;
    snprintf(server->policy, sizeof server->policy, "%.*s; frame-ancestors 'none'",
             end ? (int)(end - policy - 9) : 0, end ? policy + 9 : "");
    return true;
}

static void put_stories(const struct server *server, struct reply *reply)
{
    buffer_print(&reply->body, "{\"folder\":");
    buffer_json(&reply->body, server->folder->path);
    buffer_print(&reply->body, ",\"most_bytes\":%zu,\"stories\":", most_story);
    shelf_put_all(server->shelf, &reply->body);
    buffer_print(&reply->body, ",\"files\":");
    folder_list(server->folder, &reply->body);
    buffer_print(&reply->body, "}\n");
}

static void take_in(struct server *server, const char *name, struct buffer *bytes, struct reply *reply)
{
    uint32_t id = shelf_add(server->shelf, name, bytes);
    if (!id) {
        serve_refuse(reply, 503, "there is no room for another story now: wait until one is read");
        return;
    }
    reply->status = 202;
    buffer_print(&reply->body, "{\"id\":%u}\n", id);
}

static void receive_story(struct server *server, struct request *request, struct reply *reply)
{
    const char *name = request->name ? request->name : "";
    if (!folder_is_name(name))
        serve_refuse(reply, 400, "a story needs a file's name without a path, not hidden and not longer than 240 bytes");
    else if (request->body.n == 0)
        serve_refuse(reply, 422, "%s is empty", name);
    else
        take_in(server, name, &request->body, reply);
}

static void open_story(struct server *server, const struct request *request, struct reply *reply)
{
    const char *name = request->name ? request->name : "";
    struct buffer bytes = {0};
    if (folder_read(server->folder, name, most_story, &bytes)) {
        if (bytes.n)
            take_in(server, name, &bytes, reply);
        else
            serve_refuse(reply, 422, "%s is empty", name);
    } else if (errno == EFBIG) {
        serve_refuse(reply, 413, "%s is larger than %zu MB, the most that this page takes; whose read takes it", name,
                     most_story >> 20);
    } else {
        serve_refuse(reply, 404, "the folder has no such file");
    }
    free(bytes.at);
}

static unsigned status_of(whose_status status)
{
    return status == WHOSE_OK ? 200 : status == WHOSE_E_NOMEM || status == WHOSE_E_SYSTEM ? 500 : 422;
}

static void put_view(struct server *server, uint32_t id, size_t v, struct reply *reply)
{
    struct edition *edition = shelf_borrow(server->shelf, id);
    whose_error err = {.status = WHOSE_OK};
    if (!edition) {
        serve_refuse(reply, 404, "there is no such story, or it has not been read");
        return;
    }
    reply->type = views[v].type;
    if (views[v].is_download)
        snprintf(reply->download, sizeof reply->download, "%s", views[v].name);
    whose_status status = whose_report_write(edition_report(edition), views[v].view, views[v].form, NULL, NULL,
                                             buffer_put, &reply->body, &err);
    shelf_return(server->shelf, edition);
    if (status != WHOSE_OK)
        serve_refuse(reply, status_of(status), "%s", err.message);
}

/* What somebody typed, put to a story. */
static void put_question(struct server *server, uint32_t id, const char *what, const struct buffer *typed,
                         struct reply *reply)
{
    struct edition *edition = shelf_borrow(server->shelf, id);
    whose_error err = {.status = WHOSE_OK};
    if (!edition) {
        serve_refuse(reply, 404, "there is no such story, or it has not been read");
        return;
    }
    const whose_report *report = edition_report(edition);
    whose_status status;
    int is_of_another = 0;
    if (strcmp(what, "post") == 0)
        status = whose_post_write(report, typed->at, typed->n, NULL, 0, WHOSE_FORM_JSON, NULL, buffer_put,
                                  &reply->body, &is_of_another, &err);
    else
        status = whose_report_write(report, strcmp(what, "find") == 0 ? WHOSE_VIEW_FIND : WHOSE_VIEW_CLAIM,
                                    WHOSE_FORM_JSON, typed->at, NULL, buffer_put, &reply->body, &err);
    shelf_return(server->shelf, edition);
    if (status != WHOSE_OK)
        serve_refuse(reply, status_of(status), "%s", err.message);
}

static void compare(struct server *server, const struct request *request, struct reply *reply)
{
    struct edition *a = shelf_borrow(server->shelf, (uint32_t)strtoul(request->name ? request->name : "0", NULL, 10));
    struct edition *b = shelf_borrow(server->shelf, (uint32_t)strtoul(request->other ? request->other : "0", NULL, 10));
    whose_error err = {.status = WHOSE_OK};
    whose_status status = WHOSE_OK;
    if (a && b)
        status = whose_compare_write(edition_report(a), edition_report(b), WHOSE_FORM_JSON, NULL, buffer_put,
                                     &reply->body, &err);
    else
        serve_refuse(reply, 404, "to compare, two stories must have been read");
    if (a)
        shelf_return(server->shelf, a);
    if (b)
        shelf_return(server->shelf, b);
    if (status != WHOSE_OK)
        serve_refuse(reply, status_of(status), "%s", err.message);
}

static void correct(struct server *server, uint32_t id, const struct buffer *typed, bool is_away,
                    struct reply *reply)
{
    char message[512];
    const char *why = shelf_correct(server->shelf, id, typed->at ? typed->at : "", is_away, message);
    if (why)
        serve_refuse(reply, 422, "%s", why);
    else if (!shelf_put_one(server->shelf, id, &reply->body))
        serve_refuse(reply, 404, "there is no such story any more");
}

static void answer_story(struct server *server, struct request *request, uint32_t id, const char *rest,
                         struct reply *reply)
{
    if (strcmp(request->method, "POST") == 0) {
        bool is_away = strcmp(rest, "corrections/away") == 0;
        if (request->body.n == 0 || strlen(request->body.at) != request->body.n)
            serve_refuse(reply, 422, "nothing was typed, or it is no text");
        else if (is_away || strcmp(rest, "corrections") == 0)
            correct(server, id, &request->body, is_away, reply);
        else
            put_question(server, id, rest, &request->body, reply);
        return;
    }
    if (*rest == '\0') {
        if (!shelf_put_one(server->shelf, id, &reply->body))
            serve_refuse(reply, 404, "there is no such story any more");
        return;
    }
    if (strcmp(rest, "corrections") == 0) {
        reply->type = plain_type;
        if (!shelf_put_corrections(server->shelf, id, &reply->body))
            serve_refuse(reply, 404, "there is no such story, or its corrections cannot be read");
        return;
    }
    for (size_t v = 0; v < sizeof views / sizeof *views; v++) {
        if (strcmp(rest, views[v].name) == 0) {
            put_view(server, id, v, reply);
            return;
        }
    }
    serve_refuse(reply, 404, "there is nothing at this address");
}

void serve_answer(struct server *server, struct request *request, struct reply *reply)
{
    const char *rest, *path = request->path;
    bool is_post = strcmp(request->method, "POST") == 0;
    uint32_t id = story_of(path, &rest);
    reply->status = 200;
    reply->type = json_type;
    if (id) {
        answer_story(server, request, id, rest, reply);
    } else if (!is_post && strcmp(path, "/") == 0) {
        reply->type = "text/html; charset=utf-8";
        reply->is_page = true;
        buffer_put(&reply->body, server->page.at, server->page.n);
    } else if (!is_post && strcmp(path, "/stories") == 0) {
        put_stories(server, reply);
    } else if (is_post && strcmp(path, "/stories") == 0) {
        receive_story(server, request, reply);
    } else if (is_post && strcmp(path, "/open") == 0) {
        open_story(server, request, reply);
    } else if (!is_post && strcmp(path, "/compare") == 0) {
        compare(server, request, reply);
    } else {
        serve_refuse(reply, 404, "there is nothing at this address");
    }
    if (reply->body.has_failed)
        serve_refuse(reply, 500, "no memory");
}
