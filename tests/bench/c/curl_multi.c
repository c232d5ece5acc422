/* libcurl's multi interface: many transfers in one thread. */
#include "curl_client.h"

static CURLM *multi;

static void start(struct transfer *transfer, size_t i) {
    fill(transfer, i);
    if (curl_multi_add_handle(multi, transfer->easy) != CURLM_OK)
        die("adding a transfer");
}

static void many(size_t count, size_t at_once) {
    struct transfer *transfers = calloc(at_once, sizeof *transfers);
    size_t opened, started = 0, ended = 0;
    int running, left;
    CURLMsg *message;

    if (transfers == NULL)
        die("no memory");
    for (opened = 0; opened < at_once && started < count; opened++) {
        open_transfer(&transfers[opened]);
        start(&transfers[opened], started++);
    }
    while (ended < count) {
        if (curl_multi_perform(multi, &running) != CURLM_OK)
            die("performing");
        while ((message = curl_multi_info_read(multi, &left)) != NULL) {
            struct transfer *transfer;

            curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, (char **)&transfer);
            judge(transfer, message->data.result);
            curl_multi_remove_handle(multi, transfer->easy);
            ended++;
            if (started < count)
                start(transfer, started++);
        }
        if (running > 0 && curl_multi_poll(multi, NULL, 0, 1000, NULL) != CURLM_OK)
            die("polling");
    }
    while (opened-- > 0)
        curl_easy_cleanup(transfers[opened].easy);
    free(transfers);
}

int main(int argc, char **argv) {
    char name[ROOM];
    size_t count, at_once;

    take_arguments(argc, argv);
    curl_global_init(CURL_GLOBAL_DEFAULT);
    multi = curl_multi_init();
    many(1, 1);
    say_ready();
    while (next_batch(name, &count, &at_once)) {
        if (strcmp(name, "many") == 0)
            many_at_once(count, at_once, many);
        else
            die("no such batch");
    }
    return 0;
}
