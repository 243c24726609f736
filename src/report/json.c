/* takes   the findings of one work
 * gives   one JSON object: schema 1 of the contract, with every field that this
 *         program knows; fields of analyses that it does not have are left out
 * method  streamed in a fixed order of keys; null only for "the text does not say"
 * cost    O(tables) */
#include "report/json.h"

static void put_source(struct writing *w)
{
    const struct findings *f = w->findings;
    json_key(w, false, "source");
    sink_char(w->sink, '{');
    json_str(w, true, "path", f->path);
    json_str(w, false, "format", f->doc.format);
    json_str(w, false, "kind", str_c(doc_kind_name[f->doc.kind]));
    json_str(w, false, "title", f->doc.title);
    json_str(w, false, "author", f->doc.author);
    json_uint(w, false, "bytes", f->n_bytes);
    json_str(w, false, "sha256", str_c(f->sha256));
    json_str(w, false, "encoding", f->doc.encoding);
    json_str(w, false, "language", f->doc.language);
    sink_char(w->sink, '}');

    json_key(w, false, "model");
    if (f->model.name.n) {
        sink_char(w->sink, '{');
        json_str(w, true, "name", f->model.name);
        sink_printf(w->sink, ",\"version\":\"%u\"", f->model.version);
        json_str(w, false, "sha256", str_c(f->model.sha256));
        json_str(w, false, "licence", f->model.licence);
        sink_char(w->sink, '}');
    } else {
        SINK_PUT(w->sink, "null");
    }

    json_key(w, false, "counts");
    sink_char(w->sink, '{');
    json_uint(w, true, "bytes", f->doc.text.n);
    json_uint(w, false, "tokens", f->text.n_tokens);
    uint32_t n_sentences = 0;
    for (uint32_t t = 0; t < f->text.n_tokens; t++)
        n_sentences += (f->text.token[t].flags & TOKEN_STARTS) != 0;
    json_uint(w, false, "sentences", n_sentences);
    json_uint(w, false, "scenes", f->story.scene.n);
    json_uint(w, false, "speeches", f->doc.speech.n);
    json_uint(w, false, "characters", f->cast.person.n);
    sink_char(w->sink, '}');
}

static void put_origin(struct writing *w)
{
    const struct doc *doc = &w->findings->doc;
    json_key(w, false, "origin");
    sink_char(w->sink, '[');
    for (uint32_t r = 0; r < doc->run.n; r++) {
        const struct run *run = &doc->run.at[r];
        json_next(w, r == 0);
        sink_char(w->sink, '{');
        json_span(w, true, run->at);
        json_uint(w, false, "source", run->source);
        json_uint(w, false, "byte", run->byte);
        json_uint(w, false, "line", run->line);
        json_id(w, false, "page", run->page, 0);
        sink_char(w->sink, '}');
    }
    sink_char(w->sink, ']');
}

uint32_t json_teller(const struct findings *f)
{
    if (f->doc.kind == DOC_NOVEL || f->cast.narrator_is_given)
        return f->cast.narrator;
    return f->verdict.reading_known[READING_TOLD_BY] ? f->verdict.reading[READING_TOLD_BY]
                                                     : PERSON_NONE;
}

/* The quotations of a death are printed where there is one, not where it was feared. */
static void put_fate(struct writing *w, uint32_t person)
{
    static const char *const state[] = {NULL, "dies", "lives"};
    const struct fate *fate = &w->findings->story.fate[person];
    json_key(w, false, "fate");
    sink_char(w->sink, '{');
    json_str(w, true, "state", str_c(state[fate->state]));
    json_id(w, false, "cause", fate->cause, PERSON_NONE);
    json_fate_quotes(w, false, "quotes", fate->quote,
                     fate->state == FATE_DIES ? fate->n_quotes : 0);
    sink_char(w->sink, '}');
}

