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
#include <seam_acs.hpp>

#include <chrono>
#include <iostream>
#include <memory>
#include <set>
#include <string>
#include <thread>

static const char NO_SUCH_GROUP[] = "00000000-0000-0000-0000-000000000000";
static const std::chrono::milliseconds LOOK_EVERY(200);
static const std::chrono::seconds GIVE_UP_AFTER(10);

/** Ends the program with this status; what went wrong has been told. */
struct Stopped {
    int status;
};

static std::string or_else(const char *text, const char *otherwise) {
    return *text != '\0' ? text : otherwise;
}

static void tell(const char *attempt, const seam_acs::Error &error) {
    const std::string type = error.api_type();
    std::cout << "  " << attempt << " did not work.\n"
              << "    code     " << error.name() << " (" << error.status() << ")"
              << (type.empty() ? "" : ", from Seam: ") << type << "\n"
              << "    message  " << error.what() << "\n"
              << "    request  " << or_else(error.request_id(), "none") << "\n";
}

/** Does something that can fail; a failure is told and stops the program. */
template <typename Step> static auto attempt(const char *what, Step step) -> decltype(step()) {
    try {
        return step();
    } catch (const seam_acs::Error &error) {
        tell(what, error);
        throw Stopped{error.status()};
    }
}

static std::string name_of(const seam_acs::Record &record, const std::string &otherwise) {
    const std::string name = record.get("display_name");
    return name.empty() ? otherwise : name;
}

/** The doors that a person can open; null where the server does not say. */
using Doors = std::unique_ptr<seam_acs::List>;

static std::set<std::string> ids(const seam_acs::List &doors) {
    std::set<std::string> ids;
    for (const seam_acs::Record &door : doors) {
        ids.insert(door.get("acs_entrance_id"));
    }
    return ids;
}

static bool are_same_doors(const seam_acs::List &one, const seam_acs::List &other) {
    return ids(one) == ids(other);
}

/** A path that the server does not have answers 404 without Seam's own error in it. */
static bool is_not_served(const seam_acs::Error &error) {
    return error.status() == SEAM_ACS_UNEXPECTED_RESPONSE && error.http_status() == 404;
}

/** Who is moved, and where. */
class Visit {
  public:
    Visit(seam_acs::Client client, const std::string &user_id, const std::string &group_id)
        : client_(std::move(client)), user_id_(user_id), group_id_(group_id) {}

    void play() {
        if (is_inside_already()) {
            std::cout << user_ << " is in " << group_
                      << " already, so this program stops here. Nothing was changed.\n";
            throw Stopped{SEAM_ACS_STATE};
        }
        in_and_out();
        show_a_refusal();
    }

  private:
    void read_names() {
        const seam_acs::Record user = attempt("Reading the user", [&] { return client_.get_user(user_id_); });
        const seam_acs::Record group =
            attempt("Reading the group", [&] { return client_.get_group(group_id_); });
        user_ = name_of(user, user_id_);
        group_ = name_of(group, group_id_);
        std::cout << "The person is " << user_ << " (ACS user " << user_id_ << ").\n";
        std::cout << "The access group is " << group_ << " (" << group_id_ << ").\n";
    }

    bool is_inside_already() {
        try {
            read_names();
            return is_member();
        } catch (const Stopped &) {
            std::cout << "Nothing was changed.\n";
            throw;
        }
    }

    bool is_member() const {
        const seam_acs::List users =
            attempt("Reading who is in the group", [&] { return client_.list_group_users(group_id_); });
        for (const seam_acs::Record &user : users) {
            if (user.get("acs_user_id") == user_id_) {
                return true;
            }
        }
        return false;
    }

    Doors read_doors() const {
        try {
            return Doors(new seam_acs::List(client_.list_user_entrances(user_id_)));
        } catch (const seam_acs::Error &error) {
            if (is_not_served(error)) {
                return Doors();
            }
            tell("Reading which doors the person can open", error);
            throw Stopped{error.status()};
        }
    }

    void show_doors(const char *when, const seam_acs::List &doors) const {
        std::cout << "  " << when << user_ << " can open ";
        if (doors.empty()) {
            std::cout << "no entrance";
        } else {
            std::cout << doors.size() << " entrance" << (doors.size() == 1 ? "" : "s") << ": ";
        }
        const char *between = "";
        for (const seam_acs::Record &door : doors) {
            std::cout << between << name_of(door, "an entrance without a name");
            between = ", ";
        }
        std::cout << ".\n";
    }

