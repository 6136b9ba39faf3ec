"""XFetch: its rule, its quiet time and its two kinds of volunteers."""

from math import exp, log
from random import Random

import pytest

from simulator import simulate
from strategies.effects import Entry, Value
from strategies.protections.base import Verdict
from strategies.protections.xfetch import XFetch, XFetchSettings
from tests.worlds import EVERY_ENGINE, ideal, loads, outcomes

ENTRY = Entry(Value(0, cost_s=0.5), 0, 100, 120)
N = 40_000


def guard(**parameters: object) -> XFetch:
    """XFetch with some parameters."""
    return XFetch(XFetchSettings.model_validate(parameters), Random(1))


@pytest.mark.parametrize(("beta", "left_s"), [(1, 0.5), (2, 0.5), (0.5, 0.25)])
def test_a_read_volunteers_with_the_published_probability(beta: float, left_s: float) -> None:
    """With r seconds left: e^(-r / (beta x delta)), 36.8 % where r is beta x delta."""
    protection, p = guard(beta=beta), exp(-left_s / (beta * 0.5))
    found = sum(protection.found(0, ENTRY, 100 - left_s) is Verdict.RELOAD for _ in range(N))
    assert found / N == pytest.approx(p, abs=4.5 * (p * (1 - p) / N) ** 0.5)


def test_it_draws_no_chance_before_it_can_matter() -> None:
    """Quiet while the probability is below 1e-9, which is 20.7 x beta x delta before the end."""
    protection = guard()
    quiet_until_s = protection.quiet_until_s(ENTRY)
    before = protection.random.getstate()
    assert quiet_until_s == pytest.approx(100 - 0.5 * log(1e9))
    assert protection.found(0, ENTRY, quiet_until_s) is Verdict.USE
    assert protection.random.getstate() == before
    protection.found(0, ENTRY, quiet_until_s + 0.001)
    assert protection.random.getstate() != before


def test_after_the_expiry_others_decide() -> None:
    """An entry that is kept longer is not XFetch's business, nor is a load that cost nothing."""
    assert guard().found(0, ENTRY, 100.1) is Verdict.USE
    assert guard().quiet_until_s(ENTRY._replace(value=Value(0))) == 100


@EVERY_ENGINE
def test_volunteers_in_the_background_do_not_wait(engine: str) -> None:
    """But for the first read all are hits, and a refresh is one load."""
    stack = [{"name": "xfetch", "volunteers": "background"}]
    world = ideal(protections=stack, rate_rps=50, ttl_s=10, read_s=0.2, prefill=1, duration_s=60)
    found = simulate(world, engine=engine)
    assert set(outcomes(found)) == {"fresh_hit", "early_hit"}
    assert set(loads(found).in_flight) == {1}
