/* Queries about memberships: who is where, what that opens, and whether the access system has followed. */
#include "check.h"

#define IDENTITY "66666666-6666-6666-6666-000000000001"
#define LOBBY "44444444-4444-4444-4444-000000000002"
#define ENTRANCE "55555555-5555-5555-5555-000000000004"
#define LONG "{\"timeout_ms\": 60000, \"settle_ms\": 60000}"

typedef seam_acs_status ensures(const seam_acs_client *, const char *, const char *, int, seam_acs_record **,
                                seam_acs_error **);
typedef seam_acs_status waits(const seam_acs_client *, const char *, const char *, int, const char *,
                              seam_acs_record **, seam_acs_error **);

static void ensured(seam_acs_client *client, ensures *ensure, const char *user, int present,
                    const char *result) {
    seam_acs_record *record = NULL;

    MUST(ensure(client, user, GROUP, present, &record, &error));
    CHECK_TEXT(result, seam_acs_record_get(record, "result"));
    CHECK_TEXT(present ? "present" : "absent", seam_acs_record_get(record, "wanted"));
    seam_acs_record_free(record);
}

static void waited(seam_acs_client *client, waits *wait, const char *user, int present) {
    seam_acs_record *record = NULL;

    MUST(wait(client, user, GROUP, present, LONG, &record, &error));
    CHECK_TEXT("applied", seam_acs_record_get(record, "state"));
    CHECK_TEXT(USER, seam_acs_record_get(record, "acs_user_id"));
    seam_acs_record_free(record);
}

static int is_member(seam_acs_client *client) {
    int by_user = 7, by_identity = 7;

    MUST(seam_acs_is_member(client, USER, GROUP, &by_user, &error));
    MUST(seam_acs_is_user_identity_member(client, IDENTITY, GROUP, &by_identity, &error));
    CHECK(by_user == by_identity);
    return by_user;
}

static void in_and_out(seam_acs_client *client) {
    CHECK(is_member(client) == 0);
    ensured(client, seam_acs_ensure_membership, USER, 0, "already_so");
    ensured(client, seam_acs_ensure_membership, USER, 1, "changed");
    waited(client, seam_acs_wait_for_membership, USER, 1);
    CHECK(is_member(client) == 1);
    ensured(client, seam_acs_ensure_user_identity_membership, IDENTITY, 1, "already_so");
    ensured(client, seam_acs_ensure_user_identity_membership, IDENTITY, 0, "changed");
    waited(client, seam_acs_wait_for_user_identity_membership, IDENTITY, 0);
    CHECK(is_member(client) == 0);
}

static void refused(seam_acs_client *client) {
    seam_acs_record *record = (seam_acs_record *)1;
    seam_acs_error *error = NULL;
    int member = 7;

    CHECK_STATUS(SEAM_ACS_INVALID_ARGUMENT,
                 seam_acs_ensure_membership(client, USER, GROUP, 2, &record, &error));
    CHECK_CONTAINS("present must be 1 or 0, not 2", seam_acs_error_message(error));
    CHECK(record == NULL);
    seam_acs_error_free(error);
    CHECK_STATUS(SEAM_ACS_OPTIONS,
                 seam_acs_wait_for_membership(client, USER, GROUP, 1, "{\"timeout\": 5}", &record, &error));
    CHECK_CONTAINS("timeout_ms", seam_acs_error_message(error));
    seam_acs_error_free(error);
    CHECK_STATUS(SEAM_ACS_INVALID_ARGUMENT,
                 seam_acs_wait_for_membership(client, USER, "", 1, NULL, &record, NULL));
    CHECK_STATUS(SEAM_ACS_NOT_FOUND, seam_acs_is_member(client, NOBODY, GROUP, &member, NULL));
    CHECK(member == 0);
}

/* Nobody changes anything, so the wait ends at its timeout, which is an answer. */
static void in_vain(seam_acs_client *client) {
    seam_acs_record *record = NULL;

    MUST(seam_acs_wait_for_membership(client, USER, GROUP, 1, "{\"timeout_ms\": 2000}", &record, &error));
    CHECK_TEXT("still_pending", seam_acs_record_get(record, "state"));
    seam_acs_record_free(record);
}

static const seam_acs_record *find(const seam_acs_list *list, const char *field, const char *value) {
    size_t i;

    for (i = 0; i < seam_acs_list_len(list); i++) {
        const char *found = seam_acs_record_get(seam_acs_list_at(list, i), field);
        if (found && strcmp(found, value) == 0)
            return seam_acs_list_at(list, i);
    }
    CHECK(!"the list has it");
    return NULL;
}

