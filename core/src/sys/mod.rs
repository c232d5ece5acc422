//! The operating system: clocks, processes, forks, files.

pub(crate) mod append_file;
pub(crate) mod fork;
pub(crate) mod generation;
pub(crate) mod os;
pub(crate) mod own_descriptor;
pub(crate) mod private_file;
pub(crate) mod time;
