/* takes   text that is prose
 * gives   a doc of parts, chapters and scenes, of narration and of what is said
 * method  paragraphs and their kinds from prose_chapters.c, speech from
 *         prose_quotes.c; every paragraph becomes blocks in text order; pieces of
 *         one paragraph around a tag are one speech, as is a paragraph that
 *         reopens a quotation
 * cost    O(text) */
#include "read/prose.h"

#include "base/err.h"

#include <string.h>

struct build {
    struct doc *doc;
    struct arena *keep;
    const par_list *par;
    struct quoting quoting;
    uint32_t part, chapter, scene; // open segments, or DOC_NONE
    uint32_t speech;               // of the paragraph before, when it ended open
    bool has_chapters, has_scenes; // has_scenes: of the open chapter
};

static whose_status push_block(struct build *b, enum block_kind kind, uint32_t speech,
                               struct span at, whose_error *err)
{
    struct str text = b->doc->text;
    while (at.start < at.end && is_blank(text.at[at.start]))
        at.start++;
    while (at.end > at.start && is_blank(text.at[at.end - 1]))
        at.end--;
    if (span_is_empty(at))
        return WHOSE_OK;
    struct block *block = VEC_PUSH(&b->doc->block, b->keep);
    if (!block)
        return fail_nomem(err);
    *block = (struct block){kind, DOC_NONE, speech, at, false};
    return WHOSE_OK;
}

/* ---- segments ---- */

static whose_status open_segment(struct build *b, enum segment_kind kind, uint32_t parent,
                                 struct str because, uint32_t off, uint32_t *out, whose_error *err)
{
    struct segment *segment = VEC_PUSH(&b->doc->segment, b->keep);
    if (!segment)
        return fail_nomem(err);
    *segment = (struct segment){.parent = parent, .kind = kind, .sure = 0.95f, .because = because,
                                .at = {off, (uint32_t)b->doc->text.n}};
    *out = b->doc->segment.n - 1;
    return WHOSE_OK;
}

static void close_segment(struct build *b, uint32_t *which, uint32_t off)
{
    if (*which != DOC_NONE)
        b->doc->segment.at[*which].at.end = off;
    *which = DOC_NONE;
}

/* Is there a break in the chapter that begins behind paragraph `p`? */
static bool chapter_has_scenes(const struct build *b, uint32_t p)
{
    for (uint32_t k = p; k < b->par->n; k++) {
        const struct par *par = &b->par->at[k];
        if (k > p && par->kind == PAR_HEADING && par->level != LEVEL_NUMERAL)
            return false;
        if (par->opens_scene)
            return true;
    }
    return false;
}

static whose_status open_heading(struct build *b, uint32_t p, whose_error *err)
{
    const struct par *par = &b->par->at[p];
    uint32_t off = par->at.start;
    uint32_t *which;
    close_segment(b, &b->scene, off);
    if (par->level == LEVEL_NUMERAL) {
        if (b->chapter == DOC_NONE)
            TRY(open_segment(b, SEGMENT_CHAPTER, b->part, STR("whole text"), off, &b->chapter, err));
        TRY(open_segment(b, SEGMENT_SCENE, b->chapter, STR("heading"), off, which = &b->scene, err));
        b->has_scenes = true;
    } else if (par->level == LEVEL_PART) {
        close_segment(b, &b->chapter, off);
        close_segment(b, &b->part, off);
        TRY(open_segment(b, SEGMENT_PART, DOC_NONE, STR("heading"), off, which = &b->part, err));
        b->has_scenes = chapter_has_scenes(b, p + 1);
    } else {
        close_segment(b, &b->chapter, off);
        TRY(open_segment(b, SEGMENT_CHAPTER, b->part, STR("heading"), off, which = &b->chapter, err));
        b->has_scenes = chapter_has_scenes(b, p + 1);
    }
    struct segment *segment = &b->doc->segment.at[*which];
    segment->number = str_part(b->doc->text, par->printed.start, par->printed.end);
    segment->heading = par->title;
    uint32_t last = p;
    while (last + 1 < b->par->n && b->par->at[last + 1].kind == PAR_TITLE)
        last++;
    return push_block(b, BLOCK_HEADING, DOC_NONE, (struct span){off, b->par->at[last].at.end}, err);
}

