/* takes   a doc
 * gives   its words and marks, see text.h
 * method  one pass over each block of the story; a word is letters, digits and
 *         combining marks with apostrophes inside; hyphens part words
 * cost    O(text) */
#include "base/err.h"
#include "base/utf8.h"
#include "text/text.h"

#include <string.h>

struct scan {
    const struct doc *doc;
    struct text *out;
    struct arena *keep, *scratch;
    VEC(struct token) token;
    uint32_t hole;
    bool starts; // the next word begins a sentence
};

static bool is_word_char(uint32_t c)
{
    return utf8_is_letter(c) || utf8_is_digit(c) || utf8_is_mark(c);
}

static bool is_apostrophe(uint32_t c)
{
    return c == '\'' || c == 0x2019;
}

static char mark_of(uint32_t c)
{
    switch (c) {
    case 0x201C: case 0x201D: case 0x201E: case 0xAB: case 0xBB:
        return '"';
    case 0x2018: case 0x2019: case 0x201A: case 0x2039: case 0x203A:
        return '\'';
    case 0x2010: case 0x2011: case 0x2012: case 0x2013: case 0x2014: case 0x2015:
        return '-';
    case 0x2026: case 0x3002:
        return '.';
    case 0xFF01:
        return '!';
    case 0xFF1F:
        return '?';
    default:
        return c < 0x80 ? (char)c : '\0';
    }
}

/* Lower-case ASCII words need no decomposition: their key is themselves. */
static struct str word_key(struct scan *scan, struct str word)
{
    char *key = ARENA_NEW_RAW(scan->scratch, char, word.n);
    if (!key)
        return (struct str){NULL, 0};
    size_t n = 0;
    for (size_t i = 0; i < word.n; i++) {
        unsigned char c = (unsigned char)word.at[i];
        if (c >= 0x80)
            return utf8_name_key(word, scan->scratch);
        if (c != '\'')
            key[n++] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
    }
    return (struct str){key, n};
}

/* The byte behind the story character at `at`, stepping over holes that begin there. */
static uint32_t skip_holes(struct scan *scan, uint32_t at)
{
    const struct doc *doc = scan->doc;
    while (scan->hole < doc->hole.n && doc->hole.at[scan->hole].end <= at)
        scan->hole++;
    while (scan->hole < doc->hole.n && doc->hole.at[scan->hole].start <= at &&
           at < doc->hole.at[scan->hole].end)
        at = doc->hole.at[scan->hole++].end;
    return at;
}

struct shape {
    uint32_t n_letters, n_lower;
    bool is_title;
};

static whose_status push_word(struct scan *scan, struct span at, struct shape shape,
                              whose_error *err)
{
    struct str word = doc_str(scan->doc, at);
    struct token token = {.at = at, .flags = TOKEN_WORD};
    /* the possessive is no part of the name */
    size_t n = word.n;
    if (n > 2 && (word.at[n - 1] == 's' || word.at[n - 1] == 'S') && word.at[n - 2] == '\'')
        n -= 2;
    else if (n > 4 && (word.at[n - 1] == 's' || word.at[n - 1] == 'S') &&
             memcmp(word.at + n - 4, "\xE2\x80\x99", 3) == 0)
        n -= 4;
    if (n < word.n)
        token.flags |= TOKEN_OWNS;
    uint32_t n_lower = shape.n_lower;
    if (n < word.n && n_lower == 1 && word.at[word.n - 1] == 's')
        n_lower = 0; // "EDWARD's"
    struct arena_mark mark = arena_mark(scan->scratch);
    struct str key = word_key(scan, str_part(word, 0, n));
    if (!key.at)
        return fail_nomem(err);
    token.word = map_add(&scan->out->word, key);
    arena_rewind(scan->scratch, mark);
    if (token.word == MAP_NONE)
        return fail_nomem(err);
    if (shape.is_title)
        token.flags |= TOKEN_TITLE;
    if (shape.n_letters - (n < word.n) >= 2 && n_lower == 0 && shape.is_title)
        token.flags |= TOKEN_UPPER;
    if (scan->starts)
        token.flags |= TOKEN_STARTS;
    scan->starts = false;
    struct token *kept = VEC_PUSH(&scan->token, scan->keep);
    if (!kept)
        return fail_nomem(err);
    *kept = token;
    scan->out->n_words++;
    return WHOSE_OK;
}

/* "Mrs.", "St.", "J.": a stop that is part of the word before it. */
static bool is_short_form(const struct scan *scan, struct span stop)
{
    static const char *const FORMS[] = {
        "mr",  "mrs", "ms",  "dr",  "st",  "messrs", "mme", "mlle", "prof",
        "rev", "hon", "gen", "col", "maj", "capt",   "lt",  "sgt",  "cpl",
        "jr",  "sr",  "gov", "sen", "rep", "mt",     "ft",  NULL,
    };
    if (scan->token.n < 2)
        return false;
    const struct token *before = &scan->token.at[scan->token.n - 2];
    if (!(before->flags & TOKEN_WORD) || before->at.end != stop.start)
        return false;
    struct str key = scan->out->word.key[before->word];
    bool is_initial = key.n == 1 && (before->flags & TOKEN_TITLE) && key.at[0] != 'i';
    if (!is_initial && !(before->flags & TOKEN_TITLE))
        return false;
    for (size_t i = 0; !is_initial && FORMS[i]; i++)
        is_initial = str_eq(key, str_c(FORMS[i]));
    return is_initial;
}