static void put_characters(struct writing *w)
{
    const struct findings *f = w->findings;
    uint32_t teller = json_teller(f);
    json_key(w, false, "characters");
    sink_char(w->sink, '[');
    for (uint32_t p = 0; p < f->cast.person.n; p++) {
        const struct person *person = &f->cast.person.at[p];
        json_next(w, p == 0);
        sink_char(w->sink, '{');
        json_uint(w, true, "id", p);
        json_key(w, false, "name");
        sink_json(w->sink, person->name);
        json_key(w, false, "aliases");
        sink_char(w->sink, '[');
        for (uint32_t a = 0; a < person->n_aliases; a++) {
            const struct alias *alias = &f->cast.alias.at[person->first_alias + a];
            json_comma(w, a == 0);
            sink_char(w->sink, '{');
            json_key(w, true, "text");
            sink_json(w->sink, alias->text);
            json_uint(w, false, "count", alias->n);
            sink_char(w->sink, '}');
        }
        sink_char(w->sink, ']');
        json_str(w, false, "pronouns", str_c(gender_pronoun[person->gender]));
        json_bool(w, false, "group", person->is_group);
        json_bool(w, false, "narrator", p == teller);
        json_id(w, false, "billed",
                person->role < f->doc.role.n ? f->doc.role.at[person->role].billed : 0, 0);
        json_uint(w, false, "speeches", person->n_speeches);
        json_uint(w, false, "words", person->n_words);
        json_uint(w, false, "mentions", person->n_mentions);
        json_uint(w, false, "scenes", story_n_scenes(&f->story, p));
        json_uint(w, false, "first", person->first_off);
        json_uint(w, false, "last", person->last_off);
        json_key(w, false, "introduced");
        if (span_is_empty(person->introduced))
            SINK_PUT(w->sink, "null");
        else
            json_quote(w, person->introduced, STR("first description"));
        put_fate(w, p);
        sink_char(w->sink, '}');
    }
    sink_char(w->sink, ']');
}

static void put_segments(struct writing *w)
{
    const struct doc *doc = &w->findings->doc;
    json_key(w, false, "segments");
    sink_char(w->sink, '[');
    for (uint32_t s = 0; s < doc->segment.n; s++) {
        const struct segment *segment = &doc->segment.at[s];
        json_next(w, s == 0);
        sink_char(w->sink, '{');
        json_uint(w, true, "id", s);
        json_id(w, false, "parent", segment->parent, DOC_NONE);
        json_str(w, false, "kind", str_c(segment_kind_name[segment->kind]));
        json_str(w, false, "heading", doc_str(doc, segment->heading));
        json_str(w, false, "number", segment->number);
        json_span(w, false, segment->at);
        json_str(w, false, "because", segment->because);
        json_number(w, false, "sure", (double)segment->sure);
        sink_char(w->sink, '}');
    }
    sink_char(w->sink, ']');
}

