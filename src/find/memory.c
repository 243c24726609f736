/* takes   a line as somebody remembers it
 * gives   its parts; of each its words, how much they tell, and for each the stems of the story
 *         that may stand for it
 * method  two or more quotations are parts of their own, and what stands around them is context;
 *         a word is its stem, the words that are like it, and, when neither the story nor the
 *         table knows it, the words spelt almost like it (Damerau 1964)
 * cost    O(words of the memory), and of each misspelt word O(words that the story has) */
#include "find/internal.h"

#include "base/err.h"
#include "base/utf8.h"

#include <string.h>

enum { SPELT_MOST = 4, LONG_WORD = 5, SHORT_WORD = 4 };

static const float spelt_like[3] = {1, 0.85f, 0.7f};  // by edits
static const float same_person_like = 0.7f, other_person_like = 0.45f;
static const float absent_share = 0.5f;               // a word that the story does not have tells places apart
                                                      // only by the words that are like it
static const float frame_share = 0.25f;               // of "he says" before what he says

/* ---- parts ---- */

/* 1 opens, 2 closes, 3 either; an apostrophe is no quotation mark. */
static int quote_at(struct str s, size_t at, size_t *n)
{
    size_t next = at;
    uint32_t c = utf8_next(s, &next);
    *n = next - at;
    bool letter_before = at && (is_ascii_letter(s.at[at - 1]) || is_ascii_digit(s.at[at - 1]));
    bool letter_behind = next < s.n && (is_ascii_letter(s.at[next]) || (unsigned char)s.at[next] >= 0x80);
    switch (c) {
    case 0x201C: case 0x201E: case 0xAB: case 0x300C: case 0x2039:
        return 1;
    case 0x201D: case 0xBB: case 0x300D: case 0x203A:
        return c == 0xBB && !letter_before && letter_behind ? 1 : 2;
    case '"':
        return 3;
    case '\'': case 0x2018: case 0x2019: case '`':
        if (letter_before && letter_behind)
            return 0;
        return letter_behind && c != 0x2019 ? 1 : letter_before || at ? 2 : 0;
    default:
        return 0;
    }
}

uint32_t memory_parts(struct str memory, struct str part[FIND_PARTS])
{
    uint32_t n = 0;
    size_t from = 0;
    bool is_open = false;
    struct str s = str_part(memory, 0, MEMORY_PART_BYTES);
    for (size_t at = 0; at < s.n && n < FIND_PARTS;) {
        size_t size;
        int mark = quote_at(s, at, &size);
        if (!is_open && (mark & 1)) {
            is_open = true;
            from = at + size;
        } else if (is_open && (mark & 2)) {
            is_open = false;
            struct str inside = str_trim(str_part(s, from, at));
            if (inside.n > 1)
                part[n++] = inside;
        }
        at += size;
    }
    if (n)
        return n;
    part[0] = str_trim(s);
    return 1;
}

/* ---- words ---- */

struct reading {
    const struct index *index;
    struct arena *scratch;
    struct memory *out;
};

static bool is_one_of(struct str word, const char *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(word, str_c(list[i])))
            return true;
    return false;
}

static bool is_report(struct str word)
{
    static const char *const list[] = {"says", "said", "asks",    "asked",   "tells", "told",
                                       "that", "replies", "answers", "replied", "answered"};
    return is_one_of(word, list, sizeof list / sizeof *list);
}

static bool add_like(struct reading *r, uint32_t term, float like)
{
    struct memory_word *word = &r->out->word[r->out->n_words];
    for (uint32_t i = 0; i < word->n; i++)
        if (r->out->likeness.at[word->first + i].term == term)
            return true;
    struct likeness *more = VEC_PUSH(&r->out->likeness, r->scratch);
    if (!more)
        return false;
    uint32_t at = word->first + word->n++;
    struct likeness *all = r->out->likeness.at;
    for (; at > word->first && all[at - 1].like < like; at--)
        all[at] = all[at - 1];
    all[at] = (struct likeness){term, like};
    return true;
}

static bool add_related(struct reading *r, struct str stem)
{
    uint32_t entry = related_entry(stem);
    for (uint32_t i = 0; entry != RELATED_NONE && i < related_n(entry); i++) {
        struct related related = related_get(entry, i);
        uint32_t term = map_find(&r->index->stem, related.stem);
        if (term != MAP_NONE && !add_like(r, term, related.likeness))
            return false;
    }
    return true;
}

static bool add_spelt(struct reading *r, struct str key)
{
    const struct map *word = &r->index->text->word;
    uint32_t limit = key.n > LONG_WORD ? 2 : 1;
    for (uint32_t w = 0, n = 0; w < word->n && n < SPELT_MOST; w++) {
        uint32_t edits = people_distance(key, word->key[w], limit);
        if (edits > limit || word->key[w].n < SHORT_WORD)
            continue;
        n++;
        if (!add_like(r, r->index->term[w], spelt_like[edits]))
            return false;
    }
    return true;
}

/* Words of one kind may change places when somebody remembers: "I" for "he", "where" for "what". */
static const struct {
    const char *stem;
    uint8_t kind, person; // kind 1 of a person, 2 of a question
} shifting[] = {
    {"i", 1, 1},    {"me", 1, 1},   {"my", 1, 1},    {"myself", 1, 1}, {"we", 1, 1},
    {"us", 1, 1},   {"our", 1, 1},  {"you", 1, 2},   {"your", 1, 2},   {"yourself", 1, 2},
    {"he", 1, 3},   {"him", 1, 3},  {"hi", 1, 3},    {"she", 1, 3},    {"her", 1, 3},
    {"thei", 1, 3}, {"them", 1, 3}, {"their", 1, 3}, {"it", 1, 4},     {"what", 2, 5},
    {"where", 2, 6}, {"when", 2, 7}, {"why", 2, 8},  {"how", 2, 9},    {"who", 2, 10},
};
enum { N_SHIFTING = sizeof shifting / sizeof *shifting };

