/* What is different on Windows: a queue's event, threads, paths of any letters, and a library that is loaded
 * and unloaded. The argument behind the authority is a folder. */
#include "check.h"

#include <windows.h>

#define COUNT 20
#define THREADS 32

static seam_acs_op *ops[COUNT];
static seam_acs_client *client;

/* The event is signalled as long as there is a tag to take, and each tag comes once. */
static void wait_for_an_event(void) {
    seam_acs_queue *queue = NULL;
    HANDLE event;
    size_t i, tag = 0, number = 0, taken = 0, seen[COUNT] = {0};

    MUST(seam_acs_queue_new(&queue, &error));
    CHECK_STATUS(SEAM_ACS_NOT_SUPPORTED, seam_acs_queue_fd(queue));
    MUST(seam_acs_queue_event(queue, &number, &error));
    event = (HANDLE)number;
    CHECK(WaitForSingleObject(event, 0) == WAIT_TIMEOUT);
    for (i = 0; i < COUNT; i++) {
        MUST(seam_acs_list_users_begin(client, NULL, &ops[i], &error));
        MUST(seam_acs_op_attach(ops[i], queue, 1000 + i, &error));
    }
    while (taken < COUNT) {
        CHECK(WaitForMultipleObjects(1, &event, FALSE, 60000) == WAIT_OBJECT_0);
        CHECK(seam_acs_queue_next(queue, 0, &tag) == 1);
        CHECK(tag >= 1000 && tag < 1000 + COUNT && !seen[tag - 1000]);
        seen[tag - 1000] = 1;
        taken++;
    }
    CHECK(WaitForSingleObject(event, 0) == WAIT_TIMEOUT);
    CHECK(seam_acs_queue_next(queue, 0, &tag) == 0);
    for (i = 0; i < COUNT; i++) {
        MUST(seam_acs_op_result(ops[i], &error));
        seam_acs_op_free(ops[i]);
    }
    seam_acs_queue_free(queue);
}

static DWORD WINAPI call(void *argument) {
    char unknown[32];
    seam_acs_error *error = NULL;
    seam_acs_record *user = NULL;
    int round;

    snprintf(unknown, sizeof unknown, "nobody-%lu", (unsigned long)(size_t)argument);
    for (round = 0; round < 5; round++) {
        MUST(seam_acs_get_user(client, USER, &user, &error));
        CHECK_TEXT(USER, seam_acs_record_get(user, "acs_user_id"));
        seam_acs_record_free(user);
        CHECK(seam_acs_add_user_to_group(client, unknown, GROUP, &error) != SEAM_ACS_OK);
        CHECK_CONTAINS(unknown, seam_acs_error_message(error));
        seam_acs_error_free(error);
    }
    return 0;
}

static void call_from_threads(void) {
    HANDLE threads[THREADS];
    size_t i;

    for (i = 0; i < THREADS; i++)
        CHECK((threads[i] = CreateThread(NULL, 0, call, (void *)i, 0, NULL)) != NULL);
    CHECK(WaitForMultipleObjects(THREADS, threads, TRUE, 120000) < WAIT_OBJECT_0 + THREADS);
    for (i = 0; i < THREADS; i++)
        CloseHandle(threads[i]);
}

/* Paths are UTF-8, whatever the code page. A number of a C runtime's is no place for a log. */
static void write_logs(int argc, char **argv) {
    seam_acs_options *options = options_from(argc, argv);
    seam_acs_client *logging = NULL;
    char log[512], audit[512];

    snprintf(log, sizeof log, "%s/%s", argv[4], "Schl\xc3\xbcssel \xe9\x8d\xb5.log");
    snprintf(audit, sizeof audit, "%s/audit.log", argv[4]);
    MUST(seam_acs_options_set_log_file(options, log, &error));
    MUST(seam_acs_options_set_log_level(options, "debug", &error));
    MUST(seam_acs_options_set_audit_log(options, audit, &error));
    MUST(seam_acs_client_new(options, &logging, &error));
    MUST(seam_acs_add_user_to_group(logging, USER, GROUP, &error));
    MUST(seam_acs_remove_user_from_group(logging, USER, GROUP, &error));
    seam_acs_client_free(logging);
    seam_acs_options_free(options);
    CHECK(seam_acs_shutdown(10000) == 1);

    options = options_from(argc, argv);
    MUST(seam_acs_options_set_log_fd(options, 2, &error));
    CHECK_STATUS(SEAM_ACS_OPTIONS, seam_acs_client_new(options, &logging, NULL));
    seam_acs_options_free(options);
}

/* What everybody can change keeps no changes. */
static void refuse_a_shared_folder(const char *folder) {
    seam_acs_outbox *outbox = NULL;
    seam_acs_error *error = NULL;
    char shared[512];

    snprintf(shared, sizeof shared, "%s/shared", folder);
    CHECK_STATUS(SEAM_ACS_INVALID_ARGUMENT, seam_acs_outbox_open(shared, NULL, &outbox, &error));
    CHECK_CONTAINS("others can write to it", seam_acs_error_message(error));
    seam_acs_error_free(error);
}

/* A thread of the library may run a second longer than the last client lives, so its code must stay. */
static void unload(const char *endpoint, const char *key) {
    typedef seam_acs_options *(*new_options)(void);
    typedef seam_acs_status (*set)(seam_acs_options *, const char *, const char *, seam_acs_error **);
    typedef seam_acs_status (*new_client)(const seam_acs_options *, seam_acs_client **, seam_acs_error **);
    typedef seam_acs_status (*check)(seam_acs_client *, seam_acs_error **);
    typedef void (*free_client)(seam_acs_client *);
    HMODULE library = LoadLibraryA("seam_acs_copy.dll");
    seam_acs_client *loaded = NULL;
    seam_acs_options *options;

    CHECK(library != NULL);
    options = ((new_options)(void *)GetProcAddress(library, "seam_acs_options_new"))();
    CHECK(((set)(void *)GetProcAddress(library, "seam_acs_options_set"))(options, "endpoint", endpoint,
                                                                         NULL) == SEAM_ACS_OK);
    CHECK(((set)(void *)GetProcAddress(library, "seam_acs_options_set"))(options, "api_key", key, NULL) ==
          SEAM_ACS_OK);
    CHECK(((new_client)(void *)GetProcAddress(library, "seam_acs_client_new"))(options, &loaded, NULL) ==
          SEAM_ACS_OK);
    CHECK(((check)(void *)GetProcAddress(library, "seam_acs_check"))(loaded, NULL) == SEAM_ACS_OK);
    ((free_client)(void *)GetProcAddress(library, "seam_acs_client_free"))(loaded);
    CHECK(FreeLibrary(library));
    CHECK(GetModuleHandleA("seam_acs_copy.dll") != NULL);
    Sleep(2500);
}

int main(int argc, char **argv) {
    CHECK(argc == 5);
    client = client_from(argc, argv);
    wait_for_an_event();
    call_from_threads();
    seam_acs_client_free(client);
    write_logs(argc, argv);
    refuse_a_shared_folder(argv[4]);
    unload(argv[1], argv[2]);
    return 0;
}
