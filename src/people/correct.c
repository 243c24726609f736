/* takes   the statements of the corrections, and the people while they are gathered
 * gives   names that must and must not meet, people who are none, speakers that are
 *         known; in the end a sentence on every statement
 * method  constraints on the joining of names, after the must-link and cannot-link of
 *         Wagstaff & Cardie 2000: `bond` is the closure of what is joined and what is to
 *         be joined, and no join may bring two names together that a split keeps apart.
 *         Merges and splits want the name as the report prints it; the other statements
 *         take a part of a name that fits one person
 * cost    O(statements x (names + joins)), statements are at most a thousand; O(words)
 *         for all quoted lines together */
#include "people/internal.h"

#include "base/err.h"
#include "base/utf8.h"

#include <stdio.h>
#include <string.h>

enum outcome {
    OPEN,       // no name fits so far
    DONE,
    NEEDLESS,   // it was so already
    SEVERAL,    // a name fits more than one
    AGAINST,    // a split keeps them apart
    NO_LINE,
    SEVERAL_LINES,
    OVERRULED   // by a later statement of the same kind
};

struct obeying {
    const struct correction *c;
    uint32_t a, b;      // labels, or DOC_NONE
    enum outcome outcome;
    struct str unclear; // the name that fits none or several
    uint32_t n_lines, speech;
};

struct correcting {
    struct obeying *at; // [n]
    uint32_t n;
    VEC(uint32_t) bond; // [label], towards the root of its closure
    VEC(struct str) shown; // [label], the key of the name as it is printed: "the young crab"
    uint32_t *said_by;  // [speech], label, or DOC_NONE; NULL before corrections_lines()
};

whose_status corrections_begin(struct gathering *g, const struct corrections *corrections,
                               whose_error *err)
{
    if (!corrections || corrections->at.n == 0)
        return WHOSE_OK;
    g->corrections = corrections;
    g->correcting = ARENA_NEW(g->keep, struct correcting, 1);
    struct obeying *at = ARENA_NEW(g->keep, struct obeying, corrections->at.n);
    if (!g->correcting || !at)
        return fail_nomem(err);
    g->correcting->at = at;
    g->correcting->n = corrections->at.n;
    for (uint32_t i = 0; i < corrections->at.n; i++)
        at[i] = (struct obeying){.c = &corrections->at.at[i], .a = DOC_NONE, .b = DOC_NONE,
                                 .unclear = corrections->at.at[i].a};
    return WHOSE_OK;
}

/* ---- names ---- */

/* Does `key` hold the words of `part`? */
static bool has_words(struct str key, struct str part)
{
    for (size_t at = 0; at + part.n <= key.n; at++)
        if ((at == 0 || key.at[at - 1] == ' ') && str_starts(str_part(key, at, key.n), part) &&
            (at + part.n == key.n || key.at[at + part.n] == ' '))
            return true;
    return false;
}

/* The label that `name` is the key of.  `by_part`: else the one person of whose names it
 * is a part.  DOC_NONE: none, or, with `*several`, more than one. */
static uint32_t find_label(const struct gathering *g, struct str name, bool by_part, bool *several)
{
    struct arena_mark mark = arena_mark(g->scratch);
    struct str key = utf8_name_key(name, g->scratch);
    uint32_t exact = DOC_NONE, part = DOC_NONE;
    bool several_exact = false, several_parts = false;
    if (key.n == 0)
        key = name;
    for (uint32_t i = 0; i < g->label.n; i++) {
        const struct label *label = &g->label.at[i];
        bool is_printed = i < g->correcting->shown.n && str_eq(g->correcting->shown.at[i], key);
        if (str_eq(label->key, key) || (is_printed && !label->is_ignored)) {
            several_exact = several_exact ||
                            (exact != DOC_NONE && label_root(g, exact) != label_root(g, i));
            exact = exact == DOC_NONE ? i : exact;
        } else if (by_part && has_words(label->key, key)) {
            several_parts = several_parts ||
                            (part != DOC_NONE && label_root(g, part) != label_root(g, i));
            part = part == DOC_NONE ? i : part;
        }
    }
    arena_rewind(g->scratch, mark);
    *several = exact != DOC_NONE ? several_exact : several_parts;
    return *several ? DOC_NONE : exact != DOC_NONE ? exact : part;
}

