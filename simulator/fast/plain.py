"""Python's side of plain loads: when the kernel may do them, and the tables that both sides use."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from simulator.cache.expiry import PERIOD_NS
from simulator.clock import Clock, Moment, nanoseconds, seconds
from simulator.database import service_blocks
from simulator.experiment import Experiment
from simulator.fast import layout as k
from simulator.fast.heap import join_pool
from simulator.fast.loads import World, schedule_expiry
from simulator.fast.memory import Memory, State
from simulator.fast.station import Turn
from simulator.log import Statements, from_table
from simulator.scenario import Scenario
from strategies import effects as fx
from strategies.base import Strategy

SLOTS = 4096
"""Room for so many loads at first; it grows."""
LOGGED = 8192


def is_plain(scenario: Scenario, strategy: Strategy, memory: Memory) -> bool:
    """May the kernel do this run's loads by itself?"""
    database = scenario.database
    return (
        strategy.plain_reads
        and not strategy.protections
        and strategy.link is None
        and strategy.row_ttl_s is None
        and memory.usual
        and memory.belady is None
        and database.snapshot == "end"
        and database.queue_limit is None
        and database.replica_lag_s == 0
        and scenario.client.timeout_s is None
        and scenario.client.hedge_after_s is None
    )


def probe(strategy: Strategy) -> Strategy:
    """A strategy with the same settings to try things on: a run's own has chance to spend."""
    return type(strategy)(strategy.settings)


def fill_ns(strategy: Strategy, *, found: bool) -> int:
    """How long a missing read keeps what it loaded, in ns; NOBODY if not at all.

    Asks the strategy itself, by leading one read through a miss.
    """
    rules, value = strategy.read(0), fx.Value(0, found)
    if strategy.opens_with_get:
        assert next(rules) == fx.Get(0)
    assert rules.send(None) == fx.Load(0)
    try:
        effect = rules.send(value)
    except StopIteration:
        return k.NOBODY
    assert isinstance(effect, fx.Set)
    assert effect == fx.Set(0, value, effect.ttl_s, effect.ttl_s), "a plain set has no conditions"
    return nanoseconds(np.inf if effect.ttl_s is None else effect.ttl_s)


def write_acts(strategy: Strategy) -> tuple[int, int, int] | None:
    """What a write does to the cache before and after it stores, and the TTL if it sets.

    Asks the strategy itself, by leading one write through; None if it does anything else.
    """
    rules, value = strategy.write(0, fx.Value(None)), fx.Value(1)
    effect, first, last, ttl_ns = next(rules), k.NOTHING, k.NOTHING, k.NOBODY
    if effect == fx.Delete(0):
        first, effect = k.DELETE, rules.send(True)
    if effect != fx.Store(0, fx.Value(None)):
        return None
    try:
        effect = rules.send(value)
        if isinstance(effect, fx.Set) and effect == fx.Set(0, value, effect.ttl_s, effect.ttl_s):
            last, ttl_ns = k.SET, nanoseconds(np.inf if effect.ttl_s is None else effect.ttl_s)
        elif effect == fx.Delete(0):
            last = k.DELETE
        else:
            return None
        rules.send(value)
    except StopIteration:
        return first, last, ttl_ns
    return None


def new_world(servers: int, draws: int, keys: int) -> World:
    """Empty tables."""
    return World(
        heap=np.zeros((SLOTS, 4), dtype=np.int64),
        slots=np.zeros((SLOTS, k.LOAD), dtype=np.int64),
        unused=np.arange(SLOTS),
        busy=np.zeros((max(servers, 1), 2), dtype=np.int64),
        line=np.zeros((SLOTS, 2), dtype=np.int64),
        draws=np.zeros(draws, dtype=np.int64),
        log=np.zeros((LOGGED, k.STATEMENT), dtype=np.int64),
        finished=np.zeros((SLOTS, k.FINISH), dtype=np.int64),
        write_draws=np.zeros(draws, dtype=np.int64),
        acks=np.zeros((SLOTS, k.ACK), dtype=np.int64),
        written=np.zeros(keys, dtype=np.int64),
    )


