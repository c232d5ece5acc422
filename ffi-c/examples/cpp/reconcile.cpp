/*
 * reconcile: makes access groups what a CSV file says, after showing what that would change.
 *
 *     reconcile --roster FILE.csv [--group GROUP] [--apply] [--allow-mass-removal] [--endpoint URL]
 *
 * The file names people by acs_user_id, email or name, and groups by acs_access_group_id or group; --group
 * names the group of a file without that column. Without --apply nothing is changed. A plan that would take
 * out many people, or leave a group empty, is refused; --allow-mass-removal allows the former.
 *
 * The credentials come from SEAM_API_KEY, the server from --endpoint or SEAM_ENDPOINT.
 */
#include <seam_acs.hpp>

#include <chrono>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>

static const std::chrono::milliseconds LOOK_EVERY(100);

struct Wishes {
    std::string file;
    std::string group;
    std::string endpoint;
    bool apply = false;
    bool allow_mass_removal = false;
};

/** Ends the program with this status; what went wrong has been told. */
struct Stopped {
    int status;
};

/** Does something that can fail; a failure is told and stops the program. */
template <typename Step> static auto attempt(const char *what, Step step) -> decltype(step()) {
    try {
        return step();
    } catch (const seam_acs::Error &error) {
        std::cout << what << " did not work.\n"
                  << "  code     " << error.name() << " (" << error.status() << ")\n"
                  << "  message  " << error.what() << "\n";
        if (*error.request_id() != '\0') {
            std::cout << "  request  " << error.request_id() << "\n";
        }
        throw Stopped{error.status()};
    }
}

/** The roster as text, whatever encoding the spreadsheet chose. */
static std::string read_roster(const std::string &path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream bytes;
    if (!(bytes << file.rdbuf())) {
        std::cout << path << " cannot be read.\n";
        throw Stopped{SEAM_ACS_INVALID_ARGUMENT};
    }
    return attempt("Reading the file", [&] {
        const std::string roster = seam_acs::decode_table(bytes.str());
        const seam_acs::Record table = seam_acs::read_table(roster);
        std::cout << path << " has " << table.get("rows") << " rows.\n";
        if (table.has("ignored_columns.0")) {
            std::cout << "Columns that mean nothing here, such as \"" << table.get("ignored_columns.0")
                      << "\", are ignored.\n";
        }
        return roster;
    });
}

/** What became of the changes: the totals, then each that is not as asked. */
static void tell(const seam_acs::Report &report) {
    const struct {
        std::size_t count;
        const char *words;
    } totals[] = {
        {report.applied(), "recorded by Seam; the access system follows"},
        {report.already_so(), "so already"},
        {report.failed(), "failed"},
        {report.outcome_unknown(), "may or may not be recorded: look before you act"},
        {report.not_attempted(), "not attempted"},
    };
    for (const auto &total : totals) {
        if (total.count > 0) {
            std::cout << "  " << total.count << " " << total.words << "\n";
        }
    }
    for (std::size_t i = 0; i < report.size(); ++i) {
        if (report.outcome(i) != std::string("applied") && report[i].has("error.message")) {
            std::cout << "    " << report[i].get("error.message") << "\n";
        }
    }
}

static void show_progress(const seam_acs::Operation &work) {
    const seam_acs::Progress progress = work.progress();
    std::cout << "  " << progress.done << " of " << progress.total << " done, " << progress.failed
              << " failed, " << progress.per_second << " a second, " << progress.concurrency << " at once"
              << std::endl;
}

static void apply(const seam_acs::Client &client, const seam_acs::Plan &plan) {
    attempt("Applying all of it", [&] {
        const seam_acs::Operation work = client.sync_begin(plan);
        while (!work.wait(LOOK_EVERY)) {
            show_progress(work);
        }
        show_progress(work);
        try {
            work.result();
        } catch (const seam_acs::Partial &partial) {
            tell(partial.report());
            throw;
        }
        tell(work.report());
    });
}

static seam_acs::Plan make_plan(const Wishes &wishes, const seam_acs::Client &client) {
    const std::string roster = read_roster(wishes.file);
    return attempt("Planning", [&] {
        const seam_acs::PlanOptions options =
            seam_acs::PlanOptions().group(wishes.group).allow_mass_removal(wishes.allow_mass_removal);
        const seam_acs::Operation work = client.make_plan_begin(roster, options);
        work.wait();
        // There is a plan to look at even where a guard refuses it.
        const seam_acs::Plan plan = work.plan();
        std::cout << plan.to_table();
        work.result();
        return plan;
    });
}

static seam_acs::Plan plan_before_anything(const Wishes &wishes, const seam_acs::Client &client) {
    try {
        return make_plan(wishes, client);
    } catch (const Stopped &) {
        std::cout << "Nothing was changed.\n";
        throw;
    }
}

static void reconcile(const Wishes &wishes, const seam_acs::Client &client) {
    const seam_acs::Plan plan = plan_before_anything(wishes, client);
    if (wishes.apply) {
        apply(client, plan);
    } else {
        std::cout << "Nothing was changed. Add --apply to do it.\n";
    }
}

static seam_acs::Client open_client(const std::string &endpoint) {
    seam_acs::Options options;
    if (!endpoint.empty()) {
        options.endpoint(endpoint);
    }
    return seam_acs::Client::from_env(options);
}

/** Whether the arguments could be understood. */
static bool read_arguments(int argc, char **argv, Wishes &wishes) {
    for (int i = 1; i < argc; ++i) {
        const std::string option = argv[i];
        if (option == "--apply") {
            wishes.apply = true;
        } else if (option == "--allow-mass-removal") {
            wishes.allow_mass_removal = true;
        } else if (i + 1 == argc) {
            return false;
        } else if (option == "--roster") {
            wishes.file = argv[++i];
        } else if (option == "--group") {
            wishes.group = argv[++i];
        } else if (option == "--endpoint") {
            wishes.endpoint = argv[++i];
        } else {
            return false;
        }
    }
    return !wishes.file.empty();
}

int main(int argc, char **argv) {
    Wishes wishes;
    if (!read_arguments(argc, argv, wishes)) {
        std::cerr << "usage: " << argv[0]
                  << " --roster FILE.csv [--group GROUP] [--apply] [--allow-mass-removal] [--endpoint URL]\n";
        return 2;
    }
    try {
        reconcile(wishes, attempt("Opening the connection", [&] { return open_client(wishes.endpoint); }));
    } catch (const Stopped &stopped) {
        return -stopped.status / 1000;
    }
    return 0;
}
