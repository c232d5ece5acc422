/*
 * seam_acs.hpp: seam_acs.h for C++11 and later, header only.
 *
 *     #include <seam_acs.hpp>
 *
 *     seam_acs::Client client(seam_acs::Options().api_key("seam_..."));
 *     client.add_user_to_group("33333333-3333-3333-3333-333333333333",
 * "44444444-4444-4444-4444-444444444444"); for (const seam_acs::Record &door :
 * client.list_user_entrances("33333333-3333-3333-3333-333333333333")) std::cout << door.get("display_name")
 * << '\n';
 *
 * Names are those of seam_acs.h without the prefix; its comments are the reference for what each call does.
 *
 * Failures are thrown as seam_acs::Error, before anything is handed over: there is no half-made object.
 * Client, Options, Operation and Queue own their handle and can be moved, not copied. Record and List are
 * immutable values: copies share the same data, and a Record stays good when its List is gone.
 * Const members may be called from many threads at once. A moved-from object can only be assigned to or
 * destroyed.
 *
 * A change that returns was recorded by Seam; the access system follows, usually within seconds. A change
 * that throws OutcomeUnknown may be recorded or not: read the membership before you send the opposite change.
 */
#ifndef SEAM_ACS_HPP
#define SEAM_ACS_HPP

#include "seam_acs.h"

#include <chrono>
#include <cstddef>
#include <iterator>
#include <limits>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

namespace seam_acs {

/* ---- Failures -------------------------------------------------------------------------------------------
 */

/** A call that failed. what() says for a person what was tried, what happened and what to do next. Texts that
 * Seam did not give are "", never NULL; they live as long as the exception and its copies. */
class Error : public std::runtime_error {
  public:
    Error(int status, std::shared_ptr<const seam_acs_error> source)
        : std::runtime_error(source ? seam_acs_error_message(source.get()) : seam_acs_status_message(status)),
          status_(status), source_(std::move(source)) {}

    Error(int status, const std::string &message) : std::runtime_error(message), status_(status) {}

    /** One of the SEAM_ACS_ codes, never SEAM_ACS_OK. */
    int status() const noexcept { return status_; }
    /** Its stable name, such as "NOT_FOUND". */
    const char *name() const noexcept { return seam_acs_status_name(status_); }
    /** The HTTP status of the answer that decided; 0 if there was no answer. */
    int http_status() const noexcept { return seam_acs_error_http_status(source_.get()); }
    /** Seam's own type of error, such as "acs_user_not_found". */
    const char *api_type() const noexcept { return or_empty(seam_acs_error_api_type(source_.get())); }
    /** The id of the request, to quote to Seam's support. */
    const char *request_id() const noexcept { return or_empty(seam_acs_error_request_id(source_.get())); }
    /** Which parameters Seam refused and why, as JSON text. */
    const char *validation_errors() const noexcept {
        return or_empty(seam_acs_error_validation_errors(source_.get()));
    }
    /** True if the same call may succeed later although nobody changes anything. */
    bool retryable() const noexcept { return seam_acs_error_retryable(source_.get()) != 0; }
    /** True if a change may be recorded although no answer says so. */
    bool outcome_unknown() const noexcept { return seam_acs_error_outcome_unknown(source_.get()) != 0; }
    /** How long the server asked to wait; negative if it did not say. */
    std::chrono::milliseconds retry_after() const noexcept {
        return std::chrono::milliseconds(source_ ? seam_acs_error_retry_after_ms(source_.get()) : -1);
    }
    /** How many requests were started. */
    int attempts() const noexcept { return seam_acs_error_attempts(source_.get()); }
    /** All of the above and the chain of causes, as one JSON object. */
    const char *to_json() const noexcept { return or_empty(seam_acs_error_to_json(source_.get())); }

  private:
    static const char *or_empty(const char *text) noexcept { return text != nullptr ? text : ""; }

