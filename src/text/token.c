/* takes   a stretch of text
 * gives   its pieces one by one: words, numbers, marks, links; where English
 *         contractions are cut
 * method  by the first character: a run of marks, or a word that is followed as
 *         far as its points, hyphens and apostrophes belong to it (the conventions
 *         of Universal Dependencies for English; clitics in contraction.c)
 * cost    O(text); every look ahead is bounded */
#include "base/utf8.h"
#include "text/internal.h"

#include <string.h>

enum { LOOK = 64, LONG_ART = 5 };

enum { C_OTHER, C_SPACE, C_UPPER, C_LOWER, C_DIGIT, C_MARK };

static int class_of(char c)
{
    if (c >= 'a' && c <= 'z')
        return C_LOWER;
    if (c >= 'A' && c <= 'Z')
        return C_UPPER;
    if (c >= '0' && c <= '9')
        return C_DIGIT;
    if (is_blank(c) || c == '\0')
        return C_SPACE;
    return (unsigned char)c < 0x80 ? C_MARK : C_OTHER;
}

static char at(const struct token_scan *scan, size_t i)
{
    return i < scan->text.n ? scan->text.at[i] : '\0';
}

/* Is there a letter, digit or combining mark at `i`?  How long it is goes to `n`. */
static bool word_char(const struct token_scan *scan, size_t i, size_t *n)
{
    if (i >= scan->text.n)
        return false;
    int class = class_of(scan->text.at[i]);
    *n = 1;
    if (class != C_OTHER)
        return class == C_UPPER || class == C_LOWER || class == C_DIGIT;
    size_t next = i;
    uint32_t c = utf8_next(scan->text, &next);
    *n = next - i;
    return utf8_is_letter(c) || utf8_is_mark(c) || utf8_is_digit(c);
}

static bool is_digit_at(const struct token_scan *scan, size_t i)
{
    return class_of(at(scan, i)) == C_DIGIT;
}

static bool is_letter_at(const struct token_scan *scan, size_t i)
{
    size_t n;
    return word_char(scan, i, &n) && !is_digit_at(scan, i);
}

/* White space at `i`, with its length; the end of the text is none. */
static bool space_char(const struct token_scan *scan, size_t i, size_t *n)
{
    if (i >= scan->text.n)
        return false;
    int class = class_of(scan->text.at[i]);
    *n = 1;
    if (class != C_OTHER)
        return class == C_SPACE;
    size_t next = i;
    uint32_t c = utf8_next(scan->text, &next);
    *n = next - i;
    return utf8_is_space(c) || c == 0xFEFF || c == 0x200B;
}

size_t token_apostrophe(struct str text, size_t i)
{
    if (i < text.n && (text.at[i] == '\'' || text.at[i] == '`'))
        return 1;
    return i + 2 < text.n && memcmp(text.at + i, "\xE2\x80\x99", 3) == 0 ? 3 : 0;
}

static size_t digits_end(const struct token_scan *scan, size_t i)
{
    while (is_digit_at(scan, i))
        i++;
    return i;
}

/* ---- links ---- */

static bool is_link_char(char c)
{
    return class_of(c) != C_SPACE && c != '<' && c != '>' && c != '"' && c != '{' && c != '}';
}

static size_t link_end(const struct token_scan *scan, size_t start, size_t i)
{
    while (i < scan->text.n && is_link_char(scan->text.at[i]))
        i++;
    bool has_open = memchr(scan->text.at + start, '(', i - start < LOOK ? i - start : LOOK) != NULL;
    while (i > start + 1 && (strchr(".,;:!?'*]", scan->text.at[i - 1]) ||
                             (scan->text.at[i - 1] == ')' && !has_open)))
        i--;
    return i;
}

/* "name.of-someone@place.org"; its end, or 0. */
static size_t mail_end(const struct token_scan *scan, size_t start)
{
    size_t i = start, n;
    while (i < start + LOOK && (word_char(scan, i, &n) ||
                                (n = 1, at(scan, i) != '\0' && strchr("._%+-", at(scan, i)))))
        i += n;
    if (at(scan, i) != '@' || !word_char(scan, i + 1, &n))
        return 0;
    i++;
    size_t end = i;
    while (word_char(scan, i, &n) ||
           (n = 1, at(scan, i) != '\0' && strchr("._-", at(scan, i)))) {
        i += n;
        if (at(scan, i - 1) != '.' && at(scan, i - 1) != '-')
            end = i;
    }
    return end;
}

