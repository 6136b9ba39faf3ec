"""The metastability map: what is varied, what it costs, where theory draws the line."""

from typing import Any, Literal

import pandas as pd
import pytest

from metrics import Report
from simulator import Scenario, parse
from simulator.faults.base import Fault
from ui import metastability
from ui.metastability import Trigger, boundaries, capacity_rps, curve, plan, triggers


class Stall(Fault):
    """A fault with a size, whatever there is on the shelf."""

    name: Literal["database-stall"] = "database-stall"
    kind: str = "stalled"
    for_s: float = 6.0


class Purge(Fault):
    """A fault with a share."""

    name: Literal["a-purge"] = "a-purge"
    share: float = 0.5


def world(*faults: Any, **client: Any) -> Scenario:
    """A hundred loads a second."""
    plain = {"database": {"connections": 2, "read_s": 0.02}, "client": client}
    return parse(plain).model_copy(update={"faults": faults})


def report(hit_ratio: float) -> Report:
    """One whose baseline had this hit ratio."""
    phases = pd.DataFrame([{"phase": "before", "hit_ratio": hit_ratio}])
    return Report(world(), "hand", {}, pd.DataFrame(), phases=phases)


def test_sizes_of_faults_are_triggers_those_of_the_database_first() -> None:
    """A crash has no size."""
    scenario = world(*parse({"faults": [{"name": "cache-crash"}]}).faults, Purge(), Stall())
    assert triggers(scenario) == [Trigger(2, "for_s"), Trigger(1, "share")]
    assert triggers(world()) == []
    assert Trigger(1, "share").named(scenario) == "A-purge: share"


def test_a_map_is_a_run_for_each_load_and_size() -> None:
    """Loads about the capacity of 100/s, sizes up to twice the one that is set."""
    drawn = plan(world(Stall()), Trigger(0, "for_s"))
    assert len(drawn.scenarios) == 64
    assert drawn.grid.loads_rps[0] == 15
    assert drawn.grid.sizes[-1] == 12
    corner: Any = drawn.scenarios[7, 7]
    assert (corner.workload.rate_rps, corner.faults[0].for_s) == (155, 12)
    assert drawn.requests == pytest.approx(8 * 120 * sum(drawn.grid.loads_rps))
    runs: Any = drawn.scenarios.values()
    assert len({(each.workload.rate_rps, each.faults[0].for_s) for each in runs}) == 64


def test_a_share_is_at_most_all() -> None:
    """Twice nine tenths is cut at all, with even steps up to it."""
    assert plan(world(Purge(share=0.9)), Trigger(0, "share")).grid.sizes[-1] == 1
    assert plan(world(Purge(share=0.3)), Trigger(0, "share")).grid.sizes[-1] == pytest.approx(0.6)


def test_boundaries_are_those_of_the_theory() -> None:
    """With one retry 50/s, 100/s and at a hit ratio of 90 % 1,000/s; without a limit none."""
    found = list(boundaries(world(retries=1, timeout_s=1), report(0.9)))
    assert [each.load_rps for each in found] == pytest.approx([50, 100, 1000])
    unlimited = parse({"database": {"connections": None}})
    assert capacity_rps(unlimited) is None
    assert not list(boundaries(unlimited, report(0.9)))


def test_a_stall_must_last_until_the_queue_is_a_timeout_long() -> None:
    """100 loads at 50 reads a second: 2 s; with a retry after 1 s of them 1.5 s."""
    grid = plan(world(Stall()), Trigger(0, "for_s")).grid._replace(loads_rps=[50.0, 60.0])
    alone = curve(world(Stall(), timeout_s=1), Trigger(0, "for_s"), grid)
    assert alone[0] == pytest.approx((50, 2), abs=0.02)
    again = world(Stall(), timeout_s=1, retries=1, backoff_s=0)
    assert curve(again, Trigger(0, "for_s"), grid)[0] == pytest.approx((50, 1.5), abs=0.02)
    assert curve(world(Stall()), Trigger(0, "for_s"), grid) == []


def test_every_other_run_comes_first() -> None:
    """A coarse picture, then its details."""
    order = sorted(((x, y) for x in range(4) for y in range(4)), key=metastability.coarse_first)
    assert order[:4] == [(0, 0), (0, 2), (2, 0), (2, 2)]
