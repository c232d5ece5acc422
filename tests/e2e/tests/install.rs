//! A tree that `cargo xtask install` made and somebody moved is all that a C or C++ program needs.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test fails by panicking"
)]

use seam_acs_e2e::repository;
use seam_acs_sandbox::Sandbox;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The prefix, installed under one name and then moved to another: nothing in it may remember where it was made.
fn prefix() -> &'static Path {
    static PREFIX: OnceLock<PathBuf> = OnceLock::new();
    PREFIX.get_or_init(|| {
        let folder = seam_acs_e2e::scratch("install");
        let _ = std::fs::remove_dir_all(&folder);
        let mut install = seam_acs_e2e::xtask();
        install.args(["install", "--prefix", "/opt/made here", "--destdir"]).arg(folder.join("staged"));
        assert!(install.status().unwrap().success());
        let moved = folder.join("moved");
        std::fs::rename(folder.join("staged/opt/made here"), &moved).unwrap();
        moved
    })
}

/// A copy of an example's folder, away from the repository's headers.
fn copy_of(example: &str, purpose: &str) -> PathBuf {
    let copy = prefix().with_file_name(format!("{example}-{purpose}"));
    std::fs::create_dir_all(&copy).unwrap();
    for entry in
        std::fs::read_dir(repository().join("ffi-c/examples").join(example)).unwrap().map(Result::unwrap)
    {
        if entry.path().is_file() {
            std::fs::copy(entry.path(), copy.join(entry.file_name())).unwrap();
        }
    }
    copy
}

fn succeed(command: &mut Command) -> String {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let told =
        String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}: {}\n{told}", output.status);
    told
}

fn make(example: &str, link: &str) -> PathBuf {
    let folder = copy_of(example, &format!("make-{link}"));
    let mut make = Command::new("make");
    make.arg("-C").arg(&folder).env("PKG_CONFIG_PATH", prefix().join("lib/pkgconfig"));
    if link == "static" {
        make.arg("STATIC=1");
    }
    succeed(&mut make);
    folder.join("assign")
}

fn cmake(example: &str, link: &str) -> PathBuf {
    let folder = copy_of(example, &format!("cmake-{link}"));
    let mut configure = Command::new("cmake");
    configure.arg("-S").arg(&folder).arg("-B").arg(folder.join("build"));
    configure
        .arg(format!("-DCMAKE_PREFIX_PATH={}", prefix().display()))
        .arg(format!("-DSEAM_ACS_LINK={link}"));
    succeed(&mut configure);
    succeed(Command::new("cmake").arg("--build").arg(folder.join("build")));
    folder.join("build/assign")
}

/// Runs `assign`; only what is linked with the shared library is told where that is.
fn plays(program: &Path, link: &str) {
    let sandbox = Sandbox::start_default().unwrap();
    let mut assign = Command::new(program);
    assign.args(["--user", Sandbox::USER, "--group", Sandbox::GROUP, "--endpoint", sandbox.url()]);
    assign.env("SEAM_API_KEY", sandbox.api_key()).env_remove("SEAM_ENDPOINT").env_remove("LD_LIBRARY_PATH");
    if link == "shared" {
        assign.env("LD_LIBRARY_PATH", prefix().join("lib"));
    }
    let told = succeed(&mut assign);
    assert!(told.contains("The push has arrived"), "{told}");
    assert!(!sandbox.is_member(Sandbox::USER, Sandbox::GROUP));
}

#[test]
fn the_installed_libraries_have_nothing_that_only_a_debugger_reads() {
    let sections = |file: &str| {
        let mut readelf = Command::new("readelf");
        succeed(readelf.args(["--section-headers", "--wide"]).arg(prefix().join("lib").join(file)))
    };
    let shared = sections("libseam_acs.so");
    assert!(shared.contains(" .dynsym "), "{shared}");
    assert!(!shared.contains(" .symtab "), "{shared}");
    for file in ["libseam_acs.so", "libseam_acs.a"] {
        assert!(!sections(file).contains(" .debug_"), "{file}");
    }
}

