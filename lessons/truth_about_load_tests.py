"""The truth about load tests: users who wait, and reads that are no coins."""

from lessons.lesson import Control, Lesson, Number
from lessons.question import Amount, Choice
from lessons.stampede import loads_per_expiry
from lessons.trial import Measure, Trials, Value
from lessons.worlds import bare, reads_rps, rule
from metrics import Report
from metrics.timeline import WINDOWS
from simulator import Scenario
from simulator.workload.closed import Closed
from theory import errors
from theory import stampede as forms

OPEN, CLOSED, CALM = "open", "closed", "calm"
USERS, THINK_S = 60, 1.0


def hot(**arrivals: object) -> Scenario:
    """One hot key whose loads take long, before the one kind of load or the other."""
    return bare(
        rules={"ttl_s": 10.0},
        workload={
            "rate_rps": USERS / THINK_S,
            "duration_s": 610.0,
            "arrivals": arrivals or {"law": "poisson"},
        },
        database={"read_s": 0.5},
    )


def calm() -> Scenario:
    """One key, loads that take no time, and a run of many hours."""
    return bare(
        rules={"ttl_s": 4.0},
        workload={"rate_rps": 1.0, "duration_s": 200_000.0, "warmup_s": 1000.0},
    )


def loads_law(scenario: Scenario) -> Value:
    """Loads of one expiry of the key. Exact for constant loads."""
    arrivals, load_s = scenario.workload.arrivals, scenario.database.read_s
    if not load_s:
        return None
    if isinstance(arrivals, Closed):
        return forms.loads_closed(arrivals.users, arrivals.think_s, load_s)
    return forms.loads_constant(reads_rps(scenario), load_s)


def scatter(report: Report) -> Value:
    """How far the hit ratio strays from window to window of the run, as a standard deviation."""
    if report.scenario.database.read_s:
        return None
    return float(report.timeline["hit_ratio"].iloc[1:].std(ddof=1))


def window_reads(scenario: Scenario) -> int:
    """Reads in one window of the time line, on average."""
    return round(reads_rps(scenario) * scenario.workload.duration_s / WINDOWS)


def scatter_law(scenario: Scenario) -> Value:
    """The same by theory. Exact in the limit of many reads a window."""
    if scenario.database.read_s:
        return None
    return errors.hit_ratio(reads_rps(scenario), rule(scenario, "ttl_s"), window_reads(scenario))


def coin(trials: Trials) -> float:
    """What the scatter would be if each read were a coin of its own."""
    share = trials[CALM]["hit_ratio"]
    return errors.coin(share, window_reads(trials[CALM].scenario))


def hidden(trials: Trials) -> float:
    """The share of an expiry's loads that the closed test does not show."""
    return 1 - trials[CLOSED]["loads_per_expiry"] / trials[OPEN]["loads_per_expiry"]


