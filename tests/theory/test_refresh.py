"""Closed forms of early refreshing against tables worked out elsewhere."""

import pytest

from theory import refresh, ttl


@pytest.mark.parametrize(
    ("read_rps", "window", "load_s", "waiting"),
    [
        (0.05, 0.5, 0, 0.62304),
        (0.2, 0.5, 1, 0.20424),
        (0.5, 0.25, 0, 0.06032),
        (1, 0.25, 1, 0.02349),
        (2, 0.1, 0, 0.00712),
        (2, 0.1, 1, 0.04762),
        (10, 0.1, 1, 0.00990),
    ],
)
def test_reads_that_wait(read_rps: float, window: float, load_s: float, waiting: float) -> None:
    """TTL 10 s: how many reads wait, by window and load time."""
    found = refresh.refresh_ahead(read_rps, 10, window, load_s)
    assert found.waiting == pytest.approx(waiting, abs=5.1e-6)
    assert found.hit + found.waiting == pytest.approx(1)


def test_without_a_window_it_is_a_plain_ttl() -> None:
    """Window 0: hits and loads are those of a coalesced TTL cache."""
    plain = ttl.coalesced(0.5, 10, 1)
    found = refresh.refresh_ahead(0.5, 10, 0, 1)
    assert found.hit == pytest.approx(plain.hit)
    assert found.loads_rps == pytest.approx(plain.loads_rps)


def test_both_branches_agree_where_the_window_is_as_long_as_the_load() -> None:
    """At load time = window the reads that wait are those of a plain TTL without load time."""
    at, above = (refresh.refresh_ahead(2, 10, 0.1, d).waiting for d in (1, 1 + 1e-12))
    assert at == pytest.approx(above)
    assert at == pytest.approx(1 - ttl.hit_ratio(2, 10))


def test_half_the_reads_per_life_double_the_loads() -> None:
    """10 reads/s, TTL 10 s, window 0.5: 1.98 times the loads of the plain TTL."""
    plain = ttl.loads_rps(10, 10)
    assert refresh.refresh_ahead(10, 10, 0.5).loads_rps / plain == pytest.approx(1.98, abs=5e-3)


def test_stale_while_revalidate_is_the_same_thing() -> None:
    """0.3 reads/s, fresh 5 s, stale 10 s, loads of 0.4 s: hit .97857."""
    found = refresh.stale_while_revalidate(0.3, 5, 10, 0.4)
    assert found.hit == pytest.approx(0.97857, abs=5.1e-6)
