"""Copies in a node's own memory: the values it has seen last, each for a while."""

from collections import OrderedDict
from math import inf
from typing import Any

from strategies.carrying import Perform
from strategies.effects import (
    Bypass,
    CacheUnavailable,
    Delete,
    Effect,
    Entry,
    Get,
    Key,
    Now,
    Rules,
    Set,
    Value,
)


class Copies:
    """Values by key; the one that was used longest ago makes room.

    A copy's life counts from when the node saw the value. What other nodes write it does not hear
    of: a copy can be out of date for as long as it is used.
    """

    def __init__(self, most: int, ttl_s: float) -> None:
        """`most` values, each good for `ttl_s`."""
        self.most, self.ttl_s = most, ttl_s
        self.kept: OrderedDict[Key, Entry] = OrderedDict()

    def recall(self, key: Key, now_s: float, *, expired: bool = False) -> Entry | None:
        """The copy, if it is good still, or whatever its age if `expired` ones will do."""
        entry = self.kept.get(key)
        if entry is None or (now_s > entry.expires_at_s and not expired):
            return None
        self.kept.move_to_end(key)
        return entry

    def keep(self, key: Key, value: Value, now_s: float) -> None:
        """A value was seen."""
        until_s = now_s + self.ttl_s
        self.kept[key] = Entry(value, now_s, until_s, until_s)
        self.kept.move_to_end(key)
        if len(self.kept) > self.most:
            self.kept.popitem(last=False)

    def watch(self, ask: Perform, effect: Effect) -> Rules[Any]:
        """Have an operation performed, and learn from it; what fails to be set is learnt too."""
        try:
            answer = yield from ask(effect)
        except CacheUnavailable:
            self.learn(effect, getattr(effect, "value", None), (yield Now()))
            raise
        self.learn(effect, answer, (yield Now()))
        return answer

    def learn(self, effect: Effect, answer: Any, now_s: float) -> None:
        """What an operation tells of a key: its value, or that the one known is outdated."""
        if isinstance(effect, Get) and answer is not None and now_s <= answer.soft_expires_at_s:
            self.keep(effect.key, answer.value, now_s)
        elif isinstance(effect, Set) and effect.ttl_s != 0 and is_numbered(answer):
            self.keep(effect.key, answer, now_s)
        elif isinstance(effect, Set | Delete):
            self.kept.pop(effect.key, None)


def is_numbered(value: Value | None) -> bool:
    """Is it a value with a version? One without is not known to anybody else."""
    return value is not None and value.version is not None


def used(copy: Entry) -> Rules[Entry]:
    """A copy in place of the cache's entry: it is simply used, whatever is left of its life."""
    yield Bypass(copy)
    return copy._replace(soft_expires_at_s=inf, expires_at_s=inf)