#[test]
fn the_c_examples_build_by_make_and_pkg_config() {
    for link in ["shared", "static"] {
        plays(&make("c", link), link);
    }
}

#[test]
fn the_cpp_example_builds_by_make_and_pkg_config() {
    for link in ["shared", "static"] {
        plays(&make("cpp", link), link);
    }
}

#[test]
fn pkg_config_static_links_a_program_that_needs_no_library_at_all() {
    let folder = copy_of("c", "wholly-static");
    let mut flags = Command::new("pkg-config");
    flags
        .args(["--static", "--cflags", "--libs", "seam_acs"])
        .env("PKG_CONFIG_PATH", prefix().join("lib/pkgconfig"));
    let flags = succeed(&mut flags).trim().replace("\\ ", " ");
    let mut compiler = Command::new("cc");
    compiler
        .args(["-static", "-o", "assign", "assign.c"])
        .args(flags.split(" -").map(|flag| format!("-{}", flag.trim_start_matches('-'))));
    succeed(compiler.current_dir(&folder));
    plays(&folder.join("assign"), "static");
}

#[test]
fn the_licences_and_what_valgrind_needs_are_installed() {
    let share = prefix().join("share");
    let crates = std::fs::read_to_string(share.join("doc/seam_acs/licences/crates.txt")).unwrap();
    assert!(crates.contains("  rustls ") && crates.contains("MIT License"), "{crates}");
    assert!(share.join("doc/seam_acs/LICENSE").is_file());
    assert!(std::fs::read_to_string(share.join("seam_acs/seam_acs.supp")).unwrap().contains("Memcheck"));
}

#[test]
fn the_c_examples_build_by_cmake() {
    for link in ["shared", "static"] {
        plays(&cmake("c", link), link);
    }
}

#[test]
fn the_cpp_example_builds_by_cmake() {
    for link in ["shared", "static"] {
        plays(&cmake("cpp", link), link);
    }
}

#[test]
fn the_loader_and_the_linker_find_the_library_by_links() {
    let lib = prefix().join("lib");
    let target = |name: &str| std::fs::read_link(lib.join(name)).unwrap();
    assert_eq!(target("libseam_acs.so"), Path::new("libseam_acs.so.0"));
    let real = target("libseam_acs.so.0");
    assert_eq!(real, PathBuf::from(format!("libseam_acs.so.0.{}", VERSION.split_once('.').unwrap().1)));
    assert!(lib.join(real).is_file());
}

#[test]
fn pkg_config_knows_the_version() {
    let mut pkg_config = Command::new("pkg-config");
    pkg_config.args(["--modversion", "seam_acs"]).env("PKG_CONFIG_PATH", prefix().join("lib/pkgconfig"));
    assert_eq!(succeed(&mut pkg_config).trim(), VERSION);
}

#[test]
fn the_header_for_foreign_function_interfaces_has_no_directive_and_is_c() {
    let header = prefix().join("include/seam_acs_cdef.h");
    let text = std::fs::read_to_string(&header).unwrap();
    assert!(!text.lines().any(|line| line.trim_start().starts_with('#')), "{text}");
    assert!(text.contains("seam_acs_add_user_to_group("));
    let mut compiler = Command::new(std::env::var_os("CC").unwrap_or_else(|| "cc".into()));
    compiler.args([
        "-std=c89",
        "-Wall",
        "-Wextra",
        "-Werror",
        "-pedantic",
        "-fsyntax-only",
        "-include",
        "stddef.h",
        "-include",
        "stdint.h",
    ]);
    succeed(compiler.arg(&header));
}

#[test]
fn no_installed_text_names_the_folder_that_it_was_made_in() {
    for file in ["lib/pkgconfig/seam_acs.pc", "lib/cmake/SeamAcs/SeamAcsConfig.cmake"] {
        let text = std::fs::read_to_string(prefix().join(file)).unwrap();
        assert!(!text.contains("made here"), "{file}:\n{text}");
        assert!(!text.contains('@'), "{file} has a mark that nothing replaced:\n{text}");
    }
}
