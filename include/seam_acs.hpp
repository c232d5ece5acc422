/*
 * seam_acs.hpp: seam_acs.h for C++11 and later, header only.
 *
 *     #include <seam_acs.hpp>
 *
 *     seam_acs::Client client(seam_acs::Options().api_key("seam_..."));
 *     client.add_user_to_group(acs_user_id, acs_access_group_id);
 *     for (const seam_acs::Record &door : client.list_user_entrances(acs_user_id))
 *         std::cout << door.get("display_name") << '\n';
 *
 * Names are those of seam_acs.h without the prefix; its comments are the reference for what each call does.
 *
 * Failures are thrown as seam_acs::Error, before anything is handed over: there is no half-made object.
 * Client, Options, Operation and Queue own their handle and can be moved, not copied. Record, List, Report
 * and Plan are immutable values: copies share the same data, and a Record stays good when its List is gone.
 * Const members may be called from many threads at once. A moved-from object can only be assigned to or
 * destroyed.
 *
 * A change that returns was recorded by Seam; the access system follows, usually within seconds. A change
 * that throws OutcomeUnknown may be recorded or not: call ensure_membership, not the opposite change.
 */
#ifndef SEAM_ACS_HPP
#define SEAM_ACS_HPP

#include "seam_acs.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <limits>
#include <map>
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
    /** On one line without control characters, what happened first. */
    std::string to_line() const {
        const int length = seam_acs_error_to_line(source_.get(), nullptr, 0);
        std::string line(length > 0 ? static_cast<std::size_t>(length) + 1 : 1, '\0');
        seam_acs_error_to_line(source_.get(), &line[0], line.size());
        line.resize(line.size() - 1);
        return line;
    }
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

/** Takes an error over from C. */
inline std::shared_ptr<const seam_acs_error> owned(seam_acs_error *error) {
    return std::shared_ptr<const seam_acs_error>(
        error, [](const seam_acs_error *owned) { seam_acs_error_free(const_cast<seam_acs_error *>(owned)); });
}

[[noreturn]] inline void fail(int status, std::shared_ptr<const seam_acs_error> source) {
    if (status == SEAM_ACS_OUTCOME_UNKNOWN) {
        throw OutcomeUnknown(status, std::move(source));
    }
    throw Error(status, std::move(source));
}

[[noreturn]] inline void fail(int status, seam_acs_error *error) { fail(status, owned(error)); }

[[noreturn]] inline void fail(int status) { fail(status, owned(nullptr)); }

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

/** A count that C asks for by a word of ours. */
template <typename Handle>
std::size_t count(seam_acs_status (*function)(const Handle *, const char *, std::size_t *, seam_acs_error **),
                  const Handle *handle, const char *what) {
    std::size_t count = 0;
    call(function, handle, what, &count);
    return count;
}

/** Goes through what has a size and an operator[] that makes records. */
template <typename Range> class Iterator {
  public:
    using iterator_category = std::input_iterator_tag;
    using value_type = typename Range::value_type;
    using difference_type = std::ptrdiff_t;
    using pointer = void;
    using reference = value_type;

    Iterator(const Range &range, std::size_t index) noexcept : range_(&range), index_(index) {}
    value_type operator*() const { return (*range_)[index_]; }
    Iterator &operator++() noexcept {
        ++index_;
        return *this;
    }
    Iterator operator++(int) noexcept {
        const Iterator before = *this;
        ++index_;
        return before;
    }
    bool operator==(const Iterator &other) const noexcept { return index_ == other.index_; }
    bool operator!=(const Iterator &other) const noexcept { return index_ != other.index_; }

  private:
    const Range *range_;
    std::size_t index_;
};

/** Options that C takes as a JSON object. */
class JsonObject {
  public:
    void text(const std::string &name, const std::string &value) { members_[name] = quoted(value); }
    void number(const std::string &name, long long value) { members_[name] = std::to_string(value); }
    void flag(const std::string &name, bool value) { members_[name] = value ? "true" : "false"; }
    /** Adds to a list of strings. */
    void append(const std::string &name, const std::string &value) {
        std::string &list = members_[name];
        list = list.empty() ? "[" + quoted(value) + "]"
                            : list.substr(0, list.size() - 1) + "," + quoted(value) + "]";
    }
    /** Adds a text to an object, or to the list that its member is. */
    void put(const std::string &name, const std::string &member, const std::string &value, bool is_list) {
        std::map<std::string, std::string> &object = objects_[name];
        std::string &held = object[member];
        if (!is_list) {
            held = quoted(value);
        } else {
            held = (held.empty() ? "[" : held.substr(0, held.size() - 1) + ",") + quoted(value) + "]";
        }
        members_[name] = object_of(object);
    }
    std::string to_json() const { return object_of(members_); }

  private:
    static std::string object_of(const std::map<std::string, std::string> &members) {
        std::string json = "{";
        for (const std::pair<const std::string, std::string> &member : members) {
            json += (json.size() > 1 ? "," : "") + quoted(member.first) + ":" + member.second;
        }
        return json + "}";
    }
    static std::string quoted(const std::string &text) {
        static const char digits[] = "0123456789abcdef";
        std::string json = "\"";
        for (const char letter : text) {
            const unsigned char byte = static_cast<unsigned char>(letter);
            if (byte < 0x20) {
                json += std::string("\\u00") + digits[byte / 16] + digits[byte % 16];
            } else if (letter == '"' || letter == '\\') {
                json += std::string("\\") + letter;
            } else {
                json += letter;
            }
        }
        return json + "\"";
    }

    std::map<std::string, std::string> members_;
    std::map<std::string, std::map<std::string, std::string>> objects_;
};

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
    /** The integer at a path; `otherwise` if there is none. */
    std::int64_t integer(const std::string &path, std::int64_t otherwise = 0) const {
        std::int64_t value = 0;
        return found(seam_acs_record_int(get(), detail::text(path), &value)) ? value : otherwise;
    }
    /** The boolean at a path; `otherwise` if there is none. */
    bool boolean(const std::string &path, bool otherwise = false) const {
        int value = 0;
        return found(seam_acs_record_bool(get(), detail::text(path), &value)) ? value != 0 : otherwise;
    }
    /** The moment at a path; false if there is none. */
    bool time(const std::string &path, std::chrono::system_clock::time_point &moment) const {
        std::int64_t value = 0;
        if (!found(seam_acs_record_time(get(), detail::text(path), &value))) {
            return false;
        }
        moment = std::chrono::system_clock::time_point(
            std::chrono::duration_cast<std::chrono::system_clock::duration>(
                std::chrono::milliseconds(value)));
        return true;
    }
    /** How many fields the record has, or items if it is a list. */
    std::size_t size() const noexcept { return seam_acs_record_len(get(), nullptr); }
    /** How many fields or items the object or list at a path has. */
    std::size_t size(const std::string &path) const { return seam_acs_record_len(get(), detail::text(path)); }
    /** The name of the field at an index; "" if there is none. */
    std::string key(std::size_t index) const { return name(seam_acs_record_key(get(), nullptr, index)); }
    std::string key(const std::string &path, std::size_t index) const {
        return name(seam_acs_record_key(get(), detail::text(path), index));
    }
    /** The text of a JSON object or list as a record. */
    static Record from_json(const std::string &json) {
        return Record(detail::make<seam_acs_record>(seam_acs_record_from_json, detail::text(json)));
    }
    /** The whole object, with the fields that this library does not know. */
    std::string to_json() const { return detail::taken(detail::make<char>(seam_acs_record_to_json, get())); }

    const seam_acs_record *get() const noexcept { return handle_.get(); }

  private:
    static bool found(int answer) {
        if (answer < 0) {
            detail::fail(answer);
        }
        return answer != 0;
    }
    static std::string name(const char *found) {
        return found != nullptr ? std::string(found) : std::string();
    }

    std::shared_ptr<const seam_acs_record> handle_;
};

