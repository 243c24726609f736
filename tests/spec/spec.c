/* takes   descriptions of formats (fountain.md, ...), as arguments
 * gives   "N passed, N failed"; for a failure what was expected and what came
 * method  a block fenced as the name of a format is read by its reader and
 *         printed as `whose dump --stage doc` would; it must equal the block
 *         fenced as "doc" that follows.  In the first, ␣ stands for a blank at
 *         the end of a line, ␉ for a tab and ␍ for a carriage return; in the
 *         second the line that starts with "doc" may be left out.  A block
 *         fenced as "text" is parted into sentences, and the block fenced as
 *         "tokens" has one a line, tokens between spaces, cuts as "|"
 * cost    O(bytes) */
#include "read/internal.h"
#include "text/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *fence;
    const struct reader *reader; // NULL: the text is parted into tokens
} formats[] = {{"fountain", &fountain_reader}, {"tei", &tei_reader}, {"fdx", &fdx_reader},
               {"play", &play_reader}, {"prose", &script_reader}, {"text", NULL}};

struct buffer {
    char *at;
    size_t n, cap;
};

static void put(struct buffer *b, const void *bytes, size_t n)
{
    while (b->n + n + 1 > b->cap) {
        b->cap = b->cap ? b->cap * 2 : 4096;
        b->at = realloc(b->at, b->cap);
        if (!b->at)
            exit(2);
    }
    if (n)
        memcpy(b->at + b->n, bytes, n);
    b->n += n;
    b->at[b->n] = '\0';
}

static int write_buffer(void *user, const void *bytes, size_t n)
{
    put(user, bytes, n);
    return 0;
}

static void put_visible(struct buffer *b, const char *line, size_t n)
{
    static const struct {
        const char *sign, *meant;
    } signs[] = {{"␣", " "}, {"␉", "\t"}, {"␍", "\r"}};
    for (size_t i = 0; i < n;) {
        size_t step = 0;
        for (size_t s = 0; s < sizeof signs / sizeof *signs; s++)
            if (strncmp(line + i, signs[s].sign, strlen(signs[s].sign)) == 0) {
                put(b, signs[s].meant, 1);
                step = strlen(signs[s].sign);
            }
        if (step == 0)
            put(b, line + i, step = 1);
        i += step;
    }
}

/* Without blanks at the ends of lines and empty lines at the end. */
static struct buffer tidy(const struct buffer *raw, int drop_first)
{
    struct buffer out = {0};
    put(&out, "", 0);
    struct str rest = {raw->at ? raw->at : "", raw->n};
    while (rest.n) {
        struct str line = str_cut(&rest, '\n');
        while (line.n && is_blank(line.at[line.n - 1]))
            line.n--;
        if (!drop_first) {
            put(&out, line.at, line.n);
            put(&out, "\n", 1);
        }
        drop_first = 0;
    }
    while (out.n && out.at[out.n - 1] == '\n')
        out.n--;
    out.at[out.n] = '\0';
    return out;
}

static void read_and_dump(const struct reader *reader, const struct buffer *source,
                          struct buffer *out)
{
    struct arena keep, scratch;
    arena_init(&keep, NULL);
    arena_init(&scratch, NULL);
    struct input in = {.bytes = {source->at ? source->at : "", source->n}};
    struct doc doc;
    memset(&doc, 0, sizeof doc);
    whose_error err = {0};
    whose_status status = decode_text(in.bytes, &keep, &in, &err);
    if (status == WHOSE_OK)
        status = reader->read(&in, &keep, &scratch, &doc, &err);
    if (status == WHOSE_OK) {
        static struct sink sink;
        sink_init(&sink, write_buffer, out);
        doc_dump(&doc, &sink);
        sink_end(&sink, NULL);
    } else {
        put(out, "error ", 6);
        put(out, err.message, strlen(err.message));
    }
    arena_free(&keep);
    arena_free(&scratch);
}

