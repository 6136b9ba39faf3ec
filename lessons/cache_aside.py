"""Cache-aside, step by step: one key, its misses, its waiters and its hits."""

from charts.multiples import MEASURES
from lessons.lesson import Control, Diagram, Lesson, Number
from lessons.question import Amount, Choice
from lessons.trial import Measure, Trials, Value
from lessons.worlds import SINGLE_FLIGHT, bare, reads_rps, rule
from metrics import Report
from simulator import Scenario
from theory import ttl
from theory.ttl import Shares

INSTANT, EVEN, UNEVEN = "instant loads", "even loads", "uneven loads"
LOAD_S, FASTER = 0.5, 10


def loaded(load_s: float, service: str = "constant") -> Scenario:
    """One key, whose loads take so long on average."""
    return bare(
        protections=[SINGLE_FLIGHT],
        rules={"ttl_s": 3.0},
        workload={"rate_rps": 2.0, "duration_s": 20_000.0, "warmup_s": 10.0},
        database={"read_s": load_s, "service": service},
    )


def shares(scenario: Scenario, faster: float = 1) -> Shares:
    """How the reads of the one key divide, with loads so many times faster. Exact."""
    load_s = scenario.database.read_s / faster
    return ttl.coalesced(reads_rps(scenario), rule(scenario, "ttl_s"), load_s)


def moments(scenario: Scenario) -> tuple[float, float]:
    """The mean load time, and the mean of its square."""
    load_s, spread = scenario.database.read_s, scenario.database.service
    return load_s, load_s**2 * (2 if spread == "exponential" else 1)


def wait_s(report: Report) -> Value:
    """What a delayed read waits: what the mean read takes beyond the loads of the misses."""
    figures = report.figures
    delayed, missed = float(figures["outcome_coalesced_wait"] or 0), figures["outcome_miss_load"]
    if not delayed:
        return None
    loads_s: float = (missed or 0) * report.scenario.database.read_s
    return ((figures["latency_read_s_mean"] or 0.0) - loads_s) / delayed


def wait_law(scenario: Scenario) -> Value:
    """Half of an even load, all of an exponential one. Exact."""
    return ttl.delayed_wait_s(*moments(scenario)) if scenario.database.read_s else None


def mean_s(scenario: Scenario) -> Value:
    """The mean time of a read. Exact."""
    return ttl.coalesced_latency_s(reads_rps(scenario), rule(scenario, "ttl_s"), *moments(scenario))


def even(trials: Trials) -> Scenario:
    """The world that the sentences speak of."""
    return trials[EVEN].scenario


def longer(trials: Trials) -> float:
    """How many times as long a delayed read waits where loads are uneven."""
    return trials[UNEVEN]["wait_s"] / trials[EVEN]["wait_s"]


