/* What a record says by type, what an error says on one line, and lists page by page. */
#include "check.h"

#include <stdint.h>

static const char json[] =
    "{\"count\": 3, \"below\": -9223372036854775808, \"large\": 9223372036854775808,"
    " \"half\": 1.5, \"digits\": \"3\", \"yes\": true, \"no\": false, \"nothing\": null,"
    " \"access_schedule\": {\"ends_at\": \"2026-03-01T12:00:00.582+02:00\", \"day\": \"2026-03-01\"},"
    " \"errors\": [{\"code\": 7}, {\"code\": 8}, {}], \"of.tomorrow\": 1}";

static void typed_values(const seam_acs_record *record) {
    int64_t number = 5;
    int yes = 5;

    CHECK(seam_acs_record_int(record, "count", &number) == 1 && number == 3);
    CHECK(seam_acs_record_int(record, "below", &number) == 1 && number == INT64_MIN);
    CHECK(seam_acs_record_int(record, "errors.1.code", &number) == 1 && number == 8);
    CHECK(seam_acs_record_int(record, "large", &number) == 0 && number == 0);
    CHECK(seam_acs_record_int(record, "half", &number) == 0);
    CHECK(seam_acs_record_int(record, "digits", &number) == 0);
    CHECK(seam_acs_record_int(record, "yes", &number) == 0);
    CHECK(seam_acs_record_int(record, "nothing", &number) == 0);
    CHECK(seam_acs_record_int(record, "no_such_field", &number) == 0);

    CHECK(seam_acs_record_bool(record, "yes", &yes) == 1 && yes == 1);
    CHECK(seam_acs_record_bool(record, "no", &yes) == 1 && yes == 0);
    yes = 5;
    CHECK(seam_acs_record_bool(record, "count", &yes) == 0 && yes == 0);
    CHECK(seam_acs_record_bool(record, "nothing", &yes) == 0);

    CHECK(seam_acs_record_time(record, "access_schedule.ends_at", &number) == 1 &&
          number == INT64_C(1772359200582));
    CHECK(seam_acs_record_time(record, "access_schedule.day", &number) == 0 && number == 0);
    CHECK(seam_acs_record_time(record, "count", &number) == 0);
}

static void parts(const seam_acs_record *record) {
    const char *key = seam_acs_record_key(record, "access_schedule", 1);
    size_t i, known = 0;

    CHECK(seam_acs_record_len(record, NULL) == 11);
    CHECK(seam_acs_record_len(record, "errors") == 3);
    CHECK(seam_acs_record_len(record, "errors.2") == 0);
    CHECK(seam_acs_record_len(record, "access_schedule") == 2);
    CHECK(seam_acs_record_len(record, "count") == 0);
    CHECK(seam_acs_record_len(record, "no_such_field") == 0);
    CHECK_TEXT("day", key);
    CHECK(seam_acs_record_key(record, "access_schedule", 1) == key);
    CHECK(seam_acs_record_key(record, "access_schedule", 2) == NULL);
    CHECK(seam_acs_record_key(record, "errors", 0) == NULL);
    CHECK_TEXT("count", seam_acs_record_key(record, NULL, 0));
    CHECK_TEXT("of.tomorrow", seam_acs_record_key(record, NULL, 10));
    for (i = 0; i < seam_acs_record_len(record, NULL); i++)
        known += seam_acs_record_key(record, NULL, i) != NULL;
    CHECK(known == 11);
}

