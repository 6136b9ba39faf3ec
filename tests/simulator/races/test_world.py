"""The world of a race."""

import pytest

from simulator.races.world import KEY, Holds, RaceError, World
from strategies import effects as fx


def test_a_lagging_replica_is_what_loads_see():
    """Until it is told to apply the commits."""
    world = World(replica_lag=True)
    world.perform(fx.Store(KEY, fx.Value(None)))
    assert world.perform(fx.Load(KEY)) == fx.Value(0)
    assert world.lags
    assert world.holds() == Holds(None, 1, 0)
    world.replicate()
    assert world.perform(fx.LoadMany((KEY, 5))) == [fx.Value(1), fx.Value(0)]
    assert not world.lags


def test_an_entry_vanishes_only_when_told_to():
    """A TTL alone does nothing: no time passes."""
    world = World(replica_lag=False)
    world.perform(fx.Set(KEY, fx.Value(0), 0.001))
    assert world.perform(fx.Get(KEY)).value == fx.Value(0)
    world.vanish()
    assert world.perform(fx.Get(KEY)) is None


def test_equal_worlds_have_equal_keys():
    """Whatever way they came to be so."""
    one, other = World(replica_lag=False), World(replica_lag=False)
    one.perform(fx.Set(KEY, fx.Value(0)))
    assert one.key() != other.key()
    one.perform(fx.Delete(KEY))
    assert one.key() == other.key()


def test_an_unknown_effect_is_said_in_one_sentence():
    """With its name, and where to go."""
    with pytest.raises(RaceError, match="with the effect Signal: teach it to"):
        World(replica_lag=False).perform(fx.Signal())  # type: ignore[arg-type]
