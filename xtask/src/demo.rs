//! `cargo xtask demo`: the library at work from C, C++ and Python, in words that a building administrator understands.

use anyhow::Context;
use seam_acs_workspace as workspace;
use seam_acs_workspace::command::{self, program};
use seam_acs_workspace::sandbox_process::Sandbox;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

/// The seed's person and group; the person is not in the group when the sandbox starts.
const SANDBOX_USER: &str = "33333333-3333-3333-3333-333333333333";
const SANDBOX_GROUP: &str = "44444444-4444-4444-4444-444444444444";

pub(crate) fn run(arguments: &[String]) -> anyhow::Result<ExitCode> {
    let request = Request::parse(arguments)?;
    heading("Building the library");
    let artefacts = match std::env::var_os(seam_acs_artifacts::BUILT) {
        Some(built) => built.into(),
        None => workspace::build(&["seam-acs-ffi", "seam-acs-python", "seam-acs-sandbox"], "dev")?,
    };
    let workshop = Workshop::open(&artefacts)?;
    let mut programs = workshop.programs()?;

    let sandbox = if request.person.is_none() { Some(Sandbox::start(&artefacts)?) } else { None };
    let scene = Scene::new(&request, sandbox.as_ref());
    println!();
    println!("The server is {}.", scene.server);
    let mut failed = Vec::new();
    for demo in &mut programs {
        heading(&format!("The {} program ({})", demo.language, demo.source));
        if !scene.play(demo)? {
            failed.push(demo.language);
        }
    }
    heading("What to type next");
    println!(
        "  cargo xtask install --prefix \"$HOME/.local\"    # the C and C++ library, with pkg-config and CMake files"
    );
    println!(
        "  python3 -m pip install ./bindings-python       # the Python package, into the environment in use"
    );
    println!(
        "  SEAM_API_KEY=… cargo xtask demo --user USER_ID --group GROUP_ID    # the same on your own Seam workspace"
    );
    if failed.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    println!();
    println!("Not everything went as it should: see what the {} program said.", failed.join(" and the "));
    Ok(ExitCode::FAILURE)
}

/// What the person asked for.
#[derive(Default)]
struct Request {
    /// A user and a group of a real server. Without them the demo never leaves this machine, whatever the
    /// environment says: a key in `SEAM_API_KEY` must not turn a look at the demo into a change of someone's doors.
    person: Option<(String, String)>,
    endpoint: Option<String>,
}

impl Request {
    fn parse(arguments: &[String]) -> anyhow::Result<Self> {
        let (mut user, mut group, mut request) = (None, None, Self::default());
        let mut words = arguments.iter();
        while let Some(word) = words.next() {
            let mut value = || words.next().cloned().with_context(|| format!("{word} needs a value"));
            match word.as_str() {
                "--user" => user = Some(value()?),
                "--group" => group = Some(value()?),
                "--endpoint" => request.endpoint = Some(value()?),
                other => anyhow::bail!("demo has no option {other}"),
            }
        }
        request.person = match (user, group) {
            (Some(user), Some(group)) => Some((user, group)),
            (None, None) => None,
            _ => anyhow::bail!("--user and --group go together: a real server, or neither: the sandbox"),
        };
        anyhow::ensure!(
            request.person.is_some() || request.endpoint.is_none(),
            "--endpoint names a real server, which also needs --user and --group"
        );
        Ok(request)
    }
}

/// A program that is ready to run.
struct Demo {
    language: &'static str,
    source: &'static str,
    command: Command,
}

/// The folder in which the demo compiles its programs.
struct Workshop {
    folder: PathBuf,
    artefacts: PathBuf,
}

impl Workshop {
    fn open(artefacts: &Path) -> anyhow::Result<Self> {
        let folder = workspace::target().join("demo");
        std::fs::create_dir_all(&folder).with_context(|| format!("{} cannot be made", folder.display()))?;
        for name in ["libseam_acs.so", "libseam_acs.so.0"] {
            let link = folder.join(name);
            // There is nothing to remove the first time; anything else shows in the next line.
            let _ = std::fs::remove_file(&link);
            std::os::unix::fs::symlink(artefacts.join("libseam_acs.so"), &link)
                .with_context(|| format!("{} cannot be made", link.display()))?;
        }
        Ok(Self { folder, artefacts: artefacts.to_path_buf() })
    }

    fn programs(&self) -> anyhow::Result<Vec<Demo>> {
        let mut programs = Vec::new();
        heading("Compiling the programs");
        let c = command::c_compiler().context("no C compiler on the PATH (Debian: apt-get install gcc)")?;
        programs.push(self.compile("C", "ffi-c/examples/c/assign.c", program(c))?);
        if let Some(cxx) = command::cxx_compiler() {
            let mut compiler = program(cxx);
            compiler.arg("-std=c++11");
            programs.push(self.compile("C++", "ffi-c/examples/cpp/assign.cpp", compiler)?);
        } else {
            println!("  There is no C++ compiler here, so the C++ program is left out.");
        }
        if let Some(python) = command::find_any(&["python3", "python"]) {
            programs.push(self.python(&python)?);
        } else {
            println!("  There is no Python here, so the Python program is left out.");
        }
        Ok(programs)
    }

