//! Questions that take several of Seam's reads, and the change that is made only where it is needed.
//!
//! Seam answers a change when it has recorded it, and nothing tells when an access system follows. What is answered
//! here is therefore what reads show, and says where they show nothing.

mod ensure;
mod entrances;
mod evidence;
mod find;
mod groups;
mod limits;
mod members;
mod obstacles;
mod openers;
mod reached;
mod troubles;
mod wait;

pub use find::Sought;
pub use limits::WaitLimits;

use std::pin::Pin;

use crate::client::Client;
use crate::engine::Asker;
use crate::error::Error;
use crate::operation::{Operation, Product};

impl Client {
    /// Begins a question: `work` asks, and says what it amounts to.
    fn begin_question<W, F>(&self, phrase: String, work: W) -> Result<Operation, Error>
    where
        W: FnOnce(Asker) -> F + Send + 'static,
        F: Future<Output = Result<Product, Error>> + Send + 'static,
    {
        let steps = |desk| -> Pin<Box<dyn Future<Output = _> + Send>> { Box::pin(work(Asker::new(desk))) };
        self.begin_together(phrase, Box::new(steps))
    }
}
