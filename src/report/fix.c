/* takes   the findings of one work
 * gives   a file of corrections in which every statement is commented out: what the
 *         program was unsure about, with the passages that it went by
 * method  joins of names with their reasons; people who share a word of their names;
 *         speakers of low probability, those of the most words first (words x doubt);
 *         people of whom no pronoun speaks; who narrates
 * cost    O(people x words of their names + speeches log speeches) */
#include "report/internal.h"

#include "base/map.h"
#include "base/utf8.h"

#include <stdlib.h>

enum {
    MOST_LINES = 24,       // speeches that are asked about
    MOST_JOINS = 200,
    MOST_ALIKE = 4,        // people who share a word; more, and it is a title or a clan
    MOST_UNKNOWN = 24,
    QUOTED_WORDS = 12,
    QUOTED_BYTES = 120,
    KNOWN_BY = 3           // speeches, or mentions, from which on a pronoun is to be expected
};

static const double sure_enough = 0.8;

/* A name as a statement has it: in marks that it does not hold itself. */
static void put_name(struct writing *w, struct str name)
{
    struct draft draft = {0};
    draft_put(w, &draft, name);
    bool has_mark = str_find(name, STR("\"")) < name.n;
    sink_put(w->sink, has_mark ? STR("\xE2\x80\x9C") : STR("\""));
    sink_put(w->sink, draft_str(&draft));
    sink_put(w->sink, has_mark ? STR("\xE2\x80\x9D") : STR("\""));
}

static struct str name_of(const struct writing *w, uint32_t person)
{
    return w->findings->cast.person.at[person].name;
}

static void put_place(struct writing *w, uint32_t off)
{
    SINK_PUT(w->sink, " (");
    sink_put(w->sink, look_place(w, off));
    SINK_PUT(w->sink, ")\n");
}

static void put_head(struct writing *w, const char *words)
{
    SINK_PUT(w->sink, "\n# ---- ");
    sink_put(w->sink, str_c(words));
    SINK_PUT(w->sink, " ----\n");
}

static void put_comment(struct writing *w, struct str s)
{
    struct draft draft = {0};
    draft_put(w, &draft, s);
    sink_put(w->sink, draft_str(&draft));
}

static void put_joins(struct writing *w)
{
    const struct cast *cast = &w->findings->cast;
    bool any = false;
    for (uint32_t j = 0, n = 0; j < cast->join.n && n < MOST_JOINS; j++) {
        const struct join *join = &cast->join.at[j];
        struct str name = name_of(w, join->person);
        struct arena_mark mark = arena_mark(w->scratch);
        if (!join->is_given &&
            !str_eq(utf8_name_key(name, w->scratch), utf8_name_key(join->name, w->scratch))) {
            if (!any)
                put_head(w, "taken for one person");
            any = true;
            n++;
            SINK_PUT(w->sink, "# ");
            put_comment(w, join->because);
            put_place(w, join->at.start);
            SINK_PUT(w->sink, "#split ");
            put_name(w, join->name);
            SINK_PUT(w->sink, " from ");
            put_name(w, name);
            SINK_PUT(w->sink, "\n");
        }
        arena_rewind(w->scratch, mark);
    }
}

/* People under one word of their names: the first few, and how many there are. */
struct sharing {
    uint32_t person[MOST_ALIKE], n;
};

static void put_alike(struct writing *w, struct str word, const struct sharing *sharing, bool *any)
{
    for (uint32_t i = 0; i < sharing->n; i++)
        for (uint32_t k = i + 1; k < sharing->n; k++) {
            if (!*any)
                put_head(w, "kept apart, though their names are alike");
            *any = true;
            SINK_PUT(w->sink, "# both have \"");
            put_comment(w, word);
            SINK_PUT(w->sink, "\"");
            put_place(w, w->findings->cast.person.at[sharing->person[k]].first_off);
            SINK_PUT(w->sink, "#merge ");
            put_name(w, name_of(w, sharing->person[i]));
            SINK_PUT(w->sink, ", ");
            put_name(w, name_of(w, sharing->person[k]));
            SINK_PUT(w->sink, "\n");
        }
}

