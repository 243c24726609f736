/* takes   the names of a novel and how they are used
 * gives   which of them are people's, and which are one person: labels with roots
 * method  full names first; then first names, titles with a surname, surnames,
 *         roles and pet names are given to the one full name that they fit.  A
 *         title, a gender, another first name, or standing side by side in
 *         sentences forbids it.  Where two fit equally, neither is taken
 * cost    O(names + pairs of names in one sentence) */
#include "people/prose_join.h"

#include "base/err.h"

#include <stdlib.h>
#include <string.h>

uint32_t join_root(struct joining *j, uint32_t form)
{
    while (j->root[form] != form) {
        j->root[form] = j->root[j->root[form]];
        form = j->root[form];
    }
    return form;
}

/* ---- who stands beside whom ---- */

static int by_pair(const void *x, const void *y)
{
    const struct pair *a = x, *b = y;
    if (a->a != b->a)
        return a->a < b->a ? -1 : 1;
    return (a->b > b->b) - (a->b < b->b);
}

typedef VEC(struct pair) pair_list;

static whose_status push_pair(struct joining *j, pair_list *list, uint32_t a, uint32_t b, bool talk, whose_error *err)
{
    for (int way = 0; way < 2; way++) {
        struct pair *pair = VEC_PUSH(list, j->n->scratch);
        if (!pair)
            return fail_nomem(err);
        *pair = (struct pair){way ? b : a, way ? a : b, !talk, talk};
    }
    return WHOSE_OK;
}

static whose_status pair_sentences(struct joining *j, pair_list *list, whose_error *err)
{
    struct novel *n = j->n;
    uint32_t open[SENTENCE_NAMES], n_open = 0, last = 0, block = DOC_NONE;
    for (uint32_t p = 0; p < n->place.n; p++) {
        const struct name_place *place = &n->place.at[p];
        bool fresh = place->block != block;
        for (uint32_t i = last; !fresh && i <= place->first; i++)
            fresh = n->starts[i];
        if (fresh)
            n_open = 0;
        block = place->block;
        last = place->first + 1;
        bool again = false;
        for (uint32_t k = 0; k < n_open; k++)
            again = again || open[k] == place->form;
        if (again)
            continue;
        for (uint32_t k = 0; k < n_open; k++)
            TRY(push_pair(j, list, open[k], place->form, false, err));
        if (n_open < SENTENCE_NAMES)
            open[n_open++] = place->form;
    }
    return WHOSE_OK;
}

/* The form that a tag names, or DOC_NONE. */
static uint32_t tagged_form(const struct joining *j, uint32_t s)
{
    const struct tag *tag = &j->tag[s];
    return tag->kind == TAG_NAME && !tag->is_beat && tag->label != DOC_NONE ? j->form_of_label[tag->label] : DOC_NONE;
}

/* Who speaks to somebody, or answers, is another person. */
static whose_status pair_speeches(struct joining *j, pair_list *list, whose_error *err)
{
    struct novel *n = j->n;
    uint32_t p = 0;
    for (uint32_t s = 0; s < n->doc->speech.n; s++) {
        const struct speech *speech = &n->doc->speech.at[s];
        uint32_t end = speech->first_block + speech->n_blocks, speaker = tagged_form(j, s);
        if (speaker == DOC_NONE)
            continue;
        while (p < n->place.n && n->place.at[p].block < speech->first_block)
            p++;
        for (; p < n->place.n && n->place.at[p].block < end; p++)
            if (n->place.at[p].is_called && n->place.at[p].form != speaker)
                TRY(push_pair(j, list, speaker, n->place.at[p].form, true, err));
        uint32_t next = s + 1 < n->doc->speech.n ? tagged_form(j, s + 1) : DOC_NONE;
        if (next != DOC_NONE && next != speaker &&
            n->par_of[n->doc->speech.at[s + 1].first_block] == n->par_of[end - 1] + 1)
            TRY(push_pair(j, list, speaker, next, true, err));
    }
    return WHOSE_OK;
}

