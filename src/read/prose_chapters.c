/* takes   the text of a book in plain text
 * gives   its paragraphs, and which of them are headings, breaks, or no story
 * method  blank lines part paragraphs; where there are none, indents or line ends
 *         do.  A heading is a short paragraph that begins with the word of a
 *         division and a number, or is a number; those without text under them
 *         are a table of contents.  The licence of a library is known by its lines
 * cost    O(text) */
#include "read/prose.h"

#include "base/err.h"
#include "base/utf8.h"

#include <string.h>

enum {
    HEADING_BYTES = 240,
    HEADING_LINES = 5,
    TITLE_BYTES = 90,
    BODY_BYTES = 200,  // a chapter has at least as much text
    FRONT_BYTES = 240, // what is longer, in front of the first heading, is text
    BREAK_BLANKS = 3
};

/* ---- paragraphs ---- */

struct shape {
    uint32_t n_lines, n_blank, n_indented, n_long;
    char line_end;
};

static bool next_line(struct str text, char line_end, uint32_t *at, struct span *out)
{
    if (*at >= text.n)
        return false;
    const char *hit = memchr(text.at + *at, line_end, text.n - *at);
    uint32_t stop = hit ? (uint32_t)(hit - text.at) : (uint32_t)text.n;
    *out = (struct span){*at, stop};
    *at = stop + (hit != NULL);
    return true;
}

static struct span trimmed(struct str text, struct span at)
{
    while (at.start < at.end && is_blank(text.at[at.start]))
        at.start++;
    while (at.end > at.start && is_blank(text.at[at.end - 1]))
        at.end--;
    return at;
}

static uint32_t indent_of(struct str text, struct span line)
{
    uint32_t n = 0;
    for (uint32_t i = line.start; i < line.end; i++) {
        if (text.at[i] == ' ')
            n++;
        else if (text.at[i] == '\t')
            n += 4;
        else if (i + 1 < line.end && text.at[i] == '\xC2' && text.at[i + 1] == '\xA0')
            n += 1, i++;
        else
            break;
    }
    return n;
}

static struct shape measure(struct str text)
{
    struct shape s = {.line_end = memchr(text.at, '\n', text.n) ? '\n' : '\r'};
    struct span line;
    for (uint32_t at = 0; next_line(text, s.line_end, &at, &line);) {
        struct span in = trimmed(text, line);
        s.n_lines++;
        s.n_blank += span_is_empty(in);
        s.n_indented += !span_is_empty(in) && indent_of(text, line) >= 2;
        s.n_long += in.end - in.start > 110;
    }
    return s;
}

whose_status prose_paragraphs(struct str text, struct arena *arena, par_list *out,
                              whose_error *err)
{
    struct shape shape = measure(text);
    uint32_t n_full = shape.n_lines - shape.n_blank;
    bool is_parted = shape.n_blank * 12 >= n_full;
    bool by_line = !is_parted && shape.n_long * 5 > n_full;
    bool by_indent = !is_parted && !by_line && shape.n_indented * 2 < n_full &&
                     shape.n_indented * 50 > n_full;
    uint32_t n_blank = 0;
    bool is_open = false;
    struct span line;
    for (uint32_t at = 0; next_line(text, shape.line_end, &at, &line);) {
        struct span in = trimmed(text, line);
        if (span_is_empty(in)) {
            n_blank++;
            is_open = false;
            continue;
        }
        if (!is_open || by_line || (by_indent && indent_of(text, line) >= 2)) {
            struct par *par = VEC_PUSH(out, arena);
            if (!par)
                return fail_nomem(err);
            *par = (struct par){.at = in, .n_blank = n_blank};
        }
        struct par *par = &out->at[out->n - 1];
        par->at.end = in.end;
        par->n_lines++;
        n_blank = 0;
        is_open = true;
    }
    return WHOSE_OK;
}

/* ---- headings ---- */

static bool is_in(struct str word, const char *const *list)
{
    for (; *list; list++)
        if (str_eq_nocase(word, str_c(*list)))
            return true;
    return false;
}

/* The number that a Roman numeral writes, or 0. */
static uint32_t roman(struct str s)
{
    uint32_t sum = 0, last = 0;
    if (s.n == 0 || s.n > 12)
        return 0;
    for (size_t i = s.n; i-- > 0;) {
        char c = (char)(s.at[i] | 32);
        uint32_t v = c == 'i' ? 1 : c == 'v' ? 5 : c == 'x' ? 10 : c == 'l' ? 50 : c == 'c' ? 100 : 0;
        if (v == 0)
            return 0;
        sum = v < last ? sum - v : sum + v;
        last = v > last ? v : last;
    }
    return sum < 400 ? sum : 0;
}

