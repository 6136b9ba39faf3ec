"""Redis's way to approximate an order: the best of a small sample and of earlier ones."""

from bisect import bisect_left

from simulator.cache.chance import Chance
from simulator.cache.eviction.choice import Choice
from simulator.cache.eviction.score import Score
from strategies.effects import Key

POOL = 16
"""How many candidates are remembered from one eviction to the next."""


class Sampled(Choice):
    """Draws a sample, adds it to the pool of candidates, and takes the pool's best.

    A candidate keeps the score that it had when it was drawn, however often it has been used
    since; one that is gone is passed over, one that is gone and back is not. Redis, evict.c.
    """

    def __init__(
        self, chance: Chance, score: Score, samples: int, *, volatile: bool = False
    ) -> None:
        """`samples` is Redis's maxmemory-samples."""
        super().__init__(chance, volatile=volatile)
        self.score, self.samples = score, samples
        self.pool: list[tuple[int, Key]] = []
        """The best candidates, the best of all last."""

    def insert(self, key: Key, expires_ns: int, now_ns: int) -> None:
        """A candidate with its first score."""
        super().insert(key, expires_ns, now_ns)
        self.score.insert(key, expires_ns, now_ns)

    def touch(self, key: Key, now_ns: int) -> None:
        """Its score changes, but not in the pool."""
        self.score.touch(key, now_ns)

    def expire(self, key: Key, expires_ns: int) -> None:
        """The expiry may be the score."""
        super().expire(key, expires_ns)
        self.score.expire(key, expires_ns)

    def remove(self, key: Key) -> None:
        """The pool does not hear of it."""
        super().remove(key)
        self.score.remove(key)

    def victim(self, now_ns: int) -> Key | None:
        """Sample until the pool has somebody who is still there."""
        while self.candidates:
            for key in self.candidates.sample(self.samples, self.chance):
                self.consider(self.score.of(key, now_ns), key)
            while self.pool:
                key = self.pool.pop()[1]
                if key in self.candidates:
                    return key
        return None

    def consider(self, score: int, key: Key) -> None:
        """Put a candidate before the first that is no worse; a full pool loses its worst."""
        place = bisect_left(self.pool, score, key=lambda candidate: candidate[0])
        if len(self.pool) == POOL:
            if place == 0:
                return
            del self.pool[0]
            place -= 1
        self.pool.insert(place, (score, key))
