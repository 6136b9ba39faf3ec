"""Measures both engines: requests a second, their ratio, and two yardsticks for scale.

`python benchmarks/engine.py [--json]` from the project's folder. A run is the whole of it: drawing
the workload, simulating, summarising. Each figure is the best of a few runs in this one process;
compare figures of one output only.
"""

import argparse
import heapq
import json
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import simpy

sys.path.insert(0, str(Path(__file__).parents[1]))

from metrics import Fold
from simulator import Scenario, parse, simulate

ONE_DATABASE = {"connections": 64, "read_s": 0.01, "write_s": 0.01}


def scenario(rate_rps: float, duration_s: float, read_share: float, **parts: Any) -> Scenario:
    """A scenario with Zipf 0.99 over a thousand keys, unless the parts say otherwise."""
    workload = {
        "rate_rps": rate_rps,
        "duration_s": duration_s,
        "warmup_s": duration_s / 4,
        "read_share": read_share,
        "keys": 1000,
    }
    workload |= parts.pop("workload", {})
    return parse({"workload": workload, "database": ONE_DATABASE} | parts)


def ttl(ttl_s: float) -> dict[str, Any]:
    """Cache-aside with a TTL."""
    return {"name": "cache-aside", "ttl_s": ttl_s}


SCENARIOS = {
    "default scenario": (Scenario(), 60_000),
    "hit ratio about 0.58, 20 % writes": (
        scenario(1000, 400, 0.8, strategy=ttl(2.5), workload={"keys": 2000}),
        30_000,
    ),
    "hit ratio about 0.92": (scenario(1000, 400, 1, strategy=ttl(9)), 60_000),
    "hit ratio about 0.98": (scenario(4000, 400, 1, strategy=ttl(12)), 100_000),
    "hit ratio about 0.998": (scenario(20_000, 400, 1, strategy=ttl(27)), 200_000),
    "capacity 200, sampled LRU": (
        scenario(1000, 400, 1, strategy=ttl(300), cache={"capacity_entries": 200}),
        60_000,
    ),
    "single flight, 4 nodes": (
        scenario(4000, 400, 1, strategy=ttl(12), protections=[{"name": "single-flight"}]),
        100_000,
    ),
}
"""Each with the number of requests that the reference engine gets; it is a rate, too."""


def measured(experiment: Scenario, engine: str) -> tuple[float, dict[str, Any]]:
    """Seconds for one whole run, and its figures."""
    start = time.perf_counter()
    fold = Fold(experiment)
    log = simulate(experiment, engine=engine, keep=fold.take)
    figures = fold.report(log).figures
    return time.perf_counter() - start, figures


def best(run: Callable[[], float], times: int) -> float:
    """The least of several measurements."""
    return min(run() for _ in range(times))


def shortened(experiment: Scenario, requests: int) -> Scenario:
    """The same for fewer requests."""
    workload = experiment.workload
    duration_s = min(workload.duration_s, requests / workload.rate_rps)
    shorter = workload.model_copy(
        update={"duration_s": duration_s, "warmup_s": min(workload.warmup_s, duration_s / 2)}
    )
    return experiment.model_copy(update={"workload": shorter})


def count(experiment: Scenario) -> float:
    """How many requests are expected."""
    return experiment.workload.rate_rps * experiment.workload.duration_s


def compare(experiment: Scenario, reference_requests: int) -> dict[str, float]:
    """Both engines on one scenario."""
    small = shortened(experiment, reference_requests)
    fast_s = best(lambda: measured(experiment, "fast")[0], 3)
    reference_s = best(lambda: measured(small, "reference")[0], 1)
    fast, reference = count(experiment) / fast_s, count(small) / reference_s
    return {
        "hit_ratio": measured(experiment, "fast")[1]["hit_ratio"],
        "requests": count(experiment),
        "fast_s": fast_s,
        "fast_rps": fast,
        "reference_rps": reference,
        "ratio": fast / reference,
    }


def bare_simpy(events: int = 300_000) -> float:
    """Events a second of SimPy alone: ten processes that only wait."""
    clock = simpy.Environment()

    def wait() -> Any:
        while True:
            yield clock.timeout(1)

    for _ in range(10):
        clock.process(wait())
    start = time.perf_counter()
    clock.run(until=events / 10)
    return events / (time.perf_counter() - start)


def hand_written(requests: int = 300_000) -> float:
    """Requests a second of a loop with a dict, a heap and nothing else: TTL cache, no queues."""
    draw = random.Random(1)
    expires: dict[int, float] = {}
    pending: list[tuple[float, int]] = []
    now = 0.0
    start = time.perf_counter()
    for _ in range(requests):
        now += draw.expovariate(1000)
        while pending and pending[0][0] <= now:
            done, key = heapq.heappop(pending)
            expires[key] = done + 16
        key = int(1000 ** draw.random())
        if expires.get(key, -1) < now:
            heapq.heappush(pending, (now + draw.expovariate(100), key))
    return requests / (time.perf_counter() - start)


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--json", action="store_true", help="print JSON")
    given = arguments.parse_args()
    measured(Scenario(), "fast")
    found = {name: compare(*case) for name, case in SCENARIOS.items()}
    yardsticks = {"bare_simpy_eps": bare_simpy(), "dict_and_heap_rps": hand_written()}
    if given.json:
        print(json.dumps({"scenarios": found, **yardsticks}, indent=2))
        return
    print(f"{'scenario':36}{'hit ratio':>10}{'fast 1/s':>14}{'reference 1/s':>15}{'ratio':>8}")
    for name, f in found.items():
        print(
            f"{name:36}{f['hit_ratio']:10.4f}{f['fast_rps']:14,.0f}"
            f"{f['reference_rps']:15,.0f}{f['ratio']:8.1f}"
        )
    print(f"default scenario, fast: {found['default scenario']['fast_s'] * 1000:.0f} ms")
    print(f"bare SimPy: {yardsticks['bare_simpy_eps']:,.0f} events/s")
    print(f"dict and heap, hand-written: {yardsticks['dict_and_heap_rps']:,.0f} requests/s")


if __name__ == "__main__":
    main()
