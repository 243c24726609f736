/* takes   one claim
 * gives   its answer as JSON
 * method  the claim is weighed where all claims are, and written in a fixed order of keys
 * cost    O(measures), after claim_weigh() */
#include "report/json.h"

#include "base/err.h"
#include "claim/claim.h"

static void put_side(struct writing *w, const struct claim *claim, const char *name,
                     uint32_t candidate)
{
    bool is_first = true;
    json_key(w, false, name);
    sink_char(w->sink, '[');
    for (uint32_t m = 0; m < N_MEASURES; m++) {
        const struct evidence *evidence = &claim->evidence[m];
        if (evidence->is_missing)
            continue;
        for (uint32_t q = 0; q < evidence->n_quotes && q < EVIDENCE_QUOTES; q++) {
            if (evidence->quote[q].candidate != candidate)
                continue;
            json_comma(w, is_first);
            is_first = false;
            json_quote(w, evidence->quote[q].at, str_c(evidence->quote[q].why));
        }
    }
    sink_char(w->sink, ']');
}

static void put_claim_values(struct writing *w, const struct claim *claim)
{
    static const char *const leaning[] = {"for", "against", "neither"};
    bool is_first = true;
    json_key(w, false, "measures");
    sink_char(w->sink, '[');
    for (uint32_t m = 0; m < N_MEASURES && claim->rival != PERSON_NONE; m++) {
        const struct evidence *evidence = &claim->evidence[m];
        json_next(w, is_first);
        is_first = false;
        sink_char(w->sink, '{');
        json_str(w, true, "measure", str_c(measure_info[m].name));
        for (uint32_t side = 0; side < 2; side++) {
            json_key(w, false, side ? "object" : "subject");
            if (evidence->is_missing || !evidence->has_value[side])
                SINK_PUT(w->sink, "null");
            else
                json_fraction(w, evidence->value[side]);
        }
        json_str(w, false, "leans", str_c(leaning[claim->leans[m]]));
        json_number(w, false, "weight", evidence->weight);
        sink_char(w->sink, '}');
    }
    sink_char(w->sink, ']');
}

static void put_claim_quotes(struct writing *w, const char *name, const struct claim_quote *quote,
                             uint32_t n)
{
    json_key(w, false, name);
    sink_char(w->sink, '[');
    for (uint32_t i = 0; i < n; i++) {
        json_comma(w, i == 0);
        json_quote(w, quote[i].at, str_c(quote[i].why));
    }
    sink_char(w->sink, ']');
}

whose_status json_claim(struct writing *w)
{
    static const char *const answer[] = {"supported", "contradicted", "contested", "not-in-text"};
    const struct findings *f = w->findings;
    struct claim claim;
    TRY(claim_weigh(w->subject, &f->doc, &f->text, &f->cast, &f->story, &f->verdict, w->scratch,
                    &claim, w->err));
    uint32_t n_looked = claim.n_looked;
    for (uint32_t m = 0; m < N_MEASURES && claim.kind == CLAIM_STORY_OF; m++)
        n_looked += claim.evidence[m].is_missing ? 0 : claim.evidence[m].n_quotes;
    SINK_PUT(w->sink, "{\"claim\":{");
    json_key(w, true, "text");
    sink_json(w->sink, claim.text);
    json_str(w, false, "kind", str_c(claim_kind_name[claim.kind]));
    json_uint(w, false, "subject", claim.subject);
    json_id(w, false, "object", claim.object, PERSON_NONE);
    SINK_PUT(w->sink, ",\"source\":null},\"answer\":{");
    json_str(w, true, "verdict", str_c(answer[claim.verdict]));
    json_key(w, false, "share");
    if (claim.verdict == CLAIM_NOT_IN_TEXT)
        SINK_PUT(w->sink, "null");
    else
        json_fraction(w, claim.share);
    json_uint(w, false, "looked", n_looked);
    if (claim.kind == CLAIM_STORY_OF) {
        put_side(w, &claim, "for", 0);
        put_side(w, &claim, "against", 1);
    } else {
        put_claim_quotes(w, "for", claim.speaks_for, claim.n_for);
        put_claim_quotes(w, "against", claim.speaks_against, claim.n_against);
    }
    put_claim_values(w, &claim);
    SINK_PUT(w->sink, "}}\n");
    return WHOSE_OK;
}
