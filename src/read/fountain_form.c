/* takes   a line of Fountain, or the beginning of a file
 * gives   what the line is by its form alone; how sure it is that the file is Fountain
 * method  first characters, capitals, ends; for the file how often such lines come
 * cost    O(bytes) */
#include "read/fountain.h"

#include "base/utf8.h"
#include "read/internal.h"

#include <string.h>

/* ---- the form of a line ---- */

static struct str trim_end(struct str s)
{
    while (s.n && fountain_is_gap(s.at[s.n - 1]))
        s.n--;
    return s;
}

bool fountain_is_upper(struct str s)
{
    bool has_upper = false;
    for (size_t i = 0; i < s.n;) {
        unsigned char b = (unsigned char)s.at[i];
        if (b < 0x80) {
            if (b >= 'a' && b <= 'z')
                return false;
            has_upper |= b >= 'A' && b <= 'Z';
            i++;
            continue;
        }
        uint32_t c = utf8_next(s, &i);
        if (utf8_is_lower(c) && c != 0xDF)
            return false;
        has_upper |= utf8_is_upper(c);
    }
    return has_upper;
}

size_t fountain_heading_word(struct str s)
{
    static const char *const word[] = {"INT./EXT", "INT/EXT", "INT", "EXT", "EST", "I/E"};
    if (s.n == 0 || ((s.at[0] | 32) != 'i' && (s.at[0] | 32) != 'e'))
        return 0;
    for (size_t i = 0; i < sizeof word / sizeof *word; i++) {
        struct str w = str_c(word[i]);
        if (s.n > w.n && str_starts_nocase(s, w) && (s.at[w.n] == '.' || fountain_is_gap(s.at[w.n])))
            return w.n;
    }
    return 0;
}

bool fountain_is_page_break(struct str s)
{
    size_t n = 0;
    while (n < s.n && s.at[n] == '=')
        n++;
    return n >= 3 && n == s.n;
}

uint32_t fountain_section_level(struct str s)
{
    uint32_t level = 0;
    while (level < s.n && s.at[level] == '#')
        level++;
    return level < s.n ? level : 0;
}

bool fountain_is_structure(const struct fountain_line *line)
{
    struct str s = line->words;
    if (s.n == 0 || line->is_escaped)
        return false;
    size_t word = fountain_heading_word(s);
    uint32_t level = fountain_section_level(s);
    return s.at[0] == '>' || s.at[0] == '!' || fountain_is_page_break(s) ||
           (level && fountain_is_gap(s.at[level])) ||
           (word && fountain_is_upper(str_part(s, 0, word)));
}

struct str fountain_cue_name(struct str s)
{
    const char *open = s.n ? memchr(s.at, '(', s.n) : NULL;
    if (open && s.at[s.n - 1] == ')')
        s.n = (size_t)(open - s.at);
    return trim_end(s);
}

struct str fountain_cut_caret(struct str s)
{
    if (s.n && s.at[s.n - 1] == '^')
        s.n--;
    return trim_end(s);
}

/* A name that starts with a digit needs a word behind it that does not:
 * "2ND GUARD" and "911 OPERATOR" are names, "23" and "3CPO" are not. */
bool fountain_is_cue(struct str s)
{
    enum { LONGEST_NAME = 160 };
    struct str name = fountain_cue_name(fountain_cut_caret(s));
    if (name.n == 0 || name.n > LONGEST_NAME || memchr(name.at, '^', name.n) ||
        !fountain_is_upper(name))
        return false;
    if (!is_ascii_digit(name.at[0]))
        return true;
    for (size_t i = 1; i < name.n; i++) {
        size_t at = i;
        if (fountain_is_gap(name.at[i - 1]) && utf8_is_letter(utf8_next(name, &at)))
            return true;
    }
    return false;
}

bool fountain_is_transition(struct str s)
{
    return str_ends(s, STR("TO:")) && fountain_is_upper(s);
}

/* ---- title page ---- */

size_t fountain_title_value(struct str line)
{
    enum { LONGEST_KEY = 40 };
    for (size_t i = 0; i < line.n && i < LONGEST_KEY; i++) {
        if (line.at[i] == ':')
            return i ? i + 1 : 0;
        if (!is_ascii_letter(line.at[i]) && (i == 0 || !strchr(" -_/()0123456789", line.at[i])))
            return 0;
    }
    return 0;
}

static bool is_known_key(struct str key)
{
    static const char *const known[] = {"title",  "credit",  "author",     "authors",  "source",
                                        "notes",  "contact", "draft date", "date",     "copyright",
                                        "format", "font",    "revision",   "draft",    "episode",
                                        "series", "contact info"};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (str_eq_nocase(key, str_c(known[i])))
            return true;
    return false;
}

