/* takes   the narration of a novel: who says "I" in it, how its sentences end
 * gives   narration: words told, by whoever tells that stretch; how much the "I" does by
 *         name, from which evidence.c goes on to the teller's part (stance); free thought:
 *         exclamations and questions of the narration
 * method  of one narrator all is told by that one; of several each tells their own
 *         stretches.  Where no parser has been, somebody tells their own story when the "I"
 *         of the narration does more than anybody who is named in it: the ratio
 *         I / (I + the most named other), over words that are the doer of a verb
 *         (homodiegetic and autodiegetic narrators, Genette 1972; the share of the first
 *         person, Jockers 2014).  A question or an exclamation outside of quotations is free
 *         indirect thought (Cohn 1978; Banfield 1982) of the last one who did something before
 *         it; of the narrator in the first person
 * cost    O(words of the narration + mentions + persons) */
#include "verdict/internal.h"

#include "base/err.h"

#include <math.h>

static bool is_told(const struct tally *tally, const struct mention *m)
{
    return tally->doc->block.at[m->block].kind == BLOCK_ACTION;
}

/* By name only, so that it means the same whether or not pronouns have been read. */
static whose_status find_stance(struct tally *tally, whose_error *err)
{
    const struct cast *cast = tally->cast;
    uint32_t own = 0, most = 0;
    struct arena_mark mark = arena_mark(tally->scratch);
    uint32_t *does = ARENA_NEW(tally->scratch, uint32_t, (size_t)cast->person.n + 1);
    if (!does)
        return fail_nomem(err);
    for (uint32_t i = 0; i < cast->mention.n; i++) {
        const struct mention *m = &cast->mention.at[i];
        if (m->is_resolved || !m->is_subject || !is_told(tally, m) || m->person >= cast->person.n)
            continue;
        if (m->person == cast->narrator)
            own += m->kind == MENTION_PRONOUN;
        else if (m->kind == MENTION_NAME && !cast->person.at[m->person].is_group)
            most = ++does[m->person] > most ? does[m->person] : most;
    }
    arena_rewind(tally->scratch, mark);
    if (own + most > 0)
        tally->stance = (double)own / (own + most);
    return WHOSE_OK;
}

/* The words of narration in [first, behind) are the teller's. */
static void credit(struct tally *tally, uint32_t c, uint32_t first, uint32_t behind)
{
    for (uint32_t b = first; b < behind; b++) {
        uint32_t scene = tally_scene(tally, tally->doc->block.at[b].segment);
        if (tally->doc->block.at[b].kind == BLOCK_ACTION && scene != SCENE_NOWHERE)
            tally_add(tally, MEASURE_NARRATION, scene, c, text_block_words(tally->text, b));
    }
}

/* Of several narrators each tells their own stretches. */
static void tell_all(struct tally *tally, uint32_t narrator)
{
    const struct cast *cast = tally->cast;
    if (cast->told.n == 0)
        credit(tally, narrator, 0, tally->doc->block.n);
    for (uint32_t i = 0; i < cast->told.n; i++) {
        const struct told_span *told = &cast->told.at[i];
        uint32_t c = tally_candidate(tally, told->person), first = doc_block_at(tally->doc, told->at.start);
        uint32_t last = told->at.end > told->at.start ? doc_block_at(tally->doc, told->at.end - 1) : DOC_NONE;
        if (c != NOT_CANDIDATE && first != DOC_NONE && last != DOC_NONE)
            credit(tally, c, first, last + 1);
    }
    for (uint32_t i = 0; i < cast->mention.n; i++) {
        const struct mention *m = &cast->mention.at[i];
        uint32_t c = tally_candidate(tally, m->person);
        if (!m->is_resolved && c != NOT_CANDIDATE && m->kind == MENTION_PRONOUN &&
            is_told(tally, m) && m->is_subject)
            tally_hit(tally, MEASURE_NARRATION, c, 1, m->at.start, "says \"I\" and tells it");
    }
}

whose_status measure_narrator(struct tally *tally, whose_error *err)
{
    uint32_t narrator = tally_candidate(tally, tally->cast->narrator);
    if (tally->cast->narrated_in != 1 || tally->cast->narrator == PERSON_NONE)
        return WHOSE_OK;
    tally->teller = tally->cast->narrator;
    TRY(find_stance(tally, err));
    if (narrator == NOT_CANDIDATE)
        return WHOSE_OK;
    tell_all(tally, narrator);
    return WHOSE_OK;
}

static bool ends_felt(const struct token *token)
{
    return token->mark == '?' || token->mark == '!';
}

void measure_free_thought(struct tally *tally)
{
    const struct doc *doc = tally->doc;
    const struct cast *cast = tally->cast;
    uint32_t narrator = cast->narrated_in == 1 ? tally_candidate(tally, cast->narrator) : NOT_CANDIDATE;
    uint32_t m = 0, last = NOT_CANDIDATE, last_scene = SCENE_NOWHERE;
    for (uint32_t b = 0; b < doc->block.n; b++) {
        uint32_t scene = tally_scene(tally, doc->block.at[b].segment);
        if (doc->block.at[b].kind != BLOCK_ACTION || scene == SCENE_NOWHERE)
            continue;
        if (scene != last_scene)
            last = NOT_CANDIDATE;
        last_scene = scene;
        for (uint32_t t = tally->text->block_first[b]; t < tally->text->block_first[b + 1]; t++) {
            const struct token *token = &tally->text->token[t];
            for (; m < cast->mention.n && cast->mention.at[m].at.start < token->at.start; m++)
                if (cast->mention.at[m].is_subject && is_told(tally, &cast->mention.at[m]))
                    last = tally_candidate(tally, cast->mention.at[m].person);
            uint32_t c = narrator == NOT_CANDIDATE ? last : narrator;
            if (!ends_felt(token) || c == NOT_CANDIDATE)
                continue;
            tally_add(tally, MEASURE_FREE_THOUGHT, scene, c, 1);
            tally_hit(tally, MEASURE_FREE_THOUGHT, c, token->mark == '?' ? 2 : 1, token->at.start,
                      "the narration asks or exclaims with them");
        }
    }
}
