"""The workload's part of a scenario: who asks for what, and when."""

from math import floor
from typing import TYPE_CHECKING

from pydantic import Field, SerializeAsAny

from simulator.choice import one_of
from simulator.workload.arrivals import ARRIVALS
from simulator.workload.closed import Closed
from simulator.workload.popularity import POPULARITIES
from simulator.workload.trace_source import TraceSource
from strategies.parameters import NO_LIMIT_S, Settings, parameter

if TYPE_CHECKING:
    PopularityChoice = SerializeAsAny[Settings]
    ArrivalsChoice = SerializeAsAny[Settings]
else:
    PopularityChoice = one_of(list(POPULARITIES.values()))
    ArrivalsChoice = one_of([*ARRIVALS.values(), Closed])


class Workload(Settings):
    """Who asks for what, and when."""

    rate_rps: float = parameter(
        500.0,
        "Request rate",
        "Mean number of requests a second, reads and writes together. Closed clients have their "
        "own pace.",
        low=0.001,
        high=1_000_000,
        unit="1/s",
        slider=(1, 20_000),
        scale="log",
    )
    duration_s: float = parameter(
        120.0,
        "Duration",
        "How long requests arrive, warm-up included.",
        low=0.001,
        high=NO_LIMIT_S,
        unit="s",
        slider=(10, 3600),
        scale="log",
    )
    warmup_s: float = parameter(
        20.0,
        "Warm-up",
        "The first part of the run, which fills the cache and is left out of the figures.",
        low=0,
        high=NO_LIMIT_S,
        unit="s",
        slider=(0, 600),
        step=5,
    )
    read_share: float = parameter(
        0.95,
        "Read share",
        "Reads among all requests; the rest are writes of existing keys.",
        low=0,
        high=1,
        slider=(0, 1),
        step=0.01,
    )
    prefill: float = parameter(
        0.0,
        "Prefill",
        "Share of the keys, the most popular ones, that are put into the cache together at the "
        "start, as a deployment or a warm start does. As many as fit.",
        low=0,
        high=1,
        slider=(0, 1),
        step=0.05,
    )
    missing_share: float = parameter(
        0.0,
        "Reads of absent keys",
        "Share of the reads that ask for a key the database does not have.",
        low=0,
        high=1,
        slider=(0, 1),
        step=0.01,
    )
    keys: int = parameter(
        10_000,
        "Keys",
        "How many rows the database has. A trace brings its own.",
        low=1,
        high=10_000_000,
        unit="keys",
        slider=(10, 1_000_000),
        scale="log",
    )
    missing_keys: int = parameter(
        1_000,
        "Absent keys",
        "How many different absent keys are asked for, all equally often.",
        low=1,
        high=10_000_000,
        unit="keys",
        slider=(1, 100_000),
        scale="log",
    )
    list_share: float = parameter(
        0.0,
        "Reads of lists",
        "Share of the reads of existing keys that ask for the list of the key's category instead: "
        "an entry of its own, derived from many rows. A write makes its item's list stale too.",
        low=0,
        high=1,
        slider=(0, 1),
        step=0.01,
    )
    categories: int = parameter(
        100,
        "Categories",
        "How many categories the items belong to, in turn, each with a list.",
        low=1,
        high=1_000_000,
        slider=(1, 10_000),
        scale="log",
    )
    invalidate_lists: bool = parameter(
        True,
        "Writers remember lists",
        "Whether a writer that deletes or updates an item's key also deletes the key of the list; "
        "a forgotten list lives until its TTL ends.",
    )
    popularity: PopularityChoice = Field(
        default=POPULARITIES["zipf"](),
        title="Popularity",
        description="Which keys are asked for how often.",
    )
    arrivals: ArrivalsChoice = Field(
        default=ARRIVALS["poisson"](),
        title="Arrivals",
        description="How the requests are spread over time.",
    )
    trace: TraceSource | None = Field(
        default=None,
        title="Trace",
        description="Takes the keys from a recorded trace, in its order; unless told otherwise "
        "again from its start when it ends, with arrivals and read share as given.",
    )

    @property
    def plays_once(self) -> bool:
        """Does a trace end the run with its last request?"""
        return self.trace is not None and (not self.trace.repeat or self.trace.time == "trace")

    @property
    def is_closed(self) -> bool:
        """Do users wait for an answer before they send again?"""
        return isinstance(self.arrivals, Closed)

    @property
    def pace_rps(self) -> float:
        """Requests a second; for closed clients the most, when answers take no time."""
        if isinstance(self.arrivals, Closed):
            return self.arrivals.most_rps
        return self.rate_rps * float(getattr(self.arrivals, "mean_factor", 1))

    @property
    def most_requests(self) -> float:
        """How many requests are to be expected; for closed clients at most."""
        return self.pace_rps * self.duration_s

    @property
    def most_requests_from(self) -> str:
        """What that is made of, for messages."""
        pace = "arrivals.users / think_s" if self.is_closed else "rate_rps"
        return f"workload.{pace} x duration_s"

    def with_at_most(self, requests: int) -> dict[str, float]:
        """What to change, and to what, so that there are no more requests than that."""
        if self.is_closed:
            return {"workload__duration_s": floor(1000 * requests / self.pace_rps) / 1000}
        rate_rps = float(requests // self.duration_s)
        return {"workload__rate_rps": rate_rps * self.rate_rps / self.pace_rps}
