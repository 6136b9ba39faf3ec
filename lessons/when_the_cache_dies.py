"""When the cache dies: a cold cache, a small pool, and clients that ask again."""

from typing import Any

from charts.multiples import MEASURES
from lessons.lesson import Control, Lesson, Number
from lessons.question import Amount, Choice, ranked
from lessons.trial import Measure, Trials, Value
from lessons.worlds import UNIFORM, bare, reads_rps
from metrics import Report
from simulator import Scenario
from theory import retries as forms

PATIENT, RETRYING, LIMITED = "patient clients", "retrying clients", "queue limit"
CRASH_S = 60.0
GIVES_UP: dict[str, Any] = {"timeout_s": 1.0, "retries": 2, "late_results": "dropped"}
"""Clients that wait a while, ask again, and throw away what comes too late."""
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
            "duration_s": 180.0,
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


def is_back(report: Report) -> Value:
    """One if the last window of the run has a good hit ratio, else nought."""
    return float(report.timeline["hit_ratio"].iloc[-1] >= GOOD)


def is_back_law(scenario: Scenario) -> Value:
    """What becomes of an overload that the empty cache itself brings. Exact in the long run."""
    client, reads = scenario.client, reads_rps(scenario)
    if client.timeout_s is None or reads <= capacity_rps(scenario):
        return None
    known = (reads, client.retries, capacity_rps(scenario), client.timeout_s)
    limit, kept = scenario.database.queue_limit, client.late_results == "kept"
    return float(not forms.stays_down(*known, limit, late_results_kept=kept))


def overload(scenario: Scenario) -> float:
    """What an empty cache asks of the database, over what the database can do."""
    return scenario.workload.rate_rps / capacity_rps(scenario)


def safe_rps(trials: Trials) -> float:
    """What the database can do where each read is asked R + 1 times. Exact."""
    scenario = trials[RETRYING].scenario
    return forms.safe_rps(capacity_rps(scenario), scenario.client.retries)


def is_back_at_end(trials: Trials) -> bool:
    """Do retrying clients get their cache back within the run?"""
    return trials[RETRYING]["is_back"] == 1


def takes_longer(trials: Trials) -> bool:
    """Do they need at least twice the time of patient ones?"""
    return trials[RETRYING]["back_s"] >= 2 * trials[PATIENT]["back_s"]


LESSON = Lesson(
    place=11,
    title="When the cache dies",
    minutes=20,
    goal="See what a cold cache does to a database that was sized for a warm one.",
    belief="When the cache restarts, the database carries the load for a moment, and clients that "
    "ask again help it through.",
    prose="""
A shop lives well with a small database. It can answer a read {capacity}. Requests come
{patient clients.scenario.workload.rate_rps}, but the warm cache keeps nearly all of them away from
it. After {patient clients.scenario.faults[0].at_s} the cache tier crashes and comes back **empty**.

The same requests meet **patient clients**, who wait as long as it takes; **retrying clients**, who
wait {retrying clients.scenario.client.timeout_s}, ask again up to
{retrying clients.scenario.client.retries} times, and throw away an answer that comes too late; and
the same retrying clients before a database with a **queue limit**, which refuses a read when
{queue limit.scenario.database.queue_limit} are waiting already.
""",
    worlds={
        PATIENT: struck(),
        RETRYING: struck(**GIVES_UP),
        LIMITED: struck(80, **GIVES_UP),
    },
    measures=(
        Measure("is_back", "Back at the end (one is yes)", of=is_back, law=is_back_law),
        Measure("back_s", "Time until the last low hit ratio", "s", of=back_s),
        Measure("failed", "Reads without an answer", "1", of=failed),
        Measure("db_queue_peak"),
    ),
    predict=Choice(
        "Patient clients have their warm cache back after a while. And clients that give up and "
        "ask again?",
        {
            "As soon, or sooner": lambda t: is_back_at_end(t) and not takes_longer(t),
            "Later, at least twice as late": lambda t: is_back_at_end(t) and takes_longer(t),
            "Not at all, as long as we watch": lambda t: not is_back_at_end(t),
        },
        "At the end, {watched} after the crash, the cache is still cold, and {retrying "
        "clients.failed} of all reads have had no answer. Answers come too late, so they are not "
        "put into the cache, so the next reads go to the database too, and are asked again.",
    ),
    observe=(
        "An empty cache asks {overload} times what the database can do. Even so, patient clients "
        "have their cache back after {patient clients.back_s}.",
        "Retrying clients stay down: {retrying clients.db_queue_peak} statements wait in the "
        "longest queue, {patient clients.db_queue_peak} with patient clients. The crash itself was "
        "over in an instant; the bad state keeps itself alive.",
        "With a limit the queue grows to {queue limit.db_queue_peak}, {queue limit.failed} of the "
        "reads go without an answer, and the cache is back after {queue limit.back_s}.",
    ),
    formula=r"""\frac{C_p}{1+R} \;<\; C_p \;<\; \frac{C_p}{1-h} \qquad
\text{safe when cold, with } R \text{ retries} \;<\; \text{cold} \;<\; \text{warm}""",
    explanation="""
Here *Cₚ* is what the database can answer, *h* the hit ratio of the warm cache and *R* the number of
retries. Behind a warm cache the database carries *Cₚ* / (1 - *h*) reads a second. Behind an empty
one it carries *Cₚ*. And once answers come too late and every read is asked *R* + 1 times, it
carries *Cₚ* / (*R* + 1), here a read {safe}. Between the first and the last of these figures a
system works until the first bad day.

There are three ways out: a load below the last figure; a queue so short that whatever it takes is
answered in time, as with the limit here; or late results that fill the cache all the same.
""",
    exercises=(
        Amount(
            "How many reads could this database carry with an empty cache and clients that retry "
            "{retrying clients.scenario.client.retries} times, if all answers are late?",
            "a second",
            safe_rps,
            "Its capacity, divided by R + 1.",
        ),
        Choice(
            "Two of the three have clients that give up. Which of the two leaves fewer reads "
            "without an answer?",
            ranked(min, "failed", (RETRYING, LIMITED)),
            "{queue limit.failed} with the limit, {retrying clients.failed} without it: what is "
            "refused at once can be tried again, and what is accepted is answered in time.",
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
        "watched": Number(
            lambda t: t[RETRYING].scenario.workload.duration_s - CRASH_S,
            "s",
        ),
        "overload": Number(lambda t: overload(t[PATIENT].scenario)),
        "safe": Number(safe_rps, "1/s"),
    },
    opens=RETRYING,
)
