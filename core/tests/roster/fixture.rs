//! The built-in building of the sandbox, with more people where a test needs them, and a client.

use std::time::Duration;

use seam_acs_core::{
    ApplyOptions, Client, Error, Operation, Options, Plan, PlanOptions, PlannedUser, Report, Response, Roster,
};
use seam_acs_sandbox::{Sandbox, SandboxOptions, Seed, Switch};

pub(crate) const ADA: &str = Sandbox::USER;
pub(crate) const BJORN: &str = "33333333-3333-3333-3333-000000000002";
pub(crate) const CHIARA: &str = "33333333-3333-3333-3333-000000000003";
pub(crate) const DANIEL: &str = "33333333-3333-3333-3333-000000000004";
pub(crate) const ESZTER: &str = Sandbox::USER_OF_OTHER_SYSTEM;
pub(crate) const FEMI: &str = "33333333-3333-3333-3333-000000000006";
/// Has Björn.
pub(crate) const ENGINEERING: &str = Sandbox::GROUP;
/// Has Ada, Björn and Chiara.
pub(crate) const LOBBY: &str = "44444444-4444-4444-4444-000000000002";
/// Has Daniel.
pub(crate) const NIGHT: &str = "44444444-4444-4444-4444-000000000003";
/// Longer than anything here takes.
const LONG: Duration = Duration::from_secs(60);

pub(crate) struct Fixture {
    pub(crate) sandbox: Sandbox,
    pub(crate) client: Client,
}

impl Fixture {
    pub(crate) fn new() -> Fixture {
        Self::of(Seed::default())
    }

    /// A building whose lobby has so many more people.
    pub(crate) fn with_lobby_of(more: usize) -> Fixture {
        let mut seed = Seed::default().with_more_users(more);
        let ids = seed.users.iter().map(|user| user.acs_user_id.clone());
        let extra: Vec<String> = ids.skip(6).collect();
        seed.groups[1].members.extend(extra);
        Self::of(seed)
    }

    pub(crate) fn of(seed: Seed) -> Fixture {
        let sandbox =
            Sandbox::start(SandboxOptions { seed, ..SandboxOptions::default() }).expect("a sandbox");
        sandbox.set(Switch::PushDelayMs(Some(0)));
        let client = client_of(&sandbox, &sandbox.api_key());
        Fixture { sandbox, client }
    }

    pub(crate) fn plan_with(&self, csv: &str, options: PlanOptions) -> Result<Plan, Error> {
        let roster = Roster::parse(csv.as_bytes())?;
        let answer = ended(&self.client.begin_plan(roster, options)?)?;
        Ok(answer.plan().expect("a plan").clone())
    }

    /// A plan that a guard refused, and the words of the refusal.
    pub(crate) fn refused(&self, csv: &str, options: PlanOptions) -> (Plan, Error) {
        let roster = Roster::parse(csv.as_bytes()).expect("a roster");
        let operation = self.client.begin_plan(roster, options).expect("begun");
        let error = ended(&operation).expect_err("a guard refuses it");
        (operation.plan().expect("to be looked at"), error)
    }

    pub(crate) fn plan(&self, csv: &str) -> Result<Plan, Error> {
        self.plan_with(csv, PlanOptions::default())
    }

    /// Applies a plan; the report exists whatever the result.
    pub(crate) fn sync(&self, plan: &Plan) -> (Result<Response, Error>, Option<Report>) {
        let operation = self.client.begin_sync(plan, ApplyOptions::default()).expect("begun");
        (ended(&operation), operation.report())
    }

    pub(crate) fn members(&self, group: &str) -> Vec<String> {
        self.sandbox.members(group)
    }

    pub(crate) fn changes_sent(&self) -> usize {
        let is_change = |path: &str| {
            ["add_to_access_group", "remove_from_access_group", "add_user", "remove_user"]
                .iter()
                .any(|end| path.ends_with(end))
        };
        self.sandbox.requests().iter().filter(|request| is_change(&request.path)).count()
    }
}

pub(crate) fn client_of(sandbox: &Sandbox, api_key: &str) -> Client {
    let mut options = Options::new();
    options.set("api_key", api_key).expect("a key");
    options.set("endpoint", sandbox.url()).expect("a URL");
    Client::new(&options).expect("a client")
}

pub(crate) fn ended(operation: &Operation) -> Result<Response, Error> {
    assert!(operation.wait(Some(LONG)), "it ends in time");
    operation.result()
}

pub(crate) fn ids<'a>(users: impl Iterator<Item = PlannedUser<'a>>) -> Vec<&'a str> {
    users.map(|planned| planned.user.parts().1).collect()
}
