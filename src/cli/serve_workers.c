/* takes   jobs
 * gives   them done, each by one of a few threads, in the order in which they came
 * method  one queue under one lock
 * cost    O(1) a job */
#define _POSIX_C_SOURCE 200809L

#include "serve.h"

#include <pthread.h>
#include <stdlib.h>

struct lock {
    pthread_mutex_t mutex;
};

struct job {
    struct job *next;
    void (*run)(void *user);
    void *user;
};

struct workers {
    pthread_mutex_t mutex;
    pthread_cond_t has_job;
    struct job *first, **end;
    bool is_stopping;
    unsigned n;
    pthread_t thread[];
};

struct lock *lock_new(void)
{
    struct lock *lock = calloc(1, sizeof *lock);
    if (lock)
        pthread_mutex_init(&lock->mutex, NULL);
    return lock;
}

void lock_free(struct lock *lock)
{
    if (lock)
        pthread_mutex_destroy(&lock->mutex);
    free(lock);
}

void lock_hold(struct lock *lock)
{
    pthread_mutex_lock(&lock->mutex);
}

void lock_release(struct lock *lock)
{
    pthread_mutex_unlock(&lock->mutex);
}

static void *work(void *user)
{
    struct workers *workers = user;
    pthread_mutex_lock(&workers->mutex);
    while (!workers->is_stopping) {
        struct job *job = workers->first;
        if (!job) {
            pthread_cond_wait(&workers->has_job, &workers->mutex);
            continue;
        }
        workers->first = job->next;
        if (!workers->first)
            workers->end = &workers->first;
        pthread_mutex_unlock(&workers->mutex);
        job->run(job->user);
        free(job);
        pthread_mutex_lock(&workers->mutex);
    }
    pthread_mutex_unlock(&workers->mutex);
    return NULL;
}

struct workers *workers_start(unsigned n)
{
    struct workers *workers = calloc(1, sizeof *workers + n * sizeof(pthread_t));
    if (!workers)
        return NULL;
    pthread_mutex_init(&workers->mutex, NULL);
    pthread_cond_init(&workers->has_job, NULL);
    workers->end = &workers->first;
    while (workers->n < n && pthread_create(&workers->thread[workers->n], NULL, work, workers) == 0)
        workers->n++;
    if (workers->n > 0 || n == 0)
        return workers;
    workers_stop(workers);
    return NULL;
}

bool workers_give(struct workers *workers, void (*run)(void *user), void *user)
{
    struct job *job = malloc(sizeof *job);
    if (!job)
        return false;
    *job = (struct job){.run = run, .user = user};
    pthread_mutex_lock(&workers->mutex);
    *workers->end = job;
    workers->end = &job->next;
    pthread_cond_signal(&workers->has_job);
    pthread_mutex_unlock(&workers->mutex);
    return true;
}

void workers_stop(struct workers *workers)
{
    if (!workers)
        return;
    pthread_mutex_lock(&workers->mutex);
    workers->is_stopping = true;
    pthread_cond_broadcast(&workers->has_job);
    pthread_mutex_unlock(&workers->mutex);
    for (unsigned i = 0; i < workers->n; i++)
        pthread_join(workers->thread[i], NULL);
    while (workers->first) {
        struct job *job = workers->first;
        workers->first = job->next;
        free(job);
    }
    pthread_cond_destroy(&workers->has_job);
    pthread_mutex_destroy(&workers->mutex);
    free(workers);
}
