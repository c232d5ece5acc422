/* The library as a plugin host has it: not linked, but loaded by its path, each function looked up by its
 * name. */
#ifndef LOADED_H
#define LOADED_H

#include <seam_acs.h>

#include <dirent.h>
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* People and a group of the sandbox. */
#define USER "33333333-3333-3333-3333-333333333333"
#define GROUP "44444444-4444-4444-4444-444444444444"

/* Not check.h: what it says of an error would link the library. */
#define CHECK(condition)                                                                                     \
    do {                                                                                                     \
        if (!(condition)) {                                                                                  \
            fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #condition);                          \
            exit(1);                                                                                         \
        }                                                                                                    \
    } while (0)

struct loaded {
    void *handle;
    __typeof__(seam_acs_abi_version) *abi_version;
    __typeof__(seam_acs_options_new) *options_new;
    __typeof__(seam_acs_options_set) *options_set;
    __typeof__(seam_acs_options_free) *options_free;
    __typeof__(seam_acs_client_new) *client_new;
    __typeof__(seam_acs_client_free) *client_free;
    __typeof__(seam_acs_add_user_to_group) *add;
    __typeof__(seam_acs_remove_user_from_group) *take_out;
};

/* POSIX has dlsym give functions as object pointers. */
static inline void look_up(void *handle, const char *name, void *function) {
    void *found = dlsym(handle, name);

    CHECK(found != NULL);
    memcpy(function, &found, sizeof found);
}

static inline struct loaded load(const char *path) {
    struct loaded it = {0};

    it.handle = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (it.handle == NULL)
        fprintf(stderr, "%s\n", dlerror());
    CHECK(it.handle != NULL);
    look_up(it.handle, "seam_acs_abi_version", &it.abi_version);
    look_up(it.handle, "seam_acs_options_new", &it.options_new);
    look_up(it.handle, "seam_acs_options_set", &it.options_set);
    look_up(it.handle, "seam_acs_options_free", &it.options_free);
    look_up(it.handle, "seam_acs_client_new", &it.client_new);
    look_up(it.handle, "seam_acs_client_free", &it.client_free);
    look_up(it.handle, "seam_acs_add_user_to_group", &it.add);
    look_up(it.handle, "seam_acs_remove_user_from_group", &it.take_out);
    CHECK(it.abi_version() == SEAM_ACS_ABI_VERSION);
    return it;
}

static inline seam_acs_client *client_of(const struct loaded *it, const char *url, const char *key) {
    seam_acs_options *options = it->options_new();
    seam_acs_client *client = NULL;

    CHECK(it->options_set(options, "endpoint", url, NULL) == SEAM_ACS_OK);
    CHECK(it->options_set(options, "api_key", key, NULL) == SEAM_ACS_OK);
    CHECK(it->client_new(options, &client, NULL) == SEAM_ACS_OK);
    it->options_free(options);
    return client;
}

static inline int entries_of(const char *folder) {
    DIR *directory = opendir(folder);
    int count = 0;

    CHECK(directory != NULL);
    while (readdir(directory) != NULL)
        count++;
    closedir(directory);
    return count;
}

#endif
