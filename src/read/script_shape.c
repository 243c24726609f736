/* takes   the text of a script in no known format
 * gives   its lines, each with a shape, and how often each would-be name occurs
 * method  one pass; a line is judged by its first SHAPE_BYTES bytes and its last one
 * cost    O(text) */
#include "read/script.h"

#include "base/err.h"
#include "base/map.h"
#include "base/utf8.h"
#include "base/vec.h"

#include <string.h>

enum { SHAPE_BYTES = 160, NAME_BYTES = 44, NAME_WORDS = 5, WIDEST = 60000 };

/* What one pass over the head of a line finds. */
struct census {
    uint32_t n_upper, n_lower, n_uncased, n_digit, n_words, n_capital_words;
    uint32_t n_cells;
    uint32_t first_cells;   // of the first word
    uint32_t colon;         // byte behind the first colon outside brackets, or 0
    uint32_t bracket;       // byte of the first opening bracket, or UINT32_MAX
    bool is_gap;            // `colon` is the byte behind a wide gap between a name and its words
    uint32_t upper_before_bracket, lower_before_bracket;
    bool starts_lower;
};

enum { K_UPPER = 1, K_LOWER = 2, K_DIGIT = 4, K_BLANK = 8, K_JOINT = 16, K_MARK = 32, K_FAR = 64 };

#define K8(k) k, k, k, k, k, k, k, k
#define K26(k) K8(k), K8(k), K8(k), k, k

/* What an ASCII byte is; K_MARK: a bracket or a colon; K_FAR: not ASCII. */
static const uint8_t KIND[256] = {
    [' '] = K_BLANK, ['\t'] = K_BLANK, ['-'] = K_JOINT, ['/'] = K_JOINT, ['('] = K_MARK,
    [')'] = K_MARK,  ['['] = K_MARK,   [']'] = K_MARK,  [':'] = K_MARK,
    ['0'] = K_DIGIT, K_DIGIT, K_DIGIT, K_DIGIT, K_DIGIT, K_DIGIT, K_DIGIT, K_DIGIT, K_DIGIT, K_DIGIT,
    ['A'] = K26(K_UPPER), ['a'] = K26(K_LOWER),
    [128] = K8(K_FAR), K8(K_FAR), K8(K_FAR), K8(K_FAR), K8(K_FAR), K8(K_FAR), K8(K_FAR), K8(K_FAR),
    K8(K_FAR), K8(K_FAR), K8(K_FAR), K8(K_FAR), K8(K_FAR), K8(K_FAR), K8(K_FAR), K8(K_FAR),
};

static uint8_t kind_far(uint32_t p)
{
    if (p == 0xA0)
        return K_BLANK;
    if (p == 0xFF1A || p == 0xFF08 || p == 0xFF09) // wide colon and brackets
        return K_MARK;
    if (!utf8_is_letter(p))
        return utf8_is_digit(p) ? K_DIGIT : 0;
    return utf8_is_upper(p) ? K_UPPER : utf8_is_lower(p) ? K_LOWER : K_UPPER | K_LOWER;
}

