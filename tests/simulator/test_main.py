"""The command line: what it prints, and how it refuses."""

import json
from pathlib import Path
from typing import Any

import pytest

from metrics import DECLARATIONS
from simulator import Scenario
from simulator.__main__ import main

SMALL = ["--set", "workload.warmup_s=1", "--set", "workload.duration_s=5"]
STRATEGIES = "no-cache,cache-aside,write-through,write-behind,read-ahead"
PROMISED = [
    "requests",
    "reads",
    "writes",
    "hit_ratio",
    "origin_offload",
    "latency_read_s_mean",
    "latency_read_s_p50",
    "latency_read_s_p95",
    "latency_read_s_p99",
    "latency_read_s_p999",
    "latency_write_s_mean",
    "latency_write_s_p50",
    "latency_write_s_p95",
    "latency_write_s_p99",
    "latency_write_s_p999",
    "outcome_fresh_hit",
    "outcome_early_hit",
    "outcome_stale_hit",
    "outcome_error_stale_hit",
    "outcome_coalesced_wait",
    "outcome_miss_load",
    "outcome_negative_hit",
    "outcome_bypass",
    "outcome_shed",
    "outcome_timeout",
    "outcome_error",
    "db_reads",
    "db_writes",
    "db_read_rps",
    "db_read_rps_peak",
    "db_utilisation",
    "db_queue_mean",
    "db_queue_peak",
    "db_wait_s_mean",
    "loads",
    "redundant_loads",
    "stampede_peak",
    "stale_read_ratio",
    "staleness_age_s_mean",
    "staleness_age_s_p95",
    "staleness_age_s_max",
    "versions_behind_mean",
    "versions_behind_max",
    "acked_writes",
    "lost_writes",
    "dirty_peak",
    "coalescing_ratio",
    "evictions",
    "expirations",
    "cache_entries_peak",
    "goodput_rps",
]

Captured = pytest.CaptureFixture[str]


def printed(capsys: Captured, *arguments: str) -> Any:
    """What a command prints as JSON."""
    assert main([*arguments]) == 0
    return json.loads(capsys.readouterr().out)


def test_run_prints_scenario_hash_version_and_metrics(capsys: Captured) -> None:
    """The four parts, every metric that was promised among them."""
    found = printed(capsys, "run", "--json", *SMALL)
    assert found.keys() >= {"scenario", "scenario_hash", "version", "metrics"}
    assert found["metrics"].keys() >= {*PROMISED, *DECLARATIONS}
    assert Scenario.model_validate(found["scenario"]).hash() == found["scenario_hash"]


def test_options_are_checked_together(capsys: Captured) -> None:
    """A duration below the default warm-up is fine if the next option shortens the warm-up."""
    options = ["--set", "workload.duration_s=5", "--set", "workload.warmup_s=1"]
    assert printed(capsys, "run", "--json", *options)["scenario"]["workload"]["warmup_s"] == 1


def test_a_scenario_can_come_from_a_file(capsys: Captured, tmp_path: Path) -> None:
    """What is printed can be given back, and gives the same numbers."""
    first = printed(capsys, "run", "--json", *SMALL)
    path = tmp_path / "scenario.json"
    path.write_text(json.dumps(first["scenario"]))
    assert printed(capsys, "run", "--json", "--scenario", str(path)) == first


def test_engines_print_the_same_metrics(capsys: Captured) -> None:
    """Only the engine's name differs."""
    fast = printed(capsys, "run", "--json", *SMALL, "--engine", "fast")
    reference = printed(capsys, "run", "--json", *SMALL, "--engine", "reference")
    assert (fast["engine"], reference["engine"]) == ("fast", "reference")
    assert fast["metrics"] == pytest.approx(reference["metrics"])


