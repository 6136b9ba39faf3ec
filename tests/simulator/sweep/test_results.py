"""Results as tables."""

from pathlib import Path

import pandas as pd
import pytest

from simulator import ScenarioError
from simulator.sweep import Results
from simulator.sweep.results import save
from tests.simulator.sweep.worlds import small_plan


@pytest.fixture
def results() -> Results:
    """Cache-aside is always 10 above no-cache, whatever the seed brings."""
    found = Results(small_plan("cache-aside", "no-cache"))
    for cell in range(6):
        for more in range(3):
            base = 10.0 * more
            value = base + 10 * (cell < 3)
            settled = (5.0, None, 7.0)[more]
            found.figures[found.hash_of(cell, more)] = {"hit_ratio": value, "settled_s": settled}
    return found


def test_one_row_a_run_in_the_order_of_the_plan(results: Results) -> None:
    table = results.runs_table()
    assert list(table.columns) == [
        "variant",
        "strategy",
        "protections",
        "strategy.ttl_s",
        "replication",
        "seed",
        "scenario_hash",
        "hit_ratio",
        "settled_s",
    ]
    assert len(table) == 18
    assert table["strategy.ttl_s"].tolist()[::3] == [1, 10, 100] * 2
    assert table["seed"].tolist() == [1, 2, 3] * 6


def test_differences_are_paired(results: Results) -> None:
    """Ten apart in each replication: no spread, though each side has much."""
    table = results.cells_table(["hit_ratio"], "no-cache")
    ours = table[table["variant"] == "cache-aside"]
    assert ours["mean"].tolist() == [20, 20, 20]
    assert (ours["high"] > ours["mean"]).all()
    assert ours["difference_mean"].tolist() == [10] * 3
    assert ours["difference_low"].tolist() == [10] * 3


def test_a_baseline_must_be_there(results: Results) -> None:
    with pytest.raises(ScenarioError, match="baseline must be one of cache-aside, no-cache"):
        results.bases("write-behind")


def test_a_cell_settles_with_its_median_run(results: Results) -> None:
    """5, 7, never: the median is 7. Never twice: never."""
    assert results.settled_s(0) == 7
    results.figures[results.hash_of(0, 0)]["settled_s"] = None
    assert results.settled_s(0) is None


@pytest.mark.parametrize("name", ["runs.csv", "runs.parquet"])
def test_tables_come_back_as_they_were(results: Results, tmp_path: Path, name: str) -> None:
    save(results.runs_table(), tmp_path / name)
    read = pd.read_csv if name.endswith("csv") else pd.read_parquet
    back = read(tmp_path / name)
    assert back["hit_ratio"].tolist() == results.runs_table()["hit_ratio"].tolist()
    assert len(back) == 18


def test_a_file_that_cannot_be_is_one_sentence(results: Results, tmp_path: Path) -> None:
    for name, sentence in (("a.xlsx", r"must end in \.csv"), ("no/a.csv", "cannot be written")):
        with pytest.raises(ScenarioError, match=sentence):
            save(results.runs_table(), tmp_path / name)
