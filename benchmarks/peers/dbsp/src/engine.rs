//! What every workload shares: the circuit's settings, reading its output, and
//! the result line.

use crate::Args;
use dbsp::{
    RootCircuit, Stream,
    circuit::CircuitConfig,
    dynamic::DowncastTrait,
    trace::{BatchReader as _, Cursor},
    typed_batch::{BatchReader, IndexedZSet},
};
use std::{
    array, fs,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering::Relaxed},
    },
    time::{Duration, Instant},
};

const DBSP_VERSION: &str = "0.349.0";

/// The circuit's settings; `chunk` is for a run that does not give `--chunk`.
pub fn config(args: &Args, chunk: u64) -> CircuitConfig {
    CircuitConfig::with_workers(args.workers)
        // Every workload pushes a batch before it starts the transaction.
        .with_allow_input_during_commit(false)
        .with_splitter_chunk_size_records(args.chunk.unwrap_or(chunk))
}

/// Figures of a view, kept up from its changes: each figure is a sum over the
/// view's rows, so it is as well the sum over all changes times their weights.
#[derive(Clone)]
pub struct Sums<const N: usize> {
    totals: Arc<[AtomicI64; N]>,
    /// Changes that the view has had, -old and +new apart.
    updates: Arc<AtomicI64>,
}

impl<const N: usize> Sums<N> {
    pub fn new() -> Self {
        Self {
            totals: Arc::new(array::from_fn(|_| AtomicI64::new(0))),
            updates: Arc::new(AtomicI64::new(0)),
        }
    }

    pub fn get(&self) -> [i64; N] {
        array::from_fn(|i| self.totals[i].load(Relaxed))
    }

    pub fn updates(&self) -> Field {
        ("updates_out", self.updates.load(Relaxed).to_string())
    }

    pub fn named(&self, names: [&'static str; N]) -> Vec<Field> {
        let values = self.get().map(|value| value.to_string());
        names.into_iter().zip(values).collect()
    }

    /// Reads every change that `view` puts out, in the worker that made it.
    pub fn watch<B: IndexedZSet>(
        &self,
        view: &Stream<RootCircuit, B>,
        figures: impl Fn(&B::Key, &B::Val) -> [i64; N] + 'static,
    ) {
        let (totals, updates) = (self.totals.clone(), self.updates.clone());
        view.inspect(move |batch| {
            let mut sums = [0i64; N];
            let mut changes = 0;
            let mut cursor = BatchReader::inner(batch).cursor();
            while cursor.key_valid() {
                while cursor.val_valid() {
                    let weight = **cursor.weight();
                    changes += 1;
                    // SAFETY: the typed batch says which types are inside.
                    let row = unsafe { figures(cursor.key().downcast(), cursor.val().downcast()) };
                    for (sum, figure) in sums.iter_mut().zip(row) {
                        *sum = sum.wrapping_add(figure.wrapping_mul(weight));
                    }
                    cursor.step_val();
                }
                cursor.step_key();
            }
            updates.fetch_add(changes, Relaxed);
            for (total, sum) in totals.iter().zip(sums) {
                total.fetch_add(sum, Relaxed);
            }
        });
    }
}

/// A named figure of the result line, already written as JSON.
pub type Field = (&'static str, String);

pub struct Report {
    pub rows: usize,
    pub batch: usize,
    pub timed: Timed,
    /// Figures that only this workload has.
    pub more: Vec<Field>,
    pub check: Vec<Field>,
}

impl Report {
    pub fn json(&self, workload: &str, workers: usize) -> String {
        let Self {
            rows,
            batch,
            timed,
            more,
            check,
        } = self;
        let fields = |fields: &[Field]| -> Vec<String> {
            let written = fields
                .iter()
                .map(|(name, value)| format!("\"{name}\":{value}"));
            written.collect()
        };
        let mut all = vec![
            "\"peer\":\"dbsp\"".to_string(),
            format!("\"version\":\"{DBSP_VERSION}\""),
            format!("\"workload\":\"{workload}\""),
            "\"input\":\"memory\"".to_string(),
            format!("\"rows\":{rows}"),
            format!("\"batch\":{batch}"),
            format!("\"workers\":{workers}"),
            format!("\"seconds\":{:.4}", timed.seconds),
            format!("\"cpu_seconds\":{:.2}", cpu_seconds()),
            format!("\"cpu_seconds_run\":{:.2}", timed.cpu_s),
            format!("\"rows_per_s\":{:.0}", *rows as f64 / timed.seconds),
            format!("\"peak_rss_mb\":{}", process_kb("VmHWM:") / 1024),
            format!("\"state_bytes\":{}", timed.grown_kb * 1024),
        ];
        all.extend(fields(&timed.epochs()));
        all.extend(fields(more));
        all.push(format!("\"check\":{{{}}}", fields(check).join(",")));
        format!("{{{}}}", all.join(","))
    }
}

/// A figure of this process in kilobytes, as Linux names it; 0 elsewhere.
fn process_kb(field: &str) -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let kib = status
        .lines()
        .find_map(|line| line.strip_prefix(field))
        .and_then(|rest| {
            rest.trim()
                .trim_end_matches("kB")
                .trim()
                .parse::<u64>()
                .ok()
        });
    kib.unwrap_or(0)
}

/// How often at most to say how far the run is.
const PAUSE: Duration = Duration::from_millis(500);

/// Measures the timed part of a workload.
pub struct Clock {
    start: Instant,
    cpu: f64,
    resident_kb: u64,
    epoch_start: Instant,
    epoch_ms: Vec<f64>,
    told: Instant,
}

/// What a clock has measured.
pub struct Timed {
    pub seconds: f64,
    /// Seconds of processor time, of all threads, in the timed part.
    cpu_s: f64,
    /// By how much the process has grown in it.
    grown_kb: u64,
    epoch_ms: Vec<f64>,
}

impl Timed {
    /// Figures about the transactions, where the workload noted them.
    fn epochs(&self) -> Vec<Field> {
        if self.epoch_ms.is_empty() {
            return vec![];
        }
        let mut ascending = self.epoch_ms.clone();
        ascending.sort_by(f64::total_cmp);
        let at = |fraction| format!("{:.4}", quantile(&ascending, fraction));
        vec![
            ("epochs", ascending.len().to_string()),
            ("epoch_ms_p50", at(0.5)),
            ("epoch_ms_p99", at(0.99)),
        ]
    }
}

impl Clock {
    pub fn start() -> Self {
        let (cpu, resident_kb) = (cpu_seconds(), process_kb("VmRSS:"));
        let now = Instant::now();
        Self {
            start: now,
            cpu,
            resident_kb,
            epoch_start: now,
            epoch_ms: vec![],
            told: now,
        }
    }

