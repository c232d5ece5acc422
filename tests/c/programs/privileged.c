/* Makes a client from the environment, perhaps with another effective group; ends with 0 if that gives the
 * status of this name. */
#include "check.h"

#include <unistd.h>

int main(int argc, char **argv) {
    seam_acs_client *client = NULL;
    int status;

    CHECK(argc >= 2);
    if (argc > 2)
        CHECK(setegid((gid_t)atoi(argv[2])) == 0);
    status = seam_acs_client_from_env(NULL, &client, NULL);
    CHECK_TEXT(argv[1], seam_acs_status_name(status));
    seam_acs_client_free(client);
    return 0;
}
