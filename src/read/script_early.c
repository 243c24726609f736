/* takes   the labelled lines of a script, in the order of the file
 * gives   which words stand before the cue that they belong to
 * method  pdftotext gives a page block by block, from left to right.  Words so short that they end left of
 *         where their cue begins come before it; those of several such speeches together ("Yes." "No."
 *         ANNA BEN).  A cue with nothing behind it takes the short words in front of it; several cues in a
 *         row take as many.
 * cost    O(lines) */
#include "read/script.h"

#include <string.h>

enum { MOST = 8, REACH = 16, LONGEST = 14 };

static bool is_spoken(const struct script_line *line)
{
    return line->tag == TAG_DIALOGUE || line->tag == TAG_PARENTHETICAL;
}

static bool is_cue_alone(const struct script_line *line)
{
    return line->tag == TAG_CUE && !line->cue_end && !line->glued;
}

/* A cue alone on its line with nothing said right behind it. */
static bool is_wordless(const struct script *script, uint32_t i)
{
    enum { MATTER = 4 };
    if (!is_cue_alone(&script->line[i]))
        return false;
    uint32_t k = i + 1;
    while (k < script->n_lines && k < i + MATTER && script->line[k].tag == TAG_MATTER)
        k++;
    return k >= script->n_lines || !is_spoken(&script->line[k]) || (k == i + 1 && script->line[k].n_blank > 0);
}

/* In capitals, as a cue is. */
static bool is_like_cue(const struct script_line *line)
{
    return line->shape == SHAPE_UPPER_SHORT || line->shape == SHAPE_UPPER_VOICE;
}

/* A line, not the first, so short that it ended left of where its cue began. */
static bool is_short(const struct script_line *line)
{
    return line->width <= LONGEST && !line->is_early && line->ends && line->home == UINT32_MAX &&
           (line->tag == TAG_DIALOGUE || line->tag == TAG_ACTION ||
            (line->tag == TAG_SCENE && line->shape == SHAPE_UPPER_ENDED)) && line->shape != SHAPE_MARKS;
}

static bool may_be_early(const struct script *script, uint32_t i)
{
    const struct script_line *line = &script->line[i], *before = line - 1;
    bool is_under_cue = line->n_blank == 0 && (before->tag == TAG_CUE || before->tag == TAG_PARENTHETICAL);
    bool is_end = line->n_blank == 0 && !before->ends && (before->tag == TAG_ACTION || before->tag == TAG_DIALOGUE);
    return is_short(line) && !line->lower && !is_under_cue && !is_end;
}

/* Something set between words and their cue: a page number, the piece of a broken line. */
static bool is_between(const struct script *script, uint32_t i)
{
    const struct script_line *line = &script->line[i];
    if (line->tag == TAG_MATTER || line->home != UINT32_MAX)
        return true;
    bool is_apart = line->n_blank > 0 && i + 1 < script->n_lines && line[1].n_blank > 0;
    return is_apart && (line->tag == TAG_ACTION || (line->tag == TAG_DIALOGUE && !line->ends)) &&
           (!line->ends || line->width > LONGEST);
}

/* Short words, one to a few lines of them. */
struct unit {
    uint32_t first, end; // lines
    bool is_parted;      // something stands between them and what follows
};

/* Those in front of line `at`, the nearest first. */
static uint32_t units_before(const struct script *script, uint32_t at, struct unit out[MOST])
{
    uint32_t n = 0, from = at;
    while (n < MOST && at > 1 && from - at < REACH) {
        uint32_t end = at;
        while (end > 1 && from - end < REACH && is_between(script, end - 1))
            end--;
        uint32_t first = end - 1;
        while (first > 1 && script->line[first].lower && is_short(&script->line[first]) &&
               script->line[first].n_blank == 0 && script->line[first - 1].ends)
            first--;
        if (first == 0 || !may_be_early(script, first))
            break;
        out[n++] = (struct unit){first, end, end < at || script->line[end].n_blank > 0};
        at = first;
    }
    return n;
}

/* Cues that come one after another, but for directions, and what is known of them. */
struct cues {
    uint32_t at[MOST], n; // lines
    uint32_t end;         // line behind the last
    bool has_words;       // the last one, also behind it
    bool is_last_guessed; // it was taken for speech, or for a title
};

