/* takes   doc, text, cast, story and a list of up to VERDICT_CANDIDATES persons
 * gives   the table of evidence: measure by person -> value or missing, with places
 * method  every measure adds to a sum over slices of scenes; what is rare in the whole
 *         work is trusted less (n / (n + half)); shares are taken
 *         among the persons of the list
 * cost    O(words in directions and voice-over + speeches + mentions + cells), and
 *         O(measures * slices * persons) */
#include "verdict/internal.h"

#include "base/err.h"

#include <string.h>

/* How much of a measure, over all candidates, makes it count half of its weight: a number,
 * and a part of all words of the work. */
static const struct {
    double n, of_words;
} half[N_MEASURES] = {
    [MEASURE_NAMED] = {10, 0},     [MEASURE_NARRATION] = {30, 0.01}, [MEASURE_ALONE] = {30, 0.04},
    [MEASURE_VIEW] = {6, 0},       [MEASURE_ACTION] = {10, 0},       [MEASURE_INITIATIVE] = {4, 0},
    [MEASURE_MENTIONS] = {10, 0},  [MEASURE_PERCEPTION] = {10, 0},   [MEASURE_FREE_THOUGHT] = {10, 0},
    [MEASURE_DECISION] = {6, 0},   [MEASURE_COMPANY] = {6, 0},       [MEASURE_CHANGE] = {0.5, 0},
    [MEASURE_FEELING] = {10, 0},
};

enum { QUOTE_LEAST = 14 }; // bytes

/* Narration and directions must be this part of all words before they say who does things. */
static const double least_directions = 0.15;

/* Measures that rest on narration or directions being there. */
static bool is_of_directions(enum measure m)
{
    return m == MEASURE_ACTION || m == MEASURE_MENTIONS || m == MEASURE_PERCEPTION ||
           m == MEASURE_DECISION || m == MEASURE_FEELING;
}

void tally_hit(struct tally *tally, enum measure measure, uint32_t candidate, double score,
               uint32_t off, const char *why)
{
    struct hit *hit = tally->hit[measure][candidate];
    struct trace *trace = tally->trace;
    if (trace && trace->measure == measure && trace->candidate == candidate) {
        struct hit *place = VEC_PUSH(&trace->hit, trace->keep);
        if (place)
            *place = (struct hit){score, off, why};
        trace->no_memory |= !place;
    }
    if (score <= hit[HITS - 1].score)
        return;
    uint32_t at = HITS - 1;
    for (; at > 0 && score > hit[at - 1].score; at--)
        hit[at] = hit[at - 1];
    hit[at] = (struct hit){score, off, why};
}

/* A person's sum of a measure against that of whoever else has most: 0 to 1, -1 for nobody's. */
static double against_best(const struct tally *tally, enum measure m, uint32_t c)
{
    double own = tally->sum[m][c], most = 0;
    for (uint32_t o = 0; o < tally->n; o++)
        if (o != c && tally->sum[m][o] > most)
            most = tally->sum[m][o];
    return own + most > 0 ? own / (own + most) : -1;
}

/* How much of what is told happens to a teller: who is told of, does, feels and is talked with.
 * Without heads deeds are only those that word order shows, `by_name`. */
static double part_of_teller(const struct tally *tally, uint32_t c, double by_name)
{
    static const enum measure parts[] = {MEASURE_MENTIONS, MEASURE_ACTION, MEASURE_FEELING};
    static const double nobody_talks = 0.5;
    double talk = against_best(tally, MEASURE_REMOVAL, c), sum = talk < 0 ? nobody_talks : talk;
    uint32_t n = 1;
    for (size_t i = 0; i < sizeof parts / sizeof *parts && tally->has_heads; i++) {
        double part = against_best(tally, parts[i], c);
        sum += part < 0 ? 0 : part;
        n += part >= 0;
    }
    return n > 1 ? sum / n : (sum + by_name) / 2;
}

/* All that the narrator is credited with counts as far as the story is the narrator's; of those
 * who tell a part of it, that they tell. */
