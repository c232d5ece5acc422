//! One call, from its place in the queue to its outcome: attempts, pauses and retries inside one deadline.

use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::task::Poll;
use std::time::Duration;

use bytes::Bytes;
use serde_json::json;
use tokio::sync::SemaphorePermit;
use tokio::time::timeout;

use super::classify::{self, AttemptError, SideEffect};
use super::concurrency_limiter::Feedback;
use super::descriptors::note_in_flight;
use super::dns::Found;
use super::marks::Mark;
use super::operation::state::{OperationState, Stop};
use super::pagination::Pages;
use super::pair_queue::Ticket;
use super::resources::Engine;
use super::retry::{pause_after, shortened};
use super::scope::Scope;
use super::transport::{Transport, TransportError};
use super::worker::WorkerContext;
use crate::config::log_level::Level;
use crate::config::settings::Settings;
use crate::model::call::{Call, Kind};
use crate::model::endpoint::{Cardinality, RetryPolicy};
use crate::model::endpoints::Read;
use crate::model::error::Error;
use crate::model::raw_response::RawResponse;
use crate::observability::audit::{Audit, Intent};
use crate::sys::time::{Deadline, Moment};

/// A call in progress on the engine thread.
pub(super) struct CallTask<'a, 's> {
    pub(super) engine: Arc<Engine>,
    pub(super) shared: Arc<OperationState>,
    pub(super) settings: Arc<Settings>,
    pub(super) scope: Arc<Scope>,
    pub(super) deadline: Deadline,
    /// The composite operation that this call is part of, if any; cancelling it cancels the call.
    pub(super) part_of: Option<Arc<OperationState>>,
    /// The worker of a run that sends this call, if any. Its limiter learns from every attempt.
    pub(super) worker: Option<&'a WorkerContext<'s>>,
}

/// An attempt that was not cut off by the deadline, and when it began.
struct Ended {
    began: Moment,
    judged: Result<RawResponse, AttemptError>,
}

/// A request that was started. Dropped without an answer, also by cancellation or a panic, it leaves a mark on its
/// pair.
struct UnansweredRequest<'a> {
    engine: &'a Engine,
    shared: &'a OperationState,
    origin: &'a Arc<str>,
    attempt: u32,
    began: Moment,
    is_answered: bool,
}

impl Drop for UnansweredRequest<'_> {
    fn drop(&mut self) {
        if self.is_answered || !self.shared.was_sent(self.attempt) {
            return;
        }
        let Some((membership, wanted)) = self.shared.call.aim() else { return };
        let began = self.shared.began_at_or_after(self.began);
        self.shared.note_unanswered(began);
        let (origin, membership) = (Arc::clone(self.origin), Arc::clone(membership));
        self.engine.marks.leave(&Mark { origin, membership, wanted }, began);
    }
}

/// A change is retried at most this long after the first attempt whose fate is unknown began: a later retry could
/// reopen a door that somebody closed meanwhile.
const LATEST_REPEAT: Duration = Duration::from_secs(30);
/// How long a call that has no time left, or was stopped before it was sent, waits for its audit result to be written.
const RESULT_GRACE: Duration = Duration::from_millis(30);

impl CallTask<'_, '_> {
    /// Runs the call until it is answered, fails or is cancelled. A change is written to the audit log.
    pub(super) async fn run_to_end(&self, ticket: Option<Ticket>) -> Result<Vec<RawResponse>, Error> {
        note_in_flight(&self.shared, &self.settings.origin, self.part_of.is_some());
        let Some(audit) = &self.scope.audit else {
            return self.send_unless_cancelled(ticket).await;
        };
        let Some(mut intent) = audit.intend(&self.shared.call) else {
            return self.send_unless_cancelled(ticket).await;
        };
        // The thread that writes may be busy, for example with a name server that does not answer.
        let writing = self.within_deadline(self.deadline, audit.record(&mut intent, &self.shared.call));
        let outcome = match self.unless_cancelled(writing).await {
            Ok(written) => {
                written?;
                self.send_unless_cancelled(ticket).await
            }
            Err(stopped) => {
                intent.withdraw();
                self.write_result(audit, intent, &Err(stopped.clone()), RESULT_GRACE).await;
                return Err(stopped);
            }
        };
        let grace = self.deadline.remaining().unwrap_or_default().max(RESULT_GRACE);
        self.write_result(audit, intent, &outcome, grace).await;
        outcome
    }

    /// Waits at most `grace`; the line is written in any case.
    async fn write_result(
        &self,
        audit: &Audit,
        intent: Intent,
        outcome: &Result<Vec<RawResponse>, Error>,
        grace: Duration,
    ) {
        let said = outcome.as_ref().map(|replies| replies.last());
        let attempts = self.shared.attempts.load(Ordering::Relaxed);
        let _ = timeout(grace, audit.conclude(intent, said, attempts, self.shared.begun.elapsed())).await;
    }