static whose_status gather_pairs(struct joining *j, whose_error *err)
{
    struct novel *n = j->n;
    pair_list list = {0};
    TRY(pair_sentences(j, &list, err));
    TRY(pair_speeches(j, &list, err));
    if (list.n)
        qsort(list.at, list.n, sizeof *list.at, by_pair);
    uint32_t n_pairs = 0;
    for (uint32_t i = 0; i < list.n; i++) {
        if (n_pairs && by_pair(&list.at[n_pairs - 1], &list.at[i]) == 0) {
            list.at[n_pairs - 1].n += list.at[i].n;
            list.at[n_pairs - 1].n_talk += list.at[i].n_talk;
        } else {
            list.at[n_pairs++] = list.at[i];
        }
    }
    j->pair = list.at;
    j->pair_first = ARENA_NEW(n->scratch, uint32_t, (size_t)n->form.n + 2);
    if (!j->pair_first)
        return fail_nomem(err);
    uint32_t at = 0;
    for (uint32_t f = 0; f <= n->form.n; f++) {
        while (at < n_pairs && j->pair[at].a < f)
            at++;
        j->pair_first[f] = at;
    }
    j->pair_first[n->form.n + 1] = n_pairs;
    if (n->form.n)
        j->pair_first[n->form.n] = n_pairs;
    return WHOSE_OK;
}

/* Sentences in which both clusters are named, and talk between them. */
static struct pair together(struct joining *j, uint32_t a, uint32_t b)
{
    struct pair sum = {.a = a, .b = b};
    if (j->cluster[a].n > j->cluster[b].n) {
        uint32_t swap = a;
        a = b;
        b = swap;
    }
    uint32_t form = a;
    do {
        for (uint32_t p = j->pair_first[form]; p < j->pair_first[form + 1]; p++)
            if (join_root(j, j->pair[p].b) == b) {
                sum.n += j->pair[p].n;
                sum.n_talk += j->pair[p].n_talk;
            }
        form = j->cluster[form].next;
    } while (form != a);
    return sum;
}

bool join_stand_apart(struct joining *j, uint32_t a, uint32_t b)
{
    uint32_t n = j->cluster[a].n < j->cluster[b].n ? j->cluster[a].n : j->cluster[b].n;
    struct pair both = together(j, a, b);
    return (both.n >= 3 && both.n * 14 > n) || (both.n_talk >= 3 && both.n_talk * 15 > n);
}

/* ---- genders ---- */

enum gender join_gender(const struct cluster *c)
{
    if (c->told != GENDER_UNKNOWN)
        return c->told;
    if (c->n_he >= 2 && c->n_he > 2 * c->n_she)
        return GENDER_HE;
    if (c->n_she >= 2 && c->n_she > 2 * c->n_he)
        return GENDER_SHE;
    return GENDER_UNKNOWN;
}

static bool genders_agree(enum gender a, enum gender b)
{
    return a == GENDER_UNKNOWN || b == GENDER_UNKNOWN || a == b;
}

static uint32_t title_class(const struct novel *n, uint32_t title)
{
    static const struct {
        const char *word;
        uint32_t bit;
    } classes[] = {
        {"mr", IS_MR}, {"mister", IS_MR}, {"monsieur", IS_MR}, {"signor", IS_MR}, {"lady", IS_LADY}, {"sir", IS_SIR},
        {"lord", IS_LORD}, {"duke", IS_LORD}, {"earl", IS_LORD}, {"count", IS_LORD}, {"captain", IS_RANK},
        {"capt", IS_RANK}, {"colonel", IS_RANK}, {"col", IS_RANK}, {"major", IS_RANK}, {"general", IS_RANK},
        {"admiral", IS_RANK}, {"lieutenant", IS_RANK}, {"sergeant", IS_RANK}, {"commodore", IS_RANK},
        {"bishop", IS_RANK}, {"uncle", IS_RANK}, {"dr", IS_DR}, {"doctor", IS_DR}};
    if (title == MAP_NONE)
        return 0;
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
        if (str_eq(word_key(n, title), str_c(classes[i].word)))
            return classes[i].bit;
    return n->bits[title] & WORD_MISS ? IS_MISS : n->bits[title] & WORD_SPOUSE ? IS_MRS : 0;
}

