/* takes   described mentions; weights
 * gives   a cluster for every mention
 * method  from left to right, each mention joins the cluster that a ranking model makes
 *         most likely, or begins a new one (entity-centric mention ranking: Rahman and
 *         Ng 2009; Durrett and Klein 2013).  Candidates are the clusters mentioned last,
 *         and those that share a name or noun
 * cost    O(mentions x candidates) */
#include "people/coref.h"

#include "base/err.h"

#include <math.h>
#include <string.h>

enum { SCANNED = 96, FAR_SENTENCES = 40 };

whose_status coref_begin(const struct coref_text *c, uint32_t n_persons, struct arena *arena,
                         struct coref_state *state, whose_error *err)
{
    uint32_t n = c->text->n_entities;
    *state = (struct coref_state){.c = c, .newest = COREF_NONE, .teller = COREF_NONE, .n_slots = 64};
    while (state->n_slots / 8 < n) // a mention may bring COREF_NAMES words
        state->n_slots *= 2;
    state->cluster = ARENA_NEW_RAW(arena, struct coref_cluster, (size_t)n + 1);
    state->of = ARENA_NEW_RAW(arena, uint32_t, (size_t)n + 1);
    state->place = ARENA_NEW_RAW(arena, uint32_t, (size_t)n + 1);
    state->by_word = ARENA_NEW(arena, uint32_t, (size_t)state->n_slots * 2);
    state->kin = ARENA_NEW(arena, struct coref_kin, state->n_slots);
    state->person_cluster = ARENA_NEW_RAW(arena, uint32_t, (size_t)n_persons + 1);
    state->speaker = ARENA_NEW_RAW(arena, uint32_t, (size_t)c->n_turns + 1);
    state->hearer = ARENA_NEW_RAW(arena, uint32_t, (size_t)c->n_turns + 1);
    if (!state->speaker || !state->hearer || !state->cluster || !state->of || !state->place || !state->by_word ||
        !state->kin || !state->person_cluster)
        return fail_nomem(err);
    for (uint32_t k = 0; k < n; k++)
        state->of[k] = state->place[k] = COREF_NONE;
    for (uint32_t p = 0; p < n_persons; p++)
        state->person_cluster[p] = COREF_NONE;
    for (uint32_t t = 0; t < c->n_turns; t++)
        state->speaker[t] = state->hearer[t] = COREF_NONE;
    return WHOSE_OK;
}

/* ---- the last cluster with a word ---- */

static uint32_t *word_slot(const struct coref_state *state, uint32_t word)
{
    uint32_t at = word & (state->n_slots - 1);
    while (state->by_word[2 * at] && state->by_word[2 * at] != word)
        at = (at + 1) & (state->n_slots - 1);
    return &state->by_word[2 * at];
}

static uint32_t cluster_with(const struct coref_state *state, uint32_t word)
{
    const uint32_t *slot = word_slot(state, word);
    return slot[0] ? slot[1] : COREF_NONE;
}

static void note_word(struct coref_state *state, uint32_t word, uint32_t cluster)
{
    uint32_t *slot = word_slot(state, word);
    slot[0] = word;
    slot[1] = cluster;
}

/* ---- what people are to each other ---- */

uint32_t coref_owner(const struct coref_state *state, const struct coref_mention *m)
{
    if (m->owner != COREF_NONE)
        return state->of[m->owner];
    if (m->noun != NOUN_KIN || m->turn == COREF_NONE || (m->ref != REF_BARE && m->ref != REF_CALLED))
        return COREF_NONE;
    uint32_t speaker = state->c->turn[m->turn].speaker;
    return speaker == PERSON_NONE ? state->speaker[m->turn] : state->person_cluster[speaker];
}

static struct coref_kin *kin_slot(const struct coref_state *state, uint32_t owner, uint32_t word)
{
    uint32_t at = (word ^ owner * 2654435761u) & (state->n_slots - 1);
    while (state->kin[at].owner && (state->kin[at].owner != owner + 1 || state->kin[at].word != word))
        at = (at + 1) & (state->n_slots - 1);
    return &state->kin[at];
}

uint32_t coref_kin(const struct coref_state *state, const struct coref_mention *m)
{
    uint32_t owner = ref_is_nominal(m->ref) ? coref_owner(state, m) : COREF_NONE;
    const struct coref_kin *slot = owner == COREF_NONE ? NULL : kin_slot(state, owner, m->word);
    return slot && slot->owner ? slot->cluster : COREF_NONE;
}

