"""Those who take part in a race: each runs a strategy's rules on an application node of its own."""

from collections.abc import Callable, Hashable
from typing import Any, Literal, NamedTuple

from strategies.base import Strategy
from strategies.effects import Effect, Entry, Rules, Signal, Sleep, Value

Role = Literal["reader", "writer", "background"]

PLAIN = {type(None), bool, int, float, str, Value, Entry}
"""What cannot change."""
NOTHING: Any = object()
"""Stands for an answer that is not on its way."""


class End(NamedTuple):
    """An actor has returned: with which version, None if it failed or has none to tell.

    `newest` is the newest version acknowledged when it began; `calm`, that nothing was on its
    way then.
    """

    actor: str
    role: Role
    version: int | None
    newest: int
    calm: bool

    @property
    def is_stale(self) -> bool:
        """Is it a read that returned an older version than one acknowledged before it began?"""
        return self.role == "reader" and self.version is not None and self.version < self.newest


class Node:
    """An application node: its strategy, and all that its actors have been told so far.

    Rules decide by nothing but what they are told, so this history fixes where they stand.
    """

    def __init__(self, strategy: Strategy) -> None:
        """Nobody has been told anything."""
        self.strategy = strategy
        self.heard: list[Hashable] = []


class Actor:
    """One run of a strategy's rules: a read, a write, or background work."""

    def __init__(self, number: int, name: str, role: Role, node: Node, rules: Rules[Any]) -> None:
        """Its rules have not begun."""
        self.number, self.name, self.role, self.node, self.rules = number, name, role, node, rules
        self.line = name
        """The lifeline it belongs to: its own, or that of the one who spawned it."""
        self.standing = False
        """It goes on for ever and rests whenever it sleeps."""
        self.begun = self.done = self.calm = False
        self.newest = 0
        """What `End` says of its beginning."""
        self.effect: Effect | None = None
        """What it asks for next."""
        self.performed: Effect | None = None
        """Its last effect."""
        self.answer: Any = None
        """What that effect was answered."""
        self.arriving: Any = NOTHING
        """The database's answer that is on its way to it."""
        self.since_ns = 0
        """When it was told something last: a sleeper sleeps from then on."""
        self.wakes = 0
        """How often it has woken from sleep."""

    def is_on_its_way(self) -> bool:
        """Has it begun, and is there more to come? Standing work that sleeps is at rest."""
        at_rest = self.standing and isinstance(self.effect, Sleep)
        return self.begun and not self.done and not at_rest

    def end(self, value: Any) -> End:
        """It has returned a value, or None."""
        self.done, self.effect = True, None
        version = value.version if isinstance(value, Value) else None
        return End(self.name, self.role, version, self.newest, self.calm)

    def key(self) -> Hashable:
        """Where it stands, as far as its node's history does not tell."""
        if not self.begun or self.done:
            return self.done
        arriving = None if self.arriving is NOTHING else (frozen(self.arriving),)
        judged = (self.newest, self.newest and self.calm) if self.role == "reader" else None
        return judged, arriving, self.wakes


def frozen(value: Any) -> Hashable:
    """A value as something that can be compared and hashed, down to its parts.

    Objects of the strategies are what their attributes are, signals what they were fired with;
    any other object stands for itself.
    """
    kind = type(value)
    if kind not in PLAIN:
        parts = next((does for known, does in PARTS.items() if isinstance(value, known)), None)
        if parts is not None:
            return parts(value)
        if kind.__module__.startswith("strategies.") and hasattr(value, "__dict__"):
            return kind.__name__, frozen(vars(value))
    plain: Hashable = value
    return plain


PARTS: dict[type[Any], Callable[[Any], Hashable]] = {
    dict: lambda value: tuple((key, frozen(each)) for key, each in value.items()),
    set: frozenset,
    tuple: lambda value: tuple(map(frozen, value)),
    list: lambda value: tuple(map(frozen, value)),
    Signal: lambda value: (value.fired, frozen(value.value)),
}
"""How things that can change, or hold such things, are frozen."""
