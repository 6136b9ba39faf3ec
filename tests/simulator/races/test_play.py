"""A race under way."""

from typing import Any

from simulator.races import Situation
from simulator.races.choices import choices
from simulator.races.play import LOSE, REPLICATE, VANISH, Choice
from tests.simulator.races.test_bounds import start

READER, OTHER, WRITER = Choice(0), Choice(1), Choice(2)


def played(rules: Any, *steps: Choice, **situation: Any):
    """Some steps of a race."""
    play = start(rules, Situation.model_validate(situation))
    for step in steps:
        assert step in list(choices(play))
        play.take(step)
    return play


def test_equals_begin_in_the_order_of_their_numbers():
    """The second reader only after the first: otherwise each schedule would count twice."""
    assert list(choices(played("ttl-only"))) == [READER, WRITER]
    assert OTHER in list(choices(played("ttl-only", READER)))


def test_a_load_takes_two_steps_and_can_be_overtaken():
    """The row is read, a commit comes, the old row arrives and is set."""
    play = played("ttl-only", READER, READER, WRITER, READER, READER, cached=False)
    assert play.world.holds()[:2] == (0, 1)


def test_a_write_is_acknowledged_when_its_rules_return():
    """With ttl-only on the answer of the commit."""
    assert played("ttl-only", WRITER).newest == 0
    assert played("ttl-only", WRITER, WRITER).newest == 1


def test_a_read_is_judged_by_its_beginning():
    """Who began before the acknowledgement may return the old version."""
    early = played("ttl-only", READER, READER, WRITER, WRITER, READER, READER, cached=False)
    assert [end.is_stale for end in early.ends] == [False]
    late = played("ttl-only", WRITER, WRITER, READER)
    assert [(end.is_stale, end.calm) for end in late.ends] == [(True, True)]


def test_a_second_delete_belongs_to_its_writer():
    """On the same lifeline, and on its way while it sleeps."""
    play = played("double-delete", WRITER, WRITER, WRITER)
    later = play.actors[-1]
    assert (later.name, later.line) == ("writer's background work", "writer")
    assert later.is_on_its_way()


def test_a_flusher_that_sleeps_is_at_rest():
    """It would otherwise be on its way for ever."""
    play = played({"name": "write-behind"})
    flusher = play.actors[-1]
    assert flusher.standing
    assert not flusher.is_on_its_way()


def test_accidents_happen_once():
    """The entry vanishes, a delete gets lost."""
    play = played("delete-after", Choice(accident=VANISH), cached=True, expires=True)
    assert Choice(accident=VANISH) not in list(choices(play))
    lost = played("delete-before", Choice(2, LOSE), cached=True, lost_delete=True)
    assert lost.world.holds().cache == 0
    assert not any(choice.accident for choice in choices(lost))


def test_the_replica_applies_only_what_there_is():
    """No commit, nothing to apply."""
    assert Choice(accident=REPLICATE) not in list(choices(played("ttl-only", replica_lag=True)))
    committed = played("ttl-only", WRITER, replica_lag=True)
    assert Choice(accident=REPLICATE) in list(choices(committed))


def test_orders_that_come_to_the_same_have_the_same_state():
    """A miss and a commit, in either order."""
    one = played("ttl-only", READER, WRITER, cached=False)
    other = played("ttl-only", WRITER, READER, cached=False)
    assert one.key() == other.key()
    assert one.key() != played("ttl-only", WRITER, cached=False).key()
