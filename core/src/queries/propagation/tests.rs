use serde_json::json;

use super::*;

const SETTLE: Duration = Duration::from_secs(5);

/// A user and a group as read, and what they show.
#[derive(Clone)]
struct Scene {
    user: Value,
    group: Value,
}

impl Scene {
    fn quiet() -> Scene {
        Scene { user: json!({"pending_mutations": []}), group: json!({"pending_mutations": []}) }
    }

    fn without_fields() -> Scene {
        Scene { user: json!({}), group: json!({}) }
    }

    fn pushing(from: Option<&str>, to: Option<&str>, at: &str) -> Scene {
        let entry = json!({"mutation_code": "updating_group_membership", "created_at": at,
            "from": {"acs_access_group_id": from}, "to": {"acs_access_group_id": to}});
        let mut scene = Scene::quiet();
        scene.user["pending_mutations"] = json!([entry]);
        scene
    }

    fn with_error(mut self, code: &str, at: &str) -> Scene {
        self.user["errors"] = json!([{"error_code": code, "created_at": at, "message": "It failed."}]);
        self
    }

    fn look(&self) -> MembershipView {
        MembershipView {
            user: self.user.clone(),
            group: self.group.clone(),
            on_user: Side::of_user(&self.user, "g"),
            on_group: Side::of_group(&self.group, "u"),
        }
    }
}

fn at(second: u32) -> String {
    format!("2026-03-01T10:00:{second:02}.000Z")
}

fn seconds(count: u64) -> Duration {
    Duration::from_secs(count)
}

fn evidence() -> PropagationTracker {
    PropagationTracker::new(Presence::Present, SETTLE)
}

fn adding(second: u32) -> Scene {
    Scene::pushing(None, Some("g"), &at(second))
}

#[test]
fn a_push_that_was_seen_and_is_gone_is_applied_once_the_membership_reads_so() {
    let mut evidence = evidence();
    assert_eq!(evidence.look(&adding(1).look(), seconds(0)), Next::LookAgain);
    assert_eq!(evidence.look(&Scene::quiet().look(), seconds(1)), Next::ReadMembership);
    assert_eq!(evidence.membership(false, seconds(1)), None);
    assert_eq!(evidence.membership(true, seconds(2)), Some(PropagationEnd::Applied));
}

#[test]
fn a_field_that_goes_missing_does_not_say_that_the_push_is_over() {
    let mut evidence = evidence();
    evidence.look(&adding(1).look(), seconds(0));
    assert_eq!(evidence.look(&Scene::without_fields().look(), seconds(1)), Next::LookAgain);
    let mut only_group = Scene::quiet();
    only_group.user = json!({});
    assert_eq!(evidence.look(&only_group.look(), seconds(2)), Next::LookAgain);
    assert_eq!(evidence.look(&Scene::quiet().look(), seconds(3)), Next::ReadMembership);
}

#[test]
fn without_any_push_in_sight_the_membership_settles_and_is_never_applied() {
    for scene in [Scene::quiet(), Scene::without_fields()] {
        let mut evidence = evidence();
        for second in 0..5 {
            assert_eq!(evidence.look(&scene.look(), seconds(second)), Next::ReadMembership);
            assert_eq!(evidence.membership(true, seconds(second)), None);
        }
        assert_eq!(evidence.ripe_at(), Some(SETTLE));
        assert_eq!(evidence.membership(true, seconds(5)), Some(PropagationEnd::SettledUnobserved));
    }
}

#[test]
fn a_membership_that_flickers_begins_to_settle_anew() {
    let mut evidence = evidence();
    for (second, is_member) in [(0, true), (4, true), (5, false), (6, true), (10, true)] {
        assert_eq!(evidence.look(&Scene::quiet().look(), seconds(second)), Next::ReadMembership);
        assert_eq!(evidence.membership(is_member, seconds(second)), None, "at {second} s");
    }
    assert_eq!(evidence.membership(true, seconds(11)), Some(PropagationEnd::SettledUnobserved));
}

#[test]
fn a_push_that_shows_late_ends_the_settling() {
    let mut evidence = evidence();
    evidence.look(&Scene::quiet().look(), seconds(0));
    evidence.membership(true, seconds(0));
    assert_eq!(evidence.look(&adding(1).look(), seconds(4)), Next::LookAgain);
    assert_eq!(evidence.look(&adding(1).look(), seconds(60)), Next::LookAgain);
    assert_eq!(evidence.look(&Scene::quiet().look(), seconds(61)), Next::ReadMembership);
    assert_eq!(evidence.membership(true, seconds(61)), Some(PropagationEnd::Applied));
}

