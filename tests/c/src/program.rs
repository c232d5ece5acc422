//! A C program of this suite: compiled, run, and believed only when it ends with 0.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use crate::compile::{compile, unique};
use crate::{Failure, Library, Sanitizer};

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
    /// As it is, on a library whose Rust has the address and leak sanitizers.
    OnSanitizedRust,
    /// With the thread sanitizer, on a library whose Rust has it as well: a data race is a failure.
    OnThreadSanitizedRust,
}

impl Dress {
    /// That of the library's Rust.
    fn sanitizer(self) -> Option<Sanitizer> {
        match self {
            Self::Plain | Self::Valgrind | Self::Sanitized => None,
            Self::OnSanitizedRust => Some(Sanitizer::Address),
            Self::OnThreadSanitizedRust => Some(Sanitizer::Thread),
        }
    }
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
        Self::compile_for(&library_for(dress)?, name, dress)
    }

    /// The same for another library than the usual one.
    ///
    /// # Errors
    /// As [`compile`](Self::compile).
    pub fn compile_for(library: &Library, name: &str, dress: Dress) -> Result<Program, Failure> {
        let source = format!("tests/c/programs/{name}.c");
        Self::build(library, &source, name, &["cc", "-std=gnu11", "-D_GNU_SOURCE"], dress)
    }

    /// Compiles a C file of the repository, named from its top folder, into a program of this name.
    ///
    /// # Errors
    /// As [`compile`](Self::compile).
    pub fn of_source(source: &str, name: &str, dress: Dress) -> Result<Program, Failure> {
        Self::build(&Library::build()?, source, name, &["cc", "-std=gnu11", "-D_GNU_SOURCE"], dress)
    }

    /// Compiles `ffi-c/examples/c/NAME.c`, which must be C as it was in 1989.
    ///
    /// # Errors
    /// As [`compile`](Self::compile).
    pub fn example(name: &str, dress: Dress) -> Result<Program, Failure> {
        let source = format!("ffi-c/examples/c/{name}.c");
        Self::build(&library_for(dress)?, &source, name, &["cc", "-std=c89"], dress)
    }

    /// Compiles `FOLDER/NAME.c` with the `seam_acs.h` of that folder alone, as it was done when that was released.
    ///
    /// # Errors
    /// As [`compile`](Self::compile).
    pub fn of_release(folder: &Path, name: &str) -> Result<Program, Failure> {
        let release = folder.file_name().unwrap_or_default().to_string_lossy();
        let source = folder.join(format!("{name}.c"));
        let compiler = ["cc", "-std=c89"];
        let name = format!("release-{release}-{name}");
        Self::build_with(&Library::build()?, folder, &source, &name, &compiler, Dress::Plain)
    }

    /// Compiles `ffi-c/examples/cpp/NAME.cpp`, which must be C++ as it was in 2011.
    ///
    /// # Errors
    /// As [`compile`](Self::compile).
    pub fn cpp_example(name: &str, dress: Dress) -> Result<Program, Failure> {
        let source = format!("ffi-c/examples/cpp/{name}.cpp");
        Self::build(&library_for(dress)?, &source, &format!("cpp-{name}"), &["c++", "-std=c++11"], dress)
    }

    /// The program's file.
    #[must_use]
    pub fn file(&self) -> &Path {
        &self.file
    }

    /// A copy beside it, for a test that changes the file: a compiled program is kept for the next run.
    ///
    /// # Errors
    /// When the copy cannot be written.
    pub fn copied(&self, name: &str) -> Result<Program, Failure> {
        let file = self.file.with_file_name(name);
        let _ = fs::remove_file(&file);
        fs::copy(&self.file, &file)?;
        Ok(Program { file, dress: self.dress, suppressions: self.suppressions.clone() })
    }

    /// Runs it to its end.
    ///
    /// # Errors
    /// When it does not end with 0, with everything it said.
    pub fn run(&self, arguments: &[&str]) -> Result<(), Failure> {
        let (code, words) = self.play(arguments, &[])?;
        if code == 0 {
            Ok(())
        } else {
            Err(format!("{}: exit code {code}\n{words}", self.file.display()).into())
        }
    }

    /// Runs it to its end, with variables added to its environment, and gives its exit code and what it said.
    ///
    /// # Errors
    /// When it cannot be started, ends by a signal or does not end.
    pub fn play(&self, arguments: &[&str], environment: &[(&str, &str)]) -> Result<(i32, String), Failure> {
        self.begin(arguments, environment)?.end()
    }

    /// Starts it, with variables added to its environment.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn begin(&self, arguments: &[&str], environment: &[(&str, &str)]) -> Result<Running, Failure> {
        let said = self.file.with_extension(format!("{}.txt", unique()));
        let child = self.start(arguments, environment, &File::create(&said)?)?;
        Ok(Running { child, said, file: self.file.clone() })
    }

    fn build(
        library: &Library,
        source: &str,
        name: &str,
        compiler: &[&str],
        dress: Dress,
    ) -> Result<Program, Failure> {
        let root = library.root();
        Self::build_with(library, &root.join("include"), &root.join(source), name, compiler, dress)
    }

    fn build_with(
        library: &Library,
        headers: &Path,
        source: &Path,
        name: &str,
        compiler: &[&str],
        dress: Dress,
    ) -> Result<Program, Failure> {
        let file = library.folder().join(format!("{name}-{dress:?}").to_lowercase());
        let (language, standard) = compiler.split_first().ok_or("no compiler was named")?;
        let mut compiler = Command::new(language);
        compiler.args(standard).args(["-g", "-O1", "-Wall", "-Wextra", "-Werror", "-pedantic"]);
        if dress == Dress::Sanitized {
            compiler.args(["-fsanitize=address,undefined", "-fno-sanitize-recover=all"]);
        }
        compiler.arg("-I").arg(headers).arg(source);
        // A program that loads the library by itself is not linked with it.
        compiler.args(["-Wl,--as-needed", "-L"]).arg(library.folder()).args([
            "-lseam_acs",
            "-lpthread",
            "-ldl",
        ]);
        compiler.arg(format!("-Wl,-rpath,{}", library.folder().display()));
        if let Some(sanitizer) = dress.sanitizer() {
            // The library leaves the sanitizer's runtime to the program, as it must come first.
            compiler.arg("-Wl,--whole-archive").arg(sanitizer.runtime()?);
            compiler.args(["-Wl,--no-whole-archive", "-Wl,--export-dynamic", "-ldl", "-lm", "-lrt"]);
        }
        if dress == Dress::OnThreadSanitizedRust {
            compiler.arg("-DTHREADS_OF_THE_SANITIZER=1");
        }
        let own_headers = source.parent().unwrap_or(source);
        compile(compiler, &[headers, own_headers], &file)?;
        Ok(Program { file, dress, suppressions: library.root().join("tests/c/seam_acs.supp") })
    }

    fn start(
        &self,
        arguments: &[&str],
        environment: &[(&str, &str)],
        output: &File,
    ) -> Result<Child, Failure> {
        let mut command = match self.dress {
            Dress::Valgrind => {
                let mut valgrind = Command::new("valgrind");
                valgrind.args(["--quiet", "--error-exitcode=99", "--leak-check=full", "--num-callers=30"]);
                // Not "possibly lost": that is what only inner pointers reach, and every hash map holds its table by one.
                // The leak sanitizer follows inner pointers, so `OnSanitizedRust` answers what valgrind leaves open.
                valgrind.args([
                    "--show-leak-kinds=definite,indirect",
                    "--errors-for-leak-kinds=definite,indirect",
                ]);
                valgrind.arg("--fair-sched=try");
                valgrind.arg(format!("--suppressions={}", self.suppressions.display()));
                valgrind.arg(&self.file);
                valgrind
            }
            _ => Command::new(&self.file),
        };
        for (name, _) in std::env::vars_os() {
            // Neither a person's credentials nor a proxy of this machine belong into a test.
            let text = name.to_string_lossy().to_uppercase();
            if text.starts_with("SEAM_") || text.ends_with("_PROXY") {
                command.env_remove(name);
            }
        }
        if self.dress == Dress::OnThreadSanitizedRust {
            // A forked child of a program with threads starts some of its own, as `forked` is there to show.
            command.env("TSAN_OPTIONS", "die_after_fork=0");
        }
        command.args(arguments).envs(environment.iter().copied()).stdin(Stdio::null());
        command.stdout(output.try_clone()?).stderr(output.try_clone()?);
        command.spawn().map_err(|error| self.explain(&error).into())
    }

    fn explain(&self, error: &io::Error) -> String {
        match self.dress {
            Dress::Valgrind => {
                format!("valgrind cannot be started ({error}); Debian: apt-get install valgrind")
            }
            _ => format!("it cannot be started: {error}"),
        }
    }
}

/// A program that runs. Dropped, it is killed.
#[derive(Debug)]
pub struct Running {
    child: Child,
    said: PathBuf,
    file: PathBuf,
}

impl Running {
    /// Its process.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Waits for its end and gives its exit code and what it said.
    ///
    /// # Errors
    /// When it ends by a signal or does not end.
    pub fn end(mut self) -> Result<(i32, String), Failure> {
        let outcome = wait(&mut self.child);
        let words = String::from_utf8_lossy(&fs::read(&self.said)?).into_owned();
        let status = outcome.map_err(|failure| format!("{}: {failure}\n{words}", self.file.display()))?;
        let code = status.code().ok_or_else(|| format!("{}: {status}\n{words}", self.file.display()))?;
        Ok((code, words))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // After its end this does nothing.
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = fs::remove_file(&self.said);
    }
}

fn library_for(dress: Dress) -> Result<Library, Failure> {
    dress.sanitizer().map_or_else(Library::build, Library::sanitized)
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
