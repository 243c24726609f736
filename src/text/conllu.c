/* takes   the sentences of a text; or CoNLL-U, or sentences given one a line
 * gives   CoNLL-U (universaldependencies.org/format.html); or a doc and its sentences
 *         with the words as they were given
 * method  reading, the text of the doc is put together from the FORM column and
 *         SpaceAfter; a paragraph (newpar, newdoc; an empty line where sentences
 *         stand one a line) is a block.  Writing, TokenRange holds byte offsets
 * cost    O(bytes) */
#include "base/err.h"
#include "base/utf8.h"
#include "text/text.h"

#include <string.h>

enum { COLUMNS = 10, ID = 0, FORM = 1, MISC = 9 };

/* ---- writing ---- */

struct writer {
    const struct text *text;
    struct sink *sink;
    struct arena *scratch;
    uint32_t first; // node of the sentence that is written
};

static void put_misc(struct writer *w, struct span at, bool space_after)
{
    if (!space_after)
        SINK_PUT(w->sink, "SpaceAfter=No|");
    SINK_PUT(w->sink, "TokenRange=");
    sink_uint(w->sink, at.start);
    sink_char(w->sink, ':');
    sink_uint(w->sink, at.end);
    sink_char(w->sink, '\n');
}

static void put_tag(struct writer *w, const char *tag)
{
    sink_char(w->sink, '\t');
    sink_put(w->sink, str_c(tag));
}

/* The line over words that are written as one: "1-2	don't". */
static bool put_range(struct writer *w, uint32_t i, uint32_t end)
{
    uint32_t last = i;
    while (last + 1 < end && (w->text->node[last + 1].flags & NODE_INNER))
        last++;
    sink_uint(w->sink, i - w->first + 1);
    sink_char(w->sink, '-');
    sink_uint(w->sink, last - w->first + 1);
    sink_char(w->sink, '\t');
    for (uint32_t k = i; k <= last; k++) {
        struct str form = text_form(w->text, k, w->scratch);
        if (!form.at)
            return false;
        sink_put(w->sink, form);
    }
    SINK_PUT(w->sink, "\t_\t_\t_\t_\t_\t_\t_\t");
    put_misc(w, (struct span){w->text->node[i].at.start, w->text->node[last].at.end},
             (w->text->node[last].flags & NODE_SPACE) != 0);
    return true;
}

static bool put_node(struct writer *w, uint32_t i, uint32_t end)
{
    const struct node *node = &w->text->node[i];
    if ((node->flags & NODE_MULTI) && !put_range(w, i, end))
        return false;
    struct str form = text_form(w->text, i, w->scratch);
    if (!form.at)
        return false;
    sink_uint(w->sink, i - w->first + 1);
    sink_char(w->sink, '\t');
    sink_put(w->sink, form);
    sink_char(w->sink, '\t');
    sink_put(w->sink, node->lemma < w->text->lemma.n ? w->text->lemma.key[node->lemma] : STR("_"));
    put_tag(w, upos_name(node->upos));
    put_tag(w, xpos_name(node->xpos));
    put_tag(w, feats_name(node->feats));
    sink_char(w->sink, '\t');
    if (node->deprel == 0)
        sink_char(w->sink, '_');
    else
        sink_uint(w->sink, node->head == NODE_ROOT ? 0 : node->head - w->first + 1);
    put_tag(w, deprel_name(node->deprel));
    SINK_PUT(w->sink, "\t_\t");
    bool is_in_range = (node->flags & (NODE_MULTI | NODE_INNER)) != 0;
    if (is_in_range)
        SINK_PUT(w->sink, "_\n"); // the line of the range has it
    else
        put_misc(w, node->at, (node->flags & NODE_SPACE) != 0);
    return true;
}

whose_status conllu_write(const struct text *text, struct arena *scratch, struct sink *sink,
                          whose_error *err)
{
    struct writer w = {text, sink, scratch, 0};
    for (uint32_t s = 0; s < text->n_sentences; s++) {
        const struct sentence *sentence = &text->sentence[s];
        struct arena_mark mark = arena_mark(scratch);
        uint32_t end = sentence->first + sentence->n;
        struct span at = {text->node[sentence->first].at.start, text->node[end - 1].at.end};
        struct str words = doc_clean(text->doc, at, scratch);
        if (!words.at)
            return fail_nomem(err);
        w.first = sentence->first;
        if (s == 0 || sentence->block != text->sentence[s - 1].block)
            SINK_PUT(sink, "# newpar\n");
        SINK_PUT(sink, "# sent_id = ");
        sink_uint(sink, s + 1);
        SINK_PUT(sink, "\n# text = ");
        sink_put(sink, words);
        sink_char(sink, '\n');
        for (uint32_t i = sentence->first; i < end; i++)
            if (!put_node(&w, i, end))
                return fail_nomem(err);
        sink_char(sink, '\n');
        arena_rewind(scratch, mark);
    }
    return WHOSE_OK;
}

