//! `api/templates`: how what is made looks in each language.

use std::io::Write;
use std::process::Stdio;

use anyhow::{Context, ensure};
use minijinja::{AutoEscape, Environment, UndefinedBehavior, Value};

use super::File;
use seam_acs_workspace::command::program;
use seam_acs_workspace::root;

/// The templates, to be filled.
pub(crate) struct Templates(Environment<'static>);

impl Templates {
    pub(crate) fn read() -> Self {
        let mut environment = environment();
        environment.set_loader(minijinja::path_loader(root().join("api/templates")));
        Self(environment)
    }

    /// A template, filled; `name` is its path below `api/templates`, without `.j2`.
    pub(crate) fn fill(&self, name: &str, values: Value) -> anyhow::Result<String> {
        let template = self.0.get_template(&format!("{name}.j2"))?;
        template.render(values).with_context(|| format!("api/templates/{name}.j2"))
    }

    /// The same for a file of Rust, laid out as `cargo fmt` does.
    pub(crate) fn fill_rust(&self, name: &str, values: Value) -> anyhow::Result<String> {
        formatted(&self.fill(name, values)?).with_context(|| format!("api/templates/{name}.j2"))
    }
}

/// How every template of `api/templates` is read.
pub(crate) fn environment() -> Environment<'static> {
    let mut environment = Environment::new();
    // Nothing here is HTML, whatever a file is called.
    environment.set_auto_escape_callback(|_| AutoEscape::None);
    // A name that is spelled wrong ends the run and leaves no hole in a file.
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_trim_blocks(true);
    environment.set_lstrip_blocks(true);
    environment.set_keep_trailing_newline(true);
    environment.add_global("notice", super::NOTICE);
    environment
}

/// A file of the repository that is written by hand, but for what stands between two of its lines.
pub(super) fn within(file: &str, marks: [&str; 2], made: &str) -> anyhow::Result<File> {
    Ok((file.to_owned(), between(file, &text_of(file)?, marks, made)?))
}

/// The text of a file of the repository.
pub(crate) fn text_of(file: &str) -> anyhow::Result<String> {
    std::fs::read_to_string(root().join(file)).with_context(|| format!("{file} cannot be read"))
}

/// A text that is written by hand, but for what stands between two of its lines.
pub(super) fn between(file: &str, text: &str, [begin, end]: [&str; 2], made: &str) -> anyhow::Result<String> {
    let lacks = |line: &str| format!("{file} has no line {line:?}");
    let (before, rest) = text.split_once(begin).with_context(|| lacks(begin))?;
    let (_, after) = rest.split_once(end).with_context(|| lacks(end))?;
    Ok([before, begin, made, end, after].concat())
}

fn formatted(source: &str) -> anyhow::Result<String> {
    let mut rustfmt = program("rustfmt");
    rustfmt.args(["--edition", "2024", "--emit", "stdout"]).arg("--config-path").arg(root());
    let mut running = rustfmt
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .context("rustfmt cannot be started: `rustup component add rustfmt`")?;
    let mut input = running.stdin.take().context("rustfmt takes no input")?;
    // It reads everything before it writes.
    input.write_all(source.as_bytes())?;
    drop(input);
    let output = running.wait_with_output()?;
    ensure!(output.status.success(), "rustfmt does not understand it");
    Ok(String::from_utf8(output.stdout)?)
}
