"""One experiment set up: everything that both engines share, built fresh from a scenario."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

import numpy as np

from simulator.attempts import Patience, Retries
from simulator.cache.chance import Chance, start
from simulator.cache.eviction.future import Future, NextUse
from simulator.cache.eviction.shelf import Terms
from simulator.cache.expiry import PERIOD_NS
from simulator.cache.room import Room
from simulator.cache.sizes import entry_sizes
from simulator.catalogue import Catalogue
from simulator.clock import AT_ONCE, Clock, nanoseconds
from simulator.conditions import Conditions
from simulator.counters import Counters
from simulator.database import Flights, Rows, ServiceTimes
from simulator.faults.base import World
from simulator.fleet import one_node
from simulator.ledger import Ledger
from simulator.lists import CatalogueLedger
from simulator.log import Chunk, Recorder, Requests, Samples, Statements
from simulator.scenario import Scenario
from simulator.streams import plain_stream, stream
from simulator.workload.requests import Block, KeySpace, blocks, unscheduled
from strategies.base import Strategy, nothing
from strategies.effects import GiveUp, Key, Rules

SAMPLES = 200
"""How often a run's state is sampled."""

Keep = Callable[[Chunk], None]


class Census(NamedTuple):
    """Entries in the cache: how many are older or newer than the database's row, or its copies."""

    entries: int
    behind: int
    ahead: int
    copies: int = 0


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
        self.given = requests
        self.space = KeySpace(scenario.workload, scenario.seed)
        self.catalogue = self.numbering()
        self.ledger = Ledger() if self.catalogue.is_plain else CatalogueLedger(self.catalogue)
        self.counters = Counters()
        database, existing = scenario.database, self.space.existing
        self.rows = Rows(existing, self.ledger, self.clock, database, self.catalogue)
        if database.rejected_share:
            self.rows.reject(database.rejected_share, stream(scenario.seed, "rejected"))
        self.losses = Losses(scenario)
        self.times = ServiceTimes(database, scenario.seed)
        self.flights = Flights()
        shared: dict[str, Any] = {}
        self.derived = self.catalogue.derived if scenario.workload.invalidate_lists else nothing
        nodes = range(scenario.client.nodes)
        self.nodes = [one_node(scenario, node, shared, derived=self.derived) for node in nodes]
        self.tell_row_ttls()
        self.lives = [0] * scenario.client.nodes
        faults: Any = scenario.faults
        self.patience = Patience(scenario.client)
        self.counted_from_ns = nanoseconds(scenario.workload.warmup_s)
        self.nodes_die = any(fault.name == "node-crash" for fault in faults)
        self.conditions = Conditions(scenario)
        self.purges = stream(scenario.seed, "purge")
        self.statements = Recorder(Statements, keep)
        self.samples = Recorder(Samples, keep)

    def retries(self, arrived: Callable[[int], int]) -> Retries:
        """The clients' rule for another attempt; `arrived` counts a node's requests."""
        return Retries(self.scenario.client, self.scenario.seed, self.counters, arrived)

    def counts(self, at_ns: int) -> bool:
        """Does a request that arrived then count in the figures?"""
        return at_ns >= self.counted_from_ns

    def tell_row_ttls(self) -> None:
        """Let every node know the TTLs that a trace gives its keys."""
        replay, row = self.space.replay, self.catalogue.row
        own = None if replay is None else replay.row_ttl_s
        for strategy in self.nodes:
            strategy.row_ttl_s = None if own is None else lambda key: own(row(key))

    def requests(self) -> Iterator[Block]:
        """The requests in blocks, for the keys by which their nodes call the rows."""
        given = self.given
        drawn = blocks(self.scenario, self.space) if given is None else iter(given)
        return map(self.catalogue.spelled, drawn)

    def unscheduled(self) -> Iterator[Block]:
        """The requests of closed clients: what they ask for, in order, but not when."""
        return map(self.catalogue.spelled, unscheduled(self.scenario, self.space))

    def keep_requests(self, chunk: Requests) -> None:
        """Take a part of the request table."""
        self.keep(self.catalogue.as_asked(chunk))

    def numbering(self) -> Catalogue:
        """Rows and keys; a written-out schedule may ask for more rows than there are.

        The number after the last row is that of none, so that reading ahead ends there.
        """
        given = (int(block.key.max(initial=0)) + 1 for block in self.given or ())
        numbers, space = max(self.space.size, *given, 1) + 1, self.space
        formats = self.scenario.client.key_formats
        return Catalogue(numbers, space.first_list, space.categories, formats)

    def room(self) -> Room:
        """How much fits into the cache."""
        cache = self.scenario.cache
        sizes = None
        if cache.capacity_bytes is not None:
            rows = entry_sizes(cache, self.scenario.seed, self.catalogue.numbers)
            if self.space.replay is not None:
                rows = self.space.replay.sizes(rows, cache.overhead_bytes)
            sizes = np.tile(rows, self.catalogue.formats)
        return Room(cache.capacity_entries, cache.capacity_bytes, sizes)

    def census(self, versions: Iterable[tuple[Key, int]]) -> Census:
        """What the cache holds, given each entry's key and version."""
        entries, held, row = dict(versions), self.ledger.held, self.catalogue.row
        leads = [version - held.get(row(key), 0) for key, version in entries.items()]
        behind, ahead = (sum(lead < 0 for lead in leads), sum(lead > 0 for lead in leads))
        return Census(len(entries), behind, ahead, self.catalogue.copies(entries))

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
            rows = iter(self.given)
        else:
            rows = blocks(self.scenario, KeySpace(self.scenario.workload, self.scenario.seed))
        drawn = list(map(self.catalogue.spelled, rows))
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
            entries, behind, ahead, copies = census()
            writes = (self.nodes[0].backlog(), self.ledger.unstored())
            self.samples.add(self.clock.moment[0], entries, *writes, behind, ahead, copies)

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

    def purged(self, share: float, held: Iterable[Key]) -> list[Key]:
        """Of the keys that the cache holds, those that a purge deletes, in order."""
        drawn = self.purges.random(self.catalogue.keys) < share
        return [key for key in sorted(held) if drawn[key]]

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
        life = self.lives[node]
        self.nodes[node] = one_node(self.scenario, node, dead.fleet, life, self.derived)
        self.nodes[node].row_ttl_s = dead.row_ttl_s
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
