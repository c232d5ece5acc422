//! What can happen to a request, as proptest makes it up: everything short of a server that lies about what it did.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use seam_acs_sandbox::{Answer, DropAt, Ending, Fault};

const PATHS: [&str; 5] = [
    "*",
    "/acs/users/add_to_access_group",
    "/acs/users/remove_from_access_group",
    "/acs/access_groups/list_users",
    "/acs/users/list",
];

/// A few faults, one after another and beside each other.
pub(crate) fn troubles() -> impl Strategy<Value = Vec<Fault>> {
    vec(trouble(), 0..6)
}

fn trouble() -> impl Strategy<Value = Fault> {
    let place = (proptest::sample::select(&PATHS[..]), 0..6_u32, 1..4_u32);
    (place, kind(), option::of(Just("0")), 0..20_u64).prop_map(
        |((path, skip, times), kind, retry_after, delay)| {
            let path =
                if matches!(kind.answer, Answer::Drop { at: DropAt::Connect, .. }) { "*" } else { path };
            let mut fault = Fault { path: path.to_owned(), ..kind }.after(skip).times(times).delay_ms(delay);
            fault.retry_after = retry_after.map(str::to_owned);
            fault
        },
    )
}

fn kind() -> impl Strategy<Value = Fault> {
    prop_oneof![refusal(), breakdown(), silence(), cut(), nonsense(), Just(Fault::on("*").close()),]
}

/// Seam says no: then nothing is applied.
fn refusal() -> impl Strategy<Value = Fault> {
    proptest::sample::select(&[400_u16, 401, 403, 404, 409, 410, 422, 429][..])
        .prop_map(|status| Fault::on("*").status(status).applied(false))
}

/// The server fails, before or after it did its work.
fn breakdown() -> impl Strategy<Value = Fault> {
    (proptest::sample::select(&[408_u16, 500, 502, 503, 504][..]), any::<bool>())
        .prop_map(|(status, applied)| Fault::on("*").status(status).applied(applied))
}

/// The connection ends without an answer.
fn silence() -> impl Strategy<Value = Fault> {
    let at = [DropAt::Connect, DropAt::Head, DropAt::BeforeApplying, DropAt::AfterApplying];
    (proptest::sample::select(at.to_vec()), ending()).prop_map(|(at, how)| Fault::on("*").dropped(at, how))
}

/// The answer is cut, although the work was done.
fn cut() -> impl Strategy<Value = Fault> {
    let body = (0..12_usize, ending()).prop_map(|(keep, how)| Answer::TruncatedBody { keep, how });
    let head = (0..60_usize, ending()).prop_map(|(keep, how)| Answer::TruncatedHead { keep, how });
    prop_oneof![body, head].prop_map(|answer| Fault::on("*").answer(answer))
}

/// Something else speaks in Seam's place.
fn nonsense() -> impl Strategy<Value = Fault> {
    let answers = prop_oneof![
        Just(Fault::on("*").answer(Answer::GarbageBody)),
        Just(Fault::on("*").body(200, "text/html", "<html>Log in</html>")),
        Just(Fault::on("*").body(200, "application/json", "{\"ok\": false}")),
        Just(Fault::on("*").body(204, "", "")),
        Just(Fault::on("*").answer(Answer::Redirect { status: 302, location: "/login".to_owned() })),
    ];
    (answers, any::<bool>()).prop_map(|(fault, applied)| fault.applied(applied))
}

fn ending() -> impl Strategy<Value = Ending> {
    prop_oneof![Just(Ending::Close), Just(Ending::Reset)]
}
