//! `w2`: sum and count of the values of each key.

use std::cell::Cell;
use std::io;
use std::rc::Rc;

use differential_dataflow::input::InputSession;
use differential_dataflow::operators::CountTotal;
use differential_dataflow::trace::implementations::KeySpine;
use serde_json::{Map, Value};
use timely::dataflow::ProbeHandle;
use timely::worker::Worker;

use crate::batches::BulkKeyBatcher;
use crate::clock::Clock;
use crate::columns::KeyedRows;
use crate::driver::{advance, batches, execute, feed, settle, share, Time};
use crate::report::{figures, mix, Outcome};
use crate::Options;

/// Sum of values and number of rows. A row's weight is this pair, so that consolidation is the aggregation.
pub type SumAndCount = (i64, i64);

/// What is left of the result when every row of it is added up.
#[derive(Clone, Copy, Default)]
pub struct Totals {
    groups: i64,
    sum: i64,
    count: i64,
    checksum: i64,
    /// Changes that the result has had, −old and +new apart.
    pub updates: i64,
}

impl Totals {
    fn add(&mut self, key: i64, (sum, count): SumAndCount, weight: i64) {
        self.updates += 1;
        self.groups += weight;
        self.sum = self.sum.wrapping_add(sum.wrapping_mul(weight));
        self.count = self.count.wrapping_add(count.wrapping_mul(weight));
        let hash = mix(mix(key, sum), count);
        self.checksum = self.checksum.wrapping_add(hash.wrapping_mul(weight));
    }

    /// All workers' totals together.
    pub fn together(parts: impl IntoIterator<Item = Totals>) -> Totals {
        parts.into_iter().fold(Totals::default(), |all, part| Totals {
            groups: all.groups + part.groups,
            sum: all.sum.wrapping_add(part.sum),
            count: all.count.wrapping_add(part.count),
            checksum: all.checksum.wrapping_add(part.checksum),
            updates: all.updates + part.updates,
        })
    }

    pub fn check(&self) -> Map<String, Value> {
        figures! {
            "groups" => self.groups,
            "sum_of_sums" => self.sum,
            "sum_of_counts" => self.count,
            "checksum" => self.checksum,
        }
    }
}

/// The running dataflow: its input, and what its output adds up to so far.
pub struct Sums {
    input: InputSession<Time, (i64, ()), SumAndCount>,
    pub probe: ProbeHandle<Time>,
    pub totals: Rc<Cell<Totals>>,
}

impl Sums {
    pub fn new(worker: &mut Worker) -> Self {
        let mut input = InputSession::new();
        let probe = ProbeHandle::new();
        let totals = Rc::new(Cell::new(Totals::default()));
        let sink = Rc::clone(&totals);
        worker.dataflow(|scope| {
            input
                .to_collection(scope)
                .arrange::<BulkKeyBatcher<_, _, _>, KeySpine<_, _, _>>(BulkKeyBatcher::new)
                .count_total()
                .inspect(move |&((key, sums), _time, weight)| {
                    let mut totals = sink.get();
                    totals.add(key, sums, weight as i64);
                    sink.set(totals);
                })
                .probe_with(&probe);
        });
        Sums { input, probe, totals }
    }

    /// Feeds one row; its value and count ride in the difference.
    #[inline]
    pub fn push(&mut self, (key, val, diff): (i64, i64, i8)) {
        let diff = i64::from(diff);
        self.input.update((key, ()), (val.wrapping_mul(diff), diff));
    }

    pub fn advance(&mut self, time: Time) {
        advance(&mut self.input, time);
    }

    /// Feeds `rows` up to `end` in batches, waits for each, and returns the time that is open then.
    pub fn load(&mut self, worker: &mut Worker, rows: &KeyedRows, end: usize, batch: usize, clock: &mut Clock) -> Time {
        let mut open = 0;
        for (time, range) in batches(end, batch) {
            let done = range.end;
            let range = share(worker, range);
            feed(worker, range, |row| self.push(rows.get(row)));
            self.advance(time);
            settle(worker, &self.probe, time);
            clock.batch_ended(done, end, worker.index() == 0);
            open = time;
        }
        open
    }
}

pub fn run(options: &Options) -> io::Result<Outcome> {
    let rows = KeyedRows::read(&options.dir, "keys.i64", "vals.i64", "diffs.i8")?;
    let (row_count, batch) = (rows.len(), options.batch_rows());
    let results = execute(options.workers, move |worker, barrier| {
        let mut sums = Sums::new(worker);
        barrier.wait();
        let mut clock = Clock::start();
        sums.load(worker, &rows, row_count, batch, &mut clock);
        (clock.stop(), sums.totals.get())
    });
    let totals = Totals::together(results.iter().map(|(_, totals)| *totals));
    let (timed, _) = results.into_iter().next().expect("one worker at least");
    Ok(Outcome {
        rows: row_count,
        batch,
        seconds: timed.seconds,
        extra: timed.figures(totals.updates),
        check: totals.check(),
    })
}
