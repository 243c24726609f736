/* takes   the facts, who speaks and who acts where
 * gives   for each person the probability of a death in this text, the place, who caused
 *         it, and the passages
 * method  every fact that speaks of a death counts by who says it and how surely it means
 *         this person, and the less the more the person still speaks and acts behind it:
 *         the dead do not.  The sums of each sort, saturated, go into one logistic
 *         regression (data/fate_weights.tsv)
 * cost    O(facts + mentions + speeches + persons), and a binary search a fact */
#include "story/internal.h"

#include "base/err.h"
#include "story/weights.h"

#include <math.h>
#include <string.h>

enum { WINDOW_BYTES = 300, NEAR_MOST = 12 };

/* When so many deeds and speeches fail to come, more of them say little more: people also just go away. */
static const double hush_scale = 5;
static const double plain_scale = 2;
/* Below this the referent was guessed from a pronoun. */
static const float named_from = 0.75f;
/* In a direction few people are about: a pronoun there means almost always who is thought. */
static const float named_in_direction = 0.65f;
static const double dies_from = 2.0 / 3.0, lives_to = 1.0 / 3.0;
/* Whoever is still there in this last part of the text, and does not die, lives. */
static const double late_part = 0.75;

struct judging {
    const struct doc *doc;
    const struct cast *cast;
    struct story *out;
    double *sum;       // [person][N_FATE_FEATURES], before saturation
    double *best;      // [person][FATE_QUOTES], how good each quotation is
};

static bool says_of_self(const struct judging *j, const struct fact *fact)
{
    if (fact->speech == DOC_NONE)
        return false;
    const struct utterance *said = &j->cast->utterance[fact->speech];
    return said->n_speakers == 1 &&
           j->cast->speaker.at[said->first_speaker] == fact->patient;
}

/* What sort of evidence the fact is of the death of its patient, and how much;
 * N_FATE_FEATURES: none. */
static enum fate_feature sort_of(const struct judging *j, const struct fact *fact, double *worth)
{
    bool is_named = fact->is_direction ? fact->sure_patient >= named_in_direction
                                       : fact->names_patient && fact->sure_patient >= named_from;
    *worth = (double)fact->sure_patient * (is_named ? 1 : (double)fact->sure_patient);
    switch (fact->kind) {
    case FACT_DEATH:
    case FACT_KILL:
        break;
    case FACT_WOUND:
    case FACT_FALL:
        *worth *= 0.5;
        break;
    case FACT_BURIAL:
    case FACT_WIDOW:
    case FACT_LATE:
    case FACT_BODY:
        if (fact->kind == FACT_BODY && !fact->is_direction)
            *worth *= is_named ? 0.2 : 0;
        return fact->modality == FACT_REAL ? FATE_BURIED : N_FATE_FEATURES;
    default:
        return N_FATE_FEATURES;
    }
    if (fact->modality != FACT_REAL)
        return FATE_UNREAL;
    if (fact->speech == DOC_NONE)
        return is_named ? FATE_TOLD : FATE_TOLD_PRO;
    if (says_of_self(j, fact))
        return FATE_SELF;
    return is_named ? FATE_SAID : FATE_SAID_PRO;
}

static const char *why_of(enum fate_feature sort)
{
    switch (sort) {
    case FATE_TOLD:
    case FATE_TOLD_PRO:
        return "the death is told";
    case FATE_SAID:
    case FATE_SAID_PRO:
        return "somebody reports the death";
    case FATE_SELF:
        return "dying words";
    case FATE_BURIED:
        return "body, grave or those left behind";
    default:
        return "the death is feared, asked or foretold";
    }
}

static void keep_quote(struct judging *j, uint32_t person, double value, struct span at,
                       const char *why)
{
    struct fate *fate = &j->out->fate[person];
    double *best = j->best + (size_t)person * FATE_QUOTES;
    uint32_t i = fate->n_quotes;
    for (uint32_t k = 0; k < i; k++)
        if (fate->quote[k].at.start == at.start)
            return;
    if (i == FATE_QUOTES) {
        if (value <= best[FATE_QUOTES - 1])
            return;
        i--;
    } else {
        fate->n_quotes++;
    }
    for (; i && best[i - 1] < value; i--) {
        best[i] = best[i - 1];
        fate->quote[i] = fate->quote[i - 1];
    }
    best[i] = value;
    fate->quote[i] = (struct fate_quote){at, why};
}

/* A direction that shows a ghost, a grave or a corpse: what speaks and acts behind it does so dead. */
static bool is_afterlife(const struct fact *fact)
{
    return fact->kind == FACT_BURIAL && fact->is_direction;
}

static void weigh_fact(struct judging *j, uint32_t index)
{
    const struct fact *fact = &j->out->fact.at[index];
    uint32_t person = fact->patient;
    double worth;
    enum fate_feature sort = sort_of(j, fact, &worth);
    if (sort == N_FATE_FEATURES || person >= j->cast->person.n)
        return;
    if (!is_afterlife(fact))
        worth *= story_stays_dead(j->doc, j->out, person, fact->at.end);
    j->sum[(size_t)person * N_FATE_FEATURES + sort] += worth;
    struct fate *fate = &j->out->fate[person];
    fate->n_facts++;
    double weight = fate_weight[MODEL_DIES][sort + 1];
    if (weight > 0)
        keep_quote(j, person, worth * weight, fact->at, why_of(sort));
}

