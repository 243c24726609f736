/* takes   the lines of a script, their shapes, the inferred layout
 * gives   a tag for every line, and by how much it beats every other
 * method  a linear chain: rows of a weight table for shapes, columns, widths and
 *         names, and for steps from tag to tag; best path and max-marginals
 *         (Viterbi forwards and backwards).  The weights are those of an averaged
 *         structured perceptron (Collins 2002), trained by train/train_lines.c.
 * cost    O(lines x tags x tags) */
#include "read/script.h"

#include "base/err.h"
#include "line_weights.h" // script_weight[][SCRIPT_LANES]

#include <string.h>

/* ---- features: every template is a block of rows ---- */

enum { BLANKS = 4, COLUMN_CLASSES = 8, WIDTH_CLASSES = 5, FITS = 4, NAMES = 5, STYLES = 12, PLACES = 8 };

enum template {
    T_STYLE,       // shape x style of the file
    T_PARTED,      // shape x blank lines before and behind x use of blank lines
    T_COLUMN,      // shape x column class
    T_NAME,        // shape x how often the name comes x parted before
    T_WIDTH,       // column class x width class x indented
    T_NEXT,        // shape x shape of the next line
    T_BEFORE,      // shape x shape of the line before
    T_NEXT_PARTED, // shape x shape of the next line, parted or not
    T_FIT_BEFORE,  // would the first word have fitted on the line before x width class x shape group
    T_FIT_NEXT,    // the same of the next line x shape
    T_NAME_BEFORE, // name bucket of the line before x shape x parted
    T_NAME_NEXT,   // own name bucket x shape of the next line
    T_RUN_ON,      // starts small x line before ended x fits
    T_COLUMN_STEP, // column class x class of the line before
    T_COLUMN_NEXT, // column class x class of the next line
    T_PLACE,       // shape x where in the file, see place_class()
    T_TALK,        // opening x talk x width class x parted
    T_TALK_SHAPE,  // opening x talk x shape
    T_FAR,         // shape x shape of the line after next
    T_FAR_BEFORE,  // shape x shape of the line before the last
    T_CENTRED,     // how centred x shape x indented
    T_STEP,        // tag before x parted x use of blank lines
    T_STEP_FIT,    // tag before x fits x parted
    T_STEP_COLUMN, // tag before x move of the column x indented
    T_STEP_SHAPE,  // tag before x shape
    T_STEP_INLINE, // tag before x parted x inlines
    T_STEP_TALK,   // tag before x opening x talk
    T_STEP_END,    // tag before x line before ended x starts small x parted
    N_TEMPLATES
};

static const uint32_t TEMPLATE_ROWS[N_TEMPLATES] = {
    [T_STYLE] = N_SHAPES * STYLES,
    [T_PARTED] = N_SHAPES * 9 * BLANKS,
    [T_COLUMN] = N_SHAPES * COLUMN_CLASSES,
    [T_NAME] = N_SHAPES * NAMES * 2,
    [T_WIDTH] = COLUMN_CLASSES * WIDTH_CLASSES * 2,
    [T_NEXT] = N_SHAPES * (N_SHAPES + 1),
    [T_BEFORE] = N_SHAPES * (N_SHAPES + 1),
    [T_NEXT_PARTED] = N_SHAPES * (N_SHAPES + 1) * 2,
    [T_FIT_BEFORE] = FITS * WIDTH_CLASSES * N_SHAPES,
    [T_FIT_NEXT] = FITS * N_SHAPES * 2,
    [T_NAME_BEFORE] = NAMES * N_SHAPES * 2,
    [T_NAME_NEXT] = NAMES * (N_SHAPES + 1),
    [T_RUN_ON] = 4 * FITS * 2,
    [T_COLUMN_STEP] = COLUMN_CLASSES * (COLUMN_CLASSES + 1),
    [T_COLUMN_NEXT] = COLUMN_CLASSES * (COLUMN_CLASSES + 1),
    [T_PLACE] = N_SHAPES * PLACES,
    [T_TALK] = N_OPENINGS * 4 * WIDTH_CLASSES * 2,
    [T_TALK_SHAPE] = N_OPENINGS * 4 * N_SHAPES,
    [T_FAR] = N_SHAPES * (N_SHAPES + 1),
    [T_FAR_BEFORE] = N_SHAPES * (N_SHAPES + 1),
    [T_CENTRED] = 3 * N_SHAPES * 2,
    [T_STEP] = (N_TAGS + 1) * 3 * BLANKS,
    [T_STEP_FIT] = (N_TAGS + 1) * FITS * 2,
    [T_STEP_COLUMN] = (N_TAGS + 1) * 3 * 2,
    [T_STEP_SHAPE] = (N_TAGS + 1) * N_SHAPES,
    [T_STEP_INLINE] = (N_TAGS + 1) * 2 * 3,
    [T_STEP_TALK] = (N_TAGS + 1) * N_OPENINGS * 4,
    [T_STEP_END] = (N_TAGS + 1) * 2 * 2 * 2,
};

