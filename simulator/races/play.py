"""A race under way: actors who step in any order, and events that come when they like.

A step is one effect. An operation of the cache takes effect and is answered in one step: that its
answer comes late is the same as its actor going on late. A database statement takes two: it takes
effect, and its answer arrives. What takes no time (asking the time, spawning, signals) takes no
step. A sleeper may wake at any moment, and the clock goes on to when it was to wake. Every actor
is on a node of its own, so nothing is shared but what the whole fleet shares.
"""

from collections.abc import Callable, Hashable
from typing import Any, NamedTuple

from simulator.experiment import one_node
from simulator.races.actor import NOTHING, Actor, End, Node, Role, frozen
from simulator.races.situation import Situation
from simulator.races.world import KEY, World
from simulator.scenario import Scenario
from strategies import effects as fx

STATEMENTS = (fx.Load, fx.LoadMany, fx.Store, fx.StoreMany)
VANISH, REPLICATE, LOSE = "vanish", "replicate", "lose"
"""What may happen by accident: the entry goes, the replica catches up, a delete gets lost."""
State = Hashable
"""All that decides how a race goes on, to be compared."""


class Choice(NamedTuple):
    """What happens next: a step of an actor (by number), an accident, or both."""

    actor: int | None = None
    accident: str = ""


Schedule = tuple[Choice, ...]
History = tuple[tuple[State, ...], ...]
"""What was told, by node."""


