/* A host that lives by alarms, a thousand a second, without SA_RESTART: every system call of this thread is
 * interrupted all the time. */
#include "server.h"

#include <pthread.h>
#include <signal.h>
#include <sys/time.h>

#define ROUNDS 100
#define WAIT_MS 200

static volatile sig_atomic_t alarms, strays;
static pthread_t host;

static void on_alarm(int number) {
    (void)number;
    if (pthread_equal(pthread_self(), host))
        alarms++;
    else
        strays++;
}

static void every_millisecond(void) {
    struct sigaction action = {0};
    struct itimerval each = {{0, 1000}, {0, 1000}};

    action.sa_handler = on_alarm;
    CHECK(sigaction(SIGALRM, &action, NULL) == 0);
    CHECK(setitimer(ITIMER_REAL, &each, NULL) == 0);
}

static long now_ms(void) {
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

static void calls(const seam_acs_client *client) {
    int round;

    for (round = 0; round < ROUNDS; round++) {
        seam_acs_list *list = NULL;

        MUST(seam_acs_add_user_to_group(client, USER, GROUP, &error));
        MUST(seam_acs_list_users(client, NULL, &list, &error));
        seam_acs_list_free(list);
        MUST(seam_acs_remove_user_from_group(client, USER, GROUP, &error));
    }
}

/* Files are read and written on the way: authorities, the log, the audit, a journal. */
static void files(int argc, char **argv) {
    static const char changes[] =
        "[{\"action\":\"add\",\"acs_user_id\":\"" USER "\",\"acs_access_group_id\":\"" GROUP "\"}]";
    char path[4096], journal[4096 + 32];
    int round;

    for (round = 0; round < ROUNDS / 10; round++) {
        seam_acs_options *options = options_from(argc, argv);
        seam_acs_client *client = NULL;
        seam_acs_report *report = NULL;

        snprintf(path, sizeof path, "%s-log", argv[4]);
        MUST(seam_acs_options_set_log_file(options, path, &error));
        MUST(seam_acs_options_set_log_level(options, "trace", &error));
        snprintf(path, sizeof path, "%s-audit", argv[4]);
        MUST(seam_acs_options_set_audit_log(options, path, &error));
        MUST(seam_acs_client_new(options, &client, &error));
        seam_acs_options_free(options);
        snprintf(journal, sizeof journal, "{\"journal\":\"%s-journal-%d\"}", argv[4], round);
        MUST(seam_acs_apply(client, changes, journal, &report, &error));
        CHECK_TEXT("applied", seam_acs_report_outcome(report, 0));
        seam_acs_report_free(report);
        MUST(seam_acs_remove_user_from_group(client, USER, GROUP, &error));
        seam_acs_client_free(client);
    }
}

/* A wait is neither cut short by a signal nor prolonged by a thousand of them. */
static void waits(const seam_acs_client *client) {
    seam_acs_op *op = NULL;
    seam_acs_queue *queue = NULL;
    size_t tag = 0;
    long begun;

    MUST(seam_acs_add_user_to_group_begin(client, "held", GROUP, &op, &error));
    MUST(seam_acs_queue_new(&queue, &error));
    MUST(seam_acs_op_attach(op, queue, 1, &error));
    begun = now_ms();
    CHECK(seam_acs_op_wait(op, WAIT_MS) == 0);
    CHECK(now_ms() - begun >= WAIT_MS && now_ms() - begun < 10 * WAIT_MS);
    begun = now_ms();
    CHECK(seam_acs_queue_next(queue, WAIT_MS, &tag) == 0);
    CHECK(now_ms() - begun >= WAIT_MS && now_ms() - begun < 10 * WAIT_MS);
    seam_acs_op_cancel(op);
    CHECK(seam_acs_queue_next(queue, -1, &tag) == 1 && tag == 1);
    CHECK_STATUS(SEAM_ACS_OUTCOME_UNKNOWN, seam_acs_op_result(op, NULL));
    seam_acs_op_free(op);
    seam_acs_queue_free(queue);
}

int main(int argc, char **argv) {
    seam_acs_client *client = client_from(argc, argv);
    int before;

    host = pthread_self();
    every_millisecond();
    calls(client);
    files(argc, argv);
    before = alarms;
    waits(client);
    /* They did come while this thread waited, and the library's own threads took none. */
    CHECK(alarms - before > WAIT_MS / 10);
    CHECK(strays == 0);
    seam_acs_client_free(client);
    return 0;
}