def test_closed_clients_run_on_the_reference_engine_and_the_output_says_why(
    capsys: Captured,
) -> None:
    """As a note in JSON and below the table; nothing to note otherwise."""
    closed = ("run", *SMALL, "--set", "workload.arrivals=closed", "--engine", "fast")
    found = printed(capsys, *closed, "--json")
    assert found["engine"] == "reference"
    assert found["notes"][0].startswith("closed clients run on the reference engine")
    assert main(list(closed)) == 0
    assert f"note: {found['notes'][0]}" in capsys.readouterr().out
    assert printed(capsys, "run", "--json", *SMALL)["notes"] == []


def test_compare_runs_each_strategy_on_the_same_requests(capsys: Captured) -> None:
    """Five strategies, all metrics, equally many requests."""
    runs = printed(capsys, "compare", "--json", "--strategies", STRATEGIES, *SMALL)["runs"]
    assert [run["scenario"]["strategy"]["name"] for run in runs] == STRATEGIES.split(",")
    assert len({run["metrics"]["requests"] for run in runs}) == 1
    assert all(run["metrics"].keys() >= {*PROMISED} for run in runs)


def test_compare_gives_all_the_same_protections(capsys: Captured) -> None:
    """Names, outermost first."""
    arguments = [
        "--strategies",
        "no-cache,cache-aside",
        "--protections",
        "ttl-jitter,single-flight",
    ]
    runs = printed(capsys, "compare", "--json", *arguments, *SMALL)["runs"]
    names = [[p["name"] for p in run["scenario"]["protections"]] for run in runs]
    assert names == [["ttl-jitter", "single-flight"]] * 2


def test_a_table_for_people(capsys: Captured) -> None:
    """One line a metric, a heading above."""
    assert main(["run", *SMALL]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["metric", "unit", "value"]
    assert len(lines) == 1 + len(DECLARATIONS)


def test_schema_is_json(capsys: Captured) -> None:
    """With a description of the workload's rate."""
    assert "rate_rps" in printed(capsys, "schema")["$defs"]["Workload"]["properties"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["run", "--set", "workload.rate_rps=0"],
        ["run", "--set", "strategy=magic"],
        ["run", "--set", "nonsense"],
        ["run", "--scenario", "no/such/file.json"],
        ["run", "--set", 'workload.trace={"path": "no-such-trace"}'],
        ["compare", "--strategies", "cache-aside,magic"],
        ["compare", "--protections", "helmet"],
    ],
)
def test_bad_input_is_one_sentence_and_status_2(arguments: list[str], capsys: Captured) -> None:
    """On the error channel, and nothing is printed."""
    assert main(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("error: ")
    assert err.count("\n") == 1


def test_a_file_that_is_no_scenario_is_refused(capsys: Captured, tmp_path: Path) -> None:
    """Broken JSON."""
    path = tmp_path / "broken.json"
    path.write_text('{"seed": ')
    assert main(["run", "--scenario", str(path)]) == 2
    assert capsys.readouterr().err.startswith("error: this is not JSON")


def test_replications_give_intervals_and_paired_differences(capsys: Captured) -> None:
    """On common requests: the number of reads does not differ, database reads do."""
    names = ["--strategies", "no-cache,cache-aside", "--replications", "3"]
    found = printed(capsys, "compare", "--json", *names, *SMALL)
    assert found["replications"] == 3
    assert found["baseline"] == "no-cache"
    reads, loads = (found["intervals"][name]["cache-aside"] for name in ("reads", "db_reads"))
    assert reads["difference"] == reads["difference_half_width_95"] == 0
    assert loads["difference"] < -loads["difference_half_width_95"] < 0
    assert len(found["runs"]) == 2


@pytest.mark.parametrize("wrong", [["--replications", "0"], ["--baseline", "read-ahead"]])
def test_a_comparison_that_cannot_be_is_refused(capsys: Captured, wrong: list[str]) -> None:
    """Exit status 2 and one sentence."""
    assert main(["compare", "--strategies", "no-cache,cache-aside", *wrong]) == 2
    assert f"error: {wrong[0]} must be" in capsys.readouterr().err
