/* takes   labels: one for every spelling that cues and lists use
 * gives   labels joined that are one person, with the reason; doubts about slips
 * method  a join needs a sign in the names and no sign against it: two that speak on
 *         stage in one scene are two people
 * cost    O(n log n) for ages and partial names; slips compare only cues seen once
 *         with the most frequent ones */
#include "base/err.h"
#include "base/utf8.h"
#include "people/internal.h"

#include <stdlib.h>
#include <string.h>

struct seen_in {
    uint32_t label, segment;
};

static int by_label(const void *a, const void *b)
{
    const struct seen_in *x = a, *y = b;
    if (x->label != y->label)
        return x->label < y->label ? -1 : 1;
    return (x->segment > y->segment) - (x->segment < y->segment);
}

struct meetings {
    struct seen_in *at;
    uint32_t n;
};

/* Who speaks on stage where. */
static whose_status meetings_read(const struct gathering *g, struct meetings *out, whose_error *err)
{
    const struct cast *cast = g->cast;
    out->at = ARENA_NEW_RAW(g->scratch, struct seen_in, cast->speaker.n + 1);
    out->n = 0;
    if (!out->at)
        return fail_nomem(err);
    for (uint32_t s = 0; s < g->doc->speech.n; s++) {
        const struct utterance *said = &cast->utterance[s];
        if (said->voice != VOICE_ON)
            continue;
        for (uint32_t i = 0; i < said->n_speakers; i++)
            out->at[out->n++] = (struct seen_in){cast->speaker.at[said->first_speaker + i],
                                                 g->doc->speech.at[s].segment};
    }
    qsort(out->at, out->n, sizeof *out->at, by_label);
    return WHOSE_OK;
}

static uint32_t first_of(const struct meetings *m, uint32_t label)
{
    uint32_t lo = 0, hi = m->n;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (m->at[mid].label < label)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

static bool do_meet(const struct meetings *m, uint32_t a, uint32_t b)
{
    uint32_t i = first_of(m, a), k = first_of(m, b);
    while (i < m->n && m->at[i].label == a && k < m->n && m->at[k].label == b) {
        if (m->at[i].segment == m->at[k].segment)
            return true;
        if (m->at[i].segment < m->at[k].segment)
            i++;
        else
            k++;
    }
    return false;
}

uint32_t label_root(const struct gathering *g, uint32_t label)
{
    while (g->label.at[label].root != label)
        label = g->label.at[label].root;
    return label;
}

void label_join(struct gathering *g, uint32_t from, uint32_t to, const char *because, float sure)
{
    struct label *label = &g->label.at[label_root(g, from)];
    if (label_root(g, to) == label->root || !corrections_allow(g, from, to))
        return;
    label->root = label_root(g, to);
    label->because = because;
    label->sure = sure;
}

uint32_t label_find(const struct gathering *g, struct str key)
{
    uint32_t found = map_find(&g->by_key, key);
    return found == MAP_NONE ? DOC_NONE : g->label_of_key.at[found];
}

enum { FREQUENT = 5, SLIP_LETTERS = 5, MAX_RIVALS = 200 };

static struct str without_spaces(struct str key, struct arena *arena)
{
    char *out = ARENA_NEW_RAW(arena, char, key.n + 1);
    size_t n = 0;
    for (size_t i = 0; out && i < key.n; i++)
        if (key.at[i] != ' ')
            out[n++] = key.at[i];
    return (struct str){out, n};
}

bool key_has_digit(struct str key)
{
    for (size_t i = 0; i < key.n; i++)
        if (key.at[i] >= '0' && key.at[i] <= '9')
            return true;
    return false;
}

/* Is the name of a cue seen once used anywhere else in the text? */
static bool is_written_elsewhere(const struct gathering *g, struct str key)
{
    struct str rest = key;
    while (rest.n) {
        uint32_t word = map_find(&g->text->word, str_cut(&rest, ' '));
        if (word == MAP_NONE || g->text->n_capital[word] + g->text->n_lower[word] == 0)
            return false;
    }
    return true;
}

whose_status label_ask(struct gathering *g, const char *before, const struct label *first,
                       const char *between, const struct label *second, const char *behind,
                       whose_error *err)
{
    enum { SHOWN_BYTES = 80 };
    char words[320];
    struct doubt *doubt = VEC_PUSH(&g->cast->doubt, g->keep);
    if (!doubt)
        return fail_nomem(err);
    const struct str parts[] = {str_c(before), str_part(first->shown, 0, SHOWN_BYTES),
                                str_c(between), str_part(second->shown, 0, SHOWN_BYTES),
                                str_c(behind)};
    size_t n = 0;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        memcpy(words + n, parts[i].at, parts[i].n);
        n += parts[i].n;
    }
    doubt->words = str_keep(g->keep, (struct str){words, n});
    doubt->at = (struct span){first->first_off, first->first_off + (uint32_t)first->shown.n};
    return doubt->words.at ? WHOSE_OK : fail_nomem(err);
}

static whose_status join_slip(struct gathering *g, uint32_t slip,
                              const uint32_t *rival, uint32_t n_rivals, whose_error *err)
{
    const struct label *label = &g->label.at[slip];
    struct arena_mark mark = arena_mark(g->scratch);
    struct str solid = without_spaces(label->key, g->scratch);
    uint32_t found = DOC_NONE;
    for (uint32_t i = 0; i < n_rivals; i++) {
        const struct label *other = &g->label.at[rival[i]];
        if (other->key.n < SLIP_LETTERS)
            continue;
        struct str other_solid = without_spaces(other->key, g->scratch);
        if (!solid.at || !other_solid.at)
            return fail_nomem(err);
        bool spaced = str_eq(solid, other_solid);
        if (!spaced && (label->key.n < SLIP_LETTERS || is_written_elsewhere(g, label->key) ||
                        people_distance(label->key, other->key, 1) > 1))
            continue;
        if (found != DOC_NONE) { // two people may be meant: leave it alone
            found = DOC_NONE;
            break;
        }
        found = rival[i];
    }
    arena_rewind(g->scratch, mark);
    if (found == DOC_NONE)
        return WHOSE_OK;
    label_join(g, slip, found, "a slip of the pen", 0.8f);
    return label_ask(g, "1 cue seen once: ", label, ", did you mean ", &g->label.at[found], "?", err);
}