static bool ends_sentence(const struct scan *scan, const struct token *mark)
{
    struct str text = scan->doc->text;
    if (mark->mark == '!' || mark->mark == '?')
        return true;
    if (mark->mark != '.' && mark->mark != ':')
        return false;
    /* "10.09", "6:45", "P.O.V." */
    size_t next = mark->at.end;
    bool is_inside = next < text.n && is_word_char(utf8_next(text, &next));
    return !is_inside && (mark->mark == ':' || !is_short_form(scan, mark->at));
}

static whose_status push_mark(struct scan *scan, struct span at, uint32_t c, whose_error *err)
{
    struct token *kept = VEC_PUSH(&scan->token, scan->keep);
    if (!kept)
        return fail_nomem(err);
    *kept = (struct token){.at = at, .word = MAP_NONE, .mark = mark_of(c)};
    if (ends_sentence(scan, kept))
        scan->starts = true;
    return WHOSE_OK;
}

static whose_status scan_word(struct scan *scan, uint32_t *at, uint32_t end, whose_error *err)
{
    struct str text = scan->doc->text;
    uint32_t start = *at, stop = *at;
    struct shape shape = {0};
    while (stop < end) {
        if (scan->hole < scan->doc->hole.n && stop >= scan->doc->hole.at[scan->hole].start)
            break;
        size_t next = stop;
        uint32_t c = utf8_next(text, &next);
        if (is_apostrophe(c)) {
            size_t behind = next;
            if (next >= end || !is_word_char(utf8_next(text, &behind)))
                break;
        } else if (!is_word_char(c)) {
            break;
        }
        if (utf8_is_letter(c)) {
            if (shape.n_letters == 0)
                shape.is_title = utf8_is_upper(c);
            shape.n_letters++;
            shape.n_lower += utf8_is_lower(c);
        }
        stop = (uint32_t)next;
    }
    *at = stop;
    return push_word(scan, (struct span){start, stop}, shape, err);
}

static whose_status scan_block(struct scan *scan, struct span at, whose_error *err)
{
    struct str text = scan->doc->text;
    scan->starts = true;
    for (uint32_t i = at.start; i < at.end;) {
        uint32_t behind = skip_holes(scan, i);
        if (behind != i) {
            i = behind;
            continue;
        }
        size_t next = i;
        uint32_t c = utf8_next(text, &next);
        if (is_word_char(c)) {
            TRY(scan_word(scan, &i, at.end, err));
            continue;
        }
        if (!utf8_is_space(c) && c != 0)
            TRY(push_mark(scan, (struct span){i, (uint32_t)next}, c, err));
        i = (uint32_t)next;
    }
    return WHOSE_OK;
}

static whose_status count_cases(struct text *text, struct arena *keep, whose_error *err)
{
    text->n_lower = ARENA_NEW(keep, uint32_t, text->word.n + 1);
    text->n_capital = ARENA_NEW(keep, uint32_t, text->word.n + 1);
    if (!text->n_lower || !text->n_capital)
        return fail_nomem(err);
    for (uint32_t i = 0; i < text->n_tokens; i++) {
        const struct token *token = &text->token[i];
        if (!(token->flags & TOKEN_WORD))
            continue;
        if (!(token->flags & TOKEN_TITLE))
            text->n_lower[token->word]++;
        else if (!(token->flags & (TOKEN_STARTS | TOKEN_UPPER)))
            text->n_capital[token->word]++;
    }
    return WHOSE_OK;
}

whose_status text_read(const struct doc *doc, struct arena *keep, struct arena *scratch,
                       struct text *out, whose_error *err)
{
    *out = (struct text){.doc = doc};
    map_init(&out->word, keep);
    out->block_first = ARENA_NEW(keep, uint32_t, (size_t)doc->block.n + 1);
    if (!out->block_first)
        return fail_nomem(err);
    struct scan scan = {.doc = doc, .out = out, .keep = keep, .scratch = scratch};
    for (uint32_t b = 0; b < doc->block.n; b++) {
        out->block_first[b] = scan.token.n;
        const struct block *block = &doc->block.at[b];
        if (block->kind != BLOCK_OTHER)
            TRY(scan_block(&scan, block->at, err));
    }
    out->block_first[doc->block.n] = scan.token.n;
    out->token = scan.token.at;
    out->n_tokens = scan.token.n;
    return count_cases(out, keep, err);
}

uint32_t text_block_words(const struct text *text, uint32_t block)
{
    uint32_t n = 0;
    for (uint32_t i = text->block_first[block]; i < text->block_first[block + 1]; i++)
        n += (text->token[i].flags & TOKEN_WORD) != 0;
    return n;
}

void text_tell(const struct text *text, uint32_t n_done)
{
    if (text->listener.hear)
        text->listener.hear(text->listener.user, (double)n_done / (double)text->n_nodes);
}