/* Fill in the labels of a statement; true when all that it needs are there. */
static bool resolve(const struct gathering *g, struct obeying *o, bool has_b, bool by_part)
{
    bool several_a = false, several_b = false;
    if (o->outcome != OPEN && o->outcome != SEVERAL)
        return false;
    if (o->a == DOC_NONE)
        o->a = find_label(g, o->c->a, by_part, &several_a);
    if (has_b && o->b == DOC_NONE)
        o->b = find_label(g, o->c->b, by_part, &several_b);
    o->unclear = o->a == DOC_NONE ? o->c->a : o->c->b;
    o->outcome = several_a || (several_b && o->a != DOC_NONE) ? SEVERAL : OPEN;
    return o->a != DOC_NONE && (!has_b || o->b != DOC_NONE);
}

/* ---- what may be joined ---- */

static whose_status extend_bonds(struct gathering *g, whose_error *err)
{
    while (g->correcting->bond.n < g->label.n) {
        uint32_t *slot = VEC_PUSH(&g->correcting->bond, g->keep);
        struct str *shown = VEC_PUSH(&g->correcting->shown, g->keep);
        if (!slot || !shown)
            return fail_nomem(err);
        uint32_t label = g->correcting->bond.n - 1;
        *slot = label_root(g, label);
        *shown = utf8_name_key(g->label.at[label].shown, g->keep);
        if (!shown->at)
            return fail_nomem(err);
    }
    return WHOSE_OK;
}

/* A label that is younger than the last call of extend_bonds() is its own. */
static uint32_t bond_of(struct correcting *c, uint32_t label)
{
    while (label < c->bond.n && c->bond.at[label] != label) {
        uint32_t up = c->bond.at[label];
        if (up < c->bond.n)
            c->bond.at[label] = c->bond.at[up];
        label = c->bond.at[label];
    }
    return label;
}

static bool keeps_apart(struct correcting *c, uint32_t a, uint32_t b, bool notes)
{
    uint32_t left = bond_of(c, a), right = bond_of(c, b);
    for (uint32_t i = 0; i < c->n; i++) {
        struct obeying *o = &c->at[i];
        if (o->c->kind != CORRECT_SPLIT || o->a == DOC_NONE || o->b == DOC_NONE)
            continue;
        uint32_t x = bond_of(c, o->a), y = bond_of(c, o->b);
        if ((x == left && y == right) || (x == right && y == left)) {
            if (notes)
                o->outcome = DONE;
            return true;
        }
    }
    return false;
}

static void tie(struct correcting *c, uint32_t a, uint32_t b)
{
    uint32_t left = bond_of(c, a), right = bond_of(c, b);
    if (left != right && left < c->bond.n)
        c->bond.at[left] = right;
}

bool corrections_allow(struct gathering *g, uint32_t from, uint32_t to)
{
    struct correcting *c = g->correcting;
    if (!c)
        return true;
    if (keeps_apart(c, from, to, true))
        return false;
    tie(c, from, to);
    return true;
}

/* `merge the policeman, Pell, Old Pell`: a name that has no label yet may be said of two
 * that have one, which are then one person. */
static bool share_unseen(struct correcting *c, uint32_t i)
{
    struct obeying *o = &c->at[i];
    if (o->outcome != OPEN || o->a != DOC_NONE || o->b == DOC_NONE)
        return false;
    for (uint32_t k = 0; k < i; k++) {
        const struct obeying *other = &c->at[k];
        if (other->c->kind != CORRECT_MERGE || other->outcome != OPEN || other->b == DOC_NONE ||
            !str_eq(other->c->a, o->c->a))
            continue;
        o->a = other->b;
        return true;
    }
    return false;
}

/* Whoever is to be merged, split, called something or heard is somebody. */
static void mean_names(struct gathering *g, const struct correction *c)
{
    bool several;
    uint32_t a = c->kind == CORRECT_IGNORE ? DOC_NONE : find_label(g, c->a, false, &several);
    uint32_t b = c->kind == CORRECT_MERGE || c->kind == CORRECT_SPLIT ? find_label(g, c->b, false, &several)
                                                                      : DOC_NONE;
    if (a != DOC_NONE)
        g->label.at[a].is_meant = true;
    if (b != DOC_NONE)
        g->label.at[b].is_meant = true;
}

