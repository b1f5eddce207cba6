//! Grouped aggregates (w2, w5), the join (w4) and single-row updates (w12).

use crate::{
    Args,
    aggregates::{Largest, LowerMedian, MinMax},
    columns::Rows,
    engine::{Clock, Report, Sums, config, mix, quantile},
};
use anyhow::{Result, ensure};
use dbsp::{
    DBSPHandle, IndexedZSetHandle, OrdIndexedZSet, RootCircuit, Runtime, Stream, utils::Tup2,
};
use std::time::Instant;

const BATCH: usize = 100_000;

/// DBSP's own default, which these circuits do not notice.
const CHUNK: u64 = 10_000;

/// Rows that w12 commits one at a time.
const UPDATES: usize = 20_000;

type Table = Stream<RootCircuit, OrdIndexedZSet<i64, i64>>;
type Row = (i64, i64, i64);

fn push(input: &IndexedZSetHandle<i64, i64>, rows: impl Iterator<Item = Row>) {
    let mut tuples: Vec<_> = rows
        .map(|(key, val, diff)| Tup2(key, Tup2(val, diff)))
        .collect();
    input.append(&mut tuples);
}

/// A circuit with one table and one view of it.
struct View<const N: usize> {
    dbsp: DBSPHandle,
    input: IndexedZSetHandle<i64, i64>,
    sums: Sums<N>,
}

impl<const N: usize> View<N> {
    fn new(args: &Args, build: fn(&Table, &Sums<N>)) -> Result<Self> {
        let sums = Sums::new();
        let watched = sums.clone();
        let (dbsp, input) = Runtime::init_circuit(config(args, CHUNK), move |circuit| {
            let (table, input) = circuit.add_input_indexed_zset();
            build(&table, &watched);
            Ok(input)
        })?;
        Ok(Self { dbsp, input, sums })
    }

    fn commit(&mut self, rows: impl Iterator<Item = Row>) -> Result<()> {
        push(&self.input, rows);
        Ok(self.dbsp.transaction()?)
    }

    /// Commits the first `end` of `rows`, `batch` at a time.
    fn load(&mut self, rows: &Rows, end: usize, batch: usize, clock: &mut Clock) -> Result<()> {
        for start in (0..end).step_by(batch) {
            let stop = end.min(start + batch);
            self.commit(rows.slice(start..stop))?;
            clock.epoch_ended(stop, end);
        }
        Ok(())
    }
}

fn read_table(args: &Args) -> Result<Rows> {
    Rows::read(&args.dir, "keys.i64", "vals.i64", "diffs.i8")
}

