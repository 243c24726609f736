/* sink: where output goes.  Small writes are gathered; the first failure
 * sticks, so that writers need not look at every call. */
#ifndef BASE_SINK_H
#define BASE_SINK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"
#include "whose.h"

enum { SINK_BYTES = 8192 };

struct sink {
    whose_write *write;
    void *user;
    bool failed;
    uint64_t n_written; // bytes given to `write` or still gathered
    uint32_t n;         // gathered in `bytes`
    char bytes[SINK_BYTES];
};

void sink_init(struct sink *sink, whose_write *write, void *user);
void sink_put(struct sink *sink, struct str s);
void sink_char(struct sink *sink, char c);
void sink_uint(struct sink *sink, uint64_t n);
void sink_printf(struct sink *sink, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* A string between quotation marks, escaped as JSON asks; what is not UTF-8
 * becomes U+FFFD. */
void sink_json(struct sink *sink, struct str s);

/* Hand over what is gathered.  WHOSE_OK, or WHOSE_E_SYSTEM if any write failed. */
whose_status sink_end(struct sink *sink, whose_error *err);

#define SINK_PUT(sink, literal) sink_put(sink, STR(literal))

#endif
