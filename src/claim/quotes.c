/* takes   a claim that somebody dies, lives, kills, marries or tells, with its people
 * gives   the passages for and against it, the plainest first
 * method  every fact of a fitting kind is a candidate, and is worth the product of how plainly it
 *         says the event (its kind and modality), how surely it is these people (a name in the
 *         sentence, more than a pronoun, more than a name just before), whether those who would be
 *         dead go on acting behind it, who says it (narration before report) and how short it is;
 *         the best few, one a sentence, are kept.  That somebody lives is shown by the last
 *         passages in which he is named and does something
 * cost    O(facts x log(mentions) + mentions + speeches) */
#include "claim/internal.h"

enum {
    WINDOW_BYTES = 250, // a name so far before a sentence may still be whom it is about
    LATEST = 8          // last passages from which those that show somebody alive are taken
};

/* Less than this share of the best passage's worth is not worth showing, nor this in itself. */
static const double worth_showing = 0.12, least_worth = 0.03;
/* A sentence of this length is worth half of a very short one. */
static const double long_bytes = 400;
/* Below this a pronoun says as good as nothing of who is meant; from there on it is a name, or as good. */
static const float meant_from = 0.5f, named_from = 0.75f;

struct shelf {
    struct claim_quote quote[CLAIM_QUOTES]; // the plainest first
    double worth[CLAIM_QUOTES];
    uint32_t n;
};

struct quoting {
    const struct weighing *w;
    struct shelf speaks_for, speaks_against;
    bool is_prose;
};

static bool is_name(const struct mention *mention)
{
    return mention->kind == MENTION_NAME && !mention->is_resolved;
}

static void shelve(struct shelf *shelf, double worth, struct span at, const char *why)
{
    if (span_is_empty(at) || worth < least_worth)
        return;
    for (uint32_t i = 0; i < shelf->n; i++)
        if (shelf->quote[i].at.start < at.end && at.start < shelf->quote[i].at.end) {
            if (shelf->worth[i] >= worth)
                return;
            for (; i + 1 < shelf->n; i++) {
                shelf->quote[i] = shelf->quote[i + 1];
                shelf->worth[i] = shelf->worth[i + 1];
            }
            shelf->n--;
            break;
        }
    uint32_t i = shelf->n;
    if (i == CLAIM_QUOTES) {
        if (shelf->worth[i - 1] >= worth)
            return;
        i--;
    } else {
        shelf->n++;
    }
    for (; i && shelf->worth[i - 1] < worth; i--) {
        shelf->quote[i] = shelf->quote[i - 1];
        shelf->worth[i] = shelf->worth[i - 1];
    }
    shelf->quote[i] = (struct claim_quote){at, why};
    shelf->worth[i] = worth;
}

static uint32_t take(const struct shelf *shelf, struct claim_quote *out)
{
    uint32_t n = 0;
    while (n < shelf->n && shelf->worth[n] >= worth_showing * shelf->worth[0]) {
        out[n] = shelf->quote[n];
        n++;
    }
    return n;
}

static double brevity(struct span at)
{
    return 1 / (1 + (double)(at.end - at.start) / long_bytes);
}

/* ---- who is meant ---- */

/* Is `person` named in the passage?  `n_others`: how many names of others stand there. */
static bool is_named_in(const struct cast *cast, struct span at, uint32_t person, uint32_t *n_others)
{
    bool is_there = false;
    *n_others = 0;
    for (uint32_t m = people_mention_from(cast, at.start);
         m < cast->mention.n && cast->mention.at[m].at.start < at.end; m++) {
        const struct mention *mention = &cast->mention.at[m];
        if (!is_name(mention) || mention->person == PERSON_NONE)
            continue;
        is_there = is_there || mention->person == person;
        *n_others += mention->person != person;
    }
    return is_there;
}

static bool is_narrator(const struct weighing *w, uint32_t person)
{
    return person == w->cast->narrator && w->cast->narrated_in == 1;
}

/* How surely a fact is about `person`, whom the tree puts, or does not put (PERSON_NONE), in the
 * place `found`: 0 to 1. */