/* "her father, Mr. Hale", once either of the two is resolved behind the other. */
static void note_kin(struct coref_state *state, uint32_t mention)
{
    const struct coref_mention *m = &state->c->mention[mention];
    uint32_t owner = coref_owner(state, m);
    uint32_t other = state->of[m->is_said_of];
    if (m->noun != NOUN_KIN || m->number == NUMBER_MANY || owner == COREF_NONE || other == COREF_NONE || other == owner)
        return;
    *kin_slot(state, owner, m->word) = (struct coref_kin){owner + 1, m->word, other};
}

/* ---- who cannot be meant ---- */

static bool overlap(const struct coref_mention *a, const struct coref_mention *b)
{
    return a->first < b->behind && b->first < a->behind;
}

static bool clashes_in_gender(const struct coref_mention *m, const struct coref_cluster *cluster)
{
    const uint32_t *n = cluster->n_gender;
    uint32_t she = n[GENDER_SHE], he = n[GENDER_HE], it = n[GENDER_IT];
    if (m->gender == GENDER_SHE)
        return !she && (he || it);
    if (m->gender == GENDER_HE)
        return !he && (she || it);
    return m->gender == GENDER_IT && (he || she) && !it;
}

/* Is it known that the cluster is who speaks a turn, or answers it at once?  Neither is
 * "he" in it. */
static bool talks_in(const struct coref_state *state, const struct coref_cluster *cluster, uint32_t t)
{
    const struct coref_turn *turn = &state->c->turn[t];
    uint32_t n = state->c->n_turns;
    if (cluster->person == PERSON_NONE)
        return false;
    return turn->speaker == cluster->person ||
           (t > 0 && turn->gap == TALK_NOTHING && turn[-1].speaker == cluster->person) ||
           (t + 1 < n && turn[1].gap == TALK_NOTHING && turn[1].speaker == cluster->person);
}

static bool is_possible(const struct coref_state *state, const struct coref_mention *m, uint32_t number)
{
    const struct coref_cluster *cluster = &state->cluster[number];
    const struct coref_mention *last = &state->c->mention[cluster->last];
    if (overlap(m, last) || (m->owner != COREF_NONE && state->of[m->owner] == number))
        return false;
    /* nobody is his own brother: "Ben, his brother", "Ben was her guest" */
    uint32_t said_of = m->owns == COREF_NONE ? COREF_NONE : state->c->mention[m->owns].is_said_of;
    if (said_of != COREF_NONE && state->of[said_of] == number)
        return false;
    if (m->person != PERSON_NONE && cluster->person != PERSON_NONE && m->person != cluster->person)
        return false;
    if ((m->type == ENTITY_PER) != (cluster->n_type[ENTITY_PER] > 0))
        return false;
    if (clashes_in_gender(m, cluster))
        return false;
    if (m->number == NUMBER_ONE && cluster->n_many && !cluster->n_one)
        return false;
    if (m->ref == REF_WE && cluster->n_one && !cluster->n_many)
        return false;
    if ((m->ref == REF_HE || m->ref == REF_SHE) && m->turn != COREF_NONE && talks_in(state, cluster, m->turn))
        return false;
    if (m->turn != COREF_NONE) {
        bool says = cluster->says_i == m->turn + 1, told = cluster->told_you == m->turn + 1;
        if ((m->ref == REF_HE || m->ref == REF_SHE) && (says || told))
            return false;
        if ((m->ref == REF_YOU && says) || (m->ref == REF_I && told))
            return false;
    }
    return true;
}

static void add_candidate(const struct coref_state *state, struct coref_choice *out, uint32_t cluster)
{
    if (cluster == COREF_NONE || out->n >= COREF_CANDIDATES)
        return;
    for (uint32_t i = 1; i < out->n; i++)
        if (out->cluster[i] == cluster)
            return;
    if (is_possible(state, &state->c->mention[out->mention], cluster))
        out->cluster[out->n++] = cluster;
}

