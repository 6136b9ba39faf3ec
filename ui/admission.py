"""Admission: how much computing may be under way, for one visitor and for all, by requests.

The cost of a run is the number of its requests. Limits come from the environment of the server, so
that whoever runs it for a class can raise or lower them; a visitor cannot.
"""

import os
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from simulator import Scenario
from ui.fitting import MOST_REQUESTS

RULE = "must be a whole number above zero"


class Refused(Exception):
    """Work that is not taken on. The text is one sentence for the visitor."""


class Limits(NamedTuple):
    """Requests that may be under way: of one visitor, of all visitors together."""

    visitor: int = 4 * MOST_REQUESTS
    total: int = 12 * MOST_REQUESTS

    @classmethod
    def from_environment(cls, given: Mapping[str, str] = os.environ) -> "Limits":
        """LAB_VISITOR_REQUESTS and LAB_TOTAL_REQUESTS; raises ValueError with one sentence."""
        usual = cls()
        return cls(
            whole("LAB_VISITOR_REQUESTS", given, usual.visitor),
            whole("LAB_TOTAL_REQUESTS", given, usual.total),
        )


def whole(name: str, given: Mapping[str, str], usual: int) -> int:
    """A number from the environment; the usual one where none is given."""
    text = given.get(name, "")
    if text and not (text.isdecimal() and int(text)):
        raise ValueError(f"{name} {RULE}, got {text!r}; unset it for {usual}")
    return int(text) if text else usual


def cost(scenario: Scenario) -> int:
    """The requests of a run; a trace that is played once may be as long as a page allows."""
    if scenario.workload.plays_once:
        return MOST_REQUESTS
    return max(1, round(scenario.requests))


def admit(limits: Limits, wanted: Iterable[Scenario], under_way: int) -> None:
    """Raise Refused where a visitor wants more than his share, or than there is room for."""
    costs = [cost(each) for each in wanted]
    asked = sum(costs)
    if asked > limits.visitor:
        raise Refused(
            f"{len(costs)} runs with {asked:,} requests together must be at most "
            f"{limits.visitor:,} for one visitor; choose fewer replications or strategies, a "
            "lower rate or a shorter run, or use the command line."
        )
    if under_way and under_way + asked > limits.total:
        raise Refused(
            f"The server is busy with {under_way:,} requests of other runs, and with these "
            f"{asked:,} it would be above its limit of {limits.total:,}; try again in a minute."
        )
