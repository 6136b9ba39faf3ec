"""The scenario: everything that decides a run, as frozen plain values.

Seconds and fractions inside; one declaration a field feeds the slider, the link, the command
line, the JSON schema and the sweep.
"""

import hashlib
import json
from typing import TYPE_CHECKING, Any, Self

from pydantic import Field, SerializeAsAny, model_validator

from simulator.cache.settings import Cache
from simulator.choice import one_of
from simulator.client import Client
from simulator.database_settings import Database
from simulator.faults.base import Lasting
from simulator.faults.shelf import FAULTS
from simulator.unfit import Unfit
from simulator.workload.declaration import Workload
from simulator.workload.trace_source import TraceSource
from strategies.parameters import Settings, parameter
from strategies.shelf import FALLBACKS, PROTECTIONS, STRATEGIES, settings_of

__all__ = ["Cache", "Client", "Database", "Scenario", "TraceSource", "Workload"]

MAX_FUTURE = 20_000_000
"""Belady's rule needs all requests at once: no more than these."""

MAX_REQUESTS = 1_000_000_000
"""More requests than this in one run are refused: half an hour of computing."""

if TYPE_CHECKING:
    StrategyChoice = SerializeAsAny[Settings]
    ProtectionChoice = SerializeAsAny[Settings]
    FaultChoice = SerializeAsAny[Settings]
    FallbackChoice = SerializeAsAny[Settings]
else:
    StrategyChoice = one_of([settings_of(each) for each in STRATEGIES.values()])
    ProtectionChoice = one_of([settings_of(each) for each in PROTECTIONS.values()])
    FaultChoice = one_of(list(FAULTS.values()))
    FallbackChoice = one_of([settings_of(each) for each in FALLBACKS.values()])


class Scenario(Settings):
    """One experiment: workload, clients, cache, database, strategy, protections, faults, seed."""

    name: str = parameter("scenario", "Name", "What the run is called in charts and files.")
    workload: Workload = Workload()
    client: Client = Client()
    cache: Cache = Cache()
    database: Database = Database()
    strategy: StrategyChoice = Field(
        default=settings_of(STRATEGIES["cache-aside"])(), title="Strategy"
    )
    protections: tuple[ProtectionChoice, ...] = Field(default=(), title="Protections")
    faults: tuple[FaultChoice, ...] = Field(default=(), title="Faults")
    on_cache_error: FallbackChoice = Field(
        default=settings_of(FALLBACKS["fail-open"])(),
        title="When the cache is down",
        description="What each node does while it cannot reach the cache.",
    )
    seed: int = parameter(
        1, "Seed", "Same seed, same numbers.", low=0, high=2**53 - 1, slider=(1, 100), step=1
    )

    @model_validator(mode="after")
    def check(self) -> Self:
        """What no single field can know."""
        workload = self.workload
        if workload.warmup_s >= workload.duration_s:
            raise Unfit(
                f"workload.warmup_s must be below duration_s ({workload.duration_s:g}), "
                f"got {workload.warmup_s:g}; shorten the warm-up or lengthen the run",
                workload__warmup_s=workload.duration_s / 2,
            )
        if workload.most_requests > MAX_REQUESTS:
            raise Unfit(
                f"{workload.most_requests_from} must be at most {MAX_REQUESTS:,} requests, "
                f"got {workload.most_requests:,.0f}; lower one of them",
                **workload.with_at_most(MAX_REQUESTS),
            )
        if self.requests > MAX_REQUESTS:
            raise Unfit(
                f"requests of workload and faults must be at most {MAX_REQUESTS:,} together, "
                f"got {self.requests:,.0f}; lower a rate or shorten the run",
                workload__duration_s=float(MAX_REQUESTS // self.most_rps),
            )
        self.check_future()
        self.check_users()
        for place, fault in enumerate(self.faults):
            self.check_fault(f"faults__{place}__", fault)
        return self

    @property
    def most_rps(self) -> float:
        """The mean rate while all faults that add requests last."""
        faults: Any = self.faults
        extra = (each.extra_rps(self.workload.rate_rps) for each in faults if each.lasts)
        return self.workload.pace_rps + float(sum(extra))

    @property
    def requests(self) -> float:
        """How many arrive on average, those that faults add included."""
        faults: Any = self.faults
        rate_rps, duration_s = self.workload.rate_rps, self.workload.duration_s
        extra = (f.extra_rps(rate_rps) * min(f.for_s, duration_s) for f in faults if f.lasts)
        return self.workload.most_requests + float(sum(extra))

    def check_future(self) -> None:
        """Who must know all requests beforehand can do so for not too many, and not for all."""
        if self.cache.eviction != "belady":
            return
        if self.workload.is_closed:
            raise Unfit(
                "cache.eviction belady must know all requests beforehand, got closed clients, who "
                "send when they have been answered; choose another eviction or open arrivals",
                cache__eviction="allkeys-lru",
            )
        if self.requests > MAX_FUTURE:
            raise Unfit(
                f"cache.eviction belady must know all requests beforehand, at most {MAX_FUTURE:,}, "
                f"got {self.requests:,.0f}; shorten the run",
                workload__duration_s=float(MAX_FUTURE // self.most_rps),
            )

    def check_users(self) -> None:
        """Closed clients send when they have been answered, and nobody else sends."""
        if not self.workload.is_closed:
            return
        faults: Any = self.faults
        for fault in faults:
            if getattr(type(fault), "requests", Lasting.requests) is not Lasting.requests:
                raise Unfit(
                    f"faults {fault.name!r} brings requests of its own and does not go with closed "
                    "clients, got workload.arrivals closed; choose open arrivals or another fault"
                )
        trace = self.workload.trace
        if trace is not None and trace.time == "trace":
            raise Unfit(
                "workload.trace.time must be law with closed clients, got trace; let their answers "
                "set the pace or choose open arrivals",
                workload__trace__time="law",
            )

    def check_fault(self, path: str, fault: Any) -> None:
        """A fault must strike within the run, and something that there is."""
        if fault.at_s is not None and fault.at_s >= self.workload.duration_s:
            raise Unfit(
                f"faults.at_s must be below workload.duration_s ({self.workload.duration_s:g}), "
                f"got {fault.at_s:g}; let it strike earlier or lengthen the run",
                **{f"{path}at_s": self.workload.duration_s / 2},
            )
        if getattr(fault, "node", 0) >= self.client.nodes:
            raise Unfit(
                f"faults.node must be below client.nodes ({self.client.nodes}), "
                f"got {fault.node}; nodes are counted from 0",
                **{f"{path}node": self.client.nodes - 1},
            )
        if self.workload.trace is None and getattr(fault, "key", 0) >= self.workload.keys:
            raise Unfit(
                f"faults.key must be below workload.keys ({self.workload.keys}), "
                f"got {fault.key}; keys are counted from 0",
                **{f"{path}key": self.workload.keys - 1},
            )

    def with_strategy(self, strategy: Settings) -> Self:
        """The same experiment under another strategy."""
        return self.model_copy(update={"strategy": strategy})

    def hash(self) -> str:
        """Twelve hex digits that name the scenario's content; its name does not count."""
        content = self.model_dump(mode="json", exclude={"name"})
        text = json.dumps(content, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()[:12]
