"""Delete or update on write: what a slow reader leaves behind."""

from typing import Any

from charts.multiples import MEASURES
from lessons.lesson import Control, Lesson, Number
from lessons.question import Amount, Choice, ranked
from lessons.trial import Measure, Trials, Value
from lessons.worlds import SINGLE_FLIGHT, UNIFORM, bare, reads_rps, rule, writes_rps
from simulator import Scenario
from theory import staleness, ttl

LOAD_S = 0.2
SHORTER = 0.1
SECTIONS: dict[str, Any] = {
    "workload": {
        "rate_rps": 60.0,
        "read_share": 0.8,
        "keys": 40,
        "popularity": UNIFORM,
        "duration_s": 600.0,
        "warmup_s": 100.0,
    },
    "database": {"read_s": LOAD_S, "snapshot": "start"},
}
IN_PLACE, DELETE, LEASE = "write-in-place", "delete-after", "lease"
TTL_ONLY = "ttl-only"


def told(how: str) -> Scenario:
    """Cache-aside that tells the cache of a write in one of its ways."""
    rules = {"ttl_s": 10.0, "invalidation": how}
    return bare("cache-aside", [SINGLE_FLIGHT], rules=rules, **SECTIONS)


def put_in_place() -> Scenario:
    """Write-through over entries that are there, whose TTL goes on."""
    rules = {"ttl_s": 10.0, "allocate": "if-present", "keep_ttl": True}
    return bare("write-through", [SINGLE_FLIGHT], rules=rules, **SECTIONS)


def way(scenario: Scenario) -> str:
    """How the cache is told."""
    return str(getattr(scenario.strategy, "invalidation", IN_PLACE))


def per_key(scenario: Scenario) -> tuple[float, float]:
    """Reads and writes a second of each key."""
    keys = scenario.workload.keys
    return reads_rps(scenario) / keys, writes_rps(scenario) / keys


def flow(scenario: Scenario) -> tuple[float, float] | None:
    """Hits and delayed reads, where the next write ends an entry and where it does not. Exact."""
    reads, writes = per_key(scenario)
    times = (rule(scenario, "ttl_s"), scenario.database.read_s)
    if way(scenario) == DELETE:
        return staleness.delete_on_write(reads, writes, *times)[:2]
    if way(scenario) in {TTL_ONLY, IN_PLACE}:
        return ttl.coalesced(reads, *times)[:2]
    return None


def hit_ratio(scenario: Scenario) -> Value:
    """The hits, where a closed form holds."""
    found = flow(scenario)
    return found[0] if found else None


def stale_hits(scenario: Scenario) -> float:
    """The stale share of the hits. Exact."""
    _, writes = per_key(scenario)
    ttl_s, load_s = rule(scenario, "ttl_s"), scenario.database.read_s
    if way(scenario) == DELETE:
        return staleness.delete_race_share(writes, load_s)
    if way(scenario) == TTL_ONLY:
        return staleness.ttl_only_share(writes, ttl_s, load_s)
    return staleness.write_through_race_share(writes, load_s, ttl_s)


def stale_reads(scenario: Scenario) -> Value:
    """Stale hits, and reads that wait for a load whose row a commit has overtaken. Exact."""
    found = flow(scenario)
    if not found:
        return None
    hit, delayed = found
    overtaken = 1 - staleness.decay(per_key(scenario)[1] * scenario.database.read_s)
    return hit * stale_hits(scenario) + delayed * overtaken


def shorter(trials: Trials) -> float:
    """The stale share of the hits at a tenth of the TTL, over the present one, by theory."""
    scenario = trials[DELETE].scenario
    control = Control("strategy.ttl_s", (), (DELETE,))
    short = control.moved({DELETE: scenario}, SHORTER * rule(scenario, "ttl_s"))[DELETE]
    return stale_hits(short) / stale_hits(scenario)


