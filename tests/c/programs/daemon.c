/* A program becomes a daemon in one of the ways of old: it closes all descriptors from 3 on, with or without
 * a fork, and its own files get their numbers. Its calls work, and nothing is written to its files or closed
 * but by itself.
 *
 * The arguments behind the authority: a folder, the time of the first call ("late", "early", or "held": under
 * way meanwhile), and "fork" or "same". */
#include "server.h"

#include <fcntl.h>
#include <sys/wait.h>

#define OTHER "33333333-3333-3333-3333-000000000002"
#define FILES 24
#define RECORD "RECORD\n"

static seam_acs_client *client;
static seam_acs_queue *queue;
static int files[FILES];

/* Not of the pair that is held. */
static void call(void) { MUST(seam_acs_remove_user_from_group(client, OTHER, GROUP, &error)); }

static void close_all_and_open_own(void) {
    int i;
    char name[16];

    for (i = 3; i < 1024; i++)
        close(i);
    for (i = 0; i < FILES; i++) {
        snprintf(name, sizeof name, "database-%d", i);
        files[i] = open(name, O_RDWR | O_CREAT | O_TRUNC, 0600);
        CHECK(files[i] >= 0);
        CHECK(write(files[i], RECORD, strlen(RECORD)) == (ssize_t)strlen(RECORD));
    }
}

/* Writes one more record to each, and finds so many and nothing else. */
static void files_have(int records) {
    int i, record;
    char text[256], expected[256] = "";
    ssize_t length;

    for (record = 0; record < records; record++)
        strcat(expected, RECORD);
    for (i = 0; i < FILES; i++) {
        CHECK(write(files[i], RECORD, strlen(RECORD)) == (ssize_t)strlen(RECORD));
        length = pread(files[i], text, sizeof text - 1, 0);
        CHECK(length >= 0);
        text[length] = '\0';
        CHECK_TEXT(expected, text);
    }
}

/* The log is written by another thread, after the call has its end. */
static void await_lines(int count) {
    struct timespec moment = {0, 5000000};
    int left;

    for (left = 2000; lines_with("log", "\"call_answered\"") != count; left--) {
        CHECK(left > 0);
        nanosleep(&moment, NULL);
    }
}

static void rotate(const char *name) {
    char aside[32];

    snprintf(aside, sizeof aside, "%s.1", name);
    CHECK(rename(name, aside) == 0);
}

static void live_as_a_daemon(int calls_before, seam_acs_op *held) {
    size_t tag = 0;

    close_all_and_open_own();
    /* The add may still arrive behind it. */
    if (held != NULL)
        CHECK_STATUS(SEAM_ACS_OUTCOME_UNKNOWN, seam_acs_remove_user_from_group(client, USER, GROUP, NULL));
    call();
    call();
    if (held != NULL) {
        /* Nobody can say what became of it, and it ends all the same. */
        CHECK(seam_acs_queue_next(queue, 20000, &tag) == 1 && tag == 7);
        CHECK_STATUS(SEAM_ACS_OUTCOME_UNKNOWN, seam_acs_op_result(held, NULL));
        seam_acs_op_free(held);
    }
    await_lines(calls_before + 2);
    rotate("log");
    rotate("audit");
    call();
    seam_acs_queue_free(queue);
    seam_acs_client_free(client);
    files_have(2);
    CHECK(lines_with("audit", "\"recorded\"") == 1);
    CHECK(lines_with("log", "\"call_answered\"") == 1);
    /* Half of an attempt's time after its last call, an engine that was left looks whether it may end. */
    sleep(3);
    files_have(3);
    CHECK(seam_acs_shutdown(40000) == 1);
    files_have(4);
}

int main(int argc, char **argv) {
    seam_acs_options *options = options_from(argc, argv);
    seam_acs_op *held = NULL;
    int calls_before, status = 0;

    CHECK(argc > 6);
    calls_before = strcmp(argv[5], "late") != 0;
    CHECK(chdir(argv[4]) == 0);
    MUST(seam_acs_options_set_log_file(options, "log", &error));
    MUST(seam_acs_options_set_log_level(options, "debug", &error));
    MUST(seam_acs_options_set_audit_log(options, "audit", &error));
    MUST(seam_acs_options_set_timeout_ms(options, 5000, &error));
    MUST(seam_acs_client_new(options, &client, &error));
    seam_acs_options_free(options);
    MUST(seam_acs_queue_new(&queue, &error));
    if (calls_before)
        call();
    if (strcmp(argv[5], "held") == 0) {
        MUST(seam_acs_add_user_to_group_begin(client, USER, GROUP, &held, &error));
        MUST(seam_acs_op_attach(held, queue, 7, &error));
        await_server(argv[1], "add_to_access_group");
    }
    if (strcmp(argv[6], "same") == 0) {
        live_as_a_daemon(calls_before, held);
        return 0;
    }
    if (fork() == 0) {
        setsid();
        if (fork() != 0)
            _exit(wait(&status) > 0 ? WEXITSTATUS(status) : 1);
        live_as_a_daemon(calls_before, NULL);
        _exit(0);
    }
    CHECK(wait(&status) > 0 && status == 0);
    return 0;
}
