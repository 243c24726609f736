/* takes   words, numbers, passages of the story
 * gives   lines of a terminal: cells, paragraphs, bars, quotations
 * method  everything is measured in character cells (utf8_columns), so that wide
 *         and combining characters keep their columns; text of the story is made
 *         safe before it is measured
 * cost    O(bytes written); a passage is cut before it is cleaned */
#include "report/internal.h"

#include "base/utf8.h"

#include <string.h>

enum { PASSAGE_BYTES = 2048, DRAFT_BYTES = 128, NARROW_COLUMNS = 60 };
enum { SLACK_COLUMNS = 8 }; // what is lost at the end of a line that is not full
enum { LEAST_WHO = 8 };     // a name cut shorter than this says nothing

static void draft_raw(struct writing *w, struct draft *draft, struct str s)
{
    if (draft->cap - draft->n < s.n) {
        size_t cap = draft->cap ? draft->cap : DRAFT_BYTES;
        while (cap - draft->n < s.n)
            cap *= 2;
        char *at = arena_grow(w->scratch, draft->at, draft->cap, cap, 1);
        if (!at) {
            w->no_memory = true;
            return;
        }
        draft->at = at;
        draft->cap = cap;
    }
    if (s.n)
        memcpy(draft->at + draft->n, s.at, s.n);
    draft->n += s.n;
}

/* Zero: leave it out.  Bidirectional embeddings, overrides and isolates would
 * turn the rest of the line round, as a stray ESC would colour it. */
static uint32_t safe(uint32_t c)
{
    if (c == '\n' || c == '\t' || c == '\r' || c == 0x2028 || c == 0x2029)
        return ' ';
    if (c < 0x20 || (c >= 0x7F && c < 0xA0))
        return UTF8_REPLACEMENT;
    if ((c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069))
        return 0;
    return c;
}

typedef void put_bytes(struct writing *w, struct draft *draft, struct str s);

static void put_safe(struct writing *w, struct draft *draft, struct str s, put_bytes *put)
{
    size_t from = 0;
    for (size_t at = 0; at < s.n;) {
        size_t here = at;
        uint32_t c = utf8_next(s, &at);
        uint32_t d = safe(c);
        if (d == c && !(c == UTF8_REPLACEMENT && at == here + 1))
            continue;
        put(w, draft, str_part(s, from, here));
        from = at;
        if (d) {
            char bytes[UTF8_MAX_BYTES];
            size_t n = utf8_put(d, bytes);
            put(w, draft, (struct str){bytes, n});
        }
    }
    put(w, draft, str_part(s, from, s.n));
}

void draft_put(struct writing *w, struct draft *draft, struct str s)
{
    put_safe(w, draft, s, draft_raw);
}

static void sink_raw(struct writing *w, struct draft *draft, struct str s)
{
    (void)draft;
    sink_put(w->sink, s);
}

void look_put(struct writing *w, struct str s)
{
    put_safe(w, NULL, s, sink_raw);
}

void draft_uint(struct writing *w, struct draft *draft, uint64_t n)
{
    char digits[32];
    size_t at = sizeof digits;
    uint32_t count = 0;
    do {
        if (count && count % 3 == 0)
            digits[--at] = ',';
        digits[--at] = (char)('0' + n % 10);
        n /= 10;
        count++;
    } while (n);
    draft_raw(w, draft, (struct str){digits + at, sizeof digits - at});
}

/* Two digits of a value tell two people apart; more would feign exactness. */
void draft_number(struct writing *w, struct draft *draft, double x)
{
    if (!(x >= 0 && x < 1e15)) {
        DRAFT_PUT(w, draft, "?");
        return;
    }
    uint32_t scale = x >= 100 ? 1 : x >= 1 ? 10 : 100;
    uint64_t n = (uint64_t)(x * scale + 0.5);
    draft_uint(w, draft, n / scale);
    uint64_t rest = n % scale;
    if (!rest)
        return;
    char digits[3] = {'.', (char)('0' + rest * 10 / scale), (char)('0' + rest % 10)};
    size_t n_digits = scale == 100 && rest % 10 ? 3 : 2;
    draft_raw(w, draft, (struct str){digits, n_digits});
}