static uint32_t digits(struct str s)
{
    uint32_t n = 0;
    if (s.n == 0 || s.n > 3)
        return 0;
    for (size_t i = 0; i < s.n; i++) {
        if (!is_ascii_digit(s.at[i]))
            return 0;
        n = n * 10 + (uint32_t)(s.at[i] - '0');
    }
    return n;
}

static uint32_t in_words(struct str s)
{
    static const char *const WORDS[][2] = {
        {"one", "first"}, {"two", "second"}, {"three", "third"}, {"four", "fourth"},
        {"five", "fifth"}, {"six", "sixth"}, {"seven", "seventh"}, {"eight", "eighth"},
        {"nine", "ninth"}, {"ten", "tenth"}, {"eleven", "eleventh"}, {"twelve", "twelfth"},
        {"thirteen", "thirteenth"}, {"fourteen", "fourteenth"}, {"fifteen", "fifteenth"},
        {"sixteen", "sixteenth"}, {"seventeen", "seventeenth"}, {"eighteen", "eighteenth"},
        {"nineteen", "nineteenth"}, {"twenty", "twentieth"}, {"thirty", "thirtieth"},
        {"forty", "fortieth"}, {"fifty", "fiftieth"},
    };
    static const struct str TENS[] = {{"twenty-", 7}, {"thirty-", 7}, {"forty-", 6}, {"fifty-", 6}};
    for (uint32_t t = 0; t < 4; t++)
        if (str_starts_nocase(s, TENS[t])) {
            uint32_t rest = in_words(str_part(s, TENS[t].n, s.n));
            return rest && rest < 10 ? 20 + 10 * t + rest : 0;
        }
    for (uint32_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++)
        if (str_eq_nocase(s, str_c(WORDS[i][0])) || str_eq_nocase(s, str_c(WORDS[i][1])))
            return i < 20 ? i + 1 : (i - 17) * 10;
    return 0;
}

static uint32_t number_of(struct str word)
{
    uint32_t n = digits(word);
    n = n ? n : roman(word);
    return n ? n : in_words(word);
}

/* The next word of letters, digits and hyphens from `*at`. */
static struct span next_word(struct str text, uint32_t *at, uint32_t end)
{
    uint32_t i = *at;
    while (i < end && !is_ascii_letter(text.at[i]) && !is_ascii_digit(text.at[i]))
        i++;
    uint32_t start = i;
    while (i < end && (is_ascii_letter(text.at[i]) || is_ascii_digit(text.at[i]) ||
                       (text.at[i] == '-' && i + 1 < end && is_ascii_letter(text.at[i + 1]) && i > start)))
        i++;
    *at = i;
    return (struct span){start, i};
}

static struct str part(struct str text, struct span at)
{
    return str_part(text, at.start, at.end);
}

/* What follows the number: nothing, a mark, a line end, or words with a capital. */
static bool may_be_title(struct str text, uint32_t at, uint32_t end)
{
    if (at >= end || strchr(".:-,)\n\r]_*", text.at[at]))
        return true;
    if ((unsigned char)text.at[at] >= 0x80)
        return true; // a dash of any kind
    while (at < end && is_blank(text.at[at]))
        at++;
    size_t next = at;
    return at >= end || !utf8_is_lower(utf8_next(text, &next));
}

static struct span title_behind(struct str text, uint32_t at, uint32_t end)
{
    while (at < end) {
        size_t next = at;
        uint32_t c = utf8_next(text, &next);
        if (utf8_is_letter(c) || utf8_is_digit(c) || c == '"' || c == 0x201C || c == 0x2018)
            break;
        at = (uint32_t)next;
    }
    while (end > at && (is_blank(text.at[end - 1]) || text.at[end - 1] == '_' || text.at[end - 1] == ']'))
        end--;
    return (struct span){at, end};
}

