/* takes   the words of a novel
 * gives   every capitalised name, under its key, with counts of how it is used;
 *         every place where it stands
 * method  a word is of a name when it is written with a capital inside sentences;
 *         names are runs of such words with titles in front.  Whether a name is a
 *         person's is told by what stands beside it: verbs of speech, titles, "who",
 *         being called; "in" and "at" speak for a place
 * cost    O(words) */
#include "people/novel.h"

#include "base/err.h"
#include "base/utf8.h"

#include <string.h>

/* ---- sentences and paragraphs ---- */

static whose_status find_paragraphs(struct novel *n, whose_error *err)
{
    const struct doc *doc = n->doc;
    n->par_of = ARENA_NEW(n->scratch, uint32_t, (size_t)doc->block.n + 1);
    if (!n->par_of)
        return fail_nomem(err);
    for (uint32_t b = 1; b < doc->block.n; b++)
        n->par_of[b] = n->par_of[b - 1] + !doc->block.at[b].goes_on;
    return WHOSE_OK;
}

/* The last sign of what is said in a block, behind its closing mark. */
static char last_sign(const struct novel *n, uint32_t block)
{
    uint32_t first = n->text->block_first[block], i = n->text->block_first[block + 1];
    while (i > first && (token_mark(n, i - 1) == '"' || token_mark(n, i - 1) == '\'' ||
                         token_mark(n, i - 1) == '_'))
        i--;
    return i > first ? token_mark(n, i - 1) : '\0';
}

/* Is the title written short, so that a stop behind it ends no sentence? */
static bool is_short_title(const struct novel *n, uint32_t i)
{
    static const char *const SHORT[] = {"mr", "mrs", "ms", "dr", "st", "capt", "col", "gen", "lt", "maj", "sgt", "rev",
                                        "hon", "prof", "mme", "mlle", "gov", "supt", "insp", "adm", NULL};
    for (const char *const *word = SHORT; *word; word++)
        if (str_eq(word_key(n, n->text->token[i].word), str_c(*word)))
            return true;
    return false;
}

static void find_starts(struct novel *n, uint32_t block)
{
    const struct text *text = n->text;
    bool begins = true;
    if (block > 0 && n->doc->block.at[block - 1].kind == BLOCK_DIALOGUE &&
        n->par_of[block] == n->par_of[block - 1] && last_sign(n, block - 1) == ',')
        begins = false;
    for (uint32_t i = text->block_first[block]; i < text->block_first[block + 1]; i++) {
        const struct token *token = &text->token[i];
        if (token->flags & TOKEN_WORD) {
            n->starts[i] = begins;
            begins = false;
            continue;
        }
        if (token->mark == '!' || token->mark == '?' || token->mark == ':')
            begins = true;
        if (token->mark == '.') {
            uint32_t bits = i ? token_bits(n, i - 1) : 0;
            bool abbreviates = i && token_is_word(n, i - 1) &&
                               ((bits & WORD_TITLE && text->token[i - 1].flags & TOKEN_TITLE && is_short_title(n, i - 1)) ||
                                (word_key(n, text->token[i - 1].word).n == 1 && !(bits & WORD_I)));
            begins = begins || !abbreviates;
        }
    }
}

static bool is_story(const struct novel *n, uint32_t block)
{
    return n->doc->block.at[block].kind == BLOCK_ACTION ||
           n->doc->block.at[block].kind == BLOCK_DIALOGUE;
}

