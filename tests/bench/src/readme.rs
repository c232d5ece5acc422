//! The part of README.md that claims something: written from the figures, and only what holds on a real network.

use super::record::Record;
use super::statistics::median;
use super::targets::grouped;
use anyhow::Context;
use seam_acs_workspace as workspace;

const BEGIN: &str = "<!-- begin: written by `cargo xtask bench` -->\n";
const END: &str = "<!-- end: written by `cargo xtask bench` -->\n";

pub(super) fn write(record: &Record) -> anyhow::Result<()> {
    let file = workspace::root().join("README.md");
    let readme = std::fs::read_to_string(&file)?;
    Ok(std::fs::write(&file, with_claims(&readme, record)?)?)
}

/// The README with its claims as these figures have them.
pub(super) fn with_claims(readme: &str, record: &Record) -> anyhow::Result<String> {
    let (before, rest) = readme.split_once(BEGIN).context("README.md has no place for the figures")?;
    let (_, after) = rest.split_once(END).context("the figures in README.md do not end")?;
    Ok(format!("{before}{BEGIN}{}{END}{after}", claims(record)?))
}

fn claims(record: &Record) -> anyhow::Result<String> {
    let figure = |name: &str, unit: f64| Ok::<f64, anyhow::Error>(median(record.series(name)?) / unit);
    let mut text = String::from(
        "| | C, seam-acs | C, libcurl | Python, seam-acs | Python, official | JavaScript, official |\n\
         | --- | --- | --- | --- | --- | --- |\n",
    );
    let mut row = |what: &str, columns: [&str; 5], unit: f64, digits: usize| {
        let mut cells = Vec::new();
        for name in columns {
            cells.push(if name.is_empty() {
                "–".to_string()
            } else {
                format!("{:.digits$}", figure(name, unit)?)
            });
        }
        text.push_str(&format!("| {what} | {} |\n", cells.join(" | ")));
        Ok::<(), anyhow::Error>(())
    };
    let of = |scenario: &str, quantity: &str| {
        ["ours", "curl-easy", "python-ours", "python-official", "javascript"]
            .map(|name| format!("{scenario}/{name}/{quantity}"))
    };
    let cpu = of("one-same", "cpu");
    row("CPU of a call, µs", cpu.each_ref().map(String::as_str), 1e3, 0)?;
    let start = of("start", "time");
    row("process start to first answer, ms", start.each_ref().map(String::as_str), 1e6, 1)?;
    let memory = of("start", "memory");
    row("memory after the first call, MB", memory.each_ref().map(String::as_str), 1e6, 1)?;
    row(
        "2,000 changes over a network of 20 ms, s",
        [
            "at-once-20/ours-256/time",
            "at-once-20/curl-multi/time",
            "at-once-20/python-ours/time",
            "at-once-20/python-official/time",
            "at-once-20/javascript/time",
        ],
        1e9 / 2000.0,
        2,
    )?;
    let size = grouped(figure("size/ours/file", 1.0)?);
    text.push_str(&format!("\nThe shared library takes {size} bytes.\n"));
    Ok(text)
}