static void put_presence(struct writing *w)
{
    const struct cast *cast = &w->findings->cast;
    json_key(w, false, "presence");
    sink_char(w->sink, '[');
    for (uint32_t i = 0; i < cast->presence.n; i++) {
        const struct presence *presence = &cast->presence.at[i];
        json_next(w, i == 0);
        sink_char(w->sink, '{');
        json_uint(w, true, "character", presence->person);
        json_id(w, false, "segment", presence->segment, DOC_NONE);
        json_str(w, false, "how", str_c(presence_kind_name[presence->kind]));
        json_span(w, false, presence->at);
        json_number(w, false, "sure", (double)presence->sure);
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
    json_uint(w, false, "turn", turn);
    json_uint(w, false, "level", story_level_at(&w->findings->story, off));
    json_id(w, false, "speaker", n ? speaker[0] : PERSON_NONE, PERSON_NONE);
    json_key(w, false, "also");
    sink_char(w->sink, '[');
    for (uint32_t i = 1; i < n; i++) {
        json_comma(w, i == 1);
        sink_uint(w->sink, speaker[i]);
    }
    sink_char(w->sink, ']');
    json_key(w, false, "to");
    sink_char(w->sink, '[');
    for (uint32_t i = 0; i < utterance->n_to; i++) {
        json_comma(w, i == 0);
        sink_uint(w->sink, cast->to.at[utterance->first_to + i]);
    }
    sink_char(w->sink, ']');
    json_str(w, false, "how", str_c(how_name[utterance->how]));
    json_str(w, false, "voice", str_c(voice_name[utterance->voice]));
    json_str(w, false, "via", str_c(n ? via_name[utterance->via] : NULL));
    json_number(w, false, "sure", (double)utterance->sure);
}

static void put_speeches(struct writing *w)
{
    const struct doc *doc = &w->findings->doc;
    bool is_first = true;
    json_key(w, false, "speeches");
    sink_char(w->sink, '[');
    for (uint32_t s = 0; s < doc->speech.n; s++) {
        const struct speech *speech = &doc->speech.at[s];
        uint32_t end = speech->first_block + speech->n_blocks;
        for (uint32_t b = speech->first_block; b < end && b < doc->block.n; b++) {
            if (!doc_says(doc, s, b))
                continue;
            json_next(w, is_first);
            is_first = false;
            sink_char(w->sink, '{');
            json_span(w, true, doc->block.at[b].at);
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
    json_key(w, false, "mentions");
    sink_char(w->sink, '[');
    for (uint32_t i = 0; i < cast->mention.n; i++) {
        const struct mention *mention = &cast->mention.at[i];
        json_next(w, i == 0);
        sink_char(w->sink, '{');
        json_span(w, true, mention->at);
        json_id(w, false, "character", mention->person, PERSON_NONE);
        json_str(w, false, "kind", str_c(kind[mention->kind]));
        json_number(w, false, "sure", (double)mention->sure);
        sink_char(w->sink, '}');
    }
    sink_char(w->sink, ']');
}

static void put_corrections(struct writing *w)
{
    const struct cast *cast = &w->findings->cast;
    json_key(w, false, "corrections");
    sink_char(w->sink, '[');
    for (uint32_t i = 0; i < cast->corrected.n; i++) {
        const struct corrected *c = &cast->corrected.at[i];
        json_next(w, i == 0);
        sink_char(w->sink, '{');
        json_str(w, true, "file", c->file);
        json_uint(w, false, "line", c->line);
        json_bool(w, false, "done", c->is_done);
        json_str(w, false, "what", c->words);
        sink_char(w->sink, '}');
    }
    sink_char(w->sink, ']');
}

static void put_entities(struct writing *w)
{
    const struct text *text = &w->findings->text;
    json_key(w, false, "entities");
    sink_char(w->sink, '[');
    for (uint32_t i = 0; i < text->n_entities; i++) {
        const struct entity *entity = &text->entity[i];
        const struct node *first = &text->node[entity->first];
        json_next(w, i == 0);
        sink_char(w->sink, '{');
        json_span(w, true, (struct span){first->at.start, first[entity->n - 1].at.end});
        json_str(w, false, "type", str_c(entity_type_name[entity->type]));
        json_str(w, false, "kind", str_c(entity_kind_name[entity->kind]));
        json_uint(w, false, "cluster",
                  w->findings->cast.cluster ? w->findings->cast.cluster[i] : i);
        sink_char(w->sink, '}');
    }
    sink_char(w->sink, ']');
    json_key(w, false, "events");
    sink_char(w->sink, '[');
    for (uint32_t i = 0; i < text->n_events; i++) {
        json_next(w, i == 0);
        sink_char(w->sink, '{');
        json_span(w, true, text->node[text->event[i]].at);
        sink_char(w->sink, '}');
    }
    sink_char(w->sink, ']');
}

static void put_report(struct writing *w)
{
    sink_char(w->sink, '{');
    json_uint(w, true, "schema", 1);
    put_source(w);
    put_origin(w);
    put_characters(w);
    put_segments(w);
    json_levels(w);
    put_presence(w);
    put_speeches(w);
    put_mentions(w);
    json_narration(w);
    json_bonds(w);
    json_turns(w);
    json_arcs(w);
    json_changes(w);
    put_corrections(w);
    json_verdict(w);
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
