"""What each operation of the cache does at the instant of its effect, on either engine's store."""

from collections.abc import Callable
from typing import Any

from simulator.clock import seconds
from simulator.experiment import Experiment
from strategies import effects as fx

Operation = Callable[[Any, Any], Any]
"""Takes the activity that asks and the effect that it asks for; gives the answer."""


class Operations:
    """Carries out the effects that ask the cache; how they come there is an engine's business."""

    def __init__(self, experiment: Experiment, store: Any) -> None:
        """`store` is the cache's memory, in the form that the engine keeps it in."""
        self.clock, self.losses, self.store = experiment.clock, experiment.losses, store
        self.by_kind: dict[type[Any], Operation] = {
            fx.Get: self.get,
            fx.Set: self.set,
            fx.Delete: self.delete,
            fx.Acquire: self.acquire,
            fx.Release: self.release,
            fx.Flush: self.flush,
        }

    def get(self, activity: Any, effect: fx.Get) -> fx.Entry | None:
        """Look up."""
        now_ns = self.clock.moment[0]
        entry: fx.Entry | None = self.store.get(effect.key, now_ns)
        activity.course.note(entry, seconds(now_ns))
        return entry

    def set(self, _: Any, effect: fx.Set) -> fx.Value | None:
        """Put in."""
        value: fx.Value | None = self.store.set(effect, self.clock.moment[0])
        return value

    def delete(self, _: Any, effect: fx.Delete) -> bool:
        """Remove, unless the delete got lost."""
        lost = self.losses.delete()
        return not lost and bool(self.store.delete(effect.key, self.clock.moment[0]))

    def acquire(self, _: Any, effect: fx.Acquire) -> bool:
        """Lay a token beside a key."""
        return bool(self.store.tokens.acquire(effect, self.clock.moment[0]))

    def release(self, _: Any, effect: fx.Release) -> bool:
        """Take a token away."""
        return bool(self.store.tokens.release(effect, self.clock.moment[0]))

    def flush(self, _: Any, effect: fx.Flush) -> None:
        """Clear the cache."""
        self.store.flush()
