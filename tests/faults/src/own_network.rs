//! A machine of its own for a story: a network with nothing but loopback, and other name servers.

use std::os::unix::fs::MetadataExt;
use std::process::{Command, ExitCode};

use seam_acs_c_tests::Failure;

/// The word that says that this process is on such a machine already; the line of its story follows.
pub(crate) const INSIDE: &str = "--inside";

/// Runs the story of this line there, in a process of its own.
pub(crate) fn run_story(line: &str) -> Result<(), Failure> {
    let mut command = Command::new("unshare");
    if std::fs::metadata("/proc/self")?.uid() != 0 {
        command.arg("--map-root-user");
    }
    command.args(["--net", "--mount", "sh", "-euc", SET_UP, "sh"]).arg(std::env::current_exe()?);
    let output = command.args([INSIDE, line]).output()?;
    if output.status.success() {
        return Ok(());
    }
    let told = [output.stdout, output.stderr].map(|text| String::from_utf8_lossy(&text).trim().to_owned());
    Err(told.join("\n").into())
}

/// What the process there ends with.
pub(crate) fn exit_code(outcome: Result<(), Failure>) -> ExitCode {
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            println!("{failure}");
            ExitCode::FAILURE
        }
    }
}

/// The first name server is 127.0.0.3, the second 127.0.0.2.
const SET_UP: &str = r#"
files=$(mktemp -d)
echo '127.0.0.1 localhost' > "$files/hosts"
echo 'hosts: files dns' > "$files/nsswitch.conf"
printf 'nameserver 127.0.0.3\nnameserver 127.0.0.2\n' > "$files/resolv.conf"
for file in hosts nsswitch.conf resolv.conf; do
    mount --bind "$files/$file" "/etc/$file"
done
ip link set lo up
exec "$@"
"#;
