/* takes   any bytes, read under the file names that fit them, so that each reader has a chance
 * gives   a crash when a reader breaks a promise of doc.h
 * method  read_doc(), then a walk over every table of the doc
 * cost    O(bytes) */
#include "read/read.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n_bytes);

#define PROMISE(condition) \
    do {                   \
        if (!(condition))  \
            abort();       \
    } while (0)

static void check_span(const struct doc *doc, struct span at)
{
    PROMISE(at.start <= at.end && at.end <= doc->text.n);
}

static void check_segments(const struct doc *doc)
{
    for (uint32_t s = 0; s < doc->segment.n; s++) {
        const struct segment *segment = &doc->segment.at[s];
        check_span(doc, segment->at);
        check_span(doc, segment->heading);
        PROMISE(segment->kind < N_SEGMENT_KINDS);
        PROMISE(segment->ordinal > 0 && segment->because.n > 0);
        PROMISE(segment->sure >= 0 && segment->sure <= 1);
        PROMISE(s == 0 || doc->segment.at[s - 1].at.start <= segment->at.start);
        if (segment->parent == DOC_NONE)
            continue;
        PROMISE(segment->parent < s);
        const struct segment *parent = &doc->segment.at[segment->parent];
        PROMISE(segment->at.start >= parent->at.start && segment->at.end <= parent->at.end);
    }
}

static void check_blocks(const struct doc *doc)
{
    uint32_t end = 0;
    for (uint32_t b = 0; b < doc->block.n; b++) {
        const struct block *block = &doc->block.at[b];
        check_span(doc, block->at);
        PROMISE(block->kind < N_BLOCK_KINDS);
        PROMISE(block->at.start >= end);
        end = block->at.end;
        PROMISE(block->segment == DOC_NONE || block->segment < doc->segment.n);
        if (block->segment != DOC_NONE) {
            const struct segment *segment = &doc->segment.at[block->segment];
            PROMISE(block->at.start >= segment->at.start && block->at.start < segment->at.end);
        }
        if (block->speech != DOC_NONE) {
            PROMISE(block->speech < doc->speech.n);
            const struct speech *speech = &doc->speech.at[block->speech];
            PROMISE(b >= speech->first_block && b < speech->first_block + speech->n_blocks);
        }
    }
}

static void check_speeches(const struct doc *doc)
{
    for (uint32_t i = 0; i < doc->speech.n; i++) {
        const struct speech *speech = &doc->speech.at[i];
        check_span(doc, speech->at);
        check_span(doc, speech->cue);
        PROMISE(speech->n_blocks > 0 && speech->first_block + speech->n_blocks <= doc->block.n);
        PROMISE(speech->first_who + speech->n_who <= doc->who.n);
        PROMISE(i == 0 || doc->speech.at[i - 1].at.start <= speech->at.start);
    }
    for (uint32_t i = 0; i < doc->who.n; i++)
        PROMISE(doc->who.at[i] < doc->role.n);
}

static void check_rest(const struct doc *doc)
{
    uint32_t end = 0;
    for (uint32_t i = 0; i < doc->hole.n; i++) {
        check_span(doc, doc->hole.at[i]);
        PROMISE(doc->hole.at[i].start >= end && !span_is_empty(doc->hole.at[i]));
        end = doc->hole.at[i].end;
    }
    end = 0;
    for (uint32_t i = 0; i < doc->run.n; i++) {
        PROMISE(doc->run.at[i].at.start == end);
        check_span(doc, doc->run.at[i].at);
        end = doc->run.at[i].at.end;
        if (i == 0 || !doc->is_own_text) // the page numbers of an edition may go back
            continue;
        PROMISE(doc->run.at[i - 1].page <= doc->run.at[i].page);
        PROMISE(doc->run.at[i - 1].line <= doc->run.at[i].line);
    }
    PROMISE(end == doc->text.n);
    for (uint32_t i = 0; i < doc->move.n; i++) {
        PROMISE(doc->move.at[i].off <= doc->text.n);
        PROMISE(doc->move.at[i].first_who + doc->move.at[i].n_who <= doc->who.n);
    }
    for (uint32_t i = 0; i < doc->line_ref.n; i++)
        PROMISE(doc->line_ref.at[i].off <= doc->text.n);
    for (uint32_t i = 0; i < doc->doubt.n; i++)
        check_span(doc, doc->doubt.at[i].at);
}

static int forget(void *user, const void *bytes, size_t n_bytes)
{
    (void)user;
    (void)bytes;
    (void)n_bytes;
    return 0;
}

/* A file name is a hint to some readers. */
static void read_as(struct str name, struct str bytes)
{
    struct arena keep, scratch;
    arena_init(&keep, NULL);
    arena_init(&scratch, NULL);
    struct doc doc;
    memset(&doc, 0, sizeof doc);
    whose_error err = {0};
    whose_status status = read_doc(name, bytes, &keep, &scratch, &doc, &err);
    if (status == WHOSE_OK) {
        check_segments(&doc);
        check_blocks(&doc);
        check_speeches(&doc);
        check_rest(&doc);
        struct sink sink;
        sink_init(&sink, forget, NULL);
        doc_dump(&doc, &sink);
        sink_end(&sink, NULL);
    } else {
        PROMISE(err.status == status && err.message[0]);
        PROMISE(memchr(err.message, '\0', sizeof err.message));
    }
    arena_free(&keep);
    arena_free(&scratch);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n_bytes)
{
    struct str bytes = {(const char *)data, n_bytes};
    if (n_bytes && data[0] == '<') {
        read_as(STR("story.xml"), bytes);
        return 0;
    }
    read_as(STR("story.fountain"), bytes);
    read_as(STR("story.txt"), bytes);
    return 0;
}
