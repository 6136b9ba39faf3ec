"""Whether and when a client tries again: the same for both engines and in real time."""

from collections.abc import Callable

from simulator.cache.chance import BITS, ONES, STEP, mixed, start
from simulator.client import Client
from simulator.clock import FOREVER, nanoseconds
from simulator.counters import Counters

ATTEMPTS = 128
"""More attempts than any request makes: each has a number of its own, row by row."""

SAVED = 10.0
"""So many retries a node's budget saves up at most."""


class Patience:
    """When a client sends a read once more, when it gives an attempt up, and what it leaves."""

    def __init__(self, client: Client) -> None:
        """In nanoseconds; None for never."""
        self.timeout_ns = None if client.timeout_s is None else nanoseconds(client.timeout_s)
        hedge_s = client.hedge_after_s
        self.hedge_ns = None if hedge_s is None else nanoseconds(hedge_s)
        given_ns = [span_ns for span_ns in (self.timeout_ns, self.hedge_ns) if span_ns is not None]
        self.shortest_ns = min(given_ns, default=FOREVER)
        self.limited = bool(given_ns)
        self.drops = client.late_results == "dropped"

    def numbers(self, row: int, attempt: int) -> tuple[int, int]:
        """The numbers by which its timeout and its hedge are told from others at their instant."""
        number = 2 * (row * ATTEMPTS + attempt)
        return number, number + 1


class Budget:
    """A bucket of retries for each node: every arrival puts a share of one in, a retry takes one.

    So retries stay below that share of the requests, also when everything fails (Twitter's
    Finagle, RetryBudget; gRPC's retry throttling). It starts empty and holds up to `SAVED`.
    """

    def __init__(self, share: float, arrived: Callable[[int], int]) -> None:
        """`arrived` tells how many requests have arrived at a node."""
        self.share, self.arrived = share, arrived
        self.levels: dict[int, float] = {}
        self.counted: dict[int, int] = {}

    def take(self, node: int) -> bool:
        """Take a retry out, if there is one."""
        arrived = self.arrived(node)
        new = self.share * (arrived - self.counted.get(node, 0))
        level = min(SAVED, self.levels.get(node, 0.0) + new)
        self.counted[node] = arrived
        self.levels[node] = level - (level >= 1)
        return level >= 1


class Retries:
    """The client's rule for another attempt; it counts those that it grants and refuses."""

    def __init__(
        self, client: Client, seed: int, counters: Counters, arrived: Callable[[int], int]
    ) -> None:
        """Chance comes from a stream of its own; `arrived` is the retry budget's."""
        self.client, self.counters = client, counters
        self.start = start(seed, "backoff")
        share = client.retry_budget
        self.budget = None if share is None else Budget(share, arrived)

    def again(self, tried: int, node: int, *, write: int, counts: bool) -> bool:
        """May a request be retried that has been retried so often? `counts`: in the figures."""
        if tried == self.client.retries:
            return False
        if self.budget is not None and not self.budget.take(node):
            self.counters.retries_refused += counts
            return False
        self.counters.write_retries += counts and write == 1
        self.counters.read_retries += counts and write == 0
        return True

    def pause_s(self, row: int, attempt: int) -> float:
        """How long a request waits before its first, second, ... retry.

        Doubling with full jitter is the third law of Brooker, "Exponential Backoff And Jitter",
        AWS Architecture Blog, 2015. The draw depends on the request and the retry alone.
        """
        client = self.client
        if client.backoff == "fixed":
            return client.backoff_s
        longest_s = min(client.backoff_max_s, client.backoff_s * 2.0 ** (attempt - 1))
        return longest_s if client.backoff == "exponential" else longest_s * self.draw(row, attempt)

    def draw(self, row: int, attempt: int) -> float:
        """A number from 0 to below 1."""
        place = self.start + (row * ATTEMPTS + attempt) * STEP
        return mixed(place & ONES) / 2.0**BITS