    async fn send_unless_cancelled(&self, ticket: Option<Ticket>) -> Result<Vec<RawResponse>, Error> {
        // Pinned where it is made: it is large, and passing it on would move it.
        let sending = pin!(self.send_in_order(ticket));
        self.unless_cancelled(sending).await
    }

    async fn unless_cancelled<T>(&self, work: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
        let cancel = &self.part_of.as_ref().unwrap_or(&self.shared).cancel;
        let cancelled = || Err(self.shared.stopped(Stop::Cancelled, None));
        if cancel.is_cancelled() || self.scope.cancel.is_cancelled() {
            return cancelled();
        }
        if self.worker.is_some() {
            // Whoever began the part may give it up alone.
            let work = pin!(cancel.run_until_cancelled(work));
            let ended = self.shared.cancel.run_until_cancelled(work).await.flatten();
            return ended.unwrap_or_else(cancelled);
        }
        tokio::select! {
            biased;
            outcome = work => outcome,
            () = cancel.cancelled() => cancelled(),
            // A part is cancelled through its composite operation.
            () = self.scope.cancel.cancelled(), if self.part_of.is_none() => cancelled(),
        }
    }

    async fn send_in_order(&self, mut ticket: Option<Ticket>) -> Result<Vec<RawResponse>, Error> {
        if let Some(ticket) = ticket.as_mut() {
            self.within_deadline(self.deadline, ticket.ready()).await?;
        }
        if let Kind::Read { cardinality: Cardinality::Paged, every_page: true, .. } = self.shared.call.kind {
            return self.every_page().await;
        }
        let call = &self.shared.call;
        let behind = if self.engine.marks.is_empty() { None } else { self.dispatcher().late_requests(call) };
        let reply = match behind {
            None => self.exchange(call, self.deadline).await,
            Some(late) => self.settle(&late).await,
        };
        reply.map(|reply| vec![reply])
    }

    async fn every_page(&self) -> Result<Vec<RawResponse>, Error> {
        let mut pages = Pages::new(&self.shared, &self.settings, self.deadline)?;
        while let Some((call, deadline)) = pages.next() {
            let page = self.boxed_exchange(call, deadline).await?;
            pages.take(page).await?;
        }
        Ok(pages.into_replies())
    }

    /// One request with its retries. For a list, `call` reads one page.
    pub(super) async fn exchange(&self, call: &Call, mut deadline: Deadline) -> Result<RawResponse, Error> {
        let mut first_in_doubt = None;
        let mut last_error = None;
        for attempt in 1.. {
            if let Some(worker) = self.worker {
                deadline = self.wait_while_paused(worker, deadline).await;
            }
            let doubt_before = self.shared.is_exposed();
            let Ended { began, judged } = self.attempt(call.body()?, deadline, last_error.take()).await?;
            let refusal = match judged {
                Ok(reply) => return Ok(reply),
                Err(refusal) => refusal,
            };
            self.log_attempt(&refusal);
            if refusal.applied == SideEffect::Maybe {
                first_in_doubt.get_or_insert(began);
            } else if !doubt_before {
                self.shared.clear_exposure();
            }
            if doubt_before
                && refusal.says_already_so
                && let Some(reply) = self.read_back(deadline).await
            {
                return Ok(reply);
            }
            let keeps_trying = self.settings.limits.retry_until_deadline
                && first_in_doubt.is_none()
                && refusal.reached_nobody();
            let mut pause = pause_after(attempt, refusal.error.retry_after());
            if keeps_trying {
                pause = shortened(pause, deadline.remaining().unwrap_or_default());
            }
            if self.pauses_the_run(&refusal) {
                deadline = self.leave_more_time(deadline, pause);
            }
            let too_late = deadline.remaining().is_none_or(|left| pause >= left)
                || first_in_doubt.is_some_and(|began| began.elapsed() + pause > LATEST_REPEAT);
            let is_last = attempt >= self.settings.limits.max_attempts || !self.may_repeat(&refusal);
            if too_late || (is_last && !keeps_trying) {
                return Err(self.conclude(refusal.error));
            }
            last_error = Some(refusal.error);
            tokio::time::sleep(pause).await;
        }
        Err(Error::internal("the attempts ran out"))
    }

