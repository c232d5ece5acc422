//! The texts that records lend out as C strings.
//!
//! Each stays where it is until its owner is freed: the list, report or plan that the records belong to, or the one
//! record that stands alone. They stand one after the other in a few large blocks, because a block for each would cost
//! more than the texts of a long list, and leave the host's heap in pieces.

use std::collections::HashMap;
use std::ffi::c_char;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// What the records of one owner have lent out.
#[derive(Default)]
pub(crate) struct LentTexts(Mutex<Lent>);

#[derive(Default)]
struct Lent {
    blocks: Vec<Vec<u8>>,
    /// By record and path.
    places: HashMap<(u32, u32), Place>,
    /// The paths that led to a text, and their numbers: programs ask each record for the same few.
    paths: HashMap<String, u32>,
}

/// A block, and where in it a text begins.
#[derive(Clone, Copy)]
struct Place {
    block: u32,
    start: u32,
}

const FIRST_BLOCK: usize = 64;
const LARGEST_BLOCK: usize = 256 << 10;

impl LentTexts {
    /// The text that a record has at a path: the one that was lent before, or what `read` says now. `None` where it
    /// says nothing or what cannot be a C string.
    pub(crate) fn lend(
        &self,
        record: u32,
        path: &str,
        read: impl FnOnce() -> Option<String>,
    ) -> Option<*const c_char> {
        if let Some(lent) = self.lock().find(record, path) {
            return Some(lent);
        }
        // Without the lock: many threads may read one list.
        let text = read()?;
        if text.as_bytes().contains(&0) {
            return None;
        }
        let mut lent = self.lock();
        match lent.find(record, path) {
            Some(text) => Some(text),
            None => lent.keep(record, path, &text),
        }
    }

    fn lock(&self) -> MutexGuard<'_, Lent> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Lent {
    fn find(&self, record: u32, path: &str) -> Option<*const c_char> {
        let path = self.paths.get(path)?;
        self.text(*self.places.get(&(record, *path))?)
    }

    fn keep(&mut self, record: u32, path: &str, text: &str) -> Option<*const c_char> {
        let known = self.paths.get(path).copied();
        let path = known.or_else(|| self.number(path))?;
        let place = self.store(text)?;
        self.places.insert((record, path), place);
        self.text(place)
    }

    /// Gives a path its number.
    fn number(&mut self, path: &str) -> Option<u32> {
        let number = u32::try_from(self.paths.len()).ok()?;
        self.paths.insert(path.to_owned(), number);
        Some(number)
    }

    /// Puts a text and its NUL into the last block, or into a new one if it has no room there.
    fn store(&mut self, text: &str) -> Option<Place> {
        let length = text.len() + 1;
        let has_room = |block: &Vec<u8>| block.capacity() - block.len() >= length;
        if !self.blocks.last().is_some_and(has_room) {
            let last = self.blocks.last().map_or(0, Vec::capacity);
            let room = (last * 2).clamp(FIRST_BLOCK, LARGEST_BLOCK);
            self.blocks.push(Vec::with_capacity(room.max(length)));
        }
        let block = u32::try_from(self.blocks.len() - 1).ok()?;
        let filled = self.blocks.last_mut()?;
        let start = u32::try_from(filled.len()).ok()?;
        // It has the room, so nothing that stands in it moves.
        filled.extend_from_slice(text.as_bytes());
        filled.push(0);
        Some(Place { block, start })
    }

    fn text(&self, place: Place) -> Option<*const c_char> {
        let block = self.blocks.get(usize::try_from(place.block).ok()?)?;
        Some(block.get(usize::try_from(place.start).ok()?..)?.as_ptr().cast())
    }
}

#[cfg(test)]
mod tests {
    use std::ffi::CStr;

    use super::*;

    fn text_at(pointer: *const c_char) -> &'static str {
        // SAFETY: the tests look while the owner lives.
        unsafe { CStr::from_ptr(pointer) }.to_str().unwrap()
    }

    #[test]
    fn a_text_stays_where_it_is_while_others_are_lent() {
        let texts = LentTexts::default();
        let say =
            |record: u32, path: &str| format!("{path} of {record} {}", "x".repeat(record as usize % 700));
        let mut lent = Vec::new();
        for record in 0..5000 {
            for path in ["full_name", "access_schedule.ends_at"] {
                let pointer = texts.lend(record, path, || Some(say(record, path))).unwrap();
                lent.push((record, path, pointer));
            }
        }
        for (record, path, pointer) in lent {
            assert_eq!(text_at(pointer), say(record, path));
            let again = texts.lend(record, path, || panic!("it was read before"));
            assert_eq!(again, Some(pointer));
        }
    }

    #[test]
    fn one_longer_than_a_block_and_an_empty_one_have_their_places() {
        let texts = LentTexts::default();
        let long = "y".repeat(3 * LARGEST_BLOCK);
        let lent = [(1, ""), (2, long.as_str()), (3, ""), (4, "z")]
            .map(|(record, text)| (text, texts.lend(record, "p", || Some(text.to_owned())).unwrap()));
        for (text, pointer) in lent {
            assert_eq!(text_at(pointer), text);
        }
    }

    #[test]
    fn what_is_absent_or_holds_a_nul_is_not_kept() {
        let texts = LentTexts::default();
        assert_eq!(texts.lend(0, "a", || None), None);
        assert_eq!(texts.lend(0, "a", || Some("b\0c".to_owned())), None);
        assert!(texts.lock().paths.is_empty() && texts.lock().blocks.is_empty());
        assert!(texts.lend(0, "a", || Some("b".to_owned())).is_some());
    }
}
