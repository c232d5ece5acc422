//! The audit log: two JSON lines per change, an intent before the first byte is sent and a result before the call
//! returns. An intent without a result means that nobody knows the outcome, as after a power cut.

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fs::File;
use std::io::{self, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, SystemTime};

use serde_json::{Map, Value, json};

use crate::base::background_thread::{BackgroundThread, Lost};
use crate::config::audit_policy::{OnFailure, Syncing};
use crate::config::credentials::Credentials;
use crate::config::options::Options;
use crate::model::call::{Call, Kind};
use crate::model::error::{Error, Failure};
use crate::model::id::{names_an_id, names_ids};
use crate::model::raw_response::RawResponse;
use crate::sys::append_file::{Access, AppendFile, is_not_regular};
use crate::sys::os::{host_name, read_at};
use crate::sys::time::timestamp;

/// The audit log, and what one handle writes into each line.
#[derive(Debug, Clone)]
pub(crate) struct Audit {
    file: Arc<AuditFile>,
    on_failure: OnFailure,
    sync: Syncing,
    /// Who makes the changes and why, in the host's words.
    actor: Option<String>,
    reason: Option<String>,
    key: String,
    host: String,
}

/// An intent whose result is still to come.
#[derive(Debug)]
pub(crate) struct Intent {
    id: String,
    line: Value,
    is_written: bool,
    /// Set by whichever comes first: the thread that writes the line, or the call that gives up waiting for it.
    is_taken: Arc<AtomicBool>,
}

impl Intent {
    /// Nothing will be sent, so a line that still waits must not be written later: no result would account for it.
    pub(crate) fn withdraw(&mut self) {
        self.is_written = self.is_taken.swap(true, Ordering::AcqRel);
    }
}

impl Audit {
    /// The audit log that the options ask for, if any. Its lines name the credentials by their fingerprint.
    pub(crate) fn open(options: &Options, credentials: &Credentials) -> Result<Option<Audit>, Error> {
        let Some(path) = &options.audit_log else { return Ok(None) };
        let file = AuditFile {
            file: AppendFile::at(path, Access::SeesItsEnd),
            is_torn: AtomicBool::new(false),
            thread: BackgroundThread::named("seam-acs-audit"),
        };
        let on_failure = options.audit_failure.unwrap_or(OnFailure::Refuse);
        match file.check() {
            Err(error) if on_failure == OnFailure::Refuse || is_not_regular(&error) => {
                return Err(Error::Options(format!("audit_log {path:?} cannot be written: {error}")));
            }
            _ => {}
        }
        Ok(Some(Audit {
            file: Arc::new(file),
            on_failure,
            sync: options.audit_sync.unwrap_or(Syncing::Always),
            actor: options.actor.clone(),
            reason: options.reason.clone(),
            key: credentials.fingerprint(),
            host: host_name(),
        }))
    }

    /// The same log for a scoped handle, which may have another actor and reason.
    pub(crate) fn with(&self, options: &Options) -> Audit {
        let mut scoped = self.clone();
        scoped.actor = options.actor.clone().or(scoped.actor);
        scoped.reason = options.reason.clone().or(scoped.reason);
        scoped
    }

    /// The intent to write before a call is sent; `None` if the call changes nothing.
    pub(crate) fn intend(&self, call: &Call) -> Option<Intent> {
        if !call.changes() {
            return None;
        }
        let id = format!("{:016x}", fastrand::u64(..));
        let operation = match &call.kind {
            Kind::Change { wanted: true, .. } => "add",
            Kind::Change { wanted: false, .. } => "remove",
            _ => &call.path,
        };
        let asked_by = match &call.kind {
            Kind::Change { asked_by, .. } => asked_by.as_deref(),
            _ => None,
        };
        let actor = asked_by.and_then(|by| by.actor.as_ref()).or(self.actor.as_ref());
        let reason = asked_by.and_then(|by| by.reason.as_ref()).or(self.reason.as_ref());
        let mut line = json!({
            "time": now(), "event": "intent", "id": id, "key": self.key, "actor": actor, "reason": reason,
            "host": self.host, "pid": std::process::id(), "operation": operation,
        });
        if let Value::Object(line) = &mut line {
            line.extend(objects_of(call));
        }
        Some(Intent { id, line, is_written: false, is_taken: Arc::default() })
    }

    /// Writes the intent. If this future is dropped, the line may still be on its way; [`Intent::withdraw`] stops it.
    pub(crate) async fn record(&self, intent: &mut Intent, call: &Call) -> Result<(), Error> {
        let is_taken = Arc::clone(&intent.is_taken);
        let is_wanted = move || !is_taken.swap(true, Ordering::AcqRel);
        let written = self.write(&intent.line, self.sync, is_wanted).await;
        intent.is_written = written.is_ok();
        match written {
            Ok(()) => Ok(()),
            Err(_) if self.on_failure == OnFailure::Continue => Ok(()),
            Err(error) if is_a_bug(&error) => {
                Err(Error::internal(format!("writing the audit log, so nothing was sent: {error}")))
            }
            Err(error) => {
                let detail = format!("the audit log could not be written, so nothing was sent: {error}");
                let failure = Failure::new(detail).advise(ADVICE);
                Err(Error::Audit(Box::new(failure)).in_call(&call.phrase(), 0))
            }
        }
    }

