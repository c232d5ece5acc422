/* Every read, what records and lists say, and objects that outlive what they came from. */
#include "check.h"

#define SYSTEM "11111111-1111-1111-1111-111111111111"
#define IDENTITY "66666666-6666-6666-6666-000000000001"

static char *copy_of(const char *text) {
    char *copy = malloc(strlen(text) + 1);

    CHECK(copy != NULL);
    return strcpy(copy, text);
}

static void one_user(seam_acs_client *client, char **system) {
    seam_acs_record *user = NULL;
    const char *name;
    char *json = NULL;

    MUST(seam_acs_get_user(client, USER, &user, &error));
    name = seam_acs_record_get(user, "display_name");
    CHECK_TEXT("Ada Lindqvist", name);
    CHECK(seam_acs_record_get(user, "display_name") == name);
    CHECK_TEXT(USER, seam_acs_record_get(user, "acs_user_id"));
    CHECK_TEXT("true", seam_acs_record_get(user, "is_managed"));
    CHECK(seam_acs_record_get(user, "no_such_field") == NULL);
    CHECK(seam_acs_record_get(user, "errors") == NULL);
    CHECK(seam_acs_record_get(user, "\xff") == NULL);
    MUST(seam_acs_record_to_json(user, &json, &error));
    CHECK_CONTAINS("\"acs_user_id\"", json);
    seam_acs_string_free(json);
    *system = copy_of(seam_acs_record_get(user, "acs_system_id"));
    seam_acs_record_free(user);

    MUST(seam_acs_get_user_by_identity(client, IDENTITY, *system, &user, &error));
    CHECK_TEXT(USER, seam_acs_record_get(user, "acs_user_id"));
    seam_acs_record_free(user);
    CHECK_STATUS(SEAM_ACS_NOT_FOUND, seam_acs_get_user(client, NOBODY, &user, NULL));
    CHECK(user == NULL);
}

static void one_group_and_one_system(seam_acs_client *client, const char *system) {
    seam_acs_record *record = NULL;

    MUST(seam_acs_get_group(client, GROUP, &record, &error));
    CHECK_TEXT("Engineering", seam_acs_record_get(record, "display_name"));
    seam_acs_record_free(record);
    MUST(seam_acs_get_system(client, system, &record, &error));
    CHECK_TEXT(system, seam_acs_record_get(record, "acs_system_id"));
    seam_acs_record_free(record);
}

/* Checks a list: how many, and that each record has this field. */
static void check_list(seam_acs_list *list, size_t at_least, const char *field) {
    size_t i, count = seam_acs_list_len(list);
    char *json = NULL;

    CHECK(count >= at_least);
    for (i = 0; i < count; i++) {
        CHECK(seam_acs_list_at(list, i) == seam_acs_list_at(list, i));
        CHECK(seam_acs_record_get(seam_acs_list_at(list, i), field) != NULL);
    }
    CHECK(seam_acs_list_at(list, count) == NULL);
    CHECK(seam_acs_list_at(list, (size_t)-1) == NULL);
    MUST(seam_acs_list_to_json(list, &json, &error));
    CHECK(json[0] == '[' && json[strlen(json) - 1] == ']');
    seam_acs_string_free(json);
    seam_acs_list_free(list);
}

/* The list that an operation has read; it outlives the operation. */
static seam_acs_list *list_of(seam_acs_op *op) {
    seam_acs_list *list = NULL;
    size_t done = 0, total = 0;

    CHECK(seam_acs_op_wait(op, -1) == 1);
    MUST(seam_acs_op_result(op, &error));
    MUST(seam_acs_op_list(op, &list, &error));
    seam_acs_op_progress(op, &done, NULL, &total, NULL, NULL);
    CHECK(done == seam_acs_list_len(list) && total == done);
    seam_acs_op_free(op);
    return list;
}

