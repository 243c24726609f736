/* takes   a view of a report, or a message
 * gives   standard output, in the style that its receiver can show; standard error
 * method  colours and blocks only for a terminal; what a story contains reaches a
 *         terminal only without control characters.  The plain views clean
 *         themselves; the views of raw text are filtered here
 * cost    one pass over the output */
#define _POSIX_C_SOURCE 200809L

#include "cli.h"

#include <errno.h>
#include <langinfo.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

struct receiver {
    FILE *file;
    bool is_filtered;
    bool has_c2; // the last byte given was 0xC2, which may begin a C1 control
    int error;   // errno of the first failure
};

static bool is_control(unsigned char c)
{
    return (c < 0x20 && c != '\n' && c != '\t') || c == 0x7F;
}

static bool put(struct receiver *to, const void *bytes, size_t n)
{
    return n == 0 || fwrite(bytes, 1, n, to->file) == n;
}

/* Control characters, C0 and C1, become U+FFFD; a C1 is 0xC2 and 0x80 to 0x9F,
 * and the two may come in two pieces. */
static bool put_filtered(struct receiver *to, const unsigned char *at, size_t n)
{
    static const char replacement[] = "\xEF\xBF\xBD";
    size_t from = 0;
    bool ok = true;
    for (size_t i = 0; i < n; i++) {
        bool is_c1 = to->has_c2 && at[i] >= 0x80 && at[i] < 0xA0;
        if (to->has_c2 && !is_c1)
            ok = ok && put(to, "\xC2", 1);
        to->has_c2 = at[i] == 0xC2;
        if (!is_c1 && !to->has_c2 && !is_control(at[i]))
            continue;
        ok = ok && put(to, at + from, i - from);
        from = i + 1;
        if (!to->has_c2)
            ok = ok && put(to, replacement, sizeof replacement - 1);
    }
    return ok && put(to, at + from, n - from);
}

static int receive(void *user, const void *bytes, size_t n)
{
    struct receiver *to = user;
    bool ok = to->is_filtered ? put_filtered(to, bytes, n) : put(to, bytes, n);
    if (!ok)
        to->error = errno;
    return !ok;
}

static uint32_t terminal_columns(void)
{
    const char *told = getenv("COLUMNS");
    if (told && *told) {
        char *end;
        unsigned long n = strtoul(told, &end, 10);
        if (*end == '\0' && n > 0 && n < 10000)
            return (uint32_t)n;
    }
    struct winsize size;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0)
        return size.ws_col;
    return 0;
}

static whose_style style_of_output(void)
{
    whose_style style = {.columns = terminal_columns()};
    if (!isatty(STDOUT_FILENO))
        return style;
    const char *no_color = getenv("NO_COLOR");
    const char *term = getenv("TERM");
    style.colour = !(no_color && *no_color) && term && strcmp(term, "dumb") != 0;
    style.utf8 = strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
    return style;
}

/* The exit code of a view that was written, after a message unless all is well. */
static int written(whose_status status, const whose_error *err, int why)
{
    if (status == WHOSE_OK)
        return EXIT_DONE;
    if (status == WHOSE_E_SYSTEM)
        say(NULL, 0, "the output could not be written%s%s", why ? ": " : "",
            why ? strerror(why) : "");
    else
        say(NULL, 0, "%s", err->message);
    return status == WHOSE_E_NAME || status == WHOSE_E_INPUT ? EXIT_USAGE : EXIT_SYSTEM;
}

int write_view(const whose_report *report, whose_view view, whose_form form, const char *subject)
{
    bool cleans_itself = form == WHOSE_FORM_PLAIN &&
                         (view == WHOSE_VIEW_READ || view == WHOSE_VIEW_CLAIM ||
                          view == WHOSE_VIEW_FIND || view == WHOSE_VIEW_WHO);
    struct receiver to = {.file = stdout, .is_filtered = !cleans_itself && isatty(STDOUT_FILENO)};
    whose_style style = style_of_output();
    whose_error err = {.status = WHOSE_OK};
    errno = 0;
    whose_status status =
        whose_report_write(report, view, form, subject, &style, receive, &to, &err);
    if (status == WHOSE_OK && fflush(stdout) != 0)
        status = WHOSE_E_SYSTEM;
    return written(status, &err, to.error ? to.error : errno);
}

