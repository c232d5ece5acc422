//! A TCP server on loopback that does what a script says, for tests of what happens on the wire.
//!
//! The sandbox answers as Seam does and can be made to fail; this server has no opinion at all. It sends the bytes it
//! is told to send, ends a connection in the way it is told to, and remembers every request.
//!
//! ```
//! use seam_acs_raw_server::{Answer, RawServer, Script, Step};
//!
//! // One connection after the other; the last list serves all that follow.
//! let script = Script::connections(vec![
//!     vec![Step::Read(Default::default()), Step::Send("HTTP/1.1 200 OK\r\n".into()), Step::Reset],
//!     vec![Step::Answer(Answer::json(200, serde_json::json!({ "ok": true })))],
//! ]);
//! let server = RawServer::start(script)?;
//! assert!(server.url().starts_with("http://127.0.0.1:"));
//! assert_eq!((server.connections(), server.requests().len()), (0, 0));
//! # Ok::<(), std::io::Error>(())
//! ```
//!
//! The same from JSON, where a script is data of a test in any language:
//!
//! ```json
//! {"connections": [
//!     [{"read": "request"}, {"send": "HTTP/1.1 200 OK\r\n"}, "reset"],
//!     [{"answer": {"json": {"ok": true}}}]
//! ]}
//! ```
//!
//! Where it does not matter on which connection a request comes, requests take *exchanges* instead: a request takes
//! the first that matches its path and has not run out.
//!
//! ```json
//! {"exchanges": [
//!     {"times": 1, "steps": [{"answer": {"status": 503, "headers": {"retry-after": "0"}}}]},
//!     {"path": "/acs/users/*", "steps": [{"answer": {"json": {"ok": true}}}]}
//! ]}
//! ```
//!
//! | step | does |
//! | --- | --- |
//! | `{"read": "request"}`, `{"read": "head"}` | reads a request and records it |
//! | `{"answer": {"status", "headers", "body" or "json"}}` | reads a request if none is waiting, and answers it |
//! | `{"send": bytes}` | sends bytes, see below |
//! | `{"drip": {"send": bytes, "bytes": 1, "every_ms": 1000}}` | sends them so many at a time |
//! | `{"forward": "127.0.0.1:80"}`, `{"apply": "127.0.0.1:80"}` | hands the request on to another server, with or without sending on its answer |
//! | `{"wait_ms": 100}` | waits |
//! | `"hold"`, `"black_hole"` | keeps the connection open, reading or not |
//! | `"fin"`, `"reset"` | ends the connection |
//! | `"serve"` | answers from the exchanges |
//!
//! Bytes are a text, `{"hex": "00ff"}`, `{"repeat": "x", "times": 1000000}` (made while they are sent) or a list of
//! these. `"listening"` is `"accepts"`, `"never_accepts"`, `"full"` (no connection ever comes about) or `"refuses"`.
//!
//! [`Relay`] stands between a client and a server and loses their packets on demand.

mod connection;
mod message;
mod payload;
mod record;
mod relay;
mod script;
mod server;

pub use payload::Payload;
pub use record::Recorded;
pub use relay::Relay;
pub use script::{Answer, Drip, Exchange, Extent, Listening, Script, ScriptError, Step};
pub use server::RawServer;
