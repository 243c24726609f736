/* takes   a claim that somebody dies, lives, kills, marries or tells, and its answer
 * gives   one sentence, then the passages for and against
 * cost    O(passages) */
#include "report/internal.h"

#include "claim/claim.h"

enum { QUOTE_LINES = 3 };

/* "Ada dies", "Ada marries Ben": what was understood. */
static void draft_event(struct writing *w, struct draft *draft, const struct claim *claim)
{
    static const char *const verb[N_CLAIM_KINDS] = {
        [CLAIM_TELLS] = " tells it", [CLAIM_DIES] = " dies",       [CLAIM_LIVES] = " lives",
        [CLAIM_KILLS] = " kills ",   [CLAIM_MARRIES] = " marries ",
    };
    if (claim->is_denied)
        DRAFT_PUT(w, draft, "it is not so that ");
    draft_name(w, draft, claim->subject);
    draft_put(w, draft, str_c(verb[claim->kind]));
    if (claim->object != PERSON_NONE)
        draft_name(w, draft, claim->object);
}

static void draft_answer(struct writing *w, struct draft *draft, const struct claim *claim)
{
    switch (claim->verdict) {
    case CLAIM_SUPPORTED:
        DRAFT_PUT(w, draft, "Supported: ");
        break;
    case CLAIM_CONTRADICTED:
        DRAFT_PUT(w, draft, "Contradicted: ");
        break;
    case CLAIM_CONTESTED:
        DRAFT_PUT(w, draft, "Contested: ");
        break;
    case CLAIM_NOT_IN_TEXT:
        DRAFT_PUT(w, draft, "Not in the text: ");
        break;
    }
    draft_event(w, draft, claim);
    if (claim->verdict == CLAIM_NOT_IN_TEXT) {
        DRAFT_PUT(w, draft, " (");
        draft_count(w, draft, claim->n_looked, "place was looked at", "places were looked at");
    } else {
        DRAFT_PUT(w, draft, " (");
        draft_percent(w, draft, claim->share);
        DRAFT_PUT(w, draft, " likely");
    }
    DRAFT_PUT(w, draft, ")");
}

static void put_side(struct writing *w, const char *head, const struct claim_quote *quote,
                     uint32_t n)
{
    if (n)
        look_head(w, head);
    for (uint32_t i = 0; i < n; i++)
        look_quote(w, quote[i].at, str_c(quote[i].why), LOOK_INDENT, QUOTE_LINES);
}

void plain_event(struct writing *w, const struct claim *claim)
{
    struct draft answer = {0};
    draft_answer(w, &answer, claim);
    look_tint(w, TINT_TITLE);
    look_wrap(w, draft_str(&answer), 0, LOOK_INDENT);
    look_tint(w, TINT_NONE);
    put_side(w, "For", claim->speaks_for, claim->n_for);
    put_side(w, "Against", claim->speaks_against, claim->n_against);
}
