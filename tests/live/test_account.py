"""The cache by the clients' own account."""

from live.account import Account
from simulator.counters import Counters


def account() -> Account:
    """Key 1 lives till 10 s, key 2 was prefetched and lives till 20 s."""
    made = Account(Counters())
    made.put(1, 10.0)
    made.put(2, 20.0, prefetched=True)
    return made


def test_entries_are_counted_until_they_are_asked_for() -> None:
    made = account()
    made.missed(1, now_s=11.0)
    counters = made.counters
    assert (len(made), counters.entries_peak, counters.expirations, counters.misses) == (1, 2, 1, 1)


def test_entries_are_compared_with_their_rows() -> None:
    """Key 1 is at 0 and its row at 2, key 2 at 0 like its row, key 3 at 5 and its row at 4."""
    made = account()
    made.put(3, version=5)
    assert made.census({1: 2, 3: 4}, [1, 2, 3, 4]) == (3, 1, 1)


def test_an_entry_that_is_gone_before_its_time_was_evicted() -> None:
    made = account()
    made.missed(1, now_s=5.0)
    assert (made.counters.evictions, made.counters.expirations) == (1, 0)


def test_a_prefetched_entry_is_used_or_wasted() -> None:
    """Used, then expired: not wasted. Never used: wasted when it goes, or when it has expired."""
    used, dropped, left = account(), account(), account()
    used.used(2)
    used.missed(2, now_s=21.0)
    dropped.take(2)
    assert (used.counters.prefetch_hits, used.counters.prefetch_wasted) == (1, 0)
    assert dropped.counters.prefetch_wasted == 1
    assert (left.waste(19.0), left.waste(21.0)) == (0, 1)