/** Records in the order in which Seam listed them, every page of them, or one page if the filter names one.
 */
class List {
  public:
    /** Owns the handle. */
    explicit List(seam_acs_list *owned) : handle_(owned, seam_acs_list_free) {}

    using value_type = Record;
    using iterator = detail::Iterator<List>;

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
    /** The cursor of the page that follows; "" if none does, and if the list holds every page. */
    std::string next_cursor() const {
        const char *cursor = seam_acs_list_next_cursor(get());
        return cursor != nullptr ? std::string(cursor) : std::string();
    }
    /** All records, as one JSON array. */
    std::string to_json() const { return detail::taken(detail::make<char>(seam_acs_list_to_json, get())); }

    const seam_acs_list *get() const noexcept { return handle_.get(); }

  private:
    std::shared_ptr<seam_acs_list> handle_;
};

/* ---- What lists of changes and rosters return -----------------------------------------------------------
 */

/** What became of every change of a list, in the order of the list: a range of records with action,
 * acs_user_id or user_identity_id, acs_access_group_id, outcome, request_id, attempts, duration_ms, and for
 * what failed or is in doubt error.name, error.message and more. Records that were asked for are kept: in a
 * long list look at outcome() first. */
class Report {
  public:
    using value_type = Record;
    using iterator = detail::Iterator<Report>;

    /** Owns the handle. */
    explicit Report(seam_acs_report *owned) : handle_(owned, seam_acs_report_free) {}

    std::size_t size() const noexcept { return seam_acs_report_len(get()); }
    bool empty() const noexcept { return size() == 0; }
    /** All about the change at an index; std::out_of_range behind the last. */
    Record operator[](std::size_t index) const {
        const seam_acs_record *record = seam_acs_report_at(get(), index);
        if (record == nullptr) {
            throw std::out_of_range("seam_acs::Report has no change at this index");
        }
        return Record(std::shared_ptr<const seam_acs_record>(handle_, record));
    }
    iterator begin() const noexcept { return iterator(*this, 0); }
    iterator end() const noexcept { return iterator(*this, size()); }
    /** One of "applied", "already_so", "recorded_earlier", "failed", "outcome_unknown", "not_attempted",
     * "held_back"; NULL behind the last. Cheaper than the whole record. */
    const char *outcome(std::size_t index) const noexcept { return seam_acs_report_outcome(get(), index); }

    /** Recorded by Seam; the access system follows. */
    std::size_t applied() const { return count("applied"); }
    /** Nothing to do. */
    std::size_t already_so() const { return count("already_so"); }
    /** Recorded by an earlier run with the same journal. */
    std::size_t recorded_earlier() const { return count("recorded_earlier"); }
    /** Refused; nothing was recorded. */
    std::size_t failed() const { return count("failed"); }
    /** May or may not be recorded. */
    std::size_t outcome_unknown() const { return count("outcome_unknown"); }
    /** The work ended before their turn. */
    std::size_t not_attempted() const { return count("not_attempted"); }
    /** The other half of the move is not recorded. */
    std::size_t held_back() const { return count("held_back"); }

    std::string to_json() const { return detail::taken(detail::make<char>(seam_acs_report_to_json, get())); }
    std::string to_csv() const { return detail::taken(detail::make<char>(seam_acs_report_to_csv, get())); }
    /** The changes that are worth another try, as a list for apply(). */
    std::string to_retry() const {
        return detail::taken(detail::make<char>(seam_acs_report_to_retry, get()));
    }

    const seam_acs_report *get() const noexcept { return handle_.get(); }

  private:
    std::size_t count(const char *outcome) const {
        return detail::count(seam_acs_report_count, get(), outcome);
    }

    std::shared_ptr<seam_acs_report> handle_;
};

/** A list of changes of which not all are as asked; the report says which. status() is SEAM_ACS_PARTIAL,
 * unless a fault of the library itself ended the work. */
class Partial : public Error {
  public:
    Partial(int status, std::shared_ptr<const seam_acs_error> source, Report report)
        : Error(status, std::move(source)), report_(std::move(report)) {}

    const Report &report() const noexcept { return report_; }

  private:
    Report report_;
};

/** Who would be added to groups, who taken out, and who stays: a range of records, one a group, with
 * acs_access_group_id, name, the numbers adds, removes and stays, and add.0.name, remove.0.name and so on. */
class Plan {
  public:
    using value_type = Record;
    using iterator = detail::Iterator<Plan>;

    /** Owns the handle. */
    explicit Plan(seam_acs_plan *owned) : handle_(owned, seam_acs_plan_free) {}
    /** Takes back what to_json() gave. */
    static Plan from_json(const std::string &json) {
        return Plan(detail::make<seam_acs_plan>(seam_acs_plan_from_json, detail::text(json)));
    }

    /** How many groups it is about. */
    std::size_t size() const noexcept { return seam_acs_plan_len(get()); }
    bool empty() const noexcept { return size() == 0; }
    /** What would happen to the group at an index; std::out_of_range behind the last. */
    Record operator[](std::size_t index) const {
        const seam_acs_record *record = seam_acs_plan_at(get(), index);
        if (record == nullptr) {
            throw std::out_of_range("seam_acs::Plan has no group at this index");
        }
        return Record(std::shared_ptr<const seam_acs_record>(handle_, record));
    }
    iterator begin() const noexcept { return iterator(*this, 0); }
    iterator end() const noexcept { return iterator(*this, size()); }

    /** How many memberships it would add. */
    std::size_t adds() const { return detail::count(seam_acs_plan_count, get(), "add"); }
    /** How many it would take away. */
    std::size_t removes() const { return detail::count(seam_acs_plan_count, get(), "remove"); }
    /** How many it leaves as they are. */
    std::size_t stays() const { return detail::count(seam_acs_plan_count, get(), "stay"); }
    /** Whether applying it would change nothing, however many groups it is about. */
    bool is_empty() const noexcept { return seam_acs_plan_is_empty(get()) != 0; }
    /** The rows that skip_unknown left out: a JSON array of objects with row, column, value, reason, nearest
     * and candidates. */
    std::string left_out() const { return detail::taken(detail::make<char>(seam_acs_plan_left_out, get())); }
    /** For people: each group with + and - before who comes and goes. */
    std::string to_table() const { return detail::taken(detail::make<char>(seam_acs_plan_to_table, get())); }
    /** To be kept and applied later. It holds no credential. */
    std::string to_json() const { return detail::taken(detail::make<char>(seam_acs_plan_to_json, get())); }

