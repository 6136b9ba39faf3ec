"""The database: rows, service times, loads in flight."""

from typing import Any

import numpy as np
import pytest

from simulator.clock import AT_ONCE, Clock, nanoseconds
from simulator.database import Flights, Rows, ServiceTimes
from simulator.ledger import Ledger
from simulator.scenario import Database
from strategies.effects import RowRejected, Value


def new_rows(**fields: Any) -> Rows:
    """Three rows of a database."""
    return Rows(3, Ledger(), Clock(), Database.model_validate(fields))


def test_rows_below_the_size_exist() -> None:
    """Of 3 rows, 2 exists at version 0 and 3 does not; the cost of the load is noted."""
    rows = new_rows()
    assert rows.read(2, 0.5) == Value(0, found=True, cost_s=0.5)
    assert rows.read(3, 0) == Value(0, found=False)


def test_a_commit_numbers_and_is_read_back() -> None:
    """The first write of a row is its version 1, and an absent row exists from then on."""
    rows = new_rows()
    assert rows.commit(3, Value(None)).version == 1
    assert rows.read(3, 0) == Value(1, found=True)


def test_a_numbered_value_keeps_its_number() -> None:
    """Write-behind stores what the cache numbered."""
    rows = new_rows()
    assert rows.commit(0, Value(5)).version == 5
    assert rows.read(0, 0).version == 5


def test_an_older_version_changes_nothing() -> None:
    """A row that is stored late does not overwrite a newer one."""
    rows = new_rows()
    rows.commit(0, Value(5))
    rows.commit(0, Value(4))
    assert rows.read(0, 0).version == 5


def test_a_replica_hears_of_a_commit_after_its_lag() -> None:
    """Committed at 1 s, heard of at 1.5 s; between two commits it shows the first."""
    rows = new_rows(replica_lag_s=0.5)
    seen = []
    for at_ms in (1000, 1200, 1499, 1500, 1699, 1700):
        rows.clock.go_to((at_ms * 1_000_000, AT_ONCE, 0))
        if at_ms in {1000, 1200}:
            rows.commit(0, Value(None))
        seen.append(rows.read(0, 0).version)
    assert seen == [0, 0, 0, 1, 1, 2]


def test_one_rejected_row_rejects_the_statement() -> None:
    """Nothing of it is written; other rows can be, without it."""
    rows = new_rows()
    rows.rejected = frozenset({1})
    with pytest.raises(RowRejected):
        rows.write(((0, Value(None)), (1, Value(None))))
    assert rows.read(0, 0).version == 0
    assert rows.write(((0, Value(None)),)) == [Value(1)]


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
