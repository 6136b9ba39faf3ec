"""What will be asked for: the knowledge that only a recorded or drawn list of requests gives."""

from bisect import bisect_right
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from simulator.clock import FOREVER
from strategies.effects import Key

NextUse = Callable[[Key, int], int]
"""When a key is asked for next after an instant or position; FOREVER if never again."""


class Future:
    """All requests of a run, found by key and instant."""

    def __init__(self, key: ArrayLike, at: ArrayLike | None = None) -> None:
        """Keys in the order of their requests, and their instants; by default their positions."""
        keys = np.asarray(key, dtype=np.int64)
        instants: Any = np.arange(len(keys)) if at is None else np.asarray(at, dtype=np.int64)
        order = np.argsort(keys, kind="stable")
        self.instants: Any = instants[order].data
        self.starts: Any = np.searchsorted(keys[order], np.arange(keys.max(initial=-1) + 2)).data

    def next_use(self, key: Key, now: int) -> int:
        """The first request of a key after now."""
        if key + 1 >= len(self.starts):
            return FOREVER
        end = self.starts[key + 1]
        place = bisect_right(self.instants, now, self.starts[key], end)
        return int(self.instants[place]) if place < end else FOREVER
