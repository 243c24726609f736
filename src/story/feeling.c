/* takes   the facts that say that somebody feels
 * gives   arcs: for each person whose feelings are told often enough, window by window, the
 *         balance of joy and grief with its band, and the words behind it
 * method  counts, not scores: a word has a value only where it says one by itself
 *         (data/feelings.tsv).  "Not happy" is grief, but "did not weep" is no joy: half of a
 *         denial is silence.  The band is the interval of Wilson (1927) for the part of joy; nothing is
 *         smoothed, since a smoothed curve shows turns that no word tells (Swafford 2015 on syuzhet)
 * cost    O(facts + persons * windows kept) */
#include "story/internal.h"

#include "base/err.h"

#include <math.h>
#include <string.h>

enum { LEAST_WORDS = 5, LEAST_WINDOWS = 3, ARCS_MOST = 12 };

static const float felt_from = 0.5f; // below this it was guessed who feels

bool feeling_of(const struct fact *fact, int *value)
{
    bool is_feeling = fact->kind == FACT_JOY || fact->kind == FACT_GRIEF || fact->kind == FACT_STIR;
    bool is_denied = fact->modality == FACT_DENIED;
    if (!is_feeling || fact->patient == PERSON_NONE || fact->sure_patient < felt_from)
        return false;
    if (is_denied && fact->kind != FACT_JOY)
        return false;
    if (!is_denied && fact->modality > FACT_COMING)
        return false;
    *value = fact->kind == FACT_STIR ? 0 : fact->kind == FACT_JOY && !is_denied ? 1 : -1;
    return true;
}

static void put_band(double joy, double grief, struct arc_point *point)
{
    static const double z = 1.96;
    double n = joy + grief, p = joy / n;
    double centre = (p + z * z / (2 * n)) / (1 + z * z / n);
    double half = z / (1 + z * z / n) * sqrt(p * (1 - p) / n + z * z / (4 * n * n));
    point->value = 2 * p - 1;
    point->low = 2 * (centre - half) - 1;
    point->high = 2 * (centre + half) - 1;
    point->low = point->low < -1 ? -1 : point->low > point->value ? point->value : point->low;
    point->high = point->high > 1 ? 1 : point->high < point->value ? point->value : point->high;
}

static uint32_t window_of(const struct doc *doc, uint32_t off)
{
    return (uint32_t)((uint64_t)off * ARC_WINDOWS / (doc->text.n ? doc->text.n : 1));
}

/* facts[0..n) are those of one person's feelings, in text order. */
static whose_status read_arc(const struct doc *doc, const struct text *text,
                             const uint32_t *facts, uint32_t n, uint32_t person,
                             struct arena *keep, struct story *out, whose_error *err)
{
    struct arc *arc = VEC_PUSH(&out->arc, keep);
    if (!arc)
        return fail_nomem(err);
    *arc = (struct arc){person, out->arc_point.n, 0, n};
    for (uint32_t i = 0; i < n;) {
        uint32_t window = window_of(doc, out->fact.at[facts[i]].at.start);
        uint32_t first_word = out->arc_word.n;
        double joy = 0, grief = 0, sum = 0;
        for (; i < n && window_of(doc, out->fact.at[facts[i]].at.start) == window; i++) {
            const struct fact *fact = &out->fact.at[facts[i]];
            int value = 0;
            feeling_of(fact, &value);
            joy += value > 0;
            grief += value < 0;
            struct span *word = VEC_PUSH(&out->arc_word, keep);
            if (!word)
                return fail_nomem(err);
            *word = text->node[fact->node].at;
            sum += word->start;
        }
        if (joy + grief <= 0)
            continue; // the words stay in no point
        struct arc_point *point = VEC_PUSH(&out->arc_point, keep);
        if (!point)
            return fail_nomem(err);
        point->first_word = first_word;
        point->n_words = out->arc_word.n - first_word;
        point->at = sum / point->n_words / (double)doc->text.n;
        put_band(joy, grief, point);
        out->arc.at[out->arc.n - 1].n_points++;
    }
    return WHOSE_OK;
}

whose_status feeling_read(const struct doc *doc, const struct text *text, struct arena *keep,
                          struct arena *scratch, struct story *out, whose_error *err)
{
    uint32_t n = out->n_persons;
    if (!out->fact.n || !n)
        return WHOSE_OK;
    uint32_t *first = ARENA_NEW(scratch, uint32_t, (size_t)n + 2);
    uint32_t *list = ARENA_NEW_RAW(scratch, uint32_t, (size_t)out->fact.n + 1);
    uint32_t *windows = ARENA_NEW(scratch, uint32_t, (size_t)n + 1); // a bit each
    if (!first || !list || !windows)
        return fail_nomem(err);
    int value;
    for (uint32_t i = 0; i < out->fact.n; i++)
        if (feeling_of(&out->fact.at[i], &value))
            first[out->fact.at[i].patient + 1]++;
    for (uint32_t p = 1; p <= n; p++)
        first[p] += first[p - 1];
    for (uint32_t i = 0; i < out->fact.n; i++) {
        const struct fact *fact = &out->fact.at[i];
        if (!feeling_of(fact, &value))
            continue;
        list[first[fact->patient]++] = i; // each start moves to the next one's place
        if (value)
            windows[fact->patient] |= 1u << window_of(doc, fact->at.start);
    }
    uint32_t most[ARCS_MOST], n_most = 0; // persons by number of words
    for (uint32_t p = 0; p < n; p++) {
        uint32_t words = first[p] - (p ? first[p - 1] : 0), n_windows = 0;
        for (uint32_t bits = windows[p]; bits; bits &= bits - 1)
            n_windows++;
        if (words < LEAST_WORDS || n_windows < LEAST_WINDOWS)
            continue;
        uint32_t at = n_most < ARCS_MOST ? n_most++ : ARCS_MOST;
        for (; at; at--) {
            uint32_t q = most[at - 1];
            if (first[q] - (q ? first[q - 1] : 0) >= words)
                break;
            if (at < ARCS_MOST)
                most[at] = q;
        }
        if (at < ARCS_MOST)
            most[at] = p;
    }
    for (uint32_t i = 0; i < n_most; i++) {
        uint32_t p = most[i], start = p ? first[p - 1] : 0;
        TRY(read_arc(doc, text, list + start, first[p] - start, p, keep, out, err));
    }
    return WHOSE_OK;
}
