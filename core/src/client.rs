//! A client handle: where calls begin.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crate::base::background_thread;
use crate::config::credentials::Credentials;
use crate::config::env::Environment;
use crate::config::log_level::Level;
use crate::config::options::Options;
use crate::config::settings::Settings;
use crate::engine::dispatcher::Steps;
use crate::engine::operation::Operation;
use crate::engine::scope::Scope;
use crate::engine::thread::{self, ClientGuard, Job};
use crate::model::call::Call;
use crate::model::error::Error;
use crate::model::response::Response;
use crate::observability::audit::Audit;
use crate::observability::log::Log;
use crate::sys::fork::ForkLocal;

/// A handle on Seam's API. Any number of threads may use one at once; clients with equal options share connections.
///
/// Making one sends nothing and starts no thread. Dropping one stops its calls that are under way: each ends at once,
/// as [`Error::Cancelled`] if it was never sent, else as [`Error::OutcomeUnknown`]. A client made before `fork()` works
/// in the child.
pub struct Client {
    settings: Arc<Settings>,
    log: Option<Arc<Log>>,
    audit: Option<Audit>,
    warnings: Vec<String>,
    /// Never reset, and inherited by children of `fork()`.
    cancelled: AtomicBool,
    scope: ForkLocal<Arc<Scope>>,
    _registration: ForkLocal<ClientGuard>,
}

impl Client {
    /// Makes a client from `options` alone: no `SEAM_` variable is read.
    ///
    /// The machine's proxy and certificate variables are read only with the option `trust_env`: once, here, on the
    /// caller's thread.
    ///
    /// # Errors
    /// [`Error::Options`] and [`Error::Token`], in the words of Seam's official packages.
    pub fn new(options: &Options) -> Result<Client, Error> {
        Self::from_parts(options, Environment::default())
    }

    /// Makes a client from `options`, with what they leave unset from `SEAM_API_KEY`, or
    /// `SEAM_PERSONAL_ACCESS_TOKEN` with `SEAM_WORKSPACE_ID`, and `SEAM_ENDPOINT`; and, unless `trust_env` is false, with
    /// the machine's proxy and certificates from `HTTPS_PROXY`, `NO_PROXY`, `SSL_CERT_FILE` and their like.
    ///
    /// An empty variable counts as unset. None is read in a process that runs with more rights than its caller.
    ///
    /// # Errors
    /// As [`new`](Self::new).
    pub fn from_environment(options: &Options) -> Result<Client, Error> {
        Self::from_parts(options, Environment::read())
    }

    /// A second handle on the same connections with other timeouts, attempts or concurrency. The handles are
    /// independent: cancelling or dropping one does nothing to the other.
    ///
    /// # Errors
    /// [`Error::Options`] for an option that a handle cannot have of its own.
    pub fn with(&self, options: &Options) -> Result<Client, Error> {
        let settings = self.settings.with(options)?;
        let audit = self.audit.as_ref().map(|audit| audit.with(options));
        Ok(Self::made(settings, self.log.clone(), audit, Vec::new()))
    }

    /// Stops every call begun through this handle, now and later. Any thread may call it.
    pub fn cancel(&self) {
        self.cancelled.store(true, Ordering::Release);
        self.scope().cancel.cancel();
    }

    /// From now on the log takes lines up to this level: `error`, `warn`, `info`, `debug` or `trace`. It is that of all
    /// handles that share the log.
    ///
    /// # Errors
    /// [`Error::Options`] for another word, [`Error::State`] for a client without a log.
    pub fn set_log_level(&self, level: &str) -> Result<(), Error> {
        let level = Level::parse(level).map_err(|reason| Error::Options(format!("log_level {reason}")))?;
        let Some(log) = &self.log else {
            return Err(Error::State(
                "the client has no log: set log_file or log_fd when it is made".to_owned(),
            ));
        };
        log.set_level(level);
        Ok(())
    }

