"""How much fits."""

from simulator.cache.room import Room


def test_entries_are_counted() -> None:
    """Room for two."""
    room = Room(2)
    for key in range(2):
        assert not room.lacks(key)
        room.take(key)
    assert room.lacks(2)
    room.give(0)
    assert not room.lacks(2)


def test_bytes_are_summed() -> None:
    """100 bytes: 60 and 40 fit, and not one more."""
    room = Room(capacity_bytes=100, sizes=[60, 40, 1])
    room.take(0)
    assert not room.lacks(1)
    room.take(1)
    assert room.lacks(2)


def test_some_entries_never_fit() -> None:
    """101 bytes into 100; without a limit in bytes sizes do not matter."""
    assert Room(capacity_bytes=100, sizes=[101]).never(0)
    assert not Room(1, sizes=[101]).never(0)


def test_limited_or_not() -> None:
    """By either limit."""
    assert [room.limited for room in (Room(), Room(1), Room(None, 1, [1]))] == [False, True, True]
