/* takes   the words of a post, and who is of the story
 * gives   the same with blanks where it names who wrote: nothing behind this keeps such a name
 * method  lines that say by whom ("Posted by ..."), handles ("@x", "u/x", "x_1:"), and labels
 *         before a colon whose words are neither a name of the story nor all in the dictionary
 *         ("Quillon:", "A review by Jane Q. Public:").  A writer called by an everyday word, and
 *         no more, is taken for a head ("river: ...", as "Verdict: ...")
 * cost    O(bytes) */
#include "post/internal.h"

#include "base/utf8.h"
#include "find/find.h"

#include <string.h>

enum { BYLINE_BYTES = 80, LABEL_WORDS = 4 };

static bool is_plain_letter(char c)
{
    return is_ascii_letter(c) || (unsigned char)c >= 0x80;
}

/* Every word of the names of the cast and of those who play it. */
static bool add_known(struct map *known, struct str name, struct arena *scratch)
{
    struct str rest = utf8_name_key(name, scratch);
    if (!rest.at)
        return false;
    while (rest.n) {
        struct str part = str_cut(&rest, ' ');
        if (part.n && map_add(known, part) == MAP_NONE)
            return false;
    }
    return true;
}

static bool find_known(struct map *known, const struct cast *cast, const struct billing *billing,
                       struct arena *scratch)
{
    map_init(known, scratch);
    for (uint32_t p = 0; p < cast->person.n; p++) {
        const struct person *person = &cast->person.at[p];
        if (!add_known(known, person->name, scratch))
            return false;
        for (uint32_t i = 0; i < person->n_aliases; i++)
            if (!add_known(known, cast->alias.at[person->first_alias + i].text, scratch))
                return false;
    }
    for (uint32_t i = 0; i < billing->row.n; i++)
        if (!add_known(known, billing->row.at[i].actor, scratch))
            return false;
    return true;
}

/* "Posted by riverrat77 on 3 March" */
static bool is_byline(struct str line)
{
    static const char *const heads[] = {"posted by", "author:", "from:", "by:", "written by",
                                        "review by", "reviewed by", "user:", "username:"};
    line = str_trim(line);
    if (line.n > BYLINE_BYTES)
        return false;
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        if (str_starts_nocase(line, str_c(heads[i])))
            return true;
    return false;
}

/* The length of "@x", "u/x" or "/u/x", with a colon behind it, or 0. */
static size_t handle_length(struct str s)
{
    size_t sign = str_starts(s, STR("@")) ? 1 : str_starts_nocase(s, STR("u/")) ? 2
                  : str_starts_nocase(s, STR("/u/"))                             ? 3
                                                                                 : 0;
    size_t end = sign;
    while (sign && end < s.n &&
           (is_plain_letter(s.at[end]) || is_ascii_digit(s.at[end]) || s.at[end] == '_' || s.at[end] == '-'))
        end++;
    return end == sign ? 0 : end < s.n && s.at[end] == ':' ? end + 1 : end;
}

/* "x_1": a word with a digit or a low line in it. */
static bool is_handle(struct str label)
{
    bool has_letter = false, has_sign = false;
    for (size_t i = 0; i < label.n; i++) {
        if (label.at[i] == ' ')
            return false;
        has_letter = has_letter || is_plain_letter(label.at[i]);
        has_sign = has_sign || label.at[i] == '_' || is_ascii_digit(label.at[i]);
    }
    return has_letter && has_sign;
}

/* "Quillon", "Jane Q. Public": a name, and of nobody here. */
static bool is_stranger(struct str label, const struct map *known, struct arena *scratch)
{
    bool is_one = str_find(label, STR(" ")) == label.n, has_strange = false;
    uint32_t n = 0, n_known = 0;
    while (label.n) {
        struct str word = str_cut(&label, ' ');
        struct str key = utf8_name_key(word, scratch);
        size_t next = 0;
        if (!word.n || !key.n || (!is_one && !utf8_is_upper(utf8_next(word, &next))))
            return false;
        bool is_known = map_find(known, key) != MAP_NONE;
        n++;
        n_known += is_known;
        has_strange = has_strange || (!is_known && (key.n == 1 || !find_is_word(key)));
    }
    return has_strange && n_known < n && n <= LABEL_WORDS;
}

/* The length of what names a writer at the beginning of `s`, within its line, or 0.  `leads`: a sentence may
 * begin here. */
static size_t writer_length(struct str s, bool leads, const struct map *known, struct arena *scratch)
{
    static const char *const heads[] = {"review by ", "reviewed by ", "posted by "};
    size_t handle = handle_length(s);
    if (handle)
        return handle;
    s = str_part(s, 0, BYLINE_BYTES);
    s.n = str_find(s, STR("\n"));
    size_t colon = str_find(s, STR(":"));
    if (!colon || colon == s.n || (colon + 1 < s.n && !is_blank(s.at[colon + 1])))
        return 0;
    struct str label = str_part(s, 0, colon);
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        if (str_starts_nocase(label, str_c(heads[i])))
            return colon + 1;
    return is_handle(label) || (leads && is_stranger(label, known, scratch)) ? colon + 1 : 0;
}

/* Blanks, and the end of a paragraph in front of them where a sentence may begin. */
static void blank_out(char *at, size_t n, bool leads)
{
    memset(at, ' ', n);
    if (leads && n > 1)
        at[0] = at[1] = '\n';
}

bool writers_leave_out(char *text, size_t n, const struct cast *cast, const struct billing *billing,
                       struct arena *scratch)
{
    struct map known;
    struct str s = {text, n};
    bool leads = true, is_start = true, is_line = true;
    if (!find_known(&known, cast, billing, scratch))
        return false;
    for (size_t at = 0; at < n;) {
        char c = text[at];
        struct str rest = str_part(s, at, n);
        size_t length = 0;
        if (is_line) {
            size_t line = str_find(str_part(rest, 0, BYLINE_BYTES * 2), STR("\n"));
            length = is_byline(str_part(rest, 0, line)) ? line : 0;
        }
        if (!length && is_start && !is_blank(c)) {
            struct arena_mark mark = arena_mark(scratch);
            length = writer_length(rest, leads, &known, scratch);
            arena_rewind(scratch, mark);
        }
        if (length) {
            blank_out(text + at, length, leads || is_line);
            at += length;
            is_start = true;
            is_line = false;
            continue;
        }
        leads = c == '\n' || c == '.' || c == '!' || c == '?' || c == '>' ||
                (leads && !is_plain_letter(c) && !is_ascii_digit(c) && c != ',');
        is_start = is_blank(c) || c == '(' || c == '*' || c == '[' || c == '"' || c == '>';
        is_line = c == '\n';
        at++;
    }
    return true;
}
