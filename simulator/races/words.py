"""Effects in plain words: where they go, how an arrow is labelled, how a story tells them."""

from collections.abc import Callable
from typing import Any, NamedTuple

from simulator.races.play import REPLICATE, VANISH
from simulator.races.world import KEY
from strategies import effects as fx


class Words(NamedTuple):
    """An effect with its answer.

    `target` is "cache", "database", "rows" for what loads see of it, or empty for nothing.
    """

    effect: str
    target: str
    label: str
    told: str
    """With an actor before it, a clause of a sentence; empty where it is not worth telling."""
    version: int | None = None
    """The version that goes with it."""
    lost: bool = False


LOST_DELETE = Words("delete", "cache", "delete (lost)", "sends a delete that gets lost", lost=True)
AT_ONCE = Words("return", "", "returns", "")
"""Rules that ask for nothing."""
ACCIDENTS = {
    VANISH: Words(VANISH, "", "vanishes", "expires or is evicted"),
    REPLICATE: Words(REPLICATE, "replica", "applies", "applies the commits"),
}


def words(effect: fx.Effect, answer: Any) -> Words:
    """An effect that takes place, with its answer."""
    return SPOKEN[type(effect)](effect, answer)


def arrival(effect: fx.Effect, answer: Any) -> Words:
    """The answer of a statement, on its arrival."""
    said = words(effect, answer)
    label = f"row v{said.version}" if said.effect == "load" else "ok"
    return Words("answer", said.target, label, "", said.version)


def get(_: fx.Get, entry: fx.Entry | None) -> Words:
    """A hit or a miss."""
    if entry is None:
        return Words("get", "cache", "get: miss", "misses")
    version = entry.value.version
    return Words("get", "cache", f"get: v{version}", f"finds v{version} in the cache", version)


def put(effect: fx.Set, value: fx.Value | None) -> Words:
    """A set that the cache takes, or refuses."""
    version = (value or effect.value).version
    name = "new" if version is None else f"v{version}"
    if value is None:
        told = f"tries to set {name}, which the cache refuses"
        return Words("set", "cache", f"set {name}: no", told, version)
    return Words("set", "cache", f"set {name}", f"sets {name}", version)


def acquire(effect: fx.Acquire, done: bool) -> Words:
    """A token asked for."""
    told = f"gets the {effect.kind}" if done else f"gets no {effect.kind}"
    return Words("acquire", "cache", f"{effect.kind}: {'yes' if done else 'no'}", told)


def load(version: int | None) -> Words:
    """A row read."""
    return Words("load", "rows", f"read v{version}", f"reads row v{version}", version)


def load_many(effect: fx.LoadMany, values: list[fx.Value]) -> Words:
    """Several rows read, of which the key's one counts."""
    rows = dict(zip(effect.keys, values, strict=True))
    return load(rows[KEY].version if KEY in rows else values[0].version)


def store(version: int | None) -> Words:
    """A row written."""
    return Words("store", "database", f"commit v{version}", f"commits v{version}", version)


SPOKEN: dict[type[Any], Callable[[Any, Any], Words]] = {
    fx.Get: get,
    fx.Set: put,
    fx.Delete: lambda _effect, _found: Words("delete", "cache", "delete", "deletes the key"),
    fx.Acquire: acquire,
    fx.Release: lambda effect, _done: Words("release", "cache", f"free {effect.kind}", ""),
    fx.Load: lambda _effect, value: load(value.version),
    fx.LoadMany: load_many,
    fx.Store: lambda _effect, value: store(value.version),
    fx.StoreMany: lambda effect, _none: store(dict(effect.rows)[KEY].version),
    fx.Sleep: lambda _effect, _none: Words("sleep", "", "wakes", ""),
}
