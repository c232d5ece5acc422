//! Options against each other and against the world.

use std::fs::Permissions;
use std::io::Read;
use std::os::fd::AsRawFd;
use std::os::unix::fs::PermissionsExt;

use seam_acs_core::{Client, Error, Options, Status};

use crate::fixture::{Fixture, add, options, wait_until};

#[test]
fn a_token_does_not_travel_in_clear_unless_allowed() {
    let make = |more: &[(&str, &str)]| {
        let mut all = vec![("api_key", "seam_test")];
        all.extend_from_slice(more);
        Client::new(&options(&all))
    };
    for good in [
        "https://panel.example",
        "http://127.0.0.1:8080",
        "http://localhost",
        "http://seam.localhost:3020",
        "http://[::1]:9",
        "http://127.9.9.9",
    ] {
        make(&[("endpoint", good)]).expect(good);
    }
    for bad in [
        "http://panel.example",
        "http://10.0.0.1",
        "http://127.0.0.1.example",
        "http://localhost.example",
        "ftp://x",
        "panel",
        "https://u:p@x",
        "https://x/?q=1",
    ] {
        assert_eq!(make(&[("endpoint", bad)]).expect_err(bad).status(), Status::Options);
    }
    make(&[("endpoint", "http://panel.example"), ("allow_insecure_http", "true")]).expect("allowed");
    let proxied = [("endpoint", "http://127.0.0.1:1"), ("proxy", "http://127.0.0.1:2")];
    assert!(matches!(make(&proxied), Err(Error::Options(_))), "a proxy would see the token");
}

/// The system knows no such name, and a search domain could: the token would go wherever that leads.
#[test]
fn a_name_of_localhost_is_this_machine_and_nobody_is_asked_for_it() {
    let fixture = Fixture::new();
    for name in ["localhost", "seam.localhost"] {
        let endpoint = fixture.sandbox.url().replace("127.0.0.1", name);
        let client = fixture.another_client(&[("endpoint", &endpoint)]);
        client.run(add()).expect(name);
    }
}

#[test]
fn limits_must_fit_into_the_deadline() {
    let make = |pairs: &[(&str, &str)]| {
        let mut all = vec![("api_key", "seam_test")];
        all.extend_from_slice(pairs);
        Client::new(&options(&all))
    };
    make(&[("timeout_ms", "10")]).expect("defaults shrink");
    let error = make(&[("timeout_ms", "10"), ("attempt_timeout_ms", "11")]).expect_err("longer");
    assert!(error.to_string().contains("attempt_timeout_ms"), "{error}");
    assert_eq!(Client::new(&Options::new()).expect_err("no key").status(), Status::Options);
}

#[test]
fn the_log_is_json_lines_without_the_token() {
    let directory = std::env::temp_dir().join(format!("seam-acs-log-{}", std::process::id()));
    std::fs::create_dir_all(&directory).expect("a folder");
    let file = directory.join("calls.log");
    let fixture = Fixture::with(&[("log_file", file.to_str().expect("UTF-8")), ("log_level", "trace")]);
    fixture.sandbox.fault(seam_acs_sandbox::Fault::on("*").status(503));
    fixture.add().expect("recorded");
    fixture.another_client(&[]).run(add()).expect("recorded");
    wait_until("the log is written", || {
        std::fs::read_to_string(&file).is_ok_and(|text| text.contains("call_answered"))
    });
    let text = std::fs::read_to_string(&file).expect("a log");
    assert!(!text.contains(&fixture.sandbox.api_key()));
    let lines: Vec<serde_json::Value> =
        text.lines().map(|line| serde_json::from_str(line).expect("a JSON line")).collect();
    assert_eq!(lines[0]["event"], "attempt_failed");
    assert_eq!(lines[1]["event"], "call_answered");
    assert!(lines[1]["request_id"].is_string() && lines[1]["attempts"] == 2);
    std::fs::remove_dir_all(&directory).expect("removed");
}

