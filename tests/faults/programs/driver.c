/* Makes the calls it is told to make, and says as JSON what each gave and how long it took.
 *
 * Standard input has a command a line, its parts divided by tabs:
 *   open ENDPOINT KEY NAME=VALUE...   a client with these options in place of the one before
 *   call NAME [TEXT]                  a call; TEXT is the list of changes, or the plan, that it takes
 */
#include <seam_acs.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define USER "33333333-3333-3333-3333-333333333333"
#define GROUP "44444444-4444-4444-4444-444444444444"

/* What a call gave. */
struct outcome {
    seam_acs_status status;
    seam_acs_error *error;
    seam_acs_record *record;
    seam_acs_list *list;
    seam_acs_report *report;
};

typedef void (*call_function)(const seam_acs_client *client, const char *text, struct outcome *outcome);

#define CALL(name, expression)                                                                               \
    static void name(const seam_acs_client *client, const char *text, struct outcome *outcome) {             \
        (void)text;                                                                                          \
        outcome->status = (expression);                                                                      \
    }

CALL(check, seam_acs_check(client, &outcome->error))
CALL(add, seam_acs_add_user_to_group(client, USER, GROUP, &outcome->error))
CALL(take_out, seam_acs_remove_user_from_group(client, USER, GROUP, &outcome->error))

#define READ(name, expression) CALL(name, expression)
#include "reads.inc"
#undef READ

CALL(apply, seam_acs_apply(client, text, NULL, &outcome->report, &outcome->error))

static void sync_plan(const seam_acs_client *client, const char *text, struct outcome *outcome) {
    seam_acs_plan *plan = NULL;

    outcome->status = seam_acs_plan_from_json(text, &plan, &outcome->error);
    if (outcome->status == SEAM_ACS_OK)
        outcome->status = seam_acs_sync(client, plan, NULL, &outcome->report, &outcome->error);
    seam_acs_plan_free(plan);
}

static const struct {
    const char *name;
    call_function make;
} CALLS[] = {
    {"check", check},
    {"add", add},
    {"remove", take_out},
#define READ(name, expression) {#name, name},
#include "reads.inc"
#undef READ
    {"apply", apply},
    {"sync", sync_plan},
};

static double now_ms(void) {
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1000.0 + (double)now.tv_nsec / 1e6;
}

/* The most memory that this process ever had in RAM. */
static long peak_kb(void) {
    char line[256];
    long peak = 0;
    FILE *status = fopen("/proc/self/status", "r");

    while (status != NULL && fgets(line, sizeof line, status) != NULL)
        if (strncmp(line, "VmHWM:", 6) == 0)
            peak = atol(line + 6);
    if (status != NULL)
        fclose(status);
    return peak;
}

static void say(const struct outcome *outcome, double elapsed) {
    size_t i;

    printf("{\"name\":\"%s\",\"elapsed_ms\":%.3f,\"wall_clock\":%ld,\"peak_kb\":%ld,",
           seam_acs_status_name(outcome->status), elapsed, (long)time(NULL), peak_kb());
    printf("\"count\":%zu,\"items\":[",
           outcome->list ? seam_acs_list_len(outcome->list) : (size_t)(outcome->record != NULL));
    for (i = 0; i < seam_acs_report_len(outcome->report); i++) {
        const char *name = seam_acs_record_get(seam_acs_report_at(outcome->report, i), "error.name");

        printf("%s{\"outcome\":\"%s\",\"error\":", i ? "," : "",
               seam_acs_report_outcome(outcome->report, i));
        printf(name ? "\"%s\"}" : "null}", name);
    }
    printf("],\"error\":%s}\n", outcome->error ? seam_acs_error_to_json(outcome->error) : "null");
    fflush(stdout);
}

static int perform(const seam_acs_client *client, const char *name, const char *text) {
    struct outcome outcome = {SEAM_ACS_OK, NULL, NULL, NULL, NULL};
    double begin;
    size_t i;

    for (i = 0; i < sizeof CALLS / sizeof *CALLS; i++) {
        if (strcmp(CALLS[i].name, name) != 0)
            continue;
        begin = now_ms();
        CALLS[i].make(client, text, &outcome);
        say(&outcome, now_ms() - begin);
        seam_acs_error_free(outcome.error);
        seam_acs_record_free(outcome.record);
        seam_acs_list_free(outcome.list);
        seam_acs_report_free(outcome.report);
        return 1;
    }
    return 0;
}

static int set(seam_acs_options *options, const char *name, const char *value) {
    seam_acs_error *error = NULL;
    int failed = seam_acs_options_set(options, name, value, &error) != SEAM_ACS_OK;

    if (failed)
        fprintf(stderr, "%s\n", seam_acs_error_message(error));
    seam_acs_error_free(error);
    return !failed;
}

static seam_acs_client *opened(char *endpoint, char *key) {
    seam_acs_options *options = seam_acs_options_new();
    seam_acs_client *client = NULL;
    char *pair, *value;

    if (set(options, "endpoint", endpoint) && set(options, "api_key", key)) {
        while ((pair = strtok(NULL, "\t")) != NULL) {
            value = strchr(pair, '=');
            if (value == NULL)
                break;
            *value = '\0';
            if (!set(options, pair, value + 1))
                break;
        }
        if (pair == NULL)
            seam_acs_client_new(options, &client, NULL);
    }
    seam_acs_options_free(options);
    return client;
}

int main(void) {
    seam_acs_client *client = NULL;
    char *line = NULL, *command, *first, *second;
    size_t room = 0;
    ssize_t length;
    int good = 1;

    while (good && (length = getline(&line, &room, stdin)) > 0) {
        line[length - 1] = '\0';
        command = strtok(line, "\t");
        first = strtok(NULL, "\t");
        second = strtok(NULL, "\t");
        if (command != NULL && first != NULL && second != NULL && strcmp(command, "open") == 0) {
            seam_acs_client_free(client);
            client = opened(first, second);
            good = client != NULL;
        } else {
            good = command != NULL && first != NULL && strcmp(command, "call") == 0 &&
                   perform(client, first, second);
        }
    }
    free(line);
    seam_acs_client_free(client);
    return good ? 0 : 1;
}
