"""Read-ahead, step by step."""

from math import inf

import pytest

from strategies.effects import (
    Delete,
    Entry,
    LoadMany,
    QueueFull,
    Set,
    Spawn,
    Store,
    Value,
)
from tests.strategies.stepping import Steps, strategy

ENTRY = Entry(Value(0), 0, 10, 10)


def background(steps: Steps) -> Steps:
    """The work that a strategy has just spawned."""
    assert isinstance(steps.effect, Spawn)
    return Steps(steps.effect.rules)


def read_at(rules: object, now_s: float, entry: Entry = ENTRY) -> Steps:
    """A read that has found an entry and looked at the clock."""
    return Steps(rules.read(5)).answer(entry).answer(now_s)  # type: ignore[attr-defined]


def test_a_read_in_the_window_starts_one_reload() -> None:
    """Window 0.2 of 10 s: at 9 s the read is served and a reload is spawned."""
    rules = strategy("read-ahead", refresh_window=0.2)
    read = read_at(rules, 9)
    assert isinstance(read.effect, Spawn)
    assert read.effect.refreshes
    assert read.answer().returned == Value(0)


def test_a_read_before_the_window_does_not() -> None:
    """At 8 s exactly the entry is simply used."""
    assert read_at(strategy("read-ahead", refresh_window=0.2), 8).returned == Value(0)


def test_one_reload_at_a_time() -> None:
    """A second read in the window spawns nothing until the first reload has ended."""
    rules = strategy("read-ahead", refresh_window=0.2, ttl_s=10)
    reload = background(read_at(rules, 9))
    assert read_at(rules, 9.1).done
    assert reload.answer(Value(1)).asks(Set(5, Value(1), 10, 10))
    assert reload.answer(Value(1)).done
    assert not read_at(rules, 9.2).done


def test_a_failed_reload_leaves_the_entry_and_lets_the_next_try() -> None:
    """The old value stays usable."""
    rules = strategy("read-ahead", refresh_window=0.2)
    reload = background(read_at(rules, 9))
    with pytest.raises(QueueFull):
        reload.fail(QueueFull())
    assert not read_at(rules, 9.2).done


@pytest.mark.parametrize(("window", "entry"), [(0, ENTRY), (0.9, Entry(Value(0), 0, inf, inf))])
def test_no_window_and_no_expiry_mean_no_reload(window: float, entry: Entry) -> None:
    """Window 0 is off; what never expires need not be renewed."""
    assert read_at(strategy("read-ahead", refresh_window=window), 9.99, entry).done


def test_a_miss_brings_the_neighbours_along() -> None:
    """Keys 5, 6, 7 in one statement; the reader waits for his own, the others follow."""
    rules = strategy("read-ahead", prefetch_keys=2, ttl_s=10)
    read = Steps(rules.read(5)).answer(None)
    assert read.asks(LoadMany((5, 6, 7)))
    rows = [Value(0), Value(1), Value(0, found=False)]
    assert read.answer(rows).asks(Set(5, Value(0), 10, 10))
    keeper = background(read.answer(Value(0)))
    assert read.answer().returned == Value(0)
    expected = Set(6, Value(1), 10, 10, only_if_absent=True, prefetched=True)
    assert keeper.asks(expected)
    assert keeper.answer(Value(1)).done


def test_the_first_use_of_a_prefetched_entry_runs_on() -> None:
    """Keys 6 and 7 are fetched behind the reader's back, all ahead of demand."""
    rules = strategy("read-ahead", prefetch_keys=2, refresh_window=0)
    read = read_at(rules, 1, ENTRY._replace(prefetched=True))
    assert background(read).asks(LoadMany((6, 7), all_ahead=True))
    assert read.answer().returned == Value(0)


def test_a_write_deletes() -> None:
    """Commit, then delete."""
    write = Steps(strategy("read-ahead").write(5, Value(None)))
    assert write.asks(Store(5, Value(None)))
    assert write.answer(Value(1)).asks(Delete(5))
    assert write.answer(True).returned == Value(1)