static void weigh_narrators(struct tally *tally)
{
    uint32_t narrator = tally->stance < 0 ? NOT_CANDIDATE
                                          : tally_candidate(tally, tally->cast->narrator);
    if (narrator == NOT_CANDIDATE)
        return;
    for (uint32_t c = 0; c < tally->n; c++)
        if (c != narrator && tally->sum[MEASURE_NARRATION][c] > 0)
            tally->pull[MEASURE_NARRATION][c] = weigh_stance(part_of_teller(tally, c, 0));
    tally->stance = part_of_teller(tally, narrator, tally->stance);
    for (uint32_t m = 0; m < N_MEASURES; m++)
        tally->pull[m][narrator] = weigh_stance(tally->stance);
}

static void sum_up(struct tally *tally)
{
    const struct story *story = tally->story;
    double n_action = 0;
    for (uint32_t s = 0; s < story->scene.n; s++) {
        tally->n_words += story->scene.at[s].n_words + (double)story->scene.at[s].n_action_words;
        n_action += story->scene.at[s].n_action_words;
    }
    for (uint32_t m = 0; m < N_MEASURES; m++) {
        double all = 0;
        for (uint32_t c = 0; c < tally->n; c++) {
            for (uint32_t s = 0; s < tally->n_slices; s++)
                tally->sum[m][c] += tally->part[m][s][c];
            all += tally->sum[m][c];
        }
        tally->trust[m] = all > 0 ? all / (all + half[m].n + half[m].of_words * tally->n_words) : 0;
    }
    weigh_narrators(tally);
    if (n_action < least_directions * tally->n_words)
        for (uint32_t m = 0; m < N_MEASURES; m++)
            tally->trust[m] *= !is_of_directions((enum measure)m);
}

/* Roles and scenes are looked up by every measure.  A role that no person was made
 * from is somebody's all the same when the markup names it over that person's speech. */
static whose_status index_tally(struct tally *tally, whose_error *err)
{
    const struct doc *doc = tally->doc;
    const struct cast *cast = tally->cast;
    struct arena *arena = tally->scratch;
    tally->candidate_of = ARENA_NEW_RAW(arena, uint8_t, (size_t)cast->person.n + 1);
    tally->scene_of = ARENA_NEW_RAW(arena, uint32_t, (size_t)doc->segment.n + 1);
    tally->person_of = ARENA_NEW_RAW(arena, uint32_t, (size_t)doc->role.n + 1);
    tally->word_class = ARENA_NEW(arena, uint8_t, (size_t)tally->text->word.n + 1);
    if (!tally->candidate_of || !tally->scene_of || !tally->person_of || !tally->word_class)
        return fail_nomem(err);
    memset(tally->candidate_of, NOT_CANDIDATE, (size_t)cast->person.n + 1);
    memset(tally->scene_of, 0xFF, ((size_t)doc->segment.n + 1) * sizeof *tally->scene_of);
    memset(tally->person_of, 0xFF, ((size_t)doc->role.n + 1) * sizeof *tally->person_of);
    for (uint32_t c = 0; c < tally->n; c++)
        tally->candidate_of[tally->person[c]] = (uint8_t)c;
    for (uint32_t s = 0; s < tally->story->scene.n; s++)
        tally->scene_of[tally->story->scene.at[s].segment] = s;
    for (uint32_t i = 0; i < doc->speech.n; i++) {
        const struct speech *speech = &doc->speech.at[i];
        const struct utterance *u = &cast->utterance[i];
        for (uint32_t k = 0; k < speech->n_who && speech->n_who == u->n_speakers; k++) {
            uint32_t role = doc->who.at[speech->first_who + k];
            if (role < doc->role.n)
                tally->person_of[role] = cast->speaker.at[u->first_speaker + k];
        }
    }
    for (uint32_t p = 0; p < cast->person.n; p++)
        if (cast->person.at[p].role < doc->role.n)
            tally->person_of[cast->person.at[p].role] = p;
    words_classify(tally->text, tally->word_class);
    return WHOSE_OK;
}

