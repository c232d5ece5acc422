//! What every object of the C ABI begins with: a word that says which type it is, so that another type in its place and
//! an object that was freed are told, where memory still says so, and not followed.

use std::ops::Deref;
use std::ptr;
use std::sync::atomic::{AtomicU64, Ordering};

use seam_acs_core::Error;

/// A type that C programs hold pointers to.
pub(crate) trait Handle {
    const KIND: Kind;
}

/// The type that a word names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Client = 0x81,
    Error,
    List,
    Op,
    Options,
    Plan,
    Queue,
    Record,
    Report,
    Outbox,
}

impl Kind {
    /// For messages.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Client => "a seam_acs_client",
            Self::Error => "a seam_acs_error",
            Self::List => "a seam_acs_list",
            Self::Op => "a seam_acs_op",
            Self::Options => "a seam_acs_options",
            Self::Plan => "a seam_acs_plan",
            Self::Queue => "a seam_acs_queue",
            Self::Record => "a seam_acs_record",
            Self::Report => "a seam_acs_report",
            Self::Outbox => "a seam_acs_outbox",
        }
    }
}

/// What a word says beside the type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ownership {
    /// The caller frees it.
    Callers = 0,
    /// It is a part of another object, and is freed with that.
    Lent = 0x20,
    /// It was freed.
    Freed = 0x40,
}

/// An object with its word. A pointer to it is what C holds as a pointer to the object.
#[repr(C)]
pub(crate) struct Tagged<T> {
    word: AtomicU64,
    object: T,
}

impl<T: Handle> Tagged<T> {
    /// One that is given to the caller.
    pub(crate) fn given(object: T) -> *mut T {
        let tagged = Self { word: AtomicU64::new(word(T::KIND, Ownership::Callers)), object };
        Box::into_raw(Box::new(tagged)).cast()
    }

    /// One that stays a part of another object.
    pub(crate) fn lent(object: T) -> Self {
        Self { word: AtomicU64::new(word(T::KIND, Ownership::Lent)), object }
    }

    /// What C holds.
    pub(crate) fn pointer(&self) -> *const T {
        ptr::from_ref(self).cast()
    }

    /// Says that nobody may use it any more; `false` where somebody was first.
    pub(crate) fn retire(&self) -> bool {
        let (live, freed) = (word(T::KIND, Ownership::Callers), word(T::KIND, Ownership::Freed));
        self.word.compare_exchange(live, freed, Ordering::AcqRel, Ordering::Relaxed).is_ok()
    }
}

impl<T> Deref for Tagged<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.object
    }
}

impl<T> Tagged<T> {
    pub(crate) fn object_mut(&mut self) -> &mut T {
        &mut self.object
    }
}

impl<T> Drop for Tagged<T> {
    fn drop(&mut self) {
        // SAFETY: it is ours alone. Volatile, because the compiler knows that nobody may look any more, and somebody does.
        unsafe { (&raw mut self.word).cast::<u64>().write_volatile(GONE) };
    }
}

/// The word of an object whose memory is about to go.
const GONE: u64 = u64::from_le_bytes(*b"\x80seamacs");
const OURS: u64 = GONE & !0xFF;

fn word(kind: Kind, ownership: Ownership) -> u64 {
    OURS | kind as u64 | ownership as u64
}

/// What stands where the word of an object would be.
///
/// # Safety
/// The pointer may be read for the size of a word.
pub(crate) unsafe fn word_at(pointer: *const ()) -> u64 {
    // SAFETY: the caller vouches for it; what is no object of ours need not be aligned.
    unsafe { pointer.cast::<u64>().read_unaligned() }
}

/// Whether it is the word of a live object of this type.
pub(crate) fn is_live(found: u64, kind: Kind) -> bool {
    found == word(kind, Ownership::Callers) || found == word(kind, Ownership::Lent)
}

/// What is wrong with an argument that is no live object of the wanted type.
#[cold]
pub(crate) fn refusal(found: u64, wanted: Kind, name: &'static str) -> Error {
    match KINDS.iter().find(|kind| is_live(found, **kind)) {
        Some(other) => {
            Error::invalid_argument(name, format!("must be {}, and is {}", wanted.name(), other.name()))
        }
        None => {
            Error::State(format!("{name} is not {}, or no more: it was freed, or never made", wanted.name()))
        }
    }
}

const KINDS: [Kind; 9] = [
    Kind::Client,
    Kind::Error,
    Kind::List,
    Kind::Op,
    Kind::Options,
    Kind::Plan,
    Kind::Queue,
    Kind::Record,
    Kind::Report,
];
