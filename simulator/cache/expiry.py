"""Active expiry: the server looks for expired entries that nobody asks for any more.

Redis, expire.c: ten times a second it looks at twenty entries that have a TTL, removes those that
have expired, and looks at twenty more as long as over a tenth of them had.
"""

from simulator.cache.chance import Chance
from simulator.cache.store import Store
from simulator.clock import NANOSECONDS

PERIOD_NS = NANOSECONDS // 10
LOOKS = 20
TOLERATED = 10
"""In percent."""


class ActiveExpiry:
    """One server's cycle."""

    def __init__(self, store: Store, chance: Chance) -> None:
        """Chance decides at whom it looks."""
        self.store, self.chance = store, chance

    def cycle(self, now_ns: int) -> None:
        """Look, remove, and look again while it is worth while."""
        while len(self.store.timed):
            looked, removed = self.look(now_ns)
            if removed * 100 // looked <= TOLERATED:
                return

    def look(self, now_ns: int) -> tuple[int, int]:
        """Look at some entries with a TTL, or at all if they are few; how many, how many died."""
        timed = self.store.timed
        few = len(timed) <= LOOKS
        looked = len(timed) if few else LOOKS
        removed = 0
        for place in reversed(range(looked)):
            key = timed.keys[place if few else self.chance.below(len(timed))]
            removed += self.store.live(key, now_ns) is None
        return looked, removed
