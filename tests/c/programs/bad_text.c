/* Text that cannot be what it should be is refused before anything is sent, and the argument is named. */
#include "check.h"

#define LATIN_1 "Andr\xe9"

#define REFUSES(status, name, call)                                                                          \
    do {                                                                                                     \
        seam_acs_error *error = NULL;                                                                        \
        CHECK_STATUS(status, call);                                                                          \
        CHECK_CONTAINS(name, seam_acs_error_message(error));                                                 \
        CHECK(seam_acs_error_attempts(error) == 0);                                                          \
        seam_acs_error_free(error);                                                                          \
    } while (0)

static void not_utf8(seam_acs_options *options, seam_acs_client *client) {
    seam_acs_record *record;
    seam_acs_list *list;
    seam_acs_op *op;
    char *json;

    REFUSES(SEAM_ACS_UTF8, "name", seam_acs_options_set(options, LATIN_1, "1", &error));
    REFUSES(SEAM_ACS_UTF8, "value", seam_acs_options_set(options, "endpoint", LATIN_1, &error));
    REFUSES(SEAM_ACS_UTF8, "api_key", seam_acs_options_set_api_key(options, LATIN_1, &error));
    REFUSES(SEAM_ACS_UTF8, "acs_user_id", seam_acs_add_user_to_group(client, LATIN_1, GROUP, &error));
    REFUSES(SEAM_ACS_UTF8, "acs_access_group_id", seam_acs_add_user_to_group(client, USER, LATIN_1, &error));
    REFUSES(SEAM_ACS_UTF8, "acs_user_id", seam_acs_remove_user_from_group(client, LATIN_1, GROUP, &error));
    REFUSES(SEAM_ACS_UTF8, "user_identity_id",
            seam_acs_add_user_identity_to_group_begin(client, LATIN_1, GROUP, &op, &error));
    REFUSES(SEAM_ACS_UTF8, "acs_user_id", seam_acs_get_user(client, LATIN_1, &record, &error));
    REFUSES(SEAM_ACS_UTF8, "filter_json", seam_acs_list_users(client, LATIN_1, &list, &error));
    REFUSES(SEAM_ACS_UTF8, "path", seam_acs_request(client, LATIN_1, NULL, &json, &error));
    REFUSES(SEAM_ACS_UTF8, "params_json",
            seam_acs_request(client, "/acs/users/list", LATIN_1, &json, &error));
}

static void no_ids(seam_acs_client *client) {
    static const char *const wrong[] = {"", " u", "u ", "u\n", "\tu", "u\x01v", "\x7f"};
    char too_long[258];
    size_t i;

    memset(too_long, 'x', 257);
    too_long[257] = '\0';
    for (i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        REFUSES(SEAM_ACS_INVALID_ARGUMENT, "acs_user_id",
                seam_acs_add_user_to_group(client, wrong[i], GROUP, &error));
        REFUSES(SEAM_ACS_INVALID_ARGUMENT, "acs_access_group_id",
                seam_acs_remove_user_from_group(client, USER, wrong[i], &error));
    }
    REFUSES(SEAM_ACS_INVALID_ARGUMENT, "acs_user_id",
            seam_acs_add_user_to_group(client, too_long, GROUP, &error));
}

static void no_json_and_no_path(seam_acs_client *client) {
    seam_acs_list *list;
    char *json;

    REFUSES(SEAM_ACS_INVALID_ARGUMENT, "filter_json", seam_acs_list_users(client, "{", &list, &error));
    REFUSES(SEAM_ACS_INVALID_ARGUMENT, "filter_json", seam_acs_list_groups(client, "[]", &list, &error));
    REFUSES(SEAM_ACS_INVALID_ARGUMENT, "path", seam_acs_request(client, "acs", NULL, &json, &error));
    REFUSES(SEAM_ACS_INVALID_ARGUMENT, "path", seam_acs_request(client, "/acs/../x", NULL, &json, &error));
    REFUSES(SEAM_ACS_INVALID_ARGUMENT, "path", seam_acs_request(client, "/acs?x=1", NULL, &json, &error));
    REFUSES(SEAM_ACS_INVALID_ARGUMENT, "params",
            seam_acs_request(client, "/acs/users/list", "3", &json, &error));
}

int main(int argc, char **argv) {
    seam_acs_options *options = options_from(argc, argv);
    seam_acs_client *client = client_from(argc, argv);

    not_utf8(options, client);
    no_ids(client);
    no_json_and_no_path(client);
    seam_acs_client_free(client);
    seam_acs_options_free(options);
    return 0;
}
