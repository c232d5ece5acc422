//! Standard input and the terminal, read so that a signal ends the wait.

use std::fs::{File, OpenOptions};
use std::io::{self, IsTerminal, Read, Write};
use std::os::fd::{AsFd, BorrowedFd};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::termios::{LocalModes, OptionalActions, tcgetattr, tcsetattr};

use crate::failure::Failure;
use crate::signals::Signals;

/// How often signals are looked at.
const SLICE: Timespec = Timespec { tv_sec: 0, tv_nsec: 100_000_000 };

/// Everything that standard input has.
pub(crate) fn read_all(signals: &Signals) -> Result<Vec<u8>, Failure> {
    let unusable = |error: io::Error| Failure::Usage(format!("standard input: {error}"));
    let mut input = File::from(io::stdin().as_fd().try_clone_to_owned().map_err(unusable)?);
    let (mut content, mut piece) = (Vec::new(), vec![0; 64 * 1024]);
    loop {
        wait(input.as_fd(), signals)?;
        match input.read(&mut piece) {
            Ok(0) => return Ok(content),
            Ok(count) => content.extend(piece.iter().take(count)),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(unusable(error)),
        }
    }
}

/// A line that a person types at the terminal, without its end; `None` at the end of the input.
pub(crate) fn read_line(terminal: &mut Terminal, signals: &Signals) -> Result<Option<String>, Failure> {
    let mut line = Vec::new();
    loop {
        wait(terminal.file.as_fd(), signals)?;
        let mut letter = [0];
        match terminal.file.read(&mut letter) {
            Ok(0) if line.is_empty() => return Ok(None),
            Ok(0) => break,
            Ok(_) if letter == *b"\n" => break,
            Ok(_) => line.extend(letter),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            // A terminal that was closed: nobody answers any more.
            Err(_) => return Ok(None),
        }
    }
    Ok(Some(String::from_utf8_lossy(&line).trim().to_owned()))
}

/// The terminal that the process belongs to, whatever its standard input is.
pub(crate) struct Terminal {
    file: File,
}

impl Terminal {
    /// The terminal, if there is one.
    pub(crate) fn open() -> Option<Terminal> {
        let file = OpenOptions::new().read(true).write(true).open("/dev/tty").ok()?;
        Some(Terminal { file })
    }

    /// The terminal that standard input is, where the process belongs to none.
    pub(crate) fn of_standard_input() -> Option<Terminal> {
        let input = io::stdin();
        let file = input.is_terminal().then(|| input.as_fd().try_clone_to_owned().ok())??;
        Some(Terminal { file: file.into() })
    }

    /// Asks for a line that nobody sees.
    pub(crate) fn ask_hidden(
        &mut self,
        question: &str,
        signals: &Signals,
    ) -> Result<Option<String>, Failure> {
        let hidden = Hidden::begin(&self.file);
        let _ = self.file.write_all(question.as_bytes());
        let answer = read_line(self, signals);
        drop(hidden);
        let _ = self.file.write_all(b"\n");
        answer
    }

    /// Asks for a line.
    pub(crate) fn ask(&mut self, question: &[u8], signals: &Signals) -> Result<Option<String>, Failure> {
        let _ = self.file.write_all(question);
        read_line(self, signals)
    }
}

/// The terminal shows no letters while this lives.
struct Hidden {
    terminal: Option<(File, rustix::termios::Termios)>,
}

impl Hidden {
    fn begin(file: &File) -> Hidden {
        let before = tcgetattr(file).ok();
        let terminal = before.and_then(|before| {
            let mut hidden = before.clone();
            hidden.local_modes.remove(LocalModes::ECHO);
            tcsetattr(file, OptionalActions::Flush, &hidden).ok()?;
            Some((file.try_clone().ok()?, before))
        });
        Hidden { terminal }
    }
}

impl Drop for Hidden {
    fn drop(&mut self) {
        if let Some((file, before)) = &self.terminal {
            let _ = tcsetattr(file, OptionalActions::Now, before);
        }
    }
}

/// Returns when there is something to read, or fails when a signal came.
fn wait(descriptor: BorrowedFd<'_>, signals: &Signals) -> Result<(), Failure> {
    loop {
        if signals.stopped() {
            return Err(Failure::Stopped);
        }
        let mut looked_at = [PollFd::new(&descriptor, PollFlags::IN)];
        match poll(&mut looked_at, Some(&SLICE)) {
            Ok(0) | Err(rustix::io::Errno::INTR) => {}
            // What cannot be polled is read all the same.
            Ok(_) | Err(_) => return Ok(()),
        }
    }
}
