"""Choosing a TTL: hits against age, and where more hits are no longer worth it."""

from charts.multiples import MEASURES
from lessons.lesson import Control, Lesson, Number
from lessons.question import Amount, Choice, Condition
from lessons.trial import Measure, Trials, Value
from lessons.worlds import bare, reads_rps, rule, writes_rps
from simulator import Scenario
from theory import mixture, staleness, ttl
from theory.popularity import zipf

GOOD, EXCELLENT, START_S = 0.80, 0.95, 300.0
"""Hit ratios that are called good and excellent; the TTL to start with."""
KEYS, EXPONENT = 100, 0.99
WORKLOAD = {
    "rate_rps": 20.0,
    "read_share": 0.99,
    "keys": KEYS,
    "popularity": {"law": "zipf", "exponent": EXPONENT},
    "duration_s": 13_200.0,
    "warmup_s": 1200.0,
}


def kept(ttl_s: float) -> Scenario:
    """A catalogue whose writers never tell the cache."""
    return bare(rules={"ttl_s": ttl_s, "invalidation": "ttl-only"}, workload=WORKLOAD)


def hit_ratio(scenario: Scenario) -> Value:
    """Over all keys under Zipf's law. Exact."""
    return ttl.zipf_hit_ratio(KEYS, EXPONENT, reads_rps(scenario), rule(scenario, "ttl_s"))


def stale_share(scenario: Scenario) -> Value:
    """Over all keys: the stale share of each key's hits, weighted with its hits. Exact."""
    ttl_s, chances = rule(scenario, "ttl_s"), zipf(KEYS, EXPONENT)
    flow = mixture.ttl_flow(chances * reads_rps(scenario), ttl_s, 0.0)
    each = mixture.per_key(staleness.ttl_only_share, chances * writes_rps(scenario), ttl_s)
    return float((each * flow.hits).sum() / reads_rps(scenario))


SECONDS, MINUTE, FIVE, HALF = "10 seconds", "1 minute", "5 minutes", "20 minutes"


def gain(trials: Trials, measure: str) -> float:
    """What the last step adds to a share."""
    return trials[HALF][measure] - trials[FIVE][measure]


def shortest(trials: Trials) -> str:
    """The shortest TTL with a good hit ratio."""
    return next(name for name, each in trials.items() if each["hit_ratio"] >= GOOD)


def is_shortest(name: str) -> Condition:
    """Is it this one?"""
    return lambda trials: shortest(trials) == name


LESSON = Lesson(
    place=3,
    title="Choosing a TTL",
    minutes=20,
    goal="Find a TTL by the freshness that the data needs, not by the hit ratio alone.",
    belief="The longer the TTL, the better the cache.",
    prose="""
Here nobody tells the cache of a write: only the TTL ends an entry. There are
{5 minutes.scenario.workload.keys}, some of them far more popular than others (Zipf's law); together
they are read {reads} and written {writes}. The same requests meet four TTLs.

Three rules of thumb are worth knowing. A hit ratio of **{good} is good, {excellent} is excellent**.
**Start with {start}.** Then **adjust by how fresh the data must be**: prices need seconds,
descriptions can wait for hours.
""",
    worlds={SECONDS: kept(10.0), MINUTE: kept(60.0), FIVE: kept(START_S), HALF: kept(1200.0)},
    measures=(
        Measure("hit_ratio", law=hit_ratio),
        Measure("stale_read_ratio", law=stale_share),
        Measure("staleness_age_s_mean"),
        Measure("db_read_rps"),
    ),
    predict=Choice(
        "From a TTL of {5 minutes.scenario.strategy.ttl_s} to one of "
        "{20 minutes.scenario.strategy.ttl_s}: what grows by more percentage points?",
        {
            "The hit ratio": lambda t: gain(t, "hit_ratio") > gain(t, "stale_read_ratio"),
            "The share of stale reads": lambda t: (
                gain(t, "hit_ratio") < gain(t, "stale_read_ratio")
            ),
        },
        "Hits rise from {5 minutes.hit_ratio} to {20 minutes.hit_ratio}, stale reads from "
        "{5 minutes.stale_read_ratio} to {20 minutes.stale_read_ratio}.",
    ),
    observe=(
        "A TTL of {10 seconds.scenario.strategy.ttl_s} gives {10 seconds.hit_ratio} hits, one of "
        "{1 minute.scenario.strategy.ttl_s} gives {1 minute.hit_ratio}, and one of "
        "{5 minutes.scenario.strategy.ttl_s} gives {5 minutes.hit_ratio}.",
        "Each further step buys fewer hits and costs more age: a stale read is behind by "
        "{1 minute.staleness_age_s_mean}, then {5 minutes.staleness_age_s_mean}, then "
        "{20 minutes.staleness_age_s_mean} on average.",
        "The shortest TTL leaves the database most to do: it reads a row {10 seconds.db_read_rps}, "
        "against {5 minutes.db_read_rps} with {5 minutes.scenario.strategy.ttl_s}.",
    ),
    formula=r"""h = \sum_i p_i\,\frac{p_i\lambda T}{1+p_i\lambda T} \qquad
\text{stale share of a key's hits} = 1-\frac{1-e^{-\mu T}}{\mu T}""",
    explanation="""
Here λ is the rate of all reads, *pᵢ* the share of them that ask for key *i*, μ the rate at which
one key is written, and *T* the TTL. Hits grow like *x* / (1 + *x*) with *x* the reads of one life:
steep at first, then flat. Staleness grows almost in proportion to *T* as long as μ*T* is small. So
from some TTL on, more of it buys little and costs much.

Theory for {5 minutes.scenario.strategy.ttl_s}: {5 minutes.law.hit_ratio} hits and
{5 minutes.law.stale_read_ratio} stale reads. Start there, ask how old an answer may be, and go down
until the age fits. If the hit ratio then falls below {good}, let writes delete the entry instead.
""",
    exercises=(
        Choice(
            "Which is the shortest of the four TTLs that reaches a good hit ratio?",
            {name: is_shortest(name) for name in (SECONDS, MINUTE, FIVE, HALF)},
            "Its hit ratio is {shortest good}; good begins at {good}.",
        ),
        Amount(
            "One key is read once a second, and a load takes no time. Which TTL gives "
            "{excellent} hits?",
            "s",
            lambda _: EXCELLENT / (1 - EXCELLENT),
            "Solve λT / (1 + λT) = h for T: T = h / ((1 - h) λ).",
        ),
    ),
    reading=(
        "Jung, Berger, Balakrishnan, *Modeling TTL-based Internet caches*, INFOCOM 2003",
        "Cho, Garcia-Molina, *Synchronizing a database to improve freshness*, SIGMOD 2000",
    ),
    control=Control("strategy.ttl_s", (1.0, 30.0, 300.0, 600.0, 3600.0), (FIVE,)),
    lines=(MEASURES[0], MEASURES[3]),
    numbers={
        "good": Number(lambda _: GOOD, "1"),
        "excellent": Number(lambda _: EXCELLENT, "1"),
        "start": Number(lambda _: START_S, "s"),
        "reads": Number(lambda t: reads_rps(t[FIVE].scenario), "1/s"),
        "writes": Number(lambda t: writes_rps(t[FIVE].scenario), "1/s"),
        "shortest good": Number(lambda t: t[shortest(t)]["hit_ratio"], "1"),
    },
    opens=FIVE,
)
