"""The simulator against the closed forms of stampedes, on every engine."""

from typing import Any

import pytest

from simulator import simulate
from tests.worlds import EVERY_ENGINE, SINGLE_FLIGHT, Estimate, ideal, independent, size, stampedes
from theory import stampede


def loads_per_expiry(engine: str, protections: Any = (), **fields: Any) -> Estimate:
    """Mean size of a stampede on one key."""
    world = ideal(
        protections=protections,
        duration_s=size(engine, 20_000, 100_000) / fields["rate_rps"],
        **fields,
    )
    return independent(stampedes(simulate(world, engine=engine)))


@EVERY_ENGINE
@pytest.mark.parametrize(
    ("service", "loads"),
    [("constant", stampede.loads_constant), ("exponential", stampede.loads_exponential)],
)
def test_without_protection(engine: str, service: str, loads: Any) -> None:
    """20 reads/s, loads of 0.5 s: 11 loads an expiry if constant, 4.33 if exponential."""
    found = loads_per_expiry(engine, rate_rps=20, ttl_s=6, read_s=0.5, service=service)
    assert found.agrees(loads(20, 0.5))


@EVERY_ENGINE
def test_scattered_loads(engine: str) -> None:
    """Log-normal load times of variation 0.5 lie between: 7.75."""
    found = loads_per_expiry(
        engine, rate_rps=20, ttl_s=6, read_s=0.5, service="lognormal", service_cv=0.5
    )
    assert found.agrees(stampede.loads_lognormal(20, 0.5, 0.5))


@EVERY_ENGINE
def test_a_small_pool(engine: str) -> None:
    """Two connections and loads of 0.4 s at 10 reads/s: the queue makes it worse."""
    found = loads_per_expiry(
        engine, rate_rps=10, ttl_s=10, read_s=0.4, service="exponential", connections=2
    )
    assert found.agrees(stampede.loads_finite_pool(10, 0.4, 2))


@EVERY_ENGINE
def test_single_flight_in_each_of_eight_nodes(engine: str) -> None:
    """20 reads during a load, spread over 8 processes: 7.43 loads instead of 21."""
    found = loads_per_expiry(engine, SINGLE_FLIGHT, rate_rps=40, ttl_s=4, read_s=0.5, nodes=8)
    assert found.agrees(stampede.loads_single_flight(40, 0.5, 8))
