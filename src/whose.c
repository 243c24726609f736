/* The pipeline: the only file that calls every stage, and the public functions. */
#include "whose.h"

#include "base/arena.h"
#include "base/err.h"
#include "base/sha256.h"
#include "base/str.h"
#include "base/vec.h"
#include "doc/doc.h"
#include "learn/learn.h"
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

struct whose_model {
    struct arena arena;
    struct model model;
};

struct whose_work {
    struct arena arena;
    const struct model *model; // NULL: none
    whose_input input;
    whose_depth depth;
    bool has_weights;
    double readings[N_READINGS]; // what they weigh, as the caller wants it
    whose_progress *progress; // NULL: nobody is told
    void *progress_user;
    VEC(struct part) part;
    struct corrections corrections;
    size_t n_bytes;
};

struct whose_report {
    struct arena arena;
    whose_depth depth;
    whose_allocator allocator; // for scratch while writing
    struct findings findings;
};

whose_status whose_model_open_bytes(const void *bytes, size_t n_bytes,
                                    const whose_allocator *allocator, whose_model **out,
                                    whose_error *err)
{
    struct arena arena;
    struct model model;
    *out = NULL;
    TRY(model_open((struct str){bytes, n_bytes}, &model, err));
    arena_init(&arena, allocator);
    whose_model *opened = ARENA_NEW(&arena, whose_model, 1);
    if (!opened)
        return fail_nomem(err);
    opened->arena = arena;
    opened->model = model;
    *out = opened;
    return WHOSE_OK;
}

void whose_model_free(whose_model *model)
{
    if (!model)
        return;
    struct arena arena = model->arena;
    arena_free(&arena);
}

const char *whose_model_name(const whose_model *model)
{
    return model_name(&model->model).at;
}

static void put_sha256(const struct model *model, char out[65])
{
    static const char DIGITS[] = "0123456789abcdef";
    const unsigned char *hash = model_sha256(model);
    for (int i = 0; i < 32; i++) {
        out[2 * i] = DIGITS[hash[i] >> 4];
        out[2 * i + 1] = DIGITS[hash[i] & 15];
    }
    out[64] = '\0';
}

void whose_model_sha256(const whose_model *model, char out[65])
{
    put_sha256(&model->model, out);
}

uint32_t whose_model_n_parts(const whose_model *model)
{
    return model->model.n_sections;
}

whose_model_part whose_model_get_part(const whose_model *model, uint32_t i)
{
    struct model_part part = model_part(&model->model, i);
    return (whose_model_part){
        .name = part.name.at, .n_name = part.name.n,
        .data = part.data.at, .n_data = part.data.n,
        .licence = part.licence.at, .n_licence = part.licence.n,
        .score = part.score.at, .n_score = part.score.n,
        .command = part.command.at, .n_command = part.command.n,
        .n_bytes = part.bytes.n,
    };
}