static struct census look(struct str s)
{
    struct census c = {.bracket = UINT32_MAX};
    bool in_word = false;
    uint32_t depth = 0;
    for (size_t at = 0; at < s.n;) {
        size_t here = at;
        uint8_t k = KIND[(unsigned char)s.at[at]];
        uint32_t p = (unsigned char)s.at[at];
        if (k == K_FAR) {
            p = utf8_next(s, &at);
            k = kind_far(p);
        } else {
            at++;
        }
        c.n_cells++;
        bool upper = k == K_UPPER, lower = k == K_LOWER, letter = (k & (K_UPPER | K_LOWER)) != 0;
        bool starts = letter && !in_word;
        if (starts && c.n_words == 0)
            c.starts_lower = lower;
        c.n_upper += upper;
        c.n_lower += lower;
        c.n_uncased += k == (K_UPPER | K_LOWER);
        c.n_digit += k == K_DIGIT;
        c.n_words += starts;
        c.n_capital_words += starts && upper;
        in_word = letter || (in_word && !(k & (K_BLANK | K_JOINT)));
        if (k == K_BLANK && c.first_cells == 0 && here > 0)
            c.first_cells = c.n_cells - 1;
        if (k != K_MARK)
            continue;
        if (p == '(' || p == '[' || p == 0xFF08) {
            if (c.bracket == UINT32_MAX) {
                c.bracket = (uint32_t)here;
                c.upper_before_bracket = c.n_upper;
                c.lower_before_bracket = c.n_lower;
            }
            depth++;
        } else if ((p == ')' || p == ']' || p == 0xFF09) && depth) {
            depth--;
        } else if ((p == ':' || p == 0xFF1A) && depth == 0 && c.colon == 0) {
            c.colon = (uint32_t)at;
        }
    }
    if (c.bracket == UINT32_MAX) {
        c.upper_before_bracket = c.n_upper;
        c.lower_before_bracket = c.n_lower;
    }
    if (c.first_cells == 0)
        c.first_cells = c.n_cells;
    return c;
}

/* ASCII letters in upper case, other bytes as they are; up to `cap`. */
static struct str upper_of(struct str s, char *out, size_t cap)
{
    size_t n = s.n < cap ? s.n : cap;
    for (size_t i = 0; i < n; i++)
        out[i] = (char)(s.at[i] >= 'a' && s.at[i] <= 'z' ? s.at[i] - 32 : s.at[i]);
    return (struct str){out, n};
}

/* "ANNA:", "Anna (low):", behind a number of `from` bytes. */
static enum shape inline_shape(struct str s, size_t from, const struct census *c)
{
    if (c->colon <= from || c->colon > NAME_BYTES)
        return N_SHAPES;
    struct str name = str_part(s, from, c->colon - script_colon_bytes(s, c->colon));
    struct census n = look(name);
    if (n.n_words == 0 || n.upper_before_bracket + n.lower_before_bracket + n.n_uncased == 0)
        return N_SHAPES;
    size_t open = n.bracket == UINT32_MAX ? name.n : n.bracket;
    struct census bare = look(str_part(name, 0, open));
    if (bare.n_words == 0 || bare.n_words > 4)
        return N_SHAPES;
    if (bare.n_lower == 0 && bare.n_upper + bare.n_uncased > 1)
        return SHAPE_UPPER_INLINE;
    return bare.n_capital_words == bare.n_words ? SHAPE_TITLE_INLINE : N_SHAPES;
}

/* "Written by", dates, addresses, numbers of telephones. */
static bool is_credit(struct str u, const struct census *c)
{
    static const char *const HEADS[] = {"WRITTEN", "SCREENPLAY", "A SCREENPLAY", "STORY BY", "BASED ON", "BASED UPON",
                                        "DIRECTED BY", "PRODUCED BY", "ADAPTED", "TELEPLAY", "AN ORIGINAL SCREEN",
                                        "(C)", "\xC2\xA9", "COPYRIGHT", "REGISTERED", "REVISED", "DRAFT",
                                        "PO BOX", "P.O. BOX", "ALL RIGHTS", "HTTP", "WWW.", "BY ", NULL};
    uint32_t n_letters = c->n_upper + c->n_lower;
    if (c->n_cells > 60 || c->n_words > 8)
        return false;
    if (c->n_digit >= 4 && c->n_digit * 3 >= n_letters)
        return true;
    if (c->n_words <= 5 && (str_eq(u, STR("BY")) || str_ends(u, STR(" BY")) ||
                            str_ends(u, STR(" DRAFT")) || str_find(u, STR(" DRAFT ")) < u.n))
        return true;
    for (const char *const *h = HEADS; *h; h++)
        if (u.at[0] == **h && str_starts(u, str_c(*h)))
            return true;
    return n_letters > 4 && c->n_words <= 4 && memchr(u.at, '@', u.n) && memchr(u.at, '.', u.n);
}

