/* features: what the tagger and the parser see of a word.  The one copy, used to
 * train and to run. */
#ifndef TEXT_FEATURES_H
#define TEXT_FEATURES_H

#include <stdint.h>

#include "base/str.h"

enum {
    FEATURE_BUCKETS = 1 << 13, // rows of the table that the parts of words share
    N_FEATURES = 9,            // three beginnings, four endings, shape, case and length
    FEATURE_KEY = 256          // bytes that a key can take
};

struct features {
    uint32_t word;               // hash of the key: the row of the word, where it is known
    uint16_t part[N_FEATURES];   // below FEATURE_BUCKETS
};

/* A word as all its spellings meet: lower case, digits as 0, curly marks straight,
 * dashes of every length one.  Of a very long word only both ends count.  Bytes
 * written to `key`. */
uint32_t features_key(struct str form, char key[FEATURE_KEY]);

uint32_t features_hash(struct str bytes, uint32_t seed);

void features_of(struct str form, struct features *out);

#endif
