//! `w12`: how long one row takes through the aggregation of `w2` once all its keys are loaded.

use std::io;
use std::time::Instant;

use crate::clock::Clock;
use crate::columns::KeyedRows;
use crate::driver::{execute, settle};
use crate::report::{figures, quantile, rounded, Outcome};
use crate::sums::{Sums, Totals};
use crate::Options;

/// The last rows of the files are held back from the load, and then fed one a timestamp.
const UPDATES: usize = 20_000;

pub fn run(options: &Options) -> io::Result<Outcome> {
    let rows = KeyedRows::read(&options.dir, "keys.i64", "vals.i64", "diffs.i8")?;
    let (row_count, batch) = (rows.len(), options.batch_rows());
    let updates = UPDATES.min(row_count / 2);
    if updates == 0 {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "too few rows to hold one back"));
    }
    let loaded = row_count - updates;
    let results = execute(options.workers, move |worker, barrier| {
        let mut sums = Sums::new(worker);
        barrier.wait();
        let mut clock = Clock::start();
        let mut time = sums.load(worker, &rows, loaded, batch, &mut clock);
        let load_s = clock.seconds();
        let mut latencies_us = Vec::with_capacity(updates);
        for row in loaded..row_count {
            time += 1;
            let start = Instant::now();
            if worker.index() == 0 {
                sums.push(rows.get(row));
            }
            sums.advance(time);
            settle(worker, &sums.probe, time);
            latencies_us.push(start.elapsed().as_secs_f64() * 1e6);
        }
        (load_s, latencies_us, sums.totals.get())
    });
    let check = Totals::together(results.iter().map(|(_, _, totals)| *totals)).check();
    let (load_s, mut latencies_us, _) = results.into_iter().next().expect("one worker at least");
    let seconds = latencies_us.iter().sum::<f64>() / 1e6;
    latencies_us.sort_unstable_by(f64::total_cmp);
    Ok(Outcome {
        rows: updates,
        batch,
        seconds,
        extra: figures! {
            "load_rows" => loaded,
            "load_s" => rounded(load_s),
            "latency_us_p50" => rounded(quantile(&latencies_us, 0.5)),
            "latency_us_p99" => rounded(quantile(&latencies_us, 0.99)),
            "latency_us_p999" => rounded(quantile(&latencies_us, 0.999)),
            "latency_us_max" => rounded(quantile(&latencies_us, 1.0)),
        },
        check,
    })
}