static bool add_shifting(struct reading *r, struct str stem)
{
    size_t own = 0;
    while (own < N_SHIFTING && !str_eq(stem, str_c(shifting[own].stem)))
        own++;
    for (size_t i = 0; own < N_SHIFTING && i < N_SHIFTING; i++) {
        uint32_t term = map_find(&r->index->stem, str_c(shifting[i].stem));
        bool same = shifting[i].person == shifting[own].person;
        if (term != MAP_NONE && shifting[i].kind == shifting[own].kind &&
            !add_like(r, term, same ? same_person_like : other_person_like))
            return false;
    }
    return true;
}

static whose_status add_word(struct reading *r, struct str shown, whose_error *err)
{
    struct memory *m = r->out;
    if (str_ends(shown, STR("'s"))) // as in text.token
        shown.n -= 2;
    else if (str_ends(shown, STR("\xE2\x80\x99s")))
        shown.n -= 4;
    struct str key = utf8_name_key(shown, r->scratch);
    if (!key.at)
        return fail_nomem(err);
    if (!key.n)
        return WHOSE_OK;
    struct memory_word *word = &m->word[m->n_words];
    *word = (struct memory_word){.key = key, .first = m->likeness.n, .person = PERSON_NONE};
    char bytes[STEM_MOST];
    struct str stem = {bytes, stem_of(related_base(key), bytes)};
    uint32_t term = map_find(&r->index->stem, stem);
    bool ok = true;
    if (term != MAP_NONE)
        ok = add_like(r, term, 1);
    bool is_known = term != MAP_NONE || related_entry(stem) != RELATED_NONE;
    if (!is_known && key.n >= SHORT_WORD)
        ok = ok && add_spelt(r, key);
    ok = ok && add_related(r, stem) && add_shifting(r, stem);
    if (!ok)
        return fail_nomem(err);
    const struct index *x = r->index;
    word->weight = term != MAP_NONE ? x->weight[term] : absent_share * x->most_weight;
    size_t next = 0;
    if (utf8_is_upper(utf8_next(shown, &next)) && !related_is_function(key)) {
        uint32_t person;
        if (people_named(x->cast, shown, r->scratch, &person, 1) == 1)
            word->person = person;
    }
    static const char *const spoken[] = {"i", "you", "we", "my", "your", "me", "us", "our"};
    m->is_spoken = m->is_spoken || is_one_of(key, spoken, sizeof spoken / sizeof *spoken);
    m->n_words++;
    return WHOSE_OK;
}

/* "He says that": the words before and with the verb of a report are not those remembered. */
static void weaken_frame(struct memory *m)
{
    enum { FRAME_WORDS = 4 };
    for (uint32_t i = 0; i < m->n_words && i < FRAME_WORDS; i++) {
        if (!is_report(m->word[i].key) || str_eq(m->word[i].key, STR("that")))
            continue;
        bool goes_on = m->n_words > i + 2;
        for (uint32_t j = 0; goes_on && j <= i; j++) {
            m->word[j].weight *= frame_share;
            if (m->speaker == PERSON_NONE)
                m->speaker = m->word[j].person;
        }
        return;
    }
}

static bool is_word_char(uint32_t c)
{
    return utf8_is_letter(c) || utf8_is_digit(c) || utf8_is_mark(c);
}

uint32_t memory_speaker(struct str context, const struct index *index, struct arena *scratch)
{
    uint32_t person = PERSON_NONE;
    for (struct str rest = context; rest.n;) {
        struct str word = str_cut(&rest, ' ');
        uint32_t found;
        size_t next = 0;
        if (word.n > 1 && utf8_is_upper(utf8_next(word, &next)) &&
            people_named(index->cast, word, scratch, &found, 1) == 1)
            person = found; // the last one stands next to the words
    }
    return person;
}

whose_status memory_read(struct str part, const struct index *index, struct arena *scratch,
                         struct memory *out, whose_error *err)
{
    memset(out, 0, sizeof *out);
    struct reading r = {.index = index, .scratch = scratch, .out = out};
    out->n_sentences = 1;
    out->speaker = PERSON_NONE;
    for (size_t at = 0; at < part.n && out->n_words < MEMORY_WORDS;) {
        size_t start = at;
        uint32_t c = utf8_next(part, &at);
        if (!is_word_char(c)) {
            out->asks = out->asks || c == '?';
            if ((c == '.' || c == '?' || c == '!') && at < part.n && out->n_words)
                out->n_sentences++;
            continue;
        }
        size_t end = at;
        while (at < part.n) {
            size_t here = at;
            c = utf8_next(part, &at);
            size_t behind = at;
            bool joins = (c == '\'' || c == 0x2019) && behind < part.n &&
                         is_word_char(utf8_next(part, &behind));
            if (!is_word_char(c) && !joins) {
                at = here;
                break;
            }
            end = at;
        }
        TRY(add_word(&r, str_part(part, start, end), err));
    }
    weaken_frame(out);
    for (uint32_t i = 0; i < out->n_words; i++)
        out->weight += out->word[i].weight;
    return WHOSE_OK;
}
