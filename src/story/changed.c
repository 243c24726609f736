/* takes   who is with whom early and late, scenes, bonds, fates, arcs
 * gives   for each person how far they are another in the last third of what is seen of them
 *         than in the first: company, place, bonds, fate, feeling
 * method  company and place: the distance (Jensen-Shannon) of two distributions, drawn towards
 *         zero where little is seen; bonds: those that begin after the first third, turn, or end;
 *         fate: a wedding (a death is a fall, and makes nobody another person); feeling: half
 *         the difference of the balance in both halves of the arc.  A weighted mean of the parts
 *         that this text can show; the weights are beliefs, and feeling has the least
 * cost    O(cells + persons + bonds + arc points) */
#include "story/internal.h"

#include "base/err.h"
#include "base/map.h"

#include <math.h>

const char *const change_part_name[N_CHANGE_PARTS] = {"company", "place", "bonds", "fate", "feeling"};

enum { SEEN_LEAST = 6, PLACES_MOST = 64 };

static const double part_worth[N_CHANGE_PARTS] = {0.3, 0.15, 0.25, 0.2, 0.1};
static const double usual_seen = 12; // places seen in a third that make a distance count half

static double drawn(double distance, double n_early, double n_late)
{
    double n = n_early < n_late ? n_early : n_late;
    return distance * n / (n + usual_seen);
}

static void put(struct change *change, enum change_part part, double value)
{
    change->has[part] = true;
    change->part[part] = value < 0 ? 0 : value > 1 ? 1 : value;
}

static void from_company(const struct company *c, uint32_t i, struct change *change)
{
    double early[COMPANY_MOST], late[COMPANY_MOST], n_early = 0, n_late = 0;
    for (uint32_t k = 0; k < c->n; k++) {
        n_early += early[k] = c->early[i][k];
        n_late += late[k] = c->late[i][k];
    }
    if (n_early > 0 && n_late > 0)
        put(change, CHANGE_COMPANY, drawn(company_distance(early, late, c->n), n_early, n_late));
}

/* The words of a heading up to the dash before the time of day: where a scene is. */
static struct str place_of(const struct doc *doc, const struct scene *scene)
{
    struct str heading = str_trim(doc_str(doc, doc->segment.at[scene->segment].heading));
    size_t at = str_find(heading, STR(" - "));
    return at < heading.n ? str_part(heading, 0, at) : heading;
}

/* Only screenplays say in a heading where a scene is. */
static whose_status number_places(const struct doc *doc, const struct story *story,
                                  struct arena *scratch, uint32_t **out, whose_error *err)
{
    struct map map;
    *out = NULL;
    if (doc->kind != DOC_SCREENPLAY)
        return WHOSE_OK;
    map_init(&map, scratch);
    uint32_t *place = ARENA_NEW_RAW(scratch, uint32_t, (size_t)story->scene.n + 1);
    if (!place)
        return fail_nomem(err);
    for (uint32_t s = 0; s < story->scene.n; s++) {
        struct str words = place_of(doc, &story->scene.at[s]);
        place[s] = words.n ? map_add(&map, words) : MAP_NONE;
        if (words.n && place[s] == MAP_NONE)
            return fail_nomem(err);
    }
    *out = place;
    return WHOSE_OK;
}

static void from_places(const struct story *story, const uint32_t *place, uint32_t person,
                        struct change *change)
{
    uint32_t first = story->person_first[person], n = story->person_first[person + 1] - first;
    double early[PLACES_MOST] = {0}, late[PLACES_MOST] = {0}, n_early = 0, n_late = 0;
    for (uint32_t i = 0; i < n; i++) {
        const struct cell *cell = &story->cell.at[story->by_person[first + i]];
        uint64_t third = (uint64_t)i * 3 / n;
        if (!cell_is_bodily(cell) || place[cell->scene] == MAP_NONE || third == 1)
            continue;
        (third ? late : early)[place[cell->scene] % PLACES_MOST] += 1;
        *(third ? &n_late : &n_early) += 1;
    }
    if (n_early > 0 && n_late > 0)
        put(change, CHANGE_PLACE, drawn(company_distance(early, late, PLACES_MOST), 4 * n_early,
                                        4 * n_late)); // a scene says more than one place in it
}

