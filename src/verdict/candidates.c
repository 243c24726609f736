/* takes   cast and story
 * gives   who is weighed, and whom a head count names
 * method  the persons (groups only if there is nobody else) with the largest sum of their share
 *         of all words, of all parts in scenes and, in prose, of all names, so that each sums to
 *         1 over the cast; the narrator in any case.  The head count is of speeches, in prose of
 *         names
 * cost    O(mentions + cells + persons * VERDICT_CANDIDATES) */
#include "verdict/internal.h"

#include "base/err.h"

#include <string.h>

/* Times named, wherever; the narrator's "I" is no name. */
static whose_status count_names(const struct cast *cast, struct arena *scratch, uint32_t **out,
                                whose_error *err)
{
    uint32_t *n = ARENA_NEW(scratch, uint32_t, (size_t)cast->person.n + 1);
    if (!n)
        return fail_nomem(err);
    for (uint32_t i = 0; i < cast->mention.n; i++)
        if (cast->mention.at[i].kind == MENTION_NAME && cast->mention.at[i].person < cast->person.n)
            n[cast->mention.at[i].person]++;
    *out = n;
    return WHOSE_OK;
}

/* A narrator is weighed however few scenes they are in. */
static void add_narrator(const struct cast *cast, struct verdict *out)
{
    if (cast->narrator >= cast->person.n ||
        verdict_candidate(out, cast->narrator) != VERDICT_NOBODY)
        return;
    out->n_candidates += out->n_candidates < VERDICT_CANDIDATES;
    out->candidate[out->n_candidates - 1] = cast->narrator;
}

static void choose_candidates(const struct cast *cast, const struct story *story,
                              const uint32_t *n_named, bool groups, struct verdict *out)
{
    double n_words = 0, n_parts = 0, n_names = 0; // a part: one person in one scene
    double score[VERDICT_CANDIDATES];
    for (uint32_t p = 0; p < cast->person.n; p++)
        n_words += cast->person.at[p].n_words;
    for (uint32_t p = 0; p < cast->person.n && n_named; p++)
        n_names += n_named[p];
    for (uint32_t c = 0; c < story->cell.n; c++)
        n_parts += cell_is_heard(&story->cell.at[c]);
    out->n_candidates = 0;
    for (uint32_t p = 0; p < cast->person.n; p++) {
        const struct person *person = &cast->person.at[p];
        uint32_t scenes = story_n_scenes(story, p);
        if (person->is_group != groups || scenes == 0)
            continue;
        double s = scenes / n_parts + (n_words > 0 ? person->n_words / n_words : 0) +
                   (n_names > 0 ? n_named[p] / n_names : 0);
        uint32_t n = out->n_candidates, at = n;
        while (at > 0 && s > score[at - 1])
            at--;
        if (at == VERDICT_CANDIDATES)
            continue;
        uint32_t moved = (n < VERDICT_CANDIDATES ? n : VERDICT_CANDIDATES - 1) - at;
        memmove(score + at + 1, score + at, moved * sizeof *score);
        memmove(out->candidate + at + 1, out->candidate + at, moved * sizeof *out->candidate);
        score[at] = s;
        out->candidate[at] = p;
        out->n_candidates += n < VERDICT_CANDIDATES;
    }
}

/* Most speeches, in prose (`n_named`) most times named; of two with the same number, more words. */
static uint32_t count_heads(const struct cast *cast, const uint32_t *n_named)
{
    uint32_t best = PERSON_NONE, most = 0;
    for (uint32_t p = 0; p < cast->person.n; p++) {
        const struct person *person = &cast->person.at[p];
        uint32_t n = n_named ? n_named[p] : person->n_speeches;
        if (person->is_group || n == 0)
            continue;
        if (n > most || (n == most && person->n_words > cast->person.at[best].n_words)) {
            best = p;
            most = n;
        }
    }
    return best;
}

whose_status candidates_choose(const struct doc *doc, const struct cast *cast,
                               const struct story *story, struct arena *scratch,
                               struct verdict *out, whose_error *err)
{
    uint32_t *n_named = NULL;
    if (doc->kind == DOC_NOVEL)
        TRY(count_names(cast, scratch, &n_named, err));
    out->apparent = count_heads(cast, n_named);
    choose_candidates(cast, story, n_named, false, out);
    add_narrator(cast, out);
    if (out->n_candidates == 0)
        choose_candidates(cast, story, n_named, true, out);
    return WHOSE_OK;
}

bool verdict_stance(const struct verdict *verdict, uint32_t person, enum stance *out)
{
    static const double own_story = 0.5;
    const struct evidence *told = &verdict->evidence[MEASURE_NARRATION];
    uint32_t c = verdict_candidate(verdict, person);
    if (c == VERDICT_NOBODY || verdict->evidence[MEASURE_STANCE].is_missing ||
        !told->has_value[c] || told->value[c] <= 0)
        return false;
    *out = told->pull[c] > own_story ? STANCE_OWN : STANCE_WITNESS;
    return true;
}

uint32_t verdict_rival(const struct verdict *verdict)
{
    static const double far_behind = 0.1;
    if (verdict->n_candidates < 2)
        return VERDICT_NOBODY;
    uint32_t apparent = verdict_candidate(verdict, verdict->apparent);
    bool is_asked = apparent != VERDICT_NOBODY && apparent != verdict->ranking[0].candidate &&
                    verdict->ranking[1].share < far_behind;
    return is_asked ? apparent : verdict->ranking[1].candidate;
}
