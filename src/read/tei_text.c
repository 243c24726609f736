/* tei_text: the text of a play as it grows.
 *
 * takes   words and white space of the XML, each with the place that it belongs to
 * gives   doc.text, blocks, runs and line numbers: one unit (heading, speech,
 *         direction) parted from the next by an empty line, one line of verse a line
 * method  nothing is written but words; what parts two words is decided when the
 *         second comes
 * cost    O(n); a direction is moved once, when its brackets go */
#include "base/err.h"
#include "read/tei.h"

#include <string.h>

#define LARGEST_TEXT ((size_t)0xFFF00000) // offsets are 32 bits

static enum block_kind kind_of(enum tei_place place)
{
    switch (place) {
    case IN_HEAD:
        return BLOCK_HEADING;
    case IN_LABEL:
        return BLOCK_CUE;
    case IN_SPEECH:
        return BLOCK_DIALOGUE;
    case IN_SONG:
        return BLOCK_LYRIC;
    case IN_PAREN:
        return BLOCK_PARENTHETICAL;
    case IN_BODY:
    case IN_STAGE:
        return BLOCK_ACTION;
    case IN_CENTER:
        return BLOCK_CENTERED;
    default:
        return BLOCK_OTHER;
    }
}

static whose_status append(struct tei *t, struct str s)
{
    if (s.n > t->cap - t->n_text) {
        size_t more = t->cap ? t->cap * 2 : 4096;
        while (more - t->n_text < s.n)
            more *= 2;
        if (more > LARGEST_TEXT) {
            if (t->n_text + s.n > LARGEST_TEXT)
                return fail(t->err, WHOSE_E_LIMIT, t->byte, "TEI: the text is longer than 4 GB: "
                                                            "split the file");
            more = LARGEST_TEXT;
        }
        char *got = arena_grow(t->keep, t->text, t->cap, more, 1);
        if (!got)
            return fail_nomem(t->err);
        t->text = got;
        t->cap = more;
    }
    memcpy(t->text + t->n_text, s.at, s.n);
    t->n_text += s.n;
    return WHOSE_OK;
}

/* The words that follow came from `byte` and `line`. */
static whose_status mark_run(struct tei *t, uint64_t byte, uint64_t line)
{
    struct doc *doc = t->doc;
    uint32_t off = (uint32_t)t->n_text;
    struct run *run = doc->run.n ? &doc->run.at[doc->run.n - 1] : NULL;
    if (!run || run->at.start != off)
        run = VEC_PUSH(&doc->run, t->keep);
    if (!run)
        return fail_nomem(t->err);
    *run = (struct run){.at = {off, off},
                        .byte = (uint32_t)(byte < UINT32_MAX ? byte : UINT32_MAX),
                        .line = (uint32_t)(line < UINT32_MAX ? line : UINT32_MAX),
                        .page = t->page};
    t->wants_run = false;
    return WHOSE_OK;
}

void tei_close_block(struct tei *t)
{
    if (t->block == DOC_NONE)
        return;
    t->doc->block.at[t->block].at.end = (uint32_t)t->n_text;
    t->block = DOC_NONE;
}

/* A mark that leans on the word before it. */
static bool leans_back(char c)
{
    return c == '.' || c == ',' || c == ';' || c == ':' || c == '!' || c == '?';
}

static whose_status put_gap(struct tei *t, bool may_lean)
{
    if (t->n_text == 0)
        return WHOSE_OK;
    if (t->gap == GAP_UNIT)
        return append(t, STR("\n\n"));
    if (t->gap == GAP_LINE)
        return append(t, STR("\n"));
    return may_lean ? WHOSE_OK : append(t, STR(" "));
}

static whose_status put_label(struct tei *t, uint64_t byte, uint64_t line);

static whose_status open_block(struct tei *t, enum tei_place place, char first, uint64_t byte,
                               uint64_t line)
{
    struct doc *doc = t->doc;
    enum block_kind kind = kind_of(place);
    bool is_spoken = kind == BLOCK_DIALOGUE || kind == BLOCK_LYRIC;
    if (is_spoken && t->speech != DOC_NONE && !t->has_label)
        TRY(put_label(t, byte, line));
    t->undo_n = t->n_text;
    t->undo_gap = t->gap;
    TRY(put_gap(t, !t->has_blank && leans_back(first)));
    TRY(mark_run(t, byte, line));
    struct block *block = VEC_PUSH(&doc->block, t->keep);
    if (!block)
        return fail_nomem(t->err);
    uint32_t off = (uint32_t)t->n_text;
    t->block = doc->block.n - 1;
    *block = (struct block){.kind = kind, .segment = DOC_NONE, .speech = t->speech, .at = {off, off}};
    if (t->speech != DOC_NONE && doc->speech.at[t->speech].first_block == DOC_NONE)
        doc->speech.at[t->speech].first_block = t->block;
    if (kind == BLOCK_CUE)
        t->has_label = true;
    if (is_spoken)
        t->entrance = DOC_NONE;
    return kind == BLOCK_PARENTHETICAL ? append(t, STR("(")) : WHOSE_OK;
}

