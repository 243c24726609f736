/* takes   a screenplay whose cues are known
 * gives   labels for people who are seen and never speak
 * method  capitalised words in directions that behave as a person does: they do
 *         things, or are brought in with an age; words that also occur in lower
 *         case, or with an article, are things, places or sounds
 * cost    O(words) */
#include "base/err.h"
#include "base/utf8.h"
#include "people/internal.h"

struct candidate {
    struct str shown;
    uint32_t first_off;
    uint32_t n, n_article, n_place, n_doer, n_written; // n_written: a capital inside a sentence
    bool is_surname; // stands behind a name that is known
    bool has_age;
};

static bool is_listed(struct str key, const char *const *list)
{
    for (; *list; list++)
        if (str_eq(key, str_c(*list)))
            return true;
    return false;
}

static bool is_screen_word(struct str key)
{
    static const char *const WORDS[] = {
        "int",    "ext",   "pov",      "close",  "angle",  "continued", "cont",   "cut",     "fade",
        "super",  "title", "insert",   "back",   "later",  "day",       "night",  "morning", "evening",
        "end",    "the",   "a",        "an",     "vo",     "os",        "flashback", "montage", "scene",
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january",
        "february", "march", "april",  "may",    "june",   "july",      "august", "september",
        "october", "november", "december", "i",  "ok",     "tv",        "dj",     "uk",      "usa",
        "god",    "christmas", "english", "french", "german", "american", "spanish", "italian", NULL,
    };
    return is_listed(key, WORDS);
}

static bool is_determiner(const struct text *text, uint32_t i)
{
    static const char *const WORDS[] = {"the", "a",   "an",    "his",  "her",   "their", "this",
                                        "that", "its", "another", "some", "every", "each", NULL};
    return (text->token[i].flags & TOKEN_WORD) && is_listed(text->word.key[text->token[i].word], WORDS);
}

/* "in Ashton", "leaving Ashton" */
static bool is_preposition(const struct text *text, uint32_t i)
{
    static const char *const WORDS[] = {"in",   "at",   "to",      "from",    "of",      "near",
                                        "into", "outside", "through", "leave", "leaving", "leaves",
                                        "for",  "toward", "towards", "around", "across", NULL};
    return (text->token[i].flags & TOKEN_WORD) && is_listed(text->word.key[text->token[i].word], WORDS);
}

static bool may_be_name(const struct text *text, uint32_t i)
{
    const struct token *token = &text->token[i];
    struct str key = text->word.key[token->word];
    return (token->flags & TOKEN_TITLE) && key.n > 1 && !is_screen_word(key) &&
           !cue_names_group(key) && text->n_lower[token->word] * 4 <= text->n_capital[token->word];
}

/* "MAYA (30s)", "MAYA, 34": the name is followed by an age. */
static bool age_follows(const struct text *text, uint32_t behind, uint32_t end)
{
    if (behind + 1 >= end || (text->token[behind].mark != '(' && text->token[behind].mark != ','))
        return false;
    struct str word = doc_str(text->doc, text->token[behind + 1].at);
    return word.n >= 1 && word.at[0] >= '0' && word.at[0] <= '9' && word.n <= 5;
}

enum { MAX_NAME_WORDS = 3 };

static uint32_t name_end(const struct text *text, uint32_t i, uint32_t end)
{
    uint8_t style = text->token[i].flags & TOKEN_UPPER;
    uint32_t behind = i + 1;
    while (behind < end && behind - i < MAX_NAME_WORDS &&
           !(text->token[behind - 1].flags & TOKEN_OWNS) &&
           (text->token[behind].flags & TOKEN_WORD) && !(text->token[behind].flags & TOKEN_STARTS) &&
           (text->token[behind].flags & TOKEN_UPPER) == style && may_be_name(text, behind))
        behind++;
    return behind;
}

struct candidates {
    struct map seen;          // key -> index
    struct candidate *at;
    uint32_t cap;
};

