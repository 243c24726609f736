/* takes   doc, text, cast, story
 * gives   the verdict: who is weighed, how likely each is the owner, how firm that is,
 *         the kind of answer, the readings
 * method  candidates are the persons (groups only if there is nobody else) with the
 *         largest sum of their share of all words and of all parts in scenes (so that both
 *         sum to 1 over the cast).  The utility of a candidate is the weighted mean of their
 *         shares of each measure; measures
 *         that are missing drop out and the weights of the rest are scaled to sum 1;
 *         shares of the story are the softmax of utility / temperature (a conditional
 *         logit, weights from data/weights.tsv; in a work of few words the temperature is
 *         higher, since a few lines more would change it).  Low and high are the 5th and 95th
 *         percentile over RESAMPLES stories made of the same number of slices, drawn
 *         with replacement by a generator with a fixed seed
 * cost    O(persons * VERDICT_CANDIDATES + cells) and O(RESAMPLES * slices * table) */
#include "verdict/internal.h"

#include "base/err.h"
#include "weights_table.h" // verdict_weight, verdict_temperature

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { RESAMPLES = 200, LOW = RESAMPLES / 20 - 1, HIGH = RESAMPLES - RESAMPLES / 20 };
enum { LEAST_SLICES = 3 }; // one or two scenes do not say how firm the answer is

/* Answers: what is sure, what is close, what is agreed. */
static const double sure_share = 0.5, clear_ratio = 1.5, far_ratio = 2;
static const double same_scenes = 0.5, same_measures = 0.5, both_share = 0.5;

/* A reading is given when one of its measures counts at least this part of its weight. */
static const double least_trust = 0.25;

/* In a work of this many words the temperature is twice that of an endless one. */
static const double few_words = 200;

typedef double table[N_MEASURES][VERDICT_CANDIDATES];

static double weight_of(const struct tally *tally, uint32_t m, double all)
{
    return all > 0 ? verdict_weight[m] * tally->trust[m] : 0;
}

static void row_total(const struct tally *tally, table sum, double total[N_MEASURES])
{
    for (uint32_t m = 0; m < N_MEASURES; m++) {
        total[m] = 0;
        for (uint32_t c = 0; c < tally->n; c++)
            total[m] += sum[m][c];
    }
}

