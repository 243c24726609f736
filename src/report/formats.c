/* takes   a view and a form
 * gives   the writer that serves them, and what it writes
 * method  one table; a view that has one form only is written in that form
 * cost    that of the writer */
#include "report/internal.h"

#include "base/err.h"

enum { COLUMNS_DEFAULT = 80, COLUMNS_MIN = 40, COLUMNS_MAX = 200 };

static whose_status text_view(struct writing *w)
{
    sink_put(w->sink, w->findings->doc.text);
    return WHOSE_OK;
}

static whose_status doc_view(struct writing *w)
{
    doc_dump(&w->findings->doc, w->sink);
    return WHOSE_OK;
}

static whose_status people_view(struct writing *w)
{
    people_dump(&w->findings->doc, &w->findings->cast, w->sink);
    return WHOSE_OK;
}

static whose_status story_view(struct writing *w)
{
    const struct findings *f = w->findings;
    story_dump(&f->doc, &f->cast, &f->story, w->sink);
    return WHOSE_OK;
}

static whose_status verdict_view(struct writing *w)
{
    const struct findings *f = w->findings;
    verdict_dump(&f->doc, &f->cast, &f->verdict, w->sink);
    return WHOSE_OK;
}

/* The first row of a view is its form when it does not have the one asked for. */
static const struct writer writers[] = {
    {WHOSE_VIEW_READ, WHOSE_FORM_PLAIN, plain_read},
    {WHOSE_VIEW_READ, WHOSE_FORM_JSON, json_read},
    {WHOSE_VIEW_READ, WHOSE_FORM_TSV, tsv_read},
    {WHOSE_VIEW_READ, WHOSE_FORM_HTML, html_read},
    {WHOSE_VIEW_ALL, WHOSE_FORM_JSON, json_all},
    {WHOSE_VIEW_CLAIM, WHOSE_FORM_PLAIN, plain_claim},
    {WHOSE_VIEW_CLAIM, WHOSE_FORM_JSON, json_claim},
    {WHOSE_VIEW_FIND, WHOSE_FORM_PLAIN, plain_find},
    {WHOSE_VIEW_FIND, WHOSE_FORM_JSON, json_find},
    {WHOSE_VIEW_WHO, WHOSE_FORM_PLAIN, plain_who},
    {WHOSE_VIEW_WHY, WHOSE_FORM_PLAIN, plain_why},
    {WHOSE_VIEW_LINES, WHOSE_FORM_TSV, tsv_lines},
    {WHOSE_VIEW_TEXT, WHOSE_FORM_PLAIN, text_view},
    {WHOSE_VIEW_FIX, WHOSE_FORM_PLAIN, fix_draft},
    {WHOSE_VIEW_CITE, WHOSE_FORM_PLAIN, plain_cite},
    {WHOSE_VIEW_CITE, WHOSE_FORM_JSON, json_cite},
    {WHOSE_VIEW_CARD, WHOSE_FORM_PLAIN, svg_card},
    {WHOSE_VIEW_SPEECHES, WHOSE_FORM_PLAIN, csv_speeches},
    {WHOSE_VIEW_CONLL, WHOSE_FORM_PLAIN, conll_coref},
    {WHOSE_VIEW_BOOKNLP_TOKENS, WHOSE_FORM_PLAIN, booknlp_tokens},
    {WHOSE_VIEW_BOOKNLP_ENTITIES, WHOSE_FORM_PLAIN, booknlp_entities},
    {WHOSE_VIEW_BOOKNLP_QUOTES, WHOSE_FORM_PLAIN, booknlp_quotes},
    {WHOSE_VIEW_BOOKNLP_BOOK, WHOSE_FORM_PLAIN, booknlp_book},
    {WHOSE_VIEW_DOC, WHOSE_FORM_PLAIN, doc_view},
    {WHOSE_VIEW_PEOPLE, WHOSE_FORM_PLAIN, people_view},
    {WHOSE_VIEW_STORY, WHOSE_FORM_PLAIN, story_view},
    {WHOSE_VIEW_VERDICT, WHOSE_FORM_PLAIN, verdict_view},
};

struct writing writing_begin(const struct findings *findings, const whose_style *style,
                             struct arena *scratch, struct sink *sink, whose_error *err)
{
    static const whose_style plainest = {0, 0, 0};
    const whose_style *look = style ? style : &plainest;
    uint32_t columns = look->columns ? look->columns : COLUMNS_DEFAULT;
    return (struct writing){
        .findings = findings,
        .columns = columns < COLUMNS_MIN   ? COLUMNS_MIN
                   : columns > COLUMNS_MAX ? COLUMNS_MAX
                                           : columns,
        .is_colour = look->colour != 0,
        .is_utf8 = look->utf8 != 0,
        .scratch = scratch,
        .sink = sink,
        .err = err,
    };
}

whose_status report_write(const struct findings *findings, whose_view view, whose_form form,
                          struct str subject, const whose_style *style, struct arena *scratch,
                          struct sink *sink, whose_error *err)
{
    struct writing w = writing_begin(findings, style, scratch, sink, err);
    w.subject = subject;
    const struct writer *writer = NULL;
    for (size_t i = 0; i < sizeof writers / sizeof *writers; i++)
        if (writers[i].view == view && (!writer || writers[i].form == form))
            writer = &writers[i];
    if (!writer)
        return fail(err, WHOSE_E_INPUT, 0, "there is no such view of a report");
    struct arena_mark mark = arena_mark(scratch);
    whose_status status = writer->write(&w);
    arena_rewind(scratch, mark);
    if (status == WHOSE_OK && w.no_memory)
        return fail_nomem(err);
    return status;
}
