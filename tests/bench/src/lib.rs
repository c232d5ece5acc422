//! `cargo xtask bench`: the C ABI and the Python package beside what a user would pick instead, in one run.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "it is a part of a program for people")]
#![allow(
    clippy::format_push_string,
    clippy::format_collect,
    reason = "texts are small here, and this reads better"
)]

mod artifacts;
mod client;
mod competitors;
mod examples;
mod instructions;
mod machine;
mod page;
mod plots;
mod readme;
mod record;
mod scenarios;
mod server;
mod statistics;
mod targets;

use artifacts::Artifacts;
use record::Record;
use scenarios::Effort;
use seam_acs_workspace as workspace;
use std::process::ExitCode;

/// Does what the words after `cargo xtask bench` say.
///
/// # Errors
/// A word that is none, and whatever cannot be built, run or written.
pub fn run(arguments: &[String]) -> anyhow::Result<ExitCode> {
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [] => measure(&Artifacts::prepare()?, Effort::Full)?.publish()?,
        ["--built"] => measure(&Artifacts::as_built(), Effort::Full)?.publish()?,
        ["--quick"] => print!("{}", page::text(&measure(&Artifacts::prepare()?, Effort::Quick)?)?),
        ["--quick", "--built"] => print!("{}", page::text(&measure(&Artifacts::as_built(), Effort::Quick)?)?),
        ["--check"] => return instructions::check(&instructions::Library::Fresh),
        ["--check", "--packaged"] => return instructions::check(&instructions::Library::Packaged),
        ["--record"] => instructions::record(&instructions::Library::Fresh)?,
        ["--render"] => Record::load()?.publish()?,
        _ => anyhow::bail!("bench takes --quick, --built, --render, --check, --record, or nothing"),
    }
    Ok(ExitCode::SUCCESS)
}

fn measure(artifacts: &Artifacts, effort: Effort) -> anyhow::Result<Record> {
    let mut record = Record::default();
    machine::describe(artifacts, &mut record)?;
    scenarios::run(artifacts, effort, &mut record)?;
    machine::describe_load(&mut record, "load at the end")?;
    Ok(record)
}

impl Record {
    /// Writes the figures, and everything that is made of them.
    fn publish(&self) -> anyhow::Result<()> {
        self.save()?;
        page::write(self)?;
        plots::write(self)?;
        readme::write(self)?;
        println!("Written: {}", workspace::root().join(page::FILE).display());
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn committed(file: &str) -> String {
        std::fs::read_to_string(workspace::root().join(file)).unwrap()
    }

    #[test]
    fn the_page_and_its_plots_show_the_committed_figures() {
        let record = Record::load().unwrap();
        assert_eq!(committed(page::FILE), page::text(&record).unwrap(), "run: cargo xtask bench --render");
        for plot in &plots::PLOTS {
            let file = format!("docs/benchmarks/{}.svg", plot.name);
            assert_eq!(committed(&file), plot.svg(&record).unwrap(), "{file}: cargo xtask bench --render");
        }
    }

    #[test]
    fn the_readme_claims_what_the_figures_say() {
        let readme = committed("README.md");
        let claims = readme::with_claims(&readme, &Record::load().unwrap()).unwrap();
        assert_eq!(readme, claims, "run: cargo xtask bench --render");
    }
}