whose_status corrections_names(struct gathering *g, whose_error *err)
{
    struct correcting *c = g->correcting;
    if (!c)
        return WHOSE_OK;
    TRY(extend_bonds(g, err));
    for (uint32_t i = 0; i < c->n; i++)
        if (c->at[i].c->kind == CORRECT_SPLIT && resolve(g, &c->at[i], true, false))
            c->at[i].outcome = label_root(g, c->at[i].a) == label_root(g, c->at[i].b) ? AGAINST
                                                                                     : NEEDLESS;
    for (uint32_t i = 0; i < c->n; i++) {
        struct obeying *o = &c->at[i];
        mean_names(g, o->c);
        if (o->c->kind == CORRECT_PRONOUNS && resolve(g, o, false, false)) {
            g->label.at[o->a].gender = o->c->gender;
            o->outcome = OPEN;
        }
        if (o->c->kind != CORRECT_MERGE)
            continue;
        if (!resolve(g, o, true, false) && !share_unseen(c, i))
            continue;
        bool against = keeps_apart(c, o->a, o->b, false);
        o->outcome = against ? AGAINST : label_root(g, o->a) == label_root(g, o->b) ? NEEDLESS : DONE;
        if (!against)
            tie(c, o->a, o->b);
    }
    return WHOSE_OK;
}

bool corrections_merge(struct gathering *g, uint32_t *at, uint32_t *into, uint32_t *from,
                       const char **because, whose_error *err, whose_status *status)
{
    struct correcting *c = g->correcting;
    *status = WHOSE_OK;
    for (; c && *at < c->n; (*at)++) {
        const struct obeying *o = &c->at[*at];
        if (o->c->kind != CORRECT_MERGE || o->outcome != DONE)
            continue;
        char words[160];
        struct str file = g->corrections->file.at[o->c->file];
        int n = snprintf(words, sizeof words, "line %u of %.*s", o->c->line, (int)(file.n < 100 ? file.n : 100),
                         file.at);
        struct str kept = str_keep(g->keep, (struct str){words, n > 0 ? (size_t)n : 0});
        if (!kept.at) {
            *status = fail_nomem(err);
            return false;
        }
        *because = kept.at;
        *into = o->a;
        *from = o->b;
        g->label.at[o->b].is_given = true;
        (*at)++;
        return true;
    }
    return false;
}

whose_status corrections_join_labels(struct gathering *g, whose_error *err)
{
    const char *because;
    whose_status status;
    for (uint32_t at = 0, into, from; corrections_merge(g, &at, &into, &from, &because, err, &status);)
        label_join(g, from, into, because, 1);
    return status;
}

uint32_t corrections_same(const struct gathering *g, struct str key)
{
    struct correcting *c = g->correcting;
    for (uint32_t i = 0; c && i < c->n; i++) {
        struct obeying *o = &c->at[i];
        if (o->c->kind != CORRECT_MERGE || o->outcome != OPEN)
            continue;
        bool several = false;
        uint32_t a = find_label(g, o->c->a, false, &several);
        uint32_t b = find_label(g, o->c->b, false, &several);
        if (several || (a == DOC_NONE) == (b == DOC_NONE))
            continue;
        struct arena_mark mark = arena_mark(g->scratch);
        struct str other = utf8_name_key(a == DOC_NONE ? o->c->a : o->c->b, g->scratch);
        bool is_it = str_eq(other, key);
        arena_rewind(g->scratch, mark);
        if (!is_it)
            continue;
        o->a = o->b = a == DOC_NONE ? b : a;
        o->outcome = DONE;
        return label_root(g, o->a);
    }
    return DOC_NONE;
}

/* ---- people ---- */