whose_status novel_begin(struct novel *n, whose_error *err)
{
    const struct text *text = n->text;
    size_t n_words = (size_t)text->word.n + 1;
    n->bits = prose_words(text, n->scratch);
    n->n_low = ARENA_NEW(n->scratch, uint32_t, n_words);
    n->n_mid = ARENA_NEW(n->scratch, uint32_t, n_words);
    n->n_start = ARENA_NEW(n->scratch, uint32_t, n_words);
    n->starts = ARENA_NEW(n->scratch, bool, (size_t)text->n_tokens + 1);
    if (!n->bits || !n->n_low || !n->n_mid || !n->n_start || !n->starts)
        return fail_nomem(err);
    map_init(&n->by_key, n->scratch);
    syntax_begin(n);
    TRY(find_paragraphs(n, err));
    for (uint32_t b = 0; b < n->doc->block.n; b++) {
        if (!is_story(n, b))
            continue;
        find_starts(n, b);
        for (uint32_t i = text->block_first[b]; i < text->block_first[b + 1]; i++) {
            const struct token *token = &text->token[i];
            if (!(token->flags & TOKEN_WORD))
                continue;
            if (!(token->flags & TOKEN_TITLE))
                n->n_low[token->word]++;
            else if (n->starts[i])
                n->n_start[token->word]++;
            else if (!(token->flags & TOKEN_UPPER))
                n->n_mid[token->word]++;
        }
    }
    return WHOSE_OK;
}

/* ---- one name ---- */

/* "She'll", "Vane'd": the key of the word has lost the apostrophe, and may look like a name. */
static bool is_contracted(const struct novel *n, uint32_t i)
{
    static const char *const ENDS[] = {"'ll", "'d", "'ve", "'re", "'m", "n't", "\u2019ll", "\u2019d", "\u2019ve",
                                       "\u2019re", "\u2019m", "n\u2019t", NULL};
    struct str word = doc_str(n->doc, n->text->token[i].at);
    for (const char *const *end = ENDS; *end; end++)
        if (str_ends(word, str_c(*end)))
            return true;
    return false;
}

static bool is_capital(const struct novel *n, uint32_t i)
{
    const struct token *token = &n->text->token[i];
    return (token->flags & TOKEN_WORD) && (token->flags & TOKEN_TITLE) && !is_contracted(n, i);
}

static bool is_initial(const struct novel *n, uint32_t i)
{
    return is_capital(n, i) && n->text->token[i].at.end - n->text->token[i].at.start == 1 &&
           !(token_bits(n, i) & WORD_I);
}

/* Is the word written as names are, in this text? */
static bool is_name_word(const struct novel *n, uint32_t word)
{
    if (n->bits[word] & WORD_STOP)
        return false;
    if (n->n_mid[word] == 0)
        return n->n_low[word] == 0 && n->n_start[word] >= 2;
    return n->n_mid[word] * 2 > n->n_low[word] || (n->n_mid[word] >= 10 && n->n_mid[word] * 5 > n->n_low[word]);
}

static bool may_name(const struct novel *n, uint32_t i)
{
    const struct token *token = &n->text->token[i];
    if (!is_capital(n, i))
        return false;
    if ((token->flags & TOKEN_UPPER) && n->n_mid[token->word] == 0)
        return false;
    return is_name_word(n, token->word);
}

/* The word behind `i` that a name may go on with: next to it, behind the stop of a
 * title or initial, or behind a hyphen. */
static uint32_t follower(const struct novel *n, uint32_t i, uint32_t end)
{
    const struct token *token = n->text->token;
    if (token[i].flags & TOKEN_OWNS)
        return end;
    uint32_t next = i + 1;
    if (next < end && token[next].mark == '.' &&
        ((token_bits(n, i) & WORD_TITLE && is_short_title(n, i)) || is_initial(n, i)))
        next++;
    else if (next + 1 < end && token[next].mark == '-' && token[next].at.start == token[i].at.end &&
             token[next + 1].at.start == token[next].at.end && token[next].at.end == token[next].at.start + 1)
        next++;
    return next < end && token_is_word(n, next) ? next : end;
}

struct naming {
    uint32_t first, behind;  // tokens
    uint32_t title;          // word, or MAP_NONE
    uint32_t name[FORM_NAMES], n_names;
    bool has_the;
    bool is_byname;
};

static bool is_hyphen_before(const struct novel *n, uint32_t i)
{
    return i > 0 && token_mark(n, i - 1) == '-' && i > 1 &&
           n->text->token[i - 1].at.start == n->text->token[i - 2].at.end;
}

static void push_name(struct naming *run, uint32_t word)
{
    if (run->n_names < FORM_NAMES)
        run->name[run->n_names++] = word;
    else
        run->name[FORM_NAMES - 1] = word; // the last one counts
}

