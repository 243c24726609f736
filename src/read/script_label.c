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

#include <assert.h>
#include <string.h>

/* ---- features: every template is a block of rows ---- */

enum { BLANKS = 4, COLUMN_CLASSES = 8, WIDTH_CLASSES = 5, FITS = 4, NAMES = 6, STYLES = 12, PLACES = 10,
       TALKS = 9, SHAPES1 = N_SHAPES + 1, BLOCKS = 6, SINCES = 7, FROM = SCRIPT_LANES };

/* Of one line, and of the step to it; the rows of a step come FROM at a time, one for each tag before. */
#define TEMPLATES(T)                                                                             \
    T(STYLE, N_SHAPES * STYLES)                  /* shape x style of the file */                 \
    T(PARTED, N_SHAPES * 9 * BLANKS)             /* shape x blank lines around x their use */    \
    T(COLUMN, N_SHAPES * COLUMN_CLASSES)                                                         \
    T(NAME, N_SHAPES * NAMES * 4)                /* how often the name comes x case x parted */  \
    T(WIDTH, COLUMN_CLASSES * WIDTH_CLASSES * 4) /* x parted x narrow */                         \
    T(NEXT, N_SHAPES * SHAPES1 * 2)              /* shapes of this line and the next x parted */ \
    T(BEFORE, N_SHAPES * SHAPES1)                                                                \
    T(FIT_BEFORE, FITS * WIDTH_CLASSES * N_SHAPES)                                               \
    T(FIT_NEXT, FITS * N_SHAPES * 2)                                                             \
    T(NAME_BEFORE, NAMES * N_SHAPES * 2)                                                         \
    T(NAME_NEXT, NAMES * SHAPES1)                                                                \
    T(NAME_AROUND, NAMES * N_SHAPES * NAMES * 2) /* names before and behind */                   \
    T(RUN_ON, 4 * FITS * 2)                      /* starts small x line before ended x fit */    \
    T(COLUMN_STEP, COLUMN_CLASSES * (COLUMN_CLASSES + 1))                                        \
    T(COLUMN_NEXT, COLUMN_CLASSES * (COLUMN_CLASSES + 1))                                        \
    T(PLACE, N_SHAPES * PLACES)                  /* where in the file, see place_class() */      \
    T(TALK, TALKS * 2 * N_OPENINGS * WIDTH_CLASSES)                                              \
    T(TALK_SHAPE, TALKS * 2 * N_SHAPES)                                                          \
    T(OPENING, N_OPENINGS * N_SHAPES * 2)                                                        \
    T(NEXT_OPENING, (N_OPENINGS + 1) * N_SHAPES * 2) /* what the next line opens with */         \
    T(FAR, N_SHAPES * SHAPES1)                   /* the line after next */                       \
    T(FAR_BEFORE, N_SHAPES * SHAPES1)            /* the line before the last */                  \
    T(CENTRED, 3 * N_SHAPES * 2)                                                                 \
    T(BLOCK, BLOCKS * N_SHAPES * BLANKS)         /* place in the run of lines */                 \
    T(BLOCK_HEAD, SHAPES1 * N_SHAPES * 2)        /* shape of the run's first line */             \
    T(SINCE, SINCES * 3 * N_SHAPES * 2)          /* since the last cue, paragraphs ended */      \
    T(SINCE_TALK, SINCES * 3 * TALKS * FITS)                                                     \
    T(SINCE_ANY, SINCES * 3 * N_SHAPES * 2)      /* the same since any line like a cue */        \
    T(SINCE_ANY_TALK, SINCES * 3 * TALKS * FITS)                                                 \
    T(UNTIL, 5 * 2 * SINCES * N_SHAPES)          /* and to the next cue, of the same name */     \
    T(UNTIL_TALK, 5 * 2 * TALKS * FITS * 3)                                                      \
    T(CUE_PARTED, N_SHAPES * 4 * 3 * 2)          /* blank lines around x are cues parted */      \
    T(STEP, FROM * 3 * BLANKS * 3)               /* from here on: x tag before */                \
    T(STEP_FIT, FROM * FITS * 4 * WIDTH_CLASSES)                                                 \
    T(STEP_COLUMN, FROM * 3 * 2)                                                                 \
    T(STEP_SHAPE, FROM * N_SHAPES * 2)                                                           \
    T(STEP_INLINE, FROM * 2 * 3)                                                                 \
    T(STEP_TALK, FROM * TALKS * 2 * 2)                                                           \
    T(STEP_OPENING, FROM * N_OPENINGS * FITS)                                                    \
    T(STEP_END, FROM * 2 * 2 * 2 * FITS)         /* line before ended x starts small x parted */ \
    T(STEP_BEFORE, FROM * SHAPES1 * 2)           /* shape of the line before x parted */         \
    T(STEP_SINCE, FROM * SINCES * 3)                                                             \
    T(STEP_UNTIL, FROM * 5 * 2 * 3)                                                              \
    T(STEP_SINCE_ANY, FROM * SINCES * 3)