static bool is_scheme(struct str word)
{
    static const struct str SCHEMES[] = {{"http", 4}, {"https", 5}, {"ftp", 3}, {"file", 4}};
    for (size_t i = 0; i < sizeof SCHEMES / sizeof *SCHEMES; i++)
        if (str_eq_nocase(word, SCHEMES[i]))
            return true;
    return false;
}

/* What behind a point makes a name of a place on the net or of a file. */
static bool is_suffix(struct str word)
{
    static const char SUFFIXES[] =
        " com net org edu gov info biz uk co html htm doc docx xls pdf txt jpg png gif exe zip ";
    char lower[8] = " ";
    if (word.n < 2 || word.n > 5)
        return false;
    for (size_t i = 0; i < word.n; i++)
        lower[i + 1] = (char)(word.at[i] | 0x20);
    memcpy(lower + word.n + 1, " ", 2);
    return strstr(SUFFIXES, lower) != NULL;
}

/* ---- numbers ---- */

/* Digits with points, commas, colons and slashes between them. */
static size_t group_end(const struct token_scan *scan, size_t i)
{
    i = digits_end(scan, i);
    for (;;) {
        char c = at(scan, i);
        if ((c != '.' && c != ',' && c != ':' && c != '/') || !is_digit_at(scan, i + 1))
            return i;
        i = digits_end(scan, i + 1);
    }
}

static uint32_t small_number(const struct token_scan *scan, size_t i, size_t end)
{
    uint32_t value = 0;
    for (; i < end && value < 1000; i++)
        value = value * 10 + (uint32_t)(scan->text.at[i] - '0');
    return value;
}

/* "1/2" is three words, "9/11" and "5/1/01" are days and one. */
static bool is_fraction(const struct token_scan *scan, size_t start, size_t end)
{
    size_t slash = digits_end(scan, start);
    if (at(scan, slash) != '/' || digits_end(scan, slash + 1) != end)
        return false;
    uint32_t above = small_number(scan, start, slash), below = small_number(scan, slash + 1, end);
    bool is_day = above >= 1 && above <= 12 && below >= 1 && below <= 31;
    return !is_day || (slash - start == 1 && end - slash == 2);
}

/* A time, a date, a sum; with hyphens only what looks like the number of a
 * telephone or a day: three groups and more, 345-9945, 77415-0027. */
static size_t number_end(const struct token_scan *scan, size_t start)
{
    size_t first = group_end(scan, start), end = first, n_groups = 1;
    while (at(scan, end) == '-' && is_digit_at(scan, end + 1)) {
        end = group_end(scan, end + 1);
        n_groups++;
    }
    if (n_groups == 1)
        return is_fraction(scan, start, first) ? digits_end(scan, start) : first;
    bool is_phone = n_groups == 2 && end - first == 5 && (first - start == 3 || first - start == 5);
    return n_groups > 2 || is_phone || memchr(scan->text.at + start, '/', first - start) ? end : first;
}

/* "mm" of "35mm", "pm" of "5pm": written together, two words. */
static bool is_unit(struct str s)
{
    static const char UNITS[] =
        " am pm a.m p.m k m b t x mm cm km kg g lb lbs oz ft mph bn mm mb gb hz khz mhz kw mw ";
    char lower[8] = " ";
    if (s.n == 0 || s.n > 4)
        return false;
    for (size_t i = 0; i < s.n; i++)
        lower[i + 1] = class_of(s.at[i]) == C_UPPER ? (char)(s.at[i] + 32) : s.at[i];
    memcpy(lower + s.n + 1, " ", 2);
    return strstr(UNITS, lower) != NULL;
}

/* ---- words ---- */

/* "anti-" and the like stay with the word behind them, all other hyphens part. */
static bool is_prefix(struct str word)
{
    static const char PREFIXES[] =
        " anti arch co counter cross de e ex extra inter intra mega micro mid mini multi neo non "
        "over para post pre pro proto pseudo psycho quasi re semi socio sub super tri ultra un uni ";
    char lower[12] = " ";
    if (word.n == 0 || word.n > 8)
        return false;
    for (size_t i = 0; i < word.n; i++) {
        if (class_of(word.at[i]) != C_LOWER && class_of(word.at[i]) != C_UPPER)
            return false;
        lower[i + 1] = (char)(word.at[i] | 0x20);
    }
    memcpy(lower + word.n + 1, " ", 2);
    return strstr(PREFIXES, lower) != NULL;
}

