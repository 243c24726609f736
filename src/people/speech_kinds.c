/* takes   the speeches of a novel and the narration beside them
 * gives   which are thought or written rather than said, and which have no listener
 * method  a verb of thought right beside the words; a salutation at the head of a
 *         long quotation, or talk of a letter in front of a colon; "to herself"
 * cost    O(words beside speeches) */
#include "people/speakers.h"

#include <string.h>

enum {
    THOUGHT_WORDS = 5, // so near stands the verb of what is thought
    TAG_WORDS = 8,     // of the narration beside the speech
    LETTER_WORDS = 40, // a shorter quotation with a salutation may be said
    SALUTATION = 8,
    FRONT_WORDS = 30
};

static bool is_one_of(const struct novel *n, uint32_t i, const char *words)
{
    struct str rest = str_c(words), key = token_is_word(n, i) ? word_key(n, n->text->token[i].word) : STR("");
    while (key.n && rest.n)
        if (str_eq(str_cut(&rest, ' '), key))
            return true;
    return false;
}

/* Is there a verb of thought, before any of speech, among the tokens [from, to)? */
static bool has_thought(const struct novel *n, uint32_t from, uint32_t to)
{
    for (uint32_t i = from; i < to; i++) {
        bool noun = i > from && token_bits(n, i - 1) & (WORD_DETERMINER | WORD_POSSESSIVE | WORD_ADJECTIVE);
        if (is_one_of(n, i, "thought thinks wondered reflected") && !noun)
            return true;
        if (token_bits(n, i) & WORD_SAYS)
            return false;
    }
    return false;
}

static bool has_self(const struct novel *n, uint32_t from, uint32_t to)
{
    for (uint32_t i = from + 1; i < to; i++)
        if (is_one_of(n, i, "herself himself myself itself") && is_one_of(n, i - 1, "to within"))
            return true;
    return false;
}

/* "My dear Sir,", "Dearest Anna:", on a line of its own or parted by a dash. */
static bool has_salutation(const struct novel *n, uint32_t block)
{
    uint32_t i = n->text->block_first[block], end = n->text->block_first[block + 1];
    while (i < end && !token_is_word(n, i))
        i++;
    uint32_t stop = i + SALUTATION < end ? i + SALUTATION : end;
    if (is_one_of(n, i, "my") && i < stop)
        i++;
    if (i >= stop || !is_one_of(n, i, "dear dearest honoured sir madam"))
        return false;
    while (i < stop && token_is_word(n, i))
        i++;
    char mark = i < stop ? token_mark(n, i) : '\0';
    if (mark == ':' || mark == '-')
        return true;
    if (mark != ',' || i + 1 >= end)
        return false;
    struct span gap = {n->text->token[i].at.end, n->text->token[i + 1].at.start};
    struct str blank = doc_str(n->doc, gap);
    return i + 1 < end && (memchr(blank.at, '\n', blank.n) || memchr(blank.at, '\r', blank.n) || token_mark(n, i + 1) == '-');
}

/* Does the narration right behind the head of the speech say that it is said? */
static bool is_said(const struct novel *n, const struct speech *speech)
{
    uint32_t b = speech->first_block + 1;
    if (b >= n->doc->block.n || n->doc->block.at[b].kind != BLOCK_ACTION || n->par_of[b] != n->par_of[b - 1])
        return false;
    uint32_t from = n->text->block_first[b], to = n->text->block_first[b + 1];
    for (uint32_t i = from; i < to && i < from + TAG_WORDS; i++)
        if (token_bits(n, i) & WORD_SAYS)
            return true;
    return false;
}

static uint32_t n_said(const struct novel *n, const struct speech *speech)
{
    uint32_t sum = 0;
    for (uint32_t b = speech->first_block; b < speech->first_block + speech->n_blocks; b++)
        if (n->doc->block.at[b].kind == BLOCK_DIALOGUE)
            sum += n->text->block_first[b + 1] - n->text->block_first[b];
    return sum;
}

bool speech_is_letter(const struct novel *n, uint32_t s)
{
    const struct speech *speech = &n->doc->speech.at[s];
    uint32_t first = speech->first_block;
    if (is_said(n, speech))
        return false;
    if (n_said(n, speech) >= LETTER_WORDS && has_salutation(n, first))
        return true;
    if (first == 0 || n->doc->block.at[first - 1].kind != BLOCK_ACTION)
        return false;
    uint32_t begin = n->text->block_first[first - 1], end = n->text->block_first[first];
    if (end == begin || token_mark(n, end - 1) != ':')
        return false;
    for (uint32_t i = end > begin + TAG_WORDS ? end - TAG_WORDS : begin; i < end; i++)
        if (token_bits(n, i) & WORD_SAYS && !is_one_of(n, i, "wrote"))
            return false;
    for (uint32_t i = end > begin + FRONT_WORDS ? end - FRONT_WORDS : begin; i < end; i++)
        if (is_one_of(n, i, "letter note telegram wrote written epistle postscript"))
            return true;
    return false;
}

struct speech_kind speech_kind(const struct novel *n, uint32_t s)
{
    const struct doc *doc = n->doc;
    const struct speech *speech = &doc->speech.at[s];
    struct speech_kind kind = {.how = HOW_QUOTE};
    uint32_t first = speech->first_block, end = first + speech->n_blocks;
    for (uint32_t b = first ? first - 1 : 0; b <= end && b < doc->block.n; b++) {
        bool before = b < first;
        if (doc->block.at[b].kind != BLOCK_ACTION || n->par_of[b] != n->par_of[before ? first : end - 1])
            continue;
        uint32_t from = n->text->block_first[b], to = n->text->block_first[b + 1];
        if (before)
            from = to > from + TAG_WORDS ? to - TAG_WORDS : from;
        else
            to = to > from + TAG_WORDS ? from + TAG_WORDS : to;
        if (has_thought(n, before && to > from + THOUGHT_WORDS ? to - THOUGHT_WORDS : from,
                        !before && to > from + THOUGHT_WORDS ? from + THOUGHT_WORDS : to))
            kind.how = HOW_THOUGHT;
        kind.is_to_self = kind.is_to_self || has_self(n, from, to);
    }
    if (kind.how == HOW_QUOTE && speech_is_letter(n, s))
        kind.how = HOW_LETTER;
    kind.is_to_self = kind.is_to_self || kind.how == HOW_THOUGHT;
    return kind;
}
