"""Which scenarios can be run in real time."""

import pytest

from live.errors import LiveError
from live.fit import fitted
from tests.live.worlds import brief


def test_what_can_be_run_is_run_as_it_is() -> None:
    scenario = brief()
    assert fitted(scenario) == (scenario, ())


def test_what_has_no_counterpart_is_left_out_one_by_one() -> None:
    changes = (
        "cache.capacity_entries=10",
        "database.replica_lag_s=1",
        "workload.list_share=0.5",
        "client.key_formats=2",
    )
    found = fitted(brief(*changes))
    named = [change.split("=")[0] for change in changes]
    assert [remark.split()[0] for remark in found.remarks] == named
    assert found.scenario == brief()


def test_closed_clients_are_refused_with_a_sentence() -> None:
    with pytest.raises(LiveError, match=r"arrivals must be open in real time, got closed"):
        fitted(brief("workload.arrivals=closed"))
