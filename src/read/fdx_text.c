/* fdx_text: paragraphs become text, blocks and speeches.
 *
 * takes   the paragraphs of the script and the text in them, in order
 * gives   doc.text as the script is printed, doc.block, doc.speech, doc.run
 * method  words are written as they come; what a paragraph is to the story is
 *         settled at its end
 * cost    O(bytes) */
#include "read/fdx.h"

#include "base/err.h"
#include "base/utf8.h"

#include <string.h>

#define LARGEST_TEXT ((size_t)0xFFF00000) // offsets are 32 bits

enum { MAX_DOUBTS = 20 };

static const enum block_kind kind_of[] = {
    [TYPE_ACTION] = BLOCK_ACTION,       [TYPE_CUE] = BLOCK_CUE,
    [TYPE_DIALOGUE] = BLOCK_DIALOGUE,   [TYPE_PARENTHETICAL] = BLOCK_PARENTHETICAL,
    [TYPE_HEADING] = BLOCK_HEADING,     [TYPE_TRANSITION] = BLOCK_TRANSITION,
    [TYPE_LYRIC] = BLOCK_LYRIC,         [TYPE_ACT] = BLOCK_HEADING,
    [TYPE_END_OF_ACT] = BLOCK_CENTERED, [TYPE_CAST_LIST] = BLOCK_OTHER,
    [TYPE_OTHER] = BLOCK_OTHER,         [TYPE_UNKNOWN] = BLOCK_ACTION,
};

/* ---- the text ---- */

static whose_status append(struct fdx *f, struct str s)
{
    char *text = (char *)f->doc->text.at;
    if (s.n > f->cap - f->n_text) {
        size_t more = f->cap;
        while (more - f->n_text < s.n && more < LARGEST_TEXT)
            more *= 2;
        more = more < LARGEST_TEXT ? more : LARGEST_TEXT;
        if (more - f->n_text < s.n)
            return fail(f->err, WHOSE_E_LIMIT, 0,
                        "FDX: the text is longer than 4 GB: split the file");
        text = arena_grow(f->keep, text, f->cap, more, 1);
        if (!text)
            return fail_nomem(f->err);
        f->doc->text.at = text;
        f->cap = more;
    }
    memcpy(text + f->n_text, s.at, s.n);
    f->n_text += s.n;
    return WHOSE_OK;
}

static whose_status append_upper(struct fdx *f, struct str s)
{
    char bytes[UTF8_MAX_BYTES];
    for (size_t at = 0; at < s.n;) {
        size_t n = utf8_put(utf8_upper(utf8_next(s, &at)), bytes);
        TRY(append(f, (struct str){bytes, n}));
    }
    return WHOSE_OK;
}

/* The first word of a paragraph is about to be written. */
static whose_status begin_words(struct fdx *f, uint64_t byte, uint64_t line)
{
    struct doc *doc = f->doc;
    enum fdx_type type = f->paragraph.type;
    enum block_kind last = doc->block.n ? doc->block.at[doc->block.n - 1].kind : BLOCK_ACTION;
    bool is_verse = type == TYPE_LYRIC && last == BLOCK_LYRIC;
    bool is_close = fdx_is_spoken(type) && (f->speech != DOC_NONE || is_verse);
    if (f->n_text)
        TRY(append(f, is_close ? STR("\n") : STR("\n\n")));
    struct run *run = VEC_PUSH(&doc->run, f->keep);
    if (!run)
        return fail_nomem(f->err);
    f->paragraph.start = (uint32_t)f->n_text;
    f->paragraph.has_words = true;
    *run = (struct run){.at = {f->paragraph.start, f->paragraph.start},
                        .byte = (uint32_t)(byte < UINT32_MAX ? byte : UINT32_MAX),
                        .line = (uint32_t)(line < UINT32_MAX ? line : UINT32_MAX)};
    return WHOSE_OK;
}

whose_status fdx_put_text(struct fdx *f, struct str text, uint64_t byte, uint64_t line)
{
    if (!f->paragraph.has_words) {
        size_t i = 0;
        for (; i < text.n && is_blank(text.at[i]); i++)
            line += text.at[i] == '\n';
        if (i == text.n)
            return WHOSE_OK;
        text = str_part(text, i, text.n);
        TRY(begin_words(f, byte + i, line));
    }
    f->paragraph.has_break |= memchr(text.at, '\n', text.n) || memchr(text.at, '\r', text.n);
    return f->is_upper ? append_upper(f, text) : append(f, text);
}

