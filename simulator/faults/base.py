"""What faults share: when they strike, and what they can do to the world."""

from typing import Protocol

from simulator.streams import stream
from strategies.parameters import NO_LIMIT_S, Settings, parameter


class World(Protocol):
    """What an engine lets faults do."""

    def crash_cache(self) -> None:
        """The cache tier loses its memory; it answers again at once."""

    def crash_node(self, node: int) -> None:
        """The process of an application node dies with all it was doing, and starts again."""


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

    def instant_s(self, warmup_s: float, duration_s: float, seed: int, place: int) -> float:
        """When it strikes in a run; `place` is its own among the scenario's faults."""
        if self.at_s is not None:
            return self.at_s
        return float(stream(seed, f"fault-{place}").uniform(warmup_s, duration_s))

    def strike(self, world: World) -> None:
        """Do the damage."""
        raise NotImplementedError