static void put_kept_apart(struct writing *w)
{
    const struct cast *cast = &w->findings->cast;
    struct map word;
    VEC(struct sharing) sharing = {0};
    struct arena_mark mark = arena_mark(w->scratch);
    bool any = false;
    map_init(&word, w->scratch);
    for (uint32_t p = 0; p < cast->person.n; p++) {
        struct str rest = utf8_name_key(cast->person.at[p].name, w->scratch);
        while (rest.n && !cast->person.at[p].is_group) {
            struct str part = str_cut(&rest, ' ');
            if (part.n < 3 || people_is_title(part) || str_eq(part, STR("the")))
                continue;
            uint32_t before = word.n, number = map_add(&word, part);
            struct sharing *slot = number == MAP_NONE ? NULL
                                   : number < before  ? &sharing.at[number]
                                                      : VEC_PUSH(&sharing, w->scratch);
            if (!slot) {
                w->no_memory = true;
                return;
            }
            if (slot->n < MOST_ALIKE && (slot->n == 0 || slot->person[slot->n - 1] != p))
                slot->person[slot->n] = p;
            slot->n++;
        }
    }
    for (uint32_t i = 0; i < word.n; i++)
        if (sharing.at[i].n <= MOST_ALIKE)
            put_alike(w, word.key[i], &sharing.at[i], &any);
    arena_rewind(w->scratch, mark);
}

/* ---- speakers ---- */

struct doubtful {
    uint32_t speech;
    double weight; // words x doubt
};

static int by_weight(const void *a, const void *b)
{
    const struct doubtful *x = a, *y = b;
    if (x->weight != y->weight)
        return x->weight < y->weight ? 1 : -1;
    return (x->speech > y->speech) - (x->speech < y->speech);
}

static int by_speech(const void *a, const void *b)
{
    const struct doubtful *x = a, *y = b;
    return (x->speech > y->speech) - (x->speech < y->speech);
}

/* Without the quotation marks and blanks around them. */
static struct str without_marks(struct str s)
{
    static const struct str marks[] = {{"\"", 1}, {"'", 1}, {" ", 1},
                                       {"\xE2\x80\x9C", 3}, {"\xE2\x80\x9D", 3},
                                       {"\xE2\x80\x98", 3}, {"\xE2\x80\x99", 3}};
    for (size_t before = s.n + 1; s.n < before;) {
        before = s.n;
        for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
            if (str_starts(s, marks[i]))
                s = str_part(s, marks[i].n, s.n);
            if (str_ends(s, marks[i]))
                s = str_part(s, 0, s.n - marks[i].n);
        }
    }
    return s;
}

/* The first words of a speech, of all its pieces, without marks that would end the quotation. */
static struct str first_words(struct writing *w, uint32_t s)
{
    const struct doc *doc = &w->findings->doc;
    const struct speech *speech = &doc->speech.at[s];
    struct draft draft = {0};
    uint32_t n = 0;
    for (uint32_t b = speech->first_block; b < speech->first_block + speech->n_blocks; b++) {
        if (!doc_says(doc, s, b) || n == QUOTED_WORDS || draft.n >= QUOTED_BYTES)
            continue;
        struct str words = doc_clean(doc, doc->block.at[b].at, w->scratch);
        if (!words.at) {
            w->no_memory = true;
            break;
        }
        size_t end = 0;
        for (size_t i = 0; i <= words.n && i < QUOTED_BYTES && n < QUOTED_WORDS; i++)
            if (i == words.n || words.at[i] == ' ') {
                end = i;
                n++;
            }
        if (draft.n)
            DRAFT_PUT(w, &draft, " ");
        draft_put(w, &draft, without_marks(str_part(words, 0, end)));
    }
    for (size_t i = 0; i < draft.n; i++)
        if (draft.at[i] == '"')
            draft.at[i] = '\'';
    return draft_str(&draft);
}

