"""The way to the cache: its breaker, near copies, and what is due after an outage."""

from typing import Any

import pytest

from strategies import effects as fx
from strategies.base import Strategy
from tests.strategies.fallbacks.nodes import World, node

KEY = 3


def read(world: World, strategy: Strategy, key: int = KEY, times: int = 1) -> list[int | None]:
    """Versions that reads of a key bring."""
    return [world.run(strategy.serve_read(key)).version for _ in range(times)]


def test_the_breaker_asks_no_more_after_so_many_failures() -> None:
    """Each bypassed read fails twice (look-up and fill), so the second one opens it."""
    world, strategy = World(), node("fail-open", breaker_failures=3, breaker_open_s=30)
    world.up = False
    read(world, strategy, times=2)
    assert world.count(fx.Get) == 2
    read(world, strategy, times=5)
    assert world.count(fx.Get) == 0


def test_a_success_between_keeps_it_closed() -> None:
    """Only failures in a row count."""
    world, strategy = World(), node("fail-open", breaker_failures=3)
    for up in (False, True, False, True):
        world.up = up
        read(world, strategy)
    assert world.count(fx.Get) == 4


def test_after_its_time_one_probe_decides() -> None:
    """A probe that fails opens it for as long again; one that succeeds closes it."""
    world, strategy = World(), node("fail-open", breaker_failures=2, breaker_open_s=30)
    world.up = False
    read(world, strategy, times=3)
    world.now_s = 30.0
    world.asked.clear()
    read(world, strategy, times=3)
    assert world.count(fx.Get) == 1
    world.now_s, world.up = 59.9, True
    read(world, strategy, times=3)
    assert world.count(fx.Get) == 0
    world.now_s = 60.0
    read(world, strategy, times=3)
    assert world.count(fx.Get) == 3


def test_only_one_probes_at_a_time() -> None:
    """While it is under way the others go past the cache."""
    world, strategy = World(), node("fail-open", breaker_failures=1, breaker_open_s=1)
    world.up = False
    read(world, strategy)
    world.now_s = 2.0
    probe = strategy.serve_read(KEY)
    assert [type(next(probe)), type(probe.send(2.0))] == [fx.Now, fx.Get]
    world.asked.clear()
    read(world, strategy, times=3)
    assert world.count(fx.Get) == 0


def test_a_probe_whose_client_has_gone_leaves_it_to_the_next() -> None:
    """Nothing is known by it; without that nobody would ever ask again."""
    world, strategy = World(), node("fail-open", breaker_failures=1, breaker_open_s=1)
    world.up = False
    read(world, strategy)
    world.now_s, world.up = 2.0, True
    probe = strategy.serve_read(KEY)
    assert [type(next(probe)), type(probe.send(2.0))] == [fx.Now, fx.Get]
    with pytest.raises(fx.ClientGone):
        gone(probe)
    world.asked.clear()
    read(world, strategy, times=3)
    assert world.count(fx.Get) == 3


def gone(rules: fx.Rules[Any]) -> None:
    """The client of rules goes; what they still ask is answered by nothing."""
    rules.throw(fx.ClientGone())
    while True:
        rules.send(None)


def test_a_near_copy_is_asked_before_the_cache() -> None:
    """For its time; then the cache is asked, and what it says is kept anew."""
    world, strategy = World(), node("fail-open", client={"local_ttl_s": 5})
    assert read(world, strategy, times=3) == [1, 1, 1]
    assert world.count(fx.Get) == 1
    world.now_s = 5.0
    read(world, strategy)
    assert world.count(fx.Get) == 0
    world.now_s = 5.1
    read(world, strategy, times=2)
    assert world.count(fx.Get) == 1


def test_other_nodes_writes_are_seen_when_the_near_copy_ends() -> None:
    """A node's own at once."""
    world, ours, theirs = World(), *(node("fail-open", client={"local_ttl_s": 5}) for _ in "12")
    read(world, ours)
    world.run(theirs.serve_write(KEY, fx.Value(None)))
    assert read(world, ours) == [1]
    world.run(ours.serve_write(KEY, fx.Value(None)))
    assert read(world, ours) == [3]


def flushing(fleet: Any = None, **parameters: Any) -> Strategy:
    """A node that clears the cache when it is back."""
    return node("fail-open", fleet, flush_on_recover=True, **parameters)


@pytest.mark.parametrize(("flush", "version"), [(False, 1), (True, 2)])
def test_a_cache_that_missed_a_delete_is_cleared(flush: bool, version: int) -> None:
    """Otherwise it comes back with the old row."""
    world, strategy = World(), node("fail-open", flush_on_recover=flush, breaker_failures=50)
    read(world, strategy)
    world.up = False
    world.run(strategy.serve_write(KEY, fx.Value(None)))
    world.up, world.now_s = True, 1.0
    assert read(world, strategy) == [version]
    assert world.count(fx.Flush) == flush


def test_the_first_node_to_notice_clears_for_all() -> None:
    """Who missed nothing afterwards need not do it again."""
    world = World()
    fleet: dict[str, Any] = {}
    first, second = flushing(fleet), flushing(fleet)
    world.up = False
    for strategy in (first, second):
        world.run(strategy.serve_write(KEY, fx.Value(None)))
    world.up, world.now_s = True, 1.0
    for strategy in (first, second, first):
        read(world, strategy)
    assert world.count(fx.Flush) == 1
    world.up, world.now_s = False, 1.5
    world.run(second.serve_write(KEY, fx.Value(None)))
    world.up, world.now_s = True, 2.0
    read(world, first)
    assert world.count(fx.Flush) == 0
    read(world, second)
    assert world.count(fx.Flush) == 1


def test_who_only_read_in_the_outage_clears_nothing() -> None:
    """Fills that failed leave nothing outdated behind."""
    world, strategy = World(), flushing()
    world.up = False
    read(world, strategy, times=3)
    world.up, world.now_s = True, 1.0
    read(world, strategy)
    assert world.count(fx.Flush) == 0


def test_a_flush_that_fails_is_tried_again() -> None:
    """Nothing is asked of the cache before it is cleared."""
    world, strategy = World(), flushing()
    world.up = False
    world.run(strategy.serve_write(KEY, fx.Value(None)))
    world.now_s = 1.0
    world.asked.clear()
    read(world, strategy, times=2)
    kinds = {type(each) for each in world.asked}
    assert fx.Flush in kinds
    assert fx.Get not in kinds


def test_warming_loads_what_was_read_last_at_its_rate() -> None:
    """Three of five keys, the last one first, two a second; then the read's own load."""
    world, strategy = World(), node("fail-open", warm_rps=2, warm_keys=3)
    for key in (1, 2, 3, 4, 5):
        read(world, strategy, key)
    world.up = False
    read(world, strategy, 2)
    world.entries.clear()
    world.up, world.asked[:] = True, []
    read(world, strategy, 4)
    assert [each.key for each in world.asked if type(each) is fx.Load] == [4, 2, 5, 4]
    assert world.now_s == 1.5


def test_warming_leaves_alone_what_is_there() -> None:
    """A cache that kept its memory needs none."""
    world, strategy = World(), node("fail-open", warm_rps=2)
    for key in (1, 2, 3):
        read(world, strategy, key)
    world.up = False
    read(world, strategy, 2)
    world.up, world.asked[:] = True, []
    read(world, strategy, 3)
    assert world.count(fx.Load) == 0
    assert world.now_s == 0
