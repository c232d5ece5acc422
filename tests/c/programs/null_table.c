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

/* A function of client and two ids, and its _begin form. */
#define CHANGE(function, id)                                                                                 \
    do {                                                                                                     \
        seam_acs_op *op = (seam_acs_op *)1;                                                                  \
        REFUSES("client", function(NULL, "u", "g", &error));                                                 \
        REFUSES(id, function(client, NULL, "g", &error));                                                    \
        REFUSES("acs_access_group_id", function(client, "u", NULL, &error));                                 \
        REFUSES("client", function##_begin(NULL, "u", "g", &op, &error));                                    \
        CHECK(op == NULL);                                                                                   \
        REFUSES(id, function##_begin(client, NULL, "g", &op, &error));                                       \
        REFUSES("acs_access_group_id", function##_begin(client, "u", NULL, &op, &error));                    \
        REFUSES("op", function##_begin(client, "u", "g", NULL, &error));                                     \
        CHECK_STATUS(SEAM_ACS_NULL_ARGUMENT, function(NULL, NULL, NULL, NULL));                              \
        CHECK_STATUS(SEAM_ACS_NULL_ARGUMENT, function##_begin(NULL, NULL, NULL, NULL, NULL));                \
    } while (0)

/* A function of client and one id that answers with a handle. */
#define ONE(type, function, id, out)                                                                         \
    do {                                                                                                     \
        type *answer = (type *)1;                                                                            \
        REFUSES("client", function(NULL, "i", &answer, &error));                                             \
        CHECK(answer == NULL);                                                                               \
        REFUSES(id, function(client, NULL, &answer, &error));                                                \
        REFUSES(out, function(client, "i", NULL, &error));                                                   \
        CHECK_STATUS(SEAM_ACS_NULL_ARGUMENT, function(NULL, NULL, NULL, NULL));                              \
    } while (0)

#define TWO(type, function, out)                                                                             \
    do {                                                                                                     \
        type *answer = (type *)1;                                                                            \
        REFUSES("client", function(NULL, "i", "s", &answer, &error));                                        \
        CHECK(answer == NULL);                                                                               \
        REFUSES("user_identity_id", function(client, NULL, "s", &answer, &error));                           \
        REFUSES("acs_system_id", function(client, "i", NULL, &answer, &error));                              \
        REFUSES(out, function(client, "i", "s", NULL, &error));                                              \
        CHECK_STATUS(SEAM_ACS_NULL_ARGUMENT, function(NULL, NULL, NULL, NULL, NULL));                        \
    } while (0)

/* A list whose filter may be NULL. */
#define FILTERED(function)                                                                                   \
    do {                                                                                                     \
        seam_acs_list *list = (seam_acs_list *)1;                                                            \
        seam_acs_op *op = (seam_acs_op *)1;                                                                  \
        REFUSES("client", function(NULL, NULL, &list, &error));                                              \
        CHECK(list == NULL);                                                                                 \
        REFUSES("list", function(client, NULL, NULL, &error));                                               \
        REFUSES("client", function##_begin(NULL, NULL, &op, &error));                                        \
        CHECK(op == NULL);                                                                                   \
        REFUSES("op", function##_begin(client, NULL, NULL, &error));                                         \
    } while (0)

#define SETTER(function, value)                                                                              \
    do {                                                                                                     \
        REFUSES("options", function(NULL, value, &error));                                                   \
        CHECK_STATUS(SEAM_ACS_NULL_ARGUMENT, function(NULL, value, NULL));                                   \
    } while (0)

#define TEXT_SETTER(function, name)                                                                          \
    do {                                                                                                     \
        SETTER(function, "x");                                                                               \
        REFUSES(name, function(options, NULL, &error));                                                      \
    } while (0)

static void options_functions(seam_acs_options *options) {
    REFUSES("options", seam_acs_options_set(NULL, "timeout_ms", "1", &error));
    REFUSES("name", seam_acs_options_set(options, NULL, "1", &error));
    REFUSES("value", seam_acs_options_set(options, "timeout_ms", NULL, &error));
    REFUSES("options", seam_acs_options_set_personal_access_token(NULL, "t", "w", &error));
    REFUSES("personal_access_token", seam_acs_options_set_personal_access_token(options, NULL, "w", &error));
    REFUSES("workspace_id", seam_acs_options_set_personal_access_token(options, "seam_at1_x", NULL, &error));
    TEXT_SETTER(seam_acs_options_set_api_key, "api_key");
    TEXT_SETTER(seam_acs_options_set_endpoint, "endpoint");
    TEXT_SETTER(seam_acs_options_set_proxy, "proxy");
    TEXT_SETTER(seam_acs_options_set_ca_file, "ca_file");
    TEXT_SETTER(seam_acs_options_set_user_agent_suffix, "user_agent_suffix");
    TEXT_SETTER(seam_acs_options_set_log_file, "log_file");
    TEXT_SETTER(seam_acs_options_set_log_level, "log_level");
    SETTER(seam_acs_options_set_timeout_ms, 1);
    SETTER(seam_acs_options_set_attempt_timeout_ms, 1);
    SETTER(seam_acs_options_set_connect_timeout_ms, 1);
    SETTER(seam_acs_options_set_max_attempts, 1);
    SETTER(seam_acs_options_set_max_concurrency, 1);
    SETTER(seam_acs_options_set_max_response_bytes, 1024);
    SETTER(seam_acs_options_set_allow_insecure_http, 0);
    SETTER(seam_acs_options_set_log_fd, 2);
    seam_acs_options_free(NULL);
}

static void client_functions(seam_acs_options *options, seam_acs_client *client) {
    seam_acs_client *other = (seam_acs_client *)1;

    REFUSES("options", seam_acs_client_new(NULL, &other, &error));
    CHECK(other == NULL);
    REFUSES("client", seam_acs_client_new(options, NULL, &error));
    REFUSES("client", seam_acs_client_from_env(NULL, NULL, &error));
    REFUSES("client", seam_acs_client_with(NULL, options, &other, &error));
    REFUSES("options", seam_acs_client_with(client, NULL, &other, &error));
    REFUSES("scoped", seam_acs_client_with(client, options, NULL, &error));
    REFUSES("client", seam_acs_check(NULL, &error));
    CHECK_STATUS(SEAM_ACS_NULL_ARGUMENT, seam_acs_check(NULL, NULL));
    seam_acs_client_cancel(NULL);
    seam_acs_client_free(NULL);
}

static void calls(seam_acs_client *client) {
    char *json = (char *)1;

    CHANGE(seam_acs_add_user_to_group, "acs_user_id");
    CHANGE(seam_acs_remove_user_from_group, "acs_user_id");
    CHANGE(seam_acs_add_user_identity_to_group, "user_identity_id");
    CHANGE(seam_acs_remove_user_identity_from_group, "user_identity_id");

    ONE(seam_acs_record, seam_acs_get_group, "acs_access_group_id", "record");
    ONE(seam_acs_record, seam_acs_get_user, "acs_user_id", "record");
    ONE(seam_acs_record, seam_acs_get_system, "acs_system_id", "record");
    ONE(seam_acs_list, seam_acs_list_group_users, "acs_access_group_id", "list");
    ONE(seam_acs_list, seam_acs_list_group_entrances, "acs_access_group_id", "list");
    ONE(seam_acs_list, seam_acs_list_user_entrances, "acs_user_id", "list");
    ONE(seam_acs_op, seam_acs_list_group_users_begin, "acs_access_group_id", "op");
    ONE(seam_acs_op, seam_acs_list_group_entrances_begin, "acs_access_group_id", "op");
    ONE(seam_acs_op, seam_acs_list_user_entrances_begin, "acs_user_id", "op");
    TWO(seam_acs_record, seam_acs_get_user_by_identity, "record");
    TWO(seam_acs_list, seam_acs_list_user_identity_entrances, "list");
    TWO(seam_acs_op, seam_acs_list_user_identity_entrances_begin, "op");
    FILTERED(seam_acs_list_groups);
    FILTERED(seam_acs_list_users);
    FILTERED(seam_acs_list_systems);
    FILTERED(seam_acs_list_entrances);

    REFUSES("client", seam_acs_request(NULL, "/acs/systems/list", NULL, &json, &error));
    CHECK(json == NULL);
    REFUSES("path", seam_acs_request(client, NULL, NULL, &json, &error));
    REFUSES("response_json", seam_acs_request(client, "/acs/systems/list", NULL, NULL, &error));
    seam_acs_string_free(NULL);
}

static void operations_and_queues(void) {
    seam_acs_list *list = (seam_acs_list *)1;
    seam_acs_queue *queue = NULL;
    size_t tag = 7, done = 7, total = 7;

    CHECK_STATUS(SEAM_ACS_NULL_ARGUMENT, seam_acs_op_wait(NULL, 0));
    CHECK_STATUS(SEAM_ACS_NULL_ARGUMENT, seam_acs_op_wait(NULL, -1));
    seam_acs_op_cancel(NULL);
    REFUSES("op", seam_acs_op_result(NULL, &error));
    REFUSES("op", seam_acs_op_list(NULL, &list, &error));
    CHECK(list == NULL);
    REFUSES("list", seam_acs_op_list(NULL, NULL, &error));
    CHECK(seam_acs_op_request_id(NULL) == NULL);
    CHECK(seam_acs_op_attempts(NULL) == 0);
    seam_acs_op_progress(NULL, &done, &total);
    CHECK(done == 0 && total == 0);
    seam_acs_op_progress(NULL, NULL, NULL);
    seam_acs_op_free(NULL);

    REFUSES("queue", seam_acs_queue_new(NULL, &error));
    MUST(seam_acs_queue_new(&queue, &error));
    REFUSES("op", seam_acs_op_attach(NULL, queue, 1, &error));
    CHECK_STATUS(SEAM_ACS_NULL_ARGUMENT, seam_acs_queue_fd(NULL));
    CHECK_STATUS(SEAM_ACS_NULL_ARGUMENT, seam_acs_queue_next(NULL, 0, &tag));
    CHECK(tag == 0);
    CHECK_STATUS(SEAM_ACS_NULL_ARGUMENT, seam_acs_queue_next(queue, 0, NULL));
    seam_acs_queue_free(queue);
    seam_acs_queue_free(NULL);
}

static void answers(void) {
    char *json = (char *)1;

    CHECK(seam_acs_list_len(NULL) == 0);
    CHECK(seam_acs_list_at(NULL, 0) == NULL);
    REFUSES("list", seam_acs_list_to_json(NULL, &json, &error));
    CHECK(json == NULL);
    REFUSES("json", seam_acs_list_to_json(NULL, NULL, &error));
    seam_acs_list_free(NULL);
    CHECK(seam_acs_record_get(NULL, "display_name") == NULL);
    CHECK(seam_acs_record_get(NULL, NULL) == NULL);
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
    calls(client);
    operations_and_queues();
    answers();
    errors();
    names();
    seam_acs_client_free(client);
    seam_acs_options_free(options);
    return 0;
}
