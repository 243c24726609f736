/*
 * compare: two drafts of one story, or a novel and its script.
 * takes   the findings on both
 * gives   who is whom, with what each has in one and in the other; scenes kept, changed, moved,
 *         cut and added
 * method  people by name, then by spelling, then by the lines that they share; scenes by the runs
 *         of words that occur in one scene only of each
 */
#ifndef COMPARE_COMPARE_H
#define COMPARE_COMPARE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/vec.h"
#include "doc/doc.h"
#include "people/people.h"
#include "story/story.h"
#include "text/text.h"
#include "verdict/verdict.h"
#include "whose.h"

/* One of the two. */
struct side {
    const struct doc *doc;
    const struct text *text;
    const struct cast *cast;
    const struct story *story;
    const struct verdict *verdict;
};

enum { COMPARE_A, COMPARE_B, N_SIDES };

enum match { MATCH_NONE, MATCH_NAME, MATCH_PART, MATCH_SPELLING, MATCH_LINES, N_MATCHES };

extern const char *const match_name[N_MATCHES]; // NULL, "name", "part of the name", ...

/* A person of one or of both; PERSON_NONE where it is missing. */
struct same_person {
    uint32_t person[N_SIDES];
    enum match by;
    bool is_measured;      // stands in compared.evidence
    uint32_t row;          // there
    double share[N_SIDES]; // of being the owner; 0 outside the candidates
};

enum scene_fate { SCENE_KEPT, SCENE_CHANGED, SCENE_MOVED, SCENE_CUT, SCENE_ADDED, N_SCENE_FATES };

extern const char *const scene_fate_name[N_SCENE_FATES]; // "kept", ...

/* A scene of one or of both, as an index into story.scene; DOC_NONE where it is missing. */
struct same_scene {
    uint32_t scene[N_SIDES];
    enum scene_fate fate;
    float like; // share of its runs of words that both have, 0 to 1
};

struct compared {
    VEC(struct same_person) person;  // whose share is or was the largest first
    VEC(struct same_scene) scene;    // in the order of B, what is cut behind the scene before it
    uint32_t n_fates[N_SCENE_FATES];
    bool is_scene_by_scene;          // false: hardly a scene of one is in the other; then `scene` is empty
    uint32_t n_measured;             // people of `evidence`, at most VERDICT_CANDIDATES
    uint32_t measured[VERDICT_CANDIDATES]; // indexes into person
    uint32_t column[N_SIDES][VERDICT_CANDIDATES]; // of the evidence; VERDICT_NOBODY: not of that side
    struct evidence evidence[N_SIDES][N_MEASURES];
};

/* WHOSE_OK or WHOSE_E_NOMEM; all that `out` points to lives in `keep`. */
whose_status compare_sides(const struct side side[N_SIDES], struct arena *keep,
                           struct arena *scratch, struct compared *out, whose_error *err);

#endif
