/* takes   the sentences of a post, one after the other
 * gives   their words, whom each name and pronoun means, and what stands in quotation marks
 * method  names by a map from every name, alias, part of a name and actor to the one person that
 *         bears it; a pronoun means the subject last claimed or the person last named whose gender
 *         fits, and where nobody was named yet the most prominent one of the story
 * cost    O(words); the map O(people x aliases) once */
#include "post/internal.h"

#include "base/utf8.h"
#include "find/find.h"

#include <string.h>

enum { NAME_WORDS = 4, RECENT = 6, PART_BYTES = 3 };

#define PERSON_SEVERAL (UINT32_MAX - 1)

struct reader {
    const struct cast *cast;
    struct arena *scratch;
    struct map name;
    VEC(uint32_t) bearer;        // [name.n], PERSON_SEVERAL when two share it
    uint32_t lead[N_GENDERS];    // the most prominent person that a pronoun fits
    uint32_t leads[2];           // whoever the sex
    uint32_t subject;            // of the last claim
    uint32_t recent[RECENT];     // named last, the last one first
    uint32_t n_recent;
    uint8_t *taken_for;          // [persons]: the sex that a pronoun gave to one of unknown sex
    uint32_t n_named;
    uint32_t n_strange;          // names of nobody here
    struct str unclear;          // the first name of several people
};

static bool add_name(struct reader *r, struct str key, uint32_t person, bool is_whole)
{
    uint32_t n = r->name.n, id = map_add(&r->name, key);
    if (id == MAP_NONE)
        return false;
    if (id == n) {
        uint32_t *more = VEC_PUSH(&r->bearer, r->scratch);
        if (more)
            *more = person;
        return more != NULL;
    }
    if (r->bearer.at[id] != person)
        r->bearer.at[id] = is_whole ? person : PERSON_SEVERAL;
    return true;
}

static bool is_title(struct str part)
{
    static const char *const list[] = {"mr", "mrs", "ms", "miss", "dr", "sir", "lady", "lord", "the",
                                       "of", "young", "old", "de", "von", "first", "second", "saint"};
    for (size_t i = 0; i < sizeof list / sizeof *list; i++)
        if (str_eq(part, str_c(list[i])))
            return true;
    return part.n < PART_BYTES;
}

/* Parts first: a whole name that is a part of another's is the first one's all the same. */
static bool add_names(struct reader *r, struct str name, uint32_t person, bool is_whole)
{
    struct str key = utf8_name_key(name, r->scratch);
    if (!key.at)
        return false;
    if (!key.n)
        return true;
    if (is_whole)
        return add_name(r, key, person, true);
    for (struct str rest = key; rest.n;) {
        struct str part = str_cut(&rest, ' ');
        if (!is_title(part) && !add_name(r, part, person, false))
            return false;
    }
    return true;
}

static enum gender sex_of(const struct reader *r, uint32_t person)
{
    enum gender own = r->cast->person.at[person].gender;
    return own == GENDER_UNKNOWN ? (enum gender)r->taken_for[person] : own;
}

static bool fits(const struct reader *r, uint32_t person, enum gender gender)
{
    enum gender own = sex_of(r, person);
    return gender == GENDER_THEY || own == gender || own == GENDER_UNKNOWN;
}

/* Of an unknown sex is worth half. */
static void find_leads(struct reader *r, const struct verdict *verdict)
{
    uint64_t most[N_GENDERS] = {0}, first = 0, second = 0;
    for (uint32_t g = 0; g < N_GENDERS; g++)
        r->lead[g] = PERSON_NONE;
    r->leads[0] = r->leads[1] = PERSON_NONE;
    for (uint32_t p = 0; p < r->cast->person.n; p++) {
        const struct person *person = &r->cast->person.at[p];
        if (person->is_group)
            continue;
        uint64_t weight = 2 * ((uint64_t)person->n_speeches * 4 + person->n_mentions);
        if (weight > first) {
            second = first;
            r->leads[1] = r->leads[0];
            first = weight;
            r->leads[0] = p;
        } else if (weight > second) {
            second = weight;
            r->leads[1] = p;
        }
        for (uint32_t g = GENDER_SHE; g <= GENDER_HE; g++) {
            uint64_t own = person->gender == g                ? weight
                           : person->gender == GENDER_UNKNOWN ? weight / 2
                                                              : 0;
            if (own > most[g]) {
                most[g] = own;
                r->lead[g] = p;
            }
        }
    }
    if (verdict->answer != ANSWER_NOBODY && verdict->n_candidates)
        r->lead[GENDER_THEY] = verdict->candidate[verdict->ranking[0].candidate];
}

