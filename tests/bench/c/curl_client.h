/* A request to Seam with libcurl, as a program would write it. */
#ifndef CURL_CLIENT_H
#define CURL_CLIENT_H

#include "bench.h"

#include <curl/curl.h>

struct transfer {
    CURL *easy;
    size_t received;
    char body[ROOM], answer[ROOM];
};

static struct curl_slist *headers;

static inline size_t take(char *data, size_t size, size_t count, void *into) {
    struct transfer *transfer = into;
    size_t length = size * count;

    if (transfer->received + length >= ROOM)
        return 0;
    memcpy(transfer->answer + transfer->received, data, length);
    transfer->received += length;
    transfer->answer[transfer->received] = '\0';
    return length;
}

static inline void open_transfer(struct transfer *transfer) {
    char text[ROOM];
    CURL *easy = curl_easy_init();

    if (easy == NULL)
        die("no handle");
    if (headers == NULL) {
        snprintf(text, sizeof text, "Authorization: Bearer %s", api_key);
        headers = curl_slist_append(curl_slist_append(NULL, text), "Content-Type: application/json");
    }
    snprintf(text, sizeof text, "%s" PATH, endpoint);
    curl_easy_setopt(easy, CURLOPT_URL, text);
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(easy, CURLOPT_POST, 1L);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, transfer);
    curl_easy_setopt(easy, CURLOPT_PRIVATE, transfer);
    curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, 30000L);
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_CAINFO, authority);
    transfer->easy = easy;
}

static inline void fill(struct transfer *transfer, size_t i) {
    snprintf(transfer->body, sizeof transfer->body, BODY_FORMAT, i);
    transfer->received = 0;
    curl_easy_setopt(transfer->easy, CURLOPT_POSTFIELDS, transfer->body);
}

static inline void judge(struct transfer *transfer, CURLcode code) {
    long status = 0;

    if (code != CURLE_OK)
        die(curl_easy_strerror(code));
    curl_easy_getinfo(transfer->easy, CURLINFO_RESPONSE_CODE, &status);
    expect_recorded(status, transfer->answer);
}

#endif
