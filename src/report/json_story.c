/* takes   people in time
 * gives   levels of telling, narration, bonds, turns, arcs and changes as JSON
 * method  streamed in a fixed order of keys
 * cost    O(tables) */
#include "report/json.h"

void json_levels(struct writing *w)
{
    const struct story *story = &w->findings->story;
    json_key(w, false, "levels");
    sink_char(w->sink, '[');
    for (uint32_t i = 0; i < story->level.n; i++) {
        const struct level *level = &story->level.at[i];
        json_next(w, i == 0);
        sink_char(w->sink, '{');
        json_uint(w, true, "id", i);
        json_id(w, false, "parent", level->parent, LEVEL_NONE);
        json_str(w, false, "mode", str_c(level_mode_name[level->mode]));
        json_id(w, false, "teller", level->teller, PERSON_NONE);
        json_id(w, false, "to", level->to, PERSON_NONE);
        json_key(w, false, "spans");
        sink_char(w->sink, '[');
        for (uint32_t k = 0; k < level->n_spans; k++) {
            struct span at = story->level_span.at[level->first_span + k];
            json_comma(w, k == 0);
            sink_char(w->sink, '[');
            sink_uint(w->sink, at.start);
            sink_char(w->sink, ',');
            sink_uint(w->sink, at.end);
            sink_char(w->sink, ']');
        }
        sink_char(w->sink, ']');
        json_fate_quotes(w, false, "quotes", level->quote, level->n_quotes);
        sink_char(w->sink, '}');
    }
    sink_char(w->sink, ']');
}

/* One entry a narrator, by first appearance, with all that he or she tells. */
static void put_narrators(struct writing *w)
{
    const struct cast *cast = &w->findings->cast;
    bool is_first = true;
    json_key(w, false, "narrators");
    sink_char(w->sink, '[');
    for (uint32_t i = 0; i < cast->told.n; i++) {
        const struct told_span *told = &cast->told.at[i];
        if (!told->is_first)
            continue;
        json_comma(w, is_first);
        is_first = false;
        sink_char(w->sink, '{');
        enum stance stance = told->stance; // of those whom nobody weighs
        (void)verdict_stance(&w->findings->verdict, told->person, &stance);
        json_uint(w, true, "id", told->person);
        json_str(w, false, "stance", str_c(stance_name[stance]));
        json_key(w, false, "spans");
        sink_char(w->sink, '[');
        for (uint32_t k = i; k != UINT32_MAX; k = cast->told.at[k].next) {
            json_comma(w, k == i);
            sink_char(w->sink, '[');
            sink_uint(w->sink, cast->told.at[k].at.start);
            sink_char(w->sink, ',');
            sink_uint(w->sink, cast->told.at[k].at.end);
            sink_char(w->sink, ']');
        }
        SINK_PUT(w->sink, "]}");
    }
    sink_char(w->sink, ']');
}

void json_narration(struct writing *w)
{
    const struct findings *f = w->findings;
    SINK_PUT(w->sink, ",\"narration\":{");
    json_id(w, true, "person", f->cast.narrated_in, 0);
    json_id(w, false, "narrator", json_teller(f), PERSON_NONE);
    put_narrators(w);
    const struct framing *framing = &f->story.framing;
    SINK_PUT(w->sink, ",\"frame\":{");
    json_bool(w, true, "present", framing->has_frame);
    json_id(w, false, "teller", framing->teller, PERSON_NONE);
    json_id(w, false, "to", framing->to, PERSON_NONE);
    json_fate_quotes(w, false, "quotes", framing->quote, framing->n_quotes);
    SINK_PUT(w->sink, "},\"retrospect\":{");
    json_bool(w, true, "present", framing->has_retrospect);
    json_id(w, false, "teller", framing->retrospect_teller, PERSON_NONE);
    json_fate_quotes(w, false, "quotes", framing->retrospect_quote, framing->n_retrospect_quotes);
    SINK_PUT(w->sink, "}}");
}

static uint32_t segment_of(const struct story *story, uint32_t scene)
{
    return scene < story->scene.n ? story->scene.at[scene].segment : DOC_NONE;
}

