"""The truth about retries."""

from math import exp

from charts.multiples import MEASURES
from lessons.lesson import Control, Lesson, Number
from lessons.question import Amount, Choice
from lessons.trial import Measure, Trials, Value
from lessons.worlds import bare, reads_rps
from metrics import Report
from simulator import Scenario
from theory import retries as forms

NEVER, ONCE, THRICE = "no retry", "one retry", "three retries"


def patient(retries: int) -> Scenario:
    """Nothing is cached, and clients give up on a slow answer and ask again."""
    return bare(
        "no-cache",
        workload={"rate_rps": 40.0, "duration_s": 410.0, "warmup_s": 10.0},
        client={"timeout_s": 0.1, "retries": retries, "backoff_s": 0.0},
        database={"read_s": 0.1, "service": "exponential"},
    )


def failing(scenario: Scenario) -> float:
    """Share of the attempts that take longer than the timeout. Exact for exponential times."""
    timeout_s = scenario.client.timeout_s
    return exp(-timeout_s / scenario.database.read_s) if timeout_s else 0.0


def attempts(report: Report) -> Value:
    """Statements at the database for each read."""
    reads, rows = report.figures["reads"], report.figures["db_reads"]
    return rows / reads if reads and rows is not None else None


def attempts_law(scenario: Scenario) -> Value:
    """A geometric series, cut off. Exact."""
    return forms.attempts(failing(scenario), scenario.client.retries)


def failed_law(scenario: Scenario) -> Value:
    """Every attempt fails. Exact."""
    return failing(scenario) ** (scenario.client.retries + 1)


def failed(trials: Trials, name: str) -> float:
    """The share of the reads that fail in the end."""
    return trials[name]["outcome_timeout"]


LESSON = Lesson(
    place=13,
    title="The truth about retries",
    minutes=10,
    goal="Count what retries ask of a database that is slow already.",
    belief="A retry costs nothing, since it only happens when something has failed.",
    prose="""
Clients wait {no retry.scenario.client.timeout_s} for an answer. The database takes
{no retry.scenario.database.read_s} on average, sometimes less and sometimes more. An answer that
comes too late is thrown away, **but the database has done the work**. Nothing is cached and nothing
queues.

The same reads come {no retry.scenario.workload.rate_rps}: without a retry, with one, and with
three.
""",
    worlds={NEVER: patient(0), ONCE: patient(1), THRICE: patient(3)},
    measures=(
        Measure("attempts", "Attempts per read", "attempts", attempts, attempts_law),
        Measure("outcome_timeout", "Reads that fail in the end", law=failed_law),
        Measure(
            "db_read_rps",
            law=lambda world: (
                reads_rps(world) * forms.attempts(failing(world), world.client.retries)
            ),
        ),
    ),
    predict=Amount(
        "With three retries: how many statements reach the database for each read, on average?",
        "attempts",
        lambda t: t[THRICE]["attempts"],
        "Theory says {three retries.law.attempts}. In an overload, where every attempt fails, it "
        "becomes {all fail}.",
        within=0.15,
    ),
    observe=(
        "Fewer reads fail in the end: {no retry.outcome_timeout} without a retry, "
        "{one retry.outcome_timeout} with one, {three retries.outcome_timeout} with three.",
        "The database works more for the very same readers: it reads a row {no retry.db_read_rps}, "
        "{one retry.db_read_rps} and {three retries.db_read_rps}.",
        "An attempt fails with a probability of {failing}, whether it is the first or the last.",
    ),
    formula=r"""\text{attempts} = \frac{1-f^{R+1}}{1-f} \;\to\; R+1 \text{ as } f \to 1
\qquad \text{fails in the end} = f^{R+1}""",
    explanation="""
Here *f* is the probability that an attempt fails, and *R* the number of retries. Retries are a
loan. As long as failures are rare and *independent*, they cost little and help much. When the
database is slow *because* it is overloaded, *f* goes up, and with it the load, up to *R* + 1 times:
the cure becomes the disease. So limit retries by a budget, space them out, and never let two layers
retry the same thing.
""",
    exercises=(
        Amount(
            "Everything fails. How many attempts does a read make with three retries?",
            "attempts",
            lambda t: forms.attempts(1.0, t[THRICE].scenario.client.retries),
            "R + 1.",
        ),
        Choice(
            "From one retry to three: what changes by the larger factor?",
            {
                "The reads that fail in the end": lambda t: (
                    failed(t, ONCE) / failed(t, THRICE)
                    > t[THRICE]["attempts"] / t[ONCE]["attempts"]
                ),
                "The load on the database": lambda t: (
                    failed(t, ONCE) / failed(t, THRICE)
                    < t[THRICE]["attempts"] / t[ONCE]["attempts"]
                ),
            },
            "Reads that fail go from {one retry.outcome_timeout} down to "
            "{three retries.outcome_timeout}, the load goes from {one retry.db_read_rps} up to "
            "{three retries.db_read_rps}: a good bargain, as long as the database has room.",
        ),
    ),
    reading=(
        "Bronson et al., *Metastable failures in distributed systems*, HotOS 2021",
        "Huang et al., *Metastable failures in the wild*, OSDI 2022",
    ),
    control=Control("client.timeout_s", (0.02, 0.05, 0.1, 0.2, 0.5)),
    lines=(MEASURES[1],),
    numbers={
        "failing": Number(lambda t: failing(t[NEVER].scenario), "1"),
        "all fail": Number(lambda t: t[THRICE].scenario.client.retries + 1),
    },
    opens=THRICE,
)
