/* takes   a doc as a reader left it
 * gives   numbered segments; places, citations and clean text for later stages
 * method  binary search in tables sorted by offset
 * cost    numbering O(segments + blocks); look-ups O(log n) */
#include "doc/doc.h"

#include "base/utf8.h"

#include <stdio.h>
#include <string.h>

const char *const doc_kind_name[N_DOC_KINDS] = {"screenplay", "play", "novel", "film", "account"};
const char *const segment_kind_name[N_SEGMENT_KINDS] = {"part", "act", "chapter", "scene"};
const char *const block_kind_name[N_BLOCK_KINDS] = {
    "heading", "action",     "cue",      "parenthetical", "dialogue",
    "lyric",   "transition", "centered", "other",
};

uint32_t doc_hole_after(const struct doc *doc, uint32_t off)
{
    uint32_t lo = 0, hi = doc->hole.n;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (doc->hole.at[mid].end <= off)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

struct str doc_clean(const struct doc *doc, struct span at, struct arena *arena)
{
    struct str raw = doc_str(doc, at);
    char *out = ARENA_NEW_RAW(arena, char, raw.n + 1);
    if (!out)
        return (struct str){NULL, 0};
    size_t n = 0;
    bool gap = false;
    uint32_t hole = doc_hole_after(doc, at.start);
    for (uint32_t i = at.start; i < at.start + raw.n;) {
        if (hole < doc->hole.n && i >= doc->hole.at[hole].start) {
            i = doc->hole.at[hole++].end;
            continue;
        }
        char c = doc->text.at[i++];
        if (is_blank(c) || c == '\0') {
            gap = n > 0;
            continue;
        }
        if (gap)
            out[n++] = ' ';
        gap = false;
        out[n++] = c;
    }
    return (struct str){out, n};
}

/* How many of `n` entries, sorted by the offset that each begins with, lie at or
 * before `off`.  `first` is the offset of the first entry, `stride` their distance. */
static uint32_t count_to(const uint32_t *first, uint32_t n, size_t stride, uint32_t off)
{
    uint32_t lo = 0, hi = n;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        const void *at = (const char *)first + mid * stride;
        if (*(const uint32_t *)at <= off)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

#define COUNT_TO(vec, field, off) \
    ((vec).n ? count_to(&(vec).at[0].field, (vec).n, sizeof (vec).at[0], off) : 0)

uint32_t doc_block_at(const struct doc *doc, uint32_t off)
{
    uint32_t n = COUNT_TO(doc->block, at.start, off);
    return n ? n - 1 : DOC_NONE;
}

/* The last segment that starts at or before `off`; it, or one of its parents, is around it. */
uint32_t doc_segment_at(const struct doc *doc, uint32_t off)
{
    uint32_t n = COUNT_TO(doc->segment, at.start, off);
    uint32_t s = n ? n - 1 : DOC_NONE;
    while (s != DOC_NONE && off >= doc->segment.at[s].at.end)
        s = doc->segment.at[s].parent;
    return s;
}

const struct run *doc_run_at(const struct doc *doc, uint32_t off)
{
    uint32_t n = COUNT_TO(doc->run, at.start, off);
    return n ? &doc->run.at[n - 1] : NULL;
}

uint32_t doc_line_at(const struct doc *doc, uint32_t off)
{
    const struct run *run = doc_run_at(doc, off);
    if (!run || !doc->is_own_text)
        return run ? run->line : 0;
    struct str before = str_part(doc->text, run->at.start, off);
    uint32_t n_lf = 0, n_cr = 0;
    for (size_t i = 0; i < before.n; i++) {
        n_lf += before.at[i] == '\n';
        n_cr += before.at[i] == '\r';
    }
    bool has_lf = n_lf > 0 || str_find(doc->text, STR("\n")) < doc->text.n;
    return run->line + (has_lf ? n_lf : n_cr);
}

static const struct line_ref *line_ref_at(const struct doc *doc, uint32_t off)
{
    uint32_t n = COUNT_TO(doc->line_ref, off, off);
    return n ? &doc->line_ref.at[n - 1] : NULL;
}

enum { CITE_BYTES = 256, CITE_DEPTH = 8 };

struct cite {
    char at[CITE_BYTES];
    size_t n;
};

static void cite_put(struct cite *cite, struct str s)
{
    for (size_t i = 0; i < s.n && cite->n < CITE_BYTES; i++)
        cite->at[cite->n++] = s.at[i];
}

static void cite_count(struct cite *cite, uint32_t count)
{
    char digits[16];
    int n = snprintf(digits, sizeof digits, "%u", count);
    cite_put(cite, (struct str){digits, (size_t)n});
}

/* "FORTY-SEVEN": a place is quicker found by a number in figures. */
static bool is_spelled(struct str number)
{
    static const char roman[] = "IVXLCDMivxlcdm";
    size_t n_letters = 0, n_roman = 0;
    for (size_t i = 0; i < number.n; i++) {
        char c = number.at[i];
        n_letters += (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        n_roman += strchr(roman, c) != NULL;
    }
    return n_letters > 2 && n_roman < n_letters;
}

static void cite_number(struct cite *cite, const struct segment *segment, uint32_t count)
{
    if (segment->number.n && segment->number.n < 32 && !is_spelled(segment->number))
        cite_put(cite, segment->number);
    else
        cite_count(cite, count);
}

/* A chapter without a number, in a work whose chapters have them, by what it is called:
 * "Epilogue". */
static bool cite_heading(const struct doc *doc, const struct segment *segment, struct cite *cite)
{
    enum { MOST_BYTES = 24 };
    struct str heading = str_trim(doc_str(doc, segment->heading));
    size_t n = 0, word = 0;
    for (; n < heading.n && n < MOST_BYTES && heading.at[n] != '\n' && heading.at[n] != '\r'; n++)
        if (is_blank(heading.at[n]) || heading.at[n] == '.' || heading.at[n] == ':')
            word = n;
    if (n == MOST_BYTES && heading.n > n)
        n = word;
    heading = str_trim(str_part(heading, 0, n));
    if (!heading.n)
        return false;
    cite_put(cite, heading);
    return true;
}

/* "part II, ch. 9": scenes of a novel are not numbered in print.  Where the numbers begin
 * anew under headings that are no parts, chapters are counted: "ch. 31 (VI)". */
static void cite_chapter(const struct doc *doc, const uint32_t *chain, uint32_t depth,
                         struct cite *cite)
{
    for (uint32_t i = depth; i-- > 0;) {
        const struct segment *segment = &doc->segment.at[chain[i]];
        if (segment->kind == SEGMENT_SCENE && depth > 1)
            continue;
        bool is_chapter = segment->kind == SEGMENT_CHAPTER;
        cite_put(cite, cite->n ? STR(", ") : STR(""));
        if (is_chapter && doc->has_numbers && !segment->number.n && cite_heading(doc, segment, cite))
            continue;
        if (is_chapter && doc->restarts) {
            cite_put(cite, STR("ch. "));
            cite_count(cite, segment->running);
            cite_put(cite, segment->number.n ? STR(" (") : STR(""));
            cite_put(cite, segment->number);
            cite_put(cite, segment->number.n ? STR(")") : STR(""));
            continue;
        }
        cite_put(cite, segment->kind == SEGMENT_CHAPTER ? STR("ch. ")
                       : segment->kind == SEGMENT_SCENE ? STR("scene ")
                                                        : STR("part "));
        cite_number(cite, segment, is_chapter && segment->parent == DOC_NONE ? segment->running : segment->ordinal);
    }
}

struct str doc_cite(const struct doc *doc, uint32_t off, struct arena *arena)
{
    struct cite cite = {.n = 0};
    const struct run *run = doc_run_at(doc, off);
    uint32_t chain[CITE_DEPTH];
    uint32_t depth = 0;
    for (uint32_t s = doc_segment_at(doc, off); s != DOC_NONE && depth < CITE_DEPTH;
         s = doc->segment.at[s].parent)
        chain[depth++] = s;
    const struct segment *inner = depth ? &doc->segment.at[chain[0]] : NULL;
    const struct line_ref *ref = line_ref_at(doc, off);
    if (doc->kind == DOC_PLAY && depth) {
        for (uint32_t i = depth; i-- > 0;) {
            cite_number(&cite, &doc->segment.at[chain[i]], doc->segment.at[chain[i]].ordinal);
            if (i)
                cite_put(&cite, STR("."));
        }
        if (ref && ref->off >= inner->at.start) {
            cite_put(&cite, STR("."));
            cite_put(&cite, ref->number);
        }
    } else if (doc->kind == DOC_NOVEL && depth) {
        cite_chapter(doc, chain, depth, &cite);
    } else if (inner) {
        cite_put(&cite, inner->kind == SEGMENT_CHAPTER ? STR("ch. ")
                        : inner->kind == SEGMENT_SCENE ? STR("scene ")
                                                       : STR("part "));
        cite_number(&cite, inner, inner->running); // scripts count through
    }
    char tail[48];
    int n = 0;
    if (run && run->page && !(doc->kind == DOC_PLAY && ref))
        n = snprintf(tail, sizeof tail, "%sp. %u", cite.n ? ", " : "", run->page);
    else if (cite.n == 0)
        n = snprintf(tail, sizeof tail, "line %u", doc_line_at(doc, off));
    cite_put(&cite, (struct str){tail, (size_t)n});
    return str_keep(arena, (struct str){cite.at, cite.n});
}

/* Whether the number of the first chapter comes again under the same parent. */
static void note_numbers(struct doc *doc)
{
    const struct segment *first = NULL;
    doc->has_numbers = doc->restarts = false;
    for (uint32_t s = 0; s < doc->segment.n; s++) {
        const struct segment *segment = &doc->segment.at[s];
        if (segment->kind != SEGMENT_CHAPTER || !segment->number.n)
            continue;
        doc->has_numbers = true;
        if (!first || first->parent != segment->parent)
            first = segment;
        else
            doc->restarts = doc->restarts || str_eq(first->number, segment->number);
    }
}

void doc_number_segments(struct doc *doc)
{
    uint32_t n_of_kind[N_SEGMENT_KINDS] = {0};
    note_numbers(doc);
    for (uint32_t s = 0; s < doc->segment.n; s++) {
        struct segment *segment = &doc->segment.at[s];
        segment->ordinal = 1;
        bool is_counted = segment->kind != SEGMENT_CHAPTER || !doc->has_numbers || segment->number.n;
        segment->running = n_of_kind[segment->kind] += is_counted;
        /* the sibling before it is the last earlier one with the same parent and kind:
         * found by walking back over its subtree, whose nodes are not its siblings */
        for (uint32_t before = s; before-- > 0;) {
            const struct segment *other = &doc->segment.at[before];
            if (other->parent == segment->parent && other->kind == segment->kind) {
                segment->ordinal = other->ordinal + 1;
                break;
            }
            if (before == segment->parent)
                break;
        }
    }
    uint32_t s = 0, inner = DOC_NONE, speech = 0;
    for (uint32_t b = 0; b < doc->block.n; b++) {
        struct block *block = &doc->block.at[b];
        while (s < doc->segment.n && doc->segment.at[s].at.start <= block->at.start)
            inner = s++;
        while (inner != DOC_NONE && block->at.start >= doc->segment.at[inner].at.end)
            inner = doc->segment.at[inner].parent;
        block->segment = inner;
        while (speech < doc->speech.n && doc->speech.at[speech].first_block <= b)
            doc->speech.at[speech++].segment = inner;
    }
    for (uint32_t m = 0; m < doc->move.n; m++)
        doc->move.at[m].segment = doc_segment_at(doc, doc->move.at[m].off);
}
