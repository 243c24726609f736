/* takes   labels, joined, and the mentions and speeches that use them
 * gives   persons numbered by first appearance, with their aliases and the best
 *         of their names; utterances and mentions point at persons
 * cost    O(mentions + labels log labels) */
#include "base/err.h"
#include "base/utf8.h"
#include "people/internal.h"

#include <stdlib.h>
#include <string.h>

/* What is known of a label's person while the persons are numbered. */
struct sight {
    uint32_t first, last; // offsets; first UINT32_MAX: never seen
};

static void see(struct gathering *g, struct sight *sight, uint32_t label, struct span at)
{
    uint32_t root = label_root(g, label);
    if (at.start < sight[root].first)
        sight[root].first = at.start;
    if (at.end > sight[root].last)
        sight[root].last = at.end;
}

static struct sight *all_sights(struct gathering *g)
{
    struct sight *sight = ARENA_NEW_RAW(g->scratch, struct sight, g->label.n + 1);
    if (!sight)
        return NULL;
    for (uint32_t i = 0; i < g->label.n; i++)
        sight[i] = (struct sight){UINT32_MAX, 0};
    for (uint32_t s = 0; s < g->doc->speech.n; s++)
        for (uint32_t i = 0; i < g->cast->utterance[s].n_speakers; i++)
            see(g, sight, g->cast->speaker.at[g->cast->utterance[s].first_speaker + i],
                g->doc->speech.at[s].at);
    for (uint32_t i = 0; i < g->cast->mention.n; i++)
        see(g, sight, g->cast->mention.at[i].person, g->cast->mention.at[i].at);
    for (uint32_t m = 0; m < g->doc->move.n; m++)
        for (uint32_t i = 0; i < g->doc->move.at[m].n_who; i++)
            see(g, sight, g->doc->who.at[g->doc->move.at[m].first_who + i],
                (struct span){g->doc->move.at[m].off, g->doc->move.at[m].off});
    return sight;
}

struct order {
    uint32_t first, label;
};

static int by_first(const void *a, const void *b)
{
    const struct order *x = a, *y = b;
    if (x->first != y->first)
        return x->first < y->first ? -1 : 1;
    return (x->label > y->label) - (x->label < y->label);
}

static bool has_lower(struct str s)
{
    for (size_t at = 0; at < s.n;)
        if (utf8_is_lower(utf8_next(s, &at)))
            return true;
    return false;
}

/* A word in capitals that stays so: "VIII", "TJ", "J.R.", "R2D2". */
static bool stays_upper(struct str part, bool is_first)
{
    static const struct str TITLES[] = {{"MR", 2}, {"MRS", 3}, {"DR", 2}, {"MS", 2},
                                        {"JR", 2}, {"SR", 2},  {"ST", 2}};
    bool has_vowel = false, is_roman = !is_first, is_marked = false;
    for (size_t i = 0; i < part.n; i++) {
        char c = part.at[i];
        is_marked = is_marked || (c >= '0' && c <= '9') || (c == '.' && i + 1 < part.n);
        has_vowel = has_vowel || strchr("AEIOUY", c) != NULL || (c & 0x80);
        is_roman = is_roman && strchr("IVX.", c) != NULL;
    }
    struct str key = {part.at, part.n && part.at[part.n - 1] == '.' ? part.n - 1 : part.n};
    for (size_t i = 0; i < sizeof TITLES / sizeof *TITLES; i++)
        if (str_eq(key, TITLES[i]))
            return false;
    return is_marked || !has_vowel || is_roman || part.n == 1;
}

static bool is_small_word(struct str part)
{
    static const struct str SMALL[] = {{"OF", 2},   {"THE", 3}, {"IN", 2}, {"AND", 3},
                                       {"WITH", 4}, {"ON", 2},  {"A", 1},  {"AT", 2}};
    for (size_t i = 0; i < sizeof SMALL / sizeof *SMALL; i++)
        if (str_eq(part, SMALL[i]))
            return true;
    return false;
}

