/* takes   the lines of a script in the order of the file
 * gives   the same in the order in which they are read: heads and feet of pages set aside, the second
 *         half of a broken line back behind the first; and afterwards the order of the file again
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
    uint32_t both = above->width + 2u + half->width;
    return both <= width + 1u && both + 1u + below->first_word > width;
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

whose_status script_set_aside(struct script *script, struct arena *keep, whose_error *err)
{
    uint32_t n = script->n_lines, n_aside = 0, n_moved = 0;
    uint32_t *half_of = ARENA_NEW_RAW(keep, uint32_t, n + 1); // [line], the second half of it
    if (!half_of)
        return fail_nomem(err);
    memset(half_of, 0xFF, ((size_t)n + 1) * sizeof *half_of);
    bool is_broken = !script->whole.is_indented && script->whole.blank > 0 && !script->whole.is_unwrapped;
    for (uint32_t i = 0; i < n; i++) {
        script->line[i].place = i;
        script->line[i].n_blank_above = script->line[i].n_blank;
        script->line[i].home = UINT32_MAX;
        n_aside += script->line[i].is_page;
        if (!is_broken || !is_second_half(script, i))
            continue;
        uint32_t home = first_half(script, i, half_of);
        script->line[i].home = home;
        if (home != UINT32_MAX) {
            half_of[home] = i;
            n_moved++;
        }
    }
    script->n_set_aside = n_aside;
    if (n_aside + n_moved == 0)
        return WHOSE_OK;
    struct script_line *line = ARENA_NEW_RAW(keep, struct script_line, n);
    if (!line)
        return fail_nomem(err);
    uint32_t at = 0, aside = n - n_aside;
    uint8_t least_blank = UINT8_MAX; // around what was set aside
    for (uint32_t i = 0; i < n; i++) {
        const struct script_line *old = &script->line[i];
        if (old->is_page) {
            line[aside++] = *old;
            least_blank = old->n_blank < least_blank ? old->n_blank : least_blank;
            continue;
        }
        if (old->home != UINT32_MAX)
            continue;
        line[at] = *old;
        line[at].n_blank = old->n_blank < least_blank ? old->n_blank : least_blank;
        least_blank = UINT8_MAX;
        at++;
        if (half_of[i] != UINT32_MAX) {
            line[at] = script->line[half_of[i]];
            line[at++].n_blank = 0;
        }
    }
    script->line = line;
    script->n_lines = n - n_aside;
    return WHOSE_OK;
}

void script_put_back(struct script *script)
{
    uint32_t n = script->n_lines + script->n_set_aside;
    for (uint32_t i = script->n_lines; i < n; i++) {
        script->line[i].tag = TAG_MATTER;
        script->line[i].margin = SCRIPT_DOUBTFUL;
    }
    for (uint32_t i = 0; i < n; i++)
        while (script->line[i].place != i) {
            struct script_line *home = &script->line[script->line[i].place], other = *home;
            *home = script->line[i];
            script->line[i] = other;
        }
    for (uint32_t i = 0; i < n; i++)
        script->line[i].n_blank = script->line[i].n_blank_above;
    script->n_lines = n;
    script->n_set_aside = 0;
}