    int status_;
    std::shared_ptr<const seam_acs_error> source_;
};

/** A change that may be recorded by Seam or not. A type of its own, because it must not be handled like a
 * failure that changed nothing: read the membership first. */
class OutcomeUnknown : public Error {
  public:
    using Error::Error;
};

/* ---- The border to C ------------------------------------------------------------------------------------
 */

namespace detail {

[[noreturn]] inline void fail(int status, seam_acs_error *error) {
    std::shared_ptr<const seam_acs_error> source(
        error, [](const seam_acs_error *owned) { seam_acs_error_free(const_cast<seam_acs_error *>(owned)); });
    if (status == SEAM_ACS_OUTCOME_UNKNOWN) {
        throw OutcomeUnknown(status, std::move(source));
    }
    throw Error(status, std::move(source));
}

/** Calls a C function whose last argument is the error. */
template <typename Function, typename... Inputs> void call(Function function, Inputs... inputs) {
    seam_acs_error *error = nullptr;
    const seam_acs_status status = function(inputs..., &error);
    if (status != SEAM_ACS_OK) {
        fail(status, error);
    }
}

/** Calls a C function whose last arguments are what it makes and the error. */
template <typename Made, typename Function, typename... Inputs>
Made *make(Function function, Inputs... inputs) {
    Made *made = nullptr;
    call(function, inputs..., &made);
    return made;
}

/** Frees a handle of C. */
template <typename T, void (*Free)(T *)> struct Freed {
    void operator()(T *handle) const noexcept { Free(handle); }
};

/** The text as C sees it. C ends it at the first NUL, and half an id can be the id of someone else. */
inline const char *text(const std::string &value) {
    if (value.find('\0') != std::string::npos) {
        throw Error(SEAM_ACS_INVALID_ARGUMENT, "a text holds a NUL character; nothing was sent");
    }
    return value.c_str();
}

inline const char *text_or_null(const std::string &value) { return value.empty() ? nullptr : text(value); }

/** Copies a text that C made, and frees it. */
inline std::string taken(char *owned) {
    const std::unique_ptr<char, Freed<char, seam_acs_string_free>> guard(owned);
    return owned != nullptr ? std::string(owned) : std::string();
}

/** Milliseconds as C takes them; what does not fit is refused there as out of range. */
inline int in_range(std::chrono::milliseconds duration) noexcept {
    const std::chrono::milliseconds::rep count = duration.count();
    const int most = std::numeric_limits<int>::max();
    return count > most ? most : count < -most ? -most : static_cast<int>(count);
}

/** A limit for waiting. Below zero means "for ever" to C, and "the time is up" to whoever computed it. */
inline int limit(std::chrono::milliseconds duration) noexcept {
    return duration.count() < 0 ? 0 : in_range(duration);
}

/** The library may be another than the header: same major number, and at least this minor one. */
inline void require_this_abi() {
    const int here = SEAM_ACS_ABI_VERSION;
    const int loaded = seam_acs_abi_version();
    if (loaded / 1000 != here / 1000 || loaded < here) {
        throw Error(SEAM_ACS_NOT_SUPPORTED,
                    "libseam_acs is older or newer than the header that this program was "
                    "compiled with");
    }
}

} // namespace detail

/* ---- Versions and statuses ------------------------------------------------------------------------------
 */

/** The version of the library that is loaded, such as "0.1.0". */
inline const char *version() noexcept { return seam_acs_version(); }
/** Its ABI: major * 1000 + minor. */
inline int abi_version() noexcept { return seam_acs_abi_version(); }
/** The stable name of a status, such as "OUTCOME_UNKNOWN". */
inline const char *status_name(int status) noexcept { return seam_acs_status_name(status); }
/** What a status means, for a person. */
inline const char *status_message(int status) noexcept { return seam_acs_status_message(status); }

/* ---- What reads return ----------------------------------------------------------------------------------
 */

/** One object as Seam answered it: a user, a group, an entrance, a system. */
class Record {
  public:
    /** Owns the handle. */
    explicit Record(seam_acs_record *owned) : handle_(owned, seam_acs_record_free) {}
    /** Shares a handle that something else owns. */
    explicit Record(std::shared_ptr<const seam_acs_record> shared) noexcept : handle_(std::move(shared)) {}