#[test]
fn a_log_is_for_its_owner_alone_also_where_it_was_there_with_wider_rights() {
    let file = std::env::temp_dir().join(format!("seam-acs-rights-{}.log", std::process::id()));
    for was_there in [false, true] {
        if was_there {
            std::fs::write(&file, "a line of before\n").expect("written");
            std::fs::set_permissions(&file, Permissions::from_mode(0o664)).expect("wider");
        }
        let made = options(&[("api_key", "seam_test"), ("log_file", file.to_str().expect("UTF-8"))]);
        let _client = Client::new(&made).expect("a client");
        assert_eq!(std::fs::metadata(&file).expect("a file").permissions().mode() & 0o777, 0o600);
    }
    assert_eq!(std::fs::read_to_string(&file).expect("a log"), "a line of before\n");
    std::fs::remove_file(&file).expect("removed");
}

#[test]
fn a_full_pipe_drops_log_lines_and_no_call_waits() {
    let (mut reader, writer) = std::io::pipe().expect("a pipe");
    let fd = writer.as_raw_fd().to_string();
    let fixture = Fixture::with(&[("log_fd", &fd), ("log_level", "info")]);
    // A pipe holds 64 KiB, and each line is longer than 100 bytes.
    for _ in 0..700 {
        fixture.add().expect("recorded");
    }
    let mut text = vec![0; 1 << 16];
    let read = reader.read(&mut text).expect("lines");
    assert!(read > 4096);
    for _ in 0..3 {
        fixture.add().expect("recorded");
    }
    let mut gathered = text[..read].to_vec();
    wait_until("the loss is told", || {
        // The pipe has room now, so one of the last calls reports what was dropped.
        fixture.add().expect("recorded");
        true
    });
    let dropped = loop {
        let read = reader.read(&mut text).expect("lines");
        gathered.extend_from_slice(&text[..read]);
        if String::from_utf8_lossy(&gathered).contains("log_lines_dropped") {
            break true;
        }
    };
    assert!(dropped);
}

#[test]
fn a_log_is_opened_anew_after_it_was_renamed_or_removed() {
    let name = format!("seam-acs-log-rotated-{}", std::process::id());
    let (file, aside) = (std::env::temp_dir().join(&name), std::env::temp_dir().join(format!("{name}.1")));
    let path = file.to_str().expect("UTF-8");
    let fixture = Fixture::with(&[("log_file", path), ("log_level", "info")]);
    let lines = |file: &std::path::Path| std::fs::read_to_string(file).map_or(0, |text| text.lines().count());
    fixture.add().expect("recorded");
    wait_until("the first line", || lines(&file) == 1);
    std::fs::rename(&file, &aside).expect("renamed");
    fixture.add().expect("recorded");
    wait_until("a line in the new file", || lines(&file) == 1);
    assert_eq!(lines(&aside), 1);
    std::fs::remove_file(&file).expect("removed");
    fixture.add().expect("recorded");
    wait_until("a line in the newest file", || lines(&file) == 1);
    std::fs::remove_file(&file).expect("removed");
    std::fs::remove_file(&aside).expect("removed");
}

#[test]
fn a_log_fd_that_became_another_file_gets_nothing_and_one_that_is_not_open_is_refused() {
    let (mut reader, writer) = std::io::pipe().expect("a pipe");
    let fd = writer.as_raw_fd();
    let fixture = Fixture::with(&[("log_fd", &fd.to_string()), ("log_level", "info")]);
    fixture.add().expect("recorded");
    let mut line = vec![0; 4096];
    assert!(reader.read(&mut line).expect("a line") > 0);
    let (mut of_another, another) = std::io::pipe().expect("a pipe");
    // SAFETY: the host gives the number to another file of its own.
    assert_eq!(unsafe { libc::dup2(another.as_raw_fd(), fd) }, fd);
    fixture.add().expect("recorded");
    // Drains what waits.
    drop(fixture);
    drop((writer, another));
    assert_eq!(of_another.read(&mut line).expect("its end"), 0);
    let made = options(&[("api_key", "seam_test"), ("log_fd", "1000000")]);
    let words = Client::new(&made).expect_err("refused").to_string();
    assert!(words.contains("log_fd 1000000 cannot be used"), "{words}");
}
