//! A change that is made only where it is needed.

use seam_acs_core::{Presence, Status, User};
use seam_acs_sandbox::{DropAt, Ending, Fault, ListsShow, PendingEntry, Sandbox, Switch};
use serde_json::{Value, json};

use crate::fixture::{ADD, Fixture, GET_USER, GROUP, IDENTITY, REMOVE, USER};

const BOTH: [Presence; 2] = [Presence::Present, Presence::Absent];

fn ensured(fixture: &Fixture, presence: Presence) -> Value {
    let answer = fixture.ensure(User::Acs(USER), presence).expect("ensured");
    answer.record().expect("a record").value()
}

fn path(presence: Presence) -> &'static str {
    if presence == Presence::Present { ADD } else { REMOVE }
}

/// A user who is not as wanted yet.
fn otherwise(presence: Presence) -> Fixture {
    let fixture = Fixture::new();
    fixture.sandbox.put_membership(USER, GROUP, presence == Presence::Absent);
    fixture
}

fn is_as_wanted(fixture: &Fixture, presence: Presence) -> bool {
    fixture.sandbox.is_member(USER, GROUP) == (presence == Presence::Present)
}

#[test]
fn what_is_needed_is_changed_and_then_it_is_already_so() {
    for presence in BOTH {
        for lists in [ListsShow::Wanted, ListsShow::Applied] {
            let fixture = otherwise(presence);
            fixture.sandbox.set(Switch::ListsShow(lists));
            let changed = ensured(&fixture, presence);
            assert_eq!((&changed["result"], &changed["confirmed"]), (&json!("changed"), &json!(true)));
            assert!(is_as_wanted(&fixture, presence));
            let request =
                fixture.sandbox.requests().into_iter().find(|request| request.path == path(presence));
            assert_eq!(changed["request_id"].as_str(), request.expect("sent").request_id.as_deref());
            let again = ensured(&fixture, presence);
            assert_eq!((&again["result"], &again["request_id"]), (&json!("already_so"), &json!(null)));
            assert_eq!(fixture.requests_to(path(presence)), 1);
        }
    }
}

/// Seam writes UUIDs plainly; people copy them in capitals, braces and as URNs.
#[test]
fn a_user_and_a_group_are_the_same_however_their_ids_are_written() {
    let group = "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee";
    for written in
        [group.to_uppercase(), format!("{{{group}}}"), format!("URN:UUID:{}", group.to_uppercase())]
    {
        let fixture = Fixture::with_seed(|seed| group.clone_into(&mut seed.groups[0].acs_access_group_id));
        fixture.sandbox.put_membership(USER, group, true);
        let user = format!("{{{USER}}}");
        let ensuring =
            fixture.client.begin_ensure(User::Acs(&user), &written, Presence::Absent).expect("begun");
        assert!(ensuring.wait(None));
        let ensured = ensuring.result().expect("ensured").record().expect("a record").value();
        assert_eq!((&ensured["result"], &ensured["acs_access_group_id"]), (&json!("changed"), &json!(group)));
        assert!(!fixture.sandbox.is_member(USER, group), "{written}");
    }
}

#[test]
fn a_change_that_is_being_undone_is_not_already_so() {
    for presence in BOTH {
        for lists in [ListsShow::Wanted, ListsShow::Applied] {
            let fixture = Fixture::new();
            fixture.sandbox.set(Switch::ListsShow(lists));
            let opposite = if presence == Presence::Present { Presence::Absent } else { Presence::Present };
            fixture.change(opposite);
            assert_eq!(ensured(&fixture, presence)["result"], "changed");
            assert!(is_as_wanted(&fixture, presence));
        }
    }
}

#[test]
fn a_server_that_leaves_pending_changes_out_is_never_trusted_to_have_none() {
    for presence in BOTH {
        for status in [200, 409] {
            let fixture = otherwise(presence);
            fixture.sandbox.set(Switch::PendingEntry(PendingEntry::LeftOut));
            fixture.sandbox.set(Switch::AddOfMember(status));
            fixture.sandbox.set(Switch::RemoveOfNonMember(status));
            fixture.sandbox.put_membership(USER, GROUP, presence == Presence::Present);
            let expected = if status == 200 { "changed" } else { "already_so" };
            assert_eq!(ensured(&fixture, presence)["result"], expected);
            assert_eq!(fixture.requests_to(path(presence)), 1);
        }
    }
}