/* T_X is the first row of template X. */
enum {
#define ROWS(name, n) T_##name, T_##name##_LAST = T_##name + (n) - 1,
    TEMPLATES(ROWS)
#undef ROWS
    N_ROWS
};

uint32_t script_n_features(void)
{
    return N_ROWS;
}

uint32_t script_group(uint32_t at)
{
    static const uint32_t LAST[] = {
#define LAST_ROW(name, n) T_##name##_LAST,
        TEMPLATES(LAST_ROW)
#undef LAST_ROW
    };
    static_assert(sizeof LAST / sizeof *LAST <= SCRIPT_MAX_GROUPS, "more groups than a trainer expects");
    uint32_t group = 0;
    while (at > LAST[group])
        group++;
    return group;
}

uint32_t script_n_styles(void)
{
    return STYLES;
}

uint32_t script_style_row(enum shape shape, uint32_t style)
{
    return T_STYLE + shape * STYLES + style;
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
    if (!layout->is_indented && layout->is_hung)
        return line->indent >= layout->inline_column + 2u ? COLUMN_DIALOGUE : COLUMN_ACTION;
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
    return n == 1 ? 1 : n < 4 ? 2 : n < 10 ? 3 : n < 30 ? 4 : 5;
}

/* Before the first line with the form of a heading, or the first cue with words under it, stands the front matter. */
static uint32_t place_class(const struct script *script, uint32_t i)
{
    uint32_t first = script->first_place;
    if (first == UINT32_MAX || i >= first)
        return i + 12 >= script->n_lines ? 6 : first == UINT32_MAX && i < 12 ? 7 : i == first + 1 ? 8 : 5;
    uint32_t before = first - i;
    if (i < 12)
        return i == 0 ? 0 : i < 3 ? 9 : before > 3 ? 1 : 2;
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
    int t = line->talk;
    return t < -60 ? 0 : t < -36 ? 1 : t < -18 ? 2 : t < -6 ? 3 : t <= 6 ? 4 : t <= 18 ? 5 : t <= 36 ? 6 : t <= 60 ? 7 : 8;
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
    uint32_t parted = line->n_blank > 1 ? 2 : line->n_blank, is_parted = parted > 0;
    uint32_t parted_behind = !next ? 2 : next->n_blank > 1 ? 2 : next->n_blank;
    uint32_t column = column_class(layout, line), width = width_class(layout, line);
    uint32_t fit = fit_class(layout, line->n_blank ? NULL : before, line);
    uint32_t fit_next = next && !next->n_blank ? fit_class(layout, line, next) : 0;
    uint32_t name = name_class(script, line), name_before = before ? name_class(script, before) : 0;
    uint32_t name_next = next ? name_class(script, next) : 0;
    uint32_t talk = talk_class(line), talk_asks = talk * 2 + line->asks;
    uint32_t since = line->since * 3u + line->n_ended;
    out[n++] = T_STYLE + shape * STYLES + style_of(layout);
    out[n++] = T_PARTED + ((shape * 3 + parted) * 3 + parted_behind) * BLANKS + layout->blank;
    out[n++] = T_COLUMN + shape * COLUMN_CLASSES + column;
    out[n++] = T_NAME + ((shape * NAMES + name) * 2 + layout->is_title_case) * 2 + is_parted;
    out[n++] = T_WIDTH + ((column * WIDTH_CLASSES + width) * 2 + layout->is_narrow) * 2 + is_parted;
    out[n++] = T_NEXT + (shape * SHAPES1 + next_shape) * 2 + (parted_behind > 0);
    out[n++] = T_BEFORE + shape * SHAPES1 + (before ? before->shape : N_SHAPES);
    out[n++] = T_FIT_BEFORE + (fit * WIDTH_CLASSES + width) * N_SHAPES + shape;
    out[n++] = T_FIT_NEXT + (fit_next * N_SHAPES + shape) * 2 + is_parted;
    out[n++] = T_NAME_BEFORE + (name_before * N_SHAPES + shape) * 2 + is_parted;
    out[n++] = T_NAME_NEXT + name * SHAPES1 + next_shape;
    out[n++] = T_NAME_AROUND + ((name_before * N_SHAPES + shape) * NAMES + name_next) * 2 + (parted_behind > 0);
    out[n++] = T_RUN_ON + ((line->lower * 2u + (before ? before->ends : 1u)) * FITS + fit) * 2 + is_parted;
    out[n++] = T_COLUMN_STEP + column * (COLUMN_CLASSES + 1) +
               (before ? column_class(layout, before) : COLUMN_CLASSES);
    out[n++] = T_COLUMN_NEXT + column * (COLUMN_CLASSES + 1) +
               (next ? column_class(layout, next) : COLUMN_CLASSES);
    out[n++] = T_PLACE + shape * PLACES + place_class(script, i);
    out[n++] = T_TALK + (talk_asks * N_OPENINGS + line->opening) * WIDTH_CLASSES + width;
    out[n++] = T_TALK_SHAPE + talk_asks * N_SHAPES + shape;
    out[n++] = T_OPENING + (line->opening * N_SHAPES + shape) * 2 + is_parted;
    out[n++] = T_NEXT_OPENING + ((next ? next->opening : (uint32_t)N_OPENINGS) * N_SHAPES + shape) * 2 + (parted_behind > 0);
    out[n++] = T_FAR + shape * SHAPES1 + (i + 2 < script->n_lines ? line[2].shape : N_SHAPES);
    out[n++] = T_FAR_BEFORE + shape * SHAPES1 + (i > 1 ? line[-2].shape : N_SHAPES);
    out[n++] = T_CENTRED + (centred_class(layout, before, line, next) * N_SHAPES + shape) * 2 +
               layout->is_indented;
    out[n++] = T_BLOCK + (line->block * N_SHAPES + shape) * BLANKS + layout->blank;
    out[n++] = T_BLOCK_HEAD + (line->head_shape * N_SHAPES + shape) * 2 + (line->block % 2);
    out[n++] = T_SINCE + (since * N_SHAPES + shape) * 2 + is_parted;
    out[n++] = T_SINCE_TALK + (since * TALKS + talk) * FITS + fit;
    uint32_t since_any = line->since_any * 3u + line->n_ended_any;
    out[n++] = T_SINCE_ANY + (since_any * N_SHAPES + shape) * 2 + is_parted;
    out[n++] = T_SINCE_ANY_TALK + (since_any * TALKS + talk) * FITS + fit;
    out[n++] = T_CUE_PARTED + (((shape * 2 + is_parted) * 2 + (parted_behind > 0)) * 3 + layout->cue_parted) * 2 +
               (line->since == 1);
    uint32_t until = line->until * 2u + line->same;
    out[n++] = T_UNTIL + (until * SINCES + line->since) * N_SHAPES + shape;
    out[n++] = T_UNTIL_TALK + ((until * TALKS + talk) * FITS + fit) * 3 + line->n_ended;
    return n;
}

