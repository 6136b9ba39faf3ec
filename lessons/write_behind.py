"""Write-behind, and what a crash costs."""

from charts.multiples import Measure as Course
from lessons.lesson import Control, Lesson, Number
from lessons.question import Amount, Choice, ranked
from lessons.trial import Measure, Value
from lessons.worlds import bare, rule, strategy_of, writes_rps
from simulator import Scenario
from theory import write_behind

CRASH_S = 50.0
"""Half-way between two flushes, for every interval that the control offers."""
THROUGH, BEHIND, LOGGED = "write-through", "write-behind", "append-log"
KEYS, EXPONENT = 1000, 0.8
BUDGET = 20
"""Writes that somebody can afford to lose."""


def crashed(strategy: str, **rules: object) -> Scenario:
    """Reads and writes until the cache tier crashes, at the very end."""
    return bare(
        strategy,
        faults=[{"name": "cache-crash", "at_s": CRASH_S - 1e-6}],
        rules={"ttl_s": None, **rules},
        workload={
            "rate_rps": 200.0,
            "read_share": 0.5,
            "keys": KEYS,
            "popularity": {"law": "zipf", "exponent": EXPONENT},
            "duration_s": CRASH_S,
            "warmup_s": 10.0,
        },
        database={"write_s": 0.003},
        cache={"round_trip_s": 0.0005},
    )


def is_unlogged(scenario: Scenario) -> bool:
    """Is it write-behind, with nothing that outlives a crash?"""
    behind = strategy_of(scenario) == BEHIND
    return behind and rule(scenario, "durability") == "none"


def lost_writes(scenario: Scenario) -> Value:
    """Half an interval's writes, half-way between two flushes. Exact."""
    if strategy_of(scenario) == THROUGH:
        return 0.0
    if not is_unlogged(scenario):
        return None
    interval_s = rule(scenario, "flush_interval_s")
    return write_behind.common_flush(KEYS, EXPONENT, writes_rps(scenario), interval_s).lost_writes


LESSON = Lesson(
    place=10,
    title="Write-behind, and what a crash costs",
    minutes=20,
    goal="Count what write-behind saves, and what is gone when the cache tier crashes.",
    belief="A write that was acknowledged is safe.",
    prose="""
Write-behind acknowledges a write when the *cache* has it, and tells the database later: here every
{write-behind.scenario.strategy.flush_interval_s}, everything that was written meanwhile. There are
{writes}.

At the end of each run the cache tier **crashes**, half-way between two flushes. The same requests
meet **write-through**; **write-behind**; and **append-log**, which is write-behind with a log that
goes to disk every {append-log.scenario.strategy.fsync_s}.
""",
    worlds={
        THROUGH: crashed(THROUGH),
        BEHIND: crashed(BEHIND, flush_interval_s=4.0, batch_size=1000),
        LOGGED: crashed(BEHIND, flush_interval_s=4.0, batch_size=1000, durability="append-log"),
    },
    measures=(
        Measure("lost_writes", law=lost_writes),
        Measure("latency_write_s_mean"),
        Measure("coalescing_ratio", "Writes for each row stored", "writes"),
        Measure("rpo_s"),
    ),
    predict=Amount(
        "How many acknowledged writes are gone after the crash, with write-behind and no log?",
        "writes",
        lambda t: t[BEHIND]["lost_writes"],
        "Theory says {write-behind.law.lost_writes}: the rate of the writes times half the "
        "interval.",
        within=0.25,
    ),
    observe=(
        "A write takes {write-behind.latency_write_s_mean} with write-behind, and "
        "{write-through.latency_write_s_mean} with write-through.",
        "With write-behind the database stores one row for {write-behind.coalescing_ratio} writes, "
        "since of several writes to a key it stores only the last.",
        "The crash takes {write-behind.lost_writes} writes that had been *acknowledged*; the "
        "oldest was {write-behind.rpo_s} old. With the log it takes {append-log.lost_writes}, the "
        "oldest of them {append-log.rpo_s} old; with write-through it takes "
        "{write-through.lost_writes}.",
    ),
    formula=r"""\text{lost writes} = w \cdot \mathbb{E}[\text{time until stored}]
= \frac{wF}{2}\qquad \text{at worst } wF""",
    explanation="""
This is Little's law: what is on its way is the rate times the time it takes. With *w* the rate of
the writes and a flush every *F*, the mean loss is *wF* / 2, and just before a flush it is all of
*wF*, here {worst}. Nothing in the formula speaks of the database: it may be healthy, and the writes
are gone all the same. So choose *F* by what you can afford to lose, or give the queue a log or a
replica.
""",
    exercises=(
        Amount(
            "Which flush interval keeps the mean loss at {budget} writes?",
            "s",
            lambda t: 2 * BUDGET / writes_rps(t[BEHIND].scenario),
            "Solve wF / 2 = loss for F.",
        ),
        Choice(
            "Which of the three loses the most?",
            ranked(max, "lost_writes", (THROUGH, BEHIND, LOGGED)),
            "It loses {write-behind.lost_writes}, against {append-log.lost_writes} with the log "
            "and {write-through.lost_writes} with write-through.",
        ),
    ),
    reading=(
        "Little, *A proof for the queuing formula L = λW*, Operations Research 9, 1961",
        "Redis documentation, *Persistence* (append-only file)",
    ),
    control=Control("strategy.flush_interval_s", (0.8, 4.0, 20.0), (BEHIND, LOGGED)),
    lines=(Course("unstored_writes", "Acknowledged and not stored", "Writes (count)"),),
    numbers={
        "writes": Number(lambda t: writes_rps(t[BEHIND].scenario), "writes a second"),
        "worst": Number(
            lambda t: writes_rps(t[BEHIND].scenario) * rule(t[BEHIND].scenario, "flush_interval_s"),
            "writes",
        ),
        "budget": Number(lambda _: BUDGET),
    },
    opens=BEHIND,
)