/* Shares of the story; `weight` receives the weights as used, summing to 1, or is NULL. */
static void weigh(const struct tally *tally, table sum, double share[VERDICT_CANDIDATES],
                  double *weight)
{
    double total[N_MEASURES], weights = 0, utility[VERDICT_CANDIDATES] = {0}, most = 0, all = 0;
    row_total(tally, sum, total);
    for (uint32_t m = 0; m < N_MEASURES; m++)
        weights += weight_of(tally, m, total[m]);
    for (uint32_t m = 0; m < N_MEASURES; m++) {
        double w = weights > 0 ? weight_of(tally, m, total[m]) / weights : 0;
        if (weight)
            weight[m] = w;
        for (uint32_t c = 0; c < tally->n && w > 0; c++)
            utility[c] += w * tally->pull[m][c] * sum[m][c] / total[m];
    }
    for (uint32_t c = 0; c < tally->n; c++)
        most = utility[c] > most ? utility[c] : most;
    double temperature = verdict_temperature * (1 + few_words / (tally->n_words + 1));
    for (uint32_t c = 0; c < tally->n; c++) {
        share[c] = exp((utility[c] - most) / temperature);
        all += share[c];
    }
    for (uint32_t c = 0; c < tally->n; c++)
        share[c] /= all;
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
static whose_status resample(const struct tally *tally, double low[VERDICT_CANDIDATES],
                             double high[VERDICT_CANDIDATES], whose_error *err)
{
    for (uint32_t c = 0; c < tally->n; c++) {
        low[c] = 0;
        high[c] = 1;
    }
    if (tally->n_slices < LEAST_SLICES)
        return WHOSE_OK;
    double *drawn = ARENA_NEW(tally->scratch, double, VERDICT_CANDIDATES * RESAMPLES);
    if (!drawn) // [candidate][resample]
        return fail_nomem(err);
    uint64_t state = 20;
    for (uint32_t r = 0; r < RESAMPLES; r++) {
        uint32_t times[SLICES] = {0};
        table sum = {{0}};
        double share[VERDICT_CANDIDATES];
        for (uint32_t s = 0; s < tally->n_slices; s++)
            times[random_next(&state) % tally->n_slices]++;
        for (uint32_t m = 0; m < N_MEASURES; m++)
            for (uint32_t s = 0; s < tally->n_slices; s++)
                for (uint32_t c = 0; c < tally->n && times[s]; c++)
                    sum[m][c] += times[s] * tally->part[m][s][c];
        weigh(tally, sum, share, NULL);
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

static void choose_candidates(const struct cast *cast, const struct story *story, bool groups,
                              struct verdict *out)
{
    double n_words = 0, n_parts = 0; // a part: one person in one scene
    double score[VERDICT_CANDIDATES];
    for (uint32_t p = 0; p < cast->person.n; p++)
        n_words += cast->person.at[p].n_words;
    for (uint32_t c = 0; c < story->cell.n; c++)
        n_parts += cell_is_heard(&story->cell.at[c]);
    out->n_candidates = 0;
    for (uint32_t p = 0; p < cast->person.n; p++) {
        const struct person *person = &cast->person.at[p];
        uint32_t scenes = story_n_scenes(story, p);
        if (person->is_group != groups || scenes == 0)
            continue;
        double s = scenes / n_parts + (n_words > 0 ? person->n_words / n_words : 0);
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

/* Most speeches; of two with the same number, more words. */
static uint32_t count_heads(const struct cast *cast)
{
    uint32_t best = PERSON_NONE;
    for (uint32_t p = 0; p < cast->person.n; p++) {
        const struct person *person = &cast->person.at[p];
        if (person->is_group || person->n_speeches == 0)
            continue;
        const struct person *top = best == PERSON_NONE ? NULL : &cast->person.at[best];
        if (!top || person->n_speeches > top->n_speeches ||
            (person->n_speeches == top->n_speeches && person->n_words > top->n_words))
            best = p;
    }
    return best;
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
    double total[N_MEASURES];
    table sum;
    memcpy(sum, tally->sum, sizeof sum);
    row_total(tally, sum, total);
    for (uint32_t r = 0; r < N_READINGS; r++) {
        double utility[VERDICT_CANDIDATES] = {0}, most = 0, trust = 0;
        out->reading[r] = PERSON_NONE;
        for (uint32_t m = 0; m < N_MEASURES; m++) {
            double w = weight_of(tally, m, total[m]);
            if (measure_info[m].reading != r || out->evidence[m].is_missing)
                continue;
            trust = tally->trust[m] > trust ? tally->trust[m] : trust;
            for (uint32_t c = 0; c < tally->n && w > 0; c++)
                utility[c] += w * sum[m][c] / total[m];
        }
        /* a footman alone for two lines is not the one through whom a play is seen */
        out->reading_known[r] = trust >= least_trust;
        for (uint32_t c = 0; c < tally->n && out->reading_known[r]; c++)
            if (utility[c] > most) {
                most = utility[c];
                out->reading[r] = tally->person[c];
            }
    }
    /* who tells need neither own the story nor be there much; a chorus is no candidate */
    out->reading[READING_TOLD_BY] = tally->teller;
    out->reading_known[READING_TOLD_BY] = tally->teller != PERSON_NONE;
}

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

static const char *why_nobody(const struct doc *doc, const struct cast *cast,
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

static void decide(const struct tally *tally, struct verdict *out)
{
    const struct ranked *first = &out->ranking[0], *second = &out->ranking[1];
    out->answer = ANSWER_ONE;
    if (out->n_candidates == 1) {
        out->because = "there is one character only";
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
    uint32_t a = first->candidate, b = second->candidate;
    if (first->share + second->share >= both_share &&
        agreement(tally, out, a, b) >= same_measures &&
        share_scenes(tally->story, tally->person[a], tally->person[b])) {
        out->answer = ANSWER_SHARED;
        out->because = "the same evidence puts both before all others, mostly in the same scenes";
        return;
    }
    out->answer = ANSWER_CONTESTED;
    out->because = "the evidence is divided: no one is clearly before the next";
}

static whose_status fill(const struct tally *tally, struct verdict *out, whose_error *err)
{
    double share[VERDICT_CANDIDATES], low[VERDICT_CANDIDATES], high[VERDICT_CANDIDATES];
    double weight[N_MEASURES];
    table sum;
    memcpy(sum, tally->sum, sizeof sum);
    weigh(tally, sum, share, weight);
    TRY(resample(tally, low, high, err));
    rank(tally, share, low, high, out);
    tally_rows(tally, out->ranking[0].candidate,
               tally->n > 1 ? out->ranking[1].candidate : VERDICT_NOBODY, out->evidence);
    for (uint32_t m = 0; m < N_MEASURES; m++)
        out->evidence[m].weight = weight[m];
    read_each(tally, out);
    return WHOSE_OK;
}

static whose_status weigh_all(const struct doc *doc, const struct text *text,
                              const struct cast *cast, const struct story *story,
                              struct arena *scratch, struct verdict *out, whose_error *err)
{
    struct tally *tally;
    TRY(tally_read(doc, text, cast, story, out->candidate, out->n_candidates, scratch, &tally,
                   err));
    if (tally->n && story->scene.n) {
        TRY(fill(tally, out, err));
    } else {
        tally_rows(tally, VERDICT_NOBODY, VERDICT_NOBODY, out->evidence);
    }
    out->because = doc->not_a_story ? doc->not_a_story : why_nobody(doc, cast, story);
    out->answer = ANSWER_NOBODY;
    if (!out->because)
        decide(tally, out);
    return WHOSE_OK;
}

whose_status verdict_weigh(const struct doc *doc, const struct text *text, const struct cast *cast,
                           const struct story *story, struct arena *keep, struct arena *scratch,
                           struct verdict *out, whose_error *err)
{
    (void)keep;
    *out = (struct verdict){0};
    for (uint32_t r = 0; r < N_READINGS; r++)
        out->reading[r] = PERSON_NONE;
    out->apparent = count_heads(cast);
    choose_candidates(cast, story, false, out);
    if (out->n_candidates == 0)
        choose_candidates(cast, story, true, out);
    struct arena_mark mark = arena_mark(scratch);
    whose_status status = weigh_all(doc, text, cast, story, scratch, out, err);
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
        tally_read(doc, text, cast, story, person, n_persons, scratch, &tally, err);
    if (status == WHOSE_OK) {
        double share[VERDICT_CANDIDATES], weight[N_MEASURES];
        table sum;
        memcpy(sum, tally->sum, sizeof sum);
        weigh(tally, sum, share, weight);
        tally_rows(tally, 0, 1, evidence);
        for (uint32_t m = 0; m < N_MEASURES; m++)
            evidence[m].weight = weight[m];
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
