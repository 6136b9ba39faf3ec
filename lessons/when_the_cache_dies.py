"""When the cache dies: a cold cache, a small pool, and clients that ask again."""

from charts.multiples import MEASURES
from lessons.lesson import Control, Lesson, Number
from lessons.question import Amount, Choice, ranked
from lessons.trial import Measure, Trials, Value
from lessons.worlds import UNIFORM, bare
from metrics import Report
from simulator import Scenario

PATIENT, RETRYING, LIMITED = "patient clients", "retrying clients", "queue limit"
CRASH_S = 60.0
GOOD = 0.8
"""From this hit ratio on the cache counts as back."""


def struck(queue_limit: int | None = None, **client: object) -> Scenario:
    """A busy cache before a small pool; at a given instant it comes back empty."""
    return bare(
        faults=[{"name": "cache-crash", "at_s": CRASH_S}],
        rules={"ttl_s": 600.0},
        workload={
            "rate_rps": 140.0,
            "keys": 3000,
            "popularity": UNIFORM,
            "prefill": 1.0,
            "duration_s": 240.0,
            "warmup_s": 0.0,
        },
        client=client,
        database={"connections": 1, "read_s": 0.01, "queue_limit": queue_limit},
    )


def capacity_rps(scenario: Scenario) -> float:
    """What the database can do."""
    return (scenario.database.connections or 0) / scenario.database.read_s


def back_s(report: Report) -> Value:
    """How long after the crash the hit ratio is low for the last time, as the time line has it."""
    table = report.timeline
    low = table[(table["start_s"] >= CRASH_S) & (table["hit_ratio"] < GOOD)]
    return 0.0 if low.empty else float(low["end_s"].iloc[-1]) - CRASH_S


def failed(report: Report) -> Value:
    """The share of reads that got no answer: too late, or refused."""
    names = ("outcome_timeout", "outcome_shed", "outcome_error")
    return sum(float(report.figures[name] or 0) for name in names)


def overload(scenario: Scenario) -> float:
    """What an empty cache asks of the database, over what the database can do."""
    return scenario.workload.rate_rps / capacity_rps(scenario)


def safe_rps(scenario: Scenario) -> float:
    """What it can do where each read is asked R + 1 times. Exact."""
    return capacity_rps(scenario) / (1 + scenario.client.retries)


def grown(trials: Trials) -> float:
    """The longest queue with retries, over that without."""
    return trials[RETRYING]["db_queue_peak"] / trials[PATIENT]["db_queue_peak"]


LESSON = Lesson(
    place=11,
    title="When the cache dies",
    minutes=20,
    goal="See what a cold cache does to a database that was sized for a warm one.",
    belief="If the cache restarts, the database carries the load for a moment, and clients that "
    "ask again help it over.",
    prose="""
A shop lives well with a small database: it can answer {capacity}, and the warm cache leaves it next
to nothing of requests that come {patient clients.scenario.workload.rate_rps}. After
{patient clients.scenario.faults[0].at_s} the cache tier crashes and comes back **empty**.

The same requests meet **patient clients**, who wait as long as it takes; **retrying clients**, who
wait {retrying clients.scenario.client.timeout_s} and then ask again, up to
{retrying clients.scenario.client.retries} times; and the same clients before a database that
refuses
whoever would be more than number {queue limit.scenario.database.queue_limit} in its **queue**.
""",
    worlds={
        PATIENT: struck(),
        RETRYING: struck(timeout_s=1.0, retries=2),
        LIMITED: struck(80, timeout_s=1.0, retries=2),
    },
    measures=(
        Measure("db_queue_peak"),
        Measure("back_s", "Time to be back", "s", of=back_s),
        Measure("failed", "Reads without an answer", "1", of=failed),
        Measure("latency_read_s_p99"),
    ),
    predict=Choice(
        "Clients that give up and ask again, beside patient ones: the longest queue at the "
        "database "
        "becomes ...",
        {
            "shorter: who has given up does not wait": lambda t: grown(t) < 0.8,
            "about as long": lambda t: 0.8 <= grown(t) <= 1.25,
            "longer, but not twice as long": lambda t: 1.25 < grown(t) <= 2,
            "more than twice as long": lambda t: grown(t) > 2,
        },
        "{retrying clients.db_queue_peak} statements instead of {patient clients.db_queue_peak}. "
        "The "
        "database goes on with work that nobody waits for any more, and gets the same question "
        "again.",
    ),
    observe=(
        "An empty cache asks {overload} times what the database can do. Patient clients are back "
        "after {patient clients.back_s}.",
        "Retrying clients are back after {retrying clients.back_s}, and "
        "{retrying clients.failed} of all reads got no answer.",
        "With a limit to the queue it grows to {queue limit.db_queue_peak}, "
        "{queue limit.failed} of the reads go without an answer, and the cache is back after "
        "{queue limit.back_s}.",
    ),
    formula=r"""\frac{C_p}{1+R} \;<\; C_p \;<\; \frac{C_p}{1-h} \qquad
\text{safe when cold, with } R \text{ retries} \;<\; \text{cold} \;<\; \text{warm}""",
    explanation="""
A database of capacity *C* carries *C* / (1 - *h*) reads a second behind a warm cache, *C* behind an
empty one, and *C* / (1 + *R*) once answers come too late and every read is asked *R* + 1 times:
here
{safe}. Between the first and the last figure a system works until the first bad day. Here the late
loads at least fill the cache, so that all three come back; where they do not, the bad state keeps
itself alive.
""",
    exercises=(
        Amount(
            "Which rate of reads could this database carry with an empty cache and clients that "
            "retry "
            "{retrying clients.scenario.client.retries} times, if all answers are late?",
            "a second",
            lambda t: safe_rps(t[RETRYING].scenario),
            "Its capacity over R + 1.",
        ),
        Choice(
            "Which of the three leaves the fewest reads without an answer, among those who do not "
            "wait for ever?",
            ranked(min, "failed", (RETRYING, LIMITED)),
            "{queue limit.failed} with the limit, {retrying clients.failed} without: what is "
            "refused "
            "at once can be tried again, and what is accepted is still in time.",
        ),
    ),
    reading=(
        "Bronson et al., *Metastable failures in distributed systems*, HotOS 2021",
        "Nishtala et al., *Scaling Memcache at Facebook*, NSDI 2013 (cold cluster warm-up)",
    ),
    control=Control("workload.rate_rps", (60.0, 100.0, 140.0, 180.0)),
    lines=MEASURES[:3],
    numbers={
        "capacity": Number(lambda t: capacity_rps(t[PATIENT].scenario), "1/s"),
        "overload": Number(lambda t: overload(t[PATIENT].scenario)),
        "safe": Number(lambda t: safe_rps(t[RETRYING].scenario), "1/s"),
    },
    opens=RETRYING,
)