whose_status tally_read(const struct doc *doc, const struct text *text, const struct cast *cast,
                        const struct story *story, const uint32_t *person, uint32_t n_persons,
                        struct trace *trace, struct arena *scratch, struct tally **out,
                        whose_error *err)
{
    struct tally *tally = ARENA_NEW(scratch, struct tally, 1);
    *out = NULL;
    if (!tally)
        return fail_nomem(err);
    tally->doc = doc;
    tally->text = text;
    tally->cast = cast;
    tally->story = story;
    tally->scratch = scratch;
    tally->trace = trace;
    tally->person = person;
    tally->n = n_persons < VERDICT_CANDIDATES ? n_persons : VERDICT_CANDIDATES;
    tally->n_slices = story->scene.n < SLICES ? story->scene.n : SLICES;
    tally->teller = PERSON_NONE;
    tally->stance = -1;
    for (uint32_t n = 0; text->node && n < text->n_nodes && !tally->has_heads; n++)
        tally->has_heads = text->node[n].deprel != 0;
    for (uint32_t m = 0; m < N_MEASURES; m++)
        for (uint32_t c = 0; c < VERDICT_CANDIDATES; c++)
            tally->pull[m][c] = 1;
    TRY(index_tally(tally, err));
    if (story->scene.n) {
        measure_scenes_words(tally);
        measure_opening(tally);
        measure_last_image(tally);
        measure_named(tally);
        measure_meetings(tally);
        TRY(measure_narration(tally, err)); // finds the chorus for measure_talk
        TRY(measure_talk(tally, err));
        measure_view(tally);
        measure_mentions(tally);
        TRY(measure_clauses(tally, err));
        if (doc->kind == DOC_NOVEL)
            measure_free_thought(tally);
        measure_span(tally);
        TRY(measure_company(tally, err));
        measure_changed(tally);
        TRY(measure_billed(tally, err));
        sum_up(tally);
    }
    *out = tally;
    return WHOSE_OK;
}

static void add_quote(const struct tally *tally, struct evidence *row, uint32_t candidate,
                      uint32_t rank)
{
    if (candidate >= tally->n || row->n_quotes == EVIDENCE_QUOTES)
        return;
    const struct hit *hit = &tally->hit[row->measure][candidate][rank];
    if (hit->score <= 0)
        return;
    struct quote quote = {quote_around(tally, hit->off), candidate, hit->why};
    for (uint32_t q = 0; q < row->n_quotes; q++)
        if (row->quote[q].at.start == quote.at.start)
            return;
    /* "Hello?" shows nothing, unless it is the last thing that is said */
    if (quote.at.end - quote.at.start >= (row->measure == MEASURE_LAST_IMAGE ? 1 : QUOTE_LEAST))
        row->quote[row->n_quotes++] = quote;
}

/* Nobody is favoured when two lead alike. */
static uint32_t leader(const struct tally *tally, enum measure m)
{
    uint32_t best = VERDICT_NOBODY;
    double most = 0;
    bool tied = false;
    for (uint32_t c = 0; c < tally->n; c++) {
        double value = tally->sum[m][c];
        tied = value == most ? true : value > most ? false : tied;
        if (value > most) {
            most = value;
            best = c;
        }
    }
    return tied ? VERDICT_NOBODY : best;
}

/* The teller has a part in what is told; of all others this cannot be asked. */
static void put_stance(const struct tally *tally, struct evidence *row)
{
    static const double own_story = 0.5;
    uint32_t c = tally->stance < 0 ? NOT_CANDIDATE : tally_candidate(tally, tally->cast->narrator);
    row->is_missing = c == NOT_CANDIDATE;
    if (row->is_missing)
        return;
    row->value[c] = tally->stance;
    row->has_value[c] = true;
    row->favours = row->pull[c] > own_story ? c : VERDICT_NOBODY;
}

void tally_rows(const struct tally *tally, uint32_t first, uint32_t second,
                struct evidence evidence[N_MEASURES])
{
    for (uint32_t m = 0; m < N_MEASURES; m++) {
        struct evidence *row = &evidence[m];
        *row = (struct evidence){.measure = (enum measure)m, .favours = VERDICT_NOBODY};
        double all = 0;
        for (uint32_t c = 0; c < tally->n; c++)
            all += tally->sum[m][c];
        row->trust = tally->trust[m];
        for (uint32_t c = 0; c < tally->n; c++)
            row->pull[c] = tally->pull[m][c];
        if (m == MEASURE_STANCE)
            put_stance(tally, row);
        else
            row->is_missing = all <= 0 || tally->trust[m] <= 0;
        if (row->is_missing || m == MEASURE_STANCE)
            continue;
        for (uint32_t c = 0; c < tally->n; c++) {
            row->value[c] = tally->sum[m][c];
            row->has_value[c] = true;
        }
        row->favours = leader(tally, (enum measure)m);
        for (uint32_t rank = 0; rank < HITS; rank++) {
            add_quote(tally, row, first, rank);
            add_quote(tally, row, second, rank);
        }
    }
}
