/* takes   a word before a point, and what follows the point
 * gives   whether the point is the word's own
 * method  binary search in the table made from data/abbreviations.tsv; initials and
 *         words of single letters ("U.S") need no table
 * cost    O(log table), and a look at the next characters */
#include "text/internal.h"

#include "abbreviations_table.h"

#include <string.h>

enum { LONGEST = 12 };

static bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

static bool is_letter(char c)
{
    return is_upper(c) || (c >= 'a' && c <= 'z');
}

static const struct abbreviation *find(struct str word)
{
    char lower[LONGEST];
    if (word.n > LONGEST)
        return NULL;
    for (size_t i = 0; i < word.n; i++)
        lower[i] = (char)(is_upper(word.at[i]) ? word.at[i] + 32 : word.at[i]);
    size_t low = 0, high = sizeof abbreviation / sizeof *abbreviation;
    while (low < high) {
        size_t mid = (low + high) / 2;
        int order = str_cmp(abbreviation[mid].word, (struct str){lower, word.n});
        if (order == 0)
            return !abbreviation[mid].has_capital || is_upper(word.at[0]) ? &abbreviation[mid] : NULL;
        if (order < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return NULL;
}

/* "v", "XII": what may number a chapter. */
static bool is_roman(struct str s)
{
    size_t n = 0;
    while (n < s.n && is_letter(s.at[n]))
        n++;
    if (n == 0 || n > 7)
        return false;
    for (size_t i = 0; i < n; i++)
        if (!strchr("ivxlcIVXLC", s.at[i]))
            return false;
    return true;
}

/* "U.S", "e.g", "J": letters one by one. */
static bool is_single_letters(struct str word)
{
    for (size_t i = 0; i < word.n; i++)
        if (i % 2 ? word.at[i] != '.' : !is_letter(word.at[i]))
            return false;
    return word.n % 2 == 1;
}

static struct str after_blanks(struct str s)
{
    size_t i = 0;
    while (i < s.n && i < 8 && is_blank(s.at[i]))
        i++;
    return str_part(s, i, s.n);
}

bool abbrev_has_point(struct str word, struct str behind)
{
    struct str next = after_blanks(behind);
    char c = next.n ? next.at[0] : '\0';
    if (word.n == 1) {
        /* "I" ends sentences more often than it begins a name; a small letter is no initial */
        bool is_initial = is_upper(word.at[0]) && word.at[0] != 'I';
        return is_initial && next.n != 0 ? next.at != behind.at || is_letter(c) || c == ','
                                         : word.at[0] == 'p' && c >= '0' && c <= '9';
    }
    if (next.n == 0)
        return false; // the last point of a paragraph ends its sentence
    if (word.n >= 3 && is_single_letters(word))
        return true;
    const struct abbreviation *a = find(word);
    if (!a)
        return false;
    bool is_number = c >= '0' && c <= '9';
    switch (a->class) {
    case ABBREV_NUMBER:
        return is_number || is_roman(next);
    case ABBREV_AMID:
        return is_number || c == ',' || (is_letter(c) && !is_upper(c));
    case ABBREV_INNER:
        return !is_upper(c);
    default:
        return true;
    }
}
