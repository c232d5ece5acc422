/*
 * reconcile: makes access groups what a CSV file says, after showing what that would change.
 *
 *     reconcile --roster FILE.csv [--group GROUP] [--apply] [--allow-mass-removal] [--endpoint URL]
 *
 * The file names people by acs_user_id, email or name, and groups by acs_access_group_id or group; --group
 * names the group of a file without that column. Without --apply nothing is changed. A plan that would take
 * out many people, or leave a group empty, is shown and refused; --allow-mass-removal allows the former.
 *
 * The credentials come from SEAM_API_KEY, the server from --endpoint or SEAM_ENDPOINT.
 */
#include <seam_acs.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LONGEST_FILE (64L * 1024L * 1024L)
#define LOOK_EVERY_MS 100

struct wishes {
    const char *file;
    const char *group;
    const char *endpoint;
    int apply;
    int allow_mass_removal;
};

/* Says what went wrong, frees the error and passes the status on. */
static seam_acs_status failed(const char *attempt, seam_acs_error *error) {
    seam_acs_status status = seam_acs_error_status(error);
    const char *request_id = seam_acs_error_request_id(error);

    printf("%s did not work.\n", attempt);
    printf("  code     %s (%d)\n", seam_acs_error_name(error), status);
    printf("  message  %s\n", seam_acs_error_message(error));
    if (request_id != NULL)
        printf("  request  %s\n", request_id);
    seam_acs_error_free(error);
    return status;
}

/* The bytes of a file, or NULL; the caller frees them. */
static char *read_bytes(const char *path, size_t *length) {
    FILE *file = fopen(path, "rb");
    char *bytes = NULL;
    long size = -1;

    if (file != NULL && fseek(file, 0, SEEK_END) == 0)
        size = ftell(file);
    if (size >= 0 && size <= LONGEST_FILE && fseek(file, 0, SEEK_SET) == 0)
        bytes = malloc((size_t)size + 1);
    if (bytes != NULL)
        *length = fread(bytes, 1, (size_t)size, file);
    if (file != NULL)
        fclose(file);
    return bytes;
}

/* The roster as text, whatever encoding the spreadsheet chose. */
static seam_acs_status read_roster(const char *path, char **roster) {
    seam_acs_record *table = NULL;
    seam_acs_error *error = NULL;
    seam_acs_status status;
    const char *ignored;
    size_t length = 0;
    char *bytes = read_bytes(path, &length);

    if (bytes == NULL) {
        printf("%s cannot be read.\n", path);
        return SEAM_ACS_INVALID_ARGUMENT;
    }
    status = seam_acs_decode_table(bytes, length, roster, &error);
    free(bytes);
    if (status == SEAM_ACS_OK)
        status = seam_acs_read_table(*roster, &table, &error);
    if (status != SEAM_ACS_OK)
        return failed("Reading the file", error);
    printf("%s has %s rows.\n", path, seam_acs_record_get(table, "rows"));
    ignored = seam_acs_record_get(table, "ignored_columns.0");
    if (ignored != NULL)
        printf("Columns that mean nothing here, such as \"%s\", are ignored.\n", ignored);
    seam_acs_record_free(table);
    return SEAM_ACS_OK;
}

/* A text as JSON writes it, so that a group's name may hold anything. */
static void quote(char *out, const char *text) {
    *out++ = '"';
    for (; *text != '\0'; text++) {
        if (*text == '"' || *text == '\\')
            *out++ = '\\';
        *out++ = *text;
    }
    *out++ = '"';
    *out = '\0';
}

static seam_acs_status show(const seam_acs_plan *plan) {
    seam_acs_error *error = NULL;
    char *table;

    if (seam_acs_plan_to_table(plan, &table, &error) != SEAM_ACS_OK)
        return failed("Showing the plan", error);
    fputs(table, stdout);
    seam_acs_string_free(table);
    return SEAM_ACS_OK;
}

/* Makes the plan and shows it. */
static seam_acs_status make_plan(const struct wishes *wishes, const seam_acs_client *client,
                                 const char *roster, seam_acs_plan **plan) {
    const char *allow = wishes->allow_mass_removal ? "true" : "false";
    const char *group = wishes->group ? wishes->group : "";
    char *options = malloc(2 * strlen(group) + 100);
    seam_acs_error *error = NULL;
    seam_acs_status status;
    seam_acs_op *work;

    if (options == NULL)
        return SEAM_ACS_RESOURCES;
    sprintf(options, "{\"allow_mass_removal\": %s, \"group\": ", allow);
    quote(options + strlen(options), group);
    strcat(options, "}");
    status = seam_acs_make_plan_begin(client, roster, options, &work, &error);
    free(options);
    if (status != SEAM_ACS_OK)
        return failed("Planning", error);
    seam_acs_op_wait(work, -1);
    /* There is a plan to look at even where a guard refuses it. */
    if (seam_acs_op_plan(work, plan, NULL) == SEAM_ACS_OK)
        show(*plan);
    status = seam_acs_op_result(work, &error);
    seam_acs_op_free(work);
    return status == SEAM_ACS_OK ? status : failed("Planning", error);
}

