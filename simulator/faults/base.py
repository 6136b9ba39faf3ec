"""What faults share: when they strike, how long they last, and what they can do to the world."""

from collections.abc import Iterator
from typing import Any, ClassVar, Literal, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from simulator.streams import stream
from strategies.parameters import NO_LIMIT_S, Settings, parameter, span_parameter


class World(Protocol):
    """What an engine lets faults do."""

    def crash_cache(self) -> None:
        """The cache tier loses its memory; it answers again at once."""

    def crash_node(self, node: int) -> None:
        """The process of an application node dies with all it was doing, and starts again."""

    def purge(self, share: float) -> None:
        """This share of the keys is deleted from the cache."""


class Law(Protocol):
    """A law of arrival."""

    def instants_s(
        self, rate_rps: float, duration_s: float, random: np.random.Generator, n: int
    ) -> Iterator[NDArray[np.float64]]:
        """Blocks of at most n instants, from 0 to the duration at least."""


class Traffic(Protocol):
    """What requests a fault can send while it lasts, on top of the workload's."""

    def more(self, share: float, law: Law | None = None, from_s: float = 0.0) -> Iterator[Any]:
        """Blocks of requests as usual, this many times as many as usual.

        They arrive under the workload's law, or under one that begins with the fault; `from_s` is
        what that law's clock shows then.
        """

    def crowd(self, key: int, rate_rps: float) -> Iterator[Any]:
        """Blocks of reads of one key."""


class Change(NamedTuple):
    """What is different in the world while a fault lasts; by default nothing is."""

    cache: Literal["refused", "hanging"] | None = None
    """How operations of the cache fail."""
    added_s: float = 0.0
    """How much longer the way to the cache and back takes."""
    database: Literal["refused", "stalled"] | None = None
    """What becomes of statements."""
    slowdown: float = 1.0
    """How many times as long the database's services take."""


class Fault(Settings):
    """Something that goes wrong once. A subclass has a `name` and says how it strikes."""

    at_s: float | None = parameter(
        60.0,
        "At",
        "When it happens, from the start of the run; empty: at a random instant after the warm-up.",
        low=0,
        high=NO_LIMIT_S,
        unit="s",
        slider=(0, 600),
        step=1,
    )

    lasts: ClassVar = False

    def instant_s(self, warmup_s: float, duration_s: float, seed: int, place: int) -> float:
        """When it strikes in a run; `place` is its own among the scenario's faults."""
        if self.at_s is not None:
            return self.at_s
        return float(stream(seed, f"fault-{place}").uniform(warmup_s, duration_s))

    def strike(self, world: World) -> None:
        """Do the damage that is done at once: none unless a subclass says so."""


class Lasting(Fault):
    """Something that goes wrong for a while, its beginning included and its end not."""

    for_s: float = span_parameter(
        10.0,
        "For",
        "How long it lasts. It may outlast the run, but a minute after that all is in order.",
        (0.1, 120),
    )

    lasts: ClassVar = True

    def change(self) -> Change:
        """What is different in the world meanwhile: nothing unless a subclass says so."""
        return Change()

    def extra_rps(self, rate_rps: float) -> float:
        """How many requests a second come on top meanwhile, of so many usual ones."""
        return 0.0

    def requests(self, traffic: Traffic) -> Iterator[Any]:
        """The requests that come on top meanwhile: none unless a subclass says so."""
        return iter(())
