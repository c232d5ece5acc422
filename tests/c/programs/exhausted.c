/* A system that gives no more descriptors or threads: nothing is sent and said not to be, or it goes on
 * without. argv: the endpoint, the key, the ca_file or "", a folder that everybody may enter. */
#include "check.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#define MANY 4096

static int taken[MANY];

static int take_all_descriptors(void) {
    int count = 0;

    while (count < MANY && (taken[count] = open("/dev/null", O_RDONLY)) >= 0) {
        count++;
    }
    CHECK(count < MANY);
    return count;
}

static void give_back(int count) {
    while (count > 0) {
        close(taken[--count]);
    }
}

static void limit_to(int resource, rlim_t most) {
    struct rlimit limit;

    CHECK(getrlimit(resource, &limit) == 0);
    limit.rlim_cur = most;
    CHECK(setrlimit(resource, &limit) == 0);
}

/* Another pool than that of the first client, so that it needs a connection of its own. */
static seam_acs_client *client_without_connection(int argc, char **argv, const char *connect_timeout_ms) {
    seam_acs_options *options = options_from(argc, argv);
    seam_acs_client *client = NULL;

    MUST(seam_acs_options_set(options, "connect_timeout_ms", connect_timeout_ms, &error));
    MUST(seam_acs_options_set(options, "max_attempts", "1", &error));
    MUST(seam_acs_client_new(options, &client, &error));
    seam_acs_options_free(options);
    return client;
}

static void descriptors_are_refused(int argc, char **argv) {
    seam_acs_client *connected = client_from(argc, argv);
    seam_acs_client *other = client_without_connection(argc, argv, "4000");
    seam_acs_error *error = NULL;
    int count;

    MUST(seam_acs_add_user_to_group(connected, USER, GROUP, &error));
    limit_to(RLIMIT_NOFILE, 256);
    count = take_all_descriptors();
    MUST(seam_acs_remove_user_from_group(connected, USER, GROUP, &error));
    CHECK_STATUS(SEAM_ACS_RESOURCES, seam_acs_add_user_to_group(other, USER, GROUP, &error));
    CHECK_CONTAINS("the system refused", seam_acs_error_message(error));
    CHECK(seam_acs_error_retryable(error));
    CHECK(!seam_acs_error_outcome_unknown(error));
    seam_acs_error_free(error);
    give_back(count);
    MUST(seam_acs_add_user_to_group(other, USER, GROUP, &error));
    seam_acs_client_free(other);
    seam_acs_client_free(connected);
}

static void threads_are_refused(int argc, char **argv) {
    char log_file[4096], audit_log[4096];
    seam_acs_options *options = options_from(argc, argv);
    seam_acs_client *client = NULL;

    snprintf(log_file, sizeof log_file, "%s/log", argv[4]);
    snprintf(audit_log, sizeof audit_log, "%s/audit", argv[4]);
    MUST(seam_acs_options_set(options, "log_file", log_file, &error));
    MUST(seam_acs_options_set(options, "log_level", "info", &error));
    MUST(seam_acs_options_set(options, "audit_log", audit_log, &error));
    MUST(seam_acs_client_new(options, &client, &error));
    seam_acs_options_free(options);
    MUST(seam_acs_remove_user_from_group(client, USER, GROUP, &error));
    /* The threads of the log and of the audit log end a second after their last line. */
    usleep(1300000);
    /* The limit does not hold for root. */
    CHECK(geteuid() != 0 || setresuid(12345, 12345, 12345) == 0);
    limit_to(RLIMIT_NPROC, 1);
    MUST(seam_acs_add_user_to_group(client, USER, GROUP, &error));
    MUST(seam_acs_remove_user_from_group(client, USER, GROUP, &error));
    seam_acs_client_free(client);
}

int main(int argc, char **argv) {
    descriptors_are_refused(4, argv);
    if (argc > 4) {
        threads_are_refused(4, argv);
    }
    return 0;
}
