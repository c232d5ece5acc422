/* Ctrl-C while a call waits for its answer: it ends a program as ever, and a program with a handler ends its
 * calls. */
#include "server.h"

#include <signal.h>
#include <sys/wait.h>

static volatile sig_atomic_t interrupted;

static void on_interrupt(int number) {
    (void)number;
    interrupted = 1;
}

/* Runs `body` in a process of its own and interrupts it once the server has the request of `user`. */
static int interrupt(void (*body)(seam_acs_client *, const char *), const char *user, int argc, char **argv) {
    pid_t pid = fork();
    int status = 0;

    CHECK(pid >= 0);
    if (pid == 0) {
        signal(SIGINT, SIG_DFL);
        body(client_from(argc, argv), user);
        _exit(0);
    }
    await_server(argv[1], user);
    CHECK(kill(pid, SIGINT) == 0);
    CHECK(waitpid(pid, &status, 0) == pid);
    return status;
}

static void plain_call(seam_acs_client *client, const char *user) {
    seam_acs_add_user_to_group(client, user, GROUP, NULL);
}

/* As the header recommends: slices, and a look at the flag between them. */
static void waits_in_slices(seam_acs_client *client, const char *user) {
    struct sigaction action = {0};
    seam_acs_error *error = NULL;
    seam_acs_op *op = NULL;

    action.sa_handler = on_interrupt;
    CHECK(sigaction(SIGINT, &action, NULL) == 0);
    MUST(seam_acs_add_user_to_group_begin(client, user, GROUP, &op, &error));
    while (seam_acs_op_wait(op, 100) == 0)
        if (interrupted)
            seam_acs_op_cancel(op);
    CHECK(interrupted);
    CHECK_STATUS(SEAM_ACS_OUTCOME_UNKNOWN, seam_acs_op_result(op, &error));
    CHECK_CONTAINS("CANCELLED", seam_acs_error_to_json(error));
    seam_acs_error_free(error);
    seam_acs_op_free(op);
    seam_acs_client_free(client);
}

int main(int argc, char **argv) {
    int status = interrupt(plain_call, "dies", argc, argv);

    CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGINT);
    status = interrupt(waits_in_slices, "looks", argc, argv);
    CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    return 0;
}
