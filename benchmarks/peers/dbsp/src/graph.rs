//! PageRank and connected components (w8).

use crate::{
    Args,
    columns::read_edges,
    engine::{Clock, Report, Sums, config, mix, quantile},
};
use anyhow::{Result, ensure};
use dbsp::{OrdIndexedZSet, RootCircuit, Runtime, Stream, operator::Min, utils::Tup2};
use std::{ops::Range, time::Instant};

/// With DBSP's default of 10,000, PageRank takes 1.7 times as long and the load
/// of the components 4.5 times: what one round puts out, the next needs whole.
const CHUNK: u64 = 1_000_000;

const STEPS: usize = 5;
/// Commit `c` takes out `REMOVED` edges from `c * STRIDE` on, and puts back those
/// that commit `c - 1` took out.
const COMMITS: usize = 20;
const STRIDE: usize = 1000;
const REMOVED: usize = 500;

pub fn pagerank(args: &Args) -> Result<Report> {
    let edges = read_edges(&args.dir)?;
    let batch = args.batch_or(edges.len());

    let sums = Sums::new();
    let watched = sums.clone();
    let (mut dbsp, input) = Runtime::init_circuit(config(args, CHUNK), move |circuit| {
        let (edges, input) = circuit.add_input_indexed_zset::<u32, u32>();
        let vertices = edges.flat_map(|(src, dst)| [*src, *dst]).distinct();
        let base = vertices.map_index(|vertex| (*vertex, 1000i64));
        let degrees = edges.weighted_count();
        let mut ranks = vertices.map_index(|vertex| (*vertex, 6000i64));
        for _ in 0..STEPS {
            let flows = ranks.join_index(&degrees, |vertex, rank, degree| {
                Some((*vertex, rank * 5 / (degree * 6)))
            });
            let inflows = flows.join_index(&edges, |_, flow, dst| Some((*dst, *flow)));
            ranks = inflows.plus(&base).aggregate_linear(|flow| *flow);
        }
        watched.watch(&ranks, |vertex, rank| {
            [1, *rank, mix((*vertex).into(), *rank)]
        });
        Ok(input)
    })?;

    let clock = Clock::start();
    for edges in edges.chunks(batch) {
        let tuples = edges.iter().map(|(src, dst)| Tup2(*src, Tup2(*dst, 1)));
        input.append(&mut tuples.collect());
        dbsp.transaction()?;
    }
    let timed = clock.stop();

    Ok(Report {
        rows: edges.len(),
        batch,
        timed,
        more: vec![],
        check: sums.named(["vertices", "rank_sum", "checksum"]),
    })
}

/// Labels each vertex with the smallest vertex it can reach.
fn labels(
    circuit: &RootCircuit,
    edges: &Stream<RootCircuit, OrdIndexedZSet<u32, u32>>,
) -> Result<Stream<RootCircuit, OrdIndexedZSet<u32, u32>>> {
    // Only the lesser end of an edge can be the smallest vertex of a component.
    let seeds = edges.map_index(|(a, b)| (*a.min(b), *a.min(b))).distinct();
    let neighbours = edges.flat_map_index(|(a, b)| [(*a, *b), (*b, *a)]);
    let labels = circuit.recursive(|child, labels: Stream<_, OrdIndexedZSet<u32, u32>>| {
        let seeds = seeds.delta0(child);
        let neighbours = neighbours.delta0(child);
        // No path to the smallest vertex needs an offer to a smaller one.
        let offers = labels.join_index(&neighbours, |_, label, to| {
            (label < to).then_some((*to, *label))
        });
        Ok(offers.plus(&seeds).aggregate(Min))
    })?;
    Ok(labels)
}

pub fn components(args: &Args) -> Result<Report> {
    let edges = read_edges(&args.dir)?;
    ensure!(
        edges.len() >= (COMMITS - 1) * STRIDE + REMOVED,
        "too few edges for the commits"
    );
    let batch = args.batch_or(edges.len());

    let sums = Sums::new();
    let watched = sums.clone();
    let (mut dbsp, input) = Runtime::init_circuit(config(args, CHUNK), move |circuit| {
        let (edges, input) = circuit.add_input_indexed_zset::<u32, u32>();
        // The smallest vertex of a component is the one labelled with itself.
        watched.watch(&labels(circuit, &edges)?, |vertex, label| {
            let hash = mix((*vertex).into(), (*label).into());
            [1, (vertex == label).into(), hash]
        });
        Ok(input)
    })?;
    let push = |range: Range<usize>, weight: i64| {
        let changes = edges[range].iter().map(|(a, b)| Tup2(*a, Tup2(*b, weight)));
        input.append(&mut changes.collect());
    };

    let clock = Clock::start();
    for from in (0..edges.len()).step_by(batch) {
        push(from..edges.len().min(from + batch), 1);
        dbsp.transaction()?;
    }
    let load_s = clock.seconds();
    let mut check = sums.named(["vertices_loaded", "components_loaded", "checksum_loaded"]);

    let mut millis = Vec::with_capacity(COMMITS);
    let removed = |commit| commit * STRIDE..commit * STRIDE + REMOVED;
    for commit in 0..COMMITS {
        let before = Instant::now();
        push(removed(commit), -1);
        if commit > 0 {
            push(removed(commit - 1), 1);
        }
        dbsp.transaction()?;
        millis.push(before.elapsed().as_secs_f64() * 1e3);
    }
    let timed = clock.stop();
    check.extend(sums.named(["vertices_last", "components_last", "checksum_last"]));

    millis.sort_by(f64::total_cmp);
    let millis_at = |fraction| format!("{:.3}", quantile(&millis, fraction));
    Ok(Report {
        rows: edges.len() + (2 * COMMITS - 1) * REMOVED,
        batch,
        timed,
        more: vec![
            ("load_s", format!("{load_s:.4}")),
            ("commit_ms_p50", millis_at(0.5)),
            ("commit_ms_max", millis_at(1.0)),
        ],
        check,
    })
}
