//! A local Seam ACS server to develop and test against without an account.
//!
//! It serves the ACS endpoints of Seam's API that concern users, access groups, systems and entrances: official
//! shapes, authentication, error envelope, pagination, memberships that are recorded at once and pushed later,
//! and entrances that follow from the groups. It can fail on demand ([`Fault`]), and what Seam does is unknown
//! in places, so each of those is a [`Switch`]. Everything here is also reachable over HTTP under `/_sandbox/`,
//! and the program of this crate serves it to people.
//!
//! ```
//! use seam_acs_sandbox::{Fault, Sandbox};
//!
//! # fn main() -> std::io::Result<()> {
//! let sandbox = Sandbox::start_default()?;
//! sandbox.fault(Fault::on("/acs/users/add_to_access_group").status(503).times(2));
//! // … a client that talks to sandbox.url() with sandbox.api_key() …
//! assert!(sandbox.members(Sandbox::GROUP).iter().all(|user| user != Sandbox::USER));
//! # Ok(())
//! # }
//! ```

mod admin;
mod api;
mod auth;
mod clock;
mod connection;
mod failure;
mod fault;
#[cfg(feature = "fuzzing")]
#[doc(hidden)]
pub mod fuzzing;
mod host_check;
mod http;
mod input;
mod ledger;
mod process;
mod push;
mod request_log;
mod resources;
mod seed;
mod server;
mod state;
mod switches;
mod world;

use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use crate::ledger::Ledger;
use crate::server::Server;
use crate::state::Shared;

pub use crate::fault::{Answer, DropAt, Ending, Fault};
pub use crate::process::{Memberships, SandboxProcess};
pub use crate::push::PushPlan;
pub use crate::request_log::LoggedRequest;
pub use crate::seed::{
    Entrance, Group, OtherWorkspace, Schedule, Seed, SeedError, System, User, UserIdentity,
};
pub use crate::switches::{BadUuid, ListsShow, PendingEntry, Switch, Switches};

/// How a sandbox starts.
#[derive(Clone, Debug)]
pub struct SandboxOptions {
    /// The port on 127.0.0.1; 0, the default, takes a free one.
    pub port: u16,
    /// What it holds.
    pub seed: Seed,
    /// Where its switches stand; the push delay and the latency are among them.
    pub switches: Switches,
    /// How many requests it remembers, the newest ones. Default 100,000; 0 remembers none.
    pub logged_requests: usize,
    /// A file that gets every membership as it is recorded, a JSON line each, before the change is answered. A sandbox
    /// that starts with the file of an earlier one goes on from what stands there. None by default.
    pub record: Option<PathBuf>,
    /// Names that it answers to, beside `localhost` and the addresses of this machine. None by default: a page of somebody else
    /// could have one that leads here.
    pub host_names: Vec<String>,
}

impl Default for SandboxOptions {
    fn default() -> SandboxOptions {
        SandboxOptions {
            port: 0,
            seed: Seed::default(),
            switches: Switches::default(),
            logged_requests: 100_000,
            record: None,
            host_names: Vec::new(),
        }
    }
}

/// A running sandbox. It has a thread of its own and stops, with every connection closed, when it is dropped.
/// All methods may be called from any thread.
pub struct Sandbox {
    shared: Arc<Shared>,
    _server: Server,
}

impl Sandbox {
    /// The user of the guide: Ada Lindqvist. At the start she is not in [`Sandbox::GROUP`].
    pub const USER: &'static str = "33333333-3333-3333-3333-333333333333";
    /// The access group of the guide: Engineering.
    pub const GROUP: &'static str = "44444444-4444-4444-4444-444444444444";
    /// A user of another system than [`Sandbox::GROUP`]: Eszter Nagy.
    pub const USER_OF_OTHER_SYSTEM: &'static str = "33333333-3333-3333-3333-000000000005";
    /// The user identity of [`Sandbox::USER`].
    pub const USER_IDENTITY: &'static str = "66666666-6666-6666-6666-000000000001";
    /// A user identity without any ACS user.
    pub const USER_IDENTITY_WITHOUT_USER: &'static str = "66666666-6666-6666-6666-000000000003";

    /// Starts a sandbox; when this returns it accepts connections.
    ///
    /// # Errors
    /// The seed is inconsistent (`InvalidInput`), the port is taken, the file of records cannot be used, or the thread
    /// cannot be made.
    pub fn start(options: SandboxOptions) -> io::Result<Sandbox> {
        options.seed.check().map_err(|error| io::Error::new(io::ErrorKind::InvalidInput, error))?;
        let SandboxOptions { port, seed, switches, logged_requests, record, host_names } = options;
        let ledger = record.as_deref().map(Ledger::open).transpose()?;
        let (server, shared) =
            Server::start(port, |url| Shared::new(seed, switches, logged_requests, ledger, host_names, url))?;
        Ok(Sandbox { shared, _server: server })
    }

    /// Starts a sandbox with the default options.
    ///
    /// # Errors
    /// As [`Sandbox::start`].
    pub fn start_default() -> io::Result<Sandbox> {
        Sandbox::start(SandboxOptions::default())
    }

