"""Write-behind, step by step."""

from typing import Any

import pytest

from strategies.base import Strategy
from strategies.effects import (
    Fire,
    Get,
    GiveUp,
    Load,
    Now,
    QueueFull,
    RowRejected,
    Rules,
    Set,
    Sleep,
    Spawn,
    Store,
    StoreMany,
    Value,
    Wait,
)
from tests.strategies.stepping import Steps, strategy


class Timed(Steps):
    """Steps that tell the time by themselves, and let signals be fired unseen."""

    def __init__(self, rules: Rules[Any], now_s: float = 0) -> None:
        """It is always that time."""
        self.now_s = now_s
        super().__init__(rules)

    def _go(self, step: Any) -> None:
        """On to the next effect that takes part in the story."""
        super()._go(step)
        if isinstance(self.effect, Now):
            self._go(lambda: self.rules.send(self.now_s))
        elif isinstance(self.effect, Fire):
            self.effect.signal.fired, self.effect.signal.value = True, self.effect.value
            self._go(lambda: self.rules.send(None))


def written(rules: Strategy, key: int, version: int, now_s: float = 0) -> Timed:
    """A write that the cache gave this version."""
    return Timed(rules.write(key, Value(None)), now_s).answer(Value(version))


def rows(*pairs: tuple[int, int]) -> StoreMany:
    """A statement with these keys and versions."""
    return StoreMany(tuple((key, Value(version)) for key, version in pairs))


def test_a_write_ends_in_the_cache() -> None:
    """One set; the key is dirty from then on."""
    rules = strategy("write-behind")
    write = Timed(rules.write(5, Value(None)))
    assert write.asks(Set(5, Value(None), 30, 30))
    assert rules.backlog() == 0
    assert write.answer(Value(1)).returned == Value(1)
    assert rules.backlog() == 1


def test_a_flush_stores_the_last_value_of_each_key_in_batches() -> None:
    """Three dirty keys, two rows a statement; 0 was written twice and keeps its place."""
    rules = strategy("write-behind", batch_size=2)
    for key, version in ((0, 1), (1, 1), (2, 1), (0, 2)):
        written(rules, key, version)
    flush = Timed(rules.drain())
    assert flush.asks(rows((0, 2), (1, 1)))
    assert flush.answer().asks(rows((2, 1)))
    assert flush.answer().done
    assert rules.backlog() == 0


def test_without_coalescing_every_write_is_stored() -> None:
    """In the order in which they came."""
    rules = strategy("write-behind", coalescing=False)
    for key, version in ((0, 1), (1, 1), (0, 2)):
        written(rules, key, version)
    assert Timed(rules.drain()).asks(rows((0, 1), (1, 1), (0, 2)))


def test_a_key_written_during_its_flush_stays_dirty() -> None:
    """The newer value has not been stored."""
    rules = strategy("write-behind")
    written(rules, 0, 1)
    flush = Timed(rules.drain())
    written(rules, 0, 2)
    assert flush.answer().done
    assert rules.backlog() == 1


def test_a_failed_statement_is_tried_again_after_pauses_that_double() -> None:
    """Two retries, then the rows go to the queue's end and the flush is over."""
    rules = strategy("write-behind", flush_retries=1, flush_backoff_s=0.5)
    written(rules, 0, 1)
    flush = Timed(rules.drain())
    assert flush.fail(QueueFull()).asks(Sleep(0.5))
    assert flush.answer().asks(rows((0, 1)))
    assert flush.fail(QueueFull()).asks(Sleep(1))
    assert flush.answer().done
    assert rules.backlog() == 1


def test_a_rejected_row_is_found_and_given_up_alone() -> None:
    """The other row of the batch is stored."""
    rules = strategy("write-behind")
    written(rules, 0, 1)
    written(rules, 1, 1)
    flush = Timed(rules.drain())
    assert flush.fail(RowRejected()).asks(rows((0, 1)))
    assert flush.answer().asks(rows((1, 1)))
    assert flush.fail(RowRejected()).asks(GiveUp(1, Value(1), "rejected"))
    assert flush.answer().done
    assert rules.backlog() == 0


