"""First in, first out."""

from simulator.cache.eviction.fifo import Fifo
from tests.simulator.cache.eviction.moves import replay


def test_use_does_not_help() -> None:
    """Room for 3: a was used, and goes first all the same."""
    assert replay(Fifo(), "abcaaadef", 3) == "abc"
