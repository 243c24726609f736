/* tei: drama in TEI, as DraCor, the Folger Library and others mark it up.
 *
 * takes   the bytes of a TEI document, any version from P4 on
 * gives   a play: header, persons and cast list; speeches with their speakers;
 *         directions; acts and scenes; line numbers; who comes and goes
 * method  one pass over the elements.  A stack of frames says where text goes; an
 *         element that is not known passes its text on to the place around it, so no
 *         word is lost
 * cost    O(n) in time; about the size of the text in memory */
#include "read/tei.h"

#include "base/err.h"

#include <string.h>

enum { MAX_FRAMES = 260 };

static const struct {
    const char *name;
    enum element el;
} element_name[] = { // sorted
    {"TEI", EL_TEI},            {"TEI.2", EL_TEI},        {"ab", EL_L},
    {"abbr", EL_VARIANT},       {"argument", EL_LINE},    {"author", EL_AUTHOR},
    {"back", EL_BACK},          {"body", EL_BODY},        {"byline", EL_LINE},
    {"castGroup", EL_CAST_GROUP}, {"castItem", EL_CAST_ITEM}, {"castList", EL_CAST_LIST},
    {"choice", EL_CHOICE},      {"closer", EL_LINE},      {"dateline", EL_LINE},
    {"del", EL_SILENT},         {"div", EL_DIV},          {"div0", EL_DIV},
    {"div1", EL_DIV},           {"div2", EL_DIV},         {"div3", EL_DIV},
    {"div4", EL_DIV},           {"div5", EL_DIV},         {"div6", EL_DIV},
    {"div7", EL_DIV},           {"docAuthor", EL_LINE},   {"docDate", EL_LINE},
    {"docImprint", EL_LINE},    {"docTitle", EL_LINE},    {"epigraph", EL_LINE},
    {"epilogue", EL_DIV},       {"facsimile", EL_SILENT}, {"figure", EL_SILENT},
    {"front", EL_FRONT},        {"fw", EL_SILENT},        {"group", EL_GROUP},
    {"head", EL_HEAD},          {"idno", EL_IDNO},        {"index", EL_SILENT},
    {"item", EL_LINE},          {"l", EL_L},              {"label", EL_LABEL},
    {"language", EL_LANGUAGE},  {"lb", EL_LB},            {"lg", EL_LG},
    {"milestone", EL_MILESTONE}, {"name", EL_NAME},       {"note", EL_SILENT},
    {"opener", EL_LINE},        {"orig", EL_VARIANT},     {"p", EL_P},
    {"pb", EL_PB},              {"persName", EL_NAME},    {"person", EL_PERSON},
    {"personGrp", EL_PERSON_GROUP}, {"postscript", EL_LINE}, {"prologue", EL_DIV},
    {"q", EL_LG},               {"quote", EL_LG},         {"rdg", EL_SILENT},
    {"role", EL_ROLE},          {"roleDesc", EL_ROLE_DESC}, {"row", EL_LINE},
    {"salute", EL_LINE},        {"set", EL_SET},          {"sex", EL_SEX},
    {"sic", EL_VARIANT},        {"signed", EL_LINE},      {"sp", EL_SP},
    {"speaker", EL_SPEAKER},    {"stage", EL_STAGE},      {"standOff", EL_HEADER},
    {"teiCorpus", EL_TEI},      {"teiCorpus.2", EL_TEI},  {"teiHeader", EL_HEADER},
    {"text", EL_TEXT},          {"title", EL_TITLE},      {"titlePage", EL_SET},
    {"titlePart", EL_LINE},     {"titleStmt", EL_TITLE_STMT}, {"trailer", EL_TRAILER},
};

