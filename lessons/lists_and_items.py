"""Lists and items: an entry made of many rows, and who remembers it."""

from charts.multiples import MEASURES
from lessons.lesson import Control, Lesson, Number
from lessons.question import Amount, Choice
from lessons.trial import Measure, Trials, Value
from lessons.worlds import UNIFORM, bare, reads_rps, rule, writes_rps
from simulator import Scenario
from theory import staleness, ttl

REMEMBER, FORGET = "lists remembered", "lists forgotten"


def catalogue(*, remembered: bool) -> Scenario:
    """Items in categories, and readers who ask for items and for lists."""
    return bare(
        rules={"ttl_s": 60.0},
        workload={
            "rate_rps": 100.0,
            "read_share": 0.95,
            "keys": 400,
            "popularity": UNIFORM,
            "list_share": 0.4,
            "categories": 20,
            "invalidate_lists": remembered,
            "duration_s": 660.0,
            "warmup_s": 180.0,
        },
    )


def of_items(scenario: Scenario) -> tuple[float, float]:
    """Reads and writes a second of each item."""
    workload = scenario.workload
    reads = reads_rps(scenario) * (1 - workload.list_share)
    return reads / workload.keys, writes_rps(scenario) / workload.keys


def of_lists(scenario: Scenario) -> tuple[float, float]:
    """Reads a second of each list, and writes of the items on it."""
    workload = scenario.workload
    reads = reads_rps(scenario) * workload.list_share
    return reads / workload.categories, writes_rps(scenario) / workload.categories


def hit_ratio(scenario: Scenario) -> Value:
    """Items and lists weighted with their reads. Exact."""
    ttl_s, share = rule(scenario, "ttl_s"), scenario.workload.list_share
    items = staleness.delete_on_write(*of_items(scenario), ttl_s).hit
    return share * list_hits(scenario) + (1 - share) * items


def list_hits(scenario: Scenario) -> float:
    """Hit ratio of the lists. Exact."""
    ttl_s, (reads, writes) = rule(scenario, "ttl_s"), of_lists(scenario)
    if scenario.workload.invalidate_lists:
        return staleness.delete_on_write(reads, writes, ttl_s).hit
    return ttl.hit_ratio(reads, ttl_s)


def stale_share(scenario: Scenario) -> Value:
    """Only a forgotten list can be stale: until its TTL ends. Exact."""
    workload = scenario.workload
    if workload.invalidate_lists:
        return 0.0
    ttl_s = rule(scenario, "ttl_s")
    return workload.list_share * staleness.ttl_only_share_of_reads(*of_lists(scenario), ttl_s)


def lost(trials: Trials) -> float:
    """What remembering costs of the hit ratio."""
    return trials[FORGET]["hit_ratio"] - trials[REMEMBER]["hit_ratio"]


def shorter(trials: Trials) -> float:
    """Stale reads at a tenth of the TTL, over the present ones, by theory."""
    scenario = trials[FORGET].scenario
    lists, ttl_s = of_lists(scenario), rule(scenario, "ttl_s")
    form = staleness.ttl_only_share_of_reads
    return form(*lists, ttl_s / 10) / form(*lists, ttl_s)


LESSON = Lesson(
    place=9,
    title="Lists and items",
    minutes=15,
    goal="Find out what a write to one item does to the lists that show it.",
    belief="A writer deletes the key of what he wrote, and all is well.",
    prose="""
A catalogue has {lists forgotten.scenario.workload.keys} in
{lists forgotten.scenario.workload.categories} categories.
{lists forgotten.scenario.workload.list_share}
of the reads ask for the list of a category: an entry of its own, made of many rows. When an item is
written, its own key is deleted. And the list it stands on?

The same requests meet writers who **remember** the list and writers who **forget** it.
""",
    worlds={REMEMBER: catalogue(remembered=True), FORGET: catalogue(remembered=False)},
    measures=(
        Measure("hit_ratio", law=hit_ratio),
        Measure("stale_read_ratio", law=stale_share),
        Measure("staleness_age_s_mean"),
        Measure("db_read_rps"),
    ),
    predict=Choice(
        "Writers begin to delete the list as well. What does that do to the hit ratio?",
        {
            "Nothing: a list is only one more entry": lambda t: abs(lost(t)) < 0.01,
            "It falls by more than a point": lambda t: lost(t) >= 0.01,
            "It rises by more than a point": lambda t: lost(t) <= -0.01,
        },
        "From {lists forgotten.hit_ratio} to {lists remembered.hit_ratio}: a list is deleted by "
        "*every* write of any of its items. In return {lists forgotten.stale_read_ratio} stale "
        "reads "
        "become {lists remembered.stale_read_ratio}.",
    ),
    observe=(
        "Forgotten lists: {lists forgotten.stale_read_ratio} of all reads are stale, by "
        "{lists forgotten.staleness_age_s_mean} on average.",
        "Remembered lists: none is. The price is {lists remembered.db_read_rps} instead of "
        "{lists forgotten.db_read_rps} at the database.",
        "An item is written {item writes} on average, the items of a list together {list writes}.",
    ),
    formula=r"""h_\text{list} = \frac{\lambda_c L}{1+\lambda_c L},\quad
L = \frac{1-e^{-\mu_c T}}{\mu_c},\quad \mu_c = \sum_{i \in c} \mu_i""",
    explanation="""
A list is as short-lived as all of its items together. So derived entries want a decision: delete
them
on each write, give them a short TTL of their own, or say aloud that they may be old. Theory for
forgotten lists: {lists forgotten.law.stale_read_ratio} stale reads.
""",
    exercises=(
        Amount(
            "How many times more often is a list made stale by a write than a single item?",
            "times",
            lambda t: of_lists(t[FORGET].scenario)[1] / of_items(t[FORGET].scenario)[1],
            "As many times as it has items.",
        ),
        Choice(
            "Lists stay forgotten, the TTL is cut to a tenth. The share of stale reads ...",
            {
                "falls to less than a half": lambda t: shorter(t) < 0.5,
                "hardly changes": lambda t: 0.5 <= shorter(t) <= 1.5,
                "rises": lambda t: shorter(t) > 1.5,
            },
            "Here the TTL is the only thing that ends a stale list, so it does help.",
        ),
    ),
    reading=("Cho, Garcia-Molina, *Synchronizing a database to improve freshness*, SIGMOD 2000",),
    control=Control("strategy.ttl_s", (5.0, 20.0, 60.0, 300.0)),
    lines=(MEASURES[0], MEASURES[3]),
    numbers={
        "item writes": Number(lambda t: of_items(t[FORGET].scenario)[1], "1/s"),
        "list writes": Number(lambda t: of_lists(t[FORGET].scenario)[1], "1/s"),
    },
    opens=FORGET,
)
