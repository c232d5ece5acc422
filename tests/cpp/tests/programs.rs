//! The C++ layer from C++: every program in every standard, under valgrind, and with sanitizers.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test fails by panicking"
)]

mod harness;

use harness::{Way, holds, holds_over_tls};

macro_rules! programs {
    ($($program:ident)*) => { $(
        mod $program {
            use super::{Way, holds};

            #[test]
            fn holds_in_every_standard() {
                for standard in ["c++11", "c++14", "c++17", "c++20"] {
                    holds(stringify!($program), standard, Way::Plain);
                }
            }

            #[test]
            fn leaks_and_misreads_nothing() {
                holds(stringify!($program), "c++17", Way::Valgrind);
            }

            #[test]
            fn behaves_as_defined() {
                holds(stringify!($program), "c++17", Way::Sanitizers);
            }
        }
    )* };
}

#[test]
fn the_guides_calls_leak_and_misread_nothing_over_tls() {
    holds_over_tls("membership", "c++17", Way::Valgrind);
}

#[test]
fn reads_leak_and_misread_nothing_over_tls() {
    holds_over_tls("reads", "c++17", Way::Valgrind);
}

programs! { membership reads failures operations options lists plans queries outbox }