    const seam_acs_plan *get() const noexcept { return handle_.get(); }

  private:
    std::shared_ptr<seam_acs_plan> handle_;
};

namespace detail {

/** Calls a C function that may fail and leave a report all the same. */
template <typename Function, typename... Inputs> Report reported(Function function, Inputs... inputs) {
    seam_acs_report *made = nullptr;
    seam_acs_error *error = nullptr;
    const seam_acs_status status = function(inputs..., &made, &error);
    std::shared_ptr<const seam_acs_error> source = owned(error);
    if (made == nullptr) {
        fail(status, std::move(source));
    }
    Report report(made);
    if (status != SEAM_ACS_OK) {
        throw Partial(status, std::move(source), std::move(report));
    }
    return report;
}

} // namespace detail

/* ---- Options --------------------------------------------------------------------------------------------
 */

/** How a client reaches Seam. Each setter checks its value and returns the object, so that they can be
 * chained. A client copies them. */
class Options {
  public:
    Options() : handle_(seam_acs_options_new()) {
        if (!handle_) {
            detail::fail(SEAM_ACS_RESOURCES);
        }
    }

    /** A token, and the workspace to work in. */
    Options &personal_access_token(const std::string &token, const std::string &workspace_id) {
        detail::call(seam_acs_options_set_personal_access_token, get(), detail::text(token),
                     detail::text(workspace_id));
        return *this;
    }
    /* Generated from api/options.toml by `cargo xtask generate`; do not edit. */
    /** Authenticates with an API key of a workspace. */
    Options &api_key(const std::string &value) { return with(seam_acs_options_set_api_key, value); }
    /** The server to talk to: https://..., or http:// to this machine. The credentials go there and
     * nowhere else. */
    Options &endpoint(const std::string &value) { return with(seam_acs_options_set_endpoint, value); }
    /** The deadline of one change or one page of a list: attempts, waits between them and the server's
     * Retry-After all fit inside it. */
    Options &timeout(std::chrono::milliseconds duration) {
        return with(seam_acs_options_set_timeout_ms, detail::in_range(duration));
    }
    /** How long one attempt may take before it is given up and perhaps repeated. */
    Options &attempt_timeout(std::chrono::milliseconds duration) {
        return with(seam_acs_options_set_attempt_timeout_ms, detail::in_range(duration));
    }
    /** How long making a connection may take, from the first address of the host on. */
    Options &connect_timeout(std::chrono::milliseconds duration) {
        return with(seam_acs_options_set_connect_timeout_ms, detail::in_range(duration));
    }
    /** How often one request may be sent. 1 turns repeats off; seam_acs_add_user_to_group says when that
     * is useful. */
    Options &max_attempts(int value) { return with(seam_acs_options_set_max_attempts, value); }
    /** 1 goes on trying until the deadline, however often, as long as nothing could be sent: no address,
     * no connection, no proxy, or a certificate that this machine's clock takes for too old or too new. 0
     * gives up after max_attempts, which for a refused connection is within 2 seconds. For a panel that
     * starts before its network does. */
    Options &retry_until_deadline(bool allowed = true) {
        return with(seam_acs_options_set_retry_until_deadline, allowed ? 1 : 0);
    }
    /** How many requests of one client may be under way at a time; the others wait. */
    Options &max_concurrency(int value) { return with(seam_acs_options_set_max_concurrency, value); }
    /** The longest pause, that a run of many changes makes when the server asks for one by Retry-After.
     * The pause does not count against the deadlines of its changes. If the server asks for a longer one,
     * nothing more is sent, and the rest is not_attempted. */
    Options &max_pause(std::chrono::milliseconds duration) {
        return with(seam_acs_options_set_max_pause_ms, detail::in_range(duration));
    }
    /** The longest answer to accept, in bytes; a longer one is SEAM_ACS_UNEXPECTED_RESPONSE. */
    Options &max_response_bytes(std::size_t bytes) {
        return with(seam_acs_options_set_max_response_bytes, bytes);
    }
    /** The proxy's URL, in place of the one from the environment. */
    Options &proxy(const std::string &value) { return with(seam_acs_options_set_proxy, value); }
    /** A PEM file of certificate authorities, trusted in place of the system's. */
    Options &ca_file(const std::string &value) { return with(seam_acs_options_set_ca_file, value); }
    /** 1 reads HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY, in either case, and SSL_CERT_FILE and
     * SSL_CERT_DIR; 0 does not. Unset, seam_acs_client_from_env does and seam_acs_client_new does not. A
     * program with other rights than its caller never does. */
    Options &trust_env(bool allowed = true) { return with(seam_acs_options_set_trust_env, allowed ? 1 : 0); }
    /** Words that are added to the User-Agent header, such as the name of the program. */
    Options &user_agent_suffix(const std::string &value) {
        return with(seam_acs_options_set_user_agent_suffix, value);
    }
    /** 1 allows http:// to other machines, although anybody on the way can then read the credentials; 0
     * forbids it. */
    Options &allow_insecure_http(bool allowed = true) {
        return with(seam_acs_options_set_allow_insecure_http, allowed ? 1 : 0);
    }
    /** A file to append JSON lines to. The log holds no token and never makes a call wait. It must be a
     * regular file, and is made anew when it was renamed or removed. */
    Options &log_file(const std::string &value) { return with(seam_acs_options_set_log_file, value); }
    /** An open descriptor to write JSON lines to. It stays yours: keep it open as long as a client uses
     * it. A full pipe drops lines and counts them, and so does a descriptor that was closed or became
     * another file. */
    Options &log_fd(int value) { return with(seam_acs_options_set_log_fd, value); }
    /** The least important lines to log: "error", "warn", "info", "debug" or "trace". */
    Options &log_level(const std::string &value) { return with(seam_acs_options_set_log_level, value); }
    /** A file to append two JSON lines a change to: its intent before anything of it is sent, and its
     * result before the call returns. It holds no token; its mode is 0600. It must be a regular file, and
     * is made anew when it was renamed or removed. */
    Options &audit_log(const std::string &value) { return with(seam_acs_options_set_audit_log, value); }
    /** What happens to a change whose audit line cannot be written: "refuse" sends nothing and gives
     * SEAM_ACS_AUDIT, "continue" sends it anyway. */
    Options &audit_failure(const std::string &value) {
        return with(seam_acs_options_set_audit_failure, value);
    }
    /** Whether an audit line is on the disk before its change is sent: "always"; or "never", which leaves
     * it to the system, so that a power cut loses the last lines. */
    Options &audit_sync(const std::string &value) { return with(seam_acs_options_set_audit_sync, value); }
    /** Who makes the changes, for the audit log. */
    Options &actor(const std::string &value) { return with(seam_acs_options_set_actor, value); }
    /** Why the changes are made, for the audit log. */
    Options &reason(const std::string &value) { return with(seam_acs_options_set_reason, value); }
    /* End of what is generated. */
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
    using SizeSetter = seam_acs_status (*)(seam_acs_options *, std::size_t, seam_acs_error **);

