/* takes   Fountain text
 * gives   its lines, one a call; what is no text (notes, boneyards, tags, signs
 *         of emphasis, escapes) goes to doc.hole in order
 * method  one table of byte classes says which lines need a second look
 * cost    O(bytes): a note or boneyard that was passed is not looked at again */
#include "read/fountain.h"

#include "base/utf8.h"

#include <string.h>

/* ---- physical lines ---- */

static uint32_t line_end(const struct fountain_lexer *lexer, uint32_t at)
{
    struct str text = lexer->doc->text;
    const char *hit = at < text.n ? memchr(text.at + at, lexer->line_end, text.n - at) : NULL;
    return hit ? (uint32_t)(hit - text.at) : (uint32_t)text.n;
}

void fountain_lexer_init(struct fountain_lexer *lexer, struct doc *doc, struct arena *keep)
{
    bool has_lf = doc->text.n && memchr(doc->text.at, '\n', doc->text.n);
    *lexer = (struct fountain_lexer){.doc = doc, .keep = keep, .line_end = has_lf ? '\n' : '\r'};
}

/* Blank, and not of two blanks or more: such a line ends whatever was open. */
static bool is_empty_line(struct str text, uint32_t from, uint32_t end)
{
    uint32_t n_blanks = 0;
    for (uint32_t i = from; i < end; i++) {
        if (!fountain_is_gap(text.at[i]))
            return false;
        n_blanks += text.at[i] != '\r';
    }
    return n_blanks < 2;
}

/* ---- holes ---- */

static bool push_hole(struct fountain_lexer *lexer, uint32_t start, uint32_t end)
{
    struct span *hole = VEC_PUSH(&lexer->doc->hole, lexer->keep);
    if (!hole)
        return false;
    *hole = (struct span){start, end};
    return true;
}

/* Behind "]]", or the end of the last line before an empty one. */
static uint32_t note_end(const struct fountain_lexer *lexer, uint32_t at, uint32_t end)
{
    struct str text = lexer->doc->text;
    uint32_t from = at + 2;
    for (;;) {
        size_t hit = str_find(str_part(text, from, end), STR("]]"));
        if (hit < end - from)
            return from + (uint32_t)hit + 2;
        if (end >= text.n)
            return end;
        uint32_t next_end = line_end(lexer, end + 1);
        if (is_empty_line(text, end + 1, next_end))
            return end;
        from = end + 1;
        end = next_end;
    }
}

/* Behind the boneyard's end, or `at` when it is never closed: then it is text,
 * for else one slip would swallow the rest of the story. */
static uint32_t boneyard_end(struct fountain_lexer *lexer, uint32_t at)
{
    if (lexer->is_last_boneyard_behind)
        return at;
    struct str rest = str_part(lexer->doc->text, at + 2, lexer->doc->text.n);
    struct str head = str_part(rest, 0, 160);
    bool is_beat = str_find(head, STR("BEAT:")) < head.n;
    bool is_settings = str_starts(head, STR("* settings:"));
    size_t skip = 0;
    if ((is_beat || is_settings) && !lexer->is_last_settings_behind) {
        /* the settings may quote the sign that ends a boneyard */
        struct str last = is_beat ? STR("END_BEAT") : STR("**/");
        skip = str_find(rest, last);
        lexer->is_last_settings_behind = skip == rest.n;
        skip = skip < rest.n ? skip : 0;
    }
    size_t hit = skip + str_find(str_part(rest, skip, rest.n), STR("*/"));
    if (hit >= rest.n) {
        lexer->is_last_boneyard_behind = true;
        return at;
    }
    uint32_t end = at + 2 + (uint32_t)hit + 2;
    if (is_beat || is_settings)
        lexer->beat = (struct span){at, end};
    return end;
}

/* ---- marks in a line ---- */

enum { HAS_MARK = 1, HAS_TAG = 2 };

static const unsigned char class_of[256] = {
    ['*'] = HAS_MARK, ['_'] = HAS_MARK, ['\\'] = HAS_MARK,
    ['['] = HAS_MARK, ['/'] = HAS_MARK, ['#'] = HAS_TAG,
};

static bool can_escape(char c)
{
    return c != '\0' && strchr("*_\\[]/#@!>~=.^<", c) != NULL;
}

/* Openers that wait for their closer: index into doc.hole + 1, by the number
 * of stars (1 to 3), and at 0 the underscore. */
struct emphasis {
    uint32_t open[4];
};

/* A run of stars, or one underscore, at `i`; it is a hole only when it meets
 * its like, so that a hole of no length keeps its place until then. */
