/* takes   a post, and the findings on the story that it is about
 * gives   its claims in their order, each with what the text says of it; plain and JSON
 * method  opinions are listed among them, not judged; names of those who wrote are not printed, as
 *         they were never read
 * cost    that of src/post */
#include "report/internal.h"

#include "base/err.h"
#include "post/post.h"

enum { DECIMALS = 6, QUOTES_SHOWN = 2, QUOTE_LINES = 2 };

static const char *verdict_words(const struct post_answer *answer)
{
    if (answer->is_opinion)
        return "opinion";
    switch (answer->verdict) {
    case CLAIM_SUPPORTED: return "supported";
    case CLAIM_CONTRADICTED: return "contradicted";
    case CLAIM_CONTESTED: return "contested";
    case CLAIM_NOT_IN_TEXT: break;
    }
    return "not-in-text";
}

/* ---- plain ---- */

/* "dies: Ivor"; "says: Rhoda to Ivor". */
static struct str claim_words(struct writing *w, const struct post_claim *claim)
{
    struct draft draft = {0};
    draft_put(w, &draft, str_c(post_kind_name[claim->kind]));
    if (claim->subject != PERSON_NONE) {
        DRAFT_PUT(w, &draft, ": ");
        draft_name(w, &draft, claim->subject);
    }
    if (claim->object != PERSON_NONE) {
        bool is_set_against = claim->kind == POST_STORY_OF && !claim->is_both;
        draft_put(w, &draft, is_set_against                                         ? STR(", not ")
                             : claim->is_both || claim->kind == POST_PAST ? STR(" and ")
                             : claim->kind == POST_SAVED                            ? STR(", by ")
                                                                                   
                                                                                    : STR(", "));
        draft_name(w, &draft, claim->object);
    }
    if (claim->is_denied)
        DRAFT_PUT(w, &draft, " (denied)");
    return draft_str(&draft);
}

static void put_quotes(struct writing *w, const struct claim_quote *quotes, uint32_t n,
                       const char *label)
{
    for (uint32_t i = 0; i < n && i < QUOTES_SHOWN; i++) {
        look_spaces(w, LOOK_INDENT);
        look_tint(w, TINT_DIM);
        look_put(w, str_c(label));
        look_put(w, str_c(quotes[i].why));
        look_tint(w, TINT_NONE);
        look_line(w);
        look_quote(w, quotes[i].at, STR(""), 2 * LOOK_INDENT, QUOTE_LINES);
    }
}

static void put_plain(struct writing *w, const struct post_claim *claim,
                      const struct post_answer *answer)
{
    struct draft said = {0}, line = {0};
    draft_put(w, &said, w->is_utf8 ? STR("\xE2\x80\x9C") : STR("\""));
    draft_put(w, &said, look_fit(w, claim->text, 3 * w->columns));
    draft_put(w, &said, w->is_utf8 ? STR("\xE2\x80\x9D") : STR("\""));
    look_line(w);
    look_wrap(w, draft_str(&said), 0, 1);
    draft_put(w, &line, claim_words(w, claim));
    draft_put(w, &line, w->is_utf8 ? STR(" \xE2\x80\x94 ") : STR(" -- "));
    draft_put(w, &line, answer->is_opinion                       ? STR("opinion, not judged")
                        : answer->verdict == CLAIM_NOT_IN_TEXT ? STR("not in the text")
                                                                 : str_c(verdict_words(answer)));
    if (answer->has_share && !answer->is_opinion && answer->verdict != CLAIM_NOT_IN_TEXT) {
        DRAFT_PUT(w, &line, " (");
        draft_percent(w, &line, answer->share);
        DRAFT_PUT(w, &line, ")");
    }
    if (!answer->n_for && !answer->n_against && answer->n_looked && !answer->is_opinion) {
        DRAFT_PUT(w, &line, ", ");
        draft_count(w, &line, answer->n_looked, "place", "places");
        DRAFT_PUT(w, &line, " looked at");
    }
    look_spaces(w, LOOK_INDENT);
    look_tint(w, TINT_TITLE);
    look_wrap(w, draft_str(&line), LOOK_INDENT, LOOK_INDENT);
    look_tint(w, TINT_NONE);
    put_quotes(w, answer->speaks_for, answer->n_for, answer->is_opinion ? "" : "for: ");
    put_quotes(w, answer->speaks_against, answer->n_against, "against: ");
}

/* ---- JSON ---- */

static void put_id(struct writing *w, const char *key, uint32_t id)
{
    sink_put(w->sink, str_c(key));
    if (id == PERSON_NONE)
        SINK_PUT(w->sink, "null");
    else
        sink_uint(w->sink, id);
}

static void put_list(struct writing *w, const char *key, const struct claim_quote *quotes, uint32_t n)
{
    sink_put(w->sink, str_c(key));
    for (uint32_t i = 0; i < n; i++) {
        sink_put(w->sink, i ? STR(",") : STR("["));
        json_quote(w, quotes[i].at, str_c(quotes[i].why));
    }
    sink_put(w->sink, n ? STR("]") : STR("[]"));
}

