"""Every eviction policy by the name that a scenario gives it."""

from collections.abc import Callable
from typing import NamedTuple

from simulator.cache.chance import Chance
from simulator.cache.eviction.belady import Belady
from simulator.cache.eviction.best_of_few import BestOfFew
from simulator.cache.eviction.fifo import Fifo
from simulator.cache.eviction.future import NextUse
from simulator.cache.eviction.lfu import Lfu
from simulator.cache.eviction.lru import Lru
from simulator.cache.eviction.policy import Eviction, NoEviction
from simulator.cache.eviction.sampled import Sampled
from simulator.cache.eviction.score import IdleTime, Rarity, Urgency
from simulator.cache.eviction.sieve import Sieve
from simulator.cache.eviction.uniform import Uniform


class Terms(NamedTuple):
    """What policies are made from; each takes what it needs."""

    chance: Chance
    lfu_chance: Chance
    samples: int
    lfu_log_factor: int
    lfu_decay_min: int
    future: Callable[[], NextUse]


def sampled_lru(terms: Terms, *, volatile: bool) -> Eviction:
    """The longest idle of a sample."""
    return Sampled(terms.chance, IdleTime(), terms.samples, volatile=volatile)


def sampled_lfu(terms: Terms, *, volatile: bool) -> Eviction:
    """The most rarely used of a sample."""
    rarity = Rarity(terms.lfu_chance, terms.lfu_log_factor, terms.lfu_decay_min)
    return Sampled(terms.chance, rarity, terms.samples, volatile=volatile)


EVICTIONS: dict[str, Callable[[Terms], Eviction]] = {
    "allkeys-lru": lambda terms: sampled_lru(terms, volatile=False),
    "allkeys-lfu": lambda terms: sampled_lfu(terms, volatile=False),
    "allkeys-random": lambda terms: Uniform(terms.chance),
    "volatile-lru": lambda terms: sampled_lru(terms, volatile=True),
    "volatile-lfu": lambda terms: sampled_lfu(terms, volatile=True),
    "volatile-random": lambda terms: Uniform(terms.chance, volatile=True),
    "volatile-ttl": lambda terms: Sampled(terms.chance, Urgency(), terms.samples, volatile=True),
    "noeviction": lambda _: NoEviction(),
    "lru": lambda _: Lru(),
    "lfu": lambda _: Lfu(),
    "fifo": lambda _: Fifo(),
    "random": lambda terms: Uniform(terms.chance),
    "sieve": lambda _: Sieve(),
    "sampled-lru": lambda terms: BestOfFew(terms.chance, terms.samples),
    "belady": lambda terms: Belady(terms.future()),
}
"""Redis's eight first, then the textbook's."""
