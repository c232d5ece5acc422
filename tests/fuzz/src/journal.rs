//! The journal of a list of changes, as a killed process, a full disk or a curious person left it.

use seam_acs_core::fuzzing::{journal_head, journal_line, read_journal};
use seam_acs_core::{Action, Changes, User};

const ENDPOINT: &str = "https://connect.getseam.com";

/// The first byte says whether the right head stands in front, and whether the lines have the checksums that fit them.
pub(crate) fn run(data: &[u8]) {
    let Some((first, rest)) = crate::choice(data) else { return };
    let changes = three_changes();
    let mut text = if first % 2 == 0 { journal_head(&changes, ENDPOINT) } else { Vec::new() };
    if first % 4 < 2 {
        rest.split(|byte| *byte == b'\n').for_each(|line| text.extend(journal_line(line)));
    } else {
        text.extend_from_slice(rest);
    }
    let Ok((outcomes, whole)) = read_journal(&text, &changes, ENDPOINT) else { return };
    assert!(outcomes.iter().all(|(change, _)| *change < changes.len()), "it remembers what is not there");
    let kept = &text[..whole];
    assert!(kept.is_empty() || kept.ends_with(b"\n"), "whole lines are kept, and nothing else");
    assert_eq!(
        read_journal(kept, &changes, ENDPOINT).ok(),
        Some((outcomes, whole)),
        "it remembers otherwise"
    );
}

fn three_changes() -> Changes {
    let mut changes = Changes::new();
    for (action, user) in [(Action::Add, "u1"), (Action::Remove, "u1"), (Action::Add, "u2")] {
        changes.push(action, User::Acs(user), "g").expect("ids");
    }
    changes
}
