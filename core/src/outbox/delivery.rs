//! Delivers an outbox: says on the disk that a change begins, sends it through the engine, and writes down what became of
//! it.

use std::collections::HashMap;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use serde_json::json;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use super::entry::{Account, Entry};
use super::item::{Item, Outcome, Pair};
use super::options::DeliverOptions;
use super::shared::{LOOK_EVERY, Shared};
use super::state::{State, Step};
use super::store::Change;
use crate::base::background_thread::BackgroundThread;
use crate::durable::clocks::{Clocks, wall_ms};
use crate::durable::folder::FileLock;
use crate::engine::concurrency_limiter::ConcurrencyLimiter;
use crate::engine::descriptors::Task;
use crate::engine::dispatcher::Dispatcher;
use crate::engine::marks::{Mark, Marks};
use crate::engine::operation::state::{EngineOutput, OperationState};
use crate::engine::query_runner::QueryRunner;
use crate::engine::retry::pause_after;
use crate::engine::worker::WorkerContext;
use crate::model::call::Call;
use crate::model::endpoints::Read;
use crate::model::error::Error;
use crate::model::json_fields::record;
use crate::model::presence::Presence;
use crate::model::response::{Content, Response};
use crate::sys::time::{Deadline, Moment};

/// One run of the deliverer.
pub(crate) struct Delivery {
    shared: Arc<Shared>,
    until_empty: bool,
    /// Other processes cannot deliver meanwhile.
    _lock: FileLock,
    /// The disk of an outbox may stall: the engine must not.
    thread: BackgroundThread,
}

/// What the deliverer knows beside what is on the disk.
struct Gate {
    /// Nothing is sent before, because the network or the server is away.
    until: Option<Deadline>,
    failures: u32,
    /// Pairs that wait alone, because the server failed with theirs.
    pairs: HashMap<Pair, (u32, Deadline)>,
}

/// What one change came to.
struct Done {
    pair: Pair,
    verdict: Verdict,
}

/// What a change says about those behind it.
enum Verdict {
    /// Seam answered.
    Answered,
    /// The network or the server is away, for all.
    Away,
    /// The server failed with this one.
    Failed,
    /// Nothing is accepted until somebody has mended something.
    Paused(String),
    /// It could not be written down.
    Unwritten(Error),
}

/// The pauses after failures grow up to this.
const LONGEST_PAUSE: Duration = Duration::from_secs(300);
/// So many changes are looked for at once: looking takes as long as the outbox is large.
const MOST_PLANNED: usize = 4096;
/// What is asked for in this process is tried so long after a failure at the earliest.
const SOONEST: Duration = Duration::from_secs(5);

impl Delivery {
    pub(crate) fn new(shared: Arc<Shared>, options: &DeliverOptions) -> Result<Delivery, Error> {
        let lock = shared.store.lock_delivery()?;
        Ok(Delivery {
            shared,
            until_empty: options.until_empty,
            _lock: lock,
            thread: BackgroundThread::named("seam-acs-outbox"),
        })
    }

    pub(crate) async fn run(self, dispatcher: Dispatcher) -> Result<EngineOutput, Error> {
        self.recover(&dispatcher).await?;
        let mut gate = Gate { until: None, failures: 0, pairs: HashMap::new() };
        loop {
            let error = match self.ask_for_account(&dispatcher).await {
                // What cannot be written down ends the delivery: no time mends a log that is broken.
                Ok(account) => break self.pin(account).await?,
                Err(error) => error,
            };
            match verdict_of(&error) {
                _ if dispatcher.is_cancelled() => return Err(dispatcher.cancelled_error()),
                Verdict::Paused(because) => self.pause(Some(because)).await?,
                Verdict::Answered => return Err(error),
                _ => {}
            }
            gate.close();
            if !self.wait(&dispatcher, gate.until).await {
                return Err(dispatcher.cancelled_error());
            }
        }
        let run = Arc::new(Run::new(self, &dispatcher));
        run.deliver(dispatcher, gate).await
    }

    /// Takes up what an earlier deliverer left: what it was at counts as sent a moment ago.
    async fn recover(&self, dispatcher: &Dispatcher) -> Result<(), Error> {
        let origin = Arc::clone(dispatcher.origin());
        self.change(Box::new(|state| {
            let now = Clocks::now();
            let died = state.under_way().into_iter().map(|id| Entry::Died { id, at: now.clone() });
            Ok(died.chain(state.doubts_of_other_boots(&now)).collect())
        }))
        .await?;
        let late = self.shared.store.look(|state| state.late_requests(&Clocks::now()))?;
        for late in late {
            let mark = Mark {
                origin: Arc::clone(&origin),
                membership: Arc::new(late.pair.membership()),
                wanted: late.is_add,
            };
            Marks::of_this_process().leave_until(&mark, Deadline::after(late.left));
        }
        Ok(())
    }

