"""Miss counts of the shipped trace equal those of an independent simulator."""

import csv
from pathlib import Path
from typing import Any

import pytest

from metrics.sampling import KeyMisses
from simulator import parse, simulate
from simulator.recording.fitting import fitted
from simulator.recording.options import INSTANT
from tests.simulator.traces.files import written

TABLE = Path(__file__).parents[3] / "benchmarks" / "data" / "reference.csv"
POLICIES = {"LRU": "lru", "FIFO": "fifo", "LFU": "lfu", "SIEVE": "sieve", "Belady": "belady"}


def rows() -> list[dict[str, str]]:
    """The reference's rows for the shipped trace and the exactly reproducible policies."""
    with TABLE.open(encoding="utf-8", newline="") as table:
        found = [row for row in csv.DictReader(table) if row["trace"] == "cache2k_web12"]
    return [row for row in found if row["policy"] in POLICIES]


def misses(path: str, eviction: str, entries: int, **more: Any) -> int:
    """Reads that a cache of this size does not answer."""
    trace = {"path": path, "operations": "as-reads"} | more.pop("trace", {})
    world = {name: dict(section) for name, section in INSTANT.items()} | more
    world["workload"] = world["workload"] | {"trace": trace}
    world["cache"] = world["cache"] | {"capacity_entries": entries, "eviction": eviction}
    counted = KeyMisses()
    simulate(fitted(parse(world)), keep=counted.take)
    return int(counted.misses.sum())


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row['policy']}-{row['size_fraction']}")
def test_misses_equal_those_of_libcachesim(row: dict[str, str]) -> None:
    """95,607 requests; a cache of 0.1 % to 25 % of the keys."""
    entries = int(row["capacity_objects"])
    assert misses("cache2k_web12", POLICIES[row["policy"]], entries) == int(row["misses"])


def test_an_entry_lives_up_to_and_including_the_second_of_its_end(tmp_path: Path) -> None:
    """Loaded at 0 for 2 s: read at 2 it is there, at 3 it is not, loaded again it is at 5."""
    path = written(tmp_path, "time,key\n0,a\n2,a\n3,a\n5,a\n")
    strategy = {"name": "cache-aside", "ttl_s": 2}
    assert misses(path, "lru", 10, strategy=strategy, trace={"time": "trace"}) == 2


def test_an_expired_entry_takes_up_room_until_it_is_looked_up(tmp_path: Path) -> None:
    """Room for two under FIFO: a and b expire; c comes and evicts a, not b. All four are missed,
    and b again.
    """
    path = written(tmp_path, "time,key\n0,a\n0,b\n10,c\n10,b\n10,c\n")
    strategy = {"name": "cache-aside", "ttl_s": 5}
    assert misses(path, "fifo", 2, strategy=strategy, trace={"time": "trace"}) == 4