enum { SIGMA = 0x3C3, FINAL_SIGMA = 0x3C2 };

/* "EDWARD BLOOM" as in a sentence; of a spelling with lower case ("The WAITER") only
 * the long words in capitals change. */
static struct str in_sentence_case(struct str shown, struct arena *keep)
{
    char *out = ARENA_NEW_RAW(keep, char, shown.n * 3 + 1);
    size_t n = 0, n_words = 0;
    bool is_mixed = has_lower(shown);
    if (!out)
        return (struct str){NULL, 0};
    for (size_t at = 0; at < shown.n;) {
        size_t start = at;
        while (at < shown.n && !is_blank(shown.at[at]) && shown.at[at] != '-')
            at++;
        struct str part = str_part(shown, start, at);
        bool keeps = is_mixed ? part.n < 4 || has_lower(part) || stays_upper(part, n_words == 0)
                              : stays_upper(part, n_words == 0);
        bool small = !is_mixed && n_words > 0 && is_small_word(part);
        for (size_t i = 0, letters = 0; i < part.n;) {
            uint32_t c = utf8_next(part, &i);
            bool first = letters == 0 && utf8_is_letter(c) && !small;
            letters += utf8_is_letter(c);
            uint32_t shown_as = (keeps && !small) || first ? c : utf8_lower(c);
            if (shown_as == SIGMA && letters > 1 && i == part.n)
                shown_as = FINAL_SIGMA;
            n += utf8_put(shown_as, out + n);
        }
        n_words++;
        if (at < shown.n)
            out[n++] = shown.at[at++];
    }
    return (struct str){out, n};
}

/* Aliases of one person, gathered under their keys. */
struct tally {
    struct map key;          // (person, key) -> index
    VEC(struct alias) alias;
    VEC(uint32_t) person;
};

static whose_status tally_add(struct gathering *g, struct tally *tally, uint32_t person,
                              struct str shown, uint32_t n, whose_error *err)
{
    struct str key = utf8_name_key(shown, g->scratch);
    char *pair = ARENA_NEW_RAW(g->scratch, char, key.n + sizeof person);
    if (!key.at || !pair)
        return fail_nomem(err);
    memcpy(pair, &person, sizeof person);
    memcpy(pair + sizeof person, key.at, key.n);
    uint32_t before = tally->key.n;
    uint32_t number = map_add(&tally->key, (struct str){pair, key.n + sizeof person});
    if (number == MAP_NONE)
        return fail_nomem(err);
    if (number == before) {
        struct alias *alias = VEC_PUSH(&tally->alias, g->scratch);
        uint32_t *owner = VEC_PUSH(&tally->person, g->scratch);
        if (!alias || !owner)
            return fail_nomem(err);
        *alias = (struct alias){.text = shown};
        *owner = person;
    }
    struct alias *alias = &tally->alias.at[number];
    alias->n += n;
    struct str upper = alias->text; // a spelling with lower case wins over capitals
    for (size_t at = 0; at < upper.n;)
        if (utf8_is_lower(utf8_next(upper, &at)))
            return WHOSE_OK;
    for (size_t at = 0; at < shown.n;)
        if (utf8_is_lower(utf8_next(shown, &at))) {
            alias->text = shown;
            break;
        }
    return WHOSE_OK;
}

static struct str mention_words(struct gathering *g, const struct mention *m)
{
    struct str words = doc_clean(g->doc, m->at, g->keep);
    if (words.at && (g->text->token[m->token].flags & TOKEN_OWNS) && words.n > 2)
        words.n -= (unsigned char)words.at[words.n - 2] >= 0x80 ? 4 : 2;
    return words;
}

struct ranked_alias {
    uint32_t person, n, index;
};

