"""What may be under way at once: by requests, for one visitor and for all."""

import pytest

from ui.admission import Limits, Refused, admit, cost
from ui.bench import assemble
from ui.desk import Desk, RunError

SCENARIO = assemble({"workload.rate_rps": 100.0, "workload.duration_s": 50.0}).scenario
LIMITS = Limits(visitor=10_000, total=20_000)


def test_the_cost_of_a_run_is_its_requests():
    """A hundred a second for fifty seconds."""
    assert cost(SCENARIO) == 5000


def test_what_fits_is_let_in():
    """To the last request."""
    admit(LIMITS, [SCENARIO] * 2, 10_000)


def test_too_much_for_one_visitor_is_refused_whoever_else_is_there():
    """With what to lower."""
    with pytest.raises(
        Refused, match="3 runs with 15,000 requests together must be at most 10,000"
    ):
        admit(LIMITS, [SCENARIO] * 3, 0)


def test_a_full_server_says_so():
    """And when to come again."""
    with pytest.raises(Refused, match=r"busy with 15,001 requests .* try again in a minute"):
        admit(LIMITS, [SCENARIO], 15_001)


def test_an_idle_server_takes_what_a_visitor_may_have():
    """Even where the total is set lower."""
    admit(Limits(visitor=10_000, total=1), [SCENARIO], 0)


def test_limits_come_from_the_environment():
    """What is not set stays."""
    assert Limits.from_environment({"LAB_TOTAL_REQUESTS": "7"}) == (Limits().visitor, 7)
    with pytest.raises(ValueError, match=r"LAB_VISITOR_REQUESTS must be .*, got '-1'; unset it"):
        Limits.from_environment({"LAB_VISITOR_REQUESTS": "-1"})


def test_a_desk_counts_what_is_under_way_and_shares_equal_runs(monkeypatch):
    """Joining a run that somebody has begun costs nothing."""
    monkeypatch.setenv("LAB_TOTAL_REQUESTS", "4600000")
    monkeypatch.setenv("LAB_VISITOR_REQUESTS", "4600000")
    desk = Desk(workers=1)
    long = {"strategy": "no-cache", "workload.rate_rps": 3000, "workload.duration_s": 1500}
    first, second = (assemble(long | {"seed": seed}).scenario for seed in (1, 2))
    job = desk.join(first)
    try:
        desk.admit([first])
        with pytest.raises(RunError, match="The server is busy with 4,500,000 requests"):
            desk.admit([second])
    finally:
        desk.leave(job)
        desk.close()
