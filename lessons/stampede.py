"""The stampede, and stale-while-revalidate."""

from charts.multiples import Measure as Course
from charts.theme import MS
from lessons.lesson import Control, Lesson, Number
from lessons.question import Amount, Choice
from lessons.trial import Measure, Trials, Value
from lessons.worlds import SINGLE_FLIGHT, bare, protected, reads_rps
from metrics import Report
from simulator import Scenario
from theory import stampede as forms

NONE, SINGLE, LOCK, STALE = "none", "single-flight", "lock", "stale-while-revalidate"


def hot(*protections: dict[str, str]) -> Scenario:
    """One hot key, read from four nodes."""
    return bare(
        protections=protections,
        rules={"ttl_s": 5.0},
        workload={"rate_rps": 100.0, "duration_s": 65.0, "warmup_s": 5.0},
        client={"nodes": 4},
        database={"read_s": 0.5},
    )


def loads_per_expiry(report: Report) -> Value:
    """Loads, over those that were not redundant: each expiry has one of these."""
    loads, redundant = report.figures["loads"] or 0, report.figures["redundant_loads"] or 0
    return loads / (loads - redundant) if loads else None


def loads_law(scenario: Scenario) -> Value:
    """Loads of one expiry of the key. Exact."""
    rates = (reads_rps(scenario), scenario.database.read_s)
    laws = {
        (): forms.loads_constant(*rates),
        (SINGLE,): forms.loads_single_flight(*rates, scenario.client.nodes),
        (LOCK,): 1.0,
    }
    return laws.get(protected(scenario))


def exponential(scenario: Scenario) -> float:
    """Loads of one expiry if load times were exponential with the same mean. Exact."""
    return forms.loads_exponential(reads_rps(scenario), scenario.database.read_s)


def change(trials: Trials) -> float:
    """How many times as many loads exponential load times would make."""
    return exponential(trials[NONE].scenario) / trials[NONE]["loads_per_expiry"]


LESSON = Lesson(
    place=6,
    title="The stampede, and stale-while-revalidate",
    minutes=20,
    goal="See what one expiry of one hot key does to the database, and what stops it.",
    belief="An expired key costs the database one extra query. At the latest, single flight sees "
    "to that.",
    prose="""
One key is read {none.scenario.workload.rate_rps} and lives for {none.scenario.strategy.ttl_s}. A
load takes {none.scenario.database.read_s}. When the key has just expired, what happens in that
time? The same requests meet

- **none**: everybody who misses loads;
- **single-flight**: in each of the {none.scenario.client.nodes} app nodes one reader loads, and the
  others of that node wait;
- **lock**: one reader of the whole fleet loads, and the others wait;
- **stale-while-revalidate**: for a while after the TTL the old value is still served, and one read
  in each node renews it in the background.
""",
    worlds={
        NONE: hot(),
        SINGLE: hot({**SINGLE_FLIGHT}),
        LOCK: hot({"name": LOCK}),
        STALE: hot({"name": STALE}, {**SINGLE_FLIGHT}),
    },
    measures=(
        Measure("loads_per_expiry", "Loads per expiry", "loads", loads_per_expiry, loads_law),
        Measure("stampede_peak"),
        Measure("latency_read_s_p99"),
        Measure("outcome_stale_hit"),
    ),
    predict=Amount(
        "Without protection: how many loads does one expiry set off, on average?",
        "loads",
        lambda t: t[NONE]["loads_per_expiry"],
        "There is the first load, and one for each read that comes while it is under way. "
        "Theory says {none.law.loads_per_expiry}.",
        within=0.2,
    ),
    observe=(
        "Unprotected, an expiry makes {none.loads_per_expiry} loads of the same row on average.",
        "Single flight leaves {single-flight.loads_per_expiry}: one in each node, not one in all. "
        "The lock leaves {lock.loads_per_expiry}.",
        "Under all three some readers wait. Of a hundred reads all but the slowest take up to "
        "{none.latency_read_s_p99}, {single-flight.latency_read_s_p99} and "
        "{lock.latency_read_s_p99}.",
        "With stale-while-revalidate readers no longer wait: by the same measure it is "
        "{stale-while-revalidate.latency_read_s_p99}. In return "
        "{stale-while-revalidate.outcome_stale_hit} of the reads get a value past its TTL.",
    ),
    formula=r"""\text{unprotected, constant } D:\; 1+\lambda D \qquad
\text{single flight in } M \text{ nodes}:\; 1+(M-1)\bigl(1-e^{-\lambda D/M}\bigr)""",
    explanation="""
Here λ is the rate of the reads, *D* the time of a load and *M* the number of nodes. The first
reader finds nothing, and so do the λ*D* readers who come during its load. If load times are random,
the first quick load ends the stampede, and the law becomes a square root: exponential loads of the
same mean would make {exponential} instead of {none.law.loads_per_expiry}. Single flight and the
lock are about *efficiency*; neither makes an answer more correct.
""",
    exercises=(
        Amount(
            "Twice as many nodes, with single flight: how many loads does an expiry make then?",
            "loads",
            lambda t: forms.loads_single_flight(
                reads_rps(t[SINGLE].scenario),
                t[SINGLE].scenario.database.read_s,
                2 * t[SINGLE].scenario.client.nodes,
            ),
            "One in nearly every node: 1 + (M - 1)(1 - exp(-λD/M)).",
        ),
        Choice(
            "Unprotected, load times become exponential with the same mean. The loads per expiry "
            "...",
            {
                "stay about the same": lambda t: 0.5 <= change(t) <= 2,
                "become far fewer": lambda t: change(t) < 0.5,
                "become far more": lambda t: change(t) > 2,
            },
            "{exponential} instead of {none.loads_per_expiry}: the square-root law.",
        ),
    ),
    reading=(
        "Nottingham, *HTTP cache-control extensions for stale content*, RFC 5861, 2010",
        "Nishtala et al., *Scaling Memcache at Facebook*, NSDI 2013 (leases)",
        "Flajolet et al., *On Ramanujan's Q-function*, J. Comput. Appl. Math. 58, 1995",
    ),
    control=Control("workload.rate_rps", (10.0, 30.0, 100.0, 200.0)),
    lines=(
        Course("latency_read_s_p99", "Read latency, p99", "Latency (ms)", MS, logarithmic=True),
    ),
    numbers={"exponential": Number(lambda t: exponential(t[NONE].scenario), "loads")},
    opens=NONE,
)
