//! The library and the command for Linux with musl, in a root folder that has musl's loader and nothing else.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use seam_acs_e2e::platform::{Platform, run};
use seam_acs_sandbox::{Fault, Sandbox};

const LOADER: &str = "/lib/ld-musl-x86_64.so.1";
const LIBRARY: &str = "lib/libseam_acs.so.0";

macro_rules! programs {
    ($($name:ident)*) => {$(
        #[test]
        fn $name() {
            let sandbox = Sandbox::start_default().unwrap();
            run_shared(stringify!($name), &sandbox, &[]);
        }
    )*};
}

programs! { guide reads records bad_text null_table threads queue plan queries }

#[test]
fn a_call_without_an_answer_ends_by_its_deadline() {
    let sandbox = Sandbox::start_default().unwrap();
    sandbox.fault(Fault::on("/acs/users/add_to_access_group").always().hold());
    run_shared("deadline", &sandbox, &[]);
}

#[test]
fn an_outbox_keeps_and_delivers() {
    let sandbox = Sandbox::start_default().unwrap();
    let box_folder = root().join("kept");
    let _ = std::fs::remove_dir_all(&box_folder);
    run_shared("outbox", &sandbox, &["", "/kept"]);
    assert_eq!(std::fs::metadata(box_folder).unwrap().permissions().mode() & 0o777, 0o700);
}

#[test]
fn a_program_with_the_static_library_needs_no_loader() {
    let sandbox = Sandbox::start_default().unwrap();
    let archive = platform().built("libseam_acs.a");
    let flags = ["-static", &archive.to_string_lossy(), "-lunwind"];
    let program = platform().compile(&["tests/c/programs/guide.c"], "guide-static", &flags);
    run_in(&alone(&program), "guide-static", &[sandbox.url(), &sandbox.api_key()], &[]);
}

#[test]
fn the_command_is_one_file_that_needs_no_other() {
    let sandbox = Sandbox::start_default().unwrap();
    let environment = [("SEAM_API_KEY", &*sandbox.api_key()), ("SEAM_ENDPOINT", sandbox.url())];
    let folder = alone(&platform().built("seam-acs"));
    let user = "33333333-3333-3333-3333-333333333333";
    let group = "44444444-4444-4444-4444-444444444444";
    run_in(&folder, "seam-acs", &["add", user, group], &environment);
    let members = run_in(&folder, "seam-acs", &["members", group, "--json"], &environment);
    assert!(members.contains(user), "{members}");
}

fn run_shared(name: &str, sandbox: &Sandbox, more: &[&str]) {
    let library = root().join(LIBRARY);
    let flags = ["-dynamic", &library.to_string_lossy(), "-Wl,-rpath,/lib"];
    let program = platform().compile(&[&format!("tests/c/programs/{name}.c")], name, &flags);
    std::fs::copy(program, root().join(name)).unwrap();
    let key = sandbox.api_key();
    let arguments = [&[sandbox.url(), &*key], more].concat();
    run_in(root(), name, &arguments, &[]);
}

/// Runs a program of a root folder in it.
fn run_in(root: &Path, name: &str, arguments: &[&str], environment: &[(&str, &str)]) -> String {
    let mut unshare = Command::new("unshare");
    unshare.args(["--map-root-user", "--root"]).arg(root).arg(format!("/{name}"));
    unshare.args(arguments).env_clear().envs(environment.iter().copied());
    unshare.env("PATH", std::env::var_os("PATH").unwrap_or_default());
    run(unshare)
}

fn platform() -> &'static Platform {
    static PLATFORM: OnceLock<Platform> = OnceLock::new();
    PLATFORM.get_or_init(|| Platform::build("x86_64-unknown-linux-musl", "x86_64-linux-musl", "musl"))
}

/// With the loader, which is musl's libc as well, and the library.
fn root() -> &'static Path {
    static ROOT: OnceLock<PathBuf> = OnceLock::new();
    ROOT.get_or_init(|| {
        let root = platform().folder().join("root");
        std::fs::create_dir_all(root.join("lib")).unwrap();
        std::fs::copy(LOADER, root.join(LOADER.trim_start_matches('/'))).expect("musl's loader");
        std::fs::copy(platform().built("libseam_acs.so"), root.join(LIBRARY)).unwrap();
        root
    })
}

/// A root folder with one file.
fn alone(file: &Path) -> PathBuf {
    let name = file.file_name().unwrap();
    let folder = platform().folder().join(format!("{}-alone", name.to_string_lossy()));
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::copy(file, folder.join(name)).unwrap();
    folder
}