struct reader *reader_new(const struct cast *cast, const struct verdict *verdict,
                          const struct billing *billing, struct arena *scratch)
{
    struct reader *r = ARENA_NEW(scratch, struct reader, 1);
    if (!r)
        return NULL;
    r->cast = cast;
    r->scratch = scratch;
    r->subject = PERSON_NONE;
    r->taken_for = ARENA_NEW(scratch, uint8_t, (size_t)cast->person.n + 1); // GENDER_UNKNOWN
    if (!r->taken_for)
        return NULL;
    map_init(&r->name, scratch);
    for (int whole = 0; whole < 2; whole++) {
        for (uint32_t p = 0; p < cast->person.n; p++) {
            const struct person *person = &cast->person.at[p];
            bool ok = add_names(r, person->name, p, whole);
            for (uint32_t i = 0; ok && i < person->n_aliases; i++)
                ok = add_names(r, cast->alias.at[person->first_alias + i].text, p, whole);
            if (!ok)
                return NULL;
        }
        for (uint32_t i = 0; i < billing->row.n; i++)
            if (billing->row.at[i].person != PERSON_NONE &&
                !add_names(r, billing->row.at[i].actor, billing->row.at[i].person, whole))
                return NULL;
    }
    find_leads(r, verdict);
    return r;
}

void reader_forget(struct reader *r)
{
    r->n_recent = 0;
    r->subject = PERSON_NONE;
}

uint32_t reader_named(const struct reader *r)
{
    return r->n_named;
}

uint32_t reader_strange(const struct reader *r)
{
    return r->n_strange;
}

struct str reader_unclear(const struct reader *r)
{
    return r->unclear;
}

static void remember(struct reader *r, uint32_t person)
{
    uint32_t at = 0;
    while (at < r->n_recent && r->recent[at] != person)
        at++;
    if (at == r->n_recent && r->n_recent < RECENT)
        r->n_recent++;
    at = at < RECENT ? at : RECENT - 1;
    for (; at; at--)
        r->recent[at] = r->recent[at - 1];
    r->recent[0] = person;
}

void reader_subject(struct reader *r, uint32_t person)
{
    r->subject = person;
    if (person != PERSON_NONE)
        remember(r, person);
}

void reader_pair(const struct reader *r, uint32_t pair[2])
{
    uint32_t n = 0;
    pair[0] = PERSON_NONE;
    for (uint32_t i = 0; i < r->n_recent && n < 2; i++)
        if (!r->cast->person.at[r->recent[i]].is_group)
            pair[n++] = r->recent[i];
    for (uint32_t i = 0; i < 2 && n < 2; i++)
        if (!n || pair[0] != r->leads[i])
            pair[n++] = r->leads[i];
    while (n < 2)
        pair[n++] = PERSON_NONE;
    if (pair[0] != PERSON_NONE && pair[1] != PERSON_NONE && r->n_recent > 1) {
        uint32_t first = pair[1]; // named first
        pair[1] = pair[0];
        pair[0] = first;
    }
}

/* ---- words ---- */

static const struct {
    const char *key;
    uint8_t gender, flags;
} pronouns[] = {
    {"he", GENDER_HE, WORD_PRONOUN},
    {"him", GENDER_HE, WORD_PRONOUN | WORD_OBJECT},
    {"his", GENDER_HE, WORD_PRONOUN | WORD_OWNS},
    {"she", GENDER_SHE, WORD_PRONOUN},
    {"her", GENDER_SHE, WORD_PRONOUN | WORD_OBJECT | WORD_OWNS},
    {"hers", GENDER_SHE, WORD_PRONOUN | WORD_OWNS},
    {"they", GENDER_THEY, WORD_PRONOUN | WORD_PAIR},
    {"them", GENDER_THEY, WORD_PRONOUN | WORD_OBJECT | WORD_PAIR},
    {"their", GENDER_THEY, WORD_PRONOUN | WORD_OWNS | WORD_PAIR},
    {"both", GENDER_THEY, WORD_PRONOUN | WORD_PAIR},
    {"neither", GENDER_THEY, WORD_PRONOUN | WORD_PAIR | WORD_DENIES},
};

