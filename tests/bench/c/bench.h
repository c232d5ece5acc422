/* What every C client of the benchmark does: one call, then batches as standard input asks for them.
 *
 *     PROGRAM ENDPOINT API_KEY AUTHORITY
 *
 * After its first answer it prints "ready". Then each line of standard input is one batch, and one line of
 * standard output says what it took, in nanoseconds; CPU is that of this process, all threads. */
#ifndef BENCH_H
#define BENCH_H

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#define PATH "/acs/users/add_to_access_group"
#define USER_FORMAT "33333333-3333-3333-3333-%012zu"
#define GROUP "44444444-4444-4444-4444-444444444444"
#define BODY_FORMAT "{\"acs_user_id\":\"" USER_FORMAT "\",\"acs_access_group_id\":\"" GROUP "\"}"
/* Enough for a user id, and for a body. */
#define ROOM 256

static const char *endpoint, *api_key, *authority;

static inline void die(const char *what) {
    fprintf(stderr, "%s\n", what);
    exit(1);
}

/* Seam confirmed it. */
static inline void expect_recorded(long status, const char *body) {
    if (status != 200 || strstr(body, "\"ok\":true") == NULL)
        die("a call was not recorded");
}

static inline uint64_t now(void) {
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

static inline uint64_t cpu(void) {
    struct rusage usage;

    getrusage(RUSAGE_SELF, &usage);
    return ((uint64_t)usage.ru_utime.tv_sec + (uint64_t)usage.ru_stime.tv_sec) * 1000000000u +
           ((uint64_t)usage.ru_utime.tv_usec + (uint64_t)usage.ru_stime.tv_usec) * 1000u;
}

static inline int compare(const void *left, const void *right) {
    uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;

    return (a > b) - (a < b);
}

/* "one N": N calls after each other. Prints the median of a call, and wall clock and CPU of all. */
static inline void one_after_another(size_t count, void (*call)(size_t)) {
    uint64_t *took = calloc(count + 1, sizeof *took), begun, begun_cpu, before, after;
    size_t i;

    if (took == NULL)
        die("no memory");
    begun_cpu = cpu();
    begun = before = now();
    for (i = 0; i < count; i++) {
        call(i);
        after = now();
        took[i] = after - before;
        before = after;
    }
    begun_cpu = cpu() - begun_cpu;
    begun = now() - begun;
    qsort(took, count, sizeof *took, compare);
    printf("%llu %llu %llu\n", (unsigned long long)took[count / 2], (unsigned long long)begun,
           (unsigned long long)begun_cpu);
    free(took);
}

/* "many N C": N calls, C of them at once. Prints wall clock and CPU. */
static inline void many_at_once(size_t count, size_t at_once, void (*many)(size_t, size_t)) {
    uint64_t begun_cpu = cpu(), begun = now();

    many(count, at_once);
    begun = now() - begun;
    printf("%llu %llu\n", (unsigned long long)begun, (unsigned long long)(cpu() - begun_cpu));
}

static inline void take_arguments(int argc, char **argv) {
    if (argc != 4)
        die("usage: PROGRAM ENDPOINT API_KEY AUTHORITY");
    endpoint = argv[1];
    api_key = argv[2];
    authority = argv[3];
}

static inline void say_ready(void) {
    puts("ready");
    fflush(stdout);
}

/* The next batch; 0 at the end. Two numbers at most follow its name. */
static inline int next_batch(char name[ROOM], size_t *count, size_t *at_once) {
    char line[ROOM];

    fflush(stdout);
    *count = *at_once = 0;
    if (fgets(line, sizeof line, stdin) == NULL)
        return 0;
    if (sscanf(line, "%255s %zu %zu", name, count, at_once) < 1)
        die("an empty batch");
    return 1;
}

#endif
