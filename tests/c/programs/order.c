/* Two changes of one pair, begun together, again and again: the server must see each add before its remove.
 */
#include "check.h"

#define BATCH 50

int main(int argc, char **argv) {
    seam_acs_client *client = client_from(argc, argv);
    int pairs = argc > 4 ? atoi(argv[4]) : 3000;
    int begun = 0;

    while (begun < pairs) {
        seam_acs_op *ops[2 * BATCH];
        int in_batch = pairs - begun < BATCH ? pairs - begun : BATCH;
        int i;

        for (i = 0; i < in_batch; i++) {
            char user[32];

            snprintf(user, sizeof user, "pair-%d", begun + i);
            MUST(seam_acs_add_user_to_group_begin(client, user, GROUP, &ops[2 * i], &error));
            MUST(seam_acs_remove_user_from_group_begin(client, user, GROUP, &ops[2 * i + 1], &error));
        }
        for (i = 0; i < 2 * in_batch; i++) {
            CHECK(seam_acs_op_wait(ops[i], -1) == 1);
            seam_acs_op_free(ops[i]);
        }
        begun += in_batch;
    }
    seam_acs_client_free(client);
    return 0;
}
