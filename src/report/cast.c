/* takes   the findings of one work
 * gives   the people as a table, names easily confused, names that were joined,
 *         what was not understood
 * method  the most present first, as many as a reader can follow; the rest are
 *         counted; JSON has them all
 * cost    O(persons log persons); names are compared among the shown ones only */
#include "report/internal.h"

#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>

enum {
    PEOPLE_SHOWN = 20,
    OTHERS_NAMED = 24,
    NOTES_SHOWN = 10,
    GAP_SCENES = 2, // a shorter absence is nothing to speak of
    NUMBER_COLUMNS = 9,
    PLACE_COLUMNS = 11, // one of them parts it from the column before
    ROOMY_COLUMNS = 66 // below it the places of first and last appearance have no room
};

struct entry {
    uint32_t person, n_scenes, n_words;
};

static int by_presence(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;
    if (x->n_scenes != y->n_scenes)
        return x->n_scenes < y->n_scenes ? 1 : -1;
    if (x->n_words != y->n_words)
        return x->n_words < y->n_words ? 1 : -1;
    return (x->person > y->person) - (x->person < y->person);
}

static struct entry *sorted_people(struct writing *w)
{
    const struct findings *f = w->findings;
    uint32_t n = f->cast.person.n;
    struct entry *entry = ARENA_NEW(w->scratch, struct entry, n);
    if (!entry) {
        w->no_memory = true;
        return NULL;
    }
    for (uint32_t p = 0; p < n; p++)
        entry[p] = (struct entry){p, story_n_scenes(&f->story, p), f->cast.person.at[p].n_words};
    qsort(entry, n, sizeof *entry, by_presence);
    return entry;
}

static void put_count(struct writing *w, uint64_t n)
{
    struct draft draft = {0};
    draft_uint(w, &draft, n);
    look_cell(w, draft_str(&draft), NUMBER_COLUMNS, true);
}

static void put_gap(struct writing *w, uint32_t p)
{
    const struct story *story = &w->findings->story;
    if (p >= story->n_persons || !story->longest_gap)
        return;
    const struct gap *gap = &story->longest_gap[p];
    if (gap->n_scenes < GAP_SCENES || gap->last_scene >= story->scene.n ||
        gap->next_scene >= story->scene.n)
        return;
    uint32_t gone = story->scene.at[gap->last_scene].at.end;
    struct draft draft = {0};
    struct str from = look_place(w, gone ? gone - 1 : 0);
    struct str to = look_place(w, story->scene.at[gap->next_scene].at.start);
    if (str_eq(from, to))
        return;
    DRAFT_PUT(w, &draft, "gone from ");
    draft_put(w, &draft, from);
    DRAFT_PUT(w, &draft, " to ");
    draft_put(w, &draft, to);
    DRAFT_PUT(w, &draft, " (");
    draft_count(w, &draft, gap->n_scenes, look_scene(w), look_scenes(w));
    DRAFT_PUT(w, &draft, ")");
    look_tint(w, TINT_DIM);
    look_spaces(w, 2 * LOOK_INDENT);
    look_wrap(w, draft_str(&draft), 2 * LOOK_INDENT, 2 * LOOK_INDENT);
    look_tint(w, TINT_NONE);
}

/* Where there is little room "ch. 31 (VI)" is "ch. 31", and "part IV, ch. VI" is "IV, ch. VI". */
static void put_place(struct writing *w, uint32_t off)
{
    struct str place = look_place(w, off);
    place = str_part(place, 0, str_find(place, STR(" (")));
    size_t space = str_find(place, STR(" ")), part = str_find(place, STR(", "));
    if (utf8_width(place) >= PLACE_COLUMNS && space < part && part < place.n)
        place = str_part(place, space + 1, place.n);
    look_cell(w, STR(""), 1, false);
    look_cell(w, place, PLACE_COLUMNS - 1, true);
}

