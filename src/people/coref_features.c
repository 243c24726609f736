/* takes   a mention and the clusters that it may belong to, as they stand
 * gives   what speaks for and against each, as numbers of features
 * method  templates; every value of a template is a feature for each way of referring,
 *         since what tells of "he" does not tell of "the man"
 * cost    O(candidates) */
#include "people/coref.h"

#include <stdio.h>
#include <string.h>

enum template {
    T_NEW, T_NEW_PART, T_NEW_TURN, T_NEW_TYPE, T_NEW_NUMBER, T_NEW_SHAPE, T_NEW_WORD, T_NEW_CROWD, T_NEW_NOUN,
    T_NEW_HEAD,
    T_BIAS, T_SENTENCES, T_MENTIONS, T_RANK, T_PARTS, T_CLAUSE, T_LAST, T_SIZE, T_LATELY, T_MADE_OF, T_GENDER,
    T_LIKELY, T_NUMBER, T_TYPE, T_VOICE, T_SAYS, T_TOLD, T_SAID, T_TOLD_BEFORE, T_SAID_TWICE, T_SPOKE_LAST,
    T_TELLER, T_NAME, T_NAME_GENDER, T_NOMINAL, T_OWNER, T_SUBJECT, T_ATTRIBUTE, T_JOINED, T_CALLED, T_REFLEXIVE,
    T_NOUN,
    T_DEPTH, T_NTH, T_ANSWER, T_ASKED, T_TAG_SAID, T_TAG_TOLD, T_TAG_TWICE, T_TAG_ANSWER, T_KIN,
    N_TEMPLATES
};

static const struct {
    const char *name;
    uint16_t n; // values
} templates[N_TEMPLATES] = {
    [T_NEW] = {"new", 1},
    [T_NEW_PART] = {"new part", N_PARTS},
    [T_NEW_TURN] = {"new turn", 6},
    [T_NEW_TYPE] = {"new type", N_ENTITY_TYPES},
    [T_NEW_NUMBER] = {"new number", 3},
    [T_NEW_SHAPE] = {"new shape", 16},
    [T_NEW_WORD] = {"new word", 4},
    [T_NEW_CROWD] = {"new crowd", 6},
    [T_NEW_NOUN] = {"new noun", N_NOUN_CLASSES},
    [T_NEW_HEAD] = {"new head", 128},
    [T_BIAS] = {"old", 1},
    [T_SENTENCES] = {"sentences", 10},
    [T_MENTIONS] = {"mentions", 10},
    [T_RANK] = {"rank", 6},
    [T_PARTS] = {"parts", N_PARTS * N_PARTS},
    [T_CLAUSE] = {"clause", 8},
    [T_LAST] = {"last", N_REFS},
    [T_SIZE] = {"size", 7},
    [T_LATELY] = {"lately", 5},
    [T_MADE_OF] = {"made of", 8},
    [T_GENDER] = {"gender", 5},
    [T_LIKELY] = {"likely", 4},
    [T_NUMBER] = {"number", 9},
    [T_TYPE] = {"type", 3},
    [T_VOICE] = {"voice", 6},
    [T_SAYS] = {"says", 4},
    [T_TOLD] = {"told", 4},
    [T_SAID] = {"said before", 3 * N_TALK_GAPS},
    [T_TOLD_BEFORE] = {"told before", 3 * N_TALK_GAPS},
    [T_SAID_TWICE] = {"said two before", 6},
    [T_SPOKE_LAST] = {"spoke last", 6},
    [T_TELLER] = {"teller", 3},
    [T_NAME] = {"name", 8},
    [T_NAME_GENDER] = {"name gender", 3},
    [T_NOMINAL] = {"nominal", 8},
    [T_OWNER] = {"owner", 5},
    [T_SUBJECT] = {"subject", 5},
    [T_ATTRIBUTE] = {"attribute", 4},
    [T_JOINED] = {"joined", 4},
    [T_CALLED] = {"called", 4},
    [T_REFLEXIVE] = {"reflexive", 3},
    [T_NOUN] = {"noun", 3 * N_NOUN_CLASSES},
    [T_DEPTH] = {"depth", 5},
    [T_NTH] = {"nth", 5},
    [T_ANSWER] = {"answer", 2 * N_TALK_GAPS},
    [T_ASKED] = {"asked", 2 * N_TALK_GAPS},
    [T_TAG_SAID] = {"tag, said before", 3 * N_TALK_GAPS},
    [T_TAG_TOLD] = {"tag, told before", 3 * N_TALK_GAPS},
    [T_TAG_TWICE] = {"tag, said two before", 4},
    [T_TAG_ANSWER] = {"tag, answer", 4},
    [T_KIN] = {"kin", 3},
};