static void put_json(struct writing *w, const struct post_claim *claim,
                     const struct post_answer *answer)
{
    SINK_PUT(w->sink, "{\"claim\":{\"text\":");
    sink_json(w->sink, claim->text);
    SINK_PUT(w->sink, ",\"kind\":");
    sink_json(w->sink, str_c(post_kind_name[claim->kind]));
    put_id(w, ",\"subject\":", claim->subject);
    put_id(w, ",\"object\":", claim->object);
    sink_put(w->sink, claim->is_denied ? STR(",\"denied\":true") : STR(",\"denied\":false"));
    sink_put(w->sink, claim->is_both ? STR(",\"shared\":true") : STR(",\"shared\":false"));
    SINK_PUT(w->sink, ",\"source\":{\"start\":");
    sink_uint(w->sink, claim->source.start);
    SINK_PUT(w->sink, ",\"end\":");
    sink_uint(w->sink, claim->source.end);
    SINK_PUT(w->sink, "}},\"answer\":{\"verdict\":");
    sink_json(w->sink, str_c(verdict_words(answer)));
    SINK_PUT(w->sink, ",\"share\":");
    if (answer->has_share && !answer->is_opinion && answer->verdict != CLAIM_NOT_IN_TEXT)
        number_put(w->sink, answer->share, DECIMALS);
    else
        SINK_PUT(w->sink, "null");
    SINK_PUT(w->sink, ",\"looked\":");
    sink_uint(w->sink, answer->n_looked);
    put_list(w, ",\"for\":", answer->speaks_for, answer->n_for);
    put_list(w, ",\"against\":", answer->speaks_against, answer->n_against);
    SINK_PUT(w->sink, ",\"measures\":[]}}");
}

/* ---- both ---- */

static whose_status write_claims(struct writing *w, const struct post *post,
                                 const struct billing *billing, const struct post_claims *claims,
                                 whose_form form)
{
    const struct findings *f = w->findings;
    struct told told = {&f->doc, &f->text, &f->cast, &f->story, &f->verdict};
    bool is_json = form == WHOSE_FORM_JSON;
    if (!is_json) {
        struct draft head = {0};
        if (!post->sentence.n) {
            DRAFT_PUT(w, &head, "There is nothing to read in this post");
        } else if (!claims->claim.n) {
            DRAFT_PUT(w, &head, "No claim was found in ");
            draft_count(w, &head, post->sentence.n, "sentence", "sentences");
        } else {
            draft_count(w, &head, claims->claim.n, "claim", "claims");
        }
        if (claims->is_of_another)
            DRAFT_PUT(w, &head, "; nobody of this story is named in the post: it is about another");
        else if (!claims->n_named && claims->claim.n)
            DRAFT_PUT(w, &head, "; nobody is named in the post: who is meant was guessed");
        if (claims->unclear.n) {
            DRAFT_PUT(w, &head, "; \"");
            draft_put(w, &head, claims->unclear);
            DRAFT_PUT(w, &head, "\" fits several people of this story, and what is said of it is left out");
        }
        DRAFT_PUT(w, &head, ".");
        look_wrap(w, draft_str(&head), 0, LOOK_INDENT);
    }
    for (uint32_t i = 0; i < claims->claim.n; i++) {
        struct arena_mark mark = arena_mark(w->scratch);
        struct post_answer answer;
        TRY(post_answer(&told, billing, &claims->claim.at[i], w->scratch, &answer, w->err));
        if (is_json) {
            sink_put(w->sink, i ? STR(",\n") : STR("[\n"));
            put_json(w, &claims->claim.at[i], &answer);
        } else {
            put_plain(w, &claims->claim.at[i], &answer);
        }
        arena_rewind(w->scratch, mark);
    }
    if (is_json)
        sink_put(w->sink, claims->claim.n ? STR("]\n") : STR("[]\n"));
    return WHOSE_OK;
}

whose_status report_post(const struct findings *findings, struct str bytes, struct str cast_list,
                         whose_form form, const whose_style *style, struct arena *scratch,
                         struct sink *sink, bool *is_of_another, whose_error *err)
{
    struct writing w = writing_begin(findings, style, scratch, sink, err);
    struct arena keep;
    struct post post;
    struct billing billing = {.row = {NULL, 0, 0}};
    struct post_claims claims;
    arena_init(&keep, &scratch->allocator);
    whose_status status = billing_read(cast_list, &findings->cast, &keep, scratch, &billing, err);
    if (status == WHOSE_OK)
        status = post_read(bytes, &findings->cast, &billing, &keep, scratch, &post, err);
    if (status == WHOSE_OK)
        status = post_claims(&post, &findings->cast, &findings->verdict, &billing, &keep, scratch,
                             &claims, err);
    if (status == WHOSE_OK)
        status = write_claims(&w, &post, &billing, &claims, form);
    if (status == WHOSE_OK)
        *is_of_another = claims.is_of_another;
    arena_free(&keep);
    return status == WHOSE_OK && w.no_memory ? fail_nomem(err) : status;
}
