//! What was to be reached, and whether this run reached it.

use super::competitors::{OURS, PYTHON_OURS, REQWEST};
use super::record::Record;
use super::statistics::{Ratio, median};
use seam_acs_workspace::digits;

/// A row of the table.
pub(super) struct Goal {
    pub(super) what: &'static str,
    pub(super) to_reach: String,
    pub(super) measured: String,
    pub(super) is_reached: bool,
    /// The same with reqwest alone in our place.
    pub(super) reqwest_alone: Option<String>,
}

const MB: f64 = 1e6;
const MS: f64 = 1e6;

/// All rows; a run that lacks a series of ours is an error.
pub(super) fn all(record: &Record) -> anyhow::Result<Vec<Goal>> {
    let rows = Rows { record };
    let all = vec![
        single(&rows)?,
        starts(&rows)?,
        many(&rows)?,
        plans(&rows)?,
        held(&rows)?,
        busy(&rows)?,
        instructions(&rows)?,
        lists(&rows)?,
        hostile(&rows)?,
    ];
    Ok(all.into_iter().flatten().collect())
}

fn single(rows: &Rows) -> anyhow::Result<Vec<Goal>> {
    Ok(vec![
        rows.at_most(
            "one call, kept connection, C ABI: latency, server on the other core",
            "libcurl easy",
            1.10,
            ["one-split/ours/latency", "one-split/curl-easy/latency"],
        )?,
        rows.at_most(
            "the same",
            "the raw socket",
            1.25,
            ["one-split/ours/latency", "one-split/raw/latency"],
        )?,
        rows.at_most(
            "CPU per call, C ABI, one core",
            "libcurl easy",
            1.4,
            ["one-same/ours/cpu", "one-same/curl-easy/cpu"],
        )?,
        rows.at_most(
            "one call from Python: latency",
            "the official package",
            1.0 / 4.0,
            ["one-split/python-ours/latency", "one-split/python-official/latency"],
        )?,
        rows.at_most(
            "one call from Python: CPU, one core",
            "the official package",
            1.0 / 15.0,
            ["one-same/python-ours/cpu", "one-same/python-official/cpu"],
        )?,
    ])
}

fn starts(rows: &Rows) -> anyhow::Result<Vec<Goal>> {
    Ok(vec![
        rows.at_most(
            "process start to first answer, C",
            "libcurl easy",
            1.0,
            ["start/ours/time", "start/curl-easy/time"],
        )?,
        rows.at_most(
            "process start to first answer, the command",
            "the C program",
            1.2,
            ["start/command/time", "start/ours/time"],
        )?,
        rows.at_most(
            "process start to first answer, Python",
            "the official package",
            1.0 / 20.0,
            ["start/python-ours/time", "start/python-official/time"],
        )?,
        rows.below("resident memory after the first call, C", 6.0, "MB", "start/ours/memory", None, MB)?,
        rows.below(
            "resident memory after the first call, Python, over the bare interpreter",
            6.0,
            "MB",
            "start/python-ours/memory",
            Some("start/python-bare/memory"),
            MB,
        )?,
        rows.below(
            "`import seam_acs`, over `python -c pass`",
            10.0,
            "ms",
            "import/python-ours/time",
            Some("import/python-bare/time"),
            MS,
        )?,
        rows.import()?,
        rows.below(
            "shared library, stripped, all features",
            4_194_304.0,
            "bytes",
            "size/ours/file",
            None,
            1.0,
        )?,
    ])
}

fn many(rows: &Rows) -> anyhow::Result<Vec<Goal>> {
    Ok(vec![
        rows.at_least(
            "AsyncSeam, 5,000 calls at 0 ms, 32 at once",
            "the official AsyncSeam",
            20.0,
            ["at-once-0/python-ours-async/time", "at-once-0/python-official-async/time"],
        )?,
        rows.at_most(
            "2,000 changes at 20 ms, ceiling 32",
            "the raw epoll client",
            1.03,
            ["at-once-20/ours/time", "at-once-20/raw/time"],
        )?,
        rows.at_most(
            "the same, ceiling 256",
            "ceiling 32",
            1.0 / 4.0,
            ["at-once-20/ours-256/time", "at-once-20/ours/time"],
        )?,
        rows.at_least(
            "50,000 changes at 0 ms, 32 at once: rate",
            "libcurl multi",
            1.0,
            ["at-once-0/ours/time", "at-once-0/curl-multi/time"],
        )?,
        rows.at_most(
            "the same: CPU of a change",
            "libcurl multi",
            0.85,
            ["at-once-0/ours/cpu", "at-once-0/curl-multi/cpu"],
        )?,
        rows.at_most(
            "CPU of a change at 50,000",
            "of a change at 1,000",
            1.1,
            ["at-once-0/ours/cpu", "at-once-0/ours-1000/cpu"],
        )?,
        rows.at_most(
            "100 calls over TLS, each from a new client",
            "the same from one client",
            1.3,
            ["tls-fresh/ours/latency", "tls-kept/ours/latency"],
        )?,
    ])
}

