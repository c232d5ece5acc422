/* Calls under way: waiting, cancelling, queues. */
#include "sentences.hpp"

#include <poll.h>
#include <set>
#include <type_traits>
#include <utility>
#include <vector>

static_assert(!std::is_copy_constructible<seam_acs::Operation>::value, "an operation has one owner");
static_assert(std::is_nothrow_move_constructible<seam_acs::Operation>::value, "an operation can be moved");
static_assert(!std::is_copy_constructible<seam_acs::Queue>::value, "a queue has one owner");

static const std::chrono::milliseconds AT_ONCE(0);
static const std::chrono::milliseconds LONG_ENOUGH(60000);

static void waits() {
    const seam_acs::Client client = sandbox_client();
    seam_acs::Operation operation = client.list_users_begin();
    EXPECT(operation.wait(LONG_ENOUGH));
    EXPECT(operation.done());
    operation.result();
    EXPECT(operation.progress().done > 0);
    EXPECT(operation.attempts() >= 1);
}

static void pending_is_a_state() {
    const seam_acs::Client client = sandbox_client();
    const seam_acs::Operation held = client.add_user_to_group_begin(UNLUCKY, ENGINEERING);
    EXPECT(!held.wait(AT_ONCE));
    EXPECT(!held.wait(std::chrono::milliseconds(-5)));
    EXPECT(failure_of([&] { held.result(); }).status() == SEAM_ACS_STATE);
    EXPECT(failure_of([&] { held.list(); }).status() == SEAM_ACS_STATE);
    EXPECT(held.request_id().empty());
    held.cancel();
    held.wait();
    const int status = failure_of([&] { held.result(); }).status();
    EXPECT(status == SEAM_ACS_OUTCOME_UNKNOWN || status == SEAM_ACS_CANCELLED);
}

static void a_scoped_client_cancels() {
    const seam_acs::Client client = sandbox_client();
    const seam_acs::Client scoped = client.with(seam_acs::Options().timeout(LONG_ENOUGH));
    scoped.cancel();
    EXPECT(failure_of([&] { scoped.add_user_to_group(ADA, ENGINEERING); }).status() == SEAM_ACS_CANCELLED);
    client.check();
}

static void a_queue_tells_each_operation_once() {
    const seam_acs::Client client = sandbox_client();
    const seam_acs::Queue queue;
    std::vector<seam_acs::Operation> operations;
    std::set<std::size_t> awaited;
    for (std::size_t tag = 10; tag < 20; ++tag) {
        operations.push_back(client.list_systems_begin());
        operations.back().attach(queue, tag);
        awaited.insert(tag);
    }
    while (!awaited.empty()) {
        struct pollfd readable = {queue.fd(), POLLIN, 0};
        EXPECT(poll(&readable, 1, 60000) == 1);
        std::size_t tag = 0;
        while (queue.next(tag, AT_ONCE)) {
            EXPECT(awaited.erase(tag) == 1);
            EXPECT(operations[tag - 10].done());
        }
    }
    std::size_t none = 0;
    EXPECT(!queue.next(none, AT_ONCE));
}

static void a_queue_can_be_waited_for() {
    const seam_acs::Client client = sandbox_client();
    const seam_acs::Queue queue;
    const seam_acs::Operation operation = client.list_systems_begin();
    operation.attach(queue, 7);
    EXPECT(queue.next() == 7);
}

static void an_operation_has_one_queue() {
    const seam_acs::Client client = sandbox_client();
    const seam_acs::Queue queue;
    const seam_acs::Operation held = client.add_user_to_group_begin(UNLUCKY, ENGINEERING);
    held.attach(queue, 1);
    EXPECT(failure_of([&] { held.attach(queue, 2); }).status() == SEAM_ACS_STATE);
    held.cancel();
    EXPECT(queue.next() == 1);
}

static std::string found_by(const seam_acs::Operation &operation) {
    operation.finish();
    return operation.to_json();
}

static void every_read_can_be_begun() {
    const seam_acs::Client client = sandbox_client();
    EXPECT(found_by(client.get_user_begin(ADA)).find(ADA) != std::string::npos);
    EXPECT(found_by(client.get_group_begin(ENGINEERING)).find(ENGINEERING) != std::string::npos);
    const std::string system = client.get_user(ADA).get("acs_system_id");
    const std::string identity = client.get_user(ADA).get("user_identity_id");
    EXPECT(found_by(client.get_system_begin(system)).find(system) != std::string::npos);
    EXPECT(found_by(client.get_user_by_identity_begin(identity, system)).find(ADA) != std::string::npos);
    EXPECT(found_by(client.request_begin("/acs/systems/list")).find("acs_systems") != std::string::npos);
    client.check_begin().finish();
    const seam_acs::Operation change = client.add_user_to_group_begin(ADA, ENGINEERING);
    change.finish();
    EXPECT(failure_of([&] { change.to_json(); }).status() == SEAM_ACS_STATE);
}

static void owners_can_be_moved() {
    seam_acs::Client client = sandbox_client();
    const seam_acs::Client elsewhere = std::move(client);
    seam_acs::Operation operation = elsewhere.list_systems_begin();
    seam_acs::Operation moved = std::move(operation);
    moved.finish();
    moved = elsewhere.list_users_begin();
    seam_acs::Queue queue;
    seam_acs::Queue other = std::move(queue);
    EXPECT(other.fd() >= 0);
}

static void a_freed_client_ends_its_calls() {
    seam_acs::Operation held = sandbox_client().add_user_to_group_begin(UNLUCKY, ENGINEERING);
    held.wait();
    const int status = failure_of([&] { held.result(); }).status();
    EXPECT(status == SEAM_ACS_OUTCOME_UNKNOWN || status == SEAM_ACS_CANCELLED);
}

int main() {
    return tell({
        {"an operation is waited for and asked", waits},
        {"a pending operation has no result and can be cancelled", pending_is_a_state},
        {"a scoped client is a cancel token", a_scoped_client_cancels},
        {"a queue's descriptor polls and tells each operation once", a_queue_tells_each_operation_once},
        {"a queue can be waited for without a loop", a_queue_can_be_waited_for},
        {"an operation can be attached to one queue only", an_operation_has_one_queue},
        {"every read can be begun, and what it finds is text", every_read_can_be_begun},
        {"owners can be moved", owners_can_be_moved},
        {"a client that is destroyed ends its calls under way", a_freed_client_ends_its_calls},
    });
}
