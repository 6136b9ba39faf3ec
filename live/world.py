"""The parts of one live run, wired up in a setting: fresh books, fresh strategies."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np

from live.account import Account, Census
from live.cache import Cache
from live.calibrate import floor_of
from live.clock import NANOSECONDS, Clock
from live.database import Database
from live.engine import Engine
from live.errors import Incidents
from live.fleet import Fleet
from live.performer import Performer
from live.real_strikes import Patient, RealStrikes, may_hang
from live.service import Floor
from live.setting import Setting
from live.spare import SpareRedis
from live.strikes import Strikes
from live.table import START_PRICE_CENTS, product
from live.truth import Truth
from live.weather import Weather
from simulator.conditions import Conditions
from simulator.log import Log, Recorder, Statements
from simulator.scenario import Scenario
from simulator.streams import plain_stream, stream
from simulator.workload.requests import Block, KeySpace
from strategies.effects import GiveUp, Key, Value


class World:
    """Cache, database and application of one run."""

    def __init__(
        self,
        scenario: Scenario,
        made: Setting,
        space: KeySpace,
        spare: SpareRedis | None = None,
    ) -> None:
        """Everything is in place and nothing has happened; `spare` is the cache if it is ours."""
        self.scenario, self.made, self.spare = scenario, made, spare
        self.log = Log(scenario, "live")
        self.clock, self.incidents, self.truth = Clock(), Incidents(), Truth()
        self.account = Account(self.log.counters)
        self.statements = Recorder(Statements, self.log.chunks.append)
        self.cache = self.open_cache()
        self.database = self.open_database(space)
        self.performer = Performer(self.cache, self.database, self.clock.now_s, self.give_up)
        self.fleet = Fleet(scenario, self.performer, space)

    def open_cache(self) -> Cache:
        """The cache under the run's prefix."""
        scenario = self.scenario
        return Cache(
            self.made.client,
            self.made.name.prefix,
            self.clock.now_s,
            number=self.truth.number,
            account=self.account,
            incidents=self.incidents,
            loses=losing(scenario.cache.delete_loss, scenario.seed),
        )

    def open_database(self, space: KeySpace) -> Database:
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
            rejected=rejected(plan.rejected_share, space.existing, seed),
        )

    def give_up(self, effect: GiveUp) -> None:
        """A write will never be stored."""
        assert effect.value.version is not None
        cause, now_ns = effect.cause, self.clock.now_ns()
        self.truth.abandon(effect.key, effect.value.version, cause, now_ns)

    def census(self) -> Census:
        """What is in the cache, beside what the database holds."""
        return self.account.census(self.truth.held, self.truth.numbered)

    async def settle(self) -> Floor:
        """Find out what the database takes by itself, so that it can be made up to the plan."""
        floor = await floor_of(self.database)
        self.database.take_time(floor)
        return floor

    async def prefill(self, space: KeySpace) -> None:
        """The most popular keys go into the cache, the hottest last; the clock starts then."""
        keys = space.popular(self.scenario.workload.prefill)
        self.clock.start()
        sets: Any = (
            put for key in reversed(keys) for put in self.fleet.nodes[0].fill(*self.first(key))
        )
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
        parts = (self.log, self.fleet, self.truth, self.clock)
        engine = Engine(*parts, census=self.census)
        self.strikes(engine).begin()
        self.bring_disorder(Conditions(self.scenario))
        await engine.run(blocks, on_progress)
        self.statements.flush()
        self.log.counters.prefetch_wasted += self.account.waste(self.clock.now_s())
        self.log.books = self.truth.audited(
            self.truth.close(self.clock.now_ns()), await self.made.products.versions()
        )
        return engine.late_ns

    def strikes(self, engine: Engine) -> Strikes:
        """What faults can do: to a cache of our own, really."""
        if self.spare is None:
            return Strikes(engine, self.cache)
        return RealStrikes(engine, self.cache, self.spare)

    def bring_disorder(self, conditions: Conditions) -> None:
        """From now on faults that last count, each in its time."""
        if self.spare is not None:
            conditions.outages = []
            if may_hang(self.scenario):
                patience_s = self.scenario.client.cache_timeout_s
                self.performer.cache = Patient(self.cache, patience_s, self.incidents)
        if conditions.outages or conditions.slow_ways:
            self.performer.cache = Weather(self.performer.cache, conditions, self.clock)
        self.database.conditions = None if conditions.usual_database else conditions

    async def meet(self, at_s: float, act: Callable[[Any], Any]) -> None:
        """Do something to this world at an instant."""
        await self.clock.until(round(at_s * NANOSECONDS))
        done = act(self)
        if done is not None:
            await done


def losing(share: float, seed: int) -> Callable[[], bool]:
    """Tells which deletes get lost, from a stream of chance of its own."""
    random = plain_stream(seed, "delete-loss")
    return lambda: share > 0 and random.random() < share


def rejected(share: float, keys: int, seed: int) -> frozenset[Key]:
    """The keys whose writes break a rule of the table: the same as in the simulation."""
    if not share:
        return frozenset()
    drawn = stream(seed, "rejected").random(keys) < share
    return frozenset(np.flatnonzero(drawn).tolist())
