/* Every pointer of every function may be NULL: refused by name, or without effect. Nothing crashes. */
#include "check.h"

#define REFUSES(name, call)                                                                                  \
    do {                                                                                                     \
        seam_acs_error *error = NULL;                                                                        \
        CHECK_STATUS(SEAM_ACS_NULL_ARGUMENT, call);                                                          \
        CHECK_STATUS(SEAM_ACS_NULL_ARGUMENT, seam_acs_error_status(error));                                  \
        CHECK_CONTAINS(name, seam_acs_error_message(error));                                                 \
        seam_acs_error_free(error);                                                                          \
    } while (0)

#include "null_operations.inc"

#define SETTER(function, value)                                                                              \
    do {                                                                                                     \
        REFUSES("options", function(NULL, value, &error));                                                   \
        CHECK_STATUS(SEAM_ACS_NULL_ARGUMENT, function(NULL, value, NULL));                                   \
    } while (0)

static void options_functions(seam_acs_options *options) {
    REFUSES("options", seam_acs_options_set(NULL, "timeout_ms", "1", &error));
    REFUSES("name", seam_acs_options_set(options, NULL, "1", &error));
    REFUSES("value", seam_acs_options_set(options, "timeout_ms", NULL, &error));
    REFUSES("options", seam_acs_options_set_personal_access_token(NULL, "t", "w", &error));
    REFUSES("personal_access_token", seam_acs_options_set_personal_access_token(options, NULL, "w", &error));
    REFUSES("workspace_id", seam_acs_options_set_personal_access_token(options, "seam_at1_x", NULL, &error));
#include "null_options.inc"
    seam_acs_options_free(NULL);
}

static void client_functions(seam_acs_options *options, seam_acs_client *client) {
    seam_acs_client *other = (seam_acs_client *)1;
    seam_acs_op *op = (seam_acs_op *)1;

    REFUSES("options", seam_acs_client_new(NULL, &other, &error));
    CHECK(other == NULL);
    REFUSES("client", seam_acs_client_new(options, NULL, &error));
    REFUSES("client", seam_acs_client_from_env(NULL, NULL, &error));
    REFUSES("client", seam_acs_client_with(NULL, options, &other, &error));
    REFUSES("options", seam_acs_client_with(client, NULL, &other, &error));
    REFUSES("scoped", seam_acs_client_with(client, options, NULL, &error));
    REFUSES("client", seam_acs_client_set_log_level(NULL, "info", &error));
    REFUSES("level", seam_acs_client_set_log_level(client, NULL, &error));
    REFUSES("client", seam_acs_check(NULL, &error));
    CHECK_STATUS(SEAM_ACS_NULL_ARGUMENT, seam_acs_check(NULL, NULL));
    REFUSES("client", seam_acs_check_begin(NULL, &op, &error));
    CHECK(op == NULL);
    REFUSES("op", seam_acs_check_begin(client, NULL, &error));
    seam_acs_client_cancel(NULL);
    seam_acs_client_free(NULL);
}

static void requests(seam_acs_client *client) {
    seam_acs_op *op = (seam_acs_op *)1;
    seam_acs_record *record = (seam_acs_record *)1;
    char *json = (char *)1;

    REFUSES("client", seam_acs_request_record(NULL, "/acs/systems/list", NULL, &record, &error));
    CHECK(record == NULL);
    REFUSES("path", seam_acs_request_record(client, NULL, NULL, &record, &error));
    REFUSES("record", seam_acs_request_record(client, "/acs/systems/list", NULL, NULL, &error));
    REFUSES("client", seam_acs_request(NULL, "/acs/systems/list", NULL, &json, &error));
    CHECK(json == NULL);
    REFUSES("path", seam_acs_request(client, NULL, NULL, &json, &error));
    REFUSES("response_json", seam_acs_request(client, "/acs/systems/list", NULL, NULL, &error));
    REFUSES("client", seam_acs_request_begin(NULL, "/acs/systems/list", NULL, &op, &error));
    CHECK(op == NULL);
    REFUSES("path", seam_acs_request_begin(client, NULL, NULL, &op, &error));
    REFUSES("op", seam_acs_request_begin(client, "/acs/systems/list", NULL, NULL, &error));
    seam_acs_string_free(NULL);
}

