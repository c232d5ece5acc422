//! The workbench of the C tests: the built library, programs in their dresses, and a TLS door before a server.

mod compile;
mod deep_answers;
mod failpoint;
mod library;
mod program;
mod sanitizer;
mod secret;
mod tls;

pub use compile::compile;
pub use deep_answers::start_deep_server;
pub use failpoint::FailpointModule;
pub use library::Library;
pub use program::{Dress, Program, Running};
pub use sanitizer::Sanitizer;
pub use secret::Secret;
pub use tls::TlsDoor;

/// What a test fails with: words for a person.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;
