//! The plots beside the page: bars with the spread of their rounds.

use super::record::Record;
use super::statistics::{median, quantile};
use anyhow::Context;
use plotters::prelude::*;
use seam_acs_workspace as workspace;

/// A plot of one quantity, a bar for each client that has it.
pub(super) struct Plot {
    /// Of its file.
    pub(super) name: &'static str,
    /// Of the page.
    pub(super) section: &'static str,
    pub(super) title: &'static str,
    scenario: &'static str,
    quantity: &'static str,
    /// How much of what is recorded makes one of what is shown.
    unit: f64,
    unit_name: &'static str,
}

pub(super) const PLOTS: [Plot; 5] = [
    Plot {
        name: "cpu",
        section: "single",
        title: "CPU of one call, µs",
        scenario: "one-same",
        quantity: "cpu",
        unit: 1e3,
        unit_name: "µs",
    },
    Plot {
        name: "start",
        section: "start",
        title: "Process start to first answer, ms",
        scenario: "start",
        quantity: "time",
        unit: 1e6,
        unit_name: "ms",
    },
    Plot {
        name: "memory",
        section: "start",
        title: "Resident memory after the first call, MB",
        scenario: "start",
        quantity: "memory",
        unit: 1e6,
        unit_name: "MB",
    },
    Plot {
        name: "at_20_ms",
        section: "at-once",
        title: "2,000 calls at 20 ms of latency, seconds",
        scenario: "at-once-20",
        quantity: "time",
        unit: 1e9 / 2000.0,
        unit_name: "s",
    },
    Plot {
        name: "cpu_at_once",
        section: "at-once",
        title: "CPU of one of many calls at once, µs",
        scenario: "at-once-0",
        quantity: "cpu",
        unit: 1e3,
        unit_name: "µs",
    },
];

/// What a series is called beside its bar.
const LABELS: [(&str, &str); 16] = [
    ("raw", "C, raw sockets"),
    ("reqwest", "Rust, reqwest alone"),
    ("ours", "C, seam-acs"),
    ("ours-256", "C, seam-acs, up to 256"),
    ("curl-easy", "C, libcurl easy"),
    ("curl-multi", "C, libcurl multi"),
    ("python-bare", "Python, nothing imported"),
    ("python-ours", "Python, seam-acs"),
    ("python-ours-async", "Python, seam-acs, asyncio"),
    ("python-requests", "Python, requests"),
    ("python-official", "Python, official"),
    ("python-official-20", "Python, official, 20 threads"),
    ("python-official-async", "Python, official, asyncio"),
    ("javascript", "JavaScript, official"),
    ("go", "Go, official"),
    ("ours-1000", "C, seam-acs, 1,000 calls"),
];

pub(super) fn write(record: &Record) -> anyhow::Result<()> {
    for plot in &PLOTS {
        let file = workspace::root().join(format!("docs/benchmarks/{}.svg", plot.name));
        std::fs::write(&file, plot.svg(record)?)
            .with_context(|| format!("{} cannot be written", file.display()))?;
    }
    Ok(())
}

struct Bar {
    label: &'static str,
    is_ours: bool,
    value: f64,
    low: f64,
    high: f64,
}

const WIDTH: i32 = 760;
const LABEL_WIDTH: i32 = 210;
const BAR_HEIGHT: i32 = 26;
const TITLE_HEIGHT: i32 = 44;
const OURS: RGBColor = RGBColor(0x1f, 0x6f, 0xb5);
const THEIRS: RGBColor = RGBColor(0xb9, 0xc2, 0xcb);
const INK: RGBColor = RGBColor(0x22, 0x27, 0x2e);

impl Plot {
    pub(super) fn svg(&self, record: &Record) -> anyhow::Result<String> {
        let bars = self.bars(record);
        let height = TITLE_HEIGHT + BAR_HEIGHT * i32::try_from(bars.len())? + 10;
        let mut svg = String::new();
        {
            let size = (WIDTH.unsigned_abs(), height.unsigned_abs());
            let area = SVGBackend::with_string(&mut svg, size).into_drawing_area();
            area.fill(&WHITE)?;
            area.draw(&Text::new(self.title, (12, 12), ("sans-serif", 17).into_font().color(&INK)))?;
            let longest = bars.iter().map(|bar| bar.high).fold(f64::MIN_POSITIVE, f64::max);
            for (place, bar) in bars.iter().enumerate() {
                let top = TITLE_HEIGHT + BAR_HEIGHT * i32::try_from(place)?;
                self.draw(&area, bar, top, longest)?;
            }
            area.present()?;
        }
        Ok(svg)
    }

    fn bars(&self, record: &Record) -> Vec<Bar> {
        let mut bars: Vec<Bar> = LABELS
            .iter()
            .filter_map(|(name, label)| {
                let samples = record.find(&format!("{}/{name}/{}", self.scenario, self.quantity))?;
                Some(Bar {
                    label,
                    is_ours: label.contains("seam-acs"),
                    value: median(samples) / self.unit,
                    low: quantile(samples, 0.25) / self.unit,
                    high: quantile(samples, 0.75) / self.unit,
                })
            })
            .collect();
        bars.sort_by(|a, b| a.value.total_cmp(&b.value));
        bars
    }

    fn draw<DB: DrawingBackend>(
        &self,
        area: &DrawingArea<DB, plotters::coord::Shift>,
        bar: &Bar,
        top: i32,
        longest: f64,
    ) -> anyhow::Result<()>
    where
        DB::ErrorType: 'static,
    {
        let room = f64::from(WIDTH - LABEL_WIDTH - 110);
        #[expect(clippy::cast_possible_truncation, reason = "a place on a plot of 760")]
        let at = |value: f64| LABEL_WIDTH + (value / longest * room) as i32;
        let (middle, colour) = (top + BAR_HEIGHT / 2, if bar.is_ours { OURS } else { THEIRS });
        let font = ("sans-serif", 13).into_font().color(&INK);
        area.draw(&Text::new(bar.label, (12, middle - 7), font.clone()))?;
        let corners = [(LABEL_WIDTH, top + 4), (at(bar.value).max(LABEL_WIDTH + 1), top + BAR_HEIGHT - 4)];
        area.draw(&Rectangle::new(corners, colour.filled()))?;
        area.draw(&PathElement::new([(at(bar.low), middle), (at(bar.high), middle)], INK.stroke_width(1)))?;
        let value = format!("{:.*} {}", usize::from(bar.value < 100.0), bar.value, self.unit_name);
        area.draw(&Text::new(value, (at(bar.high) + 8, middle - 7), font))?;
        Ok(())
    }
}
