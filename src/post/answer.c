/* takes   a claim of a post, and the findings on the story
 * gives   what the text says of it, with passages for and against
 * method  whose story, who tells, dies, lives, kills, marries: put in plain words to src/claim; what
 *         was said: looked for (src/find), and who says it there; care, harm, parting: the facts
 *         that clauses state of the two; a past: what the person, or the narration, tells in words of
 *         time gone by; billing and the head count: compared with the verdict.  What changes or
 *         saves somebody is a reading: shown are the first and last things that the person says
 * cost    O(words of the story) at most */
#include "post/post.h"

#include "base/err.h"
#include "find/find.h"

#include <string.h>

static const double said_from = 0.6, perhaps_from = 0.4; // how close a remembered line is

enum { NAME_BYTES = 200 };

static void quote(struct claim_quote *list, uint32_t *n, struct span at, const char *why)
{
    for (uint32_t i = 0; i < *n; i++)
        if (list[i].at.start == at.start)
            return;
    if (*n < POST_QUOTES && !span_is_empty(at))
        list[(*n)++] = (struct claim_quote){at, why};
}

static void speaks_for(struct post_answer *out, struct span at, const char *why)
{
    quote(out->speaks_for, &out->n_for, at, why);
}

static void speaks_against(struct post_answer *out, struct span at, const char *why)
{
    quote(out->speaks_against, &out->n_against, at, why);
}

static void swap_sides(struct post_answer *out)
{
    struct claim_quote kept[POST_QUOTES];
    uint32_t n = out->n_for;
    memcpy(kept, out->speaks_for, sizeof kept);
    memcpy(out->speaks_for, out->speaks_against, sizeof kept);
    memcpy(out->speaks_against, kept, sizeof kept);
    out->n_for = out->n_against;
    out->n_against = n;
}

static void deny(struct post_answer *out)
{
    if (out->verdict == CLAIM_SUPPORTED)
        out->verdict = CLAIM_CONTRADICTED;
    else if (out->verdict == CLAIM_CONTRADICTED)
        out->verdict = CLAIM_SUPPORTED;
    if (out->has_share)
        out->share = 1 - out->share;
    swap_sides(out);
}

/* ---- what src/claim answers ---- */

static void append(char *to, size_t *n, struct str s)
{
    size_t fits = NAME_BYTES * 2 - 1 - *n;
    size_t taken = s.n < fits ? s.n : fits;
    if (taken)
        memcpy(to + *n, s.at, taken);
    *n += taken;
    to[*n] = '\0';
}

static whose_status weigh(const struct told *t, const struct post_claim *claim,
                          struct arena *scratch, struct post_answer *out, whose_error *err)
{
    static const char *const verb[N_POST_KINDS] = {
        [POST_STORY_OF] = ", not ", [POST_TELLS] = " tells it", [POST_DIES] = " dies",
        [POST_LIVES] = " lives",    [POST_KILLS] = " kills ",   [POST_MARRIES] = " marries "};
    char words[NAME_BYTES * 2];
    size_t n = 0;
    bool has_object = claim->kind == POST_KILLS || claim->kind == POST_MARRIES ||
                      (claim->kind == POST_STORY_OF && claim->object != PERSON_NONE);
    append(words, &n, t->cast->person.at[claim->subject].name);
    if (claim->kind != POST_STORY_OF || has_object)
        append(words, &n, str_c(verb[claim->kind]));
    if (has_object)
        append(words, &n, t->cast->person.at[claim->object].name);
    struct claim *weighed = ARENA_NEW(scratch, struct claim, 1);
    if (!weighed)
        return fail_nomem(err);
    whose_status status = claim_weigh((struct str){words, n}, t->doc, t->text, t->cast, t->story,
                                      t->verdict, scratch, weighed, err);
    if (status == WHOSE_E_NAME || status == WHOSE_E_INPUT)
        return WHOSE_OK; // two people of one name: nothing can be said
    TRY(status);
    out->verdict = weighed->verdict;
    out->has_share = weighed->verdict != CLAIM_NOT_IN_TEXT;
    out->share = weighed->share;
    out->n_looked = weighed->n_looked;
    for (uint32_t i = 0; i < weighed->n_for; i++)
        speaks_for(out, weighed->speaks_for[i].at, weighed->speaks_for[i].why);
    for (uint32_t i = 0; i < weighed->n_against; i++)
        speaks_against(out, weighed->speaks_against[i].at, weighed->speaks_against[i].why);
    for (uint32_t m = 0; m < N_MEASURES && claim->kind == POST_STORY_OF; m++) {
        const struct evidence *e = &weighed->evidence[m];
        for (uint32_t q = 0; !e->is_missing && q < e->n_quotes; q++, out->n_looked++) {
            if (e->quote[q].candidate == 0)
                speaks_for(out, e->quote[q].at, measure_info[m].name);
            else if (e->quote[q].candidate == 1)
                speaks_against(out, e->quote[q].at, measure_info[m].name);
        }
    }
    return WHOSE_OK;
}