static int by_rank(const void *a, const void *b)
{
    const struct ranked_alias *x = a, *y = b;
    if (x->person != y->person)
        return x->person < y->person ? -1 : 1;
    if (x->n != y->n)
        return x->n > y->n ? -1 : 1;
    return (x->index > y->index) - (x->index < y->index);
}

/* The label's person gets its place in cast.person; who is never seen gets none. */
static whose_status number_persons(struct gathering *g, const struct sight *sight,
                                   uint32_t *person_of, whose_error *err)
{
    struct order *order = ARENA_NEW_RAW(g->scratch, struct order, g->label.n + 1);
    uint32_t n = 0;
    if (!order)
        return fail_nomem(err);
    for (uint32_t i = 0; i < g->label.n; i++)
        if (g->label.at[i].root == i && sight[i].first != UINT32_MAX && !g->label.at[i].is_ignored)
            order[n++] = (struct order){sight[i].first, i};
    qsort(order, n, sizeof *order, by_first);
    for (uint32_t i = 0; i < g->label.n; i++)
        person_of[i] = PERSON_NONE;
    for (uint32_t i = 0; i < n; i++) {
        const struct label *label = &g->label.at[order[i].label];
        struct person *person = VEC_PUSH(&g->cast->person, g->keep);
        if (!person)
            return fail_nomem(err);
        *person = (struct person){
            .name = label->shown,
            .gender = label->gender,
            .is_group = label->is_group,
            .role = label->role,
            .first_off = sight[order[i].label].first,
            .last_off = sight[order[i].label].last,
        };
        person_of[order[i].label] = i;
    }
    for (uint32_t i = 0; i < g->label.n; i++)
        if (g->label.at[i].root != i)
            person_of[i] = person_of[label_root(g, i)];
    return WHOSE_OK;
}

static whose_status note_joins(struct gathering *g, const uint32_t *person_of, whose_error *err)
{
    for (uint32_t i = 0; i < g->label.n; i++) {
        const struct label *label = &g->label.at[i];
        if (label->root == i || person_of[i] == PERSON_NONE)
            continue;
        struct join *join = VEC_PUSH(&g->cast->join, g->keep);
        if (!join)
            return fail_nomem(err);
        uint32_t off = label->first_off == UINT32_MAX ? 0 : label->first_off;
        *join = (struct join){person_of[i], label->shown, str_c(label->because),
                              {off, off + (uint32_t)label->shown.n}, label->is_given};
        struct person *person = &g->cast->person.at[person_of[i]];
        if (person->gender == GENDER_UNKNOWN)
            person->gender = label->gender;
    }
    return WHOSE_OK;
}

/* Speeches and mentions point at persons; words are counted. */
static void settle(struct gathering *g, const uint32_t *person_of)
{
    struct cast *cast = g->cast;
    for (uint32_t s = 0; s < g->doc->speech.n; s++) {
        struct utterance *said = &cast->utterance[s];
        uint32_t n = 0;
        for (uint32_t i = 0; i < said->n_speakers; i++) {
            uint32_t label = cast->speaker.at[said->first_speaker + i];
            uint32_t person = person_of[label];
            bool again = false;
            for (uint32_t k = 0; k < n && k < 8; k++)
                again = again || cast->speaker.at[said->first_speaker + k] == person;
            if (person == PERSON_NONE || again)
                continue;
            if (g->label.at[label].sure < said->sure)
                said->sure = g->label.at[label].sure;
            cast->speaker.at[said->first_speaker + n++] = person;
            cast->person.at[person].n_speeches++;
            cast->person.at[person].n_words += said->n_words;
        }
        said->n_speakers = n;
    }
    for (uint32_t i = 0; i < cast->mention.n; i++) {
        cast->mention.at[i].person = person_of[cast->mention.at[i].person];
        cast->person.at[cast->mention.at[i].person].n_mentions++;
    }
}

