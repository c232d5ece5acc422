/* The outbox: what is kept without a client, delivered by one, and told to a queue. */
#include "sentences.hpp"

#include <stdlib.h>
#include <type_traits>

static_assert(!std::is_copy_constructible<seam_acs::Outbox>::value, "an outbox has one owner");

/* In the folder that the harness made for this run. */
static std::string fresh_folder() {
    std::string made = std::string(std::getenv("TEST_FOLDER")) + "/outbox-XXXXXX";
    EXPECT(mkdtemp(&made[0]) != nullptr);
    return made;
}

static void a_change_is_kept_and_delivered() {
    const seam_acs::Client client = sandbox_client();
    const std::string folder = fresh_folder();
    const seam_acs::Outbox outbox(folder);
    const std::string added = outbox.add_user_to_group(ADA, ENGINEERING, std::chrono::seconds(600));
    EXPECT(outbox.status().integer("waiting") == 1);
    const std::string removed = outbox.remove_user_from_group(ADA, ENGINEERING);
    EXPECT(outbox.list("{\"state\": \"waiting\"}").size() == 1);
    const seam_acs::Queue queue;
    outbox.attach(queue, 3);
    EXPECT(queue.next() == 3);
    const seam_acs::Operation delivery = outbox.deliver_until_empty(client);
    delivery.wait();
    EXPECT(delivery.record().integer("delivered") == 1);
    const seam_acs::List outcomes = outbox.outcomes();
    EXPECT(outcomes.size() == 2);
    EXPECT(outcomes[0].get("id") == added);
    EXPECT(outcomes[1].get("id") == removed);
    EXPECT(outcomes[1].get("state") == "recorded");
    outbox.acknowledge(outcomes[1].get("cursor"));
    EXPECT(outbox.outcomes().empty());
}

static void a_removal_is_dropped_by_force_alone_and_asked_for_again() {
    const seam_acs::Outbox outbox(fresh_folder());
    const seam_acs::List kept =
        outbox.enqueue("[{\"action\": \"remove\", \"acs_user_id\": \"a\", \"acs_access_group_id\": \"g\"}]");
    const std::string id = kept[0].get("id");
    EXPECT(failure_of([&] { outbox.drop(id); }).status() == SEAM_ACS_GUARD);
    outbox.drop(id, "the group is gone", true);
    outbox.retry(id);
    EXPECT(outbox.list()[0].get("state") == "waiting");
}

int main() {
    return tell({
        {"a change is kept without a client, and delivered by one", a_change_is_kept_and_delivered},
        {"a removal is dropped by force alone", a_removal_is_dropped_by_force_alone_and_asked_for_again},
    });
}
