//! What one run measured: every sample of every series, and the facts about machine and versions. The page, the plots
//! and the README's figures are made of this file alone.

use anyhow::Context;
use seam_acs_workspace as workspace;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::PathBuf;

const FILE: &str = "docs/benchmarks/figures.json";

#[derive(Default)]
pub(crate) struct Record {
    /// In the order of the page: what, and its value.
    pub(super) facts: Vec<(String, String)>,
    /// Nanoseconds, bytes or counts; a sample a round, and the rounds of one scenario belong together.
    series: BTreeMap<String, Vec<f64>>,
}

impl Record {
    pub(super) fn fact(&mut self, what: &str, value: impl Into<String>) {
        self.facts.push((what.to_string(), value.into()));
    }

    /// Adds a sample. A series is named `SCENARIO/COMPETITOR/QUANTITY`.
    #[expect(clippy::cast_precision_loss, reason = "nanoseconds of a month and bytes of a petabyte fit")]
    pub(super) fn add(&mut self, scenario: &str, competitor: &str, quantity: &str, sample: u64) {
        self.series.entry(format!("{scenario}/{competitor}/{quantity}")).or_default().push(sample as f64);
    }

    /// A series that may be missing: a competitor that could not be had.
    pub(super) fn find(&self, name: &str) -> Option<&[f64]> {
        self.series.get(name).map(Vec::as_slice)
    }

    pub(super) fn series(&self, name: &str) -> anyhow::Result<&[f64]> {
        self.find(name).with_context(|| format!("the run has no series {name}"))
    }

    /// The parts of the library and their bytes.
    pub(super) fn parts(&self) -> impl Iterator<Item = (&str, f64)> {
        self.series.iter().filter_map(|(name, samples)| {
            let part = name.strip_prefix("size/")?.strip_suffix("/part")?;
            Some((part, *samples.first()?))
        })
    }

    pub(super) fn load() -> anyhow::Result<Self> {
        let file = Self::file();
        let text =
            std::fs::read_to_string(&file).with_context(|| format!("{} cannot be read", file.display()))?;
        Self::parse(&text).with_context(|| format!("{} is not what a run writes", file.display()))
    }

    pub(super) fn save(&self) -> anyhow::Result<()> {
        let file = Self::file();
        std::fs::create_dir_all(file.parent().context("a file has a folder")?)?;
        std::fs::write(&file, self.text()?).with_context(|| format!("{} cannot be written", file.display()))
    }

    fn file() -> PathBuf {
        workspace::root().join(FILE)
    }

    fn parse(text: &str) -> anyhow::Result<Self> {
        let value: Value = serde_json::from_str(text)?;
        let facts = value
            .get("facts")
            .context("no facts")?
            .as_array()
            .context("no facts")?
            .iter()
            .map(|fact| Some((fact.get(0)?.as_str()?.to_string(), fact.get(1)?.as_str()?.to_string())));
        let series = value.get("series").context("no series")?.as_object().context("no series")?.iter().map(
            |(name, samples)| {
                let samples = samples.as_array()?.iter().map(Value::as_f64).collect::<Option<Vec<_>>>()?;
                Some((name.clone(), samples))
            },
        );
        Ok(Self {
            facts: facts.collect::<Option<_>>().context("a fact is not two texts")?,
            series: series.collect::<Option<_>>().context("a series is not numbers")?,
        })
    }

    /// A series a line, so that two runs can be compared with diff.
    fn text(&self) -> anyhow::Result<String> {
        let facts = serde_json::to_string_pretty(&json!(self.facts))?;
        let mut series = Vec::new();
        for (name, samples) in &self.series {
            series.push(format!("    {}: {}", json!(name), serde_json::to_string(samples)?));
        }
        Ok(format!("{{\n\"facts\": {facts},\n\"series\": {{\n{}\n}}\n}}\n", series.join(",\n")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_survives_its_file() {
        let mut record = Record::default();
        record.fact("rustc", "1.95");
        record.add("one-same", "raw", "latency", 6200);
        record.add("one-same", "raw", "latency", 6300);
        let again = Record::parse(&record.text().unwrap()).unwrap();
        assert_eq!(again.facts, record.facts);
        assert_eq!(again.series("one-same/raw/latency").unwrap(), [6200.0, 6300.0]);
        assert!(again.series("one-same/raw/cpu").is_err());
    }
}
