/* Lists of changes, and what became of each. */
#include "sentences.hpp"

#include <cstring>
#include <vector>

static const char HEADER[] = "action,acs_user_id,acs_access_group_id\n";
static const char CHIARA[] = "33333333-3333-3333-3333-000000000003";

static std::string change(const char *action, const char *user, const char *group) {
    return std::string(action) + "," + user + "," + group + "\n";
}

/** What apply() leaves when it throws Partial; throws itself if the call returns. */
template <typename Call> seam_acs::Partial partial_of(Call call) {
    try {
        call();
    } catch (const seam_acs::Partial &partial) {
        return partial;
    }
    throw std::logic_error("the call should have failed in part and returned");
}

static seam_acs::Client impatient_client() {
    return sandbox_client().with(seam_acs::Options().max_attempts(1));
}

static void all_of_a_list() {
    const seam_acs::Client client = sandbox_client();
    const seam_acs::Report report =
        client.apply(HEADER + change("add", ADA, NIGHT_SHIFT) + change("remove", ADA, NIGHT_SHIFT));
    EXPECT(report.size() == 2 && !report.empty());
    EXPECT(report.applied() == 2);
    EXPECT(report.already_so() + report.failed() + report.outcome_unknown() + report.not_attempted() == 0);
    EXPECT(std::strcmp(report.outcome(1), "applied") == 0);
    EXPECT(report.outcome(2) == nullptr);
    std::string actions;
    for (const seam_acs::Record &item : report) {
        actions += item.get("action") + " ";
        EXPECT(item.get("acs_user_id") == ADA);
        EXPECT(item.has("request_id"));
    }
    EXPECT(actions == "add remove ");
    EXPECT(report.to_json().find("\"totals\"") != std::string::npos);
    EXPECT(report.to_csv().find("remove," + std::string(ADA)) != std::string::npos);
    EXPECT(report.to_retry() == "[]");
    EXPECT(report.get() != nullptr);
    EXPECT(!client.is_member(ADA, NIGHT_SHIFT));
}

static void a_record_outlives_its_report() {
    const seam_acs::Record item = sandbox_client().apply(HEADER + change("add", CHIARA, NIGHT_SHIFT))[0];
    EXPECT(item.get("acs_user_id") == CHIARA);
    bool thrown = false;
    try {
        sandbox_client().apply("[]")[0];
    } catch (const std::out_of_range &) {
        thrown = true;
    }
    EXPECT(thrown);
}

static void names_are_looked_up() {
    const seam_acs::Client client = sandbox_client();
    const seam_acs::Report report =
        client.apply("name\nAda Lindqvist\n", seam_acs::ApplyOptions()
                                                  .group("Night shift")
                                                  .action("add")
                                                  .ceiling(4)
                                                  .deadline(std::chrono::seconds(60)));
    EXPECT(report[0].get("acs_user_id") == ADA);
    client.apply("name\nAda Lindqvist\n", seam_acs::ApplyOptions().group("Night shift").action("remove"));
}

static void a_failure_in_part_carries_the_report() {
    const seam_acs::Client client = impatient_client();
    const seam_acs::Partial partial = partial_of([&] {
        client.apply(HEADER + change("remove", UNLUCKY, ENGINEERING) + change("add", CHIARA, ENGINEERING));
    });
    EXPECT(partial.status() == SEAM_ACS_PARTIAL);
    EXPECT(std::strstr(partial.what(), "1 recorded, 1 in doubt") != nullptr);
    EXPECT(partial.report().outcome_unknown() == 1);
    EXPECT(partial.report()[0].get("error.name") == "OUTCOME_UNKNOWN");
    const std::string again = partial.report().to_retry();
    EXPECT(again.find(UNLUCKY) != std::string::npos && again.find(CHIARA) == std::string::npos);
    EXPECT(partial_of([&] { client.apply(again); }).report().size() == 1);
}

static void cancelling_leaves_a_report() {
    const seam_acs::Client client = sandbox_client();
    const std::string list =
        HEADER + change("add", UNLUCKY, ENGINEERING) + change("remove", UNLUCKY, ENGINEERING);
    const seam_acs::Operation work = client.apply_begin(list, seam_acs::ApplyOptions().fixed(2));
    EXPECT(failure_of([&] { work.report(); }).status() == SEAM_ACS_STATE);
    while (work.progress().concurrency == 0 || work.progress().total == 0) {
        work.wait(std::chrono::milliseconds(5));
    }
    const seam_acs::Progress progress = work.progress();
    EXPECT(progress.done == 0 && progress.failed == 0 && progress.total == 2 && progress.per_second == 0);
    work.cancel();
    work.wait();
    const seam_acs::Partial partial = partial_of([&] { work.result(); });
    EXPECT(partial.report().not_attempted() >= 1);
    EXPECT(work.report().size() == 2);
    EXPECT(failure_of([&] { work.finish(); }).status() == SEAM_ACS_PARTIAL);
}

static void a_list_that_is_refused() {
    const seam_acs::Client client = sandbox_client();
    const seam_acs::Error line = failure_of([&] { client.apply(HEADER + std::string("put,u,g\n")); });
    EXPECT(line.status() == SEAM_ACS_INVALID_ARGUMENT);
    EXPECT(std::strstr(line.what(), "line 2") != nullptr);
    const seam_acs::ApplyOptions none_at_once = seam_acs::ApplyOptions().fixed(0);
    EXPECT(failure_of([&] { client.apply_begin("[]", none_at_once); }).status() == SEAM_ACS_OPTIONS);
    const seam_acs::ApplyOptions nowhere = seam_acs::ApplyOptions().journal("/no\\where\"\n/journal");
    const seam_acs::Error journal = failure_of([&] { client.apply("[]", nowhere); });
    EXPECT(std::strstr(journal.what(), "journal") != nullptr);
}

static void tables_are_decoded() {
    const char utf16[] = "\xff\xfe"
                         "n\0a\0m\0e\0,\0x\0\n\0A\0,\0b\0\n\0";
    const std::string bytes(utf16, sizeof utf16 - 1);
    EXPECT(seam_acs::decode_table(bytes) == "name,x\nA,b\n");
    const seam_acs::Record table = seam_acs::read_table(seam_acs::decode_table(bytes));
    EXPECT(table.get("rows") == "1" && table.get("ignored_columns.0") == "x");
    EXPECT(failure_of([] { seam_acs::decode_table("\xe9"); }).status() == SEAM_ACS_INVALID_ARGUMENT);
    EXPECT(failure_of([] { seam_acs::read_table("x\n"); }).status() == SEAM_ACS_INVALID_ARGUMENT);
    const seam_acs::Record some =
        seam_acs::read_table("Staff\nE-Mail,State\na,in\nb,out\nc,new\n", seam_acs::TableOptions()
                                                                              .header_line(2)
                                                                              .column("email", "E-Mail")
                                                                              .only("State", "in")
                                                                              .only("State", "new"));
    EXPECT(some.get("rows") == "2");
}

int main() {
    return tell({
        {"a list is applied in order and each change reported", all_of_a_list},
        {"a record outlives its report, and there is none behind the last", a_record_outlives_its_report},
        {"people and groups are looked up by name", names_are_looked_up},
        {"a failure in part carries the report and what to try again", a_failure_in_part_carries_the_report},
        {"cancelling leaves a report of all", cancelling_leaves_a_report},
        {"a list that is not clear is refused with its line", a_list_that_is_refused},
        {"a table in UTF-16 is decoded", tables_are_decoded},
    });
}