    Options &with(TextSetter setter, const std::string &value) {
        detail::call(setter, get(), detail::text(value));
        return *this;
    }
    Options &with(NumberSetter setter, int value) {
        detail::call(setter, get(), value);
        return *this;
    }
    Options &with(SizeSetter setter, std::size_t value) {
        detail::call(setter, get(), value);
        return *this;
    }

    std::unique_ptr<seam_acs_options, detail::Freed<seam_acs_options, seam_acs_options_free>> handle_;
};

namespace detail {

/** How a table is read; Self is the class of options that has it. */
template <typename Self> class TableReading {
  public:
    /** The number of the line that the header begins in, where others stand before it. */
    Self &header_line(int number) {
        return with([&] { json_.number("header_line", number); });
    }
    /** What the table calls a column, such as "email" and "E-Mail"; "" if it has no such column. */
    Self &column(const std::string &name, const std::string &own) {
        return with([&] { json_.put("columns", name, own, false); });
    }
    /** What parts several groups in one cell, such as ";". */
    Self &group_separator(const std::string &separator) {
        return with([&] { json_.text("group_separator", separator); });
    }
    /** Only rows with this value in this column count; may be given several times. */
    Self &only(const std::string &own, const std::string &value) {
        return with([&] { json_.put("only", own, value, true); });
    }
    std::string to_json() const { return json_.to_json(); }

  protected:
    JsonObject json_;

  private:
    template <typename Change> Self &with(Change change) {
        change();
        return static_cast<Self &>(*this);
    }
};

} // namespace detail

/** How a table is read. Values are checked when it is. */
class TableOptions : public detail::TableReading<TableOptions> {};

/** How a list of changes, or a plan, is applied. Values are checked when it begins. How a table is read and
 * skip_unknown are not for plans. */
class ApplyOptions : public detail::TableReading<ApplyOptions> {
  public:
    /** The most requests under way at once; else the client's max_concurrency. */
    ApplyOptions &ceiling(int count) {
        json_.number("ceiling", count);
        return *this;
    }
    /** Exactly so many, without adapting. */
    ApplyOptions &fixed(int count) {
        json_.number("fixed", count);
        return *this;
    }
    /** Of the whole list; each change has the client's own. */
    ApplyOptions &deadline(std::chrono::milliseconds duration) {
        json_.number("deadline_ms", duration.count());
        return *this;
    }
    /** A file that outcomes are appended to. Given the same list again, what is recorded is not sent again.
     */
    ApplyOptions &journal(const std::string &path) {
        json_.text("journal", path);
        return *this;
    }
    /** The group, by name or id, of rows that name none. Not for plans. */
    ApplyOptions &group(const std::string &group) {
        json_.text("group", group);
        return *this;
    }
    /** The access system, by name or id, of that group and of rows that name none. Not for plans. */
    ApplyOptions &system(const std::string &system) {
        json_.text("system", system);
        return *this;
    }
    /** "add" or "remove" for rows without an action. Not for plans. */
    ApplyOptions &action(const std::string &action) {
        json_.text("action", action);
        return *this;
    }
    /** Rows of people whom nobody knows are left out, instead of the whole list. */
    ApplyOptions &skip_unknown(bool skip = true) {
        json_.flag("skip_unknown", skip);
        return *this;
    }
};

/** How a plan is applied, what it may do, and what it is taken for: sync() takes it in place of ApplyOptions.
 * A plan from Plan::from_json brings no permission of its own. */
class SyncOptions : public ApplyOptions {
  public:
    /** Reads all the same and sends nothing: what is not so already is not_attempted. */
    SyncOptions &dry_run(bool dry = true) {
        json_.flag("dry_run", dry);
        return *this;
    }
    SyncOptions &allow_mass_removal(bool allowed = true) {
        json_.flag("allow_mass_removal", allowed);
        return *this;
    }
    SyncOptions &allow_emptying(bool allowed = true) {
        json_.flag("allow_emptying", allowed);
        return *this;
    }
    /** As of PlanOptions, in place of what the plan was made with. */
    SyncOptions &max_additions(const std::string &limit) {
        json_.text("max_additions", limit);
        return *this;
    }
    /** As of PlanOptions, in place of what the plan was made with. */
    SyncOptions &max_removals(const std::string &limit) {
        json_.text("max_removals", limit);
        return *this;
    }
    /** The plan must have been made so: "exact" or "additive". */
    SyncOptions &mode(const std::string &mode) {
        json_.text("mode", mode);
        return *this;
    }
    /** The plan must have this order: "adds_first" or "removes_first". */
    SyncOptions &order(const std::string &order) {
        json_.text("order", order);
        return *this;
    }
    /** The plan must be about this group alone, by name or id. */
    SyncOptions &group(const std::string &group) {
        json_.text("group", group);
        return *this;
    }
    /** The plan must empty this group, by name or id. */
    SyncOptions &empties(const std::string &group) {
        json_.append("empties", group);
        return *this;
    }
};

/** How a roster is compared, and which guards are set aside. Values are checked when it begins. */
class PlanOptions : public detail::TableReading<PlanOptions> {
  public:
    /** The group, by name or id, of a roster that names none. */
    PlanOptions &group(const std::string &group) {
        json_.text("group", group);
        return *this;
    }
    /** The access system, by name or id, of that group, of empties and of rows that name none. */
    PlanOptions &system(const std::string &system) {
        json_.text("system", system);
        return *this;
    }
    /** Members whom the roster does not name stay. */
    PlanOptions &additive() {
        json_.text("mode", "additive");
        return *this;
    }
    /** Removals are made before additions begin. */
    PlanOptions &removes_first() {
        json_.text("order", "removes_first");
        return *this;
    }
    /** A group, by name or id, that the roster does not name and that is to be emptied. */
    PlanOptions &empties(const std::string &group) {
        json_.append("empties", group);
        return *this;
    }
    PlanOptions &allow_mass_removal(bool allowed = true) {
        json_.flag("allow_mass_removal", allowed);
        return *this;
    }
    PlanOptions &allow_emptying(bool allowed = true) {
        json_.flag("allow_emptying", allowed);
        return *this;
    }
    /** The most additions, to each group and to all together: "10", or a share such as "10%". */
    PlanOptions &max_additions(const std::string &limit) {
        json_.text("max_additions", limit);
        return *this;
    }
    /** The most removals, likewise; it holds beside the guards. */
    PlanOptions &max_removals(const std::string &limit) {
        json_.text("max_removals", limit);
        return *this;
    }
    /** Rows of people whom nobody knows are left out, instead of the whole roster. */
    PlanOptions &skip_unknown(bool skip = true) {
        json_.flag("skip_unknown", skip);
        return *this;
    }
};

