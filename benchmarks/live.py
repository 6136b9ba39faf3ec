"""Measures each strategy on real parts beside its simulation: does the prediction hold?

`python benchmarks/live.py [--seconds N] [--json]` from the project's folder: 200 requests/s on
1,000 keys, TTL 10 s, 5 % writes, database times of 20 ms, after a calibration; with REDIS_URL and
DATABASE_URL on those servers, else on the embedded parts. Each run stands between two calibrations
and its twin is told of their mean, since the speed of a shared machine drifts within a minute; each
watches hits for longer than a TTL, after one that is not watched, so that expiries and refreshes go
on as they do in the run. Run it on a machine that does nothing else.
"""

import argparse
import json
import sys
from pathlib import Path
from statistics import fmean
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1]))

from live import Places, measure
from live.calibrate import Calibration, told_of
from live.probe import calibrate
from metrics import report
from metrics.gap import Gap, gaps
from simulator import Scenario, parse
from simulator.repeats import repeats

STRATEGIES = ("cache-aside", "write-through", "write-behind", "read-ahead")
REPEATS = 20
PROBE_S = 24.0
POINTS, SHARE = "points", "%"


class Limit(NamedTuple):
    """How far a metric may be from its simulation."""

    metric: str
    most: float
    unit: str


LIMITS = (
    Limit("hit_ratio", 1, POINTS),
    Limit("stale_read_ratio", 1, POINTS),
    Limit("db_reads", 5, SHARE),
    Limit("latency_read_s_p50", 25, SHARE),
    Limit("latency_read_s_p99", 25, SHARE),
)


def world(strategy: str, seconds: float) -> Scenario:
    """The scenario before it is told what the parts take."""
    return parse(
        {
            "workload": {
                "rate_rps": 200,
                "duration_s": seconds,
                "warmup_s": seconds / 6,
                "keys": 1000,
            },
            "strategy": {"name": strategy, "ttl_s": 10},
        }
    )


def gap_of(gap: Gap, limit: Limit) -> float:
    """How far the metric is off, in the limit's unit."""
    return 100 * (gap.gap if limit.unit == POINTS else gap.relative or 0.0)


def between(before: Calibration, after: Calibration) -> Calibration:
    """The mean of two calibrations."""
    return Calibration(*(fmean(pair) for pair in zip(before, after, strict=True)))


def rows(strategy: str, scenario: Scenario, places: Places) -> list[dict[str, Any]]:
    """One strategy's metrics, measured and simulated."""
    before = calibrate(scenario, places, PROBE_S)
    measured = measure(scenario, places)
    parts = between(before, calibrate(scenario, places, PROBE_S))
    print(f"{strategy}: {words_of(parts)}", file=sys.stderr)
    twins = [report(log).figures for log in repeats(told_of(scenario, parts), REPEATS)]
    found = {gap.metric: gap for gap in gaps(report(measured.log).figures, twins)}
    late = measured.lateness
    told = [
        {
            "strategy": strategy,
            "metric": limit.metric,
            "measured": found[limit.metric].measured,
            "simulated": found[limit.metric].simulated,
            "gap": gap_of(found[limit.metric], limit),
            "unit": limit.unit,
            "limit": limit.most,
            "held": abs(gap_of(found[limit.metric], limit)) <= limit.most,
            "late_share": late.late_share,
        }
        for limit in LIMITS
    ]
    for sentence in measured.incidents.sentences():
        print(f"{strategy}: {sentence}", file=sys.stderr)
    return told


def words_of(parts: Calibration) -> str:
    """A calibration in a line."""
    return ", ".join(f"{name} {value:.3g}" for name, value in parts._asdict().items())


def print_table(found: list[dict[str, Any]]) -> None:
    """The table as docs/live.md has it."""
    print("| strategy | metric | measured | simulated | gap | limit | held |")
    print("| --- | --- | ---: | ---: | ---: | ---: | --- |")
    for row in found:
        unit, held = row["unit"], "yes" if row["held"] else "no"
        numbers = f"{row['measured']:.4g} | {row['simulated']:.4g} | {row['gap']:+.2f} {unit}"
        limit = f"{row['limit']:g} {unit}"
        print(f"| {row['strategy']} | `{row['metric']}` | {numbers} | {limit} | {held} |")


def main() -> None:
    """Calibrate, then run each strategy."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seconds", type=float, default=60.0)
    options.add_argument("--json", action="store_true")
    given = options.parse_args()
    places = Places.from_environment()
    found = []
    for strategy in STRATEGIES:
        found += rows(strategy, world(strategy, given.seconds), places)
    if given.json:
        print(json.dumps(found, indent=2))
        return
    print(f"{places.cache_name}, {places.database_name}")
    print_table(found)
    late = max(row["late_share"] for row in found)
    print(f"at most {late:.2%} of a run's requests started more than 1 ms late")


if __name__ == "__main__":
    main()
