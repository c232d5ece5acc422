//! The native half of the Python package `seam_acs`: it turns arguments into calls of the core and answers into
//! plain Python values. Names, keywords and exceptions belong to the Python half.

mod boundary;
mod changes;
mod client;
mod command;
mod error;
mod memberships;
mod operation;
mod outbox;
mod params;
mod plan;
mod queue;
mod reader;
mod report;
mod roster;

use pyo3::pymodule;

#[pymodule]
mod _native {
    #[pymodule_export]
    use crate::boundary::contained_panic;
    #[cfg(feature = "failpoints")]
    #[pymodule_export]
    use crate::boundary::set_failpoint;
    #[pymodule_export]
    use crate::changes::Changes;
    #[pymodule_export]
    use crate::client::Client;
    #[pymodule_export]
    use crate::command::run_command;
    #[pymodule_export]
    use crate::operation::{Operation, perform};
    #[pymodule_export]
    use crate::outbox::Outbox;
    #[pymodule_export]
    use crate::plan::Plan;
    #[pymodule_export]
    use crate::queue::Queue;
    #[pymodule_export]
    use crate::report::Report;
    #[pymodule_export]
    use crate::roster::Roster;

    #[pymodule_export]
    #[allow(non_upper_case_globals, reason = "the name that Python packages give their version")]
    const __version__: &str = env!("CARGO_PKG_VERSION");
}
