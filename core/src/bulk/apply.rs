//! Applies a list of changes: many at once, each pair in order, and a report that exists however it ends.

use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::task::JoinSet;

use super::changes::{Action, Changes};
use super::journal::{Journal, Remembered};
use super::last_words::UnderWay;
use super::options::{ApplyOptions, MOST_AT_ONCE};
use super::pace::Pace;
use super::report::{Entry, ItemOutcome, Report};
use super::schedule::Schedule;
use crate::answer::{Answer, Content};
use crate::client::Client;
use crate::deadline::Deadline;
use crate::engine::{Desk, Seat, Sent};
use crate::error::{Error, Failure};
use crate::operation::{Operation, Product, Shared};
use crate::planted;
use crate::reply::Reply;

impl Client {
    /// Begins to apply a list of changes.
    ///
    /// Changes of one user and group keep their order; equal neighbours of a pair go as one. After a change whose
    /// outcome is unknown, no later one of its pair is sent until the membership was read back, 30 s later. The result
    /// is [`Error::Partial`] if anything is not as asked; [`Operation::report`] has the outcome of each change either
    /// way.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] for options out of range and for a journal that belongs to another list.
    pub fn begin_apply(&self, changes: Changes, options: &ApplyOptions) -> Result<Operation, Error> {
        let run = Run::prepare(changes, options, self.max_concurrency(), self.endpoint())?;
        let phrase = format!("apply {} changes", run.changes.len());
        self.begin_together(phrase, Box::new(move |desk| Box::pin(perform(Arc::new(run), desk))))
    }
}

/// A list that is being applied.
pub(crate) struct Run {
    changes: Arc<Changes>,
    sent_as: Arc<Vec<u32>>,
    state: Mutex<State>,
    /// Raised when a change ends: one that waited for it may begin.
    ended: Notify,
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
}

const FLUSH_EVERY: Duration = Duration::from_millis(100);
/// Why a run ended before all was done.
pub(super) const UNWRITTEN: &str = "the journal could not be written";
pub(super) const OVER: &str = "the deadline passed";
pub(super) const CANCELLED: &str = "cancelled";
/// An abandoned request may still arrive for so long.
const DOUBT_LASTS: Duration = Duration::from_secs(30);

impl Run {
    pub(crate) fn prepare(
        changes: Changes,
        options: &ApplyOptions,
        default_ceiling: u32,
        endpoint: &str,
    ) -> Result<Run, Error> {
        let in_range = |name: &str, value: Option<u32>| match value {
            Some(value) if !(1..=MOST_AT_ONCE).contains(&value) => {
                Err(Error::invalid_argument(name, format!("must be from 1 to {MOST_AT_ONCE}, not {value}")))
            }
            value => Ok(value),
        };
        let ceiling = in_range("ceiling", options.ceiling)?.unwrap_or(default_ceiling);
        let fixed = in_range("fixed", options.fixed)?;
        let (journal, remembered) = match &options.journal {
            None => (None, Remembered::default()),
            Some(path) => {
                let (journal, remembered) = Journal::open(path, &changes, endpoint)?;
                (Some(journal), remembered)
            }
        };
        let mut entries = vec![Entry::default(); changes.len()];
        for (index, entry) in remembered.outcomes {
            if let Some(place) = entries.get_mut(index) {
                *place = entry;
            }
        }
        let schedule = Schedule::new(&changes, &|index| {
            entries.get(index).is_some_and(|entry| entry.outcome.is_as_asked())
        });
        let sent_as = schedule.sent_as();
        for (index, entry) in entries.iter_mut().enumerate().take(remembered.begun) {
            let is_sent = sent_as.get(index).is_some_and(|place| *place as usize == index);
            if is_sent && entry.outcome == ItemOutcome::NotAttempted {
                *entry = Entry::cut_short();
                if let Some(journal) = &journal {
                    journal.note(index, entry);
                }
            }
        }
        Ok(Run {
            sent_as: Arc::new(sent_as),
            changes: Arc::new(changes),
            state: Mutex::new(State { schedule, entries, under_way: UnderWay::default() }),
            ended: Notify::new(),
            pace: Pace::new(ceiling, fixed),
            journal,
            deadline: options.deadline.filter(|deadline| !deadline.is_zero()),
            workers: fixed.unwrap_or(ceiling),
        })
    }

