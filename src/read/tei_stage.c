/* tei_stage: who comes and who goes, by the words of directions.
 *
 * takes   directions with their type and @who, where the markup has them; their words
 *         where it has not; the persons' names and the labels of their speeches
 * gives   doc.move
 * method  a verb ("enter", "geht ab", "exeunt") takes the names before it in its
 *         sentence, else those behind it.  Names must be whole: a full name, a label,
 *         or a first or last word that one person alone has and that is written with
 *         a capital.  "Exit" alone is the last speaker's, "exeunt" alone everybody's;
 *         "all but" needs those on stage, who are kept since the scene began
 * cost    O(n); a person leaves the stage once for each time he came */
#include "base/err.h"
#include "base/utf8.h"
#include "read/tei.h"

#include <string.h>

enum { NAME_WORDS = 5, KEY_BYTES = 160, WORD_BYTES = 48, SCENE_WORDS = 6, MAX_NAMED = 64 };

enum sign {
    SIGN_NONE, SIGN_ENTER, SIGN_EXIT, SIGN_EXIT_ALL, SIGN_ALL, SIGN_BUT, SIGN_STOP, SIGN_CLAUSE,
    SIGN_HE
};

/* Words as utf8_name_key() writes them.  `lang`: first letters of the languages in
 * which the word says so, NULL for all; `next`: the word that must follow. */
