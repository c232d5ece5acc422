//! What a host does to its process while calls are in flight: signals, cancelled threads, exits, loading and unloading.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::PathBuf;

use seam_acs_c_tests::{Dress, Failure, Library, Program, TlsDoor};
use seam_acs_raw_server::{Answer, Extent, RawServer, Script, Step};
use seam_acs_sandbox::{Fault, Sandbox};

const ADD: &str = "/acs/users/add_to_access_group";

#[test]
fn broken_connections_and_a_broken_log_raise_no_sigpipe() -> Result<(), Failure> {
    let server = RawServer::start(resetting())?;
    Program::compile("sigpipe", Dress::Plain)?.run(&[&server.url(), "seam_test"])
}

#[test]
fn broken_tls_connections_raise_no_sigpipe() -> Result<(), Failure> {
    let server = RawServer::start(resetting())?;
    let door = TlsDoor::open(&server.url(), Library::build()?.folder())?;
    let authority = door.ca_file().to_string_lossy();
    Program::compile("sigpipe", Dress::Plain)?.run(&[door.url(), "seam_test", &authority])
}

/// Every connection answers once. It is kept, and reset as soon as the next request begins to come on it.
fn resetting() -> Script {
    let recorded = Answer::json(200, serde_json::json!({ "ok": true }));
    Script::each_connection(vec![Step::Answer(recorded), Step::Read(Extent::Head), Step::Reset])
}

#[test]
fn a_thousand_alarms_a_second_disturb_no_call_and_no_wait() -> Result<(), Failure> {
    let sandbox = Sandbox::start_default()?;
    sandbox.fault(Fault::on(ADD).user("held").always().hold());
    let door = TlsDoor::open(sandbox.url(), Library::build()?.folder())?;
    let (authority, files) = (door.ca_file().to_string_lossy().into_owned(), fresh_folder("alarms")?);
    let program = Program::compile("sigalrm", Dress::Plain)?;
    program.run(&[door.url(), &sandbox.api_key(), &authority, &files])
}

#[test]
fn ctrl_c_ends_a_program_and_with_a_handler_its_calls() -> Result<(), Failure> {
    let sandbox = Sandbox::start_default()?;
    sandbox.fault(Fault::on(ADD).always().hold());
    Program::compile("sigint", Dress::Plain)?.run(&[sandbox.url(), &sandbox.api_key()])
}

#[test]
fn a_cancelled_thread_comes_back_from_its_call_before_it_ends() -> Result<(), Failure> {
    let sandbox = Sandbox::start_default()?;
    sandbox.fault(Fault::on(ADD).user("held").always().hold());
    let program = Program::compile("thread_cancel", Dress::Plain)?;
    program.run(&[sandbox.url(), &sandbox.api_key(), "", &fresh_folder("cancelled")?])
}

/// Only root can make a pid namespace; CI is root.
#[test]
fn a_child_with_the_pid_of_an_ancestor_works_as_any_other() -> Result<(), Failure> {
    if fs::metadata("/proc/self")?.uid() != 0 {
        eprintln!("skipped: only root can make a pid namespace");
        return Ok(());
    }
    let sandbox = Sandbox::start_default()?;
    Program::compile("same_pid", Dress::Plain)?.run(&[sandbox.url(), &sandbox.api_key()])
}

#[test]
fn a_program_that_becomes_a_daemon_works_and_keeps_its_files() -> Result<(), Failure> {
    for first_call in ["late", "early"] {
        for way in ["fork", "same"] {
            become_a_daemon(first_call, way)?;
        }
    }
    Ok(())
}

#[test]
fn a_change_under_way_while_its_descriptors_are_closed_ends_as_unknown() -> Result<(), Failure> {
    become_a_daemon("held", "same")
}

fn become_a_daemon(first_call: &str, way: &str) -> Result<(), Failure> {
    let sandbox = Sandbox::start_default()?;
    sandbox.fault(Fault::on(ADD).always().hold());
    let folder = fresh_folder(&format!("daemon-{first_call}-{way}"))?;
    let program = Program::compile("daemon", Dress::Plain)?;
    program
        .run(&[sandbox.url(), &sandbox.api_key(), "", &folder, first_call, way])
        .map_err(|failure| format!("first call {first_call}, {way}: {failure}").into())
}

#[test]
fn a_clock_that_is_far_wrong_ends_no_thread() -> Result<(), Failure> {
    let sandbox = Sandbox::start_default()?;
    let door = TlsDoor::open(sandbox.url(), Library::build()?.folder())?;
    let (program, authority) = (Program::compile("clock", Dress::Plain)?, door.ca_file().to_string_lossy());
    for (name, seconds) in [("never-set", "-5"), ("far-ahead", "400000000000")] {
        for (url, authority) in [(sandbox.url(), ""), (door.url(), &*authority)] {
            let folder =
                fresh_folder(&format!("clock-{name}{}", if authority.is_empty() { "" } else { "-tls" }))?;
            program.run(&[url, &sandbox.api_key(), authority, &folder, seconds])?;
        }
    }
    Ok(())
}

#[test]
fn a_log_whose_disk_hangs_stalls_no_call_and_no_other_client() -> Result<(), Failure> {
    let sandbox = Sandbox::start_default()?;
    let program = Program::compile("hung_log", Dress::Plain)?;
    program.run(&[sandbox.url(), &sandbox.api_key(), "", &fresh_folder("hung-log")?])
}

#[test]
fn a_process_ends_cleanly_with_calls_in_flight() -> Result<(), Failure> {
    let sandbox = Sandbox::start_default()?;
    Program::compile("exits", Dress::Plain)?.run(&[sandbox.url(), &sandbox.api_key()])
}

#[test]
fn a_thousand_times_loaded_and_unloaded() -> Result<(), Failure> {
    let sandbox = Sandbox::start_default()?;
    let library = Library::build()?.file().to_string_lossy().into_owned();
    Program::compile("reloaded", Dress::Plain)?.run(&[sandbox.url(), &sandbox.api_key(), &library])
}

#[test]
fn two_copies_in_one_process_work_side_by_side() -> Result<(), Failure> {
    let sandbox = Sandbox::start_default()?;
    let folder = PathBuf::from(fresh_folder("copies")?);
    let mut copies = Vec::new();
    for plugin in ["one", "other"] {
        let copy = folder.join(plugin).join("libseam_acs.so");
        fs::create_dir_all(folder.join(plugin))?;
        fs::copy(Library::build()?.file(), &copy)?;
        copies.push(copy.to_string_lossy().into_owned());
    }
    let program = Program::compile("two_copies", Dress::Plain)?;
    let arguments: Vec<&str> = copies.iter().map(String::as_str).collect();
    program.run(&[&[sandbox.url(), &sandbox.api_key()], arguments.as_slice()].concat())
}

/// A folder with nothing in it; the result ends with a slash.
fn fresh_folder(purpose: &str) -> Result<String, Failure> {
    let folder = Library::build()?.folder().join(purpose);
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    Ok(format!("{}/", folder.to_string_lossy()))
}
