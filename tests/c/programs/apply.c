/* Lists of changes: as CSV and JSON, by id and by name, in part, cancelled, with a journal, and refused. */
#include "server.h"

#define PEOPLE "33333333-3333-3333-3333-0000000000"
#define LOBBY "44444444-4444-4444-4444-000000000002"
/* The server refuses every add of the one, and cuts the connection after recording that of the other. */
#define REFUSED PEOPLE "03"
#define CUT_OFF PEOPLE "04"

static size_t count_of(const seam_acs_report *report, const char *outcome) {
    size_t count = 7;

    MUST(seam_acs_report_count(report, outcome, &count, &error));
    return count;
}

static void refuses(seam_acs_client *client, const char *changes, const char *options, int status,
                    const char *words) {
    seam_acs_report *report = (seam_acs_report *)1;
    seam_acs_op *op = (seam_acs_op *)1;
    seam_acs_error *error = NULL;

    CHECK_STATUS(status, seam_acs_apply(client, changes, options, &report, &error));
    CHECK_CONTAINS(words, seam_acs_error_message(error));
    CHECK(report == NULL);
    seam_acs_error_free(error);
    CHECK_STATUS(status, seam_acs_apply_begin(client, changes, options, &op, NULL));
    CHECK(op == NULL);
}

static void lists_that_are_refused(seam_acs_client *client, const char *url) {
    refuses(client, "action,acs_user_id,acs_access_group_id\nadd,u,g\nadd, u,g\n", NULL,
            SEAM_ACS_INVALID_ARGUMENT, "line 3");
    refuses(client, "action,acs_user_id,acs_access_group_id\nput,u,g\n", NULL, SEAM_ACS_INVALID_ARGUMENT,
            "add or remove");
    refuses(client, "acs_user_id,acs_access_group_id\nu,g\n", NULL, SEAM_ACS_INVALID_ARGUMENT, "no action");
    refuses(client, "action,acs_user_id,acs_access_group_id\nadd,\xe9,g\n", NULL, SEAM_ACS_INVALID_ARGUMENT,
            "line 2");
    refuses(client, "[]", "{\"ceilings\": 4}", SEAM_ACS_OPTIONS, "ceiling");
    refuses(client, "[]", "{\"fixed\": 0}", SEAM_ACS_OPTIONS, "1024");
    refuses(client, "[]", "4", SEAM_ACS_OPTIONS, "JSON object");
    refuses(client, "[]", "\xff", SEAM_ACS_UTF8, "options_json");
    CHECK(!server_has(url, "_access_group"));
}

static void by_id(seam_acs_client *client) {
    static const char csv[] = "action;acs_user_id;acs_access_group_id\n"
                              "add;" USER ";" GROUP "\n"
                              "remove;" USER ";" LOBBY "\n"
                              "add;" PEOPLE "02;" GROUP "\n";
    seam_acs_report *report = NULL;
    const seam_acs_record *item;
    char *text = NULL;

    MUST(seam_acs_apply(client, csv, NULL, &report, &error));
    CHECK(seam_acs_report_len(report) == 3);
    CHECK(count_of(report, "applied") == 3);
    CHECK(count_of(report, "failed") == 0);
    CHECK_STATUS(SEAM_ACS_INVALID_ARGUMENT, seam_acs_report_count(report, "fail", &(size_t){7}, NULL));
    CHECK_TEXT("applied", seam_acs_report_outcome(report, 2));
    CHECK(seam_acs_report_outcome(report, 3) == NULL);
    CHECK(seam_acs_report_at(report, 3) == NULL);
    item = seam_acs_report_at(report, 1);
    CHECK(item == seam_acs_report_at(report, 1));
    CHECK_TEXT("remove", seam_acs_record_get(item, "action"));
    CHECK_TEXT(USER, seam_acs_record_get(item, "acs_user_id"));
    CHECK_TEXT(LOBBY, seam_acs_record_get(item, "acs_access_group_id"));
    CHECK(seam_acs_record_get(item, "request_id") != NULL);
    MUST(seam_acs_report_to_json(report, &text, &error));
    CHECK_CONTAINS("\"totals\"", text);
    seam_acs_string_free(text);
    MUST(seam_acs_report_to_csv(report, &text, &error));
    CHECK_CONTAINS("remove," USER, text);
    seam_acs_string_free(text);
    MUST(seam_acs_report_to_retry(report, &text, &error));
    CHECK_TEXT("[]", text);
    seam_acs_string_free(text);
    seam_acs_report_free(report);
}

