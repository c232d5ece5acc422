//! Everything that connections, the admin API and the owner of a sandbox share.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::watch;

use crate::api::{self, Call};
use crate::auth::{self, Workspace};
use crate::failure::Failure;
use crate::fault::{Answer, Fault, Faults};
use crate::http::{Request, Response};
use crate::input::{NotJson, Params};
use crate::ledger::{Ledger, Recorded};
use crate::push::PushPlan;
use crate::request_log::RequestLog;
use crate::seed::Seed;
use crate::switches::{ListsShow, Switches};
use crate::world::{GroupNumber, UserNumber, World};

pub(crate) struct Shared {
    state: Mutex<State>,
    /// Rings at every request that was received or answered.
    changed: Condvar,
    released: watch::Sender<u64>,
    pub(crate) url: String,
    pub(crate) host_names: Vec<String>,
}

pub(crate) struct State {
    pub(crate) world: World,
    pub(crate) switches: Switches,
    pub(crate) faults: Faults,
    pub(crate) log: RequestLog,
    pub(crate) held: usize,
    ledger: Option<Ledger>,
    started_with: (Seed, Switches),
    empty: World,
    requests_answered: u64,
    connections: u64,
}

/// A request that was logged, and the fault that it meets.
pub(crate) struct Begun {
    pub(crate) number: u64,
    pub(crate) fault: Fault,
    pub(crate) latency: Duration,
}

impl Shared {
    pub(crate) fn new(
        seed: Seed,
        switches: Switches,
        logged_requests: usize,
        ledger: Option<(Ledger, Vec<Recorded>)>,
        host_names: Vec<String>,
        url: String,
    ) -> Shared {
        let (ledger, recorded) = ledger.unzip();
        let mut world = World::new(&seed);
        for membership in recorded.iter().flatten() {
            world.put_again(membership);
        }
        let state = State {
            world,
            empty: World::new(&empty_world(&seed)),
            switches: switches.clone(),
            faults: Faults::default(),
            log: RequestLog::new(logged_requests),
            held: 0,
            ledger,
            started_with: (seed, switches),
            requests_answered: 0,
            connections: 0,
        };
        let released = watch::Sender::new(0);
        Shared { state: Mutex::new(state), changed: Condvar::new(), released, url, host_names }
    }

    /// The state, with every push that is due arrived.
    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        let mut state = self.lock();
        state.world.settle(Instant::now());
        state
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // A panic in a test that holds the lock must not hide what the test wanted to say.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A number for a new connection, and the fault that ends it at once.
    pub(crate) fn connected(&self) -> (u64, Option<Fault>) {
        let mut state = self.lock();
        state.connections += 1;
        (state.connections, state.faults.take_at_connect())
    }

    pub(crate) fn fault_at_head(&self, path: &str) -> Option<Fault> {
        self.lock().faults.take_at_head(path)
    }

    pub(crate) fn begin(&self, request: &Request, connection: u64) -> Begun {
        let mut state = self.lock();
        let State { log, world, .. } = &mut *state;
        let number = log.begin(request, connection, &world.seed.api_key);
        let named = if state.faults.ask_for_ids() { params(request) } else { None };
        let id = |name| named.as_ref().and_then(|params| params.text(name));
        let user = id("acs_user_id").or_else(|| id("user_identity_id"));
        let fault = state.faults.take_for(&request.path, user, id("acs_access_group_id"));
        let latency = Duration::from_millis(state.switches.latency_ms);
        drop(state);
        self.changed.notify_all();
        Begun { number, fault: fault.unwrap_or_else(|| Fault::on("*")), latency }
    }

    pub(crate) fn end(&self, number: u64, status: Option<u16>, request_id: Option<&str>) {
        self.lock().log.end(number, status, request_id);
        self.changed.notify_all();
    }

    /// Answers a request as usual, and records its change if `record` says so.
    pub(crate) fn answer(&self, request: &Request, fault: &Fault, record: bool) -> Response {
        let now = Instant::now();
        let mut state = self.lock();
        let state = &mut *state;
        state.world.settle(now);
        if state.switches.not_served.iter().any(|path| path == &request.path) {
            return Response::bare(404, b"404");
        }
        let Some(endpoint) = api::endpoint(&request.path) else { return Response::bare(404, b"404") };
        state.requests_answered += 1;
        let request_id = format!("request{}", state.requests_answered);
        let answered = allowed(request, endpoint, &state.world.seed).and_then(|workspace| {
            let params = match Params::of(request) {
                Ok(params) => params?,
                Err(NotJson) => return Ok(Err(NotJson)),
            };
            let mut call = Call {
                world: if workspace == Workspace::Main { &mut state.world } else { &mut state.empty },
                switches: &state.switches,
                params: &params,
                now,
                record: record && !state.switches.ignore_changes,
                ledger: state.ledger.as_mut(),
                push: fault.push.unwrap_or(usual_push(&state.switches)),
                repeat_cursor: fault.answer == Answer::RepeatedCursor,
                address: &format!("{}{}", self.url, request.path),
            };
            (endpoint.run)(&mut call).map(Ok)
        });
        let mut response = match answered {
            Ok(Ok(reply)) => Response::json(200, reply.body()),
            Ok(Err(NotJson)) => return Response::bare(400, b"Invalid JSON"),
            Err(failure) => Response::json(failure.status, failure.body()),
        };
        response.set_header("seam-request-id", &request_id);
        response
    }

