/* takes   a claim that somebody dies, lives, kills, marries or tells, with its people
 * gives   its probability and the answer
 * method  the story stage has weighed fates and ties; here they are looked up, and quotes.c
 *         chooses what shows them.  What the text does not speak of is "not in the text" unless
 *         it shows the opposite: who is still there at the end has not died
 * cost    O(facts) */
#include "claim/internal.h"

/* Beyond these odds the evidence is not divided any more. */
static const double supported_from = 2.0 / 3.0, contradicted_to = 1.0 / 3.0;

/* Who still acts in this last part has not been lost sight of. */
static const double late_part = 0.5;

static void settle(struct claim *out, double p)
{
    out->share = p;
    out->verdict = p >= supported_from    ? CLAIM_SUPPORTED
                   : p <= contradicted_to ? CLAIM_CONTRADICTED
                                          : CLAIM_CONTESTED;
}

static void not_in_text(struct claim *out)
{
    out->verdict = CLAIM_NOT_IN_TEXT;
    out->share = 0;
}

/* p: probability of the death; `lives` asks for the opposite. */
static void weigh_fate(struct weighing *w, bool lives)
{
    const struct fate *fate = &w->story->fate[w->out->subject];
    double p = fate->p_dies;
    w->out->n_looked = fate->n_facts;
    w->out->n_looked += fate->is_active;
    bool is_seen_late = fate->is_active && fate->last_active >= late_part * (double)w->doc->text.n;
    if (!fate->n_facts && !is_seen_late)
        not_in_text(w->out); // out of sight, and nobody says why
    else
        settle(w->out, lives ? 1 - p : p);
}

static bool is_killing(const struct fact *fact)
{
    return fact->kind == FACT_KILL || fact->kind == FACT_WOUND;
}

static bool speaks_of_killing(const struct tie *tie)
{
    return tie->feature[TIE_KILL] + tie->feature[TIE_WOUND] + tie->feature[TIE_THREAT] > 0;
}

/* The greatest probability that anybody kills this person. */
static double best_killer(const struct story *story, uint32_t patient)
{
    double best = 0;
    for (uint32_t i = 0; i < story->tie.n; i++)
        if (story->tie.at[i].patient == patient && story->tie.at[i].p_kills > best)
            best = story->tie.at[i].p_kills;
    return best;
}

static void weigh_killing(struct weighing *w)
{
    struct claim *out = w->out;
    const struct fate *fate = &w->story->fate[out->object];
    const struct tie *tie = story_tie(w->story, out->subject, out->object);
    for (uint32_t i = 0; i < w->story->fact.n; i++) {
        const struct fact *fact = &w->story->fact.at[i];
        if (!is_killing(fact) || fact->patient != out->object)
            continue;
        out->n_looked++;
    }
    double own = tie ? tie->p_kills : 0, best = best_killer(w->story, out->object);
    bool has_other = best >= 0.5 && 2 * own < best;
    if (fate->state == FATE_LIVES || has_other)
        settle(out, own < 0.05 ? own : 0.05);
    else if (!tie || !speaks_of_killing(tie))
        not_in_text(out);
    else
        settle(out, own);
}

static bool is_wedding(const struct fact *fact)
{
    return fact->kind == FACT_MARRIAGE || fact->kind == FACT_BETROTHAL ||
           fact->kind == FACT_REFUSAL || fact->kind == FACT_WIDOW;
}

/* To anybody. */
static bool is_married(const struct weighing *w, uint32_t person)
{
    for (uint32_t i = 0; i < w->story->tie.n; i++)
        if (w->story->tie.at[i].agent == person && w->story->tie.at[i].p_marries >= supported_from)
            return true;
    return false;
}

static void weigh_marriage(struct weighing *w)
{
    struct claim *out = w->out;
    const struct tie *tie = story_tie(w->story, out->subject, out->object);
    uint32_t pair[2] = {out->subject, out->object};
    for (uint32_t i = 0; i < w->story->fact.n; i++) {
        const struct fact *fact = &w->story->fact.at[i];
        if (!is_wedding(fact))
            continue;
        out->n_looked += fact->agent == pair[0] || fact->patient == pair[0] ||
                         fact->agent == pair[1] || fact->patient == pair[1];
    }
    if (tie)
        settle(out, tie->p_marries);
    else if (is_married(w, pair[0]) || is_married(w, pair[1]))
        settle(out, 0.1);
    else
        not_in_text(out);
}

