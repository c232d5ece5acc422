//! What the steps need from the machine: what is missing, and how it gets here.

use crate::package::compiler as zig;
use anyhow::Context;
use seam_acs_workspace as workspace;
use seam_acs_workspace::command::{self, find, program, typed};
use seam_acs_workspace::debian;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Something that a step cannot do without.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Tool {
    /// Leave to install packages, which `--no-install` takes.
    MayInstall,
    CCompiler,
    CxxCompiler,
    Make,
    Cmake,
    PkgConfig,
    Valgrind,
    /// abidw and abidiff.
    Abigail,
    /// Its command line, which still speaks TLS 1.1.
    OpenSsl,
    /// `unshare`, for a machine without certificates.
    MountNamespaces,
    /// `unshare` and `ip`, for a network in which packets vanish.
    NetworkNamespaces,
    /// libfaketime, for clocks that jump.
    FakeTime,
    Python,
    /// The virtual environment `.venv` with everything that the requirements files list.
    PythonPackages,
    Node,
    /// The `node_modules` of the tests that run on Node, as their lock files have them.
    NodePackages,
    Ruby,
    Php,
    Mono,
    Go,
    /// What `ffi-c/runtimes/go/go.sum` lists, in Go's module cache.
    GoModules,
    Java,
    /// zig and cargo-zigbuild, in a virtual environment of their own.
    Zig,
    /// Its loader, which is its libc as well.
    Musl,
    /// What runs programs of Windows.
    Wine,
    /// What Maven needs to build and test the runtime without a network, as its pom.xml says.
    MavenArtifacts,
}

/// The files that list the Python packages.
const REQUIREMENTS: [&str; 4] = [
    "tests/python/requirements.txt",
    "xtask/requirements.txt",
    "xtask/requirements-docs.txt",
    "xtask/requirements-maturin.txt",
];
pub(crate) const GO_MODULE: &str = "ffi-c/runtimes/go";
const NODE_PROJECTS: [&str; 3] = ["tests/official", "tests/e2e/embed", "ffi-c/runtimes/node"];

