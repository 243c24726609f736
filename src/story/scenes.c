/* takes   doc, text and cast
 * gives   scenes in telling order, a sparse table of who is in which scene and how,
 *         the same table by person, each person's longest gap
 * method  every presence, every part in a speech and every mention becomes one
 *         event (scene, person); two passes of counting sort bring the events of a
 *         cell together in text order; one walk folds them
 * cost    O(segments + blocks + speeches + presences + mentions + persons) */
#include "story/internal.h"

#include "base/err.h"

#include <string.h>

enum source { FROM_PRESENCE, FROM_SPEECH, FROM_MENTION };

/* One reason why a person has a cell in a scene. */
struct event {
    uint32_t scene, person;
    uint32_t index; // into the table of its source
    enum source source;
};

typedef VEC(struct event) event_list;

/* A leaf is a scene as soon as anything of the story stands in it; a segment above
 * other segments only when somebody speaks there (a prologue before scene 1). */
static whose_status find_scenes(const struct doc *doc, struct arena *keep, uint32_t *scene_of,
                                struct arena *scratch, struct story *out, whose_error *err)
{
    enum { HOLDS_STORY = 1, HOLDS_SPEECH = 2, IS_PARENT = 4 };
    uint32_t n = doc->segment.n;
    uint8_t *flags = ARENA_NEW(scratch, uint8_t, (size_t)n + 1);
    struct span *own = ARENA_NEW(scratch, struct span, (size_t)n + 1); // from first to last block
    if (!flags || !own)
        return fail_nomem(err);
    for (uint32_t s = 0; s < n; s++)
        if (doc->segment.at[s].parent < n)
            flags[doc->segment.at[s].parent] |= IS_PARENT;
    for (uint32_t b = 0; b < doc->block.n; b++) {
        const struct block *block = &doc->block.at[b];
        if (block->kind == BLOCK_OTHER || block->segment >= n)
            continue;
        uint32_t s = block->segment;
        if (!(flags[s] & HOLDS_STORY))
            own[s].start = block->at.start;
        own[s].end = block->at.end;
        flags[s] |= HOLDS_STORY;
        if (block_is_spoken(block))
            flags[s] |= HOLDS_SPEECH;
    }
    for (uint32_t s = 0; s < n; s++) {
        scene_of[s] = SCENE_NONE;
        if (!(flags[s] & (flags[s] & IS_PARENT ? HOLDS_SPEECH : HOLDS_STORY)))
            continue;
        struct scene *scene = VEC_PUSH(&out->scene, keep);
        if (!scene)
            return fail_nomem(err);
        scene->segment = s;
        scene->at = flags[s] & IS_PARENT ? own[s] : doc->segment.at[s].at;
        scene_of[s] = out->scene.n - 1;
    }
    return WHOSE_OK;
}

static uint32_t scene_at(const struct doc *doc, const uint32_t *scene_of, uint32_t segment)
{
    return segment < doc->segment.n ? scene_of[segment] : SCENE_NONE;
}

static void count_words(const struct doc *doc, const struct text *text, const struct cast *cast,
                        const uint32_t *scene_of, struct story *out)
{
    for (uint32_t b = 0; b < doc->block.n; b++) {
        const struct block *block = &doc->block.at[b];
        uint32_t s = scene_at(doc, scene_of, block->segment);
        if (s != SCENE_NONE && (block->kind == BLOCK_ACTION || block->kind == BLOCK_PARENTHETICAL))
            out->scene.at[s].n_action_words += text_block_words(text, b);
    }
    for (uint32_t i = 0; i < doc->speech.n; i++) {
        uint32_t s = scene_at(doc, scene_of, doc->speech.at[i].segment);
        if (s != SCENE_NONE)
            out->scene.at[s].n_words += cast->utterance[i].n_words;
    }
}

static bool add_event(event_list *events, struct arena *scratch, const struct story *out,
                      uint32_t scene, uint32_t person, enum source source, uint32_t index)
{
    if (scene == SCENE_NONE || person >= out->n_persons)
        return true;
    struct event *event = VEC_PUSH(events, scratch);
    if (event)
        *event = (struct event){scene, person, index, source};
    return event != NULL;
}