static const struct {
    const char *word, *next, *lang;
    enum sign sign;
} sign_word[] = {
    {"enter", NULL, NULL, SIGN_ENTER},     {"enters", NULL, NULL, SIGN_ENTER},
    {"entering", NULL, NULL, SIGN_ENTER},  {"entrance", NULL, NULL, SIGN_ENTER},
    {"reenter", NULL, NULL, SIGN_ENTER},   {"reenters", NULL, NULL, SIGN_ENTER},
    {"comes", "in", "en", SIGN_ENTER},     {"come", "in", "en", SIGN_ENTER},
    {"auftritt", NULL, NULL, SIGN_ENTER},  {"auftreten", NULL, NULL, SIGN_ENTER},
    {"tritt", "auf", NULL, SIGN_ENTER},    {"treten", "auf", NULL, SIGN_ENTER},
    {"tritt", "ein", NULL, SIGN_ENTER},    {"treten", "ein", NULL, SIGN_ENTER},
    {"kommt", NULL, "de ge", SIGN_ENTER},  {"kommen", NULL, "de ge", SIGN_ENTER},
    {"entre", NULL, "fr", SIGN_ENTER},     {"entrent", NULL, NULL, SIGN_ENTER},
    {"rentre", NULL, "fr", SIGN_ENTER},    {"entra", NULL, "it es pt sp po ca", SIGN_ENTER},
    {"entrano", NULL, NULL, SIGN_ENTER},   {"entran", NULL, "es sp", SIGN_ENTER},
    {"rientra", NULL, NULL, SIGN_ENTER},   {"sale", NULL, "es sp", SIGN_ENTER},
    {"salen", NULL, "es sp", SIGN_ENTER},  {"sal", NULL, "es sp", SIGN_ENTER},
    {"entram", NULL, "pt po", SIGN_ENTER}, {"intrat", NULL, NULL, SIGN_ENTER},
    {"intrant", NULL, NULL, SIGN_ENTER},   {"ingreditur", NULL, NULL, SIGN_ENTER},
    {"входит", NULL, NULL, SIGN_ENTER},    {"входят", NULL, NULL, SIGN_ENTER},
    {"wchodzi", NULL, NULL, SIGN_ENTER},   {"wchodza", NULL, NULL, SIGN_ENTER},
    {"vejde", NULL, NULL, SIGN_ENTER},     {"vystoupi", NULL, NULL, SIGN_ENTER},
    {"exit", NULL, NULL, SIGN_EXIT},       {"exits", NULL, NULL, SIGN_EXIT},
    {"exeunt", NULL, NULL, SIGN_EXIT_ALL}, {"exiturus", NULL, NULL, SIGN_EXIT},
    {"goes", "out", "en", SIGN_EXIT},      {"goes", "off", "en", SIGN_EXIT},
    {"go", "out", "en", SIGN_EXIT},        {"go", "off", "en", SIGN_EXIT},
    {"ab", NULL, "de ge", SIGN_EXIT},      {"abgehend", NULL, "de ge", SIGN_EXIT},
    {"abgang", NULL, "de ge", SIGN_EXIT},  {"sort", NULL, "fr", SIGN_EXIT},
    {"sortent", NULL, "fr", SIGN_EXIT_ALL}, {"esce", NULL, "it", SIGN_EXIT},
    {"escono", NULL, "it", SIGN_EXIT_ALL}, {"parte", NULL, "it", SIGN_EXIT},
    {"partono", NULL, "it", SIGN_EXIT_ALL}, {"vase", NULL, "es sp", SIGN_EXIT},
    {"vanse", NULL, "es sp", SIGN_EXIT_ALL}, {"sai", NULL, "pt po", SIGN_EXIT},
    {"saem", NULL, "pt po", SIGN_EXIT_ALL}, {"abit", NULL, NULL, SIGN_EXIT},
    {"abeunt", NULL, NULL, SIGN_EXIT_ALL}, {"уходит", NULL, NULL, SIGN_EXIT},
    {"уходят", NULL, NULL, SIGN_EXIT_ALL}, {"wychodzi", NULL, NULL, SIGN_EXIT},
    {"wychodza", NULL, NULL, SIGN_EXIT_ALL}, {"odejde", NULL, NULL, SIGN_EXIT},
    {"omnes", NULL, NULL, SIGN_ALL},       {"alle", NULL, "de ge", SIGN_ALL},
    {"todos", NULL, NULL, SIGN_ALL},       {"tutti", NULL, "it", SIGN_ALL},
    {"tous", NULL, "fr", SIGN_ALL},        {"all", NULL, "en", SIGN_ALL},
    {"but", NULL, "en", SIGN_BUT},         {"except", NULL, "en", SIGN_BUT},
    {"save", NULL, "en", SIGN_BUT},        {"excepting", NULL, "en", SIGN_BUT},
    {"manet", NULL, NULL, SIGN_BUT},       {"manent", NULL, NULL, SIGN_BUT},
    {"remain", NULL, "en", SIGN_BUT},      {"remains", NULL, "en", SIGN_BUT},
    {"auser", NULL, "de ge", SIGN_BUT},    {"außer", NULL, "de ge", SIGN_BUT},
    {"sauf", NULL, "fr", SIGN_BUT},        {"excepte", NULL, "fr", SIGN_BUT},
    {"menos", NULL, "es sp pt po", SIGN_BUT}, {"tranne", NULL, "it", SIGN_BUT},
    {"to", NULL, "en", SIGN_STOP},         {"who", NULL, "en", SIGN_STOP},
    {"whom", NULL, "en", SIGN_STOP},       {"from", NULL, "en", SIGN_STOP},
    {"as", NULL, "en", SIGN_CLAUSE},         {"like", NULL, "en", SIGN_STOP},
    {"of", NULL, "en", SIGN_STOP},         {"towards", NULL, "en", SIGN_STOP},
    {"at", NULL, "en", SIGN_STOP},         {"behind", NULL, "en", SIGN_STOP},
    {"zu", NULL, "de ge", SIGN_STOP},      {"als", NULL, "de ge", SIGN_STOP},
    {"while", NULL, "en", SIGN_CLAUSE},    {"when", NULL, "en", SIGN_CLAUSE},
    {"he", NULL, "en", SIGN_HE},           {"she", NULL, "en", SIGN_HE},
    {"speaker", NULL, "en", SIGN_HE},
};

static bool is_lang(const char *langs, struct str language)
{
    if (!langs)
        return true;
    if (language.n < 2) // English is the guess where nothing is said
        return str_eq(str_c(langs), STR("en"));
    for (const char *l = langs; *l; l += l[2] ? 3 : 2)
        if (str_starts_nocase(language, (struct str){l, 2}))
            return true;
    return false;
}

/* ---- words ---- */

struct word {
    struct str key;     // in a buffer of the reader
    bool is_capital, begins_sentence;
};

struct words {
    struct str text;
    size_t at;
    bool new_sentence;
    struct arena *scratch;
    char key[WORD_BYTES];
};

