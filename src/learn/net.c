/*
 * takes   activations and weights of 16 bits
 * gives   sums of 32 bits, and layers of simple recurrent units (Lei et al. 2018)
 * method  pairs of products at a time, with what the processor has for that: 128, 256 or
 *         512 bits, else plain C.  Sums of whole numbers, and floats one by one in a fixed
 *         order, give the same bits everywhere.
 * cost    n_in * n_out products a row
 */
#include "learn/learn.h"

#include <string.h>

#if defined(__x86_64__) && defined(__GNUC__)
#define NET_X86 1
#endif

static void dense_plain(const struct dense *d, const int16_t *x, uint32_t rows, int32_t *y)
{
    uint32_t pairs = d->n_in / 2;
    for (uint32_t r = 0; r < rows; r++)
        for (uint32_t b = 0; b < d->n_out / NET_BLOCK; b++) {
            const int16_t *w = d->weight + (size_t)b * pairs * NET_BLOCK * 2;
            int32_t sum[NET_BLOCK] = {0};
            for (uint32_t p = 0; p < pairs; p++) {
                int32_t x0 = x[(size_t)r * d->n_in + 2 * p], x1 = x[(size_t)r * d->n_in + 2 * p + 1];
                for (uint32_t k = 0; k < NET_BLOCK; k++, w += 2)
                    sum[k] += x0 * w[0] + x1 * w[1];
            }
            memcpy(y + (size_t)r * d->n_out + (size_t)b * NET_BLOCK, sum, sizeof sum);
        }
}

#ifdef NET_X86

typedef int16_t short8 __attribute__((vector_size(16)));
typedef int16_t short16 __attribute__((vector_size(32)));
typedef int32_t int4 __attribute__((vector_size(16)));
typedef int32_t int8 __attribute__((vector_size(32)));
typedef int32_t int16 __attribute__((vector_size(64)));

static inline int32_t pair_at(const int16_t *x)
{
    int32_t pair;
    memcpy(&pair, x, sizeof pair);
    return pair;
}

// Weights lie where the file has them: no address is promised.
#define LOOSE __attribute__((aligned(2), may_alias))
typedef short8 LOOSE loose8;
typedef short16 LOOSE loose16;
typedef int16 LOOSE loose32;
#define LOAD(type, at) (*(const type *)(const void *)(at))

static void dense_128(const struct dense *d, const int16_t *x, uint32_t rows, int32_t *y)
{
    uint32_t pairs = d->n_in / 2;
    for (uint32_t b = 0; b < d->n_out / NET_BLOCK; b++) {
        const int16_t *w = d->weight + (size_t)b * pairs * NET_BLOCK * 2;
        uint32_t r = 0;
        for (; r + 2 <= rows; r += 2) {
            const int16_t *x0 = x + (size_t)r * d->n_in, *x1 = x0 + d->n_in;
            int4 a0 = {0}, a1 = a0, a2 = a0, a3 = a0, c0 = a0, c1 = a0, c2 = a0, c3 = a0;
            for (uint32_t p = 0; p < pairs; p++) {
                int32_t first = pair_at(x0 + 2 * p), second = pair_at(x1 + 2 * p);
                int4 va = {first, first, first, first}, vc = {second, second, second, second};
#define PART(k, left, right)                                                     \
    {                                                                            \
        short8 weight = LOAD(loose8, w + (size_t)p * 32 + 8 * k);                \
        left += (int4)__builtin_ia32_pmaddwd128((short8)va, weight);             \
        right += (int4)__builtin_ia32_pmaddwd128((short8)vc, weight);            \
    }
                PART(0, a0, c0)
                PART(1, a1, c1)
                PART(2, a2, c2)
                PART(3, a3, c3)
#undef PART
            }
            int4 s[2][4] = {{a0, a1, a2, a3}, {c0, c1, c2, c3}};
            memcpy(y + (size_t)r * d->n_out + (size_t)b * NET_BLOCK, s[0], sizeof s[0]);
            memcpy(y + (size_t)(r + 1) * d->n_out + (size_t)b * NET_BLOCK, s[1], sizeof s[1]);
        }
        for (; r < rows; r++) {
            int4 s[4];
            memset(s, 0, sizeof s);
            for (uint32_t p = 0; p < pairs; p++) {
                int32_t a = pair_at(x + (size_t)r * d->n_in + 2 * p);
                int4 va = {a, a, a, a};
                for (int k = 0; k < 4; k++)
                    s[k] += (int4)__builtin_ia32_pmaddwd128(
                        (short8)va, LOAD(loose8, w + (size_t)p * 32 + 8 * k));
            }
            memcpy(y + (size_t)r * d->n_out + (size_t)b * NET_BLOCK, s, sizeof s);
        }
    }
}

