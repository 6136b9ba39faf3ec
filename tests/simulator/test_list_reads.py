"""Lists and spellings in the whole world, on schedules worked out by hand, on every engine."""

from typing import Any

import pytest

from metrics import report
from simulator.log import Requests, Samples, Statements
from tests.worlds import EVERY_ENGINE, ideal, outcomes, play

EVEN, ODD = 4, 5
"""The lists of items 0 and 2, and of items 1 and 3."""
SHOP: dict[str, Any] = {"keys": 4, "list_share": 0.5, "categories": 2}
HIT, MISS, WRITTEN = "fresh_hit", "miss_load", "acknowledged"

REMEMBERING = [
    ("cache-aside", {"invalidation": "delete-after"}),
    ("cache-aside", {"invalidation": "delete-before"}),
    ("cache-aside", {"invalidation": "double-delete"}),
    ("cache-aside", {"invalidation": "update-after"}),
    ("cache-aside", {"invalidation": "versioned-set"}),
    ("cache-aside", {"invalidation": "lease"}),
    ("cache-aside", {"invalidation": "cdc"}),
    ("write-through", {}),
    ("write-through", {"allocate": "never"}),
    ("write-through", {"order": "cache-first"}),
    ("read-ahead", {}),
]


def shop(strategy="cache-aside", **fields):
    """Four items in two categories, in an ideal world."""
    return ideal(strategy, **(SHOP | fields))


def behind(log):
    """By how many versions each request was behind, and for how many seconds."""
    table = log.table(Requests)
    return list(zip(table.behind.tolist(), table.age_s.tolist(), strict=True))


@EVERY_ENGINE
def test_a_forgotten_list_is_stale_until_its_ttl_ends(engine):
    """Two writes of the category go unseen for the ten seconds that the list lives."""
    log = play(
        shop(ttl_s=10, invalidate_lists=False),
        engine,
        (1, EVEN, "read"),
        (2, 0, "write"),
        (3, 0, "read"),
        (4, EVEN, "read"),
        (5, 2, "write"),
        (6, EVEN, "read"),
        (7, ODD, "read"),
        (11, EVEN, "read"),
        (11.5, EVEN, "read"),
    )
    assert outcomes(log) == [MISS, WRITTEN, MISS, HIT, WRITTEN, HIT, MISS, HIT, MISS]
    assert log.table(Requests).version.tolist() == [0, 1, 1, 0, 1, 0, 0, 0, 2]
    current, since = (0, 0.0), [(1, 2.0), (2, 4.0), (2, 9.0)]
    assert behind(log) == [*3 * [current], since[0], current, since[1], current, since[2], current]


@EVERY_ENGINE
@pytest.mark.parametrize(("strategy", "parameters"), REMEMBERING)
def test_the_list_is_deleted_with_its_item(engine, strategy, parameters):
    """The next read of it loads the new one; the list of the other category is left alone."""
    log = play(
        shop(strategy, **parameters),
        engine,
        (1, EVEN, "read"),
        (1, ODD, "read"),
        (2, 2, "write"),
        (4, EVEN, "read"),
        (4, ODD, "read"),
    )
    assert outcomes(log) == [MISS, MISS, WRITTEN, MISS, HIT]
    assert log.table(Requests).version.tolist() == [0, 0, 1, 1, 0]
    assert not log.table(Requests).behind.any()


@EVERY_ENGINE
@pytest.mark.parametrize("strategy", ["cache-forever", "cache-aside"])
def test_who_invalidates_nothing_invalidates_no_list(engine, strategy):
    """Cache-forever, and cache-aside that trusts in the TTL alone."""
    parameters = {"invalidation": "ttl-only"} if strategy == "cache-aside" else {}
    requests = ((1, EVEN, "read"), (2, 0, "write"), (4, EVEN, "read"))
    assert behind(play(shop(strategy, **parameters), engine, *requests))[2] == (1, 2.0)


@EVERY_ENGINE
def test_the_list_of_write_behind_lacks_what_is_queued(engine):
    """Flush at 10 s, TTL 3 s: loads at 2 and 9 are stale, that at 13 is not; nor is the item."""
    log = play(
        shop("write-behind", flush_interval_s=10, ttl_s=3),
        engine,
        (1, 0, "write"),
        (2, EVEN, "read"),
        (2, 0, "read"),
        (4, EVEN, "read"),
        (9, EVEN, "read"),
        (11, EVEN, "read"),
        (13, EVEN, "read"),
    )
    assert outcomes(log) == [WRITTEN, MISS, HIT, HIT, MISS, HIT, MISS]
    missed = [(0, 0.0), (1, 1.0), (0, 0.0), (1, 3.0), (1, 8.0), (1, 10.0), (0, 0.0)]
    assert behind(log) == missed


@EVERY_ENGINE
def test_a_replica_shows_the_old_list_for_its_lag(engine):
    """Lag 3 s, no cache: of a commit at 1 the list does not know at 2, but at 5."""
    log = play(
        shop("no-cache", replica_lag_s=3),
        engine,
        (1, 0, "write"),
        (2, EVEN, "read"),
        (5, EVEN, "read"),
    )
    assert behind(log) == [(0, 0.0), (1, 1.0), (0, 0.0)]


