/* The contract's runner for C: takes each case as lines (tests/contract/src/flat.rs), begins the call, waits
   for it and answers with a line of JSON. */
#include <seam_acs.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MOST_TEXTS 3

struct call {
    char name[256];
    char function[128];
    char result[32];
    char cancel_when[4096];
    /* NULL where the case says null. */
    char *texts[MOST_TEXTS];
    size_t count;
    int has_flag, flag, has_plan;
    seam_acs_options *options;
    /* The first option that was refused. */
    seam_acs_status status;
    seam_acs_error *error;
};

typedef seam_acs_status one(const seam_acs_client *, const char *, seam_acs_op **, seam_acs_error **);
typedef seam_acs_status two(const seam_acs_client *, const char *, const char *, seam_acs_op **,
                            seam_acs_error **);
typedef seam_acs_status wanted(const seam_acs_client *, const char *, const char *, int, seam_acs_op **,
                               seam_acs_error **);
typedef seam_acs_status waited(const seam_acs_client *, const char *, const char *, int, const char *,
                               seam_acs_op **, seam_acs_error **);

#define ENTRY(member, name)                                                                                  \
    {                                                                                                        \
        "seam_acs_" #name "_begin", { .member = seam_acs_##name##_begin }                                    \
    }

static const struct {
    const char *name;
    union {
        one *one;
        two *two;
        wanted *wanted;
        waited *waited;
    } function;
} FUNCTIONS[] = {
#include "functions.inc"
};

static void begin_sync(struct call *call, const seam_acs_client *client, seam_acs_op **op) {
    seam_acs_plan *plan = NULL;

    call->status = seam_acs_plan_from_json(call->texts[0], &plan, &call->error);
    if (call->status == SEAM_ACS_OK)
        call->status = seam_acs_sync_begin(client, plan, call->texts[1], op, &call->error);
    seam_acs_plan_free(plan);
}

static void begin(struct call *call, const seam_acs_client *client, seam_acs_op **op) {
    char **texts = call->texts;
    size_t i = 0;

    if (call->has_plan) {
        begin_sync(call, client, op);
        return;
    }
    if (strcmp(call->function, "seam_acs_check_begin") == 0) {
        call->status = seam_acs_check_begin(client, op, &call->error);
        return;
    }
    while (strcmp(FUNCTIONS[i].name, call->function) != 0)
        if (++i == sizeof FUNCTIONS / sizeof FUNCTIONS[0])
            exit(2);
    if (call->has_flag && call->count == 3)
        call->status =
            FUNCTIONS[i].function.waited(client, texts[0], texts[1], call->flag, texts[2], op, &call->error);
    else if (call->has_flag)
        call->status = FUNCTIONS[i].function.wanted(client, texts[0], texts[1], call->flag, op, &call->error);
    else if (call->count == 2)
        call->status = FUNCTIONS[i].function.two(client, texts[0], texts[1], op, &call->error);
    else
        call->status = FUNCTIONS[i].function.one(client, texts[0], op, &call->error);
}

static void say_text(const char *name, const char *text) {
    printf(",\"%s\":", name);
    if (text == NULL) {
        printf("null");
        return;
    }
    putchar('"');
    for (; *text != '\0'; text++)
        if (*text == '"' || *text == '\\')
            printf("\\%c", *text);
        else if ((unsigned char)*text < ' ')
            printf("\\u%04x", *text);
        else
            putchar(*text);
    putchar('"');
}

static void answer(const struct call *call, const char *found) {
    const seam_acs_error *error = call->error;
    const char *refused = seam_acs_error_validation_errors(error);

    printf("{\"code\":%d", call->status);
    say_text("name", call->name);
    say_text("status", seam_acs_status_name(call->status));
    if (error != NULL) {
        say_text("message", seam_acs_error_message(error));
        say_text("api_type", seam_acs_error_api_type(error));
        say_text("request_id", seam_acs_error_request_id(error));
        if (seam_acs_error_http_status(error) != 0)
            printf(",\"http_status\":%d", seam_acs_error_http_status(error));
        printf(",\"retryable\":%s", seam_acs_error_retryable(error) ? "true" : "false");
        printf(",\"outcome_unknown\":%s", seam_acs_error_outcome_unknown(error) ? "true" : "false");
        printf(",\"attempts\":%d", seam_acs_error_attempts(error));
        printf(",\"validation_errors\":%s", refused == NULL ? "null" : refused);
    }
    printf(",\"result\":%s}\n", found == NULL ? "null" : found);
    fflush(stdout);
}

