"""XFetch: a read may volunteer to renew an entry before it expires, the later the more likely."""

from math import log
from typing import Literal

from strategies.effects import Entry, Key
from strategies.parameters import Settings, parameter
from strategies.protections.base import Protection, Verdict

NEGLIGIBLE = 1e-9
"""A read volunteers with a smaller probability than this: then it need not draw at all."""


class XFetchSettings(Settings):
    """Parameters of XFetch."""

    name: Literal["xfetch"] = "xfetch"
    beta: float = parameter(
        1.0,
        "Beta",
        "Above 1 reads volunteer earlier and fewer together, below 1 later and more together.",
        low=0.01,
        high=100,
        slider=(0.1, 5),
        step=0.1,
    )
    volunteers: Literal["wait", "background"] = parameter(
        "wait",
        "Volunteers",
        "Load themselves and wait for it, as published, or use the entry and load in the "
        "background, once at a time in each process.",
    )


class XFetch(Protection):
    """Recomputes when now - beta x delta x ln(U) reaches the expiry; delta is the load's cost.

    With U uniform, a read that finds r seconds left volunteers with probability
    e^(-r / (beta x delta)) (Vattani, Chierichetti, Lowenstein, PVLDB 8(8), 2015). No coordination
    is needed, yet several volunteer: e^(1/beta) loads a refresh on a hot key with constant
    loads. Weak for keys that are rarely read, and moody where load times vary.

    When: A few hot keys, with loads of a steady length, must be renewed without any coordination.

    Cost: Several loads at each renewal, and early ones: the more, the smaller beta is.

    Sources: Vattani, Chierichetti, Lowenstein, Optimal Probabilistic Cache Stampede Prevention,
    PVLDB 8(8), 2015.
    """

    name = "xfetch"
    settings: XFetchSettings

    def found(self, key: Key, entry: Entry, now_s: float) -> Verdict:
        """Draw, where it can matter; after the expiry others decide."""
        if not self.quiet_until_s(entry) < now_s <= entry.soft_expires_at_s:
            return Verdict.USE
        ahead_s = -self.scale_s(entry) * log(1 - self.random.random())
        if now_s + ahead_s < entry.soft_expires_at_s:
            return Verdict.USE
        return Verdict.RELOAD if self.settings.volunteers == "wait" else Verdict.REFRESH

    def quiet_until_s(self, entry: Entry) -> float:
        """The instant before which hardly any read volunteers."""
        return entry.soft_expires_at_s + self.scale_s(entry) * log(NEGLIGIBLE)

    def scale_s(self, entry: Entry) -> float:
        """Beta x delta."""
        return self.settings.beta * entry.value.cost_s
