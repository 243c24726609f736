/* takes   a novel's chapters and the mentions of its people, who are numbered
 * gives   a doubt when it looks like a book of several stories, each with a cast of its own
 * method  in a novel some people come back: in a book of stories nearly everybody is
 *         named in one chapter only, and nobody in half of them
 * cost    O(mentions) */
#include "people/novel.h"

#include "base/err.h"

enum {
    LEAST_CHAPTERS = 3,
    LEAST_PEOPLE = 4,
    LEAST_MENTIONS = 5 // of somebody who counts
};

struct stay {
    uint32_t last_chapter; // + 1
    uint32_t n_chapters;
};

static uint32_t chapter_at(const struct doc *doc, uint32_t block)
{
    uint32_t segment = doc->block.at[block].segment;
    while (segment != DOC_NONE && doc->segment.at[segment].kind != SEGMENT_CHAPTER)
        segment = doc->segment.at[segment].parent;
    return segment;
}

whose_status stories_doubt(struct gathering *g, whose_error *err)
{
    const struct cast *cast = g->cast;
    struct stay *stay = ARENA_NEW(g->scratch, struct stay, (size_t)cast->person.n + 1);
    uint32_t n_chapters = 0, last = DOC_NONE, n_people = 0, n_once = 0, n_most = 0;
    if (!stay)
        return fail_nomem(err);
    for (uint32_t i = 0; i < cast->mention.n; i++) {
        const struct mention *m = &cast->mention.at[i];
        uint32_t chapter = chapter_at(g->doc, m->block);
        if (m->kind != MENTION_NAME || chapter == DOC_NONE)
            continue;
        n_chapters += chapter != last;
        last = chapter;
        if (stay[m->person].last_chapter != chapter + 1) {
            stay[m->person].last_chapter = chapter + 1;
            stay[m->person].n_chapters++;
        }
    }
    for (uint32_t p = 0; p < cast->person.n; p++) {
        if (cast->person.at[p].n_mentions < LEAST_MENTIONS || stay[p].n_chapters == 0)
            continue;
        n_people++;
        n_once += stay[p].n_chapters == 1;
        n_most = stay[p].n_chapters > n_most ? stay[p].n_chapters : n_most;
    }
    if (n_chapters < LEAST_CHAPTERS || n_people < LEAST_PEOPLE || n_once * 4 < n_people * 3 || n_most * 2 >= n_chapters)
        return WHOSE_OK;
    struct doubt *doubt = VEC_PUSH(&g->cast->doubt, g->keep);
    if (!doubt)
        return fail_nomem(err);
    *doubt = (struct doubt){.words = STR("this looks like a book of several stories, each with people of its own; "
                                         "the verdict is over all of them together")};
    return WHOSE_OK;
}
