/*
 * assign: puts a person into an access group, shows which doors that opens, and takes the person out again.
 *
 *     assign --user ACS_USER_ID --group ACS_ACCESS_GROUP_ID [--endpoint URL]
 *
 * The credentials come from SEAM_API_KEY, the server from --endpoint or SEAM_ENDPOINT. The program leaves
 * everything as it found it: it stops before changing anything if the person is in the group already. Which
 * doors a person can open is always read from the server, never concluded from what the program has just
 * asked for.
 */
#define _POSIX_C_SOURCE 199309L

#include <seam_acs.h>

#include <stdio.h>
#include <string.h>
#include <time.h>

#define NO_SUCH_GROUP "00000000-0000-0000-0000-000000000000"
#define LOOK_EVERY_MS 200
#define GIVE_UP_AFTER_MS 10000

/* Who is moved, and where. The names belong to the two records. */
struct visit {
    seam_acs_client *client;
    const char *user_id;
    const char *group_id;
    seam_acs_record *user;
    seam_acs_record *group;
    const char *user_name;
    const char *group_name;
};

/* Says what went wrong, frees the error and passes the status on. */
static seam_acs_status failed(const char *attempt, seam_acs_error *error) {
    seam_acs_status status = seam_acs_error_status(error);
    const char *type = seam_acs_error_api_type(error);
    const char *request_id = seam_acs_error_request_id(error);

    printf("  %s did not work.\n", attempt);
    printf("    code     %s (%d)%s%s\n", seam_acs_error_name(error), status, type ? ", from Seam: " : "",
           type ? type : "");
    printf("    message  %s\n", seam_acs_error_message(error));
    printf("    request  %s\n", request_id ? request_id : "none");
    seam_acs_error_free(error);
    return status;
}

/* A path that the server does not have answers 404 without Seam's own error in it. */
static int is_not_served(const seam_acs_error *error) {
    return seam_acs_error_status(error) == SEAM_ACS_UNEXPECTED_RESPONSE &&
           seam_acs_error_http_status(error) == 404;
}

static const char *name_of(const seam_acs_record *record, const char *otherwise) {
    const char *name = seam_acs_record_get(record, "display_name");

    return name && *name ? name : otherwise;
}

static seam_acs_status read_names(struct visit *visit) {
    seam_acs_error *error = NULL;

    if (seam_acs_get_user(visit->client, visit->user_id, &visit->user, &error) != SEAM_ACS_OK)
        return failed("Reading the user", error);
    if (seam_acs_get_group(visit->client, visit->group_id, &visit->group, &error) != SEAM_ACS_OK)
        return failed("Reading the group", error);
    visit->user_name = name_of(visit->user, visit->user_id);
    visit->group_name = name_of(visit->group, visit->group_id);
    printf("The person is %s (ACS user %s).\n", visit->user_name, visit->user_id);
    printf("The access group is %s (%s).\n", visit->group_name, visit->group_id);
    return SEAM_ACS_OK;
}

/* Sets *member to whether Seam lists the person in the group. */
static seam_acs_status read_membership(const struct visit *visit, int *member) {
    seam_acs_list *users;
    seam_acs_error *error = NULL;
    size_t i;

    *member = 0;
    if (seam_acs_list_group_users(visit->client, visit->group_id, &users, &error) != SEAM_ACS_OK)
        return failed("Reading who is in the group", error);
    for (i = 0; i < seam_acs_list_len(users); i++) {
        const char *id = seam_acs_record_get(seam_acs_list_at(users, i), "acs_user_id");
        if (id && strcmp(id, visit->user_id) == 0)
            *member = 1;
    }
    seam_acs_list_free(users);
    return SEAM_ACS_OK;
}

/* The doors that the person can open. *doors stays NULL where the server does not say. */
static seam_acs_status read_doors(const struct visit *visit, seam_acs_list **doors) {
    seam_acs_error *error = NULL;

    if (seam_acs_list_user_entrances(visit->client, visit->user_id, doors, &error) == SEAM_ACS_OK)
        return SEAM_ACS_OK;
    if (!is_not_served(error))
        return failed("Reading which doors the person can open", error);
    seam_acs_error_free(error);
    return SEAM_ACS_OK;
}

