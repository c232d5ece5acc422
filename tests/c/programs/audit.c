/* The audit log: options by name and by type, and what happens when it cannot be written. */
#include "check.h"

#include <sys/stat.h>
#include <unistd.h>

static seam_acs_client *client_with(int argc, char **argv, const char *audit_log, const char *on_failure) {
    seam_acs_options *options = options_from(argc, argv);
    seam_acs_client *client = NULL;

    MUST(seam_acs_options_set_audit_log(options, audit_log, &error));
    MUST(seam_acs_options_set_audit_failure(options, on_failure, &error));
    MUST(seam_acs_options_set_audit_sync(options, "always", &error));
    CHECK_STATUS(SEAM_ACS_OPTIONS, seam_acs_options_set_audit_sync(options, "perhaps", NULL));
    MUST(seam_acs_options_set_actor(options, "night porter", &error));
    MUST(seam_acs_options_set_reason(options, "key lost", &error));
    CHECK_STATUS(SEAM_ACS_OPTIONS, seam_acs_options_set_audit_failure(options, "perhaps", NULL));
    MUST(seam_acs_client_new(options, &client, &error));
    seam_acs_options_free(options);
    return client;
}

/* The folder of its log is removed when it is made. */
static seam_acs_client *with_a_lost_log(int argc, char **argv, const char *on_failure) {
    char folder[4096], file[4200];
    seam_acs_client *client;

    snprintf(folder, sizeof folder, "%s.folder", argv[4]);
    snprintf(file, sizeof file, "%s/audit", folder);
    CHECK(mkdir(folder, 0700) == 0);
    client = client_with(argc, argv, file, on_failure);
    CHECK(unlink(file) == 0 && rmdir(folder) == 0);
    return client;
}

static void has_two_lines(const char *path) {
    static char text[1 << 16];
    FILE *file = fopen(path, "r");
    size_t length;

    CHECK(file != NULL);
    length = fread(text, 1, sizeof text - 1, file);
    text[length] = '\0';
    fclose(file);
    CHECK_CONTAINS("\"intent\"", text);
    CHECK_CONTAINS("\"result\"", strchr(text, '\n'));
    CHECK_CONTAINS("night porter", text);
    CHECK_CONTAINS("key lost", text);
    CHECK(strstr(text, "seam_testkey") == NULL);
}

int main(int argc, char **argv) {
    seam_acs_client *client;

    CHECK(argc > 4);
    client = client_with(argc, argv, argv[4], "refuse");
    MUST(seam_acs_add_user_to_group(client, USER, GROUP, &error));
    seam_acs_client_free(client);
    has_two_lines(argv[4]);

    client = with_a_lost_log(argc, argv, "refuse");
    CHECK_STATUS(SEAM_ACS_AUDIT, seam_acs_remove_user_from_group(client, USER, GROUP, NULL));
    seam_acs_client_free(client);
    client = with_a_lost_log(argc, argv, "continue");
    MUST(seam_acs_remove_user_from_group(client, USER, GROUP, &error));
    seam_acs_client_free(client);
    return 0;
}