/* ---- reading ---- */

struct reading {
    struct arena *keep;
    struct doc *doc;
    char *text;            // of the doc, being put together
    uint32_t n;
    VEC(struct node) node;
    VEC(struct sentence) sentence;
    uint32_t first;        // node of the open sentence
    uint32_t block_start;  // of the open block
    bool is_block_open, is_par; // the next sentence begins a paragraph
    uint32_t range_last;   // last ID of the open range, 0 for none
    bool range_space, range_begins;
    uint32_t line, byte;   // of the input
    uint32_t sentence_line, sentence_byte;
    whose_error *err;
};

static whose_status bad_line(struct reading *r, const char *what)
{
    whose_status status = fail(r->err, WHOSE_E_INPUT, r->byte, "CoNLL-U: %s", what);
    if (r->err)
        r->err->line = r->line;
    return status;
}

static void put_text(struct reading *r, struct str s)
{
    for (size_t i = 0; i < s.n;) {
        size_t next = i;
        if ((unsigned char)s.at[i] >= 0x80 && utf8_next(s, &next) == UTF8_REPLACEMENT &&
            next == i + 1) {
            r->n += (uint32_t)utf8_put(UTF8_REPLACEMENT, r->text + r->n);
            r->doc->n_replaced++;
            i++;
            continue;
        }
        next = next > i ? next : i + 1;
        memcpy(r->text + r->n, s.at + i, next - i);
        r->n += (uint32_t)(next - i);
        i = next;
    }
}

static whose_status end_block(struct reading *r)
{
    if (!r->is_block_open)
        return WHOSE_OK;
    while (r->n > r->block_start && is_blank(r->text[r->n - 1]))
        r->n--;
    struct block *block = VEC_PUSH(&r->doc->block, r->keep);
    if (!block)
        return fail_nomem(r->err);
    *block = (struct block){BLOCK_ACTION, DOC_NONE, DOC_NONE, {r->block_start, r->n}, false};
    r->text[r->n++] = '\n';
    r->text[r->n++] = '\n';
    r->is_block_open = false;
    return WHOSE_OK;
}

/* Before the first word of a sentence. */
static whose_status begin_sentence(struct reading *r)
{
    if (r->is_par)
        TRY(end_block(r));
    r->is_par = false;
    if (!r->is_block_open)
        r->block_start = r->n;
    r->is_block_open = true;
    r->sentence_line = r->line;
    r->sentence_byte = r->byte;
    struct run *run = VEC_PUSH(&r->doc->run, r->keep);
    if (!run)
        return fail_nomem(r->err);
    /* what parts two sentences goes with the first */
    *run = (struct run){{r->n, r->n}, 0, r->byte, r->line, 0};
    return WHOSE_OK;
}

static whose_status end_sentence(struct reading *r)
{
    r->range_last = 0;
    r->range_begins = false;
    if (r->node.n == r->first)
        return WHOSE_OK;
    struct sentence *sentence = VEC_PUSH(&r->sentence, r->keep);
    if (!sentence)
        return fail_nomem(r->err);
    *sentence = (struct sentence){r->first, r->node.n - r->first, r->doc->block.n};
    r->first = r->node.n;
    return WHOSE_OK;
}

static whose_status add_word(struct reading *r, struct str form, uint8_t flags)
{
    if (r->node.n == r->first)
        TRY(begin_sentence(r));
    struct node *node = VEC_PUSH(&r->node, r->keep);
    if (!node)
        return fail_nomem(r->err);
    uint32_t start = r->n;
    put_text(r, form);
    *node = (struct node){.at = {start, r->n}, .head = NODE_ROOT, .lemma = MAP_NONE, .flags = flags};
    if (flags & NODE_SPACE)
        r->text[r->n++] = ' ';
    return WHOSE_OK;
}

/* The number at the head of `s`, which goes on behind it; 0 when there is none. */
static uint32_t take_number(struct str *s)
{
    uint32_t value = 0;
    size_t i = 0;
    while (i < s->n && s->at[i] >= '0' && s->at[i] <= '9' && value < 100000000)
        value = value * 10 + (uint32_t)(s->at[i++] - '0');
    *s = str_part(*s, i, s->n);
    return value;
}

