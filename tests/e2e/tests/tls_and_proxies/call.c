/* call [OPTION=VALUE ...]: adds a person to a group; prints status, name, milliseconds and message, a line
 * each. */
#define _POSIX_C_SOURCE 199309L

#include <seam_acs.h>

#include <stdio.h>
#include <string.h>
#include <time.h>

static long now_ms(void) {
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return (long)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

/* Splits "name=value" where the name ends. */
static seam_acs_status set(seam_acs_options *options, char *argument, seam_acs_error **error) {
    char *value = strchr(argument, '=');

    if (value == NULL)
        return SEAM_ACS_INVALID_ARGUMENT;
    *value = '\0';
    return seam_acs_options_set(options, argument, value + 1, error);
}

int main(int argc, char **argv) {
    seam_acs_options *options = seam_acs_options_new();
    seam_acs_client *client = NULL;
    seam_acs_error *error = NULL;
    seam_acs_status status = SEAM_ACS_OK;
    long begun = now_ms();
    int i;

    for (i = 1; i < argc && status == SEAM_ACS_OK; i++)
        status = set(options, argv[i], &error);
    /* As Python does. */
    if (status == SEAM_ACS_OK)
        status = seam_acs_options_set_trust_env(options, 1, &error);
    if (status == SEAM_ACS_OK)
        status = seam_acs_client_new(options, &client, &error);
    if (status == SEAM_ACS_OK)
        status = seam_acs_add_user_to_group(client, "33333333-3333-3333-3333-333333333333",
                                            "44444444-4444-4444-4444-444444444444", &error);
    printf("%d\n%s\n%ld\n", status, seam_acs_status_name(status), now_ms() - begun);
    printf("%s\n", error != NULL ? seam_acs_error_message(error) : "");
    seam_acs_error_free(error);
    seam_acs_client_free(client);
    seam_acs_options_free(options);
    return 0;
}