/* Where the markup names the speaker, the printed cue is one more name. */
static whose_status tally_cues(struct gathering *g, struct tally *tally, whose_error *err)
{
    for (uint32_t s = 0; s < g->doc->speech.n; s++) {
        const struct speech *speech = &g->doc->speech.at[s];
        const struct utterance *said = &g->cast->utterance[s];
        if (speech->n_who != 1 || said->n_speakers != 1 || span_is_empty(speech->cue))
            continue;
        struct str clean = doc_clean(g->doc, speech->cue, g->keep);
        if (!clean.at)
            return fail_nomem(err);
        struct str name = cue_parse(clean).name;
        while (name.n && (name.at[name.n - 1] == '.' || name.at[name.n - 1] == ','))
            name = name_trim(str_part(name, 0, name.n - 1));
        if (name.n)
            TRY(tally_add(g, tally, g->cast->speaker.at[said->first_speaker], name, 1, err));
    }
    return WHOSE_OK;
}

/* Aliases from cues and lists (`label`) and from mentions, most frequent first. */
static whose_status gather_aliases(struct gathering *g, const uint32_t *person_of,
                                   whose_error *err)
{
    struct cast *cast = g->cast;
    struct tally tally = {0};
    map_init(&tally.key, g->scratch);
    for (uint32_t i = 0; i < g->label.n; i++)
        if (person_of[i] != PERSON_NONE)
            TRY(tally_add(g, &tally, person_of[i], g->label.at[i].shown,
                          g->label.at[i].role == DOC_NONE ? g->label.at[i].n : 0, err));
    TRY(tally_cues(g, &tally, err));
    for (uint32_t i = 0; i < cast->mention.n; i++) {
        const struct mention *m = &cast->mention.at[i];
        if (m->kind != MENTION_NAME)
            continue;
        struct str words = mention_words(g, m);
        if (!words.at)
            return fail_nomem(err);
        TRY(tally_add(g, &tally, m->person, words, 1, err));
    }
    struct ranked_alias *rank = ARENA_NEW_RAW(g->scratch, struct ranked_alias, tally.alias.n + 1);
    if (!rank)
        return fail_nomem(err);
    for (uint32_t i = 0; i < tally.alias.n; i++)
        rank[i] = (struct ranked_alias){tally.person.at[i], tally.alias.at[i].n, i};
    qsort(rank, tally.alias.n, sizeof *rank, by_rank);
    for (uint32_t i = 0; i < tally.alias.n; i++) {
        struct alias *alias = VEC_PUSH(&cast->alias, g->keep);
        if (!alias)
            return fail_nomem(err);
        *alias = tally.alias.at[rank[i].index];
        struct person *person = &cast->person.at[rank[i].person];
        if (person->n_aliases++ == 0)
            person->first_alias = i;
    }
    return WHOSE_OK;
}

static bool ends_in_capital(struct str name)
{
    size_t at = name.n;
    while (at && !is_blank(name.at[at - 1]))
        at--;
    return at < name.n && !utf8_is_lower(utf8_next(name, &at));
}

/* The name of the source's list or of the cue, in the spelling the text uses. */
static whose_status name_persons(struct gathering *g, whose_error *err)
{
    struct cast *cast = g->cast;
    for (uint32_t p = 0; p < cast->person.n; p++) {
        struct person *person = &cast->person.at[p];
        struct arena_mark mark = arena_mark(g->scratch);
        struct str key = utf8_name_key(person->name, g->scratch);
        for (uint32_t a = 0; a < person->n_aliases; a++) {
            struct alias *alias = &cast->alias.at[person->first_alias + a];
            struct str other = utf8_name_key(alias->text, g->scratch);
            if (!other.at)
                return fail_nomem(err);
            /* "the man" is how a sentence writes it, not what he is called */
            if (key.n && str_eq(key, other) && ends_in_capital(alias->text))
                person->name = alias->text;
        }
        arena_rewind(g->scratch, mark);
        person->name = str_keep(g->keep, in_sentence_case(person->name, g->keep));
        if (!person->name.at)
            return fail_nomem(err);
    }
    return WHOSE_OK;
}

