//! Applies a list of changes: many at once, each pair in order, and a report that exists however it ends.

use std::collections::HashMap;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::{Notify, Semaphore};
use tokio::task::JoinSet;

use super::changes::{Action, Changes};
use super::journal::{BEGUN_TOGETHER, Journal, OpenJournal};
use super::last_words::UnderWay;
use super::options::{ApplyOptions, MOST_AT_ONCE};
use super::pace::Pace;
use super::refusals::Refusals;
use super::report::{Entry, ItemOutcome, Report};
use super::schedule::Schedule;
use crate::answer::{Answer, Content};
use crate::call::Call;
use crate::client::Client;
use crate::deadline::{Deadline, Moment};
use crate::engine::{Desk, Mark, Marks, Seat, Sent, Task};
use crate::error::Error;
use crate::operation::{Operation, Product, Shared};
use crate::planted;
use crate::presence::Presence;
use crate::reply::Reply;
use crate::settings::Settings;

impl Client {
    /// Begins to apply a list of changes.
    ///
    /// Changes of one user and group keep their order; equal neighbours of a pair go as one. Behind a request that was
    /// given up and may still arrive, a removal is sent at once and ends when a read after 30 s shows it; an addition
    /// waits for them. Other pairs go on meanwhile. After the first 401, or 403 for one reason on three changes, nothing
    /// more is sent. `Retry-After` pauses the run for up to `max_pause_ms`. The result
    /// is [`Error::Partial`] if anything is not as asked; [`Operation::report`] has the outcome of each change either
    /// way.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] for options out of range and for a file that is no journal, or one of another server.
    pub fn begin_apply(&self, changes: Changes, options: &ApplyOptions) -> Result<Operation, Error> {
        let run = Run::prepare(changes, options, self.settings())?;
        let phrase = format!("apply {} changes", run.changes.len());
        self.begin_together(phrase, Box::new(move |desk| Box::pin(perform(Arc::new(run), desk))))
    }
}

/// A list that is being applied.
pub(crate) struct Run {
    changes: Arc<Changes>,
    sent_as: Arc<Vec<u32>>,
    origin: Arc<str>,
    max_pause: Duration,
    state: Mutex<State>,
    /// Raised when a change ends: one that waited for it may begin.
    ended: Notify,
    /// A permit for each worker that waits for long and is to be replaced.
    stood_aside: Semaphore,
    pace: Pace,
    journal: Option<Journal>,
    deadline: Option<Duration>,
    workers: u32,
}

/// How far a run is.
pub(super) struct State {
    pub(super) schedule: Schedule,
    pub(super) entries: Vec<Entry>,
    pub(super) under_way: UnderWay,
    refusals: Refusals,
    /// Why nothing more is begun, if so.
    pub(super) stopped: Option<String>,
}

/// So many changes at least share the wait for the disk before they are sent.
const LEAST_BEGUN: usize = 8;
const FLUSH_EVERY: Duration = Duration::from_millis(100);
/// Why a run ended before all was done.
pub(super) const UNWRITTEN: &str = "the journal could not be written";
pub(super) const OVER: &str = "the deadline passed";
pub(super) const CANCELLED: &str = "cancelled";

impl Run {
    /// Goes on where the journal says that an earlier run of the list was.
    pub(crate) fn prepare(
        changes: Changes,
        options: &ApplyOptions,
        settings: &Settings,
    ) -> Result<Run, Error> {
        let journal = Run::open_journal(options, settings)?;
        let changes = Arc::new(changes);
        let Some(journal) = journal else {
            return Run::new(changes, options, settings, None, Vec::new());
        };
        let schedule = Schedule::new(&changes, &|_| false);
        let (journal, recovered) = journal.go_on(&changes, schedule.sent_as())?;
        Run::new(changes, options, settings, Some(journal), recovered)
    }

    /// The same for changes that were planned by what the server says now: of earlier runs nothing counts but requests
    /// that may still arrive.
    pub(crate) fn prepare_planned(
        changes: Changes,
        options: &ApplyOptions,
        settings: &Settings,
        journal: Option<OpenJournal>,
    ) -> Result<Run, Error> {
        let changes = Arc::new(changes);
        let journal = journal.map(|journal| journal.begin_anew(&changes)).transpose()?;
        Run::new(changes, options, settings, journal, Vec::new())
    }