void draft_percent(struct writing *w, struct draft *draft, double share)
{
    draft_uint(w, draft, share > 0 ? (uint64_t)(share * 100 + 0.5) : 0);
    DRAFT_PUT(w, draft, " %");
}

void draft_count(struct writing *w, struct draft *draft, uint64_t n, const char *one,
                 const char *many)
{
    draft_uint(w, draft, n);
    DRAFT_PUT(w, draft, " ");
    draft_put(w, draft, str_c(n == 1 ? one : many));
}

void draft_name(struct writing *w, struct draft *draft, uint32_t person)
{
    const struct cast *cast = &w->findings->cast;
    if (person < cast->person.n && cast->person.at[person].name.n)
        draft_put(w, draft, cast->person.at[person].name);
    else
        DRAFT_PUT(w, draft, "somebody");
}

void draft_owner(struct writing *w, struct draft *draft, uint32_t person)
{
    draft_name(w, draft, person);
    draft_put(w, draft, w->is_utf8 ? STR("\xE2\x80\x99s") : STR("'s"));
}

void draft_story_of(struct writing *w, struct draft *draft, uint32_t person)
{
    struct str name = look_name(w, person);
    if (str_find(name, STR(",")) == name.n) {
        draft_owner(w, draft, person);
        DRAFT_PUT(w, draft, " story");
    } else {
        DRAFT_PUT(w, draft, "the story of ");
        draft_name(w, draft, person);
    }
}

void draft_place(struct writing *w, struct draft *draft, uint32_t off)
{
    const struct doc *doc = &w->findings->doc;
    struct str cite = doc_cite(doc, off, w->scratch);
    if (!cite.at) {
        w->no_memory = true;
        return;
    }
    size_t page = str_find(cite, STR(", p. "));
    draft_put(w, draft, page < cite.n ? str_part(cite, page + 2, cite.n) : cite);
}

struct str look_name(struct writing *w, uint32_t person)
{
    struct draft draft = {0};
    draft_name(w, &draft, person);
    return draft_str(&draft);
}

struct str look_place(struct writing *w, uint32_t off)
{
    struct draft draft = {0};
    draft_place(w, &draft, off);
    return draft_str(&draft);
}

struct str look_title(const struct writing *w)
{
    const struct findings *f = w->findings;
    size_t at = f->path.n;
    while (at && f->path.at[at - 1] != '/')
        at--;
    struct str name = at < f->path.n ? str_part(f->path, at, f->path.n) : f->path;
    return f->doc.title.n ? f->doc.title : name.n ? name : STR("Untitled");
}

/* A novel whose scenes are its chapters, but perhaps for a part that has none. */
static bool has_chapters(const struct writing *w)
{
    const struct findings *f = w->findings;
    uint32_t n = 0;
    for (uint32_t s = 0; s < f->story.scene.n; s++) {
        uint32_t segment = f->story.scene.at[s].segment;
        n += segment < f->doc.segment.n && f->doc.segment.at[segment].kind == SEGMENT_CHAPTER;
    }
    return f->doc.kind == DOC_NOVEL && n > 0 && n + 1 + f->story.scene.n / 20 >= f->story.scene.n;
}

const char *look_scenes(const struct writing *w)
{
    return has_chapters(w) ? "chapters" : "scenes";
}

const char *look_scene(const struct writing *w)
{
    return has_chapters(w) ? "chapter" : "scene";
}

struct str look_passage(struct writing *w, struct span at)
{
    const struct doc *doc = &w->findings->doc;
    bool is_cut = at.end > at.start && at.end - at.start > PASSAGE_BYTES;
    if (is_cut) {
        at.end = at.start + PASSAGE_BYTES;
        while (at.end > at.start && ((unsigned char)doc->text.at[at.end] & 0xC0) == 0x80)
            at.end--;
    }
    struct str clean = doc_clean(doc, at, w->scratch);
    if (!clean.at) {
        w->no_memory = true;
        return STR("");
    }
    struct draft draft = {0};
    draft_put(w, &draft, clean);
    return draft_str(&draft);
}

