"""The parts of one live run, wired up in a setting: fresh books, fresh strategies."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from live.account import Account
from live.cache import Cache
from live.calibrate import floor_of
from live.clock import NANOSECONDS, Clock
from live.database import Database
from live.engine import Engine
from live.errors import Incidents
from live.performer import Performer
from live.service import Floor
from live.setting import Setting
from live.table import START_PRICE_CENTS, product
from live.truth import Truth
from simulator.fleet import fleet
from simulator.log import Log, Recorder, Statements
from simulator.scenario import Scenario
from simulator.workload.requests import Block, KeySpace
from strategies.effects import Value


class World:
    """Cache, database and application of one run."""

    def __init__(self, scenario: Scenario, made: Setting) -> None:
        """Everything is in place and nothing has happened."""
        self.scenario, self.made = scenario, made
        self.log = Log(scenario, "live")
        self.clock, self.incidents, self.truth = Clock(), Incidents(), Truth()
        self.account = Account(self.log.counters)
        self.statements = Recorder(Statements, self.log.chunks.append)
        self.cache = self.open_cache()
        self.database = self.open_database()
        self.performer = Performer(self.cache, self.database, self.clock.now_s)
        self.nodes = fleet(scenario)

    def open_cache(self) -> Cache:
        """The cache under the run's prefix."""
        return Cache(
            self.made.client,
            self.made.name.prefix,
            self.clock.now_s,
            number=self.truth.number,
            account=self.account,
            incidents=self.incidents,
        )

    def open_database(self) -> Database:
        """The run's table behind the scenario's pool."""
        plan, seed = self.scenario.database, self.scenario.seed
        return Database(
            self.made.products,
            plan,
            self.truth,
            self.clock,
            record=self.statements,
            incidents=self.incidents,
            seed=seed,
        )

    async def settle(self) -> Floor:
        """Find out what the database takes by itself, so that it can be made up to the plan."""
        floor = await floor_of(self.database)
        self.database.take_time(floor)
        return floor

    async def prefill(self, space: KeySpace) -> None:
        """The most popular keys go into the cache, the hottest last; the clock starts then."""
        keys = space.popular(self.scenario.workload.prefill)
        self.clock.start()
        sets: Any = (put for key in reversed(keys) for put in self.nodes[0].fill(*self.first(key)))
        await self.cache.prefill(sets)

    def first(self, key: int) -> tuple[int, Value]:
        """A key and its row as it is at the start."""
        cost_s = self.scenario.database.read_s
        return key, Value(0, cost_s=cost_s, payload=product(key, START_PRICE_CENTS))

    async def run(
        self,
        blocks: Iterable[Block],
        on_progress: Callable[[float], None],
        events: Iterable[tuple[float, Callable[[Any], Any]]] = (),
    ) -> Sequence[int]:
        """Lead the requests through; answers how late each started, in nanoseconds."""
        for at_s, act in events:
            self.performer.tasks.start(self.meet(at_s, act))
        parts = (self.log, self.nodes, self.performer, self.truth)
        engine = Engine(*parts, clock=self.clock, entries=lambda: len(self.account))
        await engine.run(blocks, on_progress)
        self.statements.flush()
        self.log.counters.prefetch_wasted += self.account.waste(self.clock.now_s())
        self.log.books = self.truth.audited(self.truth.close(), await self.made.products.versions())
        return engine.late_ns

    async def meet(self, at_s: float, act: Callable[[Any], Any]) -> None:
        """Do something to this world at an instant."""
        await self.clock.until(round(at_s * NANOSECONDS))
        done = act(self)
        if done is not None:
            await done
