//! Help, completion, the manual and the demonstration.

use std::process::Command;

use seam_acs_sandbox::{SandboxProcess, Seed};

use crate::command::{Ended, Place};

const COMMANDS: [&str; 16] = [
    "check",
    "add",
    "remove",
    "members",
    "groups",
    "doors",
    "who-can-open",
    "apply",
    "plan",
    "sync",
    "wait",
    "export",
    "outbox",
    "demo",
    "completion",
    "man",
];

#[test]
fn help_has_examples_and_exit_codes() {
    let place = Place::new();
    for words in [vec!["--help"]].into_iter().chain(COMMANDS.map(|name| vec![name, "--help"])) {
        let done = place.run(&words).ends_with(0);
        assert_eq!(done.err, "");
        assert!(done.out.contains("examples:\n  "), "{done:?}");
        if !["completion", "man"].contains(&words[0]) {
            assert!((0..10).all(|code| done.out.contains(&format!("\n  {code}  "))), "{done:?}");
        }
    }
    assert!(place.run(&["--version"]).ends_with(0).out.starts_with("seam-acs 0."));
    place.run(&[]).ends_with(2);
    place.run(&["completion", "tcsh"]).ends_with(2);
}

#[test]
fn the_help_of_a_command_begins_with_what_the_list_says_of_it() {
    let place = Place::new();
    let list = place.run(&["--help"]).ends_with(0).out;
    for name in COMMANDS {
        let about = list.lines().find_map(|line| line.trim_start().strip_prefix(&format!("{name} ")));
        let about = about.expect("it stands in the list").trim();
        let own = place.run(&[name, "--help"]).ends_with(0).out;
        assert_eq!(own.lines().next(), Some(about), "{name}");
    }
}

#[test]
fn bash_completes_commands_and_options() {
    let place = Place::new();
    let script = place.run(&["completion", "bash"]).ends_with(0).out;
    for (words, at, expected) in [
        ("seam-acs who", 1, "who-can-open"),
        ("seam-acs sync --dr", 2, "--dry-run"),
        ("seam-acs apply --jo", 2, "--journal"),
    ] {
        let ask = format!(
            "{script}\nCOMP_WORDS=({words}); COMP_CWORD={at}; _seam__acs seam-acs \"${{COMP_WORDS[COMP_CWORD]}}\" x; \
             echo \"${{COMPREPLY[@]}}\""
        );
        let done = Ended::of(Command::new("bash").args(["-c", &ask]).output().unwrap()).ends_with(0);
        assert_eq!(done.out.trim(), expected, "{done:?}");
    }
}

#[test]
fn every_shell_is_told_every_command_and_option() {
    let place = Place::new();
    for shell in ["bash", "zsh", "fish", "powershell"] {
        let script = place.run(&["completion", shell]).ends_with(0).out;
        for word in COMMANDS.into_iter().chain(["allow-mass-removal", "max-pause"]) {
            assert!(script.contains(word), "{shell}: {word}");
        }
    }
}

#[test]
fn the_manual_has_a_page_for_each_command() {
    let place = Place::new();
    let page = place.run(&["man"]).ends_with(0).out;
    assert!(page.contains(".TH seam-acs 1") && page.contains("exit codes"), "{page}");
    for name in COMMANDS {
        let page = place.run(&["man", name]).ends_with(0).out;
        assert!(page.contains(&format!(".TH seam-acs-{name} 1")), "{page}");
    }
    let page = place.run(&["man", "outbox", "add"]).ends_with(0).out;
    assert!(page.contains(".TH seam-acs-outbox-add 1") && page.contains("good\\-for"), "{page}");
    place.run(&["man", "nothing"]).ends_with(2);
}

#[test]
fn the_demonstration_walks_through_add_wait_and_remove() {
    let place = Place::new();
    // It builds the program beside this one, where no other is named.
    drop(SandboxProcess::start(place.folder(), &Seed::default(), &[]).unwrap());
    let mut command = place.command(&["demo"]);
    if let Some(named) = std::env::var_os("SEAM_ACS_SANDBOX") {
        command.env("PATH", std::path::Path::new(&named).parent().unwrap());
    }
    let done = Ended::of(command.env_remove("SEAM_API_KEY").output().unwrap()).ends_with(0);
    for text in [
        "$ seam-acs add ada.lindqvist@harbour.example Engineering --wait 20",
        "The access system has followed: the user is in the group.",
        "The access system has followed: the user is not in the group.",
    ] {
        assert!(done.out.contains(text), "{done:?}");
    }
    assert!(place.sandbox.requests().is_empty(), "it talks to a sandbox of its own");
}
