"""The race explorer against pencil and paper, a second cache, and a search without any wit."""

from collections.abc import Iterator
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as draw

from simulator import Scenario, parse
from simulator.races import Situation, explore
from simulator.races.choices import choices
from simulator.races.play import Choice, Play
from strategies.cache_aside import Invalidation
from tests.simulator.races.rehearsal import Rehearsal

INVALIDATIONS = get_args(Invalidation)
RULES = [
    *({"name": "cache-aside", "invalidation": each} for each in INVALIDATIONS),
    {"name": "cache-forever"},
    {"name": "cache-aside", "invalidation": "versioned-set", "update_absent": False},
    {"name": "cache-aside", "invalidation": "delete-after", "gap_s": 0.1},
    {"name": "write-through"},
    {"name": "write-through", "order": "cache-first"},
    {"name": "write-through", "allocate": "never"},
    {"name": "write-behind"},
    {"name": "write-behind", "flush": "first-write"},
    {"name": "read-ahead"},
    {"name": "no-cache"},
]

SITUATIONS = draw.builds(
    Situation,
    readers=draw.just(2),
    writers=draw.integers(1, 2),
    cached=draw.booleans(),
    expires=draw.booleans(),
    replica_lag=draw.booleans(),
    lost_delete=draw.booleans(),
)


def world(strategy: dict[str, Any] | str, *protections: str) -> Scenario:
    """A strategy, or an invalidation of cache-aside, behind protections."""
    if isinstance(strategy, str):
        strategy = {"name": "cache-aside", "invalidation": strategy}
    return parse({"strategy": strategy, "protections": [{"name": name} for name in protections]})


def races(strategy: dict[str, Any] | str, **situation: Any) -> Any:
    """The findings of the explorer; the cache is empty at the start unless told otherwise."""
    return explore(world(strategy), Situation.model_validate({"cached": False} | situation))


def story(found: Any) -> list[str]:
    """A race's steps that take effect, without the answers of the database."""
    return [f"{s.actor}: {s.label}" for s in found.steps if s.effect != "answer"]


def test_ttl_only_serves_the_cached_version_at_once():
    """Commit, acknowledgement, hit: three steps, and nothing will mend it."""
    found = races("ttl-only", cached=True)
    assert found.passing is None
    assert story(found.poisoned) == ["writer: commit v1", "reader 1: get: v0"]
    assert len(found.poisoned.steps) == 3


def test_delete_after_loses_to_a_slow_reader():
    """Miss, row, commit, delete, set, hit, and two answers of the database: eight steps."""
    found = races("delete-after")
    assert found.passing is None
    assert len(found.poisoned.steps) == 8
    assert story(found.poisoned) == [
        "reader 1: get: miss",
        "reader 1: read v0",
        "writer: commit v1",
        "writer: delete",
        "reader 1: set v0",
        "reader 2: get: v0",
    ]


def test_delete_after_is_safe_while_the_entry_is_there():
    """Nobody holds an old row when the delete comes, since nobody has missed."""
    found = races("delete-after", cached=True)
    assert found.races == ()
    assert found.complete


def test_delete_before_lets_a_reader_into_the_gap():
    """Delete, miss, old row, commit; when the reader sets it, before or after, is all one."""
    found = races("delete-before", cached=True)
    told = story(found.poisoned)
    assert len(found.poisoned.steps) == 8
    assert told[:3] == ["writer: delete", "reader 1: get: miss", "reader 1: read v0"]
    assert set(told[3:5]) == {"writer: commit v1", "reader 1: set v0"}
    assert told[5] == "reader 2: get: v0"


def test_a_double_delete_mends_the_gap_but_not_a_slower_reader():
    """Stale in passing as with delete-before; to stay, the old row comes after two more steps."""
    found = races("double-delete", cached=True)
    assert len(found.passing.steps) == 8
    assert found.passing.on_the_way == ("the writer's background work",)
    assert len(found.poisoned.steps) == 10
    assert story(found.poisoned)[-4:] == [
        "writer's background work: wakes",
        "writer's background work: delete",
        "reader 1: set v0",
        "reader 2: get: v0",
    ]


