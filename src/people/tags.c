/* takes   the speeches of a novel, its names, the narration beside them
 * gives   for each speech the words that say who speaks: a name, a pronoun, a noun
 * method  the clause behind a piece of the speech is read first ("said Mary", "she
 *         said softly"), then the one in front ("Mary turned and said:"); what has
 *         no verb of speech still tells whose deeds stand beside the words
 * cost    O(words beside speeches) */
#include "people/speakers.h"

#include <string.h>

enum { CLAUSE = 14 };

struct reading {
    struct novel *n;
    const uint32_t *place_at; // [token], place that begins there + 1, or 0
};

static bool is_key(const struct novel *n, uint32_t i, const char *word)
{
    return token_is_word(n, i) && str_eq(word_key(n, n->text->token[i].word), str_c(word));
}

static bool is_verb(const struct novel *n, uint32_t i, bool any)
{
    uint32_t bits = token_bits(n, i);
    if (!token_is_word(n, i) || n->text->token[i].flags & TOKEN_TITLE)
        return false;
    if (bits & (WORD_SAYS | WORD_MAY_SAY))
        return true;
    struct str key = word_key(n, n->text->token[i].word);
    return any && (bits & (WORD_DOES | WORD_AUXILIARY) || (key.n > 4 && str_ends(key, STR("ed"))));
}

static bool is_speech_verb(const struct novel *n, uint32_t i)
{
    return (token_bits(n, i) & (WORD_SAYS | WORD_MAY_SAY)) != 0 && !(n->text->token[i].flags & TOKEN_TITLE);
}

static bool is_adverb(const struct novel *n, uint32_t i)
{
    if (!token_is_word(n, i))
        return false;
    struct str key = word_key(n, n->text->token[i].word);
    return (key.n > 3 && str_ends(key, STR("ly"))) || (token_bits(n, i) & WORD_AUXILIARY) != 0;
}

/* "put in Kitty", "called down Tom" */
static bool is_particle(const struct novel *n, uint32_t i)
{
    static const char *const WORDS[] = {"in", "out", "on", "up", "down", "back", "forth", "over", "away", NULL};
    for (const char *const *w = WORDS; *w; w++)
        if (is_key(n, i, *w))
            return true;
    return false;
}

/* A noun phrase that begins at `i`: who is meant, and the token behind it; false when there is none. */
static bool read_subject(const struct reading *r, uint32_t i, uint32_t end, struct tag *out,
                         uint32_t *behind)
{
    const struct novel *n = r->n;
    out->label = DOC_NONE;
    out->noun = MAP_NONE;
    out->gender = GENDER_UNKNOWN;
    out->token = i;
    for (uint32_t k = i; k < end && k < i + 5; k++) {
        uint32_t p = r->place_at[k];
        if (p && n->form.at[n->place.at[p - 1].form].is_person) {
            const struct name_place *place = &n->place.at[p - 1];
            if (n->text->token[place->behind - 1].flags & TOKEN_OWNS)
                break; // "Mary's mother"
            out->kind = TAG_NAME;
            out->label = n->g->label.at[n->form.at[place->form].label].root;
            out->token = place->first;
            *behind = place->behind;
            return true;
        }
        /* "the more candid Lady Bertram" */
        bool described = k > i && token_bits(n, i) & WORD_DETERMINER && token_is_word(n, k) &&
                         !(token_bits(n, k) & (WORD_LINK | WORD_SUBJECT | WORD_SAYS | WORD_DOES | WORD_PLACE_BEFORE |
                                               WORD_PERSON)) &&
                         !(n->text->token[k].flags & TOKEN_TITLE) &&
                         (!(token_bits(n, k) & WORD_STOP) || is_key(n, k, "more") || is_key(n, k, "most") ||
                          is_key(n, k, "very"));
        if (!(token_bits(n, k) & (WORD_ADJECTIVE | WORD_DETERMINER)) && !described && token_mark(n, k) != '-')
            break;
    }
    uint32_t bits = token_bits(n, i);
    if (bits & WORD_SUBJECT) {
        out->kind = bits & WORD_I ? TAG_FIRST : TAG_PRONOUN;
        out->gender = bits & WORD_SHE_PRONOUN ? GENDER_SHE : bits & WORD_HE_PRONOUN ? GENDER_HE : GENDER_UNKNOWN;
        *behind = i + 1;
        return true;
    }
    bool owned = r->place_at[i] != 0;
    if (!(bits & (WORD_DETERMINER | WORD_POSSESSIVE)) && !owned)
        return false;
    for (uint32_t k = i + 1; k < end && k < i + 6; k++) {
        uint32_t noun = token_bits(n, k);
        if (!token_is_word(n, k) || is_verb(n, k, false))
            return false;
        bool more = k + 1 < end && token_bits(n, k + 1) & WORD_PERSON;
        if (noun & WORD_PERSON && !more) {
            out->kind = TAG_NOUN;
            out->noun = n->text->token[k].word;
            out->is_definite = (bits & WORD_DETERMINER) != 0 && k == i + 1;
            out->gender = noun & WORD_SHE ? GENDER_SHE : noun & (WORD_HE | WORD_MOSTLY_HE) ? GENDER_HE : GENDER_UNKNOWN;
            out->token = k;
            *behind = k + 1;
            return true;
        }
        if (noun & (WORD_LINK | WORD_SUBJECT | WORD_AUXILIARY))
            return false;
    }
    return false;
}

