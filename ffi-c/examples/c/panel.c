/*
 * panel: a service that changes who is in which access group for other programs, also without a network.
 *
 *     panel [-d] /PATH/TO/SOCKET [NAME VALUE]...
 *
 * They send lines to the socket, each answered by a line; one above 527 bytes ends its connection:
 *
 *     add|remove USER_ID GROUP_ID   OK kept ID: it is on the disk, and is sent when the network is there
 *     status                        OK and a JSON object: how many changes wait, and for how long
 *     outcomes [CURSOR]             OK and a JSON array: what became of changes, behind that outcome
 *     seen CURSOR                   OK seen: the outcomes up to that one are forgotten
 *     anything else                 ERROR NAME MESSAGE: nothing is kept
 *
 * The changes are kept in SOCKET.outbox, over restarts and power cuts. NAME is an option of the library;
 * SEAM_API_KEY and SEAM_ENDPOINT count too. -d makes a daemon of it; its process id is in SOCKET.pid. SIGTERM
 * or SIGINT ends it within 2 s with code 0; what is not sent by then is sent after the next start.
 */
#define _GNU_SOURCE
#include <seam_acs.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/file.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

/* An id has at most 256 bytes. */
enum { CONNECTIONS = 128, LINE_SIZE = 528, TICK_MS = 50, ENDS_AFTER_MS = 1900 };

static struct connection { /* a client, and the answer that it has not got yet */
    int is_open, fd;
    size_t length, sent;
    char line[LINE_SIZE], *out;
} all[CONNECTIONS], *const end_of_all = all + CONNECTIONS;
static seam_acs_outbox *outbox;
static seam_acs_queue *queue;
static seam_acs_op *delivery;
static struct epoll_event on_edge = {EPOLLIN | EPOLLOUT | EPOLLET, {NULL}};
static int events, listener, signals;

static unsigned long ms_since(unsigned long earlier) {
    struct timespec now; /* in numbers without sign, whose difference stays right when they wrap */

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (unsigned long)now.tv_sec * 1000 + (unsigned long)now.tv_nsec / 1000000 - earlier;
}

/* Whatever is in the message: another line would be an answer. */
static void answer(struct connection *c, const char *words, const char *more) {
    more = more != NULL ? more : "";
    if (asprintf(&c->out, "%s%.*s\n", words, (int)strcspn(more, "\r\n"), more) < 0)
        abort();
    c->sent = 0;
}

/* Keeps a change. When this returns it is on the disk: the loop waits for that, but never for the network. */
static void keep(int is_add, const char *user, const char *group, char **id, seam_acs_error **error) {
    if (is_add)
        seam_acs_outbox_add_user_to_group(outbox, user, group, 0, id, error);
    else
        seam_acs_outbox_remove_user_from_group(outbox, user, group, id, error);
}

static void tell_status(char **json, seam_acs_error **error) {
    seam_acs_record *record = NULL;

    if (seam_acs_outbox_status(outbox, &record, error) == SEAM_ACS_OK)
        seam_acs_record_to_json(record, json, error);
    seam_acs_record_free(record);
}

static void tell_outcomes(const char *cursor, char **json, seam_acs_error **error) {
    seam_acs_list *list = NULL;

    if (seam_acs_outbox_outcomes(outbox, cursor, &list, error) == SEAM_ACS_OK)
        seam_acs_list_to_json(list, json, error);
    seam_acs_list_free(list);
}

static void carry_out(struct connection *c, const char *line) {
    char verb[LINE_SIZE], one[LINE_SIZE], other[LINE_SIZE],
        more[LINE_SIZE]; /* no word is longer than its line */
    int words = sscanf(line, "%s %s %s %s", verb, one, other, more);
    const char *said = "OK ";
    seam_acs_error *error = NULL;
    char *text = NULL, failed[64];

    if (words == 3 && (strcmp(verb, "add") == 0 || strcmp(verb, "remove") == 0)) {
        keep(verb[0] == 'a', one, other, &text, &error);
        said = "OK kept ";
    } else if (words == 1 && strcmp(verb, "status") == 0) {
        tell_status(&text, &error);
    } else if ((words == 1 || words == 2) && strcmp(verb, "outcomes") == 0) {
        tell_outcomes(words == 2 ? one : NULL, &text, &error);
    } else if (words == 2 && strcmp(verb, "seen") == 0) {
        seam_acs_outbox_acknowledge(outbox, one, &error);
        said = "OK seen";
    } else {
        answer(c, "ERROR INVALID_ARGUMENT ",
               "a line is add, remove, status, outcomes or seen with its words");
        return;
    }
    snprintf(failed, sizeof failed, "ERROR %s ", seam_acs_error_name(error));
    answer(c, error != NULL ? failed : said, error != NULL ? seam_acs_error_message(error) : text);
    seam_acs_string_free(text);
    seam_acs_error_free(error);
}