static enum element element_of(struct str name)
{
    size_t lo = 0, hi = sizeof element_name / sizeof *element_name;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        int c = str_cmp(str_c(element_name[mid].name), name);
        if (c == 0)
            return element_name[mid].el;
        if (c < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    return EL_INLINE;
}

static struct tei_frame *top(struct tei *t)
{
    return &t->stack[t->depth - 1];
}

static void want_gap(struct tei *t, enum tei_gap gap)
{
    if (t->gap < gap)
        t->gap = gap;
}

/* ---- divisions ---- */

static whose_status end_speech(struct tei *t);

static whose_status open_div(struct tei *t, struct tei_frame *frame, enum tei_class type,
                             struct str n)
{
    if (t->speech != DOC_NONE) // no speech goes on over a division
        TRY(end_speech(t));
    tei_close_block(t);
    want_gap(t, GAP_UNIT);
    t->last_n = (struct str){NULL, 0};
    struct tei_div *div = VEC_PUSH(&t->div, t->scratch);
    if (!div)
        return fail_nomem(t->err);
    uint32_t d = t->div.n - 1;
    *div = (struct tei_div){.parent = t->in_div, .first_child = DOC_NONE, .last_child = DOC_NONE,
                            .next = DOC_NONE, .type = type, .first_block = t->doc->block.n,
                            .is_body = frame->place == IN_BODY};
    div->n = str_keep(t->scratch, str_trim(n));
    if (!div->n.at)
        return fail_nomem(t->err);
    if (t->in_div != DOC_NONE) {
        struct tei_div *parent = &t->div.at[t->in_div];
        if (parent->last_child == DOC_NONE)
            parent->first_child = d;
        else
            t->div.at[parent->last_child].next = d;
        parent->last_child = d;
    }
    t->in_div = d;
    frame->index = d;
    frame->owns = true;
    return WHOSE_OK;
}

static whose_status close_div(struct tei *t, const struct tei_frame *frame)
{
    tei_close_block(t);
    want_gap(t, GAP_UNIT);
    struct tei_div *div = &t->div.at[frame->index];
    div->end_block = t->doc->block.n;
    div->n_sp_below += div->n_sp;
    t->in_div = div->parent;
    if (t->in_div != DOC_NONE) {
        struct tei_div *parent = &t->div.at[t->in_div];
        parent->n_sp_below += div->n_sp_below;
        if (div->n_sp_below && div->type != TEI_PLAIN && parent->height < div->height + 1)
            parent->height = div->height + 1;
    }
    /* A preface is no story; a prologue, which has speeches, is. */
    const struct tei_frame *around = t->depth >= 2 ? &t->stack[t->depth - 2] : NULL;
    bool is_beside = around && (around->el == EL_FRONT || around->el == EL_BACK);
    if (is_beside && div->n_sp_below == 0)
        for (uint32_t b = div->first_block; b < t->doc->block.n; b++)
            t->doc->block.at[b].kind = BLOCK_OTHER;
    return WHOSE_OK;
}

/* ---- speeches ---- */

static whose_status open_speech(struct tei *t, struct tei_frame *frame, const struct xml_attr *attr,
                                uint32_t n)
{
    if (t->speech != DOC_NONE)
        TRY(end_speech(t));
    tei_close_block(t);
    want_gap(t, GAP_UNIT);
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

static whose_status end_speech(struct tei *t)
{
    struct doc *doc = t->doc;
    tei_close_block(t);
    uint32_t s = t->speech;
    if (!t->has_label && doc->speech.at[s].n_who) {
        char buffer[256];
        struct speech *empty = &doc->speech.at[s];
        struct str label =
            tei_label_of(t, empty->first_who, empty->n_who, buffer, sizeof buffer);
        want_gap(t, GAP_LINE);
        TRY(tei_put(t, label, IN_LABEL));
        tei_close_block(t);
    }
    struct speech *speech = &doc->speech.at[s];
    t->speech = DOC_NONE;
    want_gap(t, GAP_UNIT);
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

static whose_status open_stage(struct tei *t, struct tei_frame *frame,
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
            want_gap(t, GAP_UNIT);
        else if (!around->in_line && around->place != IN_LABEL)
            want_gap(t, GAP_LINE);
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

static whose_status close_stage(struct tei *t, const struct tei_frame *frame)
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
        want_gap(t, GAP_UNIT);
    else if (is_outer && !around->in_line)
        want_gap(t, GAP_LINE);
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

/* ---- the cast list ---- */

static whose_status open_cast_item(struct tei *t, struct tei_frame *frame,
                                   const struct xml_attr *attr, uint32_t n)
{
    tei_close_block(t);
    want_gap(t, GAP_LINE);
    frame->place = IN_CAST;
    frame->block = (uint32_t)t->n_text;
    frame->same = str_keep(t->scratch, xml_get(attr, n, STR("sameAs")));
    frame->id = str_keep(t->scratch, xml_get(attr, n, STR("xml:id")));
    frame->corresp = str_keep(t->scratch, xml_get(attr, n, STR("corresp")));
    frame->owns = true;
    return frame->same.at && frame->id.at && frame->corresp.at ? WHOSE_OK : fail_nomem(t->err);
}

static whose_status close_cast_item(struct tei *t, const struct tei_frame *frame)
{
    struct span item = {(uint32_t)t->n_text, (uint32_t)t->n_text};
    if (t->block != DOC_NONE)
        item.start = t->doc->block.at[t->block].at.start;
    tei_close_block(t);
    want_gap(t, GAP_LINE);
    const struct tei_frame *group = &t->stack[t->depth - 2];
    struct str head = {NULL, 0};
    if (group->el == EL_CAST_GROUP)
        head = str_part((struct str){t->text, t->n_text}, group->head.start, group->head.end);
    return tei_cast_item(t, frame->same, frame->id, frame->corresp, item, frame->role, frame->desc,
                         head);
}

static struct tei_frame *around_of(struct tei *t, enum element el)
{
    for (uint32_t d = t->depth - 1; d-- > 0;)
        if (t->stack[d].el == el)
            return &t->stack[d];
    return NULL;
}

/* ---- elements ---- */

static bool is_song(const struct xml_attr *attr, uint32_t n)
{
    struct str type = xml_get(attr, n, STR("type"));
    return str_eq_nocase(type, STR("song")) || str_eq_nocase(type, STR("aria")) ||
           str_eq_nocase(type, STR("lied")) || str_eq_nocase(type, STR("chanson"));
}

static uint32_t page_number(struct str n)
{
    uint32_t page = 0;
    n = str_trim(n);
    for (size_t i = 0; i < n.n && n.at[i] >= '0' && n.at[i] <= '9' && page < 1000000; i++)
        page = page * 10 + (uint32_t)(n.at[i] - '0');
    return page;
}

static whose_status open_text_element(struct tei *t, struct tei_frame *frame,
                                      const struct tei_frame *around, const struct xml_attr *attr,
                                      uint32_t n)
{
    bool is_speech = around->place == IN_SPEECH || around->place == IN_SONG;
    bool takes_lines = is_speech || around->place == IN_BODY || around->place == IN_OTHER ||
                       around->place == IN_CAST;
    struct str number = xml_get(attr, n, STR("n"));
    switch (frame->el) {
    case EL_DIV: {
        struct str type = xml_get(attr, n, STR("type"));
        if (is_speech)
            frame->place = IN_BODY;
        return open_div(t, frame, tei_class_of(type, t->scratch, false), number);
    }
    case EL_HEAD:
        frame->owns = true;
        if (around->place == IN_CAST || around->place == IN_STAGE || around->place == IN_PAREN) {
            want_gap(t, GAP_LINE);
            tei_close_block(t);
            frame->owns = around->place == IN_CAST;
        } else if (t->speech != DOC_NONE) {
            tei_close_block(t);
            frame->place = IN_PAREN;
            want_gap(t, GAP_LINE);
        } else {
            tei_close_block(t);
            bool is_heading = around->el == EL_DIV || around->el == EL_BODY;
            frame->place = is_heading ? IN_HEAD : around->place == IN_BODY ? IN_STAGE : IN_OTHER;
            want_gap(t, GAP_UNIT);
        }
        return WHOSE_OK;
    case EL_SP:
        return open_speech(t, frame, attr, n);
    case EL_SPEAKER:
        if (t->speech != DOC_NONE && around->el == EL_SP) {
            tei_close_block(t);
            frame->place = IN_LABEL;
            frame->owns = true;
        }
        return WHOSE_OK;
    case EL_P:
    case EL_L:
    case EL_LINE:
        frame->in_line = frame->el != EL_LINE || around->in_line;
        if (!takes_lines)
            return WHOSE_OK;
        want_gap(t, is_speech || frame->el != EL_P || around->in_line ? GAP_LINE : GAP_UNIT);
        /* a paragraph's n counts paragraphs; <ab> is a line of prose at the Folger Library */
        return number.n && frame->el == EL_L ? tei_number(t, number) : WHOSE_OK;
    case EL_LG:
        if (is_speech && is_song(attr, n))
            frame->place = IN_SONG;
        if (is_speech && !around->in_line && xml_get(attr, n, STR("who")).n == 0)
            want_gap(t, GAP_LINE);
        return WHOSE_OK;
    case EL_LB:
        if (!takes_lines) {
            t->has_blank = true;
            return WHOSE_OK;
        }
        want_gap(t, GAP_LINE);
        return number.n ? tei_number(t, number) : WHOSE_OK;
    case EL_MILESTONE: {
        struct str unit = xml_get(attr, n, STR("unit"));
        bool is_line = str_eq(unit, STR("ftln")) || str_eq(unit, STR("line"));
        return is_line && number.n ? tei_number(t, number) : WHOSE_OK;
    }
    case EL_PB:
        t->page = page_number(number);
        t->wants_run = true;
        return WHOSE_OK;
    case EL_STAGE:
    case EL_LABEL:
        return open_stage(t, frame, around, attr, n);
    case EL_CAST_LIST:
    case EL_CAST_GROUP:
        tei_close_block(t);
        want_gap(t, frame->el == EL_CAST_LIST ? GAP_UNIT : GAP_LINE);
        frame->place = IN_CAST;
        return WHOSE_OK;
    case EL_CAST_ITEM:
        return open_cast_item(t, frame, attr, n);
    case EL_ROLE:
    case EL_ROLE_DESC: {
        struct tei_frame *item = around_of(t, EL_CAST_ITEM);
        if (item && item->owns && frame->el == EL_ROLE && !item->id.n) {
            struct str id = xml_get(attr, n, STR("xml:id"));
            struct str corresp = xml_get(attr, n, STR("corresp"));
            if (id.n)
                item->id = str_keep(t->scratch, id);
            if (!item->corresp.n && corresp.n)
                item->corresp = str_keep(t->scratch, corresp);
            if (!item->id.at || !item->corresp.at)
                return fail_nomem(t->err);
        }
        t->has_blank = true; // often parted by nothing but the markup
        frame->role.start = (uint32_t)t->n_text;
        return WHOSE_OK;
    }
    case EL_SET:
        if (t->speech == DOC_NONE) {
            tei_close_block(t);
            want_gap(t, GAP_UNIT);
            frame->place = IN_OTHER;
        }
        return WHOSE_OK;
    case EL_TRAILER:
        if (t->speech == DOC_NONE) {
            tei_close_block(t);
            want_gap(t, GAP_UNIT);
            frame->place = around->place == IN_OTHER ? IN_OTHER : IN_CENTER;
        }
        return WHOSE_OK;
    default:
        return WHOSE_OK;
    }
}

static whose_status open_element(void *user, struct str name, const struct xml_attr *attr,
                                 uint32_t n, uint64_t byte, uint64_t line)
{
    struct tei *t = user;
    t->byte = byte;
    t->line = line;
    const struct tei_frame *around = top(t);
    struct tei_frame *frame = &t->stack[t->depth++];
    *frame = (struct tei_frame){.el = element_of(name), .place = around->place,
                                .in_line = around->in_line, .is_skipped = around->is_skipped};
    if (frame->is_skipped)
        return WHOSE_OK;
    if (frame->el == EL_SILENT || (frame->el == EL_VARIANT && around->el == EL_CHOICE)) {
        frame->is_skipped = true;
        return WHOSE_OK;
    }
    switch (frame->el) {
    case EL_TEI:
        return tei_set_language(t, attr, n);
    case EL_HEADER:
        frame->place = IN_HEADER;
        return WHOSE_OK;
    case EL_TEXT:
        TRY(tei_set_language(t, attr, n));
        frame->place = IN_OTHER;
        return open_div(t, frame, TEI_PART, STR(""));
    case EL_GROUP:
    case EL_FRONT:
    case EL_BACK:
    case EL_BODY:
        frame->place = frame->el == EL_BODY ? IN_BODY : IN_OTHER;
        return open_div(t, frame, TEI_PLAIN, STR(""));
    default:
        break;
    }
    if (around->place == IN_HEADER)
        return tei_open_header(t, frame, around->el, attr, n);
    if (around->place == IN_NOTHING)
        return WHOSE_OK;
    return open_text_element(t, frame, around, attr, n);
}

static whose_status close_head(struct tei *t, const struct tei_frame *frame)
{
    struct span at = {(uint32_t)t->n_text, (uint32_t)t->n_text};
    if (t->block != DOC_NONE)
        at.start = t->doc->block.at[t->block].at.start;
    if (frame->place == IN_PAREN)
        TRY(tei_close_trimmed(t, t->stage.n));
    tei_close_block(t);
    struct tei_frame *around = &t->stack[t->depth - 2];
    if (around->el == EL_CAST_GROUP)
        around->head = at;
    if (frame->place == IN_HEAD && around->el == EL_DIV && t->in_div != DOC_NONE &&
        span_is_empty(t->div.at[t->in_div].head))
        t->div.at[t->in_div].head = at;
    bool is_inside = frame->place == IN_PAREN || frame->place == IN_CAST;
    want_gap(t, is_inside ? GAP_LINE : GAP_UNIT);
    return WHOSE_OK;
}

static whose_status close_element(void *user, struct str name, uint64_t byte)
{
    (void)name;
    struct tei *t = user;
    t->byte = byte;
    const struct tei_frame *frame = top(t);
    whose_status status = WHOSE_OK;
    if (frame->is_skipped && !(frame->el == EL_SPEAKER && frame->owns)) {
        t->depth--;
        return WHOSE_OK;
    }
    switch (frame->el) {
    case EL_TEXT:
    case EL_GROUP:
    case EL_FRONT:
    case EL_BACK:
    case EL_BODY:
    case EL_DIV:
        if (frame->owns)
            status = close_div(t, frame);
        break;
    case EL_HEAD:
        if (frame->owns)
            status = close_head(t, frame);
        break;
    case EL_SP:
        if (frame->owns && t->speech != DOC_NONE)
            status = end_speech(t);
        break;
    case EL_SPEAKER:
        if (frame->owns) {
            if (t->block != DOC_NONE)
                status = tei_close_trimmed(t, t->stage.n);
            want_gap(t, GAP_LINE);
        }
        break;
    case EL_STAGE:
    case EL_LABEL:
        if (frame->owns)
            status = close_stage(t, frame);
        break;
    case EL_CAST_LIST:
        tei_close_block(t);
        want_gap(t, GAP_UNIT);
        break;
    case EL_CAST_ITEM:
        if (frame->owns)
            status = close_cast_item(t, frame);
        break;
    case EL_ROLE:
    case EL_ROLE_DESC: {
        struct tei_frame *item = around_of(t, EL_CAST_ITEM);
        struct span at = {frame->role.start, (uint32_t)t->n_text};
        if (item && frame->el == EL_ROLE && span_is_empty(item->role))
            item->role = at;
        else if (item && frame->el == EL_ROLE_DESC && span_is_empty(item->desc))
            item->desc = at;
        break;
    }
    case EL_P:
    case EL_L:
    case EL_LINE:
    case EL_LG:
        if (frame->place == IN_BODY || frame->place == IN_OTHER)
            want_gap(t, frame->el == EL_P && !t->stack[t->depth - 2].in_line ? GAP_UNIT : GAP_LINE);
        else if (t->speech != DOC_NONE && frame->el != EL_LG &&
                 (frame->place == IN_SPEECH || frame->place == IN_SONG))
            want_gap(t, GAP_LINE);
        break;
    case EL_SET:
    case EL_TRAILER:
        if (t->speech == DOC_NONE) {
            tei_close_block(t);
            want_gap(t, GAP_UNIT);
        }
        break;
    default:
        if (frame->place == IN_HEADER)
            status = tei_close_header(t, frame);
        break;
    }
    t->depth--;
    return status;
}

static whose_status put_text(void *user, struct str text, uint64_t byte, uint64_t line)
{
    struct tei *t = user;
    const struct tei_frame *frame = top(t);
    t->byte = byte;
    t->line = line;
    if (frame->is_skipped || frame->place == IN_NOTHING)
        return WHOSE_OK;
    if (frame->place == IN_HEADER)
        return t->is_capturing ? tei_capture_put(t, text) : WHOSE_OK;
    return tei_put(t, text, frame->place);
}

/* ---- the first bytes ---- */

/* The first bytes as ASCII, also where they are UTF-16. */
static struct str first_ascii(struct str bytes, char *buffer, size_t n_buffer)
{
    size_t n = 0;
    if (str_starts(bytes, STR("\xEF\xBB\xBF")))
        bytes = str_part(bytes, 3, bytes.n);
    bool is_wide = bytes.n >= 4 && (memchr(bytes.at, 0, 4) != NULL);
    if (!is_wide)
        return bytes;
    for (size_t i = 0; i < bytes.n && n < n_buffer; i++)
        if (bytes.at[i] != 0 && (unsigned char)bytes.at[i] < 0x80)
            buffer[n++] = bytes.at[i];
    return (struct str){buffer, n};
}

static struct str behind(struct str s, struct str what)
{
    size_t at = str_find(s, what);
    return at == s.n ? (struct str){s.at + s.n, 0} : str_part(s, at + what.n, s.n);
}

/* Behind a document type, which may hold declarations between brackets. */
static struct str behind_doctype(struct str s)
{
    bool is_inside = false;
    char quote = '\0';
    for (size_t i = 0; i < s.n; i++) {
        char c = s.at[i];
        if (quote) {
            if (c == quote)
                quote = '\0';
        } else if (c == '"' || c == '\'') {
            quote = c;
        } else if (str_starts(str_part(s, i, s.n), STR("<!--"))) {
            size_t n = str_find(str_part(s, i, s.n), STR("-->"));
            i += n;
        } else if (c == '[') {
            is_inside = true;
        } else if (c == ']') {
            is_inside = false;
        } else if (c == '>' && !is_inside) {
            return str_part(s, i + 1, s.n);
        }
    }
    return (struct str){s.at + s.n, 0};
}

static int recognise(const struct input *in)
{
    char buffer[4096];
    struct str s = str_trim(first_ascii(in->bytes, buffer, sizeof buffer));
    for (;;) {
        s = str_trim(s);
        if (str_starts(s, STR("<?")))
            s = behind(s, STR("?>"));
        else if (str_starts(s, STR("<!--")))
            s = behind(s, STR("-->"));
        else if (str_starts_nocase(s, STR("<!DOCTYPE")))
            s = behind_doctype(s);
        else
            break;
    }
    if (s.n < 2 || s.at[0] != '<')
        return 0;
    size_t end = 1;
    while (end < s.n && end < 64 && !is_blank(s.at[end]) && s.at[end] != '>' && s.at[end] != '/')
        end++;
    struct str name = str_part(s, 1, end);
    const char *colon = memchr(name.at, ':', name.n);
    if (colon)
        name = str_part(name, (size_t)(colon - name.at) + 1, name.n);
    return element_of(name) == EL_TEI ? 95 : 0;
}

/* What the XML declaration says, or what the first bytes show. */
static struct str encoding_of(struct str bytes, struct arena *keep)
{
    if (bytes.n >= 2 && bytes.at[0] == 0)
        return STR("UTF-16BE");
    if (bytes.n >= 2 && bytes.at[1] == 0)
        return STR("UTF-16LE");
    if (str_starts(bytes, STR("\xFE\xFF")))
        return STR("UTF-16BE");
    if (str_starts(bytes, STR("\xFF\xFE")))
        return STR("UTF-16LE");
    struct str first = str_part(bytes, 0, 200);
    if (str_starts(first, STR("\xEF\xBB\xBF")))
        return STR("UTF-8");
    struct str declared = str_part(first, 0, str_find(first, STR("?>")));
    size_t at = str_find(declared, STR("encoding"));
    if (!str_starts(first, STR("<?xml")) || at == declared.n)
        return STR("UTF-8");
    struct str rest = str_part(declared, at, declared.n);
    size_t quote = 0;
    while (quote < rest.n && rest.at[quote] != '"' && rest.at[quote] != '\'')
        quote++;
    if (quote == rest.n)
        return STR("UTF-8");
    struct str value = str_part(rest, quote + 1, rest.n);
    struct str name = str_cut(&value, rest.at[quote]);
    return str_eq_nocase(name, STR("utf-8")) ? STR("UTF-8") : str_keep(keep, name);
}

/* ---- the reader ---- */

static whose_status read_tei(const struct input *in, struct arena *keep, struct arena *scratch,
                             struct doc *out, whose_error *err)
{
    *out = (struct doc){.kind = DOC_PLAY, .format = STR("TEI"), .title = STR(""),
                        .author = STR(""), .language = STR("")};
    struct tei *t = ARENA_NEW(scratch, struct tei, 1);
    struct tei_frame *stack = ARENA_NEW(scratch, struct tei_frame, MAX_FRAMES);
    if (!t || !stack)
        return fail_nomem(err);
    *t = (struct tei){.keep = keep, .scratch = scratch, .err = err, .doc = out, .stack = stack,
                      .depth = 1, .block = DOC_NONE, .speech = DOC_NONE, .entrance = DOC_NONE,
                      .in_div = DOC_NONE, .person = DOC_NONE};
    /* without its markup a play is shorter than with it: no copy on the way */
    t->cap = in->bytes.n + 4096;
    t->text = ARENA_NEW_RAW(keep, char, t->cap);
    if (!t->text)
        return fail_nomem(err);
    map_init(&t->id, scratch);
    map_init(&t->name, scratch);
    out->encoding = encoding_of(in->bytes, keep);
    if (!out->encoding.at)
        return fail_nomem(err);
    struct xml_handler handler = {.user = t, .open = open_element, .close = close_element,
                                  .text = put_text};
    TRY(xml_parse("TEI", in->bytes, &handler, scratch, err));
    TRY(tei_end_text(t));
    TRY(tei_name_rest(t));
    TRY(tei_segments(t));
    TRY(tei_moves(t));
    doc_number_segments(out);
    return WHOSE_OK;
}

const struct reader tei_reader = {.name = "TEI", .recognise = recognise, .read = read_tei};
