/* takes   the clusters of names that prose_join.c made
 * gives   more of them joined: roles that act as names, shorter forms of first
 *         names, names by which people are called and others by which they answer
 * method  below, at each of them
 * cost    O(names + speeches) */
#include "people/prose_join.h"

#include "base/err.h"

#include <stdlib.h>
#include <string.h>

/* Of those with a title, the one who has nearly all of its uses: "the count" is he. */
static whose_status find_bearers(struct joining *j, const uint32_t *titled, whose_error *err)
{
    struct novel *n = j->n;
    uint32_t *n_all = ARENA_NEW(n->scratch, uint32_t, (size_t)n->text->word.n + 1);
    uint32_t *n_best = ARENA_NEW(n->scratch, uint32_t, (size_t)n->text->word.n + 1);
    n->bearer = ARENA_NEW(n->scratch, uint32_t, (size_t)n->text->word.n + 1);
    if (!n_all || !n_best || !n->bearer)
        return fail_nomem(err);
    for (uint32_t f = 0; f < n->form.n; f++) {
        const struct name_form *form = &n->form.at[f];
        if (form->title == MAP_NONE || form->n_names == 0)
            continue;
        uint32_t best = titled[form->title];
        n_all[form->title] += form->n;
        n_best[form->title] += best != DOC_NONE && join_root(j, f) == join_root(j, best) ? form->n : 0;
    }
    for (uint32_t w = 0; w < n->text->word.n; w++)
        if (n_all[w] && n_best[w] * 4 >= n_all[w] * 3 && !join_is_anybodys(n, w))
            n->bearer[w] = titled[w] + 1;
    return WHOSE_OK;
}

/* What one is to somebody, and another to somebody else: "Father" is not the Father Ames of the book. */
static bool is_kin(const struct novel *n, uint32_t title)
{
    static const char *const WORDS[] = {"father", "mother", "uncle", "aunt", "brother", "sister", "cousin", "grandfather",
                                        "grandmother", "papa", "mamma", NULL};
    for (const char *const *w = WORDS; *w; w++)
        if (str_eq(word_key(n, title), str_c(*w)))
            return true;
    return false;
}

/* "the Duchess", "the White Rabbit" and "the Rabbit" and "Rabbit". */
whose_status join_roles(struct joining *j, whose_error *err)
{
    struct novel *n = j->n;
    size_t n_words = (size_t)n->text->word.n + 1;
    uint32_t *bare = ARENA_NEW_RAW(n->scratch, uint32_t, n_words);   // the form "the w" or "w"
    uint32_t *titled = ARENA_NEW_RAW(n->scratch, uint32_t, n_words); // the most frequent cluster with title w
    if (!bare || !titled)
        return fail_nomem(err);
    for (size_t w = 0; w < n_words; w++)
        bare[w] = titled[w] = DOC_NONE;
    for (uint32_t f = 0; f < n->form.n; f++) {
        const struct name_form *form = &n->form.at[f];
        uint32_t r = join_root(j, f);
        if (form->title != MAP_NONE && form->n_names > 0 && form->is_person) {
            uint32_t old = titled[form->title];
            if (old == DOC_NONE || j->cluster[join_root(j, old)].n < j->cluster[r].n)
                titled[form->title] = f;
        }
        bool one = form->n_names == 1 && form->title == MAP_NONE;
        bool title_only = form->n_names == 0;
        if (!one && !title_only)
            continue;
        uint32_t word = one ? form->name[0] : form->title;
        if (bare[word] == DOC_NONE)
            bare[word] = f;
        else
            join_unite(j, bare[word], f, "the same name with an article");
        n->form.at[bare[word]].is_person = n->form.at[bare[word]].is_person || form->is_person;
        n->form.at[f].is_person = n->form.at[bare[word]].is_person;
    }
    for (uint32_t f = 0; f < n->form.n; f++)
        if (n->form.at[f].is_byname && bare[n->form.at[f].name[1]] != DOC_NONE) {
            n->form.at[f].is_person = n->form.at[f].is_person || n->form.at[bare[n->form.at[f].name[1]]].is_person;
            join_unite(j, bare[n->form.at[f].name[1]], f, "a name and its byname");
        }
    for (uint32_t f = 0; f < n->form.n; f++) {
        struct str key = n->g->label.at[n->form.at[f].label].key;
        uint32_t twin = n->form.at[f].has_the && n->form.at[f].n_names >= 2
                            ? map_find(&n->by_key, str_part(key, 4, key.n)) : MAP_NONE;
        if (twin == MAP_NONE)
            continue;
        n->form.at[f].is_person = n->form.at[f].is_person || n->form.at[twin].is_person;
        join_unite(j, f, twin, "the same name with an article");
    }
    TRY(find_bearers(j, titled, err));
    for (uint32_t f = 0; f < n->form.n; f++) {
        const struct name_form *form = &n->form.at[f];
        if (form->has_the && form->n_names >= 2 && form->title == MAP_NONE && join_root(j, f) == f) {
            uint32_t other = bare[form->name[form->n_names - 1]];
            if (other != DOC_NONE && n->form.at[other].has_the && n->form.at[other].is_person &&
                !join_stand_apart(j, join_root(j, other), f)) {
                n->form.at[f].is_person = true;
                join_unite(j, other, f, "the same name, said more fully");
            }
        }
        uint32_t title = form->title;
        if (form->n_names != 0 || join_root(j, f) != f || join_is_anybodys(n, title) || is_kin(n, title))
            continue;
        struct str key = word_key(n, title);
        uint32_t other = titled[title];
        struct str twin = str_eq(key, STR("doctor")) ? STR("dr") : str_eq(key, STR("professor")) ? STR("prof") : STR("");
        uint32_t twin_word = twin.n ? map_find(&n->text->word, twin) : MAP_NONE;
        if (twin_word != MAP_NONE && titled[twin_word] != DOC_NONE &&
            (other == DOC_NONE || j->cluster[join_root(j, other)].n < j->cluster[join_root(j, titled[twin_word])].n))
            other = titled[twin_word];
        /* borne once, by one of whom it is hardly said: "Czar Peter" */
        if (other != DOC_NONE && n->form.at[other].n == 1 && j->cluster[join_root(j, other)].n > 4 && form->n > 1)
            continue;
        if (other != DOC_NONE && !join_stand_apart(j, join_root(j, other), f)) {
            n->form.at[f].is_person = true;
            join_unite(j, other, f, "a title that one person bears");
        }
    }
    return WHOSE_OK;
}