enum { STEPS = 12 };

/* The rows of the step to line `i` from tag 0; those of the other tags follow each. */
static void step_to(const struct script *script, uint32_t i, uint32_t out[STEPS])
{
    const struct script_line *line = &script->line[i];
    const struct script_line *before = i ? line - 1 : NULL;
    const struct script_layout *layout = script_layout_at(script, i);
    uint32_t parted = line->n_blank > 1 ? 2 : line->n_blank, is_parted = parted > 0;
    uint32_t fit = fit_class(layout, line->n_blank ? NULL : before, line);
    uint32_t from = before ? before->indent : line->indent, ended = before ? before->ends : 1u;
    uint32_t moved = line->indent + 1u < from ? 0 : line->indent > from + 1u ? 2 : 1;
    out[0] = T_STEP + ((parted * BLANKS + layout->blank) * 3 + layout->cue_parted) * FROM;
    out[1] = T_STEP_FIT + (((fit * 2 + is_parted) * 2 + layout->is_narrow) * WIDTH_CLASSES + width_class(layout, line)) * FROM;
    out[2] = T_STEP_COLUMN + (moved * 2 + layout->is_indented) * FROM;
    out[3] = T_STEP_SHAPE + (line->shape * 2u + is_parted) * FROM;
    out[4] = T_STEP_INLINE + (is_parted * 3u + layout->inlines) * FROM;
    out[5] = T_STEP_TALK + ((talk_class(line) * 2 + line->asks) * 2u + is_parted) * FROM;
    out[6] = T_STEP_OPENING + (line->opening * FITS + fit) * FROM;
    out[7] = T_STEP_END + (((ended * 2 + line->lower) * 2u + is_parted) * FITS + fit) * FROM;
    out[8] = T_STEP_BEFORE + ((before ? before->shape : (uint32_t)N_SHAPES) * 2 + is_parted) * FROM;
    out[10] = T_STEP_UNTIL + ((line->until * 2u + line->same) * 3u + line->n_ended) * FROM;
    out[9] = T_STEP_SINCE + (line->since * 3u + line->n_ended) * FROM;
    out[11] = T_STEP_SINCE_ANY + (line->since_any * 3u + line->n_ended_any) * FROM;
}

