/* change add|remove USER GROUP: one change; prints "recorded" or the failure's name. */
#include <seam_acs.h>
#include <stdio.h>
#include <string.h>

int main(int argc, char **argv) {
    seam_acs_client *client = NULL;
    seam_acs_error *error = NULL;
    seam_acs_status status;

    if (argc != 4)
        return 2;
    status = seam_acs_client_from_env(NULL, &client, &error);
    if (status == SEAM_ACS_OK && strcmp(argv[1], "add") == 0)
        status = seam_acs_add_user_to_group(client, argv[2], argv[3], &error);
    else if (status == SEAM_ACS_OK)
        status = seam_acs_remove_user_from_group(client, argv[2], argv[3], &error);
    puts(status == SEAM_ACS_OK ? "recorded" : seam_acs_error_name(error));
    seam_acs_error_free(error);
    seam_acs_client_free(client);
    return 0;
}
