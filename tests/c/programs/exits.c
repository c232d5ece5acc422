/* A process that ends with calls in flight ends cleanly and at once, in whatever moment and way it goes. */
#include "check.h"

#include <pthread.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define ROUNDS 60
#define CALLERS 3
#define IN_FLIGHT 8

static seam_acs_client *client;

static void *calls_on_and_on(void *unused) {
    (void)unused;
    while (seam_acs_add_user_to_group(client, USER, GROUP, NULL) == SEAM_ACS_OK)
        seam_acs_remove_user_from_group(client, USER, GROUP, NULL);
    return NULL;
}

static void free_client(void) { seam_acs_client_free(client); }

/* Three ways out; the moment differs from round to round. */
static void child(int round, int argc, char **argv) {
    struct timespec moment = {0, (round * 7919L) % 20 * 1000000L};
    seam_acs_op *op = NULL;
    pthread_t thread;
    int i;

    client = client_from(argc, argv);
    /* Calls in flight may meet a client that is being freed, calls that begin may not. */
    if (round % 3 == 0)
        atexit(free_client);
    else
        for (i = 0; i < CALLERS; i++)
            CHECK(pthread_create(&thread, NULL, calls_on_and_on, NULL) == 0);
    for (i = 0; i < IN_FLIGHT; i++)
        MUST(seam_acs_list_users_begin(client, NULL, &op, &error));
    nanosleep(&moment, NULL);
    if (round % 3 == 1)
        _exit(7);
    exit(7);
}

int main(int argc, char **argv) {
    int round;

    for (round = 0; round < ROUNDS; round++) {
        pid_t pid = fork();
        int status = 0;

        CHECK(pid >= 0);
        if (pid == 0)
            child(round, argc, argv);
        CHECK(waitpid(pid, &status, 0) == pid);
        CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 7);
    }
    return 0;
}
