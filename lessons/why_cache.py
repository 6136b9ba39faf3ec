"""Why cache at all, and why not for ever."""

from typing import Any

from charts.multiples import MEASURES
from lessons.lesson import Control, Lesson, Number
from lessons.question import Amount, Choice, ranked
from lessons.trial import Measure, Value
from lessons.worlds import reads_rps, strategy_of, world
from simulator import Scenario
from theory.popularity import distinct_keys
from theory.queues import pool_wait_s

GOOD, EXCELLENT, BETTER = 0.80, 0.95, 0.98
"""Hit ratios: what is called good, what excellent, and a little more."""
WORLD: dict[str, Any] = {
    "workload": {"rate_rps": 400.0, "keys": 5000, "duration_s": 60.0, "warmup_s": 20.0},
}


def loads_rps(scenario: Scenario) -> Value:
    """Without a cache every read is a load. Exact."""
    return reads_rps(scenario) if strategy_of(scenario) == "no-cache" else None


def answer_s(scenario: Scenario) -> Value:
    """Without a cache a read waits for a connection and for its row. Exact (M/M/c)."""
    rate_rps, database = scenario.workload.rate_rps, scenario.database
    if strategy_of(scenario) != "no-cache" or database.connections is None:
        return None
    if rate_rps * database.read_s >= database.connections:
        return None
    return database.read_s + pool_wait_s(rate_rps, database.read_s, database.connections)


def entries(scenario: Scenario) -> Value:
    """What is never removed piles up: the different keys read so far. Exact."""
    workload = scenario.workload
    popularity = workload.popularity
    if strategy_of(scenario) != "cache-forever":
        return None
    reads = round(reads_rps(scenario) * workload.duration_s)
    return distinct_keys(workload.keys, getattr(popularity, "exponent", 0.0), reads)


LESSON = Lesson(
    place=1,
    title="Why cache at all, and why not for ever",
    minutes=15,
    goal="See what a cache takes off the database, and what keeping everything for ever costs.",
    belief="A cache is free speed, so the longer it keeps things, the better.",
    prose="""
A shop asks its database for a product {no-cache.scenario.workload.rate_rps}. A few products are
asked for again and again, most of them hardly ever. Three shops meet **the very same requests**:

- **no-cache** asks the database every time;
- **cache-aside** keeps a copy for {cache-aside.scenario.strategy.ttl_s}, and deletes it when the
  product changes;
- **cache-forever** keeps every copy it ever made, and never hears of a change.

One read takes the database {no-cache.scenario.database.read_s} on average. It can work on
{no-cache.scenario.database.connections} requests at once.
""",
    worlds={
        "no-cache": world("no-cache", **WORLD),
        "cache-aside": world("cache-aside", rules={"ttl_s": 30.0}, **WORLD),
        "cache-forever": world("cache-forever", **WORLD),
    },
    measures=(
        Measure("hit_ratio"),
        Measure("db_read_rps", law=loads_rps),
        Measure("latency_read_s_mean", law=answer_s),
        Measure("stale_read_ratio"),
        Measure("cache_entries_peak", law=entries),
    ),
    predict=Choice(
        "Compare cache-forever with cache-aside. What will the run show?",
        {
            "It spares the database more, and its answers are just as correct": lambda t: (
                t["cache-forever"]["db_read_rps"] < t["cache-aside"]["db_read_rps"]
                and t["cache-forever"]["stale_read_ratio"]
                < 2 * t["cache-aside"]["stale_read_ratio"]
            ),
            "It spares the database more, and many answers are out of date": lambda t: (
                t["cache-forever"]["db_read_rps"] < t["cache-aside"]["db_read_rps"]
                and t["cache-forever"]["stale_read_ratio"]
                >= 2 * t["cache-aside"]["stale_read_ratio"]
            ),
            "It does not spare the database more": lambda t: (
                t["cache-forever"]["db_read_rps"] >= t["cache-aside"]["db_read_rps"]
            ),
        },
        "cache-forever loads a row {cache-forever.db_read_rps}, cache-aside "
        "{cache-aside.db_read_rps}. But {cache-forever.stale_read_ratio} of the answers of "
        "cache-forever are out of date, against {cache-aside.stale_read_ratio} with cache-aside.",
    ),
    observe=(
        "Without a cache the database reads a row {no-cache.db_read_rps}, with cache-aside "
        "{cache-aside.db_read_rps}: less by a factor of {saved}.",
        "A read takes {cache-aside.latency_read_s_mean} on average instead of "
        "{no-cache.latency_read_s_mean}.",
        "cache-forever has the best hit ratio, {cache-forever.hit_ratio}, and the worst answers: "
        "{cache-forever.stale_read_ratio} of them are out of date, and the share keeps growing.",
        "It also holds {cache-forever.cache_entries_peak} entries by now, most of them rarely "
        "asked for. Nothing ever leaves.",
    ),
    formula=r"""\text{database reads} = \lambda\,(1-h) \qquad
\text{entries kept for ever after } n \text{ reads} = \sum_i \bigl(1-(1-p_i)^n\bigr)""",
    explanation="""
Here λ is the rate of the reads, *h* the hit ratio, and *pᵢ* the share of the reads that ask for
product *i*. Only the share 1 - *h* of the reads reaches the database. So a hit ratio of {excellent}
is far better than one of {good}: it takes away {step} of the load that was left.

A cache without expiry and without invalidation is a second database that nobody updates. Theory
says that it holds {cache-forever.law.cache_entries_peak} entries after this run; in the run it held
{cache-forever.cache_entries_peak}.
""",
    exercises=(
        Amount(
            "The hit ratio of a service rises from {excellent} to {better}. By what factor "
            "does the load of its database fall?",
            "times",
            lambda _: (1 - EXCELLENT) / (1 - BETTER),
            "The share of misses falls from {few misses} to {fewer misses}.",
        ),
        Choice(
            "In which of the three shops does a read take longest on average?",
            ranked(max, "latency_read_s_mean", ("no-cache", "cache-aside", "cache-forever")),
            "Without a cache every read waits for the database: {no-cache.latency_read_s_mean} "
            "(theory: {no-cache.law.latency_read_s_mean}).",
        ),
    ),
    reading=(
        "Nishtala et al., *Scaling Memcache at Facebook*, NSDI 2013",
        "Che, Tung, Wang, *Hierarchical Web caching systems*, IEEE JSAC 20(7), 2002",
    ),
    control=Control("workload.rate_rps", (100.0, 200.0, 400.0, 600.0, 750.0)),
    lines=(*MEASURES[:2], MEASURES[3]),
    numbers={
        "saved": Number(lambda t: t["no-cache"]["db_read_rps"] / t["cache-aside"]["db_read_rps"]),
        "good": Number(lambda _: GOOD, "1"),
        "excellent": Number(lambda _: EXCELLENT, "1"),
        "better": Number(lambda _: BETTER, "1"),
        "few misses": Number(lambda _: 1 - EXCELLENT, "1"),
        "fewer misses": Number(lambda _: 1 - BETTER, "1"),
        "step": Number(lambda _: 1 - (1 - EXCELLENT) / (1 - GOOD), "1"),
    },
    opens="cache-aside",
)
