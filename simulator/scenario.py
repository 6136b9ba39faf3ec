"""The scenario: everything that decides a run, as frozen plain values.

Seconds and fractions inside; one declaration a field feeds the slider, the link, the command
line, the JSON schema and the sweep. `parse` and `explain` turn bad input into one sentence.
"""

import hashlib
import json
from collections.abc import Mapping
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self

from pydantic import Field, SerializeAsAny, ValidationError, model_validator

from simulator.workload.arrivals import ARRIVALS
from simulator.workload.popularity import POPULARITIES
from strategies.parameters import NO_LIMIT_S, Settings, parameter
from strategies.shelf import PROTECTIONS, STRATEGIES, settings_of

MAX_REQUESTS = 1_000_000_000
"""More requests than this in one run are refused: half an hour of computing."""


def one_of(choices: list[type[Settings]]) -> Any:
    """A field that holds one of several settings, told apart by their `name` or `law`."""
    tag = "name" if "name" in choices[0].model_fields else "law"
    if len(choices) == 1:
        return choices[0]
    return Annotated[reduce(or_, choices), Field(discriminator=tag)]


if TYPE_CHECKING:
    StrategyChoice = SerializeAsAny[Settings]
    ProtectionChoice = SerializeAsAny[Settings]
    PopularityChoice = SerializeAsAny[Settings]
    ArrivalsChoice = SerializeAsAny[Settings]
else:
    StrategyChoice = one_of([settings_of(each) for each in STRATEGIES.values()])
    ProtectionChoice = one_of([settings_of(each) for each in PROTECTIONS.values()])
    PopularityChoice = one_of(list(POPULARITIES.values()))
    ArrivalsChoice = one_of(list(ARRIVALS.values()))


class TraceSource(Settings):
    """A recorded sequence of keys."""

    path: str = parameter(
        "cache2k_web12",
        "Trace",
        "A recorded trace: the name of one that is shipped, or a file's path.",
    )
    format: str | None = parameter(
        None, "Format", "How the file is written; empty means: find out from its content."
    )


class Workload(Settings):
    """Who asks for what, and when."""

    rate_rps: float = parameter(
        500.0,
        "Request rate",
        "Mean number of requests a second, reads and writes together.",
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
        description="Takes the keys from a recorded trace, in its order, again from its start "
        "when it ends; arrivals and read share stay as given.",
    )


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


class Cache(Settings):
    """The cache server: a model of one Redis."""

    round_trip_s: float = parameter(
        0.0005,
        "Cache round trip",
        "Network time of one operation; it takes effect half-way.",
        low=0,
        high=60,
        unit="s",
        slider=(0.00005, 0.02),
        scale="log",
    )
    service_s: float = parameter(
        0.00001,
        "Cache service time",
        "How long the server's one thread works on an operation; others queue behind it.",
        low=0,
        high=60,
        unit="s",
        slider=(0, 0.001),
        step=0.00001,
    )
    capacity_entries: int | None = parameter(
        None,
        "Capacity",
        "How many entries fit; empty means no limit.",
        low=1,
        high=100_000_000,
        unit="entries",
        slider=(10, 1_000_000),
        scale="log",
    )
    eviction: Literal["allkeys-lru", "lru"] = parameter(
        "allkeys-lru",
        "Eviction",
        "Who must go when the cache is full: the least recently used of a few sampled entries, "
        "as Redis does it (allkeys-lru), or of all (lru).",
    )


class Database(Settings):
    """The database behind its connection pool."""

    connections: int | None = parameter(
        16,
        "Connections",
        "How many requests the database works on at once; empty means no limit.",
        low=1,
        high=100_000,
        slider=(1, 256),
        scale="log",
    )
    read_s: float = parameter(
        0.02,
        "Read time",
        "Mean time the database takes for a read, without queueing.",
        low=0,
        high=3600,
        unit="s",
        slider=(0.001, 5),
        scale="log",
    )
    write_s: float = parameter(
        0.02,
        "Write time",
        "Mean time the database takes for a write, without queueing.",
        low=0,
        high=3600,
        unit="s",
        slider=(0.001, 5),
        scale="log",
    )
    service: Literal["exponential", "constant", "lognormal"] = parameter(
        "exponential", "Service law", "How the database's times scatter about their mean."
    )
    service_cv: float = parameter(
        1.0,
        "Variation",
        "Standard deviation over mean of log-normal service times.",
        low=0.01,
        high=10,
        slider=(0.1, 4),
        step=0.1,
    )
    queue_limit: int | None = parameter(
        None,
        "Queue limit",
        "How many may wait for a connection; one more is refused. Empty means no limit.",
        low=0,
        high=100_000_000,
        slider=(0, 10_000),
        step=10,
    )
    snapshot: Literal["end", "start"] = parameter(
        "end",
        "Row is read at the",
        "Whether a load sees the row as of the end or the start of its service; from the start "
        "a commit can overtake it.",
    )


