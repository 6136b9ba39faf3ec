"""Stack distances against pencil and paper, against direct LRU runs, and from samples."""

from collections import OrderedDict

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator import parse, simulate
from simulator.log import Requests
from simulator.outcome import HITS
from simulator.profile.curve import Stack
from simulator.recording.fitting import fitted
from simulator.recording.numbering import sampled
from simulator.recording.options import INSTANT


def stack(keys: list[int], room: int = 0) -> Stack:
    """The stack after these keys; with little room it compacts often."""
    found = Stack(max(keys) + 1)
    if room:
        found.tree = np.zeros(room, dtype=np.int32)
    found.take(np.array(keys, dtype=np.int32))
    return found


def hits_of(keys: list[int], entries: int) -> int:
    """Hits of an LRU cache, by hand."""
    held: OrderedDict[int, None] = OrderedDict()
    hits = 0
    for key in keys:
        hits += key in held
        held[key] = None
        held.move_to_end(key)
        if len(held) > entries:
            held.popitem(last=False)
    return hits


def test_distances_of_a_short_sequence() -> None:
    """a b c a a c: three first requests, then distances 3, 1, 2."""
    assert stack([0, 1, 2, 0, 0, 2]).counts.tolist() == [3, 1, 1, 1]


@given(st.lists(st.integers(0, 9), min_size=1, max_size=200), st.sampled_from([0, 13, 20]))
def test_every_size_agrees_with_a_cache_of_that_size(keys: list[int], room: int) -> None:
    """Also where the tree is compacted again and again."""
    hits = stack(keys, room).hits()
    assert hits.tolist() == [0, *(hits_of(keys, n) for n in range(1, max(keys) + 2))]


@pytest.mark.parametrize("entries", [20, 200, 2000])
def test_the_curve_agrees_with_a_replay_of_the_shipped_trace(entries: int) -> None:
    """The same hits as the engine counts with a cache of that size."""
    trace = {"trace": {"path": "cache2k_web12"}}
    world = INSTANT | {"workload": INSTANT["workload"] | trace}
    world["cache"] = INSTANT["cache"] | {"capacity_entries": entries}
    table = simulate(fitted(parse(world))).table(Requests)
    assert stack(table.key.tolist()).hits()[entries] == int(np.isin(table.outcome, HITS).sum())


def test_a_sample_of_the_keys_gives_nearly_the_same_curve() -> None:
    """A tenth of 50,000 Zipf keys: within 2 points from a thousand entries on."""
    weights = np.arange(1, 50_001) ** -0.8
    draws = np.random.default_rng(5).choice(50_000, 400_000, p=weights / weights.sum())
    whole = stack(draws.tolist()).curve()
    kept = draws[sampled(draws.astype(np.uint64), 0.1)]
    _, dense = np.unique(kept, return_inverse=True)
    part = stack(dense.tolist()).curve(0.1, len(draws))
    sizes = np.geomspace(1000, 20_000, 20)
    gap = np.interp(sizes, *part) - np.interp(sizes, *whole)
    assert np.abs(gap).max() < 0.02