static void put_person(struct writing *w, const struct entry *entry, uint32_t name_columns)
{
    const struct person *person = &w->findings->cast.person.at[entry->person];
    struct draft name = {0};
    draft_name(w, &name, entry->person);
    if (person->is_group)
        DRAFT_PUT(w, &name, " (group)");
    look_spaces(w, LOOK_INDENT);
    look_cell(w, draft_str(&name), name_columns, false);
    put_count(w, entry->n_scenes);
    put_count(w, person->n_speeches);
    put_count(w, entry->n_words);
    if (w->columns >= ROOMY_COLUMNS) {
        put_place(w, person->first_off);
        put_place(w, person->last_off);
    }
    look_line(w);
    struct str words = look_description(w, entry->person);
    if (words.n) {
        look_spaces(w, 2 * LOOK_INDENT);
        look_put(w, look_fit(w, words, w->columns - 2 * LOOK_INDENT));
        look_line(w);
    }
    put_gap(w, entry->person);
}

/* Three messengers are named once: how many from `i` on have its name; 0 behind the first. */
static uint32_t n_of_name(const struct writing *w, const struct entry *entry, uint32_t n,
                          uint32_t i)
{
    const struct person *person = w->findings->cast.person.at;
    uint32_t n_same = 0;
    for (uint32_t k = 0; k < n; k++) {
        bool same = str_eq(person[entry[k].person].name, person[entry[i].person].name);
        if (same && k < i)
            return 0;
        n_same += same;
    }
    return n_same;
}

static void put_others(struct writing *w, const struct entry *entry, uint32_t n)
{
    struct draft draft = {0};
    DRAFT_PUT(w, &draft, "Also: ");
    for (uint32_t i = 0; i < n && i < OTHERS_NAMED; i++) {
        uint32_t n_same = n_of_name(w, entry, n < OTHERS_NAMED ? n : OTHERS_NAMED, i);
        if (!n_same)
            continue;
        if (i)
            DRAFT_PUT(w, &draft, ", ");
        draft_name(w, &draft, entry[i].person);
        if (n_same > 1) {
            DRAFT_PUT(w, &draft, " (");
            draft_uint(w, &draft, n_same);
            DRAFT_PUT(w, &draft, ")");
        }
    }
    if (n > OTHERS_NAMED) {
        DRAFT_PUT(w, &draft, " and ");
        draft_uint(w, &draft, n - OTHERS_NAMED);
        DRAFT_PUT(w, &draft, " more");
    }
    DRAFT_PUT(w, &draft, ".");
    look_line(w);
    look_spaces(w, LOOK_INDENT);
    look_wrap(w, draft_str(&draft), LOOK_INDENT, LOOK_INDENT);
}

/* Readers skim: two names that begin alike and are as long, or differ by one or
 * two letters, are taken for each other. */
static bool easily_confused(struct str a, struct str b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    uint32_t limit = n >= 7 ? 2 : 1;
    if (n < 2 || str_eq(a, b) || str_find(a, STR(" ")) < a.n || str_find(b, STR(" ")) < b.n)
        return false;
    size_t at_a = 0, at_b = 0;
    bool same_initial = utf8_next(a, &at_a) == utf8_next(b, &at_b);
    if (n >= 3 && people_distance(a, b, limit) <= limit)
        return true;
    return same_initial && utf8_width(a) == utf8_width(b) && n <= 7;
}

static void put_confused(struct writing *w, const struct entry *entry, uint32_t n)
{
    const struct cast *cast = &w->findings->cast;
    struct str key[PEOPLE_SHOWN];
    for (uint32_t i = 0; i < n; i++) {
        key[i] = utf8_name_key(cast->person.at[entry[i].person].name, w->scratch);
        if (!key[i].at)
            w->no_memory = true;
    }
    uint32_t n_pairs = 0;
    for (uint32_t i = 0; i < n; i++) {
        for (uint32_t k = i + 1; k < n; k++) {
            if (cast->person.at[entry[i].person].is_group ||
                cast->person.at[entry[k].person].is_group || !easily_confused(key[i], key[k]))
                continue;
            if (n_pairs++ == 0)
                look_head(w, "Names easily confused");
            struct draft draft = {0};
            draft_name(w, &draft, entry[i].person);
            DRAFT_PUT(w, &draft, " and ");
            draft_name(w, &draft, entry[k].person);
            look_spaces(w, LOOK_INDENT);
            look_wrap(w, draft_str(&draft), LOOK_INDENT, 2 * LOOK_INDENT);
            if (n_pairs == NOTES_SHOWN)
                return;
        }
    }
}

