/*
 * takes   a score for every pair of word and head
 * gives   a tree with one root, of the highest sum: that of all trees, or that of all
 *         trees without crossing arcs
 * method  each word its best head; where that is no such tree, Eisner's algorithm
 *         (1996) over all of them, with the root taken last
 * cost    O(n²) when the first try fits, else O(n³); n is at most TREE_MOST
 */
#include "text/net.h"

#include <stdbool.h>

/* Each word under its best head: a tree when just one hangs from the root and no arcs
 * close a ring. */
static bool best_heads(const float *score, uint32_t n, uint32_t *head)
{
    uint32_t roots = 0;
    for (uint32_t d = 1; d <= n; d++) {
        const float *s = score + (size_t)d * (n + 1);
        uint32_t best = d == 1 && n > 1 ? 2 : d == 1 ? 0 : 1;
        for (uint32_t h = 0; h <= n; h++)
            if (h != d && s[h] > s[best])
                best = h;
        head[d] = best;
        roots += best == 0;
    }
    if (roots != 1)
        return false;
    for (uint32_t d = 1; d <= n; d++) {
        uint32_t at = d, steps = 0;
        while (at && steps++ <= n)
            at = head[at];
        if (at)
            return false;
    }
    return true;
}

enum { LEFT, RIGHT };

/* Spans [i][j] over words 1 to n: complete and not, with the head at the left or at the
 * right end. */
struct chart {
    float *whole[2], *part[2]; // [LEFT: head is j, RIGHT: head is i][i * size + j]
    uint8_t *whole_at[2], *part_at[2];
    uint32_t size;
};

static void read_part(const struct chart *c, uint32_t i, uint32_t j, int way, uint32_t *head);

static void read_whole(const struct chart *c, uint32_t i, uint32_t j, int way, uint32_t *head)
{
    while (i < j) {
        uint32_t k = c->whole_at[way][i * c->size + j];
        if (way == RIGHT) {
            read_part(c, i, k, RIGHT, head);
            i = k;
        } else {
            read_part(c, k, j, LEFT, head);
            j = k;
        }
    }
}

static void read_part(const struct chart *c, uint32_t i, uint32_t j, int way, uint32_t *head)
{
    uint32_t k = c->part_at[way][i * c->size + j];
    head[way == RIGHT ? j : i] = way == RIGHT ? i : j;
    read_whole(c, i, k, RIGHT, head);
    read_whole(c, k + 1, j, LEFT, head);
}

static void eisner(const float *score, uint32_t n, uint32_t *head, void *work)
{
    struct chart c = {.size = n + 1};
    size_t cells = (size_t)c.size * c.size;
    float *f = work;
    for (int way = LEFT; way <= RIGHT; way++) {
        c.whole[way] = f + cells * (size_t)way;
        c.part[way] = f + cells * (size_t)(way + 2);
        uint8_t *at = (uint8_t *)(f + cells * 4);
        c.whole_at[way] = at + cells * (size_t)way;
        c.part_at[way] = at + cells * (size_t)(way + 2);
    }
    for (uint32_t i = 1; i <= n; i++)
        c.whole[LEFT][i * c.size + i] = c.whole[RIGHT][i * c.size + i] = 0;
    for (uint32_t length = 1; length < n; length++) {
        for (uint32_t i = 1; i + length <= n; i++) {
            uint32_t j = i + length, best = i;
            float most = -1e30f;
            for (uint32_t k = i; k < j; k++) {
                float s = c.whole[RIGHT][i * c.size + k] + c.whole[LEFT][(k + 1) * c.size + j];
                if (s > most)
                    most = s, best = k;
            }
            c.part[RIGHT][i * c.size + j] = most + score[(size_t)j * c.size + i];
            c.part[LEFT][i * c.size + j] = most + score[(size_t)i * c.size + j];
            c.part_at[RIGHT][i * c.size + j] = c.part_at[LEFT][i * c.size + j] = (uint8_t)best;
            most = -1e30f;
            for (uint32_t k = i + 1; k <= j; k++) {
                float s = c.part[RIGHT][i * c.size + k] + c.whole[RIGHT][k * c.size + j];
                if (s > most)
                    most = s, best = k;
            }
            c.whole[RIGHT][i * c.size + j] = most;
            c.whole_at[RIGHT][i * c.size + j] = (uint8_t)best;
            most = -1e30f;
            for (uint32_t k = i; k < j; k++) {
                float s = c.whole[LEFT][i * c.size + k] + c.part[LEFT][k * c.size + j];
                if (s > most)
                    most = s, best = k;
            }
            c.whole[LEFT][i * c.size + j] = most;
            c.whole_at[LEFT][i * c.size + j] = (uint8_t)best;
        }
    }
    uint32_t root = 1;
    float most = -1e30f;
    for (uint32_t r = 1; r <= n; r++) {
        float s = c.whole[LEFT][c.size + r] + c.whole[RIGHT][r * c.size + n] +
                  score[(size_t)r * c.size];
        if (s > most)
            most = s, root = r;
    }
    head[root] = 0;
    read_whole(&c, 1, root, LEFT, head);
    read_whole(&c, root, n, RIGHT, head);
}

size_t tree_work_bytes(uint32_t n)
{
    return (size_t)(n + 1) * (n + 1) * (4 * sizeof(float) + 4);
}

void tree_best(const float *score, uint32_t n, uint32_t *head, void *work)
{
    if (!best_heads(score, n, head))
        eisner(score, n, head, work);
}
