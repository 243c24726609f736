/* takes   the findings of one work
 * gives   one JSON object: schema 1 of the contract, with every field that this
 *         program knows; fields of analyses that it does not have are left out
 * method  streamed in a fixed order of keys; null only for "the text does not say"
 * cost    O(tables) */
#include "report/internal.h"

#include "base/err.h"
#include "claim/claim.h"

enum { SHARE_DECIMALS = 6 };

/* `"key":`, with a comma unless it is the first of its object. */
static void key(struct writing *w, bool is_first, const char *name)
{
    if (!is_first)
        sink_char(w->sink, ',');
    sink_char(w->sink, '"');
    sink_put(w->sink, str_c(name));
    SINK_PUT(w->sink, "\":");
}

static void put_uint(struct writing *w, bool is_first, const char *name, uint64_t n)
{
    key(w, is_first, name);
    sink_uint(w->sink, n);
}

/* `none`: the value that means null. */
static void put_id(struct writing *w, bool is_first, const char *name, uint32_t id, uint32_t none)
{
    key(w, is_first, name);
    if (id == none)
        SINK_PUT(w->sink, "null");
    else
        sink_uint(w->sink, id);
}

/* The empty string is null. */
static void put_str(struct writing *w, bool is_first, const char *name, struct str s)
{
    key(w, is_first, name);
    if (s.n)
        sink_json(w->sink, s);
    else
        SINK_PUT(w->sink, "null");
}

static void put_number(struct writing *w, bool is_first, const char *name, double x)
{
    key(w, is_first, name);
    number_put(w->sink, x, SHARE_DECIMALS);
}

static void put_bool(struct writing *w, bool is_first, const char *name, bool is)
{
    key(w, is_first, name);
    sink_put(w->sink, is ? STR("true") : STR("false"));
}

static void comma(struct writing *w, bool is_first)
{
    if (!is_first)
        sink_char(w->sink, ',');
}

/* A line end between the entries of long lists lets people and diff read them. */
static void next_entry(struct writing *w, bool is_first)
{
    comma(w, is_first);
    sink_char(w->sink, '\n');
}

static void put_span(struct writing *w, bool is_first, struct span at)
{
    put_uint(w, is_first, "start", at.start);
    put_uint(w, false, "end", at.end);
}

static void put_quote(struct writing *w, struct span at, struct str why)
{
    struct arena_mark mark = arena_mark(w->scratch);
    struct str where = doc_cite(&w->findings->doc, at.start, w->scratch);
    if (!where.at)
        w->no_memory = true;
    sink_char(w->sink, '{');
    put_span(w, true, at);
    key(w, false, "text");
    sink_json(w->sink, doc_str(&w->findings->doc, at));
    key(w, false, "where");
    sink_json(w->sink, where);
    put_str(w, false, "why", why);
    sink_char(w->sink, '}');
    arena_rewind(w->scratch, mark);
}

void json_quote(struct writing *w, struct span at, struct str why)
{
    put_quote(w, at, why);
}

static void put_source(struct writing *w)
{
    const struct findings *f = w->findings;
    key(w, false, "source");
    sink_char(w->sink, '{');
    put_str(w, true, "path", f->path);
    put_str(w, false, "format", f->doc.format);
    put_str(w, false, "kind", str_c(doc_kind_name[f->doc.kind]));
    put_str(w, false, "title", f->doc.title);
    put_str(w, false, "author", f->doc.author);
    put_uint(w, false, "bytes", f->n_bytes);
    put_str(w, false, "sha256", str_c(f->sha256));
    put_str(w, false, "encoding", f->doc.encoding);
    put_str(w, false, "language", f->doc.language);
    sink_char(w->sink, '}');

    key(w, false, "model");
    if (f->model.name.n) {
        sink_char(w->sink, '{');
        put_str(w, true, "name", f->model.name);
        sink_printf(w->sink, ",\"version\":\"%u\"", f->model.version);
        put_str(w, false, "sha256", str_c(f->model.sha256));
        put_str(w, false, "licence", f->model.licence);
        sink_char(w->sink, '}');
    } else {
        SINK_PUT(w->sink, "null");
    }

    key(w, false, "counts");
    sink_char(w->sink, '{');
    put_uint(w, true, "bytes", f->doc.text.n);
    put_uint(w, false, "tokens", f->text.n_tokens);
    uint32_t n_sentences = 0;
    for (uint32_t t = 0; t < f->text.n_tokens; t++)
        n_sentences += (f->text.token[t].flags & TOKEN_STARTS) != 0;
    put_uint(w, false, "sentences", n_sentences);
    put_uint(w, false, "scenes", f->story.scene.n);
    put_uint(w, false, "speeches", f->doc.speech.n);
    put_uint(w, false, "characters", f->cast.person.n);
    sink_char(w->sink, '}');
}

