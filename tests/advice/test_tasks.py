"""The documented tasks: what is recommended keeps its limits on seeds that nobody has seen."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from advice import Lab, advise
from advice.advice import confirmed
from advice.shelf import TASKS
from advice.words import binding, sentence
from simulator.sweep import Store, opened
from tests.conftest import EXAMPLES

QUICK = ("smallest-cache", "stale-catalogue")
"""The others take minutes each: `benchmarks/advice.py` does all, and so does LAB_EXAMPLES."""
FRESH = 1_000_000
"""Far from the seeds of the search and of the proof."""
RUNS = 20


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """Two processes and an empty store."""
    path: Path = tmp_path_factory.mktemp("advice") / "runs.sqlite"
    with Store(path) as store, opened("process", 2) as crew:
        yield Lab(crew, store)


@pytest.mark.parametrize("name", TASKS)
def test_a_task_is_documented(name: str) -> None:
    task = TASKS[name]
    assert task.title.endswith("?")
    assert task.why
    text = (Path(__file__).parents[2] / "docs" / "advice.md").read_text("utf-8")
    assert f"`{name}`" in text


def test_there_are_six_tasks() -> None:
    assert len(TASKS) >= 6


@pytest.mark.slow
@pytest.mark.parametrize("name", TASKS if EXAMPLES else QUICK)
def test_the_recommendation_keeps_the_limits_on_fresh_seeds(name: str, lab: Lab) -> None:
    """In at least 19 of 20 runs."""
    found = advise(TASKS[name], lab)
    assert found.recommended is not None, sentence(found)
    assert binding(found)
    kept = confirmed(TASKS[name], found.recommended, lab, FRESH, RUNS)
    assert kept >= 0.95 * RUNS