    /// Writes the result of an intent. A result that cannot be written is lost: the change is made.
    pub(crate) async fn conclude(
        &self,
        intent: Intent,
        outcome: Result<Option<&RawResponse>, &Error>,
        attempts: u32,
        duration: Duration,
    ) {
        let (name, request_id, http_status) = match outcome {
            Ok(reply) => {
                let request_id = reply.and_then(|reply| reply.request_id.as_deref());
                ("recorded", request_id, reply.map(|reply| reply.status))
            }
            Err(error) if error.outcome_unknown() => {
                ("outcome_unknown", error.request_id(), error.http_status())
            }
            Err(error) => ("failed", error.request_id(), error.http_status()),
        };
        let result = json!({
            "time": now(), "event": "result", "id": intent.id, "outcome": name,
            "status": outcome.err().map_or("OK", Error::name), "http_status": http_status,
            "request_id": request_id, "attempts": attempts,
            "duration_ms": u64::try_from(duration.as_millis()).unwrap_or(u64::MAX),
            "intent_was_written": intent.is_written,
        });
        let mut line = if intent.is_written { json!({}) } else { intent.line };
        if let (Value::Object(line), Value::Object(result)) = (&mut line, result) {
            line.extend(result);
        }
        // No sync: the intent is on the disk, and a result lost in a power cut leaves the change in doubt, but nothing
        // false.
        let _ = self.write(&line, Syncing::Never, || true).await;
    }

    /// Writes a line on the thread of the file, if it is still wanted when its turn comes.
    async fn write(
        &self,
        line: &Value,
        sync: Syncing,
        is_wanted: impl FnOnce() -> bool + Send + 'static,
    ) -> io::Result<()> {
        let (file, line) = (Arc::clone(&self.file), format!("{line}\n"));
        let thread = Arc::clone(&file);
        let writing = thread.thread.run(move || if is_wanted() { file.append(&line, sync) } else { Ok(()) });
        writing.await.unwrap_or_else(|error| Err(io::Error::other(error)))
    }
}

/// The ids of what a call changes. Other parameters are left out, because they may hold personal data.
fn objects_of(call: &Call) -> Map<String, Value> {
    if let Kind::Change { membership, .. } = &call.kind {
        let user = (membership.user_field.to_owned(), json!(&*membership.user_id));
        return Map::from_iter([user, ("acs_access_group_id".to_owned(), json!(&*membership.group_id))]);
    }
    let ids = call.params.iter().filter(|(name, value)| match value {
        Value::String(_) => names_an_id(name),
        Value::Array(ids) => names_ids(name) && ids.iter().all(Value::is_string),
        _ => false,
    });
    ids.map(|(name, value)| (name.clone(), value.clone())).collect()
}

/// Whether a panic ended the writing, and not an error of the system.
fn is_a_bug(error: &io::Error) -> bool {
    error.get_ref().is_some_and(<dyn StdError + Send + Sync>::is::<Lost>)
}

const ADVICE: &str =
    "Make room or correct the rights of the file; audit_failure=continue sends the change anyway";

fn now() -> String {
    timestamp(SystemTime::now())
}

/// A file that several processes append to.
#[derive(Debug)]
struct AuditFile {
    file: AppendFile,
    /// Whether the last line is cut, as after a full disk or a killed process: the next line must not continue it.
    is_torn: AtomicBool,
    /// Its own: a disk that stalls must not hold up calls with another audit log.
    thread: BackgroundThread,
}

impl AuditFile {
    fn check(&self) -> io::Result<()> {
        self.file.with_file(|file, _| {
            self.is_torn.store(ends_torn(file), Ordering::Relaxed);
            Ok(())
        })
    }

    /// Each line is one write to a descriptor that appends, so lines of several processes never mix.
    fn append(&self, line: &str, sync: Syncing) -> io::Result<()> {
        crate::base::failpoint::hit("audit");
        self.file.with_file(|mut file, is_new| {
            if is_new {
                self.is_torn.store(ends_torn(file), Ordering::Relaxed);
            }
            let torn = self.is_torn.load(Ordering::Relaxed);
            let text = if torn { Cow::Owned(format!("\n{line}")) } else { Cow::Borrowed(line) };
            let written = file.write(text.as_bytes())?;
            // A cut line that begins with a line end has ended the one before.
            self.is_torn.store(written < text.len() && (written > 0 || torn), Ordering::Relaxed);
            if written < text.len() {
                return Err(io::Error::from(io::ErrorKind::StorageFull));
            }
            if sync == Syncing::Always { reach_the_disk(file) } else { Ok(()) }
        })
    }
}

fn reach_the_disk(file: &File) -> io::Result<()> {
    match file.sync_data() {
        // Some file systems have no disk.
        Err(error) if error.kind() == io::ErrorKind::InvalidInput => Ok(()),
        synced => synced,
    }
}

/// Whether the last line of a file is cut, whoever wrote it.
fn ends_torn(file: &File) -> bool {
    let length = file.metadata().map_or(0, |data| data.len());
    let mut last = [b'\n'];
    let _ = length.checked_sub(1).map(|place| read_at(file, &mut last, place));
    last != *b"\n"
}
