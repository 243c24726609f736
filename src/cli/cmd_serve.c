/* takes   a port, a folder
 * gives   a local page, until the program is ended
 * method  libmicrohttpd on 127.0.0.1 alone, a thread a connection.  A request is looked at
 *         before its body is received: it must come from this user of this machine, be
 *         addressed to this server (against names that are bound anew) and not be sent by a
 *         page of elsewhere (Origin, Sec-Fetch-Site); only then are bytes taken, within limits
 * cost    what the stories cost */
#define _POSIX_C_SOURCE 200809L

#include "cli.h"
#include "serve.h"

#include <microhttpd.h>

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum {
    DEFAULT_PORT = 8753,
    N_READERS = 2,
    MOST_CONNECTIONS = 64,
    IDLE_SECONDS = 30,
    MOST_SECONDS = 300, // for one request to arrive
    HEADER_BYTES = 32 << 10
};

struct listening {
    struct server *server;
    unsigned port;
};

/* A request while it arrives. */
struct arriving {
    struct buffer body;
    size_t most, n_expected; // n_expected: counted by the shelf
    time_t began;
    bool is_refused;
    struct reply reply;
};

static time_t now_seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec;
}

static enum MHD_Result send_reply(const struct listening *here, struct MHD_Connection *connection,
                                  struct reply *reply)
{
    struct MHD_Response *response =
        MHD_create_response_from_buffer(reply->body.n, reply->body.at, MHD_RESPMEM_MUST_FREE);
    if (!response)
        return MHD_NO;
    reply->body = (struct buffer){0};
    MHD_add_response_header(response, "Content-Type", reply->type);
    MHD_add_response_header(response, "Content-Security-Policy",
                            reply->is_page ? here->server->policy
                                           : "default-src 'none'; sandbox; frame-ancestors 'none'");
    MHD_add_response_header(response, "X-Content-Type-Options", "nosniff");
    MHD_add_response_header(response, "X-Frame-Options", "DENY");
    MHD_add_response_header(response, "Referrer-Policy", "no-referrer");
    MHD_add_response_header(response, "Cross-Origin-Resource-Policy", "same-origin");
    MHD_add_response_header(response, "Cross-Origin-Opener-Policy", "same-origin");
    MHD_add_response_header(response, "Cache-Control", "no-store");
    if (reply->download[0]) {
        char how[128];
        snprintf(how, sizeof how, "attachment; filename=\"%s\"", reply->download);
        MHD_add_response_header(response, "Content-Disposition", how);
    }
    if (reply->status == 413)
        MHD_add_response_header(response, "Connection", "close");
    enum MHD_Result result = MHD_queue_response(connection, reply->status, response);
    MHD_destroy_response(response);
    return result;
}

static const char *header(struct MHD_Connection *connection, const char *name)
{
    return MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name);
}

static bool is_here(const char *value, const char *before, unsigned port)
{
    char name[2][64];
    snprintf(name[0], sizeof *name, "%s127.0.0.1:%u", before, port);
    snprintf(name[1], sizeof *name, "%slocalhost:%u", before, port);
    return strcmp(value, name[0]) == 0 || strcmp(value, name[1]) == 0;
}

static bool is_own_connection(struct MHD_Connection *connection, unsigned port)
{
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    struct sockaddr_in peer;
    if (!info || info->client_addr->sa_family != AF_INET)
        return false;
    memcpy(&peer, info->client_addr, sizeof peer);
    return peer_is_own(ntohs(peer.sin_port), port);
}

