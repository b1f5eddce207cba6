//! The timed part of a workload that is fed in batches: how long each took, and what the process used.

use std::fs;
use std::time::{Duration, Instant};

use serde_json::{Map, Value};

use crate::report::{figures, process_kb, quantile, rounded};

/// How often at most to say how far the run is.
const PAUSE: Duration = Duration::from_millis(500);

/// Runs from the first row fed to the last change delivered. Each worker has one; the first worker's counts.
pub struct Clock {
    start: Instant,
    start_cpu_s: f64,
    start_resident_kb: u64,
    batch_start: Instant,
    batch_ms: Vec<f64>,
    told: Instant,
}

/// What a [`Clock`] has measured.
pub struct Timed {
    pub seconds: f64,
    cpu_s: f64,
    grown_kb: u64,
    batch_ms: Vec<f64>,
}

impl Clock {
    pub fn start() -> Self {
        let (start_cpu_s, start_resident_kb) = (cpu_seconds(), process_kb("VmRSS:"));
        let now = Instant::now();
        Clock { start: now, start_cpu_s, start_resident_kb, batch_start: now, batch_ms: Vec::new(), told: now }
    }

    /// Notes that a batch is through and its changes are delivered; `teller` says on standard error how far the run is.
    pub fn batch_ended(&mut self, rows: usize, of: usize, teller: bool) {
        let now = Instant::now();
        self.batch_ms.push((now - self.batch_start).as_secs_f64() * 1e3);
        self.batch_start = now;
        if teller && now - self.told >= PAUSE {
            self.told = now;
            eprintln!("@progress {rows} {of}");
        }
    }

    pub fn seconds(&self) -> f64 {
        self.start.elapsed().as_secs_f64()
    }

    pub fn stop(self) -> Timed {
        let seconds = self.seconds();
        let grown_kb = process_kb("VmRSS:").saturating_sub(self.start_resident_kb);
        Timed { seconds, cpu_s: cpu_seconds() - self.start_cpu_s, grown_kb, batch_ms: self.batch_ms }
    }
}

impl Timed {
    /// The figures of the result line that only such workloads have.
    pub fn figures(mut self, updates_out: i64) -> Map<String, Value> {
        self.batch_ms.sort_unstable_by(f64::total_cmp);
        let at = |fraction| if self.batch_ms.is_empty() { 0.0 } else { rounded(quantile(&self.batch_ms, fraction)) };
        figures! {
            "epochs" => self.batch_ms.len(),
            "updates_out" => updates_out,
            "epoch_ms_p50" => at(0.5),
            "epoch_ms_p99" => at(0.99),
            "cpu_seconds_run" => rounded(self.cpu_s),
            "state_bytes" => self.grown_kb * 1024,
        }
    }
}

/// Seconds of processor time that all threads of this process have used, as Linux counts them; 0 elsewhere.
pub fn cpu_seconds() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // The second field is the program's name in brackets; user and system time are the 14th and 15th, in hundredths.
    let after_name = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
    let ticks = after_name.split_whitespace().skip(11).take(2);
    ticks.filter_map(|field| field.parse::<f64>().ok()).sum::<f64>() / 100.0
}
