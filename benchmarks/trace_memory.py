"""Reads and replays a large trace and tells the peak of memory.

`python benchmarks/trace_memory.py [--megabytes 1000] [--keys 1000000]` from the project's folder.
The trace is made here, in Twitter's format, and removed in the end; each stage runs in a process of
its own, whose peak is told by the operating system.
"""

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
ROWS = 200_000


def write(path: Path, size_b: int, keys: int) -> int:
    """A trace of at least that size: Zipf keys, one access in twenty a set; answers its lines."""
    random = np.random.default_rng(1)
    weights = np.arange(1, keys + 1) ** -0.9
    law = np.cumsum(weights / weights.sum())
    lines = 0
    with path.open("w", encoding="ascii") as file:
        while file.tell() < size_b:
            ranks = np.minimum(np.searchsorted(law, random.random(ROWS)), keys - 1).tolist()
            sets = (random.random(ROWS) < 1 / 20).tolist()
            rows = zip(ranks, sets, strict=True)
            at_s = lines // 20_000
            file.writelines(
                f"{at_s + n // 20_000},q:q:1:8WTfjZU14ee{rank:08d},28,{rank % 5000},{n % 400},"
                f"{'set' if is_set else 'get'},{86_400 if is_set else 0}\n"
                for n, (rank, is_set) in enumerate(rows)
            )
            lines += ROWS
    return lines


def stage(word: str, path: str) -> None:
    """One stage, in this process."""
    from simulator import parse, simulate  # noqa: PLC0415 - the process is started for it
    from simulator.recording.fitting import fitted  # noqa: PLC0415
    from simulator.recording.options import INSTANT  # noqa: PLC0415
    from simulator.recording.recording import record  # noqa: PLC0415

    start_s = time.perf_counter()
    if word == "read":
        done = record(path).accesses
    else:
        trace = {"path": path, "time": "trace", "operations": "trace"}
        world = INSTANT | {"workload": INSTANT["workload"] | {"trace": trace}}
        world["cache"] = INSTANT["cache"] | {"capacity_entries": 100_000}
        scenario = fitted(parse(world))
        simulate(scenario, keep=lambda _: None)
        done = round(scenario.workload.rate_rps * scenario.workload.duration_s)
    wall_s = time.perf_counter() - start_s
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    print(f"{word}: {done:,} requests in {wall_s:.1f} s, peak memory {peak_mb:,.0f} MB")


def main() -> None:
    """Make the trace, and run both stages on it."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--megabytes", type=int, default=1000)
    arguments.add_argument("--keys", type=int, default=1_000_000)
    arguments.add_argument("--stage", nargs=2, help=argparse.SUPPRESS)
    given = arguments.parse_args()
    if given.stage:
        stage(*given.stage)
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "trace.csv"
        lines = write(path, given.megabytes * 10**6, given.keys)
        print(f"trace: {path.stat().st_size / 1e6:,.0f} MB, {lines:,} lines")
        for word in ("read", "read and replay"):
            command = [sys.executable, __file__, "--stage", word, str(path)]
            subprocess.run(command, check=True, cwd=ROOT)  # noqa: S603 - this very program


if __name__ == "__main__":
    main()
