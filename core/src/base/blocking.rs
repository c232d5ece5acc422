//! Work that blocks, or takes long, on the runtime's thread for it.
//!
//! All of it is one type of task: tokio makes a copy of its machinery for each type, of some ten kilobytes.

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

/// Does the work there, and gives what it brings.
pub(crate) async fn run<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Lost> {
    let (sender, receiver) = oneshot::channel();
    let task = spawn(Box::new(move || {
        // Nobody waits any more where this fails.
        let _ = sender.send(work());
    }));
    match receiver.await {
        Ok(result) => Ok(result),
        Err(_) => {
            Err(Lost(task.await.map_or_else(|error| error.to_string(), |()| "it ended early".to_owned())))
        }
    }
}

/// Does the work there, and nobody waits for it.
pub(crate) fn detach(work: impl FnOnce() + Send + 'static) {
    drop(spawn(Box::new(work)));
}

fn spawn(work: Box<dyn FnOnce() + Send>) -> tokio::task::JoinHandle<()> {
    tokio::task::spawn_blocking(work)
}