__attribute__((target("avx2"))) static void dense_256(const struct dense *d, const int16_t *x,
                                                      uint32_t rows, int32_t *y)
{
    uint32_t pairs = d->n_in / 2;
    for (uint32_t b = 0; b < d->n_out / NET_BLOCK; b++) {
        const int16_t *w = d->weight + (size_t)b * pairs * NET_BLOCK * 2;
        for (uint32_t r = 0; r < rows; r += 4) {
            const int16_t *at[4];
            for (uint32_t i = 0; i < 4; i++) // the last rows are done again, rather than apart
                at[i] = x + (size_t)(r + i < rows ? r + i : rows - 1) * d->n_in;
            int8 s00 = {0}, s01 = {0}, s10 = {0}, s11 = {0}, s20 = {0}, s21 = {0}, s30 = {0}, s31 = {0};
            for (uint32_t p = 0; p < pairs; p++) {
                short16 w0 = LOAD(loose16, w + (size_t)p * 32), w1 = LOAD(loose16, w + (size_t)p * 32 + 16);
#define ROW(i, a, c)                                                        \
    {                                                                       \
        short16 v = (short16)(pair_at(at[i] + 2 * p) - (int8){0});          \
        a += (int8)__builtin_ia32_pmaddwd256(v, w0);                        \
        c += (int8)__builtin_ia32_pmaddwd256(v, w1);                        \
    }
                ROW(0, s00, s01)
                ROW(1, s10, s11)
                ROW(2, s20, s21)
                ROW(3, s30, s31)
#undef ROW
            }
            int8 sum[4][2] = {{s00, s01}, {s10, s11}, {s20, s21}, {s30, s31}};
            for (uint32_t i = 0; i < 4 && r + i < rows; i++)
                memcpy(y + (size_t)(r + i) * d->n_out + (size_t)b * NET_BLOCK, sum[i], sizeof sum[i]);
        }
    }
}

#ifdef __clang__
#define PRODUCTS_512(sum, a, b) ((int16)__builtin_ia32_vpdpwssd512(sum, a, b))
#else
#define PRODUCTS_512(sum, a, b) ((int16)__builtin_ia32_vpdpwssd_v16si(sum, a, b))
#endif

__attribute__((target("avx512f,avx512bw,avx512vl,avx512vnni"))) static void dense_512(
    const struct dense *d, const int16_t *x, uint32_t rows, int32_t *y)
{
    uint32_t pairs = d->n_in / 2;
    size_t block = (size_t)pairs * NET_BLOCK * 2;
    for (uint32_t b = 0; b < d->n_out / NET_BLOCK; b += 2) {
        const int16_t *w = d->weight + b * block;
        bool two = b + 1 < d->n_out / NET_BLOCK;
        const int16_t *w2 = two ? w + block : w;
        for (uint32_t r = 0; r < rows; r += 6) {
            const int16_t *at[6];
            for (uint32_t i = 0; i < 6; i++)
                at[i] = x + (size_t)(r + i < rows ? r + i : rows - 1) * d->n_in;
            int16 z = {0}, a0 = z, a1 = z, b0 = z, b1 = z, c0 = z, c1 = z;
            int16 d0 = z, d1 = z, e0 = z, e1 = z, f0 = z, f1 = z;
            for (uint32_t p = 0; p < pairs; p++) {
                int16 w0 = LOAD(loose32, w + (size_t)p * 32), w1 = LOAD(loose32, w2 + (size_t)p * 32);
#define ROW(i, left, right)                               \
    {                                                     \
        int16 v = pair_at(at[i] + 2 * p) - z;             \
        left = PRODUCTS_512(left, v, w0);                 \
        right = PRODUCTS_512(right, v, w1);               \
    }
                ROW(0, a0, a1)
                ROW(1, b0, b1)
                ROW(2, c0, c1)
                ROW(3, d0, d1)
                ROW(4, e0, e1)
                ROW(5, f0, f1)
#undef ROW
            }
            int16 s[6][2] = {{a0, a1}, {b0, b1}, {c0, c1}, {d0, d1}, {e0, e1}, {f0, f1}};
            for (uint32_t i = 0; i < 6 && r + i < rows; i++)
                memcpy(y + (size_t)(r + i) * d->n_out + (size_t)b * NET_BLOCK, s[i],
                       two ? sizeof s[i] : sizeof s[i] / 2);
        }
    }
}

