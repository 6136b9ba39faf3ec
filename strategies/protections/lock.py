"""Fleet lock: one load of a key at a time in the whole fleet, through a token in the cache."""

from typing import Literal

from strategies.effects import Acquire, Crashed, Held, Key, Now, Release, Rules, Sleep, Value
from strategies.outage import asked
from strategies.parameters import (
    Settings,
    crash_parameter,
    parameter,
    pause_parameter,
    token_ttl_parameter,
    wait_timeout_parameter,
)
from strategies.protections.base import Protection, Work, attempt, look_again, unwrap


class LockSettings(Settings):
    """Parameters of the fleet lock."""

    name: Literal["lock"] = "lock"
    lock_ttl_s: float = token_ttl_parameter(
        5.0,
        "Lock expiry",
        "The lock frees itself after this time. Shorter than a load, it lets others load too.",
    )
    losers: Literal["wait", "load", "nothing"] = parameter(
        "wait",
        "Losers",
        "What those do who find the lock taken: wait for the entry, load all the same, "
        "or fail at once.",
    )
    poll_s: float = pause_parameter(
        0.05, "Poll interval", "How long a loser sleeps before it looks into the cache again."
    )
    wait_timeout_s: float = wait_timeout_parameter(
        "A loser that has waited so long loads without the lock."
    )
    owner_token: bool = parameter(
        True,
        "Owner token",
        "Release only one's own lock. Without it a late owner deletes somebody else's.",
    )
    crash_probability: float = crash_parameter("Owner")


class Lock(Protection):
    """Who sets the lock loads; the others look for the entry again and again.

    Redis: SET NX PX to take it, compare-and-delete to release it. It saves work and guarantees
    nothing: a load longer than the expiry releases the next reader, a dead owner stalls everyone
    until expiry or timeout, and each miss pays a round trip more. While the cache cannot be reached
    everyone is an owner.

    When: One load for the whole fleet is worth a round trip, and loads are shorter than the
    expiry.

    Cost: A round trip more on each miss; a dead owner holds everyone up until expiry or timeout.

    Sources: Redis, Distributed Locks; Kleppmann, How to do distributed locking, 2016.
    """

    name = "lock"
    settings: LockSettings

    def around(self, work: Work) -> Work:
        """Load if the lock is ours, else do what losers do."""

        def guarded(key: Key) -> Rules[Value]:
            token = self.random.getrandbits(62)
            take = Acquire(key, token, self.settings.lock_ttl_s, "lock")
            if (yield from asked(take, otherwise=True)):
                return (yield from self.lead(key, token, work))
            return (yield from self.lose(key, work))

        return guarded

    def lead(self, key: Key, token: int, work: Work) -> Rules[Value]:
        """Load, and release the lock however that ended; a crash releases nothing."""
        if self.random.random() < self.settings.crash_probability:
            raise Crashed
        answer = yield from attempt(work(key))
        mine = token if self.settings.owner_token else None
        yield from asked(Release(key, mine, "lock"))
        return unwrap(answer)

    def lose(self, key: Key, work: Work) -> Rules[Value]:
        """Wait for the entry, and load when it does not come in time; or do not wait."""
        if self.settings.losers == "nothing":
            raise Held
        patient = self.settings.losers == "wait"
        until_s = (yield Now()) + self.settings.wait_timeout_s
        while patient and (yield Now()) < until_s:
            yield Sleep(self.settings.poll_s)
            entry = yield from look_again(key)
            if entry is not None:
                return entry.value
        return (yield from work(key))
