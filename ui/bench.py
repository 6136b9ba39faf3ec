"""The bench: what a visitor has set up, and its flat form.

Flat names are those of `ui.flat`; besides, `strategies` lists the strategies compared and
`write-behind.ttl_s` is a setting of one of them. What a compared strategy shares with the
playground's one it takes from there, unless it has its own. In the same way `guards` lists the
protections compared, and one that is in the scenario's stack too has its settings from there.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from simulator import Scenario, ScenarioError, parse
from simulator.faults.shelf import FAULTS
from simulator.traces import SHIPPED
from strategies.parameters import Settings
from strategies.shelf import PROTECTIONS, STRATEGIES, carried, settings_of
from strategies.write_behind_settings import WriteBehindSettings
from ui.fields import is_tag, tag_value, words
from ui.flat import Flat, flat_of, nested

COMPARED = ("cache-aside", "write-through", "write-behind", "read-ahead")
FEWEST, MOST = 2, 6
GUARDS = tuple(n for n in ("ttl-jitter", "single-flight", "lock", "xfetch") if n in PROTECTIONS)
MOST_GUARDS = 6
MOST_FAULTS = 12
"""Of each kind one: a link names a fault by its kind."""
MOST_REQUESTS = 5_000_000
"""More than this in one run is for the command line: a page has other visitors to serve."""
STACKS = ("protections", "faults", "strategies", "guards")
"""Names whose value lists variants: what hangs on those that stay must stay."""


VARIED = tuple(
    name
    for name, each in WriteBehindSettings.model_fields.items()
    if words(each) and not is_tag(each)
)
"""Settings of write-behind of which each value can be compared with the others."""


@dataclass(frozen=True)
class Bench:
    """A world with one strategy in it; the strategies and the protections that are compared.

    `varied` is the setting of write-behind whose values are compared.
    """

    scenario: Scenario
    contenders: tuple[Settings, ...]
    guards: tuple[Settings, ...]
    varied: str = VARIED[0]

    def duels(self) -> dict[str, Scenario]:
        """The world once for each compared strategy, by the strategy's name."""
        return {tag_value(each): self.scenario.with_strategy(each) for each in self.contenders}


def opening() -> Bench:
    """The bench a visitor finds."""
    return assemble({})


def assemble(flat: Mapping[str, Any]) -> Bench:
    """The bench with these differences from the defaults; raises ScenarioError."""
    own = {name: under(flat, name) for name in (*STRATEGIES, *PROTECTIONS)}
    heads = (*(f"{name}." for name in own), "strategies", "guards", "varied")
    world = {n: v for n, v in flat.items() if not n.startswith(heads)}
    scenario = parse(nested(Scenario, world))
    rivals, guards = (listed(flat, *each) for each in LISTS)
    return checked(
        scenario,
        (contender(scenario, name, own.get(name, {})) for name in rivals),
        (guard(scenario, name, own.get(name, {})) for name in guards),
        flat.get("varied", VARIED[0]),
    )


LISTS = (("strategies", COMPARED), ("guards", GUARDS))


def listed(flat: Mapping[str, Any], name: str, usual: Iterable[str]) -> list[str]:
    """The names in a flat list, the usual ones where none is given."""
    words = flat.get(name, ",".join(usual))
    return [] if not words and name == "guards" else str(words).split(",")


def under(flat: Mapping[str, Any], name: str) -> Flat:
    """The flat names below a name, without it."""
    head = f"{name}."
    return {key.removeprefix(head): value for key, value in flat.items() if key.startswith(head)}


def contender(scenario: Scenario, name: str, own: Mapping[str, Any]) -> Settings:
    """One compared strategy: what it shares with the playground's, then its own settings."""
    if name not in STRATEGIES:
        known = ", ".join(STRATEGIES)
        raise ScenarioError(f"strategies: {name!r} is unknown; choose some of {known}")
    settings = {"name": name, **carried(scenario.strategy, name).model_dump(), **own}
    try:
        return parse({"strategy": settings}).strategy
    except ScenarioError as error:
        raise ScenarioError(str(error).replace("strategy", name, 1)) from None


def guard(scenario: Scenario, name: str, own: Mapping[str, Any]) -> Settings:
    """One compared protection: as it is in the scenario's stack, else with its own settings."""
    if name not in PROTECTIONS:
        known = ", ".join(PROTECTIONS)
        raise ScenarioError(f"guards: {name!r} is unknown; choose some of {known}")
    settings = {**stacked(scenario, name).model_dump(), **own}
    try:
        return parse({"protections": [settings]}).protections[0]
    except ScenarioError as error:
        raise ScenarioError(str(error).replace("protections.0", name, 1)) from None


