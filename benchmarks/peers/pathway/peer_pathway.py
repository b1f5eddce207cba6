#!/usr/bin/env python3
"""Pathway on the benchmark's workloads. Prints one JSON line. Needs `pip install pathway`.

    peer_pathway.py w1csv|w1jsonl|w1widecsv|w1widejsonl|w2|w4|w5min|w8pagerank --dir DIR
                    [--workers N] [--live [--batch N]] [--persist DIR]

Pathway reads text, so w2, w4 and w8 read the CSV twin of the raw columns: compare them with our own run from the
same CSV, never with a run from memory. A file is one commit, so `--live` cuts each into files of a batch of lines, before the clock
starts, follows their folder as it might grow, and ends when the answer holds every row. A field must hold no newline then.
"""
import argparse
import itertools
import json
import os
import resource
import sys
import tempfile
import time

WORKLOADS = {  # the files that each reads
    "w1csv": ["words.csv"], "w1jsonl": ["words.jsonl"], "w1widecsv": ["wide.csv"], "w1widejsonl": ["wide.jsonl"],
    "w2": ["rows.csv"], "w4": ["left.csv", "right.csv"], "w5min": ["rows.csv"], "w8pagerank": ["edges.csv"],
}
COMMIT_MS = 100  # of a live run: shorter than a batch takes

parser = argparse.ArgumentParser()
parser.add_argument("workload", choices=WORKLOADS)
parser.add_argument("--dir", required=True)
parser.add_argument("--workers", type=int, default=1)
parser.add_argument("--live", action="store_true", help="read as a stream, for w1csv, w1jsonl, w2 and w4")
parser.add_argument("--batch", type=int, default=1_000_000, help="rows of each file that a live run reads")
parser.add_argument("--persist", help="folder for Pathway's input journal (persistence switched on)")
args = parser.parse_args()
if args.live and args.workload not in ("w1csv", "w1jsonl", "w2", "w4"):
    parser.error(f"{args.workload} has no live form")
os.environ["PATHWAY_THREADS"] = str(args.workers)
os.environ.setdefault("PATHWAY_MONITORING_LEVEL", "NONE")

import pathway as pw  # noqa: E402  (reads its environment when it is imported)


parts = tempfile.TemporaryDirectory(dir=args.dir, prefix=".parts-") if args.live else None


class Word(pw.Schema):
    word: str


class Wide(pw.Schema):
    seq: int
    user: str
    city: str
    quantity: int
    price: float
    active: bool
    at: str
    note: str


class Row(pw.Schema):
    k: int
    v: int


class Edge(pw.Schema):
    u: int
    v: int


def source(name, schema):
    reader = pw.io.jsonlines if name.endswith(".jsonl") else pw.io.csv
    if args.live:
        return reader.read(cut(name), schema=schema, mode="streaming", name=name, autocommit_duration_ms=COMMIT_MS)
    return reader.read(f"{args.dir}/{name}", schema=schema, mode="static", name=name)