static void put_speakers(struct writing *w)
{
    const struct findings *f = w->findings;
    struct doubtful *all = ARENA_NEW(w->scratch, struct doubtful, (size_t)f->doc.speech.n + 1);
    uint32_t n = 0;
    if (!all) {
        w->no_memory = true;
        return;
    }
    for (uint32_t s = 0; s < f->doc.speech.n; s++) {
        const struct utterance *said = &f->cast.utterance[s];
        double sure = said->n_speakers ? (double)said->sure : 0;
        if (sure < sure_enough && said->n_words && f->cast.person.n)
            all[n++] = (struct doubtful){s, said->n_words * (1 - sure)};
    }
    qsort(all, n, sizeof *all, by_weight);
    uint32_t n_shown = n < MOST_LINES ? n : MOST_LINES;
    qsort(all, n_shown, sizeof *all, by_speech);
    for (uint32_t i = 0; i < n_shown; i++) {
        uint32_t s = all[i].speech;
        const struct utterance *said = &f->cast.utterance[s];
        struct str words = first_words(w, s);
        if (words.n == 0)
            continue;
        if (i == 0) {
            put_head(w, "who says it");
            if (n > n_shown)
                sink_printf(w->sink, "# The most words of %u speeches of which the program is not sure.\n", n);
        }
        if (said->n_speakers)
            sink_printf(w->sink, "# %u %%, by %s", (unsigned)((double)said->sure * 100 + 0.5), via_name[said->via]);
        else
            SINK_PUT(w->sink, "# nobody is known to say it");
        put_place(w, f->doc.speech.at[s].at.start);
        SINK_PUT(w->sink, "#speaker \"");
        sink_put(w->sink, words);
        SINK_PUT(w->sink, "\" is ");
        put_name(w, name_of(w, said->n_speakers ? f->cast.speaker.at[said->first_speaker] : 0));
        SINK_PUT(w->sink, "\n");
    }
}

/* ---- people ---- */

static void put_unknown(struct writing *w)
{
    const struct cast *cast = &w->findings->cast;
    uint32_t n = 0;
    for (uint32_t p = 0; p < cast->person.n && n < MOST_UNKNOWN; p++) {
        const struct person *person = &cast->person.at[p];
        if (person->gender != GENDER_UNKNOWN || person->is_group ||
            (person->n_speeches < KNOWN_BY && person->n_mentions < KNOWN_BY))
            continue;
        if (n++ == 0)
            put_head(w, "no pronoun is known of them: she, he, they or it");
        SINK_PUT(w->sink, "#pronouns ");
        put_name(w, person->name);
        SINK_PUT(w->sink, " they\n");
    }
}

static void put_narrator(struct writing *w)
{
    const struct findings *f = w->findings;
    if (f->doc.kind != DOC_NOVEL || f->cast.narrated_in == 0)
        return;
    put_head(w, "who narrates");
    if (f->cast.narrator != PERSON_NONE) {
        SINK_PUT(w->sink, "# It is told in the first person");
        put_place(w, f->cast.person.at[f->cast.narrator].first_off);
        SINK_PUT(w->sink, "#narrator ");
        put_name(w, name_of(w, f->cast.narrator));
        SINK_PUT(w->sink, "\n");
    } else {
        SINK_PUT(w->sink, "# It is told in the third person.\n");
    }
    SINK_PUT(w->sink, "#narrator nobody\n");
}

whose_status fix_draft(struct writing *w)
{
    const struct findings *f = w->findings;
    struct draft title = {0};
    size_t name = f->path.n; // of the file, without its folders
    while (name && f->path.at[name - 1] != '/')
        name--;
    draft_put(w, &title, f->doc.title.n       ? f->doc.title
                         : name < f->path.n ? str_part(f->path, name, f->path.n)
                                            : STR("this story"));
    SINK_PUT(w->sink, "# Corrections of ");
    sink_put(w->sink, draft_str(&title));
    SINK_PUT(w->sink,
             "\n# What the program was unsure about.  Take away the # before a statement that is right, or\n"
             "# change it; save the file as STORY.whose beside the story, and later runs obey it.\n"
             "# Statements: merge A, B   split A from B   rename A to B   pronouns A she|he|they|it\n"
             "#             narrator A|nobody   ignore A   speaker \"words of the speech\" is A\n");
    put_joins(w);
    put_kept_apart(w);
    put_speakers(w);
    put_unknown(w);
    put_narrator(w);
    return WHOSE_OK;
}
