/* takes   doc, text, cast, story
 * gives   the verdict: how likely each candidate is the owner, how firm that is, the readings
 * method  each reading has a score for each candidate: the mean of their shares of its measures,
 *         by the parts of data/weights.tsv; measures that are missing drop out.  The utility is
 *         the weighted mean of the scores, the share of the story the softmax of utility /
 *         temperature (a conditional logit, McFadden 1974; in a work of few words the
 *         temperature is higher, since a few lines more would change it), mixed with a little of
 *         everybody for what is misread.  Low and high are the 5th and 95th percentile over
 *         RESAMPLES stories made of the same number of slices, drawn with replacement by a
 *         generator with a fixed seed, each weighed by a set of weights that was fitted without
 *         one author (Efron 1979)
 * cost    O(RESAMPLES * slices * table) beside the measures */
#include "verdict/internal.h"

#include "base/err.h"
#include "weights_table.h" // measure_part, weight_set, stance_middle, stance_slope

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { RESAMPLES = 200, LOW = RESAMPLES / 20 - 1, HIGH = RESAMPLES - RESAMPLES / 20 };
enum { LEAST_SLICES = 3 }; // one or two scenes do not say how firm the answer is

/* A reading is given when one of its measures counts at least this part of its weight. */
static const double least_trust = 0.25;

/* And to nobody when the second is this near: the text does not choose. */
static const double clear_lead = 1.05;

/* In a work of this many words the temperature is twice that of an endless one, about.  Few works
 * with a known owner are so short: anything from 2,000 to 24,000 fits them alike.  What is shorter
 * than two pages is weighed as if it had two, so that plain evidence counts even there. */
static const double few_words = 12000, two_pages = 500;

/* One work in twenty is taken to be misread: two people joined, or one split.  It keeps a share
 * from saying more than the reading of people can hold. */
static const double misread = 0.05;

/* Where this part of the weight does not tell MANY_ALIKE people apart, it does not tell whose
 * the story is: those measures leave their part of the share to everybody alike. */
enum { MANY_ALIKE = 4 };
static const double alike = 0.9, mostly_alike = 0.5;

typedef double table[N_MEASURES][VERDICT_CANDIDATES];

enum { WEIGHT_SETS = sizeof weight_set / sizeof *weight_set };

double weigh_stance(double stance)
{
    return 1 / (1 + exp(-stance_slope * (stance - stance_middle)));
}

static struct weights weights_of(uint64_t set, const double *readings)
{
    struct weights weights = weight_set[set];
    if (readings)
        memcpy(weights.reading, readings, sizeof weights.reading);
    return weights;
}

/* What each measure weighs by itself: its reading's weight, in the proportion of its part in
 * those measures of the reading that this work has, and as far as it is trusted. */
static void weigh_measures(const struct tally *tally, const double total[N_MEASURES],
                           const double reading[N_READINGS], double weight[N_MEASURES])
{
    double parts[N_READINGS] = {0};
    for (uint32_t m = 0; m < N_MEASURES; m++)
        if (total[m] > 0 && tally->trust[m] > 0)
            parts[measure_info[m].reading] += measure_part[m];
    for (uint32_t m = 0; m < N_MEASURES; m++) {
        enum reading r = measure_info[m].reading;
        weight[m] = total[m] > 0 && parts[r] > 0
                        ? reading[r] * measure_part[m] * tally->trust[m] / parts[r]
                        : 0;
    }
}

/* Sums as far as they count, over candidates; `weight` is scaled by the part that counts. */
static void count_pull(const struct tally *tally, table sum, double total[N_MEASURES],
                       double *weight)
{
    for (uint32_t m = 0; m < N_MEASURES; m++) {
        double all = 0;
        total[m] = 0;
        for (uint32_t c = 0; c < tally->n; c++) {
            all += sum[m][c];
            total[m] += tally->pull[m][c] * sum[m][c];
        }
        if (weight && all > 0)
            weight[m] *= total[m] / all;
    }
}

