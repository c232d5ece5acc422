//! What is sound in a damaged file of frames.

use serde::de::DeserializeOwned;

use super::frame::{content_of, split_line, unsealed};

/// Frames that follow each other, and what is lost before them.
#[derive(Debug)]
pub(crate) struct Section<T> {
    /// Where the loss begins; where there is none, where the frames do.
    pub(crate) offset: usize,
    pub(crate) lost_bytes: usize,
    pub(crate) frames: Vec<T>,
}

/// The sections of a file. What stands behind the last good frame is torn, and nobody was told that it is kept. `None`:
/// a frame is whole and says something unknown, so another version has written it.
pub(crate) fn sections<T: DeserializeOwned>(text: &[u8]) -> Option<Vec<Section<T>>> {
    let mut sections: Vec<Section<T>> = Vec::new();
    let (mut rest, mut lost_from) = (text, Some(0));
    while let Some((line, behind)) = split_line(rest) {
        let at = text.len() - rest.len();
        match content_of(line) {
            None if unsealed(line).is_some() => return None,
            None => {
                lost_from.get_or_insert(at);
            }
            Some(frame) => match (lost_from.take(), sections.last_mut()) {
                (None, Some(section)) => section.frames.push(frame),
                (from, _) => {
                    let offset = from.unwrap_or(at);
                    sections.push(Section { offset, lost_bytes: at - offset, frames: vec![frame] });
                }
            },
        }
        rest = behind;
    }
    Some(sections)
}

#[cfg(test)]
mod tests {
    use super::super::frame::frame;
    use super::*;

    #[test]
    fn a_damaged_file_falls_into_sections_and_a_torn_end_is_no_loss() {
        let (one, two, three) = (frame(&1), frame(&2), frame(&3));
        let bad = b"00000000 8\n".to_vec();
        let text = [&one[..], &bad, &bad, &two, &three, &three[..5]].concat();
        let found = sections::<u32>(&text).expect("a version that is known");
        let told: Vec<_> =
            found.iter().map(|section| (section.offset, section.lost_bytes, &section.frames[..])).collect();
        let (first, second): (&[u32], &[u32]) = (&[1], &[2, 3]);
        assert_eq!(told, [(0, 0, first), (one.len(), 2 * bad.len(), second)]);
    }

    #[test]
    fn a_whole_frame_of_an_unknown_kind_is_of_another_version() {
        assert!(sections::<u32>(&frame(&"words")).is_none());
    }
}
