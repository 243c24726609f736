/*
 * verdict: whose story it is, and why.
 * takes   struct doc, text, cast, story
 * gives   a table of evidence (measure by candidate -> value or missing, with
 *         spans), the probability of being the owner, the five readings
 * method  each measure is a function of its own; a conditional logit over
 *         shares within the work weighs them (weights: data/weights.tsv)
 */
#ifndef VERDICT_VERDICT_H
#define VERDICT_VERDICT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/sink.h"
#include "doc/doc.h"
#include "people/people.h"
#include "story/story.h"
#include "text/text.h"
#include "whose.h"

enum reading {
    READING_TOLD_BY,
    READING_SEEN_THROUGH,
    READING_DRIVEN_BY,
    READING_CHANGED_IN,
    READING_OCCUPIED_BY,
    READING_FELT_BY,
    N_READINGS
};

enum measure {
    MEASURE_SCENES,      // occupied: scenes in which they are there or heard
    MEASURE_WORDS,       // occupied: words spoken
    MEASURE_OPENING,     // occupied: how early they are there
    MEASURE_LAST_IMAGE,  // occupied: there in the last scene; the last word
    MEASURE_NAMED,       // occupied: named by others while absent
    MEASURE_CENTRALITY,  // occupied: how much of all meetings is theirs
    MEASURE_REMOVAL,     // occupied: what falls apart when the person is taken out
    MEASURE_NARRATION,   // told: words told afterwards, in voice-over or to the audience
    MEASURE_ALONE,       // seen: scenes, and words, with nobody else on stage
    MEASURE_VIEW,        // seen: directions that give their point of view
    MEASURE_ACTION,      // driven: share of what is done in directions
    MEASURE_INITIATIVE,  // driven: conversations that they open
    MEASURE_MENTIONS,    // occupied: times that narration or directions speak of them
    MEASURE_SPAN,        // occupied: scenes from their first to their last, less the longest absence
    MEASURE_BILLED,      // occupied: named in the title
    MEASURE_STANCE,      // told: how much of what is told happens to the teller
    MEASURE_PERCEPTION,  // seen: clauses in which they perceive, think or feel
    MEASURE_FREE_THOUGHT, // seen: the narration asks or exclaims with them
    MEASURE_DECISION,    // driven: clauses in which they decide or try
    MEASURE_COMPANY,     // changed: late scenes among people whom they did not know early
    MEASURE_CHANGE,      // changed: company, place, bonds, fate and feeling, late against early
    MEASURE_FEELING,     // felt: tears, faces, words of feeling that are theirs
    N_MEASURES
};

struct measure_info {
    const char *name;     // "words spoken"
    enum reading reading;
    const char *asks;     // "Who does the talking?"
    const char *unit;     // "words"
    const char *formula;  // sentences
    const char *rests_on; // what in the study of narrative speaks for it
    const char *misleads; // where it does
};

extern const struct measure_info measure_info[N_MEASURES];
extern const char *const reading_name[N_READINGS]; // as in the JSON: "told_by", ...

/* The measure that a person means by `typed`, or N_MEASURES. */
enum measure measure_find(struct str typed);

/* Its part of the weight of a work in which nothing is missing. */
double measure_weight(enum measure measure);

/* Weights of the readings as a person writes them, "told=2,driven=1"; those not named get 0.
 * WHOSE_E_NAME when a reading or a number in it is none. */
whose_status verdict_parse_weights(struct str typed, double out[N_READINGS], whose_error *err);

enum { VERDICT_CANDIDATES = 10, EVIDENCE_QUOTES = 4 };

struct quote {
    struct span at;
    uint32_t candidate; // whom it backs; VERDICT_NOBODY for neither
    const char *why;    // "speaks after the events", ...
};

#define VERDICT_NOBODY UINT32_MAX