LESSON = Lesson(
    place=2,
    title="Cache-aside, step by step",
    minutes=15,
    goal="Follow one key through miss, load, set, hits and expiry, and count each kind of read.",
    belief="The hit ratio is λT / (1 + λT), as if a load took no time; and whoever comes during a "
    "load waits for half of it.",
    prose="""
The application asks the cache. If the entry is there, that is a **hit**. If it is not, that is a
**miss**: the application asks the database, **sets** the entry with a TTL, and answers. Anyone who
asks while that load is under way waits for it, a **delayed** read, provided that the application
lets only one reader load.

One key is read {even loads.scenario.workload.rate_rps} on average, at random instants. Its entry
lives for {even loads.scenario.strategy.ttl_s} from the moment it is set. The very same reads meet
**instant loads**, which take no time; **even loads**, which always take
{even loads.scenario.database.read_s}; and **uneven loads**, which take as long on average, but
sometimes more and often less.
""",
    worlds={
        INSTANT: loaded(0.0),
        EVEN: loaded(LOAD_S),
        UNEVEN: loaded(LOAD_S, "exponential"),
    },
    measures=(
        Measure("outcome_fresh_hit", "Hits", law=lambda world: shares(world).hit),
        Measure("outcome_coalesced_wait", "Delayed reads", law=lambda world: shares(world).delayed),
        Measure("outcome_miss_load", "Misses", law=lambda world: shares(world).miss),
        Measure("wait_s", "Wait of a delayed read, mean", "s", wait_s, wait_law),
        Measure("latency_read_s_mean", law=mean_s),
    ),
    predict=Amount(
        "Of a hundred reads of this key, how many start a load, with even loads?",
        "of 100",
        lambda t: t[EVEN]["outcome_miss_load"] * 100,
        "{even loads.outcome_miss_load} of the reads are misses. A life of the entry has one miss, "
        "λD = {per load} reads that wait for its load on average, and λT = {per life} hits.",
        within=0.25,
    ),
    observe=(
        "With even loads {even loads.outcome_fresh_hit} of the reads are hits, "
        "{even loads.outcome_coalesced_wait} are delayed and {even loads.outcome_miss_load} are "
        "misses. Together these are all reads.",
        "The usual formula forgets the time of the load and says {usual} hits. That is right for "
        "instant loads only: {instant loads.outcome_fresh_hit}.",
        "A delayed read waits {even loads.wait_s} on average where loads are even, half a load. "
        "Where they are uneven it waits {uneven loads.wait_s}, about as long as a whole load: most "
        "reads that come during a load come during a long one.",
        "With even loads a load begins every {between} on average, and not every "
        "{even loads.scenario.strategy.ttl_s}: the TTL counts from the set, and after the expiry "
        "the key has to wait for its next read.",
    ),
    formula=r"""h = \frac{\lambda T}{1+\lambda (T+D)} \qquad
\text{delayed} = \frac{\lambda D}{1+\lambda (T+D)} \qquad
\text{miss} = \frac{1}{1+\lambda (T+D)} \qquad
\text{wait of a delayed read} = \frac{\mathbb{E}[D^2]}{2\,\mathbb{E}[D]}""",
    explanation="""
Here λ is the rate of the reads, *T* the TTL and *D* the mean time of a load. Count the reads of one
life of the entry: one miss, the λ*D* reads of the load time, the λ*T* reads of the TTL. That is 1 +
λ(*T* + *D*) reads, of which λ*T* are hits. With even loads theory says
{even loads.law.outcome_fresh_hit} hits, and the run says {even loads.outcome_fresh_hit}. Without
load time the formula becomes λ*T* / (1 + λ*T*), which most texts print for all cases.
""",
    exercises=(
        Amount(
            "With even loads: how many reads does one life of the entry have, from one miss to the "
            "next?",
            "reads",
            lambda t: 1 / t[EVEN]["outcome_miss_load"],
            "One over the share of misses: 1 + λ(T + D).",
        ),
        Choice(
            "The even loads get {faster} times faster. What happens to the share of misses?",
            {
                "It rises a little": lambda t: (
                    shares(even(t), FASTER).miss > t[EVEN]["outcome_miss_load"]
                ),
                "It stays the same": lambda t: (
                    shares(even(t), FASTER).miss == t[EVEN]["outcome_miss_load"]
                ),
                "It falls": lambda t: shares(even(t), FASTER).miss < t[EVEN]["outcome_miss_load"],
            },
            "Lives get shorter, so there are more of them. What falls is the share of those who "
            "wait, from {even loads.outcome_coalesced_wait} to {fast delayed}.",
        ),
        Choice(
            "Loads take as long as before on average, but become uneven. A delayed read waits ...",
            {
                "as long as before": lambda t: 0.8 <= longer(t) <= 1.25,
                "about twice as long": lambda t: longer(t) > 1.25,
                "about half as long": lambda t: longer(t) < 0.8,
            },
            "{uneven loads.wait_s} instead of {even loads.wait_s}: the wait grows with the mean of "
            "D squared, and long loads weigh more in it.",
        ),
    ),
    reading=(
        "Bahat, Makowski, *Measuring consistency in TTL-based caches*, Performance Evaluation 62, "
        "2005",
        "Atre et al., *Caching with delayed hits*, SIGCOMM 2020",
    ),
    control=Control("strategy.ttl_s", (0.5, 1.0, 3.0, 10.0, 30.0)),
    lines=MEASURES[:1],
    diagrams=(
        Diagram("strategy", "cache-aside", "fresh_hit"),
        Diagram("strategy", "cache-aside", "miss_load"),
        Diagram("protection", "single-flight", "coalesced_wait"),
        Diagram("strategy", "cache-aside", "acknowledged"),
    ),
    numbers={
        "per load": Number(lambda t: reads_rps(even(t)) * even(t).database.read_s),
        "per life": Number(lambda t: reads_rps(even(t)) * rule(even(t), "ttl_s")),
        "usual": Number(lambda t: ttl.hit_ratio(reads_rps(even(t)), rule(even(t), "ttl_s")), "1"),
        "between": Number(lambda t: 1 / shares(even(t)).loads_rps, "s"),
        "faster": Number(lambda _: FASTER),
        "fast delayed": Number(lambda t: shares(even(t), FASTER).delayed, "1"),
    },
    opens=EVEN,
)
