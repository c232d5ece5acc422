/* A call whose answer does not come ends by its deadline, and says that nobody knows what became of it. The
 * server holds every add. */
#include "check.h"

#include <time.h>

int main(int argc, char **argv) {
    seam_acs_options *options = options_from(argc, argv);
    seam_acs_client *client = NULL;
    seam_acs_error *error = NULL;
    time_t began = time(NULL);

    MUST(seam_acs_options_set_timeout_ms(options, 1500, &error));
    MUST(seam_acs_client_new(options, &client, &error));
    seam_acs_options_free(options);
    CHECK_STATUS(SEAM_ACS_OUTCOME_UNKNOWN, seam_acs_add_user_to_group(client, USER, GROUP, &error));
    CHECK(seam_acs_error_outcome_unknown(error));
    CHECK(time(NULL) - began <= 5);
    seam_acs_error_free(error);
    MUST(seam_acs_check(client, &error));
    seam_acs_client_free(client);
    return 0;
}
