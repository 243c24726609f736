/* What the files of the story stage share.  Stays inside src/story. */
#ifndef STORY_INTERNAL_H
#define STORY_INTERNAL_H

#include "story/story.h"

/* scenes.c gives the scene of every segment, SCENE_NONE for those that are none,
 * to graph.c.  `out` has its cells when graph_read() is called. */
whose_status graph_read(const struct doc *doc, const struct cast *cast,
                        const uint32_t *scene_of /* [segment] */, struct arena *keep,
                        struct arena *scratch, struct story *out, whose_error *err);

/* facts.c: what the clauses say of people.  `out` has its scenes. */
whose_status facts_read(const struct doc *doc, const struct text *text, const struct cast *cast,
                        struct arena *keep, struct arena *scratch, struct story *out,
                        whose_error *err);

/* activity.c */
whose_status activity_read(const struct doc *doc, const struct text *text, const struct cast *cast,
                           struct arena *keep, struct story *story, whose_error *err);

/* fates.c: what becomes of each person, from the facts; it calls ties.c: of each pair. */
whose_status fates_read(const struct doc *doc, const struct text *text, const struct cast *cast,
                        struct arena *keep, struct arena *scratch, struct story *out,
                        whose_error *err);

whose_status ties_read(const struct doc *doc, const struct cast *cast, struct arena *keep,
                       struct arena *scratch, struct story *out, whose_error *err);

/* levels.c: levels of telling, frame and retrospect. */
whose_status levels_read(const struct doc *doc, const struct text *text, const struct cast *cast,
                         struct arena *keep, struct arena *scratch, struct story *out,
                         whose_error *err);

/* feeling.c: what each person feels, window by window. */
whose_status feeling_read(const struct doc *doc, const struct text *text, struct arena *keep,
                          struct arena *scratch, struct story *out, whose_error *err);

/* What a fact says of its patient's feeling: 1 joy, -1 grief, 0 moved; false: nothing. */
bool feeling_of(const struct fact *fact, int *value);

/* bonds.c: who is tied to whom.  `out` has its facts, fates and ties. */
whose_status bonds_read(const struct doc *doc, const struct text *text, const struct cast *cast,
                        struct arena *keep, struct arena *scratch, struct story *out,
                        whose_error *err);

/* company.c: who is with whom, among those who are there most. */
enum { COMPANY_MOST = 16, COMPANY_NONE = UINT8_MAX };

struct company {
    uint32_t n;
    uint32_t person[COMPANY_MOST];     // most present first
    uint8_t *index_of;                 // [n_persons], or COMPANY_NONE
    uint32_t n_seen[COMPANY_MOST];     // places where they are there in body
    double weight[COMPANY_MOST];       // n_seen against that of the first
    struct span first[COMPANY_MOST], last[COMPANY_MOST];
    uint32_t longest_absence[COMPANY_MOST]; // bytes between two of those places
    uint32_t n_with[COMPANY_MOST][COMPANY_MOST]; // places where the second is about as well
    uint32_t early[COMPANY_MOST][COMPANY_MOST];  // the same, in the first third of the first's places
    uint32_t late[COMPANY_MOST][COMPANY_MOST];   // in the last third
    struct span met[COMPANY_MOST][COMPANY_MOST]; // the first of them
};

whose_status company_read(const struct doc *doc, const struct cast *cast, struct arena *scratch,
                          struct company *out, whose_error *err);

/* turns.c: where the story turns.  `out` has its bonds. */
whose_status turns_read(const struct doc *doc, const struct text *text, const struct cast *cast,
                        const struct company *company, struct arena *keep, struct arena *scratch,
                        struct story *out, whose_error *err);

/* changed.c: how far each person is another at the end. */
whose_status changed_read(const struct doc *doc, const struct company *company, struct arena *keep,
                          struct arena *scratch, struct story *out, whose_error *err);

/* Jensen-Shannon divergence of two distributions given by counts, 0 to 1. */
double company_distance(const double *a, const double *b, uint32_t n);

/* Is somebody named here?  By a name, or by the "I" of a narrator, who has no other. */
static inline bool mention_names(const struct cast *cast, const struct mention *mention)
{
    return mention->person < cast->person.n &&
           (mention->kind == MENTION_NAME ||
            (mention->person == cast->narrator && cast->narrated_in == 1));
}

#endif