enum { FAR_WORDS = 12, TELLING_WORDS = 3, LONG_TOKENS = 100 };

/* "WINTERBOURNE and the WAITER." tells nothing about him. */
static bool is_telling(const struct text *text, uint32_t t)
{
    static const struct str IDLE[] = {{"and", 3},    {"the", 3},  {"then", 4}, {"enter", 5},
                                      {"enters", 6}, {"with", 4}, {"a", 1}};
    if (!(text->token[t].flags & TOKEN_WORD) || (text->token[t].flags & TOKEN_UPPER))
        return false;
    for (size_t i = 0; i < sizeof IDLE / sizeof *IDLE; i++)
        if (str_eq(text->word.key[text->token[t].word], IDLE[i]))
            return false;
    return true;
}

/* What a sentence says about one person in it.  It begins behind whoever is named
 * before, and ends where a mere list goes on with somebody else. */
static struct span clause_around(const struct gathering *g, uint32_t index, uint32_t *n_words)
{
    const struct text *text = g->text;
    const struct mention *m = &g->cast->mention.at[index];
    uint32_t begin = text->block_first[m->block], end = text->block_first[m->block + 1];
    uint32_t name = m->token, first, last = m->token, comma = 0;
    while (name > begin && text->token[name - 1].at.start >= m->at.start)
        name--;
    for (first = name; first > begin && !(text->token[first].flags & TOKEN_STARTS); first--) {
        char mark = text->token[first - 1].mark;
        if (!comma && (mark == ',' || mark == ';' || mark == '-'))
            comma = first;
        if (name - first > FAR_WORDS) {
            first = comma ? comma : name;
            break;
        }
    }
    if (first < name && (text->token[first].flags & TOKEN_WORD) &&
        str_eq(text->word.key[text->token[first].word], STR("and")))
        first++;
    const struct mention *before = index ? m - 1 : NULL;
    if (before && before->block == m->block && before->person != m->person &&
        before->token >= first)
        first = name;
    while (last + 1 < end && last < m->token + LONG_TOKENS &&
           !(text->token[last + 1].flags & TOKEN_STARTS))
        last++;
    const struct mention *next = index + 1 < g->cast->mention.n ? m + 1 : NULL;
    if (next && next->block == m->block && next->person != m->person && next->token <= last) {
        uint32_t n_between = 0;
        for (uint32_t t = m->token + 1; t < next->token; t++)
            n_between += (text->token[t].flags & TOKEN_WORD) &&
                         text->token[t].at.end <= next->at.start;
        if (n_between < TELLING_WORDS)
            last = m->token;
    }
    *n_words = 0;
    for (uint32_t t = first; t <= last; t++)
        *n_words += (t < name || t > m->token) && is_telling(text, t);
    return (struct span){text->token[first].at.start, text->token[last].at.end};
}

static bool is_one_of(const struct text *text, uint32_t t, uint32_t end, const char *const *words)
{
    if (t >= end || !(text->token[t].flags & TOKEN_WORD))
        return false;
    for (; *words; words++)
        if (str_eq(text->word.key[text->token[t].word], str_c(*words)))
            return true;
    return false;
}

/* How well the sentence of narration around a name introduces, and the sentence: 2 "Ada Vane, the
 * miller, ..." and "Ada was a miller", 1 another that names her early; 0 what follows a speech, or is
 * but a name. */