/* Do these bytes read as a heading? */
static bool read_heading(struct str text, struct span at, struct par *out)
{
    static const char *const PARTS[] = {"book", "volume", "vol", "part", "phase", NULL};
    static const char *const CHAPTERS[] = {"chapter", "chap", "letter", "stave", "canto", "adventure",
                                           "section", "tale", NULL};
    static const char *const ALONE[] = {"prologue", "epilogue", "preface", "introduction", "foreword",
                                        "conclusion", "afterword", "postscript", "interlude", NULL};
    uint32_t i = at.start;
    struct span first = next_word(text, &i, at.end);
    if (first.start > at.start + 6)
        return false;
    struct str word = part(text, first);
    bool is_part = is_in(word, PARTS), is_chapter = is_in(word, CHAPTERS);
    bool is_capital = word.n && (unsigned char)word.at[0] < 'a';
    if ((is_part || is_chapter) && is_capital) {
        struct span number = next_word(text, &i, at.end);
        if (str_eq_nocase(part(text, number), STR("the")))
            number = next_word(text, &i, at.end);
        uint32_t n = number.start <= first.end + 24 ? number_of(part(text, number)) : 0;
        if (n == 0 || !may_be_title(text, i, at.end))
            return false;
        out->level = is_part ? LEVEL_PART : LEVEL_CHAPTER;
        out->number = n;
        out->printed = number;
        out->title = title_behind(text, i, at.end);
        return true;
    }
    /* "BOOK" in the middle: "THE FIRST BOOK" */
    struct span rest = title_behind(text, i, at.end);
    if (is_in(word, ALONE) && is_capital && rest.end - rest.start < 40) {
        out->level = LEVEL_CHAPTER;
        out->number = 0;
        out->printed = (struct span){0, 0};
        out->title = (struct span){first.start, at.end};
        return true;
    }
    uint32_t n = digits(word);
    if (!n && is_capital && (word.n > 1 || strchr("IVX", word.at[0])))
        n = roman(word);
    if (n == 0)
        return false;
    bool dotted = i < at.end && (text.at[i] == '.' || text.at[i] == ':' || text.at[i] == ')' ||
                                 text.at[i] == ']' || text.at[i] == '_');
    bool ends = span_is_empty(rest);
    if (!ends && !dotted && text.at[i] != '\n' && text.at[i] != '\r')
        return false;
    if (!ends && (rest.end - rest.start > TITLE_BYTES || text.at[rest.end - 1] == ',' ||
                  !may_be_title(text, rest.start, rest.end)))
        return false;
    out->level = LEVEL_NUMERAL;
    out->number = n;
    out->printed = first;
    out->title = rest;
    return true;
}

/* Lines of a paragraph that are headings by themselves: two or more are a table of contents. */
static uint32_t count_headings(struct str text, struct span at)
{
    uint32_t n = 0;
    for (uint32_t i = at.start; i < at.end;) {
        const char *hit = memchr(text.at + i, '\n', at.end - i);
        uint32_t stop = hit ? (uint32_t)(hit - text.at) : at.end;
        struct par ignored = {0};
        struct span line = trimmed(text, (struct span){i, stop});
        n += !span_is_empty(line) && read_heading(text, line, &ignored);
        i = stop + 1;
    }
    return n;
}

static bool has_lower(struct str s)
{
    for (size_t at = 0; at < s.n;)
        if (utf8_is_lower(utf8_next(s, &at)))
            return true;
    return false;
}

/* "* * *", "-----", "#": marks and blanks only. */
static bool is_break(struct str s)
{
    uint32_t n = 0;
    bool hash = false;
    if (s.n > 100)
        return false;
    for (size_t at = 0; at < s.n;) {
        uint32_t c = utf8_next(s, &at);
        if (utf8_is_space(c))
            continue;
        if (utf8_is_letter(c) || utf8_is_digit(c) || strchr("\"'.?!,([", (int)(c < 0x80 ? c : 0x7F)))
            return false;
        hash = hash || c == '#' || c == 0xA7 || c == 0x2042;
        n++;
    }
    return n >= 2 || hash || (n == 1 && s.at[0] == '*');
}

/* "[12] The editor says ...", and what stands over a list of such notes. */
static bool is_numbered_note(struct str s)
{
    size_t n = 1;
    if (str_eq_nocase(s, STR("footnotes")) || str_eq_nocase(s, STR("footnotes:")))
        return true;
    while (n < s.n && n < 5 && is_ascii_digit(s.at[n]))
        n++;
    return s.n > 4 && s.at[0] == '[' && n > 1 && n + 1 < s.n && s.at[n] == ']' && is_blank(s.at[n + 1]);
}

