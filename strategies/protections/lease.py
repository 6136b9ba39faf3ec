"""Lease: the cache lets one reader at a time refill a key, and none with an outdated value."""

from typing import Literal

from strategies.effects import Acquire, Crashed, Get, Key, Now, Rules, Sleep, Value
from strategies.outage import asked
from strategies.parameters import (
    Settings,
    crash_parameter,
    parameter,
    pause_parameter,
    token_ttl_parameter,
    wait_timeout_parameter,
    window_parameter,
)
from strategies.protections.base import Lifetime, Protection, Work, look_again
from strategies.protections.refill import refill


class LeaseSettings(Settings):
    """Parameters of the lease."""

    name: Literal["lease"] = "lease"
    lease_interval_s: float = token_ttl_parameter(
        10.0,
        "Lease interval",
        "The cache hands out one lease a key in this time, unless it is given back or voided.",
    )
    hold_off: bool = parameter(
        False,
        "Hold-off",
        "No second lease of a key within the interval, not even after a set or delete.",
    )
    others: Literal["wait", "stale"] = parameter(
        "wait",
        "Others",
        "Readers without a lease wait, or take the old value if it is still there.",
    )
    stale_s: float = window_parameter(
        10.0,
        "Old value kept",
        "How long beyond its TTL an old value is kept for those who take it.",
    )
    retry_s: float = pause_parameter(
        0.02, "Retry", "How long a reader without a lease waits before it asks again."
    )
    wait_timeout_s: float = wait_timeout_parameter(
        "A reader that has waited so long loads without a lease, and the cache refuses its value."
    )
    crash_probability: float = crash_parameter("Holder")


class Lease(Protection):
    """A missing reader gets a token; only with it may the cache be filled; a delete voids it.

    It ends stampedes in the whole fleet and the stale set of a slow reader in one (memcached;
    Nishtala et al., Scaling Memcache at Facebook, NSDI 2013). If the holder dies, the key goes
    without refill for up to one interval. The price is a round trip more on each miss.

    When: Hot keys are read by many processes, and a stale refill must not outlive a delete.

    Cost: A round trip more on each miss; no refill for an interval when the holder dies.

    Sources: Nishtala et al., Scaling Memcache at Facebook, NSDI 2013.
    """

    name = "lease"
    settings: LeaseSettings

    def lifetime(self, lifetime: Lifetime) -> Lifetime:
        """Keep the old value for those who take it."""
        if self.settings.others == "wait":
            return lifetime
        kept_s = lifetime.soft_s + self.settings.stale_s
        return lifetime._replace(hard_s=max(lifetime.hard_s, kept_s))

    def around(self, work: Work) -> Work:
        """Refill with a lease; without one take the old value, or wait for a new one."""

        def guarded(key: Key) -> Rules[Value]:
            token, settings = self.random.getrandbits(62), self.settings
            ask = Acquire(key, token, settings.lease_interval_s, "lease", settings.hold_off)
            if (yield from asked(ask, otherwise=True)):
                return (yield from self.hold(ask, work))
            stale = settings.others == "stale"
            entry = (yield from asked(Get(key))) if stale else None
            return entry.value if entry is not None else (yield from self.wait(ask, work))

        return guarded

    def hold(self, lease: Acquire, work: Work) -> Rules[Value]:
        """Refill; a crash leaves the lease where it is."""
        if self.random.random() < self.settings.crash_probability:
            raise Crashed
        return (yield from refill(lease.key, lease.token, work))

    def wait(self, ask: Acquire, work: Work) -> Rules[Value]:
        """Look again and ask again, until the value, the lease or the timeout comes."""
        until_s = (yield Now()) + self.settings.wait_timeout_s
        while (yield Now()) < until_s:
            yield Sleep(self.settings.retry_s)
            entry = yield from look_again(ask.key)
            if entry is not None:
                return entry.value
            if (yield from asked(ask, otherwise=True)):
                return (yield from self.hold(ask, work))
        return (yield from refill(ask.key, ask.token, work))
