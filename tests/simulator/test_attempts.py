"""The client's rule for another attempt, by itself."""

from collections import Counter
from typing import Any

import numpy as np
import pytest

from simulator.attempts import SAVED, Budget, Patience, Retries
from simulator.client import Client
from simulator.counters import Counters


def rule(arrived: Any = lambda _: 0, seed: int = 1, **fields: Any) -> Retries:
    """The rule of a client."""
    return Retries(Client(**fields), seed, Counters(), arrived)


def pauses_s(**fields: Any) -> list[float]:
    """The waits before the first five retries of one request."""
    return [rule(**fields).pause_s(row=7, attempt=attempt) for attempt in range(1, 6)]


def test_a_fixed_back_off_stays_the_same() -> None:
    """Whatever the retry."""
    assert pauses_s(backoff_s=0.3) == [0.3] * 5


def test_an_exponential_back_off_doubles_up_to_its_longest() -> None:
    """0.5, 1, 2, then 3 for good."""
    found = pauses_s(backoff="exponential", backoff_s=0.5, backoff_max_s=3)
    assert found == [0.5, 1, 2, 3, 3]


def test_full_jitter_is_uniform_up_to_the_exponential_wait() -> None:
    """Over 20,000 requests: mean 1 s and variance 1/3 of a wait of up to 2 s, all tenths filled."""
    fields: Any = {"backoff": "jittered", "backoff_s": 1.0, "backoff_max_s": 10.0}
    found = np.array([rule(**fields).pause_s(row, 2) for row in range(20_000)])
    assert found.min() >= 0
    assert found.max() < 2
    assert abs(found.mean() - 1) <= 4.5 * np.sqrt(1 / 3 / 20_000)
    tenths = Counter((found * 5).astype(int).tolist())
    assert all(abs(tenths[i] - 2000) <= 4.5 * np.sqrt(2000 * 0.9) for i in range(10))


def test_jitter_depends_on_seed_request_and_retry_alone() -> None:
    """In whatever order they are drawn; retries of one request differ."""
    fields: Any = {"backoff": "jittered", "backoff_s": 1.0, "backoff_max_s": 1.0}
    one, other = rule(**fields), rule(**fields)
    places = [(row, attempt) for row in range(20) for attempt in (1, 2, 3)]
    forth = {place: one.pause_s(*place) for place in places}
    back = {place: other.pause_s(*place) for place in reversed(places)}
    assert forth == back
    assert len(set(forth.values())) == len(places)
    assert rule(seed=2, **fields).pause_s(0, 1) != forth[0, 1]


def test_retries_end() -> None:
    """Two retries are granted, a third is not, and only those in the figures are counted."""
    found = rule(retries=2)
    granted = [found.again(tried, 0, write=0, counts=tried == 1) for tried in range(3)]
    assert granted == [True, True, False]
    assert found.counters == Counters(read_retries=1)


def test_a_budget_grants_a_share_of_what_has_arrived() -> None:
    """With 0.5 the second and the fourth arrival bring one retry each, node by node."""
    arrived = [0, 0]
    found = Budget(0.5, arrived.__getitem__)
    granted = []
    for node in (0, 0, 0, 1, 0):
        arrived[node] += 1
        granted.append(found.take(node))
    assert granted == [False, True, False, False, True]


def test_a_budget_saves_up_a_limited_number() -> None:
    """After 1,000 arrivals at 0.1 there are ten retries, not a hundred."""
    found = Budget(0.1, lambda _: 1000)
    assert [found.take(0) for _ in range(12)] == [True] * int(SAVED) + [False] * 2


def test_a_refused_retry_is_counted() -> None:
    """It is not a retry, and it ends the request."""
    found = rule(retries=1, retry_budget=0)
    assert not found.again(0, 0, write=1, counts=True)
    assert found.counters == Counters(retries_refused=1)


@pytest.mark.parametrize(
    ("fields", "shortest_ns"),
    [
        ({"timeout_s": 1.0, "hedge_after_s": 0.25}, 250_000_000),
        ({"timeout_s": 0.5}, 500_000_000),
        ({"hedge_after_s": 2.0}, 2_000_000_000),
    ],
)
def test_patience_is_as_short_as_the_shorter_of_timeout_and_hedge(
    fields: Any, shortest_ns: int
) -> None:
    """Up to then nothing happens to a read but its answer."""
    assert Patience(Client(**fields)).shortest_ns == shortest_ns