impl Tool {
    fn name(self) -> &'static str {
        match self {
            Self::MayInstall => "leave to install (--no-install was given)",
            Self::CCompiler => "a C compiler",
            Self::CxxCompiler => "a C++ compiler",
            Self::Make => "make",
            Self::Cmake => "cmake",
            Self::PkgConfig => "pkg-config",
            Self::Valgrind => "valgrind",
            Self::Abigail => "abidiff",
            Self::OpenSsl => "openssl",
            Self::MountNamespaces => "unshare",
            Self::NetworkNamespaces => "unshare and ip",
            Self::FakeTime => "libfaketime",
            Self::Python => "python3 with venv",
            Self::PythonPackages => "Python packages in .venv",
            Self::Node => "node with npm",
            Self::Go => "go",
            Self::GoModules => "Go modules of ffi-c/runtimes/go",
            Self::NodePackages => "npm packages of tests and of the runtime for Node",
            Self::Ruby => "ruby with the gem ffi",
            Self::Mono => "mono and mcs",
            Self::Php => "php with ffi and composer, php-fpm and cgi-fcgi",
            Self::Java => "a JDK with mvn",
            Self::Zig => "zig and cargo-zigbuild",
            Self::Musl => "musl",
            Self::Wine => "wine",
            Self::MavenArtifacts => "artifacts that the Java runtime's pom.xml names",
        }
    }

    fn is_here(self) -> bool {
        match self {
            // Whoever is asked to do without it is told so.
            Self::MayInstall => true,
            Self::CCompiler => command::c_compiler().is_some(),
            Self::CxxCompiler => command::cxx_compiler().is_some(),
            Self::Make => find("make").is_some(),
            Self::Cmake => find("cmake").is_some(),
            Self::PkgConfig => find("pkg-config").is_some(),
            Self::Valgrind => find("valgrind").is_some(),
            Self::OpenSsl => find("openssl").is_some(),
            Self::MountNamespaces => find("unshare").is_some(),
            Self::Abigail => find("abidw").is_some() && find("abidiff").is_some(),
            Self::NetworkNamespaces => find("unshare").is_some() && find("ip").is_some(),
            Self::FakeTime => has_fake_time(),
            Self::Zig => zig::Tools::are_here(),
            Self::Musl => Path::new("/lib/ld-musl-x86_64.so.1").exists(),
            Self::Wine => find("wine").is_some(),
            Self::Python => has_venv(),
            Self::PythonPackages => is_stamped(&requirements_stamp(), &requirements()),
            Self::Node => find("node").is_some() && find("npm").is_some(),
            Self::NodePackages => {
                NODE_PROJECTS.iter().all(|project| is_stamped(&lock_stamp(project), &lock(project)))
            }
            Self::Mono => find("mcs").is_some() && find("mono").is_some(),
            Self::Java => find("javac").is_some() && find("mvn").is_some(),
            Self::MavenArtifacts => is_stamped(&pom_stamp(), &read(&pom())),
            Self::Ruby => works("ruby", &["-e", "require 'ffi'; require 'minitest'"]),
            Self::Php => {
                find("composer").is_some()
                    && find("cgi-fcgi").is_some()
                    && works(
                        "php",
                        &["-r", "exit(class_exists('FFI') && glob('/usr/sbin/php-fpm*') ? 0 : 1);"],
                    )
            }
            Self::Go => find("go").is_some() && find("gofmt").is_some(),
            Self::GoModules => go_modules().env("GOPROXY", "off").output().is_ok_and(|o| o.status.success()),
        }
    }

    /// The Debian package that has it.
    fn debian(self) -> Option<&'static str> {
        match self {
            Self::CCompiler => Some("gcc libc6-dev"),
            Self::CxxCompiler => Some("g++"),
            Self::Make => Some("make"),
            Self::Cmake => Some("cmake"),
            Self::PkgConfig => Some("pkg-config"),
            Self::Valgrind => Some("valgrind"),
            Self::Abigail => Some("abigail-tools"),
            Self::OpenSsl => Some("openssl"),
            Self::MountNamespaces => Some("util-linux"),
            Self::NetworkNamespaces => Some("util-linux iproute2"),
            Self::FakeTime => Some("libfaketime"),
            Self::Python => Some("python3-venv"),
            Self::Node => Some("nodejs npm"),
            Self::Mono => Some("mono-mcs mono-runtime libmono-system-core4.0-cil"),
            Self::Ruby => Some("ruby ruby-ffi ruby-minitest"),
            Self::Php => Some("php-cli php-fpm composer libfcgi-bin"),
            Self::Go => Some("golang-go"),
            Self::Java => Some("default-jdk-headless maven"),
            Self::Musl => Some("musl"),
            Self::Wine => Some("wine wine64"),
            Self::MayInstall
            | Self::PythonPackages
            | Self::Zig
            | Self::NodePackages
            | Self::GoModules
            | Self::MavenArtifacts => None,
        }
    }
}

/// What the machine has, looked up once.
pub(crate) struct Tools {
    missing: BTreeSet<Tool>,
}

impl Tools {
    /// What is missing, with nothing installed.
    pub(super) fn as_found(needed: &[Tool]) -> Self {
        Self { missing: needed.iter().copied().filter(|tool| !tool.is_here()).collect() }
    }

