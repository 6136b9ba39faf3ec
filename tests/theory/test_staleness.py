"""Closed forms of staleness against tables worked out elsewhere."""

from math import exp, inf

import pytest

from theory import staleness


@pytest.mark.parametrize(
    ("write_rps", "ttl_s", "share", "age_s", "stale_age_s", "behind"),
    [
        (0.001, 60, 0.0294, 0.591, 20.100, 0.030),
        (0.01, 60, 0.2480, 5.198, 20.958, 0.300),
        (0.05, 20, 0.3679, 2.642, 7.183, 0.500),
        (1, 3, 0.6833, 0.817, 1.195, 1.500),
        (1, 60, 0.9833, 29.017, 29.508, 30.000),
    ],
)
def test_ttl_only(
    *, write_rps: float, ttl_s: float, share: float, age_s: float, stale_age_s: float, behind: float
) -> None:
    """Stale share of hits, age over hits, age of stale hits, versions behind."""
    world = (write_rps, ttl_s)
    assert staleness.ttl_only_share(*world) == pytest.approx(share, abs=5.1e-5)
    assert staleness.ttl_only_age_s(*world) == pytest.approx(age_s, abs=5.1e-4)
    assert staleness.ttl_only_age_of_stale_s(*world) == pytest.approx(stale_age_s, abs=5.1e-4)
    assert staleness.ttl_only_versions_behind(*world) == pytest.approx(behind, abs=5.1e-4)


def test_time_from_snapshot_to_set_ages_every_entry() -> None:
    """With 1 write/s, TTL 3 s and 0.5 s from snapshot to set, by the formula with e^-0.5."""
    left = exp(-0.5) * (1 - exp(-3)) / 3
    assert staleness.ttl_only_share(1, 3, 0.5) == pytest.approx(1 - left)
    assert staleness.ttl_only_age_s(1, 3, 0.5) == pytest.approx(1.5 + 0.5 - 1 + left)


def test_the_series_meets_the_formula() -> None:
    """Where the terms cancel, age is T x/6 for x writes a TTL, and both branches agree at 0.01."""
    assert staleness.ttl_only_age_s(1e-9, 60) == pytest.approx(60 * 6e-8 / 6, rel=1e-6)
    assert staleness.excess(0.01 - 1e-12) == pytest.approx(staleness.excess(0.01 + 1e-12))
    assert staleness.ttl_only_age_s(0, 60) == 0


def test_only_hits_can_be_stale() -> None:
    """10 reads/s, 1 write/s, TTL 3 s: (30 - 10 (1 - e^-3)) / 31 of all reads."""
    expected = (30 - 10 * (1 - exp(-3))) / 31
    assert staleness.ttl_only_share_of_reads(10, 1, 3) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("world", "hit", "delayed", "loads_rps"),
    [
        ((10, 0.1, 60, 0), 0.9901, 0, 0.0993),
        ((10, 1, inf, 0), 0.9091, 0, 0.9091),
        ((10, 1, inf, 0.05), 0.8696, 0.0435, 0.8696),
        ((10, 1, inf, 0.5), 0.6250, 0.3125, 0.6250),
        ((1, 1, inf, 0), 0.5, 0, 0.5),
        ((3, 0.4, 5, 0), 0.8664, 0, 0.4008),
    ],
)
def test_delete_on_write(
    world: tuple[float, float, float, float], hit: float, delayed: float, loads_rps: float
) -> None:
    """Hits, delayed reads, loads a second."""
    expected = pytest.approx((hit, delayed, loads_rps), abs=5.1e-5)
    assert tuple(staleness.delete_on_write(*world)) == expected


@pytest.mark.parametrize(("late_s", "share"), [(0.1, 0.0906), (1, 0.4323)])
def test_late_deletes(late_s: float, share: float) -> None:
    """One write a second, no TTL: (1 - e^-2d) / 2."""
    assert staleness.late_deletes_share(1, late_s) == pytest.approx(share, abs=5.1e-5)