/* Every sentence on a line of its own. */
static void put_tokens(const struct text *text, struct arena *scratch, struct buffer *out)
{
    for (uint32_t s = 0; s < text->n_sentences; s++) {
        const struct sentence *sentence = &text->sentence[s];
        for (uint32_t i = sentence->first; i < sentence->first + sentence->n; i++) {
            struct str form = text_form(text, i, scratch);
            if (i > sentence->first)
                put(out, text->node[i].flags & NODE_INNER ? "|" : " ", 1);
            put(out, form.at, form.n);
        }
        put(out, "\n", 1);
    }
}

static void read_and_part(const struct buffer *source, struct buffer *out)
{
    struct arena keep, scratch;
    arena_init(&keep, NULL);
    arena_init(&scratch, NULL);
    struct input in = {.bytes = {source->at ? source->at : "", source->n}};
    struct doc doc;
    struct text text;
    whose_error err = {0};
    whose_status status = decode_text(in.bytes, &keep, &in, &err);
    if (status == WHOSE_OK)
        status = prose_read(&in, &keep, &scratch, &doc, &err);
    if (status == WHOSE_OK)
        status = read_flat(&doc, &keep, &err);
    if (status == WHOSE_OK)
        status = text_read(&doc, &keep, &scratch, &text, &err);
    if (status == WHOSE_OK)
        status = text_sentences(NULL, &text, &keep, &scratch, &err);
    if (status == WHOSE_OK)
        put_tokens(&text, &scratch, out);
    else
        put(out, err.message, strlen(err.message));
    arena_free(&keep);
    arena_free(&scratch);
}

static int check(const char *file, const char *title, const struct reader *reader,
                 const struct buffer *source, const struct buffer *expected)
{
    struct buffer raw = {0};
    if (reader)
        read_and_dump(reader, source, &raw);
    else
        read_and_part(source, &raw);
    int has_doc = expected->n >= 4 && memcmp(expected->at, "doc ", 4) == 0;
    int is_doc = raw.n >= 4 && memcmp(raw.at, "doc ", 4) == 0;
    struct buffer got = tidy(&raw, is_doc && !has_doc), want = tidy(expected, 0);
    int is_same = strcmp(got.at, want.at) == 0;
    if (!is_same)
        printf("%s: %s\n--- input\n%s--- expected\n%s\n--- got\n%s\n\n", file, title,
               source->at ? source->at : "", want.at, got.at);
    free(raw.at);
    free(got.at);
    free(want.at);
    return is_same;
}

static int run_file(const char *path, int *n_passed, int *n_failed)
{
    FILE *file = fopen(path, "rb");
    if (!file) {
        perror(path);
        return 0;
    }
    char title[256] = "", line[8192];
    const struct reader *reader = NULL;
    struct buffer source = {0}, expected = {0}, *open = NULL;
    int is_fenced = 0;
    while (fgets(line, sizeof line, file)) {
        size_t n = strcspn(line, "\n");
        if (strncmp(line, "```", 3) == 0) {
            line[n] = '\0';
            if (is_fenced) {
                if (open == &expected) {
                    *(check(path, title, reader, &source, &expected) ? n_passed : n_failed) += 1;
                    reader = NULL;
                    source.n = 0;
                }
                is_fenced = 0;
                open = NULL;
                continue;
            }
            is_fenced = 1;
            for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
                if (strcmp(line + 3, formats[i].fence) == 0) {
                    reader = formats[i].reader;
                    open = &source;
                }
            if (strcmp(line + 3, "doc") == 0 && reader)
                open = &expected;
            if (strcmp(line + 3, "tokens") == 0 && source.n)
                open = &expected;
            if (open)
                open->n = 0;
        } else if (open) {
            if (open == &source)
                put_visible(open, line, strlen(line));
            else
                put(open, line, strlen(line));
        } else if (!is_fenced && line[0] == '#') {
            snprintf(title, sizeof title, "%.*s", (int)(n < 250 ? n : 250), line);
        }
    }
    free(source.at);
    free(expected.at);
    fclose(file);
    return 1;
}

int main(int argc, char **argv)
{
    int n_passed = 0, n_failed = 0, is_read = argc > 1;
    for (int i = 1; i < argc; i++)
        is_read &= run_file(argv[i], &n_passed, &n_failed);
    printf("%d passed, %d failed\n", n_passed, n_failed);
    return n_failed == 0 && n_passed > 0 && is_read ? 0 : 1;
}