    /// Leaves out changes that a read found to be so already.
    pub(crate) fn leave_out(&self, is_so: &[bool]) {
        let state = &mut *self.state();
        let so_already = |(index, _): &(usize, &mut Entry)| is_so.get(*index) == Some(&true);
        for (index, entry) in state.entries.iter_mut().enumerate().filter(so_already) {
            entry.outcome = match entry.outcome {
                outcome if outcome.is_as_asked() => continue,
                // Left in doubt by the run before this one, which did send it.
                ItemOutcome::Unknown if entry.attempts > 0 => ItemOutcome::Applied,
                _ => ItemOutcome::AlreadySo,
            };
            entry.error = None;
            if let Some(journal) = &self.journal {
                journal.note(index, entry);
            }
        }
        let entries = &state.entries;
        state.schedule = Schedule::new(&self.changes, &|index| {
            entries.get(index).is_some_and(|entry| entry.outcome.is_as_asked())
        });
    }

    /// Leaves less time for the changes, after some of it went into reading.
    pub(crate) fn spend(&mut self, time: Duration) {
        // None of it left still is a deadline, and zero would be none.
        let least = Duration::from_millis(1);
        self.deadline = self.deadline.map(|deadline| deadline.saturating_sub(time).max(least));
    }

    /// The deadline for the whole run, if it has one.
    pub(crate) fn deadline(&self) -> Option<Duration> {
        self.deadline
    }

    /// Lets no change from this place on begin before all those in front of it have ended.
    pub(crate) fn hold_before(&self, place: usize) {
        self.state().schedule.hold_before(place);
    }

    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn journal_is_broken(&self) -> bool {
        self.journal.as_ref().is_some_and(Journal::is_broken)
    }

    /// Puts a change among those under way, and says whether the run before this one sent it and left it in doubt;
    /// `None` when whoever waited has ended the run.
    fn begin(&self, index: usize, part: &Arc<Shared>) -> Option<bool> {
        let mut state = self.state();
        let doubt = state.doubt_about(index);
        if doubt.is_some() {
            part.note_sent(0);
        }
        let was_sent = doubt.is_some_and(|entry| entry.attempts > 0);
        state.under_way.begin(index, part).then_some(was_sent)
    }

    /// Notes what became of a change that was begun, and says whether its doubt holds another one back; `None` when
    /// whoever waited has ended the run, and noted it.
    fn end(&self, operation: &Shared, index: usize, entry: Entry) -> Option<bool> {
        let mut state = self.state();
        if !state.under_way.end(index) {
            return None;
        }
        let is_in_doubt = entry.outcome == ItemOutcome::Unknown;
        self.note(&mut state, operation, index, entry);
        let holds_back = is_in_doubt && state.schedule.has_successor(index);
        if !holds_back {
            state.schedule.end(index);
        }
        Some(holds_back)
    }

