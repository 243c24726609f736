/* fdx_scenes: acts and scenes, who is in them, and their pages.
 *
 * takes   headings, acts and lists of people as they come; what Final Draft
 *         counted of each scene
 * gives   doc.segment, doc.role, doc.move, the pages of doc.run
 * method  a segment opens with its paragraph, or with the first of the story
 *         where no heading stands before it
 * cost    O(segments + people + text) */
#include "read/fdx.h"

#include "base/err.h"
#include "base/utf8.h"
#include "read/fountain.h"

#include <string.h>

struct segment *fdx_add_segment(struct fdx *f, enum segment_kind kind, struct span heading,
                                const char *because, float sure)
{
    struct segment *segment = VEC_PUSH(&f->doc->segment, f->keep);
    if (!segment)
        return NULL;
    *segment = (struct segment){.parent = kind == SEGMENT_ACT ? DOC_NONE : f->act,
                                .kind = kind,
                                .sure = sure,
                                .because = str_c(because),
                                .heading = heading,
                                .at = heading};
    f->opening = DOC_NONE;
    f->is_in_scene = kind == SEGMENT_SCENE;
    return segment;
}

/* A block that may stand before any heading.  What is all in capitals may be
 * "FADE IN:" and is not yet a scene. */
bool fdx_note_story(struct fdx *f, enum block_kind kind, struct span at)
{
    if (f->is_in_scene)
        return true;
    if (f->opening == DOC_NONE)
        f->opening = at.start;
    if (kind != BLOCK_DIALOGUE && (kind != BLOCK_ACTION || fountain_is_upper(doc_str(f->doc, at))))
        return true;
    struct span start = {f->opening, f->opening};
    return fdx_add_segment(f, SEGMENT_SCENE, start, "opening matter", 0.5f);
}

/* The next of several names, up to a comma, a slash, "&" or "AND". */
static struct str next_name(struct str *rest)
{
    static const struct str PARTS[] = {{",", 1}, {"/", 1}, {"&", 1}, {" AND ", 5}, {" and ", 5}};
    size_t cut = rest->n, skip = 0;
    for (size_t i = 0; i < sizeof PARTS / sizeof *PARTS; i++) {
        size_t at = str_find(str_part(*rest, 0, cut), PARTS[i]);
        if (at < cut) {
            cut = at;
            skip = PARTS[i].n;
        }
    }
    struct str name = str_part(*rest, 0, cut);
    *rest = str_part(*rest, cut + skip, rest->n);
    return str_trim(str_cut(&name, '(')); // "(V.O.)" is no part of it
}

/* Names that only differ in case or accents are one role. */
whose_status fdx_add_beats(struct fdx *f, struct str names)
{
    names = str_part(names, 0, FDX_TITLE_BYTES);
    names.n = utf8_valid(names);
    while (names.n) {
        struct str name = next_name(&names);
        struct str key = utf8_name_key(name, f->scratch);
        if (!key.at)
            return fail_nomem(f->err);
        if (key.n == 0)
            continue;
        uint32_t n = f->role_of_name.n, number = map_add(&f->role_of_name, key);
        uint32_t *beat = VEC_PUSH(&f->beat, f->scratch);
        if (number == MAP_NONE || !beat)
            return fail_nomem(f->err);
        *beat = number;
        if (number < n)
            continue;
        struct role *role = VEC_PUSH(&f->doc->role, f->keep);
        if (!role)
            return fail_nomem(f->err);
        role->name = role->id = str_keep(f->keep, name);
        if (!role->name.at)
            return fail_nomem(f->err);
    }
    return WHOSE_OK;
}

whose_status fdx_enter(struct fdx *f, uint32_t off)
{
    uint32_t first = f->paragraph.first_beat;
    if (first == f->beat.n)
        return WHOSE_OK;
    struct move *move = VEC_PUSH(&f->doc->move, f->keep);
    if (!move)
        return fail_nomem(f->err);
    *move = (struct move){
        .off = off, .segment = DOC_NONE, .first_who = f->doc->who.n, .n_who = f->beat.n - first};
    for (uint32_t i = first; i < f->beat.n; i++) {
        uint32_t *who = VEC_PUSH(&f->doc->who, f->keep);
        if (!who)
            return fail_nomem(f->err);
        *who = f->beat.at[i];
    }
    return WHOSE_OK;
}

/* ---- the end ---- */

/* A scene ends where the next segment starts, an act where the next act does. */
static void end_segments(struct doc *doc)
{
    uint32_t next = (uint32_t)doc->text.n, next_act = next;
    for (uint32_t s = doc->segment.n; s-- > 0;) {
        struct segment *segment = &doc->segment.at[s];
        segment->at.end = segment->kind == SEGMENT_SCENE ? next : next_act;
        next = segment->at.start;
        if (segment->kind != SEGMENT_SCENE)
            next_act = next;
    }
}

/* The page of Final Draft at `i` or the next scene that has one; 0: none has. */
static uint32_t page_from(const struct fdx *f, uint32_t *i)
{
    while (*i < f->printed.n && f->printed.at[*i].page == 0)
        ++*i;
    return *i < f->printed.n ? f->printed.at[*i].page : 0;
}

/* Other programs write any number into a scene's page: pages that go back, or
 * that fall far behind our own count, are not Final Draft's. */
static bool has_printed_pages(const struct fdx *f)
{
    uint32_t printed = 0, counted = 0;
    for (uint32_t i = 0; i < f->printed.n; i++) {
        uint32_t page = f->printed.at[i].page;
        if (page == 0)
            continue;
        if (page < printed)
            return false;
        printed = page;
        const struct segment *scene = &f->doc->segment.at[f->printed.at[i].segment];
        counted = doc_run_at(f->doc, scene->at.start)->page;
    }
    return printed && counted <= 2 * printed + 2;
}

/* Scenes start on the pages that Final Draft counted; inside a scene our own
 * count goes on from there. */
static void use_printed_pages(struct fdx *f)
{
    struct doc *doc = f->doc;
    uint32_t next = 0, next_page = page_from(f, &next);
    uint32_t printed = 1, counted = 1; // the two counts at the last scene that has both
    for (uint32_t r = 0; r < doc->run.n; r++) {
        struct run *run = &doc->run.at[r];
        while (next_page &&
               doc->segment.at[f->printed.at[next].segment].at.start <= run->at.start) {
            printed = next_page;
            counted = run->page;
            next++;
            next_page = page_from(f, &next);
        }
        uint32_t page = printed + (run->page - counted);
        run->page = next_page && page > next_page ? next_page : page;
    }
}

static whose_status count_pages(struct fdx *f)
{
    TRY(doc_paginate(f->doc, f->keep, f->err));
    if (has_printed_pages(f))
        use_printed_pages(f);
    for (uint32_t i = 0; i < f->printed.n; i++)
        if (f->printed.at[i].eighths)
            f->doc->segment.at[f->printed.at[i].segment].eighths = f->printed.at[i].eighths;
    return WHOSE_OK;
}

whose_status fdx_end_scenes(struct fdx *f)
{
    struct doc *doc = f->doc;
    struct span start = {f->opening, f->opening};
    if (doc->segment.n == 0 && f->opening != DOC_NONE) {
        if (!fdx_add_segment(f, SEGMENT_SCENE, start, "whole text", 0.5f))
            return fail_nomem(f->err);
    } else if (doc->segment.n == 1 && !f->has_heading && f->act == DOC_NONE) {
        doc->segment.at[0].because = STR("whole text");
    }
    end_segments(doc);
    doc_number_segments(doc);
    return count_pages(f);
}