static bool mark_emphasis(struct fountain_lexer *lexer, struct emphasis *emphasis, uint32_t from,
                          uint32_t end, uint32_t i, uint32_t n)
{
    struct doc *doc = lexer->doc;
    const char *text = doc->text.at;
    bool can_close = i > from && !fountain_is_gap(text[i - 1]);
    bool can_open = i + n < end && !fountain_is_gap(text[i + n]);
    uint32_t *open = &emphasis->open[text[i] == '_' ? 0 : n];
    if (can_close && *open) {
        doc->hole.at[*open - 1].end += n;
        *open = 0;
        return push_hole(lexer, i, i + n);
    }
    bool is_both = n == 3 && text[i] == '*' && can_close && emphasis->open[1] && emphasis->open[2];
    if (is_both) { // "**bold *and italic***"
        doc->hole.at[emphasis->open[1] - 1].end += 1;
        doc->hole.at[emphasis->open[2] - 1].end += 2;
        emphasis->open[1] = emphasis->open[2] = 0;
        return push_hole(lexer, i, i + n);
    }
    if (!can_open)
        return true;
    *open = doc->hole.n + 1;
    return push_hole(lexer, i, i);
}

/* Once a text: behind the first one that is open, none is closed. */
static bool doubt_boneyard(struct fountain_lexer *lexer, uint32_t at)
{
    struct doubt *doubt = VEC_PUSH(&lexer->doc->doubt, lexer->keep);
    if (!doubt)
        return false;
    *doubt = (struct doubt){{at, at + 2}, STR("a boneyard opens here (/*) and is never closed; "
                                              "it was read as text")};
    return true;
}

/* All holes of the line at `from`; `*end` moves on when one of them holds line ends. */
static bool find_holes(struct fountain_lexer *lexer, uint32_t from, uint32_t *end)
{
    struct doc *doc = lexer->doc;
    const char *text = doc->text.at;
    uint32_t first = doc->hole.n;
    struct emphasis emphasis = {{0}};
    for (uint32_t i = from; i < *end;) {
        if (class_of[(unsigned char)text[i]] != HAS_MARK) {
            i++;
            continue;
        }
        char c = text[i], behind = i + 1 < *end ? text[i + 1] : '\0';
        uint32_t hole_end = i, n = 1;
        if (c == '\\') {
            if (can_escape(behind)) {
                if (!push_hole(lexer, i, i + 1))
                    return false;
                n = 2;
            }
        } else if (c == '[' && behind == '[') {
            hole_end = note_end(lexer, i, *end);
        } else if (c == '/' && behind == '*') {
            bool was_last_behind = lexer->is_last_boneyard_behind;
            hole_end = boneyard_end(lexer, i);
            n = 2;
            if (lexer->is_last_boneyard_behind && !was_last_behind && !doubt_boneyard(lexer, i))
                return false;
        } else if (c == '*' || c == '_') {
            while (i + n < *end && text[i + n] == c)
                n++;
            if (n <= (c == '*' ? 3u : 1u) && !mark_emphasis(lexer, &emphasis, from, *end, i, n))
                return false;
        }
        if (hole_end > i) {
            if (!push_hole(lexer, i, hole_end))
                return false;
            n = hole_end - i;
            if (hole_end > *end)
                *end = line_end(lexer, hole_end);
        }
        i += n;
    }
    uint32_t n_kept = first;
    for (uint32_t h = first; h < doc->hole.n; h++)
        if (!span_is_empty(doc->hole.at[h]))
            doc->hole.at[n_kept++] = doc->hole.at[h];
    doc->hole.n = n_kept;
    return true;
}

/* ---- what is visible ---- */

static uint32_t visible_start(const struct doc *doc, uint32_t first, uint32_t from, uint32_t end)
{
    uint32_t i = from;
    while (i < end) {
        if (first < doc->hole.n && doc->hole.at[first].start == i)
            i = doc->hole.at[first++].end;
        else if (fountain_is_gap(doc->text.at[i]))
            i++;
        else
            break;
    }
    return i < end ? i : end;
}

static uint32_t visible_end(const struct doc *doc, uint32_t first, uint32_t start, uint32_t end)
{
    uint32_t last = doc->hole.n;
    while (end > start) {
        if (last > first && doc->hole.at[last - 1].end == end)
            end = doc->hole.at[--last].start;
        else if (fountain_is_gap(doc->text.at[end - 1]))
            end--;
        else
            break;
    }
    return end > start ? end : start;
}

static bool has_lower(struct str s)
{
    for (size_t i = 0; i < s.n;)
        if (utf8_is_lower(utf8_next(s, &i)))
            return true;
    return false;
}

