"""Measures a sweep: its throughput on one process and on two, and the memory it takes.

`python benchmarks/sweep.py [--duration SECONDS] [--steps N] [--workers 1,2] [--rounds N] [--json]`,
run from the project's folder.
12 x 12 cells (TTL and request rate), four strategies, five replications: 2,880 runs of the default
scenario. Each number of workers begins with an empty store; the compiled kernel and the worker
processes are warmed up first and not counted. Compare figures of one output only. On a machine
whose speed comes and goes, several rounds, each with every number of workers in turn, say more.
"""

import argparse
import json
import os
import resource
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from simulator import Scenario
from simulator.changes import changed
from simulator.sweep import Crew, Plan, Store, axis, opened, plan_of, sweep
from simulator.sweep.figures import figures_of

STRATEGIES = ("cache-aside", "write-through", "write-behind", "read-ahead")
STEPS = 12
REPLICATIONS = 5
TARGET = 1.8
MEGABYTE = 1e6


def plan(duration_s: float, steps: int) -> Plan:
    """The sweep of the acceptance; a shorter duration has a warm-up of a sixth, as the default."""
    base = changed(
        Scenario(), f"workload.duration_s={duration_s}", f"workload.warmup_s={duration_s / 6}"
    )
    axes = [
        axis(f"strategy.ttl_s=1:300:{steps}:log"),
        axis(f"workload.rate_rps=100:1000:{steps}"),
    ]
    return plan_of(base, axes, strategies=STRATEGIES, replications=REPLICATIONS)


def warm(crew: Crew, store: Store) -> None:
    """Start every worker and compile what it needs."""
    one = plan_of(
        changed(Scenario(), "workload.duration_s=2", "workload.warmup_s=1"),
        [axis("workload.rate_rps=100,50000")],
        strategies=STRATEGIES,
        replications=3 * crew.workers,
    )
    sweep(one, figures_of, crew, store)


def measured(whole: Plan, workers: int) -> dict[str, Any]:
    """Seconds, runs and requests a second, and peaks of memory of one sweep."""
    with (
        tempfile.TemporaryDirectory() as folder,
        Store(Path(folder) / "runs.sqlite") as store,
        opened("process", workers) as crew,
    ):
        warm(crew, store)
        begin_s = time.perf_counter()
        results = sweep(whole, figures_of, crew, store)
        spent_s = time.perf_counter() - begin_s
        peaks = [crew.executor.submit(peak_megabytes) for _ in range(4 * workers)]
        worker_mb = max(each.result() for each in peaks)
    standing = results.standing()
    assert standing.cells_done == standing.cells
    return {
        "workers": workers,
        "seconds": spent_s,
        "runs_per_s": standing.runs / spent_s,
        "requests_per_s": whole.requests / spent_s,
        "worker_peak_mb": worker_mb,
        "parent_peak_mb": peak_megabytes(),
    }


def peak_megabytes() -> float:
    """The most memory that this process has had."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / MEGABYTE


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--duration", type=float, default=120.0, help="of a run, in seconds")
    parser.add_argument("--steps", type=int, default=STEPS, help="of each axis")
    parser.add_argument("--workers", default="1,2", help="numbers of processes, with commas")
    parser.add_argument("--rounds", type=int, default=1, help="of all numbers of workers")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    whole = plan(given.duration, given.steps)
    numbers = [int(number) for number in given.workers.split(",")]
    found = [measured(whole, number) for _ in range(given.rounds) for number in numbers]
    if given.json:
        print(json.dumps(found, indent=2))
        return
    runs = len(whole.cells) * REPLICATIONS
    print(f"{runs:,} runs, {whole.requests:,.0f} requests, {os.cpu_count()} cores")
    for each in found:
        print(
            f"{each['workers']} workers: {each['seconds']:8.1f} s  "
            f"{each['runs_per_s']:7.1f} runs/s  {each['requests_per_s']:12,.0f} requests/s"
        )
        print(
            f"  memory at most {each['worker_peak_mb']:.0f} MB a worker, "
            f"{each['parent_peak_mb']:.0f} MB here"
        )
    speeds = [each["runs_per_s"] for each in found]
    each_round = [speeds[i : i + len(numbers)] for i in range(0, len(speeds), len(numbers))]
    gains = [of_round[-1] / of_round[0] for of_round in each_round]
    told = f", median of {', '.join(f'{each:.2f}' for each in gains)}" if given.rounds > 1 else ""
    print(
        f"throughput, last against first: {median(gains):.2f}{told} "
        f"(target {TARGET} for two against one)"
    )


if __name__ == "__main__":
    main()
