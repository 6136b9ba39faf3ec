"""A tap between the rules and the engine: it lets every effect and answer through and notes them.

It asks for nothing and draws no chance, so the run is the same as without it.
"""

from collections.abc import Callable, Iterator
from typing import Any

from simulator.clock import seconds
from simulator.experiment import Experiment
from simulator.microscope.trace import Actor, Role, Step, Trace
from strategies import effects as fx
from strategies.base import Strategy

NOTHING: Any = None
SILENCE = fx.Signal()
"""What stands in a noted effect for rules and signals of the run."""
SILENT = (fx.Now, fx.Fire)
"""Effects that nobody needs to see."""


class Tap:
    """Notes what the requests of some rows do, from an instant on."""

    def __init__(self, experiment: Experiment, row: int | None, from_s: float) -> None:
        """`row` None means all of them."""
        self.experiment, self.row, self.from_s = experiment, row, from_s
        self.trace, self.next_number = Trace(), 0
        self.open: dict[int, Actor] = {}
        self.on = True
        for node, strategy in enumerate(experiment.nodes):
            self.attach(strategy, node)
        self.follow_restarts()

    def attach(self, strategy: Any, node: int) -> None:
        """Stand between a node's strategy and the engine."""
        read, write = strategy.serve_read, strategy.serve_write
        background = strategy.background
        strategy.serve_read = lambda key: self.request(read(key), "read", key, node)
        strategy.serve_write = lambda key, value: self.request(
            write(key, value), "write", key, node
        )
        strategy.background = lambda: self.standing(background(), node)

    def follow_restarts(self) -> None:
        """A process that starts again gets a tap again."""
        replace: Callable[[int], Strategy] = self.experiment.replace_node

        def replaced(node: int) -> Strategy:
            dead = replace(node)
            self.attach(self.experiment.nodes[node], node)
            return dead

        vars(self.experiment)["replace_node"] = replaced

    def request(self, rules: fx.Rules[Any], role: Role, key: int, node: int) -> fx.Rules[Any]:
        """The rules of one attempt, heard if its row is one of those looked at."""
        if not self.on or not self.concerns((key,)):
            return rules
        return self.heard(rules, self.actor(role, key, node))

    def standing(self, works: Iterator[fx.Rules[None]], node: int) -> Iterator[fx.Rules[None]]:
        """Work that runs beside the requests."""
        for rules in works:
            actor = self.actor("background", None, node)
            actor.standing = True
            yield self.heard(rules, actor)

    def actor(self, role: Role, key: int | None, node: int, parent: int | None = None) -> Actor:
        """Somebody begins to act."""
        actor = Actor(self.next_number, role, key, node, self.now_s, parent)
        self.next_number += 1
        self.trace.actors[actor.number] = self.open[actor.number] = actor
        return actor

    @property
    def now_s(self) -> float:
        """This instant."""
        return seconds(self.experiment.clock.now_ns)

    def concerns(self, keys: tuple[int, ...]) -> bool:
        """Is the row looked at one of these keys' rows?"""
        return self.row is None or self.row in map(self.experiment.catalogue.row, keys)

    def heard(self, rules: fx.Rules[Any], actor: Actor) -> fx.Rules[Any]:
        """The same rules, heard."""
        move, answer = rules.send, None
        try:
            while True:
                effect = self.followed(move(answer), actor)
                asked_s = self.now_s
                try:
                    answer, move = (yield effect), rules.send
                except fx.ServiceError as error:
                    answer, move = error, rules.throw
                self.note(Step(actor.number, effect, asked_s, self.now_s, answer))
        except StopIteration as stop:
            self.end(actor, stop.value)
            return stop.value
        except fx.ServiceError as error:
            self.end(actor, error)
            raise
        except GeneratorExit:
            self.end(actor, fx.Crashed())
            rules.close()
            raise

    def followed(self, effect: fx.Effect, actor: Actor) -> fx.Effect:
        """What an actor starts is heard, too."""
        if not isinstance(effect, fx.Spawn):
            return effect
        child = self.actor("background", actor.key, actor.node, actor.number)
        return effect._replace(rules=self.heard(effect.rules, child))

    def note(self, step: Step) -> None:
        """Keep a step that somebody may want to see."""
        if isinstance(step.effect, SILENT):
            return
        keys = keys_of(step.effect)
        standing = self.trace.actors[step.actor].standing
        if standing and step.answered_s < self.from_s:
            return
        if self.concerns(keys) if keys else not standing:
            kept = step._replace(effect=plain(step.effect))
            self.trace.noted.setdefault(step.actor, []).append(kept)

    def end(self, actor: Actor, answer: Any) -> None:
        """An actor has come to an end; one of long ago is forgotten."""
        actor.ended_s, actor.end = self.now_s, answer
        self.open.pop(actor.number, None)
        if actor.ended_s < self.from_s:
            self.trace.actors.pop(actor.number)
            self.trace.noted.pop(actor.number, None)


def plain(effect: Any) -> Any:
    """An effect without what lives in the run only: other rules, signals."""
    if isinstance(effect, fx.Spawn):
        return effect._replace(rules=NOTHING)
    return fx.Wait(SILENCE) if isinstance(effect, fx.Wait) else effect


def keys_of(effect: Any) -> tuple[int, ...]:
    """The keys that an effect is about; none where it is about none."""
    if isinstance(effect, fx.StoreMany):
        return tuple(key for key, _ in effect.rows)
    if isinstance(effect, fx.LoadMany):
        return effect.keys
    return (effect.key,) if hasattr(effect, "key") else ()
