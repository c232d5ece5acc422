/* Two plugins of one host, each with its own copy of the library: both work, neither sees the other. */
#include "loaded.h"

#include <pthread.h>

#define ROUNDS 50
#define BOB "33333333-3333-3333-3333-000000000003"

struct plugin {
    struct loaded library;
    seam_acs_client *client;
    const char *user;
};

static void *works(void *argument) {
    const struct plugin *plugin = argument;
    int round;

    for (round = 0; round < ROUNDS; round++) {
        CHECK(plugin->library.add(plugin->client, plugin->user, GROUP, NULL) == SEAM_ACS_OK);
        CHECK(plugin->library.take_out(plugin->client, plugin->user, GROUP, NULL) == SEAM_ACS_OK);
    }
    return NULL;
}

/* How many threads of this process have the name of an engine. */
static int engines(void) {
    DIR *tasks = opendir("/proc/self/task");
    struct dirent *task;
    char path[300], name[32];
    int count = 0;

    CHECK(tasks != NULL);
    while ((task = readdir(tasks)) != NULL) {
        FILE *file;

        snprintf(path, sizeof path, "/proc/self/task/%s/comm", task->d_name);
        file = fopen(path, "r");
        if (file != NULL && fgets(name, sizeof name, file) != NULL)
            count += strcmp(name, "seam-acs\n") == 0;
        if (file != NULL)
            fclose(file);
    }
    closedir(tasks);
    return count;
}

int main(int argc, char **argv) {
    struct plugin one = {{0}, NULL, USER}, other = {{0}, NULL, BOB};
    pthread_t first, second;

    CHECK(argc == 5);
    one.library = load(argv[3]);
    other.library = load(argv[4]);
    CHECK(one.library.add != other.library.add);
    one.client = client_of(&one.library, argv[1], argv[2]);
    other.client = client_of(&other.library, argv[1], argv[2]);
    CHECK(pthread_create(&first, NULL, works, &one) == 0);
    CHECK(pthread_create(&second, NULL, works, &other) == 0);
    CHECK(pthread_join(first, NULL) == 0 && pthread_join(second, NULL) == 0);
    CHECK(engines() == 2);
    /* One goes, the other stays. */
    one.library.client_free(one.client);
    CHECK(dlclose(one.library.handle) == 0);
    works(&other);
    other.library.client_free(other.client);
    CHECK(dlclose(other.library.handle) == 0);
    return 0;
}
