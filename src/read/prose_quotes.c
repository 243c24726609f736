/* takes   one paragraph of a book
 * gives   the pieces of it that are said
 * method  which marks open speech is decided once, by counting over the book.  A
 *         mark opens or closes by what stands beside it; an apostrophe is told
 *         from a closing mark by the sign before it and by whether a better one
 *         follows.  Words quoted inside a sentence without any sign of speech
 *         are left to the narration
 * cost    O(bytes) */
#include "read/prose.h"

#include "base/err.h"
#include "base/utf8.h"

#include <string.h>

enum {
    CURLY_OPEN = 0x201C, CURLY_CLOSE = 0x201D, LOW_OPEN = 0x201E,
    SINGLE_OPEN = 0x2018, SINGLE_CLOSE = 0x2019,
    ANGLE_OPEN = 0xAB, ANGLE_CLOSE = 0xBB, CORNER_OPEN = 0x300C, CORNER_CLOSE = 0x300D,
    PASSING_WORDS = 5 // so many quoted words inside a sentence may be a title or a phrase
};

static bool is_dash(uint32_t c)
{
    return c == '-' || (c >= 0x2010 && c <= 0x2015);
}

static bool is_word(uint32_t c)
{
    return utf8_is_letter(c) || utf8_is_digit(c);
}

/* The sign before `at` inside the paragraph, emphasis skipped; ' ' at its head. */
static uint32_t before(struct str text, uint32_t start, uint32_t at)
{
    while (at > start) {
        size_t from;
        uint32_t c = utf8_before(text, at, &from);
        if (c != '_' && c != '*')
            return c;
        at = (uint32_t)from;
    }
    return ' ';
}

static uint32_t behind(struct str text, uint32_t at, uint32_t end)
{
    while (at < end) {
        size_t next = at;
        uint32_t c = utf8_next(text, &next);
        if (c != '_' && c != '*')
            return c;
        at = (uint32_t)next;
    }
    return ' ';
}

static bool opens_here(uint32_t prev, uint32_t next)
{
    bool free_before = utf8_is_space(prev) || is_dash(prev) || prev == '(' || prev == '[' ||
                       prev == '"' || prev == CURLY_OPEN || prev == SINGLE_OPEN || prev == '\'' || prev == '|';
    return free_before && !utf8_is_space(next);
}

/* "'tis", "'em": an apostrophe in front of a word. */
static bool is_elision(struct str text, uint32_t at, uint32_t end)
{
    static const struct str WORDS[] = {
        {"tis", 3}, {"twas", 4}, {"em", 2}, {"twill", 5}, {"twere", 5}, {"twould", 6}, {"cause", 5},
        {"bout", 4}, {"til", 3}, {"till", 4}, {"ere", 3}, {"ave", 3}, {"im", 2}, {"er", 2}, {"un", 2},
        {"uns", 3}, {"e", 1}, {"neath", 5}, {"gainst", 6}, {"d", 1}, {"s", 1}, {"ud", 2}, {"ll", 2},
        {"round", 5}, {"way", 3}, {"low", 3}, {"pon", 3}, {"nough", 5}, {"less", 4}, {"ware", 4},
        {"is", 2}, {"ad", 2}, {"as", 2}, {"ud", 2}, {"uman", 4}, {"ouse", 4}, {"ow", 2}, {"ome", 3}};
    uint32_t stop = at;
    while (stop < end && is_ascii_letter(text.at[stop]))
        stop++;
    struct str word = str_part(text, at, stop);
    if (stop == at)
        return at < end && is_ascii_digit(text.at[at]); // the '90s
    for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++)
        if (str_eq_nocase(word, WORDS[i]))
            return (unsigned char)word.at[0] >= 'a' || word.n > 2;
    return false;
}

static bool ends_phrase(uint32_t c)
{
    return c == '.' || c == ',' || c == '!' || c == '?' || c == ';' || c == ':' || c == 0x2026 ||
           is_dash(c) || c == ')' || c == '_' || c == CURLY_CLOSE || c == '"';
}

enum doing { MARK_NONE, MARK_OPENS, MARK_CLOSES, MARK_TURNS };