static void lists(seam_acs_client *client, const char *system) {
    seam_acs_list *list = NULL;
    char filter[128];

    snprintf(filter, sizeof filter, "{\"acs_system_id\": \"%s\"}", system);
    MUST(seam_acs_list_systems(client, NULL, &list, &error));
    check_list(list, 2, "acs_system_id");
    MUST(seam_acs_list_groups(client, NULL, &list, &error));
    check_list(list, 3, "acs_access_group_id");
    MUST(seam_acs_list_groups(client, filter, &list, &error));
    check_list(list, 1, "acs_access_group_id");
    MUST(seam_acs_list_users(client, NULL, &list, &error));
    check_list(list, 5, "acs_user_id");
    MUST(seam_acs_list_users(client, "{\"limit\": 1}", &list, &error));
    check_list(list, 1, "acs_user_id");
    MUST(seam_acs_list_entrances(client, filter, &list, &error));
    check_list(list, 1, "acs_entrance_id");
    MUST(seam_acs_list_group_users(client, GROUP, &list, &error));
    check_list(list, 1, "acs_user_id");
    MUST(seam_acs_list_group_entrances(client, GROUP, &list, &error));
    check_list(list, 1, "display_name");
    MUST(seam_acs_list_user_entrances(client, USER, &list, &error));
    check_list(list, 1, "display_name");
    MUST(seam_acs_list_user_identity_entrances(client, IDENTITY, system, &list, &error));
    check_list(list, 1, "display_name");
}

static void begun_lists(seam_acs_client *client, const char *system) {
    seam_acs_op *op = NULL;

    MUST(seam_acs_list_systems_begin(client, NULL, &op, &error));
    check_list(list_of(op), 2, "acs_system_id");
    MUST(seam_acs_list_groups_begin(client, NULL, &op, &error));
    check_list(list_of(op), 3, "acs_access_group_id");
    MUST(seam_acs_list_users_begin(client, NULL, &op, &error));
    check_list(list_of(op), 5, "acs_user_id");
    MUST(seam_acs_list_entrances_begin(client, NULL, &op, &error));
    check_list(list_of(op), 1, "acs_entrance_id");
    MUST(seam_acs_list_group_users_begin(client, GROUP, &op, &error));
    check_list(list_of(op), 1, "acs_user_id");
    MUST(seam_acs_list_group_entrances_begin(client, GROUP, &op, &error));
    check_list(list_of(op), 1, "display_name");
    MUST(seam_acs_list_user_entrances_begin(client, USER, &op, &error));
    check_list(list_of(op), 1, "display_name");
    MUST(seam_acs_list_user_identity_entrances_begin(client, IDENTITY, system, &op, &error));
    check_list(list_of(op), 1, "display_name");
    MUST(seam_acs_list_group_users_begin(client, NOBODY, &op, &error));
    CHECK(seam_acs_op_wait(op, -1) == 1);
    CHECK_STATUS(SEAM_ACS_NOT_FOUND, seam_acs_op_result(op, NULL));
    CHECK_STATUS(SEAM_ACS_NOT_FOUND, seam_acs_op_list(op, &(seam_acs_list *){NULL}, NULL));
    seam_acs_op_free(op);
}

static void any_path(seam_acs_client *client) {
    seam_acs_error *error = NULL;
    char *json = NULL;

    MUST(seam_acs_request(client, "/acs/systems/list", NULL, &json, &error));
    CHECK_CONTAINS("\"acs_systems\"", json);
    seam_acs_string_free(json);
    MUST(seam_acs_request(client, "/acs/users/suspend", "{\"acs_user_id\": \"" USER "\"}", &json, &error));
    CHECK_CONTAINS("\"ok\"", json);
    seam_acs_string_free(json);
    MUST(seam_acs_request(client, "/acs/users/unsuspend", "{\"acs_user_id\": \"" USER "\"}", &json, &error));
    seam_acs_string_free(json);
    CHECK_STATUS(SEAM_ACS_INVALID_INPUT, seam_acs_request(client, "/acs/users/suspend", "{}", &json, &error));
    CHECK(json == NULL);
    CHECK_CONTAINS("{", seam_acs_error_validation_errors(error));
    seam_acs_error_free(error);
}