void json_bonds(struct writing *w)
{
    const struct story *story = &w->findings->story;
    json_key(w, false, "bonds");
    sink_char(w->sink, '[');
    for (uint32_t i = 0; i < story->bond.n; i++) {
        const struct bond *bond = &story->bond.at[i];
        bool is_first = true;
        json_next(w, i == 0);
        sink_char(w->sink, '{');
        json_uint(w, true, "a", bond->a);
        json_uint(w, false, "b", bond->b);
        json_key(w, false, "kinds");
        sink_char(w->sink, '[');
        for (uint32_t k = 0; k < N_BOND_KINDS; k++) {
            if (!(bond->kinds >> k & 1))
                continue;
            json_comma(w, is_first);
            is_first = false;
            sink_json(w->sink, str_c(bond_kind_name[k]));
        }
        sink_char(w->sink, ']');
        json_number(w, false, "weight", bond->weight);
        json_key(w, false, "segments");
        sink_char(w->sink, '[');
        for (uint32_t k = 0; k < bond->n_scenes; k++) {
            json_comma(w, k == 0);
            sink_uint(w->sink, segment_of(story, story->bond_scene.at[bond->first_scene + k]));
        }
        sink_char(w->sink, ']');
        json_id(w, false, "begins", segment_of(story, bond->begins), DOC_NONE);
        json_id(w, false, "ends", segment_of(story, bond->ends), DOC_NONE);
        json_fate_quotes(w, false, "quotes", bond->quote, bond->n_quotes);
        json_fate_quotes(w, false, "turns", bond->turn, bond->n_turns);
        sink_char(w->sink, '}');
    }
    sink_char(w->sink, ']');
}

void json_turns(struct writing *w)
{
    const struct findings *f = w->findings;
    json_key(w, false, "turns");
    sink_char(w->sink, '[');
    for (uint32_t i = 0; i < f->story.turn.n; i++) {
        const struct turn *turn = &f->story.turn.at[i];
        struct arena_mark mark = arena_mark(w->scratch);
        struct str what = turn_words(&f->cast, turn, w->scratch);
        w->no_memory = w->no_memory || !what.at;
        json_next(w, i == 0);
        sink_char(w->sink, '{');
        json_span(w, true, turn->at);
        json_number(w, false, "at", (double)turn->at.start / (double)f->doc.text.n);
        json_str(w, false, "kind", str_c(turn_kind_name[turn->kind]));
        json_str(w, false, "what", what.at ? what : str_c(NULL));
        json_number(w, false, "score", turn->score);
        json_key(w, false, "characters");
        sink_char(w->sink, '[');
        for (uint32_t p = 0; p < turn->n_persons; p++) {
            json_comma(w, p == 0);
            sink_uint(w->sink, turn->person[p]);
        }
        sink_char(w->sink, ']');
        json_fate_quotes(w, false, "quotes", turn->quote, turn->n_quotes);
        sink_char(w->sink, '}');
        arena_rewind(w->scratch, mark);
    }
    sink_char(w->sink, ']');
}

void json_arcs(struct writing *w)
{
    const struct story *story = &w->findings->story;
    json_key(w, false, "arcs");
    sink_char(w->sink, '[');
    for (uint32_t i = 0; i < story->arc.n; i++) {
        const struct arc *arc = &story->arc.at[i];
        json_next(w, i == 0);
        sink_char(w->sink, '{');
        json_uint(w, true, "character", arc->person);
        json_key(w, false, "points");
        sink_char(w->sink, '[');
        for (uint32_t k = 0; k < arc->n_points; k++) {
            const struct arc_point *point = &story->arc_point.at[arc->first_point + k];
            json_comma(w, k == 0);
            sink_char(w->sink, '{');
            json_number(w, true, "at", point->at);
            json_number(w, false, "value", point->value);
            json_number(w, false, "low", point->low);
            json_number(w, false, "high", point->high);
            json_key(w, false, "words");
            sink_char(w->sink, '[');
            for (uint32_t n = 0; n < point->n_words; n++) {
                struct span at = story->arc_word.at[point->first_word + n];
                json_comma(w, n == 0);
                sink_char(w->sink, '[');
                sink_uint(w->sink, at.start);
                sink_char(w->sink, ',');
                sink_uint(w->sink, at.end);
                sink_char(w->sink, ']');
            }
            SINK_PUT(w->sink, "]}");
        }
        SINK_PUT(w->sink, "]}");
    }
    sink_char(w->sink, ']');
}

void json_changes(struct writing *w)
{
    const struct story *story = &w->findings->story;
    bool is_first = true;
    json_key(w, false, "changes");
    sink_char(w->sink, '[');
    for (uint32_t p = 0; p < story->n_persons; p++) {
        const struct change *change = &story->change[p];
        if (!change->is_known)
            continue;
        json_next(w, is_first);
        is_first = false;
        sink_char(w->sink, '{');
        json_uint(w, true, "character", p);
        json_number(w, false, "value", change->value);
        for (uint32_t k = 0; k < N_CHANGE_PARTS; k++) {
            json_key(w, false, change_part_name[k]);
            if (change->has[k])
                json_fraction(w, change->part[k]);
            else
                SINK_PUT(w->sink, "null");
        }
        json_number(w, false, "direction", change->direction);
        sink_char(w->sink, '}');
    }
    sink_char(w->sink, ']');
}
