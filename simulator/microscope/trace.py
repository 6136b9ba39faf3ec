"""What the microscope has seen: who acted, what they asked, what they were answered."""

from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from strategies.effects import Effect, Key

Role = Literal["read", "write", "background"]


@dataclass
class Actor:
    """One run of a strategy's rules: an attempt at a request, or background work.

    `parent` is the number of the actor that started it. `end` is what its rules returned, or the
    error in which they ended; `ended_s` is None for one that never came to an end.
    """

    number: int
    role: Role
    key: Key | None
    node: int
    began_s: float
    parent: int | None = None
    standing: bool = False
    ended_s: float | None = None
    end: Any = None


class Step(NamedTuple):
    """An effect that an actor asked for, and its answer or the error thrown instead."""

    actor: int
    effect: Effect
    asked_s: float
    answered_s: float
    answer: Any


class Statement(NamedTuple):
    """When a statement of a row joined the database's queue, got a connection and was done."""

    joined_s: float
    started_s: float
    done_s: float
    write: bool


@dataclass
class Trace:
    """What a look has seen, in the order of time."""

    actors: dict[int, Actor] = field(default_factory=dict)
    noted: dict[int, list[Step]] = field(default_factory=dict)
    """The steps of each actor that took any."""
    statements: list[Statement] = field(default_factory=list)

    def of(self, actor: int) -> list[Step]:
        """The steps of one actor."""
        return self.noted.get(actor, [])

    @property
    def steps(self) -> list[Step]:
        """The steps of all, in the order of their answers."""
        return sorted((s for own in self.noted.values() for s in own), key=lambda s: s.answered_s)

    def request(self, at_s: float, role: str, node: int) -> Actor | None:
        """The first attempt at the request that arrived then, at that node."""
        found = (a for a in self.actors.values() if (a.role, a.node) == (role, node))
        return next((a for a in found if abs(a.began_s - at_s) < HALF_NS), None)

    def family(self, actor: int) -> set[int]:
        """An actor and all that it started, and that those started."""
        found = {actor}
        for each in self.actors.values():
            if each.parent in found:
                found.add(each.number)
        return found


HALF_NS = 0.5e-9
"""Instants are whole nanoseconds."""