struct str look_description(struct writing *w, uint32_t person)
{
    const struct findings *f = w->findings;
    const struct person *p = &f->cast.person.at[person];
    struct draft draft = {0};
    struct str listed = p->role < f->doc.role.n ? f->doc.role.at[p->role].description : STR("");
    /* "her brother" says nothing away from the list */
    bool leans = str_starts(listed, STR("her ")) || str_starts(listed, STR("his ")) ||
                 str_starts(listed, STR("their "));
    if (listed.n && !leans)
        draft_put(w, &draft, listed);
    else if (!span_is_empty(p->introduced))
        draft_put(w, &draft, look_passage(w, p->introduced));
    return draft_str(&draft);
}

struct str look_fit(struct writing *w, struct str s, uint32_t columns)
{
    uint32_t width = 0, kept_width = 0;
    size_t kept = 0; // behind the last whole word that leaves room for the ellipsis
    size_t filled = 0;
    uint32_t dots = w->is_utf8 ? 1 : 3;
    bool was_space = true;
    for (size_t at = 0; at < s.n;) {
        size_t here = at;
        uint32_t c = utf8_next(s, &at);
        uint32_t cells = (uint32_t)utf8_columns(c);
        bool space = c == ' ';
        if (width + dots <= columns) {
            if (space && !was_space) {
                kept = here;
                kept_width = width;
            }
            filled = here;
        }
        was_space = space;
        width += cells;
        if (width > columns) {
            /* a long word, or a script without blanks, is cut where the line ends */
            struct str head = str_part(s, 0, kept_width * 2 >= columns ? kept : filled);
            while (head.n && (head.at[head.n - 1] == ' ' || head.at[head.n - 1] == ',' ||
                              head.at[head.n - 1] == '.'))
                head.n--;
            struct draft draft = {0};
            draft_raw(w, &draft, head);
            if (columns >= dots)
                draft_raw(w, &draft, w->is_utf8 ? STR("\xE2\x80\xA6") : STR("..."));
            return draft_str(&draft);
        }
    }
    return s;
}

void look_tint(struct writing *w, enum tint tint)
{
    static const char *const code[N_TINTS] = {
        "\x1B[0m", "\x1B[1m", "\x1B[1;4m", "\x1B[2m", "\x1B[36m", "\x1B[33m",
    };
    if (w->is_colour)
        sink_put(w->sink, str_c(code[tint]));
}

void look_spaces(struct writing *w, uint32_t n)
{
    static const char blank[] = "                                ";
    while (n) {
        uint32_t part = n < sizeof blank - 1 ? n : (uint32_t)sizeof blank - 1;
        sink_put(w->sink, (struct str){blank, part});
        n -= part;
    }
}

void look_line(struct writing *w)
{
    sink_char(w->sink, '\n');
}

void look_head(struct writing *w, const char *words)
{
    look_line(w);
    look_tint(w, TINT_TITLE);
    look_put(w, str_c(words));
    look_tint(w, TINT_NONE);
    look_line(w);
}

static bool runs_to_the_left(struct str s)
{
    for (size_t at = 0; at < s.n;) {
        if ((unsigned char)s.at[at] < 0xD6) {
            at++;
            continue;
        }
        uint32_t c = utf8_next(s, &at);
        if ((c >= 0x590 && c <= 0x8FF) || (c >= 0xFB1D && c <= 0xFDFF) ||
            (c >= 0xFE70 && c <= 0xFEFE) || (c >= 0x10800 && c <= 0x10FFF) ||
            (c >= 0x1E800 && c <= 0x1EFFF))
            return true;
    }
    return false;
}

void look_cell(struct writing *w, struct str s, uint32_t columns, bool to_the_right)
{
    struct str fitted = look_fit(w, s, columns);
    uint32_t width = utf8_width(fitted);
    uint32_t rest = width < columns ? columns - width : 0;
    if (to_the_right)
        look_spaces(w, rest);
    look_put(w, fitted);
    /* a left-to-right mark keeps the numbers behind a Hebrew or Arabic name in their columns */
    if (runs_to_the_left(fitted))
        SINK_PUT(w->sink, "\xE2\x80\x8E");
    if (!to_the_right)
        look_spaces(w, rest);
}