    /** The value at a path such as "display_name" or "access_schedule.starts_at", as text; `otherwise` if it
     * is absent or not a scalar. */
    std::string get(const std::string &path, const std::string &otherwise = std::string()) const {
        const char *value = seam_acs_record_get(get(), detail::text(path));
        return value != nullptr ? std::string(value) : otherwise;
    }
    /** True if the value is there and a scalar. */
    bool has(const std::string &path) const {
        return seam_acs_record_get(get(), detail::text(path)) != nullptr;
    }
    /** The whole object, with the fields that this library does not know. */
    std::string to_json() const { return detail::taken(detail::make<char>(seam_acs_record_to_json, get())); }

    const seam_acs_record *get() const noexcept { return handle_.get(); }

  private:
    std::shared_ptr<const seam_acs_record> handle_;
};

/** Records in the order in which Seam listed them, every page of them. */
class List {
  public:
    /** Owns the handle. */
    explicit List(seam_acs_list *owned) : handle_(owned, seam_acs_list_free) {}

    class iterator {
      public:
        using iterator_category = std::input_iterator_tag;
        using value_type = Record;
        using difference_type = std::ptrdiff_t;
        using pointer = void;
        using reference = Record;

        iterator(const List &list, std::size_t index) noexcept : list_(&list), index_(index) {}
        Record operator*() const { return (*list_)[index_]; }
        iterator &operator++() noexcept {
            ++index_;
            return *this;
        }
        iterator operator++(int) noexcept {
            const iterator before = *this;
            ++index_;
            return before;
        }
        bool operator==(const iterator &other) const noexcept { return index_ == other.index_; }
        bool operator!=(const iterator &other) const noexcept { return index_ != other.index_; }

      private:
        const List *list_;
        std::size_t index_;
    };

    std::size_t size() const noexcept { return seam_acs_list_len(get()); }
    bool empty() const noexcept { return size() == 0; }
    /** The record at an index; std::out_of_range behind the last. */
    Record operator[](std::size_t index) const {
        const seam_acs_record *record = seam_acs_list_at(get(), index);
        if (record == nullptr) {
            throw std::out_of_range("seam_acs::List has no record at this index");
        }
        return Record(std::shared_ptr<const seam_acs_record>(handle_, record));
    }
    iterator begin() const noexcept { return iterator(*this, 0); }
    iterator end() const noexcept { return iterator(*this, size()); }
    /** All records, as one JSON array. */
    std::string to_json() const { return detail::taken(detail::make<char>(seam_acs_list_to_json, get())); }

    const seam_acs_list *get() const noexcept { return handle_.get(); }

  private:
    std::shared_ptr<seam_acs_list> handle_;
};

/* ---- Options --------------------------------------------------------------------------------------------
 */

/** How a client reaches Seam. Each setter checks its value and returns the object, so that they can be
 * chained. A client copies them. */
class Options {
  public:
    Options() : handle_(seam_acs_options_new()) {
        if (!handle_) {
            detail::fail(SEAM_ACS_RESOURCES, nullptr);
        }
    }

