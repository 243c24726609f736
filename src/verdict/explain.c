/* takes   a place in the text; an answer
 * gives   the passage worth quoting around it; the words of measures, readings, answers
 * cost    O(log tokens + QUOTE_BYTES) a passage */
#include "verdict/internal.h"

enum { QUOTE_BYTES = 180, QUOTE_ENOUGH = 80, QUOTE_LIMIT = 400 };
enum { QUOTE_SHORT = 40, MARKS_MOST = 8, DIRECTIONS_MOST = 4 };

const struct measure_info measure_info[N_MEASURES] = {
    [MEASURE_SCENES] = {"scenes", READING_OCCUPIED_BY, "Who is there most?", "scenes"},
    [MEASURE_WORDS] = {"words spoken", READING_OCCUPIED_BY, "Who does the talking?", "words"},
    [MEASURE_OPENING] = {"opening", READING_OCCUPIED_BY, "Whom do we meet first?",
                         "scenes of the first tenth"},
    [MEASURE_LAST_IMAGE] = {"last image", READING_OCCUPIED_BY, "Who is left at the end?", "of 2"},
    [MEASURE_NAMED] = {"named while absent", READING_OCCUPIED_BY,
                       "Whom do the others speak of?", "times"},
    [MEASURE_CENTRALITY] = {"meetings", READING_OCCUPIED_BY, "Who meets whom?", "meetings"},
    [MEASURE_REMOVAL] = {"what falls apart", READING_OCCUPIED_BY,
                         "What is lost without them?", "words of scenes"},
    [MEASURE_NARRATION] = {"narration", READING_TOLD_BY, "Who tells it afterwards?", "words"},
    [MEASURE_ALONE] = {"alone", READING_SEEN_THROUGH, "Whom do we see alone?", "words"},
    [MEASURE_VIEW] = {"point of view", READING_SEEN_THROUGH, "Whose eyes do we look through?",
                      "points"},
    [MEASURE_ACTION] = {"action", READING_DRIVEN_BY, "Who does things?", "directions"},
    [MEASURE_INITIATIVE] = {"initiative", READING_DRIVEN_BY, "Who begins the conversations?",
                            "conversations"},
};

const char *const reading_name[N_READINGS] = {
    "told_by", "seen_through", "driven_by", "changed_in", "occupied_by",
};

const char *const answer_name[N_ANSWERS] = {"one", "shared", "contested", "nobody"};

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
        if (doc->block.at[b].speech != speech || speech == DOC_NONE)
            return DOC_NONE;
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