/* The end of the longest piece of s[from..] that fits `room` cells, at least one character. */
static size_t hard_break(struct str s, size_t from, uint32_t room)
{
    size_t at = from;
    for (uint32_t width = 0; at < s.n;) {
        size_t here = at;
        width += (uint32_t)utf8_columns(utf8_next(s, &at));
        if (width > room && here > from)
            return here;
    }
    return at;
}

/* As look_wrap() without the last line end: the column where the cursor stands. */
static uint32_t look_flow(struct writing *w, struct str s, uint32_t at, uint32_t indent)
{
    bool fresh = true; // no word yet since the cursor's start or the last line end
    for (size_t i = 0; i < s.n;) {
        if (s.at[i] == ' ') {
            i++;
            continue;
        }
        const char *blank = memchr(s.at + i, ' ', s.n - i);
        size_t end = blank ? (size_t)(blank - s.at) : s.n;
        uint32_t width = utf8_width(str_part(s, i, end));
        uint32_t gap = fresh ? 0 : 1;
        if (at + gap + width > w->columns && (!fresh || at > indent)) {
            look_line(w);
            look_spaces(w, indent);
            at = indent;
            gap = 0;
        }
        if (at + gap + width > w->columns) {
            uint32_t room = w->columns > at + gap ? w->columns - at - gap : 1;
            end = hard_break(s, i, room);
            width = utf8_width(str_part(s, i, end));
        }
        look_spaces(w, gap);
        look_put(w, str_part(s, i, end));
        at += gap + width;
        fresh = false;
        i = end;
    }
    return at;
}

void look_wrap(struct writing *w, struct str s, uint32_t at, uint32_t indent)
{
    look_flow(w, s, at, indent);
    look_line(w);
}

void look_bar(struct writing *w, double fraction, uint32_t columns, bool to_the_left,
              enum tint tint)
{
    double halves_wanted = (fraction < 0 ? 0 : fraction > 1 ? 1 : fraction) * columns * 2;
    uint32_t halves = (uint32_t)(halves_wanted + 0.5);
    if (!halves && fraction > 0)
        halves = 1;
    uint32_t full = halves / 2;
    bool half = halves % 2 != 0;
    if (!w->is_utf8) {
        full += half;
        half = false;
    }
    uint32_t rest = columns - full - half;
    if (to_the_left)
        look_spaces(w, rest);
    if (halves)
        look_tint(w, tint);
    if (half && to_the_left)
        SINK_PUT(w->sink, "\xE2\x96\x90");
    for (uint32_t i = 0; i < full; i++)
        sink_put(w->sink, w->is_utf8 ? STR("\xE2\x96\x88") : to_the_left ? STR("=") : STR("#"));
    if (half && !to_the_left)
        SINK_PUT(w->sink, "\xE2\x96\x8C");
    if (halves)
        look_tint(w, TINT_NONE);
    if (!to_the_left)
        look_spaces(w, rest);
}

/* Does a passage begin inside a sentence of its block? */
static bool is_torn(const struct doc *doc, uint32_t start)
{
    uint32_t b = doc_block_at(doc, start);
    if (b == DOC_NONE)
        return false;
    uint32_t begin = doc->block.at[b].at.start, at = start;
    while (at > begin && is_blank(doc->text.at[at - 1]))
        at--;
    if (at == begin || at > start)
        return false;
    unsigned char c = (unsigned char)doc->text.at[at - 1];
    return c == ',' || c == ';' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z');
}

/* Without curly marks a quotation inside a quotation stands in single ones. */
static struct str inner_quotes(struct writing *w, struct str s)
{
    struct draft draft = {0};
    if (w->is_utf8 || str_find(s, STR("\"")) == s.n)
        return s;
    while (s.n) {
        size_t at = str_find(s, STR("\""));
        draft_raw(w, &draft, str_part(s, 0, at));
        if (at < s.n)
            draft_raw(w, &draft, STR("'"));
        s = str_part(s, at + 1, s.n);
    }
    return draft_str(&draft);
}