/* What the sign `c` at [at, next) does under the marks in use. */
static enum doing role_of(struct str text, struct span par, enum quote_marks marks, uint32_t c,
                         uint32_t at, uint32_t next)
{
    uint32_t prev = before(text, par.start, at), after = behind(text, next, par.end);
    switch (marks) {
    case QUOTES_DOUBLE:
        if (c == CURLY_OPEN || c == LOW_OPEN)
            return MARK_OPENS;
        if (c == CURLY_CLOSE)
            return MARK_CLOSES;
        if (c != '"')
            return MARK_NONE;
        if (at == par.start || (opens_here(prev, after) && !(is_dash(prev) && ends_phrase(after))))
            return is_dash(prev) && at > par.start ? MARK_TURNS : MARK_OPENS;
        return utf8_is_space(after) || ends_phrase(after) || next >= par.end ? MARK_CLOSES : MARK_TURNS;
    case QUOTES_SINGLE:
        if (c == SINGLE_OPEN)
            return is_elision(text, next, par.end) && at > par.start && !ends_phrase(prev) &&
                           !utf8_is_space(prev) ? MARK_NONE : MARK_OPENS;
        if (c != SINGLE_CLOSE && c != '\'')
            return MARK_NONE;
        if (c == '\'' && opens_here(prev, after) && (is_word(after) || is_dash(after) || after == '\''))
            return is_elision(text, next, par.end) && at > par.start ? MARK_NONE : MARK_OPENS;
        if (is_word(after) || (is_word(prev) && utf8_is_letter(after)))
            return MARK_NONE;
        return ends_phrase(prev) ? MARK_CLOSES : is_word(prev) ? MARK_TURNS : MARK_NONE;
    case QUOTES_ANGLE:
        if (c != ANGLE_OPEN && c != ANGLE_CLOSE)
            return MARK_NONE;
        if (at == par.start || utf8_is_space(prev) || is_dash(prev) || prev == '(')
            return utf8_is_space(after) && c == ANGLE_CLOSE ? MARK_CLOSES : MARK_OPENS;
        return MARK_CLOSES;
    case QUOTES_LOW:
        return c == LOW_OPEN ? MARK_OPENS
               : c == CURLY_OPEN || c == CURLY_CLOSE || c == '"' ? MARK_CLOSES : MARK_NONE;
    case QUOTES_CORNER:
        return c == CORNER_OPEN ? MARK_OPENS : c == CORNER_CLOSE ? MARK_CLOSES : MARK_NONE;
    default:
        return MARK_NONE;
    }
}

/* ---- which marks ---- */

static bool starts_with_dash(struct str text, struct span at)
{
    size_t next = at.start;
    uint32_t c = utf8_next(text, &next);
    if (c == 0x2014 || c == 0x2015 || c == 0x2013)
        return true;
    return c == '-' && next + 1 < at.end &&
           ((text.at[next] == '-' && text.at[next + 1] != '-') || text.at[next] == ' ');
}

enum quote_marks quotes_decide(struct str text, const par_list *par)
{
    enum { HEAD_WEIGHT = 4 };
    uint64_t n[N_QUOTE_MARKS] = {0};
    for (uint32_t p = 0; p < par->n; p++) {
        struct span at = par->at[p].at;
        if (par->at[p].kind != PAR_TEXT)
            continue;
        n[QUOTES_DASH] += starts_with_dash(text, at) ? HEAD_WEIGHT + 1 : 0;
        for (uint32_t i = at.start; i < at.end;) {
            unsigned char byte = (unsigned char)text.at[i];
            if (byte != '"' && byte != '\'' && byte != 0xC2 && byte != 0xE2 && byte != 0xE3) {
                i++;
                continue;
            }
            size_t next = i;
            uint32_t c = utf8_next(text, &next);
            uint32_t weight = i == at.start ? HEAD_WEIGHT + 1 : 1;
            uint32_t prev = before(text, at.start, i), after = behind(text, (uint32_t)next, at.end);
            bool opens = opens_here(prev, after);
            if (c == LOW_OPEN)
                n[QUOTES_LOW] += weight;
            else if (c == CORNER_OPEN)
                n[QUOTES_CORNER] += weight;
            else if (c == ANGLE_OPEN || c == ANGLE_CLOSE)
                n[QUOTES_ANGLE] += i == at.start || utf8_is_space(prev) ? weight : 0;
            else if (c == CURLY_OPEN || (c == '"' && opens))
                n[QUOTES_DOUBLE] += weight;
            else if (c == SINGLE_OPEN ||
                     (c == '\'' && opens && is_word(after) && !is_elision(text, (uint32_t)next, at.end)))
                n[QUOTES_SINGLE] += weight;
            i = (uint32_t)next;
        }
    }
    enum quote_marks best = QUOTES_DOUBLE;
    for (int m = 0; m < N_QUOTE_MARKS; m++)
        if (n[m] > n[best])
            best = (enum quote_marks)m;
    return best;
}