/* What became of the changes: the totals, then each that is not as asked. */
static void tell(const seam_acs_report *report) {
    static const char *const outcomes[] = {"applied", "already_so", "failed", "outcome_unknown",
                                           "not_attempted"};
    static const char *const words[] = {"recorded by Seam; the access system follows", "so already", "failed",
                                        "may or may not be recorded: look before you act", "not attempted"};
    size_t i;

    for (i = 0; i < sizeof outcomes / sizeof *outcomes; i++) {
        size_t count;
        if (seam_acs_report_count(report, outcomes[i], &count, NULL) == SEAM_ACS_OK && count > 0)
            printf("  %lu %s\n", (unsigned long)count, words[i]);
    }
    for (i = 0; i < seam_acs_report_len(report); i++) {
        const char *message;
        if (strcmp(seam_acs_report_outcome(report, i), "applied") == 0)
            continue;
        message = seam_acs_record_get(seam_acs_report_at(report, i), "error.message");
        if (message != NULL)
            printf("    %s\n", message);
    }
}

static void show_progress(const seam_acs_op *work) {
    size_t done, failures, total, concurrency, per_second;

    seam_acs_op_progress(work, &done, &failures, &total, &concurrency, &per_second);
    printf("  %lu of %lu done, %lu failed, %lu a second, %lu at once\n", (unsigned long)done,
           (unsigned long)total, (unsigned long)failures, (unsigned long)per_second,
           (unsigned long)concurrency);
    fflush(stdout);
}

static seam_acs_status apply(const seam_acs_client *client, const seam_acs_plan *plan) {
    seam_acs_report *report = NULL;
    seam_acs_error *error = NULL;
    seam_acs_status status;
    seam_acs_op *work;

    if (seam_acs_sync_begin(client, plan, NULL, &work, &error) != SEAM_ACS_OK)
        return failed("Applying", error);
    while (seam_acs_op_wait(work, LOOK_EVERY_MS) == 0)
        show_progress(work);
    show_progress(work);
    /* There is a report however the work ended, unless it was refused before the first change. */
    seam_acs_op_report(work, &report, NULL);
    status = seam_acs_op_result(work, &error);
    if (status != SEAM_ACS_OK)
        failed("Applying all of it", error);
    tell(report);
    seam_acs_report_free(report);
    seam_acs_op_free(work);
    return status;
}

static seam_acs_status reconcile(const struct wishes *wishes, const seam_acs_client *client) {
    char *roster = NULL;
    seam_acs_plan *plan = NULL;
    seam_acs_status status = read_roster(wishes->file, &roster);

    if (status == SEAM_ACS_OK)
        status = make_plan(wishes, client, roster, &plan);
    if (status == SEAM_ACS_OK && wishes->apply)
        status = apply(client, plan);
    else
        printf("Nothing was changed.%s\n", status == SEAM_ACS_OK ? " Add --apply to do it." : "");
    seam_acs_plan_free(plan);
    seam_acs_string_free(roster);
    return status;
}

static seam_acs_status open_client(const char *endpoint, seam_acs_client **client) {
    seam_acs_options *options = seam_acs_options_new();
    seam_acs_error *error = NULL;
    seam_acs_status status = SEAM_ACS_OK;

    if (endpoint != NULL)
        status = seam_acs_options_set_endpoint(options, endpoint, &error);
    if (status == SEAM_ACS_OK)
        status = seam_acs_client_from_env(options, client, &error);
    seam_acs_options_free(options);
    return status == SEAM_ACS_OK ? status : failed("Opening the connection", error);
}

/* Whether the arguments could be understood. */
static int read_arguments(int argc, char **argv, struct wishes *wishes) {
    int i;

    for (i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--apply") == 0)
            wishes->apply = 1;
        else if (strcmp(argv[i], "--allow-mass-removal") == 0)
            wishes->allow_mass_removal = 1;
        else if (i + 1 == argc)
            return 0;
        else if (strcmp(argv[i], "--roster") == 0)
            wishes->file = argv[++i];
        else if (strcmp(argv[i], "--group") == 0)
            wishes->group = argv[++i];
        else if (strcmp(argv[i], "--endpoint") == 0)
            wishes->endpoint = argv[++i];
        else
            return 0;
    }
    return wishes->file != NULL;
}

int main(int argc, char **argv) {
    seam_acs_client *client = NULL;
    struct wishes wishes;
    seam_acs_status status;

    memset(&wishes, 0, sizeof wishes);
    if (!read_arguments(argc, argv, &wishes)) {
        fprintf(stderr,
                "usage: %s --roster FILE.csv [--group GROUP] [--apply] [--allow-mass-removal] "
                "[--endpoint URL]\n",
                argv[0]);
        return 2;
    }
    status = open_client(wishes.endpoint, &client);
    if (status == SEAM_ACS_OK)
        status = reconcile(&wishes, client);
    seam_acs_client_free(client);
    return -status / 1000;
}
