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

    def start(self, experiment: Experiment, at_ns: int) -> None:
        """Its service could start then; that it does, and how long it takes, is up to the day."""
        conditions = experiment.conditions
        if conditions.usual_database:
            self.started_ns = at_ns
            return
        self.started_ns = conditions.start_ns(at_ns)
        self.service_ns = conditions.service_ns(self.started_ns, self.service_ns)

    def takes_no_time(self, experiment: Experiment) -> bool:
        """Would it be over at once, if it were served now?"""
        return (
            self.service_ns == 0
            and experiment.conditions.start_ns(self.joined_ns) == self.joined_ns
        )

    def take_effect(self) -> Any:
        """Do it now."""
        return self.do(seconds(self.service_ns))

    def note(self, experiment: Experiment, refused: int = 0) -> None:
        """Its row in the log, now that it has ended."""
        times = (self.joined_ns, self.started_ns, experiment.clock.now_ns)
        experiment.statements.add(*times, *self.kind, self.waited, refused)


def load_of(experiment: Experiment, rows: tuple[fx.Key, ...], ahead: int, do: Any) -> Statement:
    """A statement that reads rows, and is a load of each from now on."""
    in_flight = experiment.flights.begin(rows) * (ahead < len(rows))
    kind = Kind(rows[0], 0, len(rows), ahead, in_flight)
    statement = Statement(kind, do, experiment.times.read())
    statement.loads = rows
    return statement


def one_load(experiment: Experiment, effect: fx.Load) -> Statement:
    """The statement for a `Load`: answers with the row's value."""
    read, row = experiment.rows.read, experiment.catalogue.row(effect.key)
    return load_of(experiment, (row,), 0, lambda cost_s: read(row, cost_s))


def many_loads(experiment: Experiment, effect: fx.LoadMany) -> Statement:
    """The statement for a `LoadMany`: answers with the rows' values."""
    read, rows = experiment.rows.read, experiment.catalogue.rows_of(effect.keys)
    asked = rows[: not effect.all_ahead]
    others = rows[len(asked) :]

    def answer(cost_s: float) -> list[fx.Value]:
        found = [read(row, cost_s) for row in asked]
        return found + [read(row, cost_s, ahead=True) for row in others]

    return load_of(experiment, rows, len(others), answer)


def one_store(experiment: Experiment, effect: fx.Store) -> Statement:
    """The statement for a `Store`: answers with the numbered value."""
    write, row = experiment.rows.write, experiment.catalogue.row(effect.key)
    kind = Kind(row, 1, 1, 0, 0)
    return Statement(kind, lambda _: write(((row, effect.value),))[0], experiment.times.write())


def many_stores(experiment: Experiment, effect: fx.StoreMany) -> Statement:
    """The statement for a `StoreMany`: answers with nothing."""
    write, row = experiment.rows.write, experiment.catalogue.row
    rows = tuple((row(key), value) for key, value in effect.rows)
    kind = Kind(rows[0][0], 1, len(rows), 0, 0)
    return Statement(kind, lambda _: write(rows) and None, experiment.times.write())


STATEMENTS: dict[type[Any], Callable[[Experiment, Any], Statement]] = {
    fx.Load: one_load,
    fx.LoadMany: many_loads,
    fx.Store: one_store,
    fx.StoreMany: many_stores,
}
"""How to make a statement of each effect that asks the database."""