static uint32_t row(enum template t, uint32_t value)
{
    uint32_t at = 0;
    for (enum template i = 0; i < t; i++)
        at += TEMPLATE_ROWS[i];
    return at + value;
}

uint32_t script_n_features(void)
{
    return row(N_TEMPLATES, 0);
}

uint32_t script_n_styles(void)
{
    return STYLES;
}

uint32_t script_style_row(enum shape shape, uint32_t style)
{
    return row(T_STYLE, shape * STYLES + style);
}

/* ---- what the templates are made of ---- */

enum column { COLUMN_NONE, COLUMN_ACTION, COLUMN_DIALOGUE, COLUMN_PARENTHETICAL, COLUMN_CUE,
              COLUMN_LEFT, COLUMN_RIGHT, COLUMN_BETWEEN };

static uint32_t apart(uint32_t a, uint32_t b)
{
    return a > b ? a - b : b - a;
}

static uint32_t column_class(const struct script_layout *layout, const struct script_line *line)
{
    if (!layout->is_indented)
        return COLUMN_NONE;
    uint32_t at = line->indent;
    uint32_t cue = apart(at, layout->cue), said = apart(at, layout->dialogue);
    uint32_t action = apart(at, layout->action), aside = apart(at, layout->parenthetical);
    if (action <= 1 && action <= said)
        return COLUMN_ACTION;
    if (said <= 1)
        return COLUMN_DIALOGUE;
    if (aside <= 2 && aside < cue)
        return COLUMN_PARENTHETICAL;
    if (cue <= 6 && cue < said)
        return COLUMN_CUE;
    if (at < layout->action)
        return COLUMN_LEFT;
    if (at > layout->cue + 6u)
        return COLUMN_RIGHT;
    return COLUMN_BETWEEN;
}

static uint32_t width_class(const struct script_layout *layout, const struct script_line *line)
{
    if (layout->is_unwrapped)
        return 4;
    uint32_t w = line->width, d = layout->dialogue_width;
    return w * 2 <= d ? 0 : w <= d ? 1 : w <= d + 4u ? 2 : 3;
}

/* Would the first word of `line` have fitted on `before`?  Then a paragraph ended there. */
static uint32_t fit_class(const struct script_layout *layout, const struct script_line *before,
                          const struct script_line *line)
{
    if (!before || layout->is_unwrapped)
        return 0;
    uint32_t w = before->width + 1u + line->first_word;
    return w <= layout->dialogue_width ? 1 : w <= layout->action_width ? 2 : 3;
}

static uint32_t name_class(const struct script *script, const struct script_line *line)
{
    if (line->name == SCRIPT_NO_NAME)
        return 0;
    uint32_t n = script->n_name[line->name];
    return n == 1 ? 1 : n < 4 ? 2 : n < 10 ? 3 : 4;
}

