/* 32 threads use one client at once; each call answers the thread that made it. */
#include "check.h"

#include <pthread.h>

#define THREADS 32
#define ROUNDS 10

static seam_acs_client *client;

static void *work(void *argument) {
    char unknown[32];
    int round;

    snprintf(unknown, sizeof unknown, "nobody-%lu", (unsigned long)(size_t)argument);
    for (round = 0; round < ROUNDS; round++) {
        seam_acs_error *error = NULL;
        seam_acs_record *user = NULL;

        MUST(seam_acs_get_user(client, USER, &user, &error));
        CHECK_TEXT(USER, seam_acs_record_get(user, "acs_user_id"));
        seam_acs_record_free(user);
        CHECK(seam_acs_add_user_to_group(client, unknown, GROUP, &error) != SEAM_ACS_OK);
        CHECK_CONTAINS(unknown, seam_acs_error_message(error));
        seam_acs_error_free(error);
    }
    return NULL;
}

/* One record and one error, read by many at once. */
static seam_acs_list *shared_list;
static seam_acs_error *shared_error;

static void *look(void *unused) {
    int round;

    (void)unused;
    for (round = 0; round < 1000; round++) {
        const seam_acs_record *first = seam_acs_list_at(shared_list, 0);
        CHECK(seam_acs_record_get(first, "acs_user_id") == seam_acs_record_get(first, "acs_user_id"));
        CHECK(seam_acs_error_to_json(shared_error) == seam_acs_error_to_json(shared_error));
    }
    return NULL;
}

static void all(void *(*body)(void *)) {
    pthread_t threads[THREADS];
    size_t i;

    for (i = 0; i < THREADS; i++)
        CHECK(pthread_create(&threads[i], NULL, body, (void *)i) == 0);
    for (i = 0; i < THREADS; i++)
        CHECK(pthread_join(threads[i], NULL) == 0);
}

int main(int argc, char **argv) {
    client = client_from(argc, argv);
    all(work);
    MUST(seam_acs_list_users(client, NULL, &shared_list, &error));
    CHECK(seam_acs_get_user(client, NOBODY, &(seam_acs_record *){NULL}, &shared_error) != SEAM_ACS_OK);
    all(look);
    seam_acs_error_free(shared_error);
    seam_acs_list_free(shared_list);
    seam_acs_client_free(client);
    return 0;
}
