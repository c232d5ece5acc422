/* The floor: HTTP by hand over sockets, one call after another, or many at once with epoll. */
#include "bench.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define LONGEST 2048

struct connection {
    int fd;
    size_t received;
    char answer[LONGEST];
};

static struct sockaddr_in address;
static const char *host;

static int connect_to_server(void) {
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), on = 1;

    if (fd < 0 || connect(fd, (struct sockaddr *)&address, sizeof address) != 0)
        die("no connection");
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return fd;
}

static void ask(int fd, size_t i) {
    char body[ROOM], request[LONGEST];
    int length = snprintf(body, sizeof body, BODY_FORMAT, i);

    length = snprintf(request, sizeof request,
                      "POST " PATH " HTTP/1.1\r\nhost: %s\r\nauthorization: Bearer %s\r\n"
                      "content-type: application/json\r\ncontent-length: %d\r\n\r\n%s",
                      host, api_key, length, body);
    if (send(fd, request, (size_t)length, MSG_NOSIGNAL) != length)
        die("sending");
}

/* Whether the whole answer is here, which is then looked at. */
static int read_answer(struct connection *from) {
    ssize_t got = recv(from->fd, from->answer + from->received, LONGEST - 1 - from->received, 0);
    char *end, *length;

    if (got <= 0)
        die("receiving");
    from->received += (size_t)got;
    from->answer[from->received] = '\0';
    end = strstr(from->answer, "\r\n\r\n");
    length = strstr(from->answer, "content-length: ");
    if (end == NULL || length == NULL)
        return 0;
    end += 4;
    if (from->answer + from->received < end + strtoul(length + 16, NULL, 10))
        return 0;
    expect_recorded(strtol(from->answer + 9, NULL, 10), end);
    from->received = 0;
    return 1;
}

static struct connection kept;

static void call(size_t i) {
    ask(kept.fd, i);
    while (!read_answer(&kept))
        ;
}

static void many(size_t count, size_t at_once) {
    struct connection *connections = calloc(at_once, sizeof *connections);
    struct epoll_event event, events[64];
    size_t i, asked = 0, answered = 0;
    int poll = epoll_create1(EPOLL_CLOEXEC), ready, k;

    if (connections == NULL || poll < 0)
        die("no memory");
    for (i = 0; i < at_once && asked < count; i++) {
        connections[i].fd = connect_to_server();
        event.events = EPOLLIN;
        event.data.ptr = &connections[i];
        epoll_ctl(poll, EPOLL_CTL_ADD, connections[i].fd, &event);
        ask(connections[i].fd, asked++);
    }
    while (answered < count) {
        ready = epoll_wait(poll, events, 64, -1);
        for (k = 0; k < ready; k++) {
            struct connection *from = events[k].data.ptr;

            if (!read_answer(from))
                continue;
            answered++;
            if (asked < count)
                ask(from->fd, asked++);
        }
    }
    while (i-- > 0)
        close(connections[i].fd);
    close(poll);
    free(connections);
}

int main(int argc, char **argv) {
    char name[ROOM];
    size_t count, at_once;

    take_arguments(argc, argv);
    host = strstr(endpoint, "://") + 3;
    address.sin_family = AF_INET;
    address.sin_port = htons((unsigned short)atoi(strchr(host, ':') + 1));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    kept.fd = connect_to_server();
    call(0);
    say_ready();
    while (next_batch(name, &count, &at_once)) {
        if (strcmp(name, "one") == 0)
            one_after_another(count, call);
        else if (strcmp(name, "many") == 0)
            many_at_once(count, at_once, many);
        else
            die("no such batch");
    }
    return 0;
}