    /// The same, boxed and type-erased, so that the long function is compiled once.
    pub(super) fn boxed_exchange<'b>(
        &'b self,
        call: &'b Call,
        deadline: Deadline,
    ) -> Pin<Box<dyn Future<Output = Result<RawResponse, Error>> + Send + 'b>> {
        Box::pin(self.exchange(call, deadline))
    }

    /// One attempt. An error ends the call; a classified failure may be retried.
    async fn attempt(
        &self,
        body: Bytes,
        deadline: Deadline,
        last_error: Option<Error>,
    ) -> Result<Ended, Error> {
        let permit = self.within_deadline(deadline, self.permit()).await?;
        let route = &self.settings.route;
        let transport =
            self.within_deadline(deadline, self.engine.pools.get(route, self.scope.log.as_deref())).await?;
        let transport = transport.map_err(|error| self.conclude(error))?;
        let began = Moment::now();
        let Some(left) = deadline.remaining_at(began) else {
            return Err(self.shared.stopped(Stop::Deadline, last_error));
        };
        let Some(attempt) = self.shared.begin_attempt() else {
            return Err(self.shared.stopped(Stop::Deadline, last_error));
        };
        let mut unanswered = UnansweredRequest {
            engine: &self.engine,
            shared: &self.shared,
            origin: &self.settings.origin,
            attempt,
            began,
            is_answered: false,
        };
        let limit = left.min(self.settings.limits.attempt_timeout);
        let call = &self.shared.call;
        let outcome = {
            // Pinned and type-erased: it is large, and each of the two timeouts would move it or compile it again.
            let sending: Pin<&mut (dyn Future<Output = _> + Send)> = pin!(self.send(&transport, body));
            match self.worker {
                None => timeout(limit, sending).await.ok(),
                Some(worker) => worker.limit(began, limit, sending).await,
            }
        };
        drop(permit);
        let sent = self.shared.was_sent(attempt);
        let judged = match outcome {
            Some(Ok(reply)) => {
                let judged = classify::classify_response(call, reply);
                unanswered.is_answered = judged.as_ref().map_or_else(|refusal| !refusal.may_arrive, |_| true);
                self.report_to_limiter(began, judged.as_ref().err());
                judged
            }
            Some(Err(broken)) => {
                let roots = transport.has_bundled_roots;
                let mut refusal = classify::classify_transport_error(&broken, sent, route, roots);
                if classify::refuses_certificate(&broken)
                    && Box::pin(self.engine.pools.has_new_certificates(route)).await
                {
                    refusal.repeatable = true;
                }
                if matches!(broken, TransportError::TwoLengths { .. }) {
                    // What follows on the connection may be another one's answer.
                    self.leave_silent_connections(&transport, sent).await;
                }
                unanswered.is_answered = !refusal.may_arrive;
                Err(refusal)
            }
            None if self.shared.is_looking_up() => Err(classify::classify_slow_lookup(limit)),
            None if deadline.remaining().is_none() || limit == left => {
                return Err(self.shared.stopped(Stop::Deadline, last_error));
            }
            None => {
                self.leave_silent_connections(&transport, sent).await;
                Err(classify::classify_timeout(limit, sent))
            }
        };
        Ok(Ended { began, judged })
    }

    /// Sends the request, as soon as the addresses of the host are known.
    async fn send(&self, transport: &Transport, body: Bytes) -> Result<RawResponse, TransportError> {
        let call = &self.shared.call;
        let most = self.settings.limits.response_bytes(call.is_list());
        loop {
            let outcome = transport.send(&self.settings, &self.shared, &call.path, body.clone(), most).await;
            match outcome.as_ref().err().and_then(TransportError::not_looked_up) {
                // Boxed: it is rare, and every call would have room for it.
                Some(host) => Box::pin(self.look_up(host)).await?,
                None => return outcome,
            }
        }
    }

    async fn look_up(&self, host: &str) -> Result<(), TransportError> {
        self.shared.note_lookup();
        let found = self.engine.pools.dns.look_up(host).await.map_err(TransportError::Lookup)?;
        self.shared.note_looked_up();
        if let (Found::Stale { age, reason }, Some(log)) = (found, &self.scope.log) {
            let fields = json!({ "host": host, "age_s": age.as_secs(), "error": reason });
            log.line(Level::Warn, "stale_addresses_used", fields);
        }
        Ok(())
    }

    /// A permit of this handle. The workers of a run have theirs already.
    async fn permit(&self) -> Option<SemaphorePermit<'_>> {
        match self.worker {
            None => self.scope.slots.acquire().await.ok(),
            Some(_) => None,
        }
    }

    /// Waits while the run is paused. The pause does not count against the deadline of the change.
    async fn wait_while_paused(&self, worker: &WorkerContext<'_>, mut deadline: Deadline) -> Deadline {
        while let Some(left) = worker.limiter.pause_left() {
            deadline = self.leave_more_time(deadline, left);
            tokio::time::sleep(left).await;
        }
        deadline
    }

    /// Whether the server refused and asked for a pause of at most `max_pause_ms`.
    fn pauses_the_run(&self, refusal: &AttemptError) -> bool {
        let asked = refusal.error.retry_after();
        self.worker.is_some()
            && refusal.applied == SideEffect::No
            && asked.is_some_and(|asked| asked <= self.settings.limits.max_pause)
    }

    pub(super) fn leave_more_time(&self, deadline: Deadline, time: Duration) -> Deadline {
        let deadline = deadline.later_by(time);
        self.shared.bound_by(deadline);
        deadline
    }

    fn report_to_limiter(&self, began: Moment, refusal: Option<&AttemptError>) {
        let Some(worker) = self.worker else { return };
        let signal = match refusal.map(|refusal| &refusal.error) {
            Some(error @ (Error::RateLimited(_) | Error::Server(_))) => {
                // A longer pause would let a server hold up the run as long as it likes.
                let asked = error.retry_after();
                Feedback::PushedBack(asked.filter(|asked| *asked <= self.settings.limits.max_pause))
            }
            _ => Feedback::Well,
        };
        worker.limiter.note(began, signal);
    }

    async fn leave_silent_connections(&self, transport: &Transport, sent: bool) {
        if sent {
            // If no new pool can be made, the old one stays, and the retry reports what is wrong.
            let _ = self.engine.pools.renew(&self.settings.route, transport).await;
        }
    }

    fn may_repeat(&self, refusal: &AttemptError) -> bool {
        let only_if_unsent = match self.shared.call.kind {
            Kind::Change { repeat, .. } | Kind::Write { repeat } => repeat == RetryPolicy::NeverSentOrRefused,
            Kind::Read { .. } | Kind::Composite => false,
            Kind::Request { reads, .. } => !reads,
        };
        refusal.repeatable && (!only_if_unsent || refusal.applied == SideEffect::No)
    }

    /// A change whose outcome is unknown stays so, whatever later attempts were answered.
    fn conclude(&self, error: Error) -> Error {
        let error = error.in_call(&self.shared.call.phrase(), self.shared.attempts.load(Ordering::Relaxed));
        if self.shared.is_exposed() { self.shared.outcome_unknown(error) } else { error }
    }

    /// The retry was answered "nothing to do" after an attempt without an answer. A read decides whether that attempt
    /// was applied: only if it shows the wanted membership.
    async fn read_back(&self, deadline: Deadline) -> Option<RawResponse> {
        let Kind::Change { membership, wanted, .. } = &self.shared.call.kind else { return None };
        let call = membership.list_members().ok()?;
        let reading = CallTask {
            engine: Arc::clone(&self.engine),
            shared: OperationState::new(call),
            settings: Arc::clone(&self.settings),
            scope: Arc::clone(&self.scope),
            deadline,
            part_of: None,
            worker: None,
        };
        let reply = reading.boxed_exchange(&reading.shared.call, deadline).await.ok()?;
        let members = reply.records(Read::ListGroupUsers.endpoint().key).ok()?;
        (membership.is_among(&members) == *wanted).then_some(reply)
    }

    async fn within_deadline<T>(
        &self,
        deadline: Deadline,
        work: impl Future<Output = T>,
    ) -> Result<T, Error> {
        let mut work = pin!(work);
        // Most waits end at once, so the timer is set only if needed.
        if let Poll::Ready(done) = poll_fn(|context| Poll::Ready(work.as_mut().poll(context))).await {
            return Ok(done);
        }
        let left = deadline.remaining().unwrap_or(Duration::ZERO);
        timeout(left, work).await.map_err(|_| self.shared.stopped(Stop::Deadline, None))
    }

    fn log_attempt(&self, refusal: &AttemptError) {
        let Some(log) = &self.scope.log else { return };
        let attempt = self.shared.attempts.load(Ordering::Relaxed);
        log.line(
            Level::Debug,
            "attempt_failed",
            json!({ "call": self.shared.call.phrase(), "attempt": attempt, "error": refusal.error.to_string() }),
        );
    }

    /// Logs the end of the call. The line is written on another thread, after the caller has its result.
    pub(super) fn record(&self, outcome: Result<Option<&str>, &Error>) {
        let Some(log) = &self.scope.log else { return };
        let (level, event) = match outcome {
            Ok(_) => (Level::Info, "call_answered"),
            Err(Error::Internal(_)) => (Level::Error, "call_failed"),
            Err(_) => (Level::Warn, "call_failed"),
        };
        let request_id = outcome.unwrap_or_else(Error::request_id);
        let fields = json!({
            "call": self.shared.call.phrase(),
            "name": outcome.err().map_or("OK", Error::name),
            "error": outcome.err().map(ToString::to_string),
            "request_id": request_id,
            "attempts": self.shared.attempts.load(Ordering::Relaxed),
            "duration_ms": u64::try_from(self.shared.begun.elapsed().as_millis()).unwrap_or(u64::MAX),
        });
        log.line(level, event, fields);
        log.drain_aside();
    }
}
