/* An object in the place of another, and one that was freed, are refused and named; nothing follows them. */
#include "check.h"

#define REFUSED(status, part, call)                                                                          \
    do {                                                                                                     \
        seam_acs_error *error = NULL;                                                                        \
        CHECK_STATUS(status, call);                                                                          \
        CHECK_STATUS(status, seam_acs_error_status(error));                                                  \
        CHECK_CONTAINS(part, seam_acs_error_message(error));                                                 \
        seam_acs_error_free(error);                                                                          \
    } while (0)
#define WRONG(part, call) REFUSED(SEAM_ACS_INVALID_ARGUMENT, part, call)
#define GONE(part, call) REFUSED(SEAM_ACS_STATE, part, call)

static void *client, *options, *list, *record, *lent, *op, *queue, *report, *plan, *failure;

static void make_one_of_each(int argc, char **argv) {
    static const char roster[] = "acs_user_id,acs_access_group_id\n" USER "," GROUP "\n";
    static const char changes[] = "action,acs_user_id,acs_access_group_id\nadd," USER "," GROUP "\n";
    seam_acs_error *error = NULL;

    client = client_from(argc, argv);
    options = options_from(argc, argv);
    MUST(seam_acs_list_users(client, NULL, (seam_acs_list **)&list, &error));
    MUST(seam_acs_get_user(client, USER, (seam_acs_record **)&record, &error));
    MUST(seam_acs_list_users_begin(client, NULL, (seam_acs_op **)&op, &error));
    MUST(seam_acs_queue_new((seam_acs_queue **)&queue, &error));
    MUST(seam_acs_make_plan(client, roster, NULL, (seam_acs_plan **)&plan, &error));
    MUST(seam_acs_apply(client, changes, NULL, (seam_acs_report **)&report, &error));
    CHECK_STATUS(SEAM_ACS_NOT_FOUND, seam_acs_get_user(client, NOBODY, (seam_acs_record **)&lent, &error));
    failure = error;
    lent = (void *)seam_acs_list_at(list, 0);
    CHECK(lent != NULL);
}

/* Functions with a status say which object stands where. */
static void wrong_types_are_named(void) {
    seam_acs_client *made = NULL;
    seam_acs_list *found = NULL;
    seam_acs_report *done = NULL;
    char *text = (char *)1;
    size_t count = 7;

    WRONG("client must be a seam_acs_client, and is a seam_acs_list", seam_acs_check(list, &error));
    WRONG("client must be a seam_acs_client, and is a seam_acs_op",
          seam_acs_list_users(op, NULL, &found, &error));
    WRONG("options must be a seam_acs_options, and is a seam_acs_client",
          seam_acs_client_new(client, &made, &error));
    WRONG("options must be a seam_acs_options, and is a seam_acs_error",
          seam_acs_client_from_env(failure, &made, &error));
    WRONG("options must be a seam_acs_options, and is a seam_acs_queue",
          seam_acs_options_set(queue, "timeout_ms", "1", &error));
    WRONG("record must be a seam_acs_record, and is a seam_acs_list",
          seam_acs_record_to_json(list, &text, &error));
    CHECK(text == NULL);
    WRONG("list must be a seam_acs_list, and is a seam_acs_record",
          seam_acs_list_to_json(lent, &text, &error));
    WRONG("op must be a seam_acs_op, and is a seam_acs_plan", seam_acs_op_result(plan, &error));
    WRONG("queue must be a seam_acs_queue, and is a seam_acs_report",
          seam_acs_op_attach(op, report, 1, &error));
    WRONG("report must be a seam_acs_report, and is a seam_acs_record",
          seam_acs_report_count(record, "applied", &count, &error));
    CHECK(count == 0);
    WRONG("plan must be a seam_acs_plan, and is a seam_acs_options",
          seam_acs_sync(client, options, NULL, &done, &error));
    CHECK_STATUS(SEAM_ACS_INVALID_ARGUMENT, seam_acs_op_wait(queue, 0));
    CHECK_STATUS(SEAM_ACS_INVALID_ARGUMENT, seam_acs_queue_fd(op));
    CHECK_STATUS(SEAM_ACS_INVALID_ARGUMENT, seam_acs_queue_next(op, 0, &count));
}