fn plans(rows: &Rows) -> anyhow::Result<Vec<Goal>> {
    let cpu = "the same: CPU of our process, all threads";
    Ok(vec![
        rows.below("plan of 1,000,000 pairs, empty groups: time", 2000.0, "ms", "plan/empty/time", None, MS)?,
        rows.below("the same, everybody is in already: time", 2000.0, "ms", "plan/full/time", None, MS)?,
        rows.below(cpu, 2000.0, "ms", "plan/full/cpu", None, MS)?,
        rows.below("the same: memory", 300.0, "MB", "plan/full/memory", None, MB)?,
    ])
}

fn held(rows: &Rows) -> anyhow::Result<Vec<Goal>> {
    let what = "threads of a process with 1,000 operations";
    Ok(vec![rows.below(what, 3.0, "threads", "held/ours/threads", None, 1.0)?])
}

fn busy(rows: &Rows) -> anyhow::Result<Vec<Goal>> {
    Ok(vec![
        rows.at_most(
            "CPU per call while others use that core",
            "libcurl easy",
            1.4,
            ["one-busy/ours/cpu", "one-busy/curl-easy/cpu"],
        )?,
        rows.at_most(
            "CPU of a change, 32 at once, while others use that core",
            "libcurl multi",
            0.85,
            ["at-once-busy/ours/cpu", "at-once-busy/curl-multi/cpu"],
        )?,
    ])
}

fn instructions(rows: &Rows) -> anyhow::Result<Vec<Goal>> {
    let (one, many) = ("instructions/ours/one_call", "instructions/ours/one_change_of_many");
    Ok(vec![
        rows.below("instructions of a call", 90_000.0, "", one, None, 1.0)?,
        rows.below("instructions of a change, 32 at once", 80_000.0, "", many, None, 1.0)?,
    ])
}

fn lists(rows: &Rows) -> anyhow::Result<Vec<Goal>> {
    let members = "list of 10,000 members, each record asked for: memory above the idle process";
    let openers = "who can open an entrance, 10,000 people, the same: at most meanwhile";
    Ok(vec![
        rows.below(members, 12.0, "MB", "list-members/ours/held", None, MB)?,
        rows.below("the same, after it is freed", 1.0, "MB", "list-members/ours/left", None, MB)?,
        rows.below(openers, 25.0, "MB", "list-entrance-users/ours/peak", None, MB)?,
    ])
}

fn hostile(rows: &Rows) -> anyhow::Result<Vec<Goal>> {
    let memory = |what, table: &str| {
        let [memory, size] = ["memory", "size"].map(|quantity| format!("hostile/{table}/{quantity}"));
        rows.at_most(what, "the table", 4.0, [&memory, &size])
    };
    let keys = "a row of 1 MB with 100,000 unknown names: time";
    let message = "a header of 50 MB: the message that refuses it";
    Ok(vec![
        rows.below(keys, 500.0, "ms", "hostile/keys/time", None, MS)?,
        memory("50 MB of objects that nobody asked for: memory", "unused")?,
        memory("a row of 50 million empty cells: memory", "commas")?,
        memory("a million rows that cannot be read: memory", "people")?,
        rows.below("the same: time", 2000.0, "ms", "hostile/people/time", None, MS)?,
        rows.below(message, 4096.0, "bytes", "hostile/header/message", None, 1.0)?,
    ])
}

struct Rows<'a> {
    record: &'a Record,
}