static void put_origin(struct writing *w)
{
    const struct doc *doc = &w->findings->doc;
    key(w, false, "origin");
    sink_char(w->sink, '[');
    for (uint32_t r = 0; r < doc->run.n; r++) {
        const struct run *run = &doc->run.at[r];
        next_entry(w, r == 0);
        sink_char(w->sink, '{');
        put_span(w, true, run->at);
        put_uint(w, false, "source", run->source);
        put_uint(w, false, "byte", run->byte);
        put_uint(w, false, "line", run->line);
        put_id(w, false, "page", run->page, 0);
        sink_char(w->sink, '}');
    }
    sink_char(w->sink, ']');
}

/* Who tells: in prose the narrator of the cast; in scripts and plays, which are told in
 * no person, a voice that the verdict knows. */
static uint32_t teller_of(const struct findings *f)
{
    if (f->doc.kind == DOC_NOVEL || f->cast.narrator_is_given)
        return f->cast.narrator;
    return f->verdict.reading_known[READING_TOLD_BY] ? f->verdict.reading[READING_TOLD_BY]
                                                     : PERSON_NONE;
}

static void put_fate_quotes(struct writing *w, bool is_first, const char *name,
                            const struct fate_quote *quote, uint32_t n)
{
    key(w, is_first, name);
    sink_char(w->sink, '[');
    for (uint32_t i = 0; i < n; i++) {
        comma(w, i == 0);
        put_quote(w, quote[i].at, str_c(quote[i].why));
    }
    sink_char(w->sink, ']');
}

/* The quotations of a death are printed where there is one, not where it was feared. */
static void put_fate(struct writing *w, uint32_t person)
{
    static const char *const state[] = {NULL, "dies", "lives"};
    const struct fate *fate = &w->findings->story.fate[person];
    key(w, false, "fate");
    sink_char(w->sink, '{');
    put_str(w, true, "state", str_c(state[fate->state]));
    put_id(w, false, "cause", fate->cause, PERSON_NONE);
    put_fate_quotes(w, false, "quotes", fate->quote,
                    fate->state == FATE_DIES ? fate->n_quotes : 0);
    sink_char(w->sink, '}');
}

static void put_characters(struct writing *w)
{
    const struct findings *f = w->findings;
    uint32_t teller = teller_of(f);
    key(w, false, "characters");
    sink_char(w->sink, '[');
    for (uint32_t p = 0; p < f->cast.person.n; p++) {
        const struct person *person = &f->cast.person.at[p];
        next_entry(w, p == 0);
        sink_char(w->sink, '{');
        put_uint(w, true, "id", p);
        key(w, false, "name");
        sink_json(w->sink, person->name);
        key(w, false, "aliases");
        sink_char(w->sink, '[');
        for (uint32_t a = 0; a < person->n_aliases; a++) {
            const struct alias *alias = &f->cast.alias.at[person->first_alias + a];
            comma(w, a == 0);
            sink_char(w->sink, '{');
            key(w, true, "text");
            sink_json(w->sink, alias->text);
            put_uint(w, false, "count", alias->n);
            sink_char(w->sink, '}');
        }
        sink_char(w->sink, ']');
        put_str(w, false, "pronouns", str_c(gender_pronoun[person->gender]));
        put_bool(w, false, "group", person->is_group);
        put_bool(w, false, "narrator", p == teller);
        put_id(w, false, "billed", person->role < f->doc.role.n ? f->doc.role.at[person->role].billed : 0, 0);
        put_uint(w, false, "speeches", person->n_speeches);
        put_uint(w, false, "words", person->n_words);
        put_uint(w, false, "mentions", person->n_mentions);
        put_uint(w, false, "scenes", story_n_scenes(&f->story, p));
        put_uint(w, false, "first", person->first_off);
        put_uint(w, false, "last", person->last_off);
        key(w, false, "introduced");
        if (span_is_empty(person->introduced))
            SINK_PUT(w->sink, "null");
        else
            put_quote(w, person->introduced, STR("first description"));
        put_fate(w, p);
        sink_char(w->sink, '}');
    }
    sink_char(w->sink, ']');
}

