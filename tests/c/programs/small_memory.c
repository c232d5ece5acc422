/* A list that the address space has no room for is refused, and the program goes on. */
#include "check.h"

#include <sys/resource.h>

/* The address space in use, in megabytes. */
static size_t in_use(void) {
    FILE *status = fopen("/proc/self/status", "r");
    char line[256];
    size_t kilobytes = 0;

    CHECK(status != NULL);
    while (fgets(line, sizeof line, status) != NULL)
        sscanf(line, "VmSize: %zu kB", &kilobytes);
    fclose(status);
    CHECK(kilobytes > 0);
    return kilobytes / 1024;
}

static void limit(size_t megabytes) {
    struct rlimit room = {megabytes << 20, RLIM_INFINITY};

    CHECK(setrlimit(RLIMIT_AS, &room) == 0);
}

int main(int argc, char **argv) {
    seam_acs_client *client = client_from(argc, argv);
    struct rlimit all = {RLIM_INFINITY, RLIM_INFINITY};
    seam_acs_list *list = NULL;
    seam_acs_error *error = NULL;
    char *json = NULL;
    size_t before, room, refused = 0, done = 0, count;

    MUST(seam_acs_list_group_users(client, GROUP, &list, &error));
    count = seam_acs_list_len(list);
    CHECK(count > 10000);
    seam_acs_list_free(list);

    /* From too little for the body to enough for everything. What is small needs its few megabytes always. */
    before = in_use();
    for (room = 8; room <= 72; room += 4) {
        int status;

        limit(before + room);
        status = seam_acs_list_group_users(client, GROUP, &list, &error);
        if (status == SEAM_ACS_OK)
            status = seam_acs_list_to_json(list, &json, &error);
        if (status != SEAM_ACS_OK) {
            CHECK_STATUS(SEAM_ACS_RESOURCES, status);
            CHECK_CONTAINS("memory", seam_acs_error_message(error));
            refused++;
        } else {
            done++;
        }
        seam_acs_string_free(json);
        seam_acs_list_free(list);
        seam_acs_error_free(error);
        list = NULL;
        json = NULL;
        error = NULL;
    }
    CHECK(refused > 3 && done > 1);

    CHECK(setrlimit(RLIMIT_AS, &all) == 0);
    MUST(seam_acs_list_group_users(client, GROUP, &list, &error));
    CHECK(seam_acs_list_len(list) == count);
    seam_acs_list_free(list);
    seam_acs_client_free(client);
    return 0;
}
