"""What protections share: three questions about an entry and its load, with harmless answers."""

from collections.abc import Callable
from enum import IntEnum
from math import inf
from random import Random
from typing import Any, ClassVar, NamedTuple

from strategies.effects import Entry, Get, Key, Now, Rules, ServiceError, Value
from strategies.outage import asked
from strategies.parameters import Settings

Work = Callable[[Key], Rules[Value]]
"""Loads one key and fills the cache with it."""


class Verdict(IntEnum):
    """What to do with an entry that was found, mildest first."""

    USE = 0
    REFRESH = 1
    RELOAD = 2


class Lifetime(NamedTuple):
    """How long an entry stays fresh and how long it stays at all, in seconds; may be infinite."""

    soft_s: float
    hard_s: float


class Protection:
    """A guard round the loads of one application node.

    Protections stack: the first one given is the outermost. Each overrides the questions it
    has an answer to. Chance comes from `random`, a stream of its own handed in by the driver.
    """

    name: ClassVar[str]
    place: ClassVar[int] = 100
    settings: Any

    def __init__(self, settings: Settings, random: Random | None = None) -> None:
        """Settings of this protection and its source of chance."""
        self.settings = settings
        self.random = random or Random(0)

    def lifetime(self, lifetime: Lifetime) -> Lifetime:
        """How long shall an entry live that would otherwise live for `lifetime`?"""
        return lifetime

    def found(self, key: Key, entry: Entry, now_s: float) -> Verdict:
        """An entry was found: use it, use it and refresh, or reload?

        Past its soft TTL nobody need say "reload"; "refresh" excuses it.
        """
        return Verdict.USE

    def around(self, work: Work) -> Work:
        """We must load: how? Answers with work that does `work` in a guarded way."""
        return work

    def quiet_until_s(self, entry: Entry) -> float:
        """Until when `found` answers USE without changing anything or drawing chance."""
        return inf


def attempt(rules: Rules[Value]) -> Rules[Value | ServiceError]:
    """The answer of some rules, or the error in which they ended."""
    try:
        return (yield from rules)
    except ServiceError as error:
        return error


def unwrap(answer: Value | ServiceError) -> Value:
    """The value that came out of an attempt; raises the error that did."""
    if isinstance(answer, ServiceError):
        raise answer
    return answer


def look_again(key: Key) -> Rules[Entry | None]:
    """The entry that somebody else may have put in meanwhile, if it is within its soft TTL."""
    entry: Entry | None = yield from asked(Get(key))
    now_s = yield Now()
    return entry if entry is not None and now_s <= entry.soft_expires_at_s else None
