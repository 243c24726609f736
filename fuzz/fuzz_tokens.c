/* takes   any bytes; the first decides how: raw text, raw text with holes, CoNLL-U or
 *         sentences given one a line
 * gives   a crash when a promise of text.h on sentences and words is broken
 * method  the sentences, then a walk over all words, then CoNLL-U of them, which is
 *         read again and must have the same words
 * cost    O(bytes) */
#include "base/utf8.h"
#include "text/text.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n_bytes);

#define PROMISE(condition) \
    do {                   \
        if (!(condition))  \
            abort();       \
    } while (0)

struct buffer {
    char *at;
    size_t n;
};

static int gather(void *user, const void *bytes, size_t n)
{
    struct buffer *b = user;
    char *more = realloc(b->at, b->n + n + 1);
    if (!more)
        return 1;
    b->at = more;
    memcpy(b->at + b->n, bytes, n);
    b->n += n;
    return 0;
}

static void check_text(const struct text *text, struct arena *scratch)
{
    uint32_t next = 0, end = 0;
    for (uint32_t s = 0; s < text->n_sentences; s++) {
        PROMISE(text->sentence[s].n > 0 && text->sentence[s].first == next);
        next += text->sentence[s].n;
        PROMISE(text->sentence[s].block < text->doc->block.n);
        struct span block = text->doc->block.at[text->sentence[s].block].at;
        for (uint32_t i = text->sentence[s].first; i < next; i++) {
            const struct node *node = &text->node[i];
            PROMISE(node->at.start >= end && node->at.start < node->at.end);
            PROMISE(node->at.start >= block.start && node->at.end <= block.end);
            end = node->at.end;
            struct str form = text_form(text, i, scratch);
            PROMISE(form.at && form.n > 0);
            for (size_t k = 0; k < form.n; k++)
                PROMISE(form.at[k] != '\n' && form.at[k] != '\t');
        }
    }
    PROMISE(next == text->n_nodes);
}

static void check_again(const struct text *text, struct arena *keep, struct arena *scratch)
{
    static struct sink sink;
    struct buffer out = {0};
    sink_init(&sink, gather, &out);
    PROMISE(conllu_write(text, scratch, &sink, NULL) == WHOSE_OK);
    PROMISE(sink_end(&sink, NULL) == WHOSE_OK);
    struct doc doc;
    struct text again;
    if (text->n_nodes) {
        struct str bytes = {out.at, out.n};
        PROMISE(conllu_read(bytes, false, keep, scratch, &doc, &again, NULL) == WHOSE_OK);
        PROMISE(again.n_nodes == text->n_nodes && again.n_sentences == text->n_sentences);
        bool is_utf8 = utf8_valid(text->doc->text) == text->doc->text.n; // else bytes are replaced
        for (uint32_t i = 0; is_utf8 && i < text->n_nodes; i++)
            PROMISE(str_eq(text_form(text, i, scratch), text_form(&again, i, scratch)));
    }
    free(out.at);
}

/* Every run of stars is a hole, as the signs of emphasis are. */
static void add_holes(struct doc *doc, struct arena *keep)
{
    for (uint32_t i = 0; i < doc->text.n; i++) {
        uint32_t start = i;
        while (i < doc->text.n && doc->text.at[i] == '*')
            i++;
        struct span *hole = i > start ? VEC_PUSH(&doc->hole, keep) : NULL;
        if (hole)
            *hole = (struct span){start, i};
    }
}

static whose_status read_raw(struct str bytes, bool has_holes, struct arena *keep,
                             struct arena *scratch, struct doc *doc, struct text *text)
{
    *doc = (struct doc){.kind = DOC_NOVEL, .text = bytes};
    struct block *block = VEC_PUSH(&doc->block, keep);
    if (!block)
        return WHOSE_E_NOMEM;
    *block = (struct block){BLOCK_ACTION, DOC_NONE, DOC_NONE, {0, (uint32_t)bytes.n}, false};
    if (has_holes)
        add_holes(doc, keep);
    whose_status status = text_read(doc, keep, scratch, text, NULL);
    return status == WHOSE_OK ? text_sentences(NULL, text, keep, scratch, NULL) : status;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n_bytes)
{
    struct arena keep, scratch;
    struct doc doc;
    struct text text;
    whose_error err = {0};
    whose_status status;
    if (n_bytes == 0)
        return 0;
    struct str bytes = {(const char *)data + 1, n_bytes - 1};
    arena_init(&keep, NULL);
    arena_init(&scratch, NULL);
    if (data[0] == '#' || data[0] == '=')
        status = conllu_read(bytes, data[0] == '=', &keep, &scratch, &doc, &text, &err);
    else
        status = read_raw(bytes, data[0] == '*', &keep, &scratch, &doc, &text);
    if (status == WHOSE_OK) {
        bool is_given = data[0] == '#'; // whose forms may have blanks inside
        if (!is_given)
            check_text(&text, &scratch);
        check_again(&text, &keep, &scratch);
        language_guess(doc.text);
    } else {
        PROMISE(status == WHOSE_E_NOMEM || (err.status == status && err.message[0]));
    }
    arena_free(&keep);
    arena_free(&scratch);
    return 0;
}
