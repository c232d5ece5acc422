/* Children are forked while the outbox of their parent is delivered and written to by another thread: each
 * keeps a change, and no child waits for a thread that it does not have. */
#include "check.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <sys/wait.h>
#include <unistd.h>

#define CHILDREN 40
/* Each child reads all that is kept, which takes seconds for a megabyte under valgrind. */
#define KEPT_FOR_EACH 50

static seam_acs_outbox *outbox;
static atomic_int forked;
static atomic_int is_over;

static void *keep(void *unused) {
    int kept = 0;

    while (!is_over) {
        if (kept < (forked + 1) * KEPT_FOR_EACH) {
            MUST(seam_acs_outbox_remove_user_from_group(outbox, USER, GROUP, NULL, &error));
            kept++;
        } else {
            sched_yield();
        }
    }
    return unused;
}

/* Whoever hangs is ended by the signal. */
static void in_child(void) {
    seam_acs_record *status = NULL;

    alarm(120);
    MUST(seam_acs_outbox_add_user_to_group(outbox, USER, GROUP, 600, NULL, &error));
    MUST(seam_acs_outbox_status(outbox, &status, &error));
    seam_acs_record_free(status);
    seam_acs_outbox_free(outbox);
    execlp("true", "true", (char *)NULL);
    _exit(1);
}

int main(int argc, char **argv) {
    seam_acs_client *client = client_from(argc, argv);
    seam_acs_list *additions = NULL;
    seam_acs_op *op = NULL;
    pthread_t thread;
    size_t kept = 0, i;
    int status, child;

    CHECK(argc == 5);
    MUST(seam_acs_outbox_open(argv[4], NULL, &outbox, &error));
    MUST(seam_acs_outbox_deliver_begin(outbox, client, NULL, &op, &error));
    CHECK(pthread_create(&thread, NULL, keep, NULL) == 0);
    for (i = 0; i < CHILDREN; i++) {
        forked++;
        child = fork();
        if (child == 0)
            in_child();
        CHECK(waitpid(child, &status, 0) == child);
        CHECK(status == 0);
    }
    is_over = 1;
    CHECK(pthread_join(thread, NULL) == 0);
    seam_acs_op_cancel(op);
    CHECK(seam_acs_op_wait(op, -1) == 1);
    seam_acs_op_free(op);
    seam_acs_client_free(client);

    MUST(seam_acs_outbox_list(outbox, NULL, &additions, &error));
    for (i = 0; i < seam_acs_list_len(additions); i++)
        kept += strcmp(seam_acs_record_get(seam_acs_list_at(additions, i), "action"), "add") == 0;
    CHECK(kept == CHILDREN);
    seam_acs_list_free(additions);
    seam_acs_outbox_free(outbox);
    return 0;
}
