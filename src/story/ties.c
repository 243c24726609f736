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

enum { NAMED_TOGETHER_MOST = 5, WINDOW_BYTES = 300, BEHIND_BYTES = 150, MENTIONS_MOST = 64, SURNAME_MEN = 3,
       SURNAME_BYTES = 3 };

/* Where stories that end in marriages tell of them. */
static const double late_part = 0.85;
static const float named_from = 0.75f; // below this the referent was guessed from a pronoun
static const double end_part = 0.92;
/* To name a killer wrongly is worse than to name none. */
static const double cause_from = 0.6;

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
    uint32_t speech; // cursor: the first that begins behind the fact
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

/* Where nobody says who marries, two women named there are sisters or friends more often
 * than not, and so are two men. */
static bool may_marry(const struct cast *cast, uint32_t a, uint32_t b)
{
    enum gender x = cast->person.at[a].gender, y = cast->person.at[b].gender;
    if (cast->person.at[a].is_group || cast->person.at[b].is_group || a == b)
        return false;
    return !(x == y && (x == GENDER_SHE || x == GENDER_HE)) && x != GENDER_IT && y != GENDER_IT;
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
    case FACT_KIN:
        return is_open || add_both(t, fact->agent, fact->patient, TIE_KIN, sure);
    case FACT_DESIRE:
        return is_open || add_both(t, fact->agent, fact->patient, TIE_DESIRE, sure);
    case FACT_REFUSAL:
        return add_both(t, fact->agent, fact->patient, TIE_UNREAL, 0.5 * sure);
    case FACT_KILL:
    case FACT_WOUND:
        if (fact->modality == FACT_DENIED || fact->modality == FACT_SEEMING)
            return true;
        return add(t, fact->agent, fact->patient,
                   is_open                   ? TIE_THREAT
                   : fact->kind == FACT_KILL ? TIE_KILL
                                             : TIE_WOUND, sure);
    default:
        return true;
    }
}

/* Somebody marries in this sentence: the people named in it and just before are those
 * who may be meant, the nearer the more; a crowd says little of any two. */
static bool near_fact(struct tying *t, const struct fact *fact, uint32_t from, bool is_late)
{
    const struct cast *cast = t->cast;
    struct { uint32_t person; double worth; } who[NAMED_TOGETHER_MOST];
    uint32_t n = 0;
    for (uint32_t k = from; k < cast->mention.n && k < from + MENTIONS_MOST &&
                            cast->mention.at[k].at.start < fact->at.end; k++) {
        const struct mention *mention = &cast->mention.at[k];
        if (!mention_names(cast, mention) || mention->is_vocative)
            continue;
        double worth = mention->at.start >= fact->at.start ? 1 : 0.4;
        uint32_t w = 0;
        while (w < n && who[w].person != mention->person)
            w++;
        if (w == NAMED_TOGETHER_MOST)
            return true;
        if (w == n) {
            who[n].person = mention->person;
            who[n++].worth = 0;
        }
        if (worth > who[w].worth)
            who[w].worth = worth;
    }
    double part = fact->modality == FACT_REAL ? 1 : fact->modality == FACT_COMING ? 0.8 : 0.3;
    for (uint32_t a = 0; a < n; a++)
        for (uint32_t b = a + 1; b < n; b++) {
            double worth = part * who[a].worth * who[b].worth / (n - 1);
            if (!may_marry(cast, who[a].person, who[b].person))
                continue;
            if (!add_both(t, who[a].person, who[b].person, TIE_NEAR, worth) ||
                (is_late && !add_both(t, who[a].person, who[b].person, TIE_LATE, worth)))
                return false;
        }
    return true;
}

/* One side of a killing is known for sure, the other is one of those named nearby. */
static bool near_killing(struct tying *t, const struct fact *fact, uint32_t from)
{
    const struct cast *cast = t->cast;
    bool has_agent = fact->agent != PERSON_NONE && fact->sure_agent >= named_from;
    bool has_patient = fact->patient != PERSON_NONE && fact->sure_patient >= named_from;
    if (has_agent == has_patient)
        return true;
    uint32_t known = has_agent ? fact->agent : fact->patient, n = 0;
    uint32_t last = PERSON_NONE;
    for (uint32_t k = from; k < cast->mention.n && n < NAMED_TOGETHER_MOST &&
                            k < from + MENTIONS_MOST &&
                            cast->mention.at[k].at.start < fact->at.end + BEHIND_BYTES; k++) {
        uint32_t other = cast->mention.at[k].person;
        if (!mention_names(cast, &cast->mention.at[k]) || other == known || other == last)
            continue;
        last = other;
        n++;
        if (!add(t, has_agent ? known : other, has_agent ? other : known, TIE_KILL, 0.25))
            return false;
    }
    return true;
}