def test_a_rejected_row_can_block_what_is_behind_it() -> None:
    """The flush ends with it, and the next one begins with it."""
    rules = strategy("write-behind", rejected="block", batch_size=1)
    written(rules, 0, 1)
    written(rules, 1, 1)
    assert Timed(rules.drain()).fail(RowRejected()).done
    assert Timed(rules.drain()).asks(rows((0, 1)))


def test_a_read_of_a_queued_key_needs_no_database() -> None:
    """Where the cache has lost the entry, the queue answers."""
    rules = strategy("write-behind")
    written(rules, 0, 3)
    read = Steps(rules.read(0))
    assert read.asks(Get(0))
    assert read.answer(None).returned == Value(3)


def test_a_queue_that_answers_no_reads() -> None:
    """The reader gets the older row."""
    rules = strategy("write-behind", queued_reads=False)
    written(rules, 0, 3)
    assert Steps(rules.read(0)).answer(None).asks(Load(0))


def test_a_load_never_overwrites_a_newer_value() -> None:
    """A write that came during the load is what is put in, and only into an empty place."""
    rules = strategy("write-behind")
    read = Steps(rules.read(0)).answer(None)
    assert read.asks(Load(0))
    written(rules, 0, 1)
    assert read.answer(Value(0)).asks(Set(0, Value(1), 30, 30, unless_older=True))


def test_the_flusher_sleeps_and_flushes_for_ever() -> None:
    """An interval after the last flush comes the next."""
    rules = strategy("write-behind", flush_interval_s=2)
    (background,) = rules.background()
    flusher = Timed(background)
    assert flusher.asks(Sleep(2))
    flusher.now_s = 2
    written(rules, 0, 1)
    assert flusher.answer().asks(rows((0, 1)))
    flusher.now_s = 2.5
    assert flusher.answer().asks(Sleep(2))


@pytest.mark.parametrize(("flush", "due_s"), [("first-write", 2), ("last-write", 3)])
def test_a_delay_counts_from_the_first_or_the_last_write(flush: str, due_s: float) -> None:
    """Written at 0 and 1 s with a delay of 2 s: due at 2 or at 3 s."""
    rules = strategy("write-behind", flush=flush, flush_interval_s=2)
    write = written(rules, 0, 1, now_s=0)
    assert isinstance(write.effect, Spawn)
    timer = Timed(write.effect.rules, now_s=0)
    assert timer.asks(Sleep(2))
    assert written(rules, 0, 2, now_s=1).done
    if due_s > 2:
        timer.now_s = 2
        assert timer.answer().asks(Sleep(1))
    timer.now_s = due_s
    assert timer.answer().asks(rows((0, 2)))


def test_what_is_nearly_due_joins_the_statement() -> None:
    """Half the delay: a write that is due within 1 s goes along, a younger one does not."""
    rules = strategy("write-behind", flush="first-write", flush_interval_s=2, batch_factor=0.5)
    first = written(rules, 0, 1, now_s=0)
    written(rules, 1, 1, now_s=1)
    written(rules, 2, 1, now_s=1.5)
    assert isinstance(first.effect, Spawn)
    assert Timed(first.effect.rules, now_s=2).asks(rows((0, 1), (1, 1)))


def test_the_write_that_fills_the_measure_starts_a_flush() -> None:
    """Two writes make a flush; the third begins to count anew."""
    rules = strategy("write-behind", flush="size", flush_writes=2)
    assert written(rules, 0, 1).done
    second = written(rules, 1, 1)
    assert isinstance(second.effect, Spawn)
    assert Timed(second.effect.rules).asks(rows((0, 1), (1, 1)))
    assert written(rules, 2, 1).done


def test_a_full_queue_blocks_the_writer_until_a_flush() -> None:
    """It starts the flush, waits, and then queues its write."""
    rules = strategy("write-behind", queue_capacity=1)
    written(rules, 0, 1)
    second = written(rules, 1, 1)
    assert isinstance(second.effect, Spawn)
    flush = Timed(second.effect.rules)
    second.answer()
    assert isinstance(second.effect, Wait)
    flush.answer()
    assert second.effect.signal.fired
    assert second.answer(second.effect.signal.value).returned == Value(1)
    assert rules.backlog() == 1


def test_a_full_queue_that_cannot_be_emptied_refuses_the_write() -> None:
    """The database rejects the only row in it."""
    rules = strategy("write-behind", queue_capacity=1, rejected="block")
    written(rules, 0, 1)
    second = written(rules, 1, 1)
    assert isinstance(second.effect, Spawn)
    Timed(second.effect.rules).fail(RowRejected())
    with pytest.raises(QueueFull):
        second.answer().answer(False)


