//! Work without an end, for a core that others are to share.

use std::hint::black_box;

/// Larger than the caches that belong to one core alone.
const WORDS: usize = 4 << 20 >> 3;

/// Adds words up in an order that reads every line of the caches anew. It never returns.
pub(crate) fn compute() -> ! {
    let mut words: Vec<u64> = (0..).take(WORDS).collect();
    let mut place = 0;
    loop {
        // A step by a large odd number comes to every word before it comes to one again.
        place = (place + 40_503) % WORDS;
        if let Some(word) = words.get_mut(place) {
            *word = black_box(word.wrapping_mul(3).wrapping_add(1));
        }
    }
}