def stacked(scenario: Scenario, name: str) -> Settings:
    """A protection as it is in the scenario's stack, else with its defaults."""
    found = (each for each in scenario.protections if tag_value(each) == name)
    return next(found, None) or settings_of(PROTECTIONS[name])()


def checked(
    scenario: Scenario,
    contenders: Iterable[Settings],
    guards: Iterable[Settings],
    varied: str = VARIED[0],
) -> Bench:
    """The bench, if a page may run it; raises ScenarioError."""
    check_size(scenario)
    check_list("faults", scenario.faults, 0, MOST_FAULTS)
    rivals, shields = tuple(contenders), tuple(guards)
    check_list("strategies", rivals, FEWEST, MOST)
    check_list("guards", shields, 0, MOST_GUARDS)
    if varied not in VARIED:
        raise ScenarioError(f"varied: {varied!r} is unknown; choose one of {', '.join(VARIED)}")
    return Bench(scenario, rivals, shields, varied)


def check_size(scenario: Scenario) -> None:
    """Raise ScenarioError for what a page must not run."""
    workload = scenario.workload
    if workload.trace and workload.trace.path not in SHIPPED:
        known, path = ", ".join(SHIPPED), workload.trace.path
        raise ScenarioError(f"workload.trace must be one of {known}, got {path!r}; choose one")
    requests = workload.rate_rps * workload.duration_s
    if requests > MOST_REQUESTS:
        raise ScenarioError(
            f"workload.rate_rps x duration_s must be at most {MOST_REQUESTS:,} requests on a page, "
            f"got {requests:,.0f}; lower one of them or use the command line"
        )


def check_list(name: str, chosen: tuple[Settings, ...], fewest: int, most: int) -> None:
    """Raise ScenarioError for a list with a name twice, too short or too long."""
    names = {tag_value(each) for each in chosen}
    if len(names) < len(chosen) or not fewest <= len(chosen) <= most:
        rule = f"{fewest} to {most} different ones"
        raise ScenarioError(f"{name} must be {rule}, got {len(chosen)}; add or remove some")


def differences(bench: Bench) -> Flat:
    """What differs from the opening bench, by flat name: `assemble` gives the bench again."""
    flat, scenario = flat_of(bench.scenario), bench.scenario
    flat |= {} if bench.varied == VARIED[0] else {"varied": bench.varied}
    for (name, usual), chosen in zip(LISTS, (bench.contenders, bench.guards), strict=True):
        names = ",".join(tag_value(each) for each in chosen)
        flat |= {} if names == ",".join(usual) else {name: names}
    for each in bench.contenders:
        name = tag_value(each)
        flat |= flat_of(each, f"{name}.", carried(scenario.strategy, name))
    for each in bench.guards:
        name = tag_value(each)
        flat |= flat_of(each, f"{name}.", stacked(scenario, name))
    return flat


def changed(bench: Bench, name: str, value: Any) -> Bench:
    """The bench with one value changed; raises ScenarioError.

    A new strategy keeps the settings it shares with the old one; what hung on another variant
    that is replaced goes with it.
    """
    flat = differences(bench)
    if name == "strategy":
        settings = flat_of(carried(bench.scenario.strategy, value), "strategy.")
        return assemble(without(flat, name) | settings | {name: value})
    if name == "faults":
        flat = placed(bench, value) | flat
    return assemble((flat if name in STACKS else without(flat, name)) | {name: value})


def placed(bench: Bench, value: str) -> Flat:
    """Instants for faults that would by default strike after the end of the run: half-way."""
    duration_s = bench.scenario.workload.duration_s
    late = (
        name
        for name in filter(None, value.split(","))
        if FAULTS[name].model_fields["at_s"].default >= duration_s
    )
    return {f"faults.{name}.at_s": duration_s / 2 for name in late}


def changed_for_all(bench: Bench, field: str, value: Any) -> Bench:
    """The bench with one setting changed in every compared strategy that has it."""
    names = [f"{tag_value(each)}.{field}" for each in bench.contenders if hasattr(each, field)]
    flat = {name: value for name, value in differences(bench).items() if name not in names}
    if hasattr(bench.scenario.strategy, field):
        return assemble(flat | {f"strategy.{field}": value})
    return assemble(flat | dict.fromkeys(names, value))


def without(flat: Flat, name: str) -> Flat:
    """The flat names that are not below a name."""
    return {each: value for each, value in flat.items() if not each.startswith(f"{name}.")}
