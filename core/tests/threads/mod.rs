//! The threads of this process, as the system sees them.

use std::fs;

/// What the system tells of each thread with a name.
pub(crate) fn threads_named(name: &str) -> Vec<String> {
    let tasks = fs::read_dir("/proc/self/task").expect("Linux");
    let paths = tasks.filter_map(Result::ok).map(|task| task.path());
    paths
        .filter(|path| fs::read_to_string(path.join("comm")).is_ok_and(|comm| comm.trim() == name))
        .filter_map(|path| fs::read_to_string(path.join("status")).ok())
        .collect()
}
