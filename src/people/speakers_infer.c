/* takes   one conversation: turns, people, what speaks for each of them
 * gives   the probability of each person for each turn
 * method  forward and backward over pairs of speakers.  A transition knows only
 *         whether the speaker is the last one, the one before, or another, so that
 *         a step costs people^2 and not people^3
 * cost    O(turns x people^2) */
#include "people/speakers.h"

#define SPEAKER_WEIGHTS
#include "word_table.h" // learnt_weight

#include <math.h>
#include <stdio.h>
#include <string.h>

typedef double table[TALK_PEOPLE][TALK_PEOPLE]; // [speaker before][speaker]

static uint32_t turn_class(const struct turn *turn)
{
    return turn->tag.kind == TAG_NONE ? 0 : turn->tag.is_beat ? 1 : 2;
}

static uint32_t turn_feature(const struct turn *turn, enum relation relation)
{
    return F_TURN + ((uint32_t)turn->gap * N_TAG_CLASSES + turn_class(turn)) * N_RELATIONS + (uint32_t)relation;
}

static uint32_t index_in(const struct turn *turn, uint32_t label)
{
    for (uint32_t k = 0; k < turn->n; k++)
        if (turn->who[k] == label)
            return k;
    return TALK_PEOPLE;
}

/* exp of the sums of one turn's own features; the greatest is 1, its log is returned. */
static double own_scores(const struct turn *turn, const float *weight, uint8_t fixed, double out[TALK_PEOPLE])
{
    double most = -1e300;
    for (uint32_t k = 0; k < turn->n; k++) {
        out[k] = 0;
        for (uint32_t f = 0; f < turn->n_features[k]; f++)
            out[k] += (double)weight[turn->feature[k][f]];
        bool allowed = fixed >= TALK_PEOPLE || fixed == k;
        if (allowed && out[k] > most)
            most = out[k];
        if (!allowed)
            out[k] = -1e300;
    }
    for (uint32_t k = 0; k < turn->n; k++)
        out[k] = out[k] > most - 60 ? exp(out[k] - most) : 0;
    return turn->n ? most : 0;
}

struct chain {
    double own[TALK_TURNS][TALK_PEOPLE];
    double relation[TALK_TURNS][N_RELATIONS];
    table alpha[TALK_TURNS], beta[TALK_TURNS];
    double scale[TALK_TURNS];
};

static double normalise(table t, uint32_t n_before, uint32_t n)
{
    double sum = 0;
    for (uint32_t b = 0; b < n_before; b++)
        for (uint32_t c = 0; c < n; c++)
            sum += t[b][c];
    if (sum <= 0)
        return 1;
    for (uint32_t b = 0; b < n_before; b++)
        for (uint32_t c = 0; c < n; c++)
            t[b][c] /= sum;
    return sum;
}

/* One step forward: alpha[t][b][c] from alpha[t-1][a][b]. */
static void step(const struct talk *talk, struct chain *ch, uint32_t t)
{
    const struct turn *now = &talk->turn[t], *last = &talk->turn[t - 1];
    const struct turn *before = t >= 2 ? &talk->turn[t - 2] : NULL;
    const double *r = ch->relation[t];
    for (uint32_t b = 0; b < last->n; b++) {
        double sum = 0;
        uint32_t n_before = before ? before->n : 1;
        for (uint32_t a = 0; a < n_before; a++)
            sum += ch->alpha[t - 1][a][b];
        for (uint32_t c = 0; c < now->n; c++) {
            double value = sum * (now->who[c] == last->who[b] ? r[SAME_AS_LAST] : r[SOMEBODY_ELSE]);
            if (before && now->who[c] != last->who[b]) {
                uint32_t a = index_in(before, now->who[c]);
                if (a < TALK_PEOPLE)
                    value += ch->alpha[t - 1][a][b] * (r[SAME_AS_BEFORE_LAST] - r[SOMEBODY_ELSE]);
            }
            ch->alpha[t][b][c] = value * ch->own[t][c];
        }
    }
    ch->scale[t] = normalise(ch->alpha[t], last->n, now->n);
}

