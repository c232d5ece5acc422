//! What `cargo xtask demo` shows is what the server says, in all three languages.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test fails by panicking"
)]

use seam_acs_sandbox::{Fault, Sandbox, Switch};
use std::process::{Command, Output};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// How many programs play.
const PROGRAMS: usize = 3;

/// The demos share the folder in which they compile.
fn stage() -> MutexGuard<'static, ()> {
    static STAGE: Mutex<()> = Mutex::new(());
    STAGE.lock().unwrap_or_else(PoisonError::into_inner)
}

fn demo() -> Command {
    let mut demo = seam_acs_e2e::xtask();
    demo.arg("demo").env_remove("SEAM_PERSONAL_ACCESS_TOKEN").env_remove("SEAM_WORKSPACE_ID");
    demo
}

fn demo_on(sandbox: &Sandbox) -> Output {
    let mut demo = demo();
    demo.args(["--user", Sandbox::USER, "--group", Sandbox::GROUP, "--endpoint", sandbox.url()]);
    demo.env("SEAM_API_KEY", sandbox.api_key()).env_remove("SEAM_ENDPOINT");
    demo.output().unwrap()
}

fn told(output: &Output) -> String {
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    // Shown when a test fails.
    println!("{told}{}", String::from_utf8_lossy(&output.stderr));
    told
}

fn times(told: &str, words: &str) -> usize {
    told.matches(words).count()
}

fn changes(sandbox: &Sandbox) -> usize {
    let is_change = |path: &str| path.ends_with("_to_access_group") || path.ends_with("_from_access_group");
    sandbox.requests().iter().filter(|request| is_change(&request.path)).count()
}

#[test]
fn the_demo_opens_doors_on_a_sandbox_and_closes_them_again_whatever_the_environment_says() {
    let _stage = stage();
    let mut demo = demo();
    demo.env("SEAM_API_KEY", "seam_of_a_real_building").env("SEAM_ENDPOINT", "http://127.0.0.1:9");
    let output = demo.output().unwrap();
    let told = told(&output);
    assert!(output.status.success());
    assert_eq!(times(&told, "The person is Ada Lindqvist"), PROGRAMS);
    assert_eq!(times(&told, "Recorded by Seam (request "), 2 * PROGRAMS);
    assert_eq!(times(&told, "The push has arrived: Ada Lindqvist can open "), 2 * PROGRAMS);
    assert_eq!(times(&told, "NOT_FOUND (-5003)"), PROGRAMS);
    assert_eq!(times(&told, "Nothing changed"), 0);
    assert!(told.contains("cargo xtask install"));
}

#[test]
fn the_three_programs_say_the_same_words() {
    let _stage = stage();
    let told = told(&demo().output().unwrap());
    let said: Vec<String> = told.split("\n== The ").skip(1).map(without_request_ids).collect();
    assert_eq!(said.len(), PROGRAMS);
    assert!(said.iter().all(|one| one == &said[0]), "{said:#?}");
}

/// What one program said, from the line after its heading to the next heading.
fn without_request_ids(section: &str) -> String {
    let (_, words) = section.split_once('\n').unwrap();
    let words = words.split("\n== ").next().unwrap();
    let is_no_id =
        |word: &&str| !word.trim_matches(['(', ')', ';', '.']).starts_with("request") || *word == "request";
    words
        .trim()
        .lines()
        .map(|line| line.split(' ').filter(is_no_id).collect::<Vec<_>>().join(" ") + "\n")
        .collect()
}

#[test]
fn a_server_that_ignores_an_add_is_told_as_nothing_changed() {
    let _stage = stage();
    let sandbox = Sandbox::start_default().unwrap();
    sandbox.set(Switch::IgnoreChanges(true));
    let told = told(&demo_on(&sandbox));
    assert_eq!(
        times(&told, "Nothing changed: after 10 seconds Ada Lindqvist can open the same doors"),
        PROGRAMS
    );
    assert_eq!(times(&told, "The push has arrived"), 0);
    assert!(!sandbox.is_member(Sandbox::USER, Sandbox::GROUP));
}

#[test]
fn a_person_who_is_in_the_group_already_stays_there_and_nothing_is_sent() {
    let _stage = stage();
    let sandbox = Sandbox::start_default().unwrap();
    sandbox.put_membership(Sandbox::USER, Sandbox::GROUP, true);
    let output = demo_on(&sandbox);
    assert_eq!(times(&told(&output), "already, so this program stops here. Nothing was changed."), PROGRAMS);
    assert!(!output.status.success());
    assert!(sandbox.is_member(Sandbox::USER, Sandbox::GROUP));
    assert_eq!(changes(&sandbox), 0);
}

#[test]
fn a_membership_that_cannot_be_read_is_not_changed() {
    let _stage = stage();
    let sandbox = Sandbox::start_default().unwrap();
    sandbox.set(Switch::NotServed(vec!["/acs/access_groups/list_users".into()]));
    let output = demo_on(&sandbox);
    assert_eq!(times(&told(&output), "Nothing was changed."), PROGRAMS);
    assert_eq!(changes(&sandbox), 0);
}

#[test]
fn a_server_that_does_not_say_which_doors_still_gets_the_change_and_its_undoing() {
    let _stage = stage();
    let sandbox = Sandbox::start_default().unwrap();
    sandbox.set(Switch::NotServed(vec!["/acs/users/list_accessible_entrances".into()]));
    let output = demo_on(&sandbox);
    let told = told(&output);
    assert!(output.status.success());
    assert!(times(&told, "This server does not say which doors.") >= PROGRAMS);
    assert_eq!(times(&told, "Recorded by Seam (request "), 2 * PROGRAMS);
    assert!(!sandbox.is_member(Sandbox::USER, Sandbox::GROUP));
}

#[test]
fn a_person_is_taken_out_again_when_the_doors_can_no_longer_be_read() {
    let _stage = stage();
    assert!(demo().status().unwrap().success(), "the programs cannot be made");
    let workshop = seam_acs_artifacts::target().unwrap().join("demo");
    let mut python = Command::new("python3");
    python.arg(seam_acs_e2e::repository().join("bindings-python/examples/assign.py"));
    python.env("PYTHONPATH", workshop.join("python"));
    for mut program in
        [Command::new(workshop.join("assign-c")), Command::new(workshop.join("assign-c++")), python]
    {
        let sandbox = Sandbox::start_default().unwrap();
        sandbox.fault(Fault::on("/acs/users/list_accessible_entrances").status(403).after(1).always());
        program.args(["--user", Sandbox::USER, "--group", Sandbox::GROUP, "--endpoint", sandbox.url()]);
        let output = program.env("SEAM_API_KEY", sandbox.api_key()).output().unwrap();
        let told = told(&output);
        assert!(!output.status.success());
        assert_eq!(changes(&sandbox), 2);
        assert!(!sandbox.is_member(Sandbox::USER, Sandbox::GROUP));
        assert_eq!(times(&told, "Taking Ada Lindqvist out of Engineering."), 1);
        assert_eq!(times(&told, "FORBIDDEN (-5002)"), 1);
    }
}