static size_t letters_end(const struct token_scan *scan, size_t i)
{
    size_t n;
    while (word_char(scan, i, &n))
        i += n;
    return i;
}

/* The end of letters from `i` on, at most LOOK bytes far. */
static size_t letters_near(const struct token_scan *scan, size_t i)
{
    size_t end = i, n;
    while (end < i + LOOK && word_char(scan, end, &n))
        end += n;
    return end;
}

static bool is_upper_at(const struct token_scan *scan, size_t i)
{
    return class_of(at(scan, i)) == C_UPPER;
}

/* "comp.sources.unix": small letters in three groups or more. */
static bool is_dotted(const struct token_scan *scan, size_t start, size_t i)
{
    uint32_t n_dots = 0;
    size_t most = start + LOOK;
    if (i > most)
        return true; /* joined before, so that it goes on */
    for (size_t k = start; k < most; k++) {
        char c = at(scan, k);
        bool is_dot = c == '.' && k > start + 1 && class_of(at(scan, k + 1)) == C_LOWER &&
                      class_of(at(scan, k + 2)) == C_LOWER;
        n_dots += is_dot;
        if (!is_dot && class_of(c) != C_LOWER)
            break;
    }
    return n_dots >= 2;
}

/* What joins the letters before `i` to those behind: its length, or 0. */
static size_t joint(const struct token_scan *scan, size_t start, size_t i)
{
    struct str text = scan->text;
    size_t n = token_apostrophe(text, i);
    if (n)
        return is_letter_at(scan, i + n) && (is_letter_at(scan, i - 1) || i - 1 == start ||
                                             at(scan, i + n) == 's') ? n : 0;
    switch (at(scan, i)) {
    case '_': {
        size_t m;
        bool is_emphasis = start > 0 && text.at[start - 1] == '_';
        return !is_emphasis && word_char(scan, i + 1, &m) ? 1 : 0;
    }
    case '&':
        return is_letter_at(scan, i + 1) && i - start <= 3 &&
               is_upper_at(scan, start) == is_upper_at(scan, i + 1) &&
               letters_near(scan, i + 1) - i <= 4 ? 1 : 0;
    case '/': { /* "w/o", "L/C" */
        size_t end = letters_near(scan, i + 1);
        return i - start == 1 && is_letter_at(scan, start) && end > i + 1 && end <= i + 4 &&
               (end == i + 2 || at(scan, start) == 'w') ? 1 : 0;
    }
    case '-': {
        struct str head = str_part(text, start, i);
        size_t end = letters_near(scan, i + 1);
        if (end == i + 1)
            return 0;
        struct str tail = str_part(text, i + 1, end);
        return is_prefix(head) || str_eq_nocase(tail, STR("wise")) ||
               str_eq_nocase(tail, STR("esque")) ? 1 : 0;
    }
    case '.': { /* a name on the net or of a file, or letters one by one */
        size_t end = letters_near(scan, i + 1);
        if (end == i + 1)
            return 0;
        if (is_suffix(str_part(text, i + 1, end)) || is_dotted(scan, start, i))
            return 1;
        bool is_single = end == i + 2 && is_letter_at(scan, i + 1);
        bool was_single = i == start + 1 || (i >= start + 2 && text.at[i - 2] == '.');
        return is_single && was_single ? 1 : 0;
    }
    default:
        return 0;
    }
}

/* Behind a word: an apostrophe that stands for letters or owns. */
static size_t trailing_apostrophe(const struct token_scan *scan, size_t start, size_t end)
{
    struct str text = scan->text;
    size_t n = token_apostrophe(text, end), next;
    if (n == 0 || text.at[end] == '`' || scan->in_single || word_char(scan, end + n, &next))
        return 0;
    char last = text.at[end - 1];
    struct str word = str_part(text, start, end);
    static const struct str CUT[] = {{"o", 1}, {"th", 2}, {"an", 2}, {"wi", 2}, {"ol", 2}, {"ha", 2}};
    for (size_t i = 0; i < sizeof CUT / sizeof *CUT; i++)
        if (str_eq_nocase(word, CUT[i]))
            return n;
    if (word.n > 3 && last == 'n' && text.at[end - 2] == 'i')
        return n; /* "goin'" */
    if ((last == 's' || last == 'S') && word.n > 2 && at(scan, end + n) == ' ' &&
        is_letter_at(scan, end + n + 1))
        return n; /* "the brothers' house" */
    return 0;
}

