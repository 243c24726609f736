/* takes   words and stems
 * gives   the form under which a word is looked up; the words that are like a stem, and how much
 * method  binary search in tables made at build time from data/word_forms.tsv,
 *         data/function_words.tsv and data/related_words.tsv; how those come about is told in
 *         train/related.py
 * cost    O(log table) a word */
#include "find/related.h"

#include "find/find.h"

#include "related_table.h"

enum {
    N_FORMS = sizeof word_form / sizeof *word_form,
    N_FUNCTION = sizeof function_word / sizeof *function_word,
    N_STEMS = sizeof related_stem / sizeof *related_stem - 1 // the last one ends the list
};

struct str related_base(struct str word)
{
    uint32_t low = 0, high = N_FORMS;
    while (low < high) {
        uint32_t mid = (low + high) / 2;
        int order = str_cmp(str_c(word_form[mid].form), word);
        if (order == 0)
            return str_c(word_form[mid].base);
        if (order < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return word;
}

bool related_is_function(struct str word)
{
    uint32_t low = 0, high = N_FUNCTION;
    while (low < high) {
        uint32_t mid = (low + high) / 2;
        int order = str_cmp(str_c(function_word[mid]), word);
        if (order == 0)
            return true;
        if (order < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return false;
}

uint32_t related_entry(struct str stem)
{
    uint32_t low = 0, high = N_STEMS;
    while (low < high) {
        uint32_t mid = (low + high) / 2;
        int order = str_cmp(str_c(related_stem[mid].stem), stem);
        if (order == 0)
            return mid;
        if (order < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return RELATED_NONE;
}

uint32_t related_n(uint32_t entry)
{
    return related_stem[entry + 1].first - related_stem[entry].first;
}

struct related related_get(uint32_t entry, uint32_t i)
{
    uint32_t at = related_stem[entry].first + i;
    return (struct related){str_c(related_stem[related_word[at].stem].stem),
                            (float)related_word[at].hundredths / 100};
}

uint32_t find_stem(struct str word, char out[FIND_STEM])
{
    return stem_of(related_base(word), out);
}

bool find_is_word(struct str word)
{
    char stem[STEM_MOST];
    uint32_t n = stem_of(related_base(word), stem);
    return related_is_function(word) || related_entry((struct str){stem, n}) != RELATED_NONE;
}
