"""One experiment set up: everything that both engines share, built fresh from a scenario."""

from collections.abc import Callable, Iterator
from typing import Any

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
from simulator.ledger import Ledger
from simulator.log import Chunk, Recorder, Samples, Statements
from simulator.scenario import Scenario
from simulator.streams import plain_stream
from simulator.workload.requests import Block, KeySpace, blocks
from strategies.base import Strategy
from strategies.shelf import PROTECTIONS, STRATEGIES

SAMPLES = 200
"""How often a run's state is sampled."""

Keep = Callable[[Chunk], None]


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
        self.rows = Rows(self.space.existing, self.ledger)
        self.times = ServiceTimes(scenario.database, scenario.seed)
        self.flights = Flights()
        self.nodes = fleet(scenario)
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
            if self.space.replay is not None:
                sizes = self.space.replay.sizes(sizes, cache.overhead_bytes)
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
        if not self.scenario.cache.active_expiry or not can_expire(self.scenario):
            return
        end_ns = nanoseconds(self.scenario.workload.duration_s)

        def run(at_ns: int) -> None:
            if at_ns <= end_ns:
                self.clock.call_at(at_ns, AT_ONCE, look, at_ns, number=-1)

        def look(at_ns: int) -> None:
            cycle(at_ns)
            run(at_ns + PERIOD_NS)

        run(PERIOD_NS)

    def watch(self, entries: Callable[[], int], on_restart: Callable[[], None]) -> None:
        """Sample the state at regular instants, and count anew when the warm-up ends."""

        def sample(_: Any) -> None:
            self.samples.add(self.clock.moment[0], entries(), self.nodes[0].backlog())

        def restart(_: Any) -> None:
            self.counters.restart(entries(), self.nodes[0].backlog())
            on_restart()

        duration_s = self.scenario.workload.duration_s
        for i in range(SAMPLES + 1):
            self.clock.call_at(nanoseconds(duration_s * i / SAMPLES), 0, sample)
        self.clock.call_at(nanoseconds(self.scenario.workload.warmup_s), 0, restart)

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

    def note_backlog(self) -> None:
        """A write was acknowledged: the backlog may have a new peak."""
        self.counters.dirty_peak = max(self.counters.dirty_peak, self.nodes[0].backlog())


def can_expire(scenario: Scenario) -> bool:
    """May there ever be an entry with a TTL? Protections may give one."""
    strategy: Any = scenario.strategy
    ttls = (getattr(strategy, "ttl_s", None), getattr(strategy, "null_ttl_s", 0) or None)
    return bool(scenario.protections) or any(ttl_s is not None for ttl_s in ttls)


def fleet(scenario: Scenario) -> list[Strategy]:
    """The strategy on each application node, with protections of its own and a shared part."""
    shared: dict[str, Any] = {}
    strategy: Any = scenario.strategy
    protections: Any = scenario.protections
    made = []
    for node in range(scenario.client.nodes):
        guards = [
            PROTECTIONS[p.name](p, plain_stream(scenario.seed, f"{p.name}-{place}-{node}"))
            for place, p in enumerate(protections)
        ]
        made.append(STRATEGIES[strategy.name](strategy, guards, shared))
    return made