static enum shape shape_of(struct str s, const struct census *c, bool ends)
{
    char bytes[SHAPE_BYTES];
    enum { HEAD = 64 }; // enough but for headings in capitals
    struct str u = upper_of(s, bytes, c->n_lower ? HEAD : sizeof bytes);
    uint32_t n_letters = c->n_upper + c->n_lower + c->n_uncased;
    bool upper = c->n_lower == 0 && c->n_upper > 0;
    bool bare_upper = c->lower_before_bracket == 0 && c->upper_before_bracket > 1;
    char first = s.at[0], last = s.at[s.n - 1];
    if (n_letters < 2 && script_is_number(s))
        return SHAPE_NUMBER;
    if (c->n_cells < 24 && c->bracket != UINT32_MAX && str_find(u, STR("(MORE)")) < u.n)
        return SHAPE_MORE;
    if (c->n_words <= 6 && c->n_upper && script_is_continued(u))
        return SHAPE_CONTINUED;
    if (script_opens_place(u) && first != u.at[0] + 32)
        return c->n_words <= 2 && c->n_cells <= 9 ? SHAPE_PLACE_ALONE : SHAPE_PLACE;
    size_t digits = (first >= '0' && first <= '9') || first == '*' ? script_skip_number(u) : 0;
    size_t scene = str_starts(u, STR("SCENE ")) ? STR("SCENE ").n : 0;
    if (scene && script_opens_place(str_part(u, scene + script_skip_number(str_part(u, scene, u.n)), u.n)))
        return SHAPE_NUMBERED_PLACE;
    if (digits && script_opens_place(str_part(u, digits, u.n)))
        return SHAPE_NUMBERED_PLACE;
    if (upper && c->n_words <= 3 && script_is_division(u))
        return SHAPE_DIVISION;
    if (n_letters == 0)
        return c->n_digit >= 4 ? SHAPE_CREDIT : SHAPE_MARKS;
    bool is_cut = c->n_words <= 4 && !c->starts_lower && (str_ends(u, STR(" TO:")) || str_starts(u, STR("FADE ")));
    if (script_is_transition(u, upper || is_cut))
        return SHAPE_TRANSITION;
    bool opens = first == '(' || first == '[', closes = last == ')' || last == ']';
    if (str_starts(s, STR("\xEF\xBC\x88")) && str_ends(s, STR("\xEF\xBC\x89")))
        return SHAPE_BRACKETED;
    const char *closing = opens && closes ? memchr(s.at, last, s.n) : NULL;
    if (closing && closing + 3 >= s.at + s.n) // "(softly.)", "(softly).)"
        return SHAPE_BRACKETED;
    if (opens && (!memchr(s.at, ')', s.n) && !memchr(s.at, ']', s.n)))
        return SHAPE_OPENS;
    if (closes && !memchr(s.at, '(', s.n) && !memchr(s.at, '[', s.n))
        return SHAPE_CLOSES;
    if (is_credit(u, c))
        return SHAPE_CREDIT;
    if (c->colon && script_is_label(str_part(u, 0, c->colon)))
        return SHAPE_LABEL;
    if (c->is_gap && inline_shape(s, 0, c) == SHAPE_UPPER_INLINE)
        return SHAPE_UPPER_INLINE;
    enum shape inlined = c->is_gap ? N_SHAPES : inline_shape(s, digits, c);
    if (inlined != N_SHAPES && c->colon < s.n)
        return inlined;
    if (inlined != N_SHAPES && !digits) // the words stand on the next line
        return inlined == SHAPE_TITLE_INLINE ? SHAPE_TITLE_SHORT
               : c->bracket != UINT32_MAX    ? SHAPE_UPPER_VOICE
                                             : SHAPE_UPPER_SHORT;
    if (c->n_upper + c->n_lower == 0)
        return SHAPE_UNCASED;
    bool is_voice = bare_upper && c->bracket != UINT32_MAX && closes && c->n_words <= 8;
    if (upper && script_is_shot(u))
        return SHAPE_SHOT;
    if (upper && script_has_time(u) && (!is_voice || str_find(u, STR(" - ")) < u.n))
        return SHAPE_TIME;
    if (is_voice)
        return SHAPE_UPPER_VOICE;
    if (upper && ends && !(s.n > 3 && last == '.' && c->n_words <= 3 && n_letters < 6))
        return SHAPE_UPPER_ENDED;
    if (upper)
        return c->n_words <= 3 ? SHAPE_UPPER_SHORT : SHAPE_UPPER_LONG;
    if (!ends && c->n_words <= 4 && c->n_capital_words == c->n_words && c->n_cells < 32)
        return SHAPE_TITLE_SHORT;
    if (c->starts_lower && first != '.')
        return ends ? SHAPE_LOWER_ENDED : SHAPE_LOWER_OPEN;
    return ends ? SHAPE_ENDED : SHAPE_OPEN;
}