uint32_t script_steps(const struct script *script, uint32_t i, enum tag before,
                      uint32_t out[SCRIPT_MAX_FEATURES])
{
    step_to(script, i, out);
    for (uint32_t k = 0; k < STEPS; k++)
        out[k] += before;
    return STEPS;
}

/* Open addressing over packed words; a slot of 0 is free. */
struct script_word script_word(uint64_t word)
{
    uint32_t slot = (uint32_t)((word * 0x9E3779B97F4A7C15u) >> (64 - SCRIPT_WORD_BITS));
    for (; script_words[slot].word; slot = (slot + 1) & ((1u << SCRIPT_WORD_BITS) - 1))
        if (script_words[slot].word == word)
            return (struct script_word){script_words[slot].talk, script_words[slot].opening, true};
    return (struct script_word){0, OPENING_OTHER, false};
}

/* ---- best path ----
 * Over CHUNK lines at a time, and OVERLAP more to look ahead: what is best here
 * hardly hangs on lines farther off, and memory stays small. */

enum { CHUNK = 1024, OVERLAP = 96, REACH = CHUNK + OVERLAP };

typedef int16_t row[SCRIPT_LANES];   // of the table, by tag; the last lane is idle
typedef int32_t lanes[SCRIPT_LANES];

struct chunk {
    lanes ahead[REACH];         // best score of a path up to a line that ends in a tag
    lanes step[REACH][FROM];    // [tag before][tag], the line's own score in it
};

static void add_rows(const row *weight, const uint32_t *at, uint32_t n, lanes out)
{
    for (uint32_t k = 0; k < n; k++)
        for (int t = 0; t < SCRIPT_LANES; t++)
            out[t] += weight[at[k]][t];
}

enum { NEVER = 1 << 20 };

/* What a line cannot be, whatever stands around it: a sentence is nobody's cue, nor is a heading, a page's furniture or
 * a line longer than any name; a transition is known by its words, or ends like one. */
static bool cannot_cue(struct str text, const struct script_line *line)
{
    enum { LONGEST = 40, LONGEST_ROLE = 64 }; // "The oldest of the harbour masters (to all):"
    char first = text.at[line->start], last = text.at[line->end - 1];
    struct str head = str_part(str_part(text, line->start, line->end), 0, LONGEST_ROLE);
    bool has_colon = memchr(head.at, ':', head.n);
    if (first == '(' || first == '[')
        return true;
    switch ((enum shape)line->shape) {
    case SHAPE_OPEN:
    case SHAPE_LOWER_OPEN:
        return line->width > LONGEST && !has_colon;
    case SHAPE_ENDED:
    case SHAPE_LOWER_ENDED: // "Anna (V.O.)" ends in a bracket
        return last != ')' && last != ']' && !has_colon;
    case SHAPE_PLACE:
    case SHAPE_NUMBERED_PLACE:
    case SHAPE_MORE:
    case SHAPE_CONTINUED:
    case SHAPE_LABEL:
    case SHAPE_INSIDE:
        return true;
    default:
        return false;
    }
}

