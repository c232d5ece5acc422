/* A panic in each layer of the library stays inside: a status says so, the process lives, the next call
 * works, and nothing is printed. For a library that was built with the feature failpoints. */
#include "check.h"

#include <dlfcn.h>
#include <time.h>

/* Lets the next passage of a place panic, once; says whether the one set before has happened. NULL only
 * asks. */
extern int seam_acs_set_failpoint(const char *place);

static const char *url, *key, *tls, *ca_file, *file;

static seam_acs_client *client_for(const char *endpoint, const char *option, const char *value) {
    seam_acs_options *options = seam_acs_options_new();
    seam_acs_client *client = NULL;

    MUST(seam_acs_options_set_endpoint(options, endpoint, &error));
    MUST(seam_acs_options_set_api_key(options, key, &error));
    MUST(seam_acs_options_set_ca_file(options, ca_file, &error));
    MUST(seam_acs_options_set(options, option, value, &error));
    MUST(seam_acs_client_new(options, &client, &error));
    seam_acs_options_free(options);
    return client;
}

static int add(seam_acs_client *client, seam_acs_error **error) {
    return seam_acs_add_user_to_group(client, USER, GROUP, error);
}

/* What is done aside may come after the call. */
static void await_panic(void) {
    struct timespec moment = {0, 5000000};
    int left;

    for (left = 2000; left > 0 && seam_acs_set_failpoint(NULL) == 0; left--)
        nanosleep(&moment, NULL);
}

/* The panic has happened, its words are in the error, and the client works as before. */
static void contained(seam_acs_client *client, const char *place, int expected, int actual,
                      seam_acs_error *error) {
    await_panic();
    if (seam_acs_set_failpoint("") != 1 || expected != actual)
        fprintf(stderr, "the panic at %s was not contained as it should be\n", place);
    CHECK_STATUS(expected, actual);
    if (expected != SEAM_ACS_OK)
        CHECK_CONTAINS("INTERNAL", seam_acs_error_to_json(error));
    seam_acs_error_free(error);
    MUST(add(client, &error));
}

static void add_with_a_panic_at(const char *place, int expected) {
    seam_acs_client *client = client_for(url, "timeout_ms", "20000");
    seam_acs_error *error = NULL;
    int status;

    seam_acs_set_failpoint(place);
    status = add(client, &error);
    contained(client, place, expected, status, error);
    seam_acs_client_free(client);
}

static void read_with_a_panic_at(const char *place, int expected) {
    seam_acs_client *client = client_for(url, "timeout_ms", "20000");
    seam_acs_record *user = NULL;
    seam_acs_error *error = NULL;
    int status;

    seam_acs_set_failpoint(place);
    status = seam_acs_get_user(client, USER, &user, &error);
    CHECK(user == NULL);
    contained(client, place, expected, status, error);
    seam_acs_client_free(client);
}

static void add_by_another_way(const char *place, int expected, const char *endpoint, const char *option,
                               const char *value) {
    seam_acs_client *client = client_for(endpoint, option, value);
    seam_acs_error *error = NULL;
    int status;

    seam_acs_set_failpoint(place);
    status = add(client, &error);
    contained(client, place, expected, status, error);
    seam_acs_client_free(client);
}

/* The thread that looks a name up dies; the next one finds out that nobody has the name. */
static void lookup_dies(const char *unknown_host) {
    seam_acs_client *client = client_for(unknown_host, "allow_insecure_http", "true");
    seam_acs_error *error = NULL;

    seam_acs_set_failpoint("resolver");
    CHECK_STATUS(SEAM_ACS_INTERNAL, add(client, &error));
    CHECK(seam_acs_set_failpoint("") == 1);
    seam_acs_error_free(error);
    CHECK_STATUS(SEAM_ACS_DNS, add(client, &error));
    seam_acs_error_free(error);
    seam_acs_client_free(client);
}

/* The connection's own task dies: that is a connection that broke. */
static void connection_breaks(void) {
    seam_acs_client *client = client_for(url, "max_attempts", "1");
    seam_acs_error *error = NULL;
    int status;

    seam_acs_set_failpoint("connection");
    status = add(client, &error);
    CHECK(seam_acs_set_failpoint("") == 1);
    CHECK_STATUS(SEAM_ACS_OUTCOME_UNKNOWN, status);
    seam_acs_error_free(error);
    MUST(add(client, &error));
    seam_acs_client_free(client);
}