void join_pets(struct joining *j)
{
    struct novel *n = j->n;
    for (uint32_t f = 0; f < n->form.n; f++) {
        uint32_t self = join_root(j, f);
        const struct name_form *form = &n->form.at[f];
        if (!form->is_person || form->n_names != 1 || form->has_the)
            continue;
        uint32_t word = form->name[0];
        if (form->title != MAP_NONE && self != f)
            continue;
        for (uint32_t nth = 0;; nth++) {
            struct str full = prose_pet_of(word_key(n, word), nth);
            if (full.n == 0)
                break;
            uint32_t key = map_find(&n->text->word, full);
            if (key == MAP_NONE)
                continue;
            uint32_t fit = join_best_fit(j, j->by_first, j->next_first, key, f, true, false);
            if (fit == DOC_NONE)
                continue;
            const struct cluster *a = &j->cluster[self], *b = &j->cluster[fit];
            bool same_last = a->last != MAP_NONE && a->last == b->last;
            if (a->last != MAP_NONE && b->last != MAP_NONE && !same_last && form->title == MAP_NONE)
                continue;
            /* the narration keeps to one of the two */
            bool both_told = a->n_told * 3 > a->n && b->n_told * 3 > b->n;
            /* and who is told much under both is two: father and son */
            if (both_told && same_last && a->n_told >= 20 && b->n_told >= 20)
                continue;
            if (both_told && (!same_last || (a->titles | b->titles) & (IS_SIR | IS_LORD | IS_RANK)))
                continue;
            join_unite(j, fit, f, "a shorter form of the first name");
            break;
        }
    }
}


/* ---- called by one name, answering by another ---- */

/* Cluster `called` is called in a speech, and the speech beside it is cluster `other`'s. */
struct reply {
    uint32_t called, other;
    uint32_t n;
};

typedef VEC(struct reply) reply_list;

static int by_reply(const void *x, const void *y)
{
    const struct reply *a = x, *b = y;
    if (a->called != b->called)
        return a->called < b->called ? -1 : 1;
    return (a->other > b->other) - (a->other < b->other);
}

static whose_status push_reply(struct joining *j, reply_list *list, uint32_t called, uint32_t other, whose_error *err)
{
    struct reply *reply = VEC_PUSH(list, j->n->scratch);
    if (!reply)
        return fail_nomem(err);
    *reply = (struct reply){called, other, 1};
    return WHOSE_OK;
}