bool join_titles_clash(const struct cluster *a, const struct cluster *b)
{
    uint32_t both = a->titles | b->titles;
    if (!a->titles || !b->titles)
        return false;
    if (both & IS_MRS && both & IS_MISS && a->last != MAP_NONE && a->last == b->last)
        return true;
    if ((both & IS_LADY && both & (IS_MRS | IS_MISS)) || (both & IS_SIR && both & (IS_MR | IS_LORD)))
        return true;
    /* who is always Dr. Vane is not the Mr. Vane of the same book */
    if ((a->titles ^ b->titles) & IS_DR && both & (IS_MR | IS_SIR | IS_LORD))
        return true;
    if (a->rank != MAP_NONE && b->rank != MAP_NONE)
        return a->rank != b->rank;
    return both & IS_RANK && ((a->rank != MAP_NONE && b->titles & (IS_MR | IS_SIR | IS_LORD)) ||
                              (b->rank != MAP_NONE && a->titles & (IS_MR | IS_SIR | IS_LORD)));
}

void join_unite(struct joining *j, uint32_t into, uint32_t other, const char *because)
{
    into = join_root(j, into);
    other = join_root(j, other);
    struct novel *n = j->n;
    if (into == other || !corrections_allow(n->g, n->form.at[into].label, n->form.at[other].label))
        return;
    struct cluster *a = &j->cluster[into], *b = &j->cluster[other];
    uint32_t next = a->next;
    a->next = b->next;
    b->next = next;
    a->n += b->n;
    a->n_told += b->n_told;
    a->n_full += b->n_full;
    a->n_miss += b->n_miss;
    a->n_old += b->n_old;
    a->n_he += b->n_he;
    a->n_she += b->n_she;
    if (a->told == GENDER_UNKNOWN)
        a->told = b->told;
    if (a->first == MAP_NONE)
        a->first = b->first;
    if (a->last == MAP_NONE)
        a->last = b->last;
    if (a->title == MAP_NONE)
        a->title = b->title;
    if (b->n * 10 > a->n) { // a part in a play, a slip: not what the person is called
        a->titles |= b->titles;
        a->rank = a->rank == MAP_NONE ? b->rank : a->rank;
    }
    for (int c = 0; c < 2; c++)
        a->n_titled_full[c] += b->n_titled_full[c];
    j->root[other] = into;
    j->n->g->label.at[j->n->form.at[other].label].because = because;
}

/* ---- what is a person's name ---- */

/* "Miss", "Sir", "Mr" alone. */
bool join_is_anybodys(const struct novel *n, uint32_t title)
{
    static const char *const WORDS[] = {"mr", "mister", "mrs", "miss", "ms", "sir", "lord", "lady", "madam", "madame",
                                        "m", "mme", "master", "saint", "st", "monsieur", "signor", "mademoiselle",
                                        "mistress", "don", "sister", "brother", NULL};
    for (const char *const *w = WORDS; *w; w++)
        if (str_eq(word_key(n, title), str_c(*w)))
            return true;
    return false;
}

/* What the entities of the text take for a place, a ship or a people again and again. */
static bool is_thing(const struct name_form *form)
{
    return form->title == MAP_NONE && form->n_as_thing >= 2 &&
           form->n_as_thing > 2 * (form->n_as_person + form->n_says);
}

/* What they hardly ever take for anything, though it is often named: a diamond, Death. */
static bool is_nobody(const struct novel *n, const struct name_form *form)
{
    if (n->text->has_entities && form->title == MAP_NONE && form->n >= 40 && form->n_as_person * 40 < form->n &&
        form->n_says * 20 < form->n)
        return true;
    return n->text->has_entities && form->title == MAP_NONE && (form->n_names == 1 || form->has_the) &&
           form->n >= 5 && (form->n_says + form->n_called) * 6 < form->n && form->n_as_person * 8 < form->n;
}

static void judge(struct novel *n)
{
    for (uint32_t f = 0; f < n->form.n; f++) {
        struct name_form *form = &n->form.at[f];
        /* a word that only begins sentences may be an exclamation: "Nonsense!" */
        bool only_begins = form->n_names == 1 && form->title == MAP_NONE && n->n_mid[form->name[0]] == 0;
        uint32_t good = 3 * form->n_titled + 3 * form->n_says + 2 * form->n_who + form->n_does +
                        (only_begins ? 0 : 2 * form->n_called);
        uint32_t bad = 3 * form->n_place;
        bool bare_title = form->n_names == 0;
        form->is_person = good >= 2 && good > bad;
        if (form->has_the && form->n_says == 0 && form->n_does * 4 < form->n)
            form->is_person = false;
        if (bare_title && (form->n_says + form->n_called + form->n_does < 2 || join_is_anybodys(n, form->title)))
            form->is_person = false;
        if (form->n == 1 && form->n_titled == 0 && form->n_says == 0 && form->n_who == 0 && form->n_names < 2)
            form->is_person = false;
        if (is_thing(form) || is_nobody(n, form))
            form->is_person = false;
    }
}

