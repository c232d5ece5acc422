/* Who is where, what that opens, and whether the access system has followed. */
#include "sentences.hpp"

#include <cstring>

using seam_acs::Presence;

static const char LOBBY[] = "44444444-4444-4444-4444-000000000002";
static const char SERVER_ROOM[] = "55555555-5555-5555-5555-000000000004";

static void memberships_are_ensured() {
    const seam_acs::Client client = sandbox_client();
    EXPECT(client.ensure_membership(ADA, ENGINEERING, Presence::absent).get("result") == "already_so");
    EXPECT(client.ensure_membership(ADA, ENGINEERING, Presence::present).get("result") == "changed");
    EXPECT(client.is_member(ADA, ENGINEERING));
    EXPECT(client.is_user_identity_member(ADA_IDENTITY, ENGINEERING));
    EXPECT(
        client.ensure_user_identity_membership(ADA_IDENTITY, ENGINEERING, Presence::absent).get("result") ==
        "changed");
    EXPECT(!client.is_member(ADA, ENGINEERING));
}

static void waits_end_with_a_state() {
    const seam_acs::Client client = sandbox_client();
    const seam_acs::WaitOptions short_one =
        seam_acs::WaitOptions().timeout(std::chrono::seconds(2)).settle(std::chrono::seconds(60));
    EXPECT(client.wait_for_membership(ADA, NIGHT_SHIFT, Presence::present, short_one).get("state") ==
           "still_pending");
    const seam_acs::WaitOptions settled = seam_acs::WaitOptions().settle(std::chrono::milliseconds(0));
    EXPECT(client.wait_for_user_identity_membership(ADA_IDENTITY, LOBBY, Presence::present, settled)
               .get("state") == "settled_unobserved");
    const seam_acs::WaitOptions negative = seam_acs::WaitOptions().timeout(std::chrono::milliseconds(-1));
    EXPECT(failure_of([&] {
               client.wait_for_membership(ADA, LOBBY, Presence::present, negative);
           }).status() == SEAM_ACS_OPTIONS);
}

static void groups_and_entrances() {
    const seam_acs::Client client = sandbox_client();
    EXPECT(lists(client.list_user_groups(ADA), "acs_access_group_id", LOBBY));
    EXPECT(lists(client.list_user_identity_groups(ADA_IDENTITY), "acs_access_group_id", LOBBY));
    EXPECT(lists(client.list_user_entrances_with_groups(ADA), "through.0.name", "Lobby and lifts"));
    EXPECT(lists(client.list_user_identity_entrances_with_groups(ADA_IDENTITY), "display_name",
                 "Bicycle garage"));
    EXPECT(lists(client.list_entrance_users(SERVER_ROOM), "acs_user_id", UNLUCKY));
    EXPECT(failure_of([&] { client.is_member(NOBODY, LOBBY); }).status() == SEAM_ACS_NOT_FOUND);
}

static seam_acs::Record record_of(const seam_acs::Operation &operation) {
    operation.finish();
    return operation.record();
}

static void queries_are_operations_too() {
    const seam_acs::Client client = sandbox_client();
    const seam_acs::WaitOptions settled = seam_acs::WaitOptions().settle(std::chrono::milliseconds(0));
    const Presence present = Presence::present;
    EXPECT(record_of(client.is_member_begin(ADA, LOBBY)).get("is_member") == "true");
    EXPECT(record_of(client.is_user_identity_member_begin(ADA_IDENTITY, NIGHT_SHIFT)).get("is_member") ==
           "false");
    EXPECT(record_of(client.ensure_membership_begin(ADA, LOBBY, present)).get("result") == "already_so");
    EXPECT(
        record_of(client.ensure_user_identity_membership_begin(ADA_IDENTITY, LOBBY, present)).has("result"));
    EXPECT(record_of(client.wait_for_membership_begin(ADA, LOBBY, present, settled)).has("state"));
    EXPECT(record_of(client.wait_for_user_identity_membership_begin(ADA_IDENTITY, LOBBY, present, settled))
               .has("message"));
    const seam_acs::Operation groups = client.list_user_groups_begin(ADA);
    groups.wait();
    EXPECT(!groups.list().empty());
    EXPECT(failure_of([&] { groups.record(); }).status() == SEAM_ACS_STATE);
    EXPECT(failure_of([&] { groups.plan(); }).status() == SEAM_ACS_STATE);
    client.list_user_identity_groups_begin(ADA_IDENTITY).finish();
    client.list_user_entrances_with_groups_begin(ADA).finish();
    client.list_user_identity_entrances_with_groups_begin(ADA_IDENTITY).finish();
    client.list_entrance_users_begin(SERVER_ROOM).finish();
}

int main() {
    return tell({
        {"a membership is changed only where it is needed", memberships_are_ensured},
        {"a wait ends with a state", waits_end_with_a_state},
        {"groups, entrances and who can open one", groups_and_entrances},
        {"queries are operations too", queries_are_operations_too},
    });
}