static bool is_outside(struct str key)
{
    static const char *const list[] = {"i",        "we",     "you",    "me",       "us",     "my",
                                       "our",      "your",   "audience", "audiences", "people",
                                       "everyone", "everybody", "viewers", "critics", "nobody",
                                       "somebody", "someone", "anyone", "wife", "husband", "friend",
                                       "poster",   "trailer", "readers", "reviewers", "most"};
    for (size_t i = 0; i < sizeof list / sizeof *list; i++)
        if (str_eq(key, str_c(list[i])))
            return true;
    return false;
}

static bool denies(struct str key)
{
    static const char *const list[] = {"not", "never", "no", "nobody", "hardly", "cannot", "neither",
                                       "nothing", "nor", "without"};
    for (size_t i = 0; i < sizeof list / sizeof *list; i++)
        if (str_eq(key, str_c(list[i])))
            return true;
    return str_eq(key, STR("dont")) || (key.n > 3 && str_ends(key, STR("nt")) &&
                                        (str_ends(key, STR("snt")) || str_ends(key, STR("dnt")) ||
                                         str_ends(key, STR("rent")) || str_ends(key, STR("vent"))));
}

static bool is_word_char(uint32_t c)
{
    return utf8_is_letter(c) || utf8_is_digit(c) || utf8_is_mark(c);
}

/* May a single mark open (1), close (2) or do neither (0), being an apostrophe? */
static int single_mark(struct str s, size_t here, size_t behind, uint32_t c)
{
    bool before = here && (is_ascii_letter(s.at[here - 1]) || is_ascii_digit(s.at[here - 1]));
    bool after = behind < s.n && (is_ascii_letter(s.at[behind]) || is_ascii_digit(s.at[behind]));
    if (c != '\'' && c != 0x2018 && c != 0x2019)
        return 0;
    return before && after ? 0 : after && !before ? 1 : here ? 2 : 0;
}

/* The openers of which none is closed in what is left of the sentence. */
struct unclosed {
    uint32_t mark[16];
    uint32_t n;
};

/* Is there a mark that closes what `opened` opens?  Else it is an apostrophe, or a slip.  Where
 * none follows none follows later either, so that each kind is searched in vain but once. */
static bool is_closed(struct str s, size_t at, uint32_t opened, bool single,
                      struct unclosed *unclosed)
{
    uint32_t kind = single ? '\'' : opened;
    for (uint32_t i = 0; i < unclosed->n; i++)
        if (unclosed->mark[i] == kind)
            return false;
    for (size_t i = at; i < s.n;) {
        size_t here = i;
        uint32_t c = utf8_next(s, &i);
        if (single ? single_mark(s, here, i, c) == 2 : quote_closes(opened, c))
            return true;
    }
    if (unclosed->n < sizeof unclosed->mark / sizeof *unclosed->mark)
        unclosed->mark[unclosed->n++] = kind;
    return false;
}

static bool cut_words(struct reader *r, struct str text, struct sentence_words *out)
{
    bool is_open = false, is_single = false;
    size_t opened = 0;
    uint32_t opener = 0, n_before = 0;
    struct unclosed unclosed = {.n = 0};
    char mark = '\0';
    for (size_t at = 0; at < text.n && out->n < SENTENCE_WORDS;) {
        size_t here = at;
        uint32_t c = utf8_next(text, &at);
        if (!is_word_char(c)) {
            int single = single_mark(text, here, at, c);
            bool closes = is_open && (is_single ? single == 2 : quote_closes(opener, c));
            bool opens = !is_open && (single == 1 || quote_opens(c));
            if (closes) {
                is_open = false;
                if (out->n_quotes < SENTENCE_QUOTES)
                    out->quote[out->n_quotes++] = (struct quotation){
                        {(uint32_t)opened, (uint32_t)here}, n_before};
            } else if (opens && is_closed(text, at, c, single == 1, &unclosed)) {
                is_open = true;
                is_single = single == 1;
                opener = c;
                opened = at;
                n_before = out->n;
            }
            if (!is_open) {
                out->asks = out->asks || c == '?';
                if (!is_blank((char)(c < 0x80 ? c : 'x')) && c != '\'' && c != 0x2019 && c != '-')
                    mark = c < 0x80 ? (char)c : '-';
            }
            continue;
        }
        size_t end = at;
        while (at < text.n) {
            size_t before = at;
            c = utf8_next(text, &at);
            size_t behind = at;
            bool joins = (c == '\'' || c == 0x2019) && behind < text.n &&
                         is_word_char(utf8_next(text, &behind));
            if (!is_word_char(c) && !joins) {
                at = before;
                break;
            }
            end = at;
        }
        struct word *word = &out->word[out->n++];
        *word = (struct word){.at = {(uint32_t)here, (uint32_t)end}, .person = PERSON_NONE,
                              .second = PERSON_NONE, .mark = mark,
                              .flags = is_open ? WORD_QUOTED : 0};
        mark = '\0';
        struct str shown = str_part(text, here, end);
        bool owns = str_ends(shown, STR("'s")) || str_ends(shown, STR("\xE2\x80\x99s"));
        if (owns)
            shown.n -= str_ends(shown, STR("'s")) ? 2 : 4;
        word->key = utf8_name_key(shown, r->scratch);
        char *stem = ARENA_NEW(r->scratch, char, FIND_STEM);
        if (!word->key.at || !stem)
            return false;
        word->stem = (struct str){stem, find_stem(word->key, stem)};
        word->flags |= owns ? WORD_OWNS : 0;
        word->flags |= denies(word->key) ? WORD_DENIES : 0;
    }
    return true;
}