static bool is_note(struct str s)
{
    static const struct str HEADS[] = {
        {"[Footnote", 9}, {"[Illustration", 13}, {"[Transcriber", 12}, {"Transcriber's", 13},
        {"[Frontispiece", 13}, {"Produced by ", 12}, {"E-text prepared", 15}, {"[Editor", 7}, {"[Note", 5},
        {"Transcriber\xE2\x80\x99s", 15}, {"[Picture", 8}, {"[Image", 6}, {"[_Illustration", 14}};
    for (size_t i = 0; i < sizeof HEADS / sizeof *HEADS; i++)
        if (str_starts_nocase(s, HEADS[i]))
            return true;
    return is_numbered_note(s);
}

static bool holds(struct str s, struct str what)
{
    return str_find(s, what) < s.n;
}

/* First and last paragraph of the story, by the licence around it. */
static void cut_licence(struct str text, par_list *par, uint32_t *first, uint32_t *behind)
{
    *first = 0;
    *behind = par->n;
    for (uint32_t p = 0; p < par->n; p++) {
        struct str s = part(text, par->at[p].at);
        struct str head = str_part(s, 0, 160);
        bool marks = str_starts(head, STR("***")) || str_starts(head, STR("*END")) ||
                     str_starts(head, STR("* * *"));
        if (marks && (holds(head, STR("START OF TH")) || holds(head, STR("END*THE SMALL PRINT")) ||
                      holds(head, STR("END THE SMALL PRINT"))))
            *first = p + 1;
        bool ends = (marks && holds(head, STR("END OF TH"))) ||
                    ((str_starts_nocase(head, STR("End of Project Gutenberg")) ||
                      str_starts_nocase(head, STR("End of the Project Gutenberg"))) && s.n < 300);
        if (ends && p > *first) {
            *behind = p;
            break;
        }
    }
    for (uint32_t p = 0; p < *first; p++)
        par->at[p].kind = PAR_OTHER;
    for (uint32_t p = *behind; p < par->n; p++)
        par->at[p].kind = PAR_OTHER;
}

static void find_headings(struct str text, par_list *par)
{
    for (uint32_t p = 0; p < par->n; p++) {
        struct par *q = &par->at[p];
        struct str s = part(text, q->at);
        if (q->kind != PAR_TEXT)
            continue;
        if (is_note(s)) {
            q->kind = PAR_OTHER;
        } else if (is_break(s)) {
            q->kind = PAR_BREAK;
        } else if (q->n_lines >= 2 && count_headings(text, (struct span){q->at.start,
                       q->at.end - q->at.start > 8000 ? q->at.start + 8000 : q->at.end}) >= 2 &&
                   count_headings(text, q->at) * 4 >= q->n_lines) {
            struct par first = {0};
            bool two_levels = q->n_lines <= 3 && read_heading(text, q->at, &first) &&
                              first.level == LEVEL_PART;
            q->kind = two_levels ? PAR_HEADING : PAR_OTHER;
            q->level = first.level;
            q->number = first.number;
            q->printed = first.printed;
            q->title = first.title;
        } else if (s.n <= HEADING_BYTES && q->n_lines <= HEADING_LINES &&
                   read_heading(text, q->at, q)) {
            q->kind = PAR_HEADING;
        }
    }
}

/* Headings that have no text under them before the next of their level. */
static void drop_contents(par_list *par)
{
    uint32_t body = 0;
    uint32_t run = 0, run_first = 0; // headings without text, one after the other
    uint32_t last = UINT32_MAX;      // the heading before
    for (uint32_t p = 0; p <= par->n; p++) {
        bool ends = p == par->n;
        if (!ends && par->at[p].kind == PAR_TEXT)
            body += par->at[p].at.end - par->at[p].at.start;
        if (!ends && par->at[p].kind != PAR_HEADING)
            continue;
        bool is_empty = last != UINT32_MAX && body < BODY_BYTES;
        if (is_empty) {
            if (run++ == 0)
                run_first = last;
        } else {
            if (run >= 3)
                for (uint32_t k = run_first; k < last; k++)
                    if (par->at[k].kind != PAR_BREAK)
                        par->at[k].kind = PAR_OTHER;
            run = 0;
        }
        last = p;
        body = 0;
    }
    if (run >= 3)
        for (uint32_t k = run_first; k < par->n; k++)
            par->at[k].kind = PAR_OTHER;
}

/* Bare numbers count as headings only if they count: 1, 2, 3; they are chapters
 * where nothing else is. */
