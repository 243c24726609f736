/* takes   a place in the text
 * gives   the passage worth quoting around it; all passages behind one value
 * cost    O(log tokens + QUOTE_BYTES) a passage */
#include "verdict/internal.h"

#include "base/err.h"

#include <stdlib.h>

enum { QUOTE_BYTES = 180, QUOTE_ENOUGH = 80, QUOTE_LIMIT = 400 };
enum { QUOTE_SHORT = 40, MARKS_MOST = 8, DIRECTIONS_MOST = 4 };

static uint32_t token_at(const struct text *text, uint32_t block, uint32_t off)
{
    uint32_t lo = text->block_first[block], hi = text->block_first[block + 1];
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (text->token[mid].at.end <= off)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

/* From a cue or a parenthetical to what is said under it. */
static uint32_t spoken_block(const struct doc *doc, uint32_t block)
{
    uint32_t speech = doc->block.at[block].speech;
    for (uint32_t b = block; b < doc->block.n && doc->block.at[b].speech == speech; b++)
        if (block_is_spoken(&doc->block.at[b]))
            return b;
    return block;
}

static bool is_stop(const struct token *token)
{
    return token->mark == '.' || token->mark == '!' || token->mark == '?';
}

static bool closes(const struct token *token)
{
    return token->mark == '"' || token->mark == '\'' || token->mark == ')';
}

/* Not every full stop ends a sentence: the next word tells. */
static bool ends_sentence(const struct text *text, uint32_t t, uint32_t end)
{
    if (!is_stop(&text->token[t]))
        return false;
    for (uint32_t next = t + 1; next < end && next <= t + MARKS_MOST; next++)
        if (text->token[next].flags & TOKEN_WORD)
            return (text->token[next].flags & TOKEN_STARTS) != 0;
    return true;
}

/* The next spoken block of the same speech behind a direction, or DOC_NONE. */
static uint32_t behind_direction(const struct doc *doc, uint32_t block)
{
    uint32_t speech = doc->block.at[block].speech;
    for (uint32_t b = block + 1; b < doc->block.n && b <= block + DIRECTIONS_MOST; b++) {
        /* in prose the words around a tag, "he said", lie between two pieces of a speech */
        bool is_tag = doc->block.at[b].kind == BLOCK_ACTION && doc->block.at[b].goes_on;
        if (speech == DOC_NONE || (doc->block.at[b].speech != speech && !is_tag))
            return DOC_NONE;
        if (is_tag)
            continue;
        if (block_is_spoken(&doc->block.at[b]))
            return b;
    }
    return DOC_NONE;
}

static struct span passage(const struct tally *tally, uint32_t off, int depth)
{
    const struct doc *doc = tally->doc;
    const struct text *text = tally->text;
    uint32_t block = doc_block_at(doc, off);
    if (block == DOC_NONE)
        return (struct span){off, off};
    if (doc->block.at[block].speech != DOC_NONE && !block_is_spoken(&doc->block.at[block]))
        block = spoken_block(doc, block);
    if (doc->block.at[block].at.start > off)
        off = doc->block.at[block].at.start;
    uint32_t end = text->block_first[block + 1];
    uint32_t t = token_at(text, block, off);
    if (t >= end)
        return doc->block.at[block].at.end - doc->block.at[block].at.start <= QUOTE_BYTES
                   ? doc->block.at[block].at
                   : (struct span){off, off};
    while (t > text->block_first[block] && !(text->token[t].flags & TOKEN_STARTS) &&
           off - text->token[t - 1].at.start < QUOTE_BYTES / 2)
        t--;
    if (t > text->block_first[block] && text->token[t - 1].mark == '"' &&
        text->token[t - 1].at.end == text->token[t].at.start)
        t--; // the quotation mark before the first word
    struct span quote = text->token[t].at;
    uint32_t sentence_end = 0;
    for (uint32_t b = block; b < doc->block.n;) {
        for (; t < text->block_first[b + 1]; t++) {
            const struct token *token = &text->token[t];
            if (token->at.end - quote.start > QUOTE_BYTES && t > text->block_first[block])
                return (struct span){quote.start, sentence_end ? sentence_end : quote.end};
            quote.end = token->at.end;
            if (!ends_sentence(text, t, text->block_first[b + 1]))
                continue;
            if (t + 1 < text->block_first[b + 1] && token[1].at.start == token->at.end &&
                closes(&token[1]))
                quote.end = token[1].at.end;
            sentence_end = quote.end;
            if (sentence_end - quote.start >= QUOTE_ENOUGH && sentence_end > off)
                return (struct span){quote.start, sentence_end};
        }
        /* verse goes on in the next block, which is its next line */
        if (++b >= doc->block.n || !block_is_spoken(&doc->block.at[b]) ||
            !block_is_spoken(&doc->block.at[b - 1]) ||
            doc->block.at[b].speech != doc->block.at[b - 1].speech)
            break;
        t = text->block_first[b];
    }
    /* "Ay, so, good-bye to you.  [They exit.]": what comes then is worth more */
    uint32_t next = quote.end - quote.start < QUOTE_SHORT && block_is_spoken(&doc->block.at[block])
                        ? behind_direction(doc, block)
                        : DOC_NONE;
    return next == DOC_NONE || depth == 0 ? quote
                                          : passage(tally, doc->block.at[next].at.start, depth - 1);
}

struct span quote_around(const struct tally *tally, uint32_t off)
{
    struct span quote = passage(tally, off, 1);
    if (quote.end - quote.start <= QUOTE_LIMIT)
        return quote;
    /* one endless word: cut before the character that does not fit */
    quote.end = quote.start + QUOTE_LIMIT;
    while (quote.end > quote.start && (tally->doc->text.at[quote.end] & 0xC0) == 0x80)
        quote.end--;
    return quote;
}

bool quote_names(const struct tally *tally, struct span quote, uint32_t person)
{
    const struct cast *cast = tally->cast;
    for (uint32_t m = people_mention_from(cast, quote.start);
         m < cast->mention.n && cast->mention.at[m].at.start < quote.end; m++) {
        const struct mention *mention = &cast->mention.at[m];
        bool is_told = tally->doc->block.at[mention->block].kind == BLOCK_ACTION;
        bool says_i = is_told && person == tally->teller && !mention->is_resolved;
        if (mention->person == person && (mention->kind == MENTION_NAME || says_i))
            return true;
    }
    return false;
}

static int compare_hits(const void *a, const void *b)
{
    const struct hit *x = a, *y = b;
    if (x->off != y->off)
        return x->off > y->off ? 1 : -1;
    return (x->score < y->score) - (x->score > y->score);
}

/* Passages in text order; two hits in one sentence are one passage. */
static whose_status trace_places(const struct tally *tally, struct trace *trace,
                                 struct arena *keep, struct place **out, uint32_t *n_out,
                                 whose_error *err)
{
    uint32_t n = 0;
    struct place *place = ARENA_NEW(keep, struct place, (size_t)trace->hit.n + 1);
    if (!place || trace->no_memory)
        return fail_nomem(err);
    if (trace->hit.n)
        qsort(trace->hit.at, trace->hit.n, sizeof *trace->hit.at, compare_hits);
    for (uint32_t i = 0; i < trace->hit.n; i++) {
        struct span at = quote_around(tally, trace->hit.at[i].off);
        if (n && at.start < place[n - 1].at.end)
            continue;
        place[n++] = (struct place){at, trace->hit.at[i].why};
    }
    *out = place;
    *n_out = n;
    return WHOSE_OK;
}

whose_status verdict_places(const struct doc *doc, const struct text *text, const struct cast *cast,
                            const struct story *story, uint32_t person, enum measure measure,
                            struct arena *keep, struct arena *scratch, struct place **out,
                            uint32_t *n_out, whose_error *err)
{
    struct arena_mark mark = arena_mark(scratch);
    struct trace trace = {.measure = measure, .candidate = 0, .keep = scratch};
    struct tally *tally;
    whose_status status = tally_read(doc, text, cast, story, &person, 1, &trace, scratch, &tally, err);
    if (status == WHOSE_OK)
        status = trace_places(tally, &trace, keep, out, n_out, err);
    arena_rewind(scratch, mark);
    return status;
}