static char sign_before(const struct novel *n, uint32_t block)
{
    uint32_t first = n->text->block_first[block], i = n->text->block_first[block + 1];
    while (i > first && (token_mark(n, i - 1) == '"' || token_mark(n, i - 1) == '\'' || token_mark(n, i - 1) == '_'))
        i--;
    return i > first ? token_mark(n, i - 1) : '\0';
}

/* Is token `i` inside a person's name?  Its place, or DOC_NONE. */
static uint32_t name_around(const struct reading *r, uint32_t i)
{
    for (uint32_t k = i + 1; k-- > 0 && k + 4 > i;) {
        uint32_t p = r->place_at[k];
        if (p && r->n->place.at[p - 1].behind > i && r->n->form.at[r->n->place.at[p - 1].form].is_person)
            return p - 1;
    }
    return DOC_NONE;
}

static bool tag_name(const struct reading *r, uint32_t place, struct tag *out)
{
    const struct novel *n = r->n;
    *out = (struct tag){.kind = TAG_NAME, .noun = MAP_NONE, .token = n->place.at[place].first,
                        .label = n->g->label.at[n->form.at[n->place.at[place].form].label].root};
    return true;
}

/* The subject that the heads of the words give a verb of speech at token `verb`, in [start, end). */
static bool read_syntax(const struct reading *r, uint32_t verb, uint32_t start, uint32_t end, struct tag *out)
{
    const struct novel *n = r->n;
    uint32_t node = syntax_node(n, verb), behind;
    uint32_t subject = node == NODE_ROOT ? NODE_ROOT : syntax_subject(n, node);
    if (subject == NODE_ROOT)
        return false;
    uint32_t i = syntax_token(n, subject);
    if (i < start || i >= end)
        return false;
    /* "he must be mistaken, and Lydia, always unguarded, exclaimed" */
    for (uint32_t k = verb; syntax_starts(n, node, "conj") && k-- > i + 1;)
        if (r->place_at[k] && token_bits(n, k - 1) & WORD_LINK && name_around(r, k) != DOC_NONE &&
            !(n->text->token[n->place.at[r->place_at[k] - 1].behind - 1].flags & TOKEN_OWNS))
            i = k;
    uint32_t place = name_around(r, i);
    if (place != DOC_NONE && !(n->text->token[n->place.at[place].behind - 1].flags & TOKEN_OWNS))
        return tag_name(r, place, out);
    for (uint32_t k = i + 1; k-- > start && k + 5 > i;)
        if (read_subject(r, k, end, out, &behind) && out->kind != TAG_NAME && out->token == i)
            return true;
    /* "Emma's politeness was at hand to say" */
    uint32_t owner = token_bits(n, i) & WORD_PERSON ? NODE_ROOT : syntax_child(n, subject, "nmod:poss");
    place = owner == NODE_ROOT ? DOC_NONE : name_around(r, syntax_token(n, owner));
    return place != DOC_NONE && n->place.at[place].first >= start && tag_name(r, place, out);
}

/* "was Edmund's only reply", "was all that she could say", "came from Mary" */
static bool read_was(const struct reading *r, uint32_t i, uint32_t end, struct tag *out)
{
    enum { FAR = 7 };
    const struct novel *n = r->n;
    bool comes = is_key(n, i, "came") || is_key(n, i, "burst") || is_key(n, i, "broke");
    if (!comes && !is_key(n, i, "was") && !is_key(n, i, "were"))
        return false;
    if (comes && !(i + 1 < end && is_key(n, i + 1, "from")))
        return false;
    for (uint32_t k = i + 1; k < end && k < i + FAR && token_is_word(n, k); k++) {
        uint32_t bits = token_bits(n, k), p = r->place_at[k];
        if (p && n->form.at[n->place.at[p - 1].form].is_person)
            return tag_name(r, p - 1, out);
        if (!(bits & (WORD_HE_PRONOUN | WORD_SHE_PRONOUN | WORD_I)))
            continue;
        *out = (struct tag){.kind = bits & WORD_I ? TAG_FIRST : TAG_PRONOUN, .label = DOC_NONE, .noun = MAP_NONE,
                            .token = k, .gender = bits & WORD_SHE_PRONOUN ? GENDER_SHE : bits & WORD_I ? GENDER_UNKNOWN : GENDER_HE};
        return true;
    }
    return false;
}

