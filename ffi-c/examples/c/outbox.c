/* Keeps a change in an outbox, or delivers what is kept:
 *   outbox FOLDER add|remove ACS_USER_ID ACS_ACCESS_GROUP_ID
 *   outbox FOLDER deliver
 */
#include <seam_acs.h>
#include <stdio.h>
#include <string.h>

/* Needs neither credentials nor a network. */
static seam_acs_status keep(const seam_acs_outbox *outbox, char **words, seam_acs_error **error) {
    if (strcmp(words[0], "add") == 0)
        return seam_acs_outbox_add_user_to_group(outbox, words[1], words[2], 0, NULL, error);
    return seam_acs_outbox_remove_user_from_group(outbox, words[1], words[2], NULL, error);
}

/* A panel leaves the options out and delivers for as long as it runs. */
static seam_acs_status deliver(const seam_acs_outbox *outbox, seam_acs_error **error) {
    seam_acs_client *client = NULL;
    seam_acs_op *op = NULL;
    seam_acs_status status = seam_acs_client_from_env(NULL, &client, error);

    if (status == SEAM_ACS_OK)
        status = seam_acs_outbox_deliver_begin(outbox, client, "{\"until\": \"empty\"}", &op, error);
    if (status == SEAM_ACS_OK) {
        seam_acs_op_wait(op, -1);
        status = seam_acs_op_result(op, error);
    }
    seam_acs_op_free(op);
    seam_acs_client_free(client);
    return status;
}

/* Says what became of each change, and forgets it. */
static seam_acs_status tell(const seam_acs_outbox *outbox, seam_acs_error **error) {
    seam_acs_list *outcomes = NULL;
    seam_acs_status status = seam_acs_outbox_outcomes(outbox, NULL, &outcomes, error);
    size_t index;

    for (index = 0; status == SEAM_ACS_OK && index < seam_acs_list_len(outcomes); index++) {
        const seam_acs_record *change = seam_acs_list_at(outcomes, index);

        printf("%s %s: %s\n", seam_acs_record_get(change, "action"),
               seam_acs_record_get(change, "acs_user_id"), seam_acs_record_get(change, "state"));
        status = seam_acs_outbox_acknowledge(outbox, seam_acs_record_get(change, "cursor"), error);
    }
    seam_acs_list_free(outcomes);
    return status;
}

int main(int argc, char **argv) {
    seam_acs_outbox *outbox = NULL;
    seam_acs_error *error = NULL;
    seam_acs_status status;
    int delivers = argc == 3 && strcmp(argv[2], "deliver") == 0;

    if (!delivers && argc != 5) {
        fputs("usage: outbox FOLDER add|remove USER GROUP, or outbox FOLDER deliver\n", stderr);
        return 2;
    }
    status = seam_acs_outbox_open(argv[1], NULL, &outbox, &error);
    if (status == SEAM_ACS_OK)
        status = delivers ? deliver(outbox, &error) : keep(outbox, argv + 2, &error);
    if (status == SEAM_ACS_OK && delivers)
        status = tell(outbox, &error);
    else if (status == SEAM_ACS_OK)
        puts("Kept; not sent yet.");
    if (status != SEAM_ACS_OK)
        fprintf(stderr, "%s: %s\n", seam_acs_error_name(error), seam_acs_error_message(error));

    seam_acs_error_free(error);
    seam_acs_outbox_free(outbox);
    return -status / 1000;
}
