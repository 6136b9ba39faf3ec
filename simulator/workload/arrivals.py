"""Laws of arrival: how requests are spread over time. One class a law, found by its name."""

from collections.abc import Iterator
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from strategies.parameters import Settings, parameter, span_parameter

Instants = NDArray[np.float64]


class Poisson(Settings):
    """Independent arrivals: gaps are exponential, so crowds form by chance."""

    law: Literal["poisson"] = "poisson"

    def instants_s(
        self, rate_rps: float, duration_s: float, random: np.random.Generator, n: int
    ) -> Iterator[Instants]:
        """Blocks of n instants, for ever."""
        return added(lambda: random.exponential(1 / rate_rps, n))


class Constant(Settings):
    """Arrivals like clockwork, one every 1/rate seconds."""

    law: Literal["constant"] = "constant"

    def instants_s(
        self, rate_rps: float, duration_s: float, random: np.random.Generator, n: int
    ) -> Iterator[Instants]:
        """Blocks of n instants, for ever."""
        return added(lambda: np.full(n, 1 / rate_rps))


class Ramp(Settings):
    """A load that grows, or falls, evenly over the run: a Poisson process of changing rate.

    With the default factors the mean over the run is the request rate.
    """

    law: Literal["ramp"] = "ramp"
    from_factor: float = parameter(
        0.5,
        "From",
        "The rate at the start of the run, in request rates.",
        low=0,
        high=1000,
        slider=(0, 5),
        step=0.1,
    )
    to_factor: float = parameter(
        1.5,
        "To",
        "The rate at the end of the run, in request rates.",
        low=0,
        high=1000,
        slider=(0, 5),
        step=0.1,
    )

    @property
    def mean_factor(self) -> float:
        """The mean rate over the run, in request rates."""
        return (self.from_factor + self.to_factor) / 2

    def instants_s(
        self, rate_rps: float, duration_s: float, random: np.random.Generator, n: int
    ) -> Iterator[Instants]:
        """Blocks of n instants, the last ones at the end of the run. Exact, by inversion."""
        for area in added(lambda: random.exponential(1 / rate_rps, n)):
            yield self.inverse_s(area, duration_s)

    def inverse_s(self, area: Instants, duration_s: float) -> Instants:
        """When the factors' integral from the start reaches so much; at the latest at the end.

        The factor at t is a + bt, so the integral is at + bt^2/2.
        """
        slope = (self.to_factor - self.from_factor) / duration_s
        root = np.sqrt(np.maximum(self.from_factor**2 + 2 * slope * area, 0))
        whole = self.mean_factor * duration_s
        at_s = np.full(len(area), float(duration_s))
        np.divide(2 * area, self.from_factor + root, out=at_s, where=area < whole)
        return at_s


class Diurnal(Settings):
    """Day and night: a Poisson process whose rate follows a sine, rising from its mean at first."""

    law: Literal["diurnal"] = "diurnal"
    amplitude: float = parameter(
        0.5,
        "Amplitude",
        "How far the rate swings about its mean, as a share of it.",
        low=0,
        high=1,
        step=0.05,
    )
    period_s: float = span_parameter(
        60.0, "Period", "How long a day lasts; the mean is kept over whole days.", (10, 86_400)
    )

    def instants_s(
        self, rate_rps: float, duration_s: float, random: np.random.Generator, n: int
    ) -> Iterator[Instants]:
        """Blocks of at most n instants, for ever. Exact, by thinning (Lewis, Shedler 1979)."""
        highest, chance = 1 + self.amplitude, random.spawn(1)[0]
        for at_s in added(lambda: random.exponential(1 / (rate_rps * highest), n)):
            factor = 1 + self.amplitude * np.sin(2 * np.pi * at_s / self.period_s)
            kept = at_s[chance.random(n) * highest < factor]
            if len(kept):
                yield kept


class Bursts(Settings):
    """Bursts at random: a Poisson process that switches between two rates.

    The stays in each are exponential (a Markov-modulated Poisson process); the mean over a long
    time is the request rate.
    """

    law: Literal["bursts"] = "bursts"
    burst_factor: float = parameter(
        5.0,
        "Burst factor",
        "The rate in a burst, as a multiple of that between bursts.",
        low=1,
        high=1000,
        slider=(1, 50),
        step=1,
    )
    burst_s: float = span_parameter(2.0, "Burst", "Mean length of a burst.", (0.1, 60))
    calm_s: float = span_parameter(10.0, "Calm", "Mean time between two bursts.", (0.1, 600))

    def instants_s(
        self, rate_rps: float, duration_s: float, random: np.random.Generator, n: int
    ) -> Iterator[Instants]:
        """Blocks of n instants, until the run is over."""
        stays_s, chance = (self.calm_s, self.burst_s), random.spawn(1)[0]
        return Spells(stays_s, self.factors, duration_s, chance).instants_s(rate_rps, random, n)

    @property
    def factors(self) -> tuple[float, float]:
        """The rates between and in bursts, in request rates."""
        calm = (self.burst_s + self.calm_s) / (self.burst_s * self.burst_factor + self.calm_s)
        return calm, calm * self.burst_factor


class Spells:
    """Bursts and calms in turn, drawn as far as somebody asks."""

    def __init__(
        self,
        stays_s: tuple[float, float],
        factors: tuple[float, float],
        duration_s: float,
        random: np.random.Generator,
    ) -> None:
        """Mean stays and rates, of calms first. At first it is either, as likely as at any time."""
        self.means_s, self.factors = np.array(stays_s), np.array(factors)
        self.duration_s, self.random = duration_s, random
        self.state = int(random.random() * sum(stays_s) < stays_s[1])
        self.at_s, self.area = np.zeros(1), np.zeros(1)

    def instants_s(
        self, rate_rps: float, random: np.random.Generator, n: int
    ) -> Iterator[Instants]:
        """Blocks of n instants, until the run is over. Exact, by inversion."""
        for area in added(lambda: random.exponential(1 / rate_rps, n)):
            yield self.inverse_s(area)

    def inverse_s(self, area: Instants) -> Instants:
        """When the factors' integral from the start reaches so much; or after the run's end."""
        while self.area[-1] < area[-1] and self.at_s[-1] < self.duration_s:
            self.go_on()
        at_s = np.interp(area, self.area, self.at_s)
        passed = max(0, int(np.searchsorted(self.area, area[-1])) - 1)
        self.at_s, self.area = self.at_s[passed:], self.area[passed:]
        return at_s

    def go_on(self) -> None:
        """Draw more spells, as many of each kind."""
        states = (self.state + np.arange(2 * max(100, len(self.at_s)))) % 2
        stays_s = self.random.exponential(self.means_s[states])
        self.at_s = np.append(self.at_s, self.at_s[-1] + np.cumsum(stays_s))
        self.area = np.append(self.area, self.area[-1] + np.cumsum(stays_s * self.factors[states]))


def added(draw: Any) -> Iterator[Instants]:
    """Instants from blocks of gaps, for ever."""
    now_s = 0.0
    while True:
        at_s = now_s + np.cumsum(draw())
        now_s = float(at_s[-1])
        yield at_s


ARRIVALS: dict[str, type[Settings]] = {
    "poisson": Poisson,
    "constant": Constant,
    "ramp": Ramp,
    "diurnal": Diurnal,
    "bursts": Bursts,
}
"""Every law of arrival by name."""
