"""The database: rows, service times, loads in flight."""

import numpy as np
import pytest

from simulator.clock import nanoseconds
from simulator.database import Flights, Rows, ServiceTimes
from simulator.ledger import Ledger
from simulator.scenario import Database
from strategies.effects import Value


def test_rows_below_the_size_exist() -> None:
    """Of 3 rows, 2 exists at version 0 and 3 does not; the cost of the load is noted."""
    rows = Rows(3, Ledger())
    assert rows.read(2, 0.5) == Value(0, found=True, cost_s=0.5)
    assert rows.read(3, 0) == Value(0, found=False)


def test_a_commit_numbers_and_is_read_back() -> None:
    """The first write of a row is its version 1, and an absent row exists from then on."""
    rows = Rows(3, Ledger())
    assert rows.commit(3, Value(None)).version == 1
    assert rows.read(3, 0) == Value(1, found=True)


def test_a_numbered_value_keeps_its_number() -> None:
    """Write-behind stores what the cache numbered."""
    rows = Rows(3, Ledger())
    assert rows.commit(0, Value(5)).version == 5
    assert rows.read(0, 0).version == 5


def times(n: int, **fields: object) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """n read times in seconds."""
    draw = ServiceTimes(Database.model_validate(fields), seed=3).read
    return np.array([draw() for _ in range(n)]) / 1e9


def test_constant_times_are_constant() -> None:
    """20 ms, every time."""
    assert set(times(10, service="constant").tolist()) == {0.02}


@pytest.mark.parametrize(
    ("service", "cv"), [("exponential", 1.0), ("lognormal", 0.5), ("lognormal", 1.0)]
)
def test_random_times_have_mean_and_variation(service: str, cv: float) -> None:
    """Mean 20 ms and the standard deviation asked for."""
    found = times(100_000, service=service, service_cv=cv)
    assert found.mean() == pytest.approx(0.02, rel=4.5 * cv / 316)
    assert found.std() == pytest.approx(0.02 * cv, rel=0.06)


def test_a_mean_of_zero_takes_no_time() -> None:
    """Whatever the law."""
    assert times(3, service="exponential", read_s=0).tolist() == [0, 0, 0]


def test_reads_and_writes_draw_from_streams_of_their_own() -> None:
    """How many writes there were does not change the reads."""
    plain, busy = (ServiceTimes(Database(), seed=1) for _ in range(2))
    for _ in range(5):
        busy.write()
    assert [plain.read() for _ in range(3)] == [busy.read() for _ in range(3)]
    assert plain.read() < nanoseconds(100)


def test_flights_are_counted_by_key() -> None:
    """Two loads of 0, one of them with 1; the first key's count is the answer."""
    flights = Flights()
    assert flights.begin((0,)) == 1
    assert flights.begin((0, 1)) == 2
    assert flights.begin((1,)) == 2
    flights.end((0, 1))
    flights.end((0,))
    assert flights.of == {1: 1}