/* "They fight, and Ben is slain.": by whoever has spoken last besides Ben. */
static bool slain_in_fight(struct tying *t, const struct fact *fact)
{
    enum { SPEECHES_MOST = 6 };
    static const double sure_of_fighter = 0.9;
    if (!fact->is_direction || fact->kind != FACT_KILL || fact->agent != PERSON_NONE || fact->patient == PERSON_NONE)
        return true;
    uint32_t s = t->speech;
    for (uint32_t n = 0; n < SPEECHES_MOST && s-- > 0; n++) {
        const struct utterance *said = &t->cast->utterance[s];
        uint32_t who = said->n_speakers == 1 ? t->cast->speaker.at[said->first_speaker] : PERSON_NONE;
        if (who != PERSON_NONE && who != fact->patient)
            return add(t, who, fact->patient, TIE_WOUND, sure_of_fighter);
    }
    return true;
}

/* Who is named where a death is told may have brought it about. */
static bool add_there(struct tying *t, uint32_t person)
{
    const struct cast *cast = t->cast;
    const struct fate *fate = &t->out->fate[person];
    if (fate->state != FATE_DIES)
        return true;
    uint32_t start = fate->quote[0].at.start;
    uint32_t first = people_mention_from(cast, start > WINDOW_BYTES ? start - WINDOW_BYTES : 0);
    for (uint32_t k = first; k < cast->mention.n && k < first + MENTIONS_MOST &&
                             cast->mention.at[k].at.start < fate->quote[0].at.end + BEHIND_BYTES; k++)
        if (mention_names(cast, &cast->mention.at[k]) &&
            !add(t, cast->mention.at[k].person, person, TIE_THERE, 0.5))
            return false;
    return true;
}

static bool add_near(struct tying *t)
{
    uint32_t m = 0, last_start = UINT32_MAX;
    for (uint32_t i = 0; i < t->out->fact.n; i++) {
        const struct fact *fact = &t->out->fact.at[i];
        bool is_wedding = fact->kind == FACT_MARRIAGE || fact->kind == FACT_BETROTHAL;
        bool is_killing = fact->kind == FACT_KILL || fact->kind == FACT_WOUND;
        if ((!is_wedding || fact->modality == FACT_DENIED || fact->at.start == last_start) &&
            (!is_killing || fact->modality != FACT_REAL))
            continue;
        uint32_t start = fact->at.start > WINDOW_BYTES ? fact->at.start - WINDOW_BYTES : 0;
        while (m < t->cast->mention.n && t->cast->mention.at[m].at.start < start)
            m++;
        while (t->speech < t->doc->speech.n && t->doc->speech.at[t->speech].at.start <= fact->at.start)
            t->speech++;
        if (is_killing && (!near_killing(t, fact, m) || !slain_in_fight(t, fact)))
            return false;
        if (is_killing)
            continue;
        last_start = fact->at.start;
        if (!near_fact(t, fact, m, fact->at.start >= late_part * (double)t->doc->text.n))
            return false;
    }
    return true;
}

