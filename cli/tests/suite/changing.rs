//! `check`, `add`, `remove` and `wait`: what they change, say and end with.

use seam_acs_sandbox::{DropAt, Ending, Fault, Sandbox, Switch};

use crate::command::{GROUP, PERSON, Place};

#[test]
fn add_and_remove_say_what_seam_recorded_and_what_was_so_already() {
    let place = Place::new();
    let done = place.run(&["add", PERSON, GROUP]).ends_with(0);
    assert!(
        done.out.starts_with("Recorded by Seam; the access system follows. (request request"),
        "{done:?}"
    );
    assert_eq!(done.err, "");
    assert!(place.has_newcomer());
    place.sandbox.finish_pushes();
    let done = place.run(&["add", "Ada Lindqvist", Sandbox::GROUP]).ends_with(0);
    assert_eq!(done.out, "Seam has the user in the group already.\n");
    let done = place.run(&["remove", Sandbox::USER, GROUP, "--wait", "20"]).ends_with(0);
    assert!(done.out.contains("The access system has followed: the user is not in the group."), "{done:?}");
    assert!(!place.has_newcomer());
}

#[test]
fn json_has_the_shape_that_scripts_know() {
    let place = Place::new();
    let checked = place.run(&["check", "--json"]).ends_with(0).json();
    assert_eq!(checked["ok"], true);
    assert_eq!(checked["endpoint"], place.sandbox.url());
    assert!(checked["request_id"].is_string());
    let added = place.run(&["add", PERSON, GROUP, "--json"]).ends_with(0).json();
    assert_eq!(added["result"], "changed");
    assert_eq!(added["acs_user_id"], Sandbox::USER);
    let removed = place.run(&["remove", PERSON, GROUP, "--json", "--wait", "20"]).ends_with(0).json();
    assert_eq!(removed["ensured"]["result"], "changed");
    assert_eq!(removed["waited"]["state"], "applied");
}

#[test]
fn nine_is_the_end_of_a_wait_that_saw_nothing() {
    let place = Place::new();
    place.sandbox.set(Switch::PushDelayMs(None));
    let done = place.run(&["add", PERSON, GROUP, "--wait", "0.3", "--json"]).ends_with(9);
    assert_eq!(done.json()["waited"]["state"], "still_pending");
    place.sandbox.finish_pushes();
    place.sandbox.set(Switch::PendingEntry(seam_acs_sandbox::PendingEntry::Never));
    let done = place.run(&["wait", PERSON, GROUP, "--settle", "0.2"]).ends_with(9);
    assert!(done.out.contains("nothing showed the access system following"), "{done:?}");
}

#[test]
fn exit_codes_are_the_family_of_the_status() {
    let place = Place::new();
    for (name, value, code, text) in [
        ("SEAM_API_KEY", "", 2, "Must specify an api_key"),
        ("SEAM_API_KEY", "wrong", 2, "expected token to start with seam_"),
        ("SEAM_API_KEY", "seam_unknown", 5, "credentials"),
        ("SEAM_ENDPOINT", "http://127.0.0.1:9", 4, "no connection"),
    ] {
        let mut command = place.command(&["check", "--timeout", "2"]);
        let done = crate::command::Ended::of(command.env(name, value).output().unwrap()).ends_with(code);
        assert!(done.err.contains(text), "{done:?}");
        assert_eq!(done.out, "");
    }
}

#[test]
fn eight_says_that_nobody_knows() {
    let place = Place::new();
    place.sandbox.fault(
        Fault::on("/acs/users/add_to_access_group").dropped(DropAt::BeforeApplying, Ending::Close).always(),
    );
    let done = place.run(&["add", PERSON, GROUP, "--timeout", "1"]).ends_with(8);
    assert!(done.err.contains("may"), "{done:?}");
    assert_eq!(done.out, "");
    let done = place.run(&["add", PERSON, GROUP, "--timeout", "1", "--json"]).ends_with(8);
    assert_eq!(done.error()["outcome_unknown"], true);
    assert_eq!(done.error()["name"], "OUTCOME_UNKNOWN");
}

#[test]
fn what_nobody_answers_to_is_an_error_that_says_so() {
    let place = Place::new();
    for words in [["add", "Nobody", GROUP], ["add", PERSON, "Nowhere"], ["wait", "Nobody", GROUP]] {
        let done = place.run(&words).ends_with(2);
        assert!(done.err.contains("Nobody") || done.err.contains("Nowhere"), "{done:?}");
        assert_eq!(done.out, "");
    }
    let done = place.run(&["add", "Ada Lindqvest", "Enginering"]).ends_with(2);
    assert!(done.err.contains("did you mean \"Engineering\"?"), "{done:?}");
    let done = place.run(&["add", "Nobody", GROUP, "--json"]).ends_with(2);
    assert_eq!(done.error()["problems"][0]["value"], "Nobody");
}

/// Another system has a group of the same name, without members.
pub(crate) fn with_a_group_of_the_same_name() -> Place {
    Place::with(|seed| {
        let other = seed.systems[1].acs_system_id.clone();
        let mut twin = seed.groups[0].clone();
        "44444444-4444-4444-4444-000000000077".clone_into(&mut twin.acs_access_group_id);
        twin.acs_system_id = other;
        (twin.members, twin.entrances) = (Vec::new(), Vec::new());
        seed.groups.push(twin);
    })
}

#[test]
fn the_system_decides_between_groups_of_one_name() {
    let place = with_a_group_of_the_same_name();
    let system = place.sandbox.seed().systems[0].name.clone();
    let done = place.run(&["add", PERSON, GROUP]).ends_with(2);
    assert!(done.err.contains(Sandbox::GROUP), "both are listed: {done:?}");
    place.run(&["add", PERSON, GROUP, "--system", &system]).ends_with(0);
    assert!(place.has_newcomer());
}

#[test]
fn a_key_is_no_argument() {
    let place = Place::new();
    for word in ["--api-key", "--key", "--token"] {
        let done = place.run(&["check", word, "seam_x"]).ends_with(2);
        assert!(done.err.contains("unexpected argument") && !done.err.contains("seam_x"), "{done:?}");
    }
}

#[test]
fn numbers_of_seconds_are_checked_before_anything_is_asked() {
    let place = Place::new();
    for words in [["--timeout", "0"], ["--timeout", "nan"], ["--timeout", "3601"], ["--wait", "1e99"]] {
        let done = place.run(&["add", PERSON, GROUP, words[0], words[1]]).ends_with(2);
        assert!(done.err.contains(words[0]), "{done:?}");
    }
    assert!(place.sandbox.requests().is_empty());
}

#[test]
fn commands_and_options_that_are_misspelt_are_answered_with_the_nearest_and_none_is_abbreviated() {
    let place = Place::new();
    let done = place.run(&["chek"]).ends_with(2);
    assert!(done.err.contains("'check'"), "{done:?}");
    let done = place.run(&["add", PERSON, GROUP, "--wai", "5"]).ends_with(2);
    assert!(done.err.contains("'--wait'"), "{done:?}");
    assert!(place.sandbox.requests().is_empty());
}
