/* tagset: how many tags there are, and from their names to their numbers; the
 * other way is in the face. */
#ifndef TEXT_TAGSET_H
#define TEXT_TAGSET_H

#include <stdint.h>

#include "base/str.h"

enum { // with 0, which stands for none
    TAGSET_UPOS = 18,
    TAGSET_XPOS = 50,
    TAGSET_DEPREL = 52,
    TAGSET_FEATS = 185
};

uint8_t upos_find(struct str name);
uint8_t xpos_find(struct str name);
uint16_t feats_find(struct str name);
uint8_t deprel_find(struct str name);

#endif
