"""Holds replays against reference miss counts, and measures their speed.

`python benchmarks/replay.py [FOLDER] [--policies lru,fifo] [--ttl] [--speed] [--repeats N]` from
the project's folder. The lab ships one of the traces; FOLDER holds the others under their published
names. Each cell is a whole run of the ordinary engine, with latency and staleness accounting.
"""

import argparse
import csv
import sys
import time
from collections.abc import Iterator
from math import sqrt
from pathlib import Path
from statistics import fmean, stdev
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1]))

from metrics import Fold
from metrics.sampling import KeyMisses
from simulator import parse, simulate
from simulator.recording.fitting import fitted
from simulator.recording.options import INSTANT, TIMED
from simulator.recording.replay import remembered

DATA = Path(__file__).parent / "data"
POLICIES = {
    "LRU": "lru",
    "FIFO": "fifo",
    "LFU": "lfu",
    "SIEVE": "sieve",
    "Belady": "belady",
    "Random-uniform": "random",
}
RUNS = 10
"""So many seeds where chance decides; their mean is compared."""
EXACT = ("LRU", "FIFO", "LFU", "SIEVE", "Belady")


class Trace(NamedTuple):
    """A trace's file, and how the reference turned it into requests."""

    file: str
    how: dict[str, Any]


CLOUD, APACHE = "cloudphysics_io.csv.gz", "elastic_apache_logs.log.gz"
TRACES = {
    "arc_oltp": Trace("arc_oltp.lis.zst", {}),
    "cache2k_web12": Trace("cache2k_web12.trace.xz", {}),
    "cache2k_orm_busy": Trace("cache2k_orm_busy.trace.xz", {}),
    "cloudphysics_io": Trace(CLOUD, {}),
    "cloudphysics_io_reads": Trace(CLOUD, {"operations": "reads-only"}),
    "elastic_apache_logs": Trace(APACHE, {}),
    "elastic_apache_logs_sorted": Trace(APACHE, {"order": "time"}),
    "mooncake_conversation": Trace("mooncake_conversation.jsonl.gz", {"step_s": 1}),
}


def world(name: str, folder: Path | None, base: dict[str, Any], **cache: Any) -> dict[str, Any]:
    """A scenario as plain values: the trace once, every request a read."""
    path = name if folder is None else str(folder / TRACES[name].file)
    trace = {"path": path, "repeat": False, "operations": "as-reads"} | TRACES[name].how
    parts = {section: dict(values) for section, values in base.items()}
    parts["workload"] = parts.get("workload", {}) | {"trace": trace}
    parts["cache"] = parts.get("cache", {}) | cache
    return parts


def misses(parts: dict[str, Any]) -> int:
    """Reads that the cache did not answer."""
    counted = KeyMisses()
    simulate(fitted(parse(parts)), keep=counted.take)
    return int(counted.misses.sum())


def shipped(folder: Path | None) -> set[str]:
    """The traces that there are."""
    if folder is None:
        return {"cache2k_web12"}
    return {name for name, trace in TRACES.items() if (folder / trace.file).is_file()}


def cells(file: str, folder: Path | None, policies: list[str]) -> Iterator[dict[str, str]]:
    """The reference's rows for traces that there are and policies that are wanted."""
    with (DATA / file).open(encoding="utf-8", newline="") as table:
        for row in csv.DictReader(table):
            known = POLICIES.get(row["policy"]) in policies and row["trace"] in shipped(folder)
            if known and row["misses"]:
                yield row


def verify(folder: Path | None, policies: list[str]) -> int:
    """Miss counts without TTL; answers how many differ."""
    wrong = 0
    print(f"{'trace':28}{'policy':16}{'capacity':>9}{'ours':>10}{'reference':>11}  verdict")
    for row in cells("reference.csv", folder, policies):
        capacity, policy = int(row["capacity_objects"]), row["policy"]
        eviction = POLICIES[policy]
        parts = world(row["trace"], folder, INSTANT, capacity_entries=capacity, eviction=eviction)
        seeds = range(1, 2 if policy in EXACT else RUNS + 1)
        ours = [misses(parts | {"seed": seed}) for seed in seeds]
        verdict, good = judged(row, ours)
        wrong += not good
        print(
            f"{row['trace']:28}{policy:16}{capacity:9,}{fmean(ours):10,.0f}{row['misses']:>11}"
            f"  {verdict}"
        )
    return wrong