/* The clause behind a piece of speech. */
static bool read_behind(const struct reading *r, uint32_t block, uint32_t said, struct tag *out)
{
    const struct novel *n = r->n;
    uint32_t i = n->text->block_first[block], end = n->text->block_first[block + 1];
    while (i < end && !token_is_word(n, i))
        i++;
    if (i >= end)
        return false;
    bool capital = (n->text->token[i].flags & TOKEN_TITLE) != 0;
    bool goes_on = sign_before(n, said) == ',' || !capital || sign_before(n, said) == '-';
    uint32_t stop = end < i + CLAUSE ? end : i + CLAUSE, behind = i;
    struct tag tag = {0};
    if (!capital && read_was(r, i, stop, out))
        return true;
    if (!capital && is_speech_verb(n, i)) {
        for (uint32_t k = i + 1; k < stop && k < i + 5; k++) {
            if (!token_is_word(n, k) && token_mark(n, k) != ',')
                break;
            if (read_subject(r, k, stop, &tag, &behind)) {
                *out = tag;
                return true;
            }
            if (token_is_word(n, k) && !is_adverb(n, k) && !is_particle(n, k))
                break;
        }
        return false;
    }
    if (!read_subject(r, i, stop, &tag, &behind))
        return false;
    bool verb = false, speech = false;
    for (uint32_t k = behind; k < stop && k < behind + 5; k++) {
        if (is_verb(n, k, true) && !is_adverb(n, k)) {
            verb = true;
            speech = is_speech_verb(n, k);
            break;
        }
        if (token_mark(n, k) == ',' && k < behind + 1) { // "Mary, who stood there, said"
            for (uint32_t far = k + 1; far < stop && !speech; far++)
                speech = (token_bits(n, far) & WORD_SAYS) != 0;
            verb = speech;
            break;
        }
        if (!token_is_word(n, k) || (token_bits(n, k) & WORD_LINK))
            break;
    }
    tag.is_beat = !(speech || (goes_on && verb));
    *out = tag;
    return verb || goes_on || tag.kind == TAG_NAME;
}

static bool is_object(const struct novel *n, uint32_t i, uint32_t start)
{
    return i > start && (token_bits(n, i - 1) & WORD_PLACE_BEFORE || is_key(n, i - 1, "to") || is_key(n, i - 1, "of") ||
                         is_key(n, i - 1, "with") || is_key(n, i - 1, "for") || is_key(n, i - 1, "by"));
}

/* ", who" */
static bool relates(const struct novel *n, uint32_t i, uint32_t end)
{
    if (i < end && token_mark(n, i) == ',')
        i++;
    return i < end && is_key(n, i, "who");
}

static bool is_subordinate(const struct novel *n, uint32_t i)
{
    static const char *const WORDS[] = {"as", "if", "that", "which", "whom", "when", "while", "because", "though",
                                        "although", "where", "before", "after", "until", "till", "than", "what",
                                        "how", "whose", "since", "unless", NULL};
    for (const char *const *w = WORDS; *w; w++)
        if (is_key(n, i, *w))
            return true;
    return false;
}