    /// Opens the journal that the options name, and notes the requests of earlier runs that may still arrive.
    pub(crate) fn open_journal(
        options: &ApplyOptions,
        settings: &Settings,
    ) -> Result<Option<OpenJournal>, Error> {
        let Some(path) = &options.journal else { return Ok(None) };
        let journal = OpenJournal::open(path, &settings.endpoint)?;
        for late in journal.late() {
            let (origin, membership) = (Arc::clone(&settings.origin), Arc::new(late.membership.clone()));
            Marks::of_this_process()
                .leave_until(Mark { origin, membership, wanted: late.wanted }, late.until);
        }
        Ok(Some(journal))
    }

    fn new(
        changes: Arc<Changes>,
        options: &ApplyOptions,
        settings: &Settings,
        journal: Option<Journal>,
        recovered: Vec<(usize, Entry)>,
    ) -> Result<Run, Error> {
        let in_range = |name: &str, value: Option<u32>| match value {
            Some(value) if !(1..=MOST_AT_ONCE).contains(&value) => {
                Err(Error::invalid_argument(name, format!("must be from 1 to {MOST_AT_ONCE}, not {value}")))
            }
            value => Ok(value),
        };
        let ceiling = in_range("ceiling", options.ceiling)?.unwrap_or(settings.limits.max_concurrency);
        let fixed = in_range("fixed", options.fixed)?;
        let mut entries = vec![Entry::default(); changes.len()];
        for (index, entry) in recovered {
            if let Some(place) = entries.get_mut(index) {
                *place = entry;
            }
        }
        let schedule = Schedule::new(&changes, &|index| {
            entries.get(index).is_some_and(|entry| entry.outcome.is_as_asked())
        });
        Ok(Run {
            sent_as: Arc::new(schedule.sent_as().to_vec()),
            changes,
            origin: Arc::clone(&settings.origin),
            state: Mutex::new(State {
                schedule,
                entries,
                under_way: UnderWay::default(),
                refusals: Refusals::default(),
                stopped: None,
            }),
            max_pause: settings.limits.max_pause,
            ended: Notify::new(),
            stood_aside: Semaphore::new(0),
            pace: Pace::new(ceiling, fixed),
            journal,
            deadline: options.deadline.filter(|deadline| !deadline.is_zero()),
            workers: fixed.unwrap_or(ceiling),
        })
    }

    /// Leaves out changes that a read found to be so already, unless a request that was given up may undo that.
    pub(crate) fn leave_out(&self, is_so: &[bool]) {
        let state = &mut *self.state();
        let so_already = |(index, entry): &(usize, &mut Entry)| {
            is_so.get(*index) == Some(&true) && !entry.outcome.is_as_asked() && !self.may_be_undone(*index)
        };
        for (_, entry) in state.entries.iter_mut().enumerate().filter(so_already) {
            *entry = Entry { outcome: ItemOutcome::AlreadySo, ..Entry::default() };
        }
        let entries = &state.entries;
        state.schedule = Schedule::new(&self.changes, &|index| {
            entries.get(index).is_some_and(|entry| entry.outcome.is_as_asked())
        });
    }

    fn may_be_undone(&self, index: usize) -> bool {
        let marks = Marks::of_this_process();
        // Of a million changes each would make its pair for nothing.
        if marks.is_empty() {
            return false;
        }
        let Some((membership, action)) = self.changes.membership(index) else { return false };
        marks.may_undo_until(&self.origin, &Arc::new(membership), action == Action::Add).is_some()
    }

    /// Leaves less time for the changes, after some of it went into reading.
    pub(crate) fn spend(&mut self, time: Duration) {
        // None of it left still is a deadline, and zero would be none.
        let least = Duration::from_millis(1);
        self.deadline = self.deadline.map(|deadline| deadline.saturating_sub(time).max(least));
    }

    /// Whether nothing is left for another run.
    fn is_complete(&self) -> bool {
        let state = self.state();
        self.sent_as
            .iter()
            .all(|place| state.entries.get(*place as usize).is_some_and(|entry| entry.outcome.is_as_asked()))
    }

    /// The changes that are likely to be begun with this one.
    fn batch(&self, index: usize) -> Vec<usize> {
        // Each of them is in doubt when the process ends now, so no more than are under way at once.
        let most = BEGUN_TOGETHER.min(self.pace.limit() as usize).max(LEAST_BEGUN);
        self.state().schedule.batch(index, most)
    }

    /// The deadline for the whole run, if it has one.
    pub(crate) fn deadline(&self) -> Option<Duration> {
        self.deadline
    }

