"""One experiment set up: everything that both engines share, built fresh from a scenario."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np

from simulator.cache.chance import Chance, start
from simulator.cache.eviction.future import Future, NextUse
from simulator.cache.eviction.shelf import Terms
from simulator.cache.expiry import PERIOD_NS
from simulator.cache.room import Room
from simulator.cache.sizes import entry_sizes
from simulator.clock import AT_ONCE, Clock, nanoseconds
from simulator.counters import Counters
from simulator.database import Flights, Rows, ServiceTimes
from simulator.faults.base import World
from simulator.ledger import Ledger
from simulator.log import Chunk, Recorder, Samples, Statements
from simulator.scenario import Scenario
from simulator.streams import plain_stream, stream
from simulator.workload.requests import Block, KeySpace, blocks
from strategies.base import Strategy
from strategies.effects import GiveUp, Rules
from strategies.shelf import PROTECTIONS, STRATEGIES

SAMPLES = 200
"""How often a run's state is sampled."""

Keep = Callable[[Chunk], None]


class Census(NamedTuple):
    """Entries in the cache, and how many of them are older or newer than the database's row."""

    entries: int
    behind: int
    ahead: int


class Losses:
    """Which deletes get lost on their way to the cache."""

    def __init__(self, scenario: Scenario) -> None:
        """Chance comes from a stream of its own; where nothing is lost, none is drawn."""
        self.share = scenario.cache.delete_loss
        self.random = plain_stream(scenario.seed, "delete-loss")

    def delete(self) -> bool:
        """Is the delete that would take effect now lost?"""
        return self.share > 0 and self.random.random() < self.share