WAYS = (TTL_ONLY, DELETE, IN_PLACE, LEASE)
LESSON = Lesson(
    place=4,
    title="Delete or update on write",
    minutes=20,
    goal="Compare what a write may do to the cache, and see the race that no usual way wins.",
    belief="Write-through leaves no stale reads, and a shorter TTL cures the race.",
    prose="""
A writer commits a new row to the database. What should it tell the cache? **Nothing** (ttl-only),
**delete** the entry (delete-after), or **put the new value** over it (write-in-place).

Both ways of telling have a race. A reader misses and takes the old row; the writer commits and
tells the cache; then the reader sets what it took: *the old row, after the news*. Here a load takes
{delete-after.scenario.database.read_s} and looks at its row at the start, so there is time for
that. A **lease** closes the door: the delete takes away the reader's right to set.

There are {delete-after.scenario.workload.keys}. Each is written {writes}, and entries live for
{delete-after.scenario.strategy.ttl_s}.
""",
    worlds={
        TTL_ONLY: told(TTL_ONLY),
        DELETE: told(DELETE),
        IN_PLACE: put_in_place(),
        LEASE: told(LEASE),
    },
    measures=(
        Measure("stale_read_ratio", law=stale_reads),
        Measure("hit_ratio", law=hit_ratio),
        Measure("staleness_age_s_mean"),
    ),
    predict=Choice(
        "Writers put the new value over the entry at once (write-in-place). How many reads are "
        "out of date?",
        {
            "None: the cache always has the newest value": lambda t: (
                t[IN_PLACE]["stale_read_ratio"] == 0
            ),
            "Fewer than with delete-after, but some": lambda t: (
                0 < t[IN_PLACE]["stale_read_ratio"] < t[DELETE]["stale_read_ratio"]
            ),
            "At least as many as with delete-after": lambda t: (
                0 < t[IN_PLACE]["stale_read_ratio"] >= t[DELETE]["stale_read_ratio"]
            ),
        },
        "{write-in-place.stale_read_ratio} of the reads, against {delete-after.stale_read_ratio} "
        "with delete-after and {ttl-only.stale_read_ratio} when nobody tells the cache.",
    ),
    observe=(
        "Telling the cache helps a lot: {ttl-only.stale_read_ratio} stale reads become "
        "{delete-after.stale_read_ratio} or {write-in-place.stale_read_ratio}.",
        "Neither way reaches zero: write-through does not end the race.",
        "Deleting costs hits: {delete-after.hit_ratio} against {write-in-place.hit_ratio}.",
        "With a lease {lease.stale_read_ratio} are left: reads that waited for a load which a "
        "commit overtook. No *entry* is out of date any more.",
    ),
    formula=r"""\text{stale hits, delete} = 1-e^{-\mu V} \;\text{ for every } T \qquad
\text{stale hits, in place} = (1-e^{-\mu V})\,\frac{1-e^{-\mu T}}{\mu T}""",
    explanation="""
Here μ is the rate at which a key is written, *T* the TTL, and *V* the time from the reader's look
at the row to its set. The race needs a write within *V*, so the share of poisoned fills is 1 -
exp(-μ*V*). With delete-after that is also the stale share of the hits, **for every TTL**: a shorter
TTL ends each incident sooner and causes more of them, and the two cancel exactly. Theory says
{delete-after.law.stale_read_ratio} stale reads with delete-after and
{write-in-place.law.stale_read_ratio} with write-in-place.

Why is *delete* the usual advice all the same? Two deletes in the wrong order do no harm, two
updates do; and a value that nobody reads need not be put into the cache.
""",
    exercises=(
        Choice(
            "Which way has the lowest share of stale reads?",
            ranked(min, "stale_read_ratio", WAYS),
            "The lease, with {lease.stale_read_ratio}: the delete forbids the slow reader to set.",
        ),
        Choice(
            "With delete-after, the TTL is cut to a tenth. What does theory say of the stale share "
            "of the hits?",
            {
                "It falls to about a tenth": lambda t: shorter(t) < 0.5,
                "It stays as it is": lambda t: 0.5 <= shorter(t) <= 2,
                "It rises": lambda t: shorter(t) > 2,
            },
            "It does not depend on the TTL. Move the control and see.",
        ),
        Amount(
            "How many of a hundred fills does a write overtake, if each key is written {writes} "
            "and a load takes {delete-after.scenario.database.read_s}?",
            "of 100",
            lambda t: 100 * staleness.delete_race_share(per_key(t[DELETE].scenario)[1], LOAD_S),
            "1 - exp(-μV).",
        ),
    ),
    reading=(
        "Nishtala et al., *Scaling Memcache at Facebook*, NSDI 2013, section 3.2.1",
        "The model and the glossary of this lab: delete-after, lease, versioned-set",
    ),
    control=Control("strategy.ttl_s", (1.0, 3.0, 10.0, 30.0, 100.0)),
    lines=(MEASURES[3],),
    numbers={"writes": Number(lambda t: per_key(t[DELETE].scenario)[1], "1/s")},
    opens=DELETE,
)
