/* What is thrown, and what it carries. */
#include "sentences.hpp"

#include <cstring>

static void unknown_group() {
    const seam_acs::Client client = sandbox_client();
    const seam_acs::Error error = failure_of([&] { client.add_user_to_group(ADA, NO_GROUP); });
    EXPECT(error.status() == SEAM_ACS_NOT_FOUND);
    EXPECT(std::strcmp(error.name(), "NOT_FOUND") == 0);
    EXPECT(error.http_status() == 404);
    EXPECT(std::strlen(error.api_type()) > 0);
    EXPECT(std::strlen(error.request_id()) > 0);
    EXPECT(std::strlen(error.what()) > 0);
    EXPECT(error.attempts() == 1);
    EXPECT(!error.retryable());
    EXPECT(!error.outcome_unknown());
    EXPECT(error.retry_after() < std::chrono::milliseconds::zero());
    EXPECT(std::strstr(error.to_json(), "NOT_FOUND") != nullptr);
}

static void unknown_user_of_every_read() {
    const seam_acs::Client client = sandbox_client();
    EXPECT(failure_of([&] { client.get_user(NOBODY); }).status() == SEAM_ACS_NOT_FOUND);
    EXPECT(failure_of([&] { client.get_group(NO_GROUP); }).status() == SEAM_ACS_NOT_FOUND);
    EXPECT(failure_of([&] { client.list_group_users(NO_GROUP); }).status() == SEAM_ACS_NOT_FOUND);
}

static void validation_errors() {
    const seam_acs::Client client = sandbox_client();
    const seam_acs::Error error =
        failure_of([&] { client.request("/acs/users/get", "{\"acs_user_id\": 7}"); });
    EXPECT(error.status() == SEAM_ACS_INVALID_INPUT);
    EXPECT(std::strstr(error.validation_errors(), "acs_user_id") != nullptr);
}

static void wrong_key() {
    const seam_acs::Client client(
        seam_acs::Options().api_key("seam_apikey1_nobodys").endpoint(from_environment("SEAM_ENDPOINT")));
    const seam_acs::Error error = failure_of([&] { client.check(); });
    EXPECT(error.status() == SEAM_ACS_UNAUTHORIZED);
    EXPECT(error.http_status() == 401);
    EXPECT(std::strstr(error.what(), "nobodys") == nullptr);
    EXPECT(std::strstr(error.to_json(), "nobodys") == nullptr);
}

static void bad_ids() {
    const seam_acs::Client client = sandbox_client();
    for (const char *id : {"", " ", "a\nb", "\xff\xfe"}) {
        const seam_acs::Error error = failure_of([&] { client.add_user_to_group(id, ENGINEERING); });
        EXPECT(error.status() == SEAM_ACS_INVALID_ARGUMENT || error.status() == SEAM_ACS_UTF8);
        EXPECT(error.http_status() == 0);
        EXPECT(error.attempts() == 0);
    }
}

static void a_text_with_nul() {
    const seam_acs::Client client = sandbox_client();
    const std::string half = std::string(ADA) + '\0' + "x";
    const seam_acs::Error error = failure_of([&] { client.add_user_to_group(half, ENGINEERING); });
    EXPECT(error.status() == SEAM_ACS_INVALID_ARGUMENT);
    EXPECT(std::strcmp(error.request_id(), "") == 0);
    EXPECT(std::strcmp(error.api_type(), "") == 0);
    EXPECT(std::strcmp(error.validation_errors(), "") == 0);
    EXPECT(error.retry_after() < std::chrono::milliseconds::zero());
    EXPECT(!error.outcome_unknown());
}

static void errors_are_values() {
    const seam_acs::Client client = sandbox_client();
    const seam_acs::Error error = failure_of([&] { client.get_user(NOBODY); });
    const seam_acs::Error copy = error;
    EXPECT(std::strcmp(copy.request_id(), error.request_id()) == 0);
    const std::exception &as_any = copy;
    EXPECT(std::strcmp(as_any.what(), error.what()) == 0);
}

int main() {
    return tell({
        {"an unknown group is NotFound, with Seam's type and request id", unknown_group},
        {"reads of unknown objects fail", unknown_user_of_every_read},
        {"a refused parameter is named in the validation errors", validation_errors},
        {"a wrong key is Unauthorized and appears in no text", wrong_key},
        {"ids that cannot be ids are refused before anything is sent", bad_ids},
        {"a text with a NUL inside is refused, not cut", a_text_with_nul},
        {"errors can be copied and caught as std::exception", errors_are_values},
    });
}