/* "JOAN          I said no.": the byte behind a wide gap between a name in capitals and its words, or 0. */
static uint32_t find_gap(struct str s, const struct census *c)
{
    enum { WIDE = 3, FEW_DIGITS = 4 };
    bool ends_in_digit = KIND[(unsigned char)s.at[s.n - 1]] == K_DIGIT;
    uint32_t gap = 0, depth = 0;
    if (c->starts_lower || c->n_lower == 0 || c->n_digit >= FEW_DIGITS || ends_in_digit)
        return 0;
    for (uint32_t at = 1, run = 0; at < s.n; at++) {
        if (is_blank(s.at[at])) {
            run += s.at[at] == '\t' ? (uint32_t)WIDE : 1;
            continue;
        }
        if (run >= WIDE && gap) // more columns than two
            return 0;
        if (run >= WIDE)
            gap = at;
        run = 0;
        depth = s.at[at] == '(' || s.at[at] == '[' ? depth + 1 : depth && (s.at[at] == ')' || s.at[at] == ']') ? depth - 1 : depth;
        if (gap == 0 && (at > NAME_BYTES || (depth == 0 && KIND[(unsigned char)s.at[at]] == K_LOWER)))
            return 0;
    }
    return gap && (c->colon == 0 || c->colon > gap) && KIND[(unsigned char)s.at[gap]] != K_LOWER ? gap : 0;
}

static bool may_cue(enum shape shape)
{
    return shape == SHAPE_UPPER_VOICE || shape == SHAPE_UPPER_SHORT || shape == SHAPE_UPPER_LONG ||
           shape == SHAPE_TITLE_SHORT || shape == SHAPE_UPPER_INLINE ||
           shape == SHAPE_TITLE_INLINE || shape == SHAPE_UPPER_ENDED || shape == SHAPE_UNCASED;
}

/* ---- the words of a line, as far as they tell talk from action ---- */

/* The word at `at`, its first SCRIPT_WORD_LETTERS letters, small, with the apostrophes between them. */
struct word {
    uint64_t packed;
    uint32_t n, n_upper;  // letters
    unsigned char end[3]; // the last three, in order
    bool capital;         // begins with one
};

static uint32_t apostrophe_at(struct str s, size_t at)
{
    if (s.at[at] == '\'')
        return 1;
    return at + 2 < s.n && (unsigned char)s.at[at] == 0xE2 && (unsigned char)s.at[at + 1] == 0x80 &&
                   (unsigned char)s.at[at + 2] == 0x99 ? 3 : 0;
}

