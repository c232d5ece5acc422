/* Many calls, clients, forks or cancellations, as `cargo xtask soak` asks; it watches this process from
 * outside.
 *
 * soak URL KEY PART COUNT: prints "working", then "done" when the part is over, and ends when the library's
 * own threads and connections are gone. */
#include "../c/programs/check.h"

#include <dirent.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define CALLERS 4

/* People of the sandbox's first system: each caller has one. */
static const char *const people[CALLERS] = {
    "33333333-3333-3333-3333-333333333333",
    "33333333-3333-3333-3333-000000000002",
    "33333333-3333-3333-3333-000000000003",
    "33333333-3333-3333-3333-000000000004",
};

static seam_acs_client *client;
static atomic_long calls;
static atomic_int stopped;
static long calls_each;

/* Adds and takes out in turn, so that every call changes something. */
static void change(seam_acs_client *with, const char *person, long number) {
    if (number % 2 == 0)
        MUST(seam_acs_add_user_to_group(with, person, GROUP, &error));
    else
        MUST(seam_acs_remove_user_from_group(with, person, GROUP, &error));
    atomic_fetch_add(&calls, 1);
}

static void *call_so_often(void *person) {
    long number;

    for (number = 0; number < calls_each; number++)
        change(client, person, number);
    return NULL;
}

static void *call_until_stopped(void *person) {
    long number;

    for (number = 0; !atomic_load(&stopped); number++)
        change(client, person, number);
    return NULL;
}

static void start_callers(pthread_t *callers, void *(*work)(void *)) {
    int i;

    for (i = 0; i < CALLERS; i++)
        CHECK(pthread_create(&callers[i], NULL, work, (void *)people[i]) == 0);
}

static void join_callers(pthread_t *callers) {
    int i;

    for (i = 0; i < CALLERS; i++)
        CHECK(pthread_join(callers[i], NULL) == 0);
}

/* Four threads on one client. */
static void many_calls(long count) {
    pthread_t callers[CALLERS];

    calls_each = count / CALLERS;
    start_callers(callers, call_so_often);
    join_callers(callers);
    CHECK(atomic_load(&calls) == calls_each * CALLERS);
}

/* Each client makes one call; every fourth has a scoped handle beside it that makes one as well. */
static void many_clients(long count, int argc, char **argv) {
    seam_acs_options *nothing = seam_acs_options_new();
    long number;

    for (number = 0; number < count; number++) {
        seam_acs_client *fresh = client_from(argc, argv), *scoped = NULL;

        change(fresh, people[0], number);
        if (number % 4 == 0) {
            MUST(seam_acs_client_with(fresh, nothing, &scoped, &error));
            change(scoped, people[1], number / 4);
            seam_acs_client_free(scoped);
        }
        seam_acs_client_free(fresh);
    }
    seam_acs_options_free(nothing);
}

/* Four threads call while this one forks; each child uses the client that it inherited. */
static void many_forks(long count) {
    pthread_t callers[CALLERS];
    long number;

    start_callers(callers, call_until_stopped);
    for (number = 0; number < count; number++) {
        pid_t child = fork();
        int status = 0;

        CHECK(child >= 0);
        if (child == 0) {
            seam_acs_record *user = NULL;

            /* A child that hangs is a finding, not a reason to wait for ever. */
            alarm(60);
            MUST(seam_acs_get_user(client, people[0], &user, &error));
            seam_acs_record_free(user);
            _exit(0);
        }
        CHECK(waitpid(child, &status, 0) == child);
        CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    }
    atomic_store(&stopped, 1);
    join_callers(callers);
}

static unsigned long dice = 88172645463325252UL;

static unsigned long roll(unsigned long sides) {
    dice ^= dice << 13;
    dice ^= dice >> 7;
    dice ^= dice << 17;
    return dice % sides;
}

