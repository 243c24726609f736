/* takes   the findings on two drafts
 * gives   what became of people and scenes, see compare.h
 * method  people and scenes are matched (people.c, scenes.c); those who own the story most in
 *         either draft are weighed in both by the same measures
 * cost    that of the matching, and of two tables of evidence */
#include "compare/compare.h"

#include "base/err.h"
#include "compare/internal.h"

#include <stdlib.h>

static double most_share(const struct same_person *p)
{
    return p->share[COMPARE_A] > p->share[COMPARE_B] ? p->share[COMPARE_A] : p->share[COMPARE_B];
}

/* People without a share come by the words that they speak in either. */
static int by_share(const void *x, const void *y)
{
    const struct same_person *a = x, *b = y;
    double more = most_share(b) - most_share(a);
    if (more != 0)
        return more > 0 ? 1 : -1;
    for (uint32_t s = 0; s < N_SIDES; s++)
        if (a->person[s] != b->person[s])
            return a->person[s] < b->person[s] ? -1 : 1;
    return 0;
}

static whose_status measure(const struct side side[N_SIDES], struct arena *scratch,
                            struct compared *out, whose_error *err)
{
    for (uint32_t p = 0; p < out->person.n && out->n_measured < VERDICT_CANDIDATES; p++) {
        struct same_person *person = &out->person.at[p];
        if (most_share(person) <= 0)
            break;
        person->is_measured = true;
        person->row = out->n_measured;
        out->measured[out->n_measured++] = p;
    }
    for (uint32_t s = 0; s < N_SIDES; s++) {
        uint32_t who[VERDICT_CANDIDATES], n = 0;
        for (uint32_t i = 0; i < out->n_measured; i++) {
            uint32_t person = out->person.at[out->measured[i]].person[s];
            out->column[s][i] = person == PERSON_NONE ? VERDICT_NOBODY : n;
            if (person != PERSON_NONE)
                who[n++] = person;
        }
        for (uint32_t m = 0; m < N_MEASURES; m++)
            out->evidence[s][m] = (struct evidence){.measure = (enum measure)m, .is_missing = true};
        if (n)
            TRY(verdict_evidence(side[s].doc, side[s].text, side[s].cast, side[s].story, who, n,
                                 out->evidence[s], scratch, err));
    }
    return WHOSE_OK;
}

whose_status compare_sides(const struct side side[N_SIDES], struct arena *keep,
                           struct arena *scratch, struct compared *out, whose_error *err)
{
    *out = (struct compared){.n_measured = 0};
    TRY(match_people(side, keep, scratch, out, err));
    if (out->person.n)
        qsort(out->person.at, out->person.n, sizeof *out->person.at, by_share);
    TRY(align_scenes(side, keep, scratch, out, err));
    return measure(side, scratch, out, err);
}