    /// Finds out whose credentials these are, and what time it is. A workspace without an access system does not say its
    /// name.
    async fn ask_for_account(&self, dispatcher: &Dispatcher) -> Result<Option<Account>, Error> {
        let answer = dispatcher.send(Call::read_with(Read::ListSystems, &[])?).await;
        if let Some(unix_ms) = answer.server_time_ms() {
            self.shared.note_server_time(unix_ms);
        }
        let systems = answer.decode().await.and_then(Response::into_list)?;
        let workspace_id = systems.iter().find_map(|system| system.get("workspace_id"));
        let endpoint = dispatcher.origin().to_string();
        Ok(workspace_id.map(|workspace_id| Account { endpoint, workspace_id }))
    }

    /// Makes the outbox one of this workspace, or refuses it where it is another's.
    async fn pin(&self, account: Option<Account>) -> Result<(), Error> {
        let pin = move |state: &State| match (&state.account, account) {
            (Some(known), Some(account)) if *known == account => Ok(Vec::new()),
            (None, account) => Ok(account.into_iter().map(Entry::Account).collect()),
            (Some(known), other) => {
                let whose = match other {
                    Some(other) => format!("{} at {}", other.workspace_id, other.endpoint),
                    None => "one without any access system".to_owned(),
                };
                Err(Error::Guard(format!(
                    "the outbox belongs to the workspace {} at {}, and these credentials to {whose}",
                    known.workspace_id, known.endpoint
                )))
            }
        };
        self.change(Box::new(pin)).await.map(drop)
    }

    /// Notes why nothing is sent, once. Each answer says that it goes on, and seldom is that new; nobody else delivers.
    async fn pause(&self, because: Option<String>) -> Result<(), Error> {
        if self.shared.store.look(|state| state.paused == because)? {
            return Ok(());
        }
        self.change(Box::new(move |_| Ok(vec![Entry::Paused { because }]))).await.map(drop)
    }

    /// Writes what a change makes of the outbox, aside; `false` where that is nothing.
    async fn change(&self, change: Change<'static>) -> Result<bool, Error> {
        let shared = Arc::clone(&self.shared);
        let written = self.thread.run(move || shared.store.change(change)).await;
        written.unwrap_or_else(|lost| Err(Error::internal(format!("writing an outbox: {lost}"))))
    }

    /// Waits until there may be something to do; `false` when the delivery is cancelled.
    async fn wait(&self, dispatcher: &Dispatcher, until: Option<Deadline>) -> bool {
        let mut left = until.and_then(Deadline::remaining);
        while let Some(pause) = left {
            if !dispatcher.pause(pause.min(LOOK_EVERY)).await {
                return false;
            }
            left = until.and_then(Deadline::remaining);
        }
        !dispatcher.is_cancelled()
    }
}

/// A delivery that has made contact.
struct Run {
    delivery: Delivery,
    limiter: ConcurrencyLimiter,
    stood_aside: Semaphore,
    most: u32,
    recorded: AtomicU32,
}

impl Run {
    fn new(delivery: Delivery, dispatcher: &Dispatcher) -> Run {
        let most = dispatcher.max_concurrency();
        Run {
            delivery,
            limiter: ConcurrencyLimiter::new(most, None),
            stood_aside: Semaphore::new(0),
            most,
            recorded: AtomicU32::new(0),
        }
    }

