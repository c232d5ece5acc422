//! The one tool that builds, installs and checks seam-acs.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program for people: it prints what it does")]
#![allow(
    clippy::format_push_string,
    clippy::format_collect,
    reason = "texts are small here, and this reads better"
)]

mod abi;
mod advisories;
mod commits;
mod demo;
mod docs;
mod install;
mod msrv;
mod package;
mod targets;
mod test;

use seam_acs_generator::{header, operations, runtimes};
use std::process::ExitCode;

const HELP: &str = "\
cargo xtask demo     builds the library and shows it at work from C, C++ and Python on a local sandbox
    --user U --group G   on a real server instead (needs SEAM_API_KEY): add U to G and take U out again
    --endpoint URL       that server; default: SEAM_ENDPOINT, else Seam

cargo xtask test     the everyday tests: formatting, lints, core, sandbox, C, C++, Python, header, pages
    --all                everything: languages, faults, packages, sanitizers, fuzzing, a short soak
    --changed REVISION   only what files that changed since then can affect
    --only STEP,STEP     these steps and what they come after; --list prints their names
    --no-install         install nothing; print what is missing

cargo xtask secrets  searches everything that the last run of all tests wrote for the key that it used

cargo xtask advisories  what the RustSec database knows of the crates in Cargo.lock, without a network
    --database FOLDER    that has rustsec-YYYY-MM-DD.tar.xz; default: ../shared/advisories

cargo xtask msrv     compiles what is shipped with the oldest Rust that Cargo.toml promises

cargo xtask targets  what is shipped on the machines beside this one, with zig as C compiler and linker
    --check              clippy for each
    --build TARGET       builds library and command for tests, and prints where they are, and where zig is

cargo xtask commits  checks the subjects of the commits: `area: imperative`, at most 72 characters

cargo xtask docs     builds docs/ as a static site in target/docs, with its links checked
    --check              reports it as a test

cargo xtask generate writes everything that api/operations.toml says: Rust, C, C++, Python, tables of tests, header, packages
    --check              only says whether it is up to date

cargo xtask header   writes include/seam_acs.h from ffi-c
    --check              only says whether it is up to date

cargo xtask abi      writes ffi-c/abi/seam_acs.abi, what compiled programs rely on, from the built library
    --check              only compares: with that file, and with every release
    --release            keeps header, description and two programs of this version for good

cargo xtask runtimes writes what the packages in ffi-c/runtimes have as data
    --check              only says whether it is up to date
    NAME…                for some of them: node, ruby, php, csharp, java, go

cargo xtask install  builds the optimised library and installs it for C and C++ developers
    --prefix P           default /usr/local
    --libdir L           default PREFIX/lib
    --includedir I       default PREFIX/include
    --destdir D          put in front of every path, for packagers
    --static-only, --shared-only

cargo xtask package  makes and proves what people take home who have no Rust, in target/packages
    --all                for aarch64 and armv7 as well as x86_64
    --target NAME        for one of the three alone

cargo xtask bench    measures us beside libcurl and Seam's own SDKs, and writes docs/benchmarks.md
    --quick              two rounds, printed: to see that everything works
    --built              with what the last run built
    --render             writes the page again from the figures of the last run
    --check              counts the instructions of a call; fails if they are more than recorded
    --packaged           in the library that `package` made, not in a fresh one
    --record             counts and records them

cargo xtask soak     what takes hours: millions of calls, fuzzing, many random cases; the results go into docs/soak.md
    --only PART,PART     these alone; --list prints their names, and fuzz stands for all fuzz targets
    --short              a few seconds of each, to see that it works; writes nothing down
    --minutes N          each fuzz target for so long instead of ten
    --keep-corpus        puts what the fuzzers found worth keeping into tests/fuzz/corpus
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[String]) -> anyhow::Result<ExitCode> {
    let Some((command, rest)) = arguments.split_first() else {
        print!("{HELP}");
        return Ok(ExitCode::SUCCESS);
    };
    match command.as_str() {
        "demo" => demo::run(rest),
        "test" => test::run(rest),
        "docs" => docs::run(rest),
        "generate" => operations::run(rest),
        "header" => header::run(rest),
        "abi" => abi::run(rest),
        "runtimes" => runtimes::run(rest),
        "install" => install::run(rest),
        "package" => package::run(rest),
        "bench" => seam_acs_bench::run(rest),
        "soak" => seam_acs_soak::run(rest),
        "advisories" => advisories::run(rest),
        "msrv" => msrv::run(rest),
        "targets" => targets::run(rest),
        "commits" => commits::run(rest),
        "secrets" => test::search_for_the_key(),
        "help" | "--help" | "-h" => {
            print!("{HELP}");
            Ok(ExitCode::SUCCESS)
        }
        other => anyhow::bail!("there is no command {other:?}; `cargo xtask` lists them"),
    }
}
