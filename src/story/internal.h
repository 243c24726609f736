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

/* fates.c: what becomes of each person, from the facts; it calls ties.c: of each pair. */
whose_status fates_read(const struct doc *doc, const struct cast *cast, struct arena *keep,
                        struct arena *scratch, struct story *out, whose_error *err);

whose_status ties_read(const struct doc *doc, const struct cast *cast, struct arena *keep,
                       struct arena *scratch, struct story *out, whose_error *err);

/* levels.c: levels of telling, frame and retrospect. */
whose_status levels_read(const struct doc *doc, const struct text *text, const struct cast *cast,
                         struct arena *keep, struct arena *scratch, struct story *out,
                         whose_error *err);

/* Is somebody named here?  By a name, or by the "I" of a narrator, who has no other. */
static inline bool mention_names(const struct cast *cast, const struct mention *mention)
{
    return mention->person < cast->person.n &&
           (mention->kind == MENTION_NAME ||
            (mention->person == cast->narrator && cast->narrated_in == 1));
}

#endif
