/* Answers as deep as they may be, asked for by a thread with as little stack as it may have. */
#include "check.h"

#include <pthread.h>

static seam_acs_client *client;

static void *ask(void *nothing) {
    seam_acs_record *record = NULL;
    seam_acs_error *error = NULL;
    char *json = NULL, line[80];

    MUST(seam_acs_get_user(client, USER, &record, &error));
    CHECK(seam_acs_record_get(record, "x.0.a.0.a.0.b") == NULL);
    CHECK(seam_acs_record_len(record, "x.0.a") == 1);
    CHECK_TEXT("x", seam_acs_record_key(record, NULL, 1));
    MUST(seam_acs_record_to_json(record, &json, &error));
    seam_acs_string_free(json);
    seam_acs_record_free(record);

    MUST(seam_acs_request_record(client, "/acs/users/get", NULL, &record, &error));
    CHECK_TEXT(USER, seam_acs_record_get(record, "acs_user.acs_user_id"));
    seam_acs_record_free(record);

    CHECK_STATUS(SEAM_ACS_NOT_FOUND, seam_acs_remove_user_from_group(client, USER, GROUP, &error));
    CHECK_CONTAINS("[{\"a\":[{", seam_acs_error_to_json(error));
    CHECK(seam_acs_error_to_line(error, line, sizeof line) > 0);
    seam_acs_error_free(error);
    return nothing;
}

int main(int argc, char **argv) {
    pthread_attr_t small;
    pthread_t thread;

    CHECK(argc == 5);
    client = client_from(argc, argv);
    CHECK(pthread_attr_init(&small) == 0);
    CHECK(pthread_attr_setstacksize(&small, (size_t)atol(argv[4]) * 1024) == 0);
    CHECK(pthread_create(&thread, &small, ask, NULL) == 0);
    CHECK(pthread_join(thread, NULL) == 0);
    seam_acs_client_free(client);
    return 0;
}