static double link(const struct weighing *w, const struct fact *fact, uint32_t person,
                   uint32_t found, float sure)
{
    uint32_t n_others;
    bool is_named = is_named_in(w->cast, fact->at, person, &n_others);
    if (found == person) {
        double p = (double)sure;
        return sure >= named_from || is_narrator(w, person) ? p : (is_named ? 0.8 : 0.6) * p * p;
    }
    bool is_other = found != PERSON_NONE && sure >= meant_from;
    if (is_named)
        return is_other ? 0.1 : n_others ? 0.4 : 0.6;
    if (is_other)
        return 0;
    uint32_t start = fact->at.start > WINDOW_BYTES ? fact->at.start - WINDOW_BYTES : 0;
    bool is_near = is_named_in(w->cast, (struct span){start, fact->at.start}, person, &n_others);
    return !is_near ? 0 : n_others ? 0.15 : 0.3;
}

/* ---- who is still there ---- */

static bool is_deed(const struct weighing *w, const struct mention *mention)
{
    return mention->is_subject && is_name(mention) && !block_is_spoken(&w->doc->block.at[mention->block]);
}

static bool says_alone(const struct weighing *w, uint32_t speech, uint32_t person)
{
    const struct utterance *said = &w->cast->utterance[speech];
    return said->n_speakers == 1 && said->voice != VOICE_OVER && said->sure >= meant_from &&
           w->cast->speaker.at[said->first_speaker] == person;
}

/* ---- a death, a killing ---- */

static double modality_worth(enum fact_modality modality)
{
    static const double worth[N_FACT_MODALITIES] = {
        [FACT_REAL] = 1,        [FACT_COMING] = 0.5,   [FACT_ASKED] = 0.1,
        [FACT_POSSIBLE] = 0.12, [FACT_SEEMING] = 0.12, [FACT_DENIED] = 0.05};
    return worth[modality];
}

/* How plainly such a fact says that its patient is dead. */
static double death_worth(const struct quoting *q, const struct fact *fact)
{
    switch (fact->kind) {
    case FACT_DEATH:
    case FACT_KILL:
        return 1;
    case FACT_WOUND:
        return fact->is_direction && !q->is_prose ? 0.7 : 0.3;
    case FACT_BURIAL:
    case FACT_WIDOW:
    case FACT_LATE:
        return 0.6;
    case FACT_BODY:
        return fact->is_direction && !q->is_prose ? 0.6 : 0.12;
    case FACT_FALL:
        return fact->is_direction && !q->is_prose ? 0.3 : 0;
    default:
        return 0;
    }
}

static const char *death_why(const struct fact *fact, bool is_self)
{
    if (fact->modality != FACT_REAL)
        return "the death is feared, asked or foretold";
    if (fact->kind == FACT_BURIAL || fact->kind == FACT_WIDOW || fact->kind == FACT_LATE ||
        fact->kind == FACT_BODY)
        return "body, grave or those left behind";
    if (fact->speech == DOC_NONE)
        return "the death is told";
    return is_self ? "dying words" : "somebody reports the death";
}

/* What a fact is worth as a passage that shows the death of the person. */
static double shows_death(const struct quoting *q, uint32_t victim,
                          const struct fact *fact, bool *is_self)
{
    double worth = death_worth(q, fact);
    *is_self = fact->speech != DOC_NONE && says_alone(q->w, fact->speech, victim);
    if (worth <= 0)
        return 0;
    worth *= link(q->w, fact, victim, fact->patient, fact->sure_patient);
    if (worth <= 0)
        return 0;
    worth *= modality_worth(fact->modality) * story_stays_dead(q->w->doc, q->w->story, victim, fact->at.end) *
             brevity(fact->at);
    if (fact->speech == DOC_NONE)
        return worth;
    return worth * (*is_self ? (q->is_prose ? 0.3 : 0.7) : 0.8);
}

static void quote_death(struct quoting *q, uint32_t victim, struct shelf *shelf)
{
    const struct story *story = q->w->story;
    for (uint32_t i = 0; i < story->fact.n; i++) {
        bool is_self;
        double worth = shows_death(q, victim, &story->fact.at[i], &is_self);
        if (worth > 0)
            shelve(shelf, worth, story->fact.at[i].at, death_why(&story->fact.at[i], is_self));
    }
}

