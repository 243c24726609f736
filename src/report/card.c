/* takes   the findings of one work
 * gives   a card of 1200 by 630 to share, as SVG that needs nothing else: the title, the
 *         verdict in a sentence, two bars, two quotations
 * method  lines are broken and cut by the widths of DejaVu Sans, the widest face that a
 *         viewer is likely to put in its place, so that a narrower one fits too; every
 *         run of the story's words is isolated, so that names written from right to left
 *         do not turn the sentence round (Unicode Standard Annex 9)
 * cost    O(bytes shown) */
#include "report/internal.h"

#include "base/utf8.h"

#include <string.h>

enum {
    CARD_WIDTH = 1200,
    CARD_HEIGHT = 630,
    MARGIN = 72,
    INNER = CARD_WIDTH - 2 * MARGIN,
    MOST_LINES = 3,
    FAR_BACK = 14, // bytes
    BAR_LEFT = 400,
    BAR_WIDTH = 600
};

/* A thousandth of the size of the type. */
static uint32_t advance_of(uint32_t c)
{
    if (utf8_columns(c) != 1)
        return utf8_columns(c) ? 1000 : 0;
    if (c && c < 0x80 && strchr("iljI.,:;'|!`", (int)c))
        return 340;
    if (c && c < 0x80 && strchr(" frt()[]/\\-", (int)c))
        return 410;
    if (c == 'm' || c == 'w' || c == 'M' || c == 'W' || c == '@' || c == '%' || c == 0x2026 || c == 0x2014)
        return 1000;
    return utf8_is_upper(c) ? 770 : 640;
}

static uint32_t width_of(struct str s, uint32_t size)
{
    uint64_t sum = 0;
    for (size_t at = 0; at < s.n;)
        sum += advance_of(utf8_next(s, &at));
    return (uint32_t)(sum * size / 1000);
}

/* What XML may not hold is replaced, its own signs are escaped. */
static void put_escaped(struct writing *w, struct str s)
{
    for (size_t at = 0; at < s.n;) {
        size_t here = at;
        uint32_t c = utf8_next(s, &at);
        if (c == '<')
            SINK_PUT(w->sink, "&lt;");
        else if (c == '>')
            SINK_PUT(w->sink, "&gt;");
        else if (c == '&')
            SINK_PUT(w->sink, "&amp;");
        else if (c == '"')
            SINK_PUT(w->sink, "&quot;");
        else if (c == 0xFFFE || c == 0xFFFF || (c == UTF8_REPLACEMENT && at == here + 1))
            SINK_PUT(w->sink, "\xEF\xBF\xBD");
        else
            sink_put(w->sink, str_part(s, here, at));
    }
}

static const char isolate[] = "\xE2\x81\xA8", end_isolate[] = "\xE2\x81\xA9", ellipsis[] = "\xE2\x80\xA6";

static void put_line(struct writing *w, uint32_t x, uint32_t y, uint32_t size, const char *style,
                     struct str s)
{
    sink_printf(w->sink, "<text x=\"%u\" y=\"%u\" font-size=\"%u\" %s>", x, y, size, style);
    put_escaped(w, s);
    SINK_PUT(w->sink, "</text>\n");
}

/* The first characters of `s` that, with an ellipsis, are at most `width` wide; up to the
 * end of a word, unless that lies far back. */
static struct str cut(struct writing *w, struct str s, uint32_t size, uint32_t width)
{
    size_t fit = 0;
    uint64_t sum = advance_of(0x2026);
    if (width_of(s, size) <= width)
        return s;
    for (size_t at = 0; at < s.n;) {
        sum += advance_of(utf8_next(s, &at));
        if (sum * size / 1000 > width)
            break;
        size_t behind = at; // no base without its marks
        fit = behind < s.n && utf8_columns(utf8_next(s, &behind)) == 0 ? fit : at;
    }
    for (size_t back = fit; back + FAR_BACK > fit && back > 0; back--)
        if (s.at[back] == ' ') {
            fit = back;
            break;
        }
    while (fit && is_blank(s.at[fit - 1]))
        fit--;
    struct draft draft = {0};
    draft_put(w, &draft, str_part(s, 0, fit));
    draft_put(w, &draft, str_c(ellipsis));
    return draft_str(&draft);
}

