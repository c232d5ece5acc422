//! The programs on README.md's first screen are the ones in the examples, and they work.

use seam_acs_sandbox::Sandbox;
use std::path::{Path, PathBuf};
use std::process::Command;

fn repository() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

fn read(file: &str) -> String {
    std::fs::read_to_string(repository().join(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
}

/// The first code block in that language.
fn first_block(language: &str) -> String {
    let readme = read("README.md");
    let start = format!("```{language}\n");
    let (_, from) = readme.split_once(&start).unwrap_or_else(|| panic!("README.md shows no {language}"));
    from.split_once("```").map(|(block, _)| block.to_string()).unwrap()
}

fn run_on(sandbox: &Sandbox, mut program: Command) {
    program.env("SEAM_API_KEY", sandbox.api_key()).env("SEAM_ENDPOINT", sandbox.url());
    program.env_remove("SEAM_PERSONAL_ACCESS_TOKEN").env_remove("SEAM_WORKSPACE_ID");
    let output = program.output().unwrap();
    assert!(output.status.success(), "{}\n{}", output.status, String::from_utf8_lossy(&output.stderr));
}

fn compiled(source: &str) -> PathBuf {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let build =
        Command::new(cargo).current_dir(repository()).args(["build", "-q", "-p", "seam-acs-ffi"]).status();
    assert!(build.unwrap().success(), "libseam_acs does not build");
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("readme");
    std::fs::create_dir_all(&folder).unwrap();
    let library = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap().join("debug/libseam_acs.so");
    for name in ["libseam_acs.so", "libseam_acs.so.0"] {
        let _ = std::fs::remove_file(folder.join(name));
        std::os::unix::fs::symlink(&library, folder.join(name)).unwrap();
    }
    let program = folder.join("quick_start");
    let mut compiler = Command::new(std::env::var_os("CC").unwrap_or_else(|| "cc".into()));
    compiler.args([
        "-std=c89",
        "-pedantic",
        "-Wall",
        "-Wextra",
        "-Werror",
        "-Iinclude",
        source,
        "-lseam_acs",
    ]);
    compiler.arg("-L").arg(&folder).arg(format!("-Wl,-rpath,{}", folder.display())).arg("-o").arg(&program);
    assert!(compiler.current_dir(repository()).status().unwrap().success(), "{source} does not compile");
    program
}

#[test]
fn the_c_program_that_the_readme_shows_puts_the_user_into_the_group() {
    let source = "ffi-c/examples/c/quick_start.c";
    assert_eq!(first_block("c"), read(source), "README.md and {source} differ");
    let sandbox = Sandbox::start_default().unwrap();
    run_on(&sandbox, Command::new(compiled(source)));
    assert!(sandbox.is_member(Sandbox::USER, Sandbox::GROUP));
}

#[test]
fn the_python_script_that_the_readme_shows_puts_the_user_into_the_group() {
    let source = "bindings-python/examples/quick_start.py";
    assert_eq!(first_block("python"), read(source), "README.md and {source} differ");
    let sandbox = Sandbox::start_default().unwrap();
    // Made by `cargo xtask test --only python-package`.
    let mut script = Command::new(repository().join(".venv/bin/python"));
    script.arg(repository().join(source));
    run_on(&sandbox, script);
    assert!(sandbox.is_member(Sandbox::USER, Sandbox::GROUP));
}