static void quote_killing(struct quoting *q, uint32_t victim)
{
    const struct claim *claim = q->w->out;
    const struct story *story = q->w->story;
    for (uint32_t i = 0; i < story->fact.n; i++) {
        const struct fact *fact = &story->fact.at[i];
        bool is_self, is_deed = fact->kind == FACT_KILL || fact->kind == FACT_WOUND;
        double death = shows_death(q, victim, fact, &is_self);
        if (death <= 0)
            continue;
        double deed = link(q->w, fact, claim->subject, fact->agent, fact->sure_agent);
        bool is_other = fact->agent != PERSON_NONE && fact->agent != claim->subject &&
                        fact->agent != victim && fact->sure_agent >= meant_from;
        if (is_deed && is_other && fact->modality == FACT_REAL)
            shelve(&q->speaks_against, death, fact->at, "somebody else");
        else if (is_deed && fact->agent == claim->subject && fact->modality > FACT_COMING)
            shelve(&q->speaks_against, death * deed, fact->at, "asked, possible or denied");
        else
            shelve(&q->speaks_for, death * (0.3 + 0.7 * deed), fact->at,
                   is_deed && deed > 0 ? "the deed" : death_why(fact, is_self));
    }
}

/* ---- somebody alive ---- */

/* A cue and the first sentence under it: a cue alone shows nothing. */
static struct span cue_and_words(const struct weighing *w, uint32_t speech)
{
    const struct speech *s = &w->doc->speech.at[speech];
    for (uint32_t b = s->first_block; b < s->first_block + s->n_blocks; b++)
        if (doc_says(w->doc, speech, b)) {
            struct span words = text_passage_at(w->text, w->doc->block.at[b].at.start);
            return (struct span){s->at.start < words.start ? s->at.start : words.start, words.end};
        }
    return s->at;
}

static void keep_latest(struct span *latest, uint32_t *n, struct span at)
{
    if (span_is_empty(at) || (*n && latest[(*n - 1) % LATEST].start == at.start))
        return;
    latest[(*n)++ % LATEST] = at;
}

/* Does a fact of a death, a killing, a body or a grave have the person for its patient? */
static bool shows_dead(const struct weighing *w, uint32_t person, struct span at)
{
    for (uint32_t i = 0; i < w->story->fact.n; i++) {
        const struct fact *fact = &w->story->fact.at[i];
        bool is_death = fact->kind == FACT_DEATH || fact->kind == FACT_KILL ||
                        fact->kind == FACT_BODY || fact->kind == FACT_BURIAL;
        if (is_death && fact->modality <= FACT_COMING && fact->patient == person &&
            fact->at.start < at.end && at.start < fact->at.end)
            return true;
    }
    return false;
}

/* The last passages behind `from` in which the person is named and acts, or speaks under a cue. */
static void quote_alive(struct quoting *q, uint32_t person, uint32_t from, struct shelf *shelf)
{
    const struct weighing *w = q->w;
    struct span latest[LATEST];
    uint32_t n = 0, m = 0;
    for (uint32_t s = 0; s <= w->doc->speech.n; s++) {
        bool is_end = s == w->doc->speech.n;
        uint32_t start = is_end ? UINT32_MAX : w->doc->speech.at[s].at.start;
        for (; m < w->cast->mention.n && w->cast->mention.at[m].at.start < start; m++)
            if (w->cast->mention.at[m].person == person && is_deed(w, &w->cast->mention.at[m]))
                keep_latest(latest, &n, text_passage_at(w->text, w->cast->mention.at[m].at.start));
        if (!is_end && w->cast->utterance[s].via == VIA_CUE && says_alone(w, s, person))
            keep_latest(latest, &n, cue_and_words(w, s));
    }
    const struct fate *fate = &w->story->fate[person];
    if (!n && fate->is_active)
        keep_latest(latest, &n, text_passage_at(w->text, fate->last_active));
    for (uint32_t i = 0; i < LATEST && i < n; i++) {
        struct span at = latest[(n - 1 - i) % LATEST];
        if (at.start < from)
            return;
        if (shows_dead(w, person, at))
            continue;
        bool is_long = (double)(at.end - at.start) > long_bytes;
        shelve(shelf, (is_long ? 0.5 : 1) - 0.05 * i, at, "last seen or heard");
    }
}

/* ---- a marriage ---- */

static double wedding_worth(const struct fact *fact)
{
    switch (fact->kind) {
    case FACT_MARRIAGE:
        return fact->modality == FACT_REAL ? 1 : fact->modality == FACT_COMING ? 0.8 : 0.25;
    case FACT_BETROTHAL:
        return fact->modality <= FACT_COMING ? 0.6 : 0.2;
    case FACT_WIDOW:
        return 0.3;
    default:
        return 0;
    }
}

/* How surely the two places of a fact are these two, in either order. */
static double link_pair(const struct weighing *w, const struct fact *fact, uint32_t a, uint32_t b)
{
    double straight = link(w, fact, a, fact->agent, fact->sure_agent) *
                      link(w, fact, b, fact->patient, fact->sure_patient);
    double turned = link(w, fact, b, fact->agent, fact->sure_agent) *
                    link(w, fact, a, fact->patient, fact->sure_patient);
    return straight > turned ? straight : turned;
}