static whose_status read_row(struct reading *r, struct str line)
{
    struct str column[COLUMNS];
    uint32_t n = 0;
    for (; n < COLUMNS && line.at; n++) {
        const char *tab = memchr(line.at, '\t', line.n);
        size_t stop = tab ? (size_t)(tab - line.at) : line.n;
        column[n] = str_part(line, 0, stop);
        line = tab ? str_part(line, stop + 1, line.n) : (struct str){NULL, 0};
    }
    if (n < COLUMNS || line.at)
        return bad_line(r, "a word has ten columns, parted by tabs");
    struct str id = column[ID];
    uint32_t first = take_number(&id);
    struct str form = str_trim(column[FORM]); // blanks at its ends would be blanks of the text
    bool space = str_find(column[MISC], STR("SpaceAfter=No")) == column[MISC].n;
    if (id.n && id.at[0] == '.')
        return WHOSE_OK; // an empty node is not written in the text
    if (form.n == 0)
        return bad_line(r, "a word has no form");
    if (id.n && id.at[0] == '-') {
        id = str_part(id, 1, id.n);
        r->range_last = take_number(&id);
        r->range_space = space;
        r->range_begins = true;
        return id.n || first == 0 || r->range_last < first ? bad_line(r, "an ID is no range")
                                                          : WHOSE_OK;
    }
    if (id.n || first == 0)
        return bad_line(r, "an ID is no number");
    uint8_t flags = space ? NODE_SPACE : 0;
    if (r->range_last >= first && r->range_last) {
        flags = r->range_begins ? NODE_MULTI : NODE_INNER;
        if (first == r->range_last && r->range_space)
            flags |= NODE_SPACE;
        r->range_begins = false;
    }
    return add_word(r, form, flags);
}

static whose_status read_line(struct reading *r, struct str line)
{
    if (line.n == 0)
        return end_sentence(r);
    if (line.at[0] != '#')
        return read_row(r, line);
    struct str words = str_trim(str_part(line, 1, line.n));
    if (str_starts(words, STR("newpar")) || str_starts(words, STR("newdoc")))
        r->is_par = true;
    return WHOSE_OK;
}

static whose_status read_plain_line(struct reading *r, struct str line)
{
    bool is_empty = true;
    while (line.n) {
        size_t stop = 0;
        while (stop < line.n && !is_blank(line.at[stop]))
            stop++;
        if (stop) {
            is_empty = false;
            TRY(add_word(r, str_part(line, 0, stop), NODE_SPACE));
        }
        line = str_part(line, stop + 1, line.n);
    }
    r->is_par = r->is_par || is_empty;
    return end_sentence(r);
}

static whose_status finish(struct reading *r, bool is_plain)
{
    struct doc *doc = r->doc;
    TRY(end_sentence(r));
    TRY(end_block(r));
    if (r->node.n == 0)
        return fail(r->err, WHOSE_E_INPUT, 0, is_plain ? "there are no words in it"
                                                       : "CoNLL-U: there are no words in it");
    doc->text = (struct str){r->text, r->n};
    for (uint32_t i = 0; i < doc->run.n; i++)
        doc->run.at[i].at.end = i + 1 < doc->run.n ? doc->run.at[i + 1].at.start : r->n;
    struct segment *whole = VEC_PUSH(&doc->segment, r->keep);
    if (!whole)
        return fail_nomem(r->err);
    *whole = (struct segment){.parent = DOC_NONE, .kind = SEGMENT_PART, .sure = 1,
                              .because = STR("whole text"), .at = {0, r->n}};
    doc_number_segments(doc);
    return WHOSE_OK;
}

/* The most bytes that the text of the doc may take: each word and its blank; three
 * bytes for each that cannot be decoded; two line ends a block. */
static size_t most_bytes(struct str bytes)
{
    return (utf8_valid(bytes) < bytes.n ? 3 : 1) * bytes.n + 8;
}

whose_status conllu_read(struct str bytes, bool is_plain, struct arena *keep,
                         struct arena *scratch, struct doc *doc, struct text *out,
                         whose_error *err)
{
    struct reading r = {.keep = keep, .doc = doc, .is_par = true, .err = err};
    size_t cap = most_bytes(bytes);
    if (cap > UINT32_MAX)
        return fail(err, WHOSE_E_LIMIT, 0, "too many bytes that are no UTF-8");
    *doc = (struct doc){.kind = DOC_ACCOUNT, .encoding = STR("UTF-8"),
                        .not_a_story = "these are sentences without speakers or scenes"};
    doc->format = is_plain ? STR("tokenized text") : STR("CoNLL-U");
    r.text = ARENA_NEW_RAW(keep, char, cap);
    if (!r.text)
        return fail_nomem(err);
    struct str rest = bytes;
    if (str_starts(rest, STR("\xEF\xBB\xBF")))
        rest = str_part(rest, 3, rest.n);
    while (rest.n) {
        r.byte = (uint32_t)(rest.at - bytes.at);
        r.line++;
        struct str line = str_cut(&rest, '\n');
        if (line.n && line.at[line.n - 1] == '\r')
            line.n--;
        TRY(is_plain ? read_plain_line(&r, line) : read_line(&r, line));
    }
    TRY(finish(&r, is_plain));
    TRY(text_read(doc, keep, scratch, out, err));
    out->node = r.node.at;
    out->n_nodes = r.node.n;
    out->sentence = r.sentence.at;
    out->n_sentences = r.sentence.n;
    map_init(&out->lemma, keep);
    return WHOSE_OK;
}
