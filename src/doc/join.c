/* takes   the docs of the parts of one work, in order
 * gives   one doc over one text; every part is a segment of kind part
 * method  tables are appended with their offsets and indexes moved on
 * cost    O(size of the parts) */
#include "base/err.h"
#include "doc/doc.h"

#include <string.h>

static struct span moved(struct span at, uint32_t by)
{
    return (struct span){at.start + by, at.end + by};
}

static uint32_t moved_index(uint32_t index, uint32_t by)
{
    return index == DOC_NONE ? DOC_NONE : index + by;
}

/* A role of a later part is the one of an earlier part with the same id, or name. */
static uint32_t role_of(const struct doc *out, const struct role *role)
{
    for (uint32_t i = 0; i < out->role.n && i < 2000; i++) {
        const struct role *other = &out->role.at[i];
        if (role->id.n ? str_eq(other->id, role->id) : str_eq(other->name, role->name))
            return i;
    }
    return DOC_NONE;
}

static whose_status append(struct doc *out, const struct doc *part, uint32_t source, uint32_t by,
                           struct arena *keep, struct arena *scratch, whose_error *err)
{
    uint32_t n_segments = out->segment.n + 1, n_blocks = out->block.n, n_speeches = out->speech.n;
    uint32_t n_who = out->who.n;
    uint32_t *role = ARENA_NEW_RAW(scratch, uint32_t, part->role.n + 1);
    struct segment *top = VEC_PUSH(&out->segment, keep);
    if (!role || !top)
        return fail_nomem(err);
    *top = (struct segment){.parent = DOC_NONE, .kind = SEGMENT_PART, .sure = 1,
                            .because = STR("file"), .at = {by, by + (uint32_t)part->text.n}};
    for (uint32_t i = 0; i < part->segment.n; i++) {
        struct segment *s = VEC_PUSH(&out->segment, keep);
        if (!s)
            return fail_nomem(err);
        *s = part->segment.at[i];
        s->parent = s->parent == DOC_NONE ? n_segments - 1 : s->parent + n_segments;
        s->heading = moved(s->heading, by);
        s->at = moved(s->at, by);
    }
    for (uint32_t i = 0; i < part->block.n; i++) {
        struct block *b = VEC_PUSH(&out->block, keep);
        if (!b)
            return fail_nomem(err);
        *b = part->block.at[i];
        b->speech = moved_index(b->speech, n_speeches);
        b->at = moved(b->at, by);
    }
    for (uint32_t i = 0; i < part->speech.n; i++) {
        struct speech *s = VEC_PUSH(&out->speech, keep);
        if (!s)
            return fail_nomem(err);
        *s = part->speech.at[i];
        s->first_block += n_blocks;
        s->first_who += n_who;
        s->cue = moved(s->cue, by);
        s->at = moved(s->at, by);
    }
    for (uint32_t i = 0; i < part->role.n; i++) {
        role[i] = role_of(out, &part->role.at[i]);
        if (role[i] != DOC_NONE)
            continue;
        struct role *r = VEC_PUSH(&out->role, keep);
        if (!r)
            return fail_nomem(err);
        *r = part->role.at[i];
        role[i] = out->role.n - 1;
    }
    for (uint32_t i = 0; i < part->who.n; i++) {
        uint32_t *w = VEC_PUSH(&out->who, keep);
        if (!w)
            return fail_nomem(err);
        *w = role[part->who.at[i]];
    }
    for (uint32_t i = 0; i < part->move.n; i++) {
        struct move *m = VEC_PUSH(&out->move, keep);
        if (!m)
            return fail_nomem(err);
        *m = part->move.at[i];
        m->off += by;
        m->first_who += n_who;
    }
    for (uint32_t i = 0; i < part->hole.n; i++) {
        struct span *h = VEC_PUSH(&out->hole, keep);
        if (!h)
            return fail_nomem(err);
        *h = moved(part->hole.at[i], by);
    }
    for (uint32_t i = 0; i < part->run.n; i++) {
        struct run *r = VEC_PUSH(&out->run, keep);
        if (!r)
            return fail_nomem(err);
        *r = part->run.at[i];
        r->at = moved(r->at, by);
        r->source = source;
    }
    for (uint32_t i = 0; i < part->line_ref.n; i++) {
        struct line_ref *l = VEC_PUSH(&out->line_ref, keep);
        if (!l)
            return fail_nomem(err);
        *l = part->line_ref.at[i];
        l->off += by;
    }
    for (uint32_t i = 0; i < part->doubt.n; i++) {
        struct doubt *d = VEC_PUSH(&out->doubt, keep);
        if (!d)
            return fail_nomem(err);
        *d = part->doubt.at[i];
        d->at = moved(d->at, by);
    }
    out->n_replaced += part->n_replaced;
    out->is_own_text = out->is_own_text && part->is_own_text;
    return WHOSE_OK;
}

whose_status doc_join(const struct doc *part, uint32_t n_parts, struct arena *keep,
                      struct arena *scratch, struct doc *out, whose_error *err)
{
    if (n_parts == 1) {
        *out = part[0];
        return WHOSE_OK;
    }
    size_t n_bytes = 0, at = 0;
    for (uint32_t i = 0; i < n_parts; i++)
        n_bytes += part[i].text.n + 1;
    char *text = ARENA_NEW_RAW(keep, char, n_bytes);
    if (!text)
        return fail_nomem(err);
    *out = (struct doc){.kind = part[0].kind, .format = part[0].format,
                        .encoding = part[0].encoding, .title = part[0].title,
                        .author = part[0].author, .language = part[0].language,
                        .is_own_text = true, .text = {text, n_bytes}};
    struct arena_mark mark = arena_mark(scratch);
    for (uint32_t i = 0; i < n_parts; i++) {
        if (part[i].text.n)
            memcpy(text + at, part[i].text.at, part[i].text.n);
        TRY(append(out, &part[i], i, (uint32_t)at, keep, scratch, err));
        at += part[i].text.n;
        text[at++] = '\n';
    }
    arena_rewind(scratch, mark);
    doc_number_segments(out);
    return WHOSE_OK;
}
