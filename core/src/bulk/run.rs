//! The state of a run: which changes are in flight, the outcome of each, and the result of the operation.

use std::collections::HashMap;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::{Notify, Semaphore};

use super::change_list::{Action, Changes};
use super::journal::{BEGUN_TOGETHER, Journal, OpenJournal};
use super::options::ApplyOptions;
use super::refusals::Refusals;
use super::report::{Entry, ItemOutcome, Report};
use super::schedule::Schedule;
use crate::config::settings::Settings;
use crate::engine::concurrency_limiter::ConcurrencyLimiter;
use crate::engine::marks::{Mark, Marks};
use crate::engine::operation::state::{EngineOutput, ForceFinish, OperationState, Stop};
use crate::model::error::Error;
use crate::model::response::{Artifact, Response};
use crate::sys::time::{Deadline, Moment};

/// A list that is being applied.
pub(crate) struct Run {
    pub(super) changes: Arc<Changes>,
    sent_as: Arc<Vec<u32>>,
    origin: Arc<str>,
    max_pause: Duration,
    state: Mutex<RunState>,
    /// Notified when a change ends, as another may have waited for it.
    pub(super) ended: Notify,
    /// One permit for each worker that waits for long and must be replaced.
    pub(super) stood_aside: Semaphore,
    pub(super) limiter: ConcurrencyLimiter,
    pub(super) journal: Option<Journal>,
    pub(super) deadline: Option<Duration>,
    pub(super) workers: u32,
}

/// How far a run is.
pub(super) struct RunState {
    pub(super) schedule: Schedule,
    pub(super) entries: Vec<Entry>,
    pub(super) in_flight: InFlight,
    refusals: Refusals,
    /// Why nothing more is begun, if so.
    pub(super) stopped: Option<String>,
}

/// At least this many changes share one sync of the journal before they are sent.
const LEAST_BEGUN: usize = 8;
/// Why a run ended before all was done.
pub(super) const UNWRITTEN: &str = "the journal could not be written";
pub(super) const OVER: &str = "the deadline passed";
pub(super) const CANCELLED: &str = "cancelled";

impl Run {
    /// Continues where the journal says that an earlier run of the list stopped.
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

