"""A statement on its way through the database, the same for both engines."""

from collections.abc import Callable
from typing import Any, NamedTuple

from simulator.clock import seconds
from simulator.experiment import Experiment
from strategies import effects as fx


class Kind(NamedTuple):
    """What the log says of a statement before it has had its turn."""

    key: fx.Key
    write: int
    rows: int
    ahead: int
    in_flight: int


class Statement:
    """What it does there, how long it takes, and when it joined.

    Its ticket is its place among those who joined: what ends or begins at one instant does so
    in that order.
    """

    __slots__ = ("do", "joined_ns", "kind", "loads", "service_ns", "started_ns", "ticket", "waited")

    def __init__(self, kind: Kind, do: Callable[[float], Any], service_ns: int) -> None:
        """`do` takes effect in the database; it is told what the statement cost, in seconds."""
        self.kind, self.do, self.service_ns = kind, do, service_ns
        self.loads: tuple[fx.Key, ...] = ()
        self.joined_ns = self.started_ns = self.ticket = self.waited = 0

    def join(self, experiment: Experiment) -> None:
        """It reaches the pool now."""
        clock = experiment.clock
        self.joined_ns = self.started_ns = clock.now_ns
        self.ticket = clock.ticket()

    def take_effect(self) -> Any:
        """Do it now."""
        return self.do(seconds(self.service_ns))

    def note(self, experiment: Experiment, refused: int = 0) -> None:
        """Its row in the log, now that it has ended."""
        times = (self.joined_ns, self.started_ns, experiment.clock.now_ns)
        experiment.statements.add(*times, *self.kind, self.waited, refused)


def load_of(experiment: Experiment, keys: tuple[fx.Key, ...], ahead: int, do: Any) -> Statement:
    """A statement that reads rows, and is a load of their keys from now on."""
    in_flight = experiment.flights.begin(keys) * (ahead < len(keys))
    kind = Kind(keys[0], 0, len(keys), ahead, in_flight)
    statement = Statement(kind, do, experiment.times.read())
    statement.loads = keys
    return statement


def one_load(experiment: Experiment, effect: fx.Load) -> Statement:
    """The statement for a `Load`: answers with the row's value."""
    rows, key = experiment.rows, effect.key
    return load_of(experiment, (key,), 0, lambda cost_s: rows.read(key, cost_s))


def many_loads(experiment: Experiment, effect: fx.LoadMany) -> Statement:
    """The statement for a `LoadMany`: answers with the rows' values."""
    rows, keys = experiment.rows, effect.keys
    ahead = len(keys) - (not effect.all_ahead)
    return load_of(experiment, keys, ahead, lambda cost_s: [rows.read(key, cost_s) for key in keys])


def one_store(experiment: Experiment, effect: fx.Store) -> Statement:
    """The statement for a `Store`: answers with the numbered value."""
    write, row = experiment.rows.write, (effect.key, effect.value)
    kind = Kind(effect.key, 1, 1, 0, 0)
    return Statement(kind, lambda _: write((row,))[0], experiment.times.write())


def many_stores(experiment: Experiment, effect: fx.StoreMany) -> Statement:
    """The statement for a `StoreMany`: answers with nothing."""
    write, rows = experiment.rows.write, effect.rows
    kind = Kind(rows[0][0], 1, len(rows), 0, 0)
    return Statement(kind, lambda _: write(rows) and None, experiment.times.write())


STATEMENTS: dict[type[Any], Callable[[Experiment, Any], Statement]] = {
    fx.Load: one_load,
    fx.LoadMany: many_loads,
    fx.Store: one_store,
    fx.StoreMany: many_stores,
}
"""How to make a statement of each effect that asks the database."""
