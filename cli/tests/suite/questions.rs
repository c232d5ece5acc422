//! `members`, `groups`, `doors` and `who-can-open`.

use seam_acs_sandbox::Sandbox;

use crate::changing::with_a_group_of_the_same_name;
use crate::command::{GROUP, Place};
use crate::outputs::in_shell;

#[test]
fn questions_are_answered_with_tables() {
    let place = Place::new();
    let done = place.run(&["members", GROUP]).ends_with(0);
    assert_eq!(
        done.out.lines().next().unwrap().split_whitespace().collect::<Vec<_>>(),
        ["NAME", "E-MAIL", "ACS", "USER"]
    );
    assert!(done.out.contains("Björn Okafor  bjorn.okafor@harbour.example  "), "{done:?}");
    assert!(
        place.run(&["groups", "bjorn.okafor@HARBOUR.example"]).ends_with(0).out.contains("Lobby and lifts")
    );
    let doors = place.run(&["doors", "Björn Okafor"]).ends_with(0);
    assert!(doors.out.contains("Server room         Engineering                   yes"), "{doors:?}");
    let done = place.run(&["who-can-open", "Control room"]).ends_with(0);
    assert!(done.out.contains("Daniel Weiss  Night shift (from 2025-01-01T22:00:00.000Z until"), "{done:?}");
    assert_eq!(done.err, "");
}

#[test]
fn json_is_what_the_api_says() {
    let place = Place::new();
    let members = place.run(&["members", GROUP, "--json"]).ends_with(0).json();
    assert_eq!(members[0]["full_name"], "Björn Okafor");
    let id = members[0]["acs_user_id"].as_str().unwrap().to_owned();
    let doors = place.run(&["doors", &id, "--json"]).ends_with(0).json();
    assert!(doors.as_array().unwrap().iter().all(|door| door["through"][0]["name"].is_string()));
    assert!(!place.run(&["groups", &id, "--json"]).ends_with(0).json().as_array().unwrap().is_empty());
}

#[test]
fn what_nobody_answers_to_is_an_error() {
    let place = Place::new();
    for words in
        [["groups", "Nobody"], ["members", "Nowhere"], ["who-can-open", "Narnia"], ["doors", "Nobody"]]
    {
        let done = place.run(&words).ends_with(2);
        assert!(done.err.contains(words[1]) && done.out.is_empty(), "{done:?}");
    }
}

#[test]
fn what_is_misspelt_is_answered_with_the_nearest() {
    let place = Place::new();
    for (words, meant) in [
        (["groups", "Bjorn Okafor"], "did you mean \"Björn Okafor\"?"),
        (["doors", "bjorn.okafor@harbor.example"], "did you mean \"bjorn.okafor@harbour.example\"?"),
        (["members", "Enginering"], "did you mean \"Engineering\"?"),
        (["who-can-open", "Server rom"], "did you mean \"Server room\"?"),
    ] {
        let done = place.run(&words).ends_with(2);
        assert!(done.err.contains(meant), "{done:?}");
    }
}

#[test]
fn a_name_that_several_answer_to_is_an_error_that_lists_them() {
    let twin = "33333333-3333-3333-3333-000000000099";
    let place = Place::with(|seed| {
        let mut other = seed.users[1].clone();
        other.acs_user_id = twin.to_owned();
        seed.users.push(other);
    });
    let first = place.sandbox.seed().users[1].acs_user_id.clone();
    let done = place.run(&["groups", "Björn Okafor"]).ends_with(2);
    assert!(done.err.contains(twin) && done.err.contains(&first), "{done:?}");
}

#[test]
fn of_several_the_one_in_the_system_is_meant() {
    let place = with_a_group_of_the_same_name();
    let [here, there] = [0, 1].map(|number| place.sandbox.seed().systems[number].name.clone());
    place.run(&["members", GROUP]).ends_with(2);
    let done = place.run(&["members", GROUP, "--system", &here]).ends_with(0);
    assert!(done.out.contains("Björn Okafor"), "{done:?}");
    let done = place.run(&["members", GROUP, "--system", &there]).ends_with(0);
    assert!(done.out.contains("Nobody is in Engineering."), "{done:?}");
    let done = place.run(&["members", GROUP, "--system", "Nowhere"]).ends_with(2);
    assert!(done.err.contains("--system is wrong: there is no access system \"Nowhere\""), "{done:?}");
}

#[test]
fn names_cannot_command_the_terminal_and_forge_no_rows() {
    let place = Place::with(|seed| {
        seed.users[1].full_name =
            "\u{1b}[2JMallory\u{7}\u{1b}]52;c;eA==\u{7}\nForged  row\u{202e}".to_owned();
        seed.groups[0].name = "Engi\u{9b}31mneering".to_owned();
    });
    let done = place.run(&["members", Sandbox::GROUP]).ends_with(0);
    assert!(done.out.contains("\\u{1b}[2JMallory\\u{7}"), "{done:?}");
    assert!(done.out.contains("\\nForged  row\\u{202e}"), "{done:?}");
    assert_eq!(done.out.lines().count(), 2, "{done:?}");
    assert!(!done.out.contains(['\u{1b}', '\u{7}', '\u{202e}']));
    let groups =
        place.run(&["groups", &place.sandbox.seed().users[1].acs_user_id.clone(), "--json"]).ends_with(0);
    assert!(!groups.out.contains('\u{9b}'));
    assert_eq!(groups.json()[0]["name"], "Engi\u{9b}31mneering");
}

#[test]
fn columns_are_as_wide_as_a_terminal_shows_them() {
    let place = Place::with(|seed| seed.users[1].full_name = "李小龍".to_owned());
    let done = place.run(&["members", GROUP]).ends_with(0);
    // Three letters of two columns each, and two spaces.
    assert!(done.out.contains("NAME    E-MAIL") && done.out.contains("李小龍  bjorn"), "{done:?}");
}

#[test]
fn an_answer_that_cannot_be_written_is_no_answer() {
    let place = Place::new();
    let done = in_shell(&place, "members Engineering", ">/dev/full").ends_with(2);
    assert!(done.err.contains("the answer could not be written: No space left"), "{done:?}");
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let done = place.command(&["members", GROUP]).stdout(writer).output().unwrap();
    assert_eq!((done.status.code(), done.stderr.as_slice()), (Some(3), b"".as_slice()));
}
