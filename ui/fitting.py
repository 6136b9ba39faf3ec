"""What a page may run and compare; the door hears what does not fit, and the nearest is taken."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from simulator import Scenario
from simulator.sentences import shorten
from simulator.traces import SHIPPED
from strategies.parameters import Settings
from strategies.shelf import PROTECTIONS, STRATEGIES, carried, settings_of
from strategies.write_behind_settings import WriteBehindSettings
from ui.door import Door
from ui.fields import is_tag, tag_value, words
from ui.flat import Flat

COMPARED = ("cache-aside", "write-through", "write-behind", "read-ahead")
FEWEST, MOST = 2, 6
GUARDS = tuple(n for n in ("ttl-jitter", "single-flight", "lock", "xfetch") if n in PROTECTIONS)
MOST_GUARDS = 6
MOST_FAULTS = 12
MOST_REQUESTS = 5_000_000
"""More than this in one run is for the command line: a page has other visitors to serve."""
MOST_CLOSED = 500_000
"""The same for closed clients, who run on the reference engine."""
MOST_REPLICATIONS = 30
PLAIN = ("varied", "replications", "baseline")
"""Names that hold a word or a number of the bench itself."""
VARIED = tuple(
    name
    for name, each in WriteBehindSettings.model_fields.items()
    if words(each) and not is_tag(each)
)
"""Settings of write-behind of which each value can be compared with the others."""
LISTS = (("strategies", COMPARED), ("guards", GUARDS))


def fitting(scenario: Scenario, door: Door) -> Scenario:
    """The scenario as far as a page may run it."""
    plan = scenario.model_dump(mode="json")
    workload = scenario.workload
    if workload.trace and workload.trace.path not in SHIPPED:
        rule = f"workload.trace must be one of {', '.join(SHIPPED)}, got {workload.trace.path!r}"
        door.refuse(rule, "choose one", "keys are drawn from a law now")
        plan["workload"]["trace"] = None
    most = MOST_CLOSED if workload.is_closed else MOST_REQUESTS
    if workload.most_requests > most:
        ((name, fits),) = workload.with_at_most(most).items()
        name = name.removeprefix("workload__")
        door.refuse(
            f"{workload.most_requests_from} must be at most {most:,} requests on a page, "
            f"got {workload.most_requests:,.0f}",
            "lower one of them or use the command line",
            f"workload.{name} is {fits:,.4g} now",
        )
        plan["workload"][name] = fits
    elif scenario.requests > most:
        door.refuse(
            f"requests of workload and faults must be at most {most:,} together on a "
            f"page, got {scenario.requests:,.0f}",
            "lower one of them or use the command line",
            "faults that add requests are left out now",
        )
        plan["faults"] = [f.model_dump(mode="json") for f in quiet_faults(scenario)]
        scenario = scenario.model_copy(update={"faults": quiet_faults(scenario)})
    if len(plan["faults"]) > MOST_FAULTS:
        rule = f"faults must be 0 to {MOST_FAULTS} on a page, got {len(plan['faults'])}"
        door.refuse(rule, "remove some", f"the first {MOST_FAULTS} count")
        plan["faults"] = plan["faults"][:MOST_FAULTS]
    return door.scenario(plan)


def quiet_faults(scenario: Scenario) -> tuple[Any, ...]:
    """The faults that add no requests."""
    faults: tuple[Any, ...] = scenario.faults
    return tuple(each for each in faults if not (each.lasts and each.extra_rps(1.0)))


def rivals_in(scenario: Scenario, given: Iterable[Flat], door: Door) -> tuple[Settings, ...]:
    """The compared strategies: what each shares with the playground's, then its own settings."""
    plans = known("strategies", given, STRATEGIES, door)
    missing = [{"name": name} for name in COMPARED if name not in names_in(plans)]
    if not FEWEST <= len(plans) <= MOST:
        rule = f"strategies must be {FEWEST} to {MOST} different ones, got {len(plans)}"
        plans = [*plans, *missing[: max(0, FEWEST - len(plans))]][:MOST]
        door.refuse(rule, "add or remove some", f"they are {', '.join(names_in(plans))} now")
    return tuple(contender(scenario, plan, door) for plan in plans)


def contender(scenario: Scenario, plan: Flat, door: Door) -> Settings:
    """One compared strategy."""
    name = plan["name"]
    settings = {**carried(scenario.strategy, name).model_dump(), **plan}
    return door.scenario({"strategy": settings}, "strategy", name).strategy


def guards_in(scenario: Scenario, given: Iterable[Flat], door: Door) -> tuple[Settings, ...]:
    """The compared protections: as in the scenario's stack, else with their own settings."""
    plans = known("guards", given, PROTECTIONS, door)
    if len(plans) > MOST_GUARDS:
        rule = f"guards must be 0 to {MOST_GUARDS} different ones, got {len(plans)}"
        door.refuse(rule, "remove some", f"the first {MOST_GUARDS} are taken")
    return tuple(guard(scenario, plan, door) for plan in plans[:MOST_GUARDS])


def guard(scenario: Scenario, plan: Flat, door: Door) -> Settings:
    """One compared protection."""
    name = plan["name"]
    settings = {**stacked(scenario, name).model_dump(), **plan}
    found = door.scenario({"protections": [settings]}, "protections.0", name).protections
    return found[0] if found else stacked(scenario, name)


def known(
    what: str, given: Iterable[Flat], shelf: Mapping[str, Any], door: Door
) -> list[dict[str, Any]]:
    """The plans whose name is on the shelf, each name once."""
    plans: dict[str, Flat] = {}
    for plan in given:
        name = plan.get("name")
        if not isinstance(name, str) or name not in shelf:
            rule = f"{what}: {shorten(name)} is unknown"
            door.refuse(rule, f"choose some of {', '.join(shelf)}", "it is left out")
        elif name in plans:
            door.refuse(f"{what}: {name} is there twice", "name each once", "the first counts")
        else:
            plans[name] = dict(plan)
    return list(plans.values())


def names_in(plans: Iterable[Flat]) -> list[str]:
    """The names of some plans."""
    return [str(each["name"]) for each in plans]


def one_of(name: str, value: Any, choices: Sequence[str], door: Door) -> str:
    """One of a few words."""
    if value not in choices:
        rule = f"{name}: {shorten(value)} is unknown"
        door.refuse(rule, f"choose one of {', '.join(choices)}", f"it is {choices[0]} now")
    return value if value in choices else choices[0]


def replications_in(value: Any, door: Door) -> int:
    """How many replications of each compared strategy."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    nearest = int(max(1, min(MOST_REPLICATIONS, value))) if is_number else 1
    if not is_number or nearest != value:
        rule = f"replications must be a whole number from 1 to {MOST_REPLICATIONS}"
        door.refuse(f"{rule}, got {shorten(value)}", "choose one", f"it is {nearest} now")
    return nearest


def baseline_in(value: Any, contenders: Iterable[Settings], door: Door) -> str:
    """The compared strategy that the others are compared with; empty for the first."""
    first, *others = (str(tag_value(each)) for each in contenders)
    found = one_of("baseline", value or first, (first, *others), door)
    return "" if found == first else found


def stacked(scenario: Scenario, name: str) -> Settings:
    """A protection as it is in the scenario's stack, else with its defaults."""
    found = (each for each in scenario.protections if tag_value(each) == name)
    return next(found, None) or settings_of(PROTECTIONS[name])()
