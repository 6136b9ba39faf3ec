"""Policies that choose among candidates: all entries, or only those that expire (volatile)."""

from simulator.cache.chance import Chance
from simulator.cache.eviction.policy import Eviction
from simulator.cache.eviction.residents import Residents
from simulator.clock import FOREVER
from strategies.effects import Key


class Choice(Eviction):
    """Keeps the list of the candidates."""

    def __init__(self, chance: Chance, *, volatile: bool = False) -> None:
        """`volatile` policies touch nothing that never expires."""
        self.chance, self.volatile = chance, volatile
        self.candidates = Residents()

    def insert(self, key: Key, expires_ns: int, now_ns: int) -> None:
        """A candidate, if it may go."""
        if not self.volatile or expires_ns != FOREVER:
            self.candidates.add(key)

    def expire(self, key: Key, expires_ns: int) -> None:
        """It may have become a candidate, or have stopped being one."""
        if not self.volatile:
            return
        if expires_ns == FOREVER:
            self.candidates.discard(key)
        elif key not in self.candidates:
            self.candidates.add(key)

    def remove(self, key: Key) -> None:
        """Out of the list."""
        self.candidates.discard(key)