static void changes_and_plans(seam_acs_client *client) {
    seam_acs_report *report = (seam_acs_report *)1;
    seam_acs_record *record = (seam_acs_record *)1;
    seam_acs_plan *plan = (seam_acs_plan *)1;
    seam_acs_op *op = (seam_acs_op *)1;
    char *text = (char *)1;
    size_t count = 7;

    REFUSES("client", seam_acs_apply(NULL, "[]", NULL, &report, &error));
    CHECK(report == NULL);
    REFUSES("changes", seam_acs_apply(client, NULL, NULL, &report, &error));
    REFUSES("report", seam_acs_apply(client, "[]", NULL, NULL, &error));
    REFUSES("client", seam_acs_apply_begin(NULL, "[]", NULL, &op, &error));
    CHECK(op == NULL);
    REFUSES("changes", seam_acs_apply_begin(client, NULL, NULL, &op, &error));
    REFUSES("op", seam_acs_apply_begin(client, "[]", NULL, NULL, &error));
    REFUSES("table", seam_acs_read_table(NULL, &record, &error));
    CHECK(record == NULL);
    REFUSES("record", seam_acs_read_table("[]", NULL, &error));
    REFUSES("table", seam_acs_read_table_with(NULL, NULL, &record, &error));
    REFUSES("record", seam_acs_read_table_with("[]", NULL, NULL, &error));
    REFUSES("bytes", seam_acs_decode_table(NULL, 0, &text, &error));
    CHECK(text == NULL);
    REFUSES("text", seam_acs_decode_table("", 0, NULL, &error));

    CHECK(seam_acs_report_len(NULL) == 0);
    CHECK(seam_acs_report_outcome(NULL, 0) == NULL);
    CHECK(seam_acs_report_at(NULL, 0) == NULL);
    REFUSES("report", seam_acs_report_count(NULL, "applied", &count, &error));
    CHECK(count == 0);
    REFUSES("report", seam_acs_report_to_json(NULL, &text, &error));
    REFUSES("json", seam_acs_report_to_json(NULL, NULL, &error));
    REFUSES("report", seam_acs_report_to_csv(NULL, &text, &error));
    REFUSES("csv", seam_acs_report_to_csv(NULL, NULL, &error));
    REFUSES("report", seam_acs_report_to_retry(NULL, &text, &error));
    REFUSES("changes", seam_acs_report_to_retry(NULL, NULL, &error));
    MUST(seam_acs_apply(client, "[]", NULL, &report, &error));
    REFUSES("outcome", seam_acs_report_count(report, NULL, &count, &error));
    REFUSES("count", seam_acs_report_count(report, "applied", NULL, &error));
    seam_acs_report_free(report);
    seam_acs_report_free(NULL);

    REFUSES("client", seam_acs_make_plan(NULL, "[]", NULL, &plan, &error));
    CHECK(plan == NULL);
    REFUSES("roster", seam_acs_make_plan(client, NULL, NULL, &plan, &error));
    REFUSES("plan", seam_acs_make_plan(client, "[]", NULL, NULL, &error));
    REFUSES("client", seam_acs_make_plan_begin(NULL, "[]", NULL, &op, &error));
    REFUSES("roster", seam_acs_make_plan_begin(client, NULL, NULL, &op, &error));
    REFUSES("op", seam_acs_make_plan_begin(client, "[]", NULL, NULL, &error));
    CHECK(seam_acs_plan_len(NULL) == 0);
    CHECK(seam_acs_plan_at(NULL, 0) == NULL);
    CHECK(seam_acs_plan_is_empty(NULL) == 1);
    REFUSES("plan", seam_acs_plan_left_out(NULL, &text, &error));
    REFUSES("json", seam_acs_plan_left_out(NULL, NULL, &error));
    count = 7;
    REFUSES("plan", seam_acs_plan_count(NULL, "add", &count, &error));
    CHECK(count == 0);
    REFUSES("plan", seam_acs_plan_to_table(NULL, &text, &error));
    REFUSES("table", seam_acs_plan_to_table(NULL, NULL, &error));
    REFUSES("plan", seam_acs_plan_to_json(NULL, &text, &error));
    REFUSES("json", seam_acs_plan_to_json(NULL, NULL, &error));
    REFUSES("json", seam_acs_plan_from_json(NULL, &plan, &error));
    REFUSES("plan", seam_acs_plan_from_json("{}", NULL, &error));
    MUST(seam_acs_make_plan(client, "[]", "{\"allow_emptying\": true}", &plan, &error));
    REFUSES("what", seam_acs_plan_count(plan, NULL, &count, &error));
    REFUSES("count", seam_acs_plan_count(plan, "add", NULL, &error));
    REFUSES("client", seam_acs_sync(NULL, plan, NULL, &report, &error));
    CHECK(report == NULL);
    REFUSES("plan", seam_acs_sync(client, NULL, NULL, &report, &error));
    REFUSES("report", seam_acs_sync(client, plan, NULL, NULL, &error));
    REFUSES("client", seam_acs_sync_begin(NULL, plan, NULL, &op, &error));
    CHECK(op == NULL);
    REFUSES("plan", seam_acs_sync_begin(client, NULL, NULL, &op, &error));
    REFUSES("op", seam_acs_sync_begin(client, plan, NULL, NULL, &error));
    seam_acs_plan_free(plan);
    seam_acs_plan_free(NULL);
}