def cut(name):
    """Cuts a file, in a folder that goes when the process does, and returns that folder. The smaller side of w4 is cut in as
    many files as the other."""
    folder = f"{parts.name}/{name}"
    os.mkdir(folder)
    batch = args.batch
    if name == "right.csv":
        batch = -(-lines(name) // -(-lines("left.csv") // batch))
    with open(f"{args.dir}/{name}", "rb") as text:
        header = b"" if name.endswith(".jsonl") else text.readline()
        for number in itertools.count():
            first = text.readline()
            if not first:
                return folder
            with open(f"{folder}/{number:06}", "wb") as part:
                part.write(header + first)
                part.writelines(itertools.islice(text, batch - 1))


def pagerank(edges, steps=5):
    degrees = edges.groupby(edges.u).reduce(vertex=edges.u, degree=pw.reducers.count())
    targets = edges.groupby(edges.v).reduce(vertex=edges.v, degree=0)
    vertices = pw.Table.concat_reindex(degrees, targets)
    vertices = vertices.groupby(vertices.vertex).reduce(vertices.vertex, degree=pw.reducers.sum(vertices.degree))
    vertices = vertices.with_id_from(vertices.vertex)
    ranks = vertices.select(rank=6_000)
    base = vertices.select(flow=1_000)
    keyed = edges.select(source=vertices.pointer_from(edges.u), target=vertices.pointer_from(edges.v))
    for _ in range(steps):
        outflow = vertices.select(flow=pw.if_else(vertices.degree == 0, 0,
                                                  (ranks.rank * 5) // (vertices.degree * 6)))
        along = keyed.select(keyed.target, flow=outflow.ix(keyed.source).flow)
        inflow = along.groupby(id=along.target).reduce(flow=pw.reducers.sum(along.flow))
        total = base.update_rows(inflow.with_universe_of(inflow).select(flow=inflow.flow + 1_000))
        ranks = total.select(rank=total.flow).with_universe_of(vertices)
    return ranks


def sums(table, **columns):
    """One row: the sum of each column, and a count where the column is None."""
    return table.reduce(**{name: pw.reducers.count() if column is None else pw.reducers.sum(column)
                           for name, column in columns.items()})


def build():
    """The result where it has many rows, which go to the null sink (a Python callback a row would be what we measure),
    and the one row of figures that proves it."""
    if args.workload in ("w1csv", "w1jsonl"):
        words = source(WORKLOADS[args.workload][0], Word)
        result = words.groupby(words.word).reduce(words.word, n=pw.reducers.count())
        return result, sums(result, groups=None, sum_of_counts=result.n, sum_of_squares=result.n * result.n)
    if args.workload.startswith("w1wide"):
        wide = source(WORKLOADS[args.workload][0], Wide)
        return wide, sums(wide, rows=None, seq_sum=wide.seq, quantity_sum=wide.quantity)
    if args.workload == "w2":
        table = source("rows.csv", Row)
        result = table.groupby(table.k).reduce(table.k, total=pw.reducers.sum(table.v), n=pw.reducers.count())
        return result, sums(result, groups=None, sum_of_sums=result.total, sum_of_counts=result.n)
    if args.workload == "w5min":
        table = source("rows.csv", Row)
        result = table.groupby(table.k).reduce(table.k, low=pw.reducers.min(table.v), high=pw.reducers.max(table.v))
        return result, sums(result, output_rows=None, sum_of_lows=result.low)
    if args.workload == "w4":
        left, right = source("left.csv", Row), source("right.csv", Row)
        joined = left.join(right, left.k == right.k).select(x=left.v ^ right.v)
        return None, sums(joined, output_rows=None, xor_sum=joined.x)
    ranks = pagerank(source("edges.csv", Edge))
    return None, sums(ranks, vertices=None, rank_sum=ranks.rank)


def lines(name):
    with open(f"{args.dir}/{name}", "rb") as text:
        count = sum(block.count(b"\n") for block in iter(lambda: text.read(1 << 22), b""))
    return count if name.endswith(".jsonl") else count - 1


def resident_bytes():
    with open("/proc/self/statm") as statm:
        return int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def cpu_seconds():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


class Watch:
    """Sees the figures after each commit; in a live run, ends the process when they hold every row."""

    def __init__(self, rows):
        self.rows = rows
        self.figures = {}
        self.commit_ms = []
        self.wanted = rows
        if args.workload == "w4":
            # Every left row has its match once both sides are read, so there are as many answers as left rows.
            self.wanted = lines("left.csv")

    def start(self):
        self.resident, self.cpu = resident_bytes(), cpu_seconds()
        self.started = self.last_commit = time.perf_counter()

    def changed(self, key, row, time, is_addition):
        if is_addition:
            self.figures = dict(row)

    def committed(self, time_of_commit):
        now = time.perf_counter()
        self.commit_ms.append((now - self.last_commit) * 1e3)
        self.last_commit = now
        if not args.live:
            return
        done = self.figures.get("sum_of_counts", self.figures.get("output_rows", 0))
        sys.stderr.write(f"@progress {done} {self.wanted}\n")  # in one piece, as Pathway logs there too
        sys.stderr.flush()
        if done == self.wanted:
            self.report()
            parts.cleanup()
            os._exit(0)  # Pathway would wait for more files

    def report(self):
        seconds = time.perf_counter() - self.started
        # A word may hold newlines, so lines are not rows; the answer says how many rows it holds.
        rows = self.figures["sum_of_counts"] if args.workload == "w1csv" else self.rows
        ascending = sorted(self.commit_ms)

        def at(quantile):
            return round(ascending[round((len(ascending) - 1) * quantile)], 3) if ascending else None

        print(json.dumps({
            "peer": "pathway", "version": pw.__version__, "workload": args.workload,
            "input": "jsonl" if "jsonl" in args.workload else "csv", "rows": rows,
            "epochs": len(ascending), "updates_out": None, "epoch_ms_p50": at(0.5), "epoch_ms_p99": at(0.99),
            "workers": args.workers, "persist": bool(args.persist), "seconds": round(seconds, 4),
            "cpu_seconds": round(cpu_seconds(), 3), "cpu_seconds_run": round(cpu_seconds() - self.cpu, 3),
            "rows_per_s": round(rows / seconds),
            "peak_rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
            "state_bytes": max(0, resident_bytes() - self.resident), "check": self.figures,
        }), flush=True)


def main():
    rows = sum(lines(name) for name in WORKLOADS[args.workload])
    result, figures = build()
    watch = Watch(rows)
    if result is not None:
        pw.io.null.write(result)
    pw.io.subscribe(figures, on_change=watch.changed, on_time_end=watch.committed)
    persistence = None
    if args.persist:
        persistence = pw.persistence.Config(pw.persistence.Backend.filesystem(args.persist))
    watch.start()
    pw.run(monitoring_level=pw.MonitoringLevel.NONE, persistence_config=persistence)
    watch.report()


main()
