/* text_math: products of matrices and the small change of the network that learns.
 * Matrices are rows of floats; their widths are multiples of 16.  The code lies here, so that
 * the compiler fits each product to its widths; not `inline`, which would change what it
 * inlines, with that the order of sums, and so the bytes of the model. */
#ifndef TRAIN_TEXT_MATH_H
#define TRAIN_TEXT_MATH_H

#ifdef __GNUC__
#pragma GCC diagnostic ignored "-Wunused-function"
#endif

#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef float vec __attribute__((vector_size(64), aligned(4)));

static void *must(void *p)
{
    if (!p) {
        fputs("out of memory\n", stderr);
        exit(1);
    }
    return p;
}

/* Zeros; the caller frees them. */
static float *floats(size_t n)
{
    void *p = aligned_alloc(64, (n * sizeof(float) + 127) / 64 * 64);
    memset(must(p), 0, (n * sizeof(float) + 127) / 64 * 64);
    return p;
}

/* c[m][n] += a[m][k] b[k][n]; n a multiple of 16. */
static void multiply(float *c, const float *a, const float *b, size_t m, size_t k, size_t n)
{
    for (size_t j = 0; j < n; j += 32) {
        size_t two = j + 32 <= n;
        for (size_t i = 0; i < m; i += 6) {
            size_t rows = m - i < 6 ? m - i : 6;
            vec s[6][2] = {0};
            if (rows == 6 && two) {
                const float *r = a + i * k;
                for (size_t x = 0; x < k; x++) {
                    vec b0 = *(const vec *)(b + x * n + j), b1 = *(const vec *)(b + x * n + j + 16);
#pragma GCC unroll 6
                    for (size_t y = 0; y < 6; y++) {
                        s[y][0] += r[y * k + x] * b0;
                        s[y][1] += r[y * k + x] * b1;
                    }
                }
            } else {
                for (size_t x = 0; x < k; x++)
                    for (size_t y = 0; y < rows; y++) {
                        s[y][0] += a[(i + y) * k + x] * *(const vec *)(b + x * n + j);
                        if (two)
                            s[y][1] += a[(i + y) * k + x] * *(const vec *)(b + x * n + j + 16);
                    }
            }
            for (size_t y = 0; y < rows; y++) {
                *(vec *)(c + (i + y) * n + j) += s[y][0];
                if (two)
                    *(vec *)(c + (i + y) * n + j + 16) += s[y][1];
            }
        }
    }
}

/* The caller frees it. */
static float *transposed(const float *a, size_t rows, size_t columns)
{
    float *t = floats(rows * columns);
    for (size_t i = 0; i < rows; i++)
        for (size_t j = 0; j < columns; j++)
            t[j * rows + i] = a[i * columns + j];
    return t;
}

/* Of y = x w: gradients of w, and of x unless dx is NULL.  [m][k] [k][n] */
static void multiply_back(const float *x, const float *w, const float *dy, float *dx, float *dw, size_t m,
                          size_t k, size_t n)
{
    float *xt = transposed(x, m, k);
    multiply(dw, xt, dy, k, m, n);
    free(xt);
    if (dx) {
        float *wt = transposed(w, k, n);
        multiply(dx, dy, wt, m, n, k);
        free(wt);
    }
}

/* A NULL mask changes nothing. */
static void masked(float *x, const float *mask, size_t n)
{
    if (mask)
        for (size_t i = 0; i < n; i++)
            x[i] *= mask[i];
}

/* Of x[from] to x[to - 1]. */
static void softmax(float *x, uint32_t from, uint32_t to)
{
    float most = x[from], sum = 0;
    for (uint32_t k = from; k < to; k++)
        most = x[k] > most ? x[k] : most;
    for (uint32_t k = from; k < to; k++)
        sum += x[k] = expf(x[k] - most);
    for (uint32_t k = from; k < to; k++)
        x[k] /= sum;
}

/* The first of the largest. */
static uint32_t best(const float *x, uint32_t from, uint32_t to)
{
    uint32_t at = from;
    for (uint32_t k = from; k < to; k++)
        if (x[k] > x[at])
            at = k;
    return at;
}

static void sum_rows(float *sum, const float *x, uint32_t rows, uint32_t width)
{
    for (uint32_t i = 0; i < rows; i++)
        for (uint32_t k = 0; k < width; k++)
            sum[k] += x[(size_t)i * width + k];
}

#endif
