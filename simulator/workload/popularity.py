"""Laws of popularity: which key a request asks for. One class a law, found by its name."""

from functools import lru_cache
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from simulator.workload.alias import AliasTable
from simulator.workload.key_source import Keys, KeySource
from simulator.workload.sequential import Sequential
from strategies.parameters import Settings, parameter

__all__ = ["POPULARITIES", "Hotspot", "Latest", "MovingHotspot", "Sequential", "Uniform", "Zipf"]


class Independent:
    """Each key is drawn for itself from fixed weights (the independent reference model)."""

    def __init__(self, law: Any, keys: int, random: np.random.Generator) -> None:
        """The law gives the weights by key number, which need not sum to 1."""
        self.table = table_of(law, keys)
        self.random = random

    def draw(self, n: int) -> Keys:
        """The next n keys."""
        return self.table.draw(self.random, n)


@lru_cache(maxsize=8)
def table_of(law: Any, keys: int) -> AliasTable:
    """The table from which a law's keys are drawn; the same law asks for it run after run."""
    return AliasTable(law.weights(keys))


class Zipf(Settings):
    """The key of rank i is asked for in proportion to i^-exponent; key 0 is the most popular."""

    law: Literal["zipf"] = "zipf"
    exponent: float = parameter(
        0.99,
        "Zipf exponent",
        "0 makes all keys equally popular, 0.99 is YCSB's default, above 1 a few keys dominate.",
        low=0,
        high=10,
        slider=(0, 2),
        step=0.01,
    )

    def weights(self, keys: int) -> NDArray[np.float64]:
        """Relative popularity of each key."""
        return np.arange(1, keys + 1, dtype=np.float64) ** -self.exponent

    def source(self, keys: int, random: np.random.Generator) -> KeySource:
        """A source of keys under this law."""
        return Independent(self, keys, random)


class Uniform(Settings):
    """All keys are equally popular."""

    law: Literal["uniform"] = "uniform"

    def weights(self, keys: int) -> NDArray[np.float64]:
        """Relative popularity of each key."""
        return np.ones(keys)

    def source(self, keys: int, random: np.random.Generator) -> KeySource:
        """A source of keys under this law."""
        return Independent(self, keys, random)


class Hotspot(Settings):
    """A share of the requests goes to a share of the keys, evenly within each part."""

    law: Literal["hotspot"] = "hotspot"
    hot_requests: float = parameter(
        0.8, "Hot requests", "Share of requests for hot keys.", low=0, high=1, step=0.01
    )
    hot_keys: float = parameter(
        0.2, "Hot keys", "Share of keys that are hot (at least one key).", low=0, high=1, step=0.01
    )

    def weights(self, keys: int) -> NDArray[np.float64]:
        """Relative popularity of each key; without cold keys the hot ones get everything."""
        hot = min(max(1, round(self.hot_keys * keys)), keys)
        weights = np.full(keys, (1 - self.hot_requests) / max(1, keys - hot))
        weights[:hot] = self.hot_requests / hot if hot < keys else 1.0
        return weights

    def source(self, keys: int, random: np.random.Generator) -> KeySource:
        """A source of keys under this law."""
        return Independent(self, keys, random)


class Ages:
    """Rows by age: new ones keep coming, and most requests are for young ones."""

    def __init__(self, law: "Latest", keys: int, random: np.random.Generator) -> None:
        """Row 0 is the newest at first; each new one takes the number of the oldest."""
        self.table = table_of(Zipf(exponent=law.exponent), keys)
        self.keys, self.share, self.random = keys, law.new_rows, random
        self.came = 0

    def draw(self, n: int) -> Keys:
        """The next n keys: a new row, or one that is drawn by its age."""
        new = self.random.random(n) < self.share
        age = np.where(new, 0, self.table.draw(self.random, n))
        came = self.came + np.cumsum(new)
        self.came = int(came[-1]) if n else self.came
        drawn: Keys = (age - came) % self.keys
        return drawn


class Latest(Settings):
    """The newest rows are the most popular: a row's popularity falls with its age, by Zipf's law.

    YCSB's workload D (Cooper et al., Benchmarking Cloud Serving Systems with YCSB, SoCC 2010).
    The number of rows stays as it is: a new row takes the place of the oldest.
    """

    law: Literal["latest"] = "latest"
    exponent: float = parameter(
        0.99,
        "Zipf exponent",
        "How fast popularity falls with age: the i-th newest row gets i^-exponent.",
        low=0,
        high=10,
        slider=(0, 2),
        step=0.01,
    )
    new_rows: float = parameter(
        0.05,
        "New rows",
        "Share of the requests that are the first for a row newer than all others.",
        low=0,
        high=1,
        step=0.01,
    )

    def source(self, keys: int, random: np.random.Generator) -> KeySource:
        """A source of keys under this law."""
        return Ages(self, keys, random)


class Wandering:
    """A hot set that moves on by one key after so many requests."""

    def __init__(self, law: "MovingHotspot", keys: int, random: np.random.Generator) -> None:
        """It begins with key 0."""
        fixed = Hotspot(hot_requests=law.hot_requests, hot_keys=law.hot_keys)
        self.table = table_of(fixed, keys)
        self.keys, self.drift, self.random = keys, law.drift / 1000, random
        self.drawn = 0

    def draw(self, n: int) -> Keys:
        """The next n keys."""
        moved = ((self.drawn + np.arange(n)) * self.drift).astype(np.int64)
        self.drawn += n
        return (self.table.draw(self.random, n) + moved) % self.keys


class MovingHotspot(Settings):
    """A hot set that wanders through the keys, as news and sales do: what was hot grows cold."""

    law: Literal["moving-hotspot"] = "moving-hotspot"
    hot_requests: float = parameter(
        0.8, "Hot requests", "Share of requests for hot keys.", low=0, high=1, step=0.01
    )
    hot_keys: float = parameter(
        0.01, "Hot keys", "Share of keys that are hot (at least one key).", low=0, high=1, step=0.01
    )
    drift: float = parameter(
        1.0,
        "Drift",
        "By how many keys the hot set moves on in a thousand requests.",
        low=0,
        high=1_000_000,
        unit="keys",
        slider=(0.01, 1000),
        scale="log",
    )

    def source(self, keys: int, random: np.random.Generator) -> KeySource:
        """A source of keys under this law."""
        return Wandering(self, keys, random)


POPULARITIES: dict[str, type[Settings]] = {
    "zipf": Zipf,
    "uniform": Uniform,
    "hotspot": Hotspot,
    "sequential": Sequential,
    "latest": Latest,
    "moving-hotspot": MovingHotspot,
}
"""Every law of popularity by name."""
