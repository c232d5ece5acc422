//! Tables as people have them: what is understood, and what is refused because it may mean something else.

use seam_acs_core::{ApplyOptions, Error, PlanOptions, ResolveOptions, Roster, TableOptions};

use crate::fixture::{ADA, BJORN, CHIARA, DANIEL, ENGINEERING, Fixture, LOBBY, NIGHT, ended, ids};

fn options(json: &str) -> TableOptions {
    TableOptions::from_json(json).expect("options")
}

fn read(text: &str, json: &str) -> Result<Roster, Error> {
    Roster::parse_with(text.as_bytes(), &options(json))
}

fn refusal(text: &str, json: &str) -> String {
    read(text, json).expect_err(text).to_string()
}

/// Who would be in which of the groups that a table names.
fn planned(fixture: &Fixture, text: &str, json: &str) -> Vec<Vec<String>> {
    let roster = read(text, json).expect(text);
    let additive = PlanOptions { allow_emptying: true, ..PlanOptions::default() };
    let answer = ended(&fixture.client.begin_plan(roster, additive).expect("begun")).expect(text);
    let plan = answer.plan().expect("a plan");
    let people = plan.groups().map(|group| {
        let mut people = ids(group.adds().chain(group.stays()));
        people.sort_unstable();
        people.into_iter().map(str::to_owned).collect()
    });
    people.collect()
}

#[test]
fn a_misspelt_action_column_never_becomes_an_addition() {
    for (header, nearest) in [("Actions", "action"), ("aktion", "action"), ("acton", "action")] {
        let text = format!("email,group,{header}\nada.lindqvist@harbour.example,Engineering,remove\n");
        let error = read(&text, "{}").expect_err(header);
        let said = error.to_string();
        assert!(
            said.starts_with(&format!("roster line 1: the column {header:?} means nothing here")),
            "{said}"
        );
        assert!(said.contains(&format!("did you mean {nearest:?}?")), "{said}");
        assert!(said.contains(&format!("{{\"action\": {header:?}}}")), "{said}");
        let [problem] = error.problems() else { panic!("one problem") };
        assert_eq!((problem.row, problem.nearest.as_deref()), (Some(1), Some(nearest)));
    }
}