def test_a_full_queue_can_send_the_writer_to_the_database() -> None:
    """The write is carried through."""
    rules = strategy("write-behind", queue_capacity=1, overflow="write-through")
    written(rules, 0, 1)
    assert written(rules, 1, 1).asks(Store(1, Value(1)))


def test_a_full_queue_can_drop_its_oldest_write() -> None:
    """Which is lost, under this cause."""
    rules = strategy("write-behind", queue_capacity=1, overflow="drop-oldest")
    written(rules, 0, 1)
    second = written(rules, 1, 1)
    assert second.asks(GiveUp(0, Value(1), "dropped"))
    assert second.answer().returned == Value(1)
    assert list(rules.queue.newest) == [1]  # type: ignore[attr-defined]


def test_a_dirty_entry_that_is_evicted_is_stored_at_once() -> None:
    """Nothing is lost; a clean one concerns nobody."""
    rules = strategy("write-behind")
    written(rules, 0, 1)
    store = rules.evicted(0)
    assert store is not None
    assert Timed(store).asks(rows((0, 1)))
    assert rules.evicted(7) is None


def test_a_dirty_entry_can_be_lost_by_eviction() -> None:
    """The write leaves with it."""
    rules = strategy("write-behind", dirty_eviction="drop")
    written(rules, 0, 1)
    loss = rules.evicted(0)
    assert loss is not None
    assert Timed(loss).asks(GiveUp(0, Value(1), "evicted"))


def test_a_dirty_entry_can_refuse_to_leave() -> None:
    """Until it is stored."""
    rules = strategy("write-behind", dirty_eviction="veto")
    written(rules, 0, 1)
    assert not rules.may_evict(0)
    Timed(rules.drain()).answer()
    assert rules.may_evict(0)


def test_the_only_copy_can_expire() -> None:
    """TTL 1 s, flushed at 2 s: nothing is left to store."""
    rules = strategy("write-behind", dirty_eviction="drop", ttl_s=1)
    written(rules, 0, 1, now_s=0)
    flush = Timed(rules.drain(), now_s=2)
    assert flush.asks(GiveUp(0, Value(1), "expired"))
    assert flush.answer().done


def test_a_crash_of_the_cache_loses_the_queue() -> None:
    """All of it, where nothing outlives the crash."""
    rules = strategy("write-behind")
    written(rules, 0, 2)
    loss = rules.cache_crashed(5)
    assert loss is not None
    assert Timed(loss).asks(GiveUp(0, Value(2), "cache_crash"))
    assert rules.backlog() == 0
    assert rules.node_crashed(5) is None


def test_what_was_synced_to_the_log_outlives_a_crash() -> None:
    """Synced every 2 s, crash at 5 s: the version of 3 s is left, that of 4.5 s is lost."""
    rules = strategy("write-behind", durability="append-log", fsync_s=2)
    written(rules, 0, 1, now_s=3)
    written(rules, 0, 2, now_s=4.5)
    loss = rules.cache_crashed(5)
    assert loss is not None
    assert Timed(loss).asks(GiveUp(0, Value(2), "cache_crash"))
    assert Timed(rules.drain()).asks(rows((0, 1)))


def test_a_queue_in_the_node_dies_with_the_node() -> None:
    """And not with the cache."""
    rules = strategy("write-behind", queue_at="node")
    written(rules, 0, 1)
    assert rules.cache_crashed(5) is None
    loss = rules.node_crashed(5)
    assert loss is not None
    assert Timed(loss).asks(GiveUp(0, Value(1), "node_crash"))


@pytest.mark.parametrize(("queue_at", "seen"), [("cache", Value(1)), ("node", None)])
def test_the_queue_is_the_fleets_or_the_nodes(queue_at: str, seen: Value | None) -> None:
    """What one node wrote another node reads, or not; the backlog is the fleet's."""
    first = strategy("write-behind", queue_at=queue_at)
    second = type(first)(first.settings, (), first.fleet)
    written(first, 0, 1)
    assert second.backlog() == 1
    assert Steps(second.read(0)).answer(None).returned == seen