/* `s` in at most `n_lines` lines; the last is cut.  Gives the number of lines. */
static uint32_t wrap(struct writing *w, struct str s, uint32_t size, uint32_t width,
                     uint32_t n_lines, struct str line[MOST_LINES])
{
    uint32_t n = 0;
    s = str_trim(s);
    while (s.n && n < n_lines) {
        size_t fit = 0;
        for (size_t at = 0; at <= s.n; at++)
            if (at == s.n || s.at[at] == ' ') {
                if (width_of(str_part(s, 0, at), size) > width)
                    break;
                fit = at;
            }
        bool is_last = n + 1 == n_lines || fit == 0;
        line[n] = is_last ? cut(w, s, size, width) : str_part(s, 0, fit);
        n++;
        if (is_last)
            break;
        s = str_trim(str_part(s, fit, s.n));
    }
    return n;
}

static struct str isolated(struct writing *w, struct str s)
{
    size_t n = s.n + 6;
    char *at = ARENA_NEW_RAW(w->scratch, char, n);
    if (!at) {
        w->no_memory = true;
        return s;
    }
    memcpy(at, isolate, 3);
    if (s.n)
        memcpy(at + 3, s.at, s.n);
    memcpy(at + 3 + s.n, end_isolate, 3);
    return (struct str){at, n};
}

static uint32_t ranked_person(const struct verdict *verdict, uint32_t rank)
{
    return verdict->candidate[verdict->ranking[rank].candidate];
}

static void put_raw(struct writing *w, struct draft *draft, struct str s)
{
    size_t n = draft->n + s.n;
    char *at = ARENA_NEW_RAW(w->scratch, char, n + 1);
    if (!at) {
        w->no_memory = true;
        return;
    }
    if (draft->n)
        memcpy(at, draft->at, draft->n);
    if (s.n)
        memcpy(at + draft->n, s.at, s.n);
    *draft = (struct draft){at, n, n + 1};
}

/* A name in a sentence: cut, so that two names and the words around them fit. */
static void put_name(struct writing *w, struct draft *draft, uint32_t person)
{
    put_raw(w, draft, isolated(w, cut(w, look_name(w, person), 1000, 22000)));
}

static struct str sentence(struct writing *w)
{
    const struct verdict *verdict = &w->findings->verdict;
    struct draft out = {0};
    enum answer answer = verdict->n_candidates ? verdict->answer : ANSWER_NOBODY;
    if (answer == ANSWER_NOBODY)
        return STR("It cannot be said whose story it is");
    if (answer == ANSWER_ONE || verdict->n_candidates == 1) {
        put_raw(w, &out, STR("It is the story of "));
        put_name(w, &out, ranked_person(verdict, 0));
        return draft_str(&out);
    }
    put_raw(w, &out, answer == ANSWER_SHARED ? STR("It is a story shared by ")
                                             : STR("It is contested: the story of "));
    put_name(w, &out, ranked_person(verdict, 0));
    put_raw(w, &out, answer == ANSWER_SHARED ? STR(" and ") : STR(", or of "));
    put_name(w, &out, ranked_person(verdict, 1));
    return draft_str(&out);
}

static void put_bar(struct writing *w, uint32_t rank, uint32_t y)
{
    static const char *const colour[2] = {"#1f6f6b", "#b5552b"};
    const struct ranked *ranked = &w->findings->verdict.ranking[rank];
    uint32_t person = ranked_person(&w->findings->verdict, rank);
    double share = ranked->share > 1 ? 1 : ranked->share > 0 ? ranked->share : 0;
    uint32_t length = (uint32_t)(share * BAR_WIDTH + 0.5);
    put_line(w, BAR_LEFT - 16, y + 24, 26, "text-anchor=\"end\" fill=\"#22262a\"",
             isolated(w, cut(w, look_name(w, person), 26, BAR_LEFT - 16 - MARGIN)));
    sink_printf(w->sink,
                "<rect x=\"%u\" y=\"%u\" width=\"%u\" height=\"32\" rx=\"4\" fill=\"#e7e2d6\"/>\n"
                "<rect x=\"%u\" y=\"%u\" width=\"%u\" height=\"32\" rx=\"4\" fill=\"%s\"/>\n",
                BAR_LEFT, y, BAR_WIDTH, BAR_LEFT, y, length, colour[rank]);
    struct draft percent = {0};
    draft_percent(w, &percent, share);
    put_line(w, BAR_LEFT + BAR_WIDTH + 16, y + 24, 26, "fill=\"#22262a\"", draft_str(&percent));
}

/* The passage of the weightiest evidence that backs a candidate, and that is not `other`. */
static struct span best_quote(const struct verdict *verdict, uint32_t candidate, struct span other)
{
    struct span best = {0, 0};
    double weight = -1;
    for (uint32_t m = 0; m < N_MEASURES; m++) {
        const struct evidence *evidence = &verdict->evidence[m];
        for (uint32_t q = 0; !evidence->is_missing && q < evidence->n_quotes; q++) {
            const struct quote *quote = &evidence->quote[q];
            if (quote->candidate != candidate || evidence->weight <= weight ||
                (quote->at.start < other.end && other.start < quote->at.end))
                continue;
            best = quote->at;
            weight = evidence->weight;
        }
    }
    return best;
}

