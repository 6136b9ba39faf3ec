"""The four strategies on the very same requests."""

from typing import Any

from charts.multiples import MEASURES
from lessons.lesson import Control, Lesson, Number
from lessons.question import Choice, ranked
from lessons.trial import Measure, Trials, Value
from lessons.worlds import strategy_of, world, writes_rps
from metrics import Report
from simulator import Scenario

NAMES = ("cache-aside", "write-through", "write-behind", "read-ahead")
WORLD: dict[str, Any] = {
    "workload": {
        "rate_rps": 300.0,
        "read_share": 0.8,
        "keys": 500,
        "duration_s": 120.0,
        "warmup_s": 20.0,
    },
}
RULES: dict[str, dict[str, float]] = {
    "write-behind": {"flush_interval_s": 2.0, "batch_size": 1000},
    "read-ahead": {"refresh_window": 0.3},
}


def stored_rps(scenario: Scenario) -> Value:
    """Who writes to the database at once writes every row. Exact."""
    return None if strategy_of(scenario) == "write-behind" else writes_rps(scenario)


def written_rps(report: Report) -> Value:
    """Rows stored a second."""
    workload = report.scenario.workload
    rows = report.figures["db_writes"]
    return None if rows is None else rows / (workload.duration_s - workload.warmup_s)


def most(trials: Trials) -> str:
    """Who makes the database read most."""
    return max(trials, key=lambda name: trials[name]["db_read_rps"])


LESSON = Lesson(
    place=5,
    title="The four strategies compared",
    minutes=20,
    goal="Know what each of the four is good at, and what it pays with.",
    belief="One of the four strategies is simply the best.",
    prose="""
The same requests, {cache-aside.scenario.workload.rate_rps} and {write share} of them writes, meet
four strategies with a TTL of {cache-aside.scenario.strategy.ttl_s}:

- **cache-aside**: the application loads on a miss; a write deletes the entry;
- **write-through**: a write goes to the database *and* into the cache before it is acknowledged;
- **write-behind**: a write goes into the cache and is acknowledged; the database hears of it every
  {write-behind.scenario.strategy.flush_interval_s};
- **read-ahead**: cache-aside that renews an entry in the last part of its TTL, before it expires.
""",
    worlds={
        name: world(name, rules={"ttl_s": 10.0, **RULES.get(name, {})}, **WORLD) for name in NAMES
    },
    measures=(
        Measure("hit_ratio"),
        Measure("latency_read_s_mean"),
        Measure("latency_write_s_mean"),
        Measure("stale_read_ratio"),
        Measure("db_read_rps"),
        Measure("stored_rps", "Rows written", "1/s", of=written_rps, law=stored_rps),
    ),
    predict=Choice(
        "Which of the four acknowledges a write soonest?",
        ranked(min, "latency_write_s_mean", NAMES),
        "It takes write-behind {write-behind.latency_write_s_mean} on average, and write-through "
        "{write-through.latency_write_s_mean}. write-behind does not wait for the database; but "
        "then the database does not have the row yet.",
    ),
    observe=(
        "write-through and write-behind keep their entries through a write: "
        "{write-through.hit_ratio} and {write-behind.hit_ratio} hits, against "
        "{cache-aside.hit_ratio} with cache-aside.",
        "With write-behind the database stores a row {write-behind.stored_rps}, with cache-aside "
        "{cache-aside.stored_rps}: a row that is written again before the flush is stored once.",
        "With read-ahead the database reads a row {read-ahead.db_read_rps}, with cache-aside "
        "{cache-aside.db_read_rps}; in return a read takes {read-ahead.latency_read_s_mean} "
        "instead of {cache-aside.latency_read_s_mean}.",
        "No strategy is the best in every chart. The question is what you can afford to lose.",
    ),
    formula=r"""\text{coalescing} = \frac{\text{acknowledged writes}}{\text{rows stored}} \qquad
\text{at risk in write-behind} = w \cdot \text{(time until stored)}""",
    explanation="""
Cache-aside is simple and loses nothing. Write-through pays for warm entries with slow writes.
Write-behind is fast and cheap, but what it has not stored yet can be lost: with *w* the rate of the
writes, {writes} here, and a flush every {write-behind.scenario.strategy.flush_interval_s}, a crash
can take up to {risk} writes. Read-ahead hides the expiry from those who read often, and nothing
else.
""",
    exercises=(
        Choice(
            "Which one makes the database write the fewest rows?",
            ranked(min, "stored_rps", NAMES),
            "write-behind, with a row {write-behind.stored_rps}: of several writes it stores only "
            "the last one.",
        ),
        Choice(
            "Which one makes the database read the most rows?",
            ranked(max, "db_read_rps", NAMES),
            "With that one it reads a row {most rows}. An entry that a write has deleted, or that "
            "is renewed ahead of its time, must be read once more.",
        ),
    ),
    reading=(
        "Oracle Coherence documentation, *Caching data sources* (the four names)",
        "Nishtala et al., *Scaling Memcache at Facebook*, NSDI 2013",
    ),
    control=Control("workload.read_share", (0.5, 0.7, 0.8, 0.9, 0.99)),
    lines=MEASURES[:3],
    numbers={
        "writes": Number(lambda t: writes_rps(t["write-behind"].scenario), "1/s"),
        "write share": Number(lambda t: 1 - t["cache-aside"].scenario.workload.read_share, "1"),
        "most rows": Number(lambda t: t[most(t)]["db_read_rps"], "1/s"),
        "risk": Number(
            lambda t: (
                writes_rps(t["write-behind"].scenario) * RULES["write-behind"]["flush_interval_s"]
            )
        ),
    },
)