static void count_replies(reply_list *list)
{
    uint32_t n = 0;
    if (list->n)
        qsort(list->at, list->n, sizeof *list->at, by_reply);
    for (uint32_t i = 0; i < list->n; i++) {
        if (n && by_reply(&list->at[n - 1], &list->at[i]) == 0)
            list->at[n - 1].n++;
        else
            list->at[n++] = list->at[i];
    }
    list->n = n;
}

/* The cluster that a tag or the narration beside the speech names, or DOC_NONE. */
static uint32_t tagged(struct joining *j, uint32_t s)
{
    const struct tag *tag = &j->tag[s];
    return tag->kind == TAG_NAME && tag->label != DOC_NONE ? join_root(j, j->form_of_label[tag->label]) : DOC_NONE;
}

/* For every name called in speech `s`: who speaks beside it, and who calls. */
static whose_status read_calls(struct joining *j, uint32_t s, uint32_t *place, reply_list *answers, reply_list *calls, whose_error *err)
{
    struct novel *n = j->n;
    const struct speech *speech = &n->doc->speech.at[s];
    uint32_t end = speech->first_block + speech->n_blocks;
    for (; *place < n->place.n && n->place.at[*place].block < end; ++*place) {
        const struct name_place *p = &n->place.at[*place];
        if (p->block < speech->first_block || !p->is_called)
            continue;
        uint32_t called = join_root(j, p->form), caller = tagged(j, s);
        if (caller != DOC_NONE)
            TRY(push_reply(j, calls, called, caller, err));
        for (uint32_t t = s ? s - 1 : 0; t <= s + 1 && t < n->doc->speech.n; t++) {
            const struct speech *other = &n->doc->speech.at[t];
            uint32_t apart = t < s ? n->par_of[speech->first_block] - n->par_of[other->first_block + other->n_blocks - 1]
                                   : n->par_of[other->first_block] - n->par_of[end - 1];
            uint32_t who = tagged(j, t);
            if (t != s && apart <= 2 && who != DOC_NONE && who != caller)
                TRY(push_reply(j, answers, called, who, err));
        }
    }
    return WHOSE_OK;
}

static uint32_t n_replies(const reply_list *list, uint32_t called, uint32_t other)
{
    for (uint32_t i = 0; i < list->n; i++)
        if (list->at[i].called == called && list->at[i].other == other)
            return list->at[i].n;
    return 0;
}

/* A title and a surname that is said rather than told, and somebody without a surname. */
static bool may_answer(struct joining *j, uint32_t called, uint32_t other)
{
    const struct cluster *a = &j->cluster[called], *b = &j->cluster[other];
    return called != other && a->titles && a->first == MAP_NONE && a->last != MAP_NONE && b->last == MAP_NONE &&
           a->n_told * 5 <= a->n * 3 && !join_titles_clash(a, b) && !join_stand_apart(j, called, other);
}

/* "Yes, Miss Vane?" - "It is late," said Anna: a title with a surname that people say
 * and the narration hardly does, and a bare first name that answers to it. */
whose_status join_called(struct joining *j, whose_error *err)
{
    struct novel *n = j->n;
    reply_list answers = {0}, calls = {0};
    uint32_t place = 0;
    for (uint32_t s = 0; s < n->doc->speech.n; s++)
        TRY(read_calls(j, s, &place, &answers, &calls, err));
    count_replies(&answers);
    count_replies(&calls);
    for (uint32_t i = 0, next; i < answers.n; i = next) {
        uint32_t called = answers.at[i].called, best = DOC_NONE, second = 0;
        enum gender gender = join_gender(&j->cluster[called]);
        for (next = i; next < answers.n && answers.at[next].called == called; next++)
            if (join_gender(&j->cluster[answers.at[next].other]) == gender &&
                (best == DOC_NONE || answers.at[next].n > answers.at[best].n))
                best = next;
        for (uint32_t k = i; k < next; k++)
            if (k != best && answers.at[k].n > second && join_gender(&j->cluster[answers.at[k].other]) == gender)
                second = answers.at[k].n;
        if (best == DOC_NONE || gender == GENDER_UNKNOWN || !may_answer(j, called, answers.at[best].other))
            continue;
        uint32_t other = answers.at[best].other, n_self = n_replies(&answers, called, called);
        if (answers.at[best].n >= 3 && answers.at[best].n >= 2 * second && answers.at[best].n >= 4 * n_self &&
            n_replies(&calls, called, other) == 0 && join_root(j, called) == called && join_root(j, other) == other)
            join_unite(j, other, called, "called by the one name, answering by the other");
    }
    return WHOSE_OK;
}