    pub(super) fn note(&self, state: &mut State, counts: &Shared, index: usize, entry: Entry) {
        let outcome = entry.outcome;
        if let Some(journal) = self.journal.as_ref().filter(|_| outcome != ItemOutcome::NotAttempted) {
            journal.note(index, &entry);
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
            self.note(&mut state, operation, index, entry);
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
        workers.spawn(work(Arc::clone(&run), desk.clone()));
    }
    let because = watch(&run, &desk, &mut workers).await;
    run.note_lost(operation);
    let because = match &run.journal {
        // What is written is enough to go on from, and the report has all of it.
        Some(journal) if journal.end().await.is_err() => Some(UNWRITTEN),
        _ => because,
    };
    run.conclude(&mut run.state(), operation, because)
}

/// Waits for the workers, with an eye on the journal and the clock; says why they ended early, if they did.
async fn watch(run: &Run, desk: &Desk, workers: &mut JoinSet<()>) -> Option<&'static str> {
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

/// One of the workers: takes changes until none is left.
async fn work(run: Arc<Run>, desk: Desk) {
    let seat = Seat::take(&run.pace, &desk.operation.cancel).await;
    while !desk.is_cancelled() {
        let slot = tokio::select! {
            biased;
            slot = run.pace.enter() => slot,
            () = desk.cancelled() => return,
        };
        wait_out_pause(&run, &desk).await;
        let Some(index) = next(&run, &desk).await else { return };
        if let Some(journal) = &run.journal
            && journal.begin(index).await.is_err()
        {
            // What cannot be remembered must not be done.
            desk.operation.cancel.raise();
            return;
        }
        let Some(holds_back) = make(&run, &desk, &seat, index).await else { return };
        // A change that is in doubt waits without keeping others waiting.
        drop(slot);
        if holds_back {
            settle_doubt(&run, &desk, index).await;
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
            if let Some(index) = state.schedule.take() {
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

/// Makes one change, notes what became of it and says whether its doubt holds another one back; `None` when whoever
/// waited has ended the run.
async fn make(run: &Run, desk: &Desk, seat: &Seat<'_>, index: usize) -> Option<bool> {
    let part = Shared::new(run.changes.call(index)?);
    let was_sent = run.begin(index, &part)?;
    planted::here("worker");
    if was_sent {
        // A read may decide it.
        if let Some(request_id) =
            read_back(run, desk, index).await.and_then(|(is_so, id)| is_so.then_some(id))
        {
            let entry = Entry { outcome: ItemOutcome::Applied, request_id, ..Entry::default() };
            return run.end(&desk.operation, index, entry);
        }
    }
    let Sent { outcome, attempts, duration, .. } = desk.send_at(part, seat).await;
    let request_id = |mut replies: Vec<Reply>| replies.pop()?.request_id.map(String::into_boxed_str);
    run.end(&desk.operation, index, Entry::of(outcome.map(request_id), attempts, duration))
}

/// Lets the next change of the pair begin, once nothing of this one can arrive any more and a read says how things are.
async fn settle_doubt(run: &Run, desk: &Desk, index: usize) {
    if !desk.pause(DOUBT_LASTS).await {
        return;
    }
    let known = read_back(run, desk, index).await;
    let mut state = run.state();
    match known {
        Some((is_so, request_id)) => {
            if is_so {
                let entry = Entry { outcome: ItemOutcome::Applied, request_id, ..Entry::default() };
                run.note(&mut state, &desk.operation, index, entry);
            }
            state.schedule.end(index);
        }
        None => state.schedule.end_for_good(),
    }
}

/// Whether the membership is as the change wanted it, and the id of the request that said so; `None` if it cannot be
/// read.
async fn read_back(run: &Run, desk: &Desk, index: usize) -> Option<(bool, Option<Box<str>>)> {
    let (membership, action) = run.changes.membership(index)?;
    let answer = desk.ask(membership.list_members().ok()?).await.ok()?;
    let is_member = membership.is_among(answer.list()?);
    Some((is_member == (action == Action::Add), answer.request_id().map(Into::into)))
}

impl Entry {
    /// A change that the run before this one may have begun when its process ended.
    fn cut_short() -> Entry {
        let what = "the run before this one ended in the middle, and nothing says whether it was recorded";
        let error = Error::OutcomeUnknown(Failure::boxed(what));
        Entry { outcome: ItemOutcome::Unknown, error: Some(Box::new(error)), ..Entry::default() }
    }

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