    Options &api_key(const std::string &value) { return with(seam_acs_options_set_api_key, value); }
    Options &personal_access_token(const std::string &token, const std::string &workspace_id) {
        detail::call(seam_acs_options_set_personal_access_token, get(), detail::text(token),
                     detail::text(workspace_id));
        return *this;
    }
    Options &endpoint(const std::string &url) { return with(seam_acs_options_set_endpoint, url); }
    /** The deadline of one change or of one page, repeats and waits included. */
    Options &timeout(std::chrono::milliseconds duration) {
        return with(seam_acs_options_set_timeout_ms, detail::in_range(duration));
    }
    /** The limit of one attempt inside it. */
    Options &attempt_timeout(std::chrono::milliseconds duration) {
        return with(seam_acs_options_set_attempt_timeout_ms, detail::in_range(duration));
    }
    Options &connect_timeout(std::chrono::milliseconds duration) {
        return with(seam_acs_options_set_connect_timeout_ms, detail::in_range(duration));
    }
    /** 1 turns repeats off. */
    Options &max_attempts(int count) { return with(seam_acs_options_set_max_attempts, count); }
    Options &max_concurrency(int count) { return with(seam_acs_options_set_max_concurrency, count); }
    Options &max_response_bytes(std::size_t bytes) {
        detail::call(seam_acs_options_set_max_response_bytes, get(), bytes);
        return *this;
    }
    Options &proxy(const std::string &url) { return with(seam_acs_options_set_proxy, url); }
    Options &ca_file(const std::string &path) { return with(seam_acs_options_set_ca_file, path); }
    Options &user_agent_suffix(const std::string &suffix) {
        return with(seam_acs_options_set_user_agent_suffix, suffix);
    }
    Options &allow_insecure_http(bool allowed = true) {
        return with(seam_acs_options_set_allow_insecure_http, allowed ? 1 : 0);
    }
    Options &log_file(const std::string &path) { return with(seam_acs_options_set_log_file, path); }
    /** The descriptor stays the caller's. */
    Options &log_fd(int descriptor) { return with(seam_acs_options_set_log_fd, descriptor); }
    Options &log_level(const std::string &level) { return with(seam_acs_options_set_log_level, level); }
    /** Any option by its name, also one that is newer than this header. "" unsets it. */
    Options &set(const std::string &name, const std::string &value) {
        detail::call(seam_acs_options_set, get(), detail::text(name), detail::text(value));
        return *this;
    }

    seam_acs_options *get() noexcept { return handle_.get(); }
    const seam_acs_options *get() const noexcept { return handle_.get(); }

  private:
    using TextSetter = seam_acs_status (*)(seam_acs_options *, const char *, seam_acs_error **);
    using NumberSetter = seam_acs_status (*)(seam_acs_options *, int, seam_acs_error **);

    Options &with(TextSetter setter, const std::string &value) {
        detail::call(setter, get(), detail::text(value));
        return *this;
    }
    Options &with(NumberSetter setter, int value) {
        detail::call(setter, get(), value);
        return *this;
    }

    std::unique_ptr<seam_acs_options, detail::Freed<seam_acs_options, seam_acs_options_free>> handle_;
};

/* ---- Calls under way ------------------------------------------------------------------------------------
 */

/** Says which operations are done, by a descriptor that a program's own loop can poll. */
class Queue {
  public:
    Queue() : handle_(detail::make<seam_acs_queue>(seam_acs_queue_new)) {}

    /** Readable while next() has something to say. It belongs to the queue: poll it, never read or close it.
     */
    int fd() const {
        const int descriptor = seam_acs_queue_fd(get());
        if (descriptor < 0) {
            detail::fail(descriptor, nullptr);
        }
        return descriptor;
    }
    /** Takes the tag of the next operation that is done; false if none was done within the limit. A limit of
     * zero only looks. */
    bool next(std::size_t &tag, std::chrono::milliseconds limit) const {
        return ask(tag, detail::limit(limit));
    }
    /** Waits for the next operation that is done, and returns its tag. */
    std::size_t next() const {
        std::size_t tag = 0;
        ask(tag, -1);
        return tag;
    }

    const seam_acs_queue *get() const noexcept { return handle_.get(); }

