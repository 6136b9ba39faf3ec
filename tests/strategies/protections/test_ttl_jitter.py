"""TTL jitter."""

from math import inf
from random import Random

import pytest

from strategies.protections.base import Lifetime
from strategies.protections.ttl_jitter import TtlJitter, TtlJitterSettings

N = 20_000


def lives_s(**parameters: object) -> list[float]:
    """Many lifetimes of an entry with a TTL of 10 s."""
    jitter = TtlJitter(TtlJitterSettings.model_validate(parameters), Random(1))
    return [jitter.lifetime(Lifetime(10, 10)).hard_s for _ in range(N)]


@pytest.mark.parametrize(
    ("mode", "low_s", "mean_s", "high_s"), [("symmetric", 8, 10, 12), ("additive", 10, 11, 12)]
)
def test_a_life_is_uniform_about_its_ttl(
    mode: str, low_s: float, mean_s: float, high_s: float
) -> None:
    """Spread 0.2: from 8 to 12 s if symmetric, from 10 to 12 s if additive."""
    found = lives_s(spread=0.2, mode=mode)
    deviation_s = (high_s - low_s) / 12**0.5
    assert low_s <= min(found) < low_s + 0.01
    assert high_s - 0.01 < max(found) <= high_s
    assert sum(found) / N == pytest.approx(mean_s, abs=4.5 * deviation_s / N**0.5)


def test_both_limits_stretch_alike() -> None:
    """Soft stays half of hard, and what never ends never ends."""
    jitter = TtlJitter(TtlJitterSettings(), Random(1))
    soft_s, hard_s = jitter.lifetime(Lifetime(5, 10))
    assert hard_s == pytest.approx(2 * soft_s)
    assert jitter.lifetime(Lifetime(5, inf)).hard_s == inf


def test_no_spread_is_no_jitter() -> None:
    """Every life is the TTL."""
    assert set(lives_s(spread=0)) == {10}
