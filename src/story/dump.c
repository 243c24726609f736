/* takes   a story
 * gives   stable text: one scene a line with its people under it, then gaps, then links
 * cost    O(cells + persons + links) */
#include "story/story.h"

static void put_name(const struct cast *cast, uint32_t person, struct sink *sink)
{
    sink_json(sink, cast->person.at[person].name);
}

static void put_cell(const struct cast *cast, const struct cell *cell, struct sink *sink)
{
    SINK_PUT(sink, "  ");
    put_name(cast, cell->person, sink);
    for (uint32_t kind = 0; kind < N_PRESENCE_KINDS; kind++)
        if (cell->kinds >> kind & 1)
            sink_printf(sink, " %s", presence_kind_name[kind]);
    if (cell->n_speeches)
        sink_printf(sink, " speeches=%u", cell->n_speeches);
    for (uint32_t voice = 0; voice < N_VOICES; voice++)
        if (cell->n_words[voice])
            sink_printf(sink, " words[%s]=%u", voice_name[voice], cell->n_words[voice]);
    if (cell->n_named)
        sink_printf(sink, " named=%u", cell->n_named);
    if (cell->n_acts)
        sink_printf(sink, " acts=%u", cell->n_acts);
    sink_printf(sink, " [%u,%u)\n", cell->first.start, cell->first.end);
}

static void put_facts(const struct doc *doc, const struct cast *cast, const struct story *story,
                      struct sink *sink)
{
    for (uint32_t i = 0; i < story->fact.n; i++) {
        const struct fact *fact = &story->fact.at[i];
        sink_printf(sink, "fact %s %s", fact_kind_name[fact->kind],
                    fact_modality_name[fact->modality]);
        if (fact->agent != PERSON_NONE) {
            SINK_PUT(sink, " by ");
            put_name(cast, fact->agent, sink);
            sink_printf(sink, " %.2f", (double)fact->sure_agent);
        }
        if (fact->patient != PERSON_NONE) {
            SINK_PUT(sink, " of ");
            put_name(cast, fact->patient, sink);
            sink_printf(sink, " %.2f", (double)fact->sure_patient);
        }
        if (fact->scene != SCENE_NONE)
            sink_printf(sink, " scene %u", fact->scene + 1);
        sink_put(sink, fact->speech != DOC_NONE ? STR(" said ")
                       : fact->is_direction     ? STR(" direction ")
                                                : STR(" told "));
        sink_json(sink, doc_str(doc, fact->at));
        sink_char(sink, '\n');
    }
}

static void put_features(const double *feature, uint32_t n, struct sink *sink)
{
    for (uint32_t f = 0; f < n; f++)
        sink_printf(sink, "%s%.3f", f ? " " : " [", feature[f]);
    SINK_PUT(sink, "]\n");
}

/* Whoever is said to die, and every pair that a fact speaks of. */
static void put_fates(const struct cast *cast, const struct story *story, struct sink *sink)
{
    static const char *const state[] = {"unknown", "dies", "lives"};
    for (uint32_t p = 0; p < story->n_persons && story->fact.n; p++) {
        const struct fate *fate = &story->fate[p];
        sink_printf(sink, "fate %u ", p);
        put_name(cast, p, sink);
        sink_printf(sink, " %s %.3f", state[fate->state], fate->p_dies);
        put_features(fate->feature, N_FATE_FEATURES, sink);
    }
    for (uint32_t i = 0; i < story->tie.n; i++) {
        const struct tie *tie = &story->tie.at[i];
        sink_printf(sink, "tie %u %u ", tie->agent, tie->patient);
        put_name(cast, tie->agent, sink);
        sink_char(sink, ' ');
        put_name(cast, tie->patient, sink);
        sink_printf(sink, " kills %.3f marries %.3f", tie->p_kills, tie->p_marries);
        put_features(tie->feature, N_TIE_FEATURES, sink);
    }
}

static void put_levels(const struct doc *doc, const struct cast *cast, const struct story *story,
                       struct sink *sink)
{
    for (uint32_t i = 0; i < story->level.n; i++) {
        const struct level *level = &story->level.at[i];
        sink_printf(sink, "level %u %s", i, level_mode_name[level->mode]);
        if (level->teller != PERSON_NONE) {
            SINK_PUT(sink, " by ");
            put_name(cast, level->teller, sink);
        }
        if (level->to != PERSON_NONE) {
            SINK_PUT(sink, " to ");
            put_name(cast, level->to, sink);
        }
        for (uint32_t k = 0; k < level->n_spans; k++) {
            const struct span *at = &story->level_span.at[level->first_span + k];
            sink_printf(sink, " [%u,%u)", at->start, at->end);
        }
        sink_char(sink, '\n');
    }
    const struct framing *framing = &story->framing;
    for (uint32_t q = 0; q < framing->n_quotes; q++) {
        SINK_PUT(sink, "frame ");
        sink_json(sink, doc_str(doc, framing->quote[q].at));
        sink_char(sink, '\n');
    }
    for (uint32_t q = 0; q < framing->n_retrospect_quotes; q++) {
        SINK_PUT(sink, "retrospect ");
        sink_json(sink, doc_str(doc, framing->retrospect_quote[q].at));
        sink_char(sink, '\n');
    }
}

void story_dump(const struct doc *doc, const struct cast *cast, const struct story *story,
                struct sink *sink)
{
    for (uint32_t s = 0; s < story->scene.n; s++) {
        const struct scene *scene = &story->scene.at[s];
        const struct segment *segment = &doc->segment.at[scene->segment];
        sink_printf(sink, "scene %u [%u,%u) words=%u directions=%u ", s + 1, scene->at.start,
                    scene->at.end, scene->n_words, scene->n_action_words);
        sink_json(sink, doc_str(doc, segment->heading));
        sink_char(sink, '\n');
        for (uint32_t c = 0; c < scene->n_cells; c++)
            put_cell(cast, &story->cell.at[scene->first_cell + c], sink);
    }
    for (uint32_t p = 0; p < story->n_persons; p++) {
        const struct gap *gap = &story->longest_gap[p];
        if (!gap->n_scenes)
            continue;
        SINK_PUT(sink, "gap ");
        put_name(cast, p, sink);
        sink_printf(sink, " %u scenes, from %u to %u\n", gap->n_scenes, gap->last_scene + 1,
                    gap->next_scene + 1);
    }
    for (uint32_t l = 0; l < story->link.n; l++) {
        const struct link *link = &story->link.at[l];
        SINK_PUT(sink, "link ");
        put_name(cast, link->a, sink);
        sink_char(sink, ' ');
        put_name(cast, link->b, sink);
        sink_printf(sink, " scenes=%u turns=%u\n", link->n_scenes, link->n_turns);
    }
    put_facts(doc, cast, story, sink);
    put_fates(cast, story, sink);
    put_levels(doc, cast, story, sink);
}