def test_deletes_later_than_the_ttl_are_no_deletes() -> None:
    """Where every entry expires before its delete arrives, the share is below that of TTL only."""
    assert staleness.late_deletes_share(0.5, 0.0, 4) == pytest.approx(0)
    assert 0 < staleness.late_deletes_share(0.5, 4, 4) < staleness.ttl_only_share(0.5, 4)


@pytest.mark.parametrize(
    ("restarts", "creates", "hits"),
    [
        (True, True, (0.9168, 0.9939, 0.9943)),
        (True, False, (0.8969, 0.9365, 0.9942)),
        (False, True, (0.8507, 0.8462, 0.9902)),
        (False, False, (0.8182, 0.3333, 0.9901)),
    ],
)
def test_update_on_write(restarts: bool, creates: bool, hits: tuple[float, ...]) -> None:
    """Four ways to write through, in three worlds of read rate, write rate and TTL."""
    worlds = ((1.5, 0.4, 3), (0.1, 1, 5), (10, 0.1, 10))
    found = [staleness.update_on_write(*w, restarts=restarts, creates=creates) for w in worlds]
    assert found == pytest.approx(list(hits), abs=5.1e-5)


@pytest.mark.parametrize(
    ("write_rps", "window_s", "constant", "exponential"),
    [(0.1, 0.05, 0.004988, 0.004975), (0.5, 0.2, 0.095163, 0.090909), (2, 0.3, 0.451188, 0.375)],
)
def test_the_race_of_cache_aside(
    write_rps: float, window_s: float, constant: float, exponential: float
) -> None:
    """The share poisoned is the chance of a write between snapshot and set."""
    share = staleness.delete_race_share
    assert share(write_rps, window_s) == pytest.approx(constant, abs=5.1e-7)
    assert share(write_rps, window_s, exponential=True) == pytest.approx(exponential, abs=5.1e-7)


@pytest.mark.parametrize(
    ("second_s", "constant", "exponential"),
    [(0, 0.3935, 0.3333), (0.1, 0.2983, 0.2469), (0.4, 0.0638, 0.1004), (0.8, 0, 0.0302)],
)
def test_a_second_delete_cures_what_it_outlives(
    second_s: float, constant: float, exponential: float
) -> None:
    """One write a second, window 0.5 s: nothing left of constant windows from 0.5 s on."""
    share = staleness.second_delete_share
    assert share(1, 0.5, second_s) == pytest.approx(constant, abs=5.1e-5)
    found = share(1, 0.5, second_s, exponential=True)
    assert found == pytest.approx(exponential, abs=5.1e-5)


@pytest.mark.parametrize(
    ("read_rps", "share"), [(1, 0.0099), (10, 0.0952), (100, 0.6321), (1000, 0.9999)]
)
def test_deleting_first_races_with_the_reads(read_rps: float, share: float) -> None:
    """0.01 writes/s and 0.01 s between delete and commit: hot keys are stale practically always."""
    found = staleness.delete_before_share(read_rps, 0.01, 0.01)
    assert found == pytest.approx(share, abs=5.1e-5)


def test_write_through_does_not_end_the_race() -> None:
    """One write a second reordered by 0.1 s: 1/22; 0.5 writes/s, window 0.3 s, TTL 4 s: .0602."""
    assert staleness.reordered_writes_share(1, 0.1) == pytest.approx(1 / 22)
    assert staleness.write_through_race_share(0.5, 0.3, 4) == pytest.approx(0.0602, abs=5.1e-5)


def test_exponential_windows_have_forms_of_their_own() -> None:
    """E[e^-uV] is 1 / (1 + uV): TTL only, and updates in place, at 1 write/s, V 0.5 s, TTL 3 s."""
    alive = (1 - exp(-3)) / 3
    share = staleness.ttl_only_share(1, 3, 0.5, exponential=True)
    assert share == pytest.approx(1 - alive / 1.5)
    in_place = staleness.write_through_race_share(1, 0.5, 3, exponential=True)
    assert in_place == pytest.approx(0.5 / 1.5 * alive)
