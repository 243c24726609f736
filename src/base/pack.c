/* takes   bytes in pieces
 * gives   text: base64 of their zlib stream, straight into a sink
 * method  zlib with its own allocations drawn from an arena
 * cost    O(bytes); about 300 KB of memory whatever their number */
#include "base/pack.h"

#include <zlib.h>

#include <stddef.h>
#include <string.h>

enum { PACKED_BYTES = 3 * 4096, LEVEL = 6 }; // whole groups of three, so that only the end is padded

struct pack {
    z_stream stream;
    struct sink *out;
    unsigned char packed[PACKED_BYTES];
};

static void *take(void *user, unsigned n, unsigned size)
{
    return arena_alloc_raw(user, n, size, alignof(max_align_t));
}

static void give(void *user, void *at)
{
    (void)user;
    (void)at; // goes with the arena
}

struct pack *pack_begin(struct arena *arena, struct sink *out)
{
    struct pack *pack = ARENA_NEW(arena, struct pack, 1);
    if (!pack)
        return NULL;
    pack->out = out;
    pack->stream = (z_stream){.zalloc = take, .zfree = give, .opaque = arena};
    if (deflateInit(&pack->stream, LEVEL) != Z_OK)
        return NULL;
    pack->stream.next_out = pack->packed;
    pack->stream.avail_out = PACKED_BYTES;
    return pack;
}

static void put_packed(struct pack *pack)
{
    static const char sign[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    size_t n = PACKED_BYTES - pack->stream.avail_out;
    for (size_t i = 0; i < n; i += 3) {
        uint32_t group = (uint32_t)pack->packed[i] << 16;
        group |= i + 1 < n ? (uint32_t)pack->packed[i + 1] << 8 : 0;
        group |= i + 2 < n ? (uint32_t)pack->packed[i + 2] : 0;
        sink_char(pack->out, sign[group >> 18]);
        sink_char(pack->out, sign[group >> 12 & 63]);
        sink_char(pack->out, i + 1 < n ? sign[group >> 6 & 63] : '=');
        sink_char(pack->out, i + 2 < n ? sign[group & 63] : '=');
    }
    pack->stream.next_out = pack->packed;
    pack->stream.avail_out = PACKED_BYTES;
}

int pack_write(void *user, const void *bytes, size_t n_bytes)
{
    struct pack *pack = user;
    const unsigned char *at = bytes;
    while (n_bytes) {
        unsigned n = n_bytes < (1u << 30) ? (unsigned)n_bytes : 1u << 30;
        pack->stream.next_in = (unsigned char *)(uintptr_t)at; // zlib does not write there
        pack->stream.avail_in = n;
        while (pack->stream.avail_in) {
            if (deflate(&pack->stream, Z_NO_FLUSH) != Z_OK)
                return 1;
            if (pack->stream.avail_out == 0)
                put_packed(pack);
        }
        at += n;
        n_bytes -= n;
    }
    return 0;
}

bool pack_end(struct pack *pack)
{
    int status;
    pack->stream.next_in = NULL;
    do {
        status = deflate(&pack->stream, Z_FINISH);
        put_packed(pack);
    } while (status == Z_OK || status == Z_BUF_ERROR);
    deflateEnd(&pack->stream);
    return status == Z_STREAM_END;
}