    /// Lets no change from this place on begin before all those in front of it have ended, and none of a person of whom
    /// one in front of it is not as asked. `users`: the ACS users of user identities, as far as they are known.
    pub(crate) fn hold_second_part(&self, place: usize, users: &HashMap<String, String>) {
        let people = self.changes.people(users);
        let State { schedule, entries, .. } = &mut *self.state();
        schedule.hold_before(place);
        schedule.hold_moves(people, place, &|index| {
            entries.get(index).is_some_and(|entry| entry.outcome.is_as_asked())
        });
    }

    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn journal_is_broken(&self) -> bool {
        self.journal.as_ref().is_some_and(Journal::is_broken)
    }

    /// Puts a change among those under way, and says whether the run before this one may have sent it, with nothing to
    /// say what became of it; `None` when whoever waited has ended the run.
    fn begin(&self, index: usize, part: &Arc<Shared>) -> Option<bool> {
        let mut state = self.state();
        let is_in_doubt = state.doubt_about(index).is_some();
        if is_in_doubt {
            part.note_sent(0);
        }
        state.under_way.begin(index, part).then_some(is_in_doubt)
    }

    /// Notes what became of a change that was begun; false when whoever waited has ended the run, and noted it.
    fn end(&self, operation: &Shared, index: usize, entry: Entry, unanswered: Option<Moment>) -> bool {
        let mut state = self.state();
        let is_open = state.under_way.end(index);
        if is_open {
            let is_as_asked = entry.outcome.is_as_asked();
            if let Some(reason) = state.refusals.end_the_run(index, entry.error.as_deref(), self.max_pause) {
                state.schedule.stop();
                state.stopped.get_or_insert(reason);
            }
            self.note(&mut state, operation, index, entry, unanswered);
            state.schedule.end(index, is_as_asked);
            self.note_held(&mut state, operation);
        }
        is_open
    }

    /// A change that may begin now.
    fn take(&self, state: &mut State, operation: &Shared) -> Option<usize> {
        let index = state.schedule.take();
        self.note_held(state, operation);
        index
    }

    /// Notes the second halves of moves that are held back, with the reason.
    fn note_held(&self, state: &mut State, operation: &Shared) {
        for (index, first) in state.schedule.take_held() {
            let cause = state.entries.get(first).and_then(|entry| entry.error.as_deref());
            let phrase =
                |index| self.changes.call(index).map(|call| call.phrase().into_owned()).unwrap_or_default();
            let cause = cause.map_or(String::new(), |cause| format!(": {cause}"));
            let reason = format!(
                "{}: held back, because the other half of the move is not recorded ({}{cause})",
                phrase(index),
                phrase(first)
            );
            let error = Error::Guard { reason, plan: None };
            let entry =
                Entry { outcome: ItemOutcome::HeldBack, error: Some(Box::new(error)), ..Entry::default() };
            self.note(state, operation, index, entry, None);
        }
    }

    pub(super) fn note(
        &self,
        state: &mut State,
        counts: &Shared,
        index: usize,
        entry: Entry,
        unanswered: Option<Moment>,
    ) {
        let outcome = entry.outcome;
        // What is held back was not begun, and the journal knows nothing of it.
        if let Some(journal) = self.journal.as_ref().filter(|_| outcome != ItemOutcome::HeldBack) {
            journal.note(index, &entry, unanswered);
        }
        let Some(place) = state.entries.get_mut(index) else { return };
        // A doubt of an earlier run, or one that a read ended, does not count any more.
        counts.failed.fetch_sub(u64::from(place.counts_as_failed()), Ordering::Relaxed);
        counts.failed.fetch_add(u64::from(entry.counts_as_failed()), Ordering::Relaxed);
        counts.items.fetch_add(u64::from(outcome.is_as_asked()), Ordering::Relaxed);
        *place = entry;
        counts.concurrency.store(self.pace.limit(), Ordering::Relaxed);
    }

    /// Notes the doubt about changes whose worker did not live to note anything: they may have been sent.
    fn note_lost(&self, operation: &Shared) {
        let mut state = self.state();
        for (index, part) in state.under_way.drain() {
            let bug = Error::internal("nobody was left to hear what became of a change that was begun");
            let error = Some(Box::new(part.outcome_unknown(bug)));
            let entry = Entry { outcome: ItemOutcome::Unknown, attempts: 1, error, ..Entry::default() };
            self.note(&mut state, operation, index, entry, Some(Moment::now()));
        }
    }

    /// The report, made once and left with the operation.
    fn report(&self, state: &mut State, operation: &Shared) -> Report {
        let make = || {
            // What is noted after it was made does not count, and a copy would be the largest thing of a long list.
            let entries = std::mem::take(&mut state.entries);
            Report::new(Arc::clone(&self.changes), Arc::clone(&self.sent_as), entries)
        };
        operation.report.get_or_init(make).clone()
    }

