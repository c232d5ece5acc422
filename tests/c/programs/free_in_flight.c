/* The server holds every answer back: clients are freed and cancelled, operations cancelled and freed, in
 * mid-request. */
#include "server.h"

#include <pthread.h>

static const char *url;

/* A change that the server has received and does not answer. Each has a user of its own. */
static seam_acs_op *begin(seam_acs_client *client, const char *user) {
    seam_acs_op *op = NULL;

    MUST(seam_acs_add_user_to_group_begin(client, user, GROUP, &op, &error));
    await_server(url, user);
    CHECK(seam_acs_op_attempts(op) == 1);
    CHECK_STATUS(SEAM_ACS_STATE, seam_acs_op_result(op, NULL));
    CHECK(seam_acs_op_request_id(op) == NULL);
    CHECK(seam_acs_op_wait(op, 0) == 0);
    return op;
}

/* A change that was sent ends as outcome unknown, soon, and says so in full. */
static void ends_as_unknown(seam_acs_op *op) {
    seam_acs_error *error = NULL;

    CHECK(seam_acs_op_wait(op, 10000) == 1);
    CHECK_STATUS(SEAM_ACS_OUTCOME_UNKNOWN, seam_acs_op_result(op, &error));
    CHECK(seam_acs_error_outcome_unknown(error) == 1);
    CHECK(seam_acs_error_retryable(error) == 0);
    CHECK_CONTAINS("CANCELLED", seam_acs_error_to_json(error));
    seam_acs_error_free(error);
    seam_acs_op_free(op);
}

static void operation_is_cancelled(seam_acs_client *client) {
    seam_acs_op *op = begin(client, "cancelled");

    seam_acs_op_cancel(op);
    seam_acs_op_cancel(op);
    ends_as_unknown(op);
}

static void operation_is_attached_twice(seam_acs_client *client) {
    seam_acs_op *op = begin(client, "attached");
    seam_acs_queue *queue = NULL;
    size_t tag = 0;

    MUST(seam_acs_queue_new(&queue, &error));
    MUST(seam_acs_op_attach(op, queue, 1, &error));
    CHECK_STATUS(SEAM_ACS_STATE, seam_acs_op_attach(op, queue, 2, NULL));
    CHECK(seam_acs_queue_next(queue, 20, &tag) == 0);
    seam_acs_op_cancel(op);
    CHECK(seam_acs_queue_next(queue, 10000, &tag) == 1 && tag == 1);
    CHECK(seam_acs_queue_next(queue, 0, &tag) == 0);
    ends_as_unknown(op);
    seam_acs_queue_free(queue);
}

static void operation_is_freed(seam_acs_client *client) { seam_acs_op_free(begin(client, "freed")); }

static void client_is_cancelled(seam_acs_client *client) {
    seam_acs_options *nothing = seam_acs_options_new();
    seam_acs_client *scoped = NULL;
    seam_acs_op *own, *other;

    MUST(seam_acs_client_with(client, nothing, &scoped, &error));
    seam_acs_options_free(nothing);
    own = begin(scoped, "scoped");
    other = begin(client, "other");
    seam_acs_client_cancel(scoped);
    ends_as_unknown(own);
    CHECK(seam_acs_op_wait(other, 20) == 0);
    CHECK_STATUS(SEAM_ACS_CANCELLED, seam_acs_add_user_to_group(scoped, "late", GROUP, NULL));
    seam_acs_client_free(scoped);
    seam_acs_op_cancel(other);
    ends_as_unknown(other);
}

static void *call(void *client) {
    seam_acs_error *error = NULL;

    CHECK_STATUS(SEAM_ACS_OUTCOME_UNKNOWN, seam_acs_add_user_to_group(client, "plain", GROUP, &error));
    CHECK_CONTAINS("CANCELLED", seam_acs_error_to_json(error));
    seam_acs_error_free(error);
    return NULL;
}

static void client_is_freed(int argc, char **argv) {
    seam_acs_client *client = client_from(argc, argv);
    seam_acs_op *op = begin(client, "begun");
    seam_acs_op *behind = NULL;
    pthread_t thread;

    CHECK(pthread_create(&thread, NULL, call, client) == 0);
    await_server(url, "plain");
    MUST(seam_acs_remove_user_from_group_begin(client, "plain", GROUP, &behind, &error));
    CHECK(seam_acs_op_wait(behind, 20) == 0);
    seam_acs_client_free(client);
    CHECK(pthread_join(thread, NULL) == 0);
    ends_as_unknown(op);
    CHECK(seam_acs_op_wait(behind, 10000) == 1);
    CHECK_STATUS(SEAM_ACS_CANCELLED, seam_acs_op_result(behind, NULL));
    seam_acs_op_free(behind);
}

int main(int argc, char **argv) {
    seam_acs_client *client = client_from(argc, argv);

    url = argv[1];
    operation_is_cancelled(client);
    operation_is_attached_twice(client);
    operation_is_freed(client);
    client_is_cancelled(client);
    seam_acs_client_free(client);
    client_is_freed(argc, argv);
    return 0;
}
