/* takes   the lines of a script with their shapes
 * gives   the layout: columns, widths, use of blank lines; of the file and of
 *         every window of it, since two hands may have typed one script
 * method  lines that would cue a name that comes again are the fixed points:
 *         their column is the cue's, that of the lines under them the dialogue's,
 *         that of the widest lines the action's
 * cost    O(lines) */
#include "read/script.h"

#include "base/err.h"
#include "base/map.h"

#include <stdlib.h>
#include <string.h>

enum { COLUMNS = 128, FEW = 6 };

/* How often each number below COLUMNS occurs. */
struct histogram {
    uint32_t n[COLUMNS];
    uint32_t all;
};

static void count(struct histogram *h, uint32_t value)
{
    h->n[value < COLUMNS ? value : COLUMNS - 1]++;
    h->all++;
}

/* The value with most others within one cell of it. */
static uint16_t mode_of(const struct histogram *h, uint16_t otherwise)
{
    uint32_t best = 0;
    uint16_t at = otherwise;
    for (uint32_t i = 0; i < COLUMNS; i++) {
        uint32_t n = 2 * h->n[i] + (i ? h->n[i - 1] : 0) + (i + 1 < COLUMNS ? h->n[i + 1] : 0);
        if (n > best) {
            best = n;
            at = (uint16_t)i;
        }
    }
    return at;
}

/* The smallest value that `share` percent do not exceed. */
static uint16_t percentile(const struct histogram *h, uint32_t share, uint16_t otherwise)
{
    uint64_t want = (uint64_t)h->all * share / 100, seen = 0;
    if (h->all == 0)
        return otherwise;
    for (uint32_t i = 0; i < COLUMNS; i++) {
        seen += h->n[i];
        if (seen > want || (seen == want && seen == h->all))
            return (uint16_t)i;
    }
    return COLUMNS - 1;
}

/* The share, in percent, of values above `edge`. */
static uint32_t beyond(const struct histogram *h, uint32_t edge)
{
    uint32_t n = 0;
    for (uint32_t i = edge + 1; i < COLUMNS; i++)
        n += h->n[i];
    return h->all ? n * 100 / h->all : 0;
}

/* Where the lines of speech are broken.  Most of those under a cue are as long as that or shorter;
 * a few others are counted among them, so that the longest does not say it. */
static uint16_t edge_of(const struct histogram *h)
{
    enum { MOST_OF = 86, BEYOND = 5, ONE_IN = 50 };
    uint16_t at = percentile(h, MOST_OF, 0), edge = at;
    for (uint32_t w = at + 1u; at && w <= at + (uint32_t)BEYOND && w < COLUMNS - 1; w++)
        if (h->n[w] + h->n[w - 1] >= 2 && h->n[w] && (h->n[w] + h->n[w - 1]) * ONE_IN >= h->all)
            edge = (uint16_t)w;
    return edge;
}

static bool is_upper_cue(const struct script *script, const struct script_line *line)
{
    return (line->shape == SHAPE_UPPER_SHORT || line->shape == SHAPE_UPPER_VOICE ||
            line->shape == SHAPE_UPPER_LONG) &&
           line->name != SCRIPT_NO_NAME && script->n_name[line->name] >= 2;
}

static bool is_title_cue(const struct script *script, const struct script_line *line)
{
    return line->shape == SHAPE_TITLE_SHORT && line->name != SCRIPT_NO_NAME &&
           script->n_name[line->name] >= 3;
}

static bool is_inline_cue(const struct script *script, const struct script_line *line)
{
    return (line->shape == SHAPE_UPPER_INLINE || line->shape == SHAPE_TITLE_INLINE) &&
           line->name != SCRIPT_NO_NAME && script->n_name[line->name] >= 2;
}

struct sums {
    struct histogram cue, under, parenthetical, wide, width, under_width, inlines;
    uint32_t n_under_inline, n_hung; // lines under those that begin with a name; those of them that are set in
    uint32_t n_upper, n_title, n_inline, n_parted, n_lines, n_cues, n_cues_parted;
};

