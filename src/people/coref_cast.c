/* takes   a story's cast by name, its speeches and speakers; the entities of its text
 * gives   a cluster for every entity; mentions by noun and pronoun of the people of the
 *         cast; the pronouns that are used of them
 * method  the cast first (Bamman 2025, BookCoref: Martinelli et al. 2025): who is named is
 *         known and so is who speaks; what is left is resolved around that, so that two
 *         people of the cast never meet in one cluster
 * cost    O(words + entities x candidates) */
#include "people/coref.h"

#include "base/err.h"
#include "people/internal.h"

#include <stdlib.h>
#include <string.h>

/* Below these a mention stays without a person, a speaker is only one candidate, a pronoun
 * does not tell which is used. */
static const float SURE_MENTION = 0.6f, SURE_SPEAKER = 0.7f, SURE_PRONOUN = 0.65f, SURE_NAMING = 0.5f;

/* How often a choice of probability p is right: `least + slope * p`.  Measured on the
 * train excerpts of LitBank, cross-validated, for what is told; on the pronouns and nouns in
 * quotations of the train novels of PDNC for what is spoken. */
static float calibrated(const struct coref_mention *m, float p)
{
    bool told = m->turn == COREF_NONE;
    if (m->ref == REF_HE || m->ref == REF_SHE)
        return told ? 0.28f + 0.6f * p : 0.31f + 0.42f * p;
    if (m->ref == REF_CALLED)
        return 0.08f + 0.75f * p;
    if (m->ref == REF_YOU)
        return 0.15f + 0.75f * p;
    if (ref_is_nominal(m->ref) && told)
        return 0.22f + 0.55f * p;
    return (m->ref == REF_I ? 0.9f : 0.6f) * p;
}

struct resolving {
    struct gathering *g;
    const struct text *text;
    struct text local;         // with the entities below
    VEC(struct entity) entity; // of the text, and names of the cast that are none of them
    VEC(uint32_t) source;      // index into text->entity, or COREF_NONE
    uint32_t *person;          // [entity.n]
    struct coref_text c;
    struct coref_state state;
    float *sure;               // [entity.n]
};

/* ---- the names of the cast among the entities ---- */

/* The word of [first, behind) that the others hang from. */
static uint32_t head_of(const struct text *text, uint32_t first, uint32_t behind)
{
    for (uint32_t i = first; i < behind; i++) {
        uint32_t head = text->node[i].head;
        if (head == NODE_ROOT || head < first || head >= behind)
            return i;
    }
    return behind - 1;
}

static bool nodes_of(const struct resolving *r, const struct mention *m, uint32_t *first, uint32_t *behind)
{
    const struct text *text = r->text;
    uint32_t end = m->at.end;
    if (m->kind == MENTION_NAME && text->token[m->token].flags & TOKEN_OWNS)
        end -= 2; // the mark and the s are words of their own
    *first = text_node_at(text, m->at.start);
    *behind = *first;
    while (*behind < text->n_nodes && text->node[*behind].at.start < end)
        (*behind)++;
    return *behind > *first;
}

static bool push_entity(struct resolving *r, const struct entity *entity, uint32_t source, uint32_t person)
{
    struct entity *slot = VEC_PUSH(&r->entity, r->g->scratch);
    uint32_t *from = VEC_PUSH(&r->source, r->g->scratch);
    if (!slot || !from)
        return false;
    *slot = *entity;
    *from = source;
    r->person[r->entity.n - 1] = person;
    return true;
}

static void find_heads(struct resolving *r)
{
    struct cast *cast = r->g->cast;
    for (uint32_t i = 0; i < cast->mention.n; i++) {
        struct mention *m = &cast->mention.at[i];
        uint32_t first, behind;
        m->node = r->text->n_nodes && nodes_of(r, m, &first, &behind) ? head_of(r->text, first, behind) : NODE_ROOT;
    }
}

/* The entities in text order, each with the person of the cast whose name it is; names
 * that are no entity become one. */