/* "INT. KITCHEN - NIGHT" is not said; "Interior walls, mostly." may be. */
static bool cannot_be_said(struct str text, const struct script_line *line)
{
    enum { ENOUGH = 80 };
    if (line->shape != SHAPE_PLACE && line->shape != SHAPE_NUMBERED_PLACE)
        return false;
    for (uint32_t at = line->start; at < line->end && at < line->start + (uint32_t)ENOUGH; at++)
        if (text.at[at] >= 'a' && text.at[at] <= 'z')
            return false;
    return true;
}

/* "ODA: I know." goes on with nobody's speech where speeches are written so.  While learning the tables must say it. */
static bool is_sure_inline(const struct script *script, const struct script_line *line)
{
    bool is_inline = line->shape == SHAPE_UPPER_INLINE || line->shape == SHAPE_TITLE_INLINE;
    return is_inline && !script->gold && script->whole.inlines == 2 && line->name != SCRIPT_NO_NAME &&
           script->n_name[line->name] >= 3;
}

/* "He" alone between lines is what a program took off a sentence, where names are in capitals.  While learning the
 * tables must say it. */
static bool is_pronoun_alone(const struct script *script, const struct script_line *line)
{
    return line->opening == OPENING_HE && line->shape == SHAPE_TITLE_SHORT && line->first_word == line->width &&
           !script->gold && !script->whole.is_title_case;
}

static bool cannot_cut(struct str text, const struct script_line *line)
{
    return line->shape != SHAPE_TRANSITION && !line->ends && text.at[line->end - 1] != ':';
}

/* A name that mostly stands right over words heads no scene, where blank lines part scenes from what is in them;
 * but for "ODA" over "hangs up.", a heading that is the subject of what it heads. */
static bool cannot_head(const struct script *script, uint32_t i)
{
    enum { OFTEN = 4 };
    const struct script_line *line = &script->line[i];
    if (i + 1 < script->n_lines && line[1].lower)
        return false;
    if (line->shape != SHAPE_UPPER_SHORT || line->name == SCRIPT_NO_NAME || script->whole.blank == 0)
        return false;
    uint32_t n = script->n_name[line->name];
    return n >= OFTEN && script->n_over[line->name] * 2 >= n;
}

bool script_can_be(const struct script *script, uint32_t i, enum tag tag)
{
    const struct script_line *line = &script->line[i];
    switch (tag) {
    case TAG_SCENE:
        return !cannot_head(script, i);
    case TAG_CUE:
        return !cannot_cue(script->text, line) && !is_pronoun_alone(script, line);
    case TAG_DIALOGUE:
        return !cannot_be_said(script->text, line) && !is_sure_inline(script, line);
    case TAG_TRANSITION:
        return !cannot_cut(script->text, line);
    case TAG_ACTION:
    case TAG_PARENTHETICAL:
    case TAG_MATTER:
    case N_TAGS:
        break;
    }
    return true;
}

/* All that the tables say of the step to line `i`. */
static void score(const struct script *script, uint32_t i, const row *weight, lanes out[FROM])
{
    uint32_t feature[SCRIPT_MAX_FEATURES], step[STEPS];
    uint32_t n = script_features(script, i, feature);
    lanes own = {0};
    add_rows(weight, feature, n, own);
    for (uint32_t t = 0; t < N_TAGS; t++)
        own[t] -= script_can_be(script, i, (enum tag)t) ? 0 : NEVER;
    for (uint32_t t = 0; script->gold && t < N_TAGS; t++)
        own[t] += script->gold[i] == t ? 0 : script->cost;
    step_to(script, i, step);
    for (uint32_t b = 0; b < FROM; b++)
        memcpy(out[b], own, sizeof own);
    for (uint32_t k = 0; k < STEPS; k++) {
        const int16_t *w = weight[step[k]];
        int32_t *to = out[0];
        for (uint32_t j = 0; j < FROM * SCRIPT_LANES; j++)
            to[j] += w[j];
    }
}