class Play:
    """The actors and their world, stepped by choices."""

    def __init__(self, scenario: Scenario, situation: Situation) -> None:
        """Nobody has begun but standing work."""
        self.situation = situation
        self.world = World(replica_lag=situation.replica_lag)
        self.shared: dict[str, Any] = {}
        count = situation.readers + situation.writers
        self.nodes = [Node(one_node(scenario, number, self.shared)) for number in range(count)]
        self.actors: list[Actor] = []
        self.taken: list[Choice] = []
        self.ends: list[End] = []
        """Who has returned in the last step."""
        self.used: set[str] = set()
        self.notes = False
        """Is what actors are told noted down?"""
        self.at_first: dict[str, Hashable] = {}
        """What the fleet shares before the first step: what stays like that tells nothing."""
        self.cast()
        self.stand()
        self.fill()
        self.at_first = {name: frozen(each) for name, each in self.shared.items()}
        self.notes = True

    def cast(self) -> None:
        """Give each read and each write a node."""
        readers, writers = self.situation.readers, self.situation.writers
        for number, node in enumerate(self.nodes[:readers]):
            self.add(numbered("reader", number, readers), "reader", node, node.strategy.read(KEY))
        for number, node in enumerate(self.nodes[readers:]):
            rules = node.strategy.write(KEY, fx.Value(None))
            self.add(numbered("writer", number, writers), "writer", node, rules)

    def add(self, name: str, role: Role, node: Node, rules: fx.Rules[Any]) -> Actor:
        """One more actor."""
        actor = Actor(len(self.actors), name, role, node, rules)
        self.actors.append(actor)
        return actor

    def stand(self) -> None:
        """Begin the work that runs beside all requests, on nodes that write: it writes for them."""
        nodes = self.nodes[self.situation.readers :]
        found = [(node, rules) for node in nodes for rules in node.strategy.background()]
        for number, (node, rules) in enumerate(found):
            name = numbered("background work", number, len(found))
            actor = self.add(name, "background", node, rules)
            actor.standing = True
            self.begin(actor)

    def fill(self) -> None:
        """Put version 0 into the cache, as the strategy does after a load."""
        if self.situation.cached:
            for effect in self.nodes[0].strategy.fill(KEY, fx.Value(0)):
                self.world.perform(effect)

    def replay(self, schedule: Schedule, heard: History) -> None:
        """Come to where a schedule led before; what was told on the way is known already."""
        self.notes = False
        for choice in schedule:
            self.take(choice)
        self.notes = True
        for node, told in zip(self.nodes, heard, strict=True):
            node.heard = list(told)

    def heard(self) -> History:
        """What the actors of each node have been told so far."""
        return tuple(tuple(node.heard) for node in self.nodes)

    def take(self, choice: Choice) -> None:
        """Let it happen; it must be one of the play's choices. Raises RaceError."""
        self.taken.append(choice)
        self.ends.clear()
        if choice.accident:
            self.used.add(choice.accident)
        if choice.actor is None:
            (self.world.vanish if choice.accident == VANISH else self.world.replicate)()
            return
        actor = self.actors[choice.actor]
        if not actor.begun:
            self.begin(actor)
        if actor.arriving is not NOTHING:
            self.arrive(actor)
        elif actor.effect is not None:
            self.perform(actor, actor.effect, lost=choice.accident == LOSE)

    def arrive(self, actor: Actor) -> None:
        """The database's answer reaches the actor."""
        answer, actor.arriving = actor.arriving, NOTHING
        self.go_on(actor, answer)

    def perform(self, actor: Actor, effect: fx.Effect, *, lost: bool) -> None:
        """An effect takes place; the database's answer comes later."""
        actor.performed = effect
        if isinstance(effect, fx.Sleep):
            actor.wakes += 1
            actor.answer = None
            self.world.wake(actor.since_ns, effect)
        else:
            actor.answer = False if lost else self.world.perform(effect)
        if isinstance(effect, STATEMENTS):
            actor.arriving = actor.answer
        else:
            self.go_on(actor, actor.answer)

    def begin(self, actor: Actor) -> None:
        """Note what a read is judged by, and come to the first effect."""
        actor.newest = self.newest
        actor.calm = not (self.world.lags or any(each.is_on_its_way() for each in self.actors))
        actor.begun = True
        self.go_on(actor, None)

    def go_on(self, actor: Actor, answer: Any) -> None:
        """Resume the rules with an answer, up to the next effect that takes a step."""
        actor.since_ns = self.world.now_ns
        if self.notes:
            told = (actor.number, frozen(answer), actor.since_ns, self.news())
            actor.node.heard.append(told)
        try:
            effect = actor.rules.send(answer)
            while type(effect) in AT_ONCE and not is_blocked(effect):
                effect = actor.rules.send(AT_ONCE[type(effect)](self, actor, effect))
            actor.effect = effect
        except StopIteration as stop:
            self.end(actor, stop.value)
        except fx.ServiceError:
            self.end(actor, None)

    def end(self, actor: Actor, value: Any) -> None:
        """The rules have returned; a write is thereby acknowledged."""
        end = actor.end(value)
        if end.role == "writer" and end.version is not None:
            self.world.ledger.acknowledge(KEY, end.version, self.world.now_ns)
        self.ends.append(end)

    def spawn(self, actor: Actor, effect: fx.Spawn) -> None:
        """Begin background work beside its actor, on the same node and lifeline."""
        name = f"{actor.line}'s background work"
        later = self.add(name, "background", actor.node, effect.rules)
        later.line = actor.line
        self.begin(later)

    def fire(self, actor: Actor, effect: fx.Fire) -> None:
        """Let go on who waits for the signal."""
        signal = effect.signal
        signal.fired, signal.value = True, effect.value
        for each in self.actors:
            if isinstance(each.effect, fx.Wait) and each.effect.signal is signal:
                self.go_on(each, signal.value)

    def news(self) -> State:
        """What the fleet shares, as far as it is not as it was at first."""
        found = ((name, frozen(each)) for name, each in self.shared.items())
        return tuple(each for each in found if each not in self.at_first.items())

    @property
    def newest(self) -> int:
        """The newest acknowledged version."""
        return self.world.ledger.newest(KEY)

    def key(self) -> State:
        """All that decides how things go on; what ended actors were told is forgotten."""
        busy = {id(each.node) for each in self.actors if each.begun and not each.done}
        heard = tuple(tuple(node.heard) for node in self.nodes if id(node) in busy)
        actors = tuple(each.key() for each in self.actors)
        used = frozenset(self.used)
        return actors, heard, self.world.key(), used, self.news()


AT_ONCE: dict[type[Any], Callable[[Play, Actor, Any], Any]] = {
    fx.Now: lambda play, _actor, _effect: play.world.now_s,
    fx.GiveUp: lambda _play, _actor, _effect: None,
    fx.Spawn: Play.spawn,
    fx.Fire: Play.fire,
    fx.Wait: lambda _play, _actor, effect: effect.signal.value,
}
"""How each effect that takes no step is answered."""


def is_blocked(effect: fx.Effect | None) -> bool:
    """Does it wait for a signal that has not been fired?"""
    return isinstance(effect, fx.Wait) and not effect.signal.fired


def numbered(role: str, number: int, count: int) -> str:
    """A role's name, with a number where there are several."""
    return role if count == 1 else f"{role} {number + 1}"
