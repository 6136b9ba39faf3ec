"""The verb: what it prints, how it refuses, and that it goes on after it was killed."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from simulator.__main__ import main
from simulator.given import BAD_INPUT
from simulator.sweep import crew

ROOT = Path(__file__).parents[3]
SMALL = ["--set", "workload.duration_s=5", "--set", "workload.warmup_s=1"]
OVER = ["--over", "strategy.ttl_s=1:100:3:log"]
PATIENCE_S = 300

Captured = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def own_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No test knows what another has computed."""
    path = tmp_path / "runs.sqlite"
    monkeypatch.setenv("SWEEP_STORE", str(path))
    monkeypatch.setattr(crew, "PATIENCE", "1s")
    return path


def test_a_map_as_json(capsys: Captured) -> None:
    """Six cells with their intervals and their distance from the baseline."""
    options = ["--strategies", "cache-aside,no-cache", "--baseline", "no-cache", "--workers", "1"]
    asked = [*SMALL, *OVER, *options, "--replications", "3", "--metric", "hit_ratio", "--json"]
    assert main(["sweep", *asked]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["axes"] == [{"path": "strategy.ttl_s", "values": [1, 10, 100]}]
    assert [cell["strategy"] for cell in found["cells"]] == ["cache-aside"] * 3 + ["no-cache"] * 3
    ratio = found["cells"][2]["metrics"]["hit_ratio"]
    assert ratio["low"] < ratio["mean"] < ratio["high"]
    assert ratio["difference_mean"] == ratio["mean"]
    assert ratio["differs"]
    assert not found["cells"][3]["metrics"]["hit_ratio"]["differs"]


def test_a_map_as_text_and_as_a_file(capsys: Captured, tmp_path: Path) -> None:
    """One line a cell and metric; all runs with all metrics in the file."""
    file = tmp_path / "runs.parquet"
    asked = [*OVER, *SMALL, "--replications", "2", "--workers", "1", "--out", str(file)]
    assert main(["sweep", *asked]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 1 + 3 * 5
    table = pd.read_parquet(file)
    assert len(table) == 6
    assert {"hit_ratio", "latency_read_s_p99", "lost_writes", "settled_s"} <= set(table.columns)


def test_a_cell_is_what_run_prints(capsys: Captured) -> None:
    """The first replication has the scenario's own seed."""
    asked = [
        *OVER,
        *SMALL,
        "--replications",
        "1",
        "--workers",
        "1",
        "--metric",
        "db_reads",
        "--json",
    ]
    assert main(["sweep", *asked]) == 0
    cell = json.loads(capsys.readouterr().out)["cells"][1]
    assert main(["run", *SMALL, "--set", "strategy.ttl_s=10", "--json"]) == 0
    run = json.loads(capsys.readouterr().out)
    assert run["scenario_hash"] == cell["scenario_hash"]
    assert run["metrics"]["db_reads"] == cell["metrics"]["db_reads"]["mean"]


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ([], "one or two different axes, got none"),
        (["--over", "nowhere=1:2:3"], "nowhere is not a parameter"),
        ([*OVER, "--replications", "0"], "replications must be 1 to 1000, got 0"),
        ([*OVER, "--metric", "speed"], "'speed' is no metric"),
        ([*OVER, "--precision", "hit_ratio=0"], "--precision must read METRIC=WIDTH"),
        ([*OVER, "--precision", "hit_ratio=x%"], "--precision must read METRIC=WIDTH"),
        ([*OVER, "--baseline", "no-cache"], "baseline must be one of cache-aside"),
        ([*OVER, "--out", "runs.xlsx"], "--out must end in .csv or .parquet"),
        ([*OVER, "--precision", "hit_ratio=inf"], "--precision must read METRIC=WIDTH"),
        ([*OVER, "--precision", "hit_ratio=1%", "--most", "0"], "--most must be 1 to 1000, got 0"),
        ([*OVER, "--out", "/no/such/folder/runs.csv"], "--out must lie in a folder that exists"),
        ([*OVER, "--workers", "0"], "--workers must be at least 1, got 0"),
        ([*OVER, "--executor", "threads"], "--executor must be process or dask://HOST:PORT"),
        ([*OVER, "--executor", "dask://127.0.0.1:1"], "no Dask scheduler answers at"),
        ([*OVER, "--strategies", "cash-aside"], "'cash-aside' is unknown"),
    ],
)
def test_bad_input_is_one_sentence(capsys: Captured, options: list[str], sentence: str) -> None:
    assert main(["sweep", *options]) == BAD_INPUT
    told = capsys.readouterr().err
    assert sentence in told
    assert told.count("\n") == 1


@pytest.mark.parametrize("option", [["--replications", "x"], ["--most"], ["--nonsense"]])
def test_an_option_that_does_not_fit_is_one_sentence_too(
    capsys: Captured, option: list[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        main(["sweep", *OVER, *option])
    assert left.value.code == BAD_INPUT
    told = capsys.readouterr().err
    assert told.startswith("error: ")
    assert told.count("\n") == 1


def test_a_sweep_that_was_killed_goes_on_where_it_was(own_store: Path, tmp_path: Path) -> None:
    """SIGKILL in the middle: what was finished stays as it is, what was not is computed."""
    killed_after = kill_when_some_are_done(own_store)
    before = rows(own_store)
    assert 0 < killed_after <= len(before) < RUNS
    finish(own_store, tmp_path / "resumed.csv")
    after = rows(own_store)
    assert len(after) == RUNS
    assert before.items() <= after.items(), "a run computed again would have a new row"
    finish(tmp_path / "fresh.sqlite", tmp_path / "fresh.csv")
    assert (tmp_path / "resumed.csv").read_bytes() == (tmp_path / "fresh.csv").read_bytes()


RUNS = 6 * 8
BIG = [
    *("--over", "strategy.ttl_s=1:100:6:log", "--replications", "8", "--workers", "2"),
    *("--set", "workload.duration_s=40", "--set", "workload.rate_rps=1000"),
]


def command(store: Path, *more: str) -> list[str]:
    """The sweep as a program."""
    return [sys.executable, "-m", "simulator", "sweep", *BIG, "--store", str(store), *more]


def kill_when_some_are_done(store: Path) -> int:
    """Start the sweep and kill it in the middle; answers how many runs were kept by then."""
    with subprocess.Popen(command(store), cwd=ROOT, start_new_session=True) as process:
        until_s = time.monotonic() + PATIENCE_S
        while not (found := len(rows(store))) and time.monotonic() < until_s:
            time.sleep(0.01)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    return found


def finish(store: Path, out: Path) -> None:
    """Run the sweep to its end."""
    subprocess.run(
        command(store, "--out", str(out)),
        cwd=ROOT,
        check=True,
        stdout=subprocess.DEVNULL,
        timeout=PATIENCE_S,
    )


def rows(store: Path) -> dict[int, Any]:
    """What the store holds, by row number."""
    if not store.exists():
        return {}
    with closing(sqlite3.connect(store, timeout=10)) as file:
        try:
            return {n: rest for n, *rest in file.execute("select rowid, * from runs")}
        except sqlite3.OperationalError:  # the table is not there yet
            return {}