/* Before the first line with the form of a heading stands the front matter. */
static uint32_t place_class(const struct script *script, uint32_t i)
{
    uint32_t first = script->first_place;
    if (first == UINT32_MAX || i >= first)
        return i + 12 >= script->n_lines ? 6 : first == UINT32_MAX && i < 12 ? 7 : 5;
    uint32_t before = first - i;
    if (i < 12)
        return i == 0 ? 0 : before > 6 ? 1 : 2;
    return before > 12 ? 3 : 4;
}

static bool is_centred(const struct script_layout *layout, const struct script_line *line)
{
    uint32_t middle = 2u * line->indent + line->width;
    uint32_t page = 2u * layout->action + layout->action_width;
    return line->indent > layout->action && apart(middle, page) <= 8;
}

/* 0 not in the middle of the page; 1 there; 2 there with a neighbour on the same axis */
static uint32_t centred_class(const struct script_layout *layout, const struct script_line *before,
                              const struct script_line *line, const struct script_line *next)
{
    if (!is_centred(layout, line))
        return 0;
    const struct script_line *near[2] = {before, next};
    uint32_t middle = 2u * line->indent + line->width;
    for (int k = 0; k < 2; k++)
        if (near[k] && near[k]->indent != line->indent && is_centred(layout, near[k]) &&
            apart(2u * near[k]->indent + near[k]->width, middle) <= 2)
            return 2;
    return 1;
}

static uint32_t talk_class(const struct script_line *line)
{
    return line->addresses + 2u * line->asks;
}

static uint32_t style_of(const struct script_layout *layout)
{
    return (layout->is_indented ? 6u : 0u) + (layout->is_title_case ? 3u : 0u) + layout->inlines;
}

uint32_t script_features(const struct script *script, uint32_t i, uint32_t out[SCRIPT_MAX_FEATURES])
{
    const struct script_line *line = &script->line[i];
    const struct script_line *before = i ? line - 1 : NULL;
    const struct script_line *next = i + 1 < script->n_lines ? line + 1 : NULL;
    const struct script_layout *layout = script_layout_at(script, i);
    uint32_t shape = line->shape, n = 0;
    uint32_t next_shape = next ? next->shape : N_SHAPES;
    uint32_t parted = line->n_blank > 1 ? 2 : line->n_blank;
    uint32_t parted_behind = !next ? 2 : next->n_blank > 1 ? 2 : next->n_blank;
    uint32_t column = column_class(layout, line), width = width_class(layout, line);
    uint32_t fit = fit_class(layout, line->n_blank ? NULL : before, line);
    uint32_t fit_next = next && !next->n_blank ? fit_class(layout, line, next) : 0;
    uint32_t name = name_class(script, line);
    uint32_t talk = line->opening * 4u + talk_class(line);
    out[n++] = row(T_STYLE, shape * STYLES + style_of(layout));
    out[n++] = row(T_PARTED, ((shape * 3 + parted) * 3 + parted_behind) * BLANKS + layout->blank);
    out[n++] = row(T_COLUMN, shape * COLUMN_CLASSES + column);
    out[n++] = row(T_NAME, (shape * NAMES + name) * 2 + (parted > 0));
    out[n++] = row(T_WIDTH, (column * WIDTH_CLASSES + width) * 2 + (parted > 0));
    out[n++] = row(T_NEXT, shape * (N_SHAPES + 1) + next_shape);
    out[n++] = row(T_BEFORE, shape * (N_SHAPES + 1) + (before ? before->shape : N_SHAPES));
    out[n++] = row(T_NEXT_PARTED, (shape * (N_SHAPES + 1) + next_shape) * 2 + (parted_behind > 0));
    out[n++] = row(T_FIT_BEFORE, (fit * WIDTH_CLASSES + width) * N_SHAPES + shape);
    out[n++] = row(T_FIT_NEXT, (fit_next * N_SHAPES + shape) * 2 + (parted > 0));
    out[n++] = row(T_NAME_BEFORE,
                   ((before ? name_class(script, before) : 0) * N_SHAPES + shape) * 2 + (parted > 0));
    out[n++] = row(T_NAME_NEXT, name * (N_SHAPES + 1) + next_shape);
    out[n++] = row(T_RUN_ON, ((line->lower * 2u + (before ? before->ends : 1u)) * FITS + fit) * 2 +
                                 (parted > 0));
    out[n++] = row(T_COLUMN_STEP, column * (COLUMN_CLASSES + 1) +
                                      (before ? column_class(layout, before) : COLUMN_CLASSES));
    out[n++] = row(T_COLUMN_NEXT, column * (COLUMN_CLASSES + 1) +
                                      (next ? column_class(layout, next) : COLUMN_CLASSES));
    out[n++] = row(T_PLACE, shape * PLACES + place_class(script, i));
    out[n++] = row(T_TALK, (talk * WIDTH_CLASSES + width) * 2 + (parted > 0));
    out[n++] = row(T_TALK_SHAPE, talk * N_SHAPES + shape);
    out[n++] = row(T_FAR, shape * (N_SHAPES + 1) + (i + 2 < script->n_lines ? line[2].shape : N_SHAPES));
    out[n++] = row(T_FAR_BEFORE, shape * (N_SHAPES + 1) + (i > 1 ? line[-2].shape : N_SHAPES));
    out[n++] = row(T_CENTRED, (centred_class(layout, before, line, next) * N_SHAPES + shape) * 2 +
                                  layout->is_indented);
    return n;
}

