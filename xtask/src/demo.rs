//! `cargo xtask demo`: the library at work from C, C++ and Python, in words that a building administrator understands.

use anyhow::Context;
use seam_acs_workspace as workspace;
use seam_acs_workspace::command::{self, program};
use seam_acs_workspace::python_package;
use seam_acs_workspace::sandbox_process::Sandbox;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

/// The seed's person and group; the person is not in the group when the sandbox starts.
const SANDBOX_USER: &str = "33333333-3333-3333-3333-333333333333";
const SANDBOX_GROUP: &str = "44444444-4444-4444-4444-444444444444";

pub(crate) fn run(arguments: &[String]) -> anyhow::Result<ExitCode> {
    let request = Request::parse(arguments)?;
    heading("Building the library");
    let mut packages = vec!["seam-acs-ffi"];
    if request.person.is_none() {
        packages.push("seam-acs-sandbox");
    }
    let artefacts = workspace::build(&packages, "dev")?;
    let workshop = Workshop::open(&artefacts)?;
    let programs = workshop.programs(&request)?;

    let sandbox = if request.person.is_none() { Some(Sandbox::start(&artefacts)?) } else { None };
    let scene = Scene::new(&request, sandbox.as_ref());
    println!();
    println!("The server is {}.", scene.server);
    let mut failed = Vec::new();
    for demo in &programs {
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
    no_install: bool,
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
                "--no-install" => request.no_install = true,
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
    words: Vec<OsString>,
}

/// The folder in which the demo compiles its programs.
struct Workshop {
    folder: PathBuf,
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
        Ok(Self { folder })
    }

    fn programs(&self, request: &Request) -> anyhow::Result<Vec<Demo>> {
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
        if request.no_install {
            println!(
                "  --no-install: the Python package is not installed, so the Python program is left out."
            );
        } else {
            programs.push(self.install_python()?);
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
        Ok(Demo { language, source, words: vec![file.into()] })
    }

    fn install_python(&self) -> anyhow::Result<Demo> {
        let source = "bindings-python/examples/assign.py";
        let bin = command::virtual_environment(&self.folder.join("venv"))?;
        let words = vec![bin.join("python").into(), workspace::root().join(source).into()];
        let installed = Installed { stamp: self.folder.join("venv/installed") };
        if installed.is_current() {
            println!(
                "  The Python package in {} is that of these sources.",
                self.folder.join("venv").display()
            );
            return Ok(Demo { language: "Python", source, words });
        }
        for mut pip in python_package::install(&bin) {
            // The profile whose dependencies were built a moment ago: the demo need not wait for an optimised build.
            pip.env("MATURIN_PEP517_ARGS", "--profile dev").env("CARGO_TARGET_DIR", workspace::target());
            println!("  {}", command::typed(&pip));
            let status = pip.status().context("pip cannot be started")?;
            anyhow::ensure!(
                status.success(),
                "pip could not install ./bindings-python (needs Python 3.9 or later)"
            );
        }
        installed.note()?;
        Ok(Demo { language: "Python", source, words })
    }
}

/// When the Python package was last installed, told by the time of an empty file.
struct Installed {
    stamp: PathBuf,
}

impl Installed {
    fn is_current(&self) -> bool {
        let Ok(installed) = std::fs::metadata(&self.stamp).and_then(|stamp| stamp.modified()) else {
            return false;
        };
        ["core", "bindings-python", "Cargo.toml", "Cargo.lock"].into_iter().all(|source| {
            newest_change(&workspace::root().join(source)).is_ok_and(|changed| changed < installed)
        })
    }

    fn note(&self) -> anyhow::Result<()> {
        std::fs::write(&self.stamp, "").with_context(|| format!("{} cannot be written", self.stamp.display()))
    }
}

/// When the newest of the files below was changed.
fn newest_change(path: &Path) -> std::io::Result<std::time::SystemTime> {
    let about = std::fs::metadata(path)?;
    let mut newest = about.modified()?;
    if about.is_dir() {
        for entry in std::fs::read_dir(path)? {
            let entry = entry?;
            // What Python and its tools leave behind is no source.
            if !entry.file_name().to_string_lossy().starts_with(['.', '_']) || entry.path().is_file() {
                newest = newest.max(newest_change(&entry.path())?);
            }
        }
    }
    Ok(newest)
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
    fn play(&self, demo: &Demo) -> anyhow::Result<bool> {
        let mut words = demo.words.iter();
        let mut play = program(words.next().context("a program has a name")?);
        play.args(words).args(["--user", self.user, "--group", self.group]);
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
        assert!(parse("--no-install").unwrap().person.is_none());
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
