/* Plans: made, shown, saved, applied, applied again, and refused by guards and by what changed meanwhile. */
#include "check.h"

#define BJORN "33333333-3333-3333-3333-000000000002"
#define CHIARA "33333333-3333-3333-3333-000000000003"
#define DANIEL "33333333-3333-3333-3333-000000000004"

/* Engineering has Björn; it is to have Ada and Chiara. */
static const char ROSTER[] = "name,group,shoe size\n"
                             "Ada Lindqvist,Engineering,38\n"
                             "Chiara Ruiz,Engineering,39\n";

static size_t count_of(const seam_acs_plan *plan, const char *what) {
    size_t count = 7;

    MUST(seam_acs_plan_count(plan, what, &count, &error));
    return count;
}

static void refuses(seam_acs_client *client, const char *roster, const char *options, int status,
                    const char *words) {
    seam_acs_plan *plan = (seam_acs_plan *)1;
    seam_acs_error *error = NULL;

    CHECK_STATUS(status, seam_acs_make_plan(client, roster, options, &plan, &error));
    CHECK_CONTAINS(words, seam_acs_error_message(error));
    CHECK(plan == NULL);
    seam_acs_error_free(error);
}

static void rosters_that_are_refused(seam_acs_client *client) {
    refuses(client, "acs_user_id\n", "{\"group\": \"Engineering\"}", SEAM_ACS_GUARD, "allow_emptying");
    refuses(client, "name,group\nNobody,Engineering\n", NULL, SEAM_ACS_INVALID_ARGUMENT, "line 2");
    refuses(client, "name,group,action\nAda Lindqvist,Engineering,remove\n", NULL, SEAM_ACS_INVALID_ARGUMENT,
            "remove");
    refuses(client, "[]", "{\"allow_emptyng\": true}", SEAM_ACS_OPTIONS, "allow_emptying");
    refuses(client, "name,group\n", NULL, SEAM_ACS_GUARD, "the roster names nobody");
    refuses(client, "name,group\nAda Lindqvist,Engineering\n", "{\"max_removals\": 0}", SEAM_ACS_GUARD,
            "max_removals is 0");
    refuses(client, "name,group\nAda Lindqvist,Engineering\n", "{\"max_additions\": \"50%\"}", SEAM_ACS_GUARD,
            "max_additions is 50%, which is 0");
    refuses(client, "[]", "{\"max_removals\": 0.1}", SEAM_ACS_OPTIONS, "a share such as");
    refuses(client, "[]", "{\"mode\": \"about\"}", SEAM_ACS_OPTIONS, "exact or additive");
}

/* What a guard refuses can be looked at, and not applied. */
static void plan_that_a_guard_refuses(seam_acs_client *client) {
    seam_acs_plan *plan = NULL;
    seam_acs_op *op = NULL;
    char *json = NULL;

    MUST(seam_acs_make_plan_begin(client, "acs_user_id\n", "{\"group\": \"Engineering\"}", &op, &error));
    CHECK(seam_acs_op_wait(op, -1) == 1);
    MUST(seam_acs_op_to_json(op, &json, &error));
    MUST(seam_acs_plan_from_json(json, &plan, &error));
    CHECK(count_of(plan, "remove") == 1);
    seam_acs_plan_free(plan);
    seam_acs_string_free(json);
    MUST(seam_acs_op_plan(op, &plan, &error));
    CHECK(count_of(plan, "remove") == 1);
    CHECK_STATUS(SEAM_ACS_GUARD, seam_acs_op_result(op, NULL));
    CHECK_STATUS(SEAM_ACS_GUARD, seam_acs_sync(client, plan, NULL, &(seam_acs_report *){NULL}, NULL));
    seam_acs_plan_free(plan);
    seam_acs_op_free(op);
}

/* Somebody new does not keep the others from being planned. */
static void rows_that_are_left_out(seam_acs_client *client) {
    seam_acs_plan *plan = NULL;
    seam_acs_report *report = NULL;
    seam_acs_error *error = NULL;
    char *json = NULL;

    MUST(seam_acs_make_plan(client, "name,groups\nNobody,Engineering\nBj\xc3\xb6rn Okafor,Engineering;\n",
                            "{\"skip_unknown\": true, \"group_separator\": \";\"}", &plan, &error));
    CHECK(seam_acs_plan_is_empty(plan) == 1);
    MUST(seam_acs_plan_left_out(plan, &json, &error));
    CHECK_CONTAINS("\"row\":2", json);
    CHECK_CONTAINS("\"value\":\"Nobody\"", json);
    seam_acs_string_free(json);
    CHECK_STATUS(SEAM_ACS_PARTIAL, seam_acs_sync(client, plan, NULL, &report, &error));
    CHECK_CONTAINS("1 left out", seam_acs_error_message(error));
    seam_acs_error_free(error);
    seam_acs_report_free(report);
    seam_acs_plan_free(plan);
}

