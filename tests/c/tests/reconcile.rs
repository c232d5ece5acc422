//! The programs that make groups what a CSV file says, in C and in C++: dry run, guard, progress, and what is left.

use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

use seam_acs_c_tests::{Dress, Failure, Library, Program};
use seam_acs_sandbox::{Fault, Sandbox, SandboxOptions, Seed};

const ADD: &str = "/acs/users/add_to_access_group";
const CHIARA: &str = "33333333-3333-3333-3333-000000000003";
const BJORN: &str = "33333333-3333-3333-3333-000000000002";

/// Engineering has Björn; it is to have Ada and Chiara.
const ROSTER: &str = "E-mail;Name;Group;Floor\nx;Ada Lindqvist;Engineering;2\ny;Chiara Ruiz;Engineering;3\n";

/// Both languages in the same words.
type Compile = fn(&str, Dress) -> Result<Program, Failure>;
const LANGUAGES: [Compile; 2] = [Program::example, Program::cpp_example];

fn reconcile(
    compile: Compile,
    sandbox: &Sandbox,
    dress: Dress,
    roster: &[u8],
    more: &[&str],
) -> Result<(i32, String), Failure> {
    let file = roster_file(roster)?;
    let path = file.to_string_lossy().into_owned();
    let arguments = [&["--roster", &path, "--endpoint", sandbox.url()], more].concat();
    let said = compile("reconcile", dress)?.play(&arguments, &[("SEAM_API_KEY", &sandbox.api_key())]);
    std::fs::remove_file(file)?;
    said
}

