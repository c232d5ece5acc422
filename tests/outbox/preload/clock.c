/* Clocks that a test has turned, and the id of a boot that never was. Whoever asks the kernel itself is told
 * the truth. */
#define _GNU_SOURCE
#include "preload.h"

#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static long long seconds(const char *name) {
    const char *text = getenv(name);

    return text == NULL ? 0 : atoll(text);
}

int clock_gettime(clockid_t clock, struct timespec *time) {
    long failed = syscall(SYS_clock_gettime, clock, time);

    if (failed == 0 && clock == CLOCK_REALTIME)
        time->tv_sec += (time_t)seconds("PRELOAD_WALL_S");
    if (failed == 0 && clock == CLOCK_BOOTTIME)
        time->tv_sec += (time_t)seconds("PRELOAD_BOOT_S");
    return (int)failed;
}

const char *path_to_open(const char *path) {
    const char *boot_id = getenv("PRELOAD_BOOT_ID");

    if (boot_id != NULL && strcmp(path, "/proc/sys/kernel/random/boot_id") == 0)
        return boot_id;
    return path;
}
