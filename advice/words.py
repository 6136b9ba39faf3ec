"""Words: a recommendation in one sentence, what limits it, and where no setting will do."""

from collections.abc import Iterable
from math import inf
from typing import Any

from advice.advice import Advice
from advice.limits import Check, Limit
from advice.search import Candidate
from metrics import DECLARATIONS
from metrics.words import readable
from simulator.scenario import Scenario
from simulator.sweep.axes import declared

LARGE = 1000
"""From here on a number is told in whole."""


def sentence(advice: Advice) -> str:
    """The recommendation, or that there is none, and which setting comes nearest."""
    chosen = advice.recommended
    if chosen is None:
        return nothing(advice)
    aims = "; ".join(aim(chosen, each) for each in advice.task.aims if each in DECLARATIONS)
    kept = "; ".join(margin(each) for each in advice.checks)
    return f"{setting(chosen)}: {aims + '; ' if aims else ''}{kept}. {proof(advice, chosen)}"


def proof(advice: Advice, chosen: Candidate) -> str:
    """How sure it is."""
    if not chosen.is_proven or not advice.finished:
        return "The search was stopped before this was put to the proof on fresh seeds."
    return (
        "All limits were kept in each of 59 runs on fresh seeds, so with 95 % confidence at least "
        "95 % of all runs keep them."
    )


def nothing(advice: Advice) -> str:
    """No setting will do."""
    if advice.nearest is None:
        return "The search was stopped before the first setting had been run."
    broken = "; ".join(margin(each) for each in advice.checks if not each.is_kept)
    why = (
        f"{broken}."
        if broken
        else "it keeps them in the runs of the search, and did not on fresh seeds."
    )
    began = "No setting keeps these limits" if advice.finished else "The search was stopped early"
    return f"{began}; the nearest is {setting(advice.nearest)}: {why}"


def binding(advice: Advice) -> str:
    """What limits the recommendation, and what loosening it would give."""
    chosen, gain, first = advice.recommended, advice.gain, advice.task.aims[0]
    if chosen is None:
        return ""
    if gain is not None:
        then = aim(gain.candidate, first)
        wider = "Without it" if gain.to is None else f"At {bound(gain.to)}"
        return (
            f"What limits it: {bound(gain.limit)}. {wider} the lab would choose "
            f"{setting(gain.candidate)}, with {then}: {gain.share * 100:.0f} % better."
        )
    ends = [title_of(chosen.scenario, path) for path in advice.at_an_end]
    if ends:
        return (
            f"What limits it: {' and '.join(ends)} at the end of what may be moved; "
            "no limit a quarter wider would help."
        )
    return "No limit binds: a quarter more of any would bring next to nothing."


def setting(chosen: Candidate) -> str:
    """A setting in words: the variant and its numbers."""
    numbers = (
        f"{title_of(chosen.scenario, path)} {amount(value, unit_of(chosen.scenario, path))}"
        for path, value in chosen.values.items()
    )
    return ", ".join([variant(chosen.scenario), *numbers])


def variant(scenario: Scenario) -> str:
    """A strategy with its protections."""
    own: Any = scenario.strategy
    guards: Any = scenario.protections
    stack = " and ".join(each.name for each in guards)
    return f"{own.name} with {stack}" if stack else str(own.name)


def aim(chosen: Candidate, name: str) -> str:
    """An aim with its interval."""
    if name not in DECLARATIONS:
        unit = unit_of(chosen.scenario, name)
        return f"{title_of(chosen.scenario, name)} {amount(chosen.values.get(name), unit)}"
    found, unit = chosen.estimate(name), DECLARATIONS[name].unit
    interval = f" ({amount(found.low, unit)} to {amount(found.high, unit)})"
    spread = interval if found.half_width else ""
    return f"{lower(DECLARATIONS[name].title)} {amount(found.mean, unit)}{spread}"


def margin(found: Check) -> str:
    """A limit with what is left of it, or what it is broken by."""
    limit = found.limit
    unit, name = DECLARATIONS[limit.metric].unit, lower(DECLARATIONS[limit.metric].title)
    if found.worst is None:
        return f"{name} does not apply"
    if found.worst == inf:
        return f"{name} at most {amount(limit.bound, unit)} is not kept: a run was never back"
    at = f"{name} {amount(found.estimate.mean, unit)} on average and {amount(found.worst, unit)} "
    end = f"at worst, limit {amount(limit.bound, unit)}"
    if limit.bound == 0:
        return at + end
    kind = "margin" if found.is_kept else "short by"
    return f"{at}{end}, {kind} {abs(found.margin) * 100:.0f} %"


def bound(limit: Limit) -> str:
    """A limit in words."""
    declared = DECLARATIONS[limit.metric]
    sign = "at least" if limit.at_least else "at most"
    return f"{lower(declared.title)} {sign} {amount(limit.bound, declared.unit)}"


def title_of(scenario: Scenario, path: str) -> str:
    """A parameter's title."""
    field = declared(scenario, path)
    return str(field.title) if field is not None else path


def unit_of(scenario: Scenario, path: str) -> str:
    """A parameter's unit."""
    extra: Any = getattr(declared(scenario, path), "json_schema_extra", None) or {}
    return str(extra.get("unit", ""))


def amount(value: Any, unit: str) -> str:
    """A number as a person says it, to three digits; a word as it is."""
    if value is None:
        return readable(value, unit)
    if not isinstance(value, int | float) or isinstance(value, bool):
        return str(value)
    return readable(value if abs(value) >= LARGE else float(f"{value:.3g}"), unit)


def lower(title: str) -> str:
    """A title inside a sentence."""
    return title[:1].lower() + title[1:]


def candidates_rows(advice: Advice, some: Iterable[Candidate]) -> list[dict[str, Any]]:
    """One row a setting: its numbers, aims and limits with their intervals."""
    return [row(advice, each) for each in some]


def row(advice: Advice, each: Candidate) -> dict[str, Any]:
    """One setting as plain values."""
    found: dict[str, Any] = {"variant": variant(each.scenario), **each.values}
    metrics = [*advice.task.aims, *(limit.metric for limit in advice.task.limits)]
    for name in dict.fromkeys(name for name in metrics if name in DECLARATIONS):
        told = each.estimate(name)
        found |= {name: told.mean, f"{name}_low": told.low, f"{name}_high": told.high}
    return found | {"runs": len(each.runs), "keeps_limits": each.keeps(advice.task.limits)}