static struct cues cues_from(const struct script *script, uint32_t first)
{
    struct cues c = {.end = first};
    while (c.end < script->n_lines && c.n < MOST) {
        const struct script_line *line = &script->line[c.end];
        if (is_cue_alone(line)) {
            c.at[c.n++] = c.end++;
            continue;
        }
        uint32_t k = c.end;
        while (k < script->n_lines && script->line[k].tag == TAG_PARENTHETICAL && script->line[k].n_blank == 0)
            k++;
        if (k == c.end || k >= script->n_lines || !is_cue_alone(&script->line[k]))
            break;
        c.end = k;
    }
    const struct script_line *behind = &script->line[c.end];
    bool is_last = c.end + 1 >= script->n_lines || behind[1].n_blank > 0 || !is_spoken(&behind[1]);
    if (c.end < script->n_lines && c.n < MOST && c.end == c.at[c.n - 1] + 1 && behind->n_blank == 0 &&
        (behind->tag == TAG_DIALOGUE || behind->tag == TAG_MATTER) && is_like_cue(behind) && is_last) {
        c.at[c.n++] = c.end++;
        c.is_last_guessed = true;
        return c;
    }
    c.has_words = !is_wordless(script, c.at[c.n - 1]);
    return c;
}

/* Words that nobody says: no cue stands over them. */
static bool is_orphan(const struct script *script, uint32_t i)
{
    const struct script_line *line = &script->line[i];
    return (line->tag == TAG_DIALOGUE || line->asks) && line[-1].tag != TAG_CUE && !is_spoken(&line[-1]);
}

/* A cue with a direction right under it, and no words. */
static bool is_only_directed(const struct script *script, uint32_t cue)
{
    uint32_t k = cue + 1;
    while (k < script->n_lines && script->line[k].tag == TAG_PARENTHETICAL && script->line[k].n_blank == 0)
        k++;
    return k > cue + 1 && (k >= script->n_lines || script->line[k].tag != TAG_DIALOGUE || script->line[k].n_blank > 0);
}

/* How many of the cues take words in front of them; `unit[*skip]` is that of the last of these. */
static uint32_t n_taken(const struct script *script, const struct cues *c, const struct unit *unit, uint32_t n_units,
                        uint32_t *skip)
{
    uint32_t n = c->n - c->has_words, size = 1;
    *skip = 0;
    while (1 + size < n_units && !unit[1 + size].is_parted)
        size++;
    if (c->n > 1 && n_units == size + 1 && size == c->n && unit[1].is_parted) { // a told line was taken for words
        *skip = 1;
        return c->n;
    }
    if (c->has_words && n_units >= c->n) {
        const struct unit *last = &unit[c->n - 1];
        bool is_block = c->n > 1 && (!last->is_parted || is_orphan(script, last->first));
        bool is_apart = c->n == 1 && script->line[c->at[0]].n_blank > 0 &&
                        (is_orphan(script, last->first) || is_only_directed(script, c->at[0]) ||
                         (script->line[last->first].n_blank == 0 && script->line[last->first - 1].ends));
        n += is_block || is_apart;
    }
    if (n > n_units)
        return 0;
    if (n > 0 && script->line[unit[n - 1].first].n_blank > 0) { // they are those of a cue before
        uint32_t before = unit[n - 1].first - 1;
        if (is_wordless(script, before) && !script->line[before].has_early)
            return c->has_words && n == c->n ? n - 1 : 0;
    }
    return n;
}

/* "behind him -Anna!": a dash that was taken for a hyphen drew the words up to the line before.  The byte
 * where they start, or 0. */
static uint32_t glued_words(const struct script *script, uint32_t i)
{
    const struct script_line *line = &script->line[i];
    uint32_t at = line->end, least = line->end - line->start > LONGEST ? line->end - LONGEST : line->start;
    while (at > least && script->text.at[at - 1] != '-')
        at--;
    bool is_told = line->tag == TAG_ACTION || is_orphan(script, i);
    if (at <= least + 1 || at >= line->end || !is_told || line->is_early || !line->ends || script->text.at[at - 2] != ' ')
        return 0;
    return script->text.at[at] >= 'A' && script->text.at[at] <= 'Z' ? at : 0;
}

