/* Asks the sandbox what it has received, past the library. */
#ifndef SERVER_H
#define SERVER_H

#include "check.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

/* Whether the server's log of requests has this text in it. */
static inline int server_has(const char *url, const char *part) {
    static const char request[] =
        "GET /_sandbox/requests HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n";
    struct sockaddr_in address = {0};
    size_t length = 0, room = 1 << 20;
    char *answer = malloc(room);
    ssize_t got;
    int found, fd = socket(AF_INET, SOCK_STREAM, 0);

    address.sin_family = AF_INET;
    address.sin_port = htons((unsigned short)atoi(strrchr(url, ':') + 1));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    CHECK(answer != NULL && fd >= 0);
    CHECK(connect(fd, (struct sockaddr *)&address, sizeof address) == 0);
    CHECK(write(fd, request, sizeof request - 1) == (ssize_t)sizeof request - 1);
    while ((got = read(fd, answer + length, room - 1 - length)) > 0)
        length += (size_t)got;
    answer[length] = '\0';
    close(fd);
    CHECK_CONTAINS("200", answer);
    found = strstr(answer, part) != NULL;
    free(answer);
    return found;
}

/* Waits until the server has received a request with this text in it. */
static inline void await_server(const char *url, const char *part) {
    struct timespec moment = {0, 5000000};
    int left;

    for (left = 20000; !server_has(url, part); left--) {
        CHECK(left > 0);
        nanosleep(&moment, NULL);
    }
}

#endif
