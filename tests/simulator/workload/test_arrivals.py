"""Laws of arrival."""

import numpy as np
import pytest

from simulator.streams import stream
from simulator.workload.arrivals import ARRIVALS


def gaps(law: str, rate_rps: float, n: int) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """The first n gaps."""
    return next(ARRIVALS[law]().gaps(rate_rps, stream(1, "arrivals"), n))


def test_constant_arrivals_are_like_clockwork() -> None:
    """At 4/s every gap is a quarter of a second."""
    assert gaps("constant", 4, 5).tolist() == [0.25] * 5


def test_poisson_gaps_are_exponential() -> None:
    """Mean and standard deviation 1/rate, and a share e^-1 longer than the mean."""
    found = gaps("poisson", 5, 100_000)
    assert found.mean() == pytest.approx(0.2, rel=4.5 / 316)
    assert found.std() == pytest.approx(0.2, rel=4.5 * 2**0.5 / 316)
    assert (found > 0.2).mean() == pytest.approx(np.exp(-1), abs=4.5 * 0.48 / 316)