/* The whole person, where `label` is what it is called by; else this one name. */
static void ignore(struct gathering *g, uint32_t label)
{
    uint32_t root = label_root(g, label);
    struct arena_mark mark = arena_mark(g->scratch);
    bool is_chief = root == label ||
                    str_eq(utf8_name_key(g->label.at[root].shown, g->scratch), g->label.at[label].key);
    arena_rewind(g->scratch, mark);
    for (uint32_t i = 0; i < g->label.n; i++)
        if (i == label || (is_chief && label_root(g, i) == root)) {
            g->label.at[i].is_ignored = true;
            g->label.at[i].key = STR(""); // no name that the text could say
        }
}

whose_status corrections_people(struct gathering *g, uint32_t *narrator, bool *is_told,
                                whose_error *err)
{
    struct correcting *c = g->correcting;
    struct obeying *last = NULL;
    *is_told = false;
    if (!c)
        return WHOSE_OK;
    TRY(extend_bonds(g, err));
    for (uint32_t i = 0; i < c->n; i++) {
        struct obeying *o = &c->at[i];
        enum correction_kind kind = o->c->kind;
        if (kind == CORRECT_IGNORE && resolve(g, o, false, false)) {
            ignore(g, o->a);
            o->outcome = DONE;
        } else if (kind == CORRECT_PRONOUNS && resolve(g, o, false, true)) {
            g->label.at[label_root(g, o->a)].gender = o->c->gender;
            o->outcome = DONE;
        } else if (kind == CORRECT_NARRATOR && (o->c->a.n == 0 || resolve(g, o, false, true))) {
            if (last)
                last->outcome = OVERRULED;
            last = o;
            o->outcome = DONE;
            *narrator = o->a == DOC_NONE ? DOC_NONE : label_root(g, o->a);
            *is_told = true;
        }
    }
    return WHOSE_OK;
}

/* ---- lines ---- */

/* A key without its blanks: hyphens and line ends part words in one text and not in another.
 * The first few dozen words are enough to know a speech by. */
static struct str solid_key(struct str words, struct arena *arena)
{
    enum { MOST_BYTES = 400 };
    struct str key = utf8_name_key(words, arena);
    if (key.n > MOST_BYTES) {
        size_t end = MOST_BYTES;
        while (end > 0 && key.at[end] != ' ')
            end--;
        key = str_part(key, 0, end ? end : key.n);
    }
    char *out = key.at ? ARENA_NEW_RAW(arena, char, key.n + 1) : NULL;
    size_t n = 0;
    for (size_t i = 0; out && i < key.n; i++)
        if (key.at[i] != ' ')
            out[n++] = key.at[i];
    return (struct str){out, n};
}

/* Do the words from spoken[i] on read as `solid`? */
static bool reads_as(const struct text *text, const uint32_t *spoken, uint32_t n, uint32_t i,
                     struct str solid)
{
    size_t at = 0;
    for (; i < n && at < solid.n; i++) {
        struct str key = text->word.key[text->token[spoken[i]].word];
        for (size_t k = 0; k < key.n; k++) {
            if (key.at[k] == ' ')
                continue;
            if (at == solid.n || key.at[k] != solid.at[at++])
                return false;
        }
        /* "'s" is no part of a key */
        bool owns = text->token[spoken[i]].flags & TOKEN_OWNS &&
                    (text->doc->text.at[text->token[spoken[i]].at.end - 1] | 32) == 's';
        at += owns && at < solid.n && solid.at[at] == 's';
    }
    return at == solid.n;
}

struct quoted {
    struct str solid;
    uint32_t o, next; // statement; the next with the same first byte, or DOC_NONE
};

static void look_in_speech(const struct gathering *g, uint32_t s, const uint32_t *spoken, uint32_t n,
                           const struct quoted *quoted, const uint32_t head[256])
{
    struct correcting *c = g->correcting;
    for (uint32_t i = 0; i < n; i++) {
        struct str key = g->text->word.key[g->text->token[spoken[i]].word];
        uint32_t q = key.n ? head[(unsigned char)key.at[0]] : DOC_NONE;
        for (; q != DOC_NONE; q = quoted[q].next) {
            struct obeying *o = &c->at[quoted[q].o];
            if ((o->n_lines && o->speech == s) || !reads_as(g->text, spoken, n, i, quoted[q].solid))
                continue;
            o->n_lines++;
            o->speech = s;
        }
    }
}

