/* What a test program says when something is not as it should be, and how it opens a client. */
#ifndef CHECK_H
#define CHECK_H

#include <seam_acs.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* People and groups of the sandbox. */
#define USER "33333333-3333-3333-3333-333333333333"
#define GROUP "44444444-4444-4444-4444-444444444444"
#define NOBODY "99999999-9999-9999-9999-999999999999"

#define CHECK(condition)                                                                                     \
    do {                                                                                                     \
        if (!(condition)) {                                                                                  \
            fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #condition);                          \
            exit(1);                                                                                         \
        }                                                                                                    \
    } while (0)

#define CHECK_STATUS(expected, call) check_status(__FILE__, __LINE__, #call, (expected), (call))
#define CHECK_TEXT(expected, actual) check_text(__FILE__, __LINE__, #actual, (expected), (actual))
#define CHECK_CONTAINS(part, text) check_contains(__FILE__, __LINE__, #text, (part), (text))

static inline void check_status(const char *file, int line, const char *call, int expected, int actual) {
    if (expected != actual) {
        fprintf(stderr, "%s:%d: %s\n  gave %s (%d), not %s (%d)\n", file, line, call,
                seam_acs_status_name(actual), actual, seam_acs_status_name(expected), expected);
        exit(1);
    }
}

static inline void check_text(const char *file, int line, const char *what, const char *expected,
                              const char *actual) {
    if (actual == NULL || strcmp(expected, actual) != 0) {
        fprintf(stderr, "%s:%d: %s\n  is %s\n  not %s\n", file, line, what, actual ? actual : "NULL",
                expected);
        exit(1);
    }
}

static inline void check_contains(const char *file, int line, const char *what, const char *part,
                                  const char *text) {
    if (text == NULL || strstr(text, part) == NULL) {
        fprintf(stderr, "%s:%d: %s\n  is %s\n  without %s\n", file, line, what, text ? text : "NULL", part);
        exit(1);
    }
}

/* Stops the program with the error's own words where a call should have worked. */
#define MUST(call)                                                                                           \
    do {                                                                                                     \
        seam_acs_error *error = NULL;                                                                        \
        if ((call) != SEAM_ACS_OK) {                                                                         \
            fprintf(stderr, "%s:%d: %s\n  %s: %s\n", __FILE__, __LINE__, #call, seam_acs_error_name(error),  \
                    seam_acs_error_message(error));                                                          \
            exit(1);                                                                                         \
        }                                                                                                    \
        CHECK(error == NULL);                                                                                \
    } while (0)

/* The arguments of every program: the server, a key for it, and perhaps the authority that vouches for it. */
static inline seam_acs_options *options_from(int argc, char **argv) {
    seam_acs_options *options = seam_acs_options_new();

    CHECK(options != NULL);
    CHECK(argc >= 3);
    MUST(seam_acs_options_set_endpoint(options, argv[1], &error));
    MUST(seam_acs_options_set_api_key(options, argv[2], &error));
    if (argc > 3 && *argv[3])
        MUST(seam_acs_options_set_ca_file(options, argv[3], &error));
    return options;
}

static inline seam_acs_client *client_from(int argc, char **argv) {
    seam_acs_options *options = options_from(argc, argv);
    seam_acs_client *client = NULL;

    MUST(seam_acs_client_new(options, &client, &error));
    CHECK(client != NULL);
    seam_acs_options_free(options);
    return client;
}

/* How many lines the file has that contain a text. */
static inline int lines_with(const char *path, const char *part) {
    FILE *file = fopen(path, "r");
    char line[8192];
    int count = 0;

    CHECK(file != NULL);
    while (fgets(line, sizeof line, file) != NULL)
        count += strstr(line, part) != NULL;
    fclose(file);
    return count;
}

#endif