static void by_name(seam_acs_client *client) {
    seam_acs_report *report = NULL;
    seam_acs_error *error = NULL;
    int is_member = 0;

    MUST(seam_acs_apply(client, "email\nBjorn.Okafor@harbour.example\n",
                        "{\"group\": \"Night shift\", \"action\": \"add\"}", &report, &error));
    CHECK_TEXT(PEOPLE "02", seam_acs_record_get(seam_acs_report_at(report, 0), "acs_user_id"));
    seam_acs_report_free(report);
    MUST(seam_acs_is_member(client, PEOPLE "02", "44444444-4444-4444-4444-000000000003", &is_member, &error));
    CHECK(is_member == 1);
    /* Whom nobody knows is told before anything is sent. */
    CHECK_STATUS(SEAM_ACS_INVALID_ARGUMENT,
                 seam_acs_apply(client,
                                "action,name,group\nadd,Ada Lindqvist,Night shift\nadd,Nobody,Night shift\n",
                                NULL, &report, &error));
    CHECK(report == NULL);
    CHECK_CONTAINS("Nobody", seam_acs_error_message(error));
    seam_acs_error_free(error);
    MUST(seam_acs_is_member(client, USER, "44444444-4444-4444-4444-000000000003", &is_member, &error));
    CHECK(is_member == 0);
}

static void in_part(seam_acs_client *client) {
    static const char json[] =
        "[{\"action\": \"add\", \"acs_user_id\": \"" USER "\", \"acs_access_group_id\": \"" LOBBY "\"},"
        " {\"action\": \"add\", \"acs_user_id\": \"" REFUSED "\", \"acs_access_group_id\": \"" GROUP "\"},"
        " {\"action\": \"add\", \"acs_user_id\": \"" CUT_OFF "\", \"acs_access_group_id\": \"" GROUP "\"}]";
    seam_acs_report *report = NULL;
    seam_acs_error *error = NULL;
    const seam_acs_record *item;
    char *again = NULL;

    CHECK_STATUS(SEAM_ACS_PARTIAL, seam_acs_apply(client, json, NULL, &report, &error));
    CHECK_CONTAINS("1 recorded, 1 failed, 1 in doubt", seam_acs_error_message(error));
    seam_acs_error_free(error);
    CHECK(count_of(report, "applied") == 1);
    CHECK(count_of(report, "outcome_unknown") == 1);
    item = seam_acs_report_at(report, 1);
    CHECK_TEXT("failed", seam_acs_report_outcome(report, 1));
    CHECK_TEXT("FORBIDDEN", seam_acs_record_get(item, "error.name"));
    CHECK_TEXT("403", seam_acs_record_get(item, "error.http_status"));
    CHECK(seam_acs_record_get(seam_acs_report_at(report, 0), "error.name") == NULL);
    /* What is worth another try is a list again. */
    MUST(seam_acs_report_to_retry(report, &again, &error));
    seam_acs_report_free(report);
    CHECK_STATUS(SEAM_ACS_PARTIAL, seam_acs_apply(client, again, NULL, &report, NULL));
    CHECK(seam_acs_report_len(report) == 1);
    CHECK_TEXT(CUT_OFF, seam_acs_record_get(seam_acs_report_at(report, 0), "acs_user_id"));
    seam_acs_string_free(again);
    seam_acs_report_free(report);
}

/* The server holds the answers for one group, so that the work cannot end by itself. */
static void cancelled(seam_acs_client *client, const char *url) {
    static const char csv[] = "action,acs_user_id,acs_access_group_id\n"
                              "add," PEOPLE "05,44444444-4444-4444-4444-000000000004\n"
                              "remove," PEOPLE "05,44444444-4444-4444-4444-000000000004\n";
    size_t done = 7, failed = 7, total = 7, concurrency = 7, per_second = 7;
    seam_acs_report *report = (seam_acs_report *)1;
    seam_acs_op *op = NULL;

    MUST(seam_acs_apply_begin(client, csv, "{\"fixed\": 3}", &op, &error));
    CHECK_STATUS(SEAM_ACS_STATE, seam_acs_op_report(op, &report, NULL));
    CHECK(report == NULL);
    await_server(url, PEOPLE "05");
    seam_acs_op_progress(op, &done, &failed, &total, &concurrency, &per_second);
    CHECK(done == 0 && failed == 0 && total == 2 && concurrency >= 1 && per_second == 0);
    seam_acs_op_cancel(op);
    CHECK(seam_acs_op_wait(op, -1) == 1);
    CHECK_STATUS(SEAM_ACS_PARTIAL, seam_acs_op_result(op, NULL));
    MUST(seam_acs_op_report(op, &report, &error));
    CHECK_STATUS(SEAM_ACS_PARTIAL, seam_acs_op_plan(op, &(seam_acs_plan *){NULL}, NULL));
    seam_acs_op_free(op);
    CHECK_TEXT("outcome_unknown", seam_acs_report_outcome(report, 0));
    CHECK_TEXT("not_attempted", seam_acs_report_outcome(report, 1));
    seam_acs_report_free(report);
}

