//! The service for panel software: many clients at once, a network that goes away, an end within 2 s, a daemon, and clients
//! that behave badly.

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead as _, BufReader, ErrorKind, Read as _, Write as _};
use std::net::Shutdown;
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::sleep;
use std::time::{Duration, Instant};

use seam_acs_c_tests::{Dress, Failure, Program, Running};
use seam_acs_sandbox::{Fault, Sandbox, SandboxOptions, Seed};
use serde_json::Value;

const REMOVE: &str = "/acs/users/remove_from_access_group";
const USER: &str = Sandbox::USER;
const GROUP: &str = Sandbox::GROUP;
const CHIARA: &str = "33333333-3333-3333-3333-000000000003";
const NOBODY: &str = "99999999-9999-9999-9999-999999999999";

/// Far more than anything here takes, even under valgrind.
const LIMIT: Duration = Duration::from_secs(60);

/// A folder of its own for each service. Its path is short, because a socket's may have only 107 bytes.
struct Place(PathBuf);

impl Place {
    fn make() -> Result<Place, Failure> {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        let name = format!("panel-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let folder = std::env::temp_dir().join(name);
        fs::create_dir_all(&folder)?;
        Ok(Place(folder))
    }

    fn file(&self, name: &str) -> String {
        self.0.join(name).to_string_lossy().into_owned()
    }

    fn socket(&self) -> String {
        self.file("s")
    }

    fn connect(&self) -> Result<Client, Failure> {
        let stream = await_some("the service does not listen", || UnixStream::connect(self.socket()).ok())?;
        stream.set_read_timeout(Some(LIMIT))?;
        Ok(Client { answers: BufReader::new(stream.try_clone()?), stream })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        // A daemon has no parent that would end it when a test has failed.
        if let Ok(id) = fs::read_to_string(self.file("s.pid")) {
            let _ = signal("KILL", id.trim());
        }
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// A service that runs, and where.
struct Service {
    running: Running,
    place: Place,
}

impl Service {
    fn start(sandbox: &Sandbox, dress: Dress, options: &[&[&str]]) -> Result<Service, Failure> {
        let place = Place::make()?;
        let socket = place.socket();
        let arguments = [&[socket.as_str()], options.concat().as_slice()].concat();
        let running = begin(&Program::example("panel", dress)?, sandbox, &arguments)?;
        place.connect()?;
        Ok(Service { running, place })
    }

    fn connect(&self) -> Result<Client, Failure> {
        self.place.connect()
    }

    fn terminate(&self) -> Result<(), Failure> {
        signal("TERM", &self.running.id().to_string())
    }

    /// Stops it, and gives its exit code.
    fn stop(self) -> Result<i32, Failure> {
        self.terminate()?;
        self.end()
    }

    /// Waits for its end, which leaves nothing behind but what it keeps, and gives its exit code.
    fn end(self) -> Result<i32, Failure> {
        let (code, words) = self.running.end()?;
        let left: Vec<_> = fs::read_dir(&self.place.0)?.flatten().map(|entry| entry.file_name()).collect();
        if left == ["s.outbox"] && words.is_empty() {
            Ok(code)
        } else {
            Err(format!("{left:?}: {words}").into())
        }
    }
}

struct Client {
    stream: UnixStream,
    answers: BufReader<UnixStream>,
}

impl Client {
    fn send(&mut self, text: &str) -> Result<(), Failure> {
        Ok(self.stream.write_all(text.as_bytes())?)
    }

    /// The next answer, or nothing at the end.
    fn answer(&mut self) -> Result<String, Failure> {
        let mut line = String::new();
        self.answers.read_line(&mut line)?;
        Ok(line)
    }

    fn ask(&mut self, line: &str) -> Result<String, Failure> {
        self.send(&format!("{line}\n"))?;
        self.answer()
    }

    /// Asks for a change, which is then on the disk.
    fn keep(&mut self, line: &str) -> Result<(), Failure> {
        let answer = self.ask(line)?;
        if answer.starts_with("OK kept ") { Ok(()) } else { Err(format!("{line}: {answer}").into()) }
    }

    /// The outcomes that are told.
    fn outcomes(&mut self, line: &str) -> Result<Vec<Value>, Failure> {
        let answer = self.ask(line)?;
        Ok(serde_json::from_str(answer.strip_prefix("OK ").ok_or("no answer")?)?)
    }
}

fn begin(program: &Program, sandbox: &Sandbox, arguments: &[&str]) -> Result<Running, Failure> {
    program.begin(arguments, &[("SEAM_API_KEY", &sandbox.api_key()), ("SEAM_ENDPOINT", sandbox.url())])
}

/// Runs it to its end, which a daemon's parent comes to at once.
fn play(program: &Program, sandbox: &Sandbox, arguments: &[&str]) -> Result<(i32, String), Failure> {
    begin(program, sandbox, arguments)?.end()
}

fn signal(name: &str, process: &str) -> Result<(), Failure> {
    let sent = Command::new("kill").args([&format!("-{name}"), process]).output()?;
    if sent.status.success() { Ok(()) } else { Err(String::from_utf8_lossy(&sent.stderr).into()) }
}

/// Waits until there is something.
fn await_some<T>(otherwise: &str, look: impl Fn() -> Option<T>) -> Result<T, Failure> {
    let end = Instant::now() + LIMIT;
    while Instant::now() < end {
        if let Some(found) = look() {
            return Ok(found);
        }
        sleep(Duration::from_millis(5));
    }
    Err(otherwise.into())
}

fn add(user: &str) -> String {
    format!("add {user} {GROUP}")
}

fn remove(user: &str) -> String {
    format!("remove {user} {GROUP}")
}

/// Waits until a membership is as wanted.
fn await_member(sandbox: &Sandbox, user: &str, is_member: bool) -> Result<(), Failure> {
    await_some("it is not delivered", || (sandbox.is_member(user, GROUP) == is_member).then_some(()))
}

#[test]
fn many_clients_add_and_remove_at_once() -> Result<(), Failure> {
    many_at_once(Dress::Plain)
}

#[test]
fn many_clients_add_and_remove_at_once_under_valgrind() -> Result<(), Failure> {
    many_at_once(Dress::Valgrind)
}

#[test]
fn many_clients_add_and_remove_at_once_with_sanitizers() -> Result<(), Failure> {
    many_at_once(Dress::Sanitized)
}

/// Twenty clients of ten people each.
fn many_at_once(dress: Dress) -> Result<(), Failure> {
    type Line = fn(&str) -> String;

    let seed = Seed::default();
    let known = seed.users.len();
    let seed = seed.with_more_users(200);
    let people: Vec<String> = seed.users.iter().skip(known).map(|user| user.acs_user_id.clone()).collect();
    let sandbox = Sandbox::start(SandboxOptions { seed, ..SandboxOptions::default() })?;
    let before: BTreeSet<_> = sandbox.members(GROUP).into_iter().collect();
    let service = Service::start(&sandbox, dress, &[])?;
    let mut clients = Vec::new();
    for people in people.chunks(10) {
        clients.push((service.connect()?, people));
    }
    let adds: (Line, usize) = (add, before.len() + people.len());
    let removes: (Line, usize) = (remove, before.len());
    for (line, expected) in [adds, removes] {
        for (client, people) in &mut clients {
            let lines: String = people.iter().map(|user| line(user) + "\n").collect();
            client.send(&lines)?;
        }
        for (client, people) in &mut clients {
            for user in *people {
                let answer = client.answer()?;
                assert!(answer.starts_with("OK kept "), "{user}: {answer}");
            }
        }
        await_some("not all are delivered", || (sandbox.members(GROUP).len() == expected).then_some(()))?;
    }
    assert_eq!(sandbox.members(GROUP).into_iter().collect::<BTreeSet<_>>(), before);
    assert_eq!(service.stop()?, 0);
    Ok(())
}

#[test]
fn what_is_kept_without_a_network_survives_a_kill_and_is_sent_when_it_is_back() -> Result<(), Failure> {
    let sandbox = Sandbox::start_default()?;
    sandbox.put_membership(CHIARA, GROUP, true);
    sandbox.fault(Fault::on("/acs/systems/list").status(503).always());
    let place = Place::make()?;
    let program = Program::example("panel", Dress::Plain)?;
    let killed = begin(&program, &sandbox, &[&place.socket()])?;
    let mut client = place.connect()?;
    client.keep(&add(USER))?;
    client.keep(&remove(CHIARA))?;
    let status = client.ask("status")?;
    assert!(status.starts_with("OK {") && status.contains("\"waiting\":2"), "{status}");
    drop(killed);
    sandbox.clear();
    let next = begin(&program, &sandbox, &[&place.socket()])?;
    await_member(&sandbox, CHIARA, false)?;
    await_member(&sandbox, USER, true)?;
    signal("TERM", &next.id().to_string())?;
    assert_eq!(next.end()?, (0, String::new()));
    Ok(())
}

#[test]
fn outcomes_are_told_with_the_reason_of_a_refusal_until_they_are_seen() -> Result<(), Failure> {
    let sandbox = Sandbox::start_default()?;
    let service = Service::start(&sandbox, Dress::Plain, &[])?;
    let mut client = service.connect()?;
    assert_eq!(client.ask("outcomes")?, "OK []\n");
    client.keep(&add(NOBODY))?;
    client.keep(&add(USER))?;
    let end = Instant::now() + LIMIT;
    while client.outcomes("outcomes")?.len() < 2 && Instant::now() < end {}
    let outcomes = client.outcomes("outcomes")?;
    let refused = outcomes.iter().find(|one| one["acs_user_id"] == NOBODY).ok_or("not told")?;
    assert_eq!(refused["state"], "refused");
    assert!(refused["error"].as_str().is_some_and(|error| error.contains(NOBODY)), "{refused}");
    assert_eq!(client.outcomes("outcomes 1")?, outcomes[1..]);
    assert_eq!(client.ask("seen 2")?, "OK seen\n");
    assert_eq!(client.ask("outcomes")?, "OK []\n");
    let answer = client.ask("seen 99")?;
    assert!(answer.starts_with("ERROR INVALID_ARGUMENT cursor "), "{answer}");
    assert_eq!(service.stop()?, 0);
    Ok(())
}

/// On the real clock, as whoever stops services kills what takes longer.
#[test]
fn service_that_is_stopped_while_it_sends_ends_within_two_seconds_and_goes_on_later() -> Result<(), Failure> {
    let sandbox = Sandbox::start_default()?;
    sandbox.put_membership(CHIARA, GROUP, true);
    let place = Place::make()?;
    let program = Program::example("panel", Dress::Plain)?;
    let service = begin(&program, &sandbox, &[&place.socket()])?;
    sandbox.fault(Fault::on(REMOVE).hold().applied(false));
    let mut client = place.connect()?;
    client.keep(&remove(CHIARA))?;
    assert!(sandbox.wait_for_held(1, LIMIT));
    let start = Instant::now();
    signal("TERM", &service.id().to_string())?;
    assert_eq!(service.end()?, (0, String::new()));
    let took = start.elapsed();
    assert!(took < Duration::from_secs(2), "{took:?}");
    assert_eq!(client.answer()?, "");
    let refused = UnixStream::connect(place.socket()).map_err(|error| error.kind());
    assert_eq!(refused.err(), Some(ErrorKind::NotFound));
    let next = begin(&program, &sandbox, &[&place.socket()])?;
    assert!(sandbox.wait_for_requests(REMOVE, 2, LIMIT));
    await_member(&sandbox, CHIARA, false)?;
    signal("INT", &next.id().to_string())?;
    assert_eq!(next.end()?, (0, String::new()));
    Ok(())
}

#[test]
fn daemon_works_logs_and_stops_by_its_pid_file() -> Result<(), Failure> {
    let sandbox = Sandbox::start_default()?;
    let place = Place::make()?;
    let (socket, log) = (place.socket(), place.file("log"));
    let program = Program::example("panel", Dress::Plain)?;
    let arguments = ["-d", &socket, "log_file", &log, "log_level", "info"];
    assert_eq!(play(&program, &sandbox, &arguments)?, (0, String::new()));
    // It listens as soon as that has returned.
    drop(UnixStream::connect(&socket)?);
    assert_eq!(fs::metadata(&socket)?.permissions().mode() & 0o777, 0o700);
    let mut client = place.connect()?;
    client.keep(&add(USER))?;
    await_member(&sandbox, USER, true)?;
    let id = fs::read_to_string(place.file("s.pid"))?.trim().to_owned();
    let process = Path::new("/proc").join(&id);
    assert_eq!(fs::read_link(process.join("cwd"))?, Path::new("/"));
    for descriptor in ["0", "1", "2"] {
        assert_eq!(fs::read_link(process.join("fd").join(descriptor))?, Path::new("/dev/null"));
    }
    // After the command in brackets stand state, parent, group and session.
    let stat = fs::read_to_string(process.join("stat"))?;
    let session = stat.rsplit(')').next().and_then(|rest| rest.split_whitespace().nth(3).map(str::to_owned));
    assert!(session.is_some_and(|session| session != id), "it leads its session: {stat}");
    await_some("nothing is logged", || {
        fs::read_to_string(&log).ok().filter(|log| log.contains("call_answered"))
    })?;
    // A second one neither takes the first one's socket nor harms it.
    let (code, words) = play(&program, &sandbox, &[&socket])?;
    assert!(code == 1 && words.starts_with(&socket), "{code} {words}");
    client.keep(&remove(USER))?;
    await_member(&sandbox, USER, false)?;
    signal("TERM", &id)?;
    await_some("it does not end", || (!process.exists()).then_some(()))?;
    assert!(!Path::new(&socket).exists() && !Path::new(&place.file("s.pid")).exists());
    assert_eq!(client.answer()?, "");
    Ok(())
}

#[test]
fn socket_of_a_service_that_was_killed_is_taken_over_and_no_other_file_is() -> Result<(), Failure> {
    let sandbox = Sandbox::start_default()?;
    let place = Place::make()?;
    let program = Program::example("panel", Dress::Plain)?;
    let socket = place.socket();
    let killed = begin(&program, &sandbox, &[&socket])?;
    place.connect()?;
    drop(killed);
    assert!(Path::new(&socket).exists());
    let next = begin(&program, &sandbox, &[&socket])?;
    place.connect()?.keep(&add(USER))?;
    signal("INT", &next.id().to_string())?;
    assert_eq!(next.end()?, (0, String::new()));
    fs::write(&socket, "of somebody")?;
    let (code, words) = play(&program, &sandbox, &[&socket])?;
    assert!(code == 1 && words.contains("Address already in use"), "{code} {words}");
    assert_eq!(fs::read_to_string(&socket)?, "of somebody");
    Ok(())
}

#[test]
fn lines_come_in_any_pieces_and_what_is_no_line_does_no_harm() -> Result<(), Failure> {
    any_pieces(Dress::Plain)
}

#[test]
fn lines_come_in_any_pieces_and_what_is_no_line_does_no_harm_under_valgrind() -> Result<(), Failure> {
    any_pieces(Dress::Valgrind)
}

fn any_pieces(dress: Dress) -> Result<(), Failure> {
    let sandbox = Sandbox::start_default()?;
    let service = Service::start(&sandbox, dress, &[])?;
    let mut client = service.connect()?;
    // Two in one packet, the second with the line end of other systems.
    client.send(&format!("{}\n{}\r\n", add(USER), add(CHIARA)))?;
    assert_eq!([client.answer()?, client.answer()?], ["OK kept 1\n", "OK kept 2\n"]);
    await_member(&sandbox, USER, true)?;
    // One in pieces.
    for piece in remove(USER).as_bytes().chunks(7) {
        client.stream.write_all(piece)?;
        sleep(Duration::from_millis(2));
    }
    assert_eq!(client.ask("")?, "OK kept 3\n");
    await_member(&sandbox, USER, false)?;
    await_member(&sandbox, CHIARA, true)?;
    let changes = sandbox.requests().len();
    // No lines of this service, ids that are none, and a NUL, behind which an id would go on.
    for line in [
        "",
        "add",
        "add u",
        "add u g h",
        "status 1",
        "seen",
        "toggle u g",
        "ADD u g",
        "add \0 g",
        "\0",
        "add u g\0h",
    ] {
        let answer = client.ask(line)?;
        assert!(answer.starts_with("ERROR INVALID_ARGUMENT "), "{line:?}: {answer}");
    }
    let answer = client.ask(&add(&"u".repeat(257)))?;
    assert!(answer.starts_with("ERROR INVALID_ARGUMENT "), "{answer}");
    client.stream.write_all(b"add \xff\xfe g\n")?;
    let answer = client.answer()?;
    assert!(answer.starts_with("ERROR UTF8 "), "{answer}");
    // The longest that there can be.
    client.keep(&format!("remove {} {}", "u".repeat(256), "g".repeat(256)))?;
    // More answers than a socket has room for, read only then.
    client.send(&"?\n".repeat(2000))?;
    for _ in 0..2000 {
        assert!(client.answer()?.starts_with("ERROR INVALID_ARGUMENT "));
    }
    // A line without its end may have been cut.
    client.send(&add(USER))?;
    client.stream.shutdown(Shutdown::Write)?;
    assert_eq!(client.answer()?, "");
    // One that is too long ends its connection, and nobody else's.
    let mut other = service.connect()?;
    let mut endless = service.connect()?;
    let _ = endless.send(&format!("{}\n", "add ".repeat(100_000)));
    let mut rest = String::new();
    assert!(endless.answers.read_to_string(&mut rest).map_or(true, |_| rest.is_empty()), "{rest}");
    other.keep(&remove(CHIARA))?;
    await_member(&sandbox, CHIARA, false)?;
    assert_eq!(sandbox.requests().len(), changes + 2, "something else was sent");
    assert_eq!(service.stop()?, 0);
    Ok(())
}

#[test]
fn client_that_goes_away_undoes_nothing_and_harms_nobody() -> Result<(), Failure> {
    let sandbox = Sandbox::start_default()?;
    let service = Service::start(&sandbox, Dress::Plain, &[])?;
    let mut gone = service.connect()?;
    gone.send(&(add(USER) + "\n"))?;
    drop(gone);
    await_member(&sandbox, USER, true)?;
    let mut other = service.connect()?;
    // One that only sends gets no further once its answers fill the socket, and holds up nobody.
    let mut deaf = service.connect()?;
    deaf.stream.set_write_timeout(Some(Duration::from_millis(200)))?;
    assert!(deaf.send(&"?\n".repeat(1_000_000)).is_err(), "everything is taken from it");
    other.keep(&remove(CHIARA))?;
    assert_eq!(service.stop()?, 0);
    Ok(())
}

#[test]
fn more_clients_than_there_is_room_for_wait_until_one_goes() -> Result<(), Failure> {
    let sandbox = Sandbox::start_default()?;
    let service = Service::start(&sandbox, Dress::Plain, &[])?;
    let mut clients = Vec::new();
    for _ in 0..129 {
        clients.push(service.connect()?);
    }
    for client in clients.iter_mut().take(128) {
        assert!(client.ask("?")?.starts_with("ERROR INVALID_ARGUMENT "));
    }
    let mut last = clients.pop().ok_or("no client")?;
    last.stream.set_read_timeout(Some(Duration::from_millis(200)))?;
    assert!(last.ask("?").is_err(), "it has a place already");
    last.stream.set_read_timeout(Some(LIMIT))?;
    clients.truncate(127);
    assert!(last.answer()?.starts_with("ERROR INVALID_ARGUMENT "));
    assert_eq!(service.stop()?, 0);
    Ok(())
}

#[test]
fn wrong_arguments_are_told_before_it_becomes_a_daemon() -> Result<(), Failure> {
    let program = Program::example("panel", Dress::Plain)?;
    let sandbox = Sandbox::start_default()?;
    let place = Place::make()?;
    let socket = place.socket();
    let long = place.file(&"s".repeat(120));
    for arguments in [&[][..], &["-d"], &["relative"], &["-d", "relative"], &["-d", &long]] {
        let (code, words) = play(&program, &sandbox, arguments)?;
        assert!(code == 2 && words.starts_with("usage: "), "{arguments:?} {code} {words}");
    }
    for (more, part) in [(&["colour", "red"][..], "colour"), (&["timeout_ms"], "value")] {
        let (code, words) = play(&program, &sandbox, &[&["-d", &socket], more].concat())?;
        assert!(code == 2 && words.contains(part), "{more:?} {code} {words}");
    }
    let (code, words) = program.play(&["-d", &socket], &[])?;
    assert!(code == 2 && words.contains("SEAM_API_KEY"), "{code} {words}");
    assert!(!Path::new(&socket).exists());
    Ok(())
}
