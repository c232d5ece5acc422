//! The library and the command for Windows, under Wine, against a sandbox on this machine.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use seam_acs_c_tests::TlsDoor;
use seam_acs_e2e::platform::{Platform, run, succeed};
use seam_acs_e2e::repository;
use seam_acs_sandbox::{Fault, Sandbox};

macro_rules! programs {
    ($($name:ident)*) => {$(
        #[test]
        fn $name() {
            let sandbox = Sandbox::start_default().unwrap();
            run_program(stringify!($name), &sandbox, &[]);
        }
    )*};
}

programs! { guide records bad_text null_table plan queries }

#[test]
fn the_library_exports_what_is_listed_and_nothing_else() {
    let mut objdump = Command::new("objdump");
    let told = succeed(objdump.arg("-p").arg(platform().built("seam_acs.dll")));
    let (_, table) = told.split_once("[Ordinal/Name Pointer] Table").expect("a table of exports");
    let exported: Vec<&str> = table
        .lines()
        .skip(1)
        .map_while(|line| line.trim().strip_prefix('[')?.split_whitespace().last())
        .collect();
    let list = std::fs::read_to_string(repository().join("ffi-c/symbols.txt")).unwrap();
    let lines = list.lines().filter(|line| !line.starts_with('#'));
    let mut listed: Vec<&str> = lines.filter_map(|line| line.split_whitespace().next()).collect();
    listed.sort_unstable();
    assert_eq!(exported, listed);
}

#[test]
fn a_call_without_an_answer_ends_by_its_deadline() {
    let sandbox = Sandbox::start_default().unwrap();
    sandbox.fault(Fault::on("/acs/users/add_to_access_group").always().hold());
    run_program("deadline", &sandbox, &[]);
}

#[test]
fn calls_go_through_tls_with_an_authority_that_an_option_names() {
    let sandbox = Sandbox::start_default().unwrap();
    let door = TlsDoor::open(sandbox.url(), &empty("tls")).unwrap();
    let program = compiled("guide");
    for (authority, is_trusted) in [(&*named(door.ca_file()), true), ("", false)] {
        let mut command = wine(&program);
        command.args([door.url(), &sandbox.api_key(), authority]);
        if is_trusted {
            run(command);
        } else {
            let told = command.output().unwrap();
            assert!(String::from_utf8_lossy(&told.stderr).contains("TLS: "), "{told:?}");
        }
    }
}

#[test]
fn an_outbox_keeps_and_delivers() {
    let sandbox = Sandbox::start_default().unwrap();
    let folder = empty("outbox");
    run_program("outbox", &sandbox, &["", &named(&folder.join("new"))]);
}

#[test]
fn events_threads_paths_and_unloading_and_nobody_else_reads_the_logs() {
    let sandbox = Sandbox::start_default().unwrap();
    let folder = empty("logs");
    let shared = empty("logs/shared");
    std::fs::set_permissions(shared, Permissions::from_mode(0o777)).unwrap();
    run_program("windows", &sandbox, &["", &named(&folder)]);
    for name in ["Schlüssel 鍵.log", "audit.log"] {
        is_read_by_nobody_else(&folder.join(name));
    }
}

#[test]
fn the_command_adds_plans_and_writes_a_plan_that_nobody_else_reads() {
    let sandbox = Sandbox::start_default().unwrap();
    let (user, group) = ("33333333-3333-3333-3333-333333333333", "44444444-4444-4444-4444-444444444444");
    let command = |words: &[&str]| {
        let mut command = wine(&platform().built("seam-acs.exe"));
        command.args(words).env("SEAM_API_KEY", sandbox.api_key()).env("SEAM_ENDPOINT", sandbox.url());
        run(command)
    };
    command(&["add", user, group]);
    assert!(command(&["members", group, "--json"]).contains(user));
    let table = empty("command").join("roster.csv");
    std::fs::write(&table, format!("acs_user_id,acs_access_group_id\r\n{user},{group}\r\n")).unwrap();
    let saved = table.with_file_name("plan.json");
    command(&["plan", &named(&table), "--save", &named(&saved)]);
    is_read_by_nobody_else(&saved);
}

/// Wine shows access lists as permissions, with those of the user's group beside the user's.
fn is_read_by_nobody_else(file: &Path) {
    const OTHERS: u32 = 0o007;
    let found = std::fs::metadata(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    assert!(found.len() > 0, "{} is empty", file.display());
    assert_eq!(found.permissions().mode() & OTHERS, 0, "{} is for all to read", file.display());
}

fn run_program(name: &str, sandbox: &Sandbox, more: &[&str]) {
    let mut command = wine(&compiled(name));
    command.args([sandbox.url(), &sandbox.api_key()]).args(more);
    run(command);
}

fn compiled(name: &str) -> PathBuf {
    let library = platform().built("libseam_acs.dll.a");
    let source = format!("tests/c/programs/{name}.c");
    platform().compile(&[&source], &format!("{name}-{}.exe", unique()), &[&library.to_string_lossy()])
}

/// Two tests may compile one program at once.
fn unique() -> usize {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

/// A program under Wine, with a Windows of these tests' own.
fn wine(program: &Path) -> Command {
    let mut wine = Command::new("wine");
    // Their own folder has the libraries that they need.
    wine.arg(program).current_dir(platform().folder());
    wine.env("WINEPREFIX", platform().folder().join("prefix")).env("WINEDEBUG", "-all");
    wine
}

fn platform() -> &'static Platform {
    static PLATFORM: OnceLock<Platform> = OnceLock::new();
    PLATFORM.get_or_init(|| {
        let platform = Platform::build("x86_64-pc-windows-gnu", "x86_64-windows-gnu", "windows");
        for name in ["seam_acs.dll", "seam_acs_copy.dll"] {
            std::fs::copy(platform.built("seam_acs.dll"), platform.folder().join(name)).unwrap();
        }
        let stub = ["tests/e2e/platforms/bcryptprimitives.c"];
        platform.compile(&stub, "bcryptprimitives.dll", &["-shared", "-ladvapi32"]);
        let mut boot = Command::new("wine");
        boot.args(["wineboot", "--init"]).env("WINEDEBUG", "-all");
        boot.env("WINEPREFIX", platform.folder().join("prefix"));
        run(boot);
        platform
    })
}

/// An empty folder of the tests.
fn empty(name: &str) -> PathBuf {
    let folder = platform().folder().join(name);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// A path as Windows sees it.
fn named(path: &Path) -> String {
    format!("Z:{}", path.display()).replace('/', "\\")
}
