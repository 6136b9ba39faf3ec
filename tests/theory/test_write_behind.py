"""Closed forms of write-behind against tables worked out elsewhere."""

import pytest

from theory import write_behind

WORLD = (500, 0.99, 200)


@pytest.mark.parametrize(
    ("interval_s", "lost", "keys", "rows", "rows_rps", "coalescing"),
    [
        (0.1, 10, 8.5, 16.0, 160.0, 1.25),
        (1, 100, 55.8, 97.6, 97.6, 2.05),
        (2, 200, 92.1, 156.0, 78.0, 2.56),
        (10, 1000, 243.4, 362.9, 36.3, 5.51),
    ],
)
def test_common_flush(
    *, interval_s: float, lost: float, keys: float, rows: float, rows_rps: float, coalescing: float
) -> None:
    """200 writes/s on 500 keys, flushed together."""
    found = write_behind.common_flush(*WORLD, interval_s)
    assert found.lost_writes == pytest.approx(lost)
    assert found.lost_keys == pytest.approx(keys, abs=0.051)
    assert write_behind.rows_per_flush(*WORLD, interval_s) == pytest.approx(rows, abs=0.051)
    assert found.rows_rps == pytest.approx(rows_rps, abs=0.051)
    assert found.coalescing == pytest.approx(coalescing, abs=5.1e-3)


@pytest.mark.parametrize(
    ("delay_s", "lost", "rows_rps", "coalescing"),
    [(0.1, 17.4, 147.9, 1.35), (2, 266.9, 66.9, 2.99), (10, 1147.4, 29.5, 6.79)],
)
def test_delay_per_key(delay_s: float, lost: float, rows_rps: float, coalescing: float) -> None:
    """200 writes/s on 500 keys, each flushed on its own clock: rows are spared, more is lost."""
    found = write_behind.delay_per_key(*WORLD, delay_s)
    assert found.lost_writes == pytest.approx(lost, abs=0.051)
    assert found.rows_rps == pytest.approx(rows_rps, abs=0.051)
    assert found.coalescing == pytest.approx(coalescing, abs=5.1e-3)


@pytest.mark.parametrize(("writes", "rows"), [(10, 8.81), (100, 58.65), (1000, 266.06)])
def test_flush_by_count(writes: int, rows: float) -> None:
    """Rows of a flush after so many writes; half of them, less one half, are lost in a crash."""
    lost, found = write_behind.flush_by_count(500, 0.99, writes)
    assert lost == (writes - 1) / 2
    assert found == pytest.approx(rows, abs=5.1e-3)


def test_flush_by_count_or_time() -> None:
    """40 writes/s, 60 writes or 1.5 s: the values of the literature's table."""
    cycle = write_behind.flush_by_count_or_time(40, 60, 1.5)
    assert cycle.lost_writes == pytest.approx(28.13, abs=0.005)
    assert cycle.writes_per_flush == pytest.approx(56.9, abs=0.05)


def test_a_flush_by_time_alone_loses_half_an_interval() -> None:
    """With a count that is never reached it is the common flush: 40 x 1.5 / 2."""
    cycle = write_behind.flush_by_count_or_time(40, 1000, 1.5)
    assert cycle.lost_writes == pytest.approx(30)
    assert cycle.writes_per_flush == pytest.approx(60)


@pytest.mark.parametrize(("ttl_s", "share"), [(1, 0.666), (2, 0.419), (4, 0.101)])
def test_dirty_copies_that_expire(ttl_s: float, share: float) -> None:
    """0.3 writes/s of a key, a flush every 5 s."""
    assert write_behind.expired_before_flush(0.3, ttl_s, 5) == pytest.approx(share, abs=0.001)