/* Labels with FREQUENT or more speeches, up to MAX_RIVALS. */
static uint32_t frequent_labels(const struct gathering *g, uint32_t *out)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < g->label.n && n < MAX_RIVALS; i++)
        if (g->label.at[i].n >= FREQUENT && g->label.at[i].role == DOC_NONE)
            out[n++] = i;
    return n;
}

whose_status join_ages_and_typos(struct gathering *g, whose_error *err)
{
    struct meetings met;
    uint32_t rival[MAX_RIVALS];
    struct arena_mark mark = arena_mark(g->scratch);
    TRY(meetings_read(g, &met, err));
    uint32_t n_rivals = frequent_labels(g, rival);
    for (uint32_t i = 0; i < g->label.n; i++) {
        const struct label *label = &g->label.at[i];
        if (label->role != DOC_NONE || label->is_group)
            continue;
        struct str bare = cue_without_age(label->key);
        uint32_t older = bare.n < label->key.n ? label_find(g, bare) : DOC_NONE;
        if (older != DOC_NONE && older != i && !g->label.at[older].is_group &&
            cue_gender(bare) == GENDER_UNKNOWN && !do_meet(&met, i, older)) {
            label_join(g, i, older, "the same name with an age before it, never on stage together",
                       0.9f);
            continue;
        }
        if (label->n == 1 && !key_has_digit(label->key))
            TRY(join_slip(g, i, rival, n_rivals, err));
    }
    arena_rewind(g->scratch, mark);
    return WHOSE_OK;
}

static uint32_t word_number(const struct gathering *g, struct str word)
{
    return map_find(&g->text->word, word);
}

/* Every word of a key is a name here, not everyday language. */
static bool are_names(const struct gathering *g, struct str key, bool titles_too)
{
    while (key.n) {
        struct str word = str_cut(&key, ' ');
        if (key_has_digit(word) || cue_names_group(word))
            return false;
        if (cue_is_title(word)) {
            if (!titles_too)
                return false;
            continue;
        }
        uint32_t number = word_number(g, word);
        if (number != MAP_NONE && g->text->n_lower[number] * 4 > g->text->n_capital[number])
            return false;
    }
    return true;
}

/* For the first and the last word of every long name: the one label that has it. */
struct ends {
    struct map word;
    VEC(uint32_t) label; // by word; DOC_NONE: several
};

static whose_status ends_add(struct gathering *g, struct ends *ends, struct str word,
                             uint32_t label, whose_error *err)
{
    uint32_t n = ends->word.n;
    uint32_t number = map_add(&ends->word, word);
    if (number == MAP_NONE)
        return fail_nomem(err);
    if (number == n) {
        uint32_t *slot = VEC_PUSH(&ends->label, g->scratch);
        if (!slot)
            return fail_nomem(err);
        *slot = label;
    } else if (ends->label.at[number] == DOC_NONE ||
               label_root(g, ends->label.at[number]) != label_root(g, label)) {
        ends->label.at[number] = DOC_NONE;
    }
    return WHOSE_OK;
}

whose_status join_partial_names(struct gathering *g, whose_error *err)
{
    struct arena_mark mark = arena_mark(g->scratch);
    struct meetings met;
    TRY(meetings_read(g, &met, err));
    struct ends ends = {0};
    map_init(&ends.word, g->scratch);
    for (uint32_t i = 0; i < g->label.n; i++) {
        const struct label *label = &g->label.at[i];
        struct str rest = label->key;
        struct str first = str_cut(&rest, ' ');
        if (rest.n == 0 || label->role != DOC_NONE || label->is_group)
            continue;
        while (str_find(rest, STR(" ")) < rest.n)
            str_cut(&rest, ' ');
        TRY(ends_add(g, &ends, first, i, err));
        TRY(ends_add(g, &ends, rest, i, err));
    }
    for (uint32_t i = 0; i < g->label.n; i++) {
        struct label *label = &g->label.at[i];
        if (label->role != DOC_NONE || label->is_group || label->root != i ||
            str_find(label->key, STR(" ")) < label->key.n)
            continue;
        uint32_t number = map_find(&ends.word, label->key);
        uint32_t whole = number == MAP_NONE ? DOC_NONE : ends.label.at[number];
        if (whole == DOC_NONE || label_root(g, whole) == i)
            continue;
        const struct label *other = &g->label.at[whole];
        uint32_t word = word_number(g, label->key);
        bool clash = label->gender != GENDER_UNKNOWN && other->gender != GENDER_UNKNOWN &&
                     label->gender != other->gender;
        if (clash || word == MAP_NONE || g->text->n_capital[word] == 0 ||
            !are_names(g, label->key, false) || !are_names(g, other->key, true) ||
            do_meet(&met, i, whole))
            continue;
        uint32_t from = label->n >= other->n ? whole : i;
        uint32_t to = from == i ? whole : i;
        if (label_root(g, from) == from)
            label_join(g, from, to, "one name is part of the other, and nobody else has it", 0.85f);
    }
    arena_rewind(g->scratch, mark);
    return WHOSE_OK;
}
