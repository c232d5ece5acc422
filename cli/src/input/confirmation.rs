//! The question before changes, where a person sits at a terminal.

use std::io::{self, IsTerminal};

use crate::failure::Failure;
use crate::input::standard_input::Terminal;
use crate::output::Output;
use crate::signals::Signals;

/// A person at a terminal who can be asked.
pub(crate) struct Confirmation {
    terminal: Terminal,
}

impl Confirmation {
    /// The person at the terminal, if there is one. Where standard input is a script's, nobody is asked; where it is the
    /// table, the person may still sit there.
    pub(crate) fn at_terminal(input_is_table: bool, output: &Output) -> Option<Confirmation> {
        let has_reader = io::stderr().is_terminal();
        let has_writer = io::stdin().is_terminal() || (input_is_table && output.is_watched());
        if !has_reader || !has_writer {
            return None;
        }
        // A person who cannot be asked is not the same as nobody: what can be read from is asked.
        Some(Confirmation { terminal: Terminal::open().or_else(Terminal::of_standard_input)? })
    }

    /// Asks. Any answer but yes stops.
    pub(crate) fn ask(mut self, question: &str, signals: &Signals) -> Result<(), Failure> {
        let question = format!("{question} Only \"yes\" is accepted: ");
        match self.terminal.ask(question.as_bytes(), signals)? {
            Some(answer) if answer.eq_ignore_ascii_case("yes") => Ok(()),
            _ => Err(Failure::Stopped),
        }
    }
}