/* Sends what is to be sent, else takes a line if one is here, else reads; 1 if there may be more to do. */
static int serve(struct connection *c) {
    char *end = memchr(c->line, '\n', c->length);
    ssize_t count = 1;

    if (c->out != NULL) {
        if ((count = send(c->fd, c->out + c->sent, strlen(c->out + c->sent), MSG_NOSIGNAL)) > 0)
            c->sent += (size_t)count;
        if (c->out[c->sent] == '\0') {
            free(c->out);
            c->out = NULL;
        }
    } else if (end != NULL) {
        *end++ = '\0'; /* what is behind another NUL would be missing */
        carry_out(c, strlen(c->line) + 1 == (size_t)(end - c->line) ? c->line : "");
        memmove(c->line, end, c->length -= (size_t)(end - c->line));
    } else if ((count = recv(c->fd, c->line + c->length, sizeof c->line - c->length, 0)) > 0) {
        c->length += (size_t)count;
    }
    if (count == 0 || (count < 0 && errno != EAGAIN)) {
        close(c->fd); /* what came of a line may not be all of it: it is dropped */
        free(c->out);
        c->is_open = 0;
    }
    return count > 0 || !c->is_open;
}

/* An event says once that there is something: to look at everything then is simple, and misses nothing. */
static int run(void) {
    struct signalfd_siginfo signal;
    struct epoll_event event;
    struct connection *c;
    int fd, is_more, is_stopping = 0, is_over = 0;
    unsigned long stopping_since = 0;
    size_t tag;

    for (;;) {
        is_over |= seam_acs_queue_next(queue, 0, &tag) == 1; /* cancelled, or it cannot go on */
        if ((is_over || read(signals, &signal, sizeof signal) > 0) && !is_stopping) {
            is_stopping = 1;
            stopping_since = ms_since(0);
            close(listener);
            seam_acs_op_cancel(delivery); /* what was sent is waited for as long as the library does */
        }
        is_more = 0;
        fd = is_stopping ? -1 : 0;
        for (c = all; c < end_of_all; c++) {
            if (!c->is_open && fd >= 0) {
                fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
                memset(c, 0, sizeof *c);
                c->fd = fd;
                c->is_open = fd >= 0 && epoll_ctl(events, EPOLL_CTL_ADD, fd, &on_edge) == 0;
            }
            is_more |= c->is_open && serve(c);
        }
        if (is_stopping && ((is_over && !is_more) || ms_since(stopping_since) >= ENDS_AFTER_MS))
            return is_over;
        epoll_wait(events, &event, 1, is_more ? 0 : is_stopping ? TICK_MS : -1);
    }
}

int main(int argc, char **argv) {
    int pid_file, exit_code, is_daemon = argc > 1 && strcmp(argv[1], "-d") == 0;
    char **more = argv + 2 + is_daemon, pid_path[120], folder[120];
    struct sockaddr_un address = {AF_UNIX, ""};
    seam_acs_options *options = seam_acs_options_new();
    seam_acs_client *client = NULL;
    seam_acs_error *error = NULL;
    struct stat left;
    sigset_t stops;

    if (argc < 2 + is_daemon || more[-1][0] != '/' || strlen(more[-1]) >= sizeof address.sun_path) {
        fprintf(stderr, "usage: %s [-d] /PATH/TO/SOCKET [NAME VALUE]...\n", argv[0]);
        return 2;
    }
    strcpy(address.sun_path, more[-1]);
    sprintf(pid_path, "%s.pid", address.sun_path);
    sprintf(folder, "%s.outbox", address.sun_path);
    for (; error == NULL && *more != NULL; more += 2)
        seam_acs_options_set(options, more[0], more[1], &error);
    /* Both have no thread before the first request, and so may be made before the forks. */
    if (error == NULL && seam_acs_client_from_env(options, &client, &error) == SEAM_ACS_OK)
        seam_acs_outbox_open(folder, NULL, &outbox, &error);
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
    /* The library's thread delivers for as long as the service runs. What is cancelled goes on after the next
     * start. */
    if (seam_acs_outbox_deliver_begin(outbox, client, NULL, &delivery, &error) == SEAM_ACS_OK) {
        seam_acs_op_attach(delivery, queue, 0, NULL); /* with a new operation this cannot fail */
        if (run())
            seam_acs_op_result(delivery, &error);
    }
    exit_code = error != NULL && seam_acs_error_status(error) != SEAM_ACS_CANCELLED;
    if (exit_code != 0)
        fprintf(stderr, "%s\n", seam_acs_error_message(error));
    seam_acs_error_free(error);
    seam_acs_op_free(delivery);
    seam_acs_queue_free(queue);
    seam_acs_outbox_free(outbox);
    seam_acs_client_free(client);
    unlink(address.sun_path);
    unlink(pid_path);
    return exit_code;
}
