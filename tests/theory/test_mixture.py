"""Averages over keys, from pencil and paper."""

import numpy as np
import pytest

from theory import mixture, staleness

READS = np.array([10.0, 1.0])
WRITES = np.array([1.0, 0.1])


def test_a_ttl_gives_each_key_its_hits() -> None:
    """TTL 5 s, load 0.2 s: 50 of 53 reads of the hot key hit, 5 of 6.2 of the cold one."""
    flow = mixture.ttl_flow(READS, 5, 0.2)
    assert flow.hits.tolist() == pytest.approx([10 * 50 / 53, 5 / 6.2])
    assert flow.loads.tolist() == pytest.approx([10 / 53, 1 / 6.2])


def test_deletes_give_each_key_its_hits() -> None:
    """No TTL, no load time: reads over reads and writes."""
    flow = mixture.delete_flow(READS, WRITES, float("inf"), 0)
    assert flow.hits.tolist() == pytest.approx([10 * 10 / 11, 1 / 1.1])


def test_shares_are_weighted_with_hits() -> None:
    """Nine hits a second at 0.2 and one at 0.7: 0.25; ten of twelve reads hit."""
    flow = mixture.Flow(np.array([10.0, 2.0]), np.array([9.0, 1.0]), np.array([1.0, 1.0]))
    found = mixture.over_hits(np.array([0.2, 0.7]), flow)
    assert found == pytest.approx((0.25, 10 / 12))
    assert mixture.over_loads(np.array([0.2, 0.7]), flow) == pytest.approx(0.45)


def test_where_nothing_hits_there_is_no_share() -> None:
    """A TTL of 0 stores nothing."""
    found = mixture.over_hits(np.zeros(2), mixture.ttl_flow(READS, 0, 0.1))
    assert found == (None, 0)


def test_a_form_for_each_key() -> None:
    """One after the other."""
    found = mixture.per_key(staleness.delete_race_share, WRITES, 0.2)
    assert found.tolist() == pytest.approx([1 - np.exp(-0.2), 1 - np.exp(-0.02)])