static void wrong_arguments(const seam_acs_record *record) {
    seam_acs_record *made = (seam_acs_record *)1;
    int64_t number = 5;
    int yes = 5;

    CHECK(seam_acs_record_int(NULL, "count", &number) == SEAM_ACS_NULL_ARGUMENT && number == 0);
    CHECK(seam_acs_record_int(record, NULL, &number) == SEAM_ACS_NULL_ARGUMENT);
    CHECK(seam_acs_record_int(record, "count", NULL) == SEAM_ACS_NULL_ARGUMENT);
    CHECK(seam_acs_record_int(record, "\xff", &number) == SEAM_ACS_UTF8);
    CHECK(seam_acs_record_bool(NULL, "yes", &yes) == SEAM_ACS_NULL_ARGUMENT);
    CHECK(seam_acs_record_time(NULL, "yes", &number) == SEAM_ACS_NULL_ARGUMENT);
    CHECK(seam_acs_record_len(NULL, NULL) == 0);
    CHECK(seam_acs_record_key(NULL, NULL, 0) == NULL);
    CHECK_STATUS(SEAM_ACS_NULL_ARGUMENT, seam_acs_record_from_json(NULL, &made, NULL));
    CHECK(made == NULL);
    CHECK_STATUS(SEAM_ACS_NULL_ARGUMENT, seam_acs_record_from_json("{}", NULL, NULL));
    CHECK_STATUS(SEAM_ACS_INVALID_ARGUMENT, seam_acs_record_from_json("{\"a\": }", &made, NULL));
    CHECK_STATUS(SEAM_ACS_INVALID_ARGUMENT, seam_acs_record_from_json("{} {}", &made, NULL));
    CHECK_STATUS(SEAM_ACS_INVALID_ARGUMENT, seam_acs_record_from_json("7", &made, NULL));
    CHECK_STATUS(SEAM_ACS_INVALID_ARGUMENT, seam_acs_record_from_json("", &made, NULL));
}

static void a_list_of_ones_own(void) {
    seam_acs_record *record = NULL;

    MUST(seam_acs_record_from_json(" [{\"name\": \"Ada\"}, 2] ", &record, &error));
    CHECK(seam_acs_record_len(record, NULL) == 2);
    CHECK_TEXT("Ada", seam_acs_record_get(record, "0.name"));
    CHECK_TEXT("2", seam_acs_record_get(record, "1"));
    seam_acs_record_free(record);
}

/* Any path's whole answer, as a record. */
static void answers_to_requests(seam_acs_client *client) {
    seam_acs_record *record = NULL;
    seam_acs_op *op = NULL;
    int yes = 0;

    MUST(seam_acs_request_record(client, "/acs/users/list", NULL, &record, &error));
    CHECK(seam_acs_record_bool(record, "ok", &yes) == 1 && yes == 1);
    CHECK(seam_acs_record_len(record, "acs_users") > 2);
    CHECK(seam_acs_record_get(record, "acs_users.0.acs_user_id") != NULL);
    seam_acs_record_free(record);

    MUST(seam_acs_request_begin(client, "/acs/users/list", NULL, &op, &error));
    CHECK(seam_acs_op_wait(op, -1) == 1);
    MUST(seam_acs_op_record(op, &record, &error));
    seam_acs_op_free(op);
    CHECK(seam_acs_record_len(record, "acs_users") > 2);
    seam_acs_record_free(record);

    CHECK_STATUS(SEAM_ACS_NULL_ARGUMENT,
                 seam_acs_request_record(NULL, "/acs/users/list", NULL, &record, NULL));
    CHECK_STATUS(SEAM_ACS_NULL_ARGUMENT,
                 seam_acs_request_record(client, "/acs/users/list", NULL, NULL, NULL));
}

static void errors_on_one_line(seam_acs_client *client) {
    seam_acs_error *error = NULL;
    char line[400], small[24], before = 'x';
    seam_acs_list *list = NULL;
    int length;

    CHECK_STATUS(SEAM_ACS_NOT_FOUND, seam_acs_add_user_to_group(client, NOBODY, GROUP, &error));
    length = seam_acs_error_to_line(error, line, sizeof line);
    CHECK(length > 40 && (size_t)length == strlen(line));
    CHECK(strncmp(line, "NOT_FOUND: not found: ", 22) == 0);
    CHECK_CONTAINS("; add user \"" NOBODY "\" to group", line);
    CHECK(strchr(line, '\n') == NULL);
    CHECK(seam_acs_error_to_line(error, small, sizeof small) == length);
    CHECK(strlen(small) == sizeof small - 1 && strncmp(small, line, sizeof small - 1) == 0);
    CHECK(seam_acs_error_to_line(error, NULL, 0) == length);
    CHECK(seam_acs_error_to_line(error, &before, 0) == length && before == 'x');
    CHECK(seam_acs_error_to_line(error, small, 1) == length && small[0] == '\0');
    CHECK(seam_acs_error_to_line(error, NULL, 5) == SEAM_ACS_NULL_ARGUMENT);
    seam_acs_error_free(error);
    CHECK(seam_acs_error_to_line(NULL, line, sizeof line) == 8);
    CHECK_TEXT("OK: done", line);

    /* A character of two bytes is written whole or not at all. */
    CHECK_STATUS(SEAM_ACS_INVALID_ARGUMENT,
                 seam_acs_list_users(client, "{\"\xc3\xa9\\n\": 1}", &list, &error));
    CHECK(seam_acs_error_to_line(error, line, sizeof line) > 24);
    CHECK(strncmp(line, "INVALID_ARGUMENT: \"\xc3\xa9", 21) == 0);
    CHECK(seam_acs_error_to_line(error, small, 21) > 24);
    CHECK_TEXT("INVALID_ARGUMENT: \"", small);
    CHECK(seam_acs_error_to_line(error, small, 22) > 24);
    CHECK_TEXT("INVALID_ARGUMENT: \"\xc3\xa9", small);
    seam_acs_error_free(error);
}

