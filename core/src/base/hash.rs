//! Hashes ids and pairs quickly. Each table has its own seed, so that nobody can choose ids that collide.

use std::hash::{BuildHasher, RandomState};

use foldhash::SharedSeed;
use foldhash::fast::{FoldHasher, SeedableRandomState};

/// foldhash with a seed from the standard library. foldhash makes its own seed behind a lock, on which a child forked
/// at that moment would wait for ever.
#[derive(Debug, Clone)]
pub(crate) struct Hashing(SeedableRandomState);

impl Default for Hashing {
    fn default() -> Self {
        let seed = RandomState::new().hash_one("");
        Self(SeedableRandomState::with_seed(seed, SharedSeed::global_fixed()))
    }
}

impl BuildHasher for Hashing {
    type Hasher = FoldHasher<'static>;

    fn build_hasher(&self) -> Self::Hasher {
        self.0.build_hasher()
    }
}