static void settle_numerals(par_list *par)
{
    uint32_t n_chapters = 0, n_numerals = 0, n_follow = 0, last = 0;
    for (uint32_t p = 0; p < par->n; p++) {
        const struct par *q = &par->at[p];
        if (q->kind != PAR_HEADING)
            continue;
        n_chapters += q->level == LEVEL_CHAPTER && q->number > 0;
        if (q->level == LEVEL_NUMERAL) {
            n_numerals++;
            n_follow += q->number == last + 1 || q->number == 1;
        }
        if (q->level != LEVEL_PART)
            last = q->number;
    }
    bool counts = n_numerals >= 2 && n_follow * 3 >= n_numerals * 2;
    bool are_chapters = counts && (n_chapters < 2 || n_numerals * 5 > n_chapters * 2);
    uint32_t in_chapter = 0;
    for (uint32_t p = 0; p < par->n; p++) {
        struct par *q = &par->at[p];
        if (q->kind != PAR_HEADING)
            continue;
        if (q->level == LEVEL_CHAPTER)
            in_chapter = q->number;
        if (q->level == LEVEL_PART)
            in_chapter = 0;
        if (q->level != LEVEL_NUMERAL)
            continue;
        if (!counts)
            q->kind = PAR_TEXT;
        else if (are_chapters && (n_chapters < 2 || q->number == in_chapter + 1)) {
            q->level = LEVEL_CHAPTER;
            in_chapter = q->number;
        }
    }
}

/* Without numbered headings: short lines in capitals, set apart. */
static void find_bare_titles(struct str text, par_list *par)
{
    uint32_t n = 0, n_headings = 0;
    for (uint32_t p = 0; p < par->n; p++)
        n_headings += par->at[p].kind == PAR_HEADING && par->at[p].level != LEVEL_NUMERAL;
    if (n_headings >= 2)
        return;
    for (int pass = 0; pass < 2; pass++) {
        for (uint32_t p = 1; p + 1 < par->n; p++) {
            struct par *q = &par->at[p];
            struct str s = part(text, q->at);
            if (q->kind != PAR_TEXT || q->n_lines > 2 || s.n > TITLE_BYTES || q->n_blank < 2 ||
                s.n < 3 || has_lower(s) || s.at[0] == '"' || par->at[p + 1].kind != PAR_TEXT ||
                par->at[p + 1].at.end - par->at[p + 1].at.start < BODY_BYTES / 2 ||
                str_starts(s, STR("THE END")))
                continue;
            if (pass == 0) {
                n++;
                continue;
            }
            q->kind = PAR_HEADING;
            q->level = LEVEL_CHAPTER;
            q->title = q->at;
        }
        if (n < 3)
            return;
    }
}

/* The paragraph behind a heading, when it is the chapter's title. */
static void find_titles(struct str text, par_list *par)
{
    for (uint32_t p = 0; p + 1 < par->n; p++) {
        struct par *q = &par->at[p], *next = &par->at[p + 1];
        struct str s = part(text, next->at);
        if (q->kind != PAR_HEADING || q->level == LEVEL_NUMERAL || next->kind != PAR_TEXT ||
            next->n_lines > 3 || s.n > HEADING_BYTES || (q->title.end > q->title.start && has_lower(s)))
            continue;
        char last = s.at[s.n - 1];
        bool is_line = !strchr(".?!\",;:'", last) && (unsigned char)last < 0x80 && s.n <= TITLE_BYTES &&
                       next->n_lines == 1 && s.at[0] != '"' && (unsigned char)s.at[0] < 0x80;
        bool is_set = s.at[0] == '_' && last == '_';
        if (!is_line && !is_set && has_lower(s))
            continue;
        next->kind = PAR_TITLE;
        if (span_is_empty(q->title))
            q->title = next->at;
    }
}

static bool is_sentence_end(char last)
{
    return last == '.' || last == '!' || last == '?' || last == '"' || last == '\'' || last == '-' ||
           last == ':' || last == ';' || last == ',' || last == ')' || last == '_' || (last & 0x80);
}

