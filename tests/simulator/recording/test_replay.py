"""One pass through a trace: which requests a run sees, when, and how it ends."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from simulator import Scenario, TraceError, parse, simulate
from simulator.log import Requests
from simulator.recording.fitting import fitted
from simulator.recording.options import INSTANT
from tests.simulator.traces.files import written

CSV = "time,key,op\n10,a,get\n30,b,put\n20,a,get\n40,c,get\n"


def world(path: str, seed: int = 1, **trace: Any) -> Scenario:
    """One pass through a file, in a world where nothing takes time."""
    told = {"path": path, "time": "trace", "operations": "trace"} | trace
    workload = INSTANT["workload"] | {"trace": told}
    return fitted(parse(INSTANT | {"workload": workload, "seed": seed}))


def played(path: str, **trace: Any) -> Requests:
    """The requests of a run."""
    return simulate(world(path, **trace)).table(Requests)


@pytest.fixture
def path(tmp_path: Path) -> str:
    """Four requests; the third is recorded before the second."""
    return written(tmp_path, CSV)


def test_requests_as_recorded(path: str) -> None:
    """An instant that goes back counts as the latest before it."""
    table = played(path)
    assert table.at_s.tolist() == [0, 20, 20, 30]
    assert table.key.tolist() == [0, 1, 0, 2]
    assert table.write.tolist() == [0, 1, 0, 0]


def test_requests_by_time(path: str) -> None:
    """Each at its own instant."""
    table = played(path, order="time")
    assert table.at_s.tolist() == [0, 10, 20, 30]
    assert table.key.tolist() == [0, 0, 1, 2]


def test_speed_and_clock_step(path: str) -> None:
    """Ten times as fast; or by a clock that ticks every 25 s: 0 for 10 and 20, 25 for 30 and 40."""
    assert played(path, order="time", speed=10).at_s.tolist() == [0, 1, 2, 3]
    assert played(path, order="time", step_s=25).at_s.tolist() == [0, 0, 25, 25]


def test_meanings_of_operations(path: str) -> None:
    """Writes as reads; writes left out; kinds drawn."""
    assert played(path, operations="as-reads").write.tolist() == [0, 0, 0, 0]
    assert played(path, operations="reads-only").key.tolist() == [0, 0, 2]
    drawn = parse({"workload": {"read_share": 0, "trace": {"path": path, "time": "trace"}}})
    assert simulate(fitted(drawn)).table(Requests).write.tolist() == [1, 1, 1, 1]


def test_instants_of_a_law_end_with_the_trace(path: str) -> None:
    """As many requests as the trace has, at the rate of the workload."""
    scenario = world(path, time="law")
    table = simulate(scenario).table(Requests)
    assert table.key.tolist() == [0, 1, 0, 2]
    assert 0 <= scenario.workload.duration_s - table.at_s[-1] < 0.002


def test_instants_of_a_law_are_the_same_however_many_requests_are_left_out(tmp_path: Path) -> None:
    """50,000 requests of which every second is a write: the reads alone come at the first of the
    drawn instants.
    """
    lines = "".join(f"k{n % 7},{'get' if n % 2 else 'put'}\n" for n in range(50_000))
    path = written(tmp_path, "key,op\n" + lines)
    reads = played(path, time="law", operations="reads-only")
    whole = played(path, time="law", operations="as-reads")
    assert len(reads.at_s) == 25_000
    assert (reads.at_s == whole.at_s[:25_000]).all()


def test_a_trace_without_times_must_take_a_law(tmp_path: Path) -> None:
    """And says so."""
    with pytest.raises(TraceError, match=r"has no times .* set workload.trace.time to law"):
        world(written(tmp_path, "key\na\nb\n"))


def test_a_trace_longer_than_a_run_may_be_must_be_played_faster(tmp_path: Path) -> None:
    """Two requests, a year apart."""
    path = written(tmp_path, "time,key\n0,a\n31536000,b\n")
    with pytest.raises(TraceError, match="raise the speed"):
        world(path)
    assert played(path, speed=100).at_s.tolist() == [0, 315360]


def test_a_file_that_has_changed_is_read_anew(tmp_path: Path) -> None:
    """What is remembered belongs to the file as it was."""
    path = written(tmp_path, "key\na\nb\n")
    assert len(played(path, time="law").key) == 2
    written(tmp_path, "key\na\nb\nc\n")
    assert len(played(path, time="law").key) == 3


@pytest.mark.parametrize("engine", ["fast", "reference"])
def test_both_engines_replay_alike(path: str, engine: str) -> None:
    """Two keys are missed at their first read; a's second read hits."""
    log = simulate(world(path), engine=engine)
    assert np.bincount(log.table(Requests).outcome[[0, 2, 3]]).tolist()[0] == 1
    assert log.counters.misses == 2


def test_a_trace_that_starts_again_fills_the_duration(path: str) -> None:
    """As before: keys round and round, everything else from the laws."""
    scenario = parse({"workload": {"duration_s": 1, "warmup_s": 0, "trace": {"path": path}}})
    key = simulate(scenario).table(Requests).key.tolist()
    assert len(key) > 8
    assert key[:9] == [0, 1, 0, 2, 0, 1, 0, 2, 0]


@pytest.mark.parametrize("engine", ["fast", "reference"])
def test_a_key_lives_as_long_as_the_trace_says(tmp_path: Path, engine: str) -> None:
    """Given 3 s, a is loaded twice for reads at 0, 3 and 7; b has the strategy's TTL: for ever."""
    rows = ["0,a,set,3", "0,b,get,0", "0,a,get,0", "3,a,get,0", "7,a,get,0", "7,b,get,0"]
    path = written(tmp_path, "\n".join(["time,key,op,ttl", *rows]))
    scenario = world(path, ttl="trace")
    log = simulate(scenario, engine=engine)
    assert log.counters.misses == 3
    assert simulate(world(path, ttl="strategy"), engine=engine).counters.misses == 2


def test_sizes_of_the_trace_count_where_the_capacity_is_in_bytes(tmp_path: Path) -> None:
    """Room for 100 bytes: two of 40 fit together; one of 90 leaves no room for another."""
    rows = "key,op,size\nsmall,get,40\nother,get,40\nsmall,get,40\nlarge,get,90\nsmall,get,40\n"
    path = written(tmp_path, rows)
    trace = {"path": path, "operations": "trace"}
    cache = INSTANT["cache"] | {"capacity_bytes": 100, "overhead_bytes": 0}
    parts = INSTANT | {"cache": cache, "workload": INSTANT["workload"] | {"trace": trace}}
    log = simulate(fitted(parse(parts)))
    assert log.table(Requests).outcome.tolist().count(0) == 1
    assert log.counters.misses == 4
