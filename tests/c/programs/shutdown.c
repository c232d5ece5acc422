/* The log level of a running client, and what is left after the last one: no thread, and nothing that a leak
 * checker would call lost, not even possibly. */
#include "check.h"

#include <dirent.h>

/* The thread sanitizer has one from the library's first thread on. */
#ifndef THREADS_OF_THE_SANITIZER
#define THREADS_OF_THE_SANITIZER 0
#endif
#define THREADS_OF_THE_PROGRAM (1 + THREADS_OF_THE_SANITIZER)

static size_t threads(void) {
    DIR *folder = opendir("/proc/self/task");
    size_t count = 0;

    CHECK(folder != NULL);
    while (readdir(folder) != NULL)
        count++;
    closedir(folder);
    return count - 2;
}

static void log_levels(int argc, char **argv) {
    seam_acs_options *options = options_from(argc, argv);
    seam_acs_client *client = NULL, *mute = client_from(argc, argv);
    seam_acs_error *error = NULL;

    MUST(seam_acs_options_set_log_file(options, argv[4], &error));
    MUST(seam_acs_client_new(options, &client, &error));
    seam_acs_options_free(options);
    MUST(seam_acs_check(client, &error));
    MUST(seam_acs_client_set_log_level(client, "debug", &error));
    MUST(seam_acs_check(client, &error));
    MUST(seam_acs_client_set_log_level(client, "error", &error));
    MUST(seam_acs_check(client, &error));
    CHECK_STATUS(SEAM_ACS_OPTIONS, seam_acs_client_set_log_level(client, "verbose", &error));
    CHECK_CONTAINS("error, warn, info, debug or trace", seam_acs_error_message(error));
    seam_acs_error_free(error);
    CHECK_STATUS(SEAM_ACS_NULL_ARGUMENT, seam_acs_client_set_log_level(client, NULL, NULL));
    CHECK_STATUS(SEAM_ACS_NULL_ARGUMENT, seam_acs_client_set_log_level(NULL, "debug", NULL));
    CHECK_STATUS(SEAM_ACS_STATE, seam_acs_client_set_log_level(mute, "debug", NULL));
    seam_acs_client_free(client);
    seam_acs_client_free(mute);
    CHECK(lines_with(argv[4], "\"call_answered\"") == 1);
}

int main(int argc, char **argv) {
    seam_acs_client *client;
    size_t round;

    CHECK(argc == 5);
    CHECK(seam_acs_shutdown(0) == 1);
    log_levels(argc, argv);
    CHECK(seam_acs_shutdown(60000) == 1);
    CHECK(threads() == THREADS_OF_THE_PROGRAM);

    /* It may be used again; and as long as there is a client there are threads. */
    for (round = 0; round < 2; round++) {
        client = client_from(argc, argv);
        MUST(seam_acs_check(client, &error));
        CHECK(seam_acs_shutdown(20) == 0);
        CHECK(threads() > THREADS_OF_THE_PROGRAM);
        seam_acs_client_free(client);
        CHECK(seam_acs_shutdown(-1) == 1);
        CHECK(threads() == THREADS_OF_THE_PROGRAM);
    }
    return 0;
}
