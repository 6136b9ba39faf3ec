"""What each fallback does with reads and writes while the cache cannot be reached."""

import pytest

from strategies import effects as fx
from strategies.base import Strategy
from strategies.shelf import FALLBACKS, settings_of
from tests.strategies.fallbacks.nodes import World, node
from tests.strategies.stepping import Steps

KEY = 3
EVERY_FALLBACK = pytest.mark.parametrize("name", FALLBACKS)
COPIES = ("local-copy", "stale-local-copy")


def bypassing(strategy: Strategy, key: int) -> Steps:
    """A read whose look-up has failed, at what comes after it."""
    steps = Steps(strategy.serve_read(key))
    assert steps.asks(fx.Get(key))
    return steps.fail(fx.CacheUnavailable()).answer()


@EVERY_FALLBACK
def test_a_fallback_is_named_like_its_file_and_its_settings(name: str) -> None:
    """`local-copy` stands in local_copy.py; the class says what it does and what it costs."""
    kind = FALLBACKS[name]
    assert kind.__module__ == f"strategies.fallbacks.{name.replace('-', '_')}"
    assert settings_of(kind)().name == name  # type: ignore[attr-defined]
    assert len((kind.__doc__ or "").split()) >= 30


def test_the_plainest_is_the_usual_one_and_costs_nothing() -> None:
    """Without a breaker or anything else, rules go to the driver directly."""
    assert next(iter(FALLBACKS)) == "fail-open"
    assert node("fail-open").link is None
    assert node("fail-open", breaker_failures=3).link is not None


@EVERY_FALLBACK
def test_while_the_cache_answers_nothing_is_different(name: str) -> None:
    """A miss loads and fills, the next read hits, a write deletes."""
    world, strategy = World(), node(name)
    assert [world.run(strategy.serve_read(KEY)).version for _ in range(2)] == [1, 1]
    world.run(strategy.serve_write(KEY, fx.Value(None)))
    assert world.run(strategy.serve_read(KEY)).version == 2
    assert world.count(fx.Load) == 2


@EVERY_FALLBACK
def test_writes_go_on_in_an_outage(name: str) -> None:
    """The database has them, whatever becomes of the delete."""
    world, strategy = World(), node(name, breaker_failures=1)
    world.up = False
    versions = [world.run(strategy.serve_write(KEY, fx.Value(None))).version for _ in range(3)]
    assert versions == [2, 3, 4]


def test_fail_open_loads_every_time() -> None:
    """And the driver hears that the cache was passed by."""
    world, strategy = World(), node("fail-open", breaker_failures=50)
    world.up = False
    for _ in range(5):
        assert world.run(strategy.serve_read(KEY)).version == 1
    assert [each for each in world.asked if type(each) is fx.Bypass] == [fx.Bypass()] * 5
    assert world.count(fx.Load) == 5


@pytest.mark.parametrize(("given", "most"), [(None, 2), (1, 1), (3, 3)])
def test_the_cap_sheds_the_load_that_is_one_too_many(given: int | None, most: int) -> None:
    """By default half of four connections on one of two nodes; a load that ends makes room."""
    strategy = node("fail-open-limited", max_loads=given)
    loading = [bypassing(strategy, key) for key in range(most)]
    assert all(steps.asks(fx.Load(key)) for key, steps in enumerate(loading))
    with pytest.raises(fx.QueueFull):
        bypassing(strategy, 9)
    loading[0].answer(fx.Value(1))
    assert bypassing(strategy, 9).asks(fx.Load(9))


def test_a_failed_load_makes_room_too() -> None:
    """It gives its place back however it ends."""
    strategy = node("fail-open-limited", max_loads=1)
    with pytest.raises(fx.DatabaseTimeout):
        bypassing(strategy, 1).fail(fx.DatabaseTimeout())
    assert bypassing(strategy, 2).asks(fx.Load(2))


def test_the_cap_counts_in_an_outage_only() -> None:
    """Misses of a cache that answers load as they like."""
    strategy = node("fail-open-limited", max_loads=1)
    for key in range(3):
        assert Steps(strategy.serve_read(key)).answer(None).asks(fx.Load(key))


def test_fail_closed_fails_at_once_and_spares_the_database() -> None:
    """Until the cache answers again."""
    world, strategy = World(), node("fail-closed")
    world.up = False
    for _ in range(3):
        with pytest.raises(fx.CacheUnavailable):
            world.run(strategy.serve_read(KEY))
    assert world.count(fx.Load) == 0
    world.up = True
    assert world.run(strategy.serve_read(KEY)).version == 1


@pytest.mark.parametrize("name", COPIES)
def test_a_copy_stands_in_for_the_cache(name: str) -> None:
    """It holds what the node has seen; a key it has not seen is loaded once and then known."""
    world, strategy = World(), node(name, local_ttl_s=10)
    world.run(strategy.serve_read(KEY))
    world.up = False
    world.rows[KEY] = 7
    world.asked.clear()
    assert world.run(strategy.serve_read(KEY)).version == 1
    assert world.run(strategy.serve_read(8)).version == 1
    assert world.run(strategy.serve_read(8)).version == 1
    assert world.count(fx.Load) == 1


@pytest.mark.parametrize(("name", "version"), [("local-copy", 7), ("stale-local-copy", 1)])
def test_after_its_time_a_copy_is_dropped_or_served_as_stale(name: str, version: int) -> None:
    """The driver is shown when the copy's freshness ended."""
    world, strategy = World(), node(name, local_ttl_s=10)
    world.run(strategy.serve_read(KEY))
    world.up, world.now_s = False, 10.5
    world.rows[KEY] = 7
    assert world.run(strategy.serve_read(KEY)).version == version
    if name == "stale-local-copy":
        copies = [each.entry for each in world.asked if isinstance(each, fx.Bypass) and each.entry]
        assert [copy.soft_expires_at_s for copy in copies] == [10.0]


@pytest.mark.parametrize("name", COPIES)
def test_a_node_does_not_serve_what_it_has_overwritten(name: str) -> None:
    """Its own write ends the copy, though the delete does not reach the cache."""
    world, strategy = World(), node(name)
    world.run(strategy.serve_read(KEY))
    world.up = False
    world.run(strategy.serve_write(KEY, fx.Value(None)))
    assert world.run(strategy.serve_read(KEY)).version == 2


def test_a_full_memory_forgets_the_copy_used_longest_ago() -> None:
    """Room for two: the third costs the first its place, unless that was used meanwhile."""
    world, strategy = World(), node("stale-local-copy", local_entries=2)
    for key in (1, 2, 1, 3):
        world.run(strategy.serve_read(key))
    world.up = False
    world.asked.clear()
    for key in (1, 3):
        world.run(strategy.serve_read(key))
    assert world.count(fx.Load) == 0
    world.run(strategy.serve_read(2))
    assert world.count(fx.Load) == 1