    /// The same for a plan, which was made from the current state of the server: of earlier runs only requests that may
    /// still arrive count.
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
                .leave_until(&Mark { origin, membership, wanted: late.wanted }, late.until);
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
        options.check()?;
        let ceiling = options.ceiling.unwrap_or(settings.limits.max_concurrency);
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
            state: Mutex::new(RunState {
                schedule,
                entries,
                in_flight: InFlight::default(),
                refusals: Refusals::default(),
                stopped: None,
            }),
            max_pause: settings.limits.max_pause,
            ended: Notify::new(),
            stood_aside: Semaphore::new(0),
            limiter: ConcurrencyLimiter::new(ceiling, options.fixed),
            journal,
            deadline: options.deadline(),
            workers: options.fixed.unwrap_or(ceiling),
        })
    }

    /// Skips changes that a read found to be made already, unless a request that may still arrive would undo them.
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
        // Saves making the pair of each of a million changes.
        if marks.is_empty() {
            return false;
        }
        let Some((membership, action)) = self.changes.membership(index) else { return false };
        // Somebody who is named by the other kind of id may be the same person: the change finds out.
        !marks.opposite(&self.origin, &membership, action == Action::Add).is_empty()
    }

    /// Takes the time that was spent on reading from the deadline.
    pub(crate) fn spend(&mut self, time: Duration) {
        // Zero would mean no deadline.
        let least = Duration::from_millis(1);
        self.deadline = self.deadline.map(|deadline| deadline.saturating_sub(time).max(least));
    }

    /// Whether nothing is left for another run.
    pub(super) fn is_complete(&self) -> bool {
        let state = self.state();
        self.sent_as
            .iter()
            .all(|place| state.entries.get(*place as usize).is_some_and(|entry| entry.outcome.is_as_asked()))
    }

    /// The changes that are likely to be begun with this one.
    pub(super) fn batch(&self, index: usize) -> Vec<usize> {
        // If the process ends now, the outcome of each is unknown: so no more than are sent at once.
        let most = BEGUN_TOGETHER.min(self.limiter.limit() as usize).max(LEAST_BEGUN);
        self.state().schedule.batch(index, most)
    }

    /// Lets no change from this place on begin before all those in front of it have ended, and none of a person of whom
    /// one in front of it is not as asked. `users`: the ACS users of user identities, as far as they are known.
    pub(crate) fn hold_second_part(&self, place: usize, users: &HashMap<String, String>) {
        let people = self.changes.people(users);
        let RunState { schedule, entries, .. } = &mut *self.state();
        schedule.hold_before(place);
        schedule.hold_moves(people, place, &|index| {
            entries.get(index).is_some_and(|entry| entry.outcome.is_as_asked())
        });
    }

    pub(super) fn state(&self) -> MutexGuard<'_, RunState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn journal_is_broken(&self) -> bool {
        self.journal.as_ref().is_some_and(Journal::is_broken)
    }

    /// Puts a change among those under way, and says whether the run before this one may have sent it, with nothing to
    /// say what became of it; `None` when whoever waited has ended the run.
    pub(super) fn begin(&self, index: usize, part: &Arc<OperationState>) -> Option<bool> {
        let mut state = self.state();
        let is_in_doubt = state.doubt_about(index).is_some();
        if is_in_doubt {
            part.note_sent(0);
        }
        state.in_flight.begin(index, part).then_some(is_in_doubt)
    }

    /// Notes what became of a change that was begun; false when whoever waited has ended the run, and noted it.
    pub(super) fn end(
        &self,
        operation: &OperationState,
        index: usize,
        entry: Entry,
        unanswered: Option<Moment>,
    ) -> bool {
        let mut state = self.state();
        let is_open = state.in_flight.end(index);
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
    pub(super) fn take(&self, state: &mut RunState, operation: &OperationState) -> Option<usize> {
        let index = state.schedule.take();
        self.note_held(state, operation);
        index
    }

    /// Notes the second halves of moves that are held back, with the reason.
    fn note_held(&self, state: &mut RunState, operation: &OperationState) {
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
            let error = Error::Guard(reason);
            let entry =
                Entry { outcome: ItemOutcome::HeldBack, error: Some(Box::new(error)), ..Entry::default() };
            self.note(state, operation, index, entry, None);
        }
    }

    pub(super) fn note(
        &self,
        state: &mut RunState,
        counts: &OperationState,
        index: usize,
        entry: Entry,
        unanswered: Option<Moment>,
    ) {
        let outcome = entry.outcome;
        // A change that is held back was not begun, so it is not in the journal.
        if let Some(journal) = self.journal.as_ref().filter(|_| outcome != ItemOutcome::HeldBack) {
            journal.note(index, &entry, unanswered);
        }
        let Some(place) = state.entries.get_mut(index) else { return };
        // An unknown outcome of an earlier run no longer counts once it is decided.
        counts.failed.fetch_sub(u64::from(place.counts_as_failed()), Ordering::Relaxed);
        counts.failed.fetch_add(u64::from(entry.counts_as_failed()), Ordering::Relaxed);
        counts.items.fetch_add(u64::from(outcome.is_as_asked()), Ordering::Relaxed);
        *place = entry;
        counts.concurrency.store(self.limiter.limit(), Ordering::Relaxed);
    }

    /// Notes as unknown the changes whose worker panicked: they may have been sent.
    pub(super) fn note_lost(&self, operation: &OperationState) {
        let mut state = self.state();
        for (index, part) in state.in_flight.drain() {
            let bug = Error::internal("nobody was left to hear what became of a change that was begun");
            let error = Some(Box::new(part.outcome_unknown(bug)));
            let entry = Entry { outcome: ItemOutcome::Unknown, attempts: 1, error, ..Entry::default() };
            self.note(&mut state, operation, index, entry, Some(Moment::now()));
        }
    }

    /// The report, made once and left with the operation.
    pub(super) fn report(&self, state: &mut RunState, operation: &OperationState) -> Option<Report> {
        let make = || {
            // Moved, not copied: nothing is noted after the report was made, and a copy of a long list is large.
            let entries = std::mem::take(&mut state.entries);
            Artifact::new(Report::new(Arc::clone(&self.changes), Arc::clone(&self.sent_as), entries))
        };
        operation.artifact.get_or_init(make).get().cloned()
    }

    /// What the operation ends as.
    pub(super) fn conclude(
        &self,
        state: &mut RunState,
        operation: &OperationState,
        because: Option<&str>,
    ) -> Result<EngineOutput, Error> {
        let report = self.report(state, operation);
        let report = report.ok_or_else(|| Error::internal("a run left no report"))?;
        report.verdict(&operation.call.phrase(), because)?;
        Ok(EngineOutput::Response(Response::of(Artifact::new(report))))
    }
}