/* Directions and labels are one line, however the source breaks them. */
static bool keeps_lines(enum tei_place place)
{
    return place == IN_SPEECH || place == IN_SONG || place == IN_BODY || place == IN_OTHER ||
           place == IN_CAST;
}

static whose_status put_word(struct tei *t, struct str word, enum tei_place place, uint64_t byte,
                             uint64_t line)
{
    struct doc *doc = t->doc;
    bool is_said = place == IN_SPEECH || place == IN_SONG || place == IN_LABEL || place == IN_PAREN;
    if (is_said && t->speech == DOC_NONE) // behind a speech that another one cut off
        place = IN_BODY;
    enum block_kind kind = kind_of(place);
    if (t->block != DOC_NONE) {
        bool is_spoken = kind == BLOCK_DIALOGUE || kind == BLOCK_LYRIC;
        if (doc->block.at[t->block].kind != kind || (t->gap == GAP_UNIT && !is_spoken))
            tei_close_block(t);
    }
    if (t->block == DOC_NONE) {
        TRY(open_block(t, place, word.at[0], byte, line));
    } else if (t->gap != GAP_NONE && keeps_lines(place)) {
        TRY(append(t, STR("\n")));
        TRY(mark_run(t, byte, line));
    } else if (t->gap != GAP_NONE || t->has_blank) {
        TRY(append(t, STR(" ")));
    }
    if (t->wants_run)
        TRY(mark_run(t, byte, line));
    if (t->wants_ref.n) {
        struct line_ref *ref = VEC_PUSH(&doc->line_ref, t->keep);
        if (!ref)
            return fail_nomem(t->err);
        *ref = (struct line_ref){.off = (uint32_t)t->n_text, .number = t->wants_ref};
        t->wants_ref = (struct str){NULL, 0};
    }
    t->gap = GAP_NONE;
    t->has_blank = false;
    return append(t, word);
}

static whose_status put_label(struct tei *t, uint64_t byte, uint64_t line)
{
    char buffer[256];
    struct speech *speech = &t->doc->speech.at[t->speech];
    struct str label =
        tei_label_of(t, speech->first_who, speech->n_who, buffer, sizeof buffer);
    t->has_label = true;
    if (label.n == 0)
        return WHOSE_OK;
    struct str ref = t->wants_ref; // numbers the words spoken, not the label
    t->wants_ref = (struct str){NULL, 0};
    TRY(put_word(t, label, IN_LABEL, byte, line));
    tei_close_block(t);
    t->wants_ref = ref;
    t->gap = GAP_LINE;
    return WHOSE_OK;
}

whose_status tei_put(struct tei *t, struct str text, enum tei_place place)
{
    uint64_t line = t->line;
    for (size_t i = 0; i < text.n;) {
        if (is_blank(text.at[i])) {
            line += text.at[i++] == '\n';
            t->has_blank = true;
            continue;
        }
        size_t end = i + 1;
        while (end < text.n && !is_blank(text.at[end]))
            end++;
        TRY(put_word(t, str_part(text, i, end), place, t->byte + i, line));
        i = end;
    }
    return WHOSE_OK;
}

whose_status tei_number(struct tei *t, struct str n)
{
    n = str_trim(n);
    size_t dot = n.n;
    while (dot > 0 && n.at[dot - 1] != '.')
        dot--;
    n = str_part(n, dot, n.n);
    if (n.n == 0 || n.n > 32 || str_eq(n, t->last_n))
        return WHOSE_OK;
    struct str kept = str_keep(t->keep, n);
    if (!kept.at)
        return fail_nomem(t->err);
    t->last_n = t->wants_ref = kept;
    return WHOSE_OK;
}

/* ---- directions and labels: without their brackets ---- */