static void from_bonds(const struct story *story, uint32_t person,
                       struct change *change)
{
    uint32_t third = change->early.start + (change->late.start - change->early.start) / 3;
    double all = 0, moved = 0;
    for (uint32_t i = 0; i < story->bond.n; i++) {
        const struct bond *bond = &story->bond.at[i];
        if ((bond->a != person && bond->b != person) || bond->begins == SCENE_NONE)
            continue;
        bool is_kin_only = bond->kinds == 1u << BOND_KIN;
        bool begins_late = !is_kin_only && story->scene.at[bond->begins].at.start > third;
        all += bond->weight;
        if (begins_late || bond->n_turns || bond->ends != SCENE_NONE)
            moved += bond->weight;
    }
    if (all > 0)
        put(change, CHANGE_BONDS, moved / (all + 1));
}

static void from_fate(const struct story *story, uint32_t person, const bool *marries,
                      struct change *change)
{
    enum fate_state state = story->fate[person].state;
    if (!story->fact.n || (state == FATE_UNKNOWN && !marries[person]))
        return;
    change->direction = state == FATE_DIES ? -1 : marries[person] ? 0.5 : 0;
    if (state != FATE_DIES || marries[person])
        put(change, CHANGE_FATE, marries[person] ? 0.5 : 0);
}

static void from_feeling(const struct story *story, const struct arc *arc, struct change *change)
{
    double sum[2] = {0, 0}, n[2] = {0, 0};
    for (uint32_t i = 0; i < arc->n_points; i++) {
        const struct arc_point *point = &story->arc_point.at[arc->first_point + i];
        uint32_t half = 2 * i >= arc->n_points;
        sum[half] += point->value * point->n_words;
        n[half] += point->n_words;
    }
    if (n[0] <= 0 || n[1] <= 0)
        return;
    double rise = (sum[1] / n[1] - sum[0] / n[0]) / 2;
    put(change, CHANGE_FEELING, drawn(fabs(rise), n[0], n[1]));
    change->direction += 0.5 * drawn(rise, n[0], n[1]);
}

static void sum_up(struct change *change)
{
    double all = 0;
    for (uint32_t k = 0; k < N_CHANGE_PARTS; k++) {
        if (!change->has[k])
            continue;
        change->value += part_worth[k] * change->part[k];
        all += part_worth[k];
    }
    change->is_known = all > 0 && change->n_seen >= SEEN_LEAST;
    change->value = change->is_known ? change->value / all : 0;
    change->direction = !change->is_known      ? 0
                        : change->direction < -1 ? -1
                        : change->direction > 1  ? 1
                                                 : change->direction;
}

whose_status changed_read(const struct doc *doc, const struct company *company, struct arena *keep,
                          struct arena *scratch, struct story *out, whose_error *err)
{
    uint32_t *place;
    out->change = ARENA_NEW(keep, struct change, (size_t)out->n_persons + 1);
    bool *marries = ARENA_NEW(scratch, bool, (size_t)out->n_persons + 1);
    if (!out->change || !marries)
        return fail_nomem(err);
    for (uint32_t k = 0; k < out->bond.n; k++)
        if (out->bond.at[k].kinds >> BOND_MARRIAGE & 1)
            marries[out->bond.at[k].a] = marries[out->bond.at[k].b] = true;
    TRY(number_places(doc, out, scratch, &place, err));
    for (uint32_t i = 0; i < company->n; i++) {
        uint32_t person = company->person[i];
        struct change *change = &out->change[person];
        change->n_seen = company->n_seen[i];
        change->early = company->first[i];
        change->late = company->last[i];
        from_company(company, i, change);
        if (place)
            from_places(out, place, person, change);
        from_bonds(out, person, change);
        from_fate(out, person, marries, change);
        for (uint32_t a = 0; a < out->arc.n; a++)
            if (out->arc.at[a].person == person)
                from_feeling(out, &out->arc.at[a], change);
        sum_up(change);
    }
    return WHOSE_OK;
}