static size_t count_of(const seam_acs_report *report, const char *outcome) {
    size_t count = 0;

    MUST(seam_acs_report_count(report, outcome, &count, &error));
    return count;
}

/* Of a list only the change is in doubt whose worker died; nothing is called done that was not. */
static void apply_with_a_panic_at(const char *place, int expected, const char *outcome, size_t how_many) {
    static const char changes[] = "action,acs_user_id,acs_access_group_id\n"
                                  "add," USER "," GROUP "\n"
                                  "remove," USER "," GROUP "\n"
                                  "add," USER "," GROUP "\n";
    seam_acs_client *client = client_for(url, "timeout_ms", "20000");
    seam_acs_report *report = NULL;
    seam_acs_error *error = NULL;
    int status;

    seam_acs_set_failpoint(place);
    status = seam_acs_apply(client, changes, NULL, &report, &error);
    CHECK(report != NULL && seam_acs_report_len(report) == 3);
    CHECK(count_of(report, outcome) == how_many);
    CHECK(count_of(report, "applied") == 0);
    contained(client, place, expected, status, error);
    seam_acs_report_free(report);
    MUST(seam_acs_apply(client, changes, NULL, &report, &error));
    CHECK(count_of(report, "applied") == 3);
    seam_acs_report_free(report);
    seam_acs_client_free(client);
}

static void plan_with_a_panic(void) {
    static const char roster[] = "acs_user_id,acs_access_group_id\n" USER "," GROUP "\n";
    seam_acs_client *client = client_for(url, "timeout_ms", "20000");
    seam_acs_plan *plan = NULL;
    seam_acs_error *error = NULL;
    int status;

    seam_acs_set_failpoint("calculation");
    status = seam_acs_make_plan(client, roster, NULL, &plan, &error);
    CHECK(plan == NULL);
    contained(client, "calculation", SEAM_ACS_INTERNAL, status, error);
    seam_acs_client_free(client);
}

/* Every function, called with a panic before its first line, returns. Those that print a name here have no
 * guard. */
static void every_function(const char *list) {
    long (*function)(void *, void *, void *, void *, void *, void *, void *, void *);
    FILE *symbols = fopen(list, "r");
    char line[256], *name;
    int guarded = 0;

    CHECK(symbols != NULL);
    while (fgets(line, sizeof line, symbols) != NULL) {
        void *symbol;

        name = strtok(line, " \n");
        if (name == NULL || *name == '#')
            continue;
        symbol = dlsym(RTLD_DEFAULT, name);
        CHECK(symbol != NULL);
        memcpy(&function, &symbol, sizeof symbol);
        seam_acs_set_failpoint("entry");
        function(NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
        if (seam_acs_set_failpoint("") == 1)
            guarded++;
        else
            printf("%s\n", name);
    }
    fclose(symbols);
    CHECK(guarded > 100);
}

int main(int argc, char **argv) {
    CHECK(argc == 8);
    url = argv[1];
    key = argv[2];
    tls = argv[3];
    ca_file = argv[4];
    file = argv[5];
    every_function(argv[7]);
    add_with_a_panic_at("entry", SEAM_ACS_INTERNAL);
    add_with_a_panic_at("call", SEAM_ACS_INTERNAL);
    add_with_a_panic_at("engine", SEAM_ACS_INTERNAL);
    add_with_a_panic_at("task", SEAM_ACS_INTERNAL);
    add_with_a_panic_at("transport", SEAM_ACS_INTERNAL);
    add_with_a_panic_at("answer", SEAM_ACS_OUTCOME_UNKNOWN);
    add_with_a_panic_at("decode", SEAM_ACS_OUTCOME_UNKNOWN);
    read_with_a_panic_at("answer", SEAM_ACS_INTERNAL);
    read_with_a_panic_at("decode", SEAM_ACS_INTERNAL);
    connection_breaks();
    add_by_another_way("certificates", SEAM_ACS_INTERNAL, tls, "timeout_ms", "20000");
    lookup_dies(argv[6]);
    add_by_another_way("audit", SEAM_ACS_INTERNAL, url, "audit_log", file);
    add_by_another_way("log", SEAM_ACS_OK, url, "log_file", file);
    apply_with_a_panic_at("worker", SEAM_ACS_PARTIAL, "outcome_unknown", 1);
    apply_with_a_panic_at("apply", SEAM_ACS_INTERNAL, "not_attempted", 3);
    plan_with_a_panic();
    return 0;
}