static bool is_prose(const struct script_line *line)
{
    return line->shape == SHAPE_ENDED || line->shape == SHAPE_OPEN ||
           line->shape == SHAPE_LOWER_ENDED || line->shape == SHAPE_LOWER_OPEN;
}

static void add_up(const struct script *script, uint32_t first, uint32_t end, bool title_cues,
                   struct sums *s)
{
    memset(s, 0, sizeof *s);
    for (uint32_t i = first; i < end; i++) {
        const struct script_line *line = &script->line[i];
        s->n_lines++;
        s->n_parted += line->n_blank > 0;
        bool upper = is_upper_cue(script, line), title = is_title_cue(script, line);
        s->n_upper += upper;
        s->n_title += title;
        bool is_inline = is_inline_cue(script, line);
        s->n_inline += is_inline;
        if (is_inline) {
            count(&s->inlines, line->indent);
            bool has_more = i + 1 < end && line[1].n_blank == 0 && is_prose(line + 1);
            s->n_under_inline += has_more;
            s->n_hung += has_more && line[1].indent >= line->indent + 2u;
        }
        count(&s->width, line->width);
        if (!(upper || (title_cues && title)) || i + 1 >= end)
            continue;
        count(&s->cue, line->indent);
        const struct script_line *under = line + 1;
        s->n_cues++;
        s->n_cues_parted += under->n_blank > 0;
        if (under->shape == SHAPE_BRACKETED || under->shape == SHAPE_OPENS) {
            count(&s->parenthetical, under->indent);
            under = i + 2 < end ? under + 1 : under;
        }
        if (is_prose(under)) {
            count(&s->under, under->indent);
            count(&s->under_width, under->width);
        }
    }
}

static void infer(const struct script *script, uint32_t first, uint32_t end,
                  const struct script_layout *whole, struct script_layout *out)
{
    struct sums s;
    add_up(script, first, end, whole ? whole->is_title_case : false, &s);
    bool title = whole ? whole->is_title_case : s.n_title > 2 * s.n_upper + FEW;
    if (title && !whole)
        add_up(script, first, end, true, &s);
    *out = (struct script_layout){.is_title_case = title};
    out->cue = mode_of(&s.cue, whole ? whole->cue : 0);
    out->inline_column = mode_of(&s.inlines, whole ? whole->inline_column : 0);
    out->is_hung = s.n_under_inline < FEW ? whole && whole->is_hung : s.n_hung * 10 >= s.n_under_inline * 7;
    out->dialogue = mode_of(&s.under, whole ? whole->dialogue : 0);
    out->parenthetical = mode_of(&s.parenthetical, whole ? whole->parenthetical : out->dialogue);
    if (whole && s.cue.all < FEW) {
        out->cue = whole->cue;
        out->dialogue = whole->dialogue;
        out->parenthetical = whole->parenthetical;
    }
    uint16_t usual = whole ? whole->dialogue_width : 36;
    out->dialogue_width =
        s.under_width.all < FEW * 3 ? usual : edge_of(&s.under_width);
    out->action_width =
        s.width.all < FEW * 3 && whole ? whole->action_width : percentile(&s.width, 97, 61);
    bool is_inline = s.n_inline * 12 >= s.n_lines && s.n_inline > 2 * (s.n_upper + s.n_title);
    if (is_inline && s.under_width.all < FEW * 3) // speech is as wide as action there
        out->dialogue_width = out->action_width;
    out->is_unwrapped = out->action_width > 100;
    out->is_narrow = s.under_width.all < FEW
                         ? whole && whole->is_narrow
                         : out->dialogue_width + 10u <= out->action_width && beyond(&s.under_width, out->dialogue_width + 1u) < 4;
    struct histogram wide = {0};
    for (uint32_t i = first; i < end; i++)
        if (is_prose(&script->line[i]) && script->line[i].width > out->dialogue_width + 2)
            count(&wide, script->line[i].indent);
    out->action = mode_of(&wide, whole ? whole->action : 0);
    out->is_indented = out->cue >= out->action + 4;
    uint32_t parted = s.n_lines ? s.n_parted * 100 / s.n_lines : 0;
    out->blank = parted < 4 ? 0 : parted < 18 ? 1 : parted < 80 ? 2 : 3;
    uint32_t apart = s.n_cues ? s.n_cues_parted * 100 / s.n_cues : 0;
    out->cue_parted = apart < 3 ? 0 : apart < 50 ? 1 : 2;
    out->inlines = s.n_inline * 12 < s.n_lines ? 0 : is_inline ? 2 : 1;
}