int write_comparison(const whose_report *a, const whose_report *b, whose_form form)
{
    struct receiver to = {.file = stdout,
                          .is_filtered = form != WHOSE_FORM_PLAIN && isatty(STDOUT_FILENO)};
    whose_style style = style_of_output();
    whose_error err = {.status = WHOSE_OK};
    errno = 0;
    whose_status status = whose_compare_write(a, b, form, &style, receive, &to, &err);
    if (status == WHOSE_OK && fflush(stdout) != 0)
        status = WHOSE_E_SYSTEM;
    return written(status, &err, to.error ? to.error : errno);
}

int write_post(const whose_report *report, const char *file, const char *cast, whose_form form)
{
    char *post = NULL, *list = NULL;
    size_t n_post = 0, n_list = 0;
    int is_of_another = 0;
    int code = read_bytes(file, &post, &n_post);
    if (code == EXIT_DONE && cast)
        code = read_bytes(cast, &list, &n_list);
    if (code == EXIT_DONE) {
        struct receiver to = {.file = stdout,
                              .is_filtered = form != WHOSE_FORM_PLAIN && isatty(STDOUT_FILENO)};
        whose_style style = style_of_output();
        whose_error err = {.status = WHOSE_OK};
        errno = 0;
        whose_status status = whose_post_write(report, post, n_post, list, n_list, form, &style,
                                               receive, &to, &is_of_another, &err);
        if (status == WHOSE_OK && fflush(stdout) != 0)
            status = WHOSE_E_SYSTEM;
        if (status == WHOSE_E_INPUT || status == WHOSE_E_LIMIT) {
            say(file, 0, "%s", err.message);
            code = EXIT_INPUT;
        } else {
            code = written(status, &err, to.error ? to.error : errno);
        }
        if (code == EXIT_DONE && is_of_another && form == WHOSE_FORM_JSON)
            say(file, 0, "nobody of this story is named in the post: it is about another");
        if (code == EXIT_DONE && is_of_another)
            code = EXIT_NO_VERDICT;
    }
    free(post);
    free(list);
    return code;
}

/* A link, a device or a pipe: written to, and never replaced. */
static bool is_no_file(const char *path)
{
    struct stat is;
    return lstat(path, &is) == 0 && !S_ISREG(is.st_mode) && !S_ISDIR(is.st_mode);
}

/* Written beside its place and moved there when it is whole. */
int write_file(const char *path, const whose_report *report, whose_view view, whose_form form,
               const char *subject)
{
    char part[4096];
    whose_error err = {.status = WHOSE_OK};
    bool is_direct = path && is_no_file(path);
    if (!path || strcmp(path, "-") == 0)
        return write_view(report, view, form, subject);
    if ((size_t)snprintf(part, sizeof part, "%s%s", path, is_direct ? "" : ".part") >= sizeof part) {
        say(path, 0, "this name is too long");
        return EXIT_SYSTEM;
    }
    struct receiver to = {.file = fopen(part, "wb")};
    if (!to.file) {
        say(path, 0, "cannot be written: %s", strerror(errno));
        return EXIT_SYSTEM;
    }
    errno = 0;
    whose_status status = whose_report_write(report, view, form, subject, NULL, receive, &to, &err);
    int why = to.error ? to.error : errno;
    if (fclose(to.file) != 0 && status == WHOSE_OK) {
        status = WHOSE_E_SYSTEM;
        why = errno;
    }
    if (status == WHOSE_OK && !is_direct && rename(part, path) != 0) {
        status = WHOSE_E_SYSTEM;
        why = errno;
    }
    if (status != WHOSE_OK && !is_direct)
        remove(part);
    return written(status, &err, why);
}

static void put_message(const char *s)
{
    for (; *s; s++) {
        unsigned char c = (unsigned char)*s;
        bool is_c1 = c == 0xC2 && (unsigned char)s[1] >= 0x80 && (unsigned char)s[1] < 0xA0;
        if (is_c1)
            s++;
        putc(is_c1 || c < 0x20 || c == 0x7F ? '?' : c, stderr);
    }
}

void say(const char *file, unsigned long long line, const char *format, ...)
{
    char message[1024];
    va_list args;
    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    put_message("whose: ");
    if (file) {
        put_message(file);
        put_message(": ");
    }
    if (line)
        fprintf(stderr, "line %llu: ", line);
    put_message(message);
    putc('\n', stderr);
}
