/* takes   the change of each person, from the story
 * gives   the measure of being another at the end
 * method  the value of src/story/changed.c times the part of all scenes in which the person is
 *         there: how much of the work shows the change, so that who comes in twice and dies
 *         does not pass for the one whom the story changes.  Spread evenly over the story,
 *         since it is said of a person as a whole; first and last place back it
 *         where the passage names the person
 * cost    O(candidates * slices) */
#include "verdict/internal.h"

void measure_changed(struct tally *tally)
{
    for (uint32_t c = 0; c < tally->n; c++) {
        const struct change *change = &tally->story->change[tally->person[c]];
        if (!change->is_known || change->value <= 0)
            continue;
        double shown = (double)story_n_scenes(tally->story, tally->person[c]) / tally->story->scene.n;
        for (uint32_t s = 0; s < tally->n_slices; s++)
            tally->part[MEASURE_CHANGE][s][c] = change->value * shown / tally->n_slices;
        if (quote_names(tally, quote_around(tally, change->late.start), tally->person[c]))
            tally_hit(tally, MEASURE_CHANGE, c, 2, change->late.start, "the last place where they are");
        if (quote_names(tally, quote_around(tally, change->early.start), tally->person[c]))
            tally_hit(tally, MEASURE_CHANGE, c, 1, change->early.start, "the first place where they are");
    }
}