/* ---- pieces ---- */

static bool is_speech_verb(struct str word)
{
    static const char *const VERBS[] = {
        "said", "says", "say", "saying", "cried", "crying", "asked", "asking", "replied", "replying",
        "answered", "answering", "whispered", "murmured", "exclaimed", "exclaiming", "thought",
        "shouted", "added", "adding", "remarked", "muttered", "repeated", "continued", "observed",
        "returned", "inquired", "enquired", "began", "declared", "called", "growled", "ejaculated",
        "announced", "demanded", "screamed", "sighed", "responded", "suggested", "rejoined", NULL};
    for (const char *const *v = VERBS; *v; v++)
        if (str_eq_nocase(word, str_c(*v)))
            return true;
    return false;
}

/* The word that ends at `at`, over blanks. */
static struct str word_before(struct str text, uint32_t start, uint32_t at)
{
    while (at > start && is_blank(text.at[at - 1]))
        at--;
    uint32_t end = at;
    while (at > start && is_ascii_letter(text.at[at - 1]))
        at--;
    return str_part(text, at, end);
}

/* A phrase quoted in passing: short, within a sentence, nothing says that it is said. */
static bool is_in_passing(struct str text, struct span par, struct span at)
{
    size_t from, next = at.start;
    size_t end;
    utf8_next(text, &next);
    utf8_before(text, at.end, &end);
    struct str inner = str_part(text, next, end);
    inner = str_trim(inner);
    if (inner.n == 0)
        return true;
    uint32_t n_words = 1;
    for (size_t i = 0; i < inner.n; i++)
        n_words += is_blank(inner.at[i]);
    if (n_words > 12 || at.start == par.start)
        return false;
    uint32_t i = at.start;
    while (i > par.start && (is_blank(text.at[i - 1]) || text.at[i - 1] == '_'))
        i--;
    uint32_t prev = i > par.start ? utf8_before(text, i, &from) : ' ';
    struct str word = word_before(text, par.start, at.start);
    uint32_t last = utf8_before(inner, inner.n, &from);
    if (last == '_' && from > 0)
        last = utf8_before(inner, from, &from);
    size_t f = 0;
    uint32_t first = utf8_next(inner, &f);
    if (first == '_' && f < inner.n)
        first = utf8_next(inner, &f);
    bool closed = ends_phrase(last) && last != ')';
    bool sentence_end = prev == '.' || prev == '!' || prev == '?';
    if (sentence_end)
        return false;
    bool told = is_speech_verb(word);
    if (prev == ',' || prev == ':' || is_dash(prev) || prev == ';')
        return !closed && !utf8_is_upper(first) && n_words <= PASSING_WORDS && prev != ':';
    if (told)
        return !closed && !utf8_is_upper(first);
    /* the words stand in the sentence: "a Mr. Toad", "the so-called" */
    if (!is_word(prev) && prev != '\'' && prev != SINGLE_CLOSE)
        return false;
    if (!closed)
        return true;
    return n_words <= PASSING_WORDS && last != '!' && last != '?' ;
}

static whose_status push(struct str text, struct span par, struct span at, bool is_open,
                         bool reopens, struct arena *arena, piece_list *out, whose_error *err)
{
    if (at.end <= at.start + 1)
        return WHOSE_OK;
    if (!is_open && !reopens && is_in_passing(text, par, at))
        return WHOSE_OK;
    struct piece *piece = VEC_PUSH(out, arena);
    if (!piece)
        return fail_nomem(err);
    *piece = (struct piece){at, is_open, reopens};
    return WHOSE_OK;
}

static uint32_t trim_end(struct str text, uint32_t start, uint32_t end)
{
    while (end > start && (is_blank(text.at[end - 1]) || text.at[end - 1] == '_'))
        end--;
    return end;
}