static void put_quote(struct writing *w, uint32_t rank, struct span at, uint32_t x, uint32_t width,
                      uint32_t y)
{
    static const char *const colour[2] = {"#1f6f6b", "#b5552b"};
    struct str line[MOST_LINES];
    struct draft words = {0}, place = {0};
    put_raw(w, &words, STR("\xE2\x80\x9C"));
    put_raw(w, &words, look_passage(w, at));
    put_raw(w, &words, STR("\xE2\x80\x9D"));
    uint32_t n = wrap(w, draft_str(&words), 24, width - 24, MOST_LINES, line);
    sink_printf(w->sink, "<rect x=\"%u\" y=\"%u\" width=\"4\" height=\"%u\" fill=\"%s\"/>\n", x, y,
                n * 34 + 34, colour[rank]);
    for (uint32_t i = 0; i < n; i++)
        put_line(w, x + 20, y + 26 + 34 * i, 24, "fill=\"#22262a\" font-style=\"italic\"",
                 isolated(w, line[i]));
    struct str where = look_place(w, at.start);
    uint32_t room = width - 48 - width_of(where, 20);
    put_raw(w, &place, isolated(w, cut(w, look_name(w, ranked_person(&w->findings->verdict, rank)), 20,
                                       room < width ? room : 0)));
    put_raw(w, &place, STR(", "));
    put_raw(w, &place, where);
    put_line(w, x + 20, y + 26 + 34 * n, 20, "fill=\"#6b6f73\"",
             isolated(w, cut(w, draft_str(&place), 20, width - 24)));
}

static void put_evidence(struct writing *w)
{
    const struct verdict *verdict = &w->findings->verdict;
    uint32_t n = verdict->n_candidates < 2 ? verdict->n_candidates : 2;
    struct span other = {0, 0};
    if (verdict->answer == ANSWER_NOBODY)
        return;
    for (uint32_t rank = 0; rank < n; rank++)
        put_bar(w, rank, 286 + 46 * rank);
    for (uint32_t rank = 0; rank < n; rank++) {
        struct span at = best_quote(verdict, verdict->ranking[rank].candidate, other);
        if (span_is_empty(at))
            at = w->findings->cast.person.at[ranked_person(verdict, rank)].introduced;
        if (span_is_empty(at))
            continue;
        put_quote(w, rank, at, MARGIN + rank * (INNER / 2 + 12), INNER / 2 - 12, 412);
        other = at;
    }
}

whose_status svg_card(struct writing *w)
{
    const struct doc *doc = &w->findings->doc;
    struct str line[MOST_LINES];
    struct draft title = {0};
    draft_put(w, &title, doc->title.n ? doc->title : STR("Untitled"));
    struct str shown = cut(w, draft_str(&title), 30, doc->author.n ? INNER * 2 / 3 : INNER);
    struct str verdict = sentence(w);
    sink_printf(w->sink,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" "
                "font-family=\"Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif\">\n<title>",
                CARD_WIDTH, CARD_HEIGHT, CARD_WIDTH, CARD_HEIGHT);
    put_escaped(w, shown);
    SINK_PUT(w->sink, ": ");
    put_escaped(w, verdict);
    sink_printf(w->sink, "</title>\n<rect width=\"%d\" height=\"%d\" fill=\"#faf8f2\"/>\n", CARD_WIDTH, CARD_HEIGHT);
    put_line(w, MARGIN, 84, 30, "fill=\"#22262a\" font-weight=\"bold\"", isolated(w, shown));
    if (doc->author.n) {
        struct draft author = {0};
        draft_put(w, &author, doc->author);
        put_line(w, MARGIN, 120, 22, "fill=\"#6b6f73\"", isolated(w, cut(w, draft_str(&author), 22, INNER)));
    }
    uint32_t n = wrap(w, verdict, 46, INNER, 2, line);
    for (uint32_t i = 0; i < n; i++)
        put_line(w, MARGIN, 186 + 56 * i, 46, "fill=\"#22262a\"", line[i]);
    put_evidence(w);
    put_line(w, MARGIN, CARD_HEIGHT - 24, 18, "fill=\"#8a8d90\"",
             STR("whose: read from the text, with the evidence cited"));
    SINK_PUT(w->sink, "</svg>\n");
    return WHOSE_OK;
}
