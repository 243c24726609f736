/* takes   a word in lower case
 * gives   what it shares with its inflections: "asking", "asked", "asks" -> "ask"
 * method  Porter, "An algorithm for suffix stripping", Program 14 (1980)
 * cost    O(length) */
#include "find/related.h"

#include <string.h>

struct word {
    char *at;
    uint32_t n;
};

static bool is_consonant(const struct word *w, uint32_t i)
{
    switch (w->at[i]) {
    case 'a': case 'e': case 'i': case 'o': case 'u':
        return false;
    case 'y':
        return i == 0 || !is_consonant(w, i - 1);
    default:
        return true;
    }
}

/* How often a vowel is followed by a consonant in the first `n` letters. */
static uint32_t measure(const struct word *w, uint32_t n)
{
    uint32_t m = 0;
    bool was_vowel = false;
    for (uint32_t i = 0; i < n; i++) {
        bool consonant = is_consonant(w, i);
        m += consonant && was_vowel;
        was_vowel = !consonant;
    }
    return m;
}

static bool has_vowel(const struct word *w, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        if (!is_consonant(w, i))
            return true;
    return false;
}

static bool ends_double(const struct word *w)
{
    return w->n > 1 && w->at[w->n - 1] == w->at[w->n - 2] && is_consonant(w, w->n - 1);
}

/* Consonant, vowel, consonant that is not w, x or y: "hop", which takes an e back. */
static bool ends_short(const struct word *w, uint32_t n)
{
    if (n < 3 || !is_consonant(w, n - 1) || is_consonant(w, n - 2) || !is_consonant(w, n - 3))
        return false;
    char c = w->at[n - 1];
    return c != 'w' && c != 'x' && c != 'y';
}

static bool ends(const struct word *w, const char *tail, uint32_t *rest)
{
    uint32_t n = (uint32_t)strlen(tail);
    if (n > w->n || memcmp(w->at + w->n - n, tail, n) != 0)
        return false;
    *rest = w->n - n;
    return true;
}

static void put(struct word *w, uint32_t rest, const char *tail)
{
    uint32_t n = (uint32_t)strlen(tail);
    memcpy(w->at + rest, tail, n); // never longer than what it replaces, but for one e
    w->n = rest + n;
}

static void cut_plural(struct word *w)
{
    uint32_t rest;
    if (ends(w, "sses", &rest))
        put(w, rest, "ss");
    else if (ends(w, "ies", &rest))
        put(w, rest, rest > 1 && !has_vowel(w, rest) ? "y" : "i"); // "cries" with "cry", which keeps its y
    else if (!ends(w, "ss", &rest) && ends(w, "s", &rest))
        w->n = rest;
}

static void cut_past(struct word *w)
{
    uint32_t rest;
    if (ends(w, "eed", &rest)) {
        if (measure(w, rest) > 0)
            w->n--;
        return;
    }
    if (!(ends(w, "ed", &rest) && has_vowel(w, rest)) &&
        !(ends(w, "ing", &rest) && has_vowel(w, rest)))
        return;
    w->n = rest;
    char last = w->at[w->n - 1];
    if (ends(w, "at", &rest) || ends(w, "bl", &rest) || ends(w, "iz", &rest))
        w->at[w->n++] = 'e';
    else if (ends_double(w) && last != 'l' && last != 's' && last != 'z')
        w->n--;
    else if (measure(w, w->n) == 1 && ends_short(w, w->n))
        w->at[w->n++] = 'e';
}

struct rule {
    const char *from, *to;
};

/* The first ending that fits is the only one that is tried. */
static void replace(struct word *w, const struct rule *rule, size_t n, uint32_t above)
{
    uint32_t rest;
    for (size_t i = 0; i < n; i++) {
        if (!ends(w, rule[i].from, &rest))
            continue;
        if (measure(w, rest) > above)
            put(w, rest, rule[i].to);
        return;
    }
}

static void cut_last(struct word *w)
{
    static const char *const tail[] = {"al",   "ance", "ence", "er",  "ic",  "able", "ible",
                                       "ant",  "ement", "ment", "ent", "ion", "ou",   "ism",
                                       "ate",  "iti",  "ous",  "ive", "ize"};
    uint32_t rest;
    for (size_t i = 0; i < sizeof tail / sizeof *tail; i++) {
        if (!ends(w, tail[i], &rest))
            continue;
        bool fits = strcmp(tail[i], "ion") != 0 ||
                    (rest && (w->at[rest - 1] == 's' || w->at[rest - 1] == 't'));
        if (fits && measure(w, rest) > 1)
            w->n = rest;
        return;
    }
}

static void cut_e(struct word *w)
{
    uint32_t rest;
    if (ends(w, "e", &rest)) {
        uint32_t m = measure(w, rest);
        if (m > 1 || (m == 1 && !ends_short(w, rest)))
            w->n = rest;
    }
    if (ends(w, "ll", &rest) && measure(w, w->n) > 1)
        w->n--;
}

uint32_t stem_of(struct str word, char out[STEM_MOST])
{
    static const struct rule second[] = {
        {"ational", "ate"}, {"tional", "tion"}, {"enci", "ence"},   {"anci", "ance"},
        {"izer", "ize"},    {"abli", "able"},   {"alli", "al"},     {"entli", "ent"},
        {"eli", "e"},       {"ousli", "ous"},   {"ization", "ize"}, {"ation", "ate"},
        {"ator", "ate"},    {"alism", "al"},    {"iveness", "ive"}, {"fulness", "ful"},
        {"ousness", "ous"}, {"aliti", "al"},    {"iviti", "ive"},   {"biliti", "ble"},
    };
    static const struct rule third[] = {
        {"icate", "ic"}, {"ative", ""}, {"alize", "al"}, {"iciti", "ic"},
        {"ical", "ic"},  {"ful", ""},   {"ness", ""},
    };
    struct word w = {out, word.n < STEM_MOST - 1 ? (uint32_t)word.n : STEM_MOST - 1};
    if (w.n)
        memcpy(out, word.at, w.n);
    if (w.n < 3)
        return w.n;
    for (uint32_t i = 0; i < w.n; i++)
        if (out[i] < 'a' || out[i] > 'z')
            return w.n; // numbers and words of other scripts stay as they are
    cut_plural(&w);
    cut_past(&w);
    uint32_t rest;
    if (ends(&w, "y", &rest) && has_vowel(&w, rest))
        w.at[w.n - 1] = 'i';
    replace(&w, second, sizeof second / sizeof *second, 0);
    replace(&w, third, sizeof third / sizeof *third, 0);
    cut_last(&w);
    cut_e(&w);
    return w.n;
}