/* Blanks with a line end among them become one line end, or one blank. */
static void fold_breaks(struct fdx *f, char instead)
{
    char *text = (char *)f->doc->text.at;
    size_t o = f->paragraph.start;
    for (size_t i = o; i < f->n_text;) {
        size_t end = i;
        bool has_break = false;
        for (; end < f->n_text && is_blank(text[end]); end++)
            has_break |= text[end] == '\n' || text[end] == '\r';
        if (has_break) {
            text[o++] = instead;
            i = end;
            continue;
        }
        end += end == i;
        while (i < end)
            text[o++] = text[i++];
    }
    f->n_text = o;
}

/* The words of the paragraph as they stay. */
static whose_status tidy_words(struct fdx *f, struct span *at)
{
    enum fdx_type type = f->paragraph.type;
    bool keeps_lines = fdx_is_spoken(type) || kind_of[type] == BLOCK_ACTION || type == TYPE_OTHER;
    if (f->paragraph.has_break)
        fold_breaks(f, keeps_lines ? '\n' : ' ');
    while (is_blank(f->doc->text.at[f->n_text - 1]))
        f->n_text--;
    if (type == TYPE_PARENTHETICAL && f->doc->text.at[f->paragraph.start] != '(') {
        TRY(append(f, STR("()")));
        char *words = (char *)f->doc->text.at + f->paragraph.start;
        memmove(words + 1, words, f->n_text - f->paragraph.start - 2);
        words[0] = '(';
    }
    *at = (struct span){f->paragraph.start, (uint32_t)f->n_text};
    return WHOSE_OK;
}

static whose_status add_doubt(struct fdx *f, struct span at, struct str before, struct str name,
                              struct str after)
{
    if (f->doc->doubt.n >= MAX_DOUBTS)
        return WHOSE_OK;
    name = str_part(name, 0, 60);
    name.n = utf8_valid(name);
    struct doubt *doubt = VEC_PUSH(&f->doc->doubt, f->keep);
    size_t n = before.n + name.n + after.n;
    char *words = ARENA_NEW_RAW(f->keep, char, n + 1);
    if (!doubt || !words)
        return fail_nomem(f->err);
    memcpy(words, before.at, before.n);
    if (name.n)
        memcpy(words + before.n, name.at, name.n);
    memcpy(words + before.n + name.n, after.at, after.n);
    *doubt = (struct doubt){at, {words, n}};
    return WHOSE_OK;
}

/* ---- blocks and speeches ---- */

static whose_status add_block(struct fdx *f, enum block_kind kind, struct span at)
{
    struct doc *doc = f->doc;
    doc->text.n = f->n_text;
    struct block *block = VEC_PUSH(&doc->block, f->keep);
    if (!block)
        return fail_nomem(f->err);
    *block = (struct block){kind, DOC_NONE, f->speech, at, false};
    if (f->speech != DOC_NONE) {
        struct speech *speech = &doc->speech.at[f->speech];
        speech->n_blocks++;
        speech->at.end = at.end;
    }
    if (kind != BLOCK_OTHER && kind != BLOCK_HEADING && !fdx_note_story(f, kind, at))
        return fail_nomem(f->err);
    return WHOSE_OK;
}

/* A cue with nothing under it is a name in a direction. */
void fdx_close_speech(struct fdx *f)
{
    if (f->speech == DOC_NONE)
        return;
    struct doc *doc = f->doc;
    if (doc->block.at[doc->block.n - 1].kind == BLOCK_CUE) {
        struct block *cue = &doc->block.at[doc->block.n - 1];
        cue->kind = BLOCK_ACTION;
        cue->speech = DOC_NONE;
        doc->speech.n--;
    }
    f->speech = DOC_NONE;
}

static whose_status open_speech(struct fdx *f, struct span cue, uint32_t end, bool is_dual)
{
    struct speech *speech = VEC_PUSH(&f->doc->speech, f->keep);
    if (!speech)
        return fail_nomem(f->err);
    f->speech = f->doc->speech.n - 1;
    *speech = (struct speech){.segment = DOC_NONE,
                              .first_block = f->doc->block.n,
                              .cue = cue,
                              .at = {cue.start, end},
                              .is_dual = is_dual};
    return WHOSE_OK;
}

/* ---- paragraphs ---- */

static whose_status end_heading(struct fdx *f, struct span at)
{
    const struct fdx_paragraph *p = &f->paragraph;
    struct str words = str_part((struct str){f->doc->text.at, f->n_text}, at.start, at.end);
    if (p->is_omitted || str_eq_nocase(words, STR("OMITTED")))
        return add_block(f, BLOCK_OTHER, at);
    struct segment *scene = fdx_add_segment(f, SEGMENT_SCENE, at, "heading", 1);
    struct fdx_printed *printed = VEC_PUSH(&f->printed, f->scratch);
    if (!scene || !printed)
        return fail_nomem(f->err);
    f->has_heading = true;
    scene->number = p->number;
    *printed = (struct fdx_printed){f->doc->segment.n - 1, p->page, p->eighths};
    TRY(fdx_enter(f, at.start));
    return add_block(f, BLOCK_HEADING, at);
}