static uint8_t prose_rank(const struct gathering *g, const struct mention *m, struct span *sentence)
{
    static const char *const ARTICLES[] = {"a", "an", "the", NULL}, *const COPULAS[] = {"was", "is", "were", NULL},
                             *const BEHIND[] = {"a", "an", "the", "who", "whose", NULL};
    enum { NEAR_TOKENS = 6, SHOWN_BYTES = 64 };
    const struct text *text = g->text;
    uint32_t begin = text->block_first[m->block], end = text->block_first[m->block + 1];
    uint32_t first = m->token, last = m->token, next = m->token + 1, n_words = 0;
    while (first > begin && !(text->token[first].flags & TOKEN_STARTS) && m->token - first < LONG_TOKENS)
        first--;
    while (last + 1 < end && !(text->token[last + 1].flags & TOKEN_STARTS) && last - m->token < LONG_TOKENS)
        last++;
    for (uint32_t t = first; t <= last; t++)
        n_words += is_telling(text, t);
    if (!(text->token[first].flags & TOKEN_STARTS) || !(text->token[first].flags & TOKEN_TITLE) ||
        n_words < TELLING_WORDS)
        return 0;
    bool owns = (text->token[m->token].flags & TOKEN_OWNS) != 0, is_near = m->token - first <= NEAR_TOKENS;
    bool is_set_beside = next < end && text->token[next].mark == ',' && is_one_of(text, next + 1, end, BEHIND);
    bool is_told = is_near && is_one_of(text, next, end, COPULAS) && is_one_of(text, next + 1, end, ARTICLES);
    uint32_t start = is_near || !is_set_beside ? text->token[first].at.start : m->at.start;
    *sentence = (struct span){start, text->token[last].at.end};
    return !owns && (is_set_beside || is_told) ? 2 : m->at.end - start <= SHOWN_BYTES;
}

/* The first direction that says something about a person and writes the name in
 * capitals; else the first that says something; a bare name is no description.  In prose
 * the best of the first few sentences. */
static whose_status introduce(struct gathering *g, whose_error *err)
{
    struct cast *cast = g->cast;
    enum { EARLY_MENTIONS = 12 };
    bool is_prose = g->doc->kind == DOC_NOVEL;
    uint8_t *found = ARENA_NEW(g->scratch, uint8_t, cast->person.n + 1); // rank below
    uint8_t *n_seen = ARENA_NEW(g->scratch, uint8_t, cast->person.n + 1);
    if (!found || !n_seen)
        return fail_nomem(err);
    for (uint32_t i = 0; i < cast->mention.n; i++) {
        const struct mention *m = &cast->mention.at[i];
        uint8_t flags = g->text->token[m->token].flags;
        if (g->doc->block.at[m->block].kind != BLOCK_ACTION || m->kind == MENTION_PRONOUN)
            continue;
        uint8_t rank = (uint8_t)(1 + (flags & TOKEN_UPPER ? 2 : 0) + (flags & TOKEN_OWNS ? 0 : 1));
        if (is_prose ? n_seen[m->person] == EARLY_MENTIONS : found[m->person] >= rank)
            continue;
        n_seen[m->person] = (uint8_t)(n_seen[m->person] + is_prose);
        uint32_t n_words = TELLING_WORDS;
        struct span clause;
        if (is_prose)
            rank = prose_rank(g, m, &clause);
        else
            clause = clause_around(g, i, &n_words);
        if (n_words < TELLING_WORDS || found[m->person] >= rank)
            continue;
        found[m->person] = rank;
        cast->person.at[m->person].introduced = clause;
    }
    return WHOSE_OK;
}

whose_status persons_settle(struct gathering *g, whose_error *err)
{
    uint32_t *person_of = ARENA_NEW_RAW(g->scratch, uint32_t, g->label.n + 1);
    struct sight *sight = all_sights(g);
    if (!person_of || !sight)
        return fail_nomem(err);
    TRY(number_persons(g, sight, person_of, err));
    g->person_of = person_of;
    TRY(note_joins(g, person_of, err));
    settle(g, person_of);
    TRY(gather_aliases(g, person_of, err));
    TRY(name_persons(g, err));
    return introduce(g, err);
}
