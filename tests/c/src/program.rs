//! A C program of this suite: compiled, run, and believed only when it ends with 0.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use crate::{Failure, Library};

/// How long a program may run before the test gives it up; far more than any needs, even under valgrind.
const LIMIT: Duration = Duration::from_secs(600);

/// What a program runs in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dress {
    /// As any program runs.
    Plain,
    /// Under valgrind's memcheck: an invalid access or a leak is a failure.
    Valgrind,
    /// Compiled with `AddressSanitizer` and `UndefinedBehaviorSanitizer`.
    Sanitized,
}

/// A compiled program.
#[derive(Debug)]
pub struct Program {
    file: PathBuf,
    dress: Dress,
    suppressions: PathBuf,
}

impl Program {
    /// Compiles `tests/c/programs/NAME.c`.
    ///
    /// # Errors
    /// When the library does not build or the compiler has anything at all to say.
    pub fn compile(name: &str, dress: Dress) -> Result<Program, Failure> {
        let library = Library::build()?;
        let suite = library.root().join("tests/c");
        let file = library.folder().join(format!("{name}-{dress:?}").to_lowercase());
        let mut compiler = Command::new("cc");
        compiler.args(["-std=gnu11", "-D_GNU_SOURCE", "-g", "-O1"]);
        compiler.args(["-Wall", "-Wextra", "-Werror", "-pedantic"]);
        if dress == Dress::Sanitized {
            compiler.args(["-fsanitize=address,undefined", "-fno-sanitize-recover=all"]);
        }
        compiler.arg("-I").arg(library.root().join("include"));
        compiler.arg(suite.join(format!("programs/{name}.c"))).arg("-o").arg(&file);
        compiler.arg("-L").arg(library.folder()).args(["-lseam_acs", "-lpthread"]);
        compiler.arg(format!("-Wl,-rpath,{}", library.folder().display()));
        let said = compiler.output().map_err(|error| format!("cc cannot be started: {error}"))?;
        if !said.status.success() {
            return Err(format!("{name}.c: {}", String::from_utf8_lossy(&said.stderr)).into());
        }
        Ok(Program { file, dress, suppressions: suite.join("seam_acs.supp") })
    }

    /// Runs it to its end.
    ///
    /// # Errors
    /// When it does not end with 0, with everything it said.
    pub fn run(&self, arguments: &[&str]) -> Result<(), Failure> {
        self.run_beside(arguments, || Ok(()))
    }

    /// Runs it to its end, with a line on its standard input once `ready` has returned.
    ///
    /// # Errors
    /// As [`run`](Self::run), or what `ready` failed with.
    pub fn run_beside(
        &self,
        arguments: &[&str],
        ready: impl FnOnce() -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        // The arguments tell runs of one program apart: each has the port of its own sandbox.
        let tag: String =
            arguments.first().map_or("", |first| *first).chars().filter(char::is_ascii_digit).collect();
        let said = self.file.with_extension(format!("{tag}.txt"));
        let mut child = self.command(arguments, &File::create(&said)?)?;
        let outcome = ready().and_then(|()| {
            if let Some(mut input) = child.stdin.take() {
                // A program that asks for nothing has closed it, or ends without reading it.
                let _ = input.write_all(b"\n");
            }
            wait(&mut child)
        });
        let _ = child.kill();
        let words = String::from_utf8_lossy(&fs::read(&said)?).into_owned();
        let _ = fs::remove_file(&said);
        match outcome {
            Ok(status) if status.success() => Ok(()),
            Ok(status) => Err(format!("{}: {status}\n{words}", self.file.display()).into()),
            Err(failure) => Err(format!("{}: {failure}\n{words}", self.file.display()).into()),
        }
    }

    fn command(&self, arguments: &[&str], output: &File) -> Result<Child, Failure> {
        let mut command = match self.dress {
            Dress::Valgrind => {
                let mut valgrind = Command::new("valgrind");
                valgrind.args(["--quiet", "--error-exitcode=99", "--leak-check=full", "--num-callers=30"]);
                valgrind.args([
                    "--show-leak-kinds=definite,indirect",
                    "--errors-for-leak-kinds=definite,indirect",
                ]);
                // A forked child ends without tidying up what it inherited.
                valgrind.args(["--child-silent-after-fork=yes", "--fair-sched=try"]);
                valgrind.arg(format!("--suppressions={}", self.suppressions.display()));
                valgrind.arg(&self.file);
                valgrind
            }
            Dress::Plain | Dress::Sanitized => Command::new(&self.file),
        };
        for (name, _) in std::env::vars_os() {
            // Neither a person's credentials nor a proxy of this machine belong into a test.
            let text = name.to_string_lossy().to_uppercase();
            if text.starts_with("SEAM_") || text.ends_with("_PROXY") {
                command.env_remove(name);
            }
        }
        command.args(arguments).stdin(Stdio::piped());
        command.stdout(output.try_clone()?).stderr(output.try_clone()?);
        command.spawn().map_err(|error| self.explain(&error).into())
    }

    fn explain(&self, error: &io::Error) -> String {
        match self.dress {
            Dress::Valgrind => {
                format!("valgrind cannot be started ({error}); Debian: apt-get install valgrind")
            }
            Dress::Plain | Dress::Sanitized => format!("it cannot be started: {error}"),
        }
    }
}

fn wait(child: &mut Child) -> Result<ExitStatus, Failure> {
    let end = Instant::now() + LIMIT;
    while Instant::now() < end {
        if let Some(status) = child.try_wait()? {
            return Ok(status);
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    Err(format!("it did not end within {} s", LIMIT.as_secs()).into())
}
