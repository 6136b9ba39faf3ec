"""The closed form beside a way of flushing, and what is measured against it."""

from typing import Any

import pandas as pd
import pytest

from metrics import Report
from simulator import Scenario, parse
from theory import write_behind
from ui.at_risk import at_risk, forecast, rows_rps


def world(**own: Any) -> Scenario:
    """A hundred writes a second on 50 keys under Zipf's law with exponent 1."""
    workload = {
        "rate_rps": 200,
        "read_share": 0.5,
        "keys": 50,
        "popularity": {"law": "zipf", "exponent": 1},
        "duration_s": 40,
        "warmup_s": 10,
    }
    parts = {name: own.pop(name) for name in ("faults",) if name in own}
    return parse({"workload": workload, "strategy": {"name": "write-behind"} | own} | parts)


def test_every_trigger_has_its_form() -> None:
    """wF / 2 for the interval, (B - 1) / 2 by count, the per-key sums, the cycle of both."""
    assert forecast(world(flush="interval", flush_interval_s=2)).lost == pytest.approx(100)
    assert forecast(world(flush="size", flush_writes=61)).lost == 30
    per_key = write_behind.delay_per_key(50, 1, 100, 2)
    found = forecast(world(flush="first-write", flush_interval_s=2))
    assert (found.lost, found.rows_rps) == (per_key.lost_writes, per_key.rows_rps)
    both = forecast(world(flush="size-or-interval", flush_writes=60, flush_interval_s=1))
    cycle = write_behind.flush_by_count_or_time(100, 60, 1)
    assert (both.lost, both.rows_rps) == (cycle.lost_writes, None)


def test_rows_and_coalescing_belong_together() -> None:
    """Writes a second over rows a second is writes a row."""
    for flush in ("interval", "first-write", "size"):
        found = forecast(world(flush=flush))
        assert found.rows_rps is not None
        assert found.coalescing == pytest.approx(100 / found.rows_rps)


def test_write_through_risks_nothing() -> None:
    """Every write is a row."""
    found = forecast(world(name="write-through"))
    assert found[:3] == (0.0, 100, 1.0)


@pytest.mark.parametrize("own", [{"flush": "last-write"}, {"coalescing": False}])
def test_where_no_form_holds_none_is_told(own: dict[str, Any]) -> None:
    """Debouncing and queues that do not coalesce have none here."""
    assert forecast(world(**own)).lost is None


def test_what_is_at_risk_is_measured_before_the_first_fault() -> None:
    """Windows from 10 s to 20 s, where the cache tier crashes: 2, 4, 6, ... not what follows."""
    scenario = world(faults=[{"name": "cache-crash", "at_s": 20}])
    starts_s = [float(at) for at in range(0, 40, 5)]
    waiting = [99.0, 99.0, 2.0, 4.0, 50.0, 50.0, 50.0, 50.0]
    timeline = pd.DataFrame(
        {"start_s": starts_s, "end_s": [at + 5 for at in starts_s], "unstored_writes": waiting}
    )
    report = Report(scenario, "hand", {"db_writes": 60}, timeline)
    assert at_risk(report) == 3
    assert rows_rps(report) == 2