/** How long a wait goes on. Values are checked when it begins. */
class WaitOptions {
  public:
    /** After so long it ends as still_pending; without, there is no limit. */
    WaitOptions &timeout(std::chrono::milliseconds duration) {
        json_.number("timeout_ms", duration.count());
        return *this;
    }
    /** So long a membership has to read as wanted, with no push ever seen; 5 s. */
    WaitOptions &settle(std::chrono::milliseconds duration) {
        json_.number("settle_ms", duration.count());
        return *this;
    }
    std::string to_json() const { return json_.to_json(); }

  private:
    detail::JsonObject json_;
};

/** Whether somebody is meant to be in a group or not in it. */
enum class Presence { absent = 0, present = 1 };

/** Reads a list of changes or a roster without asking Seam anything: rows, ignored_columns.0 and so on. */
inline Record read_table(const std::string &table) {
    return Record(detail::make<seam_acs_record>(seam_acs_read_table, detail::text(table)));
}
inline Record read_table(const std::string &table, const TableOptions &options) {
    const std::string json = options.to_json();
    return Record(
        detail::make<seam_acs_record>(seam_acs_read_table_with, detail::text(table), detail::text(json)));
}

/** The bytes of a file that a spreadsheet wrote, UTF-8 or UTF-16, as UTF-8. */
inline std::string decode_table(const std::string &bytes) {
    return detail::taken(detail::make<char>(seam_acs_decode_table, bytes.data(), bytes.size()));
}

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
            detail::fail(descriptor);
        }
        return descriptor;
    }
    /** The same as an event, a HANDLE of Windows, where there is no descriptor: wait for it, never set, reset
     * or close it. */
    void *event() const {
        std::size_t event = 0;
        detail::call(seam_acs_queue_event, get(), &event);
        return reinterpret_cast<void *>(event);
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
            detail::fail(answer);
        }
        return answer != 0;
    }

    std::unique_ptr<seam_acs_queue, detail::Freed<seam_acs_queue, seam_acs_queue_free>> handle_;
};