static void run(struct call *call) {
    seam_acs_client *client = NULL;
    seam_acs_op *op = NULL;
    char *found = NULL;

    if (call->status == SEAM_ACS_OK)
        call->status = seam_acs_client_new(call->options, &client, &call->error);
    if (call->status == SEAM_ACS_OK)
        begin(call, client, &op);
    if (op != NULL) {
        if (call->cancel_when[0] != '\0') {
            while (access(call->cancel_when, F_OK) != 0)
                usleep(5000);
            seam_acs_op_cancel(op);
        }
        seam_acs_op_wait(op, -1);
        call->status = seam_acs_op_result(op, &call->error);
        if (strcmp(call->result, "nothing") != 0)
            seam_acs_op_to_json(op, &found, NULL);
    }
    if (found != NULL && strcmp(call->result, "bool") == 0)
        answer(call, strstr(found, "true") != NULL ? "true" : "false");
    else
        answer(call, found);
    seam_acs_string_free(found);
    seam_acs_op_free(op);
    seam_acs_client_free(client);
}

/* Turns %0A and the like into the bytes that they stand for. */
static char *unescaped(char *text) {
    char *from = text, *to = text;
    unsigned byte;

    for (; *from != '\0'; from++)
        if (*from == '%' && sscanf(from + 1, "%2x", &byte) == 1) {
            *to++ = (char)byte;
            from += 2;
        } else {
            *to++ = *from;
        }
    *to = '\0';
    return text;
}

static void set_option(struct call *call, char *line) {
    char *value = strchr(line, ' ');

    *value++ = '\0';
    if (call->status == SEAM_ACS_OK)
        call->status = seam_acs_options_set(call->options, line, unescaped(value), &call->error);
}

static void add_text(struct call *call, const char *text) {
    if (call->count == MOST_TEXTS)
        exit(2);
    call->texts[call->count++] = text == NULL ? NULL : strdup(text);
}

/* Takes one line of a case. */
static void take(struct call *call, char *line) {
    char *value = strchr(line, ' ');

    value = value == NULL ? line + strlen(line) : value + 1;
    if (strncmp(line, "name ", 5) == 0)
        snprintf(call->name, sizeof call->name, "%s", value);
    else if (strncmp(line, "option ", 7) == 0)
        set_option(call, value);
    else if (strncmp(line, "function ", 9) == 0)
        snprintf(call->function, sizeof call->function, "%s", value);
    else if (strncmp(line, "result ", 7) == 0)
        snprintf(call->result, sizeof call->result, "%s", value);
    else if (strncmp(line, "cancel_when ", 12) == 0)
        snprintf(call->cancel_when, sizeof call->cancel_when, "%s", unescaped(value));
    else if (strncmp(line, "flag ", 5) == 0)
        call->has_flag = 1, call->flag = atoi(value);
    else if (strncmp(line, "plan ", 5) == 0)
        call->has_plan = 1, add_text(call, unescaped(value));
    else if (strncmp(line, "text", 4) == 0)
        add_text(call, unescaped(value));
    else if (strcmp(line, "null") == 0)
        add_text(call, NULL);
}

int main(void) {
    struct call call;
    char *line = NULL;
    size_t room = 0;

    memset(&call, 0, sizeof call);
    while (getline(&line, &room, stdin) > 0) {
        line[strcspn(line, "\n")] = '\0';
        if (call.options == NULL)
            call.options = seam_acs_options_new();
        if (strcmp(line, "run") != 0) {
            take(&call, line);
            continue;
        }
        run(&call);
        seam_acs_error_free(call.error);
        seam_acs_options_free(call.options);
        while (call.count > 0)
            free(call.texts[--call.count]);
        memset(&call, 0, sizeof call);
    }
    free(line);
    return 0;
}
