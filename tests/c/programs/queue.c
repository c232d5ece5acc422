/* One descriptor for many operations: with select, poll and epoll, with waiting, and with nothing to wait
 * for. */
#include "check.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/select.h>
#include <unistd.h>

#define COUNT 20

static seam_acs_op *ops[COUNT];

static void begin_all(seam_acs_client *client, seam_acs_queue *queue) {
    size_t i;

    for (i = 0; i < COUNT; i++) {
        MUST(seam_acs_list_users_begin(client, NULL, &ops[i], &error));
        MUST(seam_acs_op_attach(ops[i], queue, 1000 + i, &error));
    }
}

/* Takes what is ready without waiting; each tag comes once, and its operation is done. */
static size_t take(seam_acs_queue *queue, int *seen) {
    size_t taken = 0, tag = 0;

    while (seam_acs_queue_next(queue, 0, &tag) == 1) {
        CHECK(tag >= 1000 && tag < 1000 + COUNT);
        CHECK(!seen[tag - 1000]);
        seen[tag - 1000] = 1;
        CHECK(seam_acs_op_wait(ops[tag - 1000], 0) == 1);
        taken++;
    }
    CHECK(tag == 0);
    return taken;
}

static void free_all(void) {
    size_t i;

    for (i = 0; i < COUNT; i++) {
        MUST(seam_acs_op_result(ops[i], &error));
        seam_acs_op_free(ops[i]);
    }
}

static void with_select(seam_acs_client *client, seam_acs_queue *queue) {
    int seen[COUNT] = {0}, fd = seam_acs_queue_fd(queue);
    size_t taken = 0;

    begin_all(client, queue);
    while (taken < COUNT) {
        fd_set readable;

        FD_ZERO(&readable);
        FD_SET(fd, &readable);
        CHECK(select(fd + 1, &readable, NULL, NULL, NULL) == 1);
        taken += take(queue, seen);
    }
    free_all();
}

static void with_poll(seam_acs_client *client, seam_acs_queue *queue) {
    struct pollfd watched = {seam_acs_queue_fd(queue), POLLIN, 0};
    int seen[COUNT] = {0};
    size_t taken = 0;

    begin_all(client, queue);
    while (taken < COUNT) {
        CHECK(poll(&watched, 1, -1) == 1 && watched.revents == POLLIN);
        taken += take(queue, seen);
    }
    CHECK(poll(&watched, 1, 0) == 0);
    free_all();
}

static void with_epoll(seam_acs_client *client, seam_acs_queue *queue) {
    struct epoll_event event = {0};
    int seen[COUNT] = {0}, loop = epoll_create1(EPOLL_CLOEXEC);
    size_t taken = 0;

    event.events = EPOLLIN;
    CHECK(loop >= 0);
    CHECK(epoll_ctl(loop, EPOLL_CTL_ADD, seam_acs_queue_fd(queue), &event) == 0);
    begin_all(client, queue);
    while (taken < COUNT) {
        CHECK(epoll_wait(loop, &event, 1, -1) == 1);
        taken += take(queue, seen);
    }
    CHECK(epoll_wait(loop, &event, 1, 0) == 0);
    close(loop);
    free_all();
}

static void with_waiting(seam_acs_client *client, seam_acs_queue *queue) {
    int seen[COUNT] = {0};
    size_t taken, tag = 7;

    CHECK(seam_acs_queue_next(queue, 0, &tag) == 0 && tag == 0);
    CHECK(seam_acs_queue_next(queue, 30, &tag) == 0 && tag == 0);
    begin_all(client, queue);
    for (taken = 0; taken < COUNT; taken++) {
        CHECK(seam_acs_queue_next(queue, -1, &tag) == 1);
        CHECK(!seen[tag - 1000]++);
    }
    free_all();
}

/* Attached when done already, freed when attached, and a queue that goes before its operations. */
static void odd_orders(seam_acs_client *client, seam_acs_queue *queue) {
    seam_acs_queue *brief = NULL;
    seam_acs_op *op = NULL;
    size_t tag = 0;

    MUST(seam_acs_list_users_begin(client, NULL, &op, &error));
    CHECK(seam_acs_op_wait(op, -1) == 1);
    MUST(seam_acs_op_attach(op, queue, 5, &error));
    CHECK(seam_acs_queue_next(queue, 0, &tag) == 1 && tag == 5);
    CHECK(seam_acs_queue_next(queue, 0, &tag) == 0);
    seam_acs_op_free(op);

    MUST(seam_acs_queue_new(&brief, &error));
    MUST(seam_acs_list_users_begin(client, NULL, &op, &error));
    MUST(seam_acs_op_attach(op, brief, 1, &error));
    seam_acs_queue_free(brief);
    CHECK(seam_acs_op_wait(op, -1) == 1);
    seam_acs_op_free(op);

    MUST(seam_acs_list_users_begin(client, NULL, &op, &error));
    MUST(seam_acs_op_attach(op, queue, 9, &error));
    seam_acs_op_free(op);
    CHECK(seam_acs_queue_next(queue, 10000, &tag) == 1 && tag == 9);
}

int main(int argc, char **argv) {
    seam_acs_client *client = client_from(argc, argv);
    seam_acs_queue *queue = NULL;

    MUST(seam_acs_queue_new(&queue, &error));
    CHECK(seam_acs_queue_fd(queue) >= 0);
    CHECK(fcntl(seam_acs_queue_fd(queue), F_GETFD) & FD_CLOEXEC);
    CHECK(fcntl(seam_acs_queue_fd(queue), F_GETFL) & O_NONBLOCK);
    with_select(client, queue);
    with_poll(client, queue);
    with_epoll(client, queue);
    with_waiting(client, queue);
    odd_orders(client, queue);
    seam_acs_queue_free(queue);
    seam_acs_client_free(client);
    return 0;
}
