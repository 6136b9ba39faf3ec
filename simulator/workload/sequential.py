"""Sequential sessions: users who read key after key."""

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from simulator.workload.key_source import Keys, KeySource
from strategies.parameters import Settings, parameter


class Sessions:
    """Several users, each reading on from a random key; their requests take turns at random."""

    def __init__(self, keys: int, length: float, users: int, random: np.random.Generator) -> None:
        """Mean length of a session in requests, geometrically distributed."""
        self.keys, self.length, self.random = keys, length, random
        self.at = random.integers(0, keys, users)

    def draw(self, n: int) -> Keys:
        """The next n keys: mostly a user's next one, sometimes the start of a new session."""
        users = self.random.integers(0, len(self.at), n)
        begins = self.random.random(n) * self.length < 1
        starts = self.random.integers(0, self.keys, n)
        drawn = np.empty(n, dtype=np.int64)
        for user in range(len(self.at)):
            mine = np.flatnonzero(users == user)
            drawn[mine] = self.walk(user, begins[mine], starts[mine])
        return drawn

    def walk(self, user: int, begins: NDArray[np.bool_], starts: Keys) -> Keys:
        """One user's next keys; remembers where the user stands."""
        if len(begins) == 0:
            return starts
        step = np.arange(len(begins))
        began = np.maximum.accumulate(np.where(begins, step, -1))
        origin = np.where(began >= 0, starts[began], self.at[user])
        path: Keys = (origin + step - began) % self.keys
        self.at[user] = path[-1]
        return path


class Sequential(Settings):
    """Sessions that read key after key from a random start: what prefetching is made for."""

    law: Literal["sequential"] = "sequential"
    session_length: float = parameter(
        20.0,
        "Session length",
        "Mean number of consecutive keys that a user reads before jumping elsewhere.",
        low=1,
        high=1_000_000,
        unit="requests",
        slider=(1, 1000),
        scale="log",
    )
    users: int = parameter(
        20, "Users", "How many sessions go on at once.", low=1, high=1000, slider=(1, 200), step=1
    )

    def source(self, keys: int, random: np.random.Generator) -> KeySource:
        """A source of keys under this law."""
        return Sessions(keys, self.session_length, self.users, random)