static void operations_and_queues(void) {
    seam_acs_list *list = (seam_acs_list *)1;
    seam_acs_record *record = (seam_acs_record *)1;
    seam_acs_report *report = (seam_acs_report *)1;
    seam_acs_plan *plan = (seam_acs_plan *)1;
    seam_acs_queue *queue = NULL;
    size_t event = 1;
    char *json = (char *)1;
    size_t tag = 7, done = 7, failed = 7, total = 7, concurrency = 7, per_second = 7;

    CHECK_STATUS(SEAM_ACS_NULL_ARGUMENT, seam_acs_op_wait(NULL, 0));
    CHECK_STATUS(SEAM_ACS_NULL_ARGUMENT, seam_acs_op_wait(NULL, -1));
    seam_acs_op_cancel(NULL);
    REFUSES("op", seam_acs_op_result(NULL, &error));
    REFUSES("op", seam_acs_op_list(NULL, &list, &error));
    CHECK(list == NULL);
    REFUSES("list", seam_acs_op_list(NULL, NULL, &error));
    REFUSES("op", seam_acs_op_record(NULL, &record, &error));
    CHECK(record == NULL);
    REFUSES("record", seam_acs_op_record(NULL, NULL, &error));
    REFUSES("op", seam_acs_op_report(NULL, &report, &error));
    CHECK(report == NULL);
    REFUSES("report", seam_acs_op_report(NULL, NULL, &error));
    REFUSES("op", seam_acs_op_plan(NULL, &plan, &error));
    CHECK(plan == NULL);
    REFUSES("plan", seam_acs_op_plan(NULL, NULL, &error));
    REFUSES("op", seam_acs_op_to_json(NULL, &json, &error));
    CHECK(json == NULL);
    REFUSES("json", seam_acs_op_to_json(NULL, NULL, &error));
    CHECK(seam_acs_op_request_id(NULL) == NULL);
    CHECK(seam_acs_op_attempts(NULL) == 0);
    seam_acs_op_progress(NULL, &done, &failed, &total, &concurrency, &per_second);
    CHECK(done == 0 && failed == 0 && total == 0 && concurrency == 0 && per_second == 0);
    seam_acs_op_progress(NULL, NULL, NULL, NULL, NULL, NULL);
    seam_acs_op_detach(NULL);
    seam_acs_op_free(NULL);

    REFUSES("queue", seam_acs_queue_new(NULL, &error));
    MUST(seam_acs_queue_new(&queue, &error));
    REFUSES("op", seam_acs_op_attach(NULL, queue, 1, &error));
    CHECK_STATUS(SEAM_ACS_NULL_ARGUMENT, seam_acs_queue_fd(NULL));
    REFUSES("event", seam_acs_queue_event(queue, NULL, &error));
    REFUSES("queue", seam_acs_queue_event(NULL, &event, &error));
    CHECK(event == 0);
    CHECK_STATUS(SEAM_ACS_NULL_ARGUMENT, seam_acs_queue_next(NULL, 0, &tag));
    CHECK(tag == 0);
    CHECK_STATUS(SEAM_ACS_NULL_ARGUMENT, seam_acs_queue_next(queue, 0, NULL));
    seam_acs_queue_free(queue);
    seam_acs_queue_free(NULL);
}

