/* After the last client is freed and its connections are closed, no copy of the key is left in the writable
 * memory of this process.
 *
 * The key comes in a file, is wiped here as soon as the library has it, and is kept masked to compare with.
 * The search looks for every piece of 12 bytes of the key, and for 16 letters of it in base64, at each
 * alignment. */
#include "check.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdint.h>
#include <time.h>
#include <unistd.h>

#define MASK 0xA5
#define LONGEST 128

enum { PLAIN = 12, BASE64 = 16 };

/* What is looked for, each byte masked. */
struct needle {
    unsigned char bytes[LONGEST * 2];
    size_t length, piece;
    const char *encoding;
};

static struct needle needles[4];

static void add(struct needle *needle, unsigned char byte) {
    needle->bytes[needle->length++] = (unsigned char)(byte ^ MASK);
}

/* The key in base64 as it stands behind a number of other bytes; the first and last letters depend on those.
 */
static void encode(struct needle *needle, const unsigned char *key, size_t length, size_t before) {
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    size_t start = (3 - before) % 3;

    needle->encoding = "base64";
    needle->piece = BASE64;
    for (; start + 3 <= length; start += 3) {
        const unsigned char *three = key + start;

        add(needle, (unsigned char)letters[three[0] >> 2]);
        add(needle, (unsigned char)letters[(three[0] & 3) << 4 | three[1] >> 4]);
        add(needle, (unsigned char)letters[(three[1] & 15) << 2 | three[2] >> 6]);
        add(needle, (unsigned char)letters[three[2] & 63]);
    }
}

static void remember(const unsigned char *key, size_t length) {
    size_t i;

    needles[0].encoding = "plain";
    needles[0].piece = PLAIN;
    for (i = 0; i < length; i++)
        add(&needles[0], key[i]);
    for (i = 0; i < 3; i++)
        encode(&needles[i + 1], key, length, i);
}

/* Whether a piece of a needle begins here. */
static int begins(const unsigned char *place, const struct needle *needle) {
    size_t at, same;

    for (at = 0; at + needle->piece <= needle->length; at++) {
        for (same = 0; same < needle->piece && (place[same] ^ MASK) == needle->bytes[at + same]; same++)
            ;
        if (same == needle->piece)
            return 1;
    }
    return 0;
}

/* The bytes that a piece of a needle can begin with, so that most places are passed over quickly. */
static unsigned char first[4][256];

static int search(const unsigned char *from, const unsigned char *to, const char *region) {
    int found = 0;
    size_t i;

    for (; from + LONGEST < to; from++)
        for (i = 0; i < 4; i++)
            if (first[i][*from] && begins(from, &needles[i])) {
                fprintf(stderr, "%s copy at %p in %s\n", needles[i].encoding, (const void *)from, region);
                found++;
                from += needles[i].piece;
            }
    return found;
}

/* How many copies the writable memory of this process has, in regions of this name. */
static int copies_in(const char *name) {
    char maps[1 << 16];
    char *line, *rest = maps;
    int file = open("/proc/self/maps", O_RDONLY), found = 0;
    ssize_t length = 0, got;

    while ((got = read(file, maps + length, sizeof maps - 1 - (size_t)length)) > 0)
        length += got;
    CHECK(length > 0 && (size_t)length < sizeof maps - 1);
    maps[length] = '\0';
    close(file);
    while ((line = strsep(&rest, "\n")) != NULL) {
        unsigned long from, to;
        char rights[8];

        if (sscanf(line, "%lx-%lx %7s", &from, &to, rights) == 3 && rights[0] == 'r' && rights[1] == 'w' &&
            strstr(line, name) != NULL)
            found += search((const unsigned char *)from, (const unsigned char *)to, line);
    }
    return found;
}

static int copies(void) { return copies_in(""); }

/* No call leaves a copy on this thread's stack, where it would stay for as long as nothing overwrites it. */
static void check_stack(void) { CHECK(copies_in("[stack]") == 0); }

static int entries(const char *path) {
    DIR *folder = opendir(path);
    int number = 0;

    CHECK(folder != NULL);
    while (readdir(folder) != NULL)
        number++;
    closedir(folder);
    return number - 2;
}

/* The engine's threads have ended and its connections are closed. */
static void await_quiet(int descriptors) {
    struct timespec moment = {0, 10000000};
    int left;

    for (left = 3000; entries("/proc/self/task") > 1 || entries("/proc/self/fd") > descriptors; left--) {
        CHECK(left > 0);
        nanosleep(&moment, NULL);
    }
}

