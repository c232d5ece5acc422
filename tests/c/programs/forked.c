/* A child is forked while its parent is in mid-request: it touches everything, and disturbs nothing. */
#include "server.h"

#include <sys/wait.h>

#if __has_include(<valgrind/valgrind.h>)
#include <valgrind/valgrind.h>
#else
#define VALGRIND_COUNT_ERRORS 0
#endif

#define CHILDREN 5

static void child(seam_acs_client *client, seam_acs_op *op, seam_acs_op *done, seam_acs_queue *queue) {
    seam_acs_error *error = NULL;
    seam_acs_record *user = NULL;
    seam_acs_queue *own = NULL;
    seam_acs_op *list = NULL;
    size_t tag = 0;

    CHECK(seam_acs_op_wait(op, -1) == 1);
    CHECK_STATUS(SEAM_ACS_FORKED, seam_acs_op_result(op, &error));
    seam_acs_error_free(error);
    seam_acs_op_cancel(op);
    CHECK(seam_acs_op_request_id(op) == NULL);
    seam_acs_op_progress(op, &tag, &tag, &tag, &tag, &tag);
    (void)seam_acs_op_attempts(op);
    CHECK_STATUS(SEAM_ACS_FORKED, seam_acs_op_report(op, &(seam_acs_report *){NULL}, NULL));
    CHECK_STATUS(SEAM_ACS_FORKED, seam_acs_op_record(op, &(seam_acs_record *){NULL}, NULL));
    CHECK_STATUS(SEAM_ACS_FORKED, seam_acs_op_plan(op, &(seam_acs_plan *){NULL}, NULL));
    CHECK_STATUS(SEAM_ACS_FORKED, seam_acs_op_result(done, NULL));
    CHECK(seam_acs_queue_next(queue, -1, &tag) == SEAM_ACS_FORKED);
    CHECK_STATUS(SEAM_ACS_FORKED, seam_acs_op_attach(op, queue, 1, NULL));
    seam_acs_op_free(op);
    seam_acs_op_free(done);
    seam_acs_queue_free(queue);

    /* The client works on, on connections of the child's own. */
    MUST(seam_acs_get_user(client, USER, &user, &error));
    seam_acs_record_free(user);
    MUST(seam_acs_queue_new(&own, &error));
    MUST(seam_acs_list_users_begin(client, NULL, &list, &error));
    MUST(seam_acs_op_attach(list, own, 3, &error));
    CHECK(seam_acs_queue_next(own, -1, &tag) == 1 && tag == 3);
    MUST(seam_acs_op_result(list, &error));
    seam_acs_op_free(list);
    seam_acs_queue_free(own);
    seam_acs_client_free(client);
    /* What the child inherited and may not touch would count as leaked, so it ends as another program. */
    CHECK(VALGRIND_COUNT_ERRORS == 0);
    execlp("true", "true", (char *)NULL);
    _exit(1);
}

int main(int argc, char **argv) {
    seam_acs_client *client = client_from(argc, argv);
    seam_acs_queue *queue = NULL;
    seam_acs_op *op = NULL, *done = NULL;
    seam_acs_list *list = NULL;
    size_t tag = 0;
    int i;

    MUST(seam_acs_queue_new(&queue, &error));
    MUST(seam_acs_list_users_begin(client, NULL, &done, &error));
    CHECK(seam_acs_op_wait(done, -1) == 1);
    /* The server answers this one only after a while. */
    MUST(seam_acs_add_user_to_group_begin(client, USER, GROUP, &op, &error));
    MUST(seam_acs_op_attach(op, queue, 8, &error));
    await_server(argv[1], "add_to_access_group");

    for (i = 0; i < CHILDREN; i++) {
        pid_t pid = fork();
        int status = 0;

        CHECK(pid >= 0);
        if (pid == 0)
            child(client, op, done, queue);
        CHECK(waitpid(pid, &status, 0) == pid);
        CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    }

    /* The parent's request, result and connections are as if nothing had happened. */
    CHECK(seam_acs_queue_next(queue, 20000, &tag) == 1 && tag == 8);
    MUST(seam_acs_op_result(op, &error));
    MUST(seam_acs_op_list(done, &list, &error));
    CHECK(seam_acs_list_len(list) > 0);
    seam_acs_list_free(list);
    MUST(seam_acs_remove_user_from_group(client, USER, GROUP, &error));
    seam_acs_op_free(op);
    seam_acs_op_free(done);
    seam_acs_queue_free(queue);
    seam_acs_client_free(client);
    return 0;
}
