//! Files whose content must survive a power cut: frames that show when they are torn, clocks that outlive a boot, folders
//! that nobody else can write to.

pub(crate) mod append_log;
pub(crate) mod clocks;
pub(crate) mod folder;
pub(crate) mod frame;
pub(crate) mod salvage;