fn roster_file(roster: &[u8]) -> Result<PathBuf, Failure> {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    let name = format!("roster-{}-{}.csv", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
    let file = Library::build()?.folder().join(name);
    std::fs::write(&file, roster)?;
    Ok(file)
}

fn changes(sandbox: &Sandbox) -> usize {
    sandbox.requests().iter().filter(|request| request.path.ends_with("_access_group")).count()
}

/// A sandbox whose first group has so many people more.
fn crowded(people: usize) -> Result<(Sandbox, Vec<String>), Failure> {
    let mut seed = Seed::default();
    let known = seed.users.len();
    seed = seed.with_more_users(people);
    let ids: Vec<String> = seed.users.iter().skip(known).map(|user| user.acs_user_id.clone()).collect();
    let group = seed.groups.iter_mut().find(|group| group.acs_access_group_id == Sandbox::GROUP);
    group.ok_or("a seed without the group")?.members.extend(ids.iter().cloned());
    Ok((Sandbox::start(SandboxOptions { seed, ..SandboxOptions::default() })?, ids))
}

#[test]
fn dry_run_shows_the_plan_and_changes_nothing() -> Result<(), Failure> {
    for compile in LANGUAGES {
        let sandbox = Sandbox::start_default()?;
        let (code, words) = reconcile(compile, &sandbox, Dress::Plain, ROSTER.as_bytes(), &[])?;
        assert_eq!(code, 0, "{words}");
        for part in [
            "has 2 rows.",
            "such as \"E-mail\", are ignored.",
            "+ Ada Lindqvist",
            "- Björn Okafor",
            "In all: 2 to add, 1 to remove, 0 stay",
            "Nothing was changed. Add --apply to do it.",
        ] {
            assert!(words.contains(part), "{part:?} is not in:\n{words}");
        }
        assert_eq!(changes(&sandbox), 0);
    }
    Ok(())
}

#[test]
fn applied_roster_is_what_the_server_has_in_every_dress() -> Result<(), Failure> {
    for compile in LANGUAGES {
        for dress in [Dress::Plain, Dress::Valgrind, Dress::Sanitized] {
            let sandbox = Sandbox::start_default()?;
            let (code, words) = reconcile(compile, &sandbox, dress, ROSTER.as_bytes(), &["--apply"])?;
            assert_eq!(code, 0, "{words}");
            assert!(words.contains("  3 of 3 done, 0 failed, "), "{words}");
            assert!(words.contains("  3 recorded by Seam; the access system follows\n"), "{words}");
            let mut members = sandbox.members(Sandbox::GROUP);
            members.sort();
            assert_eq!(members, [CHIARA, Sandbox::USER]);
        }
    }
    Ok(())
}

#[test]
fn roster_that_a_spreadsheet_saved_as_utf_16_is_understood() -> Result<(), Failure> {
    let utf16: Vec<u8> =
        "\u{feff}".encode_utf16().chain(ROSTER.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    for compile in LANGUAGES {
        let sandbox = Sandbox::start_default()?;
        let (code, words) = reconcile(compile, &sandbox, Dress::Plain, &utf16, &[])?;
        assert!(code == 0 && words.contains("In all: 2 to add, 1 to remove"), "{words}");
        let (code, words) = reconcile(compile, &sandbox, Dress::Plain, b"name\n\xe9\n", &[])?;
        assert!(code == 2 && words.contains("line 2") && words.contains("Nothing was changed.\n"), "{words}");
    }
    Ok(())
}

#[test]
fn guard_keeps_an_empty_file_from_locking_everyone_out() -> Result<(), Failure> {
    for compile in LANGUAGES {
        let sandbox = Sandbox::start_default()?;
        let more = ["--group", "Engineering", "--apply"];
        let (code, words) = reconcile(compile, &sandbox, Dress::Plain, b"acs_user_id\n", &more)?;
        assert_eq!(code, 7, "{words}");
        assert!(words.contains("GUARD (-7001)") && words.contains("would be left empty"), "{words}");
        // What would have happened stands before the words that refuse it.
        let shown = words.find("- Björn Okafor").zip(words.find("GUARD"));
        assert!(shown.is_some_and(|(plan, refusal)| plan < refusal), "{words}");
        assert!(words.ends_with("Nothing was changed.\n"), "{words}");
        assert_eq!(sandbox.members(Sandbox::GROUP), [BJORN]);
    }
    Ok(())
}

#[test]
fn guard_against_many_removals_can_be_set_aside() -> Result<(), Failure> {
    for compile in LANGUAGES {
        let (sandbox, ids) = crowded(30)?;
        let roster = ids.iter().take(10).fold("acs_user_id\n".to_owned(), |text, id| text + id + "\n");
        let group = ["--group", "Engineering", "--apply"];
        let (code, words) = reconcile(compile, &sandbox, Dress::Plain, roster.as_bytes(), &group)?;
        assert!(code == 7 && words.contains("would lose 21 of its 31 members"), "{words}");
        assert_eq!(changes(&sandbox), 0);
        let all = [&group[..], &["--allow-mass-removal"]].concat();
        let (code, words) = reconcile(compile, &sandbox, Dress::Plain, roster.as_bytes(), &all)?;
        assert!(code == 0 && words.contains("21 recorded by Seam"), "{words}");
        assert_eq!(sandbox.members(Sandbox::GROUP).len(), 10);
    }
    Ok(())
}

#[test]
fn change_that_is_refused_is_told_with_its_reason() -> Result<(), Failure> {
    for compile in LANGUAGES {
        let sandbox = Sandbox::start_default()?;
        sandbox.fault(Fault::on(ADD).user(CHIARA).always().status(403));
        let (code, words) = reconcile(compile, &sandbox, Dress::Plain, ROSTER.as_bytes(), &["--apply"])?;
        assert_eq!(code, 6, "{words}");
        for part in
            ["PARTIAL (-6001)", "  2 recorded by Seam", "  1 failed\n", &format!("    add user \"{CHIARA}\"")]
        {
            assert!(words.contains(part), "{part:?} is not in:\n{words}");
        }
        assert!(!sandbox.is_member(CHIARA, Sandbox::GROUP));
    }
    Ok(())
}

#[test]
fn wrong_arguments_show_how_it_is_used() -> Result<(), Failure> {
    for compile in LANGUAGES {
        let program = compile("reconcile", Dress::Plain)?;
        for arguments in [&["--roster"][..], &["--apply"], &["--roster", "f", "--colour", "red"], &[]] {
            let (code, words) = program.play(arguments, &[])?;
            assert_eq!(code, 2, "{words}");
            assert!(words.starts_with("usage: "), "{words}");
        }
    }
    Ok(())
}
