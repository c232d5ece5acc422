//! The C programs against the sandbox: plain, under valgrind, and with the sanitizers.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};

use seam_acs_c_tests::{Dress, Failure, Library, Program, TlsDoor, start_deep_server};
use seam_acs_raw_server::{Answer, RawServer, Script};
use seam_acs_sandbox::{DropAt, Ending, Fault, Sandbox, SandboxOptions, Switch};

const ADD: &str = "/acs/users/add_to_access_group";
const ADD_IDENTITY: &str = "/acs/access_groups/add_user";
const REMOVE: &str = "/acs/users/remove_from_access_group";

/// One test for each dress.
macro_rules! programs {
    ($($(#[$about:meta])* $name:ident => $run:expr;)*) => {$(
        $(#[$about])*
        mod $name {
            use super::*;

            #[test]
            fn plain() -> Result<(), Failure> {
                $run(Program::compile(stringify!($name), Dress::Plain)?, Dress::Plain)
            }

            #[test]
            fn under_valgrind() -> Result<(), Failure> {
                $run(Program::compile(stringify!($name), Dress::Valgrind)?, Dress::Valgrind)
            }

            #[test]
            fn with_sanitizers() -> Result<(), Failure> {
                $run(Program::compile(stringify!($name), Dress::Sanitized)?, Dress::Sanitized)
            }

            #[test]
            fn on_sanitized_rust() -> Result<(), Failure> {
                $run(Program::compile(stringify!($name), Dress::OnSanitizedRust)?, Dress::OnSanitizedRust)
            }

            #[test]
            fn without_data_races() -> Result<(), Failure> {
                let dress = Dress::OnThreadSanitizedRust;
                $run(Program::compile(stringify!($name), dress)?, dress)
            }
        }
    )*};
}

programs! {
    /// No function crashes on NULL.
    null_table => on_a_sandbox;
    /// One object in the place of another, and after it was freed.
    handles => on_a_sandbox_and_after_the_end;
    /// Text that is not UTF-8 or no id is refused and named.
    bad_text => on_a_sandbox;
    /// Unknown options and values out of range are refused.
    options => on_a_sandbox;
    /// The guide's calls and what errors say.
    guide => on_a_sandbox_and_behind_tls;
    /// Every read, and the hatch.
    reads => on_a_sandbox_and_behind_tls;
    /// Values by type, errors on one line, lists page by page.
    records => on_a_sandbox;
    /// The log level of a running client, and the end of the library's threads.
    shutdown => with_a_log_to_read;
    /// What a long list lends, and that it is given back.
    long_list => on_a_server_with_a_large_group;
    /// 32 threads on one client.
    threads => on_a_sandbox;
    /// Clients and operations freed and cancelled in mid-request.
    free_in_flight => while_every_add_is_held;
    /// select, poll and epoll on a queue's descriptor.
    queue => on_a_sandbox;
    /// 1,000 operations in flight with 256 descriptors.
    thousand => with_a_slow_server;
    /// Descriptors and threads that the system refuses.
    exhausted => where_everybody_may_enter;
    /// Two changes of one pair begun together arrive in order.
    order => and_the_server_saw_each_pair_in_order;
    /// A forked child beside a parent in mid-request.
    forked => while_adds_are_slow;
    /// Lists of changes and what became of each.
    apply => with_a_person_refused_a_person_cut_off_and_a_group_held;
    /// Rosters, plans, guards.
    plan => on_a_sandbox;
    /// Who is where, and whether the access system has followed.
    queries => with_pushes_that_can_be_seen;
    /// Changes that are kept without a network, delivered, and told to a queue.
    outbox => with_a_folder;
    /// Two lines a change, or nothing is sent.
    audit => with_a_file_to_write;
}

/// Other programs are held to what is lost for certain: at an `exit` with threads that run, more is not known.
#[test]
fn after_shutdown_not_even_possibly_anything_is_lost() -> Result<(), Failure> {
    let sandbox = Sandbox::start_default()?;
    let program = Program::compile("shutdown", Dress::Valgrind)?;
    let door = TlsDoor::open(sandbox.url(), Library::build()?.folder())?;
    let log = std::env::temp_dir().join(format!("seam-acs-nothing-lost-{}.log", std::process::id()));
    let output = std::process::Command::new("valgrind")
        .args(["--quiet", "--error-exitcode=99", "--leak-check=full", "--fair-sched=try", "--num-callers=60"])
        .args([
            "--show-leak-kinds=definite,indirect,possible",
            "--errors-for-leak-kinds=definite,indirect,possible",
        ])
        .arg(format!("--suppressions={}", Library::build()?.root().join("tests/c/seam_acs.supp").display()))
        .arg(program.file())
        .args([door.url(), &sandbox.api_key(), &*door.ca_file().to_string_lossy(), &log.to_string_lossy()])
        .output()?;
    std::fs::remove_file(log)?;
    if output.status.success() {
        return Ok(());
    }
    Err(String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned().into())
}

/// Children that keep changes while their parent is at it. The allocators of the sanitizers are not made for that: a child
/// waits in them for a thread of its parent.
mod outbox_forked {
    use super::{Dress, Failure, Program, with_a_folder};

    #[test]
    fn plain() -> Result<(), Failure> {
        with_a_folder(Program::compile("outbox_forked", Dress::Plain)?, Dress::Plain)
    }

    #[test]
    fn under_valgrind() -> Result<(), Failure> {
        with_a_folder(Program::compile("outbox_forked", Dress::Valgrind)?, Dress::Valgrind)
    }
}

/// Only a plain run says anything about memory and stacks: the other dresses have their own.
#[test]
fn a_list_without_room_in_memory_is_refused_and_the_program_goes_on() -> Result<(), Failure> {
    let member = format!(r#"{{"acs_user_id": "u", "full_name": "{}"}}"#, "x".repeat(1000));
    let members = vec![member; 10_500].join(",");
    let answer = Answer::plain(200, format!(r#"{{"acs_users": [{members}], "ok": true}}"#));
    let server = RawServer::start(Script::answers(vec![answer]))?;
    Program::compile("small_memory", Dress::Plain)?.run(&[&server.url(), "seam_testkey_of_nobody"])
}

/// What is built for tests needs several times as much as what is shipped, of which `contained` of the end-to-end
/// tests says 16 kB; what a recursion through 127 levels took does not fit into this.
#[test]
fn deep_answers_need_no_deep_stack() -> Result<(), Failure> {
    let server = start_deep_server()?;
    Program::compile("small_stack", Dress::Plain)?.run(&[&server.url(), "seam_testkey_of_nobody", "", "64"])
}

/// It takes the 30 s in which a request that was given up may arrive, so it runs in one dress.
#[test]
fn a_remove_is_ok_only_when_an_add_that_was_given_up_can_arrive_no_more() -> Result<(), Failure> {
    remove_behind_a_late_add(ADD, None)
}

#[test]
fn a_remove_by_acs_user_id_knows_an_add_by_user_identity_that_was_given_up() -> Result<(), Failure> {
    remove_behind_a_late_add(ADD_IDENTITY, Some(Sandbox::USER_IDENTITY))
}

fn remove_behind_a_late_add(path: &str, identity: Option<&str>) -> Result<(), Failure> {
    let sandbox = Sandbox::start_default()?;
    sandbox.fault(Fault::on(path).hold().applied(false).apply_after_ms(8000));
    let (url, key) = (sandbox.url(), sandbox.api_key());
    let arguments: Vec<&str> = [url, &key].into_iter().chain(identity).collect();
    Program::compile("late", Dress::Plain)?.run(&arguments)?;
    if sandbox.is_member(Sandbox::USER, Sandbox::GROUP) { Err("the late add won".into()) } else { Ok(()) }
}

#[allow(clippy::needless_pass_by_value, reason = "the shape of every run")]
fn on_a_sandbox(program: Program, _: Dress) -> Result<(), Failure> {
    let sandbox = Sandbox::start_default()?;
    program.run(&[sandbox.url(), &sandbox.api_key()])
}

/// What was freed may be looked at in a plain run alone: the others stop a program for it, as they should.
#[allow(clippy::needless_pass_by_value, reason = "the shape of every run")]
fn on_a_sandbox_and_after_the_end(program: Program, dress: Dress) -> Result<(), Failure> {
    let sandbox = Sandbox::start_default()?;
    let after = if dress == Dress::Plain { "freed" } else { "" };
    program.run(&[sandbox.url(), &sandbox.api_key(), "", after])
}

#[allow(clippy::needless_pass_by_value, reason = "the shape of every run")]
fn with_a_log_to_read(program: Program, dress: Dress) -> Result<(), Failure> {
    let sandbox = Sandbox::start_default()?;
    let log = std::env::temp_dir().join(format!("seam-acs-levels-{}-{dress:?}.log", std::process::id()));
    program.run(&[sandbox.url(), &sandbox.api_key(), "", &log.to_string_lossy()])?;
    Ok(std::fs::remove_file(log)?)
}

#[allow(clippy::needless_pass_by_value, reason = "the shape of every run")]
fn with_a_folder(program: Program, dress: Dress) -> Result<(), Failure> {
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    let (sandbox, number) = (Sandbox::start_default()?, COUNT.fetch_add(1, Ordering::Relaxed));
    let name = format!("seam-acs-outbox-{}-{number}-{dress:?}", std::process::id());
    let folder = std::env::temp_dir().join(name);
    let _ = std::fs::remove_dir_all(&folder);
    program.run(&[sandbox.url(), &sandbox.api_key(), "", &folder.to_string_lossy()])?;
    Ok(std::fs::remove_dir_all(folder)?)
}

#[allow(clippy::needless_pass_by_value, reason = "the shape of every run")]
fn on_a_sandbox_and_behind_tls(program: Program, _: Dress) -> Result<(), Failure> {
    let sandbox = Sandbox::start_default()?;
    program.run(&[sandbox.url(), &sandbox.api_key()])?;
    let door = TlsDoor::open(sandbox.url(), Library::build()?.folder())?;
    program.run(&[door.url(), &sandbox.api_key(), &door.ca_file().to_string_lossy()])
}

/// Only the plain program loses its threads: valgrind and the sanitizers need some of their own.
#[allow(clippy::needless_pass_by_value, reason = "the shape of every run")]
fn where_everybody_may_enter(program: Program, dress: Dress) -> Result<(), Failure> {
    let sandbox = Sandbox::start_default()?;
    let (url, key) = (sandbox.url(), sandbox.api_key());
    if dress != Dress::Plain {
        return program.run(&[url, &key, ""]);
    }
    let folder = std::env::temp_dir().join(format!("seam-acs-exhausted-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    program.run(&[url, &key, "", &folder.to_string_lossy()])?;
    let audit = std::fs::read_to_string(folder.join("audit"))?;
    std::fs::remove_dir_all(&folder)?;
    // Three changes, with an intent and a result each.
    if audit.lines().count() == 6 { Ok(()) } else { Err(format!("the audit log is {audit}").into()) }
}

/// Each member has fields that nobody knows, one that is there twice, and texts with escapes.
#[allow(clippy::needless_pass_by_value, reason = "the shape of every run")]
fn on_a_server_with_a_large_group(program: Program, dress: Dress) -> Result<(), Failure> {
    let member = |number: u32| {
        format!(
            r#"{{"acs_user_id": "user-{number}", "full_name": "Zo\u00eb \"{number}\"", "twice": 1,
              "access_schedule": {{"starts_at": null, "ends_at": "ends {number}"}}, "number": -1.50,
              "is_suspended": false, "empty": "", "nothing": null, "with_nul": "a\u0000b", "warnings": [],
              "errors": [{{"code": "code"}}, {{"code": "code-{number}"}}],
              "of_tomorrow": {{"deep": {{"er": "deep {number}"}}}}, "twice": "last {number}"}}"#
        )
    };
    // What valgrind and the sanitizers keep is theirs, and they are slow.
    let (count, most_kept) = if dress == Dress::Plain { (10_000, "2000") } else { (500, "0") };
    let members = (0..count).map(member).collect::<Vec<_>>().join(",");
    let answer = Answer::plain(200, format!(r#"{{"acs_users": [{members}], "ok": true}}"#));
    let server = RawServer::start(Script::answers(vec![answer]))?;
    program.run(&[&server.url(), "seam_testkey_of_nobody", "", &count.to_string(), most_kept])
}

#[allow(clippy::needless_pass_by_value, reason = "the shape of every run")]
fn while_every_add_is_held(program: Program, _: Dress) -> Result<(), Failure> {
    let sandbox = Sandbox::start_default()?;
    sandbox.fault(Fault::on(ADD).always().hold());
    program.run(&[sandbox.url(), &sandbox.api_key()])
}

#[allow(clippy::needless_pass_by_value, reason = "the shape of every run")]
fn while_adds_are_slow(program: Program, _: Dress) -> Result<(), Failure> {
    let sandbox = Sandbox::start_default()?;
    sandbox.fault(Fault::on(ADD).always().delay_ms(4000));
    program.run(&[sandbox.url(), &sandbox.api_key()])
}

#[allow(clippy::needless_pass_by_value, reason = "the shape of every run")]
fn with_a_person_refused_a_person_cut_off_and_a_group_held(
    program: Program,
    _: Dress,
) -> Result<(), Failure> {
    let sandbox = Sandbox::start_default()?;
    let person = |last: u8| format!("33333333-3333-3333-3333-0000000000{last:02}");
    sandbox.fault(Fault::on(ADD).user(&person(3)).always().status(403));
    sandbox.fault(Fault::on(ADD).user(&person(4)).always().dropped(DropAt::AfterApplying, Ending::Close));
    sandbox.fault(Fault::on(ADD).group("44444444-4444-4444-4444-000000000004").always().hold());
    let journal = fresh_file("journal")?;
    program.run(&[sandbox.url(), &sandbox.api_key(), "", &journal])?;
    let night_shift = "44444444-4444-4444-4444-000000000003";
    let adds = sandbox.requests().into_iter().filter(|request| {
        let body = request.json();
        let field = |name: &str| body.get(name).and_then(|id| id.as_str()).map(str::to_owned);
        request.path == ADD
            && field("acs_user_id").as_deref() == Some(Sandbox::USER)
            && field("acs_access_group_id").as_deref() == Some(night_shift)
    });
    let adds = adds.count();
    // Each run of the list whose journal was set aside sends its own.
    if adds == 2 { Ok(()) } else { Err(format!("the journal's change was sent {adds} times").into()) }
}

#[allow(clippy::needless_pass_by_value, reason = "the shape of every run")]
fn with_pushes_that_can_be_seen(program: Program, _: Dress) -> Result<(), Failure> {
    let sandbox = Sandbox::start_default()?;
    // Long enough for the first look of a wait under valgrind.
    sandbox.set(Switch::PushDelayMs(Some(3000)));
    program.run(&[sandbox.url(), &sandbox.api_key()])
}

#[allow(clippy::needless_pass_by_value, reason = "the shape of every run")]
fn with_a_file_to_write(program: Program, _: Dress) -> Result<(), Failure> {
    let sandbox = Sandbox::start_default()?;
    program.run(&[sandbox.url(), &sandbox.api_key(), "", &fresh_file("audit")?])
}

/// The path of a file that is not there.
fn fresh_file(purpose: &str) -> Result<String, Failure> {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    let name = format!("{purpose}-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
    let path = Library::build()?.folder().join(name);
    match std::fs::remove_file(&path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(path.to_string_lossy().into_owned()),
    }
}

#[allow(clippy::needless_pass_by_value, reason = "the shape of every run")]
fn with_a_slow_server(program: Program, _: Dress) -> Result<(), Failure> {
    let sandbox = Sandbox::start_default()?;
    sandbox.fault(Fault::on("/acs/users/list_accessible_entrances").always().delay_ms(50));
    program.run(&[sandbox.url(), &sandbox.api_key()])
}

#[allow(clippy::needless_pass_by_value, reason = "the shape of every run")]
fn and_the_server_saw_each_pair_in_order(program: Program, dress: Dress) -> Result<(), Failure> {
    // Valgrind takes a hundred times as long and looks for other faults than a wrong order.
    let pairs = if dress == Dress::Valgrind { 100 } else { 3000 };
    let sandbox = Sandbox::start(SandboxOptions::default())?;
    program.run(&[sandbox.url(), &sandbox.api_key(), "", &pairs.to_string()])?;
    let mut seen: HashMap<String, Vec<String>> = HashMap::new();
    for request in sandbox.requests() {
        let body = request.json();
        let user = body.get("acs_user_id").and_then(|id| id.as_str()).unwrap_or_default().to_owned();
        seen.entry(user).or_default().push(request.path);
    }
    let in_order = seen.values().filter(|paths| *paths == &[ADD, REMOVE]).count();
    if in_order == pairs { Ok(()) } else { Err(format!("in order: {in_order} of {pairs}").into()) }
}
