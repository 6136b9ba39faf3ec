"""How each eviction policy is written into the kernel's cells."""

from typing import Any, NamedTuple

from simulator.cache.eviction.shelf import Terms
from simulator.fast import layout as k


class Policy(NamedTuple):
    """What a use changes, how entries are kept, how the next to go is found, and by what score."""

    touch: int
    kept: int
    choice: int
    score: int = k.IDLE


POLICIES = {
    "allkeys-lru": Policy(k.CLOCK, k.LIST, k.POOLED_BEST, k.IDLE),
    "allkeys-lfu": Policy(k.LOGARITHM, k.LIST, k.POOLED_BEST, k.RARE),
    "allkeys-random": Policy(k.NONE, k.LIST, k.ANY),
    "volatile-lru": Policy(k.CLOCK, k.NONE, k.POOLED_BEST, k.IDLE),
    "volatile-lfu": Policy(k.LOGARITHM, k.NONE, k.POOLED_BEST, k.RARE),
    "volatile-random": Policy(k.NONE, k.NONE, k.ANY),
    "volatile-ttl": Policy(k.NONE, k.NONE, k.POOLED_BEST, k.URGENT),
    "noeviction": Policy(k.NONE, k.NONE, k.NONE),
    "lru": Policy(k.ORDER, k.LINE, k.OLDEST),
    "lfu": Policy(k.COUNT, k.HEAP_OF_COUNTS, k.RAREST),
    "fifo": Policy(k.NONE, k.LINE, k.OLDEST),
    "random": Policy(k.NONE, k.LIST, k.ANY),
    "sieve": Policy(k.BIT, k.LINE, k.SIEVED),
    "sampled-lru": Policy(k.INSTANT, k.LIST, k.BEST_OF_FEW),
    "belady": Policy(k.NONE, k.NONE, k.NONE),
}
"""Without a list of their own, candidates are the entries that expire. Belady's rule is Python's
business: the kernel does not know the future."""


def write_policy(walk: Any, name: str, terms: Terms) -> None:
    """Tell the kernel which policy it is."""
    policy = POLICIES[name]
    walk[k.TOUCH], walk[k.KEPT], walk[k.CHOICE], walk[k.SCORE] = policy
    walk[k.SAMPLES], walk[k.LOG_FACTOR] = terms.samples, terms.lfu_log_factor
    walk[k.DECAY] = terms.lfu_decay_min
    walk[k.CHANCE], walk[k.LFU_CHANCE] = terms.chance.counter, terms.lfu_chance.counter
    walk[k.TIMED] |= name.startswith("volatile")