/* "A story about both": neither is denied. */
static whose_status weigh_both(const struct told *t, struct post_answer *out,
                               const struct post_claim *claim)
{
    double share = 0;
    const struct verdict *v = t->verdict;
    for (uint32_t i = 0; i < v->n_candidates; i++) {
        uint32_t person = v->candidate[v->ranking[i].candidate];
        if (person == claim->subject || person == claim->object)
            share += v->ranking[i].share;
    }
    out->n_looked = v->n_candidates;
    out->has_share = v->answer != ANSWER_NOBODY;
    out->share = share;
    if (v->answer == ANSWER_NOBODY)
        out->verdict = CLAIM_NOT_IN_TEXT;
    else if (v->answer == ANSWER_SHARED && share > 0.5)
        out->verdict = CLAIM_SUPPORTED;
    else
        out->verdict = share > 0.5 ? CLAIM_CONTESTED : CLAIM_CONTRADICTED;
    return WHOSE_OK;
}

/* ---- what was said ---- */

static whose_status look_for(const struct told *t, const struct post_claim *claim,
                             struct arena *scratch, struct post_answer *out, whose_error *err)
{
    struct found *found = ARENA_NEW(scratch, struct found, 1);
    if (!found)
        return fail_nomem(err);
    whose_status status = find_memory(claim->quoted, t->doc, t->text, t->cast, scratch, found, err);
    if (status == WHOSE_E_INPUT)
        return WHOSE_OK; // marks alone
    TRY(status);
    out->n_looked = found->n_looked;
    const struct find_piece *best = NULL;
    for (uint32_t i = 0; i < found->n_passages; i++) {
        const struct find_piece *piece = &found->passage[i].piece[0];
        bool is_theirs = piece->speaker == claim->subject && claim->subject != PERSON_NONE;
        if ((double)piece->close < perhaps_from)
            continue;
        if (!best || (is_theirs && best->speaker != claim->subject &&
                      (double)piece->close + 0.1 >= (double)best->close))
            best = piece;
    }
    if (!best)
        return WHOSE_OK;
    bool others = claim->subject != PERSON_NONE && best->speaker != PERSON_NONE &&
                  best->speaker != claim->subject;
    out->has_share = true;
    out->share = others ? 1 - (double)best->close : (double)best->close;
    if (others)
        speaks_against(out, best->at, "somebody else says it");
    else
        speaks_for(out, best->at, (double)best->close >= said_from ? "the line" : "something like it");
    if ((double)best->close < said_from)
        out->verdict = CLAIM_CONTESTED;
    else
        out->verdict = others ? CLAIM_CONTRADICTED : CLAIM_SUPPORTED;
    return WHOSE_OK;
}

/* ---- what two people are said to do ---- */

static bool is_about(const struct fact *fact, const struct post_claim *claim, bool both_ways)
{
    bool straight = (claim->subject == PERSON_NONE || fact->agent == claim->subject) &&
                    (claim->object == PERSON_NONE || fact->patient == claim->object);
    bool turned = both_ways && fact->agent == claim->object && fact->patient == claim->subject;
    return straight || turned;
}