/* Functions without one answer as for NULL. */
static void wrong_types_answer_as_null(void) {
    size_t done = 7;

    CHECK(seam_acs_list_len(record) == 0);
    CHECK(seam_acs_list_at(record, 0) == NULL);
    CHECK(seam_acs_record_get(list, "full_name") == NULL);
    CHECK(seam_acs_report_len(plan) == 0 && seam_acs_report_at(plan, 0) == NULL);
    CHECK(seam_acs_plan_len(report) == 0 && seam_acs_plan_at(report, 0) == NULL);
    CHECK(seam_acs_error_status(list) == SEAM_ACS_OK && seam_acs_error_to_json(list) == NULL);
    CHECK(seam_acs_op_attempts(list) == 0 && seam_acs_op_request_id(list) == NULL);
    seam_acs_op_progress(list, &done, NULL, NULL, NULL, NULL);
    CHECK(done == 0);
    seam_acs_op_cancel(client);
    seam_acs_client_cancel(op);
}

/* What is freed as something else, or belongs to a list, lives on. */
static void only_what_is_owned_is_freed(void) {
    seam_acs_client_free(list);
    seam_acs_list_free(client);
    seam_acs_op_free(queue);
    seam_acs_queue_free(op);
    seam_acs_op_detach(record);
    seam_acs_options_free(failure);
    seam_acs_record_free(lent);
    CHECK_TEXT(USER, seam_acs_record_get(record, "acs_user_id"));
    CHECK(seam_acs_record_get(lent, "acs_user_id") != NULL);
    CHECK(seam_acs_op_wait(op, -1) == 1);
    CHECK(seam_acs_queue_fd(queue) >= 0);
    MUST(seam_acs_check(client, &error));
}

static void free_all(void) {
    seam_acs_options_free(options);
    seam_acs_record_free(record);
    seam_acs_op_free(op);
    seam_acs_queue_free(queue);
    seam_acs_report_free(report);
    seam_acs_plan_free(plan);
    seam_acs_error_free(failure);
    seam_acs_list_free(list);
    seam_acs_client_free(client);
}

/* Undefined, so only a plain run shows it: as long as nobody got the memory, it is known for what it was. */
static void freed_ones_are_told(void) {
    char *text = NULL;

    GONE("client is not a seam_acs_client, or no more", seam_acs_check(client, &error));
    GONE("options is not a seam_acs_options, or no more",
         seam_acs_options_set(options, "timeout_ms", "1", &error));
    GONE("record is not a seam_acs_record, or no more", seam_acs_record_to_json(record, &text, &error));
    GONE("op is not a seam_acs_op, or no more", seam_acs_op_result(op, &error));
    CHECK_STATUS(SEAM_ACS_STATE, seam_acs_op_wait(op, -1));
    CHECK_STATUS(SEAM_ACS_STATE, seam_acs_queue_fd(queue));
    CHECK(seam_acs_list_len(list) == 0);
    CHECK(seam_acs_record_get(lent, "acs_user_id") == NULL);
    free_all();
}

int main(int argc, char **argv) {
    char *text = NULL;

    make_one_of_each(argc, argv);
    wrong_types_are_named();
    wrong_types_answer_as_null();
    only_what_is_owned_is_freed();

    /* A string may be shortened; one that is not the caller's stays, where what stands before it may be read.
     */
    MUST(seam_acs_record_to_json(record, &text, &error));
    text[1] = '\0';
    seam_acs_string_free(text);

    if (argc > 4 && strcmp(argv[4], "freed") == 0) {
        seam_acs_string_free((char *)seam_acs_record_get(record, "acs_user_id"));
        CHECK_TEXT(USER, seam_acs_record_get(record, "acs_user_id"));
    }
    free_all();
    if (argc > 4 && strcmp(argv[4], "freed") == 0)
        freed_ones_are_told();
    return 0;
}
