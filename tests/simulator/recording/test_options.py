"""The verb `replay`: what it prints, and what it refuses with one sentence."""

import json
from pathlib import Path
from typing import Any

import pytest

from simulator.__main__ import main
from simulator.given import BAD_INPUT
from tests.simulator.traces.files import DATA, written


def replay(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    """What a replay prints as JSON."""
    assert main(["replay", *words, "--json"]) == 0
    printed: dict[str, Any] = json.loads(capsys.readouterr().out)
    return printed


def sentence(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """What a replay that cannot be says."""
    assert main(["replay", *words]) == BAD_INPUT
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.count("\n") == 1
    return printed.err


def test_misses_of_the_shipped_trace_equal_libcachesims(capsys) -> None:
    """1,375 entries are a tenth of the keys."""
    by_number = replay(capsys, "cache2k_web12", "--policy", "fifo", "--capacity", "1375")
    by_share = replay(capsys, "cache2k_web12", "--policy", "fifo", "--fraction", "0.1")
    assert by_number["misses"] == by_share["misses"] == 33_907
    assert by_number["metrics"]["requests"] == 95_607
    assert by_number["trace"]["distinct_keys"] == 13_756
    assert by_number["metrics"]["latency_read_s_mean"] == 0


def test_a_trace_with_times_is_replayed_at_them(capsys) -> None:
    """Eight seconds; four at double speed; its operations and TTLs count."""
    path = str(DATA / "meta_kv_traces_1.csv")
    found = replay(capsys, path)
    assert found["scenario"]["workload"]["trace"]["time"] == "trace"
    assert found["scenario"]["workload"]["duration_s"] == pytest.approx(8)
    assert (found["metrics"]["reads"], found["metrics"]["writes"]) == (678, 13)
    faster = replay(capsys, path, "--speed", "2")
    assert faster["scenario"]["workload"]["duration_s"] == pytest.approx(4)
    drawn = replay(capsys, path, "--time", "law", "--operations", "as-reads")
    assert (drawn["metrics"]["reads"], drawn["metrics"]["writes"]) == (691, 0)


def test_with_latencies_misses_overlap_and_take_time(capsys) -> None:
    """Readers who come while a key is being loaded miss it too."""
    plain = replay(capsys, "cache2k_web12", "--fraction", "0.1")
    timed = replay(capsys, "cache2k_web12", "--fraction", "0.1", "--latencies")
    assert timed["misses"] > plain["misses"]
    assert timed["metrics"]["latency_read_s_p99"] > 0.02


def test_a_sample_tells_an_estimate_with_its_error(capsys) -> None:
    """A fifth of the keys in a fifth of the cache."""
    found = replay(capsys, "cache2k_web12", "--capacity", "1375", "--sample", "0.2")
    assert found["scenario"]["cache"]["capacity_entries"] == 275
    assert found["estimate"]["error"] > 0
    assert abs(found["estimate"]["miss_ratio"] - 30_133 / 95_607) < 4 * found["estimate"]["error"]


def test_malformed_lines_are_counted_and_shown(capsys, tmp_path: Path) -> None:
    """With number, beginning and reason; with a lower limit they are too many."""
    path = written(tmp_path, "time,key\n1,a\nx,b\n2,a\n")
    trace = replay(capsys, path)["trace"]
    assert trace["malformed_lines"] == 1
    assert trace["malformed_first"] == [
        {"line": 3, "text": "x,b", "reason": "a number was expected"}
    ]
    told = sentence(capsys, path, "--set", "workload.trace.malformed_limit=0")
    assert "the first is line 3, 'x,b' (a number was expected)" in told


def test_the_table_begins_with_what_the_trace_holds(capsys) -> None:
    """For a person."""
    assert main(["replay", str(DATA / "redis_apache.monitor.log.gz"), "--fraction", "1"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "format: redis-monitor" in lines
    assert "misses: 644" in lines


def test_a_scenario_file_gives_the_world(capsys, tmp_path: Path) -> None:
    """Its strategy and its latencies; the trace comes from the command line."""
    scenario = written(tmp_path, '{"strategy": {"name": "no-cache"}}', "scenario.json")
    found = replay(capsys, "cache2k_web12", "--scenario", scenario)
    assert found["metrics"]["hit_ratio"] == 0
    assert found["metrics"]["requests"] == 95_607


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["nosuch.csv"], "must name a file or a shipped trace"),
        (["cache2k_web12", "--format", "lis"], "workload.trace.format must be one of"),
        (["cache2k_web12", "--policy", "best"], "cache.eviction must be one of"),
        (["cache2k_web12", "--capacity", "0"], "--capacity must be above 0, got 0"),
        (["cache2k_web12", "--fraction", "-1"], "--fraction must be above 0, got -1"),
        (["cache2k_web12", "--time", "trace"], "has no times"),
        (["cache2k_web12", "--speed", "0"], "workload.trace.speed must be at least"),
        (["cache2k_web12", "--sample", "2"], "workload.trace.sample must be at most 1"),
        (["cache2k_web12", "--operations", "law", "--set", "a.b=1"], "is not a parameter"),
    ],
    ids=lambda each: each if isinstance(each, str) else None,
)
def test_bad_input_is_refused_with_one_sentence(capsys, words: list[str], told: str) -> None:
    """And exit status 2."""
    assert told in sentence(capsys, *words)
