/* An add that is given up by one client arrives after another client's remove was answered. It names the
 * person by the user identity that is given, if one is. */
#include "check.h"
#include "server.h"

#define REMOVE "/acs/users/remove_from_access_group"

static seam_acs_client *client_with(int argc, char **argv, unsigned timeout_ms) {
    seam_acs_options *options = options_from(argc, argv);
    seam_acs_client *client = NULL;

    MUST(seam_acs_options_set_attempt_timeout_ms(options, 500, &error));
    MUST(seam_acs_options_set_timeout_ms(options, timeout_ms, &error));
    MUST(seam_acs_client_new(options, &client, &error));
    seam_acs_options_free(options);
    return client;
}

int main(int argc, char **argv) {
    seam_acs_client *adds = client_with(argc, argv, 60000);
    seam_acs_client *hurried = client_with(argc, argv, 1500);
    seam_acs_client *patient = client_with(argc, argv, 60000);
    seam_acs_error *error = NULL;

    if (argc > 3) {
        CHECK_STATUS(SEAM_ACS_OUTCOME_UNKNOWN,
                     seam_acs_add_user_identity_to_group(adds, argv[3], GROUP, &error));
        seam_acs_error_free(error);
        error = NULL;
    } else {
        MUST(seam_acs_add_user_to_group(adds, USER, GROUP, &error));
    }
    seam_acs_client_free(adds);

    /* Sent at once, but no promise before the late request can arrive no more. */
    CHECK_STATUS(SEAM_ACS_OUTCOME_UNKNOWN, seam_acs_remove_user_from_group(hurried, USER, GROUP, &error));
    CHECK(server_has(argv[1], REMOVE));
    CHECK_CONTAINS("may still arrive", seam_acs_error_message(error));
    seam_acs_error_free(error);
    seam_acs_client_free(hurried);

    MUST(seam_acs_remove_user_from_group(patient, USER, GROUP, &error));
    seam_acs_client_free(patient);
    return 0;
}
