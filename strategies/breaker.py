"""A circuit breaker before the cache: who has failed often enough is left alone for a while."""

from math import inf
from typing import Any

from strategies.carrying import plainly
from strategies.effects import CacheUnavailable, ClientGone, Effect, Now, Rules


class Breaker:
    """Closed, every operation passes. Open, none does; half-open, one does as a probe.

    So many failures in a row open it; then it is open for its time, after which the probe decides
    (Nygard, Release It!, 2007). It spares a node the wait for a cache that hangs; the price is
    that the node goes without a cache that is back, for up to that time.
    """

    def __init__(self, failures: int, open_s: float) -> None:
        """Closed; `failures` 0 means that it never opens."""
        self.failures, self.open_s = failures, open_s
        self.failed = 0
        self.probe_at_s = -inf

    @property
    def is_closed(self) -> bool:
        """Does everything pass?"""
        return self.failures == 0 or self.failed < self.failures

    def ask(self, effect: Effect) -> Rules[Any]:
        """Have an operation performed; raises CacheUnavailable at once where it may not pass."""
        if self.is_closed:
            return (yield from self.judged(effect))
        now_s = yield Now()
        if now_s < self.probe_at_s:
            raise CacheUnavailable
        self.probe_at_s = inf
        return (yield from self.judged(effect, probe=True))

    def judged(self, effect: Effect, *, probe: bool = False) -> Rules[Any]:
        """Note how an operation ends. Late failures do not keep an open breaker open for longer.

        A probe whose client has gone decides nothing: the next operation is the probe.
        """
        try:
            answer = yield from plainly(effect)
        except CacheUnavailable:
            if self.failures and (probe or self.is_closed):
                self.failed += 1
                self.probe_at_s = (yield Now()) + self.open_s
            raise
        except ClientGone:
            self.probe_at_s = -inf if probe else self.probe_at_s
            raise
        self.failed = 0
        return answer