#[test]
fn columns_that_nearly_name_a_group_a_system_or_a_person_are_refused() {
    for (text, nearest) in [
        ("email,groups\na@b,Lobby\n", "group"),
        ("email,group,systems\na@b,Lobby,x\n", "system"),
        ("E-Mail,group\na@b,Lobby\n", "email"),
        ("email,acs_access_groupid\na@b,g\n", "acs_access_group_id"),
        (r#"[{"email": "a@b", "group": "Lobby", "Actions": "remove"}]"#, "action"),
        (r#"{"email": "a@b", "grup": "Lobby"}"#, "group"),
        (r#"[{"emial": "a@b", "group": "Lobby"}]"#, "email"),
    ] {
        let said = refusal(text, "{}");
        assert!(said.contains(&format!("did you mean {nearest:?}")), "{text}: {said}");
    }
}

#[test]
fn a_column_that_could_change_nothing_may_be_called_what_it_likes() {
    for text in [
        "email,group,Note,Status,First Name\na@b,Lobby,x,y,z\n",
        // Who is named is not looked for by another name, and so is a group.
        "name,E-Mail,group\nAda,a@b,Lobby\n",
        "email,group,acs_access_groupid\na@b,Lobby,g\n",
        "acs_user_id,E-Mail,fname,group\nu,a@b,Ada,Lobby\n",
        r#"[{"acs_user_id": "u", "group": "Lobby", "names": "x", "Actions": null}]"#,
    ] {
        read(text, "{}").expect(text);
    }
    let text = "email,group,Auction\na@b,Lobby,Friday\n";
    assert!(refusal(text, "{}").contains("did you mean \"action\"?"));
    read(text, r#"{"columns": {"action": ""}}"#).expect("it is something else");
}

#[test]
fn a_table_may_call_its_columns_what_it_likes_if_it_is_said() {
    let fixture = Fixture::new();
    let text = "Mitarbeiter;E-Mail;Bereich\nAda;ada.lindqvist@harbour.example;Engineering\n";
    let said = r#"{"columns": {"email": "E-Mail", "group": "bereich"}}"#;
    assert_eq!(planned(&fixture, text, said), [[ADA]]);
    let json = r#"[{"E-Mail": "ada.lindqvist@harbour.example", "Bereich": "Engineering"}]"#;
    assert_eq!(planned(&fixture, json, said), [[ADA]]);
    let said = refusal("E-Mial,group\na@b,Lobby\n", r#"{"columns": {"email": "E-Mail"}}"#);
    assert!(said.contains("no column \"E-Mail\"") && said.contains("did you mean \"E-Mial\"?"), "{said}");
    for (bad, nearest) in [
        (r#"{"columns": {"mail": "E-Mail"}}"#, "did you mean email?"),
        (r#"{"columns": {"email": "x", "name": "X"}}"#, "given twice"),
        (r#"{"column": {"email": "x"}}"#, "did you mean columns?"),
        (r#"{"header_line": 0}"#, "from 1"),
        (r#"{"group_separator": "and"}"#, "a sign or two"),
    ] {
        let read = TableOptions::from_json(bad).and_then(|options| Roster::parse_with(b"email\n", &options));
        let said = read.expect_err(bad).to_string();
        assert!(said.contains(nearest), "{bad}: {said}");
    }
}

#[test]
fn a_first_line_that_names_the_delimiter_is_obeyed() {
    for (line, delimiter) in [("sep=;", ";"), ("SEP=|", "|"), ("\"sep=\t\"", "\t"), ("sep=,", ",")] {
        let text = format!("{line}\r\nname,group\r\nAda,a;b|c\r\n").replace(',', delimiter);
        let text = text.replace("a;b|c", if delimiter == "|" { "x" } else { "x|y" });
        let roster = read(&text, "{}").expect(&text);
        assert_eq!((roster.len(), roster.ignored_columns().len()), (1, 0), "{text}");
    }
    let said = refusal("sep=;\r\nname;group\r\n;Lobby\r\n", "{}");
    assert!(said.starts_with("roster line 3: name must not be empty"), "{said}");
}

#[test]
fn a_header_below_a_preamble_is_found_where_it_is_said_to_be() {
    let fixture = Fixture::new();
    let text = "Campus staff list,\nGenerated 2026-01-01,\n\nemail,group\nada.lindqvist@harbour.example,Engineering\n";
    assert_eq!(planned(&fixture, text, r#"{"header_line": 4}"#), [[ADA]]);
    let said = refusal(text, "{}");
    assert!(said.contains("line 4 looks like a header") && said.contains("give header_line 4"), "{said}");
    assert!(refusal(text, r#"{"header_line": 9}"#).contains("has 5 lines"));
    assert!(refusal("[]", r#"{"header_line": 2}"#).contains("leave header_line out"));
    let wrong = text.replace("ada.lindqvist@harbour.example", "");
    assert!(refusal(&wrong, r#"{"header_line": 4}"#).starts_with("roster line 5: email must not be empty"));
}

#[test]
fn empty_cells_at_the_end_may_be_too_many_or_missing() {
    let fixture = Fixture::new();
    let (ada, bjorn) = ("ada.lindqvist@harbour.example", "bjorn.okafor@harbour.example");
    for text in [
        format!("email,group\n{ada},Engineering,\n{bjorn},Engineering,,,\n"),
        format!("email,group,,,\n{ada},Engineering,,,\n{bjorn},Engineering,,\n,,,,\n"),
        format!("email,group,note\n{ada},Engineering\n{bjorn},Engineering,x\n"),
    ] {
        assert_eq!(planned(&fixture, &text, "{}"), [[BJORN, ADA]], "{text}");
        assert!(read(&text, "{}").expect(&text).ignored_columns().len() < 2);
    }
    for (text, said) in [
        ("email,group\na@b,Lobby,x\n", "roster line 2: has 3 cells where the header has 2"),
        ("email,group,action\na@b,Lobby\n", "roster line 2: has 2 cells where the header has 3"),
        ("email,group,,\na@b,Lobby,,x\n", "roster line 2: has 4 cells where the header has 2"),
    ] {
        assert!(refusal(text, "{}").starts_with(said), "{}", refusal(text, "{}"));
    }
}

#[test]
fn an_object_a_line_is_a_roster() {
    let fixture = Fixture::new();
    let text = "{\"email\": \"ada.lindqvist@harbour.example\", \"group\": \"Engineering\"}\n\n\
                {\"acs_user_id\": \"33333333-3333-3333-3333-000000000002\",\r\n \"group\": \"Engineering\"}\r\n";
    assert_eq!(planned(&fixture, text, "{}"), [[BJORN, ADA]]);
    for (text, said) in [
        ("{\"email\":\"a@b\"}\n{\"group\":\"x\"}\n", "roster line 2: has none of acs_user_id"),
        ("{\"email\":\"a@b\"}\r{\"email\":5}\r", "roster line 2: email must be a string, not 5"),
        ("{\"email\":\"a@b\"}\n\n[1]\n", "roster line 3: must be a JSON object"),
        ("{\"email\":\"a@b\"}\n{\"email\"\n", "roster line 2: must be a JSON object"),
        ("{\"members\":[{\"email\":\"a@b\"}]}\n", "roster line 1: has none of acs_user_id"),
    ] {
        assert!(refusal(text, "{}").starts_with(said), "{}", refusal(text, "{}"));
    }
    let saved = fixture.plan("name,group\nAda Lindqvist,Engineering\n").expect("a plan").to_json();
    assert!(refusal(&saved, "{}").contains("is a plan that was saved"), "{}", refusal(&saved, "{}"));
}

#[test]
fn lines_are_counted_where_only_carriage_returns_end_them() {
    let fixture = Fixture::new();
    let text =
        "email,group\rada.lindqvist@harbour.example,Engineering\r\rnobody@harbour.example,Engineering\r";
    let said = fixture.plan(text).expect_err("nobody").to_string();
    assert!(said.starts_with("roster line 4: no user"), "{said}");
    let broken = [b"name,group\rA,x\rZo".as_slice(), b"\xEB,x\r"].concat();
    let said = Roster::parse(&broken).expect_err("no UTF-8").to_string();
    assert!(said.starts_with("roster line 3: byte 0xEB"), "{said}");
}

#[test]
fn several_groups_may_stand_in_one_cell_if_it_is_said_what_parts_them() {
    let fixture = Fixture::new();
    let text = "name,group\nAda Lindqvist,\"Engineering; Night shift;\"\nDaniel Weiss,Night shift\n";
    let groups = planned(&fixture, text, r#"{"group_separator": ";"}"#);
    assert_eq!(groups, [vec![ADA], vec![DANIEL, ADA]]);
    let other = text.replace("name,group", "name,Groups");
    assert_eq!(planned(&fixture, &other, r#"{"group_separator": ";"}"#), groups);
    let said = fixture.plan(text.replace(";\"", "\"").as_str()).expect_err("no such group").to_string();
    assert!(said.contains("there is no access group \"Engineering; Night shift\""), "{said}");
    assert!(said.contains("give group_separator \";\""), "{said}");
    let nothing = "name,group\nAda Lindqvist,;;\n";
    assert!(refusal(nothing, r#"{"group_separator": ";"}"#).contains("line 2: group must not be empty"));
}

#[test]
fn only_rows_with_the_values_that_count_are_there() {
    let fixture = Fixture::new();
    let text = "Status,name,group\nActive,Ada Lindqvist,Engineering\nLeft,Nobody,Nowhere\n active ,Chiara Ruiz,Engineering\n";
    assert_eq!(planned(&fixture, text, r#"{"only": {"status": "Active"}}"#), [[CHIARA, ADA]]);
    assert_eq!(read(text, r#"{"only": {"Status": ["Active", "Left"]}}"#).expect("all").len(), 3);
    let json = r#"[{"Status": "Active", "name": "Ada", "group": "x"}, {"name": "Bo", "group": "x"}]"#;
    assert_eq!(read(json, r#"{"only": {"Status": "Active"}}"#).expect("one").len(), 1);
    for text in [text, json] {
        let said = refusal(text, r#"{"only": {"State": "Active"}}"#);
        assert!(said.contains("\"State\"") && said.contains("did you mean \"Status\"?"), "{said}");
    }
}

#[test]
fn the_next_exact_column_counts_where_one_is_empty() {
    let fixture = Fixture::new();
    let text = format!(
        "acs_user_id,user_identity_id,name,acs_access_group_id,group\n{ADA},,,{ENGINEERING},\n,,Daniel Weiss,,Engineering\n"
    );
    assert_eq!(planned(&fixture, &text, "{}"), [[DANIEL, ADA]]);
    let roster = read(&text, "{}").expect("a table");
    assert_eq!(roster.ignored_columns(), ["user_identity_id"]);
}

#[test]
fn letters_with_their_marks_apart_and_addresses_in_capitals_are_the_same_person() {
    let fixture = Fixture::new();
    for text in [
        "name,group\nBjo\u{308}rn Okafor,Engineering\n",
        "email,group\nBJORN.OKAFOR@HARBOUR.EXAMPLE,Engineering\n",
    ] {
        assert_eq!(planned(&fixture, text, "{}"), [[BJORN]]);
    }
    // The Kelvin sign is no k, though Unicode calls it one.
    let said =
        fixture.plan("email,group\nbjorn.o\u{212a}afor@harbour.example,Engineering\n").expect_err("another");
    assert!(said.to_string().contains("no user"), "{said}");
}

#[test]
fn a_report_can_be_applied_again_with_its_identities() {
    let fixture = Fixture::new();
    let noor = seam_acs_sandbox::Sandbox::USER_IDENTITY_WITHOUT_USER;
    let text = format!(
        "action,acs_user_id,user_identity_id,group\nadd,{ADA},,Night shift\nadd,,{noor},Night shift\nremove,{BJORN},,Engineering\n"
    );
    let apply = |text: &str| {
        let roster = read(text, "{}").expect(text);
        let begun =
            fixture.client.begin_apply_table(roster, ResolveOptions::default(), &ApplyOptions::default());
        ended(&begun.expect("begun")).expect("applied").report().expect("a report").clone()
    };
    let report = apply(&text);
    assert_eq!(report.totals().applied, 3);
    for again in [report.to_csv(), report.to_json()] {
        let changes = apply(&again);
        let said = |report: &seam_acs_core::Report| {
            report.iter().map(|item| format!("{:?}", item.change)).collect::<Vec<_>>()
        };
        assert_eq!(said(&changes), said(&report), "{again}");
    }
    assert!(fixture.members(NIGHT).contains(&ADA.to_owned()));
    assert!(fixture.members(LOBBY).contains(&BJORN.to_owned()));
}
