/* takes   a novel: doc and words
 * gives   its people: names, mentions, speakers, presence
 * method  names over the whole work first (prose_names.c), then which are one
 *         person (prose_join.c), then who speaks (speakers.c)
 * cost    O(words) */
#include "people/novel.h"

#include "base/err.h"

#include <string.h>

/* Words of the narration that speak of the narrator. */
static bool is_narrator_word(const struct novel *n, uint32_t i)
{
    return (token_bits(n, i) & WORD_I) != 0 && !str_eq(word_key(n, n->text->token[i].word), STR("my")) &&
           !str_eq(word_key(n, n->text->token[i].word), STR("mine"));
}

static whose_status push_mention(struct novel *n, const struct mention *mention, whose_error *err)
{
    struct mention *slot = VEC_PUSH(&n->g->cast->mention, n->keep);
    if (!slot)
        return fail_nomem(err);
    *slot = *mention;
    return WHOSE_OK;
}

static whose_status push_name(struct novel *n, const struct name_place *place, whose_error *err)
{
    const struct name_form *form = &n->form.at[place->form];
    if (!form->is_person)
        return WHOSE_OK;
    const struct token *token = n->text->token;
    struct mention mention = {
        .at = {token[place->first].at.start, token[place->behind - 1].at.end},
        .token = place->behind - 1,
        .block = place->block,
        .person = n->g->label.at[form->label].root,
        .kind = MENTION_NAME,
        .is_vocative = place->is_called,
        .is_subject = place->is_subject,
        .sure = form->n_names > 1 ? 0.97f : 0.9f,
    };
    return push_mention(n, &mention, err);
}

/* Names that are people's, and the narrator's "I", in text order. */
static whose_status push_mentions(struct novel *n, whose_error *err)
{
    uint32_t p = 0;
    for (uint32_t b = 0; b < n->doc->block.n; b++) {
        bool told = n->doc->block.at[b].kind == BLOCK_ACTION && n->teller[b] != DOC_NONE;
        for (uint32_t i = n->text->block_first[b]; told && i < n->text->block_first[b + 1]; i++) {
            for (; p < n->place.n && n->place.at[p].first <= i; p++)
                TRY(push_name(n, &n->place.at[p], err));
            if (!is_narrator_word(n, i))
                continue;
            struct mention mention = {.at = n->text->token[i].at, .token = i, .block = b, .person = n->g->label.at[n->teller[b]].root,
                                      .kind = MENTION_PRONOUN, .sure = 0.85f,
                                      .is_subject = (token_bits(n, i) & WORD_SUBJECT) != 0};
            TRY(push_mention(n, &mention, err));
        }
        for (; p < n->place.n && n->place.at[p].block <= b; p++)
            TRY(push_name(n, &n->place.at[p], err));
    }
    return WHOSE_OK;
}

/* Who narrates: the first person against the third, outside quotations (after Jockers
 * 2014, whose cut of 1.5 is lowered: witnesses speak much of others).  The cuts part all
 * of the works labelled for this project. */
static void find_person(struct novel *n)
{
    uint32_t n_first = 0, n_second = 0, n_third = 0, n_words = 0;
    uint32_t you = map_find(&n->text->word, STR("you")), your = map_find(&n->text->word, STR("your"));
    for (uint32_t b = 0; b < n->doc->block.n; b++) {
        if (n->doc->block.at[b].kind != BLOCK_ACTION)
            continue;
        for (uint32_t i = n->text->block_first[b]; i < n->text->block_first[b + 1]; i++) {
            uint32_t bits = token_bits(n, i);
            n_words += token_is_word(n, i);
            uint32_t word = token_is_word(n, i) ? n->text->token[i].word : MAP_NONE;
            n_first += (bits & WORD_I) != 0;
            n_second += word != MAP_NONE && (word == you || word == your);
            n_third += (bits & (WORD_HE_PRONOUN | WORD_SHE_PRONOUN)) != 0;
        }
    }
    bool is_second = n_second > n_first + n_third && (uint64_t)n_second * 50 > n_words;
    bool is_first = (uint64_t)n_first * 100 > (uint64_t)n_third * 15 && (uint64_t)n_first * 125 > n_words;
    n->n_first = n_first;
    n->person = n_words == 0 ? 0 : is_second ? 2 : is_first ? 1 : 3;
}

