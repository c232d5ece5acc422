//! `seam-acs-sandbox`: the sandbox for people and for tests in other languages.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program for people talks to them")]

mod command_line;
mod overview;

use std::io::{self, Read, Write};
use std::process::ExitCode;
use std::thread;

use seam_acs_sandbox::Sandbox;

use crate::command_line::CommandLine;

fn main() -> ExitCode {
    let command_line = match CommandLine::parse(std::env::args().skip(1)) {
        Ok(Some(command_line)) => command_line,
        Ok(None) => {
            print!("{}", command_line::HELP);
            return ExitCode::SUCCESS;
        }
        Err(problem) => {
            eprintln!("seam-acs-sandbox: {problem}\n\n{}", command_line::HELP);
            return ExitCode::from(2);
        }
    };
    match serve(command_line) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("seam-acs-sandbox: {error}");
            ExitCode::FAILURE
        }
    }
}

fn serve(command_line: CommandLine) -> io::Result<()> {
    raise_descriptor_limit();
    let sandbox = Sandbox::start(command_line.options)?;
    let mut out = io::stdout().lock();
    writeln!(out, "seam-acs-sandbox listening on {}", sandbox.url())?;
    out.flush()?;
    // Whoever started this may read the first line only and go; the sandbox stays.
    let _ = out.write_all(overview::of(&sandbox).as_bytes()).and_then(|()| out.flush());
    drop(out);
    if command_line.until_stdin_closes {
        io::copy(&mut io::stdin().lock().by_ref(), &mut io::sink())?;
        return Ok(());
    }
    loop {
        thread::park();
    }
}

/// A thousand connections at once need more descriptors than the usual soft limit.
fn raise_descriptor_limit() {
    use rustix::process::{Resource, getrlimit, setrlimit};
    let mut limit = getrlimit(Resource::Nofile);
    limit.current = limit.maximum;
    // A lower limit only means fewer connections.
    let _ = setrlimit(Resource::Nofile, limit);
}
