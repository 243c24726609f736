/* takes   the casts of two drafts
 * gives   who is whom
 * method  the same name or alias; else a part of the name that fits one person only, both ways;
 *         else a name spelt almost alike; else, for somebody renamed, the lines: at least a third
 *         of the runs of words of one are the other's
 * cost    O(people^2 x aliases) for names, O(words) for lines */
#include "compare/internal.h"

#include "base/err.h"
#include "base/utf8.h"

#include <string.h>

enum { LEAST_RUNS = 8, LINES_SHARE = 3, SHORT_NAME = 4, LONG_NAME = 7 };

/* Of huge casts only so many people without a counterpart are compared name by name. */
enum { FREE_MOST = 500 };

const char *const match_name[N_MATCHES] = {NULL, "name", "part of the name", "spelling", "lines"};

struct matching {
    const struct side *side;
    struct arena *scratch;
    uint32_t *of[N_SIDES]; // [persons]: the person of the other side, or PERSON_NONE
    enum match *by;        // [persons of A]
};

static void pair(struct matching *m, uint32_t a, uint32_t b, enum match by)
{
    m->of[COMPARE_A][a] = b;
    m->of[COMPARE_B][b] = a;
    m->by[a] = by;
}

/* Name keys of one side: of the name first, then of its aliases, in one map from key to person;
 * a key that two people have leads to nobody. */
struct names {
    struct map key;
    VEC(uint32_t) person;
};

static bool add_name(struct names *names, struct str name, uint32_t person, struct arena *scratch)
{
    struct str key = utf8_name_key(name, scratch);
    if (!key.at)
        return false;
    if (!key.n)
        return true;
    uint32_t n = names->key.n, id = map_add(&names->key, key);
    if (id == MAP_NONE)
        return false;
    if (id < n) {
        if (names->person.at[id] != person)
            names->person.at[id] = PERSON_NONE;
        return true;
    }
    uint32_t *more = VEC_PUSH(&names->person, scratch);
    if (!more)
        return false;
    *more = person;
    return true;
}

static whose_status match_names(struct matching *m, bool with_aliases, whose_error *err)
{
    struct names names = {.person = {NULL, 0, 0}};
    map_init(&names.key, m->scratch);
    const struct cast *a = m->side[COMPARE_A].cast, *b = m->side[COMPARE_B].cast;
    for (uint32_t p = 0; p < b->person.n; p++) {
        const struct person *person = &b->person.at[p];
        if (!add_name(&names, person->name, p, m->scratch))
            return fail_nomem(err);
        for (uint32_t i = 0; with_aliases && i < person->n_aliases; i++)
            if (!add_name(&names, b->alias.at[person->first_alias + i].text, p, m->scratch))
                return fail_nomem(err);
    }
    for (uint32_t p = 0; p < a->person.n; p++) {
        const struct person *person = &a->person.at[p];
        for (uint32_t i = 0; i <= (with_aliases ? person->n_aliases : 0); i++) {
            struct str name = i ? a->alias.at[person->first_alias + i - 1].text : person->name;
            struct str key = utf8_name_key(name, m->scratch);
            if (!key.at)
                return fail_nomem(err);
            uint32_t id = map_find(&names.key, key);
            uint32_t other = id == MAP_NONE ? PERSON_NONE : names.person.at[id];
            if (other != PERSON_NONE && m->of[COMPARE_A][p] == PERSON_NONE &&
                m->of[COMPARE_B][other] == PERSON_NONE)
                pair(m, p, other, MATCH_NAME);
        }
    }
    return WHOSE_OK;
}

/* Does the name of `p` of one side fit one person of the other, who is free? */
static uint32_t fits_one(const struct matching *m, uint32_t from, uint32_t p)
{
    uint32_t to = 1 - from, found;
    struct arena_mark mark = arena_mark(m->scratch);
    uint32_t n = people_named(m->side[to].cast, m->side[from].cast->person.at[p].name, m->scratch,
                              &found, 1);
    arena_rewind(m->scratch, mark);
    return n == 1 && m->of[to][found] == PERSON_NONE ? found : PERSON_NONE;
}

