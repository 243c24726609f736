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
    N_MEASURES
};

struct measure_info {
    const char *name;    // "words spoken"
    enum reading reading;
    const char *asks;    // "Who does the talking?"
    const char *unit;    // "words"
};

extern const struct measure_info measure_info[N_MEASURES];
extern const char *const reading_name[N_READINGS]; // as in the JSON: "told_by", ...

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
    double weight;                          // as used, 0 or more
    uint32_t favours;                       // candidate, or VERDICT_NOBODY when two lead alike
    uint32_t n_quotes;
    struct quote quote[EVIDENCE_QUOTES];    // best first, first for the two leading candidates
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
    uint32_t apparent;                       // person index that a head count of speeches names
    uint32_t reading[N_READINGS];            // person index, or PERSON_NONE
    bool reading_known[N_READINGS];          // false: no measure of it exists for this work
};

extern const char *const answer_name[N_ANSWERS]; // "one", ...

whose_status verdict_weigh(const struct doc *doc, const struct text *text, const struct cast *cast,
                           const struct story *story, struct arena *keep, struct arena *scratch,
                           struct verdict *out, whose_error *err);

/* The table of evidence for any list of up to VERDICT_CANDIDATES different persons;
 * shares and `favours` are among them, quotations back the first two.  Values are those
 * that verdict_weigh() finds for the same persons.  What it needs lies in `scratch`,
 * which is rewound. */
whose_status verdict_evidence(const struct doc *doc, const struct text *text,
                              const struct cast *cast, const struct story *story,
                              const uint32_t *person, uint32_t n_persons,
                              struct evidence evidence[N_MEASURES], struct arena *scratch,
                              whose_error *err);

/* The index of a person among the candidates, or VERDICT_NOBODY. */
uint32_t verdict_candidate(const struct verdict *verdict, uint32_t person);

void verdict_dump(const struct doc *doc, const struct cast *cast, const struct verdict *verdict,
                  struct sink *sink);

#endif
