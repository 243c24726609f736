/* str: byte views and spans.  A view does not own its bytes and is not ended by NUL. */
#ifndef BASE_STR_H
#define BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

struct str {
    const char *at;
    size_t n;
};

/* Bytes [start, end) of a story's text. */
struct span {
    uint32_t start, end;
};

#define STR(literal) ((struct str){"" literal, sizeof(literal) - 1})
#define STR_ARGS(s) (int)((s).n < 200 ? (s).n : 200), (s).at // for "%.*s" in messages

static inline bool span_is_empty(struct span s)
{
    return s.end <= s.start;
}

struct str str_c(const char *c);                       // view of a C string; NULL gives the empty one
bool str_eq(struct str a, struct str b);
bool str_eq_nocase(struct str a, struct str b);        // ASCII case only
int str_cmp(struct str a, struct str b);               // bytewise
bool str_starts(struct str s, struct str head);
bool str_starts_nocase(struct str s, struct str head); // ASCII case only
bool str_ends(struct str s, struct str tail);
struct str str_trim(struct str s);                     // ASCII blanks, both ends
size_t str_find(struct str s, struct str what);        // byte of the first, or s.n
struct str str_cut(struct str *rest, char at);         // up to `at`; rest goes on behind it
struct str str_part(struct str s, size_t start, size_t end);

/* A copy in the arena, followed by a NUL; `.at` is NULL when there is no memory. */
struct str str_keep(struct arena *arena, struct str s);

static inline bool is_ascii_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static inline bool is_ascii_digit(char c)
{
    return c >= '0' && c <= '9';
}

static inline bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}

#endif
