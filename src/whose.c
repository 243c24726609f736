/* The pipeline: the only file that calls every stage, and the public functions. */
#include "whose.h"

#include "base/arena.h"
#include "base/err.h"
#include "base/sha256.h"
#include "base/str.h"
#include "base/vec.h"
#include "doc/doc.h"
#include "people/people.h"
#include "read/read.h"
#include "report/report.h"
#include "story/story.h"
#include "text/text.h"
#include "verdict/verdict.h"

#include <string.h>

struct part {
    struct str name, bytes;
};

struct whose_work {
    struct arena arena;
    VEC(struct part) part;
    size_t n_bytes;
};

struct whose_report {
    struct arena arena;
    whose_allocator allocator; // for scratch while writing
    struct findings findings;
};

whose_status whose_work_new(const whose_options *options, whose_work **out, whose_error *err)
{
    struct arena arena;
    *out = NULL;
    arena_init(&arena, options ? &options->allocator : NULL);
    whose_work *work = ARENA_NEW(&arena, whose_work, 1);
    if (!work)
        return fail_nomem(err);
    work->arena = arena;
    *out = work;
    return WHOSE_OK;
}

void whose_work_free(whose_work *work)
{
    if (!work)
        return;
    struct arena arena = work->arena; // the work lies in its own arena
    arena_free(&arena);
}

whose_status whose_work_add(whose_work *work, whose_role role, const char *name, const void *bytes,
                            size_t n_bytes, whose_error *err)
{
    (void)role; // WHOSE_STORY is the only one so far
    if (n_bytes > WHOSE_MAX_BYTES || work->n_bytes > WHOSE_MAX_BYTES - n_bytes)
        return fail(err, WHOSE_E_LIMIT, 0,
                    "a work may have up to 1 GiB; split it and read the parts one by one");
    struct str kept = str_keep(&work->arena, str_c(name));
    struct part *part = kept.at ? VEC_PUSH(&work->part, &work->arena) : NULL;
    if (!part)
        return fail_nomem(err);
    *part = (struct part){kept, {bytes, n_bytes}};
    work->n_bytes += n_bytes;
    return WHOSE_OK;
}

static whose_status read_parts(const whose_work *work, struct arena *keep, struct arena *scratch,
                               struct findings *out, whose_error *err)
{
    struct sha256 hash;
    sha256_init(&hash);
    if (work->part.n == 0)
        return fail(err, WHOSE_E_INPUT, 0, "nothing was given to read");
    struct doc *doc = ARENA_NEW(scratch, struct doc, work->part.n);
    if (!doc)
        return fail_nomem(err);
    for (uint32_t i = 0; i < work->part.n; i++) {
        const struct part *part = &work->part.at[i];
        sha256_add(&hash, part->bytes.at, part->bytes.n);
        out->n_bytes += part->bytes.n;
        TRY(read_doc(part->name, part->bytes, keep, scratch, &doc[i], err));
    }
    sha256_end(&hash, out->sha256);
    out->path = str_keep(keep, work->part.at[0].name);
    if (!out->path.at)
        return fail_nomem(err);
    return doc_join(doc, work->part.n, keep, scratch, &out->doc, err);
}

static whose_status run_stages(const whose_work *work, struct arena *keep, struct arena *scratch,
                               struct findings *f, whose_error *err)
{
    TRY(read_parts(work, keep, scratch, f, err));
    TRY(text_read(&f->doc, keep, scratch, &f->text, err));
    TRY(people_find(&f->doc, &f->text, keep, scratch, &f->cast, err));
    TRY(story_read(&f->doc, &f->text, &f->cast, keep, scratch, &f->story, err));
    return verdict_weigh(&f->doc, &f->text, &f->cast, &f->story, keep, scratch, &f->verdict, err);
}

whose_status whose_work_read(whose_work *work, whose_report **out, whose_error *err)
{
    struct arena keep, scratch;
    *out = NULL;
    arena_init(&keep, &work->arena.allocator);
    arena_init(&scratch, &work->arena.allocator);
    whose_report *report = ARENA_NEW(&keep, whose_report, 1);
    whose_status status = report ? run_stages(work, &keep, &scratch, &report->findings, err)
                                 : fail_nomem(err);
    arena_free(&scratch);
    if (status != WHOSE_OK) {
        arena_free(&keep);
        return status;
    }
    report->allocator = keep.allocator;
    report->findings.text.doc = &report->findings.doc;
    report->arena = keep;
    *out = report;
    return WHOSE_OK;
}

whose_status whose_read(const char *name, const void *bytes, size_t n_bytes,
                        const whose_options *options, whose_report **out, whose_error *err)
{
    whose_work *work;
    *out = NULL;
    TRY(whose_work_new(options, &work, err));
    whose_status status = whose_work_add(work, WHOSE_STORY, name, bytes, n_bytes, err);
    if (status == WHOSE_OK)
        status = whose_work_read(work, out, err);
    whose_work_free(work);
    return status;
}

void whose_report_free(whose_report *report)
{
    if (!report)
        return;
    struct arena arena = report->arena;
    arena_free(&arena);
}

uint32_t whose_report_n_characters(const whose_report *report)
{
    return report->findings.cast.person.n;
}

whose_character whose_report_character(const whose_report *report, uint32_t id)
{
    const struct findings *f = &report->findings;
    const struct person *p = &f->cast.person.at[id];
    whose_character out = {
        .id = id,
        .name = p->name.at,
        .is_group = p->is_group,
        .speeches = p->n_speeches,
        .words = p->n_words,
        .scenes = story_n_scenes(&f->story, id),
    };
    uint32_t candidate = verdict_candidate(&f->verdict, id);
    for (uint32_t i = 0; i < f->verdict.n_candidates; i++)
        if (f->verdict.ranking[i].candidate == candidate)
            out.share = f->verdict.ranking[i].share;
    return out;
}

whose_answer whose_report_answer(const whose_report *report)
{
    static const whose_answer PUBLIC[N_ANSWERS] = {WHOSE_ANSWER_ONE, WHOSE_ANSWER_SHARED,
                                                   WHOSE_ANSWER_CONTESTED, WHOSE_ANSWER_NOBODY};
    return PUBLIC[report->findings.verdict.answer];
}

uint32_t whose_report_owner(const whose_report *report)
{
    const struct verdict *verdict = &report->findings.verdict;
    if (verdict->answer == ANSWER_NOBODY || verdict->n_candidates == 0)
        return WHOSE_NOBODY;
    return verdict->candidate[verdict->ranking[0].candidate];
}

const char *whose_report_text(const whose_report *report, size_t *n_bytes)
{
    *n_bytes = report->findings.doc.text.n;
    return report->findings.doc.text.at;
}

whose_status whose_report_write(const whose_report *report, whose_view view, whose_form form,
                                const char *subject, const whose_style *style, whose_write *write,
                                void *user, whose_error *err)
{
    static const whose_style PLAINEST = {0};
    struct arena scratch;
    struct sink sink;
    arena_init(&scratch, &report->allocator);
    sink_init(&sink, write, user);
    whose_status status = report_write(&report->findings, view, form, str_c(subject),
                                       style ? style : &PLAINEST, &scratch, &sink, err);
    if (status == WHOSE_OK)
        status = sink_end(&sink, err);
    arena_free(&scratch);
    return status;
}
