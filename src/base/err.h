/* err: how functions fail.  A status is returned; the reason goes to an
 * optional whose_error, in a sentence that names the thing and the remedy. */
#ifndef BASE_ERR_H
#define BASE_ERR_H

#include <stdint.h>

#include "whose.h"

/* Return the status of `call` from the calling function unless it is WHOSE_OK. */
#define TRY(call)                         \
    do {                                  \
        whose_status try_status = (call); \
        if (try_status != WHOSE_OK)       \
            return try_status;            \
    } while (0)

/* Fill `err` (may be NULL) and return `status`.  `offset`: byte of the input. */
whose_status fail(whose_error *err, whose_status status, uint64_t offset, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

whose_status fail_nomem(whose_error *err);

#endif
