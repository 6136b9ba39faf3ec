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
    belief="A writer deletes the key of what it has written, and all is well.",
    prose="""
A catalogue has {items} items in {lists forgotten.scenario.workload.categories} categories. Of the
reads {list share} ask for the list of a category: an entry of its own, made of many rows. When an
item is written, its own key is deleted. And the list that shows it?

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
        "Writers begin to delete the list as well. What does that do to the overall hit ratio?",
        {
            "Nothing: a list is only one more entry": lambda t: abs(lost(t)) < 0.01,
            "It falls by more than a point": lambda t: lost(t) >= 0.01,
            "It rises by more than a point": lambda t: lost(t) <= -0.01,
        },
        "It goes from {lists forgotten.hit_ratio} to {lists remembered.hit_ratio}: a list is "
        "deleted by *every* write of any of its items. In return "
        "{lists forgotten.stale_read_ratio} stale reads become "
        "{lists remembered.stale_read_ratio}.",
    ),
    observe=(
        "Forgotten lists: {lists forgotten.stale_read_ratio} of all reads are out of date, by "
        "{lists forgotten.staleness_age_s_mean} on average.",
        "Remembered lists: {lists remembered.stale_read_ratio} are. The price: the database reads "
        "a row {lists remembered.db_read_rps} instead of {lists forgotten.db_read_rps}.",
        "One item is written {item writes} on average, all items of a list together {list writes}.",
    ),
    formula=r"""h_\text{list} = \frac{\lambda_k L}{1+\lambda_k L},\quad
L = \frac{1-e^{-\mu_k T}}{\mu_k},\quad \mu_k = \sum_{i \in k} \mu_i""",
    explanation="""
Here λₖ is the rate at which the list of category *k* is read, μₖ the rate at which any of its items
is written, *T* the TTL and *L* the mean life of the entry. A list is as short-lived as all of its
items together. So entries that are made of others need a decision: delete them on every write, give
them a short TTL of their own, or say openly that they may be old. Theory for forgotten lists:
{lists forgotten.law.stale_read_ratio} stale reads.
""",
    exercises=(
        Amount(
            "How many times as often is a list outdated by a write as a single item is?",
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
            "Here nothing but the TTL ends a list that is out of date, so a shorter one does help.",
        ),
    ),
    reading=("Cho, Garcia-Molina, *Synchronizing a database to improve freshness*, SIGMOD 2000",),
    control=Control("strategy.ttl_s", (5.0, 20.0, 60.0, 300.0)),
    lines=(MEASURES[0], MEASURES[3]),
    numbers={
        "items": Number(lambda t: t[FORGET].scenario.workload.keys),
        "list share": Number(lambda t: t[FORGET].scenario.workload.list_share, "1"),
        "item writes": Number(lambda t: of_items(t[FORGET].scenario)[1], "1/s"),
        "list writes": Number(lambda t: of_lists(t[FORGET].scenario)[1], "1/s"),
    },
    opens=FORGET,
)