/* Does a word of the one name stand in the other? */
static bool shares_word(struct str a, struct str b)
{
    while (a.n) {
        struct str word = str_cut(&a, ' ');
        for (struct str rest = b; word.n && rest.n;)
            if (str_eq(word, str_cut(&rest, ' ')))
                return true;
    }
    return false;
}

static struct str without_article(struct str key)
{
    return str_starts(key, STR("the ")) ? str_part(key, 4, key.n) : key;
}

/* What a reader may wish to undo: 2 names that have no word in common, 1 longer and shorter
 * ones, 0 one name with and without an article. */
static uint32_t join_rank(struct writing *w, const struct join *join)
{
    struct str name = utf8_name_key(join->name, w->scratch);
    struct str person = utf8_name_key(w->findings->cast.person.at[join->person].name, w->scratch);
    if (!name.at || !person.at) {
        w->no_memory = true;
        return 0;
    }
    if (str_eq(without_article(name), without_article(person)))
        return 0;
    return shares_word(name, person) ? 1 : 2;
}

static void put_join(struct writing *w, const struct join *join)
{
    struct draft draft = {0};
    draft_put(w, &draft, join->name);
    DRAFT_PUT(w, &draft, " is ");
    draft_name(w, &draft, join->person);
    if (join->because.n) {
        DRAFT_PUT(w, &draft, ": ");
        draft_put(w, &draft, join->because);
    }
    DRAFT_PUT(w, &draft, " (");
    draft_place(w, &draft, join->at.start);
    DRAFT_PUT(w, &draft, ")");
    look_spaces(w, LOOK_INDENT);
    look_wrap(w, draft_str(&draft), LOOK_INDENT, 2 * LOOK_INDENT);
}

static void put_joins(struct writing *w)
{
    const struct cast *cast = &w->findings->cast;
    uint32_t n_shown = 0, n_left = 0;
    uint8_t *rank = ARENA_NEW(w->scratch, uint8_t, (size_t)cast->join.n + 1);
    if (!rank) {
        w->no_memory = true;
        return;
    }
    for (uint32_t j = 0; j < cast->join.n; j++)
        rank[j] = (uint8_t)join_rank(w, &cast->join.at[j]);
    for (uint8_t wanted = 2; wanted; wanted--)
        for (uint32_t j = 0; j < cast->join.n; j++) {
            if (rank[j] != wanted)
                continue;
            if (n_shown == NOTES_SHOWN) {
                n_left++;
                continue;
            }
            if (n_shown++ == 0)
                look_head(w, "Taken for one person");
            put_join(w, &cast->join.at[j]);
        }
    if (n_left) {
        struct draft draft = {0};
        DRAFT_PUT(w, &draft, "and ");
        draft_uint(w, &draft, n_left);
        DRAFT_PUT(w, &draft, " more; whose fix STORY lists all");
        look_spaces(w, LOOK_INDENT);
        look_wrap(w, draft_str(&draft), LOOK_INDENT, LOOK_INDENT);
    }
}