static void look_at_facts(const struct told *t, const struct post_claim *claim,
                          enum fact_kind kind, enum fact_kind also, bool both_ways,
                          struct post_answer *out)
{
    enum { SURE_FROM = 2 };
    uint32_t n_real = 0, n_denied = 0;
    for (uint32_t i = 0; i < t->story->fact.n; i++) {
        const struct fact *fact = &t->story->fact.at[i];
        if ((fact->kind != kind && fact->kind != also) || !is_about(fact, claim, both_ways))
            continue;
        out->n_looked++;
        if (fact->modality == FACT_DENIED) {
            n_denied++;
            speaks_against(out, fact->at, "denied");
        } else if (fact->modality == FACT_REAL) {
            n_real++;
            speaks_for(out, fact->at, "said to be so");
        }
    }
    if (!n_real && !n_denied)
        return;
    out->has_share = true;
    out->share = ((double)n_real + 0.5) / ((double)n_real + (double)n_denied + 1);
    if (n_real >= SURE_FROM && n_real > 2 * n_denied)
        out->verdict = CLAIM_SUPPORTED;
    else if (n_denied >= SURE_FROM && n_denied > 2 * n_real)
        out->verdict = CLAIM_CONTRADICTED;
    else
        out->verdict = CLAIM_CONTESTED;
}

/* ---- a past ---- */

static uint32_t speaker_of(const struct told *t, uint32_t block)
{
    uint32_t s = t->doc->block.at[block].speech;
    if (s == DOC_NONE || !doc_says(t->doc, s, block) || t->cast->utterance[s].n_speakers != 1)
        return PERSON_NONE;
    return t->cast->speaker.at[t->cast->utterance[s].first_speaker];
}

/* "When I was sixteen", "four years married", "my father died", "used to". */
static bool is_of_past(const struct text *text, uint32_t first, uint32_t n)
{
    static const char *const kin[] = {"father", "mother", "wife", "husband", "parents", "brother", "sister"};
    static const char *const gone[] = {"was", "were", "had", "died", "left", "used", "came", "kept", "married"};
    bool mine = false, of_kin = false, past = false, years = false, when = false;
    for (uint32_t i = first; i < first + n; i++) {
        uint32_t word = text->token[i].word;
        if (word == MAP_NONE)
            continue;
        struct str key = text->word.key[word];
        mine = mine || str_eq(key, STR("my")) || str_eq(key, STR("i"));
        when = when || str_eq(key, STR("when")) || str_eq(key, STR("since"));
        years = years || str_eq(key, STR("years")) || str_eq(key, STR("ago")) ||
                str_eq(key, STR("childhood"));
        for (size_t k = 0; k < sizeof kin / sizeof *kin; k++)
            of_kin = of_kin || str_eq(key, str_c(kin[k]));
        for (size_t k = 0; k < sizeof gone / sizeof *gone; k++)
            past = past || str_eq(key, str_c(gone[k]));
    }
    return mine && past && (years || of_kin || when);
}

static void look_for_past(const struct told *t, uint32_t person, struct post_answer *out)
{
    for (uint32_t b = 0; b < t->doc->block.n; b++) {
        if (speaker_of(t, b) != person)
            continue;
        uint32_t from = t->text->block_first[b], end = t->text->block_first[b + 1];
        for (uint32_t i = from; i < end;) {
            uint32_t next = i + 1;
            while (next < end && !(t->text->token[next].flags & TOKEN_STARTS))
                next++;
            out->n_looked++;
            if (is_of_past(t->text, i, next - i))
                speaks_for(out, (struct span){t->text->token[i].at.start,
                                              t->text->token[next - 1].at.end}, "tells of the past");
            i = next;
        }
    }
}

/* ---- readings ---- */

/* The first and the last thing that somebody says or does. */
static void show_ends(const struct told *t, uint32_t person, struct post_answer *out)
{
    struct span first = {0, 0}, last = {0, 0};
    for (uint32_t i = 0; i < t->cast->presence.n; i++) {
        const struct presence *p = &t->cast->presence.at[i];
        if (p->person != person || p->kind == PRESENCE_NAMED || p->kind == PRESENCE_ADDRESSED)
            continue;
        if (span_is_empty(first))
            first = p->at;
        last = p->at;
        out->n_looked++;
    }
    speaks_for(out, first, "before: a reading");
    speaks_for(out, last, "after: a reading");
}