/* How surely one of the two is said here to be, or to become, married, and not to whom. */
static double link_one(const struct fact *fact, const uint32_t pair[2])
{
    double best = 0;
    for (uint32_t p = 0; p < 2; p++) {
        bool is_agent = fact->agent == pair[p], is_patient = fact->patient == pair[p];
        uint32_t other = is_agent ? fact->patient : fact->agent;
        double sure = is_agent ? (double)fact->sure_agent : (double)fact->sure_patient;
        if ((is_agent || is_patient) && other == PERSON_NONE && sure > best)
            best = sure;
    }
    return best * best;
}

/* Is one of the two married to anybody but the other? */
static bool has_other_tie(const struct weighing *w, const uint32_t pair[2])
{
    for (uint32_t i = 0; i < w->story->tie.n; i++) {
        const struct tie *tie = &w->story->tie.at[i];
        for (uint32_t p = 0; p < 2; p++)
            if (tie->agent == pair[p] && tie->patient != pair[1 - p] && tie->p_marries >= 0.5)
                return true;
    }
    return false;
}

/* Whom else, and how surely, one of the two is said here to marry. */
static double link_other(const struct weighing *w, const struct fact *fact, const uint32_t pair[2])
{
    double best = 0;
    for (uint32_t p = 0; p < 2; p++) {
        bool is_agent = fact->agent == pair[p];
        uint32_t other = is_agent ? fact->patient : fact->agent;
        if ((!is_agent && fact->patient != pair[p]) || other == PERSON_NONE || other == pair[1 - p])
            continue;
        const struct tie *tie = story_tie(w->story, pair[p], other);
        double held = tie ? tie->p_marries : 0;
        double worth = link_pair(w, fact, pair[p], other) * (0.3 + 0.7 * held);
        best = worth > best ? worth : best;
    }
    return best;
}

static void quote_marriage(struct quoting *q)
{
    const struct weighing *w = q->w;
    const uint32_t pair[2] = {w->out->subject, w->out->object};
    double length = w->doc->text.n ? (double)w->doc->text.n : 1;
    const struct tie *tie = story_tie(w->story, pair[0], pair[1]);
    bool has_tie = tie && tie->p_marries >= 0.5, has_other = !has_tie && has_other_tie(w, pair);
    for (uint32_t i = 0; i < w->story->fact.n; i++) {
        const struct fact *fact = &w->story->fact.at[i];
        double late = 0.4 + 0.6 * fact->at.start / length, short_ = brevity(fact->at);
        if (fact->kind == FACT_REFUSAL) {
            shelve(&q->speaks_against, 0.5 * late * short_ * link_pair(w, fact, pair[0], pair[1]),
                   fact->at, "refused, asked or only possible");
            continue;
        }
        double worth = wedding_worth(fact) * short_;
        if (worth <= 0)
            continue;
        double both = link_pair(w, fact, pair[0], pair[1]), other = link_other(w, fact, pair);
        bool is_so = fact->modality <= FACT_COMING;
        double one = 0.2 * late * link_one(fact, pair);
        if (is_so && one > both && one > other && (has_tie || has_other))
            shelve(has_tie ? &q->speaks_for : &q->speaks_against,
                   worth * one * (has_tie ? 1 : 0.4), fact->at,
                   "a tie; to whom stands elsewhere");
        else if (other > both && is_so)
            shelve(&q->speaks_against, worth * other, fact->at, "a tie to somebody else");
        else if (is_so)
            shelve(&q->speaks_for, worth * both * late, fact->at, "the tie");
        else
            shelve(&q->speaks_against, worth * both, fact->at, "refused, asked or only possible");
    }
}

/* ---- who tells ---- */

static bool says_i(const struct weighing *w, struct span at, uint32_t block, bool in_speech)
{
    const struct text *text = w->text;
    for (uint32_t b = block; b < w->doc->block.n && w->doc->block.at[b].at.start < at.end; b++) {
        if (block_is_spoken(&w->doc->block.at[b]) != in_speech)
            continue;
        for (uint32_t t = text->block_first[b]; t < text->block_first[b + 1]; t++) {
            if (text->token[t].word == MAP_NONE || text->token[t].at.start < at.start)
                continue;
            if (text->token[t].at.start >= at.end)
                break;
            struct str key = text->word.key[text->token[t].word];
            if (str_eq(key, STR("i")) || str_eq(key, STR("my")) || str_eq(key, STR("me")))
                return true;
        }
    }
    return false;
}