/* Moves `at` behind it; a word of no letters stands between two blanks. */
static struct word next_word(struct str s, size_t *at, uint32_t *marks)
{
    struct word w = {0};
    uint32_t n_packed = 0, skip;
    for (; *at < s.n; ++*at) {
        unsigned char c = (unsigned char)s.at[*at];
        uint8_t k = KIND[c];
        if (k & (K_UPPER | K_LOWER)) {
            if (n_packed < SCRIPT_WORD_LETTERS)
                w.packed |= (uint64_t)(c | 0x20) << (8 * n_packed++);
            w.capital = w.capital || (w.n == 0 && k == K_UPPER);
            w.n_upper += k == K_UPPER;
            w.end[0] = w.end[1];
            w.end[1] = w.end[2];
            w.end[2] = c;
            w.n++;
        } else if (c == ' ' || c == '\t' || (c == '-' && w.n > 0)) {
            break;
        } else if (w.n && (skip = apostrophe_at(s, *at)) > 0) {
            if (*at + skip < s.n && (KIND[(unsigned char)s.at[*at + skip]] & (K_UPPER | K_LOWER)) &&
                n_packed < SCRIPT_WORD_LETTERS)
                w.packed |= (uint64_t)'\'' << (8 * n_packed++);
            *at += skip - 1;
        } else {
            *marks |= c == '?' ? 1u : c == '!' ? 2u : 0;
        }
    }
    ++*at;
    return w;
}

/* What stands for a word that the table does not have. */
static uint64_t kind_of_word(const struct word *w, bool is_first)
{
    if (w->capital && !is_first)
        return 'N';
    if (w->n > 4 && w->end[0] == 'i' && w->end[1] == 'n' && w->end[2] == 'g')
        return 'G';
    if (w->n > 4 && w->end[1] == 'e' && w->end[2] == 'd')
        return 'D';
    if (w->n > 4 && w->end[1] == 'l' && w->end[2] == 'y')
        return 'L';
    return w->n > 3 && w->end[2] == 's' && w->end[1] != 's' ? 'S' : 'U';
}

static bool may_be_verb(const struct word *w)
{
    return w->n > 3 && w->end[2] == 's' && w->end[1] != 's';
}

/* `is_mixed`: not all of the line is in capitals. */
static void read_words(struct str s, bool is_mixed, struct script_line *line)
{
    int32_t talk = 0;
    uint32_t n_words = 0, marks = 0;
    for (size_t at = 0; at < s.n;) {
        struct word w = next_word(s, &at, &marks);
        if (w.n == 0)
            continue;
        struct script_word known = script_word(w.packed);
        if (is_mixed && w.n > 2 && w.n_upper == w.n)
            talk += script_word('A').talk;
        else
            talk += known.is_known ? known.talk : script_word(kind_of_word(&w, n_words == 0)).talk;
        if (n_words == 0) {
            talk += script_word((w.packed << 8 | '^') & 0xFFFFFFFFFFFFFFu).talk;
            line->opening = (uint8_t)(known.opening != OPENING_OTHER        ? known.opening
                                      : kind_of_word(&w, true) == 'G'       ? (int)OPENING_ING
                                      : line->lower && may_be_verb(&w)      ? (int)OPENING_ACTS
                                                                            : (int)OPENING_OTHER);
        } else if (n_words == 1 && line->opening == OPENING_HE && may_be_verb(&w)) {
            line->opening = OPENING_HE_ACTS;
        }
        n_words++;
    }
    if (marks & 1)
        talk += script_word('?').talk;
    if (marks & 2)
        talk += script_word('!').talk;
    line->asks = marks != 0;
    line->talk = (int16_t)(talk > 999 ? 999 : talk < -999 ? -999 : talk);
}

struct reading {
    struct str text;
    struct script *out;
    struct arena *keep, *scratch;
    VEC(struct script_line) line;
    VEC(uint32_t) n_name;
    struct map name;
};

/* utf8_name_key() of ASCII; `.at` is NULL when there is something else in it. */
static struct str ascii_key(struct str name, char out[NAME_BYTES])
{
    size_t n = 0;
    bool gap = false;
    for (size_t i = 0; i < name.n; i++) {
        unsigned char c = (unsigned char)name.at[i];
        uint8_t k = KIND[c];
        if (k == K_FAR)
            return (struct str){NULL, 0};
        if (is_blank((char)c) || c == '-')
            gap = n > 0;
        if (!(k & (K_UPPER | K_LOWER | K_DIGIT)))
            continue;
        if (gap)
            out[n++] = ' ';
        gap = false;
        out[n++] = (char)(k == K_DIGIT ? c : c | 0x20);
    }
    return (struct str){out, n};
}