/* What is known of the turns around the mention makes people candidates however far. */
static void add_talkers(const struct coref_state *state, struct coref_choice *out)
{
    const struct coref_mention *m = &state->c->mention[out->mention];
    for (uint32_t back = 0; back < 3 && m->turn != COREF_NONE && m->turn >= back; back++) {
        const struct coref_turn *turn = &state->c->turn[m->turn - back];
        if (turn->speaker != PERSON_NONE)
            add_candidate(state, out, state->person_cluster[turn->speaker]);
        if (turn->tag != COREF_NONE)
            add_candidate(state, out, state->of[turn->tag]);
    }
    if (m->turn != COREF_NONE && m->turn > 0) {
        add_candidate(state, out, state->speaker[m->turn - 1]);
        add_candidate(state, out, state->hearer[m->turn - 1]);
    }
    if (m->ref == REF_I || m->ref == REF_YOU)
        add_candidate(state, out, state->teller);
}

/* Turns that are over and have neither a tag nor an "I" in them: who answers a question
 * is the one who was asked. */
static void close_turns(struct coref_state *state, uint32_t turn)
{
    for (; state->n_turns < turn; state->n_turns++) {
        uint32_t t = state->n_turns;
        const struct coref_turn *at = &state->c->turn[t];
        uint32_t known = at->speaker == PERSON_NONE ? COREF_NONE : state->person_cluster[at->speaker];
        bool answers = t > 0 && at->gap <= TALK_TAG;
        if (known != COREF_NONE)
            state->speaker[t] = known;
        if (state->speaker[t] == COREF_NONE && answers)
            state->speaker[t] = state->hearer[t - 1];
        if (state->hearer[t] == COREF_NONE && answers && state->speaker[t - 1] != state->speaker[t])
            state->hearer[t] = state->speaker[t - 1];
    }
}

void coref_choose(struct coref_state *state, uint32_t mention, struct coref_choice *out)
{
    const struct coref_mention *m = &state->c->mention[mention];
    close_turns(state, m->turn != COREF_NONE ? m->turn : m->tag_of != COREF_NONE ? m->tag_of : 0);
    uint32_t n_scanned = 0;
    out->mention = mention;
    out->n = 1;
    out->cluster[0] = COREF_NONE;
    if (m->ref >= REF_I || m->ref == REF_CALLED)
        add_talkers(state, out);
    for (uint32_t i = 0; i < m->n_names; i++)
        add_candidate(state, out, cluster_with(state, m->name[i]));
    if (ref_is_nominal(m->ref)) {
        add_candidate(state, out, coref_kin(state, m));
        add_candidate(state, out, cluster_with(state, m->word));
    }
    uint32_t far = ref_is_pronoun(m->ref) ? FAR_SENTENCES / 2 : FAR_SENTENCES;
    for (uint32_t c = state->newest; c != COREF_NONE && n_scanned < SCANNED && out->n < COREF_CANDIDATES;
         c = state->cluster[c].older, n_scanned++) {
        uint32_t sentence = state->c->mention[state->cluster[c].last].sentence;
        if (sentence + far < m->sentence)
            break;
        add_candidate(state, out, c);
    }
    coref_features(state, out);
}

/* ---- a mention joins ---- */

static void unlink_cluster(struct coref_state *state, uint32_t number)
{
    struct coref_cluster *cluster = &state->cluster[number];
    if (cluster->newer != COREF_NONE)
        state->cluster[cluster->newer].older = cluster->older;
    else
        state->newest = cluster->older;
    if (cluster->older != COREF_NONE)
        state->cluster[cluster->older].newer = cluster->newer;
}

static void link_newest(struct coref_state *state, uint32_t number)
{
    struct coref_cluster *cluster = &state->cluster[number];
    cluster->newer = COREF_NONE;
    cluster->older = state->newest;
    if (state->newest != COREF_NONE)
        state->cluster[state->newest].newer = number;
    state->newest = number;
}

static void keep_name(struct coref_state *state, struct coref_cluster *cluster, uint32_t number, uint32_t mention)
{
    const struct coref_mention *m = &state->c->mention[mention];
    cluster->last_name = mention;
    for (uint32_t i = 0; i < m->n_names; i++) {
        uint32_t at = 0;
        while (at < cluster->n_words && cluster->name[at] != m->name[i])
            at++;
        if (at == cluster->n_words && at < CLUSTER_NAMES)
            cluster->name[cluster->n_words++] = m->name[i];
        note_word(state, m->name[i], number);
    }
}

