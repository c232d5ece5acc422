//! A server that is killed in the middle of a list: the report says what the server had recorded, and not what the
//! client hoped.

use std::path::PathBuf;

use seam_acs_core::{Action, ApplyOptions, Client, Operation, Report};
use seam_acs_sandbox::SandboxProcess;

use crate::fixture::{LONG, assert_true, crowd, everybody, options_for, wait_until};

struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let folder = std::env::temp_dir().join(format!("seam-acs-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).expect("a folder");
        Folder(folder)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

const SLOW: [&str; 4] = ["--latency", "20", "--push-delay", "0"];

/// What a list of everybody ends as, and the port of its server, which is killed when so many changes are made.
fn killed_after(made: u64, action: Action, folder: &Folder, journal: Option<PathBuf>) -> (Report, String) {
    let (mut seed, people, groups) = crowd(667);
    if action == Action::Remove {
        for group in seed.groups.iter_mut().take(groups.len()) {
            group.members.extend(people.iter().cloned());
        }
    }
    let server = SandboxProcess::start(&folder.0, &seed, &SLOW).expect("a sandbox");
    let url = server.url().to_owned();
    let client = Client::new(&options_for(&url, &[("max_attempts", "2")])).expect("a client");
    let options = ApplyOptions { journal, ..ApplyOptions::default() };
    let operation = client.begin_apply(everybody(&people, &groups, action), &options).expect("begun");
    wait_until("some are made", || operation.progress().done >= made);
    let recorded = server.kill().expect("killed");
    let report = ended(&operation);
    assert_true(&report, |user, group| {
        let membership = recorded.get(&(user.to_owned(), group.to_owned()));
        membership.copied().unwrap_or(action == Action::Remove)
    });
    (report, url)
}

fn ended(operation: &Operation) -> Report {
    assert!(operation.wait(Some(LONG)), "it ends without its server");
    operation.report().expect("a report")
}

#[test]
fn a_server_that_is_killed_in_the_middle_leaves_a_true_report() {
    for (action, name) in [(Action::Add, "adding"), (Action::Remove, "removing")] {
        let made = fastrand::u64(300..1200);
        let (report, _) = killed_after(made, action, &Folder::new(name), None);
        let totals = report.totals();
        assert_eq!(report.len(), 2001);
        assert!(totals.applied as u64 >= made && totals.failed > 100, "{totals}");
        // Only what was under way is in doubt, and at the moment of the kill that may have been nothing.
        assert!(totals.outcome_unknown <= 64, "{totals}");
        assert!(report.to_retry().len() == totals.failed + totals.outcome_unknown, "a server may come back");
    }
}

#[test]
fn a_list_whose_server_was_killed_goes_on_when_the_server_is_back() {
    let folder = Folder::new("back");
    let journal = Some(folder.0.join("journal"));
    let (_, url) = killed_after(500, Action::Add, &folder, journal.clone());
    let (seed, people, groups) = crowd(667);
    let port = url.rsplit(':').next().expect("a port");
    let server =
        SandboxProcess::start(&folder.0, &seed, &["--push-delay", "0", "--port", port]).expect("a sandbox");
    let client = Client::new(&options_for(&url, &[])).expect("a client");
    let options = ApplyOptions { journal, ..ApplyOptions::default() };
    let operation =
        client.begin_apply(everybody(&people, &groups, Action::Add), &options).expect("the same list");
    let report = ended(&operation);
    assert_eq!(report.totals().as_asked(), 2001);
    assert!(report.totals().recorded_earlier > 100, "{}", report.totals());
    let recorded = server.kill().expect("killed");
    assert_true(&report, |user, group| recorded.get(&(user.to_owned(), group.to_owned())) == Some(&true));
}