static void put_segments(struct writing *w)
{
    const struct doc *doc = &w->findings->doc;
    key(w, false, "segments");
    sink_char(w->sink, '[');
    for (uint32_t s = 0; s < doc->segment.n; s++) {
        const struct segment *segment = &doc->segment.at[s];
        next_entry(w, s == 0);
        sink_char(w->sink, '{');
        put_uint(w, true, "id", s);
        put_id(w, false, "parent", segment->parent, DOC_NONE);
        put_str(w, false, "kind", str_c(segment_kind_name[segment->kind]));
        put_str(w, false, "heading", doc_str(doc, segment->heading));
        put_str(w, false, "number", segment->number);
        put_span(w, false, segment->at);
        put_str(w, false, "because", segment->because);
        put_number(w, false, "sure", (double)segment->sure);
        sink_char(w->sink, '}');
    }
    sink_char(w->sink, ']');
}

static void put_levels(struct writing *w)
{
    const struct story *story = &w->findings->story;
    key(w, false, "levels");
    sink_char(w->sink, '[');
    for (uint32_t i = 0; i < story->level.n; i++) {
        const struct level *level = &story->level.at[i];
        next_entry(w, i == 0);
        sink_char(w->sink, '{');
        put_uint(w, true, "id", i);
        put_id(w, false, "parent", level->parent, LEVEL_NONE);
        put_str(w, false, "mode", str_c(level_mode_name[level->mode]));
        put_id(w, false, "teller", level->teller, PERSON_NONE);
        put_id(w, false, "to", level->to, PERSON_NONE);
        key(w, false, "spans");
        sink_char(w->sink, '[');
        for (uint32_t k = 0; k < level->n_spans; k++) {
            struct span at = story->level_span.at[level->first_span + k];
            comma(w, k == 0);
            sink_char(w->sink, '[');
            sink_uint(w->sink, at.start);
            sink_char(w->sink, ',');
            sink_uint(w->sink, at.end);
            sink_char(w->sink, ']');
        }
        sink_char(w->sink, ']');
        put_fate_quotes(w, false, "quotes", level->quote, level->n_quotes);
        sink_char(w->sink, '}');
    }
    sink_char(w->sink, ']');
}

static void put_presence(struct writing *w)
{
    const struct cast *cast = &w->findings->cast;
    key(w, false, "presence");
    sink_char(w->sink, '[');
    for (uint32_t i = 0; i < cast->presence.n; i++) {
        const struct presence *presence = &cast->presence.at[i];
        next_entry(w, i == 0);
        sink_char(w->sink, '{');
        put_uint(w, true, "character", presence->person);
        put_id(w, false, "segment", presence->segment, DOC_NONE);
        put_str(w, false, "how", str_c(presence_kind_name[presence->kind]));
        put_span(w, false, presence->at);
        put_number(w, false, "sure", (double)presence->sure);
        sink_char(w->sink, '}');
    }
    sink_char(w->sink, ']');
}

/* What all pieces of one speech say of it. */
static void put_who_speaks(struct writing *w, uint32_t turn, uint32_t off)
{
    const struct cast *cast = &w->findings->cast;
    const struct utterance *utterance = &cast->utterance[turn];
    const uint32_t *speaker = cast->speaker.at + utterance->first_speaker;
    uint32_t n = utterance->n_speakers;
    put_uint(w, false, "turn", turn);
    put_uint(w, false, "level", story_level_at(&w->findings->story, off));
    put_id(w, false, "speaker", n ? speaker[0] : PERSON_NONE, PERSON_NONE);
    key(w, false, "also");
    sink_char(w->sink, '[');
    for (uint32_t i = 1; i < n; i++) {
        comma(w, i == 1);
        sink_uint(w->sink, speaker[i]);
    }
    sink_char(w->sink, ']');
    key(w, false, "to");
    sink_char(w->sink, '[');
    for (uint32_t i = 0; i < utterance->n_to; i++) {
        comma(w, i == 0);
        sink_uint(w->sink, cast->to.at[utterance->first_to + i]);
    }
    sink_char(w->sink, ']');
    put_str(w, false, "how", str_c(how_name[utterance->how]));
    put_str(w, false, "voice", str_c(voice_name[utterance->voice]));
    put_str(w, false, "via", str_c(n ? via_name[utterance->via] : NULL));
    put_number(w, false, "sure", (double)utterance->sure);
}