/* A line of speech without the marks around it, if they are one pair: they come from us. */
static struct str without_marks(struct str s)
{
    static const struct {
        struct str opens, closes;
    } pairs[] = {{{"\"", 1}, {"\"", 1}}, {{"'", 1}, {"'", 1}}, {{"\xE2\x80\x9C", 3}, {"\xE2\x80\x9D", 3}},
                 {{"\xE2\x80\x98", 3}, {"\xE2\x80\x99", 3}}, {{"\xC2\xAB", 2}, {"\xC2\xBB", 2}}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        struct str opens = pairs[i].opens, closes = pairs[i].closes;
        if (s.n <= opens.n + closes.n || !str_starts(s, opens))
            continue;
        /* of a speech that goes on behind the passage */
        if (i != 1 && str_find(str_part(s, opens.n, s.n), closes) == s.n - opens.n)
            return str_trim(str_part(s, opens.n, s.n));
        if (!str_ends(s, closes))
            continue;
        struct str inner = str_part(s, opens.n, s.n - closes.n);
        if (str_find(inner, opens) == inner.n && (i == 1 || str_find(inner, closes) == inner.n))
            return str_trim(inner);
    }
    return s;
}

void look_quote(struct writing *w, struct span at, struct str who, uint32_t indent, uint32_t lines)
{
    struct str cite = doc_cite(&w->findings->doc, at.start, w->scratch);
    if (!cite.at) {
        w->no_memory = true;
        return;
    }
    struct draft tail = {0}, said = {0};
    uint32_t beside = utf8_width(cite) + 4;
    DRAFT_PUT(w, &tail, "  ");
    if (who.n && w->columns >= NARROW_COLUMNS && beside + LEAST_WHO <= w->columns / 2) {
        draft_put(w, &tail, look_fit(w, who, w->columns - indent - beside)); // the place is never cut
        DRAFT_PUT(w, &tail, ", ");
    }
    draft_put(w, &tail, cite);
    struct str source = look_fit(w, draft_str(&tail), w->columns);
    uint32_t width = w->columns > indent + 2 ? w->columns - indent - 2 : 10;
    bool is_beside = utf8_width(source) <= w->columns / 2; // else it has a line of its own
    uint32_t taken = (is_beside ? utf8_width(source) : 0) + (lines > 1 ? SLACK_COLUMNS : 0);
    uint32_t room = width * lines > taken ? width * lines - taken : 10;
    draft_put(w, &said, w->is_utf8 ? STR("\xE2\x80\x9C") : STR("\""));
    if (is_torn(&w->findings->doc, at.start))
        draft_put(w, &said, w->is_utf8 ? STR("\xE2\x80\xA6") : STR("..."));
    struct str passage = without_marks(look_passage(w, at));
    draft_put(w, &said, look_fit(w, inner_quotes(w, passage), room));
    draft_put(w, &said, w->is_utf8 ? STR("\xE2\x80\x9D") : STR("\""));
    look_spaces(w, indent);
    uint32_t at_column = look_flow(w, draft_str(&said), indent, indent + 1);
    if (at_column + utf8_width(source) > w->columns) {
        look_line(w);
        look_spaces(w, indent);
    }
    look_tint(w, TINT_DIM);
    look_put(w, source);
    look_tint(w, TINT_NONE);
    look_line(w);
}

