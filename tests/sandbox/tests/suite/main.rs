//! What the sandbox does, seen through sockets.

mod admin;
mod authentication;
mod client;
mod faults;
mod input;
mod load;
mod memberships;
mod program;
mod reads;
mod seeds;
mod switches;
