//! What the pages say beside code is right: the tables of statuses and options, and links.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use seam_acs_core::{Options, Status};
use seam_acs_e2e::markdown::{Page, pages_in};
use seam_acs_e2e::repository;

#[test]
fn the_page_of_errors_has_every_status_with_its_number() {
    let page = Page::read("docs/errors.md");
    let rows = page.table("Number");
    let shown: Vec<_> = rows.iter().map(|row| (row[0].to_owned(), row[1].to_owned())).collect();
    let known: Vec<_> = Status::ALL
        .iter()
        .map(|status| (status.code().to_string(), format!("`{}`", status.name())))
        .collect();
    assert_eq!(shown, known);
    assert!(rows.iter().all(|row| row.len() == 4 && row[2].len() > 4 && row[3].len() > 4), "a cell is empty");
}

#[test]
fn the_page_of_options_has_every_option_with_its_range_and_default() {
    let page = Page::read("docs/options.md");
    let shown: Vec<_> =
        page.table("Name").iter().map(|row| [row[0], row[2], row[3]].map(str::to_owned)).collect();
    let known: Vec<_> = Options::NAMES
        .iter()
        .map(|spec| [format!("`{}`", spec.name), spec.range.to_owned(), spec.default.to_owned()])
        .collect();
    assert_eq!(shown, known);
}

#[test]
fn every_link_of_a_page_leads_to_a_file_and_its_anchor_to_a_heading() {
    let mut wrong = Vec::new();
    let mut links = 0;
    // The parts that docs/benchmarks.md is made of have its links.
    for page in pages_in(".").into_iter().filter(|page| !page.file.starts_with("tests/bench/src")) {
        let folder = page.file.parent().unwrap().to_path_buf();
        for link in page.prose().iter().flat_map(|line| line.split("](").skip(1)) {
            let Some((link, _)) = link.split_once(')') else { continue };
            if link.contains("://") {
                continue;
            }
            links += 1;
            let (path, anchor) = link.split_once('#').unwrap_or((link, ""));
            let target = if path.is_empty() { page.file.clone() } else { folder.join(path) };
            let is_there = repository().join(&target).exists();
            if !is_there || (!anchor.is_empty() && !anchors(&Page::read(target)).contains(&anchor.to_owned()))
            {
                wrong.push(format!("{}: {link}", page.file.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(links > 100, "only {links} links were found");
}

/// What the headings of a page are called in links.
fn anchors(page: &Page) -> Vec<String> {
    let headings = page.prose().into_iter().filter(|line| line.starts_with('#'));
    headings
        .map(|line| {
            let words = line.trim_start_matches('#').trim().to_lowercase();
            let kept = words.chars().filter(|letter| letter.is_alphanumeric() || " -_".contains(*letter));
            kept.map(|letter| if letter == ' ' { '-' } else { letter }).collect()
        })
        .collect()
}
