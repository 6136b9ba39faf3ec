"""Closed forms of absent keys against numbers worked out elsewhere."""

import pytest

from theory import absent


@pytest.mark.parametrize(("null_ttl_s", "loads_rps"), [(0, 120), (1, 85.714), (10, 24), (60, 4.8)])
def test_remembering_absence_saves_loads(null_ttl_s: float, loads_rps: float) -> None:
    """300 absent keys at 0.4 reads/s each."""
    assert absent.loads_rps(300, 0.4, null_ttl_s) == pytest.approx(loads_rps, abs=5e-4)


def test_absence_takes_room() -> None:
    """300 keys, 4 reads a null TTL: 240 entries; a scan of 500/s for 30 s: 15,000."""
    assert absent.null_entries(300, 0.4, 10) == pytest.approx(240)
    assert absent.scan_entries(500, 30) == 15_000


def test_a_bloom_filter_lets_one_in_a_hundred_through() -> None:
    """1000 keys, 9585 bits, 7 hashes: .01004."""
    assert absent.bloom_false_positives(1000, 9585, 7) == pytest.approx(0.01004, abs=5.1e-6)
