"""Laws of arrival: how requests are spread over time. One class a law, found by its name."""

from collections.abc import Iterator
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from strategies.parameters import Settings

Gaps = NDArray[np.float64]


class Poisson(Settings):
    """Independent arrivals: gaps are exponential, so crowds form by chance."""

    law: Literal["poisson"] = "poisson"

    def gaps(self, rate_rps: float, random: np.random.Generator, n: int) -> Iterator[Gaps]:
        """Blocks of n gaps between arrivals, in seconds, for ever."""
        while True:
            yield random.exponential(1 / rate_rps, n)


class Constant(Settings):
    """Arrivals like clockwork, one every 1/rate seconds."""

    law: Literal["constant"] = "constant"

    def gaps(self, rate_rps: float, random: np.random.Generator, n: int) -> Iterator[Gaps]:
        """Blocks of n equal gaps, in seconds, for ever."""
        while True:
            yield np.full(n, 1 / rate_rps)


ARRIVALS: dict[str, type[Poisson] | type[Constant]] = {"poisson": Poisson, "constant": Constant}
"""Every law of arrival by name."""