/* Cues from `first` on take the words in front of them.  Returns the line behind them. */
static uint32_t give_early(struct script *script, uint32_t first)
{
    struct cues c = cues_from(script, first);
    struct unit unit[MOST];
    uint32_t n_units = units_before(script, first, unit), skip;
    if (first > 1 && c.n < MOST && c.n > n_units - (n_units > 0) && script->line[first].n_blank == 0 &&
        is_like_cue(&script->line[first - 1]) && script->line[first - 1].tag != TAG_CUE) { // that was taken for a shot
        struct unit more[MOST];
        uint32_t n_more = units_before(script, first - 1, more);
        if (n_more > c.n) {
            memmove(c.at + 1, c.at, c.n * sizeof *c.at);
            c.at[0] = first - 1;
            c.n++;
            memcpy(unit, more, sizeof unit);
            n_units = n_more;
        }
    }
    if (c.is_last_guessed && n_units < c.n) {
        c.n--;
        c.end--;
        c.is_last_guessed = false;
        c.has_words = true;
    }
    if (!c.has_words && n_units > 0 && n_units + 1 == c.n && c.end < script->n_lines && is_spoken(&script->line[c.end]))
        c.has_words = true; // a block of its own, behind the cue
    uint32_t n = n_units ? n_taken(script, &c, unit, n_units, &skip) : 0;
    for (uint32_t k = 0; k < n; k++) {
        const struct unit *u = &unit[skip + n - 1 - k];
        script->line[c.at[k]].tag = TAG_CUE;
        script->line[c.at[k]].has_early = true;
        for (uint32_t i = u->first; i < u->end; i++) {
            if (i > u->first && is_between(script, i))
                break;
            script->line[i].is_early = i == u->first ? 1 : 2;
            script->line[i].tag = TAG_DIALOGUE;
        }
    }
    uint32_t glued = n == 0 && first > 1 && is_wordless(script, first) ? glued_words(script, first - 1) : 0;
    if (glued) {
        script->line[first - 1].glued = glued;
        script->line[first - 1].is_early = 3;
        script->line[first - 1].tag = TAG_ACTION;
        script->line[first].has_early = true;
    }
    /* the cue closed its block: what comes behind a blank line is told */
    for (uint32_t k = c.end; n && !c.has_words && k < script->n_lines &&
                             script->line[k].tag == TAG_DIALOGUE && script->line[k].n_blank == (k == c.end);
         k++)
        if (k + 1 >= script->n_lines || script->line[k + 1].tag != TAG_CUE)
            script->line[k].tag = TAG_ACTION;
    return c.end;
}

/* A name apart that was not taken for a cue, with words in front of it that nobody says. */
static bool is_cue_of_orphan(const struct script *script, uint32_t i)
{
    const struct script_line *line = &script->line[i];
    bool is_apart = line->n_blank > 0 && (i + 1 >= script->n_lines || line[1].n_blank > 0);
    if (i < 2 || !is_apart || !is_like_cue(line) || line->tag == TAG_CUE || !may_be_early(script, i - 1))
        return false;
    bool is_voice = line->shape == SHAPE_UPPER_VOICE && line->name != SCRIPT_NO_NAME; // "VOICE (O.S.)"
    return is_voice || (line->tag != TAG_SCENE && is_orphan(script, i - 1));
}

void script_find_early(struct script *script)
{
    enum { FEW = 2, ONE_IN = 40 };
    uint32_t n_cues = 0, n_wordless = 0;
    for (uint32_t i = 0; i < script->n_lines; i++) {
        n_cues += script->line[i].tag == TAG_CUE;
        n_wordless += is_wordless(script, i);
    }
    if (n_wordless < FEW || n_wordless * ONE_IN < n_cues || script->whole.is_indented ||
        script->whole.cue_parted == 2)
        return;
    for (uint32_t i = 0; i < script->n_lines;) {
        if (is_cue_of_orphan(script, i))
            script->line[i].tag = TAG_CUE;
        if (is_cue_alone(&script->line[i]))
            i = give_early(script, i);
        else
            i++;
    }
}
