/* Rosters, plans and their guards. */
#include "sentences.hpp"

#include <cstring>

/* Warehouse staff has Eszter; it is to have Femi. */
static const char ROSTER[] = "name,group\nFemi Adeyemi,Warehouse staff\n";
static const char WAREHOUSE[] = "44444444-4444-4444-4444-000000000004";
static const char ESZTER[] = "33333333-3333-3333-3333-000000000005";
static const char FEMI[] = "33333333-3333-3333-3333-000000000006";

static void a_plan_says_what_it_would_do() {
    const seam_acs::Plan plan = sandbox_client().make_plan(ROSTER);
    EXPECT(plan.adds() == 1 && plan.removes() == 1 && plan.stays() == 0);
    EXPECT(plan.size() == 1 && !plan.empty());
    for (const seam_acs::Record &group : plan) {
        EXPECT(group.get("name") == "Warehouse staff");
        EXPECT(group.get("add.0.acs_user_id") == FEMI);
        EXPECT(group.get("remove.0.name") == "Eszter Nagy");
    }
    EXPECT(plan.to_table().find("+ Femi Adeyemi") != std::string::npos);
    EXPECT(plan.get() != nullptr);
    bool thrown = false;
    try {
        plan[1];
    } catch (const std::out_of_range &) {
        thrown = true;
    }
    EXPECT(thrown);
    EXPECT(sandbox_client().is_member(ESZTER, WAREHOUSE));
}

static void additive_plans_take_nobody_out() {
    const seam_acs::Client client = sandbox_client();
    const seam_acs::PlanOptions options =
        seam_acs::PlanOptions().additive().removes_first().group("Night shift");
    const seam_acs::Operation work = client.make_plan_begin("name\nAda Lindqvist\n", options);
    work.wait();
    EXPECT(work.plan().removes() == 0);
    EXPECT(failure_of([&] { work.report(); }).status() == SEAM_ACS_STATE);
}

static void guards_refuse() {
    const seam_acs::Client client = sandbox_client();
    const seam_acs::PlanOptions warehouse = seam_acs::PlanOptions().group("Warehouse staff");
    const seam_acs::Error error = failure_of([&] { client.make_plan("name\n", warehouse); });
    EXPECT(error.status() == SEAM_ACS_GUARD);
    EXPECT(std::strstr(error.what(), "allow_emptying") != nullptr);
    const seam_acs::Operation refused = client.make_plan_begin("name\n", warehouse);
    refused.wait();
    EXPECT(refused.plan().removes() == 1);
    EXPECT(failure_of([&] { refused.result(); }).status() == SEAM_ACS_GUARD);
    seam_acs::PlanOptions allowed = warehouse;
    EXPECT(client.make_plan("name\n", allowed.allow_emptying().allow_mass_removal()).removes() == 1);
    seam_acs::PlanOptions limited = seam_acs::PlanOptions().max_removals("0").max_additions("100%");
    limited.group("Night shift");
    EXPECT(failure_of([&] { client.make_plan("name\nAda Lindqvist\n", limited); }).status() ==
           SEAM_ACS_GUARD);
    const seam_acs::PlanOptions empties =
        seam_acs::PlanOptions().empties("Warehouse staff").empties("Night shift");
    EXPECT(client.make_plan("[]", empties).removes() == 2);
}

static void a_saved_plan_is_applied_and_applied_again() {
    const seam_acs::Client client = sandbox_client();
    const std::string saved = client.make_plan(ROSTER).to_json();
    const seam_acs::Plan plan = seam_acs::Plan::from_json(saved);
    EXPECT(client.sync(plan, seam_acs::SyncOptions().mode("exact").dry_run()).applied() == 0);
    EXPECT(failure_of([&] { client.sync(plan, seam_acs::SyncOptions().order("removes_first")); }).status() ==
           SEAM_ACS_INVALID_ARGUMENT);
    EXPECT(failure_of([&] { client.sync(plan, seam_acs::SyncOptions().max_removals("0")); }).status() ==
           SEAM_ACS_GUARD);
    EXPECT(client.sync(plan).applied() == 2);
    EXPECT(client.is_member(FEMI, WAREHOUSE) && !client.is_member(ESZTER, WAREHOUSE));
    const seam_acs::Operation again = client.sync_begin(plan, seam_acs::ApplyOptions().fixed(1));
    again.finish();
    EXPECT(again.report().already_so() == 2);
    EXPECT(failure_of([] { seam_acs::Plan::from_json("{}"); }).status() == SEAM_ACS_INVALID_ARGUMENT);
}

static void a_plan_that_is_out_of_date_is_refused() {
    const seam_acs::Client client = sandbox_client();
    const seam_acs::Plan plan =
        client.make_plan("name,group\nAda Lindqvist,Night shift\nDaniel Weiss,Night shift\n");
    client.add_user_to_group("33333333-3333-3333-3333-000000000003", NIGHT_SHIFT);
    EXPECT(failure_of([&] { client.sync(plan); }).status() == SEAM_ACS_GUARD);
    EXPECT(!client.is_member(ADA, NIGHT_SHIFT));
}

int main() {
    return tell({
        {"a plan says what it would do and does nothing", a_plan_says_what_it_would_do},
        {"an additive plan takes nobody out", additive_plans_take_nobody_out},
        {"guards refuse and name the option that allows it", guards_refuse},
        {"a saved plan is applied, and applied again", a_saved_plan_is_applied_and_applied_again},
        {"a plan that is out of date is refused", a_plan_that_is_out_of_date_is_refused},
    });
}
