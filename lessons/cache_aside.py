"""Cache-aside, step by step: one key, its misses, its waiters and its hits."""

from charts.multiples import MEASURES
from lessons.lesson import Control, Lesson, Number
from lessons.question import Amount, Choice
from lessons.trial import Measure, Trials, Value
from lessons.worlds import SINGLE_FLIGHT, bare, reads_rps, rule
from simulator import Scenario
from theory import ttl
from theory.ttl import Shares


def shares(scenario: Scenario, faster: float = 1) -> Shares:
    """How the reads of the one key divide, with loads so many times faster. Exact."""
    load_s = scenario.database.read_s / faster
    return ttl.coalesced(reads_rps(scenario), rule(scenario, "ttl_s"), load_s)


def mean_s(scenario: Scenario) -> Value:
    """The mean time of a read, with constant load times. Exact."""
    load_s = scenario.database.read_s
    moments = (load_s, load_s**2)
    return ttl.coalesced_latency_s(reads_rps(scenario), rule(scenario, "ttl_s"), *moments)


def only(trials: Trials) -> Scenario:
    """The lesson's one world."""
    return trials[KEY].scenario


FASTER = 10
KEY = "one key"
LESSON = Lesson(
    place=2,
    title="Cache-aside, step by step",
    minutes=15,
    goal="Follow one key through miss, load, set, hits and expiry, and count each kind of read.",
    belief="The hit ratio is λT / (1 + λT): a load takes no time.",
    prose="""
The application asks the cache. If the entry is there, that is a **hit**. If not, it asks the
database, **sets** the entry with a TTL, and answers: a **miss**. Who comes while that load is under
way waits for it, a **delayed** read, if the application lets only one of them load.

One key is read {one key.scenario.workload.rate_rps} on average, at random instants. Its entry lives
for {one key.scenario.strategy.ttl_s} from the moment it is set. A load takes
{one key.scenario.database.read_s}. Nothing else takes time.
""",
    worlds={
        KEY: bare(
            protections=[SINGLE_FLIGHT],
            rules={"ttl_s": 3.0},
            workload={"rate_rps": 2.0, "duration_s": 20_000.0, "warmup_s": 10.0},
            database={"read_s": 0.5},
        )
    },
    measures=(
        Measure("outcome_fresh_hit", "Hits", law=lambda world: shares(world).hit),
        Measure("outcome_coalesced_wait", "Delayed reads", law=lambda world: shares(world).delayed),
        Measure("outcome_miss_load", "Misses", law=lambda world: shares(world).miss),
        Measure("db_read_rps", law=lambda world: shares(world).loads_rps),
        Measure("latency_read_s_mean", law=mean_s),
    ),
    predict=Amount(
        "Of a hundred reads of this key, how many start a load?",
        "of 100",
        lambda t: t[KEY]["outcome_miss_load"] * 100,
        "{one key.outcome_miss_load} of the reads are misses. A life of the entry has one miss, "
        "λD = {per load} reads that wait for it, and λT = {per life} hits.",
        within=0.25,
    ),
    observe=(
        "Hits {one key.outcome_fresh_hit}, delayed reads {one key.outcome_coalesced_wait}, misses "
        "{one key.outcome_miss_load}: together all reads.",
        "The usual formula, which forgets the time of the load, says {usual} hits.",
        "Loads come every {between} on average, not every {one key.scenario.strategy.ttl_s}: after "
        "the expiry the key waits for its next read, and the TTL counts from the set, not from the "
        "miss.",
    ),
    formula=r"""h = \frac{\lambda T}{1+\lambda (T+D)} \qquad
\text{delayed} = \frac{\lambda D}{1+\lambda (T+D)} \qquad
\text{miss} = \frac{1}{1+\lambda (T+D)}""",
    explanation="""
Count the reads of one life: one miss, the reads of the load time *D*, the reads of the TTL *T*.
With λ reads a second that is 1 + λ(T + D) reads, of which λT are hits. Theory says
{one key.law.outcome_fresh_hit}, the run says {one key.outcome_fresh_hit}. Without load time the
formula becomes λT / (1 + λT), which most texts print for all cases.
""",
    exercises=(
        Amount(
            "How many reads does one life of the entry have, from one miss to the next?",
            "reads",
            lambda t: 1 / t[KEY]["outcome_miss_load"],
            "One over the share of misses: 1 + λ(T + D).",
        ),
        Choice(
            "The load gets ten times faster. What happens to the share of misses?",
            {
                "It rises a little": lambda t: (
                    shares(only(t), FASTER).miss > t[KEY]["outcome_miss_load"]
                ),
                "It stays the same": lambda t: (
                    shares(only(t), FASTER).miss == t[KEY]["outcome_miss_load"]
                ),
                "It falls": lambda t: shares(only(t), FASTER).miss < t[KEY]["outcome_miss_load"],
            },
            "Lives get shorter, so they come more often; what falls is the share of those who "
            "wait, from {one key.outcome_coalesced_wait} to {fast delayed}.",
        ),
    ),
    reading=(
        "Bahat, Makowski, *Measuring consistency in TTL-based caches*, Performance Evaluation 62, "
        "2005",
        "Atre et al., *Caching with delayed hits*, SIGCOMM 2020",
    ),
    control=Control("strategy.ttl_s", (0.5, 1.0, 3.0, 10.0, 30.0)),
    lines=MEASURES[:1],
    numbers={
        "per load": Number(lambda t: reads_rps(only(t)) * only(t).database.read_s),
        "per life": Number(lambda t: reads_rps(only(t)) * rule(only(t), "ttl_s")),
        "usual": Number(lambda t: ttl.hit_ratio(reads_rps(only(t)), rule(only(t), "ttl_s")), "1"),
        "between": Number(lambda t: 1 / t[KEY]["db_read_rps"], "s"),
        "fast delayed": Number(lambda t: shares(only(t), FASTER).delayed, "1"),
    },
)
