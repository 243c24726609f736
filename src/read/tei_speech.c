/* tei_speech: speeches and directions.
 *
 * takes   the beginnings and ends of <sp> and <stage>
 * gives   doc.speech with label, speakers and blocks; the directions, for those who come and go
 * method  a speech ends with its element or with the division; an entrance with which it
 *         ends stands behind it; brackets round a direction are no words of it
 * cost    O(blocks of the speech) at its end */
#include "read/tei.h"

#include "base/err.h"

#include <string.h>

/* ---- speeches ---- */

whose_status tei_open_speech(struct tei *t, struct tei_frame *frame, const struct xml_attr *attr,
                                uint32_t n)
{
    if (t->speech != DOC_NONE)
        TRY(tei_end_speech(t));
    tei_close_block(t);
    tei_want_gap(t, GAP_UNIT);
    struct doc *doc = t->doc;
    struct speech *speech = VEC_PUSH(&doc->speech, t->keep);
    if (!speech)
        return fail_nomem(t->err);
    uint32_t s = doc->speech.n - 1, first_who = 0, n_who = 0;
    speech->segment = speech->first_block = DOC_NONE;
    TRY(tei_who(t, xml_get(attr, n, STR("who")), &first_who, &n_who));
    doc->speech.at[s].first_who = first_who;
    doc->speech.at[s].n_who = n_who;
    t->speech = s;
    t->has_label = false;
    t->entrance = DOC_NONE;
    frame->place = IN_SPEECH;
    frame->in_line = false;
    frame->owns = true;
    return WHOSE_OK;
}

/* An entrance with which a speech ends stands behind it. */
static void part_entrance(struct tei *t, struct speech *speech)
{
    struct doc *doc = t->doc;
    bool has_words = false;
    for (uint32_t b = speech->first_block; b < doc->block.n && b < t->entrance; b++)
        has_words |= doc->block.at[b].kind == BLOCK_DIALOGUE ||
                     doc->block.at[b].kind == BLOCK_LYRIC;
    if (!has_words)
        return;
    for (uint32_t b = t->entrance; b < doc->block.n; b++) {
        struct block *block = &doc->block.at[b];
        block->kind = BLOCK_ACTION;
        block->speech = DOC_NONE;
        if (block->at.start && t->text[block->at.start - 1] == ' ')
            t->text[block->at.start - 1] = '\n';
    }
    for (uint32_t i = t->stage.n; i-- > 0 && t->stage.at[i].block >= t->entrance;)
        t->stage.at[i].is_in_speech = false, t->stage.at[i].next_speech = doc->speech.n;
    speech->n_blocks = t->entrance - speech->first_block;
}

static struct span label_span(const struct tei *t, struct span at)
{
    while (at.end > at.start && strchr(" .:,;", t->text[at.end - 1]))
        at.end--;
    return at;
}

whose_status tei_end_speech(struct tei *t)
{
    struct doc *doc = t->doc;
    tei_close_block(t);
    uint32_t s = t->speech;
    if (!t->has_label && doc->speech.at[s].n_who) {
        char buffer[256];
        struct speech *empty = &doc->speech.at[s];
        struct str label =
            tei_label_of(t, empty->first_who, empty->n_who, buffer, sizeof buffer);
        tei_want_gap(t, GAP_LINE);
        TRY(tei_put(t, label, IN_LABEL));
        tei_close_block(t);
    }
    struct speech *speech = &doc->speech.at[s];
    t->speech = DOC_NONE;
    tei_want_gap(t, GAP_UNIT);
    if (speech->first_block == DOC_NONE) { // no word in it, and nobody to say it
        doc->speech.n--;
        return WHOSE_OK;
    }
    speech->n_blocks = doc->block.n - speech->first_block;
    if (t->entrance != DOC_NONE)
        part_entrance(t, speech);
    const struct block *first = &doc->block.at[speech->first_block];
    speech->at = (struct span){first->at.start, first[speech->n_blocks - 1].at.end};
    for (uint32_t b = 0; b < speech->n_blocks; b++)
        if (first[b].kind == BLOCK_CUE) {
            speech->cue = label_span(t, first[b].at);
            break;
        }
    if (t->in_div != DOC_NONE)
        t->div.at[t->in_div].n_sp++;
    return tei_name_made(t, speech);
}

/* ---- directions ---- */

static uint8_t says_type(struct str type)
{
    if (str_starts_nocase(type, STR("entr")))
        return TEI_ENTER | TEI_TYPED;
    if (str_starts_nocase(type, STR("exit")) || str_starts_nocase(type, STR("exeunt")))
        return TEI_EXIT | TEI_TYPED;
    if (str_eq_nocase(type, STR("mixed")) || type.n == 0)
        return 0;
    return TEI_TYPED; // business, delivery, sound ...: nobody moves
}

