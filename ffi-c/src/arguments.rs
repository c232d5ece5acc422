//! Reading what a C caller handed over: NULL and UTF-8 are checked here, and nowhere else.
#![allow(
    clippy::unused_self,
    clippy::mut_from_ref,
    reason = "self is the proof that the pointers may be followed"
)]

use std::ffi::{CStr, c_char};
use std::marker::PhantomData;

use seam_acs_core::Error;

use crate::handle::{self, Handle, Kind, Tagged};
use crate::text;

/// Proof that somebody vouched for the pointers of the current call; its methods may then follow them.
///
/// What a method returns lives no longer than the call.
pub(crate) struct Arguments(());

impl Arguments {
    /// # Safety
    /// Every pointer given to a method of this value is NULL or keeps the header's rules until the call returns:
    /// strings end in NUL, counted bytes are as many, handles were made by this library and not freed, out-parameters
    /// may be written.
    pub(crate) unsafe fn vouched() -> Self {
        Self(())
    }

    /// A string that must be there.
    pub(crate) fn text(&self, pointer: *const c_char, name: &'static str) -> Result<&str, Error> {
        self.optional_text(pointer, name)?.ok_or_else(|| Error::null_argument(name))
    }

    /// A string that may be NULL.
    pub(crate) fn optional_text(
        &self,
        pointer: *const c_char,
        name: &'static str,
    ) -> Result<Option<&str>, Error> {
        if pointer.is_null() {
            return Ok(None);
        }
        // SAFETY: not NULL, and `vouched` promises a terminating NUL.
        let text = unsafe { CStr::from_ptr(pointer) };
        text.to_str().map(Some).map_err(|_| Error::not_utf8(name))
    }

    /// The bytes of a string that must be there, for readers that say themselves where it is not UTF-8.
    pub(crate) fn bytes(&self, pointer: *const c_char, name: &'static str) -> Result<&[u8], Error> {
        if pointer.is_null() {
            return Err(Error::null_argument(name));
        }
        // SAFETY: not NULL, and `vouched` promises a terminating NUL.
        Ok(unsafe { CStr::from_ptr(pointer) }.to_bytes())
    }

    /// So many bytes, which may hold NULs and need none at their end.
    pub(crate) fn counted_bytes(
        &self,
        pointer: *const c_char,
        length: usize,
        name: &'static str,
    ) -> Result<&[u8], Error> {
        if pointer.is_null() {
            return Err(Error::null_argument(name));
        }
        if isize::try_from(length).is_err() {
            return Err(Error::invalid_argument(name, format!("cannot be {length} bytes long")));
        }
        // SAFETY: not NULL, not too long, and `vouched` promises that so many bytes may be read.
        Ok(unsafe { std::slice::from_raw_parts(pointer.cast(), length) })
    }

    /// A handle that must be there.
    pub(crate) fn handle<T: Handle>(&self, pointer: *const T, name: &'static str) -> Result<&T, Error> {
        self.optional_handle(pointer, name)?.ok_or_else(|| Error::null_argument(name))
    }

    /// A handle that may be NULL.
    pub(crate) fn optional_handle<T: Handle>(
        &self,
        pointer: *const T,
        name: &'static str,
    ) -> Result<Option<&T>, Error> {
        if pointer.is_null() {
            return Ok(None);
        }
        self.check_kind(pointer.cast(), T::KIND, name)?;
        // SAFETY: `vouched` promises NULL or a live handle, and it says itself that it is one of this type.
        Ok(Some(unsafe { &*pointer.cast::<Tagged<T>>() }))
    }

    /// A handle of a function that cannot say what is wrong with it: NULL and what is none both give `None`.
    pub(crate) fn known<T: Handle>(&self, pointer: *const T) -> Option<&T> {
        self.optional_handle(pointer, "").ok().flatten()
    }

    /// A handle that the call changes and that nobody else uses meanwhile.
    pub(crate) fn exclusive<T: Handle>(&self, pointer: *mut T, name: &'static str) -> Result<&mut T, Error> {
        if pointer.is_null() {
            return Err(Error::null_argument(name));
        }
        self.check_kind(pointer.cast_const().cast(), T::KIND, name)?;
        // SAFETY: as in `optional_handle`, and the header forbids sharing a non-const one.
        Ok(unsafe { &mut *pointer.cast::<Tagged<T>>() }.object_mut())
    }

