/* levels: what the files that find levels of telling share.  Stays inside src/story. */
#ifndef STORY_LEVELS_H
#define STORY_LEVELS_H

#include "story/internal.h"

struct leveling {
    const struct doc *doc;
    const struct text *text;
    const struct cast *cast;
    struct arena *keep, *scratch;
    struct story *out;
};

/* Add a level, or one more stretch to the level added last. */
struct level *level_add(struct leveling *l, uint32_t parent, enum level_mode mode, uint32_t teller,
                        uint32_t to);
bool level_add_span(struct leveling *l, struct level *level, struct span at);

void level_quote(struct fate_quote *list, uint32_t *n, struct span at, const char *why);


/* levels_novel.c: novels and accounts. */
whose_status levels_of_prose(struct leveling *l, whose_error *err);

#endif