@pytest.mark.parametrize("rules", ["update-after", {"name": "write-through"}])
def test_updates_of_two_writers_overtake_each_other(rules):
    """Commits in one order, sets in the other, one hit: seven steps."""
    found = races(rules, cached=True, writers=2)
    told = story(found.poisoned)
    assert len(found.poisoned.steps) == 7
    assert told[:2] == ["writer 1: commit v1", "writer 2: commit v2"]
    assert told[2:] == ["writer 2: set v2", "writer 1: set v1", "reader 1: get: v1"]


@pytest.mark.parametrize("rules", ["update-after", {"name": "write-through"}])
def test_updates_are_overwritten_by_a_late_reader(rules):
    """Miss, row, commit, set, old set, hit, and two answers: eight steps."""
    found = races(rules)
    assert len(found.poisoned.steps) == 8
    assert story(found.poisoned)[2:] == [
        "writer: commit v1",
        "writer: set v1",
        "reader 1: set v0",
        "reader 2: get: v0",
    ]


@pytest.mark.parametrize("rules", ["update-after", {"name": "write-through"}])
def test_updates_by_one_writer_of_a_cached_key_are_safe(rules):
    """Nobody else ever sets."""
    found = races(rules, cached=True)
    assert found.races == ()
    assert found.complete


def test_an_entry_that_vanishes_makes_room_for_the_race():
    """One step more than from an empty cache."""
    found = races("delete-after", cached=True, expires=True)
    assert len(found.poisoned.steps) == 9
    assert story(found.poisoned)[0] == "entry: vanishes"


def test_a_lost_delete_is_the_shortest_way():
    """Commit, acknowledgement, the delete that is lost, hit."""
    found = races("delete-after", cached=True, lost_delete=True)
    assert len(found.poisoned.steps) == 4
    assert story(found.poisoned)[1:] == ["writer: delete (lost)", "reader 1: get: v0"]


def test_a_lagging_replica_hands_out_the_old_row():
    """The reader after the delete is stale itself; its fill outlives the lag."""
    found = races("delete-after", cached=True, replica_lag=True)
    assert len(found.passing.steps) == 7
    assert found.passing.on_the_way == ("the replica",)
    assert len(found.poisoned.steps) == 9
    assert found.poisoned.steps[-1].holds == (0, 1, 1)


def test_versions_close_every_door_while_the_entry_stays():
    """Neither a slow reader nor a slow writer can put an older version over a newer one."""
    for cached in (True, False):
        found = races("versioned-set", cached=cached, writers=2)
        assert found.races == ()
        assert found.complete


def test_versions_do_not_help_where_the_entry_has_vanished():
    """There is nothing to compare with: one step more than update-after."""
    found = races("versioned-set", expires=True)
    assert len(found.poisoned.steps) == 9
    assert story(found.poisoned)[2:] == [
        "writer: commit v1",
        "writer: set v1",
        "entry: vanishes",
        "reader 1: set v0",
        "reader 2: get: v0",
    ]


@pytest.mark.parametrize("accident", ["expires", "cached"])
def test_a_refill_lease_closes_the_door_for_slow_readers(accident):
    """The delete voids the lease, so the old row is refused, whatever was there before."""
    found = races("lease", **{accident: True})
    assert found.races == ()
    assert found.complete


def test_a_refill_lease_is_no_help_against_a_lost_delete():
    """Nothing voids it: the slow reader sets the old row."""
    assert races("lease", lost_delete=True).poisoned is not None


def test_a_log_tail_is_late_and_then_loses_to_a_slow_reader():
    """Hit before the delete: three steps. Miss, row, commit, tail, delete, set, hit: nine."""
    assert len(races("cdc", cached=True).passing.steps) == 3
    assert races("cdc", cached=True).poisoned is None
    found = races("cdc").poisoned
    assert len(found.steps) == 9
    assert story(found)[2:6] == [
        "writer: commit v1",
        "writer's background work: wakes",
        "writer's background work: delete",
        "reader 1: set v0",
    ]