/* Two who are named one after the other in the last part belong together there. */
static bool add_end(struct tying *t)
{
    const struct cast *cast = t->cast;
    uint32_t last = UINT32_MAX;
    for (uint32_t m = cast->mention.n; m-- > 0;) {
        const struct mention *mention = &cast->mention.at[m];
        if (mention->at.start < end_part * (double)t->doc->text.n)
            break;
        if (!mention_names(cast, mention))
            continue;
        if (last != UINT32_MAX) {
            const struct mention *next = &cast->mention.at[last];
            if (next->at.start - mention->at.end < WINDOW_BYTES &&
                may_marry(cast, mention->person, next->person) &&
                !add_both(t, mention->person, next->person, TIE_END, 0.2))
                return false;
        }
        last = m;
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

/* Which men bear a surname; more than a few make it nobody's. */
struct surname {
    uint32_t n, man[SURNAME_MEN];
};

static whose_status read_surnames(struct tying *t, struct map *map, struct surname **out,
                                  whose_error *err)
{
    const struct cast *cast = t->cast;
    struct surname *list = ARENA_NEW(t->scratch, struct surname, (size_t)cast->alias.n + 1);
    if (!list)
        return fail_nomem(err);
    for (uint32_t p = 0; p < cast->person.n; p++) {
        const struct person *person = &cast->person.at[p];
        if (person->gender == GENDER_SHE || person->gender == GENDER_IT || person->is_group)
            continue;
        for (uint32_t a = 0; a < person->n_aliases; a++) {
            struct str key =
                utf8_name_key(cast->alias.at[person->first_alias + a].text, t->scratch);
            struct str last = last_word(key);
            uint32_t name = last.n < SURNAME_BYTES ? MAP_NONE : map_add(map, last);
            if (name == MAP_NONE)
                continue;
            struct surname *of = &list[name];
            if (of->n <= SURNAME_MEN && (of->n == 0 || of->man[of->n - 1] != p)) {
                if (of->n < SURNAME_MEN)
                    of->man[of->n] = p;
                of->n++;
            }
        }
    }
    *out = list;
    return WHOSE_OK;
}

/* "Mrs. North" among the names of somebody who has others ties her to the men called
 * North. */
static whose_status add_names(struct tying *t, whose_error *err)
{
    const struct cast *cast = t->cast;
    struct map map;
    struct surname *surname = NULL;
    map_init(&map, t->scratch);
    TRY(read_surnames(t, &map, &surname, err));
    for (uint32_t p = 0; p < cast->person.n; p++) {
        const struct person *person = &cast->person.at[p];
        if (person->gender == GENDER_HE)
            continue;
        for (uint32_t a = 0; a < person->n_aliases; a++) {
            struct str key =
                utf8_name_key(cast->alias.at[person->first_alias + a].text, t->scratch);
            uint32_t name = is_wife_title(key) ? map_find(&map, last_word(key)) : MAP_NONE;
            if (name == MAP_NONE || surname[name].n > SURNAME_MEN)
                continue;
            for (uint32_t m = 0; m < surname[name].n; m++) {
                uint32_t man = surname[name].man[m];
                if (person->n_aliases > 1 &&
                    !add_both(t, p, man, TIE_NAMED, 1.0 / surname[name].n))
                    return fail_nomem(err);
            }
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
    return 2 * tie->feature[TIE_REAL] + tie->feature[TIE_COMING] + 0.5 * tie->feature[TIE_NEAR] +
           2 * tie->feature[TIE_LATE] + 2 * tie->feature[TIE_NAMED] + tie->feature[TIE_END];
}

/* The best bonds of one person, best first. */
enum { BONDS_KEPT = 3 };

struct bonds_of_one {
    double value[BONDS_KEPT];
    uint32_t with[BONDS_KEPT];
};

static void keep_bond(struct bonds_of_one *own, double value, uint32_t with)
{
    uint32_t i = BONDS_KEPT;
    while (i && own->value[i - 1] < value)
        i--;
    for (uint32_t k = BONDS_KEPT; k-- > i + 1;) {
        own->value[k] = own->value[k - 1];
        own->with[k] = own->with[k - 1];
    }
    if (i < BONDS_KEPT) {
        own->value[i] = value;
        own->with[i] = with;
    }
}

/* "Hale" and "Edward Hale" may well be one man, and not each other's rival. */
static bool may_be_one(const struct cast *cast, uint32_t a, uint32_t b)
{
    struct str x = cast->person.at[a].name, y = cast->person.at[b].name;
    struct str last_x = last_word(x), last_y = last_word(y);
    return str_eq(last_x, last_y) && (last_x.n == x.n || last_y.n == y.n);
}

/* The best bond of `person` with anybody else than `partner`. */
static double rival_bond(const struct cast *cast, const struct bonds_of_one *own, uint32_t partner)
{
    for (uint32_t i = 0; i < BONDS_KEPT && own->value[i] > 0; i++)
        if (own->with[i] != partner && !may_be_one(cast, own->with[i], partner))
            return own->value[i];
    return 0;
}

/* What is said of other partners of either, to tell a rival from the tie itself. */
static whose_status weigh_rivals(struct tying *t, whose_error *err)
{
    struct bonds_of_one *bond = ARENA_NEW(t->scratch, struct bonds_of_one, (size_t)t->cast->person.n + 1);
    if (!bond)
        return fail_nomem(err);
    for (uint32_t i = 0; i < t->out->tie.n; i++) {
        const struct tie *tie = &t->out->tie.at[i];
        keep_bond(&bond[tie->agent], bond_of(tie), tie->patient);
    }
    for (uint32_t i = 0; i < t->out->tie.n; i++) {
        struct tie *tie = &t->out->tie.at[i];
        double value = bond_of(tie);
        double one = rival_bond(t->cast, &bond[tie->agent], tie->patient);
        double other = rival_bond(t->cast, &bond[tie->patient], tie->agent);
        double rival = one > other ? one : other;
        tie->feature[TIE_RIVAL] = value > 0 ? (rival - value) / (rival + value) : 1;
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
                tie->feature[f] = 1 - exp(-tie->feature[f] / (f == TIE_NEAR ? 4 : f == TIE_LATE ? 2 : 1));
        tie->p_marries = fate_probability(MODEL_MARRIES, tie->feature, N_TIE_FEATURES);
        tie->p_kills = fate_probability(MODEL_KILLS, tie->feature, N_TIE_FEATURES) *
                       fate[tie->patient].p_dies;
    }
    for (uint32_t i = 0; i < t->out->tie.n; i++) {
        const struct tie *tie = &t->out->tie.at[i];
        const struct tie *best = story_tie(t->out, fate[tie->patient].cause, tie->patient);
        if (tie->p_kills >= cause_from && (!best || tie->p_kills > best->p_kills))
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
    if (!add_near(&t) || !add_end(&t))
        return fail_nomem(err);
    for (uint32_t p = 0; p < cast->person.n; p++)
        if (!add_there(&t, p))
            return fail_nomem(err);
    TRY(add_names(&t, err));
    TRY(fold(&t, err));
    TRY(weigh_rivals(&t, err));
    decide(&t);
    return WHOSE_OK;
}
