/* Ours, through the C ABI. */
#include "bench.h"

#include <dirent.h>
#include <seam_acs.h>

#define ENTRANCE "55555555-5555-5555-5555-000000000001"

static seam_acs_client *client;

/* Stops with the error's own words where a call should have worked. */
#define MUST(call)                                                                                           \
    do {                                                                                                     \
        seam_acs_error *error = NULL;                                                                        \
        if ((call) != SEAM_ACS_OK)                                                                           \
            die(seam_acs_error_message(error));                                                              \
    } while (0)

static seam_acs_client *open_client(void) {
    seam_acs_options *options = seam_acs_options_new();
    seam_acs_client *made;

    MUST(seam_acs_options_set(options, "api_key", api_key, &error));
    MUST(seam_acs_options_set(options, "endpoint", endpoint, &error));
    if (strncmp(endpoint, "https:", 6) == 0)
        MUST(seam_acs_options_set(options, "ca_file", authority, &error));
    MUST(seam_acs_client_new(options, &made, &error));
    seam_acs_options_free(options);
    return made;
}

static void call(size_t i) {
    char user[ROOM];

    snprintf(user, sizeof user, USER_FORMAT, i);
    MUST(seam_acs_add_user_to_group(client, user, GROUP, &error));
}

static void call_from_a_new_client(size_t i) {
    seam_acs_client *fresh = open_client();
    char user[ROOM];

    snprintf(user, sizeof user, USER_FORMAT, i);
    MUST(seam_acs_add_user_to_group(fresh, user, GROUP, &error));
    seam_acs_client_free(fresh);
}

/* No other client lives meanwhile, as in a worker of PHP-FPM between two requests. */
static void each_from_a_new_client(size_t count) {
    seam_acs_client_free(client);
    one_after_another(count, call_from_a_new_client);
    client = open_client();
}

/* A list of changes as a program has it: text that it made, here CSV. */
static void apply(size_t count, const char *options) {
    static const char head[] = "action,acs_user_id,acs_access_group_id\n";
    size_t length = sizeof head - 1, i, done = 0;
    char *changes = malloc(length + count * 100 + 1);
    seam_acs_report *report;

    if (changes == NULL)
        die("no memory");
    memcpy(changes, head, length + 1);
    for (i = 0; i < count; i++)
        length += (size_t)sprintf(changes + length, "add," USER_FORMAT "," GROUP "\n", i);
    MUST(seam_acs_apply(client, changes, options, &report, &error));
    MUST(seam_acs_report_count(report, "applied", &done, &error));
    if (done != count)
        die("not all were recorded");
    seam_acs_report_free(report);
    free(changes);
}

static void many(size_t count, size_t at_once) {
    char options[ROOM];

    snprintf(options, sizeof options, "{\"fixed\": %zu}", at_once);
    apply(count, options);
}

static void adapting(size_t count, size_t ceiling) {
    char options[ROOM];

    snprintf(options, sizeof options, "{\"ceiling\": %zu}", ceiling);
    apply(count, options);
}

static int threads(void) {
    DIR *tasks = opendir("/proc/self/task");
    int count = 0;

    while (tasks != NULL && readdir(tasks) != NULL)
        count++;
    closedir(tasks);
    return count - 2;
}

/* Begins so many operations at once, and says how many threads the process has while all are under way. */
static void hold(size_t count) {
    seam_acs_op **ops = calloc(count, sizeof *ops);
    char user[ROOM];
    size_t i;

    if (ops == NULL)
        die("no memory");
    for (i = 0; i < count; i++) {
        snprintf(user, sizeof user, USER_FORMAT, i);
        MUST(seam_acs_add_user_to_group_begin(client, user, GROUP, &ops[i], &error));
    }
    printf("%d\n", threads());
    for (i = 0; i < count; i++) {
        while (seam_acs_op_wait(ops[i], -1) == 0)
            ;
        MUST(seam_acs_op_result(ops[i], &error));
        seam_acs_op_free(ops[i]);
    }
    free(ops);
}

/* A figure of /proc/self/status in bytes, such as the memory that is resident. */
static unsigned long long memory(const char *what) {
    FILE *status = fopen("/proc/self/status", "r");
    char line[ROOM];
    unsigned long long kilobytes = 0;

    while (status != NULL && fgets(line, sizeof line, status) != NULL)
        if (strncmp(line, what, strlen(what)) == 0)
            sscanf(line + strlen(what), ": %llu kB", &kilobytes);
    if (status != NULL)
        fclose(status);
    if (kilobytes == 0)
        die("the system does not say how much memory is in use");
    return kilobytes << 10;
}

/* What a program that shows a list asks of each record. */
static void ask_each(const seam_acs_list *list, size_t count) {
    size_t i;

    if (seam_acs_list_len(list) != count)
        die("the list has another length");
    for (i = 0; i < count; i++) {
        const seam_acs_record *user = seam_acs_list_at(list, i);

        if (seam_acs_record_get(user, "acs_user_id") == NULL ||
            seam_acs_record_get(user, "full_name") == NULL)
            die("a user without id or name");
        seam_acs_record_get(user, "access_schedule.ends_at");
    }
}

/* Prints what a list adds to the memory while it is held, at most until then, and after it is freed. */
static void weigh(seam_acs_status (*ask)(seam_acs_list **, seam_acs_error **), size_t count) {
    unsigned long long idle = memory("VmRSS"), held, peak, left;
    seam_acs_list *list = NULL;

    MUST(ask(&list, &error));
    ask_each(list, count);
    held = memory("VmRSS");
    peak = memory("VmHWM");
    seam_acs_list_free(list);
    left = memory("VmRSS");
    printf("%llu %llu %llu\n", held - idle, peak - idle, left > idle ? left - idle : 0);
}

static seam_acs_status members(seam_acs_list **list, seam_acs_error **error) {
    return seam_acs_list_group_users(client, GROUP, list, error);
}

static seam_acs_status entrance_users(seam_acs_list **list, seam_acs_error **error) {
    return seam_acs_list_entrance_users(client, ENTRANCE, list, error);
}

int main(int argc, char **argv) {
    char name[ROOM];
    size_t count, at_once;

    take_arguments(argc, argv);
    client = open_client();
    call(0);
    say_ready();
    while (next_batch(name, &count, &at_once)) {
        if (strcmp(name, "one") == 0)
            one_after_another(count, call);
        else if (strcmp(name, "fresh") == 0)
            each_from_a_new_client(count);
        else if (strcmp(name, "many") == 0)
            many_at_once(count, at_once, many);
        else if (strcmp(name, "adapting") == 0)
            many_at_once(count, at_once, adapting);
        else if (strcmp(name, "hold") == 0)
            hold(count);
        else if (strcmp(name, "members") == 0)
            weigh(members, count);
        else if (strcmp(name, "entrance_users") == 0)
            weigh(entrance_users, count);
        else
            die("no such batch");
    }
    seam_acs_client_free(client);
    return 0;
}