impl RunState {
    /// What is known of a change that may have been sent, and of which nothing says yet what became of it.
    pub(super) fn doubt_about(&self, index: usize) -> Option<&Entry> {
        self.entries.get(index).filter(|entry| entry.outcome == ItemOutcome::Unknown)
    }
}

/// The changes that were begun and not noted yet. Only who takes one out notes it.
#[derive(Debug, Default)]
pub(super) struct InFlight {
    changes: Vec<(usize, Arc<OperationState>)>,
    /// A waiter has ended the run: no change begins any more.
    is_closed: bool,
}

impl InFlight {
    /// Whether the change may be sent.
    pub(super) fn begin(&mut self, index: usize, part: &Arc<OperationState>) -> bool {
        if !self.is_closed {
            self.changes.push((index, Arc::clone(part)));
        }
        !self.is_closed
    }

    /// Whether the change is still to be noted.
    pub(super) fn end(&mut self, index: usize) -> bool {
        let place = self.changes.iter().position(|(in_flight, _)| *in_flight == index);
        place.map(|place| self.changes.swap_remove(place)).is_some()
    }

    fn latest_deadline(&self) -> Option<Deadline> {
        self.changes.iter().filter_map(|(_, part)| part.deadline()).max()
    }

    /// Takes all of them out.
    pub(super) fn drain(&mut self) -> Vec<(usize, Arc<OperationState>)> {
        std::mem::take(&mut self.changes)
    }
}

impl ForceFinish for Run {
    fn force_finish(&self, operation: &OperationState, is_over: bool) -> Option<Result<EngineOutput, Error>> {
        let mut state = self.state();
        let is_cancelled = operation.cancel.is_cancelled();
        if !is_over && !is_cancelled && !state.leaves_only_what_is_overdue() {
            return None;
        }
        state.in_flight.is_closed = true;
        for (index, part) in state.in_flight.drain() {
            let reason = if part.is_overdue() { Stop::Deadline } else { Stop::Cancelled };
            let error = part.give_up(reason);
            let attempts = part.attempts.load(Ordering::Relaxed);
            // An unknown outcome of an earlier run stays as it was if this run did not send the change.
            if attempts > 0 || state.doubt_about(index).is_none() {
                let entry = Entry::of(Err(error), attempts, part.elapsed());
                self.note(&mut state, operation, index, entry, part.unanswered());
            }
        }
        let because = match (self.journal_is_broken(), is_over) {
            (true, _) => Some(UNWRITTEN),
            (_, true) => Some(OVER),
            _ => is_cancelled.then_some(CANCELLED),
        };
        Some(self.conclude(&mut state, operation, because))
    }

    fn latest_deadline(&self, operation: &OperationState) -> Option<Deadline> {
        let of_changes = self.state().in_flight.latest_deadline();
        // Reads count as well: they decide unknown outcomes.
        of_changes.max(operation.parts.latest_deadline())
    }
}

impl RunState {
    /// Whether every change has ended but some that are overdue, and nothing is to follow those.
    fn leaves_only_what_is_overdue(&self) -> bool {
        let changes = &self.in_flight.changes;
        !changes.is_empty()
            && changes.iter().all(|(_, part)| part.is_overdue())
            && self.schedule.leaves_only(changes.iter().map(|(index, _)| *index))
    }
}