/* The value, with its unit if that is wanted. */
static struct str value_words(struct writing *w, const struct evidence *evidence, uint32_t i,
                              bool with_unit)
{
    struct draft draft = {0};
    if (!evidence->has_value[i]) {
        DRAFT_PUT(w, &draft, "not known");
        return draft_str(&draft);
    }
    draft_number(w, &draft, evidence->value[i]);
    if (!with_unit)
        return draft_str(&draft);
    DRAFT_PUT(w, &draft, " ");
    struct str unit = str_c(measure_info[evidence->measure].unit);
    /* units are named in the plural: "scenes of the first tenth" */
    size_t word = str_find(unit, STR(" "));
    if (evidence->value[i] == 1 && word > 1 && unit.at[word - 1] == 's') {
        draft_put(w, &draft, str_part(unit, 0, word - 1));
        unit = str_part(unit, word, unit.n);
    }
    draft_put(w, &draft, unit);
    return draft_str(&draft);
}

/* What stands behind the name of a measure: its question, and its unit if there is
 * no room for it beside the bars. */
static void put_title(struct writing *w, const struct measure_info *info, bool with_unit)
{
    look_line(w);
    look_spaces(w, LOOK_INDENT);
    look_put(w, str_c(info->name));
    struct draft asks = {0};
    draft_put(w, &asks, w->is_utf8 ? STR(" \xC2\xB7 ") : STR(": "));
    draft_put(w, &asks, str_c(info->asks));
    if (with_unit) {
        DRAFT_PUT(w, &asks, " (");
        draft_put(w, &asks, str_c(info->unit));
        DRAFT_PUT(w, &asks, ")");
    }
    uint32_t used = LOOK_INDENT + utf8_width(str_c(info->name));
    look_tint(w, TINT_DIM);
    look_put(w, look_fit(w, draft_str(&asks), w->columns > used ? w->columns - used : 4));
    look_tint(w, TINT_NONE);
    look_line(w);
}

/* A good line backs many measures; it is read once. */
static bool was_quoted(struct writing *w, struct span at)
{
    for (uint32_t i = 0; i < w->n_quoted; i++)
        if (w->quoted[i] == at.start)
            return true;
    if (w->n_quoted < QUOTED_MOST)
        w->quoted[w->n_quoted++] = at.start;
    return false;
}

void look_measure(struct writing *w, const struct evidence *evidence, uint32_t left,
                  uint32_t right, struct str left_name, struct str right_name)
{
    enum { QUOTES_OF_EACH = 1, QUOTE_LINES = 2 };
    const struct measure_info *info = &measure_info[evidence->measure];
    uint32_t room = w->columns / 4;
    struct str side[2] = {value_words(w, evidence, left, true),
                          value_words(w, evidence, right, true)};
    bool has_room = utf8_width(side[0]) <= room && utf8_width(side[1]) <= room;
    if (!has_room) {
        side[0] = value_words(w, evidence, left, false);
        side[1] = value_words(w, evidence, right, false);
    }
    double value[2] = {evidence->has_value[left] ? evidence->value[left] : 0,
                       evidence->has_value[right] ? evidence->value[right] : 0};
    double most = value[0] > value[1] ? value[0] : value[1];

    put_title(w, info, !has_room);

    uint32_t bar = (w->columns - LOOK_INDENT - 2 * room - 3) / 2;
    look_spaces(w, LOOK_INDENT);
    look_cell(w, side[0], room, true);
    look_spaces(w, 1);
    look_bar(w, most > 0 ? value[0] / most : 0, bar, true, TINT_LEFT);
    look_put(w, w->is_utf8 ? STR("\xE2\x94\x82") : STR("|"));
    look_bar(w, most > 0 ? value[1] / most : 0, bar, false, TINT_RIGHT);
    look_spaces(w, 1);
    look_put(w, look_fit(w, side[1], room));
    look_line(w);

    uint32_t n_shown[2] = {0, 0};
    for (uint32_t q = 0; q < evidence->n_quotes && q < EVIDENCE_QUOTES; q++) {
        const struct quote *quote = &evidence->quote[q];
        uint32_t which = quote->candidate == left ? 0 : quote->candidate == right ? 1 : 2;
        if (which == 2 || n_shown[which] == QUOTES_OF_EACH || span_is_empty(quote->at) ||
            was_quoted(w, quote->at))
            continue;
        n_shown[which]++;
        look_quote(w, quote->at, which ? right_name : left_name, 2 * LOOK_INDENT, QUOTE_LINES);
    }
}