fn run<const N: usize>(
    args: &Args,
    names: [&'static str; N],
    build: fn(&Table, &Sums<N>),
) -> Result<Report> {
    let rows = read_table(args)?;
    let batch = args.batch_or(BATCH);
    let mut view = View::new(args, build)?;

    let mut clock = Clock::start();
    view.load(&rows, rows.len(), batch, &mut clock)?;
    let timed = clock.stop();

    Ok(Report {
        rows: rows.len(),
        batch,
        timed,
        more: vec![view.sums.updates()],
        check: view.sums.named(names),
    })
}

const SUM_COUNT: [&str; 4] = ["groups", "sum_of_sums", "sum_of_counts", "checksum"];

fn sum_count(table: &Table, sums: &Sums<4>) {
    let view = table.aggregate_linear(|val| Tup2(*val, 1i64));
    sums.watch(&view, |key, Tup2(sum, count)| {
        [1, *sum, *count, mix(mix(*key, *sum), *count)]
    });
}

pub fn w2(args: &Args) -> Result<Report> {
    run(args, SUM_COUNT, sum_count)
}

const ROWS_CHECKSUM: [&str; 2] = ["output_rows", "checksum"];

pub fn w5min(args: &Args) -> Result<Report> {
    run(args, ROWS_CHECKSUM, |table, sums| {
        sums.watch(&table.aggregate(MinMax), |key, Tup2(min, max)| {
            [1, mix(mix(*key, *min), *max)]
        });
    })
}

pub fn w5top10(args: &Args) -> Result<Report> {
    run(args, ROWS_CHECKSUM, |table, sums| {
        sums.watch(&table.aggregate(Largest(10)), |key, vals| {
            let hashes = vals.iter().map(|val| mix(*key, *val));
            [vals.len() as i64, hashes.fold(0, i64::wrapping_add)]
        });
    })
}

pub fn w5median(args: &Args) -> Result<Report> {
    run(args, ROWS_CHECKSUM, |table, sums| {
        sums.watch(&table.aggregate(LowerMedian), |key, val| {
            [1, mix(*key, *val)]
        });
    })
}

/// Loads all rows but the last, and then commits those one at a time.
pub fn w12(args: &Args) -> Result<Report> {
    let rows = read_table(args)?;
    let updates = UPDATES.min(rows.len() / 2);
    ensure!(updates > 0, "too few rows");
    let loaded = rows.len() - updates;
    let batch = args.batch_or(BATCH);
    let mut view = View::new(args, sum_count)?;
    let mut clock = Clock::start();
    view.load(&rows, loaded, batch, &mut clock)?;
    let load_s = clock.seconds();

    let mut micros = Vec::with_capacity(updates);
    let clock = Clock::start();
    for row in loaded..rows.len() {
        let before = Instant::now();
        view.commit(rows.slice(row..row + 1))?;
        micros.push(before.elapsed().as_secs_f64() * 1e6);
    }
    let timed = clock.stop();

    micros.sort_by(f64::total_cmp);
    let micros_at = |fraction| format!("{:.1}", quantile(&micros, fraction));
    Ok(Report {
        rows: updates,
        batch,
        timed,
        more: vec![
            ("load_rows", loaded.to_string()),
            ("load_s", format!("{load_s:.4}")),
            ("latency_us_p50", micros_at(0.5)),
            ("latency_us_p99", micros_at(0.99)),
            ("latency_us_p999", micros_at(0.999)),
            ("latency_us_max", micros_at(1.0)),
        ],
        check: view.sums.named(SUM_COUNT),
    })
}

pub fn w4(args: &Args) -> Result<Report> {
    let left = Rows::read(&args.dir, "left_key.i64", "left_val.i64", "left_diff.i8")?;
    let right = Rows::read(&args.dir, "right_key.i64", "right_val.i64", "right_diff.i8")?;
    let batch = args.batch_or(BATCH);

    let sums = Sums::new();
    let watched = sums.clone();
    let (mut dbsp, (left_input, right_input)) =
        Runtime::init_circuit(config(args, CHUNK), move |circuit| {
            let (left, left_input) = circuit.add_input_indexed_zset::<i64, i64>();
            let (right, right_input) = circuit.add_input_indexed_zset::<i64, i64>();
            let view = left.join(&right, |_, left, right| Tup2(*left, *right));
            watched.watch(&view, |Tup2(left, right), _| [1, left ^ right]);
            Ok((left_input, right_input))
        })?;

    let mut clock = Clock::start();
    let total = left.len() + right.len();
    // The right side runs in step with the left: after as many batches it is at
    // its end too.
    let batches = left.len().div_ceil(batch);
    let right_at = |part: usize| right.len() * part / batches;
    for part in 0..batches {
        let from = part * batch;
        let to = left.len().min(from + batch);
        push(&left_input, left.slice(from..to));
        push(
            &right_input,
            right.slice(right_at(part)..right_at(part + 1)),
        );
        dbsp.transaction()?;
        clock.epoch_ended(to + right_at(part + 1), total);
    }
    let timed = clock.stop();

    Ok(Report {
        rows: total,
        batch,
        timed,
        more: vec![sums.updates()],
        check: sums.named(["output_rows", "xor_sum"]),
    })
}