static whose_status count_name(struct reading *r, struct script_line *line, struct str s,
                               const struct census *c, whose_error *err)
{
    size_t start = line->cue_end ? line->cue_start - line->start : 0, end = line->cue_end ? line->cue_end - line->start : s.n;
    if (line->cue_end)
        end -= script_colon_bytes(s, end);
    if (c->bracket < end && c->bracket > 0)
        end = c->bracket;
    struct str name = str_trim(str_part(s, start, end));
    line->name = SCRIPT_NO_NAME;
    bool is_long = line->shape == SHAPE_UNCASED && (line->ends || c->n_words > 3 || c->n_cells > 16);
    if (!may_cue((enum shape)line->shape) || name.n == 0 || name.n > NAME_BYTES || is_long)
        return WHOSE_OK;
    char bytes[NAME_BYTES];
    struct str key = ascii_key(name, bytes);
    struct arena_mark mark = arena_mark(r->scratch);
    if (!key.at)
        key = utf8_name_key(name, r->scratch);
    if (!key.at)
        return fail_nomem(err);
    if (key.n) {
        line->name = map_add(&r->name, key);
        if (line->name == MAP_NONE)
            return fail_nomem(err);
        if (line->name == r->n_name.n && !VEC_PUSH(&r->n_name, r->keep))
            return fail_nomem(err);
        r->n_name.at[line->name]++;
    }
    arena_rewind(r->scratch, mark);
    return WHOSE_OK;
}

static uint16_t cells(uint32_t n)
{
    return (uint16_t)(n < WIDEST ? n : WIDEST);
}

/* Stars in the right margin mark revised lines. */
static uint32_t without_stars(struct str text, uint32_t start, uint32_t end)
{
    uint32_t to = end;
    while (to > start && text.at[to - 1] == '*')
        to--;
    if (to == end || to <= start + 1 || !is_blank(text.at[to - 1]) || !is_blank(text.at[to - 2]))
        return end;
    while (to > start && is_blank(text.at[to - 1]))
        to--;
    return to > start ? to : end;
}

/* **NELL**, _NELL_: what makes letters bold stands around the line. */
static void skip_emphasis(struct str text, uint32_t *start, uint32_t *end)
{
    while (*end > *start + 2 && (text.at[*start] == '*' || text.at[*start] == '_') && text.at[*end - 1] == text.at[*start]) {
        ++*start;
        --*end;
    }
}

/* Moves `start` over the indent; returns its cells. */
static uint32_t skip_indent(struct str text, uint32_t *start, uint32_t end)
{
    uint32_t indent = 0, at = *start;
    for (; at < end; at++) {
        unsigned char c = (unsigned char)text.at[at];
        if (c == '\t')
            indent = (indent / 8 + 1) * 8;
        else if (c == ' ')
            indent++;
        else if (c == 0xC2 && at + 1 < end && (unsigned char)text.at[at + 1] == 0xA0)
            indent++, at++;
        else if (c != '\f' && c != '\0' && c != '\v' && c != '\r')
            break;
    }
    *start = at;
    return indent;
}