static void put_speeches(struct writing *w)
{
    const struct doc *doc = &w->findings->doc;
    bool is_first = true;
    key(w, false, "speeches");
    sink_char(w->sink, '[');
    for (uint32_t s = 0; s < doc->speech.n; s++) {
        const struct speech *speech = &doc->speech.at[s];
        uint32_t end = speech->first_block + speech->n_blocks;
        for (uint32_t b = speech->first_block; b < end && b < doc->block.n; b++) {
            if (!doc_says(doc, s, b))
                continue;
            next_entry(w, is_first);
            is_first = false;
            sink_char(w->sink, '{');
            put_span(w, true, doc->block.at[b].at);
            put_who_speaks(w, s, doc->block.at[b].at.start);
            sink_char(w->sink, '}');
        }
    }
    sink_char(w->sink, ']');
}

static void put_mentions(struct writing *w)
{
    static const char *const kind[N_MENTION_KINDS] = {"name", "nominal", "pronoun"};
    const struct cast *cast = &w->findings->cast;
    key(w, false, "mentions");
    sink_char(w->sink, '[');
    for (uint32_t i = 0; i < cast->mention.n; i++) {
        const struct mention *mention = &cast->mention.at[i];
        next_entry(w, i == 0);
        sink_char(w->sink, '{');
        put_span(w, true, mention->at);
        put_id(w, false, "character", mention->person, PERSON_NONE);
        put_str(w, false, "kind", str_c(kind[mention->kind]));
        put_number(w, false, "sure", (double)mention->sure);
        sink_char(w->sink, '}');
    }
    sink_char(w->sink, ']');
}

static uint32_t segment_of(const struct story *story, uint32_t scene)
{
    return scene < story->scene.n ? story->scene.at[scene].segment : DOC_NONE;
}

static void put_bonds(struct writing *w)
{
    const struct story *story = &w->findings->story;
    key(w, false, "bonds");
    sink_char(w->sink, '[');
    for (uint32_t i = 0; i < story->bond.n; i++) {
        const struct bond *bond = &story->bond.at[i];
        bool is_first = true;
        next_entry(w, i == 0);
        sink_char(w->sink, '{');
        put_uint(w, true, "a", bond->a);
        put_uint(w, false, "b", bond->b);
        key(w, false, "kinds");
        sink_char(w->sink, '[');
        for (uint32_t k = 0; k < N_BOND_KINDS; k++) {
            if (!(bond->kinds >> k & 1))
                continue;
            comma(w, is_first);
            is_first = false;
            sink_json(w->sink, str_c(bond_kind_name[k]));
        }
        sink_char(w->sink, ']');
        put_number(w, false, "weight", bond->weight);
        key(w, false, "segments");
        sink_char(w->sink, '[');
        for (uint32_t k = 0; k < bond->n_scenes; k++) {
            comma(w, k == 0);
            sink_uint(w->sink, segment_of(story, story->bond_scene.at[bond->first_scene + k]));
        }
        sink_char(w->sink, ']');
        put_id(w, false, "begins", segment_of(story, bond->begins), DOC_NONE);
        put_id(w, false, "ends", segment_of(story, bond->ends), DOC_NONE);
        put_fate_quotes(w, false, "quotes", bond->quote, bond->n_quotes);
        put_fate_quotes(w, false, "turns", bond->turn, bond->n_turns);
        sink_char(w->sink, '}');
    }
    sink_char(w->sink, ']');
}