static void step_back(const struct talk *talk, struct chain *ch, uint32_t t)
{
    const struct turn *now = &talk->turn[t], *last = &talk->turn[t - 1];
    const struct turn *before = t >= 2 ? &talk->turn[t - 2] : NULL;
    const double *r = ch->relation[t];
    uint32_t n_before = before ? before->n : 1;
    for (uint32_t b = 0; b < last->n; b++) {
        double sum = 0;
        for (uint32_t c = 0; c < now->n; c++)
            sum += ch->own[t][c] * ch->beta[t][b][c] *
                   (now->who[c] == last->who[b] ? r[SAME_AS_LAST] : r[SOMEBODY_ELSE]);
        for (uint32_t a = 0; a < n_before; a++) {
            double value = sum;
            uint32_t c = before && before->who[a] != last->who[b] ? index_in(now, before->who[a]) : TALK_PEOPLE;
            if (c < TALK_PEOPLE)
                value += ch->own[t][c] * ch->beta[t][b][c] * (r[SAME_AS_BEFORE_LAST] - r[SOMEBODY_ELSE]);
            ch->beta[t - 1][a][b] = value / ch->scale[t];
        }
    }
}

/* Expected counts of the relations of turn `t`. */
static void count_relations(const struct talk *talk, const struct chain *ch, uint32_t t, double *expected)
{
    const struct turn *now = &talk->turn[t], *last = &talk->turn[t - 1];
    const struct turn *before = t >= 2 ? &talk->turn[t - 2] : NULL;
    double p[N_RELATIONS] = {0};
    uint32_t n_before = before ? before->n : 1;
    for (uint32_t a = 0; a < n_before; a++)
        for (uint32_t b = 0; b < last->n; b++)
            for (uint32_t c = 0; c < now->n; c++) {
                enum relation rel = now->who[c] == last->who[b] ? SAME_AS_LAST
                                    : before && now->who[c] == before->who[a] ? SAME_AS_BEFORE_LAST
                                                                              : SOMEBODY_ELSE;
                p[rel] += ch->alpha[t - 1][a][b] * ch->relation[t][rel] * ch->own[t][c] * ch->beta[t][b][c] /
                          ch->scale[t];
            }
    for (int rel = 0; rel < N_RELATIONS; rel++)
        expected[turn_feature(now, (enum relation)rel)] += p[rel];
}

struct chain *speakers_chain(struct arena *arena)
{
    return ARENA_NEW_RAW(arena, struct chain, 1);
}

double speakers_infer(struct talk *talk, struct chain *ch, const float weight[N_FEATURES],
                      const uint8_t *fixed, double expected[N_FEATURES])
{
    double log_sum = 0;
    for (uint32_t t = 0; t < talk->n; t++) {
        const struct turn *turn = &talk->turn[t];
        log_sum += own_scores(turn, weight, fixed ? fixed[t] : TALK_PEOPLE, ch->own[t]);
        for (int rel = 0; rel < N_RELATIONS; rel++)
            ch->relation[t][rel] = exp((double)weight[turn_feature(turn, (enum relation)rel)]);
        if (t == 0) {
            for (uint32_t c = 0; c < turn->n; c++)
                ch->alpha[0][0][c] = ch->own[0][c];
            ch->scale[0] = normalise(ch->alpha[0], 1, turn->n);
        } else {
            step(talk, ch, t);
        }
        log_sum += log(ch->scale[t]);
    }
    for (uint32_t t = talk->n; t-- > 0;) {
        struct turn *turn = &talk->turn[t];
        uint32_t n_before = t ? talk->turn[t - 1].n : 1;
        if (t + 1 == talk->n)
            for (uint32_t b = 0; b < n_before; b++)
                for (uint32_t c = 0; c < turn->n; c++)
                    ch->beta[t][b][c] = 1;
        else
            step_back(talk, ch, t + 1);
        double p[TALK_PEOPLE] = {0}, sum = 0;
        for (uint32_t b = 0; b < n_before; b++)
            for (uint32_t c = 0; c < turn->n; c++)
                p[c] += ch->alpha[t][b][c] * ch->beta[t][b][c];
        for (uint32_t c = 0; c < turn->n; c++)
            sum += p[c];
        for (uint32_t c = 0; c < turn->n; c++) {
            turn->p[c] = sum > 0 ? (float)(p[c] / sum) : 0;
            for (uint32_t f = 0; expected && f < turn->n_features[c]; f++)
                expected[turn->feature[c][f]] += (double)turn->p[c];
        }
        if (expected && t > 0)
            count_relations(talk, ch, t, expected);
    }
    return log_sum;
}