/* Behind a title an everyday word may be a surname: "Mrs. Hall". */
static bool is_surname(const struct novel *n, uint32_t i)
{
    return is_capital(n, i) && !(token_bits(n, i) & WORD_STOP) && !(n->text->token[i].flags & TOKEN_UPPER) &&
           n->n_mid[n->text->token[i].word] > 0 && !n->starts[i];
}

/* The longest name that begins at token `i`. */
static bool read_run(const struct novel *n, uint32_t i, uint32_t begin, uint32_t end, struct naming *out)
{
    const struct token *token = n->text->token;
    *out = (struct naming){.first = i, .behind = i, .title = MAP_NONE};
    uint32_t at = i;
    while (at < end && is_capital(n, at) && token_bits(n, at) & WORD_ADJECTIVE && !(token_bits(n, at) & WORD_STOP) &&
           n->n_low[token[at].word] > 0 && follower(n, at, end) < end && is_capital(n, follower(n, at, end)))
        at = follower(n, at, end);
    out->first = at;
    while (at < end && is_capital(n, at) && (token_bits(n, at) & WORD_TITLE)) {
        /* a title begins a sentence as any word does: then a name must follow */
        uint32_t next = follower(n, at, end);
        bool named = next < end && (may_name(n, next) || is_initial(n, next) || is_surname(n, next) ||
                                    (is_capital(n, next) && token_bits(n, next) & WORD_TITLE));
        bool alone = is_name_word(n, token[at].word) && !n->starts[at];
        if (!named && out->title != MAP_NONE) {
            push_name(out, token[at].word); // "Miss King"
            out->behind = at + 1;
            at = next;
            break;
        }
        if (!named && !alone)
            break;
        if (out->title == MAP_NONE || !(n->bits[out->title] & (WORD_SHE | WORD_HE)))
            out->title = token[at].word;
        out->behind = at + 1;
        at = next;
        if (!named)
            break;
    }
    while (at < end && (may_name(n, at) || (is_initial(n, at) && token_mark(n, at + 1) == '.') ||
                        (out->title != MAP_NONE && out->n_names == 0 && is_surname(n, at)))) {
        if (n->starts[at] && out->n_names == 0 && out->title == MAP_NONE &&
            n->n_low[token[at].word] > n->n_mid[token[at].word])
            break;
        push_name(out, token[at].word);
        out->behind = at + 1;
        uint32_t next = follower(n, at, end);
        uint32_t over = next;
        while (over < end && (token_bits(n, over) & WORD_JOINS) && over < next + 2)
            over = follower(n, over, end);
        /* "Winnie-the-Pooh" */
        if (over < end && over == next && is_hyphen_before(n, next) && token_bits(n, next) & WORD_DETERMINER)
            over = follower(n, next, end);
        out->is_byname = out->is_byname || (over != next && over < end && is_hyphen_before(n, next));
        at = over;
        if (at < end && n->starts[at])
            break;
    }
    /* "the Duchess of Monmouth" */
    if (out->behind > out->first && out->behind + 1 < end && out->title != MAP_NONE && out->n_names == 0 &&
        n->bits[out->title] & WORD_RANK && token_is_word(n, out->behind) &&
        str_eq(word_key(n, token[out->behind].word), STR("of")) && is_capital(n, out->behind + 1) &&
        is_name_word(n, token[out->behind + 1].word)) {
        push_name(out, token[out->behind + 1].word);
        out->behind += 2;
    }
    if (out->behind <= out->first)
        return false;
    uint32_t before = i;
    while (before > begin && token_is_word(n, before - 1) && token_bits(n, before - 1) & WORD_ADJECTIVE &&
           before + 2 > i)
        before--;
    out->has_the = before > begin && token_is_word(n, before - 1) &&
                   str_eq(word_key(n, token[before - 1].word), STR("the"));
    if (out->has_the && (out->n_names == 0 || out->title == MAP_NONE))
        out->first = before - 1;
    else
        out->has_the = false;
    return true;
}