#[test]
fn a_push_in_the_other_direction_is_no_evidence() {
    let removing = Scene::pushing(Some("g"), Some("h"), &at(3));
    let mut evidence = evidence();
    assert_eq!(evidence.look(&removing.look(), seconds(0)), Next::LookAgain);
    assert_eq!(evidence.look(&Scene::quiet().look(), seconds(1)), Next::ReadMembership);
    assert_eq!(evidence.membership(true, seconds(1)), None);
    // A later push undoes the one that was waited for.
    evidence.look(&adding(4).look(), seconds(2));
    evidence.look(&removing.look(), seconds(3));
    evidence.look(&Scene::quiet().look(), seconds(4));
    assert_eq!(evidence.membership(true, seconds(4)), None);
}

#[test]
fn only_an_error_that_is_newer_than_the_push_is_a_failure() {
    let failed = |second| Scene::quiet().with_error("failed_to_update_on_acs_system", &at(second));
    for (second, is_newer) in [(4, false), (5, true), (6, true)] {
        let mut evidence = evidence();
        evidence.look(&adding(5).look(), seconds(0));
        let next = evidence.look(&failed(second).look(), seconds(1));
        assert_eq!(
            matches!(next, Next::PropagationEnd(PropagationEnd::Failed { .. })),
            is_newer,
            "at {second}: {next:?}"
        );
    }
}

#[test]
fn an_error_that_was_there_at_the_first_look_already_can_be_newer_than_the_push() {
    let mut evidence = evidence();
    let both = adding(5).with_error("failed_to_update_on_acs_system", &at(6));
    assert_eq!(evidence.look(&both.look(), seconds(0)), Next::LookAgain);
    let gone = Scene::quiet().with_error("failed_to_update_on_acs_system", &at(6));
    assert!(matches!(
        evidence.look(&gone.look(), seconds(1)),
        Next::PropagationEnd(PropagationEnd::Failed { .. })
    ));
}

#[test]
fn a_push_that_goes_on_beside_a_newer_error_has_failed_after_a_while() {
    let mut evidence = evidence();
    let both = adding(5).with_error("failed_to_update_on_acs_system", &at(6));
    assert_eq!(evidence.look(&both.look(), seconds(0)), Next::LookAgain);
    assert_eq!(evidence.look(&both.look(), seconds(4)), Next::LookAgain);
    assert!(matches!(
        evidence.look(&both.look(), seconds(5)),
        Next::PropagationEnd(PropagationEnd::Failed { .. })
    ));
}

#[test]
fn without_a_push_an_error_counts_from_when_it_shows() {
    let old = Scene::quiet().with_error("failed_to_update_on_acs_system", &at(5));
    let mut evidence = evidence();
    for second in 0..3 {
        assert_eq!(evidence.look(&old.look(), seconds(second)), Next::ReadMembership);
    }
    let new = Scene::quiet().with_error("failed_to_update_on_acs_system", &at(6));
    assert!(matches!(
        evidence.look(&new.look(), seconds(3)),
        Next::PropagationEnd(PropagationEnd::Failed { .. })
    ));
}

#[test]
fn an_error_without_a_time_counts_from_when_it_shows() {
    let mut scene = adding(5);
    let mut evidence = evidence();
    evidence.look(&scene.look(), seconds(0));
    scene = Scene::quiet();
    scene.group["errors"] = json!([{"error_code": "of_tomorrow"}]);
    let Next::PropagationEnd(PropagationEnd::Failed { error }) = evidence.look(&scene.look(), seconds(1))
    else {
        panic!("no failure")
    };
    assert_eq!(error, json!({"error_code": "of_tomorrow"}));
}

#[test]
fn what_is_scheduled_ends_as_deferred_and_what_is_scheduled_against_it_does_not() {
    let scheduled = |variant: &str| {
        let mut scene = Scene::quiet();
        scene.user["access_schedule"] = json!({"starts_at": at(30), "ends_at": null});
        scene.group["pending_mutations"] = json!([{"mutation_code": "deferring_user_membership_update", "acs_user_id": "u", "variant": variant}]);
        scene
    };
    let next = evidence().look(&scheduled("adding").look(), seconds(0));
    assert_eq!(next, Next::PropagationEnd(PropagationEnd::Deferred { until: Some(at(30)) }));
    assert_eq!(evidence().look(&scheduled("removing").look(), seconds(0)), Next::ReadMembership);
}

#[test]
fn while_the_user_is_only_being_made_nothing_settles() {
    let mut scene = Scene::quiet();
    scene.user["pending_mutations"] = json!([{"mutation_code": "creating"}]);
    let mut evidence = evidence();
    for second in [0, 60] {
        assert_eq!(evidence.look(&scene.look(), seconds(second)), Next::LookAgain);
    }
}