void plain_cast(struct writing *w)
{
    uint32_t n = w->findings->cast.person.n;
    if (!n)
        return;
    struct entry *entry = sorted_people(w);
    if (!entry)
        return;
    bool has_places = w->columns >= ROOMY_COLUMNS;
    uint32_t name_columns =
        w->columns - LOOK_INDENT - 3 * NUMBER_COLUMNS - (has_places ? 2 * PLACE_COLUMNS : 0);
    look_head(w, "Who is in it");
    look_tint(w, TINT_DIM);
    look_spaces(w, LOOK_INDENT + name_columns);
    look_cell(w, str_c(look_scenes(w)), NUMBER_COLUMNS, true);
    look_cell(w, STR("speeches"), NUMBER_COLUMNS, true);
    look_cell(w, STR("words"), NUMBER_COLUMNS, true);
    if (has_places) {
        look_cell(w, STR("first"), PLACE_COLUMNS, true);
        look_cell(w, STR("last"), PLACE_COLUMNS, true);
    }
    look_tint(w, TINT_NONE);
    look_line(w);
    uint32_t n_shown = n < PEOPLE_SHOWN ? n : PEOPLE_SHOWN;
    for (uint32_t i = 0; i < n_shown; i++)
        put_person(w, &entry[i], name_columns);
    if (n > n_shown)
        put_others(w, entry + n_shown, n - n_shown);
    put_confused(w, entry, n_shown);
    put_joins(w);
}

void plain_corrections(struct writing *w)
{
    const struct cast *cast = &w->findings->cast;
    if (!cast->corrected.n)
        return;
    look_head(w, "Corrections");
    for (uint32_t i = 0; i < cast->corrected.n; i++) {
        const struct corrected *c = &cast->corrected.at[i];
        struct draft draft = {0};
        DRAFT_PUT(w, &draft, "line ");
        draft_uint(w, &draft, c->line);
        DRAFT_PUT(w, &draft, " of ");
        draft_put(w, &draft, c->file);
        DRAFT_PUT(w, &draft, ": ");
        draft_put(w, &draft, c->words);
        look_spaces(w, LOOK_INDENT);
        look_wrap(w, draft_str(&draft), LOOK_INDENT, 2 * LOOK_INDENT);
    }
}

static void put_doubt(struct writing *w, const struct doubt *doubt)
{
    struct draft draft = {0};
    draft_put(w, &draft, doubt->words);
    if (!span_is_empty(doubt->at)) {
        DRAFT_PUT(w, &draft, " (");
        draft_place(w, &draft, doubt->at.start);
        DRAFT_PUT(w, &draft, ")");
    }
    look_spaces(w, LOOK_INDENT);
    look_wrap(w, draft_str(&draft), LOOK_INDENT, 2 * LOOK_INDENT);
}

void plain_doubts(struct writing *w)
{
    const struct findings *f = w->findings;
    uint32_t n = f->cast.doubt.n + f->doc.doubt.n;
    if (!n && !f->doc.n_replaced)
        return;
    look_head(w, "What was not understood");
    if (f->doc.n_replaced) {
        struct draft draft = {0};
        draft_count(w, &draft, f->doc.n_replaced, "byte is", "bytes are");
        DRAFT_PUT(w, &draft, " no ");
        draft_put(w, &draft, f->doc.encoding.n ? f->doc.encoding : STR("UTF-8"));
        DRAFT_PUT(w, &draft, ", and shown as ");
        char mark[UTF8_MAX_BYTES];
        size_t n_mark = utf8_put(UTF8_REPLACEMENT, mark);
        draft_put(w, &draft, (struct str){mark, n_mark});
        look_spaces(w, LOOK_INDENT);
        look_wrap(w, draft_str(&draft), LOOK_INDENT, 2 * LOOK_INDENT);
    }
    /* both lists are in text order: they are shown as one */
    uint32_t d = 0, c = 0;
    for (uint32_t i = 0; i < n && i < NOTES_SHOWN; i++) {
        bool from_doc = c == f->cast.doubt.n ||
                        (d < f->doc.doubt.n &&
                         f->doc.doubt.at[d].at.start <= f->cast.doubt.at[c].at.start);
        put_doubt(w, from_doc ? &f->doc.doubt.at[d++] : &f->cast.doubt.at[c++]);
    }
    if (n > NOTES_SHOWN) {
        struct draft draft = {0};
        DRAFT_PUT(w, &draft, "and ");
        draft_uint(w, &draft, n - NOTES_SHOWN);
        DRAFT_PUT(w, &draft, " more");
        look_spaces(w, LOOK_INDENT);
        look_wrap(w, draft_str(&draft), LOOK_INDENT, LOOK_INDENT);
    }
}
