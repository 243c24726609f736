/* takes   the presence records of a cast, in text order
 * gives   the people who are there most; for each two of them how often the second is about
 *         where the first is, in all and in the first and last third of the first's places;
 *         the longest absence of each
 * method  one walk that remembers where each was there last: about is who was there in the same
 *         scene and, in prose, whose chapters hold many scenes, a few paragraphs before
 * cost    O(records * COMPANY_MOST + persons) */
#include "story/internal.h"

#include "base/err.h"

#include <math.h>
#include <string.h>

enum { ABOUT_BYTES = 1200 };

static const float present_from = 0.5f;

static bool is_there(const struct cast *cast, const struct presence *p)
{
    return presence_is_bodily(p->kind) && p->sure >= present_from && p->person < cast->person.n &&
           !cast->person.at[p->person].is_group;
}

static void choose(const struct cast *cast, const uint32_t *count, struct company *out)
{
    for (uint32_t p = 0; p < cast->person.n; p++) {
        if (!count[p])
            continue;
        uint32_t at = out->n < COMPANY_MOST ? out->n++ : COMPANY_MOST;
        for (; at && count[out->person[at - 1]] < count[p]; at--)
            if (at < COMPANY_MOST)
                out->person[at] = out->person[at - 1];
        if (at < COMPANY_MOST)
            out->person[at] = p;
    }
    for (uint32_t i = 0; i < out->n; i++) {
        out->index_of[out->person[i]] = (uint8_t)i;
        out->n_seen[i] = count[out->person[i]];
        out->weight[i] = (double)out->n_seen[i] / out->n_seen[0];
    }
}

whose_status company_read(const struct doc *doc, const struct cast *cast, struct arena *scratch,
                          struct company *out, whose_error *err)
{
    *out = (struct company){0};
    uint32_t n = cast->person.n;
    uint32_t *count = ARENA_NEW(scratch, uint32_t, (size_t)n + 1);
    out->index_of = ARENA_NEW_RAW(scratch, uint8_t, (size_t)n + 1);
    if (!count || !out->index_of)
        return fail_nomem(err);
    memset(out->index_of, COMPANY_NONE, (size_t)n + 1);
    for (uint32_t i = 0; i < cast->presence.n; i++)
        if (is_there(cast, &cast->presence.at[i]))
            count[cast->presence.at[i].person]++;
    choose(cast, count, out);
    bool is_prose = doc_is_prose(doc);
    uint32_t n_seen[COMPANY_MOST] = {0}, segment[COMPANY_MOST];
    for (uint32_t i = 0; i < cast->presence.n; i++) {
        const struct presence *p = &cast->presence.at[i];
        uint32_t a = is_there(cast, p) ? out->index_of[p->person] : COMPANY_NONE;
        if (a == COMPANY_NONE)
            continue;
        uint32_t absence = n_seen[a] ? p->at.start - out->last[a].start : 0;
        if (!n_seen[a])
            out->first[a] = p->at;
        if (absence > out->longest_absence[a])
            out->longest_absence[a] = absence;
        uint64_t third = (uint64_t)n_seen[a]++ * 3 / out->n_seen[a];
        out->last[a] = p->at;
        segment[a] = p->segment;
        for (uint32_t b = 0; b < out->n; b++) {
            if (b == a || !n_seen[b] || segment[b] != p->segment ||
                (is_prose && p->at.start - out->last[b].start > ABOUT_BYTES))
                continue;
            if (!out->n_with[a][b] && !out->n_with[b][a])
                out->met[a][b] = out->met[b][a] = p->at;
            out->n_with[a][b]++;
            out->early[a][b] += third == 0;
            out->late[a][b] += third == 2;
        }
    }
    return WHOSE_OK;
}

static double entropy_part(double p, double q)
{
    double mean = (p + q) / 2;
    return p > 0 ? p * log2(p / mean) / 2 : 0;
}

double company_distance(const double *a, const double *b, uint32_t n)
{
    double all_a = 0, all_b = 0, distance = 0;
    for (uint32_t i = 0; i < n; i++) {
        all_a += a[i];
        all_b += b[i];
    }
    if (all_a <= 0 || all_b <= 0)
        return 0;
    for (uint32_t i = 0; i < n; i++) {
        double p = a[i] / all_a, q = b[i] / all_b;
        distance += entropy_part(p, q) + entropy_part(q, p);
    }
    return distance < 0 ? 0 : distance > 1 ? 1 : distance;
}
