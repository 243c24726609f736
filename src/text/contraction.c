/* takes   a word as it is written
 * gives   where it is cut into the words that it contracts: "do|n't", "he|'ll",
 *         "can|not", "'t|is"
 * method  endings behind an apostrophe, from the right; a list for those without one
 * cost    O(length of the word), which token.c bounds */
#include "text/internal.h"

#include <string.h>

/* Written without apostrophe: the bytes of the first word.  Only what is no word
 * of its own: "wont", "cant", "ill" and "were" are. */
static const struct {
    struct str word;
    uint8_t first;
} joined[] = {
    {{"cannot", 6}, 3}, {{"gonna", 5}, 3},   {{"gotta", 5}, 3},    {{"wanna", 5}, 3},
    {{"lemme", 5}, 3},  {{"gimme", 5}, 3},   {{"dunno", 5}, 2},    {{"dont", 4}, 2},
    {{"didnt", 5}, 3},  {{"doesnt", 6}, 4},  {{"isnt", 4}, 2},     {{"wasnt", 5}, 3},
    {{"arent", 5}, 3},  {{"werent", 6}, 4},  {{"hasnt", 5}, 3},    {{"havent", 6}, 4},
    {{"hadnt", 5}, 3},  {{"couldnt", 7}, 5}, {{"wouldnt", 7}, 5},  {{"shouldnt", 8}, 6},
    {{"aint", 4}, 2},   {{"im", 2}, 1},      {{"ive", 3}, 1},      {{"youre", 5}, 3},
    {{"theyre", 6}, 4}, {{"thats", 5}, 4},   {{"outta", 5}, 3},    {{"oughta", 6}, 5},
    {{"'tis", 4}, 2},   {{"'twas", 5}, 2},   {{"'twere", 6}, 2},   {{"'twill", 6}, 2},
    {{"'twould", 7}, 2},
};

/* Behind an apostrophe. */
static bool is_clitic(struct str s)
{
    static const struct str CLITICS[] = {{"s", 1}, {"ll", 2}, {"re", 2}, {"ve", 2}, {"d", 1},
                                         {"m", 1}};
    for (size_t i = 0; i < sizeof CLITICS / sizeof *CLITICS; i++)
        if (str_eq_nocase(s, CLITICS[i]))
            return true;
    return false;
}

static void add_cut(struct piece *word, size_t at)
{
    if (word->n_cuts == PIECE_CUTS)
        return;
    for (size_t i = word->n_cuts; i > 0; i--)
        word->cut[i] = word->cut[i - 1];
    word->cut[0] = (uint32_t)at;
    word->n_cuts++;
}

/* The start of an apostrophe that ends at `end`, or `end`. */
static size_t apostrophe_before(struct str text, size_t start, size_t end)
{
    if (end > start && token_apostrophe(text, end - 1) == 1)
        return end - 1;
    return end >= start + 3 && token_apostrophe(text, end - 3) == 3 ? end - 3 : end;
}

static bool cut_listed(struct str text, struct piece *word)
{
    char flat[12];
    size_t n = 0;
    uint32_t wide = 0; // bytes that a curly apostrophe has more than a straight one
    struct str s = str_part(text, word->at.start, word->at.end);
    if (s.n > sizeof flat)
        return false;
    for (size_t i = 0; i < s.n; i++) {
        size_t a = token_apostrophe(s, i);
        flat[n++] = a ? '\'' : s.at[i];
        if (a == 3) {
            i += 2;
            wide = 2;
        }
    }
    for (size_t i = 0; i < sizeof joined / sizeof *joined; i++)
        if (str_eq_nocase((struct str){flat, n}, joined[i].word)) {
            /* "IM" and "Ive" may be names; in small letters they are not */
            if (joined[i].word.n <= 3 && flat[0] != 'i')
                return false;
            add_cut(word, word->at.start + joined[i].first + wide);
            return true;
        }
    return false;
}

void contraction_cut(struct str text, struct piece *word)
{
    size_t start = word->at.start, end = word->at.end;
    if (cut_listed(text, word))
        return;
    /* "the brothers'": the apostrophe itself; "goin'" is one word */
    size_t open = apostrophe_before(text, start, end);
    if (open < end && open > start + 2 && (text.at[open - 1] | 0x20) == 's') {
        add_cut(word, open);
        return;
    }
    while (word->n_cuts < PIECE_CUTS) {
        size_t tail = end;
        while (tail > start && ((text.at[tail - 1] | 0x20) >= 'a' && (text.at[tail - 1] | 0x20) <= 'z'))
            tail--;
        open = apostrophe_before(text, start, tail);
        if (open == tail || open <= start || tail == end)
            return;
        struct str last = str_part(text, tail, end);
        if (is_clitic(last)) {
            add_cut(word, open);
            end = open;
        } else if (str_eq_nocase(last, STR("t")) && open > start + 1 &&
                   (text.at[open - 1] | 0x20) == 'n') {
            add_cut(word, open - 1);
            end = open - 1;
        } else {
            return;
        }
    }
}
