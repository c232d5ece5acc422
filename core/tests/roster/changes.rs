//! Tables of changes.

use seam_acs_core::{Action, Changes, Error, ResolveOptions, Roster, Status, User};

use crate::fixture::{ADA, BJORN, ENGINEERING, Fixture, LOBBY, ended};

fn resolve(fixture: &Fixture, text: &str, options: ResolveOptions) -> Result<Changes, Error> {
    let roster = Roster::parse(text.as_bytes())?;
    let answer = ended(&fixture.client.begin_resolve(roster, options)?)?;
    Ok(answer.changes().expect("changes").clone())
}

fn shown(changes: &Changes) -> Vec<(Action, User<'_>, &str)> {
    changes.iter().map(|change| (change.action, change.user, change.acs_access_group_id)).collect()
}

#[test]
fn a_table_with_actions_becomes_changes_in_its_order() {
    let fixture = Fixture::new();
    let csv = "email;group;Action\nada.lindqvist@harbour.example;Engineering;add\n\
               bjorn.okafor@harbour.example;Lobby and lifts;Remove\nada.lindqvist@harbour.example;Engineering;remove\n";
    let changes = resolve(&fixture, csv, ResolveOptions::default()).expect("all known");
    assert_eq!(
        shown(&changes),
        [
            (Action::Add, User::Acs(ADA), ENGINEERING),
            (Action::Remove, User::Acs(BJORN), LOBBY),
            (Action::Remove, User::Acs(ADA), ENGINEERING),
        ]
    );
}

#[test]
fn ids_alone_are_taken_without_a_read() {
    let fixture = Fixture::new();
    let csv =
        format!("acs_user_id,acs_access_group_id,action\n{ADA},{ENGINEERING},add\nunknown,{LOBBY},remove\n");
    let changes = resolve(&fixture, &csv, ResolveOptions::default()).expect("ids");
    assert_eq!(
        shown(&changes),
        [(Action::Add, User::Acs(ADA), ENGINEERING), (Action::Remove, User::Acs("unknown"), LOBBY)]
    );
    assert!(fixture.sandbox.requests().is_empty());
}

#[test]
fn what_a_table_leaves_open_can_be_given_beside_it() {
    let fixture = Fixture::new();
    let csv = "name\nAda Lindqvist\n";
    let open = resolve(&fixture, csv, ResolveOptions::default()).expect_err("no action");
    assert!(open.to_string().starts_with("roster line 2: has no action"), "{open}");
    let options = ResolveOptions {
        group: Some("Engineering".to_owned()),
        action: Some(Action::Remove),
        ..ResolveOptions::default()
    };
    let changes = resolve(&fixture, csv, options).expect("given");
    assert_eq!(shown(&changes), [(Action::Remove, User::Acs(ADA), ENGINEERING)]);
}

#[test]
fn unknown_people_are_named_with_their_lines() {
    let fixture = Fixture::new();
    let csv = "name,group,action\nNobody,Engineering,add\nAda Lindqvist,Nowhere,add\n";
    let error = resolve(&fixture, csv, ResolveOptions::default()).expect_err("two are wrong");
    assert_eq!(error.status(), Status::InvalidArgument);
    let text = error.to_string();
    assert!(text.contains("line 2: no user") && text.contains("line 3: there is no access group"), "{text}");
}
