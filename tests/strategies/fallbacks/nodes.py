"""A node before a cache that can be taken away, stepped without an engine."""

from typing import Any

from simulator import parse
from simulator.fleet import one_node
from strategies import effects as fx
from strategies.base import Strategy

TTL_S = 100.0


def node(fallback: str, fleet: Any = None, *, client: Any = None, **parameters: Any) -> Strategy:
    """Cache-aside on one of two nodes before four connections, with a fallback."""
    scenario = parse(
        {
            "client": {"nodes": 2, **(client or {})},
            "database": {"connections": 4},
            "strategy": {"name": "cache-aside", "ttl_s": TTL_S},
            "on_cache_error": {"name": fallback, **parameters},
        }
    )
    return one_node(scenario, 0, {} if fleet is None else fleet)


class World:
    """A cache, a database, a clock; nothing takes time but sleeping."""

    def __init__(self) -> None:
        """The cache is empty and can be reached; all rows have version 1."""
        self.now_s, self.up = 0.0, True
        self.entries: dict[int, fx.Entry] = {}
        self.rows: dict[int, int] = {}
        self.asked: list[fx.Effect] = []

    def run(self, rules: fx.Rules[Any]) -> Any:
        """Carry rules to their end; what they spawn runs at once."""
        move, given = rules.send, None
        while True:
            try:
                effect = move(given)
            except StopIteration as stop:
                return stop.value
            self.asked.append(effect)
            try:
                given, move = getattr(self, type(effect).__name__.lower())(effect), rules.send
            except fx.ServiceError as error:
                given, move = error, rules.throw

    def count(self, kind: type[Any]) -> int:
        """How many effects of a kind were asked since the last count."""
        found = sum(type(each) is kind for each in self.asked)
        self.asked.clear()
        return found

    def reach(self) -> None:
        """An operation comes to the cache."""
        if not self.up:
            raise fx.CacheUnavailable

    def get(self, effect: fx.Get) -> fx.Entry | None:
        """Look up."""
        self.reach()
        entry = self.entries.get(effect.key)
        return entry if entry and self.now_s <= entry.expires_at_s else None

    def set(self, effect: fx.Set) -> fx.Value:
        """Put in."""
        self.reach()
        ends_s = self.now_s + TTL_S
        self.entries[effect.key] = fx.Entry(effect.value, self.now_s, ends_s, ends_s)
        return effect.value

    def delete(self, effect: fx.Delete) -> bool:
        """Remove."""
        self.reach()
        return self.entries.pop(effect.key, None) is not None

    def flush(self, _: fx.Flush) -> None:
        """Remove all."""
        self.reach()
        self.entries.clear()

    def load(self, effect: fx.Load) -> fx.Value:
        """Read a row."""
        return fx.Value(self.rows.get(effect.key, 1))

    def store(self, effect: fx.Store) -> fx.Value:
        """Write a row."""
        self.rows[effect.key] = self.rows.get(effect.key, 1) + 1
        return fx.Value(self.rows[effect.key])

    def spawn(self, effect: fx.Spawn) -> None:
        """Do it now."""
        self.run(effect.rules)

    def sleep(self, effect: fx.Sleep) -> None:
        """Time passes."""
        self.now_s += effect.for_s

    def now(self, _: fx.Now) -> float:
        """The time."""
        return self.now_s

    def bypass(self, _: fx.Bypass) -> None:
        """Noted."""
