/* One descriptor for many operations: with select, poll and epoll, with waiting, and with nothing to wait
 * for. */
#include "server.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/select.h>
#include <unistd.h>

#define COUNT 20

static seam_acs_op *ops[COUNT];

/* Waits until the server lists the user in the group. */
static void await_member(seam_acs_client *client) {
    struct timespec moment = {0, 5000000};
    int left, is_member = 0;

    for (left = 20000; !is_member; left--) {
        CHECK(left > 0);
        MUST(seam_acs_is_member(client, USER, GROUP, &is_member, &error));
        nanosleep(&moment, NULL);
    }
}

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

/* Attached when done already, and a queue that goes before its operations. */
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
}

/* The operation is its own tag: what the queue gives is never freed memory. */
static void freed_before_its_tag_is_taken(seam_acs_client *client, seam_acs_queue *queue) {
    struct pollfd watched = {seam_acs_queue_fd(queue), POLLIN, 0};
    seam_acs_op *pending = NULL, *done = NULL, *kept = NULL;
    size_t tag = 0;

    MUST(seam_acs_list_users_begin(client, NULL, &done, &error));
    MUST(seam_acs_op_attach(done, queue, (size_t)done, &error));
    CHECK(seam_acs_op_wait(done, -1) == 1);
    CHECK(poll(&watched, 1, -1) == 1);
    MUST(seam_acs_list_users_begin(client, NULL, &pending, &error));
    MUST(seam_acs_op_attach(pending, queue, (size_t)pending, &error));
    seam_acs_op_free(done);
    seam_acs_op_free(pending);
    CHECK(poll(&watched, 1, 0) == 0);

    MUST(seam_acs_list_users_begin(client, NULL, &kept, &error));
    MUST(seam_acs_op_attach(kept, queue, (size_t)kept, &error));
    CHECK(seam_acs_queue_next(queue, -1, &tag) == 1 && tag == (size_t)kept);
    MUST(seam_acs_op_result((seam_acs_op *)tag, &error));
    seam_acs_op_free((seam_acs_op *)tag);
    CHECK(seam_acs_queue_next(queue, 50, &tag) == 0);
}

/* Among equal tags, only that of the operation that was freed goes. */
static void freed_among_equal_tags(seam_acs_client *client, seam_acs_queue *queue) {
    seam_acs_op *first = NULL, *second = NULL;
    size_t tag = 0;

    MUST(seam_acs_list_users_begin(client, NULL, &first, &error));
    MUST(seam_acs_list_users_begin(client, NULL, &second, &error));
    CHECK(seam_acs_op_wait(first, -1) == 1 && seam_acs_op_wait(second, -1) == 1);
    MUST(seam_acs_op_attach(first, queue, 3, &error));
    MUST(seam_acs_op_attach(second, queue, 3, &error));
    seam_acs_op_free(first);
    CHECK(seam_acs_queue_next(queue, 0, &tag) == 1 && tag == 3);
    CHECK(seam_acs_queue_next(queue, 0, &tag) == 0);
    seam_acs_op_free(second);
}

/* Started and forgotten: the change is made, and the queue does not speak of it. */
static void detached(const char *url, seam_acs_client *client, seam_acs_queue *queue) {
    seam_acs_op *op = NULL;
    size_t tag = 0;

    MUST(seam_acs_add_user_to_group_begin(client, USER, GROUP, &op, &error));
    MUST(seam_acs_op_attach(op, queue, 7, &error));
    seam_acs_op_detach(op);
    seam_acs_op_detach(NULL);
    await_server(url, "/acs/users/add_to_access_group");
    await_member(client);
    CHECK(seam_acs_queue_next(queue, 0, &tag) == 0);
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
    freed_before_its_tag_is_taken(client, queue);
    freed_among_equal_tags(client, queue);
    detached(argv[1], client, queue);
    seam_acs_queue_free(queue);
    seam_acs_client_free(client);
    return 0;
}
