//! `w4`: inner equi-join of two changing tables.

use std::cell::Cell;
use std::io;
use std::rc::Rc;

use differential_dataflow::input::InputSession;
use differential_dataflow::operators::join::join_traces;
use differential_dataflow::trace::implementations::ValSpine;
use differential_dataflow::AsCollection;
use timely::container::{CapacityContainerBuilder, PushInto};
use timely::dataflow::ProbeHandle;

use crate::batches::BulkValBatcher;
use crate::clock::Clock;
use crate::columns::KeyedRows;
use crate::driver::{advance, execute, feed, settle, share, Time};
use crate::report::{figures, Outcome};
use crate::Options;

type Weight = i32;
type Input = InputSession<Time, (i64, i64), Weight>;
type Joined = CapacityContainerBuilder<Vec<((i64, i64), Time, Weight)>>;

pub fn run(options: &Options) -> io::Result<Outcome> {
    let left = KeyedRows::read(&options.dir, "left_key.i64", "left_val.i64", "left_diff.i8")?;
    let right = KeyedRows::read(&options.dir, "right_key.i64", "right_val.i64", "right_diff.i8")?;
    let (row_count, batch) = (left.len() + right.len(), options.batch_rows());
    let results = execute(options.workers, move |worker, barrier| {
        let (mut left_input, mut right_input) = (Input::new(), Input::new());
        let probe = ProbeHandle::new();
        let totals = Rc::new(Cell::new((0_i64, 0_i64, 0_i64)));
        let sink = Rc::clone(&totals);
        worker.dataflow(|scope| {
            let [left, right] = [&mut left_input, &mut right_input].map(|input| {
                let rows = input.to_collection(scope);
                rows.arrange::<BulkValBatcher<_, _, _, _>, ValSpine<_, _, _, _>>(BulkValBatcher::new)
            });
            // As `join_core`, but without sorting the output to consolidate it: nothing downstream gains from that.
            join_traces::<_, _, _, _, Joined>(left, right, "Join", |_key, left, right, time, weight, other, out| {
                out.push_into(((*left, *right), time, weight * other));
            })
            .as_collection()
            .inspect(move |&((left, right), _time, weight)| {
                let (rows, xor_sum, updates) = sink.get();
                let weight = i64::from(weight);
                sink.set((rows + weight, xor_sum.wrapping_add((left ^ right).wrapping_mul(weight)), updates + 1));
            })
            .probe_with(&probe);
        });
        barrier.wait();
        let mut clock = Clock::start();
        // The right side runs in step with the left: after as many batches it is at its end too.
        let batch_count = left.len().div_ceil(batch).max(1);
        for index in 0..batch_count {
            let time = index as Time + 1;
            let left_range = left.len().min(index * batch)..left.len().min((index + 1) * batch);
            let right_cut = |part: usize| right.len() * part / batch_count;
            let right_range = right_cut(index)..right_cut(index + 1);
            let range = share(worker, left_range);
            feed(worker, range, |row| push(&mut left_input, left.get(row)));
            let range = share(worker, right_range);
            feed(worker, range, |row| push(&mut right_input, right.get(row)));
            advance(&mut left_input, time);
            advance(&mut right_input, time);
            settle(worker, &probe, time);
            let done = left.len().min((index + 1) * batch) + right_cut(index + 1);
            clock.batch_ended(done, row_count, worker.index() == 0);
        }
        (clock.stop(), totals.get())
    });
    let (output_rows, xor_sum, updates) = results.iter().fold((0, 0_i64, 0), |(rows, sum, updates), (_, part)| {
        (rows + part.0, sum.wrapping_add(part.1), updates + part.2)
    });
    let (timed, _) = results.into_iter().next().expect("one worker at least");
    Ok(Outcome {
        rows: row_count,
        batch,
        seconds: timed.seconds,
        extra: timed.figures(updates),
        check: figures! { "output_rows" => output_rows, "xor_sum" => xor_sum },
    })
}

fn push(input: &mut Input, (key, val, diff): (i64, i64, i8)) {
    input.update((key, val), Weight::from(diff));
}