static uint32_t first_of(enum template t)
{
    uint32_t sum = 0;
    for (uint32_t i = 0; i < (uint32_t)t; i++)
        sum += templates[i].n;
    return sum;
}

uint32_t coref_n_features(void)
{
    return first_of(N_TEMPLATES) * N_REFS;
}

void coref_feature_name(uint32_t feature, char name[64])
{
    static const char *const REF[N_REFS] = {"name", "the", "this", "a", "owned", "bare", "called", "he, she told",
                                            "he, she spoken",  "it",  "they", "i", "you",   "we"};
    uint32_t ref = feature % N_REFS, at = feature / N_REFS, t = 0;
    while (t + 1 < N_TEMPLATES && at >= templates[t].n)
        at -= templates[t++].n;
    snprintf(name, 64, "%s %u/%s", templates[t].name, at, REF[ref]);
}

struct writing {
    const struct coref_state *state;
    struct coref_choice *choice;
    const struct coref_mention *m;
    uint32_t first[N_TEMPLATES];
    uint32_t column; // by the way of referring
    uint32_t k;      // candidate
};

static void put(struct writing *w, enum template t, uint32_t value)
{
    struct coref_choice *out = w->choice;
    value = value < templates[t].n ? value : templates[t].n - 1u;
    if (out->n_features[w->k] < COREF_FEATURES)
        out->feature[w->k][out->n_features[w->k]++] = (uint16_t)((w->first[t] + value) * N_REFS + w->column);
}

static uint32_t bucket(uint32_t n)
{
    static const uint32_t EDGE[] = {1, 2, 3, 4, 6, 9, 15, 25, 50};
    uint32_t i = 0;
    while (i < sizeof EDGE / sizeof *EDGE && n >= EDGE[i])
        i++;
    return i;
}

/* ---- somebody new ---- */

static void put_new(struct writing *w)
{
    const struct coref_state *state = w->state;
    const struct coref_mention *m = w->m;
    put(w, T_NEW, 0);
    put(w, T_NEW_PART, m->part);
    put(w, T_NEW_TYPE, m->type);
    put(w, T_NEW_NUMBER, m->number);
    put(w, T_NEW_SHAPE, (m->is_attribute ? 8u : 0) + (m->is_joined ? 4u : 0) + (m->behind > m->head + 1 ? 2u : 0) +
                            (m->n_modifiers > 0));
    put(w, T_NEW_CROWD, w->choice->n - 1 < 4 ? w->choice->n - 1 : w->choice->n < 9 ? 4 : 5);
    uint32_t said = 0, same_word = 0, same_name = 0;
    for (uint32_t i = 1; i < w->choice->n; i++) {
        const struct coref_cluster *cluster = &state->cluster[w->choice->cluster[i]];
        said |= m->turn != COREF_NONE && (cluster->says_i == m->turn + 1 || cluster->says_tag == m->turn + 1);
        said |= m->turn != COREF_NONE && cluster->told_you == m->turn + 1 ? 2 : 0;
        for (uint32_t h = 0; h < cluster->n_nominal_kept; h++)
            same_word |= state->c->mention[cluster->nominal[h]].word == m->word;
        for (uint32_t h = 0; h < cluster->n_words; h++)
            same_name |= m->n_names && cluster->name[h] == m->name[m->n_names - 1];
    }
    put(w, T_NEW_TURN, m->turn == COREF_NONE ? (state->teller != COREF_NONE) : 2 + said);
    put(w, T_NEW_WORD, same_word + 2 * same_name);
    if (ref_is_nominal(m->ref)) {
        put(w, T_NEW_NOUN, m->noun);
        put(w, T_NEW_HEAD, (m->word ^ m->word >> 13) % 128);
    }
}