static whose_status find_lines(struct gathering *g, struct quoted *quoted, const uint32_t head[256],
                               whose_error *err)
{
    uint32_t *spoken = ARENA_NEW_RAW(g->scratch, uint32_t, (size_t)g->text->n_tokens + 1);
    if (!spoken)
        return fail_nomem(err);
    for (uint32_t s = 0; s < g->doc->speech.n; s++) {
        const struct speech *speech = &g->doc->speech.at[s];
        uint32_t n = 0;
        for (uint32_t b = speech->first_block; b < speech->first_block + speech->n_blocks; b++)
            for (uint32_t i = g->text->block_first[b]; doc_says(g->doc, s, b) && i < g->text->block_first[b + 1]; i++)
                if (g->text->token[i].flags & TOKEN_WORD)
                    spoken[n++] = i;
        look_in_speech(g, s, spoken, n, quoted, head);
    }
    return WHOSE_OK;
}

whose_status corrections_lines(struct gathering *g, whose_error *err)
{
    struct correcting *c = g->correcting;
    uint32_t head[256], n = 0;
    if (!c || c->said_by)
        return WHOSE_OK;
    c->said_by = ARENA_NEW_RAW(g->keep, uint32_t, (size_t)g->doc->speech.n + 1);
    struct arena_mark mark = arena_mark(g->scratch);
    struct quoted *quoted = ARENA_NEW(g->scratch, struct quoted, c->n);
    if (!c->said_by || !quoted)
        return fail_nomem(err);
    for (uint32_t s = 0; s <= g->doc->speech.n; s++)
        c->said_by[s] = DOC_NONE;
    for (int i = 0; i < 256; i++)
        head[i] = DOC_NONE;
    for (uint32_t i = 0; i < c->n; i++) {
        struct obeying *o = &c->at[i];
        if (o->c->kind != CORRECT_SPEAKER || !resolve(g, o, false, true))
            continue;
        o->outcome = NO_LINE;
        struct str solid = solid_key(o->c->b, g->scratch);
        if (!solid.at)
            return fail_nomem(err);
        if (solid.n == 0)
            continue;
        quoted[n] = (struct quoted){solid, i, head[(unsigned char)solid.at[0]]};
        head[(unsigned char)solid.at[0]] = n++;
    }
    if (n)
        TRY(find_lines(g, quoted, head, err));
    for (uint32_t q = n; q-- > 0;) {
        struct obeying *o = &c->at[quoted[q].o];
        o->outcome = o->n_lines == 0 ? NO_LINE : o->n_lines > 1 ? SEVERAL_LINES : DONE;
    }
    for (uint32_t i = c->n; i-- > 0;) {
        struct obeying *o = &c->at[i];
        if (o->c->kind != CORRECT_SPEAKER || o->outcome != DONE)
            continue;
        if (c->said_by[o->speech] != DOC_NONE)
            o->outcome = OVERRULED;
        else
            c->said_by[o->speech] = label_root(g, o->a);
    }
    arena_rewind(g->scratch, mark);
    return WHOSE_OK;
}

uint32_t corrections_speaker(const struct gathering *g, uint32_t speech)
{
    return g->correcting && g->correcting->said_by ? g->correcting->said_by[speech] : DOC_NONE;
}

whose_status corrections_speak(struct gathering *g, whose_error *err)
{
    TRY(corrections_lines(g, err));
    for (uint32_t s = 0; g->correcting && s < g->doc->speech.n; s++) {
        uint32_t label = corrections_speaker(g, s);
        if (label == DOC_NONE)
            continue;
        uint32_t *slot = VEC_PUSH(&g->cast->speaker, g->keep);
        if (!slot)
            return fail_nomem(err);
        *slot = label;
        struct utterance *said = &g->cast->utterance[s];
        said->first_speaker = g->cast->speaker.n - 1;
        said->n_speakers = 1;
        said->sure = 1;
    }
    return WHOSE_OK;
}

/* ---- what became of them ---- */

static const char *const pronoun_of[N_GENDERS] = {"", "she", "he", "they", "it"};

/* What a line of a report holds of a name or of quoted words. */
static struct str shown(struct str s)
{
    enum { SHOWN_BYTES = 80 };
    size_t n = s.n < SHOWN_BYTES ? s.n : SHOWN_BYTES;
    while (n && n < s.n && ((unsigned char)s.at[n] & 0xC0) == 0x80)
        n--;
    return str_part(s, 0, n);
}

