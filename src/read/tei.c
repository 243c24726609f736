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

enum { MAX_FRAMES = 260 };

static struct tei_frame *top(struct tei *t)
{
    return &t->stack[t->depth - 1];
}

/* ---- divisions ---- */

static whose_status open_div(struct tei *t, struct tei_frame *frame, enum tei_class type,
                             struct str n)
{
    if (t->speech != DOC_NONE) // no speech goes on over a division
        TRY(tei_end_speech(t));
    tei_close_block(t);
    tei_want_gap(t, GAP_UNIT);
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
    tei_want_gap(t, GAP_UNIT);
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

/* ---- the cast list ---- */

static whose_status open_cast_item(struct tei *t, struct tei_frame *frame,
                                   const struct xml_attr *attr, uint32_t n)
{
    tei_close_block(t);
    tei_want_gap(t, GAP_LINE);
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
    tei_want_gap(t, GAP_LINE);
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
            tei_want_gap(t, GAP_LINE);
            tei_close_block(t);
            frame->owns = around->place == IN_CAST;
        } else if (t->speech != DOC_NONE) {
            tei_close_block(t);
            frame->place = IN_PAREN;
            tei_want_gap(t, GAP_LINE);
        } else {
            tei_close_block(t);
            bool is_heading = around->el == EL_DIV || around->el == EL_BODY;
            frame->place = is_heading ? IN_HEAD : around->place == IN_BODY ? IN_STAGE : IN_OTHER;
            tei_want_gap(t, GAP_UNIT);
        }
        return WHOSE_OK;
    case EL_SP:
        return tei_open_speech(t, frame, attr, n);
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
        tei_want_gap(t, is_speech || frame->el != EL_P || around->in_line ? GAP_LINE : GAP_UNIT);
        /* a paragraph's n counts paragraphs; <ab> is a line of prose at the Folger Library */
        return number.n && frame->el == EL_L ? tei_number(t, number) : WHOSE_OK;
    case EL_LG:
        if (is_speech && is_song(attr, n))
            frame->place = IN_SONG;
        if (is_speech && !around->in_line && xml_get(attr, n, STR("who")).n == 0)
            tei_want_gap(t, GAP_LINE);
        return WHOSE_OK;
    case EL_LB:
        if (!takes_lines) {
            t->has_blank = true;
            return WHOSE_OK;
        }
        tei_want_gap(t, GAP_LINE);
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
        return tei_open_stage(t, frame, around, attr, n);
    case EL_CAST_LIST:
    case EL_CAST_GROUP:
        tei_close_block(t);
        tei_want_gap(t, frame->el == EL_CAST_LIST ? GAP_UNIT : GAP_LINE);
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
            tei_want_gap(t, GAP_UNIT);
            frame->place = IN_OTHER;
        }
        return WHOSE_OK;
    case EL_TRAILER:
        if (t->speech == DOC_NONE) {
            tei_close_block(t);
            tei_want_gap(t, GAP_UNIT);
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
    *frame = (struct tei_frame){.el = tei_element(name), .place = around->place,
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
    tei_want_gap(t, is_inside ? GAP_LINE : GAP_UNIT);
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
            status = tei_end_speech(t);
        break;
    case EL_SPEAKER:
        if (frame->owns) {
            if (t->block != DOC_NONE)
                status = tei_close_trimmed(t, t->stage.n);
            tei_want_gap(t, GAP_LINE);
        }
        break;
    case EL_STAGE:
    case EL_LABEL:
        if (frame->owns)
            status = tei_close_stage(t, frame);
        break;
    case EL_CAST_LIST:
        tei_close_block(t);
        tei_want_gap(t, GAP_UNIT);
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
            tei_want_gap(t, frame->el == EL_P && !t->stack[t->depth - 2].in_line ? GAP_UNIT
                                                                                 : GAP_LINE);
        else if (t->speech != DOC_NONE && frame->el != EL_LG &&
                 (frame->place == IN_SPEECH || frame->place == IN_SONG))
            tei_want_gap(t, GAP_LINE);
        break;
    case EL_SET:
    case EL_TRAILER:
        if (t->speech == DOC_NONE) {
            tei_close_block(t);
            tei_want_gap(t, GAP_UNIT);
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
    out->encoding = tei_encoding(in->bytes, keep);
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

const struct reader tei_reader = {.name = "TEI", .recognise = tei_recognise, .read = read_tei};