/* Text stands in a chapter, and in a scene where the chapter has any. */
static whose_status open_for_text(struct build *b, uint32_t p, whose_error *err)
{
    const struct par *par = &b->par->at[p];
    uint32_t off = par->at.start;
    if (b->chapter == DOC_NONE && (b->part == DOC_NONE || b->has_chapters || b->has_scenes)) {
        struct str because = b->has_chapters || b->part != DOC_NONE ? STR("text before a chapter")
                                                                    : STR("whole text");
        TRY(open_segment(b, SEGMENT_CHAPTER, b->part, because, off, &b->chapter, err));
        b->has_scenes = chapter_has_scenes(b, p);
    }
    if (!b->has_scenes || (b->scene != DOC_NONE && !par->opens_scene))
        return WHOSE_OK;
    if (b->scene != DOC_NONE)
        close_segment(b, &b->scene, off);
    TRY(open_segment(b, SEGMENT_SCENE, b->chapter, par->opens_scene ? STR("break") : STR("chapter"),
                     off, &b->scene, err));
    b->doc->segment.at[b->scene].sure = par->opens_scene ? 0.85f : 0.95f;
    return WHOSE_OK;
}

/* ---- speech ---- */

static whose_status open_speech(struct build *b, uint32_t off, uint32_t *out, whose_error *err)
{
    struct speech *speech = VEC_PUSH(&b->doc->speech, b->keep);
    if (!speech)
        return fail_nomem(err);
    *speech = (struct speech){.first_block = b->doc->block.n, .at = {off, off}, .cue = {off, off}};
    *out = b->doc->speech.n - 1;
    return WHOSE_OK;
}

static whose_status read_text(struct build *b, uint32_t p, struct arena *scratch, whose_error *err)
{
    struct str text = b->doc->text;
    struct span par = b->par->at[p].at;
    struct arena_mark mark = arena_mark(scratch);
    piece_list pieces = {0};
    TRY(quotes_find(text, b->par, p, &b->quoting, scratch, &pieces, err));
    uint32_t at = par.start, speech = DOC_NONE, first = b->doc->block.n;
    for (uint32_t i = 0; i < pieces.n; i++) {
        const struct piece *piece = &pieces.at[i];
        struct str between = str_part(text, at, piece->at.start);
        TRY(push_block(b, BLOCK_ACTION, DOC_NONE, (struct span){at, piece->at.start}, err));
        if (piece->reopens && b->speech != DOC_NONE)
            speech = b->speech;
        else if (speech == DOC_NONE || quotes_part(between))
            TRY(open_speech(b, piece->at.start, &speech, err));
        TRY(push_block(b, BLOCK_DIALOGUE, speech, piece->at, err));
        struct speech *said = &b->doc->speech.at[speech];
        said->n_blocks = b->doc->block.n - said->first_block;
        said->at.end = piece->at.end;
        at = piece->at.end;
    }
    TRY(push_block(b, BLOCK_ACTION, DOC_NONE, (struct span){at, par.end}, err));
    for (uint32_t k = first + 1; k < b->doc->block.n; k++)
        b->doc->block.at[k].goes_on = true;
    b->speech = b->quoting.is_open ? speech : DOC_NONE;
    arena_rewind(scratch, mark);
    return WHOSE_OK;
}

whose_status prose_novel(const struct input *in, struct arena *keep, struct arena *scratch,
                         struct doc *out, whose_error *err)
{
    par_list par = {0};
    *out = (struct doc){.kind = DOC_NOVEL, .format = STR("plain text"), .is_own_text = true,
                        .text = in->text};
    TRY(prose_paragraphs(in->text, scratch, &par, err));
    prose_chapters(in->text, &par, &out->title, &out->author);
    struct build b = {.doc = out, .keep = keep, .par = &par, .part = DOC_NONE, .chapter = DOC_NONE,
                      .scene = DOC_NONE, .speech = DOC_NONE,
                      .quoting = {.marks = quotes_decide(in->text, &par)}};
    for (uint32_t p = 0; p < par.n; p++)
        b.has_chapters = b.has_chapters ||
                         (par.at[p].kind == PAR_HEADING && par.at[p].level == LEVEL_CHAPTER);
    for (uint32_t p = 0; p < par.n; p++) {
        enum par_kind kind = par.at[p].kind;
        if (kind == PAR_TEXT) {
            TRY(open_for_text(&b, p, err));
            TRY(read_text(&b, p, scratch, err));
            continue;
        }
        if (kind == PAR_HEADING || kind == PAR_BREAK) {
            b.speech = DOC_NONE;
            b.quoting.is_open = false;
        }
        if (kind == PAR_HEADING)
            TRY(open_heading(&b, p, err));
        else if (kind == PAR_OTHER)
            TRY(push_block(&b, BLOCK_OTHER, DOC_NONE, par.at[p].at, err));
    }
    doc_number_segments(out);
    return WHOSE_OK;
}