/* A name in small letters is one when it is no other word ("adela", not "rose" or "will"). */
static bool is_written_as_name(struct str text, const struct word *word, uint32_t n, bool is_group)
{
    size_t next = 0;
    if (utf8_is_upper(utf8_next(str_part(text, word->at.start, text.n), &next)))
        return true;
    return n > 1 || is_group || !find_is_word(word->key);
}

static uint32_t named_at(struct reader *r, struct str text, const struct sentence_words *s,
                         uint32_t at, uint32_t *n_words)
{
    char key[128];
    for (uint32_t n = NAME_WORDS; n; n--) {
        size_t used = 0;
        bool fits_in = at + n <= s->n;
        for (uint32_t i = at; fits_in && i < at + n; i++) {
            const struct word *word = &s->word[i];
            fits_in = used + word->key.n + 1 < sizeof key &&
                      (i == at || (!word->mark || word->mark == '.')) &&
                      !(i + 1 < at + n && (word->flags & WORD_OWNS));
            if (!fits_in)
                break;
            if (i > at)
                key[used++] = ' ';
            if (word->key.n)
                memcpy(key + used, word->key.at, word->key.n);
            used += word->key.n;
        }
        if (!fits_in || !used)
            continue;
        uint32_t id = map_find(&r->name, (struct str){key, used});
        if (id != MAP_NONE && r->bearer.at[id] == PERSON_SEVERAL && !r->unclear.n &&
            is_written_as_name(text, &s->word[at], n, false))
            r->unclear = str_part(text, s->word[at].at.start, s->word[at + n - 1].at.end);
        if (id == MAP_NONE || r->bearer.at[id] == PERSON_SEVERAL)
            continue;
        uint32_t person = r->bearer.at[id];
        if (!is_written_as_name(text, &s->word[at], n, r->cast->person.at[person].is_group))
            continue;
        *n_words = n;
        return person;
    }
    return PERSON_NONE;
}

/* A name, as its capital inside a sentence shows, but of nobody here. */
static bool is_strange(struct str text, const struct sentence_words *s, uint32_t at)
{
    const struct word *word = &s->word[at];
    size_t next = 0;
    return at && !word->mark && word->key.n > 2 && !find_is_word(word->key) &&
           utf8_is_upper(utf8_next(str_part(text, word->at.start, text.n), &next));
}

/* Whom a pronoun means; `other`: whom it does not, because the sentence has said him already. */
static uint32_t meant(const struct reader *r, enum gender gender, bool is_object, uint32_t other)
{
    uint32_t best = PERSON_NONE, least = UINT32_MAX;
    for (uint32_t i = 0; i < r->n_recent; i++) {
        uint32_t person = r->recent[i];
        if (person == other || !fits(r, person, gender) || r->cast->person.at[person].is_group)
            continue;
        /* half steps back: of an unknown sex is one further away, the last subject two nearer */
        bool is_known = sex_of(r, person) == gender;
        uint32_t far = 2 + 2 * i + (is_known ? 0 : 1);
        if (!is_object && person == r->subject)
            far -= 2;
        if (far < least) {
            least = far;
            best = person;
        }
    }
    if (best != PERSON_NONE)
        return best;
    return r->lead[gender] == other ? PERSON_NONE : r->lead[gender];
}

