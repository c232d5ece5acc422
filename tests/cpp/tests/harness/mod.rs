//! Compiles a program of `programs/` against the header and the shared library, and runs it on a sandbox of its own.

use seam_acs_c_tests::TlsDoor;
use seam_acs_sandbox::{DropAt, Ending, Fault, Sandbox, SandboxOptions};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

/// The person whose changes never get an answer; `programs/sentences.hpp` calls them UNLUCKY.
const UNLUCKY: &str = "33333333-3333-3333-3333-000000000002";

/// How a program is built and run.
#[derive(Clone, Copy)]
pub(crate) enum Way {
    Plain,
    Valgrind,
    Sanitizers,
}

/// Builds and runs one program; the test fails with the program's own words.
pub(crate) fn holds(program: &str, standard: &str, way: Way) {
    let sandbox = sandbox();
    tells_no_lie(program, standard, way, &sandbox, &[("SEAM_ENDPOINT", sandbox.url())]);
}

/// The same through a door that speaks TLS, with a certificate authority of its own.
pub(crate) fn holds_over_tls(program: &str, standard: &str, way: Way) {
    let sandbox = sandbox();
    let door = TlsDoor::open(sandbox.url(), library()).expect("a door opens on a free port");
    let authority = door.ca_file().to_str().expect("a path of ours is UTF-8");
    let server = [("SEAM_ENDPOINT", door.url()), ("SSL_CERT_FILE", authority)];
    tells_no_lie(program, standard, way, &sandbox, &server);
}

fn tells_no_lie(program: &str, standard: &str, way: Way, sandbox: &Sandbox, server: &[(&str, &str)]) {
    let file = compile(program, standard, way);
    let folder = tempfile::tempdir().expect("a folder of its own");
    let output = run(&file, way, sandbox, server, folder.path());
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        output.status.success() && told.contains("ok "),
        "{program} in {standard}: {}\n{told}{}",
        output.status,
        String::from_utf8_lossy(&output.stderr)
    );
}

fn compile(program: &str, standard: &str, way: Way) -> PathBuf {
    let library = library();
    let kind = if matches!(way, Way::Sanitizers) { "sanitized" } else { "plain" };
    let file = library.join(format!("{program}-{standard}-{kind}"));
    let mut compiler = Command::new(std::env::var_os("CXX").unwrap_or_else(|| "c++".into()));
    compiler.arg(format!("-std={standard}")).args(["-g", "-O1", "-Wall", "-Wextra", "-Werror", "-pedantic"]);
    if matches!(way, Way::Sanitizers) {
        compiler.args(["-fsanitize=address,undefined", "-fno-sanitize-recover=all"]);
    }
    compiler.arg("-I").arg(repository().join("include"));
    let programs = repository().join("tests/cpp/programs");
    compiler.arg(programs.join(format!("{program}.cpp")));
    compiler.arg("-L").arg(library).arg("-lseam_acs").arg(format!("-Wl,-rpath,{}", library.display()));
    let outcome = seam_acs_c_tests::compile(compiler, &[&programs, &repository().join("include")], &file);
    outcome.unwrap_or_else(|failure| panic!("{program} in {standard}: {failure}"));
    file
}

fn run(file: &Path, way: Way, sandbox: &Sandbox, server: &[(&str, &str)], folder: &Path) -> Output {
    let mut command = Command::new("timeout");
    command.arg("600");
    if matches!(way, Way::Valgrind) {
        command.args(["valgrind", "--quiet", "--error-exitcode=99", "--fair-sched=yes", "--num-callers=30"]);
        command.args(["--leak-check=full", "--errors-for-leak-kinds=definite,indirect"]);
        command.arg(format!("--suppressions={}", repository().join("tests/c/seam_acs.supp").display()));
    }
    for (name, _) in std::env::vars_os() {
        if name.to_str().is_some_and(|name| name.starts_with("SEAM_")) {
            command.env_remove(name);
        }
    }
    command.env("SEAM_API_KEY", sandbox.api_key()).env("TEST_FOLDER", folder);
    command.envs(server.iter().copied());
    command.env("TEST_TOKEN", sandbox.personal_access_token()).env("TEST_WORKSPACE", sandbox.workspace_id());
    command.arg(file).output().expect("timeout, and valgrind where it is asked for, are installed")
}

fn sandbox() -> Sandbox {
    let sandbox = Sandbox::start(SandboxOptions::default()).expect("a sandbox starts on a free port");
    sandbox.fault(Fault::on("/acs/users/add_to_access_group").user(UNLUCKY).hold().always());
    sandbox.fault(
        Fault::on("/acs/users/remove_from_access_group")
            .user(UNLUCKY)
            .dropped(DropAt::AfterApplying, Ending::Close)
            .always(),
    );
    sandbox
}

/// A folder with the library under the two names that linker and loader look for.
fn library() -> &'static Path {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| {
        let built = seam_acs_artifacts::built("seam-acs-ffi").expect("libseam_acs builds");
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cpp");
        std::fs::create_dir_all(&folder).expect("the folder can be made");
        for name in ["libseam_acs.so", "libseam_acs.so.0"] {
            let link = folder.join(name);
            let _ = std::fs::remove_file(&link);
            std::os::unix::fs::symlink(built.join("libseam_acs.so"), &link).expect("a link can be made");
        }
        folder
    })
}

fn repository() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}