/* ---- somebody who was mentioned ---- */

static void put_place(struct writing *w, const struct coref_cluster *cluster, uint32_t rank)
{
    const struct coref_mention *m = w->m, *last = &w->state->c->mention[cluster->last];
    uint32_t far = m->sentence > last->sentence ? m->sentence - last->sentence : 0;
    put(w, T_SENTENCES, bucket(far));
    put(w, T_MENTIONS, bucket(w->state->n_done - w->state->place[cluster->last]));
    put(w, T_RANK, rank < 4 ? rank : rank < 7 ? 4 : 5);
    put(w, T_PARTS, m->part * (uint32_t)N_PARTS + last->part);
    put(w, T_LAST, last->ref);
    uint32_t n = cluster->n;
    put(w, T_SIZE, n <= 3 ? n - 1 : n < 7 ? 3 : n < 13 ? 4 : n < 26 ? 5 : 6);
    uint32_t lately = 0;
    for (uint32_t i = 0; i < CLUSTER_LAST && i < cluster->n; i++)
        lately += cluster->sentence[i] + 3 >= m->sentence;
    put(w, T_LATELY, lately);
    put(w, T_MADE_OF, (cluster->n_names ? 4u : 0) + (cluster->n_nominals ? 2u : 0) + (cluster->n_pronouns ? 1u : 0));
    put(w, T_SUBJECT, !cluster->subject                     ? 4
                      : cluster->subject == m->sentence + 1 ? 0
                      : cluster->subject == m->sentence     ? 1
                      : cluster->subject + 3 >= m->sentence ? 2
                                                            : 3);
    uint32_t clause = 0;
    if (last->sentence == m->sentence) {
        clause = 1;
        if (last->clause == m->clause)
            clause = last->part == PART_SUBJECT ? (m->part == PART_OWNER || m->part == PART_OF ? 2 : 3)
                     : m->part == PART_SUBJECT  ? 4
                                                : 5;
        else if (last->part == PART_SUBJECT && m->part == PART_SUBJECT)
            clause = 6;
    }
    put(w, T_CLAUSE, clause);
    put(w, T_DEPTH, last->depth);
    put(w, T_NTH, last->nth);
    put(w, T_REFLEXIVE, m->is_reflexive ? 1 + (last->clause == m->clause) : 0);
    put(w, T_JOINED, (m->is_joined ? 2u : 0) + last->is_joined);
    put(w, T_ATTRIBUTE, (m->is_attribute ? 2u : 0) + (cluster->n == 1 && last->is_attribute));
}

static void put_kind(struct writing *w, const struct coref_cluster *cluster)
{
    const struct coref_mention *m = w->m;
    uint32_t she = cluster->n_gender[GENDER_SHE], he = cluster->n_gender[GENDER_HE];
    uint32_t own = m->gender == GENDER_SHE ? she : m->gender == GENDER_HE ? he : 0;
    uint32_t other = m->gender == GENDER_SHE ? he : m->gender == GENDER_HE ? she : 0;
    put(w, T_GENDER, m->gender == GENDER_UNKNOWN ? (she || he) : own > other ? (own > 2 ? 2 : 3) : 4);
    uint32_t likely_she = cluster->n_likely[GENDER_SHE], likely_he = cluster->n_likely[GENDER_HE];
    uint8_t gender = m->gender != GENDER_UNKNOWN ? m->gender : m->likely;
    uint32_t likely_own = gender == GENDER_SHE ? likely_she + she : likely_he + he;
    uint32_t likely_other = gender == GENDER_SHE ? likely_he + he : likely_she + she;
    put(w, T_LIKELY, gender != GENDER_SHE && gender != GENDER_HE ? 0
                     : likely_own == likely_other                ? 1
                     : likely_own > likely_other                 ? 2
                                                                 : 3);
    uint32_t number = cluster->n_one > cluster->n_many ? 1 : cluster->n_many > cluster->n_one ? 2 : 0;
    put(w, T_NUMBER, m->number * 3u + number);
    put(w, T_TYPE, cluster->n_type[m->type] == cluster->n ? 0 : cluster->n_type[m->type] ? 1 : 2);
}

