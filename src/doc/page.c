/* takes   a screenplay as its reader left it
 * gives   a page for every run, eighths of a page for every segment
 * method  the blocks are set as they are printed: 12-point Courier, 55 lines a
 *         page; a heading keeps what follows it, a cue two lines of its speech;
 *         a speech that is parted costs a line for the repeated cue
 * cost    O(text) */
#include "base/err.h"
#include "doc/doc.h"

#include <string.h>

enum {
    PAGE_LINES = 55,
    FEWEST_TOGETHER = 2, // lines of one block that stand alone on a page
    EIGHTHS = 8
};

/* Columns by kind of block, at ten characters an inch. */
static const uint32_t width_of[N_BLOCK_KINDS] = {
    [BLOCK_HEADING] = 60,  [BLOCK_ACTION] = 60,   [BLOCK_CUE] = 38,
    [BLOCK_PARENTHETICAL] = 25, [BLOCK_DIALOGUE] = 35, [BLOCK_LYRIC] = 35,
    [BLOCK_TRANSITION] = 60, [BLOCK_CENTERED] = 60, [BLOCK_OTHER] = 60,
};

struct page_start {
    uint32_t off, page;
};

struct pager {
    struct doc *doc;
    struct arena *keep;
    uint32_t page, used;   // lines used on the page, from 0
    uint32_t n_dual_spare; // lines beside which the second speech of two stands
    VEC(struct page_start) start;
};

/* Where in a block the setting is. */
struct cursor {
    uint32_t at, hole;
};

static struct cursor cursor_at(const struct doc *doc, uint32_t at)
{
    return (struct cursor){at, doc_hole_after(doc, at)};
}

/* The usual row: no hole, no line end, nothing but ASCII.  false: look closer. */
static bool next_plain_row(const struct doc *doc, struct cursor *cursor, uint32_t end,
                           uint32_t width)
{
    uint32_t limit = end;
    if (cursor->hole < doc->hole.n && doc->hole.at[cursor->hole].start < limit)
        limit = doc->hole.at[cursor->hole].start;
    if (limit - cursor->at <= width || limit < cursor->at)
        return false;
    const unsigned char *row = (const unsigned char *)doc->text.at + cursor->at;
    unsigned odd = 0;
    for (uint32_t i = 0; i <= width; i++)
        odd |= (row[i] & 0x80u) | ((row[i] - 0x20u) & 0x80000000u); // high, or below a blank
    if (odd)
        return false;
    uint32_t n = width;
    if (row[n] != ' ')
        while (n > 0 && row[n - 1] != ' ')
            n--;
    if (n == 0)
        n = width;
    while (cursor->at + n < limit && row[n] == ' ')
        n++;
    cursor->at += n;
    return true;
}

/* Move behind one printed line.  A word that does not fit goes to the next. */
static void next_row(const struct doc *doc, struct cursor *cursor, uint32_t end, uint32_t width)
{
    if (next_plain_row(doc, cursor, end, width))
        return;
    const char *text = doc->text.at;
    struct cursor c = *cursor, fit = c;
    uint32_t columns = 0;
    bool has_fit = false;
    while (c.at < end) {
        if (c.hole < doc->hole.n && c.at >= doc->hole.at[c.hole].start) {
            c.at = doc->hole.at[c.hole].end > c.at ? doc->hole.at[c.hole].end : c.at;
            c.hole++;
            continue;
        }
        char b = text[c.at];
        if (b == '\n' || b == '\r') {
            bool is_pair = b == '\r' && c.at + 1 < end && text[c.at + 1] == '\n';
            c.at += 1 + is_pair;
            *cursor = c;
            return;
        }
        bool is_continuation = ((unsigned char)b & 0xC0) == 0x80;
        if (b == ' ' || b == '\t') {
            c.at++;
            columns++;
            fit = c;
            has_fit = true;
            continue;
        }
        if (!is_continuation && columns >= width) {
            *cursor = has_fit ? fit : c;
            return;
        }
        columns += !is_continuation;
        c.at++;
    }
    c.at = c.at < end ? c.at : end;
    *cursor = c;
}