/* The key: "the", the title, the names, without what stands between. */
static struct str run_key(const struct novel *n, const struct naming *run)
{
    size_t size = 8;
    if (run->title != MAP_NONE)
        size += word_key(n, run->title).n + 1;
    for (uint32_t i = 0; i < run->n_names; i++)
        size += word_key(n, run->name[i]).n + 1;
    char *out = ARENA_NEW_RAW(n->scratch, char, size);
    if (!out)
        return (struct str){NULL, 0};
    size_t at = 0;
    if (run->has_the) {
        memcpy(out, "the ", 4);
        at = 4;
    }
    for (uint32_t i = 0; i <= run->n_names; i++) {
        if (i == 0 && run->title == MAP_NONE)
            continue;
        struct str word = word_key(n, i ? run->name[i - 1] : run->title);
        if (at && out[at - 1] != ' ')
            out[at++] = ' ';
        memcpy(out + at, word.at, word.n);
        at += word.n;
    }
    return (struct str){out, at};
}

static enum gender gender_of_bits(uint32_t bits)
{
    return bits & WORD_SHE ? GENDER_SHE : bits & (WORD_HE | WORD_MOSTLY_HE) ? GENDER_HE : GENDER_UNKNOWN;
}

static struct span run_span(const struct novel *n, const struct naming *run)
{
    struct span at = {n->text->token[run->first].at.start, n->text->token[run->behind - 1].at.end};
    if (n->text->token[run->behind - 1].flags & TOKEN_OWNS) {
        struct str last = doc_str(n->doc, n->text->token[run->behind - 1].at);
        at.end -= last.n > 4 && (unsigned char)last.at[last.n - 2] >= 0x80 ? 4 : 2;
    }
    return at;
}

static whose_status form_of(struct novel *n, const struct naming *run, uint32_t *out, whose_error *err)
{
    struct arena_mark mark = arena_mark(n->scratch);
    struct str key = run_key(n, run);
    uint32_t known = key.at ? map_find(&n->by_key, key) : MAP_NONE;
    if (known != MAP_NONE) {
        arena_rewind(n->scratch, mark);
        *out = known;
        return WHOSE_OK;
    }
    if (!key.at || map_add(&n->by_key, key) == MAP_NONE)
        return fail_nomem(err);
    struct name_form *form = VEC_PUSH(&n->form, n->scratch);
    struct str shown = doc_clean(n->doc, run_span(n, run), n->keep);
    if (!form || !shown.at)
        return fail_nomem(err);
    *form = (struct name_form){.title = run->title, .n_names = run->n_names, .has_the = run->has_the,
                                .is_byname = run->is_byname && run->n_names == 2};
    memcpy(form->name, run->name, sizeof form->name);
    struct label *label = VEC_PUSH(&n->g->label, n->g->keep);
    if (!label)
        return fail_nomem(err);
    form->label = n->g->label.n - 1;
    if (run->title != MAP_NONE)
        form->gender = gender_of_bits(n->bits[run->title]);
    if (form->gender == GENDER_UNKNOWN && run->has_the && run->n_names)
        form->gender = gender_of_bits(n->bits[run->name[run->n_names - 1]]);
    *label = (struct label){.shown = shown, .key = key, .first_off = n->text->token[run->first].at.start,
                            .role = DOC_NONE, .root = form->label, .sure = 1};
    *out = n->form.n - 1;
    return WHOSE_OK;
}

/* ---- how it is used ---- */

/* Is somebody called by the name, in speech: set apart by commas, or alone? */
static bool is_called(const struct novel *n, const struct naming *run, uint32_t begin, uint32_t end)
{
    const struct token *token = n->text->token;
    if (token[run->behind - 1].flags & TOKEN_OWNS || run->has_the)
        return false;
    char after = run->behind < end ? token[run->behind].mark : '.';
    if (run->behind < end && token_is_word(n, run->behind))
        return false;
    bool ends = strchr(",.!?-;:\"'", after ? after : 'x') != NULL;
    uint32_t first = run->first;
    /* "my dear Emma" */
    while (first > begin && token_is_word(n, first - 1) &&
           (token_bits(n, first - 1) & (WORD_ADJECTIVE | WORD_POSSESSIVE)))
        first--;
    if (first == begin)
        return ends;
    char before = token[first - 1].mark;
    if (token_is_word(n, first - 1)) {
        struct str word = word_key(n, token[first - 1].word);
        bool greets = str_eq(word, STR("oh")) || str_eq(word, STR("o")) || str_eq(word, STR("ah")) ||
                      str_eq(word, STR("yes")) || str_eq(word, STR("no")) || str_eq(word, STR("well")) ||
                      first < run->first;
        return ends && greets;
    }
    if (before == '"' || before == '\'')
        return ends;
    if (before == '.' || before == '!' || before == '?' || before == '-')
        return ends && after != '.' ;
    return ends && before == ',';
}