  private:
    bool ask(std::size_t &tag, int milliseconds) const {
        const int answer = seam_acs_queue_next(get(), milliseconds, &tag);
        if (answer < 0) {
            detail::fail(answer, nullptr);
        }
        return answer != 0;
    }

    std::unique_ptr<seam_acs_queue, detail::Freed<seam_acs_queue, seam_acs_queue_free>> handle_;
};

/** How far an operation is. */
struct Progress {
    std::size_t done;
    /** 0: not known. */
    std::size_t total;
};

/** A call under way. Destroying one that is pending cancels it. */
class Operation {
  public:
    /** Owns the handle. */
    explicit Operation(seam_acs_op *owned) noexcept : handle_(owned) {}

    /** Waits at most so long; true if the operation is done. It may have failed: ask result(). */
    bool wait(std::chrono::milliseconds limit) const { return ask(detail::limit(limit)); }
    /** Waits until the operation is done; its own deadline ends it. */
    void wait() const { ask(-1); }
    bool done() const { return ask(0); }
    /** Asks to stop; wait() still says when it is done. A change that was sent ends as OutcomeUnknown. */
    void cancel() const noexcept { seam_acs_op_cancel(get()); }
    /** Throws what the plain call would have thrown; SEAM_ACS_STATE while pending. */
    void result() const { detail::call(seam_acs_op_result, get()); }
    /** wait() and then result(). */
    void finish() const {
        wait();
        result();
    }
    /** What a list operation has read; throws as result() does. */
    List list() const { return List(detail::make<seam_acs_list>(seam_acs_op_list, get())); }
    /** Has the queue say `tag` once when the operation is done. Either may be destroyed first. */
    void attach(const Queue &queue, std::size_t tag) const {
        detail::call(seam_acs_op_attach, get(), queue.get(), tag);
    }
    /** The id of the request that decided; "" while pending or if there is none. */
    std::string request_id() const {
        const char *id = seam_acs_op_request_id(get());
        return id != nullptr ? std::string(id) : std::string();
    }
    /** How many requests were started so far, repeats included. */
    int attempts() const noexcept { return seam_acs_op_attempts(get()); }
    Progress progress() const noexcept {
        Progress progress = {0, 0};
        seam_acs_op_progress(get(), &progress.done, &progress.total);
        return progress;
    }

    const seam_acs_op *get() const noexcept { return handle_.get(); }

  private:
    bool ask(int milliseconds) const {
        const int answer = seam_acs_op_wait(get(), milliseconds);
        if (answer < 0) {
            detail::fail(answer, nullptr);
        }
        return answer != 0;
    }

    std::unique_ptr<seam_acs_op, detail::Freed<seam_acs_op, seam_acs_op_free>> handle_;
};

/* ---- The client -----------------------------------------------------------------------------------------
 */

/** Seam's API for one set of credentials. Its calls block, are safe from many threads, and each has a
 * deadline. */
class Client {
  public:
    /** Reads no SEAM_ variable of the environment. */
    explicit Client(const Options &options) : Client(made(seam_acs_client_new, options.get())) {}
    /** Owns the handle. */
    explicit Client(seam_acs_client *owned) noexcept : handle_(owned) {}

    /** With SEAM_API_KEY, or SEAM_PERSONAL_ACCESS_TOKEN and SEAM_WORKSPACE_ID, and SEAM_ENDPOINT. */
    static Client from_env() {
        return Client(made(seam_acs_client_from_env, static_cast<const seam_acs_options *>(nullptr)));
    }
    /** The same, for what the options leave unset. */
    static Client from_env(const Options &options) {
        return Client(made(seam_acs_client_from_env, options.get()));
    }
    /** A second client on the same connections, with other timeouts, attempts or concurrency. */
    Client with(const Options &options) const {
        return Client(made(seam_acs_client_with, get(), options.get()));
    }
    /** Stops every call begun through this client, now and later: a client from with() is a cancel token. */
    void cancel() const noexcept { seam_acs_client_cancel(get()); }
    /** Throws unless the server can be reached and accepts the credentials. */
    void check() const { detail::call(seam_acs_check, get()); }