    /// The URL of Seam's API that this client uses.
    #[must_use]
    pub fn endpoint(&self) -> &str {
        &self.settings.endpoint
    }

    pub(crate) fn credentials(&self) -> &Credentials {
        &self.settings.credentials
    }

    pub(crate) fn settings(&self) -> &Arc<Settings> {
        &self.settings
    }

    /// Warnings about the configuration that was found, such as a deprecated variable.
    #[must_use]
    pub fn warnings(&self) -> &[String] {
        &self.warnings
    }

    /// Begins a call and returns at once.
    ///
    /// # Errors
    /// [`Error::Resources`] when the engine cannot be started.
    pub fn begin(&self, call: Call) -> Result<Operation, Error> {
        self.submit(call, None)
    }

    /// Begins one operation of several calls, which messages call `phrase`.
    pub(crate) fn begin_composite(&self, phrase: String, steps: Steps) -> Result<Operation, Error> {
        self.submit(Call::composite(phrase), Some(steps))
    }

    fn submit(&self, call: Call, steps: Option<Steps>) -> Result<Operation, Error> {
        let (operation, completion) = Operation::new(call);
        let deadline = operation.begun().plus(self.settings.limits.timeout);
        if steps.is_none() {
            operation.bound_by(deadline);
        }
        thread::submit(Job {
            settings: Arc::clone(&self.settings),
            scope: Arc::clone(self.scope()),
            deadline,
            completion,
            steps,
        })?;
        Ok(operation)
    }

    /// Begins a call, waits for it and returns its result.
    ///
    /// # Errors
    /// The error that the call ended with.
    pub fn run(&self, call: Call) -> Result<Response, Error> {
        let operation = self.begin(call)?;
        // Every call has a deadline, so this wait ends.
        let _ = operation.wait(None);
        operation.result()
    }

    fn from_parts(options: &Options, environment: Environment) -> Result<Client, Error> {
        let settings = Settings::new(options, &environment)?;
        thread::look_at_certificates(&settings.route.trust);
        let audit = Audit::open(options, &settings.credentials)?;
        let log = Log::open(options)?.map(Arc::new);
        if let Some(log) = &log {
            for warning in &environment.warnings {
                log.line(Level::Warn, "deprecated", serde_json::json!({ "message": warning }));
            }
        }
        Ok(Self::made(settings, log, audit, environment.warnings))
    }

    fn made(
        settings: Settings,
        log: Option<Arc<Log>>,
        audit: Option<Audit>,
        warnings: Vec<String>,
    ) -> Client {
        Client {
            settings: Arc::new(settings),
            log,
            audit,
            warnings,
            cancelled: AtomicBool::new(false),
            scope: ForkLocal::empty(),
            _registration: ClientGuard::new(),
        }
    }

    fn scope(&self) -> &Arc<Scope> {
        self.scope.get_or_make(|| {
            let scope =
                Scope::new(self.settings.limits.max_concurrency, self.log.clone(), self.audit.clone());
            if self.cancelled.load(Ordering::Acquire) {
                scope.cancel.cancel();
            }
            Arc::new(scope)
        })
    }
}

/// How long freeing a client waits for a disk that does not take its last lines.
const LAST_LINES: Duration = Duration::from_secs(1);

/// Waits up to `limit` (`None`: without limit) until no thread of this library runs, and says whether that is so. They end
/// about a second after the last client.
#[must_use]
pub fn shutdown(limit: Option<Duration>) -> bool {
    let has_ended = background_thread::wait_for_end(limit);
    if has_ended {
        thread::forget_certificates_and_addresses();
    }
    has_ended
}

impl Drop for Client {
    fn drop(&mut self) {
        if let Some(scope) = self.scope.get() {
            scope.cancel.cancel();
            // The process may end right after this, and with it the thread that writes the log.
            if let Some(log) = &self.log {
                log.finish(LAST_LINES);
            }
        }
    }
}

impl std::fmt::Debug for Client {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Client").field("endpoint", &self.settings.endpoint).finish_non_exhaustive()
    }
}
