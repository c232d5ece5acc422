//! Locales: what the terminal's charset lacks is shown, and stops nothing.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;

use seam_acs_sandbox::Sandbox;

use crate::command::{Ended, GROUP, PERSON, Place};
use crate::rosters::staff;

/// The locale, and how `Ğül – é` is written in it.
const LOCALES: [(&str, &[u8]); 4] = [
    ("C", b"\\u{11e}\\u{fc}l \\u{2013} \\u{e9}"),
    ("en_US.ISO-8859-1", b"\\u{11e}\xfcl \\u{2013} \xe9"),
    ("tr_TR.ISO-8859-9", b"\xd0\xfcl \\u{2013} \xe9"),
    ("tr_TR.UTF-8", "Ğül – é".as_bytes()),
];

#[test]
fn a_name_that_the_charset_lacks_is_shown_and_the_work_goes_on() {
    for (locale, shown) in LOCALES {
        let place = Place::new();
        let mut command = place.command(&["add", "Ğül – é", GROUP]);
        let ended = command.env("LC_ALL", locale).output().unwrap();
        assert_eq!(ended.status.code(), Some(2));
        let has_name = ended.stderr.windows(shown.len()).any(|part| part == shown);
        assert!(has_name, "{locale}: {:?}", String::from_utf8_lossy(&ended.stderr));
        let done = place.command(&["add", PERSON, GROUP, "--json"]).env("LC_ALL", locale).output().unwrap();
        assert_eq!(done.status.code(), Some(0), "{locale}");
        assert!(place.sandbox.is_member(Sandbox::USER, Sandbox::GROUP), "{locale}");
    }
}

#[test]
fn a_night_run_goes_on_whatever_the_names_are() {
    for (locale, shown) in LOCALES {
        let place = Place::with(|seed| seed.users[0].full_name = "Ğül – é".to_owned());
        let staff = staff(&place);
        let mut command = place.command(&["sync", &staff, "--report", "report.csv"]);
        let ended = command.env("LC_ALL", locale).output().unwrap();
        assert_eq!(ended.status.code(), Some(0), "{locale}");
        let has_name = ended.stdout.windows(shown.len()).any(|part| part == shown);
        assert!(has_name, "{locale}: {:?}", String::from_utf8_lossy(&ended.stdout));
        assert_eq!(place.members(), [Sandbox::USER]);
        assert!(place.read("report.csv").contains("Ğül – é"), "files are UTF-8");
    }
}

#[test]
fn json_is_the_same_json_in_every_locale() {
    for (locale, _) in LOCALES {
        let place = Place::with(|seed| seed.users[1].full_name = "Ğül – \u{1f511}".to_owned());
        let done = place.command(&["members", GROUP, "--json"]).env("LC_ALL", locale).output().unwrap();
        let members: serde_json::Value = serde_json::from_slice(&done.stdout).unwrap();
        assert_eq!(members[0]["full_name"], "Ğül – \u{1f511}", "{locale}");
        assert_eq!(done.stdout.is_ascii(), locale != "tr_TR.UTF-8", "{locale}");
    }
}

#[test]
fn words_are_read_in_the_charset_they_are_typed_in() {
    for (locale, typed) in [
        ("tr_TR.ISO-8859-9", b"\xd0\xfcl".as_slice()),
        ("tr_TR.UTF-8", "Ğül".as_bytes()),
        ("C", "Ğül".as_bytes()),
    ] {
        let place = Place::with(|seed| seed.users[0].full_name = "Ğül".to_owned());
        let mut command = place.command(&["add"]);
        command.arg(OsStr::from_bytes(typed)).arg(GROUP).env("LC_ALL", locale);
        let done = command.output().unwrap();
        assert_eq!(done.status.code(), Some(0), "{locale}: {:?}", String::from_utf8_lossy(&done.stderr));
        assert!(place.has_newcomer(), "{locale}");
    }
    let place = Place::new();
    let mut command = place.command(&["add"]);
    let done =
        Ended::of(command.arg(OsStr::from_bytes(b"\xd0\xfcl")).arg(GROUP).output().unwrap()).ends_with(2);
    assert!(done.err.contains("charset"), "{done:?}");
}