static void sleep_us(unsigned long microseconds) {
    struct timespec moment = {0, 0};

    moment.tv_sec = (time_t)(microseconds / 1000000);
    moment.tv_nsec = (long)(microseconds % 1000000) * 1000;
    nanosleep(&moment, NULL);
}

static int is_member(const char *person) {
    int member = 0;

    MUST(seam_acs_is_member(client, person, GROUP, &member, &error));
    return member;
}

/* A change that is cancelled at any moment of its life says what became of it, and that is so. */
static void many_cancellations(long count) {
    seam_acs_options *nothing = seam_acs_options_new();
    long number, recorded = 0, never_sent = 0, in_doubt = 0;

    for (number = 0; number < count; number++) {
        const char *person = people[number % CALLERS];
        int before = is_member(person);
        seam_acs_client *scoped = NULL;
        seam_acs_op *op = NULL;
        seam_acs_status status;

        MUST(seam_acs_client_with(client, nothing, &scoped, &error));
        if (before)
            MUST(seam_acs_remove_user_from_group_begin(scoped, person, GROUP, &op, &error));
        else
            MUST(seam_acs_add_user_to_group_begin(scoped, person, GROUP, &op, &error));
        sleep_us(roll(3) ? roll(3000) : 0);
        if (number % 3 == 2) {
            /* Freed with nobody to ask it: cancelled, or done by now. */
            seam_acs_op_free(op);
            seam_acs_client_free(scoped);
            sleep_us(50000);
            continue;
        }
        if (number % 3 == 0)
            seam_acs_op_cancel(op);
        else
            seam_acs_client_cancel(scoped);
        CHECK(seam_acs_op_wait(op, 10000) == 1);
        status = seam_acs_op_result(op, NULL);
        switch (status) {
        case SEAM_ACS_OK:
            CHECK(is_member(person) == !before);
            recorded++;
            break;
        case SEAM_ACS_CANCELLED:
            CHECK(is_member(person) == before);
            never_sent++;
            break;
        default:
            CHECK_STATUS(SEAM_ACS_OUTCOME_UNKNOWN, status);
            /* The abandoned request may still arrive; the next round on this person is to know what it finds.
             */
            sleep_us(50000);
            in_doubt++;
        }
        seam_acs_op_free(op);
        seam_acs_client_free(scoped);
    }
    seam_acs_options_free(nothing);
    printf("recorded %ld, never sent %ld, in doubt %ld, freed %ld\n", recorded, never_sent, in_doubt,
           count / 3);
}

static int entries(const char *folder) {
    DIR *open = opendir(folder);
    int count = 0;

    CHECK(open != NULL);
    while (readdir(open) != NULL)
        count++;
    closedir(open);
    return count;
}

/* The library's threads and connections go soon after its last client. */
static void await_the_end(int threads, int descriptors) {
    int left;

    for (left = 60 * 100; entries("/proc/self/task") > threads || entries("/proc/self/fd") > descriptors;
         left--) {
        CHECK(left > 0);
        sleep_us(10000);
    }
}

int main(int argc, char **argv) {
    const char *part = argc > 4 ? argv[3] : "";
    long count = argc > 4 ? atol(argv[4]) : 0;
    int threads = entries("/proc/self/task"), descriptors = entries("/proc/self/fd");

    CHECK(count > 0);
    /* What helpers of this suite take for a file of authorities. */
    argc = 3;
    client = client_from(argc, argv);
    setvbuf(stdout, NULL, _IOLBF, 0);
    puts("working");
    if (strcmp(part, "calls") == 0)
        many_calls(count);
    else if (strcmp(part, "clients") == 0)
        many_clients(count, argc, argv);
    else if (strcmp(part, "forks") == 0)
        many_forks(count);
    else if (strcmp(part, "cancellations") == 0)
        many_cancellations(count);
    else
        CHECK(!"a part of this name");
    printf("calls %ld\n", atomic_load(&calls));
    puts("done");
    seam_acs_client_free(client);
    await_the_end(threads, descriptors);
    return 0;
}