/* Tokens [first, behind) of the block [begin, end). */
struct words {
    uint32_t first, behind, begin, end;
    bool is_spoken, is_surname;
};

static whose_status note(struct gathering *g, struct candidates *all, const struct words *w,
                         whose_error *err)
{
    uint32_t first = w->first, behind = w->behind;
    const struct text *text = g->text;
    struct span at = {text->token[first].at.start, text->token[behind - 1].at.end};
    if (text->token[behind - 1].flags & TOKEN_OWNS) {
        struct str last = doc_str(g->doc, text->token[behind - 1].at);
        at.end -= last.n > 4 && (unsigned char)last.at[last.n - 2] >= 0x80 ? 4 : 2;
    }
    struct str key = utf8_name_key(doc_str(g->doc, at), g->scratch);
    uint32_t n = all->seen.n;
    uint32_t number = key.at ? map_add(&all->seen, key) : MAP_NONE;
    if (number == MAP_NONE)
        return fail_nomem(err);
    if (number == n && number >= all->cap) {
        uint32_t more = all->cap ? all->cap * 2 : 64;
        struct candidate *grown =
            arena_grow(g->scratch, all->at, all->cap * sizeof *all->at, more * sizeof *all->at,
                       alignof(struct candidate));
        if (!grown)
            return fail_nomem(err);
        all->at = grown;
        all->cap = more;
    }
    struct candidate *c = &all->at[number];
    if (number == n)
        *c = (struct candidate){.shown = doc_str(g->doc, at), .first_off = at.start};
    c->n++;
    c->n_article += first > w->begin && is_determiner(text, first - 1);
    c->n_place += first > w->begin && is_preposition(text, first - 1);
    c->n_doer += !w->is_spoken && verb_follows(text, behind - 1, w->end);
    c->is_surname = c->is_surname || w->is_surname;
    c->n_written += !(text->token[first].flags & (TOKEN_UPPER | TOKEN_STARTS));
    c->has_age = c->has_age || age_follows(text, behind, w->end);
    return WHOSE_OK;
}

static bool is_person(const struct candidate *c)
{
    if (c->n_article * 2 >= c->n || c->n_place * 2 >= c->n || c->n_written == 0 || c->is_surname)
        return false;
    return c->n_doer >= 2 || (c->has_age && c->n >= 2);
}

static whose_status scan_block(struct gathering *g, const struct forms *forms, uint32_t block,
                               struct candidates *all, whose_error *err)
{
    const struct text *text = g->text;
    struct words w = {.begin = text->block_first[block], .end = text->block_first[block + 1],
                      .is_spoken = g->doc->block.at[block].kind != BLOCK_ACTION};
    for (uint32_t i = w.begin; i < w.end; i = w.behind) {
        w.first = i;
        w.behind = i + 1;
        w.is_surname = false;
        if (!(text->token[i].flags & TOKEN_WORD))
            continue;
        if (forms_match(g, forms, i, w.end, &w.behind)) {
            w.first = w.behind;
            w.behind = forms_extend(g, forms, w.behind, w.end);
            if (w.behind == w.first)
                continue;
            w.is_surname = true;
        } else if (may_be_name(text, i)) {
            w.behind = name_end(text, i, w.end);
        } else {
            continue;
        }
        TRY(note(g, all, &w, err));
    }
    return WHOSE_OK;
}

whose_status silent_find(struct gathering *g, const struct forms *forms, whose_error *err)
{
    struct candidates all = {0};
    map_init(&all.seen, g->scratch);
    for (uint32_t b = 0; b < g->doc->block.n; b++) {
        enum block_kind kind = g->doc->block.at[b].kind;
        if (kind == BLOCK_ACTION || kind == BLOCK_DIALOGUE)
            TRY(scan_block(g, forms, b, &all, err));
    }
    for (uint32_t i = 0; i < all.seen.n; i++)
        if (is_person(&all.at[i]) &&
            label_add(g, all.at[i].shown, DOC_NONE, all.at[i].first_off) == DOC_NONE)
            return fail_nomem(err);
    return WHOSE_OK;
}
