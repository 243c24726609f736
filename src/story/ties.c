/* takes   the facts, the names, who is named where somebody marries
 * gives   for every pair that a fact speaks of: do they marry, does one kill the other
 * method  as for fates: sums of evidence by sort, saturated, in one logistic regression
 *         each.  A marriage has rivals: what is said of the next best partner of either speaks
 *         against it.  A killing holds only as far as the patient dies
 * cost    O(facts log facts + mentions + persons) */
#include "story/internal.h"

#include "base/err.h"
#include "base/utf8.h"
#include "story/weights.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { NAMED_TOGETHER_MOST = 3 };

/* One piece of evidence of one pair. */
struct clue {
    uint32_t agent, patient;
    enum tie_feature sort;
    uint32_t order; // keeps the sort stable, so that sums come out the same
    double worth;
};

struct tying {
    const struct doc *doc;
    const struct cast *cast;
    struct arena *keep, *scratch;
    struct story *out;
    VEC(struct clue) clue;
};

static bool add(struct tying *t, uint32_t agent, uint32_t patient, enum tie_feature sort,
                double worth)
{
    uint32_t n = t->cast->person.n;
    if (agent >= n || patient >= n || agent == patient)
        return true;
    struct clue *clue = VEC_PUSH(&t->clue, t->scratch);
    if (clue)
        *clue = (struct clue){agent, patient, sort, t->clue.n, worth};
    return clue != NULL;
}

static bool add_both(struct tying *t, uint32_t a, uint32_t b, enum tie_feature sort, double worth)
{
    return add(t, a, b, sort, worth) && add(t, b, a, sort, worth);
}

static bool add_fact(struct tying *t, const struct fact *fact)
{
    double sure = (double)fact->sure_agent * (double)fact->sure_patient;
    bool is_open = fact->modality > FACT_COMING;
    switch (fact->kind) {
    case FACT_MARRIAGE:
        return add_both(t, fact->agent, fact->patient,
                        fact->modality == FACT_REAL     ? TIE_REAL
                        : fact->modality == FACT_COMING ? TIE_COMING
                                                        : TIE_UNREAL, sure);
    case FACT_BETROTHAL:
        return add_both(t, fact->agent, fact->patient, is_open ? TIE_UNREAL : TIE_COMING, sure);
    case FACT_WIDOW:
        return is_open || add_both(t, fact->agent, fact->patient, TIE_REAL, sure);
    case FACT_REFUSAL:
        return add_both(t, fact->agent, fact->patient, TIE_UNREAL, 0.5 * sure);
    case FACT_KILL:
    case FACT_WOUND:
        return is_open || add(t, fact->agent, fact->patient,
                              fact->kind == FACT_KILL ? TIE_KILL : TIE_WOUND, sure);
    default:
        return true;
    }
}

/* The two or three people named in a sentence in which somebody marries. */
static bool add_near(struct tying *t)
{
    const struct cast *cast = t->cast;
    uint32_t m = 0, last_start = UINT32_MAX;
    for (uint32_t i = 0; i < t->out->fact.n; i++) {
        const struct fact *fact = &t->out->fact.at[i];
        if ((fact->kind != FACT_MARRIAGE && fact->kind != FACT_BETROTHAL) ||
            fact->modality > FACT_COMING || fact->at.start == last_start)
            continue;
        last_start = fact->at.start;
        while (m < cast->mention.n && cast->mention.at[m].at.end <= fact->at.start)
            m++;
        uint32_t who[NAMED_TOGETHER_MOST + 1], n = 0;
        for (uint32_t k = m; k < cast->mention.n && cast->mention.at[k].at.start < fact->at.end &&
                             n <= NAMED_TOGETHER_MOST; k++) {
            uint32_t person = cast->mention.at[k].person;
            bool is_new = person < cast->person.n;
            for (uint32_t w = 0; w < n; w++)
                is_new = is_new && who[w] != person;
            if (is_new)
                who[n++] = person;
        }
        if (n > NAMED_TOGETHER_MOST)
            continue; // a list of people says little of any two
        for (uint32_t a = 0; a < n; a++)
            for (uint32_t b = a + 1; b < n; b++)
                if (!add_both(t, who[a], who[b], TIE_NEAR, 1.0 / (n - 1)))
                    return false;
    }
    return true;
}

static struct str last_word(struct str key)
{
    size_t start = key.n;
    while (start && key.at[start - 1] != ' ')
        start--;
    return str_part(key, start, key.n);
}

static bool is_wife_title(struct str key)
{
    return str_starts(key, STR("mrs ")) || str_starts(key, STR("lady ")) ||
           str_starts(key, STR("madame "));
}

/* "Mrs. North" among the names of somebody ties her to the men called North; one
 * who is called so by many names is their mother or their wife, so it is shared out. */
static whose_status add_names(struct tying *t, whose_error *err)
{
    const struct cast *cast = t->cast;
    struct map surname;
    map_init(&surname, t->scratch);
    uint32_t *of = ARENA_NEW_RAW(t->scratch, uint32_t, (size_t)cast->person.n + 1);
    if (!of)
        return fail_nomem(err);
    for (uint32_t p = 0; p < cast->person.n; p++) {
        struct str key = utf8_name_key(cast->person.at[p].name, t->scratch);
        struct str last = last_word(key);
        of[p] = last.n && last.n < key.n ? map_add(&surname, last) : MAP_NONE;
    }
    uint32_t *n_men = ARENA_NEW(t->scratch, uint32_t, (size_t)surname.n + 1);
    uint32_t *man = ARENA_NEW_RAW(t->scratch, uint32_t, (size_t)surname.n + 1);
    if (!n_men || !man)
        return fail_nomem(err);
    for (uint32_t p = 0; p < cast->person.n; p++) {
        if (of[p] == MAP_NONE || cast->person.at[p].gender == GENDER_SHE)
            continue;
        n_men[of[p]]++;
        man[of[p]] = p;
    }
    for (uint32_t p = 0; p < cast->person.n; p++) {
        const struct person *person = &cast->person.at[p];
        for (uint32_t a = 0; a < person->n_aliases; a++) {
            struct str key =
                utf8_name_key(cast->alias.at[person->first_alias + a].text, t->scratch);
            uint32_t name = is_wife_title(key) ? map_find(&surname, last_word(key)) : MAP_NONE;
            if (name != MAP_NONE && n_men[name] == 1 &&
                !add_both(t, p, man[name], TIE_NAMED, 1))
                return fail_nomem(err);
        }
    }
    return WHOSE_OK;
}