/* True: the request may be received. */
static bool may_enter(const struct listening *here, struct MHD_Connection *connection, const char *path,
                      const char *method, struct arriving *arriving)
{
    const char *host = header(connection, "Host"), *origin = header(connection, "Origin");
    const char *site = header(connection, "Sec-Fetch-Site"), *length = header(connection, "Content-Length");
    struct reply *reply = &arriving->reply;
    bool is_post = strcmp(method, "POST") == 0;
    arriving->most = serve_most_bytes(method, path);
    unsigned long long n = length ? strtoull(length, NULL, 10) : 0;
    if (!host || !is_here(host, "", here->port))
        serve_refuse(reply, 403, "this server answers to 127.0.0.1:%u and localhost:%u alone", here->port, here->port);
    else if (origin && !is_here(origin, "http://", here->port))
        serve_refuse(reply, 403, "pages of elsewhere may not ask here");
    else if (site && strcmp(site, "same-origin") != 0 && strcmp(site, "none") != 0 && strcmp(path, "/") != 0)
        serve_refuse(reply, 403, "pages of elsewhere may not ask here");
    else if (!is_own_connection(connection, here->port))
        serve_refuse(reply, 403, "this page is another user's");
    else if (!is_post && strcmp(method, "GET") != 0)
        serve_refuse(reply, 405, "only GET and POST are understood");
    else if (is_post && arriving->most == 0)
        serve_refuse(reply, 404, "nothing can be sent to this address");
    else if (n > arriving->most)
        serve_refuse(reply, 413, "this is larger than %zu %s, the most that this page takes%s",
                     arriving->most >> 20 ? arriving->most >> 20 : arriving->most >> 10,
                     arriving->most >> 20 ? "MB" : "KB",
                     strcmp(path, "/stories") == 0 ? "; whose read STORY takes up to 1 GiB" : "");
    else if (n && !shelf_expect(here->server->shelf, (size_t)n))
        serve_refuse(reply, 503, "too much is being sent at once: wait until a story has arrived");
    else {
        arriving->n_expected = (size_t)n;
        return true;
    }
    return false;
}

/* Bytes of the body.  Those of a body without a length are counted as they come. */
static void receive(const struct listening *here, struct arriving *arriving, const char *bytes, size_t n)
{
    struct reply *reply = &arriving->reply;
    size_t ahead = arriving->body.n + n;
    if (arriving->is_refused)
        return;
    arriving->is_refused = true;
    if (ahead > arriving->most) {
        serve_refuse(reply, 413, "this is larger than the most that this page takes, %zu KB", arriving->most >> 10);
    } else if (now_seconds() - arriving->began > MOST_SECONDS) {
        serve_refuse(reply, 408, "this took too long to arrive");
    } else if (ahead > arriving->n_expected && !shelf_expect(here->server->shelf, ahead - arriving->n_expected)) {
        serve_refuse(reply, 503, "too much is being sent at once: wait until a story has arrived");
    } else {
        if (ahead > arriving->n_expected)
            arriving->n_expected = ahead;
        arriving->is_refused = buffer_put(&arriving->body, bytes, n) != 0;
        if (arriving->is_refused)
            serve_refuse(reply, 503, "there is no memory for this now");
    }
}

static void stop_expecting(const struct listening *here, struct arriving *arriving)
{
    if (arriving->n_expected)
        shelf_unexpect(here->server->shelf, arriving->n_expected);
    arriving->n_expected = 0;
}

static enum MHD_Result handle(void *user, struct MHD_Connection *connection, const char *path,
                              const char *method, const char *version, const char *bytes, size_t *n_bytes,
                              void **state)
{
    const struct listening *here = user;
    struct arriving *arriving = *state;
    (void)version;
    if (!arriving) {
        arriving = *state = calloc(1, sizeof *arriving);
        if (!arriving)
            return MHD_NO;
        arriving->began = now_seconds();
        arriving->is_refused = !may_enter(here, connection, path, method, arriving);
        /* an answer now, before the body, also ends the connection */
        return arriving->is_refused ? send_reply(here, connection, &arriving->reply) : MHD_YES;
    }
    if (*n_bytes) {
        receive(here, arriving, bytes, *n_bytes);
        *n_bytes = 0;
        /* what is refused is let run out, but not for ever */
        return now_seconds() - arriving->began > 2 * MOST_SECONDS ? MHD_NO : MHD_YES;
    }
    stop_expecting(here, arriving);
    if (!arriving->is_refused) {
        struct request request = {
            .method = method, .path = path, .body = arriving->body,
            .name = MHD_lookup_connection_value(connection, MHD_GET_ARGUMENT_KIND, "name"),
            .other = MHD_lookup_connection_value(connection, MHD_GET_ARGUMENT_KIND, "other"),
        };
        serve_answer(here->server, &request, &arriving->reply);
        arriving->body = request.body;
    }
    return send_reply(here, connection, &arriving->reply);
}

/* Also when the other end went away in the middle. */
static void done(void *user, struct MHD_Connection *connection, void **state, enum MHD_RequestTerminationCode how)
{
    const struct listening *here = user;
    struct arriving *arriving = *state;
    (void)connection;
    (void)how;
    if (!arriving)
        return;
    stop_expecting(here, arriving);
    free(arriving->body.at);
    free(arriving->reply.body.at);
    free(arriving);
    *state = NULL;
}

