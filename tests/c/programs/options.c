/* Options: unknown names, values out of range, "" as unset, every name and every typed function. */
#include "check.h"

static void refuses(seam_acs_options *options, const char *name, const char *value, const char *hint) {
    seam_acs_error *error = NULL;

    CHECK_STATUS(SEAM_ACS_OPTIONS, seam_acs_options_set(options, name, value, &error));
    CHECK_CONTAINS(hint, seam_acs_error_message(error));
    seam_acs_error_free(error);
    CHECK_STATUS(SEAM_ACS_OPTIONS, seam_acs_options_set(options, name, value, NULL));
}

static void accepts(seam_acs_options *options, const char *name, const char *value) {
    MUST(seam_acs_options_set(options, name, value, &error));
    MUST(seam_acs_options_set(options, name, "", &error));
}

static void by_name(seam_acs_options *options) {
    refuses(options, "time_out_ms", "5", "timeout_ms");
    refuses(options, "apikey", "x", "api_key");
    refuses(options, "", "x", "option");
    refuses(options, "timeout_ms", "0", "timeout_ms");
    refuses(options, "timeout_ms", "3600001", "3600000");
    refuses(options, "timeout_ms", "ten", "timeout_ms");
    refuses(options, "timeout_ms", "0x10", "timeout_ms");
    refuses(options, "max_attempts", "21", "20");
    refuses(options, "max_concurrency", "1025", "1024");
    refuses(options, "max_response_bytes", "1023", "1024");
    refuses(options, "allow_insecure_http", "yes", "true");
    refuses(options, "log_level", "loud", "log_level");
    accepts(options, "api_key", "seam_test_x");
    accepts(options, "personal_access_token", "seam_at1_x");
    accepts(options, "workspace_id", "w");
    accepts(options, "endpoint", "https://example.com");
    accepts(options, "timeout_ms", "3600000");
    accepts(options, "attempt_timeout_ms", "1");
    accepts(options, "connect_timeout_ms", "1");
    accepts(options, "max_attempts", "1");
    accepts(options, "max_concurrency", "1024");
    accepts(options, "max_response_bytes", "1024");
    accepts(options, "proxy", "http://127.0.0.1:1");
    accepts(options, "ca_file", "/nowhere");
    accepts(options, "user_agent_suffix", "panel/2");
    accepts(options, "allow_insecure_http", "true");
    accepts(options, "log_file", "/nowhere");
    accepts(options, "log_fd", "2");
    accepts(options, "log_level", "trace");
}

static void by_type(seam_acs_options *options) {
    MUST(seam_acs_options_set_api_key(options, "seam_test_x", &error));
    MUST(seam_acs_options_set_api_key(options, "", &error));
    MUST(seam_acs_options_set_personal_access_token(options, "seam_at1_x", "w", &error));
    MUST(seam_acs_options_set_personal_access_token(options, "", "", &error));
    MUST(seam_acs_options_set_timeout_ms(options, 20000, &error));
    MUST(seam_acs_options_set_attempt_timeout_ms(options, 5000, &error));
    MUST(seam_acs_options_set_connect_timeout_ms(options, 2000, &error));
    MUST(seam_acs_options_set_max_attempts(options, 2, &error));
    MUST(seam_acs_options_set_max_concurrency(options, 8, &error));
    MUST(seam_acs_options_set_max_response_bytes(options, (size_t)1 << 20, &error));
    MUST(seam_acs_options_set_proxy(options, "", &error));
    MUST(seam_acs_options_set_ca_file(options, "", &error));
    MUST(seam_acs_options_set_user_agent_suffix(options, "panel/2", &error));
    MUST(seam_acs_options_set_allow_insecure_http(options, 1, &error));
    MUST(seam_acs_options_set_allow_insecure_http(options, 0, &error));
    MUST(seam_acs_options_set_log_file(options, "", &error));
    MUST(seam_acs_options_set_log_fd(options, 2, &error));
    MUST(seam_acs_options_set(options, "log_fd", "", &error));
    MUST(seam_acs_options_set_log_level(options, "error", &error));
    CHECK_STATUS(SEAM_ACS_OPTIONS, seam_acs_options_set_timeout_ms(options, -1, NULL));
    CHECK_STATUS(SEAM_ACS_OPTIONS, seam_acs_options_set_max_attempts(options, 0, NULL));
    CHECK_STATUS(SEAM_ACS_OPTIONS, seam_acs_options_set_allow_insecure_http(options, 2, NULL));
    CHECK_STATUS(SEAM_ACS_OPTIONS, seam_acs_options_set_log_level(options, "loud", NULL));
}

static void credentials(const char *endpoint) {
    seam_acs_options *options = seam_acs_options_new();
    seam_acs_client *client = (seam_acs_client *)1;
    seam_acs_error *error = NULL;

    MUST(seam_acs_options_set_endpoint(options, endpoint, &error));
    CHECK_STATUS(SEAM_ACS_OPTIONS, seam_acs_client_new(options, &client, &error));
    CHECK(client == NULL);
    seam_acs_error_free(error);
    MUST(seam_acs_options_set_api_key(options, "ey_token_of_another_kind", &error));
    CHECK_STATUS(SEAM_ACS_TOKEN, seam_acs_client_new(options, &client, &error));
    CHECK_CONTAINS("A JWT cannot be used as an api_key", seam_acs_error_message(error));
    CHECK(strstr(seam_acs_error_message(error), "another_kind") == NULL);
    CHECK(strstr(seam_acs_error_to_json(error), "another_kind") == NULL);
    seam_acs_error_free(error);
    seam_acs_options_free(options);
}

/* A client_new reads no SEAM_ variable; client_from_env fills what is unset. */
static void environment(const char *endpoint, const char *key) {
    seam_acs_options *options = seam_acs_options_new();
    seam_acs_client *client = NULL;

    setenv("SEAM_API_KEY", key, 1);
    setenv("SEAM_ENDPOINT", endpoint, 1);
    CHECK_STATUS(SEAM_ACS_OPTIONS, seam_acs_client_new(options, &client, NULL));
    MUST(seam_acs_client_from_env(NULL, &client, &error));
    MUST(seam_acs_check(client, &error));
    seam_acs_client_free(client);
    MUST(seam_acs_client_from_env(options, &client, &error));
    MUST(seam_acs_check(client, &error));
    seam_acs_client_free(client);
    seam_acs_options_free(options);
    unsetenv("SEAM_API_KEY");
    unsetenv("SEAM_ENDPOINT");
}

int main(int argc, char **argv) {
    seam_acs_options *options = options_from(argc, argv);
    seam_acs_client *client = NULL;

    by_type(options);
    by_name(options);
    seam_acs_options_free(options);
    credentials(argv[1]);
    environment(argv[1], argv[2]);

    /* Options may go as soon as the client is there. */
    options = options_from(argc, argv);
    MUST(seam_acs_client_new(options, &client, &error));
    seam_acs_options_free(options);
    MUST(seam_acs_check(client, &error));
    seam_acs_client_free(client);
    return 0;
}
