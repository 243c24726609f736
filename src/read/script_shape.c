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
    uint32_t upper_before_bracket, lower_before_bracket;
    bool starts_lower;
};

static struct census look(struct str s)
{
    struct census c = {.bracket = UINT32_MAX};
    bool in_word = false, decided = false;
    uint32_t depth = 0;
    for (size_t at = 0; at < s.n;) {
        size_t here = at;
        uint32_t p = utf8_next(s, &at);
        c.n_cells++;
        bool letter = utf8_is_letter(p);
        bool blank = p == ' ' || p == '\t' || p == 0xA0;
        if (blank && c.first_cells == 0 && here > 0)
            c.first_cells = c.n_cells - 1;
        if (p == '(' || p == '[') {
            if (c.bracket == UINT32_MAX)
                c.bracket = (uint32_t)here;
            depth++;
        }
        if ((p == ')' || p == ']') && depth)
            depth--;
        if ((p == ':' || p == 0xFF1A) && depth == 0 && c.colon == 0)
            c.colon = (uint32_t)at;
        c.n_digit += utf8_is_digit(p);
        if (!letter) {
            in_word = in_word && !blank && p != '-' && p != '/';
            continue;
        }
        bool upper = utf8_is_upper(p), lower = !upper && utf8_is_lower(p);
        c.n_upper += upper;
        c.n_lower += lower;
        c.n_uncased += !upper && !lower;
        if (depth == 0 && c.bracket == UINT32_MAX) {
            c.upper_before_bracket += upper;
            c.lower_before_bracket += lower;
        }
        if (!decided) {
            c.starts_lower = lower;
            decided = true;
        }
        if (!in_word) {
            c.n_words++;
            c.n_capital_words += upper;
        }
        in_word = true;
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

static bool word_ends(struct str s, size_t at)
{
    if (at >= s.n)
        return true;
    unsigned char c = (unsigned char)s.at[at];
    return !((c | 0x20) >= 'a' && (c | 0x20) <= 'z') && !(c >= '0' && c <= '9') && c < 0x80;
}

/* Words that open a heading: of place inside and outside, in the usual languages. */
static bool opens_place(struct str s)
{
    static const struct str WORDS[] = {
        {"INT", 3},     {"EXT", 3},      {"I/E", 3},      {"E/I", 3},       {"INTERIOR", 8},
        {"EXTERIOR", 8}, {"INNEN", 5},   {"AUSSEN", 6},   {"AU\303\237EN", 6}, {"EST", 3},
        {"INT\xC3\x89RIEUR", 10},  {"EXT\xC3\x89RIEUR", 10}, {"INTERNO", 7}, {"ESTERNO", 7},
        {"INTERIEUR", 9}, {"EXTERIEUR", 9}, {"\xD0\x98\xD0\x9D\xD0\xA2", 6},
        {"\xD0\x9D\xD0\x90\xD0\xA2", 6}, {"\xD0\xAD\xD0\x9A\xD0\xA1\xD0\xA2", 8},
        {"\xCE\x95\xCE\xA3\xCE\xA9\xCE\xA4", 8}, {"\xCE\x95\xCE\x9E\xCE\xA9\xCE\xA4", 8},
        {"\xE5\x86\x85\xE6\x99\xAF", 6}, {"\xE5\xA4\x96\xE6\x99\xAF", 6},
        {"\xE5\x86\x85", 3}, {"\xE5\xA4\x96", 3},
    };
    for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++)
        if (str_starts(s, WORDS[i]) && word_ends(s, WORDS[i].n)) {
            /* EST, I/E and the like need a mark behind them: "est" is also a word */
            bool is_short = WORDS[i].n == 3 && s.at[0] < 0x7F;
            struct str rest = str_part(s, WORDS[i].n, s.n);
            if (!is_short || (rest.n && strchr("./:-, ", rest.at[0])))
                return true;
        }
    return false;
}

static size_t skip_number(struct str s)
{
    size_t at = 0;
    while (at < s.n && at < 6 && ((s.at[at] >= '0' && s.at[at] <= '9') || s.at[at] == '*' ||
                                  (at > 0 && s.at[at] >= 'A' && s.at[at] <= 'Z')))
        at++;
    if (at == 0 || at >= s.n || (s.at[at] != ' ' && s.at[at] != '.' && s.at[at] != '\t' && s.at[at] != ')'))
        return 0;
    while (at < s.n && strchr(" .\t)", s.at[at]))
        at++;
    return at;
}

static bool has_time(struct str s)
{
    static const char *const TIMES[] = {
        "DAY", "NIGHT", "MORNING", "EVENING", "AFTERNOON", "DAWN", "DUSK", "LATER", "CONTINUOUS",
        "SUNSET", "SUNRISE", "MIDNIGHT", "NOON", "TWILIGHT", "MOMENTS LATER", "SAME TIME", "TAG",
        "NACHT", "ABEND", "MORGEN", "JOUR", "NUIT", "SOIR", "MATIN", "GIORNO", "NOTTE", "NOCHE",
        "D\303\215A", NULL,
    };
    for (const char *const *t = TIMES; *t; t++) {
        struct str word = str_c(*t);
        size_t at = str_find(s, word);
        if (at < s.n && word_ends(s, at + word.n) && (at == 0 || word_ends(s, at - 1)))
            return true;
    }
    return false;
}

static bool is_transition(struct str s, bool upper)
{
    static const char *const WHOLE[] = {"FADE IN", "FADE OUT", "FADE UP", "CUT", "DISSOLVE",
                                        "FADE TO BLACK", "CUT TO BLACK", "BLACKOUT", "FADE-IN",
                                        "FADE-OUT", "SMASH CUT", "THE END", "BLACK", NULL};
    if (!upper || s.n > 48)
        return false;
    while (s.n && strchr(".:* ", s.at[s.n - 1]) && !str_ends(s, STR("TO:")))
        s.n--;
    if (str_ends(s, STR(" TO:")) || str_starts(s, STR("CUT TO")) ||
        str_starts(s, STR("DISSOLVE")) || str_starts(s, STR("FADE TO ")) ||
        str_starts(s, STR("INTERCUT WITH")) || str_starts(s, STR("MATCH CUT")))
        return true;
    for (const char *const *w = WHOLE; *w; w++)
        if (str_eq(s, str_c(*w)))
            return true;
    return false;
}

static bool is_number(struct str s)
{
    size_t n_digits = 0;
    for (size_t i = 0; i < s.n; i++) {
        bool digit = s.at[i] >= '0' && s.at[i] <= '9';
        n_digits += digit;
        if (!digit && !strchr(" .-()*#|", s.at[i]))
            return n_digits > 0 && s.n < 8 && i + 1 == s.n && s.at[i] >= 'A' && s.at[i] <= 'D';
    }
    return n_digits > 0 && n_digits < 5 && s.n < 14;
}

static bool is_continued(struct str s)
{
    while (s.n && strchr("( *", s.at[0]))
        s = str_part(s, 1, s.n);
    size_t digits = skip_number(s);
    s = str_part(s, digits, s.n);
    while (s.n && strchr("( *-", s.at[0]))
        s = str_part(s, 1, s.n);
    return str_starts(s, STR("CONTINUED")) && s.n < 24;
}

static bool ends_sentence(struct str s)
{
    while (s.n) {
        size_t start;
        uint32_t c = utf8_before(s, s.n, &start);
        if (c == '"' || c == '\'' || c == 0x201D || c == 0x2019 || c == '*' || c == ')' || c == 0xBB) {
            s.n = start;
            continue;
        }
        return c == '.' || c == '!' || c == '?' || c == ':' || c == 0x2026 || c == 0x3002 ||
               c == '-' || c == 0x2014;
    }
    return false;
}

/* "ANNA:", "Anna (low):" with something behind it. */
static enum shape inline_shape(struct str s, const struct census *c)
{
    if (c->colon == 0 || c->colon > NAME_BYTES)
        return N_SHAPES;
    struct str name = str_part(s, 0, c->colon - 1);
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

static enum shape shape_of(struct str s, const struct census *c, bool ends)
{
    char bytes[SHAPE_BYTES];
    struct str u = upper_of(s, bytes, sizeof bytes);
    uint32_t n_letters = c->n_upper + c->n_lower + c->n_uncased;
    bool upper = c->n_lower == 0 && c->n_upper > 0;
    bool bare_upper = c->lower_before_bracket == 0 && c->upper_before_bracket > 1;
    if (n_letters < 2 && is_number(s))
        return SHAPE_NUMBER;
    if (c->n_cells < 24 && str_find(u, STR("(MORE)")) < u.n)
        return SHAPE_MORE;
    if (is_continued(u))
        return SHAPE_CONTINUED;
    if (opens_place(u) && s.at[0] != u.at[0] + 32)
        return c->n_words <= 2 && c->n_cells <= 9 ? SHAPE_PLACE_ALONE : SHAPE_PLACE;
    size_t digits = skip_number(u);
    if (digits && opens_place(str_part(u, digits, u.n)))
        return SHAPE_NUMBERED_PLACE;
    if (n_letters == 0)
        return SHAPE_MARKS;
    if (is_transition(u, upper))
        return SHAPE_TRANSITION;
    char first = s.at[0], last = s.at[s.n - 1];
    bool opens = first == '(' || first == '[', closes = last == ')' || last == ']';
    if (opens && closes && memchr(s.at, closes && last == ')' ? ')' : ']', s.n) == s.at + s.n - 1)
        return SHAPE_BRACKETED;
    if (opens && (!memchr(s.at, ')', s.n) && !memchr(s.at, ']', s.n)))
        return SHAPE_OPENS;
    if (closes && !memchr(s.at, '(', s.n) && !memchr(s.at, '[', s.n))
        return SHAPE_CLOSES;
    enum shape inlined = inline_shape(s, c);
    if (inlined != N_SHAPES && c->colon < s.n)
        return inlined;
    if (c->n_upper + c->n_lower == 0)
        return SHAPE_UNCASED;
    if (bare_upper && c->bracket != UINT32_MAX && closes && c->n_words <= 8)
        return SHAPE_UPPER_VOICE;
    if (upper && has_time(u))
        return SHAPE_TIME;
    if (upper && ends && !(s.n > 3 && last == '.' && c->n_words <= 3 && n_letters < 6))
        return SHAPE_UPPER_ENDED;
    if (upper)
        return c->n_words <= 3 ? SHAPE_UPPER_SHORT : SHAPE_UPPER_LONG;
    if (!ends && c->n_words <= 4 && c->n_capital_words == c->n_words && c->n_cells < 32)
        return SHAPE_TITLE_SHORT;
    if (c->starts_lower)
        return ends ? SHAPE_LOWER_ENDED : SHAPE_LOWER_OPEN;
    return ends ? SHAPE_ENDED : SHAPE_OPEN;
}

static bool may_cue(enum shape shape)
{
    return shape == SHAPE_UPPER_VOICE || shape == SHAPE_UPPER_SHORT || shape == SHAPE_UPPER_LONG ||
           shape == SHAPE_TITLE_SHORT || shape == SHAPE_UPPER_INLINE ||
           shape == SHAPE_TITLE_INLINE || shape == SHAPE_UPPER_ENDED;
}

/* ---- the words of a line, as far as they tell talk from action ---- */

static bool is_listed(struct str word, const char *const *list)
{
    for (; *list; list++)
        if (str_eq_nocase(word, str_c(*list)))
            return true;
    return false;
}

static void read_words(struct str s, struct script_line *line)
{
    static const char *const TALK[] = {"i",  "you", "me",   "my",   "your", "we",    "us",  "our",
                                       "im", "ill", "ive",  "id",   "youre", "youll", "youve", "mine",
                                       "yours", "lets", "dont", "cant", "thats", "whats", NULL};
    static const char *const HE[] = {"he", "she", "it", "they", "his", "her", "their", "its", NULL};
    static const char *const ARTICLES[] = {"the", "a", "an", "as", "then", "suddenly", "behind",
                                           "inside", "outside", "in", "on", "from", "two", NULL};
    bool first = true;
    for (size_t at = 0; at < s.n;) {
        char word[8];
        size_t n = 0;
        while (at < s.n && !is_blank(s.at[at])) {
            char c = s.at[at++];
            bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            line->asks = line->asks || c == '?' || c == '!';
            if (n < sizeof word && letter)
                word[n] = c;
            n += letter;
        }
        while (at < s.n && is_blank(s.at[at]))
            at++;
        struct str w = {word, n < sizeof word ? n : 0};
        if (w.n == 0) {
            first = first && n == 0;
            continue;
        }
        bool talk = is_listed(w, TALK);
        line->addresses = line->addresses || talk;
        if (first)
            line->opening = talk                    ? OPENING_I
                            : is_listed(w, HE)       ? OPENING_HE
                            : is_listed(w, ARTICLES) ? OPENING_ARTICLE
                                                     : OPENING_OTHER;
        first = false;
    }
}

struct reading {
    struct str text;
    struct script *out;
    struct arena *keep, *scratch;
    VEC(struct script_line) line;
    VEC(uint32_t) n_name;
    struct map name;
};

static whose_status count_name(struct reading *r, struct script_line *line, struct str s,
                               const struct census *c, whose_error *err)
{
    size_t end = line->cue_end ? line->cue_end - line->start - 1 : s.n;
    if (c->bracket < end && c->bracket > 0)
        end = c->bracket;
    struct str name = str_trim(str_part(s, 0, end));
    line->name = SCRIPT_NO_NAME;
    if (!may_cue((enum shape)line->shape) || name.n == 0 || name.n > NAME_BYTES)
        return WHOSE_OK;
    struct arena_mark mark = arena_mark(r->scratch);
    struct str key = utf8_name_key(name, r->scratch);
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

static whose_status read_line(struct reading *r, uint32_t start, uint32_t end, uint32_t number,
                              uint8_t n_blank, bool page_break, whose_error *err)
{
    uint32_t indent = 0;
    while (start < end) {
        unsigned char c = (unsigned char)r->text.at[start];
        if (c == '\t')
            indent = (indent / 8 + 1) * 8;
        else if (c == ' ')
            indent++;
        else if (c == 0xC2 && start + 1 < end && (unsigned char)r->text.at[start + 1] == 0xA0)
            indent++, start++;
        else if (c != '\f' && c != '\0')
            break;
        start++;
    }
    struct script_line *line = VEC_PUSH(&r->line, r->keep);
    if (!line)
        return fail_nomem(err);
    struct str s = str_part(r->text, start, end);
    struct str head = str_part(s, 0, SHAPE_BYTES);
    while (head.n < s.n && head.n > 0 && ((unsigned char)s.at[head.n] & 0xC0) == 0x80)
        head.n--;
    struct census c = look(head);
    *line = (struct script_line){
        .start = start,
        .end = end,
        .number = number,
        .indent = cells(indent),
        .width = cells(s.n > head.n ? c.n_cells + (uint32_t)(s.n - head.n) : c.n_cells),
        .first_word = cells(c.first_cells),
        .n_blank = n_blank,
        .page_break = page_break,
        .ends = ends_sentence(str_part(s, s.n > 8 ? s.n - 8 : 0, s.n)),
        .lower = c.starts_lower,
        .name = SCRIPT_NO_NAME,
    };
    bool ends = line->ends;
    struct str judged = s.n > head.n ? head : s;
    line->shape = (uint8_t)shape_of(judged, &c, ends);
    if (line->shape == SHAPE_UPPER_INLINE || line->shape == SHAPE_TITLE_INLINE)
        line->cue_end = start + c.colon;
    read_words(judged, line);
    return count_name(r, line, judged, &c, err);
}

/* Lines that begin with a name that is cued: "Edward slips his ring off." */
static whose_status find_openings(struct reading *r, whose_error *err)
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
        char key[NAME_BYTES];
        size_t n = 0;
        for (uint32_t at = line->start; at < line->end && n < sizeof key; at++) {
            char c = r->text.at[at];
            if (c >= 'A' && c <= 'Z')
                c = (char)(c + 32);
            if ((unsigned char)c < 0x80 && !(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9'))
                break;
            key[n++] = c;
        }
        if (n > 1 && !line->lower && map_find(&first, (struct str){key, n}) != MAP_NONE)
            line->opening = OPENING_NAME;
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
        if (end == at || from >= end) {
            out->n_blank++;
            n_blank = n_blank < 3 ? n_blank + 1 : 3;
        } else {
            TRY(read_line(&r, at, end, out->n_all, n_blank, page_break, err));
            n_blank = 0;
            page_break = false;
        }
        at = next;
    }
    out->line = r.line.at;
    out->n_lines = r.line.n;
    out->n_name = r.n_name.at;
    out->n_names = r.n_name.n;
    return find_openings(&r, err);
}
