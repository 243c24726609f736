/* pool: jobs that do not need each other, done by a few threads. */
#ifndef BASE_POOL_H
#define BASE_POOL_H

#include <stdint.h>

enum { POOL_MOST = 8 };

/* Threads that are worth it here: the processors this process may use, 1 to POOL_MOST. */
uint32_t pool_size(void);

/* Does job(user, worker, i) once for each i below `n`, begun in this order; `worker` is below
 * `n_workers`, and each does one job at a time.  Worker 0 is the thread that calls.  Where a thread
 * cannot be had the others do its share. */
void pool_run(uint32_t n_workers, uint32_t n,
              void (*job)(void *user, uint32_t worker, uint32_t i), void *user);

#endif
