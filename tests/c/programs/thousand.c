/* 1,000 operations in flight in a process that may have 256 descriptors. */
#include "check.h"

#include <sys/resource.h>

#define COUNT 1000

int main(int argc, char **argv) {
    static seam_acs_op *ops[COUNT];
    static char seen[COUNT];
    struct rlimit limit;
    seam_acs_client *client;
    seam_acs_queue *queue = NULL;
    size_t i, tag = 0;

    CHECK(getrlimit(RLIMIT_NOFILE, &limit) == 0);
    limit.rlim_cur = 256;
    CHECK(setrlimit(RLIMIT_NOFILE, &limit) == 0);
    client = client_from(argc, argv);
    MUST(seam_acs_queue_new(&queue, &error));
    for (i = 0; i < COUNT; i++) {
        MUST(seam_acs_list_user_entrances_begin(client, USER, &ops[i], &error));
        MUST(seam_acs_op_attach(ops[i], queue, i, &error));
    }
    for (i = 0; i < COUNT; i++) {
        CHECK(seam_acs_queue_next(queue, 60000, &tag) == 1);
        CHECK(!seen[tag]++);
        MUST(seam_acs_op_result(ops[tag], &error));
        seam_acs_op_free(ops[tag]);
    }
    seam_acs_queue_free(queue);
    seam_acs_client_free(client);
    return 0;
}
