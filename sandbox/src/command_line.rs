//! The options of the program.

use std::fs;

use seam_acs_sandbox::{SandboxOptions, Seed};

/// What `--help` prints.
pub(crate) const HELP: &str = "\
A local Seam ACS server: users, access groups and entrances, without an account.

Usage: seam-acs-sandbox [OPTIONS]

  --port N               port on 127.0.0.1; 0, the default, takes a free one
  --seed FILE            people, groups and entrances from a JSON file instead of the built-in ones
  --latency MS           every request waits so long before it is looked at (default 0)
  --record FILE          note every membership in this file before its change is answered, and go on from it
  --push-delay MS        the access control system follows a change after so long, or \"never\" (default 300)
  --until-stdin-closes   end when standard input ends, so that no test leaves a sandbox behind
  --help                 print this

The first line of the output is: seam-acs-sandbox listening on http://127.0.0.1:PORT
Faults, switches and state are reached over HTTP under /_sandbox/; sandbox/README.md describes them.
";

/// The arguments of a sandbox that serves.
pub(crate) struct CommandLine {
    pub(crate) options: SandboxOptions,
    pub(crate) until_stdin_closes: bool,
}

impl CommandLine {
    /// None if the arguments ask for help.
    pub(crate) fn parse(arguments: impl Iterator<Item = String>) -> Result<Option<CommandLine>, String> {
        let mut arguments = arguments.flat_map(split_value);
        let mut wanted = CommandLine { options: SandboxOptions::default(), until_stdin_closes: false };
        let options = &mut wanted.options;
        while let Some(argument) = arguments.next() {
            let mut value = || arguments.next().ok_or_else(|| format!("{argument} needs a value"));
            match argument.as_str() {
                "--port" => options.port = number(&argument, &value()?)?,
                "--seed" => options.seed = seed(&value()?)?,
                "--record" => options.record = Some(value()?.into()),
                "--latency" => options.switches.latency_ms = number(&argument, &value()?)?,
                "--push-delay" => options.switches.push_delay_ms = push_delay(&argument, &value()?)?,
                "--until-stdin-closes" => wanted.until_stdin_closes = true,
                "--help" | "-h" => return Ok(None),
                unknown => return Err(format!("there is no option {unknown}")),
            }
        }
        Ok(Some(wanted))
    }
}

/// `--name=value` as two arguments.
fn split_value(argument: String) -> Vec<String> {
    match argument.split_once('=') {
        Some((name, value)) if name.starts_with("--") => vec![name.to_owned(), value.to_owned()],
        _ => vec![argument],
    }
}

fn push_delay(name: &str, text: &str) -> Result<Option<u64>, String> {
    if text == "never" { Ok(None) } else { number(name, text).map(Some) }
}

fn number<T: std::str::FromStr>(name: &str, text: &str) -> Result<T, String> {
    text.parse().map_err(|_| format!("{name} does not take {text:?}"))
}

fn seed(path: &str) -> Result<Seed, String> {
    let text = fs::read_to_string(path).map_err(|error| format!("{path} cannot be read: {error}"))?;
    Seed::from_json(&text).map_err(|error| format!("{path}: {error}"))
}
