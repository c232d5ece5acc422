//! `docs/benchmarks.md`: what was measured, in tables and plots.

use super::competitors::{
    COMMAND, CURL_EASY, CURL_MULTI, Competitor, GO, JAVASCRIPT, OURS, PYTHON_BARE, PYTHON_OFFICIAL,
    PYTHON_OFFICIAL_ASYNC, PYTHON_OURS, PYTHON_OURS_ASYNC, PYTHON_REQUESTS, RAW, REQWEST,
};
use super::plots::PLOTS;
use super::record::Record;
use super::scenarios::CURL_OVER_HTTP2;
use super::statistics::{Ratio, median};
use super::targets::{self, grouped, times};
use anyhow::Context;
use seam_acs_workspace as workspace;

pub(super) const FILE: &str = "docs/benchmarks.md";

pub(super) fn write(record: &Record) -> anyhow::Result<()> {
    std::fs::write(workspace::root().join(FILE), text(record)?).context("the page cannot be written")
}

/// The whole page.
pub(super) fn text(record: &Record) -> anyhow::Result<String> {
    let mut page = String::from(include_str!("page/opening.md"));
    page += &table_of_goals(record)?;
    page += include_str!("page/goals.md");
    page += &single(record)?;
    page += &plots_of("single");
    page += &start(record)?;
    page += &plots_of("start");
    page += &at_once(record)?;
    page += &plots_of("at-once");
    page += &fresh(record)?;
    page += &sizes(record)?;
    page += &machine(record);
    Ok(page)
}

fn table_of_goals(record: &Record) -> anyhow::Result<String> {
    let mut table = Table::new(&["what", "to reach", "measured", "reached", "reqwest alone"]);
    for goal in targets::all(record)? {
        let verdict = if goal.is_reached { "yes" } else { "**no**" };
        let reqwest_alone = goal.reqwest_alone.unwrap_or_default();
        let what = goal.what.to_string();
        table.row(&[what, goal.to_reach, goal.measured, verdict.to_string(), reqwest_alone]);
    }
    Ok(table.text)
}

fn single(record: &Record) -> anyhow::Result<String> {
    let mut text = String::from(include_str!("page/single.md"));
    let mut table = Table::new(&[
        "client",
        "latency, µs (× raw), other core",
        "latency, µs (× raw), same core",
        "CPU, µs (× libcurl easy), same core",
    ]);
    for competitor in super::competitors::SINGLE {
        let name = competitor.name;
        let Some(split) = record.find(&format!("one-split/{name}/latency")) else { continue };
        let same = record.series(&format!("one-same/{name}/latency"))?;
        let cpu = record.series(&format!("one-same/{name}/cpu"))?;
        table.row(&[
            competitor.label.to_string(),
            beside(split, record.series("one-split/raw/latency")?, 1e3),
            beside(same, record.series("one-same/raw/latency")?, 1e3),
            beside(cpu, record.series("one-same/curl-easy/cpu")?, 1e3),
        ]);
    }
    text += &table.text;
    Ok(text)
}

fn start(record: &Record) -> anyhow::Result<String> {
    let mut text = String::from(include_str!("page/start.md"));
    let mut table =
        Table::new(&["client", "start to first answer, ms (× libcurl easy)", "resident memory then, MB"]);
    let competitors: [&Competitor; 9] = [
        &RAW,
        &OURS,
        &CURL_EASY,
        &PYTHON_BARE,
        &PYTHON_OURS,
        &PYTHON_REQUESTS,
        &PYTHON_OFFICIAL,
        &JAVASCRIPT,
        &GO,
    ];
    for competitor in competitors {
        let Some(time) = record.find(&format!("start/{}/time", competitor.name)) else { continue };
        let memory = record.series(&format!("start/{}/memory", competitor.name))?;
        table.row(&[
            competitor.label.to_string(),
            beside(time, record.series("start/curl-easy/time")?, 1e6),
            format!("{:.1}", median(memory) / 1e6),
        ]);
    }
    let command = record.series(&format!("start/{COMMAND}/time"))?;
    let time = beside(command, record.series("start/curl-easy/time")?, 1e6);
    table.row(&["**`seam-acs check`**".to_string(), time, "–".to_string()]);
    text += &table.text;
    text += "\nA Python process that only imports a package:\n\n";
    let mut table = Table::new(&["program", "ms"]);
    for (name, program) in
        [("python-bare", "pass"), ("python-ours", "import seam_acs"), ("python-official", "import seam")]
    {
        let time = record.series(&format!("import/{name}/time"))?;
        table.row(&[format!("`python -c \"{program}\"`"), format!("{:.1}", median(time) / 1e6)]);
    }
    text += &table.text;
    Ok(text)
}

