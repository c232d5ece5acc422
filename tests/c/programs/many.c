/* Thousands of changes from a file: many URL KEY CA CHANGES.csv CANCEL_AFTER, where 0 cancels nothing. The
 * report goes to standard output as CSV, for the test to compare with what the server has. */
#include "check.h"

#define LOOK_EVERY_MS 5

static char *content_of(const char *path) {
    FILE *file = fopen(path, "rb");
    char *text = NULL;
    long size;

    CHECK(file != NULL && fseek(file, 0, SEEK_END) == 0);
    size = ftell(file);
    CHECK(size > 0 && fseek(file, 0, SEEK_SET) == 0);
    text = malloc((size_t)size + 1);
    CHECK(text != NULL && fread(text, 1, (size_t)size, file) == (size_t)size);
    text[size] = '\0';
    fclose(file);
    return text;
}

static void follow(seam_acs_op *op, size_t cancel_after) {
    size_t done = 0, failed = 0, total = 0;

    while (seam_acs_op_wait(op, LOOK_EVERY_MS) == 0) {
        seam_acs_op_progress(op, &done, &failed, &total, NULL, NULL);
        CHECK(done + failed <= total);
        if (cancel_after > 0 && done >= cancel_after)
            seam_acs_op_cancel(op);
    }
}

int main(int argc, char **argv) {
    seam_acs_options *options = options_from(argc, argv);
    seam_acs_client *client = NULL;
    seam_acs_report *report = NULL;
    seam_acs_op *op = NULL;
    seam_acs_status status;
    char *changes, *csv = NULL;
    size_t count = 0, applied = 0;

    CHECK(argc > 5);
    /* A second attempt, and no third: a server that is gone is to be told soon. */
    MUST(seam_acs_options_set_max_attempts(options, 2, &error));
    MUST(seam_acs_client_new(options, &client, &error));
    seam_acs_options_free(options);
    changes = content_of(argv[4]);
    /* So many at once whatever the faults: adapting to each of them takes long. */
    MUST(seam_acs_apply_begin(client, changes, "{\"fixed\": 32}", &op, &error));
    free(changes);
    follow(op, (size_t)atoi(argv[5]));
    status = seam_acs_op_result(op, NULL);
    MUST(seam_acs_op_report(op, &report, &error));
    seam_acs_op_free(op);
    count = seam_acs_report_len(report);
    MUST(seam_acs_report_count(report, "applied", &applied, &error));
    CHECK_STATUS(applied == count ? SEAM_ACS_OK : SEAM_ACS_PARTIAL, status);
    MUST(seam_acs_report_to_csv(report, &csv, &error));
    fputs(csv, stdout);
    seam_acs_string_free(csv);
    seam_acs_report_free(report);
    seam_acs_client_free(client);
    return 0;
}
