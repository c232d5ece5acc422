//! The plan that `sync` is given: made while all is well, for the server that will have the fault.

use std::net::SocketAddr;
use std::time::Duration;

use seam_acs_c_tests::Failure;
use seam_acs_core::{Client, Mode, Options, PlanOptions, Roster};
use seam_acs_raw_server::{Exchange, RawServer, Script, Step};
use seam_acs_sandbox::Sandbox;

use crate::trial::address_of;

const LONG: Duration = Duration::from_secs(20);

/// A plan with one add for a server at `address`, and the address with its port. A name that nothing resolves is reached
/// through a proxy, which is the server.
pub(crate) fn make(
    sandbox: &Sandbox,
    address: SocketAddr,
    unresolved: Option<&str>,
) -> Result<(String, SocketAddr), Failure> {
    let forward = Exchange::on("", vec![Step::Forward(address_of(sandbox)?)]);
    let server = RawServer::start_at(address, Script::exchanges(vec![forward]))?;
    let mut options = Options::new();
    if let Some(endpoint) = unresolved {
        options.set("endpoint", endpoint)?;
        options.set("allow_insecure_http", "true")?;
        options.set("proxy", &server.url())?;
    } else {
        options.set("endpoint", &server.url())?;
    }
    options.set("api_key", &sandbox.api_key())?;
    let client = Client::new(&options)?;
    let roster = Roster::parse(format!("acs_user_id\n{}\n", Sandbox::USER).as_bytes())?;
    let group = Some(Sandbox::GROUP.to_owned());
    let asked = PlanOptions { group, mode: Mode::Additive, ..PlanOptions::default() };
    let making = client.begin_plan(roster, asked)?;
    if !making.wait(Some(LONG)) {
        return Err("the plan is never made".into());
    }
    let answer = making.result()?;
    let plan = answer.plan().ok_or("a plan is no plan")?.to_json();
    Ok((plan, server.address()))
}
