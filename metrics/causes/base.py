"""What causes and effects share: they may look at the log as it comes, and tell what they found."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from metrics.family import Number
from metrics.seen import Seen
from simulator.log import Requests, Samples, Statements

PAUSE = 2
"""Windows from one event to the next of its kind, else they are one."""


class Finding(NamedTuple):
    """Something that happened, when, and in one sentence with its numbers."""

    at_s: float
    text: str


class Cause:
    """One kind of thing that may happen in a run, and how it is recognised.

    It keeps a bounded memory of what no figure and no time line tells.
    """

    place = 50
    """Among findings of the same instant: smaller is earlier, causes before their effects."""

    def __init__(self, scenario: Any) -> None:
        """Nothing seen yet."""
        self.scenario = scenario

    def requests(self, chunk: Requests) -> None:
        """Look at requests of the whole run."""

    def statements(self, chunk: Statements) -> None:
        """Look at statements of the whole run."""

    def samples(self, chunk: Samples) -> None:
        """Look at samples of the whole run."""

    def merge(self, other: Self) -> None:
        """Add what another part of the same run has seen."""

    def findings(self, seen: Seen, figures: Mapping[str, Number]) -> Iterator[Finding]:
        """What is to be said about the run; nothing where it did not happen."""
        raise NotImplementedError


def groups(windows: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """The first and the last of the windows that belong together, short pauses included."""
    marked = np.flatnonzero(windows)
    found = np.split(marked, np.flatnonzero(np.diff(marked) > PAUSE) + 1)
    return [(int(group[0]), int(group[-1])) for group in found if len(group)]