    /// Notes that a transaction has returned, and says on standard error how
    /// far the run is.
    pub fn epoch_ended(&mut self, rows: usize, of: usize) {
        let now = Instant::now();
        let millis = (now - self.epoch_start).as_secs_f64() * 1e3;
        self.epoch_ms.push(millis);
        self.epoch_start = now;
        if now - self.told >= PAUSE {
            self.told = now;
            eprintln!("@progress {rows} {of}");
        }
    }

    pub fn seconds(&self) -> f64 {
        self.start.elapsed().as_secs_f64()
    }

    pub fn stop(self) -> Timed {
        Timed {
            seconds: self.seconds(),
            cpu_s: cpu_seconds() - self.cpu,
            grown_kb: process_kb("VmRSS:").saturating_sub(self.resident_kb),
            epoch_ms: self.epoch_ms,
        }
    }
}

/// Seconds of processor time that all threads of this process have used.
fn cpu_seconds() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // The second field is the program's name in brackets; user and system time
    // are the 14th and 15th, in hundredths.
    let after_name = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
    let ticks = after_name.split_whitespace().skip(11).take(2);
    ticks
        .filter_map(|field| field.parse::<f64>().ok())
        .sum::<f64>()
        / 100.0
}

/// The figure at `quantile` (0 to 1) of values in ascending order.
pub fn quantile(ascending: &[f64], quantile: f64) -> f64 {
    ascending[((ascending.len() - 1) as f64 * quantile).round() as usize]
}

/// Folds `value` into a row's hash. A checksum is the wrapping sum of the
/// hashes of a view's rows; every peer computes the same one.
pub fn mix(hash: i64, value: i64) -> i64 {
    hash.wrapping_mul(0x9E37_79B9_7F4A_7C15_u64 as i64) ^ value
}