@EVERY_ENGINE
def test_a_commit_that_is_not_acknowledged_yet_is_in_the_list(engine):
    """Commit at 1, delete at 2, acknowledged at 3: the list that a read from 0.5 loads at 2.5
    has the write, and is current at 4 although the writer forgot it."""
    log = play(
        shop(round_trip_s=2, invalidate_lists=False),
        engine,
        (0.5, EVEN, "read"),
        (1, 0, "write"),
        (4, EVEN, "read"),
    )
    assert log.table(Requests).version.tolist() == [1, 1, 1]
    assert not log.table(Requests).behind.any()


SPELLINGS: dict[str, Any] = {"keys": 4, "nodes": 3, "key_formats": 3}
ROUND = [(1, 0, "read", 0), (2, 0, "read", 1), (3, 0, "read", 2)]


@EVERY_ENGINE
def test_three_spellings_make_three_loads_and_three_entries(engine):
    """Of one row; after that each node finds its own."""
    again = [(at_s + 3, key, kind, node) for at_s, key, kind, node in ROUND]
    log = play(ideal(**SPELLINGS, duration_s=10), engine, *ROUND, *again)
    assert outcomes(log) == [MISS, MISS, MISS, HIT, HIT, HIT]
    assert log.table(Statements).key.tolist() == [0, 0, 0]
    assert log.table(Requests).key.tolist() == 6 * [0]
    samples = log.table(Samples)
    assert (samples.entries[-1], samples.copies[-1]) == (3, 2)


@EVERY_ENGINE
def test_second_copies_are_a_share_of_all_entries(engine):
    """Two formats, warm-up over at 5 s with two entries of one row: half of them are copies."""
    scenario = ideal(keys=4, nodes=2, key_formats=2, duration_s=10, warmup_s=5)
    figures = report(play(scenario, engine, *ROUND[:2])).figures
    assert figures["duplicate_entry_ratio"] == 0.5


@EVERY_ENGINE
def test_a_delete_under_one_spelling_leaves_the_others_stale(engine):
    """The writer on node 0 deletes what node 0 calls the key; node 3 spells it alike."""
    log = play(
        ideal(**(SPELLINGS | {"nodes": 4})),
        engine,
        *ROUND,
        (4, 0, "write", 0),
        (5, 0, "read", 1),
        (6, 0, "read", 2),
        (7, 0, "read", 3),
        (8, 0, "read", 0),
    )
    assert outcomes(log) == [MISS, MISS, MISS, WRITTEN, HIT, HIT, MISS, HIT]
    assert behind(log)[4:] == [(1, 1.0), (1, 2.0), (0, 0.0), (0, 0.0)]


@EVERY_ENGINE
def test_an_update_under_one_spelling_leaves_the_others_stale(engine):
    """Write-through puts the value where only the writer's kind of node looks."""
    log = play(
        ideal("write-through", **SPELLINGS),
        engine,
        *ROUND,
        (4, 0, "write", 1),
        *((at_s + 4, key, kind, node) for at_s, key, kind, node in ROUND),
    )
    assert log.table(Requests).version.tolist()[4:] == [0, 1, 0]


@EVERY_ENGINE
def test_a_list_is_deleted_in_the_spelling_of_its_writer(engine):
    """Both nodes have the list; node 0 writes; node 1 goes on with the old one."""
    log = play(
        shop(nodes=2, key_formats=2),
        engine,
        (1, EVEN, "read", 0),
        (1, EVEN, "read", 1),
        (2, 2, "write", 0),
        (3, EVEN, "read", 0),
        (3, EVEN, "read", 1),
    )
    assert log.table(Requests).version.tolist() == [0, 0, 1, 1, 0]
    assert behind(log)[4] == (1, 1.0)


@EVERY_ENGINE
def test_dirty_values_of_two_spellings_reach_one_row(engine):
    """Each node writes under its own spelling; the flush stores both, the newer one stays."""
    log = play(
        ideal("write-behind", keys=1, nodes=2, key_formats=2, flush_interval_s=5, duration_s=20),
        engine,
        (1, 0, "write", 0),
        (2, 0, "write", 1),
        (3, 0, "read", 0),
        (12, 0, "read", 0),
    )
    assert log.table(Requests).version.tolist() == [1, 2, 1, 1]
    assert behind(log)[2:] == [(1, 1.0), (1, 10.0)]
    assert (log.books.acknowledged, log.books.stored, log.books.lost) == (2, 2, ())


@EVERY_ENGINE
def test_prefetching_ends_with_the_items(engine):
    """From item 2 on five keys are asked for: item 3 comes along, no list, nothing of node 1."""
    scenario = shop("read-ahead", prefetch_keys=5, nodes=2, key_formats=2)
    log = play(scenario, engine, (1, 2, "read", 0), (2, 3, "read", 0), (3, EVEN, "read", 0))
    assert outcomes(log) == [MISS, HIT, MISS]
    later = play(scenario, engine, (1, 2, "read", 0), (2, 0, "read", 1), (3, 3, "read", 1))
    assert outcomes(later) == [MISS, MISS, HIT]
    assert later.table(Samples).copies.max() == 2


@EVERY_ENGINE
def test_prefill_is_in_the_spelling_of_the_first_node(engine):
    """Node 0 finds the item, node 1 does not; lists are not prefilled."""
    log = play(
        shop(prefill=1, nodes=2, key_formats=2, ttl_s=50),
        engine,
        *((1, 3, "read", 0), (1, 3, "read", 1), (1, ODD, "read", 0)),
    )
    assert outcomes(log) == [HIT, MISS, MISS]