/* What an operation has found, as text. */
static void check_found(seam_acs_op *op, const char *words) {
    char *json = NULL;

    CHECK(seam_acs_op_wait(op, -1) == 1);
    MUST(seam_acs_op_result(op, &error));
    MUST(seam_acs_op_to_json(op, &json, &error));
    CHECK_CONTAINS(words, json);
    seam_acs_string_free(json);
    seam_acs_op_free(op);
}

static void begun_and_found_as_text(seam_acs_client *client, const char *system) {
    seam_acs_op *op = NULL;
    seam_acs_record *user = NULL;
    char *json = (char *)1;

    MUST(seam_acs_get_user_begin(client, USER, &op, &error));
    CHECK(seam_acs_op_wait(op, -1) == 1);
    MUST(seam_acs_op_record(op, &user, &error));
    CHECK_TEXT("Ada Lindqvist", seam_acs_record_get(user, "display_name"));
    seam_acs_record_free(user);
    check_found(op, "\"Ada Lindqvist\"");
    MUST(seam_acs_get_user_by_identity_begin(client, IDENTITY, system, &op, &error));
    check_found(op, "\"Ada Lindqvist\"");
    MUST(seam_acs_get_group_begin(client, GROUP, &op, &error));
    check_found(op, "\"Engineering\"");
    MUST(seam_acs_get_system_begin(client, system, &op, &error));
    check_found(op, system);
    MUST(seam_acs_list_systems_begin(client, NULL, &op, &error));
    check_found(op, "[{");
    MUST(seam_acs_is_member_begin(client, USER, GROUP, &op, &error));
    check_found(op, "\"is_member\"");
    MUST(seam_acs_make_plan_begin(client, "[]", "{\"allow_emptying\": true}", &op, &error));
    check_found(op, "\"digest\"");
    MUST(seam_acs_apply_begin(client, "[]", NULL, &op, &error));
    check_found(op, "\"totals\"");
    MUST(seam_acs_request_begin(client, "/acs/systems/list", "{}", &op, &error));
    check_found(op, "\"acs_systems\"");

    MUST(seam_acs_check_begin(client, &op, &error));
    CHECK(seam_acs_op_wait(op, -1) == 1);
    MUST(seam_acs_op_result(op, &error));
    seam_acs_op_free(op);
    MUST(seam_acs_get_user_begin(client, NOBODY, &op, &error));
    CHECK(seam_acs_op_wait(op, -1) == 1);
    CHECK_STATUS(SEAM_ACS_NOT_FOUND, seam_acs_op_to_json(op, &json, NULL));
    CHECK(json == NULL);
    seam_acs_op_free(op);
    MUST(seam_acs_add_user_to_group_begin(client, USER, GROUP, &op, &error));
    CHECK(seam_acs_op_wait(op, -1) == 1);
    MUST(seam_acs_op_result(op, &error));
    CHECK_STATUS(SEAM_ACS_STATE, seam_acs_op_to_json(op, &json, NULL));
    seam_acs_op_free(op);
    CHECK_STATUS(SEAM_ACS_INVALID_ARGUMENT, seam_acs_get_user_begin(client, "", &op, NULL));
    CHECK_STATUS(SEAM_ACS_INVALID_ARGUMENT, seam_acs_request_begin(client, "acs", NULL, &op, NULL));
    CHECK(op == NULL);
}

int main(int argc, char **argv) {
    seam_acs_client *client = client_from(argc, argv);
    char *system = NULL;

    one_user(client, &system);
    one_group_and_one_system(client, system);
    lists(client, system);
    begun_lists(client, system);
    any_path(client);
    begun_and_found_as_text(client, system);
    free(system);
    seam_acs_client_free(client);
    return 0;
}