/* A line that comes again, alike but for its digits. */
struct running {
    uint32_t n, n_rising;    // lines; those whose number is one more than that of the line before, a page off
    uint32_t first, last;    // the first and the last number of the line before
    uint32_t at;             // that line
};

enum { SHORT_PAGE = 12 };    // lines; what comes oftener is no head of a page

/* The first and the last number in it. */
static void numbers_in(struct str s, uint32_t *first, uint32_t *last)
{
    bool any = false, inside = false;
    *first = *last = 0;
    for (size_t i = 0; i < s.n; i++) {
        bool digit = s.at[i] >= '0' && s.at[i] <= '9';
        if (digit) {
            *last = inside ? *last % 100000 * 10 + (uint32_t)(s.at[i] - '0') : (uint32_t)(s.at[i] - '0');
            if (!any)
                *first = *last;
        }
        any = any || (inside && !digit);
        inside = digit;
    }
}

/* Heads and feet of pages come again and again, alike but for their number. */
static whose_status mark_margins(struct script *script, struct arena *arena, whose_error *err)
{
    enum { LONGEST = 72, OFTEN = 4 };
    struct map seen;
    map_init(&seen, arena);
    uint32_t *of_line = ARENA_NEW_RAW(arena, uint32_t, script->n_lines + 1);
    struct running *running = ARENA_NEW(arena, struct running, script->n_lines + 1);
    if (!of_line || !running)
        return fail_nomem(err);
    for (uint32_t i = 0; i < script->n_lines; i++) {
        const struct script_line *line = &script->line[i];
        char masked[LONGEST];
        struct str s = str_part(script->text, line->start, line->end);
        bool digit = false;
        of_line[i] = MAP_NONE;
        if (s.n > LONGEST || line->shape == SHAPE_PLACE || line->shape == SHAPE_NUMBERED_PLACE)
            continue;
        for (size_t k = 0; k < s.n; k++) {
            bool is_digit = s.at[k] >= '0' && s.at[k] <= '9';
            digit = digit || is_digit;
            masked[k] = is_digit ? '0' : s.at[k];
        }
        if (!digit || line->shape == SHAPE_NUMBER || line->shape == SHAPE_UPPER_VOICE)
            continue;
        of_line[i] = map_add(&seen, (struct str){masked, s.n});
        if (of_line[i] == MAP_NONE)
            return fail_nomem(err);
        struct running *of = &running[of_line[i]];
        uint32_t first, last;
        numbers_in(s, &first, &last);
        of->n_rising += of->n > 0 && i - of->at >= SHORT_PAGE && (first == of->first + 1 || last == of->last + 1);
        of->at = i;
        of->first = first;
        of->last = last;
        of->n++;
    }
    for (uint32_t i = 0; i < script->n_lines; i++) {
        const struct running *of = of_line[i] != MAP_NONE ? &running[of_line[i]] : NULL;
        struct script_line *line = &script->line[i];
        if (!of || of->n < OFTEN || (line->name != SCRIPT_NO_NAME && script->n_name[line->name] >= of->n))
            continue;
        line->shape = SHAPE_MARGIN;
        line->is_page = of->n_rising * 2 >= of->n;
    }
    return WHOSE_OK;
}