LESSON = Lesson(
    place=14,
    title="The truth about load tests",
    minutes=20,
    goal="Know what a test with waiting users cannot show, and how far to trust a hit ratio.",
    belief="A test with enough users shows the stampede that production will have, and a hit ratio "
    "is as certain as a coin thrown once a read.",
    prose="""
Load tests often have a fixed number of **users at once**: each sends a request, waits for its
answer, thinks, and sends the next (a *closed* load). Production is rarely so: strangers arrive
whatever becomes of those before them (an *open* load).

Here both ask for one hot key {open.scenario.workload.rate_rps} as long as the cache answers at
once: **open** as a Poisson process, **closed** from {closed.scenario.workload.arrivals.users} users
who think for {closed.scenario.workload.arrivals.think_s} on average. The key lives for
{open.scenario.strategy.ttl_s}, and a load takes {open.scenario.database.read_s}.

In the third world, **calm**, loads take no time, and the run is long: its hit ratio is looked at
window by window, {reads} reads each.
""",
    worlds={
        OPEN: hot(),
        CLOSED: hot(law="closed", users=USERS, think_s=THINK_S),
        CALM: calm(),
    },
    measures=(
        Measure("loads_per_expiry", "Loads per expiry", "loads", loads_per_expiry, loads_law),
        Measure("hit_ratio"),
        Measure("scatter", "Scatter of the hit ratio", "1", scatter, scatter_law),
        Measure("stampede_peak"),
    ),
    predict=Choice(
        "The key expires. How many loads does the closed test show, compared with the open load?",
        {
            "About as many: the rate is the same": lambda t: abs(hidden(t)) < 0.05,
            "Clearly fewer": lambda t: hidden(t) >= 0.05,
            "Clearly more": lambda t: hidden(t) <= -0.05,
        },
        "It shows {closed.loads_per_expiry} where the open load makes {open.loads_per_expiry}: a "
        "user who waits for a load cannot ask again, so the test goes easy on a slow database.",
    ),
    observe=(
        "The closed test hides {hidden} of the loads of an expiry, though not one request a second "
        "is missing while the cache answers.",
        "The highest number of loads at once was {open.stampede_peak} before the open load and "
        "{closed.stampede_peak} in the test: never more than there are users.",
        "In the calm world the hit ratio is {calm.hit_ratio}. From window to window it strays by "
        "{calm.scatter}; coins would stray by {coin}.",
    ),
    formula=r"""\text{open: } 1+\lambda D \qquad
\text{closed: } 1+(N-1)\bigl(1-e^{-D/Z}\bigr) \qquad
\sigma_{\text{hit ratio}} = \sqrt{\frac{p(1-p)}{n}}\,\frac{1}{\sqrt{1+\lambda T}}""",
    explanation="""
While a load of length *D* is under way, an open load of rate λ brings λ*D* more reads, and each of
them loads. Of *N* users one has set off the load, and each of the others comes with the probability
1 - exp(-*D*/*Z*), where *Z* is the time to think, and then waits. Theory says
{open.law.loads_per_expiry} and {closed.law.loads_per_expiry}. The longer the load, the more the
test hides: it can never show more loads than users.

A hit ratio *p* over *n* reads is *not* as uncertain as *n* coins. A miss is followed by a whole TTL
of hits, so misses keep their distance, and the ratio strays less, by the root of 1 + λ*T*. Theory
says {calm.law.scatter}. So take the error from runs with other seeds or from batches, not from a
formula for coins; where keys are many and lives are long it may also be larger.
""",
    exercises=(
        Amount(
            "Twice as many users think twice as long: the same rate. How many loads does the "
            "closed test show at an expiry?",
            "loads",
            lambda t: forms.loads_closed(
                2 * USERS, 2 * THINK_S, t[CLOSED].scenario.database.read_s
            ),
            "The more users, the closer the test comes to the open load.",
            within=0.05,
        ),
        Choice(
            "How far does the hit ratio of the calm world stray from window to window?",
            {
                "As far as coins": lambda t: 0.8 <= t[CALM]["scatter"] / coin(t) <= 1.25,
                "Less far": lambda t: t[CALM]["scatter"] / coin(t) < 0.8,
                "Farther": lambda t: t[CALM]["scatter"] / coin(t) > 1.25,
            },
            "It strays by {calm.scatter} where coins stray by {coin}.",
        ),
        Amount(
            "By what factor does a window have to grow until its hit ratio strays half as far?",
            "times",
            lambda _: 4.0,
            "The error falls with the root of the number of reads.",
        ),
    ),
    reading=(
        "Schroeder, Wierman, Harchol-Balter, *Open versus closed: a cautionary tale*, NSDI 2006",
        "The model and the glossary of this lab: closed clients, standard error",
    ),
    control=Control("database.read_s", (0.05, 0.1, 0.25, 0.5, 1.0, 2.0), (OPEN, CLOSED)),
    lines=(),
    numbers={
        "reads": Number(lambda t: window_reads(t[CALM].scenario)),
        "hidden": Number(hidden, "1"),
        "coin": Number(coin, "1"),
    },
)