static void outboxes(void) {
    seam_acs_outbox *outbox = (seam_acs_outbox *)1;
    seam_acs_list *list = (seam_acs_list *)1;
    seam_acs_record *record = (seam_acs_record *)1;
    seam_acs_op *op = (seam_acs_op *)1;
    char *id = (char *)1;

    REFUSES("outbox", seam_acs_outbox_open("/nowhere", NULL, NULL, &error));
    REFUSES("folder", seam_acs_outbox_open(NULL, NULL, &outbox, &error));
    CHECK(outbox == NULL);
    REFUSES("outbox", seam_acs_outbox_add_user_to_group(NULL, USER, GROUP, 0, &id, &error));
    CHECK(id == NULL);
    REFUSES("acs_user_id", seam_acs_outbox_add_user_to_group(NULL, NULL, GROUP, 0, NULL, &error));
    REFUSES("outbox", seam_acs_outbox_remove_user_from_group(NULL, USER, GROUP, NULL, &error));
    REFUSES("acs_access_group_id", seam_acs_outbox_remove_user_from_group(NULL, USER, NULL, NULL, &error));
    REFUSES("outbox", seam_acs_outbox_enqueue(NULL, "[]", &list, &error));
    CHECK(list == NULL);
    REFUSES("outbox", seam_acs_outbox_deliver_begin(NULL, NULL, NULL, &op, &error));
    CHECK(op == NULL);
    REFUSES("op", seam_acs_outbox_deliver_begin(NULL, NULL, NULL, NULL, &error));
    REFUSES("outbox", seam_acs_outbox_status(NULL, &record, &error));
    CHECK(record == NULL);
    REFUSES("record", seam_acs_outbox_status(NULL, NULL, &error));
    REFUSES("outbox", seam_acs_outbox_list(NULL, NULL, &list, &error));
    REFUSES("list", seam_acs_outbox_list(NULL, NULL, NULL, &error));
    REFUSES("outbox", seam_acs_outbox_outcomes(NULL, NULL, &list, &error));
    REFUSES("list", seam_acs_outbox_outcomes(NULL, NULL, NULL, &error));
    REFUSES("outbox", seam_acs_outbox_acknowledge(NULL, "1", &error));
    REFUSES("queue", seam_acs_outbox_attach(NULL, NULL, 1, &error));
    REFUSES("outbox", seam_acs_outbox_retry(NULL, "1", 0, &error));
    REFUSES("outbox", seam_acs_outbox_drop(NULL, "1", NULL, 0, &error));
    seam_acs_outbox_free(NULL);
}

