"""One key format: what it costs when services spell a key in their own way."""

from charts.multiples import MEASURES
from lessons.lesson import Control, Lesson
from lessons.question import Amount, Choice
from lessons.trial import Measure, Trials, Value
from lessons.worlds import UNIFORM, bare, reads_rps, rule, writes_rps
from simulator import Scenario
from theory import staleness

ONE, TWO, THREE = "one format", "two formats", "three formats"


def spelled(formats: int) -> Scenario:
    """Six nodes that spell keys in so many ways."""
    return bare(
        rules={"ttl_s": 60.0},
        workload={
            "rate_rps": 100.0,
            "read_share": 0.95,
            "keys": 200,
            "popularity": UNIFORM,
            "duration_s": 660.0,
            "warmup_s": 180.0,
        },
        client={"nodes": 6, "key_formats": formats},
    )


def per_spelling(scenario: Scenario) -> tuple[float, float]:
    """Reads and writes a second of each spelling of a key."""
    entries = scenario.workload.keys * scenario.client.key_formats
    return reads_rps(scenario) / entries, writes_rps(scenario) / entries


def hit_ratio(scenario: Scenario) -> Value:
    """Each spelling is an entry with its share of the reads and of the deletes. Exact."""
    return staleness.delete_on_write(*per_spelling(scenario), rule(scenario, "ttl_s")).hit


def stale_share(scenario: Scenario) -> Value:
    """An entry is stale from the first write under another spelling on. Exact."""
    own_rps = per_spelling(scenario)[1]
    all_rps, ttl_s = own_rps * scenario.client.key_formats, rule(scenario, "ttl_s")
    current = staleness.mean_life_s(all_rps, ttl_s) / staleness.mean_life_s(own_rps, ttl_s)
    hit = staleness.delete_on_write(*per_spelling(scenario), ttl_s).hit
    return hit * (1 - current)


def step(trials: Trials, fewer: str, more: str) -> float:
    """How many more reads are stale with one format more."""
    return trials[more]["stale_read_ratio"] - trials[fewer]["stale_read_ratio"]


LESSON = Lesson(
    place=8,
    title="One key format",
    minutes=10,
    goal="See why a team agrees on one way to spell a cache key.",
    belief="A key is only a name; how it is spelled does not matter.",
    prose="""
The web shop asks for `user:id`, the newsletter for `user-id`, the old back office for `User:id`.
All of them mean the same row. To the cache they are different keys.

Three companies meet the same requests: in the first all services use **one format**, in the second
**two formats**, in the third **three formats**. A writer deletes the entry that it knows, under the
spelling that it knows.
""",
    worlds={ONE: spelled(1), TWO: spelled(2), THREE: spelled(3)},
    measures=(
        Measure("hit_ratio", law=hit_ratio),
        Measure("stale_read_ratio", law=stale_share),
        Measure("duplicate_entry_ratio"),
        Measure("cache_entries_peak"),
    ),
    predict=Choice(
        "What happens on the way from one format to three?",
        {
            "Only the memory grows": lambda t: (
                t[THREE]["hit_ratio"] >= t[ONE]["hit_ratio"] and t[THREE]["stale_read_ratio"] == 0
            ),
            "Fewer hits, but every answer stays current": lambda t: (
                t[THREE]["hit_ratio"] < t[ONE]["hit_ratio"] and t[THREE]["stale_read_ratio"] == 0
            ),
            "Fewer hits, and stale answers": lambda t: (
                t[THREE]["hit_ratio"] < t[ONE]["hit_ratio"] and t[THREE]["stale_read_ratio"] > 0
            ),
        },
        "Hits fall from {one format.hit_ratio} to {three formats.hit_ratio}, and "
        "{three formats.stale_read_ratio} of the reads are stale: the writer deletes one "
        "spelling and leaves the others.",
    ),
    observe=(
        "With one, two and three formats there are {one format.hit_ratio}, {two formats.hit_ratio} "
        "and {three formats.hit_ratio} hits.",
        "Of the reads {one format.stale_read_ratio}, {two formats.stale_read_ratio} and "
        "{three formats.stale_read_ratio} are out of date.",
        "With three formats {three formats.duplicate_entry_ratio} of the entries hold a row that "
        "is already cached under another name.",
    ),
    formula=r"""h = \frac{\lambda' L}{1+\lambda' L},\quad L=\frac{1-e^{-\mu' T}}{\mu'},\quad
\lambda'=\frac{\lambda}{f},\;\mu'=\frac{\mu}{f}""",
    explanation="""
With *f* formats each entry gets its share of the reads of a key, λ over *f*, so an entry has fewer
hits in its life; and it gets its share of the deletes, μ over *f*, so it outlives most writes. *L*
is the mean life of an entry, and *T* the TTL. Theory for three formats:
{three formats.law.hit_ratio} hits and {three formats.law.stale_read_ratio} stale reads.

The cure costs nothing: one function that makes the key, used by everybody.
""",
    exercises=(
        Amount(
            "How many percentage points of the hit ratio does the second format cost?",
            "points",
            lambda t: 100 * (t[ONE]["hit_ratio"] - t[TWO]["hit_ratio"]),
            "The hit ratio falls from {one format.hit_ratio} to {two formats.hit_ratio}.",
            within=0.2,
        ),
        Choice(
            "Which step makes more reads stale?",
            {
                "From one format to two": lambda t: step(t, ONE, TWO) > step(t, TWO, THREE),
                "From two formats to three": lambda t: step(t, ONE, TWO) < step(t, TWO, THREE),
            },
            "{one format.stale_read_ratio}, {two formats.stale_read_ratio}, "
            "{three formats.stale_read_ratio}: the first disagreement does most of the harm.",
        ),
    ),
    reading=("The lab's own catalogue: `catalog/keys.py`, the one place where keys are made",),
    control=Control("strategy.ttl_s", (5.0, 20.0, 60.0, 300.0)),
    lines=(MEASURES[0], MEASURES[3]),
    opens=THREE,
)