    /* Changes. Returning means: recorded by Seam; the access system follows. Without an answer they are
       repeated within the deadline, at most 30 s after an attempt that may have been applied; a repeated add
       can reopen what someone else closed meanwhile: max_attempts(1) turns repeats off. After OutcomeUnknown
       read the membership; do not send the opposite change. */

    void add_user_to_group(const std::string &acs_user_id, const std::string &acs_access_group_id) const {
        pair(seam_acs_add_user_to_group, acs_user_id, acs_access_group_id);
    }
    void remove_user_from_group(const std::string &acs_user_id,
                                const std::string &acs_access_group_id) const {
        pair(seam_acs_remove_user_from_group, acs_user_id, acs_access_group_id);
    }
    void add_user_identity_to_group(const std::string &user_identity_id,
                                    const std::string &acs_access_group_id) const {
        pair(seam_acs_add_user_identity_to_group, user_identity_id, acs_access_group_id);
    }
    void remove_user_identity_from_group(const std::string &user_identity_id,
                                         const std::string &acs_access_group_id) const {
        pair(seam_acs_remove_user_identity_from_group, user_identity_id, acs_access_group_id);
    }

    Operation add_user_to_group_begin(const std::string &acs_user_id,
                                      const std::string &acs_access_group_id) const {
        return begin(seam_acs_add_user_to_group_begin, acs_user_id, acs_access_group_id);
    }
    Operation remove_user_from_group_begin(const std::string &acs_user_id,
                                           const std::string &acs_access_group_id) const {
        return begin(seam_acs_remove_user_from_group_begin, acs_user_id, acs_access_group_id);
    }
    Operation add_user_identity_to_group_begin(const std::string &user_identity_id,
                                               const std::string &acs_access_group_id) const {
        return begin(seam_acs_add_user_identity_to_group_begin, user_identity_id, acs_access_group_id);
    }
    Operation remove_user_identity_from_group_begin(const std::string &user_identity_id,
                                                    const std::string &acs_access_group_id) const {
        return begin(seam_acs_remove_user_identity_from_group_begin, user_identity_id, acs_access_group_id);
    }

    /* Reads of one object. */

    Record get_group(const std::string &acs_access_group_id) const {
        return record(seam_acs_get_group, acs_access_group_id);
    }
    Record get_user(const std::string &acs_user_id) const { return record(seam_acs_get_user, acs_user_id); }
    Record get_user_by_identity(const std::string &user_identity_id, const std::string &acs_system_id) const {
        return Record(detail::make<seam_acs_record>(seam_acs_get_user_by_identity, get(),
                                                    detail::text(user_identity_id),
                                                    detail::text(acs_system_id)));
    }
    Record get_system(const std::string &acs_system_id) const {
        return record(seam_acs_get_system, acs_system_id);
    }

    /* Reads of lists, every page. A filter is a JSON object such as {"acs_system_id": "..."}; "" lists all.
     */

    List list_groups(const std::string &filter_json = std::string()) const {
        return filtered(seam_acs_list_groups, filter_json);
    }
    List list_users(const std::string &filter_json = std::string()) const {
        return filtered(seam_acs_list_users, filter_json);
    }
    List list_systems(const std::string &filter_json = std::string()) const {
        return filtered(seam_acs_list_systems, filter_json);
    }
    List list_entrances(const std::string &filter_json = std::string()) const {
        return filtered(seam_acs_list_entrances, filter_json);
    }
    List list_group_users(const std::string &acs_access_group_id) const {
        return listed(seam_acs_list_group_users, acs_access_group_id);
    }
    List list_group_entrances(const std::string &acs_access_group_id) const {
        return listed(seam_acs_list_group_entrances, acs_access_group_id);
    }
    /** The entrances that a user can open. */
    List list_user_entrances(const std::string &acs_user_id) const {
        return listed(seam_acs_list_user_entrances, acs_user_id);
    }
    List list_user_identity_entrances(const std::string &user_identity_id,
                                      const std::string &acs_system_id) const {
        return List(detail::make<seam_acs_list>(seam_acs_list_user_identity_entrances, get(),
                                                detail::text(user_identity_id), detail::text(acs_system_id)));
    }

