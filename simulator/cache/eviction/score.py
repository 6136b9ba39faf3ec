"""How much each entry deserves to go, as Redis reckons it: by idle time, use or expiry."""

from simulator.cache.chance import BITS, Chance
from simulator.cache.eviction.policy import Eviction
from simulator.clock import NANOSECONDS
from strategies.effects import Key

CLOCK = (1 << 24) - 1
"""The LRU clock has 24 bits and counts whole seconds."""

MINUTES = (1 << 16) - 1
"""The clock of the LFU counters has 16 bits and counts whole minutes."""

MINUTE = 60 * NANOSECONDS
MILLISECOND = NANOSECONDS // 1000
MOST = 255
FIRST = 5
"""An LFU counter has 8 bits; a new entry starts with a few uses to its credit."""


class Score(Eviction):
    """A number for each entry: the higher, the sooner it should go."""

    def __init__(self) -> None:
        """Nobody has one."""
        self.note: dict[Key, int] = {}

    def remove(self, key: Key) -> None:
        """Forget it."""
        del self.note[key]

    def of(self, key: Key, now_ns: int) -> int:
        """The score of an entry now."""
        raise NotImplementedError


class IdleTime(Score):
    """Whole seconds since the last use, on a clock that starts again after 194 days."""

    def insert(self, key: Key, expires_ns: int, now_ns: int) -> None:
        """Storing counts as use."""
        self.touch(key, now_ns)

    def touch(self, key: Key, now_ns: int) -> None:
        """Used in this second."""
        self.note[key] = now_ns // NANOSECONDS & CLOCK

    def of(self, key: Key, now_ns: int) -> int:
        """How long it has been idle."""
        return (now_ns // NANOSECONDS - self.note[key]) & CLOCK


class Rarity(Score):
    """255 less a counter that grows with the logarithm of uses and decays with time.

    A use raises a counter of 5 + n with probability 1 / (1 + n * log_factor). For each decay time
    that passes without a use it falls by one. Minute and counter share one number, as in Redis.
    """

    def __init__(self, chance: Chance, log_factor: int, decay_min: int) -> None:
        """Redis's lfu-log-factor and lfu-decay-time; a decay time of 0 is none."""
        super().__init__()
        self.chance, self.log_factor, self.decay_min = chance, log_factor, decay_min

    def insert(self, key: Key, expires_ns: int, now_ns: int) -> None:
        """A few uses to its credit."""
        self.write(key, FIRST, now_ns)

    def touch(self, key: Key, now_ns: int) -> None:
        """Decay first, then perhaps one up."""
        counter = self.counter(key, now_ns)
        odds = max(counter - FIRST, 0) * self.log_factor + 1
        if counter < MOST and self.chance.draw() * odds < 1 << BITS:
            counter += 1
        self.write(key, counter, now_ns)

    def write(self, key: Key, counter: int, now_ns: int) -> None:
        """Note a counter and its minute."""
        self.note[key] = (now_ns // MINUTE & MINUTES) << 8 | counter

    def counter(self, key: Key, now_ns: int) -> int:
        """The counter as it has decayed by now."""
        minute, counter = self.note[key] >> 8, self.note[key] & MOST
        if self.decay_min == 0:
            return counter
        return max(counter - ((now_ns // MINUTE - minute) & MINUTES) // self.decay_min, 0)

    def of(self, key: Key, now_ns: int) -> int:
        """How rarely it is used."""
        return MOST - self.counter(key, now_ns)


class Urgency(Score):
    """The sooner it expires, the more: less its expiry in whole milliseconds."""

    def insert(self, key: Key, expires_ns: int, now_ns: int) -> None:
        """Its expiry."""
        self.expire(key, expires_ns)

    def expire(self, key: Key, expires_ns: int) -> None:
        """Its new expiry."""
        self.note[key] = expires_ns // MILLISECOND

    def of(self, key: Key, now_ns: int) -> int:
        """The same whenever it is asked for."""
        return -self.note[key]
