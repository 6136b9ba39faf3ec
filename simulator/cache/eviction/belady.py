"""Belady's rule: who is needed last goes first. It needs to know the future."""

from heapq import heappop, heappush

from simulator.cache.eviction.future import NextUse
from simulator.cache.eviction.policy import Eviction
from strategies.effects import Key


class Belady(Eviction):
    """The entry whose next use is farthest: the fewest misses that any policy can have.

    The new entry is always admitted. Of equally far ones the largest key goes. Belady, A study of
    replacement algorithms for a virtual-storage computer, IBM Systems Journal 5 (1966).
    """

    def __init__(self, next_use: NextUse) -> None:
        """`next_use` tells when a key is asked for next."""
        self.next_use = next_use
        self.due: dict[Key, int] = {}
        """The next use of each entry, as far as it has been looked up."""
        self.soonest: list[tuple[int, Key]] = []
        self.farthest: list[tuple[int, Key]] = []

    def insert(self, key: Key, expires_ns: int, now_ns: int) -> None:
        """Look its next use up."""
        self.look_up(key, now_ns)

    def look_up(self, key: Key, now_ns: int) -> None:
        """Note when a key is needed next; what was noted before no longer counts."""
        due = self.due[key] = self.next_use(key, now_ns)
        heappush(self.soonest, (due, key))
        heappush(self.farthest, (-due, -key))

    def remove(self, key: Key) -> None:
        """Its place in the queues is passed over when it comes up."""
        del self.due[key]

    def victim(self, now_ns: int) -> Key:
        """Look up again whatever was due in the meantime; then the farthest of all."""
        while self.soonest and self.soonest[0][0] <= now_ns:
            due, key = heappop(self.soonest)
            if self.due.get(key) == due:
                self.look_up(key, now_ns)
        while self.due.get(-self.farthest[0][1]) != -self.farthest[0][0]:
            heappop(self.farthest)
        return -self.farthest[0][1]