class Experiment:
    """The parts of the world that do not depend on how time is made to pass."""

    def __init__(self, scenario: Scenario, keep: Keep, requests: list[Block] | None = None) -> None:
        """`requests` replaces the workload's own, for experiments with a written-out schedule."""
        self.scenario = scenario
        self.keep = keep
        self.clock = Clock()
        self.ledger = Ledger()
        self.counters = Counters()
        self.space = KeySpace(scenario.workload, scenario.seed)
        self.rows = Rows(self.space.existing, self.ledger, self.clock, scenario.database)
        if scenario.database.rejected_share:
            random = stream(scenario.seed, "rejected")
            self.rows.reject(scenario.database.rejected_share, random)
        self.losses = Losses(scenario)
        self.times = ServiceTimes(scenario.database, scenario.seed)
        self.flights = Flights()
        shared: dict[str, Any] = {}
        self.nodes = [one_node(scenario, node, shared) for node in range(scenario.client.nodes)]
        self.lives = [0] * scenario.client.nodes
        faults: Any = scenario.faults
        self.nodes_die = any(fault.name == "node-crash" for fault in faults)
        self.statements = Recorder(Statements, keep)
        self.samples = Recorder(Samples, keep)
        self.given = requests

    def requests(self) -> Iterator[Block]:
        """The requests, in blocks."""
        return iter(self.given) if self.given is not None else blocks(self.scenario, self.space)

    def size(self) -> int:
        """How many keys can be asked for."""
        given = (int(block.key.max(initial=0)) + 1 for block in self.given or ())
        return max(self.space.size, *given, 1)

    def room(self) -> Room:
        """How much fits into the cache."""
        cache = self.scenario.cache
        sizes = None
        if cache.capacity_bytes is not None:
            sizes = entry_sizes(cache, self.scenario.seed, self.size())
        return Room(cache.capacity_entries, cache.capacity_bytes, sizes)

    def terms(self) -> Terms:
        """What the eviction policy is made from."""
        cache = self.scenario.cache
        return Terms(
            chance=self.chance("eviction"),
            lfu_chance=self.chance("lfu"),
            samples=cache.maxmemory_samples,
            lfu_log_factor=cache.lfu_log_factor,
            lfu_decay_min=cache.lfu_decay_min,
            future=self.future,
        )

    def chance(self, name: str) -> Chance:
        """A stream of chance that both engines draw alike."""
        return Chance(start(self.scenario.seed, name))

    def future(self) -> NextUse:
        """All requests, known beforehand: they are drawn once more."""
        if self.given is not None:
            drawn = self.given
        else:
            drawn = list(
                blocks(self.scenario, KeySpace(self.scenario.workload, self.scenario.seed))
            )
        keys = np.concatenate([np.empty(0, dtype=np.int64), *(block.key for block in drawn)])
        at_ns = np.concatenate([np.empty(0, dtype=np.int64), *(block.at_ns for block in drawn)])
        return Future(keys, at_ns).next_use

    def expire_actively(self, cycle: Callable[[int], None]) -> None:
        """Have the cache look for expired entries at regular instants of the scenario's time."""
        if not self.scenario.cache.active_expiry:
            return
        end_ns = nanoseconds(self.scenario.workload.duration_s)

        def run(at_ns: int) -> None:
            if at_ns <= end_ns:
                self.clock.call_at(at_ns, AT_ONCE, look, at_ns, number=-1)

        def look(at_ns: int) -> None:
            cycle(at_ns)
            run(at_ns + PERIOD_NS)

        run(PERIOD_NS)

    def watch(self, census: Callable[[], Census], on_restart: Callable[[], None]) -> None:
        """Sample the state at regular instants, and count anew when the warm-up ends."""

        def sample(_: Any) -> None:
            entries, behind, ahead = census()
            writes = (self.nodes[0].backlog(), self.ledger.unstored())
            self.samples.add(self.clock.moment[0], entries, *writes, behind, ahead)

        def restart(_: Any) -> None:
            self.counters.restart(census().entries, self.nodes[0].backlog())
            on_restart()

        duration_s = self.scenario.workload.duration_s
        for i in range(SAMPLES + 1):
            self.clock.call_at(nanoseconds(duration_s * i / SAMPLES), 0, sample)
        self.clock.call_at(nanoseconds(self.scenario.workload.warmup_s), 0, restart)

    def schedule_faults(self, world: World) -> None:
        """Let each fault strike the world at its instant."""
        scenario = self.scenario
        span = (scenario.workload.warmup_s, scenario.workload.duration_s)
        faults: Any = scenario.faults
        for place, fault in enumerate(faults):
            at_ns = nanoseconds(fault.instant_s(*span, scenario.seed, place))
            self.clock.call_at(at_ns, 0, fault.strike, world)

    def background(self) -> Iterator[tuple[Rules[None], int | None]]:
        """The strategy's standing work, and on which node; None is the cache tier."""
        for node, strategy in enumerate(self.nodes):
            place = None if strategy.works_in_cache else node
            yield from ((rules, place) for rules in strategy.background())

    def drain(self) -> Rules[None]:
        """Bring all nodes to rest."""
        for strategy in self.nodes:
            yield from strategy.drain()

    def replace_node(self, node: int) -> Strategy:
        """A node's process has died and starts again; answers the strategy that was there."""
        dead = self.nodes[node]
        self.lives[node] += 1
        self.nodes[node] = one_node(self.scenario, node, dead.fleet, self.lives[node])
        return dead

    def prefill(self, put_in: Callable[[Any, int], Any]) -> None:
        """Let the cache take the most popular keys at the start, the hottest last.

        Each lives as long as the first node's strategy, with its protections, says.
        """
        scenario, room, keys = self.scenario, self.room(), list[int]()
        for key in self.space.popular(scenario.workload.prefill):
            if room.lacks(key):
                break
            room.take(key)
            keys.append(key)
        for key in reversed(keys):
            value = self.rows.read(key, scenario.database.read_s)
            for effect in self.nodes[0].fill(key, value):
                put_in(effect, 0)

    def give_up(self, effect: GiveUp) -> None:
        """A write will never be stored."""
        assert effect.value.version is not None
        version, now_ns = effect.value.version, self.clock.moment[0]
        self.ledger.abandon(effect.key, version, effect.cause, now_ns)

    def note_backlog(self) -> None:
        """A write was acknowledged: the backlog may have a new peak."""
        self.counters.dirty_peak = max(self.counters.dirty_peak, self.nodes[0].backlog())


def one_node(scenario: Scenario, node: int, fleet: Any, life: int = 0) -> Strategy:
    """The strategy on an application node, with protections of its own and a shared part.

    A process that was started again has chance of its own.
    """
    strategy: Any = scenario.strategy
    protections: Any = scenario.protections
    place_of = f"{node}-{life}" if life else str(node)
    guards = [
        PROTECTIONS[p.name](p, plain_stream(scenario.seed, f"{p.name}-{place}-{place_of}"))
        for place, p in enumerate(protections)
    ]
    random = plain_stream(scenario.seed, f"strategy-{place_of}")
    return STRATEGIES[strategy.name](strategy, guards, fleet, random)