/* How often somebody is named by the narration and by others. */
static void count_named(const struct weighing *w, uint32_t person, uint32_t *told, uint32_t *said)
{
    *told = *said = 0;
    for (uint32_t m = 0; m < w->cast->mention.n; m++) {
        const struct mention *mention = &w->cast->mention.at[m];
        if (mention->person != person || mention->kind != MENTION_NAME)
            continue;
        enum block_kind kind = w->doc->block.at[mention->block].kind;
        if (kind == BLOCK_DIALOGUE || kind == BLOCK_LYRIC)
            (*said)++;
        else
            (*told)++;
    }
}

/* A narrator who is hardly ever named may be somebody whom others name and the narration
 * does not: it says "I". */
static double may_be_narrator(struct weighing *w)
{
    enum { SELDOM = 10, SAID_TO_TOLD = 2 };
    const struct person *narrator =
        w->cast->narrator == PERSON_NONE ? NULL : &w->cast->person.at[w->cast->narrator];
    uint32_t n_named = 0, told, said;
    for (uint32_t a = 0; narrator && a < narrator->n_aliases; a++)
        n_named += w->cast->alias.at[narrator->first_alias + a].n;
    count_named(w, w->out->subject, &told, &said);
    if (said < SAID_TO_TOLD * told || said + told == 0)
        return 0.08;
    return n_named < SELDOM ? 0.7 : 0.4;
}

static void weigh_telling(struct weighing *w)
{
    struct claim *out = w->out;
    const struct verdict *verdict = w->verdict;
    bool is_prose = doc_is_prose(w->doc);
    uint32_t teller = is_prose ? w->cast->narrator
                      : verdict->reading_known[READING_TOLD_BY]
                          ? verdict->reading[READING_TOLD_BY]
                          : PERSON_NONE;
    out->n_looked = w->doc->speech.n;
    if (teller == out->subject) {
        settle(out, 0.9);
    } else if (w->cast->narrated_in == 1) {
        settle(out, may_be_narrator(w));
    } else if (teller != PERSON_NONE || w->cast->narrated_in == 3 || !is_prose) {
        settle(out, 0.08);
    } else {
        not_in_text(out);
    }
}

/* That something is absent cannot be shown: it is looked for, and not found. */
static void deny(struct claim *out)
{
    if (out->verdict == CLAIM_SUPPORTED)
        out->verdict = CLAIM_CONTRADICTED;
    else if (out->verdict == CLAIM_CONTRADICTED)
        out->verdict = CLAIM_NOT_IN_TEXT;
    out->share = 1 - out->share;
    for (uint32_t i = 0; i < CLAIM_QUOTES; i++) {
        struct claim_quote kept = out->speaks_for[i];
        out->speaks_for[i] = out->speaks_against[i];
        out->speaks_against[i] = kept;
    }
    uint32_t n = out->n_for;
    out->n_for = out->n_against;
    out->n_against = n;
}

void claim_weigh_event(const struct doc *doc, const struct text *text, const struct cast *cast,
                       const struct story *story, const struct verdict *verdict,
                       struct claim *out)
{
    struct weighing w = {doc, text, cast, story, verdict, out};
    if (out->is_denied && (out->kind == CLAIM_DIES || out->kind == CLAIM_LIVES)) {
        /* "does not die" says that somebody lives, which can be shown */
        out->kind = out->kind == CLAIM_DIES ? CLAIM_LIVES : CLAIM_DIES;
        out->is_denied = false;
    }
    switch (out->kind) {
    case CLAIM_DIES:
    case CLAIM_LIVES:
        weigh_fate(&w, out->kind == CLAIM_LIVES);
        break;
    case CLAIM_KILLS:
        weigh_killing(&w);
        break;
    case CLAIM_MARRIES:
        weigh_marriage(&w);
        break;
    case CLAIM_TELLS:
        weigh_telling(&w);
        break;
    case CLAIM_STORY_OF:
    case N_CLAIM_KINDS:
        break;
    }
    claim_quote_event(&w);
    if (out->kind == CLAIM_KILLS && out->verdict == CLAIM_CONTRADICTED && !out->n_against)
        not_in_text(out); // unlikely, but nothing speaks against it
    if (out->is_denied)
        deny(out);
    if (out->verdict == CLAIM_NOT_IN_TEXT)
        out->n_for = out->n_against = 0; // what the text does not say, no passage shows
}
