/* A long list: what its records lend stays where it is and is what came; and its memory is given back.
 *
 * After the usual arguments stand the length of the list and the most that may stay, in kB; 0: not looked at.
 */
#include "check.h"

#include <pthread.h>

#define THREADS 4

static size_t count;

static const char *const paths[] = {"acs_user_id",   "full_name", "access_schedule.ends_at",
                                    "errors.1.code", "twice",     "of_tomorrow.deep.er"};
#define PATHS (sizeof paths / sizeof *paths)

static void expected(char text[128], size_t record, size_t path) {
    static const char *const formats[] = {"user-%zu", "Zo\xc3\xab \"%zu\"", "ends %zu",
                                          "code-%zu", "last %zu",           "deep %zu"};

    snprintf(text, 128, formats[path], record);
}

static void check_texts(const seam_acs_list *list, const char **texts) {
    char text[128];
    size_t i, path;

    for (i = 0; i < count; i++)
        for (path = 0; path < PATHS; path++) {
            expected(text, i, path);
            CHECK_TEXT(text, texts[i * PATHS + path]);
            CHECK(seam_acs_record_get(seam_acs_list_at(list, i), paths[path]) == texts[i * PATHS + path]);
        }
}

/* Asks each record for everything, one field of all of them after the other. */
static const char **ask(const seam_acs_list *list) {
    const char **texts = malloc(count * PATHS * sizeof *texts);
    size_t i, path;

    CHECK(texts != NULL && seam_acs_list_len(list) == count);
    for (path = 0; path < PATHS; path++)
        for (i = 0; i < count; i++) {
            texts[i * PATHS + path] = seam_acs_record_get(seam_acs_list_at(list, i), paths[path]);
            CHECK(texts[i * PATHS + path] != NULL);
        }
    return texts;
}

static void *ask_too(void *list) { return (void *)ask(list); }

static void check_one(const seam_acs_record *record) {
    char *json = NULL;

    CHECK_TEXT("-1.5", seam_acs_record_get(record, "number"));
    CHECK_TEXT("false", seam_acs_record_get(record, "is_suspended"));
    CHECK_TEXT("", seam_acs_record_get(record, "empty"));
    CHECK(seam_acs_record_get(record, "nothing") == NULL);
    CHECK(seam_acs_record_get(record, "errors") == NULL);
    CHECK(seam_acs_record_get(record, "errors.2.code") == NULL);
    CHECK(seam_acs_record_get(record, "access_schedule") == NULL);
    CHECK(seam_acs_record_get(record, "with_nul") == NULL);
    CHECK(seam_acs_record_get(record, "") == NULL);
    MUST(seam_acs_record_to_json(record, &json, &error));
    CHECK_CONTAINS("\"of_tomorrow\": {\"deep\": {\"er\":", json);
    CHECK_CONTAINS("\"twice\": 1,", json);
    seam_acs_string_free(json);
}

static seam_acs_list *read_list(seam_acs_client *client) {
    seam_acs_list *list = NULL;

    MUST(seam_acs_list_group_users(client, GROUP, &list, &error));
    return list;
}

static void many_threads_get_the_same_texts(const seam_acs_list *list, const char **texts) {
    pthread_t threads[THREADS];
    void *asked;
    size_t i;

    for (i = 0; i < THREADS; i++)
        CHECK(pthread_create(&threads[i], NULL, ask_too, (void *)list) == 0);
    for (i = 0; i < THREADS; i++) {
        CHECK(pthread_join(threads[i], &asked) == 0);
        CHECK(memcmp(asked, texts, count * PATHS * sizeof *texts) == 0);
        free(asked);
    }
}

/* Resident memory in kB. */
static long resident(void) {
    FILE *status = fopen("/proc/self/status", "r");
    char line[256];
    long kilobytes = -1;

    CHECK(status != NULL);
    while (fgets(line, sizeof line, status) != NULL)
        sscanf(line, "VmRSS: %ld kB", &kilobytes);
    fclose(status);
    CHECK(kilobytes > 0);
    return kilobytes;
}

/* A string has its length with it, so that it may be shortened before it is freed. */
static void a_shortened_text_is_freed_whole(const seam_acs_list *list, long most_kept) {
    long before = resident();
    size_t round;

    for (round = 0; round < 4; round++) {
        char *json = NULL;

        MUST(seam_acs_list_to_json(list, &json, &error));
        json[10] = '\0';
        seam_acs_string_free(json);
    }
    CHECK(most_kept == 0 || resident() - before < 2 * most_kept);
}

/* Not only after the first one: malloc keeps what it takes for usual. */
static void each_list_is_given_back(seam_acs_client *client, long idle, long most_kept) {
    size_t round, i;

    for (round = 0; round < 4; round++) {
        seam_acs_list *list = read_list(client);

        for (i = 0; i < count; i++)
            CHECK(seam_acs_record_get(seam_acs_list_at(list, i), "full_name") != NULL);
        seam_acs_list_free(list);
        if (most_kept > 0 && resident() - idle > most_kept) {
            fprintf(stderr, "%ld kB stay after round %zu\n", resident() - idle, round);
            exit(1);
        }
    }
}

int main(int argc, char **argv) {
    seam_acs_client *client = client_from(argc, argv);
    long most_kept, idle;
    seam_acs_list *list;
    const char **texts;

    CHECK(argc == 6);
    count = (size_t)atol(argv[4]);
    most_kept = atol(argv[5]);
    seam_acs_list_free(read_list(client));
    idle = resident();
    each_list_is_given_back(client, idle, most_kept);

    list = read_list(client);
    texts = ask(list);
    check_one(seam_acs_list_at(list, 0));
    check_one(seam_acs_list_at(list, count - 1));
    many_threads_get_the_same_texts(list, texts);
    a_shortened_text_is_freed_whole(list, most_kept);
    seam_acs_client_free(client);
    check_texts(list, texts);
    free(texts);
    seam_acs_list_free(list);
    return 0;
}
