"""Stale-if-error (fail-safe): when a load fails or dawdles, the old value serves a while longer."""

from math import inf
from typing import Any, Literal

from strategies.effects import Get, Key, Now, Rules, ServiceError, Value
from strategies.outage import asked
from strategies.parameters import Settings, load_timeout_parameter, window_parameter
from strategies.protections.base import Lifetime, Protection, Work, unwrap
from strategies.protections.patience import Ends, Limits, begin, result


class StaleIfErrorSettings(Settings):
    """Parameters of stale-if-error."""

    name: Literal["stale-if-error"] = "stale-if-error"
    window_s: float = window_parameter(
        60.0,
        "Fail-safe window",
        "How long after its TTL an entry is kept to stand in for a failed load.",
    )
    throttle_s: float = window_parameter(
        5.0,
        "Throttle",
        "After a failure the process serves the old value for this long before it tries again.",
    )
    soft_timeout_s: float | None = load_timeout_parameter(
        "Soft load timeout",
        "A load that takes longer goes on in the background, if an old value can be served "
        "meanwhile. Empty: wait for it.",
    )
    hard_timeout_s: float | None = load_timeout_parameter(
        "Hard load timeout",
        "A load that takes longer counts as failed, old value or not. Empty: wait for it.",
    )


class StaleIfError(Protection):
    """Keeps entries beyond their TTL and hands them out only when loading goes wrong.

    RFC 5861, section 4, calls it stale-if-error; FusionCache, fail-safe, with the throttle and
    the two timeouts. An outage of the database becomes old data instead of errors, for keys that
    were read before it; absent entries fail as ever. It ends no stampede.

    When: An old answer is better than an error while the database is down.

    Cost: Memory for entries past their TTL, and old answers of any age up to the limit.

    Sources: RFC 5861, section 4; FusionCache, Fail-Safe.
    """

    name = "stale-if-error"
    settings: StaleIfErrorSettings

    def __init__(self, *args: Any) -> None:
        """Nothing has failed yet."""
        super().__init__(*args)
        soft_s, hard_s = self.settings.soft_timeout_s, self.settings.hard_timeout_s
        given_s = [limit_s for limit_s in (soft_s, hard_s) if limit_s is not None]
        self.limits = Limits(min(given_s, default=None), hard_s)
        self.retry_at_s: dict[Key, float] = {}

    def lifetime(self, lifetime: Lifetime) -> Lifetime:
        """Keep the entry through the window."""
        hard_s = lifetime.soft_s + self.settings.window_s
        return lifetime._replace(hard_s=max(lifetime.hard_s, hard_s))

    def around(self, work: Work) -> Work:
        """Load; where that fails, or failed a short while ago, fall back on the old value."""

        def guarded(key: Key) -> Rules[Value]:
            now_s = yield Now()
            if now_s < self.retry_at_s.get(key, -inf):
                entry = yield from asked(Get(key))
                if entry is not None:
                    return entry.value
            ends = yield from begin(work(key), self.limits)
            answer = yield from result(ends.soft)
            if isinstance(answer, ServiceError):
                return (yield from self.fall_back(key, ends))
            return answer

        return guarded

    def fall_back(self, key: Key, ends: Ends) -> Rules[Value]:
        """The old value, and no further load for a while; without one, however the load ends."""
        entry = yield from asked(Get(key))
        if entry is None:
            return unwrap((yield from result(ends.hard)))
        self.retry_at_s[key] = (yield Now()) + self.settings.throttle_s
        return entry.value
