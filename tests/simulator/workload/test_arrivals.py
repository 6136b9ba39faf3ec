"""Laws of arrival."""

from typing import Any

import numpy as np
import pytest

from simulator.streams import stream
from simulator.workload.arrivals import ARRIVALS, Bursts, Diurnal, Ramp

Floats = np.ndarray[tuple[int], np.dtype[np.float64]]


def instants_s(law: Any, rate_rps: float, duration_s: float, n: int = 1000) -> Floats:
    """All instants before the end of a run."""
    found = []
    for block in law.instants_s(rate_rps, duration_s, stream(1, "arrivals"), n):
        found.append(block[block < duration_s])
        if block[-1] >= duration_s:
            return np.concatenate(found)
    raise AssertionError


def gaps(law: str, rate_rps: float, n: int) -> Floats:
    """The first n gaps."""
    kind: Any = ARRIVALS[law]()
    return np.diff(next(kind.instants_s(rate_rps, 1, stream(1, "arrivals"), n)), prepend=0)


def test_constant_arrivals_are_like_clockwork() -> None:
    """At 4/s every gap is a quarter of a second."""
    assert gaps("constant", 4, 5).tolist() == [0.25] * 5


def test_poisson_gaps_are_exponential() -> None:
    """Mean and standard deviation 1/rate, and a share e^-1 longer than the mean."""
    found = gaps("poisson", 5, 100_000)
    assert found.mean() == pytest.approx(0.2, rel=4.5 / 316)
    assert found.std() == pytest.approx(0.2, rel=4.5 * 2**0.5 / 316)
    assert (found > 0.2).mean() == pytest.approx(np.exp(-1), abs=4.5 * 0.48 / 316)


@pytest.mark.parametrize(("begin", "end"), [(0.5, 1.5), (0, 2), (3, 0), (1, 1)])
def test_a_ramp_has_its_rate_in_each_tenth(begin: float, end: float) -> None:
    """Poisson counts about the mean of the line over each tenth of the run."""
    found = instants_s(Ramp(from_factor=begin, to_factor=end), rate_rps=1000, duration_s=100)
    counts, _ = np.histogram(found, bins=10, range=(0, 100))
    expected = 10_000 * (begin + (end - begin) * (np.arange(10) + 0.5) / 10)
    assert (np.abs(counts - expected) <= 4.5 * np.sqrt(expected)).all()


def test_a_ramp_from_nothing_to_nothing_has_no_requests() -> None:
    """And it ends."""
    assert len(instants_s(Ramp(from_factor=0, to_factor=0), rate_rps=5, duration_s=3)) == 0


def test_a_day_follows_its_sine() -> None:
    """Counts in each tenth of twenty days of 10 s, about the integral of 1 + 0.8 sin."""
    law = Diurnal(amplitude=0.8, period_s=10)
    phase = instants_s(law, rate_rps=500, duration_s=200) % 10
    counts, edges = np.histogram(phase, bins=10, range=(0, 10))
    area = edges - 0.8 * 10 / (2 * np.pi) * np.cos(2 * np.pi * edges / 10)
    expected = 500 * 20 * np.diff(area)
    assert (np.abs(counts - expected) <= 4.5 * np.sqrt(expected)).all()


def test_bursts_have_the_variance_of_their_process() -> None:
    """Counts over 5 s in 4,000 s: mean 5 times the rate, and the index of dispersion of the
    two-state process, 1 + 2 s^2/(a m) (1 - (1 - e^-at)/(at)) with s^2 the variance of the rate,
    m its mean, a the sum of the switching rates (Heffes, Lucantoni 1986)."""
    law = Bursts(burst_factor=9, burst_s=1, calm_s=4)
    counts, _ = np.histogram(instants_s(law, rate_rps=50, duration_s=4000), 800, (0, 4000))
    calm, burst = (50 * factor for factor in law.factors)
    assert calm * 0.8 + burst * 0.2 == pytest.approx(50)
    variance, switching = 0.8 * 0.2 * (burst - calm) ** 2, 1 + 1 / 4
    at = switching * 5
    dispersion = 1 + 2 * variance / (switching * 50) * (1 - (1 - np.exp(-at)) / at)
    error = np.sqrt(250 * dispersion / 800)
    assert counts.mean() == pytest.approx(250, abs=4.5 * error)
    assert counts.var() / counts.mean() == pytest.approx(dispersion, rel=0.25)


def test_a_burst_factor_of_one_is_poisson() -> None:
    """The same gaps, on the same stream."""
    plain = instants_s(ARRIVALS["poisson"](), 100, 10)
    assert instants_s(Bursts(burst_factor=1), 100, 10) == pytest.approx(plain)
