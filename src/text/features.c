/*
 * takes   the form of one word
 * gives   numbers: a hash of the word, and of its beginnings, endings and shape
 * method  hashed features; the tables that they point into are trained
 * cost    O(1) a word: of a word past 64 bytes only both ends are looked at
 */
#include "text/features.h"

#include "base/utf8.h"

#include <string.h>

enum { HEAD = 40, TAIL = 24 };

uint32_t features_hash(struct str bytes, uint32_t seed)
{
    uint32_t h = 2166136261u ^ (seed * 0x9E3779B1u);
    for (size_t i = 0; i < bytes.n; i++)
        h = (h ^ (unsigned char)bytes.at[i]) * 16777619u;
    h ^= h >> 15;
    h *= 0x2C1B3C6Du;
    return h ^ (h >> 13);
}

static uint32_t fold(uint32_t c)
{
    if (c < 0x80) {
        if (c >= 'A' && c <= 'Z')
            return c | 0x20;
        if (c >= '0' && c <= '9')
            return '0';
        return c == '`' ? '\'' : c;
    }
    switch (c) {
    case 0x2018: case 0x2019: case 0x201B: case 0x2032: case 0xB4:
        return '\'';
    case 0x201C: case 0x201D: case 0x201E: case 0x201F: case 0xAB: case 0xBB: case 0x2033:
        return '"';
    case 0x2010: case 0x2011: case 0x2012: case 0x2013: case 0x2014: case 0x2015: case 0x2212:
        return '-';
    default:
        return utf8_is_digit(c) ? '0' : utf8_lower(c);
    }
}

static uint32_t fold_all(struct str s, char *key, uint32_t n)
{
    for (size_t at = 0; at < s.n;) {
        uint32_t c = fold(utf8_next(s, &at));
        if (c == '-' && n && key[n - 1] == '-')
            continue; // "--" and an em dash are one
        if (c == '\'' && n && key[n - 1] == '\'') {
            key[n - 1] = '"'; // `` and ''
            continue;
        }
        n += (uint32_t)utf8_put(c, key + n);
    }
    return n;
}

uint32_t features_key(struct str form, char key[FEATURE_KEY])
{
    if (form.n <= HEAD + TAIL)
        return fold_all(form, key, 0);
    uint32_t n = fold_all(str_part(form, 0, HEAD), key, 0);
    return fold_all(str_part(form, form.n - TAIL, form.n), key, n);
}

/* Shape: X x d and other marks as they are, runs cut to two; and whether upper
 * case, lower case, digits and hyphens occur, with the length. */
static void shape_of(struct str form, uint16_t out[2])
{
    enum { UPPER_FIRST = 1, LOWER = 2, UPPER = 4, DIGIT = 8, HYPHEN = 16 };
    char shape[16];
    uint32_t n = 0, run = 0, seen = 0;
    struct str s = form.n > HEAD ? str_part(form, 0, HEAD) : form;
    for (size_t at = 0; at < s.n;) {
        bool first = at == 0;
        uint32_t c = utf8_next(s, &at);
        char k;
        if (utf8_is_upper(c)) {
            k = 'X';
            seen |= first ? UPPER_FIRST : UPPER;
        } else if (utf8_is_letter(c)) {
            k = 'x';
            seen |= LOWER;
        } else if (utf8_is_digit(c)) {
            k = 'd';
            seen |= DIGIT;
        } else {
            c = fold(c);
            k = c < 0x80 ? (char)c : '?';
            if (k == '-')
                seen |= HYPHEN;
        }
        run = n && shape[n - 1] == k ? run + 1 : 0;
        if (run < 2 && n < sizeof shape)
            shape[n++] = k;
    }
    uint32_t length = form.n < 4 ? (uint32_t)form.n : form.n < 6 ? 4 : form.n < 9 ? 5 : form.n < 14 ? 6 : 7;
    char kind[2] = {(char)seen, (char)length};
    out[0] = (uint16_t)(features_hash((struct str){shape, n}, 8) % FEATURE_BUCKETS);
    out[1] = (uint16_t)(features_hash((struct str){kind, 2}, 9) % FEATURE_BUCKETS);
}

void features_of(struct str form, struct features *out)
{
    char key[FEATURE_KEY];
    uint32_t n = features_key(form, key);
    out->word = features_hash((struct str){key, n}, 0);
    for (uint32_t k = 1; k <= 3; k++)
        out->part[k - 1] = (uint16_t)(
            features_hash((struct str){key, k < n ? k : n}, k) % FEATURE_BUCKETS);
    for (uint32_t k = 1; k <= 4; k++) {
        uint32_t m = k < n ? k : n;
        out->part[k + 2] = (uint16_t)(
            features_hash((struct str){key + n - m, m}, k + 3) % FEATURE_BUCKETS);
    }
    shape_of(form, out->part + 7);
}
