/* Each call of a program to the files of one folder: counted, written down, failed once, or the last thing
 * that it does.
 *
 * A recorded call is a line `NAME PATH OTHER_PATH LENGTH` and LENGTH bytes behind it. What the program says
 * on its standard output, and what it sends on a socket, is recorded between the calls, in the order in which
 * it happened. */
#define _GNU_SOURCE
#include "preload.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

enum kind { CHANGES, READS };

static pthread_mutex_t order = PTHREAD_MUTEX_INITIALIZER;
static int record_fd = -1;
static const char *folder;
static long calls, kill_at, fail_at;
static int fail_with, counts_reads;

static ssize_t (*real_write)(int, const void *, size_t);
static ssize_t (*real_writev)(int, const struct iovec *, int);
static ssize_t (*real_send)(int, const void *, size_t, int);
static ssize_t (*real_read)(int, void *, size_t);
static int (*real_open)(const char *, int, ...);
static int (*real_fsync)(int);
static int (*real_fdatasync)(int);
static int (*real_ftruncate)(int, off64_t);
static int (*real_rename)(const char *, const char *);
static int (*real_unlink)(const char *);
static int (*real_mkdir)(const char *, mode_t);

static void *next_definition(const char *name) {
    void *found = dlsym(RTLD_NEXT, name);

    if (found == NULL)
        abort();
    return found;
}

static long number(const char *name) {
    const char *text = getenv(name);

    return text == NULL ? 0 : atol(text);
}

