/* libcurl's easy interface, one handle kept. */
#include "curl_client.h"

static struct transfer kept;

static void call(size_t i) {
    fill(&kept, i);
    judge(&kept, curl_easy_perform(kept.easy));
}

/* Each call from a handle of its own, as a host does that makes a client per request. */
static void call_from_a_new_client(size_t i) {
    struct transfer fresh;

    open_transfer(&fresh);
    fill(&fresh, i);
    judge(&fresh, curl_easy_perform(fresh.easy));
    curl_easy_cleanup(fresh.easy);
}

int main(int argc, char **argv) {
    char name[ROOM];
    size_t count, at_once;

    take_arguments(argc, argv);
    curl_global_init(CURL_GLOBAL_DEFAULT);
    open_transfer(&kept);
    call(0);
    say_ready();
    while (next_batch(name, &count, &at_once)) {
        if (strcmp(name, "one") == 0)
            one_after_another(count, call);
        else if (strcmp(name, "fresh") == 0)
            one_after_another(count, call_from_a_new_client);
        else
            die("no such batch");
    }
    return 0;
}