/* ---- weights ---- */

static const char *const feature_name[F_TURN] = {
    [F_NAMED] = "named", [F_NAMED_BEAT] = "named in a beat", [F_OTHER_NAMED] = "another is named",
    [F_OTHER_NAMED_BEAT] = "another is named in a beat", [F_PRONOUN_FITS] = "pronoun fits",
    [F_PRONOUN_CLASHES] = "pronoun clashes", [F_PRONOUN_OPEN] = "pronoun and unknown gender",
    [F_BEAT_FITS] = "pronoun of a beat fits", [F_BEAT_CLASHES] = "pronoun of a beat clashes",
    [F_BEAT_OPEN] = "pronoun of a beat and unknown gender", [F_NOUN_FITS] = "noun fits",
    [F_NOUN_CLASHES] = "noun clashes", [F_NOUN_OPEN] = "noun and unknown gender",
    [F_ROLE] = "role", [F_ROLE_OF_ANYBODY] = "role that anybody may have", [F_OTHER_ROLE] = "another's role",
    [F_ROLE_UNTAGGED] = "role without a tag",
    [F_NARRATOR_SAYS] = "narrator and I", [F_OTHER_THAN_NARRATOR] = "another and I",
    [F_NARRATOR_UNTAGGED] = "narrator without a tag", [F_CALLED_HERE] = "called in the speech",
    [F_NAMED_HERE] = "named in the speech", [F_CALLED_BEFORE] = "called in the speech before",
    [F_CALLED_NEXT] = "called in the next speech",
    [F_SUBJECT_RANK_0] = "last subject", [F_SUBJECT_RANK_1] = "last subject but one",
    [F_SUBJECT_RANK_2] = "last subject but two", [F_SUBJECT_RANK_3] = "earlier subject",
    [F_FIT_RANK_0] = "last fitting subject", [F_FIT_RANK_1] = "last fitting subject but one",
    [F_FIT_RANK_2] = "last fitting subject but two", [F_FIT_RANK_3] = "earlier fitting subject",
    [F_TOLD_RANK_0] = "last told", [F_TOLD_RANK_1] = "last told but one",
    [F_TOLD_RANK_2] = "last told but two", [F_TOLD_RANK_3] = "told earlier",
    [F_NEAR_0] = "within 30 words", [F_NEAR_1] = "within 100 words", [F_NEAR_2] = "within 400 words",
    [F_NEAR_3] = "farther", [F_NEVER_TOLD] = "never named before",
    [F_IN_PARAGRAPH_BEFORE] = "in the paragraph before the speech",
    [F_IN_PARAGRAPH_BEHIND] = "in the paragraph behind the speech",
    [F_SUBJECT_IN_PARAGRAPH] = "subject in the paragraph", [F_IN_TAG_SENTENCE] = "in the sentence of the tag",
    [F_SUBJECT_OF_LAST_SENTENCE] = "subject of the last sentence", [F_IN_LAST_SENTENCE] = "in the last sentence",
    [F_TALKS_0] = "never tagged", [F_TALKS_1] = "tagged 1 to 5 times", [F_TALKS_2] = "tagged 6 to 39 times",
    [F_TALKS_3] = "tagged often", [F_SCENE_0] = "not named in the chapter", [F_SCENE_1] = "named 1 to 3 times",
    [F_SCENE_2] = "named 4 to 14 times", [F_SCENE_3] = "named often in the chapter",
    [F_FOLLOWS] = "acts in the next paragraph", [F_TAGGED_SOON] = "tagged in the next speech",
};

static const char *const gap_name[N_GAPS] = {"first", "same paragraph", "next", "next with narration",
                                             "a paragraph between", "far"};