static void put_turns(struct writing *w)
{
    const struct findings *f = w->findings;
    key(w, false, "turns");
    sink_char(w->sink, '[');
    for (uint32_t i = 0; i < f->story.turn.n; i++) {
        const struct turn *turn = &f->story.turn.at[i];
        struct arena_mark mark = arena_mark(w->scratch);
        struct str what = turn_words(&f->cast, turn, w->scratch);
        w->no_memory = w->no_memory || !what.at;
        next_entry(w, i == 0);
        sink_char(w->sink, '{');
        put_span(w, true, turn->at);
        put_number(w, false, "at", (double)turn->at.start / (double)f->doc.text.n);
        put_str(w, false, "kind", str_c(turn_kind_name[turn->kind]));
        put_str(w, false, "what", what.at ? what : str_c(NULL));
        put_number(w, false, "score", turn->score);
        key(w, false, "characters");
        sink_char(w->sink, '[');
        for (uint32_t p = 0; p < turn->n_persons; p++) {
            comma(w, p == 0);
            sink_uint(w->sink, turn->person[p]);
        }
        sink_char(w->sink, ']');
        put_fate_quotes(w, false, "quotes", turn->quote, turn->n_quotes);
        sink_char(w->sink, '}');
        arena_rewind(w->scratch, mark);
    }
    sink_char(w->sink, ']');
}

