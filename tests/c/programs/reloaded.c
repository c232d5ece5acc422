/* A host that loads and unloads its plugins all day: 1,000 times, every twentieth with calls to the server.
 */
#include "loaded.h"

#include <time.h>

#define TIMES 1000

static int mappings(const char *path) {
    char line[4096];
    FILE *maps = fopen("/proc/self/maps", "r");
    int count = 0;

    CHECK(maps != NULL);
    while (fgets(line, sizeof line, maps) != NULL)
        count += strstr(line, path) != NULL;
    fclose(maps);
    return count;
}

static void once(int round, char **argv) {
    struct loaded it = load(argv[3]);
    seam_acs_client *client = client_of(&it, argv[1], argv[2]);

    if (round % 20 == 0) {
        CHECK(it.add(client, USER, GROUP, NULL) == SEAM_ACS_OK);
        CHECK(it.take_out(client, USER, GROUP, NULL) == SEAM_ACS_OK);
    }
    it.client_free(client);
    /* The engine's thread is still there at first: its code must be, too. */
    CHECK(dlclose(it.handle) == 0);
}

int main(int argc, char **argv) {
    struct timespec moment = {0, 20000000};
    int round, mapped = 0, left = 500, descriptors = entries_of("/proc/self/fd");

    CHECK(argc == 4);
    CHECK(mappings(argv[3]) == 0);
    for (round = 0; round < TIMES; round++) {
        once(round, argv);
        if (round == 0)
            mapped = mappings(argv[3]);
    }
    CHECK(mapped > 0 && mappings(argv[3]) == mapped);
    /* The thread ends by itself after the last client, with the library unloaded, and takes its descriptors
     * along. */
    while (entries_of("/proc/self/task") > 2 + 1) {
        CHECK(left-- > 0);
        nanosleep(&moment, NULL);
    }
    CHECK(entries_of("/proc/self/fd") == descriptors);
    return 0;
}