/* Keep numbers small: only differences count. */
static void level(lanes at)
{
    int32_t top = at[0];
    for (int t = 1; t < N_TAGS; t++)
        top = at[t] > top ? at[t] : top;
    for (int t = 0; t < SCRIPT_LANES; t++)
        at[t] -= top;
}

static void go_forward(const lanes before, const lanes step[FROM], bool is_first, lanes out)
{
    if (is_first) {
        memcpy(out, step[N_TAGS], sizeof(lanes));
    } else {
        for (int t = 0; t < SCRIPT_LANES; t++)
            out[t] = before[0] + step[0][t];
        for (int b = 1; b < N_TAGS; b++)
            for (int t = 0; t < SCRIPT_LANES; t++) {
                int32_t by = before[b] + step[b][t];
                out[t] = by > out[t] ? by : out[t];
            }
    }
    level(out);
}

static void go_back(const lanes behind, const lanes step[FROM], lanes out)
{
    for (int b = 0; b < N_TAGS; b++) {
        int32_t best = step[b][0] + behind[0];
        for (int t = 1; t < N_TAGS; t++)
            best = step[b][t] + behind[t] > best ? step[b][t] + behind[t] : best;
        out[b] = best;
    }
    out[N_TAGS] = 0;
    level(out);
}

static void settle(struct script_line *line, const int32_t *ahead, const int32_t *behind)
{
    int32_t best = INT32_MIN, second = INT32_MIN;
    for (int t = 0; t < N_TAGS; t++) {
        int32_t sum = ahead[t] + behind[t];
        if (sum > best) {
            second = best;
            best = sum;
            line->tag = (uint8_t)t;
        } else if (sum > second) {
            second = sum;
        }
    }
    line->margin = (float)(best - second);
}

whose_status script_decode(struct script *script, const int16_t (*weight)[SCRIPT_LANES],
                           struct arena *scratch, whose_error *err)
{
    uint32_t n = script->n_lines, done = 0; // lines of the chunk that were scored for the one before
    struct arena_mark mark = arena_mark(scratch);
    struct chunk *c = ARENA_NEW_RAW(scratch, struct chunk, 1);
    if (!c)
        return fail_nomem(err);
    for (uint32_t first = 0; first < n; first += CHUNK) {
        uint32_t end = n - first < REACH ? n : first + REACH, settled = n - first < CHUNK ? n : first + CHUNK;
        for (uint32_t i = first + done; i < end; i++) {
            uint32_t k = i - first;
            score(script, i, weight, c->step[k]);
            go_forward(c->ahead[k ? k - 1 : 0], (const lanes *)c->step[k], i == 0,
                       c->ahead[k]);
        }
        lanes behind = {0};
        for (uint32_t i = end; i-- > first;) {
            if (i < settled)
                settle(&script->line[i], c->ahead[i - first], behind);
            lanes earlier;
            go_back(behind, (const lanes *)c->step[i - first], earlier);
            memcpy(behind, earlier, sizeof behind);
        }
        done = end - settled;
        memmove(c->ahead, c->ahead + (settled - first), done * sizeof(lanes));
        memmove(c->step, c->step + (settled - first), done * sizeof c->step[0]);
    }
    arena_rewind(scratch, mark);
    return WHOSE_OK;
}

whose_status script_label(struct script *script, struct arena *scratch, whose_error *err)
{
#ifndef SCRIPT_UNTRAINED // while a new table is made
    static_assert((int)SCRIPT_N_ROWS == (int)N_ROWS, "data/line_weights.tsv was trained for other features");
#endif
    TRY(script_decode(script, script_weight, scratch, err));
    script_put_back(script);
    script_find_early(script);
    for (uint32_t i = 0; i < script->n_lines; i++)
        script->n_doubtful += script->line[i].margin < SCRIPT_DOUBTFUL;
    return WHOSE_OK;
}