whose_status tei_open_stage(struct tei *t, struct tei_frame *frame,
                               const struct tei_frame *around, const struct xml_attr *attr,
                               uint32_t n)
{
    bool is_nested = around->place == IN_STAGE || around->place == IN_PAREN ||
                     around->place == IN_HEAD;
    if (around->place == IN_CAST || (around->place == IN_OTHER && around->el != EL_DIV))
        return WHOSE_OK;
    if (!is_nested) {
        bool is_in_speech = t->speech != DOC_NONE;
        if (around->place == IN_LABEL && t->block != DOC_NONE)
            TRY(tei_close_trimmed(t, t->stage.n));
        tei_close_block(t);
        frame->place = is_in_speech ? IN_PAREN : IN_STAGE;
        if (!is_in_speech)
            tei_want_gap(t, GAP_UNIT);
        else if (!around->in_line && around->place != IN_LABEL)
            tei_want_gap(t, GAP_LINE);
    }
    uint8_t says = frame->el == EL_LABEL ? TEI_TYPED : says_type(xml_get(attr, n, STR("type")));
    if (is_nested && (says & (TEI_ENTER | TEI_EXIT)))
        for (uint32_t d = t->depth - 1; d-- > 0;)
            if (t->stack[d].owns && (t->stack[d].el == EL_STAGE || t->stack[d].el == EL_LABEL)) {
                t->stage.at[t->stack[d].index].is_wrapper = true;
                break;
            }
    struct tei_stage *stage = VEC_PUSH(&t->stage, t->scratch);
    if (!stage)
        return fail_nomem(t->err);
    uint32_t first_who = 0, n_who = 0;
    *stage = (struct tei_stage){.at = {(uint32_t)t->n_text, 0}, .block = DOC_NONE,
                                .next_speech = t->doc->speech.n,
                                .speaker = t->doc->speech.n ? t->doc->speech.n - 1 : DOC_NONE,
                                .says = says, .is_in_speech = t->speech != DOC_NONE};
    frame->index = t->stage.n - 1;
    frame->owns = true;
    TRY(tei_who(t, xml_get(attr, n, STR("who")), &first_who, &n_who));
    t->stage.at[frame->index].first_who = first_who;
    t->stage.at[frame->index].n_who = n_who;
    return WHOSE_OK;
}

whose_status tei_close_stage(struct tei *t, const struct tei_frame *frame)
{
    uint32_t s = frame->index;
    struct tei_frame *around = &t->stack[t->depth - 2];
    bool is_outer = around->place != frame->place;
    uint32_t block = t->block;
    t->stage.at[s].block = block;
    if (block == DOC_NONE) { // no words: what @who says is all there is
        t->stage.at[s].at = (struct span){(uint32_t)t->n_text, (uint32_t)t->n_text};
        t->stage.at[s].block = t->doc->block.n;
    } else if (!is_outer) {
        t->stage.at[s].at.end = (uint32_t)t->n_text;
    } else {
        bool is_paren = frame->place == IN_PAREN;
        TRY(tei_close_trimmed(t, s + 1));
        if (block < t->doc->block.n) {
            struct span at = t->doc->block.at[block].at;
            t->stage.at[s].at = (struct span){at.start + is_paren, at.end - is_paren};
        } else {
            t->stage.at[s].at = (struct span){(uint32_t)t->n_text, (uint32_t)t->n_text};
        }
    }
    if (is_outer && frame->place == IN_STAGE)
        tei_want_gap(t, GAP_UNIT);
    else if (is_outer && !around->in_line)
        tei_want_gap(t, GAP_LINE);
    if (is_outer && around->el == EL_SPEAKER && t->has_label)
        around->is_skipped = true; // the stop that is left of the label
    struct tei_stage *stage = &t->stage.at[s];
    bool has_bracket = is_outer && frame->place == IN_PAREN && !span_is_empty(stage->at);
    stage->off = stage->at.start - has_bracket;
    if (!(stage->says & TEI_TYPED))
        stage->says |= tei_says(str_part((struct str){t->text, t->n_text}, stage->at.start,
                                         stage->at.end),
                                t->doc->language, t->scratch);
    if ((stage->says & TEI_ENTER) && t->speech != DOC_NONE && t->entrance == DOC_NONE &&
        stage->block < t->doc->block.n)
        t->entrance = stage->block;
    return WHOSE_OK;
}
