//! One add from C or from Python, in an environment of its own, and what the program was told.

use std::path::PathBuf;
use std::process::Command;
use std::sync::OnceLock;

use seam_acs_e2e::{compiled, python, repository};

/// Nobody may ever see it but the server that it is for.
pub(crate) const KEY: &str = "seam_test_key_for_this_server_alone";
/// Every call must be over by then, in milliseconds, if nothing else is said.
const DEADLINE: u64 = 8000;
/// How much later a call may come back.
const GRACE: u64 = 100;

/// The language that a call is made from.
#[derive(Clone, Copy)]
pub(crate) enum Language {
    C,
    Python,
}

/// Where a program finds the trusted certificates of its machine.
#[derive(Clone, Copy)]
pub(crate) enum Machine<'a> {
    /// Where they are on this one.
    AsItIs,
    /// Nowhere.
    WithoutCertificates,
    /// In Debian's place, with this file in it alone.
    Trusting(&'a str),
}

pub(crate) struct Caller<'a> {
    pub(crate) language: Language,
    pub(crate) endpoint: String,
    pub(crate) options: Vec<(&'a str, String)>,
    pub(crate) environment: Vec<(&'a str, String)>,
    pub(crate) machine: Machine<'a>,
    pub(crate) deadline: u64,
}

/// What the program was told.
#[derive(Debug)]
pub(crate) struct Told {
    status: i32,
    name: String,
    milliseconds: u64,
    deadline: u64,
    pub(crate) message: String,
}

impl<'a> Caller<'a> {
    pub(crate) fn new(language: Language, endpoint: impl Into<String>) -> Self {
        Self {
            language,
            endpoint: endpoint.into(),
            options: Vec::new(),
            environment: Vec::new(),
            machine: Machine::AsItIs,
            deadline: DEADLINE,
        }
    }

    /// With a deadline of so many milliseconds.
    pub(crate) fn within(mut self, deadline: u64) -> Self {
        self.deadline = deadline;
        self
    }

    pub(crate) fn option(mut self, name: &'a str, value: &str) -> Self {
        self.options.push((name, value.to_owned()));
        self
    }

    pub(crate) fn variable(mut self, name: &'a str, value: &str) -> Self {
        self.environment.push((name, value.to_owned()));
        self
    }

    pub(crate) fn on(mut self, machine: Machine<'a>) -> Self {
        self.machine = machine;
        self
    }

    pub(crate) fn call(&self) -> Told {
        let program = match self.language {
            Language::C => Command::new(c_program()),
            Language::Python => {
                let mut python = python();
                python.arg(repository().join("tests/e2e/tests/tls_and_proxies/call.py"));
                python
            }
        };
        let mut program = self.machine.around(&program);
        for (name, _) in std::env::vars_os() {
            let text = name.to_string_lossy().to_uppercase();
            if text.starts_with("SEAM_") || text.starts_with("SSL_CERT_") || text.ends_with("_PROXY") {
                program.env_remove(name);
            }
        }
        program.arg(format!("endpoint={}", self.endpoint)).arg(format!("api_key={KEY}"));
        program.arg(format!("timeout_ms={}", self.deadline));
        program.args(self.options.iter().map(|(name, value)| format!("{name}={value}")));
        let output =
            program.envs(self.environment.iter().map(|(name, value)| (name, value))).output().unwrap();
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success() && errors.is_empty(), "{program:?}: {errors}");
        Told::from(&String::from_utf8(output.stdout).unwrap(), self.deadline)
    }
}

fn c_program() -> &'static PathBuf {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| compiled("tests/e2e/tests/tls_and_proxies/call.c", "tls_and_proxies"))
}

impl Machine<'_> {
    /// The program in a mount namespace of its own, in which the system's certificates are others.
    fn around(self, program: &Command) -> Command {
        let words = || std::iter::once(program.get_program()).chain(program.get_args());
        let (file, mut wrapped) = match self {
            Self::AsItIs => {
                let mut same = Command::new(program.get_program());
                same.args(program.get_args());
                return same;
            }
            Self::WithoutCertificates => ("", Command::new("unshare")),
            Self::Trusting(file) => (file, Command::new("unshare")),
        };
        // Root makes the namespace as it is; others need one in which they are root.
        let is_root =
            Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout.trim_ascii() == b"0");
        if !is_root {
            wrapped.arg("--map-root-user");
        }
        wrapped.args(["--mount", "sh", "-euc", OTHER_CERTIFICATES, "sh", file]).args(words());
        wrapped
    }
}

/// Every place that a system may have certificates in, as openssl-probe knows them, is empty; then the file is put
/// into Debian's.
const OTHER_CERTIFICATES: &str = r#"
file=$1; shift
bundle=$(mktemp)
[ -z "$file" ] || cat "$file" > "$bundle"
for place in /etc/ssl /etc/pki /etc/certs /etc/openssl /etc/security/certificates /usr/lib/ssl /usr/local/ssl \
             /usr/local/share/certs /usr/local/etc/ssl /usr/share/ssl /usr/ssl /opt/etc/ssl /var/lib/ca-certificates; do
    if [ -d "$place" ]; then mount -t tmpfs none "$place"; fi
done
if [ -n "$file" ]; then
    mkdir -p /etc/ssl/certs
    cp "$bundle" /etc/ssl/certs/ca-certificates.crt
fi
rm "$bundle"
exec "$@"
"#;

impl Told {
    fn from(text: &str, deadline: u64) -> Self {
        let mut lines = text.splitn(4, '\n');
        let mut next = || lines.next().unwrap_or_else(|| panic!("too little was told: {text}"));
        Self {
            status: next().parse().unwrap(),
            name: next().to_owned(),
            milliseconds: next().parse().unwrap(),
            deadline,
            message: next().trim_end().to_owned(),
        }
    }

    pub(crate) fn is_recorded(&self) {
        assert_eq!((self.status, self.message.as_str()), (0, ""), "{self:?}");
    }

    /// The status is the one, the message has each of these words, the key is not in it, and it came in time.
    pub(crate) fn fails(&self, status: i32, name: &str, words: &[&str]) {
        assert_eq!((self.status, self.name.as_str()), (status, name), "{self:?}");
        for word in words {
            assert!(self.message.contains(word), "{word:?} is missing: {self:?}");
        }
        assert!(!self.message.contains(KEY), "{self:?}");
        assert!(self.milliseconds <= self.deadline + GRACE, "{self:?}");
    }

    /// Not before it, and hardly after.
    pub(crate) fn ends_at_its_deadline(&self, status: i32, name: &str) {
        self.fails(status, name, &["deadline"]);
        assert!(self.milliseconds + 10 >= self.deadline, "{self:?}");
    }
}