static void finish_word(struct token_scan *scan, struct piece *out, size_t start, size_t end)
{
    struct str text = scan->text;
    out->kind = PIECE_WORD;
    if (at(scan, end) == '.' && at(scan, end + 1) != '.' && end - start <= LOOK &&
        abbrev_has_point(str_part(text, start, end), str_part(text, end + 1, text.n))) {
        end++;
        out->kind = PIECE_SHORT;
    } else {
        end += trailing_apostrophe(scan, start, end);
    }
    out->at = (struct span){(uint32_t)start, (uint32_t)end};
    if (end - start <= LOOK)
        contraction_cut(text, out);
}

static void scan_word(struct token_scan *scan, struct piece *out, size_t start)
{
    struct str text = scan->text;
    /* "@anna", "+1x": a mark may stand before the first letter */
    bool has_mark = at(scan, start) == '@' || at(scan, start) == '+';
    size_t end = letters_end(scan, start + has_mark), n;
    struct str head = str_part(text, start, end);
    if (head.n <= 5 && ((is_scheme(head) && str_starts(str_part(text, end, text.n), STR("://"))) ||
                        (str_eq_nocase(head, STR("www")) && at(scan, end) == '.'))) {
        out->kind = PIECE_LINK;
        out->at = (struct span){(uint32_t)start, (uint32_t)link_end(scan, start, end)};
        return;
    }
    char c = at(scan, end);
    size_t mail = c == '@' || c == '.' || c == '_' || c == '-' || c == '+' || c == '%'
                      ? mail_end(scan, start) : 0;
    if (mail) {
        out->kind = PIECE_LINK;
        out->at = (struct span){(uint32_t)start, (uint32_t)mail};
        return;
    }
    if (c == '$' && head.n <= 2 && is_upper_at(scan, start) && is_digit_at(scan, end + 1)) {
        out->kind = PIECE_SYMBOL; /* "US$" */
        out->at = (struct span){(uint32_t)start, (uint32_t)end + 1};
        return;
    }
    bool is_link = false;
    while ((n = joint(scan, start, end)) != 0) {
        is_link = is_link || (at(scan, end) == '.' && at(scan, end + 2) != '.');
        end = letters_end(scan, end + n);
    }
    if (is_link && at(scan, end) == '/' && end - start <= LOOK) {
        end = link_end(scan, start, end);
    } else if (!is_link) {
        finish_word(scan, out, start, end);
        return;
    }
    out->kind = PIECE_LINK;
    out->at = (struct span){(uint32_t)start, (uint32_t)end};
}

static void scan_number(struct token_scan *scan, struct piece *out, size_t start)
{
    struct str text = scan->text;
    size_t end = number_end(scan, start + (at(scan, start) == '+')), n;
    size_t mail = at(scan, end) == '@' || is_letter_at(scan, end) ? mail_end(scan, start) : 0;
    size_t stop = letters_near(scan, end + 1);
    out->kind = PIECE_NUMBER;
    if (!mail && at(scan, end) == '.' && is_suffix(str_part(text, end + 1, stop)))
        mail = stop; /* "20.doc" */
    if (mail) {
        out->kind = PIECE_LINK;
        end = mail;
    } else if (is_letter_at(scan, end)) {
        stop = letters_near(scan, end);
        if (stop == end + 1 && at(scan, stop) == '.' && at(scan, stop + 1) == 'm')
            stop += 2; /* "2p.m." */
        if (!is_unit(str_part(text, end, stop))) {
            scan_word(scan, out, start);
            return;
        }
    } else if ((n = token_apostrophe(text, end)) != 0 && at(scan, end + n) == 's' &&
               !word_char(scan, end + n + 1, &(size_t){0})) {
        out->cut[0] = (uint32_t)end; /* "the 1590's" */
        out->n_cuts = 1;
        end += n + 1;
    }
    out->at = (struct span){(uint32_t)start, (uint32_t)end};
}

/* ---- marks ---- */

static bool is_dash(uint32_t c)
{
    return c == '-' || (c >= 0x2010 && c <= 0x2015) || c == 0x2212;
}

