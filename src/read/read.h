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

#endif
