/* takes   the names of a novel and who would narrate it if it were one person
 * gives   for every block of narration the person who tells it; the spans of each
 * method  a line that says so parts the text ("THE NARRATIVE OF MISS VANE", "Told by
 *         Edward Hale", "ANNA HALE'S JOURNAL", "ANNA TO EDWARD"), and chapters do.  A
 *         stretch is told in the first person when "I" is frequent beside "he" and
 *         "she".  A teller does not speak of himself by name: where the narrator is
 *         told of, somebody else tells, who is called there and never told of
 * cost    O(words) */
#include "people/novel.h"

#include "base/err.h"

#include <string.h>

enum {
    LINE_WORDS = 26,    // of a line that names a teller
    LETTER_SHARE = 20,  // in the third person, who tells less than 1 / 20 has written a letter
    LEAST_WORDS = 150,  // of narration, to judge a stretch by its pronouns
    FIRST_OF_THIRD = 15, FIRST_OF_WORDS = 125 // the cuts of prose_cast.c
};

struct stretch {
    uint32_t first, behind;  // blocks
    uint32_t teller;         // label that a line named, or DOC_NONE
    uint32_t n_first, n_third, n_words;
};

struct use {
    uint32_t stretch, n, n_told, n_called; // in the stretch of that number, from 1
    uint32_t n_tells;                      // words that lines give to the person
};

struct telling {
    struct novel *n;
    VEC(struct stretch) stretch;
    struct use *use;         // [label]
    uint32_t n_words;        // of narration
};

static bool is_key(const struct novel *n, uint32_t i, const char *words)
{
    struct str rest = str_c(words), key = token_is_word(n, i) ? word_key(n, n->text->token[i].word) : STR("");
    while (key.n && rest.n)
        if (str_eq(str_cut(&rest, ' '), key))
            return true;
    return false;
}

/* The person whose name begins at token `i`, in any case; `*behind` is the token behind it. */
static uint32_t person_at(const struct novel *n, uint32_t i, uint32_t end, uint32_t *behind)
{
    enum { MOST = 3 };
    char key[96];
    size_t size = 0;
    uint32_t found = DOC_NONE;
    if (!(n->text->token[i].flags & TOKEN_TITLE))
        return DOC_NONE;
    for (uint32_t k = i, n_words = 0; k < end && n_words < MOST; k++) {
        if (!token_is_word(n, k)) {
            if (token_mark(n, k) == '.' && k > i)
                continue; // "Mr. Hale"
            break;
        }
        struct str word = word_key(n, n->text->token[k].word);
        if (size + word.n + 2 > sizeof key)
            break;
        if (size)
            key[size++] = ' ';
        memcpy(key + size, word.at, word.n);
        size += word.n;
        n_words++;
        uint32_t form = map_find(&n->by_key, (struct str){key, size});
        if (form != MAP_NONE && n->form.at[form].is_person && n->form.at[form].n_names) {
            found = n->g->label.at[n->form.at[form].label].root;
            *behind = k + 1;
        }
        if (n->text->token[k].flags & TOKEN_OWNS)
            break;
    }
    return found;
}

/* Does the block say who tells what follows?  The label of the person, or DOC_NONE. */
static uint32_t read_line(const struct novel *n, uint32_t block)
{
    enum block_kind kind = n->doc->block.at[block].kind;
    uint32_t first = n->text->block_first[block], end = n->text->block_first[block + 1], behind = 0;
    bool alone = n->par_of[block] != (block ? n->par_of[block - 1] : UINT32_MAX) &&
                 (block + 1 == n->doc->block.n || n->par_of[block + 1] != n->par_of[block]);
    if ((kind != BLOCK_HEADING && kind != BLOCK_ACTION) || !alone || end - first > LINE_WORDS)
        return DOC_NONE;
    bool tells = false;
    for (uint32_t i = first; i < end; i++) {
        tells = tells || is_key(n, i, "narrative narration journal diary statement memorandum deposition testimony "
                                      "confession told related written contributed continued") ||
                (is_key(n, i, "letter") && i + 1 < end && is_key(n, i + 1, "from"));
        uint32_t who = person_at(n, i, end, &behind);
        if (who == DOC_NONE)
            continue;
        bool owns = n->text->token[behind - 1].flags & TOKEN_OWNS && behind < end &&
                    is_key(n, behind, "narrative journal diary statement confession memorandum log");
        bool leads = i > first && is_key(n, i - 1, "by of from") && tells;
        bool writes_to = i == first && behind < end && is_key(n, behind, "to") && behind + 1 < end &&
                         n->text->token[behind + 1].flags & (TOKEN_TITLE | TOKEN_UPPER) && kind == BLOCK_HEADING;
        if (owns || leads || writes_to)
            return who;
        i = behind - 1;
    }
    return DOC_NONE;
}

/* ---- stretches ---- */

static uint32_t chapter_of(const struct doc *doc, uint32_t block)
{
    uint32_t segment = doc->block.at[block].segment;
    while (segment != DOC_NONE && doc->segment.at[segment].kind == SEGMENT_SCENE)
        segment = doc->segment.at[segment].parent;
    return segment;
}

