/* takes   directions, and the mentions in them
 * gives   view: directions that give a person's point of view
 * method  "ANNA'S POV", "POV ANNA", "through Anna's eyes" count three; words next to a
 *         mention, without a parse.  Where nothing is parsed, "Anna sees" counts one
 * cost    O(mentions) */
#include "verdict/internal.h"

enum { POV_WORTH = 3, LOOK_AHEAD = 3, LOOK_BACK = 3 };

static bool word_is(const struct tally *tally, uint32_t token, struct str word)
{
    const struct text *text = tally->text;
    uint32_t w = text->token[token].word;
    return w != MAP_NONE && str_eq(text->word.key[w], word);
}

/* "point of view" starting at a token of the block that ends at `end`. */
static bool is_pov(const struct tally *tally, uint32_t t, uint32_t end)
{
    if (word_is(tally, t, STR("pov")))
        return true;
    if (word_is(tally, t, STR("p")) && t + 4 < end) /* P.O.V. */
        return word_is(tally, t + 2, STR("o")) && word_is(tally, t + 4, STR("v"));
    return t + 2 < end && word_is(tally, t, STR("point")) && word_is(tally, t + 1, STR("of")) &&
           word_is(tally, t + 2, STR("view"));
}

static uint32_t view_worth(const struct tally *tally, const struct mention *m)
{
    const struct text *text = tally->text;
    uint32_t first = text->block_first[m->block], end = text->block_first[m->block + 1];
    uint32_t head = m->token;
    if (head < first || head >= end)
        return 0;
    bool owns = (text->token[head].flags & TOKEN_OWNS) != 0;
    for (uint32_t t = head + 1; t < end && t <= head + LOOK_AHEAD; t++) {
        char mark = text->token[t].mark;
        if (mark == '.' || mark == '!' || mark == '?')
            break;
        if (is_pov(tally, t, end) || (owns && word_is(tally, t, STR("eyes")) && head > first &&
                                      word_is(tally, head - 1, STR("through"))))
            return POV_WORTH;
        if (!tally->has_heads && m->is_subject && !owns && text->token[t].word != MAP_NONE &&
            (tally->word_class[text->token[t].word] & WORD_PERCEIVES))
            return 1;
    }
    for (uint32_t t = head; t > first && t + LOOK_BACK > head; t--)
        if (word_is(tally, t - 1, STR("pov")) || word_is(tally, t - 1, STR("view")))
            return POV_WORTH;
    return 0;
}

void measure_view(struct tally *tally)
{
    const struct doc *doc = tally->doc;
    for (uint32_t i = 0; i < tally->cast->mention.n; i++) {
        const struct mention *m = &tally->cast->mention.at[i];
        if (m->is_resolved)
            continue;
        const struct block *block = &doc->block.at[m->block];
        uint32_t c = tally_candidate(tally, m->person);
        uint32_t scene = tally_scene(tally, block->segment);
        bool shows = block->kind == BLOCK_ACTION || block->kind == BLOCK_HEADING ||
                     block->kind == BLOCK_TRANSITION;
        if (c == NOT_CANDIDATE || scene == SCENE_NOWHERE || !shows)
            continue;
        uint32_t worth = view_worth(tally, m);
        if (worth == 0)
            continue;
        tally_add(tally, MEASURE_VIEW, scene, c, worth);
        tally_hit(tally, MEASURE_VIEW, c, worth, m->at.start,
                  worth == POV_WORTH ? "their point of view" : "shown perceiving");
    }
}
