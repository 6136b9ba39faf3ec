"""Any entry, each as likely as any other."""

from collections import Counter

import pytest

from simulator.cache.chance import Chance
from simulator.cache.eviction.uniform import Uniform
from tests.simulator.cache.eviction.moves import drain, fill


def test_everybody_is_as_likely() -> None:
    """4000 draws from 4 entries: 1000 each."""
    policy = Uniform(Chance(2))
    fill(policy, 1, None, 2, None)
    drawn = Counter(policy.victim(0) for _ in range(4000))
    assert all(drawn[key] == pytest.approx(1000, abs=4.5 * 28) for key in range(4))


def test_volatile_spares_what_never_expires() -> None:
    """0 and 2 expire; 1 and 3 stay, and then nobody may go."""
    policy = Uniform(Chance(2), volatile=True)
    fill(policy, 1, None, 2, None)
    assert sorted(drain(policy)) == [0, 2]
    assert policy.victim(0) is None