/* Rows of a step, but for the tag before, which is added as a stride. */
enum { STEPS = 7 };

struct step {
    uint32_t base[STEPS], stride[STEPS];
};

static struct step step_to(const struct script *script, uint32_t i)
{
    const struct script_line *line = &script->line[i];
    const struct script_line *before = i ? line - 1 : NULL;
    const struct script_layout *layout = script_layout_at(script, i);
    uint32_t parted = line->n_blank > 1 ? 2 : line->n_blank;
    uint32_t fit = fit_class(layout, line->n_blank ? NULL : before, line);
    uint32_t from = before ? before->indent : line->indent;
    uint32_t moved = line->indent + 1u < from ? 0 : line->indent > from + 1u ? 2 : 1;
    return (struct step){
        .base = {row(T_STEP, parted * BLANKS + layout->blank),
                 row(T_STEP_FIT, fit * 2 + (parted > 0)),
                 row(T_STEP_COLUMN, moved * 2 + layout->is_indented),
                 row(T_STEP_SHAPE, line->shape),
                 row(T_STEP_INLINE, (parted > 0) * 3u + layout->inlines),
                 row(T_STEP_TALK, line->opening * 4u + talk_class(line)),
                 row(T_STEP_END, ((before ? before->ends : 1u) * 2 + line->lower) * 2u + (parted > 0))},
        .stride = {3 * BLANKS, FITS * 2, 6, N_SHAPES, 6, N_OPENINGS * 4, 8},
    };
}

uint32_t script_steps(const struct script *script, uint32_t i, enum tag before,
                      uint32_t out[SCRIPT_MAX_FEATURES])
{
    struct step step = step_to(script, i);
    for (uint32_t k = 0; k < STEPS; k++)
        out[k] = step.base[k] + step.stride[k] * before;
    return STEPS;
}

/* ---- best path ---- */

typedef int32_t lanes[SCRIPT_LANES]; // by tag; the last is idle

static void line_scores(const struct script *script, uint32_t i,
                        const int16_t (*weight)[SCRIPT_LANES], lanes out)
{
    uint32_t feature[SCRIPT_MAX_FEATURES];
    uint32_t n = script_features(script, i, feature);
    memset(out, 0, sizeof(lanes));
    for (uint32_t f = 0; f < n; f++)
        for (int t = 0; t < SCRIPT_LANES; t++)
            out[t] += weight[feature[f]][t];
    for (uint32_t t = 0; script->gold && t < N_TAGS; t++)
        out[t] += script->gold[i] == t ? 0 : script->cost;
}