static void shown(const seam_acs_plan *plan) {
    const seam_acs_record *group = seam_acs_plan_at(plan, 0);
    char *table = NULL;

    CHECK(count_of(plan, "add") == 2);
    CHECK(count_of(plan, "remove") == 1);
    CHECK(count_of(plan, "stay") == 0);
    CHECK(seam_acs_plan_is_empty(plan) == 0);
    CHECK_STATUS(SEAM_ACS_INVALID_ARGUMENT, seam_acs_plan_count(plan, "adds", &(size_t){7}, NULL));
    CHECK(seam_acs_plan_len(plan) == 1);
    CHECK(seam_acs_plan_at(plan, 1) == NULL);
    CHECK(group == seam_acs_plan_at(plan, 0));
    CHECK_TEXT("Engineering", seam_acs_record_get(group, "name"));
    CHECK_TEXT("2", seam_acs_record_get(group, "adds"));
    CHECK_TEXT(USER, seam_acs_record_get(group, "add.0.acs_user_id"));
    CHECK_TEXT(BJORN, seam_acs_record_get(group, "remove.0.acs_user_id"));
    MUST(seam_acs_plan_to_table(plan, &table, &error));
    CHECK_CONTAINS("+ Ada Lindqvist", table);
    CHECK_CONTAINS("In all: 2 to add, 1 to remove", table);
    seam_acs_string_free(table);
}

static void saved(seam_acs_client *client, seam_acs_plan **plan) {
    seam_acs_report *report = (seam_acs_report *)1;
    char *json = NULL;

    MUST(seam_acs_plan_to_json(*plan, &json, &error));
    seam_acs_plan_free(*plan);
    *plan = (seam_acs_plan *)1;
    CHECK_STATUS(SEAM_ACS_INVALID_ARGUMENT, seam_acs_plan_from_json("{}", plan, NULL));
    CHECK(*plan == NULL);
    MUST(seam_acs_plan_from_json(json, plan, &error));
    seam_acs_string_free(json);
    CHECK_STATUS(SEAM_ACS_OPTIONS, seam_acs_sync(client, *plan, "{\"action\": \"add\"}", &report, NULL));
    CHECK_STATUS(SEAM_ACS_INVALID_ARGUMENT,
                 seam_acs_sync(client, *plan, "{\"group\": \"x\"}", &report, NULL));
    CHECK_STATUS(SEAM_ACS_GUARD, seam_acs_sync(client, *plan, "{\"max_removals\": 0}", &report, NULL));
    CHECK(report == NULL);
    MUST(seam_acs_sync(client, *plan, "{\"dry_run\": true}", &report, &error));
    CHECK_TEXT("not_attempted", seam_acs_report_outcome(report, 0));
    seam_acs_report_free(report);
}

static void applied(seam_acs_client *client, const seam_acs_plan *plan, const char *outcome) {
    seam_acs_report *report = NULL;
    size_t i;

    MUST(seam_acs_sync(client, plan, NULL, &report, &error));
    CHECK(seam_acs_report_len(report) == 3);
    for (i = 0; i < 3; i++)
        CHECK_TEXT(outcome, seam_acs_report_outcome(report, i));
    seam_acs_report_free(report);
}

/* Somebody else put Daniel into the group: the plan did not see that. */
static void out_of_date(seam_acs_client *client, const seam_acs_plan *plan) {
    seam_acs_report *report = (seam_acs_report *)1;
    seam_acs_error *error = NULL;
    seam_acs_op *op = NULL;

    MUST(seam_acs_add_user_to_group(client, DANIEL, GROUP, &error));
    CHECK_STATUS(SEAM_ACS_GUARD, seam_acs_sync(client, plan, NULL, &report, &error));
    CHECK_CONTAINS(DANIEL, seam_acs_error_message(error));
    CHECK(report == NULL);
    seam_acs_error_free(error);
    MUST(seam_acs_sync_begin(client, plan, NULL, &op, &error));
    CHECK(seam_acs_op_wait(op, -1) == 1);
    CHECK_STATUS(SEAM_ACS_GUARD, seam_acs_op_report(op, &report, NULL));
    seam_acs_op_free(op);
}

static void as_operations(seam_acs_client *client) {
    seam_acs_plan *plan = (seam_acs_plan *)1;
    seam_acs_report *report = NULL;
    seam_acs_op *op = NULL;

    MUST(seam_acs_make_plan_begin(client, ROSTER, "{\"mode\": \"additive\"}", &op, &error));
    CHECK(seam_acs_op_wait(op, -1) == 1);
    CHECK_STATUS(SEAM_ACS_STATE, seam_acs_op_report(op, &report, NULL));
    MUST(seam_acs_op_plan(op, &plan, &error));
    seam_acs_op_free(op);
    CHECK(count_of(plan, "remove") == 0);
    MUST(seam_acs_sync_begin(client, plan, "{\"fixed\": 1}", &op, &error));
    seam_acs_plan_free(plan);
    CHECK(seam_acs_op_wait(op, -1) == 1);
    MUST(seam_acs_op_report(op, &report, &error));
    CHECK(seam_acs_report_len(report) == 0);
    seam_acs_op_free(op);
    seam_acs_report_free(report);
}

int main(int argc, char **argv) {
    seam_acs_client *client = client_from(argc, argv);
    seam_acs_plan *plan = NULL;

    rosters_that_are_refused(client);
    plan_that_a_guard_refuses(client);
    rows_that_are_left_out(client);
    MUST(seam_acs_make_plan(client, ROSTER, NULL, &plan, &error));
    shown(plan);
    saved(client, &plan);
    applied(client, plan, "applied");
    applied(client, plan, "already_so");
    out_of_date(client, plan);
    seam_acs_plan_free(plan);
    as_operations(client);
    seam_acs_client_free(client);
    return 0;
}
