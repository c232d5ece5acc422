//! The program in a pseudo-terminal, and what a person sees on it.

use std::fs::{File, OpenOptions};
use std::io::{Read, Write};
use std::os::fd::OwnedFd;
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};

use crate::command::Place;

/// A running program and what it has written on its terminal.
pub(crate) struct Terminal {
    pub(crate) child: Child,
    ours: File,
    pub(crate) written: String,
}

impl Terminal {
    /// Starts a command in a terminal of its own.
    pub(crate) fn running(command: &mut Command) -> Terminal {
        let ours = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
        grantpt(&ours).unwrap();
        unlockpt(&ours).unwrap();
        let name = ptsname(&ours, Vec::new()).unwrap().into_string().unwrap();
        let theirs: OwnedFd = OpenOptions::new().read(true).write(true).open(name).unwrap().into();
        let other = || Stdio::from(theirs.try_clone().unwrap());
        command.stdin(other()).stdout(other()).stderr(other());
        // SAFETY: both calls are system calls alone.
        unsafe {
            command.pre_exec(|| {
                rustix::process::setsid()?;
                // Only the terminal that a session belongs to turns keys into signals.
                rustix::process::ioctl_tiocsctty(std::io::stdin())?;
                Ok(())
            });
        }
        let child = command.spawn().unwrap();
        // What the command keeps of the other side would keep the terminal open.
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        Terminal { child, ours: ours.into(), written: String::new() }
    }

    pub(crate) fn type_keys(&mut self, keys: &str) {
        self.ours.write_all(keys.as_bytes()).unwrap();
    }

    /// Returns once the program has written this.
    pub(crate) fn wait_for(&mut self, text: &str) {
        while !self.written.contains(text) {
            assert!(self.read(), "never wrote {text:?}: {:?}", self.written);
        }
    }

    /// Reads to the end and gives the exit code.
    pub(crate) fn end(&mut self) -> Option<i32> {
        while self.read() {}
        self.child.wait().unwrap().code()
    }

    fn read(&mut self) -> bool {
        let mut piece = [0; 4096];
        match self.ours.read(&mut piece) {
            // The other side is closed: the program has ended.
            Ok(0) | Err(_) => false,
            Ok(count) => {
                self.written.push_str(&String::from_utf8_lossy(&piece[..count]));
                true
            }
        }
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn a_key_is_asked_for_and_not_shown() {
    let place = Place::new();
    let key = place.sandbox.api_key();
    let mut command = place.command(&["check"]);
    let mut terminal = Terminal::running(command.env("SEAM_API_KEY", ""));
    terminal.wait_for("Seam API key: ");
    terminal.type_keys(&format!("{key}\n"));
    assert_eq!(terminal.end(), Some(0), "{}", terminal.written);
    assert!(terminal.written.contains("accepts the credentials"));
    assert!(!terminal.written.contains(&key));
}

#[test]
fn ctrl_c_at_the_question_for_a_key_stops() {
    let place = Place::new();
    let mut command = place.command(&["check"]);
    let mut terminal = Terminal::running(command.env("SEAM_API_KEY", ""));
    terminal.wait_for("Seam API key: ");
    terminal.type_keys("\x03");
    assert_eq!(terminal.end(), Some(3), "{}", terminal.written);
    assert!(place.sandbox.requests().is_empty());
}