/* The temperature for a work of so many words. */
static double heat(const struct tally *tally, const struct weights *set)
{
    return set->temperature * (1 + few_words / (tally->n_words + two_pages));
}

static void put_scores(const struct tally *tally, table sum, const double weight[N_MEASURES],
                       struct evidence evidence[N_MEASURES])
{
    double total[N_MEASURES];
    count_pull(tally, sum, total, NULL);
    for (uint32_t m = 0; m < N_MEASURES; m++) {
        evidence[m].weight = weight[m];
        for (uint32_t c = 0; c < tally->n && total[m] > 0; c++)
            evidence[m].score[c] = tally->pull[m][c] * sum[m][c] / total[m];
    }
}

/* Shares of the story; `weight` receives the weights as used, summing to 1. */
static void weigh(const struct tally *tally, table sum, const struct weights *set,
                  double share[VERDICT_CANDIDATES], double weight[N_MEASURES])
{
    double total[N_MEASURES], weights = 0, utility[VERDICT_CANDIDATES] = {0}, most = 0, all = 0;
    count_pull(tally, sum, total, NULL);
    weigh_measures(tally, total, set->reading, weight);
    count_pull(tally, sum, total, weight);
    for (uint32_t m = 0; m < N_MEASURES; m++)
        weights += weight[m];
    for (uint32_t m = 0; m < N_MEASURES; m++) {
        weight[m] = weights > 0 ? weight[m] / weights : 0;
        for (uint32_t c = 0; c < tally->n && weight[m] > 0; c++)
            utility[c] += weight[m] * tally->pull[m][c] * sum[m][c] / total[m];
    }
    for (uint32_t c = 0; c < tally->n; c++)
        most = utility[c] > most ? utility[c] : most;
    double temperature = heat(tally, set);
    for (uint32_t c = 0; c < tally->n; c++) {
        share[c] = exp((utility[c] - most) / temperature);
        all += share[c];
    }
    for (uint32_t c = 0; c < tally->n; c++)
        share[c] = (1 - tally->levelled) * share[c] / all + tally->levelled / tally->n;
}

/* The part of the weight in which as many as MANY_ALIKE stand with the first. */
static double weight_alike(const struct tally *tally, const double weight[N_MEASURES])
{
    double sum = 0;
    for (uint32_t m = 0; m < N_MEASURES; m++) {
        double most = 0;
        uint32_t n = 0;
        for (uint32_t c = 0; c < tally->n; c++)
            most = tally->sum[m][c] > most ? tally->sum[m][c] : most;
        for (uint32_t c = 0; c < tally->n; c++)
            n += most > 0 && tally->sum[m][c] >= alike * most;
        sum += n >= MANY_ALIKE ? weight[m] : 0;
    }
    return sum;
}

double measure_weight(enum measure measure)
{
    double parts = 0, all = 0;
    for (uint32_t m = 0; m < N_MEASURES; m++)
        if (measure_info[m].reading == measure_info[measure].reading)
            parts += measure_part[m];
    for (uint32_t r = 0; r < N_READINGS; r++)
        all += weight_set[0].reading[r];
    return weight_set[0].reading[measure_info[measure].reading] / all * measure_part[measure] / parts;
}

