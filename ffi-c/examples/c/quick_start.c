#include <seam_acs.h>
#include <stdio.h>

int main(void) {
    seam_acs_client *client = NULL;
    seam_acs_error *error = NULL;
    seam_acs_status status;

    status = seam_acs_client_from_env(NULL, &client, &error);
    if (status == SEAM_ACS_OK)
        status = seam_acs_add_user_to_group(client, "33333333-3333-3333-3333-333333333333",
                                            "44444444-4444-4444-4444-444444444444", &error);
    if (status == SEAM_ACS_OK)
        puts("Recorded by Seam; the access system follows.");
    else
        fprintf(stderr, "%s: %s\n", seam_acs_error_name(error), seam_acs_error_message(error));

    seam_acs_error_free(error);
    seam_acs_client_free(client);
    return -status / 1000;
}
