//! The engine's thread: started by the first call, ended soon after the last client.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::{Notify, mpsc};
use tokio::time::Instant;

use super::call_task::CallTask;
use super::descriptors::{EngineDescriptors, Task};
use super::dispatcher::Steps;
use super::dns::DnsCache;
use super::operation::Completion;
use super::operation::state::EngineOutput;
use super::resources::Engine;
use super::scope::Scope;
use super::tls_roots::TlsRootsCache;
use super::transport;
use crate::base::background_thread::spawn;
use crate::base::failpoint;
use crate::base::panic::catch_panic;
use crate::config::settings::Settings;
use crate::config::trust::Trust;
use crate::model::error::Error;
use crate::sys::fork::ForkLocal;
use crate::sys::time::Deadline;

/// A call on its way into the engine.
pub(crate) struct Job {
    pub(crate) settings: Arc<Settings>,
    pub(crate) scope: Arc<Scope>,
    pub(crate) deadline: Deadline,
    pub(crate) completion: Completion,
    /// What to do instead of sending the one call of the operation.
    pub(crate) steps: Option<Steps>,
}

/// Hands a call to the engine, starting it if it is not running.
pub(crate) fn submit(job: Job) -> Result<(), Error> {
    let engine_slot = EngineSlot::of_this_process();
    let mut running = engine_slot.running();
    let mut job = job;
    match running.as_ref() {
        Some(thread) if thread.descriptors.are_ours() => match thread.jobs.send(job) {
            Ok(()) => return Ok(()),
            // The thread died: its own calls have ended truthfully, and this one goes to a new one.
            Err(returned) => job = returned.0,
        },
        // Before this one is sent: a request that was sent may arrive behind it.
        Some(thread) => thread.descriptors.end_calls(),
        None => {}
    }
    let thread = start(engine_slot)?;
    // The receiver is on its way to the new thread, so this cannot fail; if it did, the job's drop would tell.
    let _ = thread.jobs.send(job);
    *running = Some(thread);
    Ok(())
}

/// A thread that takes jobs.
struct RunningThread {
    jobs: mpsc::UnboundedSender<Job>,
    descriptors: EngineDescriptors,
}

/// Looks whether the certificates that a new client trusts have changed since they were read for another one.
pub(crate) fn look_at_certificates(trust: &Trust) {
    EngineSlot::of_this_process().trust.look_again(trust);
}

/// Gives back the certificates and addresses that are known, unless there is a client to use them.
pub(crate) fn forget_certificates_and_addresses() {
    let engine_slot = EngineSlot::of_this_process();
    if engine_slot.clients.load(Ordering::SeqCst) == 0 {
        engine_slot.trust.forget();
        engine_slot.dns.forget();
    }
}

/// Counts a client handle of this process as alive until it is dropped, so that the engine knows when to end.
pub(crate) struct ClientGuard;

impl ClientGuard {
    pub(crate) fn new() -> ForkLocal<ClientGuard> {
        EngineSlot::of_this_process().clients.fetch_add(1, Ordering::Relaxed);
        ForkLocal::new(ClientGuard)
    }
}

impl Drop for ClientGuard {
    fn drop(&mut self) {
        let engine_slot = EngineSlot::of_this_process();
        if engine_slot.clients.fetch_sub(1, Ordering::SeqCst) == 1
            && !engine_slot.check_is_due.load(Ordering::SeqCst)
        {
            engine_slot.last_client_left.notify_one();
        }
    }
}

/// What the engine has in one process, whether its thread is running or not.
struct EngineSlot {
    running: Mutex<Option<RunningThread>>,
    clients: AtomicUsize,
    last_client_left: Notify,
    /// Whether the thread checks within [`AFTER_LAST_CLIENT`] anyway: a host that makes a client per request would wake
    /// it each time.
    check_is_due: AtomicBool,
    trust: Arc<TlsRootsCache>,
    dns: Arc<DnsCache>,
}

static ENGINE_SLOT: ForkLocal<EngineSlot> = ForkLocal::empty();