    /// What the operation ends as.
    pub(super) fn conclude(
        &self,
        state: &mut State,
        operation: &Shared,
        because: Option<&str>,
    ) -> Result<Product, Error> {
        let report = self.report(state, operation);
        report.verdict(&operation.call.phrase(), because)?;
        let content = Content::Report(report);
        Ok(Product::Answer(Answer { request_id: None, attempts: 0, content, pagination: None }))
    }
}

impl State {
    /// What is known of a change that may have been sent, and of which nothing says yet what became of it.
    pub(super) fn doubt_about(&self, index: usize) -> Option<&Entry> {
        self.entries.get(index).filter(|entry| entry.outcome == ItemOutcome::Unknown)
    }
}

/// Applies the list and leaves its report with the operation.
pub(crate) async fn perform(run: Arc<Run>, desk: Desk) -> Result<Product, Error> {
    let words: Arc<Run> = Arc::clone(&run);
    if !desk.leave_last_words(words, run.deadline.map(Deadline::after)) {
        return Err(desk.cancelled_error());
    }
    let _ending = ReportAtTheEnd { run: Arc::clone(&run), desk: desk.clone() };
    planted::here("apply");
    let operation = &desk.operation;
    operation.planned.store(run.changes.len() as u64, Ordering::Relaxed);
    let remembered =
        |which: fn(&Entry) -> bool| run.state().entries.iter().filter(|entry| which(entry)).count() as u64;
    operation.items.store(remembered(|entry| entry.outcome.is_as_asked()), Ordering::Relaxed);
    operation.failed.store(remembered(Entry::counts_as_failed), Ordering::Relaxed);
    let mut workers = JoinSet::new();
    for _ in 0..run.workers.min(u32::try_from(run.changes.len()).unwrap_or(u32::MAX)) {
        workers.spawn(worker(&run, &desk));
    }
    let because = watch(&run, &desk, &mut workers).await.map(str::to_owned);
    let because = because.or_else(|| run.state().stopped.clone());
    run.note_lost(operation);
    let because = match &run.journal {
        // What is written is enough to go on from, and the report has all of it.
        Some(journal) if journal.end(run.is_complete()).await.is_err() => Some(UNWRITTEN.to_owned()),
        _ => because,
    };
    run.conclude(&mut run.state(), operation, because.as_deref())
}

/// Waits for the workers, with an eye on the journal and the clock; says why they ended early, if they did.
async fn watch(run: &Arc<Run>, desk: &Desk, workers: &mut JoinSet<()>) -> Option<&'static str> {
    let mut flush = tokio::time::interval(FLUSH_EVERY);
    let far_away = Duration::from_secs(86_400 * 365);
    let mut deadline = std::pin::pin!(tokio::time::sleep(run.deadline.unwrap_or(far_away)));
    let mut because = None;
    loop {
        tokio::select! {
            ended = workers.join_next() => match ended {
                None => break,
                Some(Ok(())) => {}
                // Its change is in doubt, and what else it left undone nobody knows.
                Some(Err(_)) => {
                    because = Some("a bug in seam-acs ended a part of it");
                    desk.operation.cancel.raise();
                }
            },
            permit = run.stood_aside.acquire() => if let Ok(permit) = permit {
                permit.forget();
                run.state().schedule.stand_aside();
                // What waits for everybody in front of it waits for this one no longer.
                run.ended.notify_waiters();
                workers.spawn(worker(run, desk));
            },
            () = deadline.as_mut(), if because.is_none() => {
                because = Some(OVER);
                desk.operation.cancel.raise();
            }
            _ = flush.tick() => if let Some(journal) = &run.journal
                && journal.flush().await.is_err()
            {
                // What cannot be remembered must not be done.
                because = Some(UNWRITTEN);
                desk.operation.cancel.raise();
            }
        }
    }
    because.or_else(|| desk.is_cancelled().then_some(CANCELLED))
}

fn worker(run: &Arc<Run>, desk: &Desk) -> Task {
    Box::pin(work(Arc::clone(run), desk.clone()))
}

/// One of the workers: takes changes until none is left.
async fn work(run: Arc<Run>, desk: Desk) {
    let seat = Seat::take(&run.pace, &run.stood_aside, &desk.operation.cancel).await;
    while !desk.is_cancelled() && !seat.is_aside() {
        let slot = tokio::select! {
            biased;
            slot = run.pace.enter() => slot,
            () = desk.cancelled() => return,
        };
        seat.hold(Some(slot));
        wait_out_pause(&run, &desk).await;
        let Some(index) = next(&run, &desk).await else { return };
        if let Some(journal) = &run.journal
            && journal.begin(index, || run.batch(index)).await.is_err()
        {
            // What cannot be remembered must not be done.
            desk.operation.cancel.raise();
            return;
        }
        if !make(&run, &desk, &seat, index).await {
            return;
        }
        seat.hold(None);
        if seat.is_aside() {
            run.state().schedule.come_back();
        }
        run.ended.notify_waiters();
    }
}