class Scenario(Settings):
    """One experiment: workload, clients, cache, database, strategy, protections, seed."""

    name: str = parameter("scenario", "Name", "What the run is called in charts and files.")
    workload: Workload = Workload()
    client: Client = Client()
    cache: Cache = Cache()
    database: Database = Database()
    strategy: StrategyChoice = Field(
        default=settings_of(STRATEGIES["cache-aside"])(), title="Strategy"
    )
    protections: tuple[ProtectionChoice, ...] = Field(default=(), title="Protections")
    seed: int = parameter(
        1, "Seed", "Same seed, same numbers.", low=0, high=2**53 - 1, slider=(1, 100), step=1
    )

    @model_validator(mode="after")
    def check(self) -> Self:
        """What no single field can know."""
        workload = self.workload
        if workload.warmup_s >= workload.duration_s:
            raise ValueError(
                f"workload.warmup_s must be below duration_s ({workload.duration_s:g}), "
                f"got {workload.warmup_s:g}; shorten the warm-up or lengthen the run"
            )
        if workload.rate_rps * workload.duration_s > MAX_REQUESTS:
            raise ValueError(
                f"workload.rate_rps x duration_s must be at most {MAX_REQUESTS:,} requests, "
                f"got {workload.rate_rps * workload.duration_s:,.0f}; lower one of them"
            )
        return self

    def hash(self) -> str:
        """Twelve hex digits that name the scenario's content; its name does not count."""
        content = self.model_dump(mode="json", exclude={"name"})
        text = json.dumps(content, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()[:12]


class ScenarioError(ValueError):
    """Input that is no scenario. The text is one sentence for the person who gave it."""


def parse(content: str | bytes | Mapping[str, Any]) -> Scenario:
    """The scenario in a JSON text or a mapping; raises ScenarioError with one sentence."""
    try:
        data = content if isinstance(content, Mapping) else json.loads(content)
        return Scenario.model_validate(data)
    except ValidationError as error:
        raise ScenarioError(explain(error)) from None
    except (ValueError, RecursionError) as error:
        reason = str(error) if isinstance(error, ValueError) else "nested too deeply"
        raise ScenarioError(f"this is not JSON: {reason}; export a scenario to see one") from None


def explain(error: ValidationError) -> str:
    """Pydantic's first complaint as one sentence: what, the rule, the value, the way out."""
    first = error.errors(include_url=False, include_context=True)[0]
    path = ".".join(str(part) for part in first["loc"] if not _is_tag(part))
    return sentence(path, first)


def sentence(path: str, complaint: Mapping[str, Any]) -> str:
    """One complaint in the house's words."""
    got = f"got {shorten(complaint['input'])}"
    context = complaint.get("ctx", {})
    rules = {
        "greater_than_equal": "{path} must be at least {ge:g}, {got}; raise it",
        "less_than_equal": "{path} must be at most {le:g}, {got}; lower it",
        "literal_error": "{path} must be one of {expected}, {got}; choose one of them",
        "union_tag_invalid": "{path}: {tag!r} is unknown; choose one of {expected_tags}",
        "union_tag_not_found": "{path} must name its kind, {got}; add a {discriminator} field",
        "extra_forbidden": "{path} is not a parameter; remove it or mend its spelling",
        "value_error": "{error}",
    }
    fallback = "{path} does not fit: {msg}, {got}; see `python -m simulator schema`"
    template = rules.get(complaint["type"], fallback)
    message = complaint["msg"][:1].lower() + complaint["msg"][1:]
    return template.format(path=path or "the scenario", got=got, msg=message, **context)


def shorten(value: Any, limit: int = 60) -> str:
    """A value as a person typed it, cut to a readable length."""
    text = repr(value)
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _is_tag(part: str | int) -> bool:
    """Pydantic puts the chosen variant's name into an error's path; a person did not type it."""
    return part in (*STRATEGIES, *PROTECTIONS, *POPULARITIES, *ARRIVALS)