    /// `http://127.0.0.1:PORT`, without a slash at the end.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.shared.url
    }

    /// The API key of the workspace that has everything.
    #[must_use]
    pub fn api_key(&self) -> String {
        self.shared.state().world.seed.api_key.clone()
    }

    /// A key that is valid and finds nothing: that of an empty workspace.
    #[must_use]
    pub fn api_key_of_empty_workspace(&self) -> String {
        self.shared.state().world.seed.other_workspace.api_key.clone()
    }

    /// A personal access token; it works together with [`Sandbox::workspace_id`].
    #[must_use]
    pub fn personal_access_token(&self) -> String {
        self.shared.state().world.seed.personal_access_token.clone()
    }

    /// The workspace that has everything.
    #[must_use]
    pub fn workspace_id(&self) -> String {
        self.shared.state().world.seed.workspace_id.clone()
    }

    /// The users that Seam has recorded as members of a group, in the order of the seed; none for a group that
    /// does not exist.
    #[must_use]
    pub fn members(&self, acs_access_group_id: &str) -> Vec<String> {
        self.members_as(acs_access_group_id, ListsShow::Wanted)
    }

    /// The users that the access control system has in a group.
    #[must_use]
    pub fn applied_members(&self, acs_access_group_id: &str) -> Vec<String> {
        self.members_as(acs_access_group_id, ListsShow::Applied)
    }

    /// Whether Seam has recorded a user as a member of a group.
    #[must_use]
    pub fn is_member(&self, acs_user_id: &str, acs_access_group_id: &str) -> bool {
        self.members(acs_access_group_id).iter().any(|member| member == acs_user_id)
    }

    /// Makes a membership so, recorded and applied, as if somebody else had changed it before.
    ///
    /// # Panics
    /// There is no such user or group.
    #[track_caller]
    pub fn put_membership(&self, acs_user_id: &str, acs_access_group_id: &str, member: bool) {
        let done = self.shared.state().put(acs_user_id, acs_access_group_id, member);
        assert!(done.is_ok(), "{}", done.err().unwrap_or_default());
    }

    /// Gives a user or an access group another name, as if somebody had changed it.
    ///
    /// # Panics
    /// There is neither with this id.
    #[track_caller]
    pub fn rename(&self, id: &str, name: &str) {
        assert!(self.shared.state().world.rename(id, name), "there is no user and no access group {id}");
    }

    /// Lets every pending push arrive now, also one that never would.
    pub fn finish_pushes(&self) {
        self.shared.state().world.finish_pushes();
    }

    /// Every request that was received, oldest first, without those to `/_sandbox/`. A request that is waiting
    /// for its answer is there already, without `ended`.
    #[must_use]
    pub fn requests(&self) -> Vec<LoggedRequest> {
        self.shared.state().log.all()
    }

    /// Waits until so many requests to a path were received; false when the limit passed first.
    #[must_use]
    pub fn wait_for_requests(&self, path: &str, count: usize, limit: Duration) -> bool {
        self.shared.wait(limit, |state| state.log.count(path) >= count)
    }

    /// Waits until so many answers are held by [`Fault::hold`]; false when the limit passed first.
    #[must_use]
    pub fn wait_for_held(&self, count: usize, limit: Duration) -> bool {
        self.shared.wait(limit, |state| state.held >= count)
    }

    /// Puts one switch into a position.
    pub fn set(&self, switch: Switch) {
        self.shared.state().switches.set(switch);
    }

    /// Where the switches stand.
    #[must_use]
    pub fn switches(&self) -> Switches {
        self.shared.state().switches.clone()
    }

    /// Makes matching requests fail, or otherwise behave oddly. Faults add up; a request takes the first that
    /// matches.
    ///
    /// # Panics
    /// The fault can never happen, such as one that hits 0 requests.
    #[track_caller]
    pub fn fault(&self, fault: Fault) {
        match fault.checked() {
            Ok(fault) => self.shared.state().faults.add(fault),
            Err(problem) => assert!(problem.is_empty(), "{problem}"),
        }
    }

    /// The faults that have not run out.
    #[must_use]
    pub fn faults(&self) -> Vec<Fault> {
        self.shared.state().faults.all().to_vec()
    }

    /// Sends every answer that is held.
    pub fn release(&self) {
        self.shared.release();
    }

    /// Forgets all faults and all logged requests and sends what is held. People, groups and switches stay.
    pub fn clear(&self) {
        self.shared.clear();
    }

    /// Goes back to how the sandbox started.
    pub fn reset(&self) {
        self.shared.reset();
    }

    /// What the sandbox holds at the start and after [`Sandbox::reset`].
    #[must_use]
    pub fn seed(&self) -> Seed {
        self.shared.state().world.seed.clone()
    }

    fn members_as(&self, acs_access_group_id: &str, which: ListsShow) -> Vec<String> {
        let state = self.shared.state();
        let group = state.world.group_number(acs_access_group_id);
        group.map_or_else(Vec::new, |group| state.member_ids(group, which))
    }
}
