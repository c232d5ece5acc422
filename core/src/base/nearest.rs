//! Finds the name that a misspelt one was meant to be.

use super::excerpt::LONGEST_VALUE;

/// Names and columns that are less like each other are not meant for each other.
pub(crate) const LIKE_ENOUGH: f64 = 0.6;

/// The name most similar to this one, ignoring case, if any is similar by more than `like_enough` of 1. A name that is
/// too long to be typed has none, and comparing stops after [`EFFORT`].
pub(crate) fn nearest<'a>(
    name: &str,
    names: impl Iterator<Item = &'a str>,
    like_enough: f64,
) -> Option<&'a str> {
    if name.len() > LONGEST_VALUE {
        return None;
    }
    let name = name.to_lowercase();
    let length = name.len();
    let mut effort = EFFORT;
    let mut best = None;
    let mut most = like_enough;
    for other in names.filter(|other| other.len() * 5 > length * 2 && other.len() * 2 < length * 5) {
        let Some(left) = effort.checked_sub(other.len() * length) else { break };
        effort = left;
        let likeness = strsim::normalized_damerau_levenshtein(&other.to_lowercase(), &name);
        if likeness > most {
            (best, most) = (Some(other), likeness);
        }
    }
    best
}

/// The most pairs of bytes that are compared.
const EFFORT: usize = 1_000_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_like_name_is_found_among_a_few_and_not_among_too_many() {
        let names = ["timeout_ms", "max_attempts", "Lobby"];
        assert_eq!(nearest("timeout", names.into_iter(), 0.5), Some("timeout_ms"));
        assert_eq!(nearest("LOBBI", names.into_iter(), 0.6), Some("Lobby"));
        assert_eq!(nearest("zebra", names.into_iter(), 0.6), None);
        let (long, short) = ("a".repeat(LONGEST_VALUE + 1), "a".repeat(LONGEST_VALUE));
        assert_eq!(nearest(&long, [short.as_str()].into_iter(), 0.6), None);
    }
}