/* Options with the key in them, of which no other copy is left. */
static seam_acs_options *options_with_key(char **argv) {
    seam_acs_options *options = seam_acs_options_new();
    char key[LONGEST] = {0};
    int file = open(argv[2], O_RDONLY);
    ssize_t length = read(file, key, sizeof key - 1);

    CHECK(length > 40);
    close(file);
    MUST(seam_acs_options_set_endpoint(options, argv[1], &error));
    MUST(seam_acs_options_set_api_key(options, key, &error));
    MUST(seam_acs_options_set_ca_file(options, argv[3], &error));
    MUST(seam_acs_options_set(options, "log_file", argv[4], &error));
    MUST(seam_acs_options_set(options, "log_level", "trace", &error));
    MUST(seam_acs_options_set(options, "audit_log", argv[4], &error));
    if (needles[0].length == 0) {
        /* "seam_" is everybody's. */
        size_t i, j;

        remember((unsigned char *)key + 5, (size_t)length - 5);
        for (i = 0; i < 4; i++)
            for (j = 0; j + needles[i].piece <= needles[i].length; j++)
                first[i][needles[i].bytes[j] ^ MASK] = 1;
    }
    explicit_bzero(key, sizeof key);
    check_stack();
    return options;
}

/* Calls that end well and badly. */
static void use(seam_acs_client *client) {
    seam_acs_error *error = NULL;
    char *text = NULL;
    int i;

    for (i = 0; i < 20; i++) {
        MUST(seam_acs_add_user_to_group(client, USER, GROUP, &error));
        MUST(seam_acs_remove_user_from_group(client, USER, GROUP, &error));
    }
    check_stack();
    MUST(seam_acs_request(client, "/acs/users/list", "{}", &text, &error));
    seam_acs_string_free(text);
    CHECK_STATUS(SEAM_ACS_NOT_FOUND, seam_acs_add_user_to_group(client, NOBODY, GROUP, &error));
    CHECK(strlen(seam_acs_error_to_json(error)) > 0);
    seam_acs_error_free(error);
    check_stack();
}

/* The same key in a proxy's URL, where it travels in base64; nobody listens there. */
static void go_through_a_proxy(char **argv) {
    static const char before[] = "http://panel:", after[] = "@127.0.0.1:1";
    seam_acs_options *options = options_with_key(argv);
    seam_acs_client *client = NULL;
    char url[LONGEST * 2] = {0};
    int file = open(argv[2], O_RDONLY);

    memcpy(url, before, sizeof before - 1);
    CHECK(read(file, url + sizeof before - 1, LONGEST) > 40);
    close(file);
    memcpy(url + strlen(url), after, sizeof after - 1);
    MUST(seam_acs_options_set(options, "proxy", url, &error));
    explicit_bzero(url, sizeof url);
    check_stack();
    MUST(seam_acs_options_set(options, "allow_insecure_http", "true", &error));
    MUST(seam_acs_options_set_max_attempts(options, 1, &error));
    MUST(seam_acs_client_new(options, &client, &error));
    seam_acs_options_free(options);
    check_stack();
    CHECK(seam_acs_check(client, NULL) != SEAM_ACS_OK);
    seam_acs_client_free(client);
    check_stack();
}

/* From the environment: its own copy is wiped by who put it there. Not by setenv(), as glibc's makes a copy
 * on the stack and leaves it. */
static void go_by_the_environment(char **argv) {
    static char variable[LONGEST * 2] = "SEAM_API_KEY=";
    seam_acs_options *options = options_with_key(argv);
    seam_acs_client *client = NULL;
    int file = open(argv[2], O_RDONLY);

    CHECK(read(file, variable + strlen(variable), LONGEST) > 40);
    close(file);
    CHECK(putenv(variable) == 0);
    MUST(seam_acs_options_set_api_key(options, "", &error));
    MUST(seam_acs_client_from_env(options, &client, &error));
    check_stack();
    CHECK(unsetenv("SEAM_API_KEY") == 0);
    explicit_bzero(variable, sizeof variable);
    seam_acs_options_free(options);
    use(client);
    seam_acs_client_free(client);
}

int main(int argc, char **argv) {
    int descriptors = entries("/proc/self/fd");
    seam_acs_options *options;
    seam_acs_client *client = NULL, *scoped = NULL;

    CHECK(argc == 5);
    options = options_with_key(argv);
    MUST(seam_acs_client_new(options, &client, &error));
    check_stack();
    use(client);
    MUST(seam_acs_options_set_api_key(options, "", &error));
    seam_acs_options_free(options);
    options = seam_acs_options_new();
    MUST(seam_acs_options_set_timeout_ms(options, 20000, &error));
    MUST(seam_acs_client_with(client, options, &scoped, &error));
    check_stack();
    seam_acs_options_free(options);
    use(scoped);
    seam_acs_client_free(scoped);

    fputs("while the client lives:\n", stderr);
    CHECK(copies() > 0);
    seam_acs_client_free(client);
    go_through_a_proxy(argv);
    go_by_the_environment(argv);
    await_quiet(descriptors);
    fputs("after it is gone:\n", stderr);
    CHECK(copies() == 0);
    return 0;
}
