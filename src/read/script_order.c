/* takes   the lines of a script in the order of the file
 * gives   the same as they are read: heads and feet of pages set aside, the second half of a broken
 *         line back at the first; and afterwards the order of the file again
 * method  pdftotext makes a block of its own of what stands behind a wide gap, so that the end of a line
 *         ("He stops.  A") comes later than the lines under it.  A short line alone that does not end is
 *         tried behind each of the last lines that do: it belongs where both together are as wide as the
 *         others, and the first word below would not have fitted any more.
 * cost    O(lines) */
#include "read/script.h"

#include "base/err.h"

#include <string.h>

enum { REACH = 24 }; // lines above, among which the first half is looked for

/* What stands by itself, and breaks off: no blank line is inside a paragraph. */
static bool is_second_half(const struct script *script, uint32_t i)
{
    const struct script_line *line = &script->line[i];
    const struct script_line *next = i + 1 < script->n_lines ? line + 1 : NULL;
    bool is_plain = line->shape == SHAPE_OPEN || line->shape == SHAPE_LOWER_OPEN || line->shape == SHAPE_TITLE_SHORT ||
                    ((line->shape == SHAPE_UPPER_SHORT || line->shape == SHAPE_UPPER_LONG) && line->width <= 2);
    return is_plain && line->n_blank > 0 && !line->ends && line->indent == 0 &&
           (!next || next->n_blank > 0 || next->is_page);
}

/* Do `half` and the line `below` go on where `above` ended, within `width` cells? */
static bool is_full(const struct script_line *above, const struct script_line *half,
                    const struct script_line *below, uint32_t width)
{
    enum { SLACK = 3 }; // the longest line of all is not known
    uint32_t both = above->width + 2u + half->width;
    return both <= width + SLACK && both + 1u + below->first_word + SLACK > width;
}

/* The line behind which the second half `i` belongs, or UINT32_MAX.  `taken`: lines that have one. */
static uint32_t first_half(const struct script *script, uint32_t i, const uint32_t *half_of)
{
    const struct script_line *half = &script->line[i];
    const struct script_layout *layout = script_layout_at(script, i);
    uint32_t found = UINT32_MAX;
    for (uint32_t k = i; k-- > 0 && i - k < REACH;) {
        const struct script_line *above = &script->line[k], *below = above + 1;
        if (k + 1 >= i || !above->ends || below->n_blank > 0 || half_of[k] != UINT32_MAX || below->is_page)
            continue;
        if (!is_full(above, half, below, layout->action_width) && !is_full(above, half, below, layout->dialogue_width))
            continue;
        if (below->lower) // a sentence whose head is missing
            return k;
        if (found == UINT32_MAX && half->shape != SHAPE_TITLE_SHORT && below->shape != SHAPE_UPPER_SHORT &&
            below->shape != SHAPE_UPPER_VOICE && below->shape != SHAPE_PLACE)
            found = k;
    }
    return found;
}

/* `above` as it was before its second half was taken off. */
static void join(struct script_line *above, const struct script_line *half)
{
    above->width = (uint16_t)(above->width + 2u + half->width);
    above->talk = (int16_t)(above->talk + half->talk);
    above->asks = above->asks || half->asks;
    above->ends = half->ends;
    above->shape = above->shape == SHAPE_ENDED         ? SHAPE_OPEN
                   : above->shape == SHAPE_LOWER_ENDED ? SHAPE_LOWER_OPEN
                                                       : above->shape;
}

whose_status script_set_aside(struct script *script, struct arena *keep, whose_error *err)
{
    uint32_t n = script->n_lines, n_aside = 0;
    uint32_t *half_of = ARENA_NEW_RAW(keep, uint32_t, n + 1); // [line], the second half of it
    if (!half_of)
        return fail_nomem(err);
    memset(half_of, 0xFF, ((size_t)n + 1) * sizeof *half_of);
    bool is_broken = !script->whole.is_indented && script->whole.blank > 0 && !script->whole.is_unwrapped;
    for (uint32_t i = 0; i < n; i++) {
        struct script_line *line = &script->line[i];
        line->place = i;
        line->n_blank_above = line->n_blank;
        line->home = is_broken && is_second_half(script, i) ? first_half(script, i, half_of) : UINT32_MAX;
        if (line->home != UINT32_MAX)
            half_of[line->home] = i;
        n_aside += line->is_page || line->home != UINT32_MAX;
    }
    script->n_set_aside = n_aside;
    script->n_lines = n - n_aside;
    if (n_aside == 0)
        return WHOSE_OK;
    struct script_line *line = ARENA_NEW_RAW(keep, struct script_line, n);
    if (!line)
        return fail_nomem(err);
    uint32_t at = 0, aside = n - n_aside;
    uint8_t least_blank = UINT8_MAX; // around page numbers
    for (uint32_t i = 0; i < n; i++) {
        const struct script_line *old = &script->line[i];
        if (old->is_page || old->home != UINT32_MAX) {
            line[aside++] = *old;
            if (old->is_page && old->n_blank < least_blank)
                least_blank = old->n_blank;
            continue;
        }
        line[at] = *old;
        line[at].n_blank = old->n_blank < least_blank ? old->n_blank : least_blank;
        least_blank = UINT8_MAX;
        if (half_of[i] != UINT32_MAX)
            join(&line[at], &script->line[half_of[i]]);
        at++;
    }
    script->line = line;
    return WHOSE_OK;
}

void script_put_back(struct script *script)
{
    uint32_t n = script->n_lines + script->n_set_aside;
    for (uint32_t i = 0; i < n; i++)
        while (script->line[i].place != i) {
            struct script_line *home = &script->line[script->line[i].place], other = *home;
            *home = script->line[i];
            script->line[i] = other;
        }
    for (uint32_t i = 0; i < n; i++) {
        struct script_line *line = &script->line[i];
        line->n_blank = line->n_blank_above;
        if (line->home != UINT32_MAX) {
            struct script_line *above = &script->line[line->home];
            line->tag = above->tag;
            line->margin = above->margin;
            above->ends = true;
            above->width = (uint16_t)(above->width - 2u - line->width);
        } else if (line->is_page) {
            line->tag = TAG_MATTER;
            line->margin = SCRIPT_DOUBTFUL;
        }
    }
    script->n_lines = n;
    script->n_set_aside = 0;
}
