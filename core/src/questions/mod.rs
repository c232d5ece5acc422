//! Questions that take several of Seam's reads, and the change that is made only where it is needed.
//!
//! Seam answers a change when it has recorded it, and nothing tells when an access system follows. What is answered
//! here is therefore what reads show, and says where they show nothing.

mod asker;
mod ensure;
mod entrances;
mod evidence;
mod fields;
mod find;
mod groups;
mod limits;
mod look;
mod members;
mod obstacles;
mod openers;
mod pending;
mod presence;
mod reached;
mod server_time;
mod troubles;
mod wait;

pub use find::Sought;
pub use limits::WaitLimits;
pub use presence::Presence;
