"""Caching "not found"."""

from charts.multiples import MEASURES
from lessons.lesson import Control, Lesson, Number
from lessons.question import Amount, Choice
from lessons.trial import Measure, Trials, Value
from lessons.worlds import bare, reads_rps, rule
from simulator import Scenario
from theory import absent

FORGETS, TEN = "forgets", "remembers"


def asked(null_ttl_s: float) -> Scenario:
    """Reads of rows that do not exist, and of nothing else."""
    return bare(
        rules={"ttl_s": 60.0, "null_ttl_s": null_ttl_s},
        workload={
            "rate_rps": 120.0,
            "missing_share": 1.0,
            "missing_keys": 300,
            "duration_s": 260.0,
            "warmup_s": 60.0,
        },
    )


def each_rps(scenario: Scenario) -> float:
    """Reads a second of each absent key."""
    return reads_rps(scenario) / scenario.workload.missing_keys


def loads_rps(scenario: Scenario) -> Value:
    """Loads a second for all absent keys. Exact."""
    keys, null_ttl_s = scenario.workload.missing_keys, rule(scenario, "null_ttl_s")
    return absent.loads_rps(keys, each_rps(scenario), null_ttl_s)


def remembered(scenario: Scenario) -> Value:
    """Share of the reads that find "not found" in the cache. Exact."""
    reads: float = each_rps(scenario) * rule(scenario, "null_ttl_s")
    return reads / (1 + reads)


def scanned(trials: Trials) -> float:
    """Entries that a scan of ever new keys leaves. Exact."""
    scenario = trials[TEN].scenario
    return absent.scan_entries(reads_rps(scenario), rule(scenario, "null_ttl_s"))


LESSON = Lesson(
    place=7,
    title="Caching “not found”",
    minutes=10,
    goal="Keep questions for things that do not exist from reaching the database every time.",
    belief="A cache takes every repeated question off the database.",
    prose="""
A mistyped link, a deleted product, a robot that counts through numbers: again and again somebody
asks for rows that **do not exist**. An ordinary cache keeps values; here there is none to keep, so
every such read goes to the database. The cure is to store *“not found”* as well, for a short time
of its own: the null TTL.

There are {forgets.scenario.workload.missing_keys} that do not exist, and together they are asked
for {forgets.scenario.workload.rate_rps}. One cache **forgets**, the other **remembers** for
{remembers.scenario.strategy.null_ttl_s}.
""",
    worlds={FORGETS: asked(0.0), TEN: asked(10.0)},
    measures=(
        Measure("db_read_rps", law=loads_rps),
        Measure("outcome_negative_hit", "Answered “not found” from the cache", law=remembered),
        Measure("cache_entries_peak"),
    ),
    predict=Amount(
        "The database is asked for nothing {forgets.scenario.workload.rate_rps}. How many of these "
        "reads are left when “not found” is remembered for "
        "{remembers.scenario.strategy.null_ttl_s}?",
        "a second",
        lambda t: t[TEN]["db_read_rps"],
        "Theory says {remembers.law.db_read_rps}.",
        within=0.2,
    ),
    observe=(
        "The cache that forgets lets such a read through {forgets.db_read_rps}, the one that "
        "remembers {remembers.db_read_rps}.",
        "The one that remembers answers {remembers.outcome_negative_hit} of them itself.",
        "The price is memory, {remembers.cache_entries_peak} entries that hold nothing, and "
        "blindness: a row that is created meanwhile stays invisible for up to "
        "{remembers.scenario.strategy.null_ttl_s}.",
    ),
    formula=r"""\text{loads} = \frac{M r}{1 + r\,T_n} \qquad
\text{entries} = M\,\frac{r T_n}{1+r T_n}""",
    explanation="""
It is the law of a TTL cache again, with the null TTL in the place of the TTL: there are *M* absent
keys, each is asked for at the rate *r*, and *Tₙ* is the null TTL. It helps with keys that come
*again*. Against a robot that never repeats itself it does not help at all, and the memory fills up:
that takes a filter in front of the cache.
""",
    exercises=(
        Amount(
            "Which null TTL leaves the database half of these reads?",
            "s",
            lambda t: 1 / each_rps(t[TEN].scenario),
            "r T must be one, so T is one over r: the mean time between two reads of a key.",
        ),
        Choice(
            "A robot asks for ever new numbers at the same rate, never for one twice. What does a "
            "null TTL of {remembers.scenario.strategy.null_ttl_s} leave in the cache?",
            {
                "Nothing": lambda t: scanned(t) == 0,
                "A few hundred useless entries": lambda t: 0 < scanned(t) < 1000,
                "More than a thousand useless entries": lambda t: scanned(t) >= 1000,
            },
            "The rate times the null TTL: {scanned} entries, and no read is saved.",
        ),
    ),
    reading=(
        "Bloom, *Space/time trade-offs in hash coding with allowable errors*, CACM 13(7), 1970",
    ),
    control=Control("strategy.null_ttl_s", (0.0, 1.0, 5.0, 10.0, 60.0), (TEN,)),
    lines=MEASURES[1:2],
    numbers={"scanned": Number(scanned)},
    opens=TEN,
)
