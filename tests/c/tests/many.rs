//! Thousands of changes from C, with faults, a cancel and a killed server: each outcome is what the server has.

use std::collections::HashSet;
use std::fmt::Write;
use std::path::PathBuf;
use std::thread;
use std::time::{Duration, Instant};

use seam_acs_c_tests::{Dress, Failure, Library, Program};
use seam_acs_sandbox::{DropAt, Ending, Fault, Sandbox, SandboxOptions, SandboxProcess, Seed, Switch};

const PEOPLE: usize = 667;

/// Everybody, three groups, and a file that puts everybody into them.
struct Crowd {
    seed: Seed,
    people: Vec<String>,
    groups: Vec<String>,
    folder: PathBuf,
}

impl Crowd {
    fn new(name: &str) -> Result<Crowd, Failure> {
        let seed = Seed::default();
        let known = seed.users.len();
        let seed = seed.with_more_users(PEOPLE);
        let people: Vec<String> =
            seed.users.iter().skip(known).map(|user| user.acs_user_id.clone()).collect();
        let groups: Vec<String> =
            seed.groups.iter().take(3).map(|group| group.acs_access_group_id.clone()).collect();
        let folder = Library::build()?.folder().join(format!("many-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder)?;
        let mut table = "action,acs_user_id,acs_access_group_id\n".to_owned();
        for person in &people {
            for group in &groups {
                writeln!(table, "add,{person},{group}")?;
            }
        }
        std::fs::write(folder.join("changes.csv"), table)?;
        Ok(Crowd { seed, people, groups, folder })
    }

    fn sandbox(&self) -> Result<Sandbox, Failure> {
        let seed = self.seed.clone();
        let sandbox = Sandbox::start(SandboxOptions { seed, ..SandboxOptions::default() })?;
        sandbox.set(Switch::LatencyMs(20));
        Ok(sandbox)
    }

    /// The report of the program, line by line.
    fn apply(&self, dress: Dress, url: &str, cancel_after: usize) -> Result<Vec<String>, Failure> {
        let changes = self.folder.join("changes.csv");
        let arguments = [url, &self.seed.api_key, "", &changes.to_string_lossy(), &cancel_after.to_string()];
        let (code, words) = Program::compile("many", dress)?.play(&arguments, &[])?;
        if code == 0 { Ok(words.lines().map(str::to_owned).collect()) } else { Err(words.into()) }
    }
}

impl Drop for Crowd {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// How many lines of the report have each outcome that was compared with the server: applied, and in doubt.
fn compared(report: &[String], is_member: impl Fn(&str, &str) -> bool) -> Result<(usize, usize), Failure> {
    assert_eq!(report.len(), 1 + 3 * PEOPLE);
    let (mut applied, mut unknown) = (0, 0);
    for line in report.iter().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let [_, user, _, group, outcome, ..] = cells.as_slice() else { return Err(line.clone().into()) };
        let is_so = is_member(user, group);
        match *outcome {
            "applied" | "already_so" | "recorded_earlier" if is_so => applied += 1,
            "outcome_unknown" => unknown += 1,
            "failed" | "not_attempted" | "held_back" if !is_so => {}
            _ => return Err(format!("the server has {is_so}: {line}").into()),
        }
    }
    Ok((applied, unknown))
}

fn members(sandbox: &Sandbox, crowd: &Crowd) -> HashSet<(String, String)> {
    let of = |group: &String| {
        let members = sandbox.members(group);
        members.into_iter().map(|user| (user, group.clone())).collect::<Vec<_>>()
    };
    crowd.groups.iter().flat_map(of).collect()
}

/// Of each hundred changes 5 meet a 429, 2 a 503, 2 a connection that is dropped after the request was read.
fn plant_faults(sandbox: &Sandbox, crowd: &Crowd, seed: usize) {
    for (number, person) in crowd.people.iter().enumerate() {
        for (place, group) in crowd.groups.iter().enumerate() {
            let fault = Fault::on("*").user(person).group(group);
            let at = if number % 2 == 0 { DropAt::AfterApplying } else { DropAt::BeforeApplying };
            // A stride that shares no factor with 100 meets every hundredth alike.
            match (number * 3 + place).wrapping_mul(37 + 2 * seed) % 100 {
                0..5 => sandbox.fault(fault.status(429).retry_after("0")),
                5..7 => sandbox.fault(fault.status(503)),
                7..9 => sandbox.fault(fault.dropped(at, Ending::Reset)),
                _ => {}
            }
        }
    }
}

#[test]
fn outcomes_agree_with_the_server_under_faults() -> Result<(), Failure> {
    let run = |seed: usize, dress: Dress| -> Result<(), Failure> {
        let crowd = Crowd::new(&format!("faults-{seed}"))?;
        let sandbox = crowd.sandbox()?;
        plant_faults(&sandbox, &crowd, seed);
        let report = crowd.apply(dress, sandbox.url(), 0)?;
        let members = members(&sandbox, &crowd);
        let (applied, unknown) =
            compared(&report, |user, group| members.contains(&(user.to_owned(), group.to_owned())))?;
        assert_eq!((applied, unknown), (3 * PEOPLE, 0), "every fault passes");
        Ok(())
    };
    thread::scope(|scope| {
        let sanitized = scope.spawn(|| run(1, Dress::Sanitized));
        run(0, Dress::Plain)?;
        sanitized.join().map_err(|_| "the other seed panicked")?
    })
}

#[test]
fn outcomes_agree_with_the_server_after_a_cancel_in_the_middle() -> Result<(), Failure> {
    let crowd = Crowd::new("cancel")?;
    let sandbox = crowd.sandbox()?;
    let report = crowd.apply(Dress::Sanitized, sandbox.url(), 800)?;
    // What was abandoned may still arrive; when every request is answered, nothing changes any more.
    let end = Instant::now() + Duration::from_secs(20);
    while sandbox.requests().iter().any(|request| request.ended.is_none()) && Instant::now() < end {
        thread::sleep(Duration::from_millis(10));
    }
    let members = members(&sandbox, &crowd);
    let (applied, unknown) =
        compared(&report, |user, group| members.contains(&(user.to_owned(), group.to_owned())))?;
    assert!((800..3 * PEOPLE).contains(&applied) && (1..=64).contains(&unknown), "{applied}, {unknown}");
    Ok(())
}

#[test]
fn outcomes_agree_with_what_a_server_had_recorded_that_was_killed_in_the_middle() -> Result<(), Failure> {
    let crowd = Crowd::new("killed")?;
    let server = SandboxProcess::start(&crowd.folder, &crowd.seed, &["--latency", "20"])?;
    let url = server.url().to_owned();
    let (report, recorded) = thread::scope(|scope| -> Result<_, Failure> {
        let applying = scope.spawn(|| crowd.apply(Dress::Plain, &url, 0));
        let end = Instant::now() + Duration::from_secs(60);
        while server.recorded()?.len() < 700 && Instant::now() < end {
            thread::sleep(Duration::from_millis(5));
        }
        let recorded = server.kill()?;
        Ok((applying.join().map_err(|_| "the thread of the program ended")??, recorded))
    })?;
    let (applied, unknown) =
        compared(&report, |user, group| recorded.get(&(user.to_owned(), group.to_owned())) == Some(&true))?;
    assert!((600..3 * PEOPLE).contains(&applied) && unknown <= 64, "{applied}, {unknown}");
    Ok(())
}
