//! A plan that was saved: refused unless it is whole, and else the same as it was.

use seam_acs_core::Plan;
use seam_acs_core::fuzzing::seal_plan;

pub(crate) fn run(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    if let Ok(plan) = Plan::from_json(text) {
        stays_as_it_is(&plan);
    }
    // With a digest that fits, what stands in it is looked at.
    let Some(sealed) = seal_plan(text) else { return };
    let Ok(plan) = Plan::from_json(&sealed) else { return };
    stays_as_it_is(&plan);
}

fn stays_as_it_is(plan: &Plan) {
    let text = plan.to_json();
    let again = Plan::from_json(&text).expect("its own text");
    assert_eq!(again.to_json(), text, "a plan that changes when it is saved");
    let changes = plan.changes().expect("fewer than a million");
    assert_eq!(changes.len(), plan.adds() + plan.removes(), "changes that were not counted");
    let _ = (plan.stays(), plan.made_at(), plan.to_table());
    for group in plan.groups() {
        assert!(!group.acs_access_group_id().is_empty());
        let _ = (group.adds().count(), group.removes().count(), group.stays().count(), group.name());
    }
}