static bool next_word(struct words *w, struct word *out)
{
    size_t at = w->at;
    uint32_t c = 0;
    size_t start = at;
    bool ended = w->new_sentence;
    while (at < w->text.n) {
        start = at;
        c = utf8_next(w->text, &at);
        if (utf8_is_letter(c) || utf8_is_digit(c))
            break;
        ended |= c == '.' || c == ';' || c == '!' || c == '?' || c == ']' || c == '[';
        start = w->text.n;
    }
    if (start >= w->text.n)
        return false;
    out->is_capital = utf8_is_upper(c);
    size_t end = at;
    while (end < w->text.n) {
        size_t next = end;
        uint32_t d = utf8_next(w->text, &next);
        if (!utf8_is_letter(d) && !utf8_is_digit(d) && !utf8_is_mark(d) && d != '\'' && d != 0x2019)
            break;
        end = next;
    }
    struct arena_mark mark = arena_mark(w->scratch);
    struct str key = utf8_name_key(str_part(w->text, start, end < start + 40 ? end : start + 40),
                                   w->scratch);
    size_t n = key.at && key.n < WORD_BYTES ? key.n : 0;
    if (n)
        memcpy(w->key, key.at, n);
    arena_rewind(w->scratch, mark);
    out->key = (struct str){w->key, n};
    out->begins_sentence = ended;
    /* "Mr." and an initial do not end a sentence */
    bool is_short = end < w->text.n && w->text.at[end] == '.' && out->is_capital && end - start <= 3;
    w->new_sentence = false;
    w->at = is_short ? end + 1 : end;
    return true;
}

static struct words words_of(struct str text, struct arena *scratch)
{
    return (struct words){.text = text, .new_sentence = true, .scratch = scratch};
}

static enum sign sign_of(const struct words *w, struct str key, struct str language)
{
    for (size_t i = 0; i < sizeof sign_word / sizeof *sign_word; i++) {
        if (key.n == 0 || sign_word[i].word[0] != key.at[0] ||
            !str_eq(key, str_c(sign_word[i].word)) || !is_lang(sign_word[i].lang, language))
            continue;
        if (sign_word[i].next) {
            struct words ahead = *w;
            struct word next;
            if (!next_word(&ahead, &next) || !str_eq(next.key, str_c(sign_word[i].next)))
                continue;
        }
        return sign_word[i].sign;
    }
    return SIGN_NONE;
}

uint8_t tei_says(struct str text, struct str language, struct arena *scratch)
{
    struct words w = words_of(text, scratch);
    struct word word;
    uint8_t says = 0;
    for (uint32_t i = 0; next_word(&w, &word); i++) {
        if (word.begins_sentence)
            i = 0;
        enum sign sign = i < SCENE_WORDS ? sign_of(&w, word.key, language) : SIGN_NONE;
        if (sign == SIGN_ENTER)
            says |= TEI_ENTER;
        else if (sign == SIGN_EXIT || sign == SIGN_EXIT_ALL)
            says |= TEI_EXIT;
    }
    return says;
}

/* ---- names ---- */

struct names {
    struct map map;
    VEC(uint32_t) role;  // per key: role, or DOC_NONE when two have it
    VEC(uint8_t) rank;   // per key: a whole name outranks a part of one
};

enum { RANK_PART = 1, RANK_LABEL, RANK_NAME };

static whose_status name_add(struct tei *t, struct names *names, struct str key, uint32_t role,
                             uint8_t rank)
{
    if (key.n < 2)
        return WHOSE_OK;
    uint32_t number = map_add(&names->map, key);
    if (number == MAP_NONE)
        return fail_nomem(t->err);
    if (number == names->role.n) {
        uint32_t *r = VEC_PUSH(&names->role, t->scratch);
        uint8_t *k = VEC_PUSH(&names->rank, t->scratch);
        if (!r || !k)
            return fail_nomem(t->err);
        *r = role;
        *k = rank;
    } else if (names->rank.at[number] < rank) {
        names->role.at[number] = role;
        names->rank.at[number] = rank;
    } else if (names->rank.at[number] == rank && names->role.at[number] != role) {
        names->role.at[number] = DOC_NONE;
    }
    return WHOSE_OK;
}

/* Words of names that name nobody by themselves. */
static bool is_title(struct str key)
{
    static const char *const title[] = {
        "mr", "mrs", "miss", "ms", "dr", "sir", "lady", "lord", "king", "queen", "prince",
        "princess", "duke", "duchess", "count", "countess", "captain", "general", "colonel",
        "major", "old", "young", "the", "first", "second", "third", "fourth", "another", "a", "of",
        "man", "woman", "boy", "girl", "servant", "messenger", "officer", "soldier", "all", "both",
        "other", "others", "everybody", "herr", "frau", "fraulein", "konig", "graf", "der", "die",
        "das", "erster", "zweiter", "monsieur", "madame", "le", "la", "les", "un", "una", "don",
        "dona", "el", "los", "signor", "signora", "il", "in", "and", "aunt", "uncle", "jr", "st",
    };
    if (key.n && key.at[0] >= '0' && key.at[0] <= '9')
        return true;
    for (size_t i = 0; i < sizeof title / sizeof *title; i++)
        if (str_eq(key, str_c(title[i])))
            return true;
    return false;
}

