"""Incidents and the verdict on the failures page."""

import numpy as np
import pytest

from metrics import report
from simulator import simulate
from simulator.faults.shelf import FAULTS
from simulator.log import Requests, Statements
from ui.bench import assemble
from ui.failures import verdict
from ui.incidents import FIRST, INCIDENTS, KNOWN


@pytest.mark.parametrize("name", INCIDENTS)
def test_an_incident_is_a_bench(name: str) -> None:
    """Every name in it is known, and its faults strike after a baseline."""
    scenario = assemble(INCIDENTS[name].flat).scenario
    workload = scenario.workload
    assert all(each.at_s > workload.warmup_s + 5 for each in scenario.faults)  # type: ignore[attr-defined]


def test_incidents_need_their_faults() -> None:
    """One without is not offered; the page opens with one that is."""
    for name, each in KNOWN.items():
        known = set(str(each.flat["faults"]).split(",")) <= FAULTS.keys()
        assert (name in INCIDENTS) == known
    assert FIRST in INCIDENTS.values()


def test_the_verdict_has_its_numbers() -> None:
    """A cold cache before a pool that can fill it comes back."""
    found = verdict(report(simulate(assemble(INCIDENTS["cold-start"].flat).scenario)))
    assert found.startswith("It recovered ")
    assert found.endswith("Slower at most, not broken.")
    calm = assemble({"workload.duration_s": 30.0, "workload.warmup_s": 5.0}).scenario
    assert "place a fault" in verdict(report(simulate(calm)))
    early = assemble({"faults": "cache-crash", "faults.cache-crash.at_s": 20.2}).scenario
    assert "before there is a baseline" in verdict(report(simulate(early)))


def test_a_run_that_comes_back_may_have_been_broken_meanwhile() -> None:
    """At 500 reads a second an outage costs time only, at 1,000 most reads of its span."""
    survived, broken = (
        verdict(report(simulate(assemble(INCIDENTS[name].flat).scenario)))
        for name in ("outage-500", "outage-1000")
    )
    assert survived.startswith("It recovered at once")
    assert survived.endswith("not broken.")
    assert "Broken meanwhile: 7" in broken
    assert broken.endswith("failed during the faults.")


def test_ten_times_the_readers_are_not_three_times_the_loads() -> None:
    """The last seconds of the ramp beside those before it, as its lesson says."""
    log = simulate(assemble(INCIDENTS["more-readers"].flat).scenario)
    asked_s, loaded_s = log.table(Requests).at_s, log.table(Statements).joined_s
    reads, loads = (
        [np.count_nonzero((each >= start_s) & (each < start_s + 5)) for start_s in (25, 75)]
        for each in (asked_s, loaded_s)
    )
    assert reads[1] > 9 * reads[0]
    assert loads[1] < 3 * loads[0]