/* What stands in front of the story: title, author, dedication. */
static void cut_front(struct str text, par_list *par, uint32_t first, struct str *title,
                      struct str *author)
{
    uint32_t heading = par->n, p;
    bool by = false;
    for (uint32_t k = par->n; k-- > first;)
        if (par->at[k].kind == PAR_HEADING)
            heading = k;
    for (p = first; p < heading; p++) {
        struct par *q = &par->at[p];
        struct str s = part(text, q->at);
        if (q->kind == PAR_BREAK || q->kind == PAR_OTHER)
            continue;
        bool short_lines = s.n < q->n_lines * 45u;
        bool is_text = (s.n >= FRONT_BYTES && !short_lines) ||
                       (heading == par->n && s.n >= 40 && is_sentence_end(s.at[s.n - 1]) &&
                        !str_starts_nocase(s, STR("Title:")) && !str_starts_nocase(s, STR("by ")));
        if (is_text && !holds(str_part(s, 0, 400), STR("Gutenberg")))
            break;
        q->kind = PAR_OTHER;
        struct str line = str_trim(str_part(s, 0, str_find(s, STR("\n"))));
        struct str below = str_trim(str_part(s, str_find(s, STR("\n")), s.n));
        if (str_starts_nocase(line, STR("Title:"))) {
            *title = str_trim(str_part(line, 6, line.n));
        } else if (str_starts_nocase(line, STR("Author:"))) {
            *author = str_trim(str_part(line, 7, line.n));
        } else if (s.n > TITLE_BYTES) {
            continue;
        } else if (str_starts_nocase(line, STR("by ")) && !author->n) {
            *author = str_trim(str_part(line, 3, line.n));
        } else if (str_eq_nocase(line, STR("by")) && !author->n) {
            by = true;
            if (below.n) {
                *author = below;
                by = false;
            }
        } else if (by) {
            *author = line;
            by = false;
        } else if (!title->n && q->n_lines <= 2 && !str_starts(line, STR("[")) &&
                   !str_eq_nocase(line, STR("contents"))) {
            *title = line;
        }
    }
    /* a book without headings may have no front at all: then nothing of it is cut */
    if (p == par->n)
        for (uint32_t k = first; k < par->n; k++)
            if (par->at[k].kind == PAR_OTHER && !is_note(part(text, par->at[k].at)))
                par->at[k].kind = PAR_TEXT;
}

/* Title and author as a library's head names them. */
static void read_head(struct str text, const par_list *par, uint32_t first, struct str *title,
                      struct str *author)
{
    for (uint32_t p = 0; p < first && p < 60; p++) {
        struct str rest = part(text, par->at[p].at);
        while (rest.n) {
            struct str line = str_trim(str_cut(&rest, '\n'));
            if (str_starts(line, STR("Title:")) && !title->n)
                *title = str_trim(str_part(line, 6, line.n));
            if (str_starts(line, STR("Author:")) && !author->n)
                *author = str_trim(str_part(line, 7, line.n));
        }
    }
}

static void find_scenes(struct str text, par_list *par)
{
    for (uint32_t p = 1; p < par->n; p++) {
        struct par *q = &par->at[p], *before = &par->at[p - 1];
        if (q->kind == PAR_HEADING && q->level == LEVEL_NUMERAL)
            q->opens_scene = true;
        if (q->kind != PAR_TEXT)
            continue;
        uint32_t k = p - 1;
        while (k > 0 && par->at[k].kind == PAR_OTHER)
            k--;
        if (par->at[k].kind == PAR_BREAK)
            q->opens_scene = true;
        bool both_full = before->kind == PAR_TEXT && q->n_lines * 50u < q->at.end - q->at.start + 60 &&
                         before->n_lines * 40u < before->at.end - before->at.start + 60;
        if (both_full && q->n_blank >= BREAK_BLANKS && is_sentence_end(text.at[before->at.end - 1]))
            q->opens_scene = true;
    }
}

static void find_end(struct str text, par_list *par, uint32_t behind)
{
    for (uint32_t p = behind; p-- > 0 && p + 6 > behind;) {
        struct str s = part(text, par->at[p].at);
        if (s.n < 40 && (str_starts_nocase(s, STR("the end")) || str_starts_nocase(s, STR("finis"))) &&
            par->at[p].kind == PAR_TEXT)
            par->at[p].kind = PAR_OTHER;
    }
}

void prose_chapters(struct str text, par_list *par, struct str *title, struct str *author)
{
    uint32_t first, behind;
    cut_licence(text, par, &first, &behind);
    read_head(text, par, first, title, author);
    find_headings(text, par);
    drop_contents(par);
    settle_numerals(par);
    find_bare_titles(text, par);
    find_titles(text, par);
    cut_front(text, par, first, title, author);
    find_end(text, par, behind);
    find_scenes(text, par);
}