static whose_status names_add_text(struct tei *t, struct names *names, struct str text,
                                   uint32_t role, uint8_t rank, bool with_parts)
{
    struct arena_mark mark = arena_mark(t->keep);
    struct str key = text.n < KEY_BYTES ? utf8_name_key(text, t->keep) : STR("");
    whose_status status = key.at ? WHOSE_OK : fail_nomem(t->err);
    if (status == WHOSE_OK && !(is_title(key) && with_parts == false))
        status = name_add(t, names, key, role, rank);
    if (status == WHOSE_OK && with_parts) {
        struct str rest = key;
        struct str first = str_cut(&rest, ' ');
        struct str last = first;
        while (rest.n)
            last = str_cut(&rest, ' ');
        if (first.n < key.n && !is_title(first))
            status = name_add(t, names, first, role, RANK_PART);
        if (status == WHOSE_OK && first.n < key.n && !is_title(last))
            status = name_add(t, names, last, role, RANK_PART);
    }
    arena_rewind(t->keep, mark);
    return status;
}

static whose_status names_build(struct tei *t, struct names *names)
{
    const struct doc *doc = t->doc;
    *names = (struct names){.role = {0}};
    map_init(&names->map, t->scratch);
    for (uint32_t r = 0; r < doc->role.n; r++)
        TRY(names_add_text(t, names, doc->role.at[r].name, r, RANK_NAME, true));
    for (uint32_t s = 0; s < doc->speech.n; s++) {
        const struct speech *speech = &doc->speech.at[s];
        if (speech->n_who == 1)
            TRY(names_add_text(t, names, doc_str(doc, speech->cue), doc->who.at[speech->first_who],
                               RANK_LABEL, false));
    }
    return WHOSE_OK;
}

/* The longest name that begins with `first`; moves `w` behind it. */
static uint32_t name_at(struct words *w, const struct names *names, const struct word *first)
{
    char key[KEY_BYTES];
    size_t n = first->key.n;
    if (n == 0)
        return DOC_NONE;
    memcpy(key, first->key.at, n);
    struct words ahead = *w;
    size_t end = w->at;
    bool end_sentence = w->new_sentence;
    uint32_t found = DOC_NONE;
    for (int words = 1;; words++) {
        uint32_t number = map_find(&names->map, (struct str){key, n});
        if (number != MAP_NONE && names->role.at[number] != DOC_NONE &&
            (names->rank.at[number] != RANK_PART || first->is_capital)) {
            found = names->role.at[number];
            end = ahead.at;
            end_sentence = ahead.new_sentence;
        }
        struct word next;
        if (words == NAME_WORDS || !next_word(&ahead, &next) || next.begins_sentence ||
            n + next.key.n + 1 > KEY_BYTES)
            break;
        key[n++] = ' ';
        memcpy(key + n, next.key.at, next.key.n);
        n += next.key.n;
    }
    if (found != DOC_NONE) {
        w->at = end;
        w->new_sentence = end_sentence;
    }
    return found;
}

/* ---- moves ---- */

struct mover {
    struct tei *t;
    struct names names;
    uint32_t *in_list;      // [role]: 1 + place in `on`, 0: not on stage
    VEC(uint32_t) on;       // on stage; those who left are DOC_NONE
    uint32_t named[MAX_NAMED];
    uint32_t n_named;
    uint32_t last_named;    // in this direction, or DOC_NONE: whom "she" means
    uint32_t segment;       // the next to begin
};

static whose_status come_on(struct mover *m, uint32_t role)
{
    if (m->in_list[role])
        return WHOSE_OK;
    uint32_t *slot = VEC_PUSH(&m->on, m->t->scratch);
    if (!slot)
        return fail_nomem(m->t->err);
    *slot = role;
    m->in_list[role] = m->on.n;
    return WHOSE_OK;
}

static void go_off(struct mover *m, uint32_t role)
{
    if (m->in_list[role])
        m->on.at[m->in_list[role] - 1] = DOC_NONE;
    m->in_list[role] = 0;
}

static void clear_stage(struct mover *m)
{
    for (uint32_t i = 0; i < m->on.n; i++)
        if (m->on.at[i] != DOC_NONE)
            m->in_list[m->on.at[i]] = 0;
    m->on.n = 0;
}