static whose_status collect_events(const struct doc *doc, const struct cast *cast,
                                   const uint32_t *scene_of, struct arena *scratch,
                                   const struct story *out, event_list *events, whose_error *err)
{
    bool ok = true;
    for (uint32_t i = 0; i < cast->presence.n && ok; i++) {
        const struct presence *p = &cast->presence.at[i];
        ok = add_event(events, scratch, out, scene_at(doc, scene_of, p->segment), p->person,
                       FROM_PRESENCE, i);
    }
    for (uint32_t i = 0; i < doc->speech.n && ok; i++) {
        const struct utterance *u = &cast->utterance[i];
        uint32_t scene = scene_at(doc, scene_of, doc->speech.at[i].segment);
        for (uint32_t k = 0; k < u->n_speakers && ok; k++)
            ok = add_event(events, scratch, out, scene, cast->speaker.at[u->first_speaker + k],
                           FROM_SPEECH, i);
    }
    for (uint32_t i = 0; i < cast->mention.n && ok; i++) {
        const struct mention *m = &cast->mention.at[i];
        if (m->block < doc->block.n && !m->is_resolved)
            ok = add_event(events, scratch, out,
                           scene_at(doc, scene_of, doc->block.at[m->block].segment), m->person,
                           FROM_MENTION, i);
    }
    return ok ? WHOSE_OK : fail_nomem(err);
}

/* A stable counting sort of `from` into `to`, by scene or by person. */
static whose_status sort_events(const struct event *from, uint32_t n, bool by_scene,
                                uint32_t n_keys, struct arena *scratch, struct event *to,
                                whose_error *err)
{
    uint32_t *at = ARENA_NEW(scratch, uint32_t, (size_t)n_keys + 1);
    if (!at)
        return fail_nomem(err);
    for (uint32_t i = 0; i < n; i++)
        at[(by_scene ? from[i].scene : from[i].person) + 1]++;
    for (uint32_t k = 1; k <= n_keys; k++)
        at[k] += at[k - 1];
    for (uint32_t i = 0; i < n; i++)
        to[at[by_scene ? from[i].scene : from[i].person]++] = from[i];
    return WHOSE_OK;
}

static void see(struct cell *cell, enum presence_kind kind, struct span at)
{
    uint32_t stronger = (2u << kind) - 1; // kinds are ordered from the strongest
    if (!(cell->kinds & stronger))
        cell->first = at;
    cell->kinds = (uint16_t)(cell->kinds | (1u << kind));
}

static enum presence_kind kind_of_voice(enum voice voice)
{
    return voice == VOICE_OVER         ? PRESENCE_VOICE_OVER
           : voice == VOICE_OFF_SCREEN ? PRESENCE_OFF_SCREEN
                                       : PRESENCE_SPEAKS;
}

/* `last_act`: the block of the cell's last deed, so that a direction counts once. */
static void fold_event(const struct doc *doc, const struct cast *cast, const struct event *event,
                       struct cell *cell, uint32_t *last_act)
{
    if (event->source == FROM_PRESENCE) {
        const struct presence *p = &cast->presence.at[event->index];
        see(cell, p->kind, p->at);
    } else if (event->source == FROM_SPEECH) {
        const struct utterance *u = &cast->utterance[event->index];
        see(cell, kind_of_voice(u->voice), doc->speech.at[event->index].at);
        cell->n_speeches++;
        cell->n_words[u->voice] += u->n_words;
    } else {
        const struct mention *m = &cast->mention.at[event->index];
        enum block_kind kind = doc->block.at[m->block].kind;
        if (kind == BLOCK_DIALOGUE || kind == BLOCK_LYRIC) {
            cell->n_named++;
            see(cell, m->is_vocative ? PRESENCE_ADDRESSED : PRESENCE_NAMED, m->at);
        } else if (kind == BLOCK_ACTION && m->is_subject && *last_act != m->block) {
            cell->n_acts++;
            *last_act = m->block;
        }
    }
}

static whose_status fold_cells(const struct doc *doc, const struct cast *cast,
                               const struct event *event, uint32_t n, struct arena *keep,
                               struct story *out, whose_error *err)
{
    struct cell *cell = NULL;
    uint32_t last_act = DOC_NONE;
    for (uint32_t i = 0; i < n; i++) {
        if (!cell || cell->scene != event[i].scene || cell->person != event[i].person) {
            /* a mention in a heading alone would leave a cell that says nothing */
            if (!cell || cell->kinds || cell->n_acts)
                cell = VEC_PUSH(&out->cell, keep);
            if (!cell)
                return fail_nomem(err);
            memset(cell, 0, sizeof *cell);
            cell->scene = event[i].scene;
            cell->person = event[i].person;
            last_act = DOC_NONE;
        }
        fold_event(doc, cast, &event[i], cell, &last_act);
    }
    if (cell && !cell->kinds && !cell->n_acts)
        out->cell.n--;
    uint32_t at = 0;
    for (uint32_t s = 0; s < out->scene.n; s++) {
        struct scene *scene = &out->scene.at[s];
        scene->first_cell = at;
        while (at < out->cell.n && out->cell.at[at].scene == s)
            at++;
        scene->n_cells = at - scene->first_cell;
    }
    return WHOSE_OK;
}

