/* takes   a remembered line and the findings of one work
 * gives   the passages that may be meant, for a terminal and as JSON
 * method  best first; a passage below what may be meant is named as such, not hidden
 * cost    that of src/find */
#include "report/internal.h"

#include "base/err.h"
#include "find/find.h"

enum { PASSAGES_SHOWN = 3, CLOSE_DECIMALS = 4, QUOTE_LINES = 3 };

static whose_status search(struct writing *w, struct found *found)
{
    const struct findings *f = w->findings;
    return find_memory(w->subject, &f->doc, &f->text, &f->cast, w->scratch, found, w->err);
}

/* "Rhoda, to Ivor"; "direction". */
static struct str who_says(struct writing *w, const struct find_piece *piece)
{
    struct draft who = {0};
    if (piece->speaker != PERSON_NONE)
        draft_name(w, &who, piece->speaker);
    else if (piece->speech != DOC_NONE)
        DRAFT_PUT(w, &who, "speaker not known");
    else if (doc_is_prose(&w->findings->doc))
        DRAFT_PUT(w, &who, "narration");
    else
        DRAFT_PUT(w, &who, "direction");
    if (piece->to != PERSON_NONE) {
        DRAFT_PUT(w, &who, " to ");
        draft_name(w, &who, piece->to);
    }
    return draft_str(&who);
}

static void put_passage(struct writing *w, const struct find_passage *passage)
{
    struct draft head = {0};
    draft_percent(w, &head, (double)passage->close);
    draft_put(w, &head,
              passage->close >= find_close_from ? STR(" close") : STR(" close, hardly the same"));
    look_line(w);
    look_tint(w, TINT_HEAD);
    look_wrap(w, draft_str(&head), 0, LOOK_INDENT);
    look_tint(w, TINT_NONE);
    for (uint32_t i = 0; i < passage->n_pieces; i++)
        look_quote(w, passage->piece[i].at, who_says(w, &passage->piece[i]), LOOK_INDENT,
                   QUOTE_LINES);
}

whose_status plain_find(struct writing *w)
{
    struct found found;
    TRY(search(w, &found));
    struct draft said = {0}, answer = {0};
    draft_put(w, &said, w->is_utf8 ? STR("\xE2\x80\x9C") : STR("\""));
    draft_put(w, &said, str_part(found.memory, 0, w->columns * (size_t)QUOTE_LINES));
    draft_put(w, &said, w->is_utf8 ? STR("\xE2\x80\x9D") : STR("\""));
    look_wrap(w, draft_str(&said), 0, LOOK_INDENT);
    bool is_close = found.n_passages && found.passage[0].close >= find_close_from;
    if (!found.n_passages)
        DRAFT_PUT(w, &answer, "Not in the text: none of its words, nor words like them, in ");
    else if (!is_close)
        DRAFT_PUT(w, &answer, "Nothing in the text is close; the nearest of ");
    else
        DRAFT_PUT(w, &answer, "The closest of ");
    draft_count(w, &answer, found.n_looked, "sentence", "sentences");
    draft_put(w, &answer, found.n_passages ? STR(":") : STR("."));
    look_tint(w, TINT_TITLE);
    look_wrap(w, draft_str(&answer), 0, LOOK_INDENT);
    look_tint(w, TINT_NONE);
    for (uint32_t i = 0; i < found.n_passages && i < PASSAGES_SHOWN; i++)
        put_passage(w, &found.passage[i]);
    return WHOSE_OK;
}

static void put_id(struct writing *w, const char *key, uint32_t id)
{
    sink_put(w->sink, str_c(key));
    if (id == PERSON_NONE)
        SINK_PUT(w->sink, "null");
    else
        sink_uint(w->sink, id);
}

static void put_piece(struct writing *w, const struct find_piece *piece)
{
    SINK_PUT(w->sink, "{\"part\":");
    sink_uint(w->sink, piece->part);
    SINK_PUT(w->sink, ",\"close\":");
    number_put(w->sink, (double)piece->close, CLOSE_DECIMALS);
    SINK_PUT(w->sink, ",\"in\":");
    sink_json(w->sink, piece->speech != DOC_NONE ? STR("speech") : STR("narration"));
    put_id(w, ",\"speaker\":", piece->speaker);
    put_id(w, ",\"to\":", piece->to);
    SINK_PUT(w->sink, ",\"quote\":");
    json_quote(w, piece->at, STR(""));
    sink_char(w->sink, '}');
}

whose_status json_find(struct writing *w)
{
    struct found found;
    TRY(search(w, &found));
    SINK_PUT(w->sink, "{\"memory\":{\"text\":");
    sink_json(w->sink, found.memory);
    SINK_PUT(w->sink, ",\"parts\":[");
    for (uint32_t p = 0; p < found.n_parts; p++) {
        if (p)
            sink_char(w->sink, ',');
        sink_json(w->sink, found.part[p]);
    }
    SINK_PUT(w->sink, "]},\"looked\":");
    sink_uint(w->sink, found.n_looked);
    SINK_PUT(w->sink, ",\"passages\":[");
    for (uint32_t i = 0; i < found.n_passages; i++) {
        const struct find_passage *passage = &found.passage[i];
        sink_put(w->sink, i ? STR(",\n{\"close\":") : STR("\n{\"close\":"));
        number_put(w->sink, (double)passage->close, CLOSE_DECIMALS);
        SINK_PUT(w->sink, ",\"pieces\":[");
        for (uint32_t p = 0; p < passage->n_pieces; p++) {
            if (p)
                sink_char(w->sink, ',');
            put_piece(w, &passage->piece[p]);
        }
        SINK_PUT(w->sink, "]}");
    }
    SINK_PUT(w->sink, "]}\n");
    return WHOSE_OK;
}
