/* The guide's two calls and their relatives. */
#include "sentences.hpp"

static bool is_member(const seam_acs::Client &client, const char *user, const char *group) {
    return lists(client.list_group_users(group), "acs_user_id", user);
}

static void adds_and_removes() {
    const seam_acs::Client client = sandbox_client();
    EXPECT(!is_member(client, ADA, ENGINEERING));
    client.add_user_to_group(ADA, ENGINEERING);
    EXPECT(is_member(client, ADA, ENGINEERING));
    client.remove_user_from_group(ADA, ENGINEERING);
    EXPECT(!is_member(client, ADA, ENGINEERING));
}

static void adds_and_removes_by_identity() {
    const seam_acs::Client client = sandbox_client();
    client.add_user_identity_to_group(ADA_IDENTITY, ENGINEERING);
    EXPECT(is_member(client, ADA, ENGINEERING));
    client.remove_user_identity_from_group(ADA_IDENTITY, ENGINEERING);
    EXPECT(!is_member(client, ADA, ENGINEERING));
}

static void begun_changes_are_recorded() {
    const seam_acs::Client client = sandbox_client();
    seam_acs::Operation add = client.add_user_to_group_begin(ADA, ENGINEERING);
    add.finish();
    EXPECT(!add.request_id().empty());
    EXPECT(add.attempts() == 1);
    EXPECT(is_member(client, ADA, ENGINEERING));
    client.remove_user_from_group_begin(ADA, ENGINEERING).finish();
    EXPECT(!is_member(client, ADA, ENGINEERING));
}

static void begun_changes_by_identity_are_recorded() {
    const seam_acs::Client client = sandbox_client();
    client.add_user_identity_to_group_begin(ADA_IDENTITY, NIGHT_SHIFT).finish();
    EXPECT(is_member(client, ADA, NIGHT_SHIFT));
    client.remove_user_identity_from_group_begin(ADA_IDENTITY, NIGHT_SHIFT).finish();
    EXPECT(!is_member(client, ADA, NIGHT_SHIFT));
}

static void changes_of_one_pair_keep_their_order() {
    const seam_acs::Client client = sandbox_client();
    for (int round = 0; round < 50; ++round) {
        const seam_acs::Operation add = client.add_user_to_group_begin(ADA, ENGINEERING);
        const seam_acs::Operation remove = client.remove_user_from_group_begin(ADA, ENGINEERING);
        remove.finish();
        EXPECT(add.done());
        EXPECT(!is_member(client, ADA, ENGINEERING));
    }
}

static void no_answer_is_outcome_unknown() {
    const seam_acs::Client client = sandbox_client().with(seam_acs::Options().max_attempts(1));
    try {
        client.remove_user_from_group(UNLUCKY, ENGINEERING);
    } catch (const seam_acs::OutcomeUnknown &error) {
        EXPECT(error.status() == SEAM_ACS_OUTCOME_UNKNOWN);
        EXPECT(error.outcome_unknown());
        EXPECT(!error.retryable());
        return;
    }
    throw std::logic_error("a change without an answer came back as a success");
}

int main() {
    return tell({
        {"a user is added to a group and removed again", adds_and_removes},
        {"a user identity is added to a group and removed again", adds_and_removes_by_identity},
        {"changes that are begun are recorded when they are done", begun_changes_are_recorded},
        {"changes by identity that are begun are recorded when they are done",
         begun_changes_by_identity_are_recorded},
        {"two changes of one pair begun together reach the server in order",
         changes_of_one_pair_keep_their_order},
        {"a change that gets no answer throws OutcomeUnknown", no_answer_is_outcome_unknown},
    });
}