impl EngineSlot {
    fn of_this_process() -> &'static EngineSlot {
        ENGINE_SLOT.get_or_make(|| EngineSlot {
            running: Mutex::new(None),
            clients: AtomicUsize::new(0),
            last_client_left: Notify::new(),
            check_is_due: AtomicBool::new(false),
            trust: Arc::default(),
            dns: Arc::default(),
        })
    }

    fn running(&self) -> MutexGuard<'_, Option<RunningThread>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How long the thread stays without work from now on: long enough for a host that makes a client per request, and
    /// never longer than its idle connections live. It has to check when that is over.
    fn idle_limit(&self) -> Duration {
        // In this order: whoever leaves as the last one sees this, or is seen here.
        self.check_is_due.store(false, Ordering::SeqCst);
        if self.clients.load(Ordering::SeqCst) > 0 {
            return transport::IDLE_CONNECTION;
        }
        self.check_is_due.store(true, Ordering::SeqCst);
        AFTER_LAST_CLIENT
    }
}

const AFTER_LAST_CLIENT: Duration = Duration::from_secs(1);

fn start(engine_slot: &'static EngineSlot) -> Result<RunningThread, Error> {
    let refused = |error: std::io::Error| Error::Resources(format!("what the engine thread needs: {error}"));
    let (jobs, receiver) = mpsc::unbounded_channel();
    let descriptors = EngineDescriptors::open().map_err(refused)?;
    let stop_unless_ours = || {
        let descriptors = descriptors.clone();
        move || descriptors.stop_unless_ours()
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_io()
        .enable_time()
        .on_thread_park(stop_unless_ours())
        .on_thread_unpark(stop_unless_ours())
        .build()
        .map_err(refused)?;
    let own = descriptors.clone();
    let main = move || {
        own.enter();
        runtime.block_on(Task::new(serve(engine_slot, receiver)));
    };
    spawn("seam-acs", main).map_err(refused)?;
    Ok(RunningThread { jobs, descriptors })
}

async fn serve(engine_slot: &'static EngineSlot, mut jobs: mpsc::UnboundedReceiver<Job>) {
    let engine = Arc::new(Engine::new(Arc::clone(&engine_slot.trust), Arc::clone(&engine_slot.dns)));
    let mut last_busy = Instant::now();
    let mut idle_check = std::pin::pin!(tokio::time::sleep(engine_slot.idle_limit()));
    loop {
        tokio::select! {
            job = jobs.recv() => match job {
                Some(job) => {
                    last_busy = Instant::now();
                    // A timer that comes before all others wakes the thread that sets it, by two system calls. Each
                    // attempt has one: this one comes before them.
                    let early = last_busy + job.settings.limits.attempt_timeout / 2;
                    if idle_check.deadline() > early {
                        idle_check.as_mut().reset(early);
                    }
                    // A bug in one call must not take the others with it; its own ends truthfully as it is dropped.
                    let _ = catch_panic(|| begin(&engine, job));
                }
                None => return,
            },
            () = idle_check.as_mut() => {
                if engine.is_busy() {
                    last_busy = Instant::now();
                }
                let until = last_busy + engine_slot.idle_limit();
                if until <= Instant::now() && retire(engine_slot, &jobs) {
                    return;
                }
                idle_check.as_mut().reset(until.max(Instant::now() + Duration::from_millis(10)));
            }
            () = engine_slot.last_client_left.notified() => {
                // Also where another client has come since: it will leave as this one did.
                engine_slot.check_is_due.store(true, Ordering::SeqCst);
                idle_check.as_mut().reset(Instant::now() + AFTER_LAST_CLIENT);
            }
        }
    }
}

/// Gives up the thread's place, unless a job came in the meantime.
fn retire(engine_slot: &EngineSlot, jobs: &mpsc::UnboundedReceiver<Job>) -> bool {
    let mut running = engine_slot.running();
    if !jobs.is_empty() {
        return false;
    }
    *running = None;
    true
}

/// Takes the call's place in the order of its pair, here and not in its task: jobs arrive in the order begun.
fn begin(engine: &Arc<Engine>, job: Job) {
    failpoint::hit("engine");
    let Some(shared) = job.completion.shared() else { return };
    let ticket = engine.ticket_for(&shared.call, &job.settings);
    let call_task = CallTask {
        engine: Arc::clone(engine),
        shared,
        settings: job.settings,
        scope: job.scope,
        deadline: job.deadline,
        part_of: None,
        worker: None,
    };
    let (completion, steps) = (job.completion, job.steps);
    tokio::spawn(Task::new(async move {
        failpoint::hit("task");
        let outcome = match steps {
            None => call_task.run_to_end(ticket).await.map(EngineOutput::Replies),
            Some(steps) => call_task.run_composite(steps).await,
        };
        call_task.record(outcome.as_ref().map(EngineOutput::request_id));
        // The handle's waiter may free everything at once, so the engine's share goes first.
        drop(call_task);
        completion.finish(outcome);
    }));
}