/* The last sentence in front of a piece of speech. */
static bool read_front(const struct reading *r, uint32_t block, struct tag *out)
{
    enum { BACK = 60 };
    const struct novel *n = r->n;
    uint32_t begin = n->text->block_first[block], end = n->text->block_first[block + 1];
    if (end == begin)
        return false;
    char last = token_mark(n, end - 1);
    uint32_t start = end - 1;
    while (start > begin && !n->starts[start] && start + BACK > end)
        start--;
    if (n->starts[end - 1] && end > begin + 1 && start == end - 1)
        start = end - 1;
    bool leads = last == ',' || last == ':' || last == '-' || last == '\0';
    struct tag tag = {0}, first = {0};
    uint32_t behind;
    if (leads) {
        for (uint32_t k = end; k-- > start;) {
            bool last_verb = k + 4 > end || (k + 6 > end && token_bits(n, k) & WORD_MAY_SAY);
            if (!(token_bits(n, k) & WORD_SAYS || (last_verb && token_bits(n, k) & WORD_MAY_SAY)) ||
                n->text->token[k].flags & TOKEN_TITLE)
                continue;
            if (read_syntax(r, k, start, end, &tag)) {
                *out = tag;
                out->is_before = true;
                return true;
            }
            if (k + 1 < end && read_subject(r, k + 1, end, &tag, &behind) && k + 4 > end - (behind - k)) {
                *out = tag; // "then said Mary,"
                out->is_before = true;
                return true;
            }
            /* the nearest doer of the main clause; of "Mary, who ... said" the name before "who" */
            for (uint32_t s = k; s-- > start;) {
                uint32_t p = r->place_at[s];
                bool name = p && (n->place.at[p - 1].is_subject || relates(n, n->place.at[p - 1].behind, k));
                bool near = s + 4 > k && (p || token_bits(n, s) & WORD_SUBJECT);
                if (!name && !near && !(token_bits(n, s) & WORD_SUBJECT))
                    continue;
                if ((is_object(n, s, start) && !(p && relates(n, n->place.at[p - 1].behind, k))) ||
                    (s > start && is_subordinate(n, s - 1)))
                    continue;
                if (read_subject(r, s, end, &tag, &behind) && behind <= k) {
                    *out = tag;
                    out->is_before = true;
                    return true;
                }
            }
            break;
        }
    }
    for (uint32_t s = start; s < end; s++) {
        if (is_object(n, s, start) || !(r->place_at[s] || s == start || token_bits(n, s) & WORD_SUBJECT))
            continue;
        if (read_subject(r, s, end, &first, &behind)) {
            *out = first;
            out->is_before = true;
            out->is_beat = last != ':' && last != ',';
            return true;
        }
    }
    return false;
}

static bool beside(const struct novel *n, uint32_t a, uint32_t b)
{
    return n->par_of[a] == n->par_of[b] && n->doc->block.at[a].kind == BLOCK_ACTION;
}

static int strength(const struct tag *tag)
{
    if (tag->kind == TAG_NONE)
        return 0;
    return tag->is_beat ? 1 : 2;
}

/* The name in the last words of a letter is its writer's. */
static void read_signature(const struct reading *r, uint32_t s, struct tag *out)
{
    enum { LAST = 4 };
    const struct novel *n = r->n;
    const struct speech *speech = &n->doc->speech.at[s];
    uint32_t block = speech->first_block + speech->n_blocks - 1;
    uint32_t first = n->text->block_first[block], end = n->text->block_first[block + 1];
    for (uint32_t i = end; i-- > first && i + LAST >= end;) {
        uint32_t p = r->place_at[i];
        if (p && n->form.at[n->place.at[p - 1].form].is_person && n->place.at[p - 1].behind + 2 >= end)
            tag_name(r, p - 1, out);
    }
}

void tags_find(struct novel *n, const uint32_t *place_at, struct tag *tag)
{
    const struct doc *doc = n->doc;
    struct reading r = {n, place_at};
    for (uint32_t s = 0; s < doc->speech.n; s++) {
        const struct speech *speech = &doc->speech.at[s];
        uint32_t first = speech->first_block, end = first + speech->n_blocks;
        struct tag best = {.label = DOC_NONE, .noun = MAP_NONE}, found;
        for (uint32_t b = first; b < end && strength(&best) < 2; b++) {
            if (doc->block.at[b].kind != BLOCK_DIALOGUE || b + 1 >= doc->block.n || !beside(n, b + 1, b))
                continue;
            if (read_behind(&r, b + 1, b, &found) && strength(&found) > strength(&best))
                best = found;
        }
        if (strength(&best) < 2 && first > 0 && beside(n, first - 1, first)) {
            bool told_before = first >= 2 && n->par_of[first - 2] == n->par_of[first] &&
                               doc->block.at[first - 2].kind == BLOCK_DIALOGUE;
            memset(&found, 0, sizeof found);
            if (read_front(&r, first - 1, &found) && strength(&found) > strength(&best) &&
                !(told_before && found.is_beat))
                best = found;
        }
        if (strength(&best) == 0 && first > 0 && doc->block.at[first - 1].kind == BLOCK_ACTION &&
            n->par_of[first - 1] + 1 == n->par_of[first]) {
            uint32_t last = n->text->block_first[first];
            char sign = last > n->text->block_first[first - 1] ? token_mark(n, last - 1) : '\0';
            if ((sign == ':' || sign == ',' || sign == '-') && read_front(&r, first - 1, &found))
                best = found;
        }
        if (strength(&best) < 2 && speech_is_letter(n, s))
            read_signature(&r, s, &best);
        tag[s] = best;
    }
}
