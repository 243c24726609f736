/* related: words that say nearly the same.  Stays inside src/find, and serves the trainer that
 * makes the table. */
#ifndef FIND_RELATED_H
#define FIND_RELATED_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

enum { STEM_MOST = 32 }; // longer words are cut

/* The stem of a word in lower case, in `out`; its length. */
uint32_t stem_of(struct str word, char out[STEM_MOST]);

/* "went" is go, "hath" is have, "wont" is not: the form under which a word is looked up;
 * the word itself when it is no irregular one. */
struct str related_base(struct str word);

/* A word of function: it carries no meaning of its own. */
bool related_is_function(struct str word);

struct related {
    struct str stem;
    float likeness; // 0 to 1
};

/* The entry of a stem, or RELATED_NONE, and the words that are like it. */
#define RELATED_NONE UINT32_MAX
uint32_t related_entry(struct str stem);
uint32_t related_n(uint32_t entry);
struct related related_get(uint32_t entry, uint32_t i);

#endif
