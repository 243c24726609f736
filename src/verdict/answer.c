/* takes   shares with their low and high, and the table behind them
 * gives   the kind of answer, and why
 * method  one when its share is sure or far before the next; shared when the same measures put
 *         two before all others, mostly in the same scenes; else contested.  Nobody when there
 *         is no person, no scene, or next to nothing is said and done
 * cost    O(measures * candidates + cells of two persons) */
#include "verdict/internal.h"

/* Answers: what is sure, what is close, what is agreed. */
static const double sure_share = 0.5, clear_ratio = 1.5, far_ratio = 2;
static const double same_scenes = 0.5, same_measures = 0.5, both_share = 0.5;

enum { many = 4 }; // candidates who are near the first

/* Are two persons in most of each other's scenes? */
static bool share_scenes(const struct story *story, uint32_t a, uint32_t b)
{
    uint32_t both = 0, only_a = story_n_scenes(story, a), only_b = story_n_scenes(story, b);
    for (uint32_t i = story->person_first[a]; i < story->person_first[a + 1]; i++) {
        const struct cell *mine = &story->cell.at[story->by_person[i]];
        const struct cell *other = story_cell(story, mine->scene, b);
        both += other && cell_is_heard(mine) && cell_is_heard(other);
    }
    uint32_t fewer = only_a < only_b ? only_a : only_b;
    return fewer > 0 && both >= same_scenes * fewer;
}

/* The part of the weight whose measures put both before everybody else. */
static double agreement(const struct tally *tally, const struct verdict *verdict, uint32_t a,
                        uint32_t b)
{
    double agreed = 0;
    for (uint32_t m = 0; m < N_MEASURES; m++) {
        bool both = verdict->evidence[m].weight > 0;
        for (uint32_t c = 0; c < tally->n && both; c++)
            if (c != a && c != b)
                both = tally->sum[m][a] > tally->sum[m][c] && tally->sum[m][b] > tally->sum[m][c];
        agreed += both ? verdict->evidence[m].weight : 0;
    }
    return agreed;
}

const char *answer_why_nobody(const struct doc *doc, const struct cast *cast,
                              const struct story *story)
{
    uint32_t n_acts = 0, n_heard = 0;
    bool is_anybody = false;
    for (uint32_t c = 0; c < story->cell.n; c++) {
        n_acts += story->cell.at[c].n_acts;
        n_heard += cell_is_heard(&story->cell.at[c]);
    }
    for (uint32_t p = 0; p < cast->person.n; p++)
        is_anybody |= !cast->person.at[p].is_group;
    if (cast->person.n == 0)
        return "nobody is in it: no speaker and no name was found";
    if (story->scene.n == 0)
        return "there is no scene in it";
    if (!is_anybody)
        return "only groups are in it, and no single person";
    if (n_heard == 0)
        return "nobody speaks or does anything in it";
    if (doc->speech.n == 1 && n_acts < 2)
        return "there is only one speech in it";
    if (doc->speech.n == 0 && n_acts < 3)
        return "nobody speaks in it, and hardly anything is done";
    return NULL;
}

void answer_decide(const struct tally *tally, struct verdict *out)
{
    static const char even[] = "many have much the same part in it, and no one is before the others";
    const struct ranked *first = &out->ranking[0], *second = &out->ranking[1];
    out->answer = ANSWER_ONE;
    if (out->n_candidates == 1) {
        out->because = "there is one character only";
        return;
    }
    if (tally->is_even) {
        out->answer = ANSWER_CONTESTED;
        out->because = even;
        return;
    }
    if (first->share >= sure_share && first->low > second->high) {
        out->because = "the evidence names one person, whichever scenes are left out";
        return;
    }
    if (first->share >= sure_share && first->share >= clear_ratio * second->share) {
        out->because = "the evidence names one person well before the next";
        return;
    }
    if (first->share >= far_ratio * second->share) {
        out->because = "many have a part in it, but one has twice the share of the next";
        return;
    }
    uint32_t n_near = 1;
    while (n_near < out->n_candidates && out->ranking[n_near].share * clear_ratio >= first->share)
        n_near++;
    if (n_near >= many) {
        out->answer = ANSWER_CONTESTED;
        out->because = even;
        return;
    }
    uint32_t a = first->candidate, b = second->candidate;
    bool third_is_near = out->n_candidates > 2 && out->ranking[2].share * clear_ratio > second->share;
    if (!third_is_near && first->share + second->share >= both_share &&
        agreement(tally, out, a, b) >= same_measures &&
        share_scenes(tally->story, tally->person[a], tally->person[b])) {
        out->answer = ANSWER_SHARED;
        out->because = "the same evidence puts both before all others, mostly in the same scenes";
        return;
    }
    out->answer = ANSWER_CONTESTED;
    out->because = "the evidence is divided: no one is clearly before the next";
}
