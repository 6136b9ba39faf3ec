"""Simulates a day of production traffic: wall time, and memory hour by hour.

`python benchmarks/day.py [--hours N] [--json]` from the project's folder: 5,000 requests/s on
100,000 keys, Zipf 0.99, TTL 1 h, 0.1 % writes; 24 hours are 432 million requests.
"""

import argparse
import json
import resource
import sys
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from metrics import Fold
from simulator import parse, simulate

HOUR_S = 3600.0
PAGE_B = resource.getpagesize()


def day(hours: float) -> Any:
    """The scenario."""
    return parse(
        {
            "workload": {
                "rate_rps": 5000,
                "duration_s": hours * HOUR_S,
                "warmup_s": hours * HOUR_S / 24,
                "read_share": 0.999,
                "keys": 100_000,
            },
            "database": {"connections": 64},
            "strategy": {"name": "cache-aside", "ttl_s": HOUR_S},
        }
    )


def resident_mb() -> float:
    """Memory in use now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * PAGE_B / 1e6


def run(hours: float) -> dict[str, Any]:
    """One run, watched."""
    scenario = day(hours)
    by_hour: list[float] = []

    def watch(share: float) -> None:
        if share * hours >= len(by_hour) + 1:
            by_hour.append(round(resident_mb()))

    start = time.perf_counter()
    fold = Fold(scenario)
    report = fold.report(simulate(scenario, keep=fold.take, on_progress=watch))
    wall_s = time.perf_counter() - start
    requests = 5000 * hours * HOUR_S
    return {
        "hours": hours,
        "requests": requests,
        "wall_s": wall_s,
        "requests_per_s": requests / wall_s,
        "hit_ratio": report.figures["hit_ratio"],
        "memory_mb_by_hour": by_hour,
        "memory_mb_peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3,
    }


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--hours", type=float, default=24)
    arguments.add_argument("--json", action="store_true", help="print JSON")
    given = arguments.parse_args()
    found = run(given.hours)
    if given.json:
        print(json.dumps(found, indent=2))
        return
    print(f"{found['requests']:,.0f} requests ({given.hours:g} h) in {found['wall_s']:.1f} s")
    print(f"{found['requests_per_s']:,.0f} requests/s at hit ratio {found['hit_ratio']:.4f}")
    print(f"memory after each hour, MB: {', '.join(f'{m:g}' for m in found['memory_mb_by_hour'])}")
    print(f"memory, peak: {found['memory_mb_peak']:.0f} MB")


if __name__ == "__main__":
    main()
