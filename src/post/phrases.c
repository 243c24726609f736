/* takes   the words of a sentence
 * gives   the phrases of claims in it, and whether a word speaks an opinion
 * method  stems of the words of data/claim_phrases.tsv in their order, with at most two others
 *         between; longer phrases are tried first
 * cost    O(words x phrases) */
#include "post/internal.h"

#include "find/find.h"

#include "claim_phrases_table.h"

enum {
    N_PHRASES = sizeof claim_phrase / sizeof *claim_phrase,
    N_OPINIONS = sizeof opinion_word / sizeof *opinion_word,
    BETWEEN = 2
};

static bool is_form(struct str stem, struct str word)
{
    char bytes[FIND_STEM];
    if (!stem.n || !word.n || stem.at[0] != word.at[0])
        return false; // a base form and its stem begin alike
    uint32_t n = find_stem(word, bytes);
    return str_eq(stem, (struct str){bytes, n});
}

static bool fits(const struct sentence_words *s, uint32_t at, struct str phrase, uint32_t *last)
{
    uint32_t next = at;
    for (bool is_first = true; phrase.n; is_first = false) {
        struct str word = str_cut(&phrase, ' ');
        uint32_t end = is_first ? next : next + BETWEEN;
        while (next <= end && next < s->n && !is_form(s->word[next].stem, word)) {
            if (!is_first && s->word[next].mark)
                return false;
            next++;
        }
        if (next > end || next >= s->n || (s->word[next].flags & WORD_QUOTED) ||
            (!is_first && s->word[next].mark))
            return false;
        *last = next++;
    }
    return true;
}

/* "a change" is no verb, and so no claim of somebody who changes. */
static bool is_noun_here(const struct sentence_words *s, uint32_t at)
{
    static const char *const before[] = {"a", "an", "the", "of", "no", "any", "this", "some"};
    for (size_t i = 0; at && i < sizeof before / sizeof *before; i++)
        if (str_eq(s->word[at - 1].key, str_c(before[i])))
            return true;
    return false;
}

/* Does the clause end behind word `at`?  "He did not make it", and not "she made it work". */
static bool ends_clause(const struct sentence_words *s, uint32_t at)
{
    return at + 1 >= s->n || s->word[at + 1].mark || str_eq(s->word[at + 1].key, STR("and")) ||
           str_eq(s->word[at + 1].key, STR("but"));
}

bool phrase_at(const struct sentence_words *s, uint32_t at, struct phrase *out)
{
    if (s->word[at].flags & (WORD_QUOTED | WORD_PRONOUN))
        return false;
    for (uint32_t p = 0; p < N_PHRASES; p++) {
        uint32_t last = at;
        if (!fits(s, at, str_c(claim_phrase[p].phrase), &last))
            continue;
        if (claim_phrase[p].needs != 'n' && last == at && claim_phrase[p].kind != POST_BILLING &&
            is_noun_here(s, at))
            continue;
        if (claim_phrase[p].needs == 'e' && (last != at + 1 || !ends_clause(s, last)))
            continue;
        *out = (struct phrase){at, last, (enum post_kind)claim_phrase[p].kind,
                               (enum post_kind)claim_phrase[p].passive, claim_phrase[p].needs};
        return true;
    }
    return false;
}

bool phrase_is_opinion(struct str stem)
{
    for (uint32_t i = 0; i < N_OPINIONS; i++)
        if (is_form(stem, str_c(opinion_word[i])))
            return true;
    return false;
}
