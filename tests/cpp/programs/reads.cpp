/* Everything that can be read, and the two types that hold it. */
#include "sentences.hpp"

#include <type_traits>

static_assert(std::is_copy_constructible<seam_acs::Record>::value, "records are values");
static_assert(std::is_copy_constructible<seam_acs::List>::value, "lists are values");

static const std::string OF_HARBOUR_HOUSE = std::string("{\"acs_system_id\": \"") + HARBOUR_HOUSE + "\"}";

static void objects() {
    const seam_acs::Client client = sandbox_client();
    EXPECT(client.get_user(ADA).get("full_name") == "Ada Lindqvist");
    EXPECT(client.get_user_by_identity(ADA_IDENTITY, HARBOUR_HOUSE).get("acs_user_id") == ADA);
    EXPECT(client.get_group(ENGINEERING).get("name") == "Engineering");
    EXPECT(client.get_system(HARBOUR_HOUSE).get("name") == "Harbour House");
}

static void lists_of_everything() {
    const seam_acs::Client client = sandbox_client();
    EXPECT(client.list_systems().size() == 2);
    EXPECT(lists(client.list_users(), "acs_user_id", ADA));
    EXPECT(lists(client.list_groups(), "acs_access_group_id", ENGINEERING));
    EXPECT(lists(client.list_entrances(), "display_name", "Gate"));
    EXPECT(lists(client.list_group_users(NIGHT_SHIFT), "full_name", "Dana Whitfield") ||
           !client.list_group_users(NIGHT_SHIFT).empty());
    EXPECT(lists(client.list_group_entrances(ENGINEERING), "display_name", "Server room"));
    EXPECT(lists(client.list_user_entrances(ADA), "display_name", "Main entrance"));
    EXPECT(lists(client.list_user_identity_entrances(ADA_IDENTITY, HARBOUR_HOUSE), "display_name",
                 "Main entrance"));
}

static void filters() {
    const seam_acs::Client client = sandbox_client();
    EXPECT(!lists(client.list_entrances(OF_HARBOUR_HOUSE), "display_name", "Gate"));
    EXPECT(client.list_users(OF_HARBOUR_HOUSE).size() < client.list_users().size());
    EXPECT(client.list_groups(OF_HARBOUR_HOUSE).size() < client.list_groups().size());
}

static void begun_lists() {
    const seam_acs::Client client = sandbox_client();
    const seam_acs::Operation begun[] = {
        client.list_users_begin(),
        client.list_groups_begin(),
        client.list_systems_begin(),
        client.list_entrances_begin(),
        client.list_group_users_begin(ENGINEERING),
        client.list_group_entrances_begin(ENGINEERING),
        client.list_user_entrances_begin(ADA),
        client.list_user_identity_entrances_begin(ADA_IDENTITY, HARBOUR_HOUSE),
    };
    for (const seam_acs::Operation &operation : begun) {
        operation.finish();
        const seam_acs::List list = operation.list();
        EXPECT(!list.empty());
        EXPECT(operation.progress().done == list.size());
    }
}

static void nested_and_absent_values() {
    const seam_acs::Record group = sandbox_client().get_group(NIGHT_SHIFT);
    EXPECT(group.get("access_schedule.starts_at") == "2025-01-01T22:00:00.000Z");
    EXPECT(group.has("access_schedule.starts_at"));
    EXPECT(!group.has("access_schedule"));
    EXPECT(!group.has("no_such_field"));
    EXPECT(group.get("no_such_field").empty());
    EXPECT(group.get("no_such_field", "none") == "none");
    EXPECT(group.to_json().find("\"Night shift\"") != std::string::npos);
}

