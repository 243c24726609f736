/* takes   the findings of one work
 * gives   its lines with their speakers as CSV (RFC 4180, but with LF), with a header
 * method  one row a continuous piece of speech, in text order; the pieces of one speech
 *         share `turn`.  Several people are parted by "; "; an empty field is "not known"
 * cost    O(speeches + their bytes) */
#include "report/internal.h"

enum { SURE_DECIMALS = 3 };

static void put_field(struct writing *w, struct str s)
{
    sink_char(w->sink, '"');
    for (size_t at = 0; at < s.n;) {
        size_t mark = at + str_find(str_part(s, at, s.n), STR("\""));
        sink_put(w->sink, str_part(s, at, mark));
        if (mark < s.n)
            SINK_PUT(w->sink, "\"\"");
        at = mark + 1;
    }
    SINK_PUT(w->sink, "\",");
}

static void put_people(struct writing *w, const uint32_t *person, uint32_t n)
{
    struct draft names = {0};
    for (uint32_t i = 0; i < n; i++) {
        if (i)
            DRAFT_PUT(w, &names, "; ");
        draft_name(w, &names, person[i]);
    }
    put_field(w, draft_str(&names));
}

static void put_piece(struct writing *w, uint32_t s, struct span at)
{
    const struct findings *f = w->findings;
    const struct utterance *said = &f->cast.utterance[s];
    const uint32_t *speaker = f->cast.speaker.at + said->first_speaker;
    struct str place = doc_cite(&f->doc, at.start, w->scratch);
    struct str words = doc_clean(&f->doc, at, w->scratch);
    if (!place.at || !words.at) {
        w->no_memory = true;
        return;
    }
    put_field(w, place);
    sink_printf(w->sink, "%u,%u,", at.start, at.end);
    put_people(w, speaker, said->n_speakers);
    put_people(w, NULL, 0);
    put_field(w, f->doc.kind == DOC_NOVEL ? STR("quote") : STR("cue"));
    put_field(w, said->n_speakers ? str_c(via_name[said->via]) : STR(""));
    if (said->n_speakers)
        number_put(w->sink, (double)said->sure, SURE_DECIMALS);
    sink_char(w->sink, ',');
    put_field(w, words);
    sink_printf(w->sink, "%u\n", s);
}

whose_status csv_speeches(struct writing *w)
{
    const struct doc *doc = &w->findings->doc;
    SINK_PUT(w->sink, "place,start,end,speaker,addressee,how,via,sure,text,turn\n");
    for (uint32_t s = 0; s < doc->speech.n; s++) {
        const struct speech *speech = &doc->speech.at[s];
        for (uint32_t b = speech->first_block; b < speech->first_block + speech->n_blocks; b++) {
            if (!doc_says(doc, s, b))
                continue;
            struct arena_mark mark = arena_mark(w->scratch);
            put_piece(w, s, doc->block.at[b].at);
            arena_rewind(w->scratch, mark);
        }
    }
    return WHOSE_OK;
}
