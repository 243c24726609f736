/* takes   a doc
 * gives   the tree as stable text: one node a line, clean text behind its kind
 * method  blocks in order; a segment is announced before its first block
 * cost    O(text) */
#include "base/utf8.h"
#include "doc/doc.h"

static const char *const gender_name[N_GENDERS] = {"", " she", " he", " they", " it"};

static void indent(struct sink *sink, uint32_t depth)
{
    while (depth--)
        SINK_PUT(sink, "  ");
}

/* The text of a span without holes; runs of blanks become one space. */
static void put_clean(const struct doc *doc, struct span at, struct sink *sink)
{
    bool gap = false, any = false;
    uint32_t hole = doc_hole_after(doc, at.start);
    for (uint32_t i = at.start; i < at.end;) {
        if (hole < doc->hole.n && i >= doc->hole.at[hole].start) {
            i = doc->hole.at[hole++].end;
            continue;
        }
        char c = doc->text.at[i++];
        if (is_blank(c) || c == '\0') {
            gap = any;
            continue;
        }
        if (gap)
            sink_char(sink, ' ');
        gap = false;
        any = true;
        sink_char(sink, c);
    }
}

static void put_named(struct sink *sink, const char *name, struct str value)
{
    if (value.n == 0)
        return;
    sink_printf(sink, "%s ", name);
    sink_put(sink, value);
    sink_char(sink, '\n');
}

static void put_who(const struct doc *doc, uint32_t first, uint32_t n, struct sink *sink)
{
    for (uint32_t i = first; i < first + n; i++) {
        const struct role *role = &doc->role.at[doc->who.at[i]];
        SINK_PUT(sink, " #");
        sink_put(sink, role->id.n ? role->id : role->name);
    }
}

static uint32_t depth_of(const struct doc *doc, uint32_t segment)
{
    uint32_t depth = 0;
    for (; segment != DOC_NONE; segment = doc->segment.at[segment].parent)
        depth++;
    return depth;
}

static void dump_segment(const struct doc *doc, uint32_t s, struct sink *sink)
{
    const struct segment *segment = &doc->segment.at[s];
    indent(sink, depth_of(doc, segment->parent));
    sink_printf(sink, "%s %u", segment_kind_name[segment->kind], segment->ordinal);
    if (segment->number.n) {
        SINK_PUT(sink, " number ");
        sink_put(sink, segment->number);
    }
    SINK_PUT(sink, " because ");
    sink_put(sink, segment->because);
    sink_char(sink, '\n');
}

static void dump_role(const struct role *role, struct sink *sink)
{
    SINK_PUT(sink, "role #");
    sink_put(sink, role->id);
    sink_char(sink, ' ');
    sink_json(sink, role->name);
    sink_printf(sink, "%s%s%s", gender_name[role->gender], role->is_group ? " group" : "",
                role->is_billed ? " billed" : "");
    if (role->description.n) {
        sink_char(sink, ' ');
        sink_json(sink, role->description);
    }
    sink_char(sink, '\n');
}

static void dump_block(const struct doc *doc, uint32_t b, struct sink *sink)
{
    const struct block *block = &doc->block.at[b];
    uint32_t depth = depth_of(doc, block->segment);
    if (block->kind == BLOCK_CUE)
        return;
    indent(sink, depth + (block->speech != DOC_NONE));
    sink_printf(sink, "%s ", block_kind_name[block->kind]);
    put_clean(doc, block->at, sink);
    sink_char(sink, '\n');
}

void doc_dump(const struct doc *doc, struct sink *sink)
{
    sink_printf(sink, "doc %s ", doc_kind_name[doc->kind]);
    sink_put(sink, doc->format);
    sink_char(sink, '\n');
    put_named(sink, "title", doc->title);
    put_named(sink, "author", doc->author);
    put_named(sink, "language", doc->language);
    if (doc->encoding.n && !str_eq(doc->encoding, STR("UTF-8")))
        put_named(sink, "encoding", doc->encoding);
    for (uint32_t i = 0; i < doc->role.n; i++)
        dump_role(&doc->role.at[i], sink);
    uint32_t s = 0, speech = 0, move = 0, ref = 0;
    for (uint32_t b = 0; b < doc->block.n; b++) {
        const struct block *block = &doc->block.at[b];
        while (s < doc->segment.n && doc->segment.at[s].at.start <= block->at.start)
            dump_segment(doc, s++, sink);
        for (; move < doc->move.n && doc->move.at[move].off <= block->at.start; move++) {
            const struct move *m = &doc->move.at[move];
            indent(sink, depth_of(doc, m->segment));
            sink_printf(sink, m->is_exit ? "exit" : "enter");
            put_who(doc, m->first_who, m->n_who, sink);
            sink_char(sink, '\n');
        }
        if (speech < doc->speech.n && doc->speech.at[speech].first_block == b) {
            const struct speech *said = &doc->speech.at[speech++];
            indent(sink, depth_of(doc, said->segment));
            sink_printf(sink, "speech%s ", said->is_dual ? " dual" : "");
            put_clean(doc, said->cue, sink);
            put_who(doc, said->first_who, said->n_who, sink);
            sink_char(sink, '\n');
        }
        for (; ref < doc->line_ref.n && doc->line_ref.at[ref].off < block->at.end; ref++) {
            indent(sink, depth_of(doc, block->segment) + 1);
            SINK_PUT(sink, "line ");
            sink_put(sink, doc->line_ref.at[ref].number);
            sink_char(sink, '\n');
        }
        dump_block(doc, b, sink);
    }
    for (; s < doc->segment.n; s++)
        dump_segment(doc, s, sink);
    for (uint32_t i = 0; i < doc->doubt.n; i++) {
        SINK_PUT(sink, "doubt ");
        sink_put(sink, doc->doubt.at[i].words);
        sink_char(sink, '\n');
    }
}