/* SplitMix64: small, and the same everywhere. */
static uint64_t random_next(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

static int compare_doubles(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Low and high of each candidate. */
static whose_status resample(const struct tally *tally, const double *readings, double low[VERDICT_CANDIDATES],
                             double high[VERDICT_CANDIDATES], whose_error *err)
{
    for (uint32_t c = 0; c < tally->n; c++) {
        low[c] = tally->n == 1 ? 1 : 0;
        high[c] = 1;
    }
    if (tally->n == 1 || tally->n_slices < LEAST_SLICES)
        return WHOSE_OK;
    double *drawn = ARENA_NEW(tally->scratch, double, VERDICT_CANDIDATES * RESAMPLES);
    if (!drawn) // [candidate][resample]
        return fail_nomem(err);
    uint64_t state = 20;
    for (uint32_t r = 0; r < RESAMPLES; r++) {
        uint32_t times[SLICES] = {0};
        table sum = {{0}};
        double share[VERDICT_CANDIDATES], weight[N_MEASURES];
        struct weights set = weights_of(random_next(&state) % WEIGHT_SETS, readings);
        for (uint32_t s = 0; s < tally->n_slices; s++)
            times[random_next(&state) % tally->n_slices]++;
        for (uint32_t m = 0; m < N_MEASURES; m++)
            for (uint32_t s = 0; s < tally->n_slices; s++)
                for (uint32_t c = 0; c < tally->n && times[s]; c++)
                    sum[m][c] += times[s] * tally->part[m][s][c];
        weigh(tally, sum, &set, share, weight);
        for (uint32_t c = 0; c < tally->n; c++)
            drawn[c * RESAMPLES + r] = share[c];
    }
    for (uint32_t c = 0; c < tally->n; c++) {
        qsort(drawn + (size_t)c * RESAMPLES, RESAMPLES, sizeof *drawn, compare_doubles);
        low[c] = drawn[c * RESAMPLES + LOW];
        high[c] = drawn[c * RESAMPLES + HIGH];
    }
    return WHOSE_OK;
}

static void rank(const struct tally *tally, const double *share, const double *low,
                 const double *high, struct verdict *out)
{
    for (uint32_t c = 0; c < tally->n; c++) {
        uint32_t at = c;
        for (; at > 0 && share[c] > out->ranking[at - 1].share; at--)
            out->ranking[at] = out->ranking[at - 1];
        /* the whole work may lie outside the middle nine tenths of its resamples */
        out->ranking[at] = (struct ranked){c, share[c], low[c] < share[c] ? low[c] : share[c],
                                           high[c] > share[c] ? high[c] : share[c]};
    }
}

/* Each reading's leader, by the weights of its own measures. */
static void read_each(const struct tally *tally, struct verdict *out)
{
    for (uint32_t r = 0; r < N_READINGS; r++) {
        double utility[VERDICT_CANDIDATES] = {0}, most = 0, next = 0, trust = 0;
        out->reading[r] = PERSON_NONE;
        for (uint32_t m = 0; m < N_MEASURES; m++) {
            double total = 0, w = measure_part[m] * tally->trust[m];
            if (measure_info[m].reading != r || out->evidence[m].is_missing)
                continue;
            for (uint32_t c = 0; c < tally->n; c++)
                total += tally->sum[m][c];
            trust = tally->trust[m] > trust ? tally->trust[m] : trust;
            for (uint32_t c = 0; c < tally->n && total > 0; c++)
                utility[c] += w * tally->sum[m][c] / total;
        }
        /* a footman alone for two lines is not the one through whom a play is seen */
        out->reading_known[r] = trust >= least_trust;
        for (uint32_t c = 0; c < tally->n && out->reading_known[r]; c++) {
            next = utility[c] > most ? most : utility[c] > next ? utility[c] : next;
            if (utility[c] > most) {
                most = utility[c];
                out->reading[r] = tally->person[c];
            }
        }
        if (most < clear_lead * next)
            out->reading[r] = PERSON_NONE;
    }
    /* who tells need neither own the story nor be there much; a chorus is no candidate */
    out->reading[READING_TOLD_BY] = tally->teller;
    out->reading_known[READING_TOLD_BY] = tally->teller != PERSON_NONE;
}

static whose_status fill(struct tally *tally, const double *readings, struct verdict *out,
                         whose_error *err)
{
    struct weights all = weights_of(0, readings);
    double share[VERDICT_CANDIDATES], low[VERDICT_CANDIDATES], high[VERDICT_CANDIDATES];
    double weight[N_MEASURES];
    table sum;
    memcpy(sum, tally->sum, sizeof sum);
    tally->levelled = misread;
    weigh(tally, sum, &all, share, weight);
    double even = weight_alike(tally, weight);
    tally->is_even = even >= mostly_alike;
    if (tally->is_even) {
        tally->levelled += (1 - misread) * even;
        weigh(tally, sum, &all, share, weight);
    }
    TRY(resample(tally, readings, low, high, err));
    rank(tally, share, low, high, out);
    tally_rows(tally, out->ranking[0].candidate, verdict_rival(out), out->evidence);
    put_scores(tally, sum, weight, out->evidence);
    memcpy(out->agency, tally->agency, sizeof out->agency);
    out->has_agency = tally->has_heads && tally->trust[MEASURE_ACTION] > 0;
    out->temperature = heat(tally, &all);
    out->levelled = tally->levelled;
    read_each(tally, out);
    return WHOSE_OK;
}

static whose_status weigh_all(const struct doc *doc, const struct text *text,
                              const struct cast *cast, const struct story *story,
                              const double *readings, struct arena *scratch, struct verdict *out,
                              whose_error *err)
{
    struct tally *tally;
    TRY(tally_read(doc, text, cast, story, out->candidate, out->n_candidates, NULL, scratch, &tally,
                   err));
    if (tally->n && story->scene.n) {
        TRY(fill(tally, readings, out, err));
    } else {
        tally_rows(tally, VERDICT_NOBODY, VERDICT_NOBODY, out->evidence);
    }
    out->because = doc->not_a_story ? doc->not_a_story : answer_why_nobody(doc, cast, story);
    out->answer = ANSWER_NOBODY;
    if (!out->because)
        answer_decide(tally, out);
    return WHOSE_OK;
}

static whose_status weigh_work(const struct doc *doc, const struct text *text,
                               const struct cast *cast, const struct story *story,
                               const double *readings, struct arena *scratch, struct verdict *out,
                               whose_error *err)
{
    TRY(candidates_choose(doc, cast, story, scratch, out, err));
    return weigh_all(doc, text, cast, story, readings, scratch, out, err);
}

whose_status verdict_weigh(const struct doc *doc, const struct text *text, const struct cast *cast,
                           const struct story *story, const double *readings,
                           struct arena *keep, struct arena *scratch, struct verdict *out,
                           whose_error *err)
{
    (void)keep;
    *out = (struct verdict){0};
    for (uint32_t r = 0; r < N_READINGS; r++)
        out->reading[r] = PERSON_NONE;
    struct arena_mark mark = arena_mark(scratch);
    whose_status status = weigh_work(doc, text, cast, story, readings, scratch, out, err);
    arena_rewind(scratch, mark);
    return status;
}

whose_status verdict_evidence(const struct doc *doc, const struct text *text,
                              const struct cast *cast, const struct story *story,
                              const uint32_t *person, uint32_t n_persons,
                              struct evidence evidence[N_MEASURES], struct arena *scratch,
                              whose_error *err)
{
    struct arena_mark mark = arena_mark(scratch);
    struct tally *tally;
    whose_status status =
        tally_read(doc, text, cast, story, person, n_persons, NULL, scratch, &tally, err);
    if (status == WHOSE_OK) {
        double share[VERDICT_CANDIDATES], weight[N_MEASURES];
        table sum;
        memcpy(sum, tally->sum, sizeof sum);
        weigh(tally, sum, &weight_set[0], share, weight);
        tally_rows(tally, 0, 1, evidence);
        put_scores(tally, sum, weight, evidence);
    }
    arena_rewind(scratch, mark);
    return status;
}

uint32_t verdict_candidate(const struct verdict *verdict, uint32_t person)
{
    for (uint32_t c = 0; c < verdict->n_candidates; c++)
        if (verdict->candidate[c] == person)
            return c;
    return VERDICT_NOBODY;
}
