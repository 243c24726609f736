/* stretch: parts of a text that are read by threads.  Stays inside src/text. */
#ifndef TEXT_STRETCH_H
#define TEXT_STRETCH_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "text/text.h"

struct stretch {
    uint32_t first, end; // of text.sentence; whole blocks
};

struct stretches {
    struct stretch *at;  // [n], in the order of the text
    uint32_t n, n_workers;
};

/* False: no memory. */
bool stretches_cut(const struct text *text, struct arena *scratch, struct stretches *out);

#endif