/* The paragraph around a block. */
static struct span paragraph_of(const struct doc *doc, uint32_t block, uint32_t *first)
{
    *first = block;
    while (*first && doc->block.at[*first].goes_on)
        (*first)--;
    uint32_t last = block;
    while (last + 1 < doc->block.n && doc->block.at[last + 1].goes_on)
        last++;
    return (struct span){doc->block.at[*first].at.start, doc->block.at[last].at.end};
}

/* Where the "I" of the narration bears the teller's name: he gives it himself, or is called by it. */
static void quote_name_of_teller(struct quoting *q, uint32_t teller, struct shelf *shelf,
                                 const char *why)
{
    const struct weighing *w = q->w;
    for (uint32_t m = 0; m < w->cast->mention.n; m++) {
        const struct mention *mention = &w->cast->mention.at[m];
        if (mention->person != teller || !is_name(mention))
            continue;
        struct span at = text_passage_at(w->text, mention->at.start);
        if (!block_is_spoken(&w->doc->block.at[mention->block])) {
            if (says_i(w, at, mention->block, false))
                shelve(shelf, brevity(at), at, why);
            continue;
        }
        if (!mention->is_vocative)
            continue;
        uint32_t first;
        struct span paragraph = paragraph_of(w->doc, mention->block, &first);
        bool is_heard = says_i(w, paragraph, first, false);
        shelve(shelf, (is_heard ? 0.8 : 0.5) * brevity(at), at, why);
    }
}

static void quote_telling(struct quoting *q)
{
    const struct weighing *w = q->w;
    const struct framing *framing = &w->story->framing;
    uint32_t subject = w->out->subject;
    bool is_first = q->is_prose && w->cast->narrated_in == 1;
    /* the "I" may have no name of its own, and be the subject all the same */
    uint32_t teller = !q->is_prose                        ? framing->retrospect_teller
                      : is_first && w->out->share > 0.5 ? subject
                                                          : w->cast->narrator;
    bool is_theirs = teller == subject;
    struct shelf *shelf = is_theirs ? &q->speaks_for : &q->speaks_against;
    const char *why = is_theirs ? "the one who says \"I\" is called so" : "somebody else tells";
    if (is_first && teller != PERSON_NONE)
        quote_name_of_teller(q, teller, shelf, why);
    for (uint32_t i = 0; i < framing->n_retrospect_quotes; i++) {
        struct span at = text_passage_at(w->text, framing->retrospect_quote[i].at.start);
        if (!q->is_prose) // under a cue, which says who it is
            at.start = framing->retrospect_quote[i].at.start;
        shelve(shelf, q->is_prose ? 0.3 : 1, at,
               is_theirs ? framing->retrospect_quote[i].why : "somebody else tells");
    }
    if (q->is_prose && w->cast->narrated_in == 3 && !is_theirs)
        quote_alive(q, subject, 0, &q->speaks_against);
}

void claim_quote_event(const struct weighing *w)
{
    struct claim *claim = w->out;
    struct quoting q = {.w = w, .is_prose = doc_is_prose(w->doc)};
    switch (claim->kind) {
    case CLAIM_DIES:
    case CLAIM_LIVES: {
        bool lives = claim->kind == CLAIM_LIVES;
        struct shelf *deaths = lives ? &q.speaks_against : &q.speaks_for;
        quote_death(&q, claim->subject, deaths);
        /* who is thought to die speaks against it only when still there behind that */
        bool is_dead = w->story->fate[claim->subject].p_dies > 0.5 && deaths->n;
        quote_alive(&q, claim->subject, is_dead ? deaths->quote[0].at.end : 0,
                    lives ? &q.speaks_for : &q.speaks_against);
        break;
    }
    case CLAIM_KILLS:
        quote_killing(&q, claim->object);
        if (w->story->fate[claim->object].state == FATE_LIVES)
            quote_alive(&q, claim->object, 0, &q.speaks_against);
        break;
    case CLAIM_MARRIES:
        quote_marriage(&q);
        break;
    case CLAIM_TELLS:
        quote_telling(&q);
        break;
    case CLAIM_STORY_OF:
    case N_CLAIM_KINDS:
        break;
    }
    claim->n_for = take(&q.speaks_for, claim->speaks_for);
    claim->n_against = take(&q.speaks_against, claim->speaks_against);
}
