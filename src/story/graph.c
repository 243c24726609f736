/* takes   the cells of a story and its speeches
 * gives   who shares scenes with whom, and who answers whom
 * method  only the STORY_MAX_LINKED people with most scenes have links, so that a
 *         small square table is enough however many people there are
 * cost    O(persons + cells + speakers), times STORY_MAX_LINKED where all of them
 *         stand in every scene */
#include "story/internal.h"

#include "base/err.h"

#include <string.h>

enum { N = STORY_MAX_LINKED, NOT_LINKED = UINT8_MAX };

struct graph {
    uint32_t person[N]; // by index of person
    uint32_t n;
    uint8_t *place; // [n_persons], index into person, or NOT_LINKED
    uint32_t n_scenes[N][N];
    uint32_t n_turns[N][N];
};

/* The people with most scenes: a cut through the counts, found by counting sort.
 * Of those at the cut the first to appear are taken. */
static whose_status choose(const struct story *story, struct arena *scratch, struct graph *graph,
                           whose_error *err)
{
    uint32_t n_persons = story->n_persons;
    uint32_t *n_scenes = ARENA_NEW(scratch, uint32_t, (size_t)n_persons + 1);
    uint32_t *with = ARENA_NEW(scratch, uint32_t, (size_t)story->scene.n + 2);
    graph->place = ARENA_NEW_RAW(scratch, uint8_t, (size_t)n_persons + 1);
    if (!n_scenes || !with || !graph->place)
        return fail_nomem(err);
    memset(graph->place, NOT_LINKED, (size_t)n_persons + 1);
    for (uint32_t p = 0; p < n_persons; p++) {
        n_scenes[p] = story_n_scenes(story, p);
        with[n_scenes[p]]++;
    }
    uint32_t cut = story->scene.n, above = 0;
    while (cut > 1 && above + with[cut] <= N)
        above += with[cut--];
    uint32_t at_cut = N - above; // room for those with exactly `cut` scenes
    for (uint32_t p = 0; p < n_persons && graph->n < N; p++) {
        if (n_scenes[p] == 0 || n_scenes[p] < cut || (n_scenes[p] == cut && at_cut == 0))
            continue;
        at_cut -= n_scenes[p] == cut;
        graph->place[p] = (uint8_t)graph->n;
        graph->person[graph->n++] = p;
    }
    return WHOSE_OK;
}

static void count_meetings(const struct story *story, struct graph *graph)
{
    for (uint32_t s = 0; s < story->scene.n; s++) {
        const struct scene *scene = &story->scene.at[s];
        uint8_t here[N];
        uint32_t n_here = 0;
        for (uint32_t i = 0; i < scene->n_cells; i++) {
            const struct cell *cell = &story->cell.at[scene->first_cell + i];
            if (graph->place[cell->person] != NOT_LINKED && cell_is_bodily(cell))
                here[n_here++] = graph->place[cell->person];
        }
        for (uint32_t a = 0; a < n_here; a++)
            for (uint32_t b = a + 1; b < n_here; b++)
                graph->n_scenes[here[a]][here[b]]++;
    }
}

/* The linked speakers of one speech, each once. */
static uint32_t linked_speakers(const struct cast *cast, const struct graph *graph, uint32_t speech,
                                uint8_t who[N])
{
    uint32_t n_persons = cast->person.n;
    const struct utterance *u = &cast->utterance[speech];
    uint64_t seen = 0;
    uint32_t n = 0;
    for (uint32_t i = 0; i < u->n_speakers; i++) {
        uint32_t person = cast->speaker.at[u->first_speaker + i];
        uint8_t place = person < n_persons ? graph->place[person] : NOT_LINKED;
        if (place == NOT_LINKED || seen >> place & 1)
            continue;
        seen |= UINT64_C(1) << place;
        who[n++] = place;
    }
    return n;
}

/* A voice-over answers nobody and nobody hears it, so the speech before it stays the last. */
static void count_turns(const struct doc *doc, const struct cast *cast, const uint32_t *scene_of,
                        struct graph *graph)
{
    uint8_t before[N], now[N];
    uint32_t n_before = 0, segment = DOC_NONE;
    for (uint32_t i = 0; i < doc->speech.n; i++) {
        const struct speech *speech = &doc->speech.at[i];
        if (cast->utterance[i].voice == VOICE_OVER || speech->segment >= doc->segment.n ||
            scene_of[speech->segment] == SCENE_NONE)
            continue;
        if (speech->segment != segment)
            n_before = 0;
        segment = speech->segment;
        uint32_t n_now = linked_speakers(cast, graph, i, now);
        for (uint32_t a = 0; a < n_before; a++)
            for (uint32_t b = 0; b < n_now; b++) {
                uint8_t lo = before[a] < now[b] ? before[a] : now[b];
                uint8_t hi = before[a] < now[b] ? now[b] : before[a];
                graph->n_turns[lo][hi] += lo != hi;
            }
        memcpy(before, now, n_now);
        n_before = n_now;
    }
}

whose_status graph_read(const struct doc *doc, const struct cast *cast, const uint32_t *scene_of,
                        struct arena *keep, struct arena *scratch, struct story *out,
                        whose_error *err)
{
    struct graph *graph = ARENA_NEW(scratch, struct graph, 1);
    if (!graph)
        return fail_nomem(err);
    TRY(choose(out, scratch, graph, err));
    count_meetings(out, graph);
    count_turns(doc, cast, scene_of, graph);
    for (uint32_t a = 0; a < graph->n; a++)
        for (uint32_t b = a + 1; b < graph->n; b++) {
            if (!graph->n_scenes[a][b] && !graph->n_turns[a][b])
                continue;
            struct link *link = VEC_PUSH(&out->link, keep);
            if (!link)
                return fail_nomem(err);
            *link = (struct link){graph->person[a], graph->person[b], graph->n_scenes[a][b],
                                  graph->n_turns[a][b]};
        }
    return WHOSE_OK;
}