/* ---- dashes ---- */

/* "..., said Stephen." : the tag from `at`, a comma, mark or dash, to its end; 0 when there is none. */
static uint32_t tag_end(struct str text, uint32_t at, uint32_t end)
{
    uint32_t i = at;
    while (i < end && (is_blank(text.at[i]) || strchr(",.!?-", text.at[i]) || (text.at[i] & 0x80)))
        i++;
    uint32_t word = i;
    while (i < end && is_ascii_letter(text.at[i]))
        i++;
    struct str first = str_part(text, word, i);
    uint32_t second_at = i;
    while (second_at < end && is_blank(text.at[second_at]))
        second_at++;
    uint32_t k = second_at;
    while (k < end && is_ascii_letter(text.at[k]))
        k++;
    struct str second = str_part(text, second_at, k);
    bool pronoun = str_eq(first, STR("he")) || str_eq(first, STR("she")) || str_eq(first, STR("I")) ||
                   str_eq(first, STR("they")) || str_eq(first, STR("we"));
    bool is_tag = first.n > 2 && first.at[0] >= 'a' && is_speech_verb(first);
    is_tag = is_tag || ((pronoun || (first.n > 1 && first.at[0] < 'a')) && is_speech_verb(second) &&
                        text.at[at] != '.');
    if (!is_tag)
        return 0;
    while (k < end && !strchr(".,:;!?", text.at[k]) &&
           !(text.at[k] == '\xE2' && k + 2 < end && text.at[k + 1] == '\x80' && text.at[k + 2] == '\x94'))
        k++;
    return k < end && strchr(".,:;!?", text.at[k]) ? k + 1 : k;
}

static whose_status find_dashes(struct str text, struct span par, struct arena *arena,
                                piece_list *out, whose_error *err)
{
    if (!starts_with_dash(text, par))
        return WHOSE_OK;
    uint32_t start = par.start;
    for (uint32_t i = par.start + 1; i < par.end; i++) {
        if (!memchr(",.!?-\xE2", text.at[i], 6))
            continue;
        uint32_t tag = tag_end(text, i, par.end);
        if (tag == 0)
            continue;
        uint32_t end = strchr(",.!?", text.at[i]) ? i + 1 : i;
        TRY(push(text, par, (struct span){start, trim_end(text, start, end)}, false, true, arena, out, err));
        if (out->n)
            out->at[out->n - 1].reopens = false;
        start = tag;
        while (start < par.end && is_blank(text.at[start]))
            start++;
        i = tag > i ? tag - 1 : i;
    }
    if (start < par.end) {
        TRY(push(text, par, (struct span){start, par.end}, false, true, arena, out, err));
        out->at[out->n - 1].reopens = false;
    }
    return WHOSE_OK;
}

/* ---- marks in pairs ---- */

/* Where the speech goes on that the paragraph before left open: at its head when it
 * opens again; without a mark when the first mark in it closes. */
static bool goes_on(struct str text, const par_list *par, uint32_t p, enum quote_marks marks)
{
    enum { AHEAD = 6 };
    for (uint32_t k = p; k < par->n && k < p + AHEAD && par->at[k].kind == PAR_TEXT; k++) {
        struct span at = par->at[k].at;
        for (uint32_t i = at.start; i < at.end;) {
            if (is_ascii_letter(text.at[i]) || text.at[i] == ' ') {
                i++;
                continue;
            }
            size_t next = i;
            uint32_t c = utf8_next(text, &next);
            enum doing role = role_of(text, at, marks, c, i, (uint32_t)next);
            if (role == MARK_OPENS)
                return false;
            if (role == MARK_CLOSES)
                return true;
            i = (uint32_t)next;
        }
    }
    return false;
}

/* Does a surer closing mark than the one behind `at` come before the next opening one?
 * `*until`: where the look ended; up to there the answer stays the same. */
static bool closes_later(struct str text, struct span par, enum quote_marks marks, uint32_t at,
                         uint32_t *until)
{
    for (uint32_t i = at; i < par.end;) {
        unsigned char byte = (unsigned char)text.at[i];
        if (byte != '\'' && byte != 0xE2) {
            i++;
            continue;
        }
        size_t next = i;
        uint32_t c = utf8_next(text, &next);
        enum doing role = role_of(text, par, marks, c, i, (uint32_t)next);
        *until = i;
        if (role == MARK_OPENS)
            return false;
        if (role == MARK_CLOSES)
            return true;
        i = (uint32_t)next;
    }
    *until = par.end;
    return false;
}

