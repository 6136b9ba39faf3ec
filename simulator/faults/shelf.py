"""The shelf of faults, found by looking into this folder."""

from typing import Any

import simulator.faults
from simulator.faults.base import Fault
from strategies.shelf import modules


def found() -> dict[str, Any]:
    """Every fault that a module beside this one defines, by name."""
    things = (
        thing
        for module in modules(simulator.faults, leaving_out="shelf")
        for thing in vars(module).values()
        if isinstance(thing, type) and thing.__module__ == module.__name__
    )
    kinds: list[Any] = [each for each in things if issubclass(each, Fault)]
    return {
        each.model_fields["name"].default: each for each in kinds if "name" in each.model_fields
    }


FAULTS: dict[str, type[Fault]] = found()
"""Every fault by name."""