static void values_by_type() {
    const seam_acs::Record record =
        seam_acs::Record::from_json("{\"count\": 3, \"yes\": true, \"at\": \"1970-01-01T00:00:01Z\", "
                                    "\"items\": [1, 2], \"text\": \"3\"}");
    EXPECT(record.integer("count") == 3);
    EXPECT(record.integer("text", -1) == -1);
    EXPECT(record.boolean("yes") && record.boolean("count", true) && !record.boolean("count"));
    std::chrono::system_clock::time_point moment;
    EXPECT(record.time("at", moment) && std::chrono::system_clock::to_time_t(moment) == 1);
    EXPECT(!record.time("text", moment));
    EXPECT(record.size() == 5 && record.size("items") == 2);
    EXPECT(record.key(1) == "yes" && record.key(5).empty() && record.key("items", 0).empty());
}

static void one_page_after_another() {
    const seam_acs::Client client = sandbox_client();
    const std::size_t all = client.list_users().size();
    std::size_t seen = 0;
    std::string after;
    do {
        const seam_acs::List page = client.list_users("{\"limit\": 2" + after + "}");
        EXPECT(!page.empty() && page.size() <= 2);
        seen += page.size();
        after = page.next_cursor().empty() ? "" : ", \"page_cursor\": \"" + page.next_cursor() + "\"";
    } while (!after.empty());
    EXPECT(seen == all);
}

static void an_error_on_one_line() {
    try {
        sandbox_client().get_user("99999999-9999-9999-9999-999999999999");
    } catch (const seam_acs::Error &error) {
        EXPECT(error.to_line().compare(0, 22, "NOT_FOUND: not found: ") == 0);
        EXPECT(error.to_line().find('\0') == std::string::npos);
        return;
    }
    throw std::logic_error("nobody was found");
}

static seam_acs::Record first_user() {
    const seam_acs::List users = sandbox_client().list_users();
    return users[0];
}

static void records_outlive_their_list() {
    const seam_acs::Record user = first_user();
    const seam_acs::Record copy = user;
    EXPECT(!user.get("acs_user_id").empty());
    EXPECT(copy.get("acs_user_id") == user.get("acs_user_id"));
}

static void lists_outlive_their_operation() {
    const seam_acs::Client client = sandbox_client();
    seam_acs::Operation operation = client.list_systems_begin();
    operation.wait();
    const seam_acs::List systems = operation.list();
    operation = client.list_users_begin();
    EXPECT(systems.size() == 2);
    EXPECT(systems.to_json().front() == '[');
}

static void ranges() {
    const seam_acs::List systems = sandbox_client().list_systems();
    seam_acs::List::iterator at = systems.begin();
    const std::string first = (*at++).get("acs_system_id");
    EXPECT(first == systems[0].get("acs_system_id"));
    EXPECT((*at).get("acs_system_id") == systems[1].get("acs_system_id"));
    EXPECT(++at == systems.end());
    try {
        systems[2];
    } catch (const std::out_of_range &) {
        return;
    }
    throw std::logic_error("a list gave a record behind its last");
}

static void other_paths() {
    const seam_acs::Client client = sandbox_client();
    const std::string answer =
        client.request("/acs/users/get", std::string("{\"acs_user_id\": \"") + ADA + "\"}");
    EXPECT(answer.find("Ada Lindqvist") != std::string::npos);
    EXPECT(client.request("/acs/systems/list").find("Harbour House") != std::string::npos);
    EXPECT(client.request_record("/acs/systems/list").size("acs_systems") == 2);
}

int main() {
    return tell({
        {"users, groups and systems are read by their ids", objects},
        {"users, groups, systems and entrances are listed", lists_of_everything},
        {"filters narrow a list", filters},
        {"lists that are begun can be taken when they are done", begun_lists},
        {"a record tells nested values and says which are absent", nested_and_absent_values},
        {"a record outlives its list", records_outlive_their_list},
        {"a list outlives its operation", lists_outlive_their_operation},
        {"a list is a range", ranges},
        {"request reaches any other path", other_paths},
        {"a record tells values by type, and counts its parts", values_by_type},
        {"a list is read page by page", one_page_after_another},
        {"an error stands on one line", an_error_on_one_line},
    });
}