static whose_status find_pairs(struct str text, const par_list *list, uint32_t p,
                               struct quoting *state, struct arena *arena, piece_list *out,
                               whose_error *err)
{
    struct span par = list->at[p].at;
    bool was_open = state->is_open, is_in = was_open && goes_on(text, list, p, state->marks);
    uint32_t start = par.start, n_found = out->n;
    uint32_t looked = 0; // up to here `later` holds
    bool later = false;
    bool first = true;
    for (uint32_t i = par.start; i < par.end;) {
        unsigned char byte = (unsigned char)text.at[i];
        if (byte != '"' && byte != '\'' && byte < 0xC2) {
            i++;
            continue;
        }
        size_t to = i;
        uint32_t c = utf8_next(text, &to);
        uint32_t next = (uint32_t)to;
        enum doing role = role_of(text, par, state->marks, c, i, next);
        if (role == MARK_TURNS && state->marks == QUOTES_SINGLE) {
            if (is_in && i >= looked)
                later = closes_later(text, par, state->marks, next, &looked);
            role = is_in && !later ? MARK_CLOSES : MARK_NONE;
        } else if (role == MARK_TURNS) {
            role = is_in ? MARK_CLOSES : MARK_OPENS;
        }
        if (role == MARK_OPENS) {
            if (is_in && i > start) {
                bool nested = state->marks == QUOTES_LOW || state->marks == QUOTES_CORNER ||
                              state->marks == QUOTES_ANGLE;
                if (nested) {
                    i = next;
                    continue;
                }
                /* a mark was forgotten: the speech ends here at the latest */
                TRY(push(text, par, (struct span){start, trim_end(text, start, i)}, false,
                         was_open && first, arena, out, err));
                first = false;
            }
            start = i;
            is_in = true;
        } else if (role == MARK_CLOSES && is_in) {
            TRY(push(text, par, (struct span){start, next}, false,
                     was_open && first && start == par.start, arena, out, err));
            first = false;
            is_in = false;
        }
        i = next;
    }
    if (is_in)
        TRY(push(text, par, (struct span){start, par.end}, true,
                 was_open && out->n == n_found && start == par.start, arena, out, err));
    state->is_open = is_in;
    return WHOSE_OK;
}

whose_status quotes_find(struct str text, const par_list *par, uint32_t p, struct quoting *state,
                         struct arena *arena, piece_list *out, whose_error *err)
{
    if (state->marks == QUOTES_DASH) {
        uint32_t n = out->n;
        TRY(find_dashes(text, par->at[p].at, arena, out, err));
        if (out->n > n)
            return WHOSE_OK;
        struct quoting other = {QUOTES_DOUBLE, state->is_open};
        TRY(find_pairs(text, par, p, &other, arena, out, err));
        state->is_open = other.is_open;
        return WHOSE_OK;
    }
    return find_pairs(text, par, p, state, arena, out, err);
}

bool quotes_part(struct str between)
{
    enum { TAG_BYTES = 220 };
    uint32_t n_stops = 0, n_verbs = 0;
    size_t n_letters = 0;
    for (size_t i = 0; i < between.n; i++) {
        n_letters += is_ascii_letter(between.at[i]) || (between.at[i] & 0x80);
        bool stop = strchr(".!?", between.at[i]) != NULL && between.at[i] != '\0';
        bool short_title = stop && i >= 2 && i <= between.n && is_ascii_letter(between.at[i - 1]) &&
                           ((i >= 2 && between.at[i - 2] == 'M') || (i >= 3 && between.at[i - 3] == 'M') ||
                            (i >= 2 && between.at[i - 2] == 'D'));
        n_stops += stop && !short_title;
    }
    if (n_letters == 0)
        return true;
    for (size_t i = 0; i < between.n && i < TAG_BYTES;) {
        size_t start = i;
        while (i < between.n && is_ascii_letter(between.at[i]))
            i++;
        n_verbs += i > start && is_speech_verb(str_part(between, start, i));
        i += i == start;
    }
    return n_stops > 1 || n_verbs > 1 || between.n > TAG_BYTES;
}
