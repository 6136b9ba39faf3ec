"""Redis's commands on the cache's memory, by hand."""

import pytest

from simulator.cache.commands import CommandError, Commands, SetOptions, unlimited


def test_set_get_delete() -> None:
    """Deleted once."""
    server = Commands()
    assert server.set(0, 5)
    assert server.get(0) == 5
    assert [server.delete(0), server.delete(0)] == [1, 0]
    assert server.get(0) is None


def test_conditions() -> None:
    """NX only into a gap, XX only over something."""
    server = Commands()
    assert not server.set(0, 1, SetOptions(xx=True))
    assert server.set(0, 1, SetOptions(nx=True))
    assert not server.set(0, 2, SetOptions(nx=True))
    assert server.set(0, 3, SetOptions(xx=True))
    assert server.get(0) == 3


def test_lives() -> None:
    """500 ms, of which 200 pass; set again it lives for ever, unless the TTL is kept."""
    server = Commands()
    server.set(0, 1, SetOptions(px_ms=500))
    server.pass_time(200)
    assert server.pttl(0) == 300
    server.set(0, 2, SetOptions(keepttl=True))
    assert server.pttl(0) == 300
    server.set(0, 3)
    assert server.pttl(0) == -1
    assert server.pttl(1) == -2


def test_a_kept_ttl_of_nothing_is_none() -> None:
    """KEEPTTL creates a key that never expires."""
    server = Commands()
    server.set(0, 1, SetOptions(keepttl=True))
    assert server.pttl(0) == -1


def test_expire() -> None:
    """It shortens, lengthens, or ends a life at once; an absent key has none."""
    server = Commands()
    server.set(0, 1)
    assert server.pexpire(0, 700) == 1
    assert server.pttl(0) == 700
    assert [server.pexpire(0, 0), server.pexpire(0, 700)] == [1, 0]
    assert server.get(0) is None


def test_expiry_by_command_is_known_to_active_expiry() -> None:
    """The key joins the list of those that expire, and leaves it when it is set for ever."""
    server = Commands(unlimited())
    server.set(0, 1)
    server.pexpire(0, 700)
    assert 0 in server.store.timed
    server.set(0, 1)
    assert 0 not in server.store.timed


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (SetOptions(px_ms=0), "px_ms must be above 0, got 0; leave it out for no TTL"),
        (SetOptions(nx=True, xx=True), "nx and xx exclude each other, got both; leave one out"),
        (
            SetOptions(px_ms=9, keepttl=True),
            "keepttl and px_ms exclude each other, got both; leave one out",
        ),
    ],
)
def test_what_redis_refuses_is_refused(options: SetOptions, sentence: str) -> None:
    """In one sentence."""
    with pytest.raises(CommandError, match=f"^{sentence}$"):
        Commands().set(0, 1, options)
