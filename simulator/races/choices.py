"""What may happen next in a race."""

from collections.abc import Iterator

from simulator.races.actor import NOTHING, Actor
from simulator.races.play import LOSE, REPLICATE, VANISH, Choice, Play, is_blocked
from simulator.races.world import KEY
from strategies import effects as fx

WAKES = 2
"""So often at most does standing work, such as a flusher, wake in one schedule."""


def choices(play: Play) -> Iterator[Choice]:
    """All that may happen: steps that take effect first, then answers that arrive, accidents."""
    able = [actor for actor in play.actors if is_able(play, actor)]
    for actor in able:
        if actor.arriving is NOTHING:
            yield Choice(actor.number)
            if may_lose(play, actor):
                yield Choice(actor.number, LOSE)
    yield from (Choice(actor.number) for actor in able if actor.arriving is not NOTHING)
    yield from accidents(play)


def is_able(play: Play, actor: Actor) -> bool:
    """Can this actor take a step? Equals begin in the order of their numbers."""
    if not actor.begun:
        before = play.actors[actor.number - 1]
        return actor.number == 0 or before.role != actor.role or before.begun
    return not (actor.done or is_tired(actor) or is_blocked(actor.effect))


def is_tired(actor: Actor) -> bool:
    """Is it standing work that sleeps, and has woken often enough or has nothing to do?"""
    if not (actor.standing and isinstance(actor.effect, fx.Sleep)):
        return False
    return actor.wakes >= WAKES or actor.node.strategy.backlog() == 0


def may_lose(play: Play, actor: Actor) -> bool:
    """May this actor's next step be a delete that gets lost?"""
    if not play.situation.lost_delete or LOSE in play.used:
        return False
    if actor.begun:
        return isinstance(actor.effect, fx.Delete)
    fresh = actor.node.strategy.write(KEY, fx.Value(None))
    return actor.role == "writer" and isinstance(next(fresh, None), fx.Delete)


def accidents(play: Play) -> Iterator[Choice]:
    """What may happen of itself."""
    may_vanish = play.situation.expires and VANISH not in play.used
    if may_vanish and play.world.holds().cache is not None:
        yield Choice(accident=VANISH)
    if play.world.lags:
        yield Choice(accident=REPLICATE)