    /// Says what is missing and installs it where that can be done, else prints the line to run.
    pub(crate) fn prepare(needed: impl Iterator<Item = Tool>, may_install: bool) -> anyhow::Result<Self> {
        let needed: BTreeSet<Tool> = needed.collect();
        let refused = (!may_install).then_some(Tool::MayInstall);
        let missing: Vec<Tool> = needed.iter().copied().filter(|tool| !tool.is_here()).collect();
        if missing.is_empty() {
            return Ok(Self { missing: refused.into_iter().collect() });
        }
        println!("Missing: {}", missing.iter().map(|tool| tool.name()).collect::<Vec<_>>().join(", "));
        install_debian_packages(&missing, may_install)?;
        if missing.contains(&Tool::PythonPackages) {
            install_python_packages(may_install)?;
        }
        if missing.contains(&Tool::Zig) {
            install_zig(may_install)?;
        }
        if missing.contains(&Tool::NodePackages) {
            install_node_packages(may_install)?;
        }
        if missing.contains(&Tool::GoModules) {
            install_go_modules(may_install)?;
        }
        if missing.contains(&Tool::MavenArtifacts) {
            fetch_maven_artifacts(may_install)?;
        }
        let missing = missing.into_iter().filter(|tool| !tool.is_here());
        Ok(Self { missing: missing.chain(refused).collect() })
    }

    pub(crate) fn missing(&self, needed: &[Tool]) -> Vec<&'static str> {
        needed.iter().filter(|tool| self.missing.contains(tool)).map(|tool| tool.name()).collect()
    }

    /// A program of the virtual environment.
    #[expect(clippy::unused_self, reason = "only a step that has its tools can name them")]
    pub(crate) fn python(&self, name: &str) -> PathBuf {
        environment().join("bin").join(name)
    }

    /// The folder of a package in the virtual environment.
    #[expect(clippy::unused_self, reason = "only a step that has its tools can name them")]
    pub(crate) fn python_package(&self, name: &str) -> PathBuf {
        let folders = std::fs::read_dir(environment().join("lib")).into_iter().flatten().flatten();
        let mut packages = folders.map(|python| python.path().join("site-packages").join(name));
        packages.find(|folder| folder.is_dir()).unwrap_or_else(|| environment().join(name))
    }
}

fn install_debian_packages(missing: &[Tool], may_install: bool) -> anyhow::Result<()> {
    let packages: Vec<&str> =
        missing.iter().filter_map(|tool| tool.debian()).flat_map(str::split_whitespace).collect();
    if packages.is_empty() {
        return Ok(());
    }
    let mut install = program("apt-get");
    install.args(["install", "-y", "--no-install-recommends"]).args(&packages);
    install.env("DEBIAN_FRONTEND", "noninteractive");
    if !may_install || !debian::is_root() || find("apt-get").is_none() {
        println!("Run (Debian's names): sudo {}", typed(&install));
        return Ok(());
    }
    let mut update = program("apt-get");
    update.args(["update", "--quiet"]);
    attempt(update)?;
    attempt(install)?;
    Ok(())
}

fn install_python_packages(may_install: bool) -> anyhow::Result<()> {
    let mut pip = program(environment().join("bin/pip"));
    pip.args(["install", "--quiet", "--disable-pip-version-check", "--require-hashes"]);
    for file in REQUIREMENTS {
        pip.args(["-r", file]);
    }
    if !may_install || !has_venv() {
        println!("Run: python3 -m venv .venv && {}", typed(&pip));
        return Ok(());
    }
    command::virtual_environment(&environment())?;
    if attempt(pip)? { stamp(&requirements_stamp(), &requirements()) } else { Ok(()) }
}

fn install_zig(may_install: bool) -> anyhow::Result<()> {
    if !may_install || !has_venv() {
        println!("Run: cargo xtask targets --check, which installs them");
        return Ok(());
    }
    println!("$ pip install -r xtask/src/package/requirements.txt");
    zig::Tools::prepare().map(drop)
}

fn install_node_packages(may_install: bool) -> anyhow::Result<()> {
    for project in
        NODE_PROJECTS.into_iter().filter(|project| !is_stamped(&lock_stamp(project), &lock(project)))
    {
        let mut npm = program("npm");
        npm.args(["ci", "--prefix", project, "--no-audit", "--no-fund", "--loglevel=error"]);
        if !may_install || find("npm").is_none() {
            println!("Run: {}", typed(&npm));
        } else if attempt(npm)? {
            stamp(&lock_stamp(project), &lock(project))?;
        }
    }
    Ok(())
}

