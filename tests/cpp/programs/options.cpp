/* How a client is made. */
#include "sentences.hpp"

#include <cstring>
#include <type_traits>

static_assert(!std::is_copy_constructible<seam_acs::Client>::value, "a client has one owner");
static_assert(std::is_nothrow_move_constructible<seam_acs::Client>::value, "a client can be moved");

static void setters_chain() {
    seam_acs::Options options;
    options.api_key(from_environment("SEAM_API_KEY"))
        .endpoint(from_environment("SEAM_ENDPOINT"))
        .timeout(std::chrono::seconds(20))
        .attempt_timeout(std::chrono::seconds(10))
        .connect_timeout(std::chrono::milliseconds(1500))
        .max_attempts(2)
        .max_concurrency(8)
        .max_response_bytes(1024 * 1024)
        .user_agent_suffix("panel/2.1")
        .allow_insecure_http(false)
        .log_level("error")
        .set("max_attempts", "3");
    EXPECT(options.get() != nullptr);
    seam_acs::Client(options).check();
}

static void files_and_proxies() {
    seam_acs::Options options;
    options.proxy("http://127.0.0.1:9").ca_file("/nowhere/ca.pem").log_fd(2).set("log_fd", "");
    options.log_file("/dev/null");
    options.audit_log("/dev/null").audit_failure("continue").actor("night porter").reason("key lost");
}

static void the_environment_fills_what_is_unset() {
    seam_acs::Client::from_env().check();
    seam_acs::Client::from_env(seam_acs::Options().max_attempts(1)).check();
}

static void a_token_needs_its_workspace() {
    const seam_acs::Client client(
        seam_acs::Options()
            .personal_access_token(from_environment("TEST_TOKEN"), from_environment("TEST_WORKSPACE"))
            .endpoint(from_environment("SEAM_ENDPOINT")));
    client.check();
}

static void unknown_options() {
    const seam_acs::Error error = failure_of([] { seam_acs::Options().set("max_attempt", "1"); });
    EXPECT(error.status() == SEAM_ACS_OPTIONS);
    EXPECT(std::strstr(error.what(), "max_attempts") != nullptr);
}

static void values_out_of_range() {
    EXPECT(failure_of([] { seam_acs::Options().max_attempts(0); }).status() == SEAM_ACS_OPTIONS);
    EXPECT(failure_of([] { seam_acs::Options().timeout(std::chrono::hours(24 * 365)); }).status() ==
           SEAM_ACS_OPTIONS);
    EXPECT(failure_of([] { seam_acs::Options().timeout(std::chrono::milliseconds(-1)); }).status() ==
           SEAM_ACS_OPTIONS);
}

static void a_client_without_credentials() {
    const int status = failure_of([] { seam_acs::Client client{seam_acs::Options()}; }).status();
    EXPECT(status == SEAM_ACS_OPTIONS || status == SEAM_ACS_TOKEN);
}

static void versions() {
    EXPECT(std::strcmp(seam_acs::version(), SEAM_ACS_VERSION) == 0);
    EXPECT(seam_acs::abi_version() == SEAM_ACS_ABI_VERSION);
    EXPECT(std::strcmp(seam_acs::status_name(SEAM_ACS_OUTCOME_UNKNOWN), "OUTCOME_UNKNOWN") == 0);
    EXPECT(std::strlen(seam_acs::status_message(SEAM_ACS_OUTCOME_UNKNOWN)) > 0);
}

int main() {
    return tell({
        {"setters chain and a client works with them", setters_chain},
        {"proxies, certificate files and logs are options", files_and_proxies},
        {"the environment fills what is unset", the_environment_fills_what_is_unset},
        {"a personal access token comes with its workspace", a_token_needs_its_workspace},
        {"an unknown option names the nearest one", unknown_options},
        {"values out of range are refused", values_out_of_range},
        {"a client without credentials is refused", a_client_without_credentials},
        {"versions and statuses have names", versions},
    });
}