static const char *const class_name[N_TAG_CLASSES] = {"bare", "beat", "tag"};
static const char *const relation_name[N_RELATIONS] = {"same", "alternate", "another"};

void speakers_feature_name(uint32_t feature, char out[48])
{
    if (feature < F_TURN) {
        snprintf(out, 48, "%s", feature_name[feature]);
        return;
    }
    uint32_t rest = feature - F_TURN;
    snprintf(out, 48, "%s / %s / %s", gap_name[rest / (N_RELATIONS * N_TAG_CLASSES)],
             class_name[rest / N_RELATIONS % N_TAG_CLASSES], relation_name[rest % N_RELATIONS]);
}

/* What a reader would say without having counted: a name beside a verb decides, a
 * pronoun excludes, turns alternate, who is called listens. */
void speakers_defaults(float weight[N_FEATURES])
{
    static const struct {
        uint8_t feature;
        float value;
    } own[] = {
        {F_NAMED, 7}, {F_NAMED_BEAT, 2.5f}, {F_PRONOUN_FITS, 2}, {F_PRONOUN_CLASHES, -5},
        {F_BEAT_FITS, 1}, {F_BEAT_CLASHES, -1.5f}, {F_NOUN_FITS, 0.5f}, {F_NOUN_CLASHES, -4}, {F_ROLE, 5},
        {F_ROLE_OF_ANYBODY, 1}, {F_OTHER_ROLE, -1}, {F_ROLE_UNTAGGED, -1},
        {F_NARRATOR_SAYS, 7}, {F_NARRATOR_UNTAGGED, 0.5f}, {F_CALLED_HERE, -4}, {F_NAMED_HERE, -1.5f},
        {F_CALLED_BEFORE, 2}, {F_CALLED_NEXT, 1}, {F_SUBJECT_RANK_0, 1}, {F_SUBJECT_RANK_1, 0.6f},
        {F_FIT_RANK_0, 1.5f}, {F_FIT_RANK_1, 0.3f}, {F_TOLD_RANK_0, 0.5f}, {F_TOLD_RANK_1, 0.4f},
        {F_NEAR_0, 1}, {F_NEAR_1, 0.7f}, {F_NEAR_2, 0.3f}, {F_NEAR_3, -1}, {F_NEVER_TOLD, -3},
        {F_SUBJECT_IN_PARAGRAPH, 1.5f}, {F_IN_PARAGRAPH_BEHIND, 0.5f}, {F_IN_PARAGRAPH_BEFORE, 0.5f},
        {F_SUBJECT_OF_LAST_SENTENCE, 1}, {F_IN_LAST_SENTENCE, 0.3f}, {F_TALKS_0, -1}, {F_TALKS_2, 0.6f},
        {F_TALKS_3, 1}, {F_SCENE_0, -1}, {F_SCENE_2, 0.5f}, {F_SCENE_3, 1}, {F_FOLLOWS, -0.3f},
        {F_TAGGED_SOON, -0.5f},
    };
    static const float same[N_GAPS] = {0, 3, -2, -0.3f, 0, 0.5f};
    static const float alternate[N_GAPS] = {0, -1, 1.5f, 1, 0.6f, 0.3f};
    memset(weight, 0, N_FEATURES * sizeof *weight);
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        weight[own[i].feature] = own[i].value;
    for (uint32_t gap = 0; gap < N_GAPS; gap++)
        for (uint32_t c = 0; c < N_TAG_CLASSES; c++) {
            float *w = weight + F_TURN + (gap * N_TAG_CLASSES + c) * N_RELATIONS;
            w[SAME_AS_LAST] = same[gap];
            w[SAME_AS_BEFORE_LAST] = alternate[gap];
        }
}

void speakers_weights(float weight[N_FEATURES])
{
    speakers_defaults(weight);
    if (!learnt_weight[0].name)
        return;
    for (uint32_t f = 0; f < N_FEATURES; f++) {
        char name[48];
        speakers_feature_name(f, name);
        for (size_t i = 0; learnt_weight[i].name; i++)
            if (strcmp(learnt_weight[i].name, name) == 0)
                weight[f] = learnt_weight[i].value;
    }
}
