"""What products share: a setting's parts by name, how each is written, and what is left over."""

from collections.abc import Iterator
from typing import Any, ClassVar, NamedTuple

from simulator.scenario import Scenario


class Translation(NamedTuple):
    """A setting in a product's own words, and what of it does not translate."""

    title: str
    language: str
    text: str
    notes: tuple[str, ...]


class Wish:
    """A recommended setting as products ask for it; absent parts are None."""

    def __init__(self, scenario: Scenario) -> None:
        """Read off a scenario."""
        own: Any = scenario.strategy
        guards: Any = scenario.protections
        self.strategy, self.guards = own, {each.name: each for each in guards}
        self.cache, self.connections = scenario.cache, scenario.database.connections

    @property
    def ttl_s(self) -> float | None:
        """The TTL; None for no expiry, and where the strategy has none."""
        found: float | None = getattr(self.strategy, "ttl_s", None)
        return found

    @property
    def null_ttl_s(self) -> float:
        """How long absent rows are remembered; 0 for not at all."""
        return float(getattr(self.strategy, "null_ttl_s", 0.0))

    @property
    def refresh_window(self) -> float:
        """The share of the TTL that remains when a read refreshes; 0 for never."""
        return float(getattr(self.strategy, "refresh_window", 0.0))

    @property
    def jitter_s(self) -> float:
        """The width of the random part of the TTL, on one side."""
        guard = self.guards.get("ttl-jitter")
        return guard.spread * (self.ttl_s or 0.0) if guard else 0.0

    @property
    def capacity(self) -> int | None:
        """How many entries fit."""
        return self.cache.capacity_entries

    @property
    def bytes(self) -> int | None:
        """How many bytes fit: as said, or as so many mean entries take."""
        if self.cache.capacity_bytes is not None or self.capacity is None:
            return self.cache.capacity_bytes
        return round(self.capacity * (self.cache.value_bytes + self.cache.overhead_bytes))

    def parts(self) -> Iterator[str]:
        """What must be translated, by name."""
        yield self.strategy.name
        yield from (["ttl"] if self.ttl_s is not None else [])
        yield from (["null-ttl"] if self.null_ttl_s else [])
        yield from ([f"on-write-{how}"] if (how := self.invalidation) else [])
        yield from (["prefetch"] if getattr(self.strategy, "prefetch_keys", 0) else [])
        yield from self.guards
        if self.bytes is not None:
            yield "capacity"
            yield self.cache.eviction

    @property
    def invalidation(self) -> str:
        """What a write of cache-aside tells the cache."""
        return str(getattr(self.strategy, "invalidation", ""))


class Product:
    """A product. `carries` names the parts that it has, each with what differs, or nothing.

    Parts that are not in it are named as not translated. `source` is where its words come from.
    """

    name: str
    title: str
    language: str
    source: str
    carries: ClassVar[dict[str, str]]

    def text(self, wish: Wish) -> str:
        """The nearest settings, in the product's own words."""
        raise NotImplementedError

    def translate(self, scenario: Scenario) -> Translation:
        """A setting in this product's words."""
        wish = Wish(scenario)
        return Translation(self.title, self.language, self.text(wish), tuple(self.notes(wish)))

    def notes(self, wish: Wish) -> Iterator[str]:
        """What differs, and what does not translate."""
        for part in wish.parts():
            if part not in self.carries:
                yield f"{spelt(part)} does not translate: the application must do it."
            elif self.carries[part]:
                yield f"{spelt(part)}: {self.carries[part]}"


def spelt(part: str) -> str:
    """A part at the head of a sentence."""
    if part.startswith("on-write-"):
        return f"On a write, {part.removeprefix('on-write-')}"
    words = {"ttl": "The TTL", "null-ttl": "The TTL of absent rows", "capacity": "The capacity"}
    return words.get(part, part[:1].upper() + part[1:])


def plain(number: float) -> str:
    """A number without zeros behind it, never with an exponent."""
    return f"{number:.6f}".rstrip("0").rstrip(".")


def whole_s(seconds: float) -> int:
    """Whole seconds, at least one, for products that count in them."""
    return max(1, round(seconds))


def milliseconds(seconds: float) -> int:
    """Whole milliseconds, at least one."""
    return max(1, round(seconds * 1000))