    Operation list_groups_begin(const std::string &filter_json = std::string()) const {
        return begin_filtered(seam_acs_list_groups_begin, filter_json);
    }
    Operation list_users_begin(const std::string &filter_json = std::string()) const {
        return begin_filtered(seam_acs_list_users_begin, filter_json);
    }
    Operation list_systems_begin(const std::string &filter_json = std::string()) const {
        return begin_filtered(seam_acs_list_systems_begin, filter_json);
    }
    Operation list_entrances_begin(const std::string &filter_json = std::string()) const {
        return begin_filtered(seam_acs_list_entrances_begin, filter_json);
    }
    Operation list_group_users_begin(const std::string &acs_access_group_id) const {
        return begin(seam_acs_list_group_users_begin, acs_access_group_id);
    }
    Operation list_group_entrances_begin(const std::string &acs_access_group_id) const {
        return begin(seam_acs_list_group_entrances_begin, acs_access_group_id);
    }
    Operation list_user_entrances_begin(const std::string &acs_user_id) const {
        return begin(seam_acs_list_user_entrances_begin, acs_user_id);
    }
    Operation list_user_identity_entrances_begin(const std::string &user_identity_id,
                                                 const std::string &acs_system_id) const {
        return begin(seam_acs_list_user_identity_entrances_begin, user_identity_id, acs_system_id);
    }

    /** Any other path of Seam's API, such as "/acs/users/suspend": JSON in, JSON out; "" sends no parameters.
     */
    std::string request(const std::string &path, const std::string &json = std::string()) const {
        return detail::taken(
            detail::make<char>(seam_acs_request, get(), detail::text(path), detail::text_or_null(json)));
    }

    const seam_acs_client *get() const noexcept { return handle_.get(); }

  private:
    template <typename Function, typename... Inputs>
    static seam_acs_client *made(Function function, Inputs... inputs) {
        detail::require_this_abi();
        return detail::make<seam_acs_client>(function, inputs...);
    }
    template <typename Function>
    void pair(Function function, const std::string &member, const std::string &group) const {
        detail::call(function, get(), detail::text(member), detail::text(group));
    }
    template <typename Function> Record record(Function function, const std::string &id) const {
        return Record(detail::make<seam_acs_record>(function, get(), detail::text(id)));
    }
    template <typename Function> List listed(Function function, const std::string &id) const {
        return List(detail::make<seam_acs_list>(function, get(), detail::text(id)));
    }
    template <typename Function> List filtered(Function function, const std::string &filter_json) const {
        return List(detail::make<seam_acs_list>(function, get(), detail::text_or_null(filter_json)));
    }
    template <typename Function> Operation begin(Function function, const std::string &id) const {
        return Operation(detail::make<seam_acs_op>(function, get(), detail::text(id)));
    }
    template <typename Function>
    Operation begin(Function function, const std::string &first, const std::string &second) const {
        return Operation(
            detail::make<seam_acs_op>(function, get(), detail::text(first), detail::text(second)));
    }
    template <typename Function>
    Operation begin_filtered(Function function, const std::string &filter_json) const {
        return Operation(detail::make<seam_acs_op>(function, get(), detail::text_or_null(filter_json)));
    }

    std::unique_ptr<seam_acs_client, detail::Freed<seam_acs_client, seam_acs_client_free>> handle_;
};

} // namespace seam_acs

#endif /* SEAM_ACS_HPP */