/* How a person's names are used. */
struct uses {
    uint32_t n, n_told, n_called;
    uint32_t first, last; // words of a full name, or MAP_NONE
    uint32_t n_first;     // times with the first name
};

static void note_uses(const struct name_form *form, struct uses *u)
{
    u->n += form->n;
    u->n_told += form->n_told;
    u->n_called += form->n_called;
    if (form->n_names >= 2 || form->title != MAP_NONE)
        u->last = form->name[form->n_names - 1];
}

static void note_first(const struct name_form *form, struct uses *u)
{
    if (form->n_names < 2 && (form->title != MAP_NONE || u->last == form->name[0]))
        return;
    u->first = form->name[0];
    u->n_first += form->n;
}

/* Names that are said to somebody and that the narration does not use: the narrator's. */
static bool is_narrators(const struct uses *u)
{
    return u->n_called >= 3 && u->n_told * 6 <= u->n;
}

/* Others of his names: the given name by which friends call him beside the surname that
 * strangers use. */
static void join_narrator(struct novel *n, const struct uses *of)
{
    const struct uses *me = &of[n->narrator];
    for (uint32_t l = 0; l < n->g->label.n; l++) {
        struct label *other = &n->g->label.at[l];
        const struct uses *u = &of[l];
        bool fits = l != n->narrator && other->root == l && u->n_called >= 6 && u->n_told * 10 <= u->n &&
                    u->n_called * 3 >= u->n && (me->last == MAP_NONE) != (u->last == MAP_NONE) &&
                    (me->first == MAP_NONE || u->n_first * 4 <= u->n || me->first == u->first);
        enum gender gender = n->g->label.at[n->narrator].gender;
        if (!fits || (gender != GENDER_UNKNOWN && other->gender != GENDER_UNKNOWN && gender != other->gender))
            continue;
        if (!corrections_allow(n->g, n->narrator, l))
            continue;
        other->because = "called so, and never named by the narration: the narrator";
        for (uint32_t k = 0; k < n->g->label.n; k++)
            if (n->g->label.at[k].root == l)
                n->g->label.at[k].root = n->narrator;
    }
}

/* The narrator of a book in the first person: whom others call by a name that the
 * narration itself does not use; without such a name, a person called "the narrator". */
static whose_status find_narrator(struct novel *n, whose_error *err)
{
    struct uses *of = ARENA_NEW_RAW(n->scratch, struct uses, (size_t)n->g->label.n + 1);
    uint32_t best = DOC_NONE;
    if (!of)
        return fail_nomem(err);
    for (uint32_t l = 0; l < n->g->label.n; l++)
        of[l] = (struct uses){.first = MAP_NONE, .last = MAP_NONE};
    for (int pass = 0; pass < 2; pass++)
        for (uint32_t f = 0; f < n->form.n; f++) {
            const struct name_form *form = &n->form.at[f];
            if (form->is_person && form->n_names)
                (pass ? note_first : note_uses)(form, &of[n->g->label.at[form->label].root]);
        }
    for (uint32_t l = 0; l < n->g->label.n; l++)
        if (is_narrators(&of[l]) && (best == DOC_NONE || of[l].n_called > of[best].n_called))
            best = l;
    uint32_t self = narrators_self_named(n);
    /* a narrator also talks to himself by name, seldom: a few calls by others are no better */
    bool is_seldom = self != DOC_NONE && (uint64_t)of[self].n_told * 50 <= n->n_first;
    if (self != DOC_NONE && ((is_seldom && (best == DOC_NONE || of[best].n_called < 6)) ||
                             of[self].n_told * 3 <= of[self].n * 2))
        best = self;
    n->narrator = best;
    if (best != DOC_NONE) {
        join_narrator(n, of);
        return WHOSE_OK;
    }
    struct label *label = VEC_PUSH(&n->g->label, n->g->keep);
    if (!label)
        return fail_nomem(err);
    n->narrator = n->g->label.n - 1;
    *label = (struct label){.shown = STR("the narrator"), .key = STR("the narrator"), .first_off = UINT32_MAX,
                            .role = DOC_NONE, .root = n->narrator, .sure = 1};
    return WHOSE_OK;
}

