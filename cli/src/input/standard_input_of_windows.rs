//! Standard input and the console of Windows, where Ctrl-C ends the wait by ending the process.

use std::io::{self, IsTerminal, Read, Write};

use console::Term;

use crate::failure::Failure;
use crate::signals::Signals;

/// Everything that standard input has.
pub(crate) fn read_all(signals: &Signals) -> Result<Vec<u8>, Failure> {
    let mut content = Vec::new();
    io::stdin()
        .lock()
        .read_to_end(&mut content)
        .map_err(|error| Failure::Usage(format!("standard input: {error}")))?;
    if signals.stopped() { Err(Failure::Stopped) } else { Ok(content) }
}

/// The console, if standard input and standard error are one.
pub(crate) struct Terminal {
    console: Term,
}

impl Terminal {
    /// The console, if there is one.
    pub(crate) fn open() -> Option<Terminal> {
        let console = Term::stderr();
        (io::stdin().is_terminal() && console.is_term()).then_some(Terminal { console })
    }

    /// There is no other than that which [`open`](Self::open) gives.
    pub(crate) fn of_standard_input() -> Option<Terminal> {
        None
    }

    /// Asks for a line that nobody sees.
    pub(crate) fn ask_hidden(
        &mut self,
        question: &str,
        signals: &Signals,
    ) -> Result<Option<String>, Failure> {
        let _ = self.console.write_all(question.as_bytes());
        let answer = self.console.read_secure_line();
        answered(answer, signals)
    }

    /// Asks for a line.
    pub(crate) fn ask(&mut self, question: &[u8], signals: &Signals) -> Result<Option<String>, Failure> {
        let _ = self.console.write_all(question);
        let answer = self.console.read_line();
        answered(answer, signals)
    }
}

/// A console that was closed: nobody answers any more.
fn answered(answer: io::Result<String>, signals: &Signals) -> Result<Option<String>, Failure> {
    if signals.stopped() {
        return Err(Failure::Stopped);
    }
    Ok(answer.ok().map(|line| line.trim().to_owned()))
}
