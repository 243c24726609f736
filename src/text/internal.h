/* What the files of src/text share beside text.h.  Stays inside src/text. */
#ifndef TEXT_INTERNAL_H
#define TEXT_INTERNAL_H

#include "text/text.h"

/* contraction.c: set the cuts of a word whose span stands. */
void contraction_cut(struct str text, struct piece *word);

/* token.c: bytes of the apostrophe at `i`, straight or curly; 0 when there is none. */
size_t token_apostrophe(struct str text, size_t i);

/* A row of the table made from data/abbreviations.tsv. */
enum abbrev_class { ABBREV_ALWAYS, ABBREV_INNER, ABBREV_AMID, ABBREV_NUMBER };

struct abbreviation {
    struct str word;     // in small letters
    uint8_t class;       // enum abbrev_class
    uint8_t has_capital; // matched only where it begins with one
};

#endif