    async fn deliver(self: Arc<Self>, dispatcher: Dispatcher, mut gate: Gate) -> Result<EngineOutput, Error> {
        let mut jobs = JoinSet::new();
        let (sender, mut done) = tokio::sync::mpsc::unbounded_channel();
        let mut in_flight: HashMap<Pair, InFlight> = HashMap::new();
        let (mut plan, mut aside) = (Plan::default(), 0);
        let mut is_stale = true;
        while !dispatcher.is_cancelled() {
            if is_stale || plan.ready.is_empty() {
                plan = self.plan(&gate, &in_flight).await?;
                is_stale = false;
            }
            if self.delivery.until_empty && plan.is_empty && in_flight.is_empty() {
                break;
            }
            let room = (self.most as usize + aside).saturating_sub(in_flight.len());
            // While the server is away, one change finds out whether it is back.
            let room = if gate.failures > 0 { usize::from(in_flight.is_empty()) } else { room };
            for (item, step) in plan.take(room) {
                let part = OperationState::new(item.call());
                let job = InFlight { id: item.id, is_add: item.is_add, part: Arc::clone(&part) };
                in_flight.insert(item.pair.clone(), job);
                let job = Job { run: Arc::clone(&self), dispatcher: dispatcher.clone(), item, part };
                let sender = sender.clone();
                jobs.spawn(Task::new(async move {
                    // Nobody hears it where the delivery has ended.
                    let _ = sender.send(job.run(step).await);
                }));
            }
            tokio::select! {
                Some(Done { pair, verdict }) = done.recv() => {
                    in_flight.remove(&pair);
                    is_stale |= !matches!(verdict, Verdict::Answered) || plan.ready.is_empty();
                    self.take(verdict, pair, &mut gate).await?;
                }
                permit = self.stood_aside.acquire() => if let Ok(permit) = permit {
                    permit.forget();
                    aside += 1;
                },
                () = self.delivery.shared.queued().notified() => {
                    gate.open_soon();
                    is_stale = true;
                }
                () = tokio::time::sleep(plan.next.unwrap_or(LOOK_EVERY).min(LOOK_EVERY)) => is_stale = true,
                () = dispatcher.cancelled() => {}
            }
            while let Some(ended) = jobs.try_join_next() {
                ended.map_err(|_| Error::internal("nobody was left to hear what became of a change"))?;
            }
        }
        // Each writes down what became of its change.
        for job in in_flight.values() {
            job.part.cancel.cancel();
        }
        while jobs.join_next().await.is_some() {}
        self.end(&dispatcher)
    }

    async fn take(&self, verdict: Verdict, pair: Pair, gate: &mut Gate) -> Result<(), Error> {
        self.delivery.shared.tell_queues();
        match verdict {
            Verdict::Answered => {
                gate.open(&pair);
                return self.delivery.pause(None).await;
            }
            Verdict::Away => gate.close(),
            Verdict::Failed => gate.hold(pair),
            Verdict::Paused(because) => {
                gate.shut();
                return self.delivery.pause(Some(because)).await;
            }
            Verdict::Unwritten(error) => return Err(error),
        }
        Ok(())
    }

    fn end(&self, dispatcher: &Dispatcher) -> Result<EngineOutput, Error> {
        if dispatcher.is_cancelled() {
            return Err(dispatcher.cancelled_error());
        }
        let status = self.delivery.shared.status()?;
        let answer = json!({ "delivered": self.recorded.load(Ordering::Relaxed), "status": status });
        let runner = QueryRunner::new(dispatcher.clone());
        Ok(EngineOutput::Response(runner.answer(Content::One(record(&answer)?), None)))
    }

    /// What can be done now, removals first; what time has brought is written down.
    async fn plan(&self, gate: &Gate, in_flight: &HashMap<Pair, InFlight>) -> Result<Plan, Error> {
        let shared = &self.delivery.shared;
        // Each looks at the clock when it has the state: of a change that was asked for after that, nobody would know the age.
        if !shared.store.look(|state| state.entries_of_time(&shared.now()))?.is_empty() {
            let shared = Arc::clone(shared);
            self.delivery.change(Box::new(move |state| Ok(state.entries_of_time(&shared.now())))).await?;
        }
        let plan = shared.store.look(|state| Plan::of(state, &shared.now(), gate, in_flight))?;
        for job in in_flight.values().filter(|job| plan.superseded.contains(&job.id)) {
            job.part.cancel.cancel();
        }
        Ok(plan)
    }
}

/// What can be done.
#[derive(Default)]
struct Plan {
    /// In the opposite order.
    ready: Vec<(Item, Step)>,
    /// Additions under way whose pair has a removal now.
    superseded: Vec<u64>,
    /// Nothing is left that time or the network could bring.
    is_empty: bool,
    /// When more can be done.
    next: Option<Duration>,
}