static whose_status gather_entities(struct resolving *r, whose_error *err)
{
    const struct text *text = r->text;
    const struct cast *cast = r->g->cast;
    uint32_t k = 0;
    r->person = ARENA_NEW_RAW(r->g->scratch, uint32_t, (size_t)text->n_entities + cast->mention.n + 1);
    uint32_t *known = ARENA_NEW_RAW(r->g->scratch, uint32_t, (size_t)text->n_entities + 1);
    if (!r->person || !known)
        return fail_nomem(err);
    for (uint32_t i = 0; i < text->n_entities; i++)
        known[i] = PERSON_NONE;
    for (uint32_t pass = 0; pass < 2; pass++) {
        k = 0;
        for (uint32_t i = 0; i < cast->mention.n; i++) {
            const struct mention *m = &cast->mention.at[i];
            uint32_t first, behind;
            if (!nodes_of(r, m, &first, &behind))
                continue;
            bool found = false;
            uint32_t back = k;
            while (back > 0 && text->entity[back - 1].first + 24 > first)
                back--;
            for (uint32_t e = back; e < text->n_entities && text->entity[e].first < behind; e++) {
                const struct entity *entity = &text->entity[e];
                if (entity->head < first || entity->head >= behind)
                    continue;
                if (entity->type == ENTITY_PER)
                    known[e] = m->person;
                found = true; // a town that passes for a person of the cast stays a town here
            }
            while (k < text->n_entities && text->entity[k].first < first) {
                if (pass && !push_entity(r, &text->entity[k], k, known[k]))
                    return fail_nomem(err);
                k++;
            }
            if (found || !pass || m->kind != MENTION_NAME)
                continue;
            struct entity name = {first, behind - first, m->node, ENTITY_PER, ENTITY_PROP, m->sure};
            if (!push_entity(r, &name, COREF_NONE, m->person))
                return fail_nomem(err);
        }
    }
    for (; k < text->n_entities; k++)
        if (!push_entity(r, &text->entity[k], k, known[k]))
            return fail_nomem(err);
    r->local = *text;
    r->local.entity = r->entity.at;
    r->local.n_entities = r->entity.n;
    return WHOSE_OK;
}

/* ---- who is known without a name ---- */

/* "I" in speech is who speaks; outside it the narrator's is among the mentions already. */
static void know_first_person(struct resolving *r)
{
    for (uint32_t k = 0; k < r->entity.n; k++) {
        struct coref_mention *m = &r->c.mention[k];
        if (m->ref == REF_I && m->turn != COREF_NONE)
            m->person = r->c.turn[m->turn].speaker;
    }
}

/* "The" stands with a noun that is somebody's name here, hardly ever "a" or a plural. */
static bool is_used_as_name(const struct resolving *r, uint32_t word)
{
    enum { LEAST = 12, OF_FIVE = 4 };
    uint32_t n_the = 0, n_all = 0;
    for (uint32_t k = 0; k < r->entity.n; k++) {
        const struct coref_mention *m = &r->c.mention[k];
        if (m->word != word || !ref_is_nominal(m->ref))
            continue;
        n_all++;
        n_the += m->ref == REF_THE && m->n_modifiers == 0;
    }
    return n_the >= LEAST && n_the * 5 >= n_all * OF_FIVE;
}

/* "Said the stranger", and whoever speaks has no other name: who is "the stranger" in what is
 * told is that person.  "The man" may be anybody. */
static whose_status know_roles(struct resolving *r, whose_error *err)
{
    enum { UNASKED, IS_NAME, IS_NONE };
    uint8_t *use = ARENA_NEW(r->g->scratch, uint8_t, (size_t)r->g->cast->person.n + 1);
    if (!use)
        return fail_nomem(err);
    for (uint32_t t = 0; t < r->c.n_turns; t++) {
        const struct coref_turn *turn = &r->c.turn[t];
        uint32_t p = turn->speaker;
        if (turn->tag == COREF_NONE || p == PERSON_NONE || turn->sure < SURE_SPEAKER)
            continue;
        struct coref_mention *m = &r->c.mention[turn->tag];
        struct str name = r->g->cast->person.at[p].name;
        if (m->ref != REF_THE || m->person != PERSON_NONE || !str_starts_nocase(name, STR("the ")) ||
            !str_eq_nocase(str_part(name, 4, name.n), doc_str(r->g->doc, r->text->node[m->head].at)))
            continue;
        if (use[p] == UNASKED)
            use[p] = m->noun != NOUN_ANYBODY || is_used_as_name(r, m->word) ? IS_NAME : IS_NONE;
        if (use[p] == IS_NAME)
            m->person = p;
    }
    return WHOSE_OK;
}