static int has_door(const seam_acs_list *doors, const char *id) {
    size_t i;

    for (i = 0; i < seam_acs_list_len(doors); i++) {
        const char *other = seam_acs_record_get(seam_acs_list_at(doors, i), "acs_entrance_id");
        if (other && id && strcmp(other, id) == 0)
            return 1;
    }
    return 0;
}

static int are_same_doors(const seam_acs_list *one, const seam_acs_list *other) {
    size_t i;

    if (seam_acs_list_len(one) != seam_acs_list_len(other))
        return 0;
    for (i = 0; i < seam_acs_list_len(one); i++)
        if (!has_door(other, seam_acs_record_get(seam_acs_list_at(one, i), "acs_entrance_id")))
            return 0;
    return 1;
}

static void show_doors(const struct visit *visit, const char *when, const seam_acs_list *doors) {
    size_t count = seam_acs_list_len(doors);
    size_t i;

    printf("  %s%s can open ", when, visit->user_name);
    if (count == 0)
        printf("no entrance");
    else
        printf("%lu entrance%s: ", (unsigned long)count, count == 1 ? "" : "s");
    for (i = 0; i < count; i++)
        printf("%s%s", i == 0 ? "" : ", ", name_of(seam_acs_list_at(doors, i), "an entrance without a name"));
    printf(".\n");
}

static void pause_a_moment(void) {
    struct timespec moment;

    moment.tv_sec = 0;
    moment.tv_nsec = LOOK_EVERY_MS * 1000000L;
    nanosleep(&moment, NULL);
}

/* Looks again and again until the doors are others than before, and says what it saw. */
static seam_acs_status await_other_doors(const struct visit *visit, const seam_acs_list *before) {
    int waited;

    if (before == NULL) {
        printf("  This server does not say which doors.\n");
        return SEAM_ACS_OK;
    }
    for (waited = 0; waited < GIVE_UP_AFTER_MS; waited += LOOK_EVERY_MS) {
        seam_acs_list *now = NULL;
        seam_acs_status status = read_doors(visit, &now);

        if (status != SEAM_ACS_OK)
            return status;
        if (now != NULL && !are_same_doors(before, now)) {
            show_doors(visit, "The push has arrived: ", now);
            seam_acs_list_free(now);
            return SEAM_ACS_OK;
        }
        seam_acs_list_free(now);
        pause_a_moment();
    }
    printf("  Nothing changed: after %d seconds %s can open the same doors as before.\n",
           GIVE_UP_AFTER_MS / 1000, visit->user_name);
    return SEAM_ACS_OK;
}

/* Waits for a change that was begun and says how it ended. */
static seam_acs_status finish(const char *attempt, seam_acs_op *change) {
    seam_acs_error *error = NULL;
    seam_acs_status status;

    seam_acs_op_wait(change, -1);
    status = seam_acs_op_result(change, &error);
    if (status == SEAM_ACS_OK) {
        const char *request_id = seam_acs_op_request_id(change);
        printf("  Recorded by Seam (request %s); the access system follows.\n",
               request_id ? request_id : "without id");
    } else {
        status = failed(attempt, error);
    }
    seam_acs_op_free(change);
    return status;
}

static seam_acs_status add(const struct visit *visit) {
    seam_acs_op *change;
    seam_acs_error *error = NULL;

    printf("Adding %s to %s.\n", visit->user_name, visit->group_name);
    if (seam_acs_add_user_to_group_begin(visit->client, visit->user_id, visit->group_id, &change, &error) !=
        SEAM_ACS_OK)
        return failed("Adding", error);
    return finish("Adding", change);
}

static seam_acs_status take_out(const struct visit *visit) {
    seam_acs_op *change;
    seam_acs_error *error = NULL;

    printf("Taking %s out of %s.\n", visit->user_name, visit->group_name);
    if (seam_acs_remove_user_from_group_begin(visit->client, visit->user_id, visit->group_id, &change,
                                              &error) != SEAM_ACS_OK)
        return failed("Taking out", error);
    return finish("Taking out", change);
}

/* In, look, out, look. Whatever fails in between, the person is taken out again, or it is said what is left.
 */
