/* SIGPIPE stays as it is in any program: it would end the process. Servers break connections, and the reader
 * of the log goes away. */
#include "check.h"

#include <signal.h>
#include <unistd.h>

#define ROUNDS 20
/* More than the kernel takes at once, so that the server is gone while the request is still being written. */
#define LONG_REQUEST (8 << 20)

/* The first call on a connection is answered, and the next one resets it. */
static void calls(const seam_acs_client *client) {
    int round;

    for (round = 0; round < ROUNDS; round++)
        MUST(seam_acs_add_user_to_group(client, USER, GROUP, &error));
}

/* The same while a request is still being written. */
static void long_requests(const seam_acs_client *client) {
    static char request[LONG_REQUEST + 32];
    int round;

    strcpy(request, "{\"x\":\"");
    memset(request + strlen(request), 'x', LONG_REQUEST);
    strcat(request, "\"}");
    for (round = 0; round < ROUNDS; round++) {
        seam_acs_error *error = NULL;
        char *answer = NULL;

        MUST(seam_acs_add_user_to_group(client, USER, GROUP, &error));
        CHECK(seam_acs_request(client, "/cut/off", request, &answer, &error) != SEAM_ACS_OK);
        CHECK(answer == NULL);
        CHECK_STATUS(SEAM_ACS_OUTCOME_UNKNOWN, seam_acs_error_status(error));
        seam_acs_error_free(error);
    }
}

/* A log that nobody reads any more. */
static void into_a_broken_log(int argc, char **argv) {
    seam_acs_options *options = options_from(argc, argv);
    seam_acs_client *client = NULL;
    int log[2];

    CHECK(pipe(log) == 0 && close(log[0]) == 0);
    MUST(seam_acs_options_set_log_fd(options, log[1], &error));
    MUST(seam_acs_options_set_log_level(options, "trace", &error));
    MUST(seam_acs_client_new(options, &client, &error));
    seam_acs_options_free(options);
    calls(client);
    seam_acs_client_free(client);
    close(log[1]);
}

int main(int argc, char **argv) {
    seam_acs_client *client = client_from(argc, argv);
    struct sigaction pipe_signal;
    sigset_t blocked;

    calls(client);
    long_requests(client);
    seam_acs_client_free(client);
    into_a_broken_log(argc, argv);

    /* Nobody has changed what SIGPIPE does, or left it blocked or waiting. */
    CHECK(sigaction(SIGPIPE, NULL, &pipe_signal) == 0 && pipe_signal.sa_handler == SIG_DFL);
    CHECK(sigprocmask(SIG_SETMASK, NULL, &blocked) == 0 && !sigismember(&blocked, SIGPIPE));
    CHECK(sigpending(&blocked) == 0 && !sigismember(&blocked, SIGPIPE));
    return 0;
}
