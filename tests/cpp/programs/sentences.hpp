/* A test program is a table of sentences; each is a function that throws when the sentence is not true. */
#ifndef SENTENCES_HPP
#define SENTENCES_HPP

#include "seam_acs.hpp"

#include <cstdio>
#include <cstdlib>
#include <initializer_list>
#include <stdexcept>
#include <string>

struct Sentence {
    const char *says;
    void (*holds)();
};

inline int tell(std::initializer_list<Sentence> sentences) {
    int broken = 0;
    for (const Sentence &sentence : sentences) {
        try {
            sentence.holds();
            std::printf("ok %s\n", sentence.says);
        } catch (const std::exception &why) {
            std::printf("not ok %s: %s\n", sentence.says, why.what());
            ++broken;
        }
        std::fflush(stdout);
    }
    return broken == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

inline void expect(bool holds, const char *what, int line) {
    if (!holds) {
        throw std::logic_error("line " + std::to_string(line) + ": " + what);
    }
}

#define EXPECT(condition) expect((condition), #condition, __LINE__)

/** What the call throws; throws itself if the call returns. */
template <typename Call> seam_acs::Error failure_of(Call call) {
    try {
        call();
    } catch (const seam_acs::Error &error) {
        return error;
    }
    throw std::logic_error("the call should have failed and returned");
}

/* The sandbox's people and places. */
static const char ADA[] = "33333333-3333-3333-3333-333333333333";
static const char ADA_IDENTITY[] = "66666666-6666-6666-6666-000000000001";
static const char ENGINEERING[] = "44444444-4444-4444-4444-444444444444";
static const char NIGHT_SHIFT[] = "44444444-4444-4444-4444-000000000003";
static const char HARBOUR_HOUSE[] = "11111111-1111-1111-1111-111111111111";
static const char NOBODY[] = "33333333-3333-3333-3333-999999999999";
static const char NO_GROUP[] = "44444444-4444-4444-4444-999999999999";
/* The harness makes changes of this person fail: no answer ever comes. */
static const char UNLUCKY[] = "33333333-3333-3333-3333-000000000002";

inline std::string from_environment(const char *name) {
    const char *value = std::getenv(name);
    return value != nullptr ? value : "";
}

inline seam_acs::Client sandbox_client() {
    return seam_acs::Client(seam_acs::Options()
                                .api_key(from_environment("SEAM_API_KEY"))
                                .endpoint(from_environment("SEAM_ENDPOINT"))
                                // The harness names the certificates of its TLS server in SSL_CERT_FILE.
                                .trust_env());
}

inline bool lists(const seam_acs::List &list, const std::string &field, const std::string &value) {
    for (const seam_acs::Record &record : list) {
        if (record.get(field) == value) {
            return true;
        }
    }
    return false;
}

#endif
