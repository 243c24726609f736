#include "base/str.h"

#include "base/arena.h"

#include <string.h>

struct str str_c(const char *c)
{
    return c ? (struct str){c, strlen(c)} : STR("");
}

bool str_eq(struct str a, struct str b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.at, b.at, a.n) == 0);
}

static unsigned char lower(char c)
{
    return (unsigned char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
}

bool str_eq_nocase(struct str a, struct str b)
{
    return a.n == b.n && str_starts_nocase(a, b);
}

int str_cmp(struct str a, struct str b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    int c = n ? memcmp(a.at, b.at, n) : 0;
    return c ? c : (a.n > b.n) - (a.n < b.n);
}

bool str_starts(struct str s, struct str head)
{
    return s.n >= head.n && (head.n == 0 || memcmp(s.at, head.at, head.n) == 0);
}

bool str_starts_nocase(struct str s, struct str head)
{
    if (s.n < head.n)
        return false;
    for (size_t i = 0; i < head.n; i++)
        if (lower(s.at[i]) != lower(head.at[i]))
            return false;
    return true;
}

bool str_ends(struct str s, struct str tail)
{
    return s.n >= tail.n && (tail.n == 0 || memcmp(s.at + s.n - tail.n, tail.at, tail.n) == 0);
}

struct str str_trim(struct str s)
{
    while (s.n && is_blank(s.at[s.n - 1]))
        s.n--;
    while (s.n && is_blank(*s.at)) {
        s.at++;
        s.n--;
    }
    return s;
}

size_t str_find(struct str s, struct str what)
{
    if (what.n == 0)
        return 0;
    for (size_t i = 0; i + what.n <= s.n; i++) {
        const char *hit = memchr(s.at + i, what.at[0], s.n - what.n + 1 - i);
        if (!hit)
            return s.n;
        i = (size_t)(hit - s.at);
        if (memcmp(hit, what.at, what.n) == 0)
            return i;
    }
    return s.n;
}

struct str str_cut(struct str *rest, char at)
{
    const char *hit = rest->n ? memchr(rest->at, at, rest->n) : NULL;
    size_t n = hit ? (size_t)(hit - rest->at) : rest->n;
    struct str part = {rest->at, n};
    size_t used = hit ? n + 1 : n;
    rest->at = rest->n ? rest->at + used : rest->at;
    rest->n -= used;
    return part;
}

struct str str_part(struct str s, size_t start, size_t end)
{
    if (end > s.n)
        end = s.n;
    if (start > end)
        start = end;
    return (struct str){s.at + start, end - start};
}

struct str str_keep(struct arena *arena, struct str s)
{
    char *copy = ARENA_NEW_RAW(arena, char, s.n + 1);
    if (!copy)
        return (struct str){NULL, 0};
    if (s.n)
        memcpy(copy, s.at, s.n);
    copy[s.n] = '\0';
    return (struct str){copy, s.n};
}
