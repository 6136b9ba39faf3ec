"""Incidents: when a run is back after its faults, on logs of 20 s made by hand."""

import pandas as pd
import pytest

from metrics import Report, report
from metrics.strikes import Strike, strikes
from simulator import parse
from simulator.log import Log
from tests.metrics.causes.looking import CRASH, reads
from tests.metrics.hand import Statement, log_of

GOOD = reads(0, 15)
SLOW = 0.5


def told(log: Log) -> tuple[object, object]:
    """Did it recover, and how long did it take?"""
    figures = report(log).figures
    return figures["recovered"], figures["recovery_s"]


def test_a_run_that_is_slow_for_two_seconds_is_back_after_two() -> None:
    """p99 of ten times the baseline from the fault at 15 s to 17 s."""
    log = log_of((*GOOD, *reads(15, 17, "miss_load", SLOW), *reads(17, 20)), faults=CRASH)
    assert told(log) == (1, pytest.approx(2))


def test_a_run_that_stays_slow_is_never_back() -> None:
    """The verdict is no, and there is no time."""
    log = log_of((*GOOD, *reads(15, 20, "miss_load", SLOW)), faults=CRASH)
    assert told(log) == (0, None)


def test_back_means_to_stay_back() -> None:
    """Well from 16 s to 18 s, slow again until 19 s: back at 19 s, 4 s after the fault."""
    parts = (reads(15, 16, "miss_load", SLOW), reads(16, 18), reads(18, 19, "miss_load", SLOW))
    log = log_of((*GOOD, *sum(parts, ()), *reads(19, 20)), faults=CRASH)
    assert told(log) == (1, pytest.approx(4))


def test_a_tenth_more_is_back_and_a_fifth_more_is_not() -> None:
    """The baseline does not scatter here, so chance adds nothing."""
    for latency_s, recovered in ((0.0109, 1), (0.012, 0)):
        log = log_of((*GOOD, *reads(15, 20, latency_s=latency_s)), faults=CRASH)
        assert told(log)[0] == recovered


def test_quick_failures_are_not_a_recovery() -> None:
    """Those who are refused at once do not wait, but they are not served either."""
    log = log_of((*GOOD, *reads(15, 20, "shed", 0.0)), faults=CRASH)
    assert told(log) == (0, None)


def test_a_queue_that_stays_is_not_a_recovery() -> None:
    """Hits are quick, but thirty refreshes wait for a connection until the end."""
    waiting = tuple(Statement(15, 21, 22, in_flight=0) for _ in range(30))
    log = log_of((*GOOD, *reads(15, 20)), waiting, faults=CRASH)
    assert told(log) == (0, None)


def test_without_a_fault_there_is_nothing_to_recover_from() -> None:
    """Both figures do not apply; neither do they where nothing is known of the time before."""
    assert told(log_of((*GOOD, *reads(15, 20)))) == (None, None)
    early = [{"name": "cache-crash", "at_s": 10.2}]
    assert told(log_of((*GOOD, *reads(15, 20)), faults=early)) == (None, None)


def test_a_fault_before_the_run_is_back_belongs_to_the_same_incident() -> None:
    """Two crashes in slow times are one incident, in good times two."""
    two = [*CRASH, {"name": "node-crash", "at_s": 17}]
    slow = (*GOOD, *reads(15, 18, "miss_load", SLOW), *reads(18, 20))
    fast = (*GOOD, *reads(15, 16, "miss_load", SLOW), *reads(16, 20))
    one = report(log_of(slow, faults=two)).incidents
    assert [len(each.strikes) for each in one] == [2]
    assert one[0].recovery_s == pytest.approx(1)
    assert [len(each.strikes) for each in report(log_of(fast, faults=two)).incidents] == [1, 1]


def phases_of(log: Log) -> pd.DataFrame:
    """The table of phases by name."""
    found: Report = report(log)
    return found.phases.set_index("phase")


def test_phases_have_their_own_figures() -> None:
    """Before, recovering, after; a crash takes no time, so there is no during."""
    slow = tuple(Statement(15.5, 15.5, 15.6) for _ in range(40))
    table = phases_of(
        log_of((*GOOD, *reads(15, 17, "miss_load", SLOW), *reads(17, 20)), slow, faults=CRASH)
    )
    assert list(table.index) == ["before", "recovering", "after"]
    assert table["hit_ratio"].tolist() == [1, 0, 1]
    assert table["latency_read_s_p99"].tolist() == pytest.approx([0.01, SLOW, 0.01], rel=0.01)
    assert table["db_read_rps"].tolist() == pytest.approx([0, 20, 0])
    assert table["goodput_rps"].tolist() == pytest.approx([100] * 3)


def test_a_run_that_is_not_back_has_no_afterwards() -> None:
    """Its last phase says so."""
    table = phases_of(log_of((*GOOD, *reads(15, 20, "timeout", 1.0)), faults=CRASH))
    assert list(table.index) == ["before", "not back"]
    assert table["failure_ratio"].tolist() == [0, 1]


def test_strikes_are_in_the_order_of_time_with_their_settings() -> None:
    """A node crash by its node, a crash of the tier by its name."""
    faults = [{"name": "node-crash", "at_s": 70, "node": 2}, {"name": "cache-crash", "at_s": 60}]
    first, second = strikes(parse({"faults": faults}))
    assert first == Strike("cache-crash", 60, 60)
    assert (second.told, second.lasts) == ("node crash, node 2", False)
    assert Strike("cache-outage", 60, 70, "refused").told == "cache outage for 10 s, refused"


def test_windows_know_the_faults_at_work_in_them() -> None:
    """The one in which the crash falls, and no other."""
    faults = report(log_of(GOOD, faults=CRASH)).timeline["fault"]
    assert faults[faults != ""].to_dict() == {150: "cache-crash"}
