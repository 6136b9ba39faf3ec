"""Closed clients: who waits for the answer before he sends again."""

from typing import Literal

from strategies.parameters import Settings, parameter


class Closed(Settings):
    """Users who think, send a request, wait for the answer, and think again.

    Their number bounds what is under way, so that a slow system is asked less: a closed load hides
    stampedes and overload that an open one shows.
    """

    law: Literal["closed"] = "closed"
    users: int = parameter(
        100,
        "Users at once",
        "How many users there are; each has one request under way at most.",
        low=1,
        high=100_000,
        slider=(1, 2000),
        scale="log",
    )
    think_s: float = parameter(
        1.0,
        "Think time",
        "Mean time between an answer and the user's next request, exponentially distributed.",
        low=0.001,
        high=86_400,
        unit="s",
        slider=(0.01, 60),
        scale="log",
    )

    @property
    def most_rps(self) -> float:
        """Requests a second if answers took no time."""
        return self.users / self.think_s