def judged(row: dict[str, str], ours: list[int]) -> tuple[str, bool]:
    """Whether a count is the reference's; means of chance may differ by four standard errors."""
    theirs = float(row["misses"])
    if row["policy"] in EXACT:
        return ("equal", True) if ours[0] == theirs else (f"off by {ours[0] - theirs:+,.0f}", False)
    gap = fmean(ours) - theirs
    error = stdev(ours) * sqrt(1 / len(ours) + 1 / int(row["runs"]))
    word = "within" if abs(gap) <= 4 * error else "beyond"
    points = 100 / int(row["n_requests"])
    return f"{gap * points:+.3f} points, {word} 4 x {error * points:.3f}", word == "within"


def verify_ttl(folder: Path | None, policies: list[str]) -> int:
    """Miss counts with a TTL, at the recorded instants; answers how many differ."""
    wrong = 0
    print(f"{'trace':28}{'policy':8}{'TTL s':>8}{'capacity':>9}{'ours':>10}{'reference':>11}")
    for row in cells("reference_ttl.csv", folder, policies):
        capacity, ttl_s = int(row["capacity_objects"]), float(row["ttl_s"])
        eviction = POLICIES[row["policy"]]
        parts = world(row["trace"], folder, INSTANT, capacity_entries=capacity, eviction=eviction)
        parts["strategy"] = {"name": "cache-aside", "ttl_s": ttl_s}
        parts["workload"]["trace"]["time"] = "trace"
        ours = misses(parts)
        verdict, good = judged(row, [ours])
        wrong += not good
        print(
            f"{row['trace']:28}{row['policy']:8}{ttl_s:8g}{capacity:9,}{ours:10,}"
            f"{row['misses']:>11}  {verdict}"
        )
    return wrong


def speed(folder: Path | None, repeats: int) -> None:
    """Requests a second of whole replays under LRU, reading and every metric included.

    By the wall clock, median and best; and by processor time, which others on the machine do not
    lengthen.
    """
    print(f"{'trace':20}{'world':11}{'requests':>10}{'read s':>8}{'run s':>8}", end="")
    print(f"{'median 1/s':>12}{'best 1/s':>12}{'1/s of processor':>18}")
    for name in sorted(shipped(folder) & {"cache2k_orm_busy", "arc_oltp", "cache2k_web12"}):
        for word, base in (("no time", INSTANT), ("latencies", TIMED)):
            found = sorted((timed(name, folder, base) for _ in range(repeats)), key=Timing.wall_s)
            middle, best = found[len(found) // 2], found[0]
            busy_s = min(each.processor_s for each in found)
            print(
                f"{name:20}{word:11}{best.requests:10,}{middle.reading_s:8.2f}{middle.running_s:8.2f}"
                f"{middle.requests / middle.wall_s():12,.0f}{best.requests / best.wall_s():12,.0f}"
                f"{best.requests / busy_s:18,.0f}"
            )


class Timing(NamedTuple):
    """One whole replay."""

    requests: int
    reading_s: float
    running_s: float
    processor_s: float

    def wall_s(self) -> float:
        """From the file to the report."""
        return self.reading_s + self.running_s


def timed(name: str, folder: Path | None, base: dict[str, Any]) -> Timing:
    """Read the trace, run it, and fold every metric."""
    remembered.cache_clear()
    capacity = capacity_of(name)
    start_s, busy_s = time.perf_counter(), time.process_time()
    scenario = fitted(parse(world(name, folder, base, capacity_entries=capacity, eviction="lru")))
    read_s = time.perf_counter()
    fold = Fold(scenario)
    report = fold.report(simulate(scenario, keep=fold.take))
    end_s = time.perf_counter()
    requests = int(report.figures["requests"] or 0)
    return Timing(requests, read_s - start_s, end_s - read_s, time.process_time() - busy_s)


def capacity_of(name: str) -> int:
    """A tenth of the keys, as in the reference."""
    with (DATA / "reference.csv").open(encoding="utf-8", newline="") as table:
        rows = [row for row in csv.DictReader(table) if row["trace"] == name]
    return next(int(row["capacity_objects"]) for row in rows if row["size_fraction"] == "0.1")


def main() -> int:
    """Verify, and measure if asked to; the exit status is 1 if a count differs."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("folder", nargs="?", type=Path, help="where the traces lie")
    arguments.add_argument("--policies", default=",".join(POLICIES.values()))
    arguments.add_argument("--ttl", action="store_true", help="the table with a TTL")
    arguments.add_argument("--speed", action="store_true", help="measure instead of verifying")
    arguments.add_argument("--repeats", type=int, default=5)
    given = arguments.parse_args()
    policies = given.policies.split(",")
    if given.speed:
        speed(given.folder, given.repeats)
        return 0
    wrong = (verify_ttl if given.ttl else verify)(given.folder, policies)
    print(f"{wrong} differ" if wrong else "all agree")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
