"""Trials: the same world with nothing, with each compared protection, and with the whole stack."""

from simulator import Scenario
from strategies.parameters import Settings
from ui.bench import Bench
from ui.fields import tag_value

NONE = "none"
"""The trial without protections."""
AND = " + "
"""Stands between the names of a stack."""


def trials(bench: Bench) -> dict[str, Scenario]:
    """The world without protections, with each compared one alone, and with the stack."""
    stacks = [(), *((each,) for each in bench.guards), bench.scenario.protections]
    return {name_of(stack): guarded(bench, stack) for stack in stacks}


def ablation(bench: Bench) -> dict[str, Scenario]:
    """The world with the stack but for one member, by that member; empty without a stack."""
    stack = bench.scenario.protections
    if len(stack) <= 1:
        return {}
    return {
        tag_value(each): guarded(bench, tuple(other for other in stack if other is not each))
        for each in stack
    }


def guarded(bench: Bench, stack: tuple[Settings, ...]) -> Scenario:
    """The world with these protections."""
    return bench.scenario.model_copy(update={"protections": stack})


def name_of(stack: tuple[Settings, ...]) -> str:
    """The stack's names, outermost first."""
    return AND.join(tag_value(each) for each in stack) or NONE