static void put_arcs(struct writing *w)
{
    const struct story *story = &w->findings->story;
    key(w, false, "arcs");
    sink_char(w->sink, '[');
    for (uint32_t i = 0; i < story->arc.n; i++) {
        const struct arc *arc = &story->arc.at[i];
        next_entry(w, i == 0);
        sink_char(w->sink, '{');
        put_uint(w, true, "character", arc->person);
        key(w, false, "points");
        sink_char(w->sink, '[');
        for (uint32_t k = 0; k < arc->n_points; k++) {
            const struct arc_point *point = &story->arc_point.at[arc->first_point + k];
            comma(w, k == 0);
            sink_char(w->sink, '{');
            put_number(w, true, "at", point->at);
            put_number(w, false, "value", point->value);
            put_number(w, false, "low", point->low);
            put_number(w, false, "high", point->high);
            key(w, false, "words");
            sink_char(w->sink, '[');
            for (uint32_t n = 0; n < point->n_words; n++) {
                struct span at = story->arc_word.at[point->first_word + n];
                comma(w, n == 0);
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

static void put_changes(struct writing *w)
{
    const struct story *story = &w->findings->story;
    bool is_first = true;
    key(w, false, "changes");
    sink_char(w->sink, '[');
    for (uint32_t p = 0; p < story->n_persons; p++) {
        const struct change *change = &story->change[p];
        if (!change->is_known)
            continue;
        next_entry(w, is_first);
        is_first = false;
        sink_char(w->sink, '{');
        put_uint(w, true, "character", p);
        put_number(w, false, "value", change->value);
        for (uint32_t k = 0; k < N_CHANGE_PARTS; k++) {
            key(w, false, change_part_name[k]);
            if (change->has[k])
                number_put(w->sink, change->part[k], SHARE_DECIMALS);
            else
                SINK_PUT(w->sink, "null");
        }
        put_number(w, false, "direction", change->direction);
        sink_char(w->sink, '}');
    }
    sink_char(w->sink, ']');
}

static void put_measure(struct writing *w, const struct evidence *evidence)
{
    const struct verdict *verdict = &w->findings->verdict;
    const struct measure_info *info = &measure_info[evidence->measure];
    sink_char(w->sink, '{');
    put_str(w, true, "measure", str_c(info->name));
    put_str(w, false, "reading", str_c(reading_name[info->reading]));
    put_str(w, false, "asks", str_c(info->asks));
    bool favours = !evidence->is_missing && evidence->favours < verdict->n_candidates;
    put_id(w, false, "favours", favours ? verdict->candidate[evidence->favours] : PERSON_NONE,
           PERSON_NONE);
    put_number(w, false, "weight", evidence->weight);
    key(w, false, "values");
    sink_char(w->sink, '[');
    for (uint32_t c = 0; c < verdict->n_candidates; c++) {
        comma(w, c == 0);
        sink_char(w->sink, '{');
        put_uint(w, true, "character", verdict->candidate[c]);
        key(w, false, "value");
        if (evidence->is_missing || !evidence->has_value[c])
            SINK_PUT(w->sink, "null");
        else
            number_put(w->sink, evidence->value[c], SHARE_DECIMALS);
        put_str(w, false, "unit", str_c(info->unit));
        sink_char(w->sink, '}');
    }
    sink_char(w->sink, ']');
    key(w, false, "quotes");
    sink_char(w->sink, '[');
    for (uint32_t q = 0; q < evidence->n_quotes && q < EVIDENCE_QUOTES; q++) {
        comma(w, q == 0);
        put_quote(w, evidence->quote[q].at, str_c(evidence->quote[q].why));
    }
    SINK_PUT(w->sink, "]}");
}

static void put_readings(struct writing *w)
{
    const struct verdict *verdict = &w->findings->verdict;
    key(w, false, "readings");
    sink_char(w->sink, '{');
    for (uint32_t r = 0; r < N_READINGS; r++)
        put_id(w, r == 0, reading_name[r],
               verdict->reading_known[r] ? verdict->reading[r] : PERSON_NONE, PERSON_NONE);
    sink_char(w->sink, '}');
}

/* One entry a narrator, by first appearance, with all that he or she tells. */
static void put_narrators(struct writing *w)
{
    const struct cast *cast = &w->findings->cast;
    bool is_first = true;
    key(w, false, "narrators");
    sink_char(w->sink, '[');
    for (uint32_t i = 0; i < cast->told.n; i++) {
        const struct told_span *told = &cast->told.at[i];
        if (!told->is_first)
            continue;
        comma(w, is_first);
        is_first = false;
        sink_char(w->sink, '{');
        put_uint(w, true, "id", told->person);
        put_str(w, false, "stance", str_c(stance_name[told->stance]));
        key(w, false, "spans");
        sink_char(w->sink, '[');
        for (uint32_t k = i; k != UINT32_MAX; k = cast->told.at[k].next) {
            comma(w, k == i);
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

/* What others need to weigh anew: share ~ exp(sum of weight * score / temperature), mixed with
 * a little of everybody. */
static void put_weighing(struct writing *w)
{
    const struct verdict *verdict = &w->findings->verdict;
    bool is_first = true;
    key(w, false, "weighing");
    sink_char(w->sink, '{');
    key(w, true, "temperature");
    number_put(w->sink, verdict->temperature, SHARE_DECIMALS);
    put_number(w, false, "misread", verdict->misread);
    key(w, false, "terms");
    sink_char(w->sink, '[');
    for (uint32_t m = 0; m < N_MEASURES; m++) {
        const struct evidence *evidence = &verdict->evidence[m];
        if (evidence->weight <= 0)
            continue;
        next_entry(w, is_first);
        is_first = false;
        sink_char(w->sink, '{');
        put_str(w, true, "name", str_c(measure_info[m].name));
        put_str(w, false, "reading", str_c(reading_name[measure_info[m].reading]));
        put_number(w, false, "weight", evidence->weight);
        key(w, false, "scores");
        sink_char(w->sink, '[');
        for (uint32_t c = 0; c < verdict->n_candidates; c++) {
            comma(w, c == 0);
            sink_char(w->sink, '{');
            put_uint(w, true, "character", verdict->candidate[c]);
            put_number(w, false, "score", evidence->score[c]);
            sink_char(w->sink, '}');
        }
        SINK_PUT(w->sink, "]}");
    }
    SINK_PUT(w->sink, "]}");
}

static void put_narration(struct writing *w)
{
    const struct findings *f = w->findings;
    SINK_PUT(w->sink, ",\"narration\":{");
    put_id(w, true, "person", f->cast.narrated_in, 0);
    put_id(w, false, "narrator", teller_of(f), PERSON_NONE);
    put_narrators(w);
    const struct framing *framing = &f->story.framing;
    SINK_PUT(w->sink, ",\"frame\":{");
    put_bool(w, true, "present", framing->has_frame);
    put_id(w, false, "teller", framing->teller, PERSON_NONE);
    put_id(w, false, "to", framing->to, PERSON_NONE);
    put_fate_quotes(w, false, "quotes", framing->quote, framing->n_quotes);
    SINK_PUT(w->sink, "},\"retrospect\":{");
    put_bool(w, true, "present", framing->has_retrospect);
    put_id(w, false, "teller", framing->retrospect_teller, PERSON_NONE);
    put_fate_quotes(w, false, "quotes", framing->retrospect_quote, framing->n_retrospect_quotes);
    SINK_PUT(w->sink, "}}");
}

static void put_corrections(struct writing *w)
{
    const struct cast *cast = &w->findings->cast;
    key(w, false, "corrections");
    sink_char(w->sink, '[');
    for (uint32_t i = 0; i < cast->corrected.n; i++) {
        const struct corrected *c = &cast->corrected.at[i];
        next_entry(w, i == 0);
        sink_char(w->sink, '{');
        put_str(w, true, "file", c->file);
        put_uint(w, false, "line", c->line);
        put_bool(w, false, "done", c->is_done);
        put_str(w, false, "what", c->words);
        sink_char(w->sink, '}');
    }
    sink_char(w->sink, ']');
}

static void put_verdict(struct writing *w)
{
    const struct verdict *verdict = &w->findings->verdict;
    key(w, false, "verdict");
    sink_char(w->sink, '{');
    put_str(w, true, "answer", str_c(answer_name[verdict->answer]));
    put_str(w, false, "because", str_c(verdict->because));
    key(w, false, "ranking");
    sink_char(w->sink, '[');
    for (uint32_t i = 0; i < verdict->n_candidates; i++) {
        const struct ranked *ranked = &verdict->ranking[i];
        comma(w, i == 0);
        sink_char(w->sink, '{');
        put_uint(w, true, "character", verdict->candidate[ranked->candidate]);
        put_number(w, false, "share", ranked->share);
        put_number(w, false, "low", ranked->low);
        put_number(w, false, "high", ranked->high);
        sink_char(w->sink, '}');
    }
    sink_char(w->sink, ']');
    put_id(w, false, "apparent", verdict->apparent, PERSON_NONE);
    put_readings(w);
    put_weighing(w);
    key(w, false, "evidence");
    sink_char(w->sink, '[');
    for (uint32_t m = 0; m < N_MEASURES && verdict->n_candidates; m++) {
        next_entry(w, m == 0);
        put_measure(w, &verdict->evidence[m]);
    }
    SINK_PUT(w->sink, "]}");
}

static void put_entities(struct writing *w)
{
    const struct text *text = &w->findings->text;
    key(w, false, "entities");
    sink_char(w->sink, '[');
    for (uint32_t i = 0; i < text->n_entities; i++) {
        const struct entity *entity = &text->entity[i];
        const struct node *first = &text->node[entity->first];
        next_entry(w, i == 0);
        sink_char(w->sink, '{');
        put_span(w, true, (struct span){first->at.start, first[entity->n - 1].at.end});
        put_str(w, false, "type", str_c(entity_type_name[entity->type]));
        put_str(w, false, "kind", str_c(entity_kind_name[entity->kind]));
        put_uint(w, false, "cluster", w->findings->cast.cluster ? w->findings->cast.cluster[i] : i);
        sink_char(w->sink, '}');
    }
    sink_char(w->sink, ']');
    key(w, false, "events");
    sink_char(w->sink, '[');
    for (uint32_t i = 0; i < text->n_events; i++) {
        next_entry(w, i == 0);
        sink_char(w->sink, '{');
        put_span(w, true, text->node[text->event[i]].at);
        sink_char(w->sink, '}');
    }
    sink_char(w->sink, ']');
}

static void put_report(struct writing *w)
{
    sink_char(w->sink, '{');
    put_uint(w, true, "schema", 1);
    put_source(w);
    put_origin(w);
    put_characters(w);
    put_segments(w);
    put_levels(w);
    put_presence(w);
    put_speeches(w);
    put_mentions(w);
    put_narration(w);
    put_bonds(w);
    put_turns(w);
    put_arcs(w);
    put_changes(w);
    put_corrections(w);
    put_verdict(w);
}

whose_status json_read(struct writing *w)
{
    put_report(w);
    SINK_PUT(w->sink, "}\n");
    return WHOSE_OK;
}

whose_status json_all(struct writing *w)
{
    put_report(w);
    if (w->findings->text.has_entities)
        put_entities(w);
    SINK_PUT(w->sink, "}\n");
    return WHOSE_OK;
}

static void put_side(struct writing *w, const struct claim *claim, const char *name,
                     uint32_t candidate)
{
    bool is_first = true;
    key(w, false, name);
    sink_char(w->sink, '[');
    for (uint32_t m = 0; m < N_MEASURES; m++) {
        const struct evidence *evidence = &claim->evidence[m];
        if (evidence->is_missing)
            continue;
        for (uint32_t q = 0; q < evidence->n_quotes && q < EVIDENCE_QUOTES; q++) {
            if (evidence->quote[q].candidate != candidate)
                continue;
            comma(w, is_first);
            is_first = false;
            put_quote(w, evidence->quote[q].at, str_c(evidence->quote[q].why));
        }
    }
    sink_char(w->sink, ']');
}

static void put_claim_values(struct writing *w, const struct claim *claim)
{
    static const char *const leaning[] = {"for", "against", "neither"};
    bool is_first = true;
    key(w, false, "measures");
    sink_char(w->sink, '[');
    for (uint32_t m = 0; m < N_MEASURES && claim->rival != PERSON_NONE; m++) {
        const struct evidence *evidence = &claim->evidence[m];
        next_entry(w, is_first);
        is_first = false;
        sink_char(w->sink, '{');
        put_str(w, true, "measure", str_c(measure_info[m].name));
        for (uint32_t side = 0; side < 2; side++) {
            key(w, false, side ? "object" : "subject");
            if (evidence->is_missing || !evidence->has_value[side])
                SINK_PUT(w->sink, "null");
            else
                number_put(w->sink, evidence->value[side], SHARE_DECIMALS);
        }
        put_str(w, false, "leans", str_c(leaning[claim->leans[m]]));
        put_number(w, false, "weight", evidence->weight);
        sink_char(w->sink, '}');
    }
    sink_char(w->sink, ']');
}

static void put_claim_quotes(struct writing *w, const char *name, const struct claim_quote *quote,
                             uint32_t n)
{
    key(w, false, name);
    sink_char(w->sink, '[');
    for (uint32_t i = 0; i < n; i++) {
        comma(w, i == 0);
        put_quote(w, quote[i].at, str_c(quote[i].why));
    }
    sink_char(w->sink, ']');
}

whose_status json_claim(struct writing *w)
{
    static const char *const answer[] = {"supported", "contradicted", "contested", "not-in-text"};
    const struct findings *f = w->findings;
    struct claim claim;
    TRY(claim_weigh(w->subject, &f->doc, &f->text, &f->cast, &f->story, &f->verdict, w->scratch,
                    &claim, w->err));
    uint32_t n_looked = claim.n_looked;
    for (uint32_t m = 0; m < N_MEASURES && claim.kind == CLAIM_STORY_OF; m++)
        n_looked += claim.evidence[m].is_missing ? 0 : claim.evidence[m].n_quotes;
    SINK_PUT(w->sink, "{\"claim\":{");
    key(w, true, "text");
    sink_json(w->sink, claim.text);
    put_str(w, false, "kind", str_c(claim_kind_name[claim.kind]));
    put_uint(w, false, "subject", claim.subject);
    put_id(w, false, "object", claim.object, PERSON_NONE);
    SINK_PUT(w->sink, ",\"source\":null},\"answer\":{");
    put_str(w, true, "verdict", str_c(answer[claim.verdict]));
    key(w, false, "share");
    if (claim.verdict == CLAIM_NOT_IN_TEXT)
        SINK_PUT(w->sink, "null");
    else
        number_put(w->sink, claim.share, SHARE_DECIMALS);
    put_uint(w, false, "looked", n_looked);
    if (claim.kind == CLAIM_STORY_OF) {
        put_side(w, &claim, "for", 0);
        put_side(w, &claim, "against", 1);
    } else {
        put_claim_quotes(w, "for", claim.speaks_for, claim.n_for);
        put_claim_quotes(w, "against", claim.speaks_against, claim.n_against);
    }
    put_claim_values(w, &claim);
    SINK_PUT(w->sink, "}}\n");
    return WHOSE_OK;
}
