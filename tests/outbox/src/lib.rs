//! What the tests of the durable outbox share: a program that works with an outbox, a library that stands between it and
//! libc, and the states of the disk that a power cut may leave behind its calls.

pub mod folder;
pub mod powercut;
pub mod preload;
pub mod program;
pub mod said;
pub mod wishes;

/// What goes wrong in the harness itself.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;
