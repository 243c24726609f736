/*
 * learn: trained parts, and the file that holds them.  Knows nothing of stories.
 * takes   the bytes of a model file, as they lie on disk
 * gives   its sections by name, checked once, never copied
 */
#ifndef LEARN_LEARN_H
#define LEARN_LEARN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"
#include "base/vec.h"
#include "whose.h"

/* ---- model_file.c; the format is whose-model(5) ---- */

enum {
    MODEL_VERSION = 1,
    MODEL_ALIGN = 64,        // of every section, from the start of the file
    MODEL_NAME_BYTES = 24,   // of a section's name, with its NUL
    MODEL_MOST_SECTIONS = 64,
    MODEL_MOST_BYTES = 16 << 20
};

struct model {
    struct str bytes;
    uint32_t n_sections;
};

/* A section and what is known of it.  All views of the file. */
struct model_part {
    struct str name;
    struct str bytes;
    struct str data, licence, score, command;
};

/* Check all of `bytes`, which must stay as they are and be aligned to 16.
 * WHOSE_E_INPUT with a sentence when they are no model, or a damaged one;
 * WHOSE_E_LIMIT when they are too many.  `out` is set on WHOSE_OK only. */
whose_status model_open(struct str bytes, struct model *out, whose_error *err);

/* The bytes of a section, aligned to MODEL_ALIGN in the file; NULL when the model,
 * which may be NULL, has none of that name. */
const void *model_section(const struct model *model, const char *name, size_t *n_bytes);

struct model_part model_part(const struct model *model, uint32_t i); // i below n_sections
struct str model_name(const struct model *model);
const unsigned char *model_sha256(const struct model *model); // 32 bytes, of its name and all that follows

/* Puts a model together; used by train/ alone.  Sections come in the order of
 * their adding, so that the same parts give the same bytes. */
struct model_writer {
    struct arena *arena;
    VEC(struct model_part) part;
};

void model_writer_init(struct model_writer *writer, struct arena *arena);

/* Strings and bytes are not copied: they stay until model_writer_end(). */
whose_status model_writer_add(struct model_writer *writer, const struct model_part *part,
                              whose_error *err);

/* The file, in the writer's arena. */
whose_status model_writer_end(struct model_writer *writer, struct str name, struct str *out,
                              whose_error *err);

/* Make the head of `file` fit what follows it, so that tests reach behind the
 * checksum.  False when it is too short to have one. */
bool model_mend(char *file, size_t n);

/* ---- net.c: small networks in whole numbers ---- */

enum {
    NET_ONE = 512,           // 1.0 as an activation
    NET_MOST = 16 * NET_ONE, // activations are cut off here, so that no sum can overflow
    NET_BLOCK = 16           // outputs that lie together; sizes are multiples of it
};

/* y = x w.  Weights [n_out / NET_BLOCK][n_in / 2][NET_BLOCK][2]; `scale` makes a sum of
 * products a number again. */
struct dense {
    const int16_t *weight;
    uint32_t n_in, n_out;
    float scale;
};

/* x [rows][n_in], y [rows][n_out].  The same sums on every machine. */
void net_dense(const struct dense *dense, const int16_t *x, uint32_t rows, int32_t *y);

/* The same by one way of several: registers of 512, 256 or 128 bits, 1 for plain C; for
 * tests, who must know that the machine can. */
void net_dense_by(int bits, const struct dense *dense, const int16_t *x, uint32_t rows, int32_t *y);

/* A layer of simple recurrent units, both ways over one sentence: `y` is net_dense() of
 * `x`, [n][way][candidate, forget, carry][half]; bias and memory [way][forget, carry][half];
 * x and out are [n][2 * half].  half is NET_UNITS. */
enum { NET_UNITS = 64 };
void net_gated(const int32_t *y, float scale, const float *bias, const float *memory,
               const int16_t *x, uint32_t n, int16_t *out);

/* out = y * scale and the sum of some rows, as activations; all of 2 * NET_UNITS numbers.
 * The rows are few and small enough for 16 bits to hold their sum. */
void net_add_rows(const int32_t *y, float scale, const int16_t *const *row, uint32_t n_rows,
                  int16_t *out);

/* The sum of some rows, each with its own scale, as activations; all of 2 * NET_UNITS numbers. */
void net_sum_rows(const int8_t *const *row, const float *scale, uint32_t n_rows, int16_t *out);

/* As an activation, rounded and cut off. */
static inline int16_t net_quantum(float x)
{
    float most = (float)NET_MOST, y = x * (float)NET_ONE;
    y = y < most ? y : most; // in this order one instruction each, no branches
    y = y > -most ? y : -most;
    return (int16_t)((int32_t)(y + most + 0.5f) - NET_MOST);
}

#endif