    fn compile(
        &self,
        language: &'static str,
        source: &'static str,
        mut compiler: Command,
    ) -> anyhow::Result<Demo> {
        let file = self.folder.join(format!("assign-{}", language.to_lowercase()));
        compiler.args(["-Wall", "-Wextra", "-Iinclude", source, "-o"]).arg(&file).arg("-L").arg(&self.folder);
        compiler.arg("-lseam_acs").arg(format!("-Wl,-rpath,{}", self.folder.display()));
        println!("  {}", command::typed(&compiler));
        let status = compiler.status().context("the compiler cannot be started")?;
        anyhow::ensure!(status.success(), "{source} does not compile");
        Ok(Demo { language, source, command: program(file) })
    }

    /// The package as it would be installed, in a folder that the program alone looks into.
    fn python(&self, python: &Path) -> anyhow::Result<Demo> {
        let source = "bindings-python/examples/assign.py";
        let modules = self.folder.join("python");
        let package = modules.join("seam_acs");
        let _ = std::fs::remove_dir_all(&package);
        copy_modules(&workspace::root().join("bindings-python/python/seam_acs"), &package)?;
        copy(&self.artefacts.join("lib_native.so"), &package.join("_native.abi3.so"))?;
        let mut command = program(python);
        command.arg(source).env("PYTHONPATH", &modules);
        println!("  PYTHONPATH={} {}", modules.display(), command::typed(&command));
        Ok(Demo { language: "Python", source, command })
    }
}

/// The modules of a package and of those in it, without what an earlier Python compiled.
fn copy_modules(from: &Path, to: &Path) -> anyhow::Result<()> {
    std::fs::create_dir_all(to).with_context(|| format!("{} cannot be made", to.display()))?;
    let entries = std::fs::read_dir(from).with_context(|| format!("{} cannot be read", from.display()))?;
    for entry in entries.flatten() {
        let (path, copied) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() && entry.file_name() != "__pycache__" {
            copy_modules(&path, &copied)?;
        } else if path.extension().is_some_and(|end| end == "py") {
            copy(&path, &copied)?;
        }
    }
    Ok(())
}

fn copy(from: &Path, to: &Path) -> anyhow::Result<()> {
    std::fs::copy(from, to).with_context(|| format!("{} is missing", from.display())).map(drop)
}

/// Where the programs play, and with whom.
struct Scene<'a> {
    server: String,
    endpoint: Option<&'a str>,
    user: &'a str,
    group: &'a str,
    sandbox_key: Option<&'a str>,
}

impl<'a> Scene<'a> {
    fn new(request: &'a Request, sandbox: Option<&'a Sandbox>) -> Self {
        match (&request.person, sandbox) {
            (Some((user, group)), _) => Self {
                server: request.endpoint.clone().unwrap_or_else(|| "the one of your SEAM_ variables".into()),
                endpoint: request.endpoint.as_deref(),
                user,
                group,
                sandbox_key: None,
            },
            (None, sandbox) => Self {
                server: format!("a sandbox on this machine, {}", sandbox.map_or("", Sandbox::url)),
                endpoint: sandbox.map(Sandbox::url),
                user: SANDBOX_USER,
                group: SANDBOX_GROUP,
                sandbox_key: sandbox.map(Sandbox::api_key),
            },
        }
    }

    /// Runs one program with its output on ours; false if it says that it failed.
    fn play(&self, demo: &mut Demo) -> anyhow::Result<bool> {
        let play = &mut demo.command;
        play.args(["--user", self.user, "--group", self.group]);
        if let Some(endpoint) = self.endpoint {
            play.args(["--endpoint", endpoint]);
        }
        if let Some(key) = self.sandbox_key {
            for (name, _) in std::env::vars_os() {
                if name.to_str().is_some_and(|name| name.starts_with("SEAM_")) {
                    play.env_remove(name);
                }
            }
            play.env("SEAM_API_KEY", key);
        }
        let status =
            play.status().with_context(|| format!("the {} program cannot be started", demo.language))?;
        Ok(status.success())
    }
}

fn heading(text: &str) {
    println!();
    println!("== {text}");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> anyhow::Result<Request> {
        Request::parse(&line.split_whitespace().map(str::to_string).collect::<Vec<_>>())
    }

    #[test]
    fn without_a_user_and_a_group_the_demo_stays_on_the_sandbox() {
        assert!(parse("").unwrap().person.is_none());
    }

    #[test]
    fn a_user_without_a_group_is_refused() {
        assert!(parse("--user u").is_err());
        assert!(parse("--group g").is_err());
    }

    #[test]
    fn an_endpoint_alone_is_refused_rather_than_forgotten() {
        assert!(parse("--endpoint http://127.0.0.1:1").is_err());
    }
}
