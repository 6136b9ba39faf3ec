"""The bench: what a visitor has set up, and its flat form.

Flat names are those of `ui.flat`; besides, `strategies` lists the strategies compared and
`write-behind.ttl_s` is a setting of one of them. What a compared strategy shares with the
playground's one it takes from there, unless it has its own. In the same way `guards` lists the
protections compared, and one that is in the scenario's stack too has its settings from there.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from simulator import Scenario
from simulator.faults.shelf import FAULTS
from strategies.parameters import Settings
from strategies.shelf import PROTECTIONS, STRATEGIES, carried
from ui.door import STRICT, Door
from ui.fields import tag_value
from ui.fitting import (
    LISTS,
    PLAIN,
    VARIED,
    baseline_in,
    fitting,
    guards_in,
    one_of,
    replications_in,
    rivals_in,
    stacked,
)
from ui.flat import Flat, flat_of, kind_of, labelled, nested

STACKS = ("protections", "faults", "strategies", "guards")
"""Names whose value lists variants: what hangs on those that stay must stay."""


@dataclass(frozen=True)
class Bench:
    """A world with one strategy in it; the strategies and the protections that are compared.

    `varied` is the setting of write-behind whose values are compared; `replications` is how often
    each compared strategy is run, and `baseline` the one that the others are compared with.
    """

    scenario: Scenario
    contenders: tuple[Settings, ...]
    guards: tuple[Settings, ...]
    varied: str = VARIED[0]
    replications: int = 1
    baseline: str = ""

    @property
    def compared_with(self) -> str:
        """The baseline: the one chosen, else the first."""
        return self.baseline or str(tag_value(self.contenders[0]))

    def duels(self) -> dict[str, Scenario]:
        """The world once for each compared strategy, by the strategy's name."""
        return {tag_value(each): self.scenario.with_strategy(each) for each in self.contenders}


def opening() -> Bench:
    """The bench a visitor finds."""
    return assemble({})


def assemble(flat: Mapping[str, Any], door: Door = STRICT) -> Bench:
    """The bench with these differences from the defaults; the door judges them."""
    own = {name: under(flat, name) for name in (*STRATEGIES, *PROTECTIONS)}
    heads = (*(f"{name}." for name in own), "strategies", "guards", *PLAIN)
    world = {n: v for n, v in flat.items() if not n.startswith(heads)}
    scenario = fitting(door.scenario(nested(Scenario, world)), door)
    rivals, guards = (listed(flat, *each) for each in LISTS)
    contenders = rivals_in(scenario, [{**own.get(n, {}), "name": n} for n in rivals], door)
    return Bench(
        scenario,
        contenders,
        guards_in(scenario, [{**own.get(name, {}), "name": name} for name in guards], door),
        one_of("varied", flat.get("varied", VARIED[0]), VARIED, door),
        replications_in(flat.get("replications", 1), door),
        baseline_in(flat.get("baseline", ""), contenders, door),
    )


def listed(flat: Mapping[str, Any], name: str, usual: Iterable[str]) -> list[str]:
    """The names in a flat list, the usual ones where none is given."""
    words = flat.get(name, ",".join(usual))
    return [] if not words and name == "guards" else str(words).split(",")


def under(flat: Mapping[str, Any], name: str) -> Flat:
    """The flat names below a name, without it."""
    head = f"{name}."
    return {key.removeprefix(head): value for key, value in flat.items() if key.startswith(head)}


def differences(bench: Bench) -> Flat:
    """What differs from the opening bench, by flat name: `assemble` gives the bench again."""
    flat, scenario = flat_of(bench.scenario), bench.scenario
    flat |= {} if bench.varied == VARIED[0] else {"varied": bench.varied}
    flat |= {"baseline": bench.baseline} if bench.baseline else {}
    flat |= {} if bench.replications == 1 else {"replications": bench.replications}
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


def changed(bench: Bench, name: str, value: Any, door: Door = STRICT) -> Bench:
    """The bench with one value changed; the door judges it.

    A new strategy keeps the settings it shares with the old one; what hung on another variant
    that is replaced goes with it.
    """
    flat = differences(bench)
    if name == "strategy":
        settings = flat_of(carried(bench.scenario.strategy, value), "strategy.")
        return assemble(without(flat, name) | settings | {name: value}, door)
    if name == "faults":
        flat = placed(bench, value) | flat
    return assemble((flat if name in STACKS else without(flat, name)) | {name: value}, door)


def placed(bench: Bench, value: str) -> Flat:
    """Instants for the faults of a list that are new."""
    had = labelled(bench.scenario.faults)
    new = (label for label in filter(None, value.split(",")) if label not in had)
    duration_s = bench.scenario.workload.duration_s
    return {f"faults.{label}.at_s": placed_s(label, had, duration_s) for label in new}


def placed_s(label: str, had: Mapping[str, Any], duration_s: float) -> float:
    """When a new fault strikes: as declared, or half-way between the last of its kind and the end.

    Half-way through the run where the declared instant lies behind its end.
    """
    kind = kind_of(label)
    others = [each.at_s or 0.0 for name, each in had.items() if kind_of(name) == kind]
    usual_s = FAULTS[kind].model_fields["at_s"].default
    if others or usual_s >= duration_s:
        return (max(others, default=0.0) + duration_s) / 2
    return float(usual_s)


def changed_for_all(bench: Bench, field: str, value: Any, door: Door = STRICT) -> Bench:
    """The bench with one setting changed in every compared strategy that has it."""
    names = [f"{tag_value(each)}.{field}" for each in bench.contenders if hasattr(each, field)]
    flat = {name: value for name, value in differences(bench).items() if name not in names}
    if hasattr(bench.scenario.strategy, field):
        return assemble(flat | {f"strategy.{field}": value}, door)
    return assemble(flat | dict.fromkeys(names, value), door)


def without(flat: Flat, name: str) -> Flat:
    """The flat names that are not below a name."""
    return {each: value for each, value in flat.items() if not each.startswith(f"{name}.")}