__attribute__((constructor)) static void begin(void) {
    const char *record = getenv("PRELOAD_RECORD");

    *(void **)&real_write = next_definition("write");
    *(void **)&real_writev = next_definition("writev");
    *(void **)&real_send = next_definition("send");
    *(void **)&real_read = next_definition("read");
    *(void **)&real_open = next_definition("open64");
    *(void **)&real_fsync = next_definition("fsync");
    *(void **)&real_fdatasync = next_definition("fdatasync");
    *(void **)&real_ftruncate = next_definition("ftruncate64");
    *(void **)&real_rename = next_definition("rename");
    *(void **)&real_unlink = next_definition("unlink");
    *(void **)&real_mkdir = next_definition("mkdir");
    folder = getenv("PRELOAD_FOLDER");
    kill_at = number("PRELOAD_KILL_AT");
    fail_at = number("PRELOAD_FAIL_AT");
    fail_with = (int)number("PRELOAD_FAIL_WITH");
    counts_reads = getenv("PRELOAD_COUNT_READS") != NULL;
    if (record != NULL)
        record_fd = real_open(record, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

static int is_inside(const char *path) {
    return folder != NULL && strncmp(path, folder, strlen(folder)) == 0;
}

/* The path of a descriptor; empty where it has none of the folder. */
static const char *path_of(int fd, char path[PATH_MAX]) {
    static const char deleted[] = " (deleted)";
    char link[32];
    ssize_t length;

    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    length = folder == NULL ? -1 : readlink(link, path, PATH_MAX - 1);
    path[length < 0 ? 0 : length] = '\0';
    if (length > (ssize_t)strlen(deleted) && strcmp(path + length - strlen(deleted), deleted) == 0)
        path[length - (ssize_t)strlen(deleted)] = '\0';
    if (!is_inside(path))
        path[0] = '\0';
    return path;
}

static void record(const char *name, const char *path, const char *other, const void *bytes, size_t length) {
    char line[2 * PATH_MAX + 64];
    int written;

    if (record_fd < 0)
        return;
    written = snprintf(line, sizeof line, "%s\t%s\t%s\t%zu\n", name, path, other, length);
    if (real_write(record_fd, line, (size_t)written) != written ||
        real_write(record_fd, bytes, length) != (ssize_t)length)
        abort();
}

static void mark_failure(void) {
    const char *mark = getenv("PRELOAD_FAILED");

    if (mark != NULL)
        close(real_open(mark, O_WRONLY | O_CREAT, 0600));
}

/* Counts a call, ends the process before it where that was asked for, and says whether it fails, with errno.
 */
static int fails(enum kind kind) {
    if (kind == READS && !counts_reads)
        return 0;
    calls++;
    if (calls == kill_at)
        raise(SIGKILL);
    if (calls != fail_at)
        return 0;
    mark_failure();
    errno = fail_with;
    return 1;
}

ssize_t write(int fd, const void *bytes, size_t length) {
    char path[PATH_MAX];
    ssize_t written = -1;

    if (fd == 1) {
        pthread_mutex_lock(&order);
        record("said", "", "", bytes, length);
        pthread_mutex_unlock(&order);
    }
    if (*path_of(fd, path) == '\0')
        return real_write(fd, bytes, length);
    pthread_mutex_lock(&order);
    /* An errno of 0 is a write of which a part is done. */
    if (!fails(CHANGES) || (fail_with == 0 && length > 1))
        written = real_write(fd, bytes, calls == fail_at && fail_with == 0 ? length / 2 : length);
    if (written > 0)
        record("write", path, "", bytes, (size_t)written);
    pthread_mutex_unlock(&order);
    return written;
}

ssize_t send(int fd, const void *bytes, size_t length, int flags) {
    pthread_mutex_lock(&order);
    record("sent", "", "", bytes, length);
    pthread_mutex_unlock(&order);
    return real_send(fd, bytes, length, flags);
}

ssize_t writev(int fd, const struct iovec *parts, int count) {
    int i;

    pthread_mutex_lock(&order);
    for (i = 0; i < count; i++)
        record("sent", "", "", parts[i].iov_base, parts[i].iov_len);
    pthread_mutex_unlock(&order);
    return real_writev(fd, parts, count);
}

ssize_t read(int fd, void *bytes, size_t length) {
    char path[PATH_MAX];
    ssize_t got = -1;

    if (!counts_reads || *path_of(fd, path) == '\0')
        return real_read(fd, bytes, length);
    pthread_mutex_lock(&order);
    if (!fails(READS) || fail_with == 0)
        got = real_read(fd, bytes, length);
    pthread_mutex_unlock(&order);
    return got;
}

static int open_any(const char *path, int flags, mode_t mode) {
    int fd = -1;
    int makes = (flags & O_CREAT) != 0;

    path = path_to_open(path);
    if (!is_inside(path))
        return real_open(path, flags, mode);
    pthread_mutex_lock(&order);
    makes = makes && access(path, F_OK) != 0;
    if (!fails(makes ? CHANGES : READS) || fail_with == 0)
        fd = real_open(path, flags, mode);
    if (fd >= 0 && makes)
        record("create", path, "", "", 0);
    pthread_mutex_unlock(&order);
    return fd;
}

int open64(const char *path, int flags, ...) {
    va_list more;
    mode_t mode;

    va_start(more, flags);
    mode = va_arg(more, mode_t);
    va_end(more);
    return open_any(path, flags, mode);
}

int open(const char *path, int flags, ...) {
    va_list more;
    mode_t mode;

    va_start(more, flags);
    mode = va_arg(more, mode_t);
    va_end(more);
    return open_any(path, flags, mode);
}

static int synced(int fd, int (*sync)(int)) {
    char path[PATH_MAX];
    int failed = -1;

    if (*path_of(fd, path) == '\0')
        return sync(fd);
    pthread_mutex_lock(&order);
    if (!fails(CHANGES) || fail_with == 0)
        failed = sync(fd);
    if (failed == 0)
        record("sync", path, "", "", 0);
    pthread_mutex_unlock(&order);
    return failed;
}

int fsync(int fd) { return synced(fd, real_fsync); }

int fdatasync(int fd) { return synced(fd, real_fdatasync); }

int ftruncate64(int fd, off64_t length) {
    char path[PATH_MAX], text[32];
    int failed = -1;

    if (*path_of(fd, path) == '\0')
        return real_ftruncate(fd, length);
    pthread_mutex_lock(&order);
    if (!fails(CHANGES) || fail_with == 0)
        failed = real_ftruncate(fd, length);
    snprintf(text, sizeof text, "%lld", (long long)length);
    if (failed == 0)
        record("truncate", path, text, "", 0);
    pthread_mutex_unlock(&order);
    return failed;
}

int rename(const char *from, const char *to) {
    int failed = -1;

    if (!is_inside(from))
        return real_rename(from, to);
    pthread_mutex_lock(&order);
    if (!fails(CHANGES) || fail_with == 0)
        failed = real_rename(from, to);
    if (failed == 0)
        record("rename", from, to, "", 0);
    pthread_mutex_unlock(&order);
    return failed;
}

int unlink(const char *path) {
    int failed = -1;

    if (!is_inside(path))
        return real_unlink(path);
    pthread_mutex_lock(&order);
    if (!fails(CHANGES) || fail_with == 0)
        failed = real_unlink(path);
    if (failed == 0)
        record("unlink", path, "", "", 0);
    pthread_mutex_unlock(&order);
    return failed;
}

int mkdir(const char *path, mode_t mode) {
    int failed = -1;

    if (!is_inside(path))
        return real_mkdir(path, mode);
    pthread_mutex_lock(&order);
    if (!fails(CHANGES) || fail_with == 0)
        failed = real_mkdir(path, mode);
    if (failed == 0)
        record("mkdir", path, "", "", 0);
    pthread_mutex_unlock(&order);
    return failed;
}
