"""The effects that ask the cache, one by one, on a fake Redis and on a real one."""

import asyncio
from math import inf
from typing import Any

import pytest

from live import Places
from live.cache import Cache
from strategies import effects as fx
from strategies.effects import Value
from tests.live.worlds import to_end, world

KEY = 7


def play(places: Places, *effects: Any, pause_s: float = 0) -> list[Any]:
    """The answers to some effects, one after the other; before the last one a pause."""

    async def answers() -> list[Any]:
        async with world(places) as (made, _):
            found = [await made.cache.perform(effect) for effect in effects[:-1]]
            await asyncio.sleep(pause_s)
            return [*found, await made.cache.perform(effects[-1])]

    return to_end(answers())


def test_what_was_set_is_found(places: Places) -> None:
    """Version, cost and payload come back; without a TTL an entry never expires."""
    value = Value(4, cost_s=0.25, payload={"name": "Product 7"})
    _, entry = play(places, fx.Set(KEY, value), fx.Get(KEY))
    assert (entry.value, entry.expires_at_s, entry.soft_expires_at_s) == (value, inf, inf)


def test_an_entry_knows_its_clock(places: Places) -> None:
    """Both expiries count from the instant at which it was stored."""
    _, entry = play(places, fx.Set(KEY, Value(0), ttl_s=60, soft_ttl_s=10), fx.Get(KEY))
    assert entry.expires_at_s - entry.stored_at_s == pytest.approx(60, abs=1e-5)
    assert entry.soft_expires_at_s - entry.stored_at_s == pytest.approx(10, abs=1e-5)


def test_an_entry_ends_with_its_ttl(places: Places) -> None:
    """After 30 ms nothing is found of what was set for 20."""
    assert play(places, fx.Set(KEY, Value(0), ttl_s=0.02), fx.Get(KEY), pause_s=0.03)[1] is None


def test_a_ttl_of_zero_removes(places: Places) -> None:
    """The value gets its number, and nothing is kept."""
    first, second = fx.Set(KEY, Value(1)), fx.Set(KEY, Value(None), ttl_s=0)
    assert play(places, first, second, fx.Get(KEY)) == [Value(1), Value(1), None]


def test_a_value_without_version_is_numbered(places: Places) -> None:
    """The first write of a key is version 1, the next one 2."""
    unnumbered = fx.Set(KEY, Value(None))
    assert play(places, unnumbered, unnumbered) == [Value(1), Value(2)]


def test_set_only_if_absent(places: Places) -> None:
    """It is refused where a live entry lies."""
    put = fx.Set(KEY, Value(1), only_if_absent=True)
    answers = play(places, put, put, fx.Delete(KEY), put)
    assert answers == [Value(1), None, True, Value(1)]


def test_set_unless_older(places: Places) -> None:
    """An older version is refused, the same one and a newer one are taken."""
    sets = [fx.Set(KEY, Value(version), unless_older=True) for version in (10, 9, 10, 11)]
    assert play(places, *sets) == [Value(10), None, Value(10), Value(11)]


def test_set_only_if_present(places: Places) -> None:
    """It is refused where no live entry lies."""
    put = fx.Set(KEY, Value(2), only_if_present=True)
    assert play(places, put, fx.Set(KEY, Value(1)), put) == [None, Value(1), Value(2)]


def test_a_set_can_keep_the_expiry(places: Places) -> None:
    """The value is new, its expiries are the old entry's; an absent key gets the set's own."""
    first = fx.Set(KEY, Value(1), ttl_s=60, soft_ttl_s=10)
    kept = fx.Set(KEY, Value(2, payload={"a": [1, 2]}), ttl_s=900, keep_ttl=True)
    _, before, _, after = play(places, first, fx.Get(KEY), kept, fx.Get(KEY))
    assert after.value == kept.value
    assert after.expires_at_s == before.expires_at_s
    assert after.soft_expires_at_s == before.soft_expires_at_s
    _, alone = play(places, kept, fx.Get(KEY))
    assert alone.expires_at_s - alone.stored_at_s == pytest.approx(900, abs=1e-5)


def test_a_set_that_keeps_the_expiry_ends_when_the_old_one_would_have(places: Places) -> None:
    first, kept = fx.Set(KEY, Value(1), ttl_s=0.5), fx.Set(KEY, Value(2), ttl_s=9, keep_ttl=True)
    assert play(places, first, kept, fx.Get(KEY), pause_s=0.6)[2] is None


def test_wishes_add_up(places: Places) -> None:
    """Over an entry that is there and not newer, with its expiry."""
    wish: Any = {"only_if_present": True, "unless_older": True, "keep_ttl": True}
    sets = [
        fx.Set(KEY, Value(5)),
        fx.Set(KEY, Value(4), 9, **wish),
        fx.Set(KEY, Value(6), 9, **wish),
    ]
    *answers, entry = play(places, *sets, fx.Get(KEY))
    assert answers == [Value(5), None, Value(6)]
    assert entry.expires_at_s == inf


