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

static void put_bonds(const struct doc *doc, const struct cast *cast, const struct story *story,
                      struct sink *sink)
{
    for (uint32_t i = 0; i < story->bond.n; i++) {
        const struct bond *bond = &story->bond.at[i];
        SINK_PUT(sink, "bond ");
        put_name(cast, bond->a, sink);
        sink_char(sink, ' ');
        put_name(cast, bond->b, sink);
        for (uint32_t k = 0; k < N_BOND_KINDS; k++)
            if (bond->kinds >> k & 1)
                sink_printf(sink, " %s=%.2f", bond_kind_name[k], bond->worth[k]);
        sink_printf(sink, " weight=%.2f scenes", bond->weight);
        for (uint32_t k = 0; k < bond->n_scenes; k++)
            sink_printf(sink, " %u", story->bond_scene.at[bond->first_scene + k] + 1);
        if (bond->ends != SCENE_NONE)
            sink_printf(sink, " ends %u", bond->ends + 1);
        sink_char(sink, '\n');
        for (uint32_t q = 0; q < bond->n_quotes + bond->n_turns; q++) {
            bool is_turn = q >= bond->n_quotes;
            const struct fate_quote *quote = is_turn ? &bond->turn[q - bond->n_quotes]
                                                     : &bond->quote[q];
            sink_printf(sink, "  %s%s ", is_turn ? "turns, " : "", quote->why);
            sink_json(sink, doc_str(doc, quote->at));
            sink_char(sink, '\n');
        }
    }
}

static void put_turns(const struct doc *doc, const struct cast *cast, const struct story *story,
                      struct sink *sink)
{
    for (uint32_t i = 0; i < story->turn.n; i++) {
        const struct turn *turn = &story->turn.at[i];
        sink_printf(sink, "turn %s %.3f [%u,%u)", turn_kind_name[turn->kind], turn->score,
                    turn->at.start, turn->at.end);
        for (uint32_t p = 0; p < turn->n_persons; p++) {
            sink_char(sink, ' ');
            put_name(cast, turn->person[p], sink);
        }
        for (uint32_t q = 0; q < turn->n_quotes; q++) {
            sink_printf(sink, "\n  %s ", turn->quote[q].why);
            sink_json(sink, doc_str(doc, turn->quote[q].at));
        }
        sink_char(sink, '\n');
    }
}

static void put_changes(const struct doc *doc, const struct cast *cast, const struct story *story,
                        struct sink *sink)
{
    for (uint32_t i = 0; i < story->arc.n; i++) {
        const struct arc *arc = &story->arc.at[i];
        SINK_PUT(sink, "arc ");
        put_name(cast, arc->person, sink);
        sink_printf(sink, " words=%u", arc->n_words);
        for (uint32_t k = 0; k < arc->n_points; k++) {
            const struct arc_point *point = &story->arc_point.at[arc->first_point + k];
            sink_printf(sink, "\n  at=%.3f value=%.2f [%.2f,%.2f]", point->at, point->value,
                        point->low, point->high);
            for (uint32_t w = 0; w < point->n_words; w++) {
                sink_char(sink, ' ');
                sink_json(sink, doc_str(doc, story->arc_word.at[point->first_word + w]));
            }
        }
        sink_char(sink, '\n');
    }
    for (uint32_t p = 0; p < story->n_persons; p++) {
        const struct change *change = &story->change[p];
        if (!change->is_known)
            continue;
        SINK_PUT(sink, "change ");
        put_name(cast, p, sink);
        sink_printf(sink, " %.3f", change->value);
        for (uint32_t k = 0; k < N_CHANGE_PARTS; k++)
            if (change->has[k])
                sink_printf(sink, " %s=%.3f", change_part_name[k], change->part[k]);
        sink_printf(sink, " direction=%.2f\n", change->direction);
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
    put_bonds(doc, cast, story, sink);
    put_turns(doc, cast, story, sink);
    put_changes(doc, cast, story, sink);
}