/* A full name is a person's if its first word alone is one's, or its last with a title. */
static whose_status judge_full(struct novel *n, whose_error *err)
{
    uint8_t *person = ARENA_NEW(n->scratch, uint8_t, (size_t)n->text->word.n + 1);
    if (!person)
        return fail_nomem(err);
    enum { IS_NAME = 1, IS_SURNAME = 2 };
    for (uint32_t f = 0; f < n->form.n; f++)
        if (n->form.at[f].is_person && n->form.at[f].n_names == 1 && !n->form.at[f].has_the)
            person[n->form.at[f].name[0]] |= (uint8_t)(n->form.at[f].title == MAP_NONE ? IS_NAME : IS_NAME | IS_SURNAME);
    for (uint32_t f = 0; f < n->form.n; f++) {
        struct name_form *form = &n->form.at[f];
        if (form->n_names >= 2 && !form->has_the && form->n_place * 2 <= form->n &&
            (person[form->name[0]] || person[form->name[form->n_names - 1]] & IS_SURNAME))
            form->is_person = !is_thing(form);
        if (form->n_names == 1 && form->title != MAP_NONE && form->n_titled)
            form->is_person = true;
    }
    return WHOSE_OK;
}

/* ---- joins ---- */

static void list_under(uint32_t *head, uint32_t *next, uint32_t word, uint32_t form)
{
    next[form] = head[word];
    head[word] = form;
}

/* Is there another with that surname, of the same gender and another first name? */
static bool has_brother(struct joining *j, const uint32_t *head, const uint32_t *next, uint32_t word, uint32_t self)
{
    const struct cluster *me = &j->cluster[self];
    uint32_t n_seen = 0;
    for (uint32_t k = head[word]; k != DOC_NONE && n_seen < MOST_CANDIDATES; k = next[k], n_seen++) {
        const struct cluster *c = &j->cluster[join_root(j, k)];
        if (c != me && c->last == word && c->first != MAP_NONE && c->first != me->first &&
            join_gender(c) == join_gender(me) && join_gender(me) != GENDER_UNKNOWN)
            return true;
    }
    return false;
}

/* The cluster with that first (or last) name which fits best; DOC_NONE when none
 * does, or two do and neither is much more frequent. */
uint32_t join_best_fit(struct joining *j, const uint32_t *head, const uint32_t *next, uint32_t word,
                         uint32_t form, bool by_first, bool needs_clear)
{
    uint32_t best = DOC_NONE, n_best = 0, n_second = 0, n_seen = 0;
    uint32_t self = join_root(j, form);
    const struct cluster *me = &j->cluster[self];
    bool is_wife = !by_first && me->title != MAP_NONE && j->n->bits[me->title] & WORD_SPOUSE;
    for (uint32_t k = head[word]; k != DOC_NONE && n_seen < MOST_CANDIDATES; k = next[k], n_seen++) {
        uint32_t r = join_root(j, k);
        const struct cluster *c = &j->cluster[r];
        /* of those with one surname, who is called by it */
        uint32_t weight = by_first || c->n_full == 0 ? c->n : c->n_full;
        /* "Mr. Knightley" and "Mr. John Knightley" in one sentence are brothers */
        uint32_t n_etiquette = me->titles == IS_MR ? c->n_titled_full[0] : me->titles == IS_MISS ? c->n_titled_full[1] : 0;
        if (!by_first && n_etiquette > 1 && n_etiquette * 3 > c->n_full && together(j, r, self).n > (n_etiquette < 5))
            continue;
        /* "old Mr. Vane", when another Vane is never called old */
        if (!by_first && me->n_old >= 2 && c->n_old == 0 && c->n_full > 0)
            continue;
        /* "Mr. John Vane" again and again, when there is another Vane: "Mr. Vane" is the other */
        if (!by_first && n_etiquette >= 5 && n_etiquette * 2 > c->n_full && has_brother(j, head, next, word, r))
            continue;
        if (is_wife && (c->n_miss * 10 > c->n || c->n_miss > 1))
            continue;
        if (is_wife && me->titles & IS_LADY && !(c->titles & IS_LADY))
            continue;
        if (r == self || r == best || (by_first ? c->first : c->last) != word ||
            !genders_agree(join_gender(c), join_gender(me)) || join_titles_clash(c, me) || join_stand_apart(j, r, self))
            continue;
        bool etiquette = ((me->titles | c->titles) & IS_MR) != 0;
        if (me->title != MAP_NONE && c->title == me->title && (by_first || !etiquette || n_etiquette))
            weight *= 20;
        if (join_gender(me) != GENDER_UNKNOWN && join_gender(c) == GENDER_UNKNOWN)
            weight = (weight + 3) / 4;
        if (weight > n_best) {
            n_second = n_best;
            n_best = weight;
            best = r;
        } else if (weight > n_second) {
            n_second = weight;
        }
    }
    return needs_clear && n_second * 3 > n_best ? DOC_NONE : best;
}