whose_status whose_work_new(const whose_options *options, whose_work **out, whose_error *err)
{
    struct arena arena;
    *out = NULL;
    arena_init(&arena, options ? &options->allocator : NULL);
    whose_work *work = ARENA_NEW(&arena, whose_work, 1);
    if (!work)
        return fail_nomem(err);
    if (options && options->weights) {
        whose_status status = verdict_parse_weights(str_c(options->weights), work->readings, err);
        if (status != WHOSE_OK) {
            arena_free(&arena);
            return status;
        }
        work->has_weights = true;
    }
    if (options) {
        work->model = options->model ? &options->model->model : NULL;
        work->input = options->input;
        work->depth = options->depth;
        work->progress = options->progress;
        work->progress_user = options->progress_user;
    }
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
    if (role == WHOSE_CORRECTIONS)
        return corrections_read(str_c(name), (struct str){bytes, n_bytes}, &work->arena,
                                &work->corrections, err);
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

/* Prose can be read in English only; what its markup gives of a play or a script
 * can be read in any language. */
static whose_status check_language(struct doc *doc, struct arena *keep, whose_error *err)
{
    if (doc->kind != DOC_ACCOUNT && doc->kind != DOC_NOVEL)
        return WHOSE_OK;
    struct language language = language_guess(doc->text);
    if (!language.name)
        return WHOSE_OK;
    if (!language.is_english)
        return fail(err, WHOSE_E_INPUT, 0,
                    "this looks like %s; in prose, characters and pronouns can be read in English "
                    "only", language.name);
    if (doc->language.n == 0)
        doc->language = str_keep(keep, str_c(language.code));
    return doc->language.at ? WHOSE_OK : fail_nomem(err);
}

/* Words that somebody has parted already. */
static whose_status read_given(const whose_work *work, struct arena *keep, struct arena *scratch,
                               struct findings *f, whose_error *err)
{
    struct sha256 hash;
    if (work->part.n != 1)
        return fail(err, WHOSE_E_INPUT, 0, "given words come in one file");
    const struct part *part = &work->part.at[0];
    sha256_init(&hash);
    sha256_add(&hash, part->bytes.at, part->bytes.n);
    sha256_end(&hash, f->sha256);
    f->n_bytes = part->bytes.n;
    f->path = str_keep(keep, part->name);
    if (!f->path.at)
        return fail_nomem(err);
    return conllu_read(part->bytes, work->input == WHOSE_INPUT_TOKENIZED, keep, scratch, &f->doc,
                       &f->text, err);
}

static whose_status read_text(const whose_work *work, struct arena *keep, struct arena *scratch,
                              struct findings *f, whose_error *err)
{
    if (work->input != WHOSE_INPUT_STORY)
        return read_given(work, keep, scratch, f, err);
    TRY(read_parts(work, keep, scratch, f, err));
    TRY(check_language(&f->doc, keep, err));
    if (work->depth == WHOSE_DEPTH_TEXT && f->doc.kind == DOC_NOVEL)
        TRY(read_flat(&f->doc, keep, err));
    return text_read(&f->doc, keep, scratch, &f->text, err);
}

/* A stage begins.  `done` is what the stages before it took of a novel of 100,000 words, about. */
static void tell(const whose_work *work, const char *stage, double done)
{
    if (work->progress)
        work->progress(work->progress_user, stage, done);
}

static const double WORDS_FROM = 0.05, ENTITIES_FROM = 0.63, PEOPLE_FROM = 0.92;

static void hear_words(void *work, double done)
{
    tell(work, "sentences", WORDS_FROM + (ENTITIES_FROM - WORDS_FROM) * done);
}

static void hear_entities(void *work, double done)
{
    tell(work, "sentences", ENTITIES_FROM + (PEOPLE_FROM - ENTITIES_FROM) * done);
}

static whose_status annotate(whose_work *work, struct arena *keep, struct arena *scratch,
                             struct text *text, whose_error *err)
{
    if (!text->node)
        TRY(text_sentences(work->model, text, keep, scratch, err));
    if (!work->model)
        return WHOSE_OK;
    text->listener = (struct listener){hear_words, work};
    TRY(parse_sentences(work->model, text, keep, scratch, err));
    text->listener = (struct listener){hear_entities, work};
    if (work->depth != WHOSE_DEPTH_TEXT)
        TRY(entities_find(work->model, text, keep, scratch, err));
    text->listener = (struct listener){NULL, NULL}; // the text outlives the work
    return WHOSE_OK;
}

/* The report outlives the model: what it says of it is copied. */
static whose_status note_model(const struct model *model, struct arena *keep,
                               struct model_facts *out, whose_error *err)
{
    size_t n = 0, cap = 1;
    if (!model)
        return WHOSE_OK;
    for (uint32_t i = 0; i < model->n_sections; i++)
        cap += model_part(model, i).licence.n + 2;
    char *licence = ARENA_NEW_RAW(keep, char, cap);
    out->name = str_keep(keep, model_name(model));
    if (!licence || !out->name.at)
        return fail_nomem(err);
    for (uint32_t i = 0; i < model->n_sections; i++) {
        struct str one = model_part(model, i).licence;
        bool again = one.n == 0;
        for (uint32_t k = 0; k < i; k++)
            again = again || str_eq(model_part(model, k).licence, one);
        if (again)
            continue;
        if (n) {
            memcpy(licence + n, "; ", 2);
            n += 2;
        }
        memcpy(licence + n, one.at, one.n);
        n += one.n;
    }
    out->licence = (struct str){licence, n};
    out->version = MODEL_VERSION;
    put_sha256(model, out->sha256);
    return WHOSE_OK;
}

static whose_status run_stages(whose_work *work, struct arena *keep, struct arena *scratch,
                               struct findings *f, whose_error *err)
{
    tell(work, "file", 0);
    TRY(read_text(work, keep, scratch, f, err));
    tell(work, "sentences", WORDS_FROM);
    if (work->model || work->depth == WHOSE_DEPTH_TEXT)
        TRY(annotate(work, keep, scratch, &f->text, err));
    TRY(note_model(work->model, keep, &f->model, err));
    if (work->depth == WHOSE_DEPTH_TEXT) {
        f->verdict.answer = ANSWER_NOBODY;
        return WHOSE_OK;
    }
    tell(work, "people", PEOPLE_FROM);
    TRY(people_find(&f->doc, &f->text, &work->corrections, keep, scratch, &f->cast, err));
    tell(work, "story", 0.98);
    TRY(story_read(&f->doc, &f->text, &f->cast, keep, scratch, &f->story, err));
    tell(work, "verdict", 0.99);
    TRY(verdict_weigh(&f->doc, &f->text, &f->cast, &f->story, work->has_weights ? work->readings : NULL,
                      keep, scratch, &f->verdict, err));
    tell(work, "done", 1);
    return WHOSE_OK;
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
    report->depth = work->depth;
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

uint32_t whose_n_measures(void)
{
    return N_MEASURES;
}

whose_measure whose_get_measure(uint32_t i)
{
    const struct measure_info *info = &measure_info[i];
    return (whose_measure){
        .name = info->name,
        .reading = reading_name[info->reading],
        .asks = info->asks,
        .unit = info->unit,
        .formula = info->formula,
        .rests_on = info->rests_on,
        .misleads = info->misleads,
        .weight = measure_weight((enum measure)i),
    };
}

uint32_t whose_find_measure(const char *typed)
{
    enum measure found = measure_find(str_c(typed));
    return found == N_MEASURES ? WHOSE_NOBODY : (uint32_t)found;
}

const char *whose_page(size_t *n_bytes)
{
    *n_bytes = report_page().n;
    return report_page().at;
}

const char *whose_report_text(const whose_report *report, size_t *n_bytes)
{
    *n_bytes = report->findings.doc.text.n;
    return report->findings.doc.text.at;
}

static bool is_of_sentences(whose_view view)
{
    return view == WHOSE_VIEW_CONLLU || view == WHOSE_VIEW_CONLL || view == WHOSE_VIEW_BOOKNLP_TOKENS ||
           view == WHOSE_VIEW_BOOKNLP_ENTITIES || view == WHOSE_VIEW_BOOKNLP_QUOTES ||
           view == WHOSE_VIEW_BOOKNLP_BOOK;
}

/* A view of sentences, without tags, of a report that was read without a model. */
static whose_status parted(const struct findings *read, struct arena *keep, struct arena *scratch,
                           struct findings **out, whose_error *err)
{
    *out = ARENA_NEW(keep, struct findings, 1);
    if (!*out)
        return fail_nomem(err);
    **out = *read;
    return text_sentences(NULL, &(*out)->text, keep, scratch, err);
}

static bool is_of_text(whose_view view)
{
    return view == WHOSE_VIEW_CONLLU || view == WHOSE_VIEW_TEXT || view == WHOSE_VIEW_LINES ||
           view == WHOSE_VIEW_DOC;
}

whose_status whose_report_write(const whose_report *report, whose_view view, whose_form form,
                                const char *subject, const whose_style *style, whose_write *write,
                                void *user, whose_error *err)
{
    static const whose_style PLAINEST = {0};
    struct arena keep, scratch;
    struct sink sink;
    arena_init(&keep, &report->allocator);
    arena_init(&scratch, &report->allocator);
    sink_init(&sink, write, user);
    whose_status status;
    if (report->depth == WHOSE_DEPTH_TEXT && !is_of_text(view))
        status = fail(err, WHOSE_E_INPUT, 0, "only the text of this story was read, not its people");
    else {
        const struct findings *findings = &report->findings;
        struct findings *with = NULL;
        status = WHOSE_OK;
        if (is_of_sentences(view) && !findings->text.node) {
            status = parted(findings, &keep, &scratch, &with, err);
            findings = with;
        }
        if (status == WHOSE_OK && view == WHOSE_VIEW_CONLLU)
            status = conllu_write(&findings->text, &scratch, &sink, err);
        else if (status == WHOSE_OK)
            status = report_write(findings, view, form, str_c(subject), style ? style : &PLAINEST,
                                  &scratch, &sink, err);
    }
    if (status == WHOSE_OK)
        status = sink_end(&sink, err);
    arena_free(&keep);
    arena_free(&scratch);
    return status;
}

whose_status whose_compare_write(const whose_report *a, const whose_report *b, whose_form form,
                                 const whose_style *style, whose_write *write, void *user,
                                 whose_error *err)
{
    struct arena scratch;
    struct sink sink;
    if (a->depth == WHOSE_DEPTH_TEXT || b->depth == WHOSE_DEPTH_TEXT)
        return fail(err, WHOSE_E_INPUT, 0,
                    "only the text of this story was read, not its people");
    arena_init(&scratch, &a->allocator);
    sink_init(&sink, write, user);
    whose_status status =
        report_compare(&a->findings, &b->findings, form, style, &scratch, &sink, err);
    if (status == WHOSE_OK)
        status = sink_end(&sink, err);
    arena_free(&scratch);
    return status;
}

whose_status whose_post_write(const whose_report *report, const void *post, size_t n_post,
                              const void *cast_list, size_t n_cast_list, whose_form form,
                              const whose_style *style, whose_write *write, void *user,
                              int *is_of_another, whose_error *err)
{
    struct arena scratch;
    struct sink sink;
    bool other = false;
    if (report->depth == WHOSE_DEPTH_TEXT)
        return fail(err, WHOSE_E_INPUT, 0,
                    "only the text of this story was read, not its people");
    arena_init(&scratch, &report->allocator);
    sink_init(&sink, write, user);
    whose_status status = report_post(&report->findings, (struct str){post, n_post},
                                      (struct str){cast_list, cast_list ? n_cast_list : 0}, form,
                                      style, &scratch, &sink, &other, err);
    if (status == WHOSE_OK)
        status = sink_end(&sink, err);
    if (is_of_another)
        *is_of_another = other;
    arena_free(&scratch);
    return status;
}