static bool has_words(struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.at[i];
        if ((c >= 0xC3 && c != 0xE2) || (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z'))
            return true;
    }
    return false;
}

static bool is_opening(char c)
{
    return c == '(' || c == '[';
}

static bool is_closing(char c)
{
    return c == ')' || c == ']';
}

/* Without a pair of brackets around all, or half a pair; without marks that lean on
 * what stands before. */
static struct str unwrap(struct str s)
{
    s = str_trim(s);
    while (s.n && (is_blank(s.at[0]) || (leans_back(s.at[0]) && !(s.n > 1 && s.at[1] == s.at[0]))))
        s = str_part(s, 1, s.n);
    int n_open = 0, n_close = 0;
    for (size_t i = 0; i < s.n; i++) {
        n_open += is_opening(s.at[i]);
        n_close += is_closing(s.at[i]);
    }
    struct str bare = s;
    if (bare.n && is_opening(bare.at[0]) && n_close == n_open) {
        int depth = 0;
        size_t i = 0;
        do {
            depth += is_opening(s.at[i]) - is_closing(s.at[i]);
        } while (++i < s.n && depth > 0);
        if (!has_words(str_part(s, i, s.n))) // the first bracket closes behind the last word
            bare = str_part(s, 1, i - 1);
    } else if (bare.n && is_opening(bare.at[0]) && n_close < n_open) {
        bare = str_part(bare, 1, bare.n);
    } else if (bare.n && is_closing(bare.at[bare.n - 1]) && n_open < n_close) {
        bare = str_part(bare, 0, bare.n - 1);
    }
    return str_trim(bare);
}

/* No blank before a full stop, comma or closing bracket, nor behind an opening one. */
static size_t close_up(char *at, size_t n)
{
    size_t o = 0;
    for (size_t i = 0; i < n; i++) {
        if (at[i] == ' ' && i + 1 < n) {
            char next = at[i + 1];
            bool is_dots = next == '.' && i + 2 < n && at[i + 2] == '.';
            if (((next == '.' || next == ',') && !is_dots) || is_closing(next) ||
                (o && is_opening(at[o - 1])))
                continue;
        }
        at[o++] = at[i];
    }
    return o;
}

whose_status tei_close_trimmed(struct tei *t, uint32_t first_nested)
{
    if (t->block == DOC_NONE)
        return WHOSE_OK;
    struct doc *doc = t->doc;
    struct block *block = &doc->block.at[t->block];
    bool is_paren = block->kind == BLOCK_PARENTHETICAL;
    size_t start = block->at.start + is_paren;
    struct str words = {t->text + start, t->n_text - start};
    struct str bare = unwrap(words);
    if (!has_words(bare)) {
        if (t->speech != DOC_NONE && doc->speech.at[t->speech].first_block == t->block)
            doc->speech.at[t->speech].first_block = DOC_NONE;
        if (block->kind == BLOCK_CUE)
            t->has_label = false;
        t->n_text = t->undo_n;
        while (doc->run.n && doc->run.at[doc->run.n - 1].at.start >= t->n_text)
            doc->run.n--;
        while (doc->line_ref.n && doc->line_ref.at[doc->line_ref.n - 1].off >= t->n_text)
            t->wants_ref = doc->line_ref.at[--doc->line_ref.n].number;
        doc->block.n--;
        t->block = DOC_NONE;
        t->gap = t->undo_gap;
        return WHOSE_OK;
    }
    size_t lead = (size_t)(bare.at - words.at), n = bare.n;
    memmove(t->text + start, bare.at, n);
    if (first_nested == t->stage.n)
        n = close_up(t->text + start, n);
    t->n_text = start + n;
    for (uint32_t s = first_nested; s < t->stage.n; s++) {
        struct span *at = &t->stage.at[s].at;
        uint32_t end = (uint32_t)t->n_text;
        at->start = at->start > start + lead ? at->start - (uint32_t)lead : (uint32_t)start;
        at->end = at->end > start + lead ? at->end - (uint32_t)lead : (uint32_t)start;
        at->start = at->start < end ? at->start : end;
        at->end = at->end < end ? at->end : end;
    }
    if (is_paren)
        TRY(append(t, STR(")")));
    tei_close_block(t);
    return WHOSE_OK;
}

whose_status tei_end_text(struct tei *t)
{
    struct doc *doc = t->doc;
    tei_close_block(t);
    if (t->n_text)
        TRY(append(t, STR("\n")));
    for (uint32_t r = 0; r < doc->run.n; r++)
        doc->run.at[r].at.end =
            r + 1 < doc->run.n ? doc->run.at[r + 1].at.start : (uint32_t)t->n_text;
    doc->text = t->n_text ? (struct str){t->text, t->n_text} : STR("");
    return WHOSE_OK;
}
