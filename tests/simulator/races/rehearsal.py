"""Plays a schedule that the explorer found on a cache and a database of a few lines each.

Nothing of the explorer is used but the names of who takes the steps and what they do; the rules
are the strategies' own. What it knows of caching stands here a second time, on purpose.
"""

from random import Random
from typing import Any

from simulator import Scenario
from simulator.races import Race, Step
from strategies import effects as fx
from strategies.base import Strategy
from strategies.shelf import PROTECTIONS, STRATEGIES

FREE = (fx.Now, fx.Spawn, fx.GiveUp, fx.Fire)


class Rehearsal:
    """Actors by name, one entry, one row, and what was acknowledged."""

    def __init__(self, scenario: Scenario, race: Race) -> None:
        """As things stand before the first step."""
        self.scenario, self.race = scenario, race
        self.fleet: dict[str, Any] = {}
        self.entry = race.start.cache
        self.row = self.replica = self.last = self.acknowledged = 0
        self.lease: int | None = None
        self.now_s = 0.0
        self.since_s: dict[str, float] = {}
        self.rules: dict[str, Any] = {}
        self.wants: dict[str, Any] = {}
        self.answer: dict[str, Any] = {}
        self.began: dict[str, int] = {}
        self.returned: dict[str, int] = {}
        self.spawned: dict[str, Any] = {}
        for rules in self.strategy("standing").background():
            self.spawned["background work"] = rules
            self.enter("background work")

    def strategy(self, name: str) -> Strategy:
        """A strategy of its own for every actor, sharing what the fleet shares."""
        settings: Any = self.scenario.strategy
        guards = [
            PROTECTIONS[p.name](p)  # type: ignore[attr-defined]
            for p in self.scenario.protections
        ]
        for guard in guards:
            guard.random.seed(name)
        return STRATEGIES[settings.name](settings, guards, self.fleet, Random(name))

    def enter(self, name: str) -> None:
        """An actor begins, if it has not."""
        if name in self.rules:
            return
        self.began[name] = self.acknowledged
        if name in self.spawned:
            self.rules[name] = self.spawned[name]
        elif name.startswith("reader"):
            self.rules[name] = self.strategy(name).read(0)
        else:
            self.rules[name] = self.strategy(name).write(0, fx.Value(None))
        self.tell(name, None)

    def tell(self, name: str, answer: Any) -> None:
        """Give an actor an answer; it goes on to what it wants next, or returns."""
        self.since_s[name] = self.now_s
        try:
            wants = self.rules[name].send(answer)
            while isinstance(wants, FREE):
                wants = self.rules[name].send(self.at_once(name, wants))
            self.wants[name] = wants
        except StopIteration as stop:
            self.wants[name] = None
            if isinstance(stop.value, fx.Value) and stop.value.version is not None:
                self.returned[name] = stop.value.version
                if name.startswith("writer"):
                    self.acknowledged = max(self.acknowledged, stop.value.version)

    def at_once(self, name: str, wants: Any) -> Any:
        """What takes no step."""
        if isinstance(wants, fx.Now):
            return self.now_s
        if isinstance(wants, fx.Fire):
            wants.signal.fired = True
        if not isinstance(wants, fx.Spawn):
            return None
        later = f"{name}'s background work"
        self.spawned[later] = wants.rules
        self.enter(later)
        return None

    def play(self) -> "Rehearsal":
        """All steps of the race."""
        for step in self.race.steps:
            self.take(step)
            found = (self.entry, self.row, self.replica)
            assert found == tuple(step.holds), step
            assert self.acknowledged == step.newest, step
        return self

    def take(self, step: Step) -> None:
        """One step, which must be what its actor wants."""
        if step.effect == "vanish":
            self.entry = None
        elif step.effect == "replicate":
            self.replica = self.row
        elif step.effect == "answer":
            self.tell(step.actor, self.answer.pop(step.actor))
        else:
            self.enter(step.actor)
            wants = self.wants[step.actor]
            assert type(wants).__name__.lower().startswith(step.effect), step
            self.perform(step, wants)

    def perform(self, step: Step, wants: Any) -> None:
        """What an actor wants takes place; the database's answer is kept for later."""
        if step.effect == "sleep":
            self.now_s = max(self.now_s, self.since_s[step.actor] + wants.for_s)
            self.tell(step.actor, None)
        elif step.effect in {"load", "store"}:
            self.answer[step.actor] = getattr(self, step.effect)(step, wants)
        else:
            answer = False if step.lost else getattr(self, step.effect)(wants)
            self.tell(step.actor, answer)

    def get(self, _: fx.Get) -> fx.Entry | None:
        return None if self.entry is None else fx.Entry(fx.Value(self.entry), 0, 9, 9)

    def set(self, wants: fx.Set) -> fx.Value | None:
        version = self.last + 1 if wants.value.version is None else wants.value.version
        refused = [
            wants.only_if_absent and self.entry is not None,
            wants.only_if_present and self.entry is None,
            wants.unless_older and self.entry is not None and version < self.entry,
            wants.lease is not None and wants.lease != self.lease,
        ]
        if any(refused):
            return None
        self.lease = self.lease if wants.lease is not None else None
        self.entry = self.number(wants.value)
        return fx.Value(version)

    def delete(self, _: fx.Delete) -> bool:
        self.lease, found, self.entry = None, self.entry is not None, None
        return found

    def acquire(self, wants: fx.Acquire) -> bool:
        if self.lease is None:
            self.lease = wants.token
        return self.lease == wants.token

    def release(self, wants: fx.Release) -> bool:
        if self.lease == wants.token:
            self.lease = None
        return True

    def load(self, step: Step, wants: Any) -> Any:
        value = fx.Value(self.replica if step.target == "replica" else self.row)
        return [value] if isinstance(wants, fx.LoadMany) else value

    def store(self, _: Step, wants: Any) -> Any:
        value = wants.value if isinstance(wants, fx.Store) else dict(wants.rows)[0]
        self.row = self.number(value)
        return fx.Value(self.row) if isinstance(wants, fx.Store) else None

    def number(self, value: fx.Value) -> int:
        """Its version, or the next one."""
        if value.version is not None:
            return value.version
        self.last += 1
        return self.last

    def idle(self) -> bool:
        """Has everybody come to an end who began, or gone to sleep for good?"""
        standing = self.wants.get("background work")
        wants = {name: want for name, want in self.wants.items() if want is not standing}
        asleep = standing is None or isinstance(standing, fx.Sleep)
        return asleep and not any(wants.values()) and not self.answer
