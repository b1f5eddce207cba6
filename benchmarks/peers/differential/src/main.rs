//! Runs one workload of the benchmark suite on differential dataflow and prints one JSON line.
//!
//! `peer-differential WORKLOAD --dir DIR [--batch N] [--workers K] [--buckets B]`

mod batches;
mod clock;
mod columns;
mod driver;
mod graph;
mod join;
mod latency;
mod order;
mod report;
mod sums;

use std::path::PathBuf;
use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const USAGE: &str = "usage: peer-differential \
    <w2|w4|w5min|w5top10|w5median|w8pagerank|w8cc|w12> --dir DIR [--batch N] [--workers K] [--buckets B]";

/// Rows a timestamp where the user names no batch. The graph workloads load all edges at one timestamp instead.
const DEFAULT_BATCH: usize = 1_000_000;

/// What the command line asks for.
pub struct Options {
    pub workload: String,
    pub dir: PathBuf,
    pub batch: Option<usize>,
    pub workers: usize,
    /// For `w5…`: reduce a key's values in this many parts first.
    pub buckets: Option<usize>,
}

impl Options {
    fn parse(mut args: impl Iterator<Item = String>) -> Result<Self, String> {
        let workload = args.next().ok_or("no workload named")?;
        let (mut dir, mut batch, mut workers, mut buckets) = (None, None, 1, None);
        while let Some(flag) = args.next() {
            let value = args.next().ok_or_else(|| format!("{flag} wants a value"))?;
            match flag.as_str() {
                "--dir" => dir = Some(PathBuf::from(value)),
                "--batch" => batch = Some(positive(&flag, &value)?),
                "--workers" => workers = positive(&flag, &value)?,
                "--buckets" => buckets = Some(positive(&flag, &value)?),
                _ => return Err(format!("unknown option {flag}")),
            }
        }
        if buckets.is_some() && !workload.starts_with("w5") {
            return Err(format!("{workload} takes no --buckets"));
        }
        Ok(Options { workload, dir: dir.ok_or("--dir is missing")?, batch, workers, buckets })
    }

    /// The batch size asked for, or else one million rows.
    pub fn batch_rows(&self) -> usize {
        self.batch.unwrap_or(DEFAULT_BATCH)
    }
}

fn positive(flag: &str, value: &str) -> Result<usize, String> {
    value.parse().ok().filter(|&n| n > 0).ok_or_else(|| format!("{flag} wants a positive number, not {value:?}"))
}

fn run() -> Result<report::Report, String> {
    let options = Options::parse(std::env::args().skip(1)).map_err(|error| format!("{error}\n{USAGE}"))?;
    let outcome = match options.workload.as_str() {
        "w2" => sums::run(&options),
        "w4" => join::run(&options),
        "w5min" => order::run(&options, order::MinMax),
        "w5top10" => order::run(&options, order::Top10),
        "w5median" => order::run(&options, order::Median),
        "w8pagerank" => graph::pagerank::run(&options),
        "w8cc" => graph::components::run(&options),
        "w12" => latency::run(&options),
        other => return Err(format!("unknown workload {other}\n{USAGE}")),
    };
    outcome.map(|outcome| outcome.into_report(&options)).map_err(|error| error.to_string())
}

fn main() -> ExitCode {
    match run() {
        Ok(report) => {
            println!("{}", report.to_json());
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