static uint32_t speaks(const struct coref_state *state, const struct coref_cluster *cluster, uint32_t turn)
{
    uint32_t speaker = state->c->turn[turn].speaker;
    if (speaker != PERSON_NONE && cluster->person == speaker)
        return 1;
    return cluster->says_tag == turn + 1 ? 1 : cluster->says_i == turn + 1 ? 2 : 0;
}

static uint32_t is_told(const struct coref_cluster *cluster, uint32_t turn)
{
    return cluster->told_you == turn + 1 ? 1 : cluster->told_called == turn + 1 ? 2 : 0;
}

static void put_talk(struct writing *w, const struct coref_cluster *cluster)
{
    const struct coref_state *state = w->state;
    const struct coref_mention *m = w->m, *last = &state->c->mention[cluster->last];
    uint32_t t = m->turn;
    bool told = last->turn == COREF_NONE;
    put(w, T_VOICE, t == COREF_NONE ? told : told ? 2 : last->turn == t ? 3 : last->turn + 2 == t ? 4 : 5);
    put(w, T_TELLER, cluster->is_teller ? 1 + (t != COREF_NONE) : 0);
    if (m->tag_of != COREF_NONE && m->tag_of > 0) {
        uint32_t tag = m->tag_of, between = state->c->turn[tag].gap, number = w->choice->cluster[w->k];
        put(w, T_TAG_SAID, speaks(state, cluster, tag - 1) * N_TALK_GAPS + between);
        put(w, T_TAG_TOLD, is_told(cluster, tag - 1) * N_TALK_GAPS + between);
        if (tag > 1)
            put(w, T_TAG_TWICE, (speaks(state, cluster, tag - 2) > 0) + (is_told(cluster, tag - 2) ? 2u : 0));
        put(w, T_TAG_ANSWER, (state->speaker[tag - 1] == number) + (state->hearer[tag - 1] == number ? 2u : 0));
    }
    if (t == COREF_NONE) {
        if (m->last_turn != COREF_NONE)
            put(w, T_SPOKE_LAST, speaks(state, cluster, m->last_turn) +
                                     (state->c->turn[m->last_turn].behind + 40 > m->head ? 3u : 0));
        return;
    }
    bool tagged = state->c->turn[t].tag != COREF_NONE || state->c->turn[t].speaker != PERSON_NONE;
    uint32_t says = speaks(state, cluster, t);
    put(w, T_SAYS, says ? says : tagged ? 3 : 0);
    put(w, T_TOLD, is_told(cluster, t));
    if (t == 0)
        return;
    uint32_t gap = state->c->turn[t].gap;
    put(w, T_SAID, speaks(state, cluster, t - 1) * N_TALK_GAPS + gap);
    put(w, T_TOLD_BEFORE, is_told(cluster, t - 1) * N_TALK_GAPS + gap);
    put(w, T_ASKED, (state->hearer[t - 1] == w->choice->cluster[w->k]) * (uint32_t)N_TALK_GAPS + gap);
    put(w, T_ANSWER, (state->speaker[t - 1] == w->choice->cluster[w->k]) * (uint32_t)N_TALK_GAPS + gap);
    if (t > 1)
        put(w, T_SAID_TWICE, (speaks(state, cluster, t - 2) > 0) + (is_told(cluster, t - 2) ? 2u : 0));
}

static bool has_name(const struct coref_cluster *cluster, uint32_t word)
{
    for (uint32_t i = 0; i < cluster->n_words; i++)
        if (cluster->name[i] == word)
            return true;
    return false;
}

