/* sha256: the fingerprint of an input (FIPS 180-4). */
#ifndef BASE_SHA256_H
#define BASE_SHA256_H

#include <stddef.h>
#include <stdint.h>

struct sha256 {
    uint32_t state[8];
    uint64_t n_bytes;
    unsigned char tail[64];
};

void sha256_init(struct sha256 *hash);
void sha256_add(struct sha256 *hash, const void *bytes, size_t n);

/* 64 hexadecimal digits and a NUL. */
void sha256_end(struct sha256 *hash, char out[65]);

#endif
