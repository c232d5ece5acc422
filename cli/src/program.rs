//! From the words on the command line to an exit code.

use std::ffi::OsString;
use std::io::{self, Write};

use crate::arguments::{self, Command};
use crate::exit_code;
use crate::failure::Failure;
use crate::output::Output;
use crate::output::text::Charset;
use crate::signals::Signals;

/// Runs one command, the first word being the program's own name, and gives its exit code.
pub fn run(words: impl IntoIterator<Item = OsString>) -> u8 {
    let mut command = match arguments::parse(words) {
        Ok(command) => command,
        Err(refusal) => return explain(&refusal),
    };
    let mut output = command.output();
    let code = Signals::listen()
        .map_err(|error| Failure::Usage(format!("signals: {error}")))
        .and_then(|signals| command.run(&mut output, &signals))
        .unwrap_or_else(|failure| {
            output.failure(&failure);
            failure.exit_code()
        });
    ending(code, &command, &output)
}

/// The exit code, and a word where an answer could not be written. What was done decides; where nothing was to be done
/// but to answer, the answer does.
fn ending(code: u8, command: &Command, output: &Output) -> u8 {
    let Some(error) = output.lost() else { return code };
    let has_read_enough = error.kind() == io::ErrorKind::BrokenPipe;
    if command.only_answers() && has_read_enough {
        return if code == exit_code::DONE { exit_code::STOPPED } else { code };
    }
    output.complaint(&format!("the answer could not be written: {error}"));
    if command.only_answers() && code == exit_code::DONE { exit_code::USAGE } else { code }
}

/// Help where it was asked for, else why the words are no command.
fn explain(refusal: &clap::Error) -> u8 {
    let charset = Charset::of_environment();
    let lines = refusal.render().to_string();
    let lines: Vec<String> = lines.lines().map(|line| charset.shown(line)).collect();
    let text = charset.encode(&format!("{}\n", lines.join("\n")));
    if refusal.use_stderr() {
        // Nobody is left to be told.
        let _ = io::stderr().write_all(&text);
        return exit_code::USAGE;
    }
    match io::stdout().write_all(&text).and_then(|()| io::stdout().flush()) {
        Ok(()) => exit_code::DONE,
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => exit_code::STOPPED,
        Err(_) => exit_code::USAGE,
    }
}
