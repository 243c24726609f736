/* takes   utterances, mentions and the moves of the markup; persons are numbered
 * gives   presence records in text order
 * method  each source gives records of its own kind; entrances and exits keep a
 *         list of who is on stage, so that the silent are there too
 * cost    O(records log records) */
#include "base/err.h"
#include "people/internal.h"

#include <stdlib.h>

static whose_status push(struct gathering *g, uint32_t person, uint32_t segment,
                         enum presence_kind kind, struct span at, float sure, whose_error *err)
{
    struct presence *p = VEC_PUSH(&g->cast->presence, g->keep);
    if (!p)
        return fail_nomem(err);
    *p = (struct presence){person, segment, kind, at, sure};
    return WHOSE_OK;
}

static whose_status from_speeches(struct gathering *g, whose_error *err)
{
    static const enum presence_kind KIND[N_VOICES] = {PRESENCE_SPEAKS, PRESENCE_OFF_SCREEN,
                                                      PRESENCE_VOICE_OVER};
    for (uint32_t s = 0; s < g->doc->speech.n; s++) {
        const struct utterance *said = &g->cast->utterance[s];
        const struct speech *speech = &g->doc->speech.at[s];
        for (uint32_t i = 0; i < said->n_speakers; i++)
            TRY(push(g, g->cast->speaker.at[said->first_speaker + i], speech->segment,
                     KIND[said->voice], speech->at, said->sure, err));
    }
    return WHOSE_OK;
}

static enum presence_kind kind_of(const struct mention *m, enum block_kind block)
{
    if (block == BLOCK_PARENTHETICAL)
        return PRESENCE_ADDRESSED;
    if (block != BLOCK_ACTION)
        return m->is_vocative ? PRESENCE_ADDRESSED : PRESENCE_NAMED;
    return m->is_subject ? PRESENCE_ACTS : PRESENCE_SEEN;
}

/* How sure a pronoun or noun must be to show that somebody is there. */
static const float SURE_THERE = 0.7f;

/* Does a pronoun or noun show somebody?  Not in speech, where "he" may be anywhere, and not
 * as an owner: "his house". */
static bool shows(const struct gathering *g, const struct mention *m, enum block_kind block)
{
    return block == BLOCK_ACTION && m->sure >= SURE_THERE && m->node < g->text->n_nodes &&
           !str_eq(str_c(deprel_name(g->text->node[m->node].deprel)), STR("nmod:poss"));
}

static whose_status from_mentions(struct gathering *g, whose_error *err)
{
    for (uint32_t i = 0; i < g->cast->mention.n; i++) {
        const struct mention *m = &g->cast->mention.at[i];
        const struct block *block = &g->doc->block.at[m->block];
        enum presence_kind kind = kind_of(m, block->kind);
        if (m->is_resolved && !shows(g, m, block->kind))
            continue;
        /* "Edward's house": he may be far away */
        bool owns = (g->text->token[m->token].flags & TOKEN_OWNS) != 0;
        if (kind == PRESENCE_SEEN && owns)
            kind = PRESENCE_NAMED;
        TRY(push(g, m->person, block->segment, kind, m->at, m->sure, err));
    }
    return WHOSE_OK;
}

struct stage {
    uint32_t *person;  // who is on, in order of entrance
    uint32_t n;
    uint32_t *slot;    // [n_persons], place in `person` + 1, or 0
};

static void stage_leave(struct stage *stage, uint32_t person)
{
    uint32_t slot = stage->slot[person];
    if (slot == 0)
        return;
    uint32_t last = stage->person[--stage->n];
    stage->person[slot - 1] = last;
    stage->slot[last] = slot;
    stage->slot[person] = 0;
}

static void stage_enter(struct stage *stage, uint32_t person)
{
    if (stage->slot[person])
        return;
    stage->person[stage->n++] = person;
    stage->slot[person] = stage->n;
}