/* Of the line that lies at [start, end), behind `indent` cells. */
static whose_status read_line(struct reading *r, uint32_t start, uint32_t end, uint32_t indent,
                              uint32_t number, uint8_t n_blank, bool page_break, whose_error *err)
{
    end = without_stars(r->text, start, end);
    skip_emphasis(r->text, &start, &end);
    struct script_line *line = VEC_PUSH(&r->line, r->keep);
    if (!line)
        return fail_nomem(err);
    struct str s = str_part(r->text, start, end);
    struct str head = str_part(s, 0, SHAPE_BYTES);
    while (head.n < s.n && head.n > 0 && ((unsigned char)s.at[head.n] & 0xC0) == 0x80)
        head.n--;
    struct census c = look(head);
    uint32_t gap = find_gap(head, &c);
    if (gap) {
        c.colon = gap;
        c.is_gap = true;
    }
    *line = (struct script_line){
        .start = start,
        .end = end,
        .number = number,
        .indent = cells(indent),
        .width = cells(s.n > head.n ? c.n_cells + (uint32_t)(s.n - head.n) : c.n_cells),
        .first_word = cells(c.first_cells),
        .n_blank = n_blank,
        .page_break = page_break,
        .ends = script_ends_sentence(str_part(s, s.n > 8 ? s.n - 8 : 0, s.n)),
        .lower = c.starts_lower && s.at[0] != '.', // "...and" is said after a pause
        .name = SCRIPT_NO_NAME,
    };
    bool ends = line->ends;
    struct str judged = s.n > head.n ? head : s;
    line->shape = (uint8_t)shape_of(judged, &c, ends);
    if (line->shape == SHAPE_UPPER_INLINE || line->shape == SHAPE_TITLE_INLINE) {
        bool is_numbered = !c.is_gap && KIND[(unsigned char)judged.at[0]] == K_DIGIT;
        line->cue_start = start + (is_numbered ? (uint32_t)script_skip_number(judged) : 0);
        line->cue_end = start + c.colon;
    } else if (line->shape != SHAPE_UPPER_ENDED && may_cue((enum shape)line->shape) && judged.at[judged.n - 1] == ':') {
        line->ends = false;
    }
    read_words(judged, c.n_lower > 0, line);
    return count_name(r, line, judged, &c, err);
}

/* Is that a name that heads other lines, or two of them ("ANNA AND BEN")? */
static uint32_t known_name(const struct reading *r, struct str key)
{
    uint32_t name = key.n > 1 ? map_find(&r->name, key) : MAP_NONE;
    if (name != MAP_NONE && r->n_name.at[name] >= 2)
        return name;
    size_t at = str_find(key, STR(" and "));
    if (at >= key.n)
        return MAP_NONE;
    uint32_t first = known_name(r, str_part(key, 0, at));
    return first != MAP_NONE && known_name(r, str_part(key, at + 5, key.n)) != MAP_NONE ? first : MAP_NONE;
}

/* "slips his ring off -EDWARD": a dash that was taken for a hyphen drew the cue up to the line.
 * The byte where the name starts, or 0. */
static uint32_t find_glued(const struct reading *r, const struct script_line *line, uint32_t *name)
{
    uint32_t at = line->end, least = line->end - line->start > NAME_BYTES ? line->end - NAME_BYTES : line->start;
    while (at > least && r->text.at[at - 1] != '-' && KIND[(unsigned char)r->text.at[at - 1]] != K_LOWER)
        at--;
    if (at <= least + 1 || at >= line->end || r->text.at[at - 1] != '-' ||
        KIND[(unsigned char)r->text.at[at]] != K_UPPER ||
        (r->text.at[at - 2] != ' ' && r->text.at[at - 2] != '-' && KIND[(unsigned char)r->text.at[at - 2]] != K_LOWER))
        return 0;
    struct str s = str_part(r->text, at, line->end);
    const char *bracket = memchr(s.at, '(', s.n);
    char bytes[NAME_BYTES];
    struct str key = ascii_key(str_part(s, 0, bracket ? (size_t)(bracket - s.at) : s.n), bytes);
    *name = key.at ? known_name(r, key) : MAP_NONE;
    if (*name == MAP_NONE && key.at && key.n > 3 && r->text.at[at - 2] == ' ')
        *name = map_find(&r->name, key); // " -" is seldom anything else: once is enough
    return *name != MAP_NONE ? at : 0;
}

/* Letters without capitals say less by their form.  A short line that comes again and has others right
 * under it is a name, the rest are sentences. */
static enum shape shape_without_case(const struct reading *r, uint32_t i)
{
    const struct script_line *line = &r->line.at[i];
    bool is_head = i + 1 < r->line.n && r->line.at[i + 1].n_blank == 0;
    if (line->name != SCRIPT_NO_NAME && r->n_name.at[line->name] >= 2 && is_head)
        return SHAPE_UPPER_SHORT;
    return line->ends ? SHAPE_ENDED : SHAPE_OPEN;
}