/// Waits while the run is paused, if anything is left to be done then.
async fn wait_out_pause(run: &Run, desk: &Desk) {
    while run.pace.is_paused() && !desk.is_cancelled() {
        let mut ended = std::pin::pin!(run.ended.notified());
        ended.as_mut().enable();
        if run.state().schedule.is_over() {
            return;
        }
        tokio::select! {
            () = run.pace.wait_out_pause() => {}
            () = ended => {}
            () = desk.cancelled() => {}
        }
    }
}

/// The place of a change that may begin now; `None` when there will be none.
async fn next(run: &Run, desk: &Desk) -> Option<usize> {
    loop {
        let ended = {
            let mut state = run.state();
            if let Some(index) = run.take(&mut state, &desk.operation) {
                return Some(index);
            }
            if state.schedule.is_over() {
                run.ended.notify_waiters();
                return None;
            }
            // Made before anything can end: what ends from now on is told to it.
            run.ended.notified()
        };
        tokio::select! {
            () = ended => {}
            () = desk.cancelled() => return None,
        }
    }
}

/// Makes one change and notes what became of it; false when whoever waited has ended the run.
async fn make(run: &Run, desk: &Desk, seat: &Seat<'_>, index: usize) -> bool {
    let Some(part) = run.changes.call(index).map(Shared::new) else { return false };
    let Some(is_in_doubt) = run.begin(index, &part) else { return false };
    planted::here("worker");
    if is_in_doubt && let Some(entry) = decide(run, desk, index, &part.call).await {
        return run.end(&desk.operation, index, entry, None);
    }
    let Sent { outcome, attempts, duration, .. } = desk.send_at(Arc::clone(&part), seat).await;
    let request_id = |mut replies: Vec<Reply>| replies.pop()?.request_id.map(String::into_boxed_str);
    let entry = Entry::of(outcome.map(request_id), attempts, duration);
    run.end(&desk.operation, index, entry, part.unanswered())
}

/// Reads what became of a change that the run before this one may have sent. `None`: it is to be sent.
async fn decide(run: &Run, desk: &Desk, index: usize, call: &Call) -> Option<Entry> {
    let (membership, action) = run.changes.membership(index)?;
    let wanted = Presence::of(action == Action::Add);
    match desk.standing(&membership).await {
        Ok(standing) if standing.shown() != Some(wanted) || desk.may_be_undone(call) => None,
        Ok(_) => Some(Entry { outcome: ItemOutcome::AlreadySo, ..Entry::default() }),
        Err(error) => Some(Entry::cut_short(Some(error))),
    }
}

impl Entry {
    fn counts_as_failed(&self) -> bool {
        matches!(self.outcome, ItemOutcome::Failed | ItemOutcome::Unknown)
    }

    /// Of a change that was answered, with Seam's id of the request, or that ended with an error.
    pub(super) fn of(outcome: Result<Option<Box<str>>, Error>, attempts: u32, duration: Duration) -> Entry {
        let duration_ms = u32::try_from(duration.as_millis()).unwrap_or(u32::MAX);
        let entry = Entry { attempts, duration_ms, ..Entry::default() };
        match outcome {
            Ok(request_id) => Entry { outcome: ItemOutcome::Applied, request_id, ..entry },
            // Cancelled says that it was never sent.
            Err(Error::Cancelled(_)) => Entry { attempts: 0, ..entry },
            Err(error) => Entry {
                outcome: if error.outcome_unknown() { ItemOutcome::Unknown } else { ItemOutcome::Failed },
                request_id: error.request_id().map(Into::into),
                error: Some(Box::new(error)),
                ..entry
            },
        }
    }
}

/// Leaves the report with the operation even when the work is only dropped.
struct ReportAtTheEnd {
    run: Arc<Run>,
    desk: Desk,
}

impl Drop for ReportAtTheEnd {
    fn drop(&mut self) {
        let operation = &self.desk.operation;
        self.run.note_lost(operation);
        let _ = self.run.report(&mut self.run.state(), operation);
        // They own the journal, which another run may open as soon as this one is done.
        operation.withdraw_last_words();
    }
}