impl Plan {
    fn of(state: &State, now: &Clocks, gate: &Gate, in_flight: &HashMap<Pair, InFlight>) -> Plan {
        let is_shut = gate.until.is_some_and(|until| !until.is_over());
        let held = |pair: &Pair| gate.pairs.get(pair).is_some_and(|(_, until)| !until.is_over());
        let mut plan =
            Plan { is_empty: true, next: gate.until.and_then(Deadline::remaining), ..Plan::default() };
        // A door that is to close must not wait for a request that opens it.
        let gives_way = |(pair, job): &(&Pair, &InFlight)| {
            job.is_add && state.top_of(pair).is_some_and(|top| top.id != job.id && !top.is_add)
        };
        plan.superseded = in_flight.iter().filter(gives_way).map(|(_, job)| job.id).collect();
        let mut ready = Vec::new();
        for item in state.tops() {
            plan.is_empty = false;
            match state.step(item, now) {
                Step::Wait(left) => plan.next = Some(plan.next.map_or(left, |next| next.min(left))),
                step if !is_shut && !in_flight.contains_key(&item.pair) && !held(&item.pair) => {
                    ready.push((item, step));
                }
                _ => {}
            }
        }
        plan.is_empty &= !state.items().any(|item| item.progress.is_scheduled);
        ready.sort_unstable_by_key(|(item, _)| (item.is_poison(), item.is_add, item.id));
        // What may have ended processes goes alone.
        if let Some(first) = ready.iter().position(|(item, _)| item.is_poison()) {
            ready.truncate(if first == 0 && in_flight.is_empty() { 1 } else { first });
        }
        ready.truncate(MOST_PLANNED);
        plan.ready = ready.into_iter().rev().map(|(item, step)| (item.clone(), step)).collect();
        plan
    }

    /// The next changes, at most so many.
    fn take(&mut self, most: usize) -> impl Iterator<Item = (Item, Step)> {
        let rest = self.ready.len().saturating_sub(most);
        self.ready.split_off(rest).into_iter().rev()
    }
}

struct InFlight {
    id: u64,
    is_add: bool,
    part: Arc<OperationState>,
}

/// One change that is being made.
struct Job {
    run: Arc<Run>,
    dispatcher: Dispatcher,
    item: Item,
    part: Arc<OperationState>,
}

impl Job {
    async fn run(self, step: Step) -> Done {
        let verdict = match step {
            Step::Send(_) => self.send().await,
            Step::Read(_) => self.read().await,
            Step::Expire(_) | Step::Wait(_) => Ok(Verdict::Answered),
        };
        Done { pair: self.item.pair.clone(), verdict: verdict.unwrap_or_else(Verdict::Unwritten) }
    }

    /// Sends the change, which is on the disk as begun before.
    async fn send(&self) -> Result<Verdict, Error> {
        let (limiter, stood_aside) = (&self.run.limiter, &self.run.stood_aside);
        let worker = WorkerContext::take(limiter, stood_aside, &self.dispatcher.operation.cancel).await;
        let permit = tokio::select! {
            biased;
            permit = limiter.enter() => permit,
            () = self.dispatcher.cancelled() => return Ok(Verdict::Failed),
        };
        worker.hold(Some(permit));
        limiter.wait_while_paused().await;
        if !self.begin().await? {
            return Ok(Verdict::Answered);
        }
        // A later change of the pair may take its place meanwhile.
        let _woken = self.part.cancel.wake_this_task().await;
        let sending = pin!(self.dispatcher.send_at(Arc::clone(&self.part), &worker));
        let sent = self.until_it_expires(sending).await;
        worker.hold(None);
        match sent.outcome {
            Ok(mut replies) => {
                self.run.recorded.fetch_add(1, Ordering::Relaxed);
                let request_id = replies.pop().and_then(|reply| reply.request_id);
                self.end(Outcome::Recorded, request_id, None).await?;
                Ok(Verdict::Answered)
            }
            Err(error) => self.note(&error).await,
        }
    }

    /// Gives an addition up when it expires: it may be waiting for a late request, or for its next attempt.
    async fn until_it_expires<T>(&self, mut sending: Pin<&mut impl Future<Output = T>>) -> T {
        if let Some(left) = self.item.expires_in(&self.run.delivery.shared.now()) {
            tokio::select! {
                sent = &mut sending => return sent,
                () = tokio::time::sleep(left) => self.part.cancel.cancel(),
            }
        }
        sending.await
    }

    /// Says on the disk that the change is about to be sent; `false` where it must not be any more.
    async fn begin(&self) -> Result<bool, Error> {
        let (id, shared) = (self.item.id, Arc::clone(&self.run.delivery.shared));
        let begin = move |state: &State| {
            let may_begin =
                state.is_top(id) && state.item(id).is_some_and(|item| !item.has_expired(&shared.now()));
            Ok(if may_begin { vec![Entry::Began { id }] } else { Vec::new() })
        };
        self.run.delivery.change(Box::new(begin)).await
    }