static void groups_and_doors(seam_acs_client *client) {
    seam_acs_list *list = NULL;

    MUST(seam_acs_list_user_groups(client, USER, &list, &error));
    find(list, "acs_access_group_id", LOBBY);
    seam_acs_list_free(list);
    MUST(seam_acs_list_user_identity_groups(client, IDENTITY, &list, &error));
    find(list, "acs_access_group_id", LOBBY);
    seam_acs_list_free(list);
    MUST(seam_acs_list_user_entrances_with_groups(client, USER, &list, &error));
    CHECK_TEXT("Lobby and lifts",
               seam_acs_record_get(find(list, "display_name", "Bicycle garage"), "through.0.name"));
    seam_acs_list_free(list);
    MUST(seam_acs_list_user_identity_entrances_with_groups(client, IDENTITY, &list, &error));
    find(list, "display_name", "Main entrance");
    seam_acs_list_free(list);
    MUST(seam_acs_list_entrance_users(client, ENTRANCE, &list, &error));
    CHECK_TEXT("Engineering",
               seam_acs_record_get(find(list, "display_name", "Bj\xc3\xb6rn Okafor"), "through.0.name"));
    seam_acs_list_free(list);
}

static seam_acs_record *record_of(seam_acs_op *op) {
    seam_acs_record *record = NULL;

    CHECK(seam_acs_op_wait(op, -1) == 1);
    CHECK_STATUS(SEAM_ACS_STATE, seam_acs_op_list(op, &(seam_acs_list *){NULL}, NULL));
    MUST(seam_acs_op_record(op, &record, &error));
    seam_acs_op_free(op);
    return record;
}

static void free_list_of(seam_acs_op *op, const char *field) {
    seam_acs_list *list = NULL;

    CHECK(seam_acs_op_wait(op, -1) == 1);
    CHECK_STATUS(SEAM_ACS_STATE, seam_acs_op_record(op, &(seam_acs_record *){NULL}, NULL));
    MUST(seam_acs_op_list(op, &list, &error));
    CHECK(seam_acs_record_get(seam_acs_list_at(list, 0), field) != NULL);
    seam_acs_list_free(list);
    seam_acs_op_free(op);
}

static void as_operations(seam_acs_client *client) {
    seam_acs_record *record;
    seam_acs_op *op = NULL;

    MUST(seam_acs_is_member_begin(client, USER, LOBBY, &op, &error));
    record = record_of(op);
    CHECK_TEXT("true", seam_acs_record_get(record, "is_member"));
    seam_acs_record_free(record);
    MUST(seam_acs_is_user_identity_member_begin(client, IDENTITY, LOBBY, &op, &error));
    seam_acs_record_free(record_of(op));
    MUST(seam_acs_ensure_membership_begin(client, USER, LOBBY, 1, &op, &error));
    seam_acs_record_free(record_of(op));
    MUST(seam_acs_ensure_user_identity_membership_begin(client, IDENTITY, LOBBY, 1, &op, &error));
    seam_acs_record_free(record_of(op));
    MUST(seam_acs_wait_for_membership_begin(client, USER, LOBBY, 1, "{\"settle_ms\": 0}", &op, &error));
    record = record_of(op);
    CHECK_TEXT("settled_unobserved", seam_acs_record_get(record, "state"));
    seam_acs_record_free(record);
    MUST(seam_acs_wait_for_user_identity_membership_begin(client, IDENTITY, LOBBY, 1, NULL, &op, &error));
    seam_acs_op_free(op);
    MUST(seam_acs_list_user_groups_begin(client, USER, &op, &error));
    free_list_of(op, "acs_access_group_id");
    MUST(seam_acs_list_user_identity_groups_begin(client, IDENTITY, &op, &error));
    free_list_of(op, "acs_access_group_id");
    MUST(seam_acs_list_user_entrances_with_groups_begin(client, USER, &op, &error));
    free_list_of(op, "acs_entrance_id");
    MUST(seam_acs_list_user_identity_entrances_with_groups_begin(client, IDENTITY, &op, &error));
    free_list_of(op, "acs_entrance_id");
    MUST(seam_acs_list_entrance_users_begin(client, ENTRANCE, &op, &error));
    free_list_of(op, "acs_user_id");
}

int main(int argc, char **argv) {
    seam_acs_client *client = client_from(argc, argv);

    refused(client);
    groups_and_doors(client);
    as_operations(client);
    in_vain(client);
    in_and_out(client);
    seam_acs_client_free(client);
    return 0;
}
