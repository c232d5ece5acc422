/* The disk of one client's log hangs: no call waits for it, nor does another client's log, and freeing the
 * client waits a second for the last lines.
 *
 * The argument behind the authority: a folder. */
#include "check.h"

#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static volatile int is_hung;
static struct stat hung;

/* In the place of libc's. */
ssize_t write(int file, const void *bytes, size_t length) {
    struct timespec moment = {0, 2000000};
    struct stat found;

    while (is_hung && fstat(file, &found) == 0 && found.st_ino == hung.st_ino && found.st_dev == hung.st_dev)
        nanosleep(&moment, NULL);
    return syscall(SYS_write, file, bytes, length);
}

static double seconds(void) {
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static seam_acs_client *with_log(int argc, char **argv, const char *file) {
    seam_acs_options *options = options_from(argc, argv);
    seam_acs_client *client = NULL;

    MUST(seam_acs_options_set_log_file(options, file, &error));
    MUST(seam_acs_options_set_log_level(options, "info", &error));
    MUST(seam_acs_client_new(options, &client, &error));
    seam_acs_options_free(options);
    return client;
}

static long length_of(const char *file) {
    struct stat found;

    CHECK(stat(file, &found) == 0);
    return (long)found.st_size;
}

int main(int argc, char **argv) {
    seam_acs_client *one, *other;
    double start;
    int i;

    CHECK(argc > 4);
    CHECK(chdir(argv[4]) == 0);
    one = with_log(argc, argv, "hung");
    other = with_log(argc, argv, "other");
    CHECK(stat("hung", &hung) == 0);
    is_hung = 1;
    start = seconds();
    for (i = 0; i < 5; i++) {
        MUST(seam_acs_add_user_to_group(one, USER, GROUP, &error));
        MUST(seam_acs_remove_user_from_group(other, USER, GROUP, &error));
    }
    seam_acs_client_free(other);
    CHECK(seconds() - start < 5);
    CHECK(length_of("hung") == 0 && length_of("other") > 0);
    start = seconds();
    seam_acs_client_free(one);
    CHECK(seconds() - start > 0.9 && seconds() - start < 5);
    is_hung = 0;
    for (i = 0; length_of("hung") == 0; i++) {
        struct timespec moment = {0, 5000000};

        CHECK(i < 2000);
        nanosleep(&moment, NULL);
    }
    return 0;
}
