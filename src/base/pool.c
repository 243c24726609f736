/* takes   jobs by number
 * gives   each done once
 * method  the next number is handed out under a lock; who is done takes another
 * cost    one lock a job, one thread a worker but the first */
#define _GNU_SOURCE // sched_getaffinity
#include "base/pool.h"

#include <pthread.h>
#include <sched.h>
#include <stdbool.h>
#include <unistd.h>

struct pool {
    pthread_mutex_t lock;
    uint32_t next, n;
    void (*job)(void *user, uint32_t worker, uint32_t i);
    void *user;
};

struct hand {
    struct pool *pool;
    uint32_t worker;
    pthread_t thread;
    bool is_running;
};

uint32_t pool_size(void)
{
    long n = sysconf(_SC_NPROCESSORS_ONLN);
#ifdef CPU_COUNT
    cpu_set_t may;
    if (sched_getaffinity(0, sizeof may, &may) == 0)
        n = CPU_COUNT(&may);
#endif
    return n < 1 ? 1 : n > POOL_MOST ? POOL_MOST : (uint32_t)n;
}

static void *work(void *of)
{
    const struct hand *hand = of;
    struct pool *pool = hand->pool;
    for (;;) {
        pthread_mutex_lock(&pool->lock);
        uint32_t i = pool->next;
        pool->next += i < pool->n;
        pthread_mutex_unlock(&pool->lock);
        if (i >= pool->n)
            return NULL;
        pool->job(pool->user, hand->worker, i);
    }
}

void pool_run(uint32_t n_workers, uint32_t n,
              void (*job)(void *user, uint32_t worker, uint32_t i), void *user)
{
    struct pool pool = {PTHREAD_MUTEX_INITIALIZER, 0, n, job, user};
    struct hand hand[POOL_MOST];
    n_workers = n_workers > POOL_MOST ? POOL_MOST : n_workers;
    for (uint32_t w = 0; w < n_workers && w < n; w++) {
        hand[w] = (struct hand){.pool = &pool, .worker = w};
        hand[w].is_running = w && pthread_create(&hand[w].thread, NULL, work, &hand[w]) == 0;
    }
    struct hand own = {.pool = &pool};
    work(&own);
    for (uint32_t w = 1; w < n_workers && w < n; w++)
        if (hand[w].is_running)
            pthread_join(hand[w].thread, NULL);
    pthread_mutex_destroy(&pool.lock);
}
