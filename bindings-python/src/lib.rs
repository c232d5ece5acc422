//! The native half of the Python package `seam_acs`: it turns arguments into calls of the core and answers into
//! plain Python values. Names, keywords and exceptions belong to the Python half.

mod client;
mod fault;
mod guard;
mod params;
mod reader;
mod wait;

use pyo3::pymodule;

#[pymodule]
mod _native {
    #[pymodule_export]
    use crate::client::Client;
    #[pymodule_export]
    use crate::guard::contained_panic;

    #[pymodule_export]
    #[allow(non_upper_case_globals, reason = "the name that Python packages give their version")]
    const __version__: &str = env!("CARGO_PKG_VERSION");
}
