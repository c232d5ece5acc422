//! Tables that somebody made to do harm: what they take of memory, and what is said of them, is what their size says. What
//! they take of time, the benchmark says.

#![allow(clippy::expect_used, reason = "tests may fail loudly")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use seam_acs_core::{Roster, TableOptions};

/// Counts what is in use, and the most that was.
struct Counting;

static NOW: AtomicUsize = AtomicUsize::new(0);
static MOST: AtomicUsize = AtomicUsize::new(0);
/// One test at a time, as all of them count together.
static TURN: Mutex<()> = Mutex::new(());

fn turn() -> MutexGuard<'static, ()> {
    TURN.lock().unwrap_or_else(PoisonError::into_inner)
}

#[global_allocator]
static COUNTING: Counting = Counting;

// SAFETY: everything is left to the system; what is counted does not change it.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let now = NOW.fetch_add(layout.size(), Ordering::Relaxed) + layout.size();
        MOST.fetch_max(now, Ordering::Relaxed);
        // SAFETY: the caller keeps the rules of the trait.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, place: *mut u8, layout: Layout) {
        NOW.fetch_sub(layout.size(), Ordering::Relaxed);
        // SAFETY: the caller keeps the rules of the trait.
        unsafe { System.dealloc(place, layout) }
    }
}

/// So much takes what does not grow with the table.
const FIXED: usize = 2 << 20;

fn lines(count: usize, line: impl Fn(usize) -> String) -> String {
    let mut text = String::new();
    (0..count).for_each(|number| text.push_str(&line(number)));
    text
}

fn costs_what_its_size_says(about: &str, table: &[u8], options: &str) -> Result<usize, String> {
    let options = TableOptions::from_json(options).expect("options");
    let before = NOW.load(Ordering::Relaxed);
    MOST.store(before, Ordering::Relaxed);
    let read =
        Roster::parse_with(table, &options).map(|roster| roster.len()).map_err(|error| error.to_string());
    let memory = MOST.load(Ordering::Relaxed) - before;
    let most = 4 * table.len() + FIXED;
    assert!(memory <= most, "{about}: {memory} bytes for {}", table.len());
    if let Err(message) = &read {
        assert!(message.len() <= 4_096, "{about}: a message of {} bytes", message.len());
    }
    read
}

#[test]
fn many_unknown_keys_are_read_in_one_go() {
    let _turn = turn();
    let keys: Vec<String> = (0..20_000).map(|number| format!("\"k{number}\":0")).collect();
    let one = format!("[{{\"email\":\"a@b\",\"group\":\"g\",{}}}]", keys.join(","));
    drop(keys);
    assert_eq!(costs_what_its_size_says("keys of one object", one.as_bytes(), "{}"), Ok(1));
    let each = lines(10_000, |number| format!("{{\"email\":\"a@b\",\"k{number}\":0}}\n"));
    assert_eq!(costs_what_its_size_says("keys of many objects", each.as_bytes(), "{}"), Ok(10_000));
}

#[test]
fn a_field_that_is_not_used_is_not_kept() {
    let _turn = turn();
    let many = "{\"\":0},".repeat(1 << 18);
    let text = format!("[{{\"email\":\"a@b\",\"x\":[{many}0]}}]");
    assert_eq!(costs_what_its_size_says("objects", text.as_bytes(), "{}"), Ok(1));
    let deep = format!("[{{\"email\":\"a@b\",\"x\":{}{}}}]", "[".repeat(1 << 17), "]".repeat(1 << 17));
    assert_eq!(costs_what_its_size_says("depth", deep.as_bytes(), "{}"), Ok(1));
    let long = format!("{{\"email\":\"a@b\",\"x\":\"{}\"}}", "\\u0041".repeat(1 << 18));
    assert_eq!(costs_what_its_size_says("escapes", long.as_bytes(), "{}"), Ok(1));
}

#[test]
fn what_is_refused_is_refused_in_few_words() {
    let _turn = turn();
    let long = "x".repeat(1 << 18);
    let commas = ",".repeat(1 << 18);
    for (about, table) in [
        ("a header of one name", long.clone()),
        ("a header of one name in quotation marks", format!("\"{long}")),
        ("a header of quotation marks", "\"".repeat((1 << 18) + 1)),
        ("a header of nothing", commas.clone()),
        ("a header of names", "email,".repeat(1 << 18)),
        ("a header of other names", "e,".repeat(16_000)),
        ("a row of nothing", format!("email,group\n{commas}x\n")),
        ("a name", format!("name,group\n{long},g\n")),
        ("a group", format!("name,group\na,{long}\n")),
        ("an action", format!("name,group,action\na,g,{long}\n")),
        ("a row too long", format!("name,group\na,g,{long}\n")),
        ("a quotation mark", format!("name,group\n\"{long}\n")),
        ("a text", format!("[\"{}\"]", "\u{200b}".repeat(1 << 17))),
        ("a value", format!("[{{\"email\":[{}0]}}]", "0,".repeat(1 << 17))),
        ("a key", format!("[{{\"{long}\":1}}]")),
        ("an object without a person", "[{}".to_owned() + &",{}".repeat(1 << 17) + "]"),
        ("lines without a person", "{}\n".repeat(1 << 17)),
        ("rows without a group", "name,group\n".to_owned() + &"a,\n".repeat(1 << 17)),
        ("rows that are cut", "name,group\n".to_owned() + &"a\n".repeat(1 << 17)),
    ] {
        costs_what_its_size_says(about, table.as_bytes(), "{}").expect_err(about);
    }
    let groups = format!("name,group\na,{}\n", "g;".repeat(1 << 17));
    costs_what_its_size_says("groups", groups.as_bytes(), r#"{"group_separator": ";"}"#)
        .expect_err("too many");
    let lines = "\n".repeat(1 << 18) + "email\na@b\n";
    assert_eq!(costs_what_its_size_says("lines", lines.as_bytes(), r#"{"header_line": 262145}"#), Ok(1));
}

#[test]
fn rows_take_a_few_times_what_they_are_written_in() {
    let _turn = turn();
    let rows = lines(10_000, |number| format!("person{number}@b.example,Group {}\n", number % 50));
    let table = format!("email,group\n{rows}");
    assert_eq!(costs_what_its_size_says("rows", table.as_bytes(), "{}"), Ok(10_000));
    let wide: Vec<u8> =
        "\u{feff}".encode_utf16().chain(table.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    assert_eq!(costs_what_its_size_says("UTF-16", &wide, "{}"), Ok(10_000));
}