    /** Looks again and again until the doors are others than before, and says what it saw. */
    void await_other_doors(const Doors &before) const {
        if (!before) {
            std::cout << "  This server does not say which doors.\n";
            return;
        }
        for (std::chrono::milliseconds waited(0); waited < GIVE_UP_AFTER; waited += LOOK_EVERY) {
            const Doors now = read_doors();
            if (now && !are_same_doors(*before, *now)) {
                show_doors("The push has arrived: ", *now);
                return;
            }
            std::this_thread::sleep_for(LOOK_EVERY);
        }
        std::cout << "  Nothing changed: after " << GIVE_UP_AFTER.count() << " seconds " << user_
                  << " can open the same doors as before.\n";
    }

    static void say_recorded(const seam_acs::Operation &change) {
        change.finish();
        std::cout << "  Recorded by Seam (request " << or_else(change.request_id().c_str(), "without id")
                  << "); the access system follows.\n";
    }

    void add() const {
        std::cout << "Adding " << user_ << " to " << group_ << ".\n";
        try {
            attempt("Adding", [&] { say_recorded(client_.add_user_to_group_begin(user_id_, group_id_)); });
        } catch (const Stopped &stopped) {
            if (stopped.status == SEAM_ACS_OUTCOME_UNKNOWN) {
                std::cout << "State left: " << user_ << " may or may not be in " << group_
                          << ". Look again in a minute, then correct it by hand.\n";
            } else {
                std::cout << "State left: " << user_ << " is not in " << group_ << ", as before.\n";
            }
            throw;
        }
    }

    void take_out() const {
        std::cout << "Taking " << user_ << " out of " << group_ << ".\n";
        try {
            attempt("Taking out",
                    [&] { say_recorded(client_.remove_user_from_group_begin(user_id_, group_id_)); });
        } catch (const Stopped &) {
            std::cout << "State left: " << user_ << " may still be in " << group_
                      << ". Take them out by hand.\n";
            throw;
        }
    }

    /** In, look, out, look. Whatever fails in between, the person is taken out again, or it is said what is
     * left. */
    void in_and_out() const {
        const Doors before = doors_before();
        if (before) {
            show_doors("Now ", *before);
        } else {
            std::cout << "  This server does not say which doors.\n";
        }
        add();
        int status = SEAM_ACS_OK;
        Doors inside;
        try {
            await_other_doors(before);
            inside = before ? read_doors() : Doors();
        } catch (const Stopped &stopped) {
            status = stopped.status;
        }
        take_out();
        if (status != SEAM_ACS_OK) {
            std::cout << "State left: " << user_ << " is recorded as not in " << group_
                      << ", as before; the access system follows.\n";
            throw Stopped{status};
        }
        if (inside && are_same_doors(*before, *inside)) {
            show_doors("As all along, ", *inside);
        } else {
            await_other_doors(inside);
        }
    }

    Doors doors_before() const {
        try {
            return read_doors();
        } catch (const Stopped &) {
            std::cout << "Nothing was changed.\n";
            throw;
        }
    }

    /** A mistake on purpose: the server must refuse it, and say why. */
    void show_a_refusal() const {
        std::cout << "Adding " << user_ << " to a group that does not exist.\n";
        try {
            client_.add_user_to_group(user_id_, NO_SUCH_GROUP);
        } catch (const seam_acs::Error &error) {
            tell("That", error);
            if (error.status() == SEAM_ACS_NOT_FOUND) {
                return;
            }
            throw Stopped{SEAM_ACS_UNEXPECTED_RESPONSE};
        }
        std::cout << "  The server accepted it, which it should not have.\n";
        throw Stopped{SEAM_ACS_UNEXPECTED_RESPONSE};
    }

    seam_acs::Client client_;
    std::string user_id_;
    std::string group_id_;
    std::string user_;
    std::string group_;
};

static seam_acs::Client open_client(const std::string &endpoint) {
    seam_acs::Options options;
    if (!endpoint.empty()) {
        options.endpoint(endpoint);
    }
    return seam_acs::Client::from_env(options);
}

int main(int argc, char **argv) {
    std::string user_id;
    std::string group_id;
    std::string endpoint;
    int i = 1;
    for (; i + 1 < argc; i += 2) {
        const std::string option = argv[i];
        if (option == "--user") {
            user_id = argv[i + 1];
        } else if (option == "--group") {
            group_id = argv[i + 1];
        } else if (option == "--endpoint") {
            endpoint = argv[i + 1];
        } else {
            break;
        }
    }
    if (i != argc || user_id.empty() || group_id.empty()) {
        std::cerr << "usage: " << argv[0]
                  << " --user ACS_USER_ID --group ACS_ACCESS_GROUP_ID [--endpoint URL]\n";
        return 2;
    }
    try {
        Visit visit(attempt("Opening the connection", [&] { return open_client(endpoint); }), user_id,
                    group_id);
        visit.play();
    } catch (const Stopped &stopped) {
        return -stopped.status / 1000;
    }
    return 0;
}