/* A line in a chapter holds for that chapter; one in front of chapters for all of them, up to
 * the next line or part. */
static whose_status part_stretches(struct telling *t, whose_error *err)
{
    const struct novel *n = t->n;
    uint32_t teller = DOC_NONE, part = DOC_NONE, chapter = DOC_NONE, line = 0;
    bool holds = false;
    for (uint32_t b = 0; b < n->doc->block.n; b++) {
        uint32_t named = read_line(n, b), here = chapter_of(n->doc, b);
        uint32_t up = here == DOC_NONE || n->doc->segment.at[here].kind == SEGMENT_PART ? here : n->doc->segment.at[here].parent;
        if (here != chapter && teller != DOC_NONE) {
            bool fresh = n->text->block_first[b] < n->text->block_first[line] + LEAST_WORDS;
            holds = (holds && up == part) || fresh;
            teller = holds ? teller : DOC_NONE;
        }
        if (named != DOC_NONE) {
            teller = named;
            line = b;
            holds = false;
        }
        if (t->stretch.n == 0 || named != DOC_NONE || here != chapter) {
            struct stretch *stretch = VEC_PUSH(&t->stretch, n->scratch);
            if (!stretch)
                return fail_nomem(err);
            *stretch = (struct stretch){.first = b, .teller = teller};
        }
        part = up;
        chapter = here;
        t->stretch.at[t->stretch.n - 1].behind = b + 1;
    }
    return WHOSE_OK;
}

static void count_pronouns(const struct novel *n, struct stretch *s)
{
    for (uint32_t b = s->first; b < s->behind; b++) {
        if (n->doc->block.at[b].kind != BLOCK_ACTION)
            continue;
        for (uint32_t i = n->text->block_first[b]; i < n->text->block_first[b + 1]; i++) {
            uint32_t bits = token_bits(n, i);
            s->n_words += token_is_word(n, i);
            s->n_first += (bits & WORD_I) != 0;
            s->n_third += (bits & (WORD_HE_PRONOUN | WORD_SHE_PRONOUN)) != 0;
        }
    }
}

static bool is_first_person(const struct stretch *s)
{
    return (uint64_t)s->n_first * 100 > (uint64_t)s->n_third * FIRST_OF_THIRD &&
           (uint64_t)s->n_first * FIRST_OF_WORDS > s->n_words;
}

/* Who is called here and never told of. */
static uint32_t local_teller(struct telling *t, const struct stretch *s, uint32_t number, uint32_t *place)
{
    struct novel *n = t->n;
    uint32_t best = DOC_NONE, from = *place;
    for (; *place < n->place.n && n->place.at[*place].block < s->behind; ++*place) {
        const struct name_place *p = &n->place.at[*place];
        const struct name_form *form = &n->form.at[p->form];
        if (p->block < s->first || !form->is_person || form->n_names == 0)
            continue;
        struct use *use = &t->use[n->g->label.at[form->label].root];
        if (use->stretch != number)
            *use = (struct use){.stretch = number, .n_tells = use->n_tells};
        use->n++;
        use->n_told += n->doc->block.at[p->block].kind == BLOCK_ACTION;
        use->n_called += p->is_called;
    }
    for (uint32_t p = from; p < *place; p++) {
        uint32_t label = n->g->label.at[n->form.at[n->place.at[p].form].label].root;
        const struct use *use = &t->use[label];
        if (use->stretch == number && use->n_called >= 2 && use->n_told * 6 <= use->n &&
            (best == DOC_NONE || use->n_called > t->use[best].n_called))
            best = label;
    }
    return best;
}

static uint32_t decide(struct telling *t, const struct stretch *s, uint32_t number, uint32_t *place, uint32_t last)
{
    const struct novel *n = t->n;
    uint32_t local = local_teller(t, s, number, place);
    if (s->n_words < LEAST_WORDS && s->teller == DOC_NONE)
        return last;
    if (!is_first_person(s))
        return DOC_NONE;
    if (s->teller != DOC_NONE && (n->person == 1 || t->use[s->teller].n_tells * LETTER_SHARE >= t->n_words))
        return s->teller;
    if (n->person != 1 || n->g->cast->narrator_is_given)
        return n->person == 1 ? n->narrator : DOC_NONE;
    const struct use *main = &t->use[n->narrator];
    bool told_of = main->stretch == number && main->n_told >= 4 && main->n_told * 3 > main->n;
    if (!told_of)
        return n->narrator;
    return local != DOC_NONE ? local : DOC_NONE;
}

/* The one who tells most, of those whom lines name. */
static void choose_main(struct telling *t)
{
    struct novel *n = t->n;
    uint32_t n_first = 0, best = DOC_NONE;
    for (uint32_t s = 0; s < t->stretch.n; s++) {
        const struct stretch *stretch = &t->stretch.at[s];
        uint32_t label = stretch->teller;
        t->n_words += stretch->n_words;
        if (!is_first_person(stretch))
            continue;
        n_first += stretch->n_words;
        if (label == DOC_NONE)
            continue;
        t->use[label].n_tells += stretch->n_words;
        if (best == DOC_NONE || t->use[label].n_tells > t->use[best].n_tells)
            best = label;
    }
    if (n->person == 1 && !n->g->cast->narrator_is_given && best != DOC_NONE && (uint64_t)t->use[best].n_tells * 3 > n_first)
        n->narrator = best;
}