static int by_pair(const void *a, const void *b)
{
    const struct clue *x = a, *y = b;
    if (x->agent != y->agent)
        return x->agent < y->agent ? -1 : 1;
    if (x->patient != y->patient)
        return x->patient < y->patient ? -1 : 1;
    return x->order < y->order ? -1 : x->order > y->order;
}

static whose_status fold(struct tying *t, whose_error *err)
{
    if (t->clue.n)
        qsort(t->clue.at, t->clue.n, sizeof *t->clue.at, by_pair);
    struct tie *tie = NULL;
    for (uint32_t i = 0; i < t->clue.n; i++) {
        const struct clue *clue = &t->clue.at[i];
        if (!tie || tie->agent != clue->agent || tie->patient != clue->patient) {
            tie = VEC_PUSH(&t->out->tie, t->keep);
            if (!tie)
                return fail_nomem(err);
            tie->agent = clue->agent;
            tie->patient = clue->patient;
        }
        tie->feature[clue->sort] += clue->worth;
        tie->n_facts++;
    }
    return WHOSE_OK;
}

static double bond_of(const struct tie *tie)
{
    return 2 * tie->feature[TIE_REAL] + tie->feature[TIE_COMING] + tie->feature[TIE_NEAR] +
           2 * tie->feature[TIE_NAMED];
}

/* The best and the next best bond of each person, to tell a rival from the tie itself. */
static whose_status weigh_rivals(struct tying *t, whose_error *err)
{
    struct two { double best, next; };
    struct two *bond = ARENA_NEW(t->scratch, struct two, (size_t)t->cast->person.n + 1);
    if (!bond)
        return fail_nomem(err);
    for (uint32_t i = 0; i < t->out->tie.n; i++) {
        const struct tie *tie = &t->out->tie.at[i];
        struct two *own = &bond[tie->agent];
        double value = bond_of(tie);
        if (value > own->best) {
            own->next = own->best;
            own->best = value;
        } else if (value > own->next) {
            own->next = value;
        }
    }
    for (uint32_t i = 0; i < t->out->tie.n; i++) {
        struct tie *tie = &t->out->tie.at[i];
        double value = bond_of(tie), rival = 0;
        const uint32_t ends[] = {tie->agent, tie->patient};
        for (size_t e = 0; e < 2; e++) {
            const struct two *own = &bond[ends[e]];
            double other = value >= own->best ? own->next : own->best;
            rival = other > rival ? other : rival;
        }
        tie->feature[TIE_RIVAL] = value + rival > 0 ? (rival - value) / (rival + value) : 0;
    }
    return WHOSE_OK;
}

static void decide(struct tying *t)
{
    struct fate *fate = t->out->fate;
    for (uint32_t i = 0; i < t->out->tie.n; i++) {
        struct tie *tie = &t->out->tie.at[i];
        for (uint32_t f = 0; f < N_TIE_FEATURES; f++)
            if (f != TIE_RIVAL)
                tie->feature[f] = 1 - exp(-tie->feature[f]);
        tie->p_marries = fate_probability(MODEL_MARRIES, tie->feature, N_TIE_FEATURES);
        tie->p_kills = fate_probability(MODEL_KILLS, tie->feature, N_TIE_FEATURES) *
                       fate[tie->patient].p_dies;
    }
    for (uint32_t i = 0; i < t->out->tie.n; i++) {
        const struct tie *tie = &t->out->tie.at[i];
        const struct tie *best = story_tie(t->out, fate[tie->patient].cause, tie->patient);
        if (tie->p_kills >= 0.5 && (!best || tie->p_kills > best->p_kills))
            fate[tie->patient].cause = tie->agent;
    }
}

const struct tie *story_tie(const struct story *story, uint32_t agent, uint32_t patient)
{
    uint32_t lo = 0, hi = story->tie.n;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        const struct tie *tie = &story->tie.at[mid];
        if (tie->agent < agent || (tie->agent == agent && tie->patient < patient))
            lo = mid + 1;
        else
            hi = mid;
    }
    bool found = lo < story->tie.n && story->tie.at[lo].agent == agent &&
                 story->tie.at[lo].patient == patient;
    return found ? &story->tie.at[lo] : NULL;
}

whose_status ties_read(const struct doc *doc, const struct cast *cast, struct arena *keep,
                       struct arena *scratch, struct story *out, whose_error *err)
{
    struct tying t = {.doc = doc, .cast = cast, .keep = keep, .scratch = scratch, .out = out};
    for (uint32_t i = 0; i < out->fact.n; i++)
        if (!add_fact(&t, &out->fact.at[i]))
            return fail_nomem(err);
    if (!add_near(&t))
        return fail_nomem(err);
    TRY(add_names(&t, err));
    TRY(fold(&t, err));
    TRY(weigh_rivals(&t, err));
    decide(&t);
    return WHOSE_OK;
}