/* The verb next to the name: its bits; `*away` words stand between. */
static uint32_t verb_behind(const struct novel *n, uint32_t i, uint32_t end)
{
    for (uint32_t k = i; k < end && k < i + 4; k++) {
        if (!token_is_word(n, k))
            return 0;
        uint32_t bits = token_bits(n, k);
        struct str key = word_key(n, n->text->token[k].word);
        if (bits & (WORD_SAYS | WORD_MAY_SAY | WORD_DOES))
            return bits;
        if (key.n > 4 && str_ends(key, STR("ed")))
            return WORD_DOES;
        if (!(bits & WORD_AUXILIARY) && !(key.n > 3 && str_ends(key, STR("ly"))))
            return 0;
    }
    return 0;
}

static void note_use(struct novel *n, struct name_form *form, const struct naming *run, uint32_t block,
                     uint32_t begin, uint32_t end, struct name_place *place)
{
    const struct token *token = n->text->token;
    bool spoken = n->doc->block.at[block].kind == BLOCK_DIALOGUE;
    bool owns = (token[run->behind - 1].flags & TOKEN_OWNS) != 0;
    form->n++;
    form->n_told += !spoken;
    form->n_owner += owns;
    uint32_t before = run->first > begin ? token_bits(n, run->first - 1) : 0;
    uint32_t verb = owns ? 0 : verb_behind(n, run->behind, end);
    uint32_t verb_at = run->first;
    while (verb_at > begin && token_bits(n, verb_at - 1) & (WORD_ADJECTIVE | WORD_DETERMINER))
        verb_at--;
    bool says = !owns && ((verb | (verb_at > begin ? token_bits(n, verb_at - 1) : 0)) & WORD_SAYS) != 0;
    form->n_says += !spoken && says;
    form->n_does += !spoken && verb != 0;
    uint32_t node = owns ? NODE_ROOT : syntax_node(n, run->behind - 1);
    place->is_subject = !owns && verb != 0;
    if (node != NODE_ROOT)
        place->is_subject = place->is_subject || syntax_starts(n, syntax_top(n, node), "nsubj");
    bool is_place = run->n_names > 1 && run->title == MAP_NONE &&
                    n->bits[run->name[run->n_names - 1]] & WORD_PLACE_NOUN;
    form->n_place += is_place ? 2 : (before & WORD_PLACE_BEFORE) != 0;
    uint32_t next = run->behind;
    if (next < end && token[next].mark == ',')
        next++;
    if (next < end && token_is_word(n, next)) {
        struct str key = word_key(n, token[next].word);
        form->n_who += str_eq(key, STR("who")) || str_eq(key, STR("whose")) || str_eq(key, STR("whom"));
    }
    if (run->first > begin && run->title != MAP_NONE && token_is_word(n, run->first - 1)) {
        struct str age = word_key(n, token[run->first - 1].word);
        form->n_old += str_eq(age, STR("old")) || str_eq(age, STR("elder")) || str_eq(age, STR("senior"));
    }
    place->is_called = spoken && is_called(n, run, begin, end);
    form->n_called += place->is_called;
    form->n_titled += run->title != MAP_NONE && run->n_names > 0;
}

