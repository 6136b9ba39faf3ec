"""Closed forms of retries against numbers worked out elsewhere."""

from math import inf

import numpy as np
import pytest

from theory import retries


@pytest.mark.parametrize(
    ("failure", "tries", "attempts"),
    [(0.5, 1, 1.5), (0.5, 3, 1.875), (0.6, 3, 2.176), (0, 5, 1), (1, 3, 4)],
)
def test_attempts(failure: float, tries: int, attempts: float) -> None:
    """A geometric sum, cut off after the last retry."""
    assert retries.attempts(failure, tries) == pytest.approx(attempts)


def test_three_capacities_lie_apart() -> None:
    """100 loads/s, three retries, 90 % hits: 25 reads/s are safe, 100 cold, 1,000 advertised."""
    assert retries.safe_rps(100, 3) == 25
    assert retries.cold_rps(100) == 100
    assert retries.advertised_rps(100, 0.9) == pytest.approx(1000)
    assert retries.advertised_rps(100, 1) == inf


@pytest.mark.parametrize(
    ("read_rps", "tries", "queue_limit", "kept", "down"),
    [
        (60, 1, None, False, True),
        (40, 1, None, False, False),
        (140, 1, 80, False, False),
        (140, 1, 250, False, True),
        (60, 1, None, True, False),
        (20, 3, None, False, False),
        (30, 3, None, False, True),
    ],
)
def test_who_stays_down(
    read_rps: float, tries: int, queue_limit: int | None, kept: bool, down: bool
) -> None:
    """100 loads/s, patience of 1 s: loads above Cp/(1+R) stay down, but for the ways out."""
    found = retries.stays_down(read_rps, tries, 100, 1, queue_limit, late_results_kept=kept)
    assert found is down


@pytest.mark.parametrize(
    ("timeout_s", "points"), [(0.5, [60.0, 98.2]), (0.08, [63.4, 84.9]), (0.03, [])]
)
def test_fixed_points(timeout_s: float, points: list[float]) -> None:
    """60 misses/s on 100 loads/s with three retries: a stable load and a threshold, or neither."""
    found = retries.fixed_points(60, 100, 3, timeout_s)
    assert found == pytest.approx(points, abs=0.051)


@pytest.mark.parametrize(
    ("miss_rps", "tries", "number"), [(20, 3, 1), (60, 0, 1), (99, 0, 1), (150, 0, 0), (100, 3, 0)]
)
def test_the_number_of_fixed_points(miss_rps: float, tries: int, number: int) -> None:
    """No threshold where all attempts together stay below capacity; nothing stable above it."""
    assert len(retries.fixed_points(miss_rps, 100, tries, 0.5)) == number


def test_fixed_points_reproduce_themselves() -> None:
    """On a grid of worlds each point is its own load, and between grid points there is no other."""
    for miss_rps in (10, 40, 70, 95):
        for tries in (1, 2, 5):
            for timeout_s in (0.01, 0.1, 1):
                found = retries.fixed_points(miss_rps, 100, tries, timeout_s)
                loads = np.linspace(0, 100, 20_001)
                shares = np.exp(-(100 - loads) * timeout_s)
                excess = miss_rps * sum(shares**k for k in range(tries + 1)) - loads
                crossings = int(np.diff(excess > 0).sum())
                assert len(found) == crossings
                for load in found:
                    again = miss_rps * retries.attempts(np.exp(-(100 - load) * timeout_s), tries)
                    assert again == pytest.approx(load)