static void stage_clear(struct stage *stage)
{
    while (stage->n)
        stage->slot[stage->person[--stage->n]] = 0;
}

/* Scenes made from entrances begin with those who stayed; printed scenes begin
 * with an empty stage. */
static whose_status open_scene(struct gathering *g, struct stage *stage, uint32_t segment,
                               uint32_t *budget, whose_error *err)
{
    const struct segment *scene = &g->doc->segment.at[segment];
    bool same_act = segment > 0 && g->doc->segment.at[segment - 1].parent == scene->parent;
    if (!str_eq(scene->because, STR("entrance")) || !same_act) {
        stage_clear(stage);
        return WHOSE_OK;
    }
    struct span at = {scene->at.start, scene->at.start};
    for (uint32_t i = 0; i < stage->n && *budget; i++, --*budget)
        TRY(push(g, stage->person[i], segment, PRESENCE_SEEN, at, 0.7f, err));
    return WHOSE_OK;
}

enum { CARRIED_PER_SEGMENT = 64 };

static whose_status from_moves(struct gathering *g, const uint32_t *person_of_role,
                               whose_error *err)
{
    const struct doc *doc = g->doc;
    struct cast *cast = g->cast;
    struct stage stage = {
        .person = ARENA_NEW_RAW(g->scratch, uint32_t, cast->person.n + 1),
        .slot = ARENA_NEW(g->scratch, uint32_t, cast->person.n + 1),
    };
    if (!stage.person || !stage.slot)
        return fail_nomem(err);
    /* keeps the sum linear when thousands stay on through thousands of scenes */
    uint32_t budget = CARRIED_PER_SEGMENT * (doc->segment.n + 1);
    uint32_t move = 0;
    for (uint32_t s = 0; s < doc->segment.n; s++) {
        const struct segment *segment = &doc->segment.at[s];
        if (segment->kind != SEGMENT_SCENE)
            continue;
        TRY(open_scene(g, &stage, s, &budget, err));
        for (; move < doc->move.n && doc->move.at[move].off < segment->at.end; move++) {
            const struct move *m = &doc->move.at[move];
            if (m->is_exit && m->n_who == 0)
                stage_clear(&stage);
            for (uint32_t i = 0; i < m->n_who; i++) {
                uint32_t person = person_of_role[doc->who.at[m->first_who + i]];
                if (person == PERSON_NONE)
                    continue;
                TRY(push(g, person, s, PRESENCE_SEEN, (struct span){m->off, m->off}, 0.95f, err));
                if (m->is_exit)
                    stage_leave(&stage, person);
                else
                    stage_enter(&stage, person);
            }
        }
    }
    return WHOSE_OK;
}

static int by_place(const void *a, const void *b)
{
    const struct presence *x = a, *y = b;
    if (x->at.start != y->at.start)
        return x->at.start < y->at.start ? -1 : 1;
    if (x->person != y->person)
        return x->person < y->person ? -1 : 1;
    return (x->kind > y->kind) - (x->kind < y->kind);
}

whose_status presence_find(struct gathering *g, whose_error *err)
{
    uint32_t *person_of_role = ARENA_NEW_RAW(g->scratch, uint32_t, g->doc->role.n + 1);
    if (!person_of_role)
        return fail_nomem(err);
    for (uint32_t r = 0; r < g->doc->role.n; r++)
        person_of_role[r] = PERSON_NONE;
    for (uint32_t p = 0; p < g->cast->person.n; p++)
        if (g->cast->person.at[p].role != DOC_NONE)
            person_of_role[g->cast->person.at[p].role] = p;
    TRY(from_speeches(g, err));
    TRY(from_mentions(g, err));
    TRY(from_moves(g, person_of_role, err));
    if (g->cast->presence.n)
        qsort(g->cast->presence.at, g->cast->presence.n, sizeof *g->cast->presence.at, by_place);
    return WHOSE_OK;
}