static whose_status turn_to_persons(struct arena *keep, struct story *out, whose_error *err)
{
    uint32_t n = out->n_persons;
    out->person_first = ARENA_NEW(keep, uint32_t, (size_t)n + 2);
    out->by_person = ARENA_NEW_RAW(keep, uint32_t, (size_t)out->cell.n + 1);
    out->longest_gap = ARENA_NEW(keep, struct gap, (size_t)n + 1);
    if (!out->person_first || !out->by_person || !out->longest_gap)
        return fail_nomem(err);
    /* filled one place ahead: when all cells are placed, the starts stand at their own place */
    uint32_t *at = out->person_first + 1;
    for (uint32_t c = 0; c < out->cell.n; c++)
        if (out->cell.at[c].person + 1 < n)
            at[out->cell.at[c].person + 1]++;
    for (uint32_t p = 1; p < n; p++)
        at[p] += at[p - 1];
    for (uint32_t c = 0; c < out->cell.n; c++)
        out->by_person[at[out->cell.at[c].person]++] = c;
    for (uint32_t p = 0; p < n; p++) {
        uint32_t last = SCENE_NONE;
        for (uint32_t i = out->person_first[p]; i < out->person_first[p + 1]; i++) {
            const struct cell *cell = &out->cell.at[out->by_person[i]];
            if (!cell_is_heard(cell))
                continue;
            if (last != SCENE_NONE && cell->scene - last - 1 > out->longest_gap[p].n_scenes)
                out->longest_gap[p] = (struct gap){last, cell->scene, cell->scene - last - 1};
            last = cell->scene;
        }
    }
    return WHOSE_OK;
}

static whose_status build(const struct doc *doc, const struct text *text, const struct cast *cast,
                          struct arena *keep, struct arena *scratch, struct story *out,
                          whose_error *err)
{
    out->n_persons = cast->person.n;
    uint32_t *scene_of = ARENA_NEW(scratch, uint32_t, (size_t)doc->segment.n + 1);
    if (!scene_of)
        return fail_nomem(err);
    TRY(find_scenes(doc, keep, scene_of, scratch, out, err));
    count_words(doc, text, cast, scene_of, out);
    event_list events = {0};
    TRY(collect_events(doc, cast, scene_of, scratch, out, &events, err));
    struct event *other = ARENA_NEW_RAW(scratch, struct event, (size_t)events.n + 1);
    if (!other)
        return fail_nomem(err);
    if (events.n) {
        TRY(sort_events(events.at, events.n, false, out->n_persons, scratch, other, err));
        TRY(sort_events(other, events.n, true, out->scene.n, scratch, events.at, err));
    }
    TRY(fold_cells(doc, cast, events.at, events.n, keep, out, err));
    TRY(turn_to_persons(keep, out, err));
    TRY(graph_read(doc, cast, scene_of, keep, scratch, out, err));
    TRY(facts_read(doc, text, cast, keep, scratch, out, err));
    TRY(fates_read(doc, text, cast, keep, scratch, out, err));
    TRY(levels_read(doc, text, cast, keep, scratch, out, err));
    TRY(bonds_read(doc, text, cast, keep, scratch, out, err));
    TRY(feeling_read(doc, text, keep, scratch, out, err));
    struct company company;
    TRY(company_read(doc, cast, scratch, &company, err));
    TRY(turns_read(doc, text, cast, &company, keep, scratch, out, err));
    return changed_read(doc, &company, keep, scratch, out, err);
}

whose_status story_read(const struct doc *doc, const struct text *text, const struct cast *cast,
                        struct arena *keep, struct arena *scratch, struct story *out,
                        whose_error *err)
{
    *out = (struct story){0};
    struct arena_mark mark = arena_mark(scratch);
    whose_status status = build(doc, text, cast, keep, scratch, out, err);
    arena_rewind(scratch, mark);
    return status;
}

const struct cell *story_cell(const struct story *story, uint32_t scene, uint32_t person)
{
    if (scene >= story->scene.n)
        return NULL;
    const struct scene *s = &story->scene.at[scene];
    uint32_t lo = s->first_cell, hi = s->first_cell + s->n_cells;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (story->cell.at[mid].person < person)
            lo = mid + 1;
        else
            hi = mid;
    }
    bool found = lo < s->first_cell + s->n_cells && story->cell.at[lo].person == person;
    return found ? &story->cell.at[lo] : NULL;
}

uint32_t story_n_scenes(const struct story *story, uint32_t person)
{
    uint32_t n = 0;
    if (person >= story->n_persons)
        return 0;
    for (uint32_t i = story->person_first[person]; i < story->person_first[person + 1]; i++)
        n += cell_is_heard(&story->cell.at[story->by_person[i]]);
    return n;
}