uint32_t fountain_count_title_keys(struct str text)
{
    uint32_t n = 0;
    char line_end = text.n && memchr(text.at, '\n', text.n) ? '\n' : '\r';
    while (text.n && fountain_is_gap(text.at[0])) {
        text.at++;
        text.n--;
    }
    while (text.n) {
        struct str line = trim_end(str_cut(&text, line_end));
        size_t value = fountain_title_value(line);
        if (line.n == 0 || (!value && !fountain_is_gap(line.at[0])))
            break;
        n += value && is_known_key(str_part(line, 0, value - 1));
    }
    return n;
}

/* ---- recognising ---- */

/* What the first lines of a file look like. */
struct looks {
    uint32_t n_paragraphs, n_headings, n_cues, n_lines, n_code;
    uint32_t n_deep;  // indented by eight cells or more
    uint32_t n_tight; // like a cue or a heading, but with no blank line before
    uint32_t n_pages; // page numbers alone, (MORE), CONTINUED
};

static bool is_cue_like(struct str s)
{
    enum { LONGEST = 48 };
    if (s.n < 2 || s.n > LONGEST || !fountain_is_cue(s))
        return false;
    for (size_t i = 0; i < s.n; i++)
        if (strchr("\t{}[];=<>*\\|\"_$%+", s.at[i]))
            return false;
    return true;
}

static bool is_page_matter(struct str line)
{
    bool is_number = line.n < 6;
    for (size_t i = 0; i < line.n; i++)
        is_number = is_number && ((line.at[i] >= '0' && line.at[i] <= '9') || line.at[i] == '.');
    return is_number || str_eq(line, STR("(MORE)")) || str_eq(line, STR("(CONTINUED)")) ||
           str_starts(line, STR("CONTINUED:"));
}

/* Text squeezed out of a PDF, or scraped: the layout stands, the rules of Fountain do not. */
static bool is_wild(const struct looks *looks)
{
    return looks->n_deep * 10 > looks->n_lines || looks->n_pages > 2 ||
           looks->n_tight > looks->n_cues + looks->n_headings;
}

static struct looks look(struct str text)
{
    enum { HEAD = 65536 };
    struct looks looks = {0};
    char line_end = text.n && memchr(text.at, '\n', text.n) ? '\n' : '\r';
    text = str_part(text, 0, HEAD);
    bool was_blank = true, was_cue = false;
    while (text.n) {
        struct str line = trim_end(str_cut(&text, line_end));
        uint32_t indent = 0;
        while (line.n && fountain_is_gap(line.at[0])) {
            indent += line.at[0] == '\t' ? 8 : 1;
            line.at++;
            line.n--;
        }
        if (line.n == 0) {
            was_blank = true;
            was_cue = false;
            continue;
        }
        looks.n_lines++;
        looks.n_deep += indent >= 8;
        looks.n_pages += is_page_matter(line);
        looks.n_tight += !was_blank && !was_cue &&
                         (is_cue_like(line) || fountain_heading_word(line) > 0) &&
                         fountain_is_upper(line);
        looks.n_cues += was_cue;
        was_cue = false;
        char last = line.at[line.n - 1];
        looks.n_code += last == ';' || last == '{' || last == '}';
        if (was_blank) {
            size_t word = fountain_heading_word(line);
            looks.n_paragraphs++;
            if (word && (line.at[word] == '.' || fountain_is_upper(line)))
                looks.n_headings++;
            else
                was_cue = is_cue_like(line);
        }
        was_blank = false;
    }
    return looks;
}

enum { FEW_PARAGRAPHS = 12 };

int fountain_recognise(const struct input *in)
{
    struct str text = str_trim(in->text);
    if (str_starts(text, STR("<")))
        return 0;
    struct looks looks = look(in->text);
    uint32_t n_keys = fountain_count_title_keys(in->text);
    uint32_t score = n_keys >= 2 ? 35 : n_keys ? 15 : 0;
    if (looks.n_headings * 200 >= looks.n_paragraphs && looks.n_headings) {
        uint32_t share = looks.n_headings * 100 / looks.n_paragraphs;
        score += share >= 3 || looks.n_headings >= 5 ? 40 : 20;
    }
    if (looks.n_cues) {
        uint32_t share = looks.n_cues * 100 / looks.n_paragraphs;
        score += share >= 12 && looks.n_cues >= 2 ? 40 : share >= 4 ? 20 : 0;
    }
    if (looks.n_code * 10 > looks.n_lines || (n_keys < 2 && is_wild(&looks)))
        score /= 4;
    /* a name is not enough for page after page without a cue or a heading: that is prose */
    bool has_form = looks.n_cues + looks.n_headings + n_keys > 0 || looks.n_paragraphs < FEW_PARAGRAPHS;
    if (has_form && (str_ends(in->name, STR(".fountain")) || str_ends(in->name, STR(".spmd"))))
        score = score < 40 ? 40 : score + 10;
    return score < 95 ? (int)score : 95;
}