static size_t face_end(const struct token_scan *scan, size_t start)
{
    static const char *const FACES[] = {":-)", ":-(", ":-D", ":-P", ":-p", ":-/", ";-)", ":'(",
                                        ">:(", "=-)", "-_-", "^_^", ":)", ":(", ":D", ":P", ":p",
                                        ":/", ";)", ";P", "=)", "=(", "=D", "<3", "(:"};
    if (start > 0 && class_of(at(scan, start - 1)) != C_SPACE &&
        !strchr(".!?", at(scan, start - 1)))
        return 0;
    struct str rest = str_part(scan->text, start, start + 4);
    for (size_t i = 0; i < sizeof FACES / sizeof *FACES; i++) {
        size_t n = strlen(FACES[i]);
        if (str_starts(rest, (struct str){FACES[i], n}) &&
            class_of(at(scan, start + n)) == C_SPACE)
            return start + n;
    }
    return 0;
}

/* The same character again and again. */
static size_t run_end(const struct token_scan *scan, size_t start, size_t i)
{
    size_t n = i - start;
    while (i + n <= scan->text.n && memcmp(scan->text.at + start, scan->text.at + i, n) == 0)
        i += n;
    return i;
}

static size_t dots_end(const struct token_scan *scan, size_t i)
{
    for (;;) {
        if (at(scan, i) == '.')
            i++;
        else if (str_starts(str_part(scan->text, i, i + 3), STR("\xE2\x80\xA6")))
            i += 3;
        else
            return i;
    }
}

/* An ellipsis; or marks of the end of a sentence, up to an ellipsis: "?!", "...", "!|..." */
static size_t stops_end(const struct token_scan *scan, size_t start)
{
    size_t i = dots_end(scan, start);
    if (i > start + 1)
        return i;
    for (;;) {
        char c = at(scan, i);
        if (c == '!' || c == '?')
            i++;
        else if (c == '.' && dots_end(scan, i) == i + 1)
            i++;
        else
            return i;
    }
}

static bool is_art(char c)
{
    return c != '\0' && strchr("-=*~+#|_<>^{}", c) != NULL;
}

/* An apostrophe that begins a word: "'tis", "'em", "'72", "'s". */
static size_t leading_apostrophe(const struct token_scan *scan, size_t start, size_t n)
{
    static const char HEADS[] =
        " tis twas twere twill twould twont em cause bout til till n neath gainst mongst mid un s "
        "ll ve re d m t ere pon ee ud ";
    size_t i = start + n;
    if (is_digit_at(scan, i) && is_digit_at(scan, i + 1) && !is_digit_at(scan, i + 2) &&
        !token_apostrophe(scan->text, i + 2))
        return i + 2 + (at(scan, i + 2) == 's');
    size_t end = letters_near(scan, i);
    char lower[10] = " ";
    if (end == i || end - i > 7 || scan->text.at[start] == '`')
        return 0;
    for (size_t k = i; k < end; k++)
        lower[k - i + 1] = class_of(scan->text.at[k]) == C_UPPER ? (char)(scan->text.at[k] | 0x20)
                                                                : scan->text.at[k];
    memcpy(lower + (end - i) + 1, " ", 2);
    return strstr(HEADS, lower) ? end : 0;
}

static void scan_single_quote(struct token_scan *scan, struct piece *out, size_t start, size_t n)
{
    size_t end = leading_apostrophe(scan, start, n), next;
    if (end) {
        out->kind = PIECE_WORD;
        out->at = (struct span){(uint32_t)start, (uint32_t)end};
        contraction_cut(scan->text, out);
        return;
    }
    end = run_end(scan, start, start + n);
    bool before = start > 0 && class_of(at(scan, start - 1)) != C_SPACE;
    bool behind = word_char(scan, end, &next);
    scan->in_single = behind && !before ? true : before && !behind ? false : scan->in_single;
    out->kind = end > start + n ? PIECE_QUOTE : behind && !before ? PIECE_OPEN : PIECE_QUOTE;
    out->at.end = (uint32_t)end;
}

