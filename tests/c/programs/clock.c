/* The machine's clock was never set, or is set far into the future: calls work, and lines are written.
 *
 * The arguments behind the authority: a folder, and what the clock says in seconds since 1970. Behind TLS no
 * certificate is valid at such a time, and the error says so. */
#include "check.h"

#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static long long seconds;

/* In the place of libc's. */
int clock_gettime(clockid_t clock, struct timespec *time) {
    long failed = syscall(SYS_clock_gettime, clock, time);

    if (failed == 0 && clock == CLOCK_REALTIME)
        time->tv_sec = (time_t)seconds;
    return (int)failed;
}

static void has_lines(const char *path) {
    FILE *file = fopen(path, "r");
    char line[8192];

    CHECK(file != NULL);
    CHECK(fgets(line, sizeof line, file) != NULL);
    CHECK_CONTAINS(seconds < 0 ? "\"time\":\"1970-01-01T00:00:00" : "\"time\":\"9999-12-31T23:59:59", line);
    fclose(file);
}

int main(int argc, char **argv) {
    seam_acs_options *options = options_from(argc, argv);
    seam_acs_client *client = NULL;
    int i;

    CHECK(argc > 5);
    seconds = atoll(argv[5]);
    CHECK(chdir(argv[4]) == 0);
    MUST(seam_acs_options_set_log_file(options, "log", &error));
    MUST(seam_acs_options_set_log_level(options, "debug", &error));
    MUST(seam_acs_options_set_audit_log(options, "audit", &error));
    MUST(seam_acs_client_new(options, &client, &error));
    seam_acs_options_free(options);
    for (i = 0; i < 3; i++) {
        if (*argv[3] == '\0')
            MUST(seam_acs_add_user_to_group(client, USER, GROUP, &error));
        else
            CHECK_STATUS(SEAM_ACS_TLS, seam_acs_add_user_to_group(client, USER, GROUP, NULL));
    }
    seam_acs_client_free(client);
    has_lines("log");
    has_lines("audit");
    return 0;
}