static whose_status scan_block(struct novel *n, uint32_t block, whose_error *err)
{
    const struct text *text = n->text;
    uint32_t begin = text->block_first[block], end = text->block_first[block + 1];
    for (uint32_t i = begin; i < end;) {
        struct naming run;
        if (!is_capital(n, i) || !read_run(n, i, begin, end, &run)) {
            i++;
            continue;
        }
        uint32_t number = 0;
        TRY(form_of(n, &run, &number, err));
        struct name_place *place = VEC_PUSH(&n->place, n->scratch);
        if (!place)
            return fail_nomem(err);
        *place = (struct name_place){.form = number, .first = run.first, .behind = run.behind, .block = block};
        note_use(n, &n->form.at[number], &run, block, begin, end, place);
        i = run.behind > i ? run.behind : i + 1;
    }
    return WHOSE_OK;
}

/* "He" and "himself" go on with the name before, "him" is somebody else more often than not. */
static uint32_t pronoun_weight(const struct novel *n, uint32_t i)
{
    struct str key = word_key(n, n->text->token[i].word);
    if (str_eq(key, STR("him")))
        return 0;
    if (key.n > 4) // himself, herself
        return 4;
    return token_bits(n, i) & WORD_SUBJECT ? 3 : str_eq(key, STR("his")) ? 2 : 1;
}

/* Pronouns that go on with the one name before them: what they tell of its gender. */
static void note_genders(struct novel *n)
{
    enum { REACH = 40 };
    for (uint32_t p = 0; p < n->place.n; p++) {
        const struct name_place *place = &n->place.at[p];
        struct name_form *form = &n->form.at[place->form];
        if (n->doc->block.at[place->block].kind != BLOCK_ACTION)
            continue;
        bool alone = (p == 0 || n->place.at[p - 1].block != place->block ||
                      n->place.at[p - 1].form == place->form ||
                      n->place.at[p - 1].behind + REACH < place->first);
        uint32_t end = n->text->block_first[place->block + 1];
        uint32_t stop = p + 1 < n->place.n ? n->place.at[p + 1].first : end;
        stop = stop > end ? end : stop;
        stop = stop > place->behind + REACH ? place->behind + REACH : stop;
        for (uint32_t i = place->behind; i < stop; i++) {
            uint32_t bits = token_bits(n, i);
            if (!(bits & (WORD_HE_PRONOUN | WORD_SHE_PRONOUN)))
                continue;
            uint32_t weight = pronoun_weight(n, i) * (alone ? 2u : 1u) * (place->is_subject ? 2u : 1u);
            if (weight == 0)
                continue;
            if (bits & WORD_HE_PRONOUN)
                form->n_he += weight;
            else
                form->n_she += weight;
            break; // the first one tells most
        }
    }
}

/* What the entities of the text take the names for: a person, or a place, a ship, a society. */
static whose_status note_types(struct novel *n, whose_error *err)
{
    const struct text *text = n->text;
    if (text->n_entities == 0)
        return WHOSE_OK;
    uint8_t *type = ARENA_NEW(n->scratch, uint8_t, text->n_nodes); // [node], enum entity_type + 1
    if (!type)
        return fail_nomem(err);
    for (uint32_t i = 0; i < text->n_entities; i++) {
        const struct entity *entity = &text->entity[i];
        /* of a name all words count, what is nested in it for itself: "Duke of Strelsau" */
        uint32_t first = entity->kind == ENTITY_PROP ? entity->first : entity->head;
        uint32_t behind = entity->kind == ENTITY_PROP ? entity->first + entity->n : entity->head + 1;
        for (uint32_t k = first; entity->kind != ENTITY_PRON && k < behind; k++)
            type[k] = (uint8_t)(entity->type + 1);
    }
    for (uint32_t p = 0; p < n->place.n; p++) {
        struct name_form *form = &n->form.at[n->place.at[p].form];
        uint8_t found = 0;
        for (uint32_t i = n->place.at[p].behind; i > n->place.at[p].first && !found; i--) {
            uint32_t node = syntax_node(n, i - 1);
            found = node == NODE_ROOT ? 0 : type[node];
        }
        form->n_as_person += found == ENTITY_PER + 1;
        form->n_as_thing += found > ENTITY_PER + 1;
    }
    return WHOSE_OK;
}

whose_status names_find(struct novel *n, whose_error *err)
{
    for (uint32_t b = 0; b < n->doc->block.n; b++)
        if (is_story(n, b))
            TRY(scan_block(n, b, err));
    note_genders(n);
    return note_types(n, err);
}