    /// Takes back what [`Out::put`] gave away; NULL, and what the caller does not own, give nothing.
    pub(crate) fn owned<T: Handle>(&self, pointer: *mut T) -> Option<Box<Tagged<T>>> {
        let place: *mut Tagged<T> = pointer.cast();
        if pointer.is_null() || self.check_kind(pointer.cast_const().cast(), T::KIND, "").is_err() {
            return None;
        }
        // SAFETY: not NULL, and it says itself that it is a live handle of this type.
        let is_callers = unsafe { &*place }.retire();
        // SAFETY: this library boxed it and gave it to the caller, who gives it back only now.
        is_callers.then(|| unsafe { Box::from_raw(place) })
    }

    /// Refuses an object of another type, and what is none or no longer.
    fn check_kind(&self, pointer: *const (), wanted: Kind, name: &'static str) -> Result<(), Error> {
        // SAFETY: not NULL, and `vouched` promises an object of this library, which begins with a word.
        let found = unsafe { handle::word_at(pointer) };
        if handle::is_live(found, wanted) { Ok(()) } else { Err(handle::refusal(found, wanted, name)) }
    }

    /// An out-parameter for a handle; it is NULL from here on until it is filled.
    pub(crate) fn out<T>(&self, pointer: *mut *mut T, name: &'static str) -> Result<Out<'_, T>, Error> {
        self.optional_out(pointer).ok_or_else(|| Error::null_argument(name))
    }

    /// An out-parameter for a handle that the caller may leave out.
    pub(crate) fn optional_out<T>(&self, pointer: *mut *mut T) -> Option<Out<'_, T>> {
        self.write(pointer, std::ptr::null_mut());
        (!pointer.is_null()).then_some(Out { pointer, call: PhantomData })
    }

    /// An out-parameter for a number that must be there; it is 0 from here on until it is filled.
    pub(crate) fn out_number<T: Default>(
        &self,
        pointer: *mut T,
        name: &'static str,
    ) -> Result<OutNumber<'_, T>, Error> {
        self.write(pointer, T::default());
        if pointer.is_null() {
            return Err(Error::null_argument(name));
        }
        Ok(OutNumber { pointer, call: PhantomData })
    }

    /// Writes as much of a text as there is room for, and a NUL: nothing where there is no room.
    pub(crate) fn write_cut(
        &self,
        buffer: *mut c_char,
        size: usize,
        text: &str,
        name: &'static str,
    ) -> Result<(), Error> {
        let Some(room) = size.checked_sub(1) else { return Ok(()) };
        if buffer.is_null() {
            return Err(Error::null_argument(name));
        }
        let mut end = room.min(text.len());
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let text = text.get(..end).unwrap_or_default();
        let place: *mut u8 = buffer.cast();
        // SAFETY: not NULL, and `vouched` promises that `size` bytes may be written, which are more than the text's.
        unsafe { place.copy_from_nonoverlapping(text.as_ptr(), text.len()) };
        // SAFETY: it is within them too.
        let behind = unsafe { place.add(text.len()) };
        // SAFETY: as before.
        unsafe { behind.write(0) };
        Ok(())
    }

    /// Writes a number, or a borrowed pointer, to an out-parameter unless that is NULL.
    pub(crate) fn write<T>(&self, pointer: *mut T, value: T) {
        if !pointer.is_null() {
            // SAFETY: not NULL, and `vouched` promises that it may be written.
            unsafe { pointer.write(value) };
        }
    }
}

/// An out-parameter that is there and still NULL.
pub(crate) struct Out<'call, T> {
    pointer: *mut *mut T,
    call: PhantomData<&'call Arguments>,
}

impl<T: Handle> Out<'_, T> {
    /// Gives the caller a new handle.
    pub(crate) fn put(self, value: T) {
        self.put_pointer(Tagged::given(value));
    }
}

impl Out<'_, c_char> {
    /// Gives the caller a string.
    pub(crate) fn put_text(self, text: &str) -> Result<(), Error> {
        self.put_pointer(text::given(text)?);
        Ok(())
    }
}

impl<T> Out<'_, T> {
    fn put_pointer(self, value: *mut T) {
        // SAFETY: `optional_out` made it from a pointer that is not NULL and may be written until the call returns.
        unsafe { self.pointer.write(value) };
    }
}

/// An out-parameter for a number that is there and still 0.
pub(crate) struct OutNumber<'call, T> {
    pointer: *mut T,
    call: PhantomData<&'call Arguments>,
}

impl<T> OutNumber<'_, T> {
    /// Gives the caller the number.
    pub(crate) fn put(self, value: T) {
        // SAFETY: `out_number` made it from a pointer that is not NULL and may be written until the call returns.
        unsafe { self.pointer.write(value) };
    }
}