static void a_limit_is_kept(seam_acs_client *client) {
    seam_acs_list *list = NULL, *all = NULL;
    seam_acs_op *op = NULL;
    char filter[300];
    size_t seen = 0, pages = 0;

    MUST(seam_acs_list_users(client, NULL, &all, &error));
    CHECK(seam_acs_list_len(all) > 4 && seam_acs_list_next_cursor(all) == NULL);
    strcpy(filter, "{\"limit\": 2}");
    for (;;) {
        const char *cursor;

        MUST(seam_acs_list_users(client, filter, &list, &error));
        CHECK(seam_acs_list_len(list) >= 1 && seam_acs_list_len(list) <= 2);
        CHECK_TEXT(seam_acs_record_get(seam_acs_list_at(all, seen), "acs_user_id"),
                   seam_acs_record_get(seam_acs_list_at(list, 0), "acs_user_id"));
        seen += seam_acs_list_len(list);
        pages++;
        cursor = seam_acs_list_next_cursor(list);
        if (cursor == NULL)
            break;
        CHECK((size_t)snprintf(filter, sizeof filter, "{\"limit\": 2, \"page_cursor\": \"%s\"}", cursor) <
              sizeof filter);
        seam_acs_list_free(list);
    }
    seam_acs_list_free(list);
    CHECK(seen == seam_acs_list_len(all) && pages == (seen + 1) / 2);
    seam_acs_list_free(all);
    CHECK(seam_acs_list_next_cursor(NULL) == NULL);

    MUST(seam_acs_list_users_begin(client, "{\"limit\": 2}", &op, &error));
    CHECK(seam_acs_op_wait(op, -1) == 1);
    MUST(seam_acs_op_list(op, &list, &error));
    CHECK(seam_acs_list_len(list) == 2 && seam_acs_list_next_cursor(list) != NULL);
    seam_acs_op_free(op);
    seam_acs_list_free(list);
}

static void misspelt_filters(seam_acs_client *client) {
    seam_acs_list *list = (seam_acs_list *)1;
    seam_acs_error *error = NULL;

    CHECK_STATUS(SEAM_ACS_INVALID_ARGUMENT,
                 seam_acs_list_users(client, "{\"acs_sytem_id\": \"" USER "\"}", &list, &error));
    CHECK(list == NULL);
    CHECK_CONTAINS("\"acs_sytem_id\" is no parameter of /acs/users/list; did you mean acs_system_id?",
                   seam_acs_error_message(error));
    seam_acs_error_free(error);
    CHECK_STATUS(SEAM_ACS_INVALID_ARGUMENT, seam_acs_list_systems(client, "{\"x\": 1}", &list, &error));
    CHECK_CONTAINS("it takes connected_account_id, customer_key, search", seam_acs_error_message(error));
    seam_acs_error_free(error);
}

int main(int argc, char **argv) {
    seam_acs_client *client = client_from(argc, argv);
    seam_acs_record *record = NULL;

    MUST(seam_acs_record_from_json(json, &record, &error));
    typed_values(record);
    parts(record);
    wrong_arguments(record);
    seam_acs_record_free(record);
    a_list_of_ones_own();
    answers_to_requests(client);
    errors_on_one_line(client);
    a_limit_is_kept(client);
    misspelt_filters(client);
    seam_acs_client_free(client);
    return 0;
}