/* Numbers that stand alone and go up by one are those of pages. */
static void mark_page_numbers(struct script *script)
{
    uint32_t page = 0, at = 0;
    for (uint32_t i = 0; i < script->n_lines; i++) {
        struct script_line *line = &script->line[i];
        if (line->shape != SHAPE_NUMBER)
            continue;
        uint32_t n, last;
        numbers_in(str_part(script->text, line->start, line->end), &n, &last);
        if (!line->page_break && n != page + 1 && !(page == 0 && n == 2) && n != page + 2)
            continue;
        bool is_next = page == 0 ? n == 2 : n == page + 1 || n == page + 2;
        line->is_page = is_next && (line->page_break || i - at >= SHORT_PAGE);
        page = n;
        at = i;
        line->shape = SHAPE_MARGIN;
    }
}

/* Could the line be the cue of somebody who speaks more than once? */
static bool is_known_cue(const struct script *script, const struct script_line *line)
{
    return line->name != SCRIPT_NO_NAME && script->n_name[line->name] >= 2 &&
           (line->shape != SHAPE_TITLE_SHORT || script->whole.is_title_case);
}

static bool is_place(const struct script_line *line)
{
    return line->shape == SHAPE_PLACE || line->shape == SHAPE_NUMBERED_PLACE;
}

/* Lines between that which opens a bracket and that which closes it. */
static void mark_insides(struct script *script)
{
    enum { LONGEST = 7 };
    for (uint32_t i = 0; i < script->n_lines; i++) {
        if (script->line[i].shape != SHAPE_OPENS)
            continue;
        uint32_t end = i + 1;
        while (end < script->n_lines && end < i + LONGEST && is_prose(&script->line[end]) &&
               !memchr(script->text.at + script->line[end].start, ')',
                       script->line[end].end - script->line[end].start))
            end++;
        bool closes = end < script->n_lines && script->line[end].shape == SHAPE_CLOSES;
        for (uint32_t k = i + 1; closes && k < end; k++)
            script->line[k].shape = SHAPE_INSIDE;
    }
}

/* Could the line be a cue, though its name comes only once?  Words or a direction stand right under it. */
static bool is_any_cue(const struct script *script, uint32_t i, uint32_t allowed)
{
    const struct script_line *line = &script->line[i], *under = line + 1;
    if (is_known_cue(script, line))
        return true;
    if ((line->shape != SHAPE_UPPER_SHORT && line->shape != SHAPE_UPPER_VOICE) || i + 1 >= script->n_lines ||
        under->n_blank > allowed || line->name == SCRIPT_NO_NAME)
        return false;
    return under->shape == SHAPE_BRACKETED || under->shape == SHAPE_OPENS ||
           ((is_prose(under) || under->shape == SHAPE_TITLE_SHORT) && !under->lower &&
            under->width <= script_layout_at(script, i)->dialogue_width + 1u);
}

/* How far the last cue is, and how many paragraphs ended since. */
struct behind {
    uint32_t since, n_ended;
};

enum { LONG_AGO = 6 };

static void step(struct behind *b, bool ended, uint8_t *since, uint8_t *n_ended)
{
    if (b->since > 0 && b->n_ended < 2)
        b->n_ended += ended;
    b->since += b->since < LONG_AGO;
    *since = (uint8_t)b->since;
    *n_ended = (uint8_t)b->n_ended;
}

/* Runs of lines without a blank one between them, and what happened since the last cue. */
static void mark_runs(struct script *script)
{
    static const struct behind FAR_OFF = {LONG_AGO, 2}, HERE = {0, 0};
    uint32_t first = 0;
    struct behind known = FAR_OFF, any = FAR_OFF;
    for (uint32_t i = 0; i < script->n_lines; i++) {
        struct script_line *line = &script->line[i];
        const struct script_layout *layout = script_layout_at(script, i);
        uint32_t allowed = layout->blank == 3 ? 1 : 0;
        if (line->n_blank > allowed)
            first = i;
        bool is_last = i + 1 >= script->n_lines || line[1].n_blank > allowed;
        uint32_t at = i - first;
        line->block = (uint8_t)(at == 0 ? (is_last ? 0 : 1) : at == 1 ? (is_last ? 2 : 3) : is_last ? 4 : 5);
        line->head_shape = at ? script->line[first].shape : N_SHAPES;
        /* a paragraph ended above where the first word here would have fitted */
        bool ended = line->n_blank > allowed ||
                     (i > 0 && line[-1].ends && line[-1].width + 1u + line->first_word <= layout->dialogue_width);
        step(&known, ended, &line->since, &line->n_ended);
        step(&any, ended, &line->since_any, &line->n_ended_any);
        if (is_place(line))
            known = any = FAR_OFF;
        else if (is_any_cue(script, i, allowed))
            any = HERE;
        if (is_known_cue(script, line))
            known = HERE;
    }
}

