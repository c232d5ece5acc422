/* The two calls of the guide, in every form, and everything that an error says. */
#include "check.h"

#define IDENTITY "66666666-6666-6666-6666-000000000001"

static int is_member(seam_acs_client *client) {
    seam_acs_list *users = NULL;
    size_t i;
    int found = 0;

    MUST(seam_acs_list_group_users(client, GROUP, &users, &error));
    for (i = 0; i < seam_acs_list_len(users); i++)
        found |= strcmp(seam_acs_record_get(seam_acs_list_at(users, i), "acs_user_id"), USER) == 0;
    seam_acs_list_free(users);
    return found;
}

static void finish(seam_acs_op *op) {
    size_t done = 0, total = 0;

    CHECK(seam_acs_op_wait(op, -1) == 1);
    CHECK(seam_acs_op_wait(op, 0) == 1);
    MUST(seam_acs_op_result(op, &error));
    MUST(seam_acs_op_result(op, &error));
    CHECK(seam_acs_op_request_id(op) != NULL);
    CHECK(seam_acs_op_request_id(op) == seam_acs_op_request_id(op));
    CHECK(seam_acs_op_attempts(op) == 1);
    seam_acs_op_progress(op, &done, NULL, &total, NULL, NULL);
    CHECK(done == 1 && total == 1);
    CHECK_STATUS(SEAM_ACS_STATE, seam_acs_op_list(op, &(seam_acs_list *){NULL}, NULL));
    seam_acs_op_free(op);
}

static void plain_calls(seam_acs_client *client) {
    CHECK_STATUS(SEAM_ACS_OK, seam_acs_add_user_to_group(client, USER, GROUP, NULL));
    CHECK(is_member(client));
    MUST(seam_acs_remove_user_from_group(client, USER, GROUP, &error));
    CHECK(!is_member(client));
    MUST(seam_acs_add_user_identity_to_group(client, IDENTITY, GROUP, &error));
    CHECK(is_member(client));
    MUST(seam_acs_remove_user_identity_from_group(client, IDENTITY, GROUP, &error));
    CHECK(!is_member(client));
}

static void begun_calls(seam_acs_client *client) {
    seam_acs_op *op = NULL;
    char user[] = USER;

    MUST(seam_acs_add_user_to_group_begin(client, user, GROUP, &op, &error));
    memset(user, 'x', sizeof user - 1);
    finish(op);
    CHECK(is_member(client));
    MUST(seam_acs_remove_user_from_group_begin(client, USER, GROUP, &op, &error));
    finish(op);
    CHECK(!is_member(client));
    MUST(seam_acs_add_user_identity_to_group_begin(client, IDENTITY, GROUP, &op, &error));
    finish(op);
    CHECK(is_member(client));
    MUST(seam_acs_remove_user_identity_from_group_begin(client, IDENTITY, GROUP, &op, &error));
    finish(op);
    CHECK(!is_member(client));
}

static void what_an_error_says(seam_acs_client *client) {
    seam_acs_error *error = NULL;
    const char *json;

    CHECK_STATUS(SEAM_ACS_NOT_FOUND, seam_acs_add_user_to_group(client, USER, NOBODY, &error));
    CHECK_STATUS(SEAM_ACS_NOT_FOUND, seam_acs_error_status(error));
    CHECK_TEXT("NOT_FOUND", seam_acs_error_name(error));
    CHECK_CONTAINS(NOBODY, seam_acs_error_message(error));
    CHECK(seam_acs_error_http_status(error) == 404);
    CHECK_TEXT("acs_access_group_not_found", seam_acs_error_api_type(error));
    CHECK(seam_acs_error_request_id(error) != NULL);
    CHECK(seam_acs_error_validation_errors(error) == NULL);
    CHECK(!seam_acs_error_retryable(error));
    CHECK(!seam_acs_error_outcome_unknown(error));
    CHECK(seam_acs_error_retry_after_ms(error) == -1);
    CHECK(seam_acs_error_attempts(error) == 1);
    json = seam_acs_error_to_json(error);
    CHECK(json == seam_acs_error_to_json(error));
    CHECK_CONTAINS("\"status\":-5003", json);
    CHECK_CONTAINS("\"api_type\":\"acs_access_group_not_found\"", json);
    seam_acs_error_free(error);

    CHECK_STATUS(SEAM_ACS_NOT_FOUND, seam_acs_remove_user_from_group(client, NOBODY, GROUP, NULL));
}

static void wrong_credentials(int argc, char **argv) {
    seam_acs_options *options = options_from(argc, argv);
    seam_acs_client *client = NULL;
    seam_acs_error *error = NULL;

    MUST(seam_acs_options_set_api_key(options, "seam_test_of_nobody", &error));
    MUST(seam_acs_client_new(options, &client, &error));
    CHECK_STATUS(SEAM_ACS_UNAUTHORIZED, seam_acs_check(client, &error));
    CHECK(seam_acs_error_http_status(error) == 401);
    CHECK(strstr(seam_acs_error_message(error), "of_nobody") == NULL);
    seam_acs_error_free(error);
    seam_acs_client_free(client);
    seam_acs_options_free(options);
}

int main(int argc, char **argv) {
    seam_acs_client *client = client_from(argc, argv);

    MUST(seam_acs_check(client, &error));
    plain_calls(client);
    begun_calls(client);
    what_an_error_says(client);
    wrong_credentials(argc, argv);
    seam_acs_client_free(client);
    return 0;
}
