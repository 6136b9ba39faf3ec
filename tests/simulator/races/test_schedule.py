"""How a race is told."""

from simulator.races import Situation, explore
from tests.simulator.races.test_search import races, world


def test_a_race_is_told_in_one_sentence_with_its_versions():
    """Turn by turn, and what becomes of the entry."""
    assert races("delete-after").sentence == (
        "Reader 1 misses and reads row v0; the writer commits v1 and deletes the key; reader 1 "
        "sets v0; reader 2 finds v0 in the cache and returns it, although v1 was acknowledged "
        "before it began: the entry stays until it expires or is written again."
    )


def test_a_passing_race_tells_who_is_on_the_way():
    """The lagging replica."""
    found = races("delete-after", cached=True, replica_lag=True)
    assert found.passing.sentence == (
        "The writer commits v1 and deletes the key; reader 1 misses, reads row v0, sets v0 and "
        "returns v0, although v1 was acknowledged before it began: the replica is still on the "
        "way."
    )


def test_a_step_says_what_is_held_after_it():
    """Cache, database and replica, and the newest acknowledged version."""
    steps = races("delete-after").poisoned.steps
    assert steps[0].holds == (None, 0, 0)
    assert steps[-1].holds == (0, 1, 0)
    assert steps[-1].newest == 1
    assert (steps[-1].source, steps[-1].target) == ("reader 2", "cache")


def test_an_answer_goes_from_the_database_to_who_asked():
    """The other way round than the statement."""
    answers = [s for s in races("delete-after").poisoned.steps if s.effect == "answer"]
    assert {(s.source, s.target, s.label) for s in answers} == {
        ("database", "reader 1", "row v0"),
        ("database", "writer", "ok"),
    }


def test_lifelines_are_those_that_have_a_part():
    """Readers at the left, writers at the right, what keeps something between them."""
    found = races("update-after", cached=True, writers=2).poisoned
    assert found.lines == ("reader 1", "cache", "database", "writer 1", "writer 2")
    lagging = races("delete-after", replica_lag=True).passing
    assert "replica" in lagging.lines


def test_a_refused_set_and_a_lease_have_words():
    """Told through a race under leases: the row of a lagging replica."""
    found = explore(world("delete-after", "lease"), Situation(cached=False, replica_lag=True))
    told = " ".join(step.told for step in found.races[0].steps)
    assert "gets the lease" in told