/* ---- one mention after the other ---- */

static uint32_t join_person(struct resolving *r, uint32_t k, struct coref_choice *choice, const float *weight)
{
    struct coref_state *state = &r->state;
    const struct coref_mention *m = &r->c.mention[k];
    uint32_t known = state->person_cluster[m->person];
    if (known != COREF_NONE)
        return coref_put(state, k, known);
    coref_choose(state, k, choice);
    coref_weigh(weight, choice);
    /* who is "the stranger" from here has been so before */
    uint32_t best = m->ref == REF_NAME || m->ref == REF_THE ? coref_best(choice) : 0;
    bool is_sure = best && choice->p[best] > SURE_NAMING && state->cluster[choice->cluster[best]].person == PERSON_NONE;
    uint32_t cluster = coref_put(state, k, is_sure ? choice->cluster[best] : COREF_NONE);
    enum gender gender = r->g->cast->person.at[m->person].gender;
    if (gender != GENDER_UNKNOWN)
        state->cluster[cluster].n_gender[gender] += 3; // what the whole book tells outweighs one slip
    return cluster;
}

static whose_status resolve(struct resolving *r, whose_error *err)
{
    struct coref_choice *choice = ARENA_NEW_RAW(r->g->scratch, struct coref_choice, 1);
    uint32_t n_weights;
    const float *weight = coref_weights(&n_weights);
    r->sure = ARENA_NEW(r->g->scratch, float, (size_t)r->entity.n + 1);
    if (!choice || !r->sure)
        return fail_nomem(err);
    for (uint32_t i = 0; i < r->entity.n; i++) {
        uint32_t k = r->c.order[i];
        const struct coref_mention *m = &r->c.mention[k];
        if (m->person != PERSON_NONE) {
            join_person(r, k, choice, weight);
            r->sure[k] = m->ref == REF_I && m->turn != COREF_NONE ? r->c.turn[m->turn].sure : 1;
            continue;
        }
        coref_choose(&r->state, k, choice);
        coref_weigh(weight, choice);
        uint32_t best = coref_best(choice);
        coref_put(&r->state, k, choice->cluster[best]);
        r->sure[k] = calibrated(m, choice->p[best]);
    }
    return WHOSE_OK;
}

/* ---- what comes of it ---- */

static whose_status keep_clusters(struct resolving *r, whose_error *err)
{
    uint32_t *cluster = ARENA_NEW(r->g->keep, uint32_t, (size_t)r->text->n_entities + 1);
    if (!cluster)
        return fail_nomem(err);
    for (uint32_t k = 0; k < r->entity.n; k++)
        if (r->source.at[k] != COREF_NONE)
            cluster[r->source.at[k]] = r->state.of[k];
    r->g->cast->cluster = cluster;
    return WHOSE_OK;
}

/* The token of the other table in which node `node` ends. */
static uint32_t token_at(const struct text *text, uint32_t node)
{
    uint32_t off = text->node[node].at.start, low = 0, high = text->n_tokens;
    while (low + 1 < high) {
        uint32_t middle = (low + high) / 2;
        if (text->token[middle].at.start <= off)
            low = middle;
        else
            high = middle;
    }
    return low;
}

static int by_place(const void *a, const void *b)
{
    const struct mention *x = a, *y = b;
    if (x->at.start != y->at.start)
        return x->at.start < y->at.start ? -1 : 1;
    if (x->at.end != y->at.end)
        return x->at.end > y->at.end ? -1 : 1;
    return (x->kind > y->kind) - (x->kind < y->kind);
}

