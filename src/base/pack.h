/* pack: bytes packed for a place that takes text alone: a zlib stream (RFC 1950) in
 * base64 (RFC 4648).  The only header over zlib. */
#ifndef BASE_PACK_H
#define BASE_PACK_H

#include "base/arena.h"
#include "base/sink.h"
#include "base/str.h"

struct pack;

/* Begin a stream into `out`; its memory lies in `arena`.  NULL when there is none. */
struct pack *pack_begin(struct arena *arena, struct sink *out);

/* A whose_write: `user` is the pack.  0, or 1 when there is no memory. */
int pack_write(void *user, const void *bytes, size_t n_bytes);

/* Write what is left.  False: there was no memory. */
bool pack_end(struct pack *pack);

#endif
