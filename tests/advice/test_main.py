"""The command line of the advisor."""

import json
from pathlib import Path

import pytest

from advice.__main__ import main

WORLD = [
    *("--set", "workload.duration_s=3", "--set", "workload.warmup_s=1"),
    *("--set", "workload.rate_rps=100", "--set", "workload.keys=50", "--workers", "1"),
]
ASKED = ["--limit", "hit_ratio>=0.05", "--move", "strategy.ttl_s=1:60"]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """One store for all tests, so that each run is computed once."""
    return ["--store", str(Path(tmp_path_factory.mktemp("advice")) / "runs.sqlite")]


def test_it_prints_a_sentence_and_what_limits_it(
    store: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*WORLD, *ASKED, *store]) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith("cache-aside, TTL ")
    assert "59 runs on fresh seeds" in first
    assert "limit" in second


def test_json_has_the_scenario_and_the_front(
    store: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*WORLD, *ASKED, "--aim", "hit_ratio", *store, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["recommended"]["keeps_limits"] is True
    assert found["scenario"]["workload"]["keys"] == 50
    assert found["limits"][0]["kept"] is True
    assert found["front"]


def test_a_form_prints_the_setting_alone(
    store: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*WORLD, *ASKED, *store, "--as", "python"]) == 0
    compile(capsys.readouterr().out, "exported", "exec")
    assert main([*WORLD, *ASKED, *store, "--as", "redis"]) == 0
    streams = capsys.readouterr()
    assert "SET key value PX" in streams.out
    assert "note: Cache-aside" in streams.err


def test_where_nothing_will_do_the_exit_status_says_so(
    store: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["--limit", "db_reads<=0", "--move", "strategy.ttl_s=1:2"]
    assert main([*WORLD, *asked, *store]) == 1
    assert capsys.readouterr().out.startswith("No setting keeps these limits; the nearest is")


def test_a_form_of_no_setting_is_the_sentence_alone(
    store: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["--limit", "db_reads<=0", "--move", "strategy.ttl_s=1:2", "--as", "redis"]
    assert main([*WORLD, *asked, *store]) == 1
    streams = capsys.readouterr()
    assert not streams.out
    assert streams.err.startswith("No setting keeps these limits")


def test_an_option_that_does_not_fit_is_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main([*ASKED, "--as", "yaml"])
    assert left.value.code == 2
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--move", "strategy.ttl_s"], "at least one limit, got none"),
        (["--limit", "hit_ratio"], "a limit must read"),
        (["--limit", "hit_ratio>=0.5", "--move", "x=1:2"], "x is not a parameter"),
        ([*ASKED, "--workers", "0"], "--workers must be at least 1, got 0"),
        ([*ASKED, *ASKED[2:]], "each number may move once, got strategy.ttl_s, strategy.ttl_s"),
        ([*ASKED[:2], "--move", ""], "'' is not a parameter"),
    ],
)
def test_bad_input_is_one_sentence(
    arguments: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    assert sentence in capsys.readouterr().err