static void scan_ascii_mark(struct token_scan *scan, struct piece *out, size_t start)
{
    char c = at(scan, start);
    size_t end = face_end(scan, start);
    out->kind = PIECE_FACE;
    if (end) {
        out->at.end = (uint32_t)end;
        return;
    }
    end = start + 1;
    out->kind = PIECE_SYMBOL;
    switch (c) {
    case '.': case '!': case '?':
        out->kind = PIECE_STOP;
        end = stops_end(scan, start);
        break;
    case ',': case ';': case ':':
        out->kind = PIECE_COMMA;
        break;
    case '(': case '[': case '{':
        out->kind = PIECE_OPEN;
        break;
    case ')': case ']': case '}':
        out->kind = PIECE_CLOSE;
        break;
    case '"':
        out->kind = PIECE_QUOTE;
        break;
    case '\'': case '`':
        scan_single_quote(scan, out, start, 1);
        return;
    default:
        end = is_art(c) || c == '$' ? run_end(scan, start, end) : end;
        if (is_art(c)) {
            size_t art = end;
            while (is_art(at(scan, art)))
                art++;
            end = art - start >= LONG_ART ? art : end;
        }
        if (c == '-')
            out->kind = PIECE_DASH;
    }
    out->at.end = (uint32_t)end;
}

/* Skin, gender, variation and joining: signs that belong to the emoji before them. */
static bool goes_with_emoji(uint32_t c)
{
    return c == 0xFE0F || c == 0x200D || c == 0x20E3 || (c >= 0x1F3FB && c <= 0x1F3FF) ||
           (c >= 0xE0020 && c <= 0xE007F);
}

static size_t emoji_end(const struct token_scan *scan, uint32_t first, size_t i)
{
    bool is_joined = false;
    bool is_flag = first >= 0x1F1E6 && first <= 0x1F1FF;
    while (i < scan->text.n) {
        size_t next = i;
        uint32_t c = utf8_next(scan->text, &next);
        bool pairs = is_flag && c >= 0x1F1E6 && c <= 0x1F1FF;
        if (!goes_with_emoji(c) && !(is_joined && c > 0x2000) && !pairs)
            break;
        is_flag = false;
        is_joined = c == 0x200D;
        i = next;
    }
    return i;
}

static void scan_wide_mark(struct token_scan *scan, struct piece *out, size_t start)
{
    size_t end = start;
    uint32_t c = utf8_next(scan->text, &end);
    out->kind = PIECE_SYMBOL;
    if (is_dash(c)) {
        out->kind = PIECE_DASH;
        end = run_end(scan, start, end);
    } else if (c == 0x2026) {
        out->kind = PIECE_STOP;
        end = dots_end(scan, end);
    } else if (c == 0x2019 || c == 0x2018) {
        scan_single_quote(scan, out, start, 3);
        if (c == 0x2018 && out->kind == PIECE_QUOTE)
            out->kind = PIECE_OPEN;
        return;
    } else if (c == 0x201C || c == 0x201E || c == 0x201A || c == 0xAB || c == 0x2039 ||
               c == 0x300C || c == 0x300E) {
        out->kind = PIECE_OPEN;
    } else if (c == 0x201D || c == 0xBB || c == 0x203A || c == 0x300D || c == 0x300F) {
        out->kind = PIECE_CLOSE;
    } else if (c == 0x3002 || c == 0xFF01 || c == 0xFF1F || c == 0x203D || c == 0x06D4) {
        out->kind = PIECE_STOP;
        end = run_end(scan, start, end);
    } else if (c >= 0x1F000 || (c >= 0x2600 && c <= 0x27BF)) {
        out->kind = PIECE_FACE;
        end = emoji_end(scan, c, end);
    }
    out->at.end = (uint32_t)end;
}

bool token_next(struct token_scan *scan, struct piece *out)
{
    size_t start = scan->at, n = 0;
    while (space_char(scan, start, &n))
        start += n;
    if (start >= scan->text.n) {
        scan->at = (uint32_t)scan->text.n;
        return false;
    }
    *out = (struct piece){.at = {(uint32_t)start, (uint32_t)start}};
    char c = scan->text.at[start];
    bool is_apart = start == 0 || class_of(scan->text.at[start - 1]) == C_SPACE;
    if (is_digit_at(scan, start) || (c == '+' && is_apart && is_digit_at(scan, start + 1)))
        scan_number(scan, out, start);
    else if (word_char(scan, start, &n) || (c == '@' && is_apart && is_letter_at(scan, start + 1)))
        scan_word(scan, out, start);
    else if (class_of(at(scan, start)) == C_MARK)
        scan_ascii_mark(scan, out, start);
    else
        scan_wide_mark(scan, out, start);
    scan->at = out->at.end;
    out->space_after = out->at.end >= scan->text.n || space_char(scan, out->at.end, &n);
    return true;
}
