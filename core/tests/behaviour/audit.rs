//! The audit log: what was meant before it was sent, and what became of it.

use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Read, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use seam_acs_core::{Action, ApplyOptions, Call, Changes, Client, Queue, Status, User};
use seam_acs_sandbox::Fault;
use serde_json::Value;

use crate::fixture::{ADD, Fixture, GROUP, LONG, USER, add, options, options_for};

struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let folder = std::env::temp_dir().join(format!("seam-acs-audit-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder");
        Folder(folder)
    }

    fn file(&self) -> PathBuf {
        self.0.join("audit.jsonl")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn lines(file: &Path) -> Vec<Value> {
    let text = std::fs::read_to_string(file).expect("a log");
    text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

#[test]
fn a_change_leaves_an_intent_and_a_result_and_no_token() {
    let folder = Folder::new("pair");
    let file = folder.file();
    let fixture = Fixture::with(&[
        ("audit_log", file.to_str().expect("UTF-8")),
        ("actor", "ada"),
        ("reason", "new badge"),
    ]);
    let answer = fixture.add().expect("recorded");
    fixture.client.run(Call::check()).expect("a read leaves nothing");
    let found = lines(&file);
    assert_eq!(found.len(), 2);
    let (intent, result) = (&found[0], &found[1]);
    assert_eq!((&intent["event"], &intent["operation"]), (&"intent".into(), &"add".into()));
    assert_eq!((&intent["acs_user_id"], &intent["acs_access_group_id"]), (&USER.into(), &GROUP.into()));
    assert_eq!((&intent["actor"], &intent["reason"]), (&"ada".into(), &"new badge".into()));
    assert_eq!(intent["pid"], std::process::id());
    assert!(intent["host"].is_string() && intent["time"].as_str().is_some_and(|time| time.ends_with('Z')));
    assert_eq!(
        (&result["event"], &result["outcome"], &result["status"]),
        (&"result".into(), &"recorded".into(), &"OK".into())
    );
    assert_eq!((&result["id"], result["attempts"].as_u64()), (&intent["id"], Some(1)));
    assert_eq!((result["request_id"].as_str(), &result["http_status"]), (answer.request_id(), &200.into()));
    assert!(result["duration_ms"].is_u64() && intent["key"].is_string());
    let text = std::fs::read_to_string(&file).expect("a log");
    assert!(!text.contains(&fixture.sandbox.api_key()));
    assert_eq!(std::fs::metadata(&file).expect("a file").permissions().mode() & 0o777, 0o600);
}

#[test]
fn the_intent_is_there_while_the_request_is_under_way_and_the_result_after_a_cancel() {
    let folder = Folder::new("under-way");
    let fixture = Fixture::with(&[("audit_log", folder.file().to_str().expect("UTF-8"))]);
    fixture.sandbox.fault(Fault::on(ADD).hold());
    let operation = fixture.begin_add();
    fixture.wait_until_held(1);
    assert_eq!(lines(&folder.file()).len(), 1);
    operation.cancel();
    assert!(operation.wait(Some(LONG)));
    let found = lines(&folder.file());
    assert_eq!(found[1]["outcome"], "outcome_unknown");
    fixture.sandbox.release();
}

#[test]
fn nothing_is_sent_when_the_intent_cannot_be_written() {
    // Every write to this device fails as on a full disk.
    let full = [("audit_log", "/dev/full")];
    let fixture = Fixture::with(&full);
    let error = fixture.add().expect_err("refused");
    assert_eq!((error.status(), error.status().code(), error.attempts()), (Status::Audit, -7002, 0));
    assert!(fixture.sandbox.requests().is_empty());
    let client = fixture.another_client(&[full[0], ("audit_failure", "continue")]);
    client.run(add()).expect("sent all the same");
    let nowhere = options_for(&fixture.sandbox, &[("audit_log", "/no/such/folder/audit.jsonl")]);
    assert_eq!(Client::new(&nowhere).expect_err("told at once").status(), Status::Options);
    let anyway = [("audit_log", "/no/such/folder/audit.jsonl"), ("audit_failure", "continue")];
    fixture.another_client(&anyway).run(add()).expect("sent all the same");
}

#[test]
fn a_change_through_the_hatch_has_its_lines_and_is_not_sent_without_them() {
    let folder = Folder::new("hatch");
    let fixture = Fixture::with(&[("audit_log", folder.file().to_str().expect("UTF-8"))]);
    let params = format!(r#"{{"acs_user_id": "{USER}", "full_name": "Ada Byron"}}"#);
    let suspend = || Call::request("/acs/users/suspend", &params).expect("valid");
    let _ = fixture.client.run(suspend());
    fixture.client.run(Call::request("/acs/users/list", "").expect("valid")).expect("a read leaves nothing");
    let found = lines(&folder.file());
    assert_eq!(found.len(), 2);
    assert_eq!(
        (&found[0]["event"], &found[0]["operation"]),
        (&"intent".into(), &"/acs/users/suspend".into())
    );
    assert_eq!((&found[0]["acs_user_id"], &found[0]["full_name"]), (&USER.into(), &Value::Null));
    assert_eq!((&found[1]["event"], &found[1]["id"]), (&"result".into(), &found[0]["id"]));
    let full = Fixture::with(&[("audit_log", "/dev/full")]);
    assert_eq!(full.client.run(suspend()).expect_err("refused").status(), Status::Audit);
    assert!(full.sandbox.requests().is_empty());
}

#[test]
fn a_line_that_somebody_left_torn_is_ended_before_the_next_one_begins() {
    for sync in ["always", "never"] {
        let folder = Folder::new(sync);
        std::fs::write(folder.file(), "{\"event\":\"int").expect("written");
        let fixture =
            Fixture::with(&[("audit_log", folder.file().to_str().expect("UTF-8")), ("audit_sync", sync)]);
        fixture.add().expect("recorded");
        let text = std::fs::read_to_string(folder.file()).expect("a log");
        let mut found = text.lines();
        assert_eq!(found.next(), Some("{\"event\":\"int"));
        assert!(found.all(|line| serde_json::from_str::<Value>(line).is_ok()), "{text}");
    }
}

#[test]
fn a_renamed_log_is_opened_anew_and_a_scoped_handle_has_its_own_actor() {
    let folder = Folder::new("renamed");
    let fixture = Fixture::with(&[("audit_log", folder.file().to_str().expect("UTF-8")), ("actor", "ada")]);
    fixture.add().expect("recorded");
    let kept = folder.0.join("audit.1");
    std::fs::rename(folder.file(), &kept).expect("renamed");
    let scoped = fixture.client.with(&options(&[("actor", "björn")])).expect("a scoped handle");
    scoped.run(add()).expect("recorded");
    assert_eq!(lines(&kept)[0]["actor"], "ada");
    assert_eq!(lines(&folder.file())[0]["actor"], "björn");
}

#[test]
fn a_list_leaves_two_lines_a_change() {
    let folder = Folder::new("list");
    let fixture = Fixture::with(&[("audit_log", folder.file().to_str().expect("UTF-8"))]);
    let mut changes = Changes::new();
    for _ in 0..50 {
        changes.push(Action::Add, User::Acs(USER), GROUP).expect("valid");
        changes.push(Action::Remove, User::Acs(USER), GROUP).expect("valid");
    }
    let operation = fixture.client.begin_apply(changes, &ApplyOptions::default()).expect("begun");
    assert!(operation.wait(Some(LONG)));
    operation.result().expect("all of it");
    let found = lines(&folder.file());
    assert_eq!(found.len(), 200);
    let events: Vec<_> = found.iter().filter_map(|line| line["event"].as_str()).collect();
    assert!(
        events.chunks(2).all(|pair| pair == ["intent", "result"]),
        "one pair: each change waits for the one before"
    );
}

/// A log that takes nothing until somebody reads it: the thread that writes, which also looks up names, is held up.
struct Stuck {
    pipe: File,
    filled: usize,
}

impl Stuck {
    fn at(path: &Path) -> Stuck {
        assert!(Command::new("mkfifo").arg(path).status().expect("mkfifo").success());
        let mut how = OpenOptions::new();
        let mut pipe =
            how.read(true).write(true).custom_flags(libc::O_NONBLOCK).open(path).expect("a named pipe");
        let mut filled = 0;
        loop {
            match pipe.write(&[b'\n'; 512]) {
                Ok(written) => filled += written,
                Err(error) => {
                    assert_eq!(error.kind(), ErrorKind::WouldBlock);
                    return Stuck { pipe, filled };
                }
            }
        }
    }

    /// Reads until so many lines have come, and says what they are.
    fn release(mut self, count: usize) -> Vec<Value> {
        let mut text = Vec::new();
        let start = Instant::now();
        loop {
            let mut piece = [0; 4096];
            match self.pipe.read(&mut piece) {
                Ok(read) => text.extend_from_slice(&piece[..read]),
                Err(_) => std::thread::sleep(Duration::from_millis(2)),
            }
            let written = text.get(self.filled..).unwrap_or_default();
            let written = std::str::from_utf8(written).expect("UTF-8");
            if written.ends_with('\n') && written.lines().count() == count {
                return written.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
            }
            assert!(start.elapsed() < LONG, "{count} lines come");
        }
    }
}

#[test]
fn a_change_whose_intent_cannot_be_written_in_time_ends_at_its_deadline_unsent() {
    let folder = Folder::new("stuck");
    let stuck = Stuck::at(&folder.file());
    let deadline = Duration::from_millis(300);
    let fixture =
        Fixture::with(&[("audit_log", folder.file().to_str().expect("UTF-8")), ("timeout_ms", "300")]);
    for _ in 0..2 {
        let queue = Queue::new().expect("a queue");
        let start = Instant::now();
        let operation = fixture.begin_add();
        operation.attach(&queue, 1).expect("attached");
        assert_eq!(queue.next(Some(LONG)).expect("an end"), Some(1));
        assert!((deadline..deadline * 3).contains(&start.elapsed()), "{:?}", start.elapsed());
        let error = operation.result().expect_err("late");
        assert_eq!((error.status(), error.attempts()), (Status::Deadline, 0));
    }
    let cancelled = fixture.client.with(&options(&[("timeout_ms", "20000")])).expect("a handle");
    let operation = cancelled.begin(add()).expect("begun");
    operation.cancel();
    assert!(operation.wait(Some(LONG / 2)), "a cancel need not wait for the log either");
    assert_eq!(operation.result().expect_err("cancelled").status(), Status::Cancelled);
    assert!(fixture.sandbox.requests().is_empty());
    // The first intent was on its way; of the others nothing comes but what became of them.
    let lines = stuck.release(4);
    let told: Vec<_> = lines.iter().map(|line| (line["event"].as_str(), line["status"].as_str())).collect();
    assert_eq!(
        told,
        [
            (Some("intent"), None),
            (Some("result"), Some("DEADLINE")),
            (Some("result"), Some("DEADLINE")),
            (Some("result"), Some("CANCELLED")),
        ]
    );
    assert_eq!((&lines[0]["id"], &lines[1]["intent_was_written"]), (&lines[1]["id"], &true.into()));
    assert_eq!((&lines[2]["operation"], &lines[2]["intent_was_written"]), (&"add".into(), &false.into()));
}