impl Rows<'_> {
    fn ratio(&self, [ours, theirs]: [&str; 2]) -> anyhow::Result<Ratio> {
        Ok(Ratio::of(self.record.series(ours)?, self.record.series(theirs)?))
    }

    fn at_most(
        &self,
        what: &'static str,
        whose: &str,
        limit: f64,
        series: [&str; 2],
    ) -> anyhow::Result<Goal> {
        let ratio = self.ratio(series)?;
        let limit_text = if limit < 0.5 { format!("1/{:.0}", 1.0 / limit) } else { format!("{limit:.2}") };
        Ok(Goal {
            what,
            to_reach: format!("at most {limit_text} × {whose}"),
            measured: times(ratio),
            is_reached: ratio.value <= limit,
            reqwest_alone: self.reqwest_alone(series, |[alone, theirs]| [alone, theirs]),
        })
    }

    /// How many times as fast; the series are times.
    fn at_least(
        &self,
        what: &'static str,
        whose: &str,
        limit: f64,
        series: [&str; 2],
    ) -> anyhow::Result<Goal> {
        let [ours, theirs] = series;
        let ratio = self.ratio([theirs, ours])?;
        Ok(Goal {
            what,
            to_reach: format!("at least {limit:.0} × {whose}"),
            measured: times(ratio),
            is_reached: ratio.value >= limit,
            reqwest_alone: self.reqwest_alone(series, |[alone, theirs]| [theirs, alone]),
        })
    }

    /// The ratio with reqwest in our place, where it is one of ours to another client.
    fn reqwest_alone(
        &self,
        [ours, theirs]: [&str; 2],
        order: fn([&[f64]; 2]) -> [&[f64]; 2],
    ) -> Option<String> {
        theirs.split('/').nth(1).filter(|other| !other.starts_with(OURS.name))?;
        let (scenario, rest) = ours.split_once('/')?;
        let (who, quantity) = rest.split_once('/')?;
        let is_ours = [OURS.name, PYTHON_OURS.name].contains(&who);
        let name = REQWEST.name;
        let alone = self.record.find(&format!("{scenario}/{name}/{quantity}")).filter(|_| is_ours)?;
        let [upper, lower] = order([alone, self.record.find(theirs)?]);
        Some(times(Ratio::of(upper, lower)))
    }

    /// An absolute figure, or one over a base.
    fn below(
        &self,
        what: &'static str,
        limit: f64,
        unit: &str,
        series: &str,
        base: Option<&str>,
        scale: f64,
    ) -> anyhow::Result<Goal> {
        let base = base.map(|base| self.record.series(base)).transpose()?;
        let value = (median(self.record.series(series)?) - base.map_or(0.0, median)) / scale;
        let show = |value: f64| if scale > 1.0 { format!("{value:.1}") } else { grouped(value) };
        Ok(Goal {
            what,
            to_reach: format!("at most {} {unit}", grouped(limit)).trim_end().to_string(),
            measured: format!("{} {unit}", show(value)).trim_end().to_string(),
            is_reached: value <= limit,
            reqwest_alone: None,
        })
    }

    fn import(&self) -> anyhow::Result<Goal> {
        let bare = median(self.record.series("import/python-bare/time")?);
        let over = |series: &str| Ok::<f64, anyhow::Error>(median(self.record.series(series)?) - bare);
        let value = over("import/python-ours/time")? / over("import/python-official/time")?;
        Ok(Goal {
            what: "`import seam_acs`, both over `python -c pass`",
            to_reach: "at most 1/30 × `import seam`".to_string(),
            measured: format!("1/{:.1} ×", 1.0 / value),
            is_reached: value <= 1.0 / 30.0,
            reqwest_alone: None,
        })
    }
}

/// `0.83 × (0.81 to 0.86)`; small ones as a fraction of one.
pub(super) fn times(ratio: Ratio) -> String {
    let show = |value: f64| {
        if value < 0.3 {
            format!("1/{:.1}", 1.0 / value)
        } else if value < 10.0 {
            format!("{value:.2}")
        } else {
            format!("{value:.1}")
        }
    };
    format!("{} × ({} to {})", show(ratio.value), show(ratio.low), show(ratio.high))
}

/// A whole number with its thousands apart.
pub(super) fn grouped(value: f64) -> String {
    digits::grouped(&format!("{value:.0}"), ',')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ratios_read_as_people_say_them() {
        assert_eq!(times(Ratio { value: 1.1, low: 1.0, high: 1.25 }), "1.10 × (1.00 to 1.25)");
        assert_eq!(times(Ratio { value: 0.05, low: 0.04, high: 0.1 }), "1/20.0 × (1/25.0 to 1/10.0)");
    }

    #[test]
    fn thousands_stand_apart() {
        assert_eq!(grouped(4_194_304.0), "4,194,304");
        assert_eq!(grouped(256.0), "256");
    }
}