fn install_go_modules(may_install: bool) -> anyhow::Result<()> {
    let download = go_modules();
    if !may_install || find("go").is_none() {
        println!("Run, in {GO_MODULE}: {}", typed(&download));
        return Ok(());
    }
    attempt(download).map(drop)
}

/// Fetches what is missing; with nowhere to fetch from, says whether anything is.
fn go_modules() -> Command {
    let mut download = program("go");
    download.args(["mod", "download"]).current_dir(workspace::root().join(GO_MODULE));
    download.env("GOTOOLCHAIN", "local");
    download
}

/// `dependency:go-offline` leaves out what plugins depend on; a build fetches all that a build needs.
fn fetch_maven_artifacts(may_install: bool) -> anyhow::Result<()> {
    let mut maven = program("mvn");
    maven.args(["--batch-mode", "--quiet", "--file"]).arg(pom()).args(["package", "-DskipTests"]);
    if !may_install || find("mvn").is_none() {
        println!("Run: {}", typed(&maven));
        return Ok(());
    }
    if attempt(maven)? { stamp(&pom_stamp(), &read(&pom())) } else { Ok(()) }
}

/// Runs an installer; one that fails leaves its tool missing, which its steps then say.
fn attempt(mut installer: Command) -> anyhow::Result<bool> {
    println!("$ {}", typed(&installer));
    let output = installer.output().with_context(|| format!("{} cannot be started", typed(&installer)))?;
    // Other steps run meanwhile and tell how they ended, so only what went wrong is shown.
    if !output.status.success() {
        let said = [output.stdout, output.stderr].concat();
        println!("{}\nThat failed ({}).", String::from_utf8_lossy(&said).trim_end(), output.status);
    }
    Ok(output.status.success())
}

fn environment() -> PathBuf {
    workspace::root().join(".venv")
}

fn has_venv() -> bool {
    program("python3")
        .args(["-c", "import venv, ensurepip"])
        .output()
        .is_ok_and(|output| output.status.success())
}

fn works(name: &str, arguments: &[&str]) -> bool {
    find(name).is_some() && program(name).args(arguments).output().is_ok_and(|output| output.status.success())
}

/// Debian puts it into the folder of the machine's kind.
fn has_fake_time() -> bool {
    let libraries = std::fs::read_dir("/usr/lib").into_iter().flatten().flatten().map(|entry| entry.path());
    let mut folders = libraries.chain([PathBuf::from("/usr/lib")]);
    folders.any(|folder| folder.join("faketime/libfaketime.so.1").exists())
}

fn requirements() -> String {
    REQUIREMENTS.iter().map(|file| read(&workspace::root().join(file))).collect()
}

fn requirements_stamp() -> PathBuf {
    environment().join("installed-requirements.txt")
}

fn lock(project: &str) -> String {
    read(&workspace::root().join(project).join("package-lock.json"))
}

fn lock_stamp(project: &str) -> PathBuf {
    workspace::root().join(project).join("node_modules/.installed-lock.json")
}

fn pom() -> PathBuf {
    workspace::root().join("ffi-c/runtimes/java/pom.xml")
}

fn pom_stamp() -> PathBuf {
    workspace::root().join("ffi-c/runtimes/java/target/fetched-pom.xml")
}

/// A stamp is a copy of the list that was installed: a changed list is missing again.
fn is_stamped(stamp: &Path, list: &str) -> bool {
    !list.is_empty() && read(stamp) == list
}

fn stamp(stamp: &Path, list: &str) -> anyhow::Result<()> {
    std::fs::write(stamp, list).with_context(|| format!("{} cannot be written", stamp.display()))
}

fn read(file: &Path) -> String {
    std::fs::read_to_string(file).unwrap_or_default()
}
