#include "base/utf8.h"

#include "base/arena.h"

#include <utf8proc.h>

uint32_t utf8_next(struct str s, size_t *at)
{
    const unsigned char *b = (const unsigned char *)s.at + *at;
    size_t left = s.n - *at;
    uint32_t c = b[0];
    if (c < 0x80) {
        *at += 1;
        return c;
    }
    uint32_t least;
    size_t n;
    if (c >= 0xC2 && c < 0xE0) {
        n = 2, c &= 0x1F, least = 0x80;
    } else if ((c & 0xF0) == 0xE0) {
        n = 3, c &= 0x0F, least = 0x800;
    } else if (c >= 0xF0 && c < 0xF5) {
        n = 4, c &= 0x07, least = 0x10000;
    } else {
        *at += 1;
        return UTF8_REPLACEMENT;
    }
    if (left < n) {
        *at += 1;
        return UTF8_REPLACEMENT;
    }
    for (size_t i = 1; i < n; i++) {
        if ((b[i] & 0xC0) != 0x80) {
            *at += 1;
            return UTF8_REPLACEMENT;
        }
        c = (c << 6) | (b[i] & 0x3F);
    }
    if (c < least || c > 0x10FFFF || (c >= 0xD800 && c < 0xE000)) {
        *at += 1;
        return UTF8_REPLACEMENT;
    }
    *at += n;
    return c;
}

uint32_t utf8_before(struct str s, size_t at, size_t *start)
{
    size_t from = at - 1;
    while (from > 0 && at - from < UTF8_MAX_BYTES && ((unsigned char)s.at[from] & 0xC0) == 0x80)
        from--;
    size_t next = from;
    uint32_t c = utf8_next(s, &next);
    if (next != at) { // a stray continuation byte
        from = at - 1;
        c = UTF8_REPLACEMENT;
    }
    *start = from;
    return c;
}

size_t utf8_put(uint32_t c, char out[UTF8_MAX_BYTES])
{
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        out[0] = (char)(0xC0 | (c >> 6));
        out[1] = (char)(0x80 | (c & 0x3F));
        return 2;
    }
    if (c < 0x10000) {
        out[0] = (char)(0xE0 | (c >> 12));
        out[1] = (char)(0x80 | ((c >> 6) & 0x3F));
        out[2] = (char)(0x80 | (c & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | (c >> 18));
    out[1] = (char)(0x80 | ((c >> 12) & 0x3F));
    out[2] = (char)(0x80 | ((c >> 6) & 0x3F));
    out[3] = (char)(0x80 | (c & 0x3F));
    return 4;
}

size_t utf8_valid(struct str s)
{
    size_t at = 0;
    while (at < s.n) {
        if ((unsigned char)s.at[at] < 0x80) {
            at++;
            continue;
        }
        size_t next = at;
        if (utf8_next(s, &next) == UTF8_REPLACEMENT && next == at + 1)
            return at;
        at = next;
    }
    return s.n;
}

static utf8proc_category_t category(uint32_t c)
{
    return utf8proc_category((utf8proc_int32_t)c);
}

bool utf8_is_letter(uint32_t c)
{
    if (c < 0x80)
        return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
    utf8proc_category_t k = category(c);
    return k >= UTF8PROC_CATEGORY_LU && k <= UTF8PROC_CATEGORY_LO;
}

bool utf8_is_digit(uint32_t c)
{
    return c < 0x80 ? c >= '0' && c <= '9' : category(c) == UTF8PROC_CATEGORY_ND;
}

bool utf8_is_upper(uint32_t c)
{
    if (c < 0x80)
        return c >= 'A' && c <= 'Z';
    utf8proc_category_t k = category(c);
    return k == UTF8PROC_CATEGORY_LU || k == UTF8PROC_CATEGORY_LT;
}

bool utf8_is_lower(uint32_t c)
{
    return c < 0x80 ? c >= 'a' && c <= 'z' : category(c) == UTF8PROC_CATEGORY_LL;
}

bool utf8_is_mark(uint32_t c)
{
    if (c < 0x300)
        return false;
    utf8proc_category_t k = category(c);
    return k == UTF8PROC_CATEGORY_MN || k == UTF8PROC_CATEGORY_MC || k == UTF8PROC_CATEGORY_ME;
}

bool utf8_is_space(uint32_t c)
{
    if (c < 0x80)
        return is_blank((char)c);
    utf8proc_category_t k = category(c);
    return k == UTF8PROC_CATEGORY_ZS || k == UTF8PROC_CATEGORY_ZL || k == UTF8PROC_CATEGORY_ZP ||
           c == 0x85 || c == 0xFEFF;
}

uint32_t utf8_lower(uint32_t c)
{
    if (c < 0x80)
        return c >= 'A' && c <= 'Z' ? c + 32 : c;
    return (uint32_t)utf8proc_tolower((utf8proc_int32_t)c);
}

uint32_t utf8_upper(uint32_t c)
{
    if (c < 0x80)
        return c >= 'a' && c <= 'z' ? c - 32 : c;
    return (uint32_t)utf8proc_toupper((utf8proc_int32_t)c);
}

int utf8_columns(uint32_t c)
{
    if (c < 0x7F)
        return c >= ' ';
    int n = utf8proc_charwidth((utf8proc_int32_t)c);
    return n < 0 ? 0 : n;
}

uint32_t utf8_width(struct str s)
{
    uint32_t n = 0;
    for (size_t at = 0; at < s.n;)
        n += (uint32_t)utf8_columns(utf8_next(s, &at));
    return n;
}

enum { DECOMPOSED_MAX = 18 };

struct str utf8_name_key(struct str s, struct arena *arena)
{
    size_t cap = s.n * 3 + 1, n = 0;
    char *key = ARENA_NEW_RAW(arena, char, cap);
    if (!key)
        return (struct str){NULL, 0};
    bool gap = false;
    for (size_t at = 0; at < s.n;) {
        utf8proc_int32_t part[DECOMPOSED_MAX];
        uint32_t c = utf8_next(s, &at);
        utf8proc_ssize_t n_parts = 1;
        int boundary = 0;
        part[0] = (utf8proc_int32_t)c;
        if (c >= 0x80) {
            n_parts = utf8proc_decompose_char(part[0], part, DECOMPOSED_MAX,
                                              UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT, &boundary);
            if (n_parts < 1 || n_parts > DECOMPOSED_MAX)
                continue;
        }
        for (utf8proc_ssize_t i = 0; i < n_parts; i++) {
            uint32_t p = (uint32_t)part[i];
            if (p == '-' || p == 0x2010 || p == 0x2011 || utf8_is_space(p)) {
                gap = n > 0;
                continue;
            }
            if (utf8_is_mark(p) || !(utf8_is_letter(p) || utf8_is_digit(p)))
                continue;
            char bytes[UTF8_MAX_BYTES];
            size_t n_bytes = utf8_put(utf8_lower(p), bytes);
            if (n + gap + n_bytes > cap)
                break;
            if (gap)
                key[n++] = ' ';
            gap = false;
            for (size_t k = 0; k < n_bytes; k++)
                key[n++] = bytes[k];
        }
    }
    return (struct str){key, n};
}