static void answers(void) {
    seam_acs_record *record = (seam_acs_record *)1;
    char *json = (char *)1;
    int64_t number = 7;
    int flag = 7;

    CHECK(seam_acs_list_len(NULL) == 0);
    CHECK(seam_acs_list_at(NULL, 0) == NULL);
    REFUSES("list", seam_acs_list_to_json(NULL, &json, &error));
    CHECK(json == NULL);
    REFUSES("json", seam_acs_list_to_json(NULL, NULL, &error));
    CHECK(seam_acs_list_next_cursor(NULL) == NULL);
    seam_acs_list_free(NULL);
    CHECK(seam_acs_record_get(NULL, "display_name") == NULL);
    CHECK(seam_acs_record_get(NULL, NULL) == NULL);
    CHECK_STATUS(SEAM_ACS_NULL_ARGUMENT, seam_acs_record_int(NULL, "number", &number));
    CHECK(number == 0);
    CHECK_STATUS(SEAM_ACS_NULL_ARGUMENT, seam_acs_record_int(NULL, NULL, NULL));
    CHECK_STATUS(SEAM_ACS_NULL_ARGUMENT, seam_acs_record_bool(NULL, "is_suspended", &flag));
    CHECK(flag == 0);
    CHECK_STATUS(SEAM_ACS_NULL_ARGUMENT, seam_acs_record_bool(NULL, NULL, NULL));
    number = 7;
    CHECK_STATUS(SEAM_ACS_NULL_ARGUMENT, seam_acs_record_time(NULL, "created_at", &number));
    CHECK(number == 0);
    CHECK_STATUS(SEAM_ACS_NULL_ARGUMENT, seam_acs_record_time(NULL, NULL, NULL));
    CHECK(seam_acs_record_len(NULL, NULL) == 0);
    CHECK(seam_acs_record_key(NULL, NULL, 0) == NULL);
    REFUSES("json", seam_acs_record_from_json(NULL, &record, &error));
    CHECK(record == NULL);
    REFUSES("record", seam_acs_record_from_json("{}", NULL, &error));
    MUST(seam_acs_record_from_json("{}", &record, &error));
    CHECK_STATUS(SEAM_ACS_NULL_ARGUMENT, seam_acs_record_int(record, NULL, &number));
    CHECK_STATUS(SEAM_ACS_NULL_ARGUMENT, seam_acs_record_int(record, "number", NULL));
    CHECK_STATUS(SEAM_ACS_NULL_ARGUMENT, seam_acs_record_bool(record, "number", NULL));
    CHECK_STATUS(SEAM_ACS_NULL_ARGUMENT, seam_acs_record_time(record, "number", NULL));
    seam_acs_record_free(record);
    json = (char *)1;
    REFUSES("record", seam_acs_record_to_json(NULL, &json, &error));
    CHECK(json == NULL);
    REFUSES("json", seam_acs_record_to_json(NULL, NULL, &error));
    seam_acs_record_free(NULL);
}

static void errors(void) {
    CHECK(seam_acs_error_status(NULL) == SEAM_ACS_OK);
    CHECK_TEXT("OK", seam_acs_error_name(NULL));
    CHECK(seam_acs_error_message(NULL) != NULL);
    CHECK(seam_acs_error_http_status(NULL) == 0);
    CHECK(seam_acs_error_api_type(NULL) == NULL);
    CHECK(seam_acs_error_request_id(NULL) == NULL);
    CHECK(seam_acs_error_validation_errors(NULL) == NULL);
    CHECK(seam_acs_error_retryable(NULL) == 0);
    CHECK(seam_acs_error_outcome_unknown(NULL) == 0);
    CHECK(seam_acs_error_retry_after_ms(NULL) == -1);
    CHECK(seam_acs_error_attempts(NULL) == 0);
    CHECK(seam_acs_error_to_json(NULL) == NULL);
    CHECK(seam_acs_error_to_line(NULL, NULL, 0) > 0);
    CHECK_STATUS(SEAM_ACS_NULL_ARGUMENT, seam_acs_error_to_line(NULL, NULL, 8));
    seam_acs_error_free(NULL);
}

static void names(void) {
    CHECK_TEXT(SEAM_ACS_VERSION, seam_acs_version());
    CHECK(seam_acs_abi_version() == SEAM_ACS_ABI_VERSION);
    CHECK_TEXT("OUTCOME_UNKNOWN", seam_acs_status_name(SEAM_ACS_OUTCOME_UNKNOWN));
    CHECK_TEXT("UNKNOWN", seam_acs_status_name(-12345));
    CHECK(strlen(seam_acs_status_message(SEAM_ACS_NOT_FOUND)) > 0);
    CHECK(strlen(seam_acs_status_message(12345)) > 0);
}

int main(int argc, char **argv) {
    seam_acs_options *options = options_from(argc, argv);
    seam_acs_client *client = NULL;

    MUST(seam_acs_client_new(options, &client, &error));
    options_functions(options);
    client_functions(options, client);
    operations(client);
    requests(client);
    changes_and_plans(client);
    operations_and_queues();
    outboxes();
    answers();
    errors();
    names();
    seam_acs_client_free(client);
    seam_acs_options_free(options);
    return 0;
}
