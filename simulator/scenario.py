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
from simulator.database_settings import Database
from simulator.faults.shelf import FAULTS
from simulator.unfit import Unfit
from simulator.workload.declaration import Workload
from simulator.workload.trace_source import TraceSource
from strategies.fallbacks.base import local_entries_parameter
from strategies.parameters import NO_LIMIT_S, Settings, parameter
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


class Client(Settings):
    """The application's side."""

    nodes: int = parameter(
        4,
        "App nodes",
        "Processes that serve requests; what is said to have process scope exists once in each.",
        low=1,
        high=255,
        slider=(1, 64),
        step=1,
    )
    clients: int = parameter(
        100,
        "Users",
        "How many people the requests come from, each request from any of them; what one of them "
        "wrote or saw before is what the guarantees of a session are about.",
        low=1,
        high=2**31 - 1,
        slider=(1, 10_000),
        scale="log",
    )
    key_formats: int = parameter(
        1,
        "Key formats",
        "In how many ways the nodes spell a key (user:123, user-123, User:123), in turn. Each "
        "spelling is an entry of its own, and a writer deletes or updates only its own.",
        low=1,
        high=3,
        step=1,
    )
    local_ttl_s: float = parameter(
        0.0,
        "Near cache TTL",
        "How long a node uses a value from its own memory before it asks the cache again; other "
        "nodes' writes are not seen that long. 0: it always asks.",
        low=0,
        high=NO_LIMIT_S,
        unit="s",
        slider=(0, 60),
        step=0.5,
    )
    local_entries: int = local_entries_parameter()
    timeout_s: float | None = parameter(
        None,
        "Timeout",
        "How long a client waits for one attempt; the abandoned work goes on. Empty: for ever.",
        low=0.000001,
        high=NO_LIMIT_S,
        unit="s",
        slider=(0.01, 60),
        scale="log",
    )
    cache_timeout_s: float = parameter(
        0.05,
        "Cache timeout",
        "How long an operation waits for a cache that does not answer at all (a cache outage of "
        "the hanging kind). Answers that come late are waited for.",
        low=0.001,
        high=3600,
        unit="s",
        slider=(0.001, 2),
        scale="log",
    )
    retries: int = parameter(
        0,
        "Retries",
        "How often a failed or timed-out attempt is repeated.",
        low=0,
        high=100,
        slider=(0, 5),
        step=1,
    )
    backoff_s: float = parameter(
        0.1,
        "Back-off",
        "How long a client waits before it tries again.",
        low=0,
        high=3600,
        unit="s",
        slider=(0, 5),
        step=0.05,
    )


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
        if self.usual_rps * workload.duration_s > MAX_REQUESTS:
            raise Unfit(
                f"workload.rate_rps x duration_s must be at most {MAX_REQUESTS:,} requests, "
                f"got {self.usual_rps * workload.duration_s:,.0f}; lower one of them",
                workload__rate_rps=workload.rate_rps
                * float(MAX_REQUESTS // workload.duration_s)
                / self.usual_rps,
            )
        if self.requests > MAX_REQUESTS:
            raise Unfit(
                f"requests of workload and faults must be at most {MAX_REQUESTS:,} together, "
                f"got {self.requests:,.0f}; lower a rate or shorten the run",
                workload__duration_s=float(MAX_REQUESTS // self.most_rps),
            )
        if self.cache.eviction == "belady" and self.requests > MAX_FUTURE:
            raise Unfit(
                f"cache.eviction belady must know all requests beforehand, at most {MAX_FUTURE:,}, "
                f"got {self.requests:,.0f}; shorten the run",
                workload__duration_s=float(MAX_FUTURE // self.most_rps),
            )
        for place, fault in enumerate(self.faults):
            self.check_fault(f"faults__{place}__", fault)
        return self

    @property
    def usual_rps(self) -> float:
        """The mean rate of requests without those that faults add."""
        arrivals: Any = self.workload.arrivals
        return self.workload.rate_rps * float(getattr(arrivals, "mean_factor", 1))

    @property
    def most_rps(self) -> float:
        """The mean rate while all faults that add requests last."""
        faults: Any = self.faults
        extra = (each.extra_rps(self.workload.rate_rps) for each in faults if each.lasts)
        return self.usual_rps + float(sum(extra))

    @property
    def requests(self) -> float:
        """How many arrive on average, those that faults add included."""
        faults: Any = self.faults
        rate_rps, duration_s = self.workload.rate_rps, self.workload.duration_s
        extra = (f.extra_rps(rate_rps) * min(f.for_s, duration_s) for f in faults if f.lasts)
        return self.usual_rps * duration_s + float(sum(extra))

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