static seam_acs_status in_and_out(const struct visit *visit) {
    seam_acs_list *before = NULL;
    seam_acs_list *inside = NULL;
    seam_acs_status status = read_doors(visit, &before);
    seam_acs_status removed;

    if (status != SEAM_ACS_OK) {
        printf("Nothing was changed.\n");
        return status;
    }
    if (before != NULL)
        show_doors(visit, "Now ", before);
    else
        printf("  This server does not say which doors.\n");

    status = add(visit);
    if (status == SEAM_ACS_OUTCOME_UNKNOWN)
        printf("State left: %s may or may not be in %s. Look again in a minute, then correct it by hand.\n",
               visit->user_name, visit->group_name);
    else if (status != SEAM_ACS_OK)
        printf("State left: %s is not in %s, as before.\n", visit->user_name, visit->group_name);
    if (status != SEAM_ACS_OK) {
        seam_acs_list_free(before);
        return status;
    }

    status = await_other_doors(visit, before);
    if (status == SEAM_ACS_OK && before != NULL)
        status = read_doors(visit, &inside);
    removed = take_out(visit);
    if (removed != SEAM_ACS_OK)
        printf("State left: %s may still be in %s. Take them out by hand.\n", visit->user_name,
               visit->group_name);
    else if (status != SEAM_ACS_OK)
        printf("State left: %s is recorded as not in %s, as before; the access system follows.\n",
               visit->user_name, visit->group_name);
    else if (before == NULL || !are_same_doors(before, inside))
        removed = await_other_doors(visit, inside);
    else
        show_doors(visit, "As all along, ", inside);

    seam_acs_list_free(before);
    seam_acs_list_free(inside);
    return removed != SEAM_ACS_OK ? removed : status;
}

/* A mistake on purpose: the server must refuse it, and say why. */
static seam_acs_status show_a_refusal(const struct visit *visit) {
    seam_acs_error *error = NULL;

    printf("Adding %s to a group that does not exist.\n", visit->user_name);
    if (seam_acs_add_user_to_group(visit->client, visit->user_id, NO_SUCH_GROUP, &error) == SEAM_ACS_OK) {
        printf("  The server accepted it, which it should not have.\n");
        return SEAM_ACS_UNEXPECTED_RESPONSE;
    }
    return failed("That", error) == SEAM_ACS_NOT_FOUND ? SEAM_ACS_OK : SEAM_ACS_UNEXPECTED_RESPONSE;
}

static seam_acs_status play(struct visit *visit) {
    int member;
    seam_acs_status status = read_names(visit);

    if (status == SEAM_ACS_OK)
        status = read_membership(visit, &member);
    if (status != SEAM_ACS_OK) {
        printf("Nothing was changed.\n");
        return status;
    }
    if (member) {
        printf("%s is in %s already, so this program stops here. Nothing was changed.\n", visit->user_name,
               visit->group_name);
        return SEAM_ACS_STATE;
    }
    status = in_and_out(visit);
    return status == SEAM_ACS_OK ? show_a_refusal(visit) : status;
}

static seam_acs_status open_client(const char *endpoint, seam_acs_client **client) {
    seam_acs_options *options = seam_acs_options_new();
    seam_acs_error *error = NULL;
    seam_acs_status status = SEAM_ACS_OK;

    if (endpoint != NULL)
        status = seam_acs_options_set_endpoint(options, endpoint, &error);
    if (status == SEAM_ACS_OK)
        status = seam_acs_client_from_env(options, client, &error);
    seam_acs_options_free(options);
    return status == SEAM_ACS_OK ? status : failed("Opening the connection", error);
}

int main(int argc, char **argv) {
    const char *endpoint = NULL;
    struct visit visit;
    seam_acs_status status;
    int i;

    memset(&visit, 0, sizeof visit);
    for (i = 1; i + 1 < argc; i += 2) {
        if (strcmp(argv[i], "--user") == 0)
            visit.user_id = argv[i + 1];
        else if (strcmp(argv[i], "--group") == 0)
            visit.group_id = argv[i + 1];
        else if (strcmp(argv[i], "--endpoint") == 0)
            endpoint = argv[i + 1];
        else
            break;
    }
    if (i != argc || visit.user_id == NULL || visit.group_id == NULL) {
        fprintf(stderr, "usage: %s --user ACS_USER_ID --group ACS_ACCESS_GROUP_ID [--endpoint URL]\n",
                argv[0]);
        return 2;
    }
    status = open_client(endpoint, &visit.client);
    if (status == SEAM_ACS_OK)
        status = play(&visit);
    seam_acs_record_free(visit.user);
    seam_acs_record_free(visit.group);
    seam_acs_client_free(visit.client);
    return -status / 1000;
}
