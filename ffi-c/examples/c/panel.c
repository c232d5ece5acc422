/*
 * panel: a service that changes who is in which access group, for the other programs of its machine.
 *
 *     panel [-d] /PATH/TO/SOCKET [NAME VALUE]...
 *
 * They send lines to the socket, `add ACS_USER_ID ACS_ACCESS_GROUP_ID` or `remove` and the same; one above
 * 527 bytes ends its connection. The lines of a connection are carried out one by one, those of several at
 * once. Each is answered by a line:
 *
 *     OK recorded         Seam has recorded it; the access system follows
 *     ERROR NAME MESSAGE  it is not made; only if NAME is OUTCOME_UNKNOWN it may be, now or later
 *
 * A change that Seam does not answer is first made sure of, unless the opposite is asked for meanwhile. That
 * waits rest_ms, 30000, as a lost request may arrive so late. NAME is rest_ms or an option of the library;
 * SEAM_API_KEY and SEAM_ENDPOINT count too. -d makes a daemon of it; its process id is in SOCKET.pid. SIGTERM
 * or SIGINT ends it within 2 s, all that was begun answered: with code 0, or 8 for an OUTCOME_UNKNOWN then.
 */
#define _GNU_SOURCE
#include <seam_acs.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/file.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

/* Whatever the clients do, it never needs more than this. An id has at most 256 bytes. */
enum { CONNECTIONS = 128, LINE_SIZE = 528, ANSWER_SIZE = 2048 };
enum { TICK_MS = 50, CANCELS_AFTER_MS = 1500, ENDS_AFTER_MS = 1900 };

/* A client and the change that it waits for. One that goes away is noticed when its change is decided. */
struct connection {
    enum { FREE, IDLE, CHANGING, RESTING, RESOLVING } stage;
    int fd, is_add, is_outdated;
    unsigned long rests_since;
    size_t length, unsent;
    seam_acs_op *op;
    char line[LINE_SIZE], user[LINE_SIZE], group[LINE_SIZE], out[ANSWER_SIZE];
};

static struct connection all[CONNECTIONS], *const end_of_all = all + CONNECTIONS;
static seam_acs_client *client;
static seam_acs_queue *queue;
static struct epoll_event on_edge = {EPOLLIN | EPOLLOUT | EPOLLET, {NULL}};
static int events, listener, signals, is_stopping, is_cancelled, exit_code;
static unsigned long rest_ms = 30000, stopping_since;

static unsigned long ms_since(unsigned long earlier) {
    struct timespec now; /* in numbers without sign, whose difference stays right when they wrap */

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (unsigned long)now.tv_sec * 1000 + (unsigned long)now.tv_nsec / 1000000 - earlier;
}

static void answer(struct connection *c, const char *name, const char *message) {
    snprintf(c->out, sizeof c->out - 1, "%s%s %s", strcmp(name, "OK") == 0 ? "" : "ERROR ", name, message);
    strcat(strtok(c->out, "\r\n"), "\n"); /* whatever is in the message: another line would be an answer */
    c->unsent = strlen(c->out);
    c->stage = IDLE;
    if (is_stopping && strcmp(name, "OUTCOME_UNKNOWN") == 0)
        exit_code = 8;
}

static void conclude(struct connection *c, seam_acs_error *error) {
    if (error == NULL)
        seam_acs_op_result(c->op, &error);
    seam_acs_op_free(c->op);
    c->op = NULL;
    c->rests_since = ms_since(0);
    if (seam_acs_error_outcome_unknown(error) && c->stage == CHANGING && !c->is_outdated && !is_cancelled)
        c->stage = RESTING;
    else /* whatever kept it from being made sure of, the change itself is in doubt as before */
        answer(c, error != NULL && c->stage == RESOLVING ? "OUTCOME_UNKNOWN" : seam_acs_error_name(error),
               error != NULL ? seam_acs_error_message(error) : "recorded");
    seam_acs_error_free(error);
}