#endif

#ifdef NET_X86
#define INLINE static inline __attribute__((always_inline))
#else
#define INLINE static inline
#endif

INLINE float gate(float x)
{
    float size = x < 0 ? -x : x;
    return 0.5f + 0.5f * x / (1.0f + size);
}

INLINE void gated(const int32_t *y, float scale, const float *bias, const float *memory,
                  const int16_t *x, uint32_t n, int16_t *out)
{
    enum { U = NET_UNITS };
    for (uint32_t way = 0; way < 2; way++) {
        float state[U] = {0};
        const float *bf = bias + (size_t)way * 2 * U, *br = bf + U;
        const float *mf = memory + (size_t)way * 2 * U, *mr = mf + U;
        for (uint32_t i = 0; i < n; i++) {
            size_t t = way ? n - 1 - i : i;
            const int32_t *z = y + t * 6 * U + (size_t)way * 3 * U;
            const int16_t *xt = x + t * 2 * U + (size_t)way * U;
            int16_t *to = out + t * 2 * U + (size_t)way * U;
            for (uint32_t k = 0; k < U; k++) {
                float f = gate((float)z[U + k] * scale + mf[k] * state[k] + bf[k]);
                float r = gate((float)z[2 * U + k] * scale + mr[k] * state[k] + br[k]);
                float now = f * state[k] + (1.0f - f) * ((float)z[k] * scale);
                float in = (float)xt[k] * (1.0f / (float)NET_ONE);
                state[k] = now;
                to[k] = net_quantum(r * now + (1.0f - r) * in);
            }
        }
    }
}

INLINE void add_rows(const int32_t *y, float scale, const int16_t *const *row, uint32_t n_rows,
                     int16_t *out)
{
    enum { N = 2 * NET_UNITS };
    int16_t sum[N] = {0};
    for (uint32_t r = 0; r < n_rows; r++) {
        const int16_t *from = row[r];
        for (uint32_t k = 0; k < N; k++)
            sum[k] = (int16_t)(sum[k] + from[k]);
    }
    for (uint32_t k = 0; k < N; k++)
        out[k] = net_quantum((float)y[k] * scale + (float)sum[k] * (1.0f / (float)NET_ONE));
}

INLINE void sum_rows(const int8_t *const *row, const float *scale, uint32_t n_rows, int16_t *out)
{
    enum { N = 2 * NET_UNITS };
    float sum[N] = {0};
    for (uint32_t r = 0; r < n_rows; r++) {
        const int8_t *from = row[r];
        for (uint32_t k = 0; k < N; k++)
            sum[k] += (float)from[k] * scale[r];
    }
    for (uint32_t k = 0; k < N; k++)
        out[k] = net_quantum(sum[k]);
}

static void gated_plain(const int32_t *y, float scale, const float *bias, const float *memory,
                        const int16_t *x, uint32_t n, int16_t *out)
{
    gated(y, scale, bias, memory, x, n, out);
}

static void add_rows_plain(const int32_t *y, float scale, const int16_t *const *row, uint32_t n_rows,
                           int16_t *out)
{
    add_rows(y, scale, row, n_rows, out);
}