/* How far the next cue is, and whether it is that of who spoke last: then something lies between. */
static void mark_next_cues(struct script *script)
{
    enum { FAR_OFF = 4 };
    uint32_t next = SCRIPT_NO_NAME, until = FAR_OFF, last = SCRIPT_NO_NAME;
    for (uint32_t i = script->n_lines; i-- > 0;) {
        struct script_line *line = &script->line[i];
        until = until < FAR_OFF ? until + 1 : until;
        line->until = (uint8_t)until;
        line->next_name = next;
        if (is_known_cue(script, line)) {
            next = line->name;
            until = 0;
        } else if (is_place(line)) {
            next = SCRIPT_NO_NAME;
            until = FAR_OFF;
        }
    }
    for (uint32_t i = 0; i < script->n_lines; i++) {
        struct script_line *line = &script->line[i];
        line->same = last != SCRIPT_NO_NAME && last == line->next_name;
        if (is_known_cue(script, line))
            last = line->name;
        else if (is_place(line))
            last = SCRIPT_NO_NAME;
    }
}

/* How often each name stands right over words, or over a direction. */
static whose_status count_over(struct script *script, struct arena *keep, whose_error *err)
{
    script->n_over = ARENA_NEW(keep, uint32_t, script->n_names + 1);
    if (!script->n_over)
        return fail_nomem(err);
    for (uint32_t i = 0; i + 1 < script->n_lines; i++) {
        const struct script_line *line = &script->line[i], *under = line + 1;
        bool is_over = under->n_blank == 0 && (is_prose(under) || under->shape == SHAPE_BRACKETED || under->shape == SHAPE_OPENS);
        if (line->name != SCRIPT_NO_NAME)
            script->n_over[line->name] += is_over;
    }
    return WHOSE_OK;
}

/* A heading; or a cue that comes again, right over its words, as in what is torn out of the middle of a script. */
static bool begins_story(const struct script *script, uint32_t i)
{
    enum { OFTEN = 3 };
    const struct script_line *line = &script->line[i];
    if (is_place(line))
        return true;
    return is_upper_cue(script, line) && script->n_name[line->name] >= OFTEN && i + 1 < script->n_lines &&
           line[1].n_blank == 0 && is_prose(line + 1);
}

whose_status script_infer(struct script *script, struct arena *keep, whose_error *err)
{
    TRY(mark_margins(script, keep, err));
    mark_page_numbers(script);
    script->first_place = UINT32_MAX;
    for (uint32_t i = 0; i < script->n_lines && script->first_place == UINT32_MAX; i++)
        if (begins_story(script, i))
            script->first_place = i;
    infer(script, 0, script->n_lines, NULL, &script->whole);
    script->n_windows = script->n_lines / SCRIPT_WINDOW + 1;
    script->layout = ARENA_NEW(keep, struct script_layout, script->n_windows);
    if (!script->layout)
        return fail_nomem(err);
    for (uint32_t w = 0; w < script->n_windows; w++) {
        /* a window looks half a window to both sides */
        uint32_t first = w * SCRIPT_WINDOW, end = first + SCRIPT_WINDOW;
        first = first > SCRIPT_WINDOW / 2 ? first - SCRIPT_WINDOW / 2 : 0;
        end = end + SCRIPT_WINDOW / 2 < script->n_lines ? end + SCRIPT_WINDOW / 2 : script->n_lines;
        infer(script, first, end, &script->whole, &script->layout[w]);
    }
    TRY(script_set_aside(script, keep, err));
    TRY(count_over(script, keep, err));
    mark_insides(script);
    mark_runs(script);
    mark_next_cues(script);
    return WHOSE_OK;
}