/** How far an operation is. */
struct Progress {
    /** Records that were read, or changes that are as asked. */
    std::size_t done;
    /** Changes that failed or are in doubt. */
    std::size_t failed;
    /** 0: not known. */
    std::size_t total;
    /** Requests that may be under way now. */
    std::size_t concurrency;
    /** Done or failed in a second, since the begin. */
    std::size_t per_second;
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
    void result() const {
        seam_acs_error *error = nullptr;
        const seam_acs_status status = seam_acs_op_result(get(), &error);
        if (status == SEAM_ACS_OK) {
            return;
        }
        std::shared_ptr<const seam_acs_error> source = detail::owned(error);
        seam_acs_report *left = nullptr;
        if (seam_acs_op_report(get(), &left, nullptr) == SEAM_ACS_OK) {
            throw Partial(status, std::move(source), Report(left));
        }
        detail::fail(status, std::move(source));
    }
    /** wait() and then result(). */
    void finish() const {
        wait();
        result();
    }
    /** What a list operation has read; throws as result() does. */
    List list() const { return List(detail::make<seam_acs_list>(seam_acs_op_list, get())); }
    /** What a query has found; throws as result() does. */
    Record record() const { return Record(detail::make<seam_acs_record>(seam_acs_op_record, get())); }
    /** What make_plan_begin() has made, also if a guard refused it and result() throws: to be shown. Throws
     * as result() does if there is none. */
    Plan plan() const { return Plan(detail::make<seam_acs_plan>(seam_acs_op_plan, get())); }
    /** What became of a list of changes, however the work ended. Throws while it is pending, and if it ended
     * before the first change. */
    Report report() const { return Report(detail::make<seam_acs_report>(seam_acs_op_report, get())); }
    /** What was found, as JSON: a record, a list, a plan, the answer to a request, or a report however the
     * work ended; throws as result() does, and for what finds nothing. */
    std::string to_json() const { return detail::taken(detail::make<char>(seam_acs_op_to_json, get())); }
    /** Lets the work go on and forgets it: this holds no operation any more. It leaves its queue. */
    void detach() noexcept { seam_acs_op_detach(handle_.release()); }
    /** Has the queue say `tag` once when the operation is done. Either may be destroyed first; with the
     * operation goes its tag. */
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
        Progress progress = {0, 0, 0, 0, 0};
        seam_acs_op_progress(get(), &progress.done, &progress.failed, &progress.total, &progress.concurrency,
                             &progress.per_second);
        return progress;
    }

    const seam_acs_op *get() const noexcept { return handle_.get(); }

  private:
    bool ask(int milliseconds) const {
        const int answer = seam_acs_op_wait(get(), milliseconds);
        if (answer < 0) {
            detail::fail(answer);
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
    /** A second client on the same connections, with other timeouts, attempts, concurrency, actor or reason.
     */
    Client with(const Options &options) const {
        return Client(made(seam_acs_client_with, get(), options.get()));
    }
    /** Stops every call begun through this client, now and later: a client from with() is a cancel token. */
    void cancel() const noexcept { seam_acs_client_cancel(get()); }
    /** Throws unless the server can be reached and accepts the credentials. */
    void check() const { detail::call(seam_acs_check, get()); }
    Operation check_begin() const {
        return Operation(detail::make<seam_acs_op>(seam_acs_check_begin, get()));
    }

    /* Generated from api/operations.toml by `cargo xtask generate`; do not edit. */

    /* Changes. Returning means: recorded by Seam; the access system follows. Without an answer they are
       repeated within the deadline, at most 30 s after an attempt that may have been applied; a repeated add
       can reopen what someone else closed meanwhile: max_attempts(1) turns repeats off. After OutcomeUnknown
       call ensure_membership; do not send the opposite change. */

    /** Adds a user to an access group. Recorded by Seam when it returns; the access system follows. */
    void add_user_to_group(const std::string &acs_user_id, const std::string &acs_access_group_id) const {
        change(seam_acs_add_user_to_group, acs_user_id, acs_access_group_id);
    }
    /** Removes a user from an access group. Recorded by Seam when it returns; until the access system has
     * followed, doors may still open. */
    void remove_user_from_group(const std::string &acs_user_id,
                                const std::string &acs_access_group_id) const {
        change(seam_acs_remove_user_from_group, acs_user_id, acs_access_group_id);
    }
    /** Adds a user to an access group. Recorded by Seam when it returns; the access system follows. */
    void add_user_identity_to_group(const std::string &user_identity_id,
                                    const std::string &acs_access_group_id) const {
        change(seam_acs_add_user_identity_to_group, user_identity_id, acs_access_group_id);
    }
    /** Removes a user from an access group. Recorded by Seam when it returns; until the access system has
     * followed, doors may still open. */
    void remove_user_identity_from_group(const std::string &user_identity_id,
                                         const std::string &acs_access_group_id) const {
        change(seam_acs_remove_user_identity_from_group, user_identity_id, acs_access_group_id);
    }
    /** Deletes an access group: everybody in it loses its permissions. Recorded by Seam when it returns;
     * the access system follows. */
    void delete_group(const std::string &acs_access_group_id) const {
        change(seam_acs_delete_group, acs_access_group_id);
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
    Operation delete_group_begin(const std::string &acs_access_group_id) const {
        return begin(seam_acs_delete_group_begin, acs_access_group_id);
    }

    /* Reads of one object. */

    /** Reads one access group. */
    Record get_group(const std::string &acs_access_group_id) const {
        return record(seam_acs_get_group, acs_access_group_id);
    }
    /** Reads one user, by its own id or by user identity and access system. */
    Record get_user(const std::string &acs_user_id) const { return record(seam_acs_get_user, acs_user_id); }
    Record get_user_by_identity(const std::string &user_identity_id, const std::string &acs_system_id) const {
        return record(seam_acs_get_user_by_identity, user_identity_id, acs_system_id);
    }
    /** Reads one access system. */
    Record get_system(const std::string &acs_system_id) const {
        return record(seam_acs_get_system, acs_system_id);
    }
    /** Reads one entrance. */
    Record get_entrance(const std::string &acs_entrance_id) const {
        return record(seam_acs_get_entrance, acs_entrance_id);
    }

    Operation get_group_begin(const std::string &acs_access_group_id) const {
        return begin(seam_acs_get_group_begin, acs_access_group_id);
    }
    Operation get_user_begin(const std::string &acs_user_id) const {
        return begin(seam_acs_get_user_begin, acs_user_id);
    }
    Operation get_user_by_identity_begin(const std::string &user_identity_id,
                                         const std::string &acs_system_id) const {
        return begin(seam_acs_get_user_by_identity_begin, user_identity_id, acs_system_id);
    }
    Operation get_system_begin(const std::string &acs_system_id) const {
        return begin(seam_acs_get_system_begin, acs_system_id);
    }
    Operation get_entrance_begin(const std::string &acs_entrance_id) const {
        return begin(seam_acs_get_entrance_begin, acs_entrance_id);
    }

    /* Reads of lists, every page. A filter is a JSON object such as {"acs_system_id": "..."}; "" lists all.
     */

    /** Reads the access groups; the filter may name acs_system_id, acs_user_id, user_identity_id or
     * search. */
    List list_groups(const std::string &filter_json = std::string()) const {
        return filtered(seam_acs_list_groups, filter_json);
    }
    /** Reads the users in an access group. */
    List list_group_users(const std::string &acs_access_group_id) const {
        return listed(seam_acs_list_group_users, acs_access_group_id);
    }
    /** Reads the entrances that the users of an access group can open. */
    List list_group_entrances(const std::string &acs_access_group_id) const {
        return listed(seam_acs_list_group_entrances, acs_access_group_id);
    }
    /** Reads the users, every page, or the one page that limit and page_cursor name; the filter may name
     * acs_system_id, user_identity_id, search and more. */
    List list_users(const std::string &filter_json = std::string()) const {
        return filtered(seam_acs_list_users, filter_json);
    }
    /** Reads the entrances that a user can open. */
    List list_user_entrances(const std::string &acs_user_id) const {
        return listed(seam_acs_list_user_entrances, acs_user_id);
    }
    List list_user_identity_entrances(const std::string &user_identity_id,
                                      const std::string &acs_system_id) const {
        return listed(seam_acs_list_user_identity_entrances, user_identity_id, acs_system_id);
    }
    /** Reads the access systems; the filter may name connected_account_id, customer_key or search. */
    List list_systems(const std::string &filter_json = std::string()) const {
        return filtered(seam_acs_list_systems, filter_json);
    }
    /** Reads the entrances, every page, or the one page that limit and page_cursor name; the filter may
     * name acs_system_id, acs_credential_id, search and more. */
    List list_entrances(const std::string &filter_json = std::string()) const {
        return filtered(seam_acs_list_entrances, filter_json);
    }

    Operation list_groups_begin(const std::string &filter_json = std::string()) const {
        return begin_filtered(seam_acs_list_groups_begin, filter_json);
    }
    Operation list_group_users_begin(const std::string &acs_access_group_id) const {
        return begin(seam_acs_list_group_users_begin, acs_access_group_id);
    }
    Operation list_group_entrances_begin(const std::string &acs_access_group_id) const {
        return begin(seam_acs_list_group_entrances_begin, acs_access_group_id);
    }
    Operation list_users_begin(const std::string &filter_json = std::string()) const {
        return begin_filtered(seam_acs_list_users_begin, filter_json);
    }
    Operation list_user_entrances_begin(const std::string &acs_user_id) const {
        return begin(seam_acs_list_user_entrances_begin, acs_user_id);
    }
    Operation list_user_identity_entrances_begin(const std::string &user_identity_id,
                                                 const std::string &acs_system_id) const {
        return begin(seam_acs_list_user_identity_entrances_begin, user_identity_id, acs_system_id);
    }
    Operation list_systems_begin(const std::string &filter_json = std::string()) const {
        return begin_filtered(seam_acs_list_systems_begin, filter_json);
    }
    Operation list_entrances_begin(const std::string &filter_json = std::string()) const {
        return begin_filtered(seam_acs_list_entrances_begin, filter_json);
    }

    /* Queries about memberships. Lists by user identity are about every access system that knows the
     * person.
     */

    /** Waits until the access system has followed a change: state is applied, settled_unobserved,
     * still_pending, deferred or failed. The options are timeout_ms and settle_ms. */
    Record wait_for_membership(const std::string &acs_user_id, const std::string &acs_access_group_id,
                               Presence presence, const WaitOptions &options = WaitOptions()) const {
        return waited<seam_acs_record, Record>(seam_acs_wait_for_membership, acs_user_id, acs_access_group_id,
                                               presence, options);
    }
    Record wait_for_user_identity_membership(const std::string &user_identity_id,
                                             const std::string &acs_access_group_id, Presence presence,
                                             const WaitOptions &options = WaitOptions()) const {
        return waited<seam_acs_record, Record>(seam_acs_wait_for_user_identity_membership, user_identity_id,
                                               acs_access_group_id, presence, options);
    }
    /** Makes sure that a user is in an access group, or out of it: reads, changes only if needed, and
     * reads again. result is changed or already_so. */
    Record ensure_membership(const std::string &acs_user_id, const std::string &acs_access_group_id,
                             Presence presence) const {
        return ensured<seam_acs_record, Record>(seam_acs_ensure_membership, acs_user_id, acs_access_group_id,
                                                presence);
    }
    Record ensure_user_identity_membership(const std::string &user_identity_id,
                                           const std::string &acs_access_group_id, Presence presence) const {
        return ensured<seam_acs_record, Record>(seam_acs_ensure_user_identity_membership, user_identity_id,
                                                acs_access_group_id, presence);
    }
    /** Says whether Seam lists a user in an access group. An unknown user or group is an error and never a
     * no. */
    bool is_member(const std::string &acs_user_id, const std::string &acs_access_group_id) const {
        return yes_or_no(seam_acs_is_member, acs_user_id, acs_access_group_id);
    }
    bool is_user_identity_member(const std::string &user_identity_id,
                                 const std::string &acs_access_group_id) const {
        return yes_or_no(seam_acs_is_user_identity_member, user_identity_id, acs_access_group_id);
    }
    /** Reads the access groups that a user is in; by identity, in every access system. */
    List list_user_groups(const std::string &acs_user_id) const {
        return listed(seam_acs_list_user_groups, acs_user_id);
    }
    List list_user_identity_groups(const std::string &user_identity_id) const {
        return listed(seam_acs_list_user_identity_groups, user_identity_id);
    }
    /** Reads the entrances that a user can open; through has the groups that lead there, and their
     * schedules. */
    List list_user_entrances_with_groups(const std::string &acs_user_id) const {
        return listed(seam_acs_list_user_entrances_with_groups, acs_user_id);
    }
    List list_user_identity_entrances_with_groups(const std::string &user_identity_id) const {
        return listed(seam_acs_list_user_identity_entrances_with_groups, user_identity_id);
    }
    /** Reads the users whom groups let in at an entrance; through has those groups, obstacles what keeps a
     * user out all the same. */
    List list_entrance_users(const std::string &acs_entrance_id) const {
        return listed(seam_acs_list_entrance_users, acs_entrance_id);
    }

    Operation wait_for_membership_begin(const std::string &acs_user_id,
                                        const std::string &acs_access_group_id, Presence presence,
                                        const WaitOptions &options = WaitOptions()) const {
        return waited<seam_acs_op, Operation>(seam_acs_wait_for_membership_begin, acs_user_id,
                                              acs_access_group_id, presence, options);
    }
    Operation wait_for_user_identity_membership_begin(const std::string &user_identity_id,
                                                      const std::string &acs_access_group_id,
                                                      Presence presence,
                                                      const WaitOptions &options = WaitOptions()) const {
        return waited<seam_acs_op, Operation>(seam_acs_wait_for_user_identity_membership_begin,
                                              user_identity_id, acs_access_group_id, presence, options);
    }
    Operation ensure_membership_begin(const std::string &acs_user_id, const std::string &acs_access_group_id,
                                      Presence presence) const {
        return ensured<seam_acs_op, Operation>(seam_acs_ensure_membership_begin, acs_user_id,
                                               acs_access_group_id, presence);
    }
    Operation ensure_user_identity_membership_begin(const std::string &user_identity_id,
                                                    const std::string &acs_access_group_id,
                                                    Presence presence) const {
        return ensured<seam_acs_op, Operation>(seam_acs_ensure_user_identity_membership_begin,
                                               user_identity_id, acs_access_group_id, presence);
    }
    Operation is_member_begin(const std::string &acs_user_id, const std::string &acs_access_group_id) const {
        return begin(seam_acs_is_member_begin, acs_user_id, acs_access_group_id);
    }
    Operation is_user_identity_member_begin(const std::string &user_identity_id,
                                            const std::string &acs_access_group_id) const {
        return begin(seam_acs_is_user_identity_member_begin, user_identity_id, acs_access_group_id);
    }
    Operation list_user_groups_begin(const std::string &acs_user_id) const {
        return begin(seam_acs_list_user_groups_begin, acs_user_id);
    }
    Operation list_user_identity_groups_begin(const std::string &user_identity_id) const {
        return begin(seam_acs_list_user_identity_groups_begin, user_identity_id);
    }
    Operation list_user_entrances_with_groups_begin(const std::string &acs_user_id) const {
        return begin(seam_acs_list_user_entrances_with_groups_begin, acs_user_id);
    }
    Operation list_user_identity_entrances_with_groups_begin(const std::string &user_identity_id) const {
        return begin(seam_acs_list_user_identity_entrances_with_groups_begin, user_identity_id);
    }
    Operation list_entrance_users_begin(const std::string &acs_entrance_id) const {
        return begin(seam_acs_list_entrance_users_begin, acs_entrance_id);
    }

    /* End of what is generated. */

    /* Lists of changes and rosters: CSV or JSON, as text or as the bytes of a file (UTF-8 or UTF-16). */

    /** Applies a list of changes. Throws Partial, which carries the report, if anything is not as asked. */
    Report apply(const std::string &changes, const ApplyOptions &options = ApplyOptions()) const {
        const std::string text = decode_table(changes), json = options.to_json();
        return detail::reported(seam_acs_apply, get(), detail::text(text), detail::text(json));
    }
    Operation apply_begin(const std::string &changes, const ApplyOptions &options = ApplyOptions()) const {
        const std::string text = decode_table(changes), json = options.to_json();
        return begin(seam_acs_apply_begin, text, json);
    }
    /** Compares a roster with the members of its groups; changes nothing. */
    Plan make_plan(const std::string &roster, const PlanOptions &options = PlanOptions()) const {
        const std::string text = decode_table(roster), json = options.to_json();
        return Plan(
            detail::make<seam_acs_plan>(seam_acs_make_plan, get(), detail::text(text), detail::text(json)));
    }
    Operation make_plan_begin(const std::string &roster, const PlanOptions &options = PlanOptions()) const {
        const std::string text = decode_table(roster), json = options.to_json();
        return begin(seam_acs_make_plan_begin, text, json);
    }
    /** Applies a plan. Throws Partial, which carries the report, if anything is not as asked. */
    Report sync(const Plan &plan, const ApplyOptions &options = ApplyOptions()) const {
        const std::string json = options.to_json();
        return detail::reported(seam_acs_sync, get(), plan.get(), detail::text(json));
    }
    Operation sync_begin(const Plan &plan, const ApplyOptions &options = ApplyOptions()) const {
        const std::string json = options.to_json();
        return Operation(
            detail::make<seam_acs_op>(seam_acs_sync_begin, get(), plan.get(), detail::text(json)));
    }

    /** Changes how much is logged: "error", "warn", "info", "debug" or "trace"; of all handles on this log.
     */
    void set_log_level(const std::string &level) const {
        detail::call(seam_acs_client_set_log_level, get(), detail::text(level));
    }
    /** Any other path of Seam's API, such as "/acs/users/suspend": JSON in, JSON out; "" sends no parameters.
     */
    std::string request(const std::string &path, const std::string &json = std::string()) const {
        return detail::taken(
            detail::make<char>(seam_acs_request, get(), detail::text(path), detail::text_or_null(json)));
    }
    /** The same with the whole answer as a record. */
    Record request_record(const std::string &path, const std::string &json = std::string()) const {
        return Record(detail::make<seam_acs_record>(seam_acs_request_record, get(), detail::text(path),
                                                    detail::text_or_null(json)));
    }
    /** Operation::to_json() and record() give the answer. */
    Operation request_begin(const std::string &path, const std::string &json = std::string()) const {
        return Operation(detail::make<seam_acs_op>(seam_acs_request_begin, get(), detail::text(path),
                                                   detail::text_or_null(json)));
    }

    const seam_acs_client *get() const noexcept { return handle_.get(); }

  private:
    template <typename Function, typename... Inputs>
    static seam_acs_client *made(Function function, Inputs... inputs) {
        detail::require_this_abi();
        return detail::make<seam_acs_client>(function, inputs...);
    }
    template <typename Function, typename... Ids> void change(Function function, const Ids &...ids) const {
        detail::call(function, get(), detail::text(ids)...);
    }
    template <typename Made, typename Answer, typename Function>
    Answer waited(Function function, const std::string &member, const std::string &group, Presence presence,
                  const WaitOptions &options) const {
        const std::string json = options.to_json();
        return Answer(detail::make<Made>(function, get(), detail::text(member), detail::text(group),
                                         static_cast<int>(presence), detail::text(json)));
    }
    template <typename Made, typename Answer, typename Function>
    Answer ensured(Function function, const std::string &member, const std::string &group,
                   Presence presence) const {
        return Answer(detail::make<Made>(function, get(), detail::text(member), detail::text(group),
                                         static_cast<int>(presence)));
    }
    template <typename Function>
    bool yes_or_no(Function function, const std::string &member, const std::string &group) const {
        int answer = 0;
        detail::call(function, get(), detail::text(member), detail::text(group), &answer);
        return answer != 0;
    }
    template <typename Function, typename... Ids> Record record(Function function, const Ids &...ids) const {
        return Record(detail::make<seam_acs_record>(function, get(), detail::text(ids)...));
    }
    template <typename Function, typename... Ids> List listed(Function function, const Ids &...ids) const {
        return List(detail::make<seam_acs_list>(function, get(), detail::text(ids)...));
    }
    template <typename Function> List filtered(Function function, const std::string &filter_json) const {
        return List(detail::make<seam_acs_list>(function, get(), detail::text_or_null(filter_json)));
    }
    template <typename Function, typename... Texts>
    Operation begin(Function function, const Texts &...texts) const {
        return Operation(detail::make<seam_acs_op>(function, get(), detail::text(texts)...));
    }
    template <typename Function>
    Operation begin_filtered(Function function, const std::string &filter_json) const {
        return Operation(detail::make<seam_acs_op>(function, get(), detail::text_or_null(filter_json)));
    }

    std::unique_ptr<seam_acs_client, detail::Freed<seam_acs_client, seam_acs_client_free>> handle_;
};

/** Changes in a folder that are kept until Seam has them, over restarts and without a network. Keeping needs
 * no client; one process delivers. */
class Outbox {
  public:
    /** Opens the outbox of a folder, and makes the folder, for its owner alone, where it is missing. */
    explicit Outbox(const std::string &folder)
        : handle_(detail::make<seam_acs_outbox>(seam_acs_outbox_open, detail::text(folder), nullptr)) {}

    /** Keeps that a user is to be put into a group, and returns the change's id. After good_for, at most 30
     * days, it is not sent any more; zero is an hour. */
    std::string add_user_to_group(const std::string &acs_user_id, const std::string &acs_access_group_id,
                                  std::chrono::seconds good_for = std::chrono::seconds(0)) const {
        return detail::taken(detail::make<char>(seam_acs_outbox_add_user_to_group, get(),
                                                detail::text(acs_user_id), detail::text(acs_access_group_id),
                                                static_cast<int>(good_for.count())));
    }
    /** Keeps that a user is to be taken out of a group: it never expires. */
    std::string remove_user_from_group(const std::string &acs_user_id,
                                       const std::string &acs_access_group_id) const {
        return detail::taken(detail::make<char>(seam_acs_outbox_remove_user_from_group, get(),
                                                detail::text(acs_user_id),
                                                detail::text(acs_access_group_id)));
    }
    /** Keeps a list of changes, all or none: a JSON array, as seam_acs_outbox_enqueue has it. Returns records
     * with the id of each. */
    List enqueue(const std::string &changes_json) const {
        return List(detail::make<seam_acs_list>(seam_acs_outbox_enqueue, get(), detail::text(changes_json)));
    }
    /** Begins to deliver, until the operation is cancelled or freed. */
    Operation deliver(const Client &client) const { return begin(client, nullptr); }
    /** Begins to deliver, until nothing is left that time or the network could bring. */
    Operation deliver_until_empty(const Client &client) const {
        return begin(client, "{\"until\": \"empty\"}");
    }
    /** How many changes are in each state, the age of the oldest removal, and why it is paused. */
    Record status() const { return Record(detail::make<seam_acs_record>(seam_acs_outbox_status, get())); }
    /** The changes in the order in which they were asked for; those of one state with {"state": "refused"}.
     */
    List list(const std::string &filter_json = std::string()) const {
        return List(
            detail::make<seam_acs_list>(seam_acs_outbox_list, get(), detail::text_or_null(filter_json)));
    }
    /** The changes that have ended, behind a cursor or behind what was acknowledged. */
    List outcomes(const std::string &cursor = std::string()) const {
        return List(
            detail::make<seam_acs_list>(seam_acs_outbox_outcomes, get(), detail::text_or_null(cursor)));
    }
    /** Forgets the outcomes up to the one with this cursor. */
    void acknowledge(const std::string &cursor) const {
        detail::call(seam_acs_outbox_acknowledge, get(), detail::text(cursor));
    }
    /** Puts a tag into a queue whenever there are outcomes that it was not told of. */
    void attach(const Queue &queue, std::size_t tag) const {
        detail::call(seam_acs_outbox_attach, get(), queue.get(), tag);
    }
    /** Asks again for a change that has ended without being recorded; zero: for as long as before. */
    void retry(const std::string &id, std::chrono::seconds good_for = std::chrono::seconds(0)) const {
        detail::call(seam_acs_outbox_retry, get(), detail::text(id), static_cast<int>(good_for.count()));
    }
    /** Takes a change out. A removal takes force and a reason. */
    void drop(const std::string &id, const std::string &reason = std::string(), bool force = false) const {
        detail::call(seam_acs_outbox_drop, get(), detail::text(id), detail::text_or_null(reason),
                     force ? 1 : 0);
    }

    const seam_acs_outbox *get() const noexcept { return handle_.get(); }

  private:
    Operation begin(const Client &client, const char *options) const {
        return Operation(
            detail::make<seam_acs_op>(seam_acs_outbox_deliver_begin, get(), client.get(), options));
    }

    std::unique_ptr<seam_acs_outbox, detail::Freed<seam_acs_outbox, seam_acs_outbox_free>> handle_;
};

/** Waits until the library's threads have ended, about a second after the last client; false if one still
 * runs. */
inline bool shutdown(std::chrono::milliseconds limit) { return seam_acs_shutdown(detail::limit(limit)) == 1; }

} // namespace seam_acs

#endif /* SEAM_ACS_HPP */
