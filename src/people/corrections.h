/* What the user knows better: the statements of a file of corrections.  People are
 * addressed by name and lines by their words, so that the file outlives other versions. */
#ifndef PEOPLE_CORRECTIONS_H
#define PEOPLE_CORRECTIONS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"
#include "base/vec.h"
#include "doc/doc.h"
#include "whose.h"

enum correction_kind {
    CORRECT_MERGE,    // a and b are one person
    CORRECT_SPLIT,    // a and b are two people
    CORRECT_RENAME,   // a is to be called b
    CORRECT_PRONOUNS, // of a
    CORRECT_NARRATOR, // a, or with an empty a nobody
    CORRECT_IGNORE,   // a is no person
    CORRECT_SPEAKER,  // a speaks the line with the words b
    N_CORRECTION_KINDS
};

struct correction {
    enum correction_kind kind;
    enum gender gender;
    uint32_t file;   // in corrections.file
    uint32_t line;   // from 1
    struct str a, b; // as written
};

struct corrections {
    VEC(struct str) file; // names, without their folders
    VEC(struct correction) at;
};

/* Add the statements of one file; see tests/spec/corrections.md.  `err->line` tells a line
 * that cannot be read. */
whose_status corrections_read(struct str file, struct str bytes, struct arena *keep,
                              struct corrections *out, whose_error *err);

/* What became of one statement. */
struct corrected {
    struct str file;
    uint32_t line;
    bool is_done;     // false: it fits nothing, or more than one
    struct str words; // a clause: "merged Ada and Mrs. Marsh"
};

#endif