/* Mentions by noun and pronoun of people of the cast join those by name. */
static whose_status push_mentions(struct resolving *r, whose_error *err)
{
    struct cast *cast = r->g->cast;
    const struct text *text = r->text;
    uint32_t n_named = cast->mention.n;
    uint32_t *taken = ARENA_NEW(r->g->scratch, uint32_t, (size_t)text->n_nodes / 32 + 1); // bits, by head
    if (!taken)
        return fail_nomem(err);
    for (uint32_t i = 0; i < n_named; i++) {
        uint32_t node = cast->mention.at[i].node;
        if (node != NODE_ROOT)
            taken[node / 32] |= 1u << node % 32;
    }
    for (uint32_t k = 0; k < r->entity.n; k++) {
        const struct entity *entity = &r->entity.at[k];
        const struct coref_mention *m = &r->c.mention[k];
        uint32_t person = r->state.cluster[r->state.of[k]].person;
        float sure = r->sure[k] * entity->sure;
        if (person == PERSON_NONE || m->ref == REF_NAME || entity->type != ENTITY_PER || sure < SURE_MENTION ||
            taken[m->head / 32] & 1u << m->head % 32)
            continue;
        struct mention *slot = VEC_PUSH(&cast->mention, r->g->keep);
        if (!slot)
            return fail_nomem(err);
        struct span at = {text->node[m->first].at.start, text->node[m->behind - 1].at.end};
        *slot = (struct mention){
            .at = at, .node = m->head, .token = token_at(text, m->head), .block = doc_block_at(r->g->doc, at.start),
            .person = person, .kind = ref_is_pronoun(m->ref) ? MENTION_PRONOUN : MENTION_NOMINAL,
            .is_vocative = m->is_called, .is_subject = m->part == PART_SUBJECT, .is_resolved = true, .sure = sure,
        };
        cast->person.at[person].n_mentions++;
    }
    if (cast->mention.n > n_named)
        qsort(cast->mention.at, cast->mention.n, sizeof *cast->mention.at, by_place);
    return WHOSE_OK;
}

/* The pronouns that are used of people whose names do not tell. */
static whose_status know_genders(struct resolving *r, whose_error *err)
{
    struct cast *cast = r->g->cast;
    struct uses {
        uint32_t n_she, n_he, n_they;
    };
    struct uses *of = ARENA_NEW(r->g->scratch, struct uses, (size_t)cast->person.n + 1);
    if (!of)
        return fail_nomem(err);
    for (uint32_t k = 0; k < r->entity.n; k++) {
        uint32_t person = r->state.cluster[r->state.of[k]].person;
        if (person == PERSON_NONE || r->sure[k] < SURE_PRONOUN)
            continue;
        of[person].n_she += r->c.mention[k].ref == REF_SHE;
        of[person].n_he += r->c.mention[k].ref == REF_HE;
        of[person].n_they += r->c.mention[k].ref == REF_THEY;
    }
    for (uint32_t p = 0; p < cast->person.n; p++) {
        struct person *person = &cast->person.at[p];
        const struct uses *uses = &of[p];
        if (person->gender != GENDER_UNKNOWN || person->is_group)
            continue;
        if (uses->n_she >= 2 && uses->n_she > 4 * uses->n_he)
            person->gender = GENDER_SHE;
        else if (uses->n_he >= 2 && uses->n_he > 4 * uses->n_she)
            person->gender = GENDER_HE;
        else if (uses->n_they >= 5 && uses->n_she + uses->n_he == 0)
            person->gender = GENDER_THEY;
    }
    return WHOSE_OK;
}

whose_status coref_find(struct gathering *g, whose_error *err)
{
    struct resolving r = {.g = g, .text = g->text};
    struct cast *cast = g->cast;
    find_heads(&r);
    if (g->text->n_entities == 0)
        return WHOSE_OK;
    struct arena_mark mark = arena_mark(g->scratch);
    TRY(gather_entities(&r, err));
    TRY(coref_describe(&r.local, r.person, cast, SURE_SPEAKER, g->scratch, &r.c, err));
    know_first_person(&r);
    TRY(know_roles(&r, err));
    TRY(coref_begin(&r.c, cast->person.n, g->scratch, &r.state, err));
    TRY(resolve(&r, err));
    TRY(keep_clusters(&r, err));
    TRY(push_mentions(&r, err));
    TRY(know_genders(&r, err));
    arena_rewind(g->scratch, mark);
    return WHOSE_OK;
}