static bool is_initial_word(const struct novel *n, uint32_t word)
{
    return word_key(n, word).n == 1;
}

static void set_names(struct joining *j, uint32_t f)
{
    struct novel *n = j->n;
    const struct name_form *form = &n->form.at[f];
    struct cluster *c = &j->cluster[f];
    c->first = c->last = MAP_NONE;
    if (form->has_the && !(form->title != MAP_NONE && form->n_names))
        return;
    if (form->n_names >= 2) {
        bool spouse = form->title != MAP_NONE && n->bits[form->title] & WORD_SPOUSE;
        c->last = form->name[form->n_names - 1];
        c->first = is_initial_word(n, form->name[0]) || spouse ? MAP_NONE : form->name[0];
        if (is_initial_word(n, c->last))
            c->last = MAP_NONE;
    }
}

static void join_full_names(struct joining *j)
{
    struct novel *n = j->n;
    for (uint32_t f = 0; f < n->form.n; f++) {
        const struct name_form *form = &n->form.at[f];
        if (!form->is_person || form->n_names < 2)
            continue;
        if (j->cluster[f].first == MAP_NONE) { // "Mr. E. W. B. Childers"
            if (j->cluster[f].last != MAP_NONE && is_initial_word(n, form->name[0]))
                list_under(j->by_last, j->next_last, j->cluster[f].last, f);
            continue;
        }
        uint32_t first = j->cluster[f].first, last = j->cluster[f].last, seen = 0;
        for (uint32_t k = j->by_first[first]; k != DOC_NONE && seen < MOST_CANDIDATES; k = j->next_first[k], seen++) {
            uint32_t r = join_root(j, k);
            const struct cluster *c = &j->cluster[r];
            if (r != join_root(j, f) && c->last == last &&
                genders_agree(c->told, j->cluster[join_root(j, f)].told)) {
                join_unite(j, r, f, "the same first and last name");
                break;
            }
        }
        list_under(j->by_first, j->next_first, first, f);
        if (last != MAP_NONE)
            list_under(j->by_last, j->next_last, last, f);
    }
}

static void join_bare(struct joining *j, bool firsts)
{
    struct novel *n = j->n;
    for (uint32_t f = 0; f < n->form.n; f++) {
        const struct name_form *form = &n->form.at[f];
        if (form->n_names != 1 || form->title != MAP_NONE || form->has_the || join_root(j, f) != f ||
            j->cluster[f].next != f || is_thing(form))
            continue;
        uint32_t word = form->name[0];
        uint32_t fit = DOC_NONE;
        if (firsts) {
            fit = join_best_fit(j, j->by_first, j->next_first, word, f, true, false);
        } else if (j->by_last[word] != DOC_NONE) {
            /* a bare surname is a man's, unless what is told of it is hers */
            enum gender told = j->cluster[f].told;
            bool hers = form->n_she > 3 * form->n_he + 4;
            j->cluster[f].told = hers ? GENDER_SHE : GENDER_HE;
            fit = join_best_fit(j, j->by_last, j->next_last, word, f, false, false);
            j->cluster[f].told = told;
            if (fit == DOC_NONE)
                fit = join_best_fit(j, j->by_last, j->next_last, word, f, false, true);
        }
        if (fit != DOC_NONE && (form->is_person || n->form.at[fit].is_person)) {
            n->form.at[f].is_person = true;
            join_unite(j, fit, f, firsts ? "the first name of a full name" : "the surname of one person");
        } else if (form->is_person && firsts) {
            j->cluster[f].first = word; // until it turns out to be a surname
        }
    }
}