static whose_status add_move(struct mover *m, uint32_t off, bool is_exit, const uint32_t *role,
                             uint32_t n)
{
    struct doc *doc = m->t->doc;
    uint32_t first = doc->who.n;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t *who = VEC_PUSH(&doc->who, m->t->keep);
        if (!who)
            return fail_nomem(m->t->err);
        *who = role[i];
    }
    /* of directions in each other, the outer may turn out to begin later: its words do */
    if (doc->move.n && doc->move.at[doc->move.n - 1].off > off)
        off = doc->move.at[doc->move.n - 1].off;
    struct move *move = VEC_PUSH(&doc->move, m->t->keep);
    if (!move)
        return fail_nomem(m->t->err);
    *move = (struct move){.off = off, .segment = DOC_NONE, .first_who = first, .n_who = n,
                          .is_exit = is_exit};
    for (uint32_t i = 0; i < n; i++) {
        if (is_exit)
            go_off(m, role[i]);
        else
            TRY(come_on(m, role[i]));
    }
    if (is_exit && n == 0)
        clear_stage(m);
    return WHOSE_OK;
}

/* Everybody leaves but those named. */
static whose_status leave_but(struct mover *m, uint32_t off)
{
    uint32_t n_on = 0;
    for (uint32_t i = 0; i < m->on.n; i++) {
        uint32_t role = m->on.at[i];
        bool stays = role == DOC_NONE;
        for (uint32_t k = 0; k < m->n_named && !stays; k++)
            stays = m->named[k] == role;
        if (!stays)
            m->on.at[n_on++] = role;
    }
    struct arena_mark mark = arena_mark(m->t->scratch);
    uint32_t *left = n_on ? ARENA_NEW_RAW(m->t->scratch, uint32_t, n_on) : NULL;
    if (n_on && !left)
        return fail_nomem(m->t->err);
    if (n_on)
        memcpy(left, m->on.at, n_on * sizeof *left);
    for (uint32_t i = 0; i < n_on; i++)
        m->in_list[left[i]] = 0;
    whose_status status = n_on ? add_move(m, off, true, left, n_on) : WHOSE_OK;
    arena_rewind(m->t->scratch, mark);
    m->on.n = 0;
    for (uint32_t k = 0; k < m->n_named && status == WHOSE_OK; k++) {
        m->in_list[m->named[k]] = 0;
        status = come_on(m, m->named[k]);
    }
    return status;
}

/* A sentence of a direction is over: act on its verb. */
static whose_status end_sentence(struct mover *m, const struct tei_stage *stage, enum sign verb,
                                 bool is_but, bool is_he)
{
    uint32_t off = stage->off;
    if (verb == SIGN_NONE)
        return WHOSE_OK;
    bool is_exit = verb != SIGN_ENTER;
    if (is_exit && is_but)
        return leave_but(m, off);
    if (m->n_named)
        return add_move(m, off, is_exit, m->named, m->n_named);
    if (verb == SIGN_EXIT_ALL)
        return add_move(m, off, true, NULL, 0);
    if (is_he && m->last_named != DOC_NONE)
        return is_exit ? add_move(m, off, true, &m->last_named, 1) : WHOSE_OK;
    /* "Exit", "She exits", "(entering)": the one who speaks */
    if (stage->speaker == DOC_NONE || (!is_exit && !stage->is_in_speech))
        return WHOSE_OK;
    const struct speech *speech = &m->t->doc->speech.at[stage->speaker];
    uint32_t who = speech->n_who == 1 ? m->t->doc->who.at[speech->first_who] : DOC_NONE;
    return who == DOC_NONE ? WHOSE_OK : add_move(m, off, is_exit, &who, 1);
}

