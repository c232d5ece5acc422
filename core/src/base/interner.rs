//! Keeps each text once, in one block of memory: a roster of a million rows names the same people and groups many
//! times.

use std::hash::BuildHasher;

use hashbrown::HashTable;

use super::hash::Hashing;

/// Texts, each with a number from 0.
#[derive(Clone, Default)]
pub(crate) struct Interner {
    all: String,
    ends: Vec<usize>,
    numbers: HashTable<u32>,
    hasher: Hashing,
}

/// A number that no text has.
pub(crate) const NONE: u32 = u32::MAX;

impl Interner {
    /// The number of a text. A new text is added.
    #[inline(never)]
    pub(crate) fn intern(&mut self, text: &str) -> u32 {
        let hash = self.hasher.hash_one(text);
        let (all, ends) = (&self.all, &self.ends);
        if let Some(number) = self.numbers.find(hash, |number| slice(all, ends, *number) == text) {
            return *number;
        }
        // That many texts do not fit into memory, so the last number is never reached.
        let number = u32::try_from(self.ends.len()).unwrap_or(NONE);
        self.all.push_str(text);
        self.ends.push(self.all.len());
        let (all, ends, hasher) = (&self.all, &self.ends, &self.hasher);
        self.numbers.insert_unique(hash, number, |number| hasher.hash_one(slice(all, ends, *number)));
        number
    }

    /// As [`intern`](Self::intern), but tries the number `likely` first, usually that of the row before.
    pub(crate) fn intern_again(&mut self, text: &str, likely: Option<u32>) -> u32 {
        likely.filter(|number| self.get(*number) == text).unwrap_or_else(|| self.intern(text))
    }

    /// The number of a text that was added before.
    #[inline(never)]
    pub(crate) fn find(&self, text: &str) -> Option<u32> {
        let hash = self.hasher.hash_one(text);
        self.numbers.find(hash, |number| slice(&self.all, &self.ends, *number) == text).copied()
    }

    /// The text of a number; empty for [`NONE`].
    pub(crate) fn get(&self, number: u32) -> &str {
        slice(&self.all, &self.ends, number)
    }

    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }
}

impl std::fmt::Debug for Interner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} texts", self.len())
    }
}

fn slice<'a>(all: &'a str, ends: &[usize], number: u32) -> &'a str {
    let number = number as usize;
    let start = number.checked_sub(1).and_then(|before| ends.get(before)).copied().unwrap_or(0);
    ends.get(number).and_then(|end| all.get(start..*end)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_texts_have_one_number() {
        let mut texts = Interner::default();
        let numbers: Vec<u32> = ["a", "", "bc", "a", "", "bc"].map(|text| texts.intern(text)).into();
        assert_eq!(numbers, [0, 1, 2, 0, 1, 2]);
        assert_eq!([0, 1, 2, NONE].map(|number| texts.get(number)), ["a", "", "bc", ""]);
        assert_eq!((texts.find("bc"), texts.find("b")), (Some(2), None));
    }
}
