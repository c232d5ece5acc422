//! Applies a list of changes: many at once, each pair in order, and a report that exists however it ends.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use tokio::task::JoinSet;

use super::change_list::{Action, Changes};
use super::options::ApplyOptions;
use super::report::{Entry, ItemOutcome};
use super::run::{CANCELLED, OVER, Run, UNWRITTEN};
use crate::base::failpoint;
use crate::client::Client;
use crate::engine::descriptors::Task;
use crate::engine::dispatcher::{CallOutcome, Dispatcher};
use crate::engine::late_requests::may_be_undone;
use crate::engine::operation::Operation;
use crate::engine::operation::state::{EngineOutput, OperationState};
use crate::engine::worker::WorkerContext;
use crate::model::call::Call;
use crate::model::error::Error;
use crate::model::presence::Presence;
use crate::model::raw_response::RawResponse;
use crate::sys::time::Deadline;

const FLUSH_EVERY: Duration = Duration::from_millis(100);

impl Client {
    /// Begins to apply a list of changes.
    ///
    /// Changes of one user and group keep their order; equal neighbours of a pair are sent as one. After a request that
    /// got no answer and may still arrive, a removal is sent at once and ends when a read after 30 s shows it; an
    /// addition waits for those 30 s. Other pairs do not wait. After the first 401, or 403 for one reason on three
    /// changes, nothing more is sent. `Retry-After` pauses the run for up to `max_pause_ms`. The result is
    /// [`Error::Partial`] if any change was not made; [`Operation::report`] has the outcome of each change either way.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] for options out of range and for a file that is no journal, or one of another server.
    pub fn begin_apply(&self, changes: Changes, options: &ApplyOptions) -> Result<Operation, Error> {
        let run = Run::prepare(changes, options, self.settings())?;
        let phrase = format!("apply {} changes", run.changes.len());
        self.begin_composite(phrase, Box::new(move |dispatcher| Box::pin(perform(Arc::new(run), dispatcher))))
    }
}

/// Applies the list and leaves its report with the operation.
pub(crate) async fn perform(run: Arc<Run>, dispatcher: Dispatcher) -> Result<EngineOutput, Error> {
    let words: Arc<Run> = Arc::clone(&run);
    if !dispatcher.allow_force_finish(words, run.deadline.map(Deadline::after)) {
        return Err(dispatcher.cancelled_error());
    }
    let _ending = ReportAtTheEnd { run: Arc::clone(&run), dispatcher: dispatcher.clone() };
    failpoint::hit("apply");
    let operation = &dispatcher.operation;
    operation.planned.store(run.changes.len() as u64, Ordering::Relaxed);
    let recovered_count =
        |which: fn(&Entry) -> bool| run.state().entries.iter().filter(|entry| which(entry)).count() as u64;
    operation.items.store(recovered_count(|entry| entry.outcome.is_as_asked()), Ordering::Relaxed);
    operation.failed.store(recovered_count(Entry::counts_as_failed), Ordering::Relaxed);
    let mut workers = JoinSet::new();
    for _ in 0..run.workers.min(u32::try_from(run.changes.len()).unwrap_or(u32::MAX)) {
        workers.spawn(worker(&run, &dispatcher));
    }
    let because = watch(&run, &dispatcher, &mut workers).await.map(str::to_owned);
    let because = because.or_else(|| run.state().stopped.clone());
    run.note_lost(operation);
    let because = match &run.journal {
        // What is written is enough for the next run, and the report has everything.
        Some(journal) if journal.end(run.is_complete()).await.is_err() => Some(UNWRITTEN.to_owned()),
        _ => because,
    };
    run.conclude(&mut run.state(), operation, because.as_deref())
}

/// Waits for the workers, flushes the journal and watches the deadline. Returns why they ended early, if they did.
async fn watch(run: &Arc<Run>, dispatcher: &Dispatcher, workers: &mut JoinSet<()>) -> Option<&'static str> {
    let mut flush = tokio::time::interval(FLUSH_EVERY);
    let far_away = Duration::from_secs(86_400 * 365);
    let mut deadline = std::pin::pin!(tokio::time::sleep(run.deadline.unwrap_or(far_away)));
    let mut because = None;
    loop {
        tokio::select! {
            ended = workers.join_next() => match ended {
                None => break,
                Some(Ok(())) => {}
                // The outcome of its change is unknown, and so is what else it left undone.
                Some(Err(_)) => {
                    because = Some("a bug in seam-acs ended a part of it");
                    dispatcher.operation.cancel.cancel();
                }
            },
            permit = run.stood_aside.acquire() => if let Ok(permit) = permit {
                permit.forget();
                run.state().schedule.stand_aside();
                // A change that waits for all earlier ones no longer waits for this one.
                run.ended.notify_waiters();
                workers.spawn(worker(run, dispatcher));
            },
            () = deadline.as_mut(), if because.is_none() => {
                because = Some(OVER);
                dispatcher.operation.cancel.cancel();
            }
            _ = flush.tick() => if let Some(journal) = &run.journal
                && journal.flush().await.is_err()
            {
                // What cannot be remembered must not be done.
                because = Some(UNWRITTEN);
                dispatcher.operation.cancel.cancel();
            }
        }
    }
    because.or_else(|| dispatcher.is_cancelled().then_some(CANCELLED))
}