/* Whether [start, end) is a tag: '#', a letter, and neither blank nor '#' behind. */
static bool is_tag(const struct doc *doc, uint32_t first_hole, uint32_t start, uint32_t end)
{
    if (end - start < 2 || doc->text.at[start] != '#')
        return false;
    for (uint32_t i = start + 1; i < end; i++)
        if (doc->text.at[i] == '#')
            return false;
    for (uint32_t h = doc->hole.n; h > first_hole && doc->hole.at[h - 1].end > start; h--)
        if (doc->hole.at[h - 1].start < start)
            return false;
    size_t at = start + 1;
    return utf8_is_letter(utf8_next(doc->text, &at));
}

/* Tags at the end of the line become one hole; the new end of what is visible. */
static bool cut_tags(struct fountain_lexer *lexer, uint32_t first_hole, uint32_t start,
                     uint32_t *end)
{
    struct doc *doc = lexer->doc;
    uint32_t cut = *end;
    for (;;) {
        uint32_t token = cut;
        while (token > start && !fountain_is_gap(doc->text.at[token - 1]))
            token--;
        if (token == start || !is_tag(doc, first_hole, token, cut))
            break;
        cut = token;
        while (cut > start && fountain_is_gap(doc->text.at[cut - 1]))
            cut--;
    }
    if (cut == *end || cut == start)
        return true;
    /* "GUARD #TWO" is a name: where all is in capitals, so would a name be */
    struct str tags = str_part(doc->text, cut, *end);
    if (!has_lower(tags) && !has_lower(str_part(doc->text, start, cut)))
        return true;
    while (doc->hole.n > first_hole && doc->hole.at[doc->hole.n - 1].start >= cut)
        doc->hole.n--;
    uint32_t hole_end = *end;
    *end = cut;
    return push_hole(lexer, cut, hole_end);
}

static void take_words(const struct doc *doc, uint32_t first_hole, struct fountain_line *line)
{
    uint32_t h = first_hole;
    while (h < doc->hole.n && doc->hole.at[h].end <= line->start)
        h++;
    if (h == doc->hole.n || doc->hole.at[h].start >= line->end) {
        line->is_long = line->end - line->start > FOUNTAIN_WORDS;
        line->words = str_part(doc->text, line->start,
                               line->is_long ? line->start + FOUNTAIN_WORDS : line->end);
        return;
    }
    uint32_t n = 0;
    for (uint32_t i = line->start; i < line->end && n < FOUNTAIN_WORDS;) {
        if (h < doc->hole.n && i >= doc->hole.at[h].start)
            i = doc->hole.at[h++].end;
        else
            line->copy[n++] = doc->text.at[i++];
    }
    line->is_long = n == FOUNTAIN_WORDS;
    line->words = (struct str){line->copy, n};
}

static bool next_line(struct fountain_lexer *lexer, struct fountain_line *out)
{
    struct doc *doc = lexer->doc;
    const char *text = doc->text.at;
    uint32_t from = lexer->at, first_hole = doc->hole.n;
    out->from = out->start = out->end = out->next = from;
    out->is_end = from >= doc->text.n;
    out->is_blank = true;
    out->is_hole = out->is_long = out->is_escaped = out->has_two_spaces = false;
    out->words = STR("");
    if (out->is_end)
        return true;
    uint32_t end = line_end(lexer, from);
    unsigned marks = 0;
    for (uint32_t i = from; i < end; i++)
        marks |= class_of[(unsigned char)text[i]];
    if (marks & HAS_MARK) {
        uint32_t old_end = end;
        if (!find_holes(lexer, from, &end))
            return false;
        marks |= end > old_end ? HAS_TAG : 0;
    }
    lexer->at = out->next = end < doc->text.n ? end + 1 : (uint32_t)doc->text.n;
    out->start = visible_start(doc, first_hole, from, end);
    out->end = visible_end(doc, first_hole, out->start, end);
    out->is_blank = out->start == out->end;
    if (out->is_blank) {
        out->is_hole = doc->hole.n > first_hole;
        out->end = out->is_hole ? doc->hole.at[doc->hole.n - 1].end : end;
        out->start = out->is_hole ? doc->hole.at[first_hole].start : from;
        out->has_two_spaces = !out->is_hole && !is_empty_line(doc->text, from, end);
        return true;
    }
    if ((marks & HAS_TAG) && !cut_tags(lexer, first_hole, out->start, &out->end))
        return false;
    out->is_escaped = out->start > from && text[out->start - 1] == '\\';
    take_words(doc, first_hole, out);
    return true;
}

bool fountain_next(struct fountain_lexer *lexer, struct fountain_line *out)
{
    out->is_after_hole = false;
    for (;;) {
        if (!next_line(lexer, out))
            return false;
        if (!out->is_hole)
            return true;
        if (!out->is_after_hole)
            out->hidden.start = out->start;
        out->hidden.end = out->end;
        out->is_after_hole = true;
    }
}
