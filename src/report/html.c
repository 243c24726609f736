/* takes   findings
 * gives   one page that opens from disk without a network
 * method  the page is built from web/ beforehand; the report, as JSON, and the story's text
 *         are packed into it, where no sign of theirs can be taken for markup
 * cost    O(findings + text) */
#include "report/internal.h"

#include "base/err.h"
#include "base/pack.h"
#include "page_table.h" // page, what web/ was built to

struct str report_page(void)
{
    return (struct str){(const char *)page, sizeof page};
}

static whose_status put_report(struct writing *w, struct pack *pack)
{
    struct writing inner = *w;
    struct sink sink;
    sink_init(&sink, pack_write, pack);
    inner.sink = &sink;
    TRY(json_read(&inner));
    w->no_memory = w->no_memory || inner.no_memory;
    return sink_end(&sink, w->err);
}

static whose_status put_text(struct writing *w, struct pack *pack)
{
    struct str text = w->findings->doc.text;
    return pack_write(pack, text.at, text.n) ? fail_nomem(w->err) : WHOSE_OK;
}

static whose_status put_packed(struct writing *w, const char *id,
                               whose_status (*put)(struct writing *w, struct pack *pack))
{
    struct arena_mark mark = arena_mark(w->scratch);
    struct pack *pack = pack_begin(w->scratch, w->sink);
    if (!pack)
        return fail_nomem(w->err);
    sink_printf(w->sink, "<script type=\"text/plain\" id=\"%s\">", id);
    TRY(put(w, pack));
    if (!pack_end(pack))
        return fail_nomem(w->err);
    SINK_PUT(w->sink, "</script>\n");
    arena_rewind(w->scratch, mark);
    return WHOSE_OK;
}

whose_status html_read(struct writing *w)
{
    const struct str mark = STR("<!--data-->");
    struct str page_text = report_page();
    size_t before = str_find(page_text, mark);
    sink_put(w->sink, str_part(page_text, 0, before));
    TRY(put_packed(w, "report", put_report));
    TRY(put_packed(w, "text", put_text));
    sink_put(w->sink, str_part(page_text, before + mark.n, page_text.n));
    return WHOSE_OK;
}
