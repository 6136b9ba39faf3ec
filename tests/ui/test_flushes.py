"""The trials of the durability page."""

from ui.bench import changed
from ui.fitting import VARIED
from ui.flushes import crashes_s, trials
from ui.link import from_json, from_query, to_json, to_query
from ui.openings import opened

BENCH = opened("durability")


def test_write_through_stands_beside_every_value() -> None:
    """Five triggers by default, three durabilities if asked; only the strategy differs."""
    found = trials(BENCH)
    flushes = ["interval", "first-write", "last-write", "size", "size-or-interval"]
    assert list(found) == ["write-through", *flushes]
    worlds = [each.model_dump(exclude={"strategy"}) for each in found.values()]
    assert all(world == worlds[0] for world in worlds)
    assert list(trials(changed(BENCH, "varied", "durability")))[1:] == [
        "no-durability",
        "replica",
        "append-log",
    ]


def test_a_full_queues_way_out_is_not_the_strategy_of_that_name() -> None:
    """Two trials, two names."""
    found = trials(changed(BENCH, "varied", "overflow"))
    assert list(found) == ["write-through", "block", "write-through-when-full", "drop-oldest"]


def test_what_is_varied_travels_in_links_and_files() -> None:
    """And is left out where it is the usual."""
    bench = changed(BENCH, "varied", "dirty_eviction")
    query = to_query(bench, "durability")
    assert query == {"varied": "dirty_eviction"}
    assert from_query(query, "durability") == bench
    assert from_json(to_json(bench)) == bench
    assert "flush" in VARIED
    assert "name" not in VARIED


def test_crashes_are_where_the_run_has_them() -> None:
    """The chosen instant; a random one between warm-up and end, the same each time."""
    assert crashes_s(BENCH.scenario) == [51.4]
    random = changed(BENCH, "faults.cache-crash.at_s", None).scenario
    (at_s,) = crashes_s(random)
    assert 10 <= at_s < 60
    assert crashes_s(random) == [at_s]