    /// Writes down why the change is not recorded, as far as is known.
    async fn note(&self, error: &Error) -> Result<Verdict, Error> {
        let (id, text) = (self.item.id, error.to_string());
        if error.outcome_unknown() {
            let at = self.part.unanswered().map_or_else(Clocks::now, Clocks::at);
            self.write(Entry::Unanswered { id, at, error: text }).await?;
            let was_given_up = self.part.cancel.is_cancelled();
            return Ok(if was_given_up { Verdict::Answered } else { Verdict::Away });
        }
        if self.part.cancel.is_cancelled() {
            self.write(Entry::Unsent { id, error: text }).await?;
            return Ok(Verdict::Answered);
        }
        let verdict = verdict_of(error);
        match verdict {
            // It is a person's turn: what is wrong with this change stays wrong.
            Verdict::Answered => {
                self.end(Outcome::Refused, error.request_id().map(str::to_owned), Some(text)).await?;
            }
            _ => self.write(Entry::Unsent { id, error: text }).await?,
        }
        Ok(verdict)
    }

    /// Reads whether an addition that nobody answered is in force.
    async fn read(&self) -> Result<Verdict, Error> {
        let membership = self.item.pair.membership();
        let shown = match self.dispatcher.recorded_membership(&membership).await {
            Ok(recorded) => recorded.shown(),
            // Who is not there is in no group.
            Err(Error::NotFound(_)) => Some(Presence::Absent),
            Err(error) => return Ok(verdict_of(&error)),
        };
        match shown {
            Some(Presence::Present) => self.end(Outcome::Recorded, None, None).await?,
            Some(Presence::Absent) if self.item.pair.by_identity => {
                let error =
                    "nobody answered, and no read shows the user in the group: look before you ask again";
                self.end(Outcome::InDoubt, None, Some(error.to_owned())).await?;
            }
            Some(Presence::Absent) => {
                self.write(Entry::Settled { pair: self.item.pair.clone(), is_add: true }).await?;
            }
            // Pushes contradict each other: the next look will tell.
            None => return Ok(Verdict::Failed),
        }
        Ok(Verdict::Answered)
    }

    async fn end(
        &self,
        outcome: Outcome,
        request_id: Option<String>,
        error: Option<String>,
    ) -> Result<(), Error> {
        self.write(Entry::Ended { id: self.item.id, outcome, at_ms: wall_ms(), request_id, error }).await
    }

    async fn write(&self, entry: Entry) -> Result<(), Error> {
        self.run.delivery.change(Box::new(move |_| Ok(vec![entry]))).await.map(drop)
    }
}

impl Gate {
    /// The network works again, and the server with this pair.
    fn open(&mut self, pair: &Pair) {
        self.failures = 0;
        self.until = None;
        self.pairs.remove(pair);
    }

    /// The network is away, and each look takes longer to come.
    fn close(&mut self) {
        self.failures = self.failures.saturating_add(1);
        self.until = Some(Deadline::after(pause_of(self.failures)));
    }

    /// Nothing helps but a person.
    fn shut(&mut self) {
        self.failures = self.failures.saturating_add(1);
        self.until = Some(Deadline::after(LONGEST_PAUSE));
    }

    fn hold(&mut self, pair: Pair) {
        let (failures, until) = self.pairs.entry(pair).or_insert((0, Deadline::after(Duration::ZERO)));
        *failures = failures.saturating_add(1);
        *until = Deadline::after(pause_of(*failures));
    }

    /// Somebody asked for a change: perhaps the network is back.
    fn open_soon(&mut self) {
        let soon = Deadline::after(SOONEST);
        self.until = self.until.map(|until| until.min(soon));
    }
}

fn pause_of(failures: u32) -> Duration {
    let doubled = Duration::from_secs(1).saturating_mul(1 << failures.saturating_sub(1).min(16));
    // A tenth more or less, so that panels do not come back together.
    doubled.min(LONGEST_PAUSE).saturating_add(pause_after(1, None) / 4).min(LONGEST_PAUSE)
}

/// What an error of a request says about those that follow.
fn verdict_of(error: &Error) -> Verdict {
    match error {
        Error::Unauthorized(_) | Error::Forbidden(_) | Error::Tls(_) | Error::Proxy(_) | Error::Audit(_) => {
            Verdict::Paused(error.to_string())
        }
        Error::NotFound(_) | Error::InvalidInput(_) | Error::Conflict(_) | Error::Guard(_) => {
            Verdict::Answered
        }
        Error::Server(_) | Error::RateLimited(_) | Error::UnexpectedResponse(_) => Verdict::Failed,
        _ => Verdict::Away,
    }
}

impl Clocks {
    /// A moment of this boot.
    fn at(moment: Moment) -> Clocks {
        let now = Clocks::now();
        let since_boot_ms = moment.milliseconds();
        let ago = now.since_boot_ms.saturating_sub(since_boot_ms);
        Clocks { since_boot_ms, wall_ms: now.wall_ms.saturating_sub(ago), ..now }
    }
}
