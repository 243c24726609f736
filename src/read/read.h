/*
 * read: bytes -> doc.  A reader is one file and one row in formats.c.
 * takes   the bytes of one part of a work
 * gives   struct doc
 */
#ifndef READ_READ_H
#define READ_READ_H

#include "base/arena.h"
#include "doc/doc.h"
#include "whose.h"

/* Find the reader that is surest of these bytes and let it read them.
 *
 * name    of the file, or empty; a hint only
 * keep    where the doc lives; scratch: rewound before the return
 *
 * WHOSE_E_FORMAT when no reader knows the bytes, WHOSE_E_INPUT when one gave up. */
whose_status read_doc(struct str name, struct str bytes, struct arena *keep, struct arena *scratch,
                      struct doc *out, whose_error *err);

/* Take a novel's doc as mere text: every paragraph is one block of narration, front
 * matter and licence too, for those who want each word of the file. */
whose_status read_flat(struct doc *doc, struct arena *keep, whose_error *err);

#endif