static uint32_t name_fit(const struct coref_state *state, const struct coref_mention *m,
                         const struct coref_cluster *cluster)
{
    if (cluster->last_name == COREF_NONE)
        return 0;
    if (m->ref != REF_NAME)
        return 1;
    const struct coref_mention *name = &state->c->mention[cluster->last_name];
    if (name->whole == m->whole)
        return 2;
    uint32_t n_shared = 0;
    for (uint32_t i = 0; i < m->n_names; i++)
        n_shared += has_name(cluster, m->name[i]);
    if (n_shared == 0)
        return 3;
    if (n_shared == m->n_names)
        return 4;
    return n_shared == cluster->n_words ? 5 : has_name(cluster, m->name[m->n_names - 1]) ? 6 : 7;
}

static uint32_t owner_fit(const struct coref_state *state, const struct coref_mention *m,
                          const struct coref_mention *other)
{
    uint32_t a = coref_owner(state, m), b = coref_owner(state, other);
    if (a == COREF_NONE || b == COREF_NONE)
        return a == b ? 1 : 2;
    return a == b ? 3 : 4;
}

static void put_words(struct writing *w, const struct coref_cluster *cluster)
{
    const struct coref_state *state = w->state;
    const struct coref_mention *m = w->m;
    uint32_t name = name_fit(state, m, cluster);
    put(w, T_NAME, name);
    put(w, T_CALLED, (m->is_called ? 2u : 0) + state->c->mention[cluster->last].is_called);
    if (name >= 2)
        put(w, T_NAME_GENDER, m->gender == GENDER_UNKNOWN ? 0 : 1 + (cluster->n_gender[m->gender] > 0));
    if (!ref_is_nominal(m->ref)) {
        put(w, T_NOMINAL, cluster->n_nominal_kept ? 1 : 0);
        return;
    }
    uint32_t fit = cluster->n_nominal_kept ? 1 : 0, owner = 0;
    for (uint32_t h = 0; h < cluster->n_nominal_kept; h++) {
        const struct coref_mention *other = &state->c->mention[cluster->nominal[h]];
        if (other->word != m->word)
            continue;
        uint32_t n_shared = 0;
        for (uint32_t i = 0; i < m->n_modifiers; i++)
            for (uint32_t k = 0; k < other->n_modifiers; k++)
                n_shared += m->modifier[i] == other->modifier[k];
        fit = other->whole == m->whole           ? 2
              : !m->n_modifiers                  ? (other->n_modifiers ? 3 : 4)
              : n_shared == m->n_modifiers       ? 5
              : n_shared || !other->n_modifiers  ? 6
                                                 : 7;
        owner = owner_fit(state, m, other);
    }
    put(w, T_NOUN, m->noun * 3u + (cluster->n_names ? 2 : cluster->n_nominals ? 1 : 0));
    put(w, T_NOMINAL, fit);
    put(w, T_OWNER, owner);
    uint32_t kin = coref_kin(state, m);
    put(w, T_KIN, kin == COREF_NONE ? 0 : kin == w->choice->cluster[w->k] ? 1 : 2);
}

void coref_features(const struct coref_state *state, struct coref_choice *choice)
{
    struct writing w = {.state = state, .choice = choice, .m = &state->c->mention[choice->mention]};
    /* what tells of him tells of her, but not what is told of what is said */
    w.column = w.m->ref == REF_HE || w.m->ref == REF_SHE ? (w.m->turn == COREF_NONE ? REF_HE : REF_SHE) : w.m->ref;
    for (uint32_t t = 0; t < N_TEMPLATES; t++)
        w.first[t] = t ? w.first[t - 1] + templates[t - 1].n : 0;
    memset(choice->n_features, 0, sizeof choice->n_features);
    put_new(&w);
    for (w.k = 1; w.k < choice->n; w.k++) {
        const struct coref_cluster *cluster = &state->cluster[choice->cluster[w.k]];
        uint32_t place = state->place[cluster->last], rank = 0;
        for (uint32_t i = 1; i < choice->n; i++)
            rank += state->place[state->cluster[choice->cluster[i]].last] > place;
        put(&w, T_BIAS, 0);
        put_place(&w, cluster, rank);
        put_kind(&w, cluster);
        put_talk(&w, cluster);
        put_words(&w, cluster);
    }
}