class PlainLoads:
    """The tables of plain loads, and what stands in for the experiment's parts meanwhile."""

    def __init__(self, experiment: Experiment, state: State, walk: Any) -> None:
        """Take over statements, flights, rows, service times and the pool."""
        scenario, strategy = experiment.scenario, experiment.nodes[0]
        self.experiment, self.walk_array, self.walk = experiment, walk, walk.data
        self.blocks = service_blocks(
            scenario.database, scenario.database.read_s, scenario.seed, "database-read"
        )
        first = next(self.blocks)
        servers = scenario.database.connections or 0
        self.world = new_world(servers, len(first), len(state.rows))
        self.world.draws[:] = first
        self.walk[k.PLAIN], self.walk[k.UNUSED] = 1, SLOTS
        self.walk[k.FILL] = fill_ns(probe(strategy), found=True)
        self.walk[k.FILL_NULL] = fill_ns(probe(strategy), found=False)
        self.walk[k.EXISTING] = experiment.space.existing
        self.walk[k.SERVERS] = servers
        self.take_over(experiment, state)
        self.set_up_writes(scenario, strategy)

    def set_up_writes(self, scenario: Scenario, strategy: Strategy) -> None:
        """Let the kernel do the writes too, if they are plain."""
        database, seed = scenario.database, scenario.seed
        lossless = scenario.cache.delete_loss == database.rejected_share == 0
        acts = write_acts(probe(strategy)) if strategy.plain_writes and lossless else None
        if acts is None:
            return
        self.walk[k.PLAIN_WRITES] = 1
        self.walk[k.FIRST_ACT], self.walk[k.LAST_ACT], self.walk[k.PUT] = acts
        self.write_blocks = service_blocks(database, database.write_s, seed, "database-write")
        self.world.write_draws[:] = next(self.write_blocks)

    def expire_actively(self) -> None:
        """Have the kernel do active expiry, as simulator.experiment does it otherwise."""
        if self.experiment.scenario.cache.active_expiry:
            duration_s = self.experiment.scenario.workload.duration_s
            self.walk[k.EXPIRY_END] = nanoseconds(duration_s)
            schedule_expiry(self.world, self.walk_array, PERIOD_NS)

    def take_over(self, experiment: Experiment, state: State) -> None:
        """From now on the experiment's parts live in the kernel's tables."""
        experiment.flights = CellFlights(state)  # type: ignore[assignment]
        experiment.times.read = self.draw
        experiment.statements = self  # type: ignore[assignment]

    def draw(self) -> int:
        """The next service time of a read."""
        if self.walk[k.DRAWN] == len(self.world.draws):
            self.refill()
        drawn = int(self.world.draws[self.walk[k.DRAWN]])
        self.walk[k.DRAWN] += 1
        return drawn

    def refill(self) -> None:
        """Draw a new block of service times."""
        self.world.draws[:] = next(self.blocks)
        self.walk[k.DRAWN] = 0

    def add(self, *row: int) -> None:
        """A statement for the log, which the kernel writes as well."""
        if self.walk[k.LOGGED] == len(self.world.log):
            self.flush()
        self.world.log[self.walk[k.LOGGED]] = row
        self.walk[k.LOGGED] += 1

    def flush(self) -> None:
        """Hand on the statements that there are."""
        if self.walk[k.LOGGED]:
            self.experiment.keep(from_table(Statements, self.world.log[: self.walk[k.LOGGED]]))
            self.walk[k.LOGGED] = 0

    def written(self) -> Any:
        """The keys that the kernel has written, each once."""
        return self.world.written[: self.walk[k.WRITTEN_KEYS]]

    def make_room(self) -> None:
        """Empty what is full, or let it grow."""
        if self.walk[k.LOGGED] == len(self.world.log):
            self.flush()
        if self.walk[k.DRAWN] == len(self.world.draws):
            self.refill()
        if self.walk[k.WRITES_DRAWN] == len(self.world.write_draws):
            self.world.write_draws[:] = next(self.write_blocks)
            self.walk[k.WRITES_DRAWN] = 0
        if self.walk[k.TAIL] - self.walk[k.HEAD] == len(self.world.line):
            self.grow_line()
        if self.walk[k.UNUSED] == 0 or self.walk[k.HEAP] == len(self.world.heap):
            self.grow_slots()

    def grow_line(self) -> None:
        """Room for twice as many that wait."""
        old, head, tail = self.world.line, self.walk[k.HEAD], self.walk[k.TAIL]
        line = np.zeros((2 * len(old), 2), dtype=np.int64)
        places = np.arange(head, tail)
        line[places % len(line)] = old[places % len(old)]
        self.world = self.world._replace(line=line)

    def grow_slots(self) -> None:
        """Room for twice as many loads."""
        size, unused = len(self.world.slots), self.walk[k.UNUSED]
        free = np.concatenate([self.world.unused[:unused], np.arange(size, 2 * size)])
        self.world = self.world._replace(
            slots=np.concatenate([self.world.slots, np.zeros_like(self.world.slots)]),
            heap=np.concatenate([self.world.heap, np.zeros_like(self.world.heap)]),
            unused=np.concatenate([free, np.zeros(2 * size - len(free), dtype=np.int64)]),
        )
        self.walk[k.UNUSED] = unused + size

    def before(self, clock: Clock) -> None:
        """Tell the kernel what the clock knows."""
        walk = self.walk
        walk[k.NOW], walk[k.NOW_RANK], walk[k.NOW_NUMBER] = clock.moment[:3]
        walk[k.TICKETS] = clock.tickets

    def after(self, clock: Clock) -> None:
        """Tell the clock what the kernel knows."""
        walk = self.walk
        clock.go_to((walk[k.NOW], walk[k.NOW_RANK], walk[k.NOW_NUMBER]))
        clock.scheduled, clock.tickets = walk[k.SCHEDULED], walk[k.TICKETS]
        if walk[k.ACKS]:
            for key, version, at_ns in self.world.acks[: walk[k.ACKS]].tolist():
                self.experiment.ledger.acknowledge_stored(key, version, at_ns)
            walk[k.ACKS] = 0

    def finished(self) -> Iterator[tuple[int, int, float, int, int, float]]:
        """Requests that the kernel finished outside its block: as the log wants them."""
        ledger = self.experiment.ledger
        for row, key, at_ns, newest, latency_ns, version, outcome in self.world.finished[
            : self.walk[k.FINISHED]
        ].tolist():
            behind, age_s = 0, 0.0
            if version < newest:
                behind = newest - version
                age_s = seconds(at_ns - (ledger.unseen_since(key, version) or 0))
            yield row, outcome, seconds(latency_ns), version, behind, age_s
        self.walk[k.FINISHED] = 0

    def join(self, moment: Moment, service_ns: int, ticket: int) -> Turn:
        """A statement of Python's joins the pool (see simulator.fast.station)."""
        walk, world = self.walk, self.world
        if walk[k.TAIL] - walk[k.HEAD] == len(world.line):
            self.grow_line()
        walk[k.NOW], walk[k.NOW_RANK], walk[k.NOW_NUMBER] = moment[:3]
        start_ns = join_pool(self.world.busy, self.world.line, self.walk_array, service_ns, ticket)
        return Turn(start_ns, service_ns, walk[k.WAITED])


class CellFlights:
    """Loads in flight, in the kernel's state."""

    def __init__(self, state: State) -> None:
        """None at the start."""
        self.cells = state.cells

    def begin(self, keys: tuple[fx.Key, ...]) -> int:
        """One more load of each key; answers how many of the first are in flight now."""
        for key in keys:
            self.cells[key, k.FLIGHTS] += 1
        return int(self.cells[keys[0], k.FLIGHTS])

    def end(self, keys: tuple[fx.Key, ...]) -> None:
        """One load less of each key."""
        for key in keys:
            self.cells[key, k.FLIGHTS] -= 1