fn at_once(record: &Record) -> anyhow::Result<String> {
    let mut text = String::from(include_str!("page/at_once.md"));
    let mut table = Table::new(&[
        "client",
        "2,000 calls at 20 ms: s (× raw)",
        "0 ms: calls a second (time × libcurl multi)",
        "CPU of a call at 0 ms, µs",
        "memory afterwards, MB",
    ]);
    let with = |competitor: &Competitor, how: &str| format!("{}, {how}", competitor.label);
    for (name, label) in [
        (RAW.name, with(&RAW, "epoll")),
        (REQWEST.name, with(&REQWEST, "32 at once")),
        (OURS.name, with(&OURS, "`apply`, 32 at once")),
        ("ours-256", with(&OURS, "`apply`, adapting up to 256")),
        (CURL_MULTI.name, with(&CURL_MULTI, "32 at once")),
        (PYTHON_OURS.name, with(&PYTHON_OURS, "`memberships.apply`, 32 at once")),
        (PYTHON_OURS_ASYNC.name, with(&PYTHON_OURS_ASYNC, "32 at once")),
        (PYTHON_OFFICIAL.name, with(&PYTHON_OFFICIAL, "32 threads")),
        ("python-official-20", with(&PYTHON_OFFICIAL, "20 threads")),
        (PYTHON_OFFICIAL_ASYNC.name, with(&PYTHON_OFFICIAL_ASYNC, "32 at once")),
        (JAVASCRIPT.name, with(&JAVASCRIPT, "32 at once")),
        (GO.name, with(&GO, "32 goroutines")),
    ] {
        let find = |scenario: &str, quantity: &str| record.find(&format!("{scenario}/{name}/{quantity}"));
        let dash = || "–".to_string();
        let slow = find("at-once-20", "time");
        let fast = find("at-once-0", "time");
        if slow.or(fast).is_none() {
            continue;
        }
        let raw = record.series("at-once-20/raw/time")?;
        let multi = record.series("at-once-0/curl-multi/time")?;
        table.row(&[
            label,
            slow.map_or_else(dash, |time| {
                format!("{:.2} ({})", median(time) * 2000.0 / 1e9, times(Ratio::of(time, raw)))
            }),
            fast.map_or_else(dash, |time| {
                format!("{} ({})", grouped(1e9 / median(time)), times(Ratio::of(time, multi)))
            }),
            find("at-once-0", "cpu").map_or_else(dash, |cpu| format!("{:.1}", median(cpu) / 1e3)),
            find("at-once-0", "memory").map_or_else(dash, |memory| format!("{:.1}", median(memory) / 1e6)),
        ]);
    }
    text += &table.text;
    Ok(text)
}

fn fresh(record: &Record) -> anyhow::Result<String> {
    let mut text = String::from(include_str!("page/fresh.md"));
    let mut table = Table::new(&[
        "client",
        "one client for all: latency, µs",
        "a new client each: latency, µs (× one client)",
    ]);
    for (name, label) in [
        (OURS.name, OURS.label.to_string()),
        (CURL_EASY.name, CURL_EASY.label.to_string()),
        (CURL_OVER_HTTP2, format!("{}, over HTTP/2", CURL_EASY.label)),
    ] {
        let Some(kept) = record.find(&format!("tls-kept/{name}/latency")) else { continue };
        let fresh = record.series(&format!("tls-fresh/{name}/latency"))?;
        table.row(&[label, format!("{:.1}", median(kept) / 1e3), beside(fresh, kept, 1e3)]);
    }
    text += &table.text;
    Ok(text)
}

fn sizes(record: &Record) -> anyhow::Result<String> {
    let mut text = String::from(include_str!("page/size.md"));
    let mut table = Table::new(&["part of the library", "bytes"]);
    let mut parts: Vec<(&str, f64)> = record.parts().collect();
    parts.sort_by(|a, b| b.1.total_cmp(&a.1));
    for (part, bytes) in parts {
        table.row(&[part.to_string(), grouped(bytes)]);
    }
    let file = median(record.series("size/ours/file")?);
    table.row(&["**the file**".to_string(), format!("**{}**", grouped(file))]);
    text += &table.text;
    Ok(text)
}

fn machine(record: &Record) -> String {
    let mut text = String::from(include_str!("page/machine.md"));
    let mut table = Table::new(&["", ""]);
    for (what, value) in &record.facts {
        table.row(&[what.clone(), value.clone()]);
    }
    text += &table.text;
    text
}

fn plots_of(section: &str) -> String {
    let plots = PLOTS.iter().filter(|plot| plot.section == section);
    plots.map(|plot| format!("\n![{}](benchmarks/{}.svg)\n", plot.title, plot.name)).collect()
}

/// A median in a unit, and its ratio to another with the spread of that.
fn beside(samples: &[f64], reference: &[f64], unit: f64) -> String {
    format!("{:.1} ({})", median(samples) / unit, times(Ratio::of(samples, reference)))
}

/// A table in Markdown.
struct Table {
    text: String,
}

impl Table {
    fn new(columns: &[&str]) -> Self {
        let line = format!("| {} |\n", columns.join(" | "));
        let rule = format!("|{}\n", " --- |".repeat(columns.len()));
        Self { text: line + &rule }
    }

    fn row(&mut self, cells: &[String]) {
        self.text.push_str(&format!("| {} |\n", cells.join(" | ")));
    }
}
