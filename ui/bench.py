"""The bench: what a visitor has set up, one world for both pages; its flat, link and JSON forms.

Flat names are those of `ui.flat`; besides, `strategies` lists the strategies compared and
`write-behind.ttl_s` is a setting of one of them. What a compared strategy shares with the
playground's one it takes from there, unless it has its own.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from simulator import Scenario, ScenarioError, parse
from simulator.traces import SHIPPED
from strategies.parameters import Settings
from strategies.shelf import STRATEGIES, carried
from ui.fields import tag_value
from ui.flat import Flat, flat_of, nested

COMPARED = ("cache-aside", "write-through", "write-behind", "read-ahead")
FEWEST, MOST = 2, 6
MOST_REQUESTS = 5_000_000
"""More than this in one run is for the command line: a page has other visitors to serve."""
STACKS = ("protections", "strategies")
"""Names whose value lists variants: what hangs on those that stay must stay."""


@dataclass(frozen=True)
class Bench:
    """A world with the playground's strategy in it, and the strategies that are compared."""

    scenario: Scenario
    contenders: tuple[Settings, ...]

    def duels(self) -> dict[str, Scenario]:
        """The world once for each compared strategy, by the strategy's name."""
        return {tag_value(each): self.scenario.with_strategy(each) for each in self.contenders}


def opening() -> Bench:
    """The bench a visitor finds."""
    return assemble({})


def assemble(flat: Mapping[str, Any]) -> Bench:
    """The bench with these differences from the defaults; raises ScenarioError."""
    own = {name: under(flat, name) for name in STRATEGIES}
    heads = (*(f"{name}." for name in STRATEGIES), "strategies")
    world = {n: v for n, v in flat.items() if not n.startswith(heads)}
    scenario = parse(nested(Scenario, world))
    names = flat.get("strategies", ",".join(COMPARED))
    return checked(
        scenario, (contender(scenario, n, own.get(n, {})) for n in str(names).split(","))
    )


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


def checked(scenario: Scenario, contenders: Iterable[Settings]) -> Bench:
    """The bench, if a page may run it; raises ScenarioError."""
    workload, chosen = scenario.workload, tuple(contenders)
    if workload.trace and workload.trace.path not in SHIPPED:
        known, path = ", ".join(SHIPPED), workload.trace.path
        raise ScenarioError(f"workload.trace must be one of {known}, got {path!r}; choose one")
    requests = workload.rate_rps * workload.duration_s
    if requests > MOST_REQUESTS:
        raise ScenarioError(
            f"workload.rate_rps x duration_s must be at most {MOST_REQUESTS:,} requests on a page, "
            f"got {requests:,.0f}; lower one of them or use the command line"
        )
    names = {tag_value(each) for each in chosen}
    if len(names) < len(chosen) or not FEWEST <= len(chosen) <= MOST:
        rule = f"{FEWEST} to {MOST} different ones"
        raise ScenarioError(f"strategies must be {rule}, got {len(chosen)}; add or remove some")
    return Bench(scenario, chosen)


def differences(bench: Bench) -> Flat:
    """What differs from the opening bench, by flat name: `assemble` gives the bench again."""
    names = ",".join(tag_value(each) for each in bench.contenders)
    flat = flat_of(bench.scenario)
    flat |= {} if names == ",".join(COMPARED) else {"strategies": names}
    for each in bench.contenders:
        name = tag_value(each)
        flat |= flat_of(each, f"{name}.", carried(bench.scenario.strategy, name))
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
    return assemble((flat if name in STACKS else without(flat, name)) | {name: value})


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