static int put_outcome(const struct obeying *o, char *out, size_t cap)
{
    struct str a = shown(o->c->a), b = shown(o->c->b), unclear = shown(o->unclear);
    switch (o->outcome) {
    case OPEN:
        return snprintf(out, cap, "nobody is called %.*s", STR_ARGS(unclear));
    case SEVERAL:
        return snprintf(out, cap, "%.*s fits more than one", STR_ARGS(unclear));
    case AGAINST:
        return snprintf(out, cap, "%.*s and %.*s are both joined and kept apart", STR_ARGS(a), STR_ARGS(b));
    case NO_LINE:
        return snprintf(out, cap, "no speech has the words \"%.*s\"", STR_ARGS(b));
    case SEVERAL_LINES:
        return snprintf(out, cap, "%u speeches have the words \"%.*s\": quote more", o->n_lines,
                        STR_ARGS(b));
    case OVERRULED:
        return snprintf(out, cap, "a later line says otherwise");
    case NEEDLESS:
        if (o->c->kind == CORRECT_SPLIT)
            return snprintf(out, cap, "%.*s and %.*s stood apart already", STR_ARGS(a), STR_ARGS(b));
        return snprintf(out, cap, "%.*s and %.*s were one person already", STR_ARGS(a), STR_ARGS(b));
    case DONE:
        break;
    }
    switch (o->c->kind) {
    case CORRECT_MERGE:
        return snprintf(out, cap, "merged %.*s and %.*s", STR_ARGS(a), STR_ARGS(b));
    case CORRECT_SPLIT:
        return snprintf(out, cap, "kept %.*s and %.*s apart", STR_ARGS(a), STR_ARGS(b));
    case CORRECT_RENAME:
        return snprintf(out, cap, "%.*s is called %.*s", STR_ARGS(a), STR_ARGS(b));
    case CORRECT_PRONOUNS:
        return snprintf(out, cap, "%.*s is \"%s\"", STR_ARGS(a), pronoun_of[o->c->gender]);
    case CORRECT_NARRATOR:
        return a.n ? snprintf(out, cap, "%.*s narrates", STR_ARGS(a))
                   : snprintf(out, cap, "nobody narrates");
    case CORRECT_IGNORE:
        return snprintf(out, cap, "%.*s is no person", STR_ARGS(a));
    case CORRECT_SPEAKER:
    case N_CORRECTION_KINDS:
        break;
    }
    return snprintf(out, cap, "\"%.*s\" is said by %.*s", STR_ARGS(b), STR_ARGS(a));
}

static whose_status rename_person(struct gathering *g, struct obeying *o, whose_error *err)
{
    if (!resolve(g, o, false, true))
        return WHOSE_OK;
    uint32_t person = g->person_of[o->a];
    if (person == PERSON_NONE) { // a name of the list of persons that the text never uses
        o->outcome = OPEN;
        return WHOSE_OK;
    }
    struct str name = str_keep(g->keep, o->c->b);
    if (!name.at)
        return fail_nomem(err);
    g->cast->person.at[person].name = name;
    o->outcome = DONE;
    return WHOSE_OK;
}

whose_status corrections_settle(struct gathering *g, whose_error *err)
{
    struct correcting *c = g->correcting;
    for (uint32_t i = 0; c && i < c->n; i++) {
        struct obeying *o = &c->at[i];
        char words[320];
        if (o->c->kind == CORRECT_RENAME)
            TRY(rename_person(g, o, err));
        int n = put_outcome(o, words, sizeof words);
        struct corrected *out = VEC_PUSH(&g->cast->corrected, g->keep);
        if (!out)
            return fail_nomem(err);
        out->file = str_keep(g->keep, g->corrections->file.at[o->c->file]);
        out->line = o->c->line;
        out->is_done = o->outcome == DONE || o->outcome == NEEDLESS;
        out->words = str_keep(g->keep, (struct str){words, n > 0 ? (size_t)n : 0});
        if (!out->file.at || !out->words.at)
            return fail_nomem(err);
    }
    return WHOSE_OK;
}