#[test]
fn a_change_that_the_lists_do_not_show_is_not_called_confirmed() {
    let fixture = Fixture::new();
    fixture.sandbox.set(Switch::IgnoreChanges(true));
    let record = ensured(&fixture, Presence::Present);
    assert_eq!((&record["result"], &record["confirmed"]), (&json!("changed"), &json!(false)));
    assert!(record["message"].as_str().is_some_and(|message| message.contains("do not show it")));
}

#[test]
fn a_change_that_cannot_be_read_back_is_recorded_all_the_same() {
    let fixture = Fixture::new();
    fixture.sandbox.fault(Fault::on(GET_USER).after(1).status(403).always());
    let record = ensured(&fixture, Presence::Present);
    assert_eq!((&record["result"], &record["confirmed"]), (&json!("changed"), &Value::Null));
    assert!(record["request_id"].is_string());
}

#[test]
fn an_unknown_outcome_is_decided_by_the_read_after_it() {
    for presence in BOTH {
        let fixture = otherwise(presence);
        let lost = Fault::on(path(presence)).dropped(DropAt::AfterApplying, Ending::Reset);
        fixture.sandbox.fault(lost.always());
        let record = ensured(&fixture, presence);
        assert_eq!((&record["result"], &record["request_id"]), (&json!("changed"), &json!(null)));
    }
}

#[test]
fn an_unknown_outcome_stays_unknown_where_the_read_after_it_does_not_decide() {
    for presence in BOTH {
        let never_recorded =
            Fault::on(path(presence)).dropped(DropAt::BeforeApplying, Ending::Reset).always();
        let fixture = otherwise(presence);
        fixture.sandbox.fault(never_recorded.clone());
        let error = fixture.ensure(User::Acs(USER), presence).expect_err("not recorded");
        assert_eq!(error.status(), Status::OutcomeUnknown);

        let unreadable = otherwise(presence);
        unreadable
            .sandbox
            .fault(Fault::on(path(presence)).dropped(DropAt::AfterApplying, Ending::Reset).always());
        unreadable.sandbox.fault(Fault::on(GET_USER).after(1).status(403).always());
        let error = unreadable.ensure(User::Acs(USER), presence).expect_err("unreadable");
        assert_eq!(error.status(), Status::OutcomeUnknown);

        // The lists showed it all the while, and nothing shows what is on its way.
        let in_doubt = Fixture::new();
        in_doubt.sandbox.put_membership(USER, GROUP, presence == Presence::Present);
        in_doubt.sandbox.set(Switch::PendingEntry(PendingEntry::LeftOut));
        in_doubt.sandbox.fault(never_recorded);
        let error = in_doubt.ensure(User::Acs(USER), presence).expect_err("in doubt");
        assert_eq!(error.status(), Status::OutcomeUnknown);
    }
}

#[test]
fn where_the_first_reads_fail_nothing_is_sent() {
    let fixture = Fixture::new();
    for (user, status) in
        [("33333333-3333-3333-3333-999999999999", Status::NotFound), (USER, Status::Forbidden)]
    {
        fixture.sandbox.fault(Fault::on("/acs/access_groups/list").status(403));
        let error = fixture.ensure(User::Acs(user), Presence::Absent).expect_err("unreadable");
        assert_eq!(error.status(), status);
    }
    assert_eq!((fixture.requests_to(ADD), fixture.requests_to(REMOVE)), (0, 0));
}

#[test]
fn a_refused_change_is_refused() {
    let fixture = Fixture::new();
    fixture.sandbox.fault(Fault::on(ADD).status(403));
    let error = fixture.ensure(User::Acs(USER), Presence::Present).expect_err("refused");
    assert_eq!(error.status(), Status::Forbidden);
}

#[test]
fn a_user_identity_gets_its_user_where_it_has_none() {
    let fixture = Fixture::new();
    for identity in [IDENTITY, Sandbox::USER_IDENTITY_WITHOUT_USER] {
        for expected in ["changed", "already_so"] {
            let answer = fixture.ensure(User::Identity(identity), Presence::Present).expect("ensured");
            let record = answer.record().expect("a record");
            assert_eq!(record.get("result").as_deref(), Some(expected));
            let user = record.get("acs_user_id").expect("an ACS user");
            assert!(fixture.sandbox.is_member(&user, GROUP));
        }
    }
    let unknown = fixture.ensure(User::Identity("66666666-6666-6666-6666-999999999999"), Presence::Absent);
    assert_eq!(unknown.expect_err("unknown").status(), Status::NotFound);
}
