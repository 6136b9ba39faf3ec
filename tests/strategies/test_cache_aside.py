"""Cache-aside, step by step."""

import pytest

from strategies.effects import (
    Delete,
    Effect,
    Entry,
    Get,
    Load,
    Now,
    QueueFull,
    Set,
    Sleep,
    Spawn,
    Store,
    Value,
)
from tests.strategies.stepping import Steps, strategy

ENTRY = Entry(Value(2), 0, 30, 30)


def test_a_miss_loads_and_fills() -> None:
    """Get, load, set with the TTL, return."""
    read = Steps(strategy("cache-aside", ttl_s=7).read(5))
    assert read.asks(Get(5))
    assert read.answer(None).asks(Load(5))
    assert read.answer(Value(0)).asks(Set(5, Value(0), 7, 7))
    assert read.answer(Value(0)).returned == Value(0)


def test_a_hit_is_returned() -> None:
    """Get, a look at the clock, return."""
    read = Steps(strategy("cache-aside").read(5))
    assert read.answer(ENTRY).asks(Now())
    assert read.answer(3.0).returned == Value(2)


@pytest.mark.parametrize(("ttl_s", "kept_s"), [(None, None), (0, "nothing")])
def test_no_ttl_and_no_time_at_all(ttl_s: float | None, kept_s: object) -> None:
    """An empty TTL sets without expiry; a TTL of 0 sets nothing."""
    read = Steps(strategy("cache-aside", ttl_s=ttl_s).read(5)).answer(None)
    read.answer(Value(0))
    assert read.done if kept_s == "nothing" else read.asks(Set(5, Value(0)))


@pytest.mark.parametrize("null_ttl_s", [0, 4])
def test_absence_has_its_own_ttl(null_ttl_s: float) -> None:
    """0 remembers nothing."""
    nothing = Value(0, found=False)
    read = Steps(strategy("cache-aside", null_ttl_s=null_ttl_s).read(5)).answer(None)
    read.answer(nothing)
    assert read.done if null_ttl_s == 0 else read.asks(Set(5, nothing, 4, 4))


@pytest.mark.parametrize(
    ("invalidation", "effects"),
    [
        ("ttl-only", [Store(5, Value(None))]),
        ("delete-after", [Store(5, Value(None)), Delete(5)]),
        ("delete-before", [Delete(5), Store(5, Value(None))]),
        ("update-after", [Store(5, Value(None)), Set(5, Value(1), 30, 30)]),
    ],
)
def test_what_a_write_does_to_the_cache(invalidation: str, effects: list[Effect]) -> None:
    """Nothing, delete after, delete before, or put in."""
    write = Steps(strategy("cache-aside", invalidation=invalidation).write(5, Value(None)))
    for effect in effects:
        assert write.asks(effect)
        write.answer(Value(1))
    assert write.returned == Value(1)


def test_a_double_delete_sleeps_in_the_background() -> None:
    """Delete, store, and a second delete later that nobody waits for."""
    rules = strategy("cache-aside", invalidation="double-delete", second_delete_s=2)
    write = Steps(rules.write(5, Value(None)))
    assert write.asks(Delete(5))
    assert write.answer(True).asks(Store(5, Value(None)))
    write.answer(Value(1))
    assert isinstance(write.effect, Spawn)
    later = Steps(write.effect.rules)
    assert write.answer().returned == Value(1)
    assert later.asks(Sleep(2))
    assert later.answer().asks(Delete(5))
    assert later.answer(False).done


def test_a_failed_load_reaches_the_reader_and_fills_nothing() -> None:
    """The error goes through."""
    read = Steps(strategy("cache-aside").read(5)).answer(None)
    with pytest.raises(QueueFull):
        read.fail(QueueFull())


def test_a_failed_commit_deletes_nothing() -> None:
    """With delete-after the cache keeps its entry."""
    write = Steps(strategy("cache-aside").write(5, Value(None)))
    with pytest.raises(QueueFull):
        write.fail(QueueFull())
