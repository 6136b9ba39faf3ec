"""Leading a policy through what happens in a cache, in one line."""

from simulator.cache.eviction.policy import Eviction
from simulator.clock import FOREVER, NANOSECONDS


def replay(policy: Eviction, keys: str, capacity: int) -> str:
    """Ask for keys, a letter each, one a position; answer with those that had to go, in order."""
    inside, gone = set[int](), ""
    for now, letter in enumerate(keys):
        key = ord(letter) - ord("a")
        if key in inside:
            policy.touch(key, now)
            continue
        if len(inside) == capacity:
            victim = policy.victim(now)
            assert victim is not None
            policy.remove(victim)
            inside.remove(victim)
            gone += chr(victim + ord("a"))
        policy.insert(key, FOREVER, now)
        inside.add(key)
    return gone


def fill(policy: Eviction, *expires_s: float | None) -> None:
    """Entries 0, 1, 2, ... at instant 0 that expire then; None is never."""
    for key, at_s in enumerate(expires_s):
        expires_ns = FOREVER if at_s is None else round(at_s * NANOSECONDS)
        policy.insert(key, expires_ns, 0)


def drain(policy: Eviction, now_s: float = 0) -> list[int]:
    """Everybody who may go, in the order in which they must."""
    gone = []
    while (victim := policy.victim(round(now_s * NANOSECONDS))) is not None:
        policy.remove(victim)
        gone.append(victim)
    return gone