/* "Bloom" is Edward Bloom when no other Bloom is free on either side. */
static whose_status match_parts(struct matching *m, whose_error *err)
{
    for (uint32_t from = 0; from < N_SIDES; from++) {
        uint32_t n = m->side[from].cast->person.n, n_tried = 0;
        uint32_t *fit = ARENA_NEW_RAW(m->scratch, uint32_t, (size_t)n + 1);
        uint32_t *n_fit = ARENA_NEW(m->scratch, uint32_t, (size_t)m->side[1 - from].cast->person.n + 1);
        if (!fit || !n_fit)
            return fail_nomem(err);
        for (uint32_t p = 0; p < n; p++) {
            fit[p] = PERSON_NONE;
            if (m->of[from][p] == PERSON_NONE && n_tried++ < FREE_MOST)
                fit[p] = fits_one(m, from, p);
            if (fit[p] != PERSON_NONE)
                n_fit[fit[p]]++;
        }
        for (uint32_t p = 0; p < n; p++) {
            if (fit[p] == PERSON_NONE || n_fit[fit[p]] != 1)
                continue;
            if (from == COMPARE_A)
                pair(m, p, fit[p], MATCH_PART);
            else
                pair(m, fit[p], p, MATCH_PART);
        }
    }
    return WHOSE_OK;
}

static bool is_alike(struct str a, struct str b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    uint32_t limit = n < SHORT_NAME ? 0 : n < LONG_NAME ? 1 : 2;
    return limit && people_distance(a, b, limit) <= limit;
}

static whose_status match_spellings(struct matching *m, whose_error *err)
{
    const struct cast *cast[N_SIDES] = {m->side[COMPARE_A].cast, m->side[COMPARE_B].cast};
    struct str *key[N_SIDES];
    for (uint32_t s = 0; s < N_SIDES; s++) {
        key[s] = ARENA_NEW(m->scratch, struct str, (size_t)cast[s]->person.n + 1);
        if (!key[s])
            return fail_nomem(err);
        for (uint32_t p = 0; p < cast[s]->person.n; p++) {
            key[s][p] = utf8_name_key(cast[s]->person.at[p].name, m->scratch);
            if (!key[s][p].at)
                return fail_nomem(err);
        }
    }
    uint32_t n_tried = 0;
    for (uint32_t a = 0; a < cast[COMPARE_A]->person.n; a++) {
        uint32_t n_fit = 0, fit = 0, n_seen = 0;
        if (m->of[COMPARE_A][a] != PERSON_NONE || n_tried++ >= FREE_MOST)
            continue;
        for (uint32_t b = 0; b < cast[COMPARE_B]->person.n && n_seen < FREE_MOST; b++) {
            if (m->of[COMPARE_B][b] != PERSON_NONE)
                continue;
            n_seen++;
            if (is_alike(key[COMPARE_A][a], key[COMPARE_B][b])) {
                n_fit++;
                fit = b;
            }
        }
        if (n_fit == 1)
            pair(m, a, fit, MATCH_SPELLING);
    }
    return WHOSE_OK;
}

/* The only speaker of a block's speech, or PERSON_NONE. */
static uint32_t speaker_of(const struct side *side, uint32_t block)
{
    uint32_t s = side->doc->block.at[block].speech;
    if (s == DOC_NONE || !doc_says(side->doc, s, block) ||
        side->cast->utterance[s].n_speakers != 1)
        return PERSON_NONE;
    return side->cast->speaker.at[side->cast->utterance[s].first_speaker];
}