    /// A request id for an answer that does not come from the API itself.
    pub(crate) fn new_request_id(&self) -> String {
        let mut state = self.lock();
        state.requests_answered += 1;
        format!("request{}", state.requests_answered)
    }

    /// Returns when [`Shared::release`] was called after this began.
    pub(crate) async fn hold(&self) {
        let mut released = self.released.subscribe();
        self.lock().held += 1;
        self.changed.notify_all();
        // The sender lives as long as `self`, so this ends only by a release.
        let _ = released.changed().await;
        self.lock().held -= 1;
    }

    pub(crate) fn release(&self) {
        self.released.send_modify(|times| *times += 1);
    }

    /// Forgets faults and logged requests, and releases what is held.
    pub(crate) fn clear(&self) {
        let mut state = self.lock();
        state.faults.clear();
        state.log.clear();
        drop(state);
        self.release();
    }

    /// Goes back to how the sandbox started.
    pub(crate) fn reset(&self) {
        self.clear();
        let mut state = self.lock();
        let (seed, switches) = state.started_with.clone();
        state.start_over(&seed);
        state.switches = switches;
    }

    /// Starts over with another content; switches, faults and the log stay.
    pub(crate) fn replace_seed(&self, seed: Seed) {
        let mut state = self.lock();
        state.start_over(&seed);
        state.started_with.0 = seed;
    }

    /// Waits until a condition on the state holds; false when the limit passed first.
    pub(crate) fn wait(&self, limit: Duration, holds: impl Fn(&State) -> bool) -> bool {
        let waited = self.changed.wait_timeout_while(self.lock(), limit, |state| !holds(state));
        let (_state, timeout) = waited.unwrap_or_else(PoisonError::into_inner);
        !timeout.timed_out()
    }
}

fn allowed(request: &Request, endpoint: &api::Endpoint, seed: &Seed) -> Result<Workspace, Failure> {
    let workspace = auth::workspace_of(request, seed)?;
    if endpoint.verbs.contains(&request.method.as_str()) {
        return Ok(workspace);
    }
    let message = format!("only {} accepted", endpoint.verbs.join(","));
    Err(Failure::new(405, "method_not_allowed", message))
}

fn params(request: &Request) -> Option<Params> {
    Params::of(request).ok()?.ok()
}

fn usual_push(switches: &Switches) -> PushPlan {
    switches.push_delay_ms.map_or(PushPlan::Never, PushPlan::AfterMs)
}

fn empty_world(seed: &Seed) -> Seed {
    Seed { workspace_id: seed.other_workspace.workspace_id.clone(), ..Seed::empty() }
}

impl State {
    fn start_over(&mut self, seed: &Seed) {
        self.world = World::new(seed);
        self.empty = World::new(&empty_world(seed));
        if let Some(ledger) = &self.ledger {
            // The file was opened for writing, and a file of a test's own can be cut at any time.
            let _ = ledger.empty();
        }
    }

    pub(crate) fn user_id(&self, user: UserNumber) -> String {
        self.world.user(user).map_or_else(String::new, |user| user.record.acs_user_id.clone())
    }

    pub(crate) fn member_ids(&self, group: GroupNumber, which: ListsShow) -> Vec<String> {
        self.world.members(group, which).into_iter().map(|user| self.user_id(user)).collect()
    }

    /// Makes a membership so without a push.
    pub(crate) fn put(&mut self, user: &str, group: &str, member: bool) -> Result<(), String> {
        let known_user = self.world.user_number(user).ok_or_else(|| format!("there is no user {user}"))?;
        let known_group =
            self.world.group_number(group).ok_or_else(|| format!("there is no group {group}"))?;
        if let Some(ledger) = &mut self.ledger {
            let recorded = Recorded { acs_user_id: user.into(), acs_access_group_id: group.into(), member };
            ledger.note(&recorded).map_err(|error| format!("the record cannot be written: {error}"))?;
        }
        self.world.put(known_user, known_group, member);
        Ok(())
    }
}