/* [tag before][tag]; the row behind the tags is for the first line */
static void step_scores(const struct script *script, uint32_t i,
                        const int16_t (*weight)[SCRIPT_LANES], lanes out[N_TAGS + 1])
{
    struct step step = step_to(script, i);
    for (uint32_t before = 0; before <= N_TAGS; before++) {
        memset(out[before], 0, sizeof(lanes));
        for (uint32_t k = 0; k < STEPS; k++) {
            const int16_t *w = weight[step.base[k] + step.stride[k] * before];
            for (int t = 0; t < SCRIPT_LANES; t++)
                out[before][t] += w[t];
        }
    }
}

/* `ahead[i][t]`: the best score of a path up to line i that ends in t; `from` the tag before. */
static void go_forward(const struct script *script, const int16_t (*weight)[SCRIPT_LANES],
                       lanes *ahead)
{
    for (uint32_t i = 0; i < script->n_lines; i++) {
        lanes own, step[N_TAGS + 1];
        line_scores(script, i, weight, own);
        step_scores(script, i, weight, step);
        for (int t = 0; t < N_TAGS; t++) {
            int32_t best = i ? INT32_MIN : step[N_TAGS][t];
            for (int b = 0; i && b < N_TAGS; b++)
                best = ahead[i - 1][b] + step[b][t] > best ? ahead[i - 1][b] + step[b][t] : best;
            ahead[i][t] = best + own[t];
        }
        /* keep numbers small: only differences count */
        int32_t top = ahead[i][0];
        for (int t = 1; t < N_TAGS; t++)
            top = ahead[i][t] > top ? ahead[i][t] : top;
        for (int t = 0; t < N_TAGS; t++)
            ahead[i][t] -= top;
    }
}

static void settle(struct script_line *line, const int32_t *ahead, const int32_t *behind)
{
    int32_t best = INT32_MIN, second = INT32_MIN;
    for (int t = 0; t < N_TAGS; t++) {
        int32_t score = ahead[t] + behind[t];
        if (score > best) {
            second = best;
            best = score;
            line->tag = (uint8_t)t;
        } else if (score > second) {
            second = score;
        }
    }
    line->margin = (float)(best - second);
}

whose_status script_decode(struct script *script, const int16_t (*weight)[SCRIPT_LANES],
                           struct arena *scratch, whose_error *err)
{
    uint32_t n = script->n_lines;
    struct arena_mark mark = arena_mark(scratch);
    lanes *ahead = ARENA_NEW_RAW(scratch, lanes, (size_t)n + 1);
    if (!ahead)
        return fail_nomem(err);
    go_forward(script, weight, ahead);
    lanes behind = {0}; // best score of a path behind line i, given its tag
    for (uint32_t i = n; i-- > 0;) {
        settle(&script->line[i], ahead[i], behind);
        if (i == 0)
            break;
        lanes own, step[N_TAGS + 1], earlier = {0};
        line_scores(script, i, weight, own);
        step_scores(script, i, weight, step);
        for (int b = 0; b < N_TAGS; b++) {
            int32_t best = INT32_MIN;
            for (int t = 0; t < N_TAGS; t++) {
                int32_t score = step[b][t] + own[t] + behind[t];
                best = score > best ? score : best;
            }
            earlier[b] = best;
        }
        int32_t top = earlier[0];
        for (int b = 1; b < N_TAGS; b++)
            top = earlier[b] > top ? earlier[b] : top;
        for (int b = 0; b < N_TAGS; b++)
            behind[b] = earlier[b] - top;
    }
    arena_rewind(scratch, mark);
    return WHOSE_OK;
}

whose_status script_label(struct script *script, struct arena *scratch, whose_error *err)
{
    TRY(script_decode(script, script_weight, scratch, err));
    for (uint32_t i = 0; i < script->n_lines; i++)
        script->n_doubtful += script->line[i].margin < SCRIPT_DOUBTFUL;
    return WHOSE_OK;
}