static whose_status end_act(struct fdx *f, struct span at)
{
    struct doc *doc = f->doc;
    /* "ACT ONE" and the act's title below it are one heading */
    if (f->act != DOC_NONE && f->act == doc->segment.n - 1 &&
        doc->block.at[doc->block.n - 1].at.start == doc->segment.at[f->act].at.start)
        return add_block(f, BLOCK_CENTERED, at);
    if (!fdx_add_segment(f, SEGMENT_ACT, at, "markup", 1))
        return fail_nomem(f->err);
    f->act = doc->segment.n - 1;
    return add_block(f, BLOCK_HEADING, at);
}

static whose_status end_spoken(struct fdx *f, enum block_kind kind, struct span at)
{
    if (f->speech == DOC_NONE && kind == BLOCK_DIALOGUE) {
        TRY(open_speech(f, (struct span){at.start, at.start}, at.end, false));
        TRY(add_doubt(f, at, STR("dialogue stands under no name: who speaks it is not known"),
                      STR(""), STR("")));
    }
    if (f->speech == DOC_NONE && kind == BLOCK_PARENTHETICAL)
        kind = BLOCK_ACTION;
    struct block *last = f->doc->block.n ? &f->doc->block.at[f->doc->block.n - 1] : NULL;
    if (last && kind == BLOCK_DIALOGUE && last->kind == kind && last->speech == f->speech) {
        f->doc->speech.at[f->speech].at.end = last->at.end = at.end;
        return WHOSE_OK;
    }
    return add_block(f, kind, at);
}

static whose_status end_cast_list(struct fdx *f, struct span at)
{
    struct str names = str_part((struct str){f->doc->text.at, f->n_text}, at.start, at.end);
    while (names.n && names.at[0] == '(')
        names = str_part(names, 1, names.n);
    while (names.n && names.at[names.n - 1] == ')')
        names.n--;
    if (f->is_in_scene) {
        TRY(fdx_add_beats(f, names));
        TRY(fdx_enter(f, at.start));
    }
    return add_block(f, BLOCK_OTHER, at);
}

static whose_status end_words(struct fdx *f, struct span at)
{
    struct fdx_paragraph *p = &f->paragraph;
    enum block_kind kind = kind_of[p->type];
    uint32_t n_unknown = f->unknown.n;
    if (p->unknown.n && map_add(&f->unknown, p->unknown) == MAP_NONE)
        return fail_nomem(f->err);
    if (f->unknown.n > n_unknown)
        TRY(add_doubt(f, at, STR("paragraphs of the unknown type \""), p->unknown,
                      STR("\" were read as action")));
    if (fdx_is_spoken(p->type))
        return end_spoken(f, kind, at);
    fdx_close_speech(f);
    switch (p->type) {
    case TYPE_CUE:
        TRY(open_speech(f, at, at.end, f->n_dual > 1));
        return add_block(f, kind, at);
    case TYPE_HEADING:
        return end_heading(f, at);
    case TYPE_ACT:
        return end_act(f, at);
    case TYPE_CAST_LIST:
        return end_cast_list(f, at);
    default:
        return add_block(f, kind == BLOCK_ACTION && p->is_centered ? BLOCK_CENTERED : kind, at);
    }
}

whose_status fdx_end_paragraph(struct fdx *f)
{
    struct span at;
    if (f->paragraph.has_words) {
        TRY(tidy_words(f, &at));
        TRY(end_words(f, at));
    } else if (f->paragraph.type == TYPE_CUE) {
        fdx_close_speech(f); // what follows is not said by the one before
    }
    f->paragraph = (struct fdx_paragraph){.type = TYPE_ACTION, .first_beat = f->beat.n};
    return WHOSE_OK;
}

whose_status fdx_end_text(struct fdx *f)
{
    struct doc *doc = f->doc;
    fdx_close_speech(f);
    if (f->n_text)
        TRY(append(f, STR("\n")));
    doc->text.n = f->n_text;
    for (uint32_t r = 0; r < doc->run.n; r++)
        doc->run.at[r].at.end = r + 1 < doc->run.n ? doc->run.at[r + 1].at.start
                                                   : (uint32_t)f->n_text;
    return WHOSE_OK;
}