static bool is_and(struct str key)
{
    return str_eq(key, STR("and")) || str_eq(key, STR("und")) || str_eq(key, STR("nor"));
}

/* "A and B" are one reference to two. */
static void join_pairs(struct sentence_words *s)
{
    for (uint32_t i = 0; i + 2 < s->n; i++) {
        struct word *first = &s->word[i];
        uint32_t joint = i + (first->n_words ? first->n_words : 1);
        if (first->person == PERSON_NONE || first->second != PERSON_NONE || joint + 1 >= s->n ||
            !is_and(s->word[joint].key) || s->word[joint].mark || (first->flags & WORD_OWNS))
            continue;
        struct word *second = &s->word[joint + 1];
        if (second->person == PERSON_NONE || second->person == first->person || second->mark ||
            (second->flags & WORD_PRONOUN))
            continue;
        first->second = second->person;
        first->flags |= WORD_PAIR;
        second->second = first->person;
        second->flags |= WORD_PAIR;
    }
}

/* Of whom a sentence speaks is likelier to be "she" in the next one than whoever it names last
 * (Grosz, Joshi and Weinstein 1995): the first person in it who owns nothing and is no object. */
static void find_topic(struct reader *r, const struct sentence_words *s)
{
    for (uint32_t i = 0; i < s->n; i++) {
        const struct word *word = &s->word[i];
        if ((word->flags & WORD_QUOTED) || word->person == PERSON_NONE)
            continue;
        if (!(word->flags & (WORD_OWNS | WORD_OBJECT | WORD_PAIR)))
            reader_subject(r, word->person);
        return;
    }
}

bool reader_sentence(struct reader *r, struct str text, struct sentence_words *out)
{
    memset(out, 0, sizeof *out);
    if (!cut_words(r, text, out))
        return false;
    uint32_t last = PERSON_NONE; // said in this clause
    for (uint32_t i = 0; i < out->n;) {
        struct word *word = &out->word[i];
        uint32_t n = 1;
        if (word->mark && word->mark != '-')
            last = PERSON_NONE;
        if (word->flags & WORD_QUOTED) {
            i++;
            continue;
        }
        uint32_t person = named_at(r, text, out, i, &n);
        size_t p = 0;
        while (p < sizeof pronouns / sizeof *pronouns && !str_eq(word->key, str_c(pronouns[p].key)))
            p++;
        if (person != PERSON_NONE) {
            word->person = last = person;
            word->n_words = n;
            if (n > 1)
                word->flags |= out->word[i + n - 1].flags & WORD_OWNS;
            r->n_named++;
            remember(r, person);
        } else if (p < sizeof pronouns / sizeof *pronouns) {
            bool is_contracted = pronouns[p].flags == WORD_PRONOUN; // "she's", not "neither's"
            word->flags = (uint8_t)((is_contracted ? word->flags & ~WORD_OWNS : word->flags) |
                                    pronouns[p].flags);
            if (pronouns[p].flags & WORD_PAIR) {
                uint32_t pair[2];
                reader_pair(r, pair);
                word->person = pair[0];
                word->second = pair[1];
            } else {
                bool is_object = (pronouns[p].flags & (WORD_OBJECT | WORD_OWNS)) != 0;
                bool may_be_own = (pronouns[p].flags & WORD_OWNS) != 0;
                word->person = meant(r, (enum gender)pronouns[p].gender, is_object,
                                     may_be_own || !is_object ? PERSON_NONE : last);
                if (word->person != PERSON_NONE)
                    r->taken_for[word->person] = pronouns[p].gender;
                if (!is_object)
                    last = word->person;
            }
        } else if (is_outside(word->key)) {
            word->flags |= WORD_OUTSIDE;
        } else if (str_eq(word->key, STR("each")) && i + 1 < out->n &&
                   str_eq(out->word[i + 1].key, STR("other"))) {
            word->flags |= WORD_EACH;
        } else if (is_strange(text, out, i)) {
            r->n_strange++;
        }
        i += n;
    }
    join_pairs(out);
    find_topic(r, out);
    return true;
}