static uint32_t count_rows(const struct doc *doc, struct span at, uint32_t width)
{
    uint32_t n = 0;
    for (struct cursor c = cursor_at(doc, at.start); c.at < at.end; n++)
        next_row(doc, &c, at.end, width);
    return n;
}

static bool turn_page(struct pager *p, uint32_t off)
{
    struct page_start *start = VEC_PUSH(&p->start, p->keep);
    if (!start)
        return false;
    p->page++;
    p->used = 0;
    *start = (struct page_start){off, p->page};
    return true;
}

static bool is_page_break(const struct doc *doc, const struct block *block)
{
    return block->kind == BLOCK_OTHER && str_starts(doc_str(doc, block->at), STR("==="));
}

/* Empty lines before a block. */
static uint32_t gap_before(const struct doc *doc, uint32_t b)
{
    enum block_kind kind = doc->block.at[b].kind;
    if (kind == BLOCK_DIALOGUE || kind == BLOCK_PARENTHETICAL)
        return 0;
    bool is_verse = kind == BLOCK_LYRIC || kind == BLOCK_CENTERED;
    if (is_verse && b > 0 &&
        (doc->block.at[b - 1].kind == kind || doc->block.at[b].speech != DOC_NONE)) {
        struct str between = str_part(doc->text, doc->block.at[b - 1].at.end,
                                      doc->block.at[b].at.start);
        size_t first = str_find(between, STR("\n"));
        return first < between.n &&
               str_find(str_part(between, first + 1, between.n), STR("\n")) + first + 1 < between.n;
    }
    return 1;
}

/* Lines that have to stand on the page on which the block starts. */
static uint32_t least_rows(const struct block *block, uint32_t n_rows)
{
    switch (block->kind) {
    case BLOCK_HEADING: // and an empty line and two more
        return n_rows + 1 + FEWEST_TOGETHER;
    case BLOCK_CUE:
    case BLOCK_PARENTHETICAL:
        return n_rows + FEWEST_TOGETHER;
    case BLOCK_DIALOGUE:
        return 1;
    default:
        return n_rows <= FEWEST_TOGETHER + 1 ? n_rows : FEWEST_TOGETHER;
    }
}

/* Set the rows of a block one by one, turning pages inside it. */
static bool set_rows(struct pager *p, const struct block *block, uint32_t width)
{
    for (struct cursor c = cursor_at(p->doc, block->at.start); c.at < block->at.end;) {
        if (p->used >= PAGE_LINES) {
            if (!turn_page(p, c.at))
                return false;
            p->used = block->kind == BLOCK_DIALOGUE;
        }
        next_row(p->doc, &c, block->at.end, width);
        p->used++;
    }
    return true;
}

static bool set_block(struct pager *p, uint32_t b)
{
    const struct doc *doc = p->doc;
    const struct block *block = &doc->block.at[b];
    if (block->kind == BLOCK_OTHER)
        return !is_page_break(doc, block) || p->used == 0 || turn_page(p, block->at.end);
    uint32_t width = width_of[block->kind];
    uint32_t n_rows = count_rows(doc, block->at, width);
    const struct speech *speech =
        block->speech == DOC_NONE ? NULL : &doc->speech.at[block->speech];
    if (speech && speech->is_dual && p->n_dual_spare >= n_rows) {
        p->n_dual_spare -= n_rows; // beside the speech before it
        return true;
    }
    if (block->kind == BLOCK_CUE)
        p->n_dual_spare = 0;
    if (speech && !speech->is_dual)
        p->n_dual_spare += n_rows;
    uint32_t gap = p->used ? gap_before(doc, b) : 0;
    if (p->used + gap + least_rows(block, n_rows) > PAGE_LINES && p->used) {
        if (!turn_page(p, block->at.start))
            return false;
        gap = 0;
    }
    p->used += gap;
    if (p->used + n_rows > PAGE_LINES)
        return set_rows(p, block, width);
    p->used += n_rows;
    return true;
}

