"""The truth about XFetch and jitter."""

from math import e, exp

from charts.multiples import MEASURES
from lessons.lesson import Control, Lesson, Number
from lessons.question import Amount, Choice
from lessons.stampede import loads_per_expiry
from lessons.trial import Measure, Value
from lessons.worlds import bare, protected, reads_rps, rule
from simulator import Scenario
from theory import stampede as forms
from theory import ttl

NONE, JITTER, XFETCH = "none", "ttl-jitter", "xfetch"
KEYS, EACH_RPS, SPREAD_S = 2000, 5.0, 10.0
"""Many keys that were set together: how many, how often each is read, how wide their jitter."""


def hot(*protections: dict[str, object]) -> Scenario:
    """One hot key with loads that always take as long."""
    return bare(
        protections=protections,
        rules={"ttl_s": 20.0},
        workload={"rate_rps": 40.0, "duration_s": 1010.0, "warmup_s": 10.0},
        database={"read_s": 0.5},
    )


def loads_law(scenario: Scenario) -> Value:
    """Loads of one expiry, or one refresh, of the key. Exact for constant loads."""
    rates = (reads_rps(scenario), scenario.database.read_s)
    if protected(scenario) == (XFETCH,):
        beta = scenario.protections[0].model_dump()["beta"]
        return forms.loads_xfetch(*rates, rule(scenario, "ttl_s"), beta)
    return forms.loads_constant(*rates)


LESSON = Lesson(
    place=12,
    title="The truth about XFetch and jitter",
    minutes=20,
    goal="Know which of the two helps a single hot key, and how much.",
    belief="XFetch makes exactly one load, and jitter ends stampedes.",
    prose="""
Here are two cures that need no coordination. **TTL jitter** draws each entry's TTL at random.
**XFetch** lets a read volunteer to renew the entry *before* it expires, and the later the more
likely: with the time *r* left, the probability is exp(-*r* / (βΔ)), where Δ is the time of a load.

Tutorials promise that XFetch makes *exactly one* load. The key is read
{none.scenario.workload.rate_rps}, a load takes {none.scenario.database.read_s}, the TTL is
{none.scenario.strategy.ttl_s}, and β is {xfetch.scenario.protections[0].beta}.
""",
    worlds={
        NONE: hot(),
        JITTER: hot({"name": JITTER, "spread": 0.5}),
        XFETCH: hot({"name": XFETCH, "beta": 1.0}),
    },
    measures=(
        Measure("loads_per_expiry", "Loads per expiry", "loads", loads_per_expiry, loads_law),
        Measure("hit_ratio"),
        Measure("latency_read_s_p99"),
        Measure("stampede_peak"),
    ),
    predict=Choice(
        "How many loads does XFetch make for one renewal, on average?",
        {
            "Exactly one": lambda t: t[XFETCH]["loads_per_expiry"] < 1.05,
            "Between one and two": lambda t: 1.05 <= t[XFETCH]["loads_per_expiry"] < 2,
            "Between two and four": lambda t: 2 <= t[XFETCH]["loads_per_expiry"] < 4,
            "Four or more": lambda t: t[XFETCH]["loads_per_expiry"] >= 4,
        },
        "It made {xfetch.loads_per_expiry} in this run; theory says {xfetch.law.loads_per_expiry}, "
        "and e for very hot keys. While the first volunteer loads, others volunteer too.",
    ),
    observe=(
        "An expiry makes {none.loads_per_expiry} loads unprotected, and "
        "{ttl-jitter.loads_per_expiry} with jitter: for *one* hot key jitter does nothing, since "
        "one expiry is still one instant.",
        "XFetch makes {xfetch.loads_per_expiry}: far fewer, but not one.",
        "Of a hundred reads all but the slowest take up to {none.latency_read_s_p99} unprotected, "
        "and up to {xfetch.latency_read_s_p99} with XFetch: only the volunteers wait.",
    ),
    formula=r"""\text{loads per refresh} \to e^{1/\beta} \qquad
\text{many keys set together, jitter } J:\; \text{peak} = \frac{n}{J}\bigl(1-e^{-rJ}\bigr)""",
    explanation="""
The chance that a read volunteers grows by the factor exp(1/β) while one load is under way. So with
β at one a renewal takes e = {euler} loads on average, however hot the key: for a hotter key the
renewal only comes earlier. Single flight or a lock can join the volunteers.

Jitter has its place where *many* keys were set at one instant, as after a deployment. Let *n* keys
be {keys}, each read at the rate *r*, {each}: at their expiry they make {wave} loads a second. With
a jitter *J* of {spread} there are {spread wave}.
""",
    exercises=(
        Amount(
            "β is raised to two. How many loads does a renewal take then?",
            "loads",
            lambda t: forms.loads_xfetch(
                reads_rps(t[XFETCH].scenario),
                t[XFETCH].scenario.database.read_s,
                rule(t[XFETCH].scenario, "ttl_s"),
                2.0,
            ),
            "exp(1/β) for hot keys. Move the control and see.",
        ),
        Choice(
            "Which of the three has the highest stampede peak?",
            {
                "none, with jitter close to it": lambda t: (
                    t[XFETCH]["stampede_peak"] < 0.7 * t[JITTER]["stampede_peak"]
                ),
                "XFetch, close to the others or above": lambda t: (
                    t[XFETCH]["stampede_peak"] >= 0.7 * t[JITTER]["stampede_peak"]
                ),
            },
            "There are {none.stampede_peak} loads at once unprotected, {ttl-jitter.stampede_peak} "
            "with jitter, and {xfetch.stampede_peak} with XFetch.",
        ),
        Amount(
            "A read comes when exactly one load time is left, and β is one. In how many cases of a "
            "hundred does it volunteer?",
            "of 100",
            lambda _: 100 * exp(-1),
            "exp(-r / (βΔ)) with r = Δ and β = one. Tutorials that say {complement} give the share "
            "of those who do *not* volunteer.",
            within=0.05,
        ),
    ),
    reading=(
        "Vattani, Chierichetti, Lowenstein, *Optimal probabilistic cache stampede prevention*, "
        "PVLDB "
        "8(8), 2015",
    ),
    control=Control("protections.0.beta", (0.5, 1.0, 2.0, 4.0), (XFETCH,)),
    lines=(MEASURES[1],),
    numbers={
        "euler": Number(lambda _: e),
        "complement": Number(lambda _: 1 - exp(-1), "1"),
        "keys": Number(lambda _: KEYS),
        "each": Number(lambda _: EACH_RPS, "1/s"),
        "spread": Number(lambda _: SPREAD_S, "s"),
        "wave": Number(lambda _: ttl.first_wave_peak_rps(KEYS, EACH_RPS, 0.0)),
        "spread wave": Number(lambda _: ttl.first_wave_peak_rps(KEYS, EACH_RPS, SPREAD_S)),
    },
    opens=XFETCH,
)
