/* pthread_cancel on a thread that is inside a call: the call ends first and tells what became of it, then the
 * thread goes. */
#include "server.h"

#include <pthread.h>

static seam_acs_client *client;
static int argument_count;
static char **arguments;

struct told {
    seam_acs_status status;
    int came_back;
};

/* Waits for an answer that the server holds back. */
static void *held_call(void *argument) {
    struct told *told = argument;

    told->status = seam_acs_add_user_to_group(client, "held", GROUP, NULL);
    told->came_back = 1;
    pthread_testcancel();
    return NULL;
}

/* Opens files and sends requests with the cancellation waiting from the start. */
static void *call_with_files(void *argument) {
    struct told *told = argument;
    seam_acs_options *options = options_from(argument_count, arguments);
    seam_acs_client *own = NULL;
    char path[4096];

    snprintf(path, sizeof path, "%s-log", arguments[4]);
    MUST(seam_acs_options_set_log_file(options, path, &error));
    snprintf(path, sizeof path, "%s-audit", arguments[4]);
    MUST(seam_acs_options_set_audit_log(options, path, &error));
    pthread_cancel(pthread_self());
    told->status = seam_acs_client_new(options, &own, NULL);
    if (told->status == SEAM_ACS_OK)
        told->status = seam_acs_add_user_to_group(own, USER, GROUP, NULL);
    seam_acs_client_free(own);
    seam_acs_options_free(options);
    told->came_back = 1;
    pthread_testcancel();
    return NULL;
}

/* The thread was cancelled, and not before its calls had come back. */
static void ends_cancelled(pthread_t thread, const struct told *told) {
    void *result = NULL;

    CHECK(pthread_join(thread, &result) == 0);
    CHECK(result == PTHREAD_CANCELED);
    CHECK(told->came_back);
}

int main(int argc, char **argv) {
    struct told held = {0, 0}, files = {0, 0};
    pthread_t thread;

    client = client_from(argc, argv);
    argument_count = argc;
    arguments = argv;

    CHECK(pthread_create(&thread, NULL, held_call, &held) == 0);
    await_server(argv[1], "held");
    CHECK(pthread_cancel(thread) == 0);
    /* What makes the call end soon. Without it the deadline would. */
    seam_acs_client_cancel(client);
    ends_cancelled(thread, &held);
    CHECK_STATUS(SEAM_ACS_OUTCOME_UNKNOWN, held.status);

    CHECK(pthread_create(&thread, NULL, call_with_files, &files) == 0);
    ends_cancelled(thread, &files);
    CHECK_STATUS(SEAM_ACS_OK, files.status);

    seam_acs_client_free(client);
    client = client_from(argc, argv);
    MUST(seam_acs_remove_user_from_group(client, USER, GROUP, &error));
    seam_acs_client_free(client);
    return 0;
}