/* ---- billing and head count ---- */

static void look_at_billing(const struct told *t, const struct billing *billing, uint32_t person,
                            struct post_answer *out)
{
    const struct verdict *v = t->verdict;
    uint32_t order = 0, rank = 0, n_before = 0;
    for (uint32_t i = 0; i < billing->row.n; i++)
        if (billing->row.at[i].person == person && !order)
            order = billing->row.at[i].order;
    for (uint32_t i = 0; i < v->n_candidates && v->answer != ANSWER_NOBODY; i++)
        if (v->candidate[v->ranking[i].candidate] == person)
            rank = i + 1;
    out->n_looked = billing->row.n;
    if (!order)
        return;
    for (uint32_t i = 0; i < billing->row.n; i++)
        n_before += billing->row.at[i].order < order;
    if (!rank)
        out->verdict = CLAIM_CONTESTED;
    else
        out->verdict = rank < n_before + 1 ? CLAIM_SUPPORTED : CLAIM_CONTRADICTED;
}

static void opinion(struct post_answer *out)
{
    out->is_opinion = true;
    out->verdict = CLAIM_NOT_IN_TEXT;
}

whose_status post_answer(const struct told *told, const struct billing *billing,
                         const struct post_claim *claim, struct arena *scratch,
                         struct post_answer *out, whose_error *err)
{
    *out = (struct post_answer){.verdict = CLAIM_NOT_IN_TEXT};
    bool needs_subject = claim->kind != POST_SAYS && claim->kind != POST_OPINION &&
                         claim->kind != POST_HARMS && claim->kind != POST_CARES;
    if (needs_subject && claim->subject == PERSON_NONE)
        return WHOSE_OK;
    switch (claim->kind) {
    case POST_STORY_OF:
        if (claim->object != PERSON_NONE && claim->is_both) {
            TRY(weigh_both(told, out, claim));
            break;
        }
        TRY(weigh(told, claim, scratch, out, err));
        break;
    case POST_TELLS:
    case POST_DIES:
    case POST_LIVES:
        TRY(weigh(told, claim, scratch, out, err));
        break;
    case POST_KILLS:
    case POST_MARRIES:
        if (claim->object != PERSON_NONE)
            TRY(weigh(told, claim, scratch, out, err));
        break;
    case POST_SAYS:
        TRY(look_for(told, claim, scratch, out, err));
        break;
    case POST_CARES:
        look_at_facts(told, claim, FACT_CARE, FACT_DESIRE, false, out);
        break;
    case POST_HARMS:
        look_at_facts(told, claim, FACT_HARM, FACT_WOUND, false, out);
        break;
    case POST_ENDS:
        look_at_facts(told, claim, FACT_PARTING, FACT_REFUSAL, true, out);
        break;
    case POST_CHANGES:
    case POST_FALLS:
    case POST_SAVED:
        opinion(out);
        show_ends(told, claim->subject, out);
        return WHOSE_OK; // a reading, whether it is affirmed or denied
    case POST_PAST:
        look_for_past(told, claim->subject, out);
        if (claim->object != PERSON_NONE)
            look_for_past(told, claim->object, out);
        if (out->n_for)
            out->verdict = CLAIM_SUPPORTED;
        break;
    case POST_BILLING:
        look_at_billing(told, billing, claim->subject, out);
        return WHOSE_OK; // "is billed third" complains, "should have had top billing" too
    case POST_APPARENT:
        out->n_looked = told->doc->speech.n;
        if (told->verdict->apparent != PERSON_NONE)
            out->verdict = told->verdict->apparent == claim->subject ? CLAIM_SUPPORTED
                                                                     : CLAIM_CONTRADICTED;
        break;
    case POST_OPINION:
        opinion(out);
        return WHOSE_OK;
    case N_POST_KINDS:
        break;
    }
    if (claim->is_denied)
        deny(out);
    return WHOSE_OK;
}
