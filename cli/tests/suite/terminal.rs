//! The program in a pseudo-terminal, and what a person sees on it.

use std::fs::{File, OpenOptions};
use std::io::{Read, Write};
use std::os::fd::OwnedFd;
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};

use seam_acs_sandbox::{Fault, Switch};

use crate::command::{GROUP, PERSON, PROGRAM, Place, is_ready, wait};
use crate::rosters::{many, staff};
use crate::signals::{SIGNALS, send};

/// A running program and what it has written on its terminal.
pub(crate) struct Terminal {
    pub(crate) child: Child,
    ours: File,
    pub(crate) written: String,
}

impl Terminal {
    /// Starts a command in a terminal of its own.
    pub(crate) fn running(command: &mut Command) -> Terminal {
        Terminal::start(command, true)
    }

    /// Starts a command on a terminal; only one that belongs to the terminal is sent its keys as signals.
    fn start(command: &mut Command, belongs: bool) -> Terminal {
        let ours = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC).unwrap();
        grantpt(&ours).unwrap();
        unlockpt(&ours).unwrap();
        let name = ptsname(&ours, Vec::new()).unwrap().into_string().unwrap();
        let theirs: OwnedFd = OpenOptions::new().read(true).write(true).open(name).unwrap().into();
        let other = || Stdio::from(theirs.try_clone().unwrap());
        command.stdin(other()).stdout(other()).stderr(other());
        // SAFETY: both calls are system calls alone.
        unsafe {
            command.pre_exec(move || {
                rustix::process::setsid()?;
                // Only the terminal that a session belongs to turns keys into signals.
                if belongs {
                    rustix::process::ioctl_tiocsctty(std::io::stdin())?;
                }
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
        wait(&mut self.child).code()
    }

    /// Closes the terminal, as a window that is closed does, and gives the exit code.
    pub(crate) fn close(&mut self) -> Option<i32> {
        self.hang_up();
        wait(&mut self.child).code()
    }

    /// Closes the terminal.
    fn hang_up(&mut self) {
        self.ours = File::open("/dev/null").unwrap();
    }

    fn read(&mut self) -> bool {
        assert!(is_ready(&self.ours), "still running: {:?}", self.written);
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

#[test]
fn sync_shows_plan_bar_and_sums_and_asks_before_it_changes_anything() {
    let (place, table) = many(60);
    let before = place.members();
    place.sandbox.set(Switch::LatencyMs(60));
    let words = ["sync", &table, "--allow-mass-removal", "--ceiling", "4", "--report", "report.csv"];
    let mut terminal = Terminal::running(&mut place.command(&words));
    terminal.wait_for("Only \"yes\" is accepted: ");
    assert!(terminal.written.contains("30 to add, 30 to remove, 0 stay"), "{}", terminal.written);
    // Twenty of thirty are shown, in colours.
    assert!(terminal.written.contains("\u{1b}[32m+ Person 1030\u{1b}[0m"), "{}", terminal.written);
    assert!(terminal.written.contains("+ and 10 more") && !terminal.written.contains("Person 1055"));
    assert_eq!(place.members(), before, "nothing is changed before the answer");
    terminal.type_keys("yes\n");
    terminal.wait_for("0 failed, ");
    assert_eq!(terminal.end(), Some(0), "{}", terminal.written);
    assert!(
        terminal.written.contains("sync [") && terminal.written.contains(" at once, 0:0"),
        "{}",
        terminal.written
    );
    let sums = terminal.written.find("60 changes: 60 recorded by Seam").unwrap();
    let bar = terminal.written[..sums].rfind("sync [").unwrap();
    assert!(terminal.written[bar..sums].contains("\u{1b}[2K"), "the bar is gone: {:?}", terminal.written);
    assert_eq!(place.members().len(), 30);
    assert_eq!(place.read("report.csv").matches(",applied,").count(), 60);
}

#[test]
fn any_answer_but_yes_changes_nothing() {
    for answer in ["no\n", "\n", "y\n", "\x04", "\x03"] {
        let place = Place::new();
        let staff = staff(&place);
        for words in [["sync", &staff], ["apply", &staff]] {
            let mut command = place.command(&[&words[..], &["--report", "report.csv"]].concat());
            if words[0] == "apply" {
                command.args(["--action", "add"]);
            }
            let mut terminal = Terminal::running(&mut command);
            terminal.wait_for("Only \"yes\" is accepted: ");
            assert!(terminal.written.contains("+ Ada Lindqvist"), "{}", terminal.written);
            terminal.type_keys(answer);
            assert_eq!(terminal.end(), Some(3), "{answer:?}: {}", terminal.written);
            assert!(terminal.written.contains("nothing was changed"), "{}", terminal.written);
        }
        assert!(!place.has_newcomer());
        assert_eq!(place.files(), ["staff.csv"], "no report of nothing");
    }
}

#[test]
fn yes_is_said_beforehand_in_scripts_and_nothing_to_do_is_not_asked() {
    let place = Place::new();
    let staff = staff(&place);
    let mut terminal = Terminal::running(&mut place.command(&["sync", &staff, "--yes"]));
    assert_eq!(terminal.end(), Some(0), "{}", terminal.written);
    assert!(!terminal.written.contains("Only yes"), "{}", terminal.written);
    assert!(place.has_newcomer());
    let mut terminal = Terminal::running(&mut place.command(&["sync", &staff]));
    assert_eq!(terminal.end(), Some(0), "{}", terminal.written);
    assert!(!terminal.written.contains("Only yes"), "{}", terminal.written);
}

#[test]
fn a_guard_shows_what_would_have_happened_and_then_why_it_does_not() {
    let (place, table) = many(60);
    let mut terminal = Terminal::running(&mut place.command(&["sync", &table]));
    assert_eq!(terminal.end(), Some(7));
    let written = &terminal.written;
    let shown = written.find("- Person 1000").unwrap();
    assert!(shown < written.find("would lose 30 of its 30 members").unwrap(), "{written}");
    assert_eq!(place.members().len(), 30);
}

/// A list of 30 additions of which 10 are made, and 4 are sent and not answered.
fn in_mid_work(belongs: bool) -> (Place, Terminal) {
    let (place, table) = many(60);
    place.sandbox.fault(Fault::on("/acs/users/a*").hold().after(10).always());
    let words = ["sync", &table, "--additive", "--ceiling", "4", "--report", "report.csv", "--yes"];
    let mut terminal = Terminal::start(&mut place.command(&words), belongs);
    terminal.wait_for("10 of 30");
    assert!(place.sandbox.wait_for_held(4, std::time::Duration::from_secs(60)));
    (place, terminal)
}

#[test]
fn ctrl_c_ends_a_list_with_its_report() {
    let (place, mut terminal) = in_mid_work(true);
    terminal.type_keys("\x03");
    assert_eq!(terminal.end(), Some(6), "{}", terminal.written);
    assert!(terminal.written.contains("30 changes: 10 recorded by Seam"), "{}", terminal.written);
    assert!(terminal.written.contains("4 in doubt, 16 not attempted"), "{}", terminal.written);
    assert_eq!(place.read("report.csv").matches(",applied,").count(), 10);
}

#[test]
fn quiet_shows_no_bar_and_no_color_shows_no_colours() {
    let place = Place::new();
    let staff = staff(&place);
    place.sandbox.set(Switch::LatencyMs(60));
    let mut command = place.command(&["sync", &staff, "--yes", "--quiet"]);
    let mut terminal = Terminal::running(command.env("NO_COLOR", "1"));
    assert_eq!(terminal.end(), Some(0), "{}", terminal.written);
    assert!(!terminal.written.contains('\u{1b}'), "{:?}", terminal.written);
}

#[test]
fn every_signal_ends_the_question_without_a_change() {
    for signal in SIGNALS {
        let place = Place::new();
        let staff = staff(&place);
        let words = ["sync", &staff, "--report", "report.csv", "--journal", "journal"];
        let mut terminal = Terminal::running(&mut place.command(&words));
        terminal.wait_for("Only \"yes\" is accepted: ");
        send(&terminal.child, signal);
        assert_eq!(terminal.end(), Some(3), "{}", terminal.written);
        assert!(!place.has_newcomer());
        assert_eq!(place.files(), ["staff.csv"], "neither a report nor a journal of nothing");
    }
}

#[test]
fn a_terminal_that_is_closed_answers_nothing() {
    let place = Place::new();
    let staff = staff(&place);
    let mut terminal = Terminal::running(&mut place.command(&["sync", &staff]));
    terminal.wait_for("Only \"yes\" is accepted: ");
    assert_eq!(terminal.close(), Some(3));
    assert!(!place.has_newcomer());
}

/// The system sends SIGHUP to whoever belongs to the terminal.
#[test]
fn a_window_that_is_closed_in_mid_work_ends_it_with_report_and_doubt() {
    let (place, mut terminal) = in_mid_work(true);
    assert_eq!(terminal.close(), Some(6), "{}", terminal.written);
    let report = place.read("report.csv");
    assert_eq!((report.matches(",applied,").count(), report.matches(",outcome_unknown,").count()), (10, 4));
}

/// Without the signal, as under nohup, only its writes tell a program that the terminal has gone.
#[test]
fn work_goes_on_when_its_terminal_has_gone_and_decides_the_exit_code() {
    let (place, mut terminal) = in_mid_work(false);
    terminal.hang_up();
    place.sandbox.clear();
    assert_eq!(wait(&mut terminal.child).code(), Some(0));
    assert_eq!(place.members().len(), 60);
    assert_eq!(place.read("report.csv").matches(",applied,").count(), 30);
}

#[test]
fn an_error_keeps_its_code_on_a_terminal_that_has_gone() {
    let place = Place::new();
    let held = || Fault::on("*").hold().always();
    for (fault, words, code) in [
        (held(), ["members", "Nobody"].as_slice(), 2),
        (held().status(401), &["check"], 5),
        (held().status(403), &["add", PERSON, GROUP], 5),
    ] {
        place.sandbox.clear();
        place.sandbox.fault(fault);
        let mut terminal = Terminal::start(&mut place.command(words), false);
        assert!(place.sandbox.wait_for_held(1, std::time::Duration::from_secs(60)));
        terminal.hang_up();
        place.sandbox.release();
        assert_eq!(wait(&mut terminal.child).code(), Some(code), "{words:?}");
    }
    assert!(!place.has_newcomer());
}

#[test]
fn a_table_from_a_pipe_is_asked_about_at_the_terminal() {
    let place = Place::new();
    staff(&place);
    let mut command = Command::new("sh");
    command.args(["-c", "cat staff.csv | \"$0\" sync -", PROGRAM]).current_dir(place.folder());
    let given = place.command(&[]);
    command.env_clear().envs(given.get_envs().filter_map(|(name, value)| Some((name, value?))));
    let mut terminal = Terminal::running(&mut command);
    terminal.wait_for("Only \"yes\" is accepted: ");
    assert!(!place.has_newcomer());
    terminal.type_keys("yes\n");
    assert_eq!(terminal.end(), Some(0), "{}", terminal.written);
    assert!(place.has_newcomer());
}

#[test]
fn json_at_a_terminal_is_asked_about_with_the_plan_in_words() {
    let place = Place::new();
    let staff = staff(&place);
    let mut terminal = Terminal::running(&mut place.command(&["sync", &staff, "--json"]));
    terminal.wait_for("Only \"yes\" is accepted: ");
    assert!(terminal.written.contains("+ Ada Lindqvist"), "{}", terminal.written);
    terminal.type_keys("yes\n");
    assert_eq!(terminal.end(), Some(0), "{}", terminal.written);
    assert!(terminal.written.contains("\"applied\":2"), "{}", terminal.written);
}

#[test]
fn a_command_that_belongs_to_no_terminal_asks_at_the_one_that_it_reads() {
    let place = Place::new();
    let staff = staff(&place);
    let mut terminal = Terminal::start(&mut place.command(&["sync", &staff]), false);
    terminal.wait_for("Only \"yes\" is accepted: ");
    terminal.type_keys("no\n");
    assert_eq!(terminal.end(), Some(3), "{}", terminal.written);
    assert!(!place.has_newcomer());
}
