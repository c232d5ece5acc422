//! The parts of a runtime's README that are the same in all of them, between `<!-- xtask: NAME -->` and
//! `<!-- xtask end -->`.

use super::Runtime;
use super::model::Model;
use anyhow::{Context, bail};

const END: &str = "<!-- xtask end -->";

pub(crate) fn filled(page: &str, runtime: &Runtime, model: &Model) -> anyhow::Result<String> {
    let mut out = String::new();
    let mut rest = page;
    while let Some((before, after)) = rest.split_once("<!-- xtask: ") {
        let (name, after) = after.split_once(" -->").context("a mark without its end")?;
        let (_, after) = after.split_once(END).with_context(|| format!("{name} has no {END}"))?;
        let part = match name {
            "operations" => operations(runtime, model),
            "statuses" => statuses(model),
            other => bail!("{}/README.md asks for {other:?}", runtime.name),
        };
        out.push_str(&format!("{before}<!-- xtask: {name} -->\n{part}\n{END}"));
        rest = after;
    }
    out.push_str(rest);
    Ok(out)
}

fn operations(runtime: &Runtime, model: &Model) -> String {
    let mut table = "| method | does |\n| --- | --- |".to_owned();
    for operation in &model.operations {
        let spelled = |part: &str| (runtime.spell)(part);
        let name = match operation.namespace() {
            Some(namespace) => format!("{}.{}", spelled(namespace), spelled(operation.method())),
            None => spelled(operation.method()),
        };
        table.push_str(&format!("\n| `{name}` | {} |", operation.about));
    }
    table
}

fn statuses(model: &Model) -> String {
    let mut table = "| status | name | meaning |\n| --- | --- | --- |".to_owned();
    for status in model.header.statuses.iter().filter(|status| status.code != 0) {
        table.push_str(&format!("\n| {} | `{}` | {} |", status.code, status.name, status.about));
    }
    table
}
