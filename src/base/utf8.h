/* utf8: decode, check, fold and classify.  The only place that names utf8proc.
 * ASCII takes a short way through every function. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

struct arena;

enum { UTF8_MAX_BYTES = 4, UTF8_REPLACEMENT = 0xFFFD };

/* The code point at `*at` (which is below s.n), moving `*at` behind it.  A byte
 * that begins no valid sequence gives U+FFFD and moves on by one. */
uint32_t utf8_next(struct str s, size_t *at);

/* The code point that ends at `at` (above 0), and where it starts. */
uint32_t utf8_before(struct str s, size_t at, size_t *start);

/* Bytes written to `out`, 1 to 4. */
size_t utf8_put(uint32_t c, char out[UTF8_MAX_BYTES]);

/* Byte of the first sequence that is not UTF-8, or s.n. */
size_t utf8_valid(struct str s);

bool utf8_is_letter(uint32_t c);
bool utf8_is_digit(uint32_t c);  // decimal digits of any script
bool utf8_is_upper(uint32_t c);  // upper or title case
bool utf8_is_lower(uint32_t c);
bool utf8_is_mark(uint32_t c);   // combining mark
bool utf8_is_space(uint32_t c);
uint32_t utf8_lower(uint32_t c);
uint32_t utf8_upper(uint32_t c);

/* Cells that `c` takes in a terminal: 0, 1 or 2. */
int utf8_columns(uint32_t c);
/* The same over a string. */
uint32_t utf8_width(struct str s);

/* Letters and digits of any script in lower case, without accents; hyphens and
 * blanks become one space; apostrophes and other marks vanish: the key under
 * which two spellings of one name meet.  `.at` is NULL when there is no memory. */
struct str utf8_name_key(struct str s, struct arena *arena);

#endif
