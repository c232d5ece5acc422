/* A child has the pid of its parent, and a grandchild that of its grandparent: their calls end as in any
 * other child.
 *
 * As root. Pid namespaces are nested for the first; for the other, the next pid is chosen in one. */
#include "check.h"

#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

static seam_acs_client *client;

/* Calls of each kind. The limit is short: a child that takes its parent's engine for its own waits for ever.
 */
static void work(void) {
    seam_acs_queue *queue = NULL;
    seam_acs_op *op = NULL;
    size_t tag = 0;

    MUST(seam_acs_add_user_to_group(client, USER, GROUP, &error));
    MUST(seam_acs_queue_new(&queue, &error));
    MUST(seam_acs_remove_user_from_group_begin(client, USER, GROUP, &op, &error));
    MUST(seam_acs_op_attach(op, queue, 5, &error));
    CHECK(seam_acs_queue_next(queue, 10000, &tag) == 1 && tag == 5);
    MUST(seam_acs_op_result(op, &error));
    seam_acs_op_free(op);
    seam_acs_queue_free(queue);
}

static void must_end_well(pid_t child) {
    int status = 0;

    CHECK(child > 0);
    CHECK(waitpid(child, &status, 0) == child);
    CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

/* The first process of a namespace in this one. It has the pid 1. */
static pid_t fork_into_namespace(void) {
    pid_t child;

    CHECK(unshare(CLONE_NEWPID) == 0);
    child = fork();
    if (child == 0)
        CHECK(getpid() == 1);
    return child;
}

static void choose_next_pid(pid_t pid) {
    char text[16];
    int file, length = snprintf(text, sizeof text, "%d", (int)pid - 1);

    CHECK((file = open("/proc/sys/kernel/ns_last_pid", O_WRONLY)) >= 0);
    CHECK(write(file, text, (size_t)length) == length);
    close(file);
}

/* The first process of a namespace starts one that works, whose child forks again when that has ended. */
static void a_pid_comes_again(void) {
    int ended[2], status = 0;
    pid_t first, found;
    char none;

    CHECK(mount("proc", "/proc", "proc", 0, NULL) == 0);
    CHECK(pipe(ended) == 0);
    first = fork();
    if (first == 0) {
        pid_t own = getpid(), grandchild;

        work();
        if (fork() != 0)
            _exit(0);
        close(ended[1]);
        CHECK(read(ended[0], &none, 1) == 0);
        choose_next_pid(own);
        grandchild = fork();
        if (grandchild == 0) {
            CHECK(getpid() == own);
            work();
            _exit(0);
        }
        must_end_well(grandchild);
        _exit(0);
    }
    must_end_well(first);
    close(ended[0]);
    close(ended[1]);
    found = wait(&status);
    CHECK(found > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

static void one_in_one(void) {
    pid_t inner;

    work();
    inner = fork_into_namespace();
    if (inner == 0) {
        work();
        _exit(0);
    }
    must_end_well(inner);
}

int main(int argc, char **argv) {
    pid_t child;

    client = client_from(argc, argv);
    /* What is mounted here is seen here alone. */
    CHECK(unshare(CLONE_NEWNS) == 0);
    CHECK(mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0);
    child = fork_into_namespace();
    if (child == 0) {
        a_pid_comes_again();
        one_in_one();
        _exit(0);
    }
    must_end_well(child);
    seam_acs_client_free(client);
    return 0;
}