static void begin(struct connection *c, int stage) {
    seam_acs_error *error = NULL;

    c->stage = stage;
    if (stage == RESOLVING)
        seam_acs_ensure_membership_begin(client, c->user, c->group, c->is_add, &c->op, &error);
    else if (c->is_add)
        seam_acs_add_user_to_group_begin(client, c->user, c->group, &c->op, &error);
    else
        seam_acs_remove_user_from_group_begin(client, c->user, c->group, &c->op, &error);
    if (error != NULL)
        conclude(c, error);
    else /* the queue tells the index when it is done; with a new operation this cannot fail */
        seam_acs_op_attach(c->op, queue, (size_t)(c - all), NULL);
}

static void take_line(struct connection *c, char *end) {
    char verb[LINE_SIZE], more[LINE_SIZE]; /* no word is longer than its line */
    struct connection *older;
    int words = 0;

    *end++ = '\0';
    if (strlen(c->line) + 1 == (size_t)(end - c->line)) /* what is behind another NUL would be missing */
        words = sscanf(c->line, "%s %s %s %s", verb, c->user, c->group, more);
    memmove(c->line, end, c->length -= (size_t)(end - c->line));
    c->is_outdated = 0;
    c->is_add = words == 3 && strcmp(verb, "add") == 0;
    if (words != 3 || (!c->is_add && strcmp(verb, "remove") != 0)) {
        answer(c, "INVALID_ARGUMENT", "a line is add or remove, a user and a group");
    } else if (is_stopping) {
        answer(c, "CANCELLED", "the service stops, nothing was sent");
    } else {
        /* To make sure of an older change must not undo this one. Two under way keep their order. */
        for (older = all; older < end_of_all; older++) {
            if (older->stage <= IDLE || older->is_add == c->is_add || strcmp(older->user, c->user) != 0 ||
                strcmp(older->group, c->group) != 0)
                continue;
            older->is_outdated = 1;
            if (older->stage == RESTING)
                answer(older, "OUTCOME_UNKNOWN", "no answer came, and now the opposite is asked for");
            else if (older->stage == RESOLVING)
                seam_acs_op_cancel(older->op);
        }
        begin(c, CHANGING);
    }
}

/* Sends what is to be sent, else takes a line if one is here, else reads; 1 if there may be more to do. */
static int serve(struct connection *c) {
    char *end = memchr(c->line, '\n', c->length);
    ssize_t count = 1;

    if (c->unsent > 0) {
        if ((count = send(c->fd, c->out, c->unsent, MSG_NOSIGNAL)) > 0)
            memmove(c->out, c->out + count, c->unsent -= (size_t)count);
    } else if (end != NULL) {
        take_line(c, end);
    } else if ((count = recv(c->fd, c->line + c->length, sizeof c->line - c->length, 0)) > 0) {
        c->length += (size_t)count;
    }
    if (count == 0 || (count < 0 && errno != EAGAIN)) {
        close(c->fd); /* what came of a line may not be all of it: it is dropped */
        c->stage = FREE;
    }
    return count > 0 || c->stage == FREE;
}

/* An event says once that there is something: to look at everything then is simple, and misses nothing. */
static void run(void) {
    struct signalfd_siginfo signal;
    struct epoll_event event;
    struct connection *c;
    int fd, is_busy, is_more;
    size_t index;

    for (;;) {
        while (seam_acs_queue_next(queue, 0, &index) == 1)
            conclude(&all[index], NULL);
        if (read(signals, &signal, sizeof signal) > 0 && !is_stopping) {
            is_stopping = 1;
            stopping_since = ms_since(0);
            close(listener);
        }
        if ((is_cancelled = is_stopping && ms_since(stopping_since) >= CANCELS_AFTER_MS))
            seam_acs_client_cancel(client);
        is_busy = is_more = 0;
        fd = is_stopping ? -1 : 0;
        for (c = all; c < end_of_all; c++) {
            if (c->stage == RESTING && (is_stopping || ms_since(c->rests_since) >= rest_ms))
                begin(c, RESOLVING);
            if (c->stage == FREE && fd >= 0) {
                fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
                memset(c, 0, sizeof *c);
                c->fd = fd;
                c->stage = fd < 0 || epoll_ctl(events, EPOLL_CTL_ADD, fd, &on_edge) != 0 ? FREE : IDLE;
            }
            is_more |= c->stage == IDLE && serve(c);
            is_busy |= c->stage > IDLE;
        }
        if (is_stopping && !is_busy && (!is_more || ms_since(stopping_since) >= ENDS_AFTER_MS))
            return;
        epoll_wait(events, &event, 1, is_more ? 0 : is_busy ? TICK_MS : -1);
    }
}