/* A journal whose run ended well is set aside, and what it has is not taken for the next run's: the server's
 * side is looked at by the test. A file that is no journal is refused. */
static void with_a_journal(seam_acs_client *client, const char *journal) {
    static const char csv[] =
        "action,acs_user_id,acs_access_group_id\nadd," USER ",44444444-4444-4444-4444-000000000003\n";
    static const char other[] =
        "action,acs_user_id,acs_access_group_id\nremove," USER ",44444444-4444-4444-4444-000000000003\n";
    seam_acs_report *report = NULL;
    char options[4096];
    int run;

    snprintf(options, sizeof options, "{\"journal\": \"%s\", \"deadline_ms\": 60000}", journal);
    for (run = 0; run < 2; run++) {
        MUST(seam_acs_apply(client, csv, options, &report, &error));
        CHECK(count_of(report, "applied") == 1);
        seam_acs_report_free(report);
    }
    MUST(seam_acs_apply(client, other, options, &report, &error));
    CHECK(count_of(report, "applied") == 1);
    CHECK(count_of(report, "recorded_earlier") == 0);
    seam_acs_report_free(report);
    snprintf(options, sizeof options, "{\"journal\": \"/etc/passwd\"}");
    refuses(client, other, options, SEAM_ACS_INVALID_ARGUMENT, "is not a journal");
}

static void tables(void) {
    static const char utf16[] = "\xff\xfe"
                                "e\0m\0a\0i\0l\0,\0x\0\n\0a\0,\0b\0\n\0";
    seam_acs_record *record = NULL;
    seam_acs_error *error = NULL;
    char *text = NULL;

    MUST(seam_acs_decode_table(utf16, sizeof utf16 - 1, &text, &error));
    CHECK_TEXT("email,x\na,b\n", text);
    MUST(seam_acs_read_table(text, &record, &error));
    CHECK_TEXT("1", seam_acs_record_get(record, "rows"));
    CHECK_TEXT("x", seam_acs_record_get(record, "ignored_columns.0"));
    seam_acs_record_free(record);
    seam_acs_string_free(text);
    CHECK_STATUS(SEAM_ACS_INVALID_ARGUMENT, seam_acs_decode_table("a\n\xe9", 3, &text, &error));
    CHECK_CONTAINS("line 2", seam_acs_error_message(error));
    seam_acs_error_free(error);
    CHECK_STATUS(SEAM_ACS_INVALID_ARGUMENT, seam_acs_decode_table("a", (size_t)-1, &text, NULL));
    CHECK_STATUS(SEAM_ACS_INVALID_ARGUMENT, seam_acs_read_table("colour\nred\n", &record, NULL));
    MUST(seam_acs_read_table_with("Staff\nE-Mail,State\na,in\nb,out\n",
                                  "{\"header_line\": 2, \"columns\": {\"email\": \"E-Mail\"}, "
                                  "\"only\": {\"State\": [\"in\"]}}",
                                  &record, &error));
    CHECK_TEXT("1", seam_acs_record_get(record, "rows"));
    seam_acs_record_free(record);
    CHECK_STATUS(SEAM_ACS_OPTIONS, seam_acs_read_table_with("email\n", "{\"colums\": {}}", &record, &error));
    CHECK_CONTAINS("did you mean columns?", seam_acs_error_message(error));
    seam_acs_error_free(error);
    CHECK_STATUS(SEAM_ACS_INVALID_ARGUMENT,
                 seam_acs_read_table("email,group,Actions\na,b,remove\n", &record, &error));
    CHECK_CONTAINS("did you mean \"action\"?", seam_acs_error_message(error));
    CHECK_CONTAINS("\"nearest\":\"action\"", seam_acs_error_to_json(error));
    seam_acs_error_free(error);
}

int main(int argc, char **argv) {
    seam_acs_options *options = options_from(argc, argv);
    seam_acs_client *client = NULL;

    MUST(seam_acs_options_set_max_attempts(options, 1, &error));
    MUST(seam_acs_client_new(options, &client, &error));
    seam_acs_options_free(options);
    CHECK(argc > 4);
    lists_that_are_refused(client, argv[1]);
    tables();
    by_id(client);
    by_name(client);
    in_part(client);
    cancelled(client, argv[1]);
    with_a_journal(client, argv[4]);
    seam_acs_client_free(client);
    return 0;
}