/* Bare names that are nobody's full name are first names, unless they are known as
 * surnames: behind a first name, or behind titles of both genders. */
static whose_status list_bare_firsts(struct joining *j, whose_error *err)
{
    struct novel *n = j->n;
    uint8_t *titled = ARENA_NEW(n->scratch, uint8_t, (size_t)n->text->word.n + 1);
    if (!titled)
        return fail_nomem(err);
    for (uint32_t f = 0; f < n->form.n; f++)
        if (n->form.at[f].title != MAP_NONE && n->form.at[f].n_names == 1)
            titled[n->form.at[f].name[0]] |= (uint8_t)(1u << n->form.at[f].gender);
    for (uint32_t f = 0; f < n->form.n; f++) {
        struct cluster *c = &j->cluster[f];
        if (!n->form.at[f].is_person || n->form.at[f].n_names != 1 || j->root[f] != f || c->first == MAP_NONE)
            continue;
        bool both = (titled[c->first] >> GENDER_HE & 1) && (titled[c->first] >> GENDER_SHE & 1);
        if (both || j->by_last[c->first] != DOC_NONE)
            c->first = MAP_NONE;
        else
            list_under(j->by_first, j->next_first, c->first, f);
    }
    return WHOSE_OK;
}

/* Is there a "Miss" with that surname? */
static bool has_daughters(const struct novel *n, uint32_t surname)
{
    char key[64] = "miss ";
    struct str word = word_key(n, surname);
    if (word.n + 5 > sizeof key)
        return false;
    memcpy(key + 5, word.at, word.n);
    uint32_t form = map_find(&n->by_key, (struct str){key, word.n + 5});
    return form != MAP_NONE && n->form.at[form].n > 2;
}

/* "Mr. Darcy", "Sir Thomas", "Miss Eliza". */
static void join_titled(struct joining *j, bool spouses, bool by_surname)
{
    struct novel *n = j->n;
    for (uint32_t f = 0; f < n->form.n; f++) {
        const struct name_form *form = &n->form.at[f];
        if (form->title == MAP_NONE || form->n_names == 0 || !form->is_person || join_root(j, f) != f ||
            form->has_the || j->cluster[f].first != MAP_NONE || j->cluster[f].next != f)
            continue;
        uint32_t word = form->name[form->n_names - 1], bits = n->bits[form->title];
        bool is_wife = (bits & WORD_SPOUSE) != 0;
        if (is_wife != spouses)
            continue;
        uint32_t fit = DOC_NONE;
        /* "Mrs. Rachel", and "Mrs. Rachel Lynde" */
        if (!by_surname)
            fit = join_best_fit(j, j->by_first, j->next_first, form->name[0], f, true, false);
        if (fit != DOC_NONE && form->n_names > 1 && j->cluster[fit].last != j->cluster[f].last)
            fit = DOC_NONE;
        if (fit != DOC_NONE) {
            join_unite(j, fit, f, "a title and the first name");
            continue;
        }
        if (!by_surname)
            continue;
        fit = join_best_fit(j, j->by_last, j->next_last, word, f, false, true);
        /* a wife bears the name of her husband, a mother that of her daughters */
        if (fit != DOC_NONE && is_wife && (join_gender(&j->cluster[fit]) != GENDER_SHE || has_daughters(n, word)))
            fit = DOC_NONE;
        if (fit != DOC_NONE) {
            join_unite(j, fit, f, "a title and the surname");
        } else {
            j->cluster[f].last = word;
            list_under(j->by_last, j->next_last, word, f);
        }
    }
}

/* Last, so that what a merge brings along is what the program joins by itself. */
static whose_status join_corrected(struct joining *j, whose_error *err)
{
    const char *because;
    whose_status status;
    for (uint32_t at = 0, into, from;
         corrections_merge(j->n->g, &at, &into, &from, &because, err, &status);)
        join_unite(j, into, from, because); // forms and their labels have the same numbers
    return status;
}