def test_write_behind_loses_to_a_slow_reader_when_the_entry_vanishes():
    """The row that arrived before the write is set after it; the queue is not asked again."""
    found = races({"name": "write-behind"}, expires=True)
    assert len(found.poisoned.steps) == 7
    assert story(found.poisoned) == [
        "reader 1: get: miss",
        "reader 1: read v0",
        "writer: set v1",
        "entry: vanishes",
        "reader 1: set v0",
        "reader 2: get: v0",
    ]


def test_without_a_cache_nothing_is_stale():
    """The baseline, exhaustively."""
    found = races({"name": "no-cache"}, writers=2)
    assert found.races == ()
    assert found.complete


def test_a_lease_refuses_the_slow_reader():
    """The race of delete-after, but the set comes without a valid lease."""
    found = explore(world("delete-after", "lease"), Situation(cached=False))
    assert found.races == ()
    assert found.steps >= 16


def test_what_is_tried_is_said():
    """Exhausted, or up to how many steps."""
    assert "all" in races("delete-after", cached=True).sentence
    found = explore(world("delete-after", "lease"), Situation(cached=False))
    assert found.sentence == (
        f"No stale value within {found.steps} steps; longer schedules were not tried."
    )


@settings(max_examples=60, deadline=None)
@given(draw.sampled_from(RULES), SITUATIONS)
def test_every_race_serves_a_stale_value_when_it_is_played(rules, situation):
    """On another cache; and what is called poisoned has nothing on its way any more."""
    scenario = world(rules)
    for race in explore(scenario, situation).races:
        end = Rehearsal(scenario, race).play()
        reader = race.served.actor
        assert end.returned[reader] < end.began[reader]
        if race.kind == "poisoned":
            assert end.idle()
            assert end.entry is not None
            assert end.entry < end.acknowledged


def schedules(scenario: Scenario, situation: Situation, length: int) -> Iterator[Play]:
    """Everything that can happen in so many steps, without any shortcut."""
    waiting: list[tuple[Choice, ...]] = [()]
    while waiting:
        schedule = waiting.pop()
        play = Play(scenario, situation)
        for choice in schedule:
            play.take(choice)
        yield play
        if len(schedule) < length:
            waiting += [(*schedule, choice) for choice in choices(play)]


@pytest.mark.parametrize(
    ("invalidation", "fields", "kind", "length"),
    [
        ("ttl-only", {"cached": False}, "poisoned", 7),
        ("delete-before", {"cached": True}, "poisoned", 8),
        ("update-after", {"cached": True, "writers": 2}, "poisoned", 7),
        ("delete-after", {"cached": True, "lost_delete": True}, "poisoned", 4),
        ("delete-after", {"cached": True, "replica_lag": True}, "passing", 7),
        ("double-delete", {"cached": True}, "passing", 8),
        ("double-delete", {"cached": True}, "poisoned", 10),
    ],
)
def test_no_shorter_schedule_exists(invalidation, fields, kind, length):
    """A search that remembers nothing and looks nowhere ahead finds none."""
    scenario, situation = world(invalidation), Situation.model_validate(fields)
    assert len(getattr(explore(scenario, situation), kind).steps) == length
    ends = (end for play in schedules(scenario, situation, length - 1) for end in play.ends)
    assert not any(end.is_stale and (end.calm or kind == "passing") for end in ends)


@settings(max_examples=30, deadline=None)
@given(draw.sampled_from(RULES), SITUATIONS)
def test_a_stale_read_within_five_steps_is_found_if_there_is_one(rules, situation):
    """By both searches or by none, and as early by both."""
    scenario = world(rules)
    plays = schedules(scenario, situation, 5)
    plain = [len(play.taken) for play in plays if any(end.is_stale for end in play.ends)]
    lengths = [len(race.steps) for race in explore(scenario, situation).races]
    assert min(lengths, default=99) == min(plain) if plain else min(lengths, default=99) > 5