static uint32_t position(const struct pager *p)
{
    return (p->page - 1) * PAGE_LINES + (p->used < PAGE_LINES ? p->used : PAGE_LINES);
}

/* Every segment holds the line on which it starts; make that its length. */
static void measure_segments(struct doc *doc, uint32_t n_lines)
{
    for (uint32_t s = 0; s < doc->segment.n; s++) {
        struct segment *segment = &doc->segment.at[s];
        uint32_t next = s + 1;
        while (next < doc->segment.n && doc->segment.at[next].at.start < segment->at.end)
            next++;
        uint32_t end = next < doc->segment.n ? doc->segment.at[next].eighths : n_lines;
        uint32_t length = end > segment->eighths ? end - segment->eighths : 0;
        uint32_t eighths = (length * EIGHTHS + PAGE_LINES / 2) / PAGE_LINES;
        segment->eighths = eighths ? eighths : 1;
    }
}

/* ---- runs ---- */

/* Bytes of the source from one offset of the text to another; exact unless
 * UTF-8 was mended. */
static uint32_t source_bytes(const struct doc *doc, uint32_t from, uint32_t to)
{
    bool is_utf16 = str_starts(doc->encoding, STR("UTF-16"));
    if (doc->n_replaced == 0 && str_eq(doc->encoding, STR("UTF-8")))
        return to - from;
    if (!is_utf16 && !str_eq(doc->encoding, STR("Windows-1252")))
        return to - from;
    uint32_t n = 0;
    for (uint32_t i = from; i < to; i++) {
        unsigned char c = (unsigned char)doc->text.at[i];
        n += (c & 0xC0) != 0x80;
        n += is_utf16 && c >= 0xF0; // two units
    }
    return is_utf16 ? 2 * n : n;
}

static uint32_t count_lines(struct str s, char line_end)
{
    uint32_t n = 0;
    for (const char *hit = s.at; s.n && (hit = memchr(s.at, line_end, s.n)); n++) {
        s.n -= (size_t)(hit - s.at) + 1;
        s.at = hit + 1;
    }
    return n;
}

static bool split_runs(struct pager *p)
{
    struct doc *doc = p->doc;
    char line_end = doc->text.n && memchr(doc->text.at, '\n', doc->text.n) ? '\n' : '\r';
    VEC(struct run) run = {0};
    uint32_t page = 1, next = 0;
    for (uint32_t r = 0; r < doc->run.n; r++) {
        struct run rest = doc->run.at[r];
        for (;; next++) {
            bool is_inside = next < p->start.n && p->start.at[next].off < rest.at.end;
            uint32_t cut = is_inside ? p->start.at[next].off : rest.at.end;
            rest.page = page;
            if (cut > rest.at.start) {
                struct run *piece = VEC_PUSH(&run, p->keep);
                if (!piece)
                    return false;
                *piece = rest;
                piece->at.end = cut;
                if (doc->is_own_text) {
                    rest.byte += source_bytes(doc, rest.at.start, cut);
                    rest.line += count_lines(
                        str_part(doc->text, rest.at.start, cut), line_end);
                }
                rest.at.start = cut;
            }
            if (!is_inside)
                break;
            page = p->start.at[next].page;
        }
    }
    doc->run.at = run.at;
    doc->run.n = run.n;
    doc->run.cap = run.cap;
    return true;
}

whose_status doc_paginate(struct doc *doc, struct arena *keep, whose_error *err)
{
    struct pager p = {.doc = doc, .keep = keep, .page = 1};
    uint32_t s = 0;
    for (uint32_t b = 0; b < doc->block.n; b++) {
        uint32_t before = position(&p), first = s;
        while (s < doc->segment.n && doc->segment.at[s].at.start <= doc->block.at[b].at.start)
            s++;
        if (!set_block(&p, b))
            return fail_nomem(err);
        for (; first < s; first++)
            doc->segment.at[first].eighths = before;
    }
    for (; s < doc->segment.n; s++)
        doc->segment.at[s].eighths = position(&p);
    measure_segments(doc, position(&p));
    return split_runs(&p) ? WHOSE_OK : fail_nomem(err);
}