static void write_labels(struct joining *j)
{
    struct novel *n = j->n;
    for (uint32_t f = 0; f < n->form.n; f++) {
        uint32_t r = join_root(j, f);
        struct label *label = &n->g->label.at[n->form.at[f].label];
        label->root = n->form.at[r].label;
        label->gender = join_gender(&j->cluster[r]);
        n->form.at[r].is_person = n->form.at[r].is_person || n->form.at[f].is_person;
    }
    for (uint32_t f = 0; f < n->form.n; f++)
        n->form.at[f].is_person = n->form.at[join_root(j, f)].is_person;
}

/* The tags beside speeches, in terms of forms: nothing is joined yet. */
static whose_status find_tags(struct joining *j, whose_error *err)
{
    struct novel *n = j->n;
    uint32_t *place_at = ARENA_NEW(n->scratch, uint32_t, (size_t)n->text->n_tokens + 1);
    j->tag = ARENA_NEW(n->scratch, struct tag, (size_t)n->doc->speech.n + 1);
    j->form_of_label = ARENA_NEW(n->scratch, uint32_t, (size_t)n->g->label.n + 1);
    if (!place_at || !j->tag || !j->form_of_label)
        return fail_nomem(err);
    for (uint32_t f = 0; f < n->form.n; f++)
        j->form_of_label[n->form.at[f].label] = f;
    for (uint32_t p = 0; p < n->place.n; p++)
        place_at[n->place.at[p].first] = p + 1;
    tags_find(n, place_at, j->tag);
    return WHOSE_OK;
}

whose_status names_join(struct novel *n, whose_error *err)
{
    size_t n_forms = (size_t)n->form.n + 1, n_words = (size_t)n->text->word.n + 1;
    struct joining j = {
        .n = n,
        .cluster = ARENA_NEW(n->scratch, struct cluster, n_forms),
        .root = ARENA_NEW(n->scratch, uint32_t, n_forms),
        .by_first = ARENA_NEW_RAW(n->scratch, uint32_t, n_words),
        .by_last = ARENA_NEW_RAW(n->scratch, uint32_t, n_words),
        .next_first = ARENA_NEW(n->scratch, uint32_t, n_forms),
        .next_last = ARENA_NEW(n->scratch, uint32_t, n_forms),
    };
    if (!j.cluster || !j.root || !j.by_first || !j.by_last || !j.next_first || !j.next_last)
        return fail_nomem(err);
    for (size_t w = 0; w < n_words; w++)
        j.by_first[w] = j.by_last[w] = DOC_NONE;
    judge(n);
    TRY(judge_full(n, err));
    for (uint32_t f = 0; f < n->form.n; f++)
        n->form.at[f].is_person = n->form.at[f].is_person || n->g->label.at[n->form.at[f].label].is_meant;
    for (uint32_t f = 0; f < n->form.n; f++) {
        const struct name_form *form = &n->form.at[f];
        j.root[f] = f;
        uint32_t class = title_class(n, form->title);
        j.cluster[f] = (struct cluster){.next = f, .title = form->title, .titles = class,
                                        .rank = class == IS_RANK ? form->title : MAP_NONE, .n = form->n, .n_told = form->n_told,
                                        .n_he = form->n_he, .n_she = form->n_she, .told = form->gender,
                                        .n_old = form->n_old,
                                        .n_full = form->n_names >= 2 ? form->n : 0,
                                        .n_miss = form->title != MAP_NONE && n->bits[form->title] & WORD_MISS ? form->n : 0};
        j.cluster[f].n_titled_full[0] = form->n_names > 1 && class == IS_MR ? form->n : 0;
        j.cluster[f].n_titled_full[1] = form->n_names > 1 && class == IS_MISS ? form->n : 0;
        set_names(&j, f);
    }
    TRY(find_tags(&j, err));
    TRY(gather_pairs(&j, err));
    join_full_names(&j);
    join_bare(&j, true);
    TRY(list_bare_firsts(&j, err));
    join_titled(&j, false, false);
    join_titled(&j, true, false);
    join_titled(&j, false, true);
    join_titled(&j, true, true);
    join_bare(&j, false);
    TRY(join_roles(&j, err));
    join_pets(&j);
    TRY(join_called(&j, err));
    TRY(join_corrected(&j, err));
    write_labels(&j);
    return WHOSE_OK;
}
