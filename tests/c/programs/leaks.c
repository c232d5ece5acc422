/* Says all that the errors of a server say that repeats the key in every kind of answer. */
#include "check.h"

static void say(const char *text) { printf("%s\n", text != NULL ? text : "NULL"); }

static void say_all_of(seam_acs_error *error) {
    CHECK(error != NULL);
    say(seam_acs_error_name(error));
    say(seam_acs_error_message(error));
    say(seam_acs_error_api_type(error));
    say(seam_acs_error_request_id(error));
    say(seam_acs_error_validation_errors(error));
    say(seam_acs_error_to_json(error));
    say(seam_acs_status_message(seam_acs_error_status(error)));
    seam_acs_error_free(error);
}

static void add(seam_acs_client *client) {
    seam_acs_op *op = NULL;
    seam_acs_error *error = NULL;

    MUST(seam_acs_add_user_to_group_begin(client, USER, GROUP, &op, &error));
    CHECK(seam_acs_op_wait(op, 20000) == 1);
    if (seam_acs_op_result(op, &error) != SEAM_ACS_OK)
        say_all_of(error);
    say(seam_acs_op_request_id(op));
    seam_acs_op_free(op);
}

static void get(seam_acs_client *client) {
    seam_acs_record *user = NULL;
    seam_acs_error *error = NULL;

    if (seam_acs_get_user(client, USER, &user, &error) != SEAM_ACS_OK)
        say_all_of(error);
    seam_acs_record_free(user);
}

static void apply(seam_acs_client *client) {
    static const char changes[] = "action,acs_user_id,acs_access_group_id\nadd," USER "," GROUP "\n";
    seam_acs_report *report = NULL;
    seam_acs_error *error = NULL;
    char *text = NULL;

    if (seam_acs_apply(client, changes, NULL, &report, &error) != SEAM_ACS_OK)
        say_all_of(error);
    MUST(seam_acs_report_to_json(report, &text, &error));
    say(text);
    seam_acs_string_free(text);
    MUST(seam_acs_report_to_csv(report, &text, &error));
    say(text);
    seam_acs_string_free(text);
    MUST(seam_acs_record_to_json(seam_acs_report_at(report, 0), &text, &error));
    say(text);
    seam_acs_string_free(text);
    seam_acs_report_free(report);
}

static void options_with_the_key(const char *key) {
    static const char *const names[] = {"endpoint",     "proxy",     "timeout_ms",
                                        "max_attempts", "log_level", "allow_insecure_http"};
    seam_acs_error *error = NULL;
    size_t i;

    for (i = 0; i < sizeof names / sizeof *names; i++) {
        seam_acs_options *options = seam_acs_options_new();
        seam_acs_client *client = NULL;

        MUST(seam_acs_options_set_api_key(options, key, &error));
        if (seam_acs_options_set(options, names[i], key, &error) != SEAM_ACS_OK ||
            seam_acs_client_new(options, &client, &error) != SEAM_ACS_OK)
            say_all_of(error);
        CHECK(seam_acs_options_set(options, key, "x", &error) == SEAM_ACS_OPTIONS);
        say_all_of(error);
        seam_acs_client_free(client);
        seam_acs_options_free(options);
    }
}

int main(int argc, char **argv) {
    seam_acs_options *options = options_from(argc, argv);
    seam_acs_client *client = NULL;
    int left;

    CHECK(argc == 6);
    MUST(seam_acs_options_set_max_attempts(options, 1, &error));
    MUST(seam_acs_options_set(options, "log_file", argv[4], &error));
    MUST(seam_acs_options_set(options, "log_level", "trace", &error));
    MUST(seam_acs_options_set(options, "audit_log", argv[4], &error));
    MUST(seam_acs_client_new(options, &client, &error));
    seam_acs_options_free(options);
    for (left = atoi(argv[5]); left > 0; left--)
        add(client);
    for (left = atoi(argv[5]); left > 0; left--)
        get(client);
    for (left = atoi(argv[5]); left > 0; left--)
        apply(client);
    seam_acs_client_free(client);
    options_with_the_key(argv[2]);
    return 0;
}
