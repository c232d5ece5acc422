//! Lists
//!
//! A list holds every record that matches, from all pages; or, where filter_json has limit or page_cursor, the records of
//! one page. A list may be read from many threads at once.

use std::ffi::{CString, c_char};
use std::ptr;

use seam_acs_core::{Error, List};

use crate::arguments::{Arguments, Out};
use crate::boundary;
use crate::error::seam_acs_error;
use crate::handle::{Handle, Kind, Tagged};
use crate::record::{records_of, seam_acs_record};
use crate::status::seam_acs_status;
use crate::text::to_c;

/// Records, in the order in which Seam sent them.
pub struct seam_acs_list {
    list: List,
    /// The same as handles. They are lent out and must stay where they are.
    records: Vec<Tagged<seam_acs_record>>,
    next_cursor: Option<CString>,
}

impl Handle for seam_acs_list {
    const KIND: Kind = Kind::List;
}

impl seam_acs_list {
    pub(crate) fn new(list: List, next_cursor: Option<&str>) -> Result<Self, Error> {
        let records = records_of(&list)?;
        Ok(Self { list, records, next_cursor: next_cursor.map(to_c) })
    }
}

/// How many records the list holds; 0 for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_list_len(list: *const seam_acs_list) -> usize {
    let body = |arguments: &Arguments| arguments.known(list).map_or(0, |list| list.list.len());
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::answer(0, body) }
}

/// The record at an index, counted from 0; NULL if there is none or list is NULL.
///
/// It belongs to the list and lives as long: do not free it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_list_at(
    list: *const seam_acs_list,
    index: usize,
) -> *const seam_acs_record {
    let body = |arguments: &Arguments| {
        let record = arguments.known(list).and_then(|list| list.records.get(index));
        record.map_or(ptr::null(), Tagged::pointer)
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::answer(ptr::null(), body) }
}

/// The cursor of the page that follows; NULL if none does, if the list holds every page, or for NULL.
///
/// To read a long list page by page, call with {"limit": 100}, then with {"limit": 100, "page_cursor": "..."} and this
/// cursor, until it is NULL. It belongs to the list and lives as long.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_list_next_cursor(list: *const seam_acs_list) -> *const c_char {
    let body = |arguments: &Arguments| {
        let cursor = arguments.known(list).and_then(|list| list.next_cursor.as_ref());
        cursor.map_or(ptr::null(), |cursor| cursor.as_ptr())
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::answer(ptr::null(), body) }
}

/// The whole list as the text of a JSON array. Free *json with seam_acs_string_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_list_to_json(
    list: *const seam_acs_list,
    json: *mut *mut c_char,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    let body = |arguments: &Arguments| {
        let json: Out<c_char> = arguments.out(json, "json")?;
        let list = arguments.handle(list, "list")?;
        json.put_text(&list.list.to_json()?)
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::call(error, body) }
}

/// Frees a list and its records. NULL does nothing.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_list_free(list: *mut seam_acs_list) {
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::answer((), |arguments| drop(arguments.owned(list))) }
}
