"""The command line: what it prints, and how it refuses."""

import json
from typing import Any

import pytest

from live.__main__ import main
from metrics import DECLARATIONS
from tests.live.worlds import BRIEF

SHORT = [word for change in BRIEF for word in ("--set", change)]


def test_a_run_prints_measured_and_simulated_side_by_side(capsys: Any) -> None:
    assert main(["run", *SHORT, "--repeats", "3"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["metric", "unit", "measured", "simulated", "gap", "noise"]
    assert any(line.startswith("hit_ratio") for line in lines)
    assert "embedded fakeredis, embedded SQLite" in lines


def test_a_run_as_json(capsys: Any) -> None:
    """The scenario, the metrics, and a gap for each that applies."""
    assert main(["run", *SHORT, "--repeats", "3", "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed["engine"] == "live"
    assert set(printed["metrics"]) <= set(DECLARATIONS)
    gap = next(each for each in printed["gaps"] if each["metric"] == "reads")
    assert (gap["gap"], gap["noise"], gap["inside"]) == (0, 0, True)
    assert printed["incidents"] == []


def test_calibration_as_json_holds_a_scenario_that_can_be_run(capsys: Any) -> None:
    assert main(["calibrate", *SHORT, "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    told = printed["scenario"]["cache"]["service_s"]
    assert told == pytest.approx(printed["calibration"]["service_s"], rel=0.01)


def test_cleaning_says_what_was_removed(capsys: Any) -> None:
    assert main(["clean"]) == 0
    assert capsys.readouterr().out.startswith("removed: 0 in Redis, 0 tables")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["run", "--set", "strategy.ttl_s=-1"], "strategy.ttl_s must be at least 0, got -1"),
        (["run", "--scenario", "nowhere.json"], "--scenario must name a readable file"),
        (["run", "--set", "database.connections=null"], "database.connections must be a number"),
        (["run", "--repeats", "0"], "--repeats must be at least 1, got 0"),
        (["run", "--redis", "geheim"], "REDIS_URL must read"),
        (["clean", "--database", "mysql://a:geheim@b/c"], "DATABASE_URL must read"),
    ],
)
def test_bad_input_gets_one_sentence_and_status_2(
    arguments: list[str], sentence: str, capsys: Any
) -> None:
    assert main(arguments) == 2
    told = capsys.readouterr().err
    assert told.startswith(f"error: {sentence}")
    assert told.count("\n") == 1
    assert "geheim" not in told