fn worker(run: &Arc<Run>, dispatcher: &Dispatcher) -> Task {
    Task::new(work(Arc::clone(run), dispatcher.clone()))
}

/// One of the workers: takes changes until none is left.
async fn work(run: Arc<Run>, dispatcher: Dispatcher) {
    let worker = WorkerContext::take(&run.limiter, &run.stood_aside, &dispatcher.operation.cancel).await;
    while !dispatcher.is_cancelled() && !worker.is_aside() {
        let permit = tokio::select! {
            biased;
            permit = run.limiter.enter() => permit,
            () = dispatcher.cancelled() => return,
        };
        worker.hold(Some(permit));
        wait_while_paused(&run, &dispatcher).await;
        let Some(index) = next(&run, &dispatcher).await else { return };
        if let Some(journal) = &run.journal
            && journal.begin(index, || run.batch(index)).await.is_err()
        {
            // What cannot be remembered must not be done.
            dispatcher.operation.cancel.cancel();
            return;
        }
        if !make(&run, &dispatcher, &worker, index).await {
            return;
        }
        worker.hold(None);
        if worker.is_aside() {
            run.state().schedule.come_back();
        }
        run.ended.notify_waiters();
    }
}

/// Waits while the run is paused, unless nothing is left to do.
async fn wait_while_paused(run: &Run, dispatcher: &Dispatcher) {
    while run.limiter.is_paused() && !dispatcher.is_cancelled() {
        let mut ended = std::pin::pin!(run.ended.notified());
        ended.as_mut().enable();
        if run.state().schedule.is_over() {
            return;
        }
        tokio::select! {
            () = run.limiter.wait_while_paused() => {}
            () = ended => {}
            () = dispatcher.cancelled() => {}
        }
    }
}

/// The place of a change that may begin now; `None` when there will be none.
async fn next(run: &Run, dispatcher: &Dispatcher) -> Option<usize> {
    loop {
        let ended = {
            let mut state = run.state();
            if let Some(index) = run.take(&mut state, &dispatcher.operation) {
                return Some(index);
            }
            if state.schedule.is_over() {
                run.ended.notify_waiters();
                return None;
            }
            // Registered under the lock, so that no change ends unnoticed.
            run.ended.notified()
        };
        tokio::select! {
            () = ended => {}
            () = dispatcher.cancelled() => return None,
        }
    }
}

/// Makes one change and notes its outcome; `false` if a waiter has ended the run.
async fn make(run: &Run, dispatcher: &Dispatcher, worker: &WorkerContext<'_>, index: usize) -> bool {
    let Some(part) = run.changes.call(index).map(OperationState::new) else { return false };
    let Some(is_in_doubt) = run.begin(index, &part) else { return false };
    failpoint::hit("worker");
    if is_in_doubt && let Some(entry) = decide(run, dispatcher, index, &part.call).await {
        return run.end(&dispatcher.operation, index, entry, None);
    }
    let CallOutcome { outcome, attempts, duration, .. } = dispatcher.send_at(Arc::clone(&part), worker).await;
    let request_id = |mut replies: Vec<RawResponse>| replies.pop()?.request_id.map(String::into_boxed_str);
    let entry = Entry::of(outcome.map(request_id), attempts, duration);
    run.end(&dispatcher.operation, index, entry, part.unanswered())
}

/// Reads whether a change was made that an earlier run may have sent. `None`: send it.
async fn decide(run: &Run, dispatcher: &Dispatcher, index: usize, call: &Call) -> Option<Entry> {
    let (membership, action) = run.changes.membership(index)?;
    let wanted = Presence::of(action == Action::Add);
    let late = dispatcher.late_requests(call);
    match dispatcher.recorded_membership(&membership).await {
        Ok(recorded_membership) if recorded_membership.shown() != Some(wanted) => None,
        Ok(_) if may_be_undone(late).await => None,
        Ok(_) => Some(Entry { outcome: ItemOutcome::AlreadySo, ..Entry::default() }),
        Err(error) => Some(Entry::cut_short(Some(error))),
    }
}

/// Leaves the report with the operation, even if the work is dropped.
struct ReportAtTheEnd {
    run: Arc<Run>,
    dispatcher: Dispatcher,
}

impl Drop for ReportAtTheEnd {
    fn drop(&mut self) {
        let operation = &self.dispatcher.operation;
        self.run.note_lost(operation);
        let _ = self.run.report(&mut self.run.state(), operation);
        // It owns the journal, which another run may open as soon as this one is done.
        operation.forbid_force_finish();
    }
}