/* "My name is Edward Hale", "call me Ned", "I, Edward Hale": the label, or DOC_NONE. */
uint32_t narrators_self_named(struct novel *n)
{
    for (uint32_t b = 0; b < n->doc->block.n; b++) {
        uint32_t end = n->text->block_first[b + 1], behind;
        if (n->doc->block.at[b].kind != BLOCK_ACTION)
            continue;
        for (uint32_t i = n->text->block_first[b]; i + 2 < end; i++) {
            bool is_name = is_key(n, i, "name") && i > n->text->block_first[b] && is_key(n, i - 1, "my") &&
                           is_key(n, i + 1, "is was");
            bool is_called = is_key(n, i, "call") && is_key(n, i + 1, "me");
            bool is_set_by = is_key(n, i, "i") && token_mark(n, i + 1) == ',';
            uint32_t who = is_name || is_called || is_set_by ? person_at(n, i + 2, end, &behind) : DOC_NONE;
            bool parted = who != DOC_NONE && (behind >= end || !token_is_word(n, behind));
            if (who != DOC_NONE && (!is_set_by || (parted && token_mark(n, behind) == ',' && behind >= i + 4)))
                return who;
        }
    }
    return DOC_NONE;
}

whose_status narrators_find(struct novel *n, whose_error *err)
{
    struct telling t = {.n = n, .use = ARENA_NEW(n->scratch, struct use, (size_t)n->g->label.n + 1)};
    n->teller = ARENA_NEW_RAW(n->scratch, uint32_t, (size_t)n->doc->block.n + 1);
    if (!t.use || !n->teller)
        return fail_nomem(err);
    TRY(part_stretches(&t, err));
    for (uint32_t s = 0; s < t.stretch.n; s++)
        count_pronouns(n, &t.stretch.at[s]);
    choose_main(&t);
    uint32_t place = 0, last = n->person == 1 ? n->narrator : DOC_NONE;
    for (uint32_t s = 0; s < t.stretch.n; s++) {
        const struct stretch *stretch = &t.stretch.at[s];
        last = decide(&t, stretch, s + 1, &place, last);
        for (uint32_t b = stretch->first; b < stretch->behind; b++)
            n->teller[b] = last;
    }
    return WHOSE_OK;
}

/* ---- what is told of them ---- */

struct share {
    uint32_t n_first, n_third; // pronouns in what the person tells
    uint32_t last;             // in cast.told, + 1
};

/* Is "I" about as frequent as "he" and "she"?  The cut parts 20 of the 25 labelled works. */
static bool is_own_story(const struct share *share)
{
    return (uint64_t)share->n_first * 100 >= (uint64_t)share->n_third * 85;
}

/* Persons are numbered: the spans that each of them tells, and whether it is the teller's
 * own story. */
whose_status narrators_note(struct novel *n, whose_error *err)
{
    struct share *share = ARENA_NEW(n->scratch, struct share, (size_t)n->g->label.n + 1);
    if (!share)
        return fail_nomem(err);
    for (uint32_t b = 0; b < n->doc->block.n; b++) {
        bool told = n->teller[b] != DOC_NONE && n->doc->block.at[b].kind == BLOCK_ACTION;
        for (uint32_t i = n->text->block_first[b]; told && i < n->text->block_first[b + 1]; i++) {
            uint32_t bits = token_bits(n, i);
            share[n->teller[b]].n_first += (bits & WORD_I) != 0;
            share[n->teller[b]].n_third += (bits & (WORD_HE_PRONOUN | WORD_SHE_PRONOUN)) != 0;
        }
    }
    for (uint32_t b = 0, behind; b < n->doc->block.n; b = behind) {
        uint32_t label = n->teller[b];
        for (behind = b + 1; behind < n->doc->block.n && n->teller[behind] == label;)
            behind++;
        if (label == DOC_NONE || n->g->person_of[label] == PERSON_NONE)
            continue;
        struct share *of = &share[n->g->label.at[label].root];
        struct told_span *told = VEC_PUSH(&n->g->cast->told, n->keep);
        if (!told)
            return fail_nomem(err);
        *told = (struct told_span){.person = n->g->person_of[label], .is_first = of->last == 0, .next = UINT32_MAX,
                              .stance = is_own_story(&share[label]) ? STANCE_OWN : STANCE_WITNESS,
                              .at = {n->doc->block.at[b].at.start, n->doc->block.at[behind - 1].at.end}};
        if (of->last)
            n->g->cast->told.at[of->last - 1].next = n->g->cast->told.n - 1;
        of->last = n->g->cast->told.n;
    }
    return WHOSE_OK;
}
