/* Makes a client by "new" or by "env", with the option trust_env as it is said, and checks the status of a
 * call to a host that there is not: SEAM_ACS_PROXY if a proxy was asked for it, SEAM_ACS_DNS if not. */
#include "check.h"

int main(int argc, char **argv) {
    seam_acs_options *options = seam_acs_options_new();
    seam_acs_client *client = NULL;

    CHECK(argc == 4);
    MUST(seam_acs_options_set_api_key(options, "seam_testkey", &error));
    MUST(seam_acs_options_set_endpoint(options, "https://connect.invalid", &error));
    MUST(seam_acs_options_set_max_attempts(options, 1, &error));
    if (*argv[2] != '\0')
        MUST(seam_acs_options_set_trust_env(options, strcmp(argv[2], "true") == 0, &error));
    if (strcmp(argv[1], "new") == 0)
        MUST(seam_acs_client_new(options, &client, &error));
    else
        MUST(seam_acs_client_from_env(options, &client, &error));
    seam_acs_options_free(options);
    CHECK_TEXT(argv[3], seam_acs_status_name(seam_acs_check(client, NULL)));
    seam_acs_client_free(client);
    return 0;
}
