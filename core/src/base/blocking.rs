//! Runs work that blocks or takes long on the runtime's thread for blocking work.
//!
//! All of it is boxed into one type of task: tokio compiles its task code for each type anew, at some ten kilobytes
//! each.

use tokio::sync::oneshot;

/// Why there is no result: the work panicked, or the runtime ended first.
#[derive(Debug)]
pub(crate) struct Lost(String);

impl std::fmt::Display for Lost {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Lost {}

/// Runs the work there and returns its result.
pub(crate) async fn run<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Lost> {
    let (sender, receiver) = oneshot::channel();
    let task = spawn(Box::new(move || {
        // This fails when nobody waits for the result any more.
        let _ = sender.send(work());
    }));
    match receiver.await {
        Ok(result) => Ok(result),
        Err(_) => {
            Err(Lost(task.await.map_or_else(|error| error.to_string(), |()| "it ended early".to_owned())))
        }
    }
}

/// Runs the work there without waiting for it.
pub(crate) fn detach(work: impl FnOnce() + Send + 'static) {
    drop(spawn(Box::new(work)));
}

fn spawn(work: Box<dyn FnOnce() + Send>) -> tokio::task::JoinHandle<()> {
    tokio::task::spawn_blocking(work)
}
