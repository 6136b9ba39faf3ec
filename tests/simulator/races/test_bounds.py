"""The bounds never promise too much."""

from random import Random

import pytest

from simulator.races import Situation
from simulator.races.bounds import steps_to_poisoned, steps_to_stale
from simulator.races.choices import choices
from simulator.races.play import Choice, Play
from tests.simulator.races.test_search import RULES, world

WILD = Situation(writers=2, cached=True, expires=True, replica_lag=True, lost_delete=True)


def start(rules, situation: Situation) -> Play:
    """A race before its first step."""
    return Play(world(rules), situation)


@pytest.mark.parametrize("rules", RULES, ids=str)
def test_no_step_lowers_a_bound_by_more_than_one(rules):
    """Along forty random schedules, up to the stale read itself, where nothing is to come."""
    random = Random(7)
    for _ in range(40):
        play = start(rules, WILD)
        while able := list(choices(play))[:9]:
            before = steps_to_stale(play), steps_to_poisoned(play)
            play.take(random.choice(able))
            after = steps_to_stale(play), steps_to_poisoned(play)
            assert all(low <= 1 + high for low, high in zip(before, after, strict=True))
            for end in play.ends:
                assert not end.is_stale or before[0] <= 1
                assert not (end.is_stale and end.calm) or before[1] <= 1
            if len(play.taken) > 30:
                break


def test_at_the_start_a_commit_an_answer_and_a_read_are_to_come():
    """A writer who has not begun counts one, its statement two once it is under way."""
    play = start("ttl-only", Situation())
    assert steps_to_stale(play) == 2
    writer = Choice(next(actor.number for actor in play.actors if actor.role == "writer"))
    play.take(writer)
    assert (steps_to_stale(play), steps_to_poisoned(play)) == (2, 2)
    play.take(writer)
    assert (steps_to_stale(play), steps_to_poisoned(play)) == (1, 1)
