//! Resident memory, descriptors and threads over time, as one SVG.

use super::watch::Sample;
use anyhow::Context;
use plotters::prelude::*;
use std::path::Path;

/// A curve: its name, its colour and what it shows of a sample.
type Curve = (&'static str, RGBColor, fn(&Sample) -> f64);

#[expect(clippy::cast_precision_loss, reason = "a plot has fewer digits than a number")]
const CURVES: [Curve; 3] = [
    ("resident memory, MB", BLUE, |sample| sample.kilobytes as f64 / 1000.0),
    ("open descriptors", RED, |sample| sample.descriptors as f64),
    ("threads", GREEN, |sample| sample.threads as f64),
];
/// More points than this cannot be told apart.
const POINTS: usize = 400;

/// Draws the three curves below each other.
pub(super) fn draw(file: &Path, title: &str, samples: &[Sample]) -> anyhow::Result<()> {
    let folder = file.parent().context("a plot needs a folder")?;
    std::fs::create_dir_all(folder)?;
    let area = SVGBackend::new(file, (720, 480)).into_drawing_area();
    area.fill(&WHITE)?;
    let seconds = samples.last().map_or(1.0, |sample| sample.at.as_secs_f64()).max(0.1);
    let step = samples.len().div_ceil(POINTS).max(1);
    for (panel, (name, colour, value)) in area.split_evenly((3, 1)).iter().zip(CURVES) {
        let most = samples.iter().map(value).fold(1.0, f64::max);
        let mut chart = ChartBuilder::on(panel)
            .caption(format!("{title}: {name}"), ("sans-serif", 14))
            .margin(6)
            .x_label_area_size(24)
            .y_label_area_size(44)
            .build_cartesian_2d(0.0..seconds, 0.0..most * 1.2)?;
        chart.configure_mesh().light_line_style(TRANSPARENT).x_desc("seconds").y_labels(4).draw()?;
        let points = samples.iter().step_by(step).map(|sample| (sample.at.as_secs_f64(), value(sample)));
        chart.draw_series(LineSeries::new(points, &colour))?;
    }
    area.present().with_context(|| format!("{} cannot be written", file.display()))
}