/* Lines that begin with a name that is cued ("Edward slips his ring off."), or end with one. */
static whose_status find_names(struct reading *r, whose_error *err)
{
    enum { AGAIN = 2 };
    struct map first;
    struct arena_mark mark = arena_mark(r->scratch);
    map_init(&first, r->scratch);
    for (uint32_t i = 0; i < r->name.n; i++) {
        struct str rest = r->name.key[i], word = str_cut(&rest, ' ');
        if (r->n_name.at[i] >= AGAIN && word.n > 1 && map_add(&first, word) == MAP_NONE)
            return fail_nomem(err);
    }
    for (uint32_t i = 0; i < r->line.n; i++) {
        struct script_line *line = &r->line.at[i];
        if (line->shape == SHAPE_UNCASED)
            line->shape = (uint8_t)shape_without_case(r, i);
        bool is_name = line->name != SCRIPT_NO_NAME && r->n_name.at[line->name] >= AGAIN;
        uint32_t name, glued = is_name ? 0 : find_glued(r, line, &name);
        if (glued) {
            line->shape = SHAPE_GLUED;
            line->glued = glued;
            line->cue_end = 0; // the name at its end is the one that counts
            line->name = name;
        }
        if (line->lower || (line->opening != OPENING_OTHER && line->opening != OPENING_ING))
            continue;
        char key[NAME_BYTES];
        size_t n = 0;
        uint32_t at = line->start;
        for (; at < line->end && n < sizeof key; at++) {
            unsigned char c = (unsigned char)r->text.at[at];
            uint8_t k = KIND[c];
            if (!(k & (K_UPPER | K_LOWER | K_DIGIT | K_FAR)))
                break;
            key[n++] = (char)(k == K_UPPER ? c | 0x20 : c);
        }
        if (n < 2 || map_find(&first, (struct str){key, n}) == MAP_NONE)
            continue;
        struct str behind = str_part(r->text, at, line->end);
        bool small = behind.n > 1 && (behind.at[0] == ' ' || behind.at[0] == '\'') &&
                     KIND[(unsigned char)behind.at[1]] == K_LOWER;
        line->opening = small ? OPENING_NAME_ACTS
                        : behind.n == 0 || strchr(",!?.", behind.at[0]) ? OPENING_NAME_CALLED
                                                                        : OPENING_NAME;
    }
    arena_rewind(r->scratch, mark);
    return WHOSE_OK;
}

whose_status script_shapes(struct str text, struct arena *keep, struct arena *scratch,
                           struct script *out, whose_error *err)
{
    *out = (struct script){.text = text};
    struct reading r = {.text = text, .out = out, .keep = keep, .scratch = scratch};
    map_init(&r.name, keep);
    char line_end = memchr(text.at, '\n', text.n) ? '\n' : '\r';
    uint8_t n_blank = 3;
    bool page_break = false;
    for (uint32_t at = 0; at < text.n;) {
        const char *hit = memchr(text.at + at, line_end, text.n - at);
        uint32_t end = hit ? (uint32_t)(hit - text.at) : (uint32_t)text.n, next = end + (hit != NULL);
        uint32_t from = at;
        out->n_all++;
        while (end > at && (is_blank(text.at[end - 1]) || text.at[end - 1] == '\0'))
            end--;
        for (; from < next && (is_blank(text.at[from]) || text.at[from] == '\0'); from++)
            page_break = page_break || text.at[from] == '\f';
        uint32_t start = at, indent = skip_indent(text, &start, end);
        if (start >= end) {
            out->n_blank++;
            n_blank = n_blank < 3 ? n_blank + 1 : 3;
        } else {
            TRY(read_line(&r, start, end, indent, out->n_all, n_blank, page_break, err));
            n_blank = 0;
            page_break = false;
        }
        at = next;
    }
    out->line = r.line.at;
    out->n_lines = r.line.n;
    out->n_name = r.n_name.at;
    out->n_names = r.n_name.n;
    return find_names(&r, err);
}
