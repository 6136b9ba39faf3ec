"""Write-behind, step by step."""

from typing import Any

from strategies.base import Strategy
from strategies.effects import Get, Load, QueueFull, Set, Sleep, StoreMany, Value
from tests.strategies.stepping import Steps, strategy


def written(rules: Strategy, key: int, version: int) -> None:
    """A write that the cache gave this version."""
    Steps(rules.write(key, Value(None))).answer(Value(version))


def test_a_write_ends_in_the_cache() -> None:
    """One set; the key is dirty from then on."""
    rules = strategy("write-behind")
    write = Steps(rules.write(5, Value(None)))
    assert write.asks(Set(5, Value(None), 30, 30))
    assert rules.backlog() == 0
    assert write.answer(Value(1)).returned == Value(1)
    assert rules.backlog() == 1


def test_a_flush_stores_the_last_value_of_each_key_in_batches() -> None:
    """Three dirty keys, two rows a statement; 0 was written twice."""
    rules = strategy("write-behind", batch_size=2)
    for key, version in ((0, 1), (1, 1), (2, 1), (0, 2)):
        written(rules, key, version)
    flush = Steps(rules.drain())
    assert flush.asks(StoreMany(((0, Value(2)), (1, Value(1)))))
    assert flush.answer().asks(StoreMany(((2, Value(1)),)))
    assert flush.answer().done
    assert rules.backlog() == 0


def test_a_key_written_during_its_flush_stays_dirty() -> None:
    """The newer value has not been stored."""
    rules = strategy("write-behind")
    written(rules, 0, 1)
    flush = Steps(rules.drain())
    written(rules, 0, 2)
    assert flush.answer().done
    assert rules.backlog() == 1


def test_a_failed_batch_stays_dirty() -> None:
    """It is tried again with the next flush."""
    rules = strategy("write-behind")
    written(rules, 0, 1)
    assert Steps(rules.drain()).fail(QueueFull()).done
    assert Steps(rules.drain()).asks(StoreMany(((0, Value(1)),)))


def test_a_read_of_a_queued_key_needs_no_database() -> None:
    """Where the cache has lost the entry, the queue answers."""
    rules = strategy("write-behind")
    written(rules, 0, 3)
    read = Steps(rules.read(0))
    assert read.asks(Get(0))
    assert read.answer(None).returned == Value(3)


def test_a_load_never_overwrites_a_newer_value() -> None:
    """A write that came during the load is what is put in, and only into an empty place."""
    rules = strategy("write-behind")
    read = Steps(rules.read(0)).answer(None)
    assert read.asks(Load(0))
    written(rules, 0, 1)
    assert read.answer(Value(0)).asks(Set(0, Value(1), 30, 30, unless_older=True))


def test_the_flusher_sleeps_and_flushes_for_ever() -> None:
    """An interval, a batch, an interval."""
    rules = strategy("write-behind", flush_interval_s=2)
    (background,) = rules.background()
    flusher = Steps(background)
    assert flusher.asks(Sleep(2))
    assert flusher.answer().asks(Sleep(2))
    written(rules, 0, 1)
    assert flusher.answer().asks(StoreMany(((0, Value(1)),)))
    assert flusher.answer().asks(Sleep(2))


def test_the_queue_belongs_to_the_fleet() -> None:
    """What one node wrote another node reads."""
    fleet: dict[str, Any] = {}
    first, second = strategy("write-behind"), strategy("write-behind")
    first.fleet = second.fleet = fleet
    written(first, 0, 1)
    assert second.backlog() == 1
    assert Steps(second.read(0)).answer(None).returned == Value(1)