int main(int argc, char **argv) {
    int pid_file, is_daemon = argc > 1 && strcmp(argv[1], "-d") == 0;
    char **more = argv + 2 + is_daemon, pid_path[120];
    struct sockaddr_un address = {AF_UNIX, ""};
    seam_acs_options *options = seam_acs_options_new();
    seam_acs_error *error = NULL;
    struct stat left;
    sigset_t stops;

    if (argc < 2 + is_daemon || more[-1][0] != '/' || strlen(more[-1]) >= sizeof address.sun_path) {
        fprintf(stderr, "usage: %s [-d] /PATH/TO/SOCKET [NAME VALUE]...\n", argv[0]);
        return 2;
    }
    strcpy(address.sun_path, more[-1]);
    sprintf(pid_path, "%s.pid", address.sun_path);
    for (; error == NULL && *more != NULL; more += 2)
        if (strcmp(*more, "rest_ms") == 0 && more[1] != NULL)
            sscanf(more[1], "%lu", &rest_ms);
        else
            seam_acs_options_set(options, more[0], more[1], &error);
    if (error == NULL) /* it has no thread before a request, and so may be made before the forks */
        seam_acs_client_from_env(options, &client, &error);
    seam_acs_options_free(options);
    if (error != NULL) {
        fprintf(stderr, "%s\n", seam_acs_error_message(error));
        return 2;
    }
    umask(077); /* whoever can write to the socket opens doors */
    pid_file = open(pid_path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    listener = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    /* The lock is held as long as a service lives. Where none is, a socket is what a killed one left. */
    if (flock(pid_file, LOCK_EX | LOCK_NB) != 0 ||
        (lstat(address.sun_path, &left) == 0 && S_ISSOCK(left.st_mode) && unlink(address.sun_path) != 0) ||
        bind(listener, (struct sockaddr *)&address, sizeof address) != 0 || listen(listener, 64) != 0) {
        perror(address.sun_path);
        return 1;
    }
    sigemptyset(&stops);
    sigaddset(&stops, SIGTERM);
    sigaddset(&stops, SIGINT);
    sigprocmask(SIG_BLOCK, &stops, NULL);
    if (is_daemon && daemon(0, 0) != 0)
        return 1;
    if (is_daemon && fork() > 0) /* once more, as one that leads no session gets no terminal */
        return 0;
    signals = signalfd(-1, &stops, SFD_NONBLOCK | SFD_CLOEXEC);
    events = epoll_create1(EPOLL_CLOEXEC);
    seam_acs_queue_new(&queue, NULL); /* not before the forks: a queue is its process's own */
    if (ftruncate(pid_file, 0) != 0 || dprintf(pid_file, "%ld\n", (long)getpid()) < 0 ||
        epoll_ctl(events, EPOLL_CTL_ADD, signals, &on_edge) != 0 ||
        epoll_ctl(events, EPOLL_CTL_ADD, listener, &on_edge) != 0 ||
        epoll_ctl(events, EPOLL_CTL_ADD, seam_acs_queue_fd(queue), &on_edge) != 0)
        return 1;
    run();
    seam_acs_queue_free(queue);
    seam_acs_client_free(client);
    unlink(address.sun_path);
    unlink(pid_path);
    return exit_code;
}
