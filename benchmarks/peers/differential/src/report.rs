//! The one JSON line that a run prints.

use std::fs;

use serde::Serialize;
use serde_json::{Map, Value};

use crate::clock::cpu_seconds;
use crate::Options;

/// The version of the crate `differential-dataflow` in `Cargo.lock`.
const VERSION: &str = "0.26.0";

/// What a workload measured.
pub struct Outcome {
    pub rows: usize,
    pub batch: usize,
    pub seconds: f64,
    /// Figures that only this workload has.
    pub extra: Map<String, Value>,
    /// Figures with which another engine compares its answer.
    pub check: Map<String, Value>,
}

#[derive(Serialize)]
pub struct Report {
    peer: &'static str,
    version: &'static str,
    workload: String,
    input: &'static str,
    rows: usize,
    batch: usize,
    workers: usize,
    seconds: f64,
    cpu_seconds: f64,
    rows_per_s: u64,
    peak_rss_mb: u64,
    #[serde(flatten)]
    extra: Map<String, Value>,
    check: Map<String, Value>,
}

impl Outcome {
    pub fn into_report(self, options: &Options) -> Report {
        Report {
            peer: "differential",
            version: VERSION,
            workload: options.workload.clone(),
            input: "memory",
            rows: self.rows,
            batch: self.batch,
            workers: options.workers,
            seconds: rounded(self.seconds),
            cpu_seconds: rounded(cpu_seconds()),
            rows_per_s: (self.rows as f64 / self.seconds) as u64,
            peak_rss_mb: process_kb("VmHWM:") / 1024,
            extra: self.extra,
            check: self.check,
        }
    }
}

impl Report {
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).expect("a report is plain data")
    }
}

/// Builds the figures of an [`Outcome`] from `"name" => value` pairs.
macro_rules! figures {
    ($($name:literal => $value:expr),* $(,)?) => {
        serde_json::Map::from_iter([$(($name.to_string(), serde_json::Value::from($value))),*])
    };
}
pub(crate) use figures;

/// `value` to the nearest millionth.
pub fn rounded(value: f64) -> f64 {
    (value * 1e6).round() / 1e6
}

/// The figure at `quantile` (0 to 1) of values in ascending order.
pub fn quantile(ascending: &[f64], quantile: f64) -> f64 {
    ascending[((ascending.len() - 1) as f64 * quantile).round() as usize]
}

/// A figure of this process in kilobytes, as Linux names it: `VmHWM:` is the most memory that it ever held, `VmRSS:` what
/// it holds now; 0 elsewhere.
pub fn process_kb(field: &str) -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let kilobytes = status
        .lines()
        .find_map(|line| line.strip_prefix(field))
        .and_then(|rest| rest.trim().strip_suffix("kB"))
        .and_then(|number| number.trim().parse::<u64>().ok());
    kilobytes.unwrap_or(0)
}

/// Folds `value` into a running row hash; another engine repeats it in wrapping 64-bit arithmetic.
#[inline]
pub fn mix(hash: i64, value: i64) -> i64 {
    hash.wrapping_mul(0x9E37_79B9_7F4A_7C15_u64 as i64) ^ value
}