/* One row of the table. */
struct evidence {
    enum measure measure;
    bool is_missing;                        // this work cannot say: for no candidate
    double value[VERDICT_CANDIDATES];       // [candidate], in the measure's unit
    bool has_value[VERDICT_CANDIDATES];
    double trust;                           // 0 to 1: how far so few or so many cases count
    double pull[VERDICT_CANDIDATES];        // [candidate], 0 to 1: the part of the value that counts
    double weight;                          // as used, 0 or more
    double score[VERDICT_CANDIDATES];       // [candidate], share of what counts
    uint32_t favours;                       // candidate, or VERDICT_NOBODY when two lead alike
    uint32_t n_quotes;
    struct quote quote[EVIDENCE_QUOTES];    // best first, first for the two leading candidates
};

enum { THIRDS = 3 };

/* What a person does, and what is done to them, in a third of the scenes. */
struct agency {
    uint32_t n_does, n_undergoes; // clauses of narration and directions
};

enum answer { ANSWER_ONE, ANSWER_SHARED, ANSWER_CONTESTED, ANSWER_NOBODY, N_ANSWERS };

struct ranked {
    uint32_t candidate;
    double share;      // probability of being the owner, 0 to 1; over all candidates 1
    double low, high;  // 5th and 95th percentile over resampled scenes; 0 and 1 with fewer than 3 scenes
};

struct verdict {
    enum answer answer;
    const char *because;                     // a sentence: why shared, contested, nobody
    uint32_t n_candidates;
    uint32_t candidate[VERDICT_CANDIDATES];  // person indexes, most present first
    struct evidence evidence[N_MEASURES];
    struct ranked ranking[VERDICT_CANDIDATES]; // [n_candidates], likeliest first
    double temperature;                      // share ~ exp(sum of weight * score / temperature)
    double levelled;                         // the part of all shares that everybody has alike
    struct agency agency[VERDICT_CANDIDATES][THIRDS]; // [candidate]
    bool has_agency;                         // false: no parser has been there, or little is told
    uint32_t apparent;                       // person index that a head count of speeches names
    uint32_t reading[N_READINGS];            // person index, or PERSON_NONE
    bool reading_known[N_READINGS];          // false: no measure of it exists for this work
};

extern const char *const answer_name[N_ANSWERS]; // "one", ...

/* `readings`: what they weigh, instead of what was fitted; NULL: as fitted. */
whose_status verdict_weigh(const struct doc *doc, const struct text *text, const struct cast *cast,
                           const struct story *story, const double *readings,
                           struct arena *keep, struct arena *scratch, struct verdict *out,
                           whose_error *err);

/* The table of evidence for any list of up to VERDICT_CANDIDATES different persons;
 * shares and `favours` are among them, quotations back the first two.  Values are those
 * that verdict_weigh() finds for the same persons.  What it needs lies in `scratch`,
 * which is rewound. */
whose_status verdict_evidence(const struct doc *doc, const struct text *text,
                              const struct cast *cast, const struct story *story,
                              const uint32_t *person, uint32_t n_persons,
                              struct evidence evidence[N_MEASURES], struct arena *scratch,
                              whose_error *err);

/* A passage that counts for somebody in a measure. */
struct place {
    struct span at;  // a sentence or two
    const char *why;
};

/* Every passage behind the value of `person` in a measure, in text order; `keep` holds them. */
whose_status verdict_places(const struct doc *doc, const struct text *text, const struct cast *cast,
                            const struct story *story, uint32_t person, enum measure measure,
                            struct arena *keep, struct arena *scratch, struct place **out,
                            uint32_t *n_out, whose_error *err);

/* The index of a person among the candidates, or VERDICT_NOBODY. */
uint32_t verdict_candidate(const struct verdict *verdict, uint32_t person);

/* Whether somebody who tells is in what they tell, as the teller's part decides it: false when
 * the verdict has none for that person, and `out` is left alone. */
bool verdict_stance(const struct verdict *verdict, uint32_t person, enum stance *out);

/* The candidate against whom the first of the ranking is argued: the next, or, when that one is far
 * behind, whom a head count would name.  VERDICT_NOBODY: there is one candidate only. */
uint32_t verdict_rival(const struct verdict *verdict);

void verdict_dump(const struct doc *doc, const struct cast *cast, const struct verdict *verdict,
                  struct sink *sink);

#endif
