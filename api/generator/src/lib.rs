//! Writes everything that follows from the tables in `api/` and from the functions of ffi-c: Rust, C, C++, Python, tables
//! of tests, the C header, and the packages in `ffi-c/runtimes`.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "it is a part of a program for people")]
#![allow(
    clippy::format_push_string,
    clippy::format_collect,
    reason = "texts are small here, and this reads better"
)]

pub mod header;
mod left_over;
pub mod operations;
pub mod runtimes;
