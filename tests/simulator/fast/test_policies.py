"""The kernel's eviction against the policies that it copies, operation by operation."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.cache.chance import Chance
from simulator.cache.eviction.shelf import EVICTIONS, Terms
from simulator.clock import FOREVER, NANOSECONDS
from simulator.fast import entries, eviction
from simulator.fast import layout as k
from simulator.fast.policies import write_policy

KEYS = 30
NAMES = [name for name in EVICTIONS if name != "belady"]
STEPS = st.lists(
    st.tuples(
        st.sampled_from(("ask", "ask", "ask", "drop", "expire", "victim")),
        st.integers(0, KEYS - 1),
        st.sampled_from((0, 0.3, 1, 20, 61, 600)),
        st.sampled_from((None, 5, 100, 1000)),
    ),
    max_size=120,
)


def terms() -> Terms:
    """Fresh streams, a small sample."""
    return Terms(Chance(11), Chance(22), 3, 1, 1, lambda: lambda _, now: now + 1)


class Kernel:
    """The kernel's tables, driven like a policy."""

    def __init__(self, name: str) -> None:
        """Empty tables for that policy."""
        self.state = np.zeros((KEYS + 1, k.STATES), dtype=np.int64)
        self.state[:, k.EXPIRES], self.state[:, k.TIMED_PLACE] = k.ABSENT, k.NOBODY
        self.state[KEYS, k.BEFORE] = self.state[KEYS, k.AFTER] = KEYS
        self.walk = np.zeros(k.WALK, dtype=np.int64)
        self.walk[k.CAPACITY] = self.walk[k.CAPACITY_BYTES] = FOREVER
        self.walk[k.HAND] = KEYS
        write_policy(self.walk, name, terms())

    def insert(self, key: int, expires_ns: int, now_ns: int) -> None:
        """A new entry."""
        assert entries.admit(self.state, self.walk, key, now_ns)
        entries.set_expiry(self.state, self.walk, key, expires_ns)

    def touch(self, key: int, now_ns: int) -> None:
        """A use."""
        eviction.use(self.state, self.walk, key, now_ns)

    def expire(self, key: int, expires_ns: int) -> None:
        """Another expiry."""
        entries.set_expiry(self.state, self.walk, key, expires_ns)

    def remove(self, key: int) -> None:
        """Gone."""
        entries.remove(self.state, self.walk, key)

    def victim(self, now_ns: int) -> int | None:
        """Who must go."""
        found = eviction.victim(self.state, self.walk, now_ns)
        return None if found == k.NOBODY else found


def lead(policy: Any, steps: list[Any]) -> list[int | None]:
    """Put a policy through the steps; everybody who had to go."""
    inside, gone, now_ns = set[int](), [], 0
    for what, asked, wait_s, ttl_s in steps:
        key = asked
        now_ns += round(wait_s * NANOSECONDS)
        expires_ns = FOREVER if ttl_s is None else now_ns + ttl_s * NANOSECONDS
        if what == "victim" and inside:
            gone.append(policy.victim(now_ns))
            key = gone[-1]
        if what in {"drop", "victim"} and key in inside:
            policy.remove(key)
            inside.remove(key)
        elif what == "expire" and key in inside:
            policy.expire(key, expires_ns)
        elif what == "ask" and key in inside:
            policy.touch(key, now_ns)
        elif what == "ask":
            policy.insert(key, expires_ns, now_ns)
            inside.add(key)
    return gone


@pytest.mark.parametrize("name", NAMES)
@given(steps=STEPS)
def test_the_kernel_picks_whom_the_policy_picks(name: str, steps: list[Any]) -> None:
    """After any history, over hours in which counters decay."""
    assert lead(Kernel(name), steps) == lead(EVICTIONS[name](terms()), steps)
