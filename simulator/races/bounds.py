"""How many steps a race needs at least from where it stands: what lets the search look ahead.

The bounds are never too high, and no step lowers them by more than one. They are infinite where
no stale read can come any more.
"""

from math import inf

from simulator.races.actor import NOTHING, Actor
from simulator.races.choices import is_tired
from simulator.races.play import STATEMENTS, Play, is_blocked


def steps_to_stale(play: Play) -> float:
    """Least steps until a read returns that began after an acknowledgement."""
    readers = [actor for actor in play.actors if actor.role == "reader" and not actor.done]
    under_way = (steps_to_end(actor) for actor in readers if actor.newest)
    fresh = 1 if any(not actor.begun for actor in readers) else inf
    return min(*under_way, fresh + steps_to_acknowledgement(play), inf)


def steps_to_poisoned(play: Play) -> float:
    """Least steps until a read returns that began when nothing was on its way any more."""
    readers = [actor for actor in play.actors if actor.role == "reader" and not actor.done]
    under_way = (steps_to_end(actor) for actor in readers if actor.newest and actor.calm)
    fresh = 1 if any(not actor.begun for actor in readers) else inf
    return min(*under_way, fresh + max(steps_to_calm(play), steps_to_acknowledgement(play)), inf)


def steps_to_calm(play: Play) -> int:
    """Least steps until all who have begun have ended, and the replica has caught up."""
    on_the_way = (actor for actor in play.actors if actor.is_on_its_way())
    return sum(steps_to_end(actor) for actor in on_the_way) + play.world.lags


def steps_to_acknowledgement(play: Play) -> float:
    """Least steps until some write is acknowledged."""
    if play.newest:
        return 0
    writers = (actor for actor in play.actors if actor.role == "writer" and not actor.done)
    return min((steps_to_end(actor) for actor in writers), default=inf)


def steps_to_end(actor: Actor) -> int:
    """Least steps until an actor can have ended; one who waits for a signal may take none."""
    if not actor.begun or actor.arriving is not NOTHING:
        return 1
    if is_blocked(actor.effect) or is_tired(actor):
        return 0
    return 2 if isinstance(actor.effect, STATEMENTS) else 1