static whose_status moves_by_words(struct mover *m, const struct tei_stage *stage)
{
    struct tei *t = m->t;
    struct words w = words_of(doc_str(t->doc, stage->at), t->scratch);
    struct word word;
    /* the type says what the names do, even where no verb does */
    enum sign typed = stage->says & TEI_TYPED ? (stage->says & TEI_ENTER  ? SIGN_ENTER
                                                 : stage->says & TEI_EXIT ? SIGN_EXIT
                                                                          : SIGN_NONE)
                                              : SIGN_NONE;
    enum sign verb = typed;
    bool is_but = false, is_stopped = false, is_he = false;
    m->n_named = 0;
    m->last_named = DOC_NONE;
    while (next_word(&w, &word)) {
        if (word.begins_sentence) {
            TRY(end_sentence(m, stage, m->n_named || verb != typed ? verb : SIGN_NONE, is_but, is_he));
            verb = typed;
            is_but = is_stopped = is_he = false;
            m->n_named = 0;
        }
        enum sign sign = sign_of(&w, word.key, t->doc->language);
        if (sign == SIGN_ENTER || sign == SIGN_EXIT || sign == SIGN_EXIT_ALL) {
            if (verb != SIGN_NONE && verb != SIGN_ALL && verb != sign && verb != typed) { // "enter A, exit B"
                TRY(end_sentence(m, stage, verb, is_but, is_he));
                m->n_named = 0;
                is_but = false;
            }
            bool is_all = verb == SIGN_ALL && sign == SIGN_EXIT; // "alle ab"
            verb = is_all ? SIGN_EXIT_ALL : sign;
            is_stopped = m->n_named > 0; // "Anna enters to Ben"
        } else if (sign == SIGN_ALL) {
            verb = verb == SIGN_NONE ? SIGN_ALL : verb == SIGN_EXIT ? SIGN_EXIT_ALL : verb;
        } else if (sign == SIGN_BUT && verb != SIGN_NONE && verb != SIGN_ENTER) {
            is_but = true;
            is_stopped = false;
        } else if (sign == SIGN_STOP) {
            is_stopped |= m->n_named > 0;
        } else if (sign == SIGN_CLAUSE) {
            if (verb == SIGN_NONE)
                m->n_named = 0; // "Anna turns as Ben enters"
            is_stopped = verb != SIGN_NONE && m->n_named > 0;
        } else if (sign == SIGN_HE) {
            is_he |= m->n_named == 0;
        } else if (!is_stopped && m->n_named < MAX_NAMED) {
            uint32_t role = name_at(&w, &m->names, &word);
            if (role != DOC_NONE)
                m->last_named = m->named[m->n_named++] = role;
        }
    }
    if (verb == SIGN_ALL)
        verb = SIGN_NONE;
    return end_sentence(m, stage, verb, is_but, is_he);
}

static whose_status moves_of(struct mover *m, const struct tei_stage *stage)
{
    uint8_t says = stage->says & (TEI_ENTER | TEI_EXIT);
    if (stage->is_wrapper || (stage->says & TEI_TYPED && says == 0))
        return WHOSE_OK;
    bool is_one = says == TEI_ENTER || says == TEI_EXIT;
    if (stage->n_who && is_one) {
        uint32_t *who = ARENA_NEW_RAW(m->t->scratch, uint32_t, stage->n_who);
        if (!who)
            return fail_nomem(m->t->err);
        memcpy(who, m->t->doc->who.at + stage->first_who, stage->n_who * sizeof *who);
        return add_move(m, stage->off, says == TEI_EXIT, who, stage->n_who);
    }
    return moves_by_words(m, stage);
}

/* The stage is empty at the start of a scene, except of one that an entrance makes. */
static void begin_scenes(struct mover *m, uint32_t off)
{
    const struct doc *doc = m->t->doc;
    bool is_new = false;
    for (; m->segment < doc->segment.n && doc->segment.at[m->segment].at.start <= off; m->segment++)
        is_new |= !str_eq(doc->segment.at[m->segment].because, STR("entrance"));
    if (is_new)
        clear_stage(m);
}

whose_status tei_moves(struct tei *t)
{
    struct doc *doc = t->doc;
    if (t->stage.n == 0)
        return WHOSE_OK;
    struct mover *m = ARENA_NEW(t->scratch, struct mover, 1);
    if (!m)
        return fail_nomem(t->err);
    m->t = t;
    m->in_list = ARENA_NEW(t->scratch, uint32_t, doc->role.n + 1);
    if (!m->in_list)
        return fail_nomem(t->err);
    TRY(names_build(t, &m->names));
    uint32_t speech = 0;
    for (uint32_t s = 0; s < t->stage.n; s++) {
        const struct tei_stage *stage = &t->stage.at[s];
        for (; speech < stage->next_speech && speech < doc->speech.n; speech++) {
            const struct speech *said = &doc->speech.at[speech];
            begin_scenes(m, said->at.start);
            for (uint32_t w = 0; w < said->n_who; w++)
                TRY(come_on(m, doc->who.at[said->first_who + w]));
        }
        begin_scenes(m, stage->off);
        TRY(moves_of(m, stage));
    }
    return WHOSE_OK;
}
