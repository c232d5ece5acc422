/* Changes are kept without a network, delivered when there is one, and their outcomes told to a queue. */
#include "check.h"

static int64_t number(const seam_acs_outbox *outbox, const char *field) {
    seam_acs_record *status = NULL;
    int64_t value = -1;

    MUST(seam_acs_outbox_status(outbox, &status, &error));
    CHECK(seam_acs_record_int(status, field, &value) == 1);
    seam_acs_record_free(status);
    return value;
}

static void keep(const seam_acs_outbox *outbox) {
    static const char list[] =
        "[{\"action\": \"remove\", \"acs_user_id\": \"" USER "\", \"acs_access_group_id\": \"" GROUP "\","
        "  \"not_before\": \"2126-12-04T18:00+01:00\", \"actor\": \"front desk\", \"reason\": \"visitor\"}]";
    seam_acs_list *kept = NULL;
    seam_acs_error *error = NULL;
    char *id = NULL;

    MUST(seam_acs_outbox_add_user_to_group(outbox, USER, GROUP, 600, &id, &error));
    CHECK_TEXT("1", id);
    seam_acs_string_free(id);
    MUST(seam_acs_outbox_enqueue(outbox, list, &kept, &error));
    CHECK_TEXT("2", seam_acs_record_get(seam_acs_list_at(kept, 0), "id"));
    seam_acs_list_free(kept);
    CHECK(number(outbox, "waiting") == 1 && number(outbox, "scheduled") == 1);

    CHECK_STATUS(SEAM_ACS_INVALID_ARGUMENT,
                 seam_acs_outbox_add_user_to_group(outbox, USER, GROUP, -1, NULL, &error));
    CHECK_CONTAINS("good_for_seconds", seam_acs_error_message(error));
    seam_acs_error_free(error);
    CHECK_STATUS(SEAM_ACS_GUARD, seam_acs_outbox_drop(outbox, "2", NULL, 0, NULL));
    MUST(seam_acs_outbox_drop(outbox, "2", "the visitor stays", 1, &error));
}

static void deliver(const seam_acs_outbox *outbox, int argc, char **argv) {
    seam_acs_client *client = client_from(argc, argv);
    seam_acs_op *op = NULL;
    seam_acs_record *told = NULL;
    int64_t delivered = 0;

    MUST(seam_acs_outbox_deliver_begin(outbox, client, "{\"until\": \"empty\"}", &op, &error));
    CHECK(seam_acs_op_wait(op, -1) == 1);
    MUST(seam_acs_op_record(op, &told, &error));
    CHECK(seam_acs_record_int(told, "delivered", &delivered) == 1);
    CHECK(delivered == 1);
    seam_acs_record_free(told);
    seam_acs_op_free(op);
    seam_acs_client_free(client);
}

int main(int argc, char **argv) {
    seam_acs_outbox *outbox = NULL;
    seam_acs_queue *queue = NULL;
    seam_acs_list *outcomes = NULL;
    size_t tag = 0;

    CHECK(argc == 5);
    CHECK_STATUS(SEAM_ACS_OPTIONS, seam_acs_outbox_open(argv[4], "{\"sync\": 1}", &outbox, NULL));
    MUST(seam_acs_outbox_open(argv[4], NULL, &outbox, &error));
    keep(outbox);
    /* As a process does that starts again. */
    seam_acs_outbox_free(outbox);
    MUST(seam_acs_outbox_open(argv[4], "{}", &outbox, &error));

    MUST(seam_acs_queue_new(&queue, &error));
    MUST(seam_acs_outbox_attach(outbox, queue, 5, &error));
    CHECK(seam_acs_queue_next(queue, 0, &tag) == 1 && tag == 5);
    deliver(outbox, argc, argv);
    CHECK(seam_acs_queue_next(queue, 0, &tag) == 1 && tag == 5);
    MUST(seam_acs_outbox_outcomes(outbox, NULL, &outcomes, &error));
    CHECK(seam_acs_list_len(outcomes) == 2);
    CHECK_TEXT("dropped", seam_acs_record_get(seam_acs_list_at(outcomes, 0), "state"));
    CHECK_TEXT("recorded", seam_acs_record_get(seam_acs_list_at(outcomes, 1), "state"));
    MUST(seam_acs_outbox_acknowledge(outbox, seam_acs_record_get(seam_acs_list_at(outcomes, 1), "cursor"),
                                     &error));
    seam_acs_list_free(outcomes);
    MUST(seam_acs_outbox_list(outbox, NULL, &outcomes, &error));
    CHECK(seam_acs_list_len(outcomes) == 0);
    seam_acs_list_free(outcomes);
    seam_acs_queue_free(queue);
    seam_acs_outbox_free(outbox);
    return 0;
}