def test_delete_tells_whether_something_was_there(places: Places) -> None:
    """Once it was, then no more."""
    answers = play(places, fx.Set(KEY, Value(0)), fx.Delete(KEY), fx.Delete(KEY))
    assert answers == [Value(0), True, False]


def test_the_first_reader_takes_the_mark_of_a_prefetched_entry(places: Places) -> None:
    """One of three readers at once is told; the entry keeps its expiry."""

    async def readers() -> list[fx.Entry]:
        async with world(places) as (made, setting):
            await made.cache.perform(fx.Set(KEY, Value(0), ttl_s=60, prefetched=True))
            gets = (made.cache.perform(fx.Get(KEY)) for _ in range(3))
            found = await asyncio.gather(*gets)
            assert await setting.client.pttl(made.cache.place(KEY)) > 59_000
            return list(found)

    assert sorted(entry.prefetched for entry in to_end(readers())) == [False, False, True]


def acquire(token: int, ttl_s: float = 60, kind: Any = "lock", **more: Any) -> fx.Acquire:
    """Ask for a token."""
    return fx.Acquire(KEY, token, ttl_s, kind, **more)


def test_a_lock_has_one_owner(places: Places) -> None:
    """The second is refused; only the owner releases, or whoever names no token."""
    answers = play(
        places,
        acquire(11),
        acquire(22),
        fx.Release(KEY, 22, "lock"),
        fx.Release(KEY, 11, "lock"),
        acquire(22),
        fx.Release(KEY, None, "lock"),
    )
    assert answers == [True, False, False, True, True, True]


def test_a_lock_frees_itself(places: Places) -> None:
    """After its time another gets it."""
    assert play(places, acquire(11, ttl_s=0.02), acquire(22), pause_s=0.03)[1] is True


def test_locks_and_leases_are_kept_apart(places: Places) -> None:
    """Both may lie beside one key, and a delete of the key leaves the lock alone."""
    both = (acquire(11), acquire(22, kind="lease"), fx.Delete(KEY))
    assert play(places, *both, acquire(33), acquire(33, kind="lease"))[2:] == [False, False, True]


def test_a_set_under_a_lease_that_was_voided_is_refused(places: Places) -> None:
    """A delete voids the lease; without one in between the set is taken."""
    lease, fill = acquire(22, kind="lease"), fx.Set(KEY, Value(3), lease=22)
    assert play(places, lease, fill) == [True, Value(3)]
    assert play(places, lease, fx.Delete(KEY), fill) == [True, False, None]


def test_another_set_voids_the_lease(places: Places) -> None:
    """Who sets without it ends it; its own set does not."""
    lease, fill = acquire(22, kind="lease"), fx.Set(KEY, Value(3), lease=22)
    assert play(places, lease, fx.Set(KEY, Value(4)), fill)[2] is None
    assert play(places, lease, fill, fill)[2] == Value(3)


def test_a_void_lease_can_hold_others_off(places: Places) -> None:
    """Deleted or given back, nobody gets another before its time is over."""
    lease = acquire(22, kind="lease", holds_off=True)
    other = acquire(33, kind="lease")
    assert play(places, lease, fx.Delete(KEY), other)[2] is False
    assert play(places, lease, fx.Release(KEY, 22, "lease"), other)[1:] == [True, False]
    short = acquire(22, ttl_s=0.02, kind="lease", holds_off=True)
    assert play(places, short, fx.Delete(KEY), other, pause_s=0.03)[2] is True


def test_all_lies_under_the_prefix(places: Places) -> None:
    """Entry, lock and lease."""

    async def keys() -> tuple[str, list[str]]:
        async with world(places) as (made, setting):
            for effect in (fx.Set(KEY, Value(0)), acquire(1), acquire(1, kind="lease")):
                await made.cache.perform(effect)
            found = [key.decode() async for key in setting.client.scan_iter()]
            prefix = setting.name.prefix
            return prefix, sorted(key for key in found if key.startswith(prefix))

    prefix, found = to_end(keys())
    assert found == [f"{prefix}{kind}:7" for kind in ("entry", "lease", "lock")]


def test_a_server_that_is_gone_is_an_error_of_the_vocabulary() -> None:
    """CacheUnavailable, counted."""

    async def ask() -> list[str]:
        async with world(Places()) as (made, _):
            lost = Places(redis="redis://:secret@127.0.0.1:1/0").open_cache()
            cache = Cache(
                lost,
                "x:",
                made.clock.now_s,
                number=made.truth.number,
                account=made.account,
                incidents=made.incidents,
            )
            with pytest.raises(fx.CacheUnavailable):
                await cache.perform(fx.Get(KEY))
            await lost.connection_pool.aclose()
            return made.incidents.sentences()

    (sentence,) = to_end(ask())
    assert sentence.startswith("the cache failed 1 times, first with: Error")
    assert "secret" not in sentence
