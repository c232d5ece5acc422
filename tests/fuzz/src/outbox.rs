//! The log of an outbox, as a power cut, a flipped bit or a curious person left it.

use seam_acs_core::fuzzing::{journal_line, outbox_head, read_compacted_outbox, read_outbox};

/// The first byte says whether the right head stands in front, and whether the lines have the checksums that fit them.
pub(crate) fn run(data: &[u8]) {
    let Some((first, rest)) = crate::choice(data) else { return };
    let mut text = if first % 2 == 0 { outbox_head() } else { Vec::new() };
    if first % 4 < 2 {
        rest.split(|byte| *byte == b'\n').for_each(|line| text.extend(journal_line(line)));
    } else {
        text.extend_from_slice(rest);
    }
    let Some((shown, whole)) = read_outbox(&text) else { return };
    let kept = &text[..whole];
    assert!(kept.ends_with(b"\n"), "whole lines are kept, and nothing else");
    assert_eq!(read_outbox(kept), Some((shown.clone(), whole)), "it says something else");
    assert_eq!(read_compacted_outbox(kept), Some(shown), "compaction changes it");
}