static void sum_rows_plain(const int8_t *const *row, const float *scale, uint32_t n_rows, int16_t *out)
{
    sum_rows(row, scale, n_rows, out);
}

#ifdef NET_X86

__attribute__((target("avx2"))) static void add_rows_256(const int32_t *y, float scale,
                                                         const int16_t *const *row, uint32_t n_rows,
                                                         int16_t *out)
{
    add_rows(y, scale, row, n_rows, out);
}

__attribute__((target("avx512f,avx512bw,avx512vl,avx512vnni"))) static void add_rows_512(
    const int32_t *y, float scale, const int16_t *const *row, uint32_t n_rows, int16_t *out)
{
    add_rows(y, scale, row, n_rows, out);
}

__attribute__((target("avx2"))) static void gated_256(const int32_t *y, float scale,
                                                      const float *bias, const float *memory,
                                                      const int16_t *x, uint32_t n, int16_t *out)
{
    gated(y, scale, bias, memory, x, n, out);
}

__attribute__((target("avx512f,avx512bw,avx512vl,avx512vnni"))) static void gated_512(
    const int32_t *y, float scale, const float *bias, const float *memory, const int16_t *x,
    uint32_t n, int16_t *out)
{
    gated(y, scale, bias, memory, x, n, out);
}

__attribute__((target("avx2"))) static void sum_rows_256(const int8_t *const *row, const float *scale,
                                                         uint32_t n_rows, int16_t *out)
{
    sum_rows(row, scale, n_rows, out);
}

__attribute__((target("avx512f,avx512bw,avx512vl,avx512vnni"))) static void sum_rows_512(
    const int8_t *const *row, const float *scale, uint32_t n_rows, int16_t *out)
{
    sum_rows(row, scale, n_rows, out);
}

static int width(void)
{
    if (__builtin_cpu_supports("avx512vnni") && __builtin_cpu_supports("avx512bw") &&
        __builtin_cpu_supports("avx512vl"))
        return 512;
    return __builtin_cpu_supports("avx2") ? 256 : 128;
}

#endif

void net_dense_by(int bits, const struct dense *dense, const int16_t *x, uint32_t rows, int32_t *y)
{
    if (!rows)
        return;
#ifdef NET_X86
    if (bits == 0)
        bits = width();
    if (bits == 512)
        dense_512(dense, x, rows, y);
    else if (bits == 256)
        dense_256(dense, x, rows, y);
    else if (bits == 128)
        dense_128(dense, x, rows, y);
    else
#else
    (void)bits;
#endif
        dense_plain(dense, x, rows, y);
}

void net_dense(const struct dense *dense, const int16_t *x, uint32_t rows, int32_t *y)
{
    net_dense_by(0, dense, x, rows, y);
}

void net_gated(const int32_t *y, float scale, const float *bias, const float *memory,
               const int16_t *x, uint32_t n, int16_t *out)
{
#ifdef NET_X86
    int bits = width();
    if (bits == 512)
        gated_512(y, scale, bias, memory, x, n, out);
    else if (bits == 256)
        gated_256(y, scale, bias, memory, x, n, out);
    else
#endif
        gated_plain(y, scale, bias, memory, x, n, out);
}

void net_add_rows(const int32_t *y, float scale, const int16_t *const *row, uint32_t n_rows,
                  int16_t *out)
{
#ifdef NET_X86
    int bits = width();
    if (bits == 512)
        add_rows_512(y, scale, row, n_rows, out);
    else if (bits == 256)
        add_rows_256(y, scale, row, n_rows, out);
    else
#endif
        add_rows_plain(y, scale, row, n_rows, out);
}

void net_sum_rows(const int8_t *const *row, const float *scale, uint32_t n_rows, int16_t *out)
{
#ifdef NET_X86
    int bits = width();
    if (bits == 512)
        sum_rows_512(row, scale, n_rows, out);
    else if (bits == 256)
        sum_rows_256(row, scale, n_rows, out);
    else
#endif
        sum_rows_plain(row, scale, n_rows, out);
}