/* First and last name, without a title. */
static bool is_full(const struct novel *n, const struct name_form *form)
{
    return form->n_names == 2 && form->title == MAP_NONE && !form->has_the && form->n >= 2 &&
           word_key(n, form->name[0]).n > 1 && word_key(n, form->name[1]).n > 1;
}

/* The form that most places of a person use names it; who goes by the first name is
 * called by the full one, when that is used at all. */
static whose_status choose_names(struct novel *n, whose_error *err)
{
    uint32_t *best = ARENA_NEW(n->scratch, uint32_t, (size_t)n->g->label.n + 1); // [label], form + 1
    if (!best)
        return fail_nomem(err);
    for (int pass = 0; pass < 2; pass++)
        for (uint32_t f = 0; f < n->form.n; f++) {
            const struct name_form *form = &n->form.at[f];
            uint32_t root = n->g->label.at[form->label].root;
            const struct name_form *old = best[root] ? &n->form.at[best[root] - 1] : NULL;
            bool fuller = pass && old && is_full(n, form) && old->title == MAP_NONE && !old->has_the &&
                          ((old->n_names == 1 && old->name[0] == form->name[0]) || (is_full(n, old) && form->n > old->n));
            if (fuller || (!pass && (!old || form->n * (form->n_names >= 2 ? 2u : 1u) >
                                                 old->n * (old->n_names >= 2 ? 2u : 1u))))
                best[root] = f + 1;
        }
    for (uint32_t l = 0; l < n->g->label.n; l++)
        if (best[l])
            n->g->label.at[l].shown = n->g->label.at[n->form.at[best[l] - 1].label].shown;
    return WHOSE_OK;
}

whose_status novel_cast(struct novel *n, struct gathering *g, whose_error *err)
{
    *n = (struct novel){.g = g, .doc = g->doc, .text = g->text, .keep = g->keep, .scratch = g->scratch,
                        .narrator = DOC_NONE};
    TRY(novel_begin(n, err));
    TRY(names_find(n, err));
    TRY(corrections_names(g, err));
    for (uint32_t f = 0; f < n->form.n; f++)
        if (g->label.at[n->form.at[f].label].gender != GENDER_UNKNOWN)
            n->form.at[f].gender = g->label.at[n->form.at[f].label].gender;
    TRY(names_join(n, err));
    TRY(choose_names(n, err));
    bool is_given;
    TRY(corrections_people(g, &n->narrator, &is_given, err));
    for (uint32_t f = 0; f < n->form.n; f++)
        n->form.at[f].is_person = n->form.at[f].is_person && !g->label.at[n->form.at[f].label].is_ignored;
    find_person(n);
    if (is_given) {
        n->person = n->narrator == DOC_NONE ? 3 : 1;
        g->cast->narrator_is_given = true;
    } else if (n->person == 1) {
        TRY(find_narrator(n, err));
    }
    return narrators_find(n, err);
}

whose_status novel_people(struct gathering *g, whose_error *err)
{
    struct novel n;
    TRY(novel_cast(&n, g, err));
    TRY(speakers_find(&n, err));
    TRY(push_mentions(&n, err));
    TRY(persons_settle(g, err));
    g->cast->narrated_in = n.person;
    if (n.narrator != DOC_NONE)
        g->cast->narrator = g->person_of[n.narrator];
    TRY(narrators_note(&n, err));
    TRY(corrections_settle(g, err));
    TRY(stories_doubt(g, err));
    TRY(coref_find(g, err));
    TRY(presence_find(g, err));
    return addressees_find(g, err);
}