/* Somebody dies in this sentence, and it is not sure who: it may be one of those who
 * are named in it or just before. */
static void weigh_near(struct judging *j)
{
    uint32_t m = 0;
    for (uint32_t i = 0; i < j->out->fact.n; i++) {
        const struct fact *fact = &j->out->fact.at[i];
        bool is_known = fact->patient != PERSON_NONE && fact->names_patient && fact->sure_patient >= named_from;
        if (fact->kind > FACT_BURIAL || fact->modality > FACT_COMING || is_known)
            continue;
        uint32_t start = fact->at.start > WINDOW_BYTES ? fact->at.start - WINDOW_BYTES : 0;
        while (m < j->cast->mention.n && j->cast->mention.at[m].at.start < start)
            m++;
        uint32_t end = m;
        while (end < j->cast->mention.n && end < m + NEAR_MOST &&
               j->cast->mention.at[end].at.start < fact->at.end)
            end++;
        for (uint32_t k = m; k < end; k++) {
            const struct mention *mention = &j->cast->mention.at[k];
            if (!mention_names(j->cast, mention))
                continue;
            double worth = mention->at.start >= fact->at.start ? 0.5 : 0.2;
            double *near = &j->sum[(size_t)mention->person * N_FATE_FEATURES + FATE_NEAR];
            worth *= story_stays_dead(j->doc, j->out, mention->person, fact->at.end);
            *near = worth > *near ? worth : *near; // many deaths near somebody make that one none
        }
    }
}

/* Where the death is told first: the scene of the best passage. */
static uint32_t scene_at(const struct story *story, uint32_t off)
{
    uint32_t lo = 0, hi = story->scene.n;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (story->scene.at[mid].at.start <= off)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo ? lo - 1 : SCENE_NONE;
}

/* As many deeds and speeches as would be expected behind the last one. */
static double hushed(const struct judging *j, uint32_t person, double length)
{
    uint32_t n = story_n_active(j->out, person);
    if (n < 2)
        return 0;
    const uint32_t *off = j->out->activity.off + j->out->activity.first[person];
    double last = off[n - 1], seen = last - off[0];
    double floor = length / 10; // who is there for a moment only was never expected for long
    return (n - 1) * (length - last) / (seen > floor ? seen : floor);
}

/* Said of a name or of oneself, so that once is nearly enough. */
static bool is_plain(uint32_t sort)
{
    return sort == FATE_TOLD || sort == FATE_SAID || sort == FATE_SELF || sort == FATE_BURIED;
}

static void decide(struct judging *j, uint32_t person)
{
    struct fate *fate = &j->out->fate[person];
    const double *sum = j->sum + (size_t)person * N_FATE_FEATURES;
    const struct activity *activity = &j->out->activity;
    uint32_t n = story_n_active(j->out, person);
    double length = j->doc->text.n ? (double)j->doc->text.n : 1;
    uint32_t last = n ? activity->off[activity->first[person + 1] - 1] : 0;
    for (uint32_t f = 0; f < FATE_ALIVE; f++)
        fate->feature[f] = 1 - exp(-(is_plain(f) ? plain_scale : 1) * sum[f]);
    fate->feature[FATE_ALIVE] =
        fate->n_quotes ? log1p(story_n_active_behind(j->out, person, fate->quote[0].at.end)) : 0;
    fate->feature[FATE_HUSH] = 1 - exp(-hushed(j, person, length) / hush_scale);
    fate->feature[FATE_TELLER] = person == j->cast->narrator && j->cast->narrated_in == 1;
    fate->p_dies = fate_probability(MODEL_DIES, fate->feature, N_FATE_FEATURES);
    fate->cause = PERSON_NONE;
    fate->scene = SCENE_NONE;
    fate->is_active = n != 0;
    fate->last_active = last;
    if (fate->p_dies >= dies_from && fate->n_quotes) { // who is merely gone has no fate
        fate->state = FATE_DIES;
        fate->scene = scene_at(j->out, fate->quote[0].at.start);
    } else if (fate->p_dies <= lives_to && n && last >= late_part * length) {
        fate->state = FATE_LIVES;
    }
}

whose_status fates_read(const struct doc *doc, const struct text *text, const struct cast *cast,
                        struct arena *keep, struct arena *scratch, struct story *out,
                        whose_error *err)
{
    struct judging j = {.doc = doc, .cast = cast, .out = out};
    size_t n = (size_t)cast->person.n + 1;
    out->fate = ARENA_NEW(keep, struct fate, n);
    j.sum = ARENA_NEW(scratch, double, n * N_FATE_FEATURES);
    j.best = ARENA_NEW(scratch, double, n * FATE_QUOTES);
    if (!out->fate || !j.sum || !j.best)
        return fail_nomem(err);
    TRY(activity_read(doc, text, cast, keep, out, err));
    for (uint32_t i = 0; i < out->fact.n; i++)
        weigh_fact(&j, i);
    weigh_near(&j);
    for (uint32_t p = 0; p < cast->person.n; p++)
        decide(&j, p);
    return ties_read(doc, cast, keep, scratch, out, err);
}
