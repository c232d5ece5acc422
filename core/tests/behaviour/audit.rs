//! The audit log: what was meant before it was sent, and what became of it.

use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use seam_acs_core::{Action, ApplyOptions, Call, Changes, Client, Queue, Status, User};
use seam_acs_sandbox::Fault;
use serde_json::Value;

use crate::fixture::{ADD, Fixture, GROUP, LONG, USER, add, options, options_for, wait_until};

const OTHER_USER: &str = "33333333-3333-3333-3333-000000000006";

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
    let folder = Folder::new("lost");
    let path = folder.file();
    let lost = [("audit_log", path.to_str().expect("UTF-8"))];
    let fixture = Fixture::with(&lost);
    let anyway = fixture.another_client(&[lost[0], ("audit_failure", "continue")]);
    std::fs::remove_dir_all(&folder.0).expect("removed");
    let error = fixture.add().expect_err("refused");
    assert_eq!((error.status(), error.status().code(), error.attempts()), (Status::Audit, -7002, 0));
    assert!(fixture.sandbox.requests().is_empty());
    anyway.run(add()).expect("sent all the same");
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
    let sent = fixture.sandbox.requests().len();
    std::fs::remove_dir_all(&folder.0).expect("removed");
    assert_eq!(fixture.client.run(suspend()).expect_err("refused").status(), Status::Audit);
    assert_eq!(fixture.sandbox.requests().len(), sent);
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

/// The inodes of files whose disk hangs.
static HUNG: Mutex<Vec<u64>> = Mutex::new(Vec::new());

/// In the place of libc's, which `File::sync_data` calls.
// SAFETY: it does what libc's does, later.
#[unsafe(no_mangle)]
extern "C" fn fdatasync(fd: libc::c_int) -> libc::c_int {
    let inode = std::fs::metadata(format!("/proc/self/fd/{fd}")).map_or(0, |found| found.ino());
    let is_hung = || HUNG.lock().is_ok_and(|hung| hung.contains(&inode));
    while is_hung() {
        std::thread::sleep(Duration::from_millis(2));
    }
    // SAFETY: the call takes one number.
    libc::c_int::try_from(unsafe { libc::syscall(libc::SYS_fdatasync, fd) }).unwrap_or(-1)
}

/// A disk that takes what is written, and says so of nothing until it is released.
struct HungDisk(PathBuf, u64);

impl HungDisk {
    fn of(file: &Path) -> HungDisk {
        let inode = std::fs::metadata(file).expect("a log").ino();
        HUNG.lock().expect("no panic").push(inode);
        HungDisk(file.to_owned(), inode)
    }

    /// Waits until so many lines have come, and says what they are.
    fn release(self, count: usize) -> Vec<Value> {
        let (file, inode) = (self.0, self.1);
        HUNG.lock().expect("no panic").retain(|hung| *hung != inode);
        wait_until("the lines come", || lines(&file).len() == count);
        lines(&file)
    }
}

#[test]
fn a_change_whose_intent_cannot_be_written_in_time_ends_at_its_deadline_unsent() {
    let folder = Folder::new("stuck");
    let deadline = Duration::from_millis(300);
    let fixture =
        Fixture::with(&[("audit_log", folder.file().to_str().expect("UTF-8")), ("timeout_ms", "300")]);
    let disk = HungDisk::of(&folder.file());
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
    let lines = disk.release(4);
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

/// Opening a pipe would wait for its other end, and a device does who knows what.
#[test]
fn what_is_no_regular_file_is_refused_at_once_as_log_and_as_audit_log() {
    let folder = Folder::new("kinds");
    let pipe = folder.0.join("pipe");
    assert!(Command::new("mkfifo").arg(&pipe).status().expect("mkfifo").success());
    let socket = folder.0.join("socket");
    let _bound = std::os::unix::net::UnixListener::bind(&socket).expect("a socket");
    let kinds = [
        (pipe.to_str().expect("UTF-8"), "a pipe (FIFO)"),
        (socket.to_str().expect("UTF-8"), "a socket"),
        ("/dev/null", "a device"),
        ("/dev/full", "a device"),
        (folder.0.to_str().expect("UTF-8"), "a folder"),
    ];
    for (path, kind) in kinds {
        for option in ["log_file", "audit_log"] {
            let made = options(&[("api_key", "seam_test"), (option, path), ("audit_failure", "continue")]);
            let error = Client::new(&made).expect_err("refused");
            assert_eq!(error.status(), Status::Options);
            let words = error.to_string();
            assert!(words.contains(option) && words.contains(&format!("it is {kind}")), "{words}");
            assert_eq!(words.contains("log_fd"), option == "log_file", "{words}");
        }
    }
}

#[test]
fn the_hung_disk_of_one_client_stalls_no_other() {
    let (hung, other) = (Folder::new("hung"), Folder::new("other"));
    let fixture = Fixture::with(&[("audit_log", hung.file().to_str().expect("UTF-8"))]);
    let neighbour = fixture.another_client(&[("audit_log", other.file().to_str().expect("UTF-8"))]);
    let disk = HungDisk::of(&hung.file());
    let stalled = fixture.begin_add();
    wait_until("the intent is on its way", || lines(&hung.file()).len() == 1);
    let start = Instant::now();
    // Another user's: a change of the same pair would wait for its turn.
    let of_another = || Call::add_user_to_group(User::Acs(OTHER_USER), GROUP).expect("valid ids");
    neighbour.run(of_another()).expect("recorded");
    fixture.another_client(&[]).run(of_another()).expect("recorded");
    assert!(start.elapsed() < Duration::from_secs(2), "{:?}", start.elapsed());
    assert!(!stalled.wait(Some(Duration::ZERO)));
    disk.release(2);
    assert!(stalled.wait(Some(LONG)));
    stalled.result().expect("recorded");
}
