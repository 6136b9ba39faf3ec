"""Stale-while-revalidate: past its TTL an entry is still served while one read has it renewed."""

from typing import Literal

from strategies.effects import Entry, Key
from strategies.parameters import NO_LIMIT_S, Settings, parameter, window_parameter
from strategies.protections.base import Lifetime, Protection, Verdict


class StaleWhileRevalidateSettings(Settings):
    """Parameters of stale-while-revalidate."""

    name: Literal["stale-while-revalidate"] = "stale-while-revalidate"
    window_s: float = window_parameter(
        10.0,
        "Stale window",
        "How long after its TTL an entry may still be served while it is being renewed.",
    )
    refresh_before_s: float = parameter(
        0.0,
        "Refresh before expiry",
        "A read that finds less than this of the TTL left starts the renewal already; 0 is off.",
        low=0,
        high=NO_LIMIT_S,
        unit="s",
        slider=(0, 60),
        step=0.5,
    )


class StaleWhileRevalidate(Protection):
    """A read in the window is answered at once and starts one reload in the background.

    The TTL becomes the soft limit, TTL + window the hard one (RFC 5861, section 3). Nobody waits
    as long as somebody reads in the window and the reload succeeds in it; the price is age. One
    reload at a time in each process: N nodes make up to N, unless a lock stands beside it.

    When: Nobody should wait for a reload, and some seconds of age do no harm.

    Cost: Answers past their TTL; a key that nobody reads in the window expires all the same.

    Sources: RFC 5861, section 3; Varnish, Grace mode.
    """

    name = "stale-while-revalidate"
    settings: StaleWhileRevalidateSettings

    def lifetime(self, lifetime: Lifetime) -> Lifetime:
        """Keep the entry through the window."""
        hard_s = lifetime.soft_s + self.settings.window_s
        return lifetime._replace(hard_s=max(lifetime.hard_s, hard_s))

    def found(self, key: Key, entry: Entry, now_s: float) -> Verdict:
        """Renew in the window, and shortly before it where that is wished."""
        due = self.quiet_until_s(entry) < now_s
        over = now_s - entry.soft_expires_at_s > self.settings.window_s
        return Verdict.REFRESH if due and not over else Verdict.USE

    def quiet_until_s(self, entry: Entry) -> float:
        """Until the first renewal is due."""
        return entry.soft_expires_at_s - self.settings.refresh_before_s