/* A socket on 127.0.0.1; -1 after a message. */
static int listen_at(unsigned *port)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons((uint16_t)*port)};
    socklen_t n = sizeof at;
    const int yes = 1;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    if (fd >= 0) {
        fcntl(fd, F_SETFD, FD_CLOEXEC);
        setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    }
    if (fd >= 0 && bind(fd, (struct sockaddr *)&at, sizeof at) == 0 && listen(fd, MOST_CONNECTIONS) == 0 &&
        getsockname(fd, (struct sockaddr *)&at, &n) == 0) {
        *port = ntohs(at.sin_port);
        return fd;
    }
    if (errno == EADDRINUSE)
        say(NULL, 0, "port %u is taken by another program; choose one with --port N, or 0 for any that is free", *port);
    else
        say(NULL, 0, "port %u cannot be used: %s", *port, strerror(errno));
    if (fd >= 0)
        close(fd);
    return -1;
}

static int serve(struct server *server, unsigned port)
{
    struct listening here = {.server = server, .port = port};
    sigset_t ends;
    int which, fd = listen_at(&here.port);
    if (fd < 0)
        return EXIT_SYSTEM;
    struct MHD_Daemon *daemon = MHD_start_daemon(
        MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_THREAD_PER_CONNECTION | MHD_USE_POLL, 0, NULL, NULL, handle, &here,
        MHD_OPTION_LISTEN_SOCKET, fd, MHD_OPTION_NOTIFY_COMPLETED, done, &here,
        MHD_OPTION_CONNECTION_LIMIT, (unsigned)MOST_CONNECTIONS, MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)IDLE_SECONDS,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)HEADER_BYTES, MHD_OPTION_END);
    if (!daemon) {
        say(NULL, 0, "the server cannot be started: %s", strerror(errno));
        close(fd);
        return EXIT_SYSTEM;
    }
    printf("http://127.0.0.1:%u/\nOpen this address in a browser on this machine; nothing leaves it.  Ctrl-C ends.\n",
           here.port);
    fflush(stdout);
    sigemptyset(&ends);
    sigaddset(&ends, SIGINT);
    sigaddset(&ends, SIGTERM);
    sigaddset(&ends, SIGHUP);
    sigwait(&ends, &which);
    MHD_stop_daemon(daemon);
    return EXIT_DONE;
}

/* Signals end the program at one place; a receiver that has gone, or a file that may not grow,
 * is an error of its call. */
static void set_signals(void)
{
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    sigset_t ends;
    sigaction(SIGPIPE, &ignore, NULL);
    sigaction(SIGXFSZ, &ignore, NULL);
    sigemptyset(&ends);
    sigaddset(&ends, SIGINT);
    sigaddset(&ends, SIGTERM);
    sigaddset(&ends, SIGHUP);
    sigprocmask(SIG_BLOCK, &ends, NULL);
}

static int port_of(const char *typed, unsigned *port)
{
    char *end;
    unsigned long n = typed ? strtoul(typed, &end, 10) : DEFAULT_PORT;
    if (typed && (*typed < '0' || *typed > '9' || *end || n > 65535)) {
        say(NULL, 0, "--port is a number from 0 to 65535, not %s", typed);
        return EXIT_USAGE;
    }
    *port = (unsigned)n;
    return EXIT_DONE;
}

static int serve_with(const struct folder *folder, const whose_model *model, unsigned port)
{
    struct server server = {.folder = folder};
    struct workers *workers = workers_start(N_READERS);
    server.shelf = workers ? shelf_new(folder, model, workers) : NULL;
    int code = EXIT_SYSTEM;
    if (server.shelf && serve_page(&server))
        code = serve(&server, port);
    else
        say(NULL, 0, "not enough memory");
    workers_stop(workers);
    shelf_free(server.shelf);
    free(server.page.at);
    return code;
}

int cmd_serve(const struct options *options, char **arg, int n_args)
{
    struct folder folder = {.path = n_args ? arg[0] : "."};
    struct model_file file = {.model = NULL};
    unsigned port;
    if (n_args > 1) {
        say(NULL, 0, "serve takes one folder");
        return EXIT_USAGE;
    }
    int code = port_of(options->port, &port);
    if (code != EXIT_DONE)
        return code;
    folder.fd = open(folder.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder.fd < 0) {
        say(folder.path, 0, "cannot be opened as a folder: %s", strerror(errno));
        return EXIT_SYSTEM;
    }
    if (!options->model || strcmp(options->model, "none") != 0)
        code = open_model(options->model, &file);
    if (code == EXIT_DONE) {
        set_signals();
        code = serve_with(&folder, file.model, port);
    }
    close_model(&file);
    close(folder.fd);
    return code;
}