static void keep_nominal(struct coref_state *state, struct coref_cluster *cluster, uint32_t number, uint32_t mention)
{
    const struct coref_mention *m = &state->c->mention[mention];
    uint32_t at = 0;
    while (at < cluster->n_nominal_kept && state->c->mention[cluster->nominal[at]].word != m->word)
        at++;
    if (at < CLUSTER_HEADS)
        cluster->nominal[at] = mention;
    if (at == cluster->n_nominal_kept && at < CLUSTER_HEADS)
        cluster->n_nominal_kept++;
    note_word(state, m->word, number);
}

uint32_t coref_put(struct coref_state *state, uint32_t mention, uint32_t number)
{
    const struct coref_mention *m = &state->c->mention[mention];
    bool is_new = number == COREF_NONE;
    if (is_new)
        number = state->n_clusters++;
    struct coref_cluster *cluster = &state->cluster[number];
    if (is_new)
        *cluster = (struct coref_cluster){.first = mention, .last_name = COREF_NONE, .person = PERSON_NONE};
    else
        unlink_cluster(state, number);
    link_newest(state, number);
    memmove(cluster->sentence + 1, cluster->sentence, (CLUSTER_LAST - 1) * sizeof *cluster->sentence);
    cluster->sentence[0] = m->sentence;
    cluster->n++;
    cluster->last = mention;
    cluster->n_type[m->type]++;
    cluster->n_gender[m->gender] += m->gender != GENDER_UNKNOWN;
    cluster->n_likely[m->likely] += m->likely != GENDER_UNKNOWN;
    cluster->n_one += m->number == NUMBER_ONE;
    cluster->n_many += m->number == NUMBER_MANY;
    if (m->part == PART_SUBJECT)
        cluster->subject = m->sentence + 1;
    if (m->ref == REF_NAME) {
        cluster->n_names++;
        keep_name(state, cluster, number, mention);
    } else if (ref_is_nominal(m->ref)) {
        cluster->n_nominals++;
        keep_nominal(state, cluster, number, mention);
    } else {
        cluster->n_pronouns++;
    }
    if (m->turn == COREF_NONE && m->ref == REF_I) {
        cluster->is_teller = true;
        state->teller = number;
    }
    if (m->turn != COREF_NONE) {
        if (m->ref == REF_I) {
            cluster->says_i = m->turn + 1;
            state->speaker[m->turn] = number;
        }
        if (m->ref == REF_YOU)
            cluster->told_you = m->turn + 1;
        if (m->is_called)
            cluster->told_called = m->turn + 1;
        if (m->is_called || (m->ref == REF_YOU && m->number != NUMBER_MANY))
            state->hearer[m->turn] = number;
    }
    if (m->tag_of != COREF_NONE) {
        cluster->says_tag = m->tag_of + 1;
        state->speaker[m->tag_of] = number;
    }
    if (m->person != PERSON_NONE) {
        cluster->person = m->person;
        state->person_cluster[m->person] = number;
    }
    state->of[mention] = number;
    state->place[mention] = state->n_done++;
    if (m->is_said_of != COREF_NONE)
        note_kin(state, mention);
    if (m->names_kin != COREF_NONE)
        note_kin(state, m->names_kin);
    return number;
}

/* ---- the choice ---- */

void coref_weigh(const float *weight, struct coref_choice *choice)
{
    float most = -1e30f, all = 0;
    for (uint32_t k = 0; k < choice->n; k++) {
        float sum = 0;
        for (uint32_t f = 0; f < choice->n_features[k]; f++)
            sum += weight[choice->feature[k][f]];
        choice->p[k] = sum;
        most = sum > most ? sum : most;
    }
    for (uint32_t k = 0; k < choice->n; k++)
        all += choice->p[k] = expf(choice->p[k] - most);
    for (uint32_t k = 0; k < choice->n; k++)
        choice->p[k] /= all;
}

/* How likely a new entity must be beside the best old one; cross-validated on the train
 * excerpts of LitBank: 0.6 to 0.8 are alike, 1 leaves too many in pieces. */
static const float NEWNESS = 0.7f;

uint32_t coref_best(const struct coref_choice *choice)
{
    uint32_t best = 0;
    for (uint32_t k = 1; k < choice->n; k++)
        if (choice->p[k] > choice->p[best] * (best ? 1 : NEWNESS))
            best = k;
    return best;
}
