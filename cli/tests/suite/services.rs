//! The service files of the archive: what they start delivers, and ends well when it is stopped.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command};

use rustix::process::Signal;
use seam_acs_sandbox::Sandbox;

use crate::command::{Ended, PROGRAM, Place};
use crate::signals::send;

const INSTALLED: &str = "/usr/local/bin/seam-acs";

fn packaged(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ffi-c/packaging");
    fs::read_to_string(folder.join(name)).unwrap()
}

/// The values of a setting of the unit.
fn settings<'a>(unit: &'a str, name: &str) -> Vec<&'a str> {
    unit.lines().filter_map(|line| line.strip_prefix(name)?.strip_prefix('=')).collect()
}

/// The words of a command line as a service manager starts them: of the installed program.
fn started(place: &Place, line: &str) -> Command {
    let mut words = line.split_whitespace();
    assert_eq!(words.next(), Some(INSTALLED));
    let mut command = place.command(&words.collect::<Vec<_>>());
    command.env_remove("SEAM_API_KEY");
    command
}

/// What another process keeps reaches Seam while the service runs, and a stop ends it with 0.
#[track_caller]
fn delivers(place: &Place, service: &mut Command, folder: &Path) {
    let service: Child = service.spawn().unwrap();
    let words = ["outbox", "add", Sandbox::USER, Sandbox::GROUP, "--folder", folder.to_str().unwrap()];
    place.run(&words).ends_with(0);
    crate::outbox::wait_for("the addition is recorded", || place.has_newcomer());
    send(&service, Signal::TERM);
    let done = Ended::after(service).ends_with(0);
    assert!(done.out.contains(" recorded (request "), "{done:?}");
}

#[test]
fn the_systemd_unit_starts_a_delivery_with_the_key_that_it_is_handed() {
    let (place, unit) = (Place::new(), packaged("seam-acs-outbox.service"));
    let credential = settings(&unit, "LoadCredential")[0].split_once(':').unwrap();
    assert_eq!(credential.1, "/etc/seam-acs/api-key");
    place.file(credential.0, &place.sandbox.api_key());
    let credentials = place.folder().to_str().unwrap();
    let line = settings(&unit, "ExecStart")[0].replace("${CREDENTIALS_DIRECTORY}", credentials);
    let named = settings(&unit, "Environment")[0].strip_prefix("SEAM_ACS_OUTBOX=").unwrap();
    assert!(named.starts_with(&format!("/var/lib/{}/", settings(&unit, "StateDirectory")[0])));
    let folder = place.path("outbox");
    delivers(&place, started(&place, &line).env("SEAM_ACS_OUTBOX", &folder), &folder);
}

#[test]
fn systemd_takes_the_unit_and_finds_it_hardened() {
    let (place, unit) = (Place::new(), packaged("seam-acs-outbox.service"));
    assert_eq!(settings(&unit, "Restart"), ["always"]);
    // The age of a change depends on /proc/sys.
    assert!(settings(&unit, "ProcSubset").is_empty());
    let file = place.file("seam-acs-outbox.service", &unit.replace(INSTALLED, PROGRAM));
    let asked = |words: &[&str]| Command::new("systemd-analyze").args(words).arg(&file).output();
    let Ok(verified) = asked(&["verify", "--man=no"]) else { return };
    let verified = Ended::of(verified).ends_with(0);
    assert!(!verified.err.contains("seam-acs-outbox.service"), "{verified:?}");
    // In tenths, 0 being the best.
    let rated = Ended::of(asked(&["security", "--offline=true", "--threshold=20", "--no-pager"]).unwrap());
    assert!(rated.err.contains("unrecognized option") || rated.code == Some(0), "{rated:?}");
}

#[test]
fn the_openrc_script_starts_a_delivery_with_the_key_in_its_file() {
    let place = Place::new();
    let script = place.file("script", &packaged("seam-acs-outbox.openrc"));
    let state = place.path("state");
    let key = place.file("key", &place.sandbox.api_key());
    // OpenRC reads the script, prepares, and starts what its variables say.
    let read =
        "checkpath() { mkdir \"$6\" && echo \"$*\"; }; . \"$0\"; start_pre; echo \"$command $command_args\"";
    let mut shell = Command::new("sh");
    shell.args(["-euc", read, &script]).env("seam_acs_state", &state).env("seam_acs_key", key);
    let told = Ended::of(shell.output().unwrap()).ends_with(0);
    let lines: Vec<&str> = told.out.lines().collect();
    let prepared = format!("--directory --mode 0700 --owner seam-acs {}", state.display());
    assert_eq!((lines.len(), lines[0]), (2, prepared.as_str()));
    let folder: PathBuf = state.join("outbox");
    delivers(&place, &mut started(&place, lines[1]), &folder);
}
