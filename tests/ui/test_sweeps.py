"""The server's sweeps: admission, stopping, keeping."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from simulator import ScenarioError
from simulator.sweep import Crew, axis, plan_of
from simulator.sweep.plan import Plan
from tests.simulator.sweep.worlds import SMALL
from ui import sweeps
from ui.sweeps import Office, Sweeping

PATIENCE_S = 60


@pytest.fixture(autouse=True)
def own_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody has swept before."""
    monkeypatch.setenv("SWEEP_STORE", str(tmp_path / "runs.sqlite"))


class OneThread(Office):
    """An office without processes."""

    def crew(self) -> Crew:
        return Crew(ThreadPoolExecutor(1), 1)


def plan(rate_rps: int = 100, replications: int = 3) -> Plan:
    """Three cells."""
    axes = [axis("strategy.ttl_s=1,10,100"), axis(f"workload.rate_rps={rate_rps}")]
    return plan_of(SMALL, axes, replications=replications)


def over(sweeping: Sweeping) -> Sweeping:
    """The sweep, once it is over."""
    assert sweeping.over.wait(PATIENCE_S)
    return sweeping


def test_a_sweep_runs_by_itself() -> None:
    found = over(OneThread().begin(plan()))
    assert found.results.standing() == (3, 3, 9, 9)
    assert (found.sentence, found.known, found.left()) == ("", 0, 0)


def test_a_stopped_one_keeps_what_is_done_and_the_next_goes_on() -> None:
    office = OneThread()
    first = office.begin(plan(20_000, replications=5))
    first.halt.set()
    done = over(first).results.standing().runs_done
    assert done < 15
    again = over(office.begin(plan(20_000, replications=5)))
    assert again.results.standing().runs_done == 15
    assert again.known >= done


def test_nobody_looks_any_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweeps, "UNSEEN_S", -1.0)
    found = over(OneThread().begin(plan(50_000)))
    assert found.results.standing().runs_done < 9


def test_what_is_too_much_for_one_or_for_all_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    office = OneThread()
    monkeypatch.setattr(sweeps, "MOST_REQUESTS", 1000)
    with pytest.raises(ScenarioError, match="must be at most 1,000 on a page, got 3,600"):
        office.begin(plan())
    monkeypatch.setattr(sweeps, "MOST_REQUESTS", 10_000_000)
    monkeypatch.setattr(sweeps, "MOST_AT_ONCE", 10_000_000)
    first = office.begin(plan(200_000))
    with pytest.raises(ScenarioError, match="other visitors' sweeps have"):
        office.begin(plan(200_000))
    first.halt.set()
    over(first)


def test_a_failure_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(sweeps, "figures_of", fails)
    assert over(OneThread().begin(plan())).sentence == sweeps.FAILED
