/* takes   keys, numbers, strings, places, quotations
 * gives   them as JSON: "key":value, with the comma before it
 * method  streamed; the caller says which value is the first of its object
 * cost    O(what is written) */
#include "report/json.h"

enum { SHARE_DECIMALS = 6 };

/* `"key":`, with a comma unless it is the first of its object. */
void json_key(struct writing *w, bool is_first, const char *name)
{
    if (!is_first)
        sink_char(w->sink, ',');
    sink_char(w->sink, '"');
    sink_put(w->sink, str_c(name));
    SINK_PUT(w->sink, "\":");
}

void json_uint(struct writing *w, bool is_first, const char *name, uint64_t n)
{
    json_key(w, is_first, name);
    sink_uint(w->sink, n);
}

void json_id(struct writing *w, bool is_first, const char *name, uint32_t id, uint32_t none)
{
    json_key(w, is_first, name);
    if (id == none)
        SINK_PUT(w->sink, "null");
    else
        sink_uint(w->sink, id);
}

void json_str(struct writing *w, bool is_first, const char *name, struct str s)
{
    json_key(w, is_first, name);
    if (s.n)
        sink_json(w->sink, s);
    else
        SINK_PUT(w->sink, "null");
}

void json_fraction(struct writing *w, double x)
{
    number_put(w->sink, x, SHARE_DECIMALS);
}

void json_number(struct writing *w, bool is_first, const char *name, double x)
{
    json_key(w, is_first, name);
    json_fraction(w, x);
}

void json_bool(struct writing *w, bool is_first, const char *name, bool is)
{
    json_key(w, is_first, name);
    sink_put(w->sink, is ? STR("true") : STR("false"));
}

void json_comma(struct writing *w, bool is_first)
{
    if (!is_first)
        sink_char(w->sink, ',');
}

void json_next(struct writing *w, bool is_first)
{
    json_comma(w, is_first);
    sink_char(w->sink, '\n');
}

void json_span(struct writing *w, bool is_first, struct span at)
{
    json_uint(w, is_first, "start", at.start);
    json_uint(w, false, "end", at.end);
}

void json_quote(struct writing *w, struct span at, struct str why)
{
    struct arena_mark mark = arena_mark(w->scratch);
    struct str where = doc_cite(&w->findings->doc, at.start, w->scratch);
    if (!where.at)
        w->no_memory = true;
    sink_char(w->sink, '{');
    json_span(w, true, at);
    json_key(w, false, "text");
    sink_json(w->sink, doc_str(&w->findings->doc, at));
    json_key(w, false, "where");
    sink_json(w->sink, where);
    json_str(w, false, "why", why);
    sink_char(w->sink, '}');
    arena_rewind(w->scratch, mark);
}

void json_fate_quotes(struct writing *w, bool is_first, const char *name,
                      const struct fate_quote *quote, uint32_t n)
{
    json_key(w, is_first, name);
    sink_char(w->sink, '[');
    for (uint32_t i = 0; i < n; i++) {
        json_comma(w, i == 0);
        json_quote(w, quote[i].at, str_c(quote[i].why));
    }
    sink_char(w->sink, ']');
}