/* Whoever is left over on both sides and says the same was renamed. */
static whose_status match_lines(struct matching *m, whose_error *err)
{
    const struct side *a = &m->side[COMPARE_A], *b = &m->side[COMPARE_B];
    uint32_t n_a = a->cast->person.n, n_b = b->cast->person.n;
    struct shingles runs;
    const uint64_t *word_a = shingle_words(a->text, m->scratch);
    const uint64_t *word_b = shingle_words(b->text, m->scratch);
    uint32_t *n_runs = ARENA_NEW(m->scratch, uint32_t, (size_t)n_a + 1);
    VEC(uint64_t) votes = {0}; // the two people of each shared run
    if (!word_a || !word_b || !n_runs ||
        !shingles_init(&runs, b->text->n_words, m->scratch))
        return fail_nomem(err);
    for (uint32_t k = 0; k < b->doc->block.n; k++) {
        uint32_t who = speaker_of(b, k);
        struct shingle_scan scan = {.text = b->text, .word = word_b, .at = b->text->block_first[k],
                                    .end = b->text->block_first[k + 1]};
        uint64_t hash;
        while (who != PERSON_NONE && shingle_next(&scan, &hash))
            shingles_add(&runs, hash, who);
    }
    for (uint32_t k = 0; k < a->doc->block.n; k++) {
        uint32_t who = speaker_of(a, k);
        if (who == PERSON_NONE || m->of[COMPARE_A][who] != PERSON_NONE)
            continue;
        struct shingle_scan scan = {.text = a->text, .word = word_a, .at = a->text->block_first[k],
                                    .end = a->text->block_first[k + 1]};
        uint64_t hash;
        while (shingle_next(&scan, &hash)) {
            uint32_t other = shingles_place(&runs, hash);
            n_runs[who]++;
            if (other == DOC_NONE || other == PLACE_SEVERAL ||
                m->of[COMPARE_B][other] != PERSON_NONE)
                continue;
            uint64_t *vote = VEC_PUSH(&votes, m->scratch);
            if (!vote)
                return fail_nomem(err);
            *vote = (uint64_t)who << 32 | other;
        }
    }
    /* one row of counts serves person after person: a bucket sort of the votes by A */
    uint32_t *count = ARENA_NEW(m->scratch, uint32_t, (size_t)n_b + 1);
    uint32_t *first = ARENA_NEW(m->scratch, uint32_t, (size_t)n_a + 2);
    uint32_t *sorted = ARENA_NEW(m->scratch, uint32_t, (size_t)votes.n + 1);
    if (!count || !first || !sorted)
        return fail_nomem(err);
    for (uint32_t v = 0; v < votes.n; v++)
        first[(votes.at[v] >> 32) + 1]++;
    for (uint32_t p = 0; p < n_a; p++)
        first[p + 1] += first[p];
    for (uint32_t v = 0; v < votes.n; v++)
        sorted[first[votes.at[v] >> 32]++] = (uint32_t)votes.at[v];
    for (uint32_t p = 0, v = 0; p < n_a; p++) {
        uint32_t from = v, most = PERSON_NONE;
        for (; v < first[p]; v++)
            if (++count[sorted[v]] && (most == PERSON_NONE || count[sorted[v]] > count[most]))
                most = sorted[v];
        bool is_same = most != PERSON_NONE && n_runs[p] >= LEAST_RUNS &&
                       count[most] * LINES_SHARE >= n_runs[p] &&
                       m->of[COMPARE_B][most] == PERSON_NONE;
        for (uint32_t i = from; i < v; i++)
            count[sorted[i]] = 0;
        if (is_same)
            pair(m, p, most, MATCH_LINES);
    }
    return WHOSE_OK;
}

static double share_of(const struct side *side, uint32_t person)
{
    const struct verdict *verdict = side->verdict;
    uint32_t candidate = person == PERSON_NONE ? VERDICT_NOBODY : verdict_candidate(verdict, person);
    for (uint32_t i = 0; candidate != VERDICT_NOBODY && i < verdict->n_candidates; i++)
        if (verdict->ranking[i].candidate == candidate)
            return verdict->ranking[i].share;
    return 0;
}

static bool put(const struct matching *m, struct compared *out, uint32_t a, uint32_t b,
                struct arena *keep)
{
    struct same_person *person = VEC_PUSH(&out->person, keep);
    if (!person)
        return false;
    *person = (struct same_person){
        .person = {a, b},
        .by = a != PERSON_NONE && b != PERSON_NONE ? m->by[a] : MATCH_NONE,
        .share = {share_of(&m->side[COMPARE_A], a), share_of(&m->side[COMPARE_B], b)},
    };
    return true;
}

whose_status match_people(const struct side side[N_SIDES], struct arena *keep,
                          struct arena *scratch, struct compared *out, whose_error *err)
{
    struct matching m = {.side = side, .scratch = scratch};
    uint32_t n_a = side[COMPARE_A].cast->person.n, n_b = side[COMPARE_B].cast->person.n;
    m.of[COMPARE_A] = ARENA_NEW_RAW(scratch, uint32_t, (size_t)n_a + 1);
    m.of[COMPARE_B] = ARENA_NEW_RAW(scratch, uint32_t, (size_t)n_b + 1);
    m.by = ARENA_NEW(scratch, enum match, (size_t)n_a + 1);
    if (!m.of[COMPARE_A] || !m.of[COMPARE_B] || !m.by)
        return fail_nomem(err);
    memset(m.of[COMPARE_A], 0xFF, n_a * sizeof(uint32_t)); // PERSON_NONE
    memset(m.of[COMPARE_B], 0xFF, n_b * sizeof(uint32_t));
    TRY(match_names(&m, false, err));
    TRY(match_names(&m, true, err));
    TRY(match_parts(&m, err));
    TRY(match_spellings(&m, err));
    TRY(match_lines(&m, err));
    for (uint32_t p = 0; p < n_a; p++)
        if (!put(&m, out, p, m.of[COMPARE_A][p], keep))
            return fail_nomem(err);
    for (uint32_t p = 0; p < n_b; p++)
        if (m.of[COMPARE_B][p] == PERSON_NONE && !put(&m, out, PERSON_NONE, p, keep))
            return fail_nomem(err);
    return WHOSE_OK;
}
